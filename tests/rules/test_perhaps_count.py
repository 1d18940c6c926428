"""Whose absences are left unread because they cannot count together: no rule finds anything of them."""

from datetime import date, timedelta
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from factories import ONE_BRANCH, ONE_LIFE
from partyday.model.acts import Handling, Talk
from partyday.model.codes import Measure, Part, State
from partyday.model.lives import Session
from partyday.rules.case import Case
from partyday.rules.escalation import early_notices, measures, perhaps_count
from partyday.rules.policy.reader import Policy, load, parse
from partyday.rules.stages import StageKind
from profiles import examples

AS_OF = date(2026, 6, 30)
DAYS = st.integers(0, 1200).map(lambda days: AS_OF - timedelta(days=days))


@cache
def own(at: int, short: int, window: str) -> Policy:
    """A policy of other numbers, which changed in 2025."""
    values = [
        f"[[early-notice.short]]\nvalue = {short}",
        f"[[talk.absences]]\nvalue = {short + 1}",
        f"[[talk.absences]]\nsince = 2025-03-01\nvalue = {at + short}",
        f'[[talk.window]]\nvalue = "{window}"',
        "[[handling.run]]\nvalue = 6",
    ]
    text = "".join(f'{value}\nsource = "house"\n' for value in values)
    return parse(f'[policy]\nname = "own"\ntitle = "own"\nbase = "zhongzhou"\n{text}', "own")


@cache
def listing(at: int, window: str) -> Policy:
    """A policy that lists its stages, with windows of their own."""
    stage = f'counts = "cumulative", by = "secretary", window = "{window}"'
    return parse(
        f"""[policy]
        name = "listing"
        title = "listing"
        base = "zhongzhou"
        [[escalation.stages]]
        value = [
          {{ name = "提醒", at = {at}, {stage}, kind = "notice" }},
          {{ name = "谈话", at = {at + 2}, {stage}, kind = "talk" }},
        ]
        source = "house"
        """,
        "listing",
    )


def handling(on: date) -> Handling:
    return Handling(
        id=1,
        member_id=1,
        measure=Measure.CORRECT,
        proposed_on=on,
        decided_on=on,
        filed_on=None,
        inquired_on=None,
        inquiry="",
        grounds="",
        carried=True,
    )


WINDOWS = ("calendar-year", "rolling-12-months", "all-time")
POLICIES = st.one_of(
    st.sampled_from(["hebei", "zhongzhou", "national"]).map(load),
    st.builds(own, st.integers(1, 4), st.integers(1, 2), st.sampled_from(WINDOWS)),
    st.builds(listing, st.integers(1, 4), st.sampled_from(WINDOWS)),
)
#: A whole day, one of two halves, and a half that is alone in its month.
HALVES = st.sampled_from([(Part.FULL, False), (Part.AM, False), (Part.PM, True)])
ABSENCES = st.dictionaries(DAYS, HALVES, max_size=9)


@settings(max_examples=examples(150))
@given(
    of_members=st.lists(ABSENCES, min_size=1, max_size=4),
    policies=st.lists(POLICIES, min_size=1, max_size=2),
    said=st.lists(DAYS, max_size=2),
    decided=st.lists(DAYS, max_size=1),
)
def test_no_rule_finds_anything_of_absences_that_cannot_count_together(
    of_members: list[dict[date, tuple[Part, bool]]], policies: list[Policy], said: list[date], decided: list[date]
) -> None:
    told = [(member, on) for member, absences in enumerate(of_members) for on in absences]
    counting = perhaps_count(policies, AS_OF, told)
    for member, absences in enumerate(of_members):
        for policy in policies:
            case = Case(
                life=ONE_LIFE,
                branch=ONE_BRANCH,
                policy=policy,
                as_of=AS_OF,
                complete=False,
                sessions=[
                    Session(on, part, key, 1, State.ABSENT, True, alone)
                    for key, (on, (part, alone)) in enumerate(sorted(absences.items()), 1)
                ],
                talks=[Talk(id=key, member_id=1, held_on=on) for key, on in enumerate(said, 1)],
                handlings=[handling(on) for on in decided],
            )
            found = [*measures(case, *StageKind), *early_notices(case)]
            assert member in counting or found == []
