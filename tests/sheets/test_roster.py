"""Reading a member roster: its columns and its rows, and what is told of the bad ones."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from partyday.errors import BadInput
from partyday.model.codes import Circumstance, Standing
from partyday.model.members import RosterRow
from partyday.model.problems import Problem
from partyday.model.reading import Reading
from partyday.sheets.roster import read_roster
from partyday.words.roster_sheet import COLUMNS
from partyday.words.vocabulary import vocabulary
from roster_papers import ID, MIDNIGHT, TODAY, columns, outcome, read, reading, roster


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


def test_what_a_remark_names_and_a_column_would_enter_is_told(tmp_path: Path) -> None:
    found = reading(
        tmp_path,
        ("张三", "正式党员", "2019-07-01", "年老体弱"),
        ("李四", "正式党员", "2019-07-01", "书记、流动党员"),
        ("王五", "正式党员", "2019-07-01", "2025年5月转入"),
        more="备注",
    )
    assert found.notes == (
        "Row 2 (张三): the remark “年老体弱” was kept and not entered; a column 情况 would enter it.",
        "Row 3 (李四): the remark “书记、流动党员” was kept and not entered; a column 情况, 党内职务 would enter it.",
    )
    assert [(row.circumstances, row.offices) for row in found.rows] == [(None, ())] * 3
