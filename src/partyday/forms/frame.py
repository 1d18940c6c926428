"""Everything of a workbook but its rows: the page, the looks, what is offered, the package around the sheets.

Written as text, part by part, as ECMA-376 asks for them; the rows (`rows.sheet_data`) are put in between the head and
the tail of each sheet by `xlsx`. What is left out is what every program takes for granted. Knows no workbook library.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from partyday.forms.chart import chart, drawing
from partyday.forms.layout import MARGIN_ENDS, MARGIN_SIDES, MM_PER_INCH
from partyday.forms.looks import FONT, styles
from partyday.forms.rows import Look, PrintedSheet, attribute, escaped, letters, with_quoted
from partyday.model.paper import PrintedColumn
from partyday.words.rates import SCALE

_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATION = f"{_DOCUMENT}/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET_XML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DRAWING_XML = "application/vnd.openxmlformats-officedocument"

#: The usual theme of Office: the fonts and colours of a chart come from it.
_THEME = Path(__file__).with_name("theme.xml")

#: Papers do not say when they were printed.
_NO_MOMENT = "1980-01-01T00:00:00Z"

_A4 = 9
_LAST_COLUMN = 16_383  # from 0
_DRAWING = '<drawing r:id="rId1"/>'
_USUAL_ROWS = '<sheetFormatPr baseColWidth="8" defaultRowHeight="15"/>'

#: LibreOffice trusts the heights of rows of what calls itself so.
_APPLICATION = "Microsoft Excel Compatible / partyday"


class Frame(NamedTuple):
    """A workbook without rows: `parts` by their names in the package, whole, or of a sheet what is around its rows.

    `sheets` are the names of the sheets' parts in their order, `styles` the number of each look.
    """

    parts: Mapping[str, str | tuple[str, str]]
    sheets: tuple[str, ...]
    styles: Mapping[Look, int]


def frame(tabs: Mapping[str, PrintedSheet], hidden: str | None = None, foot: str = "") -> Frame:
    """The frame of a workbook with these sheets, by the names of their tabs, and a hidden one behind them."""
    numbers, styles_xml = styles(with_quoted([Look(), *(look for sheet in tabs.values() for look in sheet.looks)]))
    sheets = {f"xl/worksheets/sheet{number}.xml": tab for number, tab in enumerate(tabs, 1)}
    parts: dict[str, str | tuple[str, str]] = {name: _around_rows(tabs[tab], foot) for name, tab in sheets.items()}
    if hidden is not None:
        name = f"xl/worksheets/sheet{len(sheets) + 1}.xml"
        parts[name] = _around_nothing()
        sheets[name] = hidden
    for number, (tab, printed) in enumerate(tabs.items(), 1):
        if printed.sheet.line:
            parts |= _drawn(number, tab, printed)
    parts |= {
        "xl/workbook.xml": _workbook(tabs, hidden),
        "xl/_rels/workbook.xml.rels": _relations(
            [*(("worksheet", f"/{name}") for name in sheets), ("styles", "styles.xml"), ("theme", "theme/theme1.xml")]
        ),
        "xl/styles.xml": styles_xml,
        "xl/theme/theme1.xml": _THEME.read_text("utf-8"),
        "docProps/core.xml": _core(),
        "docProps/app.xml": _app(),
    }
    types = {"[Content_Types].xml": _content_types(parts), "_rels/.rels": _package_relations()}
    return Frame(types | parts, tuple(sheets), numbers)


# ---- the package


#: The folder of a part → what its content is.
_CONTENT = {
    "xl/worksheets": f"{_SHEET_XML}.worksheet+xml",
    "xl/drawings": f"{_DRAWING_XML}.drawing+xml",
    "xl/charts": f"{_DRAWING_XML}.drawingml.chart+xml",
    "xl/theme": f"{_DRAWING_XML}.theme+xml",
    "xl/workbook.xml": f"{_SHEET_XML}.sheet.main+xml",
    "xl/styles.xml": f"{_SHEET_XML}.styles+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": f"{_DRAWING_XML}.extended-properties+xml",
}


def _content_types(parts: Iterable[str]) -> str:
    known = ((part, _CONTENT.get(part) or _CONTENT.get(part.rpartition("/")[0])) for part in parts)
    told = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in known if kind)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{told}</Types>'
    )


#: Where the kind of a relation is named elsewhere than all others.
_KINDS = {"core-properties": f"{_PACKAGE}/relationships/metadata"}


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    """What a part refers to, by kind and name, as rId1, rId2 …"""
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{_KINDS.get(kind, _RELATION)}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _package_relations() -> str:
    return _relations(
        (
            ("officeDocument", "xl/workbook.xml"),
            ("core-properties", "docProps/core.xml"),
            ("extended-properties", "docProps/app.xml"),
        )
    )


def _core() -> str:
    moment = f'xsi:type="dcterms:W3CDTF">{_NO_MOMENT}'
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:creator>partyday</dc:creator><dcterms:created {moment}</dcterms:created>"
        f"<dcterms:modified {moment}</dcterms:modified></cp:coreProperties>"
    )


def _app() -> str:
    return f'<Properties xmlns="{_DOCUMENT}/extended-properties"><Application>{_APPLICATION}</Application></Properties>'


def _workbook(tabs: Mapping[str, PrintedSheet], hidden: str | None) -> str:
    states = [*((tab, "visible") for tab in tabs), *([(hidden, "hidden")] if hidden is not None else [])]
    sheets = "".join(
        f'<sheet name="{attribute(tab)}" sheetId="{number}" state="{state}" r:id="rId{number}"/>'
        for number, (tab, state) in enumerate(states, 1)
    )
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">{escaped(in_formula(tab))}'
        f"!${printed.layout.first_header_row}:${printed.layout.last_header_row}</definedName>"
        for at, (tab, printed) in enumerate(tabs.items())
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><workbookPr/><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets><definedNames>{titles}</definedNames>"
        '<calcPr calcId="124519" fullCalcOnLoad="1"/></workbook>'
    )


def in_formula(tab: str) -> str:
    """The name of a sheet as formulas write it."""
    doubled = tab.replace("'", "''")
    return f"'{doubled}'"


# ---- a sheet


def _around_nothing() -> tuple[str, str]:
    """The head and the tail of a sheet that nobody looks at."""
    view = '<sheetViews><sheetView workbookViewId="0"/></sheetViews>'
    return f'<worksheet xmlns="{_MAIN}">{view}{_USUAL_ROWS}', "</worksheet>"


def _around_rows(printed: PrintedSheet, foot: str) -> tuple[str, str]:
    """The head and the tail of a sheet: the widths and what stays in sight, and the page with what is offered."""
    sheet, layout = printed.sheet, printed.layout
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{round(width, 2):g}" customWidth="1"/>'
        for number, width in enumerate(layout.widths, 1)
    )
    head = (
        f'<worksheet xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{letters(len(sheet.columns) - 1)}{printed.last_row}"/>'
        f'<sheetViews><sheetView workbookViewId="0">{_frozen(printed)}</sheetView></sheetViews>'
        f"{_USUAL_ROWS}<cols>{widths}</cols>"
    )
    sides, ends = (f"{margin / MM_PER_INCH:.16g}" for margin in (MARGIN_SIDES, MARGIN_ENDS))
    beyond = f"{MARGIN_ENDS / 2 / MM_PER_INCH:.16g}"
    tail = (
        f"{_shaded(printed)}{_offered(printed)}"
        '<printOptions horizontalCentered="1"/>'
        f'<pageMargins left="{sides}" right="{sides}" top="{ends}" bottom="{ends}"'
        f' header="{beyond}" footer="{beyond}"/>'
        f'<pageSetup paperSize="{_A4}" fitToWidth="1" fitToHeight="0" orientation="{sheet.orientation}"/>'
        f"<headerFooter><oddFooter>{escaped(_footer(draft=sheet.draft, foot=foot))}</oddFooter></headerFooter>"
        f"{_breaks(printed.breaks)}{_DRAWING if sheet.line else ''}</worksheet>"
    )
    return head, tail


def _frozen(printed: PrintedSheet) -> str:
    """What stays in sight: the rows above the table's first, and the first columns where the sheet says so."""
    columns, first = printed.sheet.frozen_columns, printed.first_body_row
    active = "bottomRight" if columns else "bottomLeft"
    across = f'xSplit="{columns}" ' if columns else ""
    beside = '<selection pane="topRight"/><selection pane="bottomLeft"/>' if columns else ""
    return (
        f'<pane {across}ySplit="{first - 1}" topLeftCell="{letters(columns)}{first}" activePane="{active}"'
        f' state="frozen"/>{beside}<selection pane="{active}" activeCell="A1" sqref="A1"/>'
    )


def _footer(*, draft: bool, foot: str) -> str:
    """The number of the page in the middle, and in small letters at the right what is no content."""
    pages = f'&C&"{FONT},Regular"&9 第 &P 页 共 &N 页' + ("（草稿）" if draft else "")
    return f'{pages}&R&"{FONT},Regular"&7 {foot}' if foot else pages


def _breaks(rows: list[int]) -> str:
    told = "".join(f'<brk id="{row}" max="{_LAST_COLUMN}" man="1"/>' for row in rows)
    return f'<rowBreaks count="{len(rows)}" manualBreakCount="{len(rows)}">{told}</rowBreaks>' if rows else ""


def _shaded(printed: PrintedSheet) -> str:
    """The grounds of cells by rules of the workbook's own: they follow a cell that is changed."""
    rules = [*_heat(printed), *_standing_out(printed)]
    return "".join(
        f'<conditionalFormatting sqref="{cells}"><cfRule priority="{priority}" {rule}</cfRule></conditionalFormatting>'
        for priority, (cells, rule) in enumerate(rules, 1)
    )


def _heat(printed: PrintedSheet) -> Iterator[tuple[str, str]]:
    """The colours of a heat map: its cells, and their rule."""
    if printed.sheet.heat is None:
        return
    first, last = map(letters, printed.sheet.heat)
    end = printed.first_body_row - 1 + len(printed.layout.body)
    points = "".join(f'<cfvo type="num" val="{at:g}"/>' for at, _colour in SCALE)
    colours = "".join('<color rgb="00{:02X}{:02X}{:02X}"/>'.format(*colour) for _at, colour in SCALE)
    yield (
        f"{first}{printed.first_body_row}:{last}{end}",
        f'type="colorScale"><colorScale>{points}{colours}</colorScale>',
    )


def _standing_out(printed: PrintedSheet) -> Iterator[tuple[str, str]]:
    """The texts of columns that stand out by their ground, from the first row of people to the last."""
    runs = printed.rows_of_data()
    for at, column in enumerate(printed.sheet.columns):
        for text in column.shaded if runs else ():
            cells = f"{letters(at)}{runs[0][0]}:{letters(at)}{runs[-1][1]}"
            yield cells, f'type="cellIs" dxfId="0" operator="equal"><formula>"{escaped(text)}"</formula>'


def _offered(printed: PrintedSheet) -> str:
    """The lists that cells offer, one for each run of rows that people may fill in."""
    lists = [
        _list(column, f"{letters(at)}{first}" + (f":{letters(at)}{last}" if last > first else ""))
        for at, column in enumerate(printed.sheet.columns)
        for first, last in (printed.rows_of_data() if column.choices else ())
    ]
    return f'<dataValidations count="{len(lists)}">{"".join(lists)}</dataValidations>' if lists else ""


def _list(column: PrintedColumn, cells: str) -> str:
    # Where other words are not refused, the sheet may come back with them, and reading it knows more of them.
    told = f"请填写：{'、'.join(column.choices)}"
    refused = f' showErrorMessage="1" errorTitle="{attribute(column.heading)}" error="{attribute(told)}"'
    return (
        f'<dataValidation type="list" allowBlank="1"{refused if column.only_choices else ""} sqref="{cells}">'
        f'<formula1>"{escaped(",".join(column.choices))}"</formula1></dataValidation>'
    )


# ---- a line under the table


def _drawn(number: int, tab: str, printed: PrintedSheet) -> dict[str, str]:
    """The parts of the line that is drawn under a sheet, the one of that number."""
    return {
        f"xl/worksheets/_rels/sheet{number}.xml.rels": _relations([("drawing", f"/xl/drawings/drawing{number}.xml")]),
        f"xl/drawings/drawing{number}.xml": drawing(printed),
        f"xl/drawings/_rels/drawing{number}.xml.rels": _relations([("chart", f"/xl/charts/chart{number}.xml")]),
        f"xl/charts/chart{number}.xml": chart(printed, in_formula(tab)),
    }
