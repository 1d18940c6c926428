import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from partyday.forms import attendance, xlsx
from partyday.model.acts import MakeUp
from partyday.model.codes import BranchKind, Excuse, Part, Standing, State
from partyday.model.days import ActivityDay, Mark, Roll, Tally
from partyday.model.paper import Orientation, RowKind, Sheet, Value
from partyday.model.people import Branch, Person
from partyday.model.period import Month, Period

BRANCH = Branch(id=1, name="数学系党支部", kind=BranchKind.BRANCH)
JANUARY, FEBRUARY, MARCH = date(2026, 1, 9), date(2026, 2, 6), date(2026, 3, 6)


def person(number: int, name: str) -> Person:
    return Person(id=number + 1000, number=number, name=name, standing=Standing.FULL)


ZHANG, ZHANG_TOO, WANG = person(1, "张伟"), person(2, "张伟"), person(3, "王五")
GUEST = Person(id=1, number=9, name="周九", standing=Standing.ACTIVIST)


def roll(held_on: date, marks: dict[Person, State], *, part: Part = Part.FULL, is_open: bool = False) -> Roll:
    """A day everybody named in `marks` is expected on; a mark of UNKNOWN stands for none."""
    day = ActivityDay(
        id=1,
        branch_id=1,
        month=Month.of(held_on),
        slot=0,
        part=part,
        nominal=held_on,
        held_on=held_on,
        marked=True,
        closed_on=None if is_open else held_on,
    )
    made = {
        who.id: Mark(
            day_id=1,
            member_id=who.id,
            state=state,
            category=Excuse.SICK if state is State.EXCUSED else None,
            detail="胃溃疡住院",
            recorded_on=held_on,
            recorded_at="2026-03-06T08:00:00Z",
            recorded_by="李",
        )
        for who, state in marks.items()
        if state is not State.UNKNOWN
    }
    return Roll(day, tuple(marks), (GUEST,), made)


def tally(one: Roll) -> Tally:
    states = [one.marks[who.id].state if who.id in one.marks else State.UNKNOWN for who in one.expected]
    return Tally(
        expected=len(states),
        present=states.count(State.PRESENT),
        online=states.count(State.ONLINE),
        visited=states.count(State.VISITED),
        excused=states.count(State.EXCUSED),
        absent=states.count(State.ABSENT),
        unreached=states.count(State.UNREACHED),
        unmarked=states.count(State.UNKNOWN),
    )


QUARTER = (
    roll(JANUARY, {ZHANG_TOO: State.ABSENT, ZHANG: State.PRESENT}),
    roll(FEBRUARY, {ZHANG_TOO: State.EXCUSED, ZHANG: State.ONLINE, WANG: State.VISITED}),
    roll(MARCH, {ZHANG_TOO: State.PRESENT, ZHANG: State.PRESENT, WANG: State.UNREACHED}),
)


def publication(rolls: Sequence[Roll] = QUARTER, period: str = "2026Q1") -> Sheet:
    return attendance.build(BRANCH, Period(period), rolls, [tally(one) for one in rolls], older_form=True)


def members(sheet: Sheet) -> list[tuple[Value, ...]]:
    return [row.cells for row in sheet.body if row.kind is RowKind.DATA]


def totals(sheet: Sheet) -> dict[Value, tuple[Value, ...]]:
    return {row.cells[1]: row.cells[2:] for row in sheet.body if row.kind is RowKind.TOTAL}


def test_members_stand_by_number_with_their_states_and_counts() -> None:
    assert members(publication()) == [
        (1, "张伟", "到会", "线上", "到会", 3, 3, 0, 0, 1.0, 0),
        (2, "张伟", "缺席", "请假", "到会", 3, 1, 1, 1, 0.3333, 0),
        (3, "王五", "—", "送学", "待送学", 2, 1, 0, 0, 0.5, 0),
    ]


def test_each_day_is_totalled_under_its_date_and_each_count_where_it_belongs() -> None:
    assert totals(publication()) == {
        "应到": (2, 3, 3, 8, None, None, None, None, None),
        "到会": (1, 0, 2, None, 3, None, None, None, None),
        "线上": (0, 1, 0, None, 1, None, None, None, None),
        "送学": (0, 1, 0, None, 1, None, None, None, None),
        "请假": (0, 1, 0, None, None, 1, None, None, None),
        "缺席": (1, 0, 0, None, None, None, 1, None, None),
        "待送学": (0, 0, 1, None, None, None, None, None, None),
        "未登记": (0, 0, 0, None, None, None, None, None, None),
        "出勤率": (0.5, 0.6667, 0.6667, None, None, None, None, 0.625, None),
        "补课": (0, 0, 0, None, None, None, None, None, 0),
    }


def test_making_up_stands_in_a_column_of_its_own_and_changes_no_rate() -> None:
    held = MakeUp(member_id=ZHANG_TOO.id, day_id=QUARTER[1].day.id, held_on=MARCH)
    sheet = attendance.build(BRANCH, Period("2026Q1"), QUARTER[1:2], [tally(QUARTER[1])], [held], older_form=True)
    assert [cells[-2:] for cells in members(sheet)] == [(1.0, 0), (0.0, 1), (1.0, 0)]
    assert totals(sheet)["补课"] == (1, None, None, None, None, None, 1)
    assert totals(sheet)["出勤率"] == totals(publication(QUARTER[1:2], "2026Q1"))["出勤率"]


def test_the_header_groups_the_dates() -> None:
    sheet = publication()
    assert [(column.group, column.heading) for column in sheet.columns] == [
        *(("", "序号"), ("", "姓名")),
        *(("活动日期", "1-9"), ("活动日期", "2-6"), ("活动日期", "3-6")),
        *(("", "应到次数"), ("", "参加"), ("", "请假"), ("", "缺席"), ("", "出勤率"), ("", "补课")),
    ]


@pytest.mark.parametrize(
    ("period", "title"),
    [
        ("2026-01-09", "数学系党支部2026年1月9日党员活动日出勤公示"),
        ("2026-01", "数学系党支部2026年1月党员活动日出勤公示"),
        ("2026Q1", "数学系党支部2026年第一季度党员活动日出勤公示"),
        ("2026H1", "数学系党支部2026年上半年党员活动日出勤公示"),
        ("2026", "数学系党支部2026年党员活动日出勤公示"),
    ],
)
def test_the_title_names_the_period(period: str, title: str) -> None:
    assert publication(period=period).title == title


def test_no_reason_and_no_category_of_an_excuse_is_made_public() -> None:
    printed = str(publication())
    for private in ("病", "事假", "公差", "其他", "胃溃疡"):
        assert private not in printed


def test_the_invited_are_not_in_it() -> None:
    assert "周九" not in str(publication())


def test_days_stand_by_date_and_halves_by_the_hour_however_they_come() -> None:
    halves = [roll(FEBRUARY, {ZHANG: State.PRESENT}, part=part) for part in (Part.PM, Part.AM)]
    sheet = publication([QUARTER[2], *halves, QUARTER[0]])
    assert [column.heading for column in sheet.columns if column.group] == ["1-9", "2-6上午", "2-6下午", "3-6"]
    assert members(sheet)[0][2:6] == ("到会", "到会", "到会", "到会")


def test_more_than_three_days_lie_across_the_page() -> None:
    assert publication().orientation is Orientation.PORTRAIT
    fourth = roll(date(2026, 4, 3), {ZHANG: State.PRESENT})
    assert publication([*QUARTER, fourth]).orientation is Orientation.LANDSCAPE


def test_a_day_still_open_makes_it_a_draft_that_says_which() -> None:
    assert not publication().draft
    sheet = publication([*QUARTER[:2], roll(MARCH, {ZHANG: State.PRESENT, WANG: State.UNKNOWN}, is_open=True)])
    assert sheet.draft
    assert sheet.notes[-1] == "尚未结束登记：3-6。"
    assert [cells[4] for cells in members(sheet)] == ["到会", "—", "未登记"]
    assert totals(sheet)["未登记"][2] == 1


def test_somebody_who_changed_number_or_name_stands_once_under_the_latest() -> None:
    renamed = replace(ZHANG, number=7, name="张玮")
    sheet = publication([QUARTER[0], roll(FEBRUARY, {renamed: State.PRESENT})])
    assert [cells[:4] for cells in members(sheet)] == [(2, "张伟", "缺席", "—"), (7, "张玮", "到会", "到会")]


def test_nobody_expected_has_no_rate() -> None:
    assert totals(publication([roll(JANUARY, {})]))["出勤率"] == ("—", None, None, None, None, "—", None)


@given(st.lists(st.lists(st.sampled_from(State) | st.none(), min_size=5, max_size=5), min_size=1, max_size=6))
def test_every_day_and_every_sum_balances(states: list[list[State | None]]) -> None:
    people = [person(number, "张伟") for number in range(1, 6)]
    rolls = [
        roll(
            JANUARY + timedelta(days=30 * index),
            {who: state for who, state in zip(people, of_day, strict=True) if state},
        )
        for index, of_day in enumerate(states)
    ]
    sheet = publication(rolls, "2026")
    counted = totals(sheet)
    seven = ("到会", "线上", "送学", "请假", "缺席", "待送学", "未登记")
    for index in range(len(rolls)):
        column = [cells[2 + index] for cells in members(sheet)]
        assert all(counted[word][index] == column.count(word) for word in seven)
        assert counted["应到"][index] == sum(column.count(word) for word in seven)
    of_members = [[cells[2 + len(rolls) + offset] for cells in members(sheet)] for offset in range(4)]
    for offset, words in enumerate((("应到",), ("到会", "线上", "送学"), ("请假",), ("缺席",))):
        summed = sum(int(str(counted[word][len(rolls) + offset])) for word in words)
        assert summed == sum(int(str(value)) for value in of_members[offset])


@pytest.mark.parametrize("count", [3, 22, 50])
def test_a_year_lands_in_the_workbook_for_branches_of_any_size(tmp_path: Path, count: int) -> None:
    chance = random.Random(count)
    names = ["=1+1", "+86", "-x", "𠮷㛃", *["欧阳买买提·吐尔逊江"] * count][:count]
    people = [person(number, name) for number, name in enumerate(names, 1)]
    rolls = [roll(date(2026, month, 6), {who: chance.choice(list(State)) for who in people}) for month in range(1, 13)]
    xlsx.write(publication(rolls, "2026"), tmp_path / "form.xlsx")
    page = load_workbook(tmp_path / "form.xlsx").worksheets[0]
    assert page.page_setup.orientation == "landscape"
    assert page.print_title_rows == "$3:$4"
    assert page["C3"].value == "活动日期"
    assert [page.cell(row, 2).value for row in range(5, 5 + count)] == names
    assert (page.cell(5 + count, 1).value, page.cell(5 + count, 2).value) == ("合计", "应到")
    assert page.cell(13 + count, 2).value == "出勤率"
    assert page.cell(13 + count, 3).number_format == "0.0%"
