"""Attendance from sheets and lists at the command line: what is told, with which code, and the JSON of it."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from commands import Partyday

KEYS = {
    *("day", "part", "expected", "present", "online", "visited", "excused", "absent", "unreached", "unmarked"),
    *("invited", "closed", "late", "left_out", "marks", "claimed", "unread", "notes", "rejected", "asked"),
}


def write(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    return path.name


def test_a_sheet_tells_who_is_asked_about_and_what_was_not_read(branch: Partyday, tmp_path: Path) -> None:
    sheet = write(tmp_path / "a.csv", "姓名,出勤情况,电话,备注\n张三,出勤,1,主持\n李四,缺勤,,\n赵六,迟到,,\n")
    said = branch("checkin", "--from", sheet)
    assert "Set down as not there, and left unmarked: 2 李四." in said.err
    assert "Came late or left early, and taken as present: 4 赵六 迟到" in said.err
    assert "Not read: 电话" in said.err
    assert "备注 “主持”" in said.err
    got = branch("checkin", "--from", sheet, "--json").json
    assert set(got) == KEYS
    assert got["asked"] == [{"number": 2, "name": "李四"}]
    assert (got["unread"], got["rejected"]) == (["电话"], [])
    assert [(mark["name"], mark["changed"]) for mark in got["marks"]] == [("张三", False), ("赵六", False)]


def test_rejected_lines_end_with_10_and_nothing_is_written_unless_partial(branch: Partyday, tmp_path: Path) -> None:
    sheet = write(tmp_path / "a.csv", "姓名,签到\n张三,√\n王不识,√\n李四,○\n")
    said = branch("checkin", "--from", sheet, code=10)
    assert "row 3, 姓名: “王不识”" in said.err
    assert "row 4, 签到: “○” 李四: " in said.err
    assert "Nothing was written" in said.err
    assert said.out == ""
    got = branch("checkin", "--from", sheet, "--json", code=10).json
    assert (got["marks"], got["present"]) == ([], 0)
    assert [(each["row"], each["column"], each["value"]) for each in got["rejected"]] == [
        (3, "姓名", "王不识"),
        (4, "签到", "○"),
    ]
    assert all(set(each) == {"row", "column", "value", "problem"} for each in got["rejected"])
    assert "The others were taken." in branch("checkin", "--from", sheet, "--partial", code=10).err
    assert branch("checkin", "--json").json["present"] == 1


def test_a_pasted_list_with_complaints(branch: Partyday) -> None:
    pasted = "3月主题党日\n1. 张三请假，李四线上\n2. 王不识\n3. 赵六 收到\n".encode("gb18030")
    got = branch("checkin", "--paste", "--json", stdin=pasted, code=10).json
    assert [(each["row"], each["column"], each["value"]) for each in got["rejected"]] == [
        (3, "接龙", "王不识"),
        (4, "接龙", "赵六 收到"),
    ]
    assert got["notes"] == ["Lines that are no entry: “3月主题党日”"]
    got = branch("checkin", "--paste", "--partial", "--json", stdin=pasted, code=10).json
    assert [(mark["name"], mark["state"]) for mark in got["marks"]] == [("张三", "excused"), ("李四", "online")]


def test_a_bare_list_is_taken_only_where_it_is_said_what_it_lists(branch: Partyday, tmp_path: Path) -> None:
    sheet = write(tmp_path / "a.csv", "姓名\n张三\n李四\n")
    assert "--listed present or online" in branch("checkin", "--from", sheet, code=10).err
    assert branch("checkin", "--from", sheet, "--listed", "online", "--json").json["online"] == 2
    assert branch("checkin", "--paste", "--listed", "online", "--json", stdin="1. 赵六".encode()).json["online"] == 3


def test_a_grid_of_several_days_is_told_day_by_day(branch: Partyday, tmp_path: Path) -> None:
    sheet = write(tmp_path / "a.csv", "姓名,1月9日,2026-02-06,3月\n张三,√,病假,√\n李四,√,未到,\n")
    got = branch("checkin", "--from", sheet, "--json").json
    assert set(got) == {"days", "unread", "notes", "rejected", "asked"}
    assert [(day["day"], day["present"], day["excused"], day["late"]) for day in got["days"]] == [
        ("2026-01-09", 2, 0, True),
        ("2026-02-06", 0, 1, True),
        ("2026-03-06", 1, 0, False),
    ]
    assert all(set(day) == KEYS - {"unread", "notes", "rejected"} for day in got["days"])
    assert got["asked"] == [{"day": "2026-02-06", "number": 2, "name": "李四"}]
    branch("undo", "--yes")
    assert branch("day", "show", "2026-01-09", "--json").json["status"] == "planned"
    assert branch("checkin", "--from", sheet, "--day", "2026-01-09", "--json").json["present"] == 2
    assert branch("day", "show", "2026-02-06", "--json").json["status"] == "planned"
    branch("checkin", "--from", sheet, "--day", "2026-04-03", code=13)
    branch("checkin", "--from", sheet, "--close", code=2)
    assert "2026-02-06" in branch("checkin", "--from", sheet).out


def test_one_of_several_sheets_may_be_chosen(branch: Partyday, tmp_path: Path) -> None:
    book = Workbook()
    for name, who in (("教工", "张三"), ("学生", "李四")):
        page = book.create_sheet(name)
        page.append(["姓名", "签到"])
        page.append([who, "√"])
    book.remove(book.worksheets[0])
    book.save(tmp_path / "a.xlsx")
    assert branch("checkin", "--from", "a.xlsx", "--sheet", "学生", "--json").json["present"] == 1
    assert branch("checkin", "--from", "a.xlsx", "--json").json["present"] == 2
    branch("checkin", "--from", "a.xlsx", "--sheet", "没有", code=11)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--from", "a.csv", "--paste"), "One thing at a time: --from or --paste."),
        (("--partial",), "--partial and --listed go with --from or --paste."),
        (("--listed", "online"), "--partial and --listed go with --from or --paste."),
        (("--from", "a.csv", "--listed", "absent"), "--listed takes present or online."),
        (("--paste", "--sheet", "x"), "--sheet and --map go with --from."),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(branch: Partyday, words: tuple[str, ...], told: str) -> None:
    assert branch("checkin", *words, code=2).err.splitlines()[0] == told


def test_a_notice_says_how_many_days_were_kept(branch: Partyday, tmp_path: Path) -> None:
    notice = write(tmp_path / "a.csv", "2027-01-01至2027-01-03,休\n2027-01-31,班\n2027年1月20日,\n")
    said = branch("schedule", "2027", "--holidays", notice)
    assert "Kept 4 days of a.csv: 3 off (休), 1 worked (班)." in said.err
    assert "Read 4 days" in branch("schedule", "2027", "--holidays", notice, "--dry-run").err


def test_a_plan_of_an_office_comes_in_with_what_it_stresses(branch: Partyday, tmp_path: Path) -> None:
    plan = write(
        tmp_path / "a.csv",
        "时间,阶段性活动重点,主题,组织者,对象\n4月3日14:30,抓学习,学党章,张三,全体\n5月,抓学习,参观,李四,\n",
    )
    said = branch("day", "plan", "--from", plan)
    assert "2026H1 stresses: 4月至5月 抓学习" in said.err
    assert "Not read: 对象" in said.err
    got = branch("day", "show", "2026-04-03", "--json").json
    assert (got["theme"], got["responsible"], got["starts"]) == ("学党章", "张三", "14:30")
    branch("report", "half-year-plan", "--period", "2026H1", "-o", "half.xlsx")
    assert "stresses" not in branch("day", "plan", "--from", "half.xlsx").err, "the printed plan comes back unchanged"


def test_assessments_and_dues_tell_what_they_did_not_read(branch: Partyday, tmp_path: Path) -> None:
    base = write(tmp_path / "a.csv", "姓名,党费计算基数,缴纳比例\n张三,8200,1.5%\n李四,6500,1.5%\n")
    branch("dues", "assess", "--sheet", base, "--from", "2026-01", code=10)
    got = branch("dues", "assess", "--sheet", base, "--kind", "wage", "--from", "2026-01", "--json").json
    assert [(each["name"], each["monthly"]) for each in got["assessed"]] == [("张三", "123.00"), ("李四", "97.50")]
    assert got["unread"] == []  # the rate is read, and agrees
    months = write(tmp_path / "b.csv", "姓名,月缴党费,1月,2月,3月,签字\n张三,123,√,123,,\n李四,97.5,,,√,\n")
    said = branch("dues", "collect", "--from", months)
    assert "Not read: 签字" in said.err
    assert [each["months"] for each in branch("dues", "owed", "--json").json if each["name"] in "张三李四"] == [
        ["2026-03"],
        ["2026-01", "2026-02"],
    ]
    branch("dues", "collect", "--from", months, code=10)
