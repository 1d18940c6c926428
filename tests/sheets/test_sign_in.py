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
from partyday.sheets.sign_in import FilledSheet, Said, read_paste, read_sign_in

CHOICES = "到会、线上、送学、请假（病假）、请假（事假）、请假（公差）、请假（其他）、缺席"


def sheet(path: Path, *rows: Sequence[Any], merge: Sequence[str] = ()) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    for each in merge:
        book.worksheets[0].merge_cells(each)
    book.save(path)
    return path


def read(tmp_path: Path, *rows: Sequence[Any]) -> tuple[FilledSheet, list[Problem]]:
    return read_sign_in(sheet(tmp_path / "a.xlsx", *rows))


def one(tmp_path: Path, state: Any = None, signature: Any = None, remark: Any = None) -> tuple[Any, ...] | str | None:
    """What is understood of one person: (state, category, detail), None for no entry, or the problem."""
    header = ("序号", "姓名", "出勤情况", "签名", "备注")
    filled, problems = read(tmp_path, header, (7, "张三", state, signature, remark))
    if problems:
        assert filled.said == ()
        return f"{problems[0].column}: {problems[0].problem}"
    if not filled.said:
        return None
    (said,) = filled.said
    assert (said.row, said.who, said.number) == (2, "张三", 7)
    return said.state, said.category, said.detail


# ---- the words of one cell


@pytest.mark.parametrize(
    ("text", "state", "category", "detail"),
    [
        ("到会", State.PRESENT, None, ""),
        ("√", State.PRESENT, None, ""),
        ("✓", State.PRESENT, None, ""),
        (" 到 ", State.PRESENT, None, ""),
        ("到会（迟到10分钟）", State.PRESENT, None, "迟到10分钟"),
        ("线上", State.ONLINE, None, ""),
        ("线上签到", State.ONLINE, None, ""),
        ("线上（腾讯会议）", State.ONLINE, None, "腾讯会议"),
        ("参加（线上）", State.ONLINE, None, ""),
        ("送学", State.VISITED, None, ""),
        ("缺席", State.ABSENT, None, ""),
        ("待送学", State.UNREACHED, None, ""),
        ("请假", State.EXCUSED, None, ""),
        ("病假", State.EXCUSED, Excuse.SICK, ""),
        ("事假", State.EXCUSED, Excuse.PERSONAL, ""),
        ("公差", State.EXCUSED, Excuse.DUTY, ""),
        ("其他", State.EXCUSED, Excuse.OTHER, ""),
        ("请病假", State.EXCUSED, Excuse.SICK, ""),
        ("请假病假", State.EXCUSED, Excuse.SICK, ""),
        ("请假（病假）", State.EXCUSED, Excuse.SICK, ""),
        ("请假(病假)", State.EXCUSED, Excuse.SICK, ""),
        ("请假 事假", State.EXCUSED, Excuse.PERSONAL, ""),
        ("请假-公差", State.EXCUSED, Excuse.DUTY, ""),
        ("请假:病假:发烧", State.EXCUSED, Excuse.SICK, "发烧"),
        ("请假：病假：发烧，39度", State.EXCUSED, Excuse.SICK, "发烧，39度"),
        ("病假（发烧）", State.EXCUSED, Excuse.SICK, "发烧"),
        ("请假，孩子发烧", State.EXCUSED, None, "孩子发烧"),
        ("出差", State.EXCUSED, Excuse.DUTY, ""),
    ],
)
def test_how_somebody_was_there_is_read_as_people_write_it(
    tmp_path: Path, text: str, state: State, category: Excuse | None, detail: str
) -> None:
    assert one(tmp_path, text) == (state, category, detail)


@pytest.mark.parametrize("text", ["不知道", "○", "参加，请假", "1", 1, "迟到"])
def test_words_that_are_not_clear_are_told_with_those_that_are(tmp_path: Path, text: Any) -> None:
    assert one(tmp_path, text) == f"出勤情况: Not understood. Write one of: {CHOICES}."


def test_nothing_written_is_no_entry(tmp_path: Path) -> None:
    for nothing in (None, "", "  ", "/", "—", "未登记"):
        assert one(tmp_path, nothing) is None


# ---- signature and remark


@pytest.mark.parametrize("signature", ["张三", "张", "已签", "√", time(8, 30), 830])
def test_a_signature_is_presence(tmp_path: Path, signature: Any) -> None:
    assert one(tmp_path, signature=signature) == (State.PRESENT, None, "")


def test_what_stands_in_place_of_a_signature_is_read(tmp_path: Path) -> None:
    assert one(tmp_path, signature="病假") == (State.EXCUSED, Excuse.SICK, "")
    assert one(tmp_path, signature="/") is None


@pytest.mark.parametrize(
    "written", ["未签到", "没来", "未到", "否", "已请假", "代签", "旷", "×", "X", "N", "0", "?", "缺"]
)
def test_what_only_says_not_here_is_asked_about_and_never_an_absence(tmp_path: Path, written: str) -> None:
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

    assert problems == []
    assert filled.said == (Said(row=2, who="张三", number=1, state=State.PRESENT),)


def test_bad_rows_are_told_and_the_others_are_given(tmp_path: Path) -> None:
    rows = [("姓名", "出勤情况"), ("张三", "到会"), (None, "到会"), ("12345", "飞了"), ("李四", "#N/A")]

    filled, problems = read(tmp_path, *rows)

    assert [said.who for said in filled.said] == ["张三"]
    assert [(each.row, each.column, each.value) for each in problems] == [
        (3, "姓名", ""),
        (4, "姓名", "12345"),
        (4, "出勤情况", "飞了"),
        (5, "出勤情况", "#N/A"),
    ]


def test_merged_entries_are_told_and_not_spread(tmp_path: Path) -> None:
    rows = [("姓名", "出勤情况"), ("张三", "到会"), ("李四", None), ("王五", "到会")]

    filled, problems = read_sign_in(sheet(tmp_path / "a.xlsx", *rows, merge=["B2:B3"]))

    assert [said.who for said in filled.said] == ["王五"]
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

    filled, problems = read_sign_in(sheet(tmp_path / "a.xlsx", *rows, merge=["A3:D3", "A7:D7"]))

    assert problems == []
    assert [(said.row, said.who) for said in filled.said] == [(2, "张三"), (5, "李四")]


def test_a_number_that_is_none_is_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, ("序号", "姓名", "出勤"), ("①", "张三", "到"))[0].said[0].number == 1
    assert read(tmp_path, ("序号", "姓名", "出勤"), ("甲", "张三", "到"))[0].said[0].number is None


def test_a_sheet_that_cannot_say_who_was_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="has no column that says who was there"):
        read(tmp_path, ("序号", "姓名", "备注"), (1, "张三", "病假"))
    with pytest.raises(BadInput, match="has no column 姓名"):
        read(tmp_path, ("序号", "出勤情况"), (1, "到会"))
    with pytest.raises(NotFound):
        read_sign_in(tmp_path / "b.xlsx")


def test_a_sheet_nobody_filled_in_says_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, ("姓名", "出勤情况"), ("张三", None)) == (FilledSheet(day_ref=None, said=()), [])


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
    filled, _problems = read(tmp_path, ("签到表",), (line,), ("姓名", "出勤情况"), ("张三", "到会"))

    assert filled.day_ref == day_ref


def test_the_day_may_stand_in_cells_of_its_own(tmp_path: Path) -> None:
    rows = [("日期：", date(2026, 3, 6), "（上午）"), ("姓名", "出勤情况"), ("张三", "到会")]

    assert read(tmp_path, *rows)[0].day_ref == "2026-03-06:am"


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
    filled, problems = read_sign_in(printed(tmp_path, marked=False))

    assert (filled, problems) == (FilledSheet(day_ref="2026-03-06:am", said=()), [])


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

    filled, problems = read_sign_in(path)

    assert problems == []
    assert [(said.who, said.number, said.state, said.category, said.detail) for said in filled.said] == [
        ("张三", 1, State.PRESENT, None, ""),
        ("李四", 2, State.ONLINE, None, ""),
        ("王五", 5, State.EXCUSED, Excuse.SICK, "发烧"),
        ("钱七", 9, State.PRESENT, None, ""),
    ]


def test_what_is_printed_of_marks_is_read_back(tmp_path: Path) -> None:
    filled, problems = read_sign_in(printed(tmp_path, marked=True))

    assert problems == []
    assert [(said.who, said.state, said.category) for said in filled.said] == [
        ("张三", State.PRESENT, None),
        ("李四", State.ONLINE, None),
        ("王五", State.EXCUSED, None),
    ]


# ---- the pasted list


@pytest.mark.parametrize(
    ("line", "who", "state", "category", "detail"),
    [
        ("1. 张三", "张三", State.PRESENT, None, ""),
        ("2、李四 线上", "李四", State.ONLINE, None, ""),
        ("3. 王五（请假 病假 发烧）", "王五", State.EXCUSED, Excuse.SICK, "发烧"),
        ("4.赵六✓", "赵六", State.PRESENT, None, ""),
        ("5. 钱七+1", "钱七", State.PRESENT, None, ""),
        ("６．孙八🌹🌹", "孙八", State.PRESENT, None, ""),
        ("7) 周九 [强][OK]", "周九", State.PRESENT, None, ""),
        ("（8）吴十，公差：去北京", "吴十", State.EXCUSED, Excuse.DUTY, "去北京"),
        ("9 郑一", "郑一", State.PRESENT, None, ""),
        ("1️⃣ 冯二 👍🏻", "冯二", State.PRESENT, None, ""),
        ("11. 陈 三", "陈三", State.PRESENT, None, ""),
        ("12. 褚四请假", "褚四", State.EXCUSED, None, ""),
        ("13. 卫五请病假，发烧", "卫五", State.EXCUSED, Excuse.SICK, "发烧"),
        ("14. 蒋六（线上）✓", "蒋六", State.ONLINE, None, ""),
        ("15. 沈七 √线上", "沈七", State.ONLINE, None, ""),
        ("17. 买买提·吐尔逊：线上", "买买提·吐尔逊", State.ONLINE, None, ""),
        ("18. 𠮷㛃 线上", "𠮷㛃", State.ONLINE, None, ""),
        ("19. @杨九", "杨九", State.PRESENT, None, ""),
        ("20. zhangsan 线上", "zhangsan", State.ONLINE, None, ""),
        ("120. 朱十", "朱十", State.PRESENT, None, ""),
    ],
)
def test_a_line_of_the_list_is_read_as_people_write_it(
    line: str, who: str, state: State, category: Excuse | None, detail: str
) -> None:
    said, problems = read_paste(line)

    assert problems == []
    assert said == [Said(row=1, who=who, number=None, state=state, category=category, detail=detail)]


@pytest.mark.parametrize(
    "line", ["1. 张三 不知道", "1. 张三❌", "1. 张三 😷", "1. 张三（代李四）", "1. 张三 不参加", "1. 张三[在外地]"]
)
def test_a_line_that_is_not_clear_is_told(line: str) -> None:
    assert read_paste(line) == (
        [],
        [
            Problem(
                row=1,
                column="接龙",
                value=line.removeprefix("1. "),
                problem=f"Not understood. Write one of: {CHOICES}.",
            )
        ],
    )


def test_only_numbered_lines_count_where_there_are_any() -> None:
    text = """#接龙
2026.3.6 党员活动日
3 月 6 日 14:30 三楼会议室
请大家接龙
例 1. 姓名 线上

1. 张三
2、李四 线上
继续加油
10. 王五
11.
"""

    said, problems = read_paste(text)

    assert problems == []
    assert [(each.row, each.who, each.state) for each in said] == [
        (7, "张三", State.PRESENT),
        (8, "李四", State.ONLINE),
        (10, "王五", State.PRESENT),
    ]


def test_without_numbers_every_line_is_a_name() -> None:
    said, problems = read_paste("#接龙\r\n例：姓名\r\n张三\r\n\r\n李四 线上\r\n")

    assert problems == []
    assert [(each.row, each.who) for each in said] == [(3, "张三"), (5, "李四")]


def test_a_refusal_right_behind_a_name_is_never_presence_of_that_name() -> None:
    said, _problems = read_paste("1. 张三不能参加\n2. 李四没有参加")

    assert {each.who for each in said}.isdisjoint({"张三", "李四"})


def test_a_line_without_a_name_is_told() -> None:
    said, problems = read_paste("1. 张三\n2. （线上）\n3. ++")

    assert [each.who for each in said] == ["张三"]
    assert [(each.row, each.problem) for each in problems] == [
        (2, "There is no name at the beginning of the line."),
        (3, "There is no name at the beginning of the line."),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "#接龙\n例 1. 张三"])
def test_a_list_that_names_nobody_is_bad_input(text: str) -> None:
    with pytest.raises(BadInput, match="The list names nobody"):
        read_paste(text)
