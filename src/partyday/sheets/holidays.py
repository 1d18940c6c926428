"""Reading a holiday notice (放假通知): a list of days or ranges with 休 or 班, or the State Council's notice as text.

Also the files of holiday-cn (github.com/NateScarlet/holiday-cn), .json and .ics.
Like the other readers it tells all bad rows at once. Imports no rules, store, services or cli.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from partyday.errors import BadInput
from partyday.i18n import _, listed
from partyday.model.dates import half_width
from partyday.sheets import files, markup
from partyday.sheets.cells import Unreadable, read_date, shown
from partyday.sheets.pages import Row
from partyday.words.periods import WEEKDAY_OF, weekday_name

_ONE_DAY = timedelta(days=1)
#: No holiday is longer.
_LONGEST = 31


@dataclass(frozen=True)
class Notice:
    """What a notice says: date → True for 班 (a working day), False for 休 (a day off).

    `unread` are the lines that hold a date and were not read.
    """

    days: Mapping[date, bool]
    unread: tuple[str, ...] = ()


def read_notice(path: Path, year: int) -> Notice:
    """The days that the notice at `path` names; those without a year are of the year it names, else of `year`.

    Raises NotFound, and BadInput for a file that cannot be read, names no day, or says of any what is not understood.
    """
    text = files.text_of(path)
    reader = _Reader(year)
    if text is not None and text.lstrip()[:1] in ("{", "["):
        _read_json(text, reader)
    elif text is not None and "BEGIN:VCALENDAR" in text[:200]:
        _read_calendar(text, reader)
    elif text is not None and markup.is_markup(text):
        for number, line in enumerate(markup.lines(text), start=1):
            reader.line(number, line)
    elif text is not None and path.suffix.lower() not in (".csv", ".tsv"):
        for number, line in enumerate(text.splitlines(), start=1):
            reader.line(number, line)
    else:
        with files.opened(path) as sources:
            for number, row in enumerate(sources[0].read().rows, start=1):
                reader.row(number, row)
    if reader.problems:
        raise BadInput(
            _("{file} is not understood in {problems}.").format(file=path.name, problems=listed(reader.problems[:10])),
            _("Each row holds a date or a range and 休 or 班, such as 2027-10-01,休; nothing was written."),
        )
    if not reader.days and reader.of_school:
        raise BadInput(
            _("{file} is of a school's vacation, not of public holidays.").format(file=path.name),
            _("Give the notice of public holidays; a school's own closures stand in the settings, under [[closures]]."),
        )
    if not reader.days:
        raise BadInput(
            _("{file} holds no holiday.").format(file=path.name),
            _("Each row holds a date or a range and 休 or 班, such as 2027-10-01,休."),
        )
    return Notice(reader.days, tuple(reader.unread))


# ---- dates and words in a line

_TO = r"\s*(?:至|到|[~—–－−-]+)\s*"
_ASIDE = r"\s*(?:\([^()]*\))?"
_DAY = (
    r"(?:(?P<{0}y>\d{{4}})\s*[年./-]\s*(?P<{0}m>\d{{1,2}})\s*[月./-]\s*(?P<{0}d>\d{{1,2}})"
    r"|(?P<{0}month>\d{{1,2}})\s*[月/]\s*(?P<{0}day>\d{{1,2}}))(?!\d)\s*[日号]?"
)
_DIGITS = r"(?P<{0}digits>\d{{8}})(?!\d)"
_FIRST = f"(?<!\\d)(?:{_DIGITS.format('a')}|{_DAY.format('a')})"
_SHORT = r"(?P<bm2>\d{1,2})\.(?P<bd2>\d{1,2})(?![\d.])"
_LAST = f"(?:{_DIGITS.format('b')}|{_DAY.format('b')}|{_SHORT}|(?P<only>\\d{{1,2}})(?![\\d月])\\s*[日号]?)"
_WORK = r"(?P<work>调休上班|补班|上班|工作日|(?<![值放])班(?![级组会次主])|\b(?:work|workday)\b)"
_OFF = (
    r"(?P<off>(?<!不)放假(?:调休|休息)?|休息|休假|节假日(?!期)|假期|公休|(?<![调不])休(?![息假])|\b(?:off|holiday)\b)"
)
_COUNT = r"共\s*(?P<count>\d{1,2})\s*天"
_TOKEN = re.compile(f"(?P<span>{_FIRST}{_ASIDE}(?:{_TO}{_LAST})?)|{_WORK}|{_OFF}|{_COUNT}", re.IGNORECASE)
_KIND_ALONE = re.compile(rf"\s*(?:{_WORK}|{_OFF})\s*", re.IGNORECASE)
_LIKE_A_DATE = re.compile(r"\d{4}\s*[-./年]\s*\d|\d\s*月\s*\d|\d{8}")
_YEAR = re.compile(r"(?<!\d)(\d{4})年(?!\s*\d)")
_NEW_YEAR = "元旦"
_VACATION = re.compile("[寒暑]假")
_TERM = re.compile("学期|开学")
_PUBLIC = re.compile("元旦|春节|除夕|清明|劳动节|五一|端午|中秋|国庆|节假日|国务院")


#: The weekday in the brackets behind a date: a notice of another year has others.
_WEEKDAY = re.compile(r"\s*\([^()]*?(?:星期|周)([一二三四五六日天])")


class _Span(NamedTuple):
    first: date
    last: date

    def days(self) -> Iterator[date]:
        day = self.first
        while day <= self.last:
            yield day
            day += _ONE_DAY


class _NoSuchDays(ValueError):
    """Dates that no calendar has, a range that is none, or days that the words beside them contradict: they say why."""


@dataclass
class _Reader:
    """Takes in a notice line by line."""

    year: int
    days: dict[date, bool] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    kinds: dict[int, bool] = field(default_factory=dict)
    ends: tuple[int, int] | None = None
    of_school: bool = False
    below_vacation: bool = False

    def add(self, number: int, day: date, *, working: bool, text: str) -> None:
        """Keep one day; the same day said otherwise is a problem."""
        if self.days.setdefault(day, working) is not working:
            self._complain(number, text)

    def _complain(self, number: int, text: str, why: str = "") -> None:
        told = _("row {row} “{text}”").format(row=number, text=" ".join(text.split()))
        told += f" ({why})" if why else ""
        if told not in self.problems:
            self.problems.append(told)

    def line(self, number: int, line: str) -> None:
        """One line of running text."""
        self._sentence(number, line, strict=False)

    def row(self, number: int, row: Row) -> None:
        """One row of a table: with the kind in a cell, in the header of its column, or with a beginning and an end."""
        texts = [self._text(cell) for cell in row]
        filled = [text for text in texts if text]
        if len(filled) > 1 and not any(map(_LIKE_A_DATE.search, filled)) and self._learn(texts):
            return None
        whole = "  ".join(filled)
        if self._of_school(whole):
            return self.unread.append(whole) if _LIKE_A_DATE.search(whole) else None
        if self.ends and len(texts) > max(self.ends):
            first, last = (texts[place] for place in self.ends)
            if first and last:
                whole = "  ".join([f"{first}至{last}", *(text for text in filled if text not in (first, last))])
        by_column = {place: text for place, text in enumerate(texts) if place in self.kinds and text}
        if by_column:
            for place, text in by_column.items():
                self._dated(number, text, whole, working=self.kinds[place])
        elif filled:
            self._sentence(number, whole, strict=len(filled) > 1, cells=filled)
        return None

    @staticmethod
    def _text(cell: Any) -> str:
        if not isinstance(cell, str):
            with suppress(Unreadable):
                return read_date(cell).on.isoformat() if cell is not None else ""
        return half_width(shown(cell))

    def _learn(self, titles: list[str]) -> bool:
        """Learn from a header which column holds days off, days worked, or where a holiday begins and ends."""
        kinds: dict[int, bool] = {}
        first = last = None
        dated = any(re.search("时间|日期", title) for title in titles)
        names = [title for title in titles if dated and title in ("放假", "假期", "休假")]  # which holiday, not when
        for place, title in enumerate(titles):
            if re.search("上班|补班", title):
                kinds[place] = True
            elif title not in names and re.search("放假|休假|假期", title) and not re.search("天数|节|名称", title):
                kinds[place] = False
            elif re.match("开始|起始|起", title):
                first = place
            elif re.match("结束|截止|终止|止", title):
                last = place
        if first is not None and last is not None:
            self.ends = (first, last)
        elif kinds:
            self.kinds = kinds
        return bool(self.ends or self.kinds or names)

    def _dated(self, number: int, text: str, whole: str, *, working: bool) -> None:
        """The days in a cell whose column tells what they are."""
        try:
            spans = [self._span(found, whole) for found in _TOKEN.finditer(text) if found["span"]]
        except _NoSuchDays as why:
            return self._complain(number, whole, str(why))
        if not spans and not re.fullmatch(r"[\s/—-]*|无|不调休", text):
            return self._complain(number, whole)
        for span in spans:
            for day in span.days():
                self.add(number, day, working=working, text=whole)
        return None

    def _sentence(self, number: int, text: str, *, strict: bool, cells: Sequence[str] = ()) -> None:
        """Days, and behind or before them what they are: 1月1日至3日放假，共3天。1月9日上班。"""
        text = half_width(text)
        if year := _YEAR.search(text):
            self.year = int(year[1])
        if self._of_school(text):
            return self.unread.append(" ".join(text.split())) if _LIKE_A_DATE.search(text) else None
        waiting: list[_Span] = []
        kinds: list[bool] = []
        counted = 0
        said = False
        try:
            for found in _TOKEN.finditer(text):
                if found["span"]:
                    waiting.append(self._span(found, text))
                elif found["count"]:
                    if counted and int(found["count"]) != counted:
                        raise _NoSuchDays(_("{count} days are named").format(count=counted))
                else:
                    kinds.append(found["work"] is not None)
                    counted = self._keep(number, waiting, working=kinds[-1], text=text)
                    said = said or bool(waiting)
                    waiting = []
        except _NoSuchDays as why:
            return self._complain(number, text, str(why))
        if waiting and kinds and not said:
            self._keep(number, waiting, working=kinds[0], text=text)
        elif waiting:
            return self._complain(number, text) if strict else self.unread.append(text.strip())
        elif (
            not said
            and (strict or kinds)
            and (_LIKE_A_DATE.search(text) or any(map(_KIND_ALONE.fullmatch, cells or [text])))
        ):
            return self._complain(number, text)
        return None

    def _of_school(self, text: str) -> bool:
        """Whether a line is of a school's vacation or term, which is no public holiday whatever words it uses.

        A heading is of the lines below it, up to one that names a public holiday.
        """
        if _PUBLIC.search(text):
            self.below_vacation = False
        elif _VACATION.search(text):
            self.below_vacation = self.of_school = True
        return self.below_vacation or _TERM.search(text) is not None

    def _keep(self, number: int, spans: list[_Span], *, working: bool, text: str) -> int:
        days = [day for span in spans for day in span.days()]
        for day in days:
            self.add(number, day, working=working, text=text)
        return len(days)

    def _span(self, found: re.Match[str], text: str) -> _Span:
        first = self._date(found, "a", None, text)
        if found["only"]:
            last = _made(first.year, first.month, int(found["only"]))
        elif found["bm2"]:
            month = int(found["bm2"])
            last = _made(first.year + (month < first.month), month, int(found["bd2"]))
        elif found["by"] or found["bmonth"] or found["bdigits"]:
            last = self._date(found, "b", first, text)
        else:
            last = first
        if not timedelta(0) <= last - first < timedelta(days=_LONGEST):
            raise _NoSuchDays
        for day, weekday in ((first, _WEEKDAY.search(found[0])), (last, _WEEKDAY.match(found.string, found.end()))):
            if weekday and WEEKDAY_OF[weekday[1]] != day.weekday():
                raise _NoSuchDays(_("{date} is {weekday}").format(date=day, weekday=weekday_name(day)))
        return _Span(first, last)

    def _date(self, found: re.Match[str], which: str, after: date | None, text: str) -> date:
        if digits := found[which + "digits"]:
            return _made(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        if written := found[which + "y"]:
            return _made(int(written), int(found[which + "m"]), int(found[which + "d"]))
        month, day = int(found[which + "month"]), int(found[which + "day"])
        if after is not None:
            return _made(after.year + (month < after.month), month, day)
        # The New Year holiday may begin in the old year.
        return _made(self.year - (month == 12 and _NEW_YEAR in text), month, day)


def _made(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _NoSuchDays from None


# ---- the files of holiday-cn


def _read_json(text: str, reader: _Reader) -> None:
    """Every object with a date and whether it is off, wherever it stands (holiday-cn: `days[].date`, `isOffDay`)."""
    try:
        told = json.loads(text)
    except ValueError:
        raise BadInput(
            _("The notice is no JSON that can be read."), _("Take the file as it is published, such as 2027.json.")
        ) from None
    for number, entry in enumerate(_objects(told), start=1):
        day, off = entry.get("date"), entry.get("isOffDay", entry.get("holiday"))
        if not isinstance(day, str) or not isinstance(off, bool):
            continue
        try:
            reader.add(number, date.fromisoformat(day), working=not off, text=day)
        except ValueError:
            reader.problems.append(_("row {row} “{text}”").format(row=number, text=day))


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _objects(part)
    elif isinstance(value, list):
        for part in value:
            yield from _objects(part)


def _read_calendar(text: str, reader: _Reader) -> None:
    """Every event of a calendar whose summary says 班, 休 or 假; its end is not in it (RFC 5545, 3.6.1)."""
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    for number, event in enumerate(re.findall(r"BEGIN:VEVENT(.*?)END:VEVENT", unfolded, re.DOTALL), start=1):
        told = {
            name: value.strip() for name, value in re.findall(r"^([A-Z-]+)(?:;[^:\r\n]*)?:(.*)$", event, re.MULTILINE)
        }
        summary, start = told.get("SUMMARY", ""), told.get("DTSTART", "")
        apple = told.get("X-APPLE-SPECIAL-DAY", "")
        working = "班" in summary or apple == "ALTERNATE-WORKDAY"
        if not working and not re.search("休|假", summary) and apple != "WORK-HOLIDAY":
            reader.unread.append(f"{start[:8]} {summary}".strip())
            continue
        try:
            first = date.fromisoformat(start[:8])
            last = date.fromisoformat(told["DTEND"][:8]) - _ONE_DAY if told.get("DTEND") else first
        except ValueError:
            reader.problems.append(_("row {row} “{text}”").format(row=number, text=f"{start} {summary}"))
            continue
        for day in _Span(first, max(first, last)).days():
            reader.add(number, day, working=working, text=summary)
