from dataclasses import replace

import pytest

from partyday.forms.layout import lay_out
from partyday.forms.lines import display_width
from partyday.model.paper import Align, Orientation, PrintedColumn, Row, RowKind, Sheet

PORTRAIT = 97.2  # half-width characters between the margins
LANDSCAPE = 144.2


def sheet_of(rows: int, *, width: float = 12, columns: int = 6, row_height: float = 25) -> Sheet:
    return Sheet(
        title="党员活动日签到表",
        tab="签到表",
        stem="签到表",
        columns=tuple(PrintedColumn(heading=f"列{index}", width=width) for index in range(columns)),
        body=tuple(Row(("张三",) * columns) for _ in range(rows)),
        signatures=("填表人：", "支部书记："),
        row_height=row_height,
    )


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("张三", 4), ("𠮷㛃", 4), ("“—”", 6), ("e\u0301", 1), ("", 0)])
def test_a_chinese_character_is_two_half_width_characters_wide(text: str, width: int) -> None:
    assert display_width(text) == width


def test_a_narrow_table_is_widened_to_the_page() -> None:
    assert sum(lay_out(sheet_of(3)).widths) == pytest.approx(PORTRAIT, abs=0.1)


def test_a_very_narrow_table_is_not_blown_up() -> None:
    assert sum(lay_out(sheet_of(3, columns=1)).widths) < 30


def test_a_wide_table_keeps_its_widths_for_the_printer_to_shrink() -> None:
    wide = replace(sheet_of(3, columns=15), orientation=Orientation.LANDSCAPE)
    assert sum(lay_out(wide).widths) > LANDSCAPE


@pytest.mark.parametrize("rows", [22, 26, 30])
def test_rows_move_closer_to_save_a_last_page_with_little_on_it(rows: int) -> None:
    layout = lay_out(sheet_of(rows))
    used = sum(strip.height for strip in (*layout.above, *layout.below)) + sum(layout.header)
    assert used + rows * layout.row_height < 261 / 25.4 * 72
    assert layout.row_height >= 18


@pytest.mark.parametrize("rows", [0, 3, 45, 500])
def test_rows_stay_comfortable_where_that_saves_nothing(rows: int) -> None:
    assert lay_out(sheet_of(rows)).row_height == 25


def test_a_row_is_as_high_as_its_longest_text_wraps() -> None:
    layout = lay_out(sheet_of(3))
    # A column of 15 half-width characters between its paddings holds 7 Chinese ones.
    assert layout.height_of(Row(("欧阳买买提吐",) * 6)) == layout.row_height
    assert layout.height_of(Row(("欧阳买买提吐尔逊江", *("张三",) * 5))) == 36
    assert layout.height_of(Row(("一\n二\n三", *(None,) * 5))) == 51.5
    assert layout.height_of(Row(("字" * 5000, *(None,) * 5))) == 409
    assert layout.height_of(Row(("列席人员",), RowKind.SECTION)) == layout.row_height


def test_a_long_text_of_a_table_makes_its_column_wider_and_stays_whole() -> None:
    short = sheet_of(3, columns=5)
    long = replace(short, body=(*short.body, Row(("张三", "围绕主题展开讨论，" * 60, *("张三",) * 3))))
    layout = lay_out(long)
    assert layout.body == long.body
    assert layout.widths[1] > lay_out(short).widths[1]
    assert layout.height_of(long.body[-1]) <= 24 * 15.5 + 5


def test_a_long_text_beside_its_name_goes_on_in_the_next_row() -> None:
    columns = (PrintedColumn(heading="项目", width=14), PrintedColumn(heading="内容", width=72, align=Align.LEFT))
    said = "第一段。\n" + "谈话内容" * 500
    sheet = replace(sheet_of(0), columns=columns, body=(Row(("谈话内容", said)), Row(("本人说明", "无"))))
    layout = lay_out(sheet)
    names = [row.cells[0] for row in layout.body]
    assert names == ["谈话内容", *["谈话内容（续）"] * (len(names) - 2), "本人说明"]
    assert len(names) > 2
    assert "".join(str(row.cells[1]) for row in layout.body[:-1]) == said
    assert all(layout.height_of(row) < 409 for row in layout.body)


def test_text_that_would_reach_from_rule_to_rule_stands_at_the_left_and_off_it() -> None:
    forms = sheet_of(3)
    longer = replace(forms, body=(*forms.body, Row(("支委会、党小组会、党员大会、党课" * 3, *("张三",) * 5))))
    assert lay_out(forms).aligns == (Align.CENTER,) * 6
    assert lay_out(longer).aligns == (Align.LEFT, *(Align.CENTER,) * 5)
    assert lay_out(longer).indents[0] > 0


def test_a_date_is_never_broken() -> None:
    sheet = replace(sheet_of(3, width=6, columns=14), body=(Row(("2026-03-06", *("张",) * 13)),))
    layout = lay_out(sheet)
    assert layout.widths[0] - 1.2 >= 10 * 1.2
    assert layout.height_of(sheet.body[0]) == layout.row_height


def test_what_a_plan_is_of_stands_above_the_header() -> None:
    told = (Row(("一、年度主题：学党章",), RowKind.SECTION), Row(("二、时间",), RowKind.SECTION))
    layout = lay_out(replace(sheet_of(3), body=(*told, *sheet_of(3).body)))
    assert [strip.parts[0][0] for strip in layout.above[1:]] == ["一、年度主题：学党章", "二、时间"]
    assert layout.body == sheet_of(3).body
    branches = replace(sheet_of(3), body=(Row(("数学系党支部",), RowKind.SECTION), *sheet_of(3).body))
    assert lay_out(branches).body == branches.body


def test_rows_to_sign_in_stay_high_enough() -> None:
    columns = (PrintedColumn(heading="姓名", width=12), PrintedColumn(heading="签到（签名）", width=20))
    for rows in (23, 30, 33, 60):
        body = tuple(Row(("张三", None)) for _ in range(rows))
        assert lay_out(replace(sheet_of(0), columns=columns, body=body, row_height=27)).row_height >= 21


def test_a_long_title_is_set_smaller_before_it_is_broken() -> None:
    sizes = [lay_out(replace(sheet_of(3), title="长" * length)).above[0].size for length in (20, 29, 34, 60)]
    assert sizes == [18, 16, 14, 16]


def test_a_title_is_divided_behind_a_word() -> None:
    title = "中共河北农业科技职业技术大学机械工程学院教工第一党支部2026年第四季度党员活动日出勤公示"
    text = lay_out(replace(sheet_of(3), title=title)).above[0].parts[0][0]
    assert text.split("\n") == [
        "中共河北农业科技职业技术大学机械工程学院",
        "教工第一党支部2026年第四季度党员活动日出勤公示",
    ]


def test_two_texts_of_a_line_share_the_columns_by_their_need() -> None:
    columns = [
        lay_out(replace(sheet_of(3), lines=((left, right),))).above[1].parts[0][1]
        for left, right in (("日期：2026-03-06", "记录人：张三"), ("单位：" + "长" * 30, "日期"), ("短", "长" * 30))
    ]
    assert columns == [3, 5, 1]
