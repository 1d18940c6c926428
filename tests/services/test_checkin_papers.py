"""Attendance from sheets and lists: domain.md 6. What is rejected is told at once, and nothing is written by halves."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from factories import TODAY, add_member, branch_of, contents, desk, log_length, start_branch
from partyday.errors import Conflict, NotFound, WrongUsage
from partyday.model.codes import Circumstance, Excuse, MembershipEnd, State
from partyday.model.problems import Problem
from partyday.model.said import Attendance, Said
from partyday.services import branches, logs, members
from partyday.services.checkin import NeedsReason, Outcome, Unmarked, check_in, check_in_days, look
from partyday.services.lookup import known_people
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store.book import Store

DAY = "2026-03-06"


@pytest.fixture
def book_of_four(sqlite_book: Store) -> Store:
    """A branch of four with its year; 4 is 单田, whose staff number is 00197."""
    branch = start_branch(sqlite_book)
    for name in ("林晓岚", "何建业", "覃若溪"):
        add_member(sqlite_book, name)
    add_member(sqlite_book, "单田", texts={"staff_number": "00197"})
    make_year(desk(sqlite_book, today=date(2026, 1, 5)), [branch], 2026)
    return sqlite_book


def said(row: int, who: str, state: State | None = State.PRESENT, **others: Any) -> Said:
    return Said(row=row, who=who, state=state, **others)


def paper(*entries: Said, rejected: tuple[Problem, ...] = (), ref: str | None = DAY) -> Attendance:
    return Attendance({ref: entries}, rejected, column="姓名")


def take(store: Store, taken: Attendance, *orders: Order, **others: Any) -> Outcome:
    return check_in(desk(store, branch_of(store), TODAY), DAY, orders, paper=taken, **others)


def states(store: Store, day: str = DAY) -> dict[str, str]:
    outcome = look(desk(store, branch_of(store), TODAY), day)
    return {
        each.name: outcome.roll.marks[each.id].state.value
        for each in outcome.roll.expected
        if each.id in outcome.roll.marks
    }


def test_who_is_set_down_as_not_there_stays_unmarked_and_is_named(book_of_four: Store) -> None:
    entries = log_length(book_of_four)
    outcome = take(book_of_four, paper(said(2, "林晓岚"), said(3, "何建业", None), said(4, "覃若溪", State.ABSENT)))
    assert [person.name for person in outcome.asked] == ["何建业"]
    assert states(book_of_four) == {"林晓岚": "present", "覃若溪": "absent"}
    assert log_length(book_of_four) == entries + 1


def test_who_is_not_there_is_not_made_present_by_all(book_of_four: Store) -> None:
    outcome = take(book_of_four, paper(said(2, "何建业", None)), everybody=True)
    assert states(book_of_four) == {"林晓岚": "present", "覃若溪": "present", "单田": "present"}
    assert [person.name for person in outcome.asked] == ["何建业"]
    with pytest.raises(Unmarked, match="2 何建业"):
        take(book_of_four, paper(said(2, "何建业", None)), close=True)


def test_a_command_may_say_more_of_who_is_not_there(book_of_four: Store) -> None:
    outcome = take(book_of_four, paper(said(2, "何建业", None)), Order("2", State.EXCUSED, Excuse.SICK))
    assert outcome.asked == ()
    assert states(book_of_four) == {"何建业": "excused"}


def test_somebody_recorded_as_there_and_set_down_as_not_there_is_told(book_of_four: Store) -> None:
    take(book_of_four, paper(said(2, "何建业")))
    (problem,) = take(book_of_four, paper(said(2, "何建业", None))).rejected
    assert problem == Problem(
        row=2, column="姓名", value="何建业", problem="何建业 is recorded as present on 2026-03-06."
    )
    take(book_of_four, paper(said(2, "覃若溪", State.EXCUSED)))
    assert take(book_of_four, paper(said(2, "覃若溪", None))).asked == (), "an excuse says why"


def test_every_complaint_comes_at_once_and_nothing_is_written(book_of_four: Store) -> None:
    before = contents(book_of_four)
    unclear = Problem(row=5, column="签到", value="○", problem="Not understood.")
    outcome = take(
        book_of_four,
        paper(said(2, "林晓岚"), said(3, "王不识"), said(4, "单田", code="12345"), rejected=(unclear,)),
    )
    assert [(each.row, each.column, each.value) for each in outcome.rejected] == [
        (3, "姓名", "王不识"),
        (4, "姓名", "单田 12345"),
        (5, "签到", "○"),
    ]
    assert (outcome.marks, outcome.tally.present) == ((), 0)
    assert contents(book_of_four) == before


def test_the_good_lines_may_be_taken_without_the_others(book_of_four: Store) -> None:
    outcome = take(book_of_four, paper(said(2, "林晓岚"), said(3, "王不识")), partial=True)
    assert [each.row for each in outcome.rejected] == [3]
    assert [(person.name, state) for person, state, _changed in outcome.marks] == [("林晓岚", State.PRESENT)]
    assert states(book_of_four) == {"林晓岚": "present"}


def test_one_person_told_two_things_is_taken_as_neither(book_of_four: Store) -> None:
    entries = (said(2, "林晓岚"), said(3, "何建业"), said(4, "林晓岚", State.EXCUSED))
    outcome = take(book_of_four, paper(*entries), partial=True)
    assert [(each.row, each.problem) for each in outcome.rejected] == [
        (4, "林晓岚 is named twice, as present and as excused.")
    ]
    assert states(book_of_four) == {"何建业": "present"}
    assert take(book_of_four, paper(said(2, "何建业"), said(3, "何建业"))).rejected == ()


def test_a_sheet_and_a_command_that_say_different_things_are_wrong_usage(book_of_four: Store) -> None:
    with pytest.raises(WrongUsage, match="林晓岚 is named twice"):
        take(book_of_four, paper(said(2, "林晓岚")), Order("1", State.ABSENT))


def test_a_number_beside_the_name_tells_namesakes_apart(book_of_four: Store) -> None:
    add_member(book_of_four, "单田", joined=date(2012, 7, 1))
    outcome = take(book_of_four, paper(said(2, "单田"), said(3, "单田", number=5), said(4, "单田", code="197")))
    assert [(each.row, each.problem[:19]) for each in outcome.rejected] == [(2, "“单田” fits several: ")]
    outcome = take(book_of_four, paper(said(3, "单田", number=5), said(4, "单田", State.ONLINE, code="197")))
    assert [(person.number, state.value) for person, state, _changed in outcome.marks] == [
        (4, "online"),
        (5, "present"),
    ]


def test_who_is_not_expected_is_told_with_the_reason(book_of_four: Store) -> None:
    since = date(2026, 1, 1)
    members.change(desk(book_of_four), "覃若溪", values={}, circumstances=[Circumstance.LEAVE], since=since)
    members.remove(desk(book_of_four), "何建业", date(2026, 2, 1), MembershipEnd.TRANSFERRED, "")
    problems = take(book_of_four, paper(said(2, "覃若溪"), said(3, "何建业"))).rejected
    assert "on leave" in problems[0].problem
    assert "did not belong to" in problems[1].problem


def test_a_changed_mark_needs_a_reason_and_is_told_beside_other_complaints(book_of_four: Store) -> None:
    take(book_of_four, paper(said(2, "林晓岚")))
    with pytest.raises(Conflict, match="林晓岚 is recorded as present"):
        take(book_of_four, paper(said(2, "林晓岚", State.ABSENT)))
    problems = take(book_of_four, paper(said(2, "林晓岚", State.ABSENT), said(3, "王不识"))).rejected
    assert [each.row for each in problems] == [2, 3]
    take(book_of_four, paper(said(2, "林晓岚", State.ABSENT)), reason="补登")
    assert states(book_of_four) == {"林晓岚": "absent"}


def test_presence_ahead_of_the_day_is_told_by_row(book_of_four: Store) -> None:
    entries = (said(2, "林晓岚"), said(3, "何建业", State.EXCUSED))
    outcome = check_in(
        desk(book_of_four, branch_of(book_of_four), TODAY), "2026-04-03", (), paper=paper(*entries), partial=True
    )
    assert [(each.row, each.column, each.value) for each in outcome.rejected] == [(2, "姓名", "林晓岚")]
    assert states(book_of_four, "2026-04-03") == {"何建业": "excused"}


# ---- several days


def test_a_grid_of_days_is_one_act_undone_as_one(book_of_four: Store) -> None:
    before, entries = contents(book_of_four), log_length(book_of_four)
    grid = Attendance(
        {
            "2026-01": (said(3, "林晓岚"), said(4, "何建业", State.EXCUSED, category=Excuse.SICK)),
            "2026-02-06": (said(3, "林晓岚", State.ONLINE), said(4, "何建业", None)),
        },
        column="姓名",
    )
    outcomes, rejected = check_in_days(desk(book_of_four, branch_of(book_of_four), TODAY), grid)
    assert rejected == ()
    assert [outcome.roll.day.ref for outcome in outcomes] == ["2026-01-09", "2026-02-06"]
    assert [[person.name for person in outcome.asked] for outcome in outcomes] == [[], ["何建业"]]
    assert states(book_of_four, "2026-01-09") == {"林晓岚": "present", "何建业": "excused"}
    assert log_length(book_of_four) == entries + 1
    logs.undo(desk(book_of_four, today=TODAY), logs.to_undo(desk(book_of_four), None))
    assert contents(book_of_four) == before


def test_a_fault_in_one_day_leaves_all_of_them_unwritten(book_of_four: Store) -> None:
    before = contents(book_of_four)
    grid = Attendance({"2026-01-09": (said(3, "林晓岚"),), "2026-02-07": (said(3, "林晓岚"),)}, column="姓名")
    outcomes, rejected = check_in_days(desk(book_of_four, branch_of(book_of_four), TODAY), grid)
    assert outcomes == []
    assert [(each.row, each.column) for each in rejected] == [(3, "2026-02-07")]
    titled = replace(grid, titles={"2026-02-07": "2月7日"})
    _outcomes, rejected = check_in_days(desk(book_of_four, branch_of(book_of_four), TODAY), titled)
    assert [(each.row, each.column) for each in rejected] == [(3, "2月7日")]
    assert contents(book_of_four) == before
    outcomes, rejected = check_in_days(desk(book_of_four, branch_of(book_of_four), TODAY), grid, partial=True)
    assert (len(outcomes), len(rejected)) == (1, 1)
    assert states(book_of_four, "2026-01-09") == {"林晓岚": "present"}


def test_of_a_grid_each_day_that_cannot_be_is_told_at_the_first_row_that_speaks_of_it(book_of_four: Store) -> None:
    everybody = (said(3, "林晓岚"), said(4, "何建业"))
    grid = Attendance(dict.fromkeys(("2026-02-07", "2026-02-08", "2026-02-06"), everybody), column="姓名")
    outcomes, rejected = check_in_days(desk(book_of_four, branch_of(book_of_four), TODAY), grid, partial=True)
    assert [(each.row, each.column) for each in rejected] == [(3, "2026-02-07"), (3, "2026-02-08")]
    assert [outcome.roll.day.ref for outcome in outcomes] == ["2026-02-06"]


def test_who_of_a_grid_fits_nobody_is_told(book_of_four: Store) -> None:
    day = (said(3, "林晓岚"), said(4, "无名氏"))
    grid = Attendance({"2026-01-09": day}, column="姓名")
    outcomes, rejected = check_in_days(desk(book_of_four, branch_of(book_of_four), TODAY), grid)
    assert (outcomes, [(each.row, each.value) for each in rejected]) == ([], [(4, "无名氏")])


def test_what_is_wrong_with_a_row_of_a_grid_whatever_the_day_is_told_once(book_of_four: Store) -> None:
    add_member(book_of_four, "单田", joined=date(2012, 7, 1))
    unclear = Problem(row=5, column="2月6日", value="○", problem="Not understood.")
    grid = Attendance(
        dict.fromkeys(("2026-01-09", "2026-02-06"), (said(3, "林晓岚"), said(4, "单田"))), (unclear,), column="姓名"
    )
    _outcomes, rejected = check_in_days(desk(book_of_four, branch_of(book_of_four), TODAY), grid)
    assert [(each.row, each.value) for each in rejected] == [(4, "单田"), (5, "○")]
    assert "fits several" in rejected[0].problem


def test_a_sheet_without_a_day_is_of_today_and_told_without_a_heading_where_today_is_none(book_of_four: Store) -> None:
    branch, sheet = branch_of(book_of_four), paper(said(2, "林晓岚"), ref=None)
    [outcome], rejected = check_in_days(desk(book_of_four, branch, TODAY), sheet)
    assert (outcome.roll.day.ref, rejected) == (DAY, ())
    outcomes, [problem] = check_in_days(desk(book_of_four, branch, date(2026, 3, 7)), sheet)
    assert (outcomes, problem.row, problem.column, problem.value) == ([], 2, "", "")
    assert "2026-03-07, is not an activity day" in problem.problem


def test_a_grid_that_changes_a_mark_asks_for_the_reason_alone(book_of_four: Store) -> None:
    take(book_of_four, paper(said(2, "林晓岚")))
    before = contents(book_of_four)
    grid = Attendance({"2026-02-06": (said(3, "林晓岚"),), DAY: (said(3, "林晓岚", State.ABSENT),)}, column="姓名")
    with pytest.raises(Conflict, match="林晓岚 is recorded as present on 2026-03-06") as told:
        check_in_days(desk(book_of_four, branch_of(book_of_four), TODAY), grid)
    assert "--reason" in told.value.hint
    assert contents(book_of_four) == before


def test_of_several_marks_that_need_a_reason_the_first_is_told(book_of_four: Store) -> None:
    take(book_of_four, paper(said(2, "林晓岚"), said(3, "何建业")))
    with pytest.raises(NeedsReason, match="林晓岚 is recorded as present"):
        take(book_of_four, paper(said(2, "林晓岚", State.ABSENT), said(3, "何建业", State.ABSENT)))


def test_of_two_sessions_on_a_date_the_hour_tells_which(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    add_member(sqlite_book, "林晓岚")
    halves = ["FREQ=MONTHLY;BYDAY=1FR:am", "FREQ=MONTHLY;BYDAY=1FR:pm"]
    branches.change(desk(sqlite_book), branch.name, recurrence=halves)
    make_year(desk(sqlite_book, today=date(2026, 1, 5)), [branch_of(sqlite_book)], 2026)
    for starts, part in (("11:59", "am"), ("12:00", "pm")):
        taken = Attendance({DAY: (said(2, "林晓岚"),)}, column="姓名", starts=starts)
        assert take(sqlite_book, taken).roll.day.ref == f"{DAY}:{part}"
        today = replace(taken, days={None: taken.days[DAY]})
        here = desk(sqlite_book, branch_of(sqlite_book), TODAY)
        assert check_in(here, None, (), paper=today).roll.day.ref == f"{DAY}:{part}"
        assert check_in(here, "2026-02-06", (), paper=taken).roll.day.ref == f"2026-02-06:{part}"
    with pytest.raises(NotFound):
        check_in(desk(sqlite_book, branch_of(sqlite_book), TODAY), "2026-03-07", (), paper=paper(said(2, "林晓岚")))


def test_a_paper_may_speak_of_everybody_who_ever_belonged_here(book_of_four: Store) -> None:
    members.remove(desk(book_of_four), "何建业", date(2026, 2, 1), MembershipEnd.TRANSFERRED, "")
    names = {person.name for person in known_people(desk(book_of_four, branch_of(book_of_four), TODAY))}
    assert names == {"林晓岚", "何建业", "覃若溪", "单田"}
