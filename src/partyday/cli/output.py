"""How results reach people and scripts: JSON, CSV, tables and lines. stdout is data, stderr is talk.

The only place that knows rich, and it is loaded only where a terminal shows a table or a bar.
"""

import os
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from partyday.cli.seen import seen, seen_in_json
from partyday.cli.wrapping import in_colour, longest_piece, on_screen, screen_height, screen_width, width_of, wrapped
from partyday.errors import BadInput, Conflict
from partyday.i18n import _
from partyday.model.watching import Watch, unwatched

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")


def emit(value: Any) -> None:
    """One JSON value on stdout: dates ISO, Chinese readable where the encoding carries it."""
    import json

    print(seen_in_json(json.dumps(value, ensure_ascii=not _takes_all_signs(), indent=2, default=_plain)))  # noqa: T201


def _takes_all_signs() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") in ("utf8", "utf8sig")


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(type(value))


def say(line: str = "") -> None:
    """One line of result."""
    print(seen(line))  # noqa: T201


def talk(line: str) -> None:
    """One line beside the result: what was noticed, what to do next.

    At a terminal no word of it is cut; a line with a command stays one, so that the command can be copied.
    """
    text = seen(line)
    for part in on_screen(text) if sys.stderr.isatty() and "partyday " not in text else [text]:
        print(part, file=sys.stderr)  # noqa: T201


def screen(drawing: Sequence[str], lines: Sequence[str]) -> None:
    """A screen of its own: a drawing by the terminal's commands, made here, and lines below it."""
    sys.stdout.write("\x1b[2J\x1b[H" + "\n".join([*drawing, *map(seen, lines)]) + "\n")
    sys.stdout.flush()


def listing(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    as_csv: bool,
    title: str = "",
    loud: Collection[int] = (),
) -> None:
    """A listing: CSV where asked for, a table that fits the screen on a terminal, aligned plain text in a pipe.

    `loud` are the places of rows that stand out in colour, where there are colours.
    """
    cells = [["" if cell is None else seen(str(cell)) for cell in row] for row in rows]
    if as_csv:
        import csv

        if _takes_all_signs():
            sys.stdout.write("\ufeff")  # in another encoding there is no such mark, and Excel knows that of its system
        csv.writer(sys.stdout, lineterminator="\r\n").writerows([list(columns), *(map(_inert, row) for row in cells)])
        return
    lines = hanging("", title, "  ") if title else []
    marks = set(loud) if in_colour() else set()
    if not sys.stdout.isatty():
        lines += [line for row in table(columns, cells) for line in row]
    elif (drawn := fitting(columns, cells, screen_width())) is not None:
        heading, *rows = drawn
        lines += [*heading, " " + "─" * (max(width_of(line) for row in drawn for line in row) - 1)]
        lines += _marked(rows, marks)
    else:
        lines += _marked((_card(columns, row) for row in cells), marks)
    show(lines)


def _marked(rows: Iterable[Sequence[str]], marks: Collection[int]) -> Iterator[str]:
    """The lines of all rows, those of the rows at these places in colour."""
    for place, row in enumerate(rows):
        yield from (f"{_RED}{line}{_PLAIN}" if place in marks else line for line in row)


def _card(columns: Sequence[str], row: Sequence[str]) -> list[str]:
    """A row that is too wide for the screen: what it has below one another, an empty line behind it."""
    return [*_pairs({name: cell for name, cell in zip(columns, row, strict=True) if cell}, screen_width()), ""]


_RED, _PLAIN = "\x1b[31m", "\x1b[0m"


def loud(line: str) -> str:
    """A line that stands out, where there are colours."""
    return f"{_RED}{seen(line)}{_PLAIN}" if in_colour() else seen(line)


def hanging(before: str, text: str, below: str) -> list[str]:
    """A sentence behind `before`, clean; on a terminal it goes on in lines behind `below`, and no word is cut."""
    if not sys.stdout.isatty():
        return [before + seen(text)]
    first, *more = wrapped(seen(text), max(screen_width() - max(width_of(before), width_of(below)), _COMFORTABLE))
    return [before + first, *(below + line for line in more)]


def flow(line: str) -> None:
    """A line of result that goes on in the next where a terminal is narrower, with no word cut."""
    for part in hanging("", line, "    "):
        say_clean(part)


def say_clean(line: str) -> None:
    """One line of result that is clean already, such as one in colour."""
    print(line)  # noqa: T201


def show(lines: Sequence[str]) -> None:
    """Lines of a result, already clean: through a pager where they are more than a terminal shows at once."""
    text = "\n".join(line.rstrip() for line in lines)
    if sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty():
        columns = screen_width()
        taken = sum(max(1, -(-width_of(line) // columns)) for line in lines)
        if taken >= screen_height() and _paged(text + "\n"):
            return
    print(text)  # noqa: T201  # its lines are clean, and the colours in them are ours


def _paged(text: str) -> bool:
    """Whether a pager showed the text: the one that PAGER names (blank: none), else `less` where there is one."""
    import shlex
    import shutil
    import subprocess

    named = os.environ.get("PAGER")
    try:
        words = ["less"] if named is None else shlex.split(named)
    except ValueError:  # a quotation that is not closed
        return False
    if not words or not (program := shutil.which(words[0])):
        return False
    if named is None:  # what less asks in its last line is a bare colon, and it takes no Chinese there
        text = _("(Space: on; b: back; q: leave)") + "\n" + text
    environment = {"LESS": "FRX-Ps[Space] [b] [q]$", "LESSCHARSET": "utf-8", **os.environ}
    try:
        subprocess.run([program, *words[1:]], input=text.encode(), env=environment, check=False)
    except OSError:  # it could not be started
        return False
    except KeyboardInterrupt:
        return True
    return True


@contextmanager
def unpaged() -> Iterator[None]:
    """No pager for what is shown meanwhile: one result follows the other."""
    named = os.environ.get("PAGER")
    os.environ["PAGER"] = ""
    try:
        yield
    finally:
        if named is None:
            del os.environ["PAGER"]
        else:
            os.environ["PAGER"] = named


class Painted(NamedTuple):
    """A cell in a colour: `style` as rich names it, such as `red` or `black on #ffeb84`."""

    text: str
    style: str = ""


def painted(columns: Sequence[str], rows: Sequence[Sequence[Painted]]) -> None:
    """A close table in colours for a terminal; a heading may have several lines. The first column folds, no other."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, emoji=False, legacy_windows=None)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for place, column in enumerate(columns):
        table.add_column(
            Text(column), overflow="fold", no_wrap=place > 0, justify="right" if place else "left", vertical="top"
        )
    for row in rows:
        table.add_row(*(Text(seen(cell.text), style=cell.style) for cell in row))
    with console.capture() as drawn:
        console.print(table)
    for line in drawn.get().splitlines():
        print(line.rstrip())  # noqa: T201  # its cells are clean, and the colours between them are ours


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The lines of each row of a table, the headings first: aligned, money to the right, as wide as they are."""
    every = [list(columns), *map(list, rows)]
    return _drawn(every, _natural(every), " ")


def fitting(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[list[str]] | None:
    """The same within `width` columns: sentences and long names go on in the next line. None where that is not enough.

    No word, date or number is cut, nor what is short enough to be read at a glance, such as a name.
    """
    told = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    whole = [list(columns), *map(list, rows)]
    without_blanks = [[row[place] for place in told] for row in whole]
    # Where no column can give way any more, they stand closer together, and then those go that are blank in every row.
    for every, unfolded, gap in ((whole, _COMFORTABLE, " "), (whole, _COMFORTABLE, ""), (without_blanks, _SHORT, "")):
        room = width - len(gap + " ") * len(every[0])
        least = [
            max(_least(cell, unfolded if place else _HEADING) for place, cell in enumerate(column))
            for column in zip(*every, strict=True)
        ]
        if sum(least) <= room:
            return _drawn(every, _narrowed(_natural(every), least, room), gap)
    return None


#: What takes no more columns than that is not folded: a cell, a cell where room is short, and a heading.
_COMFORTABLE, _SHORT, _HEADING = 12, 8, 4


def _least(cell: str, unfolded: int) -> int:
    return max(longest_piece(cell), *(min(width_of(line), unfolded) for line in cell.split("\n")))


def _natural(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(width_of(line) for cell in column for line in cell.split("\n")) for column in zip(*rows, strict=True)]


def _narrowed(natural: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """The widths of the columns within `room`: the widest give way first, none below its least."""
    widths = list(natural)
    while sum(widths) > room:
        able = [place for place in range(len(widths)) if widths[place] > least[place]]
        widths[max(able, key=lambda place: widths[place])] -= 1
    return widths


def _drawn(rows: Sequence[Sequence[str]], widths: Sequence[int], gap: str) -> list[list[str]]:
    right = [_is_money([row[place] for row in rows[1:]]) for place in range(len(widths))]
    drawn = []
    for row in rows:
        cells = [
            wrapped(cell, room) if width_of(cell) > room else cell.split("\n")
            for cell, room in zip(row, widths, strict=True)
        ]
        drawn.append(
            [
                "".join(
                    f"{gap}{_set(part, room, at_right)} "
                    for part, room, at_right in zip(parts, widths, right, strict=True)
                ).rstrip()
                for parts in zip_longest(*cells, fillvalue="")
            ]
        )
    return drawn


def _set(text: str, room: int, at_right: bool) -> str:
    blanks = " " * (room - width_of(text))
    return blanks + text if at_right else text + blanks


_MONEY = re.compile(r"-?[\d,]+\.\d\d")


def _is_money(cells: Sequence[str]) -> bool:
    return any(map(_MONEY.fullmatch, cells)) and all(not cell or _MONEY.fullmatch(cell) for cell in cells)


def _inert(cell: str) -> str:
    """A cell that Excel will not take for a formula; the import takes the sign away again."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell


@contextmanager
def bar(what: str) -> Iterator[Watch]:
    """Long work: a function that is told how many of how many steps are done, and shows it.

    At a terminal, from half a second on, as a bar that is gone when the work ends, is broken off or fails. Until it is
    told, the bar only moves.
    """
    if not sys.stderr.isatty():
        yield unwatched
        return
    drawn = _Bar(what)
    try:
        yield drawn.at
    finally:
        drawn.end()


class _Bar:
    """The bar of one piece of work, drawn beside it: what takes long need not say that it goes on."""

    def __init__(self, what: str) -> None:
        self._what = seen(what)
        self._drawn: Progress | None = None
        self._ended = False
        self._begin = later(_WORTH_A_BAR, self._draw)

    def _draw(self) -> None:
        from rich.console import Console
        from rich.progress import Progress

        drawn = Progress(console=Console(stderr=True), transient=True)
        drawn.add_task(self._what, total=None)
        if not self._ended:
            drawn.start()
            self._drawn = drawn

    def at(self, done: int, of: int) -> None:
        if self._drawn is not None:
            self._drawn.update(self._drawn.task_ids[0], completed=done, total=of)

    def end(self) -> None:
        self._ended = True
        self._begin()
        if self._drawn is not None:
            self._drawn.stop()


def later(seconds: float, do: Callable[[], None]) -> Callable[[], None]:
    """Do something beside the work, unless it ends before. The function given back is called at its end, and waits for
    what has begun.
    """
    from threading import Timer

    timer = Timer(seconds, _beside, (do,))
    timer.daemon = True  # a program that is broken off twice waits for nothing
    timer.start()

    def end() -> None:
        timer.cancel()
        timer.join()

    return end


def _beside(do: Callable[[], None]) -> None:
    """Do something in a thread that leaves Ctrl-C to the main one: taken by another it would not wake the work."""
    import signal

    if sys.platform != "win32":  # where it goes to the main thread alone
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    do()


#: So many seconds work lasts before a bar is drawn for it.
_WORTH_A_BAR = 0.5


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
    """Write a small file, whole or not at all. Raises BadInput where it cannot be, Conflict where it is open."""
    from partyday.forms import whole_file

    whole_file.write_bytes(path, content)


def fields(pairs: Mapping[str, Any]) -> None:
    """Names and values, one pair a line, empty values left out."""
    shown = {name: seen(str(value)) for name, value in pairs.items() if value not in (None, "", [])}
    for line in _pairs(shown, screen_width() if sys.stdout.isatty() else None):
        say_clean(line)


def _pairs(shown: Mapping[str, str], width: int | None) -> Iterator[str]:
    """A line for each name and value, both clean; a value goes on below itself where they are wider than `width`."""
    widest = max(map(width_of, shown), default=0)
    room = max(width - widest - 2, _COMFORTABLE) if width else None
    for name, value in shown.items():
        first, *more = wrapped(value, room) if room else [value]
        yield f"{name}{' ' * (widest - width_of(name))}  {first}"
        yield from (f"{' ' * widest}  {line}" for line in more)
