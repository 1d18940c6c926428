"""The papers of attendance with signs and remarks, from what the same papers said in words, plainly counted."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from partyday.model.period import Period
from services.paper_oracle import Book, Cells, Row, rate

SIGNS = {"到会": "√", "线上": "○", "送学": "○", "请假": "△", "缺席": "×", "待送学": "◇", "未登记": "□", "—": "—"}
LEFT = {"transferred": "转出", "died": "去世", "removed": "出党"}
COUNTS = 6


def ended(book: Book, branch_id: int, today: date) -> list[Row]:
    """The last membership of each who has left a branch."""
    own = [row for row in book.memberships if row["branch_id"] == branch_id]
    last = {row["member_id"]: row for row in sorted(own, key=lambda row: row["since"])}
    return [row for row in last.values() if row["until"] is not None and row["until"] <= today]


def dead(book: Book, branch_id: int, today: date) -> set[int]:
    """The numbers of those of a branch who have died."""
    keys = {row["member_id"] for row in ended(book, branch_id, today) if row["ended_by"] == "died"}
    own = [row for row in book.memberships if row["branch_id"] == branch_id]
    return {row["number"] for row in own if row["member_id"] in keys}


def in_signs(rows: Sequence[Cells], gone: Collection[int]) -> list[Cells]:
    """The rows of members: counted from 1, their words as signs, the days not theirs out of their rate."""
    return [signed(place, row, died=row[0] in gone) for place, row in enumerate(rows, 1)]


def signed(place: int, row: Cells, *, died: bool) -> Cells:
    _number, name, *rest = row
    words, (whole, took_part, excused, absent, _rate, times) = rest[:-COUNTS], rest[-COUNTS:]
    unreached = words.count("待送学")
    own = "—" if died else rate(took_part, whole - unreached)
    signs = [SIGNS[word] for word in words]
    return (place, name, *signs, whole, took_part, excused, absent, unreached, own, times)


def of_all_in_signs(rows: Sequence[Cells], gone: Collection[tuple[str, int]]) -> list[Cells]:
    """The same of several branches, each under its name, counted through."""
    told: list[Cells] = []
    branch, place = "", 0
    for row in rows:
        if len(row) == 1:
            branch = row[0]
            told.append(row)
            continue
        place += 1
        told.append(signed(place, row, died=(branch, row[0]) in gone))
    return told


def with_unreached(rows: Sequence[Cells]) -> list[Cells]:
    """The totals, with the sum of 待送学 in a column of its own."""
    told = []
    for row in rows:
        days, counts = row[:-COUNTS], list(row[-COUNTS:])
        unreached: Any = sum(row[2:-COUNTS]) if row[1] == "待送学" else None
        told.append((*days, *counts[:4], unreached, *counts[4:]))
    return told


def with_remarks(book: Book, branch_id: int, period: Period, rows: Sequence[Cells], today: date) -> list[Cells]:
    """The rows of the appraisal: counted from 1, the days not theirs out of their rate, who left and when beside."""
    left = {row["member_id"]: row for row in ended(book, branch_id, today)}
    keys: dict[int, set[int]] = {}
    for membership in book.memberships:
        if membership["branch_id"] == branch_id:
            keys.setdefault(membership["number"], set()).add(membership["member_id"])
    told: list[Cells] = []
    for place, row in enumerate(rows, 1):
        if row[0] == "合计":
            told.append((*row, None))
            continue
        number, name, standing, whole = row[:4]
        states, (times, lasted) = row[4:-3], row[-2:]
        took_part, unreached = states[3], states[6]
        remarks = leaves(book, keys[number], period)
        gone = [left[key] for key in keys[number] if key in left]
        remarks += [f"{LEFT[row['ended_by']]}（{row['until']}）" for row in gone]
        died = any(row["ended_by"] == "died" for row in gone)
        own = "—" if died else rate(took_part, whole - unreached)
        told.append((place, name, standing, whole, *states, own, times, lasted, "；".join(remarks) or None))
    return told


def leaves(book: Book, keys: Collection[int], period: Period) -> list[str]:
    told = []
    for row in sorted(book.circumstances, key=lambda row: row["since"]):
        if row["member_id"] not in keys or row["kind"] != "leave":
            continue
        if row["since"] <= period.end and (row["until"] is None or row["until"] > period.start):
            until = f"至 {row['until'] - timedelta(days=1)}" if row["until"] else "起"
            told.append(f"长假（{row['since']} {until}）")
    return told
