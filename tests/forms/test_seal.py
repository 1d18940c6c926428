import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from partyday.errors import BadInput, PartydayError
from partyday.forms import xlsx
from partyday.model.archive import pack, unpack
from partyday.model.filings import Whose
from partyday.model.paper import Align, Number, Orientation, PrintedColumn, Row, RowKind, Sheet, sha256
from partyday.model.period import Period
from partyday.model.seal import SEAL_TAB, Sealed, seal, unseal
from partyday.sheets.sealed import Altered, Difference, read_filed

SHEET = Sheet(
    title="数学系党支部2026年第二季度党员活动日活动计划",
    tab="活动计划",
    stem="计划",
    lines=(("报送单位：数学系党支部", "报：中州大学党委"), ("季度主题：学党章", "")),
    columns=(
        PrintedColumn(heading="序号", width=4),
        PrintedColumn(heading="主题", width=20, align=Align.LEFT, choices=("一", "二")),
        PrintedColumn(heading="应交", width=8, number=Number.MONEY, group="党费"),
        PrintedColumn(heading="比例", width=8, number=Number.PERCENT, group="党费"),
    ),
    body=(
        Row(("支部委员会",), RowKind.SECTION),
        Row((1, "=学习\n全会 𠮷", Decimal("97.50"), 0.8182)),
        Row((2, None, None, "—")),
        Row(("合计", None, Decimal("97.50"), 0.5), RowKind.TOTAL, Number.MONEY),
    ),
    notes=("说明：无。",),
    signatures=("填表人：", "支部书记："),
    orientation=Orientation.LANDSCAPE,
)


def sealed(*sheets: Sheet) -> Sealed:
    return Sealed(
        form="quarter-plan",
        branch="数学系党支部",
        superior="中州大学党委",
        period=Period("2026Q2"),
        filed_on=date(2026, 3, 18),
        policy="hebei@0123456789ab",
        sha256=sha256(*sheets),
        content=pack(sheets),
    )


def written(path: Path, *sheets: Sheet) -> Path:
    xlsx.write(sheets, path, sealed=seal(sealed(*sheets)))
    return path


def changed(path: Path, change: Callable[[Any], None]) -> Path:
    """The workbook after somebody opened it, changed something and saved it."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def test_what_was_filed_comes_out_of_the_workbook_again(tmp_path: Path) -> None:
    told = read_filed(written(tmp_path / "a.xlsx", SHEET))
    assert told == sealed(SHEET)
    assert told.sheets == (SHEET,)


def test_the_data_stands_in_a_hidden_sheet_behind_the_form(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path / "a.xlsx", SHEET))
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [("活动计划", "visible"), (SEAL_TAB, "hidden")]


def test_a_workbook_that_was_only_saved_again_is_the_same(tmp_path: Path) -> None:
    def widened(book: Any) -> None:
        book.worksheets[0].column_dimensions["B"].width = 60
        book.worksheets[0]["A11"] = "填表人：李华　支部书记：王五"  # the line to sign on
        book.worksheets[0].title = "改了名"

    assert read_filed(changed(written(tmp_path / "a.xlsx", SHEET), widened)) == sealed(SHEET)


def test_a_workbook_that_libreoffice_saved_is_the_same() -> None:
    saved = Path(__file__).parents[1] / "cases" / "saved-by-libreoffice.xlsx"
    assert read_filed(saved) == sealed(SHEET)


def test_each_changed_cell_is_told(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        page = book.worksheets[0]
        page["C7"] = 197.5
        page["B8"] = "补写"
        page["D8"] = None
        page["A9"] = "总计"
        page["F7"] = "旁注"
        page["A1"] = "另一个标题"
        page["A14"] = "又一行"

    with pytest.raises(Altered) as told:
        read_filed(changed(written(tmp_path / "a.xlsx", SHEET), change))
    differences = told.value.differences
    assert {(each.cell, each.filed, each.found) for each in differences} == {
        ("A1", SHEET.title, "另一个标题"),
        ("C7", "97.50", "197.5"),
        ("F7", "", "旁注"),
        ("B8", "", "补写"),
        ("D8", "—", ""),
        ("A9", "合计", "总计"),
        ("A14", "", "又一行"),
    }
    assert {each.sheet for each in differences} == {"活动计划"}


def test_a_number_that_became_a_truth_is_told(tmp_path: Path) -> None:
    """1 is TRUE to a program, and not to whoever reads the page."""
    path = changed(written(tmp_path / "a.xlsx", SHEET), lambda book: book.worksheets[0].cell(7, 1, True))
    with pytest.raises(Altered) as told:
        read_filed(path)
    assert told.value.differences == (Difference("活动计划", "A7", "1", "TRUE"),)


def test_a_row_taken_out_is_told(tmp_path: Path) -> None:
    path = changed(written(tmp_path / "a.xlsx", SHEET), lambda book: book.worksheets[0].delete_rows(8))
    with pytest.raises(Altered) as told:
        read_filed(path)
    assert Difference("活动计划", "A8", "2", "合计") in told.value.differences


def data(book: Any) -> Any:
    return book[SEAL_TAB]


def without_its_page(book: Any) -> None:
    data(book).sheet_state = "visible"
    book.remove(book.worksheets[0])


@pytest.mark.parametrize(
    "harm",
    [
        lambda book: data(book).__setitem__("A4", "x" + data(book)["A4"].value[1:]),
        lambda book: data(book).__setitem__("A4", data(book)["A4"].value[:-8]),
        lambda book: data(book).__setitem__("A3", "0" * 64),
        lambda book: data(book).__setitem__("A4", None),
        lambda book: data(book).delete_rows(1, 5),
        without_its_page,
    ],
)
def test_damaged_data_is_refused(tmp_path: Path, harm: Callable[[Any], None]) -> None:
    with pytest.raises(BadInput, match=r"damaged|lost a sheet"):
        read_filed(changed(written(tmp_path / "a.xlsx", SHEET), harm))


def test_data_sealed_anew_over_other_content_is_refused() -> None:
    lines = seal(replace(sealed(SHEET), content=pack((replace(SHEET, title="另一个"),))))
    with pytest.raises(BadInput, match="damaged"):
        unseal("a.xlsx", lines)


@pytest.mark.parametrize(("member", "number"), [("张三", "2"), ("张三", ""), ("", "")])
def test_a_roster_number_tells_a_member_from_a_namesake(member: str, number: str) -> None:
    told = unseal("a.xlsx", seal(replace(sealed(SHEET), member=member, number=number)))
    assert told.whose == Whose(member, int(number) if number else None)


@pytest.mark.parametrize(
    ("member", "number"),
    [("张三", "0"), ("张三", "02"), ("张三", "２"), ("张三", "x"), ("张三", "1234567890"), ("", "2")],
)
def test_what_is_no_number_of_a_member_is_refused(member: str, number: str) -> None:
    with pytest.raises(BadInput, match="damaged"):
        unseal("a.xlsx", seal(replace(sealed(SHEET), member=member, number=number)))


def test_a_newer_seal_says_to_install_the_newest_program() -> None:
    lines = seal(sealed(SHEET))
    lines[1] = "2"
    with pytest.raises(BadInput, match="newer partyday"):
        unseal("a.xlsx", lines)


def test_a_workbook_without_a_seal_and_what_is_no_workbook_are_refused(tmp_path: Path) -> None:
    xlsx.write(SHEET, tmp_path / "plain.xlsx")
    (tmp_path / "text.xlsx").write_text("序号,主题\n1,学习\n", "utf-8")
    (tmp_path / "half.xlsx").write_bytes(written(tmp_path / "a.xlsx", SHEET).read_bytes()[:3000])
    with ZipFile(tmp_path / "other.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    for name in ("plain", "text", "half", "other"):
        with pytest.raises(BadInput, match=name):
            read_filed(tmp_path / f"{name}.xlsx")


def test_long_data_is_divided_over_cells(tmp_path: Path) -> None:
    noise = random.Random(1)  # what does not compress
    words = ["".join(chr(noise.randrange(0x4E00, 0x9FA5)) for _ in range(40)) for _ in range(800)]
    long = replace(SHEET, body=tuple(Row((number, word, None, None)) for number, word in enumerate(words)))
    assert len(seal(sealed(long))) > 4
    assert read_filed(written(tmp_path / "a.xlsx", long)) == sealed(long)


def test_several_sheets_are_sealed_together(tmp_path: Path) -> None:
    other = replace(SHEET, tab="第二页", title="第二页")
    path = written(tmp_path / "a.xlsx", SHEET, other)
    assert read_filed(path) == sealed(SHEET, other)
    changed(path, lambda book: book.worksheets[1].__setitem__("B7", "改"))
    with pytest.raises(Altered) as told:
        read_filed(path)
    assert [(each.sheet, each.cell) for each in told.value.differences] == [("第二页", "B7")]


CELLS = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.integers(-(10**9), 10**9),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 4)),
    st.decimals(-10000, 10000, places=2),
)


@pytest.mark.slow
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
def test_any_cells_come_back_as_they_were_and_the_printed_page_agrees(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[Any, Any]]
) -> None:
    columns = (PrintedColumn(heading="甲", width=10), PrintedColumn(heading="乙", width=10))
    sheet = Sheet(title="表", tab="表", stem="表", columns=columns, body=tuple(map(Row, cells)))
    assert unpack(pack((sheet,))) == (sheet,)
    path = tmp_path_factory.getbasetemp() / "sealed.xlsx"
    assert read_filed(written(path, sheet)).sheets == (sheet,)


@pytest.mark.slow
@given(st.binary(max_size=60), st.integers(0, 10_000))
def test_whatever_is_done_to_the_file_a_sentence_comes_of_it(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int
) -> None:
    folder = tmp_path_factory.getbasetemp()
    if not (good := folder / "good.xlsx").exists():
        written(good, SHEET)
    content = bytearray(good.read_bytes())
    at %= len(content)
    content[at : at + len(noise)] = noise
    (path := folder / "harmed.xlsx").write_bytes(bytes(content))
    try:
        told = read_filed(path)
    except PartydayError:
        return
    assert told == sealed(SHEET)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format":2,"sheets":[]}', '{"format":1,"sheets":[{}]}', "null"])
def test_text_that_is_no_archive_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="no sheets of this kind"):
        unpack(text)
    assert json.loads(pack((SHEET,)))["format"] == 1


def test_sections_over_the_header_and_a_text_in_several_rows_are_the_page_that_was_filed(tmp_path: Path) -> None:
    """A year plan begins with numbered sections; a record's long text goes on in further rows."""
    plan = replace(
        SHEET,
        body=(
            Row(("一、年度主题：学党章",), RowKind.SECTION),
            Row(("二、活动时间：每月",), RowKind.SECTION),
            *SHEET.body,
        ),
    )
    long = Sheet(
        title="数学系党支部党员活动日活动记录",
        tab="活动记录",
        stem="记录",
        columns=(PrintedColumn(heading="项目", width=20), PrintedColumn(heading="内容", width=68, align=Align.LEFT)),
        body=(Row(("活动内容", "学习全会精神。" * 400)), Row(("活动地点", "礼堂"))),
    )
    path = written(tmp_path / "filed.xlsx", plan, long)
    pages = load_workbook(path).worksheets
    assert str(pages[0]["A4"].value).startswith("一、"), "over the header"
    assert any(str(row[0].value).endswith("（续）") for row in pages[1].iter_rows()), "in several rows"
    assert read_filed(path).sheets == (plan, long)
    book = load_workbook(path)
    next(row[1] for row in book.worksheets[1].iter_rows() if row[0].value == "活动内容（续）").value = "别的"
    book.save(path)
    with pytest.raises(Altered):
        read_filed(path)
