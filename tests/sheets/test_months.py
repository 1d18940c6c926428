"""Months as papers have them: in cells, in titles and on tabs, as headers of columns."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest

from factories import TODAY
from partyday.model.period import Month
from partyday.sheets.cells import Cell, Unreadable
from partyday.sheets.months import MonthColumns, months_named, read_months_of
from partyday.words.vocabulary import vocabulary


def months(*numbers: int, year: int = 2026) -> tuple[Month, ...]:
    return tuple(Month(f"{year}-{number:02}") for number in numbers)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (3, months(3)),
        ("03", months(3)),
        ("3月", months(3)),
        ("三月份", months(3)),
        ("十二月", months(12)),
        ("3月党费", months(3)),
        ("2025年12月", months(12, year=2025)),
        (datetime(2026, 2, 1), months(2)),  # noqa: DTZ001
        (date(2026, 2, 17), months(2)),
        ("1-3月", months(1, 2, 3)),
        ("1月至3月", months(1, 2, 3)),
        ("2026.1—2026.2", months(1, 2)),
        ("2026.01-2026.02", months(1, 2)),
        ("2、3月", months(2, 3)),
        ("1月、3月", months(1, 3)),
        ("第一季度", months(1, 2, 3)),
        ("二季度", months(4, 5, 6)),
        ("2025年第四季度", months(10, 11, 12, year=2025)),
        ("上半年", months(1, 2, 3, 4, 5, 6)),
        ("2026年度", months(*range(1, 13))),
    ],
)
def test_months_are_read_as_people_write_them(written: Cell, meant: tuple[Month, ...]) -> None:
    assert read_months_of(written, TODAY) == meant


@pytest.mark.parametrize("written", ["春天", "13月", "2026-13", 2026.1, "0", "3月6日", "12-1月"])
def test_what_is_no_month_or_two_is_refused(written: Cell) -> None:
    with pytest.raises(Unreadable):
        read_months_of(written, TODAY)


@pytest.mark.parametrize(
    ("lines", "tab", "meant"),
    [
        (["2026年3月党费收缴登记表"], "Sheet1", months(3)),
        (["计算机学院党支部三月份党费缴纳明细"], "Sheet1", months(3)),
        (["2026年1—3月党费收缴表"], "", months(1, 2, 3)),
        (["2025年第四季度党费收缴表", "2025年"], "", months(10, 11, 12, year=2025)),
        (["学生党员2026年上半年党费"], "", months(1, 2, 3, 4, 5, 6)),
        ([], "3月", months(3)),
        (["党费收缴表"], "2月份", months(2)),
        (["2026年党费缴纳登记表（1-12月）"], "", ()),
        (["2026年度党费收缴登记表"], "2026", ()),
        (["党费收缴登记表", "收缴日期：2026年3月6日"], "", ()),
        (["党费收缴登记表", "制表时间：2026年4月"], "", ()),
        (["2026年3月6日党费收缴登记表"], "", ()),
        (["1月党费", "2月党费"], "", ()),
        ([], "Sheet1", ()),
        ([], "定稿", ()),
    ],
)
def test_the_title_or_the_tab_names_the_months(lines: Sequence[str], tab: str, meant: tuple[Month, ...]) -> None:
    assert months_named(lines, tab, TODAY) == meant


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([["姓名", "1月", "2026年2月", "三月份"]], {"1月": 1, "2026年2月": 2, "三月份": 3}),
        ([["序号", "姓名", "1", "2", "3", "4", "合计"]], {"1": 1, "2": 2, "3": 3, "4": 4}),
        ([["姓名", "1月实缴", "2月实缴（元）"]], {"1月实缴": 1, "2月实缴（元）": 2}),
        ([["姓名", "1", "2"]], {}),
        ([["姓名", "2", "3", "4"]], {}),
        ([["部门", "1月"]], {}),
    ],
)
def test_columns_are_months(rows: list[list[str]], found: dict[str, int]) -> None:
    days = MonthColumns(vocabulary("collection"), TODAY)
    days.find([tuple(row) for row in rows])

    known = {title: days.words.meanings(title) for title in rows[0]}
    assert {
        title: int(meanings[0].field[-2:])
        for title, meanings in known.items()
        if meanings and days.is_day(meanings[0].field)
    } == found
