"""A school's year in books of the branches' own, and again in one book for all: both say the same, as counted apart."""

import contextlib
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from partyday.__main__ import run
from partyday.model.money import yuan
from partyday.store.sqlite import PRAGMAS
from printed.pdf import to_pdf
from printed.workbooks import missing_on_pages, with_pages
from profiles import examples
from school_year import BRANCHES, COMMITTEE, FACULTIES, YEAR, Facts, expected_line, play, roster

FIRST, LAST = ("--today", f"{YEAR - 1}-12-01"), ("--today", f"{YEAR}-12-31")

#: What no filed paper tells, or tells in another way.
UNTOLD = {"days", "announced", "source"}


class School:
    """The books of both ways: `one` for all, and `upper`, the committee's, that knows its branches by their papers.

    `taken` is what was said when it took them in.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.one, self.upper, self.filed = folder / "one.partyday", folder / "upper.partyday", folder / "filed"
        for book in (self.one, self.upper):
            self.call(book, "init", "--branch", COMMITTEE, *FIRST)
            for faculty in FACULTIES:
                self.call(book, "branch", "add", faculty, "--superior", COMMITTEE, *FIRST)
            for branch in BRANCHES:
                self.call(book, "branch", "add", branch.name, "--superior", branch.superior, *FIRST)
        for branch in BRANCHES:
            self.play(branch, self.one, folder / "together", "--branch", branch.name)
            own = folder / f"{branch.at}.partyday"
            self.call(own, "init", "--branch", branch.name, "--superior", branch.superior, *FIRST)
            self.play(branch, own, self.filed)
        where = ("--period", f"{YEAR}Q2", "-o", str(folder / "sum.xlsx"), "--branch", COMMITTEE, "--json")
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            self.call(self.upper, "rollup", str(self.filed), *where, *LAST)
        self.taken = json.loads(told.getvalue())

    def play(self, branch: Facts, book: Path, papers: Path, *where: str) -> None:
        papers.mkdir(exist_ok=True)
        file = papers / f"{branch.at}.csv"
        file.write_text(roster(branch), "utf-8")
        for on, words in play(
            branch, str(file), lambda form, period: str(papers / f"{branch.at}-{form}-{period}.xlsx")
        ):
            self.call(book, *words, *where, "--today", str(on))
        file.unlink()

    def call(self, book: Path, *words: str) -> None:
        code = run(["--book", str(book), *words])
        assert code == 0, words

    def json(self, capsys: pytest.CaptureFixture[str], book: Path, superior: str, *words: str) -> Any:
        capsys.readouterr()
        self.call(book, *words, "--branch", superior, "--json", *LAST)
        return json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARTYDAY_LANG", "zh")
        patch.setenv("PARTYDAY_CONFIG", "")
        patch.setitem(PRAGMAS, "synchronous", "OFF")
        yield School(tmp_path_factory.mktemp("school"))


pytestmark = pytest.mark.slow


def test_a_year_of_a_school_is_told_alike_from_records_and_from_papers(
    school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    assert school.taken["taken"] == 8 * len(BRANCHES) - 1  # one plan was never filed
    assert not school.taken["refused"]
    for superior in (COMMITTEE, *FACULTIES):
        below = [branch for branch in BRANCHES if superior in (COMMITTEE, branch.superior)]
        from_records = school.json(capsys, school.one, superior, "overview", "--period", str(YEAR))
        for branch, line in zip(below, from_records, strict=True):
            counted = expected_line(branch)
            late = counted.pop("late")
            assert {key: line[key] for key in counted} == counted
            assert (line["plans_due"], line["plans_filed"], line["plans_late"]) == (4, 3 - (branch.at == 5), late)
        from_papers = school.json(capsys, school.upper, superior, "overview", "--period", str(YEAR))
        for told, line in zip(from_papers, from_records, strict=True):
            assert {key: told[key] for key in told.keys() - UNTOLD} == {key: line[key] for key in line.keys() - UNTOLD}
            assert (told["days"], told["announced"], told["source"], line["source"]) == (None, None, "filed", "records")


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_the_sum_of_a_quarter_is_the_same_of_both(
    school: School, capsys: pytest.CaptureFixture[str], tmp_path: Path, quarter: int
) -> None:
    for superior in FACULTIES:
        sums = [
            school.json(
                *(capsys, book, superior, "report", "rollup", "--period", f"{YEAR}Q{quarter}"),
                *("-o", str(tmp_path / f"{book.stem}-{superior}.xlsx")),
            )["sha256"]
            for book in (school.one, school.upper)
        ]
        if (superior, quarter) == (FACULTIES[1], 3):  # one branch did not file: its plan is known from records alone
            assert sums[0] != sums[1]
        else:
            assert sums[0] == sums[1]


def test_the_ledgers_agree_to_the_fen(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    for superior in FACULTIES:
        below = [branch for branch in BRANCHES if branch.superior == superior]
        ledgers = [school.json(capsys, book, superior, "dues", "ledger") for book in (school.one, school.upper)]
        for ledger, known_by in zip(ledgers, ("records", "ledger"), strict=True):
            assert ledger["received"] == yuan(sum(branch.taken() for branch in below))
            for branch, line in zip(below, ledger["branches"], strict=True):
                taken = yuan(branch.taken())
                assert (line["collected"], line["remitted"], line["in_hand"]) == (taken, taken, "0.00")
                assert line.pop("known_by") == known_by
        assert ledgers[0] == ledgers[1]


def test_the_circular_tells_the_same_facts_and_leaves_out_what_no_paper_tells(
    school: School, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lines = [expected_line(branch) for branch in BRANCHES]
    expected, took_part, summed_up, announced = (
        sum(int(str(line[key])) for line in lines) for key in ("expected", "took_part", "summarised", "announced")
    )
    told = []
    for book in (school.one, school.upper):
        path = tmp_path / f"{book.stem}.docx"
        school.json(capsys, book, COMMITTEE, "report", "circular", "--period", str(YEAR), "-o", str(path))
        told.append("\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs))
    for text in told:
        assert f"应到 {expected} 人次，参加 {took_part} 人次，出勤率 {took_part / expected:.1%}" in text
        assert f"总结 {summed_up} 次" in text
        assert f"尚欠党费 {yuan(sum(branch.owed() for branch in BRANCHES))} 元" in text
        assert f"应报计划 {4 * len(BRANCHES)} 份，已报 {3 * len(BRANCHES) - 1} 份" in text
    assert f"计划活动 {12 * len(BRANCHES)} 次；" in told[0]
    assert f"提前公布 {announced} 次" in told[0]
    assert "计划活动" not in told[1]
    assert "提前公布" not in told[1]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice: the pages are not looked at")
def test_the_papers_of_the_school_are_whole_on_their_pages(
    school: School, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for superior in (COMMITTEE, FACULTIES[2])[: examples(4)]:
        for form in ("overview", "inspection", "dues-ledger", "dues-publication", "year-plan", "year-schedule"):
            path = tmp_path / f"{superior}-{form}.xlsx"
            school.json(capsys, school.one, superior, "report", form, "--period", str(YEAR), "-o", str(path))
    for quarter in range(1, 5)[: examples(4)]:
        path = tmp_path / f"sum-{quarter}.xlsx"
        period = f"{YEAR}Q{quarter}"
        school.json(capsys, school.one, FACULTIES[1], "report", "rollup", "--period", period, "-o", str(path))
    for file in (file for at in (0, 5, 11)[: examples(3)] for file in school.filed.glob(f"{at}-*.xlsx")):
        shutil.copy(file, tmp_path)
    files = sorted(tmp_path.glob("*.xlsx"))
    to_pdf(files, tmp_path)
    for file in files:
        for sheet, printed in with_pages(tmp_path, file.stem):
            assert printed, (file.name, sheet.title)
            for page in printed:
                # In a chart the lines go behind the figures of its axes.
                assert getattr(sheet, "_charts", None) or page.touched() == [], file.name
                assert "##" not in page.text, file.name
        assert missing_on_pages(tmp_path, file.stem) == {}, file.name
