"""What each cell of a roster means, and what is told of one that is not understood."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyday.model.codes import Circumstance, Standing
from partyday.model.dates import Day
from partyday.model.problems import Problem
from partyday.sheets.cells import Cell, Unreadable, read_date, read_id_number, read_name
from partyday.sheets.roster import read_roster
from partyday.words.masks import masked
from roster_papers import ID, MIDNIGHT, TODAY, only, outcome, read


def problem(tmp_path: Path, column: str, cell: Any) -> Problem:
    rows, problems = only(tmp_path, column, cell)
    assert rows == []
    assert len(problems) == 1
    assert (problems[0].row, problems[0].column) == (2, column)
    return problems[0]


# ---- dates


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (MIDNIGHT, Day(date(2019, 7, 1))),
        (date(2019, 7, 1), Day(date(2019, 7, 1))),
        ("2019-07-01", Day(date(2019, 7, 1))),
        ("2019-7-1", Day(date(2019, 7, 1))),
        ("2019.7.1", Day(date(2019, 7, 1))),
        ("2019/7/1", Day(date(2019, 7, 1))),
        ("2019年7月1日", Day(date(2019, 7, 1))),
        ("2019 年 7 月 1 日", Day(date(2019, 7, 1))),
        ("２０１９．０７．０１", Day(date(2019, 7, 1))),
        ("２０１９０７０１", Day(date(2019, 7, 1))),
        (" 2019-07-01 00:00:00", Day(date(2019, 7, 1))),
        ("2019-07-01T08:30", Day(date(2019, 7, 1))),
        ("2019/7/1 0:00", Day(date(2019, 7, 1))),
        ("20190701", Day(date(2019, 7, 1))),
        (20190701, Day(date(2019, 7, 1))),
        (20190701.0, Day(date(2019, 7, 1))),
        (43647, Day(date(2019, 7, 1))),
        (43647.5, Day(date(2019, 7, 1))),
        ("2020-02-29", Day(date(2020, 2, 29))),
        ("2019年7月", Day(date(2019, 7, 1), month_only=True)),
        ("201907", Day(date(2019, 7, 1), month_only=True)),
        (201907, Day(date(2019, 7, 1), month_only=True)),
        ("2019.07", Day(date(2019, 7, 1), month_only=True)),
        ("2019-07", Day(date(2019, 7, 1), month_only=True)),
        ("2019.1", Day(date(2019, 1, 1), month_only=True)),
        ("2019.10", Day(date(2019, 10, 1), month_only=True)),
        (2019.07, Day(date(2019, 7, 1), month_only=True)),
        (2019.7, Day(date(2019, 7, 1), month_only=True)),
        (2019.11, Day(date(2019, 11, 1), month_only=True)),
        (2019.01, Day(date(2019, 1, 1), month_only=True)),
    ],
)
def test_a_date_is_read_in_every_style(cell: Cell, day: Day) -> None:
    assert read_date(cell) == day


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("2019-02-29", "No calendar has this day."),
        ("2019-02-30", "No calendar has this day."),
        ("2019-13-01", "No calendar has this day."),
        ("2019-00-01", "No calendar has this day."),
        ("2019-07-00", "No calendar has this day."),
        ("20191301", "No calendar has this day."),
        (201913, "No calendar has this day."),
        (2019.13, "No calendar has this day."),
        (2019.1, "As a number this may mean January or October; write 2019-01 or 2019-10."),
        ("七月一日", "This is not a date; write it as 2019-07-01."),
        ("2019", "This is not a date; write it as 2019-07-01."),
        (2019, "This is not a date; write it as 2019-07-01."),
        ("43647", "This is not a date; write it as 2019-07-01."),
        (9999, "This is not a date; write it as 2019-07-01."),
        (100_000, "No calendar has this day."),
        (float("inf"), "This is not a date; write it as 2019-07-01."),
        (1e300, "This is not a date; write it as 2019-07-01."),
        (True, "This is not a date; write it as 2019-07-01."),
        (time(8, 30), "This is not a date; write it as 2019-07-01."),
    ],
)
def test_what_is_no_date_is_told(cell: Cell, told: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_date(cell)

    assert str(refused.value) == told


def test_the_last_day_a_month_can_mean_is_its_last() -> None:
    assert Day(date(2020, 2, 1), month_only=True).latest == date(2020, 2, 29)
    assert Day(date(2019, 12, 1), month_only=True).latest == date(2019, 12, 31)
    assert Day(date(2019, 12, 1)).latest == date(2019, 12, 1)


def joined(tmp_path: Path, cell: Any) -> str:
    """What is told of a date of joining; empty where it is good."""
    rows, problems = read(tmp_path, ("张三", "正式党员", cell))
    assert len(rows) + len(problems) == 1
    return "" if rows else problems[0].problem


def test_nobody_joins_before_the_party_was_founded_or_a_year_ahead(tmp_path: Path) -> None:
    assert joined(tmp_path, "1921-07-01") == ""
    assert joined(tmp_path, "1921-07") == ""
    assert joined(tmp_path, "1921-06-30") == "The date lies before 1921-07-01."
    assert joined(tmp_path, "2027-03-06") == ""
    assert joined(tmp_path, "2027-03-07") == "The date lies more than a year ahead."


def test_nobody_is_born_before_1900_or_after_today(tmp_path: Path) -> None:
    assert only(tmp_path, "出生日期", "1900-01-01")[0][0].born_on == date(1900, 1, 1)
    assert problem(tmp_path, "出生日期", "1899-12-31").problem == "The date lies before 1900-01-01."
    _rows, problems = only(tmp_path, "出生日期", "2026-03-07")
    assert problems[0] == Problem(row=2, column="出生日期", value="2026-03-07", problem="The date of birth lies ahead.")


def test_nobody_joins_before_turning_eighteen(tmp_path: Path) -> None:
    turned, early = ("张三", "正式党员", "2019-07-01", "2001-07-01"), ("张三", "正式党员", "2019-07-01", "2001-07-02")
    month = ("张三", "正式党员", "2019.07", "2001-07-15")
    by_id = ("张三", "正式党员", "1967-12-30", None)

    assert read(tmp_path, turned, month, more="出生日期")[1] == []
    assert read(tmp_path, early, more="出生日期")[1] == [
        Problem(
            row=2,
            column="加入党组织日期",
            value="2019-07-01",
            problem="Born on 2001-07-02, nobody can have joined before turning 18.",
        )
    ]
    assert len(read(tmp_path, (*by_id[:3], ID), more="身份证号")[1]) == 1


def test_who_was_born_on_29_february_turns_eighteen_on_1_march(tmp_path: Path) -> None:
    assert read(tmp_path, ("张三", "正式党员", "2018-03-01", "2000-02-29"), more="出生日期")[1] == []
    assert len(read(tmp_path, ("张三", "正式党员", "2018-02-28", "2000-02-29"), more="出生日期")[1]) == 1


def test_nobody_is_a_full_member_before_joining(tmp_path: Path) -> None:
    assert only(tmp_path, "转正日期", "2019-07-01")[1] == []
    assert only(tmp_path, "转正日期", "2019年7月")[1] == []
    assert problem(tmp_path, "转正日期", "2019-06-30").problem == "A full member since before joining?"


# ---- ID numbers


@pytest.mark.parametrize("cell", [ID, ID.lower(), f" {ID} ", f"'{ID}", "１１０１０５１９４９１２３１００２Ｘ"])
def test_an_id_number_is_read_with_a_capital_x(tmp_path: Path, cell: str) -> None:
    rows, problems = only(tmp_path, "公民身份号码", cell)

    assert problems == []
    assert rows[0].id_number == ID


@given(place=st.integers(111_111, 999_999), turn=st.integers(1, 999), born=st.dates(date(1930, 1, 1), date(2005, 1, 1)))
def test_the_check_digit_is_that_of_gb_11643(place: int, turn: int, born: date) -> None:
    """ISO 7064 MOD 11-2 as GB 11643 states it: the weights are the powers of 2 modulo 11; the sum leaves 1."""
    seventeen = f"{place}{born:%Y%m%d}{turn:03}"
    total = sum(int(digit) * pow(2, 17 - place_of, 11) for place_of, digit in enumerate(seventeen))
    check = "0123456789X"[(1 - total) % 11]
    assert read_id_number(seventeen + check) == seventeen + check
    for wrong in "0123456789X".replace(check, ""):
        with pytest.raises(Unreadable):
            read_id_number(seventeen + wrong)


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [
        ("110105194912310021", "110*************21", "The check digit of the ID number is wrong"),
        ("11010519491231002", "110************02", "An ID number has 18 characters"),
        ("X", "*", "An ID number has 18 characters"),
        ("110105194902300012", "110*************12", "The birth date in the ID number does not exist."),
    ],
)
def test_a_wrong_id_number_is_told_without_showing_it(tmp_path: Path, cell: Any, value: str, told: str) -> None:
    found = problem(tmp_path, "公民身份号码", cell)

    assert found.value == value
    assert told in found.problem


def test_the_birth_date_must_agree_with_the_id_number(tmp_path: Path) -> None:
    person = ("张三", "正式党员", "2019-07-01", ID)
    header = "身份证号 出生日期"

    assert read(tmp_path, (*person, "1949-12-31"), more=header)[1] == []
    assert read(tmp_path, (*person, "1949-12-30"), more=header)[1] == [
        Problem(row=2, column="出生日期", value="1949-12-30", problem="It is not the date of birth in the ID number.")
    ]


def test_a_month_of_birth_takes_its_day_from_the_id_number(tmp_path: Path) -> None:
    person = ("张三", "正式党员", "2019-07-01", ID)

    rows, problems = read(tmp_path, (*person, "1949.12"), (*person, "1949.11"), more="身份证号 出生年月")

    assert [row.born_on for row in rows] == [date(1949, 12, 31)]
    assert [each.row for each in problems] == [3]


def test_a_mask_leaves_nothing_of_a_short_number() -> None:
    assert [masked(text) for text in ("", "123456", "1234567")] == ["", "******", "123**67"]


# ---- names


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("张三", "张三"),
        (" 张 三 ", "张三"),
        ("张　三\xa0丰", "张三丰"),
        ("张三\n", "张三"),
        ("\u200b张三\ufeff", "张三"),
        ("𠮷田", "𠮷田"),
        ("𠮷 㛃", "𠮷㛃"),
        ("王㛃", "王㛃"),
        ("欧阳修竹斋", "欧阳修竹斋"),
        ("买买提・吐尔逊", "买买提·吐尔逊"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提．吐尔逊", "买买提·吐尔逊"),
        ("买买提.吐尔逊", "买买提·吐尔逊"),
        ("买买提 · 吐尔逊", "买买提·吐尔逊"),
        ("Mary  Smith", "Mary Smith"),
        ("=张三", "=张三"),
        ("+张三", "+张三"),
        ("-张三", "-张三"),
        ("@张三", "@张三"),
        ("张三2", "张三2"),
        ("长" * 50, "长" * 50),
    ],
)
def test_a_name_keeps_all_but_its_blanks(cell: str, name: str) -> None:
    assert read_name(cell) == name


@pytest.mark.parametrize(
    "cell",
    ["长" * 51, "张\n三", "张\t三", "张\x07三", "张_x000D_三", "12345", "１２３", 12345, "—", "/", "***", MIDNIGHT],
)
def test_what_is_no_name_is_told(cell: Cell) -> None:
    with pytest.raises(Unreadable):
        read_name(cell)


# ---- terms


@pytest.mark.parametrize(
    ("cell", "standing"),
    [
        ("正式党员", Standing.FULL),
        ("中共党员", Standing.FULL),
        ("full", Standing.FULL),
        (" 正式 党员", Standing.FULL),
        ("预备党员", Standing.PROBATIONARY),
        ("发展对象", Standing.PROSPECT),
        ("入党积极分子", Standing.ACTIVIST),
    ],
)
def test_a_standing_is_read_by_all_its_names(tmp_path: Path, cell: str, standing: Standing) -> None:
    assert read(tmp_path, ("张三", cell, "2019-07-01"))[0][0].standing is standing


@pytest.mark.parametrize("cell", ["群众", "共青团员", "民盟盟员", "入党申请人"])
def test_who_is_outside_the_party_is_not_asked_for_a_standing(tmp_path: Path, cell: str) -> None:
    rows, problems = read(tmp_path, ("张三", cell, ""))

    assert rows == []
    assert [(problem.name, problem.value) for problem in problems] == [("张三", cell)]
    assert "take the row out" in problems[0].problem


def test_an_unknown_standing_is_told_with_those_there_are(tmp_path: Path) -> None:
    assert read(tmp_path, ("张三", "候补党员", "2019-07-01")) == (
        [],
        [
            Problem(
                row=2,
                column="人员类别",
                value="候补党员",
                problem="Write one of: 正式党员、预备党员、发展对象、入党积极分子.",
            )
        ],
    )


@pytest.mark.parametrize(
    ("cell", "mobile"),
    [
        *(
            (yes, True)
            for yes in ("是", "√", "✓", "✔", "流动", "流动党员", "true", "Y", "y", "yes", "1", 1, "有", True)
        ),
        *(
            (no, False)
            for no in (
                "否",
                "不是",
                "没有",
                "✗",
                "n",
                "false",
                "非流动",
                "非流动党员",
                "×",
                "N",
                "no",
                "0",
                0,
                "无",
                False,
            )
        ),
        *((nothing, None) for nothing in (None, " ", "—")),
    ],
)
def test_yes_and_no_are_read_as_people_write_them(tmp_path: Path, cell: Any, mobile: bool | None) -> None:
    rows, problems = only(tmp_path, "是否流动党员", cell)

    assert problems == []
    assert rows[0].mobile is mobile


@pytest.mark.parametrize(
    ("cell", "circumstances"),
    [
        ("年老体弱", {Circumstance.INFIRM}),
        (
            "流动，长期在外;领导 / 产假",
            {Circumstance.MOBILE, Circumstance.AWAY, Circumstance.LEADER, Circumstance.LEAVE},
        ),
        ("无", set()),
        (None, None),
    ],
)
def test_circumstances_are_terms_side_by_side(
    tmp_path: Path, cell: str | None, circumstances: set[Circumstance] | None
) -> None:
    found = only(tmp_path, "情况", cell)[0][0].circumstances

    assert found == (None if circumstances is None else frozenset(circumstances))


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("性别", "不详", "Write 男 or 女."),
        ("是否为流动党员", "也许", "Write 是 or 否."),
        ("党籍状态", "出党", "This person has left, and a roster is of who is there"),
        ("党籍状态", "待定", "Write 正常 or 停止党籍."),
        (
            "情况",
            "年老体弱、退休",
            "Write one of: 流动党员、年老体弱、长期患病、长期在外、出国出境、长假、停止党籍、党员领导干部.",
        ),
        ("序号", 0, "This is not a whole number from 1."),
        ("序号", -1, "This is not a whole number from 1."),
        ("序号", 1.5, "This is not a whole number from 1."),
        ("序号", "甲", "This is not a whole number from 1."),
        ("序号", True, "This is not a whole number from 1."),
        ("党小组", MIDNIGHT, "Excel took this for a date or a time."),
        ("学历", "#N/A", "The cell holds an error of Excel; write the value itself."),
        ("工号", 1234567890123456, "Stored as a number, it has lost digits."),
    ],
)
def test_a_cell_that_is_not_understood_is_told(tmp_path: Path, column: str, cell: Any, told: str) -> None:
    assert problem(tmp_path, column, cell).problem.startswith(told)


@pytest.mark.parametrize(("cell", "number"), [(1, 1), ("1", 1), ("１２", 12), (3.0, 3), (999_999_999, 999_999_999)])
def test_the_number_of_the_roster_is_read(tmp_path: Path, cell: Any, number: int) -> None:
    assert only(tmp_path, "序号", cell)[0][0].number == number


def test_fifteen_digits_of_a_code_are_trusted_and_sixteen_are_not(tmp_path: Path) -> None:
    assert only(tmp_path, "工号", 999_999_999_999_999)[0][0].staff_number == "999999999999999"
    assert "lost digits" in problem(tmp_path, "工号", 1_000_000_000_000_000).problem


def test_a_code_in_a_text_file_that_excel_shortened_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        '姓名,人员类别,入党日期,工号\n张三,正式党员,2019-07-01,1.38E+10\n李四,正式党员,2019.1,="007"\n',
        encoding="gb18030",
    )

    rows, problems = outcome(read_roster(path, today=TODAY))

    assert rows == []
    assert [(each.row, each.column, each.value) for each in problems] == [
        (2, "工号", "1.38E+10"),
        (3, "入党日期", "2019.1"),
    ]
