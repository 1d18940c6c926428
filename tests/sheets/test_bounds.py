"""Every file that asks for too much is read or refused within bounds. In full: `python -m sheets.hard_papers`."""

from collections.abc import Callable
from pathlib import Path

import pytest

from faults import inputs
from partyday.errors import BadInput
from partyday.sheets import parts, text
from partyday.sheets.files import opened
from profiles import examples
from sheets.hard_papers import HARD, taken_in

#: How many hundred-thousandths of the full size are written here: the whole is 200 MB a file, and minutes to write.
PART = 500
#: Of these less, since each row is somebody who is taken in.
PARTS = {"CSV of 5 million rows": 100}
MEGABYTES, SECONDS = 500, 20


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the book that no file changes."""
    return tmp_path_factory.mktemp("hard")


@pytest.mark.slow
@pytest.mark.parametrize("name", HARD)
def test_a_file_that_asks_for_too_much_is_read_or_refused_within_bounds(place: Path, name: str) -> None:
    ending, make = HARD[name]
    path = place / f"hard.{ending}"
    make(path, examples(PARTS.get(name, PART)) / 100_000)

    took = taken_in(path, place)

    assert took.code in (0, 10), took
    assert took.megabytes < MEGABYTES, took
    assert took.processor < SECONDS, took


#: A paper of each kind with one text as long as asked.
LONG: dict[str, Callable[[bytes], bytes]] = {
    "long.xlsx": lambda text: inputs.workbook(
        inputs.cells_of(b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + text + b"</t></is></c></row>")
    ),
    "long.docx": lambda text: inputs.document(
        b"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>" + text + b"</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    ),
    "long.ods": lambda text: inputs.free_table(
        b"<table:table><table:table-row><table:table-cell><text:p>"
        + text
        + b"</text:p></table:table-cell></table:table-row></table:table>"
    ),
    "web page.xls": lambda text: b"<html><table><tr><td>" + text + b"</table></html>",
    "long.csv": lambda text: text,
}


@pytest.mark.parametrize("name", LONG)
def test_a_text_that_nobody_wrote_is_refused_before_it_is_put_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(parts, "MAX_LETTERS", 1_000)
    monkeypatch.setattr(text, "MAX_ROW", 1_000)
    paper = tmp_path / name

    paper.write_bytes(LONG[name](b"x" * 900))
    assert "x" * 900 in _first_cells(paper)

    paper.write_bytes(LONG[name](b"x" * 1_100))
    with pytest.raises(BadInput, match="too large"):
        _first_cells(paper)


def _first_cells(paper: Path) -> list[object]:
    with opened(paper) as [source]:
        sample: list[object] = [cell for row in source.sample() for cell in row]
        assert [cell for row in source.read().rows for cell in row if cell] == [cell for cell in sample if cell]
        return sample
