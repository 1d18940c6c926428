"""What a whole command would hide, measured from inside: one mark among many, a school's review without its words.

Alone among the benchmarks it imports more of partyday than the command line.
"""

import gc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import partial
from itertools import repeat
from pathlib import Path

from benchmarks.bare_commit import Marks
from benchmarks.bench import YEAR, Bench, marks
from benchmarks.measure import Go, Result, compare, within
from benchmarks.school import AS_OF, YEARS, fetch_exceptions, fold_all_marks


def call_the_roll(bench: Bench) -> Result:
    """One mark of the roll-call with its log entry, beside one bare committed row; both within this process."""
    from partyday.model.codes import State
    from partyday.services.checkin import look, mark_one
    from partyday.services.desk import Desk
    from partyday.services.whom import Order
    from partyday.store.book import Act, open_book

    book = bench.folder / "roll.partyday"
    bench.branch(book, 50)
    bare = Marks(bench.folder / "marks.sqlite")
    act = Act(command="checkin", by="李华", today=date(YEAR, 12, 31))
    with closing(open_book(str(book))) as store:
        desk = Desk(store, act)
        rolls = [look(desk, day).roll for day in sorted({day for day, _who in marks(book)})]
        turns = (
            (
                partial(within, partial(mark_one, desk, roll.day, person, Order(person.name, State.PRESENT))),
                partial(within, bare.add),
            )
            for roll in rolls
            for person in roll.expected
        )
        return compare(turns, warm_up=20)


@contextmanager
def reviewing(book: Path) -> Iterator[Go]:
    """A review of the whole book, to be done in this process as the command does it."""
    from partyday.services.branches import all_below
    from partyday.services.desk import Desk
    from partyday.services.review import review
    from partyday.store.book import Act, open_book

    gc.freeze()
    gc.set_threshold(200_000)
    with closing(open_book(str(book))) as store:
        desk = Desk(store, Act(command="review", by="李华", today=AS_OF))
        yield partial(within, partial(review, desk, all_below(desk.branches, None), AS_OF))


def review_school(bench: Bench) -> Result:
    """Everything due in a school of 30,000 over 1.8 million marks, beside a bare scan that fetches the exceptions."""
    book = bench.school()
    with reviewing(book) as review:
        return compare(repeat((review, partial(within, partial(fetch_exceptions, book))), 1 + 7))


def review_longer(bench: Bench) -> Result:
    """The same exceptions among twice the marks, five more years of everybody present, beside the five years alone."""
    with reviewing(bench.school(YEARS)) as ours, reviewing(bench.school()) as theirs:
        return compare(repeat((ours, theirs), 1 + 7))


def review_windows(bench: Bench) -> Result:
    """The same review beside a query with window functions over all marks, which finds less."""
    book = bench.school()
    with reviewing(book) as review:
        return compare(repeat((review, partial(within, partial(fold_all_marks, book))), 1 + 3))
