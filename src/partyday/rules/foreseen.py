"""What comes for a member on a day that is known long before: the end of a probation or of 限期改正, 政治生日; and the
superior's answer to a decision, from the day of the decision.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from partyday.model.acts import Handling
from partyday.model.codes import Measure, Standing
from partyday.model.members import Record
from partyday.model.period import months_later
from partyday.rules.parameters import MEMBER_NOTICE, PROBATION
from partyday.rules.policy.reader import Policy


class Foreseen(NamedTuple):
    """One such day. `kind` is probation, extension, correction, answer or party-birthday; `years` counts those in
    the Party, `measure` is what an answer is about.
    """

    on: date
    kind: str
    late: bool = False
    years: int = 0
    measure: Measure | None = None


def foreseen(record: Record, handlings: Sequence[Handling], policy: Policy, as_of: date) -> Iterator[Foreseen]:
    """What comes for a member within the days that the policy tells ahead, by kind.

    A probation that is over is told until the member's standing says what came of it; the end of 限期改正 as long after
    as before; an answer (上级批复) until it is there.
    """
    ahead = timedelta(days=policy.at(MEMBER_NOTICE, as_of).value)
    standing = record.standing_on(as_of)
    if not standing.is_member:
        return
    carried = _carried(handlings)
    if standing is Standing.PROBATIONARY:
        probation = end_of_probation(record, carried, policy, as_of)
        if probation.on <= as_of + ahead:
            yield probation
    for handling in carried:
        if handling.outcome is Measure.CORRECT and handling.until and abs(handling.until - as_of) <= ahead:
            yield Foreseen(handling.until, "correction", handling.until < as_of)
        if handling.awaits_answer:
            assert handling.decided_on  # what is carried was decided on
            yield Foreseen(handling.decided_on, "answer", measure=handling.outcome)
    joined = record.member.joined_on
    for year in (as_of.year, as_of.year + 1) if joined else ():
        assert joined
        years = year - joined.year
        on = months_later(joined, 12 * years)
        if years > 0 and as_of <= on <= as_of + ahead:
            yield Foreseen(on, "party-birthday", years=years)


def _carried(handlings: Sequence[Handling]) -> list[Handling]:
    return [handling for handling in handlings if handling.is_carried and handling.approved is not False]


def end_of_probation(record: Record, handlings: Sequence[Handling], policy: Policy, as_of: date) -> Foreseen:
    """The end of the probation in progress, as it was extended by what was carried and not refused."""
    carried = _carried(handlings)
    began = [dated.since for dated in record.standings if dated.since <= as_of] or [record.standings[0].since]
    ends = months_later(began[-1], policy.at(PROBATION, as_of).value)
    extended = [handling.until for handling in carried if handling.outcome is Measure.EXTEND and handling.until]
    kind = "extension" if extended and max(extended) > ends else "probation"
    ends = max([ends, *extended])
    return Foreseen(ends, kind, ends < as_of)
