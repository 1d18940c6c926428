"""The parts of a printed workbook, beside what openpyxl writes after it has read them."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from forms.test_xlsx import SHEET
from partyday.forms import xlsx
from partyday.model.paper import Asked, LineOf, Orientation

#: A sheet with everything that a sheet can have.
RICH = replace(
    SHEET,
    tab="公示'一' <&> \"甲\"",
    columns=tuple(
        replace(column, asked=asked, shaded=("缺席<&>",) if column.choices else ())
        for column, asked in zip(SHEET.columns, [*Asked, *Asked], strict=True)
    ),
    body=SHEET.body * 20,
    orientation=Orientation.LANDSCAPE,
    draft=True,
    blank_rows=3,
    frozen_columns=2,
    heat=(4, 5),
    line=LineOf(title="出勤率 <&>", texts=1, values=5),
)
#: The same with words that are refused, no line, nothing frozen at the left.
REFUSING = replace(
    RICH,
    tab="登记",
    columns=tuple(
        replace(column, only_choices=bool(column.choices), heading=f'{column.heading}\n“1”"<&>')
        for column in RICH.columns
    ),
    draft=False,
    frozen_columns=0,
    heat=None,
    line=None,
)


@pytest.fixture
def parts(tmp_path: Path) -> dict[str, tuple[ET.Element, ET.Element]]:
    """The parts of a workbook by name: as printed, and as openpyxl writes them when it has read the workbook."""
    printed, again = tmp_path / "printed.xlsx", tmp_path / "again.xlsx"
    xlsx.write([REFUSING, RICH], printed, sealed=["one", "two"], foot="记录 37 · 167393435441")
    load_workbook(printed).save(again)
    with ZipFile(printed) as ours, ZipFile(again) as theirs:
        assert ours.testzip() is None
        names = [name.replace("drawing2", "drawing1").replace("chart2", "chart1") for name in ours.namelist()]
        assert set(names) <= set(theirs.namelist())
        return {
            name: (ET.fromstring(ours.read(name)), ET.fromstring(theirs.read(as_named)))
            for name, as_named in zip(ours.namelist(), names, strict=True)
        }


def lost(ours: ET.Element, theirs: ET.Element, path: str = "") -> Iterator[str]:
    """What an element says that the other does not: its attributes, its text, its children in their order.

    openpyxl gives merged cells more looks: a count must be that of the element's own children.
    """
    where = f"{path}/{ours.tag.rpartition('}')[2]}"
    for name, value in ours.attrib.items():
        if not same(value, str(len(ours)) if name == "count" else theirs.get(name, "")):
            yield f"{where}@{name}: {value}, {theirs.get(name)}"
    if not same((ours.text or "").strip(), (theirs.text or "").strip()):
        yield f"{where}: {ours.text}, {theirs.text}"
    others = iter(theirs)
    for child in ours:
        other = next((one for one in others if one.tag == child.tag), None)
        if other is None:
            yield f"{where}: no {child.tag}"
            return
        yield from lost(child, other, where)


def same(one: str, other: str) -> bool:
    try:
        return float(one) == pytest.approx(float(other))
    except ValueError:
        return one == other


@pytest.mark.parametrize(
    "name",
    [
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/theme/theme1.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet3.xml",
        "xl/drawings/drawing2.xml",
        "xl/charts/chart2.xml",
    ],
)
def test_openpyxl_understands_all_that_a_part_says(parts: dict[str, tuple[ET.Element, ET.Element]], name: str) -> None:
    ours, theirs = parts[name]
    for sheet in (ours, theirs):
        for rows in [child for child in sheet if child.tag.endswith(("dimension", "sheetData", "mergeCells"))]:
            sheet.remove(rows)
    assert list(lost(ours, theirs)) == []
