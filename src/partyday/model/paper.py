"""What a paper is before it is a workbook: a title, columns, rows, notes, blanks to sign.

Forms build a `Sheet`, `forms.xlsx` prints it, and a filing keeps the SHA-256 of `canonical(sheet)`. So what is filed
depends on the content alone, not on fonts or widths. Standard library only.
"""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import takewhile

from partyday.model import digest
from partyday.model.frozen import frozen

#: What a cell holds. Dates are ISO text, money is Decimal in yuan, a rate is a float from 0 to 1, None is empty.
Value = str | int | float | Decimal | None

#: Printed where a figure or a state does not apply.
NOT_APPLICABLE = "—"

#: Where people sign and stamp, at the foot of most forms.
SIGNATURES = ("填表人：", "支部书记：", "（盖章）", "填表日期：　　　年　　月　　日")

#: What XML cannot hold or, with a carriage return, reads in different ways: it is never printed. Told by what is left
#: out, since a class of all that is printed takes ten times as long to compile.
UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")

#: The same at the foot of a superior's.
SUPERIOR_SIGNATURES = ("填表人：", "负责人：", *SIGNATURES[2:])

#: A cell of a workbook holds so many characters.
LONGEST_TEXT = 32_767

_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_LONGEST_STEM = 80  # characters
_LONGEST_IN_BYTES = 240  # with its ending; file systems end at 255


class Align(StrEnum):
    """Where the text of a column stands in its cells."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Number(StrEnum):
    """How a number is shown; text is not touched by it."""

    PLAIN = "plain"
    MONEY = "money"  # 1234.5 → 1,234.50
    PERCENT = "percent"  # 0.818 → 81.8%
    ROUND = "round"  # 0.818 → 82%
    TEXT = "text"  # what somebody types stays the text they typed: 00123, 2019-07-01


class Asked(StrEnum):
    """Whether people are asked to fill a column in; its heading is shaded accordingly."""

    NO = "no"
    OPTIONAL = "optional"
    REQUIRED = "required"


class RowKind(StrEnum):
    """What a row of the table is for."""

    DATA = "data"
    SECTION = "section"  # one text over all columns
    TOTAL = "total"  # bold; see `Row`


class Orientation(StrEnum):
    """How the A4 page lies."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


@frozen(kw_only=True)
class PrintedColumn:
    """A column of the table.

    `width` counts half-width characters (a Chinese character takes two). Neighbours with the same `group` stand under
    that heading, in a header of two rows. `choices` are offered as a drop-down list; other text stays possible, unless
    `only_choices` refuses it. `spans`: a text reaches down over the empty (None) cells under it, in rows of data. Cells
    with a text among `shaded` stand out by their ground.
    """

    heading: str
    width: float
    group: str = ""
    align: Align = Align.CENTER
    number: Number = Number.PLAIN
    choices: tuple[str, ...] = ()
    only_choices: bool = False
    asked: Asked = Asked.NO
    shaded: tuple[str, ...] = ()
    spans: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table, with a cell for each column (a section row has the one).

    In a total row the first text reaches over the empty (None) cells right of it, and an empty first cell continues
    the one above. `number`, where given, overrides that of the columns.
    """

    cells: tuple[Value, ...]
    kind: RowKind = RowKind.DATA
    number: Number | None = None


def shown(cell: Value, column: PrintedColumn, row: Row) -> str:
    """The text of a cell of a table, numbers as their column or their row shows them."""
    number = row.number or column.number
    if cell is None or isinstance(cell, str):
        return cell or ""
    if number in (Number.PERCENT, Number.ROUND):
        return f"{cell:.1%}" if number is Number.PERCENT else f"{cell:.0%}"
    return f"{cell:,.2f}" if number is Number.MONEY else str(cell)


@frozen(kw_only=True)
class LineOf:
    """A line drawn from a column of the table against the texts of another, both from 0, on the scale of a rate."""

    title: str
    texts: int
    values: int


@frozen(kw_only=True)
class Sheet:
    """One sheet of a paper, on A4.

    `tab` names the sheet in its workbook and `stem` the file (without `.xlsx`). `lines` stand between title and table,
    each a (left, right) pair; `notes` under the table; `signatures` in one row at the foot. `row_height` is the
    comfortable height of a row of the table, in points; the rows of a sheet that just misses the page are set closer.
    `blank_rows` are left under the table for people to type in: they have no border, so empty ones are not printed.
    On the screen the first `frozen_columns` stay in sight.

    `heat`: the first and last column, from 0, whose rates are shaded by how high they are. `line` is drawn under the
    table. A `drawn` sheet only shows what the others say: it is no content, and no filing counts it.
    """

    title: str
    tab: str
    stem: str
    columns: tuple[PrintedColumn, ...]
    body: tuple[Row, ...]
    lines: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    orientation: Orientation = Orientation.PORTRAIT
    row_height: float = 22
    draft: bool = False
    blank_rows: int = 0
    frozen_columns: int = 0
    heat: tuple[int, int] | None = None
    line: LineOf | None = None
    drawn: bool = False

    def __post_init__(self) -> None:
        for row in self.body:
            if len(row.cells) != (1 if row.kind is RowKind.SECTION else len(self.columns)):
                raise ValueError(f"{self.tab}: {len(self.columns)} columns, but a {row.kind} row of {len(row.cells)}")

    @property
    def heading(self) -> str:
        """The title as printed: a draft says so."""
        return f"{self.title}（草稿）" if self.draft else self.title

    @property
    def leading(self) -> tuple[Row, ...]:
        """The numbered sections that the table begins with: they say what it is of, and are printed over its header."""
        return tuple(takewhile(_is_numbered_section, self.body))

    @property
    def grouped(self) -> bool:
        """Whether the header takes two rows."""
        return any(column.group for column in self.columns)


def _is_numbered_section(row: Row) -> bool:
    return row.kind is RowKind.SECTION and bool(_NUMBERED.match(str(row.cells[0])))


_NUMBERED = re.compile("[一二三四五六七八九十]+、")

#: What stands behind the name of a row that goes on from the one before, where a text is printed in several rows.
CONTINUED = "（续）"


def or_dash(value: Value) -> Value:
    """A cell's value, the dash where there is none."""
    return NOT_APPLICABLE if value is None else value


def in_yuan(fen: int) -> Decimal:
    """Fen as a cell holds them."""
    return Decimal(fen) / 100


def file_stem(*parts: str) -> str:
    """A file name without ending, of the parts that are not empty; valid on Windows too."""
    stem = _NOT_IN_FILE_NAMES.sub("_", "-".join(part for part in parts if part))
    stem = stem[:_LONGEST_STEM].encode("utf-8", "ignore")[:_LONGEST_IN_BYTES].decode("utf-8", "ignore")
    return stem.rstrip(" .") or "partyday"


def canonical(sheet: Sheet) -> str:
    """The content as JSON that is the same whenever the content is: what a filing freezes.

    Widths, fonts, alignment, drop-down lists and file names are not content.
    """
    content = {
        "title": sheet.title,
        "draft": sheet.draft,
        "lines": sheet.lines,
        "columns": [[column.group, column.heading] for column in sheet.columns],
        "rows": [[row.kind, *row.cells] for row in sheet.body],
        "notes": sheet.notes,
        "signatures": sheet.signatures,
    }
    return _JSON.encode(content)


def sha256(*sheets: Sheet) -> str:
    """The SHA-256 of the canonical content of a form's sheets, in hexadecimal."""
    content = "\n".join(canonical(sheet) for sheet in sheets if not sheet.drawn)
    return digest.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def _as_text(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    raise TypeError(f"{type(value).__name__} is not a cell value")


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_as_text)
