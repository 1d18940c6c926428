"""Books that are damaged, and books changed past the program, with and without a chain worked out anew."""

import json
import random
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from faults.scene import Stage, Told, state_of
from partyday.store.chain import Change, canonical, entry_hash
from partyday.store.compiled import TABLES
from partyday.store.records import NOUNS

_PAGE = 4096

#: What is asked of a damaged book.
_ASKED = ("member list", "agenda", "verify", "checkin 张三", "backup out.bak --yes", "review", "log 张三", "dues owed")


def damaged(stage: Stage, rounds: int, seed: int = 1) -> list[Told]:
    """Overwrite, zero, swap, cut off or flip parts of a book: a command works, or says that it is damaged."""
    chance = random.Random(seed)  # not for secrets
    whole = (stage.base / "book.partyday").read_bytes()
    codes, wrong = Counter[str](), []
    for turn in range(rounds):
        stage.reset()
        (stage.work / "book.partyday").write_bytes(_damage(whole, chance))
        line = _ASKED[turn % len(_ASKED)]
        ran = stage.run(line, limit=60)
        codes[f"exit {ran.code}"] += 1
        if ran.code not in (0, 3, 10, 11, 12, 13, 14) or "Traceback" in ran.said:
            wrong.append(f"{line} on a damaged book: {ran.code} {ran.said[-300:]}")
    told = ", ".join(f"{count} × {code}" for code, count in sorted(codes.items()))
    return [Told("damaged books", rounds, f"{told}: {len(wrong) or 'none'} wrong", tuple(wrong))]


def _damage(whole: bytes, chance: random.Random) -> bytes:
    book = bytearray(whole)
    kind = chance.randrange(6)
    at = chance.randrange(len(book))
    page = at // _PAGE * _PAGE
    if kind == 0:
        book[page : page + _PAGE] = bytes([chance.choice((0, 0xAB, 0xFF))]) * _PAGE
    elif kind == 1:
        length = chance.randint(1, 400)
        book[at : at + length] = chance.randbytes(min(length, len(book) - at))
    elif kind == 2:
        del book[at:]
    elif kind == 3:
        other = chance.randrange(len(book) // _PAGE) * _PAGE
        book[page : page + _PAGE], book[other : other + _PAGE] = (
            book[other : other + _PAGE],
            book[page : page + _PAGE],
        )
    elif kind == 4:
        for _bit in range(chance.randint(1, 60)):
            place = chance.randrange(len(book))
            book[place] ^= 1 << chance.randrange(8)
    else:
        book[: chance.randint(1, 100)] = chance.randbytes(100)[: chance.randint(1, 100)]
    return bytes(book)


# ---- past the program

#: Edits that are no change of a row: what they are called, what they do.
_OTHERS = {
    "a trigger added": "CREATE TRIGGER evil AFTER INSERT ON mark BEGIN DELETE FROM mark; END",
    "a view added": "CREATE VIEW seen AS SELECT * FROM member",
    "a table added": "CREATE TABLE more (x)",
    "a column added": "ALTER TABLE member ADD COLUMN more TEXT",
    "an index gone": "DROP INDEX ix_mark_member_id",
    "a second row of the book": "INSERT INTO book (id, uid) VALUES (2, 'x')",
    "another name of the book": "UPDATE book SET uid = 'ffffffffffffffffffffffffffffffff'",
    "the gate set back": "UPDATE chain SET entries = entries - 1",
    "another head": "UPDATE chain SET head = 'x'",
    "a second version": "INSERT INTO alembic_version VALUES ('0001')",
    "an entry taken away": "DELETE FROM log_entry WHERE id = (SELECT max(id) FROM log_entry)",
    "an entry's time": "UPDATE log_entry SET at = '2026-01-01T00:00:00.000Z' WHERE id = 3",
    "who acted": "UPDATE log_entry SET by = 'x' WHERE id = 3",
    "the system's user": "UPDATE log_entry SET login = 'x' WHERE id = 3",
    "a change taken away": "DELETE FROM log_change WHERE entry_id = 3 AND seq = 0",
    "a change slipped in": "INSERT INTO log_change (entry_id, seq, table_name, row_key, member_id, before, after) "
    "SELECT entry_id, seq + 900, table_name, row_key, member_id, before, after "
    "FROM log_change WHERE entry_id = 3 AND seq = 0",
    "a reference to nobody": "UPDATE standing SET member_id = 999 WHERE member_id = 1",
    "a filed paper": "UPDATE filing SET content = replace(content, '第一', '第二')",
}


def edited(stage: Stage, one_in: int = 1) -> list[Told]:
    """Every kind of edit (or one in so many), of a book with rows in every table: `verify` finds it.

    Where the chain was worked out anew, what others hold tells it.
    """
    full = stage.base / "full.partyday"
    if not full.exists():
        _fill(full)
    with closing(sqlite3.connect(full)) as connection, closing(sqlite3.connect(stage.base / "full.bak")) as copy:
        connection.backup(copy)
    return [_past_the_program(stage, one_in), _anew(stage, one_in), _unknown(stage, one_in)]


def _fill(book: Path) -> None:
    from partyday.store.making import create
    from store.lively import live

    live(create(str(book))).close()
    with closing(sqlite3.connect(book)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def _past_the_program(stage: Stage, one_in: int) -> Told:
    plain, refused, unnoticed = 0, 0, []
    for name, statement in list(edits(stage.base / "full.partyday"))[::one_in]:
        book = _fresh(stage)
        try:
            with closing(sqlite3.connect(book)) as connection, connection:
                connection.execute("PRAGMA foreign_keys = OFF")
                if connection.execute(statement).rowcount == 0:
                    unnoticed.append(f"{name}: the edit changed nothing")
        except sqlite3.IntegrityError:  # the database itself does not let it pass
            refused += 1
            continue
        ran = stage.run("verify --book full.partyday")
        plain += 1
        if ran.code != 14:
            unnoticed.append(f"{name}: not found by verify ({ran.code})")
    told = f"{len(unnoticed) or 'none'} unnoticed; {refused} more the database refused"
    return Told("edits past the program of every kind, chain left as it was", plain, told, tuple(unnoticed))


def _anew(stage: Stage, one_in: int) -> Told:
    """A value of each table and what the log says of it, and every hash behind it."""
    wrong, anew = [], 0
    for table in [name for name in TABLES if name != "forgotten"][::one_in]:  # which is worked out anew as well
        book = _fresh(stage)
        if not _forged(book, table):
            continue
        anew += 1
        alone = state_of(book)[1]
        if any(not fault.startswith(("dates", "sums", "paper")) for fault in alone):
            wrong.append(f"{table}, chain worked out anew: the forgery of the test is not sound: {alone[:2]}")
        ran = stage.run("verify --book full.partyday --against full.bak")
        if ran.code != 14 or "written anew" not in ran.said:
            wrong.append(f"{table}, chain worked out anew: not told by a copy ({ran.code})")
    told = f"{len(wrong) or 'none'} wrong"
    return Told("edits with the chain worked out anew, held against a copy", anew, told, tuple(wrong))


#: What is asked of a book that holds what no version of the program writes.
_MET = ("agenda", "review", "member list", "checkin 王五", "report my-record --member 王五 -o mine.xlsx", "undo")


def _unknown(stage: Stage, one_in: int) -> Told:
    """A code or a figure that is none, in each column, with the chain worked out anew: never a defect."""
    wrong, times, found = [], 0, 0
    columns = [(table, name) for table, (key, blank) in TABLES.items() for name in blank if name not in key]
    for place, (table, column) in enumerate(columns[::one_in]):
        book = _fresh(stage)
        with closing(sqlite3.connect(book)) as connection, connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            if not overwritten(connection, table, column, "nonsense"):
                continue
        for line in ("verify", _MET[place % len(_MET)]):
            ran = stage.run(f"{line} --book full.partyday")
            times, found = times + 1, found + (ran.code == 14)
            if ran.code in (None, 1) or "Traceback" in ran.said:
                wrong.append(f"{table}.{column}: {line}: {ran.code} {ran.said[-300:]}")
    told = f"{found} × damaged, {times - found} × another answer: {len(wrong) or 'none'} wrong"
    return Told("values that no column of the kind holds, with the chain worked out anew", times, told, tuple(wrong))


def _fresh(stage: Stage) -> Path:
    """The full book as it was made, in a work folder with nothing else but its copy."""
    shutil.rmtree(stage.work, ignore_errors=True)
    stage.work.mkdir()
    for name in ("full.partyday", "full.bak"):
        shutil.copy(stage.base / name, stage.work)
    return stage.work / "full.partyday"


#: Columns of keys in which a row that is added can differ from the one it is made after.
_OF_KEYS = ("since", "until", "day", "header", "period")


def edits(book: Path) -> Iterator[tuple[str, str]]:
    """Every kind of edit as a name and a statement: of each table a value, a row less, a row more."""
    with closing(sqlite3.connect(book)) as connection:
        for table, (key, blank) in TABLES.items():
            if connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,):
                continue
            others = [name for name in blank if name not in key]
            for name in others:
                yield (
                    f"{table}.{name} changed",
                    f"UPDATE {table} SET {name} = CASE WHEN {name} IS 7 THEN 8 ELSE 7 END "
                    f"WHERE rowid = (SELECT max(rowid) FROM {table})",
                )
            yield f"{table} row gone", f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})"
            columns = ", ".join(blank)
            values = ", ".join(
                f"'2031-01-0{1 + place}'"
                if name in _OF_KEYS and name in key
                else "max(id) + 1"
                if name == "id"
                else name
                for place, name in enumerate(blank)
            )
            if "id" in key or any(name in _OF_KEYS for name in key):
                yield (
                    f"{table} row added",
                    f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} LIMIT 1"
                    if "id" not in key
                    else f"INSERT INTO {table} ({columns}) SELECT {values} FROM "
                    f"(SELECT * FROM {table} ORDER BY id DESC LIMIT 1)",
                )
    yield from _OTHERS.items()


def _forged(book: Path, table: str) -> bool:
    """Change a row and what the log says of it, and work every hash out anew. False: there is no such row."""
    with closing(sqlite3.connect(book)) as connection, connection:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = OFF")
        # One that no later entry changed.
        found = connection.execute(
            "SELECT * FROM log_change AS told WHERE table_name = ? AND after IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
            "log_change AS later WHERE later.table_name = told.table_name AND later.row_key = told.row_key AND "
            "(later.entry_id, later.seq) > (told.entry_id, told.seq)) ORDER BY entry_id, seq",
            (table,),
        ).fetchone()
        if found is None:
            return False
        told = json.loads(found["after"])
        key = TABLES[table][0]
        special = next(special for of, special in NOUNS.values() if of == table)
        free = {name: value for name, value in told.items() if name not in key and name not in special}
        text = [name for name, value in free.items() if isinstance(value, str) and not _DATE.fullmatch(value)]
        number = [name for name, value in free.items() if isinstance(value, int) and not name.endswith("_id")]
        where = " AND ".join(f"{name} = ?" for name in key)
        for column in (*text, *number):
            value = told[column] + "x" if column in text else told[column] + 1
            try:
                connection.execute(
                    f"UPDATE {table} SET {column} = ? WHERE {where}",  # names of our own
                    (value, *(told[name] for name in key)),
                )
            except sqlite3.IntegrityError:  # the database itself does not let it pass
                continue
            told[column] = value
            break
        else:
            return False
        _say(connection, found["entry_id"], found["seq"], told)
        chain_anew(connection)
    return True


_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def overwritten(connection: sqlite3.Connection, table: str, column: str, value: object) -> int:
    """Put a value into a column of every row, and into what the log says of it last; how many rows there were.

    Where the database wants the values to differ, into one row.
    """
    connection.row_factory = sqlite3.Row
    key = TABLES[table][0]
    rows = connection.execute(f"SELECT * FROM {table}").fetchall()
    where = " AND ".join(f"{name} = ?" for name in key)
    for row in rows:
        keys = [row[name] for name in key]
        try:
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (value, *keys))
        except sqlite3.IntegrityError:
            continue
        found = connection.execute(
            "SELECT entry_id, seq, after FROM log_change WHERE table_name = ? AND row_key = ? "
            "ORDER BY entry_id DESC, seq DESC LIMIT 1",
            (table, "/".join(map(str, keys))),
        ).fetchone()
        _say(connection, found["entry_id"], found["seq"], {**json.loads(found["after"]), column: value})
    chain_anew(connection)
    return len(rows)


def _say(connection: sqlite3.Connection, entry: int, seq: int, told: dict[str, object]) -> None:
    connection.execute("UPDATE log_change SET after = ? WHERE entry_id = ? AND seq = ?", (canonical(told), entry, seq))


def chain_anew(connection: sqlite3.Connection) -> None:
    """Work out every hash of the log anew, as whoever holds the file can; what stands for a forgotten entry too."""
    connection.row_factory = sqlite3.Row
    uid, head = connection.execute("SELECT uid FROM book").fetchone()[0], ""
    forgotten = {number for (number,) in connection.execute("SELECT entry_id FROM forgotten").fetchall()}
    for row in connection.execute("SELECT * FROM log_entry ORDER BY id").fetchall():
        entry = dict(row)
        kept = entry.pop("hash")
        changes = connection.execute(
            "SELECT table_name, row_key, member_id, before, after FROM log_change WHERE entry_id = ? ORDER BY seq",
            (row["id"],),
        ).fetchall()
        made = entry_hash(head, uid, entry, [Change(*change) for change in changes])
        head = kept if row["id"] in forgotten else made
        if row["id"] in forgotten:
            connection.execute("UPDATE forgotten SET digest = ? WHERE entry_id = ?", (made, row["id"]))
            [said] = connection.execute(
                "SELECT * FROM log_change WHERE table_name = 'forgotten' AND row_key = ?", (str(row["id"]),)
            ).fetchall()
            _say(connection, said["entry_id"], said["seq"], {**json.loads(said["after"]), "digest": made})
        connection.execute("UPDATE log_entry SET hash = ? WHERE id = ?", (head, row["id"]))
    connection.execute("UPDATE chain SET head = ?", (head,))
