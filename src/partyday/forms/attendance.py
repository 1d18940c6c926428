"""出勤公示: who took part on which day, for everybody to read.

Names and states only: no reason and no category of an excuse may reach this form. A day on which the branch failed to
visit somebody counts for the branch, not for the member; of somebody who has died no rate is told. The `older_form`
is that of papers filed before there were signs. Knows no workbook.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from datetime import date

from partyday.model.acts import MakeUp
from partyday.model.codes import Rule, State
from partyday.model.days import ActivityDay, Roll, Tally
from partyday.model.overview import DaysOfBranch, rate
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
    or_dash,
)
from partyday.model.people import Branch, Person, by_number
from partyday.model.period import Month, Period
from partyday.words.periods import half_day, month_and_day, period_name, short_date
from partyday.words.terms import official

#: Signs take little room: more days than these go on a broad page; in words (the older form) it was fewer.
_ON_A_PORTRAIT_PAGE, _IN_WORDS = 13, 3

_WHO = (PrintedColumn(heading="序号", width=5), PrintedColumn(heading="姓名", width=11))
_RATE = PrintedColumn(heading="出勤率", width=7, number=Number.PERCENT)
_COUNTS_OF_OLDER = (
    PrintedColumn(heading="应到次数", width=8),
    PrintedColumn(heading="参加", width=5),
    PrintedColumn(heading="请假", width=5),
    PrintedColumn(heading="缺席", width=5),
    _RATE,
    PrintedColumn(heading=official(Rule.MAKE_UP), width=5),
)
_COUNTS = (
    *_COUNTS_OF_OLDER[:4],
    PrintedColumn(heading=official(State.UNREACHED), width=7),
    _RATE,
    _COUNTS_OF_OLDER[-1],
)

_HOW_IT_COUNTED = (
    "说明：“—”为当日不应到；参加含到会、线上、送学；"
    "应到次数 = 参加 + 请假 + 缺席 + 待送学 + 未登记；出勤率 = 参加 ÷ 应到次数；补课单列，不计入出勤率。"
)
_HOW_IT_COUNTS = (
    "√ 到会　○ 线上、送学　△ 请假　× 缺席　◇ 待送学　□ 未登记　— 当日不应到",
    "说明：应到次数 = 参加 + 请假 + 缺席 + 待送学 + 未登记；参加含到会、线上、送学；"
    "待送学由党支部补上，不计入个人出勤率：个人出勤率 = 参加 ÷（应到次数 − 待送学）；补课单列，不计入出勤率。",
)


def build(
    branch: Branch,
    period: Period,
    rolls: Sequence[Roll],
    tallies: Sequence[Tally],
    made_up: Collection[MakeUp] = (),
    died: Collection[int] = (),
    *,
    older_form: bool = False,
) -> Sheet:
    """Member by day over `period` (a day, month, quarter, half-year or year), with the totals of `tallies` below.

    `made_up` are the make-up sessions for these days: they stand in a column of their own and change no rate. `died`
    are the keys of members who have died.

    `rolls` and `tallies` belong together one by one; they are printed by date. Cancelled days are the caller's to
    leave out. Somebody not expected on a day has “—” there. A draft while any of the days is open.
    """
    held = sorted(zip(rolls, tallies, strict=True), key=lambda pair: (pair[0].day.month, pair[0].day.ref))
    days = [roll.day for roll, _ in held]
    printed = _OlderForm() if older_form else _Form()
    open_days = "、".join(printed.day_name(roll.day) for roll, _ in held if roll.is_open)
    return Sheet(
        title=f"{branch.name}{period_name(period)}党员活动日出勤公示",
        tab="出勤公示",
        stem=file_stem(branch.name, "出勤公示", period),
        lines=((f"单位：{branch.name}", "公示日期：　　　年　　月　　日"),),
        columns=(
            *_WHO,
            *(printed.column(printed.day_name(day), "活动日期") for day in days),
            *printed.counts,
        ),
        body=(
            *_members([roll for roll, _ in held], Counter(make_up.member_id for make_up in made_up), died, printed),
            *printed.totals([tally for _, tally in held]),
            printed.made_up([Counter(make_up.day_id for make_up in made_up)[day.id] for day in days]),
        ),
        notes=(*printed.notes, *((f"尚未结束登记：{open_days}。",) if open_days else ())),
        signatures=SIGNATURES,
        orientation=printed.orientation(len(days)),
        draft=bool(open_days),
    )


def is_older_form(sheet: Sheet) -> bool:
    """Whether a paper was printed before there were signs."""
    return _HOW_IT_COUNTS[0] not in sheet.notes


_TAKING_PART = frozenset(state for state in State if state.took_part)
_WORDS: Mapping[State | None, str] = {None: NOT_APPLICABLE, **{state: official(state) for state in State}}
_ABSENT = "×"
_SIGNS: Mapping[State | None, str] = {
    None: NOT_APPLICABLE,
    State.PRESENT: "√",
    State.ONLINE: "○",
    State.VISITED: "○",
    State.EXCUSED: "△",
    State.ABSENT: _ABSENT,
    State.UNREACHED: "◇",
    State.UNKNOWN: "□",
}


def build_for_all(
    superior: Branch,
    period: Period,
    branches: Sequence[DaysOfBranch],
    all_branches: int = 0,
    *,
    older_form: bool = False,
) -> Sheet:
    """The branches of a superior one after the other, a column for each month or half-day of it, the totals below.

    `all_branches` is how many stand under it, those too that held no day.
    """
    printed = _OlderForm() if older_form else _Form()
    days_at: dict[_Place, set[date | None]] = {}
    for branch in branches:
        for day in branch.days:
            days_at.setdefault(_place(day), set()).add(day.held_on)
    places = sorted(days_at)
    at = {place: index for index, place in enumerate(places)}
    open_ones = [branch.name for branch in branches if branch.is_open]
    counts = [Counter[State]() for _ in places]
    counted = f"党支部：{max(all_branches, len(branches))} 个"
    if all_branches > len(branches):
        counted += f"，有记录的 {len(branches)} 个"
    made_up = [0] * len(places)
    body: list[Row] = []
    for named, branch in enumerate(branches, 1):
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
            number = printed.number(person, len(body) + 1 - named)
            body.append(printed.member(number, person, spread, own, died=person.id in branch.died))
    return Sheet(
        title=f"{superior.name}{period_name(period)}党员活动日出勤情况",
        tab="出勤情况",
        stem=file_stem(superior.name, "出勤情况", period),
        lines=((f"单位：{superior.name}", counted),),
        columns=(
            *_WHO,
            *(printed.column(printed.heading(place, days_at), "活动月份") for place in places),
            *printed.counts,
        ),
        body=(*body, *printed.totals([_tallied(states) for states in counts]), printed.made_up(made_up)),
        notes=(*printed.notes, *((f"尚未结束登记：{'、'.join(open_ones)}。",) if open_ones else ())),
        signatures=SUPERIOR_SIGNATURES,
        orientation=printed.orientation_of_all(len(places)),
        draft=bool(open_ones),
    )


_Place = tuple[Month, int, str]


def _place(day: ActivityDay) -> _Place:
    return day.month, day.slot, half_day(day)


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


def _members(
    rolls: Sequence[Roll], made_up: Mapping[int, int], died: Collection[int], printed: "_Form"
) -> Iterator[Row]:
    people: dict[int, Person] = {}
    states: dict[int, list[State | None]] = {}
    for index, roll in enumerate(rolls):
        for person in roll.expected:
            people[person.id] = person
            mark = roll.marks.get(person.id)
            row = states.setdefault(person.id, [None] * len(rolls))
            row[index] = mark.state if mark else State.UNKNOWN
    ordered = sorted(people.values(), key=by_number)
    for number, person in enumerate(ordered, 1):
        own = made_up.get(person.id, 0)
        yield printed.member(printed.number(person, number), person, states[person.id], own, died=person.id in died)


class _Form:
    """How the rows are printed, with signs; of the older form what is different is below."""

    counts: tuple[PrintedColumn, ...] = _COUNTS
    words = _SIGNS
    notes: tuple[str, ...] = _HOW_IT_COUNTS
    most_upright = _ON_A_PORTRAIT_PAGE
    of_rates = Number.ROUND

    def number(self, _person: Person, place: int) -> int:
        """What stands in front of somebody who has this place in the list."""
        return place

    def day_name(self, day: ActivityDay) -> str:
        """A day over its column."""
        return month_and_day(day)

    def heading(self, place: _Place, days_at: Mapping[_Place, Set[date | None]]) -> str:
        """A month over its column; its date where it is one of several and all branches share it."""
        month, slot, half = place
        if sum(other[0] == month for other in days_at) == 1:
            return f"{month.number}月{half}"
        dates = days_at[place]
        on = next(iter(dates))
        if len(dates) == 1 and on:
            return f"{on.month}月{on.day}日{half}"
        return f"{month.number}月第{slot + 1}次{half}"

    def orientation(self, days: int) -> Orientation:
        """How the page lies for so many days."""
        return Orientation.LANDSCAPE if days > self.most_upright else Orientation.PORTRAIT

    def orientation_of_all(self, days: int) -> Orientation:
        """The same of the page of a superior."""
        return self.orientation(days)

    def column(self, heading: str, group: str) -> PrintedColumn:
        """The column of a day."""
        return PrintedColumn(heading=heading, width=5, group=group, shaded=(_ABSENT,))

    def member(self, number: int, person: Person, states: Sequence[State | None], made_up: int, *, died: bool) -> Row:
        """The row of a member."""
        expected = [state for state in states if state]
        took_part = sum(map(_TAKING_PART.__contains__, expected))
        return Row(
            (
                number,
                person.name,
                *(self.words[state] for state in states),
                len(expected),
                took_part,
                expected.count(State.EXCUSED),
                expected.count(State.ABSENT),
                *self.behind(expected, took_part, died=died),
                made_up,
            )
        )

    def behind(self, expected: Sequence[State], took_part: int, *, died: bool) -> tuple[Value, ...]:
        """What stands behind the counts of a member: the days that were for the branch to bring, and the rate."""
        unreached = expected.count(State.UNREACHED)
        return unreached, NOT_APPLICABLE if died else _rate(took_part, len(expected) - unreached)

    def made_up(self, counts: Sequence[int]) -> Row:
        """The total of the make-ups."""
        word = official(Rule.MAKE_UP)
        return Row((None, word, *counts, *self._sums(word, sum(counts))), RowKind.TOTAL)

    def totals(self, tallies: Sequence[Tally]) -> Iterator[Row]:
        """Each total of a day under its date, and its sum where row and column speak of the same."""
        #: word, count of a day, heading of the column its sum belongs to
        counts = (
            ("应到", [tally.expected for tally in tallies], "应到次数"),
            (official(State.PRESENT), [tally.present for tally in tallies], "参加"),
            (official(State.ONLINE), [tally.online for tally in tallies], "参加"),
            (official(State.VISITED), [tally.visited for tally in tallies], "参加"),
            (official(State.EXCUSED), [tally.excused for tally in tallies], "请假"),
            (official(State.ABSENT), [tally.absent for tally in tallies], "缺席"),
            (official(State.UNREACHED), [tally.unreached for tally in tallies], official(State.UNREACHED)),
            (official(State.UNKNOWN), [tally.unmarked for tally in tallies], ""),
        )
        label: str | None = "合计"
        for word, of_days, column in counts:
            yield Row((label, word, *of_days, *self._sums(column, sum(of_days))), RowKind.TOTAL)
            label = None
        rates = (_rate(tally.took_part, tally.expected) for tally in tallies)
        whole = _rate(sum(tally.took_part for tally in tallies), sum(tally.expected for tally in tallies))
        yield Row((None, _RATE.heading, *rates, *self._sums(_RATE.heading, whole)), RowKind.TOTAL, self.of_rates)

    def _sums(self, heading: str, value: Value) -> list[Value]:
        return [value if column.heading == heading else None for column in self.counts]


class _OlderForm(_Form):
    """In words, by roster number, with a rate of everybody over all their days."""

    counts = _COUNTS_OF_OLDER
    words = _WORDS
    notes = (_HOW_IT_COUNTED,)
    most_upright = _IN_WORDS
    of_rates = Number.PERCENT

    def number(self, person: Person, _place: int) -> int:
        return person.number

    def day_name(self, day: ActivityDay) -> str:
        return short_date(day)

    def heading(self, place: _Place, _days_at: Mapping[_Place, Set[date | None]]) -> str:
        month, _slot, half = place
        return f"{month.number}月{half}"

    def orientation_of_all(self, _days: int) -> Orientation:
        return Orientation.LANDSCAPE

    def column(self, heading: str, group: str) -> PrintedColumn:
        return PrintedColumn(heading=heading, width=7 if group == "活动日期" else 6, group=group)

    def behind(self, expected: Sequence[State], took_part: int, *, died: bool) -> tuple[Value, ...]:
        return (_rate(took_part, len(expected)),)


def _rate(took_part: int, expected: int) -> Value:
    return or_dash(rate(took_part, expected))
