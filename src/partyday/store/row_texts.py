"""The rows of a table as the texts that the log has of them, and whether all rows are what the log says of them last.

Most rows of a school are said once and never changed, so they are not looked up one by one: a sum over the keyed hashes
of what the log said is held against the same sum over the rows. Where the two differ, or anything is out of the
ordinary, nothing is decided here: `checking` then looks up each row. Imports no services.
"""

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from itertools import chain, islice, repeat, starmap
from json.encoder import encode_basestring
from typing import Any

from partyday.errors import PartydayError
from partyday.model.period import Month, Period
from partyday.store.chain import Change, change_text
from partyday.store.compiled import NUMBERS, SQLITE, TABLES
from partyday.store.connection import Connection, Whole
from partyday.store.records import NOUNS


class UnknownValue(Exception):
    """A value that no noun of the model holds."""


def writer(table: str, columns: tuple[str, ...]) -> Callable[[Sequence[Any]], str]:
    """A function from the values of a row to the text that the log has of it, quicker than to read that text.

    It raises UnknownValue for a value that the model does not know, such as a code of a later version.
    """
    order = sorted(range(len(columns)), key=columns.__getitem__)
    template = "{" + ",".join(f'"{columns[place]}":%s' for place in order) + "}"
    known = [(place, _Encoded(_encoder(table, columns[place]))) for place in order]
    return lambda values: template % tuple([encoded[values[place]] for place, encoded in known])


def _encoder(table: str, name: str) -> Callable[[Any], str]:
    """How the values of a column are written."""
    letters = dict(zip(SQLITE[f"GET_{table.upper()}"][2], SQLITE[f"GET_{table.upper()}"][3], strict=False))
    special = next(special for of, special in NOUNS.values() if of == table)
    if letters.get(name) in _BY_LETTER:
        return _BY_LETTER[letters[name]]
    if name in special:
        return _readable(special[name].read)
    return _number if name in NUMBERS[table] else _encoded


class _Encoded(dict[Any, str]):
    """What a column held → its text: in most columns the same few values stand again and again."""

    def __init__(self, encode: Callable[[Any], str]) -> None:
        super().__init__()
        self.encode = encode

    def __missing__(self, value: Any) -> str:
        text = self.encode(value)
        if len(self) < _MOST:
            self[value] = text
        return text


#: As many values of a column are remembered; keys of rows go past it, and cost what they did.
_MOST = 4096


def _encoded(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    raise UnknownValue(value)


def _number(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, int):
        return str(value)
    raise UnknownValue(value)


def _readable(read: Callable[[Any], Any]) -> Callable[[Any], str]:
    """As `_encoded`, of a column whose values the model has as more than text."""

    def encode(value: Any) -> str:
        try:
            known = read(value)
            if isinstance(known, (Month, Period)):  # texts of any kind, until they are asked what they are
                known.read(known)
        except (PartydayError, ValueError, LookupError, TypeError, AttributeError):
            raise UnknownValue(value) from None
        return _encoded(value)

    return encode


def _boolean(value: Any) -> str:
    try:
        return {None: "null", 0: "false", 1: "true"}[value]
    except (KeyError, TypeError):
        raise UnknownValue(value) from None


def _date(value: Any) -> str:
    try:
        return _encoded(value if value is None or isinstance(value, date) else date.fromisoformat(value))
    except (ValueError, TypeError):
        raise UnknownValue(value) from None


#: How the columns that the drivers convert are written, by the letter of what they are converted to.
_BY_LETTER = {"b": _boolean, "d": _date}


# ---- all rows of a table at once

#: Beyond so many rows of a book that were changed later their last words are not held in memory.
MANY_CHANGED = 200_000

#: So many rows are written at a time, column by column.
_AT_A_TIME = 2000


class _WordOnTable:
    """What the log says of the rows of one table: how many there are, the sum over those of which one thing was ever
    said, and of each other the hash of the last word, None where it is gone.
    """

    __slots__ = ("changed", "rows", "total")

    def __init__(self) -> None:
        self.rows = self.total = 0
        self.changed: dict[str, int | None] = {}


class ByLog:
    """What the log says of the rows, gathered change by change, oldest first."""

    def __init__(self) -> None:
        # Whoever wrote the book knows no key of the hashes, so cannot choose rows whose sum is that of others.
        self._salt = os.urandom(16).hex()
        self._tables: defaultdict[str, _WordOnTable] = defaultdict(_WordOnTable)
        self._changed = 0

    def rows(self, table: str) -> int:
        """How many rows a table has by the log."""
        return self._tables[table].rows

    def gather(self, columns: Sequence[Sequence[Any]]) -> str:
        """Take in changes, as the columns of CHANGES; what is hashed of them."""
        _ids, _seqs, tables, keys, member_ids, befores, afters, _chains = columns
        changes = zip(tables, keys, member_ids, befores, afters, strict=True)
        if befores.count(None) < len(befores) or None in afters:
            return "".join([self._change(*change) for change in changes])
        texts = list(starmap(change_text, changes))
        hashes = [hash(self._salt + text) for text in texts]
        for table in dict.fromkeys(tables):
            of_table = self._tables[table]
            places = [place for place, of in enumerate(tables) if of == table]
            of_table.rows += len(places)
            for lacking in _lacking(table, [afters[place] for place in places]):
                place = places[lacking]
                hashes[place] = self._hash(table, keys[place], member_ids[place], afters[place])
            of_table.total += sum([hashes[place] for place in places])
            if of_table.changed:
                for place in places:
                    if keys[place] in of_table.changed:  # it is there again
                        of_table.total -= hashes[place]
                        of_table.changed[keys[place]] = hashes[place]
        return "".join(texts)

    def gather_of_file(self, columns: Sequence[Sequence[Any]]) -> None:
        """Take in changes from the log of a file that was joined: rows are not counted, what was said last is."""
        for table, key, member_id, _before, after in zip(*columns[2:7], strict=True):
            self._know(table, key, None if after is None else self._hash(table, key, member_id, after))

    def _know(self, table: str, key: str, said: int | None) -> None:
        changed = self._tables[table].changed
        self._changed += key not in changed
        if self._changed <= MANY_CHANGED:
            changed[key] = said

    def _change(self, table: str, key: str, member_id: int | None, before: str | None, after: str | None) -> str:
        """Take in one change, whatever it is; what is hashed of it."""
        of_table = self._tables[table]
        of_table.rows += (after is not None) - (before is not None)
        said = None if after is None else self._hash(table, key, member_id, after)
        if key in of_table.changed:
            of_table.changed[key] = said
        elif before is None and said is not None:
            of_table.total += said
        else:
            # Taken out of the sum again: where this is not what was said first, the sums differ ever after.
            of_table.total -= self._hash(table, key, member_id, before)
            self._know(table, key, said)
        return change_text(table, key, member_id, before, after)

    def _hash(self, table: str, key: str, member_id: int | None, row: str | None) -> int:
        if row is not None and _lacking(table, (row,)):
            row = _whole(table, row)
        return hash(self._salt + change_text(table, key, member_id, None, row))

    def agrees(self, connection: Connection, table: str) -> bool:
        """Whether all rows of a table are what was said of them last; False also where that is not known."""
        if self._changed > MANY_CHANGED:
            return False
        of_table = self._tables[table]
        changed = of_table.changed
        total = there = again = 0
        try:
            for keys, texts in self._texts(connection, table):
                hashes = list(map(hash, texts))
                there += len(hashes)
                total += sum(hashes)
                for key, hashed in zip(keys, hashes, strict=True) if changed else ():
                    if key in changed:
                        if changed[key] != hashed:
                            return False
                        total -= hashed
                        again += 1
        except UnknownValue:
            return False
        last = sum(hashed is not None for hashed in changed.values())
        return (total, there, again) == (of_table.total, of_table.rows, last)

    def _texts(self, connection: Connection, table: str) -> Iterator[tuple[Iterable[str], Iterable[str]]]:
        """The keys of the rows, and what was hashed when each was said for the first time; some rows at a time.

        Column by column, so that no step of it is taken for a single value. Raises UnknownValue.
        """
        key, blank = TABLES[table]
        letters = dict(zip(SQLITE[f"GET_{table.upper()}"][2], SQLITE[f"GET_{table.upper()}"][3], strict=False))
        whole = Whole(table, tuple(blank), "".join(letters.get(name, ".") for name in blank), key)
        texts = _Texts(table, blank)
        member = _member(table)
        key_template = "/".join(["%s"] * len(key))
        template = self._salt + change_text(table, key_template, "%s" if member else None, None, texts.template)
        bare = (*key, member) if member else key
        rows = connection.rows_of(whole)
        while chunk := list(islice(rows, _AT_A_TIME)):
            held = dict(zip(blank, zip(*chunk, strict=True), strict=True))
            told = [*(map(str, held[name]) for name in bare), *texts.written(held)]
            keys = map(key_template.__mod__, zip(*(held[name] for name in key), strict=True))
            yield keys, _filled(template, told)


def _lacking(table: str, rows: Sequence[str]) -> list[int]:
    """Where texts of rows lack columns that came later; one that tells of a colon behind a quotation mark may pass."""
    many = len(TABLES[table][1]) if table in TABLES else 0
    counts = list(map(str.count, rows, repeat('":')))
    return [place for place, count in enumerate(counts) if count < many] if min(counts) < many else []


def _whole(table: str, row: str) -> str:
    """The text of a row that an older version wrote, with the columns that came later, each with its blank value.

    Within a text every quotation mark is written with a stroke, so the name of a column is found at its place alone.
    """
    following = ""
    for beginning, told in _from_the_end(table):
        if beginning not in row:
            row = row.replace(following, f"{told},{following}", 1) if following else f"{row[:-1]},{told}}}"
        following = beginning
    return row


@cache
def _from_the_end(table: str) -> list[tuple[str, str]]:
    """The columns of a table as they stand in a text, the last one first: how one begins, and its blank value."""
    columns = sorted(TABLES[table][1].items(), reverse=True)
    return [(f'"{name}":', f'"{name}":{json.dumps(blank)}') for name, blank in columns]


def _member(table: str) -> str | None:
    """The column of a table that tells whose a row is."""
    return "id" if table == "member" else "member_id" if "member_id" in TABLES[table][1] else None


def new_rows(table: str, columns: Mapping[str, Sequence[Any]]) -> Iterable[Change]:
    """What the log says of new rows of nouns, given by their columns."""
    key, member = TABLES[table][0], _member(table)
    texts = _texts(table, tuple(columns))
    keys = _filled("/".join(["%s"] * len(key)), [map(str, columns[name]) for name in key])
    whose = columns[member] if member else repeat(None)
    afters = _filled(texts.template, texts.written(columns))
    # A named tuple made by its class is as dear as all its texts.
    return map(partial(tuple.__new__, Change), zip(repeat(table), keys, whose, repeat(None), afters, strict=False))


def _filled(template: str, columns: Iterable[Iterable[str]]) -> Iterator[str]:
    """The template with the texts of each row of these columns in its places."""
    first, *between = map(repeat, template.split("%s"))
    return map("".join, zip(first, *chain(*zip(columns, between, strict=True)), strict=False))


@cache
def _texts(table: str, columns: tuple[str, ...]) -> "_Texts":
    """The same for as many rows as there are: what it remembers is of use for all of them."""
    return _Texts(table, columns)


class _Texts:
    """Writes rows column by column, so that no step of it is taken for a single value; `template` is a whole row."""

    def __init__(self, table: str, columns: Iterable[str]) -> None:
        self._columns = {name: _Column(table, name) for name in sorted(columns)}
        self.template = "{" + ",".join(f'"{name}":%s' for name in self._columns) + "}"

    def written(self, rows: Mapping[str, Sequence[Any]]) -> list[list[str]]:
        """The texts of the columns in their places in the template. Raises UnknownValue."""
        return [column.written(rows[name]) for name, column in self._columns.items()]


class _Column:
    """How the values of a column are written."""

    def __init__(self, table: str, name: str) -> None:
        encode = _encoder(table, name)
        self._encoded, self._plainly = _Encoded(encode), _PLAINLY.get(encode)

    def written(self, values: Sequence[Any]) -> list[str]:
        """The texts of so many values. Raises UnknownValue."""
        if self._plainly:
            kind, write = self._plainly
            if set(map(type, values)) == {kind}:
                return list(map(write, values))
        return list(map(self._encoded.__getitem__, values))


#: A kind of values, and what writes them where all are of it: as that function does, without remembering them.
_PLAINLY: Mapping[Callable[[Any], str], tuple[type, Callable[[Any], str]]] = {
    _number: (int, str),
    _encoded: (str, encode_basestring),
    _date: (date, '"%s"'.__mod__),
}
