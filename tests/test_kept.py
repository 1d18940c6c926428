"""Books made by an earlier version say what they said then: see `kept/README.md`."""

from pathlib import Path

import pytest

from replay import Case, read_table, replay

MADE, CASES = read_table()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_kept_book_says_what_it_said(case: Case, tmp_path: Path) -> None:
    said = replay(case, tmp_path, MADE)
    for step, now in zip(case["step"], said, strict=True):
        before = {"code": step.get("code", 0), "out": step.get("out", ""), "err": step.get("err", "")}
        assert {**now, "line": step["line"]} == {**before, "files": step.get("files", {}), "line": step["line"]}
