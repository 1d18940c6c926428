"""诫勉谈话记录: the record of one warning talk, or, before it is held, its sheet to be filled in by hand.

For the branch's own files: it names the absences and the clause, and leaves room for what was said. Knows no workbook.
"""

from collections.abc import Sequence
from datetime import date

from partyday.model.acts import Talk
from partyday.model.findings import Source
from partyday.model.lives import Session
from partyday.model.paper import Align, PrintedColumn, Row, Sheet, file_stem
from partyday.model.people import Branch, Person
from partyday.words.findings import cited, what_happened
from partyday.words.terms import official

_COLUMNS = (PrintedColumn(heading="项目", width=14), PrintedColumn(heading="内容", width=72, align=Align.LEFT))

#: Lines left free for writing by hand.
_ROOM = 9


def build(
    branch: Branch,
    person: Person,
    absences: Sequence[Session],
    clause: str,
    source: Source,
    talk: Talk | None,
    stage: str = "",
) -> Sheet:
    """The talk with `person` about `absences`, under a clause of the policy; `talk` None: not held yet.

    `stage` is what the policy calls it, where that is not 诫勉谈话.
    """
    title = f"{stage or '诫勉谈话'}记录"
    told = talk or Talk(id=0, member_id=person.id, held_on=date.min)
    when = f"{told.held_on.isoformat()} {told.time}".strip() if talk else ""
    rows = (
        ("谈话对象", f"{person.name}（{official(person.standing)}）"),
        ("所在支部", branch.name),
        ("谈话时间", when),
        ("谈话地点", told.place),
        ("谈话人及职务", _with_office(told.held_by, told.held_by_office)),
        ("记录人及职务", _with_office(told.notes_by, told.notes_by_office)),
        ("谈话事由", "\n".join(filter(None, (told.grounds or what_happened(absences), _under(clause, source))))),
        ("谈话内容", told.said or _free(_ROOM)),
        ("本人说明", told.explained or _free(_ROOM)),
    )
    return Sheet(
        title=title,
        tab=title,
        stem=file_stem(branch.name, title, person.in_file_names, told.held_on.isoformat() if talk else ""),
        lines=((f"单位：{branch.name}", ""),),
        columns=_COLUMNS,
        body=tuple(Row((name, text or None)) for name, text in rows),
        signatures=("谈话人签名：", "谈话对象签名：", "记录人签名：", "年　　月　　日"),
        row_height=30,
    )


def _under(clause: str, source: Source) -> str:
    """The clause; a value of partyday's own is no basis for a talk."""
    return "" if source.house else f"依据：{clause or source.document}（{cited(source)}）"


def _with_office(name: str, office: str) -> str:
    return f"{name}（{office}）" if name and office else name


def _free(lines: int) -> str:
    return "\n" * lines
