"""Who needs what next: domain.md 7, by worked cases and against a plain reading of it."""

import tomllib
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import BRANCH, act, add_member, branch_of, copy_of, desk, people_of, start_branch
from partyday.model.acts import Handling, Talk
from partyday.model.codes import Circumstance, Excuse, Level, Measure, MembershipEnd, Office, Part, Rule, State
from partyday.model.findings import Finding
from partyday.model.members import Membership
from partyday.model.people import Branch
from partyday.services import branches, handlings, makeups, members, talks
from partyday.services.checkin import check_in
from partyday.services.review import review
from partyday.services.schedule import make_year
from partyday.services.story import story
from partyday.services.whom import Order
from partyday.store import people
from partyday.store.book import Store
from profiles import examples

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "review.toml").read_text("utf-8"))

SIDE = "学生第一党支部"
EVER = date(2010, 7, 1)
TOOK_PART = (State.PRESENT, State.ONLINE, State.VISITED)

# ---- facts, and how they come into a book


@dataclass(frozen=True)
class Sitting:
    """One session of a branch."""

    on: date
    part: Part = Part.FULL
    branch: str = BRANCH
    closed_on: date | None = None
    cancelled_on: date | None = None
    announced_on: date | None = None
    summarised_on: date | None = None
    blocks: str = ""
    form: str = ""

    @property
    def ref(self) -> str:
        return f"{self.on}" if self.part is Part.FULL else f"{self.on}:{self.part}"


class During(NamedTuple):
    """A branch, a standing or a circumstance, and for how long."""

    what: str
    since: date
    until: date | None = None

    def covers(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


class Spoken(NamedTuple):
    """A talk, held or waived, and the sessions it names."""

    on: date
    about: tuple[Sitting, ...] = ()
    waived: bool = False


@dataclass(frozen=True)
class Someone:
    """A member, with their marks and what was done about them. `decided`: when a handling was decided on."""

    number: int = 1
    memberships: tuple[During, ...] = (During(BRANCH, EVER),)
    standings: tuple[During, ...] = (During("full", EVER),)
    circumstances: tuple[During, ...] = ()
    marks: tuple[tuple[Sitting, State], ...] = ()
    talks: tuple[Spoken, ...] = ()
    make_ups: tuple[tuple[Sitting, date], ...] = ()
    decided: tuple[date, ...] = ()


@dataclass(frozen=True)
class Facts:
    """Two branches under one policy, their sessions, and some members."""

    sittings: tuple[Sitting, ...]
    members: tuple[Someone, ...]
    policy: str = "hebei"
    secretary: str = ""


def write(store: Store, facts: Facts, *, backwards: bool = False) -> None:
    """All of it as rows, in one unit; `backwards` gives days and marks the keys and the order of the opposite way."""
    turn = -1 if backwards else 1
    branch_ids = {BRANCH: 1, SIDE: 2}
    keys = {sitting: key for key, sitting in enumerate(facts.sittings[::turn], 1)}
    slots: Counter[tuple[str, str]] = Counter()
    with store.writing(act()) as unit:
        for name, key in branch_ids.items():
            row = {"id": key, "name": name, "kind": "branch", "policy": facts.policy, "secretary": facts.secretary}
            unit.rows.insert("branch", row)
        for sitting, key in keys.items():
            month = f"{sitting.on:%Y-%m}"
            slot = slots[sitting.branch, month]
            slots[sitting.branch, month] += 1
            unit.rows.insert("day", _day_row(sitting, key, branch_ids[sitting.branch], month, slot))
        for one in facts.members[::turn]:
            unit.rows.insert("member", {"id": one.number, "name": name_of(one)})
            for spell in one.memberships:
                unit.rows.insert("membership", _membership_row(unit.next_id(Membership), one, spell, branch_ids))
            for spell in one.standings:
                unit.rows.insert("standing", {"member_id": one.number, "standing": spell.what, "since": spell.since})
            for spell in one.circumstances:
                row = {"member_id": one.number, "kind": spell.what, "since": spell.since, "until": spell.until}
                unit.rows.insert("circumstance", row)
            for sitting, state in one.marks[::turn]:
                unit.rows.insert("mark", _mark_row(keys[sitting], one, sitting, state))
            for sitting, on in one.make_ups:
                unit.rows.insert("make_up", {"member_id": one.number, "day_id": keys[sitting], "held_on": on})
            for spoken in one.talks:
                named = " ".join(str(keys[sitting]) for sitting in spoken.about)
                row = {"id": unit.next_id(Talk), "member_id": one.number, "held_on": spoken.on, "day_ids": named}
                unit.rows.insert("talk", {**row, "waived": spoken.waived})
            for on in one.decided:
                unit.rows.insert("handling", _handling_row(unit.next_id(Handling), one, on))


def name_of(one: Someone) -> str:
    return f"党员{one.number}"


def _day_row(sitting: Sitting, key: int, branch_id: int, month: str, slot: int) -> dict[str, Any]:
    return {
        "id": key,
        "branch_id": branch_id,
        "month": month,
        "slot": slot,
        "part": sitting.part.value,
        "nominal": sitting.on,
        "held_on": sitting.on,
        "occasions": "activity-day",
        "provisional": False,
        "by_hand": False,
        "blocks": sitting.blocks,
        "form": sitting.form,
        "announced_on": sitting.announced_on,
        "summarised_on": sitting.summarised_on,
        "closed_on": sitting.closed_on,
        "cancelled_on": sitting.cancelled_on,
    }


def _membership_row(key: int, one: Someone, spell: During, branch_ids: Mapping[str, int]) -> dict[str, Any]:
    """Who comes back to a branch gets a new number there."""
    before = sum(each.what == spell.what and each.since < spell.since for each in one.memberships)
    return {
        "id": key,
        "member_id": one.number,
        "branch_id": branch_ids[spell.what],
        "number": number_in(one, before),
        "since": spell.since,
        "until": spell.until,
    }


def number_in(one: Someone, before: int) -> int:
    return one.number + 100 * before


def _mark_row(day_id: int, one: Someone, sitting: Sitting, state: State) -> dict[str, Any]:
    return {
        "day_id": day_id,
        "member_id": one.number,
        "state": state.value,
        "category": "sick" if state is State.EXCUSED else None,
        "recorded_on": sitting.on,
        "recorded_at": f"{sitting.on}T08:00:00.000Z",
        "recorded_by": "李华",
    }


def _handling_row(key: int, one: Someone, on: date) -> dict[str, Any]:
    return {
        "id": key,
        "member_id": one.number,
        "measure": Measure.EDUCATE.value,
        "proposed_on": on,
        "filed_on": on,
        "inquired_on": on,
        "statement": "",
        "decided_on": on,
        "entitled": 3,
        "present": 3,
        "in_favour": 3,
    }


# ---- asking for a review

Wanted = tuple[Rule, Level, int, tuple[str, ...], date | None, date | None]


def found(store: Store, as_of: date, *names: str) -> list[Finding]:
    """The review of these branches of the book; of all where none is named."""
    with store.reading() as connection:
        tree = people.branches(connection)
    chosen = [each for each in branches.all_below(tree, None) if not names or each.name in names]
    return review(desk(store), chosen, as_of)


def of_members(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if each.person]


def put(finding: Finding) -> Wanted:
    """A member's finding, as the oracle puts one; since when somebody is nearly due, nothing depends on."""
    assert finding.person
    refs = tuple(session.ref for session in finding.days)
    since = None if finding.rule is Rule.EARLY_NOTICE else finding.since
    return finding.rule, finding.level, finding.person.number, refs, since, finding.due


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

    def as_toml(self) -> str:
        values = {
            "talk.absences": self.talk,
            "talk.window": f'"{self.window}"',
            "handling.run": self.run,
            "handling.excused-breaks-run": str(self.excuse_ends_run).lower(),
            "make-up.required": str(self.make_up).lower(),
            "make-up.due-days": self.make_up_days,
            "reach-out.required": str(self.reach_out).lower(),
        }
        lines = [f'[[{key}]]\nvalue = {value}\nsource = "house"' for key, value in values.items()]
        return "\n".join(['[policy]\nname = "x"\ntitle = "x"\nbase = "hebei"', *lines])


SHIPPED = {
    "hebei": Numbers(3, "calendar-year", 6, True, True, 30),
    "zhongzhou": Numbers(0, "calendar-year", 6, True, False, 30),
    "national": Numbers(0, "calendar-year", 0, True, False, 30),
}


def half_days(sittings: Iterable[Sitting]) -> int:
    return sum(2 if each.part is Part.FULL else 1 for each in sittings)


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


def talks_due(absences: Sequence[Sitting], numbers: Numbers) -> list[tuple[list[Sitting], date]]:
    """Groups of absences that reach the number, each with the day it did; groups that share an absence are one."""
    groups: list[tuple[set[Sitting], date]] = []
    for last in absences:
        counted = set(in_window(numbers.window, absences[: absences.index(last) + 1], last.on))
        if not numbers.talk or half_days(counted) < 2 * numbers.talk:
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
    decided = max((on for on in one.decided if on <= as_of), default=date.min)
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


def reached_on(run: Sequence[Sitting], days_needed: int) -> date:
    return next(each.on for place, each in enumerate(run, 1) if half_days(run[:place]) >= 2 * days_needed)


def charter(one: Someone, record: Sequence[tuple[Sitting, State]], as_of: date) -> list[tuple[Any, ...]]:
    """Six months without anything that keeps up organisation life, and a warning at four."""
    kept_up = [sitting.on for sitting, state in record if state in (*TOOK_PART, State.EXCUSED)]
    kept_up += [on for _sitting, on in one.make_ups if on <= as_of]
    kept_up += [on for on in one.decided if on <= as_of]
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
    refs = tuple(each.ref for each in missed)
    if as_of >= months_after(start, 6):
        return [(Rule.CHARTER_CLOCK, Level.DUE, refs, months_after(start, 6), None)]
    if as_of >= months_after(start, 4):
        return [(Rule.CHARTER_CLOCK, Level.NOTICE, refs, months_after(start, 4), months_after(start, 6))]
    return []


def plainly(one: Someone, sittings: Sequence[Sitting], numbers: Numbers, as_of: date) -> list[Wanted]:
    """Everything the rules say of one member."""
    here = [each for each in one.memberships if each.covers(as_of)]
    if not here:
        return []
    [now] = here
    number = number_in(one, sum(each.what == now.what and each.since < now.since for each in one.memberships))
    record = own_record(one, sittings, as_of)
    runs = runs_of(one, record, numbers, as_of)
    wanted: list[tuple[Any, ...]] = []
    for run in runs:
        if numbers.run and half_days(run) >= 2 * numbers.run:
            refs = tuple(each.ref for each in run)
            wanted.append((Rule.HANDLING, Level.DUE, refs, reached_on(run, numbers.run), None))
    handling_due = bool(wanted)

    absences = [each for each, state in record if state is State.ABSENT and not is_settled(one, each, as_of)]
    due = talks_due(absences, numbers)
    for group, since in due:
        wanted.append((Rule.TALK, Level.DUE, tuple(each.ref for each in group), since, None))

    def nearly(sittings: Sequence[Sitting], days_needed: int) -> bool:
        return days_needed > 0 and 2 * (days_needed - 1) <= half_days(sittings) < 2 * days_needed

    talked_about = [each for group, _since in due for each in group]
    open_now = [each for each in in_window(numbers.window, absences, as_of) if each not in talked_about]
    for sittings, days_needed in ((open_now, numbers.talk), (runs[-1], numbers.run)):
        if not handling_due and nearly(sittings, days_needed):
            refs = tuple(each.ref for each in sittings)
            wanted.append((Rule.EARLY_NOTICE, Level.NOTICE, refs, None, None))

    made_up = [sitting for sitting, on in one.make_ups if on <= as_of]
    for sitting, state in record:
        if state is State.EXCUSED and numbers.make_up and sitting not in made_up:
            due_on = sitting.on + timedelta(days=numbers.make_up_days)
            level = Level.OVERDUE if as_of > due_on else Level.DUE
            wanted.append((Rule.MAKE_UP, level, (sitting.ref,), sitting.on, due_on))
        if state is State.UNREACHED and numbers.reach_out and sitting not in made_up:
            wanted.append((Rule.REACH_OUT, Level.DUE, (sitting.ref,), sitting.on, None))
    wanted += charter(one, record, as_of)
    return [(rule, level, number, refs, since, until) for rule, level, refs, since, until in wanted]


# ---- whole histories against it

MONTHS = [(2025 + (number + 2) // 12, (number + 2) % 12 + 1) for number in range(16)]  # 2025-03 to 2026-06
LETTERS = {
    " ": None,
    "A": State.ABSENT,
    "P": State.PRESENT,
    "E": State.EXCUSED,
    "O": State.ONLINE,
    "V": State.VISITED,
    "?": State.UNKNOWN,
    "U": State.UNREACHED,
}
DATES = st.dates(date(2025, 2, 1), date(2026, 9, 30))
CUSTOM = st.builds(
    Numbers,
    st.sampled_from([3, 0, 2]),
    st.sampled_from(["rolling-12-months", "all-time", "calendar-year"]),
    st.sampled_from([6, 0, 3]),
    st.booleans(),
    st.booleans(),
    st.sampled_from([30, 0, 10]),
    st.booleans(),
)


@st.composite
def sittings_of(draw: st.DrawFn, branch: str) -> list[Sitting]:
    """Up to 16 months with a day, two half-days or nothing; some cancelled, some not closed."""
    found = []
    for year, month in MONTHS:
        on = date(year, month, draw(st.integers(1, monthrange(year, month)[1])))
        parts = draw(st.sampled_from([[Part.FULL], [Part.FULL], [Part.FULL], [Part.AM, Part.PM], [Part.AM], []]))
        for part in parts:
            fate = draw(st.sampled_from(["closed", "closed", "late", "open", "cancelled"]))
            after = on + timedelta(days=draw(st.sampled_from([0, 40, -3])))
            found.append(
                Sitting(
                    on,
                    part,
                    branch,
                    closed_on={"closed": on, "late": max(on, after)}.get(fate),
                    cancelled_on=after if fate == "cancelled" else None,
                )
            )
    return found


def spells(kinds: Iterable[str]) -> st.SearchStrategy[tuple[During, ...]]:
    """Up to two times, one after the other, the last perhaps open."""

    def cut(what: tuple[str, str], on: list[date], is_open: bool) -> tuple[During, ...]:
        bounds = sorted(set(on))
        found = [During(kind, since, until) for kind, (since, until) in zip(what, pairs(bounds), strict=False)]
        if is_open and found:
            found[-1] = found[-1]._replace(until=None)
        return tuple(found)

    some = st.sampled_from(list(kinds))
    return st.builds(cut, st.tuples(some, some), st.lists(DATES, max_size=4), st.booleans())


def pairs(bounds: Sequence[date]) -> list[tuple[date, date]]:
    return list(zip(bounds[::2], bounds[1::2], strict=False))


@st.composite
def someone(draw: st.DrawFn, number: int, sittings: Sequence[Sitting]) -> Someone:
    one = Someone(
        number=number,
        memberships=draw(memberships()),
        standings=draw(
            st.one_of(
                st.just((During("full", EVER),)),
                st.just((During("probationary", date(2025, 3, 1)), During("full", date(2026, 3, 1)))),
                st.builds(
                    lambda before, since: (During(before, EVER), During("probationary", since)),
                    st.sampled_from(["prospect", "activist"]),
                    DATES,
                ),
            )
        ),
        circumstances=draw(st.one_of(st.just(()), spells(["leave", "ill", "suspended", "infirm", "mobile"]))),
    )
    habit = draw(st.sampled_from(["A ", "AAAAAAAAP", "AAAAE?", "AAAAAAU?OV", " AAPPE", "AAAAPEOV?U", "?A"]))
    letters = draw(st.lists(st.sampled_from(habit), min_size=len(sittings), max_size=len(sittings)))
    marks = []
    for sitting, letter in zip(sittings, letters, strict=True):
        state = LETTERS[letter]
        elsewhere = not any(each.what == sitting.branch and each.covers(sitting.on) for each in one.memberships)
        if state is None or (elsewhere and draw(st.integers(0, 9)) < 8):
            continue
        # Only an excuse, entered ahead, can stand on a day that was cancelled.
        if sitting.cancelled_on is None or state is State.EXCUSED:
            marks.append((sitting, state))
    away = [sitting for sitting, state in marks if state in (State.EXCUSED, State.ABSENT)]
    chosen = draw(st.lists(st.sampled_from(away), max_size=3, unique=True)) if away else []
    later = st.integers(0, 60).map(lambda number: timedelta(days=number))
    absent = [sitting for sitting, state in marks if state is State.ABSENT]
    said = []
    for on in draw(st.lists(DATES, max_size=2, unique=True)):
        before = [each for each in absent if each.on <= on]
        names = draw(st.lists(st.sampled_from(before), max_size=3, unique=True)) if before else []
        said.append(Spoken(on, tuple(names), draw(st.booleans())))
    return replace(
        one,
        marks=tuple(marks),
        make_ups=tuple((sitting, sitting.on + draw(later)) for sitting in chosen),
        talks=tuple(said),
        decided=tuple(draw(st.one_of(st.just([]), st.lists(DATES, max_size=1)))),
    )


def memberships() -> st.SearchStrategy[tuple[During, ...]]:
    """Always here; come or gone in between; from branch to branch; gone and back."""

    def moves(one: date, other: date, way: str) -> tuple[During, ...]:
        first, last = sorted((one, other))
        if way == "moved" or first == last:
            return During(BRANCH, EVER, first), During(SIDE, first)
        if way == "back":
            return During(BRANCH, EVER, first), During(BRANCH, last)
        if way == "there and back":
            return During(BRANCH, EVER, first), During(SIDE, first, last), During(BRANCH, last)
        return (During(BRANCH, first, None if way == "joined" else last),)

    ways = st.sampled_from(["moved", "back", "there and back", "joined", "left"])
    return st.one_of(st.just((During(BRANCH, EVER),)), st.builds(moves, DATES, DATES, ways))


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    sittings = draw(sittings_of(BRANCH)) + draw(sittings_of(SIDE))
    count = draw(st.integers(1, 4))
    return Facts(tuple(sittings), tuple(draw(someone(number, sittings)) for number in range(1, count + 1)))


ANY_POLICY = st.one_of(st.sampled_from(sorted(SHIPPED)), CUSTOM)
OFTEN = settings(
    max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def in_book(facts: Facts, policy: str | Numbers, folder: Path) -> tuple[Facts, Numbers]:
    """The facts under that policy, written to a file where it is not one that is shipped."""
    if isinstance(policy, str):
        return replace(facts, policy=policy), SHIPPED[policy]
    path = folder / "school.toml"
    path.write_text(policy.as_toml(), "utf-8")
    return replace(facts, policy=str(path)), policy


@OFTEN
@given(facts=any_facts(), policy=ANY_POLICY, as_of=DATES)
def test_any_history_needs_what_the_plain_reading_says(
    sqlite_book: Store, tmp_path: Path, facts: Facts, policy: str | Numbers, as_of: date
) -> None:
    facts, numbers = in_book(facts, policy, tmp_path)
    with copy_of(sqlite_book, tmp_path / "example.partyday") as store:
        write(store, facts)
        said = sorted(map(put, of_members(found(store, as_of))), key=str)
    assert said == sorted(
        (each for one in facts.members for each in plainly(one, facts.sittings, numbers, as_of)), key=str
    )


@pytest.mark.slow
@OFTEN
@given(facts=any_facts(), policy=ANY_POLICY, as_of=DATES)
def test_the_story_of_a_member_ends_in_their_part_of_the_review(
    sqlite_book: Store, tmp_path: Path, facts: Facts, policy: str | Numbers, as_of: date
) -> None:
    facts, _numbers = in_book(facts, policy, tmp_path)
    with copy_of(sqlite_book, tmp_path / "example.partyday") as store:
        write(store, facts)
        of_all = of_members(found(store, as_of))
        with store.reading() as connection:
            tree = people.branches(connection)
        for branch in tree:
            for person in people_of(store, branch, as_of).values():
                theirs = [each for each in of_all if each.person and each.person.id == person.id]
                assert list(map(put, story(desk(store), [branch], str(person.number), as_of).findings)) == list(
                    map(put, theirs)
                )


def same_in_story_and_review(store: Store, as_of: date) -> None:
    branch = branch_of(store)
    [person] = people_of(store, branch, as_of).values()
    assert list(map(put, story(desk(store), [branch], str(person.number), as_of).findings)) == list(
        map(put, of_members(found(store, as_of)))
    )


def test_a_visit_not_made_is_told_alike_where_a_make_up_was_recorded_before_the_illness_was(sqlite_book: Store) -> None:
    day = Sitting(date(2026, 3, 6), announced_on=EVER, closed_on=date(2026, 3, 6), summarised_on=date(2026, 3, 6))
    ill = During("ill", date(2026, 3, 1))
    one = Someone(circumstances=(ill,), marks=((day, State.EXCUSED),), make_ups=((day, date(2026, 3, 10)),))
    write(sqlite_book, Facts((day,), (one,), "zhongzhou"))
    same_in_story_and_review(sqlite_book, date(2026, 3, 31))


def test_before_somebody_came_back_under_a_new_number_the_old_one_is_told(sqlite_book: Store) -> None:
    day = Sitting(date(2026, 3, 6), announced_on=EVER, closed_on=date(2026, 3, 6), summarised_on=date(2026, 3, 6))
    back = (During(BRANCH, EVER, date(2026, 5, 1)), During(BRANCH, date(2026, 7, 1)))
    write(sqlite_book, Facts((day,), (Someone(memberships=back, marks=((day, State.EXCUSED),)),)))
    same_in_story_and_review(sqlite_book, date(2026, 3, 31))


@pytest.mark.slow
@settings(OFTEN, max_examples=examples(30))
@given(facts=any_facts(), as_of=DATES)
def test_the_order_in_which_days_and_marks_came_in_is_irrelevant(
    sqlite_book: Store, tmp_path: Path, facts: Facts, as_of: date
) -> None:
    said = []
    for backwards in (False, True):
        with copy_of(sqlite_book, tmp_path / "example.partyday") as store:
            write(store, facts, backwards=backwards)
            said.append(sorted(map(put, of_members(found(store, as_of))), key=str))
    assert said[0] == said[1]


@pytest.mark.slow
@settings(OFTEN, max_examples=examples(30))
@given(facts=any_facts(), as_of=DATES, data=st.data())
def test_an_added_make_up_never_raises_what_is_owed(
    sqlite_book: Store, tmp_path: Path, facts: Facts, as_of: date, data: st.DataObject
) -> None:
    done = [replace(one, make_ups=one.make_ups + _another(one, data)) for one in facts.members]
    owed = []
    for each in (facts, replace(facts, members=tuple(done))):
        with copy_of(sqlite_book, tmp_path / "example.partyday") as store:
            write(store, each)
            findings = of_members(found(store, as_of))
            owed.append(Counter(put(one)[0:3:2] for one in findings if one.level is not Level.NOTICE))
    assert owed[1] <= owed[0]


def _another(one: Someone, data: st.DataObject) -> tuple[tuple[Sitting, date], ...]:
    known = {sitting for sitting, _on in one.make_ups}
    away = [sitting for sitting, state in one.marks if state is State.EXCUSED and sitting not in known]
    if not away:
        return ()
    sitting = data.draw(st.sampled_from(away))
    return ((sitting, sitting.on + timedelta(days=data.draw(st.integers(0, 40)))),)


@pytest.mark.slow
@settings(OFTEN, max_examples=examples(30))
@given(facts=any_facts(), as_of=DATES)
def test_an_excused_absence_never_counts_as_unexcused(
    sqlite_book: Store, tmp_path: Path, facts: Facts, as_of: date
) -> None:
    counting = (Rule.TALK, Rule.HANDLING, Rule.EARLY_NOTICE)
    excused = replace(facts, members=tuple(replace(one, marks=_all_excused(one)) for one in facts.members))
    for each in (facts, excused):
        marked = {one.number: {(s.branch, s.ref): state for s, state in one.marks} for one in each.members}
        with copy_of(sqlite_book, tmp_path / "example.partyday") as store:
            write(store, each)
            for finding in of_members(found(store, as_of)):
                if finding.rule in counting and finding.person:
                    assert each is not excused
                    for session in finding.days:
                        where = {1: BRANCH, 2: SIDE}[session.branch_id]
                        assert marked[finding.person.id][where, session.ref] is State.ABSENT


def _all_excused(one: Someone) -> tuple[tuple[Sitting, State], ...]:
    return tuple((sitting, State.EXCUSED if state is State.ABSENT else state) for sitting, state in one.marks)


# ---- worked cases


def from_case(case: Mapping[str, Any], folder: Path) -> Facts:
    """The facts of a case. Days are closed on their date; `open` leaves them so, `closed_late` closes them after."""
    side = {"side": SIDE}

    def sitting(ref: str, branch: str) -> Sitting:
        on, _colon, part = ref.partition(":")
        day = date.fromisoformat(on)
        off = ref in case.get("cancelled", ())
        closed_on = None if off or case.get("open") else case["as_of"] if case.get("closed_late") else day
        return Sitting(day, Part(part or "full"), branch, closed_on=closed_on, cancelled_on=day if off else None)

    marks = {
        (branch, ref): (sitting(ref, branch), state)
        for branch, key in ((BRANCH, "marks"), (SIDE, "elsewhere"))
        for ref, state in case.get(key, {}).items()
    }
    of_ref = {ref: one for (_branch, ref), (one, _state) in marks.items()}
    here = [
        During(side.get(each.get("branch"), BRANCH), each["since"], each.get("until"))
        for each in case.get("memberships", [{"since": EVER}])
    ]
    one = Someone(
        memberships=tuple(here),
        standings=tuple(
            During(each["standing"], each["since"])
            for each in case.get("standings", [{"standing": "full", "since": EVER}])
        ),
        circumstances=tuple(
            During(each["kind"], each["since"], each.get("until")) for each in case.get("circumstances", ())
        ),
        marks=tuple((sitting, State(state)) for sitting, state in marks.values() if state != "unmarked"),
        talks=tuple(
            Spoken(each["on"], tuple(of_ref[ref] for ref in each.get("days", ())), each.get("waived", False))
            for each in case.get("talks", ())
        ),
        make_ups=tuple((of_ref[ref], on) for ref, on in case.get("make_ups", {}).items()),
        decided=tuple(case.get("decided", ())),
    )
    sittings = tuple(sitting for sitting, _state in marks.values())
    return Facts(sittings, (one,), policy_of_case(case, folder), case.get("secretary", ""))


def policy_of_case(case: Mapping[str, Any], folder: Path) -> str:
    """The shipped policy; with `values` a school's own file on it. A list gives the old value, then dated new ones."""
    base = str(case.get("policy", "hebei"))
    if "values" not in case:
        return base
    lines = [
        f'[policy]\nname = "school"\ntitle = "学校"\nbase = "{base}"',
        '[sources.own]\ndocument = "校发〔2026〕1号"',
    ]
    for key, value in case["values"].items():
        old, *new = value if isinstance(value, list) else [value]
        for since, each in [(None, old), *new]:
            shown = f'"{each}"' if isinstance(each, str) else str(each).lower()
            lines.append(f'[[{key}]]\nvalue = {shown}\nsource = "own"' + (f"\nsince = {since}" if since else ""))
    path = folder / "school.toml"
    path.write_text("\n".join(lines), "utf-8")
    return str(path)


def check(case: Mapping[str, Any], store: Store, folder: Path) -> None:
    write(store, from_case(case, folder))
    said = of_members(found(store, case["as_of"]))
    assert [(each.rule, each.level, [session.ref for session in each.days]) for each in said] == [
        (each["rule"], each["level"], each["days"]) for each in case["findings"]
    ]
    for each, wanted in zip(said, case["findings"], strict=True):
        assert each.due == wanted.get("due")
        assert each.since == wanted.get("since", each.since)
        assert each.by == wanted.get("by", each.by)
        assert each.source.house == wanted.get("house", each.source.house)
        assert each.source.document


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: str(case["name"]))
def test_worked_case(sqlite_book: Store, tmp_path: Path, case: dict[str, Any]) -> None:
    assert case["source"]
    check(case, sqlite_book, tmp_path)


@pytest.mark.parametrize("case", CASES["case"][::7], ids=lambda case: str(case["name"]))
def test_worked_case_on_either_database(book: Store, tmp_path: Path, case: dict[str, Any]) -> None:
    check(case, book, tmp_path)


@pytest.mark.parametrize("case", CASES["duty"], ids=lambda case: str(case["name"]))
def test_worked_duty_of_a_branch(book: Store, case: dict[str, Any]) -> None:
    """The one day is 2026-03-06; somebody was marked on it, but for a case that says `unmarked`."""
    acts = {key: value for key, value in case.items() if key.endswith("_on")}
    day = Sitting(date(2026, 3, 6), **acts)
    marks = () if case.get("unmarked") or case["as_of"] < day.on else ((day, State.PRESENT),)
    write(book, Facts((day,), (Someone(marks=marks),), "zhongzhou"))
    due = [each for each in found(book, case["as_of"], BRANCH) if each.level is not Level.NOTICE]
    said = [each for each in due if each.days]  # what the branch owes its days, not its papers
    assert [f"{each.code} {each.level} {each.due}" for each in said] == case["findings"]
    assert all(each.rule is Rule.BRANCH_DUTY and each.source.document and each.source.house for each in said)


# ---- content that did not come in time

SPIRIT = Sitting(date(2026, 2, 6), closed_on=date(2026, 2, 6), blocks="party-spirit")
OTHER = Sitting(date(2026, 3, 6), closed_on=date(2026, 3, 6), blocks="service")


def cadences(store: Store, as_of: date, *sittings: Sitting) -> dict[tuple[str, str], str]:
    """What is missed or still open: code and last day → the kinds of content."""
    marks = tuple((each, State.PRESENT) for each in sittings if each.closed_on)
    write(store, Facts(sittings, (Someone(marks=marks),)))
    said = [each for each in found(store, as_of, BRANCH) if each.code.startswith("cadence")]
    assert all(each.level is (Level.OVERDUE if each.code == "cadence-missed" else Level.NOTICE) for each in said)
    assert all(not each.source.house for each in said)
    return {(each.code, str(each.due)): each.what for each in said}


def test_what_a_quarter_that_is_over_went_without_is_missed(sqlite_book: Store) -> None:
    said = cadences(sqlite_book, date(2026, 4, 1), SPIRIT, OTHER)
    assert said["cadence-missed", "2026-03-31"] == "能力素质教育、议政议事"


def test_what_the_quarter_in_progress_still_lacks_is_only_told(sqlite_book: Store) -> None:
    said = cadences(sqlite_book, date(2026, 3, 31), SPIRIT, OTHER)
    assert said["cadence-open", "2026-03-31"] == "能力素质教育、议政议事"
    assert ("cadence-missed", "2025-12-31") not in said


def test_a_day_only_planned_carries_its_content_until_it_is_past_and_not_held(sqlite_book: Store) -> None:
    planned = Sitting(date(2026, 3, 6), blocks="ability deliberation party-spirit")
    said = cadences(sqlite_book, date(2026, 3, 6), planned)
    assert ("cadence-open", "2026-03-31") not in said
    [missed] = [
        each for each in found(sqlite_book, date(2026, 4, 1), BRANCH) if str(each.due) == "2026-03-31" and each.what
    ]
    assert (missed.code, missed.what) == ("cadence-missed", "党性观念教育、能力素质教育、议政议事")


def test_as_of_a_day_before_it_was_cancelled_a_day_carried_what_it_was_planned_for(sqlite_book: Store) -> None:
    gone = Sitting(date(2026, 3, 6), blocks="ability deliberation party-spirit", cancelled_on=date(2026, 3, 5))
    assert ("cadence-open", "2026-03-31") not in cadences(sqlite_book, date(2026, 3, 2), gone, SPIRIT)


# ---- through the commands' own way

DAYS_2026 = ("2026-01-09", "2026-02-06", "2026-03-06", "2026-04-03", "2026-05-08", "2026-06-05")
END = date(2026, 12, 31)


def missing(store: Store, refs: Sequence[str], *, state: State = State.ABSENT, on: date | None = None) -> Branch:
    """A branch with its year, in which 张三 was marked so on these days."""
    branch = start_branch(store)
    add_member(store, "张三")
    make_year(desk(store, today=date(2026, 1, 4)), [branch], 2026)
    for ref in refs:
        check_in(desk(store, branch, on or date.fromisoformat(ref)), ref, [Order("张三", state, None)])
    return branch


def rules(store: Store, as_of: date) -> list[str]:
    return [each.rule.value for each in of_members(found(store, as_of))]


def test_a_correction_changes_what_is_found_from_then_on(book: Store) -> None:
    branch = missing(book, DAYS_2026[:3])
    assert rules(book, date(2026, 3, 6)) == ["talk"]
    corrected = Order("张三", State.EXCUSED, Excuse.SICK)
    check_in(desk(book, branch, date(2026, 3, 20)), "2026-02-06", [corrected], reason="补交假条")
    assert rules(book, date(2026, 3, 6)) == ["make-up", "early-notice"]


def test_a_mark_made_long_after_the_day_counts_from_its_day(sqlite_book: Store) -> None:
    missing(sqlite_book, DAYS_2026[:3], on=date(2026, 9, 1))
    [talk] = of_members(found(sqlite_book, date(2026, 3, 6)))
    assert (talk.rule, talk.since) == (Rule.TALK, date(2026, 3, 6))


def test_a_talk_held_or_waived_settles_what_was_due(book: Store) -> None:
    missing(book, DAYS_2026[:3])
    add_member(book, "李四")
    talks.add(desk(book, today=END), "张三", date(2026, 3, 10), {"held_by": "书记"})
    assert rules(book, date(2026, 3, 9)) == ["talk"]
    assert rules(book, date(2026, 3, 10)) == []


def test_a_make_up_settles_its_day(book: Store) -> None:
    missing(book, DAYS_2026[:1], state=State.EXCUSED)
    makeups.add(desk(book, today=END), "张三", "2026-01-09", date(2026, 1, 20))
    assert rules(book, date(2026, 1, 19)) == ["make-up"]
    assert rules(book, date(2026, 1, 20)) == []


def test_a_proposal_alone_settles_nothing_and_the_decision_does(book: Store) -> None:
    missing(book, DAYS_2026)
    on = date(2026, 6, 10)
    talks.waive(desk(book, today=END), "张三", on, "已进入组织处理程序")
    told: dict[str, Any] = {"filed_on": on, "inquired_on": on, "inquiry": "属实"}
    handlings.propose(desk(book, today=END), "张三", Measure.CORRECT, on=on, **told)
    [due] = [each for each in found(book, on) if each.rule is Rule.HANDLING]
    assert (due.by, due.code) == (Office.MEETING, "handling-proposed")
    handlings.decide(
        desk(book, today=END), "张三", on=date(2026, 6, 12), entitled=3, present=3, in_favour=2, statement="知错"
    )
    assert Rule.HANDLING in [each.rule for each in found(book, date(2026, 6, 11))]
    assert rules(book, date(2026, 6, 12)) == []


def test_who_died_or_moved_away_is_found_nothing_of(sqlite_book: Store) -> None:
    missing(sqlite_book, DAYS_2026[:3])
    members.remove(desk(sqlite_book, today=END), "张三", date(2026, 3, 31), MembershipEnd.DIED, "")
    assert rules(sqlite_book, date(2026, 3, 30)) == ["talk"]
    assert rules(sqlite_book, date(2026, 3, 31)) == []


def test_an_illness_entered_afterwards_turns_absences_into_visits_to_make(book: Store) -> None:
    missing(book, DAYS_2026[:3])
    since = date(2026, 1, 1)
    members.change(desk(book, today=END), "张三", values={}, circumstances=[Circumstance.ILL], since=since)
    assert rules(book, date(2026, 3, 31)) == ["reach-out", "reach-out", "reach-out"]


def test_a_transfer_within_the_book_takes_the_absences_along(book: Store) -> None:
    missing(book, DAYS_2026[:3])
    branches.add(desk(book), SIDE, None)
    members.transfer(desk(book, BRANCH, END), "张三", SIDE, date(2026, 4, 1))
    [there] = of_members(found(book, date(2026, 4, 30), SIDE))
    assert (there.rule, there.branch.name) == (Rule.TALK, SIDE)
    assert of_members(found(book, date(2026, 4, 30), BRANCH)) == []
    assert branch_of(book).name == BRANCH
