"""Values of a policy in the words of the screen, where their file writes them for a program."""

from partyday.i18n import N_, _, _n
from partyday.model.codes import Level, Rule
from partyday.rules.stages import Counts, Stage, StageKind
from partyday.rules.values import Deadline, Every, Filer, LeastAttendance, Length, Often, Remit, Within
from partyday.words.terms import term

_EVERY = {
    Every.MONTH: N_("every month"),
    Every.TWO_MONTHS: N_("every two months"),
    Every.QUARTER: N_("every quarter"),
    Every.HALF_YEAR: N_("every half-year"),
    Every.YEAR: N_("every year"),
    Every.TERM: N_("every term"),
}

_BY = {
    Filer.BRANCH: N_("each branch"),
    Filer.TOP: N_("general branches, and branches that stand under none"),
    Filer.SUPERIOR: N_("superiors"),
}


def hours(value: Length) -> str:
    """`1.5 hours`."""
    return _n("{count} hour", "{count} hours", 1 if value.number == 1 else 2).format(count=value.number)


def often(value: Often) -> str:
    """`every quarter`, `4 times every year`."""
    every = _(_EVERY[value.every])
    return every if value.times == 1 else _("{count} times {every}").format(count=value.times, every=every)


def attendance(value: LeastAttendance) -> str:
    """`80% each day`."""
    told = _("{share} each day") if value.per == "day" else _("{share} over the year")
    return told.format(share=f"{value.percent}%")


def deadline(value: Deadline) -> str:
    """`every quarter (each branch): day 20 of the month before`."""
    told = _("{every} ({by})").format(every=_(_EVERY[value.every]), by=_(_BY[value.by]))
    return _dated(told, value)


def remit(value: Remit) -> str:
    """`5 working days after the activity day; in month 6: day 10`."""
    if value.by_day is None:
        count = value.working_days or 0
        usual = _n(
            "{count} working day after the activity day", "{count} working days after the activity day", count
        ).format(count=count)
    else:
        usual = _dated(_(_EVERY[value.by_day.every]), value.by_day)
    others = (_("in month {month}: day {day}").format(month=month, day=day) for month, day in value.months)
    return _("; ").join((usual, *others))


def within(value: Within) -> str:
    """`up to 7 days later`."""
    told = _("up to {count} days earlier or later") if value.before else _("up to {count} days later")
    if value.in_month:
        told = _("{days}, within the month").format(days=told)
    return told.format(count=value.days)


def stage(value: Stage) -> str:
    """`提醒: 2 absences in all, in a calendar year (notice, the branch)`."""
    match value.counts:
        case Counts.CUMULATIVE:
            told = _n("{name}: {count} absence in all", "{name}: {count} absences in all", value.at)
        case Counts.IN_A_ROW:
            told = _n("{name}: {count} absence in a row", "{name}: {count} absences in a row", value.at)
        case Counts.MONTHS:
            told = _n(
                "{name}: {count} month without taking part", "{name}: {count} months without taking part", value.at
            )
    told = told.format(name=value.name, count=value.at)
    if value.window:
        told = _("{what}, {window}").format(what=told, window=_(_WINDOWS[value.window]))
    return _("{what} ({kind}, {by})").format(what=told, kind=term(_KINDS[value.kind]), by=term(value.by))


_WINDOWS = {
    "calendar-year": N_("in a calendar year"),
    "rolling-12-months": N_("within 12 months"),
    "all-time": N_("at any time"),
}

_KINDS = {StageKind.TALK: Rule.TALK, StageKind.HANDLING: Rule.HANDLING, StageKind.NOTICE: Level.NOTICE}


def _dated(what: str, by: Deadline) -> str:
    """What is due, with the day on which it is, where one is given."""
    return what if by.day is None else _("{what}: {day}").format(what=what, day=_day(by))


def _day(by: Deadline) -> str:
    before, after = -by.month, by.month - by.every.months + 1
    if before > 0:
        day = _("day {day} of the month before") if before == 1 else _("day {day}, {count} months before")
    elif after > 0:
        day = _("day {day} of the month after") if after == 1 else _("day {day}, {count} months after")
    elif by.every is Every.MONTH:
        day = _("day {day}")
    elif by.every is Every.YEAR:
        day = _("month {month}, day {day}")
    else:
        day = _("day {day} of its month {month}")
    told = day.format(day=by.day, month=by.month + 1, count=max(before, after))
    later = _n("{day} and {count} working day", "{day} and {count} working days", by.working_days)
    return later.format(day=told, count=by.working_days) if by.working_days else told
