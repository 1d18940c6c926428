"""A school's review beside polars, duckdb, pandas and a workbook of COUNTIFS: `python -m benchmarks.review_peers`.

The other programs read the marks from a file that was exported from the book; what the export costs is told apart.
They answer fewer questions (`answers.py`), and their answers must agree with one another and with a plain loop over
the file. The workbook has the same questions as formulas, and LibreOffice recalculates it without a window. A sheet has
1,048,576 rows: a school of 30,000 does not go in. Everything is CPU time of whole processes, in empty Pythons.

`--write` writes the table and the picture of `docs/performance.md`; `--picture` draws it from the table again.
"""

import argparse
import csv
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from itertools import groupby
from math import log10
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.answers import LAST_SEEN, PROGRAMS
from benchmarks.bench import Bench
from benchmarks.document import DOCUMENT, NONE, cells, machine, put, ratio
from benchmarks.measure import EMPTY, ROOT, FailedError, process
from benchmarks.school import AS_OF, LAST_YEAR, MEMBERS, SCHOOL, YEARS, write_school

PICTURE = ROOT / "docs" / "pictures" / "review.svg"
#: Members of the schools; a workbook is made of those up to the last of `SHEETS`.
SIZES = (100, 300, 3_000, 30_000)
SHEETS = 300
TURNS = 1 + 2

OURS = "partyday"
#: As it is called, and whether the export is counted.
COLUMNS = (
    OURS,
    *(f"{name}{tail}" for name in (*PROGRAMS, "COUNTIFS") for tail in ("", " + export")),
)

_MARKS = """
    SELECT mark.member_id, day.held_on, mark.state, make_up.day_id IS NOT NULL
    FROM mark JOIN day ON day.id = mark.day_id
    LEFT JOIN make_up ON make_up.day_id = mark.day_id AND make_up.member_id = mark.member_id
    ORDER BY mark.member_id, day.held_on
"""


def export(book: Path, file: Path) -> None:
    """The marks of a book as CSV, by member and day."""
    with closing(sqlite3.connect(book)) as connection, file.open("w", newline="", encoding="utf-8") as sheet:
        writer = csv.writer(sheet)
        writer.writerow(["member_id", "held_on", "state", "made_up"])
        writer.writerows(connection.execute(_MARKS))


def found_by_loop(file: Path) -> int:
    """The answer that every program must give, by reading the marks one by one."""
    with file.open(newline="", encoding="utf-8") as sheet:
        rows = sorted((row["member_id"], row["held_on"], row["state"], row["made_up"]) for row in csv.DictReader(sheet))
    count = 0
    for _member, marks in groupby(rows, key=lambda row: row[0]):
        run = longest = 0
        years: dict[str, int] = {}
        seen, open_excuse = "", False
        for _who, on, state, made_up in marks:
            run = run + 1 if state == "absent" else 0
            longest = max(longest, run)
            if state == "absent":
                years[on[:4]] = years.get(on[:4], 0) + 1
            else:
                seen = max(seen, on)
            open_excuse |= state == "excused" and made_up == "0"
        count += bool(longest >= 5 or max(years.values(), default=0) >= 2 or "" < seen < LAST_SEEN or open_excuse)
    return count


def write_workbook(file: Path, book: Path) -> None:
    """The marks in one sheet, as it is kept by hand, and a sheet with each member's counts and whether one is too high.

    Beside each mark a formula counts the absences in a row up to it, as the rows are in order.
    """
    from openpyxl import Workbook

    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute(_MARKS).fetchall()
    workbook = Workbook(write_only=True)
    marks, people = workbook.create_sheet("marks"), workbook.create_sheet("review")
    marks.append(["member", "on", "state", "made up", "in a row"])
    for place, (member, held_on, state, made_up) in enumerate(rows, 2):
        above = f"IF(A{place - 1}=A{place},E{place - 1},0)" if place > 2 else "0"
        marks.append([member, date.fromisoformat(held_on), state, made_up, f'=IF(C{place}="absent",{above}+1,0)'])
    last = len(rows) + 1
    who, on, state, done, run = (f"marks.${letter}$2:${letter}${last}".replace(".", "!") for letter in "ABCDE")
    years = range(LAST_YEAR - YEARS + 1, LAST_YEAR + 1)

    def between(first: date, until: date) -> str:
        bounds = ((">=", first), ("<=", until))
        return ",".join(f'{on},"{sign}"&DATE({day.year},{day.month},{day.day})' for sign, day in bounds)

    for place, member in enumerate(sorted({row[0] for row in rows}), 1):
        mine = f"{who},A{place}"
        absences = [
            f'=COUNTIFS({mine},{state},"absent",{between(date(year, 1, 1), date(year, 12, 31))})' for year in years
        ]
        kept_up = f'{mine},{state},"<>absent"'
        people.append(
            [
                member,
                *absences,
                f'=COUNTIFS({mine},{state},"excused",{done},0)',
                f"=COUNTIFS({mine},{run},5)",
                f"=COUNTIFS({kept_up})",
                f"=COUNTIFS({kept_up},{between(date.fromisoformat(LAST_SEEN), AS_OF)})",
                f"=IF(OR(MAX(B{place}:F{place})>=2,G{place}>0,H{place}>0,AND(I{place}>0,J{place}=0)),1,0)",
            ]
        )
    workbook.save(book)


class Sized:
    """A school of one size in a folder: its book and what was exported from it."""

    def __init__(self, bench: Bench, members: int) -> None:
        self.bench, self.members = bench, members
        self.folder = bench.folder / str(members)
        self.folder.mkdir()
        self.book, self.file, self.sheet = (self.folder / name for name in ("a.partyday", "marks.csv", "marks.xlsx"))
        write_school(self.book, bench.partyday, branches=members // MEMBERS, years=YEARS)

    def take(self, name: str) -> float:
        """The CPU seconds of one go: `partyday`, a program, the export, the workbook written, or recalculated."""
        ours = [sys.executable, "-m", "partyday", "review", "--branch", SCHOOL, "--json", "--book", str(self.book)]
        call = [sys.executable, "-m", "benchmarks.review_peers"]
        commands: dict[str, Sequence[str | Path]] = {
            OURS: [*ours, "--today", AS_OF.isoformat()],
            "export": [*call, "--export", self.book, self.file],
            "write": [*call, "--workbook", self.book, self.sheet],
            "COUNTIFS": _recalculating(self.sheet, self.folder),
            **{program: [*_asking(program), self.file] for program in PROGRAMS},
        }
        folder = ROOT if name in ("export", "write") else self.folder
        return process(commands[name], self.bench.environ, folder).seconds

    def check(self, programs: Sequence[str]) -> None:
        """Raises FailedError where a program's answer is not that of the plain loop."""
        wanted = found_by_loop(self.file)
        for program in programs:
            if program == "COUNTIFS":
                table = self.folder / f"{self.sheet.stem}-review.csv"
                said = sum(int(row[-1]) for row in csv.reader(table.open(encoding="utf-8")))
            else:
                said = int(subprocess.check_output([*_asking(program), self.file], text=True))
            if said != wanted:
                raise FailedError(f"{program} finds {said} of {self.members}, a plain loop {wanted}")


def _asking(program: str) -> list[str | Path]:
    return [ROOT / ".venv-peers" / "bin" / "python", ROOT / "benchmarks" / "answers.py", program]


def _recalculating(sheet: Path, folder: Path) -> list[str | Path]:
    """LibreOffice opens the workbook, reckons what has no value yet, and writes both sheets as CSV."""
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    return ["soffice", profile, "--headless", "--convert-to", every_sheet, "--outdir", folder, sheet]


def programs_there(members: int) -> list[str]:
    """The programs that this machine has, of those that take a school of that size."""
    found = [*PROGRAMS] if (ROOT / ".venv-peers" / "bin" / "python").exists() else []
    return [*found, "COUNTIFS"] if shutil.which("soffice") and members <= SHEETS else found


def measured(bench: Bench, members: int) -> dict[str, float]:
    """What a review of a school of that size costs each program, in empty Pythons: medians of turns."""
    school, there = Sized(bench, members), programs_there(members)
    steps = ["export", *(["write"] if "COUNTIFS" in there else []), OURS, *there]
    turns: list[dict[str, float]] = []
    for turn in range(TURNS):
        empty = process(EMPTY, bench.environ, bench.folder).seconds
        turns.append({step: school.take(step) / empty for step in steps})
        if turn == 0:
            school.check(there)
    cost = {step: median(took[step] for took in turns[1:]) for step in steps}
    told = {OURS: cost[OURS]}
    for program in there:
        told[program] = cost[program]
        told[f"{program} + export"] = cost[program] + cost["write" if program == "COUNTIFS" else "export"]
    return told


def table(text: str, figures: Mapping[int, Mapping[str, float]], measured_on: str) -> str:
    """The document with the table: a row a size; bold is what is cheaper than partyday."""

    def told(row: Mapping[str, float], column: str) -> str:
        if column not in row:
            return NONE
        figure = ratio(row[column])
        return f"**{figure}**" if column != OURS and float(figure) < float(ratio(row[OURS])) else figure

    rows = [[f"{members:,}", *(told(row, column) for column in COLUMNS)] for members, row in sorted(figures.items())]
    return put(text, "review-peers", ["members", *COLUMNS], rows, [f"- {measured_on}"])


def figures_of(text: str) -> dict[int, dict[str, float]]:
    """The figures that stand in the document: members → column → empty Pythons."""
    head, *rows = cells(text, "review-peers") or [[]]
    return {
        int(row[0].replace(",", "")): {
            column: float(cell.strip("*")) for column, cell in zip(head[1:], row[1:], strict=True) if cell != NONE
        }
        for row in rows
    }


def measured_on(text: str) -> str:
    """What the table in the document was measured on."""
    found = re.search(r"^- (.+)$", text.partition("<!-- review-peers:")[2], re.MULTILINE)
    return found[1] if found else NONE


#: The picture, in pixels: its size, and what is left free at the left, right, top and bottom.
_WIDE, _HIGH, _MARGINS = 640, 400, (48, 150, 12, 36)
_COLOURS = {OURS: "#b03a2e", "polars": "#2e6da4", "duckdb": "#7d6608", "pandas": "#1e8449", "COUNTIFS": "#6c3483"}


def picture(figures: Mapping[int, Mapping[str, float]]) -> str:
    """How the cost grows with the school, both axes logarithmic, as SVG; dashed with the export counted."""
    left, right, top, bottom = _MARGINS
    sizes = sorted(figures)
    costs = [cost for row in figures.values() for cost in row.values()]
    low, high = log10(min(costs)), log10(max(costs))

    def x_of(members: float) -> float:
        return left + (_WIDE - left - right) * (log10(members / sizes[0]) / log10(sizes[-1] / sizes[0]))

    def y_of(cost: float) -> float:
        return top + (_HIGH - top - bottom) * (high - log10(cost)) / (high - low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE}" height="{_HIGH}" font-family="sans-serif"'
        ' font-size="12">',
        '<rect width="100%" height="100%" fill="white"/>',
    ]
    for members in sizes:
        parts += [
            f'<line x1="{x_of(members):.0f}" x2="{x_of(members):.0f}" y1="{top}" y2="{_HIGH - bottom}" stroke="#ddd"/>',
            f'<text x="{x_of(members):.0f}" y="{_HIGH - bottom + 16}" text-anchor="middle">{members:,}</text>',
        ]
    for cost in (step * 10**power for power in range(6) for step in (1, 2, 5)):
        if low <= log10(cost) <= high:
            parts += [
                f'<line x1="{left}" x2="{_WIDE - right}" y1="{y_of(cost):.0f}" y2="{y_of(cost):.0f}" stroke="#ddd"/>',
                f'<text x="{left - 6}" y="{y_of(cost) + 4:.0f}" text-anchor="end">{cost:,}</text>',
            ]
    ends: list[tuple[float, str]] = []
    for column in COLUMNS:
        points = [(x_of(members), y_of(figures[members][column])) for members in sizes if column in figures[members]]
        if not points:
            continue
        name = column.partition(" ")[0]
        dash = ' stroke-dasharray="5 4"' if column != name else ""
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        wide = 3 if column == OURS else 1.5
        parts.append(f'<polyline points="{line}" fill="none" stroke="{_COLOURS[name]}" stroke-width="{wide}"{dash}/>')
        ends.append(
            (points[-1][1], f'<text x="{points[-1][0] + 6:.0f}" y="{{y:.0f}}" fill="{_COLOURS[name]}">{column}')
        )
    lowest = -100.0
    for y, text in sorted(ends):
        lowest = max(y + 4, lowest + 13)  # no name upon another
        parts.append(f"{text.format(y=lowest)}</text>")
    parts.append(f'<text x="{_WIDE - right + 26}" y="{_HIGH - bottom + 16}">members</text>')
    return "\n".join([*parts, "</svg>", ""])


def main() -> int:
    """Print the table, or do one step of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.review_peers", description=main.__doc__)
    parser.add_argument("--write", action="store_true", help="the table and the picture of docs/performance.md")
    parser.add_argument("--picture", action="store_true", help="draw the picture from the table that is there")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    for step in STEPS:
        parser.add_argument(f"--{step}", type=Path, nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    for step, do in STEPS.items():
        if places := getattr(asked, step):
            do(*places)
            return 0
    text = DOCUMENT.read_text("utf-8")
    if not asked.picture:
        figures = {}
        print(f"{'members':>8}" + "".join(f"{column:>18}" for column in COLUMNS))
        for members in asked.sizes:
            with TemporaryDirectory(prefix="partyday-peers-") as folder:
                figures[members] = measured(Bench(Path(folder)), members)
            told = (ratio(figures[members][column]) if column in figures[members] else NONE for column in COLUMNS)
            print(f"{members:>8}" + "".join(f"{figure:>18}" for figure in told), flush=True)
        text = table(text, figures, machine())
    if asked.write or asked.picture:
        DOCUMENT.write_text(text, "utf-8")
        PICTURE.write_text(picture(figures_of(text)), "utf-8")
    return 0


#: What is measured as a process of its own.
STEPS = {"export": export, "workbook": write_workbook}

if __name__ == "__main__":
    sys.exit(main())
