"""A member roster (党员名册) as branches keep it: its columns, and what a row of them means.

What is wrong with a cell is a `Problem`, so that a person can mend everything at once. Whether a row is new in the
book is for the services to say. Imports no rules, store, services or cli.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from partyday.errors import BadInput
from partyday.i18n import _, listed
from partyday.model.codes import Circumstance, Standing
from partyday.model.dates import Day, read_day
from partyday.model.members import PAID_UNTIL, RosterRow
from partyday.model.period import Month
from partyday.model.reading import Reading
from partyday.sheets.cells import (
    NOTHING,
    birth_in,
    is_blank,
    optional,
    read_count,
    remembered,
    required,
    shown,
)
from partyday.sheets.declared import Column, ColumnLacking, Line, Recall, SentSheet
from partyday.sheets.frame import ranges, section_named
from partyday.sheets.headers import Header
from partyday.sheets.names import read_person
from partyday.sheets.pages import Page, PageSource, Row
from partyday.sheets.roster_cells import (
    EITHER_KIND,
    branch_of,
    columns_remarked,
    date_or_none,
    day_or_none,
    group_of,
    has_left,
    names_a_standing,
    offices_in,
    party_day_or_none,
    read_answer,
    read_circumstances,
    read_gender,
    read_id,
    read_phone,
    read_staff_kind,
    read_staff_number,
    read_standing,
    read_suspended,
    read_ticked,
    standing_of,
    standing_of_sheet,
    text_or_none,
)
from partyday.sheets.roster_dates import DAYS, EARLIEST, LONGEST_PROBATION, disagreements, years_after
from partyday.words.terms import term
from partyday.words.vocabulary import KEPT, plain, vocabulary

_WORDS = vocabulary("roster")
_GONE_TO = "外出流向"
_LEFT = "转出时间"
_LOST = "是否为失联党员"
_REMARK = "备注"
_YES = frozenset({"是", "失联", "√", "Y", "y", "1"})
#: A remark on somebody who is there no more, or soon: 2025年6月转出, 已去世.
_GONE = re.compile(
    "(?<!未)转出|转走|去世|病故|已故|逝世|调离|调出|离校|离职|辞职|出国定居|除名|退党|脱党|出党|开除|停止党籍"
)


_circumstance = remembered(optional(read_answer, NOTHING - {"无"}))
#: Columns that ask after one circumstance: field → which.
_CIRCUMSTANCES = {
    kind.value: kind
    for kind in (Circumstance.INFIRM, Circumstance.ILL, Circumstance.AWAY, Circumstance.ABROAD, Circumstance.LEADER)
}
#: Columns that are named for a standing and ticked: field → which.
_TICKED = {f"ticked_{standing}": standing for standing in Standing}
#: What a row of the roster does not hold as it is.
_SPENT = frozenset({*_CIRCUMSTANCES, *_TICKED, "confirmed"})


#: Values that stand in a header only where labels and values stand side by side.
_OF_A_CARD = frozenset({"男", "女"})


class Roster(SentSheet[RosterRow]):
    """A member roster. `today` is the day dates are held against; `standing` is everybody's where no column says."""

    vocabulary = "roster"
    in_parts = True

    number = Column(read=optional(read_count))
    name = Column(read=required(read_person), needed=True)
    gender = Column(read=remembered(optional(read_gender)), telling=True)
    ethnicity = Column(read=text_or_none)
    born_on = Column(read=day_or_none, telling=True)
    id_number = Column(read=optional(read_id), secret=True, code=True)
    standing = Column(read=remembered(required(read_standing)), telling=True, anywhere=True, fills=True)
    joined = Column(read=party_day_or_none, telling=True)
    full_on = Column(read=party_day_or_none, telling=True)
    branch = Column(read=text_or_none, fills=True)
    party_group = Column(read=text_or_none, fills=True)
    post = Column(read=text_or_none, many=False)
    staff_number = Column(read=optional(read_staff_number), code=True)
    phone = Column(read=optional(read_phone), code=True)
    education = Column(read=text_or_none, fills=True)
    mobile = Column(read=_circumstance, telling=True)
    suspended = Column(read=remembered(optional(read_suspended)), telling=True)
    circumstances = Column(read=remembered(optional(read_circumstances, NOTHING - {"无"})), telling=True)
    arrived = Column(read=day_or_none, telling=True)
    office = Column(read=text_or_none)
    staff_kind = Column(read=remembered(optional(read_staff_kind)), telling=True, fills=True)
    infirm = Column(read=_circumstance, telling=True)
    ill = Column(read=_circumstance, telling=True)
    away = Column(read=_circumstance, telling=True)
    abroad = Column(read=_circumstance, telling=True)
    leader = Column(read=_circumstance, telling=True)
    confirmed = Column(read=_circumstance, telling=True)
    ticked_full = Column(read=read_ticked, telling=True)
    ticked_probationary = Column(read=read_ticked, telling=True)
    ticked_prospect = Column(read=read_ticked, telling=True)
    ticked_activist = Column(read=read_ticked, telling=True)

    def __init__(self, today: date, standing: Standing | None = None) -> None:
        self.today, self.next_year = today, years_after(today, 1)
        self.everybody_is = standing
        self.by_dates = False
        self.in_sections = False
        self.page_is: Standing | None = None
        self.groups: list[int] = []
        self.months: dict[str, list[int]] = {}
        self.paid: list[int] = []
        self.lost: list[str] = []
        #: Branches that headings between the rows or names of sheets say → the rows that are of them.
        self.branches: dict[str, list[int]] = {}

    def look_ahead(self, samples: Sequence[Sequence[Row]]) -> None:
        """See whether headings between the rows tell the standing: 一、正式党员（2名）."""
        self.in_sections = any(standing_of(section_named(row)) for sample in samples for row in sample)

    def lacking(self, fields: frozenset[str]) -> str:
        """Without a column of standing, the dates of confirmation tell it, or the caller does."""
        known = fields & {"standing", "full_on", "confirmed", *_TICKED}
        if known or self.everybody_is or self.in_sections:
            return ""
        return self.words.official("standing")

    def told_by_name(self, page: str) -> frozenset[str]:
        """A sheet may be named for the standing of those in it."""
        return frozenset({"standing"}) if standing_of_sheet(page) else frozenset()

    def belongs_together(self, one: str, other: str) -> bool:
        """Sheets for each standing are one roster: 正式党员, 预备党员, 发展对象."""
        return names_a_standing(one) and names_a_standing(other)

    def begin(self, page: Page, above: Sequence[str]) -> None:
        """What the name of the sheet says of those in it."""
        self.page_is = standing_of_sheet(page.name) or (standing_of_sheet(above[-1]) if above else None)

    def hint(self, missing: str) -> str:
        """A standing may be everybody's."""
        if missing == self.words.official("standing"):
            return _(
                "Add the column, say which one it is with --map HEADER={column}, or what everybody is with --standing."
            ).format(column=missing)
        return super().hint(missing)

    def _refusal(
        self, path: Path, found: Sequence[tuple[PageSource, Header | None]], missing: Sequence[str] = ()
    ) -> BadInput:
        """A card of one person has labels beside their values, and no header at all."""
        if any(header and _OF_A_CARD.intersection(header.titles) for _source, header in found):
            return BadInput(
                _("{file} is a card of one person, not a list.").format(file=path.name),
                _("Enter one person with `partyday member add`, or write each in a row below a header."),
            )
        return super()._refusal(path, found, missing)

    def told(self) -> list[str]:
        """What was understood of the whole sheet, in sentences."""
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
        if self.groups:
            notes.append(
                _("The Party group was taken from the headings between the rows (rows {rows}).").format(
                    rows=ranges(self.groups)
                )
            )
        if self.lost:
            notes.append(_("Said to be out of touch: {people}").format(people=listed(self.lost)))
        return notes

    def prepare(self, header: Header) -> list[str]:
        """Say where the standing comes from if not from a column."""
        self.months, self.paid, self.lost, self.groups = {}, [], [], []
        told = not header.fields.isdisjoint({"standing", "confirmed", *_TICKED})
        if not told and self.in_sections:
            return [_("No column tells the standing: it was taken from the headings between the rows.")]
        if not told and self.page_is:
            return [
                _("No column tells the standing: by its name the sheet is of {standing}.").format(
                    standing=term(self.page_is)
                )
            ]
        self.by_dates = not told and self.everybody_is is None
        if self.by_dates:
            return [
                _(
                    "No column tells the standing: somebody with a date of confirmation that has passed was taken for "
                    "a full member, somebody without one who joined less than a year ago for a probationary member."
                )
            ]
        if not told and self.everybody_is:
            return [
                _("No column tells the standing: everybody was taken for {standing}.").format(
                    standing=term(self.everybody_is)
                )
            ]
        return []

    def row(self, line: Line) -> RosterRow | None:
        """The person of one line. Dates that cannot be, and cells that cannot both be right, are rejected."""
        found = line.values
        self._keep_staff_kind(line)
        found["standing"] = self._standing(line)
        if line.section and "party_group" not in line.cells and (group := group_of(line.section)):
            found["party_group"] = group
            self.groups.append(line.number)
        above = (line.section or line.page) and "branch" not in line.cells
        if above and (branch := branch_of(line.section) or branch_of(line.page)):
            found["branch"] = branch
            self.branches.setdefault(branch, []).append(line.number)
        for field, sentence in disagreements(found, self.today, self.next_year):
            line.reject(field, sentence)
        standing: Standing | None = found.get("standing")
        if standing and standing.is_member and "joined" not in line.titles:
            raise ColumnLacking("joined")
        if standing and standing.is_member and found.get("joined") is None and not _is_rejected(line, "joined"):
            line.reject("joined", _("A member has a date of joining; fill it in."))
        self._tell_who_left(line)
        self._tell_remark(line)
        self._note_dues(line)
        if str(line.kept.get(_LOST, "")).strip() in _YES:
            self.lost.append(found.get("name") or "")
        if line.problems or standing is None:
            return None
        dates: dict[str, Day] = {field: day for field in DAYS if (day := found.get(field))}
        of_months = [field for field, day in dates.items() if day.month_only]
        for field in of_months:
            if field in EARLIEST and not (field == "born_on" and found.get("id_number")):
                self.months.setdefault(line.titles[field], []).append(line.number)
        days = {field: day.on for field, day in dates.items()}
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
        if standing is Standing.PROBATIONARY and joined and years_after(joined.latest, LONGEST_PROBATION) < self.today:
            line.note(
                _("a probationary member since {date}; probation ends after two years at the latest.").format(
                    date=joined.on
                )
            )
        if kind := found.pop("staff_kind", None):
            line.kept[_WORDS.official("staff_kind")] = kind
        single = _NOTHING_SAID
        if not _SPENT.isdisjoint(found):
            single = {kind: said for name, kind in _CIRCUMSTANCES.items() if (said := found.get(name)) is not None}
            for name in _SPENT & found.keys():
                del found[name]
        said_to_hold = found.pop("office", None)
        offices, others = offices_in(said_to_hold) if said_to_hold else ((), "")
        if others:
            line.kept[_WORDS.official("office")] = others
        if _GONE_TO in line.kept and not found.get("mobile") and line.kept[_GONE_TO] not in NOTHING:
            line.note(_("{header} is filled in: taken for mobile.").format(header=_GONE_TO))
            found["mobile"] = True
        month_only = frozenset(filter(days.__contains__, of_months)) if of_months else _NONE
        found.update(days)
        found.setdefault("joined", None)
        return RosterRow(
            row=line.number, offices=offices, kept=line.kept, single=single, month_only=month_only, **found
        )

    def _tell_who_left(self, line: Line) -> None:
        """A date of leaving that has passed is asked about; a remark that speaks of leaving is told."""
        text = line.kept.get(_LEFT)
        arrived = line.values.get("arrived")
        left = date_or_none(text) if text else None
        if left and left.on <= self.today and not (arrived and left.on <= arrived.on):
            line.reject(KEPT + _LEFT, has_left())
        for remark in (shown(line.cells.get("name")), line.kept.get(_REMARK)):
            if remark and _GONE.search(remark):
                line.note(
                    _("the remark speaks of leaving: “{text}”; taken as present all the same.").format(text=remark)
                )

    def _tell_remark(self, line: Line) -> None:
        """What a remark names and a column would have entered is told: it is kept, and no more."""
        remark = str(line.kept.get(_REMARK, ""))
        if columns := [column for column in columns_remarked(remark) if column not in line.titles.values()]:
            line.note(
                _("the remark “{text}” was kept and not entered; a column {columns} would enter it.").format(
                    text=remark, columns=listed(columns)
                )
            )

    def _keep_staff_kind(self, line: Line) -> None:
        """A kind of staff that no assessment of dues knows is a record all the same."""
        if not _is_rejected(line, "staff_kind"):
            return
        text = shown(line.cells["staff_kind"])
        line.problems = [problem for problem in line.problems if problem.column != _column(line, "staff_kind")]
        line.values["staff_kind"] = text
        line.note(
            _("{column}: “{text}” is no known kind of staff or student; it is only kept.").format(
                column=line.titles["staff_kind"], text=text
            )
        )

    def _note_dues(self, line: Line) -> None:
        """Until which month dues are paid, as a month of the book; told where it is none."""
        text = line.kept.get(PAID_UNTIL)
        if not text or text in NOTHING:
            return
        try:
            line.kept[PAID_UNTIL] = Month.of(read_day(text.rstrip("止底末")).on)
            self.paid.append(line.number)
        except BadInput:
            line.note(_("{column}: “{text}” is no month; it is only kept.").format(column=PAID_UNTIL, text=text))

    def _ticked(self, line: Line) -> Standing | None:
        """The standing whose column is ticked. One must be, and no second."""
        ticked = [(field, standing) for field, standing in _TICKED.items() if line.values.get(field)]
        if len(ticked) == 1:
            return ticked[0][1]
        if not line.problems:
            field = ticked[-1][0] if ticked else next(field for field in _TICKED if field in line.cells)
            line.reject(
                field, _("Tick one of these columns alone.") if ticked else _("None of the columns is ticked here.")
            )
        return None

    def _standing(self, line: Line) -> Standing | None:
        """What its column says somebody is, and 是否转正 beside it; else the heading, the caller or the dates."""
        told, confirmed = self._said_to_be(line), line.values.get("confirmed")
        if told is Standing.FULL and confirmed is False:
            if shown(line.cells.get("standing")) not in EITHER_KIND:
                line.reject("confirmed", _("The columns of this row speak against each other."))
            return Standing.PROBATIONARY
        if told is None and confirmed is not None and not line.problems:
            return Standing.FULL if confirmed else Standing.PROBATIONARY
        joined = line.values.get("joined")
        if told is Standing.FULL and joined and self._within_a_year(joined.on) and not line.problems:
            line.note(
                _("a full member who joined on {date}, less than a year ago: probation lasts a year.").format(
                    date=joined.on
                )
            )
        return told

    def _within_a_year(self, joined: date) -> bool:
        """Whether less than a year has gone by since then."""
        return joined.year >= self.today.year - 1 and self.today < years_after(joined, 1)

    def _said_to_be(self, line: Line) -> Standing | None:
        """The standing by its column; where that is only a remark and blank, by what says it else."""
        if "standing" not in line.cells:
            return self._by_something_else(line)
        if not is_blank(line.cells["standing"]) or plain(line.titles["standing"]) != _REMARK:
            told: Standing | None = line.values.get("standing")
            return told
        line.problems = [problem for problem in line.problems if problem.column != _column(line, "standing")]
        return self._by_something_else(line)

    def _by_something_else(self, line: Line) -> Standing | None:
        """What the remark, the heading above, the caller or the dates say somebody is."""
        if not _TICKED.keys().isdisjoint(line.cells):
            return self._ticked(line)
        if remarked := _WORDS.word("standing", line.kept.get(_REMARK, "")):
            return Standing(remarked)
        if told := standing_of(line.section) or self.page_is or self.everybody_is:
            return told
        if line.values.get("confirmed") is not None:
            return None
        joined, full_on = line.values.get("joined"), line.values.get("full_on")
        if full_on and full_on.on <= self.today:
            return Standing.FULL
        if joined and self.today < years_after(joined.latest, 1):
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


def read_roster(
    path: Path,
    *,
    today: date,
    standing: Standing | None = None,
    sheets: Sequence[str] = (),
    settled: Mapping[str, str] | None = None,
    recall: Recall | None = None,
) -> Reading[RosterRow]:
    """What the roster at `path` says; see `SentSheet.read`. `standing` is everybody's where no column says.

    Headings between the rows, and the names of sheets, tell the branch where they name several.
    """
    roster = Roster(today, standing)
    reading = roster.read(path, sheets=sheets, settled=settled, recall=recall)
    if len(roster.branches) > 1:
        told = _("The branch was taken from the headings or the names of the sheets: {branches}.").format(
            branches=listed(f"{branch} {ranges(rows)}" for branch, rows in roster.branches.items())
        )
        return replace(reading, notes=(*reading.notes, told))
    if roster.branches:
        return replace(reading, rows=[replace(row, branch=None) for row in reading.rows])
    return reading


#: One for all rows: an empty one of each takes room.
_NONE: frozenset[str] = frozenset()
_NOTHING_SAID: Mapping[Circumstance, bool] = {}


def _column(line: Line, field: str) -> str:
    """The column of a field as a problem names it."""
    return line.prefix + line.titles.get(field, "")


def _is_rejected(line: Line, field: str) -> bool:
    """Whether the cell of that field, where there is one, has been told already."""
    return field in line.cells and field not in line.values
