"""Whom on a roll, or on a roster, the rows of a paper mean. Every slip is told with its row, none is raised."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from partyday.errors import Conflict, PartydayError
from partyday.i18n import _
from partyday.model.codes import State
from partyday.model.days import Roll
from partyday.model.dues_said import AssessmentRow, Handed
from partyday.model.people import Branch, Person, bare_number, same_name
from partyday.model.problems import Problem
from partyday.model.said import Said
from partyday.services.lookup import find, matches
from partyday.services.whom import Chosen, Order, not_expected, on_roll, twice, where
from partyday.store.connection import Connection
from partyday.words.terms import term


@dataclass(frozen=True)
class Written:
    """What a paper says of the people of a roll: what to record of each, who is asked about, what was rejected."""

    chosen: Chosen
    asked: tuple[Person, ...] = ()
    rejected: tuple[Problem, ...] = ()


def as_written(
    connection: Connection, branch: Branch, roll: Roll, said: Sequence[Said], column: str, typed: Collection[int] = ()
) -> Written:
    """What a paper says of whom; `column` is the heading of its names, `typed` they of whom a command says more."""
    found: dict[int, list[tuple[Person, Said]]] = {}
    problems = []
    for entry in with_numbers(on_roll(roll), said):
        try:
            person = _meant(connection, branch, roll, entry)
            found.setdefault(person.id, []).append((person, entry))
        except PartydayError as error:
            problems.append(_problem(entry, column, error.whole))
    written = Written({}, rejected=tuple(problems))
    for entries in found.values():
        written = _added(written, roll, entries, column, typed)
    return replace(written, rejected=tuple(sorted(written.rejected, key=lambda problem: problem.row)))


def _added(
    written: Written, roll: Roll, entries: Sequence[tuple[Person, Said]], column: str, typed: Collection[int]
) -> Written:
    """`written` with what the paper says of one more person, in one row or several."""
    person, first = entries[0]
    first = replace(first, detail=" ".join(dict.fromkeys(entry.detail for _one, entry in entries if entry.detail)))
    if other := next((entry for _one, entry in entries if entry.what[:2] != first.what[:2]), None):
        problem = _problem(other, column, twice(person, first.state, other.state))
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


def _problem(said: Said, column: str, sentence: str) -> Problem:
    return Problem(row=said.row, column=column, value=_as_written(said), problem=sentence, name=said.who)


def _as_written(said: Said) -> str:
    """What stands in the paper for a name, and the number beside it."""
    who = said.written or said.who
    return who if said.code in who else f"{who} {said.code}"


def _meant(connection: Connection, branch: Branch, roll: Roll, said: Said) -> Person:
    """The one person a row means. Raises PartydayError."""
    if not any(matches(person, said.who) for person in on_roll(roll)) and (
        other := not_expected(connection, branch, roll, said.who)
    ):
        raise other
    return meant(on_roll(roll), said.who, said.number, said.code, where(roll.day))


Row = TypeVar("Row", Said, Handed, AssessmentRow)


def with_numbers(people_of: Sequence[Person], rows: Sequence[Row]) -> Sequence[Row]:
    """The rows; without the numbers beside the names where these only count, and are not the roster's.

    They count where one of a name that only one person has is not that person's.
    """
    for row in rows:
        fitting = [person for person in people_of if matches(person, row.who)] if row.number else []
        if len(fitting) == 1 and fitting[0].number != row.number:
            return [replace(row, number=None) for row in rows]
    return rows


def meant(people_of: Sequence[Person], who: str, number: int | None, code: str, where_: str) -> Person:
    """The one person of these a row of a paper means: of namesakes the one with the numbers beside the name.

    `number` is the roster number, `code` a staff or student number. Raises NotFound or Ambiguous, and Conflict where
    the code is another person's.
    """
    fitting = [person for person in people_of if matches(person, who)]
    numbered = [person for person in fitting if same_name(person.name, who) and person.number == number]
    bare = bare_number(code)
    coded = [person for person in fitting if bare and bare_number(person.staff_number) == bare]
    person = next(iter([*coded, *numbered]), None) or find(people_of, who, where_)
    if code and person.staff_number and bare_number(person.staff_number) != bare:
        raise Conflict(
            _("{code} is not the staff or student number of {name}.").format(code=code, name=person.name),
            _("Ask who is meant; `partyday member show {number}` shows the number.").format(number=person.number),
        )
    return person
