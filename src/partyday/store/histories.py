"""Reading what happened to members over time: their sessions, their dated facts, the acts about them.

Most marks say that somebody took part, and no rule needs to read those. So a review reads the exceptions, which have
an index of their own, and asks the database which few members also need their whole history (`long_runs`, `quiet`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, exists, func, literal, or_, select

from partyday.model.acts import Handling, MakeUp, Talk
from partyday.model.codes import Circumstance, Measure, Part, Standing, State
from partyday.model.lives import Belonging, Content, Life, Session, Spell
from partyday.model.people import Person
from partyday.model.period import Month
from partyday.store import tables as t
from partyday.store.days import was_marked
from partyday.store.people import covers

_STATES: dict[str, State] = {state.value: state for state in State}
_PARTS: dict[str, Part] = {part.value: part for part in Part}

#: Taking part, or an excuse: what may end a run of absences or set back the charter's clock.
_KEPT_UP = [state.value for state in State if state.took_part or state is State.EXCUSED]

_SESSION = (t.day.c.held_on, t.day.c.part, t.day.c.id, t.day.c.branch_id)


def members_of(as_of: date, branch_ids: Collection[int] | None) -> ColumnElement[bool]:
    """The memberships that hold on a day, in these branches or (None) in all of the book."""
    here = covers(t.membership, as_of)
    return here if branch_ids is None else and_(here, t.membership.c.branch_id.in_(branch_ids))


def ever_of(branch_id: int) -> ColumnElement[bool]:
    """The memberships of a branch, ended ones too."""
    return t.membership.c.branch_id == branch_id


def _stood(as_of: date) -> ColumnElement[bool]:
    """The days that were not cancelled by then: what is cancelled later still stood."""
    return or_(t.day.c.cancelled_on.is_(None), t.day.c.cancelled_on > as_of)


def _counts(as_of: date) -> ColumnElement[bool]:
    """The days that had come by then and were not cancelled."""
    return and_(t.day.c.held_on <= as_of, _stood(as_of))


def exceptions(connection: Connection, as_of: date, chosen: ColumnElement[bool]) -> dict[int, list[Session]]:
    """Member → the sessions that some rule may count, in order: absences, excuses not made up, visits not made.

    Whether they were closed is left out.
    `chosen` picks the memberships; whoever has one is read with all their sessions, in other branches too.
    """
    made_up = exists().where(
        t.make_up.c.member_id == t.mark.c.member_id,
        t.make_up.c.day_id == t.mark.c.day_id,
        t.make_up.c.held_on <= as_of,
    )
    wanted = (
        select(t.mark.c.member_id, *_SESSION, t.mark.c.state)
        .join_from(t.mark, t.day)
        .where(
            t.EXCEPTION,
            _counts(as_of),
            or_(t.mark.c.state != State.EXCUSED.value, ~made_up),
            t.mark.c.member_id.in_(select(t.membership.c.member_id).where(chosen)),
        )
    )
    return _sessions(connection.execute(wanted).all())


def histories(connection: Connection, as_of: date, member_ids: Collection[int]) -> dict[int, list[Session]]:
    """Member → every session with a mark of theirs, in order."""
    wanted = (
        select(t.mark.c.member_id, *_SESSION, t.mark.c.state, t.day.c.closed_on <= as_of)
        .join_from(t.mark, t.day)
        .where(_counts(as_of))
    )
    return _sessions(of_members(connection, wanted, t.mark, member_ids))


def left_blank(connection: Connection, as_of: date, member_ids: Collection[int]) -> dict[int, list[Session]]:
    """Member → the closed sessions of their branches without a mark of theirs: nobody knows what was (未登记)."""
    marked = exists().where(t.mark.c.day_id == t.day.c.id, t.mark.c.member_id == t.membership.c.member_id)
    wanted = (
        select(t.membership.c.member_id, *_SESSION, literal(State.UNKNOWN.value), t.day.c.closed_on <= as_of)
        .join_from(t.membership, t.day, t.day.c.branch_id == t.membership.c.branch_id)
        .where(_counts(as_of), t.day.c.closed_on <= as_of, ~marked)
        .where(t.day.c.held_on >= t.membership.c.since)
        .where(or_(t.membership.c.until.is_(None), t.day.c.held_on < t.membership.c.until))
    )
    return _sessions(of_members(connection, wanted, t.membership, member_ids))


def of_members(
    connection: Connection, wanted: Select[Any], table: Table, member_ids: Collection[int] | None
) -> Iterator[Any]:
    """The rows of these members (of all where None); so many keys at a time as every database takes."""
    if member_ids is None:
        yield from connection.execute(wanted).all()
        return
    keys = list(member_ids)
    for start in range(0, len(keys), _KEYS_AT_A_TIME):
        theirs = table.c.member_id.in_(keys[start : start + _KEYS_AT_A_TIME])
        yield from connection.execute(wanted.where(theirs)).all()


_KEYS_AT_A_TIME = 10_000


def _sessions(rows: Iterable[Any]) -> dict[int, list[Session]]:
    found: dict[int, list[Session]] = defaultdict(list)
    for member_id, held_on, part, day_id, branch_id, state, *closed in rows:
        found[member_id].append(Session(held_on, _PARTS[part], day_id, branch_id, _STATES[state], any(closed)))
    for sessions in found.values():
        sessions.sort()
    return found


def lives(
    connection: Connection, as_of: date, member_ids: Collection[int], chosen: ColumnElement[bool]
) -> dict[int, Life]:
    """Member → what is dated of them. `chosen` picks memberships.

    Of those begun by `as_of` the last tells the branch and the roster number.
    """
    picked = (
        select(t.membership.c.member_id, t.membership.c.branch_id, t.membership.c.number, t.member.c.name)
        .join_from(t.membership, t.member)
        .where(chosen)
        .order_by(t.membership.c.since <= as_of, t.membership.c.since)
    )
    here = {member_id: rest for member_id, *rest in of_members(connection, picked, t.membership, member_ids)}
    memberships = _spells(connection, t.membership, t.membership.c.branch_id, here)
    standings = _spells(connection, t.standing, t.standing.c.standing, here)
    circumstances = _spells(connection, t.circumstance, t.circumstance.c.kind, here)
    found = {}
    for member_id, (branch_id, number, name) in here.items():
        standing = _standings(standings[member_id])
        ways = tuple(spell._replace(what=Circumstance(spell.what)) for spell in circumstances[member_id])
        person = Person(
            id=member_id,
            number=number,
            name=name,
            standing=next(spell.what for spell in standing if spell.covers(as_of)),
            circumstances=frozenset(spell.what for spell in ways if spell.covers(as_of)),
        )
        found[member_id] = Life(
            person=person,
            branch_id=branch_id,
            memberships=tuple(memberships[member_id]),
            standings=standing,
            circumstances=ways,
        )
    return found


def belongings(connection: Connection, branch_ids: Collection[int]) -> dict[int, list[Belonging]]:
    """Branch → every membership of it, ended ones too, by number."""
    membership = t.membership.c
    wanted = (
        select(membership.branch_id, membership.member_id, membership.number, t.member.c.name)
        .add_columns(membership.since, membership.until)
        .join_from(t.membership, t.member)
        .where(membership.branch_id.in_(branch_ids))
        .order_by(membership.branch_id, membership.number, membership.since)
    )
    rows = connection.execute(wanted).all()
    members = {row.member_id for row in rows}
    standings = {
        key: _standings(kept) for key, kept in _spells(connection, t.standing, t.standing.c.standing, members).items()
    }
    circumstances = _spells(connection, t.circumstance, t.circumstance.c.kind, members)
    found: dict[int, list[Belonging]] = defaultdict(list)
    for branch_id, member_id, number, name, since, until in rows:
        standing = standings[member_id]
        ways = tuple(each._replace(what=Circumstance(each.what)) for each in circumstances.get(member_id, ()))
        person = Person(id=member_id, number=number, name=name, standing=standing[0].what)
        found[branch_id].append(Belonging(person, Spell(branch_id, since, until), standing, ways))
    return found


def _spells(
    connection: Connection, table: Table, what: Any, member_ids: Collection[int]
) -> dict[int, list[Spell[Any]]]:
    until = [table.c.until] if "until" in table.c else []
    wanted = select(table.c.member_id, what, table.c.since, *until).order_by(table.c.since)
    found: dict[int, list[Spell[Any]]] = defaultdict(list)
    for member_id, *spell in of_members(connection, wanted, table, member_ids):
        found[member_id].append(Spell(*spell))
    return found


_STANDINGS: dict[str, Standing] = {standing.value: standing for standing in Standing}


def _standings(kept: list[Spell[str]]) -> tuple[Spell[Standing], ...]:
    """Standings one after the other; the first reaches back, since somebody always was something."""
    if len(kept) == 1:
        return (Spell(_STANDINGS[kept[0].what], date.min),)
    ends = [*(spell.since for spell in kept[1:]), None]
    begins = [date.min, *(spell.since for spell in kept[1:])]
    return tuple(
        Spell(_STANDINGS[spell.what], since, until) for spell, since, until in zip(kept, begins, ends, strict=True)
    )


def long_runs(connection: Connection, as_of: date, chosen: ColumnElement[bool], half_days: int) -> set[int]:
    """Who may have absences in a row that weigh so much or more: all who have, and perhaps a few others."""
    many = (
        select(t.mark.c.member_id)
        .where(t.EXCEPTION, t.mark.c.state == State.ABSENT.value)
        .where(t.mark.c.member_id.in_(select(t.membership.c.member_id).where(chosen)))
        .group_by(t.mark.c.member_id)
        .having(func.count() >= half_days // 2)
    )
    before = func.lag(t.day.c.held_on).over(partition_by=t.mark.c.member_id, order_by=(t.day.c.held_on, t.day.c.part))
    absent = (
        select(t.mark.c.member_id, t.day.c.branch_id, t.day.c.held_on, t.day.c.part, before.label("before"))
        .join_from(t.mark, t.day)
        .where(t.EXCEPTION, t.mark.c.state == State.ABSENT.value, t.mark.c.member_id.in_(many), _counts(as_of))
        .subquery()
    )
    between, day = t.mark.alias(), t.day.alias()
    broken = exists().where(
        day.c.branch_id == absent.c.branch_id,
        day.c.held_on > absent.c.before,
        day.c.held_on < absent.c.held_on,
        between.c.day_id == day.c.id,
        between.c.member_id == absent.c.member_id,
        between.c.state.in_([state.value for state in State if state.took_part]),
    )
    wanted = select(absent.c.member_id, absent.c.part, broken).order_by(absent.c.member_id, absent.c.held_on)
    found: set[int] = set()
    member, weight = 0, 0
    for member_id, part, starts_anew in connection.execute(wanted):
        if member_id != member or starts_anew:
            member, weight = member_id, 0
        weight += _PARTS[part].half_days
        if weight >= half_days:
            found.add(member_id)
    return found


def quiet(connection: Connection, as_of: date, chosen: ColumnElement[bool], since: date) -> set[int]:
    """Who neither took part nor was excused from `since` on, in their branch."""
    kept_up = exists().where(
        t.day.c.branch_id == t.membership.c.branch_id,
        t.day.c.held_on >= since,
        _counts(as_of),
        t.mark.c.day_id == t.day.c.id,
        t.mark.c.member_id == t.membership.c.member_id,
        t.mark.c.state.in_(_KEPT_UP),
    )
    wanted = select(t.membership.c.member_id).where(chosen, ~kept_up)
    return set(connection.execute(wanted).scalars())


def contents_since(
    connection: Connection, as_of: date, branch_ids: Collection[int], month: str
) -> dict[int, list[Content]]:
    """Branch → the contents of its sessions from a month (`2026-01`) on, but for undecided and cancelled ones."""
    day = t.day.c
    words = day.form + "\n" + day.theme + "\n" + day.content
    took_place = or_(day.closed_on <= as_of, was_marked)
    wanted = select(day.branch_id, day.month, *_SESSION[:3], day.blocks, words, took_place).where(
        day.branch_id.in_(branch_ids), day.month >= month, day.held_on.is_not(None), _stood(as_of)
    )
    found: dict[int, list[Content]] = {branch_id: [] for branch_id in branch_ids}
    for branch_id, of_month, on, part, day_id, blocks, text, place in connection.execute(wanted).all():
        session = Session(on, _PARTS[part], day_id, branch_id)
        found[branch_id].append(Content(Month(of_month), session, tuple(blocks.split()), text, bool(place)))
    return found


def to_be_reached(connection: Connection, chosen: ColumnElement[bool]) -> set[int]:
    """Who was infirm or ill at some time: what was recorded as their absence may count as the branch's."""
    kinds = [kind.value for kind in (Circumstance.INFIRM, Circumstance.ILL)]
    wanted = select(t.circumstance.c.member_id).where(
        t.circumstance.c.kind.in_(kinds),
        t.circumstance.c.member_id.in_(select(t.membership.c.member_id).where(chosen)),
    )
    return set(connection.execute(wanted).scalars())


def talks(connection: Connection, as_of: date, member_ids: Collection[int] | None = None) -> dict[int, list[Talk]]:
    """Member (these, or all) → the talks held or waived up to a day, oldest first."""
    found: dict[int, list[Talk]] = defaultdict(list)
    wanted = select(t.talk).where(t.talk.c.held_on <= as_of).order_by(t.talk.c.held_on, t.talk.c.id)
    for row in of_members(connection, wanted, t.talk, member_ids):
        values = {**row._mapping, "day_ids": frozenset(map(int, row.day_ids.split()))}
        found[row.member_id].append(Talk(**values))
    return found


def handlings(
    connection: Connection, as_of: date, member_ids: Collection[int] | None = None
) -> dict[int, list[Handling]]:
    """Member (these, or all) → the handlings proposed up to a day, oldest first; what came later is left out."""
    found: dict[int, list[Handling]] = defaultdict(list)
    order = (t.handling.c.proposed_on, t.handling.c.id)
    wanted = select(t.handling).where(t.handling.c.proposed_on <= as_of).order_by(*order)
    for row in of_members(connection, wanted, t.handling, member_ids):
        values = {**row._mapping, "measure": Measure(row.measure)}
        if row.decided_on and row.decided_on > as_of:
            values |= dict.fromkeys(("decided_on", "entitled", "present", "in_favour", "until"))
        if row.answered_on and row.answered_on > as_of:
            values |= {"approved": None, "answered_on": None, "answered_by": "", "note": ""}
        found[row.member_id].append(Handling(**values))
    return found


def make_ups(connection: Connection, as_of: date, member_ids: Collection[int]) -> dict[int, list[MakeUp]]:
    """Member → the make-up sessions held up to a day, oldest first."""
    found: dict[int, list[MakeUp]] = defaultdict(list)
    wanted = select(t.make_up).where(t.make_up.c.held_on <= as_of).order_by(t.make_up.c.held_on)
    for row in of_members(connection, wanted, t.make_up, member_ids):
        found[row.member_id].append(MakeUp(**row._mapping))
    return found


def make_ups_for(connection: Connection, day_ids: Collection[int], as_of: date) -> list[MakeUp]:
    """The make-up sessions held up to a day for these days of a branch."""
    wanted = select(t.make_up).where(t.make_up.c.day_id.in_(list(day_ids)), t.make_up.c.held_on <= as_of)
    return [MakeUp(**row._mapping) for row in connection.execute(wanted)]
