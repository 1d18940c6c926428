"""Somebody entered twice becomes one, and somebody entered by mistake is taken out.

Of two rows that say different things the one of the person who stays is kept; what differs is told first. No act of
people and no payment is ever dropped but where the other person has the very same.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from partyday.errors import BadInput, Conflict
from partyday.i18n import _, listed
from partyday.model.acts import Dispute, Handling, MakeUp, Talk
from partyday.model.claims import Claim, Token
from partyday.model.codes import State
from partyday.model.days import Mark
from partyday.model.dues import Assessment, Payment, Waiver
from partyday.model.filings import Filing
from partyday.model.meetings import Attendee
from partyday.model.members import PLAIN, DatedCircumstance, DatedStanding, Membership, Record
from partyday.model.money import yuan
from partyday.model.offices import Tenure
from partyday.model.oversight import Commendation
from partyday.model.people import Branch, Person, same_name
from partyday.model.visits import Visit
from partyday.services.contradictions import of_record
from partyday.services.desk import Desk
from partyday.services.lookup import find_person, one_line
from partyday.services.members import Card, card_of
from partyday.services.names import names_of
from partyday.services.offices import rename_officers
from partyday.store import days, people
from partyday.store.book import Unit
from partyday.words.log import column_name, column_value
from partyday.words.masks import MASKED, masked
from partyday.words.terms import term

R = TypeVar("R")

#: What goes to the other person as it is, row by row: acts, money, papers and offices.
MOVED = (Talk, Handling, Waiver, Payment, Filing, Tenure, Dispute, Visit, Attendee, Commendation, Claim, Token)
#: What is compared row by row, as each of these can be there once.
COMPARED = (Membership, DatedStanding, DatedCircumstance, Mark, MakeUp, Assessment)
#: What was done about somebody, or by them: where any of it is there, nobody was entered by mistake.
ACTS = (MakeUp, Talk, Handling, Waiver, Payment, Filing, Tenure, Dispute, Visit, Commendation, Claim)


class Differs(Conflict):
    """The two say different things; `differences` are the sentences."""

    def __init__(self, differences: Sequence[str]) -> None:
        super().__init__(
            _("The two differ: {differences}").format(differences=" ".join(differences)),
            _("Nothing was written. Mend what is wrong; or repeat it with --yes: then the one merged into is right."),
        )
        self.differences = tuple(differences)


@dataclass
class _Merging:
    """What becomes of the rows of one person (`gone`) who is another (`kept`), and in what the two differ."""

    gone: Record
    kept: Record
    deletes: list[Any] = field(default_factory=list)
    updates: list[tuple[Any, dict[str, Any]]] = field(default_factory=list)
    inserts: list[Any] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    offices: set[int] = field(default_factory=set)

    def drop(self, record: object) -> None:
        """A row of the one who goes that the other has, or has otherwise."""
        self.deletes.append(record)

    def hand_over(self, record: Any) -> None:
        """A row that becomes the other's. Where the member is part of its key it is written anew."""
        if hasattr(record, "id"):
            self.updates.append((record, {"member_id": self.kept.member.id}))
        else:
            self.deletes.append(record)
            self.inserts.append(replace(record, member_id=self.kept.member.id))

    def differ(self, what: str, mine: object, other: object) -> None:
        """Tell that the one who stays has `mine`, and the one who goes `other`."""
        self.differences.append(_("{what}: {kept} stays, {gone} goes.").format(what=what, kept=mine, gone=other))


@dataclass(frozen=True)
class MergedMember:
    """Who is one now, with their card, and in what the two differed."""

    card: Card
    differences: tuple[str, ...]


def merge(desk: Desk, who: str, into: str, reason: str, *, settled: bool = False) -> MergedMember:
    """Make one person of two: whatever is recorded of `who` is recorded of `into` from now on.

    Raises `Differs` where the two say different things, unless `settled`: then `into` is right. Raises Conflict where
    they cannot be one: two handlings under way, or in two branches at one time; BadInput without a reason.
    """
    reason = _reason(reason)
    with desk.writing(reason) as unit:
        _branch, gone = find_person(unit.connection, desk, who)
        branch, kept = find_person(unit.connection, desk, into)
        if gone.id == kept.id:
            raise Conflict(_("{number} {name} is named twice.").format(number=gone.number, name=gone.name))
        records = people.records(unit.connection, [gone.id, kept.id])
        merging = _Merging(records[gone.id], records[kept.id])
        _compare(unit, merging)
        if merging.differences and not settled:
            raise Differs(merging.differences)
        _write(unit, merging)
        unit.delete(merging.gone.member)
        _refuse_impossible(unit, desk, merging)
        return MergedMember(card_of(unit, desk, branch, kept.id), tuple(merging.differences))


def remove_mistaken(desk: Desk, who: str, reason: str) -> tuple[Branch, Person, int]:
    """Take somebody out who was entered by mistake, from every roll; gives back the number of marks that went.

    Raises Conflict with what hangs on them, where money was paid or anything was done; BadInput without a reason.
    """
    reason = _reason(reason)
    with desk.writing(reason) as unit:
        branch, person = find_person(unit.connection, desk, who)
        record = people.records(unit.connection, [person.id])[person.id]
        acts = [act for noun in ACTS for act in people.held_by(unit.connection, noun, person.id)]
        if acts:
            refs = {day.id: day.ref for day in days.all_days(unit.connection, branch.id)}
            raise Conflict(
                _("{name} was not entered by mistake: {acts}.").format(
                    name=person.name, acts=listed(dict.fromkeys(_named(act, refs) for act in acts))
                ),
                _merged_with(person, people.people_on(unit.connection, branch.id, desk.today)),
            )
        marks = people.held_by(unit.connection, Mark, person.id)
        for noun in (*COMPARED, Attendee, Token):
            for row in people.held_by(unit.connection, noun, person.id):
                unit.delete(row)
        unit.delete(record.member)
        return branch, person, len(marks)


def _merged_with(person: Person, here: Sequence[Person]) -> str:
    """The hint that somebody may be entered twice: with whom of those `here`, first one of the same name."""
    others = sorted((one for one in here if one.id != person.id), key=lambda one: not same_name(one.name, person.name))
    if not others:
        return ""
    return _("Entered twice, they are merged: partyday member merge {number} {into} --reason 重复录入").format(
        number=person.number, into=others[0].number
    )


def _reason(reason: str) -> str:
    if not one_line(reason):
        raise BadInput(_("Why must be said."), _("Give it, such as: --reason 登记有误"))
    return one_line(reason)


def _named(act: object, refs: dict[int, Any]) -> str:
    """What was done, as a sentence lists it."""
    match act:
        case MakeUp():
            return _("a make-up session for {day}").format(day=refs.get(act.day_id, act.held_on))
        case Talk():
            return _("a talk on {date}").format(date=act.held_on)
        case Handling():
            return _("a handling proposed on {date}").format(date=act.proposed_on)
        case Waiver():
            return _("dues reduced from {month} on").format(month=act.since)
        case Payment():
            return _("{amount} yuan paid on {date}").format(amount=yuan(act.amount), date=act.paid_on)
        case Filing():
            return _("a paper filed on {date}").format(date=act.filed_on)
        case Tenure():
            return _("the office of {office}").format(office=term(act.office))
        case Dispute():
            return _("a dispute raised on {date}").format(date=act.raised_on)
        case Commendation():
            return _("a commendation on {date}").format(date=act.commended_on)
        case Claim():
            return _("a claim on {date}").format(date=act.claimed_on)
        case Visit():
            return _("a visit on {date}").format(date=act.held_on)
    raise TypeError(type(act))


# ---- comparing, table by table


def _compare(unit: Unit, merging: _Merging) -> None:
    gone, kept = merging.gone, merging.kept
    refs = {
        day.id: day.ref
        for key in dict.fromkeys(one.branch_id for one in (*gone.memberships, *kept.memberships))
        for day in days.all_days(unit.connection, key)
    }

    def both(noun: type[R]) -> tuple[list[R], list[R]]:
        of = people.held_by
        return of(unit.connection, noun, gone.member.id), of(unit.connection, noun, kept.member.id)

    _compare_members(merging)
    _compare_memberships(merging)
    standing = _("standing from {since} on")
    _compare_changing(merging, *both(DatedStanding), lambda dated: term(dated.standing), standing, before_too=True)
    _compare_changing(merging, *both(Assessment), _assessed, _("assessment from {since} on"), before_too=False)
    _compare_circumstances(merging)
    _compare_marks(merging, *both(Mark), refs)
    _compare_make_ups(merging, *both(MakeUp), refs)
    for noun in MOVED:
        theirs, mine = both(noun)
        _hand_over(merging, theirs, mine)
    _tell_paid_twice(merging, *both(Payment))
    _refuse_two_handlings(*both(Handling))


def _compare_members(merging: _Merging) -> None:
    """What is blank of the one who stays is filled in; what both have otherwise is told."""
    mine, theirs = merging.kept.member, merging.gone.member
    fill: dict[str, Any] = {}
    for name in ("name", "joined_on", "full_on", *PLAIN):
        old, other = getattr(mine, name), getattr(theirs, name)
        if not other or other == old:
            continue
        if not old and name != "full_on":
            fill[name] = other
        elif old:
            shown = [masked(value) if name in MASKED else column_value(name, value) for value in (old, other)]
            merging.differ(column_name(name), *shown)
    if theirs.usual and not mine.usual:
        fill["usual"] = theirs.usual
    if theirs.kept:
        fill["kept"] = {**theirs.kept, **mine.kept}
    merging.updates.append((mine, fill))


def _compare_memberships(merging: _Merging) -> None:
    """Two times in one branch that overlap are one time; any other is handed over, with the number of who stays."""
    numbers = {one.branch_id: one.number for one in merging.kept.memberships}
    joined = merging.kept.member.joined_on
    for theirs in merging.gone.memberships:
        mine = next((one for one in merging.kept.memberships if _same_time(one, theirs)), None)
        if mine is None:
            number = numbers.get(theirs.branch_id, theirs.number)
            merging.updates.append((theirs, {"member_id": merging.kept.member.id, "number": number}))
            continue
        merging.drop(theirs)
        if theirs.until != mine.until:
            merging.differ(_("membership until"), mine.until or "–", theirs.until or "–")
        since = min(mine.since, theirs.since)
        if joined is None or since >= joined:
            merging.updates.append((mine, {"since": since}))


def _same_time(one: Membership, other: Membership) -> bool:
    """Whether two memberships are of one branch and overlap."""
    return (
        one.branch_id == other.branch_id
        and (one.until is None or other.since < one.until)
        and (other.until is None or one.since < other.until)
    )


def _compare_changing(
    merging: _Merging,
    theirs: Sequence[Any],
    mine: Sequence[Any],
    told: Callable[[Any], str],
    what: str,
    *,
    before_too: bool,
) -> None:
    """What holds from a date on: what is earlier than anything of the one who stays is handed over, the rest compared.

    Where the first holds for the time before it too (`before_too`), earlier ones that all say the same are not needed.
    """
    earlier = [dated for dated in theirs if not mine or dated.since < mine[0].since]
    needed = not mine or not before_too or any(told(dated) != told(mine[0]) for dated in earlier)
    for dated in theirs:
        then = [one for one in mine if one.since <= dated.since]
        if not then and needed:
            merging.hand_over(dated)
            continue
        merging.drop(dated)
        if then and told(then[-1]) != told(dated):
            merging.differ(what.format(since=dated.since), told(then[-1]), told(dated))


def _assessed(dated: Assessment) -> str:
    income = "" if dated.income is None else f" {yuan(dated.income)}"
    return f"{term(dated.kind)}{income}"


def _compare_circumstances(merging: _Merging) -> None:
    for theirs in merging.gone.circumstances:
        mine = [
            one
            for one in merging.kept.circumstances
            if one.kind is theirs.kind
            and (one.until is None or theirs.since < one.until)
            and (theirs.until is None or one.since < theirs.until)
        ]
        if not mine:
            merging.hand_over(theirs)
            continue
        merging.drop(theirs)
        if (mine[0].since, mine[0].until) != (theirs.since, theirs.until):
            spans = [f"{one.since} → {one.until or ''}".rstrip() for one in (mine[0], theirs)]
            merging.differ(term(theirs.kind), *spans)


def _compare_marks(merging: _Merging, theirs: Sequence[Mark], mine: Sequence[Mark], refs: dict[int, Any]) -> None:
    """Of two marks on one day `unknown` gives way; of two others that differ the one of who stays is kept."""
    by_day = {mark.day_id: mark for mark in mine}
    for mark in theirs:
        other = by_day.get(mark.day_id)
        if other is not None and other.state is State.UNKNOWN and mark.state is not State.UNKNOWN:
            merging.drop(other)
            other = None
        if other is None:
            merging.hand_over(mark)
            continue
        merging.drop(mark)
        if mark.state is not State.UNKNOWN and mark.what != other.what:
            merging.differ(str(refs.get(mark.day_id, mark.recorded_on)), _marked(other), _marked(mark))


def _marked(mark: Mark) -> str:
    return " ".join(filter(None, [term(mark.state), term(mark.category) if mark.category else "", mark.detail]))


def _compare_make_ups(
    merging: _Merging, theirs: Sequence[MakeUp], mine: Sequence[MakeUp], refs: dict[int, Any]
) -> None:
    by_day = {make_up.day_id: make_up for make_up in mine}
    for make_up in theirs:
        other = by_day.get(make_up.day_id)
        if other is None:
            merging.hand_over(make_up)
            continue
        merging.drop(make_up)
        if make_up.held_on != other.held_on:
            what = _("make-up session for {day}").format(day=refs.get(make_up.day_id, ""))
            merging.differ(what, other.held_on, make_up.held_on)


def _hand_over(merging: _Merging, theirs: Iterable[Any], mine: Sequence[Any]) -> None:
    """Acts and money: the very same is dropped, but for money; two payments are two payments."""
    of_mine = [_content(record) for record in mine]
    for record in theirs:
        if not isinstance(record, Payment | Tenure) and _content(record) in of_mine:
            merging.drop(record)
        elif isinstance(record, Tenure):
            merging.updates.append((record, {"member_id": merging.kept.member.id}))
            merging.offices.add(record.branch_id)
        else:
            merging.hand_over(record)


def _content(record: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(record).items() if name not in ("id", "member_id")}


def _tell_paid_twice(merging: _Merging, theirs: Sequence[Payment], mine: Sequence[Payment]) -> None:
    twice = sorted(
        {one.for_month for one in theirs if one.for_month} & {one.for_month for one in mine if one.for_month}
    )
    if twice:
        merging.differences.append(
            _("Dues of {months} were paid by both: what was paid stays as it was paid.").format(months=listed(twice))
        )


def _refuse_two_handlings(theirs: Sequence[Handling], mine: Sequence[Handling]) -> None:
    under_way = [next((one for one in of if one.answered_on is None), None) for of in (mine, theirs)]
    if all(under_way) and _content(under_way[0]) != _content(under_way[1]):
        raise Conflict(
            _("A handling of each is under way: {dates}.").format(
                dates=listed(str(one.proposed_on) for one in under_way if one)
            ),
            _("Take one of them back with undo, or record its decision and the superior's answer first."),
        )


# ---- writing


def _write(unit: Unit, merging: _Merging) -> None:
    for record in merging.deletes:
        unit.delete(record)
    changed: dict[int, Any] = {}
    for record, values in merging.updates:
        # One row may be changed twice: an earlier change is the state the next one begins from.
        changed[id(record)] = unit.update(changed.get(id(record), record), **values)
    for record in merging.inserts:
        unit.insert(record)
    rename_officers(unit, merging.offices)


def _refuse_impossible(unit: Unit, desk: Desk, merging: _Merging) -> None:
    """Raises Conflict where the dates of the one person would contradict each other."""
    names = names_of(desk.branches, [merging.kept, merging.gone])
    before = [*_told(merging.kept, names, desk), *_told(merging.gone, names, desk)]
    after = people.records(unit.connection, [merging.kept.member.id])[merging.kept.member.id]
    if new := [sentence for sentence in _told(after, names, desk) if sentence not in before]:
        raise Conflict(
            _("They cannot be one person: {contradiction}").format(contradiction=new[0]),
            _("Nothing was written; correct the date first with `partyday member set`, or name them the other way."),
        )


def _told(record: Record, names: dict[int, str], desk: Desk) -> Iterator[str]:
    yield from of_record(record, names, desk.today)
