"""Every file that asks for too much is read or refused within bounds. In full: `python -m sheets.hard_papers`."""

from pathlib import Path

import pytest

from sheets.hard_papers import HARD, taken_in

#: What of the full size is written here: the whole is 200 MB a file, and minutes to write.
PART = 0.005
#: Of these less, since each row is somebody who is taken in.
PARTS = {"CSV of 5 million rows": 0.001}
MEGABYTES, SECONDS = 500, 20


@pytest.mark.slow
@pytest.mark.parametrize("name", HARD)
def test_a_file_that_asks_for_too_much_is_read_or_refused_within_bounds(tmp_path: Path, name: str) -> None:
    ending, make = HARD[name]
    path = tmp_path / f"hard.{ending}"
    make(path, PARTS.get(name, PART))

    took = taken_in(path, tmp_path)

    assert took.code in (0, 10), took
    assert took.megabytes < MEGABYTES, took
    assert took.processor < SECONDS, took
