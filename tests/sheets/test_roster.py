"""Reading a member roster: what each cell means, what is told of the bad ones, and the blank sheet to fill in."""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from partyday.errors import BadInput
from partyday.forms import roster_template, xlsx
from partyday.model.codes import Circumstance, Standing
from partyday.model.dates import Day
from partyday.model.members import RosterRow
from partyday.model.problems import Problem
from partyday.model.reading import Reading
from partyday.sheets import files
from partyday.sheets.cells import Cell, Unreadable, masked, read_date, read_name
from partyday.sheets.headers import find_header
from partyday.sheets.roster import Roster, read_roster
from partyday.words.roster_sheet import COLUMNS
from partyday.words.vocabulary import vocabulary

TODAY = date(2026, 3, 6)
MIDNIGHT = datetime(2019, 7, 1)  # noqa: DTZ001  # as openpyxl gives a date: no zone

#: The example number of GB 11643: a woman born on 31 December 1949.
ID = "11010519491231002X"


def roster(path: Path, *rows: Sequence[Any], header: Sequence[str] = ("姓名", "人员类别", "加入党组织日期")) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def reading(tmp_path: Path, *rows: Sequence[Any], more: str = "") -> Reading[RosterRow]:
    """The roster with the three required columns and those named in `more`, from row 2."""
    header = ("姓名", "人员类别", "加入党组织日期", *more.split())
    return read_roster(roster(tmp_path / "a.xlsx", *rows, header=header), today=TODAY)


def read(tmp_path: Path, *rows: Sequence[Any], more: str = "") -> tuple[list[RosterRow], list[Problem]]:
    """The good rows of that roster, and every problem."""
    return outcome(reading(tmp_path, *rows, more=more))


def outcome(found: Reading[RosterRow]) -> tuple[list[RosterRow], list[Problem]]:
    return found.rows, found.rejected


def only(tmp_path: Path, column: str, cell: Any) -> tuple[list[RosterRow], list[Problem]]:
    """What one good person with `cell` under `column` gives."""
    return read(tmp_path, ("张三", "正式党员", "2019-07-01", cell), more=column)


def problem(tmp_path: Path, column: str, cell: Any) -> Problem:
    rows, problems = only(tmp_path, column, cell)
    assert rows == []
    assert len(problems) == 1
    assert (problems[0].row, problems[0].column) == (2, column)
    return problems[0]


def test_every_column_of_a_roster_is_read(tmp_path: Path) -> None:
    header = [*(column.header for column in COLUMNS), "公民身份号码"]
    cells = {
        "序号": 7,
        "姓名": "张 三",
        "性别": "女",
        "民族": "汉族",
        "出生日期": "1949.12.31",
        "公民身份号码": ID,
        "人员类别": "预备党员",
        "加入党组织日期": MIDNIGHT,
        "转为正式党员日期": None,
        "所在党支部": "第一党支部",
        "党小组": 1,
        "工作岗位": "教师\n班主任",
        "工号/学号": "00123",
        "联系电话": 13800000000,
        "学历": "研究生",
        "是否为流动党员": "√",
        "党籍状态": "正常",
        "情况": "年老体弱、长期在外",
    }

    found = read_roster(roster(tmp_path / "a.xlsx", [cells[each] for each in header], header=header), today=TODAY)
    rows, problems = outcome(found)

    assert problems == []
    assert rows == [
        RosterRow(
            row=2,
            number=7,
            name="张三",
            gender="女",
            ethnicity="汉族",
            born_on=date(1949, 12, 31),
            id_number=ID,
            standing=Standing.PROBATIONARY,
            joined=date(2019, 7, 1),
            branch="第一党支部",
            party_group="1",
            post="教师 班主任",
            staff_number="00123",
            phone="13800000000",
            education="研究生",
            mobile=True,
            suspended=False,
            circumstances=frozenset({Circumstance.INFIRM, Circumstance.AWAY}),
        )
    ]


def test_what_the_file_does_not_say_is_none(tmp_path: Path) -> None:
    optional = [column for column in COLUMNS if not column.required]
    filled, missing = RosterRow(row=2, name="张三", standing=Standing.FULL, joined=date(2019, 7, 1)), "/"
    blank = [None] * len(optional)

    assert read(tmp_path, ("张三", "正式党员", "2019-07-01")) == ([filled], [])
    more = " ".join(column.header for column in optional)
    assert read(tmp_path, ("张三", "正式党员", "2019-07-01", *blank), more=more) == ([filled], [])
    nothing = [None if column.field == "mobile" else missing for column in optional]
    assert read(tmp_path, ("张三", "正式党员", "2019-07-01", *nothing), more=more) == ([filled], [])


def columns(*titles: str) -> dict[str, str]:
    """The field that each column is found to be, with its title."""
    sheet = Roster(TODAY)
    found = find_header([titles], sheet.wanted(), sheet.words, key=sheet.key)
    assert found is not None
    return {field: columns[0].title for field, columns in found.blocks[0].items()}


@pytest.mark.parametrize(
    ("field", "name"), [(field, name) for field, names in vocabulary("roster").columns.items() for name in names]
)
def test_every_name_of_a_column_is_known(field: str, name: str) -> None:
    header = [column.header for column in COLUMNS if column.required and column.field != field]

    assert columns(*header, name)[field] == name


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("ethnicity", "民 族"),
        ("gender", "性　别"),
        ("name", "＊姓名"),
        ("joined", "入党时间（年月日）"),
        ("phone", "手机号码："),
        ("id_number", "身份证号码*"),
    ],
)
def test_names_of_columns_are_known_in_disguise(field: str, name: str) -> None:
    header = [column.header for column in COLUMNS if column.required and column.field != field]

    assert columns(*header, name)[field] == " ".join(name.split())


# ---- dates


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (MIDNIGHT, Day(date(2019, 7, 1))),
        (date(2019, 7, 1), Day(date(2019, 7, 1))),
        ("2019-07-01", Day(date(2019, 7, 1))),
        ("2019-7-1", Day(date(2019, 7, 1))),
        ("2019.7.1", Day(date(2019, 7, 1))),
        ("2019/7/1", Day(date(2019, 7, 1))),
        ("2019年7月1日", Day(date(2019, 7, 1))),
        ("2019 年 7 月 1 日", Day(date(2019, 7, 1))),
        ("２０１９．０７．０１", Day(date(2019, 7, 1))),
        ("２０１９０７０１", Day(date(2019, 7, 1))),
        (" 2019-07-01 00:00:00", Day(date(2019, 7, 1))),
        ("2019-07-01T08:30", Day(date(2019, 7, 1))),
        ("2019/7/1 0:00", Day(date(2019, 7, 1))),
        ("20190701", Day(date(2019, 7, 1))),
        (20190701, Day(date(2019, 7, 1))),
        (20190701.0, Day(date(2019, 7, 1))),
        (43647, Day(date(2019, 7, 1))),
        (43647.5, Day(date(2019, 7, 1))),
        ("2020-02-29", Day(date(2020, 2, 29))),
        ("2019年7月", Day(date(2019, 7, 1), month_only=True)),
        ("201907", Day(date(2019, 7, 1), month_only=True)),
        (201907, Day(date(2019, 7, 1), month_only=True)),
        ("2019.07", Day(date(2019, 7, 1), month_only=True)),
        ("2019-07", Day(date(2019, 7, 1), month_only=True)),
        ("2019.1", Day(date(2019, 1, 1), month_only=True)),
        ("2019.10", Day(date(2019, 10, 1), month_only=True)),
        (2019.07, Day(date(2019, 7, 1), month_only=True)),
        (2019.7, Day(date(2019, 7, 1), month_only=True)),
        (2019.11, Day(date(2019, 11, 1), month_only=True)),
        (2019.01, Day(date(2019, 1, 1), month_only=True)),
    ],
)
def test_a_date_is_read_in_every_style(cell: Cell, day: Day) -> None:
    assert read_date(cell) == day


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("2019-02-29", "No calendar has this day."),
        ("2019-02-30", "No calendar has this day."),
        ("2019-13-01", "No calendar has this day."),
        ("2019-00-01", "No calendar has this day."),
        ("2019-07-00", "No calendar has this day."),
        ("20191301", "No calendar has this day."),
        (201913, "No calendar has this day."),
        (2019.13, "No calendar has this day."),
        (2019.1, "As a number this may mean January or October; write 2019-01 or 2019-10."),
        ("七月一日", "This is not a date; write it as 2019-07-01."),
        ("2019", "This is not a date; write it as 2019-07-01."),
        (2019, "This is not a date; write it as 2019-07-01."),
        ("43647", "This is not a date; write it as 2019-07-01."),
        (9999, "This is not a date; write it as 2019-07-01."),
        (100_000, "No calendar has this day."),
        (float("inf"), "This is not a date; write it as 2019-07-01."),
        (1e300, "This is not a date; write it as 2019-07-01."),
        (True, "This is not a date; write it as 2019-07-01."),
        (time(8, 30), "This is not a date; write it as 2019-07-01."),
    ],
)
def test_what_is_no_date_is_told(cell: Cell, told: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_date(cell)

    assert str(refused.value) == told


def test_the_last_day_a_month_can_mean_is_its_last() -> None:
    assert Day(date(2020, 2, 1), month_only=True).latest == date(2020, 2, 29)
    assert Day(date(2019, 12, 1), month_only=True).latest == date(2019, 12, 31)
    assert Day(date(2019, 12, 1)).latest == date(2019, 12, 1)


def joined(tmp_path: Path, cell: Any) -> str:
    """What is told of a date of joining; empty where it is good."""
    rows, problems = read(tmp_path, ("张三", "正式党员", cell))
    assert len(rows) + len(problems) == 1
    return "" if rows else problems[0].problem


def test_nobody_joins_before_the_party_was_founded_or_a_year_ahead(tmp_path: Path) -> None:
    assert joined(tmp_path, "1921-07-01") == ""
    assert joined(tmp_path, "1921-07") == ""
    assert joined(tmp_path, "1921-06-30") == "The date lies before 1921-07-01."
    assert joined(tmp_path, "2027-03-06") == ""
    assert joined(tmp_path, "2027-03-07") == "The date lies more than a year ahead."


def test_nobody_is_born_before_1900_or_after_today(tmp_path: Path) -> None:
    assert only(tmp_path, "出生日期", "1900-01-01")[0][0].born_on == date(1900, 1, 1)
    assert problem(tmp_path, "出生日期", "1899-12-31").problem == "The date lies before 1900-01-01."
    _rows, problems = only(tmp_path, "出生日期", "2026-03-07")
    assert problems[0] == Problem(row=2, column="出生日期", value="2026-03-07", problem="The date of birth lies ahead.")


def test_nobody_joins_before_turning_eighteen(tmp_path: Path) -> None:
    turned, early = ("张三", "正式党员", "2019-07-01", "2001-07-01"), ("张三", "正式党员", "2019-07-01", "2001-07-02")
    month = ("张三", "正式党员", "2019.07", "2001-07-15")
    by_id = ("张三", "正式党员", "1967-12-30", None)

    assert read(tmp_path, turned, month, more="出生日期")[1] == []
    assert read(tmp_path, early, more="出生日期")[1] == [
        Problem(
            row=2,
            column="加入党组织日期",
            value="2019-07-01",
            problem="Born on 2001-07-02, nobody can have joined before turning 18.",
        )
    ]
    assert len(read(tmp_path, (*by_id[:3], ID), more="身份证号")[1]) == 1


def test_who_was_born_on_29_february_turns_eighteen_on_1_march(tmp_path: Path) -> None:
    assert read(tmp_path, ("张三", "正式党员", "2018-03-01", "2000-02-29"), more="出生日期")[1] == []
    assert len(read(tmp_path, ("张三", "正式党员", "2018-02-28", "2000-02-29"), more="出生日期")[1]) == 1


def test_nobody_is_a_full_member_before_joining(tmp_path: Path) -> None:
    assert only(tmp_path, "转正日期", "2019-07-01")[1] == []
    assert only(tmp_path, "转正日期", "2019年7月")[1] == []
    assert problem(tmp_path, "转正日期", "2019-06-30").problem == "A full member since before joining?"


# ---- ID numbers


@pytest.mark.parametrize("cell", [ID, ID.lower(), f" {ID} ", f"'{ID}", "１１０１０５１９４９１２３１００２Ｘ"])
def test_an_id_number_is_read_with_a_capital_x(tmp_path: Path, cell: str) -> None:
    rows, problems = only(tmp_path, "公民身份号码", cell)

    assert problems == []
    assert rows[0].id_number == ID


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [
        ("110105194912310021", "110*************21", "The check digit of the ID number is wrong"),
        ("11010519491231002", "110************02", "An ID number has 18 characters"),
        ("X", "*", "An ID number has 18 characters"),
        ("110105194902300012", "110*************12", "The birth date in the ID number does not exist."),
    ],
)
def test_a_wrong_id_number_is_told_without_showing_it(tmp_path: Path, cell: Any, value: str, told: str) -> None:
    found = problem(tmp_path, "公民身份号码", cell)

    assert found.value == value
    assert told in found.problem


def test_the_birth_date_must_agree_with_the_id_number(tmp_path: Path) -> None:
    person = ("张三", "正式党员", "2019-07-01", ID)
    header = "身份证号 出生日期"

    assert read(tmp_path, (*person, "1949-12-31"), more=header)[1] == []
    assert read(tmp_path, (*person, "1949-12-30"), more=header)[1] == [
        Problem(row=2, column="出生日期", value="1949-12-30", problem="It is not the date of birth in the ID number.")
    ]


def test_a_month_of_birth_takes_its_day_from_the_id_number(tmp_path: Path) -> None:
    person = ("张三", "正式党员", "2019-07-01", ID)

    rows, problems = read(tmp_path, (*person, "1949.12"), (*person, "1949.11"), more="身份证号 出生年月")

    assert [row.born_on for row in rows] == [date(1949, 12, 31)]
    assert [each.row for each in problems] == [3]


def test_a_mask_leaves_nothing_of_a_short_number() -> None:
    assert [masked(text) for text in ("", "12345", "123456")] == ["", "*****", "123*56"]


# ---- names


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("张三", "张三"),
        (" 张 三 ", "张三"),
        ("张　三\xa0丰", "张三丰"),
        ("张三\n", "张三"),
        ("\u200b张三\ufeff", "张三"),
        ("𠮷田", "𠮷田"),
        ("𠮷 㛃", "𠮷㛃"),
        ("王㛃", "王㛃"),
        ("欧阳修竹斋", "欧阳修竹斋"),
        ("买买提・吐尔逊", "买买提·吐尔逊"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提．吐尔逊", "买买提·吐尔逊"),
        ("买买提.吐尔逊", "买买提·吐尔逊"),
        ("买买提 · 吐尔逊", "买买提·吐尔逊"),
        ("Mary  Smith", "Mary Smith"),
        ("=张三", "=张三"),
        ("+张三", "+张三"),
        ("-张三", "-张三"),
        ("@张三", "@张三"),
        ("张三2", "张三2"),
        ("长" * 50, "长" * 50),
    ],
)
def test_a_name_keeps_all_but_its_blanks(cell: str, name: str) -> None:
    assert read_name(cell) == name


@pytest.mark.parametrize(
    "cell",
    ["长" * 51, "张\n三", "张\t三", "张\x07三", "张_x000D_三", "12345", "１２３", 12345, "—", "/", "***", MIDNIGHT],
)
def test_what_is_no_name_is_told(cell: Cell) -> None:
    with pytest.raises(Unreadable):
        read_name(cell)


# ---- terms


@pytest.mark.parametrize(
    ("cell", "standing"),
    [
        ("正式党员", Standing.FULL),
        ("中共党员", Standing.FULL),
        ("full", Standing.FULL),
        (" 正式 党员", Standing.FULL),
        ("预备党员", Standing.PROBATIONARY),
        ("发展对象", Standing.PROSPECT),
        ("入党积极分子", Standing.ACTIVIST),
    ],
)
def test_a_standing_is_read_by_all_its_names(tmp_path: Path, cell: str, standing: Standing) -> None:
    assert read(tmp_path, ("张三", cell, "2019-07-01"))[0][0].standing is standing


def test_an_unknown_standing_is_told_with_those_there_are(tmp_path: Path) -> None:
    assert read(tmp_path, ("张三", "群众", "2019-07-01")) == (
        [],
        [
            Problem(
                row=2,
                column="人员类别",
                value="群众",
                problem="Write one of: 正式党员、预备党员、发展对象、入党积极分子.",
            )
        ],
    )


@pytest.mark.parametrize(
    ("cell", "mobile"),
    [
        *((yes, True) for yes in ("是", "√", "Y", "y", "yes", "1", 1, "有", True)),
        *((no, False) for no in ("否", "×", "N", "no", "0", 0, "无", False)),
        *((nothing, None) for nothing in (None, " ", "—")),
    ],
)
def test_yes_and_no_are_read_as_people_write_them(tmp_path: Path, cell: Any, mobile: bool | None) -> None:
    rows, problems = only(tmp_path, "是否流动党员", cell)

    assert problems == []
    assert rows[0].mobile is mobile


@pytest.mark.parametrize(
    ("cell", "circumstances"),
    [
        ("年老体弱", {Circumstance.INFIRM}),
        (
            "流动，长期在外;领导 / 产假",
            {Circumstance.MOBILE, Circumstance.AWAY, Circumstance.LEADER, Circumstance.LEAVE},
        ),
        ("无", set()),
        (None, None),
    ],
)
def test_circumstances_are_terms_side_by_side(
    tmp_path: Path, cell: str | None, circumstances: set[Circumstance] | None
) -> None:
    found = only(tmp_path, "情况", cell)[0][0].circumstances

    assert found == (None if circumstances is None else frozenset(circumstances))


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("性别", "不详", "Write 男 or 女."),
        ("是否为流动党员", "也许", "Write 是 or 否."),
        ("党籍状态", "出党", "This person has left, and a roster is of who is there"),
        ("党籍状态", "待定", "Write 正常 or 停止党籍."),
        (
            "情况",
            "年老体弱、退休",
            "Write one of: 流动党员、年老体弱、长期患病、长期在外、长假、停止党籍、党员领导干部.",
        ),
        ("序号", 0, "This is not a whole number from 1."),
        ("序号", -1, "This is not a whole number from 1."),
        ("序号", 1.5, "This is not a whole number from 1."),
        ("序号", "甲", "This is not a whole number from 1."),
        ("序号", True, "This is not a whole number from 1."),
        ("党小组", MIDNIGHT, "Excel took this for a date or a time."),
        ("学历", "#N/A", "The cell holds an error of Excel; write the value itself."),
        ("工号", 1234567890123456, "Stored as a number, it has lost digits."),
    ],
)
def test_a_cell_that_is_not_understood_is_told(tmp_path: Path, column: str, cell: Any, told: str) -> None:
    assert problem(tmp_path, column, cell).problem.startswith(told)


@pytest.mark.parametrize(("cell", "number"), [(1, 1), ("1", 1), ("１２", 12), (3.0, 3), (999_999_999, 999_999_999)])
def test_the_number_of_the_roster_is_read(tmp_path: Path, cell: Any, number: int) -> None:
    assert only(tmp_path, "序号", cell)[0][0].number == number


def test_fifteen_digits_of_a_code_are_trusted_and_sixteen_are_not(tmp_path: Path) -> None:
    assert only(tmp_path, "工号", 999_999_999_999_999)[0][0].staff_number == "999999999999999"
    assert "lost digits" in problem(tmp_path, "工号", 1_000_000_000_000_000).problem


def test_a_code_in_a_text_file_that_excel_shortened_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        '姓名,人员类别,入党日期,工号\n张三,正式党员,2019-07-01,1.38E+10\n李四,正式党员,2019.1,="007"\n',
        encoding="gb18030",
    )

    rows, problems = outcome(read_roster(path, today=TODAY))

    assert rows == []
    assert [(each.row, each.column, each.value) for each in problems] == [
        (2, "工号", "1.38E+10"),
        (3, "入党日期", "2019.1"),
    ]


# ---- rows


def test_a_blank_required_cell_is_told(tmp_path: Path) -> None:
    rows, problems = read(
        tmp_path, (None, "正式党员", "2019-07-01"), ("李四", " ", "2019-07-01"), ("王五", "预备党员", None)
    )

    assert rows == []
    assert [(each.row, each.column, each.problem) for each in problems] == [
        (2, "姓名", "This cell must be filled in."),
        (3, "人员类别", "This cell must be filled in."),
        (4, "加入党组织日期", "A member has a date of joining; fill it in."),
    ]


def test_who_has_not_joined_needs_no_date_of_joining(tmp_path: Path) -> None:
    rows, problems = read(tmp_path, ("张三", "发展对象", None), ("李四", "入党积极分子", "—"))

    assert problems == []
    assert [row.joined for row in rows] == [None, None]


def test_everything_wrong_is_told_at_once_and_good_rows_are_given(tmp_path: Path) -> None:
    rows, problems = read(
        tmp_path,
        ("张三", "群众", "2019-02-30", "不详"),
        ("李四", "正式党员", "2019-07-01", "男"),
        ("王五", "正式党员", "1920-01-01", "女性"),
        more="性别",
    )

    assert [row.name for row in rows] == ["李四"]
    assert [(each.row, each.column) for each in problems] == [
        (2, "人员类别"),
        (2, "加入党组织日期"),
        (2, "性别"),
        (4, "加入党组织日期"),
    ]


def merged(tmp_path: Path, *ranges: str) -> Reading[RosterRow]:
    path = roster(
        tmp_path / "a.xlsx",
        ("一组", "张三", "正式党员", "2019-07-01", "13800000000"),
        (None, "李四", "正式党员", "2019-07-01", None),
        ("二组", "王五", "正式党员", "2019-07-01", "13900000000"),
        header=("党小组", "姓名", "人员类别", "入党日期", "联系电话"),
    )
    book = load_workbook(path)
    for each in ranges:
        book.worksheets[0].merge_cells(each)
    book.save(path)
    return read_roster(path, today=TODAY)


def test_a_group_merged_over_rows_holds_for_each_and_is_told(tmp_path: Path) -> None:
    found = merged(tmp_path, "A2:A3")

    assert [(row.name, row.party_group) for row in found.rows] == [("张三", "一组"), ("李四", "一组"), ("王五", "二组")]
    assert found.notes == ("The cells of rows 2 to 3 are merged under 党小组: “一组” was taken for each.",)


def test_other_merged_cells_are_told_once_and_none_of_their_rows_is_given(tmp_path: Path) -> None:
    rows, problems = outcome(merged(tmp_path, "E2:E3"))

    assert [row.name for row in rows] == ["王五"]
    assert problems == [
        Problem(
            row=2,
            column="联系电话",
            value="13800000000",
            problem="The cells of rows 2 to 3 are merged. Unmerge them and fill in every row.",
        )
    ]


@pytest.mark.parametrize(
    "footer",
    [
        "合计：1人",
        "总 计",
        "填表人：王五",
        "制表：王五",
        "审核：",
        "支部书记：",
        "注：1.略",
        "备注",
        "说明：略",
        "单位（盖章）",
        "（盖章）",
    ],
)
def test_lines_under_the_table_are_no_persons(tmp_path: Path, footer: str) -> None:
    person = ("张三", "正式党员", "2019-07-01", "")
    merged = roster(tmp_path / "a.xlsx", person, (footer,))
    book = load_workbook(merged)
    book.worksheets[0].merge_cells("A3:C3")
    book.save(merged)

    for rows, problems in (
        read(tmp_path, person, (footer,)),
        read(tmp_path, person, (footer, None, None, "2026年3月6日"), more="学历"),
        outcome(read_roster(merged, today=TODAY)),
    ):
        assert problems == []
        assert [row.name for row in rows] == ["张三"]


def test_a_person_whose_name_begins_like_a_footer_is_a_person(tmp_path: Path) -> None:
    assert [row.name for row in read(tmp_path, ("单位元", "正式党员", "2019-07-01"))[0]] == ["单位元"]


def test_rows_prepared_with_a_number_alone_are_no_persons(tmp_path: Path) -> None:
    path = roster(
        tmp_path / "a.xlsx",
        (1, "张三", "正式党员", "2019-07-01"),
        (2, None, None, None),
        header=("序号", "姓名", "人员类别", "入党日期"),
    )

    rows, problems = outcome(read_roster(path, today=TODAY))

    assert [row.number for row in rows] == [1]
    assert problems == []


def test_a_roster_without_persons_is_bad_input(tmp_path: Path) -> None:
    for rows in ((), ((None, None, None),), (("合计", None, None),)):
        with pytest.raises(BadInput, match="There is no person below the header"):
            read(tmp_path, *rows)


def test_columns_nobody_asked_for_are_told(tmp_path: Path) -> None:
    found = reading(tmp_path, ("张三", "正式党员", "2019-07-01", "x"), more="血型")

    assert found.unread == ("血型",)
    assert len(found.rows) == 1


# ---- the blank sheet


def write_template(path: Path) -> None:
    xlsx.write(roster_template.build(), path)


def test_the_blank_sheet_is_recognised_and_holds_nobody(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx")

    with pytest.raises(BadInput, match="There is no person below the header"):
        read_roster(tmp_path / "a.xlsx", today=TODAY)
    with files.opened(tmp_path / "a.xlsx") as sources:
        assert [source.name for source in sources] == ["党员名册", "填写说明"]
        assert set(columns(*map(str, sources[0].sample()[2]))) == {column.field for column in COLUMNS}


def test_the_blank_sheet_filled_in_with_its_own_examples_is_read(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    guide = {row[0]: row for row in book["填写说明"].iter_rows(min_row=3, values_only=True) if row[1]}
    assert list(guide) == [column.header for column in COLUMNS]
    for place, column in enumerate(COLUMNS, start=1):
        book["党员名册"].cell(503, place, str(guide[column.header][3]))
    book.save(tmp_path / "a.xlsx")

    rows, problems = outcome(read_roster(tmp_path / "a.xlsx", today=TODAY))

    assert problems == []
    assert [(row.row, row.name, row.staff_number, row.joined) for row in rows] == [
        (503, "张三", "00123", date(2019, 7, 1))
    ]


def test_the_blank_sheet_offers_only_what_is_understood(tmp_path: Path) -> None:
    for column in COLUMNS:
        for choice in column.choices if column.field != "standing" else ():
            assert only(tmp_path, column.header, choice)[1] == []
    for standing in next(column.choices for column in COLUMNS if column.field == "standing"):
        assert read(tmp_path, ("张三", standing, "2019-07-01"))[1] == []


def test_the_blank_sheet_prints_on_a4_and_keeps_codes_and_dates_as_text(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx")["党员名册"]
    columns = {str(cell.value): cell.coordinate[0] for cell in sheet[3]}
    headers = {letter: header for header, letter in columns.items()}

    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert [header for header in columns if header.endswith("＊")] == ["姓名＊", "人员类别＊", "加入党组织日期＊"]
    for header in ("出生日期", "加入党组织日期＊", "转为正式党员日期", "工号/学号", "联系电话"):
        assert {sheet[f"{columns[header]}{row}"].number_format for row in range(4, 504)} == {"@"}
    lists = {str(each.sqref)[0]: str(each.formula1) for each in sheet.data_validations.dataValidation}
    assert [lists[columns[header]] for header in ("性别", "是否为流动党员", "党籍状态")] == [
        '"男,女"',
        '"是,否"',
        '"正常,停止党籍"',
    ]
    assert all(len(formula) - 2 <= 255 for formula in lists.values())
    refused = {str(each.sqref)[0] for each in sheet.data_validations.dataValidation if each.showErrorMessage}
    assert {headers[letter] for letter in refused} == {"性别", "人员类别＊", "是否为流动党员", "党籍状态"}
    assert sheet.freeze_panes == "C4"
    shades = {header: sheet[f"{letter}3"].fill.fgColor.rgb for header, letter in columns.items()}
    assert (shades["姓名＊"], shades["性别"]) == ("00FFF2CC", "00EDEDED")


def test_the_blank_sheet_does_not_ask_for_id_numbers() -> None:
    assert "id_number" not in {column.field for column in COLUMNS}


def test_a_blank_sheet_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no folder"):
        write_template(tmp_path / "no" / "a.xlsx")
