"""Visits to members for a day (送学), and the pictures and scans of a day. Standard library and codes only."""

from dataclasses import dataclass
from datetime import date

from partyday.model.codes import VisitKind


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A visit to a member for one day: in which ways (`hows`), by whom, and what the member said."""

    id: int
    branch_id: int
    day_id: int
    member_id: int
    held_on: date
    hows: tuple[VisitKind, ...] = ()
    visited_by: str = ""
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A picture or a scan of a day: its file's name, `size` in bytes and hash, and what it shows."""

    id: int
    branch_id: int
    day_id: int
    name: str
    sha256: str
    size: int
    added_on: date
    about: str = ""
