"""The pages of the old and the binary kinds of workbook (.xls, .xlsb), through python-calamine.

The library reads a whole file at once and keeps a cell for every place up to the last one, so a small file can ask for
gigabytes, and it may end the process. So it reads in a process of its own, with a limit on memory and time where the
system has one. What it does not tell: number formats (zeros in front of a number), hidden rows. Imports the nouns of
reading only; the library is imported by that process alone.
"""

import os
import sys
from collections.abc import Sequence
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from partyday.sheets.cells import Cell
from partyday.sheets.pages import SAMPLE_ROWS, Merge, Page, PageSource, Row, squared
from partyday.sheets.parts import MAX_SLOTS, Damaged, TooLarge
from partyday.sheets.workbook import MAX_CELLS

#: What the process of its own may use: bytes of address space, seconds of processor, seconds on the wall.
MAX_MEMORY = 700_000_000
MAX_SECONDS = 15
MAX_WAIT = 60


def sources(path: Path) -> list[PageSource]:
    """The pages of the workbook, the visible ones first. Raises Damaged and TooLarge."""
    ours, theirs = get_context("spawn").Pipe(duplex=False)
    reader = get_context("spawn").Process(target=_read_apart, args=(str(path), theirs), daemon=True)
    reader.start()
    theirs.close()
    try:
        if not ours.poll(MAX_WAIT):
            raise TooLarge
        pages: list[tuple[Page, bool]] | str = ours.recv()
    except EOFError:  # the process was ended: by its limits, or by what the file did to it
        raise TooLarge from None
    finally:
        if reader.is_alive() and not ours.poll(0):
            reader.terminate()
        reader.join()
        ours.close()
    if isinstance(pages, str):
        raise TooLarge if pages == TooLarge.__name__ else Damaged
    found = [PageSource(page.name, partial(_whole, page), partial(_beginning, page), hidden) for page, hidden in pages]
    return sorted(found, key=lambda source: source.hidden)


def _whole(page: Page) -> Page:
    return page


def _beginning(page: Page) -> list[Row]:
    return squared(page.rows[:SAMPLE_ROWS])


def _read_apart(path: str, answer: Connection) -> None:
    """Read the workbook in this process and send its pages; else the name of what went wrong."""
    _limit()
    try:
        answer.send(_pages(path))
    except (TooLarge, MemoryError):
        answer.send(TooLarge.__name__)
    except Exception:  # whatever the library makes of a damaged file
        answer.send(Damaged.__name__)


def _limit() -> None:
    """Bound what this process may take, and let the library's own complaints go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))


def _pages(path: str) -> list[tuple[Page, bool]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    # By its content: the name may tell another kind.
    with Path(path).open("rb") as file:
        workbook = CalamineWorkbook.from_filelike(file)
    pages = []
    cells = 0
    for about in workbook.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        right = sheet.start[1] if sheet.start else 0  # the rows come from the first on, the columns do not
        if sheet.end and (sheet.end[0] + 1) * (sheet.end[1] + 1) > MAX_SLOTS:
            raise TooLarge
        rows: list[Row] = []
        for row in sheet.iter_rows():
            kept = _row(row, right)
            cells += len(kept)
            if cells > MAX_CELLS:
                raise TooLarge
            rows.append(kept)
        merges = tuple(
            Merge(top + 1, left, bottom + 1, last) for (top, left), (bottom, last) in sheet.merged_cell_ranges or ()
        )
        page = Page(about.name, rows, merges, lost_zeros=True)
        pages.append((page, about.visible is not SheetVisibleEnum.Visible))
    return pages


def _row(cells: Sequence[Cell], right: int) -> Row:
    """The cells of a row up to its last one that holds something."""
    found: list[Cell] = [None] * right
    found += [None if cell == "" else cell for cell in cells]
    while found and found[-1] is None:
        found.pop()
    return tuple(found)
