"""Meetings held beside the activity day (三会一课 and others), and who was there. Standard library only."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A meeting of a branch, or of one of its Party groups (`party_group`).

    `kind` is what policies call it, such as 支委会; `blocks` the kinds of content it carried, by code; `guests` who was
    there beside the branch's own people.
    """

    id: int
    branch_id: int
    kind: str
    held_on: date
    party_group: str = ""
    starts: str = ""
    ends: str = ""
    theme: str = ""
    content: str = ""
    place: str = ""
    host: str = ""
    recorder: str = ""
    guests: str = ""
    resolutions: str = ""
    blocks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """Somebody who was at a meeting."""

    id: int
    branch_id: int
    meeting_id: int
    member_id: int
