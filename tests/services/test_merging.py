"""Somebody entered twice becomes one; who was entered by mistake is taken out; each is undone whole."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from factories import BRANCH, add_member, branch_of, contents, desk, people_of, record_of, start_branch
from partyday.errors import BadInput, Conflict
from partyday.model.codes import Circumstance, DuesKind, Excuse, Measure, MembershipEnd, Standing, State
from partyday.model.period import Month, Period
from partyday.services import branches, handlings, logs, makeups, members, merging, talks
from partyday.services.checkin import check_in, look
from partyday.services.dues import assessing, ledgers, paying
from partyday.services.filings import file_paper
from partyday.services.papers.ask import Ask
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store import tables as t
from partyday.store.book import Store
from partyday.store.records import table_of
from partyday.store.statements.rows import LOGGED

JUNE = date(2026, 6, 30)
WHY = "导入时重复录入"
SECOND = "计算机学院教工第二党支部"


@pytest.fixture
def twice(sqlite_book: Store) -> Store:
    """A branch with its year in which 张三 is entered twice: 1 张三 with a phone, 2 张三 (错) with a staff number."""
    start_branch(sqlite_book, superior="计算机学院党总支")
    branches.add(desk(sqlite_book), SECOND, None)
    add_member(sqlite_book, "张三", branch=BRANCH, texts={"phone": "13900001111"})
    add_member(sqlite_book, "张三", branch=BRANCH, texts={"staff_number": "007"}, twice=True)
    add_member(sqlite_book, "李四", branch=BRANCH)
    make_year(desk(sqlite_book, BRANCH), [branch_of(sqlite_book)], 2026)
    return sqlite_book


def merge(store: Store, who: str = "2", into: str = "1", **how: Any) -> merging.MergedMember:
    return merging.merge(desk(store, BRANCH, JUNE), who, into, WHY, **how)


def mark(store: Store, day: str, who: str, state: State, category: Excuse | None = None, **how: Any) -> None:
    check_in(desk(store, BRANCH, date.fromisoformat(day)), day, [Order(who, state, category)], **how)


def states(store: Store, day: str) -> dict[int, str]:
    roll = look(desk(store, BRANCH, JUNE), day).roll
    number = {person.id: person.number for person in roll.expected}
    return {number[key]: mark.state.value for key, mark in roll.marks.items()}


def differences(store: Store, **who: str) -> tuple[str, ...]:
    with pytest.raises(merging.Differs) as refused:
        merge(store, **who)
    return refused.value.differences


def take_back(store: Store) -> None:
    undone = desk(store, BRANCH, JUNE)
    logs.undo(undone, logs.to_undo(undone, None))


def test_every_table_with_a_member_in_it_is_merged() -> None:
    """A table that is new and not named in `merging` would lose its rows, or keep a person from being merged."""
    told = {table_of(noun) for noun in (*merging.MOVED, *merging.COMPARED)}
    assert told == {table.name for table in LOGGED if "member_id" in table.c}
    acts = {table_of(noun) for noun in merging.ACTS}
    assert acts == told - {"membership", "standing", "circumstance", "mark", "assessment", "attendee", "token"}


def test_marks_acts_dues_and_facts_become_one_person_s(twice: Store) -> None:
    mark(twice, "2026-01-09", "1", State.PRESENT)
    mark(twice, "2026-02-06", "2", State.ABSENT)
    mark(twice, "2026-03-06", "2", State.EXCUSED, Excuse.SICK)
    makeups.add(desk(twice, BRANCH, JUNE), "2", "2026-03-06", date(2026, 3, 20), "自学")
    talks.add(desk(twice, BRANCH, JUNE), "2", date(2026, 4, 1), {"held_by": "王秀芳"}, early=True)
    assessing.assess(desk(twice, BRANCH, JUNE), "2", DuesKind.WAGE, 650_000, Month("2026-01"))
    paying.pay(desk(twice, BRANCH, JUNE), "2", [Month("2026-01")], paying.How(JUNE))
    card = merge(twice).card
    assert (card.person.number, card.record.member.staff_number, card.record.member.phone) == (1, "007", "13900001111")
    assert [states(twice, day) for day in ("2026-01-09", "2026-02-06", "2026-03-06")] == [
        {1: "present"},
        {1: "absent"},
        {1: "excused"},
    ]
    assert list(people_of(twice, branch_of(twice), JUNE)) == ["张三", "李四"]
    account = ledgers.ledger(desk(twice, BRANCH, JUNE), "1")[1]
    assert [(one.for_month, one.amount) for one in account.payments] == [("2026-01", 9_750)]
    rows = contents(twice)
    assert [len(rows[table]) for table in ("member", "mark", "make_up", "talk", "membership")] == [2, 3, 1, 1, 2]
    assert logs.verify(desk(twice, BRANCH)) == []


def test_a_merge_is_one_entry_and_undone_whole(twice: Store) -> None:
    mark(twice, "2026-02-06", "2", State.ABSENT)
    before = contents(twice)
    merge(twice)
    assert contents(twice) != before
    take_back(twice)
    assert contents(twice) == before


def test_two_marks_of_one_day_that_differ_are_told_first_and_nothing_is_written(twice: Store) -> None:
    mark(twice, "2026-01-09", "1", State.PRESENT)
    mark(twice, "2026-01-09", "2", State.ABSENT)
    before = contents(twice)
    assert differences(twice) == ("2026-01-09: present stays, absent goes.",)
    assert contents(twice) == before
    merge(twice, settled=True)
    assert states(twice, "2026-01-09") == {1: "present"}


def test_unknown_gives_way_to_what_somebody_said(twice: Store) -> None:
    mark(twice, "2026-01-09", "2", State.ABSENT, close=True, keep_unknown=True)
    assert states(twice, "2026-01-09") == {1: "unknown", 2: "absent", 3: "unknown"}
    merge(twice)
    assert states(twice, "2026-01-09") == {1: "absent", 3: "unknown"}


def test_the_same_mark_twice_is_one(twice: Store) -> None:
    for who in ("1", "2"):
        mark(twice, "2026-01-09", who, State.PRESENT)
    merge(twice)
    assert states(twice, "2026-01-09") == {1: "present"}


def test_facts_that_differ_are_told_and_those_of_the_one_who_stays_are_kept(twice: Store) -> None:
    members.change(desk(twice, BRANCH), "2", values={"phone": "13911112222", "name": "张珊"})
    assert differences(twice) == ("name: 张三 stays, 张珊 goes.", "phone: 139******11 stays, 139******22 goes.")
    assert merge(twice, settled=True).card.record.member.phone == "13900001111"


def test_dues_paid_by_both_for_one_month_stay_and_are_told(twice: Store) -> None:
    for who in ("1", "2"):
        assessing.assess(desk(twice, BRANCH, JUNE), who, DuesKind.WAGE, 650_000, Month("2026-01"))
        paying.pay(desk(twice, BRANCH, JUNE), who, [Month("2026-01")], paying.How(JUNE))
    assert differences(twice) == ("Dues of 2026-01 were paid by both: what was paid stays as it was paid.",)
    merge(twice, settled=True)
    account = ledgers.ledger(desk(twice, BRANCH, JUNE), "1")[1]
    assert sum(one.amount for one in account.payments) == 19_500


def test_an_assessment_that_differs_is_told_and_an_earlier_one_is_taken_over(twice: Store) -> None:
    assessing.assess(desk(twice, BRANCH, JUNE), "1", DuesKind.WAGE, 650_000, Month("2026-03"))
    assessing.assess(desk(twice, BRANCH, JUNE), "2", DuesKind.WAGE, 400_000, Month("2026-01"))
    assessing.assess(desk(twice, BRANCH, JUNE), "2", DuesKind.WAGE, 500_000, Month("2026-04"), reason="调资")
    [told] = differences(twice)
    assert told.startswith("assessment from 2026-04 on:")
    merge(twice, settled=True)
    account = ledgers.ledger(desk(twice, BRANCH, JUNE), "1")[1]
    assert [(one.since, one.income) for one in account.assessments] == [("2026-01", 400_000), ("2026-03", 650_000)]


def test_a_time_as_an_activist_goes_before_the_membership(twice: Store) -> None:
    """Known as an activist under one entry, entered again on joining: one life of two standings."""
    add_member(twice, "赵六", branch=BRANCH, standing=Standing.ACTIVIST, joined=None, on=date(2025, 3, 1))
    later = date(2026, 4, 1)
    add_member(twice, "赵六", branch=BRANCH, standing=Standing.PROBATIONARY, joined=later)
    card = merge(twice, "4", "5", settled=True).card
    record = record_of(twice, card.person.id)
    assert [(one.since, one.standing.value) for one in record.standings] == [
        (date(2025, 3, 1), "activist"),
        (later, "probationary"),
    ]


def test_a_circumstance_of_either_is_the_one_person_s(twice: Store) -> None:
    members.change(desk(twice, BRANCH), "2", values={}, circumstances=[Circumstance.MOBILE], since=date(2026, 2, 1))
    card = merge(twice).card
    assert [(one.kind.value, one.since) for one in card.record.circumstances] == [("mobile", date(2026, 2, 1))]


def test_who_left_one_branch_and_was_entered_anew_in_another_has_both_memberships(twice: Store) -> None:
    members.transfer(desk(twice, BRANCH, JUNE), "2", "外校党支部", date(2026, 3, 1), outside=True)
    add_member(twice, "张三", branch=SECOND, since=date(2026, 4, 1), twice=True)
    with pytest.raises(Conflict, match="cannot be one person"):
        _across(twice, "1")
    card = _across(twice, "2")
    assert [(one.since, one.until) for one in card.record.memberships] == [
        (date(2010, 7, 1), date(2026, 3, 1)),
        (date(2026, 4, 1), None),
    ]


def _across(store: Store, number: str) -> members.Card:
    """Merge that number of the first branch into the 张三 of the second, whose name alone tells them."""
    members.change(desk(store, SECOND, JUNE), "1", values={"staff_number": "008"})
    return merging.merge(desk(store, None, JUNE), _staff(store, number), "008", WHY, settled=True).card


def _staff(store: Store, number: str) -> str:
    members.change(desk(store, BRANCH, JUNE), number, values={"staff_number": f"10{number}"})
    return f"10{number}"


def test_who_came_back_and_was_entered_anew_has_the_number_of_the_one_who_stays(twice: Store) -> None:
    members.transfer(desk(twice, BRANCH, JUNE), "1", "外校党支部", date(2026, 2, 10), outside=True)
    members.change(desk(twice, BRANCH, JUNE), "2", values={}, arrived=date(2026, 6, 15))
    spells = merge(twice, settled=True).card.record.memberships
    assert [(one.number, one.since, one.until) for one in spells] == [
        (1, date(2010, 7, 1), date(2026, 2, 10)),
        (1, date(2026, 6, 15), None),
    ]


def test_two_handlings_under_way_are_refused(twice: Store) -> None:
    for who, on in (("1", date(2026, 3, 2)), ("2", date(2026, 3, 3))):
        handlings.propose(
            desk(twice, BRANCH, JUNE),
            who,
            Measure.CORRECT,
            on=on,
            filed_on=on,
            inquired_on=on,
            inquiry="属实",
            early=True,
        )
    with pytest.raises(Conflict, match=r"2026-03-02(, | and )2026-03-03"):
        merge(twice, settled=True)


def test_nobody_is_merged_with_themselves_or_without_a_reason(twice: Store) -> None:
    with pytest.raises(Conflict, match="named twice"):
        merge(twice, "1", "1")
    with pytest.raises(BadInput, match="Why"):
        merging.merge(desk(twice, BRANCH, JUNE), "2", "1", " ")


# ---- by mistake


def test_who_was_entered_by_mistake_is_on_no_roll_and_comes_back_by_undo(twice: Store) -> None:
    mark(twice, "2026-01-09", "2", State.PRESENT, close=True, keep_unknown=True)
    before = contents(twice)
    branch, person, marks = merging.remove_mistaken(desk(twice, BRANCH, JUNE), "2", "不是本支部党员")
    assert (branch.name, person.number, marks) == (BRANCH, 2, 1)
    assert states(twice, "2026-01-09") == {1: "unknown", 3: "unknown"}
    assert [row[1] for row in contents(twice)["member"] if row[1] == "张三"] == ["张三"]
    take_back(twice)
    assert contents(twice) == before


@pytest.mark.parametrize("what", ["payment", "make_up", "talk", "handling", "waiver", "filing"])
def test_where_anything_was_done_it_was_no_mistake(twice: Store, what: str) -> None:
    at = desk(twice, BRANCH, JUNE)
    mark(twice, "2026-02-06", "2", State.ABSENT)
    mark(twice, "2026-03-06", "2", State.EXCUSED, Excuse.SICK, close=True, keep_unknown=True)
    assessing.assess(at, "2", DuesKind.WAGE, 650_000, Month("2026-01"))
    on = date(2026, 4, 1)
    acts: dict[str, Callable[[], object]] = {
        "payment": lambda: paying.pay(at, "2", [Month("2026-01")], paying.How(JUNE)),
        "make_up": lambda: makeups.add(at, "2", "2026-03-06", date(2026, 3, 20), ""),
        "talk": lambda: talks.add(at, "2", on, {"held_by": "王秀芳"}, early=True),
        "handling": lambda: handlings.propose(
            at, "2", Measure.CORRECT, on=on, filed_on=on, inquired_on=on, inquiry="属实", early=True
        ),
        "waiver": lambda: assessing.waive(at, "2", [Month("2026-02")], 0, "党委", on, "困难"),
        "filing": lambda: file_paper(
            at, "appraisal", Ask(branch_of(twice), Period("2026-03"), JUNE, "2"), lambda _sealed: None
        ),
    }
    acts[what]()
    said = {
        "payment": "97.50 yuan paid on 2026-06-30",
        "make_up": "a make-up session for 2026-03-06",
        "talk": "a talk on 2026-04-01",
        "handling": "a handling proposed on 2026-04-01",
        "waiver": "dues reduced from 2026-02 on",
        "filing": "a paper filed on 2026-06-30",
    }
    before = contents(twice)
    with pytest.raises(Conflict, match=said[what]):
        merging.remove_mistaken(at, "2", "误录")
    assert contents(twice) == before


def test_who_died_may_still_be_merged(twice: Store) -> None:
    members.remove(desk(twice, BRANCH, JUNE), "2", date(2026, 5, 1), MembershipEnd.DIED, "")
    [told] = differences(twice)
    assert told == "membership until: – stays, 2026-05-01 goes."


def test_the_log_of_the_one_who_stays_tells_the_merge(twice: Store) -> None:
    mark(twice, "2026-02-06", "2", State.ABSENT)
    merge(twice)
    story = logs.of_member(desk(twice, BRANCH, JUNE), "1")
    assert story.entries[-1].reason == WHY
    assert t.mark.name in {change.table for change in story.entries[-1].changes}


def test_who_was_an_activist_by_both_was_no_member_before_they_became_one(twice: Store) -> None:
    """The earlier time as an activist says the same as the other's first standing, and is needed all the same."""
    for since, became in ((date(2026, 9, 19), date(2026, 10, 4)), (date(2026, 1, 5), date(2026, 9, 14))):
        add_member(twice, "周一", standing=Standing.ACTIVIST, joined=None, branch=BRANCH, since=since, twice=True)
        number = str(max(person.number for person in people_of(twice, branch_of(twice), since).values()))
        december = desk(twice, BRANCH, date(2026, 12, 1))
        members.change(december, number, values={}, standing=Standing.PROBATIONARY, since=became)
    card = merging.merge(desk(twice, BRANCH, date(2026, 12, 1)), "5", "4", WHY, settled=True).card
    then = [card.record.standing_on(date(2026, month, 20)) for month in (2, 8, 9, 12)]
    assert then == [Standing.ACTIVIST, Standing.ACTIVIST, Standing.ACTIVIST, Standing.PROBATIONARY]


def test_the_months_assessed_before_are_owed_though_both_were_assessed_alike(twice: Store) -> None:
    for who, since in (("2", "2026-01"), ("1", "2026-04")):
        assessing.assess(desk(twice, BRANCH, JUNE), who, DuesKind.WAGE, 650_000, Month(since), "核定")
    merge(twice, settled=True)
    _person, _account, lines = ledgers.ledger(desk(twice, BRANCH, JUNE), "1")
    assert [(line.month, line.balance) for line in lines] == [(f"2026-{month:02}", 9_750) for month in range(1, 7)]
