"""Recording meetings held beside the activity day (三会一课 and others): when, about what, who was there."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from partyday.errors import BadInput, Conflict, NotFound, WrongUsage
from partyday.i18n import _, listed
from partyday.model.codes import State
from partyday.model.meetings import COMMITTEE, GROUP, MEETING_NAMES, Attendee, Meeting
from partyday.model.people import Branch, Person
from partyday.model.period import Period
from partyday.rules.attendance import is_expected, taken_for
from partyday.rules.parameters import BLOCK_FORMS, BLOCKS, MEETINGS
from partyday.services.branches import policy_of
from partyday.services.days import block_of, clock, refuse_before
from partyday.services.desk import Desk
from partyday.services.lookup import find_all, one_line, refuse_future
from partyday.services.members import refuse_dissolved
from partyday.store import meetings, people
from partyday.store.book import Unit
from partyday.store.connection import Connection
from partyday.words.meetings import meeting_term, read_meeting

#: What may be written down of a meeting, beside when it was, which it was and who was there.
FIELDS = ("theme", "content", "place", "host", "recorder", "starts", "ends", "guests", "resolutions")


@dataclass(frozen=True)
class Met:
    """A meeting with who was there; `expected` are who should have been, None where nobody knows (a committee's).

    `left_out` are whom `--all` passed by, since they attend online or are visited; `counted_as` the kinds of content
    that are held in such a meeting, where none was named.
    """

    meeting: Meeting
    present: tuple[Person, ...]
    expected: tuple[Person, ...] | None
    left_out: tuple[Person, ...] = ()
    counted_as: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[Person, ...]:
        """Who was expected and not there."""
        there = {person.id for person in self.present}
        return tuple(person for person in self.expected or () if person.id not in there)


@dataclass(frozen=True)
class Who:
    """Who was at a meeting: those named, and with `everybody` all who were expected `besides` these."""

    named: Sequence[str] = ()
    everybody: bool = False
    besides: Sequence[str] = ()


def add(
    desk: Desk, kind: str, on: date, texts: Mapping[str, str], who: Who, *, group: str = "", blocks: Sequence[str] = ()
) -> Met:
    """Record a meeting held on `on`; `texts` by the names in FIELDS.

    Raises NotFound for a kind of meeting, a group, a kind of content or a person that is not known, BadInput for a day
    to come, Conflict where it is recorded already.
    """
    refuse_future(on, desk.today)
    told = _told(texts)
    with desk.writing() as unit:
        branch = desk.branch
        refuse_before(desk, on)
        refuse_dissolved(branch, on)
        policy = policy_of(desk.tree, branch)
        named = _kind(kind, policy.at(MEETINGS, on).value)
        here = people.people_on(unit.connection, branch.id, on)
        group = _group(named, group, here)
        kinds = policy.at(BLOCKS, on).value
        meeting = Meeting(
            id=unit.next_id(Meeting),
            branch_id=branch.id,
            kind=named,
            held_on=on,
            party_group=group,
            blocks=tuple(block_of(block, kinds) for block in blocks),
            **told,
        )
        for other in meetings.meetings(unit.connection, [branch.id], on, on):
            if (other.kind, other.party_group, other.starts) == (named, group, meeting.starts):
                raise Conflict(
                    _("A {kind} of {date} is recorded already, as number {number}.").format(
                        kind=meeting_term(named), date=on, number=other.id
                    ),
                    _("To add to it: partyday meeting set {number} -h").format(number=other.id),
                )
        unit.insert(meeting)
        expected = _expected(meeting, here)
        present, left_out = _present(here, expected, who, meeting)
        _write_attendees(unit, meeting, present)
        forms = policy.at(BLOCK_FORMS, on).value
        held_so = [] if blocks else [kinds[code] for code, of in forms.items() if named in of and code in kinds]
        return Met(meeting, present, expected, left_out, tuple(held_so))


def change(
    desk: Desk,
    number: int,
    texts: Mapping[str, str],
    *,
    present: Sequence[str] = (),
    absent: Sequence[str] = (),
    blocks: Sequence[str] | None = None,
) -> Met:
    """Put down more of a meeting, or something else; who was there as well, and who was not. Raises as `add` does."""
    told = _told(texts)
    with desk.writing() as unit:
        meeting = _of_number(unit, desk, number)
        values: dict[str, object] = dict(told)
        if blocks is not None:
            kinds = policy_of(desk.tree, desk.branch).at(BLOCKS, meeting.held_on).value
            values["blocks"] = tuple(block_of(block, kinds) for block in blocks)
        _refuse_times(told.get("starts", meeting.starts), told.get("ends", meeting.ends))
        meeting = unit.update(meeting, **values)
        here = people.people_on(unit.connection, desk.branch.id, meeting.held_on)
        there = _where(meeting)
        kept = {one.member_id: one for one in meetings.attendees(unit.connection, [meeting.id])[meeting.id]}
        come = find_all(here, present, there)
        gone = {person.id for person in find_all(here, absent, there)}
        if both := [person for person in come if person.id in gone]:
            raise WrongUsage(_("{name} is named as there and as not there.").format(name=both[0].name))
        for key in gone & kept.keys():
            unit.delete(kept[key])
        _write_attendees(unit, meeting, [person for person in come if person.id not in kept])
        return _met(unit.connection, meeting, here)


def recorded(desk: Desk, period: Period) -> list[Met]:
    """The meetings of the branch in a period, by date."""
    with desk.reading() as connection:
        return met_in(connection, desk.branch, period.start, period.end)


def met_in(connection: Connection, branch: Branch, first: date, last: date) -> list[Met]:
    """The meetings of a branch between two days, both included, with who was there."""
    held = meetings.meetings(connection, [branch.id], first, last)
    attendees = meetings.attendees(connection, [meeting.id for meeting in held]) if held else {}
    return [
        _met(connection, meeting, people.people_on(connection, branch.id, meeting.held_on), attendees)
        for meeting in held
    ]


def _met(
    connection: Connection,
    meeting: Meeting,
    here: Sequence[Person],
    attendees: Mapping[int, Collection[Attendee]] | None = None,
) -> Met:
    of_all = meetings.attendees(connection, [meeting.id]) if attendees is None else attendees
    there = {attendee.member_id for attendee in of_all.get(meeting.id, ())}
    present = [person for person in here if person.id in there]
    if left := there - {person.id for person in present}:
        # Their dates were corrected since: they were there all the same.
        known = people.rosters(connection, [meeting.branch_id], meeting.held_on, ended=True)
        present += [person for _branch_id, person in known if person.id in left]
    return Met(meeting, tuple(present), _expected(meeting, here))


def _told(texts: Mapping[str, str]) -> dict[str, str]:
    told = {name: one_line(text) for name, text in texts.items()}
    told |= {name: clock(told[name]) for name in ("starts", "ends") if told.get(name)}
    _refuse_times(told.get("starts", ""), told.get("ends", ""))
    return told


def _refuse_times(starts: str, ends: str) -> None:
    if starts and ends and starts >= ends:
        raise BadInput(
            _("The meeting would end at {ends}, before it starts at {starts}.").format(ends=ends, starts=starts)
        )


def _kind(text: str, asked_for: Iterable[str]) -> str:
    """The kind of meeting a text means. Raises NotFound with those there are."""
    asked_for = list(asked_for)
    if kind := read_meeting(text, asked_for):
        return kind
    known = [_both(kind) for kind in dict.fromkeys((*MEETING_NAMES, *asked_for))]
    raise NotFound(
        _("“{kind}” is no meeting that is recorded here.").format(kind=text),
        _("It knows {names}.").format(names=listed(known)),
    )


def _both(kind: str) -> str:
    """A meeting as it may be typed: its name, in English with the Chinese one."""
    shown = meeting_term(kind)
    return kind if shown == kind else f"{kind} ({shown})"


def _group(kind: str, named: str, here: Sequence[Person]) -> str:
    """The Party group that met: the one named, or the only one. Raises NotFound, WrongUsage."""
    if kind != GROUP:
        if named:
            raise WrongUsage(_("--group goes with 党小组会."))
        return ""
    groups = sorted({person.group for person in here if person.group})
    wanted = "".join(named.split())
    fitting = [group for group in groups if wanted == group] or [group for group in groups if wanted in group]
    if len(fitting) == 1:
        return fitting[0]
    if not groups and not wanted:
        return ""
    if not wanted:
        raise WrongUsage(
            _("Which Party group met?"), _("Name it with --group: {groups}.").format(groups=listed(groups))
        )
    raise NotFound(
        _("There is no single Party group “{group}”.").format(group=named),
        _("There are {groups}.").format(groups=listed(groups) or "–"),
    )


def _expected(meeting: Meeting, here: Iterable[Person]) -> tuple[Person, ...] | None:
    """Who belongs to a meeting: the members, of a Party group its own. None of a committee: nobody said who."""
    if meeting.kind == COMMITTEE:
        return None
    return tuple(
        person
        for person in here
        if is_expected(person) and (not meeting.party_group or person.group == meeting.party_group)
    )


def _present(
    here: Sequence[Person], expected: tuple[Person, ...] | None, who: Who, meeting: Meeting
) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """Who was there, in the order of the roster, and whom `everybody` passed by."""
    there = _where(meeting)
    named = {person.id for person in find_all(here, who.named, there)}
    left_out: tuple[Person, ...] = ()
    if who.everybody:
        if expected is None:
            raise WrongUsage(_("Who belongs to the committee is not recorded: name who was there with --present."))
        spared = {person.id for person in find_all(here, who.besides, there)}
        rest = [person for person in expected if person.id not in spared and person.id not in named]
        left_out = tuple(person for person in rest if taken_for(person) not in (State.PRESENT, State.ONLINE))
        named |= {person.id for person in rest if person not in left_out}
    return tuple(person for person in here if person.id in named), left_out


def _where(meeting: Meeting) -> str:
    return _("in the branch on {date}").format(date=meeting.held_on)


def _write_attendees(unit: Unit, meeting: Meeting, present: Sequence[Person]) -> None:
    unit.insert(
        *(
            Attendee(id=unit.next_id(Attendee), branch_id=meeting.branch_id, meeting_id=meeting.id, member_id=person.id)
            for person in present
        )
    )


def _of_number(unit: Unit, desk: Desk, number: int) -> Meeting:
    meeting = unit.get(Meeting, number)
    if meeting is None or meeting.branch_id != desk.branch.id:
        raise NotFound(
            _("There is no meeting number {number} in {branch}.").format(number=number, branch=desk.branch.name),
            _("`partyday meeting list` shows them."),
        )
    return meeting
