"""The kinds of file: what each gives as pages, and that none takes minutes or gigabytes."""

import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlwt
from openpyxl import Workbook

from partyday.errors import BadInput
from partyday.sheets import files, markup, old, parts, text, workbook
from partyday.sheets.cells import Coded
from partyday.sheets.pages import Merge, Page

ROWS: tuple[tuple[Any, ...], ...] = (("姓名", "工号"), ("张三", "00123"), ("李四", "007"))
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

#: Far more than any of these takes, but not minutes; the machine may be busy.
PATIENCE = 60


def pages(path: Path, **how: Any) -> list[Page]:
    with files.opened(path, **how) as sources:
        return [source.read() for source in sources]


def refused(path: Path) -> str:
    with pytest.raises(BadInput) as told:
        pages(path)
    return str(told.value)


# ---- .xlsx


def test_a_workbook_gives_its_values_as_they_are_shown(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    day = datetime(2019, 7, 1, 14, 30)  # noqa: DTZ001  # as a cell holds it: no zone
    sheet.append([1, 1.5, True, "字", day, date(2019, 7, 1), 123, 0.5])
    sheet["G1"].number_format = "00000"
    sheet["H1"].number_format = "h:mm"
    made.save(tmp_path / "a.xlsx")

    [page] = pages(tmp_path / "a.xlsx")
    [row] = page.rows
    assert row[:6] == (1, 1.5, True, "字", day, datetime(2019, 7, 1))  # noqa: DTZ001
    assert isinstance(row[6], Coded)
    assert (row[6], row[6].code, str(row[7])) == (123, "00123", "12:00:00")
    [bare] = pages(tmp_path / "a.xlsx", styled=False)
    assert list(bare.rows[0][4:6]) == pytest.approx([43647.604166666664, 43647])


SHEET = '<sheet name="一" r:id="rId1"/>'


def parts_of(*rows: str, strings: str = "", styles: str = "", sheet_end: str = "") -> dict[str, str]:
    """The parts of a workbook of one sheet with these rows, written by hand."""
    links = [("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml")]
    links += [("rId3", "styles", "styles.xml")]
    related = "".join(f'<Relationship Id="{key}" Type="x/{kind}" Target="{to}"/>' for key, kind, to in links)
    return {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns:r="{RELATIONS}"><sheets>{SHEET}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{related}</Relationships>",
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{''.join(rows)}</sheetData>{sheet_end}</worksheet>",
        "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet>{styles}</styleSheet>",
    }


def packed(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def test_texts_are_put_together_from_their_runs_without_the_guide_to_reading(tmp_path: Path) -> None:
    strings = "<si><r><t>张</t></r><r><t>三</t></r><rPh><t>ZhangSan</t></rPh></si><si/>"
    inline = '<c t="inlineStr"><is><r><t>李</t></r></is></c>'
    row = f'<row r="2"><c r="B2" t="s"><v>0</v></c><c t="s"><v>1</v></c>{inline}</row>'

    [page] = pages(packed(tmp_path / "a.xlsx", parts_of(row, strings=strings)))

    assert page.rows == [(), (None, "张三", "", "李")]


def test_dates_without_a_format_of_their_own_are_dates_in_chinese_formats(tmp_path: Path) -> None:
    styles = '<cellXfs><xf numFmtId="31"/><xf numFmtId="57"/><xf numFmtId="0"/></cellXfs>'
    row = '<row r="1"><c s="0"><v>43647</v></c><c s="1"><v>43647</v></c><c s="2"><v>43647</v></c></row>'

    [page] = pages(packed(tmp_path / "a.xlsx", parts_of(row, styles=styles)))

    assert page.rows == [(datetime(2019, 7, 1), datetime(2019, 7, 1), 43647)]  # noqa: DTZ001


def test_a_date_of_1904_and_one_written_out_are_dates(tmp_path: Path) -> None:
    parts = parts_of('<row r="1"><c s="0"><v>42185</v></c><c t="d"><v>2019-07-01</v></c></row>')
    parts["xl/styles.xml"] = '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')

    [page] = pages(packed(tmp_path / "a.xlsx", parts))

    assert page.rows == [(datetime(2019, 7, 1), datetime(2019, 7, 1))]  # noqa: DTZ001


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    parts = parts_of()
    parts["xl/sharedStrings.xml"] = '<!DOCTYPE sst [<!ENTITY a "b">]><sst><si><t>&a;</t></si></sst>'
    parts["xl/worksheets/sheet1.xml"] = (
        '<worksheet><sheetData><row r="1"><c t="s"><v>0</v></c></row></sheetData></worksheet>'
    )

    assert "is damaged" in refused(packed(tmp_path / "a.xlsx", parts))


CELL = '<c t="n"><v>1</v></c>'
TOO_MUCH: dict[str, Callable[[], dict[str, str]]] = {
    "empty strings": lambda: parts_of(ASKS, strings="<si/>" * (parts.MAX_TAGS + 1)),
    "one string of many runs": lambda: parts_of(ASKS, strings=f"<si>{'<r><t>a</t></r>' * 1_600_000}</si>"),
    "styles": lambda: parts_of('<row r="1"><c s="1"><v>1</v></c></row>', styles="<xf/>" * (parts.MAX_TAGS + 1)),
    "values": lambda: parts_of(f'<row r="1">{CELL * (workbook.MAX_CELLS + 10_000)}</row>'),
    "far to the right": lambda: parts_of(
        *(f'<row r="{number}"><c r="XFD{number}"><v>1</v></c></row>' for number in range(1, 1_000))
    ),
}
ASKS = '<row r="1"><c t="s"><v>0</v></c></row>'


@pytest.mark.parametrize("name", TOO_MUCH)
def test_a_workbook_of_too_much_is_refused_in_seconds(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path / "a.xlsx", TOO_MUCH[name]())
    begun = time.process_time()

    assert "is too large" in refused(path)
    assert time.process_time() - begun < PATIENCE


def test_hundreds_of_sheets_are_looked_at_by_their_beginnings(tmp_path: Path) -> None:
    parts = parts_of(*(f'<row r="{number}"><c><v>1</v></c></row>' for number in range(1, 5_000)))
    sheet = parts["xl/worksheets/sheet1.xml"]
    numbers = range(2, 251)
    more = "".join(f'<sheet name="{number}" r:id="s{number}"/>' for number in numbers)
    links = "".join(
        f'<Relationship Id="s{number}" Type="x/worksheet" Target="worksheets/sheet{number}.xml"/>' for number in numbers
    )
    parts |= {f"xl/worksheets/sheet{number}.xml": sheet for number in numbers}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("</sheets>", more + "</sheets>")
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace("</Relationships>", links + "</Relationships>")
    path = packed(tmp_path / "a.xlsx", parts)
    begun = time.process_time()

    with files.opened(path) as sources:
        assert len(sources) == 250
        assert all(len(source.sample()) == 80 for source in sources)
    assert time.process_time() - begun < PATIENCE


def test_more_sheets_than_anybody_keeps_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_SHEETS", 0)

    assert "is too large" in refused(packed(tmp_path / "a.xlsx", parts_of(ASKS)))


# ---- text


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8-sig", b""),
        ("gb18030", b""),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-32", b""),
    ],
)
def test_a_text_is_read_in_every_encoding_with_and_without_its_mark(tmp_path: Path, encoding: str, mark: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(mark + "姓名,工号\r\n𠮷田,00123\r\n".encode(encoding))

    assert pages(tmp_path / "a.csv")[0].rows == [("姓名", "工号"), ("𠮷田", "00123")]


def test_a_text_of_a_million_lines_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("姓名,人员类别\n" + "张三,正式党员\n" * 1_000_000, encoding="utf-8")
    begun = time.process_time()

    assert "is too large" in refused(tmp_path / "a.csv")
    assert time.process_time() - begun < PATIENCE / 4
    assert text.MAX_LINES < 1_000_000


# ---- .xls


def old_workbook(path: Path, *rows: Sequence[Any]) -> Path:
    made = xlwt.Workbook()
    sheet = made.add_sheet("名册")
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell is not None:
                sheet.write(number, place, cell)
    made.save(str(path))
    return path


def test_an_old_workbook_gives_its_rows_under_their_numbers(tmp_path: Path) -> None:
    path = old_workbook(tmp_path / "a.xls", (), (None, "姓名", "工号"), (None, "张三", 7))

    [page] = pages(path)

    assert (page.name, page.lost_zeros) == ("名册", True)
    assert page.rows == [(), (None, "姓名", "工号"), (None, "张三", 7)]


def test_merges_and_hidden_sheets_of_an_old_workbook_are_told(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    hidden, seen = made.add_sheet("藏"), made.add_sheet("名册")
    hidden.visibility = 1
    hidden.write(0, 0, "x")
    seen.write_merge(1, 2, 0, 0, "一组")
    made.active_sheet = 1
    made.save(str(tmp_path / "a.xls"))

    with files.opened(tmp_path / "a.xls") as sources:
        assert [(source.name, source.hidden) for source in sources] == [("名册", False), ("藏", True)]
        assert sources[0].read().merges == (Merge(2, 0, 3, 0),)


def test_an_old_workbook_that_asks_for_gigabytes_is_refused(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    for name in "abcdef":
        sheet = made.add_sheet(name)
        sheet.write(0, 0, "姓名")
        sheet.write(65_535, 255, "x")
    made.save(str(tmp_path / "a.xls"))

    assert "is too large" in refused(tmp_path / "a.xls")


def test_what_ends_the_process_that_reads_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old_workbook(tmp_path / "a.xls", *ROWS)
    monkeypatch.setattr(old, "MAX_WAIT", 0)

    assert "is too large" in refused(path)


def test_damaged_old_workbooks_are_told_as_such(tmp_path: Path) -> None:
    data = old_workbook(tmp_path / "a.xls", *ROWS).read_bytes()
    (tmp_path / "short.xls").write_bytes(data[: len(data) // 2])

    assert "is damaged" in refused(tmp_path / "short.xls")


# ---- .ods

KIND = "application/vnd.oasis.opendocument."
NAMES = " ".join(
    f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "table", "text", "style")
)


def free_table(path: Path, *rows: str, styles: str = "", kind: str = "spreadsheet", more: str = "") -> Path:
    """A paper of the free kind with one table of these rows."""
    table = f'<table:table table:name="名册" table:style-name="ta1">{"".join(rows)}</table:table>{more}'
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
    )
    return packed(path, {"mimetype": KIND + kind, "content.xml": content})


def free_row(*cells: str, how: str = "") -> str:
    return f"<table:table-row {how}>{''.join(cells)}</table:table-row>"


def free_cell(text: str, how: str = "") -> str:
    return f"<table:table-cell {how}><text:p>{text}</text:p></table:table-cell>"


def test_a_free_table_gives_its_values_as_they_are_shown(tmp_path: Path) -> None:
    row = free_row(
        free_cell("姓<text:s/>名"),
        free_cell("00123", 'office:value-type="float" office:value="123"'),
        free_cell("1.5", 'office:value-type="float" office:value="1.5"'),
        free_cell("x", 'office:value-type="date" office:date-value="2019-07-01"'),
        free_cell("x", 'office:value-type="date" office:date-value="2019-07-01T14:30:00"'),
        free_cell("x", 'office:value-type="time" office:time-value="PT14H30M00S"'),
        free_cell("x", 'office:value-type="boolean" office:boolean-value="true"'),
        '<table:table-cell table:number-columns-repeated="1000"/>',
    )
    blank = free_row(
        '<table:table-cell table:number-columns-repeated="1024"/>', how='table:number-rows-repeated="1048000"'
    )
    [page] = pages(free_table(tmp_path / "a.ods", free_row(free_cell("一")), row, blank))

    assert page.rows[0] == ("一",)
    code = page.rows[1][1]
    assert isinstance(code, Coded)
    assert code.code == "00123"
    assert page.rows[1][0] == "姓 名"
    assert page.rows[1][2:] == (
        1.5,
        date(2019, 7, 1),
        datetime(2019, 7, 1, 14, 30),  # noqa: DTZ001
        datetime(2019, 7, 1, 14, 30).time(),  # noqa: DTZ001
        True,
    )
    assert len(page.rows) == 2


def test_merges_and_hidden_rows_and_sheets_of_a_free_table_are_told(tmp_path: Path) -> None:
    hidden = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    more = f'<table:table table:name="藏" table:style-name="ta2">{free_row(free_cell("x"))}</table:table>'
    path = free_table(
        tmp_path / "a.ods",
        free_row(
            free_cell("一组", 'table:number-rows-spanned="2" table:number-columns-spanned="1"'), free_cell("张三")
        ),
        free_row("<table:covered-table-cell/>", free_cell("李四"), how='table:visibility="filter"'),
        styles=hidden,
        more=more,
    )

    with files.opened(path) as sources:
        assert [(source.name, source.hidden) for source in sources] == [("名册", False), ("藏", True)]
        page = sources[0].read()
    assert page.rows == [("一组", "张三"), (None, "李四")]
    assert page.merges == (Merge(1, 0, 2, 0),)
    assert page.hidden_rows == {2}


def test_a_free_paper_that_is_no_table_is_told_and_one_of_too_much_refused(tmp_path: Path) -> None:
    letter = free_table(tmp_path / "a.odt", free_row(free_cell("x")), kind="text")
    endless = free_table(
        tmp_path / "a.ods",
        free_row(free_cell("x", 'table:number-columns-repeated="1024"'), how='table:number-rows-repeated="1048576"'),
    )

    assert "is an OpenDocument file, not a workbook" in refused(letter)
    assert "is too large" in refused(endless)


# ---- web pages

PAGE = """<html><head><meta charset="{charset}"></head><body><table>
<tr><th colspan=2>党员名册</th></tr><tr><td>姓名<td>工号</tr>
<tr><td rowspan="2">张<br>三</td><td>00123 &amp;</td></tr><tr><td>007</td></tr>
<tr><td><table><tr><td>里</td></tr></table>外</td></tr></table></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030"])
def test_a_table_exported_as_a_web_page_is_read_with_its_merges(tmp_path: Path, charset: str) -> None:
    (tmp_path / "导出.xls").write_bytes(PAGE.format(charset=charset).encode(charset))

    [page] = pages(tmp_path / "导出.xls")

    assert page.rows == [
        ("党员名册", None),
        ("姓名", "工号"),
        ("张 三", "00123 &"),
        (None, "007"),
        ("里外",),
    ]
    assert page.merges == (Merge(1, 0, 1, 1), Merge(3, 0, 4, 0))


def test_a_web_page_of_too_much_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text("<table>" + " " * markup.MAX_MARKUP, encoding="ascii")

    assert "is too large" in refused(tmp_path / "a.xls")


# ---- the XML of Excel 2003

OF_2003 = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="s1"><NumberFormat ss:Format="0000000"/></Style></Styles>
<Worksheet ss:Name="旧"><Table><Row><Cell><Data ss:Type="String">旧名册</Data></Cell></Row></Table>
<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
<Worksheet ss:Name="名册"><Table>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">党员名册</Data></Cell>
<Cell><Data ss:Type="String">后</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="String">第一组</Data></Cell>
<Cell ss:StyleID="s1"><Data ss:Type="Number">8012</Data></Cell>
<Cell><ss:Data ss:Type="String"><B>林</B>晓岚</ss:Data><Comment><ss:Data>问过</ss:Data></Comment></Cell></Row>
<Row ss:Hidden="1"><Cell ss:Index="2"><Data ss:Type="Number">1.5</Data></Cell>
<Cell><Data ss:Type="DateTime">2008-06-20T00:00:00.000</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_xml_of_excel_2003_is_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.xls").write_bytes(OF_2003.encode(encoding))

    page, hidden = pages(tmp_path / "a.xls")

    assert (page.name, hidden.name) == ("名册", "旧")
    assert page.rows[0] == ("党员名册", None, None, "后")
    assert page.rows[1:3] == [(), ("第一组", 8012, "林晓岚")]
    assert page.rows[2][1].code == "0008012"  # type: ignore[union-attr]
    assert page.rows[3] == (None, 1.5, datetime(2008, 6, 20))  # noqa: DTZ001
    assert page.hidden_rows == {4}
    assert [(merge.first_row, merge.last_row) for merge in page.merges] == [(1, 1), (3, 4)]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<?mso-application", '<!DOCTYPE a [<!ENTITY b "c">]><?mso-application', "is damaged"),
        ('ss:Index="3"', 'ss:Index="99999999"', "is damaged"),
        ('ss:MergeAcross="2"', 'ss:MergeAcross="2000000"', "is damaged"),
        ("</Workbook>", "", "is damaged"),
        ("<Table>", "<Table>" + "<Row/>" * (parts.MAX_TAGS + 1), "is too large"),
    ],
)
def test_the_xml_of_excel_2003_that_is_wrong_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    (tmp_path / "a.xls").write_text(OF_2003.replace(old, new, 1), "utf-8")

    assert told in refused(tmp_path / "a.xls")
