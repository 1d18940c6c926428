"""A paper as a document of paragraphs and tables: what of a `Sheet` becomes what, before anything is written.

Which forms are documents stands in `model.forms`. A sheet of a single column is a letter: its first line names whom it
goes to, its section rows are headings (一、, （一）), its other rows paragraphs, its signatures the unit and its date.
Of any other sheet the section rows before the table are paragraphs, the rest is the table. The next sheets of a paper
begin a page of their own. Knows no file format; `docx` writes it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile

from partyday.model.paper import PrintedColumn, Row, RowKind, Sheet, shown

_CONTINUED = "（续）"
_LEVELS = (re.compile(r"[一二三四五六七八九十]+、"), re.compile(r"（[一二三四五六七八九十]+）"))

#: Text up to such a sign, behind a heading's number, is the heading; the rest of the paragraph follows it.
_LEAD = "："


@dataclass(frozen=True)
class Paragraph:
    """Text; `level` 1 (一、) or 2 （（一）） where it is a heading, 0 where it is not.

    Of a heading the first `lead` characters are one and the rest is text; None: all of it. `indented`: its first line
    begins two characters in.
    """

    text: str
    level: int = 0
    lead: int | None = None
    indented: bool = True


@dataclass(frozen=True)
class BothEnds:
    """A line with a text at either end."""

    left: str
    right: str = ""


@dataclass(frozen=True)
class Table:
    """A table. `columns` give the headings, unless `plain` (a table of names and texts has none), and the widths.

    `among` are the rows it is measured with, where several tables are to look alike.
    """

    columns: tuple[PrintedColumn, ...]
    rows: tuple[Row, ...]
    plain: bool = False
    among: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Note:
    """A remark under a table."""

    text: str


@dataclass(frozen=True)
class Blanks:
    """What is signed and stamped, with room for it; never on a page without what stands before it."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Closing:
    """The unit a letter is of, and its date, at the right below it."""

    unit: str
    dated: str = ""


Block = Paragraph | BothEnds | Table | Note | Blanks | Closing


@dataclass(frozen=True)
class Letter:
    """A document, or a part of one that begins a page: its title, and what stands under it."""

    title: str
    blocks: tuple[Block, ...]


def letter(sheet: Sheet, form: str = "") -> Letter:
    """A sheet of a form as a document."""
    if len(sheet.columns) == 1:
        return Letter(sheet.heading, tuple(_of_letter(sheet)))
    table = _by_quarter if form == "year-plan" else _table
    return Letter(
        sheet.heading,
        (
            *(BothEnds(left, right) for left, right in sheet.lines),
            *table(sheet),
            *map(Note, sheet.notes),
            *([Blanks(sheet.signatures)] if sheet.signatures else []),
        ),
    )


def named_texts(sheet: Sheet) -> dict[str, str]:
    """Of a sheet of names and texts, what stands behind each name; of any other nothing."""
    return {str(row.cells[0]): str(row.cells[1] or "") for row in _joined(sheet.body)} if _is_plain(sheet) else {}


def _is_plain(sheet: Sheet) -> bool:
    return [column.heading for column in sheet.columns] == ["项目", "内容"]


def _of_letter(sheet: Sheet) -> Iterator[Block]:
    for left, right in sheet.lines:
        yield BothEnds(left, right) if right else Paragraph(left, indented=False)
    for row in sheet.body:
        text = shown(row.cells[0], sheet.columns[0], row)
        for part in text.split("\n"):
            yield _heading(part) if row.kind is RowKind.SECTION else Paragraph(_in_full(part))
    yield from map(Note, sheet.notes)
    if sheet.signatures:
        yield Closing(*sheet.signatures[:2])


def _in_full(text: str) -> str:
    """The dates of a text as a document tells them: 2026年1月9日、2月6日, the year where it is another one."""
    year = ""

    def told(found: re.Match[str]) -> str:
        nonlocal year
        before, year = year, found[1]
        return f"{'' if year == before else f'{year}年'}{int(found[2])}月{int(found[3])}日"

    return _DATE.sub(told, text)


_DATE = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")


def _heading(text: str) -> Paragraph:
    text = _in_full(text)
    level = next((level for level, numbered in enumerate(_LEVELS, 1) if numbered.match(text)), 1)
    lead = text.find(_LEAD) + 1
    return Paragraph(text, level, lead or None)


def _table(sheet: Sheet) -> Iterator[Block]:
    before = list(takewhile(lambda row: row.kind is RowKind.SECTION, sheet.body))
    for row in before:
        yield _heading(str(row.cells[0]))
    rows = sheet.body[len(before) :]
    plain = _is_plain(sheet)
    yield Table(sheet.columns, tuple(_joined(rows) if plain else rows), plain=plain)


def _joined(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows of names and texts, each with what went on in rows of their own: a page breaks inside a row here."""
    for (kind, name), parts in groupby(rows, key=lambda row: (row.kind, str(row.cells[0]).removesuffix(_CONTINUED))):
        if kind is RowKind.SECTION:
            yield from parts
            continue
        texts = [str(row.cells[1] or "") for row in parts]
        yield Row((name, "\n".join(texts) or None))


def _by_quarter(sheet: Sheet) -> Iterator[Block]:
    """The plan of a year: a heading with the theme of each quarter, and under it the table of its days."""
    before = list(takewhile(lambda row: row.kind is RowKind.SECTION, sheet.body))
    for row in before:
        yield _heading(str(row.cells[0]))
    rows = sheet.body[len(before) :]
    kept = [
        place
        for place, column in enumerate(sheet.columns)
        if place >= _QUARTER_AND_THEME
        and (column.heading not in _LEFT_OUT_WHERE_EMPTY or any(row.cells[place] is not None for row in rows))
    ]
    columns = tuple(sheet.columns[place] for place in kept)
    every = tuple(Row(tuple(row.cells[place] for place in kept)) for row in rows)
    begins = [at for at, row in enumerate(rows) if row.cells[0] is not None]
    for number, (first, end) in enumerate(pairwise([*begins, len(rows)]), 1):
        quarter, theme = rows[first].cells[:_QUARTER_AND_THEME]
        yield _heading(
            f"（{_NUMBERS[number]}）{quarter}{_LEAD}{theme}" if theme else f"（{_NUMBERS[number]}）{quarter}"
        )
        days = tuple(day for day in every[first:end] if any(cell is not None for cell in day.cells))
        yield Table(columns, days, among=every) if days else Paragraph("本季度尚未排定活动日。")


_NUMBERS = "〇一二三四五六七八九十"
_QUARTER_AND_THEME = 2  # the columns that become headings
_LEFT_OUT_WHERE_EMPTY = {"内容类别", "形式", "备注"}
