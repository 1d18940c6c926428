"""民主评议党员 extract: how often each member took part over a period, and one member's days one by one.

States and counts only: no reason and no category of an excuse may reach this form. A day on which the branch failed to
visit somebody counts for the branch, not for the member; who left and when stands beside. The `older_form`
is that of papers filed before that. Knows no workbook.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from partyday.model.codes import Rule, State
from partyday.model.days import ActivityDay
from partyday.model.frozen import frozen
from partyday.model.overview import rate
from partyday.model.paper import (
    NOT_APPLICABLE,
    SIGNATURES,
    Align,
    Number,
    Orientation,
    PrintedColumn,
    Row,
    RowKind,
    Sheet,
    Value,
    file_stem,
    or_dash,
)
from partyday.model.people import Branch, Person, by_number
from partyday.model.period import Period
from partyday.words.periods import period_name, short_date, weekday_name
from partyday.words.terms import official

_TAKING_PART = tuple(state for state in State if state.took_part)
_OTHERS = tuple(state for state in State if not state.took_part)

_BALANCE = "应到次数 = " + " + ".join(official(state) for state in State)

_WHO = (
    PrintedColumn(heading="序号", width=5),
    PrintedColumn(heading="姓名", width=11),
    PrintedColumn(heading="人员类别", width=11),
)
_COUNTS = (
    PrintedColumn(heading="应到次数", width=8),
    *(PrintedColumn(heading=official(state), width=6, group="参加") for state in _TAKING_PART),
    PrintedColumn(heading="小计", width=6, group="参加"),
    *(PrintedColumn(heading=official(state), width=6) for state in _OTHERS),
    PrintedColumn(heading="出勤率", width=8, number=Number.PERCENT),
    PrintedColumn(heading=official(Rule.MAKE_UP), width=6),
    PrintedColumn(heading="学习学时", width=8),
)
_REMARK = PrintedColumn(heading="备注", width=20, align=Align.LEFT)
_OF_ONE = (
    PrintedColumn(heading="序号", width=5),
    PrintedColumn(heading="日期", width=18),
    PrintedColumn(heading="星期", width=8),
    PrintedColumn(heading="主题", width=30, align=Align.LEFT),
    PrintedColumn(heading="出勤情况", width=12),
    PrintedColumn(heading=official(Rule.MAKE_UP), width=6),
    PrintedColumn(heading="学时", width=7),
)


@frozen(kw_only=True)
class Attended:
    """One member's year of days: each day they were expected on, with its state; None: nothing recorded.

    `made_up` are the keys of the days they made up for. `remark` says that they left, or were on leave, and when;
    `died`: no rate is told of them. `commended` says for what and by whom they were in the period.
    """

    person: Person
    days: tuple[tuple[ActivityDay, State | None], ...]
    made_up: frozenset[int] = frozenset()
    remark: str = ""
    died: bool = False
    commended: str = ""

    @property
    def states(self) -> Counter[State]:
        """How often the member was in each state."""
        return Counter(state or State.UNKNOWN for _day, state in self.days)

    @property
    def took_part_in(self) -> list[ActivityDay]:
        """The days the member took part in."""
        return [day for day, state in self.days if state and state.took_part]

    @property
    def times_made_up(self) -> int:
        """How many of these days the member made up for."""
        return sum(day.id in self.made_up for day, _state in self.days)

    @property
    def hours(self) -> float:
        """The hours of the days taken part in, as far as they are known."""
        return round(sum(hours(day) or 0 for day in self.took_part_in), 2)


def hours(day: ActivityDay) -> float | None:
    """How long a day lasted (学时), in hours to two places; None where its start or its end is not recorded."""
    return None if day.minutes is None else round(day.minutes / 60, 2)


def build(branch: Branch, period: Period, members: Sequence[Attended], *, older_form: bool = False) -> Sheet:
    """A row for each member by roster number, the sums below; a draft while one of their days is open or unmarked."""
    ordered = sorted(members, key=lambda member: by_number(member.person))
    whole = sum((member.states for member in ordered), Counter[State]())
    return Sheet(
        title=_title(branch, period),
        tab="民主评议",
        stem=file_stem(branch.name, "民主评议党员参加活动情况", period),
        lines=((f"单位：{branch.name}", ""),),
        columns=(*_WHO, *_COUNTS, *(() if older_form else (_REMARK,))),
        body=(
            *(_member(number, member, older_form=older_form) for number, member in enumerate(ordered, 1)),
            Row(
                ("合计", None, None, *_figures(whole), *_sums(ordered), *(() if older_form else (None,))),
                RowKind.TOTAL,
            ),
        ),
        notes=_notes(ordered, older_form=older_form),
        signatures=SIGNATURES,
        orientation=Orientation.LANDSCAPE,
        draft=bool(_open_days(ordered)),
    )


def is_older_form(sheet: Sheet) -> bool:
    """Whether a paper was printed before the days of the branch's own were told apart."""
    return sheet.notes[:1] == (_HOW_IT_COUNTED,)


def build_for_one(branch: Branch, period: Period, member: Attended, *, older_form: bool = False) -> Sheet:
    """The days of one member by date, with what they come to; a draft while one is open or unmarked."""
    person = member.person
    ordered = sorted(member.days, key=lambda dated: dated[0].ref)
    counted = " + ".join(f"{official(state)} {member.states[state]}" for state in State)
    took_part = f"参加 {_took_part(member.states)} 次"
    rate = _rate(member.states) if older_form else _own_rate(member)
    return Sheet(
        title=f"{_title(branch, period)}：{person.name}",
        tab="民主评议",
        stem=file_stem(branch.name, "民主评议党员参加活动情况", period, person.in_file_names),
        lines=(
            (f"单位：{branch.name}", "" if older_form else member.remark),
            (f"姓名：{person.name}（序号 {person.number}）", f"人员类别：{official(person.standing)}"),
        ),
        columns=_OF_ONE,
        body=(
            *(_day(number, day, state, member) for number, (day, state) in enumerate(ordered, 1)),
            Row(
                ("合计", None, None, f"应到次数 {len(member.days)} = {counted}", took_part, *_sums([member])),
                RowKind.TOTAL,
            ),
            Row(("出勤率", None, None, None, rate, None, None), RowKind.TOTAL, Number.PERCENT),
        ),
        notes=_notes([member], older_form=older_form),
        signatures=SIGNATURES,
        draft=bool(_open_days([member])),
    )


def _title(branch: Branch, period: Period) -> str:
    return f"{branch.name}{period_name(period)}民主评议党员参加活动情况"


def _member(number: int, member: Attended, *, older_form: bool) -> Row:
    person = member.person
    who = (person.number if older_form else number, person.name, official(person.standing))
    if older_form:
        return Row((*who, *_figures(member.states), *_sums([member])))
    *figures, _of_all = _figures(member.states)
    return Row((*who, *figures, _own_rate(member), *_sums([member]), member.remark or None))


def _day(number: int, day: ActivityDay, state: State | None, member: Attended) -> Row:
    lasted = hours(day) if state and state.took_part else None
    return Row(
        (
            number,
            day.ref.replace(":am", "（上午）").replace(":pm", "（下午）"),
            weekday_name(day.held_on) if day.held_on else None,
            day.theme or NOT_APPLICABLE,
            official(state or State.UNKNOWN),
            "是" if day.id in member.made_up else NOT_APPLICABLE,
            or_dash(lasted),
        )
    )


def _figures(states: Counter[State]) -> tuple[Value, ...]:
    """The counts of a member or of all from 应到次数 on, and their rate."""
    return (
        states.total(),
        *(states[state] for state in _TAKING_PART),
        _took_part(states),
        *(states[state] for state in _OTHERS),
        _rate(states),
    )


def _sums(members: Sequence[Attended]) -> tuple[Value, ...]:
    """补课 and 学时: what stands after the rate."""
    return sum(member.times_made_up for member in members), round(sum(member.hours for member in members), 2)


def _took_part(states: Counter[State]) -> int:
    return sum(states[state] for state in _TAKING_PART)


def _rate(states: Counter[State]) -> Value:
    return or_dash(rate(_took_part(states), states.total()))


def _own_rate(member: Attended) -> Value:
    """The rate of one member, without the days that were the branch's to bring to them; none of who has died."""
    own: Counter[State] = Counter(
        {state: times for state, times in member.states.items() if state is not State.UNREACHED}
    )
    return NOT_APPLICABLE if member.died else _rate(own)


def _open_days(members: Iterable[Attended]) -> str:
    """The days on which attendance is still to be recorded of any of them, by date."""
    open_days = {
        day.ref: short_date(day)
        for member in members
        for day, state in member.days
        if day.closed_on is None or state is None
    }
    return "、".join(open_days[ref] for ref in sorted(open_days))


_HOW_IT_COUNTED = (
    f"说明：{_BALANCE}；参加含到会、线上、送学；出勤率 = 参加 ÷ 应到次数；补课单列，不改变出勤率；"
    "学时按参加的各次活动的起止时间计算，补课不计学时。"
)
_HOW_IT_COUNTS = (
    f"说明：{_BALANCE}；参加含到会、线上、送学；待送学由党支部补上，不计入个人出勤率："
    "个人出勤率 = 参加 ÷（应到次数 − 待送学），合计的出勤率 = 参加 ÷ 应到次数；补课单列，不改变出勤率；"
    "学时按参加的各次活动的起止时间计算，补课不计学时。"
)


def _notes(members: Sequence[Attended], *, older_form: bool) -> tuple[str, ...]:
    notes = [_HOW_IT_COUNTED if older_form else _HOW_IT_COUNTS]
    without = {day.id for member in members for day in member.took_part_in if hours(day) is None}
    if without:
        notes.append(f"有 {len(without)} 次活动没有登记起止时间，未计入学时。")
    if praised := [member for member in members if member.commended]:
        told = "；".join(f"{member.person.name} {member.commended}" for member in praised)
        notes.append(f"受表彰：{told}。")
    if open_days := _open_days(members):
        notes.append(f"尚未结束登记：{open_days}。")
    return tuple(notes)
