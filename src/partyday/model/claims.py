"""What people say of themselves on the check-in page (自报), and what lets a phone be known there.

Standard library and codes only. A claim is no mark: it waits until a person confirms or refuses it.
"""

from datetime import date

from partyday.model.codes import ClaimAnswer, State
from partyday.model.frozen import frozen


@frozen(kw_only=True)
class Claim:
    """Somebody says that they take part in a day: `present` in the room, `online` elsewhere.

    `device` tells one browser from another and no more; blank where it keeps no cookies. `proven`: the last four digits
    of the telephone number, a personal link or a known phone stood behind it. `said` is what they learnt (学习体会).
    """

    id: int
    branch_id: int
    day_id: int
    member_id: int
    state: State
    claimed_on: date
    claimed_at: str
    said: str = ""
    device: str = ""
    proven: bool = True
    answer: ClaimAnswer | None = None
    settled_on: date | None = None
    settled_by: str = ""

    @property
    def waits(self) -> bool:
        """Whether nobody has answered it yet."""
        return self.answer is None


@frozen(kw_only=True)
class Token:
    """A secret of 128 random bits that stands for a member (凭证), of which the book keeps the SHA-256 alone.

    With `day_id` it is a personal link for that day; without, the cookie of a phone that proved itself on `made_on`.
    """

    id: int
    branch_id: int
    member_id: int
    day_id: int | None
    digest: str
    made_on: date
