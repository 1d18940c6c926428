"""A gate and a chain for each branch, as in a school's book: what stands where, and that all of it is proved."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import update

from factories import TODAY, act, desk, empty_book, engine, problems, records, rows, start_branch
from partyday.errors import Again, Conflict, PartydayError
from partyday.model.codes import MembershipEnd, Standing
from partyday.services import branches, forgetting, logs, members
from partyday.services.desk import Desk, repeated
from partyday.store import tables as t
from partyday.store.book import Store
from partyday.store.halves import part
from profiles import examples

R = TypeVar("R")

TOP = "党委"
NAMES = ("一支部", "二支部", "三支部")


def done(store: Store, branch: str | None, do: Callable[[Desk], R], today: date = TODAY) -> R:
    """Do something at the desk of a branch, with the gates it turns out to need."""
    return repeated(lambda gates: do(Desk(store, act(today), branch, gates)))


def parted(store: Store) -> Store:
    """Let each branch have a chain from now on."""
    with store.database.transaction(writing=True) as connection:
        part(connection)
        connection.commit()
    return store


def school(store: Store) -> Store:
    """Three branches below one superior, a member in the first, and then a chain for each."""
    start_branch(store, NAMES[0], superior=TOP)
    for name in NAMES[1:]:
        branches.add(desk(store), name, TOP)
    enter(store, NAMES[0], "张三")
    return parted(store)


def enter(store: Store, branch: str, name: str, today: date = TODAY) -> None:
    """Put somebody on the roster of a branch."""
    done(store, branch, lambda at: members.add(at, name, Standing.FULL, date(2010, 7, 1), since=today), today)


def transfer(store: Store, branch: str, name: str, to: str, on: date = TODAY) -> None:
    done(store, branch, lambda at: members.transfer(at, name, to, on), on)


def undo(store: Store, branch: str, number: int | None = None) -> int:
    return done(store, branch, lambda at: logs.undo(at, logs.to_undo(at, number)).number)


def stand(store: Store) -> dict[str, int]:
    """The number of the newest entry of each branch's chain; "": of the book's own."""
    with store.reading() as connection:
        names = {row["id"]: row["name"] for row in rows(connection, t.branch)}
        return {names.get(row["branch_id"], ""): row["entries"] for row in rows(connection, t.chain)}


def test_what_was_written_stays_one_chain_and_every_branch_goes_on_from_it(book: Store) -> None:
    school(book)
    common = stand(book)[""]
    assert stand(book) == {"": common, **dict.fromkeys([TOP, *NAMES], common)}
    enter(book, "二支部", "李四")
    assert stand(book) == {"": common, TOP: common, "一支部": common, "二支部": common + 1, "三支部": common}
    numbers = [entry.id for entry, _rows in logs.newest(desk(book, "二支部"), 3)]
    assert numbers == [common + 1, common, common - 1]
    assert problems(book) == []


def test_a_transfer_stands_in_both_chains_which_name_each_other_and_is_undone_whole(book: Store) -> None:
    school(book)
    before, stood = records(book), stand(book)
    transfer(book, "一支部", "张三", "三支部")
    assert {name for name, number in stand(book).items() if number > stood[name]} == {"一支部", "三支部"}
    with book.reading() as connection:
        halves = [row for row in rows(connection, t.log_entry) if row["beside"]]
        uids = {row["id"]: row["uid"] for row in rows(connection, t.chain)}
    assert len(halves) == 2
    for one, other in (halves, halves[::-1]):
        assert uids[other["chain_id"]] in one["beside"]
    assert undo(book, "三支部") == stood["三支部"] + 2
    assert records(book) == before
    assert problems(book) == []
    with pytest.raises(Conflict, match="was taken back"):
        logs.to_undo(desk(book, "一支部"), stood["一支部"] + 1)


def test_an_entry_of_the_common_past_is_undone_in_the_chains_of_those_it_concerns(book: Store) -> None:
    school(book)
    stood = stand(book)
    undo(book, "一支部", stood["一支部"])
    assert {name for name, number in stand(book).items() if number > stood[name]} == {"一支部"}
    with book.reading() as connection:
        assert rows(connection, t.membership) == []
    with pytest.raises(Conflict, match="was taken back"):
        logs.to_undo(desk(book, "一支部"), stood["一支部"])
    assert problems(book) == []


def test_a_new_branch_has_a_chain_that_hangs_on_its_superiors(book: Store) -> None:
    school(book)
    done(book, TOP, lambda at: branches.add(at, "四支部", TOP))
    enter(book, "四支部", "钱七")
    assert stand(book)["四支部"] == 2
    assert problems(book) == []
    done(book, None, lambda at: members.transfer(Desk(at.store, at.act, "四支部", at._gates), "钱七", NAMES[0], TODAY))
    assert problems(book) == []


def test_the_first_entry_of_a_chain_forgets_a_member_too(sqlite_book: Store) -> None:
    school(sqlite_book)
    enter(sqlite_book, NAMES[1], "钱七")
    done(sqlite_book, NAMES[1], lambda at: members.remove(at, "钱七", TODAY, MembershipEnd.DIED, ""))
    assert done(sqlite_book, NAMES[1], lambda at: forgetting.forget(at, "钱七"), TODAY + timedelta(1)).entries == 1
    assert problems(sqlite_book) == []


def test_who_needs_another_gate_begins_anew_and_nothing_was_written(book: Store) -> None:
    school(book)
    stood = stand(book)
    with pytest.raises(Again) as again:
        members.transfer(desk(book, "一支部"), "张三", "三支部", TODAY)
    assert len(again.value.branches) == 2
    assert stand(book) == stood


def test_a_branch_without_a_gate_of_its_own_does_not_notice(book: Store) -> None:
    """One chain: the numbers, and an act on several branches is one entry."""
    start_branch(book, NAMES[0], superior=TOP)
    branches.add(desk(book), NAMES[1], TOP)
    members.add(desk(book, NAMES[0]), "张三", Standing.FULL, date(2010, 7, 1))
    members.transfer(desk(book, NAMES[0]), "张三", NAMES[1], TODAY)
    with book.reading() as connection:
        kept = rows(connection, t.log_entry)
        assert [row["id"] for row in kept] == [row["number"] for row in kept] == list(range(1, len(kept) + 1))
        assert {(row["chain_id"], row["beside"]) for row in kept} == {(1, "")}
    assert logs.newest_of_all(desk(book), 5) is None


TAMPERED: dict[str, tuple[Any, dict[str, Any]]] = {
    "an entry of one chain": (t.log_entry, {"reason": "x"}),
    "the other half": (t.log_entry, {"beside": ""}),
    "the gate": (t.chain, {"entries": 99}),
    "the trunk": (t.chain, {"trunk_hash": "x"}),
    "where it began": (t.chain, {"began": 1}),
    "a change": (t.log_change, {"after": None}),
    "the chain of a change": (t.log_change, {"chain_id": 2}),
    "a record": (t.membership, {"number": 77}),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_tampering_is_seen(sqlite_book: Store, what: str) -> None:
    school(sqlite_book)
    transfer(sqlite_book, "一支部", "张三", "三支部")
    table, values = TAMPERED[what]
    [newest] = [max(row["id"] for row in rows_of(sqlite_book, table if "id" in table.c else t.log_entry))]
    key = table.c.entry_id if table is t.log_change else table.c.id
    newest = 4 if table is t.chain else newest
    with engine(sqlite_book).begin() as connection:
        connection.execute(update(table).where(key == newest).values(values))
    assert problems(sqlite_book)


def rows_of(store: Store, table: Any) -> list[dict[str, Any]]:
    with store.reading() as connection:
        return rows(connection, table)


def homes(store: Store) -> list[tuple[str, str]]:
    """Everybody, with the branch that keeps them."""
    names = {row["id"]: row["name"] for row in rows_of(store, t.branch)}
    people = {row["id"]: row["name"] for row in rows_of(store, t.member)}
    return [
        (people[row["member_id"]], names[row["branch_id"]])
        for row in rows_of(store, t.membership)
        if row["until"] is None
    ]


def lived(store: Store, seed: int, acts: int) -> tuple[int, int]:
    """A random history over several branches, verified after each act; how many transfers, and acts undone."""
    chance = random.Random(seed)
    school(store)
    on, counts = TODAY, [0, 0]
    for nth in range(acts):
        on += timedelta(days=chance.randrange(3))
        at, kind = chance.choice(NAMES), chance.randrange(10)
        with suppress(PartydayError):  # what cannot be done is refused, and leaves nothing
            if kind < 3:
                enter(store, at, f"人{nth}", on)
            elif kind < 7:
                member, branch = chance.choice(homes(store) or [("nobody", at)])
                transfer(store, branch, member, chance.choice(NAMES), on)
                counts[0] += 1
            else:
                chain = stand(store).get(at, 1)
                undo(store, at, chance.randint(1, chain) if kind == 9 else None)
                counts[1] += 1
        assert problems(store) == [], (seed, nth)
    return counts[0], counts[1]


def test_random_histories_over_several_branches_verify_after_each_act(sqlite_book: Store) -> None:
    moved, undone = lived(sqlite_book, 16, 30)
    assert moved > 2
    assert undone > 2


@pytest.mark.slow  # many histories, of which one is played above; `--hypothesis-profile=full` plays four hundred
def test_many_random_histories_verify(tmp_path: Any) -> None:
    moved = undone = 0
    seeds = examples(40)
    for seed in range(seeds):
        store = empty_book(tmp_path / f"{seed}.partyday")
        of_one = lived(store, seed, 12)
        store.close()
        moved, undone = moved + of_one[0], undone + of_one[1]
    assert moved > seeds
    assert undone > seeds // 2
