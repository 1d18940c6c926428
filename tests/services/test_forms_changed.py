"""A filed paper whose form has changed since: what is said of it."""

from dataclasses import replace
from datetime import date

import pytest

from factories import act, add_member, branch_of, desk, start_branch
from partyday.model.archive import pack, unpack
from partyday.model.codes import DuesKind, State
from partyday.model.paper import sha256
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.services import checkin, filings
from partyday.services.dues import assessing, paying
from partyday.services.papers.ask import Ask
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store.book import Store

FILED_ON = date(2026, 3, 18)


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    """A branch of two with its year 2026."""
    start_branch(sqlite_book)
    for name in ("张三", "李四"):
        add_member(sqlite_book, name)
    branch = branch_of(sqlite_book)
    make_year(desk(sqlite_book, today=date(2026, 1, 5)), [branch], 2026)
    return branch


def test_a_paper_of_dues_whose_form_alone_changed_since_it_was_filed_is_unchanged(
    sqlite_book: Store, branch: Branch
) -> None:
    store = sqlite_book
    assessing.assess(desk(store, branch), "张三", DuesKind.WAGE, 650_000, Month("2026-01"), "")
    ask = Ask(branch, Period("2026"), FILED_ON)
    filing = filings.file_paper(desk(store, today=FILED_ON), "dues-ledger", ask, lambda _sealed: None).filing
    [sheet] = unpack(filing.content)
    body = tuple(replace(row, cells=row.cells[:-1]) for row in sheet.body)
    older = replace(sheet, columns=sheet.columns[:-1], body=body)
    with store.writing(act(command="as the version before printed it")) as unit:
        unit.update(filing, content=pack((older,)), sha256=sha256(older))

    def changed() -> bool | None:
        [listed] = filings.what_was_filed(desk(store))
        return listed.changed

    assert changed() is False
    checkin.check_in(desk(store, branch), "2026-03-06", [Order("张三", State.ABSENT)], everybody=True, close=True)
    assert changed() is False, "attendance is nothing that a paper of dues rests on"
    paying.pay(desk(store, branch, FILED_ON), "张三", [Month("2026-01")], paying.How(on=FILED_ON))
    assert changed() is None, "with other columns it cannot be told what the records change in it"
