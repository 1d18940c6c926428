"""A branch's own file is joined to a school's book: its records, its log, and what stands against it."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from factories import BRANCH, DATA, TODAY, act, add_member, desk, engine, rows, start_branch, unhurried
from partyday.errors import Ambiguous, BookUnusable, Conflict, NotFound
from partyday.model.codes import State
from partyday.services import anchors, branches, checkin, days, forgetting, joining, logs, members, policies
from partyday.services.desk import Desk, repeated
from partyday.services.joining import JoinedBranch
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store import log, making
from partyday.store import tables as t
from partyday.store.book import Store
from partyday.store.checking import faults
from store.lively import live

NAME, SISTER, TOP = "外语学院第一党支部", "外语学院第二党支部", "外语学院党委"
LATER = date(2026, 5, 1)


def nobody(_done: int, _of: int) -> None:
    """Watches no bar."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A branch's file with something in every table, and no roll-call that is open."""
    path = tmp_path_factory.mktemp("file") / "branch.partyday"
    store = live(unhurried(making.create(str(path))))
    for held_on in ("2026-01-09", "2026-02-06", "2026-04-10"):
        checkin.check_in(desk(store, today=date(2026, 4, 10)), held_on, (), close=True, keep_unknown=True)
    policies.set_policy(desk(store, BRANCH), "zhongzhou", date(2027, 1, 1))
    store.close()
    return path


@pytest.fixture
def file(kept: Path, tmp_path: Path) -> Iterator[Store]:
    store = unhurried(Store(shutil.copyfile(kept, tmp_path / "branch.partyday").as_posix()))
    yield store
    store.close()


@pytest.fixture
def school(book: Store) -> Store:
    """Two branches below a superior; the second has a member, a year and a mark, the first nothing."""
    branch = start_branch(book, SISTER, superior=TOP)
    branches.add(desk(book), NAME, TOP)
    add_member(book, "欧阳锋", branch=SISTER)
    make_year(desk(book, SISTER), [branch], 2026)
    checkin.check_in(desk(book, SISTER), "2026-03-06", [Order("欧阳锋", State.PRESENT)])
    return book


def join(file: Store, school: Store, branch: str = NAME, today: date = LATER) -> JoinedBranch:
    who = act(today, command="copy")
    return repeated(lambda gates: joining.join(Desk(file, who), Desk(school, who, branch, gates), nobody))


def done(store: Store, do: Callable[[Desk], Any], branch: str = NAME) -> Any:
    return repeated(lambda gates: do(Desk(store, act(LATER), branch, gates)))


def undo(store: Store, number: int | None) -> int:
    return int(done(store, lambda at: logs.undo(at, logs.to_undo(at, number))))


def problems(store: Store) -> list[Any]:
    with store.reading() as connection:
        return list(faults(connection))


def records(store: Store) -> dict[str, list[Any]]:
    with store.reading() as connection:
        return {table.name: sorted(map(str, rows(connection, table))) for table in DATA}


def test_it_comes_whole_with_its_log_and_goes_on_from_it(file: Store, school: Store) -> None:
    before = {table: len(found) for table, found in records(school).items()}
    with file.reading() as connection:
        entries, head = log.gate(connection)
        of_file = {table.name: len(rows(connection, table)) for table in DATA}
    joined = join(file, school)
    assert (joined.file.entries, joined.file.head, joined.number) == (entries, head, entries + 1)
    assert problems(school) == []
    apart = {"branch", "holiday"}
    grown = {table: len(found) - before[table] for table, found in records(school).items() if table not in apart}
    assert grown == {table: count for table, count in of_file.items() if table not in apart}
    numbers = [entry.id for entry, _rows in logs.newest(desk(school, NAME), entries + 1)]
    assert numbers == list(range(entries + 1, 0, -1))
    assert logs.verify(desk(school)) == []
