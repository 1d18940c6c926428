"""Branches, and people as a branch sees them on one day; what the book keeps of each is in `model.members`.

Periods are half-open: `since` is the first day, `until` the first day no longer in it (None: still open)."""

from collections.abc import Iterable
from dataclasses import field
from datetime import date
from typing import TypeVar

from partyday.model.codes import BranchKind, Circumstance, Standing, State
from partyday.model.frozen import frozen
from partyday.model.policies import PolicyEdition

T = TypeVar("T")


@frozen(kw_only=True)
class Branch:
    """A Party organisation in the tree. `policy`, `recurrence` and `since` are None where it has its superior's.

    `since` is where its records begin, `until` the day it was dissolved: outside of them there is no day, no duty, no
    filing. `secretary` and `organiser` are the names of who holds these offices now. `editions` are those of a policy
    that the book holds, as far as whoever read the branch asked for them.
    """

    id: int
    name: str
    kind: BranchKind
    parent_id: int | None = None
    policy: str | None = None
    recurrence: tuple[str, ...] | None = None
    secretary: str = ""
    organiser: str = ""
    since: date | None = None
    until: date | None = None
    editions: tuple[PolicyEdition, ...] = field(default=(), compare=False, repr=False)

    def is_dissolved(self, on: date) -> bool:
        """Whether it had come to an end by a day."""
        return self.until is not None and on >= self.until


@frozen(kw_only=True)
class Person:
    """Somebody as a branch sees them on one date: what a roll, a form or a rule needs to know.

    `usual`: how they take part where nobody says otherwise, online or visited; None: in the room.
    """

    id: int
    number: int
    name: str
    standing: Standing
    circumstances: frozenset[Circumstance] = frozenset()
    pinyin: str = ""
    initials: str = ""
    staff_number: str = ""
    group: str = ""
    usual: State | None = None

    @property
    def in_file_names(self) -> str:
        """How the file of a paper about them names them: namesakes by their numbers (`2张三`)."""
        return f"{self.number}{self.name}"

    @property
    def called(self) -> str:
        """How a sentence names them: `3 张三`."""
        return f"{self.number} {self.name}"


def by_number(person: Person) -> tuple[int, int]:
    """Where somebody stands in a list of a branch: by roster number."""
    return person.number, person.id


def bare_number(number: str | None) -> str:
    """A staff or student number as it is compared: without the zeros that Excel takes away in front, in one case."""
    return (number or "").lstrip("0").casefold()


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for blanks."""
    return "".join(one.split()) == "".join(other.split())


def holds(since: date, until: date | None, day: date) -> bool:
    """Whether a half-open period holds a day."""
    return since <= day and (until is None or day < until)


def in_force(dated: Iterable[tuple[date, T]], day: date) -> T:
    """Of what holds from a day on until the next comes, in order, what is in force; before the first, the first."""
    latest: list[T] = []
    for since, what in dated:
        if since <= day or not latest:
            latest = [what]
    return latest[0]
