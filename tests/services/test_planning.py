from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from factories import add_member, contents, desk, log_length, start_branch
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.model.plans import PlanRow, PlanSheet
from partyday.rules.cadence import lacks_between
from partyday.services import branches, days, planning
from partyday.services.plan_lacks import lacks_of_plan
from partyday.services.schedule import make_year
from partyday.store import histories, people
from partyday.store.book import Store

TODAY = date(2026, 1, 5)


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    """A branch with a committee and a Party group and its year 2026, nothing planned."""
    branch = start_branch(sqlite_book)
    for name in ("张三", "李四", "王五", "赵六", "钱七", "孙八", "周九"):
        add_member(sqlite_book, name, texts={"party_group": "第一党小组"})
    make_year(desk(sqlite_book, today=TODAY), [branch], 2026)
    return branch


def lacks(store: Store, branch: Branch, today: date = TODAY) -> int:
    with store.reading() as connection:
        every = histories.contents_since(connection, today, [branch.id], "2026-01")[branch.id]
        policy = branches.policy_of(people.branches(connection), branch)
    return len(lacks_between(policy, every, date(2026, 1, 1), date(2026, 12, 31), today))


def taken(store: Store, branch: Branch, *rows: PlanRow) -> planning.PlanTaken:
    return planning.plan_from_sheet(desk(store, branch, TODAY), PlanSheet(rows, {}))


def row(ref: str, blocks: tuple[str, ...] | None = None, **texts: str) -> PlanRow:
    return PlanRow(row=4, ref=ref, texts=texts, blocks=blocks)


def test_what_is_proposed_changes_nothing_until_it_is_accepted(sqlite_book: Store, branch: Branch) -> None:
    before = contents(sqlite_book)
    proposed = planning.proposals(desk(sqlite_book, branch, TODAY), 2026, accept=False)
    assert proposed.any
    assert contents(sqlite_book) == before


def test_once_accepted_the_year_lacks_nothing_and_nothing_more_is_proposed(sqlite_book: Store, branch: Branch) -> None:
    days.plan(desk(sqlite_book, branch, TODAY), "2026-03-06", {"form": "党课"}, ["为民服务"])
    assert lacks(sqlite_book, branch)
    entries = log_length(sqlite_book)
    planning.proposals(desk(sqlite_book, branch, TODAY), 2026, accept=True)
    assert log_length(sqlite_book) == entries + 1
    assert lacks(sqlite_book, branch) == 0
    march = days.show(desk(sqlite_book, branch, TODAY), "2026-03-06")
    assert march.form.startswith("党课")
    assert march.blocks[0] == "service"
    assert not planning.proposals(desk(sqlite_book, branch, TODAY), 2026, accept=False).any


def test_content_that_no_day_is_left_for_is_told_and_a_meeting_gone_by_is_not(
    sqlite_book: Store, branch: Branch
) -> None:
    found = planning.proposals(desk(sqlite_book, branch, date(2026, 5, 20)), 2026, accept=False)
    assert found.impossible[-1].startswith("The time has gone by for some of: ")
    assert "党性观念教育" in found.impossible[-1]
    assert not any("支委会" in each and "2026-04-30" in each for each in found.impossible)
    assert any("支委会" in each and "2026-05-31" in each for each in found.impossible), "the month is not over"
    assert all(each.day.held_on and each.day.held_on > date(2026, 5, 20) for each in found.days if each.names)


OFTEN = """
[policy]
name = "often"
title = "本校办法"
base = "hebei"

[[content.blocks]]
value = { work = "推进工作", ability = "能力素质教育" }
source = "house"

[[content.cadences]]
value = { work = { every = "quarter", times = 2 }, ability = "quarter" }
source = "house"

[[content.meetings]]
value = { "党课" = { every = "half-year", times = 4 }, "支委会" = "quarter" }
source = "house"
"""


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2026, 6, 20), ["党课 0/4: no day is left from 2026-06-20 to 2026-06-30"]),
        (date(2026, 7, 2), []),
        (date(2026, 11, 20), ["党课 1/4: no day is left from 2026-11-20 to 2026-12-31"]),
    ],
)
def test_what_must_come_several_times_is_told_of_the_time_that_is_left_and_missed_by_its_name_alone(
    sqlite_book: Store, tmp_path: Path, today: date, told: list[str]
) -> None:
    """支委会 of a quarter gone by, and 党课 of a half-year gone by, may have been held beside the day."""
    policy = tmp_path / "often.toml"
    policy.write_text(OFTEN, encoding="utf-8")
    branch = start_branch(sqlite_book, policy=str(policy))
    make_year(desk(sqlite_book, today=TODAY), [branch], 2026)
    found = planning.proposals(desk(sqlite_book, branch, today), 2026, accept=False)
    lectures = [sentence for sentence in found.impossible if "党课" in sentence]
    assert lectures == told
    assert found.impossible[-1] == "The time has gone by for some of: 推进工作、能力素质教育"


def test_a_meeting_a_small_branch_does_not_have_is_not_lacking_however_often_it_must_come(
    sqlite_book: Store, tmp_path: Path
) -> None:
    policy = tmp_path / "often.toml"
    policy.write_text(
        OFTEN.replace('"支委会" = "quarter"', '"支委会" = { every = "quarter", times = 2 }'), encoding="utf-8"
    )
    branch = start_branch(sqlite_book, policy=str(policy))
    make_year(desk(sqlite_book, today=TODAY), [branch], 2026)
    with sqlite_book.reading() as connection:
        lacking = " ".join(lacks_of_plan(connection, people.branches(connection), branch, Period("2026Q2"), TODAY))
    assert "党课 0/4" in lacking
    assert "支委会" not in lacking


def test_a_sheet_plans_its_days_all_together(sqlite_book: Store, branch: Branch) -> None:
    entries = log_length(sqlite_book)
    rows = [
        row("2026-04-03", ("党性观念教育", "议政议事"), theme="学习", starts="14:30", ends="16:00"),
        row("2026-05-08", place="礼堂"),
    ]
    planned = taken(sqlite_book, branch, *rows)
    assert not planned.rejected
    done = planned.days
    assert [(day.ref, changed) for day, changed in done] == [("2026-04-03", True), ("2026-05-08", True)]
    assert done[0][0].blocks == ("party-spirit", "deliberation")
    assert log_length(sqlite_book) == entries + 1
    assert [changed for _day, changed in taken(sqlite_book, branch, *rows).days] == [False, False]
    assert log_length(sqlite_book) == entries + 1


def test_one_bad_row_and_nothing_is_written(sqlite_book: Store, branch: Branch) -> None:
    days.cancel(desk(sqlite_book, branch, TODAY), "2026-06-05", "高考")
    before = contents(sqlite_book)
    rows = [
        row("2026-04-03", theme="学习"),
        row("2026-04-04", theme="不是活动日"),
        row("2026-05-08", ("没有这一类",)),
        row("2026-06-05", theme="已取消"),
        row("2026-07-01", starts="16:00", ends="14:00"),
    ]
    planned = taken(sqlite_book, branch, *rows)
    assert planned.days == ()
    assert [each.value for each in planned.rejected] == ["2026-04-04", "2026-05-08", "2026-06-05", "2026-07-01"]
    assert contents(sqlite_book) == before


def test_a_cancelled_day_that_the_sheet_only_repeats_is_no_problem(sqlite_book: Store, branch: Branch) -> None:
    days.plan(desk(sqlite_book, branch, TODAY), "2026-06-05", {"theme": "学习\n讨论"}, ["议政议事"])
    days.cancel(desk(sqlite_book, branch, TODAY), "2026-06-05", "高考")
    planned = taken(sqlite_book, branch, row("2026-06-05", ("议政议事",), theme="学习 讨论"))
    assert planned.rejected == ()
    assert [changed for _day, changed in planned.days] == [False]


def test_a_month_is_its_only_day_and_a_half_of_a_whole_day_is_told(sqlite_book: Store, branch: Branch) -> None:
    planned = taken(sqlite_book, branch, row("2026-04", theme="学习"), row("2026-05-08:pm", theme="参观"))
    assert [(day.ref, day.theme) for day, _changed in planned.days] == [("2026-04-03", "学习"), ("2026-05-08", "参观")]
    assert planned.notes == ("Row 4: “下午” was left aside: 2026-05-08 is a whole day.",)


def test_a_day_planned_twice_in_different_words_is_told(sqlite_book: Store, branch: Branch) -> None:
    rows = [row("2026-04", theme="学习"), replace(row("2026-04-03", theme="参观"), row=5)]
    (problem,) = taken(sqlite_book, branch, *rows).rejected
    assert (problem.row, problem.problem) == (5, "Row 4 already plans 2026-04-03.")


def test_a_month_without_a_day_is_told(sqlite_book: Store, branch: Branch) -> None:
    days.cancel(desk(sqlite_book, branch, TODAY), "2026-06-05", "高考")
    problems = taken(sqlite_book, branch, row("2026-06", theme="学习"), row("2031-01", theme="学习")).rejected
    assert [each.value for each in problems] == ["2026-06", "2031-01"]


def test_what_a_sheet_stresses_becomes_the_theme_of_its_periods(sqlite_book: Store, branch: Branch) -> None:
    themes = {Period("2026H1"): "1月至2月 通读原文", Period("2026Q1"): "抓学习"}
    sheet = PlanSheet((row("2026-04-03", theme="学习"),), themes)
    assert dict(planning.plan_from_sheet(desk(sqlite_book, branch, TODAY), sheet).themes) == themes
    assert planning.plan_from_sheet(desk(sqlite_book, branch, TODAY), sheet).themes == ()
    assert len(contents(sqlite_book)["theme"]) == 2


def test_content_is_proposed_with_the_form_its_policy_names(sqlite_book: Store, branch: Branch) -> None:
    found = planning.proposals(desk(sqlite_book, branch, TODAY), 2026, accept=False)
    february = found.days[1]
    assert february.blocks == ("party-spirit", "deliberation")
    assert february.forms == (("party-spirit", "党课"), ("deliberation", "党员大会"))
    planning.proposals(desk(sqlite_book, branch, TODAY), 2026, accept=True)
    assert days.show(desk(sqlite_book, branch, TODAY), "2026-02-06").form == "支委会、党小组会、党课、党员大会"


def test_a_small_branch_without_groups_says_so_once(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    for name in ("张三", "李四", "王五"):
        add_member(sqlite_book, name)
    make_year(desk(sqlite_book, today=TODAY), [branch], 2026)
    found = planning.proposals(desk(sqlite_book, branch, TODAY), 2026, accept=False)
    assert [note.split(":")[0] for note in found.notes] == [
        "A branch of 3 full members, fewer than 7, has no committee",
        "The members belong to no Party groups",
    ]
    said = {name for day in found.days for name in (*day.meetings, *dict(day.forms).values())}
    assert not said & {"支委会", "党小组会"}
    with sqlite_book.reading() as connection:
        lacking = " ".join(lacks_of_plan(connection, people.branches(connection), branch, Period("2026Q2"), TODAY))
    assert "党员大会" in lacking
    assert "支委会" not in lacking


def test_where_the_policy_asks_for_nothing_each_kind_gets_its_turn_and_it_says_so(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book, policy="zhongzhou")
    make_year(desk(sqlite_book, today=TODAY), [branch], 2026)
    found = planning.proposals(desk(sqlite_book, branch, TODAY), 2026, accept=True)
    assert "The policy gives the kinds of content no number: each gets its turn." in found.notes
    assert [day.names[0] for day in found.days[:3]] == ["党性观念教育", "思想政治教育", "能力素质教育"]
    again = planning.proposals(desk(sqlite_book, branch, TODAY), 2026, accept=False)
    assert not any(day.blocks for day in again.days)
