"""The acts of people about a member: make-up sessions, talks, handlings."""

from dataclasses import replace
from datetime import date
from typing import Any

from partyday.model.codes import Measure
from partyday.model.frozen import frozen
from partyday.model.lives import Session


@frozen(kw_only=True)
class Talk:
    """A warning talk (诫勉谈话) that was held, or waived with its reason (`grounds`).

    It settles the sessions it names (`day_ids`), or, naming none, every unexcused absence up to its date. `stage` names
    the stage of the policy it is recorded for; "": those that are recorded with a talk. `branch_id`: whose act it is,
    None in older books.
    """

    id: int
    member_id: int
    held_on: date
    waived: bool = False
    day_ids: tuple[int, ...] = ()
    held_by: str = ""
    held_by_office: str = ""
    notes_by: str = ""
    notes_by_office: str = ""
    time: str = ""
    place: str = ""
    grounds: str = ""
    said: str = ""
    explained: str = ""
    stage: str = ""
    branch_id: int | None = None

    def settles(self, absence: Session) -> bool:
        """Whether an absence is done with by this talk."""
        return absence.day_id in self.day_ids if self.day_ids else absence.on <= self.held_on


@frozen(kw_only=True)
class MakeUp:
    """A make-up session (补课) of one member for one day. `how` says in what way it was held."""

    member_id: int
    day_id: int
    held_on: date
    how: str = ""


@frozen(kw_only=True)
class Handling:
    """Organisational handling (组织处理) of a member, step by step: proposed, decided by the branch, approved.

    `measure` stays as it was proposed; `decided_measure` is what the meeting of `decided_on` voted on instead, if
    anything. `entitled`, `present` and `in_favour` count members with a vote (应到会, 到会, 赞成). `carried` False: the
    vote failed, and settled nothing. `until` ends a measure with a term. `approved` is None until the superior answers.
    """

    id: int
    member_id: int
    measure: Measure
    proposed_on: date
    grounds: str
    filed_on: date
    inquired_on: date
    inquiry: str
    statement: str | None = None
    decided_on: date | None = None
    entitled: int | None = None
    present: int | None = None
    in_favour: int | None = None
    until: date | None = None
    approved: bool | None = None
    answered_on: date | None = None
    answered_by: str = ""
    note: str = ""
    decided_measure: Measure | None = None
    carried: bool | None = None
    branch_id: int | None = None

    @property
    def outcome(self) -> Measure:
        """The measure it came to so far: the one decided on, else the one proposed."""
        return self.decided_measure or self.measure

    @property
    def is_carried(self) -> bool:
        """Whether the meeting decided on it. What an older book holds as decided was carried."""
        return self.decided_on is not None and self.carried is not False

    @property
    def has_failed(self) -> bool:
        """Whether the meeting voted it down."""
        return self.carried is False

    @property
    def awaits_answer(self) -> bool:
        """Whether the superior's answer (上级批复) is still to come. Education needs none."""
        return self.is_carried and self.approved is None and self.outcome is not Measure.EDUCATE

    def undecided(self) -> "Handling":
        """As it was proposed, before the meeting."""
        none: dict[str, Any] = dict.fromkeys(("decided_on", "decided_measure", "carried", "until"))
        return replace(self, **none, entitled=None, present=None, in_favour=None)

    def as_of(self, day: date) -> "Handling":
        """As it stood on a day: without a decision or an answer that came later."""
        known = self
        if known.decided_on and known.decided_on > day:
            known = known.undecided()
        if known.answered_on and known.answered_on > day:
            known = replace(known, approved=None, answered_on=None, answered_by="", note="")
        return known


@frozen(kw_only=True)
class Dispute:
    """A member says that what is recorded of a day is not so. `outcome`: what was found, once it is settled."""

    id: int
    member_id: int
    day_id: int
    raised_on: date
    said: str = ""
    settled_on: date | None = None
    outcome: str = ""
    settled_by: str = ""


@frozen(kw_only=True)
class Forgotten:
    """A log entry that lost the particulars of a member; `digest` is over what is left of it."""

    entry_id: int
    digest: str
