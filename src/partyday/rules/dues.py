"""What a month's dues (党费) are: from a kind of income, an amount and the rates in force that month. All in fen."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from partyday.errors import BadInput, WrongUsage
from partyday.i18n import _
from partyday.model.codes import DuesKind
from partyday.model.money import yuan
from partyday.rules.parameters import (
    DUES_LIMIT,
    DUES_ROUNDING,
    FARMER_DUES,
    HARDSHIP_DUES,
    INCOME_RATES,
    RETIRED_RATES,
    ROUNDINGS,
    STUDENT_DUES,
    Parameter,
)
from partyday.rules.policy.reader import Dated, Policy
from partyday.rules.values import Amounts, Band, percent

_RATES: Mapping[DuesKind, Parameter[tuple[Band, ...]]] = {
    DuesKind.WAGE: INCOME_RATES,
    DuesKind.SALARY: INCOME_RATES,
    DuesKind.SELF_EMPLOYED: INCOME_RATES,
    DuesKind.RETIRED: RETIRED_RATES,
}

_SET: Mapping[DuesKind, Parameter[Amounts]] = {
    DuesKind.STUDENT: STUDENT_DUES,
    DuesKind.HARDSHIP: HARDSHIP_DUES,
    DuesKind.FARMER: FARMER_DUES,
}


class Monthly(NamedTuple):
    """A month's dues in fen, the rate they come from (empty: set as an amount), and where that stands.

    `by_rate` is what they would come to where the `limit` made them less; else both are None.
    """

    amount: int
    rate: str
    value: Dated[Any]
    by_rate: int | None = None
    limit: Dated[int] | None = None


def monthly(policy: Policy, kind: DuesKind, amount: int | None, on: date) -> Monthly:
    """The dues of one month: `amount` is the monthly income in fen, for a farmer what was set.

    The rate is of the whole income; rounded half up to the policy's unit, and normally no more than its limit. Raises
    WrongUsage where an amount is missing or has no place, BadInput for one outside its bounds.
    """
    if kind in _RATES:
        if amount is None:
            raise WrongUsage(_("These dues are reckoned from an amount."), _("Give the monthly income in yuan."))
        rates = policy.at(_RATES[kind], on)
        band = next(band for band in rates.value if band.up_to is None or amount <= band.up_to)
        unit = ROUNDINGS[policy.at(DUES_ROUNDING, on).value]
        exact = amount * band.rate  # ten-thousandths of a fen
        rounded = (2 * exact + 10_000 * unit) // (20_000 * unit) * unit
        limit = policy.at(DUES_LIMIT, on)
        if rounded > limit.value:
            return Monthly(limit.value, percent(band.rate), rates, rounded, limit)
        return Monthly(rounded, percent(band.rate), rates)
    bounds = policy.at(_SET[kind], on)
    least, most = bounds.value
    if amount is None and least == most:
        amount = least
    if amount is None:
        hint = _("Give it in yuan: {amounts}.").format(amounts=bounds.value)
        raise WrongUsage(_("These dues are set as an amount."), hint)
    if not least <= amount <= most:
        raise BadInput(
            _("{amount} yuan is not what such a member pays: {amounts}.").format(
                amount=yuan(amount), amounts=bounds.value
            )
        )
    return Monthly(amount, "", bounds)
