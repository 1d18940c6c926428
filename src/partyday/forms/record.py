"""活动记录: the page of one day in the 《党支部工作手册》, and the handbook of a year: an index and its pages.

Kept by the branch. Names who was excused with the category, never with the detail. Knows no workbook.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date

from partyday.forms.rate_line import rate_line
from partyday.model.acts import MakeUp
from partyday.model.codes import Circumstance, State
from partyday.model.days import ActivityDay, Roll, Tally
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
from partyday.model.period import Month
from partyday.model.visits import Attachment, Visit
from partyday.words.periods import half_day, hours, short_date, weekday_name
from partyday.words.reasons import reasons
from partyday.words.terms import official

#: The columns of a page that tells one thing a row.
WORD_AND_TEXT = (PrintedColumn(heading="项目", width=20), PrintedColumn(heading="内容", width=68, align=Align.LEFT))

_NOBODY = "无"

#: Lines left free for writing by hand.
_ROOM = "\n" * 4

#: Longer texts go on in a row of their own: a row has its greatest height, and pages break between rows.
_LINES_OF_A_ROW = 15
_CHARACTERS_OF_A_LINE = 32

_INDEX = (
    PrintedColumn(heading="序号", width=5),
    PrintedColumn(heading="日期", width=18),
    PrintedColumn(heading="星期", width=8),
    PrintedColumn(heading="主题", width=41, align=Align.LEFT),
    PrintedColumn(heading="形式", width=14),
)


@frozen
class RecordPage:
    """Everything of one day: the roll with its marks, how it counts, the make-ups and visits for it, its pictures.

    `learnt`: member → what they learnt (学习体会), as they said it on the check-in page and somebody confirmed it.
    """

    roll: Roll
    tally: Tally
    made_up: Sequence[MakeUp] = ()
    visits: Sequence[Visit] = ()
    attachments: Sequence[Attachment] = ()
    learnt: Mapping[int, Sequence[str]] = field(default_factory=dict)

    @property
    def day(self) -> ActivityDay:
        """The day the page is of."""
        return self.roll.day

    @property
    def is_open(self) -> bool:
        """Whether attendance may still be recorded: such a page is a draft."""
        return self.roll.is_open

    @property
    def has_gaps(self) -> bool:
        """Whether 未登记 belongs to its balance: while it is open, and where somebody's state is unknown."""
        return self.is_open or self.tally.unmarked > 0


def build(branch: Branch, page: RecordPage, block_names: Mapping[str, str]) -> Sheet:
    """The record of one day; a draft while attendance is still to be recorded.

    What nobody has written yet is left free for the pen.
    `block_names` words the content blocks of the policy (`{"party-spirit": "党性观念教育"}`).
    """
    day = page.day
    held_on = day.held_on.isoformat() if day.held_on else day.month
    return Sheet(
        title=f"{branch.name}党员活动日活动记录",
        tab="活动记录",
        stem=file_stem(branch.name, "活动记录", held_on, half_day(day)),
        lines=((f"单位：{branch.name}", ""),),
        columns=WORD_AND_TEXT,
        body=tuple(row for name, text in _items(page, block_names) for row in rows_of_text(name, text)),
        notes=(f"日期说明：{reasons(day.reasons, chinese=True)}",) if day.reasons else (),
        signatures=SIGNATURES,
        row_height=24,
        draft=page.is_open,
    )


def handbook(
    branch: Branch,
    year: int,
    pages: Sequence[RecordPage],
    block_names: Mapping[str, str],
    named: Callable[[date], Branch] | None = None,
) -> tuple[Sheet, ...]:
    """The index of a year's days, then the page of each, by date. Cancelled days are the caller's to leave out.

    `named` is the branch by the name it bore on a day, where it bore several: a page goes by that of its own day.
    """
    ordered = sorted(pages, key=lambda page: page.day.ref)
    records = (
        replace(build(_as_named(branch, page, named), page, block_names), tab=short_date(page.day)) for page in ordered
    )
    return _index(branch, year, ordered), *records, *_line_of_year(branch, year, ordered)


def _line_of_year(branch: Branch, year: int, pages: Sequence[RecordPage]) -> Iterator[Sheet]:
    """The attendance of the year as a line, where there is more than one month to draw it through."""
    months: dict[Month, list[Tally]] = {}
    for page in pages:
        months.setdefault(page.day.month, []).append(page.tally)
    if len(months) > 1:
        yield rate_line(
            f"{branch.name}{year}年党员活动日出勤率走势",
            file_stem(branch.name, "出勤率走势", str(year)),
            [
                (month, sum(tally.expected for tally in of_month), sum(tally.took_part for tally in of_month))
                for month, of_month in months.items()
            ],
        )


def _as_named(branch: Branch, page: RecordPage, named: Callable[[date], Branch] | None) -> Branch:
    return named(page.day.held_on) if named and page.day.held_on else branch


def _items(page: RecordPage, block_names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What the page tells, in the order of the handbook; an empty text is left to the pen."""
    day, roll = page.day, page.roll
    nobody = "" if page.is_open else _NOBODY  # an open day may yet have somebody
    yield "活动时间", _when(day)
    yield "活动地点", day.place
    yield "活动主题", day.theme
    yield "活动内容", day.content
    yield "内容类别", "、".join(block_names.get(block, block) for block in day.blocks)
    yield "活动形式", day.form
    if day.responsible:
        yield "负责人", day.responsible
    yield "主持人", day.host
    yield "记录人", day.recorder
    yield "应到/实到", _balance(page)
    yield "请假人员", _names(roll, State.EXCUSED) or nobody
    yield "缺席人员", _names(roll, State.ABSENT) or nobody
    yield "待送学", _names(roll, State.UNREACHED) or nobody
    if page.visits:
        yield "送学情况", _visits(page)
    if unmarked := _names(roll, State.UNKNOWN):
        yield "未登记", unmarked
    yield "列席人员", _guests(roll) or nobody
    yield "党员领导干部参加情况", _leaders(roll) or _NOBODY
    if day.guide and day.guide != day.superior_present:
        yield "计划到会指导的上级", day.guide
    yield "上级参加人", day.superior_present
    yield "补课情况", _made_up(page) or ("" if page.tally.excused else nobody)
    if page.learnt:
        yield "学习体会", _learnt(page)
    yield "决议事项", day.resolutions or _ROOM
    yield "总结评估", day.summary or _ROOM
    yield "意见建议", day.opinions or _ROOM
    if page.attachments:
        yield "附件", "\n".join(f"{one.name}（{one.about or '影像资料'}）\n{one.sha256}" for one in page.attachments)


def _when(day: ActivityDay) -> str:
    if day.held_on is None:
        return official(day.status)
    return f"{day.held_on.isoformat()}（{weekday_name(day.held_on)}）{half_day(day)} {hours(day)}".strip()


def _balance(page: RecordPage) -> str:
    tally = page.tally
    taking_part = ((State.PRESENT, tally.present), (State.ONLINE, tally.online), (State.VISITED, tally.visited))
    others = [(State.EXCUSED, tally.excused), (State.ABSENT, tally.absent), (State.UNREACHED, tally.unreached)]
    if page.has_gaps:
        others.append((State.UNKNOWN, tally.unmarked))
    parts = "、".join(f"{official(state)} {count}" for state, count in taking_part)
    rest = "，".join(f"{official(state)} {count} 人" for state, count in others)
    rate = NOT_APPLICABLE if tally.rate is None else f"{tally.rate:.1%}"
    return f"应到 {tally.expected} 人，实到 {tally.took_part} 人（{parts}），{rest}；出勤率 {rate}"


def _state(roll: Roll, person: Person) -> State:
    mark = roll.marks.get(person.id)
    return mark.state if mark else State.UNKNOWN


def _names(roll: Roll, state: State) -> str:
    """Everybody expected who is in that state; the excused with the category, never the detail."""
    people = (person for person in sorted(roll.expected, key=by_number) if _state(roll, person) is state)
    return "、".join(_who(roll, person, _category(roll, person)) for person in people)


def _category(roll: Roll, person: Person) -> str:
    mark = roll.marks.get(person.id)
    return official(mark.category) if mark and mark.state is State.EXCUSED and mark.category else ""


def _guests(roll: Roll) -> str:
    came = (person for person in sorted(roll.invited, key=by_number) if _state(roll, person).took_part)
    return "、".join(_who(roll, person, official(person.standing)) for person in came)


def _leaders(roll: Roll) -> str:
    leaders = (person for person in sorted(roll.expected, key=by_number) if Circumstance.LEADER in person.circumstances)
    return "、".join(_who(roll, person, official(_state(roll, person))) for person in leaders)


def _visits(page: RecordPage) -> str:
    """To whom the day was brought, when, by whom and how, and what they said; of those on its roll."""
    people = {person.id: person for person in page.roll.expected}
    told = []
    for visit in sorted(page.visits, key=lambda one: (one.held_on, one.member_id)):
        if visit.member_id in people:
            hows = "、".join(official(how) for how in visit.hows)
            who = _who(
                page.roll, people[visit.member_id], visit.held_on.isoformat(), hows, f"送学人：{visit.visited_by}"
            )
            told.append(f"{who}：{visit.said}" if visit.said else who)
    return "\n".join(told)


def _learnt(page: RecordPage) -> str:
    """What those on its roll learnt, each in a line of their own."""
    people = sorted([*page.roll.expected, *page.roll.invited], key=by_number)
    return "\n".join(
        f"{_who(page.roll, person)}：{said}" for person in people for said in page.learnt.get(person.id, ())
    )


def _made_up(page: RecordPage) -> str:
    """Who made up for the day, when and how; of those on its roll."""
    people = {person.id: person for person in page.roll.expected}
    held = sorted(page.made_up, key=lambda make_up: (make_up.held_on, make_up.member_id))
    return "、".join(
        _who(page.roll, people[make_up.member_id], make_up.held_on.isoformat(), make_up.how)
        for make_up in held
        if make_up.member_id in people
    )


def _who(roll: Roll, person: Person, *remarks: str) -> str:
    """A name with remarks in brackets: 张三（病假）; the number goes first where two of the roll have one name."""
    shared = sum(other.name == person.name for other in (*roll.expected, *roll.invited)) > 1
    told = "，".join(filter(None, (f"序号 {person.number}" if shared else "", *remarks)))
    return f"{person.name}（{told}）" if told else person.name


def rows_of_text(name: str, text: str) -> Iterator[Row]:
    """An item in as many rows as its text needs, mostly one."""
    lines = [
        paragraph[start : start + _CHARACTERS_OF_A_LINE]
        for paragraph in text.splitlines(keepends=True)
        for start in range(0, len(paragraph), _CHARACTERS_OF_A_LINE)
    ]
    for first in range(0, max(1, len(lines)), _LINES_OF_A_ROW):
        part = "".join(lines[first : first + _LINES_OF_A_ROW]).removesuffix("\n")
        yield Row((f"{name}（续）" if first else name, part or None))


def _index(branch: Branch, year: int, pages: Sequence[RecordPage]) -> Sheet:
    open_days = "、".join(short_date(page.day) for page in pages if page.is_open)
    gaps = any(page.has_gaps for page in pages)
    words = ["实到", *(official(state) for state in (State.EXCUSED, State.ABSENT, State.UNREACHED))]
    if gaps:
        words.append(official(State.UNKNOWN))
    notes = [f"说明：应到 = {' + '.join(words)}；实到含到会、线上、送学；出勤率 = 实到 ÷ 应到。"]
    if open_days:
        notes.append(f"尚未结束登记：{open_days}。")
    whole = _figures([page.tally for page in pages], gaps=gaps)
    return Sheet(
        title=f"{branch.name}{year}年《党支部工作手册》党员活动日记录",
        tab="目录",
        stem=file_stem(branch.name, "党支部工作手册", str(year)),
        lines=((f"单位：{branch.name}", f"活动次数：{len(pages)}"),),
        columns=(
            *_INDEX,
            *(PrintedColumn(heading=word, width=6) for word in ("应到", *words)),
            PrintedColumn(heading="出勤率", width=8, number=Number.PERCENT),
        ),
        body=(
            *(_line(number, page, gaps=gaps) for number, page in enumerate(pages, 1)),
            Row(("合计", *[None] * (len(_INDEX) - 1), *whole), RowKind.TOTAL),
        ),
        notes=tuple(notes),
        signatures=SIGNATURES,
        orientation=Orientation.LANDSCAPE,
        draft=bool(open_days),
    )


def _line(number: int, page: RecordPage, *, gaps: bool) -> Row:
    day = page.day
    return Row(
        (
            number,
            day.ref.replace(":am", "（上午）").replace(":pm", "（下午）"),
            weekday_name(day.held_on) if day.held_on else None,
            day.theme or NOT_APPLICABLE,
            day.form or NOT_APPLICABLE,
            *_figures([page.tally], gaps=gaps),
        )
    )


def _figures(tallies: Sequence[Tally], *, gaps: bool) -> tuple[Value, ...]:
    """The sums of 应到, 实到 and what else makes up 应到, and the rate."""
    expected = sum(tally.expected for tally in tallies)
    took_part = sum(tally.took_part for tally in tallies)
    counts = [
        expected,
        took_part,
        sum(tally.excused for tally in tallies),
        sum(tally.absent for tally in tallies),
        sum(tally.unreached for tally in tallies),
    ]
    if gaps:
        counts.append(sum(tally.unmarked for tally in tallies))
    return *counts, or_dash(rate(took_part, expected))
