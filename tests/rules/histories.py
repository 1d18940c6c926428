"""Short ways to write what happened to one member, for rules that need no book."""

from datetime import date
from functools import cache
from typing import Any

from factories import ONE_BRANCH, ONE_LIFE
from partyday.model.acts import Handling, Talk
from partyday.model.codes import Measure, Part, State
from partyday.model.lives import Session
from partyday.rules.case import Case
from partyday.rules.policy.reader import Policy, load, parse

LETTERS = {
    "a": State.ABSENT,
    "p": State.PRESENT,
    "o": State.ONLINE,
    "e": State.EXCUSED,
    "u": State.UNKNOWN,
    "r": State.UNREACHED,
}


@cache
def own(*values: str, base: str = "hebei") -> Policy:
    """A policy of a school's own; each value as `key = value`, with ` since date` where it begins late."""
    text = '[policy]\nname = "own"\ntitle = "own"\n' + (f'base = "{base}"\n' if base else "")
    for line in values:
        told, _since, since = line.partition(" since ")
        key, _equal, value = told.partition(" = ")
        text += f'[[{key}]]\nvalue = {value}\nsource = "house"\n' + (f"since = {since}\n" if since else "")
    return parse(text, "own")


def sessions(told: str) -> list[Session]:
    """Days with a letter for the state, as `2026-01-09 a, 2026-02-06:am p`; closed, unless `?` stands behind it."""
    read = []
    for key, one in enumerate(filter(None, told.split(", ")), 1):
        day, letter = one.split(" ")
        on, _colon, part = day.partition(":")
        state = LETTERS[letter.removesuffix("?")]
        read.append(Session(date.fromisoformat(on), Part(part or "full"), key, 1, state, not letter.endswith("?")))
    return read


def monthly(states: str, year: int = 2026, day: int = 5) -> str:
    """One day in each month from January on, each with its letter."""
    return ", ".join(f"{year}-{month:02}-{day:02} {letter}" for month, letter in enumerate(states, 1))


def case(told: str, as_of: str, policy: Policy | None = None, **others: Any) -> Case:
    plain = Case(
        life=ONE_LIFE,
        branch=ONE_BRANCH,
        policy=policy or load("hebei"),
        as_of=date.fromisoformat(as_of),
        sessions=sessions(told),
    )
    return plain._replace(**others)


def talk(held_on: str, *day_ids: int, stage: str = "") -> Talk:
    return Talk(id=1, member_id=1, held_on=date.fromisoformat(held_on), day_ids=day_ids, stage=stage)


def handling(proposed_on: str, decided_on: str | None = None) -> Handling:
    on = date.fromisoformat(proposed_on)
    return Handling(
        id=1,
        member_id=1,
        measure=Measure.EDUCATE,
        proposed_on=on,
        grounds="",
        filed_on=on,
        inquired_on=on,
        inquiry="属实",
        decided_on=date.fromisoformat(decided_on) if decided_on else None,
        carried=True if decided_on else None,
    )
