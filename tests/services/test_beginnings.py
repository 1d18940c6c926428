"""Where the records of a branch begin, and that nothing is asked of the time before."""

from datetime import date

import pytest

from factories import BRANCH, add_member, branch_of, contents, desk, start_branch
from partyday.errors import BadInput, Conflict
from partyday.model.codes import BranchKind, DayStatus, DuesKind, State
from partyday.model.period import Month, Period
from partyday.services import branches, days, logs
from partyday.services.agenda import Item, agenda
from partyday.services.checkin import check_in
from partyday.services.dues import assessing, ledgers
from partyday.services.papers.ask import Ask
from partyday.services.reports import make
from partyday.services.schedule import Year, make_year
from partyday.services.whom import Order
from partyday.store import days as stored
from partyday.store.book import Store

BEGIN = date(2026, 9, 2)
SIDE = "学生党支部"
GENERAL = "计算机学院党总支"


def planned(store: Store, year: int = 2026, name: str = BRANCH) -> Year:
    [made] = make_year(desk(store, today=BEGIN), [branch_of(store, name)], year)
    return made


def overdue(store: Store, on: date, name: str = BRANCH) -> list[Item]:
    return [item for item in agenda(desk(store, name, on)) if item.overdue]


def begun(store: Store) -> None:
    """A branch whose records begin on 2 September, in a book made that day."""
    branches.start(desk(store, today=BEGIN, stand_in=True), BRANCH, None, "hebei", [], BEGIN)
    add_member(store, "张三", on=BEGIN)


def test_a_book_begun_in_september_owes_nothing_of_the_months_before(book: Store) -> None:
    begun(book)
    made = planned(book)
    assert [day.status for day in made.days] == [DayStatus.BEFORE] * 8 + [DayStatus.PLANNED] * 4
    assert [str(day.month) for day in made.days[:8]] == [f"2026-0{month}" for month in range(1, 9)]
    assert made.undecided == []
    with book.reading() as connection:
        kept = stored.all_days(connection, branch_of(book).id)
    assert [day.held_on for day in kept] == [
        *(date(2026, 9, 4), date(2026, 10, 9)),
        *(date(2026, 11, 6), date(2026, 12, 4)),
    ]
    assert overdue(book, BEGIN) == []


def test_from_then_on_everything_is_asked_for(sqlite_book: Store) -> None:
    begun(sqlite_book)
    planned(sqlite_book)
    # September and October want 推进工作 together: a time that begins in the month of the records counts.
    assert (date(2026, 10, 31), "cadence") in [(item.on, item.kind) for item in overdue(sqlite_book, date(2026, 11, 2))]
    late = [(item.on, item.kind) for item in overdue(sqlite_book, date(2027, 1, 4))]
    # The third quarter began before the records; the fourth, and the plan due on 20 December, did not.
    days_open = [(on, "close") for on in (date(2026, 9, 4), date(2026, 10, 9), date(2026, 11, 6), date(2026, 12, 4))]
    assert [item for item in late if item[1] == "close"] == days_open
    assert (date(2026, 12, 20), "filing") in late
    missed = [on for on, kind in late if kind == "cadence"]
    assert missed == [date(2026, 12, 31)] * 2, "the quarter's and the two months' contents, not the half-year's"


@pytest.mark.parametrize("told", [True, False])
def test_the_year_before_has_no_days_and_is_not_missed(sqlite_book: Store, *, told: bool) -> None:
    december = date(2026, 12, 10)
    branches.start(
        desk(sqlite_book, today=december, stand_in=True), BRANCH, None, "hebei", [], date(2027, 1, 1) if told else None
    )
    make_year(desk(sqlite_book, today=december), [branch_of(sqlite_book)], 2027)
    assert not [item for item in agenda(desk(sqlite_book, BRANCH, december)) if item.kind == "schedule"]
    for on in (december, date(2027, 1, 2)):
        assert {item.text for item in overdue(sqlite_book, on) if "2026-12-20" not in item.text} == set()
    # The plan of the first quarter fell due while the book was kept, unless the records begin later.
    assert bool(overdue(sqlite_book, date(2027, 1, 2))) is not told


def test_a_new_book_is_told_to_make_its_year_and_is_not_late_with_it(sqlite_book: Store) -> None:
    start_branch(sqlite_book, made=BEGIN)
    [item] = [item for item in agenda(desk(sqlite_book, BRANCH, BEGIN)) if item.kind == "schedule"]
    assert not item.overdue


def test_a_year_whose_days_all_lie_before_the_book_is_planned_all_the_same(sqlite_book: Store) -> None:
    late = date(2026, 12, 10)
    start_branch(sqlite_book, made=late)
    make_year(desk(sqlite_book, today=late), [branch_of(sqlite_book)], 2026)
    assert not [item for item in agenda(desk(sqlite_book, BRANCH, late)) if item.kind == "schedule"]


def test_the_year_s_paper_asks_for_no_theme_of_quarters_before(sqlite_book: Store) -> None:
    begun(sqlite_book)
    planned(sqlite_book)
    plan = make(desk(sqlite_book, today=BEGIN), "year-plan", Ask(branch_of(sqlite_book), Period("2026"), BEGIN))
    assert plan.remarks[0].startswith("No theme yet: 2026Q3, 2026Q4 (")


def test_without_a_beginning_an_earlier_day_counts_once_something_of_it_is_entered(book: Store) -> None:
    start_branch(book, made=BEGIN)
    add_member(book, "张三", on=BEGIN)
    planned(book)
    assert overdue(book, BEGIN) == []
    check_in(desk(book, BRANCH, BEGIN), "2026-03-06", [Order("张三", State.PRESENT)])
    late = [(item.on, item.kind) for item in overdue(book, BEGIN) if item.kind in ("close", "summary")]
    assert late == [(date(2026, 3, 6), "close"), (date(2026, 3, 13), "summary")]


def test_what_was_only_planned_before_the_records_begin_goes_with_them(book: Store) -> None:
    start_branch(book, made=date(2026, 1, 5))
    planned(book)
    before = contents(book)
    _branch, gone = branches.change(desk(book, today=BEGIN), None, since=BEGIN)
    assert [str(day.ref) for day in gone] == [
        *("2026-01-09", "2026-02-06", "2026-03-06", "2026-04-03"),
        *("2026-05-08", "2026-06-05", "2026-07-01", "2026-08-07"),
    ]
    assert overdue(book, BEGIN) == []
    logs.undo(desk(book, today=BEGIN), logs.to_undo(desk(book), None))
    assert contents(book) == before
    assert logs.verify(desk(book)) == []


def test_records_do_not_begin_after_what_they_hold(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    add_member(sqlite_book, "张三")
    planned(sqlite_book)
    check_in(desk(sqlite_book, BRANCH), "2026-03-06", [Order("张三", State.PRESENT)])
    before = contents(sqlite_book)
    with pytest.raises(Conflict, match="2026-03-06"):
        branches.change(desk(sqlite_book), None, since=date(2026, 3, 7))
    assert contents(sqlite_book) == before
    branches.change(desk(sqlite_book), None, since=date(2026, 3, 6))


def test_no_day_is_moved_before_the_records_begin(sqlite_book: Store) -> None:
    begun(sqlite_book)
    planned(sqlite_book)
    with pytest.raises(Conflict, match="2026-09-02"):
        days.move(desk(sqlite_book, today=BEGIN), "2026-09-04", "2026-09-01", "停电")


def test_a_branch_has_its_superiors_beginning_unless_it_has_its_own(book: Store) -> None:
    branches.start(desk(book, today=BEGIN, stand_in=True), BRANCH, GENERAL, "hebei", [], BEGIN)
    branches.add(desk(book, today=BEGIN), SIDE, GENERAL, kind=BranchKind.BRANCH, since=date(2026, 11, 1))
    assert [day.status for day in planned(book).days].count(DayStatus.BEFORE) == 8
    assert [day.status for day in planned(book, name=SIDE).days].count(DayStatus.BEFORE) == 10
    # Moving the superior's moves those that have theirs from it.
    _branch, gone = branches.change(desk(book, today=BEGIN), GENERAL, since=date(2026, 12, 1))
    assert [str(day.ref) for day in gone] == ["2026-09-04", "2026-10-09", "2026-11-06"]
    assert overdue(book, date(2026, 11, 2), GENERAL) == []


def test_no_dues_are_owed_for_months_before(sqlite_book: Store) -> None:
    begun(sqlite_book)
    with pytest.raises(BadInput, match="2026-09"):
        assessing.assess(desk(sqlite_book, today=BEGIN), "张三", DuesKind.WAGE, 650_000, Month("2026-08"))
    assessing.assess(desk(sqlite_book, today=BEGIN), "张三", DuesKind.WAGE, 650_000, Month("2026-09"))
    [debtor] = ledgers.owing(desk(sqlite_book, BRANCH, BEGIN))
    assert [str(line.month) for line in debtor.lines or ()] == ["2026-09"]
