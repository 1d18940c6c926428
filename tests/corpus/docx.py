"""Papers as Word documents (.docx): each sheet a table, what stands in a row of one cell above it a line of text.

Written by hand, since only tables and lines are needed.
"""

import io
import zipfile
from xml.sax.saxutils import escape

from corpus.structure import LEFT, UP, Cell, Commented, File, Sheet, Struck, plain

_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)


def document(file: File) -> bytes:
    """The bytes of the document."""
    body = "".join(map(_sheet, file.sheets))
    page = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_SPACE}"><w:body>{body}</w:body></w:document>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("word/document.xml", page)
        archive.writestr("word/comments.xml", _comments(file))
    return stream.getvalue()


def _sheet(sheet: Sheet) -> str:
    rows = sheet.cells()
    lines = next((at for at, row in enumerate(rows) if sum(cell is not None for cell in row) > 1), len(rows))
    table = "".join(f"<w:tr>{_row(rows, at)}</w:tr>" for at in range(lines, len(rows)))
    return "".join(_paragraph(row[0]) for row in rows[:lines]) + f"<w:tbl>{table}</w:tbl>"


def _row(rows: list[list[Cell]], at: int) -> str:
    cells = []
    for place, cell in enumerate(rows[at]):
        if cell is LEFT:
            continue
        across = 1
        while place + across < len(rows[at]) and rows[at][place + across] is LEFT:
            across += 1
        hangs = at + 1 < len(rows) and rows[at + 1][place] is UP
        shape = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
        shape += "<w:vMerge/>" if cell is UP else '<w:vMerge w:val="restart"/>' if hangs else ""
        cells.append(f"<w:tc><w:tcPr>{shape}</w:tcPr>{_paragraph(cell)}</w:tc>")
    return "".join(cells)


def _paragraph(cell: Cell) -> str:
    value = plain(cell)
    text = "" if value is None else escape(str(value))
    shape = "<w:rPr><w:strike/></w:rPr>" if isinstance(cell, Struck) else ""
    comment = f'<w:r><w:commentReference w:id="{_number(cell)}"/></w:r>' if isinstance(cell, Commented) else ""
    return f'<w:p><w:r>{shape}<w:t xml:space="preserve">{text}</w:t></w:r>{comment}</w:p>'


def _number(cell: Commented) -> int:
    return sum(map(ord, cell.value + cell.comment))


def _comments(file: File) -> str:
    cells = [cell for sheet in file.sheets for row in sheet.cells() for cell in row if isinstance(cell, Commented)]
    texts = "".join(
        f'<w:comment w:id="{_number(cell)}" w:author="干事">{_paragraph(cell.comment)}</w:comment>' for cell in cells
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><w:comments xmlns:w="{_SPACE}">{texts}</w:comments>'
