"""The tree of branches and what is inherited in it."""

from datetime import date

import pytest

from factories import BRANCH, branch_of, contents, desk, log_length, start_branch
from partyday.errors import BadInput, Conflict, NotFound
from partyday.model.codes import BranchKind
from partyday.model.people import Branch
from partyday.rules.parameters import WINDOW
from partyday.services import branches, logs
from partyday.store import people
from partyday.store.book import Store

UPPER, SIDE = "计算机学院党总支", "学生第一党支部"
SECOND_MONDAY = "FREQ=MONTHLY;BYDAY=2MO"


def every(store: Store) -> list[Branch]:
    with store.reading() as connection:
        return people.branches(connection)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("计算机学院教工第一党支部", BranchKind.BRANCH),
        ("第二支部", BranchKind.BRANCH),
        ("计算机学院党总支", BranchKind.GENERAL),
        ("后勤总支", BranchKind.GENERAL),
        ("中州大学党委", BranchKind.COMMITTEE),
    ],
)
def test_what_a_branch_is_follows_from_its_name(name: str, kind: BranchKind) -> None:
    assert branches.kind_of(name) is kind


def test_a_new_book_holds_the_branch_and_the_superior_it_inherits_from(book: Store) -> None:
    start_branch(book, policy="zhongzhou", recurrence=[SECOND_MONDAY], superior=UPPER)
    superior, branch = every(book)
    assert (superior.name, superior.kind, superior.policy, superior.recurrence) == (
        *(UPPER, BranchKind.GENERAL),
        *("zhongzhou", (SECOND_MONDAY,)),
    )
    assert (branch.parent_id, branch.policy, branch.recurrence) == (superior.id, None, None)
    assert branches.policy_of([superior, branch], branch).name == "zhongzhou"
    assert branches.recurrence_of([superior, branch], branch) == (SECOND_MONDAY,)
    assert logs.verify(desk(book)) == []


def test_a_branch_alone_stands_at_the_top_with_its_own_policy(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book, policy="hebei")
    assert (branch.parent_id, branch.policy) == (None, "hebei")


def test_the_nearest_that_says_something_is_inherited(sqlite_book: Store) -> None:
    start_branch(sqlite_book, superior="中州大学党委", policy="zhongzhou")
    branches.add(desk(sqlite_book), UPPER, "中州大学党委", policy="hebei")
    below = branches.add(desk(sqlite_book), SIDE, UPPER)
    on = date(2026, 3, 6)
    assert branches.policy_of(every(sqlite_book), below).at(WINDOW, on).value == (1, 10)
    assert branches.policy_of(every(sqlite_book), branch_of(sqlite_book)).at(WINDOW, on).value == (1, 31)
    branches.change(desk(sqlite_book), SIDE, policy="national")
    assert branches.policy_of(every(sqlite_book), branch_of(sqlite_book, SIDE)).name == "national"


def test_all_branches_under_a_superior_are_its_own(sqlite_book: Store) -> None:
    start_branch(sqlite_book, superior="中州大学党委")
    branches.add(desk(sqlite_book), UPPER, "中州大学党委")
    branches.add(desk(sqlite_book), SIDE, UPPER)
    tree = every(sqlite_book)
    assert [each.name for each in branches.below(tree, tree[0])] == [BRANCH, SIDE]
    assert [each.name for each in branches.below(tree, branch_of(sqlite_book, UPPER))] == [SIDE]
    assert [each.name for each in branches.below(tree, branch_of(sqlite_book, SIDE))] == [SIDE]


def test_a_name_is_given_once(sqlite_book: Store) -> None:
    start_branch(sqlite_book, superior=UPPER)
    with pytest.raises(Conflict, match="already a branch"):
        branches.add(desk(sqlite_book), f" {BRANCH} ", None)
    branches.add(desk(sqlite_book), SIDE, None)
    with pytest.raises(Conflict, match="already a branch"):
        branches.change(desk(sqlite_book), SIDE, rename=BRANCH)
    entries = log_length(sqlite_book)
    branches.change(desk(sqlite_book), SIDE, rename=SIDE)
    assert log_length(sqlite_book) == entries


@pytest.mark.parametrize("name", ["", "   ", "一\x00支部"])
def test_what_cannot_be_a_name_is_refused(sqlite_book: Store, name: str) -> None:
    with pytest.raises(BadInput, match="needs a name"):
        branches.start(desk(sqlite_book), name, None, "hebei", [])
    assert contents(sqlite_book)["branch"] == set()


def test_a_branch_does_not_stand_under_itself(sqlite_book: Store) -> None:
    start_branch(sqlite_book, superior="中州大学党委")
    branches.add(desk(sqlite_book), UPPER, "中州大学党委")
    for name, under in (("中州大学党委", UPPER), (UPPER, UPPER), (UPPER, BRANCH)):
        with pytest.raises(Conflict, match="cannot stand under"):
            branches.change(desk(sqlite_book), name, under=under)
    with pytest.raises(Conflict, match="own superior"):
        branches.checked_tree("x 支部", " x  支部 ")


def test_a_branch_that_moves_in_the_tree_inherits_from_its_new_place(sqlite_book: Store) -> None:
    start_branch(sqlite_book, superior="中州大学党委", policy="zhongzhou")
    branches.add(desk(sqlite_book), UPPER, "中州大学党委", policy="hebei", recurrence=[SECOND_MONDAY])
    branches.change(desk(sqlite_book), BRANCH, under=UPPER)
    tree, branch = every(sqlite_book), branch_of(sqlite_book)
    assert [each.name for each in branches.lineage(tree, branch)] == [BRANCH, UPPER, "中州大学党委"]
    assert branches.policy_of(tree, branch).name == "hebei"
    assert branches.recurrence_of(tree, branch) == (SECOND_MONDAY,)


def test_a_party_group_is_no_branch(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    with pytest.raises(Conflict, match="Party group"):
        branches.add(desk(sqlite_book), "第一党小组", None)


def test_offices_change_and_the_log_keeps_who_held_them_before(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    branches.change(desk(sqlite_book), None, secretary="张三", organiser="李华")
    assert (branch_of(sqlite_book).secretary, branch_of(sqlite_book).organiser) == ("张三", "李华")
    branches.change(desk(sqlite_book), None, secretary="")
    assert (branch_of(sqlite_book).secretary, branch_of(sqlite_book).organiser) == ("", "李华")


def test_an_unknown_policy_is_refused_before_anything_is_written(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    entries = log_length(sqlite_book)
    with pytest.raises(NotFound, match="no policy"):
        branches.change(desk(sqlite_book), None, policy="henan")
    with pytest.raises(NotFound, match="no policy"):
        branches.add(desk(sqlite_book), SIDE, None, policy="henan")
    assert log_length(sqlite_book) == entries


@pytest.mark.parametrize(
    "rules",
    [
        ["FREQ=MONTHLY;BYDAY=1FR"],
        ["FREQ=MONTHLY;BYDAY=1FR:am", "FREQ=MONTHLY;BYDAY=1FR:pm"],
        ["FREQ=MONTHLY;BYDAY=1FR,3FR:am"],
    ],
)
def test_one_day_or_two_halves_a_month_are_accepted(sqlite_book: Store, rules: list[str]) -> None:
    start_branch(sqlite_book, recurrence=rules)
    assert branch_of(sqlite_book).recurrence == tuple(rules)


@pytest.mark.parametrize(
    "rules",
    [
        ["FREQ=MONTHLY;BYDAY=1FR", "FREQ=MONTHLY;BYDAY=3FR:am"],
        ["FREQ=MONTHLY;BYDAY=1FR:am", "FREQ=MONTHLY;BYDAY=2FR:am", "FREQ=MONTHLY;BYDAY=3FR:am"],
        ["FREQ=MONTHLY;BYDAY=FR"],
        ["FREQ=MONTHLY;BYDAY=FR:am"],
        ["FREQ=MONTHLY;BYMONTHDAY=1,15"],
    ],
)
def test_more_than_a_day_a_month_is_refused(sqlite_book: Store, rules: list[str]) -> None:
    with pytest.raises(BadInput, match="one day a month"):
        start_branch(sqlite_book, recurrence=rules)
    assert contents(sqlite_book)["branch"] == set()
