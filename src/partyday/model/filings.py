"""The noun of a filing (报送): a paper as it was filed, frozen. Standard library only."""

from datetime import date

from partyday.model.frozen import frozen
from partyday.model.period import Period


@frozen(kw_only=True)
class Filing:
    """A paper as it was filed. `content` holds its sheets (`model.archive`), `sha256` is over what they say.

    `member_id` is whom it is about, where it is about one. `policy` is the edition it was made under. `received_on`:
    when this book took it in from the branch's own. `anchor`: of a paper taken in, where the log of the book it was
    filed in stood then; `of_member` the name of whom such a paper is about, empty where it is about nobody alone.
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
