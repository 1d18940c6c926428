"""How a change in the log is told: its row before and after, in JSON and in one line. What is never shown is masked."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from partyday.cli.answers import Answer, Field
from partyday.i18n import _
from partyday.words.log import column_name, column_value, is_known, record_name

if TYPE_CHECKING:
    from partyday.store.chain import Change, Values

#: Columns whose values are never shown in a listing.
_MASKED = ("id_number", "phone", "income")

CHANGE: "Answer[Change]" = Answer(
    Field("table", lambda change: change.table),
    Field("key", lambda change: change.key),
    Field("before", lambda change: _seen(change.before)),
    Field("after", lambda change: _seen(change.after)),
    Field("changed", lambda change: sorted(_changed(change))),
)


def _changed(change: "Change") -> set[str]:
    """The columns in which a row was changed; none of a row that came or went."""
    if change.before is None or change.after is None:
        return set()
    before, after = json.loads(change.before), json.loads(change.after)
    return {name for name in after if before.get(name) != after[name]}


def _seen(row: str | None) -> "Values | None":
    if row is None:
        return None
    return {name: "***" if name in _MASKED and value else value for name, value in json.loads(row).items()}


def told(change: "Change", days: Mapping[int, str]) -> str:
    """`attendance 2026-03-06: state present → absent`: what an entry did to one row, in one line."""
    before, after = (_named(_seen(row), days) for row in (change.before, change.after))
    row = before if after is None else after
    assert row is not None  # a change has at least one side
    what = f"{record_name(change.table)} {days.get(row.get('day_id', 0), '')}".strip()
    if before is None or after is None:
        values = [
            f"{column_name(name)} {column_value(name, value)}"
            for name, value in row.items()
            if _matters(name) and value and is_known(value)
        ]
        told = _("{what}: {values}").format(what=what, values=_(", ").join(values))
        return f"{'+' if after else '-'} {told}"
    changed = _changed(change)
    differences = [
        _("{column} was changed").format(column=column_name(name))
        if name in _MASKED
        else f"{column_name(name)} {_shown(name, before.get(name))} → {_shown(name, after[name])}"
        for name in after
        if _matters(name) and name in changed
    ]
    if "member_id" in changed:
        differences.append(_("it was another entry's before"))
    return "  " + _("{what}: {values}").format(what=what, values=_(", ").join(differences))


def _named(row: "Values | None", days: Mapping[int, str]) -> "Values | None":
    """A row with the days it names as dates."""
    if not row or not row.get("day_ids"):
        return row
    return {**row, "day_ids": " ".join(days.get(int(key), key) for key in row["day_ids"].split())}


def _shown(column: str, value: Any) -> str:
    if column == "statement" and value == "":
        return _("none was made")
    return column_value(column, value) if value not in (None, "") else "–"


def _matters(column: str) -> bool:
    return column not in (
        "id",
        "member_id",
        "day_id",
        "branch_id",
        "recorded_at",
        "recorded_by",
        "pinyin",
        "initials",
        "content",
    )
