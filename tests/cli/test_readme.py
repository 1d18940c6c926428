"""Both READMEs do what they say: every command, in the order written, in one book, with the example's roster."""

import csv
import re
import shlex
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from commands import Partyday
from documents import EXAMPLE, ROOT

#: The day on which each part is typed; a later one that a line names (`--on`, `--day`) is the day from there on.
DAYS = {
    "The first evening": "2026-01-05",
    "Every month": "2026-03-06",
    "Filing and correcting": "2026-04-10",
    "Data, another computer, upgrade, removal": "2026-04-10",
}
CHINESE = ("第一个晚上", "每个月", "报送与更正", "数据、换电脑、升级、卸载")

README = {
    "README.md": dict(zip(DAYS, DAYS, strict=True)),
    "README.zh.md": dict(zip(CHINESE, DAYS, strict=True)),
}


def parts(name: str) -> dict[str, list[str]]:
    """Part of the page → the commands typed in it, in the order written."""
    text = (ROOT / name).read_text("utf-8")
    found: dict[str, list[str]] = {}
    for heading, body in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL):
        if heading in README[name]:
            blocks = re.findall(r"```sh\n(.*?)```", body, re.DOTALL)
            found[README[name][heading]] = [line for block in blocks for line in block.splitlines()]
    return found


def test_both_say_the_same_commands() -> None:
    typed = [
        {part: [shlex.split(line, comments=True) for line in lines] for part, lines in parts(name).items()}
        for name in README
    ]
    assert typed[0] == typed[1]
    assert list(typed[0]) == list(DAYS)
    assert sum(map(len, typed[0].values())) > 30


@pytest.mark.slow
def test_every_command_runs_in_the_order_written(
    partyday: Partyday, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One whole life of a book; it is slow because it prints eight papers."""
    _roster(tmp_path / "花名册.xlsx")
    said = {}
    for part, lines in parts("README.zh.md").items():
        today = DAYS[part]
        for line in lines:
            words = shlex.split(line, comments=True)
            assert words[0] == "partyday", line
            named = [word for option, word in pairwise(words) if option in ("--on", "--day")]
            today = max([today, *named])
            monkeypatch.setenv("PARTYDAY_TODAY", today)
            if words[1] == "restore":  # on the new computer, where there is no book yet
                monkeypatch.setenv("PARTYDAY_BOOK", str(tmp_path / "new" / "book.partyday"))
                (tmp_path / "new").mkdir()
            said[line] = partyday(*words[1:])
    assert len(partyday("member", "list", "--json").json) == 25
    assert partyday("verify", "--json").json["ok"]
    filed = {paper["form"] for paper in partyday("report", "--list", "--json").json}
    assert filed == {"year-schedule", "quarter-plan", "attendance"}


def _roster(path: Path) -> None:
    """The example's roster as a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    with (EXAMPLE / "roster.csv").open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.reader(rows):
            sheet.append(row)
    book.save(path)


def test_a_newcomer_needs_few_commands_to_the_first_filed_paper() -> None:
    """Counted off the page: from nothing to a paper that is filed."""
    evening = parts("README.zh.md")["The first evening"]
    filed = next(number for number, line in enumerate(evening, 1) if "--mark-filed" in line)
    assert filed <= 12


@pytest.mark.parametrize("name", README)
def test_every_picture_and_page_it_names_is_there(name: str) -> None:
    targets = re.findall(r"\]\(([^):]+?)\)", (ROOT / name).read_text("utf-8"))
    assert len(targets) > 8
    assert [target for target in targets if not (ROOT / target).exists()] == []
