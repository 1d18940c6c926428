"""Reading what a meeting wrote down: the filled-in sign-in sheet (签到表) and the pasted WeChat list (接龙).

Both say who was how on the day, by name as people write it; whom a name means is for the services to say. The sheet is
the one `sign_in` prints, or one of a branch's own. Imports no rules, store, services or cli.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.codes import Excuse, Part, State
from partyday.model.problems import Problem
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
from partyday.words.headings import ATTENDANCE, CHOICES, NAME, NUMBER, REMARK
from partyday.words.terms import SYNONYMS, official, read_term


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was written of one person. `row` is the row of the file, or the line of the list, from 1.

    `who` is the name as written, `number` the 序号 beside it in a sheet (None in a list, where numbers only count).
    """

    row: int
    who: str
    number: int | None = None
    state: State
    category: Excuse | None = None
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class FilledSheet:
    """A filled-in sign-in sheet. `day_ref` is the day named above its header (2026-03-06, 2026-03-06:am), if any."""

    day_ref: str | None
    said: tuple[Said, ...]


# ---- the words for how somebody was there


class _Reading(NamedTuple):
    state: State
    category: Excuse | None = None
    detail: str = ""


_BREAK = r"\s:：()（）【】\[\]、,，;；/|—–\-"
_EDGES = re.compile(f"^[{_BREAK}]+|[{_BREAK}。.!！~～]+$")
_BETWEEN = re.compile(f"[{_BREAK}]+")
_ASKING = re.compile("请假?")
_TICKS = "√✓✔☑✅"


def _reading(text: str) -> _Reading | None:
    """What a few words say: 到会, 病假, 请假（病假）, 请假:病假:发烧, 线上 腾讯会议. None where that is not clear."""
    text = _EDGES.sub("", text)
    text = text.strip(_TICKS + " ") or text
    head, rest = _first_word(text)
    if state := read_term(State, text) or read_term(State, head):
        return _refined(state, rest if read_term(State, text) is None else "")
    if category := read_term(Excuse, head) or read_term(Excuse, _ASKING.sub("", head, count=1)):
        return _Reading(State.EXCUSED, category, rest)
    return None


def _refined(state: State, rest: str) -> _Reading | None:
    """A state with the words after it: the category of an excuse, how somebody took part, else a detail."""
    if state is State.EXCUSED:
        word, detail = _first_word(rest)
        category = read_term(Excuse, word) if word else None
        return _Reading(state, category, detail if category else rest)
    if state is State.PRESENT and (further := _reading(rest) if rest else None):
        return further if further.state.took_part else None
    return _Reading(state, None, rest)


def _first_word(text: str) -> tuple[str, str]:
    head, *rest = _BETWEEN.split(text, maxsplit=1)
    return head, _EDGES.sub("", rest[0]) if rest else ""


def _not_understood() -> Unreadable:
    return Unreadable(_("Not understood. Write one of: {choices}.").format(choices="、".join(CHOICES)))


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


def read_sign_in(path: Path) -> tuple[FilledSheet, list[Problem]]:
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
    return FilledSheet(day_ref=day_named(table.above), said=tuple(said)), problems


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
    state, category, detail = reading
    number = _number_beside(told)
    return faults, Said(row=row, who=who, number=number, state=state, category=category, detail=detail)


def _from_state(cell: Cell, _before: _Reading | None, _who: str) -> _Reading | None:
    text = _text(cell)
    if text is None:
        return None
    reading = _reading(text)
    if reading is None:
        raise _not_understood()
    return reading


def _from_signature(cell: Cell, before: _Reading | None, who: str) -> _Reading | None:
    """The own name, a tick or the time of arrival means present; anything else there is not guessed at."""
    if isinstance(cell, Spoiled):
        raise Unreadable(cell.problem)
    text = shown(cell)  # a time of arrival stands here as well as a name
    if before or text in NOTHING:
        return before
    reading = _reading(text)
    if reading is None and not (who.startswith(text) or _ARRIVED.fullmatch(text)):
        raise _not_understood()
    return reading or _Reading(State.PRESENT)


_ARRIVED = re.compile(r"\d{1,2}[:：.]?\d{2}(?:[:：]\d{2})?")


def _from_remark(cell: Cell, before: _Reading | None, _who: str) -> _Reading | None:
    """An excuse or the detail of one. How a member usually attends (线上签到), as printed there, is no entry."""
    text = _text(cell)
    if text is None:
        return before
    more = _reading(text)
    excuse = more if more and more.state is State.EXCUSED else None
    if before is None:
        return excuse
    if before.state is State.PRESENT and excuse:
        raise Unreadable(_("The remark speaks of leave, yet the row says present."))
    if before.state is not State.EXCUSED or (more and not excuse):
        return before
    if excuse and before.category in (None, excuse.category):
        return before._replace(category=excuse.category, detail=excuse.detail or before.detail)
    return before._replace(detail=" ".join(filter(None, (before.detail, text))))


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


# ---- the pasted list

_COLUMN = "接龙"

# A number with a mark behind it, or a blank; but 3 月 6 日 and 3.6 are dates.
_NUMBERED = re.compile(
    r"\s*[(（【]?\d{1,4}(?:\ufe0f?\u20e3\s*[.．、]?\s*|\s*[.．、。,，)）】]\s*|\s+)(?![年月日号点时分])(?=[^\d\s])(.+)"
)
_NO_ENTRY = re.compile(r"\s*(?:$|#|例|示例)")
_WHO = re.compile(rf"[^{_BREAK}+＋×✗✘❌{_TICKS}]+")
_SPACED_NAME = re.compile(r"([\u3400-\u9fff])[ \u3000]+([\u3400-\u9fff])(?![\u3400-\u9fff])")
_PLUS_ONE = re.compile(r"\s*(?:[+＋加]\s*[1１一]\s*)+")
_FACES = re.compile(
    r"\[(?:强|握手|抱拳|OK|Ok|玫瑰|微笑|鼓掌|加油|加油加油|爱心|合十|庆祝|好的|耶|拳头|太阳|呲牙|愉快|憨笑|奋斗|胜利|爱你|拥抱|旺柴|哇)\]"
)
_EMOJI_PARTS = frozenset("\ufe0e\ufe0f\u200d\u20e3")
#: Pictures that may say more than good humour: they stay, and are told as not understood.
_SPEAKING = frozenset("✗✘✖✕❌❎🚫🙅👎😷🤒🤕🤧🏥🤮💊✈🚄🚗🏠💻📱")


def _stuck_words() -> re.Pattern[str]:
    """A name with a word for a state right behind it: 李四请假, 王五请病假; but not 张三不能参加."""
    known = [word for code in (*State, *Excuse) for word in (official(code), *SYNONYMS[type(code)].get(code, ()))]
    words = [word for word in known if len(word) > 1 and not word.isascii()]
    words += [f"请{official(category)}" for category in Excuse]
    longest_first = sorted(set(words), key=len, reverse=True)
    return re.compile(rf"(.{{2,}}?)(?<![不没未能法])((?:{'|'.join(map(re.escape, longest_first))}).*)", re.DOTALL)


_STUCK = _stuck_words()


def read_paste(text: str) -> tuple[list[Said], list[Problem]]:
    """What a pasted list says: `1. 张三`, `2、李四 线上`, `3. 王五（请假 病假 发烧）`. A name alone is present.

    Only numbered lines count; where none is numbered, every line does. Raises BadInput for a list that names nobody.
    """
    said: list[Said] = []
    problems: list[Problem] = []
    for row, line in _entries(text):
        try:
            said.append(_listed(row, line))
        except Unreadable as fault:
            problems.append(Problem(row=row, column=_COLUMN, value=line.strip(), problem=str(fault)))
    if not said and not problems:
        raise BadInput(_("The list names nobody."), _("Copy the whole message, with a line for each person."))
    return said, problems


def _entries(text: str) -> Iterator[tuple[int, str]]:
    lines = list(enumerate(text.splitlines(), start=1))
    numbered = [(row, found[1]) for row, line in lines if (found := _NUMBERED.match(line))]
    yield from numbered or [(row, line) for row, line in lines if not _NO_ENTRY.match(line)]


def _listed(row: int, line: str) -> Said:
    who, words = _name_and_words(_without_ornament(line).strip().removeprefix("@"))
    said = Said(row=row, who=read_name(who), state=State.PRESENT)
    words = _PLUS_ONE.sub("", words)
    if not words.strip(_TICKS + " "):
        return said
    reading = _reading(words)
    if reading is None:
        raise _not_understood()
    return replace(said, state=reading.state, category=reading.category, detail=reading.detail)


def _without_ornament(line: str) -> str:
    """The line without emoji that only decorate it."""
    return "".join(char for char in _FACES.sub("", line) if not _is_ornament(char))


def _is_ornament(char: str) -> bool:
    if char in _SPEAKING or char in _TICKS:
        return False
    return char in _EMOJI_PARTS or (unicodedata.category(char) in ("So", "Sk") and not "\u2e80" <= char < "\u3000")


def _name_and_words(entry: str) -> tuple[str, str]:
    spaced = _SPACED_NAME.match(entry)
    if spaced and _reading(spaced[2]) is None:
        return spaced[1] + spaced[2], entry[spaced.end() :]
    found = _WHO.match(entry)
    if found is None:
        raise Unreadable(_("There is no name at the beginning of the line."))
    who, words = found[0], entry[found.end() :]
    if stuck := _STUCK.fullmatch(who):
        return stuck[1], stuck[2] + words
    return who, words
