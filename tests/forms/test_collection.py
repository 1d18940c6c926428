from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from factories import TODAY, person
from partyday.errors import BadInput
from partyday.forms import xlsx
from partyday.forms.collection import build
from partyday.model.codes import BranchKind
from partyday.model.dues import DuesLine
from partyday.model.dues_said import Handed
from partyday.model.paper import Sheet
from partyday.model.people import Branch
from partyday.model.period import Month
from partyday.sheets.collection import read_collection

BRANCH = Branch(id=1, name="数学系党支部", kind=BranchKind.BRANCH)
OWING = [
    (person(2, "李四"), [DuesLine(Month("2026-03"), 20, 0, 0)]),
    (
        person(1, "张三"),
        [
            DuesLine(Month("2026-01"), 9750, 0, 750),
            DuesLine(Month("2026-02"), 9750, 0, 0),
            DuesLine(Month("2026-05"), 9750, 9000, 0),
        ],
    ),
]


def sheet() -> Sheet:
    return build(BRANCH, "2026-03-06", OWING)


def filled(path: Path, **cells: str | float) -> Path:
    """The printed sheet with something written into its cells."""
    xlsx.write(sheet(), path)
    book = load_workbook(path)
    for place, value in cells.items():
        book.worksheets[0][place] = value
    book.save(path)
    return path


def test_it_lists_by_number_who_owes_which_months_and_leaves_room_for_what_they_hand_in() -> None:
    assert [row.cells for row in sheet().body] == [
        (1, "张三", "2026-01至2026-02、2026-05", Decimal("195.00"), None, None),
        (2, "李四", "2026-03", Decimal("0.20"), None, None),
        ("合计", None, None, Decimal("195.20"), None, None),
    ]
    assert sheet().title == "数学系党支部党费收缴登记表"
    assert "不得传阅" in "".join(sheet().notes)


def test_an_amount_is_taken_a_tick_is_all_and_a_blank_is_nothing(tmp_path: Path) -> None:
    read = read_collection(filled(tmp_path / "a.xlsx", E4=97.5, E5="√"), TODAY)
    assert (read.rejected, read.unread) == ((), ())
    assert (read.day, read.branch) == ("2026-03-06", "数学系党支部")
    assert read.handed == (
        Handed(row=4, who="张三", number=1, amount=9750, owed=19500),
        Handed(row=5, who="李四", number=2, amount=None, owed=20),
    )
    read = read_collection(filled(tmp_path / "b.xlsx", E4="未交", E5="0.20元"), TODAY)
    assert (read.handed, read.rejected) == ((Handed(row=5, who="李四", number=2, amount=20, owed=20),), ())


def test_what_cannot_be_read_is_told_with_its_cell(tmp_path: Path) -> None:
    problems = read_collection(filled(tmp_path / "a.xlsx", E4="一百", E5=0.205), TODAY).rejected
    assert [(each.row, each.column, each.value) for each in problems] == [
        (4, "实交（元）", "一百"),
        (5, "实交（元）", "0.205"),
    ]


def test_a_sheet_that_says_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nobody"):
        read_collection(filled(tmp_path / "a.xlsx"), TODAY)
    (tmp_path / "b.csv").write_text("姓名,部门\n张三,系办\n", "utf-8")
    with pytest.raises(BadInput):
        read_collection(tmp_path / "b.csv", TODAY)
