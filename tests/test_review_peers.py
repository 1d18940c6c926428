"""The review beside other programs: what is asked of all of them, and the table with its picture."""

from pathlib import Path

import pytest
from benchmarks import growth_picture
from benchmarks.document import DOCUMENT
from benchmarks.measure import ROOT
from benchmarks.review_peers import OURS, PICTURE, SIZES, figures_of, found_by_loop, measured_on, picture, table

PAGE = "before\n<!-- review-peers: x -->\n<!-- end of review-peers -->\nafter\n"


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        ("1,2026-09-05,present,0", 0),
        ("1,2026-08-05,present,0", 1),  # not seen since
        ("1,2026-08-05,present,0\n1,2026-09-05,excused,1", 0),
        ("1,2026-09-05,excused,0", 1),  # not made up
        ("1,2025-12-05,absent,0\n1,2026-01-05,absent,0\n1,2026-09-05,present,0", 0),
        ("1,2026-02-05,absent,0\n1,2026-09-05,present,0\n1,2026-07-05,absent,0", 1),  # two within a year
        ("".join(f"1,202{year}-0{year}-05,absent,0\n" for year in range(1, 6)), 1),  # five in a row
        ("1,2026-09-05,present,0\n2,2026-09-05,excused,0\n3,2026-09-05,excused,0", 2),
    ],
)
def test_the_plain_loop_finds_whom_the_questions_mean(marks: str, found: int, tmp_path: Path) -> None:
    file = tmp_path / "marks.csv"
    file.write_text(f"member_id,held_on,state,made_up\n{marks}\n")
    assert found_by_loop(file) == found


def test_what_is_cheaper_than_partyday_stands_out_and_is_read_back() -> None:
    figures = {300: {OURS: 12.5, "polars": 30.0}, 30_000: {OURS: 150.0, "polars": 40.2, "polars + export": 190.0}}
    page = table(PAGE, figures, "a machine")
    assert "| 300 | 12.5 | 30.0 | – |" in page
    assert "| 30,000 | 150.0 | **40.2** | 190.0 |" in page
    assert figures_of(page) == figures
    assert measured_on(page) == "a machine"


def test_the_table_and_the_picture_of_the_document_are_those_of_the_program() -> None:
    text = DOCUMENT.read_text("utf-8")
    figures = figures_of(text)
    assert tuple(figures) == SIZES, "run `make bench-peers WRITE=1`"
    assert table(text, figures, measured_on(text)) == text
    assert PICTURE.read_text("utf-8") == picture(figures)


def test_the_picture_of_growth_is_drawn_from_its_figures_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures, drawn = tmp_path / "growth.csv", tmp_path / "growth.svg"
    figures.write_text(
        "store,command,members,years,cpu_ms,statements,ratio\n"
        "sqlite,agenda,300,1,200,25,1.00\nsqlite,agenda,30000,5,210,25,1.05\n"
        "postgresql,agenda,300,1,300,25,1.00\npostgresql,agenda,30000,5,390,25,1.30\n"
    )
    monkeypatch.setattr("sys.argv", ["growth_picture", str(figures), str(drawn)])
    growth_picture.main()
    text = drawn.read_text()
    assert "1.05 sqlite" in text
    assert "1.30 postgresql" in text
    assert text.count(growth_picture._OVER) == 1
    assert "1.00" not in text


def test_the_picture_of_growth_in_the_document_is_that_of_the_figures(tmp_path: Path) -> None:
    drawn = tmp_path / "growth.svg"
    growth_picture.draw(ROOT / "benchmarks" / "growth.csv", drawn)
    assert drawn.read_text("utf-8") == (ROOT / "docs" / "pictures" / "growth.svg").read_text("utf-8")
