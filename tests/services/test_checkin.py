"""Attendance: domain.md 6, clause by clause."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import (
    act,
    add_member,
    branch_of,
    contents,
    desk,
    log_length,
    rows,
    start_branch,
)
from partyday.errors import Ambiguous, BadInput, Conflict, NotFound, PartydayError, WrongUsage
from partyday.model.codes import Circumstance, DayStatus, Excuse, MembershipEnd, Standing, State
from partyday.model.days import Mark
from partyday.model.people import Branch
from partyday.services import branches, days, logs, members
from partyday.services.checkin import Outcome, Unmarked, check_in, close_day, look, mark_one, roll_of
from partyday.services.lookup import find_day
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store import tables as t
from partyday.store.book import Store
from profiles import examples

DAY = date(2026, 3, 6)
BEFORE = date(2026, 3, 2)
AFTER = date(2026, 3, 10)


def meeting(store: Store, **circumstances: Sequence[Circumstance]) -> Branch:
    """A branch with its year; members named by letters in the order given: A=(…) is 党员A, number 1."""
    branch = start_branch(store)
    for letter, kinds in circumstances.items():
        add_member(store, f"党员{letter}", *kinds)
    make_year(desk(store, today=date(2026, 1, 5)), [branch], 2026)
    return branch


def say(who: str, state: State = State.PRESENT, category: Excuse | None = None, detail: str = "") -> Order:
    return Order(f"党员{who}" if len(who) == 1 and who.isalpha() else who, state, category, detail)


def excuse(who: str, category: Excuse = Excuse.SICK, detail: str = "") -> Order:
    return say(who, State.EXCUSED, category, detail)


def call(
    store: Store,
    *orders: Order,
    on: date = DAY,
    day: str | None = "2026-03-06",
    everybody: bool = False,
    besides: Sequence[str] = (),
    reason: str = "",
    close: bool = False,
    keep_unknown: bool = False,
    by: str = "李华",
) -> Outcome:
    return check_in(
        desk(store, branch_of(store), on, by=by, command="checkin"),
        day,
        orders,
        everybody=everybody,
        besides=besides,
        reason=reason,
        close=close,
        keep_unknown=keep_unknown,
    )


def states(outcome: Outcome) -> dict[str, str]:
    """The last letter of each name → the state the book holds now."""
    on_roll = [*outcome.roll.expected, *outcome.roll.invited]
    return {each.name[-1]: outcome.roll.marks[each.id].state.value for each in on_roll if each.id in outcome.roll.marks}


def mark_of(store: Store, letter: str, day: str = "2026-03-06") -> Mark:
    outcome = look(desk(store, branch_of(store), DAY), day)
    return next(outcome.roll.marks[each.id] for each in outcome.roll.expected if each.name[-1] == letter)


# ---- a meeting from paper


def test_everybody_but_the_few_and_then_reasons_only_for_those(book: Store) -> None:
    meeting(book, A=(), B=(), C=(), D=(), E=())
    first = call(book, everybody=True, besides=["3", "党员E"])
    assert states(first) == {"A": "present", "B": "present", "D": "present"}
    assert (first.tally.expected, first.tally.present, first.tally.unmarked) == (5, 3, 2)
    second = call(book, excuse("C", Excuse.DUTY, "出差北京"), say("E", State.ABSENT), close=True)
    assert states(second) == {"A": "present", "B": "present", "C": "excused", "D": "present", "E": "absent"}
    assert (second.tally.excused, second.tally.absent, second.tally.unmarked) == (1, 1, 0)
    assert second.roll.day.closed_on == DAY
    assert (mark_of(book, "C").category, mark_of(book, "C").detail) == (Excuse.DUTY, "出差北京")
    assert logs.verify(desk(book)) == []


def test_all_leaves_out_the_mobile_the_away_the_infirm_and_the_ill_and_lists_them(sqlite_book: Store) -> None:
    kinds = Circumstance
    meeting(sqlite_book, A=(), M=[kinds.MOBILE], W=[kinds.AWAY], I=[kinds.INFIRM], L=[kinds.ILL], D=[kinds.LEADER])
    outcome = call(sqlite_book, everybody=True)
    assert states(outcome) == {"A": "present", "D": "present"}
    assert [each.name[-1] for each in outcome.left_out] == ["M", "W", "I", "L"]


def test_a_named_option_beats_all(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=(), B=(), M=[Circumstance.MOBILE])
    outcome = call(sqlite_book, say("B", State.ABSENT), say("M", State.ONLINE), everybody=True)
    assert states(outcome) == {"A": "present", "B": "absent", "M": "online"}
    assert outcome.left_out == ()


def test_all_marks_only_those_still_unmarked(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=(), B=())
    call(sqlite_book, say("A", State.ABSENT))
    outcome = call(sqlite_book, everybody=True)
    assert states(outcome) == {"A": "absent", "B": "present"}
    assert [(person.name, changed) for person, _state, changed in outcome.marks] == [("党员B", True)]


def test_all_never_marks_the_invited(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=())
    add_member(sqlite_book, "客人Z", standing=Standing.ACTIVIST, joined=None, on=BEFORE)
    assert states(call(sqlite_book, everybody=True)) == {"A": "present"}


def test_the_invited_are_recorded_and_counted_apart(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=())
    add_member(sqlite_book, "客人Z", standing=Standing.PROSPECT, joined=None, on=BEFORE)
    outcome = call(sqlite_book, say("客人Z"), say("A"))
    assert (outcome.tally.expected, outcome.tally.present, outcome.tally.invited) == (1, 1, 1)
    assert states(outcome) == {"A": "present", "Z": "present"}


def test_an_unknown_name_among_others_leaves_everything_unwritten(book: Store) -> None:
    meeting(book, A=(), B=())
    before, entries = contents(book), log_length(book)
    with pytest.raises(NotFound, match="“党员甲”, “党员乙”"):
        call(book, say("A"), say("甲"), say("乙"))
    with pytest.raises(NotFound, match="“99”"):
        call(book, everybody=True, besides=["99"])
    assert contents(book) == before
    assert log_length(book) == entries


def test_an_ambiguous_name_is_refused_with_the_candidates(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=())
    add_member(sqlite_book, "党员A", joined=date(2012, 7, 1))
    with pytest.raises(Ambiguous, match="1 党员A, 2 党员A"):
        call(sqlite_book, say("A"))
    outcome = call(sqlite_book, Order("2", State.PRESENT), Order("1", State.ONLINE))
    assert (outcome.tally.present, outcome.tally.online) == (1, 1)


def test_one_person_told_two_things_is_wrong_usage(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=())
    with pytest.raises(WrongUsage, match="党员A is named twice"):
        call(sqlite_book, say("A"), Order("1", State.ABSENT))
    with pytest.raises(WrongUsage):
        call(sqlite_book, excuse("A", Excuse.SICK), excuse("A", Excuse.DUTY))
    assert contents(sqlite_book)["mark"] == set()


def test_one_person_told_the_same_thing_twice_is_marked_once(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=())
    outcome = call(sqlite_book, say("A"), Order("1", State.PRESENT))
    assert [(person.number, changed) for person, _state, changed in outcome.marks] == [(1, True)]


def test_a_whole_check_in_is_one_entry(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=(), B=(), C=())
    entries = log_length(sqlite_book)
    call(sqlite_book, say("A"), excuse("B"), everybody=True, close=True)
    assert log_length(sqlite_book) == entries + 1
    logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), None))
    assert contents(sqlite_book)["mark"] == set()
    assert look(desk(sqlite_book, branch_of(sqlite_book), DAY), "2026-03-06").roll.day.closed_on is None


def test_looking_at_a_day_writes_nothing(sqlite_book: Store) -> None:
    branch = meeting(sqlite_book, A=(), B=())
    entries = log_length(sqlite_book)
    assert look(desk(sqlite_book, branch, DAY), None).tally.unmarked == 2
    assert log_length(sqlite_book) == entries


# ---- the same again, and corrections


def test_the_same_mark_twice_changes_nothing(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=(), B=())
    call(sqlite_book, say("A"), excuse("B", Excuse.SICK, "发烧"))
    entries = log_length(sqlite_book)
    again = call(sqlite_book, say("A"), excuse("B", Excuse.SICK, "发烧"), on=AFTER, by="王五")
    assert [changed for _person, _state, changed in again.marks] == [False, False]
    assert not again.late
    assert log_length(sqlite_book) == entries
    assert mark_of(sqlite_book, "A").recorded_by == "李华"


def test_a_change_of_a_mark_needs_a_reason_and_keeps_the_old_value(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=())
    call(sqlite_book, say("A", State.ABSENT))
    with pytest.raises(Conflict, match="党员A is recorded as absent on 2026-03-06") as told:
        call(sqlite_book, say("A"))
    assert "--reason" in told.value.hint
    call(sqlite_book, say("A"), reason="签到表漏看一行")
    assert mark_of(sqlite_book, "A").state is State.PRESENT
    newest = logs.of_member(desk(sqlite_book), "党员A").entries[-1]
    assert [state_in(change.before) for change in newest.changes] == ["absent"]
    assert newest.reason == "签到表漏看一行"


def state_in(row: str | None) -> str | None:
    return None if row is None else str(json.loads(row)["state"])


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (excuse("A", Excuse.SICK), excuse("A", Excuse.DUTY)),
        (excuse("A", Excuse.SICK), excuse("A", Excuse.SICK, "住院")),
        (say("A"), say("A", State.ONLINE)),
    ],
)
def test_any_difference_is_a_correction(sqlite_book: Store, first: Order, then: Order) -> None:
    meeting(sqlite_book, A=())
    call(sqlite_book, first)
    with pytest.raises(Conflict):
        call(sqlite_book, then)
    call(sqlite_book, then, reason="更正")
    assert (mark_of(sqlite_book, "A").state, mark_of(sqlite_book, "A").category, mark_of(sqlite_book, "A").detail) == (
        then.state,
        then.category,
        then.detail,
    )


def test_after_closing_every_mark_needs_a_reason_a_first_one_too(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=())
    add_member(sqlite_book, "客人Z", standing=Standing.ACTIVIST, joined=None, on=BEFORE)
    call(sqlite_book, say("A"), close=True)
    with pytest.raises(Conflict, match="2026-03-06 is closed"):
        call(sqlite_book, say("客人Z"))
    with pytest.raises(Conflict, match="is recorded as present"):
        call(sqlite_book, say("A", State.ABSENT))
    outcome = call(sqlite_book, say("客人Z"), say("A", State.ONLINE), reason="补登")
    assert states(outcome) == {"A": "online", "Z": "present"}


def test_a_correction_that_is_none_needs_no_reason(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=())
    call(sqlite_book, say("A"), close=True)
    assert call(sqlite_book, say("A"), close=True).marks[0][2] is False


# ---- when


def test_an_entry_after_the_day_is_allowed_and_flagged(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=(), B=())
    assert not call(sqlite_book, say("A")).late
    outcome = call(sqlite_book, say("B"), on=AFTER, by="王五")
    assert outcome.late
    mark = mark_of(sqlite_book, "B")
    assert (mark.recorded_on, mark.recorded_by) == (AFTER, "王五")
    assert mark.recorded_at.endswith("Z")
    assert mark_of(sqlite_book, "A").recorded_on == DAY


def test_an_excuse_may_be_entered_for_a_day_to_come(sqlite_book: Store) -> None:
    branch = meeting(sqlite_book, A=())
    outcome = call(sqlite_book, excuse("A"), on=BEFORE)
    assert states(outcome) == {"A": "excused"}
    assert not outcome.late
    assert days.show(desk(sqlite_book, branch, BEFORE), "2026-03-06").status is DayStatus.PLANNED


@pytest.mark.parametrize("state", [State.UNREACHED, State.UNKNOWN])
def test_what_only_closing_says_cannot_be_recorded_of_a_healthy_member(sqlite_book: Store, state: State) -> None:
    meeting(sqlite_book, A=())
    with pytest.raises(BadInput, match="cannot be recorded"):
        call(sqlite_book, say("A", state), on=DAY)
    assert contents(sqlite_book)["mark"] == set()


@pytest.mark.parametrize("state", [State.PRESENT, State.ONLINE, State.VISITED, State.ABSENT])
def test_nothing_but_an_excuse_may_be_entered_ahead(sqlite_book: Store, state: State) -> None:
    meeting(sqlite_book, A=())
    with pytest.raises(BadInput, match="has not come yet"):
        call(sqlite_book, say("A", state), on=DAY - timedelta(days=1))
    assert contents(sqlite_book)["mark"] == set()
    assert states(call(sqlite_book, say("A", state), on=DAY)) == {"A": state.value}


@pytest.mark.parametrize("state", [State.UNREACHED, State.UNKNOWN])
def test_what_only_the_closing_stores_is_not_said_of_anybody(sqlite_book: Store, state: State) -> None:
    meeting(sqlite_book, A=(), B=[Circumstance.ILL])
    with pytest.raises(BadInput, match="cannot be recorded as"):
        call(sqlite_book, say("A", state))
    with pytest.raises(BadInput, match="cannot be recorded as"):
        call(sqlite_book, say("B", State.UNKNOWN))
    assert states(call(sqlite_book, say("B", State.UNREACHED))) == {"B": "unreached"}


def test_nobody_is_present_ahead_by_a_default(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=())
    with pytest.raises(BadInput, match="has not come yet"):
        call(sqlite_book, everybody=True, on=BEFORE)


def test_a_day_to_come_cannot_be_closed(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=())
    with pytest.raises(BadInput, match="has not come yet"):
        call(sqlite_book, excuse("A"), on=BEFORE, close=True)
    assert contents(sqlite_book)["mark"] == set()


def test_who_asked_for_leave_and_came_all_the_same_is_corrected_with_a_reason(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=(), B=())
    call(sqlite_book, excuse("A"), on=BEFORE)
    outcome = call(sqlite_book, everybody=True)
    assert states(outcome) == {"A": "excused", "B": "present"}
    assert states(call(sqlite_book, say("A"), reason="到会了")) == {"A": "present", "B": "present"}


def test_a_mark_made_on_the_day_makes_it_held(sqlite_book: Store) -> None:
    branch = meeting(sqlite_book, A=())
    call(sqlite_book, say("A"))
    assert days.show(desk(sqlite_book, branch, DAY), "2026-03-06").status is DayStatus.HELD


def test_without_a_day_it_is_todays(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=())
    assert states(call(sqlite_book, say("A"), day=None)) == {"A": "present"}
    with pytest.raises(NotFound, match="is not an activity day"):
        call(sqlite_book, say("A"), day=None, on=AFTER)


# ---- whom


@pytest.mark.parametrize("kind", [Circumstance.INFIRM, Circumstance.ILL])
def test_the_infirm_and_the_ill_are_never_excused_or_absent_but_unreached(
    sqlite_book: Store, kind: Circumstance
) -> None:
    meeting(sqlite_book, A=[kind], B=[kind], C=[kind], D=[kind])
    outcome = call(
        sqlite_book, excuse("A"), say("B", State.ABSENT), say("C", State.VISITED), say("D", State.ONLINE), close=True
    )
    assert states(outcome) == {"A": "unreached", "B": "unreached", "C": "visited", "D": "online"}
    assert (outcome.tally.unreached, outcome.tally.excused, outcome.tally.absent) == (2, 0, 0)
    assert [state for _person, state, _changed in outcome.marks[:2]] == [State.UNREACHED, State.UNREACHED]


def test_an_excuse_of_the_infirm_for_a_day_to_come_stays_one_until_the_day_is_closed_without_a_visit(
    sqlite_book: Store,
) -> None:
    meeting(sqlite_book, A=[Circumstance.INFIRM], B=[Circumstance.INFIRM])
    assert states(call(sqlite_book, excuse("A"), excuse("B"), on=BEFORE)) == {"A": "excused", "B": "excused"}
    again = call(sqlite_book, excuse("A"))
    assert [changed for _person, _state, changed in again.marks] == [False]
    call(sqlite_book, say("B", State.VISITED), reason="已送学上门")
    assert states(call(sqlite_book, close=True)) == {"A": "unreached", "B": "visited"}


def test_an_absence_said_twice_of_the_infirm_changes_nothing(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=[Circumstance.INFIRM])
    call(sqlite_book, say("A", State.ABSENT))
    assert call(sqlite_book, say("A", State.ABSENT)).marks[0][1:] == (State.UNREACHED, False)


@pytest.mark.parametrize(("kind", "word"), [(Circumstance.LEAVE, "on leave"), (Circumstance.SUSPENDED, "suspended")])
def test_who_is_on_leave_or_suspended_is_not_expected_and_a_mark_is_refused(
    sqlite_book: Store, kind: Circumstance, word: str
) -> None:
    meeting(sqlite_book, A=(), B=[kind])
    assert call(sqlite_book, everybody=True).tally.expected == 1
    with pytest.raises(Conflict, match=f"党员B is not expected on 2026-03-06: {word}"):
        call(sqlite_book, say("B"))


def test_a_leave_that_begins_after_the_day_does_not_matter_on_it(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=())
    members.change(desk(sqlite_book), "1", values={}, circumstances=[Circumstance.LEAVE], since=AFTER)
    assert states(call(sqlite_book, say("A"), on=AFTER)) == {"A": "present"}
    assert look(desk(sqlite_book, branch_of(sqlite_book), AFTER), "2026-04-03").tally.expected == 0


def test_the_day_on_which_a_membership_begins_is_the_members_and_the_day_it_ends_is_not(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    make_year(desk(sqlite_book, today=date(2026, 1, 5)), [branch], 2026)
    for name, since, until in (
        ("党员A", DAY, None),
        ("党员B", DAY + timedelta(days=1), None),
        ("党员C", date(2020, 1, 1), DAY),
        ("党员D", date(2020, 1, 1), DAY + timedelta(days=1)),
    ):
        add_member(sqlite_book, name, since=since)
        if until:
            members.remove(desk(sqlite_book), name, until, MembershipEnd.DIED, "")
    assert [each.name for each in look(desk(sqlite_book, branch, DAY), "2026-03-06").roll.expected] == [
        "党员A",
        "党员D",
    ]
    for stranger in ("B", "C"):
        with pytest.raises(Conflict, match=f"党员{stranger} is not expected .* did not belong"):
            call(sqlite_book, say(stranger), on=AFTER)
    assert states(call(sqlite_book, say("A"), say("D"), on=AFTER)) == {"A": "present", "D": "present"}


def test_after_a_transfer_the_new_branch_expects_the_member_and_the_old_does_not(sqlite_book: Store) -> None:
    old = start_branch(sqlite_book, superior="计算机学院党总支")
    new = branches.add(desk(sqlite_book), "学生第一党支部", None)
    add_member(sqlite_book, "党员A", branch=old.name)
    make_year(desk(sqlite_book, today=date(2026, 1, 5)), [old, new], 2026)
    members.transfer(desk(sqlite_book), "党员A", new.name, DAY)
    expected = {
        (branch.name, month): [each.name for each in look(desk(sqlite_book, branch, DAY), ref).roll.expected]
        for branch in (old, new)
        for month, ref in (("02", "2026-02-06"), ("03", "2026-03-06"))
    }
    assert expected == {
        (old.name, "02"): ["党员A"],
        (old.name, "03"): [],
        (new.name, "02"): [],
        (new.name, "03"): ["党员A"],
    }
    with pytest.raises(Conflict, match="did not belong"):
        check_in(desk(sqlite_book, old), "2026-03-06", [say("A")])


def test_who_left_and_came_back_is_refused_for_the_time_between_by_name(sqlite_book: Store) -> None:
    old = start_branch(sqlite_book, superior="计算机学院党总支")
    new = branches.add(desk(sqlite_book), "学生第一党支部", None)
    add_member(sqlite_book, "党员A", branch=old.name)
    make_year(desk(sqlite_book, today=date(2026, 1, 5)), [old, new], 2026)
    members.transfer(desk(sqlite_book), "党员A", new.name, date(2026, 3, 1))
    members.transfer(desk(sqlite_book), "党员A", old.name, date(2026, 3, 20))
    with pytest.raises(Conflict, match="did not belong"):
        check_in(desk(sqlite_book, old), "2026-03-06", [say("A")])


def test_the_standing_of_the_day_decides_who_is_expected(sqlite_book: Store) -> None:
    branch = meeting(sqlite_book, A=())
    add_member(sqlite_book, "党员P", standing=Standing.PROSPECT, joined=None, on=date(2026, 1, 5))
    members.change(desk(sqlite_book), "党员P", values={}, standing=Standing.PROBATIONARY, since=date(2026, 4, 1))
    march = look(desk(sqlite_book, branch, DAY), "2026-03-06").roll
    april = look(desk(sqlite_book, branch, DAY), "2026-04-03").roll
    assert [each.name[-1] for each in march.expected] == ["A"]
    assert [each.name[-1] for each in march.invited] == ["P"]
    assert [each.name[-1] for each in april.expected] == ["A", "P"]


# ---- closing


def test_closing_with_unmarked_members_lists_them_and_changes_nothing(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=(), B=(), C=[Circumstance.ILL], M=[Circumstance.MOBILE])
    before = contents(sqlite_book)
    with pytest.raises(Unmarked, match="2 not marked yet: 2 党员B, 4 党员M") as told:
        call(sqlite_book, say("A"), close=True)
    assert [each.name for each in told.value.people] == ["党员B", "党员M"]
    assert told.value.exit_code == 13
    assert contents(sqlite_book) == before


def test_closing_all_the_same_keeps_the_unmarked_as_unknown_and_never_as_absent(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=(), B=(), C=[Circumstance.ILL])
    outcome = call(sqlite_book, say("A"), close=True, keep_unknown=True)
    assert states(outcome) == {"A": "present", "B": "unknown", "C": "unreached"}
    assert (outcome.tally.unmarked, outcome.tally.absent, outcome.tally.unreached) == (1, 0, 1)
    assert outcome.roll.day.status is DayStatus.CLOSED
    assert [person.name for person, _state, _changed in outcome.marks] == ["党员A"]


def test_an_unknown_is_cleared_up_later_with_a_reason(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=())
    call(sqlite_book, close=True, keep_unknown=True)
    with pytest.raises(Conflict, match=r"is recorded as (not marked|unknown)"):
        call(sqlite_book, say("A"), on=AFTER)
    assert states(call(sqlite_book, say("A"), on=AFTER, reason="查明到会")) == {"A": "present"}


def test_closing_with_nobody_unmarked_asks_nothing(sqlite_book: Store) -> None:
    branch = meeting(sqlite_book, A=(), I=[Circumstance.INFIRM])
    call(sqlite_book, say("A"))
    outcome = close_day(desk(sqlite_book, branch, AFTER), "2026-03-06", keep_unknown=False)
    assert states(outcome) == {"A": "present", "I": "unreached"}
    assert outcome.roll.day.closed_on == AFTER


def test_closing_twice_changes_nothing(sqlite_book: Store) -> None:
    branch = meeting(sqlite_book, A=())
    call(sqlite_book, say("A"), close=True)
    entries = log_length(sqlite_book)
    close_day(desk(sqlite_book, branch, AFTER), "2026-03-06", keep_unknown=True)
    assert log_length(sqlite_book) == entries
    assert days.show(desk(sqlite_book, branch, DAY), "2026-03-06").closed_on == DAY


def test_the_invited_do_not_keep_a_day_open(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=())
    add_member(sqlite_book, "客人Z", standing=Standing.ACTIVIST, joined=None, on=BEFORE)
    assert states(call(sqlite_book, say("A"), close=True)) == {"A": "present"}


def test_what_only_the_closing_stored_is_gone_when_the_day_is_reopened(sqlite_book: Store) -> None:
    branch = meeting(sqlite_book, A=(), B=(), C=[Circumstance.ILL])
    call(sqlite_book, say("A"), close=True, keep_unknown=True)
    days.reopen(desk(sqlite_book, branch), "2026-03-06", "漏登")
    assert states(look(desk(sqlite_book, branch, DAY), "2026-03-06")) == {"A": "present"}
    assert states(call(sqlite_book, say("B"), say("C", State.VISITED), close=True)) == {
        "A": "present",
        "B": "present",
        "C": "visited",
    }


def test_who_joined_the_roll_after_the_closing_is_asked_about_when_it_is_closed_again(sqlite_book: Store) -> None:
    branch = meeting(sqlite_book, A=())
    call(sqlite_book, say("A"), close=True)
    add_member(sqlite_book, "党员B", joined=date(2012, 7, 1))
    with pytest.raises(Unmarked, match="2 党员B"):
        close_day(desk(sqlite_book, branch, AFTER), "2026-03-06", keep_unknown=False)
    assert days.show(desk(sqlite_book, branch, DAY), "2026-03-06").closed_on == DAY


def test_a_bare_excuse_adds_nothing_to_one_that_says_more(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=())
    call(sqlite_book, excuse("A", Excuse.DUTY, "出差"), on=BEFORE)
    assert call(sqlite_book, say("A", State.EXCUSED)).marks[0][2] is False
    assert mark_of(sqlite_book, "A").detail == "出差"


def test_a_reopened_day_takes_first_marks_without_a_reason(sqlite_book: Store) -> None:
    branch = meeting(sqlite_book, A=())
    add_member(sqlite_book, "客人Z", standing=Standing.ACTIVIST, joined=None, on=BEFORE)
    call(sqlite_book, say("A"), close=True)
    days.reopen(desk(sqlite_book, branch), "2026-03-06", "漏登列席")
    assert states(call(sqlite_book, say("客人Z"))) == {"A": "present", "Z": "present"}


def test_a_cancelled_day_takes_no_marks_and_is_not_closed(sqlite_book: Store) -> None:
    branch = meeting(sqlite_book, A=())
    days.cancel(desk(sqlite_book, branch, BEFORE), "2026-03-06", "停电")
    with pytest.raises(Conflict, match="cancelled"):
        call(sqlite_book, say("A"))
    with pytest.raises(Conflict, match="cancelled"):
        call(sqlite_book, close=True, keep_unknown=True)
    assert contents(sqlite_book)["mark"] == set()


def test_a_month_without_its_date_has_no_roll(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book, policy="zhongzhou", recurrence=["FREQ=MONTHLY;BYMONTHDAY=31"])
    [year] = make_year(desk(sqlite_book), [branch], 2026)
    february = next(day for day in year.days if day.month == "2026-02")
    with sqlite_book.reading() as connection, pytest.raises(Conflict, match="2026-02 has no date yet"):
        roll_of(connection, february)


# ---- the roll-call


def test_each_mark_of_the_roll_call_is_an_entry_that_can_be_taken_back(sqlite_book: Store) -> None:
    branch = meeting(sqlite_book, A=(), B=())
    with sqlite_book.reading() as connection:
        day = find_day(connection, branch, None, DAY)
    everybody = look(desk(sqlite_book, branch, DAY), None).roll.expected
    numbers = [mark_one(desk(sqlite_book), day, each, Order(each.name, State.PRESENT))[1] for each in everybody]
    assert numbers == [log_length(sqlite_book) - 1, log_length(sqlite_book)]
    assert mark_one(desk(sqlite_book), day, everybody[0], Order("党员A", State.PRESENT)) == (State.PRESENT, None)
    logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), numbers[0]))
    assert states(look(desk(sqlite_book, branch, DAY), None)) == {"B": "present"}


def test_the_roll_call_obeys_the_rules_of_every_other_way(sqlite_book: Store) -> None:
    branch = meeting(sqlite_book, A=())
    with sqlite_book.reading() as connection:
        day = find_day(connection, branch, None, DAY)
    [person] = look(desk(sqlite_book, branch, DAY), None).roll.expected
    with pytest.raises(BadInput, match="has not come yet"):
        mark_one(desk(sqlite_book, today=BEFORE), day, person, say("A"))
    mark_one(desk(sqlite_book), day, person, say("A"))
    with pytest.raises(Conflict, match="is recorded as"):
        mark_one(desk(sqlite_book), day, person, say("A", State.ABSENT))


# ---- whatever the order


def clear(store: Store) -> None:
    """Take every mark away again."""
    with store.writing(act()) as unit:
        for row in rows(unit.connection, t.mark):
            unit.rows.delete("mark", row)


LETTERS = "ABCDEF"
KINDS = {"C": [Circumstance.MOBILE], "D": [Circumstance.ILL], "E": [Circumstance.LEADER]}
ORDERS = st.fixed_dictionaries(
    {},
    optional={
        letter: st.one_of(
            st.sampled_from([State.PRESENT, State.ONLINE, State.VISITED, State.ABSENT]).map(
                lambda state: (state, None, "")
            ),
            st.sampled_from(Excuse).map(lambda category: (State.EXCUSED, category, "")),
        )
        for letter in LETTERS
    },
)


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=ORDERS, shuffled=st.permutations(LETTERS), cuts=st.sets(st.integers(1, 5)))
def test_the_order_in_which_marks_are_made_does_not_matter(
    sqlite_book: Store,
    said: dict[str, tuple[State, Excuse | None, str]],
    shuffled: list[str],
    cuts: set[int],
) -> None:
    """All at once on one day, and in any order in any number of goes on another: the two days count alike."""
    if not contents(sqlite_book)["branch"]:
        meeting(sqlite_book, **{letter: KINDS.get(letter, []) for letter in LETTERS})
    clear(sqlite_book)
    later = date(2026, 4, 3)
    once = call(sqlite_book, *(say(letter, *what) for letter, what in said.items()), day="2026-03-06", on=later)
    orders = [say(letter, *said[letter]) for letter in shuffled if letter in said]
    bounds = [0, *sorted(cuts), len(orders)]
    piecemeal = once
    for first, last in pairwise(bounds):
        piecemeal = call(sqlite_book, *orders[first:last], day="2026-04-03", on=later)
    assert states(piecemeal) == states(once)
    assert piecemeal.tally == once.tally


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    goes=st.lists(
        st.tuples(ORDERS, st.booleans(), st.booleans(), st.sampled_from([BEFORE, DAY, AFTER])), min_size=1, max_size=4
    )
)
def test_whatever_is_called_the_day_balances_and_a_refusal_changes_nothing(
    sqlite_book: Store, goes: list[tuple[dict[str, tuple[State, Excuse | None, str]], bool, bool, date]]
) -> None:
    if not contents(sqlite_book)["branch"]:
        meeting(sqlite_book, **{letter: KINDS.get(letter, []) for letter in LETTERS})
    clear(sqlite_book)
    for said, everybody, close, on in goes:
        before, entries = contents(sqlite_book), log_length(sqlite_book)
        try:
            outcome = call(
                sqlite_book,
                *(say(letter, *what) for letter, what in said.items()),
                everybody=everybody,
                close=close,
                on=on,
            )
        except PartydayError:
            assert (contents(sqlite_book), log_length(sqlite_book)) == (before, entries)
            continue
        count = outcome.tally
        assert (
            count.expected
            == len(LETTERS)
            == (
                count.present
                + count.online
                + count.visited
                + count.excused
                + count.absent
                + count.unreached
                + count.unmarked
            )
        )
        # 党员D is ill: never absent, and excused at most for a day to come.
        assert states(outcome).get("D") not in ("absent", "excused" if outcome.roll.day.closed_on else "")
        for person, state, _changed in outcome.marks:
            assert outcome.roll.marks[person.id].state is state
    if days.show(desk(sqlite_book, branch_of(sqlite_book), DAY), "2026-03-06").closed_on:
        days.reopen(desk(sqlite_book, branch_of(sqlite_book)), "2026-03-06", "again")
