"""How a check-in is told: what was marked, how the day counts now, who is still missing."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from partyday.cli import output
from partyday.cli.run import Run, at_terminal
from partyday.i18n import _, listed
from partyday.model.codes import State
from partyday.model.days import Tally
from partyday.model.people import Person
from partyday.words.terms import term

if TYPE_CHECKING:
    from partyday.services.checkin import Outcome

#: Counts of a tally in the order they are told; they add up to `expected`.
COUNTS = (
    State.PRESENT,
    State.ONLINE,
    State.VISITED,
    State.EXCUSED,
    State.ABSENT,
    State.UNREACHED,
)


def close_asking(run: Run, attempt: "Callable[[bool], Outcome]") -> "Outcome | None":
    """Run a check-in that may close the day; where people are unmarked, ask before they are kept as unknown.

    None where the answer is no: nothing is written then.
    """
    from partyday.services.checkin import Unmarked

    try:
        return attempt(run.yes)
    except Unmarked as unmarked:
        if not at_terminal():
            raise
        output.talk(str(unmarked))
        if not run.confirmed(_("Close all the same, and keep them as unknown?")):
            return None
        return attempt(True)


def tell_or_leave(run: Run, outcome: "Outcome | None") -> None:
    """Tell what was done, or that nothing was."""
    if outcome is None:
        output.talk(_("Nothing was written."))
    else:
        tell(run, outcome)


def tell(run: Run, outcome: "Outcome") -> None:
    """What a check-in did and how the day stands now."""
    if run.json:
        output.emit(_json(outcome))
        return
    for state in State:
        for changed, sign in ((True, "√"), (False, "=")):
            people = [person for person, stored, did in outcome.marks if (stored, did) == (state, changed)]
            if people:
                output.say(f"{sign} {term(state)}: {_list(people)}")
    output.say(f"{outcome.roll.day.ref}  {balance(outcome.tally)}")
    if outcome.left_out:
        output.talk(
            _(
                "Not marked by --all, since they attend online or are visited: {people}. Name them with their option."
            ).format(people=_list(outcome.left_out))
        )
    if outcome.late:
        output.talk(_("Entered after the day: the marks are flagged as late."))
    missing = [person for person in outcome.roll.expected if person.id not in outcome.roll.marks]
    if missing and outcome.roll.day.held_on and outcome.roll.day.held_on <= run.today:
        output.talk(_("Not marked yet: {people}").format(people=_list(missing)))
    if outcome.roll.day.closed_on:
        output.talk(_("The day is closed."))


def balance(tally: Tally) -> str:
    """`应到 20 = 到会 15 + 线上 2 + …`: the counts that are not zero, with the invited beside them."""
    counts = [(term(state), getattr(tally, state.value)) for state in COUNTS]
    counts.append((_("unmarked"), tally.unmarked))
    told = " + ".join(f"{word} {count}" for word, count in counts if count) or "0"
    invited = _(", invited {count}").format(count=tally.invited) if tally.invited else ""
    return _("expected {expected} = {counts}").format(expected=tally.expected, counts=told) + invited


def _named(person: Person) -> str:
    return f"{person.number} {person.name}"


def _list(people: Sequence[Person]) -> str:
    return listed(_named(person) for person in people)


def _json(outcome: "Outcome") -> dict[str, Any]:
    day, tally = outcome.roll.day, outcome.tally
    return {
        "day": day.held_on,
        "part": day.part,
        "expected": tally.expected,
        **{state.value: getattr(tally, state.value) for state in COUNTS},
        "unmarked": tally.unmarked,
        "invited": tally.invited,
        "closed": day.closed_on is not None,
        "late": outcome.late,
        "left_out": [{"number": person.number, "name": person.name} for person in outcome.left_out],
        "marks": [
            {"number": person.number, "name": person.name, "state": state, "changed": changed}
            for person, state, changed in outcome.marks
        ],
    }
