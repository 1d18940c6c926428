"""What a day should have at the least: attendance (出勤率), length (时长). A branch's duty, never anybody's fault.

They are told for the year that runs, with the clause that asks for it; nothing follows from them by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from partyday.model.codes import Level, Part
from partyday.model.days import ActivityDay, Tally
from partyday.model.findings import Finding
from partyday.model.people import Branch
from partyday.rules.branch_duties import closed_of_year, session_of
from partyday.rules.case import branch_finding
from partyday.rules.parameters import HALF_DAY, LEAST_ATTENDANCE, LEAST_HOURS
from partyday.rules.policy.reader import Dated, Policy
from partyday.rules.values import Length


def asks_for_the_least(policy: Policy) -> bool:
    """Whether the policy ever asks for so much attendance, or so many hours."""
    return policy.ever_says(LEAST_ATTENDANCE) or policy.ever_says(LEAST_HOURS)


def least_duties(
    days: Sequence[ActivityDay], tallies: Mapping[int, Tally], branch: Branch, policy: Policy, as_of: date
) -> Iterator[Finding]:
    """The days of the year up to `as_of` that were attended by too few or were too short, and the year so far.

    `days` are the branch's, `tallies` those of its closed days, by key. A day counts once its attendance is closed.
    """
    closed = closed_of_year(days, as_of)
    for day in closed:
        assert day.held_on is not None
        least = policy.at(LEAST_ATTENDANCE, day.held_on)
        if least.value and least.value.per == "day" and day.id in tallies:
            yield from _attendance("attendance-day", [day], [tallies[day.id]], least.value.percent, branch, least)
        yield from _length(day, branch, policy)
    least = policy.at(LEAST_ATTENDANCE, as_of)
    counted = [day for day in closed if day.id in tallies]
    if least.value and least.value.per == "year":
        told = [tallies[day.id] for day in counted]
        yield from _attendance("attendance-year", counted, told, least.value.percent, branch, least)


def _attendance(
    code: str, days: Sequence[ActivityDay], tallies: Sequence[Tally], percent: int, branch: Branch, value: Dated[Any]
) -> Iterator[Finding]:
    expected, took_part = sum(tally.expected for tally in tallies), sum(tally.took_part for tally in tallies)
    if took_part * 100 < percent * expected:
        about = f"{took_part}/{expected} = {took_part * 100 / expected:.1f}% < {percent}%"
        yield _finding(code, days, about, branch, value)


def _length(day: ActivityDay, branch: Branch, policy: Policy) -> Iterator[Finding]:
    """A day whose beginning and end are known and lie too near each other."""
    assert day.held_on is not None
    least = policy.at(LEAST_HOURS, day.held_on)
    if least.value is None or day.minutes is None:
        return
    half_day = policy.at(HALF_DAY, day.held_on).value * 60
    match least.value:
        case Length(minutes_wanted):
            wanted = minutes_wanted
        case "day" if day.part is Part.FULL:
            wanted = 2 * half_day
        case _:  # two half-days make the day
            wanted = half_day
    if day.minutes < wanted:
        about = f"{day.starts}–{day.ends} < {Length(wanted).number:g}"
        yield _finding("too-short", [day], about, branch, least)


def _finding(code: str, days: Sequence[ActivityDay], about: str, branch: Branch, value: Dated[Any]) -> Finding:
    sessions = sorted(map(session_of, days))
    return branch_finding(branch, Level.NOTICE, code, value, sessions, since=sessions[-1].on, about=about)
