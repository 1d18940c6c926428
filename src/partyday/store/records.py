"""Between the rows of the tables and the nouns of the model: what a column holds as text, the model has as a value.

A noun is known by its name, so that no command loads the nouns it does not use; a test holds this table equal to the
model and to the tables. Imports codes and periods alone.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, Protocol, TypeVar

from partyday.model.codes import (
    BranchKind,
    BranchOffice,
    Circumstance,
    ClaimAnswer,
    DuesKind,
    Excuse,
    Looked,
    Measure,
    MembershipEnd,
    Method,
    Occasion,
    Part,
    Proxy,
    Standing,
    State,
    VisitKind,
)
from partyday.model.period import Month, Period
from partyday.store.chain import Values
from partyday.store.compiled import SQLITE, TABLES
from partyday.store.connection import Columns, Row

R = TypeVar("R")


class _Of(Protocol):
    """What is of one member."""

    @property
    def member_id(self) -> int: ...


OfMember = TypeVar("OfMember", bound=_Of)


class Codec(NamedTuple):
    """How a column is read into the model and written back; where neither is needed, it is not named below."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any]


def _code(kind: type[StrEnum]) -> Codec:
    known: Mapping[str | None, StrEnum | None] = {None: None, **{code.value: code for code in kind}}
    return Codec(known.__getitem__, lambda code: None if code is None else code.value)


def _text(kind: type[str]) -> Codec:
    return Codec(lambda text: None if text is None else kind(text), lambda value: None if value is None else str(value))


def _many(of: Callable[[str], Any], separator: str | None = None) -> Codec:
    """Several values in one text; without a separator, between blanks."""

    @cache
    def read(text: str) -> tuple[Any, ...]:
        return tuple(map(of, text.split(separator) if text else ()))

    return Codec(read, lambda values: (separator or " ").join(map(str, values)))


def _lines() -> Codec:
    """Several lines in one text; None where there are none."""
    lines = _many(str, "\n")
    return Codec(
        lambda text: lines.read(text) if text else None, lambda values: lines.write(values) if values else None
    )


def _reasons(text: str) -> tuple[Any, ...]:
    from partyday.model.days import Reason

    return tuple(Reason(code, tuple(values.items())) for code, values in json.loads(text)) if text else ()


def _reasons_as_text(reasons: Iterable[Any]) -> str:
    told = [[why.code, dict(why.values)] for why in reasons]
    return json.dumps(told, ensure_ascii=False) if told else ""


def _as_json(kept: Mapping[str, str]) -> str:
    return json.dumps(dict(kept), ensure_ascii=False, sort_keys=True) if kept else ""


_MONTH, _PERIOD = _text(Month), _text(Period)

#: Noun of the model → its table, and the columns that are more than what the database gives.
NOUNS: dict[str, tuple[str, dict[str, Codec]]] = {
    "Branch": ("branch", {"kind": _code(BranchKind), "recurrence": _lines()}),
    "Member": (
        "member",
        {"usual": _code(State), "kept": Codec(lambda text: json.loads(text) if text else {}, _as_json)},
    ),
    "Membership": ("membership", {"ended_by": _code(MembershipEnd)}),
    "DatedStanding": ("standing", {"standing": _code(Standing)}),
    "DatedCircumstance": ("circumstance", {"kind": _code(Circumstance)}),
    "ActivityDay": (
        "day",
        {
            "month": _MONTH,
            "part": _code(Part),
            "occasions": _many(Occasion),
            "reasons": Codec(_reasons, _reasons_as_text),
            "blocks": _many(str),
        },
    ),
    "Mark": ("mark", {"state": _code(State), "category": _code(Excuse)}),
    "MakeUp": ("make_up", {}),
    "Talk": ("talk", {"day_ids": _many(int)}),
    "Handling": ("handling", {"measure": _code(Measure), "decided_measure": _code(Measure)}),
    "Assessment": ("assessment", {"since": _MONTH, "kind": _code(DuesKind)}),
    "Waiver": ("waiver", {"since": _MONTH, "until": _MONTH}),
    "Payment": ("payment", {"for_month": _MONTH, "method": _code(Method), "proxy_is": _code(Proxy)}),
    "Receipt": ("receipt", {}),
    "Remittance": ("remittance", {}),
    "Theme": ("theme", {"period": _PERIOD}),
    "Filing": ("filing", {"period": _PERIOD}),
    "Holiday": ("holiday", {}),
    "SettledHeader": ("settled", {}),
    "Dispute": ("dispute", {}),
    "Inspection": ("inspection", {"way": _code(Looked)}),
    "Commendation": ("commendation", {}),
    "Visit": ("visit", {"hows": _many(VisitKind)}),
    "Attachment": ("attachment", {}),
    "Meeting": ("meeting", {"blocks": _many(str)}),
    "Attendee": ("attendee", {}),
    "Claim": ("claim", {"state": _code(State), "answer": _code(ClaimAnswer)}),
    "Token": ("token", {}),
    "Forgotten": ("forgotten", {}),
    "FormerName": ("former_name", {}),
    "PolicyEdition": (
        "policy",
        {
            "below": Codec(
                lambda text: tuple(json.loads(text)) if text else (),
                lambda texts: json.dumps(texts, ensure_ascii=False) if texts else "",
            )
        },
    ),
    "Tenure": ("tenure", {"office": _code(BranchOffice)}),
}


def table_of(noun: type) -> str:
    """The table that keeps a noun."""
    return NOUNS[noun.__name__][0]


def read(noun: type[R], rows: Iterable[Row]) -> list[R]:
    """Rows with all the columns of a noun's table, in their order, as the noun."""
    table, special = NOUNS[noun.__name__]
    names = SQLITE[f"GET_{table.upper()}"][2]
    columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
    if not columns:
        return []
    if len(columns) != len(names):
        raise ValueError(f"{table}: {len(columns)} columns for {len(names)}")
    for place, name in enumerate(names):
        if name in special:
            columns[place] = map(special[name].read, columns[place])
    found = []
    new = object.__new__
    for row in zip(*columns, strict=True):
        # Setting the fields of a frozen value one by one, as its own `__init__` does, takes longer than all this.
        made = new(noun)
        made.__dict__.update(zip(names, row, strict=True))
        found.append(made)
    return found


def as_row(record: object) -> Values:
    """A noun as the row of its table."""
    table, special = NOUNS[type(record).__name__]
    kept = vars(record)
    columns = TABLES[table][1]
    row = dict(kept) if len(kept) == len(columns) else {name: kept[name] for name in columns}
    for name, column in special.items():
        row[name] = column.write(row[name])
    return row


def as_columns(records: Sequence[object]) -> Columns:
    """Nouns of one kind as the columns of their table."""
    table, special = NOUNS[type(records[0]).__name__]
    kept = list(map(vars, records))
    columns = {name: [each[name] for each in kept] for name in TABLES[table][1]}
    for name, column in special.items():
        columns[name] = list(map(column.write, columns[name]))
    return columns


def by_member(records: Iterable[OfMember]) -> defaultdict[int, list[OfMember]]:
    """Member → what is theirs, in its order."""
    members: defaultdict[int, list[OfMember]] = defaultdict(list)
    for record in records:
        members[record.member_id].append(record)
    return members
