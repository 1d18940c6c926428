from datetime import date

import pytest

from factories import act, add_member, contents, log_length, start_branch
from partyday.model.people import Branch
from partyday.rules.cadence import lacks_between
from partyday.services import branches, days, planning
from partyday.services.schedule import make_year
from partyday.sheets.plan import PlanRow
from partyday.store import histories, people
from partyday.store.book import Store

TODAY = date(2026, 1, 5)


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    """A branch of one member with its year 2026, nothing planned."""
    branch = start_branch(sqlite_book)
    add_member(sqlite_book, "张三")
    make_year(sqlite_book, act(TODAY), [branch], 2026)
    return branch


def lacks(store: Store, branch: Branch, today: date = TODAY) -> int:
    with store.reading() as connection:
        every = histories.contents_since(connection, today, [branch.id], "2026-01")[branch.id]
        policy = branches.policy_of(people.branches(connection), branch)
    return len(lacks_between(policy, every, date(2026, 1, 1), date(2026, 12, 31), today))


def row(ref: str, blocks: tuple[str, ...] | None = None, **texts: str) -> PlanRow:
    return PlanRow(row=4, ref=ref, texts=texts, blocks=blocks)


def test_what_is_proposed_changes_nothing_until_it_is_accepted(sqlite_book: Store, branch: Branch) -> None:
    before = contents(sqlite_book)
    proposed = planning.proposals(sqlite_book, act(TODAY), branch, 2026, accept=False)
    assert proposed.any
    assert contents(sqlite_book) == before


def test_once_accepted_the_year_lacks_nothing_and_nothing_more_is_proposed(sqlite_book: Store, branch: Branch) -> None:
    days.plan(sqlite_book, act(TODAY), branch, "2026-03-06", {"form": "党课"}, ["为民服务"])
    assert lacks(sqlite_book, branch)
    entries = log_length(sqlite_book)
    planning.proposals(sqlite_book, act(TODAY), branch, 2026, accept=True)
    assert log_length(sqlite_book) == entries + 1
    assert lacks(sqlite_book, branch) == 0
    march = days.show(sqlite_book, branch, "2026-03-06", TODAY)
    assert march.form.startswith("党课")
    assert march.blocks[0] == "service"
    assert not planning.proposals(sqlite_book, act(TODAY), branch, 2026, accept=False).any


def test_content_that_no_day_is_left_for_is_told_and_a_meeting_gone_by_is_not(
    sqlite_book: Store, branch: Branch
) -> None:
    found = planning.proposals(sqlite_book, act(date(2026, 5, 20)), branch, 2026, accept=False)
    assert found.impossible[-1].startswith("The time has gone by for some of: ")
    assert "党性观念教育" in found.impossible[-1]
    assert not any("支委会" in each and "2026-04-30" in each for each in found.impossible)
    assert any("支委会" in each and "2026-05-31" in each for each in found.impossible), "the month is not over"
    assert all(each.day.held_on and each.day.held_on > date(2026, 5, 20) for each in found.days if each.names)


def test_a_sheet_plans_its_days_all_together(sqlite_book: Store, branch: Branch) -> None:
    entries = log_length(sqlite_book)
    rows = [
        row("2026-04-03", ("党性观念教育", "议政议事"), theme="学习", starts="14:30", ends="16:00"),
        row("2026-05-08", place="礼堂"),
    ]
    done, problems = planning.plan_from_sheet(sqlite_book, act(TODAY), branch, rows)
    assert not problems
    assert [(day.ref, changed) for day, changed in done] == [("2026-04-03", True), ("2026-05-08", True)]
    assert done[0][0].blocks == ("party-spirit", "deliberation")
    assert log_length(sqlite_book) == entries + 1
    again, _none = planning.plan_from_sheet(sqlite_book, act(TODAY), branch, rows)
    assert [changed for _day, changed in again] == [False, False]
    assert log_length(sqlite_book) == entries + 1


def test_one_bad_row_and_nothing_is_written(sqlite_book: Store, branch: Branch) -> None:
    days.cancel(sqlite_book, act(TODAY), branch, "2026-06-05", "高考")
    before = contents(sqlite_book)
    rows = [
        row("2026-04-03", theme="学习"),
        row("2026-04-04", theme="不是活动日"),
        row("2026-05-08", ("没有这一类",)),
        row("2026-06-05", theme="已取消"),
        row("2026-07-01", starts="16:00", ends="14:00"),
    ]
    done, problems = planning.plan_from_sheet(sqlite_book, act(TODAY), branch, rows)
    assert done == []
    assert [each.value for each in problems] == ["2026-04-04", "2026-05-08", "2026-06-05", "2026-07-01"]
    assert contents(sqlite_book) == before


def test_a_cancelled_day_that_the_sheet_only_repeats_is_no_problem(sqlite_book: Store, branch: Branch) -> None:
    days.plan(sqlite_book, act(TODAY), branch, "2026-06-05", {"theme": "学习\n讨论"}, ["议政议事"])
    days.cancel(sqlite_book, act(TODAY), branch, "2026-06-05", "高考")
    done, problems = planning.plan_from_sheet(
        sqlite_book, act(TODAY), branch, [row("2026-06-05", ("议政议事",), theme="学习 讨论")]
    )
    assert (len(done), problems) == (1, [])
    assert not done[0][1]
