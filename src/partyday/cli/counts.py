"""How a check-in is told: what was marked, how the day counts now, who is still missing."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from partyday.cli import output
from partyday.cli.answers import Answer, Field, attributes
from partyday.cli.nouns import PERSON
from partyday.cli.run import Run, at_terminal
from partyday.i18n import _, listed
from partyday.model.codes import State
from partyday.words.terms import term

if TYPE_CHECKING:
    from partyday.model.days import Tally
    from partyday.model.people import Person
    from partyday.services.checkin import Marked, Outcome

T = TypeVar("T")

#: Counts of a tally in the order they are told; they add up to `expected`.
COUNTS = (
    State.PRESENT,
    State.ONLINE,
    State.VISITED,
    State.EXCUSED,
    State.ABSENT,
    State.UNREACHED,
)


#: What is recorded of whom a check-in named.
MARK: "Answer[Marked]" = Answer(PERSON.within(lambda mark: mark.person), attributes("state changed"))

#: What a check-in did, and how the day counts now.
OUTCOME: "Answer[Outcome]" = Answer(
    Field("day", lambda outcome: outcome.roll.day.held_on),
    Field("part", lambda outcome: outcome.roll.day.part),
    attributes(" ".join(["expected", *COUNTS, "unmarked", "invited"])).within(lambda outcome: outcome.tally),
    Field("closed", lambda outcome: outcome.roll.day.closed_on is not None),
    Field("late", lambda outcome: outcome.late),
    Field("left_out", lambda outcome: [PERSON.json(person) for person in outcome.left_out]),
    Field("marks", lambda outcome: [MARK.json(mark) for mark in outcome.marks]),
    Field("claimed", lambda outcome: [PERSON.json(person) for person in outcome.claimed]),
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


def sure_of_visits(run: Run, attempt: "Callable[[bool], T]") -> "T | None":
    """Run what may record a visit; where somebody is neither infirm nor ill, ask first. None where the answer is no."""
    from partyday.services.whom import NotToBeReached

    try:
        return attempt(run.yes)
    except NotToBeReached as well:
        return attempt(True) if run.confirmed(str(well)) else None


def tell_or_leave(run: Run, outcome: "Outcome | None") -> None:
    """Tell what was done, or that nothing was."""
    if outcome is None:
        output.talk(_("Nothing was written."))
    else:
        tell(run, outcome)


def tell(run: Run, outcome: "Outcome") -> None:
    """What a check-in did and how the day stands now."""
    tell_claims(outcome)
    if run.json:
        output.emit(OUTCOME.json(outcome))
        return
    for state in State:
        for changed, sign in ((True, "√"), (False, "=")):
            people = [person for person, stored, did in outcome.marks if (stored, did) == (state, changed)]
            if people:
                output.flow(f"{sign} {term(state)}: {_list(people)}")
    output.flow(f"{outcome.roll.day.ref}  {balance(outcome.tally)}")
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
    if outcome.visited_well:
        output.talk(
            _("Recorded as visited, though neither infirm nor long-term ill: {people}").format(
                people=_list(outcome.visited_well)
            )
        )
    if outcome.late:
        output.talk(_("Entered after the day: the marks are flagged as late."))
    missing = [person for person in outcome.roll.expected if person.id not in outcome.roll.marks]
    if missing and outcome.roll.day.held_on and outcome.roll.day.held_on <= run.today:
        output.talk(_("Not marked yet: {people}").format(people=_list(missing)))
    if outcome.roll.day.closed_on:
        output.talk(_("The day is closed."))


def tell_claims(outcome: "Outcome") -> None:
    """Whose claims were left unanswered when the day was closed, and how they are answered still."""
    if outcome.claimed:
        day = outcome.roll.day.ref
        output.talk(
            _("Claims (自报) that wait for your answer: {people}. They are no marks; look at them: {command}").format(
                people=_list(outcome.claimed), command=f"partyday checkin --day {day} --claims"
            )
        )
        output.talk(
            _("Where one changes how the closed day counts: {command}").format(
                command=f"partyday checkin --day {day} --confirm {outcome.claimed[0].number} --reason 后到会"
            )
        )


def balance(tally: "Tally") -> str:
    """`应到 20 = 到会 15 + 线上 2 + …`: the counts that are not zero, with the invited beside them."""
    counts = [(term(state), getattr(tally, state.value)) for state in COUNTS]
    counts.append((_("unmarked"), tally.unmarked))
    told = " + ".join(f"{word} {count}" for word, count in counts if count) or "0"
    invited = _(", invited {count}").format(count=tally.invited) if tally.invited else ""
    return _("expected {expected} = {counts}").format(expected=tally.expected, counts=told) + invited


def _list(people: "Sequence[Person]") -> str:
    return listed(person.called for person in people)
