"""Tables in a pipe are those that rich draws without lines, though rich is not loaded for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.table import Table
from rich.text import Text

from partyday.cli.output import listing, table

WORDS = st.text("ab 张三，é–√“·—①０Ａ　№→\n\u0301", max_size=9)
HEADINGS = st.text("ab张三", min_size=1, max_size=5)


def by_rich(columns: list[str], rows: list[list[str]]) -> list[str]:
    console = Console(width=10_000, highlight=False, emoji=False, legacy_windows=None)
    table = Table(box=None)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    with console.capture() as drawn:
        console.print(table)
    return [line.rstrip() for line in drawn.get().splitlines()]


@given(st.data(), st.lists(HEADINGS, min_size=1, max_size=4))
def test_a_table_in_a_pipe_is_aligned_as_rich_aligns_it(data: st.DataObject, columns: list[str]) -> None:
    row = st.lists(WORDS, min_size=len(columns), max_size=len(columns))
    rows = data.draw(st.lists(row, max_size=4))
    lines = [line for lines in table(columns, rows) for line in lines]
    # A line that is one full blank and goes on below is left out here and kept there: the same on the screen.
    assert [line.replace("\u3000", "  ").rstrip() for line in lines] == [
        line.replace("\u3000", "  ").rstrip() for line in by_rich(columns, rows)
    ]


def test_a_title_stands_above_and_is_not_folded(capsys: pytest.CaptureFixture[str]) -> None:
    listing(["月"], [["1"]], as_csv=False, title="计算机学院教工第一党支部")
    assert capsys.readouterr().out.splitlines() == ["计算机学院教工第一党支部", " 月", " 1"]
