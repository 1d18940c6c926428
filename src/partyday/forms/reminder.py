"""提醒通知书: what a stage of the policy tells a member in writing, where it is no talk. Knows no workbook.

It names the days, what the policy calls the stage and the clause, and leaves room for the member to answer. It decides
nothing: who hands it over, signs it.
"""

from collections.abc import Sequence

from partyday.model.findings import Source
from partyday.model.lives import Session
from partyday.model.paper import Align, PrintedColumn, Row, Sheet, file_stem
from partyday.model.people import Branch, Person
from partyday.words.findings import cited, what_happened
from partyday.words.terms import official

_COLUMNS = (PrintedColumn(heading="项目", width=14), PrintedColumn(heading="内容", width=72, align=Align.LEFT))

#: Lines left free for writing by hand.
_ROOM = 6


def build(
    branch: Branch, person: Person, stage: str, absences: Sequence[Session], clause: str, source: Source, on: str
) -> Sheet:
    """The notice of a stage to `person` about `absences`, under a clause of the policy, made `on` a day (ISO)."""
    title = stage if stage.endswith("书") else "提醒通知书"
    rows = (
        ("被提醒人", f"{person.name}（{official(person.standing)}）"),
        ("所在支部", branch.name),
        ("提醒事由", what_happened(absences)),
        ("措施", stage),
        ("依据", "" if source.house else f"{clause or source.document}（{cited(source)}）"),
        ("提醒内容", "请按时参加党员活动日活动；确有特殊情况的，应事先履行请假手续。如记录有误，请及时向党支部说明。"),
        ("本人说明", "\n" * _ROOM),
    )
    return Sheet(
        title=title,
        tab=title,
        stem=file_stem(branch.name, title, person.in_file_names, on),
        lines=((f"单位：{branch.name}", ""),),
        columns=_COLUMNS,
        body=tuple(Row((name, text or None)) for name, text in rows),
        signatures=("党支部（盖章）：", "送达人签名：", "本人签收：", "年　　月　　日"),
        row_height=30,
    )
