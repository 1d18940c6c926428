"""Papers as bytes, one function a kind of file, each from the declared cells alone.

Workbooks are written by openpyxl and xlwt; .ods and HTML by hand, since they are text; .xlsb is in `xlsb`.
"""

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path
from xml.sax.saxutils import escape as xml

import xlwt
from openpyxl import Workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from corpus import docx, xlsb
from corpus.structure import Commented, File, Formula, Merged, Sheet, Shown, Struck, Value, plain

XLSM = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def written(file: File, folder: Path) -> Path:
    """Write the paper into the folder."""
    path = folder / file.name
    path.write_bytes(content(file))
    return path


def content(file: File) -> bytes:
    """The bytes of the paper."""
    if not file.sheets:
        return file.text.encode(file.encoding)
    return KINDS[file.disguise or file.name.rpartition(".")[2].lower()](file)


def _xlsx(file: File) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in file.sheets:
        target = book.create_sheet(sheet.name)
        for number, row in enumerate(sheet.cells(), 1):
            for column, cell in enumerate(row, 1):
                if cell is None or isinstance(cell, Merged):
                    continue
                place = target.cell(number, column)
                assert not isinstance(place, MergedCell)
                if isinstance(cell, Shown):
                    place.value, place.number_format = cell.value, cell.number_format
                elif isinstance(cell, Formula):
                    place.value = f"={cell.text}"
                elif isinstance(cell, Struck):
                    place.value, place.font = cell.value, Font(strike=True)
                elif isinstance(cell, Commented):
                    place.value, place.comment = cell.value, Comment(cell.comment, "干事")
                else:
                    place.value = cell
        for top, left, bottom, right in sheet.merges():
            target.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for number in sheet.hidden_rows():
            target.row_dimensions[number].hidden = True
        for number in sheet.hidden_columns:
            target.column_dimensions[get_column_letter(number)].hidden = True
        if sheet.filter:
            target.auto_filter.ref = sheet.filter
        if sheet.hidden:
            target.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return _with_results(stream.getvalue(), file)


def _with_results(workbook: bytes, file: File) -> bytes:
    """Put the saved result of each formula beside it: openpyxl writes formulas without."""
    formulas = [
        (page, f"{get_column_letter(column)}{number}", cell.value)
        for page, sheet in enumerate(file.sheets, 1)
        for number, row in enumerate(sheet.cells(), 1)
        for column, cell in enumerate(row, 1)
        if isinstance(cell, Formula)
    ]
    if not formulas:
        return workbook
    parts = _parts(workbook)
    for page, place, value in formulas:
        name = f"xl/worksheets/sheet{page}.xml"
        kind = ' t="str"' if isinstance(value, str) else ""
        found = re.compile(f'<c r="{place}"[^>]*>(<f>.*?</f>)<v ?/?>(?:</v>)?')
        text, done = found.subn(f'<c r="{place}"{kind}>\\1<v>{xml(str(value))}</v>', parts[name].decode())
        assert done == 1, f"no formula at {place}"
        parts[name] = text.encode()
    return _zipped(parts)


def _xlsm(file: File) -> bytes:
    parts = _parts(_xlsx(file))
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(XLSX.encode(), XLSM.encode())
    return _zipped(parts)


def _parts(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def _zipped(parts: dict[str, bytes], stored: tuple[str, ...] = ()) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _xls(file: File) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for sheet in file.sheets:
        target = book.add_sheet(sheet.name)
        merged = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges()}
        for number, row in enumerate(sheet.cells(), 1):
            for column, cell in enumerate(row, 1):
                if cell is None or isinstance(cell, Merged):
                    continue
                style = xlwt.easyxf(num_format_str=_xls_format(cell))
                if (number, column) in merged:
                    bottom, right = merged[number, column]
                    target.write_merge(number - 1, bottom - 1, column - 1, right - 1, plain(cell), style)
                else:
                    target.write(number - 1, column - 1, plain(cell), style)
        for number in sheet.hidden_rows():
            target.row(number - 1).hidden = True
        if sheet.hidden:
            target.visibility = 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _xls_format(cell: object) -> str:
    if isinstance(cell, Shown):
        return cell.number_format
    if isinstance(cell, datetime.datetime):
        return "yyyy-mm-dd hh:mm"
    return "yyyy-mm-dd" if isinstance(cell, datetime.date) else "General"


def as_text(value: Value) -> str:
    """A value as a text file or a web page shows it."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M" if value.time() != datetime.time() else "%Y-%m-%d")
    return str(value)


def _csv(file: File) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=file.delimiter).writerows(
        [as_text(plain(cell)) for cell in row] for row in file.sheets[0].cells()
    )
    return stream.getvalue().encode(file.encoding)


def _html(file: File) -> bytes:
    """The table of a web page that a system offers as `.xls`."""
    sheet = file.sheets[0]
    merged = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merges()}
    lines = []
    for number, row in enumerate(sheet.cells(), 1):
        cells = []
        for column, cell in enumerate(row, 1):
            if isinstance(cell, Merged):
                continue
            down, across = merged.get((number, column), (1, 1))
            span = (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{across}"' if across > 1 else "")
            cells.append(f"<td{span}>{escape(as_text(plain(cell)))}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    charset = file.encoding.removesuffix("-sig")
    page = (
        f'<html><head><meta charset="{charset}"></head><body><table border="1">{"".join(lines)}</table></body></html>'
    )
    return page.encode(charset)


def _ods(file: File) -> bytes:
    tables = "".join(_ods_table(sheet) for sheet in file.sheets)
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    struck = (
        '<office:automatic-styles><style:style style:name="struck" style:family="table-cell"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style></office:automatic-styles>'
    )
    page = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2">{struck}<office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    parts = {"mimetype": kind.encode(), "content.xml": page.encode(), "META-INF/manifest.xml": manifest.encode()}
    return _zipped(parts, stored=("mimetype",))


def _ods_table(sheet: Sheet) -> str:
    merged = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merges()}
    hidden = sheet.hidden_rows()
    rows = []
    for number, row in enumerate(sheet.cells(), 1):
        cells = []
        for column, cell in enumerate(row, 1):
            down, across = merged.get((number, column), (1, 1))
            span = (
                f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'
                if down * across > 1
                else ""
            )
            span += ' table:style-name="struck"' if isinstance(cell, Struck) else ""
            note = cell.comment if isinstance(cell, Commented) else ""
            covered = isinstance(cell, Merged)
            cells.append("<table:covered-table-cell/>" if covered else _ods_cell(plain(cell), span, note))
        filtered = ' table:visibility="filter"' if number in hidden else ""
        rows.append(f"<table:table-row{filtered}>{''.join(cells)}</table:table-row>")
    # A saved sheet ends in one row that stands for all the empty ones below.
    rows.append('<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>')
    return f'<table:table table:name="{escape(sheet.name)}">{"".join(rows)}</table:table>'


def _ods_cell(value: Value, span: str, note: str) -> str:
    if value is None:
        return f"<table:table-cell{span}/>"
    if isinstance(value, datetime.date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat().removesuffix("T00:00:00")}"'
    elif isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    beside = f"<office:annotation><text:p>{escape(note)}</text:p></office:annotation>" if note else ""
    return f"<table:table-cell{span} {kind}>{beside}<text:p>{escape(as_text(value))}</text:p></table:table-cell>"


KINDS: dict[str, Callable[[File], bytes]] = {
    "xlsx": _xlsx,
    "xlsm": _xlsm,
    "csv": _csv,
    "txt": _csv,
    "xls": _xls,
    "html": _html,
    "ods": _ods,
    "docx": docx.document,
    "xlsb": lambda file: xlsb.workbook(
        [(sheet.name, [[plain(cell) for cell in row] for row in sheet.cells()]) for sheet in file.sheets]
    ),
}
