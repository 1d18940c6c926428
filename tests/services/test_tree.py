"""Where a branch comes to hang in the tree: a superior's own book, a 党委 put over it, no second top by chance."""

import pytest

from factories import BRANCH, branch_of, desk, log_length, start_branch
from partyday.errors import Ambiguous, Conflict
from partyday.model.codes import BranchKind
from partyday.services import branches, logs
from partyday.store import people
from partyday.store.book import Store

GENERAL, OTHER, COMMITTEE = "计算机学院党总支", "文学院党总支", "中州大学党委"
FIRST, SECOND = "教工第一党支部", "教工第二党支部"


def tree(store: Store) -> dict[str, str]:
    """Branch → whom it stands under, empty for nobody."""
    with store.reading() as connection:
        every = people.branches(connection)
    return {one.name: branches.superior_of(every, one) for one in every}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("计算机学院党总支部", BranchKind.GENERAL),
        ("中共中州大学文学院总支部委员会", BranchKind.GENERAL),
        ("离退休党支部委员会", BranchKind.BRANCH),
        ("中共中州大学委员会", BranchKind.COMMITTEE),
        ("机关党工委", BranchKind.COMMITTEE),
        ("第三联队", BranchKind.BRANCH),
    ],
)
def test_a_book_begins_with_what_its_name_ends_in_else_with_a_branch(
    sqlite_book: Store, name: str, kind: BranchKind
) -> None:
    made = branches.start(desk(sqlite_book), name, None, "hebei", [])
    assert made.kind is kind


def test_the_kind_may_be_told(sqlite_book: Store) -> None:
    made = branches.start(desk(sqlite_book), "第三联队", COMMITTEE, "hebei", [], kind=BranchKind.GENERAL)
    assert made.kind is BranchKind.GENERAL
    assert tree(sqlite_book) == {COMMITTEE: "", "第三联队": COMMITTEE}


def test_branches_are_added_under_the_superior_that_began_the_book(sqlite_book: Store) -> None:
    branches.start(desk(sqlite_book), GENERAL, None, "zhongzhou", [])
    for name in (FIRST, SECOND):
        assert branches.add(desk(sqlite_book), name).kind is BranchKind.BRANCH
    assert tree(sqlite_book) == {GENERAL: "", FIRST: GENERAL, SECOND: GENERAL}


def test_where_two_superiors_could_be_meant_both_are_named(sqlite_book: Store) -> None:
    branches.start(desk(sqlite_book), GENERAL, COMMITTEE, "hebei", [])
    before = log_length(sqlite_book)
    with pytest.raises(Ambiguous, match=f"{COMMITTEE}.*{GENERAL}"):
        branches.add(desk(sqlite_book), FIRST)
    assert log_length(sqlite_book) == before
    with pytest.raises(Ambiguous, match=f"{COMMITTEE}.*{GENERAL}"):
        branches.top_of(desk(sqlite_book).branches)
    branches.add(desk(sqlite_book), OTHER)  # a 党总支 stands under the 党委 alone
    assert tree(sqlite_book) == {COMMITTEE: "", GENERAL: COMMITTEE, OTHER: COMMITTEE}
    assert branches.top_of(desk(sqlite_book).branches).name == COMMITTEE, "two stand under it: it is the 党委's book"


def test_no_second_top_appears_by_itself(sqlite_book: Store) -> None:
    start_branch(sqlite_book, superior=GENERAL)
    before = log_length(sqlite_book)
    with pytest.raises(Ambiguous, match=COMMITTEE) as said:
        branches.add(desk(sqlite_book), COMMITTEE)
    assert f"--above {GENERAL}" in said.value.hint
    with pytest.raises(Ambiguous, match=OTHER) as said:
        branches.add(desk(sqlite_book), OTHER)
    assert f"branch add 学校党委 --above {GENERAL}" in said.value.hint
    assert log_length(sqlite_book) == before


def test_a_committee_is_put_over_the_present_top_and_hands_its_policy_down(sqlite_book: Store) -> None:
    start_branch(sqlite_book, superior=GENERAL, policy="zhongzhou")
    branches.add(desk(sqlite_book), COMMITTEE, above=[GENERAL])
    other = branches.add(desk(sqlite_book), OTHER)
    assert tree(sqlite_book) == {GENERAL: COMMITTEE, BRANCH: GENERAL, COMMITTEE: "", OTHER: COMMITTEE}
    assert branches.policy_of(desk(sqlite_book).branches, other).name == "zhongzhou"
    for _again in range(2):
        logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), None))
    assert tree(sqlite_book) == {GENERAL: "", BRANCH: GENERAL}, "one entry, undone as one"
    assert logs.verify(desk(sqlite_book)) == []


def test_a_superior_is_put_between_the_top_and_some_of_those_under_it(sqlite_book: Store) -> None:
    branches.start(desk(sqlite_book), COMMITTEE, None, "hebei", [])
    for name in (FIRST, SECOND, BRANCH):
        branches.add(desk(sqlite_book), name)
    branches.add(desk(sqlite_book), GENERAL, above=[FIRST, SECOND])
    assert tree(sqlite_book) == {COMMITTEE: "", FIRST: GENERAL, SECOND: GENERAL, BRANCH: COMMITTEE, GENERAL: COMMITTEE}
    with pytest.raises(Ambiguous, match="same superior"):
        branches.add(desk(sqlite_book), OTHER, above=[FIRST, BRANCH])
    with pytest.raises(Conflict, match="cannot stand under"):
        branches.add(desk(sqlite_book), "学生党支部", above=[FIRST])


def test_one_hung_wrongly_is_hung_again(sqlite_book: Store) -> None:
    start_branch(sqlite_book, superior=GENERAL)
    branches.add(desk(sqlite_book), COMMITTEE, GENERAL)  # as an older version did it by itself
    branches.change(desk(sqlite_book), COMMITTEE, above=[GENERAL])
    assert tree(sqlite_book) == {GENERAL: COMMITTEE, BRANCH: GENERAL, COMMITTEE: ""}
    with pytest.raises(Conflict, match="cannot stand under"):
        branches.change(desk(sqlite_book), COMMITTEE, above=[COMMITTEE])
    with pytest.raises(Conflict, match="cannot stand under"):
        branches.change(desk(sqlite_book), BRANCH, above=[GENERAL])
    branches.change(desk(sqlite_book), BRANCH, under=COMMITTEE)
    assert tree(sqlite_book)[BRANCH] == COMMITTEE


def test_the_kind_is_corrected_where_nothing_hangs_on_it(sqlite_book: Store) -> None:
    start_branch(sqlite_book, superior=GENERAL)
    with pytest.raises(Conflict, match="branches under"):
        branches.change(desk(sqlite_book), GENERAL, kind=BranchKind.BRANCH)
    branches.change(desk(sqlite_book), BRANCH, kind=BranchKind.GENERAL)
    assert branch_of(sqlite_book, BRANCH).kind is BranchKind.GENERAL
    branches.add(desk(sqlite_book), FIRST, BRANCH)
    assert tree(sqlite_book)[FIRST] == BRANCH
