"""What a terminal of 80 columns shows: tables that fit it, a pager, colours, one line for all of a kind."""

import io
import re
import sys
from pathlib import Path

import pytest

from commands import Partyday, Terminal
from partyday.__main__ import run
from partyday.cli import clipboard, output
from partyday.cli.wrapping import width_of
from partyday.errors import Conflict
from partyday.i18n import LANGUAGES, use

LONG = "马克思主义理论与思想政治教育研究中心及继续教育学院联合教工第一党支部"
ROSTER = f"""序号,姓名,人员类别,加入党组织日期,党小组
1,阿卜杜热西提·买买提艾力,正式党员,2010-07-01,{LONG[:20]}第一党小组
2,李四,正式党员,2011-07-01,
"""

LISTS = (
    "agenda",
    "agenda --each",
    "backup --list",
    "branch list",
    "commend list",
    "day show 2026-03-06",
    "dispute list",
    "dues ledger",
    "dues ledger 1",
    "dues owed",
    "dues receipts",
    "inspect list",
    "log",
    "log 1",
    "meeting list",
    "member list",
    "member show 1",
    "policy list",
    "policy show hebei",
    "report",
    "report --list",
    "review",
    "review 1",
    "schedule 2026 --suggest",
    "visit list",
)


def test_every_list_fits_80_columns_and_no_date_is_broken(
    partyday: Partyday, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    partyday("init", "--branch", LONG, "--superior", "马克思主义理论与思想政治教育研究中心党总支")
    for line in (
        "member import roster.csv",
        "schedule 2026",
        "day plan 2026-03-06 --theme " + "深入学习贯彻全国两会精神" * 4,
        "checkin 1 --day 2026-03-06",
        "dues assess 1 --kind wage --amount 6500 --from 2026-01",
        "dues pay 1 --months 2026-01 --on 2026-03-06",
        "meeting add 党课 --on 2026-03-06 --theme " + "深入学习贯彻全国两会精神" * 3,
        "commend add 1 --on 2026-03-06 --for 优秀共产党员 --by 学校党委",
        "dispute add 2 --for 2026-02-06 --said 当日已请假",
        "report quarter-plan --period 2026Q2 --mark-filed --yes",
    ):
        partyday(*line.split())
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("PAGER", "")
    wrong = []
    try:
        for language in LANGUAGES:
            use(language)
            for line in LISTS:
                with monkeypatch.context() as within:
                    terminal = Terminal()
                    within.setattr(sys, "stdout", terminal)
                    assert run(line.split()) in (0, 3), line
                lines = re.sub(r"\x1b\[\d+m", "", terminal.getvalue()).splitlines()
                assert lines, line
                wrong += [(line, text) for text in lines if width_of(text) > 80 or _BROKEN_DATE.search(text)]
                wrong += [(line, text) for text in lines if _HASH.search(text)]
    finally:
        use("en")
    assert not wrong, "\n".join(map(str, wrong))


_BROKEN_DATE = re.compile(r"\b\d{4}-(?:\d\d-)?\s*$")
_HASH = re.compile(r"(?<!@)\b[0-9a-f]{12,}\b")


def test_money_stands_to_the_right_and_words_to_the_left() -> None:
    lines = output.table(["who", "yuan"], [["李四", "6.50"], ["a", "1300.00"]])
    assert [line for row in lines for line in row] == [" who      yuan", " 李四     6.50", " a     1300.00"]


def test_a_branch_that_all_have_stands_above_and_not_in_each_row(branch: Partyday) -> None:
    said = branch("member", "list").out.splitlines()
    assert said[0] == "第一党支部"
    assert sum("第一党支部" in line for line in said) == 1
    branch("branch", "add", "第二党支部")
    branch("member", "add", "周八", "--joined", "2020-07-01", "--branch", "第二党支部")
    both = branch("member", "list", "--branch", "学院党总支").out
    assert "branch" in both.splitlines()[0]
    assert "第二党支部" in both


@pytest.mark.parametrize(("who", "found"), [("z", ["张三", "赵六"]), ("王", ["王五"]), ("00127", ["赵六"]), ("x", [])])
def test_a_list_is_searched(branch: Partyday, who: str, found: list[str]) -> None:
    assert [person["name"] for person in branch("member", "list", who, "--json").json] == found
    assert branch("member", "list", who).out.startswith("第一党支部" if found else "Nobody is called so.")


def test_what_is_overdue_of_one_kind_is_one_line_with_its_count(branch: Partyday) -> None:
    late = branch("agenda", "--today", "2026-06-10").out.splitlines()
    each = branch("agenda", "--each", "--today", "2026-06-10").out.splitlines()
    overdue = [line for line in late if line.startswith("!")]
    assert any(re.match(r"! 2026-\d\d-\d\d  \d of this kind, first: ", line) for line in overdue)
    kinds = [item["kind"] for item in branch("agenda", "--today", "2026-06-10", "--json").json if item["overdue"]]
    assert len(overdue) == len(set(kinds)) < len(kinds)
    assert sum(line.startswith("!") for line in each) == len(kinds)
    assert len(late) <= 22


@pytest.mark.parametrize(("no_color", "red"), [("", True), ("1", False)])
def test_what_is_overdue_is_red_unless_no_colour_is_wanted(
    branch: Partyday, monkeypatch: pytest.MonkeyPatch, no_color: str, red: bool
) -> None:
    for name, value in (("NO_COLOR", no_color), ("TERM", "xterm"), ("PAGER", ""), ("COLUMNS", "80")):
        monkeypatch.setenv(name, value)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert run(["agenda", "--today", "2026-06-10"]) == 0
    assert ("\x1b[31m! " in terminal.getvalue()) is red


@pytest.fixture
def pager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pager that keeps what it is shown in a file."""
    kept = tmp_path / "paged.txt"
    script = tmp_path / "keep"
    script.write_text(f"#!/bin/sh\ncat > {kept}\n", "utf-8")
    script.chmod(0o755)
    for name, value in (("PAGER", str(script)), ("COLUMNS", "80"), ("LINES", "10")):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdin", Terminal())
    return kept


def test_long_output_goes_through_a_pager_at_a_terminal_alone(pager: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for stream, count, paged in ((Terminal(), 30, True), (Terminal(), 5, False), (io.StringIO(), 30, False)):
        pager.unlink(missing_ok=True)
        monkeypatch.setattr(sys, "stdout", stream)
        output.show([f"line {number}" for number in range(count)])
        assert pager.exists() is paged
        whole = pager.read_text("utf-8") if paged else stream.getvalue()
        assert whole.count("\n") == count


@pytest.mark.parametrize("named", ["{}/keep", "{}/keep 'not closed", '"'])
def test_what_a_pager_that_cannot_start_was_to_show_is_shown_without_it(
    pager: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    (tmp_path / "keep").write_text("#!/no/such/program\n", "utf-8")
    monkeypatch.setenv("PAGER", named.format(tmp_path))
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    output.show([f"line {number}" for number in range(30)])
    assert terminal.getvalue().count("\n") == 30
    assert not pager.exists()


def test_an_announcement_goes_to_the_clipboard(
    branch: Partyday, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "clip.txt"
    program = tmp_path / "xclip"
    program.write_text(f"#!/bin/sh\ncat > {kept}\n", "utf-8")
    program.chmod(0o755)
    branch("day", "plan", "2026-04-03", "--theme", "学党章")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    said = branch("day", "announce", "2026-04-03", "--copy")
    assert "It is on the clipboard." in said.err
    assert kept.read_text("utf-8") == said.out.removesuffix("\n")


def test_without_a_clipboard_the_terminal_is_asked_else_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert clipboard.copy("公告").startswith("The terminal was asked")
    assert terminal.getvalue() == "\x1b]52;c;5YWs5ZGK\x07"
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    with pytest.raises(Conflict, match="no clipboard"):
        clipboard.copy("公告")
