"""Recording attendance: a meeting from paper, corrections, entries ahead and afterwards, and of whom."""

import json
from datetime import date, timedelta

import pytest

from factories import (
    add_member,
    branch_of,
    contents,
    desk,
    log_length,
    start_branch,
)
from partyday.errors import Ambiguous, BadInput, Conflict, NotFound, WrongUsage
from partyday.model.codes import Circumstance, DayStatus, Excuse, MembershipEnd, Standing, State
from partyday.services import branches, days, logs, members
from partyday.services.checkin import check_in, look
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store.book import Store
from services.meetings import AFTER, BEFORE, DAY, call, excuse, mark_of, meeting, say, states

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
        call(sqlite_book, say("A", state), on=DAY - timedelta(days=1), well_too=False)
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
