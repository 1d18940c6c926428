"""The meetings of a branch (三会一课 and others): what they are called, those held beside the activity day, and who was
there. Standard library only.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class MeetingNames(NamedTuple):
    """What a meeting is called: in English; otherwise, wherever it stands (`also`); and where it stands alone, since in
    a sentence it may mean something else (`alone`: 党员会 in 全体党员会后参观).
    """

    english: str
    also: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()


COMMITTEE, GROUP = "支委会", "党小组会"

#: The meetings of the regulations by what policies call them. A policy may ask for others, which need no entry here.
MEETING_NAMES: dict[str, MeetingNames] = {
    "党员大会": MeetingNames("branch meeting", ("支部党员大会", "支部大会"), ("党员会",)),
    COMMITTEE: MeetingNames("committee meeting", ("支部委员会", "支部委员会会议", "支委会议")),
    GROUP: MeetingNames("group meeting", ("党小组会议",), ("小组会",)),
    "党课": MeetingNames("lecture", ("上党课", "讲党课", "专题党课")),
    "组织生活会": MeetingNames("organisation life meeting", ("专题组织生活会",)),
    "民主评议": MeetingNames("appraisal", ("民主评议党员", "评议党员")),
}


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
