"""A branch's own file is joined to a school's book: its records, its log, and what stands against it."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from factories import (
    BRANCH,
    DATA,
    TODAY,
    act,
    add_member,
    desk,
    empty_book,
    engine,
    problems,
    records,
    rows,
    start_branch,
    through,
    unhurried,
)
from partyday.errors import BookUnusable, Conflict, NotFound
from partyday.model.codes import BranchKind, MembershipEnd, Standing, State
from partyday.model.watching import unwatched
from partyday.model.year import Holiday
from partyday.services import anchors, branches, checkin, forgetting, joining, logs, members, policies
from partyday.services.desk import Desk, repeated
from partyday.services.joining import JoinedBranch
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store import copies, log
from partyday.store import tables as t
from partyday.store.book import Store
from partyday.store.chain import change_of
from partyday.store.checking import faults
from partyday.store.compiled import SCHEMA
from partyday.store.connection import Connection
from partyday.store.halves import part
from partyday.store.keys import REFERS, FileKeys
from partyday.store.statements.rows import LOGGED
from store.lively import live

NAME, SISTER, TOP = "外语学院第一党支部", "外语学院第二党支部", "外语学院党委"
LATER = date(2026, 5, 1)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A branch's file with something in every table, and no roll-call that is open."""
    path = tmp_path_factory.mktemp("file") / "branch.partyday"
    store = live(empty_book(path))
    add_member(store, "郭靖", branch=BRANCH)
    members.remove(desk(store), "郭靖", TODAY, MembershipEnd.DIED, "")
    for held_on in ("2026-01-09", "2026-02-06", "2026-04-10"):
        checkin.check_in(desk(store, today=date(2026, 4, 10)), held_on, (), close=True, keep_unknown=True)
    policies.set_policy(desk(store, BRANCH), "zhongzhou", date(2027, 1, 1))
    store.close()
    return path


@pytest.fixture
def file(kept: Path, tmp_path: Path) -> Iterator[Store]:
    store = unhurried(Store(shutil.copyfile(kept, tmp_path / "branch.partyday").as_posix()))
    yield store
    store.close()


@pytest.fixture
def school(book: Store) -> Store:
    """A school's book, once on each database."""
    return filled(book)


@pytest.fixture
def school_file(tmp_path: Path) -> Iterator[Store]:
    """The same in a file: what stands against joining does not depend on the database."""
    store = filled(empty_book(tmp_path / "school.partyday"))
    yield store
    store.close()


def filled(book: Store) -> Store:
    """Two branches below a superior; the second has a member, a year and a mark, the first nothing."""
    branch = start_branch(book, SISTER, superior=TOP)
    branches.add(desk(book), NAME, TOP)
    add_member(book, "欧阳锋", branch=SISTER)
    make_year(desk(book, SISTER), [branch], 2026)
    checkin.check_in(desk(book, SISTER), "2026-03-06", [Order("欧阳锋", State.PRESENT)])
    return book


def join(file: Store, school: Store, branch: str = NAME, today: date = LATER) -> JoinedBranch:
    who = act(today, command="copy")
    return repeated(lambda gates: joining.join(Desk(file, who), Desk(school, who, branch, gates), unwatched))


def done(store: Store, do: Callable[[Desk], Any], branch: str = NAME) -> Any:
    return repeated(lambda gates: do(Desk(store, act(LATER), branch, gates)))


def past_of(connection: Connection, school: Store) -> int:
    """The key of the chain that holds what the branch wrote in its file."""
    stands = log.chain_of(connection, desk(school, NAME).branch.id)
    assert stands is not None
    return stands.past_id


def undo(store: Store, number: int | None) -> int:
    return int(done(store, lambda at: logs.undo(at, logs.to_undo(at, number)).number))


def test_it_comes_whole_with_its_log_and_goes_on_from_it(file: Store, school: Store) -> None:
    before = {table: len(found) for table, found in records(school).items()}
    with file.reading() as connection:
        entries, head = log.gate(connection)
        [of] = [branch.id for branch in desk(file).branches if branch.kind is BranchKind.BRANCH]
        own = {
            table.name: sum(row.get("branch_id", of) in (None, of) for row in rows(connection, table)) for table in DATA
        }
        numbers = sorted(row["sha256"] for row in rows(connection, t.filing))
    joined = join(file, school)
    assert (joined.file.entries, joined.file.head, joined.number) == (entries, head, entries + 1)
    assert problems(school) == []
    assert logs.verify(desk(school)) == []
    apart = {"branch", "holiday"}
    grown = {table: len(found) - before[table] for table, found in records(school).items() if table not in apart}
    assert grown == {table: count for table, count in own.items() if table not in apart}
    found = [entry.id for entry, _rows in logs.newest(desk(school, NAME), entries + 1)]
    assert found == list(range(entries + 1, 0, -1))
    with school.reading() as connection:
        assert sorted(row["sha256"] for row in rows(connection, t.filing)) == numbers
        newest = max(row["id"] for row in rows(connection, t.filing) if not row["received_on"])
        anchor = log.anchor_of(connection, newest)
        assert anchor is not None
        assert anchor.book == joined.file.uid, "what it stood on when it was filed is still what it is known by"


def test_what_came_is_read_corrected_and_taken_back_like_any_other(file: Store, school: Store) -> None:
    of_file = [(entry.id, len(entry.changes)) for entry in logs.of_member(desk(file), "李四").entries]
    joined = join(file, school)
    of_school = [(entry.id, len(entry.changes)) for entry in logs.of_member(desk(school, NAME), "李四").entries]
    assert of_school == of_file
    with school.reading() as connection:
        attached = past_of(connection, school)
        [number] = [
            one.id for one in log.entries(connection, attached) if any(c.table == "visit" for c in one.changes)
        ][-1:]
    assert undo(school, number) == joined.number + 1
    with pytest.raises(Conflict, match=f"taken back by entry {joined.number + 1}"):
        undo(school, number)
    with school.reading() as connection:
        assert len(rows(connection, t.visit)) == 1
    with pytest.raises(Conflict, match="was changed later"):
        undo(school, 1)  # the making of the file
    forgotten = done(school, lambda at: forgetting.forget(at, "郭靖"))
    assert forgotten.entries == 2
    assert problems(school) == []


@pytest.mark.slow  # three times joined
def test_it_is_taken_back_whole_and_joined_again_with_what_the_file_wrote_since(file: Store, school: Store) -> None:
    with school.database.transaction(writing=True) as connection:
        part(connection)
        connection.commit()
    before = records(school)
    joined = join(file, school)
    whole = records(school)
    assert undo(school, None) == joined.number + 1
    assert records(school) == before
    assert problems(school) == []
    again = join(file, school)
    assert again.number == joined.number
    assert records(school) == whole
    undo(school, again.number)
    undo(school, again.number + 1)
    told = [entry.command for entry in logs.of_member(desk(school, NAME), "李四").entries]
    assert told == [entry.command for entry in logs.of_member(desk(file), "李四").entries]
    undo(school, again.number + 2)
    members.change(desk(file), "李四", values={"phone": "13900001111"})
    longer = join(file, school)
    assert (longer.file.entries, longer.number) == (joined.file.entries + 1, joined.number + 1)
    assert problems(school) == []
    assert done(school, lambda at: members.show_full(at, "李四")).record.member.phone == "13900001111"


def test_the_same_again_is_nothing_new_and_what_the_file_wrote_since_is_told(file: Store, school: Store) -> None:
    first = join(file, school)
    written = records(school)
    again = join(file, school)
    assert (again.joined, again.file, again.number) == (None, first.file, first.number)
    add_member(file, "周九", branch=BRANCH)
    with pytest.raises(Conflict, match=f"its entries {first.file.entries + 1} to {first.file.entries + 1} are not in"):
        join(file, school)
    with pytest.raises(Conflict, match="to another branch"):
        join(file, school, SISTER)
    assert records(school) == written


def test_what_was_told_of_either_before_is_still_their_past(file: Store, school: Store, tmp_path: Path) -> None:
    told = list(anchors.told_by_book(school, SCHEMA)) if "://" in school.place else []
    if not told:
        copies.copy(school.place, tmp_path / "before.partyday")
    joined = join(file, school)
    add_member(file, "周九", branch=BRANCH)  # behind the end of what was joined
    for name, place in (("school", tmp_path / "before.partyday"), ("file", Path(file.place))):
        if name == "file" or not told:
            store = Store(str(place))
            past = anchors.compare(desk(school), name, anchors.told_by_book(store, SCHEMA))
            store.close()
        else:
            past = anchors.compare(desk(school), name, told)
        assert past.problems == ()
        assert past.checked > 3
    with engine(school).begin() as connection:
        connection.exec_driver_sql("UPDATE log_entry SET hash = 'x' WHERE number = 3")
    [problem] = anchors.compare(desk(school), "file", anchors.told_by_book(file, SCHEMA)).problems
    assert "Entry 3" in problem
    assert joined.file.entries > 3


TAMPERED = {
    "an entry that came": "UPDATE log_entry SET reason = 'x' WHERE chain_id = {past} AND number = 2",
    "what it changed": "UPDATE log_change SET after = replace(after, '2026', '2025') WHERE chain_id = {past}",
    "the keys": "UPDATE chain SET keys = replace(keys, '[[2', '[[1') WHERE id = {past}",
    "no keys": "UPDATE chain SET keys = '' WHERE id = {past}",
    "no sense in the keys": "UPDATE chain SET keys = '{{' WHERE id = {past}",
    "where it ends": "UPDATE chain SET trunk_number = 3, began = 3 WHERE trunk_id = {past}",
    "a record that came": "UPDATE mark SET state = 'online' WHERE state = 'absent'",
    "its number": "UPDATE chain SET entries = 2 WHERE id = {past}",
}


@pytest.mark.slow  # eight times verified
def test_whatever_is_changed_afterwards_is_found(file: Store, school: Store) -> None:
    join(file, school)
    with school.reading() as connection:
        past = past_of(connection, school)
    for what, statement in TAMPERED.items():
        with engine(school).connect() as past_it, past_it.begin() as transaction:
            past_it.exec_driver_sql(statement.replace("{past}", str(past)).replace("{{", "{"))
            assert list(faults(through(past_it))), what
            transaction.rollback()
    assert problems(school) == []


def _open(file: Store, _school: Store) -> None:
    checkin.check_in(desk(file, today=date(2026, 5, 8)), "2026-05-08", [Order("李四", State.PRESENT)])


def _two(file: Store, _school: Store) -> None:
    branches.add(desk(file), "另一个党支部", "信息学院党总支")


def _policy(_file: Store, school: Store) -> None:
    policies.set_policy(desk(school, NAME), "zhongzhou", None)


def _numbers(file: Store, school: Store) -> None:
    for store, branch in ((file, BRANCH), (school, SISTER)):
        members.add(desk(store, branch), "杨过", Standing.FULL, date(2010, 7, 1), texts={"staff_number": "00777"})


def _number_of_another(file: Store, school: Store) -> None:
    for store, branch, name in ((file, BRANCH, "杨过"), (school, SISTER, "小龙女")):
        members.add(desk(store, branch), name, Standing.FULL, date(2010, 7, 1), texts={"staff_number": "00777"})


def _people(_file: Store, school: Store) -> None:
    add_member(school, "黄蓉", branch=NAME)


def _holiday(_file: Store, school: Store) -> None:
    with school.writing(act(), branch_name=NAME) as unit:
        unit.insert(Holiday(day=date(2026, 4, 3), working=True, notice="另一个通知"))


def _parted(file: Store, _school: Store) -> None:
    with file.database.transaction(writing=True) as connection:
        part(connection)
        connection.commit()


AGAINST: dict[Callable[[Store, Store], None], tuple[type[Exception], str]] = {
    _open: (Conflict, "The roll-call of 2026-05-08 is open"),
    _parted: (Conflict, "is a school's book"),
    _two: (Conflict, f"holds several branches: {BRANCH}, 另一个党支部"),
    _policy: (Conflict, "has a policy of its own already, and so has the file"),
    _number_of_another: (Conflict, f"杨过 has the number 00777, in the book that of 小龙女 in {SISTER}"),
    _numbers: (Conflict, rf"杨过 \(00777\) belongs to {SISTER} in the book already"),
    _people: (Conflict, "records of its own already: membership 1"),
    _holiday: (Conflict, "The notices of holidays differ: 2026-04-03"),
}


@pytest.mark.parametrize("make", AGAINST)
def test_what_stands_against_it_is_told_and_nothing_is_written(
    make: Callable[[Store, Store], None], file: Store, school_file: Store
) -> None:
    make(file, school_file)
    before = records(school_file)
    error, words = AGAINST[make]
    with pytest.raises(error, match=words):
        join(file, school_file)
    assert records(school_file) == before
    with school_file.reading() as connection:
        assert len(rows(connection, t.chain)) == 1


def test_all_that_stands_against_it_is_told_at_once(file: Store, school_file: Store) -> None:
    for make in (_open, _people, _holiday):
        make(file, school_file)
    with pytest.raises(Conflict) as told:
        join(file, school_file)
    for make in (_open, _people, _holiday):
        assert AGAINST[make][1] in str(told.value)
    with pytest.raises(NotFound, match="no branch"):
        join(file, school_file, "物理学院党支部")


def test_a_file_whose_log_does_not_hold_is_refused(file: Store, school_file: Store) -> None:
    with engine(file).begin() as connection:
        connection.exec_driver_sql("UPDATE log_entry SET reason = 'x' WHERE number = 5")
    before = records(school_file)
    with pytest.raises(BookUnusable, match="Entry 5 of the file's log"):
        join(file, school_file)
    assert records(school_file) == before
    assert problems(school_file) == []


def test_every_column_that_holds_a_key_is_known_and_keys_go_there_and_back() -> None:
    columns = {
        (column.name, reference.column.table.name)
        for table in LOGGED
        for column in table.c
        for reference in column.foreign_keys
        if table is not t.branch  # which stays in the file
    }
    assert columns <= set(REFERS.items())
    keys = FileKeys({"branch": {2: 7}, "member": {1: 51, 2: 52, 4: 60}, "day": {3: 9}, "mark": {}})
    assert FileKeys.read(keys.text()).text() == keys.text()
    assert json.loads(keys.text())["member"] == [[1, 51, 2], [4, 60, 1]]
    mark = change_of("mark", None, {"day_id": 3, "member_id": 4, "state": "present"})
    told = keys.here(mark)
    assert (told.key, told.member_id) == ("9/60", 60)
    assert keys.back(told) == mark
    above = change_of("tenure", None, {"branch_id": 1, "office": "secretary", "since": "2026-01-01", "member_id": 2})
    apart = keys.here(above)
    assert (apart.table, apart.key, apart.member_id, apart.after) == ("~tenure", above.key, 52, above.after)
    assert keys.back(apart) == above
