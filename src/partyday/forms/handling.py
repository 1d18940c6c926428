"""组织处理记录: one organisational handling with its whole sequence, step by step, and blanks to sign.

Kept by the branch and handed to the superior that answers. A step that was not taken yet is left to the pen. Knows no
workbook.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from partyday.model.acts import Handling
from partyday.model.codes import Measure
from partyday.model.findings import Source
from partyday.model.lives import Session
from partyday.model.paper import Align, PrintedColumn, Row, RowKind, Sheet, file_stem
from partyday.model.people import Branch, Person
from partyday.words.findings import cited, weighed
from partyday.words.terms import official

_COLUMNS = (PrintedColumn(heading="项目", width=16), PrintedColumn(heading="内容", width=72, align=Align.LEFT))

_DATE_BY_HAND = "　　　　年　　月　　日"

#: Lines left free for writing by hand.
_ROOM = 4

#: What carries a handling by 支部工作条例 第十一条: more than 1/2.
HALF = (1, 2)

_NO_STATEMENT = "已征求本人意见，本人未作陈述。"


def build(
    branch: Branch,
    person: Person,
    absences: Sequence[Session],
    clause: str,
    source: Source,
    handling: Handling | None,
    superior: str,
    majority: tuple[int, int] = HALF,
) -> Sheet:
    """The handling of `person`, under a clause of the policy; `handling` None: it is only to be considered.

    `absences` are those in a row that call for it, `superior` the organisation that answers, as far as it is known.
    More than `majority` (part, whole) of those with a vote carry it.
    """
    begun = handling.proposed_on.isoformat() if handling else ""
    return Sheet(
        title="组织处理记录",
        tab="组织处理记录",
        stem=file_stem(branch.name, "组织处理记录", person.in_file_names, begun),
        lines=((f"单位：{branch.name}", ""),),
        columns=_COLUMNS,
        body=tuple(_rows(branch, person, absences, _under(clause, source), handling, superior)),
        notes=(
            _carried_by(majority),
            "本表由党支部填写，随附调查材料、会议记录报上级党组织。",
        ),
        signatures=("党支部书记签名：", "本人签名：", "（党支部盖章）", "（上级党组织盖章）"),
        row_height=26,
    )


def is_older_form(sheet: Sheet) -> bool:
    """Whether a paper may have been printed before it told the majority of its policy: then it told of a half."""
    return _carried_by(HALF) in sheet.notes


def _carried_by(majority: tuple[int, int]) -> str:
    part, whole = map(_numeral, majority)
    share = "半数" if majority == HALF else f"{whole}分之{part}"
    return f"说明：应到会、到会、赞成均指有表决权的党员；赞成人数超过应到会有表决权党员的{share}为通过。"


def _numeral(number: int) -> str:
    return _NUMERALS[number] if number < len(_NUMERALS) else str(number)


def _rows(
    branch: Branch, person: Person, absences: Sequence[Session], under: str, handling: Handling | None, superior: str
) -> Iterator[Row]:
    yield _row("姓名", f"{person.name}（{official(person.standing)}）")
    yield _row("所在支部", branch.name)
    happened = (handling.grounds if handling else "") or what_happened(absences)
    yield _row("事由", "\n".join(filter(None, (happened, under))) or _free())
    steps = (_filing, _inquiry, _proposal, _decision, _answer, _statement)
    for number, step in enumerate(steps, 1):
        title, *rows = step(handling, superior)
        yield Row((f"{_NUMERALS[number]}、{title[0]}",), RowKind.SECTION)
        yield from (_row(name, text) for name, text in rows)


_NUMERALS = "〇一二三四五六七八九十"

#: A step as it is printed: its title, then what stands beside which word.
_Step = Iterator[tuple[str, str]]


def _filing(handling: Handling | None, superior: str) -> _Step:
    yield "向上级党组织事先报备", ""
    yield "报备日期", _day(handling.filed_on if handling else None)
    yield "报备单位", superior


def _inquiry(handling: Handling | None, _superior: str) -> _Step:
    yield "调查核实", ""
    yield "核实日期", _day(handling.inquired_on if handling else None)
    yield "核实情况", handling.inquiry if handling else _free()
    yield "核实人签名", ""


def _proposal(handling: Handling | None, _superior: str) -> _Step:
    yield "提出处理意见", ""
    yield "提出日期", _day(handling.proposed_on if handling else None)
    yield "处理意见", official(handling.measure) if handling else ""


def _decision(handling: Handling | None, _superior: str) -> _Step:
    yield "支部党员大会讨论表决", ""
    decided = handling if handling and handling.decided_on else None
    yield "会议日期", _day(decided.decided_on if decided else None)
    if decided is None:
        yield "到会及表决", "应到会　　　　人，到会　　　　人，赞成　　　　人"
        yield "表决结果", ""
    else:
        yield "到会及表决", f"应到会 {decided.entitled} 人，到会 {decided.present} 人，赞成 {decided.in_favour} 人"
        yield "表决结果", _result(decided)
        if decided.until and decided.is_carried:
            yield "期限", f"至 {decided.until.isoformat()}"
    yield "主持人签名", ""
    yield "记录人签名", ""


def _result(handling: Handling) -> str:
    if handling.has_failed:
        return f"{official(handling.outcome)}：未获通过，不作处理"
    if handling.outcome is Measure.EDUCATE:
        return f"{official(Measure.EDUCATE)}（不作组织处理）"
    changed = f"（原提出：{official(handling.measure)}）" if handling.outcome is not handling.measure else ""
    return f"{official(handling.outcome)}：通过{changed}"


def _statement(handling: Handling | None, _superior: str) -> _Step:
    yield "本人陈述", ""
    statement = handling.statement if handling else None
    yield "本人意见", _free() if statement is None else statement or _NO_STATEMENT


def _answer(handling: Handling | None, superior: str) -> _Step:
    yield "上级党组织批复", ""
    answered = handling if handling and handling.answered_on else None
    yield "批复单位", answered.answered_by if answered else superior
    yield "批复日期", _day(answered.answered_on if answered else None)
    if answered is None:
        yield "批复意见", _free()
    else:
        yield "批复意见", "，".join(filter(None, ("同意" if answered.approved else "不同意", answered.note)))


def what_happened(absences: Sequence[Session]) -> str:
    """The absences in a row in one sentence; empty without any."""
    if not absences:
        return ""
    days = "、".join(session.ref.replace(":am", "（上午）").replace(":pm", "（下午）") for session in absences)
    return f"{days} 无正当理由连续未参加党员活动日，计 {len(absences)} 次{weighed(absences, chinese=True)}。"


def _under(clause: str, source: Source) -> str:
    """The clause; a value of partyday's own is no basis for a handling."""
    return "" if source.house else f"依据：{clause or source.document}（{cited(source)}）"


def _row(name: str, text: str) -> Row:
    return Row((name, text or None))


def _day(on: date | None) -> str:
    return on.isoformat() if on else _DATE_BY_HAND


def _free() -> str:
    return "\n" * _ROOM
