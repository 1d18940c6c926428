"""Which days of a year could carry what its policy asks for and its plan still lacks: proposed, never decided.

What a period lacks is asked of `cadence` with the proposals in their places, so that both read a plan alike.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from partyday.model.lives import Content, Session
from partyday.model.period import Month, months_later
from partyday.rules.cadence import Demand, is_named, lack_of, wanted_in
from partyday.rules.parameters import BLOCK_FORMS, BLOCKS, CADENCES, MEETINGS
from partyday.rules.policy.reader import Policy


class Suggestion(NamedTuple):
    """What one session is proposed to carry besides what it does: kinds of content by code, meetings by name."""

    session: Session
    blocks: tuple[str, ...]
    meetings: tuple[str, ...]


class Unplaced(NamedTuple):
    """What a time has no free session for: `so_often` is its name with how many there are of how many (`党课 2/4`)."""

    so_often: str
    first: date
    last: date
    name: str
    is_meeting: bool


class Plan(NamedTuple):
    """The proposals in order of date, and in order of time what cannot be placed."""

    suggestions: tuple[Suggestion, ...]
    impossible: tuple[Unplaced, ...]


class _Item(NamedTuple):
    """One thing proposed for one session: the only code of `wanted`."""

    session: Session
    wanted: Demand


def suggest(policy: Policy, contents: Sequence[Content], year: int, as_of: date, without: Collection[str] = ()) -> Plan:
    """Gives what each period of the year lacks to the session still ahead in it that carries least (内容安排).

    `contents` are the sessions of the year as `cadence.lack_of` takes them; what they carry stays. Nothing is proposed
    that the year could do without. A period asks for what the policy in force on its first day asks for. A meeting goes
    to a session that carries content which the policy holds in it, before one that carries less; meetings named in
    `without` the branch does not have.
    """
    given: list[_Item] = []
    met: list[Demand] = []
    impossible: dict[tuple[str, date, tuple[str, ...]], Unplaced] = {}
    asked = [wanted for wanted in _asked(policy, year) if wanted.codes[0] not in without]
    meetings = tuple({wanted.codes: wanted for wanted in asked if wanted.parameter is MEETINGS}.values())
    for wanted in asked:
        now = _with(contents, given)
        lack = lack_of(wanted, now, as_of)
        # What a lack looked at was held or is still ahead; what must come twice is not held twice on one day.
        free = [
            content
            for content in now
            if lack
            and content.session in lack.sessions
            and not content.took_place
            and not _carried(wanted, [content], wanted.first, wanted.last, as_of)
        ]
        if lack and not free:
            # Of what must come several times the last tells how many are there of how many.
            of_all_times = wanted.parameter.key, wanted.first, wanted.codes
            [code] = wanted.codes
            name, is_meeting = wanted.names.get(code, code), wanted.parameter is MEETINGS
            impossible[of_all_times] = Unplaced(lack.names[0], wanted.first, wanted.last, name, is_meeting)
            continue
        met.append(wanted)
        if free:
            best = min(free, key=lambda content: _rank(policy, content, wanted, now, meetings, as_of))
            given.append(_Item(best.session, wanted))
    # Periods of two months and quarters overlap, and the name of a meeting may stand in that of another: what was
    # given later may do for what was given before.
    for item in tuple(given):
        others = [other for other in given if other is not item]
        fewer = _with(contents, others)
        if not any(lack_of(wanted, fewer, as_of) for wanted in met):
            given = others
    suggestions = (Suggestion(session, *_codes(given, session)) for session in sorted({item.session for item in given}))
    return Plan(tuple(suggestions), tuple(sorted(impossible.values(), key=lambda one: (one.first, one.last))))


def _first_days(year: int) -> list[date]:
    """The first day of each month of a year."""
    return [month.first_day for month in Month(f"{year}-01").until(Month(f"{year}-12"))]


def _asked(policy: Policy, year: int) -> list[Demand]:
    """What the periods of a year ask for, each code alone; the shortest first, for they leave the least choice."""
    firsts = _first_days(year)
    wanted_now = [
        wanted._replace(codes=(code,), times=times + 1)
        for first in firsts
        for parameter in (CADENCES, MEETINGS)
        for wanted in wanted_in(policy, parameter, first)
        if Month.of(wanted.first) == Month.of(first)
        for code in wanted.codes
        for times in range(wanted.times)
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
    blocks = tuple(code for wanted in own if wanted.parameter is CADENCES for code in wanted.codes)
    return blocks, tuple(code for wanted in own if wanted.parameter is MEETINGS for code in wanted.codes)


def _rank(
    policy: Policy,
    content: Content,
    wanted: Demand,
    plan: Sequence[Content],
    meetings: Iterable[Demand],
    as_of: date,
) -> tuple[bool, int, bool, Session]:
    """The lower, the better: whether it carries what is held in that meeting, how much it carries, whether the same
    comes in a month beside it, and when it is.
    """
    forms = policy.at(BLOCK_FORMS, content.session.on).value
    apart = wanted.parameter is MEETINGS and not any(wanted.codes[0] in forms.get(code, ()) for code in content.blocks)
    month = content.month.first_day
    load = len(content.blocks) + sum(_carried(meeting, [content], month, month, as_of) for meeting in meetings)
    beside = _carried(wanted, plan, months_later(month, -1), months_later(month, 1), as_of)
    return apart, load, beside, content.session


def _carried(wanted: Demand, contents: Sequence[Content], first: date, last: date, as_of: date) -> bool:
    """Whether contents carry between two days, with a session there that counts, what is wanted of another time; once
    is enough.
    """
    return lack_of(wanted._replace(first=first, last=last, times=1), contents, as_of) is None


def turns(policy: Policy, contents: Sequence[Content], year: int, as_of: date) -> dict[Session, str]:
    """Where a policy asks for no kind of content at any time of the year: one for each session ahead without any.

    Each kind gets its turn: the one that came least so far, of those the first that the policy names.
    """
    if any(policy.at(CADENCES, first).value for first in _first_days(year)):
        return {}
    ordered = sorted((content for content in contents if content.month.year == year), key=lambda one: one.session)
    counted = [content for content in ordered if content.took_place or content.session.on >= as_of]
    came = Counter(block for content in counted for block in content.blocks)
    given: dict[Session, str] = {}
    for content in counted:
        if content.blocks or content.took_place:
            continue
        kinds = policy.at(BLOCKS, content.session.on).value
        given[content.session] = min(kinds, key=lambda kind: came[kind])
        came[given[content.session]] += 1
    return given


def form_of(policy: Policy, block: str, on: date, words: str, without: Collection[str] = ()) -> str:
    """The form in which a day holds a kind of content, where its `words` name none of the policy's; else empty."""
    forms = [form for form in policy.at(BLOCK_FORMS, on).value.get(block, ()) if form not in without]
    return forms[0] if forms and not any(is_named(form, words) for form in forms) else ""
