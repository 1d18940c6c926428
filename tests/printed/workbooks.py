"""A workbook beside its printed pages: which sheet is on which, and whether all of it is there."""

from collections import Counter
from functools import lru_cache
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from printed.pdf import PrintedPage, pages

#: What a font draws with another character's glyph.
_LOOKALIKE = "—–－-·•＿_"


@lru_cache(maxsize=64)
def sheets_of(folder: Path, form: str) -> list[Worksheet]:
    """The sheets of a workbook that are printed: the seal is hidden. It is read once for all that is asked of it."""
    return [sheet for sheet in load_workbook(folder / f"{form}.xlsx").worksheets if sheet.sheet_state == "visible"]


def with_pages(folder: Path, form: str) -> list[tuple[Worksheet, list[PrintedPage]]]:
    """Each sheet with its pages, as many as its workbook says."""
    printed = pages(folder / f"{form}.pdf")
    told = []
    for sheet in sheets_of(folder, form):
        count = len(sheet.row_breaks.brk) + 1
        told.append((sheet, printed[:count]))
        printed = printed[count:]
    assert printed == [], "pages that LibreOffice broke itself"
    return told


def missing_on_pages(folder: Path, form: str) -> dict[str, int]:
    """The characters of a workbook that are not on its pages, with how many of each."""
    wanted: Counter[str] = Counter()
    for row in (row for sheet in sheets_of(folder, form) for row in sheet.iter_rows(values_only=True)):
        wanted.update(char for cell in row if isinstance(cell, str) for char in cell if char.strip())
    seen = Counter("".join(page.text for page in pages(folder / f"{form}.pdf")))
    return {char: count - seen[char] for char, count in wanted.items() if seen[char] < count and char not in _LOOKALIKE}
