"""The parts of an archive of XML (.xlsx, .ods, .docx): each gone through once, and how they refer to each other.

What is too much to be anybody's paper is refused before it is parsed. Imports nothing of the readers of papers.
"""

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from io import BytesIO
from typing import IO
from xml.parsers.expat import ParserCreate, XMLParserType
from zipfile import ZipFile

#: Beyond so many tags a part is refused: people fill in a thousandth of them.
MAX_TAGS = 4_000_000
#: A text or a tag as long as this is nothing that people wrote; each letter of it may take four bytes.
MAX_PIECE = 8_000_000

#: Beyond these a file is refused: cells and the gaps between them, columns, letters of one cell, letters of all.
MAX_SLOTS = 12_000_000
MAX_COLUMNS = 16_384
MAX_LETTERS = 1_000_000
MAX_ALL_LETTERS = 50_000_000

CHUNK = 1 << 18

#: The part by which a Word document is known.
WORD_TEXT = "word/document.xml"

#: The name of an element, and its attributes, which nobody changes.
Element = tuple[str, Mapping[str, str]]

#: Parts of so many bytes are remembered with what they say.
_SHORT = 4_000


class TooLarge(Exception):
    """A part holds more than any list of people."""


class Damaged(Exception):
    """A part is not what the format asks for."""


class BadLine(Exception):
    """A line cannot be divided into cells; the number of that line, from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class Room:
    """What a file may still take in memory: a few bytes can ask for very much, a cell repeated or over many columns."""

    def __init__(self) -> None:
        self._slots, self._letters = MAX_SLOTS, MAX_ALL_LETTERS

    def take(self, slots: int = 0, letters: int = 0) -> None:
        """Make room for so many more cells, and for a text. Raises TooLarge where there is none."""
        self._slots -= slots
        self._letters -= letters
        if letters > MAX_LETTERS or self._slots < 0 or self._letters < 0:
            raise TooLarge

    def join(self, pieces: Sequence[str]) -> str:
        """The text of a cell. Raises TooLarge before it is put together."""
        self.take(letters=sum(map(len, pieces)))
        return "".join(pieces)


def local(tag: str) -> str:
    """A tag or an attribute without its prefix."""
    return tag.rpartition(":")[2]


def xml_parser() -> XMLParserType:
    """A parser of one part, which refuses a document type."""
    parser = ParserCreate()
    parser.buffer_text = True
    # A document type is where entities that multiply are told; no workbook has one.
    parser.StartDoctypeDeclHandler = refuse_doctype
    return parser


def refuse_doctype(*_told: object) -> None:
    """For a parser: no part of a workbook has a document type."""
    raise Damaged


def elements(archive: ZipFile, part: str) -> Iterable[Element]:
    """Name and attributes of every element of a small part, namespaces left aside."""
    size = archive.getinfo(part).file_size
    if size <= _SHORT:
        return _remembered(archive.read(part))
    # A piece is too little to ask for too much.
    return _elements([archive.read(part)] if size <= CHUNK else chunks(archive, part))


def _elements(pieces: Iterable[bytes]) -> Iterator[Element]:
    found: list[Element] = []
    parser = xml_parser()
    parser.StartElementHandler = lambda tag, attributes: found.append((local(tag), attributes))
    for piece in pieces:
        parser.Parse(piece)
        yield from found
        found.clear()
    parser.Parse(b"", True)
    yield from found


@lru_cache(maxsize=64)
def _remembered(content: bytes) -> tuple[Element, ...]:
    """The elements of a short part. What tells how a file hangs together is alike in all that one program wrote."""
    return tuple(_elements([content]))


def chunks(archive: ZipFile, part: str) -> Iterator[bytes]:
    """The part piece by piece. Raises TooLarge, before any of it is given, for too many tags or too long a text."""
    tags = piece = 0
    opened = reopened(archive, part)
    with opened() as file:
        for chunk in iter(partial(file.read, CHUNK), b""):
            tags += chunk.count(b"<")
            piece = since_tag(chunk, piece)
            if tags > MAX_TAGS or piece > MAX_PIECE:
                raise TooLarge
    with opened() as file:
        yield from iter(partial(file.read, CHUNK), b"")


def reopened(archive: ZipFile, part: str) -> Callable[[], IO[bytes]]:
    """A part to be read from its beginning more than once: a small one is inflated once, and its checksum compared."""
    if archive.getinfo(part).file_size > CHUNK:
        return partial(archive.open, part)
    return partial(BytesIO, archive.read(part))


def since_tag(chunk: bytes, before: int) -> int:
    """How many bytes stand behind the last sign of a tag in the chunk, or in those before it."""
    at = max(chunk.rfind(b"<"), chunk.rfind(b">"))
    return before + len(chunk) if at < 0 else len(chunk) - at


def related_to(archive: ZipFile, parts: set[str], part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: id → kind of relation, name of the other part."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in parts:
        return {}
    return {
        attributes.get("Id", ""): (
            attributes.get("Type", "").rpartition("/")[2],
            _target(folder, attributes.get("Target", "")),
        )
        for tag, attributes in elements(archive, relations)
        if tag == "Relationship" and attributes.get("TargetMode") != "External"
    }


@lru_cache(maxsize=256)
def _target(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def column_index(letters: str) -> int:
    """A → 0, Z → 25, AA → 26. Raises Damaged for what is no column."""
    index = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise Damaged
        index = index * 26 + ord(letter) - 64
    if not 0 < index <= 16_384:
        raise Damaged
    return index - 1


def column_letter(place: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
