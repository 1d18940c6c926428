"""Organisational handling (组织处理) from the proposal to the answer of the superior."""

from datetime import date
from typing import Any

import pytest

from factories import contents, desk
from partyday.errors import BadInput, Conflict, PartydayError
from partyday.model.codes import Measure, Rule, State
from partyday.model.people import Branch
from partyday.services import handlings, logs
from partyday.store.book import Store
from services.acts_of_2026 import DAYS, LATER, begun, due, mark, propose, told


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    return begun(sqlite_book)


def decide(store: Store, who: str = "张三", **others: Any) -> Any:
    facts: dict[str, Any] = {"on": date(2026, 7, 31), "entitled": 20, "present": 16, "in_favour": 12, "statement": ""}
    return handlings.decide(desk(store, today=LATER), who, **{**facts, **others})[2]


def test_handling_goes_from_proposal_to_decision_to_the_superiors_answer(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    assert due(sqlite_book, date(2026, 6, 30), Rule.HANDLING) == [("handling", "due", "张三")]
    propose(sqlite_book)
    assert due(sqlite_book, date(2026, 7, 25), Rule.HANDLING) == [("handling", "due", "张三")], (
        "proposed is not decided"
    )
    decided = decide(sqlite_book)
    assert decided.until == date(2027, 1, 31), "限期改正 usually runs six months"
    assert due(sqlite_book, date(2026, 7, 31), Rule.HANDLING) == []
    assert due(sqlite_book, date(2026, 7, 30), Rule.HANDLING) == [("handling", "due", "张三")]
    _b, _p, answered = handlings.approve(desk(sqlite_book, today=LATER), "张三", on=date(2026, 8, 20), by="党委")
    assert (answered.approved, answered.answered_by) == (True, "党委")
    assert [bool(step.act) for step in told(sqlite_book, branch, "张三").steps].count(True) == 3
    assert logs.verify(desk(sqlite_book)) == []


def test_a_run_is_counted_anew_after_the_decision(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS)
    propose(sqlite_book)
    decide(sqlite_book)
    assert due(sqlite_book, LATER, Rule.HANDLING) == [], "five since the decision of 31 July"
    assert due(sqlite_book, LATER, Rule.EARLY_NOTICE) == [("early-notice", "notice", "张三")]


@pytest.mark.parametrize(
    ("votes", "error", "said"),
    [
        ({"entitled": 20, "present": 9, "in_favour": 9}, Conflict, "Too few"),
        ({"entitled": 20, "present": 10, "in_favour": 10}, Conflict, "not carried"),  # more than half of 应到会
        ({"entitled": 21, "present": 10, "in_favour": 10}, Conflict, "Too few"),
        ({"entitled": 21, "present": 11, "in_favour": 10}, Conflict, "not carried"),
        ({"entitled": 0, "present": 0, "in_favour": 0}, Conflict, "Too few"),
        ({"entitled": 20, "present": 21, "in_favour": 12}, BadInput, "do not fit"),
        ({"entitled": 20, "present": 12, "in_favour": 13}, BadInput, "do not fit"),
        ({"statement": None}, Conflict, "is missing"),
        ({"on": date(2026, 7, 19)}, BadInput, "out of order"),
        ({"on": date(2027, 7, 19)}, BadInput, "has not come yet"),
        ({"months": 13}, BadInput, "between 1 and 12"),
        ({"months": 0}, BadInput, "between 1 and 12"),
        ({"measure": Measure.REMOVE, "months": 6}, BadInput, "has no term"),
        ({"measure": Measure.EXTEND}, Conflict, "not for 张三, full member"),
    ],
)
def test_a_decision_that_cannot_stand_is_refused(
    sqlite_book: Store, branch: Branch, votes: dict[str, Any], error: type[PartydayError], said: str
) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    propose(sqlite_book)
    before = contents(sqlite_book)
    with pytest.raises(error, match=said):
        decide(sqlite_book, **votes)
    assert contents(sqlite_book) == before


@pytest.mark.parametrize(("present", "in_favour"), [(11, 11), (21, 11), (20, 20)])
def test_half_present_and_more_than_half_of_all_in_favour_is_enough(
    sqlite_book: Store, branch: Branch, present: int, in_favour: int
) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    propose(sqlite_book)
    assert decide(sqlite_book, entitled=21, present=present, in_favour=in_favour).in_favour == in_favour


def test_who_has_a_vote_is_counted_from_the_roster_without_the_probationary(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    propose(sqlite_book)
    assert decide(sqlite_book, entitled=None, present=2, in_favour=2).entitled == 2


@pytest.mark.parametrize(
    ("facts", "error", "said"),
    [
        ({"filed_on": date(2026, 7, 11)}, BadInput, "out of order"),
        ({"inquired_on": date(2026, 7, 21)}, BadInput, "out of order"),
        ({"inquiry": " "}, BadInput, "must be said"),
        ({"measure": Measure.CANCEL}, Conflict, "not for 张三, full member"),
        ({"who": "王五", "measure": Measure.CORRECT, "early": True}, Conflict, "not for 王五, probationary member"),
        ({"who": "李四"}, Conflict, "Nothing calls for handling"),
    ],
)
def test_a_proposal_that_makes_no_sense_is_refused(
    sqlite_book: Store, branch: Branch, facts: dict[str, Any], error: type[PartydayError], said: str
) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    with pytest.raises(error, match=said):
        propose(sqlite_book, **facts)


def test_five_in_a_row_call_for_nothing_but_the_branch_may_propose_early(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[1:6])
    with pytest.raises(Conflict, match="Nothing calls"):
        propose(sqlite_book)
    propose(sqlite_book, early=True)


def test_one_handling_at_a_time_and_each_step_in_its_turn(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    with pytest.raises(Conflict, match="still to be decided"):
        decide(sqlite_book)
    propose(sqlite_book)
    with pytest.raises(Conflict, match="under way"):
        propose(sqlite_book)
    with pytest.raises(Conflict, match="waits for an answer"):
        handlings.approve(desk(sqlite_book, today=LATER), "张三", on=LATER, by="党委")
    decide(sqlite_book)
    with pytest.raises(Conflict, match="still to be decided"):
        decide(sqlite_book)


def test_the_branch_may_stay_with_criticism_which_waits_for_no_answer(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    propose(sqlite_book)
    assert decide(sqlite_book, measure=Measure.EDUCATE).until is None
    assert due(sqlite_book, date(2026, 7, 31), Rule.HANDLING) == []
    propose(sqlite_book, on=date(2026, 8, 3), early=True)


def test_a_proposal_that_is_voted_down_leaves_the_branch_with_criticism(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    propose(sqlite_book)
    with pytest.raises(Conflict, match="not carried"):
        decide(sqlite_book, in_favour=0)
    assert decide(sqlite_book, in_favour=0, measure=Measure.EDUCATE).in_favour == 0
    assert due(sqlite_book, date(2026, 7, 31), Rule.HANDLING) == []


def test_months_without_organisation_life_call_for_handling_too(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.PRESENT, DAYS[:1])
    mark(sqlite_book, branch, "张三", State.ABSENT, [DAYS[1]])
    assert due(sqlite_book, date(2026, 7, 9)) == [("charter-clock", "due", "张三")]
    propose(sqlite_book)
