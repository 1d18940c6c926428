"""How the attendance that a paper says is told: what was read how, what was marked, what was not taken.

A check-in of names does not load it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.counts import OUTCOME, tell, tell_claims
from partyday.cli.nouns import PERSON
from partyday.cli.rejected import PROBLEM, refuse, tell_reading
from partyday.cli.run import Run
from partyday.i18n import _

if TYPE_CHECKING:
    from partyday.model.days import ActivityDay
    from partyday.model.said import Attendance
    from partyday.services.checkin import Outcome

ASKED: "Field[Outcome]" = Field("asked", lambda outcome: [PERSON.json(person) for person in outcome.asked])

#: How a paper was read, and what of it could not be taken.
PAPER: "Answer[Attendance]" = Answer(
    Field("unread", lambda paper: list(paper.unread)),
    Field("notes", lambda paper: list(paper.notes)),
    Field("rejected", lambda paper: [PROBLEM.json(problem) for problem in paper.rejected]),
)

WITH_PAPER: "Answer[tuple[Outcome, Attendance]]" = Answer(
    OUTCOME.within(lambda done: done[0]),
    PAPER.within(lambda done: done[1]),
    Answer(ASKED).within(lambda done: done[0]),
)

#: What a paper of several days did.
OF_DAYS: "Answer[tuple[Sequence[Outcome], Attendance]]" = Answer(
    Field("days", lambda done: [Answer(OUTCOME, ASKED).json(outcome) for outcome in done[0]]),
    PAPER.within(lambda done: done[1]),
    Field(
        "asked",
        lambda done: [
            {"day": outcome.roll.day.held_on, **PERSON.json(person)} for outcome in done[0] for person in outcome.asked
        ],
    ),
)


def with_its_own_day(paper: "Attendance", day: "ActivityDay", today: date) -> "Attendance":
    """The paper, with a note where the lines around a list speak of another day than it was taken in for."""
    from partyday.sheets.above import day_named

    named = day_named((line for line in paper.aside if not _DEADLINE.search(line)), today)
    if named is None or day.held_on is None or named.ref.partition(":")[0] == day.held_on.isoformat():
        return paper
    told = _("The list speaks of {other}; it was taken in for {day}.").format(other=named.ref, day=day.ref)
    return replace(paper, notes=(*paper.notes, told))


#: A line that says until when people are to sign up.
_DEADLINE = re.compile("前|截止|截至|以内")


def tell_paper(run: Run, outcome: "Outcome", paper: "Attendance", *, partial: bool) -> None:
    """What a sheet or a list of one day did. Raises Exit(10) where something of it was rejected."""
    if run.json:
        tell_claims(outcome)
        output.emit(WITH_PAPER.json((outcome, replace(paper, rejected=outcome.rejected))))
        refuse(outcome.rejected, told=True)
        return
    tell_reading(paper.notes, paper.unread)
    if not outcome.rejected or partial:
        tell(run, outcome)
    refuse(outcome.rejected, partial=partial)


def tell_days(run: Run, outcomes: "Sequence[Outcome]", paper: "Attendance", *, partial: bool) -> None:
    """What a sheet of several days did. Raises Exit(10) where something of it was rejected."""
    if run.json:
        output.emit(OF_DAYS.json((outcomes, paper)))
    else:
        tell_reading(paper.notes, paper.unread)
        for outcome in outcomes if partial or not paper.rejected else ():
            tell(run, outcome)
    refuse(paper.rejected, told=run.json, partial=partial)
