from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from factories import activity_day, person
from partyday.forms import appraisal, xlsx
from partyday.forms.appraisal import Attended
from partyday.model.codes import BranchKind, Circumstance, Part, Standing, State
from partyday.model.days import ActivityDay
from partyday.model.paper import SIGNATURES, Orientation, RowKind, Sheet, Value
from partyday.model.people import Branch, Person
from partyday.model.period import Period

BRANCH = Branch(id=1, name="数学系党支部", kind=BranchKind.BRANCH)


def day(month: int, starts: str = "14:30", ends: str = "16:00", part: Part = Part.FULL) -> ActivityDay:
    on = date(2026, month, 6)
    return activity_day(on, part, id=month, theme=f"主题{month}", closed_on=on, starts=starts, ends=ends)


JANUARY, FEBRUARY, MARCH = day(1), day(2), day(3, "08:00", "11:20")
UNTIMED = day(4, "", "")

ZHANG = person(1, "张三")
RARE = person(2, "𠮷㛃", Circumstance.ILL, standing=Standing.PROBATIONARY)


def attended(who: Person, *days: tuple[ActivityDay, State | None], made_up: frozenset[int] = frozenset()) -> Attended:
    return Attended(person=who, days=days, made_up=made_up)


MEMBERS = (
    attended(RARE, (JANUARY, State.VISITED), (FEBRUARY, State.UNREACHED), (MARCH, State.ONLINE)),
    attended(
        ZHANG,
        (JANUARY, State.PRESENT),
        (FEBRUARY, State.EXCUSED),
        (MARCH, State.ABSENT),
        (UNTIMED, State.UNKNOWN),
        made_up=frozenset({FEBRUARY.id}),
    ),
)


def form(*members: Attended, period: str = "2026") -> Sheet:
    return appraisal.build(BRANCH, Period(period), members or MEMBERS, older_form=True)


def one(member: Attended = MEMBERS[1], period: str = "2026") -> Sheet:
    return appraisal.build_for_one(BRANCH, Period(period), member, older_form=True)


def rows(sheet: Sheet, kind: RowKind = RowKind.DATA) -> list[tuple[Value, ...]]:
    return [row.cells for row in sheet.body if row.kind is kind]


# ---- everybody


def test_members_stand_by_number_with_what_they_took_part_in() -> None:
    assert rows(form()) == [
        (1, "张三", "正式党员", 4, 1, 0, 0, 1, 1, 1, 0, 1, 0.25, 1, 1.5),
        (2, "𠮷㛃", "预备党员", 3, 0, 1, 1, 2, 0, 0, 1, 0, 0.6667, 0, 4.83),
    ]
    assert rows(form(), RowKind.TOTAL) == [("合计", None, None, 7, 1, 1, 1, 3, 1, 1, 1, 1, 0.4286, 1, 6.33)]


def test_taking_part_is_divided_under_a_heading_of_its_own() -> None:
    assert [(column.group, column.heading) for column in form().columns] == [
        *(("", "序号"), ("", "姓名"), ("", "人员类别"), ("", "应到次数")),
        *(("参加", "到会"), ("参加", "线上"), ("参加", "送学"), ("参加", "小计")),
        *(("", "请假"), ("", "缺席"), ("", "待送学"), ("", "未登记"), ("", "出勤率"), ("", "补课"), ("", "学习学时")),
    ]


@pytest.mark.parametrize(
    ("period", "title"),
    [
        ("2026", "数学系党支部2026年民主评议党员参加活动情况"),
        ("2026H1", "数学系党支部2026年上半年民主评议党员参加活动情况"),
    ],
)
def test_the_title_names_the_period_and_the_sheet_is_signed(period: str, title: str) -> None:
    sheet = form(period=period)
    assert sheet.heading == title
    assert sheet.stem == f"数学系党支部-民主评议党员参加活动情况-{period}"
    assert sheet.orientation is Orientation.LANDSCAPE
    assert sheet.signatures == SIGNATURES


def test_the_note_explains_the_balance_and_that_making_up_changes_no_rate() -> None:
    [note] = form().notes
    assert "应到次数 = 到会 + 线上 + 送学 + 请假 + 缺席 + 待送学 + 未登记；" in note
    assert "补课单列，不改变出勤率" in note


def test_making_up_changes_neither_the_rate_nor_the_hours() -> None:
    without = replace(MEMBERS[1], made_up=frozenset())
    assert rows(form(MEMBERS[1]))[0][:-2] == rows(form(without))[0][:-2]
    assert [rows(form(each))[0][-2:] for each in (MEMBERS[1], without)] == [(1, 1.5), (0, 1.5)]


def test_a_day_made_up_for_that_is_not_among_the_days_does_not_count() -> None:
    assert rows(form(attended(ZHANG, (JANUARY, State.PRESENT), made_up=frozenset({MARCH.id}))))[0][-2] == 0


def test_a_member_with_no_days_has_no_rate() -> None:
    sheet = form(attended(ZHANG))
    assert rows(sheet) == [(1, "张三", "正式党员", *[0] * 9, "—", 0, 0)]
    assert rows(sheet, RowKind.TOTAL)[0][-3:] == ("—", 0, 0)
    assert not sheet.draft


def test_nobody_is_a_sheet_of_nobody() -> None:
    sheet = appraisal.build(BRANCH, Period("2026"), [], older_form=True)
    assert [row.cells for row in sheet.body] == [("合计", None, None, *[0] * 9, "—", 0, 0)]


def test_namesakes_keep_a_row_each() -> None:
    first, second = person(3, "张伟"), person(7, "张伟")
    sheet = form(attended(second, (JANUARY, State.ABSENT)), attended(first, (JANUARY, State.PRESENT)))
    assert [(*cells[:2], cells[7]) for cells in rows(sheet)] == [(3, "张伟", 1), (7, "张伟", 0)]


@pytest.mark.parametrize(
    ("starts", "ends", "known"),
    [("14:30", "16:00", 1.5), ("8:00", "11:20", 3.33), ("16:00", "8:00", 0), ("", "16:00", None), ("14:30", "", None)],
)
def test_a_day_has_hours_where_both_its_ends_are_known(starts: str, ends: str, known: float | None) -> None:
    assert appraisal.hours(day(1, starts, ends)) == known


def test_attended_days_without_hours_are_said_not_to_be_in_them() -> None:
    both = [attended(who, (UNTIMED, State.PRESENT), (JANUARY, State.PRESENT)) for who in (ZHANG, RARE)]
    sheet = form(*both)
    assert [cells[-1] for cells in rows(sheet)] == [1.5, 1.5]
    assert sheet.notes[1:] == ("有 1 次活动没有登记起止时间，未计入学时。",)
    assert len(form(attended(ZHANG, (UNTIMED, State.ABSENT))).notes) == 1


def test_a_half_day_counts_as_a_session_with_its_own_hours() -> None:
    morning, afternoon = day(5, "09:00", "11:00", Part.AM), replace(day(5, "", "", Part.PM), id=55)
    member = attended(ZHANG, (afternoon, State.PRESENT), (morning, State.PRESENT))
    assert rows(form(member))[0][3:] == (2, 2, 0, 0, 2, 0, 0, 0, 0, 1.0, 0, 2.0)
    assert [(cells[1], cells[-1]) for cells in rows(one(member))] == [
        ("2026-05-06（上午）", 2.0),
        ("2026-05-06（下午）", "—"),
    ]


def test_a_day_still_open_makes_both_sheets_drafts_that_say_which() -> None:
    is_open = replace(MARCH, closed_on=None)
    member = attended(ZHANG, (is_open, None), (JANUARY, State.PRESENT))
    for sheet in (form(MEMBERS[0], member), one(member)):
        assert sheet.heading.endswith("（草稿）")
        assert sheet.notes[-1] == "尚未结束登记：3-6。"
    assert not form().draft
    assert not one().draft


def test_a_closed_day_without_a_mark_makes_both_sheets_drafts_and_one_closed_as_unknown_does_not() -> None:
    unmarked, unknown = (attended(ZHANG, (MARCH, state), (JANUARY, State.PRESENT)) for state in (None, State.UNKNOWN))
    for sheet in (form(MEMBERS[0], unmarked), one(unmarked)):
        assert sheet.draft
        assert sheet.notes[-1] == "尚未结束登记：3-6。"
    for sheet in (form(MEMBERS[0], unknown), one(unknown)):
        assert not sheet.draft


def test_no_reason_no_category_and_no_circumstance_is_on_either_sheet() -> None:
    printed = str(form()) + str(one()) + str(one(MEMBERS[0]))
    for private in ("病", "事假", "公差", "其他", "体弱"):
        assert private not in printed


@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from([JANUARY, FEBRUARY, MARCH, UNTIMED]), st.sampled_from(State) | st.none())),
        max_size=6,
    )
)
def test_every_row_and_the_sums_balance(days: list[list[tuple[ActivityDay, State | None]]]) -> None:
    members = [attended(person(number), *each) for number, each in enumerate(days, 1)]
    sheet = appraisal.build(BRANCH, Period("2026"), members, older_form=True)
    [total] = rows(sheet, RowKind.TOTAL)
    counted = [[int(str(value)) for value in cells[3:12]] for cells in [*rows(sheet), total]]
    for expected, present, online, visited, took_part, *others in counted:
        assert took_part == present + online + visited
        assert expected == took_part + sum(others)
    assert counted[-1] == [sum(column) for column in zip(*counted[:-1], [0] * 9, strict=True)]
    assert total[-1] == pytest.approx(sum(float(str(cells[-1])) for cells in rows(sheet)), abs=0.001)


# ---- one member


def test_one_member_has_a_row_for_each_day_by_date() -> None:
    shuffled = replace(MEMBERS[1], days=MEMBERS[1].days[::-1])
    assert rows(one(shuffled)) == [
        (1, "2026-01-06", "星期二", "主题1", "到会", "—", 1.5),
        (2, "2026-02-06", "星期五", "主题2", "请假", "是", "—"),
        (3, "2026-03-06", "星期五", "主题3", "缺席", "—", "—"),
        (4, "2026-04-06", "星期一", "主题4", "未登记", "—", "—"),
    ]


def test_their_days_are_summed_and_balance() -> None:
    counted = "应到次数 4 = 到会 1 + 线上 0 + 送学 0 + 请假 1 + 缺席 1 + 待送学 0 + 未登记 1"
    assert rows(one(), RowKind.TOTAL) == [
        ("合计", None, None, counted, "参加 1 次", 1, 1.5),
        ("出勤率", None, None, None, 0.25, None, None),
    ]


def test_what_one_member_comes_to_is_what_the_sheet_of_everybody_says() -> None:
    for member, cells in zip(sorted(MEMBERS, key=lambda each: each.person.number), rows(form()), strict=True):
        total, rate = rows(one(member), RowKind.TOTAL)
        assert (rate[4], *total[-2:]) == cells[-3:]


def test_the_sheet_of_one_member_says_whose_it_is() -> None:
    sheet = one(MEMBERS[0])
    assert sheet.heading == "数学系党支部2026年民主评议党员参加活动情况：𠮷㛃"
    assert sheet.lines[1] == ("姓名：𠮷㛃（序号 2）", "人员类别：预备党员")
    assert sheet.stem == "数学系党支部-民主评议党员参加活动情况-2026-2𠮷㛃"
    assert sheet.orientation is Orientation.PORTRAIT
    assert sheet.signatures == SIGNATURES


def test_one_member_with_no_days_has_no_rate() -> None:
    sheet = one(attended(ZHANG))
    assert rows(sheet) == []
    assert rows(sheet, RowKind.TOTAL)[1][4] == "—"


def test_the_sheets_land_in_the_workbook(tmp_path: Path) -> None:
    xlsx.write([form(), one()], tmp_path / "form.xlsx")
    everybody, single = load_workbook(tmp_path / "form.xlsx").worksheets
    assert [page.page_setup.orientation for page in (everybody, single)] == ["landscape", "portrait"]
    assert everybody.print_title_rows == "$3:$4"
    assert single.print_title_rows == "$4:$4"
    assert (everybody["E3"].value, everybody["E4"].value) == ("参加", "到会")
    assert everybody["B6"].value == "𠮷㛃"
    assert (everybody["A7"].value, everybody["M7"].value, everybody["M7"].number_format) == ("合计", 0.4286, "0.0%")
    assert (single["A10"].value, single["E10"].value, single["E10"].number_format) == ("出勤率", 0.25, "0.0%")
