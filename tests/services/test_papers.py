"""What the papers print, against a plain count of the rows of the book (`paper_oracle`), over random histories."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from factories import DATA, act, branch_of, copy_of, desk, engine
from partyday.errors import Conflict, NotFound, PartydayError
from partyday.model.archive import pack, unpack
from partyday.model.codes import Circumstance, DuesKind, Excuse, Standing, State
from partyday.model.dues import Payment, Remittance
from partyday.model.filings import Filing
from partyday.model.forms import FORMS
from partyday.model.paper import NOT_APPLICABLE, Number, RowKind, Sheet, Value, sha256
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.services import branches, checkin, days, filings, logs, makeups, members, planning
from partyday.services.dues import assessing, paying
from partyday.services.papers.ask import Ask, Paper
from partyday.services.reports import MAKERS, make
from partyday.services.schedule import make_year
from partyday.services.whom import Order
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


def asked(book: Book, key: int, today: date) -> list[tuple[str, list[oracle.Row]]]:
    """Every period a branch may be asked for, with its sessions that count; each day is one."""
    found = [(period, oracle.held(book, key, months, today)) for period, months in PERIODS.items()]
    found += [(oracle.ref_of(day), [day]) for day in oracle.held(book, key, MONTHS, today)]
    return found


def check_attendance(store: Store, book: Book, today: date) -> None:
    for key in KEYS:
        branch = branch_at(store, key)
        for period, held in asked(book, key, today):
            if not held:
                with pytest.raises(NotFound):
                    make(desk(store), "attendance", Ask(branch, Period(period), today))
                continue
            paper = make(desk(store), "attendance", Ask(branch, Period(period), today))
            [sheet] = paper.sheets
            assert paper.period == period
            assert [each.heading for each in sheet.columns if each.group] == list(map(oracle.short, held))
            assert cells(sheet, RowKind.DATA) == oracle.attendance(book, key, held, today)
            assert cells(sheet, RowKind.TOTAL) == oracle.totals(book, [[(key, day)] for day in held], today)
            assert sheet.draft == any(day["closed_on"] is None for day in held)


def check_attendance_of_all(store: Store, book: Book, today: date) -> None:
    top = branch_at(store, TOP)
    for period, months in PERIODS.items():
        wanted = oracle.attendance_of_all(book, TOP, months, today)
        if not any(oracle.held(book, key, months, today) for key in KEYS):
            with pytest.raises(NotFound):
                make(desk(store), "attendance", Ask(top, Period(period), today))
            continue
        [sheet] = make(desk(store), "attendance", Ask(top, Period(period), today)).sheets
        assert cells(sheet) == wanted
        own_forms = [
            make(desk(store), "attendance", Ask(branch_at(store, key), Period(period), today)).sheets[0]
            for key in KEYS
            if oracle.held(book, key, months, today)
        ]
        assert in_short(sheet) == [row for form in own_forms for row in in_short(form)], "as the branches' own forms"
        assert of_all_days(sheet) == sum(map(of_all_days, own_forms), Counter())
        assert sheet.draft == any(form.draft for form in own_forms)


def in_short(sheet: Sheet) -> list[Cells]:
    """Each member's row with nothing but the days they were expected on."""
    return [tuple(cell for cell in row[:-6] if cell != NOT_APPLICABLE) + row[-6:] for row in cells(sheet, RowKind.DATA)]


def of_all_days(sheet: Sheet) -> Counter[str]:
    """What the totals of the days come to: 应到 and how often each state, and the make-ups."""
    rows = [row for row in cells(sheet, RowKind.TOTAL) if row[1] != "出勤率"]
    return Counter({row[1]: sum(row[2:-6]) for row in rows})


def check_appraisal(store: Store, book: Book, today: date) -> None:
    for key in KEYS:
        branch = branch_at(store, key)
        for period, held in asked(book, key, today):
            if not held:
                continue
            [sheet] = make(desk(store), "appraisal", Ask(branch, Period(period), today)).sheets
            assert cells(sheet) == oracle.appraisal(book, key, held, today)
            for row in cells(sheet):
                whole, present, online, visited, took_part, *others = row[3:12]
                assert took_part == present + online + visited
                assert whole == took_part + sum(others)
            for year in oracle.years(book, key, held, today):
                check_appraisal_of_one(store, book, Ask(branch, Period(period), today), year)


def check_appraisal_of_one(store: Store, book: Book, ask: Ask, year: oracle.Year) -> None:
    numbers = [
        (row["since"] <= ask.today, row["since"], row["number"])
        for row in book.memberships
        if row["member_id"] == year.seen.key and row["branch_id"] == ask.branch.id
    ]
    paper = make(desk(store), "appraisal", Ask(ask.branch, ask.period, ask.today, str(max(numbers)[-1])))
    [sheet] = paper.sheets
    assert paper.member_id == year.seen.key
    rows = cells(sheet, RowKind.DATA)
    assert [row[0] for row in rows] == list(range(1, len(year.days) + 1))
    for row, (day, state) in zip(rows, year.days, strict=True):
        lasted = oracle.hours(day) if state in oracle.TOOK_PART else None
        mended = "是" if oracle.made_up(book, day, year.seen.key, ask.today) else "—"
        assert row[1] == oracle.ref_of(day).replace(":am", "（上午）").replace(":pm", "（下午）")
        assert row[4:] == (oracle.STATES[state], mended, "—" if lasted is None else lasted)
    counts = dict(zip(oracle.STATES.values(), year.counts(), strict=True))
    balance = f"应到次数 {len(year.days)} = " + " + ".join(f"{word} {count}" for word, count in counts.items())
    took_part = sum(year.counts()[:3])
    whole, percent = cells(sheet, RowKind.TOTAL)
    assert whole == ("合计", None, None, balance, f"参加 {took_part} 次", year.made_up, year.hours())
    assert percent[4] == oracle.rate(took_part, len(year.days))
    assert sheet.draft == any(day["closed_on"] is None for day, _state in year.days)


def check_records(store: Store, book: Book, today: date) -> None:
    for key in KEYS:
        branch = branch_at(store, key)
        pages: dict[int, Sheet] = {}
        for day in oracle.held(book, key, MONTHS, today):
            [page] = make(desk(store), "record", Ask(branch, Period(oracle.ref_of(day)), today)).sheets
            said = {str(name): text for name, text in cells(page)}
            told = oracle.record(book, key, day, today)
            assert {name: said.get(name) for name in told} == told
            assert ("未登记" in said) == ("未登记" in told)
            assert page.draft == (day["closed_on"] is None)
            pages[day["id"]] = page
        for period in ("2025", "2026"):
            held = oracle.held(book, key, PERIODS[period], today)
            if held:
                check_handbook(
                    store, book, Ask(branch, Period(period), today), held, [pages[day["id"]] for day in held]
                )


def check_handbook(store: Store, book: Book, ask: Ask, held: Sequence[oracle.Row], pages: Sequence[Sheet]) -> None:
    index, *own = make(desk(store), "record", ask).sheets
    assert [page.body for page in own] == [page.body for page in pages]
    assert [page.tab for page in own] == list(map(oracle.short, held))
    counted = oracle.index(book, ask.branch.id, held, ask.today)
    counted.append([sum(counts[place] for counts in counted) for place in range(6)])
    printed = [row[5:] for row in cells(index)]
    gaps = any(counts[-1] for counts in counted) or any(day["closed_on"] is None for day in held)
    assert printed == [(*counts[: 6 if gaps else 5], oracle.rate(counts[1], counts[0])) for counts in counted], (
        "应到, 实到, 请假, 缺席, 待送学 and 未登记 of each day, and the sums"
    )
    assert all(counts[0] == sum(counts[1:]) for counts in counted)
    assert index.draft == any(day["closed_on"] is None for day in held)


@OFTEN
@given(facts=histories(), today=st.sampled_from(TODAYS))
def test_the_attendance_of_a_branch_is_what_the_rows_say(
    sqlite_book: Store, tmp_path: Path, facts: Facts, today: date
) -> None:
    with book_of(sqlite_book, tmp_path, facts) as (store, book):
        check_attendance(store, book, today)


@OFTEN
@given(facts=histories(), today=st.sampled_from(TODAYS))
def test_the_attendance_under_a_superior_is_that_of_its_branches_and_its_totals_are_their_sums(
    sqlite_book: Store, tmp_path: Path, facts: Facts, today: date
) -> None:
    with book_of(sqlite_book, tmp_path, facts) as (store, book):
        check_attendance_of_all(store, book, today)


@OFTEN
@given(facts=histories(), today=st.sampled_from(TODAYS))
def test_every_row_of_the_appraisal_balances_and_is_what_the_rows_say(
    sqlite_book: Store, tmp_path: Path, facts: Facts, today: date
) -> None:
    with book_of(sqlite_book, tmp_path, facts) as (store, book):
        check_appraisal(store, book, today)


@OFTEN
@given(facts=histories(), today=st.sampled_from(TODAYS))
def test_the_record_of_a_day_names_everybody_where_they_belong_and_the_handbook_holds_its_pages(
    sqlite_book: Store, tmp_path: Path, facts: Facts, today: date
) -> None:
    with book_of(sqlite_book, tmp_path, facts) as (store, book):
        check_records(store, book, today)


# ---- what no paper tells


def printed(store: Store, book: Book, key: int, today: date) -> Iterator[tuple[str, Paper]]:
    """Every form of a branch or their superior, for periods of every length and some members, where there is one."""
    branch = branch_at(store, key)
    refs = [oracle.ref_of(day) for day in book.days if day["branch_id"] == key and day["held_on"]][:2]
    numbers = [str(row["number"]) for row in book.memberships if row["branch_id"] == key][:2]
    for form, kind in FORMS.items():
        for period in (None, "2026", "2026H1", "2026Q1", *refs):
            for member in (None, *numbers) if kind.personal else (None,):
                with suppress(PartydayError):
                    yield form, make(desk(store), form, Ask(branch, Period(period) if period else None, today, member))


def shown_on(paper: Paper) -> str:
    """All the words and figures on it; what a cell offers to choose from is not among them."""
    return " ".join(
        [str(cell) for sheet in paper.sheets for row in sheet.body for cell in row.cells]
        + [str((sheet.title, sheet.lines, sheet.notes, sheet.signatures)) for sheet in paper.sheets]
    )


def check_secrets(form: str, paper: Paper) -> None:
    packed = pack(paper.sheets)
    for secret in (SECRET, ID_NUMBER, *map(str, INCOMES)):
        assert secret not in packed, f"{form} {paper.period}"
    for income in INCOMES:
        for written in (f"{Decimal(income) / 100:,.2f}", f"{Decimal(income) / 100:.2f}"):
            assert written not in packed, f"{form} {paper.period}"
    if form in ("attendance", "appraisal", "sign-in"):
        for category in oracle.CATEGORIES.values():
            assert category not in shown_on(paper), f"{form} {paper.period}"


# ---- plans summed up


def check_rollup(store: Store, book: Book, today: date) -> None:
    top = branch_at(store, TOP)
    periods = {"2025Q4": ("quarter-plan", MONTHS[:1]), "2026Q1": ("quarter-plan", MONTHS[1:4])}
    periods |= {"2026H1": ("half-year-plan", MONTHS[1:]), "2026": ("year-schedule", MONTHS[1:])}
    for period, (form, months) in periods.items():
        paper = make(desk(store), "rollup", Ask(top, Period(period), today))
        rows = cells(paper.sheets[0], RowKind.DATA)
        wanted: list[Cells] = []
        missing, standing = [], 0
        for key, name in zip(KEYS, NAMES, strict=True):
            planned = [day for day in book.days if day["branch_id"] == key and day["month"] in months]
            planned.sort(key=lambda day: (day["month"], day["held_on"] or date.max, day["slot"]))
            if not planned:
                missing.append(name)
                with pytest.raises(NotFound):
                    make(desk(store), form, Ask(branch_at(store, key), Period(period), today))
                continue
            [own] = make(desk(store), form, Ask(branch_at(store, key), Period(period), today)).sheets
            own_rows = [row[-len(rows[0]) + 2 :] for row in cells(own, RowKind.DATA)]
            assert [row[1] for row in own_rows] == [str(day["held_on"] or "待定") for day in planned]
            for day, row in zip(planned, own_rows, strict=True):
                assert ("取消" in str(row[-1])) == (day["cancelled_on"] is not None)
            wanted += [(name, *row) for row in own_rows]
            standing += len([day for day in planned if day["held_on"] and not day["cancelled_on"]])
        assert rows == [(number, *row) for number, row in enumerate(wanted, 1)]
        assert paper.missing == tuple(missing)
        assert paper.sheets[0].notes == ((f"未报送：{'、'.join(missing)}。",) if missing else ())
        said = f"应报 3 个党支部，已报 {3 - len(missing)} 个，未报 {len(missing)} 个；活动 {standing} 场"
        assert cells(paper.sheets[0], RowKind.TOTAL)[0][0] == f"合计：{said}"


@OFTEN
@given(facts=histories(), today=st.sampled_from(TODAYS))
def test_what_is_summed_up_are_the_plans_of_the_branches_and_missing_is_who_has_no_days(
    sqlite_book: Store, tmp_path: Path, facts: Facts, today: date
) -> None:
    with book_of(sqlite_book, tmp_path, facts) as (store, book):
        check_rollup(store, book, today)


# ---- dues


class Money(NamedTuple):
    """Somebody's assessments by month, a waiver, and what they paid for which months (None: beyond the dues)."""

    assessed: tuple[tuple[str, str, int | None], ...] = ()
    waived: tuple[str, str, int] | None = None
    paid: tuple[tuple[str | None, int, date], ...] = ()


@st.composite
def accounts(draw: st.DrawFn) -> tuple[Money, ...]:
    """The accounts of the first three; nobody pays further ahead than the next month."""
    kinds = [("wage", INCOMES[0]), ("wage", INCOMES[1]), ("retired", INCOMES[2]), ("student", None)]
    months = st.sampled_from(MONTHS)
    found = []
    for _one in range(3):
        since = sorted(draw(st.lists(months, max_size=2, unique=True)))
        first, last = sorted((draw(months), draw(months)))
        waiver = st.sampled_from([None, (first, last, 0), (first, last, 1_500)])
        payment = st.tuples(
            st.one_of(st.none(), months), st.sampled_from([20, 1_492, 9_186, 12_345]), st.sampled_from(DATES)
        )
        paid = [
            (month, amount, on)
            for month, amount, on in draw(st.lists(payment, max_size=5))
            if month is None or month <= oracle.after(f"{on:%Y-%m}", 1)
        ]
        assessed = tuple((month, *draw(st.sampled_from(kinds))) for month in since)
        found.append(Money(assessed, draw(waiver), tuple(paid)))
    return tuple(found)


def write_money(store: Store, money: Sequence[Money]) -> Book:
    """The accounts of those who are there, and what their branches forwarded: ten fen at a time."""
    with store.writing(act()) as unit:
        book = oracle.read(unit.connection)
        there = sorted(row["id"] for row in book.members)
        for key, account in zip(there, money, strict=False):
            for since, kind, income in account.assessed:
                row: dict[str, Any] = {"member_id": key, "since": since, "kind": kind, "income": income}
                unit.rows.insert("assessment", row)
            if account.waived:
                since, until, amount = account.waived
                row = {"id": key, "member_id": key, "since": since, "until": until, "amount": amount}
                unit.rows.insert("waiver", {**row, "approved_by": SUPERIOR, "approved_on": date(2026, 2, 10)})
            for month, amount, on in account.paid:
                branch_id = KEYS[(key + on.month) % 3]
                row = {"id": unit.next_id(Payment), "member_id": key, "branch_id": branch_id, "for_month": month}
                row |= {"amount": amount, "paid_on": on, "method": "cash", "receipt": f"{on.year}-{key:05}"}
                unit.rows.insert("payment", row)
                row = {"id": unit.next_id(Remittance), "branch_id": branch_id, "remitted_on": on, "amount": 10}
                unit.rows.insert("remittance", row)
    with store.reading() as connection:
        return oracle.read(connection)


class Paid(NamedTuple):
    """A member's year: number, name, standing, their months, and what they gave beyond."""

    number: int
    name: str
    standing: str
    key: int
    lines: list[oracle.Month]
    voluntary: int


def members_of_year(book: Book, branch_id: int, year: int, today: date) -> list[Paid]:
    """Everybody of the branch at the end of a year, or today, with an account in it."""
    on = min(today, date(year, 12, 31))
    found = []
    for each in oracle.everybody(book, branch_id, on):
        if each.standing not in ("full", "probationary"):
            continue
        lines = oracle.account(book, each.key, today, f"{on:%Y-%m}")
        lines = [line for line in lines if line.month.startswith(str(year))]
        paid = oracle.payments_of(book, each.key, today)
        beyond = [row["amount"] for row in paid if row["for_month"] is None and row["paid_on"].year == year]
        if lines or beyond:
            found.append(Paid(each.number, each.name, each.standing, each.key, lines, sum(beyond)))
    return found


def yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


def check_dues(store: Store, book: Book, today: date) -> None:
    for key in KEYS:
        branch = branch_at(store, key)
        for year in (2025, 2026):
            found = members_of_year(book, key, year, today)
            ask = Ask(branch, Period(year), today)
            if not found:
                with pytest.raises(NotFound):
                    make(desk(store), "dues-ledger", ask)
                continue
            check_ledger(book, make(desk(store), "dues-ledger", ask).sheets[0], year, found, today)
            sent = [row["amount"] for row in book.remittances if row["branch_id"] == key and at(row, year, today)]
            check_publication(make(desk(store), "dues-publication", ask).sheets[0], found, sum(sent))
        for on in (today, date(2026, 3, 6)):
            check_collection(store, book, branch, on, today)


def at(row: oracle.Row, year: int, today: date) -> bool:
    return bool(row["remitted_on"].year == year and row["remitted_on"] <= today)


def check_ledger(book: Book, sheet: Sheet, year: int, found: list[Paid], today: date) -> None:
    months = oracle.months_from(f"{year}-01", f"{year}-12")
    rows = []
    for each in found:
        paid = {line.month: line.paid for line in each.lines}
        figures = [sum(line.owed for line in each.lines), sum(paid.values())]
        figures += [figures[0] - figures[1], each.voluntary]
        by_month = [yuan(paid[month]) if paid.get(month) else None for month in months]
        rows.append((each.number, each.name, *by_month, *map(yuan, figures)))
    assert cells(sheet, RowKind.DATA) == rows
    [total] = cells(sheet, RowKind.TOTAL)
    assert total == ("合计", None, *(sum((row[place] or 0 for row in rows), Decimal(0)) for place in range(2, 18)))
    here = [each.key for each in found]
    paid_for = [
        row["amount"]
        for key in here
        for row in oracle.payments_of(book, key, today)
        if row["for_month"] and row["for_month"].startswith(str(year))
    ]
    assert total[15] == sum(total[2:14]) == yuan(sum(paid_for)), "what was paid is what the payments come to"
    assert total[16] == total[14] - total[15]


def check_publication(sheet: Sheet, found: list[Paid], sent: int) -> None:
    rows = []
    for each in found:
        behind = [line.month for line in each.lines if line.owed > line.paid]
        said = "未交齐" if behind else "已交齐" if any(line.assessed for line in each.lines) else "无应交"
        rows.append((each.number, each.name, oracle.STANDINGS[each.standing], said, in_words(behind)))
    assert cells(sheet, RowKind.DATA) == rows
    owed = sum(line.owed for each in found for line in each.lines)
    paid = sum(line.paid for each in found for line in each.lines)
    beyond = sum(each.voluntary for each in found)
    amounts = {"应交": owed, "已交": paid, "自愿多交": beyond, "上交": sent}
    told = "，".join(f"{word} {yuan(amount):.2f} 元" for word, amount in amounts.items())
    assert cells(sheet, RowKind.TOTAL) == [("合计", None, None, None, told)]


def in_words(months: list[str]) -> str:
    """2026-01至2026-03、2026-05, or a dash."""
    runs: list[list[str]] = []
    for month in months:
        if runs and oracle.after(runs[-1][-1], 1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return "、".join(run[0] if len(run) == 1 else f"{run[0]}至{run[-1]}" for run in runs) or NOT_APPLICABLE


def check_collection(store: Store, book: Book, branch: Branch, on: date, today: date) -> None:
    """Who owes what up to the month of the meeting, whenever it was paid."""
    rows = []
    through = f"{on:%Y-%m}"
    for each in oracle.everybody(book, branch.id, on):
        assessed = any(row["member_id"] == each.key for row in book.assessments)
        if each.standing in ("full", "probationary") and assessed:
            lines = oracle.account(book, each.key, date.max, through)
            behind = [line for line in lines if line.month <= through and line.owed > line.paid]
            if behind:
                owed = sum(line.owed - line.paid for line in behind)
                rows.append((each.number, each.name, in_words([line.month for line in behind]), yuan(owed), None, None))
    ask = Ask(branch, Period(on), today)
    if not rows:
        with pytest.raises(NotFound):
            make(desk(store), "dues-collect", ask)
        return
    [sheet] = make(desk(store), "dues-collect", ask).sheets
    whole = sum((row[3] for row in rows), Decimal(0))
    assert cells(sheet) == [*rows, ("合计", None, None, whole, None, None)]


@OFTEN
@given(facts=histories(), money=accounts(), today=st.sampled_from(TODAYS))
def test_the_papers_of_dues_come_to_the_sums_of_their_lines_and_of_the_payments(
    sqlite_book: Store, tmp_path: Path, facts: Facts, money: tuple[Money, ...], today: date
) -> None:
    with book_of(sqlite_book, tmp_path, facts) as (store, _book):
        check_dues(store, write_money(store, money), today)


@pytest.mark.slow
@settings(OFTEN, max_examples=examples(5))
@given(facts=histories(), money=accounts(), key=st.sampled_from((TOP, *KEYS)), today=st.sampled_from(TODAYS))
def test_no_paper_tells_the_detail_of_an_excuse_or_an_income_and_what_is_posted_no_category(
    sqlite_book: Store, tmp_path: Path, facts: Facts, money: tuple[Money, ...], key: int, today: date
) -> None:
    with book_of(sqlite_book, tmp_path, facts) as (store, _book):
        for form, paper in printed(store, write_money(store, money), key, today):
            check_secrets(form, paper)


# ---- on either database

CHECKS: tuple[Callable[[Store, Book, date], None], ...] = (
    *(check_attendance, check_attendance_of_all, check_appraisal, check_records, check_rollup, check_dues),
)


@settings(OFTEN, max_examples=examples(3))
@given(facts=histories(back=False), money=accounts(), today=st.sampled_from(TODAYS))
def test_either_database_prints_what_the_rows_say(
    book: Store, facts: Facts, money: tuple[Money, ...], today: date
) -> None:
    with engine(book).begin() as connection:
        for table in reversed(DATA):
            connection.execute(delete(table))
    write(book, facts)
    rows = write_money(book, money)
    for check in CHECKS:
        check(book, rows, today)


# ---- what was filed

FILED_ON = date(2026, 4, 1)
LATER = date(2026, 6, 30)
FILED: tuple[tuple[str, int, str, str | None], ...] = (
    ("attendance", 1, "2026-03", None),
    ("attendance", 1, "2026Q1", None),
    ("attendance", 0, "2026Q1", None),
    ("appraisal", 1, "2026Q1", None),
    ("appraisal", 1, "2026Q1", "李四"),
    ("record", 1, "2026-03-06", None),
    ("record", 1, "2026", None),
    ("sign-in", 1, "2026-03-06", None),
    ("make-ups", 1, "2026", None),
    ("quarter-plan", 1, "2026Q2", None),
    ("quarter-plan", 2, "2026Q2", None),
    ("rollup", 0, "2026Q2", None),
    ("dues-ledger", 1, "2026", None),
    ("dues-publication", 1, "2026", None),
)
BRANCHES = (SUPERIOR, NAMES[0], NAMES[1])

Do = Callable[[Store], object]


@pytest.fixture
def filed(sqlite_book: Store) -> Store:
    """Two branches with their year; all of the first quarter is closed, and every paper of `FILED` is filed."""
    store = sqlite_book
    branches.start(desk(store), NAMES[0], SUPERIOR, "hebei", [])
    branches.add(desk(store), NAMES[1], None)
    for name, place in (("张三", 0), ("李四", 0), ("王五", 0), ("赵六", 1)):
        members.add(desk(store, NAMES[place]), name, Standing.FULL, EVER)
    one, other = (branch_of(store, name) for name in NAMES[:2])
    make_year(desk(store, today=date(2026, 1, 2)), [one, other], 2026)
    for branch in (one, other):
        for day in ("2026-01-09", "2026-02-06", "2026-03-06"):
            excused = [
                Order("李四", State.EXCUSED, Excuse.SICK, SECRET),
                Order("王五", State.EXCUSED, None, SECRET),
            ]
            absent = excused if branch == one else []
            checkin.check_in(desk(store, branch, FILED_ON), day, absent, everybody=True, close=True)
    assessing.assess(desk(store, NAMES[0], FILED_ON), "张三", DuesKind.WAGE, INCOMES[0], Month("2026-01"))
    paying.pay(desk(store, NAMES[0], FILED_ON), "张三", [Month("2026-01")], paying.How(FILED_ON))
    for form, place, period, member in FILED:
        ask = Ask(branch_of(store, BRANCHES[place]), Period(period) if period else None, FILED_ON, member)
        filings.file_paper(desk(store, today=FILED_ON, command="file"), form, ask, lambda _sealed: None)
    return store


def correcting(day: str, who: str, state: State) -> Do:
    order = Order(who, state, Excuse.DUTY if state is State.EXCUSED else None)
    return lambda store: checkin.check_in(
        desk(store, branch_of(store, NAMES[0]), LATER), day, [order], reason="签到表漏登"
    )


def planning_anew(branch: str, day: str, theme: str) -> Do:
    return lambda store: days.plan(desk(store, branch_of(store, branch), LATER), day, {"theme": theme, "place": "301"})


def settling(branch: str, day: str, what: str) -> Do:
    def settle(store: Store) -> object:
        where = branch_of(store, branch)
        if what == "move":
            return days.move(desk(store, where, FILED_ON), day, f"{day[:7]}-10", "场地")
        return (days.cancel if what == "cancel" else days.reopen)(desk(store, where, LATER), day, "停电")

    return settle


def transferring(who: str, to: str, on: date) -> Do:
    return lambda store: members.transfer(desk(store, today=LATER), who, to, on)


def changing(who: str, kind: Circumstance, since: date, name: str) -> Do:
    return lambda store: members.change(
        desk(store, today=LATER), who, values={"name": name} if name else {}, circumstances=[kind], since=since
    )


def making_up(who: str, day: str, on: date) -> Do:
    return lambda store: makeups.add(desk(store, today=LATER), who, day, on, "自学")


def a_payment(who: str, month: str, on: date) -> Do:
    return lambda store: paying.pay(desk(store, today=LATER), who, [Month(month)], paying.How(on))


def theming(text: str) -> Do:
    return lambda store: planning.set_theme(desk(store, branch_of(store, SUPERIOR), LATER), Period("2026Q2"), text)


def filing_again(which: int) -> Do:
    form, place, period, member = FILED[which]
    return lambda store: filings.file_paper(
        desk(store, today=LATER, command="file"),
        form,
        Ask(branch_of(store, BRANCHES[place]), Period(period) if period else None, LATER, member),
        lambda _sealed: None,
    )


def undoing(number: int) -> Do:
    def undo(store: Store) -> None:
        entry = logs.to_undo(desk(store), number)
        if entry.command != "file":
            logs.undo(desk(store, today=LATER), entry)

    return undo


WHO = st.sampled_from(["张三", "李四", "王五", "赵六"])
HELD = st.sampled_from(["2026-01-09", "2026-02-06", "2026-03-06"])
AHEAD = st.sampled_from(["2026-04-03", "2026-05-08", "2026-06-05"])
WHEN = st.sampled_from([date(2026, 2, 7), date(2026, 3, 6), FILED_ON, date(2026, 4, 20)])
WHERE = st.sampled_from(NAMES[:2])
ACTS = st.one_of(
    st.builds(correcting, HELD, WHO, st.sampled_from([State.PRESENT, State.EXCUSED, State.ABSENT, State.VISITED])),
    st.builds(planning_anew, WHERE, st.one_of(HELD, AHEAD), st.sampled_from(["学党章", "义务劳动"])),
    st.builds(settling, WHERE, st.one_of(HELD, AHEAD), st.sampled_from(["move", "cancel", "reopen"])),
    st.builds(transferring, WHO, WHERE, WHEN),
    st.builds(changing, WHO, st.sampled_from(Circumstance), WHEN, st.sampled_from(["", "", "李思"])),
    st.builds(making_up, WHO, HELD, WHEN),
    st.builds(a_payment, WHO, st.sampled_from(["2026-02", "2026-03", "2026-04"]), WHEN),
    st.builds(theming, st.sampled_from(["", "作风建设"])),
    st.builds(filing_again, st.integers(0, len(FILED) - 1)),
    st.builds(undoing, st.integers(1, 40)),
)


def told_of(sheets: Sequence[Sheet]) -> list[Any]:
    """What people read on it."""
    return [
        (
            *(sheet.title, sheet.draft, sheet.lines, sheet.notes, sheet.signatures),
            [(column.group, column.heading) for column in sheet.columns],
            [(row.kind, *row.cells) for row in sheet.body],
        )
        for sheet in sheets
    ]


def number_on(book: Book, branch: Branch, each: Filing, on: date) -> str | None:
    """The number in a branch, by a day, of whom a paper is about; None where it is about nobody."""
    if each.member_id is None:
        return None
    spells = [row for row in book.memberships if (row["member_id"], row["branch_id"]) == (each.member_id, branch.id)]
    return str(max((row["since"] <= on, row["since"], row["number"]) for row in spells)[-1])


def as_records_stand(store: Store, branch: Branch, each: Filing, book: Book) -> tuple[Sheet, ...] | None:
    """The paper as it would be made today of the day it was filed on; None where it cannot be."""
    try:
        return make(
            desk(store),
            each.form,
            Ask(branch, each.period, each.filed_on, number_on(book, branch, each, each.filed_on)),
        ).sheets
    except PartydayError:
        return None


@pytest.mark.slow
@settings(OFTEN, max_examples=examples(6))
@given(acts=st.lists(ACTS, min_size=1, max_size=8))
def test_what_was_filed_stays_and_what_the_records_say_otherwise_now_is_told_cell_by_cell(
    filed: Store, tmp_path: Path, acts: list[Do]
) -> None:
    with copy_of(filed, tmp_path / "example.partyday") as store:
        first = [each.filing for each in filings.what_was_filed(desk(store))]
        assert len(first) == len(FILED)
        for do in acts:
            with suppress(PartydayError):
                do(store)
        with store.reading() as connection:
            book = oracle.read(connection)
        listed = filings.what_was_filed(desk(store))
        assert [each.filing for each in listed[: len(first)]] == first, "nothing that was filed is ever changed"
        for each in listed:
            sheets = unpack(each.filing.content)
            assert sha256(*sheets) == each.filing.sha256
            assert pack(sheets) == each.filing.content
            if not each.latest:
                assert each.changed is None
                continue
            who = number_on(book, each.branch, each.filing, LATER)
            ask = Ask(each.branch, each.filing.period, LATER, who)
            again, sealed = filings.as_filed(desk(store), each.filing.form, ask)
            assert (again, sealed.sheets, sealed.sha256) == (each.filing, sheets, each.filing.sha256)
            now = as_records_stand(store, each.branch, each.filing, book)
            assert each.changed == (now is None or told_of(now) != told_of(sheets)), each.filing.form
            of_paper = [
                other.filing
                for other in listed
                if other.filing.form == each.filing.form
                and other.filing.member_id == each.filing.member_id
                and (other.branch, other.filing.period) == (each.branch, each.filing.period)
            ]
            check_correction(store, ask, of_paper, now)


def check_correction(store: Store, ask: Ask, filed: list[Filing], now: tuple[Sheet, ...] | None) -> None:
    """The cells in which the last filing with other content and the records as of the last filing differ."""
    form, now = filed[-1].form, now or ()  # of what was filed the records may have nothing left
    others = [each for each in filed if told_of(unpack(each.content)) != told_of(now)]
    if not others:
        with pytest.raises(Conflict):
            filings.correction(desk(store), form, ask)
        return
    before = unpack(others[-1].content)
    [sheet] = filings.correction(desk(store), form, ask).sheets
    assert [row[0] for row in cells(sheet)] == list(range(1, len(sheet.body) + 1))
    assert str(others[-1].filed_on) in sheet.lines[0][1]
    changes: list[Cells] = []
    for place in range(max(len(before), len(now))):
        changes += differing(before[place : place + 1], now[place : place + 1])
    assert Counter(row[1:] for row in cells(sheet)) == Counter(changes)


def differing(before: Sequence[Sheet], after: Sequence[Sheet]) -> Iterator[Cells]:
    """Every cell that reads otherwise, found by looking at each row of the one beside each row of the other."""
    if not (before and after):
        [there] = [*before, *after]
        yield there.tab, "整页", "有" if before else NOT_APPLICABLE, "有" if after else NOT_APPLICABLE
        return
    [one], [other] = before, after
    if one.title != other.title:
        yield one.tab, "标题", one.title, other.title
    if one.lines != other.lines:
        yield one.tab, "表头", *("；".join("　".join(pair) for pair in sheet.lines) for sheet in (one, other))
    if one.notes != other.notes:
        yield one.tab, "说明", *("；".join(sheet.notes) for sheet in (one, other))
    was, now = reading(one), reading(other)
    for place, texts in was:
        beside = [each for key, each in now if key == place]
        if not beside:
            yield place[0], "整行", "；".join(f"{name}：{text}" for name, text in texts if text), NOT_APPLICABLE
            continue
        headings = [name for name, _text in texts]
        headings += [name for name, _text in beside[0] if name not in headings]
        for heading in headings:
            said, says = ("".join(text for name, text in row if name == heading) for row in (texts, beside[0]))
            if said != says:
                yield place[0], heading, said or NOT_APPLICABLE, says or NOT_APPLICABLE
    for place, texts in now:
        if place not in [key for key, _texts in was]:
            yield place[0], "整行", NOT_APPLICABLE, "；".join(f"{name}：{text}" for name, text in texts if text)


def reading(sheet: Sheet) -> list[tuple[tuple[str, int], list[tuple[str, str]]]]:
    """Each row by its first cells (and by how many such stand above it), with its headings and texts."""
    found: list[tuple[tuple[str, int], list[tuple[str, str]]]] = []
    for row in sheet.body:
        texts = [
            (f"{column.group} {column.heading}".strip(), as_printed(cell, row.number or column.number))
            for cell, column in zip(row.cells, sheet.columns, strict=False)
        ]
        words = [text for _heading, text in texts[: 2 if len(texts) > 2 else 1]]
        label = " ".join(word for word in words if word) or NOT_APPLICABLE
        if row.kind is RowKind.TOTAL:
            label = " ".join(["合计", *[word for word in words[1:] if word]])
        above = len([key for key, _texts in found if key[0] == label])
        found.append(((label, above), texts))
    return found


def as_printed(cell: Value, number: Number) -> str:
    if cell is None or isinstance(cell, str):
        return cell or ""
    if number is Number.PERCENT:
        return f"{cell:.1%}"
    return f"{cell:,.2f}" if number is Number.MONEY else f"{cell:g}"


def test_every_form_there_is_can_be_made() -> None:
    assert list(MAKERS) == list(FORMS)


@pytest.mark.slow
def test_every_form_can_be_printed_of_the_book_that_is_filed_and_none_tells_a_secret(filed: Store) -> None:
    """So that what no paper tells is asked of every one of them."""
    with filed.reading() as connection:
        book = oracle.read(connection)
    found = set()
    for branch in BRANCHES:
        for form in FORMS:
            for member in (None, "张三", "李四"):
                for period in (None, "2026-03-06", "2026Q1", "2026"):
                    with suppress(PartydayError):
                        paper = make(
                            desk(filed),
                            form,
                            Ask(branch_of(filed, branch), Period(period) if period else None, LATER, member),
                        )
                        check_secrets(form, paper)
                        assert FORMS[form].months in (None, paper.period.length) or form == "rollup", paper.period
                        found.add(form)
    assert book.marks
    assert any(mark["detail"] == SECRET for mark in book.marks.values())
    assert set(FORMS) - found == {"talk"}, "nobody is due a talk"
