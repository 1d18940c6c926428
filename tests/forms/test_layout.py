from dataclasses import replace

import pytest

from partyday.forms.layout import display_width, lay_out
from partyday.model.paper import Column, Orientation, Row, RowKind, Sheet

PORTRAIT = 97.2  # half-width characters between the margins
LANDSCAPE = 144.2


def sheet_of(rows: int, *, width: float = 12, columns: int = 6, row_height: float = 25) -> Sheet:
    return Sheet(
        title="党员活动日签到表",
        tab="签到表",
        stem="签到表",
        columns=tuple(Column(heading=f"列{index}", width=width) for index in range(columns)),
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
    used = sum(band.height for band in (*layout.above, *layout.below)) + sum(layout.header)
    assert used + rows * layout.row_height < 261 / 25.4 * 72
    assert layout.row_height >= 18


@pytest.mark.parametrize("rows", [0, 3, 45, 500])
def test_rows_stay_comfortable_where_that_saves_nothing(rows: int) -> None:
    assert lay_out(sheet_of(rows)).row_height == 25


def test_a_row_is_as_high_as_its_longest_text_wraps() -> None:
    layout = lay_out(sheet_of(3))
    # A column of 15 half-width characters between its paddings holds 7 Chinese ones.
    assert layout.height_of(Row(("欧阳买买提吐",) * 6)) == layout.row_height
    assert layout.height_of(Row(("欧阳买买提吐尔逊江", *("张三",) * 5))) == 34
    assert layout.height_of(Row(("一\n二\n三", *(None,) * 5))) == 49
    assert layout.height_of(Row(("字" * 5000, *(None,) * 5))) == 409
    assert layout.height_of(Row(("列席人员",), RowKind.SECTION)) == layout.row_height


def test_a_long_title_is_set_smaller_before_it_is_broken() -> None:
    sizes = [lay_out(replace(sheet_of(3), title="长" * length)).above[0].size for length in (20, 29, 34, 60)]
    assert sizes == [18, 16, 14, 16]


def test_two_texts_of_a_line_share_the_columns_by_their_need() -> None:
    columns = [
        lay_out(replace(sheet_of(3), lines=((left, right),))).above[1].parts[0][1]
        for left, right in (("日期：2026-03-06", "记录人：张三"), ("单位：" + "长" * 30, "日期"), ("短", "长" * 30))
    ]
    assert columns == [3, 5, 1]
