"""A plain reading of policies, written apart from the program: it imports nothing of it and is slow on purpose.

A policy is what its TOML says, as plain values; a history is a list of sittings. Nothing is remembered and nothing is
cut short: every question goes through every absence again.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any, NamedTuple

TOOK_PART = ("present", "online", "visited")
ONE_DAY = timedelta(days=1)


class Sat(NamedTuple):
    """One session of a member: when, `full`, `am` or `pm`, and what was marked (None: nothing)."""

    on: date
    part: str
    state: str | None

    @property
    def weight(self) -> float:
        """In days."""
        return 1 if self.part == "full" else 0.5


class Said(NamedTuple):
    """Something recorded about a stage: on which day, of which stage (empty: what talks are), of which sittings."""

    on: date
    stage: str = ""
    about: tuple[Sat, ...] = ()


class History(NamedTuple):
    """What happened to one member: sittings in order, what was recorded, when the branch decided on a handling."""

    sittings: tuple[Sat, ...]
    said: tuple[Said, ...] = ()
    decided: tuple[date, ...] = ()


class Told(NamedTuple):
    """A stage that is due, or nearly (`early`), with the sittings it rests on and the day it fell due."""

    stage: str
    early: bool
    sittings: tuple[Sat, ...]
    since: date | None


class Rules(NamedTuple):
    """A policy: its stages from certain days on, oldest first; what ends a run; how short an early notice is given."""

    editions: tuple[tuple[date, tuple[dict[str, Any], ...]], ...]
    window: str = "calendar-year"
    excuse_ends_run: bool = True
    short: int = 1

    def on(self, day: date) -> tuple[dict[str, Any], ...]:
        """The stages of a day."""
        held: tuple[dict[str, Any], ...] = ()
        for since, stages in self.editions:
            if since <= day:
                held = stages
        return held

    def stage(self, day: date, like: tuple[str, str, str]) -> dict[str, Any] | None:
        """The stage of that name, counting and kind on a day."""
        for stage in self.on(day):
            if called(stage) == like:
                return stage
        return None


def called(stage: dict[str, Any]) -> tuple[str, str, str]:
    """What makes it the same stage under another edition."""
    return stage["name"], stage["counts"], stage.get("kind", "notice")


def months_after(on: date, months: int) -> date:
    """The same day of a later month, or its last day."""
    years, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(years, month + 1, min(on.day, monthrange(years, month + 1)[1]))


def is_open(history: History, sat: Sat, stage: tuple[str, str, str], as_of: date) -> bool:
    """Whether an absence still counts towards a stage."""
    name, _counts, kind = stage
    if kind == "handling":
        return all(on < sat.on for on in history.decided if on <= as_of)
    for said in history.said:
        about_stage = said.stage == name or (said.stage == "" and kind == "talk")
        about_day = sat in said.about if said.about else sat.on <= said.on
        if said.on <= as_of and about_stage and about_day:
            return False
    return True


def in_window(window: str, sat: Sat, last: date) -> bool:
    """Whether an absence is counted together with one on a day."""
    if sat.on > last:
        return False
    if window == "calendar-year":
        return sat.on.year == last.year
    return window == "all-time" or last < months_after(sat.on, 12)


def weight(sittings: Any) -> float:
    """In days."""
    return float(sum(sat.weight for sat in sittings))


def read(rules: Rules, history: History, as_of: date) -> list[Told]:
    """Everything the stages of a policy say of a member on a day."""
    past = [sat for sat in history.sittings if sat.on <= as_of]
    stages: list[tuple[str, str, str]] = []
    for _since, held in rules.editions:
        stages += [called(stage) for stage in held if called(stage) not in stages]
    told: list[Told] = []
    handling_due = False
    for stage in stages:
        absences = [sat for sat in past if sat.state == "absent" and is_open(history, sat, stage, as_of)]
        way = {"cumulative": _together, "in-a-row": _in_a_row, "months": _in_months}[stage[1]]
        found = way(rules, history, stage, past, absences, as_of)
        handling_due = handling_due or (stage[2] == "handling" and any(not one.early for one in found))
        told += found
    return [one for one in told if not (one.early and handling_due)]


def _together(
    rules: Rules, history: History, like: tuple[str, str, str], past: list[Sat], absences: list[Sat], as_of: date
) -> list[Told]:
    groups: list[tuple[set[Sat], date]] = []
    for place, last in enumerate(absences):
        stage = rules.stage(last.on, like)
        if stage is None:
            continue
        window = stage.get("window") or rules.window
        counted = {sat for sat in absences[: place + 1] if in_window(window, sat, last.on)}
        if weight(counted) < stage["at"]:
            continue
        since = last.on
        for group in [group for group in groups if group[0] & counted]:
            groups.remove(group)
            counted, since = counted | group[0], min(since, group[1])
        groups.append((counted, since))
    told = [Told(like[0], False, tuple(sat for sat in absences if sat in group), since) for group, since in groups]
    stage = rules.stage(as_of, like)
    if stage is not None and stage["at"] > rules.short:
        window = stage.get("window") or rules.window
        reached = {sat for group, _since in groups for sat in group}
        near = [sat for sat in absences if in_window(window, sat, as_of) and sat not in reached]
        if near and stage["at"] - rules.short <= weight(near) < stage["at"]:
            told.append(Told(like[0], True, tuple(near), None))
    return told


def _in_a_row(
    rules: Rules, history: History, like: tuple[str, str, str], past: list[Sat], absences: list[Sat], as_of: date
) -> list[Told]:
    rows: list[list[Sat]] = [[]]
    for sat in past:
        if sat in absences:
            rows[-1].append(sat)
        elif sat.state in TOOK_PART or (sat.state == "excused" and rules.excuse_ends_run):
            rows.append([])
    told = []
    for row in rows:
        for place, sat in enumerate(row, 1):
            stage = rules.stage(sat.on, like)
            if stage is not None and weight(row[:place]) >= stage["at"]:
                told.append(Told(like[0], False, tuple(row), sat.on))
                break
    stage, row = rules.stage(as_of, like), rows[-1]
    due = any(one.sittings == tuple(row) for one in told)
    near = stage is not None and stage["at"] > rules.short and stage["at"] - rules.short <= weight(row) < stage["at"]
    if row and not due and near:
        told.append(Told(like[0], True, tuple(row), None))
    return told


def _in_months(
    rules: Rules, history: History, like: tuple[str, str, str], past: list[Sat], absences: list[Sat], as_of: date
) -> list[Told]:
    """The clock begins with the last part taken, excuse or decision, else the first sitting, and anew when settled."""
    stage = rules.stage(as_of, like)
    if stage is None or not past:
        return []
    kept_up = [sat.on for sat in past if sat.state in (*TOOK_PART, "excused")]
    kept_up += [on for on in history.decided if on <= as_of]
    begins = max(kept_up) if kept_up else past[0].on
    missed = [sat for sat in past if sat.state == "absent" and (sat.on > begins or not kept_up)]
    if like[2] != "handling":
        for said in history.said:
            if said.on > as_of or not (said.stage == like[0] or (said.stage == "" and like[2] == "talk")):
                continue
            settled = max((sat.on for sat in said.about), default=said.on)
            missed = [sat for sat in missed if sat.on > settled]
            begins = max(begins, settled)
    if not missed:
        return []
    if as_of >= months_after(begins, stage["at"]):
        return [Told(like[0], False, tuple(missed), months_after(begins, stage["at"]))]
    if stage["at"] > rules.short and as_of >= months_after(begins, stage["at"] - rules.short):
        return [Told(like[0], True, tuple(missed), None)]
    return []


# ---- how often, with terms


def spans(every: str, terms: dict[str, tuple[date, date]], years: range) -> list[tuple[date, date]]:
    """Every span of that kind in some years, by going through the months, or the terms."""
    if every == "term":
        found = []
        for year in years:
            for season, first, last in (("春", (year, 2), (year, 7)), ("秋", (year, 8), (year + 1, 1))):
                usual = date(*first, 1), date(*last, monthrange(*last)[1])
                found.append(terms.get(f"{year}{season}", usual))
        return found
    length = {"month": 1, "two-months": 2, "quarter": 3, "half-year": 6, "year": 12}[every]
    starts = [date(year, month, 1) for year in years for month in range(1, 13, length)]
    return [(start, months_after(start, length) - ONE_DAY) for start in starts]


def carried(first: date, last: date, held: list[tuple[date, frozenset[str]]], code: str) -> int:
    """How many sittings between two days carry a kind of content."""
    return sum(first <= on <= last and code in codes for on, codes in held)


# ---- where a day goes


def moved(
    nominal: date, days_off: set[date], working_weekends: set[date], window: str, order: list[str], moves: str
) -> date | None:
    """Where a nominal day is held: itself, else the first of the order's choices that lies in the window."""

    def works(day: date) -> bool:
        return day not in days_off and (day.weekday() < 5 or day in working_weekends)

    is_weekend = nominal.weekday() >= 5 and nominal not in days_off
    stays = works(nominal) or moves == "never" or (moves == "holidays" and is_weekend)
    if stays:
        return nominal
    month = [date(nominal.year, nominal.month, n) for n in range(1, monthrange(nominal.year, nominal.month)[1] + 1)]
    around = [nominal + n * ONE_DAY for n in range(-60, 61)]
    if window == "month":
        inside = month
    elif window[0] in "+±":
        reach = int(window[1:].removesuffix(" month"))
        inside = [day for day in around if (0 if window[0] == "+" else -reach) <= (day - nominal).days <= reach]
        inside = [day for day in inside if day in month] if window.endswith("month") else inside
    else:
        first, _dash, last = window.partition("-")
        inside = [day for day in month if int(first) <= day.day <= int(last)]
    for way in order:
        later = [day for day in inside if day > nominal]
        earlier = [day for day in reversed(inside) if day < nominal]
        ordinary = {day for day in inside if works(day) and day.weekday() < 5}
        candidates = {
            "same-weekday-later": [day for day in later if day.weekday() == nominal.weekday() and day in ordinary],
            "next-working-day": [day for day in later if works(day)],
            "later": [day for day in later if day in ordinary],
            "earlier": [day for day in earlier if day in ordinary],
            "working-weekend-later": [day for day in later if works(day) and day not in ordinary],
            "working-weekend-earlier": [day for day in earlier if works(day) and day not in ordinary],
        }[way]
        if candidates:
            return candidates[0]
    return None
