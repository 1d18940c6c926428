"""What some policies, and the general opinions, want of a branch: told as its duties, never as anybody's fault."""

from pathlib import Path
from typing import Any

import pytest

from commands import Partyday

WANTING = """\
[policy]
name = "x"
title = "x"
base = "hebei"

[sources.notice]
document = "某校通知"

[[attendance.least]]
value = { share = "80%", per = "day" }
source = "notice"
clause = "到会人数不得低于80%"

[[schedule.least-hours]]
value = 2
source = "notice"

[[dues.remit-by]]
value = { after = "activity-day", working-days = 5 }
source = "notice"
clause = "五个工作日内上交"

[[excuse.days-ahead]]
value = 2
source = "notice"

[[excuse.approved-by]]
value = "党总支"
source = "notice"

[[schedule.apply-days]]
value = 3
source = "notice"

[[filings.attendance]]
value = { every = "quarter", month = 3, day = 10, by = "branch" }
source = "notice"

[[filings.half-year-plan]]
value = { every = "term", month = 0, day = 14, by = "branch" }
source = "notice"

[[school.terms]]
source = "notice"
[school.terms.value]
"2026春" = [2026-03-02, 2026-07-05]
"""


@pytest.fixture
def wanting(branch: Partyday, monkeypatch: pytest.MonkeyPatch) -> Partyday:
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-03-06")
    Path("school.toml").write_text(WANTING, "utf-8")
    branch("branch", "set", "--policy", "school.toml")
    return branch


def duties(partyday: Partyday, *words: str) -> list[dict[str, Any]]:
    return [each for each in partyday("review", "--json", *words).json if each["rule"] == "branch-duty"]


def test_low_attendance_and_a_short_day_are_the_branchs(wanting: Partyday) -> None:
    wanting("day", "plan", "2026-03-06", "--start", "14:30", "--end", "15:30")
    wanting("checkin", "--all", "--absent", "张三,李四", "--close", "--yes")
    found = {each["text"]: each for each in duties(wanting)}
    [low] = [each for text, each in found.items() if "attendance" in text]
    assert low["number"] is None
    assert low["level"] == "notice"
    assert low["clause"] == "到会人数不得低于80%"
    assert "< 80%" in low["text"]
    assert any("14:30–15:30 < 2 h" in text for text in found)
    kinds = {item["kind"] for item in wanting("agenda", "--json").json}
    assert {"attendance", "length"} <= kinds


def test_dues_are_forwarded_so_many_working_days_after_the_activity_day(
    wanting: Partyday, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forwarding() -> list[tuple[str, str]]:
        return [(each["due"], each["level"]) for each in duties(wanting) if "forwarded" in each["text"]]

    wanting("checkin", "--all")
    assert forwarding() == [], "a branch without dues has none to forward"
    wanting("dues", "assess", "张三", "--kind", "wage", "--amount", "6500", "--from", "2026-01")
    assert forwarding() == [("2026-03-13", "notice")]
    assert any(item["kind"] == "dues-forwarding" for item in wanting("agenda", "--json").json)
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-03-14")
    assert forwarding() == [("2026-03-13", "overdue")]
    wanting("dues", "pay", "张三", "--months", "2026-03", "--on", "2026-03-14")
    wanting("dues", "remit", "--to", "党总支", "--on", "2026-03-14")
    assert forwarding() == []


def test_what_is_asked_ahead_and_what_is_filed_by_term_and_quarter_is_in_the_agenda(
    wanting: Partyday, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-03-01")
    items = {(item["kind"], item["date"]): item["text"] for item in wanting("agenda", "--json").json}
    assert "党总支" in items["excuse", "2026-03-04"]
    assert "superior" in items["move", "2026-03-03"]
    assert "2026春 半年活动计划" in items["filing", "2026-03-14"]
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-04-01")
    assert "2026Q1 出勤公示" in wanting("agenda").out


def test_a_plan_of_a_term_and_of_a_month_is_printed_and_filed(wanting: Partyday) -> None:
    told = wanting("report", "half-year-plan", "--period", "2026春季学期", "--mark-filed", "--yes", "--json").json
    assert (told["form"], told["period"], told["filed"]) == ("half-year-plan", "2026春", True)
    assert not any("2026春" in each["text"] for each in duties(wanting))
    wanting("checkin", "--all", "--day", "2026-03-06")
    later = Path("school.toml").read_text("utf-8").replace("2026-03-02, 2026-07-05", "2026-03-09, 2026-07-05")
    Path("school.toml").write_text(later, "utf-8")
    wanting("policy", "set", "school.toml")
    assert "Nothing has been held" in wanting("report", "attendance", "--period", "2026春", code=11).err
    told = wanting("report", "month-plan", "--period", "2026-04", "-o", "april.xlsx", "--json").json
    assert (told["form"], told["period"]) == ("month-plan", "2026-04")
    assert Path("april.xlsx").exists()


def test_members_away_and_abroad_are_named_to_the_branch(branch: Partyday, monkeypatch: pytest.MonkeyPatch) -> None:
    branch("member", "set", "张三", "--circumstance", "away", "--since", "2026-01-01")
    branch("member", "set", "李四", "--circumstance", "abroad", "--since", "2026-01-01")
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-06-30")
    assert not [each for each in duties(branch) if "away for long" in each["text"] or "abroad" in each["text"]]
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-07-01")
    told = [each for each in duties(branch) if "away for long" in each["text"] or "abroad" in each["text"]]
    assert [each["text"].rpartition(": ")[2] for each in told] == ["2 李四", "1 张三"]
    assert {(each["number"], each["level"]) for each in told} == {(None, "notice")}
    assert next(each for each in told if "张三" in each["text"])["source"]["document"].startswith("关于进一步")
    branch("checkin", "--day", "2026-07-01", "--online", "李四")
    assert not [each for each in duties(branch) if "abroad" in each["text"]], "taking part online is a contact"


def test_hours_of_learning_are_reminded_of_late_in_the_year_where_they_are_known(
    branch: Partyday, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-03-06")
    branch("day", "plan", "2026-03-06", "--start", "14:30", "--end", "16:30")
    branch("checkin", "--all", "--close", "--yes")
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-09-30")
    assert not [each for each in duties(branch) if "hours of learning" in each["text"]]
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-10-01")
    [told] = [each for each in duties(branch) if "hours of learning" in each["text"]]
    assert "2/32 (56)" in told["text"]
    assert told["source"]["house"]
