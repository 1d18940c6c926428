"""Whom on the roll of a day a command, a sheet or a list means, and what is to be recorded of each.

What was typed is refused at the first slip; of what a paper says every slip is told with its row.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from partyday.errors import Conflict, PartydayError, WrongUsage
from partyday.i18n import _, listed
from partyday.model.codes import Excuse, State
from partyday.model.days import ActivityDay, Roll
from partyday.model.people import Branch, Person, same_name
from partyday.model.problems import Problem
from partyday.model.said import Said
from partyday.rules import attendance
from partyday.services.lookup import find, find_all, matches, together
from partyday.store import people
from partyday.store.connection import Connection
from partyday.words.terms import term


@dataclass(frozen=True)
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


Chosen = dict[int, tuple[Person, Order]]


@dataclass(frozen=True)
class Written:
    """What a paper says of the people of a roll: what to record of each, who is asked about, what was rejected."""

    chosen: Chosen
    asked: tuple[Person, ...] = ()
    rejected: tuple[Problem, ...] = ()


def on_roll(roll: Roll) -> list[Person]:
    """Everybody on it, expected or invited."""
    return [*roll.expected, *roll.invited]


def known_to(connection: Connection, branch: Branch, on: date) -> list[Person]:
    """Everybody who ever belonged to the branch, as of a date: of them a paper may speak."""
    return [person for _id, person in people.rosters(connection, [branch.id], on, ended=True)]


def as_named(connection: Connection, branch: Branch, roll: Roll, orders: Sequence[Order]) -> Chosen:
    """Member → what to record, as it was typed.

    Raises NotFound, Ambiguous or Conflict for whom it cannot be recorded, WrongUsage where one person is told two
    different things.
    """
    pieces = [(order, who) for order in orders for who in together(on_roll(roll), order.who)]
    for _order, who in pieces:
        if not any(matches(person, who) for person in on_roll(roll)) and (
            other := _not_expected(connection, branch, roll, who)
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
        raise WrongUsage(_twice(person, said.state, order.state), _("Leave one of them out; nothing was written."))


def as_written(
    connection: Connection, branch: Branch, roll: Roll, said: Sequence[Said], column: str, typed: Collection[int] = ()
) -> Written:
    """What a paper says of whom; `column` is the heading of its names, `typed` they of whom a command says more."""
    found: dict[int, list[tuple[Person, Said]]] = {}
    problems = []
    for entry in said:
        try:
            person = _meant(connection, branch, roll, entry)
            found.setdefault(person.id, []).append((person, entry))
        except PartydayError as error:
            problems.append(_problem(entry, column, f"{error} {error.hint}".rstrip()))
    written = Written({}, rejected=tuple(problems))
    for entries in found.values():
        written = _added(written, roll, entries, column, typed)
    return replace(written, rejected=tuple(sorted(written.rejected, key=lambda problem: problem.row)))


def _added(
    written: Written, roll: Roll, entries: Sequence[tuple[Person, Said]], column: str, typed: Collection[int]
) -> Written:
    """`written` with what the paper says of one more person, in one row or several."""
    person, first = entries[0]
    if other := next((entry for _person, entry in entries if entry.what != first.what), None):
        problem = _problem(other, column, _twice(person, first.state, other.state))
        return replace(written, rejected=(*written.rejected, problem))
    if first.state is not None:
        order = Order(person.name, first.state, first.category, first.detail, first.row)
        return replace(written, chosen={**written.chosen, person.id: (person, order)})
    mark = roll.marks.get(person.id)
    if mark is not None and mark.state.took_part and person.id not in typed:
        sentence = _("{name} is recorded as {state} on {day}.").format(
            name=person.name, state=term(mark.state), day=roll.day.ref
        )
        return replace(written, rejected=(*written.rejected, _problem(first, column, sentence)))
    if person.id in typed or (mark is not None and mark.state is not State.UNKNOWN):
        return written
    return replace(written, asked=(*written.asked, person))


def _twice(person: Person, *states: State | None) -> str:
    one, other = (term(state) if state else _("not there") for state in states)
    return _("{name} is named twice, as {one} and as {other}.").format(name=person.name, one=one, other=other)


def _problem(said: Said, column: str, sentence: str) -> Problem:
    return Problem(row=said.row, column=column, value=f"{said.who} {said.code}".rstrip(), problem=sentence)


def _meant(connection: Connection, branch: Branch, roll: Roll, said: Said) -> Person:
    """The one person a row means. Raises PartydayError."""
    if not any(matches(person, said.who) for person in on_roll(roll)) and (
        other := _not_expected(connection, branch, roll, said.who)
    ):
        raise other
    return meant(on_roll(roll), said.who, said.number, said.code, where(roll.day))


def meant(people_of: Sequence[Person], who: str, number: int | None, code: str, where_: str) -> Person:
    """The one person of these a row of a paper means: of namesakes the one with the numbers beside the name.

    `number` is the roster number, `code` a staff or student number. Raises NotFound or Ambiguous, and Conflict where
    the code is another person's.
    """
    fitting = [person for person in people_of if matches(person, who)]
    numbered = [person for person in fitting if same_name(person.name, who) and person.number == number]
    coded = [person for person in fitting if code and _same_code(person.staff_number, code)]
    person = next(iter([*coded, *numbered]), None) or find(people_of, who, where_)
    if code and person.staff_number and not _same_code(person.staff_number, code):
        raise Conflict(
            _("{code} is not the staff or student number of {name}.").format(code=code, name=person.name),
            _("Ask who is meant; `partyday member show {number}` shows the number.").format(number=person.number),
        )
    return person


def _same_code(one: str, other: str) -> bool:
    """Whether two staff or student numbers are one, but for zeros that got lost in front."""
    return one.lstrip("0").casefold() == other.lstrip("0").casefold()


def where(day: ActivityDay) -> str:
    """The roll of a day, as a sentence names it."""
    return _("on the roll of {day}").format(day=day.ref)


def _not_expected(connection: Connection, branch: Branch, roll: Roll, who: str) -> Conflict | None:
    """Why somebody the branch knows is not on this roll: not a member that day, on leave, suspended.

    None for whom it does not know. Raises Ambiguous where several fit.
    """
    day = roll.day
    assert day.held_on is not None
    fitting = [person for person in known_to(connection, branch, day.held_on) if matches(person, who)]
    if not fitting:
        return None
    person = find(fitting, who, where(day))
    there = {each.id: each for each in people.people_on(connection, branch.id, day.held_on)}
    if person.id not in there:
        why = _("did not belong to {branch} that day").format(branch=branch.name)
    else:
        why = listed(term(kind) for kind in sorted(there[person.id].circumstances & attendance.EXEMPTING))
    return Conflict(
        _("{name} is not expected on {day}: {why}.").format(name=person.name, day=day.ref, why=why),
        _("If that is wrong, `partyday member show {number}` shows the dates.").format(number=person.number),
    )
