"""Meaning what a meeting wrote down: the filled-in sign-in sheet (签到表) as it was printed, or an office's own.

Also the export of a form or of an online meeting, a bare list of who came, and a year's grid of people and days.

Says who was how on which day, by name; whom a name means in the book is for the services to say. Imports no rules,
store, services or cli.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from partyday.errors import BadInput
from partyday.i18n import _, listed
from partyday.model.codes import State
from partyday.model.people import Person
from partyday.model.period import Month
from partyday.model.said import Attendance, Said
from partyday.sheets.above import day_named
from partyday.sheets.attendance_words import (
    Meaning,
    NotUnderstood,
    begun_with,
    label_word,
    read_words,
    signs_for_another,
    together,
)
from partyday.sheets.cells import (
    Cell,
    Unreadable,
    optional,
    read_code,
    read_date,
    shown,
)
from partyday.sheets.day_columns import DayColumns
from partyday.sheets.declared import Column, Line, Recall, SentSheet
from partyday.sheets.headers import Header, NoSuchSheet
from partyday.sheets.known_names import KnownNames
from partyday.sheets.legend import legend_in, told_legend
from partyday.sheets.meeting import ONLINE_MEETING, between, clock, length_of
from partyday.sheets.pages import Page, PageSource, Row
from partyday.sheets.record import read_record
from partyday.sheets.sign_in_cells import (
    OF_A_MEETING,
    OF_LEAVE,
    OF_ONE_DAY,
    OF_SEVERAL_DAYS,
    SAYS_WHO_CAME,
    UNDER,
    more_of_an_excuse,
    read_answer,
    read_moment,
    read_number,
    read_plain,
    read_signature,
    read_state,
    read_tick,
    read_written_name,
    words_or_none,
)
from partyday.sheets.sign_in_row import (
    came_on_another_day,
    check_leave,
    day_of,
    other_row_is_unclear,
    printed_ways,
    says_no_more,
    signed,
    whose,
)
from partyday.words.headings import ATTENDANCE
from partyday.words.vocabulary import Vocabulary


@dataclass(frozen=True)
class _Entry:
    """What one row says of one person on one day, and the day of the time at which they came, where it tells one."""

    day: str | None
    said: Said
    came_on: date | None


class SignIn(SentSheet[list[_Entry]]):
    """A sign-in sheet of any office. `people` are they whose names it may hold, `bare` how they were there who are
    only named; without it a sheet must say who came."""

    vocabulary = "attendance"
    in_parts = True

    number = Column(read=read_number)
    name = Column(read=read_written_name, needed=True)
    staff_number = Column(read=optional(read_code))
    state = Column(read=read_state, telling=True)
    signature = Column(read=read_signature, telling=True)
    came = Column(read=read_answer, telling=True)
    leave = Column(read=read_answer, telling=True)
    on_site = Column(read=read_tick, telling=True)
    online = Column(read=read_tick, telling=True)
    visited = Column(read=read_tick, telling=True)
    excused = Column(read=read_tick, telling=True)
    not_there = Column(read=read_tick, telling=True)
    absent = Column(read=read_tick, telling=True)
    late = Column(read=read_tick)
    early = Column(read=read_tick)
    leave_kind = Column(read=read_plain)
    leave_reason = Column(read=read_plain, many=True)
    reason = Column(read=read_plain, many=True)
    remark = Column(read=read_plain, many=True)
    on = Column(read=optional(read_date), telling=True)
    arrived = Column(read=read_moment, telling=True)
    left = Column(read=read_moment)
    length = Column(read=read_moment)
    signed_out = Column(read=read_tick, telling=True)
    leave_from = Column(read=optional(read_date), telling=True)
    leave_until = Column(read=optional(read_date), telling=True)
    granted = Column(read=read_plain)

    def __init__(self, people: Iterable[Person], today: date, bare: State | None, of: date | None = None) -> None:
        self.names, self.today, self.bare, self.of = KnownNames(people), today, bare, of or today
        self.days = DayColumns(super().words, today)
        self.columns = dict(type(self).columns)
        self.day: str | None = None
        self.starts = ""
        self.of_a_meeting = False
        self.title = ""
        self.aside: list[str] = []
        self.latecomers: dict[str, str] = {}
        self._usual = {person.name: printed_ways(person) for person in self.names.people}
        self.lengths: dict[str, timedelta] = {}
        self.legend: dict[str, Meaning] = {}

    @property
    def words(self) -> Vocabulary:
        """What offices call the columns, and the columns that are days."""
        return self.days.words

    def look_ahead(self, samples: Sequence[Sequence[Row]]) -> None:
        """Find the columns that are days."""
        for sample in samples:
            self.days.find(sample)
        self.legend = legend_in(samples)
        state = Column(read=self._read_state, telling=True)
        self.columns = {**type(self).columns, "state": state, **dict.fromkeys(self.days.refs, state)}

    def _read_state(self, cell: Cell) -> Meaning | None:
        """How somebody was there, by the signs as the sheet explains them, else by its words."""
        return self.legend.get(shown(cell).strip()) or read_state(cell)

    def begin(self, page: Page, above: Sequence[str]) -> None:
        """The day of the page stands above its table."""
        found = day_named([*above, page.name], self.today)
        self.day = found.ref if found else self._month_named(page.name)
        self.starts = found.starts if found else ""

    def _month_named(self, name: str) -> str | None:
        """The month that a sheet's name alone is (1月, 2026年1月), whose day it is then of."""
        try:
            return Month.read(name, self.today)
        except BadInput:
            return None

    def part_of(self) -> str:
        """Sheets of several days may hold the same people."""
        return self.day or ""

    def prepare(self, header: Header) -> list[str]:
        """Whether the page comes from an online meeting."""
        block = header.blocks[0]
        for field in {"signature", "state"} & block.keys():
            if header.beaten.get(title := block[field][0].title) == title:
                named = _("Several columns are named “{title}”.").format(title=title)
                raise BadInput(named, _("Name each by its day, such as 3月6日, or leave one of them."))
        self.title = self.title or block["name"][0].title
        counted = next(filter(OF_SEVERAL_DAYS.search, header.titles), "")
        if counted and not any(self.days.is_day(field) or field in OF_ONE_DAY for field in header.fields):
            raise BadInput(
                _("“{title}” counts over several days: the sheet does not say who was there on one.").format(
                    title=counted
                ),
                _("Take the sheet of the day itself."),
            )
        told = [found[0].title for name, found in block.items() if name in ("name", "arrived", *OF_A_MEETING)]
        self.of_a_meeting = any(map(ONLINE_MEETING.search, told))
        self.lengths = {}
        return []

    def told(self) -> list[str]:
        """How the signs of the sheet were read, and who took part in an online meeting for a small part of it."""
        longest = max(self.lengths.values(), default=timedelta())
        short = [f"{who} {clock(length)}" for who, length in self.lengths.items() if length * 2 < longest]
        notes = told_legend(self.legend)
        if short:
            notes.append(_("There for less than half of the meeting: {people}").format(people=listed(short)))
        return notes

    def lacking(self, fields: frozenset[str]) -> str:
        """Something must say who was there."""
        tells = not fields.isdisjoint({*SAYS_WHO_CAME, *OF_A_MEETING, *OF_LEAVE}) or any(map(self.days.is_day, fields))
        return "" if tells or self.bare else ATTENDANCE

    def nobody_there(self, path: Path) -> None:
        """A sheet that nobody has filled in yet says nothing."""

    # ---- one row

    def row(self, line: Line) -> list[_Entry] | None:
        """What the row says of one person, on the day of the sheet or on each day of a grid."""
        who = whose(line, self.names, of_a_meeting=self.of_a_meeting)
        self._measure(line, who)
        code = line.values.get("staff_number") or ""
        days = [field for field in line.cells if self.days.is_day(field)]
        if days:
            if remark := self._remarks(line):
                self._leave(line, "remark", remark)
            readings = {self.ref_of(self.days.refs[field]): line.values.get(field) for field in days}
        else:
            on = line.values.get("on")
            readings = {on.on.isoformat() if on else self.day or "": self._of_one_day(line, who)}
        left = next((name for name in ("signed_out", "left") if line.values.get(name)), "")
        if left and not self.of_a_meeting and not any(readings.values()) and not line.problems:
            line.reject(left, _("Only the leaving is signed: ask whether this person was there."))
        came_on = day_of(line.values.get("arrived"))
        entries = []
        for day, reading in readings.items():
            if reading is None:
                continue
            if reading.late:
                self.latecomers[f"{line.number} {who}"] = reading.late
            entries.append(
                _Entry(
                    day or None,
                    Said(
                        row=line.number,
                        who=who,
                        number=line.values.get("number"),
                        code=code,
                        state=reading.state,
                        category=reading.category,
                        detail=reading.detail,
                        written=line.values.get("name") or "",
                    ),
                    came_on,
                )
            )
        return entries

    def ref_of(self, ref: str) -> str:
        """The session a column is of; a half alone is one of the sheet's day."""
        return (self.day or self.today.isoformat()) + ref if ref.startswith(":") else ref

    def _measure(self, line: Line, who: str) -> None:
        """Remember how long somebody was in an online meeting; who came in twice, in all."""
        cells = line.cells
        length = length_of(cells["length"]) if "length" in cells else between(cells.get("arrived"), cells.get("left"))
        if self.of_a_meeting and length is not None:
            who = who or str(line.values.get("name") or "")
            self.lengths[who] = self.lengths.get(who, timedelta()) + length

    def _of_one_day(self, line: Line, who: str) -> Meaning | None:
        found: Meaning | None = None
        for field_name, reading in self._entries(line, who):
            if found is None:
                found = reading
            elif (both := together(found, reading)) is None:
                line.reject(field_name, _("The columns of this row speak against each other."))
                return None
            else:
                found = both
        for field_name in ("leave_kind", "leave_reason", "reason", "remark"):
            try:
                found = self._with_words(line, field_name, found)
            except Unreadable as fault:
                line.reject(field_name, str(fault))
                return None
        if found and found.state is State.EXCUSED:
            check_leave(line, self.taken_on())
        if found is None and not line.problems and not self._says_who_came(line):
            return self._only_named(line)
        return self._as_met(found)

    def _entries(self, line: Line, who: str) -> Iterable[tuple[str, Meaning]]:
        """What each column says that tells how somebody was there."""
        said = line.values
        if state := said.get("state"):
            yield "state", state
        if (signature := said.get("signature")) and (
            reading := self.legend.get(signature) or signed(line, signature, who, self.names)
        ):
            if not (state and (state.came is not reading.came)):
                yield "signature", reading
            else:
                line.note(
                    _("{column} “{text}” was left aside: {other} decides.").format(
                        column=line.titles["signature"], text=signature, other=line.titles["state"]
                    )
                )
        came = said.get("came")
        if came is not None:
            yield "came", came if isinstance(came, Meaning) else Meaning(State.PRESENT if came else None)
        leave = said.get("leave")
        if leave:
            yield "leave", leave if isinstance(leave, Meaning) else Meaning(State.EXCUSED)
        for field_name, meant in UNDER.items():
            if ticked := said.get(field_name):
                yield field_name, meant if ticked is True else self._instead(line, field_name, str(ticked), meant)
        for name in ("late", "early"):
            if late := said.get(name):
                words = line.titles[name] if late is True else f"{line.titles[name]} {late}"
                yield name, Meaning(State.PRESENT, detail=words, late=words)
        if said.get("arrived") and not any(field in line.cells for field in ("state", "signature", "came")):
            yield "arrived", Meaning(State.ONLINE if self.of_a_meeting else State.PRESENT)

    def _instead(self, line: Line, field_name: str, text: str, meant: Meaning) -> Meaning:
        """The words that stand under a state instead of a tick; a reason is the detail of an excuse."""
        if text.isdecimal():
            line.reject(field_name, _("A number counts something; how somebody was there on one day is a tick."))
            return meant
        try:
            reading = read_words(text)
        except NotUnderstood as fault:
            line.reject(field_name, str(fault))
            return meant
        if reading and reading.state is State.UNKNOWN:
            return meant
        if both := together(meant, reading) if reading else None:
            return both
        if reading is None and meant.state is State.EXCUSED:
            return replace(meant, detail=text)
        if reading is None and meant.state is None:
            if kind := begun_with(text):
                return kind
            self._leave(line, field_name, text)
            return meant
        line.reject(field_name, str(NotUnderstood()))
        return meant

    def _with_words(self, line: Line, field_name: str, found: Meaning | None) -> Meaning | None:
        """What is known of somebody, with what a column of reasons or remarks adds."""
        text = line.values.get(field_name)
        if text is None:
            return found
        if signs_for_another(text) and (found is None or found.came):
            raise NotUnderstood(_("Somebody else signed here. Ask whether the person was there."))
        more = words_or_none(text)
        excuse = more if more and more.state is State.EXCUSED else None
        if found and found.came:
            return self._of_who_came(line, field_name, found, more)
        if found and found.state is State.ABSENT and excuse:
            raise Unreadable(_("The remark speaks of leave, yet the row says absent."))
        if found and found.state is State.EXCUSED:
            if more and more.came and not says_no_more(text, found, self._ways(line)):
                self._leave(line, field_name, text)
            return more_of_an_excuse(found, text, excuse, more)
        if excuse:
            return excuse
        if field_name in ("leave_kind", "leave_reason"):
            return Meaning(State.EXCUSED, detail=text)
        if field_name == "remark" and more and not more.came:
            return more if found is None else together(found, more)
        if not says_no_more(text, found, self._ways(line)):
            self._leave(line, field_name, text)
        return (found or Meaning(None)) if field_name == "reason" else found

    def _of_who_came(self, line: Line, field_name: str, found: Meaning, more: Meaning | None) -> Meaning:
        """A remark on somebody who came: how late, or how they took part; no excuse."""
        text = str(line.values[field_name])
        if more and more.state is State.EXCUSED and found.state is State.ONLINE and "假" not in text:
            return replace(found, detail=" ".join(filter(None, (found.detail, text))))
        if more and more.state in (State.EXCUSED, State.ABSENT, None):
            raise Unreadable(_("The remark speaks of leave, yet the row says present."))
        if more and more.late:
            return together(found, more) or found
        if not says_no_more(text, found, self._ways(line)):
            self._leave(line, field_name, text)
        return found

    def taken_on(self, otherwise: date | None = None) -> date | None:
        """The day the sheet is of, else this one, else the one it is taken in for; None where only a month is known."""
        day = (self.day or (otherwise or self.of).isoformat()).partition(":")[0]
        return date.fromisoformat(day) if len(day) == len("2026-03-06") else None

    def _ways(self, line: Line) -> frozenset[State]:
        """How the printed sheet may say that the person of a row usually attends."""
        who = self.names.meant(str(line.values.get("name") or ""))
        return self._usual.get(who or "", frozenset())

    def _says_who_came(self, line: Line) -> bool:
        return any(field in line.cells for field in SAYS_WHO_CAME)

    def _as_met(self, found: Meaning | None) -> Meaning | None:
        """Who is present at an online meeting is online."""
        if found and self.of_a_meeting and found.state is State.PRESENT:
            return replace(found, state=State.ONLINE)
        return found

    def _only_named(self, line: Line) -> Meaning | None:
        """Somebody who stands in a list that says no more: as its heading, its meeting or the command says."""
        label = label_word(line.section)
        if label:
            return label
        if self.of_a_meeting:
            return Meaning(self.bare or State.ONLINE)
        return Meaning(self.bare) if self.bare else None

    def _remarks(self, line: Line) -> str:
        return "；".join(text for field in ("reason", "leave_reason", "remark") if (text := line.values.get(field)))

    def _leave(self, line: Line, field_name: str, text: str) -> None:
        title = line.titles.get(field_name, self.words.official(field_name))
        who = "".join(str(line.values.get("name") or "").split())
        self.aside.append(
            _("row {row} {column} “{text}”").format(row=f"{line.number} ({who})", column=title, text=text)
        )

    def _refusal(
        self, path: Path, found: Sequence[tuple[PageSource, Header | None]], missing: Sequence[str] = ()
    ) -> BadInput:
        if not any(header and "name" in header.fields for _source, header in found):
            return super()._refusal(path, found, missing)
        return NoSuchSheet(
            _("{file} has no column that says who was there.").format(file=path.name),
            _(
                "Add a column {column} or one for signatures, or say which one it is with --map HEADER={column}; of a "
                "bare list say --listed present or online."
            ).format(column=ATTENDANCE),
        )


# ---- the whole sheet


def read_sign_in(
    path: Path,
    people: Iterable[Person],
    today: date,
    bare: State | None = None,
    *,
    of: date | None = None,
    sheets: Sequence[str] = (),
    settled: Mapping[str, str] | None = None,
    recall: Recall | None = None,
) -> Attendance:
    """What the sign-in sheet at `path` says, and every problem with it. Who has no entry is not in it.

    出勤情况 decides; where it is blank, the own name, a tick or a time in the signature column is presence, and an
    excuse in 备注 an excuse. `bare` is how they were there who are only named, where no column says it; `of` is the day
    it is taken in for, by default today, where the sheet names none. For `sheets`, `settled` and `recall` see
    `SentSheet.read`.
    Raises NotFound or BadInput for a file that is no such sheet.
    """
    people = tuple(people)
    sheet = SignIn(people, today, bare, of)
    try:
        reading = sheet.read(path, sheets=sheets, settled=settled, recall=recall)
    except NoSuchSheet:
        if record := None if sheets or settled else read_record(path, people, today, bare):
            return record
        raise
    if reading.rejected and not any(reading.rows) and (record := read_record(path, people, today, bare)):
        return record
    unclear = {problem.name for problem in reading.rejected} - {""}
    rejected = list(reading.rejected)
    days: dict[str | None, list[Said]] = {}
    entries = [entry for row in reading.rows for entry in row]
    came_on = {entry.came_on for entry in entries if entry.came_on}
    only = came_on.pop() if len(came_on) == 1 else None
    day = sheet.taken_on(only)
    for entry in entries:
        of_day = days.setdefault(entry.day, [])
        if " ".join(entry.said.written.split()) in unclear:
            rejected.append(other_row_is_unclear(entry.said, sheet.title))
        elif entry.came_on and day and entry.came_on != day and entry.day in (None, sheet.day):
            rejected.append(came_on_another_day(entry.said, sheet.title, entry.came_on, day))
        else:
            of_day.append(entry.said)
    if set(days) <= {None}:
        days = {sheet.day or (only.isoformat() if only else None): days.get(None, [])}
    notes = list(reading.notes)
    if sheet.latecomers:
        told = listed(f"{who} {words}" for who, words in sheet.latecomers.items())
        notes.append(_("Came late or left early, and taken as present: {people}").format(people=told))
    if sheet.aside:
        notes.append(_("Remarks that are no entry: {remarks}").format(remarks=listed(sheet.aside)))
    return Attendance(
        {day: tuple(said) for day, said in sorted(days.items(), key=lambda item: item[0] or "")},
        tuple(sorted(rejected, key=lambda problem: problem.row)),
        reading.unread,
        tuple(notes),
        sheet.title,
        sheet.starts,
        reading.settled,
        {sheet.ref_of(ref): title for title, ref in sheet.days.titles.items()},
    )
