from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from partyday.forms import sign_in, xlsx
from partyday.model.codes import BranchKind, Circumstance, Excuse, Part, Standing, State
from partyday.model.days import ActivityDay, Mark, Reason, Roll, Tally
from partyday.model.paper import Orientation, RowKind, Sheet, Value
from partyday.model.people import Branch, Person
from partyday.model.period import Month
from partyday.sheets.sign_in import read_sign_in
from partyday.words.headings import CHOICES

BRANCH = Branch(id=1, name="数学系党支部", kind=BranchKind.BRANCH)
FRIDAY = date(2026, 3, 6)
PLANNED = ActivityDay(id=1, branch_id=1, month=Month("2026-03"), slot=0, part=Part.FULL, nominal=FRIDAY, held_on=FRIDAY)
HELD = replace(PLANNED, marked=True)
CLOSED = replace(HELD, closed_on=FRIDAY)


def person(number: int, name: str, standing: Standing = Standing.FULL, *circumstances: Circumstance) -> Person:
    return Person(id=number + 1000, number=number, name=name, standing=standing, circumstances=frozenset(circumstances))


def mark(who: Person, state: State, category: Excuse | None = None) -> Mark:
    return Mark(
        day_id=1,
        member_id=who.id,
        state=state,
        category=category,
        detail="胃溃疡住院" if category else "",
        recorded_on=FRIDAY,
        recorded_at="2026-03-06T08:00:00Z",
        recorded_by="李",
    )


ZHANG = person(1, "张三")
LI = person(2, "李四", Standing.PROBATIONARY)
WANG = person(3, "王五", Standing.FULL, Circumstance.MOBILE, Circumstance.LEADER)
ZHAO = person(4, "赵六", Standing.FULL, Circumstance.ILL)
GUEST = person(9, "周九", Standing.ACTIVIST)
EVERYBODY = (ZHAO, WANG, ZHANG, LI)


def roll(
    day: ActivityDay, marks: Mapping[Person, tuple[State, Excuse | None]], invited: tuple[Person, ...] = ()
) -> Roll:
    return Roll(day, EVERYBODY, invited, {who.id: mark(who, *how) for who, how in marks.items()})


def blank(day: ActivityDay = PLANNED, invited: tuple[Person, ...] = ()) -> Sheet:
    marks: dict[Person, tuple[State, Excuse | None]] = {LI: (State.EXCUSED, Excuse.SICK)}
    return sign_in.build(BRANCH, roll(day, marks, invited), Tally(expected=4, excused=1, unmarked=3))


def filled(day: ActivityDay = CLOSED, invited: tuple[Person, ...] = ()) -> Sheet:
    marks: dict[Person, tuple[State, Excuse | None]] = {
        ZHANG: (State.PRESENT, None),
        LI: (State.EXCUSED, Excuse.SICK),
        WANG: (State.ONLINE, None),
        ZHAO: (State.UNREACHED, None),
        GUEST: (State.PRESENT, None),
    }
    tally = Tally(expected=4, present=1, excused=1, online=1, unreached=1, invited=len(invited))
    return sign_in.build(BRANCH, roll(day, marks, invited), tally)


def rows(sheet: Sheet) -> list[tuple[Value, ...]]:
    return [row.cells for row in sheet.body]


def test_the_blank_sheet_is_numbered_with_room_to_sign() -> None:
    sheet = blank()
    assert sheet.title == "数学系党支部党员活动日签到表"
    assert [column.heading for column in sheet.columns] == [
        *("序号", "姓名", "人员类别", "签到（签名）", "出勤情况", "备注"),
    ]
    assert rows(sheet) == [
        (1, "张三", "正式党员", None, None, None),
        (2, "李四", "预备党员", None, "请假", None),
        (3, "王五", "正式党员", None, None, "线上签到"),
        (4, "赵六", "正式党员", None, None, "送学"),
    ]
    assert sheet.orientation is Orientation.PORTRAIT
    assert not sheet.draft
    assert "".join(sheet.signatures).startswith("填表人：支部书记：（盖章）填表日期")


def test_the_blank_sheet_leaves_what_is_not_known_to_the_pen() -> None:
    assert blank().notes == (
        "应到 4 人，实到 ____ 人，线上 ____ 人，送学 ____ 人，请假 ____ 人，缺席 ____ 人，待送学 ____ 人。",
    )
    (day, place), (theme, _none), (host, recorder) = blank().lines
    assert day == "日期：2026-03-06（星期五）"
    assert {place.rstrip("_"), theme.rstrip("_"), host.rstrip("_"), recorder.rstrip("_")} == {
        *("地点：", "主题：", "主持人：", "记录人："),
    }
    assert all(text.endswith("____") for text in (place, theme, host, recorder))


def test_what_is_known_of_the_day_is_printed() -> None:
    day = replace(PLANNED, place="301 室", theme="学习", host="张三", recorder="李四")
    assert blank(day).lines == (
        ("日期：2026-03-06（星期五）", "地点：301 室"),
        ("主题：学习", ""),
        ("主持人：张三", "记录人：李四"),
    )


@pytest.mark.parametrize(("part", "half"), [(Part.AM, "上午"), (Part.PM, "下午")])
def test_a_half_day_is_named_in_the_sheet_and_in_its_file(part: Part, half: str) -> None:
    sheet = blank(replace(PLANNED, part=part))
    assert sheet.lines[0][0] == f"日期：2026-03-06（星期五）（{half}）"
    assert sheet.stem == f"数学系党支部-签到表-2026-03-06-{half}"


def test_a_shifted_day_says_why() -> None:
    off = Reason("off", (("nominal", "2026-05-01"), ("holiday", "Labour Day")))
    sheet = blank(replace(PLANNED, reasons=(off, Reason("same-weekday-later"))))
    assert sheet.notes[1] == "日期说明：2026-05-01 逢劳动节休息；顺延至期限内下一个相同星期"


def test_a_closed_day_prints_the_marks_and_balances() -> None:
    sheet = filled()
    assert [cells[4] for cells in rows(sheet)] == ["到会", "请假", "线上", "待送学"]
    assert sheet.notes == ("应到 4 = 到会 1 + 线上 1 + 送学 0 + 请假 1 + 缺席 0 + 待送学 1；出勤率 50.0%。",)
    assert not sheet.draft


def test_a_day_still_open_is_a_draft_with_its_gaps() -> None:
    marks: dict[Person, tuple[State, Excuse | None]] = {ZHANG: (State.PRESENT, None)}
    sheet = sign_in.build(BRANCH, roll(HELD, marks), Tally(expected=4, present=1, unmarked=3))
    assert sheet.heading.endswith("（草稿）")
    assert [cells[4] for cells in rows(sheet)] == ["到会", None, None, None]
    assert "待送学 0 + 未登记 3；出勤率 25.0%" in sheet.notes[0]


def test_a_closed_day_with_people_unknown_is_no_draft_but_counts_them() -> None:
    marks: dict[Person, tuple[State, Excuse | None]] = dict.fromkeys((LI, WANG, ZHAO), (State.PRESENT, None))
    tally = Tally(expected=4, present=3, unmarked=1)
    assert sign_in.build(BRANCH, roll(CLOSED, marks), tally).draft, "nothing at all was recorded of 张三"
    sheet = sign_in.build(BRANCH, roll(CLOSED, {**marks, ZHANG: (State.UNKNOWN, None)}), tally)
    assert not sheet.draft
    assert rows(sheet)[0][4] == "未登记"
    assert "未登记 1" in sheet.notes[0]


def test_the_invited_stand_in_a_section_of_their_own_and_are_not_expected() -> None:
    sheet = filled(invited=(GUEST,))
    section, guest = sheet.body[-2:]
    assert (section.kind, section.cells) == (RowKind.SECTION, ("列席人员",))
    assert guest.cells == (9, "周九", "入党积极分子", None, "到会", None)
    assert sheet.notes[0].startswith("应到 4 = ")
    assert sheet.notes[0].endswith("；列席 1 人。")
    assert blank(invited=(GUEST,)).notes[0].endswith("，列席 ____ 人。")


def test_no_detail_of_an_excuse_and_no_circumstance_is_on_the_sheet() -> None:
    printed = str(filled()) + str(blank())
    for private in ("胃溃疡", "患病", "体弱", "流动", "领导"):
        assert private not in printed


def test_nobody_expected_has_no_rate() -> None:
    sheet = sign_in.build(BRANCH, Roll(CLOSED, (), ()), Tally())
    assert sheet.body == ()
    assert "应到 0 = " in sheet.notes[0]
    assert "出勤率 —" in sheet.notes[0]


def test_the_choices_are_the_marks_a_person_may_be_given() -> None:
    assert (
        *("到会", "线上", "送学", "请假（病假）", "请假（事假）", "请假（公差）", "请假（其他）", "缺席"),
    ) == CHOICES


@pytest.mark.parametrize("count", [3, 22, 50])
def test_it_lands_in_the_workbook_for_branches_of_any_size(tmp_path: Path, count: int) -> None:
    names = ["=1+1", "+86", "-x", "@x", "𠮷㛃", "欧阳买买提·吐尔逊江·阿卜杜热合曼", *["张伟"] * count][:count]
    expected = tuple(person(number, name) for number, name in enumerate(names, 1))
    xlsx.write(sign_in.build(BRANCH, Roll(PLANNED, expected, ()), Tally(expected=count)), tmp_path / "form.xlsx")
    page = load_workbook(tmp_path / "form.xlsx").worksheets[0]
    assert [page.cell(row, 2).value for row in range(6, 6 + count)] == names
    assert all(page.cell(row, 2).data_type == "s" for row in range(6, 6 + count))
    assert [page.cell(row, 1).value for row in range(6, 6 + count)] == list(range(1, count + 1))


def test_the_sheet_is_read_back_as_it_was_printed(tmp_path: Path) -> None:
    xlsx.write(filled(replace(CLOSED, part=Part.AM), invited=(GUEST,)), tmp_path / "form.xlsx")
    paper = read_sign_in(tmp_path / "form.xlsx", (), date(2026, 3, 6))
    assert paper.rejected == ()
    assert list(paper.days) == ["2026-03-06:am"]
    assert [(said.number, said.who, said.state, said.category) for said in paper.days["2026-03-06:am"]] == [
        (1, "张三", State.PRESENT, None),
        (2, "李四", State.EXCUSED, None),
        (3, "王五", State.ONLINE, None),
        (4, "赵六", State.UNREACHED, None),
        (9, "周九", State.PRESENT, None),
    ]


def test_a_blank_sheet_says_only_the_excuses_entered_ahead(tmp_path: Path) -> None:
    xlsx.write(blank(invited=(GUEST,)), tmp_path / "form.xlsx")
    paper = read_sign_in(tmp_path / "form.xlsx", (), date(2026, 3, 6))
    assert paper.rejected == ()
    assert [(said.who, said.state) for said in next(iter(paper.days.values()))] == [("李四", State.EXCUSED)]
