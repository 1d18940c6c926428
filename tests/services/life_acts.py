"""The acts of a branch's life: drawn from a seed, and played twice, through the services and on paper (`life`).

An act is data: what is done, on which day it is entered, and the throws that say of whom and when. It means the same
whatever the program does with it. `steps` gives what to call and what it comes to; who is meant is told by the number
on the roster that the paper gives.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar

from factories import desk
from partyday.services.desk import Desk
from partyday.store.book import Store
from services.life import Life, Someone

T = TypeVar("T")

#: How often each act comes among all of them.
KINDS = {
    "add": 4,
    "add twice": 4,
    "merge": 5,
    "mistake": 1,
    "correct joined": 2,
    "correct full": 2,
    "correct arrival": 2,
    "confirm": 2,
    "transfer": 4,
    "leave": 2,
    "begin": 4,
    "end": 2,
    "mark": 14,
    "absent": 6,
    "everybody": 6,
    "close": 6,
    "cancel": 2,
    "sum up": 2,
    "make up": 3,
    "talk": 3,
    "handling": 6,
    "secretary": 1,
    "rename": 2,
    "undo": 3,
    "assess": 8,
    "waive": 5,
    "pay": 16,
    "refund": 5,
    "carry": 4,
    "remit": 3,
}


class Act(NamedTuple):
    """What is done (a kind of KINDS), on which day it is entered, and its throws."""

    kind: str
    today: date
    throws: tuple[int, ...]


def acts(seed: int, most: int = 40) -> list[Act]:
    """A life, the same for the same seed: some people first, then anything, on days that go on through the year."""
    dice = random.Random(seed)
    today = date(2026, 1, 5)
    kinds = ["add", "add", "add", "assess", "assess"]
    kinds += dice.choices(list(KINDS), list(KINDS.values()), k=dice.randint(most // 2, most - 5))
    found = []
    for nth, kind in enumerate(kinds):
        if nth >= 5:
            today = min(today + timedelta(days=dice.choice((0, 0, 1, 3, 9, 15, 25))), date(2026, 12, 31))
        found.append(Act(kind, today, tuple(dice.randrange(1_000_000) for _throw in range(12))))
    return found


class Throws:
    """The throws of an act, one after the other."""

    def __init__(self, act: Act) -> None:
        self.act = act
        self._left = iter(act.throws)

    def pick(self, things: Sequence[T]) -> T:
        return things[next(self._left) % len(things)]

    def often(self, of_ten: int) -> bool:
        return next(self._left) % 10 < of_ten

    def earlier(self, most: int = 70) -> date:
        """Today, or a day before it: entered late."""
        return self.act.today - timedelta(days=next(self._left) % most if self.often(6) else 0)


@dataclass(frozen=True)
class Step:
    """What is called, and what it comes to on paper. `sure`: where paper lets it be, the program may not refuse it."""

    call: Callable[[Store], Any]
    effect: Callable[[Life], None]
    sure: bool = False


class Somebody(NamedTuple):
    """A person on paper, and how a command names them: their branch and number."""

    one: Someone
    branch: int
    called: str
    number: str


def somebody(life: Life, throws: Throws, fitting: Callable[[Someone], bool] = lambda _one: True) -> Somebody | None:
    people = [one for one in life.people.values() if fitting(one)]
    return named(life, throws.act.today, throws.pick(people)) if people else None


def named(life: Life, today: date, one: Someone) -> Somebody:
    branch = life.home(one, today)
    number = [row["number"] for row in one.memberships if row["branch_id"] == branch][-1]
    return Somebody(one, branch, life.names[branch], str(number))


def at(store: Store, who: Somebody, today: date) -> Desk:
    return desk(store, who.called, today)


def steps(life: Life, act: Act) -> Step | None:
    """How an act is done in that life; None where there is nobody and no day for it."""
    from services.life_days import ATTENDANCE
    from services.life_dues import DUES
    from services.life_people import PEOPLE

    return {**PEOPLE, **ATTENDANCE, **DUES}[act.kind](life, Throws(act))
