"""Dates of the book that contradict each other: of one member among themselves, and of marks with memberships.

It only tells. Which of two dates is wrong, people know.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations

from partyday.i18n import _
from partyday.model.codes import Standing, State
from partyday.model.members import Membership, Record
from partyday.model.people import in_force
from partyday.services.desk import Desk
from partyday.services.names import names_of
from partyday.store import histories, people
from partyday.words.terms import term


def contradictions(desk: Desk) -> list[str]:
    """Every contradiction between dates of the book, in sentences: of each member, then of marks."""
    with desk.reading() as connection:
        records = people.records(connection)
        marked = histories.marked_outside(connection)
    names = names_of(desk.branches, records.values())
    told = [sentence for record in records.values() for sentence in of_record(record, names, desk.today)]
    sentence = _("{name} is recorded as {state} on {date}, but did not belong to {branch} then.")
    for member_id, branch_id, on, state in marked:
        name = records[member_id].member.name
        told.append(sentence.format(name=name, state=term(State(state)), date=on, branch=names[branch_id]))
    return told


def of_record(record: Record, branch_names: Mapping[int, str], today: date) -> list[str]:
    """What contradicts each other among the dates of one member."""
    name = record.member.name
    return [f"{name}: {sentence}" for sentence in (*_of_dates(record, today), *_of_memberships(record, branch_names))]


def _of_dates(record: Record, today: date) -> Iterator[str]:
    member = record.member
    born, joined, full_on = member.born_on, member.joined_on, member.full_on
    if born and joined and born >= joined:
        yield _("born on {born}, joined on {joined}.").format(born=born, joined=joined)
    if joined and full_on and full_on < joined:
        yield _("joined on {joined}, a full member since {full_on}.").format(joined=joined, full_on=full_on)
    as_member = next((dated.since for dated in record.standings if dated.standing.is_member), None)
    if joined and as_member and as_member != joined:
        yield _("joined on {joined}, but has the standing of a member from {since} on.").format(
            joined=joined, since=as_member
        )
    as_full = next((dated.since for dated in record.standings if dated.standing is Standing.FULL), None)
    if full_on and as_full and as_full != full_on and as_full != max(full_on, joined or full_on):
        yield _("a full member since {full_on}, but has that standing from {since} on.").format(
            full_on=full_on, since=as_full
        )
    if full_on and not as_full and full_on <= today:
        yield _("a full member since {full_on}, but the standing is {standing}.").format(
            full_on=full_on, standing=term(record.standing_on(full_on))
        )


def _of_memberships(record: Record, branch_names: Mapping[int, str]) -> Iterator[str]:
    joined = record.member.joined_on
    standings = [(dated.since, dated.standing) for dated in record.standings]
    for membership in record.memberships:
        branch = branch_names[membership.branch_id]
        if membership.until and membership.until < membership.since:
            yield _("belongs to {branch} from {since} to {until}.").format(
                branch=branch, since=membership.since, until=membership.until
            )
        if joined and membership.since < joined and in_force(standings, membership.since).is_member:
            yield _("joined on {joined}, but belongs to {branch} from {since} on.").format(
                joined=joined, branch=branch, since=membership.since
            )
    for one, other in combinations(record.memberships, 2):
        if _overlap(one, other):
            yield _("belongs to {one} from {since} on and to {other} from {later} on, at one time.").format(
                one=branch_names[one.branch_id],
                since=one.since,
                other=branch_names[other.branch_id],
                later=other.since,
            )


def _overlap(one: Membership, other: Membership) -> bool:
    return (one.until is None or other.since < one.until) and (other.until is None or one.since < other.until)
