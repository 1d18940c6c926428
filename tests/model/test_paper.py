import json
from dataclasses import replace
from decimal import Decimal

import pytest

from partyday.errors import BadInput
from partyday.model.paper import Align, Column, Number, Orientation, Row, RowKind, Sheet, canonical, file_stem, sha256
from partyday.model.period import Period
from partyday.words.periods import period_name

SHEET = Sheet(
    title="党费收缴表",
    tab="党费",
    stem="党费",
    columns=(Column(heading="姓名", width=10), Column(heading="金额", width=10, number=Number.MONEY)),
    body=(
        Row(("张三", Decimal("15.00"))),
        Row(("列席人员",), RowKind.SECTION),
        Row(("合计", Decimal("15")), RowKind.TOTAL),
    ),
    lines=(("单位：一支部", "日期：2026-03-06"),),
    notes=("共一人。",),
    signatures=("填表人：",),
)


def test_a_draft_says_so_in_its_title() -> None:
    assert SHEET.heading == "党费收缴表"
    assert replace(SHEET, draft=True).heading == "党费收缴表（草稿）"


def test_the_header_takes_two_rows_only_where_columns_are_grouped() -> None:
    assert not SHEET.grouped
    assert replace(SHEET, columns=(replace(SHEET.columns[0], group="党员"), SHEET.columns[1])).grouped


def test_a_row_of_the_wrong_length_is_a_defect() -> None:
    with pytest.raises(ValueError, match="2 columns"):
        replace(SHEET, body=(Row(("张三", 1, 2)),))


def test_the_canonical_content_is_json_with_everything_that_is_printed() -> None:
    assert json.loads(canonical(SHEET)) == {
        "title": "党费收缴表",
        "draft": False,
        "lines": [["单位：一支部", "日期：2026-03-06"]],
        "columns": [["", "姓名"], ["", "金额"]],
        "rows": [["data", "张三", "15.00"], ["section", "列席人员"], ["total", "合计", "15.00"]],
        "notes": ["共一人。"],
        "signatures": ["填表人："],
    }


def test_the_looks_of_a_sheet_are_not_its_content() -> None:
    prettier = replace(
        SHEET,
        tab="另一名",
        stem="另一名",
        row_height=40,
        orientation=Orientation.LANDSCAPE,
        columns=tuple(replace(column, width=30, align=Align.LEFT, choices=("是",)) for column in SHEET.columns),
    )
    assert sha256(prettier) == sha256(SHEET)


@pytest.mark.parametrize(
    "other",
    [
        replace(SHEET, title="党费公示"),
        replace(SHEET, draft=True),
        replace(SHEET, body=SHEET.body[:1]),
        replace(SHEET, body=(Row(("张三", Decimal("15.01"))), *SHEET.body[1:])),
        replace(SHEET, body=(Row(("张三", Decimal("15.00")), RowKind.TOTAL), *SHEET.body[1:])),
        replace(SHEET, notes=()),
        replace(SHEET, columns=(replace(SHEET.columns[0], heading="党员"), SHEET.columns[1])),
    ],
)
def test_any_change_of_content_changes_the_hash(other: Sheet) -> None:
    assert sha256(other) != sha256(SHEET)


def test_the_hash_of_this_content_is_the_same_for_good() -> None:
    # What is filed is compared with it for years: a change here breaks every filing there is.
    assert sha256(SHEET) == "ab123676e1073e6d57a1ec552eb766dd54c22cd41d77c3aea6cd1c815bf79362"


def test_rare_and_broken_characters_have_a_hash() -> None:
    for name in ("𠮷㛃", "\x0b", "\ud800"):
        assert len(sha256(replace(SHEET, body=(Row((name, 1)),)))) == 64


def test_a_file_stem_is_valid_on_windows_and_not_too_long() -> None:
    assert file_stem("一支部", "签到表", "2026-03-06", "") == "一支部-签到表-2026-03-06"
    assert file_stem('a/b\\c:d*e?f"g<h>i|j\n') == "a_b_c_d_e_f_g_h_i_j_"
    assert len(file_stem("长" * 300).encode()) <= 240


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2026", "2026年"),
        ("2026H1", "2026年上半年"),
        ("2026H2", "2026年下半年"),
        ("2026Q2", "2026年第二季度"),
        ("2026-03", "2026年3月"),
        ("2026-03-06", "2026年3月6日"),
        ("2026-03-06:pm", "2026年3月6日下午"),
    ],
)
def test_a_period_is_worded_as_offices_write_it(period: str, words: str) -> None:
    assert period_name(Period.read(period)) == words


@pytest.mark.parametrize("period", ["", "2026Q5", "2026-13", "2026-02-30", "2026-03-06:xx", "spring"])
def test_what_is_no_period_is_bad_input(period: str) -> None:
    with pytest.raises(BadInput):
        Period.read(period)
