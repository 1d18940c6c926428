"""Organisational handling, step by step, and what follows from a decision, an answer, and a corrected absence."""

from datetime import date
from typing import Any

import pytest

from factories import contents, desk, record_of
from partyday.errors import BadInput, Conflict, PartydayError
from partyday.model.codes import Excuse, Level, Measure, MembershipEnd, Rule, State
from partyday.model.people import Branch
from partyday.services import checkin, handlings, logs, reports
from partyday.services.agenda import agenda
from partyday.services.papers.ask import Ask
from partyday.services.whom import Order
from partyday.store import people
from partyday.store.book import Store
from partyday.words.terms import official
from services.acts_of_2026 import DAYS, LATER, begun, due, found_of, mark, propose, told


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    return begun(sqlite_book)


def decide(store: Store, who: str = "张三", **others: Any) -> Any:
    facts: dict[str, Any] = {"on": date(2026, 7, 31), "entitled": 20, "present": 16, "in_favour": 12, "statement": ""}
    return handlings.decide(desk(store, today=LATER), who, **{**facts, **others})[2]


def awaited(store: Store, branch: Branch) -> list[str]:
    return [item.text for item in agenda(desk(store, branch, LATER)) if item.kind == "answer"]


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
    assert awaited(sqlite_book, branch) == [
        "1 张三: the superior's answer (上级批复) to correction within a time limit, decided on 2026-07-31, is awaited"
    ]
    _b, _p, answered = handlings.approve(desk(sqlite_book, today=LATER), "张三", on=date(2026, 8, 20), by="党委")
    assert awaited(sqlite_book, branch) == []
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
        ({"entitled": 21, "present": 10, "in_favour": 10}, Conflict, "Too few"),
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


@pytest.mark.parametrize(("entitled", "present", "in_favour"), [(20, 10, 10), (21, 11, 10), (20, 20, 0)])
def test_a_vote_that_fails_is_recorded_as_failed_and_settles_nothing(
    sqlite_book: Store, branch: Branch, entitled: int, present: int, in_favour: int
) -> None:
    """More than half of 应到会 are in favour, or it is not carried."""
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    propose(sqlite_book)
    before = contents(sqlite_book)
    failed = decide(
        sqlite_book, entitled=entitled, present=present, in_favour=in_favour, measure=Measure.REMOVE, statement="不服"
    )
    assert (failed.measure, failed.decided_measure, failed.carried) == (Measure.CORRECT, Measure.REMOVE, False)
    assert (failed.decided_on, failed.in_favour, failed.statement) == (date(2026, 7, 31), in_favour, "不服")
    assert failed.until is None
    assert due(sqlite_book, date(2026, 7, 31), Rule.HANDLING) == [("handling", "due", "张三")]
    with pytest.raises(Conflict, match="waits for an answer"):
        handlings.approve(desk(sqlite_book, today=LATER), "张三", on=LATER, by="党委")
    with pytest.raises(Conflict, match="still to be decided"):
        decide(sqlite_book)
    logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), None))
    assert contents(sqlite_book) == before


def test_after_a_vote_that_failed_another_is_proposed(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    propose(sqlite_book)
    decide(sqlite_book, in_favour=0)
    propose(sqlite_book, measure=Measure.EDUCATE, on=date(2026, 8, 3))
    assert decide(sqlite_book, in_favour=0, on=date(2026, 8, 4)).is_carried
    assert due(sqlite_book, date(2026, 8, 3), Rule.HANDLING) == [("handling", "due", "张三")]
    assert due(sqlite_book, date(2026, 8, 4), Rule.HANDLING) == []


def test_what_was_proposed_stays_where_the_meeting_chose_another_measure(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:6])
    propose(sqlite_book)
    decided = decide(sqlite_book, measure=Measure.EDUCATE)
    assert (decided.measure, decided.outcome) == (Measure.CORRECT, Measure.EDUCATE)
    first, second = [step.act for step in told(sqlite_book, branch, "张三").steps if step.act]
    assert (first.outcome, second.outcome) == (Measure.CORRECT, Measure.EDUCATE)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("who", "measure", "ends"),
    [
        ("张三", Measure.REMOVE, True),
        ("张三", Measure.DISSUADE, True),
        ("王五", Measure.CANCEL, True),
        ("张三", Measure.CORRECT, False),
        ("王五", Measure.EXTEND, False),
    ],
)
def test_the_approval_ends_the_membership_on_its_day(
    sqlite_book: Store, branch: Branch, who: str, measure: Measure, ends: bool
) -> None:
    propose(sqlite_book, who, measure, early=True)
    decide(sqlite_book, who)
    before = contents(sqlite_book)
    person = handlings.approve(desk(sqlite_book, today=LATER), who, on=date(2026, 8, 20), by="党委")[1]
    last = record_of(sqlite_book, person.id).memberships[-1]
    wanted = (date(2026, 8, 20), MembershipEnd.REMOVED, official(measure)) if ends else (None, None, "")
    assert (last.until, last.ended_by, last.note) == wanted
    with sqlite_book.reading() as connection:
        on_roll = [who in {one.name for one in people.people_on(connection, branch.id, on)} for on in (SAME, NEXT)]
    assert on_roll == [True, not ends]
    logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), None))
    assert contents(sqlite_book) == before


SAME, NEXT = date(2026, 8, 19), date(2026, 8, 20)


def test_a_refused_removal_ends_nothing(sqlite_book: Store, branch: Branch) -> None:
    propose(sqlite_book, "张三", Measure.REMOVE, early=True)
    decide(sqlite_book)
    person = handlings.approve(desk(sqlite_book, today=LATER), "张三", on=NEXT, by="党委", refused=True)[1]
    assert record_of(sqlite_book, person.id).memberships[-1].until is None


@pytest.mark.parametrize("first", [State.ABSENT, None])
def test_the_thirty_days_of_a_make_up_run_from_when_an_absence_became_an_excuse(
    sqlite_book: Store, branch: Branch, first: State | None
) -> None:
    """Absent on 9 January; on 20 March the sick note came. An excuse that is only entered late runs from the day."""
    if first:
        mark(sqlite_book, branch, "张三", first, DAYS[:1])
    at = desk(sqlite_book, branch, date(2026, 3, 20))
    checkin.check_in(at, DAYS[0], [Order("张三", State.EXCUSED, Excuse.SICK)], reason="补交假条")
    [found] = [one for one in found_of(sqlite_book, branch, date(2026, 4, 1)) if one.rule is Rule.MAKE_UP]
    assert found.due == (date(2026, 4, 19) if first else date(2026, 2, 8))
    assert (found.level is Level.OVERDUE) is (first is None)
    paper = reports.make(desk(sqlite_book, branch, date(2026, 4, 1)), "make-ups", Ask(branch, None, date(2026, 4, 1)))
    assert f"（{found.due} 前）" in str(paper.sheets[0])
    # The category corrected later changes nothing of it.
    later = desk(sqlite_book, branch, date(2026, 4, 2))
    checkin.check_in(later, DAYS[0], [Order("张三", State.EXCUSED, Excuse.DUTY)], reason="是公差")
    [again] = [one for one in found_of(sqlite_book, branch, date(2026, 4, 3)) if one.rule is Rule.MAKE_UP]
    assert again.due == found.due


def test_months_without_organisation_life_call_for_handling_too(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.PRESENT, DAYS[:1])
    mark(sqlite_book, branch, "张三", State.ABSENT, [DAYS[1]])
    assert due(sqlite_book, date(2026, 7, 9)) == [("charter-clock", "due", "张三")]
    propose(sqlite_book)
