"""A meeting of a branch as tests of attendance begin with it, and how they call and read it."""

from collections.abc import Sequence
from datetime import date

from factories import (
    add_member,
    branch_of,
    desk,
    start_branch,
)
from partyday.model.codes import Circumstance, Excuse, State
from partyday.model.days import Mark
from partyday.model.people import Branch
from partyday.services.checkin import Outcome, check_in, look
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store.book import Store

DAY = date(2026, 3, 6)
BEFORE = date(2026, 3, 2)
AFTER = date(2026, 3, 10)


def meeting(store: Store, **circumstances: Sequence[Circumstance]) -> Branch:
    """A branch with its year; members named by letters in the order given: A=(…) is 党员A, number 1."""
    branch = start_branch(store)
    for letter, kinds in circumstances.items():
        add_member(store, f"党员{letter}", *kinds)
    make_year(desk(store, today=date(2026, 1, 5)), [branch], 2026)
    return branch


def say(who: str, state: State = State.PRESENT, category: Excuse | None = None, detail: str = "") -> Order:
    return Order(f"党员{who}" if len(who) == 1 and who.isalpha() else who, state, category, detail)


def excuse(who: str, category: Excuse = Excuse.SICK, detail: str = "") -> Order:
    return say(who, State.EXCUSED, category, detail)


def call(
    store: Store,
    *orders: Order,
    on: date = DAY,
    day: str | None = "2026-03-06",
    everybody: bool = False,
    besides: Sequence[str] = (),
    reason: str = "",
    close: bool = False,
    keep_unknown: bool = False,
    by: str = "李华",
    well_too: bool = True,
) -> Outcome:
    return check_in(
        desk(store, branch_of(store), on, by=by, command="checkin"),
        day,
        orders,
        everybody=everybody,
        besides=besides,
        reason=reason,
        well_too=well_too,
        close=close,
        keep_unknown=keep_unknown,
    )


def states(outcome: Outcome) -> dict[str, str]:
    """The last letter of each name → the state the book holds now."""
    on_roll = [*outcome.roll.expected, *outcome.roll.invited]
    return {each.name[-1]: outcome.roll.marks[each.id].state.value for each in on_roll if each.id in outcome.roll.marks}


def mark_of(store: Store, letter: str, day: str = "2026-03-06") -> Mark:
    outcome = look(desk(store, branch_of(store), DAY), day)
    return next(outcome.roll.marks[each.id] for each in outcome.roll.expected if each.name[-1] == letter)
