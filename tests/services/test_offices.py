"""Offices are people with dates: a member of the branch, or somebody from outside by name."""

from datetime import date
from typing import Any

import pytest

from factories import BRANCH, add_member, branch_of, contents, desk, engine, start_branch
from partyday.errors import Ambiguous, BadInput, Conflict, NotFound
from partyday.model.codes import BranchOffice, Office, Rule, State
from partyday.model.people import Branch
from partyday.services import branches, logs, members, merging, offices, talks
from partyday.services.checkin import check_in
from partyday.services.review import review
from partyday.services.rosters import full_roster
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store import tables as t
from partyday.store.book import Store
from partyday.words.findings import by_whom

JUNE = date(2026, 6, 30)
SECRETARY, ORGANISER = BranchOffice.SECRETARY, BranchOffice.ORGANISER


@pytest.fixture
def roster(sqlite_book: Store) -> Store:
    """1 张三, 2 张伟, 3 张伟 (the other), each absent on the first three days of 2026."""
    start_branch(sqlite_book)
    for name, joined in (("张三", 2010), ("张伟", 2012), ("张伟", 2014)):
        add_member(sqlite_book, name, joined=date(joined, 7, 1))
    make_year(desk(sqlite_book), [branch_of(sqlite_book)], 2026)
    for day in ("2026-01-09", "2026-02-06", "2026-03-06"):
        orders = [Order(number, State.ABSENT) for number in "123"]
        check_in(desk(sqlite_book, today=date.fromisoformat(day)), day, orders, close=True)
    return sqlite_book


def put(store: Store, on: date | None = None, today: date = JUNE, **who: Any) -> Branch:
    branch, _gone = branches.change(desk(store, today=today), None, on=on, **who)
    return branch


def holder(store: Store, on: date = JUNE, office: BranchOffice = SECRETARY) -> tuple[str, int | None] | None:
    """The name of who holds an office on a day, and their roster number."""
    at = desk(store, today=on)
    with at.reading() as connection:
        officer = offices.officers_on(connection, [at.branch], on)[at.branch.id].get(office)
    if officer is None:
        return None
    numbers = {card.person.id: card.person.number for card in (members.show(at, number) for number in "123")}
    return officer.name, numbers.get(officer.member_id) if officer.member_id else None


def whose(store: Store, as_of: date = JUNE) -> dict[int, tuple[Office, str]]:
    """Member → who holds the talk that is due, and how the review says it."""
    found = review(desk(store, today=as_of), [branch_of(store)], as_of)
    return {
        finding.person.number: (finding.by, by_whom(finding))
        for finding in found
        if finding.rule is Rule.TALK and finding.person
    }


def talk(store: Store, who: str, by: str, **texts: str) -> talks.Talked:
    return talks.add(desk(store, today=JUNE), who, date(2026, 4, 1), {"held_by": by, **texts})


def test_a_number_is_who_has_it_and_of_two_of_one_name_the_right_one_is_meant(roster: Store) -> None:
    assert put(roster, secretary="2", organiser="1号").secretary == "张伟"
    assert (holder(roster), holder(roster, office=ORGANISER)) == (("张伟", 2), ("张三", 1))
    with pytest.raises(Ambiguous, match="2 张伟, 3 张伟"):
        put(roster, secretary="张伟")
    with pytest.raises(NotFound, match="no “7”"):
        put(roster, secretary="7")


def test_the_talk_with_the_secretary_is_the_superior_s_by_person_not_by_spelling(roster: Store) -> None:
    put(roster, secretary="2")
    assert {number: by for number, (by, _text) in whose(roster).items()} == {
        1: Office.SECRETARY,
        2: Office.SUPERIOR,
        3: Office.SECRETARY,
    }
    assert whose(roster)[3][1] == "the branch secretary 张伟"


def test_the_secretary_talks_with_a_namesake_and_not_with_himself(roster: Store) -> None:
    put(roster, secretary="2")
    with pytest.raises(Conflict, match="with themselves"):
        talk(roster, "2", "张伟")
    done = talk(roster, "3", "张伟")
    assert (done.talk.held_by_office, done.secretary and done.secretary.name) == ("支部书记", "张伟")


@pytest.mark.parametrize("number", ["2", "2号", "２"])
def test_who_held_a_talk_may_be_told_by_number_and_is_a_person(roster: Store, number: str) -> None:
    with pytest.raises(Conflict, match="with themselves"):
        talk(roster, "2", number, held_by_office="支部书记")
    done = talk(roster, "3", number, notes_by="zs")
    assert (done.talk.held_by, done.talk.notes_by) == ("张伟", "张三")


def test_somebody_from_outside_holds_an_office_by_name(roster: Store) -> None:
    assert put(roster, secretary="王秀芳").secretary == "王秀芳"
    assert holder(roster) == ("王秀芳", None)
    assert {by for by, _text in whose(roster).values()} == {Office.SECRETARY}


def test_an_outsider_who_has_a_later_member_s_name_is_not_that_member(roster: Store) -> None:
    put(roster, secretary="王秀芳")
    members.change(desk(roster, today=JUNE), "1", values={"name": "王秀芳"})
    assert whose(roster)[1] == (Office.SECRETARY, "the branch secretary 王秀芳")


def test_a_secretary_named_before_the_roster_came_is_the_member_of_that_name(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    put(sqlite_book, secretary="张三")
    card = add_member(sqlite_book, "张三")
    at = desk(sqlite_book, today=JUNE)
    with at.reading() as connection:
        officer = offices.officers_on(connection, [at.branch], JUNE)[at.branch.id][SECRETARY]
    assert (officer.name, officer.member_id) == ("张三", card.person.id)
    add_member(sqlite_book, "张三", joined=date(2020, 7, 1))
    with at.reading() as connection:
        again = offices.officers_on(connection, [at.branch], JUNE)[at.branch.id][SECRETARY]
    assert again == officer


def test_the_first_known_holds_it_since_nobody_knows_when_the_next_from_a_day_on(roster: Store) -> None:
    put(roster, secretary="1")
    put(roster, secretary="2", on=date(2026, 3, 1))
    put(roster, secretary="", on=date(2026, 5, 1))
    days = (date(2024, 1, 1), date(2026, 2, 28), date(2026, 3, 1), date(2026, 4, 30), date(2026, 5, 1))
    assert [holder(roster, on) for on in days] == [("张三", 1), ("张三", 1), ("张伟", 2), ("张伟", 2), None]
    assert branch_of(roster).secretary == ""
    april = date(2026, 4, 15)
    assert {number: by for number, (by, _text) in whose(roster, april).items()}[2] is Office.SUPERIOR
    february = whose(roster, date(2026, 3, 6))
    assert february[1] == (Office.SECRETARY, "the branch secretary 张伟")


def test_an_earlier_holder_may_be_told_later(roster: Store) -> None:
    put(roster, secretary="2", on=date(2026, 3, 1))
    put(roster, secretary="1", on=date(2025, 3, 1))
    assert [holder(roster, on) for on in (date(2025, 2, 1), date(2026, 2, 1), JUNE)] == [None, ("张三", 1), ("张伟", 2)]
    assert branch_of(roster).secretary == "张伟"
    with pytest.raises(BadInput, match="not come yet"):
        put(roster, secretary="1", on=date(2026, 7, 1))


def test_the_same_again_changes_nothing(roster: Store) -> None:
    put(roster, secretary="2")
    before = contents(roster)
    put(roster, secretary="2")
    assert contents(roster) == before


def test_an_office_given_is_taken_back_whole(roster: Store) -> None:
    before = contents(roster)
    put(roster, secretary="2", organiser="王秀芳")
    at = desk(roster, today=JUNE)
    logs.undo(at, logs.to_undo(at, None))
    assert contents(roster) == before


def test_who_holds_it_in_an_older_book_goes_by_name_until_somebody_says_who(roster: Store) -> None:
    with engine(roster).begin() as connection:
        connection.execute(t.branch.update().values(secretary="张三"))
    assert whose(roster)[1][0] is Office.SUPERIOR
    put(roster, secretary="2", on=date(2026, 5, 1))
    assert [holder(roster, on) for on in (date(2026, 4, 30), JUNE)] == [("张三", None), ("张伟", 2)]
    assert whose(roster)[1][0] is Office.SECRETARY


def test_a_corrected_name_is_the_officer_s_too(roster: Store) -> None:
    put(roster, secretary="1")
    members.change(desk(roster, today=JUNE), "1", values={"name": "章三"})
    assert branch_of(roster).secretary == "章三"
    assert holder(roster) == ("章三", 1)


def test_the_office_of_who_is_merged_goes_with_them(roster: Store) -> None:
    put(roster, secretary="3")
    with pytest.raises(Conflict, match="the office of secretary"):
        merging.remove_mistaken(desk(roster, today=JUNE), "3", "误录")
    merging.merge(desk(roster, today=JUNE), "3", "1", "重复录入", settled=True)
    assert branch_of(roster).secretary == "张三"
    at = desk(roster, today=JUNE)
    logs.undo(at, logs.to_undo(at, None))
    assert branch_of(roster).secretary == "张伟"


def test_a_roster_tells_the_office_beside_the_right_one(roster: Store) -> None:
    put(roster, secretary="3", organiser="1")
    at = desk(roster, today=JUNE)
    table = full_roster(members.listed(at, [at.branch]), offices.officers_of(at, [at.branch]))
    column = table.headers.index("党内职务")
    assert [row[column] for row in table.rows] == ["组织委员", "", "书记"]


def test_the_offices_of_who_leaves_are_told(roster: Store) -> None:
    put(roster, secretary="2")
    card = members.transfer(desk(roster, today=JUNE), "2", "外校党支部", JUNE, outside=True)
    held = offices.held_now(desk(roster, today=JUNE), card.person.id)
    assert [(branch.name, office) for branch, office in held] == [(BRANCH, SECRETARY)]


def test_the_history_of_offices_is_told_with_numbers(roster: Store) -> None:
    put(roster, secretary="王秀芳")
    put(roster, secretary="2", on=date(2026, 3, 1))
    at = desk(roster, today=JUNE)
    told: Any = offices.histories(at, [at.branch])[at.branch.id].tenures
    assert [tuple(held) for held in told] == [
        (SECRETARY, None, "王秀芳", None),
        (SECRETARY, date(2026, 3, 1), "张伟", 2),
    ]
