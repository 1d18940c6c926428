"""What the papers should say, counted from the rows of the book in the plainest way: every member, every day.

Nothing of the program is used but its tables, so that a slip of it shows. The words are domain.md's (3, 6, 8).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Table

from factories import rows as rows_of
from partyday.store import tables as t
from services import owed_oracle

Row = Mapping[str, Any]
Cells = tuple[Any, ...]

STATES = {
    "present": "到会",
    "online": "线上",
    "visited": "送学",
    "excused": "请假",
    "absent": "缺席",
    "unreached": "待送学",
    "unknown": "未登记",
}
TOOK_PART = ("present", "online", "visited")
CATEGORIES = {"sick": "病假", "personal": "事假", "duty": "公差", "other": "其他"}
STANDINGS = {"full": "正式党员", "probationary": "预备党员", "prospect": "发展对象", "activist": "入党积极分子"}
HALVES = {"full": "", "am": "上午", "pm": "下午"}
NONE = "—"


class Book(NamedTuple):
    """The rows of the tables that the papers are made of."""

    branches: list[Row]
    members: list[Row]
    memberships: list[Row]
    standings: list[Row]
    circumstances: list[Row]
    days: list[Row]
    marks: dict[tuple[int, int], Row]
    make_ups: list[Row]
    assessments: list[Row]
    waivers: list[Row]
    payments: list[Row]
    remittances: list[Row]
    begins: Mapping[int, date] = {}  # where the records of a branch do


def read(connection: Any) -> Book:
    def rows(table: Table) -> list[Row]:
        return [*rows_of(connection, table)]

    return Book(
        branches=sorted(rows(t.branch), key=lambda row: int(row["id"])),
        members=rows(t.member),
        memberships=rows(t.membership),
        standings=rows(t.standing),
        circumstances=rows(t.circumstance),
        days=rows(t.day),
        marks={(row["day_id"], row["member_id"]): row for row in rows(t.mark)},
        make_ups=rows(t.make_up),
        assessments=rows(t.assessment),
        waivers=rows(t.waiver),
        payments=rows(t.payment),
        remittances=rows(t.remittance),
        begins=owed_oracle.begins(rows(t.branch)),
    )


# ---- who was there


class Seen(NamedTuple):
    """Somebody as a branch saw them on one day."""

    key: int
    number: int
    name: str
    standing: str
    ways: frozenset[str]


def holds(row: Row, on: date) -> bool:
    """Whether a dated row holds on a day: from its first day to the day before its last."""
    return bool(row["since"] <= on and (row["until"] is None or on < row["until"]))


def standing_of(book: Book, key: int, on: date) -> str:
    """The standing in force that day; before the first, the first."""
    standings = sorted((each["since"], each["standing"]) for each in book.standings if each["member_id"] == key)
    standing: str = standings[0][1]
    for since, what in standings:
        if since <= on:
            standing = what
    return standing


def everybody(book: Book, branch_id: int, on: date) -> list[Seen]:
    """All who belong to the branch that day, by number."""
    found = []
    for row in book.memberships:
        if row["branch_id"] != branch_id or not holds(row, on):
            continue
        key = row["member_id"]
        standing = standing_of(book, key, on)
        ways = frozenset(each["kind"] for each in book.circumstances if each["member_id"] == key and holds(each, on))
        [name] = [each["name"] for each in book.members if each["id"] == key]
        found.append(Seen(key, row["number"], name, standing, ways))
    return sorted(found, key=lambda each: each.number)


def expected(book: Book, branch_id: int, on: date) -> list[Seen]:
    """应到: the members, less those on leave and the suspended."""
    return [
        each
        for each in everybody(book, branch_id, on)
        if each.standing in ("full", "probationary") and not each.ways & {"leave", "suspended"}
    ]


def invited(book: Book, branch_id: int, on: date) -> list[Seen]:
    """列席: who is not a member yet."""
    return [each for each in everybody(book, branch_id, on) if each.standing in ("prospect", "activist")]


def state_of(book: Book, day: Row, key: int) -> str:
    """How a day counts for somebody; unmarked is unknown, never absent. The old and ill are to be reached once it is
    closed, whenever that became known (domain.md 3).
    """
    mark = book.marks.get((day["id"], key))
    ways = [row["kind"] for row in book.circumstances if row["member_id"] == key and holds(row, day["held_on"])]
    missed = mark and mark["state"] in ("excused", "absent") and day["closed_on"]
    return "unreached" if missed and {"infirm", "ill"} & {*ways} else str(mark["state"]) if mark else "unknown"


def unfinished(book: Book, day: Row, key: int) -> bool:
    """Whether something is still to be recorded of somebody: the day is not closed, or no mark of them was ever made.

    Who was closed as unknown (--yes) has such a mark, and nothing is left to record.
    """
    return day["closed_on"] is None or (day["id"], key) not in book.marks


def is_draft(book: Book, branch_id: int, days: Iterable[Row]) -> bool:
    """Whether the papers of these days are drafts: one is not closed, or somebody expected on one has no mark."""
    return any(
        day["closed_on"] is None
        or any(unfinished(book, day, each.key) for each in expected(book, branch_id, day["held_on"]))
        for day in days
    )


def held(book: Book, branch_id: int, months: Iterable[str], today: date) -> list[Row]:
    """The sessions of these months that have come and were not cancelled, in order."""
    wanted = set(months)
    found = [
        day
        for day in book.days
        if day["branch_id"] == branch_id
        and day["month"] in wanted
        and day["held_on"] is not None
        and day["held_on"] <= today
        and day["cancelled_on"] is None
    ]
    return sorted(found, key=lambda day: (day["held_on"], day["part"]))


def ref_of(day: Row) -> str:
    return str(day["held_on"]) + ("" if day["part"] == "full" else f":{day['part']}")


def short(day: Row) -> str:
    return f"{day['held_on'].month}-{day['held_on'].day}{HALVES[day['part']]}"


def made_up(book: Book, day: Row, key: int, today: date) -> bool:
    """Whether somebody had made up for a day by today."""
    return any(
        each["day_id"] == day["id"] and each["member_id"] == key and each["held_on"] <= today for each in book.make_ups
    )


def rate(took_part: int, of: int) -> float | str:
    return round(took_part / of, 4) if of else NONE


# ---- attendance


def attendance(book: Book, branch_id: int, days: Sequence[Row], today: date) -> list[Cells]:
    """A row for each member who was expected on any of the days, by number."""
    numbers: dict[int, tuple[int, str]] = {}
    for day in days:
        for each in expected(book, branch_id, day["held_on"]):
            numbers[each.key] = (each.number, each.name)
    rows = []
    for key, (number, name) in numbers.items():
        words, states, times = [], [], 0
        for day in days:
            if key in [each.key for each in expected(book, branch_id, day["held_on"])]:
                states.append(state_of(book, day, key))
                words.append(STATES[states[-1]])
                times += made_up(book, day, key, today)
            else:
                words.append(NONE)  # no day of theirs, whatever was made up for it
        took_part = len([each for each in states if each in TOOK_PART])
        counts = (len(states), took_part, states.count("excused"), states.count("absent"))
        rows.append((number, name, *words, *counts, rate(took_part, len(states)), times))
    return sorted(rows)


def totals(book: Book, columns: Sequence[Sequence[tuple[int, Row]]], today: date) -> list[Cells]:
    """The rows below: for each column the sums over its sessions, each given with its branch."""
    counted: list[list[str]] = []
    times = []
    for column in columns:
        states: list[str] = []
        mended = 0
        for branch_id, day in column:
            for each in expected(book, branch_id, day["held_on"]):
                states.append(state_of(book, day, each.key))
                mended += made_up(book, day, each.key, today)
        counted.append(states)
        times.append(mended)
    everything = [state for states in counted for state in states]
    rows: list[Cells] = [("合计", "应到", *map(len, counted), len(everything), None, None, None, None, None)]
    places = {"present": 1, "online": 1, "visited": 1, "excused": 2, "absent": 3}
    for state, word in STATES.items():
        sums: list[Any] = [None] * 6
        if state in places:
            sums[places[state]] = everything.count(state)
        rows.append((None, word, *(states.count(state) for states in counted), *sums))
    rates = [rate(_took_part(states), len(states)) for states in counted]
    whole = rate(_took_part(everything), len(everything))
    rows.append((None, "出勤率", *rates, None, None, None, None, whole, None))
    rows.append((None, "补课", *times, None, None, None, None, None, sum(times)))
    return rows


def _took_part(states: Sequence[str]) -> int:
    return len([state for state in states if state in TOOK_PART])


def place(day: Row) -> tuple[str, int, str]:
    """The column a session stands in where many branches are told together: its month, and which half."""
    return day["month"], day["slot"], HALVES[day["part"]]


def branches_under(book: Book, superior_id: int) -> list[Row]:
    """Every 党支部 under a superior, at whatever distance, in the order of the book."""
    parents = {row["id"]: row["parent_id"] for row in book.branches}
    found = []
    for row in book.branches:
        above = row["parent_id"]
        while above is not None and above != superior_id:
            above = parents[above]
        if row["kind"] == "branch" and above == superior_id:
            found.append(row)
    return found


def attendance_of_all(book: Book, superior_id: int, months: Iterable[str], today: date) -> list[Cells]:
    """The whole body of a superior's form: each branch under its name, the totals below."""
    wanted = list(months)
    sessions = {row["id"]: held(book, row["id"], wanted, today) for row in branches_under(book, superior_id)}
    places = sorted({place(day) for days in sessions.values() for day in days})
    body: list[Cells] = []
    for branch in branches_under(book, superior_id):
        days = sessions[branch["id"]]
        if not days:
            continue
        body.append((branch["name"],))
        for number, name, *rest in attendance(book, branch["id"], days, today):
            words = dict(zip(map(place, days), rest, strict=False))
            body.append((number, name, *(words.get(each, NONE) for each in places), *rest[len(days) :]))
    columns = [[(key, day) for key, days in sessions.items() for day in days if place(day) == each] for each in places]
    return body + totals(book, columns, today)


# ---- appraisal


def hours(day: Row) -> float | None:
    """学时 of a session, to two places; None where its times are not known."""
    if not (day["starts"] and day["ends"]):
        return None
    begins, ends = (int(text[:2]) * 60 + int(text[3:]) for text in (day["starts"], day["ends"]))
    return round((ends - begins) / 60, 2)


class Year(NamedTuple):
    """A member's days of a period with the state on each, as the branch saw them on the last of these."""

    seen: Seen
    days: list[tuple[Row, str]]
    made_up: int

    def counts(self) -> list[int]:
        return [len([state for _day, state in self.days if state == each]) for each in STATES]

    def hours(self) -> float:
        return round(sum(hours(day) or 0 for day, state in self.days if state in TOOK_PART), 2)


def years(book: Book, branch_id: int, days: Sequence[Row], today: date) -> list[Year]:
    found: dict[int, Year] = {}
    for day in days:
        for each in expected(book, branch_id, day["held_on"]):
            before = found[each.key].days if each.key in found else []
            times = found[each.key].made_up if each.key in found else 0
            found[each.key] = Year(
                each,
                [*before, (day, state_of(book, day, each.key))],
                times + made_up(book, day, each.key, today),
            )
    return sorted(found.values(), key=lambda year: year.seen.number)


def figures(counts: Sequence[int], times: int, lasted: float) -> Cells:
    """应到次数 and what it is made of, the rate, make-ups and hours."""
    took_part = sum(counts[:3])
    return (sum(counts), *counts[:3], took_part, *counts[3:], rate(took_part, sum(counts)), times, lasted)


def appraisal(book: Book, branch_id: int, days: Sequence[Row], today: date) -> list[Cells]:
    found = years(book, branch_id, days, today)
    rows: list[Cells] = [
        (
            year.seen.number,
            year.seen.name,
            STANDINGS[year.seen.standing],
            *figures(year.counts(), year.made_up, year.hours()),
        )
        for year in found
    ]
    sums = [sum(year.counts()[place] for year in found) for place in range(len(STATES))]
    lasted = round(sum(year.hours() for year in found), 2)
    return [*rows, ("合计", None, None, *figures(sums, sum(year.made_up for year in found), lasted))]


# ---- the record of a day


def record(book: Book, branch_id: int, day: Row, today: date) -> dict[str, str | None]:
    """What the page of a day says of who was there: item → text; None is left to the pen."""
    on = day["held_on"]
    here, guests = expected(book, branch_id, on), invited(book, branch_id, on)
    names = [each.name for each in here + guests]

    def told(each: Seen, *remarks: str) -> str:
        said = [f"序号 {each.number}"] if names.count(each.name) > 1 else []
        said += [remark for remark in remarks if remark]
        return each.name + (f"（{'，'.join(said)}）" if said else "")

    def category(each: Seen) -> str:
        kept = book.marks[day["id"], each.key]["category"]
        return CATEGORIES[kept] if kept else ""

    states = {each.key: state_of(book, day, each.key) for each in here}
    of = {state: [each for each in here if states[each.key] == state] for state in STATES}
    came = [each for each in guests if state_of(book, day, each.key) in TOOK_PART]
    mended = sorted(
        (each["held_on"], each["member_id"], each["how"])
        for each in book.make_ups
        if each["day_id"] == day["id"] and each["held_on"] <= today
    )
    by_key = {each.key: each for each in here}
    nobody = None if is_draft(book, branch_id, [day]) else "无"
    counts = {state: len(those) for state, those in of.items()}
    took_part = sum(counts[state] for state in TOOK_PART)
    parts = "、".join(f"{STATES[state]} {counts[state]}" for state in TOOK_PART)
    others = ["excused", "absent", "unreached"]
    if day["closed_on"] is None or counts["unknown"]:
        others.append("unknown")
    rest = "，".join(f"{STATES[state]} {counts[state]} 人" for state in others)
    percent = f"{took_part / len(here):.1%}" if here else NONE
    items = {
        "应到/实到": f"应到 {len(here)} 人，实到 {took_part} 人（{parts}），{rest}；出勤率 {percent}",
        "请假人员": "、".join(told(each, category(each)) for each in of["excused"]) or nobody,
        "缺席人员": "、".join(map(told, of["absent"])) or nobody,
        "待送学": "、".join(map(told, of["unreached"])) or nobody,
        "列席人员": "、".join(told(each, STANDINGS[each.standing]) for each in came) or nobody,
        "党员领导干部参加情况": "、".join(
            told(each, STATES[states[each.key]]) for each in here if "leader" in each.ways
        )
        or "无",
        "补课情况": "、".join(told(by_key[key], str(on), how) for on, key, how in mended if key in by_key)
        or (None if of["excused"] else nobody),
    }
    if of["unknown"]:
        items["未登记"] = "、".join(map(told, of["unknown"]))
    return items


def index(book: Book, branch_id: int, days: Sequence[Row], today: date) -> list[list[int]]:
    """Of each day 应到, 实到 and the rest of the balance, with 未登记 last."""
    found = []
    for day in days:
        states = [state_of(book, day, each.key) for each in expected(book, branch_id, day["held_on"])]
        others = [states.count(state) for state in ("excused", "absent", "unreached", "unknown")]
        found.append([len(states), _took_part(states), *others])
    return found


# ---- dues, in fen


def after(month: str, by: int) -> str:
    count = int(month[:4]) * 12 + int(month[5:]) - 1 + by
    return f"{count // 12:04}-{count % 12 + 1:02}"


def months_from(first: str, last: str) -> list[str]:
    found = []
    while first <= last:
        found.append(first)
        first = after(first, 1)
    return found


def dues_of(kind: str, income: int | None) -> int:
    """A month's dues of the whole amount, rounded half up to the fen; normally at most 1000 yuan."""
    if kind == "student" or income is None:
        return 20
    if kind == "retired":
        thousandths = 5 if income <= 500_000 else 10
    else:
        bands = ((300_000, 5), (500_000, 10), (1_000_000, 15))
        thousandths = next((part for up_to, part in bands if income <= up_to), 20)
    whole, rest = divmod(income * thousandths, 1000)
    return min(whole + (rest >= 500), 100_000)


def dues_of_month(kind: str, income: int | None, _month: str) -> int:
    """The rates of the regulation, which are those of every month."""
    return dues_of(kind, income)


class Month(NamedTuple):
    """A month of somebody's dues: what was assessed, what of it was to be paid, and what was paid."""

    month: str
    assessed: int
    owed: int
    paid: int


def account(
    book: Book, key: int, today: date, through: str, rates: Callable[[str, int | None, str], int] = dues_of_month
) -> list[Month]:
    """Every month from the first that was assessed or paid for, as it stood today; `rates`: kind, income, month."""
    [member] = [each for each in book.members if each["id"] == key]
    spells = sorted((each for each in book.memberships if each["member_id"] == key), key=lambda row: row["since"])
    joined = member["joined_on"] or spells[0]["since"]
    free: set[str] = set()
    for each in book.circumstances:
        if each["member_id"] == key and each["kind"] == "suspended":
            ends = each["until"] - timedelta(days=1) if each["until"] else date(2030, 1, 1)
            free.update(months_from(f"{each['since']:%Y-%m}", f"{ends:%Y-%m}"))
    assessed = sorted(
        (each["since"], each["kind"], each["income"]) for each in book.assessments if each["member_id"] == key
    )
    paid: dict[str, int] = {}
    for each in payments_of(book, key, today):
        if each["for_month"]:
            paid[each["for_month"]] = paid.get(each["for_month"], 0) + each["amount"]
    first = owed_oracle.first_owed(book.begins, spells, joined)
    begins = [*(max(since, first) for since, _kind, _income in assessed), *paid]
    found: list[Month] = []
    for month in months_from(min(begins), max([through, *paid])) if begins else []:
        whole = 0
        for since, kind, income in assessed:
            if since <= month:
                whole = rates(kind, income, month)
        if not owed_oracle.owed_here(book.begins, spells, joined, month) or month in free:
            whole = 0
        owed = whole
        for each in book.waivers:
            if each["member_id"] == key and each["approved_on"] <= today and each["since"] <= month <= each["until"]:
                owed = min(owed, each["amount"])
        found.append(Month(month, whole, owed, paid.get(month, 0)))
    return found


def payments_of(book: Book, key: int, today: date) -> list[Row]:
    return [each for each in book.payments if each["member_id"] == key and each["paid_on"] <= today]
