"""A branch has its name from a day on; it is founded, divided and dissolved on a day. Papers go by what was then."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from factories import (
    BRANCH,
    add_member,
    branch_of,
    contents,
    desk,
    people_of,
    record_of,
    start_branch,
    tree,
)
from partyday.errors import BadInput, Conflict, NotFound
from partyday.forms import xlsx
from partyday.model.codes import DuesKind, State
from partyday.model.period import Month, Period
from partyday.model.seal import Sealed, seal
from partyday.services import branches, filings, intake, logs, members, offices, reorganising
from partyday.services.agenda import agenda
from partyday.services.checkin import check_in
from partyday.services.dues import ledgers
from partyday.services.dues.assessing import assess
from partyday.services.dues.paying import How, pay
from partyday.services.intake import Intake
from partyday.services.papers.ask import Ask
from partyday.services.reports import make
from partyday.services.review import review
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.sheets.sealed import read_filed
from partyday.store.book import Store

NEW = "信息学院教工第一党支部"
SECOND = "计算机学院教工第二党支部"
SUPERIOR = "计算机学院党总支"
RENAMED = date(2026, 5, 1)
JUNE = date(2026, 6, 30)


@pytest.fixture
def book_of_three(sqlite_book: Store) -> Store:
    """A branch of three under its superior, its year made, January's and May's days closed with everybody there."""
    start_branch(sqlite_book, superior=SUPERIOR)
    for name in ("张三", "李四", "王五"):
        add_member(sqlite_book, name)
    make_year(desk(sqlite_book, today=date(2026, 1, 5)), [branch_of(sqlite_book)], 2026)
    for day in ("2026-01-09", "2026-05-08"):
        check_in(desk(sqlite_book, today=date.fromisoformat(day)), day, (), everybody=True, close=True)
    return sqlite_book


def rename(store: Store, on: date | None = RENAMED, name: str = NEW, today: date = JUNE) -> None:
    branches.change(desk(store, today=today), None, rename=name, on=on)


def text(store: Store, form: str, period: str, today: date = JUNE, **ask: Any) -> str:
    """Everything a paper says, in one text."""
    branch = next(one for one in tree(store) if one.kind.value == "branch")
    sheets = make(desk(store, today=today), form, Ask(branch, Period(period), today, **ask)).sheets
    return "\n".join(
        str(part) for sheet in sheets for part in (sheet.title, *sheet.lines, *(row.cells for row in sheet.body))
    )


def test_a_paper_about_the_time_before_goes_by_the_old_name(book_of_three: Store) -> None:
    rename(book_of_three)
    january, may = text(book_of_three, "record", "2026-01-09"), text(book_of_three, "record", "2026-05-08")
    assert (BRANCH in january, NEW in january) == (True, False)
    assert (BRANCH in may, NEW in may) == (False, True)
    assert BRANCH in text(book_of_three, "attendance", "2026Q1")
    assert NEW in text(book_of_three, "attendance", "2026Q2")
    assert BRANCH in text(book_of_three, "quarter-plan", "2026Q3", today=date(2026, 4, 30))
    assert NEW in text(book_of_three, "quarter-plan", "2026Q3")
    assert BRANCH in text(book_of_three, "appraisal", "2026-01", member="张三")


def test_a_year_s_handbook_has_each_page_under_the_name_of_its_day(book_of_three: Store) -> None:
    rename(book_of_three)
    sheets = make(desk(book_of_three, today=JUNE), "record", Ask(branch_of(book_of_three, NEW), Period("2026"), JUNE))
    told = [sheet for sheet in sheets.sheets if not sheet.drawn]  # beside them stands the line of the rate
    assert [sheet.tab for sheet in sheets.sheets if sheet.drawn] == ["出勤率走势"]
    index, *pages = ["\n".join([sheet.title, *map(str, sheet.lines)]) for sheet in told]
    assert NEW in index
    assert [NEW in page for page in pages] == [False] * 4 + [True] * 2, "January to April, May and June"
    assert [BRANCH in page for page in pages] == [True] * 4 + [False] * 2


def test_a_name_corrected_without_a_day_never_was_another(book_of_three: Store) -> None:
    rename(book_of_three, on=None)
    assert NEW in text(book_of_three, "record", "2026-01-09")


def test_what_was_filed_under_the_old_name_is_unchanged(book_of_three: Store) -> None:
    march = date(2026, 3, 18)
    first: list[Sealed] = []
    ask = Ask(branch_of(book_of_three), Period("2026-01"), march)
    filings.file_paper(desk(book_of_three, today=march), "attendance", ask, first.append)
    rename(book_of_three)
    [listed] = filings.what_was_filed(desk(book_of_three, today=JUNE))
    assert listed.changed is False
    _filing, again = filings.as_filed(
        desk(book_of_three, today=JUNE), "attendance", Ask(branch_of(book_of_three, NEW), Period("2026-01"), JUNE)
    )
    assert again == first[0]


def test_a_branch_is_found_by_the_name_it_bore(book_of_three: Store) -> None:
    rename(book_of_three)
    at = desk(book_of_three, BRANCH, JUNE)
    assert at.branch.name == NEW
    assert members.show(at, "张三").branch.name == NEW
    with pytest.raises(NotFound):
        _ = desk(book_of_three, "没有过的党支部", JUNE).branch


def test_who_has_the_old_name_now_goes_before_who_bore_it(book_of_three: Store) -> None:
    rename(book_of_three)
    branches.add(desk(book_of_three, today=JUNE), BRANCH, None)
    assert desk(book_of_three, BRANCH, JUNE).branch.name == BRANCH


def test_a_renaming_is_undone_whole(book_of_three: Store) -> None:
    before = contents(book_of_three)
    rename(book_of_three)
    at = desk(book_of_three, today=JUNE)
    logs.undo(at, logs.to_undo(at, None))
    assert contents(book_of_three) == before
    assert BRANCH in text(book_of_three, "record", "2026-05-08")


def test_three_names_one_after_another(book_of_three: Store) -> None:
    rename(book_of_three, date(2026, 2, 1), "二号党支部")
    rename(book_of_three, RENAMED)
    assert BRANCH in text(book_of_three, "attendance", "2026-01")
    assert "二号党支部" in text(book_of_three, "quarter-plan", "2026Q3", today=date(2026, 4, 1))
    assert NEW in text(book_of_three, "attendance", "2026-05")
    with pytest.raises(Conflict, match="since 2026-05-01"):
        rename(book_of_three, date(2026, 3, 1), "四号党支部")
    with pytest.raises(BadInput, match="not come yet"):
        rename(book_of_three, date(2026, 7, 1), "四号党支部")


def test_the_superior_knows_both_names_and_the_same_file_is_the_same(
    book_of_three: Store, books: Callable[[str], Store], tmp_path: Path
) -> None:
    """The superior's own book: a quarter's plan is taken in, the branch is renamed there too, and it comes again."""
    files = []
    march = date(2026, 3, 18)
    for name, on, period in (("old.xlsx", march, "2026Q2"), ("new.xlsx", JUNE, "2026Q3")):
        if on == JUNE:
            rename(book_of_three)
        sealed: list[Sealed] = []
        branch = next(one for one in tree(book_of_three) if one.kind.value == "branch")
        ask = Ask(branch, Period(period), on)
        filings.file_paper(desk(book_of_three, today=on), "quarter-plan", ask, sealed.append)
        xlsx.write(sealed[0].sheets, tmp_path / name, sealed=seal(sealed[0]))
        files.append(tmp_path / name)
    above = books("above")
    start_branch(above, superior=SUPERIOR)

    def take(path: Path) -> Intake:
        superior = branch_of(above, SUPERIOR)
        return intake.receive(desk(above, today=JUNE), superior, path.name, read_filed(path)).intake

    assert take(files[0]) is Intake.TAKEN
    with pytest.raises(BadInput, match="does not stand under"):
        take(files[1])
    branches.change(desk(above, today=JUNE), BRANCH, rename=NEW, on=RENAMED)
    assert take(files[0]) is Intake.SAME
    assert take(files[1]) is Intake.TAKEN
    superior = branch_of(above, SUPERIOR)
    second = make(desk(above, today=JUNE), "rollup", Ask(superior, Period("2026Q2"), date(2026, 4, 1)))
    third = make(desk(above, today=JUNE), "rollup", Ask(superior, Period("2026Q3"), JUNE))
    assert [paper.missing for paper in (second, third)] == [(), ()]
    assert BRANCH in str(second.sheets[0].body)
    assert NEW in str(third.sheets[0].body)
    above.close()


# ---- divided, dissolved


def test_a_branch_is_divided_on_a_day_as_one_act(book_of_three: Store) -> None:
    before = contents(book_of_three)
    at = desk(book_of_three, today=JUNE)
    made, moved = reorganising.divide(at, SECOND, BRANCH, ["李四", "3"], date(2026, 6, 1), under=None)
    assert (made.name, made.since) == (SECOND, date(2026, 6, 1))
    assert [(person.number, person.name) for person in moved] == [(1, "李四"), (2, "王五")]
    day = date(2026, 6, 1)
    assert list(people_of(book_of_three, branch_of(book_of_three), day)) == ["张三"]
    assert list(people_of(book_of_three, branch_of(book_of_three, SECOND), day)) == ["李四", "王五"]
    assert list(people_of(book_of_three, branch_of(book_of_three), date(2026, 5, 31))) == ["张三", "李四", "王五"]
    at = desk(book_of_three, BRANCH, JUNE)
    logs.undo(at, logs.to_undo(at, None))
    assert contents(book_of_three) == before


def test_who_leads_a_new_branch_is_told_among_those_who_go(book_of_three: Store) -> None:
    at = desk(book_of_three, today=JUNE)
    on = date(2026, 6, 1)
    going = ["李四", "3"]
    made, _moved = reorganising.divide(at, SECOND, BRANCH, going, on, under=None, secretary="3", organiser="赵校长")
    assert (made.secretary, made.organiser) == ("王五", "赵校长")
    officers = offices.officers_of(desk(book_of_three, SECOND, JUNE), [made])[made.id]
    wang = people_of(book_of_three, made, on)["王五"]
    assert [(one.name, one.member_id) for one in officers.values()] == [("王五", wang.id), ("赵校长", None)]
    again = desk(book_of_three, today=JUNE)
    with pytest.raises(NotFound):
        reorganising.divide(again, "第三党支部", SECOND, ["李四"], JUNE, under=None, secretary="2")
    with pytest.raises(NotFound):
        branches.add(again, "第四党支部", None, organiser="7号")


def test_arrears_go_along_into_a_branch_whose_records_begin_later(book_of_three: Store) -> None:
    at = desk(book_of_three, BRANCH, date(2026, 1, 9))
    assess(at, "李四", DuesKind.WAGE, 650_000, Month("2026-01"))
    pay(at, "李四", Month("2026-01").until(Month("2026-02")), How(date(2026, 1, 9)))
    reorganising.divide(desk(book_of_three, today=JUNE), SECOND, BRANCH, ["李四"], date(2026, 6, 1), under=None)
    _who, _account, lines = ledgers.ledger(desk(book_of_three, SECOND, JUNE), "李四")
    assert [(line.month, line.owed, line.overpaid) for line in lines] == [
        *((month, 0, 0) for month in ("2026-01", "2026-02")),
        *((month, 9750, 0) for month in ("2026-03", "2026-04", "2026-05", "2026-06")),
    ]


@pytest.mark.parametrize(
    ("gone", "back", "owed"),
    [
        (date(2026, 2, 10), date(2026, 5, 1), ["2026-01", "2026-02", "2026-05", "2026-06"]),
        (date(2026, 2, 28), date(2026, 3, 31), ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]),
    ],
)
def test_who_comes_back_owes_nothing_for_the_months_elsewhere(
    book_of_three: Store, gone: date, back: date, owed: list[str]
) -> None:
    assess(desk(book_of_three, BRANCH, date(2026, 1, 9)), "李四", DuesKind.WAGE, 650_000, Month("2026-01"))
    for on, to, outside in ((gone, "外校党支部", True), (back, BRANCH, False)):
        members.transfer(desk(book_of_three, BRANCH, on), "李四", to, on, outside=outside)
    _who, _account, lines = ledgers.ledger(desk(book_of_three, BRANCH, JUNE), "李四")
    assert [line.month for line in lines if line.owed] == owed


def test_a_branch_is_dissolved_into_another(book_of_three: Store) -> None:
    branches.add(desk(book_of_three, today=JUNE), SECOND, None)
    before = contents(book_of_three)
    with pytest.raises(Conflict, match="3 still belong"):
        reorganising.dissolve(desk(book_of_three, BRANCH, JUNE), None, JUNE)
    ended, moved = reorganising.dissolve(desk(book_of_three, BRANCH, JUNE), None, JUNE, SECOND)
    assert (ended.until, [person.name for person in moved]) == (JUNE, ["张三", "李四", "王五"])
    assert list(people_of(book_of_three, branch_of(book_of_three, SECOND), JUNE)) == ["张三", "李四", "王五"]
    assert len(contents(book_of_three)["day"]) == 6, "January to June were planned and stay; July to December go"
    later = date(2026, 12, 28)
    due = review(desk(book_of_three, BRANCH, later), [branch_of(book_of_three)], later)
    assert {finding.code for finding in due} <= {"announce", "close", "summary"}
    kinds = {item.kind for item in agenda(desk(book_of_three, BRANCH, later))}
    assert not kinds & {"schedule", "filing"}
    [year] = make_year(desk(book_of_three, BRANCH, later), [branch_of(book_of_three)], 2027)
    assert year.days == ()
    at = desk(book_of_three, SECOND, JUNE)
    logs.undo(at, logs.to_undo(at, 0 or _entry_of_dissolution(book_of_three)))
    assert contents(book_of_three)["branch"] == before["branch"]


def _entry_of_dissolution(store: Store) -> int:
    entries = logs.newest(desk(store, SECOND, JUNE), 50)
    return next(
        entry.id for entry, _rows in entries if any(one.table == "membership" for one in _changes(store, entry.id))
    )


def _changes(store: Store, number: int) -> Any:
    return logs.to_undo(desk(store, SECOND, JUNE), number).changes


def test_nobody_joins_a_branch_that_is_no_more_and_the_other_is_the_only_one(book_of_three: Store) -> None:
    branches.add(desk(book_of_three, today=JUNE), SECOND, None)
    reorganising.dissolve(desk(book_of_three, BRANCH, JUNE), None, JUNE, SECOND)
    assert desk(book_of_three, None, JUNE).branch.name == SECOND
    with pytest.raises(Conflict, match="was dissolved on 2026-06-30"):
        members.transfer(desk(book_of_three, SECOND, JUNE), "张三", BRANCH, JUNE)
    with pytest.raises(Conflict, match="was dissolved"):
        add_member(book_of_three, "赵六", branch=BRANCH, on=JUNE)


def test_a_branch_does_not_end_before_what_it_did(book_of_three: Store) -> None:
    branches.add(desk(book_of_three, today=JUNE), SECOND, None)
    with pytest.raises(Conflict, match="2026-05-08"):
        reorganising.dissolve(desk(book_of_three, BRANCH, JUNE), None, date(2026, 5, 1), SECOND)
    with pytest.raises(Conflict, match="branches under"):
        reorganising.dissolve(desk(book_of_three, SUPERIOR, JUNE), None, JUNE)


# ---- who comes back


def test_who_comes_back_has_the_old_number_and_nobody_else_gets_it(book_of_three: Store) -> None:
    branches.add(desk(book_of_three, today=JUNE), SECOND, None)
    card = members.show(desk(book_of_three, BRANCH), "李四")
    members.transfer(desk(book_of_three, None, JUNE), "李四", SECOND, date(2026, 3, 1))
    assert add_member(book_of_three, "赵六", branch=BRANCH).person.number == 4
    members.transfer(desk(book_of_three, None, JUNE), "李四", BRANCH, date(2026, 5, 1))
    numbers = [(one.number, one.since) for one in record_of(book_of_three, card.person.id).memberships]
    assert numbers[-1] == (2, date(2026, 5, 1))
    assert people_of(book_of_three, branch_of(book_of_three), JUNE)["李四"].number == 2
    check_in(desk(book_of_three, BRANCH, date(2026, 6, 5)), "2026-06-05", [Order("2", State.PRESENT)])
    found = members.show(desk(book_of_three, BRANCH, JUNE), "2")
    assert found.person.id == card.person.id
