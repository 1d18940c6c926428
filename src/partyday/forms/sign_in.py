"""签到表: the sheet people sign on the day, and the same sheet filled in afterwards.

Blank until somebody is marked; it then prints the marks and balances. `sheets.sign_in` reads it back, so the headings
and the words of 出勤情况 are shared with it. Says how a member attends (线上签到, 送学), never why. Knows no workbook.
"""

from partyday.model.codes import Circumstance, State
from partyday.model.days import ActivityDay, Mark, Roll, Tally
from partyday.model.paper import NOT_APPLICABLE, SIGNATURES, PrintedColumn, Row, RowKind, Sheet, file_stem
from partyday.model.people import Branch, Person, by_number
from partyday.words.headings import ATTENDANCE, CHOICES, NAME, NUMBER, REMARK
from partyday.words.periods import half_day, weekday_name
from partyday.words.reasons import reasons
from partyday.words.terms import official

INVITED = "列席人员"

_HOW = {
    Circumstance.MOBILE: "线上签到",
    Circumstance.AWAY: "线上签到",
    Circumstance.ABROAD: "线上签到",
    Circumstance.INFIRM: "送学",
    Circumstance.ILL: "送学",
}


COLUMNS = (
    PrintedColumn(heading=NUMBER, width=5),
    PrintedColumn(heading=NAME, width=12),
    PrintedColumn(heading="人员类别", width=13),
    PrintedColumn(heading="签到（签名）", width=20),
    PrintedColumn(heading=ATTENDANCE, width=14, choices=CHOICES),
    PrintedColumn(heading=REMARK, width=14),
)


def build(branch: Branch, roll: Roll, tally: Tally) -> Sheet:
    """The sign-in sheet of one day: everybody expected by number, then the invited apart.

    A draft when somebody is marked and the day is not closed yet, or somebody came into it afterwards.
    """
    day = roll.day
    body = [_row(person, roll) for person in sorted(roll.expected, key=by_number)]
    if roll.invited:
        body.append(Row((INVITED,), RowKind.SECTION))
        body += [_row(person, roll) for person in sorted(roll.invited, key=by_number)]
    balance = _balance(day, tally) if day.marked else _balance_by_hand(tally, invited=bool(roll.invited))
    return Sheet(
        title=f"{branch.name}党员活动日签到表",
        tab="签到表",
        stem=file_stem(branch.name, "签到表", day.held_on.isoformat() if day.held_on else day.month, half_day(day)),
        lines=(
            (f"日期：{_date(day)}", f"地点：{day.place or _blank(20)}"),
            (f"主题：{day.theme or _blank(60)}", ""),
            (f"主持人：{day.host or _blank(12)}", f"记录人：{day.recorder or _blank(12)}"),
        ),
        columns=COLUMNS,
        body=tuple(body),
        notes=(balance, *((f"日期说明：{reasons(day.reasons, chinese=True)}",) if day.reasons else ())),
        signatures=SIGNATURES,
        row_height=25,
        draft=day.marked and roll.is_open,
    )


def _row(person: Person, roll: Roll) -> Row:
    mark = roll.marks.get(person.id)
    how = sorted({_HOW[circumstance] for circumstance in person.circumstances if circumstance in _HOW})
    return Row(
        (person.number, person.name, official(person.standing), None, _state(mark, roll.day), "、".join(how) or None)
    )


def _state(mark: Mark | None, day: ActivityDay) -> str | None:
    if mark is None or not (day.marked or mark.state is State.EXCUSED):
        return None
    return official(mark.state)  # never why: the sheet goes round


def _date(day: ActivityDay) -> str:
    if day.held_on is None:
        return official(day.status)
    half = half_day(day)
    return f"{day.held_on.isoformat()}（{weekday_name(day.held_on)}）" + (f"（{half}）" if half else "")


def _blank(width: int) -> str:
    return "_" * width


def _balance_by_hand(tally: Tally, *, invited: bool) -> str:
    counted = [
        "实到",
        *(official(state) for state in (State.ONLINE, State.VISITED, State.EXCUSED, State.ABSENT, State.UNREACHED)),
    ]
    if invited:
        counted.append("列席")
    return f"应到 {tally.expected} 人，" + "，".join(f"{word} {_blank(4)} 人" for word in counted) + "。"


def _balance(day: ActivityDay, tally: Tally) -> str:
    counts = [
        (State.PRESENT, tally.present),
        (State.ONLINE, tally.online),
        (State.VISITED, tally.visited),
        (State.EXCUSED, tally.excused),
        (State.ABSENT, tally.absent),
        (State.UNREACHED, tally.unreached),
    ]
    if day.closed_on is None or tally.unmarked:
        counts.append((State.UNKNOWN, tally.unmarked))
    summed = " + ".join(f"{official(state)} {count}" for state, count in counts)
    rate = NOT_APPLICABLE if tally.rate is None else f"{tally.rate:.1%}"
    invited = f"；列席 {tally.invited} 人" if tally.invited else ""
    return f"应到 {tally.expected} = {summed}；出勤率 {rate}{invited}。"
