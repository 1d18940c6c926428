"""What people do with one day."""

from datetime import date

import pytest

from factories import TODAY, activity_day, add_member, contents, days_of, desk, log_length, start_branch
from partyday.errors import Ambiguous, BadInput, Conflict, NotFound
from partyday.model.codes import DayStatus, Occasion, Part, State
from partyday.model.days import ActivityDay
from partyday.model.people import Branch
from partyday.services import branches, days, logs
from partyday.services.checkin import check_in
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store.book import Store

MORNING, AFTERNOON = "FREQ=MONTHLY;BYDAY=1FR:am", "FREQ=MONTHLY;BYDAY=1FR:pm"


def with_year(store: Store, policy: str = "hebei", *recurrence: str) -> Branch:
    branch = start_branch(store, policy=policy, recurrence=recurrence)
    add_member(store, "张三")
    make_year(desk(store, today=date(2026, 1, 5)), [branch], 2026)
    return branch


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    """A branch with one member and its year 2026."""
    return with_year(sqlite_book)


def shown(store: Store, branch: Branch, ref: str) -> ActivityDay:
    return days.show(desk(store, branch, TODAY), ref)


def hold(store: Store, branch: Branch, ref: str, *, close: bool = False) -> None:
    check_in(desk(store, branch, date(2026, 12, 31)), ref, [Order("张三", State.PRESENT)], close=close)


# ---- planning


def test_a_day_is_planned_with_all_that_is_to_be_announced(book: Store) -> None:
    branch = with_year(book)
    texts = {
        "theme": "学习党章",
        "content": "第一章",
        "form": "党课",
        "place": "301",
        "host": "李华",
    }
    days.plan(desk(book, branch), "2026-03-06", {**texts, "starts": "14:30", "ends": "16：00"}, ["党性观念", "service"])
    day = shown(book, branch, "2026-03-06")
    assert {name: getattr(day, name) for name in texts} == texts
    assert (day.starts, day.ends) == ("14:30", "16:00")
    assert day.blocks == ("party-spirit", "service")
    assert logs.verify(desk(book)) == []


def test_what_is_not_told_stays(sqlite_book: Store, branch: Branch) -> None:
    days.plan(desk(sqlite_book, branch), "2026-03-06", {"theme": "学习", "place": "301"}, ["service"])
    days.plan(desk(sqlite_book, branch), "2026-03-06", {"place": "402"})
    day = shown(sqlite_book, branch, "2026-03-06")
    assert (day.theme, day.place, day.blocks) == ("学习", "402", ("service",))
    days.plan(desk(sqlite_book, branch), "2026-03-06", {"theme": ""}, [])
    assert (shown(sqlite_book, branch, "2026-03-06").theme, shown(sqlite_book, branch, "2026-03-06").blocks) == ("", ())


@pytest.mark.parametrize(("typed", "kept"), [("9:05", "09:05"), ("14：30", "14:30"), (" 23:59 ", "23:59")])
def test_a_time_is_kept_as_four_digits(sqlite_book: Store, branch: Branch, typed: str, kept: str) -> None:
    assert days.plan(desk(sqlite_book, branch), "2026-03-06", {"starts": typed}).starts == kept


@pytest.mark.parametrize("typed", ["24:00", "9", "14.30", "noon", "14:60", "-1:00"])
def test_what_is_no_time_is_refused(sqlite_book: Store, branch: Branch, typed: str) -> None:
    with pytest.raises(BadInput, match="is not a time"):
        days.plan(desk(sqlite_book, branch), "2026-03-06", {"starts": typed})


def test_a_day_does_not_end_before_it_starts(sqlite_book: Store, branch: Branch) -> None:
    days.plan(desk(sqlite_book, branch), "2026-03-06", {"starts": "14:30"})
    with pytest.raises(BadInput, match=r"would end at 14:30"):
        days.plan(desk(sqlite_book, branch), "2026-03-06", {"ends": "14:30"})
    assert shown(sqlite_book, branch, "2026-03-06").ends == ""


@pytest.mark.parametrize("name", ["教育", "nonsense", ""])
def test_a_kind_of_content_the_policy_does_not_know_is_refused_with_those_it_knows(
    sqlite_book: Store, branch: Branch, name: str
) -> None:
    with pytest.raises(NotFound, match="not a kind of content") as told:
        days.plan(desk(sqlite_book, branch), "2026-03-06", {}, [name])
    assert "party-spirit (党性观念教育)" in told.value.hint


# ---- deciding an undecided month


@pytest.fixture
def undecided(sqlite_book: Store) -> Branch:
    """A branch that meets on the 31st: February, April … need a decision."""
    return with_year(sqlite_book, "zhongzhou", "FREQ=MONTHLY;BYMONTHDAY=31")


def test_a_decided_month_has_its_date_by_hand_with_the_reason(sqlite_book: Store, undecided: Branch) -> None:
    day = days.decide(desk(sqlite_book, undecided), "2026-02-27", "支委会研究")
    assert (day.held_on, day.status, day.by_hand) == (date(2026, 2, 27), DayStatus.PLANNED, True)
    assert [why.code for why in day.reasons] == ["no-nominal", "by-hand"]
    assert dict(day.reasons[-1].values) == {"why": "支委会研究"}


def test_a_month_that_has_its_date_or_is_not_planned_is_not_decided(sqlite_book: Store, undecided: Branch) -> None:
    with pytest.raises(Conflict, match="2026-03 already has its date: 2026-03-31"):
        days.decide(desk(sqlite_book, undecided), "2026-03-06", "")
    with pytest.raises(NotFound, match="2027-02 is not planned yet"):
        days.decide(desk(sqlite_book, undecided), "2027-02-05", "")
    with pytest.raises(BadInput):
        days.decide(desk(sqlite_book, undecided), "2026-02", "")


def test_two_undecided_halves_are_decided_one_by_one_and_do_not_fall_together(sqlite_book: Store) -> None:
    branch = with_year(sqlite_book, "zhongzhou", "FREQ=MONTHLY;BYMONTHDAY=30:am", "FREQ=MONTHLY;BYMONTHDAY=31:am")
    days.decide(desk(sqlite_book, branch), "2026-02-27:am", "")
    with pytest.raises(Conflict, match="2026-02-27 already has a session"):
        days.decide(desk(sqlite_book, branch), "2026-02-27", "")
    days.decide(desk(sqlite_book, branch), "2026-02-26", "")
    february = [day.ref for day in days_of(sqlite_book, branch, 2026) if day.month == "2026-02"]
    assert february == ["2026-02-26:am", "2026-02-27:am"]


# ---- moving


def test_a_moved_day_keeps_where_it_came_from_and_why(sqlite_book: Store, branch: Branch) -> None:
    day = days.move(desk(sqlite_book, branch), "2026-04-03", "2026-04-07", "场地维修")
    assert (day.held_on, day.nominal, day.by_hand) == (date(2026, 4, 7), date(2026, 4, 3), True)
    assert [(why.code, dict(why.values)) for why in day.reasons] == [
        ("moved", {"nominal": "2026-04-03", "why": "场地维修"})
    ]
    with pytest.raises(NotFound):
        shown(sqlite_book, branch, "2026-04-03")


def test_a_day_moved_to_where_it_is_changes_nothing(sqlite_book: Store, branch: Branch) -> None:
    entries = log_length(sqlite_book)
    days.move(desk(sqlite_book, branch), "2026-04-03", "2026-04-03", "")
    assert log_length(sqlite_book) == entries


def test_a_day_stays_in_its_month(sqlite_book: Store, branch: Branch) -> None:
    with pytest.raises(Conflict, match="2026-04 would have no activity day"):
        days.move(desk(sqlite_book, branch), "2026-04-03", "2026-05-06", "")


def test_a_day_outside_the_policys_window_is_allowed_and_can_be_told(sqlite_book: Store, branch: Branch) -> None:
    day = days.move(desk(sqlite_book, branch), "2026-04-03", "2026-04-24", "")
    assert days.outside_window(desk(sqlite_book, branch), day) == (date(2026, 4, 1), date(2026, 4, 10))
    assert days.outside_window(desk(sqlite_book, branch), shown(sqlite_book, branch, "2026-03-06")) is None


@pytest.mark.parametrize("close", [False, True])
def test_a_day_that_was_held_is_not_moved(sqlite_book: Store, branch: Branch, close: bool) -> None:
    hold(sqlite_book, branch, "2026-04-03", close=close)
    with pytest.raises(Conflict, match="cannot be moved"):
        days.move(desk(sqlite_book, branch), "2026-04-03", "2026-04-07", "")


def test_halves_share_a_date_but_not_their_hours(sqlite_book: Store) -> None:
    branch = with_year(sqlite_book, "zhongzhou", MORNING, "FREQ=MONTHLY;BYDAY=3FR:am")
    with pytest.raises(Conflict, match="2026-04-17 already has a session: 2026-04-17:am"):
        days.move(desk(sqlite_book, branch), "2026-04-03", "2026-04-17", "")
    with pytest.raises(BadInput, match="stays a session of the morning"):
        days.move(desk(sqlite_book, branch), "2026-04-03", "2026-04-17:pm", "")
    days.cancel(desk(sqlite_book, branch), "2026-04-17", "停电")
    assert days.move(desk(sqlite_book, branch), "2026-04-03", "2026-04-17", "").ref == "2026-04-17:am"
    with pytest.raises(Conflict, match="neither closed nor cancelled"):
        days.reopen(desk(sqlite_book, branch), "2026-04-17", "")


def test_a_cancelled_day_does_not_come_back_where_another_took_its_hours(sqlite_book: Store) -> None:
    branch = with_year(sqlite_book, "zhongzhou", MORNING, "FREQ=MONTHLY;BYDAY=3FR:am")
    days.cancel(desk(sqlite_book, branch), "2026-04-17", "停电")
    days.move(desk(sqlite_book, branch), "2026-04-03", "2026-04-17", "")
    days.cancel(desk(sqlite_book, branch), "2026-04-17", "停电")
    with pytest.raises(Ambiguous):
        days.reopen(desk(sqlite_book, branch), "2026-04-17", "")


def test_a_morning_may_join_an_afternoon(sqlite_book: Store) -> None:
    branch = with_year(sqlite_book, "zhongzhou", MORNING, "FREQ=MONTHLY;BYDAY=3FR:pm")
    days.move(desk(sqlite_book, branch), "2026-04-03", "2026-04-17", "合并半天")
    assert shown(sqlite_book, branch, "2026-04-17:am").part is Part.AM
    assert shown(sqlite_book, branch, "2026-04-17:pm").part is Part.PM
    with pytest.raises(Ambiguous):
        shown(sqlite_book, branch, "2026-04-17")


# ---- cancelling and taking back


def test_a_cancelled_day_keeps_its_date_and_reason_and_counts_as_none(sqlite_book: Store, branch: Branch) -> None:
    day = days.cancel(desk(sqlite_book, branch), "2026-04-03", "停电")
    assert (day.held_on, day.status, day.cancelled_on) == (date(2026, 4, 3), DayStatus.CANCELLED, TODAY)
    assert dict(day.reasons[-1].values) == {"why": "停电"}
    entries = log_length(sqlite_book)
    days.cancel(desk(sqlite_book, branch), "2026-04-03", "停水")
    assert log_length(sqlite_book) == entries


@pytest.mark.parametrize("close", [False, True])
def test_a_day_on_which_people_are_marked_is_not_cancelled(sqlite_book: Store, branch: Branch, close: bool) -> None:
    hold(sqlite_book, branch, "2026-04-03", close=close)
    with pytest.raises(Conflict, match="has been held"):
        days.cancel(desk(sqlite_book, branch), "2026-04-03", "停电")


def test_a_day_with_only_an_excuse_entered_ahead_may_be_cancelled(sqlite_book: Store, branch: Branch) -> None:
    check_in(desk(sqlite_book, branch), "2026-04-03", [Order("张三", State.EXCUSED)])
    assert days.cancel(desk(sqlite_book, branch), "2026-04-03", "停电").status is DayStatus.CANCELLED


def test_a_closing_and_a_cancellation_are_taken_back(sqlite_book: Store, branch: Branch) -> None:
    hold(sqlite_book, branch, "2026-03-06", close=True)
    assert days.reopen(desk(sqlite_book, branch), "2026-03-06", "漏登").status is DayStatus.HELD
    days.cancel(desk(sqlite_book, branch), "2026-04-03", "停电")
    day = days.reopen(desk(sqlite_book, branch), "2026-04-03", "来电")
    assert (day.status, day.reasons) == (DayStatus.PLANNED, ())
    with pytest.raises(Conflict, match="neither closed nor cancelled"):
        days.reopen(desk(sqlite_book, branch), "2026-04-03", "")


# ---- announcing and summing up


def test_a_day_is_announced_on_or_before_it_once_it_has_a_theme(sqlite_book: Store, branch: Branch) -> None:
    with pytest.raises(Conflict, match="no theme yet"):
        days.announce(desk(sqlite_book, branch), "2026-03-06", None)
    days.plan(desk(sqlite_book, branch), "2026-03-06", {"theme": "学习"})
    assert days.announce(desk(sqlite_book, branch), "2026-03-06", None).announced_on == TODAY
    assert days.announce(desk(sqlite_book, branch), "2026-03-06", date(2026, 3, 1)).announced_on == date(2026, 3, 1)
    with pytest.raises(BadInput, match="comes before the day"):
        days.announce(desk(sqlite_book, branch), "2026-03-06", date(2026, 3, 7))
    days.cancel(desk(sqlite_book, branch), "2026-04-03", "停电")
    with pytest.raises(Conflict, match="is cancelled"):
        days.announce(desk(sqlite_book, branch), "2026-04-03", None)


def test_the_announcement_tells_all_that_is_known_and_nothing_that_is_not() -> None:
    day = activity_day(
        date(2026, 3, 6), theme="学习党章", place="301", starts="14:30", ends="16:00", blocks=("party-spirit", "x")
    )
    assert days.announcement(day, {"party-spirit": "党性观念教育"}).splitlines() == [
        "【党员活动日公告】",
        "时间：2026年3月6日（星期五）14:30–16:00",
        "地点：301",
        "主题：学习党章",
        "类别：党性观念教育、x",
        "请全体党员按时参加；确有特殊情况的，请提前请假。",
    ]
    assert "上午" in days.announcement(activity_day(date(2026, 3, 6), Part.AM), {})


def test_a_day_is_summed_up_after_it_was_held_and_not_before(sqlite_book: Store, branch: Branch) -> None:
    texts = {"summary": "很好", "opinions": "多些讨论", "superior_present": "王书记"}
    day = days.summarise(desk(sqlite_book, branch, date(2026, 3, 9)), "2026-03-06", texts)
    assert (day.summary, day.opinions, day.superior_present, day.summarised_on) == (
        *("很好", "多些讨论", "王书记"),
        date(2026, 3, 9),
    )
    with pytest.raises(BadInput, match="has not come yet"):
        days.summarise(desk(sqlite_book, branch), "2026-04-03", texts)


def test_opinions_alone_are_no_summary(sqlite_book: Store, branch: Branch) -> None:
    day = days.summarise(desk(sqlite_book, branch), "2026-03-06", {"opinions": "多些讨论"})
    assert (day.opinions, day.summarised_on) == ("多些讨论", None)


# ---- what each act leaves alone


def test_the_merged_july_day_stays_merged_when_it_is_moved(sqlite_book: Store, branch: Branch) -> None:
    day = days.move(desk(sqlite_book, branch), "2026-07-01", "2026-07-02", "")
    assert day.occasions == (Occasion.ACTIVITY_DAY, Occasion.CONSTITUTION)


def test_a_day_of_another_branch_is_not_touched(sqlite_book: Store, branch: Branch) -> None:
    other = branches.add(desk(sqlite_book), "学生第一党支部", None)
    make_year(desk(sqlite_book), [other], 2026)
    before = {row for row in contents(sqlite_book)["day"] if row[1] == other.id}
    days.move(desk(sqlite_book, branch), "2026-04-03", "2026-04-07", "")
    days.cancel(desk(sqlite_book, branch), "2026-05-08", "")
    assert before <= contents(sqlite_book)["day"]


def test_a_refused_act_writes_nothing(sqlite_book: Store, branch: Branch) -> None:
    before, entries = contents(sqlite_book), log_length(sqlite_book)
    with pytest.raises(BadInput):
        days.plan(desk(sqlite_book, branch), "2026-03-06", {"theme": "x", "starts": "25:00"})
    with pytest.raises(Conflict):
        days.move(desk(sqlite_book, branch), "2026-04-03", "2026-05-01", "")
    with pytest.raises(Conflict):
        days.announce(desk(sqlite_book, branch), "2026-04-03", None)
    assert (contents(sqlite_book), log_length(sqlite_book)) == (before, entries)
