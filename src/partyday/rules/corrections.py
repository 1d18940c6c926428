"""What follows from a corrected date: the membership, the standing and the circumstances that began with it move too.

Pure: a record goes in, the record as it then is comes out. Who writes it compares the two.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from partyday.model.codes import MembershipEnd, Standing
from partyday.model.members import DatedCircumstance, DatedStanding, Membership, Record


def with_joining(record: Record, joined: date) -> Record:
    """The record with another day of joining the Party: whatever began on the day known so far begins on that one.

    Who was no member on that day yet joins only now: what began before stays.
    """
    old = record.member.joined_on
    corrected = replace(record, member=replace(record.member, joined_on=joined))
    if old is None or not record.standing_on(old).is_member:
        return corrected
    return replace(
        corrected,
        memberships=_by_date(
            replace(membership, since=joined) if membership.since == old else membership
            for membership in record.memberships
        ),
        standings=_standings(
            record, ((joined if dated.since == old else dated.since, dated.standing) for dated in record.standings)
        ),
        circumstances=_circumstances_from(record, old, joined),
    )


def with_confirmation(record: Record, full_on: date) -> Record:
    """The record with another day of becoming a full member (转正): the standing of a full member begins on it.

    Who was only known as a full member was a probationary one until then.
    """
    confirmed = replace(record, member=replace(record.member, full_on=full_on))
    known = [dated for dated in record.standings if dated.standing is Standing.FULL]
    begun = next((dated for dated in known if dated.since == record.member.full_on), next(iter(known), None))
    kept = [(dated.since, dated.standing) for dated in record.standings if dated is not begun]
    if begun is None:
        if record.standing_on(full_on) is not Standing.PROBATIONARY:
            return confirmed
    elif not kept:
        if full_on <= begun.since:
            return confirmed
        kept = [(begun.since, Standing.PROBATIONARY)]
    return replace(confirmed, standings=_standings(record, [*kept, (full_on, Standing.FULL)]))


def with_arrival(record: Record, membership: Membership, arrived: date) -> Record:
    """The record with another first day of one membership; the transfer that led to it moves as well."""
    old = membership.since

    def moved(other: Membership) -> Membership:
        if other.id == membership.id:
            return replace(other, since=arrived)
        if other.until == old and other.ended_by is MembershipEnd.TRANSFERRED:
            return replace(other, until=arrived)
        return other

    return replace(
        record,
        memberships=_by_date(map(moved, record.memberships)),
        circumstances=_circumstances_from(record, old, arrived),
    )


def _by_date(memberships: Iterable[Membership]) -> tuple[Membership, ...]:
    return tuple(sorted(memberships, key=lambda membership: (membership.since, membership.id)))


def _standings(record: Record, dated: Iterable[tuple[date, Standing]]) -> tuple[DatedStanding, ...]:
    """Standings by date; of two on one day the later named holds."""
    by_date = dict(dated)
    return tuple(
        DatedStanding(member_id=record.member.id, since=since, standing=by_date[since]) for since in sorted(by_date)
    )


def _circumstances_from(record: Record, old: date | None, begun: date) -> tuple[DatedCircumstance, ...]:
    """The circumstances, those of the old day from the new one on; what would be over by then is left as it is."""
    return tuple(
        replace(dated, since=begun) if dated.since == old and (dated.until is None or begun < dated.until) else dated
        for dated in record.circumstances
    )
