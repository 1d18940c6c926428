"""Organisational handling (组织处理), step by step: proposed, decided by the branch meeting, answered by the superior.

The tool keeps the order and counts the votes; whether to handle anybody, and how, people decide.
"""

from collections.abc import Mapping
from datetime import date

from partyday.errors import BadInput, Conflict
from partyday.i18n import _
from partyday.model.acts import Handling
from partyday.model.codes import Level, Measure, MembershipEnd, Standing
from partyday.model.people import Branch, Person
from partyday.model.period import months_later
from partyday.rules.account import dues_clock
from partyday.rules.attendance import is_expected
from partyday.rules.case import Case
from partyday.rules.charter import charter_clock
from partyday.rules.escalation import due_handlings
from partyday.rules.parameters import CORRECTION, CORRECTION_LIMIT, MAJORITY, QUORUM
from partyday.services.cases import case_of
from partyday.services.desk import Desk
from partyday.services.lookup import find_person, one_line, refuse_future, refuse_outsider
from partyday.store import histories, people
from partyday.store.book import Unit
from partyday.words.terms import official, term

_FOR: Mapping[Standing, tuple[Measure, ...]] = {
    Standing.FULL: (Measure.CORRECT, Measure.DISSUADE, Measure.REMOVE, Measure.EDUCATE),
    Standing.PROBATIONARY: (Measure.EXTEND, Measure.CANCEL, Measure.EDUCATE),
}

#: The measures that end on a date of their own.
_WITH_TERM = (Measure.CORRECT, Measure.EXTEND)

Handled = tuple[Branch, Person, Handling]


def propose(
    desk: Desk,
    who: str,
    measure: Measure,
    *,
    on: date,
    filed_on: date,
    inquired_on: date,
    inquiry: str,
    grounds: str = "",
    early: bool = False,
) -> Handled:
    """Record the proposal, after the prior filing with the 基层党委 and the inquiry (调查核实) into the facts.

    Raises Conflict where nothing calls for it (unless `early`), another one is under way, or the measure is not for
    a member of that standing; BadInput for steps out of order.
    """
    with desk.writing() as unit:
        branch, case = _case(unit, desk, who, on)
        person = case.life.person
        _in_order((filed_on, inquired_on, on), desk.today)
        inquiry, grounds = one_line(inquiry), one_line(grounds)
        if not inquiry:
            raise BadInput(_("What the inquiry found must be said."), _("Give it, such as: --inquiry 情况属实"))
        _refuse_measure(person, measure)
        _refuse_second(unit, person)
        clocks = [
            finding for rule in (charter_clock, dues_clock) for finding in rule(case) if finding.level is Level.DUE
        ]
        if not early and not clocks and not list(due_handlings(case)):
            raise Conflict(
                _("Nothing calls for handling {name} on {date}.").format(name=person.name, date=on),
                _("`partyday review {number}` shows how it counts; to propose it all the same, say --early.").format(
                    number=person.number
                ),
            )
        handling = Handling(
            id=unit.next_id(Handling),
            member_id=person.id,
            measure=measure,
            proposed_on=on,
            grounds=grounds,
            filed_on=filed_on,
            inquired_on=inquired_on,
            inquiry=inquiry,
            branch_id=branch.id,
        )
        unit.insert(handling)
        return branch, person, handling


def decide(
    desk: Desk,
    who: str,
    *,
    on: date,
    present: int,
    in_favour: int,
    statement: str | None,
    entitled: int | None = None,
    measure: Measure | None = None,
    months: int | None = None,
) -> Handled:
    """Record the decision of the branch meeting: counts of members with a vote, and the member's own statement.

    `entitled` (应到会) is by default counted from the roster; `measure` where the meeting chose another than was
    proposed; `months` the term of 限期改正 or 延长预备期. A `statement` of "" says that the member made none. Where the
    votes do not carry it, it is recorded as failed and settles nothing. Raises Conflict where nothing was proposed, too
    few were there or the statement is not known.
    """
    with desk.writing() as unit:
        branch, case = _case(unit, desk, who, on)
        person = case.life.person
        handling = _open(unit, person, decided=False)
        _in_order((handling.proposed_on, on), desk.today)
        chosen = measure or handling.measure
        _refuse_measure(person, chosen)
        if statement is None or (statement and not one_line(statement)):
            raise Conflict(
                _("What {name} said to it is missing.").format(name=person.name),
                _(
                    "Give it, such as: --statement 承认错误，愿意改正; "
                    "--no-statement where they were asked and said nothing."
                ),
            )
        count = entitled if entitled is not None else _with_a_vote(unit, case, on)
        carried = _is_carried(case, chosen, on, count, present, in_favour)
        until = _term_end(case, chosen, on, months)
        decided = unit.update(
            handling,
            decided_measure=None if chosen is handling.measure else chosen,
            carried=carried,
            decided_on=on,
            entitled=count,
            present=present,
            in_favour=in_favour,
            statement=one_line(statement),
            until=until if carried else None,
        )
        return branch, person, decided


def approve(
    desk: Desk,
    who: str,
    *,
    on: date,
    by: str,
    refused: bool = False,
    note: str = "",
) -> Handled:
    """Record the superior's answer to a decision. Raises Conflict where none is waiting for one.

    With the approval of 劝退, 除名 or 取消预备党员资格 the membership ends on that day.
    """
    by, note = one_line(by), one_line(note)
    if not by:
        raise BadInput(_("Which superior answered must be said."), _("Give it, such as: --by 王秀芳"))
    with desk.writing(note) as unit:
        branch, case = _case(unit, desk, who, on)
        handling = _open(unit, case.life.person, decided=True)
        assert handling.decided_on is not None
        _in_order((handling.decided_on, on), desk.today)
        answered = unit.update(handling, approved=not refused, answered_on=on, answered_by=by, note=note)
        if ends_membership(answered):
            _end_membership(unit, case, on, answered.outcome)
        return branch, case.life.person, answered


def ends_membership(handling: Handling) -> bool:
    """Whether somebody is no member any more by it."""
    return bool(handling.approved) and handling.outcome in (Measure.DISSUADE, Measure.REMOVE, Measure.CANCEL)


def _end_membership(unit: Unit, case: Case, on: date, measure: Measure) -> None:
    last = case.life.record.memberships[-1]
    if last.until is None and last.since <= on:
        unit.update(last, until=on, ended_by=MembershipEnd.REMOVED, note=official(measure))


def _case(unit: Unit, desk: Desk, who: str, on: date) -> tuple[Branch, Case]:
    branch, person = find_person(unit.connection, desk, who)
    refuse_outsider(unit.connection, person, on)
    return branch, case_of(unit.connection, desk.tree, branch, person.id, on)


def _in_order(dates: tuple[date, ...], today: date) -> None:
    if list(dates) != sorted(dates):
        raise BadInput(
            _("The steps are out of order: {dates}.").format(dates=" → ".join(map(str, dates))),
            _("The filing comes first, then the inquiry, the proposal, the decision, the superior's answer."),
        )
    refuse_future(dates[-1], today)


def _refuse_measure(person: Person, measure: Measure) -> None:
    if measure not in _FOR.get(person.standing, ()):
        raise Conflict(
            _("{measure}: not for {name}, {standing}.").format(
                measure=term(measure), name=person.name, standing=term(person.standing)
            )
        )


def _refuse_second(unit: Unit, person: Person) -> None:
    for handling in _all(unit, person):
        if handling.answered_on or handling.has_failed:
            continue
        if handling.decided_on is None or handling.awaits_answer:
            raise Conflict(
                _("A handling of {name} proposed on {date} is under way.").format(
                    name=person.name, date=handling.proposed_on
                ),
                _("Record its decision and the superior's answer first."),
            )


def _all(unit: Unit, person: Person) -> list[Handling]:
    return histories.handlings(unit.connection, date.max, [person.id]).get(person.id, [])


def _open(unit: Unit, person: Person, *, decided: bool) -> Handling:
    """The member's last handling that waits for this step."""
    for handling in reversed(_all(unit, person)):
        if handling.has_failed or handling.answered_on:
            continue
        if (handling.decided_on is not None) is decided:
            return handling
    if decided:
        raise Conflict(
            _("No decision on {name} waits for an answer.").format(name=person.name),
            _("Record it first: partyday handling decide {number} -h").format(number=person.number),
        )
    raise Conflict(
        _("No handling of {name} was proposed that is still to be decided.").format(name=person.name),
        _("Record it first: partyday handling propose {number} -h").format(number=person.number),
    )


def _with_a_vote(unit: Unit, case: Case, on: date) -> int:
    """How many members of the branch have a vote (应到会): the full ones, less those suspended or on leave."""
    on_roster = people.people_on(unit.connection, case.branch.id, on)
    return sum(person.standing is Standing.FULL and is_expected(person) for person in on_roster)


def _is_carried(case: Case, measure: Measure, on: date, entitled: int, present: int, in_favour: int) -> bool:
    """Whether more than the policy's share of those with a vote are in favour. Raises Conflict for too few.

    To stay with criticism takes no majority: it is what remains where a proposal was voted down.
    """
    if not 0 <= in_favour <= present <= entitled:
        raise BadInput(
            _("The counts do not fit: {in_favour} in favour of {present} present of {entitled} entitled.").format(
                in_favour=in_favour, present=present, entitled=entitled
            ),
            _("They count members with a vote; say how many are entitled with --entitled."),
        )
    quorum, majority = case.policy.at(QUORUM, on).value, case.policy.at(MAJORITY, on).value
    if not entitled or present * quorum.whole < entitled * quorum.part:
        raise Conflict(
            _("Too few were at the meeting: {present} of {entitled} with a vote, {share} are needed.").format(
                present=present, entitled=entitled, share=quorum
            ),
            _("Such a meeting cannot decide; nothing was written."),
        )
    return measure is Measure.EDUCATE or in_favour * majority.whole > entitled * majority.part


def _term_end(case: Case, measure: Measure, on: date, months: int | None) -> date | None:
    if measure not in _WITH_TERM:
        if months is not None:
            raise BadInput(_("{measure} has no term.").format(measure=term(measure)), _("Leave --months out."))
        return None
    usual, limit = case.policy.at(CORRECTION, on).value, case.policy.at(CORRECTION_LIMIT, on).value
    months = usual if months is None else months
    if not 1 <= months <= limit:
        raise BadInput(_("The term is between 1 and {limit} months.").format(limit=limit))
    return months_later(on, months)
