"""Working days in China: the published arrangements, notices given by hand, and certain holidays of years to come.

The only place that knows the holiday libraries; both are imported when first asked.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta
from functools import cache

from partyday.model.frozen import frozen

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@cache
def _published() -> tuple[dict[date, str], dict[date, str], range]:
    """Days off and working weekends by date with the holiday's English name, and the years that are published."""
    from chinese_calendar import holidays, workdays

    years = range(min(holidays).year, max(holidays).year + 1)
    return holidays, workdays, years


@cache
def _statutory(year: int) -> dict[date, str]:
    """The statutory holidays of a year by computation, without days in lieu: those are decided each year anew."""
    from holidays import country_holidays

    names = country_holidays("CN", years=year, observed=False, language="en_US")
    return {day: name.split("; ")[0] for day, name in names.items() if "substituted" not in name}


@frozen
class Calendar:
    """What is known of working days. `notice` holds what a holiday notice said: True 班 (working), False 休 (off).

    A year that is neither published nor covered by a notice is reckoned: its statutory holidays, and 1 to 7 October as
    off [house]. Such a year `is_reckoned`, and what is planned by it is provisional. A notice covers the year whose
    National Day it names: one of single days leaves the rest as uncertain as it was.
    """

    notice: Mapping[date, bool] = field(default_factory=dict)

    def is_reckoned(self, year: int) -> bool:
        """Whether the holidays of that year are only computed, not published."""
        return year not in _published()[2] and self.notice.get(date(year, 10, 1)) is not False

    def begins_after(self, year: int) -> bool:
        """Whether that year lies before the first one the installed calendar knows."""
        return year < _published()[2][0]

    def day_off(self, day: date) -> str | None:
        """Why a day is off (a key of `words.reasons.HOLIDAYS`), or None where it is a working day."""
        if day in self.notice:
            return None if self.notice[day] else "notice"
        holidays, workdays, years = _published()
        if day.year in years:
            if day in workdays:
                return None
            if day in holidays:
                return str(holidays[day])
        elif day in _statutory(day.year):
            return _statutory(day.year)[day]
        elif self.is_reckoned(day.year) and day.month == 10 and day.day <= 7:
            return "National Day week"
        return "weekend" if day.weekday() >= SATURDAY else None

    def is_working(self, day: date) -> bool:
        """Whether people work that day: an ordinary working day or a working weekend (调休上班)."""
        return self.day_off(day) is None

    def working_days_after(self, start: date, count: int) -> date:
        """The day so many working days later; working weekends are counted, the start day is not."""
        day = start
        while count:
            day += ONE_DAY
            count -= self.is_working(day)
        return day

    def is_ordinary(self, day: date) -> bool:
        """Whether it is a working day from Monday to Friday."""
        return day.weekday() < SATURDAY and self.is_working(day)
