"""A paper with the right result beside it, in terms of the command line and its JSON alone.

`judge` compares; nothing here knows how a paper is written or how a command is run.
"""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from corpus.structure import File

Answer: TypeAlias = Any  # JSON as a command printed it


@dataclass(frozen=True)
class No:
    """A complaint that must come: where (as far as it is certain), about what, and a word of the reason."""

    value: str = ""
    column: str = ""
    row: int | None = None
    word: str = ""


@dataclass(frozen=True)
class Told:
    """What every reading says beside its result.

    `unread` are headers or sheets that must be listed as not read. `told` may be said anywhere: unread, notes, rejected
    or asked. `notes` must be in a note. `rejected` is exhaustive; None where the issue does not say in which shape the
    refusal comes. Whatever else is listed as unread is a fault: it was read, or should have been; `may` are headers of
    which the issue leaves open whether they are read, kept or listed.
    """

    code: int = 0
    rejected: tuple[No, ...] | None = ()
    unread: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


Fields: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Roster(Told):
    """After `member import`: everybody in the book, with the fields that are certain.

    Keys are those of `member show --json`; `since` is where the membership begins; `kept` are strings that the card has
    to show somewhere; `seen` such that stand on the card, in `member list --columns all`, or were told (`a|b`: either).
    `people` is exhaustive: a name that is not in it must not be in the book.
    """

    people: dict[str, Fields] = field(default_factory=dict)
    new: int | None = None
    changed: int | None = 0
    same: int | None = 0
    absent: tuple[str, ...] | None = None
    offices: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Marks(Told):
    """After `checkin`: the state by name, `excused:病假` with its category as the record of the day prints it."""

    marks: dict[str, str] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    days: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Paid(Told):
    """After `dues collect`: what the branch's ledger has as paid, in yuan, by name; who is not named paid nothing.

    `payments` are the days and ways of somebody's payments: `("2026-03-06", "cash")`.
    """

    paid: dict[str, str] = field(default_factory=dict)
    months: dict[str, dict[str, str]] = field(default_factory=dict)  # name → month → amount
    payments: dict[str, set[tuple[str, str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Assessed(Told):
    """After `dues assess --sheet`: kind and monthly dues by name, exhaustive."""

    assessed: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Plans(Told):
    """After `day plan --from`: the fields of `day show --json` by date; `printed` are in the plan of the half-year."""

    days: dict[str, Fields] = field(default_factory=dict)
    printed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Holidays(Told):
    """After `schedule YEAR --holidays`: activity days that must and must not be there, and the number said."""

    dates: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    provisional: bool | None = None
    kept: int | None = None


Expected: TypeAlias = Roster | Marks | Paid | Assessed | Plans | Holidays


@dataclass(frozen=True)
class Paper:
    """One paper: its file, the command line that takes it in, and what is right. `{}` in the words is the file.

    `otherwise` is right as well, where the issue leaves two careful answers open; a comment beside it says why.
    """

    id: str
    clauses: tuple[int, ...]
    file: File
    words: tuple[str, ...]
    expected: Expected
    book: str = "empty"
    before: tuple[tuple[str, ...], ...] = ()
    otherwise: Expected | None = None

    @property
    def pasted(self) -> bool:
        """Whether the file is given on standard input."""
        return "--paste" in self.words


def imported(
    id: str,  # noqa: A002
    clauses: tuple[int, ...],
    file: File,
    expected: Roster,
    *options: str,
    book: str = "empty",
    before: tuple[tuple[str, ...], ...] = (),
) -> Paper:
    """A roster for `member import`."""
    return Paper(id, clauses, file, ("member", "import", "{}", "--json", *options), expected, book, before)


def attended(
    id: str,  # noqa: A002
    clauses: tuple[int, ...],
    file: File,
    expected: Marks,
    *options: str,
    before: tuple[tuple[str, ...], ...] = (),
) -> Paper:
    """A sheet for `checkin --from`, of the branch's day 2026-03-06."""
    return Paper(id, clauses, file, ("checkin", "--from", "{}", "--json", *options), expected, "branch", before)


def pasted(
    id: str,  # noqa: A002
    file: File,
    expected: Marks,
    *options: str,
    clauses: tuple[int, ...] = (13,),
) -> Paper:
    """A list for `checkin --paste`."""
    return Paper(id, clauses, file, ("checkin", "--paste", "--json", *options), expected, "branch")


def full(joined: str, **fields: Any) -> Fields:
    """A full member who joined on this day."""
    return {"standing": "full", "joined": joined, **fields}


def probationary(joined: str, **fields: Any) -> Fields:
    """A probationary member who joined on this day."""
    return {"standing": "probationary", "joined": joined, **fields}
