"""A worked year of the rules of every other place that ships, with answers made by hand."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from factories import ONE_BRANCH, ONE_LIFE, activity_day
from partyday.errors import Ambiguous
from partyday.model.codes import Level, Part, State
from partyday.model.days import Tally
from partyday.model.lives import Session, contents_of
from partyday.model.period import Month, Term
from partyday.rules.asked_ahead import asked_ahead
from partyday.rules.cadence import cadences
from partyday.rules.calendar import Calendar
from partyday.rules.case import Case
from partyday.rules.deadlines import open_filings
from partyday.rules.escalation import early_notices, measures
from partyday.rules.forwarding import forwardings
from partyday.rules.least import least_duties
from partyday.rules.policy.reader import load
from partyday.rules.policy.shipped import PLACES, path_of, shipped_as
from partyday.rules.schedule import plan_year
from partyday.rules.stages import StageKind
from partyday.rules.values import Filer

BOOK = tomllib.loads((Path(__file__).parents[1] / "cases" / "places.toml").read_text("utf-8"))
CASES: list[dict[str, Any]] = BOOK["case"]
USUAL = BOOK["first-friday"]["dates"]
YEAR = 2026
LONG_AGO = date(2020, 1, 1)


def on(text: str) -> date:
    return date.fromisoformat(f"{YEAR}-{text}")


def having(key: str) -> pytest.MarkDecorator:
    """The cases that ask for such a thing."""
    cases = [case for case in CASES if key in case]
    assert cases, key
    return pytest.mark.parametrize("case", cases, ids=lambda case: str(case["policy"]))


def test_every_place_has_a_worked_year_and_its_file_says_where_it_was_read() -> None:
    assert {case["policy"] for case in CASES} == set(PLACES)
    assert sorted(path_of(PLACES[0]).parent.glob("*.toml")) == [path_of(name) for name in PLACES]
    assert len(PLACES) >= 16
    for name in PLACES:
        about = load(name).about
        assert about["region"], name
        assert about["kind"], name
        assert about["seen"], name
        assert about["limitations"], name
        assert about.get("address") or "没有地址" in about["limitations"], name


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["policy"]))
def test_the_days_of_a_year(case: dict[str, Any]) -> None:
    terms = [Term(name, first, last) for name, (first, last) in case.get("terms", {}).items()]
    sessions = plan_year(YEAR, None, load(case["policy"]), Calendar(), terms=terms, name=case.get("branch", ""))
    wanted = [on(day) for day in case.get("dates", USUAL)]
    if case.get("halves"):
        assert [(each.held_on, each.part) for each in sessions] == [
            (day, part) for day in wanted for part in (Part.AM, Part.PM)
        ]
        return
    assert [each.held_on for each in sessions if each.held_on] == wanted
    assert sum(each.held_on is None for each in sessions) == case.get("undecided", 0)
    assert {each.part for each in sessions if each.held_on} <= {Part(case.get("part", "full"))}


@having("stages")
def test_the_stages_that_are_reached(case: dict[str, Any]) -> None:
    states = {on(day): State.ABSENT for day in case["absent"]} | {
        on(day): State.PRESENT for day in case.get("present", [])
    }
    sessions = [Session(day, Part.FULL, key, 1, states[day], True) for key, day in enumerate(sorted(states), 1)]
    member = Case(life=ONE_LIFE, branch=ONE_BRANCH, policy=load(case["policy"]), as_of=case["as_of"], sessions=sessions)
    found = [
        f"{finding.rule} {finding.stage} {finding.since} {len(finding.days)}"
        for finding in measures(member, *StageKind)
    ]
    assert found == case["stages"]


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        ("03-08", []),
        ("03-09", ["early-months 党员提醒通知书 2026-01-09 2026-03-06 2"]),
        ("04-08", ["early-months 党员提醒通知书 2026-01-09 2026-04-03 3"]),
        ("04-09", []),
        ("05-08", []),
        ("05-09", ["early-months 告戒通知书 2026-01-09 2026-04-03 3"]),
    ],
)
def test_what_is_counted_in_months_is_told_of_a_month_before(as_of: str, told: list[str]) -> None:
    """Stages at three and at five months from 9 January on; one short is a month before."""
    states = {"01-09": State.PRESENT, "02-06": State.ABSENT, "03-06": State.ABSENT, "04-03": State.ABSENT}
    sessions = [
        Session(on(day), Part.FULL, key, 1, state, True)
        for key, (day, state) in enumerate(states.items())
        if day <= as_of
    ]
    policy = load("xuexiao-tixing-tongzhishu")
    member = Case(life=ONE_LIFE, branch=ONE_BRANCH, policy=policy, as_of=on(as_of), sessions=sessions)
    found = [f"{one.code} {one.stage} {one.what} {one.since} {len(one.days)}" for one in early_notices(member)]
    assert found == told


@having("filings")
def test_the_papers_that_are_to_be_filed(case: dict[str, Any]) -> None:
    wanted = case["filings"]
    due = open_filings(load(case["policy"]), [Filer.BRANCH], LONG_AGO, LONG_AGO, wanted["as_of"], Calendar())
    told = [f"{paper.form} {paper.period} {paper.by}" for paper in due if paper.form != "dues-publication"]
    assert told == wanted["papers"]


@having("remit")
def test_by_when_dues_are_forwarded(case: dict[str, Any]) -> None:
    held = [on(day) for day in case["dates"]]
    for wanted in case["remit"]:
        as_of = date.fromisoformat(wanted[:10])
        [(told, value)] = forwardings(load(case["policy"]), held, [], as_of, Calendar())
        assert f"{as_of}: {told.what} by {told.by}" == wanted
        assert value.clause
        assert list(forwardings(load(case["policy"]), held, [as_of], as_of, Calendar())) == []


@having("attended")
def test_attendance_that_is_too_low(case: dict[str, Any]) -> None:
    days = [
        activity_day(on(day), id=key, closed_on=on(day)) for key, day in zip((1, 2), ("03-06", "04-03"), strict=True)
    ]
    tallies = {
        day.id: Tally(expected=expected, present=present)
        for day, (expected, present) in zip(days, case["attended"]["days"], strict=True)
    }
    found = list(least_duties(days, tallies, ONE_BRANCH, load(case["policy"]), date(YEAR, 5, 1)))
    assert [finding.what for finding in found] == case["attended"]["low"]
    assert {(finding.person, finding.level) for finding in found} <= {(None, Level.NOTICE)}


@pytest.mark.parametrize(
    ("held", "closed", "low"),
    [
        ("2026-03-06", "2026-03-06", True),
        ("2026-03-06", "2026-05-01", True),
        ("2026-03-06", "2026-05-02", False),
        ("2026-03-06", None, False),
        ("2025-12-05", "2026-01-09", False),
        (None, None, False),
    ],
)
@pytest.mark.parametrize("policy", ["zhuhai-chengshi-zhiye", "qiye-dangwei-zhoumo"])
def test_attendance_is_looked_at_once_a_day_of_the_year_is_closed(
    policy: str, held: str | None, closed: str | None, *, low: bool
) -> None:
    """Five of ten are too few for either, the day's 80 % and the year's."""
    day = activity_day(
        date.fromisoformat(held) if held else None, closed_on=date.fromisoformat(closed) if closed else None
    )
    found = list(least_duties([day], {1: Tally(expected=10, present=5)}, ONE_BRANCH, load(policy), date(YEAR, 5, 1)))
    assert bool(found) is low


@having("too_short")
def test_a_day_that_was_too_short(case: dict[str, Any]) -> None:
    starts, ends = case["too_short"]["hours"].split("-")
    day = activity_day(on("03-06"), closed_on=on("03-06"), starts=starts, ends=ends)
    found = [finding.code for finding in least_duties([day], {}, ONE_BRANCH, load(case["policy"]), date(YEAR, 5, 1))]
    assert found == (["too-short"] if case["too_short"]["short"] else [])


@having("excuses_of")
def test_who_approves_an_excuse(case: dict[str, Any]) -> None:
    [asked] = asked_ahead(load(case["policy"]), on("03-06"))
    assert (asked.kind, asked.whom) == ("excuse", case["excuses_of"])


@having("moves_ahead")
def test_how_early_a_move_is_asked_for(case: dict[str, Any]) -> None:
    [asked] = asked_ahead(load(case["policy"]), on("03-06"))
    assert (asked.kind, asked.by) == ("move", on("03-03"))


@having("lacks")
def test_what_was_not_held_often_enough(case: dict[str, Any]) -> None:
    wanted = case["lacks"]
    held = [date(YEAR, month, 6) for month in (2, 3, 4, 6, 8, 11)]
    days = [
        activity_day(day, id=key, marked=True, theme=wanted["held"].get(day.isoformat(), ""))
        for key, day in enumerate(held, 1)
    ]
    contents = contents_of(days, wanted["as_of"], Month("2026-01"))
    found = cadences(load(case["policy"]), wanted["as_of"])(ONE_BRANCH, contents, date.min, ())
    told = {name for finding in found for name in finding.what.split("、")}
    assert set(wanted["names"]) <= told


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("guangxi-yishu-xueyuan", "guangxi-yishu-xueyuan"),
        ("guangxiyishu", "guangxi-yishu-xueyuan"),
        ("gxysxy", "guangxi-yishu-xueyuan"),
        ("广西艺术", "guangxi-yishu-xueyuan"),
        ("河北", "hebei"),
        ("中州大学", "zhongzhou"),
        ("hb", "hebei"),
        ("nosuch", None),
        ("own.toml", None),
        ("", None),
    ],
)
def test_a_policy_is_found_by_what_people_call_it(called: str, name: str | None) -> None:
    assert shipped_as(called) == name


def test_what_several_policies_are_called_is_refused_with_their_names() -> None:
    with pytest.raises(Ambiguous, match=r"gaoxiao-jiaogong-xuesheng.*gaozhi-xueqi-jihua|某"):
        shipped_as("某")
