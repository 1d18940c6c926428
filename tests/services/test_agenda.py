"""What comes next and what is open."""

from datetime import date
from pathlib import Path

import pytest

from factories import BRANCH, add_member, branch_of, desk, start_branch, tree
from partyday.model.codes import BranchKind, MembershipEnd, Rule, Standing, State
from partyday.model.people import Branch
from partyday.services import branches, days, members
from partyday.services.agenda import agenda
from partyday.services.checkin import check_in
from partyday.services.review import review, review_on
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store.book import Store
from partyday.words.findings import by_whom

Line = tuple[str, str, bool]


def lines(store: Store, branch: Branch, today: date) -> list[Line]:
    """Date, kind and whether overdue, of each item but the papers, and the kinds of content that the year lacks."""
    items = agenda(desk(store, branch, today))
    of_plans = ("cadence", "filing", "plan")
    return [(item.on.isoformat(), item.kind, item.overdue) for item in items if item.kind not in of_plans]


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    """A branch with one member and its year 2026, of which January and February are closed and summed up."""
    branch = start_branch(sqlite_book)
    add_member(sqlite_book, "张三")
    make_year(desk(sqlite_book, today=date(2026, 1, 5)), [branch], 2026)
    for on in (date(2026, 1, 9), date(2026, 2, 6)):
        check_in(desk(sqlite_book, branch, on), on.isoformat(), [Order("张三", State.PRESENT)], close=True)
        days.summarise(desk(sqlite_book, branch, on), on.isoformat(), {"summary": "好"})
    return branch


def test_the_next_days_and_their_announcements_three_days_ahead(sqlite_book: Store, branch: Branch) -> None:
    assert lines(sqlite_book, branch, date(2026, 3, 2)) == [
        ("2026-03-03", "announce", False),
        ("2026-03-06", "day", False),
        ("2026-03-31", "announce", False),
        ("2026-04-03", "day", False),
    ]


def test_an_announcement_is_overdue_from_the_day_after_it_was_due(sqlite_book: Store, branch: Branch) -> None:
    assert ("2026-03-03", "announce", False) in lines(sqlite_book, branch, date(2026, 3, 3))
    assert ("2026-03-03", "announce", True) in lines(sqlite_book, branch, date(2026, 3, 4))


def test_an_announced_day_needs_no_announcement(sqlite_book: Store, branch: Branch) -> None:
    days.plan(desk(sqlite_book, branch, date(2026, 3, 2)), "2026-03-06", {"theme": "学习党章"})
    days.announce(desk(sqlite_book, branch, date(2026, 3, 2)), "2026-03-06", None)
    assert lines(sqlite_book, branch, date(2026, 3, 2))[0] == ("2026-03-06", "day", False)
    assert any("学习党章" in item.text for item in agenda(desk(sqlite_book, branch, date(2026, 3, 2))))


def test_a_day_gone_by_is_to_be_closed_and_then_summed_up_within_seven_days(sqlite_book: Store, branch: Branch) -> None:
    assert ("2026-03-06", "close", True) in lines(sqlite_book, branch, date(2026, 3, 7))
    check_in(desk(sqlite_book, branch, date(2026, 3, 7)), "2026-03-06", [Order("张三", State.PRESENT)], close=True)
    assert [line for line in lines(sqlite_book, branch, date(2026, 3, 13)) if line[0] < "2026-03-20"] == [
        ("2026-03-13", "summary", False)
    ]
    assert ("2026-03-13", "summary", True) in lines(sqlite_book, branch, date(2026, 3, 14))
    days.summarise(desk(sqlite_book, branch, date(2026, 3, 14)), "2026-03-06", {"summary": "好"})
    assert "summary" not in {kind for _on, kind, _overdue in lines(sqlite_book, branch, date(2026, 3, 14))}


def test_on_the_day_itself_closing_is_due_once_somebody_is_marked_and_not_overdue(
    sqlite_book: Store, branch: Branch
) -> None:
    today = date(2026, 3, 6)
    assert "close" not in {kind for _on, kind, _overdue in lines(sqlite_book, branch, today)}
    check_in(desk(sqlite_book, branch, today), None, [Order("张三", State.PRESENT)])
    assert ("2026-03-06", "close", False) in lines(sqlite_book, branch, today)


def test_a_cancelled_day_is_not_on_the_agenda(sqlite_book: Store, branch: Branch) -> None:
    days.cancel(desk(sqlite_book, branch, date(2026, 3, 2)), "2026-03-06", "停电")
    for today in (date(2026, 3, 2), date(2026, 3, 10)):
        assert not [line for line in lines(sqlite_book, branch, today) if line[0].startswith("2026-03-0")]


def test_a_month_that_needs_a_decision_is_overdue_once_it_has_begun(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book, policy="zhongzhou", recurrence=["FREQ=MONTHLY;BYMONTHDAY=31"])
    make_year(desk(sqlite_book), [branch], 2026)
    decisions = [line for line in lines(sqlite_book, branch, date(2026, 3, 31)) if line[1] == "decision"]
    assert decisions == [
        ("2026-02-01", "decision", True),
        *((f"2026-{month}-01", "decision", False) for month in ("04", "06", "09", "11")),
    ]
    assert ("2026-04-01", "decision", True) in lines(sqlite_book, branch, date(2026, 4, 1))


def test_a_year_without_days_is_told_with_the_command(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    [item] = [item for item in agenda(desk(sqlite_book, branch, date(2026, 3, 6))) if item.kind == "schedule"]
    assert item.overdue
    assert "partyday schedule" in item.text


def test_the_agenda_is_in_order_of_its_dates(sqlite_book: Store, branch: Branch) -> None:
    items = lines(sqlite_book, branch, date(2026, 6, 20))
    assert items == sorted(items, key=lambda line: line[:2])
    assert len(items) > 5


def test_each_day_is_announced_by_the_rule_in_force_on_it(sqlite_book: Store, tmp_path: Path) -> None:
    """Five days ahead from April on; March keeps the three days of the shipped policy."""
    policy = tmp_path / "school.toml"
    policy.write_text(
        '[policy]\nname = "school"\ntitle = "x"\nbase = "hebei"\n'
        '[[duties.announce-days]]\nsince = 2026-04-01\nvalue = 5\nsource = "house"\n',
        "utf-8",
    )
    branch = start_branch(sqlite_book, policy=str(policy))
    make_year(desk(sqlite_book, today=date(2026, 1, 5)), [branch], 2026)
    announcements = [on for on, kind, _overdue in lines(sqlite_book, branch, date(2026, 3, 2)) if kind == "announce"]
    assert announcements == ["2026-03-03", "2026-03-29"]


def test_what_the_review_finds_is_on_the_agenda_at_the_day_it_is_due_by(sqlite_book: Store, branch: Branch) -> None:
    add_member(sqlite_book, "李四")
    for on, state in (
        (date(2026, 3, 6), State.EXCUSED),
        (date(2026, 4, 3), State.ABSENT),
        (date(2026, 5, 8), State.ABSENT),
    ):
        check_in(desk(sqlite_book, branch, on), on.isoformat(), [Order("李四", state)])
    found = [line for line in lines(sqlite_book, branch, date(2026, 5, 9)) if line[1] in list(Rule)]
    assert found == [("2026-04-05", "make-up", True), ("2026-05-08", "early-notice", False)]
    check_in(desk(sqlite_book, branch, date(2026, 6, 5)), None, [Order("李四", State.ABSENT)])
    found = [line for line in lines(sqlite_book, branch, date(2026, 6, 5)) if line[1] in list(Rule)]
    assert found == [("2026-04-05", "make-up", True), ("2026-06-05", "talk", True)]
    [talk] = [item for item in agenda(desk(sqlite_book, branch, date(2026, 6, 5))) if item.kind == "talk"]
    assert "李四" in talk.text


def test_the_agenda_tells_what_the_plan_of_the_quarter_lacks(sqlite_book: Store, branch: Branch) -> None:
    def lacking() -> str:
        items = agenda(desk(sqlite_book, branch, date(2026, 4, 1)))
        return " ".join(item.text for item in items if item.kind == "cadence" and item.on == date(2026, 6, 30))

    assert "能力素质教育" in lacking()
    days.plan(desk(sqlite_book, branch), "2026-06-05", {}, ["ability"])
    assert "能力素质教育" not in lacking()
    assert "党性观念教育" in lacking()


def test_what_comes_once_a_year_is_looked_for_in_all_of_the_year_before(sqlite_book: Store, tmp_path: Path) -> None:
    policy = tmp_path / "school.toml"
    policy.write_text(
        '[policy]\nname = "school"\ntitle = "x"\nbase = "hebei"\n'
        '[[content.cadences]]\nsource = "house"\n[content.cadences.value]\nservice = "year"\n',
        "utf-8",
    )
    branch = start_branch(sqlite_book, policy=str(policy))
    add_member(sqlite_book, "张三")
    make_year(desk(sqlite_book, today=date(2025, 1, 5)), [branch], 2025)

    def missed(today: date) -> list[str]:
        return [item.on.isoformat() for item in agenda(desk(sqlite_book, branch, today)) if "2025-12-31" in item.text]

    assert missed(date(2026, 3, 1)) == missed(date(2026, 8, 1)) == ["2025-12-31"]
    days.plan(desk(sqlite_book, branch, date(2025, 3, 1)), "2025-03-07", {}, ["service"])
    check_in(desk(sqlite_book, branch, date(2025, 3, 7)), "2025-03-07", [Order("张三", State.PRESENT)], close=True)
    assert missed(date(2026, 3, 1)) == missed(date(2026, 8, 1)) == []


def test_what_comes_for_members_stands_in_the_agenda(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    joined = date(2025, 3, 20)
    add_member(sqlite_book, "张三", standing=Standing.PROBATIONARY, joined=joined)
    add_member(sqlite_book, "李四", joined=date(1996, 4, 1))
    items = {item.kind: item for item in agenda(desk(sqlite_book, branch, date(2026, 3, 6)))}
    assert (items["probation"].on, items["probation"].overdue) == (date(2026, 3, 20), False)
    assert "1 张三" in items["probation"].text
    assert (items["party-birthday"].on, items["party-birthday"].text) == (
        date(2026, 4, 1),
        "2 李四: political birthday (政治生日), year 30",
    )


def test_a_superior_reads_each_filing_with_the_command_that_makes_it(sqlite_book: Store) -> None:
    """Under 中州大学's policy the two papers of December are a 党总支's own, and so is the duty."""
    branches.start(desk(sqlite_book, today=date(2025, 11, 1)), "文学院党总支", "中州大学党委", "zhongzhou", [])
    branches.add(desk(sqlite_book), "文学院教工党支部", "文学院党总支")
    general = branch_of(sqlite_book, "文学院党总支")
    today = date(2025, 12, 20)
    items = agenda(desk(sqlite_book, general, today))
    assert [item.text for item in items if item.kind == "filing"] == [
        f"to be filed by 2025-12-30: 2026 党员活动日{title}: "
        f"partyday report {form} --period 2026 --branch 文学院党总支 --mark-filed"
        for form, title in (("year-plan", "活动方案"), ("year-schedule", "计划日程表"))
    ]
    with sqlite_book.reading() as connection:
        findings = list(review_on(connection, desk(sqlite_book).branches, [general], today))
    assert {by_whom(finding) for finding in findings} == {"the general branch"}


# ---- meetings that not every branch has


def meetings_asked(store: Store, branch: str, on: date) -> set[str]:
    """The meetings that a review misses, of one branch alone and of all together the same."""

    def names(chosen: list[Branch]) -> set[str]:
        found = review(desk(store, branch, on), chosen, on)
        own = [one for one in found if one.code == "meeting-open" and one.branch.name == branch]
        return {name for finding in own for name in finding.what.split("、")}

    every = [node for node in tree(store) if node.kind is BranchKind.BRANCH]
    [alone] = [node for node in every if node.name == branch]
    assert names([alone]) == names(every)
    return names([alone])


def test_a_small_branch_without_groups_is_asked_for_no_such_meetings_and_told_so_once(sqlite_book: Store) -> None:
    start_branch(sqlite_book, superior="计算机学院党总支", made=date(2025, 12, 1))
    branches.add(desk(sqlite_book), "学生党支部", None)
    for number in range(7):
        add_member(sqlite_book, f"党员{'一二三四五六七'[number]}", branch=BRANCH, texts={"party_group": "第一党小组"})
        add_member(sqlite_book, f"学生{'一二三四五六七'[number]}", branch="学生党支部")
    make_year(desk(sqlite_book), [node for node in tree(sqlite_book) if node.kind is BranchKind.BRANCH], 2026)
    june = date(2026, 6, 20)
    assert {"支委会", "党小组会"} <= meetings_asked(sqlite_book, BRANCH, june)
    assert meetings_asked(sqlite_book, "学生党支部", june) & {"支委会", "党小组会"} == {"支委会"}
    members.remove(desk(sqlite_book, "学生党支部"), "学生七", date(2026, 3, 1), MembershipEnd.DIED, "")
    assert meetings_asked(sqlite_book, "学生党支部", june) & {"支委会", "党小组会"} == set()
    for on, lines in ((date(2026, 1, 20), 1), (june, 0)):
        told = [item for item in agenda(desk(sqlite_book, "学生党支部", on)) if item.kind == "meetings"]
        assert len(told) == lines
        assert all("支委会" in item.text or "党小组会" in item.text for item in told)
        assert not [item for item in agenda(desk(sqlite_book, BRANCH, on)) if item.kind == "meetings"]
