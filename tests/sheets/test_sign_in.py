"""Reading the filled-in sign-in sheet and the pasted list: who was there, and how."""

from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from partyday.errors import BadInput, NotFound
from partyday.forms import sign_in, xlsx
from partyday.model.codes import BranchKind, Circumstance, Excuse, Part, Standing, State
from partyday.model.days import ActivityDay, Mark, Roll, Tally
from partyday.model.people import Branch, Person
from partyday.model.period import Month
from partyday.model.problems import Problem
from partyday.model.said import Attendance, Said
from partyday.sheets.sign_in import read_sign_in

CHOICES = "到会、线上、送学、请假（病假）、请假（事假）、请假（公差）、请假（其他）、缺席"


def sheet(path: Path, *rows: Sequence[Any], merge: Sequence[str] = ()) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    for each in merge:
        book.worksheets[0].merge_cells(each)
    book.save(path)
    return path


TODAY = date(2026, 3, 6)


def read(tmp_path: Path, *rows: Sequence[Any]) -> tuple[tuple[Said, ...], tuple[Problem, ...]]:
    """What was said of the one day of the sheet, and what was rejected."""
    return taken(read_sign_in(sheet(tmp_path / "a.xlsx", *rows), (), TODAY))


def taken(paper: Attendance) -> tuple[tuple[Said, ...], tuple[Problem, ...]]:
    (said,) = paper.days.values()
    return said, paper.rejected


def day_of(paper: Attendance) -> str | None:
    (day,) = paper.days
    return day


def one(tmp_path: Path, state: Any = None, signature: Any = None, remark: Any = None) -> tuple[Any, ...] | str | None:
    """What is understood of one person: (state, category, detail), None for no entry, or the problem."""
    header = ("序号", "姓名", "出勤情况", "签名", "备注")
    filled, problems = read(tmp_path, header, (7, "张三", state, signature, remark))
    if problems:
        assert filled == ()
        return f"{problems[0].column}: {problems[0].problem}"
    if not filled:
        return None
    (said,) = filled
    assert (said.row, said.who, said.number) == (2, "张三", 7)
    return said.state, said.category, said.detail


# ---- signature and remark


@pytest.mark.parametrize("signature", ["张三", "张", "已签", "√", time(8, 30), 830])
def test_a_signature_is_presence(tmp_path: Path, signature: Any) -> None:
    assert one(tmp_path, signature=signature) == (State.PRESENT, None, "")


def test_what_stands_in_place_of_a_signature_is_read(tmp_path: Path) -> None:
    assert one(tmp_path, signature="病假") == (State.EXCUSED, Excuse.SICK, "")
    assert one(tmp_path, signature="/") == (None, None, "")


@pytest.mark.parametrize("written", ["未签到", "没来", "未到", "否", "旷", "×", "X", "N", "0", "缺"])
def test_what_only_says_not_here_is_never_an_absence(tmp_path: Path, written: str) -> None:
    assert one(tmp_path, signature=written) == (None, None, "")


@pytest.mark.parametrize("written", ["代签", "李四代", "?", "○", "李四"])
def test_what_is_no_signature_of_ones_own_is_asked_about(tmp_path: Path, written: str) -> None:
    assert str(one(tmp_path, signature=written)).startswith("签名: ")


def test_the_attendance_column_decides_over_the_signature(tmp_path: Path) -> None:
    assert one(tmp_path, "缺席", "张三") == (State.ABSENT, None, "")


def test_a_remark_tells_the_excuse_or_its_detail(tmp_path: Path) -> None:
    assert one(tmp_path, "请假", remark="病假") == (State.EXCUSED, Excuse.SICK, "")
    assert one(tmp_path, "请假", remark="病假：发烧") == (State.EXCUSED, Excuse.SICK, "发烧")
    assert one(tmp_path, "请假（病假）", remark="发烧") == (State.EXCUSED, Excuse.SICK, "发烧")
    assert one(tmp_path, "病假：住院", remark="第二医院") == (State.EXCUSED, Excuse.SICK, "住院 第二医院")
    assert one(tmp_path, "病假", remark="事假") == (State.EXCUSED, Excuse.SICK, "事假")
    assert one(tmp_path, "到会", remark="组织委员") == (State.PRESENT, None, "")


def test_an_excuse_in_the_remark_alone_is_an_entry_and_nothing_else_is(tmp_path: Path) -> None:
    assert one(tmp_path, remark="事假：搬家") == (State.EXCUSED, Excuse.PERSONAL, "搬家")
    assert one(tmp_path, remark="组织委员") is None


def test_how_a_member_usually_attends_is_no_entry_and_no_detail(tmp_path: Path) -> None:
    for printed in ("线上签到", "送学", "线上签到、送学"):
        assert one(tmp_path, remark=printed) is None
        assert one(tmp_path, "请假（病假）", remark=printed) == (State.EXCUSED, Excuse.SICK, "")
        assert one(tmp_path, signature="张三", remark=printed) == (State.PRESENT, None, "")


def test_a_signature_beside_a_remark_of_leave_is_told(tmp_path: Path) -> None:
    assert one(tmp_path, signature="张三", remark="病假") == (
        "备注: The remark speaks of leave, yet the row says present."
    )


# ---- the whole sheet


@pytest.mark.parametrize("header", ["出勤情况", "出勤", "状态", "签到情况", "考勤", "签到", "签到（签名）", "签 名"])
def test_the_columns_are_known_by_their_usual_names(tmp_path: Path, header: str) -> None:
    filled, problems = read(tmp_path, ("序号", "姓名", header), (1, "张 三", "到会"))

    assert problems == ()
    assert filled == (Said(row=2, who="张三", number=1, state=State.PRESENT),)


def test_bad_rows_are_told_and_the_others_are_given(tmp_path: Path) -> None:
    rows = [("姓名", "出勤情况"), ("张三", "到会"), (None, "到会"), ("12345", "飞了"), ("李四", "#N/A")]

    filled, problems = read(tmp_path, *rows)

    assert [said.who for said in filled] == ["张三"]
    assert [(each.row, each.column, each.value) for each in problems] == [
        (3, "姓名", ""),
        (4, "出勤情况", "飞了"),
        (4, "姓名", "12345"),
        (5, "出勤情况", "#N/A"),
    ]


def test_merged_entries_are_told_and_not_spread(tmp_path: Path) -> None:
    rows = [("姓名", "出勤情况"), ("张三", "到会"), ("李四", None), ("王五", "到会")]

    filled, problems = taken(read_sign_in(sheet(tmp_path / "a.xlsx", *rows, merge=["B2:B3"]), (), TODAY))

    assert [said.who for said in filled] == ["王五"]
    assert [(each.row, each.value) for each in problems] == [(2, "到会")]


def test_headings_and_lines_under_the_table_are_no_persons(tmp_path: Path) -> None:
    rows = [
        ("序号", "姓名", "出勤情况", "备注"),
        (1, "张三", "到会", None),
        ("列席人员", None, None, None),
        ("序号", "姓名", "出勤情况", "备注"),
        (1, "李四", "到会", None),
        (2, None, None, None),
        ("应到 2 人，实到 2 人", None, None, None),
        ("合计", None, "2人", None),
        ("主持人：", None, "记录人：", None),
        ("说明：略", None, None, "x"),
    ]

    filled, problems = taken(read_sign_in(sheet(tmp_path / "a.xlsx", *rows, merge=["A3:D3", "A7:D7"]), (), TODAY))

    assert problems == ()
    assert [(said.row, said.who) for said in filled] == [(2, "张三"), (5, "李四")]


def test_a_number_that_is_none_is_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, ("序号", "姓名", "出勤"), ("１", "张三", "到"))[0][0].number == 1
    assert read(tmp_path, ("序号", "姓名", "出勤"), ("①", "张三", "到"))[0][0].number is None
    assert read(tmp_path, ("序号", "姓名", "出勤"), ("甲", "张三", "到"))[0][0].number is None


def test_a_sheet_that_cannot_say_who_was_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="has no column that says who was there"):
        read(tmp_path, ("序号", "姓名", "备注"), (1, "张三", "病假"))
    with pytest.raises(BadInput, match="has no column 姓名"):
        read(tmp_path, ("序号", "出勤情况"), (1, "到会"))
    with pytest.raises(NotFound):
        read_sign_in(tmp_path / "b.xlsx", (), TODAY)


def test_a_sheet_nobody_filled_in_says_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, ("姓名", "出勤情况"), ("张三", None)) == ((), ())


@pytest.mark.parametrize(
    ("line", "day_ref"),
    [
        ("日期：2026-03-06", "2026-03-06"),
        ("日期：2026-03-06（星期五）", "2026-03-06"),
        ("日期：2026-03-06 （上午）  地点：三楼", "2026-03-06:am"),
        ("日期：2026-03-06（星期五）（下午）", "2026-03-06:pm"),
        ("时间：2026年3月6日上午", "2026-03-06:am"),
        ("时间：2026 年 3 月 6 日 下午3:00", "2026-03-06"),
        ("时间：2026年3月6日下午三点", "2026-03-06"),
        ("２０２６．３．６", "2026-03-06"),
        ("2026/3/6", "2026-03-06"),
        ("2026-02-30，改为 2026-03-06", "2026-03-06"),
        ("2026年3月党员活动日", None),
        ("第一党支部", None),
    ],
)
def test_the_day_is_found_above_the_header(tmp_path: Path, line: str, day_ref: str | None) -> None:
    path = sheet(tmp_path / "a.xlsx", ("签到表",), (line,), ("姓名", "出勤情况"), ("张三", "到会"))

    assert day_of(read_sign_in(path, (), TODAY)) == day_ref


def test_the_day_may_stand_in_cells_of_its_own(tmp_path: Path) -> None:
    rows = [("日期：", date(2026, 3, 6), "（上午）"), ("姓名", "出勤情况"), ("张三", "到会")]

    assert day_of(read_sign_in(sheet(tmp_path / "a.xlsx", *rows), (), TODAY)) == "2026-03-06:am"


# ---- the sheet partyday prints


def printed(tmp_path: Path, *, marked: bool) -> Path:
    people = (
        Person(id=1, number=1, name="张三", standing=Standing.FULL),
        Person(id=2, number=2, name="李四", standing=Standing.FULL, circumstances=frozenset({Circumstance.MOBILE})),
        Person(id=3, number=5, name="王五", standing=Standing.PROBATIONARY),
    )
    day = ActivityDay(
        id=1,
        branch_id=1,
        month=Month("2026-03"),
        slot=0,
        part=Part.AM,
        nominal=None,
        held_on=date(2026, 3, 6),
        marked=marked,
    )
    marks = {
        member: Mark(
            day_id=1,
            member_id=member,
            state=state,
            category=category,
            recorded_on=date(2026, 3, 6),
            recorded_at="2026-03-06T08:00:00Z",
            recorded_by="赵六",
        )
        for member, state, category in (
            (1, State.PRESENT, None),
            (2, State.ONLINE, None),
            (3, State.EXCUSED, Excuse.SICK),
        )
        if marked
    }
    invited = (Person(id=9, number=9, name="钱七", standing=Standing.ACTIVIST),)
    form = sign_in.build(
        Branch(id=1, name="第一党支部", kind=BranchKind.BRANCH), Roll(day, people, invited, marks), Tally(expected=3)
    )
    path = tmp_path / "printed.xlsx"
    xlsx.write(form, path)
    return path


def test_the_printed_sheet_is_blank_until_it_is_filled_in(tmp_path: Path) -> None:
    paper = read_sign_in(printed(tmp_path, marked=False), (), TODAY)

    assert (paper.days, paper.rejected) == ({"2026-03-06:am": ()}, ())


def test_the_printed_sheet_filled_in_is_read(tmp_path: Path) -> None:
    path = printed(tmp_path, marked=False)
    book = load_workbook(path)
    worksheet = book.worksheets[0]
    names = [row[1] for row in worksheet.iter_rows(max_col=2, values_only=True)]
    row_of = {name: row for row, name in enumerate(names, start=1)}
    worksheet.cell(row_of["张三"], 4, "张三")
    worksheet.cell(row_of["李四"], 5, "线上")
    worksheet.cell(row_of["王五"], 5, "请假（病假）")
    worksheet.cell(row_of["王五"], 6, "发烧")
    worksheet.cell(row_of["钱七"], 5, "到会")
    book.save(path)

    filled, problems = taken(read_sign_in(path, (), TODAY))

    assert problems == ()
    assert [(said.who, said.number, said.state, said.category, said.detail) for said in filled] == [
        ("张三", 1, State.PRESENT, None, ""),
        ("李四", 2, State.ONLINE, None, ""),
        ("王五", 5, State.EXCUSED, Excuse.SICK, "发烧"),
        ("钱七", 9, State.PRESENT, None, ""),
    ]


def test_what_is_printed_of_marks_is_read_back(tmp_path: Path) -> None:
    filled, problems = taken(read_sign_in(printed(tmp_path, marked=True), (), TODAY))

    assert problems == ()
    assert [(said.who, said.state, said.category) for said in filled] == [
        ("张三", State.PRESENT, None),
        ("李四", State.ONLINE, None),
        ("王五", State.EXCUSED, None),
    ]
