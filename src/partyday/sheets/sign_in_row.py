"""One row of a sign-in sheet: whose it is, whose signature stands in it, which leave it is of, what its remark says.

Imports the words, the cells and the lines only; no rules, store, services or cli.
"""

from collections.abc import Collection
from datetime import date

from partyday.i18n import _
from partyday.model.codes import Circumstance, State
from partyday.model.dates import half_width
from partyday.model.people import Person
from partyday.model.problems import Problem
from partyday.model.said import Said
from partyday.sheets.attendance_words import WORDS, Meaning, NotUnderstood, read_words, signs_for_another
from partyday.sheets.cells import Cell, Told, Unreadable, read_date
from partyday.sheets.declared import Line
from partyday.sheets.known_names import KnownNames
from partyday.sheets.names import read_person
from partyday.sheets.sign_in_cells import (
    AMONG,
    ARRIVED,
    CLOCK_BEHIND,
    GLUED_CODE,
    STROKE,
    is_moment,
    is_usual,
    words_or_none,
)


def whose(line: Line, names: KnownNames, *, of_a_meeting: bool) -> str:
    """The person a row is of: the name in the cell, or the one of the roll that stands in it beside a nickname."""
    written = line.values.get("name")
    if written is None:
        return ""
    if signs_for_another(written) and written not in {person.name for person in names.people}:
        line.reject("name", _("Somebody else signed here. Ask whether the person was there."))
        return ""
    try:
        name = read_person(written)
    except Unreadable as fault:
        if meant := names.meant(written):
            if found := GLUED_CODE.search(written):
                line.values["staff_number"] = line.values.get("staff_number") or found[0]
            line.note(_("“{text}” is {name}.").format(text=written, name=meant))
            return meant
        line.reject("name", _("This is a nickname: ask who it is.") if of_a_meeting else str(fault))
        return ""
    plain = name.value if isinstance(name, Told) else name
    meant = names.meant(written)
    if meant and meant != plain:
        line.note(_("“{text}” is {name}.").format(text=written, name=meant))
        return meant
    if isinstance(name, Told):
        line.note(f"{line.titles['name']}: {name.sentence}")
    return plain


def signed(line: Line, text: str, who: str, names: KnownNames) -> Meaning | None:
    """The own name, a tick or the time of arrival means present; anything else there is not guessed at."""
    if STROKE.fullmatch(half_width(text)):
        return Meaning(None)
    squeezed = "".join(CLOCK_BEHIND.sub("", text).split())
    if squeezed and "".join(who.split()).startswith(squeezed):
        return Meaning(State.PRESENT)
    try:
        if any(found.name != who for found in names.within(text)):
            raise NotUnderstood(_("Somebody else signed here. Ask whether the person was there."))
        reading = read_words(text)
        if reading is None and not (ARRIVED.fullmatch(text) or is_moment(line.cells["signature"])):
            raise NotUnderstood
    except NotUnderstood as fault:
        line.reject("signature", str(fault))
        return None
    return None if reading and reading.state is State.UNKNOWN else reading or Meaning(State.PRESENT)


def check_leave(line: Line, day: date | None) -> None:
    """Reject a leave that is not of this day, and one that nobody granted."""
    granted = line.values.get("granted")
    if granted and not WORDS.word("granted", granted):
        line.reject("granted", _("This leave is not granted, or not yet: ask whether it was."))
    since, until = line.values.get("leave_from"), line.values.get("leave_until")
    if day and ((since and day < since.on) or (until and until.on < day)):
        line.reject("leave_from" if since else "leave_until", _("This leave is not of {day}.").format(day=day))


#: How the printed sheet says that somebody attends who is so circumstanced.
_WAY_OF = {
    Circumstance.MOBILE: State.ONLINE,
    Circumstance.AWAY: State.ONLINE,
    Circumstance.ABROAD: State.ONLINE,
    Circumstance.INFIRM: State.VISITED,
    Circumstance.ILL: State.VISITED,
}


def printed_ways(person: Person) -> frozenset[State]:
    """How the printed sheet may say that this person usually attends."""
    ways = {_WAY_OF[circumstance] for circumstance in person.circumstances & _WAY_OF.keys()}
    return frozenset(ways | ({person.usual} if person.usual else set()))


def says_no_more(remark: str, found: Meaning | None, usual: Collection[State]) -> bool:
    """Whether a remark says only what the row says, or how the person usually attends."""
    if not is_usual(remark):
        return False
    said = {found.state if found else None, *usual}
    return all(reading.state in said for piece in AMONG.split(remark) if (reading := words_or_none(piece)))


def day_of(moment: Cell) -> date | None:
    """The day of the time at which somebody came; None where it is a time alone."""
    try:
        return read_date(moment).on if moment is not None else None
    except Unreadable:
        return None


def came_on_another_day(said: Said, column: str, came_on: date, day: date) -> Problem:
    """What is said of somebody who came at a time of another day than the sheet is taken in for."""
    sentence = _("The time beside it is of {other}, the sheet of {day}: ask whether this person was there.").format(
        other=came_on, day=day
    )
    return Problem(row=said.row, column=column, value=said.written, problem=sentence, name=said.who)


def other_row_is_unclear(said: Said, column: str) -> Problem:
    """What is said of a row that is understood, where another row of the same person is not."""
    sentence = _("Another line of this person is not understood.")
    return Problem(row=said.row, column=column, value=said.written, problem=sentence, name=said.who)
