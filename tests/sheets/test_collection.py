"""Reading sheets of dues as offices keep them: columns by other names, months, ticks."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from factories import TODAY
from partyday.errors import BadInput
from partyday.model.dues import Handed
from partyday.model.period import Month
from partyday.sheets.collection import FilledCollection, read_collection


def read(tmp_path: Path, *lines: str) -> FilledCollection:
    (tmp_path / "a.csv").write_text("\n".join(lines), "utf-8")
    return read_collection(tmp_path / "a.csv", TODAY)


def months(*names: str) -> tuple[Month, ...]:
    return tuple(map(Month, names))


@pytest.mark.parametrize(
    ("owed", "handed"),
    [
        ("应缴党费", "实缴党费"),
        ("应缴金额", "缴纳金额"),
        ("应缴额", "已交金额"),
        ("缴纳标准", "实收"),
        ("应交党费（元）", "实交党费（元）"),
        ("应收", "交款金额"),
    ],
)
def test_the_sums_are_known_by_their_usual_names(tmp_path: Path, owed: str, handed: str) -> None:
    filled = read(tmp_path, f"序号,党员,{owed},{handed}", "1,林晓岚,369,¥369.00")

    assert filled.handed == (Handed(row=2, who="林晓岚", number=1, owed=36900, amount=36900),)
    assert (filled.rejected, filled.unread) == ((), ())


def test_a_tick_without_a_sum_beside_it_is_told(tmp_path: Path) -> None:
    for lines in (["姓名,是否交纳", "林晓岚,√"], ["姓名,应缴党费,实交", "林晓岚,,√"]):
        filled = read(tmp_path, *lines)
        assert filled.handed == ()
        assert [(each.row, each.value) for each in filled.rejected] == [(2, "√")]


def test_a_tick_beside_a_sum_that_is_not_understood_books_nothing(tmp_path: Path) -> None:
    filled = read(tmp_path, "姓名,应缴党费,实交", "林晓岚,三百,√", "何建业,1,√")

    assert [(each.row, each.value) for each in filled.rejected] == [(2, "三百")]
    assert filled.handed == (Handed(row=3, who="何建业", owed=100, amount=None),)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026年3月", months("2026-03")),
        ("1月", months("2026-01")),
        ("1-3月", months("2026-01", "2026-02", "2026-03")),
        ("2026-01至2026-02、2026-05", months("2026-01", "2026-02", "2026-05")),
        ("", ()),
    ],
)
def test_the_months_a_sum_is_for(tmp_path: Path, written: str, meant: tuple[Month, ...]) -> None:
    filled = read(tmp_path, "姓名,缴费月份,实缴金额", f"林晓岚,{written},123")

    assert filled.handed == (Handed(row=2, who="林晓岚", amount=12300, months=meant),)


def test_months_that_are_none_are_told(tmp_path: Path) -> None:
    filled = read(tmp_path, "姓名,缴费月份,实缴金额", "林晓岚,春天,123")

    assert [(each.row, each.column, each.value) for each in filled.rejected] == [(2, "缴费月份", "春天")]


def test_each_month_may_have_a_column(tmp_path: Path) -> None:
    filled = read(
        tmp_path,
        "2025年党费登记表",
        "姓名,月缴党费,1月,2月,12月,合计",
        "林晓岚,123,123,√,,",
        "何建业,97.5,97.5,97.5,,195",
        "范予,0.2,,,,",
    )

    assert filled.rejected == ()
    assert filled.handed == (
        Handed(row=3, who="林晓岚", owed=12300, amount=12300, months=months("2025-01")),
        Handed(row=3, who="林晓岚", owed=12300, amount=None, months=months("2025-02")),
        Handed(row=4, who="何建业", owed=9750, amount=9750, months=months("2025-01")),
        Handed(row=4, who="何建业", owed=9750, amount=9750, months=months("2025-02")),
    )


def test_months_that_do_not_add_up_are_told(tmp_path: Path) -> None:
    filled = read(tmp_path, "姓名,1月,2月,合计", "林晓岚,123,,369")

    assert [(each.row, each.column, each.value) for each in filled.rejected] == [(2, "合计", "369")]
    assert filled.handed == ()


def test_who_did_not_pay_is_not_in_it_and_words_of_their_own_are_told(tmp_path: Path) -> None:
    filled = read(
        tmp_path, "姓名,应缴金额（元）,缴纳情况", "林晓岚,369,已缴", "何建业,1,未缴", "范予,1,缓交", "合计,371,"
    )

    assert [each.who for each in filled.handed] == ["林晓岚"]
    assert [(each.row, each.value) for each in filled.rejected] == [(4, "缓交")]


def test_remarks_and_columns_not_read_are_told(tmp_path: Path) -> None:
    filled = read(tmp_path, "姓名,实缴,签字,备注", "林晓岚,1,林晓岚,代交")

    assert filled.unread == ("签字",)
    assert filled.notes == ("Row 2 (林晓岚): 备注: 代交",)


@pytest.mark.parametrize("lines", [["姓名,部门", "林晓岚,系办"], ["姓名,应缴,实缴", "林晓岚,1,"]])
def test_a_sheet_on_which_nobody_paid_is_refused(tmp_path: Path, lines: Sequence[str]) -> None:
    with pytest.raises(BadInput):
        read(tmp_path, *lines)
