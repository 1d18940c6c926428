"""review, makeup, talk, handling and the two forms, as a secretary types them."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from commands import Partyday

FINDING_KEYS = {"rule", "level", "number", "name", "days", "since", "due", "by", "clause", "source", "text"}


@pytest.fixture
def year(branch: Partyday, monkeypatch: pytest.MonkeyPatch) -> Partyday:
    """张三 was absent three times, 李四 excused once; all was marked on the day."""
    branch("branch", "set", "--secretary", "李华")
    for day in ("2026-01-09", "2026-02-06", "2026-03-06"):
        monkeypatch.setenv("PARTYDAY_TODAY", day)
        branch("checkin", "--absent", "张三", "--excuse", "李四:病假" if day == "2026-02-06" else "李四:公差:出差")
    branch("checkin", "--online", "李四", "--day", "2026-01-09", "--reason", "实为线上")
    branch("checkin", "--online", "李四", "--day", "2026-03-06", "--reason", "实为线上")
    return branch


def test_the_review_tells_what_is_due_because_of_which_days_under_which_clause_by_whom(year: Partyday) -> None:
    found = {each["rule"]: each for each in year("review", "--json").json if each["name"]}
    assert set(found) == {"talk", "make-up"}
    talk = found["talk"]
    assert set(talk) >= FINDING_KEYS
    assert (talk["number"], talk["name"], talk["level"]) == (1, "张三", "due")
    assert talk["days"] == ["2026-01-09", "2026-02-06", "2026-03-06"]
    assert (talk["since"], talk["due"]) == ("2026-03-06", None)
    assert talk["source"]["document"]
    assert not talk["source"]["house"]
    assert "3次以上" in talk["clause"]
    assert "李华" in talk["by"]
    assert (found["make-up"]["due"], found["make-up"]["level"]) == ("2026-03-08", "due")


def test_the_review_is_grouped_and_says_what_settles_it(year: Partyday) -> None:
    said = year("review").out
    assert "warning talk (1)" in said
    assert "partyday talk add 1" in said
    assert "partyday makeup add 2 --for 2026-02-06" in said


def test_check_exits_with_3_while_something_is_due_and_0_when_it_is_settled(year: Partyday) -> None:
    year("review", "张三", "--check", code=3)
    year("talk", "add", "张三", "--on", "2026-03-06", "--by", "李华")
    assert "Nothing is due." in year("review", "张三", "--check").out


def test_an_early_notice_alone_is_no_reason_to_stop_a_script(year: Partyday) -> None:
    year("checkin", "张三", "--day", "2026-01-09", "--reason", "记错")
    found = year("review", "张三", "--check", "--json").json
    assert [(each["rule"], each["level"]) for each in found] == [("early-notice", "notice")]


def test_a_past_day_is_reviewed_as_the_records_stand_now_and_that_is_said(year: Partyday) -> None:
    said = year("review", "张三", "--as-of", "2026-02-10", "--json")
    assert [each["rule"] for each in said.json] == ["early-notice"]
    assert "as the records stand now" in year("review", "--as-of", "2026-02-10").err
    assert "as the records stand now" not in year("review").err


def test_one_members_story_shows_each_day_who_recorded_it_and_the_counters(year: Partyday) -> None:
    said = year("review", "张三").out
    assert [line.split()[0] for line in said.splitlines() if line.strip().startswith("2026-")] == [
        *("2026-01-09", "2026-02-06", "2026-03-06")
    ]
    assert "warning talk" in said
    listed = year("review", "1", "--csv").out
    assert listed.startswith("\ufeff")
    assert "2026-03-06,absent" in listed


def test_the_whole_review_as_csv(year: Partyday) -> None:
    lines = year("review", "--csv").out.splitlines()
    assert any(line.startswith("warning talk,due,") and "张三" in line for line in lines)


def test_a_wrong_name_or_date_is_told(year: Partyday) -> None:
    for words in (("review", "张飞"), ("talk", "add", "张飞", "--on", "2026-03-06", "--by", "李华")):
        assert year(*words, code=11).err.startswith("There is no “张飞” in 第一党支部.")
    assert "“some day” is not a date." in year("review", "--as-of", "some day", code=10).err
    for day in ("9999-12-31", "0001-01-01"):
        assert f"“{day}” is a day that no calendar has." in year("review", "--as-of", day, code=10).err
    too_early = year("makeup", "add", "张三", "--for", "2026-03-06", "--on", "2026-03-05", code=10).err
    assert "A make-up session comes after the day it is for: 2026-03-06." in too_early
    unmarked = year("makeup", "add", "单雄信", "--for", "2026-02-06", "--on", "2026-03-05", code=13).err
    assert "Nothing is recorded of 单雄信 on 2026-02-06." in unmarked


def test_a_make_up_session_is_recorded_and_printed(year: Partyday, tmp_path: Path) -> None:
    done = year("makeup", "add", "ls", "--for", "2026-02-06", "--on", "2026-03-05", "--how", "自学", "--json").json
    assert (done["name"], done["day"], done["held_on"], done["changed"]) == ("李四", "2026-02-06", "2026-03-05", True)
    assert not [each for each in year("review", "--json").json if each["rule"] == "make-up"]
    out = tmp_path / "补课.xlsx"
    year("report", "make-ups", "--period", "2026", "-o", str(out))
    text = {str(cell.value) for row in load_workbook(out).active.iter_rows() for cell in row}  # type: ignore[union-attr]
    assert {"李四", "2026-02-06", "2026-03-05", "自学", "已补课"} <= text
    assert "病假" not in " ".join(text)


def test_a_talk_is_printed_before_it_is_held_and_afterwards(year: Partyday, tmp_path: Path) -> None:
    before, after = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    year("report", "talk", "--member", "张三", "-o", str(before))
    year("talk", "add", "张三", "--on", "2026-03-06", "--by", "李华", "--said", "指出问题")
    year("report", "talk", "--member", "张三", "-o", str(after))
    for path, said in ((before, False), (after, True)):
        text = " ".join(str(c.value) for row in load_workbook(path).active.iter_rows() for c in row)  # type: ignore[union-attr]
        assert "2026-01-09、2026-02-06、2026-03-06" in text
        assert ("指出问题" in text) is said
        assert ("李华（支部书记）" in text) is said
    year("report", "talk", code=10)
    year("report", "talk", "--member", "李四", code=11)
    year("report", "sign-in", "--member", "张三", code=2)


def test_a_handling_asks_for_the_members_statement(year: Partyday) -> None:
    year(
        *("handling", "propose", "张三", "--measure", "限期改正", "--early", "--filed-on", "2026-03-06"),
        *("--inquired-on", "2026-03-06", "--inquiry", "属实"),
    )
    votes = ("--entitled", "5", "--present", "4", "--in-favour", "4")
    said = year("handling", "decide", "张三", *votes, code=13)
    assert "--no-statement" in said.err
    decided = year("handling", "decide", "张三", *votes, "--no-statement", "--json").json
    assert (decided["measure"], decided["until"], decided["statement"]) == ("correct", "2026-09-06", "")
    answer = year("handling", "approve", "张三", "--by", "党委", "--refused", "--note", "事实不清", "--json").json
    assert (answer["approved"], answer["note"]) == (False, "事实不清")
    year("undo")
    assert "approved" in year("handling", "approve", "张三", "--by", "党委").out


def test_every_branch_of_a_book_is_reviewed_and_one_by_name(year: Partyday) -> None:
    year("branch", "add", "学生党支部", "--secretary", "赵")
    year("member", "add", "钱七", "--branch", "学生党支部", "--standing", "正式党员", "--joined", "2015-07-01")
    year("schedule", "2026", "--branch", "学生党支部")
    year("checkin", "--branch", "学生党支部", "--day", "2026-03-06", "--excuse", "钱七:病假")
    names = {each["branch"] for each in year("review", "--json").json}
    assert len(names) == 2
    assert "学生党支部" in year("review").out
    assert {each["branch"] for each in year("review", "--branch", "学生党支部", "--json").json} == {"学生党支部"}


def test_a_superior_named_with_branch_means_the_branches_below_it(year: Partyday) -> None:
    assert [each["rule"] for each in year("review", "张三", "--branch", "学院党总支", "--json").json] == ["talk"]
    assert "has no members of its own" in year("checkin", "张三", "--branch", "学院党总支", code=11).err


def test_the_log_tells_the_acts_in_words(year: Partyday) -> None:
    year("makeup", "add", "李四", "--for", "2026-02-06", "--on", "2026-03-05")
    year("talk", "waive", "张三", "--reason", "手续后补")
    assert "make-up session 2026-02-06: held on 2026-03-05" in year("log", "李四").out
    assert "waived yes" in year("log", "张三").out
