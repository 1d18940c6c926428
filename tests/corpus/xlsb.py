"""A small writer of .xlsb (Excel's binary workbook), for want of a library that writes it.

Only what a saved table holds: numbers, texts through the shared strings, empty cells, dates as numbers under a date
format. Record numbers and layouts are those of [MS-XLSB] (Microsoft's published specification), sections 2.3 to 2.5.
"""

import datetime
import io
import struct
import zipfile
from collections.abc import Sequence

from corpus.structure import Value

ROW, BLANK, BOOL, REAL, SHARED = 0, 1, 4, 5, 7
SST_ITEM, FMT, XF = 19, 44, 47
BEGIN_SHEET, END_SHEET, BEGIN_BOOK, END_BOOK = 129, 130, 131, 132
BEGIN_BUNDLES, END_BUNDLES, BEGIN_DATA, END_DATA = 143, 144, 145, 146
BUNDLE, DIMENSION = 156, 148
BEGIN_SST, END_SST = 159, 160
BEGIN_STYLES, END_STYLES = 278, 279
BEGIN_FMTS, END_FMTS, BEGIN_XFS, END_XFS = 615, 616, 617, 618
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BINARY = "application/vnd.ms-excel"
GENERAL, DATE = 0, 1  # the places of the two cell formats in the styles


def workbook(sheets: Sequence[tuple[str, Sequence[Sequence[Value]]]]) -> bytes:
    """A workbook of these named sheets."""
    texts: dict[str, int] = {}
    pages = [_page(rows, texts) for _, rows in sheets]
    bundles = b"".join(
        _record(BUNDLE, struct.pack("<II", 0, number) + _text(f"rId{number}") + _text(name))
        for number, (name, _) in enumerate(sheets, 1)
    )
    book = _record(BEGIN_BOOK) + _record(BEGIN_BUNDLES) + bundles + _record(END_BUNDLES) + _record(END_BOOK)
    strings = b"".join(_record(SST_ITEM, b"\0" + _text(text)) for text in texts)
    sst = _record(BEGIN_SST, struct.pack("<II", len(texts), len(texts))) + strings + _record(END_SST)
    links = [(f"rId{number}", "worksheet", f"worksheets/sheet{number}.bin") for number in range(1, len(pages) + 1)]
    links += [("rIdStyles", "styles", "styles.bin"), ("rIdStrings", "sharedStrings", "sharedStrings.bin")]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _content_types(len(pages)))
        archive.writestr("_rels/.rels", _links([("rId1", "officeDocument", "xl/workbook.bin")]))
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", _links(links))
        archive.writestr("xl/styles.bin", _styles())
        archive.writestr("xl/sharedStrings.bin", sst)
        for number, page in enumerate(pages, 1):
            archive.writestr(f"xl/worksheets/sheet{number}.bin", page)
    return stream.getvalue()


def _page(rows: Sequence[Sequence[Value]], texts: dict[str, int]) -> bytes:
    width = max((len(row) for row in rows), default=1)
    extent = _record(DIMENSION, struct.pack("<IIII", 0, max(len(rows) - 1, 0), 0, max(width - 1, 0)))
    records = [_record(BEGIN_SHEET), extent, _record(BEGIN_DATA)]
    for number, row in enumerate(rows):
        # Row, style, height in twips, flags, no spans of columns.
        records.append(_record(ROW, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0)))
        records += [_cell(column, value, texts) for column, value in enumerate(row)]
    return b"".join([*records, _record(END_DATA), _record(END_SHEET)])


def _cell(column: int, value: Value, texts: dict[str, int]) -> bytes:
    at = struct.pack("<II", column, GENERAL)
    if value is None:
        return _record(BLANK, at)
    if isinstance(value, bool):
        return _record(BOOL, at + struct.pack("<B", value))
    if isinstance(value, datetime.date):
        moment = value if isinstance(value, datetime.datetime) else datetime.datetime.combine(value, datetime.time())
        days = (moment - datetime.datetime(1899, 12, 30)) / datetime.timedelta(days=1)  # noqa: DTZ001
        return _record(REAL, struct.pack("<IId", column, DATE, days))
    if isinstance(value, int | float):
        return _record(REAL, at + struct.pack("<d", value))
    return _record(SHARED, at + struct.pack("<I", texts.setdefault(str(value), len(texts))))


def _styles() -> bytes:
    formats = (
        _record(BEGIN_FMTS, struct.pack("<I", 1))
        + _record(FMT, struct.pack("<H", 164) + _text("yyyy\\-mm\\-dd"))
        + _record(END_FMTS)
    )
    # Parent, number format, font, fill, border, rotation, indent, flags.
    cells = b"".join(_record(XF, struct.pack("<HHHHHBBHH", 0, number, 0, 0, 0, 0, 0, 0, 0)) for number in (0, 164))
    return (
        _record(BEGIN_STYLES)
        + formats
        + _record(BEGIN_XFS, struct.pack("<I", 2))
        + cells
        + _record(END_XFS)
        + _record(END_STYLES)
    )


def _text(text: str) -> bytes:
    units = text.encode("utf-16-le")
    return struct.pack("<I", len(units) // 2) + units


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(data), b""
    while size > 0x7F:
        length += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + length + bytes([size]) + data


def _content_types(sheets: int) -> str:
    names = {
        "/xl/workbook.bin": "sheet.binary.macroEnabled.main",
        "/xl/styles.bin": "styles",
        "/xl/sharedStrings.bin": "sharedStrings",
    }
    names |= {f"/xl/worksheets/sheet{number}.bin": "worksheet" for number in range(1, sheets + 1)}
    parts = "".join(f'<Override PartName="{name}" ContentType="{BINARY}.{kind}"/>' for name, kind in names.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{PACKAGE}content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="bin" ContentType="{BINARY}.sheet.binary.macroEnabled.main"/>{parts}</Types>'
    )


def _links(links: list[tuple[str, str, str]]) -> str:
    parts = "".join(f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>' for id, kind, target in links)  # noqa: A001
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{PACKAGE}relationships">{parts}</Relationships>'
    )
