"""Files as they come: what is found in them, and what is said of one that is no table or too much."""

import re
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from files_of_people import DAY, PEOPLE, Person, read
from partyday.errors import BadInput, NotFound
from partyday.model.reading import Reading
from partyday.sheets import declared, files
from partyday.sheets import workbook as parts
from partyday.sheets.cells import Cell


def workbook(path: Path, *sheets: Sequence[Sequence[Any]], merge: Sequence[str] = ()) -> Path:
    """A workbook with a sheet of rows for each of `sheets`; `merge` names ranges of the first."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    for each in merge:
        book.worksheets[0].merge_cells(each)
    book.save(path)
    return path


def text_file(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def operated(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The workbook with each of its parts changed (None drops it)."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return path


def in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    def change(name: str, content: bytes) -> bytes:
        if not name.startswith("xl/worksheets/"):
            return content
        assert old in content
        return content.replace(old, new)

    return change


def cells(found: Reading[Person]) -> list[tuple[Cell, ...]]:
    return [row for _number, row in found.rows]


def sentence(path: Path) -> str:
    with pytest.raises(BadInput) as refused:
        read(path)
    assert refused.value.hint or "\n" not in str(refused.value)
    return str(refused.value)


# ---- finding the table


def test_a_table_below_a_title_is_read_with_the_row_numbers_of_the_file(tmp_path: Path) -> None:
    rows = [("党员名册",), ("2026-03-01 填报", None), *PEOPLE]

    table = read(workbook(tmp_path / "a.xlsx", rows))

    assert table.rows == [(4, ("张三", "00123", "一组")), (5, ("李四", "00456", "二组"))]
    assert table.above == ("党员名册", "2026-03-01 填报")


def test_the_header_is_looked_for_in_the_first_twenty_rows(tmp_path: Path) -> None:
    twentieth = workbook(tmp_path / "20.xlsx", [*[("序言",)] * 19, *PEOPLE])
    twenty_first = workbook(tmp_path / "21.xlsx", [*[("序言",)] * 20, *PEOPLE])

    assert read(twentieth).rows[0][0] == 21
    assert "no header row that is understood in its first 20 rows" in sentence(twenty_first)


def test_a_hidden_sheet_gives_way_to_one_that_is_seen(tmp_path: Path) -> None:
    book = Workbook()
    hidden, seen = book.worksheets[0], book.create_sheet("名册")
    for row in PEOPLE:
        hidden.append(list(row))
        seen.append(list(row))
    hidden.sheet_state = "hidden"
    book.active = 1
    book.save(tmp_path / "a.xlsx")

    assert read(tmp_path / "a.xlsx").notes == (
        "The sheets Sheet hold such a table too and were not read: choose with --sheet.",
    )


def test_a_size_that_lies_does_not_hide_cells(tmp_path: Path) -> None:
    path = operated(workbook(tmp_path / "a.xlsx", PEOPLE), in_sheet(b'ref="A1:C3"', b'ref="A1"'))

    assert len(read(path).rows) == 2


def test_blank_rows_and_repeated_headers_are_left_out(tmp_path: Path) -> None:
    rows = [PEOPLE[0], PEOPLE[1], (None, None, None), ("  ", "\u3000", ""), PEOPLE[0], PEOPLE[2]]

    assert [number for number, _row in read(workbook(tmp_path / "a.xlsx", rows)).rows] == [2, 6]


# ---- cells


def test_cells_come_as_they_are_and_text_keeps_its_zeros(tmp_path: Path) -> None:
    rows = [("姓名", "工号", "出生日期"), ("@𠮷田", "007", DAY), ("-张三", 7, 43647)]

    assert cells(read(workbook(tmp_path / "a.xlsx", rows))) == [("@𠮷田", "007", DAY), ("-张三", 7, 43647)]


@pytest.mark.parametrize(
    ("number_format", "value", "expected"),
    [
        ("00000", 123, "00123"),
        ("00000", 123.0, "00123"),
        ("00000_ ", 7, "00007"),
        ("General", 123, 123),
        ("0", 123, 123),
    ],
)
def test_a_number_format_gives_a_code_its_zeros(
    tmp_path: Path, number_format: str, value: float, expected: str | int
) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["姓名", "党小组", "工号"])
    sheet.append(["张三", 5, value])
    sheet.append(["李四", 5, "00x"])
    for place in ("B2", "C2"):
        sheet[place].number_format = number_format
    book.save(tmp_path / "a.xlsx")

    assert cells(read(tmp_path / "a.xlsx")) == [("张三", 5, expected), ("李四", 5, "00x")]


# ---- text files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_text_file_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = ["名册", *(delimiter.join(row) for row in PEOPLE)]

    table = read(text_file(tmp_path / "a.csv", "\r\n".join(lines), encoding))

    assert table.rows == [(3, PEOPLE[1]), (4, PEOPLE[2])]


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ('="00123"', "00123"),
        ('"=""00123"""', "00123"),
        ("'00123", "00123"),
        ("00123", "00123"),
        (" 00123\t", "00123"),
        ('"a,b"', "a,b"),
        ("=1+1", "=1+1"),
        ("2019.1", 2019.1),
        ("'2019.1", "2019.1"),
        ("2019.11", "2019.11"),
    ],
)
def test_the_marks_excel_leaves_in_a_text_file_are_taken_off(tmp_path: Path, written: str, cell: Cell) -> None:
    assert cells(read(text_file(tmp_path / "a.csv", f"姓名,工号\n张三,{written}\n"))) == [("张三", cell)]


def test_short_and_long_lines_and_breaks_in_cells_are_borne(tmp_path: Path) -> None:
    text = '姓名,工号,党小组\n张三\n\n李四,2,一组,多余\n"王\n五",3,\n'

    assert read(text_file(tmp_path / "a.csv", text)).rows == [
        (2, ("张三", None, None)),
        (4, ("李四", "2", "一组")),
        (5, ("王\n五", "3", "")),
    ]


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    named_csv = workbook(tmp_path / "a.csv", PEOPLE)
    named_xlsx = text_file(tmp_path / "b.xlsx", "姓名,工号\n张三,1\n")

    assert len(read(named_csv).rows) == 2
    assert cells(read(named_xlsx)) == [("张三", "1")]


# ---- files that are no table

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def archive_of(*names: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, "<x/>")

    return make


def content(data: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(data)

    return make


FAULTS: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "folder.xlsx": (Path.mkdir, "is a folder"),
    "empty.xlsx": (content(b""), "is empty"),
    "blank.csv": (content(b"\xef\xbb\xbf \r\n"), "has no header row"),
    "locked.xlsx": (content(OLE2 + utf16("EncryptedPackage")), "is protected by a password"),
    "old.xlsx": (content(OLE2 + utf16("Workbook")), "is damaged, or is not a workbook"),
    "old.xls": (content(OLE2 + utf16("Book")), "is damaged, or is not a workbook"),
    "old.et": (content(OLE2 + utf16("ETExtData")), "is damaged, or is not a workbook"),
    "letter.xlsx": (content(OLE2 + utf16("WordDocument")), "is a Word document, not a workbook"),
    "letter.docx": (archive_of("[Content_Types].xml", "word/document.xml"), "is a Word document, not a workbook"),
    "slides.pptx": (archive_of("[Content_Types].xml", "ppt/presentation.xml"), "is a presentation, not a workbook"),
    "free.ods": (archive_of("mimetype", "content.xml"), "is an OpenDocument file, not a workbook"),
    "binary.xlsb": (archive_of("[Content_Types].xml", "xl/workbook.bin"), "is damaged, or is not a workbook"),
    "files.zip": (archive_of("名册.xlsx"), "is a packed archive, not a workbook"),
    "broken.xlsx": (archive_of("[Content_Types].xml", "xl/workbook.xml"), "is damaged, or is not a workbook"),
    "print.pdf": (content(b"%PDF-1.7\n..."), "is a PDF document, not a workbook"),
    "photo.xlsx": (content(b"\x89PNG\r\n\x1a\n" + bytes(20)), "is a picture, not a workbook"),
    "page.xls": (content("<html><body>姓名</body></html>".encode()), "is a web page, not a workbook"),
    "noise.csv": (content(b"\x00\x01\x02,\n\x00"), "is neither a workbook nor a text file"),
    "noise.xlsx": (content(bytes(range(128, 256)) * 9), "is neither a workbook nor a text file"),
    "nothing.zip": (content(b"PK\x05\x06" + bytes(18)), "is neither a workbook nor a text file"),
    "bare.csv": (content("张三,1\n李四,2\n".encode()), "has no header row"),
    "quote.csv": (
        content('姓名,工号\n"张三,1\n'.encode() + b"x" * 140_000),
        "perhaps a quotation mark is never closed",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_file_that_is_no_table_is_told_for_what_it_is(tmp_path: Path, name: str) -> None:
    make, expected = FAULTS[name]
    make(tmp_path / name)

    assert f"{name} " in sentence(tmp_path / name)
    assert expected in sentence(tmp_path / name)


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    for path in (tmp_path / "a.xlsx", tmp_path / "no" / "a.xlsx", Path("a\0b.xlsx")):
        with pytest.raises(NotFound, match="There is no file"):
            read(path)


def test_a_name_too_long_for_the_disk_is_bad_input(tmp_path: Path) -> None:
    assert "cannot be read" in sentence(tmp_path / ("长" * 300))


def test_a_part_under_a_password_is_told_as_one(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", PEOPLE)
    data = bytearray(path.read_bytes())
    for entry in re.finditer(b"PK\x01\x02", bytes(data)):
        data[entry.start() + 8] |= 1
    path.write_bytes(data)

    assert "is protected by a password" in sentence(path)


def test_a_workbook_without_sheets_or_with_a_chart_alone_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", PEOPLE)
    operated(path, lambda name, part: None if name.startswith("xl/worksheets/") else part)

    assert "holds no sheet with cells" in sentence(path)


def test_a_strict_workbook_is_read_like_another(tmp_path: Path) -> None:
    ordinary, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    path = operated(workbook(tmp_path / "a.xlsx", PEOPLE), lambda _name, part: part.replace(ordinary, strict))

    assert cells(read(path)) == list(PEOPLE[1:])


# ---- files that are too much


def test_a_file_too_large_for_a_list_is_refused_unread(tmp_path: Path) -> None:
    for size, expected in (
        (files.MAX_TEXT, "neither a workbook"),
        (files.MAX_TEXT + 1, "is too large"),
        (files.MAX_FILE + 1, "is too large"),
    ):
        with (tmp_path / "a.csv").open("wb") as file:
            file.truncate(size)
        assert expected in sentence(tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("part", "limit"), [("xl/worksheets/sheet1.xml", parts.MAX_SHEET_XML), ("xl/styles.xml", parts.MAX_OTHER_XML)]
)
def test_a_part_that_unpacks_to_too_much_is_refused_unread(tmp_path: Path, part: str, limit: int) -> None:
    path = workbook(tmp_path / "a.xlsx", PEOPLE)
    data = bytearray(path.read_bytes())
    entry = data.rindex(part.encode()) - 46  # the fixed part of an entry of the central directory

    struct.pack_into("<L", data, entry + 24, limit)
    path.write_bytes(data)
    assert len(read(path).rows) == 2

    struct.pack_into("<L", data, entry + 24, limit + 1)
    path.write_bytes(data)
    assert "is too large" in sentence(path)


def test_as_many_people_as_may_be_are_read_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert declared.MAX_PEOPLE == 50_000
    monkeypatch.setattr(declared, "MAX_PEOPLE", 2_000)
    rows = "姓名,工号\n" + "张三,1\n" * declared.MAX_PEOPLE
    path = text_file(tmp_path / "a.csv", rows)
    assert len(read(path).rows) == 2_000

    text_file(path, rows + "张三,1\n")
    assert "is too large" in sentence(path)


def test_more_formatted_blank_rows_than_are_read_are_not_gone_through(tmp_path: Path) -> None:
    """As a sheet has them whose columns were formatted to the end."""
    rows = range(4, files.MAX_ROWS + 50_000)
    blank = b"".join(b'<row r="%d" s="1"><c r="A%d" s="0"/></row>' % (row, row) for row in rows)
    path = workbook(tmp_path / "a.xlsx", PEOPLE, merge=["C2:C3"])
    operated(path, in_sheet(b"</sheetData>", blank + b"</sheetData>"))

    assert [number for number, _row in read(path).rows] == [2, 3]
    assert [row[2] for row in cells(read(path))] == ["一组", "一组"]


def test_a_row_without_end_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", PEOPLE)
    operated(path, in_sheet(b"</sheetData>", b"</sheetData>" + b" " * (parts.MAX_ROW_XML + 2_000_000)))

    assert "is too large" in sentence(path)


# ---- workbooks of other programs


def test_a_sheet_written_with_a_prefix_is_read_to_its_end(tmp_path: Path) -> None:
    def prefixed(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/worksheets/"):
            return part
        part = part.replace(b"<worksheet xmlns=", b"<worksheet xmlns:x=")
        return re.sub(rb"<(/?)(\w)", rb"<\1x:\2", part)

    path = operated(workbook(tmp_path / "a.xlsx", PEOPLE, merge=["C2:C3"]), prefixed)

    assert [row[0] for row in cells(read(path))] == ["张三", "李四"]
    assert [row[2] for row in cells(read(path))] == ["一组", "一组"]


@pytest.mark.slow
@pytest.mark.parametrize(("old", "new"), [(rb'<row r="\d+"', b"<row"), (rb"<row [^>]*>", b"<row>")])
def test_rows_without_numbers_are_counted(tmp_path: Path, old: bytes, new: bytes) -> None:
    def unnumbered(name: str, part: bytes) -> bytes:
        return re.sub(rb'(<c) r="\w+"', rb"\1", re.sub(old, new, part)) if "worksheets" in name else part

    path = operated(workbook(tmp_path / "a.xlsx", PEOPLE), unnumbered)

    assert [number for number, _row in read(path).rows] == [2, 3]


def test_what_stands_behind_the_cells_cannot_spoil_them(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", PEOPLE)
    nonsense = b'</sheetData><dataValidations count="1"><dataValidation type="nonsense" sqref="?"/></dataValidations>'
    operated(path, in_sheet(b"</sheetData>", nonsense))

    assert len(read(path).rows) == 2


def test_a_date_no_calendar_holds_is_an_error_of_excel(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["姓名", "工号", "出生日期"])
    book.worksheets[0].append(["张三", "1", 20190701])
    book.worksheets[0]["C2"].number_format = "yyyy-mm-dd"
    book.save(tmp_path / "a.xlsx")

    [problem] = read(tmp_path / "a.xlsx").rejected
    assert (problem.value, problem.problem) == (
        "#VALUE!",
        "The cell holds an error of Excel; write the value itself.",
    )
