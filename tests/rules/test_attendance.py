from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import ONE_LIFE, TODAY, mark, person, roll
from partyday.model.codes import Circumstance, Part, Standing, State
from partyday.model.days import Mark
from partyday.model.lives import Life, Session
from partyday.model.members import DatedCircumstance, DatedStanding, Membership
from partyday.model.people import Person
from partyday.rules.attendance import counted_state, is_expected, is_named_only, own_sessions, taken_for, tally

LEAVE, SUSPENDED = Circumstance.LEAVE, Circumstance.SUSPENDED

PEOPLE = st.lists(
    st.builds(
        lambda standing, circumstances: (standing, frozenset(circumstances)),
        st.sampled_from(Standing),
        st.sets(st.sampled_from(Circumstance)),
    ),
    max_size=12,
).map(
    lambda facts: [
        person(number, "", *circumstances, standing=standing)
        for number, (standing, circumstances) in enumerate(facts, 1)
    ]
)
STATES = st.dictionaries(st.integers(1, 12), st.sampled_from(State))


def called(people: list[Person], states: Mapping[int, State]) -> tuple[list[Person], list[Person], dict[int, Mark]]:
    """Who is expected, who is invited, and the marks as they are stored."""
    expected = [each for each in people if is_expected(each)]
    invited = [each for each in people if not each.standing.is_member]
    marks = {each.id: mark(each, counted_state(each, states[each.number])) for each in people if each.number in states}
    return expected, invited, marks


@given(PEOPLE, STATES)
def test_a_day_always_balances(people: list[Person], states: dict[int, State]) -> None:
    expected, invited, marks = called(people, states)
    count = tally(roll(expected, marks, invited))
    in_its_states = (
        count.present + count.online + count.visited + count.excused + count.absent + count.unreached + count.unmarked
    )
    assert in_its_states == count.expected == len(expected)
    assert count.invited <= len(invited)
    assert count.rate is None if not expected else 0 <= count.rate <= 1  # type: ignore[operator]


@given(PEOPLE, STATES)
def test_a_day_counts_as_one_would_with_a_pencil(people: list[Person], states: dict[int, State]) -> None:
    expected, invited, marks = called(people, states)
    count = tally(roll(expected, marks, invited))
    pencil = dict.fromkeys([*State, "blank"], 0)
    for each in people:
        on_the_list = each.standing in (Standing.FULL, Standing.PROBATIONARY)
        if not on_the_list or LEAVE in each.circumstances or SUSPENDED in each.circumstances:
            continue
        at_home = Circumstance.INFIRM in each.circumstances or Circumstance.ILL in each.circumstances
        state = states.get(each.number)
        if at_home and state in (State.EXCUSED, State.ABSENT):
            state = State.UNREACHED
        pencil[state or "blank"] += 1
    assert (count.present, count.online, count.visited) == (
        pencil[State.PRESENT],
        pencil[State.ONLINE],
        pencil[State.VISITED],
    )
    assert (count.excused, count.absent, count.unreached) == (
        pencil[State.EXCUSED],
        pencil[State.ABSENT],
        pencil[State.UNREACHED],
    )
    assert count.unmarked == pencil["blank"] + pencil[State.UNKNOWN]


@pytest.mark.parametrize("standing", [Standing.FULL, Standing.PROBATIONARY])
def test_members_are_expected(standing: Standing) -> None:
    assert is_expected(person(1, standing=standing))


@pytest.mark.parametrize("standing", [Standing.PROSPECT, Standing.ACTIVIST])
def test_the_invited_are_never_expected(standing: Standing) -> None:
    assert not is_expected(person(1, standing=standing))


@pytest.mark.parametrize("circumstance", [LEAVE, SUSPENDED])
def test_who_is_on_leave_or_suspended_is_not_expected_whatever_else_holds(circumstance: Circumstance) -> None:
    assert not is_expected(person(1, "", circumstance))
    assert not is_expected(person(1, "", circumstance, Circumstance.MOBILE, Circumstance.LEADER))


@pytest.mark.parametrize(
    "circumstance",
    [
        *(Circumstance.MOBILE, Circumstance.AWAY, Circumstance.ABROAD),
        *(Circumstance.INFIRM, Circumstance.ILL, Circumstance.LEADER),
    ],
)
def test_every_other_circumstance_leaves_a_member_expected(circumstance: Circumstance) -> None:
    assert is_expected(person(1, "", circumstance))


@pytest.mark.parametrize("circumstance", [Circumstance.INFIRM, Circumstance.ILL])
@pytest.mark.parametrize("state", State)
def test_not_having_reached_the_infirm_and_the_ill_is_the_branchs_gap(circumstance: Circumstance, state: State) -> None:
    stored = counted_state(person(1, "", circumstance), state)
    assert stored == (State.UNREACHED if state in (State.EXCUSED, State.ABSENT) else state)


@pytest.mark.parametrize("state", State)
def test_everybody_elses_state_is_stored_as_it_was_said(state: State) -> None:
    assert counted_state(person(1, "", Circumstance.MOBILE, Circumstance.LEADER), state) is state


def test_all_marks_by_default_only_those_who_come_in_person() -> None:
    named_only = {kind for kind in Circumstance if is_named_only(person(1, "", kind))}
    elsewhere = {Circumstance.MOBILE, Circumstance.AWAY, Circumstance.ABROAD}
    assert named_only == {*elsewhere, Circumstance.INFIRM, Circumstance.ILL}
    assert not is_named_only(person(1))


def test_the_unmarked_are_listed_in_the_order_of_the_roll() -> None:
    one, two, three = person(1), person(2), person(3)
    called_roll = roll([one, two, three], {two.id: mark(two, State.PRESENT)})
    assert called_roll.unmarked == [one, three]


def test_the_rate_is_who_took_part_in_any_way_over_who_was_expected() -> None:
    people = [person(number) for number in range(1, 6)]
    states = [State.PRESENT, State.ONLINE, State.VISITED, State.EXCUSED]
    marks = {each.id: mark(each, state) for each, state in zip(people, states, strict=False)}
    count = tally(roll(people, marks))
    assert (count.took_part, count.expected, count.rate) == (3, 5, 0.6)


def test_a_day_without_anybody_expected_has_no_rate() -> None:
    assert tally(roll([], {})).rate is None


def test_the_invited_are_counted_beside_and_only_when_they_took_part() -> None:
    member = person(1)
    guests = [person(number, standing=Standing.ACTIVIST) for number in (2, 3, 4)]
    marks = {
        member.id: mark(member, State.PRESENT),
        guests[0].id: mark(guests[0], State.PRESENT),
        guests[1].id: mark(guests[1], State.EXCUSED),
    }
    count = tally(roll([member], marks, guests))
    assert (count.expected, count.present, count.excused, count.invited) == (1, 1, 0, 1)
    assert count.rate == 1.0


@pytest.mark.parametrize(
    ("closed", "excused", "unreached"), [pytest.param(False, 1, 0, id="open"), pytest.param(True, 0, 1, id="closed")]
)
def test_an_excuse_of_the_infirm_stays_one_until_the_day_is_closed(closed: bool, excused: int, unreached: int) -> None:
    infirm = person(1, "", Circumstance.INFIRM)
    called_roll = roll([infirm], {infirm.id: mark(infirm, State.EXCUSED)})
    day = replace(called_roll.day, closed_on=TODAY if closed else None)
    count = tally(replace(called_roll, day=day))
    assert (count.excused, count.unreached) == (excused, unreached)


@pytest.mark.parametrize(
    ("circumstances", "usual", "state"),
    [
        pytest.param((), None, State.PRESENT, id="in the room"),
        pytest.param((), State.ONLINE, State.ONLINE, id="online as usual"),
        pytest.param((Circumstance.MOBILE,), None, None, id="mobile, to be named"),
        pytest.param((Circumstance.MOBILE,), State.ONLINE, State.ONLINE, id="mobile, and online as usual"),
        pytest.param((Circumstance.ILL,), None, None, id="ill, to be named"),
        pytest.param((Circumstance.ILL,), State.VISITED, State.VISITED, id="visited as usual"),
        pytest.param((), State.VISITED, None, id="visited as usual and well again"),
    ],
)
def test_how_somebody_takes_part_where_nobody_says_otherwise(
    circumstances: tuple[Circumstance, ...], usual: State | None, state: State | None
) -> None:
    assert taken_for(replace(person(1, "", *circumstances), usual=usual)) is state


def life_of(
    *kinds: Circumstance, standing: Standing = Standing.FULL, until: date | None = None, branch_id: int = 1
) -> Life:
    """张三 in these circumstances for long, in branch 1 until a day, or in another branch."""
    here = Membership(id=1, member_id=1, branch_id=branch_id, number=1, since=date(2010, 7, 1), until=until)
    record = replace(
        ONE_LIFE.record,
        memberships=(here,),
        standings=(DatedStanding(member_id=1, since=date(2010, 7, 1), standing=standing),),
        circumstances=tuple(DatedCircumstance(member_id=1, kind=kind, since=date(2026, 1, 1)) for kind in kinds),
    )
    return ONE_LIFE._replace(record=record)


@pytest.mark.parametrize(
    ("life", "state", "counted"),
    [
        pytest.param(life_of(), State.ABSENT, State.ABSENT, id="a member's absence"),
        pytest.param(life_of(), State.UNKNOWN, State.UNKNOWN, id="nobody knows"),
        pytest.param(life_of(until=TODAY), State.ABSENT, "not theirs", id="left on that day"),
        pytest.param(life_of(until=TODAY), State.PRESENT, State.PRESENT, id="left on that day and came all the same"),
        pytest.param(life_of(branch_id=2), State.EXCUSED, "not theirs", id="of another branch"),
        pytest.param(life_of(standing=Standing.PROSPECT), State.ABSENT, "not theirs", id="invited"),
        pytest.param(life_of(standing=Standing.PROSPECT), State.ONLINE, State.ONLINE, id="invited and there"),
        pytest.param(life_of(LEAVE), State.ABSENT, "not theirs", id="on leave"),
        pytest.param(life_of(LEAVE), State.PRESENT, State.PRESENT, id="on leave and came all the same"),
        pytest.param(life_of(LEAVE), None, "not theirs", id="on leave and not marked"),
        pytest.param(life_of(SUSPENDED), State.EXCUSED, "not theirs", id="suspended"),
        *(
            pytest.param(life_of(Circumstance.ILL), state, State.UNREACHED, id=f"ill and {state.value}")
            for state in (State.EXCUSED, State.ABSENT, State.UNKNOWN, State.UNREACHED)
        ),
        pytest.param(life_of(Circumstance.ILL), State.VISITED, State.VISITED, id="ill and visited"),
        pytest.param(life_of(Circumstance.ILL), None, None, id="ill and not marked"),
        pytest.param(life_of(Circumstance.MOBILE), State.ABSENT, State.ABSENT, id="mobile"),
    ],
)
def test_a_session_is_the_members_own_where_they_took_part_or_were_expected(
    life: Life, state: State | None, counted: State | str | None
) -> None:
    """domain.md 3: days before a membership begins or after it ends are not the member's days."""
    own = own_sessions(life, [Session(TODAY, Part.FULL, 1, 1, state)])
    assert [session.state for session in own] == ([] if counted == "not theirs" else [counted])
