"""Every table of a lively book at a terminal of 80 columns, in both languages: none wider, no date or name broken."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import replay
from commands import Terminal
from partyday.__main__ import run
from partyday.cli import output
from partyday.cli.wrapping import width_of
from partyday.i18n import LANGUAGES, use

#: What shows a table, or several, of the kept book of a 党总支 and its branches.
_SHOWN = (
    "agenda",
    "agenda --each",
    "agenda --check",
    "backup --list",
    "branch list",
    "checkin --day 2026-12-04",
    "checkin --claims --day 2026-12-04",
    "commend list",
    "day show 2026-12-04",
    "day show",
    "dispute list --all",
    "dues collect --day 2026-12-04",
    "dues ledger",
    "dues ledger 李文华",
    "dues owed",
    "dues rate wage 6500",
    "dues receipts",
    "inspect list",
    "log --last 400",
    "log 郭子轩",
    "meeting list",
    "member list",
    "member list --all",
    "member list --columns all",
    "member show 郭子轩",
    "overview",
    "overview --period 2026",
    "policy diff hebei zhongzhou",
    "policy list",
    "policy show hebei",
    "report",
    "report --list",
    "report quarter-plan --list",
    "review",
    "review 郭子轩",
    "schedule 2026 --dry-run",
    "schedule 2026 --suggest",
    "visit list",
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    replay.lay_out({"book": "hebei"}, folder)
    return folder


@pytest.mark.slow  # 38 commands in each language
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("branch", ["教工第一党支部", "计算机学院党总支"])
def test_every_table_fits_80_columns_with_every_date_and_name_whole(
    kept: Path, monkeypatch: pytest.MonkeyPatch, branch: str, language: str
) -> None:
    monkeypatch.chdir(kept)
    settings = {"COLUMNS": "80", "PAGER": "", "TODAY": "2027-01-15", "BOOK": "book.partyday", "BRANCH": branch}
    for name, value in settings.items():
        monkeypatch.setenv(name if name in ("COLUMNS", "PAGER") else f"PARTYDAY_{name}", value)
    cells: list[str] = []
    listing, painted = output.listing, output.painted

    def listed(columns: Sequence[str], rows: Sequence[Sequence[Any]], **more: Any) -> None:
        cells.extend(str(cell) for row in rows for cell in row if cell)
        listing(columns, rows, **more)

    def drawn(columns: Sequence[str], rows: Sequence[Sequence[output.Painted]]) -> None:
        cells.extend(cell.text for row in rows for cell in row[1:])
        painted(columns, rows)

    monkeypatch.setattr(output, "listing", listed)
    monkeypatch.setattr(output, "painted", drawn)
    use(language)
    wrong: list[tuple[str, str]] = []
    tables = 0
    try:
        for line in _SHOWN:
            cells.clear()
            with monkeypatch.context() as within:
                terminal = Terminal()
                within.setattr(sys, "stdout", terminal)
                assert run(line.split()) in (0, 3, 11, 13), line
            said = re.sub(r"\x1b\[[\d;]+m", "", terminal.getvalue())
            tables += bool(cells)
            wrong += [(line, text) for text in said.splitlines() if width_of(text) > 80 or _BROKEN_DATE.search(text)]
            wrong += [(line, cell) for cell in cells if width_of(cell) <= _SHORT and cell.strip() not in said]
    finally:
        use("en")
    assert wrong == []
    assert tables > 15


_BROKEN_DATE = re.compile(r"\b\d{4}-(?:\d\d-)?\s*$", re.MULTILINE)

#: Columns: what is no wider, such as a name, is read at a glance and never goes on in the next line.
_SHORT = 8
