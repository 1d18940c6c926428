"""What a superior received of its branches' dues, forwarded and has in hand: to the fen, large gifts apart."""

from decimal import Decimal
from typing import Any

import pytest

from commands import Partyday

UP, TOP = "计算机学院党总支", "校党委"
FIRST, SECOND = "教工第一党支部", "学生第一党支部"


@pytest.fixture
def school(partyday: Partyday, monkeypatch: pytest.MonkeyPatch) -> Partyday:
    """A 党委 over a 党总支 over two branches; both took in dues in March, the first a gift of 1,500 yuan as well."""
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-03-20")
    partyday("init", "--branch", FIRST, "--superior", TOP)
    partyday("branch", "add", UP)
    partyday("branch", "set", FIRST, "--superior", UP)
    partyday("branch", "add", SECOND, "--superior", UP)
    for branch, name in ((FIRST, "张三"), (SECOND, "李四")):
        here = ("--branch", branch)
        partyday("member", "add", name, "--joined", "2010-07-01", *here)
        partyday("dues", "assess", name, "--kind", "工资", "--amount", "6500", "--from", "2026-01", *here)
        partyday("dues", "pay", name, "--months", "2026-01..2026-03", "--on", "2026-03-06", *here)
    partyday("dues", "pay", "张三", "--amount", "1500", "--voluntary", "--branch", FIRST)
    return partyday


def ledger(partyday: Partyday, name: str, *words: str) -> dict[str, Any]:
    """The ledger of a superior; its sums agree with each other."""
    told: dict[str, Any] = partyday("dues", "ledger", "--branch", name, *words, "--json").json
    assert Decimal(told["received"]) - Decimal(told["remitted"]) == Decimal(told["in_hand"])
    for below in told["branches"]:
        if below["collected"] is not None:
            assert Decimal(below["collected"]) - Decimal(below["remitted"]) == Decimal(below["in_hand"])
    return told


def test_nothing_is_received_before_a_branch_forwards_it(school: Partyday) -> None:
    told = ledger(school, UP)
    assert (told["received"], told["remitted"], told["in_hand"], told["remittances"]) == ("0.00", "0.00", "0.00", [])
    assert [(one["branch"], one["collected"], one["remitted"]) for one in told["branches"]] == [
        (FIRST, "1792.50", "0.00"),
        (SECOND, "292.50", "0.00"),
    ]


def test_what_branches_forward_is_received_and_forwarded_in_turn_gifts_apart(school: Partyday) -> None:
    for name in (FIRST, SECOND):
        school("dues", "remit", "--branch", name)
    told = ledger(school, UP)
    assert (told["received"], told["in_hand"], told["to_forward_apart"]) == ("2085.00", "2085.00", "1500.00")
    assert ledger(school, TOP)["received"] == "0.00"
    sent = school("dues", "remit", "--branch", UP, "--json").json
    assert (sent["amount"], sent["to"], sent["in_hand"]) == ("2085.00", TOP, "0.00")
    [gift] = sent["apart"]
    assert gift["amount"] == "1500.00"
    assert gift["receipt"] == f"{FIRST} 2026-00002"
    assert (ledger(school, UP)["remitted"], ledger(school, UP)["to_forward_apart"]) == ("2085.00", "0.00")
    top = ledger(school, TOP)
    assert top["received"] == "2085.00"
    assert [(one["branch"], one["collected"], one["remitted"], one["in_hand"]) for one in top["branches"]] == [
        (UP, "2085.00", "2085.00", "0.00"),
        (FIRST, "1792.50", "1792.50", "0.00"),
        (SECOND, "292.50", "292.50", "0.00"),
    ]
    assert "of it large gifts, to be forwarded apart: 1500.00 yuan" in school("dues", "ledger", "--branch", TOP).out
    assert school("verify", "--json").json["ok"]


def test_more_than_is_in_hand_is_not_forwarded_and_undo_takes_it_back(school: Partyday) -> None:
    school("dues", "remit", "--branch", SECOND)
    assert "292.50 yuan are in hand" in school("dues", "remit", "--branch", UP, "--amount", "300", code=13).err
    school("dues", "remit", "--branch", UP, "--amount", "92.50")
    assert ledger(school, UP)["in_hand"] == "200.00"
    school("undo")
    assert ledger(school, UP)["in_hand"] == "292.50"


def test_what_goes_past_the_superior_is_whose_name_it_says(school: Partyday) -> None:
    school("dues", "remit", "--branch", SECOND, "--to", TOP)
    assert ledger(school, UP)["received"] == "0.00"
    assert ledger(school, TOP)["received"] == "292.50"
    school("branch", "set", TOP, "--rename", "大学党委", "--on", "2026-03-20")
    assert ledger(school, "大学党委")["received"] == "292.50"
