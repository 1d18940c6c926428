"""The main job at the command line, with the JSON that scripts rely on."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from commands import ROSTER, Partyday


def events(path: Path) -> list[Any]:
    """The events of a calendar file, as the library that phones' makers test with reads them."""
    return list(Calendar.from_ical(path.read_bytes()).walk("VEVENT"))


def test_init_says_where_the_book_is_and_refuses_to_overwrite_it(partyday: Partyday, tmp_path: Path) -> None:
    made = partyday("init", "--branch", "第一党支部", "--json").json
    assert made["book"] == str(tmp_path / "book.partyday")
    assert "already" in partyday("init", "--branch", "第一党支部", code=13).err


def test_common_options_stand_before_or_behind_the_command(partyday: Partyday, tmp_path: Path) -> None:
    book = str(tmp_path / "other.partyday")
    partyday("--book", book, "init", "--branch", "第二党支部")
    assert partyday("--json", "--book", book, "branch", "list").json[0]["name"] == "第二党支部"
    assert partyday("branch", "list", "--book", book, "--json").json[0]["name"] == "第二党支部"


def test_the_schedule_is_always_the_whole_year_with_these_keys(branch: Partyday) -> None:
    year = branch("schedule", "2026", "--json").json
    assert [day["date"] for day in year] == [
        *("2026-01-09", "2026-02-06", "2026-03-06", "2026-04-03", "2026-05-08", "2026-06-05"),
        *("2026-07-01", "2026-08-07", "2026-09-04", "2026-10-09", "2026-11-06", "2026-12-04"),
    ]
    assert all(set(day) == {"date", "nominal", "part", "occasions", "reason", "provisional", "status"} for day in year)
    assert year[6]["occasions"] == ["activity-day", "constitution"]
    assert [bool(day["reason"]) for day in year] == [day["date"] != day["nominal"] for day in year]
    assert {day["status"] for day in year} == {"planned"}


def test_scheduling_again_changes_nothing_and_moves_nothing_held(branch: Partyday) -> None:
    branch("checkin", "张三")
    assert "Nothing changed" in branch("schedule", "2026").err
    assert branch("schedule", "2026", "--json").json[2]["status"] == "held"


def test_an_unpublished_year_is_provisional_until_a_notice_comes(branch: Partyday, tmp_path: Path) -> None:
    before = branch("schedule", "2027", "--json").json
    assert all(day["provisional"] and day["reason"] for day in before)
    assert before[9]["date"] == "2027-10-08"
    week = "".join(f"2027-10-0{day},休\n" for day in range(1, 8))
    notice = f"日期,安排\n2027-02-09,休\n{week}2027-10-08,休\n2027-10-09,班\n"
    (tmp_path / "single.csv").write_text("2027-02-09,休\n", "utf-8")
    (tmp_path / "notice.csv").write_text(notice, "utf-8")
    single = branch("schedule", "2027", "--holidays", "single.csv", "--json").json
    assert single[1]["date"] == "2027-02-10"
    assert all(day["provisional"] for day in single)
    dry = branch("schedule", "2027", "--holidays", "notice.csv", "--dry-run", "--json").json
    after = branch("schedule", "2027", "--holidays", "notice.csv", "--json").json
    assert dry == after
    assert not any(day["provisional"] for day in after)
    assert after[1]["date"] == "2027-02-10"
    assert (after[9]["date"], after[9]["status"]) == ("2027-10-09", "planned")


def test_a_month_without_a_possible_day_is_undecided_and_exits_3(branch: Partyday, tmp_path: Path) -> None:
    off = "".join(f"2027-02-{day:02},休\n" for day in range(1, 11))
    (tmp_path / "notice.csv").write_text("日期,安排\n" + off, "utf-8")
    year = branch("schedule", "2027", "--holidays", "notice.csv", "--json", code=3).json
    assert (year[1]["date"], year[1]["status"]) == (None, "undecided")
    branch("day", "set", "2027-02-12", "--reason", "支委会研究决定")
    assert branch("schedule", "2027", "--json").json[1]["date"] == "2027-02-12"


def test_two_half_days_are_named_by_their_part(partyday: Partyday, tmp_path: Path) -> None:
    halves = ("--recurrence", "FREQ=MONTHLY;BYDAY=1FR:am", "--recurrence", "FREQ=MONTHLY;BYDAY=1FR:pm")
    partyday("init", "--branch", "第一党支部", "--policy", "zhongzhou", *halves)
    year = partyday("schedule", "2026", "--json").json
    assert len(year) == 24
    assert [(day["date"], day["part"]) for day in year[4:6]] == [("2026-03-06", "am"), ("2026-03-06", "pm")]
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    partyday("member", "import", "roster.csv")
    assert "2026-03-06:am, 2026-03-06:pm" in partyday("checkin", "张三", code=12).err
    assert partyday("checkin", "张三", "--day", "2026-03-06:pm", "--json").json["part"] == "pm"


def test_the_roster_is_listed_with_these_keys(branch: Partyday) -> None:
    people = branch("member", "list", "--json").json
    assert people[2] == {
        "number": 3,
        "name": "单雄信",
        "standing": "probationary",
        "circumstances": ["mobile"],
        "joined": "2025-12-01",
        "branch": "第一党支部",
    }
    assert [person["standing"] for person in people][-1] == "activist"


def test_importing_the_same_roster_again_changes_nothing(branch: Partyday) -> None:
    again = branch("member", "import", "roster.csv", "--json").json
    month = "加入党组织日期: a month alone was taken as its first day (rows 6)."
    assert again == {"new": 0, "changed": 0, "same": 6, "rejected": [], "unread": [], "notes": [month], "absent": []}


def test_a_bad_row_is_told_and_nothing_is_written_unless_partial(partyday: Partyday, tmp_path: Path) -> None:
    partyday("init", "--branch", "第一党支部")
    rows = "姓名,人员类别,加入党组织日期\n张三,正式党员,2010-07-01\n李四,党员同志,2019-02-30\n"
    (tmp_path / "bad.csv").write_text(rows, "utf-8")
    got = partyday("member", "import", "bad.csv", "--json", code=10).json
    assert [(each["row"], each["column"], each["value"]) for each in got["rejected"]] == [
        (3, "人员类别", "党员同志"),
        (3, "加入党组织日期", "2019-02-30"),
    ]
    assert partyday("member", "list", "--json").json == []
    partyday("member", "import", "bad.csv", "--partial", code=10)
    assert [person["name"] for person in partyday("member", "list", "--json").json] == ["张三"]


def test_everything_combines_in_one_check_in_and_the_counts_add_up(branch: Partyday) -> None:
    words = ("--all", "--except", "赵六", "--excuse", "lisi:病假:发烧", "--online", "3", "--visited", "00126")
    got = branch("checkin", *words, "--json").json
    assert got["day"] == "2026-03-06"
    states = ("present", "online", "visited", "excused", "absent", "unreached", "unmarked")
    assert [got[state] for state in states] == [1, 1, 1, 1, 0, 0, 1]
    assert sum(got[state] for state in states) == got["expected"] == 5
    assert got["marks"][0] == {"number": 1, "name": "张三", "state": "present", "changed": True}
    assert (got["invited"], got["closed"]) == (0, False)
    assert branch("checkin", "sunqi", "--json").json["invited"] == 1


def test_all_leaves_out_who_attends_otherwise_and_lists_them(branch: Partyday) -> None:
    said = branch("checkin", "--all")
    assert "3 单雄信" in said.err
    assert "4 王五" in said.err


def test_a_name_beside_all_is_wrong_usage(branch: Partyday) -> None:
    assert "--except 7" in branch("checkin", "--all", "7", code=2).err


def test_the_same_mark_twice_is_unchanged_and_a_correction_needs_its_reason(branch: Partyday) -> None:
    branch("checkin", "张三")
    assert branch("checkin", "张三", "--json").json["marks"][0]["changed"] is False
    assert "--reason" in branch("checkin", "--absent", "张三", code=13).err
    branch("checkin", "--absent", "张三", "--reason", "误记")
    assert "absent" in branch("log", "张三").out


def test_closing_with_unmarked_people_refuses_without_an_answer(branch: Partyday) -> None:
    said = branch("checkin", "张三", "--close", code=13)
    assert "2 李四" in said.err
    assert branch("checkin", "--json").json["present"] == 0
    closed = branch("checkin", "张三", "--close", "--yes", "--json").json
    assert (closed["closed"], closed["unmarked"], closed["unreached"]) == (True, 3, 1)


def test_a_late_entry_is_flagged(branch: Partyday) -> None:
    assert "late" in branch("checkin", "张三", "--day", "2026-02-06").err
    assert branch("checkin", "李四", "--day", "2026-02-06", "--json").json["late"] is True


def test_several_are_excused_in_one_word(branch: Partyday) -> None:
    got = branch("checkin", "--excuse", "1-2:事假", "--excuse", "3,赵六：病假：发烧，在家", "--json").json
    assert [(mark["number"], mark["state"]) for mark in got["marks"]] == [(n, "excused") for n in (1, 2, 3, 5)]
    assert "1-2" not in branch("checkin", "--excuse", "1，2:生病了", code=2).out


def test_only_an_excuse_is_entered_ahead(branch: Partyday) -> None:
    branch("checkin", "--excuse", "张三:事假", "--day", "2026-04-03")
    for option in ("--online", "--visited", "--absent"):
        assert "not come yet" in branch("checkin", option, "李四", "--day", "2026-04-03", code=10).err


def test_a_day_that_is_none_names_the_nearest(branch: Partyday) -> None:
    said = branch("checkin", "张三", "--today", "2026-03-10", code=11)
    assert "2026-03-06" in said.err
    assert "2026-04-03" in said.err


def test_handles_are_names_pinyin_initials_and_numbers(branch: Partyday) -> None:
    for who in ("单雄信", "shanxiongxin", "SXX", "3", "00125"):
        assert branch("member", "show", who, "--json").json["number"] == 3
    branch("member", "add", "张散", "--joined", "2015-07-01")
    said = branch("checkin", "zs", code=12)
    assert "1 张三, 7 张散" in said.err
    assert "张三" in branch("checkin", "张三疯", code=11).err


def test_a_filled_in_sign_in_sheet_is_taken(branch: Partyday, tmp_path: Path) -> None:
    branch("report", "sign-in", "-o", "sheet.xlsx")
    book = load_workbook("sheet.xlsx")
    sheet = book.active
    assert sheet is not None
    said = {"张三": "到会", "李四": "请假（病假）", "单雄信": "线上", "王五": "送学", "赵六": "缺席", "孙七": "到会"}
    header = next(row for row in sheet.iter_rows() if row[1].value == "姓名")
    place = [cell.value for cell in header].index("出勤情况")
    for row in sheet.iter_rows():
        if str(row[1].value) in said:
            row[place].value = said[str(row[1].value)]
    book.save("filled.xlsx")
    got = branch("checkin", "--from", "filled.xlsx", "--close", "--json").json
    assert [got[state] for state in ("present", "online", "visited", "excused", "absent", "invited")] == [1] * 6
    assert got["closed"] is True


def test_a_pasted_list_is_taken_from_standard_input(branch: Partyday) -> None:
    pasted = "#接龙\n3月6日签到\n例 张三 到会\n\n1. 李四\n2. 单雄信 线上\n3. 赵六（请假 病假）\n"
    got = branch("checkin", "--paste", "--json", stdin=pasted.encode()).json
    assert [(mark["name"], mark["state"]) for mark in got["marks"]] == [
        ("李四", "present"),
        ("单雄信", "online"),
        ("赵六", "excused"),
    ]


@pytest.mark.parametrize(
    ("form", "period"), [("sign-in", "2026-03-06"), ("quarter-plan", "2026Q2"), ("attendance", "2026-03-06")]
)
def test_a_form_is_written_and_never_overwritten_unasked(branch: Partyday, form: str, period: str) -> None:
    branch("checkin", "--all")
    got = branch("report", form, "--period", period, "-o", "form.xlsx", "--json").json
    assert (got["form"], got["period"], got["file"], got["filed"]) == (form, period, "form.xlsx", False)
    assert len(got["sha256"]) == 64
    assert "already" in branch("report", form, "--period", period, "-o", "form.xlsx", code=13).err
    assert branch("report", form, "--period", period, "-o", "form.xlsx", "--yes", "--json").json == got


def test_the_agenda_has_these_keys_and_check_exits_3(branch: Partyday) -> None:
    items = branch("agenda", "--json", "--today", "2026-04-20").json
    assert all(set(item) == {"date", "kind", "text", "overdue"} for item in items)
    # The book was made on 6 March: January and February are nobody's.
    assert [item["date"] for item in items if item["overdue"] and item["kind"] == "close"] == [
        "2026-03-06",
        "2026-04-03",
    ]
    branch("agenda", "--check", "--today", "2026-04-20", code=3)
    branch("agenda", "--check", "--today", "2026-01-02")


def test_the_calendar_file_is_taken_by_a_phone(branch: Partyday, tmp_path: Path) -> None:
    branch("day", "plan", "2026-03-06", "--theme", "学习", "--start", "14:30", "--end", "16:00", "--place", "会议室")
    branch("day", "cancel", "2026-08-07", "--reason", "防汛")
    branch("day", "export", "2026", "-o", "year.ics")
    year = events(tmp_path / "year.ics")
    assert len({event["uid"] for event in year}) == len(year) == 12
    march = year[2]
    assert march.decoded("dtstart").isoformat() == "2026-03-06T06:30:00+00:00"
    assert march["summary"] == "党员活动日：学习"
    assert [event["status"] for event in year].count("CANCELLED") == 1


def test_a_moved_day_keeps_its_event_with_a_higher_sequence(branch: Partyday, tmp_path: Path) -> None:
    branch("day", "export", "2026", "-o", "1.ics")
    branch("day", "move", "2026-04-03", "--to", "2026-04-07", "--reason", "运动会")
    branch("day", "export", "2026", "-o", "2.ics")
    before, after = (events(tmp_path / f"{n}.ics")[3] for n in (1, 2))
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]
    assert str(after.decoded("dtstart")) == "2026-04-07"


def test_undo_takes_back_the_last_command_whole(branch: Partyday) -> None:
    branch("checkin", "--all", "--close", "--yes")
    assert branch("undo", "--yes", "--json").json["command"] == "checkin"
    got = branch("checkin", "--json").json
    assert (got["present"], got["closed"]) == (0, False)
    assert branch("verify", "--json").json == {"ok": True, "problems": []}
    undoing = branch("log", "--json").json[0]["id"]
    branch("undo", str(undoing))
    assert branch("checkin", "--json").json["closed"] is True


def test_a_stand_in_for_today_is_shown_as_such(branch: Partyday) -> None:
    branch("checkin", "张三", "--today", "2026-03-06", "--as", "李华")
    newest = branch("log", "--json").json[0]
    assert (newest["stand_in"], newest["by"], newest["command"]) == ("2026-03-06", "李华", "checkin")
    assert newest["at"].endswith("Z")


def test_listings_come_as_csv_that_excel_opens(branch: Partyday) -> None:
    branch("member", "add", "=1+1", "--joined", "2015-07-01")
    said = branch("member", "list", "--csv").out
    assert said.startswith("\ufeff")
    assert said.splitlines()[1].split(",")[:2] == ["1", "张三"]
    assert "'=1+1" in said


def test_a_member_who_moves_is_expected_by_the_new_branch(branch: Partyday) -> None:
    branch("branch", "add", "第二党支部")
    one = ("--branch", "第一党支部")
    branch("member", "transfer", "张三", "--to", "第二党支部", "--on", "2026-03-01", *one)
    assert branch("checkin", *one, "--json").json["expected"] == 4
    branch("schedule", "2026", "--branch", "第二党支部")
    assert branch("checkin", "--branch", "第二党支部", "--json").json["expected"] == 1
    assert "several branches" in branch("checkin", code=12).err
    assert "did not belong" in branch("checkin", "张三", *one, code=13).err


def test_a_policy_shows_every_value_with_its_source(partyday: Partyday) -> None:
    shown = {each["key"]: each for each in partyday("policy", "show", "hebei", "--json").json}
    window, order = shown["schedule.window"], shown["schedule.shift-order"]
    assert (window["value"], window["policy"], window["source"]["number"]) == ([1, 10], "hebei", "冀办发〔2014〕21号")
    assert (order["policy"], order["source"]["house"]) == ("national", True)
    assert all(each["source"]["document"] for each in shown.values())
    assert "house value" in partyday("policy", "show", "zhongzhou").out
    listed = {each["name"] for each in partyday("policy", "list", "--json").json}
    assert {"hebei", "national", "zhongzhou"} <= listed


def test_a_new_value_in_a_file_holds_from_its_day_on(partyday: Partyday, tmp_path: Path) -> None:
    own = """
[policy]
name = "own"
title = "本校制度"
base = "hebei"

[sources.rules]
document = "本校党员活动日实施办法"

[[schedule.window]]
since = 2027-01-01
value = "1-15"
source = "rules"
article = "第三条"
"""
    (tmp_path / "own.toml").write_text(own, "utf-8")
    assert partyday("policy", "check", "own.toml", "--json").json["ok"] is True

    def window(on: str) -> list[int]:
        values = partyday("policy", "show", "own.toml", "--on", on, "--json").json
        return list(next(each["value"] for each in values if each["key"] == "schedule.window"))

    assert (window("2026-12-31"), window("2027-01-01")) == ([1, 10], [1, 15])


def test_a_reopened_day_is_unmarked_again_and_asks_again(branch: Partyday) -> None:
    branch("checkin", "张三", "--close", "--yes")
    branch("day", "reopen", "2026-03-06", "--reason", "补登记")
    got = branch("checkin", "--json").json
    assert (got["present"], got["unreached"], got["unmarked"], got["closed"]) == (1, 0, 4, False)
    branch("checkin", "李四")
    assert "3 单雄信" in branch("day", "close", "2026-03-06", code=13).err


def test_an_excuse_of_an_infirm_member_becomes_the_branchs_gap_when_the_day_closes(branch: Partyday) -> None:
    branch("checkin", "--excuse", "王五:病假", "--today", "2026-03-01", "--day", "2026-03-06")
    assert branch("checkin", "--json").json["excused"] == 1
    got = branch("checkin", "--all", "--online", "3", "--close", "--json").json
    assert (got["excused"], got["unreached"], got["closed"]) == (0, 1, True)


def test_who_comes_back_from_outside_is_the_same_member(branch: Partyday) -> None:
    branch("member", "transfer", "张三", "--to", "外校支部", "--outside", "--on", "2026-02-01")
    assert branch("checkin", "--json").json["expected"] == 4
    back = branch("member", "transfer", "张三", "--to", "第一党支部", "--on", "2026-03-01", "--json").json
    assert (back["number"], back["staff_number"], len(back["memberships"])) == (1, "00123", 2)
    assert branch("checkin", "--json").json["expected"] == 5
    branch("member", "remove", "李四", "--because", "died", "--on", "2026-02-01")
    assert "died" in branch("member", "transfer", "李四", "--to", "第一党支部", code=13).err


def test_only_a_sound_copy_is_put_back(branch: Partyday, tmp_path: Path) -> None:
    branch("backup", "good.partyday")
    branch("checkin", "张三")
    shutil.copyfile(tmp_path / "good.partyday", tmp_path / "newer.partyday")
    with closing(sqlite3.connect(tmp_path / "newer.partyday")) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    broken = bytearray((tmp_path / "good.partyday").read_bytes())
    broken[8192:12288] = b"\xff" * 4096
    (tmp_path / "broken.partyday").write_bytes(broken)
    assert "newer partyday" in branch("restore", "newer.partyday", "--yes", code=14).err
    branch("restore", "broken.partyday", "--yes", code=14)
    assert branch("checkin", "--json").json["present"] == 1
    branch("restore", "good.partyday", "--yes")
    assert branch("checkin", "--json").json["present"] == 0


def test_an_entry_that_later_ones_rest_on_is_not_taken_back(branch: Partyday) -> None:
    branch("member", "add", "周一", "--joined", "2015-07-01")
    added = branch("log", "--json").json[0]["id"]
    branch("checkin", "周一")
    said = branch("undo", str(added), "--yes", code=13)
    assert "changed later" in said.err
    assert "FOREIGN" not in said.err


def test_the_sheet_passed_round_never_says_why_somebody_is_away(branch: Partyday) -> None:
    branch("checkin", "--excuse", "李四:病假:住院")
    branch("report", "sign-in", "-o", "sheet.xlsx")
    sheet = load_workbook("sheet.xlsx").worksheets[0]
    said = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    assert "请假" in said
    assert "病假" not in said
    assert "住院" not in said
    assert branch("checkin", "--from", "sheet.xlsx", "--json").json["marks"][0]["changed"] is False
