"""Two members of one name: their papers are two, also in a folder."""

from datetime import date

import pytest

from factories import BRANCH, add_member, branch_of, days_of, desk, start_branch
from partyday.errors import NotFound
from partyday.model.codes import DuesKind, State
from partyday.model.period import Month, Period
from partyday.services.checkin import check_in
from partyday.services.dues.assessing import assess
from partyday.services.papers.ask import Ask
from partyday.services.reports import make
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store.book import Store

SUPERIOR = "计算机学院党总支"
ON = date(2026, 12, 20)

#: The forms of one member that any policy has: how often both were absent, and whether one is of the whole branch too.
PERSONAL = {
    "appraisal": (12, True),
    "make-ups": (12, True),
    "dues-ledger": (12, True),
    "my-record": (12, False),
    "talk": (3, False),
    "handling": (12, False),
}


def namesakes(store: Store, absences: int) -> None:
    """Two 张三 who were absent so often from January on, and owe dues."""
    branch = start_branch(store, superior=SUPERIOR)
    for joined in (date(2010, 7, 1), date(2012, 7, 1)):
        add_member(store, "张三", joined=joined)
    make_year(desk(store, today=date(2026, 1, 5)), [branch], 2026)
    absent = [Order(who, State.ABSENT) for who in ("1", "2")]
    for day in days_of(store, branch, 2026)[:absences]:
        check_in(desk(store, branch, ON), day.ref, absent, reason="补登", close=True)
    for who in ("1", "2"):
        assess(desk(store, branch, ON), who, DuesKind.WAGE, 650_000, Month("2026-01"))


@pytest.mark.parametrize("form", PERSONAL)
def test_the_file_of_a_paper_of_one_member_tells_them_by_number(sqlite_book: Store, form: str) -> None:
    absences, of_all = PERSONAL[form]
    namesakes(sqlite_book, absences)
    here = desk(sqlite_book, BRANCH, ON)
    period = Period("2026") if of_all else None
    whose = [None, "1", "2"] if of_all else ["1", "2"]
    stems = [make(here, form, Ask(here.branch, period, ON, who)).sheets[0].stem for who in whose]
    assert len(set(stems)) == len(stems)
    assert all(f"{who}张三" in stem for who, stem in zip(whose, stems, strict=True) if who)


def test_a_superior_has_no_ledger_of_one_member(sqlite_book: Store) -> None:
    namesakes(sqlite_book, 0)
    superior = branch_of(sqlite_book, SUPERIOR)
    with pytest.raises(NotFound, match="has no members of its own"):
        make(desk(sqlite_book, SUPERIOR, ON), "dues-ledger", Ask(superior, Period("2026"), ON, "1"))
