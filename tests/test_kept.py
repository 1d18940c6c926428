"""Books made by an earlier version say what they said then: see `kept/README.md`."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from replay import Case, lay_out, read_table, replay, run_steps

MADE, CASES = read_table()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_kept_book_says_what_it_said(case: Case, tmp_path: Path) -> None:
    said = replay(case, tmp_path, MADE)
    for step, now in zip(case["step"], said, strict=True):
        before = {"code": step.get("code", 0), "out": step.get("out", ""), "err": step.get("err", "")}
        assert {**now, "line": step["line"]} == {**before, "files": step.get("files", {}), "line": step["line"]}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE log_entry SET reason = 'x' WHERE id = 40",
        "UPDATE mark SET state = 'present' WHERE rowid = (SELECT max(rowid) FROM mark WHERE state = 'absent')",
        "DELETE FROM payment WHERE id = 3",
    ],
)
def test_a_kept_book_that_somebody_changed_does_not_agree_with_its_log(change: str, tmp_path: Path) -> None:
    case = {"book": "hebei", "today": "2027-01-15", "step": [{"line": "verify"}, {"line": "verify --json"}]}
    lay_out(case, tmp_path)
    with closing(sqlite3.connect(tmp_path / "book.partyday")) as connection, connection:
        assert connection.execute(change).rowcount == 1
    for said in run_steps(case, tmp_path, MADE):
        assert said["code"] == 14
