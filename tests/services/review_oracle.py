"""What members need, read off the facts in the plainest way: domain.md 7, rules 1 to 6. Shares nothing with rules."""

import tomllib
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import partyday
from partyday.model.codes import Level, Office, Part, Rule, State
from services.review_facts import TOOK_PART, Sitting, Someone, Wanted, name_of, number_in

# ---- the oracle: domain.md 7, rules 1 to 6, in the plainest way


class Numbers(NamedTuple):
    """What a policy says of a member, in days, absences and months."""

    talk: int
    window: str
    run: int
    excuse_ends_run: bool
    make_up: bool
    make_up_days: int
    reach_out: bool = True
    #: Where its words stand, the nearest first; "" is a file of the school's own over 河北, without words.
    layers: tuple[str, ...] = ("", "hebei", "national")

    def own(self) -> dict[str, Any]:
        return {
            "talk.absences": self.talk,
            "talk.window": f'"{self.window}"',
            "handling.run": self.run,
            "handling.excused-breaks-run": str(self.excuse_ends_run).lower(),
            "make-up.required": str(self.make_up).lower(),
            "make-up.due-days": self.make_up_days,
            "reach-out.required": str(self.reach_out).lower(),
        }

    def as_toml(self) -> str:
        lines = [f'[[{key}]]\nvalue = {value}\nsource = "house"' for key, value in self.own().items()]
        return "\n".join(['[policy]\nname = "x"\ntitle = "x"\nbase = "hebei"', *lines])

    def words(self, key: str) -> tuple[str, str, bool]:
        """The clause a number rests on, its article, and whether it is a house value: as the file has it."""
        for layer in self.layers:
            if not layer and key in self.own():
                return "", "", True
            section, name = key.split(".")
            if layer and (values := policy_file(layer).get(section, {}).get(name)):
                [value] = values
                return value.get("clause", ""), value.get("article", ""), value["source"] == "house"
        raise AssertionError(key)


@cache
def policy_file(name: str) -> dict[str, Any]:
    """A shipped policy as the file stands, past the program's reader."""
    assert partyday.__file__
    return tomllib.loads((Path(partyday.__file__).parent / f"rules/policy/{name}.toml").read_text("utf-8"))


SHIPPED = {
    "hebei": Numbers(3, "calendar-year", 6, True, True, 30, layers=("hebei", "national")),
    "zhongzhou": Numbers(0, "calendar-year", 6, True, False, 30, layers=("zhongzhou", "national")),
    "national": Numbers(0, "calendar-year", 0, True, False, 30, layers=("national",)),
}

#: The sentence (`code`) of a finding, who acts, and the number of the policy it rests on: domain.md 7.
PUT = {
    "talk": (Rule.TALK, Office.SECRETARY, "talk.absences"),
    "handling": (Rule.HANDLING, Office.MEETING, "handling.run"),
    "handling-proposed": (Rule.HANDLING, Office.MEETING, "handling.run"),
    "early-talk": (Rule.EARLY_NOTICE, Office.SECRETARY, "early-notice.short"),
    "early-handling": (Rule.EARLY_NOTICE, Office.SECRETARY, "early-notice.short"),
    "make-up": (Rule.MAKE_UP, Office.BRANCH, "make-up.required"),
    "reach-out": (Rule.REACH_OUT, Office.BRANCH, "reach-out.required"),
    "charter": (Rule.CHARTER_CLOCK, Office.BRANCH, "charter.months"),
    "charter-notice": (Rule.CHARTER_CLOCK, Office.BRANCH, "charter.notice-months"),
}


def half_days(sittings: Iterable[Sitting], every: Sequence[Sitting]) -> int:
    """A morning or an afternoon is half a day where its month has another session of the branch."""

    def alone(one: Sitting) -> bool:
        return not any(
            other != one and other.branch == one.branch and other.on.timetuple()[:2] == one.on.timetuple()[:2]
            for other in every
        )

    return sum(2 if each.part is Part.FULL or alone(each) else 1 for each in sittings)


def months_after(on: date, months: int) -> date:
    """The same day of a later month, or its last day where it is shorter."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def as_it_counts(one: Someone, sitting: Sitting, state: State) -> State | None:
    """What a mark counts as; None: as nothing."""
    on = sitting.on
    if state in TOOK_PART:
        return state
    mine = any(each.what == sitting.branch and each.covers(on) for each in one.memberships)
    begun = [each.what for each in one.standings if each.since <= on] or [one.standings[0].what]
    then = {each.what for each in one.circumstances if each.covers(on)}
    if not mine or begun[-1] not in ("full", "probationary") or then & {"leave", "suspended"}:
        return None
    if then & {"infirm", "ill"} and state in (State.ABSENT, State.EXCUSED, State.UNKNOWN):
        return State.UNREACHED
    return state


def own_record(one: Someone, sittings: Sequence[Sitting], as_of: date) -> list[tuple[Sitting, State]]:
    """The member's sessions up to a day, in order, as they count; closed without a mark is unknown."""
    marked = [sitting for sitting, _state in one.marks]
    blank = [each for each in sittings if each not in marked and each.closed_on and each.closed_on <= as_of]
    held = [
        (sitting, counted)
        for sitting, state in (*one.marks, *((each, State.UNKNOWN) for each in blank))
        if sitting.on <= as_of
        and not (sitting.cancelled_on and sitting.cancelled_on <= as_of)
        and (counted := as_it_counts(one, sitting, state))
    ]
    return sorted(held, key=lambda each: (each[0].on, each[0].part is Part.PM))


def is_settled(one: Someone, sitting: Sitting, as_of: date) -> bool:
    said = [each for each in one.talks if each.on <= as_of]
    return any(sitting in each.about if each.about else sitting.on <= each.on for each in said)


def in_window(window: str, absences: Sequence[Sitting], last: date) -> list[Sitting]:
    """The absences counted together on a day."""
    if window == "calendar-year":
        return [each for each in absences if each.on.year == last.year and each.on <= last]
    if window == "rolling-12-months":
        return [each for each in absences if each.on <= last < months_after(each.on, 12)]
    return [each for each in absences if each.on <= last]


def talks_due(
    absences: Sequence[Sitting], numbers: Numbers, every: Sequence[Sitting]
) -> list[tuple[list[Sitting], date]]:
    """Groups of absences that reach the number, each with the day it did; groups that share an absence are one."""
    groups: list[tuple[set[Sitting], date]] = []
    for last in absences:
        counted = set(in_window(numbers.window, absences[: absences.index(last) + 1], last.on))
        if not numbers.talk or half_days(counted, every) < 2 * numbers.talk:
            continue
        since = last.on
        for other in [each for each in groups if each[0] & counted]:
            groups.remove(other)
            counted, since = counted | other[0], min(since, other[1])
        groups.append((counted, since))
    return [([each for each in absences if each in group], since) for group, since in groups]


def runs_of(
    one: Someone, record: Sequence[tuple[Sitting, State]], numbers: Numbers, as_of: date
) -> list[list[Sitting]]:
    """The absences between all that ends a run, since the last decision; the last of them still goes on."""
    decided = max(one.decided(as_of), default=date.min)
    ends = (*TOOK_PART, *([State.EXCUSED] if numbers.excuse_ends_run else []))
    found: list[list[Sitting]] = [[]]
    for sitting, state in record:
        if sitting.on <= decided:
            continue
        if state in ends:
            found.append([])
        elif state is State.ABSENT:
            found[-1].append(sitting)
    return found


def reached_on(run: Sequence[Sitting], days_needed: int, every: Sequence[Sitting]) -> date:
    return next(each.on for place, each in enumerate(run, 1) if half_days(run[:place], every) >= 2 * days_needed)


def charter(one: Someone, record: Sequence[tuple[Sitting, State]], as_of: date) -> list[tuple[Any, ...]]:
    """Six months without anything that keeps up organisation life, and a warning at four."""
    kept_up = [sitting.on for sitting, state in record if state in (*TOOK_PART, State.EXCUSED)]
    kept_up += [on for _sitting, on in one.make_ups if on <= as_of]
    kept_up += one.decided(as_of)
    for spell in one.circumstances:
        if spell.what in ("leave", "suspended", "ill", "infirm") and spell.since <= as_of:
            kept_up.append(as_of if spell.until is None or spell.until > as_of else spell.until)
    for before, then in pairwise(one.memberships):
        if before.until and before.until < then.since <= as_of:
            kept_up.append(then.since)
    missed = [sitting for sitting, state in record if state in (State.ABSENT, State.UNKNOWN)]
    if kept_up:
        start = max(kept_up)
        missed = [each for each in missed if each.on > start]
    else:
        closed = [each.on for each in missed if each.closed_on and each.closed_on <= as_of]
        start = min(closed, default=date.max)
    if start == date.max or not missed:
        return []
    if kept_up:
        not_yet = [each.what not in ("full", "probationary") for each in one.standings]
        became = one.standings[not_yet.index(False)].since if not_yet[0] and False in not_yet else date.min
        start = max(start, became, one.memberships[0].since)
    if as_of >= months_after(start, 6):
        return [("charter", Level.DUE, missed, months_after(start, 6), None, str(start))]
    if as_of >= months_after(start, 4):
        return [("charter-notice", Level.NOTICE, missed, months_after(start, 4), months_after(start, 6), str(start))]
    return []


def plainly(
    one: Someone,
    every: Sequence[Sitting],
    numbers: Numbers,
    as_of: date,
    secretary: str = "",
    number: int | None = None,
) -> list[Wanted]:
    """Everything the rules say of one member; `number` on the roster where it is none that `number_in` gives."""
    here = [each for each in one.memberships if each.covers(as_of)]
    if not here:
        return []
    [now] = here
    before = sum(each.what == now.what and each.since < now.since for each in one.memberships)
    known_as = number_in(one, before) if number is None else number
    record = own_record(one, every, as_of)
    runs = runs_of(one, record, numbers, as_of)
    wanted: list[tuple[Any, ...]] = []  # code, level, sessions, since, until, what
    proposed = any(each.begun <= as_of and (each.on is None or as_of < each.on) for each in one.handled)
    corrected = dict(one.corrected)
    for run in runs:
        if numbers.run and half_days(run, every) >= 2 * numbers.run:
            code = "handling-proposed" if proposed else "handling"
            wanted.append((code, Level.DUE, run, reached_on(run, numbers.run, every), None, ""))
    handling_due = bool(wanted)

    absences = [each for each, state in record if state is State.ABSENT and not is_settled(one, each, as_of)]
    due = talks_due(absences, numbers, every)
    wanted += [("talk", Level.DUE, group, since, None, "") for group, since in due]

    def nearly(sittings: Sequence[Sitting], days_needed: int) -> bool:
        return days_needed > 0 and 2 * (days_needed - 1) <= half_days(sittings, every) < 2 * days_needed

    talked_about = [each for group, _since in due for each in group]
    open_now = [each for each in in_window(numbers.window, absences, as_of) if each not in talked_about]
    for code, sittings, days_needed in (
        ("early-talk", open_now, numbers.talk),
        ("early-handling", runs[-1], numbers.run),
    ):
        if not handling_due and nearly(sittings, days_needed):
            wanted.append((code, Level.NOTICE, sittings, sittings[-1].on, None, ""))

    made_up = [sitting for sitting, on in one.make_ups if on <= as_of]
    for sitting, state in record:
        if state is State.EXCUSED and numbers.make_up and sitting not in made_up:
            due_on = corrected.get(sitting, sitting.on) + timedelta(days=numbers.make_up_days)
            level = Level.OVERDUE if as_of > due_on else Level.DUE
            wanted.append(("make-up", level, [sitting], sitting.on, due_on, ""))
        if state is State.UNREACHED and numbers.reach_out and sitting not in made_up:
            wanted.append(("reach-out", Level.DUE, [sitting], sitting.on, None, ""))
    wanted += charter(one, record, as_of)

    def put(code: str, level: Level, sittings: Sequence[Sitting], since: date, until: date | None, what: str) -> Wanted:
        rule, by, key = PUT[code]
        if by is Office.SECRETARY and secretary == name_of(one):
            by = Office.SUPERIOR
        refs = tuple(sitting.ref for sitting in sittings)
        return Wanted(rule, level, known_as, refs, since, until, code, by, what, *numbers.words(key))

    return [put(*each) for each in wanted]
