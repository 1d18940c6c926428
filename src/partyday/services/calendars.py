"""The year as a calendar file (.ics, RFC 5545) that a phone takes in."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from partyday.model.codes import DayStatus, Part
from partyday.model.days import ActivityDay
from partyday.model.period import Period
from partyday.rules.calendar import ONE_DAY
from partyday.services.desk import Desk
from partyday.services.lookup import find_day
from partyday.store import days, log
from partyday.words.reasons import reasons
from partyday.words.terms import official

_CHINA = ZoneInfo("Asia/Shanghai")
#: The hour of the reminder, on the day before, as if the day were the second one there is.
_REMINDED = datetime.combine(date.min, time(9))
_HALVES = {Part.AM: (time(8), time(12)), Part.PM: (time(14), time(18))}


def as_ics(branch: str, uid: str, chosen: Sequence[ActivityDay], entries: int, now: str) -> bytes:
    """The days with a date as events; `uid` is the book's, `entries` how many its log has: it only grows.

    The same day keeps its UID, so that taking the file in again moves the event instead of doubling it. Times are
    written in UTC, which every phone understands without a time zone table.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//partyday//党员活动日//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{branch}党员活动日")
    for day in chosen:
        if day.held_on is not None:
            calendar.add_component(_event(branch, uid, day, day.held_on, entries, now))
    return bytes(calendar.to_ical())


def _event(branch: str, uid: str, day: ActivityDay, on: date, entries: int, now: str) -> Event:
    event = Event()
    # The branch's session of that month for good: a key is given again after an undo, and to another month's day.
    event.add("uid", f"{uid}-{day.branch_id}-{day.month}-{day.slot}@partyday")
    event.add("dtstamp", datetime.fromisoformat(now))
    event.add("sequence", entries)
    title = "、".join(official(occasion) for occasion in day.occasions)
    event.add("summary", f"{title}：{day.theme}" if day.theme else title)
    start, end = _times(day)
    if start and end:
        event.add("dtstart", datetime.combine(on, start, _CHINA).astimezone(UTC))
        event.add("dtend", datetime.combine(on, end, _CHINA).astimezone(UTC))
    else:
        event.add("dtstart", on)
        event.add("dtend", on + timedelta(days=1))
    if day.place:
        event.add("location", day.place)
    about = [branch, day.content, reasons(day.reasons, chinese=True)]
    event.add("description", "\n".join(filter(None, about)))
    event.add("status", "CANCELLED" if day.status is DayStatus.CANCELLED else "CONFIRMED")
    if day.status is not DayStatus.CANCELLED:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", event["summary"])
        alarm.add("trigger", _REMINDED - datetime.combine(date.min + ONE_DAY, start or time()))
        event.add_component(alarm)
    return event


def _times(day: ActivityDay) -> tuple[time | None, time | None]:
    if day.starts and day.ends:
        return time.fromisoformat(day.starts), time.fromisoformat(day.ends)
    if day.starts:
        start = time.fromisoformat(day.starts)
        return start, (datetime.combine(date.min, start) + timedelta(hours=2)).time()
    return _HALVES.get(day.part, (None, None))


def export(desk: Desk, period: Period | None) -> tuple[str, list[ActivityDay], bytes]:
    """The name of the period (a year, or one day), its days, and the calendar file. Raises BadInput, NotFound."""
    with desk.reading() as connection:
        if period is None or period.isdecimal():
            name = period or str(desk.today.year)
            chosen = days.days_of_year(connection, desk.branch.id, int(name))
        else:
            day = find_day(connection, desk.branch, period, desk.today)
            name, chosen = day.ref.replace(":", ""), [day]
        uid, entries, stamp = log.book_stamp(connection)
    return name, chosen, as_ics(desk.branch.name, uid, chosen, entries, stamp)
