"""What a school or a superior does: a roster, a year's attendance, the papers of 200 branches."""

import json
import shutil
from collections.abc import Iterator
from functools import partial
from itertools import repeat

from benchmarks.bench import BRANCH, YEAR, Bench
from benchmarks.logged import write_log
from benchmarks.measure import Go, Result, compare
from benchmarks.samples import roster, write_roster
from benchmarks.school import AS_OF, SCHOOL

TODAY = AS_OF.isoformat()


def bring_in(bench: Bench) -> Result:
    """A roster of 30,000 people in eight columns into an empty book, beside merely reading the file."""
    sheet, empty, book = (bench.folder / name for name in ("school.xlsx", "empty.partyday", "import.partyday"))
    write_roster(sheet, roster(30_000))
    bench.partyday("init", "--branch", BRANCH, "--book", empty)

    def turns() -> Iterator[tuple[Go, Go]]:
        for _ in range(1 + 5):
            shutil.copy(empty, book)
            yield (
                partial(bench.partyday, "member", "import", sheet, "--book", book),
                partial(bench.bare, "bare_read", sheet),
            )

    return compare(turns())


def publish(bench: Bench) -> Result:
    """A year's attendance of a school of 30,000 as its form, beside openpyxl's write-only mode with the same cells."""
    printed, cells, bare = (bench.folder / name for name in ("form.xlsx", "form.cells", "bare.xlsx"))
    form = ("report", "attendance", "--period", TODAY[:4], "--branch", SCHOOL, "--today", TODAY, "-o", printed)
    ours = partial(bench.partyday, *form, "--yes", "--book", bench.school())
    ours()
    bench.bare("bare_write", "cells", printed, cells)
    return compare(repeat((ours, partial(bench.bare, "bare_write", "write", cells, bare)), 1 + 3))


def verify(bench: Bench) -> Result:
    """The whole book of a school against its log, beside SQLite's own check of the same file."""
    book = bench.folder / "logged.partyday"
    shutil.copy(bench.school(), book)
    write_log(book)
    ours = partial(bench.partyday, "verify", "--book", book)
    return compare(repeat((ours, partial(bench.bare, "bare_check", book)), 1 + 1), warm_up=1)


def roll_up(bench: Bench) -> Result:
    """The filed plans of 200 branches taken in and summed up, beside merely reading the same sheets."""
    whole, empty, book = (bench.folder / name for name in ("whole.partyday", "superior.partyday", "rollup.partyday"))
    superior, names = "中州大学党委", [f"第{number}党支部" for number in range(1, 201)]
    sent = [bench.folder / f"{name}.xlsx" for name in names]
    tree = [
        ["init", "--branch", names[0], "--superior", superior],
        *(["branch", "add", name] for name in names[1:]),
    ]
    filing = ["report", "quarter-plan", "--period", f"{YEAR}Q2", "--mark-filed", "--today", f"{YEAR}-03-18"]
    year = [
        ["schedule", str(YEAR), "--branch", superior],
        *([*filing, "--branch", name, "-o", str(paper)] for name, paper in zip(names, sent, strict=True)),
    ]
    for place, commands in ((empty, tree), (whole, [*tree, *year])):
        bench.bare("many", stdin="\n".join(json.dumps([*words, "--book", str(place)]) for words in commands))

    def turns() -> Iterator[tuple[Go, Go]]:
        for _ in range(1 + 5):
            shutil.copy(empty, book)
            yield (
                partial(bench.partyday, "rollup", *sent, "-o", bench.folder / "sum.xlsx", "--yes", "--book", book),
                partial(bench.bare, "bare_read_all", *sent),
            )

    return compare(turns())
