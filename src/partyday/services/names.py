"""What branches were called when: a paper about the time before a renaming goes by the old name, and a branch is still
found by it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from partyday.model.people import Branch

if TYPE_CHECKING:
    from partyday.model.offices import FormerName
    from partyday.services.desk import Desk


def named_on(branches: Sequence[Branch], former: "Sequence[FormerName]", on: date) -> list[Branch]:
    """The tree with the names that its branches bore on a day."""
    then: dict[int, str] = {}
    for one in sorted(former, key=lambda one: one.until, reverse=True):
        if on < one.until:
            then[one.branch_id] = one.name
    return [replace(branch, name=then.get(branch.id, branch.name)) for branch in branches]


def name_in_tree(branches: Sequence[Branch], former: "Sequence[FormerName]") -> dict[str, str]:
    """Every name that a branch ever bore → the one it has in this tree. A name in the tree means that branch."""
    names = {branch.id: branch.name for branch in branches}
    return {
        **{one.name: names[one.branch_id] for one in former if one.branch_id in names},
        **{name: name for name in names.values()},
    }


def bears(desk: "Desk", branch: Branch, name: str) -> bool:
    """Whether a name is one that the branch bears or bore."""
    return desk.called(name) == branch.name
