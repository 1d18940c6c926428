"""The codes the book stores: enums, whose values stay for good. Standard library only."""

from enum import StrEnum


class BranchKind(StrEnum):
    """Where a branch (党组织) stands in the tree."""

    COMMITTEE = "committee"  # 党委, 基层党委
    GENERAL = "general"  # 党总支
    BRANCH = "branch"  # 党支部: the one that has members and holds days


class Standing(StrEnum):
    """人员类别. The first two are members: expected, counted, under the rules. The others are invited (列席)."""

    FULL = "full"
    PROBATIONARY = "probationary"
    PROSPECT = "prospect"
    ACTIVIST = "activist"

    @property
    def is_member(self) -> bool:
        """Whether this is a Party member (正式 or 预备)."""
        return self in _MEMBERS


#: What rules ask of every session is named once: to look up a member of an enum costs more than the question.
_MEMBERS = (Standing.FULL, Standing.PROBATIONARY)


class Circumstance(StrEnum):
    """情况: what makes a member be expected otherwise than in person, for a time."""

    MOBILE = "mobile"
    INFIRM = "infirm"
    ILL = "ill"
    AWAY = "away"
    ABROAD = "abroad"
    LEAVE = "leave"
    SUSPENDED = "suspended"
    LEADER = "leader"


class MembershipEnd(StrEnum):
    """How a membership of a branch came to its end."""

    TRANSFERRED = "transferred"
    DIED = "died"
    REMOVED = "removed"


class State(StrEnum):
    """What a mark says of a person on a day."""

    PRESENT = "present"
    ONLINE = "online"
    VISITED = "visited"
    EXCUSED = "excused"
    ABSENT = "absent"
    UNREACHED = "unreached"
    UNKNOWN = "unknown"

    @property
    def took_part(self) -> bool:
        """Present, online or visited: counts as having taken part."""
        return self in _TOOK_PART


_TOOK_PART = (State.PRESENT, State.ONLINE, State.VISITED)


class Excuse(StrEnum):
    """Why an excused member was away (请假类别). The detail is free text and stays in the book."""

    SICK = "sick"
    PERSONAL = "personal"
    DUTY = "duty"
    OTHER = "other"


class VisitKind(StrEnum):
    """What a visit to a member did (送学)."""

    STUDY = "study"
    INFORM = "inform"
    CONSULT = "consult"


class Part(StrEnum):
    """Which part of the day a session takes."""

    FULL = "full"
    AM = "am"
    PM = "pm"

    @property
    def half_days(self) -> int:
        """What a session weighs, in half-days: thresholds that count in days count two of these as one."""
        return 2 if self is _FULL else 1

    def collides(self, other: "Part") -> bool:
        """Whether both would need the same hours of one date."""
        return self is other or Part.FULL in (self, other)


_FULL = Part.FULL


class Occasion(StrEnum):
    """What is held on a day."""

    ACTIVITY_DAY = "activity-day"
    CONSTITUTION = "constitution"


class DuesKind(StrEnum):
    """What a member's dues (党费) are reckoned from."""

    WAGE = "wage"
    SALARY = "salary"
    SELF_EMPLOYED = "self-employed"
    RETIRED = "retired"
    STUDENT = "student"
    HARDSHIP = "hardship"
    FARMER = "farmer"

    @property
    def needs_amount(self) -> bool:
        """Whether the dues are reckoned from an amount: not of those of whom the policy says what they pay."""
        return self not in _FIXED


_FIXED = (DuesKind.STUDENT, DuesKind.HARDSHIP)


class Method(StrEnum):
    """How dues were paid."""

    CASH = "cash"
    BANK = "bank"
    ONLINE = "online"


class Proxy(StrEnum):
    """Through whom dues were paid, where not by the member."""

    RELATIVE = "relative"
    MEMBER = "member"


class Measure(StrEnum):
    """What a handling (组织处理) may come to. The last one is none: the branch stays with criticism."""

    CORRECT = "correct"
    DISSUADE = "dissuade"
    REMOVE = "remove"
    EXTEND = "extend"
    CANCEL = "cancel"
    EDUCATE = "educate"


class Looked(StrEnum):
    """In what way a branch was inspected (督查)."""

    RECORDS = "records"
    CALL = "call"
    VISIT = "visit"


class ClaimAnswer(StrEnum):
    """What a person answered to a claim (自报)."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Rule(StrEnum):
    """Which rule a finding comes from."""

    HANDLING = "handling"
    TALK = "talk"
    STAGE = "stage"
    CHARTER_CLOCK = "charter-clock"
    MAKE_UP = "make-up"
    DUES = "dues"
    REACH_OUT = "reach-out"
    EARLY_NOTICE = "early-notice"
    BRANCH_DUTY = "branch-duty"


class Level(StrEnum):
    """How pressing a finding is."""

    NOTICE = "notice"
    DUE = "due"
    OVERDUE = "overdue"


class Office(StrEnum):
    """Who is to act on a finding."""

    BRANCH = "branch"
    SECRETARY = "secretary"
    SUPERIOR = "superior"
    MEETING = "meeting"


class BranchOffice(StrEnum):
    """An office of a branch that somebody holds."""

    SECRETARY = "secretary"
    ORGANISER = "organiser"


class DayStatus(StrEnum):
    """Where a day stands between the plan and the archive."""

    PLANNED = "planned"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    UNDECIDED = "undecided"
    BEFORE = "before"
