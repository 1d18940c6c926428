"""Which styles of a workbook strike a text through, and the comments of a sheet: read out of their own parts.

Imports the nouns of reading only; the marks are those of ECMA-376, 18.7 and 18.8.
"""

from functools import partial
from zipfile import ZipFile

from partyday.sheets.beside import Spot
from partyday.sheets.parts import CHUNK, Damaged, chunks, column_index, elements, local, related_to, xml_parser

#: So many comments of a sheet are kept: nobody reads more.
_MOST = 1_000


def struck_styles(archive: ZipFile, part: str) -> frozenset[str]:
    """The styles of cells, by their number in the part of styles, whose font is struck through."""
    fonts: list[bool] = []
    styles: list[str] = []
    section = ""
    for tag, attributes in elements(archive, part) if part and _speaks_of_strokes(archive, part) else ():
        if tag in ("fonts", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            section = tag
        elif tag == "font" and section == "fonts":
            fonts.append(False)
        elif tag == "strike" and section == "fonts" and fonts:
            fonts[-1] = attributes.get("val", "1") not in ("0", "false")
        elif tag == "xf" and section == "cellXfs":
            styles.append(attributes.get("fontId", "0"))
    struck = {str(number) for number, strikes in enumerate(fonts) if strikes}
    return frozenset(str(number) for number, font in enumerate(styles) if font in struck)


def _speaks_of_strokes(archive: ZipFile, part: str) -> bool:
    """Whether the part has any such mark at all: few have, and they alone are parsed for it."""
    end = b""
    with archive.open(part) as file:
        for chunk in iter(partial(file.read, CHUNK), b""):
            if b"strike" in end + chunk:
                return True
            end = chunk[-len(b"strike") :]
    return False


def comments_of(archive: ZipFile, sheet: str, last_row: int) -> dict[Spot, str]:
    """The text of each comment at a cell of the sheet, down to its last row that holds a value."""
    parts = set(archive.namelist())
    part = next((to for kind, to in related_to(archive, parts, sheet).values() if kind == "comments"), "")
    if part not in parts:
        return {}
    texts: dict[Spot, list[str]] = {}
    spot: Spot | None = None

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal spot
        name = local(tag)
        if name == "comment" and len(texts) < _MOST:
            spot = _spot(attributes.get("ref", ""))
            texts[spot] = []
        elif name == "t" and spot is not None:
            parser.CharacterDataHandler = texts[spot].append

    def end(tag: str) -> None:
        nonlocal spot
        name = local(tag)
        if name == "t":
            parser.CharacterDataHandler = None
        elif name == "comment":
            spot = None

    parser = xml_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    for chunk in chunks(archive, part):
        parser.Parse(chunk)
    parser.Parse(b"", True)
    return {spot: text for spot, pieces in texts.items() if spot[0] <= last_row and (text := "".join(pieces).strip())}


def _spot(reference: str) -> Spot:
    letters = reference.rstrip("0123456789")
    if letters == reference:
        raise Damaged
    return int(reference[len(letters) :]), column_index(letters)
