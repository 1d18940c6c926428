"""Reading what happened to members over time: their sessions, their dated facts, the acts about them.

Most marks say that somebody took part, and no rule needs to read those. So a review reads the exceptions, which have
an index of their own, and asks the database which few members also need their whole history (`long_runs`, `quiet`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache

from partyday.model.acts import Handling, MakeUp, Talk
from partyday.model.codes import Circumstance, Part, State
from partyday.model.lives import Content, Life, Session
from partyday.model.members import Record
from partyday.model.period import Month
from partyday.store.connection import Connection, Row
from partyday.store.people import records
from partyday.store.records import by_member, read

_STATES: dict[str, State] = {state.value: state for state in State}
_PARTS: dict[str, Part] = {part.value: part for part in Part}


def absences(connection: Connection, as_of: date, branch_ids: Collection[int] | None) -> list[Row]:
    """Each absence of the members of these branches as member and day, in other branches too, in no order; None: of
    everybody in the book.

    Of a school there are many, and most of them come to nothing: only those asked for then become `exceptions`.
    """
    if branch_ids is None:
        return connection.run("ABSENCES", as_of=as_of)
    return connection.run("ABSENCES_OF", as_of=as_of, branch_ids=branch_ids)


def exceptions(
    connection: Connection, as_of: date, branch_ids: Collection[int] | None, counting: Collection[int]
) -> dict[int, list[Session]]:
    """Member of these branches → their excuses not made up and visits not made, and the absences of those `counting`;
    None: of everybody in the book.

    In order, of other branches too; whether closed is left out.
    """
    if branch_ids is None:
        rows = connection.run("EXCEPTIONS", as_of=as_of, member_ids=counting)
    else:
        rows = connection.run("EXCEPTIONS_OF", as_of=as_of, branch_ids=branch_ids, member_ids=counting)
    return _sessions((*row, False) for row in rows)


def histories(
    connection: Connection, as_of: date, member_ids: Collection[int], blank_ids: Collection[int] = ()
) -> tuple[dict[int, list[Session]], dict[int, list[date]]]:
    """Member → every session with a mark of theirs, in order; and member → the days of the meetings they were at.

    Of those of `blank_ids` also the closed sessions of their branches without a mark: nobody knows what was (未登记).
    """
    of_days: list[Row] = []
    met: dict[int, list[date]] = defaultdict(list)
    for row in connection.run("HISTORIES", as_of=as_of, member_ids=member_ids, blank_ids=blank_ids):
        member_id, held_on, _part, day_id, *_more = row
        if day_id is None:
            met[member_id].append(held_on)
        else:
            of_days.append(row)
    return _sessions(of_days), met


def marked_outside(connection: Connection) -> list[tuple[int, int, date, str]]:
    """Who was marked as there, or absent, in a branch they did not belong to that day: member, branch, day, state."""
    return [(member_id, branch_id, on, state) for member_id, branch_id, on, state in connection.run("MARKED_OUTSIDE")]


def unmarked(connection: Connection, as_of: date, branch_ids: Collection[int]) -> dict[Session, list[tuple[int, int]]]:
    """Closed session of these branches → member and roster number of whom nothing is recorded there.

    Among them may be who was only invited then: their standing on the day is for the caller to ask.
    """
    return _by_session(connection.run("UNMARKED", as_of=as_of, branch_ids=branch_ids))


def unmarked_in_school(
    connection: Connection, as_of: date, branch_ids: Collection[int]
) -> dict[Session, list[tuple[int, int]]]:
    """The same of many branches: only whose marks may have a gap is looked at closely, and whole branches that closed
    their sessions in another order than they held them.
    """
    members = {key for (key,) in connection.run("PERHAPS_UNMARKED", as_of=as_of, branch_ids=branch_ids)}
    found = _by_session(connection.run("UNMARKED_OF", as_of=as_of, member_ids=members)) if members else {}
    disordered = {key for (key,) in connection.run("CLOSED_OUT_OF_ORDER", as_of=as_of)}.intersection(branch_ids)
    exact = unmarked(connection, as_of, disordered) if disordered else {}
    here = {session: people for session, people in found.items() if session.branch_id in branch_ids}
    return dict(sorted((here | exact).items()))


def _by_session(rows: Iterable[Row]) -> dict[Session, list[tuple[int, int]]]:
    found: dict[Session, list[tuple[int, int]]] = defaultdict(list)
    for member_id, number, held_on, part, day_id, branch_id, alone, state, closed in rows:
        session = Session(held_on, _PARTS[part], day_id, branch_id, _STATES[state], bool(closed), bool(alone))
        found[session].append((number, member_id))
    return {session: [(key, number) for number, key in sorted(found[session])] for session in sorted(found)}


def _sessions(rows: Iterable[Row]) -> dict[int, list[Session]]:
    sessions_by_member: dict[int, list[Session]] = defaultdict(list)
    for member_id, held_on, part, day_id, branch_id, alone, state, closed in rows:
        session = Session(held_on, _PARTS[part], day_id, branch_id, _STATES[state], bool(closed), bool(alone))
        sessions_by_member[member_id].append(session)
    for sessions in sessions_by_member.values():
        sessions.sort()
    return sessions_by_member


def lives(
    known: Mapping[int, Record], as_of: date, branch_ids: Collection[int], *, ended: bool = False
) -> dict[int, Life]:
    """Member → their life, of those who belong to these branches on a day; with `ended`, or did at any time.

    Of their memberships begun by `as_of` the last tells the branch and the roster number.
    """
    lives_by_member = {}
    for member_id, record in known.items():
        here = [
            membership
            for membership in record.memberships
            if membership.branch_id in branch_ids and (ended or membership.covers(as_of))
        ]
        if here:
            last = here[0]
            if len(here) > 1:
                last = max(here, key=lambda one: (one.since <= as_of, one.since, one.number))
            person = record.person(last.number, as_of)
            lives_by_member[member_id] = Life(person=person, branch_id=last.branch_id, record=record)
    return lives_by_member


def life(connection: Connection, as_of: date, member_id: int, branch_id: int) -> Life:
    """The life of somebody who belonged to a branch at some time."""
    return lives(records(connection, [member_id]), as_of, [branch_id], ended=True)[member_id]


def long_runs(connection: Connection, as_of: date, member_ids: Collection[int], least: int) -> set[int]:
    """Which of these members may have so many absences in a row: all of those, and perhaps a few others."""
    rows = connection.run("LONG_RUNS", as_of=as_of, member_ids=member_ids, back=least - 1)
    return {member_id for (member_id,) in rows}


def quiet(connection: Connection, as_of: date, branch_ids: Collection[int], since: date) -> set[int]:
    """Who neither took part nor was excused from `since` on, in their branch: all of those, perhaps a few others."""
    return {member_id for (member_id,) in connection.run("QUIET", as_of=as_of, branch_ids=branch_ids, since=since)}


def contents_since(
    connection: Connection, as_of: date, branch_ids: Collection[int], month: str
) -> dict[int, list[Content]]:
    """Branch → the contents of its sessions from a month (`2026-01`) on, but for undecided and cancelled ones."""
    contents_by_branch: dict[int, list[Content]] = {branch_id: [] for branch_id in branch_ids}
    rows = connection.run("CONTENTS_SINCE", as_of=as_of, branch_ids=branch_ids, first=month)
    months, kinds = cache(Month), cache(lambda blocks: tuple(blocks.split()))
    for branch_id, of_month, on, part, day_id, blocks, words, held in rows:
        session = Session(on, _PARTS[part], day_id, branch_id)
        contents_by_branch[branch_id].append(Content(months(of_month), session, kinds(blocks), words, bool(held)))
    return contents_by_branch


def circumstanced(
    connection: Connection, as_of: date, branch_ids: Collection[int], kinds: Collection[Circumstance]
) -> set[int]:
    """The members of these branches who were at some time in one of these circumstances.

    They are to be among infirm, ill, away and abroad: no other is asked for of many.
    """
    rows = connection.run("CIRCUMSTANCED", as_of=as_of, branch_ids=branch_ids)
    return {member_id for member_id, kind in rows if kind in kinds}


def talks(connection: Connection, as_of: date, member_ids: Collection[int]) -> dict[int, list[Talk]]:
    """Member → the talks held or waived up to a day, oldest first."""
    return by_member(read(Talk, connection.run("TALKS_OF", as_of=as_of, member_ids=member_ids)))


def handlings(connection: Connection, as_of: date, member_ids: Collection[int]) -> dict[int, list[Handling]]:
    """Member → the handlings proposed up to a day, oldest first; what came later is left out."""
    known = read(Handling, connection.run("HANDLINGS_OF", as_of=as_of, member_ids=member_ids))
    return by_member(handling.as_of(as_of) for handling in known)


def afterwards(
    connection: Connection, as_of: date, member_ids: Collection[int], corrected_ids: Collection[int]
) -> tuple[dict[int, list[MakeUp]], dict[int, dict[int, date]]]:
    """What came of missed days: of `member_ids`, member → the make-up sessions held up to a day, oldest first; of
    `corrected_ids`, member → day → when an absence of theirs was corrected into an excuse.
    """
    corrections: dict[int, dict[int, date]] = defaultdict(dict)
    held: list[Row] = []
    for day_id, member_id, held_on, how, corrected_on in connection.run(
        "AFTERWARDS", as_of=as_of, member_ids=member_ids, corrected_ids=corrected_ids
    ):
        if corrected_on:
            corrections[member_id][day_id] = corrected_on
        else:
            held.append((day_id, member_id, held_on, how))
    return by_member(read(MakeUp, held)), corrections


def make_ups_for(connection: Connection, day_ids: Collection[int], as_of: date) -> list[MakeUp]:
    """The make-up sessions held up to a day for these days of a branch."""
    return read(MakeUp, connection.run("MAKE_UPS_FOR", day_ids=day_ids, as_of=as_of))
