import re
import subprocess
import sys
import tracemalloc
import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from partyday.errors import BadInput, Conflict
from partyday.forms import xlsx
from partyday.model.paper import Align, Number, Orientation, PrintedColumn, Row, RowKind, Sheet, Value

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}

SHEET = Sheet(
    title="一支部出勤公示",
    tab="出勤公示",
    stem="出勤公示",
    lines=(("单位：一支部", "日期：2026-03-06"), ("主题：学习", "")),
    columns=(
        PrintedColumn(heading="序号", width=5),
        PrintedColumn(heading="姓名", width=12, align=Align.LEFT),
        PrintedColumn(heading="3-6", width=8, group="活动日期", choices=("到会", "缺席")),
        PrintedColumn(heading="4-3", width=8, group="活动日期"),
        PrintedColumn(heading="党费", width=10, number=Number.MONEY),
        PrintedColumn(heading="出勤率", width=8, number=Number.PERCENT),
    ),
    body=(
        Row((1, "张三", "到会", "到会", Decimal("1234.50"), 1.0)),
        Row((2, "李四", "缺席", None, None, 0.5)),
        Row(("列席人员",), RowKind.SECTION),
        Row((3, "王五", "到会", "到会", None, "—")),
        Row(("合计", "应到", 2, 2, None, None), RowKind.TOTAL),
        Row((None, "出勤率", 0.5, 1.0, None, 0.75), RowKind.TOTAL, Number.PERCENT),
        Row(("总计", None, None, None, Decimal("1234.50"), None), RowKind.TOTAL),
    ),
    notes=("应到 2 = 到会 1 + 缺席 1。",),
    signatures=("填表人：", "支部书记：", "（盖章）"),
)


def written(sheet: Sheet, folder: Path) -> Worksheet:
    xlsx.write(sheet, folder / "form.xlsx")
    return opened(folder / "form.xlsx").worksheets[0]


def opened(path: Path) -> Workbook:
    return load_workbook(path)


def one_column(*texts: Value) -> Sheet:
    return Sheet(
        title="表",
        tab="表",
        stem="表",
        columns=(PrintedColumn(heading="姓名", width=10),),
        body=tuple(Row((text,)) for text in texts),
    )


def raw_cells(path: Path) -> dict[str, ET.Element]:
    with ZipFile(path) as archive:
        root = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    return {cell.attrib["r"]: cell for cell in root.iterfind(".//m:c", NS)}


# ---- the page


def test_title_lines_header_rows_totals_notes_and_signatures_stand_in_this_order(tmp_path: Path) -> None:
    rows = [[cell for cell in row if cell is not None] for row in written(SHEET, tmp_path).iter_rows(values_only=True)]
    assert rows[:-1] == [
        ["一支部出勤公示"],
        ["单位：一支部", "日期：2026-03-06"],
        ["主题：学习"],
        ["序号", "姓名", "活动日期", "党费", "出勤率"],
        ["3-6", "4-3"],
        [1, "张三", "到会", "到会", 1234.5, 1],
        [2, "李四", "缺席", 0.5],
        ["列席人员"],
        [3, "王五", "到会", "到会", "—"],
        ["合计", "应到", 2, 2],
        ["出勤率", 0.5, 1, 0.75],
        ["总计", 1234.5],
        ["应到 2 = 到会 1 + 缺席 1。"],
    ]
    assert re.fullmatch(r"填表人：\s{2,}支部书记：\s{2,}（盖章）", str(rows[-1][0]))


@pytest.mark.parametrize("orientation", Orientation)
def test_the_page_is_a4_one_page_wide_and_any_number_tall(tmp_path: Path, orientation: Orientation) -> None:
    page = written(replace(SHEET, orientation=orientation), tmp_path)
    assert page.page_setup.paperSize == 9
    assert page.page_setup.orientation == orientation
    assert page.sheet_properties.pageSetUpPr
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.print_options.horizontalCentered
    assert page.page_margins.left == page.page_margins.right == pytest.approx(15 / 25.4)


def test_the_header_is_repeated_on_each_page_and_stays_on_the_screen(tmp_path: Path) -> None:
    page = written(SHEET, tmp_path)
    assert page.print_title_rows == "$4:$5"
    assert page.freeze_panes == "A6"
    plain = written(one_column("张三"), tmp_path)
    assert plain.print_title_rows == "$2:$2"


def test_pages_are_numbered_and_a_draft_is_one_on_each(tmp_path: Path) -> None:
    for sheet, footer in ((SHEET, "第 &P 页 共 &N 页"), (replace(SHEET, draft=True), "第 &P 页 共 &N 页（草稿）")):
        page = written(sheet, tmp_path)
        assert page.oddFooter
        assert page.oddFooter.center.text == footer


def test_the_title_reaches_over_the_columns_centred_and_bold(tmp_path: Path) -> None:
    page = written(replace(SHEET, draft=True), tmp_path)
    assert page["A1"].value == "一支部出勤公示（草稿）"
    assert page["A1"].alignment.horizontal == "center"
    assert (page["A1"].font.name, page["A1"].font.sz, page["A1"].font.b) == ("宋体", 18, True)


def test_merged_are_title_lines_groups_sections_labels_notes_and_signatures(tmp_path: Path) -> None:
    merged = {str(cells) for cells in written(SHEET, tmp_path).merged_cells.ranges}
    assert merged == {
        "A1:F1",
        *("A2:C2", "D2:F2", "A3:F3"),
        *("A4:A5", "B4:B5", "C4:D4", "E4:E5", "F4:F5"),
        "A8:F8",
        *("A10:A11", "A12:D12"),
        *("A13:F13", "A14:F14"),
    }


def test_every_cell_of_the_table_has_its_border_and_none_outside_it(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "form.xlsx", "w"):  # an existing file is replaced
        pass
    xlsx.write(SHEET, tmp_path / "form.xlsx")
    with ZipFile(tmp_path / "form.xlsx") as archive:
        styles = ET.fromstring(archive.read("xl/styles.xml"))
    borders = [border.find("m:left", NS) for border in styles.iterfind("m:borders/m:border", NS)]
    bordered = [
        borders[int(xf.attrib["borderId"])].get("style") == "thin"  # type: ignore[union-attr]
        for xf in styles.iterfind("m:cellXfs/m:xf", NS)
    ]
    cells = raw_cells(tmp_path / "form.xlsx")
    in_table = {f"{column}{row}" for column in "ABCDEF" for row in range(4, 13)}
    assert {name for name, cell in cells.items() if bordered[int(cell.attrib["s"])]} == in_table


def test_numbers_are_numbers_in_their_format(tmp_path: Path) -> None:
    page = written(SHEET, tmp_path)
    assert (page["E6"].value, page["E6"].number_format) == (1234.5, "#,##0.00")
    assert (page["F6"].value, page["F6"].number_format) == (1, "0.0%")
    assert (page["C11"].value, page["C11"].number_format) == (0.5, "0.0%")
    assert page["C10"].number_format == "General"
    assert page["A10"].font.b
    assert not page["A6"].font.b


def test_choices_are_offered_to_the_people_and_other_words_are_not_refused(tmp_path: Path) -> None:
    page = written(SHEET, tmp_path)
    offered = page.data_validations.dataValidation
    assert [str(each.sqref) for each in offered] == ["C6:C7", "C9"]
    assert {each.formula1 for each in offered} == {'"到会,缺席"'}
    assert not any(each.showErrorMessage for each in offered)


def test_a_row_with_long_text_is_higher(tmp_path: Path) -> None:
    page = written(one_column("张三", "欧阳买买提·吐尔逊江" * 3), tmp_path)
    short, long = (page.row_dimensions[row].height for row in (3, 4))
    assert short == 22
    assert long is not None
    assert long > 40


def test_several_sheets_go_into_one_workbook_under_names_excel_allows(tmp_path: Path) -> None:
    names = ["出勤[1]:/公示", "长" * 40, "长" * 40, "Abc", "aBC", ""]
    xlsx.write([replace(SHEET, tab=name) for name in names], tmp_path / "form.xlsx")
    book = opened(tmp_path / "form.xlsx")
    assert book.sheetnames == ["出勤_1___公示", "长" * 31, "长" * 28 + "(2)", "Abc", "aBC(2)", "Sheet"]
    assert all(page["A1"].value == SHEET.title for page in book.worksheets)
    assert all(page.print_title_rows == "$4:$5" for page in book.worksheets)


def test_the_same_sheets_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        xlsx.write(SHEET, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    with ZipFile(tmp_path / "one.xlsx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z</dcterms:modified>" in archive.read("docProps/core.xml")
    assert opened(tmp_path / "one.xlsx").properties.creator == "partyday"


# ---- text


@pytest.mark.parametrize("text", ["=1+1", "=", "+86 138", "-x", "@x", "\t=1", "\r=1", '=HYPERLINK("x","y")'])
def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path, text: str) -> None:
    xlsx.write(one_column(text, "张三"), tmp_path / "form.xlsx")
    cells = raw_cells(tmp_path / "form.xlsx")
    assert cells["A3"].attrib["t"] == "inlineStr"
    assert cells["A3"].find("m:f", NS) is None
    with ZipFile(tmp_path / "form.xlsx") as archive:
        styles = ET.fromstring(archive.read("xl/styles.xml")).findall("m:cellXfs/m:xf", NS)
    quoted = [styles[int(cells[name].attrib["s"])].get("quotePrefix") == "1" for name in ("A3", "A4")]
    assert quoted == [True, False]
    assert opened(tmp_path / "form.xlsx").worksheets[0]["A3"].value == text.lstrip("\r")


def test_a_title_and_a_note_that_look_like_formulas_stay_text_too(tmp_path: Path) -> None:
    page = written(replace(SHEET, title="=1", notes=("=2",), lines=(("=3", "@4"),)), tmp_path)
    assert [page[name].data_type for name in ("A1", "A2")] == ["s", "s"]
    assert "=2" in [page.cell(row, 1).value for row in range(1, 20)]


@pytest.mark.parametrize("text", ["𠮷㛃", "O’Brien & <b>", "一\n二", "  两边  ", "\n", "007", "#N/A", "TRUE"])
def test_text_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    page = written(one_column(text), tmp_path)
    assert (page["A3"].value, page["A3"].data_type) == (text, "s")


@pytest.mark.parametrize("text", ["张\x00三", "张\x0b三", "\x1f张三", "张三\x08", "张三\ud800", "张三\uffff", "张三\r"])
def test_characters_xml_cannot_hold_are_left_out(tmp_path: Path, text: str) -> None:
    assert written(replace(one_column(text), tab="表\x01"), tmp_path)["A3"].value == "张三"


def test_text_longer_than_a_cell_holds_is_cut(tmp_path: Path) -> None:
    assert len(str(written(one_column("字" * 40_000), tmp_path)["A3"].value)) == 32_767


# ---- long sheets


@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        sheet = replace(SHEET, body=SHEET.body[:2] * (rows // 2))
        tracemalloc.start()
        xlsx.write(sheet, tmp_path / "form.xlsx")
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(10)
    assert peak(8_000) < peak(1_000) * 1.5


# ---- what can go wrong


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no folder") as told:
        xlsx.write(SHEET, tmp_path / "none" / "form.xlsx")
    assert told.value.hint


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match="There is no folder"):
        xlsx.write(SHEET, tmp_path / "file" / "form.xlsx")


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is a folder"):
        xlsx.write(SHEET, tmp_path)


@pytest.mark.skipif(not Path("/sys").is_dir(), reason="needs a folder that even root may not write to")
def test_a_read_only_folder_is_told() -> None:
    with pytest.raises(BadInput, match="may not be written"):
        xlsx.write(SHEET, Path("/sys/form.xlsx"))


def test_a_name_too_long_for_the_disk_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="could not be written"):
        xlsx.write(SHEET, tmp_path / ("长" * 100 + ".xlsx"))
    assert left_in(tmp_path) == []


def test_a_file_open_in_libreoffice_is_a_conflict_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_text("being edited")
    (tmp_path / ".~lock.form.xlsx#").touch()
    with pytest.raises(Conflict, match="open in another program") as told:
        xlsx.write(SHEET, path)
    assert "Close it there" in told.value.hint
    assert path.read_text() == "being edited"


def test_a_file_windows_does_not_let_go_is_a_conflict_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Path, _target: Path) -> None:  # what Windows does while Excel has the target open
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(Path, "replace", refuse)
    path = tmp_path / "form.xlsx"
    path.write_text("being edited")
    with pytest.raises(Conflict, match="open in another program"):
        xlsx.write(SHEET, path)
    assert path.read_text() == "being edited"
    assert left_in(tmp_path) == ["form.xlsx"]


FULL_DISK = """
import resource, sys
from pathlib import Path
from partyday.errors import BadInput
from partyday.forms import xlsx
from partyday.model.paper import PrintedColumn, Row, Sheet

rows = tuple(Row((f"张三{n * 7919 % 100003}",)) for n in range(int(sys.argv[2])))
sheet = Sheet(title="表", tab="表", stem="表", columns=(PrintedColumn(heading="姓名", width=10),), body=rows)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    xlsx.write(sheet, Path(sys.argv[1]))
except BadInput as told:
    sys.stdout.buffer.write(f"{told}\\n".encode())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits on the size of files are a matter of POSIX")
@pytest.mark.parametrize("lxml", ["True", "False"])
@pytest.mark.parametrize(("rows", "limit"), [(30, 5_000), (20_000, 20_000), (5, 1_000)])
def test_a_full_disk_is_told_without_noise_and_leaves_the_old_file(
    tmp_path: Path, lxml: str, rows: int, limit: int
) -> None:
    path = tmp_path / "form.xlsx"
    path.write_text("the old one")
    environ = {
        "PYTHONPATH": str(Path(xlsx.__file__).parents[2]),
        "OPENPYXL_LXML": lxml,
        "PARTYDAY_LANG": "en",
        "TMPDIR": str(tmp_path),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    ran = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path), str(rows), str(limit)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environ,
        check=False,
    )
    assert ran.stderr == ""
    assert "the disk is full" in ran.stdout
    assert path.read_text() == "the old one"
    assert left_in(tmp_path) == ["form.xlsx"]
