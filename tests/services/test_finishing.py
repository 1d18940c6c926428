"""A day finished in one go, its pictures, what is told before the next, and who is on the way to full membership."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from factories import add_member, branch_of, contents, desk, log_length, start_branch
from partyday.errors import Conflict, NotFound
from partyday.model.codes import Circumstance, DuesKind, Excuse, Standing, State
from partyday.model.days import ActivityDay
from partyday.model.paper import RowKind
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.services import announcing, attachments, checkin, days, finishing, logs, planning, reports
from partyday.services.dues import assessing, paying
from partyday.services.papers.ask import Ask
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.sheets.plan import read_plan
from partyday.store import files
from partyday.store.book import Store

JANUARY, MARCH, LATER = date(2026, 1, 5), date(2026, 3, 6), date(2026, 4, 10)


def begun(store: Store, policy: str = "hebei") -> Branch:
    start_branch(store, "一支部", policy=policy)
    for name in ("张三", "李四"):
        add_member(store, name)
    add_member(store, "赵六", Circumstance.ILL)
    make_year(desk(store, today=JANUARY), [branch_of(store, "一支部")], 2026)
    return branch_of(store, "一支部")


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    return begun(sqlite_book)


def march(store: Store, branch: Branch) -> ActivityDay:
    return days.show(desk(store, branch, MARCH), str(MARCH))


# ---- finishing


def test_closing_and_summing_up_are_one_act(sqlite_book: Store, branch: Branch) -> None:
    here = desk(sqlite_book, branch, MARCH)
    checkin.check_in(here, str(MARCH), [Order("张三", State.PRESENT), Order("李四", State.EXCUSED, Excuse.SICK)])
    before, entries = contents(sqlite_book), log_length(sqlite_book)
    outcome = finishing.finish(here, str(MARCH), {"summary": "好", "opinions": "参观"}, keep_unknown=False)
    day = march(sqlite_book, branch)
    assert (day.closed_on, day.summarised_on, day.summary, day.opinions) == (MARCH, MARCH, "好", "参观")
    assert (outcome.tally.present, outcome.tally.excused, outcome.tally.unreached) == (1, 1, 1)
    assert log_length(sqlite_book) == entries + 1
    logs.undo(here, logs.to_undo(here, None))
    assert contents(sqlite_book) == before


def test_nothing_is_written_while_somebody_is_unmarked(sqlite_book: Store, branch: Branch) -> None:
    here = desk(sqlite_book, branch, MARCH)
    checkin.check_in(here, str(MARCH), [Order("张三", State.PRESENT)])
    before = contents(sqlite_book)
    with pytest.raises(checkin.Unmarked, match="李四"):
        finishing.finish(here, str(MARCH), {"summary": "好"}, keep_unknown=False)
    assert contents(sqlite_book) == before


def test_its_papers_and_what_follows(sqlite_book: Store, branch: Branch) -> None:
    here = desk(sqlite_book, branch, MARCH)
    checkin.check_in(here, str(MARCH), [Order("张三", State.PRESENT), Order("李四", State.PRESENT)])
    outcome = finishing.finish(here, str(MARCH), {"summary": "好"}, keep_unknown=False)
    assert [paper.form for paper in finishing.papers_of(here, outcome.roll.day)] == ["record", "attendance"]
    assert finishing.what_follows(here, outcome.roll)[0].kind == "reach-out"
    april = desk(sqlite_book, branch, date(2026, 4, 3))
    checkin.check_in(april, "2026-04-03", [Order("张三", State.PRESENT), Order("李四", State.EXCUSED, Excuse.DUTY)])
    outcome = finishing.finish(april, "2026-04-03", {"summary": "好"}, keep_unknown=False)
    papers = list(finishing.papers_of(april, outcome.roll.day))
    assert [paper.form for paper in papers] == ["record", "attendance", "make-ups"]
    assert not any(paper.paper.draft for paper in papers)
    follows = finishing.what_follows(april, outcome.roll)
    assert [(item.kind, item.on.isoformat()) for item in follows][:2] == [
        ("reach-out", "2026-04-03"),
        ("make-up", "2026-05-03"),
    ]
    assert ("day", "2026-05-08") in [(item.kind, item.on.isoformat()) for item in follows]
    assert "2026-03-06" not in " ".join(item.text for item in follows), "what another day left is its own"


# ---- before the day


def plan(store: Store, branch: Branch, **texts: str) -> ActivityDay:
    return days.plan(desk(store, branch, date(2026, 3, 2)), str(MARCH), {"theme": "学习", **texts})


def cells(store: Store, branch: Branch, form: str, period: str) -> dict[Any, Any]:
    sheet = reports.make(desk(store, today=LATER), form, Ask(branch, Period(period), LATER)).sheets[0]
    return {row.cells[0]: row.cells for row in sheet.body}


def test_the_host_stands_for_the_person_responsible_where_nobody_else_is(sqlite_book: Store, branch: Branch) -> None:
    day = plan(sqlite_book, branch, host="王秀芳")
    text = days.announcement(day, {})
    assert "负责人：王秀芳" in text
    assert "主持人" not in text
    record = cells(sqlite_book, branch, "record", str(MARCH))
    assert ("负责人" in record, record["主持人"][1]) == (False, "王秀芳"), "a paper filed before stays as it was"
    day = plan(sqlite_book, branch, responsible="陈志强", guide="学院党委李处长")
    text = days.announcement(day, {})
    assert "主持人：王秀芳\n负责人：陈志强\n到会指导：学院党委李处长" in text
    record = cells(sqlite_book, branch, "record", str(MARCH))
    assert (record["负责人"][1], record["主持人"][1]) == ("陈志强", "王秀芳")
    assert (record["计划到会指导的上级"][1], record["上级参加人"][1]) == ("学院党委李处长", None)
    (row,) = (row for row in cells(sqlite_book, branch, "quarter-plan", "2026Q1").values() if "2026-03-06" in row)
    assert "陈志强" in row
    assert "到会指导：学院党委李处长" in str(row[-1])
    days.summarise(desk(sqlite_book, branch, MARCH), str(MARCH), {"superior_present": "学院党委李处长"})
    assert "计划到会指导的上级" not in cells(sqlite_book, branch, "record", str(MARCH))


def test_a_plan_that_was_printed_reads_back_and_changes_nothing(
    sqlite_book: Store, branch: Branch, tmp_path: Path
) -> None:
    from partyday.forms import xlsx

    plan(sqlite_book, branch, host="王秀芳")
    paper = reports.make(desk(sqlite_book, today=LATER), "quarter-plan", Ask(branch, Period("2026Q1"), LATER))
    xlsx.write(paper.sheets, tmp_path / "计划.xlsx")
    before = contents(sqlite_book)
    here = desk(sqlite_book, branch, date(2026, 3, 2))
    taken = planning.plan_from_sheet(here, read_plan(tmp_path / "计划.xlsx", here.today, branch.name))
    assert taken.rejected == ()
    assert contents(sqlite_book) == before


def test_the_announcement_says_that_dues_are_paid_on_the_day(sqlite_book: Store) -> None:
    branch = begun(sqlite_book, "zhongzhou")
    here = desk(sqlite_book, branch, date(2026, 3, 2))

    def collects() -> bool:
        return announcing.collects_dues(here, march(sqlite_book, branch))

    assert collects(), "the policy has them paid on the day, wherever they are kept"
    assert "党费：当日集中交纳3月党费" in days.announcement(march(sqlite_book, branch), {}, dues=True)
    assessing.assess(here, "张三", DuesKind.WAGE, 650_000, Month("2026-03"))
    assert collects()
    paying.pay(here, "张三", [Month("2026-03")], paying.How(date(2026, 3, 2)))
    assert not collects(), "everybody has paid for March"


def test_where_the_policy_does_not_say_so_nothing_is_said_of_dues(sqlite_book: Store, branch: Branch) -> None:
    assert not announcing.collects_dues(desk(sqlite_book, branch, MARCH), march(sqlite_book, branch))


# ---- pictures


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    made = [tmp_path / "现场.JPG", tmp_path / "签到表.pdf"]
    for number, path in enumerate(made):
        path.write_bytes(b"picture %d" % number)
    return made


def test_pictures_are_kept_under_their_hash_and_named_in_the_record(
    sqlite_book: Store, branch: Branch, pictures: list[Path]
) -> None:
    here = desk(sqlite_book, branch, MARCH)
    checkin.check_in(here, str(MARCH), [Order("张三", State.PRESENT)])
    assert "附件" not in cells(sqlite_book, branch, "record", str(MARCH))
    _day, kept = attachments.attach(here, str(MARCH), pictures, "现场照片")
    assert [(file.attachment.name, file.whole, file.path.suffix) for file in kept] == [
        ("现场.JPG", True, ".jpg"),
        ("签到表.pdf", True, ".pdf"),
    ]
    told = cells(sqlite_book, branch, "record", str(MARCH))["附件"][1]
    assert f"现场.JPG（现场照片）\n{kept[0].attachment.sha256}" in told
    before = contents(sqlite_book)
    attachments.attach(here, str(MARCH), pictures)
    assert contents(sqlite_book) == before, "the same again changes nothing"


def test_another_file_of_the_same_name_is_refused(sqlite_book: Store, branch: Branch, pictures: list[Path]) -> None:
    here = desk(sqlite_book, branch, MARCH)
    attachments.attach(here, str(MARCH), pictures)
    pictures[0].write_bytes(b"another")
    with pytest.raises(Conflict, match="another file called"):
        attachments.attach(here, str(MARCH), pictures[:1])
    with pytest.raises(NotFound, match="There is no file"):
        attachments.attach(here, str(MARCH), [pictures[0].with_name("x.jpg")])


def test_a_file_that_was_changed_is_told_and_one_that_is_not_here_is_not(
    sqlite_book: Store, branch: Branch, pictures: list[Path]
) -> None:
    here = desk(sqlite_book, branch, MARCH)
    _day, kept = attachments.attach(here, str(MARCH), pictures)
    assert logs.verify(here) == []
    kept[0].path.write_bytes(b"touched up")
    assert [problem for problem in logs.verify(here) if "现场.JPG" in problem]
    kept[0].path.unlink()
    assert logs.verify(here) == []
    assert [file.whole for file in attachments.every(here)] == [None, True]


def test_a_picture_is_taken_away_with_its_file_unless_another_day_has_it(
    sqlite_book: Store, branch: Branch, pictures: list[Path]
) -> None:
    here = desk(sqlite_book, branch, LATER)
    _day, kept = attachments.attach(here, str(MARCH), pictures)
    attachments.attach(here, "2026-04-03", pictures[:1])
    attachments.remove(here, str(MARCH), "现场.JPG")
    assert kept[0].path.exists()
    attachments.remove(here, "2026-04-03", "现场.JPG")
    assert not kept[0].path.exists()
    assert kept[1].path.parent == files.folder_of(sqlite_book)
    with pytest.raises(NotFound, match="no file called"):
        attachments.remove(here, str(MARCH), "现场.JPG")


# ---- on the way to full membership


def test_candidates_are_listed_by_standing_with_how_often_they_took_part(sqlite_book: Store, branch: Branch) -> None:
    with pytest.raises(NotFound, match="nobody is probationary"):
        reports.make(desk(sqlite_book, today=LATER), "candidates", Ask(branch, None, LATER))
    joined = date(2025, 11, 28)
    add_member(sqlite_book, "何思远", standing=Standing.PROBATIONARY, joined=joined, on=JANUARY)
    add_member(sqlite_book, "唐一帆", standing=Standing.ACTIVIST, joined=None, since=date(2026, 2, 1), on=JANUARY)
    checkin.check_in(
        desk(sqlite_book, branch, MARCH), str(MARCH), [Order("何思远", State.PRESENT), Order("唐一帆", State.PRESENT)]
    )
    (sheet,) = reports.make(desk(sqlite_book, today=LATER), "candidates", Ask(branch, None, LATER)).sheets
    assert [row.cells[0] for row in sheet.body if row.kind is RowKind.SECTION] == [
        "预备党员（1 人）",
        "入党积极分子（1 人）",
    ]
    headings = [column.heading for column in sheet.columns]
    people = [dict(zip(headings, row.cells, strict=True)) for row in sheet.body if row.kind is RowKind.DATA]
    assert [(one["姓名"], one["列为本类日期"], one["预备期满"], one["本年参加活动"]) for one in people] == [
        ("何思远", "2025-11-28", "2026-11-28", "1/4"),
        ("唐一帆", "2026-02-01", "—", "1/3"),
    ]
