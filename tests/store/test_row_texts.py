"""What `verify` finds by sums over all rows is what it finds by looking at every row, whatever was done to the log."""

import json
import random
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from faults.tampering import chain_anew, edits
from partyday.store import checking, row_texts
from partyday.store.book import Store
from partyday.store.checking import faults
from partyday.store.compiled import TABLES
from partyday.store.making import create
from store.lively import live

_ANY = "SELECT rowid, * FROM log_change WHERE table_name IN ('mark', 'day', 'member') AND after IS NOT NULL"


def _another(row: str, word: str) -> str:
    told = json.loads(row)
    name = next(name for name, value in told.items() if isinstance(value, str) and "-" not in value)
    return json.dumps({**told, name: word}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _tamper(connection: sqlite3.Connection, chance: random.Random) -> None:
    """Something done to the log or to a row, as whoever holds the file can; the chain is worked out anew."""
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = OFF")
    change = dict(chance.choice(connection.execute(_ANY).fetchall()))
    where = (change["entry_id"], change["seq"])
    more = [change["entry_id"], change["seq"] + 500, *(change[name] for name in ("table_name", "row_key", "member_id"))]
    slip_in = "INSERT INTO log_change VALUES (?, ?, ?, ?, ?, ?, ?, 1)"
    this = "WHERE entry_id = ? AND seq = ?"
    other = _another(change["after"], "x")
    kind = chance.randrange(7)
    if kind == 0:  # said again as another, and then as before: both for the first time
        connection.execute(slip_in, (*more, None, other))
    elif kind == 1:  # the last word is another, while what was said at first and what is there cancel each other out
        connection.execute(slip_in, (*more, other, other))
    elif kind == 2:
        connection.execute(slip_in, (*more, other, change["after"]))
    elif kind == 3:
        connection.execute(f"UPDATE log_change SET before = ? {this}", (other, *where))  # noqa: S608
    elif kind == 4:
        connection.execute(f"UPDATE log_change SET after = ? {this}", (other, *where))  # noqa: S608
    elif kind == 5:
        table = change["table_name"]
        connection.execute(f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})")  # noqa: S608
    else:
        connection.execute(slip_in, (*more, change["after"], None))
    chain_anew(connection)


def _found(book: Path) -> set[tuple[str, str]]:
    store = Store(str(book))
    try:
        with store.reading() as connection:
            return {(fault.kind, fault.what) for fault in faults(connection)}
    finally:
        store.close()


@pytest.fixture(scope="module")
def lively_book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    book = tmp_path_factory.mktemp("row-texts") / "lively.partyday"
    live(create(str(book))).close()
    with closing(sqlite3.connect(book)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return book.read_bytes()


@pytest.mark.parametrize("seed", range(14))
def test_sums_find_what_looking_at_every_row_finds(
    lively_book: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    book = tmp_path / "tampered.partyday"
    book.write_bytes(lively_book)
    chance = random.Random(seed)
    if seed:
        with closing(sqlite3.connect(book)) as connection, connection:
            _tamper(connection, chance)
    by_sums = _found(book)
    monkeypatch.setattr(row_texts, "MANY_CHANGED", -1)
    assert _found(book) == by_sums
    assert seed or not by_sums


def test_most_tables_are_settled_by_their_sums(
    lively_book: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else all of the above would look at every row twice."""
    book = tmp_path / "lively.partyday"
    book.write_bytes(lively_book)
    settled: dict[str, bool] = {}
    agrees = row_texts.ByLog.agrees

    def watched(self: row_texts.ByLog, connection: object, table: str) -> bool:
        settled[table] = agrees(self, connection, table)  # type: ignore[arg-type]
        return settled[table]

    monkeypatch.setattr(row_texts.ByLog, "agrees", watched)
    assert not _found(book)
    assert settled["mark"]
    assert settled["payment"]
    assert sum(settled.values()) > len(settled) / 2, settled


def test_rows_that_an_older_version_wrote_are_settled_by_their_sums_too(
    lively_book: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their texts lack columns that came later; what such a column holds now is what nobody said."""
    book = tmp_path / "older.partyday"
    book.write_bytes(lively_book)
    with closing(sqlite3.connect(book)) as connection, connection:
        for table, name, blank in (
            ("mark", "corrected_on", None),
            ("member", "usual", None),
            ("payment", "for_year", ""),
        ):
            for number, seq, after in connection.execute(
                "SELECT entry_id, seq, after FROM log_change WHERE table_name = ? AND after IS NOT NULL", (table,)
            ).fetchall():
                told = json.loads(after)
                if told.get(name, 1) == blank:
                    del told[name]
                    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
                    where = (text, number, seq)
                    connection.execute("UPDATE log_change SET after = ? WHERE entry_id = ? AND seq = ?", where)
        chain_anew(connection)
    looked_up: list[str] = []

    def misplaced(_connection: object, table: str, _rows: int) -> list[checking.Fault]:
        looked_up.append(table)
        return []

    monkeypatch.setattr(checking, "_misplaced", misplaced)
    assert not _found(book)
    assert not {"mark", "member", "payment"} & set(looked_up)
    monkeypatch.undo()
    with closing(sqlite3.connect(book)) as connection, connection:
        row = connection.execute("SELECT max(rowid) FROM mark WHERE corrected_on IS NULL").fetchone()
        connection.execute("UPDATE mark SET corrected_on = '2026-01-01' WHERE rowid = ?", row)
    assert [kind for kind, _what in _found(book)] == ["row"]


@pytest.mark.parametrize("without", [{"corrected_on"}, {"category", "corrected_on", "state"}, {"recorded_by", "state"}])
def test_a_text_is_filled_in_at_the_places_of_its_columns(without: set[str]) -> None:
    row = {**TABLES["mark"][1], "detail": '}"state":,"corrected_on":1', "day_id": 7}
    texts = [
        json.dumps({name: row[name] for name in row.keys() - lacking}, sort_keys=True, separators=(",", ":"))
        for lacking in (set(), without)
    ]
    assert row_texts._whole("mark", texts[1]) == texts[0]


def test_every_edit_of_the_faults_fits_the_tables_and_changes_something(lively_book: bytes, tmp_path: Path) -> None:
    """The ordinary tests try one in forty of them."""
    book = tmp_path / "edited.partyday"
    book.write_bytes(lively_book)
    tried = list(edits(book))
    with closing(sqlite3.connect(book, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for name, statement in tried:
            connection.execute("BEGIN")
            with suppress(sqlite3.IntegrityError):  # the database itself does not let it pass
                assert connection.execute(statement).rowcount, name
            connection.execute("ROLLBACK")
    assert len(tried) > 250
