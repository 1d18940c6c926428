"""The calendar file: the hour of the reminder, and UIDs that stay with their day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from factories import BRANCH, activity_day, desk, start_branch
from partyday.model.codes import Part
from partyday.services import days, logs
from partyday.services.calendars import as_ics, export
from partyday.services.schedule import make_year
from partyday.store.book import Store

NOW = "2026-03-01T08:00:00.000Z"


def reminder(event: Any) -> datetime:
    """When the event's only alarm goes off, in China, where an all-day event begins at midnight."""
    [alarm] = event.walk("VALARM")
    start = event.decoded("dtstart")
    if not isinstance(start, datetime):
        start = datetime.combine(start, datetime.min.time())
    else:
        start = (start.astimezone(UTC) + timedelta(hours=8)).replace(tzinfo=None)
    moment: datetime = start + alarm.decoded("trigger")
    return moment


@pytest.mark.parametrize(
    ("part", "starts", "ends"),
    [
        (Part.FULL, "", ""),
        (Part.FULL, "08:00", "10:00"),
        (Part.FULL, "09:00", ""),
        (Part.FULL, "14:30", "16:00"),
        (Part.FULL, "19:00", "21:00"),
        (Part.AM, "", ""),
        (Part.PM, "", ""),
        (Part.FULL, "00:00", "01:00"),
    ],
)
def test_the_reminder_comes_the_day_before_at_nine_whatever_hour_the_day_has(
    part: Part, starts: str, ends: str
) -> None:
    day = activity_day(date(2026, 3, 6), part, starts=starts, ends=ends)
    [event] = Calendar.from_ical(as_ics("一支部", "uid", [day], 3, NOW)).walk("VEVENT")
    assert reminder(event) == datetime(2026, 3, 5, 9)  # noqa: DTZ001  # as a phone in China shows it


def events(store: Store) -> dict[str, tuple[str, int]]:
    """Date → UID and sequence of the year's events."""
    made: Any = Calendar.from_ical(export(desk(store, BRANCH), None)[2])
    return {str(event.decoded("dtstart")): (str(event["uid"]), int(event["sequence"])) for event in made.walk("VEVENT")}


def test_a_uid_belongs_to_its_day_across_undo(book: Store) -> None:
    branch = start_branch(book)
    make_year(desk(book), [branch], 2026)
    before = events(book)
    logs.undo(desk(book), logs.to_undo(desk(book), None))
    assert events(book) == {}
    # Other days are given the keys that became free.
    make_year(desk(book), [branch], 2025)
    make_year(desk(book), [branch], 2026)
    after = events(book)
    assert {on: uid for on, (uid, _sequence) in after.items()} == {on: uid for on, (uid, _sequence) in before.items()}
    assert all(after[on][1] > before[on][1] for on in before), "a phone takes what is newer"
    of_2025 = Calendar.from_ical(export(desk(book, BRANCH, date(2025, 3, 1)), None)[2]).walk("VEVENT")
    assert not {str(event["uid"]) for event in of_2025} & {uid for uid, _sequence in before.values()}


def test_a_move_and_its_undo_keep_the_uid_and_raise_the_sequence(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    make_year(desk(sqlite_book), [branch], 2026)
    first = events(sqlite_book)["2026-04-03"]
    days.move(desk(sqlite_book, BRANCH), "2026-04-03", "2026-04-07", "运动会")
    second = events(sqlite_book)["2026-04-07"]
    logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), None))
    third = events(sqlite_book)["2026-04-03"]
    assert first[0] == second[0] == third[0]
    assert first[1] < second[1] < third[1]
