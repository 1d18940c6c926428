"""Who is entered, or moved, into a day that was closed: unmarked there, and told until somebody says what was."""

from datetime import date, timedelta
from itertools import permutations

import pytest

from factories import BRANCH, add_member, contents, desk, start_branch
from partyday.errors import Conflict
from partyday.model.codes import Circumstance, Level, Rule, Standing, State
from partyday.model.findings import Finding
from partyday.model.period import Period
from partyday.services import branches, logs, members
from partyday.services import review as reviews
from partyday.services.agenda import agenda
from partyday.services.checkin import Outcome, check_in
from partyday.services.filings import file_paper
from partyday.services.papers.ask import Ask
from partyday.services.reports import make
from partyday.services.review import review
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store.book import Store
from partyday.words.findings import sentence

MARCH, APRIL = date(2026, 3, 6), date(2026, 4, 3)
SIDE = "学生党支部"
PAPERS = {"record": "2026-03-06", "attendance": "2026-03-06", "appraisal": "2026-03"}


def closed(store: Store, on: date, *present: str) -> Outcome:
    orders = [Order(name, State.PRESENT) for name in present]
    return check_in(desk(store, BRANCH, on), on.isoformat(), orders, close=True)


@pytest.fixture
def kept(book: Store) -> Store:
    """Two branches; the first has 张三 alone and closed March and April."""
    start_branch(book, superior="计算机学院党总支")
    branches.add(desk(book), SIDE, None)
    add_member(book, "张三", branch=BRANCH)
    add_member(book, "李四", branch=SIDE)
    make_year(desk(book), [branch for branch in desk(book).branches if branch.name == BRANCH], 2026)
    closed(book, MARCH, "张三")
    closed(book, APRIL, "张三")
    return book


def told(store: Store, as_of: date = APRIL) -> list[Finding]:
    at = desk(store, BRANCH, as_of)
    return [finding for finding in review(at, [at.branch], as_of) if finding.code == "unmarked"]


def drafts(store: Store) -> list[bool]:
    at = desk(store, BRANCH, APRIL)
    return [make(at, form, Ask(at.branch, Period(period), APRIL)).draft for form, period in PAPERS.items()]


def test_who_is_added_late_is_told_by_name_until_somebody_says_what_was(kept: Store) -> None:
    assert told(kept) == []
    add_member(kept, "王五", branch=BRANCH, on=APRIL)
    march, april = told(kept)
    assert (march.rule, march.level, march.what) == (Rule.BRANCH_DUTY, Level.DUE, "2 王五")
    assert [str(finding.days[0].ref) for finding in (march, april)] == ["2026-03-06", "2026-04-03"]
    assert sentence(march) == "2026-03-06 was closed before 2 王五 came into it: say what was"
    assert [item.on for item in agenda(desk(kept, BRANCH, APRIL)) if item.kind == "unmarked"] == [MARCH, APRIL]
    # Somebody says it of March; of April nobody knows any more.
    check_in(desk(kept, BRANCH, APRIL), "2026-03-06", [Order("王五", State.PRESENT)], reason="补录")
    assert [str(finding.days[0].ref) for finding in told(kept)] == ["2026-04-03"]
    outcome = check_in(desk(kept, BRANCH, APRIL), "2026-04-03", (), close=True, keep_unknown=True)
    assert (outcome.tally.expected, outcome.tally.present, outcome.tally.unmarked) == (2, 1, 1)
    assert told(kept) == []


def test_the_papers_of_the_day_are_drafts_meanwhile_and_not_filed(kept: Store) -> None:
    assert drafts(kept) == [False] * 3
    add_member(kept, "王五", branch=BRANCH, on=APRIL, since=date(2026, 3, 1))
    assert drafts(kept) == [True] * 3
    at = desk(kept, BRANCH, APRIL)
    with pytest.raises(Conflict, match="draft"):
        file_paper(at, "record", Ask(at.branch, Period("2026-03-06"), APRIL), lambda _sealed: None)
    check_in(desk(kept, BRANCH, APRIL), "2026-03-06", [Order("王五", State.ABSENT)], reason="补录")
    check_in(desk(kept, BRANCH, APRIL), "2026-04-03", [Order("王五", State.PRESENT)], reason="补录")
    assert drafts(kept) == [False] * 3


def test_a_superiors_paper_is_a_draft_too(kept: Store) -> None:
    def draft() -> bool:
        at = desk(kept, "计算机学院党总支", APRIL)
        return make(at, "attendance", Ask(at.node, Period("2026-03"), APRIL)).draft

    assert not draft()
    add_member(kept, "王五", branch=BRANCH, on=APRIL, since=date(2026, 3, 1))
    assert draft()


def test_who_is_moved_into_a_closed_day_is_told_and_undo_ends_it(kept: Store) -> None:
    before = contents(kept)
    members.transfer(desk(kept, SIDE, APRIL), "李四", BRANCH, date(2026, 4, 1))
    [finding] = told(kept)
    assert (finding.what, finding.days[0].on) == ("2 李四", APRIL)
    logs.undo(desk(kept), logs.to_undo(desk(kept), None))
    assert contents(kept) == before
    assert told(kept) == []


def test_only_who_was_expected_is_missing(kept: Store) -> None:
    add_member(kept, "活动者", branch=BRANCH, on=APRIL, standing=Standing.ACTIVIST, joined=None, since=MARCH)
    add_member(kept, "休假者", Circumstance.LEAVE, branch=BRANCH, on=APRIL)
    assert told(kept) == []
    add_member(kept, "后来者", branch=BRANCH, on=APRIL, joined=date(2026, 4, 4))
    assert told(kept) == []


def of_many(store: Store) -> list[Finding]:
    at = desk(store, "计算机学院党总支", APRIL)
    every = review(at, [branch for branch in at.branches if branch.name in (BRANCH, SIDE)], APRIL)
    return [finding for finding in every if finding.code == "unmarked"]


def test_it_is_asked_of_many_branches_at_once_as_of_one(kept: Store) -> None:
    add_member(kept, "王五", branch=BRANCH, on=APRIL)
    assert of_many(kept) == told(kept) != []


@pytest.mark.parametrize("said", [(), (MARCH,), (APRIL,), (MARCH, APRIL)])
def test_a_whole_school_is_told_the_same(kept: Store, monkeypatch: pytest.MonkeyPatch, said: tuple[date, ...]) -> None:
    """Whoever is late, on leave for a while, moved or no member at first; in March and April somebody says what was."""
    make_year(desk(kept), [branch for branch in desk(kept).branches if branch.name == BRANCH], 2025)
    for day in ("2025-11-07", "2026-01-09"):
        check_in(desk(kept, BRANCH, date.fromisoformat(day)), day, [Order("张三", State.PRESENT)], close=True)
    add_member(kept, "王五", branch=BRANCH, on=APRIL)
    add_member(kept, "赵六", Circumstance.LEAVE, branch=BRANCH, on=APRIL)
    members.change(desk(kept, BRANCH, APRIL), "赵六", values={}, ended=[Circumstance.LEAVE], until=date(2026, 3, 1))
    members.transfer(desk(kept, SIDE, APRIL), "李四", BRANCH, date(2026, 4, 1))
    add_member(kept, "后来者", branch=BRANCH, on=APRIL, joined=date(2026, 3, 10))
    for on in said:
        check_in(desk(kept, BRANCH, APRIL), on.isoformat(), [Order("王五", State.PRESENT)], reason="补录")
    found = of_many(kept)
    monkeypatch.setattr(reviews, "_A_COLLEGE", 1)
    assert of_many(kept) == found
    assert any("王五" in finding.what for finding in found)


def test_a_school_is_told_the_same_where_days_were_closed_out_of_order(
    book: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who came after March was closed is marked in January, closed later, and in April: only March lacks them."""
    start_branch(book, superior="计算机学院党总支")
    branches.add(desk(book), SIDE, None)
    add_member(book, "张三", branch=BRANCH)
    make_year(desk(book), [branch for branch in desk(book).branches if branch.name == BRANCH], 2026)
    closed(book, MARCH, "张三")
    later = date(2026, 3, 20)
    add_member(book, "王五", branch=BRANCH, on=later)
    check_in(
        desk(book, BRANCH, later), "2026-01-09", [Order(name, State.PRESENT) for name in ("张三", "王五")], close=True
    )
    closed(book, APRIL, "张三", "王五")
    found = of_many(book)
    assert [(finding.what, [day.ref for day in finding.days]) for finding in found] == [("2 王五", ["2026-03-06"])]
    monkeypatch.setattr(reviews, "_A_COLLEGE", 1)
    assert of_many(book) == found


#: January's session and the two halves of one date in March, in every order in which they may be closed.
ORDERS = tuple(permutations(("2026-01-09:pm", "2026-03-06:am", "2026-03-06:pm")))


@pytest.mark.parametrize("apart", [0, 1], ids=["on-one-date", "on-dates"])
@pytest.mark.parametrize("after", [1, 2])
@pytest.mark.parametrize("order", ORDERS, ids="/".join)
def test_a_school_is_told_the_same_whichever_half_of_a_date_was_closed_first(
    sqlite_book: Store, monkeypatch: pytest.MonkeyPatch, order: tuple[str, ...], after: int, apart: int
) -> None:
    """Somebody is entered after the first session is closed or the second: those closed until then lack them, and none
    in April.
    """
    start_branch(
        sqlite_book, superior="计算机学院党总支", recurrence=("FREQ=MONTHLY;BYDAY=1FR:am", "FREQ=MONTHLY;BYDAY=1FR:pm")
    )
    branches.add(desk(sqlite_book), SIDE, None)
    add_member(sqlite_book, "张三", branch=BRANCH)
    make_year(desk(sqlite_book), [branch for branch in desk(sqlite_book).branches if branch.name == BRANCH], 2026)
    for place, ref in enumerate((*order, "2026-04-03:am")):
        on = APRIL if ref.startswith("2026-04") else MARCH + timedelta(days=place * apart)
        if place == after:
            add_member(sqlite_book, "王五", branch=BRANCH, on=on)
        names = ("张三", "王五") if place >= after else ("张三",)
        check_in(desk(sqlite_book, BRANCH, on), ref, [Order(name, State.PRESENT) for name in names], close=True)
    found = of_many(sqlite_book)
    assert sorted(day.ref for finding in found for day in finding.days) == sorted(order[:after])
    monkeypatch.setattr(reviews, "_A_COLLEGE", 1)
    assert of_many(sqlite_book) == found
