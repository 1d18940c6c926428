"""What the book keeps of a year beside its days: what holiday notices said, and themes. Standard library only."""

from dataclasses import dataclass
from datetime import date

from partyday.model.period import Period


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """What a holiday notice said of a day: worked (班, `working`), or off (休)."""

    day: date
    working: bool
    notice: str = ""


@dataclass(frozen=True, kw_only=True)
class Theme:
    """The theme (主题) that a branch gave a year or a quarter."""

    branch_id: int
    period: Period
    text: str
