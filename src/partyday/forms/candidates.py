"""预备党员和积极分子名册: who is on the way to full membership, by standing. Knows no workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from partyday.model.codes import Standing
from partyday.model.paper import (
    NOT_APPLICABLE,
    SIGNATURES,
    Align,
    Orientation,
    PrintedColumn,
    Row,
    RowKind,
    Sheet,
    file_stem,
)
from partyday.model.people import Branch, Person
from partyday.words.terms import official

TITLE = "预备党员和积极分子名册"

#: Whose names stand on it, in this order.
STANDINGS = (Standing.PROBATIONARY, Standing.PROSPECT, Standing.ACTIVIST)

_PEOPLE = (
    PrintedColumn(heading="序号", width=5),
    PrintedColumn(heading="姓名", width=10),
    PrintedColumn(heading="性别", width=5),
    PrintedColumn(heading="民族", width=8),
    PrintedColumn(heading="出生日期", width=11),
    PrintedColumn(heading="学历", width=9),
    PrintedColumn(heading="工作岗位", width=14, align=Align.LEFT),
    PrintedColumn(heading="列为本类日期", width=12),
    PrintedColumn(heading="预备期满", width=11),
    PrintedColumn(heading="联系人", width=14),
    PrintedColumn(heading="本年参加活动", width=12),
)
_BRANCH = PrintedColumn(heading="党支部", width=18, align=Align.LEFT)
_REMARK = PrintedColumn(heading="备注", width=10)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody on the way: since when of this standing, until when the probation runs (None: it does not).

    `took_part` of `held` days of the year; `contact` is who looks after them (培养联系人, 入党介绍人), by the roster.
    """

    branch: str
    person: Person
    facts: Mapping[str, str]
    since: date
    until: date | None
    contact: str
    took_part: int
    held: int


def build(branch: Branch, candidates: Sequence[Candidate], today: date) -> Sheet:
    """Everybody of those standings, numbered from 1 in each. A superior's names the branch of each."""
    several = any(one.branch != branch.name for one in candidates)
    body = []
    for standing in STANDINGS:
        of_standing = [one for one in candidates if one.person.standing is standing]
        if of_standing:
            body.append(Row((f"{official(standing)}（{len(of_standing)} 人）",), RowKind.SECTION))
            body += [_row(number, one, several=several) for number, one in enumerate(of_standing, 1)]
    columns = (*_PEOPLE[:2], _BRANCH, *_PEOPLE[2:], _REMARK) if several else (*_PEOPLE, _REMARK)
    return Sheet(
        title=f"{branch.name}{TITLE}",
        tab="名册",
        stem=file_stem(branch.name, TITLE, today.isoformat()),
        lines=((f"单位：{branch.name}", f"截至：{today.isoformat()}"),),
        columns=columns,
        body=tuple(body),
        notes=("说明：本年参加活动 = 参加次数/应参加（列席）次数；预备期满日期依预备期计算，以组织决定为准。",),
        signatures=SIGNATURES,
        orientation=Orientation.LANDSCAPE,
    )


def _row(number: int, one: Candidate, *, several: bool) -> Row:
    facts = [one.facts.get(name) or None for name in ("gender", "ethnicity", "born_on", "education", "post")]
    until = one.until.isoformat() if one.until else NOT_APPLICABLE
    took_part = f"{one.took_part}/{one.held}" if one.held else NOT_APPLICABLE
    branch = (one.branch,) if several else ()
    return Row(
        (number, one.person.name, *branch, *facts, one.since.isoformat(), until, one.contact or None, took_part, None)
    )
