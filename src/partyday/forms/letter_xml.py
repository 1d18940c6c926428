"""The paragraphs and tables of a document as WordprocessingML, in the habits of official papers (GB/T 9704-2012).

Text in 仿宋 三号, the title in 小标宋 二号, headings in 黑体 and 楷体; tables smaller. Every look is written out on its
paragraph, none by the name of a style, so that the same text may go into a school's own letterhead. Lengths are in
twentieths of a point, sizes of type in half points. Knows no file and no library.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from partyday.forms.letter import Blanks, Block, BothEnds, Closing, Letter, Note, Paragraph, Table
from partyday.forms.titles import divided, longest_part, wide
from partyday.model.paper import UNPRINTED, Align, PrintedColumn, Row, RowKind, shown

#: The width of the text: 156 mm, which 28 characters of 三号 fill.
TEXT_WIDTH = 8845
#: From line to line: 225 mm hold 22.
LINE = 579
#: 三号, 16 points; characters stand a little closer, so that 28 of them fit.
BODY_SIZE, CLOSER = 32, -5
TITLE_FONT, BODY_FONT, HEADING_FONT, SECOND_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
#: Figures and letters.
LATIN_FONT = "Times New Roman"

_CHARACTER = BODY_SIZE * 10 + CLOSER
_TITLE_SIZE, _TITLE_LINE = 44, 720
#: 小四, 五号, 小五: the largest in which a table fits.
_TABLE_SIZES, _SMALL_SIZE, _CELL_LINE = (24, 21, 18), 21, 360
_BESIDE = 60  # free at either side of a cell
_FEWEST = 4  # half-width characters that a column has room for: two of a heading
_SHORTEST = 10  # and that a line of text has: it may be broken anywhere
_LONGEST_BLANK = 34  # what a line to write on takes behind its heading
_HEADING_FONTS = ("", HEADING_FONT, SECOND_FONT)
_ALIGNED = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right"}
_LONG_BLANK = re.compile(f"_{{{_LONGEST_BLANK},}}")
_LONG = 300  # characters: a row with more may be divided between two pages
_ROWS_TOGETHER = 2


def letters_xml(letters: Sequence[Letter], *, titled: bool = True) -> str:
    """All of a document, each part after the first on a page of its own; without the first title unless `titled`."""
    return "".join(_parts(letters, titled=titled))


def _parts(letters: Sequence[Letter], *, titled: bool) -> Iterator[str]:
    for at, one in enumerate(letters):
        if titled or at:
            yield _title(one.title, new_page=at > 0)
        for place, block in enumerate(one.blocks):
            following = one.blocks[place + 1 : place + 2]
            after_table = place > 0 and isinstance(one.blocks[place - 1], Table)
            yield _block(block, kept=bool(following) and isinstance(following[0], Blanks | Note), low=after_table)


def _block(block: Block, *, kept: bool, low: bool) -> str:
    """A block; `kept`: it stays on the page of the next one; `low`: with some room above it."""
    match block:
        case Paragraph():
            return _paragraph(block, before=120 if low else 0)
        case BothEnds(left, right):
            tab = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
            parts = [left, "\t", right] if right else [left]
            return _p([_run(part, size=28) for part in parts], f"{tab}{_spaced()}", following=True)
        case Table():
            return _table(block, kept=kept)
        case Note(text):
            return _p([_run(text, size=_SMALL_SIZE)], _spaced(_CELL_LINE), following=kept)
        case Blanks(texts):
            return _blanks(texts)
        case Closing(unit, dated):
            return _closing(unit, dated)


def _paragraph(paragraph: Paragraph, *, before: int) -> str:
    font = _HEADING_FONTS[paragraph.level]
    text = _LONG_BLANK.sub("_" * _LONGEST_BLANK, paragraph.text)
    lead = len(text) if paragraph.lead is None else paragraph.lead
    runs = [_run(text[:lead], font=font)] if font else [_run(text)]
    if font and text[lead:]:
        runs.append(_run(text[lead:]))
    indent = f'<w:ind w:firstLineChars="200" w:firstLine="{2 * _CHARACTER}"/>' if paragraph.indented else ""
    whole_heading = paragraph.level > 0 and (lead == len(text) or paragraph.level > 1)
    return _p(runs, f'{_spaced(before=before)}{indent}<w:jc w:val="both"/>', following=whole_heading)


def _title(text: str, *, new_page: bool) -> str:
    return "".join(
        _p(
            [_run(line, font=TITLE_FONT, size=_TITLE_SIZE, closer=False)],
            f'{_spaced(_TITLE_LINE, after=LINE if last else 0)}<w:jc w:val="center"/>',
            following=True,
            new_page=new_page and first,
        )
        for line, first, last in _title_lines(text)
    )


#: Characters of 二号 that a line of the text's width holds.
_TITLE_ROOM = TEXT_WIDTH // (_TITLE_SIZE * 10)


def _title_lines(text: str) -> Iterator[tuple[str, bool, bool]]:
    lines = divided(text, _TITLE_ROOM)
    for at, line in enumerate(lines):
        yield line, at == 0, at == len(lines) - 1


def _table(table: Table, *, kept: bool) -> str:
    size, widths = _measured(table)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heading = "" if table.plain else _heading_rows(table.columns, widths, size)
    last = len(table.rows) - _ROWS_TOGETHER
    rows = "".join(_row(row, table, widths, size, following=kept and at >= last) for at, row in enumerate(table.rows))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>'
        + "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _SIDES)
        + f'</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{_BESIDE}" w:type="dxa"/>'
        f'<w:right w:w="{_BESIDE}" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{heading}{rows}'
        "</w:tbl>"
    )


_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def _measured(table: Table) -> tuple[int, list[int]]:
    """The largest type in which no figure of a table is broken, and the widths of its columns; the rest is shared."""
    columns = table.columns
    longest = [
        max(
            (
                longest_part(shown(row.cells[at], column, row))
                for row in table.among or table.rows
                if len(row.cells) > at
            ),
            default=0,
        )
        for at, column in enumerate(columns)
    ]
    least = [
        min(column.width, _SHORTEST if column.align is Align.LEFT else max(longest[at], _FEWEST))
        for at, column in enumerate(columns)
    ]
    fitting = (size for size in _TABLE_SIZES if _needed(least, size) <= TEXT_WIDTH)
    size = next(fitting, _TABLE_SIZES[-1])
    needs = [_needed([width], size) for width in least]
    spare = max(0, TEXT_WIDTH - sum(needs))
    wants = [column.width if column.align is Align.LEFT else 0.0 for column in columns]
    if not any(wants):
        wants = [column.width for column in columns]
    widths = [int(need + spare * want / sum(wants)) for need, want in zip(needs, wants, strict=True)]
    excess = max(1.0, sum(widths) / TEXT_WIDTH)
    return size, [int(width / excess) for width in widths]


def _needed(widths: Sequence[float], size: int) -> int:
    """What columns of so many half-width characters take."""
    return sum(int(width * size * 5 + 2 * _BESIDE + 20) for width in widths)


def _heading_rows(columns: Sequence[PrintedColumn], widths: Sequence[int], size: int) -> str:
    names = [f"{column.group}：{column.heading}" if column.group else column.heading for column in columns]
    cells = "".join(
        _cell(name, width, "center", size, font=HEADING_FONT) for name, width in zip(names, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(row: Row, table: Table, widths: Sequence[int], size: int, *, following: bool) -> str:
    if row.kind is RowKind.SECTION:
        cells = _cell(str(row.cells[0]), sum(widths), "left", size, HEADING_FONT, len(widths), following=following)
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
    texts = [shown(value, column, row) for value, column in zip(row.cells, table.columns, strict=True)]
    font = HEADING_FONT if row.kind is RowKind.TOTAL else ""
    cells = "".join(
        _cell(text.strip("\n"), width, _ALIGNED[column.align], size, font, following=following)
        for text, width, column in zip(texts, widths, table.columns, strict=True)
    )
    # What is to be written by hand is asked for with empty lines.
    blank = max((text.count("\n") + 1 for text in texts if not text.strip("\n")), default=1)
    height = f'<w:trHeight w:val="{blank * _CELL_LINE + 100}" w:hRule="atLeast"/>'
    whole = "" if any(len(text) > _LONG for text in texts) else "<w:cantSplit/>"
    return f"<w:tr><w:trPr>{whole}{height}</w:trPr>{cells}</w:tr>"


def _cell(
    text: str, width: int, align: str, size: int, font: str = "", columns: int = 1, *, following: bool = False
) -> str:
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    look = f'{_spaced(_CELL_LINE)}<w:jc w:val="{align}"/>'
    inside = "".join(_p([_run(line, font=font, size=size)], look, following=following) for line in text.split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vAlign w:val="center"/></w:tcPr>{inside}</w:tc>'


def _blanks(texts: Sequence[str]) -> str:
    """Two to a line: a name needs room."""
    half = f'<w:tabs><w:tab w:val="left" w:pos="{TEXT_WIDTH // 2}"/></w:tabs>'
    lines = [texts[at : at + 2] for at in range(0, len(texts), 2)]
    return "".join(
        _p(
            [_run(text if not at else f"\t{text}", size=28) for at, text in enumerate(line)],
            f"{half}{_spaced(LINE + 120, before=120 if not place else 0)}",
            following=place + 1 < len(lines),
        )
        for place, line in enumerate(lines)
    )


def _closing(unit: str, dated: str) -> str:
    """The date ends four characters from the right, the unit stands centred above it."""
    wider = max(wide(unit), wide(dated))
    box = int(wider * _CHARACTER) + 2 * _CHARACTER
    left = max(0, TEXT_WIDTH - 4 * _CHARACTER - box)
    indent = f'<w:ind w:left="{left}" w:right="{TEXT_WIDTH - left - box}"/><w:jc w:val="center"/>'
    empty = _p([], _spaced(), following=True) * 2
    return empty + "".join(
        _p([_run(text)], f"{_spaced()}{indent}", following=text is unit) for text in (unit, dated) if text
    )


def _spaced(line: int = LINE, *, before: int = 0, after: int = 0) -> str:
    spacing = f'w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"'
    return f'<w:snapToGrid w:val="0"/><w:spacing {spacing}/>'


def _p(runs: Iterable[str], look: str, *, following: bool = False, new_page: bool = False) -> str:
    """A paragraph; `following`: it stays on the page of the next one. The order of its properties is the schema's."""
    keep = "<w:keepNext/>" if following else ""
    page = "<w:pageBreakBefore/>" if new_page else ""
    return f'<w:p><w:pPr>{keep}{page}<w:widowControl w:val="0"/>{look}</w:pPr>{"".join(runs)}</w:p>'


def _run(text: str, *, font: str = "", size: int = BODY_SIZE, closer: bool = True) -> str:
    east = font or BODY_FONT
    spacing = f'<w:spacing w:val="{CLOSER}"/>' if closer and size == BODY_SIZE else ""
    look = (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:eastAsia="{east}"/>'
        f'{spacing}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )
    parts = UNPRINTED.sub("", text).split("\t")
    inside = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(part, quote=False)}</w:t>' if part else "" for part in parts
    )
    return f"<w:r><w:rPr>{look}</w:rPr>{inside}</w:r>"
