"""What is dated of a branch: the names it bore, and who holds its offices. Standard library only.

The commands of a meeting need none of it.
"""

from datetime import date
from typing import NamedTuple

from partyday.model.codes import BranchOffice
from partyday.model.frozen import frozen
from partyday.model.people import same_name


@frozen(kw_only=True)
class FormerName:
    """A name that a branch bore until a day (the first on which it no longer did)."""

    branch_id: int
    until: date
    name: str


@frozen(kw_only=True)
class Tenure:
    """Who holds an office of a branch from a day on, until the next does.

    A member, or (`member_id` None) somebody who is none, by `name`; an empty name: nobody. From `date.min` on where
    nobody knows since when.
    """

    branch_id: int
    office: BranchOffice
    since: date
    member_id: int | None = None
    name: str = ""


class Officer(NamedTuple):
    """Who holds an office on a day. Unless `known`, nobody said which person it is: the name is all there is."""

    name: str
    member_id: int | None = None
    known: bool = False

    def is_person(self, member_id: int, name: str) -> bool:
        """Whether it is that member."""
        return self.member_id == member_id if self.known else same_name(self.name, name)
