"""What general opinions ask of a branch beside the day: members who live elsewhere (流动), hours of learning (学时).

Each is only a notice to the branch that names whom or how much; nothing is anybody's fault.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from partyday.model.codes import Circumstance, Level, Office, Rule
from partyday.model.days import ActivityDay, closed_in_year
from partyday.model.findings import Finding
from partyday.model.lives import Life
from partyday.model.members import Record
from partyday.model.people import Branch
from partyday.model.period import months_later
from partyday.rules.parameters import (
    ABROAD_MONTHS,
    LEARNING_HOURS,
    LEARNING_HOURS_OFFICERS,
    LEARNING_MONTH,
    MOBILE_MONTHS,
)
from partyday.rules.policy.reader import Dated, Policy

LIVING_ELSEWHERE = frozenset({Circumstance.AWAY, Circumstance.ABROAD})


def elsewhere(
    lives: Sequence[Life], last_contact: Mapping[int, date], branch: Branch, policy: Policy, as_of: date
) -> Iterator[Finding]:
    """Members away so long that they are to be registered as mobile, and members abroad to be contacted again.

    `last_contact` tells when a member last took part in anything; being abroad begins with a contact.
    """
    months, contact = policy.at(MOBILE_MONTHS, as_of), policy.at(ABROAD_MONTHS, as_of)
    to_register: dict[str, date] = {}
    to_contact: dict[str, date] = {}
    for life in lives:
        then = life.record.circumstances_on(as_of)
        since = {dated.kind: dated.since for dated in life.record.circumstances if dated.covers(as_of)}
        name = life.person.called
        away = since.get(Circumstance.AWAY, date.max) if Circumstance.MOBILE not in then else date.max
        if months.value and away < as_of and months_later(away, months.value) <= as_of:
            to_register[name] = months_later(away, months.value)
        if Circumstance.ABROAD in then and contact.value:
            last = max(since[Circumstance.ABROAD], last_contact.get(life.person.id, date.min))
            if months_later(last, contact.value) <= as_of:
                to_contact[name] = months_later(last, contact.value)
    for code, since_when, value in (("mobile", to_register, months), ("abroad", to_contact, contact)):
        if since_when:
            yield _finding(code, "、".join(since_when), branch, value, min(since_when.values()))


def lives_elsewhere(record: Record) -> bool:
    """Whether somebody was away or abroad at some time."""
    return any(dated.kind in LIVING_ELSEWHERE for dated in record.circumstances)


def asks_for_learning(policy: Policy, as_of: date) -> bool:
    """Whether hours of learning are reminded of at this time of the year."""
    return bool(policy.at(LEARNING_HOURS, as_of).value) and as_of.month >= policy.at(LEARNING_MONTH, as_of).value


def learning(days: Sequence[ActivityDay], branch: Branch, policy: Policy, as_of: date) -> Iterator[Finding]:
    """From a month of the year on: how many hours of learning its activity days came to, where they fall short.

    Told only where the hours of every closed day are known; what was learned elsewhere is not recorded here.
    """
    hours = policy.at(LEARNING_HOURS, as_of)
    if not asks_for_learning(policy, as_of):
        return
    closed = closed_in_year(days, as_of)
    known = [day.minutes for day in closed if day.minutes is not None]
    if not closed or len(known) < len(closed):
        return
    minutes = sum(known)
    if minutes < hours.value * 60:
        officers = policy.at(LEARNING_HOURS_OFFICERS, as_of).value
        yield _finding(
            "learning", f"{minutes / 60:g}/{hours.value} ({officers})", branch, hours, closed[-1].held_on or as_of
        )


def _finding(code: str, what: str, branch: Branch, value: Dated[int], since: date) -> Finding:
    return Finding(
        rule=Rule.BRANCH_DUTY,
        level=Level.NOTICE,
        code=code,
        branch=branch,
        by=Office.BRANCH,
        clause=value.clause,
        source=value.source,
        since=since,
        what=what,
    )
