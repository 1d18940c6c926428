"""The roster: adding, changing, transferring, removing."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import (
    BRANCH,
    TODAY,
    add_member,
    branch_of,
    contents,
    desk,
    log_length,
    people_of,
    record_of,
    start_branch,
)
from partyday.errors import Ambiguous, BadInput, Conflict, NeedsAnswer, NotFound, WrongUsage
from partyday.model.codes import Circumstance, MembershipEnd, Standing
from partyday.services import branches, logs, members
from partyday.store.book import Store
from profiles import examples

JOINED = date(2010, 7, 1)
SECOND = "计算机学院教工第二党支部"


@pytest.fixture
def roster(sqlite_book: Store) -> Store:
    """A book with one branch and nobody in it."""
    start_branch(sqlite_book)
    return sqlite_book


@pytest.fixture
def two_branches(sqlite_book: Store) -> Store:
    """A book with two branches under a superior."""
    start_branch(sqlite_book, superior="计算机学院党总支")
    branches.add(desk(sqlite_book), SECOND, None)
    return sqlite_book


def standings(store: Store, card: members.Card) -> list[tuple[date, str]]:
    return [(row.since, row.standing) for row in record_of(store, card.person.id).standings]


def circumstances(store: Store, card: members.Card) -> list[tuple[str, date, date | None]]:
    rows = record_of(store, card.person.id).circumstances
    return sorted((row.kind, row.since, row.until) for row in rows)


def memberships(store: Store, card: members.Card) -> list[tuple[int, date, date | None, str | None]]:
    rows = record_of(store, card.person.id).memberships
    return [(row.number, row.since, row.until, row.ended_by) for row in rows]


def set_member(store: Store, who: str, on: date = TODAY, **changes: Any) -> members.Card:
    return members.change(
        desk(store, changes.pop("branch", None), on), who, values=changes.pop("values", {}), **changes
    )


# ---- adding


def test_a_member_belongs_to_the_branch_from_the_day_of_joining_the_party(book: Store) -> None:
    start_branch(book)
    card = add_member(book, "张三", joined=JOINED)
    assert memberships(book, card) == [(1, JOINED, None, None)]
    assert people_of(book, branch_of(book), JOINED - timedelta(days=1)) == {}
    assert list(people_of(book, branch_of(book), JOINED)) == ["张三"]


def test_a_membership_of_the_branch_may_begin_later_than_the_joining(roster: Store) -> None:
    card = add_member(roster, "张三", joined=JOINED, since=date(2026, 3, 1))
    assert memberships(roster, card) == [(1, date(2026, 3, 1), None, None)]
    assert standings(roster, card) == [(JOINED, "full")]


def test_who_joined_and_was_confirmed_later_has_both_standings_with_their_dates(roster: Store) -> None:
    card = add_member(roster, "张三", joined=date(2024, 6, 1), full_on=date(2025, 6, 1))
    assert standings(roster, card) == [(date(2024, 6, 1), "probationary"), (date(2025, 6, 1), "full")]
    assert people_of(roster, branch_of(roster), date(2025, 5, 31))["张三"].standing is Standing.PROBATIONARY
    assert people_of(roster, branch_of(roster), date(2025, 6, 1))["张三"].standing is Standing.FULL


@pytest.mark.parametrize("standing", [Standing.PROSPECT, Standing.ACTIVIST])
def test_the_invited_need_no_date_of_joining_and_belong_from_today(roster: Store, standing: Standing) -> None:
    card = add_member(roster, "张三", standing=standing, joined=None)
    assert memberships(roster, card) == [(1, TODAY, None, None)]


@pytest.mark.parametrize("standing", [Standing.FULL, Standing.PROBATIONARY])
def test_a_member_without_a_date_of_joining_is_wrong_usage(roster: Store, standing: Standing) -> None:
    with pytest.raises(WrongUsage, match="When did 张三 join"):
        add_member(roster, "张三", standing=standing, joined=None)
    assert contents(roster)["member"] == set()


def test_nobody_is_confirmed_before_joining(roster: Store) -> None:
    with pytest.raises(BadInput):
        add_member(roster, "张三", joined=JOINED, full_on=JOINED - timedelta(days=1))


def test_numbers_are_given_in_order_or_as_asked_for(roster: Store) -> None:
    numbers = [
        add_member(roster, name, number=number).person.number
        for name, number in (("张三", None), ("李四", 7), ("王五", None), ("赵六", 3))
    ]
    assert numbers == [1, 7, 8, 3]


@pytest.mark.parametrize("number", [1, 0, -1])
def test_a_number_that_is_taken_or_none_is_refused(roster: Store, number: int) -> None:
    add_member(roster, "张三")
    with pytest.raises(Conflict, match="is not free"):
        add_member(roster, "李四", number=number)


def test_a_number_is_never_given_again(roster: Store) -> None:
    add_member(roster, "张三")
    add_member(roster, "李四")
    members.remove(desk(roster), "李四", TODAY, MembershipEnd.DIED, "")
    assert add_member(roster, "王五").person.number == 3
    with pytest.raises(Conflict, match="is not free"):
        add_member(roster, "赵六", number=2)


def test_two_people_of_one_name_are_two_people(roster: Store) -> None:
    add_member(roster, "张伟", joined=date(2010, 7, 1))
    card = add_member(roster, "张伟", joined=date(2012, 7, 1))
    assert card.person.number == 2
    with pytest.raises(Ambiguous, match="1 张伟, 2 张伟"):
        members.show(desk(roster, today=TODAY), "张伟")
    assert members.show(desk(roster, today=TODAY), "2").record.member.joined_on == date(2012, 7, 1)


def test_two_of_one_name_who_joined_on_one_day_are_asked_about(roster: Store) -> None:
    add_member(roster, "张伟")
    with pytest.raises(NeedsAnswer, match="already a 张伟"):
        add_member(roster, "张伟")
    assert add_member(roster, "张伟", twice=True).person.number == 2


@pytest.mark.parametrize("column", ["staff_number", "id_number"])
def test_a_number_that_names_somebody_else_is_refused(roster: Store, column: str) -> None:
    add_member(roster, "张三", texts={column: "0012"})
    with pytest.raises(Conflict, match="张三 already has"):
        add_member(roster, "李四", texts={column: "0012"})
    add_member(roster, "李四", texts={column: "12"})


@pytest.mark.parametrize("name", ["", "  ", "123", "张\x00三", "张" * 51, "张\u200b三"])
def test_what_cannot_be_a_name_is_refused(roster: Store, name: str) -> None:
    with pytest.raises(BadInput, match="cannot be a name"):
        add_member(roster, name)


@pytest.mark.parametrize(
    ("typed", "kept"), [("张 三", "张三"), ("张　三", "张三"), (" John  Smith ", "John Smith"), ("𠮷野", "𠮷野")]
)
def test_a_name_loses_only_the_blanks_that_are_not_part_of_it(roster: Store, typed: str, kept: str) -> None:
    assert add_member(roster, typed).person.name == kept


def test_circumstances_given_when_adding_hold_from_the_beginning(roster: Store) -> None:
    card = add_member(roster, "张三", Circumstance.MOBILE, Circumstance.LEADER)
    assert circumstances(roster, card) == [("leader", JOINED, None), ("mobile", JOINED, None)]
    assert card.person.circumstances == {Circumstance.MOBILE, Circumstance.LEADER}


# ---- changing


def test_a_change_of_standing_leaves_the_days_before_as_they_were(roster: Store) -> None:
    card = add_member(roster, "张三", standing=Standing.PROBATIONARY, joined=date(2025, 3, 1))
    set_member(roster, "张三", standing=Standing.FULL, since=date(2026, 3, 1))
    assert standings(roster, card) == [(date(2025, 3, 1), "probationary"), (date(2026, 3, 1), "full")]
    assert record_of(roster, card.person.id).member.full_on == date(2026, 3, 1)


def test_a_standing_that_is_in_force_already_changes_nothing(roster: Store) -> None:
    card = add_member(roster, "张三", joined=date(2009, 7, 1), full_on=date(2010, 7, 1))
    entries = log_length(roster)
    set_member(roster, "张三", standing=Standing.FULL)
    assert record_of(roster, card.person.id).member.full_on == date(2010, 7, 1)
    assert log_length(roster) == entries


def test_an_activist_becomes_prospect_and_member_and_each_day_keeps_its_own_standing(roster: Store) -> None:
    add_member(roster, "张三", standing=Standing.ACTIVIST, joined=None, on=date(2024, 1, 10))
    set_member(roster, "张三", standing=Standing.PROSPECT, since=date(2025, 1, 10))
    set_member(roster, "张三", standing=Standing.PROBATIONARY, since=date(2026, 1, 10))
    on = {year: people_of(roster, branch_of(roster), date(year, 6, 1))["张三"].standing for year in (2024, 2025, 2026)}
    assert on == {2024: Standing.ACTIVIST, 2025: Standing.PROSPECT, 2026: Standing.PROBATIONARY}


def test_the_name_and_how_it_is_spelled_change_together(roster: Store) -> None:
    add_member(roster, "张三")
    set_member(roster, "zs", values={"name": "单 雄信"})
    assert members.show(desk(roster, today=TODAY), "sxx").person.name == "单雄信"
    with pytest.raises(NotFound):
        members.show(desk(roster, today=TODAY), "zs")


def test_a_spelling_can_be_corrected_by_hand(roster: Store) -> None:
    add_member(roster, "𠮷")
    set_member(roster, "1", values={"pinyin": "ji", "initials": "j"})
    assert members.show(desk(roster, today=TODAY), "ji").person.name == "𠮷"


def test_what_is_already_so_makes_no_entry(roster: Store) -> None:
    add_member(roster, "张三", Circumstance.MOBILE, texts={"phone": "138", "staff_number": "007"})
    entries = log_length(roster)
    set_member(roster, "张三", values={"phone": "138", "staff_number": "007"}, circumstances=[Circumstance.MOBILE])
    assert log_length(roster) == entries


def test_a_staff_number_of_somebody_else_is_refused(roster: Store) -> None:
    add_member(roster, "张三", texts={"staff_number": "007"})
    add_member(roster, "李四")
    with pytest.raises(Conflict, match="张三 already has"):
        set_member(roster, "李四", values={"staff_number": "007"})


def test_a_circumstance_holds_from_its_first_day_to_before_its_last(roster: Store) -> None:
    card = add_member(roster, "张三")
    set_member(roster, "张三", circumstances=[Circumstance.LEAVE], since=date(2026, 3, 1), until=date(2026, 6, 1))
    assert circumstances(roster, card) == [("leave", date(2026, 3, 1), date(2026, 6, 1))]
    on_leave = [
        on.isoformat()
        for on in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1))
        if people_of(roster, branch_of(roster), on)["张三"].circumstances
    ]
    assert on_leave == ["2026-03-01", "2026-05-31"]


def test_a_circumstance_ends_on_a_day_and_can_come_again(roster: Store) -> None:
    card = add_member(roster, "张三", Circumstance.MOBILE, joined=JOINED)
    set_member(roster, "张三", ended=[Circumstance.MOBILE], since=date(2026, 2, 1))
    set_member(roster, "张三", circumstances=[Circumstance.MOBILE], since=date(2026, 5, 1))
    assert circumstances(roster, card) == [("mobile", JOINED, date(2026, 2, 1)), ("mobile", date(2026, 5, 1), None)]


def test_a_circumstance_that_is_not_in_force_cannot_be_ended(roster: Store) -> None:
    add_member(roster, "张三")
    with pytest.raises(Conflict, match="no such circumstance"):
        set_member(roster, "张三", ended=[Circumstance.MOBILE])


@pytest.mark.parametrize("until", [TODAY, TODAY - timedelta(days=1)])
def test_a_period_that_would_end_before_it_has_begun_is_refused(roster: Store, until: date) -> None:
    add_member(roster, "张三")
    with pytest.raises(BadInput, match="cannot end"):
        set_member(roster, "张三", circumstances=[Circumstance.LEAVE], until=until)


def test_a_circumstance_that_began_twice_is_over_when_it_is_ended(roster: Store) -> None:
    add_member(roster, "张三")
    set_member(roster, "张三", circumstances=[Circumstance.MOBILE], since=date(2026, 6, 1))
    set_member(roster, "张三", circumstances=[Circumstance.MOBILE], since=date(2026, 3, 1))
    set_member(roster, "张三", ended=[Circumstance.MOBILE], since=date(2026, 7, 1))
    assert people_of(roster, branch_of(roster), date(2026, 6, 30))["张三"].circumstances
    assert not people_of(roster, branch_of(roster), date(2026, 7, 1))["张三"].circumstances


# ---- moving and leaving


def test_a_transfer_ends_one_membership_and_begins_the_other_on_one_day(two_branches: Store) -> None:
    card = add_member(two_branches, "张三", branch=BRANCH)
    on = date(2026, 9, 1)
    members.transfer(desk(two_branches), "张三", SECOND, on)
    assert memberships(two_branches, card) == [(1, JOINED, on, "transferred"), (1, on, None, None)]
    old, new = branch_of(two_branches, BRANCH), branch_of(two_branches, SECOND)
    for day, here, there in ((date(2026, 8, 31), ["张三"], []), (on, [], ["张三"])):
        assert list(people_of(two_branches, old, day)) == here
        assert list(people_of(two_branches, new, day)) == there


def test_who_came_and_left_on_one_day_does_not_come_again_on_it(two_branches: Store) -> None:
    card = add_member(two_branches, "张三", branch=BRANCH)
    on = date(2026, 2, 5)
    members.transfer(desk(two_branches), "张三", SECOND, on)
    members.transfer(desk(two_branches), "张三", BRANCH, on)
    before = memberships(two_branches, card)
    with pytest.raises(Conflict, match=f"came to {SECOND} on {on} already"):
        members.transfer(desk(two_branches), "张三", SECOND, on)
    assert memberships(two_branches, card) == before
    members.transfer(desk(two_branches), "张三", SECOND, on + timedelta(days=1))


def test_a_transfer_gives_the_next_number_of_the_new_branch(two_branches: Store) -> None:
    add_member(two_branches, "张三", branch=BRANCH)
    for name in ("李四", "王五"):
        add_member(two_branches, name, branch=SECOND)
    card = members.transfer(desk(two_branches), "张三", SECOND, TODAY)
    assert (card.branch.name, card.person.number) == (SECOND, 3)


def test_who_goes_to_a_branch_outside_the_book_has_left(roster: Store) -> None:
    card = add_member(roster, "张三")
    members.transfer(desk(roster), "张三", "北京某支部", TODAY, outside=True)
    assert memberships(roster, card) == [(1, JOINED, TODAY, "transferred")]
    assert record_of(roster, card.person.id).memberships[0].note == "北京某支部"
    assert people_of(roster, branch_of(roster), TODAY) == {}


def test_who_left_and_came_back_is_one_person_with_the_old_number(two_branches: Store) -> None:
    card = add_member(two_branches, "张三", branch=BRANCH)
    add_member(two_branches, "李四", branch=BRANCH)
    members.transfer(desk(two_branches), "张三", SECOND, date(2026, 1, 5))
    members.transfer(desk(two_branches), "张三", BRANCH, date(2026, 2, 5))
    assert [row[0] for row in memberships(two_branches, card)] == [1, 1, 1]
    for who in ("张三", "zs", "1"):
        found = members.show(desk(two_branches, BRANCH, TODAY), who)
        assert (found.person.id, found.person.number) == (card.person.id, 1)
    assert members.show(desk(two_branches, today=TODAY), "张三").branch.name == BRANCH


def test_who_had_gone_outside_the_book_is_taken_in_again_with_their_records(roster: Store) -> None:
    card = add_member(roster, "张三", texts={"staff_number": "0012"})
    members.transfer(desk(roster), "张三", "北京某支部", date(2025, 1, 5), outside=True)
    members.transfer(desk(roster), "张三", BRANCH, date(2026, 1, 5))
    assert memberships(roster, card) == [
        (1, JOINED, date(2025, 1, 5), "transferred"),
        (1, date(2026, 1, 5), None, None),
    ]
    branch = branch_of(roster)
    assert [len(people_of(roster, branch, on)) for on in (date(2024, 6, 1), date(2025, 6, 1), TODAY)] == [1, 0, 1]
    assert members.show(desk(roster, today=TODAY), "0012").person.number == 1


def test_nobody_is_taken_in_again_before_they_left_or_after_they_died(roster: Store) -> None:
    for name in ("张三", "李四"):
        add_member(roster, name)
    members.transfer(desk(roster), "张三", "北京某支部", date(2026, 1, 5), outside=True)
    members.remove(desk(roster), "李四", date(2026, 1, 5), MembershipEnd.DIED, "")
    for name, on in (("张三", date(2026, 1, 4)), ("李四", TODAY)):
        with pytest.raises(Conflict, match=f"{name} cannot be taken in"):
            members.transfer(desk(roster), name, BRANCH, on)


def test_somebody_who_moved_inside_the_book_is_found_where_they_are_now(two_branches: Store) -> None:
    add_member(two_branches, "张三", branch=BRANCH)
    members.transfer(desk(two_branches), "张三", SECOND, date(2026, 1, 5))
    assert members.show(desk(two_branches, today=TODAY), "张三").branch.name == SECOND
    assert members.show(desk(two_branches, BRANCH, TODAY), "张三").branch.name == BRANCH


def test_a_transfer_to_the_same_branch_or_one_that_is_not_there_is_refused(two_branches: Store) -> None:
    add_member(two_branches, "张三", branch=BRANCH)
    with pytest.raises(Conflict, match="already belongs"):
        members.transfer(desk(two_branches), "张三", BRANCH, TODAY)
    with pytest.raises(NotFound, match="no branch"):
        members.transfer(desk(two_branches), "张三", "第九党支部", TODAY)
    assert len(contents(two_branches)["membership"]) == 1


def test_nobody_leaves_before_belonging(roster: Store) -> None:
    add_member(roster, "张三", joined=JOINED)
    with pytest.raises(BadInput, match=r"belongs to .* only since"):
        members.remove(desk(roster), "张三", JOINED - timedelta(days=1), MembershipEnd.DIED, "")


def test_who_left_is_not_removed_again(roster: Store) -> None:
    add_member(roster, "张三")
    members.remove(desk(roster), "张三", TODAY, MembershipEnd.REMOVED, "除名")
    with pytest.raises(NotFound):
        members.remove(desk(roster), "张三", TODAY, MembershipEnd.DIED, "")


def test_who_leaves_on_a_day_to_come_is_on_the_roster_until_then_and_does_not_leave_twice(roster: Store) -> None:
    add_member(roster, "张三")
    on = date(2026, 9, 1)
    members.remove(desk(roster), "张三", on, MembershipEnd.REMOVED, "")
    with pytest.raises(Conflict, match="has already left"):
        members.remove(desk(roster), "张三", on, MembershipEnd.REMOVED, "")
    branch = branch_of(roster)
    assert [len(members.listed(desk(roster, today=day), [branch])) for day in (on - timedelta(days=1), on)] == [1, 0]


@pytest.mark.parametrize("how", [MembershipEnd.DIED, MembershipEnd.REMOVED])
def test_the_records_of_who_has_left_stay_and_are_shown(roster: Store, how: MembershipEnd) -> None:
    card = add_member(roster, "张三")
    members.remove(desk(roster), "张三", TODAY, how, "见文件")
    assert memberships(roster, card) == [(1, JOINED, TODAY, how.value)]
    assert members.show(desk(roster, today=TODAY), "张三").person.number == 1
    assert members.listed(desk(roster, today=TODAY), [branch_of(roster)]) == []
    assert len(members.listed(desk(roster, today=TODAY), [branch_of(roster)], ended=True)) == 1


# ---- periods, whatever is done


KINDS = st.sampled_from([Circumstance.MOBILE, Circumstance.LEAVE])
DAYS = st.integers(0, 20).map(lambda number: date(2026, 3, 1) + timedelta(days=number))
ACTS = st.lists(st.tuples(st.booleans(), KINDS, DAYS, st.one_of(st.none(), DAYS)), max_size=8)


@pytest.mark.slow
@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_circumstances_hold_on_the_days_the_acts_said_last(
    roster: Store, acts: list[tuple[bool, Circumstance, date, date | None]]
) -> None:
    """A calendar with a cross on each day says the same: begin puts crosses on, end takes them off to the next gap."""
    store = roster
    name = f"张{chr(0x4E00 + len(contents(store)['member']))}"
    add_member(store, name)
    days = [date(2026, 3, 1) + timedelta(days=number) for number in range(23)]
    for begins, kind, since, until in acts:
        try:
            if begins:
                set_member(store, name, circumstances=[kind], since=since, until=until)
            else:
                set_member(store, name, ended=[kind], since=since)
        except (BadInput, Conflict):
            continue
        held = {day: kind in people_of(store, branch_of(store), day)[name].circumstances for day in days}
        assert held[since] is begins
        if begins and until is None:
            assert all(held[day] for day in days if day >= since)
        elif begins and until:
            assert all(held[day] for day in days if since <= day < until)
    assert logs.verify(desk(store)) == []
