"""Which branch a name means, and what branches were called when.

A paper about the time before a renaming goes by the old name, and a branch is still found by it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from partyday.errors import Ambiguous, NotFound
from partyday.i18n import _, listed
from partyday.model.codes import BranchKind
from partyday.model.members import Record
from partyday.model.people import Branch
from partyday.words.typed import as_typed

if TYPE_CHECKING:
    from partyday.model.offices import FormerName


def named_on(branches: Sequence[Branch], former: "Sequence[FormerName]", on: date) -> list[Branch]:
    """The tree with the names that its branches bore on a day."""
    then: dict[int, str] = {}
    for one in sorted(former, key=lambda one: one.until, reverse=True):
        if on < one.until:
            then[one.branch_id] = one.name
    return [replace(branch, name=then.get(branch.id, branch.name)) for branch in branches]


def names_of(branches: Iterable[Branch], records: Iterable[Record]) -> dict[int, str]:
    """Branch → its name, of these and of all that these members belonged to, of which a login may not see one."""
    names = {branch.id: branch.name for branch in branches}
    belonged = {membership.branch_id for record in records for membership in record.memberships}
    return names | dict.fromkeys(belonged - names.keys(), _("another branch"))


def name_in_tree(branches: Sequence[Branch], former: "Sequence[FormerName]") -> dict[str, str]:
    """Every name that a branch ever bore → the one it has in this tree. A name in the tree means that branch."""
    names = {branch.id: branch.name for branch in branches}
    return {
        **{one.name: names[one.branch_id] for one in former if one.branch_id in names},
        **{name: name for name in names.values()},
    }


def choose_branch(branches: Sequence[Branch], name: str | None, *, any_kind: bool = False) -> Branch:
    """The branch called `name`, or the only 党支部 of the book. Raises NotFound or Ambiguous."""
    able = [branch for branch in branches if any_kind or branch.kind is BranchKind.BRANCH]
    names = listed(branch.name for branch in able[:20]) + ("…" if len(able) > 20 else "")
    if name is None:
        standing = [branch for branch in able if branch.until is None]
        if len(standing or able) == 1:
            return (standing or able)[0]
        if not able:
            raise NotFound(
                _("This book holds no branch yet."), _("Add it, such as: partyday branch add 教工第一党支部")
            )
        raise Ambiguous(
            _("This book holds several branches: {names}.").format(names=names),
            _("Say which, such as: --branch {name}; or once for all: partyday branch use {name}").format(
                name=as_typed((standing or able)[0].name)
            ),
        )
    exact = [branch for branch in able if branch.name == name.strip()]
    fitting = exact or [branch for branch in able if name.strip() and name.strip() in branch.name]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise Ambiguous(
            _("“{name}” fits several branches: {names}.").format(
                name=name, names=listed(branch.name for branch in fitting[:20])
            ),
            _("Write its whole name."),
            branch=name,
        )
    if any(branch.name == name.strip() for branch in branches):
        raise NotFound(
            _("“{name}” has no members of its own.").format(name=name),
            _("Name one of {names}.").format(names=names),
            branch=name,
        )
    raise NotFound(
        _("There is no branch “{name}” in this book.").format(name=name),
        _("It holds {names}.").format(names=names),
        branch=name,
    )
