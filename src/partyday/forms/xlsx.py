"""From sheets to a workbook (.xlsx): the rows of each put into the workbook's frame.

Rows stream through, so that 30,000 of them stay fast and flat in memory. The same sheets give the same bytes. Measures
come from `layout`, rows from `rows`, everything else of a workbook from `frame`. Imports no form.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from partyday.forms.frame import frame
from partyday.forms.layout import lay_out
from partyday.forms.rows import PrintedSheet, lines_of_text, sheet_data
from partyday.forms.whole_file import replacing
from partyday.model.paper import UNPRINTED, Sheet
from partyday.model.seal import SEAL_TAB

_NOT_IN_TABS = re.compile(r"[][:*?/\\]")
_LONGEST_TAB = 31  # Excel's limits
_COMPRESSION = 3  # takes two fifths of the time that zlib's usual 6 takes, for a sixth more bytes
_ROWS_AT_ONCE = 200


def write(sheets: Sheet | Sequence[Sheet], path: Path, *, sealed: Sequence[str] = (), foot: str = "") -> None:
    """Write the sheets as one workbook, replacing `path` whole or not at all.

    With `sealed` lines they stand in a hidden sheet behind (`seal`); `foot` is printed at the foot of every page, and
    is no content.
    Raises BadInput where the folder or the disk does not allow it, Conflict where the file is open elsewhere.
    """
    with written(sheets, path, sealed=sealed, foot=foot):
        pass


@contextmanager
def written(
    sheets: Sheet | Sequence[Sheet], path: Path, *, sealed: Sequence[str] = (), foot: str = ""
) -> Iterator[None]:
    """The same, but that the workbook takes its place only when what is inside ended well: a paper and its filing."""
    together = [sheets] if isinstance(sheets, Sheet) else list(sheets)
    with replacing(path) as file:
        _write_workbook(together, file, sealed, foot)
        yield


def _write_workbook(sheets: Sequence[Sheet], file: IO[bytes], sealed: Sequence[str], foot: str) -> None:
    printed = [PrintedSheet(sheet, lay_out(sheet)) for sheet in sheets]
    made = frame(dict(zip(_tabs(sheets), printed, strict=True)), SEAL_TAB if sealed else None, foot)
    filled = [sheet_data(sheet.rows(), made.styles) for sheet in printed]
    rows = dict(zip(made.sheets, [*filled, *([lines_of_text(sealed)] if sealed else [])], strict=True))
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_COMPRESSION) as archive:
        for name, part in made.parts.items():
            # Opened by its name, an entry does not tell when it was made.
            with archive.open(name, "w") as entry:
                if isinstance(part, bytes):
                    entry.write(part)
                    continue
                head, tail = part
                entry.write(head)
                for piece in _together(rows[name]):
                    entry.write(piece)
                entry.write(tail)


def _together(pieces: Iterable[str]) -> Iterator[bytes]:
    """The pieces, many of them at once."""
    following = iter(pieces)
    while some := list(islice(following, _ROWS_AT_ONCE)):
        yield "".join(some).encode()


def _tabs(sheets: Sequence[Sheet]) -> Iterator[str]:
    """The names of the sheets as Excel allows them: 31 characters, some not among them, no two alike."""
    taken: set[str] = {SEAL_TAB.casefold()}
    for sheet in sheets:
        wanted = _NOT_IN_TABS.sub("_", UNPRINTED.sub("", sheet.tab)).strip("'") or "Sheet"
        name, again = wanted[:_LONGEST_TAB], 1
        while name.casefold() in taken:
            again += 1
            ending = f"({again})"
            name = wanted[: _LONGEST_TAB - len(ending)] + ending
        taken.add(name.casefold())
        yield name
