"""Importing a roster: what changes with a date, the numbers people get, and whatever a roster says."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import (
    BRANCH,
    TODAY,
    add_member,
    branch_of,
    contents,
    copy_of,
    desk,
    log_length,
    people_of,
    record_of,
)
from partyday.errors import BadInput
from partyday.model.codes import Circumstance, MembershipEnd, Standing
from partyday.services import logs, members
from partyday.store.book import Store
from profiles import examples
from services.imported_rosters import (
    ID_NUMBERS,
    SIDE,
    Office,
    Row,
    counts,
    member_of,
    one,
    one_branch,
    standings,
    told,
    two_branches,
)


@pytest.fixture
def school(sqlite_book: Store, tmp_path: Path) -> Office:
    return two_branches(sqlite_book, tmp_path)


@pytest.fixture
def office(sqlite_book: Store, tmp_path: Path) -> Office:
    return one_branch(sqlite_book, tmp_path)


# ---- numbers


def test_numbers_of_the_roster_are_kept_where_they_are_free(office: Office) -> None:
    office.take(one("张三", 序号="3"), one("李四", 序号="1"), one("王五"), one("赵六", 序号="3"))
    numbers = {card.name: card.number for card in people_of(office.store, branch_of(office.store)).values()}
    assert numbers == {"张三": 3, "李四": 1, "王五": 4, "赵六": 5}


def test_a_number_stays_when_the_roster_is_numbered_anew(office: Office) -> None:
    office.take(one("张三", 序号="1"), one("李四", 序号="2"))
    members.remove(desk(office.store), "张三", TODAY, MembershipEnd.DIED, "")
    outcome = office.take(one("李四", 序号="1"), one("王五", 序号="2"))
    assert counts(outcome) == (1, 0, 1, 0)
    numbers = {card.name: card.number for card in people_of(office.store, branch_of(office.store)).values()}
    assert numbers == {"李四": 2, "王五": 3}


# ---- what changes with a date


def test_since_says_when_memberships_begin(office: Office) -> None:
    office.take(one("张三"), since=date(2026, 3, 1))
    card = member_of(office.store, "张三")
    assert card.record.memberships[0].since == date(2026, 3, 1)
    assert standings(office.store, "张三") == [("2010-07-01", "full")]


def test_a_probationary_member_who_was_confirmed_keeps_both_dated_standings(office: Office) -> None:
    office.take(one("张三", "2025-05-10", "预备党员"), on=date(2025, 6, 1))
    outcome = office.take(one("张三", "2025-05-10", "正式党员", 转正日期="2026-05-10"), on=date(2026, 6, 1))
    assert counts(outcome) == (0, 1, 0, 0)
    assert standings(office.store, "张三") == [("2025-05-10", "probationary"), ("2026-05-10", "full")]
    branch = branch_of(office.store)
    assert people_of(office.store, branch, date(2026, 5, 9))["张三"].standing is Standing.PROBATIONARY
    assert people_of(office.store, branch, date(2026, 5, 10))["张三"].standing is Standing.FULL


def test_a_confirmation_without_a_date_holds_from_today(office: Office) -> None:
    office.take(one("张三", "2025-05-10", "预备党员"), on=date(2025, 6, 1))
    office.take(one("张三", "2025-05-10", "正式党员"), on=date(2026, 6, 1))
    assert standings(office.store, "张三") == [("2025-05-10", "probationary"), ("2026-06-01", "full")]


def test_a_corrected_date_of_joining_moves_the_membership_and_the_standing(office: Office) -> None:
    office.take(one("张三", "2010-07-01", 工号="0012", 转正日期="2011-07-01"))
    assert counts(office.take(one("张三", "2009-07-01", 工号="0012", 转正日期="2010-07-01"))) == (0, 1, 0, 0)
    card = member_of(office.store, "张三")
    assert [row.since for row in card.record.memberships] == [date(2009, 7, 1)]
    assert standings(office.store, "张三") == [("2009-07-01", "probationary"), ("2010-07-01", "full")]


def test_a_corrected_date_of_joining_leaves_a_membership_that_has_its_own_date(office: Office) -> None:
    office.take(one("张三", 工号="0012"), since=date(2026, 3, 1))
    office.take(one("张三", "2009-07-01", 工号="0012"))
    assert member_of(office.store, "张三").record.memberships[0].since == date(2026, 3, 1)


def test_an_activist_who_joined_keeps_the_time_before(office: Office) -> None:
    office.take(one("张三", "", "入党积极分子", 学号="0012"), on=date(2024, 9, 1))
    office.take(one("张三", "2026-01-10", "预备党员", 学号="0012"))
    assert standings(office.store, "张三") == [("2024-09-01", "activist"), ("2026-01-10", "probationary")]
    branch = branch_of(office.store)
    assert not people_of(office.store, branch, date(2026, 1, 9))["张三"].standing.is_member
    assert people_of(office.store, branch, date(2026, 1, 10))["张三"].standing.is_member


def test_a_date_of_joining_after_the_membership_ended_is_a_problem_of_its_row(school: Office) -> None:
    school.take(one("张三", "2010-07-01", 工号="0012", 所在党支部=BRANCH))
    members.transfer(desk(school.store), "张三", SIDE, date(2020, 1, 1))
    before = contents(school.store)
    outcome = school.take(
        one("张三", "2021-07-01", 工号="0012", 所在党支部=SIDE, 联系电话="138"), one("李四"), partial=True, branch=SIDE
    )
    assert [(row, column) for row, column, _problem in told(outcome)] == [(2, "加入党组织日期")]
    assert counts(outcome) == (1, 0, 0, 1)
    zhang = {row for row in contents(school.store)["member"] if row[1] == "张三"}
    assert zhang <= before["member"]


def test_who_becomes_mobile_is_so_from_today_and_who_no_longer_is_was_until_today(office: Office) -> None:
    office.take(one("张三", 是否为流动党员="否"), on=date(2026, 1, 10))
    office.take(one("张三", 是否为流动党员="是"), on=date(2026, 2, 10))
    office.take(one("张三", 是否为流动党员="否"), on=date(2026, 3, 10))
    rows = record_of(office.store, 1).circumstances
    assert [(row.kind, row.since, row.until) for row in rows] == [("mobile", date(2026, 2, 10), date(2026, 3, 10))]


def test_circumstances_and_suspension_come_from_their_columns(office: Office) -> None:
    office.take(
        one("张三", 情况="年老体弱、党员领导干部"),
        one("李四", 党籍状态="停止党籍"),
        one("王五", 情况="长假", 是否为流动党员="是"),
    )
    known = {name: each.circumstances for name, each in people_of(office.store, branch_of(office.store)).items()}
    assert known == {
        "张三": {Circumstance.INFIRM, Circumstance.LEADER},
        "李四": {Circumstance.SUSPENDED},
        "王五": {Circumstance.LEAVE, Circumstance.MOBILE},
    }


def test_an_import_is_taken_back_whole(office: Office) -> None:
    office.take(one("张三", 工号="0012", 是否为流动党员="是"), one("李四", "2025-05-10", "预备党员"))
    before = contents(office.store)
    office.take(
        one("张三", "2009-07-01", 工号="0012", 是否为流动党员="否", 联系电话="138"),
        one("李四", "2025-05-10", 转正日期="2026-02-10"),
        one("王五", standing="发展对象", joined=""),
    )
    logs.undo(desk(office.store), logs.to_undo(desk(office.store), None))
    assert contents(office.store) == before
    assert logs.verify(desk(office.store)) == []


def test_who_was_added_by_hand_is_recognised(office: Office) -> None:
    add_member(office.store, "张三", joined=date(2010, 7, 1))
    assert counts(office.take(one("张三"))) == (0, 0, 1, 0)


def test_a_file_that_is_no_roster_is_refused(office: Office) -> None:
    with pytest.raises(BadInput, match="人员类别"):
        office.take({"姓名": "张三", "加入党组织日期": "2010-07-01"})


# ---- whatever the roster says


ANY_ROW = st.fixed_dictionaries(
    {
        "姓名": st.sampled_from(["张三", "张伟", "李四", "𠮷野"]),
        "人员类别": st.sampled_from(["正式党员", "预备党员", "发展对象", "入党积极分子"]),
        "加入党组织日期": st.sampled_from(["2010-07-01", "2012-07-01", "2026-03-06", "2026-09-01", ""]),
    },
    optional={
        "工号": st.sampled_from(["1", "01", "2", "3", ""]),
        "公民身份号码": st.sampled_from([*ID_NUMBERS, ""]),
        "转正日期": st.sampled_from(["2011-07-01", "2013-07-01", "2026-10-01", ""]),
        "所在党支部": st.sampled_from([BRANCH, SIDE, "不存在的党支部"]),
        "是否为流动党员": st.sampled_from(["是", "否", ""]),
        "党籍状态": st.sampled_from(["停止党籍", "正常"]),
        "情况": st.sampled_from(["年老体弱", "流动党员、长假", "无", ""]),
        "序号": st.sampled_from(["1", "2", "9", ""]),
        "联系电话": st.sampled_from(["138", "0138"]),
    },
)


@pytest.mark.slow
@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(earlier=st.lists(ANY_ROW, max_size=4), rows=st.lists(ANY_ROW, min_size=1, max_size=6))
def test_the_good_rows_of_any_roster_are_the_same_the_second_time(
    school: Office, tmp_path: Path, earlier: list[Row], rows: list[Row]
) -> None:
    with copy_of(school.store, tmp_path / "example.partyday") as store:
        office = Office(store, tmp_path)
        if earlier:
            office.take(*earlier, partial=True, branch=BRANCH)
        first = office.take(*rows, partial=True, branch=BRANCH)
        good = [rows[row.row - 2] for row, _verdict, _what in first.verdicts]
        if good:
            before, entries = contents(store), log_length(store)
            assert counts(office.take(*good, branch=BRANCH)) == (0, 0, len(good), 0)
            assert (contents(store), log_length(store)) == (before, entries)
        assert logs.verify(desk(store)) == []


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(earlier=st.lists(ANY_ROW, max_size=4), rows=st.lists(ANY_ROW, min_size=1, max_size=6))
def test_no_roster_gives_two_people_one_number_and_every_row_is_told_of(
    school: Office, tmp_path: Path, earlier: list[Row], rows: list[Row]
) -> None:
    with copy_of(school.store, tmp_path / "example.partyday") as store:
        office = Office(store, tmp_path)
        for roster in filter(None, (earlier, rows)):
            outcome = office.take(*roster, partial=True, branch=BRANCH)
            assert sum(counts(outcome)) == len(roster)
        for column in (4, 5):
            numbers = [row[column] for row in contents(store)["member"] if row[column]]
            assert len(numbers) == len(set(numbers))
        roster_numbers = [row[2:4] for row in contents(store)["membership"]]
        assert len(roster_numbers) == len(set(roster_numbers))
