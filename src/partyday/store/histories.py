"""Reading what happened to members over time: their sessions, their dated facts, the acts about them.

Most marks say that somebody took part, and no rule needs to read those. So a review reads the exceptions, which have
an index of their own, and asks the database which few members also need their whole history (`long_runs`, `quiet`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from partyday.model.acts import Handling, MakeUp, Talk
from partyday.model.codes import Circumstance, Measure, Part, Standing, State
from partyday.model.lives import Belonging, Content, Life, Session, Spell
from partyday.model.people import Person
from partyday.model.period import Month
from partyday.store.compiled import SQLITE
from partyday.store.connection import Connection, Row

_STATES: dict[str, State] = {state.value: state for state in State}
_PARTS: dict[str, Part] = {part.value: part for part in Part}


def exceptions(connection: Connection, as_of: date, branch_ids: Collection[int]) -> dict[int, list[Session]]:
    """Member of these branches → the sessions that some rule may count, in order.

    They are absences, excuses not made up, visits not made, in other branches too; whether closed is left out.
    """
    return _sessions(connection.run("EXCEPTIONS", as_of=as_of, branch_ids=branch_ids))


def histories(connection: Connection, as_of: date, member_ids: Collection[int]) -> dict[int, list[Session]]:
    """Member → every session with a mark of theirs, in order."""
    return _sessions(connection.run("HISTORIES", as_of=as_of, member_ids=member_ids))


def left_blank(connection: Connection, as_of: date, member_ids: Collection[int]) -> dict[int, list[Session]]:
    """Member → the closed sessions of their branches without a mark of theirs: nobody knows what was (未登记)."""
    return _sessions(connection.run("LEFT_BLANK", as_of=as_of, member_ids=member_ids))


def _sessions(rows: Iterable[Row]) -> dict[int, list[Session]]:
    found: dict[int, list[Session]] = defaultdict(list)
    for member_id, held_on, part, day_id, branch_id, state, closed in rows:
        found[member_id].append(Session(held_on, _PARTS[part], day_id, branch_id, _STATES[state], bool(closed)))
    for sessions in found.values():
        sessions.sort()
    return found


def lives(
    connection: Connection, as_of: date, member_ids: Collection[int], branch_ids: Collection[int], *, ended: bool
) -> dict[int, Life]:
    """Member → what is dated of them, of who belongs to these branches on a day; with `ended`, at any time.

    Of their memberships begun by `as_of` the last tells the branch and the roster number.
    """
    rows = connection.run("LIVES", member_ids=member_ids, branch_ids=branch_ids)
    if not ended:
        rows = [row for row in rows if Spell(row[1], row[4], row[5]).covers(as_of)]
    rows.sort(key=lambda row: (row[4] <= as_of, row[4]))
    here = {member_id: rest for member_id, *rest, _since, _until in rows}
    memberships = _spells("MEMBERSHIPS_OF", connection.run("MEMBERSHIPS_OF", member_ids=here), "branch_id")
    standings = _spells("STANDINGS_OF", connection.run("STANDINGS_OF", member_ids=here), "standing")
    circumstances = _spells("CIRCUMSTANCES_OF", connection.run("CIRCUMSTANCES_OF", member_ids=here), "kind")
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
    rows = connection.run("BELONGINGS", branch_ids=branch_ids)
    members = {row[1] for row in rows}
    dated = _spells("STANDINGS_OF", connection.run("STANDINGS_OF", member_ids=members), "standing")
    standings = {key: _standings(kept) for key, kept in dated.items()}
    circumstances = _spells("CIRCUMSTANCES_OF", connection.run("CIRCUMSTANCES_OF", member_ids=members), "kind")
    found: dict[int, list[Belonging]] = defaultdict(list)
    for branch_id, member_id, number, name, since, until in rows:
        standing = standings[member_id]
        ways = tuple(each._replace(what=Circumstance(each.what)) for each in circumstances.get(member_id, ()))
        person = Person(id=member_id, number=number, name=name, standing=standing[0].what)
        found[branch_id].append(Belonging(person, Spell(branch_id, since, until), standing, ways))
    return found


def _spells(name: str, rows: Iterable[Row], what: str) -> dict[int, list[Spell[Any]]]:
    columns = SQLITE[name][2]
    found: dict[int, list[Spell[Any]]] = defaultdict(list)
    for values in rows:
        row = dict(zip(columns, values, strict=True))
        found[row["member_id"]].append(Spell(row[what], row["since"], row.get("until")))
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


def long_runs(connection: Connection, as_of: date, branch_ids: Collection[int], half_days: int) -> set[int]:
    """Who may have absences in a row that weigh so much or more: all who have, and perhaps a few others."""
    found: set[int] = set()
    member, weight = 0, 0
    rows = connection.run("LONG_RUNS", as_of=as_of, branch_ids=branch_ids, least=half_days // 2)
    for member_id, part, starts_anew in rows:
        if member_id != member or starts_anew:
            member, weight = member_id, 0
        weight += _PARTS[part].half_days
        if weight >= half_days:
            found.add(member_id)
    return found


def quiet(connection: Connection, as_of: date, branch_ids: Collection[int], since: date) -> set[int]:
    """Who neither took part nor was excused from `since` on, in their branch."""
    return {member_id for (member_id,) in connection.run("QUIET", as_of=as_of, branch_ids=branch_ids, since=since)}


def contents_since(
    connection: Connection, as_of: date, branch_ids: Collection[int], month: str
) -> dict[int, list[Content]]:
    """Branch → the contents of its sessions from a month (`2026-01`) on, but for undecided and cancelled ones."""
    found: dict[int, list[Content]] = {branch_id: [] for branch_id in branch_ids}
    rows = connection.run("CONTENTS_SINCE", as_of=as_of, branch_ids=branch_ids, first=month)
    for branch_id, of_month, on, part, day_id, blocks, form, theme, content, held in rows:
        session = Session(on, _PARTS[part], day_id, branch_id)
        words = "\n".join((form, theme, content))
        found[branch_id].append(Content(Month(of_month), session, tuple(blocks.split()), words, bool(held)))
    return found


def to_be_reached(connection: Connection, as_of: date, branch_ids: Collection[int]) -> set[int]:
    """Who was infirm or ill at some time: what was recorded as their absence may count as the branch's."""
    return {member_id for (member_id,) in connection.run("TO_BE_REACHED", as_of=as_of, branch_ids=branch_ids)}


def talks(connection: Connection, as_of: date, member_ids: Collection[int]) -> dict[int, list[Talk]]:
    """Member → the talks held or waived up to a day, oldest first."""
    columns = SQLITE["TALKS_OF"][2]
    found: dict[int, list[Talk]] = defaultdict(list)
    for row in connection.run("TALKS_OF", as_of=as_of, member_ids=member_ids):
        values = dict(zip(columns, row, strict=True))
        found[values["member_id"]].append(Talk(**{**values, "day_ids": frozenset(map(int, values["day_ids"].split()))}))
    return found


def handlings(connection: Connection, as_of: date, member_ids: Collection[int]) -> dict[int, list[Handling]]:
    """Member → the handlings proposed up to a day, oldest first; what came later is left out."""
    columns = SQLITE["HANDLINGS_OF"][2]
    found: dict[int, list[Handling]] = defaultdict(list)
    for row in connection.run("HANDLINGS_OF", as_of=as_of, member_ids=member_ids):
        values = dict(zip(columns, row, strict=True))
        values["measure"] = Measure(values["measure"])
        if values["decided_on"] and values["decided_on"] > as_of:
            values |= dict.fromkeys(("decided_on", "entitled", "present", "in_favour", "until"))
        if values["answered_on"] and values["answered_on"] > as_of:
            values |= {"approved": None, "answered_on": None, "answered_by": "", "note": ""}
        found[values["member_id"]].append(Handling(**values))
    return found


def make_ups(connection: Connection, as_of: date, member_ids: Collection[int]) -> dict[int, list[MakeUp]]:
    """Member → the make-up sessions held up to a day, oldest first."""
    found: dict[int, list[MakeUp]] = defaultdict(list)
    for made_up in map(_make_up, connection.run("MAKE_UPS_OF", as_of=as_of, member_ids=member_ids)):
        found[made_up.member_id].append(made_up)
    return found


def make_ups_for(connection: Connection, day_ids: Collection[int], as_of: date) -> list[MakeUp]:
    """The make-up sessions held up to a day for these days of a branch."""
    return [_make_up(row) for row in connection.run("MAKE_UPS_FOR", day_ids=day_ids, as_of=as_of)]


def _make_up(row: Row) -> MakeUp:
    return MakeUp(**dict(zip(SQLITE["MAKE_UPS_OF"][2], row, strict=True)))
