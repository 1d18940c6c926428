"""What a plan or the record lacks of content and meetings that must come so often, and of which branches it is told."""

from collections.abc import Collection, Sequence
from datetime import date

import pytest

from factories import ONE_BRANCH
from partyday.model.codes import Part
from partyday.model.lives import Content, Session
from partyday.model.period import Month
from partyday.rules.cadence import cadences, first_needed, is_named, lack_of, lacks_between, meetings_without, wanted_in
from partyday.rules.parameters import CADENCES, MEETINGS
from partyday.rules.policy.reader import Policy, load
from partyday.words.meetings import read_meeting
from rules.histories import own

LONG_AGO = date(2020, 1, 1)
#: Nothing but one kind of content a quarter, and one meeting a month.
WORK = own('content.cadences = { work = "quarter" }', 'content.meetings = { "支委会" = "month" }')


def content(on: str, *blocks: str, words: str = "", held: bool = True, beside: bool = False) -> Content:
    day = date.fromisoformat(on)
    return Content(Month.of(day), Session(day, Part.FULL, 0 if beside else 1, 1), blocks, words, held, beside)


def told(
    policy: Policy, as_of: str, *contents: Content, begun: date = LONG_AGO, without: Collection[str] = ()
) -> list[tuple[str, str]]:
    check = cadences(policy, date.fromisoformat(as_of))
    return [(one.code, str(one.what)) for one in check(ONE_BRANCH, contents, begun, without)]


@pytest.mark.parametrize(
    ("begun", "missed"),
    [("2025-12-31", True), ("2026-01-01", True), ("2026-01-31", True), ("2026-02-01", False), ("2026-04-01", False)],
)
def test_what_began_before_the_records_is_not_missed(begun: str, missed: bool) -> None:
    """A period is asked for from the month on in which the records begin (domain.md 4): the first quarter here."""
    days = content("2026-02-06"), content("2026-04-03", "work", words="支委会")
    found = told(WORK, "2026-04-10", *days, begun=date.fromisoformat(begun))
    assert found == ([("cadence-missed", "推进工作")] if missed else [])


def test_what_the_present_period_lacks_is_told_whenever_the_records_begin() -> None:
    found = told(WORK, "2026-04-10", content("2026-04-03"), begun=date(2026, 4, 10))
    assert found == [("cadence-open", "推进工作"), ("meeting-open", "支委会")]


def test_a_period_that_is_over_wanted_what_was_in_force_when_it_ended() -> None:
    """From April on the policy asks for another kind of content: the first quarter still lacks the old one."""
    changed = own(
        'content.cadences = { work = "quarter" }',
        'content.cadences = { service = "quarter" } since 2026-04-01',
        "content.meetings = {}",
    )
    days = content("2026-02-06"), content("2026-04-03")
    assert told(changed, "2026-04-10", *days) == [("cadence-missed", "推进工作"), ("cadence-open", "为民服务")]
    [before] = wanted_in(changed, CADENCES, date(2026, 4, 10), past=True)
    assert (before.codes, before.first, before.last) == (("work",), date(2026, 1, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("contents", "without", "missing"),
    [
        ([], (), None),
        ([content("2026-05-08", words="支部委员会")], (), None),
        ([content("2026-05-08")], (), ("支委会", 1)),
        ([content("2026-05-08")], ("支委会",), None),
        ([content("2026-05-08", words="支委会", held=False)], (), ("支委会", 0)),
        ([content("2026-05-15", words="支委会", held=False)], (), None),
        ([content("2026-05-10", words="支委会", held=False)], (), None),
        ([content("2026-05-08"), content("2026-05-06", words="支委会", beside=True)], (), None),
        ([content("2026-05-08"), content("2026-05-06", words="党课", beside=True)], (), ("支委会", 1)),
        ([content("2026-05-06", words="党课", beside=True)], (), None),
        ([content("2026-06-05")], (), None),
    ],
    ids=[
        *("no sessions", "by another name", "without", "there is no committee", "let slip", "still ahead", "today"),
        *("held beside the day", "another beside the day", "nothing but that", "another month"),
    ],
)
def test_a_month_lacks_its_meeting(
    contents: list[Content], without: Collection[str], missing: tuple[str, int] | None
) -> None:
    """What was held or is planned from today on counts, beside the day too; what is looked at are the sessions."""
    [wanted] = wanted_in(WORK, MEETINGS, date(2026, 5, 10))
    lack = lack_of(wanted, contents, date(2026, 5, 10), without)
    assert (lack and (" ".join(lack.names), len(lack.sessions))) == missing


def lacks(policy: Policy, contents: Sequence[Content], first: str, last: str) -> list[str]:
    days = date.fromisoformat(first), date.fromisoformat(last)
    return [
        f"{' '.join(lack.names)} {lack.wanted.first:%m-%d} {lack.wanted.last:%m-%d}"
        for lack in lacks_between(policy, contents, *days, days[0])
    ]


def test_a_plan_has_to_make_good_what_the_periods_lack_that_end_in_its_time() -> None:
    """Of the second quarter: its own, the three months; not the half-year behind it in a plan of May."""
    policy = own(
        'content.cadences = { work = "quarter", service = "half-year" }', 'content.meetings = { "支委会" = "month" }'
    )
    days = [content(f"2026-{day}", held=False) for day in ("04-03", "05-08", "06-05")]
    assert lacks(policy, days, "2026-04-01", "2026-06-30") == [
        *("推进工作 04-01 06-30", "为民服务 01-01 06-30"),
        *("支委会 04-01 04-30", "支委会 05-01 05-31", "支委会 06-01 06-30"),
    ]
    assert lacks(policy, days, "2026-05-01", "2026-05-31") == ["支委会 05-01 05-31"]


# ---- branches that held alike are judged once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026-05-08 held", "2026-05-08 held work"),
        ("2026-05-08 work", "2026-05-15 work"),
        ("2026-05-08 work", "2026-05-10 work"),
        ("2026-05-08 held", "2026-06-05 held work"),
        ("2026-05-08 held", "2026-05-08 held service work"),
    ],
    ids=["what is carried", "let slip and still ahead", "let slip and today", "another month", "more besides"],
)
def test_of_two_branches_each_is_told_what_it_lacks_itself(one: str, other: str) -> None:
    """Asked on 10 May, in either order: the first lacks 推进工作 in its quarter, the second does not."""
    policy = own('content.cadences = { work = "quarter" }', "content.meetings = {}")
    for order in ((one, other), (other, one)):
        check = cadences(policy, date(2026, 5, 10))
        found = {}
        for text in order:
            on, *words = text.split()
            blocks = [word for word in words if word != "held"]
            days = [content("2026-04-03"), content(on, *blocks, held="held" in words)]
            found[text] = [one.what for one in check(ONE_BRANCH, days, LONG_AGO, ()) if one.code == "cadence-open"]
        assert found == {one: ["推进工作"], other: []}


def test_a_meeting_beside_the_day_is_no_session_of_a_branch_that_has_none() -> None:
    policy = own('content.cadences = { work = "quarter" }', "content.meetings = {}")
    check = cadences(policy, date(2026, 5, 10))
    session, meeting = (content("2026-05-08", beside=beside) for beside in (False, True))
    found = [[one.what for one in check(ONE_BRANCH, [one], LONG_AGO, ())] for one in (session, meeting)]
    assert found == [["推进工作"], []]


# ---- which meetings a branch has, and how far back is looked


@pytest.mark.parametrize(
    ("full_members", "grouped", "without"),
    [(6, True, {"支委会"}), (7, True, set()), (7, False, {"党小组会"}), (6, False, {"支委会", "党小组会"})],
)
def test_a_branch_has_a_committee_from_seven_full_members_on_and_groups_where_it_is_divided(
    full_members: int, grouped: bool, without: set[str]
) -> None:
    """支部工作条例 第二十条: 有正式党员7人以上的党支部，应当设立党支部委员会."""
    assert meetings_without(load("national"), full_members, date(2026, 5, 10), grouped=grouped) == without


def test_what_is_needed_goes_back_to_the_first_day_of_the_earliest_period_that_is_looked_at() -> None:
    """National: nothing that is over is asked for, and 组织生活会 comes once in the year that runs."""
    assert first_needed(load("national"), date(2026, 5, 10)) == date(2026, 1, 1)
    assert first_needed(WORK, date(2026, 5, 10)) == date(2026, 1, 1)
    assert first_needed(WORK, date(2026, 3, 10)) == date(2025, 10, 1)
    nothing = own("content.cadences = {}", "content.meetings = {}")
    assert first_needed(nothing, date(2026, 5, 10)) == date(2026, 5, 10)


@pytest.mark.parametrize(
    ("meeting", "words", "named", "read"),
    [
        ("党员大会", "支部党员大会", True, "党员大会"),
        ("党员大会", "支部大会", True, "党员大会"),
        ("党员大会", "党员会", False, "党员大会"),
        ("党员大会", "全体党员会后参观", False, None),
        ("支委会", "支部委员会会议", True, "支委会"),
        ("党小组会", "小组会", False, "党小组会"),
        ("党小组会", "学习小组会上交流", False, None),
        ("民主评议", "评议党员", True, "民主评议"),
        ("党课", "书记讲党课", True, None),
    ],
)
def test_what_may_mean_something_else_in_a_sentence_is_a_meeting_only_where_it_stands_alone(
    meeting: str, words: str, named: bool, read: str | None
) -> None:
    assert (is_named(meeting, words), read_meeting(words)) == (named, read)
