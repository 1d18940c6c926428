"""The nouns of a review: what the rules read of a member, the acts of people, and what the rules find.

Apart from `model`, because the commands used at a meeting need none of it; like it the standard library only.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from partyday.model import Branch, Circumstance, Level, Measure, Office, Part, Person, Rule, Standing, State

T = TypeVar("T")


class Session(NamedTuple):
    """One session as one member had it. `state` None: nothing recorded; `closed`: its attendance was closed."""

    on: date
    part: Part
    day_id: int
    branch_id: int
    state: State | None = None
    closed: bool = False

    @property
    def ref(self) -> str:
        """How the commands name the session: `2026-03-06`, or `2026-03-06:am` for a half-day."""
        return self.on.isoformat() + ("" if self.part is Part.FULL else f":{self.part}")


class Content(NamedTuple):
    """What a session is planned for or was held with: its kinds of content, and its form, theme and content as text.

    `took_place`: somebody was marked on it, or it was closed. A cancelled session has no content.
    """

    month: str
    session: Session
    blocks: tuple[str, ...]
    words: str
    took_place: bool


class Spell(NamedTuple, Generic[T]):
    """A time in which something held of a member: `what` is a branch's key, a standing or a circumstance."""

    what: T
    since: date
    until: date | None = None

    def covers(self, on: date) -> bool:
        """Whether a day lies in it."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, kw_only=True)
class Life:
    """A member of a branch with all that is dated of them: memberships, standings, circumstances, oldest first."""

    person: Person
    branch_id: int
    memberships: tuple[Spell[int], ...]
    standings: tuple[Spell[Standing], ...]
    circumstances: tuple[Spell[Circumstance], ...] = ()


class Belonging(NamedTuple):
    """A membership of a branch, with all that is dated of the person: who they were there on any day of it."""

    person: Person
    spell: Spell[int]
    standings: tuple[Spell[Standing], ...]
    circumstances: tuple[Spell[Circumstance], ...]

    @property
    def is_steady(self) -> bool:
        """Whether they were the same on every day of it."""
        return len(self.standings) == 1 and not self.circumstances

    def on(self, day: date) -> Person | None:
        """The person as the branch saw them on a day; None where they did not belong to it."""
        if not self.spell.covers(day):
            return None
        if self.is_steady:
            return self.person
        return replace(
            self.person,
            standing=next(each.what for each in self.standings if each.covers(day)),
            circumstances=frozenset(each.what for each in self.circumstances if each.covers(day)),
        )


@dataclass(frozen=True, kw_only=True)
class Talk:
    """A warning talk (诫勉谈话) that was held, or waived with its reason (`ground`).

    It settles the sessions it names (`day_ids`), or, naming none, every unexcused absence up to its date.
    """

    id: int
    member_id: int
    held_on: date
    waived: bool = False
    day_ids: frozenset[int] = frozenset()
    held_by: str = ""
    held_by_office: str = ""
    notes_by: str = ""
    notes_by_office: str = ""
    time: str = ""
    place: str = ""
    grounds: str = ""
    said: str = ""
    explained: str = ""

    def settles(self, absence: Session) -> bool:
        """Whether an absence is done with by this talk."""
        return absence.day_id in self.day_ids if self.day_ids else absence.on <= self.held_on


@dataclass(frozen=True, kw_only=True)
class MakeUp:
    """A make-up session (补课) of one member for one day. `how` says in what way it was held."""

    member_id: int
    day_id: int
    held_on: date
    how: str = ""


@dataclass(frozen=True, kw_only=True)
class Handling:
    """Organisational handling (组织处理) of a member, step by step: proposed, decided by the branch, approved.

    `entitled`, `present` and `in_favour` count members with a vote (应到会, 到会, 赞成). `until` ends a measure with a
    term. `approved` is None until the superior has answered.
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


@dataclass(frozen=True)
class Source:
    """Where a value stands. `house` marks partyday's own default, where no regulation gives one."""

    document: str
    number: str = ""
    article: str = ""
    house: bool = False


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is due, for whom, by whom, because of which days, under which clause. Computed each time, never stored.

    `code` chooses the sentence (`wording.finding`), `what` is what it names beside the days; dues rest on `months`.
    `since` is the day it fell due, `due` the day by which it is to be done (None: no date is set). `person` is None
    for a branch's own duty.
    """

    rule: Rule
    level: Level
    code: str
    branch: Branch
    by: Office
    clause: str
    source: Source
    days: tuple[Session, ...] = ()
    person: Person | None = None
    since: date | None = None
    due: date | None = None
    what: str = ""
    months: tuple[str, ...] = ()

    @property
    def days_missed(self) -> float:
        """What its sessions weigh, in days."""
        return sum(session.part.half_days for session in self.days) / 2
