"""Taking entries back: the last one always, an earlier one unless its records were changed later."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import (
    BRANCH,
    TODAY,
    add_member,
    branch_of,
    bring_in,
    contents,
    copy_of,
    desk,
    log_length,
    rows,
    start_branch,
)
from partyday.errors import Conflict, NotFound, PartydayError
from partyday.model.codes import Circumstance, DuesKind, Excuse, Measure, MembershipEnd, Standing, State
from partyday.model.period import Month
from partyday.services import branches, days, handlings, logs, makeups, members, talks
from partyday.services.checkin import check_in, close_day
from partyday.services.dues import assessing, paying, remitting
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store import log
from partyday.store import tables as t
from partyday.store.book import Store
from partyday.store.log import LogEntry
from profiles import examples

SIDE = "学生第一党支部"
LATER = date(2026, 12, 31)

Act = Callable[[Store, Path], object]


def undo(store: Store, number: int | None = None) -> int:
    """Take back an entry, by default the newest."""
    return logs.undo(desk(store, command="undo"), logs.to_undo(desk(store), number)).number


# ---- one by one


def test_the_newest_entry_is_taken_back_and_the_taking_back_is_an_entry_of_its_own(book: Store) -> None:
    start_branch(book)
    before = contents(book)
    add_member(book, "张三", Circumstance.MOBILE)
    assert undo(book) == 3
    assert contents(book) == before
    with book.reading() as connection:
        entry = log.entry(connection, 3)
    assert entry
    assert (entry.undoes, entry.command, len(entry.changes)) == (2, "undo", 4)
    assert logs.verify(desk(book)) == []


def test_undoing_again_and_again_goes_back_entry_by_entry(book: Store) -> None:
    start_branch(book)
    states = [contents(book)]
    for name in ("张三", "李四", "王五"):
        add_member(book, name)
        states.append(contents(book))
    for wanted in reversed(states[:-1]):
        undo(book)
        assert contents(book) == wanted
    undo(book)
    assert all(rows == set() for rows in contents(book).values())
    with pytest.raises(NotFound, match="no such entry"):
        undo(book)


def test_an_entry_that_was_taken_back_is_not_taken_back_again(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    add_member(sqlite_book, "张三")
    undo(sqlite_book, 2)
    with pytest.raises(Conflict, match="Entry 2 was taken back by entry 3"):
        undo(sqlite_book, 2)


def test_a_taking_back_can_itself_be_taken_back_and_the_entry_is_then_the_newest_again(book: Store) -> None:
    start_branch(book)
    without = contents(book)
    add_member(book, "张三", Circumstance.MOBILE)
    with_zhang = contents(book)
    undo(book)
    undo(book, 3)
    assert contents(book) == with_zhang
    assert logs.to_undo(desk(book), None).id == 2
    undo(book)
    assert contents(book) == without
    assert logs.to_undo(desk(book), None).id == 1
    with pytest.raises(Conflict, match="Entry 2 was taken back by entry 5"):
        undo(book, 2)
    assert logs.verify(desk(book)) == []


@pytest.mark.parametrize("number", [0, -1, 99])
def test_there_is_nothing_to_take_back_under_an_unknown_number(sqlite_book: Store, number: int) -> None:
    start_branch(sqlite_book)
    with pytest.raises(NotFound):
        undo(sqlite_book, number)


def test_an_earlier_entry_is_taken_back_when_nobody_touched_its_records(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    add_member(sqlite_book, "张三")
    add_member(sqlite_book, "李四")
    undo(sqlite_book, 2)
    assert {row[1] for row in contents(sqlite_book)["member"]} == {"李四"}
    assert add_member(sqlite_book, "王五").person.number == 3


@pytest.mark.parametrize(
    "later",
    [
        lambda store: members.change(desk(store), "张三", values={"phone": "138"}),
        lambda store: members.remove(desk(store), "张三", TODAY, MembershipEnd.DIED, ""),
        lambda store: members.change(desk(store), "张三", values={}, ended=[Circumstance.MOBILE]),
        lambda store: check_in(desk(store, branch_of(store)), "2026-03-06", [Order("张三", State.ONLINE)]),
    ],
    ids=["changed", "left", "no longer mobile", "marked"],
)
def test_an_entry_whose_records_were_changed_later_stays(book: Store, later: Callable[[Store], object]) -> None:
    branch = start_branch(book)
    make_year(desk(book), [branch], 2026)
    add_member(book, "张三", Circumstance.MOBILE)
    later(book)
    before, entries = contents(book), log_length(book)
    with pytest.raises(Conflict) as told:
        undo(book, 3)
    assert told.value.exit_code == 13
    assert (contents(book), log_length(book)) == (before, entries)
    undo(book, 4)
    undo(book, 3)
    assert contents(book)["member"] == set()
    assert logs.verify(desk(book)) == []


def test_a_closed_day_is_opened_and_every_mark_gone_when_its_check_in_is_taken_back(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    add_member(sqlite_book, "张三")
    make_year(desk(sqlite_book), [branch], 2026)
    before = contents(sqlite_book)
    check_in(desk(sqlite_book, branch), None, [], everybody=True, close=True)
    undo(sqlite_book)
    assert contents(sqlite_book) == before


# ---- after any sequence of acts

NAMES = st.sampled_from(["张三", "李四", "王五"])
DATES = st.integers(-60, 300).map(lambda number: TODAY + timedelta(days=number))
KINDS = st.sampled_from(Circumstance)
BRANCHES = st.sampled_from([BRANCH, SIDE])
HELD_DAYS = st.sampled_from(["2026-02-06", "2026-03-06", "2026-04-03"])
WAYS = st.sampled_from(
    [
        (State.PRESENT, None),
        (State.ONLINE, None),
        (State.VISITED, None),
        (State.ABSENT, None),
        (State.EXCUSED, Excuse.SICK),
        (State.EXCUSED, Excuse.DUTY),
    ]
)


def adding(name: str, kinds: set[Circumstance], branch: str, standing: Standing) -> Act:
    return lambda store, _folder: add_member(store, name, *sorted(kinds), branch=branch, standing=standing, twice=True)


def changing(name: str, kind: Circumstance, since: date, until: date | None, end: bool) -> Act:
    kinds: dict[str, Any] = {"ended": [kind]} if end else {"circumstances": [kind], "until": until}
    return lambda store, _folder: members.change(
        desk(store), name, values={"phone": since.isoformat()}, since=since, **kinds
    )


def confirming(name: str, standing: Standing, since: date) -> Act:
    return lambda store, _folder: members.change(desk(store), name, values={}, standing=standing, since=since)


def leaving(name: str, on: date, to: str | None) -> Act:
    if to:
        return lambda store, _folder: members.transfer(desk(store), name, to, on)
    return lambda store, _folder: members.remove(desk(store), name, on, MembershipEnd.REMOVED, "除名")


def planning(branch: str, off: date, halves: bool) -> Act:
    rules = ["FREQ=MONTHLY;BYDAY=1FR:am", "FREQ=MONTHLY;BYDAY=1FR:pm"] if halves else ["FREQ=MONTHLY;BYDAY=2MO"]

    def scheduling(store: Store, _folder: Path) -> None:
        if off.day % 2:
            branches.change(desk(store), branch, recurrence=rules)
        else:
            make_year(desk(store), [branch_of(store, branch)], 2026, notice={off: False}, notice_name="通知")

    return scheduling


def marking(
    branch: str, day: str, who: str, way: tuple[State, Excuse | None], on: date, everybody: bool, close: bool, why: str
) -> Act:
    return lambda store, _folder: check_in(
        desk(store, branch_of(store, branch), on),
        day,
        [Order(who, *way)],
        everybody=everybody,
        reason=why,
        close=close,
        keep_unknown=True,
    )


def settling(branch: str, day: str, what: str, to: int) -> Act:
    def day_act(store: Store, _folder: Path) -> None:
        where = branch_of(store, branch)
        if what == "move":
            days.move(desk(store, where), day, f"{day[:7]}-{to:02}", "场地")
        elif what == "cancel":
            days.cancel(desk(store, where), day, "停电")
        elif what == "reopen":
            days.reopen(desk(store, where), day, "来电")
        elif what == "close":
            close_day(desk(store, where, LATER), day, keep_unknown=True)
        elif what == "summarise":
            days.summarise(desk(store, where, LATER), day, {"summary": f"总结{to}"})
        else:
            days.plan(desk(store, where), day, {"theme": f"主题{to}", "place": "301"}, ["service"])

    return day_act


def importing(branch: str, names: list[str], standing: str, joined: str, mobile: str) -> Act:
    def bringing_in(store: Store, folder: Path) -> None:
        rows = [f"{name},{standing},{joined},{mobile},{number}" for number, name in enumerate(dict.fromkeys(names))]
        roster = folder / "roster.csv"
        roster.write_text("\n".join(["姓名,人员类别,入党日期,是否为流动党员,工号", *rows]), "utf-8")
        bring_in(desk(store, branch), roster, partial=True)

    return bringing_in


def making_up(who: str, day: str, on: date) -> Act:
    return lambda store, _folder: makeups.add(desk(store, today=LATER), who, day, on, "自学")


def talking(who: str, on: date, waived: bool) -> Act:
    if waived:
        return lambda store, _folder: talks.waive(desk(store, today=LATER), who, on, "情有可原")
    return lambda store, _folder: talks.add(desk(store, today=LATER), who, on, {"held_by": "书记"}, early=True)


def handling(who: str, measure: Measure, on: date, votes: int) -> Act:
    def next_step(store: Store, _folder: Path) -> None:
        with suppress(Conflict):
            handlings.propose(
                desk(store, today=LATER),
                who,
                measure,
                on=on,
                filed_on=on,
                inquired_on=on,
                inquiry="属实",
                early=True,
            )
            return
        with suppress(Conflict):
            handlings.decide(
                desk(store, today=LATER), who, on=on, entitled=2, present=2, in_favour=votes, statement="知错"
            )
            return
        handlings.approve(desk(store, today=LATER), who, on=on, by="党委")

    return next_step


def accounting(who: str, what: str, month: str, amount: int) -> Act:
    def entry(store: Store, _folder: Path) -> None:
        if what == "assess":
            assessing.assess(desk(store, today=LATER), who, DuesKind.WAGE, amount, Month(month), "变动")
        elif what == "waive":
            assessing.waive(desk(store, today=LATER), who, [Month(month)], 0, "党委", LATER, "困难")
        elif what == "pay":
            paying.pay(desk(store, today=LATER), who, [Month(month)], paying.How(LATER), amount=amount, voluntary=True)
        elif what == "refund":
            paying.refund(desk(store, today=LATER), who, Month(month), 1, paying.How(LATER))
        else:
            remitting.remit(desk(store, branch_of(store, BRANCH), LATER), LATER, None, "党委")

    return entry


ACTS = st.one_of(
    st.builds(
        accounting,
        NAMES,
        st.sampled_from(["assess", "assess", "waive", "pay", "refund", "remit"]),
        st.sampled_from(["2026-05", "2026-12"]),
        st.sampled_from([300_000, 650_000]),
    ),
    st.builds(making_up, NAMES, HELD_DAYS, DATES),
    st.builds(talking, NAMES, DATES, st.booleans()),
    st.builds(handling, NAMES, st.sampled_from(Measure), DATES, st.integers(1, 2)),
    st.builds(adding, NAMES, st.sets(KINDS, max_size=2), BRANCHES, st.sampled_from(Standing)),
    st.builds(changing, NAMES, KINDS, DATES, st.one_of(st.none(), DATES), st.booleans()),
    st.builds(confirming, NAMES, st.sampled_from(Standing), DATES),
    st.builds(leaving, NAMES, DATES, st.sampled_from([BRANCH, SIDE, None])),
    st.builds(planning, BRANCHES, DATES, st.booleans()),
    st.builds(
        marking, BRANCHES, HELD_DAYS, NAMES, WAYS, DATES, st.booleans(), st.booleans(), st.sampled_from(["", "更正"])
    ),
    st.builds(
        settling,
        BRANCHES,
        HELD_DAYS,
        st.sampled_from(["move", "cancel", "reopen", "close", "summarise", "plan"]),
        st.integers(1, 28),
    ),
    st.builds(
        importing,
        BRANCHES,
        st.lists(NAMES, min_size=1, max_size=3),
        st.sampled_from(["正式党员", "预备党员"]),
        st.sampled_from(["2010-07-01", "2025-12-01"]),
        st.sampled_from(["是", "否", ""]),
    ),
)


@pytest.fixture
def started(sqlite_book: Store) -> Store:
    """Two branches under a superior, one with a member and its year."""
    start_branch(sqlite_book, superior="计算机学院党总支")
    branches.add(desk(sqlite_book), SIDE, None)
    add_member(sqlite_book, "张三", branch=BRANCH)
    make_year(desk(sqlite_book), [branch_of(sqlite_book)], 2026)
    return sqlite_book


@pytest.mark.slow
@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=1, max_size=8))
def test_after_any_acts_undoing_the_last_gives_every_table_back_but_the_log(
    started: Store, tmp_path: Path, acts: list[Act]
) -> None:
    """And undoing the undoing brings the act back; and an act that is refused leaves everything alone."""
    with copy_of(started, tmp_path / "example.partyday") as store:
        for each in acts:
            before, entries = contents(store), log_length(store)
            try:
                each(store, tmp_path)
            except PartydayError:
                assert (contents(store), log_length(store)) == (before, entries)
                continue
            after = contents(store)
            if after == before:
                assert log_length(store) == entries
                continue
            assert log_length(store) == entries + 1
            taken_back = undo(store)
            assert contents(store) == before
            undo(store, taken_back)
            assert contents(store) == after
        assert logs.verify(desk(store)) == []


def entries_of(store: Store) -> list[LogEntry]:
    with store.reading() as connection:
        found = [log.entry(connection, number + 1) for number in range(log_length(store))]
    return [entry for entry in found if entry]


@pytest.mark.slow
@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=2, max_size=8), data=st.data())
def test_any_entry_is_taken_back_exactly_where_no_later_one_left_its_records_otherwise(
    started: Store, tmp_path: Path, acts: list[Act], data: st.DataObject
) -> None:
    with copy_of(started, tmp_path / "example.partyday") as store:
        for each in acts:
            with suppress(PartydayError):
                each(store, tmp_path)
        entry = data.draw(st.sampled_from(entries_of(store)), label="entry")
        said_last: dict[tuple[str, str], str | None] = {}
        for later in entries_of(store):
            said_last |= {(change.table, change.key): change.after for change in later.changes}
        touched_later = {
            (change.table, change.key) for later in entries_of(store)[entry.id :] for change in later.changes
        } & {(change.table, change.key) for change in entry.changes}
        before, length = contents(store), log_length(store)
        try:
            undo(store, entry.id)
        except Conflict:
            assert (contents(store), log_length(store)) == (before, length)
            assert touched_later or referred_to(store, entry)
        else:
            for key in touched_later:
                mine = [change.after for change in entry.changes if (change.table, change.key) == key][-1]
                assert same_row(mine, said_last[key])
            assert log_length(store) == length + 1
        assert logs.verify(desk(store)) == []


def same_row(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    rows = [{name: value for name, value in json.loads(row).items() if value not in (None, "")} for row in (one, other)]
    return bool(rows[0] == rows[1])


def referred_to(store: Store, entry: LogEntry) -> bool:
    """Whether rows that this entry made are named by rows of later entries: a member by a mark, a branch by a day."""
    made = {(change.table, change.key) for change in entry.changes if change.before is None}
    with store.reading() as connection:
        for table in t.metadata.tables.values():
            for column in table.c:
                for foreign in column.foreign_keys:
                    for value in (row[column.name] for row in rows(connection, table)):
                        if (foreign.column.table.name, str(value)) in made:
                            return True
    return False
