"""A branch whose members have telephones, on its day."""

from collections.abc import Iterator

import pytest

from factories import add_member, desk, start_branch, unhurried
from partyday.model.codes import Circumstance
from partyday.services import days
from partyday.services.schedule import make_year
from partyday.store.book import Store

#: name → circumstances, telephone, staff number
PEOPLE: dict[str, tuple[tuple[Circumstance, ...], str, str]] = {
    "张三": ((), "13800001234", "00123"),
    "李四": ((Circumstance.MOBILE,), "138-0000-5678", "00124"),
    "王五": ((), "", "00126"),
    "赵六": ((Circumstance.AWAY,), "13800004321", "00127"),
}


@pytest.fixture
def pages_book(sqlite_book: Store) -> Store:
    """The branch's book, as the page has it open."""
    branch = start_branch(sqlite_book)
    for name, (kinds, phone, number) in PEOPLE.items():
        add_member(sqlite_book, name, *kinds, texts={"phone": phone, "staff_number": number})
    make_year(desk(sqlite_book), [branch], 2026)
    days.plan(
        desk(sqlite_book, branch), "2026-03-06", {"theme": "学习二十届四中全会精神", "content": "集中学习，交流研讨"}
    )
    return sqlite_book


@pytest.fixture
def book(pages_book: Store) -> Iterator[Store]:
    """The same book, as the secretary's other commands open it."""
    store = unhurried(Store(pages_book.place))
    yield store
    store.close()
