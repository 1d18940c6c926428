"""A school's own policy as the book keeps it: its editions, each with the day from which on it holds."""

from datetime import date

from partyday.model.frozen import frozen

#: How `Branch.policy` begins where the book itself holds the policy: the newest edition's name stands behind it.
IN_BOOK = "book:"


@frozen(kw_only=True)
class PolicyEdition:
    """What a branch was given as its policy on the day `set_on`; it holds from `since` on (None: ever since).

    `text` is the file as it was, empty for a policy that ships, which `name` says. `below` are the texts of the files
    it stands on, the nearest first. Of two editions that hold from the same day the later one counts.
    """

    id: int
    branch_id: int
    since: date | None = None
    set_on: date
    name: str
    text: str = ""
    below: tuple[str, ...] = ()


def counting(editions: tuple[PolicyEdition, ...]) -> tuple[PolicyEdition, ...]:
    """The editions that no later one of the same day replaced, by that day."""
    latest = {edition.since or date.min: edition for edition in sorted(editions, key=lambda one: one.id)}
    return tuple(latest[since] for since in sorted(latest))


def edition_on(editions: tuple[PolicyEdition, ...], on: date) -> PolicyEdition:
    """The edition in force on a day; before the first of them, the first."""
    of_day = counting(editions)
    return next((one for one in reversed(of_day) if one.since is None or one.since <= on), of_day[0])
