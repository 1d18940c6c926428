"""How often each kind of content and each meeting must come, and what a plan or the record still lacks.

A period is one of the calendar: a month, two months from January on, a quarter, a half-year, a term, a year.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from partyday.model.codes import Level, Part
from partyday.model.findings import Finding
from partyday.model.lives import Content, Session
from partyday.model.meetings import COMMITTEE, GROUP, MEETING_NAMES
from partyday.model.people import Branch
from partyday.model.period import Month
from partyday.rules.case import branch_finding
from partyday.rules.parameters import BLOCKS, CADENCES, COMMITTEE_FROM, MEETINGS, TERMS, Parameter
from partyday.rules.policy.reader import Dated, Policy
from partyday.rules.spans import span_after, span_before, span_of
from partyday.rules.values import Every, Often


class Demand(NamedTuple):
    """What must come so many times between `first` and `last`, both included: kinds of content or meetings, by code."""

    parameter: Parameter[dict[str, Often]]
    first: date
    last: date
    codes: tuple[str, ...]
    names: Mapping[str, str]
    value: Dated[dict[str, Often]]
    times: int = 1
    by_date: bool = False  # a term ends within a month: the day itself is looked at


class Lack(NamedTuple):
    """What is missing of it, by code and by name, and the sessions of its time that were looked at."""

    wanted: Demand
    codes: tuple[str, ...]
    names: tuple[str, ...]
    sessions: tuple[Session, ...]


def is_named(meeting: str, words: str) -> bool:
    """Whether a day's form or content names a meeting, by whatever it is called."""
    also = MEETING_NAMES[meeting].also if meeting in MEETING_NAMES else ()
    return any(word in words for word in (meeting, *also))


#: How a session shows that it carries what a parameter asks for.
_CARRIES: Mapping[str, Callable[[Content, str], bool]] = {
    CADENCES.key: lambda content, kind: kind in content.blocks,
    MEETINGS.key: lambda content, name: is_named(name, content.words),
}


def wanted_in(
    policy: Policy, parameter: Parameter[dict[str, Often]], as_of: date, *, past: bool = False
) -> list[Demand]:
    """What the periods that hold `as_of` (with `past`: those before them) want, by the policy in force then."""
    wanted = []
    terms = policy.at(TERMS, as_of).value
    for every in Every:
        first, last = span_before(every, as_of, terms) if past else span_of(every, as_of, terms)
        on = last if past else as_of
        value = policy.at(parameter, on)
        by_times: dict[int, list[str]] = {}
        for code, often in value.value.items():
            if often.every is every:
                by_times.setdefault(often.times, []).append(code)
        names, by_date = policy.at(BLOCKS, on).value, every is Every.TERM
        wanted += [
            Demand(parameter, first, last, tuple(codes), names, value, times, by_date)
            for times, codes in by_times.items()
        ]
    return wanted


def lack_of(wanted: Demand, contents: Sequence[Content], as_of: date, without: Collection[str] = ()) -> Lack | None:
    """What is missing in what was held up to `as_of` and is planned from then on; None where nothing is.

    `contents` may hold more than that time, and the meetings held beside the day. A time in which the branch has no
    sessions at all lacks nothing, and a branch none of the meetings that it does not have (`without`).
    """
    first, last = Month.of(wanted.first), Month.of(wanted.last)
    if wanted.by_date:
        inside = [content for content in contents if wanted.first <= content.session.on <= wanted.last]
    else:
        inside = [content for content in contents if first <= content.month <= last]
    counted = [content for content in inside if content.took_place or content.session.on >= as_of]
    carries = _CARRIES[wanted.parameter.key]
    carried = {code: sum(carries(content, code) for content in counted) for code in wanted.codes}
    missing = [code for code in wanted.codes if carried[code] < wanted.times and code not in without]
    if not missing or all(content.beside for content in inside):
        return None
    so_often = {code: f" {carried[code]}/{wanted.times}" if wanted.times > 1 else "" for code in missing}
    names = tuple(f"{wanted.names.get(code, code)}{so_often[code]}" for code in missing)
    return Lack(wanted, tuple(missing), names, tuple(content.session for content in counted if not content.beside))


def lacks_between(
    policy: Policy,
    contents: Sequence[Content],
    first: date,
    last: date,
    as_of: date,
    without: Collection[str] = (),
) -> list[Lack]:
    """What the periods that end from `first` to `last` still lack: what a plan of that time has to make good.

    Meetings named in `without` the branch does not have.
    """
    lacks: list[Lack] = []
    terms = policy.at(TERMS, first).value
    for parameter in (CADENCES, MEETINGS):
        for every in Every:
            begins, ends = span_of(every, first, terms)
            while ends <= last:
                wanted = [
                    one for one in wanted_in(policy, parameter, begins) if (one.first, one.last) == (begins, ends)
                ]
                lacks += filter(None, (lack_of(one, contents, as_of, without) for one in wanted))
                begins, ends = span_after(every, begins, terms)
    return lacks


def cadences(
    policy: Policy, as_of: date
) -> Callable[[Branch, Sequence[Content], date, Collection[str]], Iterator[Finding]]:
    """The rule for every branch under a policy: content a past period went without is missed; what the present one
    still lacks is told in good time.

    Meetings are only reminded of: they may have been held apart from the activity day, and not recorded; those that the
    branch does not have (`without`) are not. A period that began before the month in which the branch's records do
    (`begun`) is only reminded of too.
    """
    checks = _checks(policy, as_of)
    by_date = any(wanted.by_date for _code, _level, wanted in checks)

    @cache
    def carried(blocks: tuple[str, ...], words: str) -> int:
        """All that a session carries of what is asked for, as one number."""
        content = Content(Month.of(as_of), Session(as_of, Part.FULL, 0, 0), blocks, words, took_place=True)
        asked = [(wanted.parameter.key, code) for _code, _level, wanted in checks for code in wanted.codes]
        return sum(1 << place for place, (key, code) in enumerate(asked) if _CARRIES[key](content, code))

    lacking: dict[Any, list[tuple[str, Level, Demand]]] = {}

    def told(contents: Sequence[Content], without: Collection[str]) -> list[tuple[str, Level, Demand]]:
        """The checks that find something lacking: branches that held alike lack alike, and a school has many such."""
        alike = (
            *sorted(without),
            *(
                (
                    content.month,
                    content.took_place or content.session.on >= as_of,
                    content.beside,
                    carried(content.blocks, content.words),
                    content.session.on if by_date else None,
                )
                for content in contents
            ),
        )
        found = lacking.get(alike)
        if found is None:
            found = lacking[alike] = [check for check in checks if lack_of(check[2], contents, as_of, without)]
        return found

    def of_branch(
        branch: Branch, contents: Sequence[Content], begun: date, without: Collection[str]
    ) -> Iterator[Finding]:
        for code, level, wanted in told(contents, without):
            if level is Level.NOTICE or Month.of(wanted.first) >= Month.of(begun):
                lack = lack_of(wanted, contents, as_of, without)
                assert lack is not None  # as with the branch that held alike
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
    return branch_finding(
        branch,
        level,
        code,
        wanted.value,
        sorted(lack.sessions),
        since=wanted.last if level is Level.OVERDUE else wanted.first,
        due=wanted.last,
        about="、".join(lack.names),
        kinds=lack.codes,
    )


def meetings_without(policy: Policy, full_members: int, on: date, *, grouped: bool) -> set[str]:
    """The meetings a branch does not have: with so few full members no committee's, without Party groups none of those.

    `grouped`: some member belongs to a 党小组.
    """
    without = set() if grouped else {GROUP}
    return without | {COMMITTEE} if full_members < policy.at(COMMITTEE_FROM, on).value else without


def first_needed(policy: Policy, as_of: date) -> date:
    """The first day of the earliest time that `cadences` looks at."""
    return min((wanted.first for _code, _level, wanted in _checks(policy, as_of)), default=as_of)
