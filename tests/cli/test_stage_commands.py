"""Stages of a school's own policy, as a secretary meets them: review, talk, notice; and comparing policies."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from commands import Partyday

THREE = """\
[policy]
name = "school"
title = "某校制度"
base = "hebei"

[sources.notice]
document = "某校通知"
number = "某校〔2026〕1号"

[[escalation.stages]]
source = "notice"
clause = "三次以内批评教育，三次诫勉谈话，连续六次组织处理"
value = [
    { name = "批评教育", at = 1, counts = "cumulative", by = "secretary" },
    { name = "诫勉谈话", at = 3, counts = "cumulative", by = "secretary", kind = "talk" },
    { name = "组织处理", at = 6, counts = "in-a-row", by = "meeting", kind = "handling" },
]
"""

#: The Hebei system's two rules, written as stages, with their clauses and source.
HEBEI_AS_STAGES = """\
[policy]
name = "lines"
title = "两条"
base = "hebei"

[sources.notice]
document = "关于实行“党员活动日”制度的指导意见（学校通知）"
number = "冀办发〔2014〕21号"

[[escalation.stages]]
source = "notice"
article = "四、（三）总结反馈，跟踪问效"
[[escalation.stages.value]]
name = "诫勉谈话"
at = 3
counts = "cumulative"
by = "secretary"
kind = "talk"
clause = "无正当理由不参加“党员活动日”活动3次以上的，由党支部书记对其进行诫勉谈话"
[[escalation.stages.value]]
name = "组织处理"
at = 6
counts = "in-a-row"
by = "meeting"
kind = "handling"
clause = "无正当理由连续6次不参加“党员活动日”活动的，要视情况给予组织处理"
"""

DAYS = ("2026-01-09", "2026-02-06", "2026-03-06")


@pytest.fixture
def absent(branch: Partyday, monkeypatch: pytest.MonkeyPatch) -> Partyday:
    """张三 was absent on the first three days of 2026; 李四 on the first."""
    branch("branch", "set", "--secretary", "李华")
    for day in DAYS:
        monkeypatch.setenv("PARTYDAY_TODAY", day)
        branch("checkin", "--absent", "张三,李四" if day == DAYS[0] else "张三")
    return branch


@pytest.fixture
def staged(absent: Partyday) -> Partyday:
    """The same under a policy of three stages."""
    Path("school.toml").write_text(THREE, "utf-8")
    absent("branch", "set", "--policy", "school.toml")
    return absent


def of_zhang(partyday: Partyday) -> list[tuple[str, str | None, int]]:
    return [(each["rule"], each.get("stage"), len(each["days"])) for each in partyday("review", "张三", "--json").json]


def test_every_stage_that_is_reached_is_told_by_its_name_with_its_clause(staged: Partyday) -> None:
    found = {each["rule"]: each for each in staged("review", "--json").json if each["name"] == "张三"}
    assert found["stage"]["stage"] == "批评教育"
    assert found["stage"]["since"] == "2026-01-09"
    assert found["stage"]["clause"].startswith("三次以内")
    assert found["stage"]["source"]["number"] == "某校〔2026〕1号"
    assert "--stage 批评教育" in found["stage"]["settle"]
    assert "stage" not in found["talk"], "the warning talk has no other name"
    assert found["talk"]["since"] == "2026-03-06"
    assert [each["stage"] for each in staged("review", "李四", "--json").json] == ["批评教育"]


def test_two_stages_that_are_due_are_settled_one_by_one(staged: Partyday) -> None:
    assert of_zhang(staged) == [("talk", None, 3), ("stage", "批评教育", 3)]
    refused = staged("talk", "add", "张三", "--on", "2026-03-06", "--by", "李华", code=12)
    assert "批评教育" in refused.err
    assert "诫勉谈话" in refused.err
    told = staged("talk", "add", "张三", "--on", "2026-03-06", "--by", "李华", "--stage", "批评教育", "--json").json
    assert told["stage"] == "批评教育"
    assert told["days"] == list(DAYS)
    assert of_zhang(staged) == [("talk", None, 3)], "a later stage does not hide an earlier one, nor settles it"
    # Now one is due: it need not be named.
    told = staged("talk", "waive", "张三", "--reason", "经核实均因公外出", "--json").json
    assert "stage" not in told
    assert of_zhang(staged) == []
    story = staged("review", "张三").out
    assert "批评教育, held by 李华" in story
    assert "warning talk: not held" in story


def test_a_stage_starts_anew_after_it_was_settled(staged: Partyday, monkeypatch: pytest.MonkeyPatch) -> None:
    staged("talk", "add", "张三", "--on", "2026-03-06", "--by", "李华", "--stage", "批评教育")
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-04-03")
    staged("checkin", "--absent", "张三")
    assert of_zhang(staged) == [("talk", None, 4), ("stage", "批评教育", 1)]


def test_a_stage_the_policy_does_not_have_is_not_found(staged: Partyday) -> None:
    refused = staged("talk", "add", "张三", "--on", "2026-03-06", "--by", "李华", "--stage", "通报", code=11)
    assert "批评教育" in refused.err
    refused = staged("talk", "add", "张三", "--on", "2026-03-06", "--by", "李华", "--stage", "组织处理", code=11)
    assert "组织处理" in refused.err
    undone = staged("talk", "add", "李四", "--on", "2026-03-06", "--by", "李华", "--stage", "诫勉谈话", code=13)
    assert "1 unexcused absence is open" in undone.err


def test_a_notice_is_printed_while_its_stage_is_due(staged: Partyday) -> None:
    told = staged("report", "reminder", "--member", "李四", "-o", "notice.xlsx", "--json").json
    assert told["form"] == "reminder"
    sheet = load_workbook("notice.xlsx").worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    text = "\n".join(cells)
    assert cells[0] == "提醒通知书"
    assert "李四" in text
    assert "2026-01-09 无正当理由未参加党员活动日" in text
    assert "三次以内批评教育" in text
    assert "异议" not in text
    staged("dispute", "add", "李四", "--for", "2026-01-09", "--said", "当日已请假")
    staged("report", "reminder", "--member", "李四", "-o", "again.xlsx")
    again = [str(cell.value) for row in load_workbook("again.xlsx").worksheets[0].iter_rows() for cell in row]
    assert "本人对所记有异议，尚未核实：李四 2026-01-09" in again
    staged("talk", "add", "李四", "--on", "2026-03-06", "--by", "李华")
    assert "No notice" in staged("report", "reminder", "--member", "李四", code=11).err


def test_a_talk_the_policy_calls_otherwise_is_printed_under_its_name(staged: Partyday) -> None:
    Path("school.toml").write_text(THREE.replace('"诫勉谈话", at = 3', '"谈话提醒", at = 2'), "utf-8")
    staged("policy", "set", "school.toml")
    told = staged("report", "talk", "--member", "张三", "-o", "sheet.xlsx", "--json").json
    assert told["form"] == "talk"
    assert load_workbook("sheet.xlsx").worksheets[0]["A1"].value == "谈话提醒记录"
    found = {each["rule"]: each for each in staged("review", "张三", "--json").json}
    assert found["talk"]["stage"] == "谈话提醒"
    staged("talk", "add", "张三", "--on", "2026-03-06", "--by", "李华", "--stage", "谈话提醒")
    staged("report", "talk", "--member", "张三", "-o", "held.xlsx")
    assert load_workbook("held.xlsx").worksheets[0]["A1"].value == "谈话提醒记录"


def test_early_notice_is_given_of_each_stage(staged: Partyday) -> None:
    staged("checkin", "张三", "--day", "2026-01-09", "--reason", "记错")
    found = staged("review", "张三", "--json").json
    assert [(each["rule"], each.get("stage")) for each in found] == [("stage", "批评教育"), ("early-notice", None)]
    assert "warning talk" in found[1]["text"]


def test_the_two_rules_of_hebei_as_stages_say_the_same_to_the_letter(absent: Partyday) -> None:
    def said() -> list[str]:
        told = [
            absent("review", "--json").out,
            absent("review").out,
            absent("review", "张三").out,
            absent("agenda", "--json").out,
            absent("report", "talk", "--member", "张三", "-o", "talk.xlsx", "--yes", "--json").json["sha256"],
        ]
        absent("talk", "add", "张三", "--on", "2026-03-06", "--by", "李华", "--json")
        told.append(absent("review", "--json").out)
        absent("undo", "--yes")
        return told

    before = said()
    Path("lines.toml").write_text(HEBEI_AS_STAGES, "utf-8")
    absent("branch", "set", "--policy", "lines.toml")
    assert said() == before


def test_what_two_policies_differ_in_and_what_each_finds_here(absent: Partyday) -> None:
    Path("school.toml").write_text(THREE, "utf-8")
    told = absent("policy", "diff", "hebei", "school.toml", "--json").json
    assert [each["key"] for each in told["values"]] == ["escalation.stages"]
    [difference] = told["values"]
    assert difference["one"]["value"] == []
    assert [stage["name"] for stage in difference["other"]["value"]] == ["批评教育", "诫勉谈话", "组织处理"]
    assert told["findings"]["one"] == []
    assert {(each["name"], each["stage"]) for each in told["findings"]["other"]} == {
        ("张三", "批评教育"),
        ("李四", "批评教育"),
    }
    shown = absent("policy", "diff", "hebei", "zhongzhou").out
    assert "handling.run" not in shown
    assert "Only 河北省“党员活动日”制度 finds in this book" in shown
    assert "3 unexcused absences" in shown


def test_without_a_book_two_policies_are_compared_by_their_values_alone(partyday: Partyday) -> None:
    told = partyday("policy", "diff", "hebei", "zhongzhou", "--json").json
    assert told["findings"] is None
    assert "make-up.required" in [each["key"] for each in told["values"]]
    partyday("policy", "diff", "hebei", "nosuch", code=11)


def test_a_policy_is_found_by_pinyin_and_kept_by_its_name(partyday: Partyday) -> None:
    partyday("init", "--branch", "学生第一党支部", "--policy", "gxysxy")
    assert partyday("branch", "list", "--json").json[0]["policy"] == "guangxi-yishu-xueyuan"
    days = partyday("schedule", "2026", "--json").json
    assert days[0]["date"] == "2026-01-13"
    assert days[0]["part"] == "pm"
    listed = {each["name"]: each for each in partyday("policy", "list", "--json").json}
    assert listed["guangxi-yishu-xueyuan"]["region"] == "广西"
    assert listed["guangxi-yishu-xueyuan"]["kind"] == "高校"
    assert "未见" in partyday("policy", "show", "gxysxy").out


@pytest.mark.parametrize("rule", ["FREQ=YEARLY;BYMONTH=3", "FREQ=DAILY", "FREQ=MONTHLY;INTERVAL=5;BYDAY=1FR"])
def test_what_a_schedule_cannot_take_no_check_accepts(partyday: Partyday, rule: str) -> None:
    head = '[policy]\nname = "x"\ntitle = "x"\nbase = "national"\n'
    Path("own.toml").write_text(f'{head}[[schedule.recurrence]]\nvalue = ["{rule}"]\nsource = "house"\n', "utf-8")
    assert "line 6" in partyday("policy", "check", "own.toml", code=10).err


@pytest.mark.parametrize("rule", ["FREQ=MONTHLY;INTERVAL=2;BYDAY=1FR", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "none"])
def test_what_a_check_accepts_a_schedule_takes(partyday: Partyday, rule: str) -> None:
    head = '[policy]\nname = "x"\ntitle = "x"\nbase = "national"\n'
    Path("own.toml").write_text(f'{head}[[schedule.recurrence]]\nvalue = ["{rule}"]\nsource = "house"\n', "utf-8")
    partyday("policy", "check", "own.toml")
    partyday("init", "--branch", "学生第一党支部", "--policy", "own.toml")
    days = partyday("schedule", "2026", "--json", code=3 if rule == "none" else 0).json
    assert len(days) == {"none": 12}.get(rule, 6 if "MONTHLY" in rule else 27)
    if rule == "none":
        assert {day["status"] for day in days} == {"undecided"}
        assert "branch decides" in days[0]["reason"]
        assert partyday("day", "set", "2026-03-12", "--json").json["date"] == "2026-03-12"
        assert any(item["kind"] == "decision" for item in partyday("agenda", "--json").json)


def test_what_settles_a_finding_can_be_typed_as_it_stands_where_the_book_holds_several_branches(
    absent: Partyday,
) -> None:
    """The secretary is the member concerned: the superior holds the talk."""
    [name] = [one["name"] for one in absent("branch", "list", "--json").json if one["kind"] == "branch"]
    absent("branch", "set", "--secretary", "张三")
    absent("branch", "add", "新党支部")
    for words in (("review",), ("review", "--branch", name), ("review", "张三", "--branch", name)):
        told = absent(*words).out.replace("\n    ", " ")
        assert f'partyday --branch {name} talk add 1 --on today --by "the superior"' in told
    absent("--branch", name, "talk", "add", "1", "--on", "今天", "--by", "the superior")
    assert "talk" not in {one["rule"] for one in absent("review", "张三", "--branch", name, "--json").json}
