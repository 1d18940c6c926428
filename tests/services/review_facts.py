"""Facts that a review reads, how they come into a book, and how a finding is told apart from others."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from hypothesis import strategies as st

from factories import BRANCH, MADE, act, desk
from partyday.model.acts import Handling, Talk
from partyday.model.codes import Level, Measure, Office, Part, Rule, State
from partyday.model.findings import Finding
from partyday.model.members import Membership
from partyday.services import branches
from partyday.services.review import review
from partyday.store import people
from partyday.store.book import Store

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


class Handled(NamedTuple):
    """A handling, proposed on a day; `on` is when the meeting voted, None: it has not. `carried`: how."""

    begun: date
    on: date | None = None
    carried: bool = True


@dataclass(frozen=True)
class Someone:
    """A member, with their marks and what was done about them.

    `corrected`: the sessions an absence from which became an excuse later, with the day on which it did.
    """

    number: int = 1
    memberships: tuple[During, ...] = (During(BRANCH, EVER),)
    standings: tuple[During, ...] = (During("full", EVER),)
    circumstances: tuple[During, ...] = ()
    marks: tuple[tuple[Sitting, State], ...] = ()
    talks: tuple[Spoken, ...] = ()
    make_ups: tuple[tuple[Sitting, date], ...] = ()
    handled: tuple[Handled, ...] = ()
    corrected: tuple[tuple[Sitting, date], ...] = ()

    def decided(self, as_of: date) -> list[date]:
        """When the meeting decided on a handling, up to a day; a vote that failed decides nothing."""
        return [each.on for each in self.handled if each.on and each.on <= as_of and each.carried]


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
    with store.writing(act(MADE, stand_in=True)) as unit:
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
            for handled in one.handled:
                unit.rows.insert("handling", _handling_row(unit.next_id(Handling), one, handled))


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


def _handling_row(key: int, one: Someone, handled: Handled) -> dict[str, Any]:
    row = {
        "id": key,
        "member_id": one.number,
        "measure": Measure.EDUCATE.value,
        "proposed_on": handled.begun,
        "filed_on": handled.begun,
        "inquired_on": handled.begun,
        "statement": "",
    }
    if handled.on is None:
        return row
    in_favour = 3 if handled.carried else 0
    return row | {
        "decided_on": handled.on,
        "carried": handled.carried,
        "entitled": 3,
        "present": 3,
        "in_favour": in_favour,
    }


# ---- asking for a review


class Wanted(NamedTuple):
    """A member's finding with everything that is printed of it; sessions by their refs."""

    rule: Rule
    level: Level
    number: int
    refs: tuple[str, ...]
    since: date | None
    until: date | None
    code: str
    by: Office
    what: str
    clause: str
    article: str
    house: bool


def found(store: Store, as_of: date, *names: str) -> list[Finding]:
    """The review of these branches of the book; of all where none is named."""
    with store.reading() as connection:
        tree = people.branches(connection)
    chosen = [each for each in branches.all_below(tree, None) if not names or each.name in names]
    return review(desk(store), chosen, as_of)


def of_members(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if each.person]


def put(finding: Finding) -> Wanted:
    """A member's finding, as the oracle puts one."""
    assert finding.person
    return Wanted(
        finding.rule,
        finding.level,
        finding.person.number,
        tuple(session.ref for session in finding.days),
        finding.since,
        finding.due,
        finding.code,
        finding.by,
        finding.what,
        finding.clause,
        finding.source.article,
        finding.source.house,
    )


DATES = st.dates(date(2025, 2, 1), date(2026, 9, 30))


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
