"""Dues of a superior, as they are typed: what came in, forwarded, printed."""

from pathlib import Path

from openpyxl import load_workbook

from commands import Partyday

GENERAL = "学院党总支"


def test_a_superior_sees_forwards_and_publishes_what_came_to_it(branch: Partyday) -> None:
    branch("dues", "assess", "张三", "--kind", "工资", "--amount", "6500", "--from", "2026-01")
    branch("dues", "pay", "张三", "--months", "2026-01..2026-02", "--on", "2026-02-06")
    branch("dues", "remit", "--on", "2026-02-09")
    told = branch("dues", "ledger", "--branch", GENERAL, "--json").json
    assert {key: told[key] for key in ("received", "remitted", "in_hand")} == {
        "received": "195.00",
        "remitted": "0.00",
        "in_hand": "195.00",
    }
    (one,) = told["branches"]
    assert (one["branch"], one["known_by"], one["last_remitted_on"]) == ("第一党支部", "records", "2026-02-09")
    assert one["remittances"] == [{"date": "2026-02-09", "amount": "195.00", "to": GENERAL, "receipt": None}]
    assert "in hand 195.00" in branch("dues", "ledger", "--branch", GENERAL).out
    branch("dues", "remit", "--branch", GENERAL, "--to", "学校党委", "--amount", "200", code=13)
    done = branch("dues", "remit", "--branch", GENERAL, "--to", "学校党委", "--amount", "95", "--json").json
    assert (done["amount"], done["to"], done["in_hand"]) == ("95.00", "学校党委", "100.00")
    branch("undo")
    assert branch("dues", "ledger", "--branch", GENERAL, "--json").json["in_hand"] == "195.00"


def test_the_papers_of_a_level_are_printed_of_the_superior_that_is_named(branch: Partyday) -> None:
    branch("dues", "assess", "张三", "--kind", "工资", "--amount", "6500", "--from", "2026-01")
    branch("dues", "pay", "张三", "--months", "2026-01..2026-02", "--on", "2026-02-06")
    branch("dues", "remit", "--on", "2026-02-09")
    for form in ("dues-ledger", "dues-publication"):
        said = branch("report", form, "--period", "2026", "--branch", GENERAL, "-o", f"{form}.xlsx", "--json").json
        assert said["form"] == form
        page = load_workbook(Path(f"{form}.xlsx")).worksheets[0]
        assert str(page["A1"].value).startswith(GENERAL)
        told = {cell.value for row in page.iter_rows() for cell in row}
        assert {"第一党支部", 195} <= told
        assert "张三" not in told
