"""The roll-call mark by mark, and whatever order marks are made in."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import (
    act,
    branch_of,
    contents,
    desk,
    log_length,
    rows,
)
from partyday.errors import BadInput, Conflict, PartydayError
from partyday.model.codes import Circumstance, Excuse, State
from partyday.services import days, logs
from partyday.services.checkin import look, mark_one
from partyday.services.lookup import find_day
from partyday.services.whom import Order
from partyday.store import tables as t
from partyday.store.book import Store
from profiles import examples
from services.meetings import AFTER, BEFORE, DAY, call, meeting, say, states

# ---- the roll-call


def test_each_mark_of_the_roll_call_is_an_entry_that_can_be_taken_back(sqlite_book: Store) -> None:
    branch = meeting(sqlite_book, A=(), B=())
    with sqlite_book.reading() as connection:
        day = find_day(connection, branch, None, DAY)
    everybody = look(desk(sqlite_book, branch, DAY), None).roll.expected
    numbers = [mark_one(desk(sqlite_book), day, each, Order(each.name, State.PRESENT))[1] for each in everybody]
    assert numbers == [log_length(sqlite_book) - 1, log_length(sqlite_book)]
    assert mark_one(desk(sqlite_book), day, everybody[0], Order("党员A", State.PRESENT)) == (State.PRESENT, None)
    logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), numbers[0]))
    assert states(look(desk(sqlite_book, branch, DAY), None)) == {"B": "present"}


def test_the_roll_call_obeys_the_rules_of_every_other_way(sqlite_book: Store) -> None:
    branch = meeting(sqlite_book, A=())
    with sqlite_book.reading() as connection:
        day = find_day(connection, branch, None, DAY)
    [person] = look(desk(sqlite_book, branch, DAY), None).roll.expected
    with pytest.raises(BadInput, match="has not come yet"):
        mark_one(desk(sqlite_book, today=BEFORE), day, person, say("A"))
    mark_one(desk(sqlite_book), day, person, say("A"))
    with pytest.raises(Conflict, match="is recorded as"):
        mark_one(desk(sqlite_book), day, person, say("A", State.ABSENT))


# ---- whatever the order


def clear(store: Store) -> None:
    """Take every mark away again."""
    with store.writing(act()) as unit:
        for row in rows(unit.connection, t.mark):
            unit.rows.delete("mark", row)


LETTERS = "ABCDEF"
KINDS = {"C": [Circumstance.MOBILE], "D": [Circumstance.ILL], "E": [Circumstance.LEADER]}
ORDERS = st.fixed_dictionaries(
    {},
    optional={
        letter: st.one_of(
            st.sampled_from([State.PRESENT, State.ONLINE, State.VISITED, State.ABSENT]).map(
                lambda state: (state, None, "")
            ),
            st.sampled_from(Excuse).map(lambda category: (State.EXCUSED, category, "")),
        )
        for letter in LETTERS
    },
)


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=ORDERS, shuffled=st.permutations(LETTERS), cuts=st.sets(st.integers(1, 5)))
def test_the_order_in_which_marks_are_made_does_not_matter(
    sqlite_book: Store,
    said: dict[str, tuple[State, Excuse | None, str]],
    shuffled: list[str],
    cuts: set[int],
) -> None:
    """All at once on one day, and in any order in any number of goes on another: the two days count alike."""
    if not contents(sqlite_book)["branch"]:
        meeting(sqlite_book, **{letter: KINDS.get(letter, []) for letter in LETTERS})
    clear(sqlite_book)
    later = date(2026, 4, 3)
    once = call(sqlite_book, *(say(letter, *what) for letter, what in said.items()), day="2026-03-06", on=later)
    orders = [say(letter, *said[letter]) for letter in shuffled if letter in said]
    bounds = [0, *sorted(cuts), len(orders)]
    piecemeal = once
    for first, last in pairwise(bounds):
        piecemeal = call(sqlite_book, *orders[first:last], day="2026-04-03", on=later)
    assert states(piecemeal) == states(once)
    assert piecemeal.tally == once.tally


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    goes=st.lists(
        st.tuples(ORDERS, st.booleans(), st.booleans(), st.sampled_from([BEFORE, DAY, AFTER])), min_size=1, max_size=4
    )
)
def test_whatever_is_called_the_day_balances_and_a_refusal_changes_nothing(
    sqlite_book: Store, goes: list[tuple[dict[str, tuple[State, Excuse | None, str]], bool, bool, date]]
) -> None:
    if not contents(sqlite_book)["branch"]:
        meeting(sqlite_book, **{letter: KINDS.get(letter, []) for letter in LETTERS})
    clear(sqlite_book)
    for said, everybody, close, on in goes:
        before, entries = contents(sqlite_book), log_length(sqlite_book)
        try:
            outcome = call(
                sqlite_book,
                *(say(letter, *what) for letter, what in said.items()),
                everybody=everybody,
                close=close,
                on=on,
            )
        except PartydayError:
            assert (contents(sqlite_book), log_length(sqlite_book)) == (before, entries)
            continue
        count = outcome.tally
        assert (
            count.expected
            == len(LETTERS)
            == (
                count.present
                + count.online
                + count.visited
                + count.excused
                + count.absent
                + count.unreached
                + count.unmarked
            )
        )
        # 党员D is ill: never absent, and excused at most for a day to come.
        assert states(outcome).get("D") not in ("absent", "excused" if outcome.roll.day.closed_on else "")
        for person, state, _changed in outcome.marks:
            assert outcome.roll.marks[person.id].state is state
    if days.show(desk(sqlite_book, branch_of(sqlite_book), DAY), "2026-03-06").closed_on:
        days.reopen(desk(sqlite_book, branch_of(sqlite_book)), "2026-03-06", "again")
