import pytest

from factories import BRANCH, branch_of, desk, start_branch
from partyday.errors import NotFound
from partyday.store.book import Store

UPPER = "计算机学院党总支"


def test_within_a_unit_of_work_the_branch_is_what_the_unit_sees(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    here, beside = desk(sqlite_book), desk(sqlite_book)
    with here.writing() as unit:
        unit.update(branch, secretary="王芳")
        assert here.branch.secretary == "王芳"
        assert beside.branch.secretary == ""
        unit.abandon()
    assert branch_of(sqlite_book).secretary == ""


def test_the_tree_stays_as_it_was_when_the_command_first_asked(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    here = desk(sqlite_book)
    assert here.branch == branch
    with desk(sqlite_book).writing() as unit:
        unit.update(branch, secretary="王芳")
    with here.reading():
        assert here.branches == [branch]
    assert desk(sqlite_book).branch.secretary == "王芳"


def test_a_superior_is_meant_only_where_it_is_named(sqlite_book: Store) -> None:
    start_branch(sqlite_book, superior=UPPER)
    assert desk(sqlite_book).node == desk(sqlite_book).branch == branch_of(sqlite_book, BRANCH)
    assert desk(sqlite_book, UPPER).node == branch_of(sqlite_book, UPPER)
    with pytest.raises(NotFound, match="no members of its own"):
        _ = desk(sqlite_book, UPPER).branch
