"""会议记录: the page of one meeting held beside the activity day, and the list of a year's meetings before the pages.

Kept by the branch in its 《党支部工作手册》. Says who was not there; why is not recorded. Knows no workbook.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from partyday.forms.record import WORD_AND_TEXT, rows_of_text
from partyday.model.meetings import Meeting
from partyday.model.paper import (
    NOT_APPLICABLE,
    SIGNATURES,
    Align,
    Orientation,
    PrintedColumn,
    Row,
    RowKind,
    Sheet,
    file_stem,
    or_dash,
)
from partyday.model.people import Branch, Person, by_number
from partyday.model.period import Period
from partyday.words.periods import period_name, weekday_name

#: Lines left free for writing by hand.
_ROOM = "\n" * 4

_INDEX = (
    PrintedColumn(heading="序号", width=5),
    PrintedColumn(heading="日期", width=11),
    PrintedColumn(heading="会议", width=16),
    PrintedColumn(heading="主题", width=44, align=Align.LEFT),
    PrintedColumn(heading="主持人", width=10),
    PrintedColumn(heading="应到", width=6),
    PrintedColumn(heading="实到", width=6),
)


@dataclass(frozen=True)
class MeetingPage:
    """A meeting with who was there, and who should have been (None: not known)."""

    meeting: Meeting
    present: Sequence[Person]
    expected: Sequence[Person] | None

    @property
    def name(self) -> str:
        """What it is called, with the Party group it was of."""
        group = self.meeting.party_group
        return f"{self.meeting.kind}（{group}）" if group else self.meeting.kind

    @property
    def counted(self) -> int | None:
        """How many of those expected were there; None where nobody was put down."""
        expected = {person.id for person in self.expected} if self.expected is not None else None
        there = [person for person in self.present if expected is None or person.id in expected]
        return len(there) if self.present else None


def build(branch: Branch, page: MeetingPage, block_names: Mapping[str, str]) -> Sheet:
    """The record of one meeting. `block_names` words the kinds of content it carried."""
    meeting = page.meeting
    return Sheet(
        title=f"{branch.name}{meeting.kind}记录",
        tab=f"{meeting.held_on.month}-{meeting.held_on.day}{meeting.kind}",
        stem=file_stem(branch.name, f"{meeting.kind}记录", meeting.party_group, meeting.held_on.isoformat()),
        lines=((f"单位：{branch.name}", ""),),
        columns=WORD_AND_TEXT,
        body=tuple(row for name, text in _items(page, block_names) for row in rows_of_text(name, text)),
        signatures=("主持人：", "记录人：", *SIGNATURES[2:]),
        row_height=24,
    )


def of_period(
    branch: Branch,
    period: Period,
    pages: Sequence[MeetingPage],
    block_names: Callable[[date], Mapping[str, str]],
    named: Callable[[date], Branch],
) -> tuple[Sheet, ...]:
    """The list of the meetings of a period, then the page of each. `named` is the branch by the name of a day."""
    records = (build(named(page.meeting.held_on), page, block_names(page.meeting.held_on)) for page in pages)
    return _index(branch, period, pages), *records


def _items(page: MeetingPage, block_names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    meeting = page.meeting
    hours = "–".join(filter(None, (meeting.starts, meeting.ends)))
    yield "会议名称", page.name
    yield "会议时间", f"{meeting.held_on.isoformat()}（{weekday_name(meeting.held_on)}） {hours}".rstrip()
    yield "会议地点", meeting.place
    yield "会议主题", meeting.theme
    yield "会议内容", meeting.content or _ROOM
    if meeting.blocks:
        yield "内容类别", "、".join(block_names.get(block, block) for block in meeting.blocks)
    yield "主持人", meeting.host
    yield "记录人", meeting.recorder
    yield "应到/实到", _balance(page)
    yield "到会人员", _names(page.present)
    if page.expected is not None and page.present:
        there = {person.id for person in page.present}
        yield "未到人员", _names([person for person in page.expected if person.id not in there]) or "无"
    yield "列席人员", meeting.guests
    yield "决议事项", meeting.resolutions or _ROOM


def _balance(page: MeetingPage) -> str:
    expected = "" if page.expected is None else f"应到 {len(page.expected)} 人，"
    there = "　　" if page.counted is None else str(page.counted)
    others = len(page.present) - (page.counted or 0)
    return f"{expected}实到 {there} 人" + (f"；另有列席 {others} 人" if others else "")


def _names(people: Sequence[Person]) -> str:
    ordered = sorted(people, key=by_number)
    names = [person.name for person in ordered]
    return "、".join(
        f"{person.name}（序号 {person.number}）" if names.count(person.name) > 1 else person.name for person in ordered
    )


def _index(branch: Branch, period: Period, pages: Sequence[MeetingPage]) -> Sheet:
    counts: dict[str, int] = {}
    for page in pages:
        counts[page.meeting.kind] = counts.get(page.meeting.kind, 0) + 1
    told = "，".join(f"{kind} {count} 次" for kind, count in counts.items())
    return Sheet(
        title=f"{branch.name}{period_name(period)}会议目录",
        tab="会议目录",
        stem=file_stem(branch.name, "会议记录", period),
        lines=((f"单位：{branch.name}", f"会议次数：{len(pages)}"),),
        columns=_INDEX,
        body=(
            *(_line(number, page) for number, page in enumerate(pages, 1)),
            Row(("合计", None, None, told, None, None, None), RowKind.TOTAL),
        ),
        notes=("说明：本目录为党员活动日之外另行召开的会议；支委会不计应到。",),
        signatures=SIGNATURES,
        orientation=Orientation.LANDSCAPE,
    )


def _line(number: int, page: MeetingPage) -> Row:
    meeting = page.meeting
    return Row(
        (
            number,
            meeting.held_on.isoformat(),
            page.name,
            meeting.theme or NOT_APPLICABLE,
            meeting.host or NOT_APPLICABLE,
            NOT_APPLICABLE if page.expected is None else len(page.expected),
            or_dash(page.counted),
        )
    )
