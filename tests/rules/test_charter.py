"""From when on the clock of organisation life runs (党章第九条): what counts as kept up, and what was missed since."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from factories import ONE_LIFE
from partyday.model.acts import MakeUp
from partyday.model.codes import Circumstance, Standing
from partyday.model.lives import Life
from partyday.model.members import DatedCircumstance, DatedStanding, Membership
from partyday.rules.charter import charter_clock, last_kept_up, missed_since
from rules.histories import case, handling, monthly

AS_OF = "2026-09-30"


def life(
    *circumstances: tuple[Circumstance, str, str | None],
    memberships: tuple[tuple[str, str | None], ...] = (("2010-07-01", None),),
    standings: tuple[tuple[Standing, str], ...] = ((Standing.FULL, "2010-07-01"),),
) -> Life:
    """A member's life: circumstances, memberships and standings with their first day, and the first no longer in it."""

    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    record = replace(
        ONE_LIFE.record,
        circumstances=tuple(
            DatedCircumstance(member_id=1, kind=kind, since=date.fromisoformat(since), until=day(until))
            for kind, since, until in circumstances
        ),
        memberships=tuple(
            Membership(id=key, member_id=1, branch_id=key, number=1, since=date.fromisoformat(since), until=day(until))
            for key, (since, until) in enumerate(memberships, 1)
        ),
        standings=tuple(
            DatedStanding(member_id=1, since=date.fromisoformat(since), standing=standing)
            for standing, since in standings
        ),
    )
    return ONE_LIFE._replace(record=record)


def made_up(on: str) -> MakeUp:
    return MakeUp(member_id=1, day_id=1, held_on=date.fromisoformat(on))


ON_LEAVE, ILL, AWAY = Circumstance.LEAVE, Circumstance.ILL, Circumstance.AWAY
ACTIVIST, PROBATIONARY, FULL = Standing.ACTIVIST, Standing.PROBATIONARY, Standing.FULL


@pytest.mark.parametrize(
    ("told", "facts", "last"),
    [
        ("", {}, None),
        (monthly("aaa"), {}, None),
        (monthly("aur"), {}, None),
        (monthly("pa"), {}, "2026-01-05"),
        (monthly("aoa"), {}, "2026-02-05"),
        (monthly("aea"), {}, "2026-02-05"),
        (monthly("ea"), {"make_ups": [made_up("2026-03-20")]}, "2026-03-20"),
        (monthly("pa"), {"met_on": [date(2026, 2, 20), date(2026, 10, 9)]}, "2026-02-20"),
        (monthly("pa"), {"met_on": [date(2026, 9, 30)]}, "2026-09-30"),
        (monthly("aa"), {"handlings": [handling("2026-02-06", "2026-02-20")]}, "2026-02-20"),
        (monthly("pa"), {"handlings": [handling("2026-02-06", "2026-02-20")]}, "2026-02-20"),
        (monthly("pa"), {"life": life((ON_LEAVE, "2026-02-01", "2026-06-01"))}, "2026-06-01"),
        (monthly("pa"), {"life": life((ILL, "2026-02-01", None))}, "2026-09-30"),
        (monthly("pa"), {"life": life((ILL, "2026-09-30", None))}, "2026-09-30"),
        (monthly("pa"), {"life": life((ILL, "2026-02-01", "2026-12-01"))}, "2026-09-30"),
        (monthly("pa"), {"life": life((ILL, "2026-10-01", None))}, "2026-01-05"),
        (monthly("pa"), {"life": life((AWAY, "2026-02-01", None))}, "2026-01-05"),
        (monthly("pa"), {"life": life(memberships=(("2010-07-01", "2026-02-01"), ("2026-06-01", None)))}, "2026-06-01"),
        (monthly("pa"), {"life": life(memberships=(("2010-07-01", "2026-02-01"), ("2026-09-30", None)))}, "2026-09-30"),
        (monthly("pa"), {"life": life(memberships=(("2010-07-01", "2026-06-01"), ("2026-06-01", None)))}, "2026-01-05"),
        (monthly("pa"), {"life": life(memberships=(("2010-07-01", "2026-02-01"), ("2026-10-01", None)))}, "2026-01-05"),
    ],
    ids=[
        *("nothing", "absent alone", "absent, unknown, unreached", "present", "online", "an excuse", "a make-up"),
        *("a meeting, and one to come", "a meeting that day", "a decision alone", "a decision later"),
        *(
            "on leave",
            "ill still",
            "ill since today",
            "ill for a time to come",
            "not ill yet",
            "away takes part online",
        ),
        *("come back", "come back today", "transferred without a gap", "not back yet"),
    ],
)
def test_organisation_life_was_kept_up_last(told: str, facts: dict[str, Any], last: str | None) -> None:
    """domain.md 7, rule 5: the last participation or proper excuse; leave, illness and a decision count as well."""
    assert last_kept_up(case(told, AS_OF, **facts)) == (date.fromisoformat(last) if last else None)


@pytest.mark.parametrize(
    ("whose", "last"),
    [
        (life(memberships=(("2026-03-01", None),)), "2026-03-01"),
        (life(standings=((ACTIVIST, "2010-07-01"), (PROBATIONARY, "2026-03-01"), (FULL, "2026-06-01"))), "2026-03-01"),
        (
            life(standings=((ACTIVIST, "2010-07-01"), (Standing.PROSPECT, "2026-02-01"), (PROBATIONARY, "2026-06-01"))),
            "2026-06-01",
        ),
        (life(standings=((PROBATIONARY, "2010-07-01"), (FULL, "2026-06-01"))), "2026-01-05"),
        (
            life(
                memberships=(("2026-04-01", None),), standings=((ACTIVIST, "2010-07-01"), (PROBATIONARY, "2026-03-01"))
            ),
            "2026-04-01",
        ),
    ],
    ids=["a membership of March", "invited before", "prospect before", "full since", "a member before they came"],
)
def test_the_clock_never_runs_from_before_somebody_was_a_member(whose: Life, last: str) -> None:
    """domain.md 7, rule 5: never from before the membership began."""
    assert last_kept_up(case(monthly("pa"), AS_OF, life=whose)) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("told", "since", "missed"),
    [
        (monthly("papa"), "2026-03-05", "4"),
        (monthly("paura"), "2026-01-05", "2 3 5"),
        (monthly("apur"), "2026-02-05", "3"),
        (monthly("pap"), None, ""),
        (monthly("pr"), None, ""),
        (monthly("rra"), "2026-03-05", "3"),
        (monthly("aa"), "2026-01-05", "1 2"),
        ("2026-01-05 a?, 2026-02-05 a", "2026-02-05", "1 2"),
        ("2026-01-05 a?", None, ""),
        (monthly("rr"), None, ""),
    ],
    ids=[
        *("since the last part taken", "nobody said, not reached", "absent before", "all made good", "not reached"),
        *("never reached, then absent", "no record", "an open day before", "an open day alone", "never reached"),
    ],
)
def test_what_was_missed_since(told: str, since: str | None, missed: str) -> None:
    """domain.md 7, rule 5: with no record at all it is counted from the first closed day."""
    found = missed_since(case(told, AS_OF))
    if since is None:
        assert found is None
    else:
        assert found is not None
        last, sessions = found
        assert (str(last), " ".join(str(session.on.month) for session in sessions)) == (since, missed)


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        ("2026-05-04", []),
        ("2026-05-05", [("charter-notice", "2026-05-05", "2026-07-05")]),
        ("2026-07-04", [("charter-notice", "2026-05-05", "2026-07-05")]),
        ("2026-07-05", [("charter", "2026-07-05", "None")]),
    ],
)
def test_four_months_are_warned_of_and_six_are_looked_into(as_of: str, told: list[tuple[str, str, str]]) -> None:
    found = charter_clock(case(monthly("paa"), as_of))
    assert [(one.code, str(one.since), str(one.due)) for one in found] == told
