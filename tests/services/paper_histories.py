"""Random histories of branches and their members, as books that papers are printed of."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from factories import act, branch_of, copy_of
from partyday.model.codes import Circumstance
from partyday.model.paper import RowKind, Sheet
from partyday.model.people import Branch
from partyday.store.book import Store, Unit
from profiles import examples
from services import paper_oracle as oracle
from services.paper_oracle import Book, Cells

SUPERIOR = "学院党委"
NAMES = ("第一党支部", "第二党支部", "第三党支部")
#: The keys of the superior and of its branches.
TOP, KEYS = 1, (2, 3, 4)

EVER = date(2010, 7, 1)
MONTHS = ("2025-12", "2026-01", "2026-02", "2026-03", "2026-04")
DATES = [date.fromisoformat(f"{month}-{day:02}") for month in MONTHS for day in (5, 6, 7, 20)]
TODAYS = (date(2026, 2, 6), date(2026, 3, 19), date(2026, 12, 31))

SECRET, ID_NUMBER, PHONE = "胃溃疡住院手术", "11010519491231002X", "13800138000"
INCOMES = (612_377, 298_411, 1_234_543)


# ---- facts, and how they come into a book


@dataclass(frozen=True)
class Session:
    """One session of a branch; `held_on` None while it is undecided."""

    branch: int
    month: str
    slot: int
    part: str
    held_on: date | None
    closed: bool
    cancelled: bool
    times: tuple[str, str]


class During(NamedTuple):
    """A branch or a circumstance, and for how long."""

    what: Any
    since: date
    until: date | None


@dataclass(frozen=True)
class Someone:
    """Somebody with what is dated of them, a mark (or none) for each session, and the sessions made up for."""

    name: str
    spells: tuple[During, ...]
    ended_by: str
    standings: tuple[tuple[str, date], ...]
    ways: tuple[During, ...]
    marks: tuple[str | None, ...]
    category: str | None
    made_up: tuple[int | None, ...]


@dataclass(frozen=True)
class Facts:
    """Three branches under one superior, their sessions, and everybody."""

    sessions: tuple[Session, ...]
    people: tuple[Someone, ...]


def write(store: Store, facts: Facts) -> Book:
    """All of it as rows. Who is to be reached is never absent, but 待送学; who is not expected has no make-up."""
    with store.writing(act()) as unit:
        row: dict[str, Any] = {"id": TOP, "name": SUPERIOR, "kind": "committee", "parent_id": None, "policy": "hebei"}
        unit.rows.insert("branch", row)
        for key, name in zip(KEYS, NAMES, strict=True):
            unit.rows.insert("branch", {"id": key, "name": name, "kind": "branch", "parent_id": TOP})
        for key, session in enumerate(facts.sessions, 1):
            unit.rows.insert("day", _day_row(key, session))
        for key, one in enumerate(facts.people, 1):
            _insert_person(unit, key, one)
        book = oracle.read(unit.connection)
        for day in book.days:
            on = day["held_on"]
            here = {each.key: each for each in oracle.everybody(book, day["branch_id"], on)} if on else {}
            counted = {each.key for each in oracle.expected(book, day["branch_id"], on)} if on else set()
            for key, one in enumerate(facts.people, 1):
                state, mended = one.marks[day["id"] - 1], one.made_up[day["id"] - 1]
                if state and on:
                    to_be_reached = key in here and here[key].ways & {"infirm", "ill"}
                    if to_be_reached and state in ("excused", "absent"):
                        state = "unreached"
                    unit.rows.insert("mark", _mark_row(day["id"], key, state, one.category, on))
                if mended is not None and key in counted:
                    row = {"day_id": day["id"], "member_id": key, "held_on": on + timedelta(mended), "how": "自学"}
                    unit.rows.insert("make_up", row)
    with store.reading() as connection:
        return oracle.read(connection)


def _day_row(key: int, session: Session) -> dict[str, Any]:
    on, (starts, ends) = session.held_on, session.times
    return {
        "id": key,
        "branch_id": session.branch,
        "month": session.month,
        "slot": session.slot,
        "part": session.part,
        "nominal": date.fromisoformat(f"{session.month}-06"),
        "held_on": on,
        "occasions": "activity-day",
        "provisional": False,
        "by_hand": False,
        "theme": f"主题{key}" if key % 2 else "",
        "form": "党员大会",
        "starts": starts,
        "ends": ends,
        "closed_on": on + timedelta(1) if session.closed and on else None,
        "cancelled_on": on if session.cancelled else None,
    }


def _insert_person(unit: Unit, key: int, one: Someone) -> None:
    joined = one.spells[0].since
    who = {"id": key, "name": one.name, "joined_on": joined, "id_number": ID_NUMBER, "phone": PHONE}
    unit.rows.insert("member", who)
    before: Counter[int] = Counter()
    for place, spell in enumerate(one.spells, 1):
        row = {"member_id": key, "branch_id": spell.what, "since": spell.since, "until": spell.until}
        row |= {"id": key * 10 + place, "number": number_of(key, before[spell.what])}
        last = place == len(one.spells)
        ended_by = (one.ended_by if last else "transferred") if spell.until else None
        unit.rows.insert("membership", {**row, "ended_by": ended_by, "note": ""})
        before[spell.what] += 1
    for what, since in one.standings:
        unit.rows.insert("standing", {"member_id": key, "since": since, "standing": what})
    for way in one.ways:
        unit.rows.insert("circumstance", {"member_id": key, "kind": way.what, "since": way.since, "until": way.until})


def number_of(key: int, before: int) -> int:
    """Another order than that of the keys; who comes back to a branch has a new number there."""
    return 7 * key % 11 + 20 * before


def _mark_row(day_id: int, key: int, state: str, category: str | None, on: date) -> dict[str, Any]:
    return {
        "day_id": day_id,
        "member_id": key,
        "state": state,
        "category": category if state == "excused" else None,
        "detail": SECRET,
        "recorded_on": on,
        "recorded_at": f"{on}T08:00:00.000Z",
        "recorded_by": "李华",
    }


# ---- random histories


@st.composite
def sessions(draw: st.DrawFn) -> tuple[Session, ...]:
    """Full days or half-days, on their date or moved, closed, open, cancelled or without a date."""
    found = []
    for branch in KEYS:
        for month in MONTHS:
            parts, dates = draw(
                st.sampled_from(
                    [((), ()), (("full",), (6,)), (("full",), (7,)), (("am", "pm"), (6, 6)), (("am", "pm"), (5, 20))]
                )
            )
            for slot, (part, number) in enumerate(zip(parts, dates, strict=True)):
                how = draw(st.sampled_from(["closed", "closed", "closed", "open", "cancelled", "undecided"]))
                on = None if how == "undecided" else date.fromisoformat(f"{month}-{number:02}")
                times = draw(st.sampled_from([("", ""), ("14:30", "16:50"), ("09:00", "")]))
                found.append(Session(branch, month, slot, part, on, how == "closed", how == "cancelled", times))
    return tuple(found)


@st.composite
def spells(draw: st.DrawFn, *, back: bool) -> tuple[During, ...]:
    """One branch after another, at once or after a while; with `back` perhaps the same again."""
    cuts = sorted(draw(st.lists(st.sampled_from([EVER, *DATES]), min_size=1, max_size=4, unique=True)))
    if draw(st.booleans()):
        cuts[0] = EVER
    ways = draw(st.permutations(KEYS)) if not back else draw(st.lists(st.sampled_from(KEYS), min_size=3, max_size=3))
    found: list[During] = []
    for place, since in enumerate(cuts[:3]):
        until = cuts[place + 1] if place + 1 < len(cuts) else None
        if found and found[-1].what == ways[place]:
            if draw(st.booleans()):
                continue  # away for a while
            found[-1] = found[-1]._replace(until=until)
            continue
        found.append(During(ways[place], since, until))
    return tuple(found)


CAREERS = (
    ("full",),
    ("full",),
    ("probationary", "full"),
    ("activist", "prospect", "probationary"),
    ("prospect",),
)


@st.composite
def someone(draw: st.DrawFn, sessions: int, *, back: bool) -> Someone:
    career = draw(st.sampled_from(CAREERS))
    turns = sorted(draw(st.lists(st.sampled_from(DATES), min_size=2, max_size=2, unique=True)))
    kinds = st.lists(st.sampled_from([each.value for each in Circumstance]), max_size=2, unique=True)
    ways = []
    for kind in draw(kinds):
        since, until = sorted(draw(st.lists(st.sampled_from([EVER, *DATES]), min_size=2, max_size=2)))
        ways.append(During(kind, since, draw(st.sampled_from([None, until]))))
    states = [None, "present", "present", *oracle.STATES]
    return Someone(
        name=draw(st.sampled_from(["张三", "李四", "欧阳娜"])),
        spells=draw(spells(back=back)),
        ended_by=draw(st.sampled_from(["transferred", "died", "removed"])),
        standings=tuple(zip(career, [EVER, *turns], strict=False)),
        ways=tuple(ways),
        marks=tuple(draw(st.lists(st.sampled_from(states), min_size=sessions, max_size=sessions))),
        category=draw(st.sampled_from([None, *oracle.CATEGORIES])),
        made_up=tuple(draw(st.lists(st.sampled_from([None, None, 1, 60]), min_size=sessions, max_size=sessions))),
    )


@st.composite
def histories(draw: st.DrawFn, *, back: bool = True) -> Facts:
    of_all = draw(sessions())
    people = draw(st.lists(someone(len(of_all), back=back), min_size=1, max_size=5))
    return Facts(of_all, tuple(people))


OFTEN = settings(
    max_examples=examples(10),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
PERIODS = {
    "2025": MONTHS[:1],
    "2026": MONTHS[1:],
    "2026H1": MONTHS[1:],
    "2026Q1": MONTHS[1:4],
    "2026Q2": MONTHS[4:],
    "2026-03": MONTHS[3:4],
}


@contextmanager
def book_of(store: Store, folder: Path, facts: Facts) -> Iterator[tuple[Store, Book]]:
    """A book of its own with these facts in it."""
    with copy_of(store, folder / "example.partyday") as copy:
        yield copy, write(copy, facts)


def branch_at(store: Store, key: int) -> Branch:
    return branch_of(store, (SUPERIOR, *NAMES)[key - TOP])


def cells(sheet: Sheet, *kinds: RowKind) -> list[Cells]:
    return [row.cells for row in sheet.body if not kinds or row.kind in kinds]
