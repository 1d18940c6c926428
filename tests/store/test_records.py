"""The nouns of the model and the rows of the tables: each column once, and back again as it was."""

import dataclasses
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest

import partyday.model
from factories import TODAY, act, add_member, contents, desk, log_length, rows, start_branch
from partyday.errors import Conflict
from partyday.model.codes import Circumstance, Standing, State
from partyday.model.days import ActivityDay, Mark, Reason
from partyday.model.members import DatedCircumstance, DatedStanding, Member, Membership, Record
from partyday.model.people import Branch, holds, in_force
from partyday.model.period import Month
from partyday.services import logs
from partyday.services.schedule import make_year
from partyday.store import people
from partyday.store import tables as t
from partyday.store.book import Store
from partyday.store.chain import change_of
from partyday.store.compiled import SQLITE, TABLES
from partyday.store.records import NOUNS, as_columns, as_row, read
from partyday.store.row_texts import new_rows

MODEL = Path(partyday.model.__file__).parent


def noun(name: str) -> Any:
    """The class of the model called so."""
    for module in iter_modules([str(MODEL)]):
        found = getattr(import_module(f"partyday.model.{module.name}"), name, None)
        if found is not None:
            return found
    raise LookupError(name)


def test_every_table_of_the_log_has_one_noun() -> None:
    assert sorted(table for table, _special in NOUNS.values()) == sorted(TABLES)


@pytest.mark.parametrize("name", NOUNS)
def test_a_noun_has_a_field_for_each_column_of_its_table_and_what_is_computed(name: str) -> None:
    table, special = NOUNS[name]
    fields = {field.name for field in dataclasses.fields(noun(name)) if field.compare}
    assert fields == set(SQLITE[f"GET_{table.upper()}"][2])
    assert set(TABLES[table][1]) <= fields
    assert special.keys() <= set(TABLES[table][1])


@pytest.mark.parametrize("name", NOUNS)
def test_what_is_read_is_written_back_as_it_was(lively: Store, name: str) -> None:
    table = NOUNS[name][0]
    with lively.reading() as connection:
        kept = rows(connection, t.metadata.tables[table])
        found = [record for row in kept for record in read(noun(name), connection.run(f"GET_{table.upper()}", **row))]
    assert len(found) == len(kept) > 0
    assert [as_row(record) for record in found] == kept
    assert list(new_rows(table, as_columns(found))) == [change_of(table, None, row) for row in kept]
    for record in found:
        again = noun(name)(**{field.name: getattr(record, field.name) for field in dataclasses.fields(record)})
        assert again == record
        types = {field.name: type(getattr(record, field.name)) for field in dataclasses.fields(record)}
        assert types == {field.name: type(getattr(again, field.name)) for field in dataclasses.fields(again)}


def test_what_the_log_says_of_many_rows_is_what_it_says_of_each() -> None:
    names = ("张三", '𠮷·"\\/\n\t\x01\x7f\u2028', "%s{}", "")
    people = [Member(id=key, name=name, joined_on=TODAY if key % 2 else None) for key, name in enumerate(names)]
    of_each = [change_of("member", None, as_row(one)) for one in people]
    assert list(new_rows("member", as_columns(people))) == of_each
    few = ("id", "name", "joined_on")
    columns = as_columns(people)
    of_each = [change_of("member", None, {name: as_row(one)[name] for name in few}) for one in people]
    assert list(new_rows("member", {name: columns[name] for name in few})) == of_each


def test_codes_months_and_lists_are_values_and_not_texts(lively: Store) -> None:
    with lively.reading() as connection:
        day = read(ActivityDay, connection.run("ALL_DAYS", branch_id=2))[0]
        mark = read(Mark, connection.run("MARKS_OF_DAYS", day_ids=range(40)))[0]
    assert type(day.month) is Month
    assert all(type(why) is Reason for why in day.reasons)
    assert type(mark.state) is State


# ---- the unit of work in nouns


def test_a_record_that_vanished_meanwhile_is_a_conflict(book: Store) -> None:
    start_branch(book)
    before, entries = contents(book), log_length(book)
    with pytest.raises(Conflict, match="not there any more") as told, book.writing(act()) as unit:  # noqa: PT012  # the second is gone
        unit.update(unit.expect(Branch, 1), secretary="李华")
        unit.expect(Branch, 99)
    assert told.value.exit_code == 13
    assert (contents(book), log_length(book)) == (before, entries)


def test_of_a_new_record_the_entry_tells_what_was_said(book: Store) -> None:
    with book.writing(act()) as unit:
        unit.insert(Member(id=1, name="张三", joined_on=TODAY), told=("id", "name", "joined_on"))
    entry = logs.to_undo(desk(book), None)
    assert [change.after for change in entry.changes] == ['{"id":1,"joined_on":"2026-03-06","name":"张三"}']
    assert logs.verify(desk(book)) == []
    logs.undo(desk(book), entry)
    assert contents(book)["member"] == set()


def test_an_update_gives_the_record_as_it_is_now(book: Store) -> None:
    branch = start_branch(book)
    make_year(desk(book), [branch], 2026)
    with book.writing(act()) as unit:
        day = unit.expect(ActivityDay, 1)
        changed = unit.update(day, theme="学习", blocks=("party-class", "exchange"))
        assert changed == dataclasses.replace(day, theme="学习", blocks=("party-class", "exchange"))
        assert unit.expect(ActivityDay, 1) == changed
        assert unit.update(changed, theme="学习") is changed
        assert len(unit.changes) == 1


def test_put_gives_back_what_stood_there(book: Store) -> None:
    start_branch(book)
    add_member(book, "张三")
    first = DatedCircumstance(member_id=1, kind=Circumstance.ILL, since=TODAY)
    with book.writing(act()) as unit:
        assert unit.put(first) is None
        assert unit.put(dataclasses.replace(first, until=date(2026, 4, 1))) == first
        unit.delete(unit.expect(DatedCircumstance, 1, "ill", TODAY))
        assert unit.get(DatedCircumstance, 1, Circumstance.ILL, TODAY) is None
    with book.reading() as connection:
        assert people.records(connection, [1])[1].circumstances == ()


# ---- on a day


def test_a_period_holds_its_first_day_and_not_its_last() -> None:
    first, last = date(2026, 3, 1), date(2026, 4, 1)
    assert [holds(first, last, day) for day in (date(2026, 2, 28), first, date(2026, 3, 31), last)] == [
        *(False, True, True, False),
    ]
    assert holds(first, None, date.max)
    assert not holds(first, first, first)


def test_the_latest_that_has_begun_is_in_force_and_before_all_the_first() -> None:
    dated = [(date(2020, 1, 1), "a"), (date(2022, 1, 1), "b"), (date(2024, 1, 1), "c")]
    days = (date.min, date(2020, 1, 1), date(2021, 12, 31), date(2022, 1, 1), date(2023, 6, 1), date.max)
    assert [in_force(dated, day) for day in days] == ["a", "a", "a", "b", "b", "c"]


def test_a_record_answers_for_each_day() -> None:
    record = Record(
        member=Member(id=1, name="张三"),
        memberships=(
            Membership(id=1, member_id=1, branch_id=2, number=7, since=date(2020, 1, 1), until=date(2024, 5, 1)),
            Membership(id=2, member_id=1, branch_id=3, number=4, since=date(2024, 6, 1)),
        ),
        standings=(
            DatedStanding(member_id=1, since=date(2020, 1, 1), standing=Standing.PROBATIONARY),
            DatedStanding(member_id=1, since=date(2021, 1, 1), standing=Standing.FULL),
        ),
        circumstances=(
            DatedCircumstance(member_id=1, kind=Circumstance.ILL, since=date(2022, 1, 1), until=date(2022, 2, 1)),
            DatedCircumstance(member_id=1, kind=Circumstance.MOBILE, since=date(2022, 1, 15)),
        ),
    )
    assert record.standing_on(date(2020, 6, 1)) is Standing.PROBATIONARY
    assert record.circumstances_on(date(2022, 1, 20)) == {Circumstance.ILL, Circumstance.MOBILE}
    assert record.circumstances_on(date(2022, 2, 1)) == {Circumstance.MOBILE}
    assert [record.belonged_to(2, day) for day in (date(2019, 12, 31), date(2024, 4, 30), date(2024, 5, 1))] == [
        *(False, True, False),
    ]
    assert record.membership_on(date(2024, 5, 15)) is None
    assert record.membership_from(date(2024, 5, 15)) is record.memberships[1]
    assert record.membership_from(date.max) is record.memberships[1]
    assert record.person(4, date(2025, 1, 1)).standing is Standing.FULL
