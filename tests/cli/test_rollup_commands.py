"""`rollup` over a folder as offices have them: papers of all kinds, bad files, its own summary from last time."""

import os
import shutil
from pathlib import Path

import pytest

from commands import ROSTER, Partyday
from partyday.forms import xlsx
from partyday.model.seal import seal
from partyday.sheets.sealed import read_filed
from partyday.store.book import Store
from partyday.store.halves import part

SUPERIOR = "计算机学院党总支"
NAMES = ("教工一支部", "教工二支部")
FOLDER = Path("报送")


@pytest.fixture
def folder(partyday: Partyday, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What two branches filed, in the folder of the superior, whose book is begun: five papers."""
    FOLDER.mkdir()
    Path("roster.csv").write_text(ROSTER, "utf-8")
    home = os.environ["PARTYDAY_BOOK"]
    for name in NAMES:
        monkeypatch.setenv("PARTYDAY_BOOK", f"{name}.partyday")
        partyday("init", "--branch", name, "--superior", SUPERIOR)
        partyday("member", "import", "roster.csv")
        partyday("schedule", "2026")
        partyday("report", "quarter-plan", "--period", "2026Q2", "-o", f"报送/{name}计划.xlsx", "--mark-filed")
    partyday("checkin", "--all", "--online", "3", "--visited", "4", "--close")
    for form, period in (("record", "2026-03-06"), ("attendance", "2026-03"), ("roster", "2026-03-06")):
        partyday("report", form, "--period", period, "-o", f"报送/{form}.xlsx", "--mark-filed")
    monkeypatch.setenv("PARTYDAY_BOOK", home)
    partyday("init", "--branch", SUPERIOR)
    for name in NAMES:
        partyday("branch", "add", name)
    return FOLDER


def test_one_command_takes_in_a_folder_whatever_papers_it_holds(partyday: Partyday, folder: Path) -> None:
    said = partyday("rollup", "报送", "-o", "汇总表.xlsx", "--json").json
    assert (said["taken"], said["same"], said["refused"], said["own"]) == (5, 0, [], [])
    told = sorted((one["branch"], one["form"], one["period"], one["intake"]) for one in said["papers"])
    assert told == [
        (NAMES[0], "quarter-plan", "2026Q2", "taken"),
        (NAMES[1], "attendance", "2026-03", "taken"),
        (NAMES[1], "quarter-plan", "2026Q2", "taken"),
        (NAMES[1], "record", "2026-03-06", "taken"),
        (NAMES[1], "roster", "2026-03-06", "taken"),
    ]
    assert [one["period"] for one in said["sums"]] == ["2026Q2"]
    listed = partyday("report", "--list", "--branch", NAMES[1], "--json").json
    assert {one["form"] for one in listed} == {"quarter-plan", "record", "attendance", "roster"}
    partyday("report", "record", "--period", "2026-03-06", "--filed", "--branch", NAMES[1], "-o", "again.xlsx")
    assert Path("again.xlsx").read_bytes() == (folder / "record.xlsx").read_bytes()


def test_what_the_seal_cannot_prove_is_said_when_something_comes_in(partyday: Partyday, folder: Path) -> None:
    first = partyday("rollup", "报送", "-o", "汇总表.xlsx")
    assert "does not prove who made a file" in first.err
    assert "活动记录 1" in first.out
    assert "prove" not in partyday("rollup", "报送", "-o", "汇总表.xlsx", "--yes").err, "nothing came in"


def test_a_bad_file_stops_no_other(partyday: Partyday, folder: Path) -> None:
    plan = read_filed(folder / f"{NAMES[0]}计划.xlsx")
    Path(folder, "0空.xlsx").write_bytes(b"")
    Path(folder, "1文.xlsx").write_text("这不是工作簿", "utf-8")
    shutil.copy(folder / "record.xlsx", folder / "2半.xlsx")
    whole = (folder / "2半.xlsx").read_bytes()
    (folder / "2半.xlsx").write_bytes(whole[: len(whole) // 2])
    xlsx.write(plan.sheets, folder / "3页.xlsx")
    xlsx.write(read_filed(folder / f"{NAMES[1]}计划.xlsx").sheets, folder / "4别.xlsx", sealed=seal(plan))
    said = partyday("rollup", "报送", "-o", "汇总表.xlsx", "--json", code=10).json
    assert said["taken"] == 5
    assert sorted(Path(one["file"]).name for one in said["refused"]) == [
        *("0空.xlsx", "1文.xlsx", "2半.xlsx", "3页.xlsx", "4别.xlsx")
    ]
    assert Path("汇总表.xlsx").is_file(), "what could be taken in is summed up"


def test_the_summary_is_never_an_input(partyday: Partyday, folder: Path) -> None:
    partyday("rollup", "报送", "-o", "报送/汇总表.xlsx")
    again = partyday("rollup", "报送", "-o", "报送/汇总表.xlsx", "--yes", "--json").json
    assert (again["taken"], again["same"], again["refused"], again["own"]) == (0, 5, [], ["报送/汇总表.xlsx"])
    partyday("report", "rollup", "--period", "2026Q2", "--mark-filed", "-o", "报送/报党委.xlsx")
    Path("报送/汇总表.xlsx").rename("报送/改了名.xlsx")
    said = partyday("rollup", "报送", "-o", "again.xlsx")
    assert said.out.startswith("taken in 0, already there 5, replaced 0, in conflict 0, refused 0")
    assert "报党委.xlsx: a paper of this superior itself" in said.err
    assert "改了名.xlsx: a paper of this superior itself" in said.err


def test_a_branchs_page_that_was_never_filed_is_no_summary(partyday: Partyday, folder: Path) -> None:
    xlsx.write(read_filed(folder / "record.xlsx").sheets, folder / "record.xlsx")
    assert len(partyday("rollup", "报送", "-o", "a.xlsx", "--json", code=10).json["refused"]) == 1


def test_the_summary_is_not_written_over_what_a_branch_filed(partyday: Partyday, folder: Path) -> None:
    plan = folder / f"{NAMES[0]}计划.xlsx"
    before = plan.read_bytes()
    said = partyday("rollup", "报送", "-o", str(plan), "--yes", code=13)
    assert "is one of the files to take in" in said.err
    assert plan.read_bytes() == before
    assert said.out.startswith("taken in 5"), "what was taken in stays taken in"


def test_a_file_that_needs_another_gate_is_begun_anew_by_itself(partyday: Partyday, folder: Path) -> None:
    """Where each branch has a gate: what was taken in before it was taken in by this command, and is told so."""
    partyday("branch", "add", "分党委", "--above", NAMES[0], "--superior", SUPERIOR)
    store = Store(os.environ["PARTYDAY_BOOK"])
    with store.database.transaction(writing=True) as connection:
        part(connection)
        connection.commit()
    store.close()
    said = partyday("rollup", "报送", "--branch", SUPERIOR, "-o", "汇总表.xlsx", "--json").json
    assert (said["taken"], said["same"], said["refused"]) == (5, 0, [])
    again = partyday("rollup", "报送", "--branch", SUPERIOR, "-o", "又.xlsx", "--json").json
    assert (again["taken"], again["same"]) == (0, 5)
    partyday("verify")
