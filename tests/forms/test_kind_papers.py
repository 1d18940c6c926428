"""Papers that are kind: signs in the 公示, days that are the branch's own, who left and when. Counted by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from factories import activity_day, mark, person, roll
from partyday.forms import appraisal, attendance, make_ups, xlsx
from partyday.forms.appraisal import Attended
from partyday.forms.correction import build as correction
from partyday.forms.make_ups import Missed
from partyday.model.acts import MakeUp
from partyday.model.archive import pack, unpack
from partyday.model.codes import BranchKind, Part, State
from partyday.model.days import ActivityDay, Roll, Tally
from partyday.model.overview import DaysOfBranch
from partyday.model.paper import Orientation, RowKind, Sheet, Value
from partyday.model.people import Branch, Person
from partyday.model.period import Period
from partyday.rules.attendance import tally

BRANCH = Branch(id=1, name="数学系党支部", kind=BranchKind.BRANCH)
TOP = Branch(id=9, name="理学院党总支", kind=BranchKind.GENERAL)
DATES = (date(2026, 1, 9), date(2026, 2, 6), date(2026, 3, 6))
DAYS = [
    replace(activity_day(on), id=number, marked=True, closed_on=on, starts="14:00", ends="16:00")
    for number, on in enumerate(DATES, 1)
]
ZHANG, INFIRM, DEAD = person(4, "张三"), person(7, "李老"), person(9, "王逝")
#: 张三 was there, online and excused; nobody visited 李老 twice; 王逝 was not reached and then died.
STATES: dict[int, tuple[State | None, State | None, State | None]] = {
    4: (State.PRESENT, State.ONLINE, State.EXCUSED),
    7: (State.UNREACHED, State.UNREACHED, State.VISITED),
    9: (State.UNREACHED, None, None),
}
PEOPLE = (ZHANG, INFIRM, DEAD)


def rolls() -> list[Roll]:
    made = []
    for at, day in enumerate(DAYS):
        expected = [who for who in PEOPLE if STATES[who.number][at]]
        marks = {who.id: mark(who, state) for who in expected if (state := STATES[who.number][at])}
        made.append(replace(roll(expected, marks), day=day))
    return made


def publication(*, died: Sequence[int] = (DEAD.id,), older_form: bool = False) -> Sheet:
    every = rolls()
    tallies: list[Tally] = [tally(one) for one in every]
    return attendance.build(BRANCH, Period("2026Q1"), every, tallies, [], died, older_form=older_form)


def cells(sheet: Sheet, kind: RowKind = RowKind.DATA) -> list[tuple[Value, ...]]:
    return [row.cells for row in sheet.body if row.kind is kind]


def test_signs_stand_for_states_and_days_of_the_branch_count_for_nobody() -> None:
    assert cells(publication()) == [
        # 序号, 姓名, the three days, 应到次数, 参加, 请假, 缺席, 待送学, 出勤率, 补课
        (1, "张三", "√", "○", "△", 3, 2, 1, 0, 0, 0.6667, 0),
        (2, "李老", "◇", "◇", "○", 3, 1, 0, 0, 2, 1.0, 0),
        (3, "王逝", "◇", "—", "—", 1, 0, 0, 0, 1, "—", 0),
    ]
    assert [column.heading for column in publication().columns][2:5] == ["1月9日", "2月6日", "3月6日"]
    assert publication().notes[0] == "√ 到会　○ 线上、送学　△ 请假　× 缺席　◇ 待送学　□ 未登记　— 当日不应到"


def test_of_somebody_not_visited_at_all_no_rate_is_told() -> None:
    [_zhang, _infirm, unvisited] = cells(publication(died=()))
    assert unvisited[-2] == "—"
    assert 0.0 not in [row[-2] for row in cells(publication())]


def test_the_sums_are_those_of_the_members_and_the_branch_answers_for_its_own_days() -> None:
    totals = {row[1]: row[2:] for row in cells(publication(), RowKind.TOTAL)}
    assert totals["应到"] == (3, 2, 2, 7, None, None, None, None, None, None)
    assert totals["待送学"] == (2, 1, 0, None, None, None, None, 3, None, None)
    # 3 of 7: what the branch did not bring to its members stays in its own rate.
    assert totals["出勤率"] == (0.3333, 0.5, 0.5, None, None, None, None, None, 0.4286, None)
    for place in range(5, 10):
        column = [int(str(row[place])) for row in cells(publication())]
        summed = [value for row in cells(publication(), RowKind.TOTAL) if isinstance(value := row[place], int)]
        assert sum(column) == sum(summed)


def test_an_absence_is_seen_by_its_ground(tmp_path: Path) -> None:
    xlsx.write(publication(), tmp_path / "a.xlsx")
    page = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    shaded = {
        str(cells_.sqref): [(rule.operator, rule.formula) for rule in cells_.rules]
        for cells_ in page.conditional_formatting
    }
    assert shaded == {f"{letter}5:{letter}7": [("equal", ['"×"'])] for letter in "CDE"}
    assert unpack(pack((publication(),))) == (publication(),)


@pytest.mark.parametrize(("days", "lies"), [(13, Orientation.PORTRAIT), (14, Orientation.LANDSCAPE)])
def test_a_year_of_signs_fits_an_upright_page(days: int, lies: Orientation) -> None:
    every = [replace(rolls()[0], day=replace(DAYS[0], id=at, slot=at)) for at in range(days)]
    assert attendance.build(BRANCH, Period("2026"), every, [tally(one) for one in every]).orientation is lies


def test_what_was_filed_in_words_is_printed_in_words_again() -> None:
    assert cells(publication(older_form=True))[1] == (7, "李老", "待送学", "待送学", "送学", 3, 1, 0, 0, 0.3333, 0)
    assert attendance.is_older_form(publication(older_form=True))
    assert not attendance.is_older_form(publication())


def half(on: date, number: int, slot: int, part: Part = Part.AM) -> ActivityDay:
    return replace(activity_day(on, part), id=number, slot=slot, marked=True, closed_on=on)


def test_two_half_days_of_a_month_are_told_by_their_dates() -> None:
    sessions = [half(date(2026, 1, 9), 1, 0), half(date(2026, 1, 16), 2, 1), half(date(2026, 2, 6), 3, 0)]
    states: tuple[State | None, ...] = (State.PRESENT, State.ABSENT, State.PRESENT)
    one = DaysOfBranch("数学系党支部", tuple(sessions), ((ZHANG, states),), {})
    sheet = attendance.build_for_all(TOP, Period("2026"), [one])
    assert [column.heading for column in sheet.columns if column.group] == ["1月9日上午", "1月16日上午", "2月上午"]
    elsewhere = replace(one, name="物理系党支部", days=(half(date(2026, 1, 10), 4, 0), *sessions[1:]))
    sheet = attendance.build_for_all(TOP, Period("2026"), [one, elsewhere])
    assert [column.heading for column in sheet.columns if column.group] == ["1月第1次上午", "1月16日上午", "2月上午"]
    assert [row[0] for row in cells(sheet)] == [1, 2]


def attended(who: Person, **told: object) -> Attended:
    days = tuple((day, state) for day, state in zip(DAYS, STATES[who.number], strict=True) if state)
    return replace(Attended(person=who, days=days), **told)  # type: ignore[arg-type]  # remarks


def test_the_appraisal_tells_who_left_and_leaves_the_branchs_days_to_it() -> None:
    members = [
        attended(DEAD, remark="去世（2026-01-20）", died=True),
        attended(INFIRM),
        attended(ZHANG, remark="长假（2026-04-01 起）；转出（2026-05-01）"),
    ]
    sheet = appraisal.build(BRANCH, Period("2026"), members)
    assert cells(sheet) == [
        # 序号, 姓名, 人员类别, 应到次数, 到会, 线上, 送学, 小计, 请假, 缺席, 待送学, 未登记, 出勤率, 补课, 学时, 备注
        (1, "张三", "正式党员", 3, 1, 1, 0, 2, 1, 0, 0, 0, 0.6667, 0, 4.0, "长假（2026-04-01 起）；转出（2026-05-01）"),
        (2, "李老", "正式党员", 3, 0, 0, 1, 1, 0, 0, 2, 0, 1.0, 0, 2.0, None),
        (3, "王逝", "正式党员", 1, 0, 0, 0, 0, 0, 0, 1, 0, "—", 0, 0, "去世（2026-01-20）"),
    ]
    assert cells(sheet, RowKind.TOTAL) == [("合计", None, None, 7, 1, 1, 1, 3, 1, 0, 3, 0, 0.4286, 0, 6.0, None)]
    own = appraisal.build_for_one(BRANCH, Period("2026"), members[1])
    assert cells(own, RowKind.TOTAL)[1][4] == 1.0
    assert appraisal.is_older_form(appraisal.build(BRANCH, Period("2026"), members, older_form=True))
    assert not appraisal.is_older_form(sheet)


def test_who_left_has_nothing_to_make_up_and_the_sums_balance() -> None:
    due = date(2026, 4, 5)
    missed = [
        Missed(ZHANG, DAYS[2], MakeUp(member_id=ZHANG.id, day_id=3, held_on=date(2026, 3, 20)), due),
        Missed(INFIRM, DAYS[0], None, due, on_leave=True),
        Missed(DEAD, DAYS[0], None, due, gone="去世（2026-01-20）"),
        Missed(INFIRM, DAYS[1], None, due),
    ]
    sheet = make_ups.build(BRANCH, Period("2026"), missed, date(2026, 4, 1))
    assert [(row[0], row[1], row[6]) for row in cells(sheet)] == [
        (1, "李老", "待补（长假中，2026-04-05 前）"),
        (2, "王逝", "去世（2026-01-20）"),
        (3, "李老", "待补（2026-04-05 前）"),
        (4, "张三", "已补课"),
    ]
    [total] = cells(sheet, RowKind.TOTAL)
    assert total[3] == "应补 4 人次，已补 1 人次，待补 2 人次，不再补 1 人次"
    as_before = make_ups.build(BRANCH, Period("2026"), missed, date(2026, 4, 1), older_form=True)
    assert [row[1] for row in cells(as_before)] == ["李老", "李老", "张三"]
    assert cells(as_before, RowKind.TOTAL)[0][3] == "应补 3 人次，已补 1 人次，待补 2 人次"


def test_the_correction_says_why_and_follows_people_by_name() -> None:
    filed, now = publication(), publication()
    without = replace(now, body=tuple(row for row in now.body if row.cells[1] != "张三"))
    sheet = correction(
        BRANCH, [filed], [without], DATES[2], date(2026, 4, 1), reasons=["名单重复", "名单重复", "误记"], counted=True
    )
    assert [row.cells[1:3] for row in sheet.body] == [("张三", "整行")]
    assert sheet.notes[0] == "更正原因：名单重复；误记"
    blank = correction(BRANCH, [filed], [without], DATES[2], date(2026, 4, 1), counted=True)
    assert blank.notes[0] == "更正原因：" + "_" * 60
