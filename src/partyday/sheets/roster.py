"""A member roster (党员名册) as branches keep it: its columns, and what a row of them means.

What is wrong with a cell is a `Problem`, so that a person can mend everything at once. Whether a row is new in the
book is for the services to say. Imports no rules, store, services or cli.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from partyday.errors import BadInput
from partyday.i18n import _, listed
from partyday.model.codes import Circumstance, Standing
from partyday.model.dates import Day, half_width, read_day, squeezed
from partyday.model.members import PAID_UNTIL, RosterRow
from partyday.model.period import Month
from partyday.model.reading import Reading
from partyday.sheets.cells import (
    BEHIND_DATE,
    NOTHING,
    Cell,
    Told,
    Unreadable,
    birth_in,
    optional,
    read_code,
    read_count,
    read_date,
    read_id_number,
    read_text,
    read_yes_no,
    remembered,
    required,
    shown,
    unknown_term,
)
from partyday.sheets.declared import Column, ColumnLacking, Line, Recall, SentSheet
from partyday.sheets.frame import ranges, section_named
from partyday.sheets.headers import Header
from partyday.sheets.names import read_person
from partyday.sheets.pages import Row
from partyday.words.terms import read_term, term
from partyday.words.vocabulary import KEPT, vocabulary, without_asides

_WORDS = vocabulary("roster")
_GONE_TO = "外出流向"
_LEFT = "转出时间"
_LOST = "是否为失联党员"
_YES = frozenset({"是", "失联", "√", "Y", "y", "1"})
#: A remark on somebody who is there no more, or soon: 2025年6月转出, 已去世.
_GONE = re.compile("(?<!未)转出|转走|去世|病故|已故|逝世|调离|调出|离校|离职|辞职|出国定居|除名|退党|开除")


# ---- what stands in the columns

_BETWEEN_TERMS = re.compile(r"[、,，;；/\s]+")
_NO_CIRCUMSTANCE = frozenset({"无", "正常", "否"})
_FULL_YEAR = re.compile(r"\d{4}|[〇零○一二三四五六七八九]{4}年")
_NO_ID = re.compile(r"待补|待填|未提供|缺|无|不详|暂")
_ROUNDED = re.compile(r"\d{15}0{2,3}")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+1[67]", re.IGNORECASE)
_OLD_ID = re.compile(r"\d{15}")
_MASKED_ID = re.compile(r"[\dXx]*[*＊xX•●]{3,}[\dXx]*")


def _read_standing(cell: Cell) -> Standing | Told[Standing]:
    text = read_text(cell)
    if code := _WORDS.word("standing", text):
        return Standing(code)
    bare = without_asides(half_width(text)).strip()
    if code := _WORDS.word("standing", bare):
        return Told(Standing(code), _("“{text}” was read as {word}.").format(text=text, word=bare))
    raise Unreadable(unknown_term(Standing))


def _read_gender(cell: Cell) -> str:
    gender = _WORDS.word("gender", squeezed(read_text(cell)))
    if gender is None:
        raise Unreadable(_("Write 男 or 女."))
    return gender


def _read_suspended(cell: Cell) -> bool:
    word = _WORDS.word("suspended", read_text(cell))
    if word is None and _WORDS.word("left", read_text(cell)):
        raise Unreadable(_has_left())
    if word is None:
        raise Unreadable(_("Write 正常 or 停止党籍."))
    return word == "yes"


def _has_left() -> str:
    return _(
        "This person has left, and a roster is of who is there: take the row out; whoever is in the book is taken out "
        "with `partyday member transfer` or `partyday member remove`."
    )


def _date_or_none(text: str) -> Day | None:
    try:
        return read_date(text)
    except Unreadable:
        return None


def _read_circumstances(cell: Cell) -> frozenset[Circumstance]:
    terms = set(filter(None, _BETWEEN_TERMS.split(read_text(cell)))) - _NO_CIRCUMSTANCE
    codes = {read_term(Circumstance, term) for term in terms}
    if None in codes:
        raise Unreadable(unknown_term(Circumstance))
    return frozenset(code for code in codes if code)


def _read_staff_kind(cell: Cell) -> str:
    text = read_text(cell)
    if _WORDS.word("staff_kind", text) is None:
        raise Unreadable(_("This is no kind of staff or student."))
    return text


def _read_day(cell: Cell) -> Day | Told[Day] | None:
    """A date; None for a word that says there is none (未转正, 待转正, ——); what was guessed is told."""
    if isinstance(cell, str) and _WORDS.word("nothing", cell):
        return None
    day = read_date(cell)
    plain = half_width(shown(cell)).strip()
    if not isinstance(cell, str | int | float) or (_FULL_YEAR.match(plain) and not BEHIND_DATE.search(plain)):
        return day
    on = day.on.isoformat()[: len("2008-06") if day.month_only else None]
    return Told(day, _("“{text}” was read as {date}.").format(text=shown(cell), date=on))


def _read_id(cell: Cell) -> str | Told[None]:
    """An ID number; what is none yet (15 digits, masked, 待补) is kept out and told."""
    text = squeezed(shown(cell)).lstrip("'")
    if _OLD_ID.fullmatch(text) and not isinstance(cell, float):
        return Told(None, _("An ID number of 15 digits is out of use; it was left out."))
    if _MASKED_ID.fullmatch(text):
        return Told(None, _("The ID number is masked; it was left out."))
    if _NO_ID.search(text):
        return Told(None, _("“{text}” stands for an ID number; it was left out.").format(text=text))
    try:
        return read_id_number(cell)
    except Unreadable:
        if (_ROUNDED.fullmatch(text) and isinstance(cell, int | float)) or _SCIENTIFIC.fullmatch(text):
            return Told(None, _("Excel took the ID number for a number and cut its digits; it was left out."))
        raise


_BETWEEN_OFFICES = re.compile(r"[、,，;；/兼和\s]+")


def _offices(text: str) -> tuple[tuple[str, ...], str]:
    """The offices of a branch that a cell names and the book knows, and the others as one text."""
    said = [word for word in _BETWEEN_OFFICES.split(text) if word and word not in NOTHING]
    known = [office for word in said if (office := _WORDS.word("office", word))]
    return tuple(dict.fromkeys(known)), "、".join(word for word in said if not _WORDS.word("office", word))


_text = remembered(optional(read_text))
_day = remembered(optional(_read_day))


def _read_phone(cell: Cell) -> str | None:
    """A telephone number; one that was masked on its way out says nothing."""
    code = read_code(cell)
    return None if "*" in code else code


class Roster(SentSheet[RosterRow]):
    """A member roster. `today` is the day dates are held against; `standing` is everybody's where no column says."""

    vocabulary = "roster"
    in_parts = True

    number = Column(read=optional(read_count))
    name = Column(read=required(read_person), needed=True)
    gender = Column(read=remembered(optional(_read_gender)), telling=True)
    ethnicity = Column(read=_text)
    born_on = Column(read=_day, telling=True)
    id_number = Column(read=optional(_read_id), secret=True, code=True)
    standing = Column(read=remembered(required(_read_standing)), telling=True, anywhere=True, fills=True)
    joined = Column(read=_day, telling=True)
    full_on = Column(read=_day, telling=True)
    branch = Column(read=_text, fills=True)
    party_group = Column(read=_text, fills=True)
    post = Column(read=_text, many=False)
    staff_number = Column(read=optional(read_code), code=True)
    phone = Column(read=optional(_read_phone), code=True)
    education = Column(read=_text, fills=True)
    mobile = Column(read=remembered(optional(read_yes_no, NOTHING - {"无"})), telling=True)
    suspended = Column(read=remembered(optional(_read_suspended)), telling=True)
    circumstances = Column(read=remembered(optional(_read_circumstances, NOTHING - {"无"})), telling=True)
    arrived = Column(read=_day, telling=True)
    office = Column(read=_text)
    staff_kind = Column(read=remembered(optional(_read_staff_kind)), telling=True, fills=True)

    def __init__(self, today: date, standing: Standing | None = None) -> None:
        self.today, self.next_year = today, _years_after(today, 1)
        self.everybody_is = standing
        self.by_dates = False
        self.in_sections = False
        self.months: dict[str, list[int]] = {}
        self.paid: list[int] = []
        self.lost: list[str] = []

    def look_ahead(self, samples: Sequence[Sequence[Row]]) -> None:
        """See whether headings between the rows tell the standing: 一、正式党员（2名）."""
        self.in_sections = any(_standing_of(section_named(row)) for sample in samples for row in sample)

    def lacking(self, fields: frozenset[str]) -> str:
        """Without a column of standing, the dates of confirmation tell it, or the caller does."""
        if "standing" in fields or "full_on" in fields or self.everybody_is or self.in_sections:
            return ""
        return self.words.official("standing")

    def hint(self, missing: str) -> str:
        """A standing may be everybody's."""
        if missing == self.words.official("standing"):
            return _(
                "Add the column, say which one it is with --map HEADER={column}, or what everybody is with --standing."
            ).format(column=missing)
        return super().hint(missing)

    def told(self) -> list[str]:
        """Of which dates no day is known."""
        notes = [
            _("{column}: a month alone was taken as its first day (rows {rows}).").format(
                column=column, rows=ranges(rows)
            )
            for column, rows in self.months.items()
        ]
        if self.paid:
            notes.append(
                _("{column}: no dues are owed up to these months (rows {rows}).").format(
                    column=PAID_UNTIL, rows=ranges(self.paid)
                )
            )
        if self.lost:
            notes.append(_("Said to be out of touch: {people}").format(people=listed(self.lost)))
        return notes

    def prepare(self, header: Header) -> list[str]:
        """Say where the standing comes from if not from a column."""
        self.months, self.paid, self.lost = {}, [], []
        if "standing" not in header.fields and self.in_sections:
            return [_("No column tells the standing: it was taken from the headings between the rows.")]
        self.by_dates = "standing" not in header.fields and self.everybody_is is None
        if self.by_dates:
            return [
                _(
                    "No column tells the standing: somebody with a date of confirmation that has passed was taken for "
                    "a full member, somebody without one who joined less than a year ago for a probationary member."
                )
            ]
        if "standing" not in header.fields and self.everybody_is:
            return [
                _("No column tells the standing: everybody was taken for {standing}.").format(
                    standing=term(self.everybody_is)
                )
            ]
        return []

    def row(self, line: Line) -> RosterRow | None:
        """The person of one line. Dates that cannot be, and cells that cannot both be right, are rejected."""
        found = line.values
        if "standing" not in line.cells:
            found["standing"] = self._standing(line)
        for field, sentence in _disagreements(found, self.today, self.next_year):
            line.reject(field, sentence)
        standing: Standing | None = found.get("standing")
        if standing and standing.is_member and "joined" not in line.titles:
            raise ColumnLacking("joined")
        if standing and standing.is_member and found.get("joined") is None and not _is_rejected(line, "joined"):
            line.reject("joined", _("A member has a date of joining; fill it in."))
        self._tell_who_left(line)
        self._note_dues(line)
        if str(line.kept.get(_LOST, "")).strip() in _YES:
            self.lost.append(found.get("name") or "")
        if line.problems or standing is None:
            return None
        for field in ("joined", "full_on", "born_on"):
            if (day := found.get(field)) and day.month_only and not (field == "born_on" and found.get("id_number")):
                self.months.setdefault(line.titles[field], []).append(line.number)
        days = {field: day.on for field in (*_EARLIEST, "arrived") if (day := found.get(field))}
        born, id_number = found.get("born_on"), found.get("id_number")
        if born and born.month_only and id_number:
            days["born_on"] = birth_in(id_number)
        if "full_on" in days and standing is not Standing.FULL:
            line.note(
                _("{date} as the date of confirmation is to come, or not a full member's; it was not entered.").format(
                    date=days.pop("full_on")
                )
            )
            found["full_on"] = None
        joined: Day | None = found.get("joined")
        ends = _years_after(joined.latest, _LONGEST_PROBATION) if joined else self.today
        if standing is Standing.PROBATIONARY and joined and ends < self.today:
            line.note(
                _("a probationary member since {date}; probation ends after two years at the latest.").format(
                    date=joined.on
                )
            )
        if kind := found.pop("staff_kind", None):
            line.kept[_WORDS.official("staff_kind")] = kind
        offices, others = _offices(found.pop("office", None) or "")
        if others:
            line.kept[_WORDS.official("office")] = others
        if _GONE_TO in line.kept and not found.get("mobile") and line.kept[_GONE_TO] not in NOTHING:
            line.note(_("{header} is filled in: taken for mobile.").format(header=_GONE_TO))
            found["mobile"] = True
        return RosterRow(
            row=line.number,
            offices=offices,
            kept=line.kept,
            month_only=frozenset(field for field in days if (day := found.get(field)) and day.month_only),
            **({"joined": None} | found | days),
        )

    def _tell_who_left(self, line: Line) -> None:
        """A date of leaving that has passed is asked about; a remark that speaks of leaving is told."""
        text = line.kept.get(_LEFT)
        arrived = line.values.get("arrived")
        left = _date_or_none(text) if text else None
        if left and left.on <= self.today and not (arrived and left.on <= arrived.on):
            line.reject(KEPT + _LEFT, _has_left())
        remark = line.kept.get("备注", "")
        if _GONE.search(remark):
            line.note(_("the remark speaks of leaving: “{text}”; taken as present all the same.").format(text=remark))

    def _note_dues(self, line: Line) -> None:
        """Until which month dues are paid, as a month of the book; told where it is none."""
        text = line.kept.get(PAID_UNTIL)
        if not text or text in NOTHING:
            return
        try:
            line.kept[PAID_UNTIL] = Month.of(read_day(text).on)
            self.paid.append(line.number)
        except BadInput:
            line.note(_("{column}: “{text}” is no month; it is only kept.").format(column=PAID_UNTIL, text=text))

    def _standing(self, line: Line) -> Standing | None:
        """What the heading above, the caller or the dates say somebody is."""
        if section := _standing_of(line.section):
            return section
        if self.everybody_is:
            return self.everybody_is
        joined, full_on = line.values.get("joined"), line.values.get("full_on")
        if full_on and full_on.on <= self.today:
            return Standing.FULL
        if joined and self.today < _years_after(joined.latest, 1):
            line.note(_("by the dates taken for a probationary member."))
            return Standing.PROBATIONARY
        if not line.problems:
            line.reject(
                "full_on",
                _(
                    "It is not told whether this is a full or a probationary member: add a column 人员类别, or say it "
                    "with --standing."
                ),
            )
        return None


def _standing_of(section: str) -> Standing | None:
    """The standing that a heading says those below it have: 一、正式党员（2名）. None for another heading."""
    word = _WORDS.word("standing", _COUNT.sub("", _NUMBERED.sub("", section)))
    return Standing(word) if word else None


_NUMBERED = re.compile(
    r"^\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）]?\s*[、.．)）]|[(（][一二三四五六七八九十\d]{1,3}[)）])\s*"
)
_COUNT = re.compile(r"[(（【\[]?\s*(?:共|计)?\s*\d+\s*[人名].*|[:：\s]")


def read_roster(
    path: Path,
    *,
    today: date,
    standing: Standing | None = None,
    sheets: Sequence[str] = (),
    settled: Mapping[str, str] | None = None,
    recall: Recall | None = None,
) -> Reading[RosterRow]:
    """What the roster at `path` says; see `SentSheet.read`. `standing` is everybody's where no column says."""
    return Roster(today, standing).read(path, sheets=sheets, settled=settled, recall=recall)


# ---- cells against each other and against the calendar

#: The Party was founded on 1 July 1921 as it counts; nobody alive was born before 1900.
_EARLIEST = {"joined": date(1921, 7, 1), "full_on": date(1921, 7, 1), "born_on": date(1900, 1, 1)}

#: 党章 第七条: 预备期为一年, 延长不能超过一年.
_LONGEST_PROBATION = 2
#: 党章 第一条: 年满十八岁.
_AGE = 18


def _is_rejected(line: Line, field: str) -> bool:
    """Whether the cell of that field, where there is one, has been told already."""
    return field in line.cells and field not in line.values


def _disagreements(found: Mapping[str, Any], today: date, next_year: date) -> Iterator[tuple[str, str]]:
    """Dates that cannot be, and cells that cannot both be right; a month gets the benefit of the doubt."""
    for field in _EARLIEST:
        day: Day | None = found.get(field)
        if day is None:
            continue
        if day.latest < _EARLIEST[field]:
            yield field, _("The date lies before {earliest}.").format(earliest=_EARLIEST[field])
        elif day.on > next_year:
            yield field, _("The date lies more than a year ahead.")
    born, joined, full_on, id_number = (found.get(field) for field in ("born_on", "joined", "full_on", "id_number"))
    if born and today < born.on <= next_year:
        yield "born_on", _("The date of birth lies ahead.")
    if born and id_number and not _is_same_day(born, birth_in(id_number)):
        yield "born_on", _("It is not the date of birth in the ID number.")
    birth = born.on if born else birth_in(id_number) if id_number else None
    if joined and birth and joined.latest < _years_after(birth, _AGE):
        yield "joined", _("Born on {birth}, nobody can have joined before turning 18.").format(birth=birth)
    if found.get("standing") is Standing.FULL and full_on and today < full_on.on <= next_year:
        yield "full_on", _("A full member whose confirmation is still to come?")
    if joined and full_on and full_on.latest < joined.on:
        yield "full_on", _("A full member since before joining?")


def _is_same_day(told: Day, birth: date) -> bool:
    return told.on == (birth.replace(day=1) if told.month_only else birth)


def _years_after(day: date, years: int) -> date:
    """The same day in another year; 1 March for 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
