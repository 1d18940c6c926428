"""A superior's commands: overview, inspect, commend, and their papers."""

import os
import re
import sys
from pathlib import Path
from unicodedata import east_asian_width
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from commands import ROSTER, Partyday

SUPERIOR = "理学院党总支"
NAMES = ("数学与统计学院教工第一党支部", "物理系党支部")

KEYS = (
    *("branch", "days", "held", "closed", "announced", "summarised", "expected", "took_part", "rate", "unreached"),
    *("open_make_ups", "plans_due", "plans_filed", "plans_late", "dues_owed", "inspected_on", "source"),
)

MARK = ("checkin", "--branch", NAMES[0], "--all", "--day")
INSPECT = ("inspect", "add", NAMES[0], "--on", "2026-02-27", "--how", "records", "--by", "王秀芳")


@pytest.fixture
def school(partyday: Partyday) -> Partyday:
    """Two branches under a superior in one book; the first has its year up to March."""
    Path("roster.csv").write_text(ROSTER, "utf-8")
    for words in (
        ("init", "--branch", NAMES[0], "--superior", SUPERIOR, "--today", "2025-12-01"),
        ("branch", "add", NAMES[1], "--superior", SUPERIOR),
        ("member", "import", "roster.csv", "--branch", NAMES[0]),
        ("schedule", "2026", "--branch", NAMES[0]),
        (*MARK, "2026-01-09", "--absent", "1", "--online", "3", "--visited", "4", "--close"),
        (*MARK, "2026-02-06", "--excuse", "2:病假", "--online", "3", "--close", "--yes"),
    ):
        partyday(*words)
    return partyday


def test_the_overview_has_a_line_for_each_branch_with_the_keys_that_scripts_rely_on(school: Partyday) -> None:
    lines = school("overview", "--json").json
    assert [tuple(line) for line in lines] == [KEYS, KEYS]
    first, second = lines
    assert (first["days"], first["held"], first["closed"]) == (3, 3, 2)
    assert (first["expected"], first["took_part"], first["rate"]) == (15, 7, 0.4667)
    assert (first["unreached"], first["open_make_ups"], first["dues_owed"]) == (1, 1, "0.00")
    assert (second["branch"], second["held"], second["rate"], second["source"]) == (NAMES[1], None, None, "nothing")
    school("overview", "--period", "2026-03-06", code=10)
    school("overview", "--branch", "没有", code=11)
    rows = school("overview", "--csv").out.splitlines()
    assert len(rows) == 3
    assert rows[1].startswith(f"{NAMES[0]},3,3,2,0,0,15,7,46.7%")


def test_on_a_terminal_it_is_in_colour_and_fits_80_columns_in_both_languages(
    school: Partyday, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-12-30")
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _self: True, raising=False)
    coloured = school("overview", "--period", "2026").out
    assert "\x1b[" in coloured
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    width = max(sum(2 if east_asian_width(char) in "WF" else 1 for char in line) for line in plain.splitlines())
    assert 60 < width <= 80
    assert "7/60" in plain
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in school("overview", "--period", "2026").out


def test_what_branches_filed_is_counted_where_the_superior_has_no_records(
    school: Partyday, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = os.environ["PARTYDAY_BOOK"]
    Path("报送").mkdir()
    for form, period in (("attendance", "2026-01"), ("attendance", "2026-02"), ("record", "2026-01-09")):
        school(
            *("report", form, "--period", period, "--branch", NAMES[0]),
            *("-o", f"报送/{form}{period}.xlsx", "--mark-filed"),
        )
    recorded = school("overview", "--period", "2026-01", "--json").json[0]
    monkeypatch.setenv("PARTYDAY_BOOK", "superior.partyday")
    school("init", "--branch", SUPERIOR)
    for name in NAMES:
        school("branch", "add", name)
    school("rollup", "报送", "--json")
    taken = school("overview", "--period", "2026-01", "--json").json[0]
    assert taken["source"] == "filed"
    same = ("held", "closed", "summarised", "expected", "took_part", "rate", "unreached")
    assert {key: taken[key] for key in same} == {key: recorded[key] for key in same}
    said = school("overview", "--period", "2026-01")
    assert f"papers that were taken in, not from records: {NAMES[0]}" in said.err
    assert f"nothing was taken in: {NAMES[1]}" in said.err
    monkeypatch.setenv("PARTYDAY_BOOK", home)


def test_the_workbook_of_the_overview_has_a_heat_map_and_a_line_of_its_own(school: Partyday) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        school("report", "overview", "--period", "2026H1", "-o", name)
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()
    counts, months, line = load_workbook("a.xlsx").worksheets
    assert [cell.value for cell in counts[5]][:9] == [1, NAMES[0], 6, 3, 2, 0, 0, 15, 7]
    [ranges] = months.conditional_formatting
    [rule] = ranges.rules
    assert rule.type == "colorScale"
    assert str(ranges.sqref) == "C4:I6"
    [chart] = line._charts  # type: ignore[attr-defined]  # openpyxl has no other way to them
    assert type(chart).__name__ == "LineChart"
    [series] = chart.series
    assert series.val.numRef.f.endswith("$D$3:$D$5")
    assert [row[0].value for row in line.iter_rows(min_row=3, max_row=5)] == ["1月", "2月", "3月"]
    assert "排名" not in "".join(str(cell.value) for row in counts.iter_rows() for cell in row if cell.value)


def test_the_picture_is_an_svg_or_a_png_and_nothing_else(school: Partyday) -> None:
    pytest.importorskip("resvg_py")
    school("overview", "--period", "2026", "--picture", "a.svg")
    root = ElementTree.fromstring(Path("a.svg").read_bytes())
    texts = [element.text for element in root.iter() if element.tag.endswith("text")]
    assert NAMES[0] in texts
    assert "46.7%" in texts
    said = school("overview", "--period", "2026", "--picture", "a.png", "--json").json
    assert said == {"file": "a.png", "period": "2026", "branches": 2}
    assert Path("a.png").read_bytes().startswith(b"\x89PNG")
    school("overview", "--picture", "a.png", code=13)
    school("overview", "--picture", "a.gif", code=10)


def test_inspections_are_recorded_settled_listed_and_undone(school: Partyday) -> None:
    told = school(*INSPECT, "--found", "1月未作小结", "--due", "2026-03-03", "--json").json
    assert told == {
        "number": 1,
        "branch": NAMES[0],
        "on": "2026-02-27",
        "how": "records",
        "by": "王秀芳",
        "found": "1月未作小结",
        "due": "2026-03-03",
        "settled_on": None,
        "settled_how": "",
        "changed": True,
    }
    assert school(*INSPECT, "--found", "1月未作小结", "--due", "2026-03-03", "--json").json["changed"] is False
    for whose in (NAMES[0], SUPERIOR):
        items = school("agenda", "--branch", whose, "--json").json
        open_ones = [item for item in items if item["kind"] == "inspection" and "settle" in item["text"]]
        assert [(item["date"], item["overdue"]) for item in open_ones] == [("2026-03-03", True)]
    school("inspect", "settle", "1", "--on", "2026-03-05", "--how", "已补", "--json")
    school("inspect", "settle", "1", "--on", "2026-03-05", code=13)
    school("inspect", "settle", "7", "--on", "2026-03-05", code=11)
    assert school("inspect", "list", "--open", "--json").json == []
    school("undo")
    assert [one["settled_on"] for one in school("inspect", "list", "--open", "--json").json] == [None]
    assert "inspect add" in school("log", "--last", "5").out
    school(*INSPECT, "--found", " ", code=10)
    school("inspect", "add", NAMES[0], "--on", "2026-02-27", "--how", "x", "--by", "王", "--found", "无", code=2)
    school("inspect", "add", "没有", "--on", "2026-02-27", "--how", "visit", "--by", "王", "--found", "无", code=11)
    assert school("overview", "--json").json[0]["inspected_on"] == "2026-02-27"
    school("verify")


def test_commendations_stand_on_the_members_own_page_and_in_the_appraisal(school: Partyday) -> None:
    merit = ("--on", "2026-03-02", "--for", "优秀共产党员", "--by", "学校党委")
    one = school("commend", "add", "张三", *merit, "--json").json
    assert (one["name"], one["branch"], one["for"], one["changed"]) == ("张三", NAMES[0], "优秀共产党员", True)
    several = school("commend", "add", "张三,李四", *merit, "--json").json
    assert [(one["name"], one["changed"]) for one in several] == [("张三", False), ("李四", True)]
    assert school("commend", "add", "--branch", NAMES[1], *merit, "--json").json["name"] is None
    school("commend", "add", *merit, code=2)
    school("commend", "add", "没有", *merit, code=11)
    assert [one["name"] for one in school("commend", "list", "--period", "2026", "--json").json] == [
        "张三",
        "李四",
        None,
    ]
    shown = school("member", "show", "张三", "--json").json
    assert shown["commendations"] == [{"on": "2026-03-02", "for": "优秀共产党员", "by": "学校党委"}]
    assert "commendations" not in school("member", "show", "王五", "--json").json
    for words in (("my-record", "--member", "张三"), ("appraisal", "--member", "张三"), ("appraisal",)):
        school("report", *words, "--branch", NAMES[0], "-o", "paper.xlsx", "--yes")
        texts = [
            str(cell.value)
            for sheet in load_workbook("paper.xlsx").worksheets
            for row in sheet.iter_rows()
            for cell in row
        ]
        assert any("优秀共产党员" in text and "学校党委" in text for text in texts), words
    school("report", "commendations", "--branch", SUPERIOR, "-o", "list.xlsx")


def test_who_is_forgotten_was_commended_for_something(school: Partyday) -> None:
    school("commend", "add", "张三", "--on", "2026-03-02", "--for", "抗洪抢险先进个人", "--by", "学校党委")
    school("member", "remove", "张三", "--on", "2026-03-06", "--because", "died")
    school("member", "forget", "张三", "--yes")
    assert "抗洪抢险".encode() not in Path("book.partyday").read_bytes()
    [left] = school("commend", "list", "--json").json
    assert (left["for"], left["by"]) == ("", "学校党委")
    school("verify")


def test_the_circular_is_a_document_that_names_what_is_good_and_what_is_short(school: Partyday) -> None:
    docx = pytest.importorskip("docx")
    school(*INSPECT, "--found", "1月未作小结", "--due", "2026-03-20")
    school("commend", "add", "李四", "--on", "2026-03-02", "--for", "优秀共产党员", "--by", "学校党委")
    school("report", "circular", "--period", "2026Q1", "-o", "通报.docx", "--today", "2026-03-31")
    text = "\n".join(paragraph.text for paragraph in docx.Document("通报.docx").paragraphs)
    for told in (
        "各党支部：",
        "应到 15 人次，参加 7 人次，出勤率 46.7%",
        f"受学校党委表彰（优秀共产党员）：{NAMES[0]}李四。",
        f"{NAMES[0]}：3 次活动没有提前公布；1 次活动逾期没有结束登记；2 次活动逾期没有总结；1 人次逾期没有补课",
        f"{NAMES[1]}：1 份计划没有报送；没有报送材料，无从统计。",
        f"{NAMES[0]}：1月未作小结（2026年3月20日前整改，已逾期）。",
    ):
        assert told in text.replace("\n", ""), (told, text)
    assert "张三" not in text, "who was absent is nobody's business here"
    school("report", "circular", "-o", "通报.xlsx", code=10)
    school("report", "circular", "--branch", NAMES[0], "-o", "x.docx", code=10)


def test_what_is_clear_is_understood(school: Partyday) -> None:
    branch, on = NAMES[0], ("--on", "2026-02-27", "--by", "王秀芳", "--found", "台账齐全")
    for typed, kept in (("电话", "call"), ("查阅", "records"), ("走访", "visit")):
        assert school("inspect", "add", branch, "--how", typed, *on, "--json").json["how"] == kept
    assert school("report", "出勤", "--period", "2026-01", "--branch", branch, "--json").json["form"] == "attendance"
    assert "There is no form “党”" in school("report", "党", code=11).err
    school("report", "党费", code=11)


def test_the_counts_of_an_overview_are_headed_as_counts(school: Partyday) -> None:
    head = school("overview", "--csv").out.splitlines()[0].lstrip("\ufeff").split(",")
    assert head[:6] == ["branch", "days planned", "held", "closed", "announced ahead", "summed up"]
