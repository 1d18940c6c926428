"""Dues taken in, and assessed, by the rows of a sheet: for which months a sum is, how it came, what is asked about."""

from datetime import date
from typing import Any

import pytest

from factories import add_member, branch_of, contents, days_of, desk, log_length, start_branch
from partyday.model.codes import DuesKind, Excuse, Method, Standing, State
from partyday.model.dues import Payment
from partyday.model.dues_said import AssessmentRow, Handed, Stated
from partyday.model.people import Branch
from partyday.model.period import Month
from partyday.model.problems import Problem
from partyday.rules.policy.reader import load
from partyday.services import members
from partyday.services.checkin import check_in
from partyday.services.dues import assessing, collecting, ledgers
from partyday.services.dues.paying import How
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store import people
from partyday.store.book import Store
from partyday.words.vocabulary import vocabulary

TODAY = date(2026, 3, 6)
MARCH = (Month("2026-03"),)
HALF_A_YEAR = tuple(Month("2026-01").until(Month("2026-06")))


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    """张三 owes 97.50 a month from January on, 李四 0.20; of the two 王伟, 3 and 4, nothing is assessed."""
    start_branch(sqlite_book)
    add_member(sqlite_book, "张三")
    add_member(sqlite_book, "李四", standing=Standing.PROBATIONARY, joined=date(2025, 12, 10))
    add_member(sqlite_book, "王伟", joined=date(2005, 7, 1))
    add_member(sqlite_book, "王伟", joined=date(2015, 7, 1))
    for who, kind, income in (("张三", DuesKind.WAGE, 650_000), ("李四", DuesKind.STUDENT, None)):
        assessing.assess(desk(sqlite_book, today=TODAY), who, kind, income, Month("2026-01"))
    return branch_of(sqlite_book)


def collect(store: Store, *rows: Handed, **others: Any) -> tuple[list[collecting.Collected], list[Problem]]:
    return collecting.collect(desk(store, today=TODAY), How(TODAY, collector="陈志强"), sheet=rows, **others)


def row(who: str = "张三", amount: int | None = 9_750, **others: Any) -> Handed:
    return Handed(row=2, who=who, amount=amount, **others)


def paid(store: Store, who: str) -> dict[str, int]:
    _person, _account, lines = ledgers.ledger(desk(store, today=TODAY), who)
    return {line.month: line.paid for line in lines if line.paid}


def payments(store: Store, who: str) -> tuple[Payment, ...]:
    return ledgers.ledger(desk(store, today=TODAY), who)[1].payments


@pytest.mark.parametrize(
    ("handed", "months"),
    [
        (row(), {"2026-01": 9_750}),
        (row(months=MARCH), {"2026-03": 9_750}),
        (row(of=MARCH), {"2026-03": 9_750}),
        (row(of=MARCH, amount=None, owed=9_750), {"2026-03": 9_750}),
        (row(of=MARCH, amount=5_000), {"2026-03": 5_000}),
        # What is more than the months of the sheet owe was owed before, unless the sheet says what is owed.
        (row(of=MARCH, amount=15_000), {"2026-03": 9_750, "2026-01": 5_250}),
        (row(of=MARCH, amount=29_250, owed=29_250), {"2026-01": 9_750, "2026-02": 9_750, "2026-03": 9_750}),
        (row(of=MARCH, amount=None, owed=29_250), {"2026-01": 9_750, "2026-02": 9_750, "2026-03": 9_750}),
        (row("李四", 120, months=HALF_A_YEAR), dict.fromkeys(HALF_A_YEAR, 20)),
        # Of the months of a sheet that lie too far ahead nothing is taken; who names such a month is refused.
        (row(of=(Month("2026-09"), Month("2026-10"))), {"2026-09": 9_750}),
        (row(of=(Month("2026-09"), Month("2026-10")), amount=None), {"2026-09": 9_750}),
        (row("李四", 120, of=HALF_A_YEAR, owed=20), dict.fromkeys(HALF_A_YEAR, 20)),
    ],
)
def test_a_sum_is_for_the_months_that_the_paper_names(
    sqlite_book: Store, branch: Branch, handed: Handed, months: dict[str, int]
) -> None:
    entries = log_length(sqlite_book)
    collected, problems = collect(sqlite_book, handed)

    assert problems == []
    assert paid(sqlite_book, handed.who) == months
    assert sum(each.taken for each in collected) == sum(months.values())
    assert log_length(sqlite_book) == entries + 1


def test_the_last_fen_that_is_owed_is_taken(sqlite_book: Store, branch: Branch) -> None:
    collect(sqlite_book, row(months=MARCH, amount=9_749))
    collected, problems = collect(sqlite_book, row(months=MARCH, amount=None))
    assert ([each.taken for each in collected if each.taken], problems) == ([1], [])


@pytest.mark.parametrize(
    ("handed", "word"),
    [
        (row(amount=29_251), "292.50"),
        (row(of=MARCH, amount=15_000, owed=9_750), "97.50"),
        (row(of=MARCH, amount=None, owed=9_000), "97.50"),
        (row(months=MARCH, amount=None, owed=None, who="王伟"), "several"),
        (row(months=(Month("2025-12"),)), "2025-12"),
        (row(months=(Month("2026-10"),)), "2026-09"),
        (row(months=(Month("2026-09"), Month("2026-10"))), "too far ahead"),
        (row(of=(Month("2026-10"), Month("2026-11"))), "too far ahead"),
        (row(of=(Month("2026-09"), Month("2026-10")), amount=39_001), "390.00"),  # September, and January to March
        (row(amount=0), "more than nothing"),
        (row("吴桐"), "吴桐"),
    ],
)
def test_what_the_paper_cannot_mean_is_asked_about(
    sqlite_book: Store, branch: Branch, handed: Handed, word: str
) -> None:
    before = contents(sqlite_book)
    collected, problems = collect(sqlite_book, handed, row("李四", 20))

    assert (collected, len(problems)) == ([], 1)
    assert word in problems[0].problem
    assert contents(sqlite_book) == before


def test_the_same_month_twice_is_asked_about_and_other_months_are_not(sqlite_book: Store, branch: Branch) -> None:
    again = [row(months=MARCH), row(months=MARCH)]
    assert [problem.value for problem in collect(sqlite_book, *again)[1]] == ["张三"]
    assert collect(sqlite_book, row(months=MARCH), row(of=(Month("2026-01"),)))[1] == []
    assert paid(sqlite_book, "张三") == {"2026-01": 9_750, "2026-03": 9_750}


def test_the_good_rows_are_taken_where_that_is_asked_for(sqlite_book: Store, branch: Branch) -> None:
    unreadable = Problem(row=4, column="实交", value="一百", problem="?")
    collected, problems = collect(sqlite_book, row(), row("吴桐"), partial=True, rejected=(unreadable,))

    assert [(problem.row, problem.value) for problem in problems] == [(2, "吴桐"), (4, "一百")]
    assert {each.owing.person.name: each.taken for each in collected} == {"张三": 9_750, "李四": 0}
    assert paid(sqlite_book, "张三") == {"2026-01": 9_750}


def test_each_payment_has_its_own_day_way_and_receipt(sqlite_book: Store, branch: Branch) -> None:
    february: dict[str, Any] = {"paid_on": date(2026, 2, 28), "method": Method.ONLINE, "collector": "李四"}
    collect(sqlite_book, row(months=(Month("2026-01"),), **february), row(months=MARCH))

    ways = {(each.for_month, each.paid_on, each.method, each.collector) for each in payments(sqlite_book, "张三")}
    assert ways == {
        ("2026-01", date(2026, 2, 28), Method.ONLINE, "李四"),
        ("2026-03", TODAY, Method.CASH, "陈志强"),
    }
    assert len({each.receipt for each in payments(sqlite_book, "张三")}) == 2


def test_a_part_and_what_is_ahead_are_told_of_whom(sqlite_book: Store, branch: Branch) -> None:
    collected, _problems = collect(sqlite_book, row(amount=10_000), row("李四", 120, months=HALF_A_YEAR))
    told = {each.owing.person.name: each.notes for each in collected}

    assert [("100.00" in note, "292.50" in note, "2026-01..2026-02" in note) for note in told["张三"]] == [(True,) * 3]
    assert ["2026-04..2026-06" in note for note in told["李四"]] == [True]


@pytest.mark.parametrize(
    ("owed", "told"),
    [
        *((None, ()), (29_250, ()), (9_750, ())),
        (30_000, ("张三: 300.00 yuan are owed by the sheet, 292.50 by the book.",)),
        (12_000, ("张三: 120.00 yuan are owed by the sheet, 292.50 by the book.",)),
    ],
)
def test_another_sum_owed_by_the_sheet_is_told(
    sqlite_book: Store, branch: Branch, owed: int | None, told: tuple[str, ...]
) -> None:
    [collected, *_others], _problems = collect(sqlite_book, row(amount=29_250, owed=owed))
    assert collected.notes == told


def test_a_tick_is_for_all_the_months_that_it_names_or_is_asked_about(sqlite_book: Store, branch: Branch) -> None:
    both = (Month("2026-02"), *MARCH)
    collect(sqlite_book, row(months=both[:1]))
    _collected, [problem] = collect(sqlite_book, row(months=both, amount=None))
    assert problem.problem.startswith("97.50 yuan are owed now, not what the sheet says.")
    collect(sqlite_book, row(months=MARCH, amount=None))
    assert paid(sqlite_book, "张三") == {"2026-02": 9_750, "2026-03": 9_750}


def test_who_owes_nothing_and_paid_ahead_is_among_the_collected(sqlite_book: Store, branch: Branch) -> None:
    collect(sqlite_book, row("李四", 60))
    collected, problems = collect(sqlite_book, row("李四", 20, months=(Month("2026-04"),)))

    assert problems == []
    assert [(each.owing.person.name, each.owing.amount, each.taken) for each in collected][1:] == [("李四", 0, 20)]


@pytest.mark.parametrize(
    ("owed", "told"),
    [(9_750, ()), (0, ("张三: 0.00 yuan are owed by the sheet, 97.50 by the book.",)), (29_250, ())],
)
def test_a_debt_that_the_sheet_has_and_the_book_has_not_is_told(
    sqlite_book: Store, branch: Branch, owed: int, told: tuple[str, ...]
) -> None:
    [collected, *_others], problems = collect(sqlite_book, row(of=MARCH, amount=9_750, owed=owed))
    assert (collected.notes, problems) == (told, [])


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        (9_749, ("张三: 97.49 of the 97.50 yuan owed, booked for 2026-03.",)),
        (9_750, ()),
        (9_751, ("张三: 97.51 yuan, booked for 2026-01, 2026-03.",)),
    ],
)
def test_what_is_not_the_month_s_sum_is_told_and_the_sum_itself_is_not(
    sqlite_book: Store, branch: Branch, amount: int, told: tuple[str, ...]
) -> None:
    [collected, *_others], problems = collect(sqlite_book, row(of=MARCH, amount=amount))
    assert (collected.notes, problems) == (told, [])


def test_somebody_is_marked_and_pays_in_one_entry(sqlite_book: Store, branch: Branch) -> None:
    make_year(desk(sqlite_book, today=TODAY), [branch], TODAY.year)
    assert collecting.meeting(desk(sqlite_book, today=TODAY), None) == TODAY
    assert collecting.meeting(desk(sqlite_book, today=TODAY), "2026-02-06") == date(2026, 2, 6)
    [day] = [day for day in days_of(sqlite_book, branch, TODAY.year) if day.held_on == TODAY]
    with sqlite_book.reading() as connection:
        here = {person.name: person for person in people.people_on(connection, branch.id, TODAY)}

    def come(who: str) -> tuple[bool, int, bool, int]:
        before = log_length(sqlite_book)
        order = Order(who, State.EXCUSED, Excuse.SICK)
        done = collecting.mark_and_take(desk(sqlite_book, today=TODAY), day, here[who], order, How(TODAY))
        assert (done.entry is not None) is (log_length(sqlite_book) > before)
        return done.marked, len(done.payments), done.refused is not None, log_length(sqlite_book) - before

    assert come("张三") == (True, 3, False, 1)
    assert come("张三") == (False, 0, True, 0), "nothing is owed and nothing to mark: no entry"
    assessing.assess(desk(sqlite_book, today=TODAY), "张三", DuesKind.WAGE, 800_000, Month("2026-03"), "晋级")
    assert come("张三") == (False, 1, False, 1)
    check_in(desk(sqlite_book, today=TODAY), str(TODAY), [Order("李四", State.EXCUSED, Excuse.SICK)])
    assert come("李四") == (False, 3, False, 1)
    assert come("王伟") == (True, 0, True, 1), "nothing is assessed: marked all the same"


# ---- assessed


def assessed(store: Store, *rows: AssessmentRow) -> tuple[list[assessing.Assessed], list[Problem]]:
    return assessing.assess_all(desk(store, today=TODAY), rows, Month("2026-01"), "核定")


def of(who: str, number: int, **others: Any) -> AssessmentRow:
    return AssessmentRow(row=number + 1, name=who, number=number, kind=DuesKind.WAGE, income=600_000, **others)


def test_numbers_that_only_count_the_rows_tell_no_namesakes_apart(sqlite_book: Store, branch: Branch) -> None:
    _done, problems = assessed(sqlite_book, of("李四", 1), of("张三", 2), of("王伟", 3))
    assert [(problem.row, problem.value) for problem in problems] == [(4, "王伟")]

    done, problems = assessed(sqlite_book, of("张三", 1), of("王伟", 3), of("王伟", 4))
    assert problems == []
    assert [each.person.number for each in done] == [1, 3, 4]


def test_a_staff_number_is_whose_it_is_whatever_stands_beside_it(sqlite_book: Store, branch: Branch) -> None:
    members.change(desk(sqlite_book, today=TODAY), "4", values={"staff_number": "0015"})
    members.change(desk(sqlite_book, today=TODAY), "2", values={"staff_number": "2号"})
    done, problems = assessed(sqlite_book, of("王伟", 3, staff_number="0015"), of("张三", 9, staff_number=""))
    assert ([each.person.number for each in done], problems) == ([4, 1], [])
    done, problems = assessed(sqlite_book, of("李四", 9, staff_number="2号"), of("王伟", 3))
    assert (done, [problem.value for problem in problems]) == ([], ["王伟"]), "9 only counts, and so does 3"


def test_a_staff_number_that_lost_its_zeros_is_nobody_s_roster_number(sqlite_book: Store, branch: Branch) -> None:
    members.change(desk(sqlite_book, today=TODAY), "4", values={"staff_number": "0002a"})
    done, problems = assessed(sqlite_book, of("王伟", 3, staff_number="2A"))
    assert ([each.person.number for each in done], problems) == ([4], [])
    members.change(desk(sqlite_book, today=TODAY), "1", values={"staff_number": "0002"})
    done, problems = assessed(sqlite_book, of("张三", 1, staff_number="2"))
    assert ([each.person.number for each in done], problems) == ([1], []), "and not 李四, who is number 2 on the roster"


def test_a_staff_number_of_somebody_else_is_asked_about(sqlite_book: Store, branch: Branch) -> None:
    members.change(desk(sqlite_book, today=TODAY), "1", values={"staff_number": "0015"})
    members.change(desk(sqlite_book, today=TODAY), "2", values={"staff_number": "0016"})
    before = contents(sqlite_book)
    done, problems = assessed(sqlite_book, of("张三", 1, staff_number="0016"))
    assert (done, [problem.value for problem in problems]) == ([], ["张三"])
    assert "0016 is not the staff or student number of 张三" in problems[0].problem
    assert contents(sqlite_book) == before


def test_who_has_left_is_assessed_by_the_sheet_and_a_namesake_who_is_there_goes_before(
    sqlite_book: Store, branch: Branch
) -> None:
    for who in ("李四", "3"):
        members.transfer(desk(sqlite_book, today=TODAY), who, "校外党支部", date(2026, 3, 1), outside=True)
    done, problems = assessed(sqlite_book, of("李四", 2), of("王伟", 5))
    assert ([each.person.number for each in done], problems) == ([2, 4], []), "3, the other 王伟, has left"


def test_where_the_sheet_tells_no_kind_the_roster_s_is_taken_and_told(sqlite_book: Store, branch: Branch) -> None:
    header = vocabulary("roster").official("staff_kind")
    for number, kind in (("3", "本科"), ("4", "在职")):
        members.change(desk(sqlite_book, today=TODAY), number, values={"kept": {header: kind}})
    rows = [
        AssessmentRow(row=2, name="王伟", number=3, kind=None, income=600_000),
        AssessmentRow(row=3, name="王伟", number=4, kind=None, income=600_000),
    ]
    done, problems = assessed(sqlite_book, *rows)
    assert [(each.person.number, each.monthly) for each in done] == [(3, 20), (4, 9_000)]
    assert [len(each.notes) for each in done] == [2, 1], "what a student earns is left aside, and told"
    members.change(desk(sqlite_book, today=TODAY), "3", values={"kept": {header: "本科"}})
    done, problems = assessed(sqlite_book, AssessmentRow(row=2, name="王伟", number=3, kind=None))
    assert ([len(each.notes) for each in done], problems) == ([1], [])
    _done, problems = assessed(sqlite_book, AssessmentRow(row=2, name="李四", kind=None))
    assert "Neither the sheet nor the book" in problems[0].problem


def test_what_the_sheet_says_of_the_dues_and_they_are_not_is_told(sqlite_book: Store, branch: Branch) -> None:
    right: dict[str, Any] = {"stated": Stated(9_000, "月缴党费", "90"), "rate": Stated(150, "比例", "1.5%")}
    wrong: dict[str, Any] = {"stated": Stated(12_000, "月缴党费", "120"), "rate": Stated(200, "比例", "2%")}
    done, _problems = assessed(sqlite_book, of("张三", 1, **right), of("王伟", 3, **wrong))

    told = {each.person.name: " ".join(each.notes) for each in done}
    assert told["张三"] == ""
    assert all(word in told["王伟"] for word in ("“120”", "“2%”", "90.00", "1.5%"))


def test_a_number_that_is_somebody_elses_tells_no_namesakes_apart(sqlite_book: Store, branch: Branch) -> None:
    before = contents(sqlite_book)
    for number in (2, 9):  # 李四's, and nobody's
        done, problems = assessed(sqlite_book, of("王伟", number))
        assert (done, [problem.value for problem in problems]) == ([], ["王伟"])
    assert contents(sqlite_book) == before
    done, problems = assessed(sqlite_book, of("王伟", 4))
    assert ([each.person.number for each in done], problems) == ([4], [])


def test_a_filled_in_amount_counts_though_the_printed_debt_is_of_another_day(
    sqlite_book: Store, branch: Branch
) -> None:
    collected, problems = collect(sqlite_book, row(amount=9_750, owed=19_500))
    assert problems == []
    assert {each.owing.person.name: each.taken for each in collected}["张三"] == 9_750


def test_a_row_of_a_month_of_its_own_goes_by_that(sqlite_book: Store, branch: Branch) -> None:
    rows = [
        AssessmentRow(row=2, name="张三", kind=DuesKind.WAGE, income=400_000, since=Month("2026-05")),
        AssessmentRow(row=3, name="李四", kind=DuesKind.WAGE, income=300_000),
    ]
    done, problems = assessing.assess_all(desk(sqlite_book, today=TODAY), rows, Month("2026-04"), "核定")
    assert problems == []
    assert [(each.person.name, each.assessment.since) for each in done] == [("张三", "2026-05"), ("李四", "2026-04")]


def test_a_row_of_nobody_without_a_kind_is_told(sqlite_book: Store, branch: Branch) -> None:
    rows = [AssessmentRow(row=2, name="无名氏", kind=None, income=400_000)]
    done, problems = assessing.assess_all(desk(sqlite_book, today=TODAY), rows, Month("2026-04"), "核定")
    assert (done, [(each.row, each.value) for each in problems]) == ([], [(2, "无名氏")])


def test_who_is_invited_owes_nothing_and_is_not_asked_for_an_assessment(sqlite_book: Store, branch: Branch) -> None:
    add_member(sqlite_book, "赵积极", standing=Standing.ACTIVIST, joined=None)
    with sqlite_book.reading() as connection:
        here, account_of = ledgers.roster_of(connection, desk(sqlite_book).branches, branch, TODAY)
        owing = ledgers.owing_of(here, account_of, load("hebei"), Month("2026-03"))
    assert [(one.person.name, one.lines and len(one.lines)) for one in owing] == [
        ("张三", 3),
        ("李四", 3),
        ("王伟", None),
        ("王伟", None),
    ]
