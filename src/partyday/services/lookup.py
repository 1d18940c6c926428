"""From what somebody typed to the one person, branch or day that is meant."""

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from partyday.errors import Ambiguous, BadInput, Conflict, NotFound
from partyday.i18n import _, _n, listed
from partyday.model.codes import BranchKind, DayStatus
from partyday.model.dates import half_width
from partyday.model.days import ActivityDay
from partyday.model.people import Branch, Person
from partyday.model.period import Month, read_session
from partyday.services.names import choose_branch
from partyday.store import days, people
from partyday.store.connection import Connection
from partyday.store.places import like_url
from partyday.words.typed import as_typed

if TYPE_CHECKING:
    from partyday.services.desk import Desk

_SEPARATORS = "[,，、;；]"
#: A roster number as people write it, `7`, `7号`, `7.`; and several in a row, `13-15`.
_NUMBER = r"(\d+)(?:号|\.)?"
_RANGE = r"(\d{1,4})(?:号|\.)?\s*(?:-|–|—|~|至|到)\s*(\d{1,4})(?:号|\.)?"
_LONGEST_RANGE = 500
#: As many digits are an ID number: what is told back of one is only how it begins.
_SECRET = 15
_NOT_SPELLED = r"[\s'’·\-]"


def known_to(connection: Connection, branch: Branch, on: date) -> list[Person]:
    """Everybody who ever belonged to the branch, as of a date: of them a paper may speak."""
    return [person for _id, person in people.rosters(connection, [branch.id], on, ended=True)]


def known_people(desk: "Desk") -> list[Person]:
    """Everybody who ever belonged to the branch: of them a sheet or a list may speak."""
    with desk.reading() as connection:
        return known_to(connection, desk.branch, desk.today)


def split_list(values: Sequence[str]) -> list[str]:
    """Every piece of lists separated by `,`, `，`, `、`, `;` or `；`; `13-15` is the roster numbers from 13 to 15."""
    return [handle for piece in split_dates(values) for handle in _numbers(piece)]


def split_dates(values: Sequence[str]) -> list[str]:
    """Every piece of lists separated so, each as it stands: `3-6` is a date."""
    whole = half_width(" ".join(values))
    if any(sign in whole for sign in ":=") and like_url(whole):
        return [whole]  # in pieces it would not be known for what it is, and its password would be shown
    pieces = [piece.strip() for value in values for piece in re.split(_SEPARATORS, half_width(value))]
    return [piece for piece in pieces if piece]


def _numbers(piece: str) -> list[str]:
    ends = re.fullmatch(_RANGE, piece)
    if not ends or not int(ends[1]) <= int(ends[2]) < int(ends[1]) + _LONGEST_RANGE:
        return [piece]
    return [str(number) for number in range(int(ends[1]), int(ends[2]) + 1)]


def matches(person: Person, who: str) -> bool:
    """Whether a handle means this person: name, full pinyin, initials, roster number or staff/student number."""
    who = half_width(who).strip()
    if number := re.fullmatch(_NUMBER, who):
        return person.number == int(number[1]) or person.staff_number == who
    if "".join(person.name.split()) == "".join(who.split()):
        return True
    spelled = re.sub(_NOT_SPELLED, "", who).casefold().replace("ü", "v")
    return bool(spelled) and spelled in (person.pinyin, person.initials, person.staff_number.casefold())


def begun(people_of: Sequence[Person], text: str) -> list[Person]:
    """Whom a handle may mean that is not typed to its end: part of a name, the beginning of pinyin or of a number."""
    typed = half_width(text).strip()
    spelled = re.sub(_NOT_SPELLED, "", typed).casefold().replace("ü", "v")
    return [
        person
        for person in people_of
        if (typed and typed in person.name)
        or (spelled and any(part.casefold().startswith(spelled) for part in (person.pinyin, person.initials)))
        or (typed.isdigit() and any(part.startswith(typed) for part in (str(person.number), person.staff_number)))
    ]


def together(people_of: Sequence[Person], who: str) -> list[str]:
    """The handles in a text: itself, or, where nobody is called so and all its pieces name somebody, the pieces."""
    pieces = who.split()
    whole = len(pieces) < 2 or any(matches(person, who) for person in people_of)
    known = all(any(matches(person, piece) for person in people_of) for piece in pieces)
    return pieces if known and not whole else [who]


def find(people_of: Sequence[Person], who: str, where: str) -> Person:
    """The one person meant by `who`; raises NotFound (with near names) or Ambiguous (with the candidates)."""
    fitting = [person for person in people_of if matches(person, who)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise Ambiguous(
            _("“{who}” fits several: {candidates}.").format(who=who, candidates=named(fitting)),
            _("Use the roster number, or the staff or student number."),
        )
    near = _near(people_of, who)
    if sum(map(str.isdigit, who)) >= _SECRET:
        who = who[:3] + "…"
    raise NotFound(
        _("There is no “{who}” {where}.").format(who=who, where=where),
        _("Did you mean {names}?").format(names=named(near)) if near else _("`partyday member list` shows everybody."),
    )


def only_one(people_of: Sequence[Person], who: str) -> Person | None:
    """The one that `who` fits, as in `find`; None where it fits nobody, or several: then it is a name and no more."""
    fitting = [person for person in people_of if matches(person, who)]
    return fitting[0] if len(fitting) == 1 else None


def name_of(people_of: Sequence[Person], who: str) -> str:
    """The name of who did something, where their number, pinyin or initials were given, else what was given."""
    person = only_one(people_of, who)
    return person.name if person else who


def find_all(people_of: Sequence[Person], handles: Sequence[str], where: str) -> list[Person]:
    """Everybody in a list of handles. All unknown handles are told in one sentence."""
    persons, unknown = [], []
    for who in (piece for handle in handles for piece in together(people_of, handle)):
        try:
            persons.append(find(people_of, who, where))
        except NotFound as error:
            unknown.append((who, error))
    if len(unknown) == 1:
        raise unknown[0][1]
    if unknown:
        raise NotFound(
            _("There is nobody {where} by these: {names}.").format(
                names=listed(f"“{who}”" for who, _e in unknown), where=where
            ),
            _("`partyday member list` shows everybody."),
        )
    return persons


def one_line(text: str) -> str:
    """Text as it is kept: without control characters, line breaks and blanks at the ends."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def refuse_outsider(connection: Connection, person: Person, on: date) -> None:
    """Raises Conflict where somebody belonged to no branch of the book on that day."""
    if people.records(connection, [person.id])[person.id].membership_on(on) is None:
        raise Conflict(
            _("{name} did not belong to the branch on {date}.").format(name=person.name, date=on),
            _("If that is wrong, `partyday member show {number}` shows the dates.").format(number=person.number),
        )


def refuse_future(on: date, today: date) -> None:
    """Raises BadInput for something recorded as done on a day that has not come."""
    if on > today:
        raise BadInput(_("{date} has not come yet.").format(date=on), _("Record it once it was held."))


def named(persons: Sequence[Person]) -> str:
    """People as `3 张三, 7 李四`, for a sentence."""
    return listed(person.called for person in persons)


def _near(people_of: Sequence[Person], who: str) -> list[Person]:
    from difflib import get_close_matches

    spelled = re.sub(_NOT_SPELLED, "", who).casefold()
    by_handle = {handle: person for person in people_of for handle in (person.name, person.pinyin) if handle}
    near = get_close_matches(who, by_handle, n=3) or get_close_matches(spelled, by_handle, n=3, cutoff=0.75)
    return list({by_handle[handle].id: by_handle[handle] for handle in near}.values())


def find_day(
    connection: Connection, branch: Branch, ref: str | None, today: date, *, in_file: bool = False
) -> ActivityDay:
    """The session that `ref` names; without one, today's. Raises NotFound (with the nearest days) or Ambiguous.

    `in_file`: it stands in a file, so that is where another is to be named.
    """
    on, part = read_session(ref, today) if ref else (today, None)
    sessions = [day for day in days.days_on(connection, branch.id, on) if part in (None, day.part)]
    standing = [day for day in sessions if day.status is not DayStatus.CANCELLED] or (sessions if ref else [])
    if len(standing) == 1:
        return standing[0]
    if standing:
        raise Ambiguous(
            _("{date} has several sessions: {refs}.").format(date=on, refs=listed(day.ref for day in standing)),
            _("Name one of them, as {ref}.").format(ref=standing[0].ref),
        )
    if not ref and sessions:
        raise NotFound(
            _("The activity day of {date} is cancelled.").format(date=on),
            _nearest(connection, branch, on, in_file=in_file, given=False),
        )
    if others := [day for day in days.days_on(connection, branch.id, on) if day.status is not DayStatus.CANCELLED]:
        raise NotFound(
            _("{date} is not divided so: its session is {refs}.").format(
                date=on, refs=listed(day.ref for day in others)
            ),
            _("Name one of them, as {ref}.").format(ref=others[0].ref),
        )
    sentence = _("{date} is not an activity day of {branch}.") if ref else _("Today, {date}, is not an activity day.")
    raise NotFound(
        sentence.format(date=on, branch=branch.name), _nearest(connection, branch, on, in_file=in_file, given=bool(ref))
    )


def only_day_of(connection: Connection, branch: Branch, month: Month, part: str = "") -> ActivityDay:
    """The session that a month has, of a half (`am`, `pm`) where one is named. Raises NotFound or Ambiguous."""
    sessions = [
        day
        for day in days.days_between(connection, branch.id, month, month)
        if day.held_on and day.status is not DayStatus.CANCELLED and part in ("", day.part)
    ]
    if len(sessions) == 1:
        return sessions[0]
    if sessions:
        raise Ambiguous(
            _("{month} has several sessions: {refs}.").format(month=month, refs=listed(day.ref for day in sessions)),
            _("Write the date, as {ref}.").format(ref=sessions[0].ref),
        )
    raise NotFound(
        _("{month} has no activity day of {branch} with a date.").format(month=month, branch=branch.name),
        _("`partyday schedule {year}` makes them, `partyday day set {day}` decides one.").format(
            year=month.year, day=month.last_day
        ),
    )


def _nearest(connection: Connection, branch: Branch, on: date, *, in_file: bool, given: bool) -> str:
    """The days nearest to a date, and how one is named; where a day was given, whoever gave it knows how."""
    dated = [
        (abs((day.held_on - on).days), day)
        for day in days.all_days(connection, branch.id)
        if day.held_on and day.status is not DayStatus.CANCELLED
    ]
    if not dated:
        return _("No days are planned yet: `partyday schedule {year}` makes them.").format(year=on.year)
    near = sorted((day for _distance, day in sorted(dated, key=lambda pair: pair[0])[:2]), key=lambda day: day.ref)
    if in_file:
        sentence = _n(
            "The nearest is {days}: mend the date in the file, or move that day with `partyday day move`.",
            "The nearest are {days}: mend the date in the file, or move one with `partyday day move`.",
            len(near),
        )
    elif given:
        sentence = _n("The nearest is {days}.", "The nearest are {days}.", len(near))
    else:
        sentence = _n(
            "The nearest is {days}; name it: --day {day}", "The nearest are {days}; name one: --day {day}", len(near)
        )
    return sentence.format(days=listed(day.ref for day in near), day=near[0].ref)


def find_person(connection: Connection, desk: "Desk", who: str, *, ended: bool = True) -> tuple[Branch, Person]:
    """The person `who` names on the roster of the desk's branch, with that branch; unless `ended` is False, also who
    has left.

    Where no branch was named, on the roster of any branch of the book. Raises NotFound or Ambiguous.
    """
    branches = desk.tree if desk.branch_name is None else [desk.branch]
    return person_in(connection, branches, desk.branch_name, who, desk.today, ended=ended)


def person_in(
    connection: Connection, branches: Sequence[Branch], name: str | None, who: str, today: date, *, ended: bool = True
) -> tuple[Branch, Person]:
    """The same of any branch: the one of that `name`, or every one of `branches`."""
    able = [branch for branch in branches if branch.kind is BranchKind.BRANCH]
    chosen = able if name is None and len(able) > 1 else [choose_branch(branches, name)]
    branch_by_id = {branch.id: branch for branch in chosen}
    places = people.places(connection, branch_by_id, today)
    everybody = people.once(place for place in places if ended or place.is_open(today))
    where = _("in {branch}").format(branch=chosen[0].name) if len(chosen) == 1 else _("in this book")
    # Somebody who moved inside the book stands on several rosters: the one they are on now is meant, else the last.
    last = {place.person.id: place.branch_id for place in places}
    fitting = [pair for pair in everybody if matches(pair[1], who) and last[pair[1].id] == pair[0]]
    current = {place.person.id for place in places if place.is_open(today)}
    meant = [pair for pair in fitting if pair[1].id in current] or fitting
    if len(meant) > 1 and len({branch_id for branch_id, _person in meant}) > 1:
        candidates = listed(f"{one.called} ({branch_by_id[branch_id].name})" for branch_id, one in meant)
        raise Ambiguous(
            _("“{who}” fits several: {candidates}.").format(who=who, candidates=candidates),
            _("Say which, such as: --branch {name}").format(name=as_typed(branch_by_id[meant[0][0]].name)),
        )
    person = find([person for _branch_id, person in meant or everybody], who, where)
    return next((branch_by_id[branch_id], one) for branch_id, one in meant if one is person)
