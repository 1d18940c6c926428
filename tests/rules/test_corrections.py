"""What follows from a corrected date in a record: whatever began on the old day begins on the new one, and no more."""

from collections.abc import Sequence
from datetime import date

import pytest

from partyday.model.codes import Circumstance, MembershipEnd, Standing
from partyday.model.members import DatedCircumstance, DatedStanding, Member, Membership, Record
from partyday.rules.corrections import with_arrival, with_confirmation, with_joining

OLD, NEW, LATER = date(2024, 3, 10), date(2024, 5, 20), date(2025, 3, 10)
PROSPECT, PROBATIONARY, FULL = Standing.PROSPECT, Standing.PROBATIONARY, Standing.FULL


def record(
    *standings: tuple[date, Standing],
    memberships: Sequence[Membership] = (),
    joined: date | None = OLD,
    full: date | None = None,
    ill: tuple[date, date | None] | None = None,
) -> Record:
    begun = standings[0][0]
    return Record(
        member=Member(id=1, name="张三", joined_on=joined, full_on=full),
        memberships=tuple(memberships) or (Membership(id=1, member_id=1, branch_id=1, number=1, since=begun),),
        standings=tuple(DatedStanding(member_id=1, since=since, standing=what) for since, what in standings),
        circumstances=(DatedCircumstance(member_id=1, kind=Circumstance.ILL, since=ill[0], until=ill[1]),)
        if ill
        else (),
    )


def standings(of: Record) -> list[tuple[date, Standing]]:
    return [(dated.since, dated.standing) for dated in of.standings]


def memberships(of: Record) -> list[tuple[int, date, date | None]]:
    return [(membership.id, membership.since, membership.until) for membership in of.memberships]


def test_what_began_with_the_joining_begins_on_the_corrected_day() -> None:
    elsewhere = Membership(id=2, member_id=1, branch_id=2, number=1, since=LATER)
    here = Membership(id=1, member_id=1, branch_id=1, number=1, since=OLD, until=LATER)
    known = record((OLD, PROBATIONARY), (LATER, FULL), memberships=(here, elsewhere))
    corrected = with_joining(known, NEW)
    assert corrected.member.joined_on == NEW
    assert standings(corrected) == [(NEW, PROBATIONARY), (LATER, FULL)]
    assert memberships(corrected) == [(1, NEW, LATER), (2, LATER, None)]


@pytest.mark.parametrize("joined", [None, OLD])
def test_who_was_no_member_yet_or_had_no_such_day_joins_now_and_was_there_before(joined: date | None) -> None:
    """A roster gives a day of joining for a 发展对象 too."""
    known = record((OLD, PROSPECT), (LATER, PROBATIONARY), joined=joined)
    corrected = with_joining(known, LATER)
    assert corrected.member.joined_on == LATER
    assert (standings(corrected), memberships(corrected)) == (standings(known), memberships(known))


def test_a_first_day_of_joining_moves_nothing_of_a_member() -> None:
    known = record((OLD, FULL), joined=None)
    corrected = with_joining(known, NEW)
    assert (standings(corrected), memberships(corrected)) == ([(OLD, FULL)], [(1, OLD, None)])


@pytest.mark.parametrize(
    ("known", "full_on", "wanted"),
    [
        ([(OLD, PROBATIONARY), (LATER, FULL)], NEW, [(OLD, PROBATIONARY), (NEW, FULL)]),
        ([(OLD, PROBATIONARY)], LATER, [(OLD, PROBATIONARY), (LATER, FULL)]),
        ([(OLD, FULL)], LATER, [(OLD, PROBATIONARY), (LATER, FULL)]),
        ([(OLD, FULL)], OLD, [(OLD, FULL)]),
        ([(NEW, FULL)], OLD, [(NEW, FULL)]),
        ([(OLD, PROSPECT)], LATER, [(OLD, PROSPECT)]),
        ([(OLD, PROSPECT), (LATER, PROBATIONARY)], NEW, [(OLD, PROSPECT), (LATER, PROBATIONARY)]),
        ([(OLD, PROSPECT), (NEW, PROBATIONARY)], LATER, [(OLD, PROSPECT), (NEW, PROBATIONARY), (LATER, FULL)]),
    ],
    ids=[
        *("moved", "a probationary member", "only known as full", "full since that very day", "full before they came"),
        *("a prospect", "not yet on probation then", "on probation then"),
    ],
)
def test_the_standing_of_a_full_member_begins_on_the_day_of_becoming_one(
    known: list[tuple[date, Standing]], full_on: date, wanted: list[tuple[date, Standing]]
) -> None:
    corrected = with_confirmation(record(*known), full_on)
    assert (corrected.member.full_on, standings(corrected)) == (full_on, wanted)


def test_of_two_times_as_a_full_member_the_one_moves_that_began_on_the_known_day() -> None:
    twice = [(date(2020, 7, 1), FULL), (OLD, PROBATIONARY), (LATER, FULL)]
    corrected = with_confirmation(record(*twice, full=LATER), date(2025, 9, 10))
    assert standings(corrected) == [(date(2020, 7, 1), FULL), (OLD, PROBATIONARY), (date(2025, 9, 10), FULL)]


def test_a_corrected_arrival_moves_the_transfer_that_led_to_it_and_nothing_else() -> None:
    """Transferred on OLD; another membership ended on that day otherwise, and one by a transfer on another day."""
    ends = MembershipEnd.TRANSFERRED, MembershipEnd.REMOVED, MembershipEnd.TRANSFERRED
    before = [
        Membership(
            id=key, member_id=1, branch_id=key, number=1, since=date(2019 + key, 1, 1), until=until, ended_by=how
        )
        for key, (until, how) in enumerate(zip((OLD, OLD, date(2023, 6, 1)), ends, strict=True), 1)
    ]
    here = Membership(id=4, member_id=1, branch_id=4, number=1, since=OLD)
    corrected = with_arrival(record((OLD, FULL), memberships=(*before, here)), here, NEW)
    assert [(key, until) for key, _since, until in memberships(corrected)] == [
        *((1, NEW), (2, OLD), (3, date(2023, 6, 1)), (4, None))
    ]
    assert corrected.memberships[-1].since == NEW


@pytest.mark.parametrize(
    ("since", "until", "begins"),
    [
        (OLD, None, NEW),
        (OLD, LATER, NEW),
        (OLD, NEW, OLD),
        (date(2024, 4, 1), None, date(2024, 4, 1)),
    ],
)
def test_what_was_known_from_the_old_day_on_moves_unless_it_would_be_over(
    since: date, until: date | None, begins: date
) -> None:
    known = record((OLD, FULL), ill=(since, until))
    for corrected in (with_joining(known, NEW), with_arrival(known, known.memberships[0], NEW)):
        assert [(one.since, one.until) for one in corrected.circumstances] == [(begins, until)]
