"""By when an excuse, or a move of the activity day, is asked for. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from partyday.rules.parameters import APPLY_DAYS, EXCUSE_BY, EXCUSE_DAYS
from partyday.rules.policy.reader import Dated, Policy


class AskedAhead(NamedTuple):
    """Something asked for ahead of a day: an excuse or a move, by when, and of whom ("": the policy names nobody)."""

    kind: str
    by: date
    whom: str
    value: Dated[int]


def asked_ahead(policy: Policy, on: date) -> Iterator[AskedAhead]:
    """What is to be asked for before an activity day, where the policy gives a number of days or says of whom."""
    whom = policy.at(EXCUSE_BY, on).value
    for kind, parameter, of in (("excuse", EXCUSE_DAYS, whom), ("move", APPLY_DAYS, "")):
        value = policy.at(parameter, on)
        if value.value or of:
            yield AskedAhead(kind, on - timedelta(days=value.value), of, value)
