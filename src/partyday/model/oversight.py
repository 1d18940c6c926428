"""What a superior does beside the papers: inspections (督查) of its branches, commendations (表彰).

Standard library only.
"""

from dataclasses import dataclass
from datetime import date

from partyday.model.codes import Looked


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """A look at how a branch keeps its days: `way`, by whom, what was `found`.

    `due_on`: until when that is to be mended, None where nothing is. `mended_on`, `mended`: when and how it was.
    """

    id: int
    branch_id: int
    inspected_on: date
    way: Looked
    inspected_by: str
    found: str
    due_on: date | None = None
    mended_on: date | None = None
    mended: str = ""

    def is_open(self, day: date) -> bool:
        """Whether something found is still to be mended, as it stood on a day."""
        known = self.inspected_on <= day and self.due_on is not None
        return known and (self.mended_on is None or self.mended_on > day)


@dataclass(frozen=True, kw_only=True)
class Commendation:
    """A member of a branch, or with no `member_id` the branch itself, commended for a `merit` (优秀共产党员)."""

    id: int
    branch_id: int
    member_id: int | None = None
    commended_on: date
    merit: str
    commended_by: str
