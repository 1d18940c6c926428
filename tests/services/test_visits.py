"""Visits that bring the day to a member (送学), and how somebody usually takes part."""

from datetime import date
from typing import Any

import pytest

from factories import add_member, branch_of, contents, desk, start_branch
from partyday.errors import BadInput, Conflict, PartydayError
from partyday.model.codes import Circumstance, Excuse, Rule, Standing, State, VisitKind
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.services import announcing, checkin, days, forgetting, logs, members, merging, reports, visits
from partyday.services.papers.ask import Ask
from partyday.services.review import review
from partyday.services.schedule import make_year
from partyday.services.whom import NotToBeReached, Order
from partyday.store.book import Store

JANUARY, MARCH, LATER = date(2026, 1, 5), date(2026, 3, 6), date(2026, 4, 10)
STUDY, CONSULT = VisitKind.STUDY, VisitKind.CONSULT


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    start_branch(sqlite_book, "一支部")
    add_member(sqlite_book, "张三")
    add_member(sqlite_book, "李四", Circumstance.ILL)
    add_member(sqlite_book, "王五", Circumstance.MOBILE)
    add_member(sqlite_book, "钱七", standing=Standing.ACTIVIST, joined=None, since=date(2026, 1, 1))
    make_year(desk(sqlite_book, today=JANUARY), [branch_of(sqlite_book, "一支部")], 2026)
    return branch_of(sqlite_book, "一支部")


def visit(store: Store, who: str = "李四", ref: str = "2026-03-06", on: str = "2026-03-09", **others: Any) -> Any:
    how = others.pop("how", [STUDY])
    return visits.add(
        desk(store, today=LATER), who, ref, date.fromisoformat(on), how, others.pop("by", "王秀芳"), **others
    )


def call(store: Store, branch: Branch, *orders: Order, on: date = MARCH, **others: Any) -> checkin.Outcome:
    return checkin.check_in(desk(store, branch, on), str(MARCH), orders, **others)


def state(store: Store, branch: Branch, who: str) -> State | None:
    roll = checkin.look(desk(store, branch, LATER), str(MARCH)).roll
    return next(
        (roll.marks[person.id].state for person in roll.expected if person.name == who and person.id in roll.marks),
        None,
    )


def to_reach(store: Store, branch: Branch) -> list[str]:
    found = review(desk(store, branch), [branch], LATER)
    return [finding.person.name for finding in found if finding.rule is Rule.REACH_OUT and finding.person]


def test_a_visit_marks_the_day_after_its_closing_too_and_settles_what_is_due(
    sqlite_book: Store, branch: Branch
) -> None:
    call(sqlite_book, branch, Order("张三", State.PRESENT), Order("王五", State.ONLINE), close=True)
    assert (state(sqlite_book, branch, "李四"), to_reach(sqlite_book, branch)) == (State.UNREACHED, ["李四"])
    before = contents(sqlite_book)
    done = visit(sqlite_book, how=[STUDY, CONSULT], said="希望多听时事")
    assert (done.marked, done.changed, done.state) == (True, True, State.VISITED)
    assert (state(sqlite_book, branch, "李四"), to_reach(sqlite_book, branch)) == (State.VISITED, [])
    again = visit(sqlite_book, how=[STUDY, CONSULT], said="希望多听时事")
    assert (again.marked, again.changed, again.visit) == (False, False, done.visit)
    assert logs.verify(desk(sqlite_book)) == []
    logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), None))
    assert contents(sqlite_book) == before, "visit and mark go together"


def test_an_excuse_of_somebody_ill_gives_way_to_a_visit(sqlite_book: Store, branch: Branch) -> None:
    call(sqlite_book, branch, Order("李四", State.EXCUSED, Excuse.SICK), on=date(2026, 3, 5))
    visit(sqlite_book)
    assert state(sqlite_book, branch, "李四") is State.VISITED


def test_who_took_part_is_visited_and_stays_as_recorded(sqlite_book: Store, branch: Branch) -> None:
    call(sqlite_book, branch, Order("王五", State.ONLINE))
    done = visit(sqlite_book, "王五", how=[CONSULT])
    assert (done.marked, done.changed, state(sqlite_book, branch, "王五")) == (False, True, State.ONLINE)


def test_somebody_well_is_asked_about(sqlite_book: Store, branch: Branch) -> None:
    before = contents(sqlite_book)
    with pytest.raises(NotToBeReached, match="张三"):
        visit(sqlite_book, "张三")
    with pytest.raises(NotToBeReached, match="张三"):
        call(sqlite_book, branch, Order("张三", State.VISITED))
    assert contents(sqlite_book) == before
    outcome = call(sqlite_book, branch, Order("张三", State.VISITED), well_too=True)
    assert [person.name for person in outcome.visited_well] == ["张三"]
    again = call(sqlite_book, branch, Order("张三", State.VISITED), Order("李四", State.VISITED))
    assert again.visited_well == [], "it is recorded so already, and 李四 is ill"
    assert visit(sqlite_book, "张三").state is State.VISITED


@pytest.mark.parametrize("what", [(State.EXCUSED, Excuse.SICK), (State.ABSENT, None)])
def test_who_is_well_and_was_away_makes_up(sqlite_book: Store, branch: Branch, what: Any) -> None:
    call(sqlite_book, branch, Order("张三", *what))
    with pytest.raises(Conflict, match="recorded as") as refused:
        visit(sqlite_book, "张三", well_too=True)
    assert "makeup add" in refused.value.hint


@pytest.mark.parametrize(
    ("facts", "error", "said"),
    [
        ({"on": "2026-04-11"}, BadInput, "has not come yet"),
        ({"ref": "2026-05-08"}, BadInput, "recorded once it has"),
        ({"on": "2026-02-01"}, BadInput, "long before"),
        ({"by": " "}, BadInput, "Who made the visit"),
        ({"who": "钱七"}, Conflict, "only invited"),
    ],
)
def test_what_cannot_be_is_refused(
    sqlite_book: Store, branch: Branch, facts: Any, error: type[PartydayError], said: str
) -> None:
    before = contents(sqlite_book)
    with pytest.raises(error, match=said):
        visit(sqlite_book, **facts)
    assert contents(sqlite_book) == before


def record(store: Store, branch: Branch) -> dict[Any, Any]:
    (sheet,) = reports.make(desk(store, today=LATER), "record", Ask(branch, Period(str(MARCH)), LATER)).sheets
    return {row.cells[0]: row.cells[1] for row in sheet.body}


def test_the_record_tells_of_it(sqlite_book: Store, branch: Branch) -> None:
    call(sqlite_book, branch, Order("张三", State.PRESENT))
    assert "送学情况" not in record(sqlite_book, branch)
    visit(sqlite_book, how=[STUDY, CONSULT], said="希望多听时事")
    told = record(sqlite_book, branch)["送学情况"]
    assert told == "李四（2026-03-09，送学帮学、征求意见，送学人：王秀芳）：希望多听时事"


def test_what_the_visited_wish_for_is_told_when_the_next_day_is_planned(sqlite_book: Store, branch: Branch) -> None:
    days.summarise(desk(sqlite_book, branch, MARCH), str(MARCH), {"opinions": "增加实地参观"})
    visit(sqlite_book, how=[STUDY], said="身体好转")
    april = days.show(desk(sqlite_book, branch, LATER), "2026-04-03")
    last = announcing.last_opinions(desk(sqlite_book, branch, LATER), april)
    assert last == announcing.LastOpinions(Period(str(MARCH)), "增加实地参观"), "that was no opinion"
    visit(sqlite_book, on="2026-03-20", how=[CONSULT], said="希望多听时事")
    last = announcing.last_opinions(desk(sqlite_book, branch, LATER), april)
    assert last is not None
    assert last.opinions == "增加实地参观；希望多听时事"
    march = days.show(desk(sqlite_book, branch, LATER), str(MARCH))
    assert announcing.last_opinions(desk(sqlite_book, branch, LATER), march) is None


def test_a_listing_is_by_date_with_the_day_it_was_for(sqlite_book: Store, branch: Branch) -> None:
    visit(sqlite_book, on="2026-03-20")
    visit(sqlite_book, on="2026-03-09", how=[CONSULT])
    found = visits.recorded(desk(sqlite_book, branch, LATER), Period("2026Q1"))
    assert [(one.visit.held_on.day, one.ref) for one in found] == [(9, "2026-03-06"), (20, "2026-03-06")]
    assert visits.recorded(desk(sqlite_book, branch, LATER), Period("2026Q2")) == []


def test_visits_go_with_who_is_merged_and_lose_what_was_said_of_who_is_forgotten(
    sqlite_book: Store, branch: Branch
) -> None:
    visit(sqlite_book, said="身体好转")
    add_member(sqlite_book, "李肆", Circumstance.ILL)
    merging.merge(desk(sqlite_book, today=LATER), "李四", "李肆", "同一人", settled=True)
    (found,) = visits.recorded(desk(sqlite_book, branch, LATER), Period("2026"))
    assert (found.person.name, found.visit.said) == ("李肆", "身体好转")
    with pytest.raises(Conflict, match="a visit on 2026-03-09"):
        merging.remove_mistaken(desk(sqlite_book, today=LATER), "李肆", "录错")
    members.transfer(desk(sqlite_book, today=LATER), "李肆", "外校党支部", date(2026, 4, 1), outside=True)
    forgetting.forget(desk(sqlite_book, today=LATER), "李肆")
    (found,) = visits.recorded(desk(sqlite_book, branch, LATER), Period("2026"))
    assert (found.person.name, found.visit.said) == ("（已隐去）", "")
    assert logs.verify(desk(sqlite_book)) == []


# ---- how somebody usually takes part


def usual(store: Store, who: str, state: State | None, **others: Any) -> None:
    members.change(desk(store, today=JANUARY), who, values={"usual": state}, **others)


def test_all_takes_everybody_as_they_usually_take_part(sqlite_book: Store, branch: Branch) -> None:
    usual(sqlite_book, "王五", State.ONLINE)
    usual(sqlite_book, "李四", State.VISITED)
    outcome = call(sqlite_book, branch, everybody=True)
    assert {person.name: state for person, state, _changed in outcome.marks} == {
        "张三": State.PRESENT,
        "李四": State.VISITED,
        "王五": State.ONLINE,
    }
    assert outcome.left_out == ()


def test_what_is_said_goes_before_what_is_usual(sqlite_book: Store, branch: Branch) -> None:
    usual(sqlite_book, "王五", State.ONLINE)
    outcome = call(sqlite_book, branch, Order("王五", State.PRESENT), everybody=True, besides=["李四"])
    assert state(sqlite_book, branch, "王五") is State.PRESENT
    assert outcome.left_out == ()
    assert state(sqlite_book, branch, "李四") is None


def test_who_is_well_again_is_not_visited_by_default(sqlite_book: Store, branch: Branch) -> None:
    usual(sqlite_book, "李四", State.VISITED)
    members.change(
        desk(sqlite_book, today=JANUARY), "李四", values={}, ended=[Circumstance.ILL], since=date(2026, 3, 1)
    )
    outcome = call(sqlite_book, branch, everybody=True)
    assert [person.name for person in outcome.left_out] == ["李四", "王五"]


def test_a_usual_visit_of_somebody_well_is_asked_about_and_can_be_taken_back(
    sqlite_book: Store, branch: Branch
) -> None:
    with pytest.raises(NotToBeReached):
        usual(sqlite_book, "张三", State.VISITED)
    usual(sqlite_book, "张三", State.VISITED, well_too=True)
    usual(sqlite_book, "王五", State.ONLINE)
    usual(sqlite_book, "王五", None)
    outcome = call(sqlite_book, branch, everybody=True)
    assert [person.name for person in outcome.left_out] == ["张三", "李四", "王五"]
