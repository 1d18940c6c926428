"""A superior's overview beside a count made apart, from the records and from what was taken in."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from factories import add_member, desk, empty_book, start_branch, unhurried
from partyday.errors import BadInput
from partyday.model.codes import Circumstance, DuesKind, Excuse, Looked, State
from partyday.model.filings import Filing
from partyday.model.overview import Drawn, Overview, OverviewLine
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.services import branches, days, filings, inspections, makeups
from partyday.services.checkin import check_in
from partyday.services.dues import assessing, paying
from partyday.services.dues.ledgers import owing
from partyday.services.overview import overview
from partyday.services.papers.ask import Ask
from partyday.services.rolls import roll_of
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store.book import Store
from partyday.store.days import all_days
from partyday.store.histories import make_ups_for

SUPERIOR = "计算机学院党总支"
NAMES = ("教工第一党支部", "教工第二党支部", "学生党支部")
TODAY = date(2026, 7, 10)
MADE = date(2025, 12, 1)


@pytest.fixture
def school(sqlite_book: Store) -> Store:
    """Three branches with members of every kind, half a year of marks, some of everything left undone."""
    dice = random.Random(14)  # no secret
    book = unhurried(sqlite_book)
    start_branch(book, NAMES[0], superior=SUPERIOR, made=MADE)
    for name in NAMES[1:]:
        branches.add(desk(book, today=MADE), name, SUPERIOR)
    tree = [one for one in desk(book).branches if one.name in NAMES]
    for place, branch in enumerate(tree):
        for number in range(4 + place):
            kinds = (Circumstance.ILL,) if number == 3 else ()
            add_member(book, f"党员{place}{number}", *kinds, branch=branch.name, on=MADE)
        make_year(desk(book, branch, MADE), [branch], 2026)
        _live(book, branch, dice, last=place == 2)
    assessing.assess(desk(book, tree[0], TODAY), "党员00", DuesKind.WAGE, 650_000, Month("2026-01"))
    paying.pay(desk(book, tree[0], TODAY), "党员00", [Month("2026-01"), Month("2026-02")], paying.How(TODAY))
    filed_on = {0: date(2026, 3, 19), 1: date(2026, 3, 23)}
    for place, on in filed_on.items():
        ask = Ask(tree[place], Period("2026Q2"), on)
        filings.file_paper(desk(book, tree[place], on), "quarter-plan", ask, lambda _sealed: None)
    inspections.add(desk(book, today=TODAY), NAMES[1], date(2026, 4, 8), Looked.CALL, "王秀芳", "无问题")
    inspections.add(desk(book, today=TODAY), NAMES[1], date(2026, 5, 8), Looked.CALL, "王秀芳", "无问题")
    return book


def _live(book: Store, branch: Branch, dice: random.Random, *, last: bool) -> None:
    """The days of a branch up to today: marks by chance, some days not announced, closed or summed up."""
    with book.reading() as connection:
        held = [day for day in all_days(connection, branch.id) if day.held_on and day.held_on <= TODAY]
        rolls = {day.id: roll_of(connection, day) for day in held}
    for number, day in enumerate(held):
        on = day.held_on
        assert on is not None
        if number % 3:
            days.plan(desk(book, branch, on - timedelta(days=5)), str(day.ref), {"theme": "学习党章"})
            days.announce(desk(book, branch, on - timedelta(days=4)), str(day.ref), None)
        states = dice.choices([State.PRESENT, State.ABSENT, State.EXCUSED], [6, 1, 2], k=len(rolls[day.id].expected))
        orders = [
            Order(person.name, state, Excuse.SICK if state is State.EXCUSED else None)
            for person, state in zip(rolls[day.id].expected, states, strict=True)
        ]
        check_in(desk(book, branch, on), str(day.ref), orders, close=not (last and number == 6))
        if number % 2 == 0:
            days.summarise(desk(book, branch, on), str(day.ref), {"summary": "好"})
        excused = [order.who for order in orders if order.state is State.EXCUSED]
        made_up = [who for who in excused if number % 2 and Circumstance.ILL not in _kinds(rolls[day.id], who)]
        for who in made_up:
            makeups.add(desk(book, branch, TODAY), who, str(day.ref), TODAY)


def _kinds(roll: object, who: str) -> frozenset[Circumstance]:
    return next(person.circumstances for person in roll.expected if person.name == who)  # type: ignore[attr-defined]


def counted_apart(book: Store, branch: Branch, period: Period) -> dict[str, int]:
    """What the lines should say, day by day and mark by mark."""
    counts = dict.fromkeys(
        ("days", "held", "closed", "announced", "summarised", "expected", "took_part", "unreached", "open_make_ups"), 0
    )
    with book.reading() as connection:
        for day in all_days(connection, branch.id):
            if day.held_on is None or not period.contains(day.held_on):
                continue
            counts["days"] += 1
            if day.held_on > TODAY:
                continue
            counts["held"] += 1
            counts["closed"] += day.closed_on is not None
            counts["announced"] += day.announced_on is not None
            counts["summarised"] += day.summarised_on is not None
            made_up = {one.member_id for one in make_ups_for(connection, [day.id], TODAY)}
            roll = roll_of(connection, day)
            for person in roll.expected:
                state = roll.marks[person.id].state if person.id in roll.marks else None
                ill = Circumstance.ILL in person.circumstances
                counts["expected"] += 1
                counts["took_part"] += state in (State.PRESENT, State.ONLINE, State.VISITED)
                missed = state in (State.UNREACHED, State.ABSENT) and ill
                counts["unreached"] += missed
                counts["open_make_ups"] += state is State.EXCUSED and person.id not in made_up
    return counts


def told(line: OverviewLine, *names: str) -> dict[str, int]:
    return {name: getattr(line, name) for name in names}


@pytest.mark.parametrize("period", ["2026", "2026H1", "2026Q2", "2026-05"])
def test_every_count_is_that_of_a_count_made_apart(school: Store, period: str) -> None:
    found = overview(desk(school, SUPERIOR, TODAY), Period(period))
    assert [line.branch.name for line in found.lines] == [*NAMES]
    for line in found.lines:
        wanted = counted_apart(school, line.branch, Period(period))
        assert told(line, *wanted) == wanted, line.branch.name
        assert line.drawn is Drawn.RECORDS
        assert line.rate == round(wanted["took_part"] / wanted["expected"], 4)


def test_plans_are_due_filed_and_late_by_their_deadline_in_the_period(school: Store) -> None:
    def plans(period: str) -> list[tuple[int, int, int]]:
        found = overview(desk(school, SUPERIOR, TODAY), Period(period))
        return [(line.plans_due, line.plans_filed, line.plans_late) for line in found.lines]

    assert plans("2026Q1") == [(1, 1, 0), (1, 1, 1), (1, 0, 0)]
    assert plans("2026-03") == plans("2026Q1")
    assert plans("2026Q2") == [(1, 0, 0)] * 3
    assert plans("2026H1") == plans("2026") == [(2, 1, 0), (2, 1, 1), (2, 0, 0)]
    assert plans("2026-08") == [(0, 0, 0)] * 3


def test_dues_are_what_is_owed_up_to_the_end_and_the_inspection_the_last_by_then(school: Store) -> None:
    whole = overview(desk(school, SUPERIOR, TODAY), Period("2026"))
    owed = sum(member.amount for member in owing(desk(school, NAMES[0], TODAY)))
    assert owed == 5 * 9750
    assert [line.dues_owed for line in whole.lines] == [owed, 0, 0]
    assert [line.keeps_dues for line in whole.lines] == [True, False, False]
    march = overview(desk(school, SUPERIOR, TODAY), Period("2026-03"))
    assert march.lines[0].dues_owed == 9750
    assert [line.inspected_on for line in whole.lines] == [None, date(2026, 5, 8), None]
    april = overview(desk(school, SUPERIOR, TODAY), Period("2026-04"))
    assert april.lines[1].inspected_on == date(2026, 4, 8)


def test_what_is_overdue_is_what_the_policy_gives_a_day_for(school: Store) -> None:
    line = overview(desk(school, SUPERIOR, TODAY), Period("2026")).lines[2]
    assert line.held is not None
    assert line.summarised is not None
    # The last day was held on 1 July: the seven days for its summary are over, and so are those to close it.
    assert line.overdue["summary"] == line.held - line.summarised
    assert line.overdue["close"] == 1
    early = overview(desk(school, SUPERIOR, date(2026, 7, 1)), Period("2026-07")).lines[2]
    assert early.overdue["close"] == 0


def test_the_year_of_a_quarter_begins_in_january_and_the_whole_is_all_branches_together(school: Store) -> None:
    found = overview(desk(school, SUPERIOR, TODAY), Period("2026Q2"), whole_year=True)
    assert [str(month) for month in found.months] == [f"2026-0{number}" for number in range(1, 7)]
    january = counted_apart_of_all(school, Period("2026-01"))
    assert found.rate_in(Month("2026-01")) == january
    quarter = overview(desk(school, SUPERIOR, TODAY), Period("2026Q2")).lines
    assert [(line.expected, line.took_part) for line in found.lines] == [
        (line.expected, line.took_part) for line in quarter
    ]


def counted_apart_of_all(book: Store, period: Period) -> float:
    counts = [counted_apart(book, one, period) for one in desk(book).branches if one.name in NAMES]
    return round(sum(one["took_part"] for one in counts) / sum(one["expected"] for one in counts), 4)


def test_an_overview_is_of_a_month_or_longer_and_its_own_branch_alone_where_there_is_no_superior(
    school: Store,
) -> None:
    with pytest.raises(BadInput):
        overview(desk(school, SUPERIOR, TODAY), Period("2026-03-06"))
    alone = overview(desk(school, NAMES[0], TODAY), Period("2026Q1"))
    assert [line.branch.name for line in alone.lines] == [NAMES[0]]
    assert overview(desk(school, SUPERIOR, TODAY)).period == "2026Q3", "this quarter unless told"


# ---- from what was taken in


@pytest.fixture
def superiors_book(tmp_path: Path) -> Iterator[Store]:
    book = empty_book(tmp_path / "superior.partyday")
    start_branch(book, NAMES[0], superior=SUPERIOR, made=MADE)
    for name in NAMES[1:]:
        branches.add(desk(book, today=MADE), name, SUPERIOR)
    yield book
    book.close()


def hand_up(school: Store, superiors_book: Store, branch: str, form: str, period: str) -> None:
    """A branch files a paper, and its superior's book takes it in as it was sealed."""
    own = next(one for one in desk(school).branches if one.name == branch)
    ask = Ask(own, Period(period), TODAY)
    filing = filings.file_paper(desk(school, own, TODAY), form, ask, lambda _sealed: None).filing
    there = next(one for one in desk(superiors_book).branches if one.name == branch)
    with superiors_book.writing(desk(superiors_book, today=TODAY, command="rollup").act) as unit:
        unit.insert(
            Filing(
                id=unit.next_id(Filing),
                branch_id=there.id,
                form=form,
                period=filing.period,
                filed_on=filing.filed_on,
                policy=filing.policy,
                sha256=filing.sha256,
                content=filing.content,
                received_on=TODAY,
            )
        )


def of_branch(found: Overview, name: str) -> OverviewLine:
    return next(line for line in found.lines if line.branch.name == name)


def test_the_papers_of_a_branch_tell_what_its_records_do_and_it_is_said_which(
    school: Store, superiors_book: Store
) -> None:
    for form, period in (
        ("attendance", "2026Q1"),
        ("attendance", "2026Q2"),
        ("record", "2026"),
        ("make-ups", "2026"),
        ("dues-ledger", "2026"),
        ("quarter-plan", "2026Q2"),
    ):
        hand_up(school, superiors_book, NAMES[0], form, period)
    for whole_year in (False, True):
        recorded, taken = (
            of_branch(overview(desk(book, SUPERIOR, TODAY), Period("2026H1"), whole_year=whole_year), NAMES[0])
            for book in (school, superiors_book)
        )
        names = ("held", "closed", "summarised", "expected", "took_part", "unreached", "open_make_ups")
        assert told(taken, *names) == told(recorded, *names)
        assert taken.turnouts == recorded.turnouts
        assert (taken.rate, taken.drawn, recorded.drawn) == (recorded.rate, Drawn.FILED, Drawn.RECORDS)
    assert (taken.announced, taken.plans_due, taken.plans_filed) == (None, 2, 1)
    # A ledger has the year up to the day it was filed.
    assert taken.dues_owed == of_branch(overview(desk(school, SUPERIOR, TODAY), Period("2026")), NAMES[0]).dues_owed


def test_the_attendance_alone_tells_no_summaries_and_who_filed_nothing_has_nothing(
    school: Store, superiors_book: Store
) -> None:
    hand_up(school, superiors_book, NAMES[0], "attendance", "2026Q1")
    found = overview(desk(superiors_book, SUPERIOR, TODAY), Period("2026Q1"))
    line = of_branch(found, NAMES[0])
    recorded = of_branch(overview(desk(school, SUPERIOR, TODAY), Period("2026Q1")), NAMES[0])
    assert told(line, "held", "expected", "took_part") == told(recorded, "held", "expected", "took_part")
    assert (line.summarised, line.open_make_ups, line.dues_owed) == (None, None, None)
    assert of_branch(found, NAMES[1]).drawn is Drawn.NOTHING
    assert of_branch(found, NAMES[1]).rate is None
