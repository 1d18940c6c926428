"""Whom on the roll of a day a command means, and what is to be recorded of each; refused at the first slip.

What a paper says of whom is in `written`.
"""

from collections.abc import Iterable, Sequence

from partyday.errors import Conflict, NeedsAnswer, WrongUsage
from partyday.i18n import _, listed
from partyday.model.codes import Excuse, State
from partyday.model.days import ActivityDay, Roll
from partyday.model.frozen import frozen
from partyday.model.people import Branch, Person
from partyday.rules import attendance
from partyday.services.lookup import find, find_all, known_to, matches, named, together
from partyday.store import people
from partyday.store.connection import Connection
from partyday.words.terms import term


@frozen
class Order:
    """One thing to record: whom, and what. `row` is that of the paper it stands in, None for what was typed."""

    who: str
    state: State
    category: Excuse | None = None
    detail: str = ""
    row: int | None = None

    @property
    def what(self) -> tuple[State, Excuse | None, str]:
        """What is to be recorded, without whom."""
        return self.state, self.category, self.detail


class NotToBeReached(NeedsAnswer):
    """Somebody is to be recorded as visited who is neither infirm nor long-term ill; `people` are they."""

    def __init__(self, people_of: Sequence[Person]) -> None:
        super().__init__(
            _("The day is brought to the infirm and the long-term ill, which {people} are not. Record it so?").format(
                people=named(people_of)
            )
        )
        self.people = tuple(people_of)


Chosen = dict[int, tuple[Person, Order]]


def on_roll(roll: Roll) -> list[Person]:
    """Everybody on it, expected or invited."""
    return [*roll.expected, *roll.invited]


def as_named(connection: Connection, branch: Branch, roll: Roll, orders: Sequence[Order]) -> Chosen:
    """Member → what to record, as it was typed.

    Raises NotFound, Ambiguous or Conflict for whom it cannot be recorded, WrongUsage where one person is told two
    different things.
    """
    pieces = [(order, who) for order in orders for who in together(on_roll(roll), order.who)]
    for _order, who in pieces:
        if not any(matches(person, who) for person in on_roll(roll)) and (
            other := not_expected(connection, branch, roll, who)
        ):
            raise other
    named_ones = find_all(on_roll(roll), [who for _order, who in pieces], where(roll.day))
    chosen: Chosen = {}
    for (order, _who), person in zip(pieces, named_ones, strict=True):
        choose(chosen, person, order)
    return chosen


def choose(chosen: Chosen, person: Person, order: Order) -> None:
    """Add what to record of somebody. Raises WrongUsage where something else is to be recorded already."""
    said = chosen.setdefault(person.id, (person, order))[1]
    if said.what != order.what:
        raise WrongUsage(twice(person, said.state, order.state), _("Leave one of them out; nothing was written."))


def refuse_well(roll: Roll, chosen: Iterable[tuple[Person, Order]]) -> None:
    """Raises `NotToBeReached` for whom somebody well was typed as visited, and is not recorded so already."""
    well = [
        person
        for person, order in chosen
        if order.state is State.VISITED
        and not attendance.is_to_be_reached(person)
        and ((mark := roll.marks.get(person.id)) is None or mark.state is not State.VISITED)
    ]
    if well:
        raise NotToBeReached(well)


def twice(person: Person, *states: State | None) -> str:
    """The sentence about somebody of whom two different things are to be recorded."""
    one, other = (term(state) if state else _("not there") for state in states)
    return _("{name} is named twice, as {one} and as {other}.").format(name=person.name, one=one, other=other)


def where(day: ActivityDay) -> str:
    """The roll of a day, as a sentence names it."""
    return _("on the roll of {day}").format(day=day.ref)


def not_expected(connection: Connection, branch: Branch, roll: Roll, who: str) -> Conflict | None:
    """Why somebody the branch knows is not on this roll: not a member that day, on leave, suspended.

    None for whom it does not know. Raises Ambiguous where several fit.
    """
    day = roll.day
    assert day.held_on is not None
    fitting = [person for person in known_to(connection, branch, day.held_on) if matches(person, who)]
    if not fitting:
        return None
    return off_roll(connection, branch, day, find(fitting, who, where(day)))


def off_roll(connection: Connection, branch: Branch, day: ActivityDay, person: Person) -> Conflict:
    """Why this member is not on the roll of a day."""
    assert day.held_on is not None
    there = {each.id: each for each in people.people_on(connection, branch.id, day.held_on)}
    if person.id not in there:
        why = _("did not belong to {branch} that day").format(branch=branch.name)
    else:
        why = listed(term(kind) for kind in sorted(there[person.id].circumstances & attendance.EXEMPTING))
    return Conflict(
        _("{name} is not expected on {day}: {why}.").format(name=person.name, day=day.ref, why=why),
        _("If that is wrong, `partyday member show {number}` shows the dates.").format(number=person.number),
    )
