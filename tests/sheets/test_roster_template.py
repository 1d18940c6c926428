"""The blank roster to fill in: what it offers is read back, and how it prints."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from partyday.errors import BadInput
from partyday.forms import roster_template, xlsx
from partyday.sheets import files
from partyday.sheets.roster import read_roster
from partyday.words.roster_sheet import COLUMNS
from roster_papers import TODAY, columns, only, outcome, read


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
