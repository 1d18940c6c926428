"""What another policy would find in this book."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from partyday.model.findings import Finding
from partyday.model.people import Branch
from partyday.rules.policy.reader import Policy
from partyday.services.desk import Desk
from partyday.services.review import review_on


class Compared(NamedTuple):
    """The findings that only one of two policies has, in the order of a review."""

    only_one: list[Finding]
    only_other: list[Finding]


def compared(desk: Desk, chosen: Sequence[Branch], one: Policy, other: Policy, on: date) -> Compared:
    """What the review of these branches would say under each of two policies, without what both say."""
    with desk.reading() as connection:
        found, found_too = (review_on(connection, desk.branches, chosen, on, policy) for policy in (one, other))
    said, said_too = set(map(_what, found)), set(map(_what, found_too))
    return Compared(
        [finding for finding in found if _what(finding) not in said_too],
        [finding for finding in found_too if _what(finding) not in said],
    )


def _what(finding: Finding) -> tuple[object, ...]:
    """What a finding says, whatever clause it stands under."""
    person = finding.person.id if finding.person else None
    days = tuple(session.day_id for session in finding.days)
    about = (finding.what, finding.months, finding.due)
    return finding.rule, finding.level, finding.code, finding.stage, finding.branch.id, person, days, about
