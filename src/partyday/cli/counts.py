"""How a check-in is told: what was marked, how the day counts now, who is still missing."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from partyday.cli import output
from partyday.cli.nouns import PERSON
from partyday.cli.run import Run, at_terminal
from partyday.i18n import _, listed
from partyday.model.codes import State
from partyday.model.days import Tally
from partyday.model.people import Person
from partyday.model.problems import Problem
from partyday.model.said import Attendance
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


def tell_or_leave(
    run: Run, outcome: "Outcome | None", paper: Attendance | None = None, *, partial: bool = False
) -> None:
    """Tell what was done, or that nothing was. Raises Exit(10) where something of the paper was rejected."""
    if outcome is None:
        output.talk(_("Nothing was written."))
    elif paper is None:
        tell(run, outcome)
    elif run.json:
        output.emit(_json(outcome) | _json_of(paper, outcome.rejected) | {"asked": _people(outcome.asked)})
        output.refuse(outcome.rejected, told=True)
    else:
        output.tell_reading(paper.notes, paper.unread)
        if not outcome.rejected or partial:
            tell(run, outcome)
        output.refuse(outcome.rejected, partial=partial)


def tell_days(run: Run, outcomes: "Sequence[Outcome]", paper: Attendance, *, partial: bool) -> None:
    """What a sheet of several days did. Raises Exit(10) where something of it was rejected."""
    if run.json:
        days = [_json(outcome) | {"asked": _people(outcome.asked)} for outcome in outcomes]
        asked = [{"day": day["day"], **person} for day in days for person in day["asked"]]
        output.emit({"days": days} | _json_of(paper, paper.rejected) | {"asked": asked})
    else:
        output.tell_reading(paper.notes, paper.unread)
        for outcome in outcomes if partial or not paper.rejected else ():
            tell(run, outcome)
    output.refuse(paper.rejected, told=run.json, partial=partial)


def _json_of(paper: Attendance, rejected: Sequence[Problem]) -> dict[str, Any]:
    return {
        "unread": list(paper.unread),
        "notes": list(paper.notes),
        "rejected": output.problems_json(rejected),
    }


def _people(people: Sequence[Person]) -> list[dict[str, Any]]:
    return [PERSON.json(person) for person in people]


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
    if outcome.asked:
        output.talk(
            _(
                "Set down as not there, and left unmarked: {people}. Ask why, then excuse them or record the absence."
            ).format(people=_list(outcome.asked))
        )
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
        "left_out": _people(outcome.left_out),
        "marks": [
            PERSON.json(person) | {"state": state, "changed": changed} for person, state, changed in outcome.marks
        ],
    }
