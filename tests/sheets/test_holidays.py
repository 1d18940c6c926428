"""Reading holiday notices: lists, ranges, running text, and the files of holiday-cn."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from partyday.errors import BadInput, NotFound
from partyday.sheets.holidays import read_notice

NOTICE = """各单位：关于2027年部分节假日安排的通知
一、元旦：2026年12月31日（周四）至1月2日（周六）放假，共3天。1月3日（周日）上班。
二、春节：2月5日（农历除夕、周五）至12日（周五）放假调休，共8天。1月31日（周日）、2月14日（周日）上班。
三、清明节：4月5日（周一）放假1天，不调休。
节假日期间，各单位要安排好值班工作。
2026年11月4日
"""


def days(first: str, last: str) -> dict[date, bool]:
    start, end = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
    return {date.fromordinal(day): False for day in range(start, end + 1)}


def work(*dates: str) -> dict[date, bool]:
    return {date.fromisoformat(day): True for day in dates}


def read(tmp_path: Path, content: str, name: str = "notice.csv", encoding: str = "utf-8") -> dict[date, bool]:
    (tmp_path / name).write_text(content, encoding)
    return dict(read_notice(tmp_path / name, 2027).days)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("2027-01-01,休", days("2027-01-01", "2027-01-01")),
        ("2027/1/1,放假", days("2027-01-01", "2027-01-01")),
        ("20270101,off", days("2027-01-01", "2027-01-01")),
        ("休,2027-01-01", days("2027-01-01", "2027-01-01")),
        ("2027-01-09,班", work("2027-01-09")),
        ("2027-01-09,调休上班", work("2027-01-09")),
        ("2027-01-01至2027-01-03,休", days("2027-01-01", "2027-01-03")),
        ("2027年2月5日—12日,休", days("2027-02-05", "2027-02-12")),
        ("1月1日至3日,休", days("2027-01-01", "2027-01-03")),
        ("2月5-12日,休", days("2027-02-05", "2027-02-12")),
        ("2027.2.5-2027.2.12,休", days("2027-02-05", "2027-02-12")),
        ("2月5日（周五）~2月12日（周五）,休", days("2027-02-05", "2027-02-12")),
        ("1月31日、2月14日,班", work("2027-01-31", "2027-02-14")),
        ("元旦12月31日至1月2日,休", days("2026-12-31", "2027-01-02")),
        ("12月30日至1月2日,休", days("2027-12-30", "2028-01-02")),
    ],
)
def test_a_day_or_a_range_is_read_as_people_write_it_in_the_first_row_too(
    tmp_path: Path, row: str, expected: dict[date, bool]
) -> None:
    assert read(tmp_path, row) == expected


def test_the_notice_as_running_text(tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030", "utf-16"):
        (tmp_path / "通知.txt").write_text(NOTICE, encoding)
        notice = read_notice(tmp_path / "通知.txt", 2020)

        assert notice.days == {
            **days("2026-12-31", "2027-01-02"),
            **work("2027-01-03", "2027-01-31", "2027-02-14"),
            **days("2027-02-05", "2027-02-12"),
            **days("2027-04-05", "2027-04-05"),
        }
        assert notice.unread == ("2026年11月4日",)


def test_a_count_that_is_not_the_days_is_a_slip(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="row 1 “1月1日至3日放假,共4天。”"):
        read(tmp_path, "1月1日至3日放假，共4天。", "通知.txt")


def test_columns_may_say_what_the_days_are(tmp_path: Path) -> None:
    assert read(tmp_path, "日期,休或班\n2027-01-01,休\n") == days("2027-01-01", "2027-01-01")
    table = "2027年放假安排\n节日,放假时间,天数,调休上班\n元旦,1月1日至3日,3,1月9日\n清明节,4月5日,1,无\n"

    assert read(tmp_path, table) == {
        **days("2027-01-01", "2027-01-03"),
        **days("2027-04-05", "2027-04-05"),
        **work("2027-01-09"),
    }


def test_columns_may_give_a_beginning_and_an_end(tmp_path: Path) -> None:
    assert read(tmp_path, "节日,开始日期,结束日期,类型\n元旦,2027/1/1,2027/1/3,休\n补班,2027/1/9,2027/1/9,班\n") == {
        **days("2027-01-01", "2027-01-03"),
        **work("2027-01-09"),
    }


def test_real_dates_of_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    rows: Sequence[Sequence[Any]] = [("日期", "安排"), (date(2027, 1, 1), "休"), (date(2027, 1, 9), "班")]
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(tmp_path / "a.xlsx")

    assert read_notice(tmp_path / "a.xlsx", 2027).days == {**days("2027-01-01", "2027-01-01"), **work("2027-01-09")}


def test_the_files_of_holiday_cn(tmp_path: Path) -> None:
    told = [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-09", "isOffDay": False},
    ]
    expected = {**days("2027-01-01", "2027-01-01"), **work("2027-01-09")}
    event = "BEGIN:VEVENT\r\nSUMMARY:{}\r\nDTSTART;VALUE=DATE:{}\r\nDTEND;VALUE=DATE:{}\r\nEND:VEVENT\r\n"
    calendar = "BEGIN:VCALENDAR\r\n" + event.format("元旦假期", "20270101", "20270102")
    calendar += event.format("上班(补\r\n 元旦假期)", "20270109", "20270110")
    calendar += event.format("腊八节", "20270115", "20270116") + "END:VCALENDAR\r\n"
    (tmp_path / "2027.ics").write_text(calendar, "utf-8")

    assert read(tmp_path, json.dumps({"year": 2027, "days": told}), "2027.json") == expected
    assert read_notice(tmp_path / "2027.ics", 2027).days == expected
    assert read_notice(tmp_path / "2027.ics", 2027).unread == ("20270115 腊八节",)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("2027-02-30,休", "row 1 “2027-02-30 休”"),
        ("2027-13-01,休\n2027-01-01,休", "row 1 “2027-13-01 休”"),
        ("日期,安排\n2027-04-02,也许\n2027-04-03,休", "row 2 “2027-04-02 也许”"),
        ("2027-01-01,休\n2027-01-01,班", "row 2 “2027-01-01 班”"),
        ("2027-01-03至2027-01-01,休", "row 1 “2027-01-03至2027-01-01 休”"),
        ("2027-01-01至2027-06-01,休", "row 1 “2027-01-01至2027-06-01 休”"),
        ("2027-01-01,休\n,休", "row 2 “休”"),
    ],
)
def test_what_is_not_understood_is_told_with_its_row_and_nothing_is_taken(
    tmp_path: Path, content: str, told: str
) -> None:
    with pytest.raises(BadInput) as refused:
        read(tmp_path, content)
    assert told in str(refused.value)


@pytest.mark.parametrize("content", ["日期,安排\n", "放假通知\n", "[]", "BEGIN:VCALENDAR\nEND:VCALENDAR\n"])
def test_a_notice_without_a_day_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(BadInput, match="holds no holiday"):
        read(tmp_path, content, "notice.txt" if content[0] in "[B" else "notice.csv")


def test_a_file_that_is_not_there_or_no_notice(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_notice(tmp_path / "a.csv", 2027)
    with pytest.raises(BadInput, match="no JSON"):
        read(tmp_path, "{", "a.json")
