"""Whose absences are left unread because they cannot count together: no rule finds anything of them."""

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import ONE_BRANCH, ONE_LIFE
from partyday.model.acts import Handling, Talk
from partyday.model.codes import Measure, Part, State
from partyday.model.findings import Finding
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
        filed_on=on,
        inquired_on=on,
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


OWN = '[policy]\nname = "own"\ntitle = "own"\nbase = "hebei"\n'
STAGES = """[[escalation.stages]]
value = [
  { name = "提醒", at = 2, counts = "cumulative", kind = "notice", by = "secretary" },
  { name = "谈话", at = 4, counts = "cumulative", kind = "talk", by = "secretary", window = "all-time" },
]
source = "house"
"""


@pytest.mark.parametrize(
    ("days", "as_of", "may"),
    [
        ((), "2026-06-01", False),
        (("2026-01-09",), "2026-06-01", False),
        (("2026-01-09", "2026-02-06"), "2026-06-01", True),
        (("2025-01-09", "2025-02-06"), "2026-06-01", False),
        (("2022-03-04", "2023-03-03", "2024-03-01", "2025-03-07", "2025-04-11"), "2026-06-01", False),
    ],
)
def test_a_quick_look_tells_whose_absences_may_count(days: tuple[str, ...], as_of: str, may: bool) -> None:
    """Three within a year, two in the one in progress; six in a row say nothing here (domain.md 7)."""
    assert perhaps_count([load("hebei")], date.fromisoformat(as_of), of_two(*days)) == ({1, 2} if may else set())
    if not may:
        assert counted(load("hebei"), as_of, *days) == []


def of_two(*days: str) -> list[tuple[int, date]]:
    """The same days of two members, by turns."""
    return [(member, date.fromisoformat(day)) for day in reversed(days) for member in (2, 1)]


def counted(policy: Policy, as_of: str, *days: str) -> list[Finding]:
    """What the rules find of absences that are counted together."""
    of_days = Case(
        life=ONE_LIFE,
        branch=ONE_BRANCH,
        policy=policy,
        as_of=date.fromisoformat(as_of),
        complete=False,
        sessions=[
            Session(date.fromisoformat(day), Part.FULL, key, 1, State.ABSENT, True) for key, day in enumerate(days, 1)
        ],
    )
    return [*measures(of_days, *StageKind), *early_notices(of_days)]


def test_a_stage_without_an_end_counts_what_lies_years_apart() -> None:
    days = ("2022-03-04", "2023-05-05", "2024-07-05", "2025-09-05")
    own = parse(OWN + STAGES, "own")
    on = date(2026, 6, 1)
    assert perhaps_count([own], on, of_two(*days)) == {1, 2}
    assert counted(own, "2026-06-01", *days)
    assert not perhaps_count([own], on, of_two(*days[:2]))
    assert not counted(own, "2026-06-01", *days[:2])
    nothing = '[[escalation.stages]]\nsince = 2026-01-01\nvalue = []\nsource = "house"\n'
    hitherto = parse(OWN.replace('"hebei"', '"national"') + STAGES + nothing, "own")
    assert perhaps_count([hitherto], on, of_two(*days)) == {1, 2}
    assert counted(hitherto, "2026-06-01", *days)
