"""Places where there is no book, or one that cannot be used: always a sentence and exit code 14."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy.engine import make_url

from factories import BRANCH, add_member, contents, desk, log_length, start_branch, with_pragma
from partyday.errors import BookUnusable, Conflict
from partyday.services import logs
from partyday.services.schedule import make_year
from partyday.store.book import Store, open_book, shown
from partyday.store.connection import NoTable
from partyday.store.making import create
from partyday.store.postgresql import _in_our_words
from partyday.store.refusals import explain
from partyday.store.schema import upgrade
from partyday.store.sqlite import SQLiteDatabase
from profiles import LONG

PAGE = 4096


def refused(place: str) -> BookUnusable:
    """The refusal of the book at a place."""
    with pytest.raises(BookUnusable) as told:
        open_book(place)
    assert told.value.exit_code == 14
    assert told.value.hint
    return told.value


def other_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE contacts (name)")
        connection.commit()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a book with a year and a few dozen members."""
    path = tmp_path_factory.mktemp("filled") / "book.partyday"
    store = create(str(path))
    branch = start_branch(store)
    for number in range(60):
        add_member(store, f"张{chr(0x4E00 + number)}")
    make_year(desk(store), [branch], 2026)
    store.close()
    return path.read_bytes()


# ---- no book there


def test_a_place_without_a_file_is_told_how_to_make_a_book(tmp_path: Path) -> None:
    told = refused(str(tmp_path / "nothing.partyday"))
    assert "There is no book" in str(told)
    assert "partyday init" in told.hint
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_book(tmp_path: Path) -> None:
    assert "There is no book" in str(refused(str(tmp_path)))


@pytest.mark.parametrize("name", ["x" * 5000, "a/" * 3000 + "b"])
def test_a_name_no_file_can_have_is_no_book(tmp_path: Path, name: str) -> None:
    refused(str(tmp_path / name))


def test_a_file_of_another_kind_is_no_book(tmp_path: Path) -> None:
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"x" * 5000)
    assert "some other kind of file" in str(refused(str(path)))
    assert path.read_bytes().startswith(b"PK")


@pytest.mark.parametrize("size", [0, 1, 50, 99])
def test_a_file_that_hardly_began_is_no_book(tmp_path: Path, filled: bytes, size: int) -> None:
    path = tmp_path / "short.partyday"
    path.write_bytes(filled[:size])
    refused(str(path))
    assert path.stat().st_size == size


def test_the_database_of_another_program_is_no_book_and_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "contacts.db"
    other_program(path)
    before = path.read_bytes()
    assert "is not a partyday book" in str(refused(str(path)))
    with pytest.raises(BookUnusable, match="is not a partyday book"):
        upgrade(str(path))
    assert path.read_bytes() == before


def test_an_empty_server_database_is_no_book(postgres_url: str) -> None:
    assert "is not a partyday book" in str(refused(postgres_url))


def test_a_database_that_the_server_does_not_have_is_told_with_what_makes_it(postgres_url: str) -> None:
    url = make_url(postgres_url).set(database="no_such_database")
    told = refused(url.render_as_string(hide_password=False))
    assert "has no database" in str(told)
    assert "CREATE DATABASE" in told.hint


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ('connection failed: FATAL:  password authentication failed for user "li"', "takes no such password"),
        ("connection failed: fe_sendauth: no password supplied", "takes no such password"),
        ('connection failed: FATAL:  role "li" does not exist', "has no login"),
        ('connection failed: FATAL:  no pg_hba.conf entry for host "10.0.0.1"', "does not let this login in"),
        ("connection failed: FATAL:  sorry, too many clients already", "has no connection left"),
        ("connection failed: FATAL:  the database system is starting up", "No server answers"),
        ("connection failed: Connection refused", "No server answers"),
        ("failed to resolve host 'db': [Errno -2] Name or service not known", "no computer by the name"),
        ("terminating connection due to administrator command", "broke off"),
        ("consuming input failed: server closed the connection unexpectedly", "broke off"),
        ("the connection is closed", "broke off"),
        ("replica: cannot execute INSERT in a read-only transaction", "is a replica"),
    ],
)
def test_what_a_server_says_becomes_a_sentence_of_its_own(said: str, sentence: str) -> None:
    told = explain(said, "postgresql+psycopg://li:secret@db/school")
    assert sentence in str(told)
    assert told.hint
    assert "secret" not in str(told) + told.hint


def test_a_right_that_is_missing_is_known_whatever_language_the_server_speaks(sqlite_book: Store) -> None:
    with pytest.raises(Conflict, match="may not"), sqlite_book.reading(), _in_our_words():
        raise psycopg.errors.InsufficientPrivilege("对表 access 权限不够")
    with pytest.raises(NoTable), _in_our_words():
        raise psycopg.errors.UndefinedTable('关系 "alembic_version" 不存在')


@pytest.mark.parametrize(
    "place",
    [
        "postgresql+psycopg://li:secret@127.0.0.1:1/book",
        "nonsense://li:secret@host/book",
        "://",
        "postgresql://h:port/b",
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_its_password(place: str) -> None:
    told = refused(place)
    assert "secret" not in str(told) + told.hint
    assert "secret" not in shown(place)


# ---- damaged


def try_everything(path: Path) -> list[str]:
    """Open the book and check all of it."""
    store = open_book(str(path))
    try:
        return logs.verify(desk(store))
    finally:
        store.close()


def test_an_undamaged_book_has_no_problems(tmp_path: Path, filled: bytes) -> None:
    path = tmp_path / "book.partyday"
    path.write_bytes(filled)
    assert try_everything(path) == []


@pytest.mark.parametrize("junk", [b"\x00", b"\xab", b"\xff"])
def test_a_page_overwritten_anywhere_is_found(tmp_path: Path, filled: bytes, junk: bytes) -> None:
    path = tmp_path / "book.partyday"
    pages = len(filled) // PAGE
    assert pages > 30
    unnoticed = []
    for page in range(pages):
        path.write_bytes(filled[: page * PAGE] + junk * PAGE + filled[(page + 1) * PAGE :])
        try:
            if not try_everything(path):
                unnoticed.append(page)
        except BookUnusable as told:
            assert told.exit_code == 14  # noqa: PT017  # either answer is right; only silence and a traceback are not
    assert unnoticed == []


@pytest.mark.slow
def test_some_bytes_overwritten_in_the_middle_are_found_or_do_not_matter(tmp_path: Path, filled: bytes) -> None:
    path = tmp_path / "book.partyday"
    path.write_bytes(filled)
    store = Store(str(path))
    sound = contents(store)
    store.close()
    damaged = 0
    for start in range(1000, len(filled), 2500 * LONG // min(settings().max_examples, LONG)):
        path.write_bytes(filled[:start] + b"\xff" * 40 + filled[start + 40 :])
        try:
            problems = try_everything(path)
        except BookUnusable:
            damaged += 1
            continue
        if problems:
            damaged += 1
        else:
            store = Store(str(path))
            assert contents(store) == sound
            store.close()
    assert damaged > 4


def test_a_book_cut_off_at_the_end_is_damaged(tmp_path: Path, filled: bytes) -> None:
    path = tmp_path / "book.partyday"
    path.write_bytes(filled[: len(filled) // 2])
    with pytest.raises(BookUnusable, match="is damaged") as told:
        try_everything(path)
    assert "partyday restore" in told.value.hint


# ---- in somebody else's hands


def hurried(store: Store) -> Store:
    """The same book, waiting only a moment for a lock."""
    assert isinstance(store.database, SQLiteDatabase)
    store.database.patience = 0.02
    return with_pragma(store, "busy_timeout", 20)


def test_a_book_another_program_is_writing_is_locked_for_writing_and_open_for_reading(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    with closing(sqlite3.connect(sqlite_book.place, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        store = hurried(Store(sqlite_book.place))
        assert {row[1] for row in contents(store)["branch"]} == {BRANCH}
        with pytest.raises(BookUnusable, match="being written by another program") as told:
            add_member(store, "张三")
        assert told.value.exit_code == 14
        other.execute("ROLLBACK")
        add_member(store, "张三")
    assert {row[1] for row in contents(store)["member"]} == {"张三"}
    assert logs.verify(desk(store)) == []
    store.close()


def test_a_writer_waits_for_another_that_is_soon_done(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    add_member(sqlite_book, "张三")
    script = (
        "import sqlite3, sys, time; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('BEGIN IMMEDIATE'); print('locked', flush=True); time.sleep(0.5); c.execute('ROLLBACK'); c.close()"
    )
    with subprocess.Popen([sys.executable, "-c", script, sqlite_book.place], stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"locked\n"
        add_member(sqlite_book, "李四")
    assert {row[1] for row in contents(sqlite_book)["member"]} == {"张三", "李四"}


# ---- no room


@contextmanager
def full_disk(store: Store) -> Iterator[None]:
    """SQLite may not make the file longer than it is."""
    assert isinstance(store.database, SQLiteDatabase)
    store.close()
    with_pragma(store, "max_page_count", 1)  # SQLite takes the size the file has
    yield
    del store.database.pragmas["max_page_count"]
    store.close()


def test_on_a_full_disk_nothing_is_written_by_halves(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    before, entries = contents(sqlite_book), log_length(sqlite_book)
    with full_disk(sqlite_book), pytest.raises(BookUnusable, match="is full") as told:  # noqa: PT012  # which one fails
        for year in range(2014, 2027):
            make_year(desk(sqlite_book), [branch], year)
    assert told.value.exit_code == 14
    whole_years = log_length(sqlite_book) - entries
    assert len(contents(sqlite_book)["day"]) == len(before["day"]) + 12 * whole_years
    assert whole_years < 13
    assert logs.verify(desk(sqlite_book)) == []
    make_year(desk(sqlite_book), [branch], 2030)
    assert logs.verify(desk(sqlite_book)) == []


LIMITED = """
import resource, signal, sys
from datetime import date
from partyday.errors import BookUnusable
from partyday.model.codes import Standing
from partyday.services import members
from partyday.services.desk import Desk
from partyday.store.book import Act, open_book

store = open_book(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
done = 0
try:
    for number in range(500):
        members.add(Desk(store, Act(command="test", by="x", today=date(2026, 3, 6))), f"张{chr(0x4E00 + number)}",
                    Standing.FULL, date(2010, 7, 1), texts={"post": "教师" * 500})
        done += 1
except BookUnusable as told:
    print(done, told.exit_code)
    sys.exit(0)
print("never full")
"""


def test_when_the_system_lets_no_file_grow_nothing_is_written_by_halves(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    limit = Path(sqlite_book.place).stat().st_size + 60_000
    ran = subprocess.run(
        [sys.executable, "-c", LIMITED, sqlite_book.place, str(limit)], capture_output=True, text=True, check=False
    )
    assert ran.stderr == ""
    done, exit_code = map(int, ran.stdout.split())
    assert exit_code == 14
    assert 0 < done < 500
    assert len(contents(sqlite_book)["member"]) == len(contents(sqlite_book)["membership"]) == done
    assert log_length(sqlite_book) == 1 + done
    assert logs.verify(desk(sqlite_book)) == []


def test_a_book_that_may_only_be_read_says_so_when_written(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    sqlite_book.close()
    with_pragma(sqlite_book, "query_only", 1)
    with pytest.raises(BookUnusable, match="read-only") as told:
        add_member(sqlite_book, "张三")
    assert told.value.exit_code == 14
    assert contents(sqlite_book)["member"] == set()
