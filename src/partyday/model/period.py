"""Dates, months and periods as people write them and as the book keeps them."""

from datetime import date

from partyday.errors import BadInput
from partyday.i18n import _

#: Dates of other years are slips.
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def iso_date(text: str) -> date:
    """A date as the commands take it, `2026-03-06`; raises BadInput for anything else."""
    try:
        day = date.fromisoformat(text.strip())
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise ValueError
        return day
    except ValueError:
        raise BadInput(
            _("“{text}” is not a date.").format(text=text), _("Write dates as 2026-03-06 (year-month-day).")
        ) from None


def valid_month(text: str) -> str:
    """A month as `2026-03`; raises BadInput for anything else."""
    if len(text) != len("2026-03"):
        raise BadInput(_("“{text}” is not a month.").format(text=text), _("Write months as 2026-03."))
    iso_date(text + "-01")
    return text
