"""Books made by an earlier version say what they said then: see `kept/README.md`."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest

from replay import Case, lay_out, read_table, replay, run_steps

MADE, CASES = read_table()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_kept_book_says_what_it_said(case: Case, tmp_path: Path) -> None:
    now = [{**step, **said} for step, said in zip(case["step"], replay(case, tmp_path, MADE), strict=True)]
    differences = list(
        unified_diff(list(_transcript(case["step"])), list(_transcript(now)), "kept", "now", "", "", 1, "")
    )
    if differences:
        told = [f"{case['name']}: {len(differences)} lines differ", *differences[:_SHOWN]]
        pytest.fail("\n".join(told), pytrace=False)


_SHOWN = 80


def _transcript(steps: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What was typed and said, line by line, every character that is not seen told apart."""
    for step in steps:
        yield f"$ partyday {step['line']}"
        yield from (f"{stream} {line!r}" for stream in ("out", "err") for line in step.get(stream, "").split("\n"))
        yield from (f"file {name} {contents}" for name, contents in sorted(step.get("files", {}).items()))
        yield f"code {step.get('code', 0)}"


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
