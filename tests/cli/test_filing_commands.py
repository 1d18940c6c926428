"""Filing, summing up and planning ahead, as they are typed."""

import shutil
import stat
from pathlib import Path

import pytest
from openpyxl import load_workbook

from commands import Partyday
from partyday.model.forms import FORMS


def test_the_forms_are_all_there(branch: Partyday) -> None:
    promised = {
        *("year-plan", "year-schedule", "half-year-plan", "quarter-plan", "rollup", "sign-in", "record", "attendance"),
        *("appraisal", "make-ups", "talk", "dues-ledger", "dues-receipt", "dues-publication"),
    }
    assert promised <= set(FORMS)
    assert {each["form"] for each in branch("report", "--json").json} == set(FORMS)


@pytest.mark.parametrize(
    ("form", "period"),
    [
        ("year-plan", "2026"),
        ("year-schedule", "2026"),
        ("half-year-plan", "2026H2"),
        ("quarter-plan", "2026Q2"),
        ("record", "2026-03-06"),
        ("record", "2026"),
        ("attendance", "2026"),
        ("appraisal", "2026"),
        ("make-ups", "2026"),
    ],
)
def test_a_form_says_what_it_is_of_and_is_filed_only_when_told(branch: Partyday, form: str, period: str) -> None:
    for day in ("2026-01-09", "2026-02-06"):
        branch("day", "close", day, "--yes")
    branch("checkin", "--all", "--online", "3", "--visited", "4", "--close")
    said = branch("report", form, "--period", period, "-o", "form.xlsx", "--json").json
    assert (said["form"], said["period"], said["file"], said["filed"]) == (form, period, "form.xlsx", False)
    assert len(said["sha256"]) == 64
    assert branch("report", "--list", "--json").json == []
    again = branch("report", form, "--period", period, "-o", "form.xlsx", "--yes", "--mark-filed", "--json").json
    assert (again["filed"], again["sha256"], again["filed_on"]) == (True, said["sha256"], "2026-03-06")
    (listed,) = branch("report", "--list", "--json").json
    assert (listed["form"], listed["period"], listed["changed"]) == (form, period, False)


@pytest.mark.parametrize(
    ("form", "period"),
    [("quarter-plan", "2026"), ("year-plan", "2026Q1"), ("half-year-plan", "2026Q1"), ("rollup", "2026-03")],
)
def test_a_period_of_another_length_is_told(branch: Partyday, form: str, period: str) -> None:
    assert (
        "--period"
        in branch(
            "report", form, "--period", period, "--branch", "学院党总支" if form == "rollup" else "第一党支部", code=10
        ).err
    )


def test_what_was_filed_is_listed_corrected_and_printed_as_it_was(branch: Partyday) -> None:
    branch("checkin", "--all", "--absent", "1,3", "--visited", "4", "--close")
    branch("report", "attendance", "--period", "2026-03", "-o", "a.xlsx", "--mark-filed")
    assert "unchanged" in branch("report", "--list").out
    branch("report", "attendance", "--period", "2026-03", "--correction", code=13)
    branch("checkin", "--excuse", "1:病假", "--reason", "补交假条")
    assert "the records have changed" in branch("report", "--list").out
    branch("report", "attendance", "--period", "2026-03", "--correction", "-o", "c.xlsx")
    told = [cell.value for row in load_workbook("c.xlsx").worksheets[0].iter_rows() for cell in row]
    assert {"缺席", "请假"} <= set(told)
    assert "病假" not in str(told), "what is made public names no reason"
    branch("report", "attendance", "--period", "2026-03", "--filed", "-o", "b.xlsx")
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()
    said = branch("report", "attendance", "--period", "2026-03", "-o", "d.xlsx", "--mark-filed")
    assert "--correction" in said.err
    assert "filed again" in branch("report", "--list").out


def test_a_paper_filed_by_hand_earlier_is_kept_with_its_date(branch: Partyday) -> None:
    assert "2026Q2" in branch("agenda", "--today", "2026-03-21").out
    branch("report", "quarter-plan", "--period", "2026Q2", "-o", "a.xlsx", "--on", "2026-03-01", code=2)
    said = branch(
        *(
            "report",
            "quarter-plan",
            "--period",
            "2026Q2",
            "-o",
            "a.xlsx",
            "--mark-filed",
            "--on",
            "2026-03-02",
            "--json",
        )
    )
    assert said.json["filed_on"] == "2026-03-02"
    items = branch("agenda", "--today", "2026-03-21", "--json").json
    assert not [each for each in items if each["kind"] == "filing" and "2026Q2" in each["text"]]


def test_the_agenda_exits_3_from_the_day_after_a_filing_was_due(branch: Partyday) -> None:
    def late(today: str) -> list[str]:
        items = branch("agenda", "--today", today, "--json").json
        return [
            each["date"]
            for each in items
            if each["kind"] == "filing" and each["overdue"] and "季度活动计划" in each["text"]
        ]

    assert late("2026-03-20") == []
    assert late("2026-03-21") == ["2026-03-20"]
    branch("agenda", "--today", "2026-03-21", "--check", code=3)
    found = [
        each for each in branch("review", "--as-of", "2026-03-21", "--json").json if "季度活动计划" in each["text"]
    ]
    assert [(each["rule"], each["level"], each["due"]) for each in found] == [("branch-duty", "overdue", "2026-03-20")]


def test_a_superior_sees_what_it_has_to_file_and_who_has_not(branch: Partyday) -> None:
    items = branch("agenda", "--branch", "学院党总支", "--today", "2026-03-26", "--json").json
    assert {(each["date"], each["kind"]) for each in items} == {
        ("2026-03-20", "missing"),
        ("2026-03-27", "filing"),
        ("2026-03-31", "inspection"),
    }
    assert "第一党支部" in next(each["text"] for each in items if each["kind"] == "missing")


def test_a_draft_is_not_filed_and_says_so(branch: Partyday) -> None:
    branch("checkin", "1")
    branch("report", "attendance", "--period", "2026-03", "--mark-filed", "-o", "a.xlsx", code=13)
    assert not Path("a.xlsx").exists()


def superior_book(branch: Partyday, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The superior's own book, with this branch and another under it."""
    monkeypatch.setenv("PARTYDAY_BOOK", str(tmp_path / "superior.partyday"))
    branch("init", "--branch", "第一党支部", "--superior", "学院党总支")
    branch("branch", "add", "第二党支部")


def test_a_superior_sums_up_what_it_was_sent(branch: Partyday, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    Path("sent").mkdir()
    branch("report", "quarter-plan", "--period", "2026Q2", "-o", "sent/one.xlsx", "--mark-filed")
    branch("report", "quarter-plan", "--period", "2026Q3", "-o", "plain.xlsx")
    superior_book(branch, monkeypatch, tmp_path)
    shutil.copy("plain.xlsx", "sent/plain.xlsx")
    Path("sent/text.xlsx").write_text("x", "utf-8")
    Path("sent/~$one.xlsx").write_text("x", "utf-8")
    said = branch("rollup", "sent", "gone.xlsx", "-o", "sum.xlsx", "--json", code=10).json
    assert (said["superior"], said["taken"], said["same"], said["conflicts"]) == ("学院党总支", 1, 0, [])
    assert [Path(each["file"]).name for each in said["refused"]] == ["plain.xlsx", "text.xlsx", "gone.xlsx"]
    Path("empty").mkdir()
    branch("rollup", "empty", code=11)
    branch("rollup", "sent/one.xlsx", "--period", "2026-05", code=10)
    branch("rollup", "sent/one.xlsx", "-o", "sum.xlsx", "--json", code=13)
    assert [(each["period"], each["missing"]) for each in said["sums"]] == [("2026Q2", ["第二党支部"])]
    page = load_workbook("sum.xlsx").worksheets[0]
    assert page["A1"].value == "学院党总支2026年第二季度党员活动日活动计划汇总表"
    assert [page.cell(row, 2).value for row in (4, 5, 6)] == ["第一党支部", None, None]
    assert "B4:B6" in {str(merged) for merged in page.merged_cells.ranges}
    again = branch("rollup", "sent/on*.xlsx", "-o", "sum.xlsx", "--yes", "--json").json
    assert (again["taken"], again["same"]) == (0, 1)
    assert (
        branch("report", "rollup", "--period", "2026Q2", "-o", "again.xlsx", "--json").json["sha256"]
        == again["sums"][0]["sha256"]
    )


def test_an_altered_file_and_a_conflict_are_told(
    branch: Partyday, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    branch("report", "quarter-plan", "--period", "2026Q2", "-o", "one.xlsx", "--mark-filed")
    branch("day", "plan", "2026-04-03", "--theme", "学习")
    branch("report", "quarter-plan", "--period", "2026Q2", "-o", "two.xlsx", "--mark-filed")
    superior_book(branch, monkeypatch, tmp_path)
    book = load_workbook("two.xlsx")
    book.worksheets[0]["G4"] = "改"
    book.save("altered.xlsx")
    branch("rollup", "one.xlsx", "-o", "sum.xlsx")
    said = branch("rollup", "altered.xlsx", "-o", "sum2.xlsx", code=10)
    assert "活动计划 G4: filed “学习”, now “改”" in said.err
    said = branch("rollup", "two.xlsx", "-o", "sum3.xlsx", code=13)
    assert "--replace" in said.err
    assert "replaced 1" in branch("rollup", "two.xlsx", "-o", "sum4.xlsx", "--replace").out
    assert load_workbook("sum4.xlsx").worksheets[0]["H4"].value == "学习"


def test_contents_are_proposed_and_written_only_when_accepted(branch: Partyday) -> None:
    said = branch("schedule", "2026", "--suggest", "--json").json
    assert len(said) == 12
    assert any(each["suggested"] for each in said)
    assert not any(each["blocks"] or each["accepted"] for each in said)
    assert "nothing was written" in branch("schedule", "2026", "--suggest").err.lower()
    assert any(each["blocks"] for each in branch("schedule", "2026", "--suggest", "--yes", "--json").json)
    assert "Nothing can be proposed any more" in branch("schedule", "2026", "--suggest").out
    branch("schedule", "2027", "--suggest", code=11)
    branch("schedule", "2026", "--suggest", "--dry-run", code=2)


def test_plans_come_in_from_the_filled_in_sheet(branch: Partyday) -> None:
    assert "The plan lacks" in branch("report", "quarter-plan", "--period", "2026Q2", "-o", "plan.xlsx").err
    book = load_workbook("plan.xlsx")
    book.worksheets[0]["G4"], book.worksheets[0]["I4"] = "学习全会精神", "党性观念教育、议政议事"
    book.save("plan.xlsx")
    said = branch("day", "plan", "--from", "plan.xlsx", "--json").json
    assert [(each["date"], each["theme"], each["changed"]) for each in said] == [("2026-04-03", "学习全会精神", True)]
    assert branch("day", "show", "2026-04-03", "--json").json["blocks"] == ["party-spirit", "deliberation"]
    book.worksheets[0]["I4"] = "别的"
    book.save("plan.xlsx")
    branch("day", "plan", "--from", "plan.xlsx", code=10)
    for words in (("--from", "plan.xlsx", "--theme", "x"), (), ("2026Q2", "--place", "x"), ("2026-04-03:xx",)):
        assert branch("day", "plan", *words, code=10 if ":" in str(words) else 2).err


def test_a_quarter_gets_its_theme(branch: Partyday) -> None:
    branch("day", "plan", "2026Q2", "--theme", "学党章")
    said = branch("report", "季度活动计划", "--period", "2026q2", "-o", "plan.xlsx", "--json").json
    assert (said["form"], said["period"]) == ("quarter-plan", "2026Q2"), "as people type it"
    assert load_workbook("plan.xlsx").worksheets[0]["A3"].value == "季度主题：学党章"
    branch("day", "plan", "2026Q9", "--theme", "x", code=10)


def test_a_pdf_where_libreoffice_is_and_a_sentence_where_it_is_not(
    branch: Partyday, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "")
    said = branch("report", "quarter-plan", "--pdf", "--mark-filed", "-o", "a.xlsx", code=10)
    assert "no LibreOffice" in said.err
    assert not Path("a.xlsx").exists()
    assert branch("report", "--list", "--json").json == [], "nothing is half done"
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(
        '#!/bin/sh\nfor last in "$@"; do :; done\nprintf %%PDF > "$6/$(/usr/bin/basename "$last" .xlsx).pdf"\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent))
    said = branch("report", "quarter-plan", "--pdf", "-o", "b.xlsx", "--json").json
    assert (said["file"], said["pdf"]) == ("b.xlsx", "b.pdf")
    assert Path("b.pdf").read_text("ascii") == "%PDF"
    program.write_text("#!/bin/sh\nexit 1\n")
    said = branch("report", "quarter-plan", "--pdf", "-o", "c.xlsx", "--json", code=10)
    assert (said.json["file"], said.json["pdf"]) == ("c.xlsx", None)
    assert "did not make" in said.err
    Path("d.pdf").write_text("", "ascii")
    branch("report", "quarter-plan", "--pdf", "-o", "d.xlsx", code=13)
    assert not Path("d.xlsx").exists()
