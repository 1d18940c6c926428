"""One person as a roster (党员名册) gives them: what reading hands on, and importing compares with the book."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from partyday.model.codes import Circumstance, Standing

#: What a member has under the same name, and a roster says of them: compared, written and given back as it is.
PLAIN = (
    *("gender", "ethnicity", "born_on", "id_number", "staff_number", "party_group", "post", "phone"),
    "education",
)


@dataclass(frozen=True, kw_only=True)
class RosterRow:
    """One person as the roster gives them. None: the file does not say (no such column, or a blank cell).

    `row` is the row of the file, from 1. `joined` is None only for those who have not joined (发展对象, 入党积极分子).
    A month without a day is its first day, but for `born_on` where the ID number tells the day. `arrived` begins the
    membership of the branch, `offices` are those of it they hold (`secretary`, `organiser`); `kept` are the texts of
    the columns of record, by their official header.
    """

    row: int
    name: str
    standing: Standing
    joined: date | None
    full_on: date | None = None
    number: int | None = None
    gender: str | None = None
    ethnicity: str | None = None
    born_on: date | None = None
    id_number: str | None = None
    branch: str | None = None
    party_group: str | None = None
    post: str | None = None
    staff_number: str | None = None
    phone: str | None = None
    education: str | None = None
    mobile: bool | None = None
    suspended: bool | None = None
    circumstances: frozenset[Circumstance] | None = None
    arrived: date | None = None
    offices: tuple[str, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
