"""Where a rule begins and ends to the day, the minute and the week: edges that longer tests only come near."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from factories import ONE_BRANCH, activity_day
from partyday.errors import Ambiguous, BadInput
from partyday.model.codes import Circumstance, Part, Standing
from partyday.model.lives import Content, Session
from partyday.model.members import DatedCircumstance, DatedStanding, Member, Membership, Record
from partyday.model.period import Month, Term
from partyday.model.policies import PolicyEdition
from partyday.rules.branch_duties import is_not_done, open_duties, session_of, was_held
from partyday.rules.cadence import Demand, cadences, lack_of
from partyday.rules.calendar import Calendar
from partyday.rules.corrections import with_joining
from partyday.rules.forwarding import forwardings
from partyday.rules.learning import asks_for_learning, learning
from partyday.rules.least import least_duties
from partyday.rules.parameters import CADENCES, WINDOW
from partyday.rules.policy.editions import edition, together
from partyday.rules.policy.reader import load, parse
from partyday.rules.policy.shipped import shipped_as
from partyday.rules.policy.shown import as_json
from partyday.rules.policy.strict import PolicyFaults
from partyday.rules.recurrence import read_recurrence
from partyday.rules.schedule import Closure, plan_year
from partyday.rules.stages import stages
from partyday.rules.suggestion import turns
from partyday.rules.values import Deadline, Every, Filer, Often, Remit

HEAD = '[policy]\nname = "own"\ntitle = "own"\nbase = "hebei"\n'


@pytest.mark.parametrize(
    ("weeks", "wanted"),
    [
        ("1", {1}),
        ("30", {30}),
        ("1,3,5-7", {1, 3, 5, 6, 7}),
        ("ODD", set(range(1, 30, 2))),
        ("EVEN", set(range(2, 31, 2))),
        *((text, None) for text in ("0", "31", "0-3", "29-31", "3-1", "")),
    ],
)
def test_the_weeks_of_a_term(weeks: str, wanted: set[int] | None) -> None:
    rule = f"FREQ=WEEKLY;BYDAY=TH;WEEKS={weeks}"
    if wanted is None:
        with pytest.raises(BadInput, match="recurrence"):
            read_recurrence(rule)
    else:
        assert set(read_recurrence(rule).weeks or ()) == wanted


@pytest.mark.parametrize(
    ("least", "part", "hours", "short"),
    [
        ('"day"', Part.FULL, ("09:00", "15:00"), None),
        ('"day"', Part.FULL, ("09:00", "14:59"), "09:00–14:59 < 6"),
        ('"day"', Part.AM, ("09:00", "12:00"), None),
        ('"day"', Part.AM, ("09:00", "11:59"), "09:00–11:59 < 3"),
        ('"half-day"', Part.FULL, ("14:00", "17:00"), None),
        ('"half-day"', Part.FULL, ("14:00", "16:59"), "14:00–16:59 < 3"),
        ("1.5", Part.PM, ("14:00", "15:30"), None),
        ("1.5", Part.PM, ("14:00", "15:29"), "14:00–15:29 < 1.5"),
        ("1.5", Part.PM, ("14:00", ""), None),
        ("1.5", Part.PM, ("", "15:00"), None),
    ],
)
def test_how_long_a_day_must_be(least: str, part: Part, hours: tuple[str, str], short: str | None) -> None:
    """Half a day is three hours, a day two halves [house]; who has two half-days keeps half a day on each."""
    policy = parse(f'{HEAD}[[schedule.least-hours]]\nvalue = {least}\nsource = "house"\n', "own")
    day = activity_day(part=part, starts=hours[0], ends=hours[1], closed_on=date(2026, 3, 6))
    found = [one.what for one in least_duties([day], {}, ONE_BRANCH, policy, date(2026, 5, 1))]
    assert found == ([short] if short else [])


@pytest.mark.parametrize(("on", "missed"), [("02-28", True), ("03-01", False), ("07-10", False), ("07-11", True)])
def test_the_first_and_the_last_day_of_a_term_belong_to_it(on: str, missed: bool) -> None:
    held = date.fromisoformat(f"2026-{on}")
    value = load("hebei").at(CADENCES, held)
    term = Demand(CADENCES, date(2026, 3, 1), date(2026, 7, 10), ("work",), {}, value, by_date=True)
    sessions = [
        Content(Month.of(day), Session(day, Part.FULL, key, 1, None, True), blocks, "", took_place=True)
        for key, (day, blocks) in enumerate([(held, ("work",)), (date(2026, 5, 8), ())])
    ]
    assert (lack_of(term, sessions, date(2026, 12, 31)) is not None) is missed


def test_every_contradiction_is_told_also_behind_a_value_that_cannot_be_read() -> None:
    wrong = "".join(
        f'[[{key}]]\nvalue = {value}\nsource = "house"\n'
        for key, value in (("early-notice.short", '"x"'), ("charter.notice-months", 6))
    )
    with pytest.raises(PolicyFaults) as told:
        parse(HEAD + wrong, "own")
    first, second = told.value.sentences
    assert "early-notice.short" in first
    assert "the warning comes before" in second


@pytest.mark.parametrize("before", ["", "early-notice.short"])
def test_a_contradiction_is_told_behind_values_that_agree(before: str) -> None:
    values = {before: 1, "charter.notice-months": 6}
    text = "".join(f'[[{key}]]\nvalue = {value}\nsource = "house"\n' for key, value in values.items() if key)
    with pytest.raises(PolicyFaults, match="the warning comes before"):
        parse(HEAD + text, "own")


@pytest.mark.parametrize(
    ("first", "second"), [("early-notice.short", "talk.absences"), ("talk.absences", "early-notice.short")]
)
def test_of_a_value_that_cannot_be_read_nothing_more_is_told(first: str, second: str) -> None:
    """Three absences short of three could not stand beside each other."""
    values = {first: '"x"', second: "3" if second == "early-notice.short" else "1"}
    with pytest.raises(PolicyFaults) as told:
        parse(HEAD + "".join(f'[[{key}]]\nvalue = {value}\nsource = "house"\n' for key, value in values.items()), "own")
    assert [first in sentence for sentence in told.value.sentences] == [True]


def test_of_cadences_that_cannot_be_read_their_codes_are_not_told_as_well() -> None:
    values = ('value = "x"', 'since = 2027-01-01\nvalue = { nosuch = "year" }')
    text = "".join(f'[[content.cadences]]\n{value}\nsource = "house"\n' for value in values)
    with pytest.raises(PolicyFaults) as told:
        parse(HEAD + text, "own")
    assert ["nosuch" in sentence for sentence in told.value.sentences] == [False]


def test_how_often_a_meeting_must_be_is_shown_with_its_number_where_it_is_not_one() -> None:
    shown = as_json({"党员大会": Often(Every.QUARTER, 2), "支委会": Often(Every.MONTH)})
    assert shown == {"党员大会": {"every": "quarter", "times": 2}, "支委会": "month"}


# ---- what a policy says


def test_the_first_published_year_has_nothing_before_it() -> None:
    assert [Calendar().begins_after(year) for year in (2003, 2004, 2005)] == [True, False, False]


def test_a_value_stands_in_its_layer_from_its_first_day_on() -> None:
    own = parse(f'{HEAD}[[schedule.window]]\nsince = 2027-01-01\nvalue = "1-15"\nsource = "house"\n', "own")
    assert [own.depth(WINDOW, date(2026, 12, 31)), own.depth(WINDOW, date(2027, 1, 1))] == [1, 0]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Deadline(Every.QUARTER, Filer.BRANCH), "quarter, branch"),
        (Deadline(Every.QUARTER, Filer.BRANCH, -1, 20), "quarter, branch, month -1, day 20"),
        (Deadline(Every.YEAR, Filer.TOP, 0, 5, 5), "year, general-or-direct, month +0, day 5, +5 working days"),
        (Remit(5, None, ((6, 10), (12, 20))), "activity day +5 working days; month 6: day 10; month 12: day 20"),
        (Remit(None, Deadline(Every.QUARTER, Filer.BRANCH, 2, 10)), "quarter, branch, month +2, day 10"),
    ],
)
def test_a_value_in_one_line_for_scripts(value: object, text: str) -> None:
    assert str(value) == text


@pytest.mark.parametrize("at", [True, 0, 3661, "3"])
def test_the_number_of_a_stage_is_a_whole_number_from_1_on(at: object) -> None:
    with pytest.raises(ValueError, match="`at` is a whole number"):
        stages([{"name": "谈话", "at": at, "counts": "cumulative", "by": "secretary"}])


def test_a_name_that_two_policies_have_is_refused() -> None:
    with pytest.raises(Ambiguous, match=r"gaoxiao-jiaogong-xuesheng.*gaozhi-xueqi-jihua"):
        shipped_as("gao")


def test_several_editions_are_called_as_the_newest_and_one_is_itself() -> None:
    old, new = (
        PolicyEdition(id=key, branch_id=1, since=since, set_on=MARCH, name=name)
        for key, (since, name) in enumerate(EDITIONS)
    )
    assert together((old, new)).name == "zhongzhou"
    assert together((old,)) is edition(old)


EDITIONS = ((None, "hebei"), (date(2027, 1, 1), "zhongzhou"))
MARCH = date(2026, 3, 6)


# ---- days, their duties and content


def test_a_day_is_done_once_it_is_announced_closed_and_summed_up() -> None:
    done: dict[str, Any] = {"announced_on": MARCH, "closed_on": MARCH, "summarised_on": MARCH}
    assert not is_not_done(activity_day(MARCH, **done), MARCH, MARCH)
    for act in done:
        assert is_not_done(activity_day(MARCH, **(done | {act: None})), MARCH, MARCH)
        assert is_not_done(activity_day(MARCH, **(done | {act: date(2026, 3, 7)})), MARCH, MARCH)
    assert not is_not_done(activity_day(MARCH), date(2026, 3, 5), MARCH)
    assert not is_not_done(activity_day(None), MARCH, MARCH)


def test_a_day_before_the_records_were_made_asks_for_nothing_unless_something_is_recorded() -> None:
    day, made, hebei = activity_day(MARCH), date(2026, 3, 7), load("hebei")
    assert [*open_duties(day, hebei, date(2026, 4, 1), made)] == []
    assert [duty.kind for duty in open_duties(day, hebei, date(2026, 4, 1), MARCH)] == ["close"]
    marked = replace(day, marked=True)
    assert [duty.kind for duty in open_duties(marked, hebei, date(2026, 4, 1), made)] == ["close", "summary"]


def test_a_day_was_held_once_it_came_and_was_not_cancelled() -> None:
    assert was_held(activity_day(MARCH), MARCH)
    assert not was_held(activity_day(MARCH), date(2026, 3, 5))
    assert not was_held(activity_day(None), MARCH)
    assert not was_held(activity_day(MARCH, cancelled_on=MARCH), MARCH)
    assert was_held(activity_day(MARCH, cancelled_on=date(2026, 3, 7)), MARCH)


def test_a_session_is_closed_where_its_day_is() -> None:
    assert [session_of(activity_day(MARCH, closed_on=on)).closed for on in (None, MARCH)] == [False, True]


def held(took_place: bool) -> list[Content]:
    return [
        Content(Month.of(day), Session(day, Part.FULL, 1, 1, None, True), ("work",), "", took_place=took_place)
        for day in (date(2026, 3, 6),)
    ]


def test_what_was_let_slip_is_missed_also_where_another_branch_held_it() -> None:
    """推进工作 comes every two months: one branch held it in March, the other let the day slip."""
    check = cadences(load("hebei"), date(2026, 5, 1))
    found = [[*check(ONE_BRANCH, held(took_place), date(2020, 1, 1), ())] for took_place in (True, False)]
    missed = [{one.what for one in of_one if one.code == "cadence-missed"} for of_one in found]
    assert [any("推进工作" in what for what in of_one) for of_one in missed] == [False, True]


def test_of_branches_that_held_in_one_month_each_goes_by_its_own_date_where_a_term_ends_within_it() -> None:
    """The term ends on 10 July: what was held on the 11th is outside it. 为民服务 is asked for once a year."""
    text = """[[school.terms]]
value = { "2026春" = [2026-03-01, 2026-07-10] }
source = "house"
[[content.cadences]]
value = { work = "term", service = "year" }
source = "house"
"""
    check = cadences(parse(HEAD + text, "own"), date(2026, 7, 12))
    found = []
    for day in (date(2026, 7, 10), date(2026, 7, 11)):
        before = Session(date(2026, 6, 5), Part.FULL, 1, 1, None, True)
        session = Session(day, Part.FULL, 2, 1, None, True)
        days = [
            Content(Month("2026-06"), before, (), "", took_place=True),
            Content(Month("2026-07"), session, ("work",), "", took_place=True),
        ]
        found.append({one.what for one in check(ONE_BRANCH, days, date(2020, 1, 1), ()) if "推进工作" in one.what})
    assert [bool(told) for told in found] == [False, True]


def test_what_is_still_lacking_is_told_since_its_period_began() -> None:
    check = cadences(load("hebei"), date(2026, 5, 1))
    june = Session(date(2026, 6, 5), Part.FULL, 2, 1)
    days = [*held(False), Content(Month("2026-06"), june, (), "", took_place=False)]
    since = {(one.code, one.since, one.due) for one in check(ONE_BRANCH, days, date(2020, 1, 1), ())}
    assert ("cadence-open", date(2026, 4, 1), date(2026, 6, 30)) in since
    assert ("cadence-missed", date(2026, 3, 31), date(2026, 3, 31)) in since


def test_hours_of_learning_are_told_only_where_those_of_every_closed_day_of_the_year_are_known() -> None:
    october = date(2026, 10, 1)
    known = activity_day(MARCH, closed_on=MARCH, starts="09:00", ends="11:00")
    unknown = activity_day(MARCH, closed_on=MARCH)
    of_no_matter = [
        activity_day(date(2025, 12, 5), closed_on=date(2025, 12, 5)),
        activity_day(date(2026, 9, 4)),
        activity_day(date(2026, 9, 4), closed_on=date(2026, 10, 2)),
        activity_day(None, closed_on=MARCH),
    ]
    told = [
        [one.what for one in learning(days, ONE_BRANCH, load("hebei"), october)]
        for days in (
            [known],
            [known, unknown],
            [known, replace(unknown, starts="09:00")],
            *([known, other] for other in of_no_matter),
        )
    ]
    assert told == [["2/32 (56)"], [], [], *([["2/32 (56)"]] * 4)]
    april = activity_day(date(2026, 4, 3), closed_on=date(2026, 4, 3), starts="09:00", ends="10:00")
    assert [(one.what, one.since) for one in learning([known, april], ONE_BRANCH, load("hebei"), october)] == [
        ("3/32 (56)", date(2026, 4, 3))
    ]


def test_nobody_is_reminded_of_hours_before_the_month_of_the_policy_or_where_it_asks_for_none() -> None:
    none = parse(f'{HEAD}[[learning.hours]]\nvalue = 0\nsource = "house"\n', "own")
    asked = [
        asks_for_learning(policy, on)
        for policy, on in (
            (load("hebei"), date(2026, 9, 30)),
            (load("hebei"), date(2026, 10, 1)),
            (none, date(2026, 10, 1)),
        )
    ]
    assert asked == [False, True, False]


def test_a_closed_day_without_a_tally_is_not_called_badly_attended() -> None:
    least = '[[attendance.least]]\nvalue = { share = "80%", per = "day" }\nsource = "house"\n'
    day = activity_day(MARCH, closed_on=MARCH)
    assert [*least_duties([day], {}, ONE_BRANCH, parse(HEAD + least, "own"), date(2026, 5, 1))] == []


def test_a_policy_that_asks_for_content_in_december_alone_gives_no_turns() -> None:
    text = """[[content.cadences]]
since = 2026-12-01
value = { integrity = "month" }
source = "house"
"""
    own = parse(HEAD.replace('"hebei"', '"zhongzhou"') + text, "own")
    ahead = [Content(Month("2026-03"), Session(MARCH, Part.FULL, 1, 1), (), "", False)]
    assert turns(load("zhongzhou"), ahead, 2026, date(2026, 1, 1)) != {}
    assert turns(own, ahead, 2026, date(2026, 1, 1)) == {}


# ---- dates


def test_a_recurrence_that_says_when_it_began_is_counted_from_there() -> None:
    """Every other Thursday from 8 January 2026 on (RFC 5545, DTSTART and INTERVAL)."""
    rule = read_recurrence("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;DTSTART=20260108")
    assert rule.days(date(2026, 1, 1), date(2026, 2, 10), ()) == [date(2026, 1, 8), date(2026, 1, 22), date(2026, 2, 5)]
    later = read_recurrence("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;DTSTART=20260115")
    assert later.days(date(2026, 1, 1), date(2026, 2, 10), ()) == [date(2026, 1, 15), date(2026, 1, 29)]


def test_a_recurrence_may_say_all_that_one_by_weeks_can_say() -> None:
    """Every other Thursday from 5 March on, in the first five weeks of a term that begins on Monday 2 March 2026."""
    rule = read_recurrence("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;WKST=MO;DTSTART=20260305;WEEKS=1-5")
    term = Term("2026春", date(2026, 3, 2), date(2026, 7, 10))
    found = rule.days(date(2026, 3, 1), date(2026, 6, 30), [term])
    assert found == [date(2026, 3, 5), date(2026, 3, 19), date(2026, 4, 2)]


def test_where_no_day_of_the_window_works_none_is_invented() -> None:
    """All of 1 to 7 October is off (2026), whatever weekday is looked for."""
    shifts = '["next-working-day", "working-weekend-later", "same-weekday-later"]'
    values = {"schedule.window": '"1-7"', "schedule.shift-order": shifts}
    text = "".join(f'[[{key}]]\nvalue = {value}\nsource = "house"\n' for key, value in values.items())
    own = parse(HEAD + text, "own")
    closed = Closure("国庆", date(2026, 10, 1), date(2026, 10, 7), online=True)
    [october] = [one for one in plan_year(2026, None, own, Calendar(), [closed]) if one.month == Month("2026-10")]
    assert (october.held_on, october.online) == (None, False)


def test_what_was_dated_from_the_old_day_moves_and_nothing_else() -> None:
    old, new = date(2020, 7, 1), date(2021, 7, 1)
    ill, away, over, just_over = (
        DatedCircumstance(member_id=1, kind=kind, since=since, until=until)
        for kind, since, until in (
            (Circumstance.ILL, old, None),
            (Circumstance.AWAY, date(2020, 9, 1), None),
            (Circumstance.LEAVE, old, date(2021, 1, 1)),
            (Circumstance.LEADER, old, new),
        )
    )
    record = Record(
        member=Member(id=1, name="张三", joined_on=old),
        memberships=(Membership(id=1, member_id=1, branch_id=1, number=1, since=old),),
        standings=(DatedStanding(member_id=1, since=old, standing=Standing.FULL),),
        circumstances=(ill, away, over, just_over),
    )
    assert with_joining(record, new).circumstances == (replace(ill, since=new), away, over, just_over)


@pytest.mark.parametrize(("as_of", "told"), [("05-31", []), ("06-01", ["2026-06"]), ("06-30", ["2026-06"])])
def test_a_month_with_a_day_of_its_own_is_reminded_of_from_its_first_day_on(as_of: str, told: list[str]) -> None:
    """Dues of June are forwarded by the 10th, as that university says."""
    on = date.fromisoformat(f"2026-{as_of}")
    remitted = [date(2026, 5, 20)]
    policy = load("daxue-zuzhibu-dangfei")
    found = [one.what for one, _value in forwardings(policy, [date(2026, 4, 29)], remitted, on, Calendar())]
    assert found == told


@pytest.mark.parametrize(
    ("remitted", "told"), [("04-28", ["2026-04-29"]), ("04-29", []), ("05-02", []), ("05-03", ["2026-04-29"])]
)
def test_dues_forwarded_from_the_activity_day_on_settle_it(remitted: str, told: list[str]) -> None:
    on, policy = date.fromisoformat(f"2026-{remitted}"), load("daxue-zuzhibu-dangfei")
    found = forwardings(policy, [date(2026, 4, 29)], [on], date(2026, 5, 2), Calendar())
    assert [one.what for one, _value in found] == told


@pytest.mark.parametrize(("as_of", "told"), [("03-26", []), ("03-27", ["2026Q1"])])
def test_dues_of_a_quarter_are_reminded_of_a_fortnight_before_they_are_to_be_forwarded(
    as_of: str, told: list[str]
) -> None:
    text = '[[dues.remit-by]]\nvalue = { every = "quarter", month = 3, day = 10 }\nsource = "house"\n'
    on = date.fromisoformat(f"2026-{as_of}")
    own = parse(HEAD + text, "own")
    assert [one.what for one, _value in forwardings(own, [MARCH], [], on, Calendar())] == told


def test_weeks_may_be_counted_by_any_number_and_months_only_so_that_a_year_is_whole() -> None:
    assert read_recurrence("FREQ=WEEKLY;INTERVAL=5;BYDAY=TH").every_month is False
    assert read_recurrence("FREQ=MONTHLY;INTERVAL=5;BYDAY=1FR;DTSTART=20260101").every_month is False
    with pytest.raises(BadInput):
        read_recurrence("FREQ=MONTHLY;INTERVAL=5;BYDAY=1FR")


def test_the_week_of_a_term_begins_on_monday_whichever_day_the_term_does() -> None:
    """The term begins on Wednesday 4 March 2026: its first week is that of Monday the 2nd, its second the next."""
    term = Term("2026春", date(2026, 3, 4), date(2026, 7, 10))
    rule = read_recurrence("FREQ=WEEKLY;BYDAY=TH,MO;WEEKS=1-2")
    found = rule.days(date(2026, 3, 1), date(2026, 3, 31), [term])
    assert found == [date(2026, 3, 5), date(2026, 3, 9), date(2026, 3, 12)]


def test_fortnights_run_on_through_years_before_they_are_counted_from() -> None:
    """From Monday 1 January 2024 on, and back: every other Thursday of December 2023 (the 7th and 21st)."""
    rule = read_recurrence("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH")
    assert rule.days(date(2024, 1, 1), date(2024, 1, 31)) == [date(2024, 1, 4), date(2024, 1, 18)]
    assert rule.days(date(2023, 12, 1), date(2023, 12, 31)) == [date(2023, 12, 7), date(2023, 12, 21)]
