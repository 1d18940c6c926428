"""出勤公示: who took part on which day, for everybody to read.

Names and states only: no reason and no category of an excuse may reach this form. Knows no workbook.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence, Set

from partyday.model.acts import MakeUp
from partyday.model.codes import Rule, State
from partyday.model.days import ActivityDay, Roll, Tally
from partyday.model.frozen import frozen
from partyday.model.paper import (
    NOT_APPLICABLE,
    SIGNATURES,
    SUPERIOR_SIGNATURES,
    Number,
    Orientation,
    PrintedColumn,
    Row,
    RowKind,
    Sheet,
    Value,
    file_stem,
)
from partyday.model.people import Branch, Person
from partyday.model.period import Month, Period
from partyday.words.periods import half_day, period_name, short_date
from partyday.words.terms import official

_DAYS_ON_A_PORTRAIT_PAGE = 3

_WHO = (PrintedColumn(heading="序号", width=5), PrintedColumn(heading="姓名", width=11))
_COUNTS = (
    PrintedColumn(heading="应到次数", width=8),
    PrintedColumn(heading="参加", width=5),
    PrintedColumn(heading="请假", width=5),
    PrintedColumn(heading="缺席", width=5),
    PrintedColumn(heading="出勤率", width=7, number=Number.PERCENT),
    PrintedColumn(heading=official(Rule.MAKE_UP), width=5),
)
_MADE_UP = len(_COUNTS) - 1

_HOW_IT_COUNTS = (
    "说明：“—”为当日不应到；参加含到会、线上、送学；"
    "应到次数 = 参加 + 请假 + 缺席 + 待送学 + 未登记；出勤率 = 参加 ÷ 应到次数；补课单列，不计入出勤率。"
)


def build(
    branch: Branch, period: Period, rolls: Sequence[Roll], tallies: Sequence[Tally], made_up: Collection[MakeUp] = ()
) -> Sheet:
    """Member by day over `period` (a day, month, quarter, half-year or year), with the totals of `tallies` below.

    `made_up` are the make-up sessions for these days: they stand in a column of their own and change no rate.

    `rolls` and `tallies` belong together one by one; they are printed by date. Cancelled days are the caller's to
    leave out. Somebody not expected on a day has “—” there. A draft while any of the days is open.
    """
    held = sorted(zip(rolls, tallies, strict=True), key=lambda pair: (pair[0].day.month, pair[0].day.ref))
    days = [roll.day for roll, _ in held]
    open_days = "、".join(short_date(roll.day) for roll, _ in held if roll.is_open)
    notes = [_HOW_IT_COUNTS]
    if open_days:
        notes.append(f"尚未结束登记：{open_days}。")
    return Sheet(
        title=f"{branch.name}{period_name(period)}党员活动日出勤公示",
        tab="出勤公示",
        stem=file_stem(branch.name, "出勤公示", period),
        lines=((f"单位：{branch.name}", "公示日期：　　　年　　月　　日"),),
        columns=(
            *_WHO,
            *(PrintedColumn(heading=short_date(day), width=7, group="活动日期") for day in days),
            *_COUNTS,
        ),
        body=(
            *_members([roll for roll, _ in held], Counter(make_up.member_id for make_up in made_up)),
            *_totals([tally for _, tally in held]),
            _made_up_row(days, Counter(make_up.day_id for make_up in made_up)),
        ),
        notes=tuple(notes),
        signatures=SIGNATURES,
        orientation=Orientation.LANDSCAPE if len(days) > _DAYS_ON_A_PORTRAIT_PAGE else Orientation.PORTRAIT,
        draft=bool(open_days),
    )


_TAKING_PART = frozenset(state for state in State if state.took_part)
_WORDS: Mapping[State | None, str] = {None: NOT_APPLICABLE, **{state: official(state) for state in State}}


@frozen
class OfBranch:
    """One branch among others: its days by date, its members with their state on each (None: not expected).

    `made_up` tells of anybody for which days, by key, they made up. `is_open`: attendance is still to be recorded.
    """

    name: str
    days: tuple[ActivityDay, ...]
    members: tuple[tuple[Person, tuple[State | None, ...]], ...]
    made_up: Mapping[int, Set[int]]
    is_open: bool = False


def build_for_all(superior: Branch, period: Period, branches: Sequence[OfBranch], all_branches: int = 0) -> Sheet:
    """The branches of a superior one after the other, a column for each month or half-day of it, the totals below.

    `all_branches` is how many stand under it, those too that held no day.
    """
    places = sorted({_place(day) for branch in branches for day in branch.days})
    at = {place: index for index, place in enumerate(places)}
    open_ones = [branch.name for branch in branches if branch.is_open]
    counts = [Counter[State]() for _ in places]
    counted = f"党支部：{max(all_branches, len(branches))} 个"
    if all_branches > len(branches):
        counted += f"，有记录的 {len(branches)} 个"
    made_up = [0] * len(places)
    body: list[Row] = []
    for branch in branches:
        columns = [at[_place(day)] for day in branch.days]
        keys = [day.id for day in branch.days]
        body.append(Row((branch.name,), RowKind.SECTION))
        for person, states in branch.members:
            spread: list[State | None] = [None] * len(places)
            made = branch.made_up.get(person.id, frozenset())
            own = 0
            for column, key, state in zip(columns, keys, states, strict=True):
                spread[column] = state
                if state is None:
                    continue
                counts[column][state] += 1
                if made and key in made:
                    own += 1
                    made_up[column] += 1
            body.append(_member(person, spread, own))
    return Sheet(
        title=f"{superior.name}{period_name(period)}党员活动日出勤情况",
        tab="出勤情况",
        stem=file_stem(superior.name, "出勤情况", period),
        lines=((f"单位：{superior.name}", counted),),
        columns=(
            *_WHO,
            *(PrintedColumn(heading=_month(place), width=6, group="活动月份") for place in places),
            *_COUNTS,
        ),
        body=(*body, *_totals([_tallied(states) for states in counts]), _made_up_total(made_up)),
        notes=(_HOW_IT_COUNTS, *((f"尚未结束登记：{'、'.join(open_ones)}。",) if open_ones else ())),
        signatures=SUPERIOR_SIGNATURES,
        orientation=Orientation.LANDSCAPE,
        draft=bool(open_ones),
    )


def _place(day: ActivityDay) -> tuple[Month, int, str]:
    return day.month, day.slot, half_day(day)


def _month(place: tuple[Month, int, str]) -> str:
    month, _slot, half = place
    return f"{month.number}月{half}"


def _tallied(states: Counter[State]) -> Tally:
    return Tally(
        expected=sum(states.values()),
        present=states[State.PRESENT],
        online=states[State.ONLINE],
        visited=states[State.VISITED],
        excused=states[State.EXCUSED],
        absent=states[State.ABSENT],
        unreached=states[State.UNREACHED],
        unmarked=states[State.UNKNOWN],
    )


def _members(rolls: Sequence[Roll], made_up: Mapping[int, int]) -> Iterator[Row]:
    people: dict[int, Person] = {}
    states: dict[int, list[State | None]] = {}
    for index, roll in enumerate(rolls):
        for person in roll.expected:
            people[person.id] = person
            mark = roll.marks.get(person.id)
            row = states.setdefault(person.id, [None] * len(rolls))
            row[index] = mark.state if mark else State.UNKNOWN
    for person in sorted(people.values(), key=lambda person: (person.number, person.id)):
        yield _member(person, states[person.id], made_up.get(person.id, 0))


def _member(person: Person, states: Sequence[State | None], made_up: int) -> Row:
    expected = [state for state in states if state]
    took_part = sum(map(_TAKING_PART.__contains__, expected))
    words = (_WORDS[state] for state in states)
    return Row(
        (
            person.number,
            person.name,
            *words,
            len(expected),
            took_part,
            expected.count(State.EXCUSED),
            expected.count(State.ABSENT),
            _rate(took_part, len(expected)),
            made_up,
        )
    )


def _made_up_row(days: Sequence[ActivityDay], made_up: Mapping[int, int]) -> Row:
    return _made_up_total([made_up.get(day.id, 0) for day in days])


def _made_up_total(counts: Sequence[int]) -> Row:
    sums: list[Value] = [None] * len(_COUNTS)
    sums[_MADE_UP] = sum(counts)
    return Row((None, official(Rule.MAKE_UP), *counts, *sums), RowKind.TOTAL)


def _totals(tallies: Sequence[Tally]) -> Iterator[Row]:
    """Each total of a day under its date, and its sum where row and column speak of the same."""
    #: word, count of a day, index among `_COUNTS` of the column its sum belongs to
    counts = (
        ("应到", [tally.expected for tally in tallies], 0),
        (official(State.PRESENT), [tally.present for tally in tallies], 1),
        (official(State.ONLINE), [tally.online for tally in tallies], 1),
        (official(State.VISITED), [tally.visited for tally in tallies], 1),
        (official(State.EXCUSED), [tally.excused for tally in tallies], 2),
        (official(State.ABSENT), [tally.absent for tally in tallies], 3),
        (official(State.UNREACHED), [tally.unreached for tally in tallies], None),
        (official(State.UNKNOWN), [tally.unmarked for tally in tallies], None),
    )
    label: str | None = "合计"
    for word, of_days, column in counts:
        sums: list[Value] = [None] * len(_COUNTS)
        if column is not None:
            sums[column] = sum(of_days)
        yield Row((label, word, *of_days, *sums), RowKind.TOTAL)
        label = None
    rates = (_rate(tally.took_part, tally.expected) for tally in tallies)
    whole = _rate(sum(tally.took_part for tally in tallies), sum(tally.expected for tally in tallies))
    yield Row((None, "出勤率", *rates, None, None, None, None, whole, None), RowKind.TOTAL, Number.PERCENT)


def _rate(took_part: int, expected: int) -> Value:
    return round(took_part / expected, 4) if expected else NOT_APPLICABLE
