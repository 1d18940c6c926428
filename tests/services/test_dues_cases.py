"""What a review says of dues: worked cases with their sources, each with the branch alone and among others."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from factories import BRANCH, MADE, act, desk, tree
from partyday.model.codes import Office, Rule
from partyday.model.money import fen
from partyday.model.people import Branch
from partyday.services.review import review
from partyday.store.book import Store

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "dues.toml").read_text("utf-8"))["case"]
RULES = {"arrears": Rule.DUES, "arrears-left": Rule.DUES}


def policy_of(case: Mapping[str, Any], folder: Path) -> str:
    """The last of the case's own files, each written on the one before; hebei where it has none."""
    base = "hebei"
    for nth, rates in enumerate(case.get("policies", ())):
        lines = [f'[policy]\nname = "own"\ntitle = "own"\nbase = "{base}"']
        for since, rate in rates:
            dated = f"\nsince = {since}" if since else ""
            lines.append(f'[[dues.income-rates]]\nvalue = [{{ rate = "{rate}" }}]\nsource = "house"{dated}')
        path = folder / f"{nth}.toml"
        path.write_text("\n".join(lines), "utf-8")
        base = str(path)
    return base


def write(store: Store, case: Mapping[str, Any], policy: str) -> None:
    joined = case.get("joined", date(2010, 7, 1))
    left = case.get("left", {})
    with store.writing(act(MADE, stand_in=True)) as unit:
        for key, name in ((1, BRANCH), (2, "另一党支部")):
            unit.rows.insert("branch", {"id": key, "name": name, "kind": "branch", "policy": policy})
        unit.rows.insert("member", {"id": 1, "name": "张三", "joined_on": joined})
        spell = {"id": 1, "member_id": 1, "branch_id": 1, "number": 1, "since": joined}
        unit.rows.insert("membership", spell | ({"until": left["on"], "ended_by": left["as"]} if left else {}))
        unit.rows.insert("standing", {"member_id": 1, "standing": "full", "since": joined})
        wage = {"member_id": 1, "since": "2026-01", "kind": "wage", "income": 650_000}
        unit.rows.insert("assessment", wage)
        if "waived" in case:
            since, until, amount, on = case["waived"]
            row = {"id": 1, "member_id": 1, "since": since, "until": until, "amount": fen(amount)}
            unit.rows.insert("waiver", row | {"approved_by": "党委", "approved_on": on})
        for key, (month, amount, on) in enumerate(case.get("paid", ()), 1):
            given = fen(amount.removeprefix("-")) * (-1 if amount.startswith("-") else 1)
            row = {"id": key, "member_id": 1, "branch_id": 1, "for_month": month or None, "amount": given}
            unit.rows.insert("payment", row | {"paid_on": on, "method": "cash"})


def said(store: Store, chosen: list[Branch], as_of: date) -> list[dict[str, Any]]:
    found = [each for each in review(desk(store), chosen, as_of) if each.months]
    assert all(each.rule is RULES.get(each.code, Rule.CHARTER_CLOCK) for each in found)
    assert all(each.by is Office.BRANCH and each.clause for each in found)
    told = [
        {
            "code": each.code,
            "level": each.level.value,
            "months": list(map(str, each.months)),
            "what": each.what,
            "since": each.since,
            "due": each.due,
        }
        for each in found
    ]
    return sorted(told, key=lambda each: str(each["code"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_worked_case(sqlite_book: Store, tmp_path: Path, case: dict[str, Any]) -> None:
    assert case["source"]
    write(sqlite_book, case, policy_of(case, tmp_path))
    wanted = [{"what": "", "due": None} | finding for finding in case["findings"]]
    both = tree(sqlite_book)
    assert said(sqlite_book, both, case["as_of"]) == wanted, "of several branches few accounts are read"
    assert said(sqlite_book, both[:1], case["as_of"]) == wanted, "of one branch every account is"
