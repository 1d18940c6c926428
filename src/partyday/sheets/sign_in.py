"""Reading what a meeting wrote down: the filled-in sign-in sheet (签到表) and the pasted WeChat list (接龙).

Both say who was how on the day, by name as people write it; whom a name means is for the services to say. The sheet is
the one `sign_in` prints, or one of a branch's own. Imports no rules, store, services or cli.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.codes import Part, State
from partyday.model.people import Person
from partyday.model.problems import Problem
from partyday.model.said import Attendance, Said
from partyday.sheets.attendance_words import NotUnderstood, Reading, read_words
from partyday.sheets.cells import (
    NOTHING,
    Cell,
    Spoiled,
    Unreadable,
    is_blank,
    opens_footer,
    optional,
    read_count,
    read_name,
    read_text,
    required,
    shown,
)
from partyday.sheets.table import read_table
from partyday.words.headings import ATTENDANCE, NAME, NUMBER, REMARK
from partyday.words.terms import read_term

# ---- the sign-in sheet

_HEADERS = {
    "number": (NUMBER, "序", "编号"),
    "name": (NAME, "党员姓名", "参加人员", "参会人员"),
    "state": (
        *(ATTENDANCE, "出勤", "出勤状态", "状态", "签到情况", "签到状态", "考勤", "考勤情况"),
        *("到会情况", "参会情况", "参加情况"),
    ),
    "signature": ("签名", "签到", "签到（签名）", "签名（签到）", "签到签名", "签字", "本人签名", "本人签字"),
    "remark": (REMARK, "备注说明", "说明", "事由", "请假事由", "请假原因", "缺席原因", "原因"),
}

_read_who = required(read_name)
_text = optional(read_text)
_number = optional(read_count)


def read_sign_in(path: Path, people: Iterable[Person], today: date, bare: State | None = None) -> Attendance:
    """What the sign-in sheet at `path` says, and every problem with it. Who has no entry is not in it.

    出勤情况 decides; where it is blank, the own name, a tick or a time in the signature column is presence, and an
    excuse in 备注 an excuse.
    Raises NotFound or BadInput for a file that is no such sheet.
    """
    table = read_table(path, _HEADERS, required=("name",))
    if not {"state", "signature"} & set(table.fields):
        raise BadInput(
            _("{file} has no column that says who was there.").format(file=path.name),
            _("Add a column {column}, or one for signatures.").format(column=ATTENDANCE),
        )
    said: list[Said] = []
    problems: list[Problem] = []
    for row, cells in table.rows:
        told = dict(zip(table.fields, cells, strict=True))
        if _says_nothing(told) or (is_blank(told["name"]) and opens_footer(cells)):
            continue
        faults, entry = _entry(row, told)
        problems += [table.problem(row, field, shown(told[field]), sentence) for field, sentence in faults if sentence]
        if entry and not faults:
            said.append(entry)
    return Attendance({day_named(table.above): tuple(said)}, tuple(problems), table.unused, (), table.titles["name"])


def _says_nothing(told: Mapping[str, Cell]) -> bool:
    """A person without an entry; a heading over the invited, a balance or a note, which have cells of no person."""
    marked = any(not is_blank(told.get(field)) for field in ("state", "signature"))
    return not marked and (is_blank(told["name"]) or is_blank(told.get("remark")))


def _entry(row: int, told: Mapping[str, Cell]) -> tuple[list[tuple[str, str]], Said | None]:
    faults = []
    who, reading = "", None
    try:
        who = _read_who(told["name"])
    except Unreadable as fault:
        faults.append(("name", str(fault)))
    for field, read in (("state", _from_state), ("signature", _from_signature), ("remark", _from_remark)):
        if is_blank(told.get(field)):
            continue
        try:
            reading = read(told[field], reading, who)
        except Unreadable as fault:
            faults.append((field, str(fault)))
            break
    if reading is None or reading.state is State.UNKNOWN:
        return faults, None
    number = _number_beside(told)
    return faults, Said(
        row=row, who=who, number=number, state=reading.state, category=reading.category, detail=reading.detail
    )


def _from_state(cell: Cell, _before: Reading | None, _who: str) -> Reading | None:
    text = _text(cell)
    if text is None:
        return None
    reading = read_words(text)
    if reading is None:
        raise NotUnderstood
    return reading


def _from_signature(cell: Cell, before: Reading | None, who: str) -> Reading | None:
    """The own name, a tick or the time of arrival means present; anything else there is not guessed at."""
    if isinstance(cell, Spoiled):
        raise Unreadable(cell.problem)
    text = shown(cell)  # a time of arrival stands here as well as a name
    if before or text in NOTHING:
        return before
    reading = read_words(text)
    if reading is None and not (who.startswith(text) or _ARRIVED.fullmatch(text)):
        raise NotUnderstood
    return reading or Reading(State.PRESENT)


_ARRIVED = re.compile(r"\d{1,2}[:：.]?\d{2}(?:[:：]\d{2})?")


def _from_remark(cell: Cell, before: Reading | None, _who: str) -> Reading | None:
    """An excuse or the detail of one. How a member usually attends (线上签到), as printed there, is no entry."""
    text = _text(cell)
    if text is None:
        return before
    if all(map(_took_part, re.split("[、，,;；]", text))):
        return before
    more = read_words(text)
    excuse = more if more and more.state is State.EXCUSED else None
    if before is None:
        return excuse
    if before.state is State.PRESENT and excuse:
        raise Unreadable(_("The remark speaks of leave, yet the row says present."))
    if before.state is not State.EXCUSED or (more and not excuse):
        return before
    if excuse and before.category in (None, excuse.category):
        return replace(before, category=excuse.category, detail=excuse.detail or before.detail)
    return replace(before, detail=" ".join(filter(None, (before.detail, text))))


def _took_part(text: str) -> bool:
    reading = read_words(text)
    return reading is not None and reading.came


def _number_beside(told: Mapping[str, Cell]) -> int | None:
    try:
        return _number(told.get("number"))
    except Unreadable:
        return None


_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
_CLOCK = r"(?!\s*[\d一二三四五六七八九十两])"
_HALF = re.compile(rf"[\s()]*(?:(?:星期|周)[一二三四五六日天])?[\s(),]*(上午|下午){_CLOCK}")


def day_named(lines: Iterable[str]) -> str | None:
    """The first date in the lines; 上午 or 下午 behind it names the half, but not where it tells a time (下午3:00)."""
    for line in lines:
        plain = unicodedata.normalize("NFKC", line)
        for found in _DATE.finditer(plain):
            try:
                day = date(*map(int, found.groups()))
            except ValueError:
                continue
            half = _HALF.match(plain, found.end())
            part = f":{read_term(Part, half[1])}" if half else ""
            return day.isoformat() + part
    return None
