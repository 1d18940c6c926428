"""What the rules know of one member, and how they put a finding.

A case holds facts only; each rule is a function from a case to findings. What is found of a branch itself is put here
too. Nothing here knows a threshold.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from partyday.model.acts import Handling, MakeUp, Talk
from partyday.model.codes import Level, Office, Rule, State
from partyday.model.dues import Account
from partyday.model.findings import Finding
from partyday.model.lives import Life, Session
from partyday.model.offices import Officer
from partyday.model.people import Branch
from partyday.rules.policy.reader import Dated, Policy

_NOTHING: Mapping[int, date] = MappingProxyType({})


class Case(NamedTuple):
    """One member on one day, with their own sessions up to it in order (see `attendance.own_sessions`).

    `complete`: every session with a mark is there. Otherwise only excuses not made up, visits not made and, where
    enough of them may count together, absences are, because nothing that happened in a row can matter. The acts are
    those dated up to `as_of`. `account` is None where the member's dues were never assessed. `corrected`: day → when an
    absence was corrected into its excuse. `met_on`: when they were at a meeting beside the activity day, which is
    organisation life too. `secretary` is who holds that office on the day; None: as the branch names them.
    """

    life: Life
    branch: Branch
    policy: Policy
    as_of: date
    sessions: Sequence[Session]
    complete: bool = True
    make_ups: Sequence[MakeUp] = ()
    talks: Sequence[Talk] = ()
    handlings: Sequence[Handling] = ()
    account: Account | None = None
    corrected: Mapping[int, date] = _NOTHING
    met_on: Sequence[date] = ()
    secretary: Officer | None = None

    @property
    def left(self) -> bool:
        """Whether they belong to no branch of the book any more."""
        return self.life.record.membership_from(self.as_of) is None

    def having(self, state: State) -> list[Session]:
        """The sessions in that state."""
        return [session for session in self.sessions if session.state is state]

    def until(self, on: date, count: int, acts: Sequence[Talk | MakeUp | Handling]) -> "Case":
        """The same member on an earlier day, after so many of the sessions and after these acts; the make-up sessions,
        at which no counter looks, stay.
        """
        return self._replace(
            as_of=on,
            sessions=self.sessions[:count],
            talks=[act for act in acts if isinstance(act, Talk)],
            handlings=[act for act in acts if isinstance(act, Handling)],
        )

    def decided_until(self) -> date:
        """The date of the branch's last decision on a handling; before every date where there is none.

        A vote that failed decided nothing.
        """
        decided = (handling.decided_on for handling in self.handlings if handling.is_carried and handling.decided_on)
        return max(decided, default=date.min)

    def office(self, office: Office) -> Office:
        """Who acts: where the secretary is the member concerned, the superior does."""
        if office is not Office.SECRETARY:
            return office
        secretary = self.secretary or Officer(self.branch.secretary)
        concerned = secretary.is_person(self.life.person.id, self.life.person.name)
        return Office.SUPERIOR if concerned else office

    def finding(
        self, rule: Rule, level: Level, code: str, by: Office, value: Dated[Any], days: Sequence[Session], **rest: Any
    ) -> Finding:
        """A finding of this member under the clause of a policy's value."""
        return Finding(
            rule=rule,
            level=level,
            code=code,
            branch=self.branch,
            by=self.office(by),
            clause=value.clause,
            source=value.source,
            days=tuple(days),
            person=self.life.person,
            **rest,
        )


def branch_finding(
    branch: Branch,
    level: Level,
    code: str,
    value: Dated[Any],
    days: Sequence[Session] = (),
    by: Office = Office.BRANCH,
    **rest: Any,
) -> Finding:
    """What a branch itself has to do, under the clause of a policy's value."""
    return Finding(
        rule=Rule.BRANCH_DUTY,
        level=level,
        code=code,
        branch=branch,
        by=by,
        clause=value.clause,
        source=value.source,
        days=tuple(days),
        **rest,
    )


def level_of(due: date | None, as_of: date) -> Level:
    """How urgent something is on a day: due on its last day, overdue after it, before it and without one a notice."""
    if due is None or as_of < due:
        return Level.NOTICE
    return Level.DUE if as_of == due else Level.OVERDUE
