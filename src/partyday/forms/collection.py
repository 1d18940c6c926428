"""党费收缴登记表: the sheet dues are collected with at a meeting, and the same sheet filled in afterwards.

Each member's open months and what they come to; 实交 is filled in by hand and read back. For whoever collects, not to
be passed round: an amount tells an income. Imports no rules, store, services or cli.
"""

from collections.abc import Sequence

from partyday.model.dues import DuesLine
from partyday.model.paper import SIGNATURES, Align, Number, PrintedColumn, Row, RowKind, Sheet, file_stem, in_yuan
from partyday.model.people import Branch, Person
from partyday.model.period import in_few_words
from partyday.words.headings import HANDED, MONTHS, NAME, NUMBER, OWED, REMARK

COLUMNS = (
    PrintedColumn(heading=NUMBER, width=6),
    PrintedColumn(heading=NAME, width=12),
    PrintedColumn(heading=MONTHS, width=30, align=Align.LEFT),
    PrintedColumn(heading=OWED, width=12, number=Number.MONEY),
    PrintedColumn(heading=HANDED, width=12, number=Number.MONEY),
    PrintedColumn(heading=REMARK, width=14),
)


def build(branch: Branch, day: str, owing: Sequence[tuple[Person, Sequence[DuesLine]]]) -> Sheet:
    """The sheet of the meeting on `day` (2026-03-06): who owes which months, and room for what they hand in."""
    rows = sorted(owing, key=lambda owed: owed[0].number)
    sums = [sum(line.balance for line in lines) for _person, lines in rows]
    body = [
        Row((person.number, person.name, _months(lines), in_yuan(owed), None, None))
        for (person, lines), owed in zip(rows, sums, strict=True)
    ]
    return Sheet(
        title=f"{branch.name}党费收缴登记表",
        tab="党费收缴登记",
        stem=file_stem(branch.name, "党费收缴登记表", day),
        lines=((f"单位：{branch.name}", f"收缴日期：{day}"),),
        columns=COLUMNS,
        body=(*body, Row(("合计", None, None, in_yuan(sum(sums)), None, None), RowKind.TOTAL)),
        notes=("实交：填写金额，全额交纳的可打“√”；未交的留空。", "本表供收缴人使用，不得传阅、公示。"),
        signatures=("收缴人：", *SIGNATURES[1:]),
        row_height=25,
    )


def _months(lines: Sequence[DuesLine]) -> str:
    return "、".join(in_few_words([line.month for line in lines])).replace("..", "至")
