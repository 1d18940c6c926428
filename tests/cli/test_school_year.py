"""A school's year in a book of each branch's own, and again in one book for all: both say the same, as counted apart."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from commands import Partyday, Said
from partyday.__main__ import run
from school_year import BRANCHES, COMMITTEE, FACULTIES, YEAR, expected_line, play, roster

LAST = ("--today", f"{YEAR}-12-31")


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator["School"]:
    with pytest.MonkeyPatch.context() as patch:
        yield School(tmp_path_factory.mktemp("school"), patch)


class School:
    """The books of both ways, and the papers that were filed."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        patch.setenv("PARTYDAY_LANG", "zh")
        self.folder = folder
        self.one = folder / "one.partyday"
        self.filed = folder / "filed"
        self.filed.mkdir()
        self._together()
        self._apart()

    def call(self, book: Path, *words: str) -> None:
        code = run(["--book", str(book), *words])
        assert code == 0, words

    def _roster(self, at: int) -> str:
        path = self.folder / f"{at}.csv"
        path.write_text(roster(BRANCHES[at]), "utf-8")
        return str(path)

    def _together(self) -> None:
        first = ("--today", f"{YEAR - 1}-12-01")
        self.call(self.one, "init", "--branch", COMMITTEE, *first)
        for faculty in FACULTIES:
            self.call(self.one, "branch", "add", faculty, "--superior", COMMITTEE, *first)
        for branch in BRANCHES:
            self.call(self.one, "branch", "add", branch.name, "--superior", branch.superior, *first)
        papers = self.folder / "together"
        papers.mkdir()
        for branch in BRANCHES:
            names = lambda form, period, at=branch.at: str(papers / f"{at}-{form}-{period}.xlsx")  # noqa: E731
            for on, words in play(branch, self._roster(branch.at), names):
                self.call(self.one, *words, "--branch", branch.name, "--today", str(on))

    def _apart(self) -> None:
        for branch in BRANCHES:
            book = self.folder / f"{branch.at}.partyday"
            self.call(
                book, "init", "--branch", branch.name, "--superior", branch.superior, "--today", f"{YEAR - 1}-12-01"
            )
            names = lambda form, period, at=branch.at: str(self.filed / f"{at}-{form}-{period}.xlsx")  # noqa: E731
            for on, words in play(branch, self._roster(branch.at), names):
                self.call(book, *words, "--today", str(on))
        self.upper = self.folder / "committee.partyday"
        first = ("--today", f"{YEAR - 1}-12-01")
        self.call(self.upper, "init", "--branch", COMMITTEE, *first)
        for faculty in FACULTIES:
            self.call(self.upper, "branch", "add", faculty, "--superior", COMMITTEE, *first)
        for branch in BRANCHES:
            self.call(self.upper, "branch", "add", branch.name, "--superior", branch.superior, *first)
