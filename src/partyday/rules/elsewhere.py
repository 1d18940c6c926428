"""What general opinions ask of a branch for members who live elsewhere (流动).

Each is only a notice to the branch that names whom; nothing is anybody's fault.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from partyday.model.codes import Circumstance, Level
from partyday.model.findings import Finding
from partyday.model.lives import Life
from partyday.model.members import Record
from partyday.model.people import Branch, Person
from partyday.model.period import months_later
from partyday.rules.case import branch_finding
from partyday.rules.parameters import ABROAD_MONTHS, MOBILE_MONTHS
from partyday.rules.policy.reader import Policy

LIVING_ELSEWHERE = frozenset({Circumstance.AWAY, Circumstance.ABROAD})


def elsewhere(
    lives: Sequence[Life], last_contact: Mapping[int, date], branch: Branch, policy: Policy, as_of: date
) -> Iterator[Finding]:
    """Members away so long that they are to be registered as mobile, and members abroad to be contacted again.

    `last_contact` tells when a member last took part in anything; being abroad begins with a contact.
    """
    months, contact = policy.at(MOBILE_MONTHS, as_of), policy.at(ABROAD_MONTHS, as_of)
    to_register: list[tuple[Person, date]] = []
    to_contact: list[tuple[Person, date]] = []
    for life in lives:
        then = life.record.circumstances_on(as_of)
        since = {dated.kind: dated.since for dated in life.record.circumstances if dated.covers(as_of)}
        away = since.get(Circumstance.AWAY, date.max) if Circumstance.MOBILE not in then else date.max
        if months.value and away < as_of and months_later(away, months.value) <= as_of:
            to_register.append((life.person, months_later(away, months.value)))
        if Circumstance.ABROAD in then and contact.value:
            last = max(since[Circumstance.ABROAD], last_contact.get(life.person.id, date.min))
            if months_later(last, contact.value) <= as_of:
                to_contact.append((life.person, months_later(last, contact.value)))
    for code, due, value in (("mobile", to_register, months), ("abroad", to_contact, contact)):
        if due:
            people, since_when = zip(*due, strict=True)
            yield branch_finding(branch, Level.NOTICE, code, value, since=min(since_when), people=people)


def lives_elsewhere(record: Record) -> bool:
    """Whether somebody was away or abroad at some time."""
    return any(dated.kind in LIVING_ELSEWHERE for dated in record.circumstances)
