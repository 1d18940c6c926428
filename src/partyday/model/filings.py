"""The noun of a filing (报送): a paper as it was filed, frozen. Standard library only."""

from datetime import date
from typing import NamedTuple

from partyday.model.frozen import frozen
from partyday.model.period import Period


class Whose(NamedTuple):
    """Whom a paper is about: their name, and the number on the branch's roster that tells them from a namesake.

    Nobody alone where there is no name. No number (None) where an earlier version filed the paper.
    """

    name: str = ""
    number: int | None = None

    def may_be(self, other: "Whose") -> bool:
        """Whether both are one, as far as is told."""
        return self.name == other.name and (self.number == other.number or None in (self.number, other.number))

    def is_called(self, who: str) -> bool:
        """Whether a name or a roster number is theirs; an empty one is nobody's alone."""
        return who == self.name or (self.number is not None and who == str(self.number))

    def __str__(self) -> str:
        """As people read it: `2 张三`."""
        return f"{self.number} {self.name}" if self.number else self.name


@frozen(kw_only=True)
class Filing:
    """A paper as it was filed. `content` holds its sheets (`model.archive`), `sha256` is over what they say.

    `member_id` is whom it is about, where it is about one. `policy` is the edition it was made under. `received_on`:
    when this book took it in from the branch's own. `anchor`: of a paper taken in, where the log of the book it was
    filed in stood then; `of_member` whom such a paper is about, empty where it is about nobody alone: the name, and
    where the seal told it the roster number before it, with a tab between them, which no name has.
    """

    id: int
    branch_id: int
    form: str
    period: Period
    filed_on: date
    policy: str
    sha256: str
    content: str
    member_id: int | None = None
    received_on: date | None = None
    anchor: str = ""
    of_member: str = ""

    @property
    def of_whom(self) -> Whose:
        """What `of_member` says."""
        number, _tab, name = self.of_member.rpartition("\t")
        return Whose(name, int(number)) if number.isdecimal() else Whose(self.of_member)


def of_member(whose: Whose) -> str:
    """What a filing keeps of whom a paper taken in is about."""
    return f"{whose.number}\t{whose.name}" if whose.number else whose.name
