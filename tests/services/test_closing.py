"""Closing a day of attendance, and opening it again."""

from datetime import date

import pytest

from factories import (
    add_member,
    contents,
    desk,
    log_length,
    start_branch,
)
from partyday.errors import BadInput, Conflict
from partyday.model.codes import Circumstance, DayStatus, Excuse, MembershipEnd, Standing, State
from partyday.model.period import Period
from partyday.services import claims, days, members
from partyday.services.checkin import Unmarked, check_in, close_day, look, mark_one
from partyday.services.papers.ask import Ask
from partyday.services.reports import make
from partyday.services.rolls import roll_of
from partyday.services.schedule import make_year
from partyday.services.whom import NotToBeReached, Order
from partyday.store.book import Store
from services.meetings import AFTER, BEFORE, DAY, call, excuse, mark_of, meeting, say, states

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


def test_a_bare_excuse_of_who_was_there_is_a_correction(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=())
    call(sqlite_book, say("A"))
    with pytest.raises(Conflict, match="党员A is recorded as present"):
        call(sqlite_book, say("A", State.EXCUSED))


def test_a_day_that_is_closed_again_keeps_the_date_of_its_closing(sqlite_book: Store) -> None:
    branch = meeting(sqlite_book, A=())
    call(sqlite_book, say("A"), close=True)
    add_member(sqlite_book, "党员B")
    again = close_day(desk(sqlite_book, branch, AFTER), "2026-03-06", keep_unknown=True)
    assert (again.roll.day.closed_on, states(again)) == (DAY, {"A": "present", "B": "unknown"})


def test_what_a_check_in_says_of_itself_goes_by_the_marks_that_changed(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=(), B=(), I=[Circumstance.INFIRM])
    first = call(sqlite_book, say("A"))
    assert (first.late, first.entry, first.visited_well) == (False, log_length(sqlite_book), [])
    some = call(sqlite_book, say("A"), say("B", State.VISITED), say("I", State.VISITED), on=AFTER)
    assert (some.late, some.entry) == (True, log_length(sqlite_book)), "one of them changed, after the day"
    assert [person.name for person in some.visited_well] == ["党员B"], "who is infirm is visited rightly"
    none = call(sqlite_book, say("A"), say("B", State.VISITED), on=AFTER)
    assert (none.late, none.entry, none.visited_well) == (False, None, [])


def test_on_the_day_itself_it_is_asked_whether_somebody_well_was_visited(sqlite_book: Store) -> None:
    meeting(sqlite_book, A=(), I=[Circumstance.INFIRM])
    for on in (DAY, AFTER):
        with pytest.raises(NotToBeReached, match="which 1 党员A are not"):
            call(sqlite_book, say("A", State.VISITED), say("I", State.VISITED), on=on, well_too=False)
    assert states(call(sqlite_book, say("I", State.VISITED), well_too=False)) == {"I": "visited"}


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
    somebody = add_member(sqlite_book, "党员A").person
    for order in (say("A"), excuse("A")):  # the roll-call read the day before it lost its date
        with pytest.raises(BadInput, match="has not come yet"):
            mark_one(desk(sqlite_book, branch, DAY), february, somebody, order)


def test_closing_asks_about_the_unmarked_unless_it_was_said_that_they_stay_unknown(sqlite_book: Store) -> None:
    branch = meeting(sqlite_book, A=(), B=())
    before = contents(sqlite_book)
    with pytest.raises(Unmarked):
        check_in(desk(sqlite_book, branch, DAY), "2026-03-06", [say("A")], close=True)
    assert contents(sqlite_book) == before


def test_an_absence_of_who_was_ill_already_counts_as_not_reached_once_that_is_known(sqlite_book: Store) -> None:
    """The mark stays as it was made; what the day comes to is told on the screen as on paper (domain.md 3)."""
    branch = meeting(sqlite_book, A=(), B=())
    call(sqlite_book, say("A", State.ABSENT), say("B", State.ABSENT), close=True)
    members.change(
        desk(sqlite_book, branch, AFTER), "1", values={}, circumstances=[Circumstance.ILL], since=date(2026, 2, 1)
    )
    outcome = look(desk(sqlite_book, branch, AFTER), "2026-03-06")
    assert states(outcome) == {"A": "absent", "B": "absent"}
    assert (outcome.tally.absent, outcome.tally.unreached) == (1, 1)
    [sheet] = make(desk(sqlite_book), "attendance", Ask(branch, Period("2026-03-06"), AFTER, older_form=True)).sheets
    assert [row.cells[2] for row in sheet.body[:2]] == ["待送学", "缺席"]


def test_closing_tells_whose_claims_wait_though_they_have_left_the_branch_since(sqlite_book: Store) -> None:
    """A closed day takes no more claims, and those that came in are still to be answered."""
    branch = meeting(sqlite_book, A=(), B=(), C=())
    day = look(desk(sqlite_book, branch, DAY), "2026-03-06").roll.day
    for letter in ("B", "A"):
        claims.claim_by_name(desk(sqlite_book, branch, DAY), day.id, f"党员{letter}", "", "")
    assert call(sqlite_book, say("C")).claimed == (), "while the day is open its page takes claims"
    members.remove(desk(sqlite_book, branch, DAY), "党员A", DAY, MembershipEnd.DIED, "")
    outcome = call(sqlite_book, say("B", State.ABSENT), close=True)
    assert [person.name for person in outcome.roll.expected] == ["党员B", "党员C"]
    assert [person.name for person in outcome.claimed] == ["党员B", "党员A"]
    make_year(desk(sqlite_book, today=date(2026, 1, 5)), [branch], 2026)
    assert call(sqlite_book, on=date(2026, 4, 3), day="2026-04-03", close=True, keep_unknown=True).claimed == ()


@pytest.mark.parametrize(
    ("first", "then", "corrected_on"),
    [
        pytest.param(say("A", State.ABSENT), excuse("A"), AFTER, id="an absence became an excuse"),
        pytest.param(say("A", State.ABSENT), say("A"), None, id="an absence became presence"),
        pytest.param(say("A"), excuse("A"), None, id="presence became an excuse"),
        pytest.param(excuse("A"), excuse("A", Excuse.DUTY), None, id="an excuse told in more detail was always one"),
    ],
)
def test_a_mark_keeps_when_what_was_taken_for_an_absence_became_an_excuse(
    sqlite_book: Store, first: Order, then: Order, corrected_on: date | None
) -> None:
    """From that day on the make-up is asked for (domain.md 7)."""
    meeting(sqlite_book, A=())
    call(sqlite_book, first)
    call(sqlite_book, then, on=AFTER, reason="更正")
    assert mark_of(sqlite_book, "A").corrected_on == corrected_on
    if corrected_on:
        call(sqlite_book, excuse("A", Excuse.DUTY, "出差"), on=date(2026, 3, 20), reason="补充")
        assert mark_of(sqlite_book, "A").corrected_on == corrected_on
