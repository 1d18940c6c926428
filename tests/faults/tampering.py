"""Books that are damaged, and books changed past the program, with and without a chain worked out anew."""

import json
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from faults.scene import Stage, Told, state_of
from partyday.store.chain import Change, canonical, entry_hash
from partyday.store.compiled import TABLES

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
    "a second row of the book": "INSERT INTO book (id, uid, entries, head) VALUES (2, 'x', 0, '')",
    "another name of the book": "UPDATE book SET uid = 'ffffffffffffffffffffffffffffffff'",
    "the gate set back": "UPDATE chain SET entries = entries - 1",
    "another head": "UPDATE chain SET head = 'x'",
    "a second version": "INSERT INTO alembic_version VALUES ('0001')",
    "an entry taken away": "DELETE FROM log_entry WHERE id = (SELECT max(id) FROM log_entry)",
    "an entry's time": "UPDATE log_entry SET at = '2026-01-01T00:00:00.000Z' WHERE id = 3",
    "who acted": "UPDATE log_entry SET by = 'x' WHERE id = 3",
    "the system's user": "UPDATE log_entry SET login = 'x' WHERE id = 3",
    "a change taken away": "DELETE FROM log_change WHERE entry_id = 3 AND seq = 0",
    "a change slipped in": "INSERT INTO log_change SELECT entry_id, seq + 900, table_name, row_key, member_id, "
    "before, after FROM log_change WHERE entry_id = 3 AND seq = 0",
    "a reference to nobody": "UPDATE standing SET member_id = 999 WHERE member_id = 1",
    "a filed paper": "UPDATE filing SET content = replace(content, '第一', '第二')",
}


def edited(stage: Stage) -> list[Told]:
    """Every kind of edit: `verify` finds it; where the chain was worked out anew, what others hold tells it."""
    plain, refused, anew, wrong, unnoticed = 0, 0, 0, [], []
    for name, statement in _edits(stage.base / "book.partyday"):
        stage.reset()
        book = stage.work / "book.partyday"
        try:
            with closing(sqlite3.connect(book)) as connection, connection:
                connection.execute("PRAGMA foreign_keys = OFF")
                if connection.execute(statement).rowcount == 0:
                    unnoticed.append(f"{name}: the edit changed nothing")
        except sqlite3.IntegrityError:  # the database itself does not let it pass
            refused += 1
            continue
        ran = stage.run("verify")
        plain += 1
        if ran.code != 14:
            unnoticed.append(f"{name}: not found by verify ({ran.code})")
    for table in TABLES:
        stage.reset()
        book = stage.work / "book.partyday"
        if not _forged(book, table):
            continue
        anew += 1
        alone = state_of(book)[1]
        if any(not fault.startswith(("dates", "sums", "paper")) for fault in alone):
            wrong.append(f"{table}, chain worked out anew: the forgery of the test is not sound: {alone[:2]}")
        for witness in ("bundle.zip", "copy.bak"):
            ran = stage.run(f"verify --against {witness}")
            if ran.code != 14 or "written anew" not in ran.said:
                wrong.append(f"{table}, chain worked out anew: not told by {witness} ({ran.code})")
    told = f"{len(unnoticed) or 'none'} unnoticed; {refused} more the database refused"
    return [
        Told("edits past the program of every kind, chain left as it was", plain, told, tuple(unnoticed)),
        Told(
            "edits with the chain worked out anew, held against a copy and a bundle",
            anew * 2,
            f"{len(wrong) or 'none'} wrong",
            tuple(wrong),
        ),
    ]


def _edits(book: Path) -> Iterator[tuple[str, str]]:
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
                if name in ("since", "day", "header", "period") and name in key
                else "max(id) + 1"
                if name == "id"
                else name
                for place, name in enumerate(blank)
            )
            if "id" in key or any(name in ("since", "day", "header", "period") for name in key):
                yield (
                    f"{table} row added",
                    f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} LIMIT 1"
                    if "id" not in key
                    else f"INSERT INTO {table} ({columns}) SELECT {values} FROM "
                    f"(SELECT * FROM {table} ORDER BY id DESC LIMIT 1)",
                )
    yield from _OTHERS.items()


def _forged(book: Path, table: str) -> bool:
    """Change a row and what the log says of it, and work every hash behind it out anew. False: there is no such row."""
    with closing(sqlite3.connect(book)) as connection, connection:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = OFF")
        # One that the copy and the bundle know already, and that no later entry changed.
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
        text = [name for name, value in told.items() if isinstance(value, str) and name not in key]
        number = [name for name, value in told.items() if isinstance(value, int) and name not in (*key, "member_id")]
        column = (text or number or [None])[0]
        if column is None:
            return False
        told[column] = told[column] + "x" if column in text else told[column] + 1
        connection.execute(
            "UPDATE log_change SET after = ? WHERE entry_id = ? AND seq = ?",
            (canonical(told), found["entry_id"], found["seq"]),
        )
        where = " AND ".join(f"{name} = ?" for name in key)
        connection.execute(
            f"UPDATE {table} SET {column} = ? WHERE {where}",  # names of our own
            (told[column], *(told[name] for name in key)),
        )
        uid, head = connection.execute("SELECT uid FROM book").fetchone()[0], ""
        for row in connection.execute("SELECT * FROM log_entry ORDER BY id").fetchall():
            entry = dict(row)
            entry.pop("hash")
            changes = connection.execute(
                "SELECT table_name, row_key, member_id, before, after FROM log_change WHERE entry_id = ? ORDER BY seq",
                (row["id"],),
            ).fetchall()
            head = entry_hash(head, uid, entry, [Change(*change) for change in changes])
            connection.execute("UPDATE log_entry SET hash = ? WHERE id = ?", (head, row["id"]))
        connection.execute("UPDATE chain SET head = ?", (head,))
    return True
