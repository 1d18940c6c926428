"""For which months somebody owes dues: by memberships, suspensions, and what the roster says was paid elsewhere."""

from dataclasses import replace
from datetime import date

import pytest

from partyday.model.codes import BranchKind, Circumstance, DuesKind, MembershipEnd, Standing
from partyday.model.dues import Account, Assessment
from partyday.model.members import PAID_UNTIL, DatedCircumstance, DatedStanding, Member, Membership, Record
from partyday.model.people import Branch
from partyday.model.period import Month, in_few_words
from partyday.rules.account import line_of, owed
from partyday.rules.policy.reader import load
from partyday.services.dues.accounts import accounts_of
from partyday.store.book import Store

HERE, SIDE, NEW = 1, 2, 3
#: The records of the last begin in March 2026.
BRANCHES = [
    *(Branch(id=key, name=f"第{key}党支部", kind=BranchKind.BRANCH) for key in (HERE, SIDE)),
    Branch(id=NEW, name="新建党支部", kind=BranchKind.BRANCH, since=date(2026, 3, 1)),
]
TODAY, ACCEPTED = date(2026, 6, 5), date(2010, 7, 1)
MOVED, DIED = MembershipEnd.TRANSFERRED, MembershipEnd.DIED
HEBEI = load("hebei")

Spell = tuple[int, date, date | None, MembershipEnd | None]


def record(
    *spells: Spell, joined: date | None = ACCEPTED, suspended: tuple[date, date | None] | None = None, paid: str = ""
) -> Record:
    """张三 with these memberships, each from its first day to the first no longer in it."""
    suspensions = [suspended] if suspended else []
    return Record(
        member=Member(id=1, name="张三", joined_on=joined, kept={PAID_UNTIL: paid} if paid else {}),
        memberships=tuple(
            Membership(id=nth, member_id=1, branch_id=branch, number=1, since=since, until=until, ended_by=ended)
            for nth, (branch, since, until, ended) in enumerate(spells, 1)
        ),
        standings=(DatedStanding(member_id=1, since=ACCEPTED, standing=Standing.FULL),),
        circumstances=tuple(
            DatedCircumstance(member_id=1, kind=Circumstance.SUSPENDED, since=since, until=until)
            for since, until in suspensions
        ),
    )


def account(store: Store, of: Record) -> Account:
    """The account, of a wage of 6500 assessed from October 2025 on."""
    with store.reading() as connection:
        [found] = accounts_of(connection, BRANCHES, {1: of}, TODAY).values()
    wage = Assessment(member_id=1, since=Month("2025-10"), kind=DuesKind.WAGE, income=650_000)
    return replace(found, assessments=(wage,))


LONG_HERE: Spell = (HERE, ACCEPTED, None, None)
NOVEMBER, JANUARY, FEBRUARY, MAY = date(2025, 11, 20), date(2026, 1, 10), date(2026, 2, 10), date(2026, 5, 1)
SEPTEMBER = date(2025, 9, 1)


@pytest.mark.parametrize(
    ("of", "months"),
    [
        pytest.param(record(LONG_HERE), ["2025-10..2026-06"], id="from the first assessment to today's month"),
        pytest.param(
            record((HERE, NOVEMBER, None, None), joined=NOVEMBER),
            ["2025-11..2026-06"],
            id="from the month of acceptance",
        ),
        pytest.param(
            record((HERE, SEPTEMBER, None, None), joined=NOVEMBER),
            ["2025-11..2026-06"],
            id="not from that of an activist",
        ),
        pytest.param(
            record((HERE, FEBRUARY, None, None)), ["2025-10..2026-06"], id="a first assessment may reach back"
        ),
        pytest.param(record((HERE, ACCEPTED, FEBRUARY, MOVED)), ["2025-10..2026-02"], id="the month of a transfer too"),
        pytest.param(record((HERE, ACCEPTED, FEBRUARY, DIED)), ["2025-10..2026-01"], id="not the month of a death"),
        pytest.param(
            record((HERE, ACCEPTED, FEBRUARY, MOVED), (SIDE, FEBRUARY, None, None)),
            ["2025-10..2026-06"],
            id="from one branch into another",
        ),
        pytest.param(
            record((HERE, ACCEPTED, FEBRUARY, MOVED), (SIDE, MAY, None, None)),
            ["2025-10..2026-02", "2026-05..2026-06"],
            id="the months between were due elsewhere",
        ),
        pytest.param(
            record((HERE, ACCEPTED, JANUARY, DIED), (HERE, MAY, None, None)),
            ["2025-10..2025-12", "2026-05..2026-06"],
            id="taken out by mistake and back in May",
        ),
        pytest.param(
            record((HERE, ACCEPTED, FEBRUARY, MOVED), (SIDE, FEBRUARY, FEBRUARY, MOVED), (HERE, MAY, None, None)),
            ["2025-10..2026-02", "2026-05..2026-06"],
            id="a membership that ended on the day it began is none",
        ),
        pytest.param(
            record(
                (HERE, ACCEPTED, FEBRUARY, MOVED), (SIDE, FEBRUARY, date(2026, 2, 20), DIED), (HERE, MAY, None, None)
            ),
            ["2025-10..2026-02", "2026-05..2026-06"],
            id="what was owed here stays owed, however the next one ended",
        ),
        pytest.param(
            record((HERE, date(2026, 2, 1), FEBRUARY, DIED), joined=date(2026, 2, 1)),
            [],
            id="died in their first month",
        ),
        pytest.param(record((HERE, FEBRUARY, FEBRUARY, MOVED), joined=FEBRUARY), [], id="came and went in one day"),
        pytest.param(record((HERE, FEBRUARY, FEBRUARY, MOVED), joined=None), [], id="the same of an activist"),
        pytest.param(record((NEW, ACCEPTED, None, None)), ["2026-03..2026-06"], id="not before the records begin"),
        pytest.param(
            record((HERE, ACCEPTED, FEBRUARY, MOVED), (NEW, FEBRUARY, None, None)),
            ["2025-10..2026-06"],
            id="where the records begin later, arrears from before them stay",
        ),
        pytest.param(
            record((HERE, SEPTEMBER, JANUARY, MOVED), joined=FEBRUARY), [], id="who left before they joined the Party"
        ),
        pytest.param(
            record(LONG_HERE, suspended=(date(2025, 12, 15), date(2026, 2, 1))),
            ["2025-10..2025-11", "2026-02..2026-06"],
            id="suspended to the end of January",
        ),
        pytest.param(
            record(LONG_HERE, suspended=(date(2025, 12, 15), date(2026, 2, 2))),
            ["2025-10..2025-11", "2026-03..2026-06"],
            id="suspended for one day of February",
        ),
        pytest.param(record(LONG_HERE, suspended=(MAY, None)), ["2025-10..2026-04"], id="suspended since May"),
        pytest.param(record(LONG_HERE, paid="2026-01"), ["2026-02..2026-06"], id="paid until January elsewhere"),
        pytest.param(
            record((HERE, FEBRUARY, None, None), paid="2025-12"), ["2026-01..2026-06"], id="paid until they came, about"
        ),
        pytest.param(record(LONG_HERE, paid="一月"), ["2025-10..2026-06"], id="a note that is no month says nothing"),
        pytest.param(
            record((HERE, SEPTEMBER, JANUARY, MOVED), (SIDE, JANUARY, None, None), joined=None, paid="2026-01"),
            ["2026-02..2026-06"],
            id="paid until January, and no date of joining is known",
        ),
    ],
)
def test_the_months_for_which_somebody_owes(sqlite_book: Store, of: Record, months: list[str]) -> None:
    lines = owed(account(sqlite_book, of), HEBEI, Month.of(TODAY))
    assert in_few_words([line.month for line in lines]) == months


@pytest.mark.parametrize(
    ("of", "first"),
    [
        pytest.param(record((HERE, SEPTEMBER, None, None), joined=FEBRUARY), "2026-02", id="the month of acceptance"),
        pytest.param(
            record((HERE, SEPTEMBER, JANUARY, MOVED), joined=FEBRUARY), "2026-02", id="who left before they joined"
        ),
        pytest.param(
            record((HERE, SEPTEMBER, JANUARY, MOVED), (NEW, JANUARY, FEBRUARY, MOVED), joined=FEBRUARY),
            "2026-03",
            id="not before the records of the last branch begin",
        ),
    ],
)
def test_nothing_is_assessed_before_the_first_month_that_may_be_owed(
    sqlite_book: Store, of: Record, first: str
) -> None:
    assert account(sqlite_book, of).first == first


def test_who_is_suspended_without_an_end_pays_nothing_ahead(sqlite_book: Store) -> None:
    """A policy may let dues be paid ten years ahead, and no further."""
    found = account(sqlite_book, record(LONG_HERE, suspended=(MAY, None)))
    assert {line_of(found, HEBEI, Month.of(TODAY).shifted(ahead)).assessed for ahead in range(121)} == {0}
