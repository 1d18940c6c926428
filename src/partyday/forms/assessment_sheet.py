"""党费核定表: the sheet on which a year's assessment of dues is filled in, with everybody in it; read back as it is.

The kind of income is that of the last assessment; incomes are left blank, so that the empty sheet tells none. Imports
no rules, store, services or cli.
"""

from collections.abc import Sequence

from partyday.model.codes import DuesKind
from partyday.model.paper import Align, Asked, Number, PrintedColumn, Row, Sheet, file_stem
from partyday.model.people import Branch, Person
from partyday.words.terms import official
from partyday.words.vocabulary import vocabulary

_TITLE = "党费核定表"


def build(branch: Branch, members: Sequence[tuple[Person, DuesKind | None]]) -> Sheet:
    """The sheet of a branch: its members with the kind of income of each, None where none was assessed."""
    words = vocabulary("assessment")
    return Sheet(
        title=f"{branch.name}{_TITLE}",
        tab=_TITLE,
        stem=file_stem(branch.name, _TITLE),
        lines=((f"单位：{branch.name}", "金额单位：元"),),
        columns=(
            PrintedColumn(heading=words.official("number"), width=6),
            PrintedColumn(heading=words.official("name"), width=12),
            PrintedColumn(heading=words.official("staff_number"), width=14, number=Number.TEXT),
            PrintedColumn(
                heading=words.official("kind"),
                width=18,
                choices=tuple(_offered(kind) for kind in DuesKind),
                asked=Asked.REQUIRED,
            ),
            PrintedColumn(heading=words.official("income"), width=14, number=Number.MONEY, asked=Asked.REQUIRED),
            PrintedColumn(heading=words.official("since"), width=12, number=Number.TEXT, asked=Asked.OPTIONAL),
            PrintedColumn(heading=words.official("remark"), width=14, align=Align.LEFT, asked=Asked.OPTIONAL),
        ),
        body=tuple(
            Row((person.number, person.name, person.staff_number or None, kind and _offered(kind), None, None, None))
            for person, kind in members
        ),
        notes=(
            "月收入为税后固定的、经常性的工资收入；学生党员和下岗失业、领取抚恤救济、最低生活保障的党员不填。",
            "起始月份如 2027-01；不填的，以核定时所说的月份为准。本次不核定的党员，删去其整行。",
        ),
        signatures=("核定人：", "（盖章）"),
    )


def _offered(kind: DuesKind) -> str:
    """A kind in one word without a comma: a drop-down list is separated by them."""
    return "下岗失业" if kind is DuesKind.HARDSHIP else official(kind)
