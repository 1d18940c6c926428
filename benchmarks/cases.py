"""What is compared with what, and the ratio that each comparison is held to."""

import gc
import resource
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import product, repeat
from pathlib import Path

from benchmarks.bare_checkin import make_book
from benchmarks.bare_commit import Marks
from benchmarks.measure import Do, Result, compare, environment, run
from benchmarks.samples import MEMBERS, roster, write_roster
from benchmarks.school import AS_OF, YEARS, fetch_exceptions, fold_all_marks, write_school

BRANCH = "计算机学院教工第一党支部"
#: All of it is past, and its holidays are published.
YEAR = 2025


class Bench:
    """A folder to work in, and both sides as commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environ = environment(folder)

    def partyday(self, *args: str | Path) -> None:
        """Run partyday as it is installed."""
        run([str(Path(sys.executable).with_name("partyday")), *map(str, args)], self.environ)

    def bare(self, program: str, *args: str | Path) -> None:
        """Run a program of this package, started as an installed one is: from its compiled module."""
        run([sys.executable, "-c", f"from benchmarks.{program} import main; main()", *map(str, args)], self.environ)

    def book(self, members: int) -> tuple[Path, list[tuple[str, str]]]:
        """The book of a branch with its year, and every day and name that can be marked once."""
        book, sheet = self.folder / "book.partyday", self.folder / "branch.xlsx"
        people = list(roster(members, MEMBERS))
        write_roster(sheet, people)
        self.partyday("init", "--branch", BRANCH, "--book", book)
        self.partyday("member", "import", sheet, "--book", book)
        self.partyday("schedule", str(YEAR), "--book", book)
        with closing(sqlite3.connect(book)) as connection:
            days = [day for (day,) in connection.execute("SELECT held_on FROM day ORDER BY held_on")]
        return book, list(product(days, (str(row[1]) for row in people)))


def show_help(bench: Bench) -> Result:
    """`partyday --help` beside that of a minimal Typer program."""
    turn = partial(bench.partyday, "--help"), partial(bench.bare, "bare_help", "--help")
    return compare("help", 1.25, repeat(turn, 1 + 25))


def check_in(bench: Bench) -> Result:
    """One mark in a branch of 22 with a year of days, beside a minimal program of Typer and SQLAlchemy Core."""
    book, marks = bench.book(22)
    bare = bench.folder / "bare.sqlite"
    make_book(bare, sorted({day for day, _who in marks}), sorted({who for _day, who in marks}))
    turns = (
        (
            partial(bench.partyday, "checkin", who, "--day", day, "--book", book),
            partial(bench.bare, "bare_checkin", who, "--day", day, "--book", bare),
        )
        for day, who in marks[:: len(marks) // 26]
    )
    return compare("checkin", 1.2, turns)


def bring_in(bench: Bench) -> Result:
    """A roster of 30,000 people in eight columns into an empty book, beside merely reading the file."""
    sheet, empty, book = (bench.folder / name for name in ("school.xlsx", "empty.partyday", "school.partyday"))
    write_roster(sheet, roster(30_000))
    bench.partyday("init", "--branch", BRANCH, "--book", empty)

    def turns() -> Iterator[tuple[Do, Do]]:
        for _ in range(1 + 5):
            shutil.copy(empty, book)
            yield (
                partial(bench.partyday, "member", "import", sheet, "--book", book),
                partial(bench.bare, "bare_read", sheet),
            )

    return compare("import", 2, turns())


def call_the_roll(bench: Bench) -> Result:
    """One mark of the roll-call with its log entry, beside one bare committed row; both within this process."""
    from partyday.model.codes import State
    from partyday.services.checkin import Order, look, mark_one
    from partyday.services.lookup import choose_branch
    from partyday.store.book import Act, open_book
    from partyday.store.people import branches

    book, marks = bench.book(50)
    bare = Marks(bench.folder / "bare.sqlite")
    act = Act(command="checkin", by="李华", today=date(YEAR, 12, 31))
    with closing(open_book(str(book))) as store:
        with store.reading() as connection:
            branch = choose_branch(branches(connection), None)
        rolls = [look(store, branch, ref, act.today).roll for ref in sorted({day for day, _who in marks})]
        turns = (
            (partial(mark_one, store, act, roll.day, person, Order(person.name, State.PRESENT)), bare.add)
            for roll in rolls
            for person in roll.expected
        )
        return compare("rollcall", 8, turns, warm_up=20)


@contextmanager
def reviewing(book: Path) -> Iterator[Do]:
    """A review of the whole book, to be done in this process as the command does it."""
    from partyday.services.branches import all_below
    from partyday.services.review import review
    from partyday.store.book import open_book
    from partyday.store.people import branches

    gc.freeze()
    gc.set_threshold(50_000)
    with closing(open_book(str(book))) as store:
        with store.reading() as connection:
            tree = branches(connection)
        yield partial(review, store, tree, all_below(tree, None), AS_OF)


def review_school(bench: Bench) -> Result:
    """Everything due in a school of 30,000 over 1.8 million marks, beside a bare scan that fetches the exceptions."""
    book = bench.folder / "school.partyday"
    write_school(book)
    with reviewing(book) as review:
        result = compare("review", 8, repeat((review, partial(fetch_exceptions, book)), 1 + 7))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return replace(result, note=f"peak {peak} MB of 300")


def review_longer(bench: Bench) -> Result:
    """The same exceptions among twice the marks, five more years of everybody present, beside the five years alone."""
    longer, book = bench.folder / "longer.partyday", bench.folder / "school.partyday"
    write_school(longer, quiet_years=YEARS)
    write_school(book)
    with reviewing(longer) as ours, reviewing(book) as theirs:
        return compare("review-longer", 1.1, repeat((ours, theirs), 1 + 7))


def review_windows(bench: Bench) -> Result:
    """The same review beside a query with window functions over all marks, which finds less."""
    book = bench.folder / "school.partyday"
    write_school(book)
    with reviewing(book) as review:
        return compare("review-windows", None, repeat((review, partial(fold_all_marks, book)), 1 + 3))


def roll_up(bench: Bench) -> Result:
    """The filed plans of 200 branches taken in and summed up, beside merely reading the same sheets."""
    from partyday.forms import xlsx
    from partyday.model.period import Period
    from partyday.model.seal import seal
    from partyday.services.filings import file_paper
    from partyday.services.papers.ask import Ask
    from partyday.store.book import Act, open_book
    from partyday.store.people import branches

    whole, empty, book = (bench.folder / name for name in ("whole.partyday", "empty.partyday", "superior.partyday"))
    superior, names = "中州大学党委", [f"第{number}党支部" for number in range(1, 201)]
    for place in (whole, empty):
        bench.partyday("init", "--branch", names[0], "--superior", superior, "--book", place)
        for name in names[1:]:
            bench.partyday("branch", "add", name, "--book", place)
    bench.partyday("schedule", str(YEAR), "--branch", superior, "--book", whole)
    act = Act(command="report", by="李华", today=date(YEAR, 3, 18))
    sent = []
    with closing(open_book(str(whole))) as store:
        with store.reading() as connection:
            own = [each for each in branches(connection) if each.name in names]
        for branch in own:
            sent.append(bench.folder / f"{branch.name}.xlsx")
            ask = Ask(branch, Period(f"{YEAR}Q2"), act.today)
            file_paper(
                store, act, "quarter-plan", ask, lambda each: xlsx.write(each.sheets, sent[-1], sealed=seal(each))
            )

    def turns() -> Iterator[tuple[Do, Do]]:
        for _ in range(1 + 5):
            shutil.copy(empty, book)
            yield (
                partial(bench.partyday, "rollup", *sent, "-o", bench.folder / "sum.xlsx", "--yes", "--book", book),
                partial(bench.bare, "bare_read_all", *sent),
            )

    return compare("rollup", 1.6, turns())


def publish(bench: Bench) -> Result:
    """A year's attendance of a school of 30,000 as its form, beside openpyxl's write-only mode with the same cells."""
    from benchmarks.bare_write import read, write
    from partyday.forms import xlsx
    from partyday.model.period import Period
    from partyday.services.branches import top_of
    from partyday.services.papers.ask import Ask
    from partyday.services.reports import make
    from partyday.store.book import open_book
    from partyday.store.people import branches

    book, printed, bare = (bench.folder / name for name in ("school.partyday", "form.xlsx", "bare.xlsx"))
    write_school(book)
    gc.freeze()
    gc.set_threshold(50_000)
    with closing(open_book(str(book))) as store:
        with store.reading() as connection:
            ask = Ask(top_of(branches(connection)), Period.at(AS_OF, 12), AS_OF)

        def ours() -> None:
            xlsx.write(make(store, "attendance", ask).sheets, printed)

        ours()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        rows = read(str(printed))
        result = compare("publish", 1.5, repeat((ours, partial(write, str(bare), rows)), 1 + 3))
    return replace(result, note=f"peak {peak} MB")


CASES: Mapping[str, Callable[[Bench], Result]] = {
    "help": show_help,
    "checkin": check_in,
    "import": bring_in,
    "rollcall": call_the_roll,
    "review": review_school,
    "review-longer": review_longer,
    "review-windows": review_windows,
    "rollup": roll_up,
    "publish": publish,
}
