"""How often each kind of content and each meeting must come, and what a plan or the record still lacks.

A period is one of the calendar: a month, two months from January on, a quarter, a half-year, a year.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from partyday.model.codes import Level, Office, Rule
from partyday.model.findings import Finding
from partyday.model.lives import Content, Session
from partyday.model.people import Branch
from partyday.model.period import Month, months_later
from partyday.rules.parameters import BLOCKS, CADENCES, MEETINGS, Parameter
from partyday.rules.policy.reader import Dated, Policy
from partyday.rules.values import Every

#: What a meeting is also called in a day's form or content.
_ALSO = {"支委会": ("支部委员会",), "党员大会": ("支部大会",), "民主评议": ("评议党员",)}


class Demand(NamedTuple):
    """What must come once between `first` and `last`, both included: kinds of content or meetings, by code."""

    parameter: Parameter[dict[str, Every]]
    first: date
    last: date
    codes: tuple[str, ...]
    names: Mapping[str, str]
    value: Dated[dict[str, Every]]


class Lack(NamedTuple):
    """What is missing of it, by name, and the sessions of its time that were looked at."""

    wanted: Demand
    names: tuple[str, ...]
    sessions: tuple[Session, ...]


def period_of(every: Every, on: date) -> tuple[date, date]:
    """The first and last day of the period that holds a day."""
    first = date(on.year, (on.month - 1) // every.months * every.months + 1, 1)
    return first, months_later(first, every.months) - timedelta(days=1)


#: How a session shows that it carries what a parameter asks for.
_CARRIES: Mapping[str, Callable[[Content, str], bool]] = {
    CADENCES.key: lambda content, kind: kind in content.blocks,
    MEETINGS.key: lambda content, name: any(word in content.words for word in (name, *_ALSO.get(name, ()))),
}


def wanted_in(
    policy: Policy, parameter: Parameter[dict[str, Every]], as_of: date, *, past: bool = False
) -> list[Demand]:
    """What the periods that hold `as_of` (with `past`: those before them) want, by the policy in force then."""
    wanted = []
    for every in Every:
        on = period_of(every, as_of)[0] - timedelta(days=1) if past else as_of
        value = policy.at(parameter, on)
        codes = tuple(code for code, often in value.value.items() if often is every)
        if codes:
            wanted.append(Demand(parameter, *period_of(every, on), codes, policy.at(BLOCKS, on).value, value))
    return wanted


def lack_of(wanted: Demand, contents: Sequence[Content], as_of: date) -> Lack | None:
    """What is missing in what was held up to `as_of` and is planned from then on; None where nothing is.

    `contents` may hold more than that time. A time in which the branch has no sessions at all lacks nothing.
    """
    first, last = Month.of(wanted.first), Month.of(wanted.last)
    inside = [content for content in contents if first <= content.month <= last]
    counted = [content for content in inside if content.took_place or content.session.on >= as_of]
    carries = _CARRIES[wanted.parameter.key]
    missing = [code for code in wanted.codes if not any(carries(content, code) for content in counted)]
    if not inside or not missing:
        return None
    names = tuple(wanted.names.get(code, code) for code in missing)
    return Lack(wanted, names, tuple(content.session for content in counted))


def lacks_between(policy: Policy, contents: Sequence[Content], first: date, last: date, as_of: date) -> list[Lack]:
    """What the periods that end from `first` to `last` still lack: what a plan of that time has to make good."""
    lacks: list[Lack] = []
    for parameter in (CADENCES, MEETINGS):
        for every in Every:
            begins, ends = period_of(every, first)
            while ends <= last:
                wanted = [
                    one for one in wanted_in(policy, parameter, begins) if (one.first, one.last) == (begins, ends)
                ]
                lacks += filter(None, (lack_of(one, contents, as_of) for one in wanted))
                begins, ends = period_of(every, ends + timedelta(days=1))
    return lacks


def cadences(policy: Policy, as_of: date) -> Callable[[Branch, Sequence[Content], date], Iterator[Finding]]:
    """The rule for every branch under a policy: content a past period went without is missed; what the present one
    still lacks is told in good time.

    Meetings are only reminded of: they may have been held apart from the activity day. A period that began before the
    month in which the branch's records do (`begun`) is only reminded of too.
    """
    checks = _checks(policy, as_of)

    def of_branch(branch: Branch, contents: Sequence[Content], begun: date) -> Iterator[Finding]:
        for code, level, wanted in checks:
            lack = lack_of(wanted, contents, as_of)
            if lack and (level is Level.NOTICE or Month.of(wanted.first) >= Month.of(begun)):
                yield _finding(lack, code, level, branch)

    return of_branch


def _checks(policy: Policy, as_of: date) -> list[tuple[str, Level, Demand]]:
    return [
        *(("cadence-missed", Level.OVERDUE, wanted) for wanted in wanted_in(policy, CADENCES, as_of, past=True)),
        *(("cadence-open", Level.NOTICE, wanted) for wanted in wanted_in(policy, CADENCES, as_of)),
        *(("meeting-open", Level.NOTICE, wanted) for wanted in wanted_in(policy, MEETINGS, as_of)),
    ]


def _finding(lack: Lack, code: str, level: Level, branch: Branch) -> Finding:
    wanted = lack.wanted
    return Finding(
        rule=Rule.BRANCH_DUTY,
        level=level,
        code=code,
        branch=branch,
        by=Office.BRANCH,
        clause=wanted.value.clause,
        source=wanted.value.source,
        days=tuple(sorted(lack.sessions)),
        since=wanted.last if level is Level.OVERDUE else wanted.first,
        due=wanted.last,
        what="、".join(lack.names),
    )


def first_needed(policy: Policy, as_of: date) -> date:
    """The first day of the earliest time that `cadences` looks at."""
    return min((wanted.first for _code, _level, wanted in _checks(policy, as_of)), default=as_of)
