"""Meetings held beside the activity day: what is recorded, what they count for, and where they stand."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from factories import add_member, branch_of, contents, desk, start_branch
from partyday.errors import BadInput, Conflict, NotFound, PartydayError, WrongUsage
from partyday.model.codes import Circumstance, Standing, State
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.services import forgetting, logs, meetings, members, merging, reports
from partyday.services.checkin import check_in
from partyday.services.papers.ask import Ask
from partyday.services.review import review
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store.book import Store

JANUARY, JUNE = date(2026, 1, 5), date(2026, 6, 30)


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    """Two Party groups, somebody mobile, somebody ill, an activist."""
    start_branch(sqlite_book, "一支部")
    groups = {"party_group": "第一党小组"}, {"party_group": "第二党小组"}
    add_member(sqlite_book, "张三", texts=groups[0])
    add_member(sqlite_book, "李四", texts=groups[0])
    add_member(sqlite_book, "王五", Circumstance.MOBILE, texts=groups[1])
    add_member(sqlite_book, "赵六", Circumstance.ILL, texts=groups[1])
    add_member(sqlite_book, "钱七", standing=Standing.ACTIVIST, joined=None, since=date(2026, 1, 1))
    make_year(desk(sqlite_book, today=JANUARY), [branch_of(sqlite_book, "一支部")], 2026)
    return branch_of(sqlite_book, "一支部")


def add(store: Store, kind: str, on: str, who: Sequence[str] = (), **others: Any) -> meetings.Met:
    everybody, besides = others.pop("everybody", False), others.pop("besides", ())
    texts = {name: others.pop(name) for name in list(others) if name in meetings.FIELDS}
    return meetings.add(
        desk(store, today=JUNE),
        kind,
        date.fromisoformat(on),
        texts,
        meetings.Who(list(who), everybody, list(besides)),
        **others,
    )


def names(people: Any) -> list[str]:
    return [person.name for person in people]


def open_meetings(store: Store, branch: Branch, on: str) -> str:
    found = review(desk(store, branch), [branch], date.fromisoformat(on))
    return " ".join(finding.what for finding in found if finding.code == "meeting-open")


# ---- who was there


def test_all_leaves_out_whom_it_cannot_know_to_be_there(sqlite_book: Store, branch: Branch) -> None:
    met = add(sqlite_book, "党员大会", "2026-03-20", everybody=True)
    assert (names(met.present), names(met.left_out)) == (["张三", "李四"], ["王五", "赵六"])
    assert names(met.expected) == ["张三", "李四", "王五", "赵六"], "an activist is no member"
    met = meetings.change(desk(sqlite_book, today=JUNE), met.meeting.id, {}, present=["王五", "钱七"], absent=["李四"])
    assert names(met.present) == ["张三", "王五", "钱七"]
    assert names(met.missing) == ["李四", "赵六"]


def test_a_party_group_has_its_own_people_and_is_to_be_named(sqlite_book: Store, branch: Branch) -> None:
    with pytest.raises(WrongUsage, match="Which Party group"):
        add(sqlite_book, "党小组会", "2026-03-20", everybody=True)
    met = add(sqlite_book, "党小组会", "2026-03-20", group="第一", everybody=True)
    assert (met.meeting.party_group, names(met.expected)) == ("第一党小组", ["张三", "李四"])
    with pytest.raises(NotFound, match="no single Party group"):
        add(sqlite_book, "党小组会", "2026-03-20", group="第三")
    add(sqlite_book, "党小组会", "2026-03-20", group="第二")


def test_of_a_committee_nobody_knows_who_belongs_to_it(sqlite_book: Store, branch: Branch) -> None:
    with pytest.raises(WrongUsage, match="name who was there"):
        add(sqlite_book, "支委会", "2026-03-20", everybody=True)
    met = add(sqlite_book, "支部委员会", "2026-03-20", ["张三", "李四"])
    assert (met.meeting.kind, met.expected, met.missing) == ("支委会", None, ())


@pytest.mark.parametrize(
    ("kind", "on", "others", "error", "said"),
    [
        ("开会", "2026-03-20", {}, NotFound, "no meeting that is recorded"),
        ("党课", "2026-07-20", {}, BadInput, "has not come yet"),
        ("党课", "2026-03-20", {"starts": "16:00", "ends": "15:00"}, BadInput, "before it starts"),
        ("党课", "2026-03-20", {"starts": "26:00"}, BadInput, "is not a time"),
        ("党课", "2026-03-20", {"group": "第一"}, WrongUsage, "--group goes with"),
        ("党课", "2026-03-20", {"blocks": ["唱歌"]}, NotFound, "not a kind of content"),
        ("党课", "2026-03-20", {"who": ["孙八"]}, NotFound, "There is no"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    sqlite_book: Store, branch: Branch, kind: str, on: str, others: Any, error: type[PartydayError], said: str
) -> None:
    before = contents(sqlite_book)
    with pytest.raises(error, match=said):
        add(sqlite_book, kind, on, **others)
    assert contents(sqlite_book) == before


def test_one_meeting_is_recorded_once(sqlite_book: Store, branch: Branch) -> None:
    number = add(sqlite_book, "党课", "2026-03-20").meeting.id
    with pytest.raises(Conflict, match=f"as number {number}"):
        add(sqlite_book, "党课", "2026-03-20")
    add(sqlite_book, "党课", "2026-03-20", starts="19:00")


def test_it_is_taken_back_whole_and_the_book_agrees(sqlite_book: Store, branch: Branch) -> None:
    before = contents(sqlite_book)
    add(sqlite_book, "党课", "2026-03-20", ["张三", "李四"], resolutions="同意")
    assert logs.verify(desk(sqlite_book)) == []
    logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), None))
    assert contents(sqlite_book) == before
    assert logs.verify(desk(sqlite_book)) == []


# ---- what they count for


def test_a_meeting_counts_for_its_cadence(sqlite_book: Store, branch: Branch) -> None:
    assert "党员大会" in open_meetings(sqlite_book, branch, "2026-03-20")
    add(sqlite_book, "党员大会", "2026-03-18", ["张三"])
    assert "党员大会" not in open_meetings(sqlite_book, branch, "2026-03-20")
    assert "党员大会" in open_meetings(sqlite_book, branch, "2026-03-17"), "it had not been held"
    assert "党员大会" in open_meetings(sqlite_book, branch, "2026-04-20"), "another quarter"


def test_the_theme_of_a_meeting_makes_it_no_other(sqlite_book: Store, branch: Branch) -> None:
    add(sqlite_book, "支委会", "2026-03-18", ["张三"], theme="研究召开党员大会")
    assert "党员大会" in open_meetings(sqlite_book, branch, "2026-03-20")


def test_content_that_a_meeting_carried_counts_for_its_kind(sqlite_book: Store, branch: Branch) -> None:
    def missed() -> str:
        found = review(desk(sqlite_book, branch), [branch], date(2026, 4, 10))
        return " ".join(finding.what for finding in found if finding.code == "cadence-missed")

    check_in(desk(sqlite_book, branch, date(2026, 1, 9)), "2026-01-09", [Order("张三", State.PRESENT)])
    assert "党性观念教育" in missed()
    met = add(sqlite_book, "党课", "2026-03-20", ["张三"])
    assert met.counted_as == ("党性观念教育",), "it is asked about, not assumed"
    assert "党性观念教育" in missed()
    meetings.change(desk(sqlite_book, today=JUNE), met.meeting.id, {}, blocks=["党性"])
    assert "党性观念教育" not in missed()


def test_who_was_at_a_meeting_took_part_in_organisation_life(sqlite_book: Store, branch: Branch) -> None:
    def clock() -> list[str]:
        found = review(desk(sqlite_book, branch), [branch], date(2026, 7, 10))
        return [
            f"{finding.person.name} {finding.what}"
            for finding in found
            if finding.code.startswith("charter")
            if finding.person
        ]

    days = ("2026-01-09", "2026-02-06", "2026-03-06", "2026-04-03", "2026-05-08", "2026-06-05")
    for day in days:
        on = date.fromisoformat(day)
        orders = [Order("张三", State.ABSENT), Order("李四", State.PRESENT), Order("王五", State.ONLINE)]
        check_in(desk(sqlite_book, branch, on), day, orders, close=True)
    assert clock() == ["张三 2026-01-09"]
    add(sqlite_book, "党小组会", "2026-06-20", ["张三"], group="第一")
    assert clock() == []


# ---- where they stand


def sheets(store: Store, branch: Branch, form: str, period: str) -> Any:
    return reports.make(desk(store, today=JUNE), form, Ask(branch, Period(period), JUNE)).sheets


def test_the_handbook_has_the_list_and_a_page_for_each(sqlite_book: Store, branch: Branch) -> None:
    check_in(desk(sqlite_book, branch, date(2026, 3, 6)), "2026-03-06", [Order("张三", State.PRESENT)])
    before = sheets(sqlite_book, branch, "record", "2026")
    add(sqlite_book, "支委会", "2026-03-20", ["张三"], theme="研究发展党员", resolutions="同意")
    add(sqlite_book, "党小组会", "2026-03-25", group="第一", everybody=True)
    after = sheets(sqlite_book, branch, "record", "2026")
    assert after[: len(before)] == before, "the days' pages are as they were"
    assert [sheet.tab for sheet in after[len(before) :]] == ["会议目录", "3-20支委会", "3-25党小组会"]
    index, committee, group = after[len(before) :]
    assert [row.cells[2] for row in index.body] == ["支委会", "党小组会（第一党小组）", None]
    assert index.body[-1].cells[3] == "支委会 1 次，党小组会 1 次"
    told = {row.cells[0]: row.cells[1] for row in committee.body}
    assert (told["应到/实到"], told["到会人员"], told["决议事项"]) == ("实到 1 人", "张三", "同意")
    assert "未到人员" not in told
    told = {row.cells[0]: row.cells[1] for row in group.body}
    assert (told["应到/实到"], told["未到人员"]) == ("应到 2 人，实到 2 人", "无")


def test_the_pages_of_a_day_s_meetings_are_a_paper_of_their_own(sqlite_book: Store, branch: Branch) -> None:
    with pytest.raises(NotFound, match="No meeting"):
        sheets(sqlite_book, branch, "meetings", "2026")
    add(sqlite_book, "党课", "2026-03-20", ["张三", "钱七"], guests="学院党委李处长")
    (page,) = sheets(sqlite_book, branch, "meetings", "2026-03-20")
    told = {row.cells[0]: row.cells[1] for row in page.body}
    assert told["应到/实到"] == "应到 4 人，实到 1 人；另有列席 1 人"
    assert told["列席人员"] == "学院党委李处长"
    assert told["未到人员"] == "李四、王五、赵六"


def test_a_listing_is_of_its_period(sqlite_book: Store, branch: Branch) -> None:
    add(sqlite_book, "党课", "2026-03-20")
    add(sqlite_book, "党课", "2026-04-20")
    found = meetings.recorded(desk(sqlite_book, today=JUNE), Period("2026Q1"))
    assert [met.meeting.held_on for met in found] == [date(2026, 3, 20)]


# ---- the people in them


def test_who_was_entered_twice_was_there_once(sqlite_book: Store, branch: Branch) -> None:
    add(sqlite_book, "党课", "2026-03-20", ["张三", "李四"])
    add(sqlite_book, "党课", "2026-04-20", ["李四"])
    merging.merge(desk(sqlite_book, today=JUNE), "李四", "张三", "同一人", settled=True)
    found = meetings.recorded(desk(sqlite_book, today=JUNE), Period("2026"))
    assert [names(met.present) for met in found] == [["张三"], ["张三"]]
    assert logs.verify(desk(sqlite_book)) == []


def test_who_left_was_there_all_the_same_and_who_is_forgotten_has_no_name(sqlite_book: Store, branch: Branch) -> None:
    add(sqlite_book, "党课", "2026-03-20", ["张三", "李四"])
    members.transfer(desk(sqlite_book, today=JUNE), "李四", "外校党支部", date(2026, 6, 1), outside=True)
    (met,) = meetings.recorded(desk(sqlite_book, today=JUNE), Period("2026"))
    assert names(met.present) == ["张三", "李四"]
    forgetting.forget(desk(sqlite_book, today=JUNE), "李四")
    (met,) = meetings.recorded(desk(sqlite_book, today=JUNE), Period("2026"))
    assert [name for name in names(met.present) if name != "张三"] == ["（已隐去）"]
    assert logs.verify(desk(sqlite_book)) == []
