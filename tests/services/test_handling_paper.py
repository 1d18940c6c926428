"""The record of a handling (组织处理记录): its whole sequence, as far as it has come, and blanks for the rest."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from factories import desk
from partyday.errors import Conflict, NotFound
from partyday.model.codes import Measure, State
from partyday.model.paper import RowKind
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.services import filings, handlings, policies, reports
from partyday.services.papers.ask import Ask
from partyday.store.book import Store
from partyday.words.terms import read_term
from services.acts_of_2026 import DAYS, LATER, begun, mark, propose


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    return begun(sqlite_book)


def told(store: Store, branch: Branch, today: date = LATER, period: Period | None = None) -> list[tuple[str, Any]]:
    (sheet,) = reports.make(desk(store, today=today), "handling", Ask(branch, period, today, "张三")).sheets
    return [(str(row.cells[0]), row.cells[-1]) for row in sheet.body]


def carried_by(store: Store, folder: Path, share: str, since: str = "") -> None:
    """From then on, a policy of the branch's own that asks for more than this share of the votes."""
    head = '[policy]\nname = "own"\ntitle = "某院制度"\nbase = "hebei"\n\n[[handling.majority]]\n'
    value = f'value = "{share}"\nsource = "house"\n'
    (folder / "own.toml").write_text(head + (f"since = {since}\n" if since else "") + value, "utf-8")
    policies.set_policy(desk(store, today=LATER), str(folder / "own.toml"), None)


STEPS = [
    "一、向上级党组织事先报备",
    "二、调查核实",
    "三、提出处理意见",
    "四、支部党员大会讨论表决",
    "五、上级党组织批复",
    "六、本人陈述",
]


def test_the_record_holds_every_step_and_says_under_which_clause(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    propose(sqlite_book)
    facts: dict[str, Any] = {"entitled": 20, "present": 16, "in_favour": 12, "statement": "承认错误"}
    handlings.decide(desk(sqlite_book, today=LATER), "张三", on=date(2026, 7, 31), **facts)
    handlings.approve(desk(sqlite_book, today=LATER), "张三", on=date(2026, 8, 20), by="学院党委", note="按期考察")
    rows = told(sqlite_book, branch)
    assert [name for name, _text in rows if name in STEPS] == STEPS
    by_name = {name: text for name, text in rows if name not in ("报备日期",)}
    assert "计 6 次" in by_name["事由"]
    assert "依据：" in by_name["事由"]
    assert by_name["到会及表决"] == "应到会 20 人，到会 16 人，赞成 12 人"
    assert by_name["表决结果"] == "限期改正：通过"
    assert by_name["本人意见"] == "承认错误"
    assert (by_name["批复单位"], by_name["批复日期"], by_name["批复意见"]) == (
        "学院党委",
        "2026-08-20",
        "同意，按期考察",
    )
    assert by_name["期限"] == "至 2027-01-31"


def test_what_has_not_come_yet_is_left_to_the_pen(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    blank = dict(told(sqlite_book, branch))
    assert "计 6 次" in blank["事由"], "due, and nothing proposed: a sheet to begin with"
    assert blank["报备日期"].strip("　") == "年　　月　　日"
    assert blank["处理意见"] is None
    propose(sqlite_book)
    proposed = dict(told(sqlite_book, branch))
    assert proposed["处理意见"] == "限期改正"
    assert proposed["到会及表决"].startswith("应到会　")
    assert not str(proposed["本人意见"]).strip()


def test_a_vote_that_failed_and_another_measure_are_told_as_they_were(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    propose(sqlite_book)
    facts: dict[str, Any] = {"entitled": 20, "present": 16, "in_favour": 10, "statement": ""}
    handlings.decide(desk(sqlite_book, today=LATER), "张三", on=date(2026, 7, 31), measure=Measure.REMOVE, **facts)
    rows = dict(told(sqlite_book, branch))
    assert rows["表决结果"] == "除名：未获通过，不作处理"
    assert rows["处理意见"] == "限期改正", "what was proposed is never rewritten"
    assert rows["本人意见"] == "已征求本人意见，本人未作陈述。"
    assert "期限" not in rows


def test_a_proposal_decided_on_its_own_day_keeps_what_it_was_made_for(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    propose(sqlite_book)
    before = dict(told(sqlite_book, branch))["事由"]
    facts: dict[str, Any] = {"entitled": 20, "present": 16, "in_favour": 12, "statement": ""}
    handlings.decide(desk(sqlite_book, today=LATER), "张三", on=date(2026, 7, 20), **facts)
    assert dict(told(sqlite_book, branch))["事由"] == before
    assert "计 6 次" in before


@pytest.mark.parametrize(("share", "told_as"), [("1/2", "半数"), ("2/3", "三分之二"), ("11/20", "20分之11")])
def test_what_carries_it_is_told_as_the_policy_has_it(
    sqlite_book: Store, branch: Branch, tmp_path: Path, share: str, told_as: str
) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    carried_by(sqlite_book, tmp_path, share)
    (sheet,) = reports.make(desk(sqlite_book, today=LATER), "handling", Ask(branch, None, LATER, "张三")).sheets
    assert f"赞成人数超过应到会有表决权党员的{told_as}为通过" in sheet.notes[0]


def test_the_share_is_that_of_the_day_of_the_vote(sqlite_book: Store, branch: Branch, tmp_path: Path) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    propose(sqlite_book)
    facts: dict[str, Any] = {"entitled": 20, "present": 16, "in_favour": 12, "statement": ""}
    handlings.decide(desk(sqlite_book, today=LATER), "张三", on=date(2026, 7, 20), **facts)
    carried_by(sqlite_book, tmp_path, "2/3", since="2026-08-01")
    (sheet,) = reports.make(desk(sqlite_book, today=LATER), "handling", Ask(branch, None, LATER, "张三")).sheets
    assert "半数为通过" in sheet.notes[0]


def test_one_filed_before_the_share_was_told_is_unchanged(sqlite_book: Store, branch: Branch, tmp_path: Path) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    carried_by(sqlite_book, tmp_path, "2/3")
    propose(sqlite_book)
    at = desk(sqlite_book, today=LATER)
    ask = Ask(branch, None, LATER, "张三")
    filings.file_paper(at, "handling", replace(ask, older_form=True), lambda _sealed: None)
    assert [each.changed for each in filings.what_was_filed(at)] == [False]
    with pytest.raises(Conflict, match="still say"):
        filings.correction(at, "handling", ask)


def test_where_nothing_was_proposed_or_is_due_there_is_no_record(sqlite_book: Store, branch: Branch) -> None:
    with pytest.raises(NotFound):
        told(sqlite_book, branch)
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    with pytest.raises(NotFound):
        told(sqlite_book, branch, period=Period("2026-02"))


def test_every_step_has_a_row_to_sign_in_and_sections_over_the_whole_width(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    (sheet,) = reports.make(desk(sqlite_book, today=LATER), "handling", Ask(branch, None, LATER, "张三")).sheets
    assert [row.cells[0] for row in sheet.body if row.kind is RowKind.SECTION] == STEPS
    assert [name for name in sheet.signatures if "签名" in name] == ["党支部书记签名：", "本人签名："]


def test_a_measure_is_known_by_its_everyday_name() -> None:
    assert (read_term(Measure, "劝退"), read_term(Measure, "劝其退党")) == (Measure.DISSUADE, Measure.DISSUADE)
