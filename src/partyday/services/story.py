"""One member's whole story, day by day with the counters beside it: member and secretary can check it together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from partyday.model.acts import Handling, MakeUp, Talk
from partyday.model.days import Mark
from partyday.model.findings import Finding
from partyday.model.lives import Session
from partyday.model.people import Branch, Person
from partyday.rules.attendance import own_sessions
from partyday.rules.branch_duties import session_of, was_held
from partyday.rules.case import Case
from partyday.rules.escalation import counters
from partyday.services.cases import case_of
from partyday.services.desk import Desk
from partyday.services.lookup import person_in
from partyday.services.review import disputed, findings_of, place
from partyday.store import days, people

#: An act with its date.
Dated = tuple[date, Talk | MakeUp | Handling]


@dataclass(frozen=True)
class Step:
    """One step of a member's story: a session with its mark (`expected`: it was the member's), or an act of people.

    `counted` and `in_a_row` are the counters after it, in days: unexcused absences towards a talk, and in a row.
    """

    on: date
    counted: float
    in_a_row: float
    session: Session | None = None
    expected: bool = True
    mark: Mark | None = None
    act: Talk | MakeUp | Handling | None = None


@dataclass(frozen=True)
class Story:
    """One member's record in order, day by day, and what is due as it stands. `refs` names the days by key."""

    branch: Branch
    person: Person
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    refs: Mapping[int, str]


def story(desk: Desk, chosen: Sequence[Branch], who: str, as_of: date) -> Story:
    """The whole story up to a day of one member of these branches, as the records stand now.

    Of who has left the book only the arrears are told. Raises NotFound or Ambiguous.
    """
    with desk.reading() as connection:
        branch, person = person_in(connection, chosen, None, who, as_of)
        branches = people.with_lines(connection, desk.tree, [branch.id])
        case = case_of(connection, branches, branch, person.id, as_of)
        branch_ids = dict.fromkeys(membership.branch_id for membership in case.life.record.memberships)
        marks = days.marks_of_member(connection, person.id)
        every = [day for key in branch_ids for day in days.all_days(connection, key)]
        here = case.life.record.belonged_to(branch.id, as_of) or case.left
        findings = disputed(connection, list(findings_of(case))) if here else []
    held = sorted(session_of(day) for day in every if was_held(day, as_of))
    acts = sorted(_acts(case), key=lambda dated: dated[0])
    steps = [
        *(
            _session_step(case, session, marks.get(session.day_id), acts)
            for session in held
            if _concerns(case, session)
        ),
        *(_act_step(case, acts[: place + 1]) for place in range(len(acts))),
    ]
    return Story(
        branch,
        case.life.person,
        tuple(sorted(steps, key=lambda step: (step.on, step.act is not None))),
        tuple(sorted(findings, key=place)),
        {session.day_id: session.ref for session in held},
    )


def _concerns(case: Case, session: Session) -> bool:
    """Whether a session belongs to the member's story: their branch held it at that time, or they took part in it."""
    mine = case.life.record.belonged_to(session.branch_id, session.on)
    return mine or any(own.day_id == session.day_id for own in case.sessions)


def _session_step(case: Case, session: Session, mark: Mark | None, acts: Sequence[Dated]) -> Step:
    """A session, with the counters as they stand after it; what people did on the same day comes later."""
    counted = [own for own in case.sessions if own.day_id == session.day_id]
    own = counted or own_sessions(case.life, [session])
    so_far = sum((earlier.on, earlier.part) <= (session.on, session.part) for earlier in case.sessions)
    before = [act for on, act in acts if on < session.on]
    towards, in_a_row = counters(case.until(session.on, so_far, before))
    shown = own[0] if own else session
    return Step(session.on, towards / 2, in_a_row / 2, shown, bool(own), mark)


def _act_step(case: Case, acts: Sequence[Dated]) -> Step:
    """The last of these acts, with the counters as they stand after it."""
    on, act = acts[-1]
    so_far = sum(session.on <= on for session in case.sessions)
    towards, in_a_row = counters(case.until(on, so_far, [done for _on, done in acts]))
    return Step(on, towards / 2, in_a_row / 2, act=act)


def _acts(case: Case) -> Iterator[Dated]:
    """What people did about this member, each with its date; a handling once for each step, as far as it had come."""
    yield from ((talk.held_on, talk) for talk in case.talks)
    yield from ((make_up.held_on, make_up) for make_up in case.make_ups)
    for handling in case.handlings:
        unanswered = replace(handling, answered_on=None)
        yield handling.proposed_on, unanswered.undecided()
        if handling.decided_on:
            yield handling.decided_on, unanswered
        if handling.answered_on:
            yield handling.answered_on, handling
