"""Stages of a policy to the day: which absences reach one, which may come to something, what settles it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from factories import ONE_BRANCH, ONE_LIFE
from partyday.errors import BadInput
from partyday.model.acts import Handling, Talk
from partyday.model.codes import Circumstance, Measure, Part, State
from partyday.model.lives import Session
from partyday.model.members import DatedCircumstance, Membership
from partyday.rules.attendance import own_sessions
from partyday.rules.case import Case
from partyday.rules.charter import charter_clock
from partyday.rules.escalation import early_notices, least_run, measures, perhaps_count
from partyday.rules.ladder import TALK_STAGE, least_of, stages_on
from partyday.rules.parameters import STAGES
from partyday.rules.policy.reader import Policy, load, parse
from partyday.rules.policy.shown import as_text
from partyday.rules.stages import StageKind, stages
from rules.histories import own

MARCH = date(2026, 3, 6)
HEAD = '[policy]\nname = "own"\ntitle = "own"\nbase = "hebei"\n'

STAGES_OF_OWN = """[[escalation.stages]]
value = [
  { name = "提醒", at = 2, counts = "cumulative", kind = "notice", by = "secretary" },
  { name = "谈话", at = 4, counts = "cumulative", kind = "talk", by = "secretary", window = "all-time" },
]
source = "house"
"""


def test_what_stands_nearer_than_the_list_of_stages_goes_before_it() -> None:
    """The base lists its stages; the school's own policy says a number of absences for the talk alone."""
    base = "xuexiao-tixing-tongzhishu"
    head = HEAD.replace('"hebei"', f'"{base}"')
    own = parse(f'{head}[[talk.absences]]\nvalue = 4\nsource = "house"\n', "own")
    on = date(2026, 3, 6)
    assert TALK_STAGE.kind not in {dated.value.kind for dated in stages_on(load(base), on) if dated.value.at == 4}
    assert [dated.value.at for dated in stages_on(own, on) if dated.value.kind is StageKind.TALK] == [4]


def test_only_what_counts_together_has_a_window() -> None:
    listed = {dated.value.name: dated.value.window for dated in stages_on(load("xuexiao-tixing-tongzhishu"), MARCH)}
    own = {dated.value.name: dated.value.window for dated in stages_on(parse(HEAD + STAGES_OF_OWN, "own"), MARCH)}
    assert set(listed.values()) == {""}
    assert own == {"提醒": "calendar-year", "谈话": "all-time"}


@pytest.mark.parametrize(
    ("stage", "named", "as_of", "told"),
    [
        ("党员提醒通知书", (), "07-09", []),
        ("党员提醒通知书", (), "07-10", ["党员提醒通知书 2026-07-10 1"]),
        ("党员提醒通知书", (3,), "07-02", []),
        ("党员提醒通知书", (3,), "07-03", ["党员提醒通知书 2026-07-03 1"]),
        ("告戒通知书", (), "05-20", ["党员提醒通知书 2026-04-09 4"]),
    ],
)
def test_a_stage_counted_in_months_begins_anew_where_it_was_settled(
    stage: str, named: tuple[int, ...], as_of: str, told: list[str]
) -> None:
    """Reached at three and five months after 9 January; the talk is of 10 April, about all or about 3 April alone."""
    on = date.fromisoformat(f"2026-{as_of}")
    days = {"01-09": State.PRESENT, **dict.fromkeys(("02-06", "03-06", "04-03", "05-08"), State.ABSENT)}
    sessions = [
        Session(date.fromisoformat(f"2026-{day}"), Part.FULL, key, 1, state, True)
        for key, (day, state) in enumerate(days.items())
    ]
    talk = Talk(id=1, member_id=1, held_on=date(2026, 4, 10), stage=stage, day_ids=named)
    policy = load("xuexiao-tixing-tongzhishu")
    case = Case(life=ONE_LIFE, branch=ONE_BRANCH, policy=policy, as_of=on, sessions=sessions, talks=[talk])
    found = [f"{one.stage} {one.since} {len(one.days)}" for one in measures(case, *StageKind)]
    assert [one for one in found if one.startswith("党员提醒")] == told


# ---- absences that may count


def absences(*days: str) -> list[Session]:
    return [
        Session(date.fromisoformat(day), Part.FULL, key, 1, State.ABSENT, True) for key, day in enumerate(days, start=1)
    ]


def case(*sessions: Session, **others: Any) -> Case:
    facts: dict[str, Any] = {"policy": load("hebei"), "as_of": date(2026, 12, 1)}
    return Case(life=ONE_LIFE, branch=ONE_BRANCH, sessions=sessions, **(facts | others))


def test_a_talk_stays_a_talk_while_a_handling_is_proposed() -> None:
    held = case(*absences("2026-01-09", "2026-02-06", "2026-03-06"), handlings=[PROPOSED], as_of=date(2026, 6, 2))
    assert [one.code for one in measures(held, *StageKind)] == ["talk"]


def test_the_clock_of_organisation_life_needs_a_whole_history() -> None:
    missed = absences("2026-01-09", "2026-09-04")
    assert [one.code for one in charter_clock(case(*missed))] == ["charter"]
    assert [*charter_clock(case(*missed, complete=False))] == []


@pytest.mark.parametrize(("state", "counted"), [(None, None), (State.ABSENT, State.UNREACHED)])
def test_who_is_to_be_reached_and_is_not_marked_yet_is_not_marked(state: State | None, counted: State | None) -> None:
    ill = DatedCircumstance(member_id=1, kind=Circumstance.ILL, since=date(2026, 1, 1))
    life = ONE_LIFE._replace(record=replace(ONE_LIFE.record, circumstances=(ill,)))
    [own] = own_sessions(life, [Session(MARCH, Part.FULL, 1, 1, state)])
    assert own.state is counted


PROPOSED = Handling(
    id=1,
    member_id=1,
    measure=Measure.EDUCATE,
    proposed_on=date(2026, 6, 1),
    grounds="",
    filed_on=date(2026, 6, 1),
    inquired_on=date(2026, 6, 1),
    inquiry="",
)


def handled_at(at: int, counts: str, name: str) -> str:
    """A policy of one measure that the meeting decides on."""
    line = f'{{ name = "{name}", at = {at}, counts = "{counts}", kind = "handling", by = "meeting" }}'
    return f'{HEAD}[[escalation.stages]]\nvalue = [{line}]\nsource = "house"\n'


@pytest.mark.parametrize(("handlings", "code"), [((), "handling-months"), ((PROPOSED,), "stage-proposed")])
def test_a_measure_that_a_policy_names_itself_is_told_as_proposed_once_it_is(
    handlings: tuple[Handling, ...], code: str
) -> None:
    missed = absences("2026-01-09", "2026-02-06", "2026-05-08")
    own = parse(handled_at(4, "months", "党纪处理"), "own")
    found = [*measures(case(*missed, policy=own, handlings=handlings, as_of=date(2026, 6, 2)), StageKind.HANDLING)]
    assert [(one.code, one.stage, one.since) for one in found] == [(code, "党纪处理", date(2026, 5, 9))]


def test_a_talk_settles_no_handling_of_the_same_name() -> None:
    """What one edition of a policy called a talk another gives to the meeting, which alone settles it (domain.md 7)."""
    missed = absences("2026-01-09", "2026-02-06", "2026-03-06", "2026-04-03")
    talk = Talk(id=1, member_id=1, held_on=date(2026, 3, 20), stage="约谈")
    for counts, since in (("months", date(2026, 4, 9)), ("in-a-row", date(2026, 3, 6))):
        own = parse(handled_at(3, counts, "约谈"), "own")
        found = [*measures(case(*missed, policy=own, talks=[talk], as_of=date(2026, 5, 1)), StageKind.HANDLING)]
        assert [(one.since, len(one.days)) for one in found] == [(since, 4)]


def counted(at: int, counts: str, short: int = 1) -> str:
    """A policy of one talk, and how far ahead of it is told."""
    line = f'{{ name = "谈话", at = {at}, counts = "{counts}", kind = "talk", by = "branch" }}'
    values = {"escalation.stages": f"[{line}]", "early-notice.short": str(short)}
    return HEAD + "".join(f'[[{key}]]\nvalue = {value}\nsource = "house"\n' for key, value in values.items())


def test_what_is_reached_at_once_has_no_early_notice() -> None:
    """One absence, or one month, is enough: half of it is not told as nearly reached."""
    half = Session(date(2026, 6, 5), Part.AM, 1, 1, State.ABSENT, True)
    for counts in ("cumulative", "in-a-row", "months"):
        own = parse(counted(1, counts), "own")
        assert [*early_notices(case(half, policy=own, as_of=half.on))] == []
    own = parse(counted(1, "cumulative"), "own")
    assert [*measures(case(half, policy=own, as_of=half.on), *StageKind)] == []
    assert perhaps_count([own], half.on, []) == set()
    own = parse(counted(2, "cumulative"), "own")
    whole = half._replace(part=Part.FULL)
    assert [one.code for one in early_notices(case(whole, policy=own, as_of=half.on))] == ["early-cumulative"]


@pytest.mark.parametrize(("at", "least"), [(1, 1), (2, 1), (6, 5)])
def test_a_history_is_read_from_the_shortest_run_on_that_may_be_told(at: int, least: int) -> None:
    assert least_run(parse(counted(at, "in-a-row"), "own")) == least


def test_only_what_counts_in_a_row_asks_for_a_run() -> None:
    assert least_run(parse(counted(1, "cumulative"), "own")) is None
    both = counted(6, "in-a-row").replace(
        "[{ name", '[{ name = "提醒", at = 1, counts = "cumulative", by = "branch" }, { name'
    )
    assert least_run(parse(both, "own")) == 5


@pytest.mark.parametrize("name", ["3", '""', '" "'])
def test_a_stage_is_called_by_a_name(name: str) -> None:
    with pytest.raises(BadInput, match="a stage has no name"):
        parse(counted(3, "cumulative").replace('"谈话"', name), "own")


PLAIN: dict[str, Any] = {"name": "谈话", "at": 3, "counts": "cumulative", "by": "secretary"}


@pytest.mark.parametrize("value", [3, "谈话", {}, [PLAIN, "谈话"], [3]])
def test_the_stages_are_a_list_of_tables(value: object) -> None:
    with pytest.raises(ValueError, match="a list of stages is needed"):
        stages(value)
    assert stages([]) == ()


@pytest.mark.parametrize("missing", ["counts", "by"])
def test_a_stage_says_how_it_counts_and_who_takes_it_and_is_a_notice_where_it_says_no_more(missing: str) -> None:
    [stage] = stages([PLAIN])
    assert stage.kind is StageKind.NOTICE
    with pytest.raises(ValueError, match=f"谈话: {missing} is one of"):
        stages([{key: value for key, value in PLAIN.items() if key != missing}])


@pytest.mark.parametrize(
    ("others", "text"),
    [
        ({}, "谈话: 3 absences in all (notice, the branch secretary)"),
        (
            {"kind": "talk", "window": "all-time"},
            "谈话: 3 absences in all, at any time (warning talk, the branch secretary)",
        ),
        ({"at": 3660}, "谈话: 3660 absences in all (notice, the branch secretary)"),
    ],
)
def test_a_stage_is_shown_with_its_number_its_window_and_who_takes_it(others: dict[str, Any], text: str) -> None:
    assert as_text(STAGES, stages([PLAIN | others])) == text


@pytest.mark.parametrize("others", [{"window": "a-week"}, {"counts": "months", "window": "all-time"}])
def test_a_window_is_one_of_three_and_for_what_counts_together(others: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="谈话: only what counts as cumulative has a window"):
        stages([PLAIN | others])


def test_a_stage_with_an_article_of_its_own_is_told_with_it() -> None:
    text = counted(3, "cumulative").replace('by = "branch"', 'by = "branch", article = "第九条"')
    [dated] = stages_on(parse(text, "own"), MARCH)
    assert dated.source.article == "第九条"


def test_of_two_branches_at_one_time_neither_is_a_coming_back() -> None:
    """The clock runs from 9 January on; a second membership beside the first without an end says nothing."""
    memberships = tuple(
        Membership(id=key, member_id=1, branch_id=key, number=1, since=date(2026, month, 1))
        for key, month in ((1, 1), (2, 3))
    )
    life = ONE_LIFE._replace(record=replace(ONE_LIFE.record, memberships=memberships))
    sessions = [
        Session(date(2026, 1, 9), Part.FULL, 1, 1, State.PRESENT, True),
        Session(date(2026, 4, 3), Part.FULL, 2, 1, State.ABSENT, True),
    ]
    told = charter_clock(case(*sessions, as_of=date(2026, 5, 9))._replace(life=life))
    assert [(one.code, one.since) for one in told] == [("charter-notice", date(2026, 5, 9))]


# ---- which stages are in force


SHORT_WAY = ("talk.absences = 3", 'talk.window = "calendar-year"', "handling.run = 6")
LINE = '{ name = "约谈", at = 2, counts = "cumulative", kind = "talk", by = "branch", window = "all-time" }'


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        (load("hebei"), ["诫勉谈话 3 calendar-year", "组织处理 6 "]),
        (own(*SHORT_WAY, base=""), ["诫勉谈话 3 calendar-year", "组织处理 6 "]),
        (own("escalation.stages = []"), ["诫勉谈话 3 calendar-year", "组织处理 6 "]),
        (own(f"escalation.stages = [{LINE}]"), ["约谈 2 all-time"]),
        (own(f"escalation.stages = [{LINE}]", base=""), ["约谈 2 all-time"]),
        (own(f"escalation.stages = [{LINE}]", "talk.absences = 0"), ["约谈 2 all-time"]),
        (load("zhongzhou"), ["组织处理 6 "]),
    ],
    ids=[
        *("the short way", "on nothing", "an empty list", "a list", "a list on nothing", "no rule of talks beside it"),
        "no talk",
    ],
)
def test_the_stages_of_a_day_are_those_of_the_list_or_of_the_short_way(policy: Policy, told: list[str]) -> None:
    found = [dated.value for dated in stages_on(policy, MARCH)]
    assert [f"{stage.name} {stage.at} {stage.window}" for stage in found] == told


@pytest.mark.parametrize(
    ("others", "clause", "article"),
    [("", "满二次的，约谈。", "第三条"), (', clause = "约谈本人。", article = "第九条"', "约谈本人。", "第九条")],
)
def test_a_stage_is_cited_as_the_list_is_where_it_says_no_more(others: str, clause: str, article: str) -> None:
    line = LINE.replace(" }", f"{others} }}")
    text = f"""{HEAD}[sources.notice]
document = "本校通知"
[[escalation.stages]]
value = [{line}]
source = "notice"
article = "第三条"
clause = "满二次的，约谈。"
"""
    [dated] = stages_on(parse(text, "own"), MARCH)
    assert (dated.clause, dated.source.article, dated.source.document) == (clause, article, "本校通知")


def test_the_lowest_number_that_a_stage_ever_had() -> None:
    changed = own("talk.absences = 4", "talk.absences = 3 since 2026-01-01", "talk.absences = 5 since 2027-01-01")
    assert least_of(changed, TALK_STAGE.key) == 3
    assert least_of(load("zhongzhou"), TALK_STAGE.key) is None
