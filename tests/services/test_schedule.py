"""Making a branch's year, and making it again."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import TODAY, add_member, branch_of, contents, days_of, desk, log_length, start_branch
from partyday.errors import BadInput, PartydayError
from partyday.model.codes import DayStatus, Excuse, Occasion, Part, State
from partyday.model.days import ActivityDay
from partyday.model.people import Branch
from partyday.rules.schedule import Closure
from partyday.services import branches, days, logs
from partyday.services.checkin import check_in, close_day, look
from partyday.services.schedule import Fate, Year, make_year
from partyday.services.whom import Order
from partyday.store.book import Store
from profiles import examples

MORNING, AFTERNOON = "FREQ=MONTHLY;BYDAY=1FR:am", "FREQ=MONTHLY;BYDAY=1FR:pm"


def plan(
    store: Store,
    year: int = 2026,
    *,
    on: date = TODAY,
    notice: Mapping[date, bool] | None = None,
    closures: Sequence[Closure] = (),
    dry_run: bool = False,
) -> Year:
    """The year of the only branch."""
    [made] = make_year(
        desk(store, today=on, command="schedule"),
        [branch_of(store)],
        year,
        notice=notice,
        closures=closures,
        dry_run=dry_run,
    )
    return made


def refs(days_of: Sequence[ActivityDay]) -> list[str]:
    return [day.ref for day in days_of]


def fates(year: Year, *wanted: Fate) -> dict[str, tuple[str | None, str | None]]:
    """Month → the day before and after, of the steps with these fates."""
    return {
        (step.after or step.before or year.days[0]).month: (
            step.before.ref if step.before else None,
            step.after.ref if step.after else None,
        )
        for step in year.steps
        if step.fate in wanted
    }


def of_month(store: Store, month: str) -> list[ActivityDay]:
    return [day for day in days_of(store, branch_of(store), int(month[:4])) if day.month == month]


# ---- the first time


def test_a_year_is_twelve_days_written_as_one_entry(book: Store) -> None:
    start_branch(book)
    entries = log_length(book)
    made = plan(book)
    assert refs(made.days) == [
        *("2026-01-09", "2026-02-06", "2026-03-06", "2026-04-03", "2026-05-08", "2026-06-05"),
        *("2026-07-01", "2026-08-07", "2026-09-04", "2026-10-09", "2026-11-06", "2026-12-04"),
    ]
    assert {step.fate for step in made.steps} == {Fate.NEW}
    assert made.undecided == []
    assert log_length(book) == entries + 1
    assert refs(days_of(book, branch_of(book), 2026)) == refs(made.days)


def test_what_was_planned_is_kept_with_its_reasons_and_occasions(book: Store) -> None:
    start_branch(book)
    made = plan(book)
    assert days_of(book, branch_of(book), 2026) == list(made.days)
    [january], [july] = of_month(book, "2026-01"), of_month(book, "2026-07")
    assert [why.code for why in january.reasons] == ["off", "same-weekday-later"]
    assert dict(january.reasons[0].values) == {"nominal": "2026-01-02", "holiday": "New Year's Day"}
    assert july.occasions == (Occasion.ACTIVITY_DAY, Occasion.CONSTITUTION)


def test_years_from_before_the_system_began_can_be_entered(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    for year in (2013, 2014, 1999):
        assert len(plan(sqlite_book, year).days) == 12


@pytest.mark.parametrize("year", [0, 26, 1920, 2101, 20260])
def test_what_cannot_be_a_year_to_plan_is_refused(sqlite_book: Store, year: int) -> None:
    start_branch(sqlite_book)
    with pytest.raises(BadInput, match="not a year to plan"):
        plan(sqlite_book, year)


def test_a_superiors_branches_are_planned_together_and_inherit_its_day(sqlite_book: Store) -> None:
    halves = ["FREQ=MONTHLY;BYDAY=2WE:pm", "FREQ=MONTHLY;BYDAY=4WE:pm"]
    first = start_branch(sqlite_book, policy="zhongzhou", recurrence=halves, superior="计算机学院党总支")
    second = branches.add(desk(sqlite_book), "学生第一党支部", None)
    own = branches.add(desk(sqlite_book), "学生第二党支部", None, recurrence=["FREQ=MONTHLY;BYDAY=1MO"])
    made = make_year(desk(sqlite_book), [first, second, own], 2026)
    march = [[day.ref for day in year.days if day.month == "2026-03"] for year in made]
    assert march == [["2026-03-11:pm", "2026-03-25:pm"], ["2026-03-11:pm", "2026-03-25:pm"], ["2026-03-02"]]


# ---- again


def test_again_nothing_changes_and_nothing_is_written(book: Store) -> None:
    start_branch(book)
    first = plan(book)
    before, entries = contents(book), log_length(book)
    again = plan(book, on=date(2026, 11, 23))
    assert {step.fate for step in again.steps} <= {Fate.SAME}
    assert again.days == first.days
    assert (contents(book), log_length(book)) == (before, entries)


def test_a_dry_run_shows_everything_and_writes_nothing(book: Store) -> None:
    start_branch(book)
    shown = plan(book, dry_run=True)
    assert len(shown.days) == 12
    assert contents(book)["day"] == set()
    plan(book)
    before, entries = contents(book), log_length(book)
    notice = {date(2026, 6, 5): False}
    shown = plan(book, notice=notice, dry_run=True)
    assert fates(shown, Fate.MOVED) == {"2026-06": ("2026-06-05", "2026-06-08")}
    assert (contents(book), log_length(book)) == (before, entries)


def test_a_notice_moves_only_days_not_yet_held_and_is_kept_in_the_book(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    add_member(sqlite_book, "张三")
    plan(sqlite_book)
    check_in(desk(sqlite_book, branch), "2026-03-06", [Order("张三", State.PRESENT)])
    notice = {date(2026, 3, 6): False, date(2026, 6, 5): False}
    again = plan(sqlite_book, notice=notice)
    assert fates(again, Fate.MOVED) == {"2026-06": ("2026-06-05", "2026-06-08")}
    assert "2026-03" in fates(again, Fate.KEPT)
    assert refs(of_month(sqlite_book, "2026-03")) == ["2026-03-06"]
    assert {row[:2] for row in contents(sqlite_book)["holiday"]} == {(day, False) for day in notice}
    entries = log_length(sqlite_book)
    assert fates(plan(sqlite_book), Fate.MOVED) == {}
    plan(sqlite_book, notice=notice)
    assert log_length(sqlite_book) == entries


def test_a_notice_ends_the_provisional_state_and_prints_what_it_moves(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    assert all(day.provisional for day in plan(sqlite_book, 2029).days)
    october = {date(2029, 10, number): False for number in range(1, 9)}
    again = plan(sqlite_book, 2029, notice=october)
    assert not any(day.provisional for day in again.days)
    assert fates(again, Fate.MOVED)["2029-10"] == ("2029-10-08", "2029-10-09")


HELD, CLOSED, CANCELLED, MOVED = "2026-02-06", "2026-01-09", "2026-04-03", "2026-05-08"


@pytest.fixture
def spring(sqlite_book: Store) -> Store:
    """January closed, February held, April cancelled, May moved by hand to the 7th; the rest planned."""
    branch = start_branch(sqlite_book)
    add_member(sqlite_book, "张三")
    plan(sqlite_book, on=date(2026, 1, 5))
    for day in (CLOSED, HELD):
        check_in(desk(sqlite_book, branch), day, [Order("张三", State.PRESENT)])
    close_day(desk(sqlite_book, branch), CLOSED, keep_unknown=False)
    days.cancel(desk(sqlite_book, branch), CANCELLED, "停电")
    days.move(desk(sqlite_book, branch), MOVED, "2026-05-07", "场地")
    return sqlite_book


def test_days_held_closed_cancelled_or_set_by_hand_stay_whatever_the_recurrence_becomes(spring: Store) -> None:
    branches.change(desk(spring), None, recurrence=["FREQ=MONTHLY;BYDAY=2TU"])
    again = plan(spring)
    assert set(fates(again, Fate.KEPT)) == {"2026-01", "2026-02", "2026-04", "2026-05"}
    assert [(day.ref, day.status) for day in again.days[:6]] == [
        ("2026-01-09", DayStatus.CLOSED),
        ("2026-02-06", DayStatus.HELD),
        ("2026-03-10", DayStatus.PLANNED),
        ("2026-04-03", DayStatus.CANCELLED),
        ("2026-05-07", DayStatus.PLANNED),
        ("2026-06-09", DayStatus.PLANNED),
    ]
    assert of_month(spring, "2026-05")[0].by_hand


def test_a_day_whose_cancellation_was_taken_back_stays_where_it_was(spring: Store) -> None:
    days.reopen(desk(spring, branch_of(spring)), CANCELLED, "来电了")
    branches.change(desk(spring), None, recurrence=["FREQ=MONTHLY;BYDAY=2TU"])
    plan(spring)
    [april] = of_month(spring, "2026-04")
    assert (april.ref, april.status) == (CANCELLED, DayStatus.PLANNED)


def test_what_was_planned_on_a_day_moves_with_it(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    plan(sqlite_book)
    days.plan(desk(sqlite_book, branch), "2026-06-05", {"theme": "学习党章", "place": "301"}, ["党性观念"])
    plan(sqlite_book, notice={date(2026, 6, 5): False})
    [june] = of_month(sqlite_book, "2026-06")
    assert (june.ref, june.theme, june.place, june.blocks) == ("2026-06-08", "学习党章", "301", ("party-spirit",))


def test_an_excuse_entered_ahead_survives_re_planning(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    add_member(sqlite_book, "张三")
    plan(sqlite_book)
    check_in(desk(sqlite_book, branch), "2026-06-05", [Order("张三", State.EXCUSED, Excuse.DUTY, "出差")])
    again = plan(sqlite_book, notice={date(2026, 6, 5): False})
    assert fates(again, Fate.MOVED) == {"2026-06": ("2026-06-05", "2026-06-08")}
    outcome = look(desk(sqlite_book, branch, TODAY), "2026-06-08")
    assert [(mark.state, mark.detail) for mark in outcome.roll.marks.values()] == [(State.EXCUSED, "出差")]


def test_a_session_the_recurrence_no_longer_asks_for_goes_unless_somebody_is_excused_from_it(
    sqlite_book: Store,
) -> None:
    branch = start_branch(sqlite_book, policy="zhongzhou", recurrence=[MORNING, AFTERNOON])
    add_member(sqlite_book, "张三")
    plan(sqlite_book)
    check_in(desk(sqlite_book, branch), "2026-06-05:pm", [Order("张三", State.EXCUSED, Excuse.DUTY)])
    branches.change(desk(sqlite_book), None, recurrence=["FREQ=MONTHLY;BYDAY=3FR"])
    again = plan(sqlite_book)
    assert len(fates(again, Fate.REMOVED)) == 11
    assert refs(of_month(sqlite_book, "2026-06")) == ["2026-06-05:pm", "2026-06-26"]
    assert refs(of_month(sqlite_book, "2026-08")) == ["2026-08-21"]
    assert logs.verify(desk(sqlite_book)) == []


def test_a_session_kept_for_an_excuse_keeps_its_hours_too(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book, policy="zhongzhou", recurrence=[MORNING, AFTERNOON])
    add_member(sqlite_book, "张三")
    plan(sqlite_book)
    check_in(desk(sqlite_book, branch), "2026-06-05:pm", [Order("张三", State.EXCUSED, Excuse.DUTY)])
    branches.change(desk(sqlite_book), None, recurrence=["FREQ=MONTHLY;BYDAY=1FR"])
    again = plan(sqlite_book)
    assert [(day.ref, day.status) for day in again.days if day.month == "2026-06"] == [
        ("2026-06-05:pm", DayStatus.PLANNED),
        ("2026-06", DayStatus.UNDECIDED),
    ]
    assert again.undecided == ["2026-06"]


def test_one_day_becomes_two_halves(sqlite_book: Store) -> None:
    start_branch(sqlite_book, policy="zhongzhou")
    plan(sqlite_book)
    branches.change(desk(sqlite_book), None, recurrence=[MORNING, AFTERNOON])
    again = plan(sqlite_book)
    assert [(day.ref, day.part) for day in again.days if day.month == "2026-06"] == [
        ("2026-06-05:am", Part.AM),
        ("2026-06-05:pm", Part.PM),
    ]
    assert {step.fate for step in again.steps} == {Fate.MOVED, Fate.NEW}


def test_a_day_that_stays_keeps_its_hours_from_one_that_would_come_there(sqlite_book: Store) -> None:
    """The morning was moved by hand to the 12th; the second session would now fall on that morning too."""
    branch = start_branch(sqlite_book, policy="zhongzhou", recurrence=[MORNING, "FREQ=MONTHLY;BYDAY=3FR:am"])
    plan(sqlite_book)
    days.move(desk(sqlite_book, branch), "2026-06-05", "2026-06-12", "场地")
    branches.change(desk(sqlite_book), None, recurrence=[MORNING, "FREQ=MONTHLY;BYDAY=2FR:am"])
    again = plan(sqlite_book)
    june = [day for day in again.days if day.month == "2026-06"]
    assert [(day.slot, day.held_on) for day in june] == [(0, date(2026, 6, 12)), (1, None)]
    assert june[1].reasons[-1].code == "taken"
    assert again.undecided == ["2026-06"]


def test_a_cancelled_day_does_not_keep_its_hours(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book, policy="zhongzhou", recurrence=[MORNING, "FREQ=MONTHLY;BYDAY=3FR:am"])
    plan(sqlite_book)
    days.move(desk(sqlite_book, branch), "2026-06-05", "2026-06-12", "场地")
    days.cancel(desk(sqlite_book, branch), "2026-06-12", "停电")
    branches.change(desk(sqlite_book), None, recurrence=[MORNING, "FREQ=MONTHLY;BYDAY=2FR:am"])
    again = plan(sqlite_book)
    june = {(day.slot, day.status): day.held_on for day in of_month(sqlite_book, "2026-06")}
    assert june == {(0, DayStatus.CANCELLED): date(2026, 6, 12), (1, DayStatus.PLANNED): date(2026, 6, 12)}
    assert again.undecided == []


def test_a_month_without_a_date_is_listed_until_it_is_decided(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book, policy="zhongzhou", recurrence=["FREQ=MONTHLY;BYMONTHDAY=31"])
    made = plan(sqlite_book)
    assert made.undecided == ["2026-02", "2026-04", "2026-06", "2026-09", "2026-11"]
    assert [(day.ref, day.status) for day in made.days[:2]] == [
        ("2026-01-30", DayStatus.PLANNED),
        ("2026-02", DayStatus.UNDECIDED),
    ]
    days.decide(desk(sqlite_book, branch), "2026-02-27", "支委会研究")
    again = plan(sqlite_book)
    assert "2026-02" in fates(again, Fate.KEPT)
    assert again.undecided == ["2026-04", "2026-06", "2026-09", "2026-11"]


# ---- closures


WINTER = Closure("寒假", date(2026, 1, 19), date(2026, 2, 28), online=True)
WINTER_OFF = Closure("寒假", date(2026, 1, 19), date(2026, 2, 28), online=False)


def test_a_day_in_a_closure_is_planned_online(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    plan(sqlite_book, closures=[WINTER])
    [february] = of_month(sqlite_book, "2026-02")
    assert (february.ref, february.form, february.status) == ("2026-02-06", "线上", DayStatus.PLANNED)
    assert february.reasons[-1].code == "closure-online"


def test_a_day_is_no_longer_online_when_the_closure_is_dropped(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    plan(sqlite_book, closures=[WINTER])
    entries = log_length(sqlite_book)
    plan(sqlite_book, closures=[WINTER])
    assert log_length(sqlite_book) == entries
    plan(sqlite_book)
    [february] = of_month(sqlite_book, "2026-02")
    assert (february.form, february.reasons) == ("", ())


def test_a_form_people_gave_is_not_replaced(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    plan(sqlite_book)
    days.plan(desk(sqlite_book, branch), "2026-02-06", {"form": "党课"})
    plan(sqlite_book, closures=[WINTER])
    assert of_month(sqlite_book, "2026-02")[0].form == "党课"


def test_a_day_a_closure_skips_is_cancelled_with_its_reason_and_comes_back_without_the_closure(
    sqlite_book: Store,
) -> None:
    start_branch(sqlite_book)
    plan(sqlite_book, closures=[WINTER_OFF])
    [february] = of_month(sqlite_book, "2026-02")
    assert (february.status, february.cancelled_on, february.reasons[-1].code) == (
        DayStatus.CANCELLED,
        TODAY,
        "closure-skip",
    )
    entries = log_length(sqlite_book)
    plan(sqlite_book, closures=[WINTER_OFF], on=date(2026, 4, 1))
    assert log_length(sqlite_book) == entries
    assert fates(plan(sqlite_book), Fate.MOVED) == {"2026-02": ("2026-02-06", "2026-02-06")}
    assert of_month(sqlite_book, "2026-02")[0].status is DayStatus.PLANNED


def test_a_skipped_day_that_people_want_all_the_same_stays(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    plan(sqlite_book, closures=[WINTER_OFF])
    days.reopen(desk(sqlite_book, branch), "2026-02-06", "支部决定照常开展")
    plan(sqlite_book, closures=[WINTER_OFF])
    [february] = of_month(sqlite_book, "2026-02")
    assert february.status is DayStatus.PLANNED
    assert "closure-skip" not in [why.code for why in february.reasons]


# ---- whatever is done in between


Settling = Callable[[Store, Branch], object]
MONTHS = st.integers(0, 11)


def of_slot(store: Store, branch: Branch, number: int) -> str:
    return days_of(store, branch, 2026)[number].ref


def recur(*rules: str) -> Settling:
    return lambda store, branch: branches.change(desk(store), branch.name, recurrence=rules)


def move(number: int, to: int) -> Settling:
    return lambda store, branch: days.move(
        desk(store, branch), ref := of_slot(store, branch, number), f"{ref[:7]}-{to:02}", "场地"
    )


def cancel(number: int) -> Settling:
    return lambda store, branch: days.cancel(desk(store, branch), of_slot(store, branch, number), "停电")


def reopen(number: int) -> Settling:
    return lambda store, branch: days.reopen(desk(store, branch), of_slot(store, branch, number), "来电")


def mark(number: int) -> Settling:
    called = [Order("1", State.PRESENT)]
    return lambda store, branch: check_in(
        desk(store, branch, date(2026, 12, 31)), of_slot(store, branch, number), called
    )


def excuse(number: int) -> Settling:
    called = [Order("1", State.EXCUSED, Excuse.DUTY)]
    return lambda store, branch: check_in(desk(store, branch, date(2026, 1, 1)), of_slot(store, branch, number), called)


def hear(on: date, working: bool) -> Settling:
    return lambda store, branch: make_year(desk(store), [branch], 2026, notice={on: working})


SETTLING = st.lists(
    st.one_of(
        st.sampled_from([recur(MORNING, AFTERNOON), recur("FREQ=MONTHLY;BYDAY=3FR"), recur("FREQ=MONTHLY;BYDAY=1FR")]),
        st.builds(move, MONTHS, st.integers(1, 28)),
        st.builds(cancel, MONTHS),
        st.builds(reopen, MONTHS),
        st.builds(mark, MONTHS),
        st.builds(excuse, MONTHS),
        st.builds(hear, st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.booleans()),
    ),
    max_size=10,
)


@pytest.mark.slow
@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(settling=SETTLING)
def test_whatever_is_done_in_between_re_planning_moves_nothing_that_people_settled(
    sqlite_book: Store, settling: list[Settling]
) -> None:
    name = f"第{len(contents(sqlite_book)['branch'])}党支部"
    branch = branches.add(desk(sqlite_book), name, None, policy="zhongzhou")
    add_member(sqlite_book, "张三", branch=name, twice=True)
    make_year(desk(sqlite_book), [branch], 2026)
    for settle in settling:
        with suppress(PartydayError):
            settle(sqlite_book, branch_of(sqlite_book, name))
    before = days_of(sqlite_book, branch, 2026)
    [again] = make_year(desk(sqlite_book), [branch_of(sqlite_book, name)], 2026)
    after = {day.id: day for day in again.days}
    for day in before:
        if day.by_hand or day.status in (DayStatus.HELD, DayStatus.CLOSED, DayStatus.CANCELLED):
            assert after[day.id] == day
    hours = [
        (day.held_on, half)
        for day in again.days
        if day.held_on and day.status is not DayStatus.CANCELLED
        for half in (("am", "pm") if day.part is Part.FULL else (day.part.value,))
    ]
    assert len(hours) == len(set(hours))
    entries = log_length(sqlite_book)
    make_year(desk(sqlite_book), [branch_of(sqlite_book, name)], 2026)
    assert log_length(sqlite_book) == entries
