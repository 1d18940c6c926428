"""A document on the school's own letterhead: a .docx that somebody made in Word, its {{ names }} filled in by docxtpl.

A template without any is a letterhead alone: the paper follows what stands on it. A template may come from anywhere:
nothing is reckoned in its braces (`braces` says what may stand in them), what it becomes has a limit, and what is
filled in is text, never markup. Imported where a template is given, for it is slow to load; knows no form.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from partyday.errors import BadInput
from partyday.forms import braces
from partyday.forms.docx import put_in, saved
from partyday.forms.letter import letter, named_texts
from partyday.forms.letter_xml import letters_xml
from partyday.i18n import _, listed
from partyday.model.anchors import Anchor
from partyday.model.paper import UNPRINTED, RowKind, Sheet, shown

#: The names a template may use beside the headings of the paper: in English, and in Chinese for the same.
NAMES: Mapping[str, str] = {
    "title": "标题",
    "body": "正文",
    "lines": "表头",
    "rows": "各行",
    "notes": "说明",
    "signatures": "落款",
}


#: No letterhead has so many bytes, nor so many of markup unpacked, which take twenty times as much once they are read.
_LARGEST, _LARGEST_MARKUP = 50_000_000, 20_000_000
#: Characters of markup that are made of one text of it.
_LONGEST = 20_000_000


class TooLong(TemplateError):
    """What a template becomes is longer than any paper."""


class _Page(DocxTemplate):  # type: ignore[misc]  # the library has no types
    """docxtpl, whose patterns are given only braces that they cannot be busy with for ever."""

    def patch_xml(self, src_xml: str) -> str:
        braces.refuse_strange(src_xml)
        return str(super().patch_xml(src_xml))


class _Limited(Template):
    """A template that is filled in piece by piece, as long as it is not too long."""

    def render(self, *names: Any, **more: Any) -> str:
        pieces, length = [], 0
        for piece in self.generate(*names, **more):
            pieces.append(piece)
            length += len(piece)
            if length > _LONGEST:
                raise TooLong
        return "".join(pieces)


class _Environment(SandboxedEnvironment):
    """Where every text of a template is read: its body, its header and footer, its notes, its properties."""

    template_class = _Limited

    def from_string(self, source: Any, *rest: Any, **more: Any) -> Template:
        braces.refuse_strange(source)
        return super().from_string(source, *rest, **more)


class _Xml(str):
    """Markup of our own, which goes into a template as it is; every other text is escaped."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def document(template: Path, sheets: Sequence[Sheet], form: str = "", anchor: Anchor | None = None) -> bytes:
    """The sheets of a form on a template. Raises BadInput where it is no document, or asks for what there is not."""
    context = _context(sheets, form)
    try:
        with template.open("rb") as file:
            content = file.read(_LARGEST + 1)
        _refuse_large(content)
        page = _Page(BytesIO(content))
        page.init_docx()
        _refuse_unknown(template, page.get_undeclared_template_variables(_Environment()), context)
        alone = not _has_braces(page)
        page.render(context, _Environment(autoescape=True))
        opened = page.docx
        if alone:
            put_in(opened, letters_xml([letter(sheet, form) for sheet in sheets]))
        _refuse_nested(template, opened)
        return saved(opened, anchor=anchor)
    except OSError as error:
        raise BadInput(
            _("{path} could not be read: {reason}.").format(path=template, reason=error.strerror or error)
        ) from error
    except TooLong as error:
        raise BadInput(
            _("What {path} asks for becomes longer than any paper.").format(path=template),
            _("Let each name, and each part that is repeated, stand in it once."),
        ) from error
    except (TemplateError, braces.Strange) as error:
        raise BadInput(
            _("{path} has something in its braces that is not understood: {reason}.").format(
                path=template, reason=error
            ),
            _("Names stand so: {{ title }}; the text of the paper in a paragraph of its own: {{p body }}."),
        ) from error
    except (BadZipFile, OpcError, SyntaxError, LookupError, ValueError, AttributeError, TypeError) as error:
        raise BadInput(
            _("{path} is no document of Word (.docx), or it is damaged.").format(path=template),
            _("Save the letterhead as .docx in Word or WPS and try again."),
        ) from error


def _refuse_large(content: bytes) -> None:
    """Raises BadZipFile for what is larger than a letterhead, or would be once it is unpacked."""
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        markup = sum(part.file_size for part in parts if _is_markup(archive, part))
        whole = sum(part.file_size for part in parts)
    if max(len(content), whole) > _LARGEST or markup > _LARGEST_MARKUP:
        raise BadZipFile


def _is_markup(archive: ZipFile, part: ZipInfo) -> bool:
    """By its beginning, for any name may be said to hold markup; a blank beginning may go on with it."""
    with archive.open(part) as opened:
        return opened.read(1000).lstrip(b"\xff\xfe\xef\xbb\xbf\x00 \t\r\n")[:1] in (b"<", b"")


def _has_braces(page: DocxTemplate) -> bool:
    """Whether anything of the text is to be filled in; names in a header or a footer alone leave it a letterhead."""
    text = page.patch_xml(page.get_xml())
    return "{{" in text or "{%" in text


def _context(sheets: Sequence[Sheet], form: str) -> dict[str, object]:
    """What the names stand for: of several sheets the first has the say, `body` is of all."""
    first = sheets[0]
    texts = named_texts(first)
    told: dict[str, object] = {
        "title": _clean(first.heading),
        "body": _Xml(letters_xml([letter(sheet, form) for sheet in sheets], titled=False)),
        "lines": [_clean("　".join(filter(None, line))) for line in first.lines],
        "rows": [_row(sheet, place) for sheet in sheets for place in range(len(sheet.body))],
        "notes": [_clean(note) for note in first.notes],
        "signatures": [_clean(blank) for blank in first.signatures],
    }
    chinese = {NAMES[name]: value for name, value in told.items()}
    return {**{_as_name(name): _clean(text) for name, text in texts.items()}, **chinese, **told}


def _row(sheet: Sheet, place: int) -> dict[str, str]:
    """A row of a table by its headings; of a section the one text it has."""
    row = sheet.body[place]
    if row.kind is RowKind.SECTION:
        return {"section": _clean(str(row.cells[0])), "标题": _clean(str(row.cells[0]))}
    texts = (shown(value, column, row) for value, column in zip(row.cells, sheet.columns, strict=True))
    return {_as_name(column.heading): _clean(text) for column, text in zip(sheet.columns, texts, strict=True)}


def _as_name(heading: str) -> str:
    """A heading as a name in braces: 应到/实到 is {{ 应到实到 }}."""
    return "".join(char for char in heading if char.isalnum() or char == "_")


def _clean(text: str) -> str:
    return UNPRINTED.sub("", text).replace("\t", " ")


def _refuse_unknown(template: Path, asked: set[str], context: Mapping[str, object]) -> None:
    strange = sorted(asked - set(context))
    if strange:
        raise BadInput(
            _("{path} asks for {names}, which this paper does not have.").format(path=template, names=listed(strange)),
            _("It has {names}.").format(names=listed(context)),
        )


def _refuse_nested(template: Path, opened: Any) -> None:
    """Raises BadInput where the body was put inside a line of text: Word would call the document damaged."""
    if any(len(text) for text in opened.element.body.iter(qn("w:t"))):
        raise BadInput(
            _("In {path} the text of the paper stands inside another paragraph.").format(path=template),
            _("Write {{p body }}, with the p, in a paragraph of its own."),
        )
