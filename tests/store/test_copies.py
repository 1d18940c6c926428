"""Copies of a book, and putting one back: nothing is lost, whoever writes meanwhile and whatever is killed."""

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from factories import add_member, branch_of, contents, desk, log_length, rows, start_branch
from partyday.disk import UNFINISHED
from partyday.errors import BadInput, BookUnusable, Conflict
from partyday.services import logs
from partyday.services.schedule import make_year
from partyday.store import copies
from partyday.store import tables as t
from partyday.store.book import Store, open_book


def test_a_copy_put_back_elsewhere_is_the_same_book_with_the_same_log(sqlite_book: Store, tmp_path: Path) -> None:
    branch = start_branch(sqlite_book)
    add_member(sqlite_book, "𠮷野")
    make_year(desk(sqlite_book), [branch], 2026)
    copy, elsewhere = tmp_path / "copy.partyday", tmp_path / "elsewhere.partyday"
    copies.copy(sqlite_book.place, copy)
    assert copies.restore(copy, str(elsewhere)) is None
    store = open_book(str(elsewhere))
    assert contents(store) == contents(sqlite_book)
    with store.reading() as here, sqlite_book.reading() as there:
        for table in (t.log_entry, t.log_change, t.book):
            assert rows(here, table) == rows(there, table)
    assert logs.verify(desk(store)) == []
    add_member(store, "李四")
    assert logs.verify(desk(store)) == []
    store.close()


def test_a_restored_book_is_as_it_was_and_what_it_replaces_is_kept(sqlite_book: Store, tmp_path: Path) -> None:
    start_branch(sqlite_book)
    copy = tmp_path / "copy.partyday"
    copies.copy(sqlite_book.place, copy)
    add_member(sqlite_book, "张三")
    sqlite_book.close()
    kept = copies.restore(copy, sqlite_book.place)
    assert contents(sqlite_book)["member"] == set()
    assert kept
    replaced = open_book(str(kept))
    assert {row[1] for row in contents(replaced)["member"]} == {"张三"}
    replaced.close()


def test_what_was_written_last_and_stands_only_beside_the_book_is_kept_with_what_is_replaced(
    sqlite_book: Store, tmp_path: Path
) -> None:
    """After a power cut the newest entries stand in the -wal file alone."""
    start_branch(sqlite_book)
    copy = tmp_path / "copy.partyday"
    copies.copy(sqlite_book.place, copy)
    book, wal = Path(sqlite_book.place), Path(sqlite_book.place + "-wal")
    with closing(sqlite3.connect(book)) as holding:
        holding.execute("SELECT * FROM branch").fetchall()
        add_member(sqlite_book, "张三")
        sqlite_book.close()
        torn, unwritten = book.read_bytes(), wal.read_bytes()
    book.write_bytes(torn)
    wal.write_bytes(unwritten)
    kept = copies.restore(copy, str(book))
    assert kept
    replaced = open_book(str(kept))
    assert {row[1] for row in contents(replaced)["member"]} == {"张三"}
    replaced.close()
    assert contents(sqlite_book)["member"] == set()


def test_a_copy_is_whole_while_another_writes(sqlite_book: Store, tmp_path: Path) -> None:
    start_branch(sqlite_book)
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set() and number < 400:
            add_member(sqlite_book, f"党员{chr(0x4E00 + number)}")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        sizes = []
        for number in range(5):
            copy = tmp_path / f"copy{number}.partyday"
            copies.copy(sqlite_book.place, copy)
            store = open_book(str(copy))
            assert logs.verify(desk(store)) == []
            sizes.append(log_length(store))
            store.close()
    finally:
        stop.set()
        writer.join()
    assert sizes == sorted(sizes)


def test_only_a_book_is_put_back_and_a_refused_one_changes_nothing(sqlite_book: Store, tmp_path: Path) -> None:
    start_branch(sqlite_book)
    before = contents(sqlite_book)
    text_file, other_db = tmp_path / "notes.txt", tmp_path / "contacts.db"
    text_file.write_text("hello " * 1000)
    with closing(sqlite3.connect(other_db)) as connection:
        connection.execute("CREATE TABLE contacts (name)")
        connection.commit()
    for source in (text_file, other_db):
        with pytest.raises(BookUnusable, match="is not a partyday book"):
            copies.restore(source, sqlite_book.place)
        assert contents(sqlite_book) == before
    assert list(tmp_path.glob("*.bak")) == []


def test_a_book_is_not_put_back_over_itself(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    with pytest.raises(Conflict, match="the book itself"):
        copies.restore(Path(sqlite_book.place), sqlite_book.place)
    assert branch_of(sqlite_book)


def test_a_copy_that_turns_out_damaged_leaves_the_book_in_place(sqlite_book: Store, tmp_path: Path) -> None:
    start_branch(sqlite_book)
    for number in range(60):
        add_member(sqlite_book, f"党员{chr(0x4E00 + number)}")
    copy = tmp_path / "copy.partyday"
    copies.copy(sqlite_book.place, copy)
    copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    with pytest.raises(BookUnusable):
        copies.restore(copy, sqlite_book.place)
    assert len(contents(sqlite_book)["member"]) == 60
    assert list(tmp_path.glob("*.bak")) + list(tmp_path.glob("*.new*")) == []


def test_a_copy_that_cannot_be_made_leaves_no_half_of_it(sqlite_book: Store, tmp_path: Path) -> None:
    with pytest.raises(BookUnusable, match="could not be copied"):
        copies.copy(sqlite_book.place, tmp_path / "no" / "folder" / "copy")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.partyday"]


def test_a_server_keeps_its_own_copies(postgres_url: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="server"):
        copies.copy(postgres_url, tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


def test_a_copy_over_an_older_copy_replaces_it_whole(sqlite_book: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.partyday"
    copy.write_bytes(b"old" * 100_000)
    start_branch(sqlite_book)
    copies.copy(sqlite_book.place, copy)
    store = open_book(str(copy))
    with store.reading() as connection:
        assert len(rows(connection, t.branch)) == 1
        assert connection.damage() == []
    store.close()


# ---- putting back, while others have the book open


def names(store: Store) -> set[str]:
    return {row[1] for row in contents(store)["member"]}


def test_two_copies_put_back_in_one_second_lose_no_book(sqlite_book: Store, tmp_path: Path) -> None:
    start_branch(sqlite_book)
    copy = tmp_path / "copy.partyday"
    copies.copy(sqlite_book.place, copy)
    kept = []
    for name in ("张三", "李四", "王五"):
        add_member(sqlite_book, name)
        kept.append(copies.restore(copy, sqlite_book.place))
    found = [open_book(str(path)) for path in kept]
    assert [names(store) for store in found] == [{"张三"}, {"李四"}, {"王五"}]
    for store in found:
        store.close()


def test_who_has_the_book_open_goes_on_in_the_one_that_was_put_back(sqlite_book: Store, tmp_path: Path) -> None:
    """A roll-call that is open: its next mark is in the book, not in a file that was put away."""
    start_branch(sqlite_book)
    copy = tmp_path / "copy.partyday"
    copies.copy(sqlite_book.place, copy)
    open_before = open_book(sqlite_book.place)
    add_member(open_before, "张三")
    kept = copies.restore(copy, sqlite_book.place)
    add_member(open_before, "李四")
    assert names(sqlite_book) == names(open_before) == {"李四"}
    assert logs.verify(desk(sqlite_book)) == []
    replaced = open_book(str(kept))
    assert names(replaced) == {"张三"}
    for store in (open_before, replaced):
        store.close()


def test_while_a_copy_is_put_back_no_mark_falls_between_the_two_books(sqlite_book: Store, tmp_path: Path) -> None:
    """Every name that was acknowledged is in what was put away or in the book."""
    start_branch(sqlite_book)
    copy = tmp_path / "copy.partyday"
    copies.copy(sqlite_book.place, copy)
    acknowledged: list[str] = []
    stop = threading.Event()

    def write() -> None:
        store = open_book(sqlite_book.place)
        for number in range(2000):
            if stop.is_set():
                break
            add_member(store, f"党员{chr(0x4E00 + number)}")
            acknowledged.append(f"党员{chr(0x4E00 + number)}")
            stop.wait(0.002)  # as a disk would let it wait
        store.close()

    writer = threading.Thread(target=write)
    writer.start()
    kept = []
    for _turn in range(4):
        time.sleep(0.1)
        kept.append(copies.restore(copy, sqlite_book.place))
    stop.set()
    writer.join()
    there = names(sqlite_book)
    for path in kept:
        store = open_book(str(path))
        there |= names(store)
        assert logs.verify(desk(store)) == []
        store.close()
    assert len(acknowledged) > 20
    assert set(acknowledged) <= there
    assert logs.verify(desk(sqlite_book)) == []


def test_a_copy_is_put_back_over_a_book_that_is_no_database_any_more(sqlite_book: Store, tmp_path: Path) -> None:
    start_branch(sqlite_book)
    copy = tmp_path / "copy.partyday"
    copies.copy(sqlite_book.place, copy)
    sqlite_book.close()
    place = Path(sqlite_book.place)
    junk = b"junk" * 5000
    place.write_bytes(junk)
    kept = copies.restore(copy, str(place))
    assert kept
    assert kept.read_bytes() == junk
    assert logs.verify(desk(sqlite_book)) == []


def test_a_copy_is_put_back_over_a_book_with_a_damaged_page(sqlite_book: Store, tmp_path: Path) -> None:
    start_branch(sqlite_book)
    for number in range(40):
        add_member(sqlite_book, f"党员{chr(0x4E00 + number)}")
    copy = tmp_path / "copy.partyday"
    copies.copy(sqlite_book.place, copy)
    sqlite_book.close()
    place = Path(sqlite_book.place)
    pages = place.read_bytes()
    for damaged in (pages[:4096] + b"\xab" * 8192 + pages[12288:], pages[: len(pages) // 2]):
        place.write_bytes(damaged)
        assert copies.restore(copy, str(place))
        assert len(names(sqlite_book)) == 40
        assert logs.verify(desk(sqlite_book)) == []
        sqlite_book.close()


# ---- killed on the way

KILLED = """
import os, signal, sys
from pathlib import Path
from partyday.store import copies

at = int(sys.argv[4])
seen = 0
def count(event, arguments):
    # Whatever reaches the disk by Python itself, and every opening of a database.
    global seen
    if event in ("open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "sqlite3.connect"):
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
getattr(copies, sys.argv[1])(Path(sys.argv[2]) if sys.argv[1] == "restore" else sys.argv[2],
                             sys.argv[3] if sys.argv[1] == "restore" else Path(sys.argv[3]))
print(seen)
"""


def killed_at(what: str, source: str, target: str, number: int) -> bool:
    """Whether it was killed at that step; False where it came to its end before."""
    words = [sys.executable, "-c", KILLED, what, source, target, str(number)]
    return subprocess.run(words, capture_output=True, check=False).returncode != 0


@pytest.mark.slow
def test_a_restore_killed_at_any_step_leaves_one_book_or_the_other(sqlite_book: Store, tmp_path: Path) -> None:
    start_branch(sqlite_book)
    copy = tmp_path / "copy.partyday"
    copies.copy(sqlite_book.place, copy)
    add_member(sqlite_book, "张三")
    killed = 0
    for step in range(1, 200, 2):
        sqlite_book.close()
        with closing(sqlite3.connect(sqlite_book.place)) as holding:
            holding.execute("SELECT * FROM branch").fetchall()  # so that marks stand in the -wal file alone
            add_member(sqlite_book, f"党员{chr(0x4E00 + step)}")
            before = names(sqlite_book)
            was_killed = killed_at("restore", str(copy), sqlite_book.place, step)
        found = names(sqlite_book)
        assert found in (before, set())
        assert logs.verify(desk(sqlite_book)) == []
        if found == set():  # the other is whole too
            kept = [open_book(str(dated)) for dated in copies.dated(sqlite_book.place)]
            assert before in [names(copy_of_it) for copy_of_it in kept]
            for copy_of_it in kept:
                copy_of_it.close()
        killed += was_killed
        if not was_killed:
            break
    assert killed > 5
    open_book(sqlite_book.place).close()
    assert not (tmp_path / UNFINISHED).exists()


# ---- one file, wherever it is


def test_a_copy_is_one_file_and_reading_it_makes_no_other(sqlite_book: Store, tmp_path: Path) -> None:
    start_branch(sqlite_book)
    folder = tmp_path / "copies"
    folder.mkdir()
    copy = folder / "copy.partyday"
    copies.copy(sqlite_book.place, copy)
    store = open_book(str(copy))
    assert logs.verify(desk(store)) == []
    with store.reading() as connection:
        assert len(rows(connection, t.branch)) == 1
        assert [path.name for path in folder.iterdir()] == ["copy.partyday"]
    store.close()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


AS_NOBODY = """
import os, sys
from pathlib import Path
from partyday.store import checking, copies, half_made, sqlite
from partyday.store.book import open_book


def verify(store):
    with store.reading() as connection:
        assert list(checking.faults(connection)) == []


os.setgroups([])
os.setgid(65534)
os.setuid(65534)

store = open_book(sys.argv[1])
verify(store)
store.close()
copies.copy(sys.argv[1], Path(sys.argv[2], "again.partyday"))
assert copies.restore(Path(sys.argv[1]), sys.argv[2] + "/restored.partyday") is None
store = open_book(sys.argv[2] + "/restored.partyday")
verify(store)
store.close()
"""


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="needs to become another user")
@pytest.mark.parametrize("of_before", [False, True])
def test_a_copy_opens_and_restores_where_nothing_may_be_written(sqlite_book: Store, of_before: bool) -> None:
    """As a user who may read the copy and write neither it nor its folder; one of the version before says WAL in it."""
    start_branch(sqlite_book)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        read_as_nobody(sqlite_book, Path(folder), of_before=of_before)


def read_as_nobody(sqlite_book: Store, folder: Path, *, of_before: bool) -> None:
    medium, elsewhere = folder / "medium", folder / "elsewhere"
    medium.mkdir()
    elsewhere.mkdir()
    copy = medium / "copy.partyday"
    copies.copy(sqlite_book.place, copy)
    if of_before:
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
    os.chown(elsewhere, 65534, 65534)
    copy.chmod(0o444)
    medium.chmod(0o555)
    words = [sys.executable, "-c", AS_NOBODY, str(copy), str(elsewhere)]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert [path.name for path in medium.iterdir()] == ["copy.partyday"]


READ_AS_NOBODY = """
import os, sys
from pathlib import Path
from partyday.errors import BookUnusable
from partyday.store import copies, half_made, log, refusals, sqlite
from partyday.store.book import open_book

os.setgroups([])
os.setgid(65534)
os.setuid(65534)
try:
    store = open_book(sys.argv[1])
    with store.reading() as connection:
        print(log.gate(connection)[0])
except BookUnusable as error:
    print(error.exit_code, error)
"""


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="needs to become another user")
def test_a_book_with_entries_beside_it_is_not_read_without_them(sqlite_book: Store, tmp_path: Path) -> None:
    """SQLite reads them where it may write beside them; where it may not, the book as it was before is no answer."""
    with closing(sqlite3.connect(sqlite_book.place)) as reader, tempfile.TemporaryDirectory() as folder:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM book").fetchall()  # so the entries that follow stay beside the book
        start_branch(sqlite_book)
        copied = Path(folder, "book.partyday")
        for ending in ("", "-wal"):
            Path(f"{copied}{ending}").write_bytes(Path(f"{sqlite_book.place}{ending}").read_bytes())
            Path(f"{copied}{ending}").chmod(0o444)
        Path(folder).chmod(0o555)
        words = [sys.executable, "-c", READ_AS_NOBODY, str(copied)]
        ran = subprocess.run(words, capture_output=True, text=True, check=False)
        there = {ending: Path(f"{copied}{ending}").read_bytes() for ending in ("", "-wal")}
    assert ran.stdout.startswith("14 What was written last in the book"), ran
    for ending, content in there.items():
        (tmp_path / f"taken.partyday{ending}").write_bytes(content)
    store = open_book(str(tmp_path / "taken.partyday"))
    assert log_length(store) == 1
    store.close()


# ---- the copies that are made of themselves


def test_dated_copies_of_one_second_have_names_of_their_own(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _turn: copies.keep(sqlite_book.place, "import"), range(8)))
    assert len(set(made)) == 8
    assert set(copies.dated(sqlite_book.place)) == set(made)


def test_the_ten_newest_dated_copies_and_the_newest_of_each_month_are_kept(sqlite_book: Store, tmp_path: Path) -> None:
    start_branch(sqlite_book)
    for month, days in (("202601", 3), ("202602", 4), ("202603", 12)):
        for day in range(1, days + 1):
            (tmp_path / f"book-import-{month}{day:02}-120000.bak").write_bytes(b"x")
    mine = tmp_path / "book-of-my-own.bak"
    mine.write_bytes(b"x")
    copies.keep(sqlite_book.place, "import")
    kept = [path.name for path in copies.dated(sqlite_book.place)]
    assert len(kept) == 12
    assert kept[1:] == [
        *(f"book-import-202603{day:02}-120000.bak" for day in range(12, 3, -1)),
        "book-import-20260204-120000.bak",
        "book-import-20260103-120000.bak",
    ]
    assert mine.exists()
