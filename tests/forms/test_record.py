from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from factories import activity_day, mark, person
from partyday.forms import record, xlsx
from partyday.forms.record import RecordPage
from partyday.model.acts import MakeUp
from partyday.model.archive import pack, unpack
from partyday.model.codes import BranchKind, Circumstance, Excuse, Part, Standing, State
from partyday.model.days import ActivityDay, Reason, Roll
from partyday.model.paper import SIGNATURES, Orientation, RowKind, Sheet, Value, sha256
from partyday.model.people import Branch, Person
from partyday.model.period import Month
from partyday.rules.attendance import tally

BRANCH = Branch(id=1, name="数学系党支部", kind=BranchKind.BRANCH)
BLOCKS = {"party-spirit": "党性观念教育"}
FRIDAY = date(2026, 3, 6)
MARCH = activity_day(
    FRIDAY,
    marked=True,
    closed_on=FRIDAY,
    theme="学习两会精神",
    content="集体学习，交流发言",
    form="党员大会",
    place="主楼 301",
    host="李华",
    recorder="王五",
    starts="14:30",
    ends="16:00",
    blocks=("party-spirit", "new-block"),
    superior_present="张书记",
    resolutions="通过学习计划",
    summary="效果良好",
    opinions="增加讨论时间",
)
BARE = activity_day(FRIDAY, marked=True, closed_on=FRIDAY)
LATER = date(2026, 3, 20)

LI = person(1, "李华", Circumstance.LEADER)
ZHANG, WANG, RARE = person(2, "张三"), person(3, "王五"), person(4, "𠮷㛃")
HOME = person(5, "赵六", Circumstance.ILL)
GUEST, STAYED_AWAY = person(8, "周九", standing=Standing.ACTIVIST), person(9, "吴十", standing=Standing.PROSPECT)
STATES = {
    LI: State.PRESENT,
    ZHANG: State.EXCUSED,
    WANG: State.ABSENT,
    RARE: State.ONLINE,
    HOME: State.UNREACHED,
    GUEST: State.PRESENT,
}


def page(states: dict[Person, State] = STATES, day: ActivityDay = MARCH, *made_up: MakeUp) -> RecordPage:
    """A day the members in `states` are expected on; a state of UNKNOWN stands for no mark."""
    made = {who.id: mark(who, state) for who, state in states.items() if state is not State.UNKNOWN}
    for key, each in made.items():
        if each.state is State.EXCUSED:
            made[key] = replace(each, category=Excuse.SICK, detail="胃溃疡住院")
    members = tuple(who for who in reversed(states) if who.standing.is_member)
    roll = Roll(day, members, (STAYED_AWAY, GUEST), made)
    return RecordPage(roll, tally(roll), made_up)


def form(states: dict[Person, State] = STATES, day: ActivityDay = MARCH, *made_up: MakeUp) -> Sheet:
    return record.build(BRANCH, page(states, day, *made_up), BLOCKS)


def items(sheet: Sheet) -> dict[Any, Value]:
    return dict(row.cells for row in sheet.body)  # type: ignore[misc]  # two columns


def index(*pages: RecordPage) -> Sheet:
    return record.handbook(BRANCH, 2026, pages, BLOCKS)[0]


def rows(sheet: Sheet, kind: RowKind = RowKind.DATA) -> list[tuple[Value, ...]]:
    return [row.cells for row in sheet.body if row.kind is kind]


# ---- the page of a day


def test_a_closed_day_is_told_in_the_order_of_the_handbook() -> None:
    made_up = MakeUp(member_id=ZHANG.id, day_id=MARCH.id, held_on=LATER, how="自学并交流心得")
    assert rows(form(STATES, MARCH, made_up)) == [
        ("活动时间", "2026-03-06（星期五） 14:30–16:00"),
        ("活动地点", "主楼 301"),
        ("活动主题", "学习两会精神"),
        ("活动内容", "集体学习，交流发言"),
        ("内容类别", "党性观念教育、new-block"),
        ("活动形式", "党员大会"),
        ("主持人", "李华"),
        ("记录人", "王五"),
        (
            "应到/实到",
            "应到 5 人，实到 2 人（到会 1、线上 1、送学 0），请假 1 人，缺席 1 人，待送学 1 人；出勤率 40.0%",
        ),
        ("请假人员", "张三（病假）"),
        ("缺席人员", "王五"),
        ("待送学", "赵六"),
        ("列席人员", "周九（入党积极分子）"),
        ("党员领导干部参加情况", "李华（到会）"),
        ("上级参加人", "张书记"),
        ("补课情况", "张三（2026-03-20，自学并交流心得）"),
        ("决议事项", "通过学习计划"),
        ("总结评估", "效果良好"),
        ("意见建议", "增加讨论时间"),
    ]


def test_it_is_headed_signed_and_named_by_its_date() -> None:
    sheet = form()
    assert sheet.heading == "数学系党支部党员活动日活动记录"
    assert sheet.stem == "数学系党支部-活动记录-2026-03-06"
    assert sheet.orientation is Orientation.PORTRAIT
    assert sheet.signatures == SIGNATURES
    assert sheet.notes == ()


def test_what_nobody_wrote_is_left_to_the_pen_and_nobody_is_said_where_there_was_nobody() -> None:
    told = items(form({WANG: State.PRESENT}, BARE))
    empty = [name for name, text in told.items() if not str(text or "").strip()]
    assert empty == [
        *("活动地点", "活动主题", "活动内容", "内容类别", "活动形式", "主持人", "记录人", "上级参加人"),
        *("决议事项", "总结评估", "意见建议"),
    ]
    assert [name for name, text in told.items() if text == "无"] == [
        *("请假人员", "缺席人员", "待送学", "列席人员", "党员领导干部参加情况", "补课情况"),
    ]
    assert str(told["决议事项"]).count("\n") == str(told["意见建议"]).count("\n") == 3


def test_where_somebody_was_excused_a_make_up_to_come_can_be_written_in() -> None:
    assert items(form({ZHANG: State.EXCUSED}))["补课情况"] is None


@pytest.mark.parametrize(("part", "half"), [(Part.AM, "上午"), (Part.PM, "下午")])
def test_a_half_day_is_named_in_the_page_and_in_its_file(part: Part, half: str) -> None:
    sheet = form(STATES, replace(MARCH, part=part))
    assert items(sheet)["活动时间"] == f"2026-03-06（星期五）{half} 14:30–16:00"
    assert sheet.stem == f"数学系党支部-活动记录-2026-03-06-{half}"


@pytest.mark.parametrize(
    ("starts", "ends", "told"),
    [("14:30", "", "（星期五） 14:30 开始"), ("", "16:00", "（星期五）"), ("", "", "（星期五）")],
)
def test_a_day_without_its_hours_tells_what_is_known(starts: str, ends: str, told: str) -> None:
    assert items(form(STATES, replace(MARCH, starts=starts, ends=ends)))["活动时间"] == f"2026-03-06{told}"


def test_an_open_day_is_a_draft_that_names_the_unmarked_and_says_of_nobody_that_there_is_none() -> None:
    sheet = form({LI: State.UNKNOWN, WANG: State.PRESENT}, replace(BARE, closed_on=None))
    told = items(sheet)
    assert sheet.heading == "数学系党支部党员活动日活动记录（草稿）"
    assert told["未登记"] == "李华"
    assert told["党员领导干部参加情况"] == "李华（未登记）"
    assert str(told["应到/实到"]).endswith("缺席 0 人，待送学 0 人，未登记 1 人；出勤率 50.0%")
    assert [told[name] for name in ("请假人员", "缺席人员", "待送学", "列席人员", "补课情况")] == [None] * 5


def test_a_day_closed_with_somebody_unknown_is_no_draft_but_balances() -> None:
    unmarked = page({LI: State.PRESENT, WANG: State.UNKNOWN})
    marks = {**unmarked.roll.marks, WANG.id: mark(WANG, State.UNKNOWN)}
    closed = RecordPage(replace(unmarked.roll, marks=marks), unmarked.tally)
    sheet = record.build(BRANCH, closed, BLOCKS)
    assert record.build(BRANCH, unmarked, BLOCKS).draft, "nothing at all was recorded of 王五"
    assert not sheet.draft
    assert items(sheet)["未登记"] == "王五"
    assert "应到 2 人，实到 1 人" in str(items(sheet)["应到/实到"])
    assert "未登记 1 人" in str(items(sheet)["应到/实到"])


def test_nobody_expected_has_no_rate() -> None:
    assert str(items(form({}))["应到/实到"]).startswith("应到 0 人，实到 0 人")
    assert str(items(form({}))["应到/实到"]).endswith("出勤率 —")


def test_the_detail_of_an_excuse_is_on_no_page() -> None:
    assert "病假" in str(form())
    assert "胃溃疡" not in str(record.handbook(BRANCH, 2026, [page()], BLOCKS))


def test_only_an_excuse_has_its_category_told() -> None:
    one = page({HOME: State.UNREACHED})
    stored = replace(one.roll.marks[HOME.id], category=Excuse.SICK)
    kept = RecordPage(replace(one.roll, marks={HOME.id: stored}), one.tally)
    assert items(record.build(BRANCH, kept, BLOCKS))["待送学"] == "赵六"


def test_two_of_one_name_are_told_apart_by_their_numbers() -> None:
    one, other = person(2, "张伟"), person(11, "张伟")
    told = items(form({other: State.EXCUSED, one: State.ABSENT, RARE: State.ABSENT}))
    assert told["请假人员"] == "张伟（序号 11，病假）"
    assert told["缺席人员"] == "张伟（序号 2）、𠮷㛃"


def test_people_stand_by_number_however_the_roll_has_them() -> None:
    everybody = dict.fromkeys((RARE, LI, WANG, ZHANG), State.ABSENT)
    assert items(form(everybody))["缺席人员"] == "李华、张三、王五、𠮷㛃"


def test_make_ups_stand_by_date_and_say_how_where_it_is_known() -> None:
    first = MakeUp(member_id=WANG.id, day_id=MARCH.id, held_on=date(2026, 3, 10))
    second = MakeUp(member_id=ZHANG.id, day_id=MARCH.id, held_on=LATER, how="送书")
    assert items(form(STATES, MARCH, second, first))["补课情况"] == "王五（2026-03-10）、张三（2026-03-20，送书）"


def test_a_shifted_day_says_why() -> None:
    off = Reason("off", (("nominal", "2026-05-01"), ("holiday", "Labour Day")))
    sheet = form(STATES, replace(MARCH, reasons=(off, Reason("same-weekday-later"))))
    assert sheet.notes == ("日期说明：2026-05-01 逢劳动节休息；顺延至期限内下一个相同星期",)


def test_a_long_text_goes_on_in_rows_of_its_own_and_loses_nothing() -> None:
    text = "\n".join(f"第{number}点：" + "学" * (13 * number % 90) for number in range(60)) + "。" * 3000
    told = [(str(name), str(cell)) for name, cell in rows(form(STATES, replace(MARCH, summary=text)))]
    names, parts = zip(*(each for each in told if each[0].startswith("总结评估")), strict=True)
    assert names == ("总结评估", *["总结评估（续）"] * (len(parts) - 1))
    assert len(parts) > 5
    assert "".join(parts).replace("\n", "") == text.replace("\n", "")
    assert all(len(part) < 500 for part in parts)


# ---- the handbook of a year


FEBRUARY = replace(BARE, id=2, month=Month("2026-02"), held_on=date(2026, 2, 6), form="主题党日")
MORNING = replace(MARCH, id=3, part=Part.AM)
AFTERNOON = replace(MARCH, id=4, part=Part.PM)


def test_the_pages_come_by_date_behind_the_index_each_under_its_own_tab() -> None:
    pages = [page(day=day) for day in (AFTERNOON, FEBRUARY, MORNING)]
    sheets = record.handbook(BRANCH, 2026, pages, BLOCKS)
    assert [sheet.tab for sheet in sheets] == ["目录", "2-6", "3-6上午", "3-6下午", "出勤率走势"]
    assert sheets[1].body == record.build(BRANCH, pages[1], BLOCKS).body


def test_the_line_of_the_year_is_drawn_by_month_and_is_no_content_of_the_handbook() -> None:
    attended = page({LI: State.PRESENT, ZHANG: State.VISITED, WANG: State.PRESENT}, FEBRUARY)
    sheets = record.handbook(BRANCH, 2026, [page(day=MORNING), attended], BLOCKS)
    line = sheets[-1]
    assert line.drawn
    assert rows(line) == [("2月", 3, 3, 1.0), ("3月", 5, 2, 0.4)]
    assert sha256(*sheets) == sha256(*sheets[:-1])
    assert unpack(pack(sheets)) == sheets
    assert not any(sheet.drawn for sheet in record.handbook(BRANCH, 2026, [attended], BLOCKS)), "one month is no line"


def test_the_index_has_a_row_for_each_day_and_their_sums() -> None:
    sheet = index(page({LI: State.PRESENT, ZHANG: State.VISITED, WANG: State.PRESENT}, FEBRUARY), page(day=MORNING))
    assert sheet.heading == "数学系党支部2026年《党支部工作手册》党员活动日记录"
    assert sheet.stem == "数学系党支部-党支部工作手册-2026"
    assert sheet.orientation is Orientation.LANDSCAPE
    assert sheet.signatures == SIGNATURES
    assert [column.heading for column in sheet.columns] == [
        *("序号", "日期", "星期", "主题", "形式", "应到", "实到", "请假", "缺席", "待送学", "出勤率"),
    ]
    assert rows(sheet) == [
        (1, "2026-02-06", "星期五", "—", "主题党日", 3, 3, 0, 0, 0, 1.0),
        (2, "2026-03-06（上午）", "星期五", "学习两会精神", "党员大会", 5, 2, 1, 1, 1, 0.4),
    ]
    assert rows(sheet, RowKind.TOTAL) == [("合计", None, None, None, None, 8, 5, 1, 1, 1, 0.625)]


@pytest.mark.parametrize("closed_on", [None, FRIDAY])
def test_where_somebody_is_unmarked_the_index_has_a_column_for_it_and_balances(closed_on: date | None) -> None:
    sheet = index(page(STATES | {WANG: State.UNKNOWN}, replace(MARCH, closed_on=closed_on)), page(day=FEBRUARY))
    assert "未登记" in [column.heading for column in sheet.columns]
    for cells in [*rows(sheet), *rows(sheet, RowKind.TOTAL)]:
        expected, *parts = (int(str(value)) for value in cells[5:-1])
        assert expected == sum(parts)
    assert rows(sheet, RowKind.TOTAL)[0][-2] == 1


def test_the_index_is_a_draft_when_any_page_is_and_says_which() -> None:
    assert not index(page(), page(day=FEBRUARY)).draft
    sheets = record.handbook(BRANCH, 2026, [page(day=replace(MARCH, closed_on=None)), page(day=FEBRUARY)], BLOCKS)
    assert [sheet.draft for sheet in sheets if not sheet.drawn] == [True, False, True]
    assert sheets[0].notes[-1] == "尚未结束登记：3-6。"


def test_a_year_without_days_is_an_index_of_none() -> None:
    [sheet] = record.handbook(BRANCH, 2026, [], BLOCKS)
    assert rows(sheet) == []
    assert rows(sheet, RowKind.TOTAL) == [("合计", None, None, None, None, 0, 0, 0, 0, 0, "—")]


def test_the_handbook_lands_in_one_workbook_with_a_tab_for_each_day(tmp_path: Path) -> None:
    sheets = record.handbook(BRANCH, 2026, [page(), page(day=FEBRUARY)], BLOCKS)
    xlsx.write(sheets, tmp_path / "form.xlsx")
    book = load_workbook(tmp_path / "form.xlsx")
    assert book.sheetnames == ["目录", "2-6", "3-6", "出勤率走势"]
    contents, _february, march, _line = book.worksheets
    assert [contents.page_setup.orientation, march.page_setup.orientation] == ["landscape", "portrait"]
    assert contents.print_title_rows == march.print_title_rows == "$3:$3"
    assert march["A1"].value == "数学系党支部党员活动日活动记录"
    assert contents["K4"].number_format == "0.0%"
    told = {row[0].value: row[1].value for row in march.iter_rows(min_row=4)}
    assert told["请假人员"] == "张三（病假）"
    assert any("支部书记" in str(name) for name in told)


def test_a_page_has_room_to_write(tmp_path: Path) -> None:
    xlsx.write(form({WANG: State.PRESENT}, BARE), tmp_path / "form.xlsx")
    sheet = load_workbook(tmp_path / "form.xlsx").worksheets[0]
    heights = {row[0].value: sheet.row_dimensions[number].height for number, row in enumerate(sheet.iter_rows(), 1)}
    assert heights["决议事项"] > 2 * heights["活动地点"]
