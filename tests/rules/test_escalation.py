"""How absences come to a stage: together, in a row or in months; what settles them, and who is warned in time."""

from datetime import date
from typing import Any

import pytest

from partyday.errors import BadInput
from partyday.model.acts import Handling
from partyday.rules.case import Case
from partyday.rules.escalation import (
    counters,
    early_notices,
    least_run,
    may_reach_a_stage,
    measures,
    month_limits,
    perhaps_count,
    settles,
    together,
    unsettled,
    window_start,
)
from partyday.rules.ladder import HANDLING_STAGE, TALK_STAGE
from partyday.rules.policy.reader import Policy, load
from partyday.rules.stages import Counts, Key, StageKind
from rules.histories import case, handling, monthly, own, sessions, talk


def stage(name: str, at: int, counts: str, kind: str, **others: str) -> str:
    """One stage as a policy file has it."""
    more = "".join(f', {key} = "{value}"' for key, value in others.items())
    return f'{{ name = "{name}", at = {at}, counts = "{counts}", kind = "{kind}", by = "branch"{more} }}'


def due(of: Case) -> list[tuple[str, str, int]]:
    """What is due: its code, since when, and how many days it names."""
    return [(one.code, str(one.since), len(one.days)) for one in measures(of, *StageKind)]


def warned(of: Case) -> list[tuple[str, str, int]]:
    """What is told in time: its code, since when, and how many days it names."""
    return [(one.code, str(one.since), len(one.days)) for one in early_notices(of)]


# ---- what is settled


@pytest.mark.parametrize(
    ("named", "kind", "settled"),
    [
        ("", StageKind.TALK, True),
        ("", StageKind.NOTICE, False),
        ("", StageKind.HANDLING, False),
        ("约谈", StageKind.TALK, True),
        ("约谈", StageKind.NOTICE, True),
        ("诫勉谈话", StageKind.TALK, False),
    ],
)
def test_a_talk_settles_the_stage_it_names_and_naming_none_whatever_is_recorded_with_a_talk(
    named: str, kind: StageKind, settled: bool
) -> None:
    assert settles(talk("2026-06-01", stage=named), Key("约谈", Counts.CUMULATIVE, kind)) is settled


def test_a_decision_settles_the_absences_to_its_date() -> None:
    """domain.md 7, rule 3: settled only by a recorded decision of the branch, to its date; a talk settles none."""
    acts: dict[str, Any] = {"handlings": [handling("2026-02-01", "2026-02-05")], "talks": [talk("2026-03-05")]}
    left = unsettled(case(monthly("aaaa"), "2026-06-01", **acts), HANDLING_STAGE.key)
    assert [absence.on.month for absence in left] == [3, 4]


def test_a_talk_settles_the_days_it_names_or_all_up_to_its_date_and_each_talk_its_own() -> None:
    """domain.md 7, rule 2: one talk names May; one of 10 February names no day and settles the two before it."""
    told = monthly("aaaaa")
    left = [unsettled(case(told, "2026-06-01", talks=said)) for said in ((), (talk("2026-03-10", 2),))]
    assert [[absence.on.month for absence in of] for of in left] == [[1, 2, 3, 4, 5], [1, 3, 4, 5]]
    both = unsettled(case(told, "2026-06-01", talks=[talk("2026-03-10", 5), talk("2026-02-10")]))
    assert [absence.on.month for absence in both] == [3, 4]


# ---- counting together


@pytest.mark.parametrize(
    ("window", "on", "first"),
    [
        ("calendar-year", "2026-06-05", date(2026, 1, 1)),
        ("calendar-year", "2026-01-01", date(2026, 1, 1)),
        ("rolling-12-months", "2026-03-06", date(2025, 3, 7)),
        ("rolling-12-months", "2025-02-28", date(2024, 2, 29)),
        ("all-time", "2026-06-05", date.min),
    ],
)
def test_absences_count_together_from_the_first_day_of_their_window_on(window: str, on: str, first: date) -> None:
    assert window_start(window, date.fromisoformat(on)) == first


ROLLING = 'talk.window = "rolling-12-months"'
FROM_2026 = own("talk.absences = 3 since 2026-01-01", base="zhongzhou")


@pytest.mark.parametrize(
    ("policy", "told", "groups"),
    [
        (load("zhongzhou"), monthly("aaaaa"), []),
        (load("hebei"), monthly("aa"), []),
        (load("hebei"), monthly("aaaa"), [("2026-01-05 2026-02-05 2026-03-05 2026-04-05", "2026-03-05")]),
        (
            load("hebei"),
            f"{monthly('aaa', 2024)}, {monthly('aaa', 2025)}, {monthly('aaaa', 2026)}",
            [
                ("2024-01-05 2024-02-05 2024-03-05", "2024-03-05"),
                ("2025-01-05 2025-02-05 2025-03-05", "2025-03-05"),
                ("2026-01-05 2026-02-05 2026-03-05 2026-04-05", "2026-03-05"),
            ],
        ),
        (
            own(ROLLING),
            "2025-06-06 a, 2025-09-05 a, 2026-01-09 a, 2026-07-03 a, 2028-01-07 a",
            [("2025-06-06 2025-09-05 2026-01-09 2026-07-03", "2026-01-09")],
        ),
        (FROM_2026, f"{monthly('aaaa', 2025)}, {monthly('aaa')}", [("2026-01-05 2026-02-05 2026-03-05", "2026-03-05")]),
        (load("hebei"), "2026-01-09:am a, 2026-02-06 a, 2026-03-06:pm a", []),
        (
            load("hebei"),
            "2026-01-09:am a, 2026-02-06 a, 2026-03-06:pm a, 2026-04-03 a",
            [("2026-01-09 2026-02-06 2026-03-06 2026-04-03", "2026-04-03")],
        ),
    ],
    ids=[
        *("no such stage", "two", "four in a year", "three in each year", "rolling", "no stage before 2026"),
        *("two half-days are one", "and with one more three"),
    ],
)
def test_absences_that_count_together_reach_a_stage_together(
    policy: Policy, told: str, groups: list[tuple[str, str]]
) -> None:
    """domain.md 7, rule 2: three within the window, by the policy of their day; each year is due by itself."""
    found = together(policy, TALK_STAGE.key, sessions(told))
    assert [(" ".join(str(day.on) for day in group.days), str(group.since)) for group in found] == groups


# ---- who is warned in time


RAISED = own(
    "talk.absences = 2",
    "talk.absences = 3 since 2026-06-01",
    "handling.run = 5",
    "handling.run = 6 since 2026-06-01",
)


FALLEN = own("talk.absences = 4", "talk.absences = 3 since 2026-06-01")


@pytest.mark.parametrize(
    ("policy", "told", "as_of", "warning"),
    [
        (load("hebei"), "2026-02-06 a", "2026-03-31", []),
        (load("hebei"), "2026-02-06 a, 2026-03-06 a", "2026-03-31", [("early-talk", "2026-03-06", 2)]),
        (load("hebei"), "2026-02-06 a, 2026-03-06 a, 2026-04-03 a", "2026-04-30", []),
        (load("hebei"), "2025-11-07 a, 2025-12-05 a", "2026-01-01", []),
        (own(ROLLING), "2025-03-07 a, 2025-09-05 a", "2026-03-06", [("early-talk", "2025-09-05", 2)]),
        (own(ROLLING), "2025-03-07 a, 2025-09-05 a", "2026-03-07", []),
        (own(ROLLING), "2025-01-03 a, 2025-06-06 a, 2025-12-05 a", "2026-02-06", []),
        (own(ROLLING), "2025-01-03 a, 2025-06-06 a, 2025-12-05 a, 2026-07-03 a", "2026-08-07", []),
        (RAISED, "2026-02-06 a, 2026-03-06 a", "2026-06-30", []),
        (FALLEN, "2026-02-06 a, 2026-03-06 a, 2026-04-03 a", "2026-05-31", [("early-talk", "2026-04-03", 3)]),
        (FALLEN, "2026-02-06 a, 2026-03-06 a, 2026-04-03 a", "2026-06-30", []),
        (FALLEN, "2026-02-06 a, 2026-03-06 a, 2026-04-03 a, 2026-05-08 a", "2026-06-30", []),
    ],
    ids=[
        *("one", "two", "three are due", "another year", "the first day of the window", "the day before it"),
        *("two of those that are due", "one of those that are due and one more", "due at two before the number rose"),
        *("three of four", "three of what is three now", "four, which were due then"),
    ],
)
def test_who_is_just_short_of_a_talk_is_told(
    policy: Policy, told: str, as_of: str, warning: list[tuple[str, str, int]]
) -> None:
    """domain.md 7, rule 4: exactly one short, in the window in progress; what reached the number is no warning."""
    assert [one for one in warned(case(told, as_of, policy)) if one[0] != "early-handling"] == warning


@pytest.mark.parametrize(
    ("policy", "states", "warning"),
    [
        (load("hebei"), "pp", []),
        (load("hebei"), "aaaa", []),
        (load("hebei"), "aaaaa", [("early-handling", "2026-05-05", 5)]),
        (load("hebei"), "aaaaap", []),
        (load("hebei"), "aaaaaa", []),
        (load("hebei"), "aaaaaap", []),
        (load("hebei"), "aaaaapaa", []),
        (load("hebei"), "aapaaaaa", [("early-handling", "2026-08-05", 5)]),
        (load("hebei"), "aaaaaapaaaaa", [("early-handling", "2026-12-05", 5)]),
        (load("hebei"), "aaeaaaa", []),
        (load("hebei"), "auaraaa", [("early-handling", "2026-07-05", 5)]),
        (own("handling.excused-breaks-run = false"), "aaeaaa", [("early-handling", "2026-06-05", 5)]),
        (RAISED, "aaaaa", []),
    ],
)
def test_who_is_just_short_of_a_handling_is_told_while_the_run_goes_on(
    policy: Policy, states: str, warning: list[tuple[str, str, int]]
) -> None:
    """domain.md 7, rules 3 and 4: five in a row that still go on; unknown and unreached are as if they were not."""
    of = case(monthly(states), "2026-12-31", policy)
    assert [one for one in warned(of) if one[0] == "early-handling"] == warning


MONTHS = own(f"escalation.stages = [{stage('约谈', 4, 'months', 'talk')}]")


@pytest.mark.parametrize(
    ("told", "talks", "as_of", "found", "warning"),
    [
        ("2026-01-05 p, 2026-02-05 a", (), "2026-04-04", [], []),
        ("2026-01-05 p, 2026-02-05 a", (), "2026-04-05", [], [("early-months", "2026-02-05", 1)]),
        ("2026-01-05 p, 2026-02-05 a", (), "2026-05-04", [], [("early-months", "2026-02-05", 1)]),
        ("2026-01-05 p, 2026-02-05 a", (), "2026-05-05", [("talk-months", "2026-05-05", 1)], []),
        ("2026-01-05 p, 2026-02-05 u", (), "2026-05-05", [], []),
        ("2026-01-05 p, 2026-02-05 u, 2026-03-05 a", (), "2026-05-05", [("talk-months", "2026-05-05", 1)], []),
        ("2026-01-05 a, 2026-02-05 a", (), "2026-05-05", [("talk-months", "2026-05-05", 2)], []),
        ("2026-01-05 a?, 2026-02-05 a", (), "2026-06-05", [("talk-months", "2026-06-05", 1)], []),
        ("2026-01-05 a, 2026-02-05 a", ("2026-01-20",), "2026-05-20", [("talk-months", "2026-05-20", 1)], []),
        ("2026-01-05 a, 2026-02-05 a", ("2026-01-20",), "2026-05-19", [], [("early-months", "2026-02-05", 1)]),
    ],
    ids=[
        *("not yet", "three months", "the day before the fourth is over", "four months"),
        *("nobody said what was", "one unknown, one absent", "with no record from the first closed day on"),
        *("a day that is still open is no beginning", "a talk begins anew", "and the warning with it"),
    ],
)
def test_months_without_taking_part_run_from_day_to_day(
    told: str,
    talks: tuple[str, ...],
    as_of: str,
    found: list[tuple[str, str, int]],
    warning: list[tuple[str, str, int]],
) -> None:
    """A stage at four months: they are calendar months since the last part taken, with the absences since."""
    of = case(told, as_of, MONTHS, talks=[talk(on) for on in talks])
    assert (due(of), warned(of)) == (found, warning)


def test_what_happened_in_a_row_or_for_months_is_found_in_a_whole_history_alone() -> None:
    for policy, states in ((MONTHS, "paaaaaa"), (load("zhongzhou"), "aaaaaa"), (load("zhongzhou"), "aaaaa")):
        whole = case(monthly(states), "2026-07-31", policy)
        partly = case(monthly(states), "2026-07-31", policy, complete=False)
        assert [*due(whole), *warned(whole)]
        assert [*due(partly), *warned(partly)] == []


@pytest.mark.parametrize(
    ("told", "complete", "may"), [("", True, True), ("2026-01-05 e", False, False), ("2026-01-05 a", False, True)]
)
def test_a_stage_needs_a_whole_history_or_an_absence(told: str, complete: bool, may: bool) -> None:
    assert may_reach_a_stage(case(told, "2026-06-01", complete=complete)) is may


# ---- what is told


@pytest.mark.parametrize(("acts", "code"), [([], "handling"), ([handling("2026-07-01")], "handling-proposed")])
def test_a_handling_is_told_as_proposed_once_it_is(acts: list[Handling], code: str) -> None:
    found = [*measures(case(monthly("aaaaaa"), "2026-07-31", handlings=acts), StageKind.HANDLING)]
    assert [(one.code, str(one.since)) for one in found] == [(code, "2026-06-05")]


def test_a_stage_that_a_policy_names_is_told_by_its_name_and_the_two_of_the_short_way_are_not() -> None:
    """The talk and the handling of `talk.absences` and `handling.run` have sentences of their own."""
    short = case(monthly("aaaaaa"), "2026-12-31")
    assert {(one.code, one.stage) for one in measures(short, *StageKind)} == {("talk", ""), ("handling", "")}
    listed = own(f"escalation.stages = [{stage('约谈', 2, 'cumulative', 'talk')}]")
    assert {(one.code, one.stage) for one in measures(case(monthly("aa"), "2026-12-31", listed), *StageKind)} == {
        ("talk-cumulative", "约谈")
    }


# ---- the counters of a member's story


TWO_RUNS = own(f"escalation.stages = [{stage('约谈', 3, 'cumulative', 'talk', window='all-time')}]", base="zhongzhou")


@pytest.mark.parametrize(
    ("policy", "told", "as_of", "half_days"),
    [
        (load("hebei"), "", "2026-12-31", (0, 0)),
        (load("hebei"), monthly("aapaaa"), "2026-12-31", (10, 6)),
        (load("hebei"), monthly("aapaaap"), "2026-12-31", (10, 0)),
        (load("hebei"), "2025-12-05 a, 2026-01-01 a", "2026-01-02", (2, 4)),
        (load("hebei"), "2025-12-05:am a, 2026-01-01:pm a", "2026-01-02", (1, 2)),
        (load("zhongzhou"), "2025-12-05 a, 2026-01-01 a", "2026-01-02", (2, 4)),
        (TWO_RUNS, "2025-12-05 a, 2026-01-01 a", "2026-01-02", (4, 4)),
    ],
    ids=["nothing", "two runs", "a run that ended", "over the year", "half-days", "no talk", "a window without an end"],
)
def test_the_counters_are_those_of_the_window_and_of_the_run_that_goes_on(
    policy: Policy, told: str, as_of: str, half_days: tuple[int, int]
) -> None:
    assert counters(case(told, as_of, policy)) == half_days


# ---- whose history is read


def test_the_lowest_number_there_ever_was_and_the_widest_warning_tell_whose_history_is_read() -> None:
    runs = f"escalation.stages = [{stage('提醒', 4, 'in-a-row', 'notice')}, {stage('处理', 6, 'in-a-row', 'handling')}]"
    assert least_run(own(runs)) == 3
    assert least_run(own(runs, "early-notice.short = 1", "early-notice.short = 2 since 2027-01-01")) == 2
    months = f"escalation.stages = [{stage('提醒', 4, 'in-a-row', 'notice')}, {stage('处理', 6, 'months', 'handling')}]"
    assert month_limits(own(months)) == [5]
    assert month_limits(own(months, "early-notice.short = 1", "early-notice.short = 2 since 2027-01-01")) == [4]
    assert month_limits(load("hebei")) == []


def test_a_policy_that_says_nothing_of_the_early_notice_is_refused_with_a_sentence() -> None:
    """It may stand on nothing, and name its numbers alone."""
    lines = f"{stage('处理', 6, 'in-a-row', 'handling')}, {stage('约谈', 4, 'months', 'talk')}"
    silent = own(f"escalation.stages = [{lines}]", "talk.absences = 0", "handling.run = 0", base="")
    assert (least_run(silent), month_limits(silent)) == (6, [4])
    with pytest.raises(BadInput, match=r"says nothing of early-notice\.short on 2026-06-01"):
        perhaps_count([silent], date(2026, 6, 1), [])


AT_TWO_SHORT_OF_TWO = own(
    "early-notice.short = 2", f"escalation.stages = [{stage('提醒', 2, 'cumulative', 'notice')}]", base="national"
)
TWO_STAGES = own(
    f"escalation.stages = [{stage('提醒', 2, 'cumulative', 'notice')}, {stage('约谈', 4, 'cumulative', 'talk')}]"
)


@pytest.mark.parametrize(
    ("policy", "days", "as_of", "may"),
    [
        (own(ROLLING), "2024-03-06, 2024-09-06, 2025-03-05", "2026-06-01", True),
        (own(ROLLING), "2024-03-06, 2024-09-06, 2025-03-06", "2026-06-01", False),
        (own(ROLLING), "2024-03-06, 2024-09-06", "2026-06-01", False),
        (own(ROLLING), "2025-06-02, 2025-09-05", "2026-06-01", True),
        (load("hebei"), "2026-01-01, 2026-02-06", "2026-06-01", True),
        (AT_TWO_SHORT_OF_TWO, "2026-02-06", "2026-06-01", False),
        (AT_TWO_SHORT_OF_TWO, "2026-02-06, 2026-03-06", "2026-06-01", True),
        (TWO_STAGES, "2025-02-07, 2025-03-07", "2026-06-01", True),
    ],
    ids=[
        *("within twelve months", "a day more", "only two", "the window in progress from its first day on"),
        *("from the first day of the year on", "one, and none is warned of", "two", "the lower of two stages"),
    ],
)
def test_only_those_are_read_whose_absences_come_to_something(policy: Policy, days: str, as_of: str, may: bool) -> None:
    """Of whole days exactly those, among others who have one absence each."""
    told = [date.fromisoformat(day) for day in days.split(", ")]
    others = [(member, on) for member, on in zip((1, 2, 4, 5), (*told, *told), strict=False)]
    absences = [*((3, on) for on in told), *others]
    assert perhaps_count([policy], date.fromisoformat(as_of), absences) == ({3} if may else set())
    found = case(", ".join(f"{day} a" for day in days.split(", ")), as_of, policy, complete=False)
    assert bool([*due(found), *warned(found)]) is may


@pytest.mark.parametrize(("at", "limit"), [(6, 4), (1, 0)])
def test_months_are_looked_at_from_the_earliest_notice_on_that_was_ever_given(at: int, limit: int) -> None:
    """hebei gives notice one short of the number, this school of late two."""
    stages = f"escalation.stages = [{stage('谈话', at, 'months', 'talk')}]"
    assert month_limits(own("early-notice.short = 2 since 2027-01-01", stages)) == [limit]
