"""A short profile of every fault; `make faults` runs them all, and writes the table of docs/reliability.md."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from faults.scene import build_shim

#: They run on one stage, which takes longer to set than many a section; the last changes how books are written.
SECTIONS = ("kills", "errors", "power", "writers", "damaged", "edited", "texts", "files", "unsynced")


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that stands between a command and the system."""
    made = build_shim(tmp_path_factory.mktemp("shim"))
    if made is None:
        pytest.skip("needs Linux and a C compiler")
    return made


@pytest.fixture(scope="module")
def told(shim: Path) -> dict[str, list[dict[str, Any]]]:
    """What came of each section, line by line of its table."""
    done = subprocess.run(
        [sys.executable, "-m", "faults.short", str(settings().max_examples), *SECTIONS],
        env={**os.environ, "LD_PRELOAD": str(shim)},
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    rows: dict[str, list[dict[str, Any]]] = json.loads(done.stdout.splitlines()[-1])
    return rows


@pytest.mark.slow
def test_what_goes_wrong_on_purpose_loses_nothing_and_is_told(told: dict[str, list[dict[str, Any]]]) -> None:
    for section in SECTIONS[:-1]:
        for row in told[section]:
            assert row["wrong"] == [], row
            assert row["times"] > 0


@pytest.mark.slow
def test_a_book_that_does_not_wait_for_the_disk_is_found_to_lose_entries(told: dict[str, list[dict[str, Any]]]) -> None:
    """So the power cuts above would show it, if one were missing."""
    assert told["unsynced"][0]["wrong"]
