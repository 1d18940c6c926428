"""What the rules read of a member: sessions, and what was dated of their life.

The commands used at a meeting need none of it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from partyday.model.codes import Circumstance, Part, Standing, State
from partyday.model.people import Person
from partyday.model.period import Month, Period

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
    def ref(self) -> Period:
        """How the commands name the session: `2026-03-06`, or `2026-03-06:am` for a half-day."""
        return Period.of_day(self.on, self.part)


class Content(NamedTuple):
    """What a session is planned for or was held with: its kinds of content, and its form, theme and content as text.

    `took_place`: somebody was marked on it, or it was closed. A cancelled session has no content.
    """

    month: Month
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
