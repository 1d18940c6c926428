"""The tables of docs/performance.md: made from the cases and from what was measured, never by hand.

A table stands between two comments. Each column of figures, *before* and *now*, is written by a run of its own
(`make bench WRITE=before`, `WRITE=1` for now); the other one stays as it is in the document.
"""

import platform
import re
import sqlite3
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from math import inf

from benchmarks.cases import CASES, Case
from benchmarks.measure import ROOT
from benchmarks.peers import OURS, PEERS, Peer

DOCUMENT = ROOT / "docs" / "performance.md"
COLUMNS = ("before", "now")
#: Where nothing was measured.
NONE = "–"


@dataclass
class Figures:
    """What a table holds: for each column the text of each row, and on what machine the column was measured."""

    columns: dict[str, dict[str, str]] = field(default_factory=lambda: {column: {} for column in COLUMNS})
    machines: dict[str, str] = field(default_factory=dict)


def ratio(number: float) -> str:
    """A ratio as it is told: 0.45, 1.06, 23.1."""
    return f"{number:.2f}" if number < 10 else f"{number:.1f}"


def is_over(case: Case, measured: float) -> bool:
    """Whether a ratio passes the limit of its case."""
    return case.limit is not None and measured > case.limit


def machine() -> str:
    """What a column was measured with; the commit, where it is known, is the way back to it."""
    try:
        commit = subprocess.check_output(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, text=True).strip()
    except (OSError, subprocess.CalledProcessError):
        commit = "released"
    return (
        f"partyday {version('partyday')} ({commit}), Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {platform.system()} {platform.machine()}"
    )


def read(text: str, block: str) -> Figures:
    """What stands in a table of the document."""
    figures = Figures()
    head, *rows = cells(text, block) or [[]]
    for row in rows:
        for column in COLUMNS:
            if (cell := row[head.index(column)].strip("*")) != NONE:
                figures.columns[column][row[0].strip("`*")] = cell.split()[0]
    figures.machines.update(re.findall(r"^- ([a-z]+): (.+)$", text[_place(text, block)], re.MULTILINE))
    return figures


def cells(text: str, block: str) -> list[list[str]]:
    """The cells of a table, its head first; none where it is not made yet."""
    lines = [line for line in text[_place(text, block)].splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [*rows[:1], *rows[2:]]


def filled(text: str, block: str, head: Sequence[str], rows: Iterable[Sequence[str]], figures: Figures) -> str:
    """The document with that table in its place, and what each column was measured on."""
    machines = [f"- {column}: {figures.machines[column]}" for column in COLUMNS if column in figures.machines]
    return put(text, block, head, rows, machines)


def put(text: str, block: str, head: Sequence[str], rows: Iterable[Sequence[str]], below: Sequence[str]) -> str:
    """The document with a table in its place, and lines below it."""
    table = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    place = _place(text, block)
    return text[: place.start] + "\n".join(["", "", *table, "", *below, ""]) + text[place.stop :]


def _place(text: str, block: str) -> slice:
    """Where the text between the two comments of a table stands."""
    found = re.search(rf"<!-- {block}: [^>]*-->(.*?)<!-- end of {block} -->", text, re.DOTALL)
    if not found:
        raise ValueError(f"{DOCUMENT.name} has no table {block}")
    return slice(*found.span(1))


def bench_table(text: str, figures: Figures) -> str:
    """The document with the table of `make bench`: a row for each case, told where its limit is passed."""

    def told(case: Case, column: str) -> str:
        figure = figures.columns[column].get(case.name)
        if figure is None:
            return NONE
        return f"**{figure} over**" if column == "now" and is_over(case, float(figure)) else figure

    rows = [
        [
            f"`{case.name}`",
            case.what,
            case.beside,
            *(told(case, column) for column in COLUMNS),
            "" if case.limit is None else f"≤ {ratio(case.limit)}",
        ]
        for case in CASES
    ]
    return filled(text, "bench", ["row", "ours", "beside", *COLUMNS, "want"], rows, figures)


def write_bench(column: str, measured: Mapping[str, float]) -> None:
    """Put the measured ratios into their column; a row that was not measured now keeps what it had."""
    text = DOCUMENT.read_text("utf-8")
    figures = read(text, "bench")
    figures.columns[column] |= {name: ratio(figure) for name, figure in measured.items()}
    figures.machines[column] = machine()
    DOCUMENT.write_text(bench_table(text, figures), "utf-8")


def peers_table(text: str, figures: Figures) -> str:
    """The document with the table of `make bench-peers`, from the cheapest program to the dearest."""

    def place(peer: Peer) -> float:
        return next((float(held[peer.name]) for held in measured if peer.name in held), inf)

    measured = [figures.columns[column] for column in reversed(COLUMNS)]
    rows = [
        [
            f"**`{peer.name}`**" if peer.name == OURS else f"`{peer.name}`",
            peer.record,
            "Python" if peer.python else "",
            *(figures.columns[column].get(peer.name, NONE) for column in COLUMNS),
        ]
        for peer in sorted(PEERS, key=place)
    ]
    return filled(text, "peers", ["program", "one record", "", *COLUMNS], rows, figures)


def write_peers(column: str, measured: Mapping[str, float]) -> None:
    """Put the measured ratios into their column, in place of all that stood there: they compare within one run only."""
    text = DOCUMENT.read_text("utf-8")
    figures = read(text, "peers")
    figures.columns[column] = {name: ratio(figure) for name, figure in measured.items()}
    figures.machines[column] = machine()
    DOCUMENT.write_text(peers_table(text, figures), "utf-8")
