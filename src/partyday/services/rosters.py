"""A roster as it goes out: every column of it, kept ones too, in the words its reader knows again.

Read back it changes nothing. An ID number never goes out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from partyday.model.codes import Circumstance
from partyday.model.frozen import frozen
from partyday.model.members import PLAIN, OnRoster, Record
from partyday.model.people import Branch, Person
from partyday.services.offices import Officers
from partyday.words.roster_sheet import COLUMNS
from partyday.words.terms import official
from partyday.words.vocabulary import vocabulary

Cell = str | int | None

#: Columns that the blank sheet does not offer, but a roster with their facts has. An ID number never goes out.
_MORE = ("arrived", "office", *(name for name in PLAIN if name != "id_number"))
_APART = (Circumstance.MOBILE, Circumstance.SUSPENDED)


@frozen
class FullRoster:
    """The headers of a roster, and a row for each person."""

    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def full_roster(
    people: Sequence[OnRoster],
    officers: Mapping[int, Officers],
    mask: Callable[[str], str] = str,
) -> FullRoster:
    """The roster of these people: the usual columns, and of the others those that hold something.

    `officers`: branch → who holds its offices. `mask` is what a telephone number is shown as.
    """
    words = vocabulary("roster")
    told = [_told(branch, person, record, officers.get(branch.id, {})) for branch, person, record in people]
    for row in told:
        row["phone"] = mask(str(row["phone"] or ""))
    kept = [record.member.kept for _branch, _person, record in people]
    usual = [column.field for column in COLUMNS]
    fields = usual + [name for name in _MORE if name not in usual and any(row[name] for row in told)]
    own = {words.official(name): name for name in fields}
    others = [header for header in _in_order(words.kept, kept) if header not in own]
    rows = [
        (*(row[name] for name in own.values()), *(texts.get(header) for header in others))
        for row, texts in zip(told, kept, strict=True)
    ]
    return FullRoster((*own, *others), tuple(rows))


def _in_order(usual: Iterable[str], kept: Sequence[Mapping[str, str]]) -> list[str]:
    """The headers that somebody has a text under, in the order of the vocabulary; others behind."""
    found = dict.fromkeys(header for texts in kept for header in texts)
    known = [header for header in usual if header in found]
    return known + [header for header in found if header not in known]


def _told(branch: Branch, person: Person, record: Record, officers: Officers) -> dict[str, Cell]:
    member = record.member
    membership = record.membership_from(member.joined_on or record.memberships[-1].since)
    begun = membership.since if membership else None
    others = [official(kind) for kind in sorted(person.circumstances) if kind not in _APART]
    return {
        **{name: _said(getattr(member, name)) for name in PLAIN},
        "number": person.number,
        "name": person.name,
        "standing": official(person.standing),
        "joined": _said(member.joined_on),
        "full_on": _said(member.full_on),
        "branch": branch.name,
        "mobile": "是" if Circumstance.MOBILE in person.circumstances else "否",
        "suspended": official(Circumstance.SUSPENDED) if Circumstance.SUSPENDED in person.circumstances else "正常",
        "circumstances": "、".join(others),
        "arrived": _said(begun) if begun != member.joined_on else None,
        "office": _office(officers, person, member.kept),
    }


def _office(officers: Officers, person: Person, kept: Mapping[str, str]) -> str:
    """Somebody's offices: those the book knows of the branch, then what else the roster said."""
    header = vocabulary("roster").official("office")
    held = [official(office) for office, officer in officers.items() if officer.is_person(person.id, person.name)]
    return "、".join([*held, *filter(None, [kept.get(header)])])


def _said(value: Any) -> Cell:
    """A text as it is, a date as people write it."""
    return value.isoformat() if isinstance(value, date) else value
