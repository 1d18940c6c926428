"""The nouns of people: branches, members, and what is dated of them.

Periods are half-open: `since` is the first day, `until` the first day no longer in it (None: still open)."""

from dataclasses import dataclass

from partyday.model.codes import BranchKind, Circumstance, Standing


@dataclass(frozen=True, kw_only=True)
class Branch:
    """A Party organisation in the tree. `policy` and `recurrence` are None where it inherits its superior's."""

    id: int
    name: str
    kind: BranchKind
    parent_id: int | None = None
    policy: str | None = None
    recurrence: tuple[str, ...] | None = None
    secretary: str = ""
    organiser: str = ""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody as a branch sees them on one date: what a roll, a form or a rule needs to know."""

    id: int
    number: int
    name: str
    standing: Standing
    circumstances: frozenset[Circumstance] = frozenset()
    pinyin: str = ""
    initials: str = ""
    staff_number: str = ""
    group: str = ""


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for blanks."""
    return "".join(one.split()) == "".join(other.split())
