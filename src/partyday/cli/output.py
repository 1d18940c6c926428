"""How results reach people and scripts: JSON, CSV, tables and lines. stdout is data, stderr is talk.

The only place that knows rich, and it is loaded only when a table is drawn on a terminal.
"""

import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import typer

from partyday.errors import BadInput, Conflict
from partyday.i18n import _
from partyday.model.problems import Problem

T = TypeVar("T")


def emit(value: Any) -> None:
    """One JSON value on stdout: dates ISO, Chinese readable where the encoding carries it."""
    readable = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(value, ensure_ascii=not readable, indent=2, default=_plain))  # noqa: T201


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, Path):
        return str(value)
    raise TypeError(type(value))


def say(line: str = "") -> None:
    """One line of result."""
    print(line)  # noqa: T201


def talk(line: str) -> None:
    """One line beside the result: what was noticed, what to do next."""
    print(line, file=sys.stderr)  # noqa: T201


def listing(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, as_csv: bool, title: str = "") -> None:
    """A listing: CSV where asked for, a table on a terminal, aligned plain text in a pipe."""
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if as_csv:
        sys.stdout.write("\ufeff")
        csv.writer(sys.stdout, lineterminator="\r\n").writerows([list(columns), *(map(_inert, row) for row in cells)])
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # In a pipe a line is never cut or folded, whatever the width.
    console = Console(width=None if sys.stdout.isatty() else 10_000, highlight=False, emoji=False, legacy_windows=None)
    table = Table(title=Text(title) if title else None, box=box.SIMPLE_HEAD if sys.stdout.isatty() else None)
    table.title_justify = "left"
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    with console.capture() as drawn:
        console.print(table)
    for line in drawn.get().splitlines():
        say(line.rstrip())


def _inert(cell: str) -> str:
    """A cell that Excel will not take for a formula; the import takes the sign away again."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell


def refuse(problems: Sequence[Problem], *, as_json: bool = False, told: bool = False) -> None:
    """Tell what is wrong with the rows of a file, unless it is told already, and end with the code of bad input."""
    if not problems:
        return
    if as_json:
        emit({"rejected": [asdict(problem) for problem in problems]})
    elif not told:
        for problem in problems:
            talk(_told(problem))
        talk(_("Nothing was written: mend these rows and repeat."))
    raise typer.Exit(BadInput.exit_code)


def _told(problem: Problem) -> str:
    place = _("row {row}, {column}") if problem.column else _("row {row}")
    return _("{place}: “{value}” {problem}").format(
        place=place.format(row=problem.row, column=problem.column), value=problem.value, problem=problem.problem
    )


def progress(items: Sequence[T], what: str) -> Iterator[T]:
    """The items one by one, with a bar on a terminal while they are worked through."""
    if not sys.stderr.isatty() or len(items) < _WORTH_A_BAR:
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, what, console=Console(stderr=True), transient=True)


_WORTH_A_BAR = 10


def target(path: Path, *, yes: bool, ending: str = "") -> Path:
    """Where a file is to be written; raises Conflict for one that is there, BadInput for a folder or another ending."""
    if ending and path.suffix.lower() != ending:
        raise BadInput(
            _("{path} would be a file of another kind.").format(path=path),
            _("Let its name end in {ending}.").format(ending=ending),
        )
    if path.is_dir():
        raise BadInput(_("{path} is a folder.").format(path=path), _("Name the file too."))
    if path.exists() and not yes:
        raise Conflict(
            _("{path} is already there.").format(path=path), _("Give another name, or overwrite it with --yes.")
        )
    return path


def write_bytes(path: Path, content: bytes) -> None:
    """Write a small file; raises BadInput where it cannot be written."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise BadInput(
            _("{path} cannot be written: {error}").format(path=path, error=error.strerror),
            _("See whether the folder exists and can be written, or give another name with -o."),
        ) from None


def fields(pairs: Mapping[str, Any]) -> None:
    """Names and values, one pair a line, empty values left out."""
    from rich.cells import cell_len

    shown = {name: str(value) for name, value in pairs.items() if value not in (None, "", [])}
    width = max(map(cell_len, shown), default=0)
    for name, value in shown.items():
        say(f"{name}{' ' * (width - cell_len(name))}  {value}")
