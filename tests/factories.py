"""Plain facts for tests: people, days, marks, and a book with a branch in it. No database is touched unless said."""

import shutil
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Boolean, Connection, Date, Engine, Table, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from partyday import i18n
from partyday.disk import OWN_FILE
from partyday.model.codes import BranchKind, Circumstance, Part, Standing, State
from partyday.model.days import ActivityDay, Mark, Roll
from partyday.model.lives import Life
from partyday.model.members import DatedStanding, Member, Membership, Record
from partyday.model.people import Branch, Person
from partyday.model.period import Month
from partyday.services import branches, members
from partyday.services.columns import ROSTER, recalled
from partyday.services.desk import Desk
from partyday.services.dues import remitting
from partyday.services.importing import RosterImport, import_roster
from partyday.sheets.roster import read_roster
from partyday.store import people
from partyday.store import tables as t
from partyday.store.book import Act, Store
from partyday.store.checking import Fault, faults
from partyday.store.days import days_of_year
from partyday.store.making import create
from partyday.store.postgresql import PostgreSQLConnection, PostgreSQLDatabase
from partyday.store.sqlite import SQLiteConnection, SQLiteDatabase

TODAY = date(2026, 3, 6)
#: When the books of the tests were made, unless told: before anything that happens in them.
MADE = date(2019, 1, 1)

BRANCH = "计算机学院教工第一党支部"

#: Every table of the book but the log and the gate.
DATA = (
    *(t.branch, t.member, t.membership, t.standing, t.circumstance, t.day, t.mark, t.holiday),
    *(t.make_up, t.talk, t.handling, t.assessment, t.waiver, t.payment, t.receipt, t.remittance, t.theme, t.filing),
    *(t.former_name, t.tenure),
    *(t.visit, t.attachment, t.meeting, t.attendee, t.claim, t.token),
    *(t.inspection, t.commendation),
)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """The program in this language (`zh` or `en`), and in English again."""
    i18n.use(language)
    try:
        yield
    finally:
        i18n.use("en")


def act(
    today: date = TODAY, *, command: str = "test", by: str = "李华", stand_in: bool = False, login: str = "lihua"
) -> Act:
    """Who does something in a test, and as of when."""
    return Act(command=command, by=by, today=today, stand_in=stand_in, login=login)


def desk(store: Store, branch: Branch | str | None = None, today: date = TODAY, **who: Any) -> Desk:
    """The desk of a command about a branch (named, or the only one), on a day; `who` as `act` takes it."""
    return Desk(store, act(today, **who), branch.name if isinstance(branch, Branch) else branch)


def till_of(store: Store, branch: Branch | str | None = None, today: date = TODAY) -> remitting.Till:
    """What a branch took in and forwarded."""
    asking = desk(store, branch, today)
    with asking.reading() as connection:
        return remitting.till(connection, asking.branches, asking.branch)


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
    month = Month.of(held_on or TODAY)
    facts: dict[str, Any] = {"id": 1, "branch_id": 1, "month": month, "slot": 0, "nominal": held_on}
    return ActivityDay(held_on=held_on, part=part, **(facts | others))


def mark(whom: Person, state: State) -> Mark:
    """A mark made on the day."""
    return Mark(
        day_id=1,
        member_id=whom.id,
        state=state,
        recorded_on=TODAY,
        recorded_at="2026-03-06T08:00:00.000Z",
        recorded_by="李华",
    )


def roll(expected: Iterable[Person], marks: Mapping[int, Mark], invited: Iterable[Person] = ()) -> Roll:
    """The roll of a day with its marks by member."""
    return Roll(activity_day(), tuple(expected), tuple(invited), marks)


def empty_book(path: Path) -> Store:
    """A new book in a file, as `making.create` makes it, but copied from one made before; the disk is not waited for.

    The book has a name of its own, so that two are never taken for copies of one.
    """
    empty, name = _empty_file()
    path.touch(OWN_FILE)
    path.write_bytes(empty.replace(name, uuid.uuid4().hex.encode()))
    return unhurried(Store(str(path)))


@cache
def _empty_file() -> tuple[bytes, bytes]:
    """The bytes of an empty book, and its name, which stands in them."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / "empty.partyday"
        create(str(place)).close()
        with closing(sqlite3.connect(place)) as driver:
            [(name,)] = driver.execute("SELECT uid FROM book")
        return place.read_bytes(), name.encode()


def unhurried(store: Store) -> Store:
    """The same book, not waiting for the disk: no test cuts the power."""
    return with_pragma(store, "synchronous", "OFF")


def with_pragma(store: Store, name: str, value: str | int) -> Store:
    """The same book, every new connection to its file set so as well."""
    assert isinstance(store.database, SQLiteDatabase)
    store.database.pragmas[name] = value
    return store


def engine(store: Store) -> Engine:
    """SQLAlchemy on the same book, past the program."""
    return _engine(store.place)


@cache
def _engine(place: str) -> Engine:
    if "://" in place:
        return create_engine(make_url(place), poolclass=NullPool)
    made = create_engine(make_url("sqlite://").set(database=place), poolclass=NullPool)

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")

    event.listen(made, "connect", prepare)
    event.listen(made, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return made


def through(connection: Connection) -> SQLiteConnection | PostgreSQLConnection:
    """What the program sees within a transaction of SQLAlchemy's."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        return SQLiteConnection(driver, SQLiteDatabase(""))
    return PostgreSQLConnection(driver, PostgreSQLDatabase({}))


def rows(connection: Any, table: Table) -> list[dict[str, Any]]:
    """Every row of a table, read past the program's statements, over a connection of the store."""
    columns = ", ".join(f'"{column.name}"' for column in table.c)
    driver = getattr(connection, "behind", connection).driver
    found = driver.execute(f'SELECT {columns} FROM "{table.name}"').fetchall()  # noqa: S608  # its own names
    return [{column.name: _typed(column, value) for column, value in zip(table.c, row, strict=True)} for row in found]


def problems(store: Store) -> list[Fault]:
    """What is wrong with a book."""
    with store.reading() as connection:
        return list(faults(connection))


def records(store: Store) -> dict[str, list[str]]:
    """Table → the rows that hold what people recorded, as texts in order."""
    with store.reading() as connection:
        return {table.name: sorted(map(str, rows(connection, table))) for table in DATA}


def _typed(column: Any, value: Any) -> Any:
    if isinstance(column.type, Date) and isinstance(value, str):
        return date.fromisoformat(value)
    return bool(value) if isinstance(column.type, Boolean) and value is not None else value


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
    made: date = MADE,
) -> Branch:
    """The first branch of a book, as if it had been made on a day."""
    branches.start(desk(store, today=made, command="init", stand_in=True), name, superior, policy, list(recurrence))
    return branch_of(store, name)


def branch_of(store: Store, name: str = BRANCH) -> Branch:
    """The branch as the book has it now."""
    with store.reading() as connection:
        return next(branch for branch in people.branches(connection) if branch.name == name)


def tree(store: Store) -> list[Branch]:
    """Every branch of the book."""
    with store.reading() as connection:
        return people.branches(connection)


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
        desk(store, branch, on, command="member add"), name, standing, joined, circumstances=circumstances, **others
    )


def bring_in(
    desk: Desk, path: Path, *, settled: Mapping[str, str] | None = None, standing: Standing | None = None, **how: Any
) -> RosterImport:
    """Read a roster and take it in, as the command does; `how` as `import_roster` takes it."""
    roster = read_roster(path, today=desk.today, standing=standing, settled=settled, recall=recalled(desk, ROSTER))
    return import_roster(desk, roster, **how)


def record_of(store: Store, member_id: int) -> Record:
    """Every row the book holds of a member."""
    with store.reading() as connection:
        return people.records(connection, [member_id])[member_id]


def contents(store: Store) -> dict[str, set[tuple[Any, ...]]]:
    """Every row of every table but the log, to compare a book before and after."""
    with store.reading() as connection:
        return {table.name: {tuple(row.values()) for row in rows(connection, table)} for table in DATA}


def days_of(store: Store, branch: Branch, year: int) -> list[ActivityDay]:
    """The branch's days of a year."""
    with store.reading() as connection:
        return days_of_year(connection, branch.id, year)


def log_length(store: Store) -> int:
    """How many entries the log has."""
    with store.reading() as connection:
        return len(rows(connection, t.log_entry))


def people_of(store: Store, branch: Branch, on: date = TODAY) -> dict[str, Person]:
    """Who belongs to a branch on a day, by name."""
    with store.reading() as connection:
        return {each.name: each for each in people.people_on(connection, branch.id, on)}


#: A member of a branch since 2010, for rules that need no book.
ONE_BRANCH = Branch(id=1, name="一支部", kind=BranchKind.BRANCH)
_ONE_RECORD = Record(
    member=Member(id=1, name="张三", pinyin="zhangsan", initials="zs"),
    memberships=(Membership(id=1, member_id=1, branch_id=1, number=1, since=date(2010, 7, 1)),),
    standings=(DatedStanding(member_id=1, since=date(2010, 7, 1), standing=Standing.FULL),),
)
ONE_LIFE = Life(person=_ONE_RECORD.person(1, date(2026, 1, 1)), branch_id=1, record=_ONE_RECORD)
