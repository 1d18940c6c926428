"""Half-days: what they weigh, what is said of them, and a month that lost both. And when the charter's clock begins."""

from datetime import date

import pytest

from factories import BRANCH, add_member, desk, speaking, start_branch
from partyday.model.codes import Level, Rule, Standing, State
from partyday.model.findings import Finding
from partyday.services import days, members
from partyday.services.checkin import check_in
from partyday.services.review import review
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store.book import Store
from partyday.words.findings import sentence, what_happened

MORNING, AFTERNOON = "FREQ=MONTHLY;BYDAY=1FR:am", "FREQ=MONTHLY;BYDAY=1FR:pm"
FRIDAYS = (date(2026, 1, 9), date(2026, 2, 6), date(2026, 3, 6))


def begun(store: Store, *recurrence: str) -> None:
    start_branch(store, recurrence=recurrence)
    add_member(store, "张三")
    at = desk(store)
    make_year(at, [at.branch], 2026)


def missed(store: Store, on: date, part: str) -> None:
    check_in(desk(store, BRANCH, on), f"{on}:{part}", [Order("张三", State.ABSENT)], close=True)


def in_chinese(finding: Finding) -> str:
    with speaking("zh"):
        return sentence(finding)


def found(store: Store, as_of: date, *codes: str) -> list[Finding]:
    at = desk(store, BRANCH, as_of)
    return [finding for finding in review(at, [at.branch], as_of) if finding.code in codes]


def test_three_single_afternoons_missed_call_for_a_talk_and_are_three_in_every_text(book: Store) -> None:
    begun(book, AFTERNOON)
    for on in FRIDAYS:
        missed(book, on, "pm")
    [talk] = found(book, FRIDAYS[-1], "talk")
    refs = "2026-01-09:pm, 2026-02-06:pm, 2026-03-06:pm"
    assert sentence(talk) == f"3 unexcused absences ({refs}): a warning talk is due"
    assert in_chinese(talk).endswith("无正当理由缺席，计 3 次，应进行诫勉谈话")
    assert what_happened(talk.days).endswith("无正当理由未参加党员活动日，计 3 次。")


def test_six_half_days_of_three_months_are_three_days_and_say_so(sqlite_book: Store) -> None:
    begun(sqlite_book, MORNING, AFTERNOON)
    for on in FRIDAYS:
        missed(sqlite_book, on, "am")
        missed(sqlite_book, on, "pm")
    [talk] = found(sqlite_book, FRIDAYS[-1], "talk")
    assert sentence(talk).startswith("6 unexcused absences that make 3 days (2026-01-09:am, ")
    assert in_chinese(talk).endswith("无正当理由缺席，计 6 次（计 3 天），应进行诫勉谈话")
    assert what_happened(talk.days).endswith("无正当理由未参加党员活动日，计 6 次（计 3 天）。")


def test_five_half_days_are_near_a_talk_and_are_not_said_to_be_one_absence_short(sqlite_book: Store) -> None:
    begun(sqlite_book, MORNING, AFTERNOON)
    for on in FRIDAYS[:2]:
        missed(sqlite_book, on, "am")
        missed(sqlite_book, on, "pm")
    [early] = found(sqlite_book, FRIDAYS[1], "early-talk")
    assert in_chinese(early).endswith("无正当理由缺席，计 4 次（计 2 天），已接近诫勉谈话的次数")


def test_the_half_that_is_left_of_two_still_weighs_half(sqlite_book: Store) -> None:
    """A cancelled morning does not double what the afternoon weighs for those who missed it."""
    begun(sqlite_book, MORNING, AFTERNOON)
    for on in FRIDAYS:
        days.cancel(desk(sqlite_book, BRANCH, on), f"{on}:am", "停电")
        missed(sqlite_book, on, "pm")
    assert found(sqlite_book, FRIDAYS[-1], "talk", "early-talk") == []


@pytest.mark.parametrize(
    ("as_of", "level"),
    [("2026-02-28", None), ("2026-03-01", Level.DUE), ("2026-04-01", Level.OVERDUE), ("2026-05-01", None)],
)
def test_a_month_with_both_halves_cancelled_is_told(book: Store, as_of: str, level: Level | None) -> None:
    begun(book, MORNING, AFTERNOON)
    at = desk(book, BRANCH, date(2026, 2, 20))
    days.cancel(at, "2026-03-06:am", "停电")
    assert found(book, date(2026, 3, 6), "no-day") == [], "the afternoon is still there"
    days.cancel(at, "2026-03-06:pm", "停电")
    told = found(book, date.fromisoformat(as_of), "no-day")
    assert [finding.level for finding in told] == [level] * bool(level)
    for finding in told:
        assert (finding.rule, str(finding.what), finding.due) == (Rule.BRANCH_DUTY, "2026-03", date(2026, 3, 31))
        assert in_chinese(finding) == "2026-03 的活动均已取消，当月未开展党员活动日"


def test_the_charters_clock_begins_with_membership_and_not_with_what_was_attended_before(book: Store) -> None:
    """Present as an activist in January, a member from 1 June, absent since: four months are over on 1 October."""
    start_branch(book)
    add_member(book, "王五", standing=Standing.ACTIVIST, joined=None, since=date(2026, 1, 1))
    at = desk(book)
    make_year(at, [at.branch], 2026)
    check_in(desk(book, BRANCH, date(2026, 1, 9)), "2026-01-09", [Order("王五", State.PRESENT)], close=True)
    join = date(2026, 6, 1)
    members.change(desk(book, BRANCH, join), "王五", values={"joined_on": join}, standing=Standing.PROBATIONARY)
    for on in (date(2026, 6, 5), date(2026, 7, 1)):
        check_in(desk(book, BRANCH, on), on.isoformat(), [Order("王五", State.ABSENT)], close=True)
    assert found(book, date(2026, 9, 30), "charter", "charter-notice") == []
    [notice] = found(book, date(2026, 10, 1), "charter", "charter-notice")
    assert (notice.code, notice.due, notice.what) == ("charter-notice", date(2026, 12, 1), "2026-06-01")
    [clock] = found(book, date(2026, 12, 1), "charter", "charter-notice")
    assert (clock.code, clock.since) == ("charter", date(2026, 12, 1))
