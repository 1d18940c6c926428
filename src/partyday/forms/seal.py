"""The seal of a filed workbook: what was filed, in a hidden sheet, for the superior's book to take in.

The data is JSON, compressed and written in letters and digits alone, so that no program that opens and saves the
workbook changes it; its SHA-256 stands beside it. That guards against damage and edits, not against forgery. Knows no
workbook.
"""

import base64
import binascii
import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import zip_longest

from partyday.errors import BadInput
from partyday.forms.archive import unpack
from partyday.forms.cells import Cell, is_blank, shown
from partyday.forms.sheet import LONGEST_TEXT, UNPRINTED, Sheet, Value, sha256
from partyday.i18n import _

SEAL_TAB = "partyday"

_SAYS = "partyday 报送数据：供上级党组织汇总，请勿修改或删除本页。"
_VERSION = 1
_CHUNK = 30_000  # a cell holds 32,767 characters
_LARGEST = 64 << 20  # bytes of JSON: a school's whole year is a tenth of it


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """What a filed workbook says of itself: `content` are its sheets as `archive` packs them.

    `member` is whom it is about, empty where it is about nobody alone.
    """

    form: str
    branch: str
    superior: str
    period: str
    filed_on: date
    policy: str
    sha256: str
    content: str
    member: str = ""

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets as they were filed."""
        return unpack(self.content)


@dataclass(frozen=True)
class Difference:
    """One cell that is not as it was filed; `filed` and `found` as people see them."""

    sheet: str
    cell: str
    filed: str
    found: str


def seal(sealed: Sealed) -> list[str]:
    """The lines of the hidden sheet."""
    text = json.dumps(
        {**{name: getattr(sealed, name) for name in _TEXTS}, "filed_on": sealed.filed_on.isoformat()},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode("utf-8", "surrogatepass")
    letters = base64.b64encode(zlib.compress(text, 9)).decode("ascii")
    chunks = [letters[at : at + _CHUNK] for at in range(0, len(letters), _CHUNK)]
    return [_SAYS, str(_VERSION), hashlib.sha256(text).hexdigest(), *chunks]


_TEXTS = ("form", "branch", "superior", "period", "policy", "sha256", "content", "member")


def unseal(file: str, lines: Iterable[Cell]) -> Sealed:
    """What the lines of the hidden sheet of `file` say. Raises BadInput where they were damaged or altered."""
    _says, version, digest, *chunks = [*map(shown, lines), *[""] * 3][: max(3, _MOST_LINES)]
    if version.isdecimal() and int(version) > _VERSION:
        raise BadInput(
            _("{file} was filed with a newer partyday.").format(file=file),
            _("Install the newest partyday on this computer; nothing was changed."),
        )
    damaged = BadInput(
        _("{file} is damaged: the data that was filed with it has been changed.").format(file=file),
        _("Ask the branch for the workbook as it was filed (partyday report … --filed)."),
    )
    try:
        reader = zlib.decompressobj()
        text = reader.decompress(base64.b64decode("".join(chunks), validate=True), _LARGEST)
        if reader.unconsumed_tail or not reader.eof or hashlib.sha256(text).hexdigest() != digest:
            raise damaged
        told = json.loads(text.decode("utf-8", "surrogatepass"))
        if not all(isinstance(told[name], str) for name in _TEXTS):
            raise damaged
        sealed = Sealed(**{name: told[name] for name in _TEXTS}, filed_on=date.fromisoformat(told["filed_on"]))
        if sha256(*sealed.sheets) != sealed.sha256:
            raise damaged
    except (ValueError, KeyError, TypeError, binascii.Error, zlib.error):
        raise damaged from None
    return sealed


_MOST_LINES = 2_000


def altered(sheet: Sheet, tab: str, rows: Sequence[Sequence[Cell]]) -> Iterator[Difference]:
    """Where the printed page (`rows`, in the sheet `tab`) is not what was filed; the line to sign on is free."""
    nothing: Sequence[Cell] = ()
    for number, (expected, row) in enumerate(zip_longest(_printed(sheet), rows), 1):
        found = row or nothing
        if isinstance(expected, _Line):
            said = "".join(shown(cell) for cell in found)
            if expected.text is not None and _bare(expected.text) != _bare(said):
                yield Difference(tab, f"A{number}", expected.text, said)
            continue
        for place, (value, cell) in enumerate(zip_longest(expected or (), found)):
            if not _same(value, cell):
                yield Difference(tab, f"{_letters(place)}{number}", _seen(value), shown(cell))


@dataclass(frozen=True)
class _Line:
    """A line outside the table, whose text may stand in any of its cells; None: anything may."""

    text: str | None


def _printed(sheet: Sheet) -> Iterator[_Line | Sequence[Value]]:
    """Every row of the page, from the title to the line to sign on."""
    yield _Line(sheet.heading)
    for left, right in sheet.lines:
        yield _Line(left + right)
    if sheet.grouped:
        groups = [column.group or column.heading for column in sheet.columns]
        yield _Line("".join(new for old, new in zip(["", *groups], groups, strict=False) if new != old))
        yield _Line("".join(column.heading for column in sheet.columns if column.group))
    else:
        yield _Line("".join(column.heading for column in sheet.columns))
    for row in sheet.body:
        yield row.cells
    for note in sheet.notes:
        yield _Line(note)
    if sheet.signatures:
        yield _Line(None)


def _bare(text: str) -> str:
    """Text as it is compared: what a cell holds of it, without blanks and what programs take for their own signs."""
    return "".join(_OF_PROGRAMS.sub("", UNPRINTED.sub("", text)[:LONGEST_TEXT]).split())


_OF_PROGRAMS = re.compile(r"_x[0-9A-Fa-f]{4}_")


def _same(value: Value, cell: Cell) -> bool:
    if value is None or value == "":
        return is_blank(cell)
    if isinstance(value, str):
        return _bare(value) == _bare(shown(cell))
    return isinstance(cell, int | float) and abs(float(value) - cell) < _ROUNDING


_ROUNDING = 1e-9


def _seen(value: Value) -> str:
    return "" if value is None else str(value)


def _letters(place: int) -> str:
    """The letters of a column, from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
