"""表彰名册: who was commended in a year, for what and by whom: branches first, then members. Knows no workbook."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from partyday.model.oversight import Commendation
from partyday.model.paper import (
    NOT_APPLICABLE,
    SUPERIOR_SIGNATURES,
    Align,
    PrintedColumn,
    Row,
    RowKind,
    Sheet,
    file_stem,
)
from partyday.model.people import Branch, Person
from partyday.model.period import Period
from partyday.words.periods import period_name
from partyday.words.terms import official

_COLUMNS = (
    PrintedColumn(heading="序号", width=5),
    PrintedColumn(heading="党支部", width=24, align=Align.LEFT),
    PrintedColumn(heading="姓名", width=11),
    PrintedColumn(heading="人员类别", width=11),
    PrintedColumn(heading="表彰事由", width=20),
    PrintedColumn(heading="表彰单位", width=18),
    PrintedColumn(heading="表彰日期", width=12),
)


class OnList(NamedTuple):
    """A commendation with the branch, and the member where it is one's."""

    branch: Branch
    person: Person | None
    commendation: Commendation


def build(unit: Branch, period: Period, commended: Sequence[OnList]) -> Sheet:
    """The commendations of a period, by branch as they come: those of branches, then those of members."""
    ordered = [one for one in commended if one.person is None] + [one for one in commended if one.person]
    branches = sum(one.person is None for one in ordered)
    counted = f"表彰党组织 {branches} 个次，党员 {len(ordered) - branches} 人次"
    return Sheet(
        title=f"{unit.name}{period_name(period)}表彰名册",
        tab="表彰名册",
        stem=file_stem(unit.name, "表彰名册", period),
        lines=((f"单位：{unit.name}", ""),),
        columns=_COLUMNS,
        body=(
            *(_row(number, one) for number, one in enumerate(ordered, 1)),
            Row((f"合计：{counted}", *[None] * (len(_COLUMNS) - 1)), RowKind.TOTAL),
        ),
        signatures=SUPERIOR_SIGNATURES,
    )


def _row(number: int, one: OnList) -> Row:
    return Row(
        (
            number,
            one.branch.name,
            one.person.name if one.person else NOT_APPLICABLE,
            official(one.person.standing) if one.person else NOT_APPLICABLE,
            one.commendation.merit,
            one.commendation.commended_by,
            one.commendation.commended_on.isoformat(),
        )
    )


def in_words(commendations: Iterable[Commendation]) -> str:
    """Commendations in one sentence: 优秀共产党员（学校党委，2026-07-01）、…."""
    return "、".join(f"{one.merit}（{one.commended_by}，{one.commended_on.isoformat()}）" for one in commendations)
