"""The desk of one command: the book, who works on it and as of when, the tree of branches and the branch it is about.

Every service takes it first. It holds what one command settles once, and decides nothing.
"""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from typing import TypeVar

from partyday.errors import Again, Conflict, NotFound, PartydayError
from partyday.i18n import _
from partyday.model.codes import BranchKind
from partyday.model.people import Branch
from partyday.services.names import choose_branch, name_in_tree
from partyday.store import people
from partyday.store.book import Act, Store, Unit
from partyday.store.connection import Connection
from partyday.words.typed import as_typed

R = TypeVar("R")

#: So often the same is tried before it is given up: each time more gates are held, or another was let first.
MOST_TRIES = 12


class Crowded(Conflict):
    """Others were let first each time it was tried; nothing was written."""


def repeated(do: Callable[[frozenset[int]], R]) -> R:
    """Do something that takes the gates it is known to need, until it has all it needs. Raises Crowded."""
    gates: frozenset[int] = frozenset()
    for tried in range(MOST_TRIES):
        try:
            return do(gates)
        except Again as again:
            gates |= again.branches
            wait_a_little(tried)
    raise Crowded(
        _("Others keep writing about the same records."),
        _("Wait a moment and repeat the command; nothing was written."),
    )


def wait_a_little(tried: int) -> None:
    """Let others go first: up to 10 ms longer each time, and not all as long."""
    if tried:
        time.sleep(time.perf_counter_ns() % 10 * tried / 1000)


class Desk:
    """What one command stands on. `branch_name` is the branch that was named, None for the only one.

    `gates` are branches whose gates the command was found to need, beside that of its own.
    """

    def __init__(self, store: Store, act: Act, branch_name: str | None = None, gates: Collection[int] = ()) -> None:
        self._gates = gates
        self.store = store
        self.act = act
        self._branch_named = branch_name
        self._connection: Connection | None = None

    def holding(self, gates: Collection[int]) -> "Desk":
        """The same desk, for one unit among several that was found to need these gates too."""
        return Desk(self.store, self.act, self._branch_named, {*self._gates, *gates}) if gates else self

    @property
    def today(self) -> date:
        """The day it is for this command."""
        return self.act.today

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view of the book."""
        with self.store.reading() as connection, self._seen_through(connection):
            yield connection

    @contextmanager
    def writing(self, reason: str = "", *, dry_run: bool = False) -> Iterator[Unit]:
        """A unit of work: all that happens inside is one entry of the log, or nothing."""
        with (
            self.store.writing(
                self.act, reason, dry_run=dry_run, branches=self._gates, branch_name=self._branch_named
            ) as unit,
            self._seen_through(unit.connection),
        ):
            yield unit

    @cached_property
    def branches(self) -> list[Branch]:
        """The whole tree, read once: as the unit of work sees it where one is open, else as a reader does.

        Raises NotFound where this login of a server was given none of it.
        """
        with self._seeing() as connection:
            found = people.branches(connection)
            if not found and connection.sight() is not None:
                raise NotFound(
                    _("This login was given no branch of the book."),
                    _("The book's owner gives it one: partyday server grant {login} --branch 教工第一党支部").format(
                        login=as_typed(self.store.database.login() or "")
                    ),
                )
            return found

    @cached_property
    def tree(self) -> list[Branch]:
        """The branch that was named with all above and below it, read once; however large the book is around it.

        Where none was named, or by another name than it has now, the whole tree.
        """
        if self._branch_named is not None and "branches" not in vars(self):
            with self._seeing() as connection:
                if found := people.branches_about(connection, self._branch_named.strip()):
                    return found
        return self.branches

    @contextmanager
    def _seeing(self) -> Iterator[Connection]:
        if self._connection is not None:
            yield self._connection
        else:
            with self.reading() as connection:
                yield connection

    @cached_property
    def known_names(self) -> dict[str, str]:
        """Every name that a branch of the tree has or ever bore → the one it has now, read once."""
        with self._seeing() as connection:
            former = people.former_names(connection)
        return name_in_tree(self.branches, former)

    @cached_property
    def names_of(self) -> dict[str, list[str]]:
        """The name of each branch of the tree → every name it has or ever bore."""
        names: dict[str, list[str]] = {}
        for name, now in self.known_names.items():
            names.setdefault(now, []).append(name)
        return names

    @cached_property
    def lines(self) -> dict[str, list[Branch]]:
        """The name of each branch of the tree → the branch and its superiors, nearest first."""
        by_id = {branch.id: branch for branch in self.branches}
        lines = {branch.name: [branch] for branch in self.branches}
        for line in lines.values():
            while (above := line[-1].parent_id) is not None:
                line.append(by_id[above])
        return lines

    @cached_property
    def branch_name(self) -> str | None:
        """The branch that was named, by the name it has now; None where none was."""
        return None if self._branch_named is None else self.called(self._branch_named)

    def called(self, name: str) -> str:
        """The name that a branch has now, from one it has or bore before; any other name as it is."""
        name = name.strip()
        if any(name == branch.name for branch in self.tree) or any(name == branch.name for branch in self.branches):
            return name
        return self.known_names.get(name, name)

    @cached_property
    def branch(self) -> Branch:
        """The 党支部 the command is about: the one named, or the only one. Raises NotFound or Ambiguous."""
        return self._chosen(any_kind=False)

    @cached_property
    def node(self) -> Branch:
        """The branch or superior the command is about: the one named, or the only 党支部; where the book holds none
        yet, its only superior.
        """
        none_yet = all(branch.kind is not BranchKind.BRANCH for branch in self.tree)
        return self._chosen(any_kind=none_yet or self.branch_name is not None)

    def _chosen(self, *, any_kind: bool) -> Branch:
        try:
            return choose_branch(self.tree, self.branch_name, any_kind=any_kind)
        except PartydayError:  # which others it could be, the whole tree tells
            return choose_branch(self.branches, self.branch_name, any_kind=any_kind)

    @contextmanager
    def _seen_through(self, connection: Connection) -> Iterator[None]:
        before, self._connection = self._connection, connection
        try:
            yield
        finally:
            self._connection = before
