"""A PDF as somebody sees it: the glyphs of each page with their places, and the rules between them.

Lengths are in points, from the lower left corner of the page.
"""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pypdfium2

_PATH = 2  # what PDFium calls a drawn line or box
_THIN = 2.5
_SECONDS = 300


class Box(NamedTuple):
    """Where something stands."""

    left: float
    bottom: float
    right: float
    top: float


class Glyph(NamedTuple):
    """A character that is seen, and where."""

    text: str
    box: Box


@dataclass(frozen=True)
class PrintedPage:
    """A page: its glyphs in the order of the file, the rules that lie and those that stand."""

    glyphs: tuple[Glyph, ...]
    across: tuple[Box, ...]
    down: tuple[Box, ...]

    @cached_property
    def text(self) -> str:
        """All that is written on it, without blanks."""
        return "".join(glyph.text for glyph in self.glyphs)

    def bands(self) -> list[tuple[float, float]]:
        """The rows of its table from top to bottom, each between two rules that reach from side to side."""
        if not self.across:
            return []
        whole = max(rule.right for rule in self.across) - min(rule.left for rule in self.across)
        heights: dict[int, float] = {}
        for rule in self.across:
            heights[round(rule.top)] = heights.get(round(rule.top), 0.0) + rule.right - rule.left
        # Where cells are merged downwards, the rule has gaps.
        edges = sorted((height for height, length in heights.items() if length > whole / 2), reverse=True)
        merged = [edge for at, edge in enumerate(edges) if at == 0 or edges[at - 1] - edge > _THIN]
        return [(float(top), float(bottom)) for top, bottom in pairwise(merged)]

    def touched(self) -> list[str]:
        """The glyphs that a rule runs through, or comes too near."""
        found = []
        for glyph in self.glyphs:
            left, bottom, right, top = glyph.box
            across, up = (left + right) / 2, (bottom + top) / 2
            low, high, begins, ends = bottom - _OFF, top + _OFF, left - _OFF, right + _OFF
            through = [rule for rule in self.across if rule[0] < across < rule[2] and low < rule[3] and rule[1] < high]
            through += [rule for rule in self.down if rule[1] < up < rule[3] and begins < rule[2] and rule[0] < ends]
            if through:
                found.append(glyph.text)
        return found


#: Text keeps so far off a rule, in points: some fonts that stand in for 宋体 fill more of their square.
_OFF = 0.4


@lru_cache(maxsize=64)
def pages(path: Path) -> list[PrintedPage]:
    """The pages of a PDF, read once for all that is asked of it."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [_page(page) for page in document]
    finally:
        document.close()


def _page(page: "pypdfium2.PdfPage") -> PrintedPage:
    written = page.get_textpage()
    text = [chr(pypdfium2.raw.FPDFText_GetUnicode(written, at)) for at in range(written.count_chars())]
    glyphs = [
        Glyph(char, Box(*written.get_charbox(at)))
        for at, char in enumerate(text)
        if char.strip() and char.isprintable()
    ]
    drawn = [Box(*thing.get_bounds()) for thing in page.get_objects(filter=[_PATH])]
    across = tuple(box for box in drawn if box.top - box.bottom < _THIN < box.right - box.left)
    down = tuple(box for box in drawn if box.right - box.left < _THIN < box.top - box.bottom)
    return PrintedPage(tuple(glyphs), across, down)


def to_pdf(files: Sequence[Path], folder: Path) -> None:
    """Make the PDF of each file, by one run of LibreOffice with a profile of its own."""
    program = shutil.which("soffice")
    assert program
    profile = (folder / "profile").as_uri()
    words = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*words, *map(str, files)], check=True, capture_output=True, timeout=_SECONDS)


def writes_documents() -> bool:
    """Whether LibreOffice is here with the part that opens documents: Debian packs it apart."""
    program = shutil.which("soffice")
    return program is not None and any(Path(program).resolve().parent.glob("*swlo*"))
