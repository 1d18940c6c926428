"""`partyday init` at a terminal without options: six questions, what will be done, and that done or nothing."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from at_terminal import Screen
from commands import ROSTER, Partyday
from partyday.cli import setup_talk
from partyday.cli.run import Run
from partyday.cli.setup_talk import years_to_plan

QUESTIONS = ("1. The branch", "2. Its superior", "3. The system", "4. The records begin", "5. The roster", "6. A file")


@pytest.fixture
def roster(partyday: Partyday, tmp_path: Path) -> Path:
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    return tmp_path / "book.partyday"


def answered(screen: Screen, answers: list[str]) -> None:
    for question, answer in zip(QUESTIONS, answers, strict=False):
        screen.shows(question)
        screen.type(answer + "\r")


def test_six_answers_make_the_book_the_roster_and_the_year(partyday: Partyday, roster: Path) -> None:
    screen = Screen("init", columns=100, rows=60)
    screen.shows(QUESTIONS[0])
    screen.type("\r")
    screen.shows("write its name")
    screen.type("第一党支部\r")
    for question, answer in zip(QUESTIONS[1:4], ["学院党总支", "", ""], strict=True):
        screen.shows(question)
        screen.type(answer + "\r")
    screen.shows(QUESTIONS[4])
    screen.type("none.csv\r")
    screen.shows("There is no file none.csv.")
    screen.type("花名册.csv\r")
    screen.shows(QUESTIONS[5])
    screen.type("\r")
    screen.shows("Shall it?")
    assert "partyday init --branch 第一党支部 --superior 学院党总支 --policy hebei --since 2026-03-01" in screen.text
    assert "partyday member import 花名册.csv" in screen.text
    assert "partyday schedule 2026" in screen.text
    assert not roster.exists()
    screen.type("y\r")
    screen.shows("Next: partyday agenda")
    screen.leave()
    assert "2026-12-04" in screen.text
    assert screen.text.count("Next:") == 1
    assert len(partyday("member", "list", "--json").json) == 6
    assert {day["status"] for day in partyday("schedule", "2026", "--json", "--dry-run", code=0).json[:2]} == {"before"}


@pytest.mark.parametrize("answers", [[], ["第一党支部", "学院党总支"], ["第一党支部", "", "", "", "", ""]])
def test_ctrl_c_leaves_nothing(roster: Path, answers: list[str]) -> None:
    screen = Screen("init")
    answered(screen, answers)
    screen.shows("Shall it?" if len(answers) == 6 else QUESTIONS[len(answers)])
    screen.type("\x03")
    screen.leave()
    assert not list(roster.parent.glob("book*"))


def test_without_a_roster_that_comes_next_and_another_answer_than_yes_or_no_is_asked_anew(roster: Path) -> None:
    screen = Screen("init", columns=100, rows=60, language="zh")
    for question, answer in zip("123456", ["第一党支部", "", "", "", "", ""], strict=True):
        screen.shows(f"{question}. ")
        screen.type(answer + "\r")
    screen.shows("[Y/n]")
    screen.type("好\r")
    screen.shows("请输入 y（是）或 n（否）。")
    assert not roster.exists()
    screen.type("\r")
    screen.shows("接下来：partyday member import 花名册.xlsx")
    screen.leave()
    assert screen.text.count("接下来") == 1
    assert "Error" not in screen.text


def test_ctrl_c_while_it_is_done_leaves_nothing_either(roster: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_words: object, **_named: object) -> None:
        assert roster.exists()
        raise KeyboardInterrupt

    monkeypatch.setattr("partyday.services.schedule.make_year", stopped)
    told = SimpleNamespace(place=str(roster), stand_in=False, today=date(2026, 3, 6))
    commands = [["init", "--branch", "第一党支部"], ["schedule", "2026"], ["schedule", "2027"]]
    assert setup_talk._done(cast("Run", told), commands) == 130
    assert not list(roster.parent.glob("book*"))


def test_without_a_terminal_the_branch_is_asked_for_as_before(partyday: Partyday) -> None:
    assert partyday("init", code=2).err.splitlines() == ["--branch is missing.", "See `partyday init --help`."]


def test_a_book_that_is_there_is_told_before_anything_is_asked(branch: Partyday) -> None:
    screen = Screen("init")
    screen.shows("There is already a book at")
    assert screen.leave() == 13
    assert screen.lines[0].startswith("There is already a book at")


@pytest.mark.parametrize(
    ("today", "years"),
    [("2026-11-14", (2026,)), ("2026-11-15", (2026, 2027)), ("2026-12-31", (2026, 2027)), ("2027-01-01", (2027,))],
)
def test_late_in_a_year_the_coming_one_is_planned_too(today: str, years: tuple[int, ...]) -> None:
    assert years_to_plan(date.fromisoformat(today)) == years


@pytest.mark.parametrize("form", ["{path}", '"{path}"', "“{path}”", " '{path}' "])
def test_a_path_is_taken_as_windows_and_a_hurry_give_it(tmp_path: Path, form: str) -> None:
    file = tmp_path / "花 名册.csv"
    file.write_text(ROSTER, "utf-8")
    assert setup_talk._file(form.format(path=file)) == str(file)
    assert setup_talk._file(str(file).replace(" ", "\\ ")) == str(file)
    assert setup_talk._file("") == ""


def test_a_wrong_file_leaves_a_book_with_its_year_and_says_what_to_do_again(partyday: Partyday, tmp_path: Path) -> None:
    (tmp_path / "note.csv").write_text("今天开会\n明天也开\n", "utf-8")
    screen = Screen("init", columns=100, rows=60)
    answered(screen, ["第一党支部", "", "", "", "note.csv", ""])
    screen.shows("Shall it?")
    screen.type("\r")
    screen.shows("once the file is right: partyday member import note.csv")
    assert screen.leave() == 10
    assert partyday("schedule", "2026", "--json", "--dry-run").json[-1]["date"] == "2026-12-04"
