"""The gate for writing: one transaction, one entry, a chain of hashes over everything."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Boolean, Column, Connection, Date, Integer, Table, and_, delete, insert, select, text, update

from factories import (
    DATA,
    TODAY,
    act,
    add_member,
    contents,
    desk,
    engine,
    log_length,
    record_of,
    rows,
    start_branch,
    through,
)
from partyday.errors import BookUnusable, Conflict
from partyday.model.codes import Circumstance
from partyday.model.people import Branch
from partyday.services import days, logs
from partyday.services.schedule import make_year
from partyday.store import checking, log, people
from partyday.store import tables as t
from partyday.store.book import Act, Store, open_book
from partyday.store.log import LogEntry
from profiles import LONG
from store.lively import live


def entries(store: Store) -> list[LogEntry]:
    """The log, oldest first, with every change."""
    with store.reading() as connection:
        found = [log.entry(connection, number + 1) for number in range(log_length(store))]
    return [entry for entry in found if entry]


def put_branch(store: Store, name: str, *, key: int = 1, dry_run: bool = False, **words: Any) -> None:
    with store.writing(words.pop("act", act()), words.pop("reason", ""), dry_run=dry_run) as unit:
        unit.rows.insert("branch", {"id": key, "name": name, "kind": "branch"})


class Interrupted(Exception):
    """Something goes wrong in the middle of a command."""


# ---- all or nothing, and one entry


def test_what_is_written_together_is_one_entry_that_says_who_what_when_and_why(book: Store) -> None:
    with book.writing(Act(command="branch add", by="李华", today=TODAY), "改选") as unit:
        unit.rows.insert("branch", {"id": 1, "name": "一支部", "kind": "branch"})
        unit.rows.insert("branch", {"id": 2, "name": "二支部", "kind": "branch"})
    [entry] = entries(book)
    assert (entry.id, entry.command, entry.by, entry.reason, entry.undoes) == (1, "branch add", "李华", "改选", None)
    assert entry.stand_in is None
    assert len(entry.changes) == 2


def test_a_day_that_stands_in_for_the_clock_is_shown_and_the_real_time_kept(book: Store) -> None:
    put_branch(book, "一支部", act=act(date(2014, 7, 1), stand_in=True))
    [entry] = entries(book)
    assert entry.stand_in == date(2014, 7, 1)
    assert entry.at.startswith("20")
    assert entry.at > "2026"
    assert entry.at.endswith("Z")


def test_the_log_is_in_order_of_numbers_also_when_the_day_goes_backwards(book: Store) -> None:
    for number, today in enumerate((date(2026, 3, 6), date(2014, 7, 1), date(2020, 1, 1)), 1):
        put_branch(book, f"支部{number}", key=number, act=act(today, stand_in=True))
    assert [(entry.id, entry.stand_in) for entry in entries(book)] == [
        (1, date(2026, 3, 6)),
        (2, date(2014, 7, 1)),
        (3, date(2020, 1, 1)),
    ]
    assert logs.verify(desk(book)) == []


def test_an_exception_leaves_nothing_behind(book: Store) -> None:
    put_branch(book, "一支部")
    before = contents(book)
    with pytest.raises(Interrupted), book.writing(act()) as unit:  # noqa: PT012  # it breaks off in the middle
        unit.rows.insert("branch", {"id": 2, "name": "二支部", "kind": "branch"})
        unit.update(unit.expect(Branch, 1), secretary="李华")
        raise Interrupted
    assert contents(book) == before
    assert log_length(book) == 1
    put_branch(book, "二支部", key=2)
    assert [entry.id for entry in entries(book)] == [1, 2]
    assert logs.verify(desk(book)) == []


def test_a_row_the_database_refuses_is_a_conflict_and_leaves_nothing_behind(book: Store) -> None:
    put_branch(book, "一支部")
    with pytest.raises(Conflict) as told, book.writing(act()) as unit:  # noqa: PT012  # the second row is refused
        unit.rows.insert("branch", {"id": 2, "name": "二支部", "kind": "branch"})
        unit.rows.insert("branch", {"id": 3, "name": "一支部", "kind": "branch"})
    assert told.value.exit_code == 13
    assert {row[1] for row in contents(book)["branch"]} == {"一支部"}
    assert log_length(book) == 1


def test_without_a_change_there_is_no_entry(book: Store) -> None:
    put_branch(book, "一支部")
    with book.writing(act()) as unit:
        branch = unit.expect(Branch, 1)
        assert unit.update(branch, name="一支部", secretary="") is branch
        assert unit.put(branch) == branch
        unit.insert()
    assert log_length(book) == 1
    put_branch(book, "二支部", key=2)
    assert [entry.id for entry in entries(book)] == [1, 2]


def test_a_dry_run_sees_what_it_does_and_leaves_nothing(book: Store) -> None:
    with book.writing(act(), dry_run=True) as unit:
        unit.rows.insert("branch", {"id": 1, "name": "一支部", "kind": "branch"})
        assert [row["name"] for row in rows(unit.connection, t.branch)] == ["一支部"]
    assert contents(book)["branch"] == set()
    assert log_length(book) == 0
    assert logs.verify(desk(book)) == []


def test_an_abandoned_unit_leaves_nothing(book: Store) -> None:
    with book.writing(act()) as unit:
        unit.rows.insert("branch", {"id": 1, "name": "一支部", "kind": "branch"})
        unit.abandon()
    assert contents(book)["branch"] == set()
    assert log_length(book) == 0


# ---- before and after


def changes(entry: LogEntry) -> list[tuple[str, str, Any, Any]]:
    def seen(row: str | None) -> Any:
        return None if row is None else json.loads(row)

    return [(change.table, change.key, seen(change.before), seen(change.after)) for change in entry.changes]


def test_each_row_is_kept_as_it_was_before_and_after(book: Store) -> None:
    put_branch(book, "一支部")
    with book.writing(act()) as unit:
        unit.update(unit.expect(Branch, 1), secretary="李华")
    with book.writing(act()) as unit:
        unit.delete(unit.expect(Branch, 1))
    whole = {
        "id": 1,
        "name": "一支部",
        "kind": "branch",
        "parent_id": None,
        "policy": None,
        "recurrence": None,
        "secretary": "",
        "organiser": "",
        "since": None,
        "until": None,
    }
    made, changed, gone = entries(book)
    assert changes(made) == [("branch", "1", None, {"id": 1, "name": "一支部", "kind": "branch"})]
    assert changes(changed) == [("branch", "1", whole, {**whole, "secretary": "李华"})]
    assert changes(gone) == [("branch", "1", {**whole, "secretary": "李华"}, None)]


def test_a_row_with_several_keys_and_dates_is_kept_as_text(book: Store) -> None:
    start_branch(book)
    card = add_member(book, "张三", Circumstance.MOBILE, joined=date(2010, 7, 1))
    rows = {table: (key, after) for table, key, _before, after in changes(entries(book)[-1])}
    assert rows["circumstance"] == (
        f"{card.person.id}/mobile/2010-07-01",
        {"member_id": card.person.id, "kind": "mobile", "since": "2010-07-01", "until": None},
    )


def test_the_member_an_entry_concerns_is_kept_beside_each_change(book: Store) -> None:
    start_branch(book)
    card = add_member(book, "张三", Circumstance.MOBILE)
    assert {change.table: change.member_id for change in entries(book)[-1].changes} == dict.fromkeys(
        ("member", "membership", "standing", "circumstance"), card.person.id
    )


# ---- the chain, and what breaks it


def test_the_hash_is_over_the_head_the_entry_and_its_changes(book: Store) -> None:
    """Worked out here once more from the rows as they stand, without the program's own function."""
    put_branch(book, "一支部")
    put_branch(book, "二支部", key=2, reason="新建", act=act(stand_in=True))
    head = ""
    with book.reading() as connection:
        [uid] = [row["uid"] for row in rows(connection, t.book)]
    for entry in entries(book):
        said = {
            "id": entry.id,
            "at": entry.at,
            "by": entry.by,
            "command": entry.command,
            "reason": entry.reason,
            "stand_in": entry.stand_in and entry.stand_in.isoformat(),
            "undoes": entry.undoes,
            "login": entry.login,
            "book": uid,
        }
        hashed = head + json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        for change in entry.changes:
            kept = ["" if row is None else "=" + row for row in (change.before, change.after)]
            hashed += "".join(f"{part}\x1f" for part in (change.table, change.key, change.member_id, *kept))
        head = hashlib.sha256(hashed.encode()).hexdigest()
        assert entry.hash == head
    with book.reading() as connection:
        assert [(row["entries"], row["head"]) for row in rows(connection, t.chain)] == [(2, head)]


def faults(connection: Connection) -> Iterator[checking.Fault]:
    """What `verify` finds, over a connection whose changes are not committed."""
    return checking.faults(through(connection))


def problems(connection: Connection) -> list[checking.Fault]:
    """All of it."""
    return list(faults(connection))


def let_anything_pass(connection: Connection) -> None:
    """Who tampers with a book does not stop at its constraints."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    else:
        connection.exec_driver_sql("SET session_replication_role = replica")


def ordinarily_on_server(connection: Connection) -> bool:
    """Whether some places of a table are enough: which are looked at is the same on both kinds of database."""
    return connection.dialect.name == "postgresql" and settings().max_examples < LONG


def other_value(column: Column[Any], value: Any) -> Any:
    if isinstance(column.type, Date):
        return date(2099, 9, 9) if value is None else value + timedelta(days=1)
    if isinstance(column.type, Boolean):
        return not value
    if isinstance(column.type, Integer):
        return 987 if value is None else value + 987
    return "tampered"[: getattr(column.type, "length", None) or 8]


def some_rows(connection: Connection, table: Table) -> list[Any]:
    """The condition for some rows of a table: the first, one between and the last."""
    rows = connection.execute(select(table).order_by(*table.primary_key)).all()
    return [
        and_(*(column == row._mapping[column.name] for column in table.primary_key))
        for row in (rows[0], rows[len(rows) // 2], rows[-1])
    ]


TABLES = (*DATA, t.log_entry, t.log_change)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_a_changed_value_in_any_column_of_any_table_is_found(lively: Store, table: Table) -> None:
    """Each column in one of the rows, and each of the rows in some column; `lively` is sound before and afterwards.

    On a server a column of each type, in the long run all.
    """
    with engine(lively).connect() as connection:
        conditions = some_rows(connection, table)
        connection.rollback()
        columns = list(table.c)
        if ordinarily_on_server(connection):
            columns = list({type(column.type): column for column in columns}.values())
        for number in range(max(len(columns), len(conditions))):
            column, condition = columns[number % len(columns)], conditions[number % len(conditions)]
            let_anything_pass(connection)
            before = connection.execute(select(column).where(condition)).scalar_one()
            connection.execute(update(table).where(condition).values({column.name: other_value(column, before)}))
            assert next(faults(connection), None), column
            connection.rollback()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_a_row_taken_away_from_any_table_is_found(lively: Store, table: Table) -> None:
    with engine(lively).connect() as connection:
        conditions = some_rows(connection, table)
        connection.rollback()
        if ordinarily_on_server(connection):
            conditions = conditions[1:2]
        for condition in conditions:
            let_anything_pass(connection)
            connection.execute(delete(table).where(condition))
            assert next(faults(connection), None)
            connection.rollback()


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (t.holiday, {"day": date(2026, 6, 5), "working": False, "notice": ""}),
        (t.standing, {"member_id": 1, "since": date(2020, 1, 1), "standing": "full"}),
        (t.member, {"id": 900, "name": "赵六"}),
    ],
)
def test_a_row_nobody_logged_is_found(lively: Store, table: Table, row: dict[str, Any]) -> None:
    with engine(lively).connect() as connection:
        connection.execute(insert(table), row)
        assert problems(connection)


def test_the_absence_of_a_text_and_an_empty_one_are_not_the_same_in_the_log(lively: Store) -> None:
    with engine(lively).connect() as connection:
        for column in (t.log_change.c.before, t.log_change.c.after):
            connection.execute(update(t.log_change).where(column.is_(None)).values({column.name: ""}))
            assert problems(connection)
            connection.rollback()


def test_a_change_slipped_in_for_an_entry_that_is_not_there_is_found(lively: Store) -> None:
    """It would cover up a row changed past partyday: the log would seem to say so last."""
    with engine(lively).connect() as connection:
        let_anything_pass(connection)
        member = connection.execute(select(t.member).where(t.member.c.id == 1)).one()._asdict()
        forged = {**member, "name": "张三丰", "joined_on": member["joined_on"].isoformat(), "phone": ""}
        connection.execute(update(t.member).where(t.member.c.id == 1).values(name="张三丰"))
        connection.execute(
            insert(t.log_change),
            {
                "entry_id": 999,
                "seq": 0,
                "table_name": "member",
                "row_key": "1",
                "member_id": 1,
                "before": None,
                "after": json.dumps(forged),
            },
        )
        assert problems(connection)


@pytest.mark.parametrize("junk", ["", "not json", "[]", "3", "null", '{"id": 1}', '{"nonsense": 1}'])
def test_a_log_that_cannot_be_read_is_a_problem_and_not_a_crash(lively: Store, junk: str) -> None:
    with engine(lively).connect() as connection:
        connection.execute(update(t.log_change).values(after=junk))
        assert problems(connection)


def test_the_gate_itself_cannot_be_moved_unseen(lively: Store) -> None:
    with engine(lively).connect() as connection:
        for values in ({"entries": 1}, {"head": "0" * 64}):
            connection.execute(update(t.chain).values(**values))
            assert problems(connection)
            connection.rollback()


def test_a_text_where_sqlite_keeps_a_date_is_a_problem_and_not_a_crash(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    make_year(desk(sqlite_book, stand_in=True), [branch], 2026)
    for statement in ("UPDATE day SET held_on = 'soon'", "UPDATE log_entry SET stand_in = 'once'"):
        with engine(sqlite_book).connect() as connection:
            connection.execute(text(statement))
            assert problems(connection)


def test_verify_names_the_record_and_the_entry(book: Store) -> None:
    live(book)
    with engine(book).begin() as connection:
        connection.execute(update(t.member).where(t.member.c.id == 2).values(phone="13800000000"))
        connection.execute(update(t.log_entry).where(t.log_entry.c.id == 3).values(by="somebody else"))
    assert logs.verify(desk(book)) == [
        "Log entry 3 does not follow from the one before it.",
        "The record member 2 was changed past partyday.",
    ]


# ---- reading


def names(connection: Any) -> list[str]:
    return [branch.name for branch in people.branches(connection)]


def test_a_reader_sees_one_state_of_the_book_while_others_write(book: Store) -> None:
    put_branch(book, "一支部")
    other = open_book(book.place)
    with book.database.transaction(writing=False) as connection:
        assert names(connection) == ["一支部"]
        put_branch(other, "二支部", key=2)
        assert names(connection) == ["一支部"]
    with book.database.transaction(writing=False) as connection:
        assert names(connection) == ["一支部", "二支部"]
    other.close()


def test_what_readers_do_is_never_kept(book: Store) -> None:
    with book.database.transaction(writing=False) as connection:
        connection.run("GATES", branch_ids=(), branch_name=None)
        connection.run("NEW_HEAD", chain_id=1, entries=1, head="x", at="")
        assert connection.run("GATE", chain_id=1) == [(1, "x")]
    with book.database.transaction(writing=False) as connection:
        assert connection.run("GATE", chain_id=1) == [(0, "")]


def test_text_of_every_kind_comes_back_as_it_went_in(book: Store) -> None:
    start_branch(book)
    name = "𠮷田㛃·买买提"
    odd = "一\n二\t'\"\\%_ é 👩‍👩‍👧 =1+1"
    card = add_member(book, name, texts={"post": odd})
    record = record_of(book, card.person.id)
    assert (record.member.name, record.member.post) == (name, odd)
    assert logs.verify(desk(book)) == []


@pytest.mark.parametrize("count", [1, 99, 100, 101, 1500])
def test_many_rows_written_at_once_are_the_rows_that_were_given(book: Store, count: int) -> None:
    """Many rows go to the driver by another way than few."""
    odd = ["𠮷野", "100% é", "a'b\"c", "%s %(x)s :x ?", "一\n二", ""]
    members_of = [
        {
            "id": number,
            "name": f"{odd[number % 6]}{number}",
            "post": odd[number % 6],
            "joined_on": None if number % 3 else date(2000, 1, 1) + timedelta(days=number),
        }
        for number in range(1, count + 1)
    ]
    notices = [
        {"day": date(2000, 1, 1) + timedelta(days=number), "working": number % 2 == 0, "notice": odd[number % 6]}
        for number in range(count)
    ]
    with book.writing(act()) as unit:
        unit.rows.insert("member", *members_of)
        unit.rows.insert("holiday", *notices)
    with book.reading() as connection:
        kept = sorted(rows(connection, t.member), key=itemgetter("id"))
        assert [{name: row[name] for name in members_of[0]} for row in kept] == members_of
        assert sorted(rows(connection, t.holiday), key=itemgetter("day")) == notices
    assert len(entries(book)[0].changes) == 2 * count
    assert logs.verify(desk(book)) == []
    logs.undo(desk(book), logs.to_undo(desk(book), None))
    assert contents(book)["member"] == contents(book)["holiday"] == set()


# ---- undo at the gate


def test_undo_of_a_row_that_was_changed_later_in_a_column_left_out_at_first_is_refused(book: Store) -> None:
    """A year's days are made without a theme; taking the year back would take the theme given later with it."""
    branch = start_branch(book)
    make_year(desk(book), [branch], 2026)
    made = logs.to_undo(desk(book), None)
    days.plan(desk(book, branch), "2026-03-06", {"theme": "学习"})
    with pytest.raises(Conflict, match="changed later"):
        logs.undo(desk(book), made)
    assert len(contents(book)["day"]) == 12


def test_a_closed_store_opens_again(book: Store) -> None:
    start_branch(book)
    book.close()
    store = open_book(book.place)
    assert contents(store)["branch"]
    store.close()


def test_a_book_that_vanished_meanwhile_is_out_of_reach(postgres_url: str) -> None:
    store = Store(postgres_url)
    with pytest.raises(BookUnusable):
        start_branch(store)
    store.close()
