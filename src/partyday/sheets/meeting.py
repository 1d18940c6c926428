"""What the list of an online meeting says beside the names: how long somebody was there.

Imports the cells only; no rules, store, services or cli.
"""

import re
from datetime import datetime, time, timedelta

from partyday.model.dates import half_width
from partyday.sheets.cells import Cell, shown

#: What only the list of an online meeting calls its columns.
ONLINE_MEETING = re.compile("昵称|入会|退会|离会|在会|参会时长|会议时长|累计时长|加入会议")
_LENGTH = re.compile(r"(?:(\d{1,3})[:：时小h]+)?(?:(\d{1,4})[:：分钟min]*)?(?:(\d{1,2})秒?s?)?")


def length_of(cell: Cell) -> timedelta | None:
    """How long somebody was there: a time of Excel, 01:50:00, 1小时50分, or minutes; None for what is none."""
    if isinstance(cell, timedelta):
        return cell
    if isinstance(cell, time):
        return timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    found = _LENGTH.fullmatch("".join(half_width(shown(cell)).split()))
    if found is None or not any(found.groups()):
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


_MOMENT = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*$")


def between(arrived: Cell, left: Cell) -> timedelta | None:
    """How long somebody was there who came and left at these times of one day; None where they do not tell."""
    since, until = _of_day(arrived), _of_day(left)
    return until - since if since is not None and until is not None and since <= until else None


def _of_day(cell: Cell) -> timedelta | None:
    """The time of day that a cell tells."""
    if isinstance(cell, datetime | time):
        return timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    found = _MOMENT.search(half_width(shown(cell)))
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def clock(length: timedelta) -> str:
    """1:50:00."""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
