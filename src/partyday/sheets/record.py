"""A record of a meeting that names people in its cells and has no table of them: 实到人员 | 林晓岚、何建业.

Its rows are read as the lines of a list are. Only a line that says how those it names were there is an entry; whatever
else a record tells (who led it, what was said) is told as not read. Imports no rules, store, services or cli.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from partyday.errors import BadInput
from partyday.model.codes import State
from partyday.model.people import Person
from partyday.model.said import Attendance
from partyday.sheets import files
from partyday.sheets.above import day_named
from partyday.sheets.attendance_words import BREAK, WORDS, label_word, says_state
from partyday.sheets.cells import is_blank, shown
from partyday.sheets.known_names import KnownNames
from partyday.sheets.pages import SAMPLE_ROWS, Row
from partyday.sheets.pasted import no_entries, read_paste
from partyday.sheets.several import about_sheets

_LABEL = re.compile(r"\s*([^:：]{2,14})[:：]\s*(?=\S)")
_PIECES = re.compile(f"[{BREAK}]+")


def read_record(path: Path, people: Iterable[Person], today: date, bare: State | None) -> Attendance | None:
    """What the record at `path` says; None where no line of it says how somebody was there."""
    names = KnownNames(people)
    with files.opened(path) as sources:
        rows = sources[0].sample()
        told = [*about_sheets(sources, sources[:1], sources[:1])]
    if len(rows) >= SAMPLE_ROWS:  # a record is a page or two
        return None
    if any(_heads_names(shown(cell)) for row in rows for cell in row if isinstance(cell, str)):
        return None
    lines = [line for row in rows for line in _lines(row)]
    entries = list(_entries(lines, names, headed=bare is not None))
    if not any(map(names.within, entries)):
        return None
    try:
        # A blank line stands for each that is no entry, so that the rows stay counted.
        said = read_paste("\n".join(entries), names.people, bare)
    except BadInput:
        return None
    day = day_named(lines, today)
    aside = [line for line, entry in zip(lines, entries, strict=True) if line and not entry]
    return replace(
        said,
        days={day.ref if day else None: said.days[None]},
        rejected=tuple(replace(problem, column="") for problem in said.rejected),
        notes=(*said.notes, *no_entries(aside), *told),
        column="",
        starts=day.starts if day else "",
    )


def _lines(row: Row) -> Iterator[str]:
    """The lines of a row: a label with what stands beside it, and each further line of a cell."""
    filled = [shown(cell) for cell in row if not is_blank(cell)]
    cells = [text for before, text in pairwise(["", *filled]) if text != before]  # merged ones repeat in a document
    if len(cells) > 1 and label_word(cells[0]) and cells[0][-1] not in ":：":
        cells[0] += "："
    yield from " ".join(cells).splitlines() or [""]


def _heads_names(text: str) -> bool:
    """Whether a cell is the header of a column of names: there is a table, whatever its other columns are."""
    return any(known.field == "name" and known.sure and not known.rank for known in WORDS.meanings(text))


def _entries(lines: Iterable[str], names: KnownNames, *, headed: bool) -> Iterator[str]:
    """Each line that is an entry, blank for each other. `headed`: it is said how those only named were there."""
    for line in lines:
        if label_word(line.rstrip(":： ")):
            headed = True
            yield line
        elif _is_entry(line, names, headed=headed):
            yield line
        else:
            headed = headed and bool(names.within(line))
            yield ""


def _is_entry(line: str, names: KnownNames, *, headed: bool) -> bool:
    """Whether a line says of people how they were there: under a label for it, or with a word behind each name."""
    found = names.within(line)
    label = _LABEL.match(line)
    if label and label_word(label[1]):
        return True
    if not found or (label and label.end() <= found[0].start):
        return False
    rest = line
    for name in reversed(found):
        rest = rest[: name.start] + " " + rest[name.end :]
    pieces = [piece for piece in _PIECES.split(rest) if piece]
    return (headed or bool(pieces)) and all(says_state(piece) or piece.isdecimal() for piece in pieces)
