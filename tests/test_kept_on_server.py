"""The same commands give the same answers on a server: kept books are copied there and asked again."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import replay
from partyday.store import moving
from partyday.store.places import shown
from replay import Case, lay_out, read_table, run_steps

BOOK = "book.partyday"

MADE, CASES = read_table()

#: Cases that read, reckon and print; what is written tells the login, which is another on each server.
TAKEN = ("hebei-roster", "hebei-review", "hebei-dues", "hebei-attendance", "zhongzhou-reading")


@pytest.mark.slow  # a book goes to a server, and a case is played there
@pytest.mark.parametrize("case", [case for case in CASES if case["name"] in TAKEN], ids=lambda case: case["name"])
def test_a_kept_book_says_on_a_server_what_it_said_in_a_file(
    case: Case, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(case, tmp_path)
    moving.copy(str(tmp_path / "book.partyday"), postgres_url, lambda _done, _of: None)
    settings = {**replay.environment(case), "PARTYDAY_BOOK": postgres_url}
    monkeypatch.setattr(replay, "environment", lambda _case: settings)
    for step, said in zip(case["step"], run_steps(case, tmp_path, MADE), strict=True):
        assert told(said, postgres_url) == told(step, postgres_url), step["line"]


def told(said: Mapping[str, Any], url: str) -> dict[str, Any]:
    """What was said, but for where the book is."""
    texts = {
        stream: said.get(stream, "").replace(url, BOOK).replace(shown(url), BOOK).strip("\n")
        for stream in ("out", "err")
    }
    return {**texts, "code": said.get("code", 0), "files": said.get("files", {})}
