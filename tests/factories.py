"""Plain facts for tests: people, days, marks, and a book with a branch in it. No database is touched unless said."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import event, select

from partyday.model.codes import Circumstance, Part, Standing, State
from partyday.model.days import ActivityDay, Mark, Roll
from partyday.model.people import Branch, Person
from partyday.services import branches, members
from partyday.store import people
from partyday.store import tables as t
from partyday.store.book import Act, Store
from partyday.store.people import Record

TODAY = date(2026, 3, 6)

BRANCH = "计算机学院教工第一党支部"

#: Every table of the book but the log and the gate.
DATA = (
    *(t.branch, t.member, t.membership, t.standing, t.circumstance, t.day, t.mark, t.holiday),
    *(t.make_up, t.talk, t.handling, t.assessment, t.waiver, t.payment, t.remittance, t.theme, t.filing),
)


def act(today: date = TODAY, *, command: str = "test", by: str = "李华", stand_in: bool = False) -> Act:
    """Who does something in a test, and as of when."""
    return Act(command=command, by=by, today=today, stand_in=stand_in)


def person(
    number: int,
    name: str = "",
    *circumstances: Circumstance,
    standing: Standing = Standing.FULL,
    pinyin: str = "",
    initials: str = "",
    staff_number: str = "",
) -> Person:
    """Somebody on a roll; the key is a hundred times the number, so that the two are never mistaken."""
    return Person(
        id=number * 100,
        number=number,
        name=name or f"党员{number}",
        standing=standing,
        circumstances=frozenset(circumstances),
        pinyin=pinyin,
        initials=initials,
        staff_number=staff_number,
    )


def activity_day(held_on: date | None = TODAY, part: Part = Part.FULL, **others: Any) -> ActivityDay:
    """A day of branch 1; `others` are fields of the day."""
    month = (held_on or TODAY).isoformat()[:7]
    facts: dict[str, Any] = {"id": 1, "branch_id": 1, "month": month, "slot": 0, "nominal": held_on}
    return ActivityDay(held_on=held_on, part=part, **(facts | others))


def mark(whom: Person, state: State) -> Mark:
    """A mark made on the day."""
    return Mark(
        member_id=whom.id, state=state, recorded_on=TODAY, recorded_at="2026-03-06T08:00:00.000Z", recorded_by="李华"
    )


def roll(expected: Iterable[Person], marks: Mapping[int, Mark], invited: Iterable[Person] = ()) -> Roll:
    """The roll of a day with its marks by member."""
    return Roll(activity_day(), tuple(expected), tuple(invited), marks)


def unhurried(store: Store) -> Store:
    """The same book, not waiting for the disk: no test cuts the power."""
    event.listen(store.engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous = OFF"))
    return store


@contextmanager
def copy_of(store: Store, path: Path) -> Iterator[Store]:
    """A book of its own with the same contents, for one example of many; gone afterwards."""
    store.close()
    shutil.copyfile(store.place, path)
    copy = unhurried(Store(str(path)))
    try:
        yield copy
    finally:
        copy.close()
        path.unlink()


def start_branch(
    store: Store,
    name: str = BRANCH,
    *,
    policy: str = "hebei",
    recurrence: Iterable[str] = (),
    superior: str | None = None,
) -> Branch:
    """The first branch of a book."""
    branches.start(store, act(command="init"), name, superior, policy, list(recurrence))
    return branch_of(store, name)


def branch_of(store: Store, name: str = BRANCH) -> Branch:
    """The branch as the book has it now."""
    with store.reading() as connection:
        return next(branch for branch in people.branches(connection) if branch.name == name)


def add_member(
    store: Store,
    name: str,
    *circumstances: Circumstance,
    standing: Standing = Standing.FULL,
    joined: date | None = date(2010, 7, 1),
    on: date = TODAY,
    branch: str | None = None,
    **others: Any,
) -> members.Card:
    """Put somebody on the roster, as an entry of its own."""
    return members.add(
        store, act(on, command="member add"), branch, name, standing, joined, circumstances=circumstances, **others
    )


def record_of(store: Store, member_id: int) -> Record:
    """Every row the book holds of a member."""
    with store.reading() as connection:
        return people.records(connection, [member_id])[member_id]


def contents(store: Store) -> dict[str, set[tuple[Any, ...]]]:
    """Every row of every table but the log, to compare a book before and after."""
    with store.reading() as connection:
        return {table.name: {tuple(row) for row in connection.execute(select(table))} for table in DATA}


def log_length(store: Store) -> int:
    """How many entries the log has."""
    with store.reading() as connection:
        return len(connection.execute(select(t.log_entry.c.id)).all())


def people_of(store: Store, branch: Branch, on: date = TODAY) -> dict[str, Person]:
    """Who belongs to a branch on a day, by name."""
    with store.reading() as connection:
        return {each.name: each for each in people.people_on(connection, branch.id, on)}
