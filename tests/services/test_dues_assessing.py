"""Assessments of dues: what needs a reason, what gives way to a correction, and what the rows of a sheet may say.

张三 has a wage of 6500 since October 2025, 李四 is a student accepted in February 2026, 王五 is not assessed.
"""

from typing import Any

import pytest

from factories import add_member, contents, desk
from partyday.errors import Conflict
from partyday.model.codes import DuesKind, Standing
from partyday.model.dues_said import AssessmentRow, Stated
from partyday.model.people import Branch
from partyday.model.period import Month
from partyday.model.problems import Problem
from partyday.services import agenda, members
from partyday.services.dues import assessing, ledgers
from partyday.store.book import Store
from partyday.words.vocabulary import vocabulary
from services.dues_of_2026 import TODAY, begun, pay

STAFF_KIND = vocabulary("roster").official("staff_kind")


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    return begun(sqlite_book)


def assess(
    store: Store, who: str, income: int | None, since: str, reason: str = "", kind: DuesKind = DuesKind.WAGE
) -> assessing.Assessed:
    return assessing.assess(desk(store, today=TODAY), who, kind, income, Month(since), reason)


def standing(store: Store, who: str) -> list[tuple[str, int | None]]:
    """From which month on somebody is assessed by which income."""
    account = ledgers.ledger(desk(store, today=TODAY), who)[1]
    return [(each.since, each.income) for each in account.assessments]


def test_the_same_assessment_again_says_that_nothing_changed(sqlite_book: Store, branch: Branch) -> None:
    again = assess(sqlite_book, "张三", 650_000, "2025-10")
    assert (again.changed, again.monthly, again.replaced) == (False, 9_750, ())


def test_what_has_not_begun_gives_way_within_its_year_and_what_has_needs_a_reason(
    sqlite_book: Store, branch: Branch
) -> None:
    assess(sqlite_book, "张三", 800_000, "2026-07", "晋级")
    with pytest.raises(Conflict, match="assessed already"):
        assess(sqlite_book, "张三", 700_000, "2026-03")  # the month of today has begun
    assert assess(sqlite_book, "张三", 700_000, "2026-08").replaced == ("2026-07",)
    assert standing(sqlite_book, "张三") == [("2025-10", 650_000), ("2026-08", 700_000)]
    assert assess(sqlite_book, "张三", 720_000, "2026-09", "补贴").replaced == (), "with a reason it is one more change"
    assert assess(sqlite_book, "张三", 730_000, "2026-10").replaced == ("2026-08", "2026-09")
    assert standing(sqlite_book, "张三") == [("2025-10", 650_000), ("2026-10", 730_000)]


def test_what_begins_in_another_year_is_neither_corrected_nor_a_reason(sqlite_book: Store, branch: Branch) -> None:
    assess(sqlite_book, "李四", 400_000, "2027-03", "就业")
    with pytest.raises(Conflict, match="assessed already"):
        assess(sqlite_book, "李四", 300_000, "2026-08")
    assert assess(sqlite_book, "李四", 450_000, "2028-01").replaced == ()
    assert standing(sqlite_book, "李四") == [("2026-02", None), ("2027-03", 400_000), ("2028-01", 450_000)]


def test_while_nothing_stands_yet_no_reason_is_asked_for(sqlite_book: Store, branch: Branch) -> None:
    assess(sqlite_book, "王五", 400_000, "2027-01")
    assert assess(sqlite_book, "王五", 300_000, "2026-05").replaced == ()
    assert standing(sqlite_book, "王五") == [("2026-05", 300_000), ("2027-01", 400_000)]


def test_what_was_paid_ahead_by_an_assessment_that_gave_way_is_overpaid(sqlite_book: Store, branch: Branch) -> None:
    """120.00 were paid for July; without its assessment July is 97.50 again."""
    assess(sqlite_book, "张三", 800_000, "2026-07", "晋级")
    pay(sqlite_book, "张三", "2026-07")
    done = assess(sqlite_book, "张三", 700_000, "2026-08")
    assert [(line.month, line.overpaid) for line in done.overpaid] == [("2026-07", 2_250)]


def test_whether_the_roster_tells_staff_kinds_is_known_from_one_member(sqlite_book: Store, branch: Branch) -> None:
    here = desk(sqlite_book, branch, TODAY)
    assert not assessing.knows_kinds(here)
    members.change(here, "李四", values={"kept": {STAFF_KIND: "本科"}})
    assert assessing.knows_kinds(here)
    assert (assessing.kind_of(here, "李四"), assessing.kind_of(here, "张三")) == (DuesKind.STUDENT, None)


def test_the_invited_are_neither_listed_for_an_assessment_nor_asked_for_in_january(
    sqlite_book: Store, branch: Branch
) -> None:
    add_member(sqlite_book, "赵积极", standing=Standing.ACTIVIST, joined=None)
    listed = [person.name for person, _kind in ledgers.assessed_as(desk(sqlite_book, branch, TODAY))]
    assert listed == ["张三", "王五", "李四"]
    january = desk(sqlite_book, branch, TODAY.replace(year=2027, month=1))
    [text] = [item.text for item in agenda.agenda(january) if item.kind == "dues-assessment"]
    assert "2 members are still to be assessed" in text, "张三 for the new year, 王五 who never was; not the student"


@pytest.mark.parametrize(("first", "then", "asked"), [("student", "wage", True), ("wage", "student", False)])
def test_in_january_the_last_kind_of_income_counts(
    sqlite_book: Store, branch: Branch, first: str, then: str, asked: bool
) -> None:
    for kind, since, reason in ((first, "2026-01", ""), (then, "2026-03", "就业")):
        income = 400_000 if kind == "wage" else None
        assess(sqlite_book, "王五", income, since, reason, DuesKind(kind))
    with sqlite_book.reading() as connection:
        branches = desk(sqlite_book).branches
        open_ones = ledgers.not_yet_assessed(connection, branches, branch, TODAY.replace(year=2027, month=1))
    assert ("王五" in [person.name for person in open_ones]) is asked


# ---- by a sheet


def assess_all(store: Store, *rows: AssessmentRow, **others: Any) -> tuple[list[assessing.Assessed], list[Problem]]:
    return assessing.assess_all(desk(store, today=TODAY), rows, Month("2026-01"), "核定", **others)


def of(row: int, name: str, number: int | None = None, **others: Any) -> AssessmentRow:
    return AssessmentRow(row=row, name=name, number=number, kind=DuesKind.WAGE, income=600_000, **others)


def test_of_a_sheet_with_one_row_that_cannot_be_nothing_is_assessed(sqlite_book: Store, branch: Branch) -> None:
    before = contents(sqlite_book)
    unreadable = Problem(row=2, column="工资", value="六千", problem="?")
    done, problems = assess_all(sqlite_book, of(4, "张三"), of(3, "无此人"), rejected=[unreadable])
    assert (done, [problem.row for problem in problems]) == ([], [2, 3])
    assert contents(sqlite_book) == before


def test_a_row_without_a_number_does_not_say_that_the_numbers_only_count(sqlite_book: Store, branch: Branch) -> None:
    card = add_member(sqlite_book, "王五")
    done, problems = assess_all(sqlite_book, of(2, "张三"), of(3, "王五", card.person.number))
    assert ([each.person.number for each in done], problems) == ([1, card.person.number], [])


def test_a_sheet_that_has_other_dues_for_a_fixed_amount_is_told_without_a_rate(
    sqlite_book: Store, branch: Branch
) -> None:
    row = AssessmentRow(row=2, name="王五", kind=DuesKind.STUDENT, stated=Stated(100, "月缴党费", "1元"))
    [done], _problems = assess_all(sqlite_book, row)
    assert done.notes == ("Row 2 (王五): 月缴党费 is “1元” in the sheet; reckoned were 0.20 yuan a month.",)
