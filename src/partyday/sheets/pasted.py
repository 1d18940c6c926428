"""Reading a pasted WeChat list (接龙): who was how, a line for each person, as people write such lists.

A roll is needed to understand one: it tells a name from a remark, and the second person in a line. Nothing that stands
in the list is left out unsaid: a line is read, rejected, or told as not read. Imports no rules, store, services or cli.
"""

import re
import unicodedata
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from partyday.errors import BadInput
from partyday.i18n import _, listed
from partyday.model.codes import State
from partyday.model.people import Person
from partyday.model.said import Attendance, Said
from partyday.sheets.known_names import KnownNames
from partyday.sheets.pasted_line import COLUMN, Entry, Kind, LineReader, ListedLine


def decoded(content: bytes) -> str:
    """The text of a list as it came: UTF-8, UTF-16 or GB18030, with or without a mark. Raises BadInput."""
    wide = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    unmarked = "utf-16-be" if content[:1] == b"\0" else "utf-16-le"
    encodings = ("utf-16",) if wide else (unmarked,) if b"\0" in content else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    raise BadInput(_("The list is no text that can be read."), _("Copy it from WeChat again, and save it as UTF-8."))


#: So many letters are no list that anybody pasted.
_LONGEST = 1_000_000


def read_paste(text: str, people: Iterable[Person], bare: State | None = State.PRESENT) -> Attendance:
    """What a pasted list says: `1. 张三`, `2、李四 线上`, `3. 王五（请假 病假 发烧）`. A name alone is `bare`,
    or not understood where that is None.

    `people` are they whose names it may hold. Raises BadInput for a list that names nobody.
    """
    if len(text) > _LONGEST:
        raise BadInput(_("The list is too long to be one of people."), _("Copy the lines with the names alone."))
    names = KnownNames(people)
    reader = LineReader(names, bare)
    said: list[Said] = []
    rejected, aside = [], []
    lines = list(_belong([reader.line(entry) for entry in _entries(text)]))
    unclear = {found.name for line, belongs in lines if belongs and line.problem for found in names.within(line.text)}
    for line, belongs in lines:
        if not belongs:
            aside.append(line.text)
        elif line.problem:
            rejected.append(line.rejected)
        elif unclear.isdisjoint(entry.who for entry in line.said):
            said += line.said
        else:
            rejected.append(replace(line, problem=_("Another line of this person is not understood.")).rejected)
    if not said and not rejected:
        raise BadInput(_("The list names nobody."), _("Copy the whole message, with a line for each person."))
    notes = list(reader.notes)
    notes += no_entries([line for line in aside if not line.startswith("#")])
    if reader.beside:
        notes.append(_("Beside the names, not read: {words}").format(words=listed(reader.beside)))
    return Attendance({None: tuple(said)}, tuple(rejected), notes=tuple(notes), column=COLUMN, aside=tuple(aside))


def no_entries(lines: Sequence[str]) -> list[str]:
    """The sentence on lines that were not read; none where there are none."""
    if not lines:
        return []
    return [_("Lines that are no entry: {lines}").format(lines=listed(f"“{line}”" for line in lines))]


# ---- from the text to its entries

_CHINESE = "一二三四五六七八九十"
_STARTS_ENTRY = r"(?=\d{5,}|\d{2,4}[级班]|[^\d\s])(?![年月日号点时分])"
_NUMBER = re.compile(
    r"\s*(?:"
    rf"[(（【]\s*(\d{{1,4}}|[{_CHINESE}]{{1,3}})\s*[)）】]\s*[.．、。]?"
    r"|[Nn][Oo][.．]?\s*(\d{1,4})\s*[.．、:：)）]?"
    r"|(\d{1,4})\ufe0f?\u20e3\s*[.．、]?"
    r"|(\d{1,4})\s*[.．、。,，)）】:：]"
    rf"|([{_CHINESE}]{{1,3}})\s*[、.．]"
    r"|([①-⑳⑴-⒛])"
    r"|第\s*(\d{1,4})\s*[个位名号]\s*[:：.．、,，]?"
    r"|(\d{1,4})(?=\s+\D)"
    rf")\s*{_STARTS_ENTRY}"
)
_GLUED = re.compile(r"\s*(\d{1,4})(?=[\u3400-\u9fff])(?![年月日号点时分人名位个楼室节周天级班])")
_EMPTY = re.compile(r"\s*[(（【]?\d{0,4}\ufe0f?\u20e3?\s*[.．、。,，)）】:：]?\s*")
_INSIDE = re.compile(
    rf"(?<![\d.．])(?<!\d[:：])(?:(\d{{1,4}})\ufe0f?\u20e3|(\d{{1,4}})\s*[.．、)）]|([①-⑳⑴-⒛]))\s*{_STARTS_ENTRY}"
)


def _entries(text: str) -> Iterator[Entry]:
    for row, line in enumerate(text.splitlines(), start=1):
        for piece in _chained(line):
            if found := _NUMBER.match(piece):
                number = next(filter(None, found.groups()))
                yield Entry(row, _as_number(number), piece[found.end() :])
            elif found := _GLUED.match(piece):
                yield Entry(row, int(found[1]), piece[found.end() :], glued=True)
            elif not _EMPTY.fullmatch(piece):
                yield Entry(row, None, piece)


def _chained(line: str) -> list[str]:
    """The entries of a line that holds several numbers one after the other (1. 张三 2. 李四), else the line."""
    starts: list[int] = []
    last = 0
    for found in _INSIDE.finditer(line):
        number = _as_number(next(filter(None, found.groups())))
        if not starts or number == last + 1:
            starts.append(found.start())
            last = number
    if len(starts) < 2:
        return [line]
    ends = [*starts[1:], len(line)]
    pieces = [line[: starts[0]], *(line[start:end] for start, end in zip(starts, ends, strict=True))]
    return [piece for piece in pieces if piece.strip()]


def _as_number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if len(text) == 1 and text not in _CHINESE:
        return int(unicodedata.numeric(text))
    tens, ten, ones = text.rpartition("十")
    digit = {char: value for value, char in enumerate(_CHINESE, start=1)}
    return (digit.get(tens, 1) * 10 if ten else 0) + digit.get(ones, 0)


# ---- which lines are of the list


def _belong(lines: Sequence[ListedLine]) -> Iterator[tuple[ListedLine, bool]]:
    """Each line, and whether it is one of the list: not a title, an agenda with numbers of its own, or chat."""
    known = [at for at, line in enumerate(lines) if line.kind is Kind.NAMED]
    first = known[0] if known else len(lines)
    start = _restart(lines, first) if known else 0
    numbered = any(line.number is not None for line in ([lines[at] for at in known] or lines))
    for at, line in enumerate(lines):
        if line.kind in (Kind.NAMED, Kind.LABEL):
            yield line, True
        elif line.number is not None:
            yield line, at >= start
        elif line.kind is Kind.UNCLEAR:
            yield line, not numbered or at > first
        elif line.kind is Kind.STRANGER:
            yield line, not numbered or (at > first and not line.bare)
        else:
            yield line, line.kind is Kind.NAMELESS and not numbered and at > first


def _restart(lines: Sequence[ListedLine], first: int) -> int:
    """Where the numbering of the list begins: the last time it starts anew, up to its first known line."""
    start, last = 0, 0
    for at, line in enumerate(lines[: first + 1]):
        if line.number is not None:
            if line.number <= last:
                start = at
            last = line.number
    return start
