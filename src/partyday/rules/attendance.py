"""Who is expected on a day and how (应到), and how a day counts. Nothing here knows a threshold."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from partyday.model.codes import Circumstance, State
from partyday.model.days import Roll, Tally
from partyday.model.people import Person

if TYPE_CHECKING:
    from partyday.model.lives import Life, Session
    from partyday.model.members import Record

#: With one of these a member is not expected at all.
EXEMPTING = frozenset({Circumstance.LEAVE, Circumstance.SUSPENDED})
#: These the branch brings the day to (送学): never absent, never excused, but reached or not yet reached.
TO_BE_REACHED = frozenset({Circumstance.INFIRM, Circumstance.ILL})
#: While one of these lasts, nobody can hold a missed day against the member.
NOT_IN_PERSON = EXEMPTING | TO_BE_REACHED
#: These attend online.
ATTENDING_ONLINE = frozenset({Circumstance.MOBILE, Circumstance.AWAY, Circumstance.ABROAD})


def is_expected(person: Person) -> bool:
    """Whether a person counts in 应到: a member neither on leave nor suspended."""
    return person.standing.is_member and not person.circumstances & EXEMPTING


def is_to_be_reached(person: Person) -> bool:
    """Infirm or long-term ill: the day is brought to them."""
    return bool(person.circumstances & TO_BE_REACHED)


def is_named_only(person: Person) -> bool:
    """Whether `--all` leaves out who has no usual way: nobody in another city or at home becomes present by default."""
    return bool(person.circumstances & (TO_BE_REACHED | ATTENDING_ONLINE))


def taken_for(person: Person) -> State | None:
    """How somebody takes part where nobody says otherwise; None: they are to be named.

    Who is usually visited and is well again is named too.
    """
    if person.usual is State.VISITED:
        return State.VISITED if is_to_be_reached(person) else None
    if person.usual is not None:
        return person.usual
    return None if is_named_only(person) else State.PRESENT


def counted_state(person: Person, state: State) -> State:
    """The state that is stored: for who is to be reached, not having taken part is the branch's gap, 待送学."""
    if is_to_be_reached(person) and state in (State.EXCUSED, State.ABSENT):
        return State.UNREACHED
    return state


def as_it_counts(roll: Roll, person: Person) -> State | None:
    """How a day counts for somebody on its roll; of a closed one what is known of them by now goes before the mark."""
    mark = roll.marks.get(person.id)
    if mark is None:
        return None
    return counted_state(person, mark.state) if roll.day.closed_on else mark.state


def own_sessions(life: "Life", sessions: "Iterable[Session]") -> "list[Session]":
    """What of these sessions is the member's own, as it counts: taking part always; the rest only where expected.

    What was marked before a circumstance became known counts as it would have been marked: `counted_state`.
    """
    return [counted for session in sessions if (counted := _as_it_is_theirs(life.record, session))]


def _as_it_is_theirs(record: "Record", session: "Session") -> "Session | None":
    if session.state is not None and session.state.took_part:
        return session
    on = session.on
    if not record.belonged_to(session.branch_id, on) or not record.standing_on(on).is_member:
        return None
    then = record.circumstances_on(on)
    if not then:
        return session
    if then & EXEMPTING:
        return None
    if then & TO_BE_REACHED and session.state in (State.EXCUSED, State.ABSENT, State.UNKNOWN):
        return session._replace(state=State.UNREACHED)
    return session


def tally(roll: Roll) -> Tally:
    """Count a day. The seven counts add up to `expected`; marks of people not expected do not count."""
    states = Counter(as_it_counts(roll, person) for person in roll.expected)
    return Tally(
        expected=len(roll.expected),
        present=states[State.PRESENT],
        online=states[State.ONLINE],
        visited=states[State.VISITED],
        excused=states[State.EXCUSED],
        absent=states[State.ABSENT],
        unreached=states[State.UNREACHED],
        unmarked=len(roll.unmarked) + states[State.UNKNOWN],
        invited=_taking_part(roll, roll.invited),
    )


def _taking_part(roll: Roll, people: Iterable[Person]) -> int:
    return sum(1 for person in people if person.id in roll.marks and roll.marks[person.id].state.took_part)
