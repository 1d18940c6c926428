"""Which days of a year could carry what its policy asks for and its plan still lacks: proposed, never decided.

What a period lacks is asked of `cadence` with the proposals in their places, so that both read a plan alike.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from partyday.model.lives import Content, Session
from partyday.model.period import Month, months_later
from partyday.rules.cadence import Demand, lack_of, wanted_in
from partyday.rules.parameters import CADENCES, MEETINGS
from partyday.rules.policy.reader import Policy


class Suggestion(NamedTuple):
    """What one session is proposed to carry besides what it does: kinds of content by code, meetings by name."""

    session: Session
    blocks: tuple[str, ...]
    meetings: tuple[str, ...]


class Plan(NamedTuple):
    """The proposals in order of date, and what cannot be placed: (name, first, last day) of a time without a free
    session.
    """

    suggestions: tuple[Suggestion, ...]
    impossible: tuple[tuple[str, date, date], ...]


class _Item(NamedTuple):
    """One thing proposed for one session: the only code of `wanted`."""

    session: Session
    wanted: Demand


def suggest(policy: Policy, contents: Sequence[Content], year: int, as_of: date) -> Plan:
    """Gives what each period of the year lacks to the session still ahead in it that carries least (内容安排).

    `contents` are the sessions of the year as `cadence.lack_of` takes them; what they carry stays. Nothing is proposed
    that the year could do without. A period asks for what the policy in force on its first day asks for.
    """
    given: list[_Item] = []
    met: list[Demand] = []
    impossible = []
    asked = _asked(policy, year)
    meetings = tuple({wanted.codes: wanted for wanted in asked if wanted.parameter is MEETINGS}.values())
    for wanted in asked:
        now = _with(contents, given)
        lack = lack_of(wanted, now, as_of)
        # What a lack looked at was held or is still ahead.
        free = [content for content in now if lack and content.session in lack.sessions and not content.took_place]
        if lack and not free:
            impossible.append((lack.names[0], wanted.first, wanted.last))
            continue
        met.append(wanted)
        if free:
            best = min(free, key=lambda content: _rank(content, wanted, now, meetings, as_of))
            given.append(_Item(best.session, wanted))
    # Periods of two months and quarters overlap, and the name of a meeting may stand in that of another: what was
    # given later may do for what was given before.
    for item in tuple(given):
        others = [other for other in given if other is not item]
        without = _with(contents, others)
        if not any(lack_of(wanted, without, as_of) for wanted in met):
            given = others
    suggestions = (Suggestion(session, *_codes(given, session)) for session in sorted({item.session for item in given}))
    return Plan(tuple(suggestions), tuple(sorted(impossible, key=lambda told: told[1:])))


def _asked(policy: Policy, year: int) -> list[Demand]:
    """What the periods of a year ask for, each code alone; the shortest first, for they leave the least choice."""
    firsts = [date(year, month, 1) for month in range(1, 13)]
    wanted_now = [
        wanted._replace(codes=(code,), times=times)
        for first in firsts
        for parameter in (CADENCES, MEETINGS)
        for wanted in wanted_in(policy, parameter, first)
        if Month.of(wanted.first) == Month.of(first)
        for code in wanted.codes
        for times in range(1, wanted.times + 1)
    ]
    return sorted(wanted_now, key=lambda wanted: Month.of(wanted.first).distance(Month.of(wanted.last)))


def _with(contents: Iterable[Content], given: Sequence[_Item]) -> list[Content]:
    """The plan as it would be with what is proposed."""
    contents_now = []
    for content in contents:
        blocks, meetings = _codes(given, content.session)
        contents_now.append(
            content._replace(blocks=content.blocks + blocks, words="\n".join((content.words, *meetings)))
        )
    return contents_now


def _codes(given: Iterable[_Item], session: Session) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kinds of content and the meetings proposed for a session."""
    own = [item.wanted for item in given if item.session == session]
    blocks = tuple(wanted.codes[0] for wanted in own if wanted.parameter is CADENCES)
    return blocks, tuple(wanted.codes[0] for wanted in own if wanted.parameter is MEETINGS)


def _rank(
    content: Content, wanted: Demand, plan: Sequence[Content], meetings: Iterable[Demand], as_of: date
) -> tuple[int, bool, Session]:
    """The lower, the better: how much it carries, whether the same comes in a month beside it, and when it is."""
    month = content.month.first_day
    load = len(content.blocks) + sum(_carried(meeting, [content], month, month, as_of) for meeting in meetings)
    beside = _carried(wanted, plan, months_later(month, -1), months_later(month, 1), as_of)
    return load, beside, content.session


def _carried(wanted: Demand, contents: Sequence[Content], first: date, last: date, as_of: date) -> bool:
    """Whether contents carry between two days, with a session there that counts, what is wanted of another time."""
    return lack_of(wanted._replace(first=first, last=last), contents, as_of) is None
