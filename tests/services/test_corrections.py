"""A corrected date carries through: to the membership, the standing, the rolls and what the rules find."""

from datetime import date
from typing import Any

import pytest

from factories import (
    BRANCH,
    add_member,
    branch_of,
    contents,
    desk,
    engine,
    people_of,
    record_of,
    start_branch,
)
from partyday.errors import BadInput, WrongUsage
from partyday.model.codes import Circumstance, MembershipEnd, Rule, Standing, State
from partyday.services import branches, logs, members
from partyday.services.checkin import check_in
from partyday.services.contradictions import contradictions
from partyday.services.review import review
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store import tables as t
from partyday.store.book import Store

JUNE = date(2026, 6, 30)
SECOND = "计算机学院教工第二党支部"


@pytest.fixture
def roster(sqlite_book: Store) -> Store:
    """A branch with its year and 张三, who joined on 2024-03-10 and became full on 2025-03-10."""
    start_branch(sqlite_book, superior="计算机学院党总支")
    branches.add(desk(sqlite_book), SECOND, None)
    add_member(sqlite_book, "张三", branch=BRANCH, joined=date(2024, 3, 10), full_on=date(2025, 3, 10))
    make_year(desk(sqlite_book, BRANCH), [branch_of(sqlite_book)], 2026)
    return sqlite_book


def correct(store: Store, who: str = "张三", on: date = JUNE, **values: Any) -> members.Card:
    others = {key: values.pop(key) for key in ("standing", "since", "arrived") if key in values}
    return members.change(desk(store, None, on), who, values=values, **others)


def dated(store: Store, card: members.Card) -> dict[str, list[Any]]:
    record = record_of(store, card.person.id)
    return {
        "memberships": [(one.since, one.until) for one in record.memberships],
        "standings": [(one.since, one.standing.value) for one in record.standings],
    }


def absent(store: Store, *days: str) -> None:
    for day in days:
        check_in(desk(store, BRANCH, date.fromisoformat(day)), day, [Order("张三", State.ABSENT)], close=True)


def test_a_corrected_joining_moves_the_membership_and_the_standing_that_began_with_it(roster: Store) -> None:
    card = correct(roster, joined_on=date(2024, 5, 20))
    assert dated(roster, card) == {
        "memberships": [(date(2024, 5, 20), None)],
        "standings": [(date(2024, 5, 20), "probationary"), (date(2025, 3, 10), "full")],
    }
    assert "张三" not in people_of(roster, branch_of(roster), date(2024, 5, 19))
    assert "张三" in people_of(roster, branch_of(roster), date(2024, 5, 20))


def test_nobody_is_talked_to_for_days_before_he_joined(roster: Store) -> None:
    """Absent on 9 January, 6 February and 6 March: three, a talk is due. He joined on 10 March: none is."""
    absent(roster, "2026-01-09", "2026-02-06", "2026-03-06")
    due = [finding.rule for finding in review(desk(roster, BRANCH), [branch_of(roster)], JUNE)]
    assert Rule.TALK in due
    correct(roster, joined_on=date(2026, 3, 10), full_on=date(2027, 3, 10))
    due = [finding.rule for finding in review(desk(roster, BRANCH), [branch_of(roster)], JUNE)]
    assert Rule.TALK not in due


def test_a_membership_that_began_otherwise_stays_where_it_began(roster: Store) -> None:
    card = add_member(roster, "李四", branch=BRANCH, joined=date(2015, 7, 1), since=date(2025, 9, 1))
    correct(roster, "李四", joined_on=date(2014, 7, 1))
    assert dated(roster, card) == {
        "memberships": [(date(2025, 9, 1), None)],
        "standings": [(date(2014, 7, 1), "full")],
    }


def test_a_prospect_who_joins_was_there_before_as_one(roster: Store) -> None:
    """Rosters give a date under 加入党组织日期 for a 发展对象 too: the membership began on it, the Party's did not."""
    before = date(2025, 3, 10)
    card = add_member(roster, "李四", branch=BRANCH, standing=Standing.PROSPECT, joined=before)
    joined = date(2026, 6, 1)
    correct(roster, "李四", standing=Standing.PROBATIONARY, since=joined, joined_on=joined)
    assert dated(roster, card) == {
        "memberships": [(before, None)],
        "standings": [(before, "prospect"), (joined, "probationary")],
    }


def test_a_corrected_day_of_becoming_full_moves_the_standing(roster: Store) -> None:
    card = correct(roster, full_on=date(2025, 9, 10))
    assert dated(roster, card)["standings"] == [(date(2024, 3, 10), "probationary"), (date(2025, 9, 10), "full")]
    there = people_of(roster, branch_of(roster), date(2025, 9, 9))["张三"]
    assert there.standing is Standing.PROBATIONARY


def test_who_was_known_as_full_alone_was_probationary_until_that_day(roster: Store) -> None:
    card = add_member(roster, "李四", branch=BRANCH, joined=date(2015, 7, 1))
    correct(roster, "李四", full_on=date(2016, 7, 1))
    assert dated(roster, card)["standings"] == [(date(2015, 7, 1), "probationary"), (date(2016, 7, 1), "full")]


def test_a_probationary_member_becomes_full_on_that_day(roster: Store) -> None:
    card = add_member(roster, "李四", branch=BRANCH, joined=date(2025, 5, 1), standing=Standing.PROBATIONARY)
    correct(roster, "李四", full_on=date(2026, 5, 1))
    assert dated(roster, card)["standings"] == [(date(2025, 5, 1), "probationary"), (date(2026, 5, 1), "full")]
    undone = desk(roster, today=JUNE)
    logs.undo(undone, logs.to_undo(undone, None))
    assert dated(roster, card)["standings"] == [(date(2025, 5, 1), "probationary")]


def test_a_circumstance_that_began_with_the_membership_begins_with_it_still(roster: Store) -> None:
    card = add_member(roster, "李四", Circumstance.MOBILE, branch=BRANCH, joined=date(2026, 3, 1))
    correct(roster, "李四", joined_on=date(2026, 1, 1))
    [mobile] = record_of(roster, card.person.id).circumstances
    assert mobile.since == date(2026, 1, 1)


def test_the_beginning_of_a_membership_is_corrected_and_the_transfer_before_it(roster: Store) -> None:
    card = members.transfer(desk(roster, None, JUNE), "张三", SECOND, date(2026, 5, 1))
    correct(roster, arrived=date(2026, 4, 1))
    assert dated(roster, card)["memberships"] == [
        (date(2024, 3, 10), date(2026, 4, 1)),
        (date(2026, 4, 1), None),
    ]
    assert "张三" in people_of(roster, branch_of(roster, SECOND), date(2026, 4, 1))
    assert "张三" not in people_of(roster, branch_of(roster), date(2026, 4, 1))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"full_on": date(2024, 1, 1)}, "joined on 2024-03-10, a full member since 2024-01-01"),
        ({"joined_on": date(2025, 6, 1)}, "joined on 2025-06-01, a full member since 2025-03-10"),
        ({"arrived": date(2023, 1, 1)}, "belongs to .* from 2023-01-01"),
    ],
)
def test_a_date_that_contradicts_another_is_refused(roster: Store, values: dict[str, Any], said: str) -> None:
    before = contents(roster)
    with pytest.raises(BadInput, match=said):
        correct(roster, **values)
    assert contents(roster) == before


def test_a_joining_after_the_member_died_is_refused(roster: Store) -> None:
    members.remove(desk(roster, None, JUNE), "张三", date(2026, 5, 1), MembershipEnd.DIED, "")
    with pytest.raises(BadInput, match="left on 2026-05-01"):
        correct(roster, joined_on=date(2026, 6, 1), full_on=date(2027, 6, 1))


def test_since_that_says_nothing_is_wrong_usage(roster: Store) -> None:
    with pytest.raises(WrongUsage, match="but not what"):
        correct(roster, since=date(2026, 1, 1), phone="13911112222")


def test_verify_tells_dates_that_contradict_each_other(roster: Store) -> None:
    """What an older version left behind: the columns were corrected, what began with them was not."""
    assert contradictions(desk(roster, BRANCH)) == []
    absent(roster, "2026-01-09")
    with engine(roster).begin() as connection:
        connection.execute(t.member.update().values(joined_on=date(2024, 5, 20), full_on=date(2025, 5, 20)))
        connection.execute(t.membership.update().values(since=date(2026, 2, 1)))
    assert contradictions(desk(roster, BRANCH, JUNE)) == [
        "张三: joined on 2024-05-20, but has the standing of a member from 2024-03-10 on.",
        "张三: a full member since 2025-05-20, but has that standing from 2025-03-10 on.",
        f"张三 is recorded as absent on 2026-01-09, but did not belong to {BRANCH} then.",
    ]


def test_who_belongs_to_two_branches_at_one_time_is_told(roster: Store) -> None:
    card = members.transfer(desk(roster, None, JUNE), "张三", SECOND, date(2026, 5, 1))
    with engine(roster).begin() as connection:
        here = t.membership.c.id == record_of(roster, card.person.id).memberships[0].id
        connection.execute(t.membership.update().where(here).values(until=date(2026, 6, 1)))
    [told] = contradictions(desk(roster, BRANCH, JUNE))
    assert told == f"张三: belongs to {BRANCH} from 2024-03-10 on and to {SECOND} from 2026-05-01 on, at one time."
