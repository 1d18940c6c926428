"""A chain of the log: how a row is kept as text, what an entry changed, and the hash over it all."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice, starmap
from typing import Any, NamedTuple

from partyday.model.digest import sha256
from partyday.store.compiled import TABLES
from partyday.store.connection import Columns

Values = Mapping[str, Any]


#: The command of the entry by which a branch's file was joined: it states all its rows once more, with other keys.
JOINING = "copy"


class Change(NamedTuple):
    """One row before and after an entry, as canonical JSON; None where the row did not exist."""

    table: str
    key: str
    member_id: int | None
    before: str | None
    after: str | None


class Gate(NamedTuple):
    """A gate that is held, and where the chain behind it stands: the last number and hash, when it was written.

    `began` is the number its own entries go on from; `chosen`: it is of the branch the command is about.
    """

    chain_id: int
    uid: str
    branch_id: int
    entries: int
    head: str
    at: str
    began: int
    chosen: bool
    each_chain: bool
    trunk_id: int | None


class Half(NamedTuple):
    """What one chain tells of an act: the changes, and the place of each in the act."""

    gate: Gate
    changes: Sequence[Change]
    places: Sequence[int]
    beside: str = ""


_canonical = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=date.isoformat, check_circular=False
)


def canonical(row: Values) -> str:
    """A row as the log keeps it: JSON in order of keys, dates as ISO."""
    return _canonical.encode(row)


#: So many changes are hashed in one go; from so many on it pays to load what hashes them several times as quick.
_AT_A_TIME, _MANY = 1000, 10_000

_WORDS = ("at", "stand_in", "by", "command", "reason", "undoes")


def change_text(table: str, key: str, member_id: int | str | None, before: str | None, after: str | None) -> str:
    """What is hashed of a change.

    A row that is there begins with a sign, and JSON has no bare control character: nothing reads in two ways.
    """
    was, became = "" if before is None else f"={before}", "" if after is None else f"={after}"
    return f"{table}\x1f{key}\x1f{member_id}\x1f{was}\x1f{became}\x1f"


def entry_hash(head: str, uid: str, entry: Values, changes: Sequence[Change]) -> str:
    """The hash of an entry over the one before it, the name of its chain, its own words and every change."""
    texts = _joined(starmap(change_text, changes))
    if len(changes) < _MANY:
        return hash_over(head, uid, entry, texts)
    from hashlib import sha256 as quicker

    return hash_over(head, uid, entry, texts, quicker)


def _joined(texts: Iterator[str]) -> Iterator[str]:
    """The texts, many in one."""
    while some := list(islice(texts, _AT_A_TIME)):
        yield "".join(some)


def hash_over(head: str, uid: str, entry: Values, changes: Iterable[str], new: Callable[[bytes], Any] = sha256) -> str:
    """The same, of changes that are texts to be hashed already, one in each or several. `new` begins a hash.

    Entries of books before schema 0012 have no login, and neither it nor the book's name is in their hash. The other
    halves of an act that stands in several chains are in it where there are any.
    """
    digest = new(head.encode())
    words = {"id": entry["number"], **{name: entry[name] for name in _WORDS}}
    if entry["login"]:
        words |= {"login": entry["login"], "book": uid}
    if entry["beside"]:
        words["beside"] = entry["beside"]
    digest.update(canonical(words).encode())
    for text in changes:
        digest.update(text.encode())
    return str(digest.hexdigest())


def row_key(table: str, row: Values) -> str:
    """A row's primary key as one text: `12`, or `12/2026-03-06` where it has several columns."""
    names = TABLES[table][0]
    return str(row[names[0]]) if len(names) == 1 else "/".join([str(row[name]) for name in names])


def change_of(table: str, before: Values | None, after: Values | None) -> Change:
    """What became of a row."""
    row = after if after is not None else before
    assert row is not None
    return Change(
        table,
        row_key(table, row),
        row["id"] if table == "member" else row.get("member_id"),
        None if before is None else canonical(before),
        None if after is None else canonical(after),
    )


def log_columns(entry_id: Any, chain_id: int, places: Sequence[int], changes: Sequence[Change]) -> Columns:
    """Changes, at least one, as the columns of their rows in the log."""
    told = zip(("table_name", "row_key", "member_id", "before", "after"), zip(*changes, strict=True), strict=True)
    many = len(changes)
    return {"entry_id": [entry_id] * many, "chain_id": [chain_id] * many, "seq": places, **dict(told)}


def read_beside(beside: str) -> Iterable[tuple[str, int, str]]:
    """The other halves of an act: the name of each chain, the number in it, the hash before."""
    return [(uid, number, head) for uid, (number, head) in json.loads(beside).items()] if beside else []
