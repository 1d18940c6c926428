"""Where a rule begins and ends to the day, the minute and the week: edges that longer tests only come near."""

from datetime import date

import pytest

from factories import ONE_BRANCH, ONE_LIFE, activity_day
from partyday.errors import BadInput
from partyday.model.acts import Talk
from partyday.model.codes import Part, State
from partyday.model.lives import Content, Session
from partyday.model.period import Month
from partyday.rules.cadence import Demand, lack_of
from partyday.rules.case import Case
from partyday.rules.escalation import measures
from partyday.rules.least import least_duties
from partyday.rules.parameters import CADENCES
from partyday.rules.policy.reader import load, parse
from partyday.rules.policy.shown import as_json
from partyday.rules.policy.strict import PolicyFaults
from partyday.rules.recurrence import read_recurrence
from partyday.rules.stages import StageKind
from partyday.rules.values import Every, Often

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
        ('"day"', Part.FULL, ("09:00", "14:59"), "09:00–14:59 < 6 h"),
        ('"day"', Part.AM, ("09:00", "12:00"), None),
        ('"day"', Part.AM, ("09:00", "11:59"), "09:00–11:59 < 3 h"),
        ('"half-day"', Part.FULL, ("14:00", "17:00"), None),
        ('"half-day"', Part.FULL, ("14:00", "16:59"), "14:00–16:59 < 3 h"),
        ("1.5", Part.PM, ("14:00", "15:30"), None),
        ("1.5", Part.PM, ("14:00", "15:29"), "14:00–15:29 < 1.5 h"),
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


@pytest.mark.parametrize(
    ("stage", "named", "as_of", "told"),
    [
        ("党员提醒通知书", (), "07-09", []),
        ("党员提醒通知书", (), "07-10", ["党员提醒通知书 2026-07-10 1"]),
        ("党员提醒通知书", (3,), "07-02", []),
        ("党员提醒通知书", (3,), "07-03", ["党员提醒通知书 2026-07-03 1"]),
        ("告戒通知书", (), "05-20", ["党员提醒通知书 2026-04-09 4"]),
    ],
)
def test_a_stage_counted_in_months_begins_anew_where_it_was_settled(
    stage: str, named: tuple[int, ...], as_of: str, told: list[str]
) -> None:
    """Reached at three and five months after 9 January; the talk is of 10 April, about all or about 3 April alone."""
    on = date.fromisoformat(f"2026-{as_of}")
    days = {"01-09": State.PRESENT, **dict.fromkeys(("02-06", "03-06", "04-03", "05-08"), State.ABSENT)}
    sessions = [
        Session(date.fromisoformat(f"2026-{day}"), Part.FULL, key, 1, state, True)
        for key, (day, state) in enumerate(days.items())
    ]
    talk = Talk(id=1, member_id=1, held_on=date(2026, 4, 10), stage=stage, day_ids=named)
    policy = load("xuexiao-tixing-tongzhishu")
    case = Case(life=ONE_LIFE, branch=ONE_BRANCH, policy=policy, as_of=on, sessions=sessions, talks=[talk])
    found = [f"{one.stage} {one.since} {len(one.days)}" for one in measures(case, *StageKind)]
    assert [one for one in found if one.startswith("党员提醒")] == told


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


@pytest.mark.parametrize(
    ("first", "second"), [("early-notice.short", "talk.absences"), ("talk.absences", "early-notice.short")]
)
def test_of_a_value_that_cannot_be_read_nothing_more_is_told(first: str, second: str) -> None:
    """Three absences short of three could not stand beside each other."""
    values = {first: '"x"', second: "3" if second == "early-notice.short" else "1"}
    with pytest.raises(PolicyFaults) as told:
        parse(HEAD + "".join(f'[[{key}]]\nvalue = {value}\nsource = "house"\n' for key, value in values.items()), "own")
    assert [first in sentence for sentence in told.value.sentences] == [True]


def test_how_often_a_meeting_must_be_is_shown_with_its_number_where_it_is_not_one() -> None:
    shown = as_json({"党员大会": Often(Every.QUARTER, 2), "支委会": Often(Every.MONTH)})
    assert shown == {"党员大会": {"every": "quarter", "times": 2}, "支委会": "month"}
