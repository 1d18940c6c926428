"""From sheets to a document (.docx): the page of an official paper (GB/T 9704-2012), its numbers, what stands on it.

The page: A4, 37 mm free above, 28 mm at the left, text of 156 by 225 mm, numbers in 四号 between dashes, outside. The
text comes from `letter_xml`; python-docx makes everything around it. The same sheets give the same bytes. It and
`letterhead` alone know python-docx; imported where a document is written, for that is slow to load.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Opened
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from partyday.forms.letter import letter
from partyday.forms.letter_xml import (
    BODY_FONT,
    BODY_SIZE,
    HEADING_FONT,
    LATIN_FONT,
    LINE,
    SECOND_FONT,
    TITLE_FONT,
    letters_xml,
)
from partyday.model.anchors import Anchor
from partyday.model.paper import Sheet

# Papers do not say when they were printed.
_NO_MOMENT = datetime(1980, 1, 1)  # noqa: DTZ001  # no real moment

_PAGE = (210, 297)  # mm
_ABOVE, _LEFT, _TEXT = 37, 28, (156, 225)
_FOOT = 23  # the number stands 7 mm under the text
_NUMBER_SIZE, _NUMBER_FONT = 14, "宋体"
_ANCHOR_SIZE, _ANCHOR_LINE = 9, 12  # points; under the number, which stays where it is

#: What stands in where a font is not installed, as the table of fonts names them.
_OTHERWISE = {
    TITLE_FONT: "方正小标宋_GBK,小标宋体,华文中宋,STZhongsong,宋体,SimSun",
    BODY_FONT: "仿宋,FangSong,华文仿宋,STFangsong",
    SECOND_FONT: "楷体,KaiTi,华文楷体,STKaiti",
    HEADING_FONT: "SimHei,微软雅黑,Microsoft YaHei",
    _NUMBER_FONT: "SimSun,新宋体,NSimSun",
}


def document(sheets: Sequence[Sheet], form: str = "", anchor: Anchor | None = None) -> bytes:
    """The sheets of a form as the bytes of a document; the anchor of a filed one is at its foot, and whole inside."""
    made = Document()
    _set_up(made)
    put_in(made, letters_xml([letter(sheet, form) for sheet in sheets]))
    _number_pages(made, anchor.short if anchor else "")
    about = made.core_properties
    about.title = sheets[0].heading
    return saved(made, {"word/fontTable.xml": _fonts()}, anchor)


def put_in(opened: Opened, xml: str) -> None:
    """Paragraphs and tables at the end of a document."""
    body = opened.element.body
    section = body.sectPr if body.sectPr is not None else None
    for element in list(parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>")):
        if section is None:
            body.append(element)
        else:
            section.addprevious(element)


def saved(opened: Opened, replaced: dict[str, bytes] | None = None, anchor: Anchor | None = None) -> bytes:
    """The bytes of a document, its parts in their order and without the moment at which it was made.

    The anchor is the remark among its properties.
    """
    about = opened.core_properties
    about.author = about.last_modified_by = "partyday"
    about.comments = str(anchor or "")
    about.created = about.modified = _NO_MOMENT
    about.revision = 1
    first = BytesIO()
    opened.save(first)
    last = BytesIO()
    with ZipFile(first) as parts, ZipFile(last, "w", ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            part = (replaced or {}).get(name) or parts.read(name)
            archive.writestr(ZipInfo(name), part, ZIP_DEFLATED)
    return last.getvalue()


def _set_up(made: Opened) -> None:
    """The page and the look of ordinary text."""
    page = made.sections[0]
    page.page_width, page.page_height = map(Mm, _PAGE)
    page.top_margin, page.left_margin = Mm(_ABOVE), Mm(_LEFT)
    page.right_margin = Mm(_PAGE[0] - _LEFT - _TEXT[0])
    page.bottom_margin = Mm(_PAGE[1] - _ABOVE - _TEXT[1])
    page.footer_distance = Mm(_FOOT)
    properties = page._sectPr
    for grid in properties.findall(qn("w:docGrid")):
        properties.remove(grid)
    properties.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{LINE}"/>'))
    normal = made.styles["Normal"]
    look = normal.element.get_or_add_rPr()
    for child in list(look):
        look.remove(child)
    for element in (
        f'<w:rFonts {nsdecls("w")} w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:eastAsia="{BODY_FONT}"/>',
        f'<w:sz {nsdecls("w")} w:val="{BODY_SIZE}"/>',
        f'<w:szCs {nsdecls("w")} w:val="{BODY_SIZE}"/>',
        f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>',
    ):
        look.append(parse_xml(element))


def _number_pages(made: Opened, foot: str) -> None:
    """— 1 — at the outer edge, one character in: at the right of odd pages, at the left of even ones.

    What is to stand at the foot is in small signs under it.
    """
    made.settings.odd_and_even_pages_header_footer = True
    page = made.sections[0]
    if foot:
        page.footer_distance = Mm(_FOOT) - Pt(_ANCHOR_LINE)
    for footer, side in ((page.footer, "right"), (page.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        _number(footer.paragraphs[0], side)
        if foot:
            _add_foot(footer.add_paragraph(), side, foot)


def _add_foot(paragraph: Paragraph, side: str, foot: str) -> None:
    exactly = f'<w:spacing w:before="0" w:after="0" w:line="{20 * _ANCHOR_LINE}" w:lineRule="exact"/>'
    placed = f'<w:pPr>{exactly}<w:jc w:val="{side}"/></w:pPr>'
    element = paragraph._p
    new = parse_xml(f"<w:p {nsdecls('w')}>{placed}{_run(_ANCHOR_SIZE).format(foot)}</w:p>")
    element.getparent().replace(element, new)


def _look(size: int) -> str:
    font = f'<w:rFonts w:ascii="{_NUMBER_FONT}" w:hAnsi="{_NUMBER_FONT}" w:eastAsia="{_NUMBER_FONT}"/>'
    return f'<w:rPr>{font}<w:sz w:val="{2 * size}"/><w:szCs w:val="{2 * size}"/></w:rPr>'


def _run(size: int) -> str:
    """A run of text of that size in points, to be filled in."""
    return f'<w:r>{_look(size)}<w:t xml:space="preserve">{{}}</w:t></w:r>'


def _number(paragraph: Paragraph, side: str) -> None:
    look, text = _look(_NUMBER_SIZE), _run(_NUMBER_SIZE)
    field = f'<w:fldSimple w:instr=" PAGE "><w:r>{look}<w:t>1</w:t></w:r></w:fldSimple>'
    placed = f'<w:pPr><w:ind w:{side}="{20 * _NUMBER_SIZE}"/><w:jc w:val="{side}"/></w:pPr>'
    inside = f"{placed}{text.format('— ')}{field}{text.format(' —')}"
    element = paragraph._p
    new = parse_xml(f"<w:p {nsdecls('w')}>{inside}</w:p>")
    element.getparent().replace(element, new)


def _fonts() -> bytes:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{otherwise}"/><w:charset w:val="86"/></w:font>'
        for name, otherwise in _OTHERWISE.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<w:fonts {nsdecls('w')}>{fonts}</w:fonts>".encode()
