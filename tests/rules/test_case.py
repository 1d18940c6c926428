"""What a case answers of one member: what the branch decided and until when, who acts, how they stood earlier."""

from dataclasses import replace
from datetime import date

import pytest

from factories import ONE_BRANCH, ONE_LIFE
from partyday.model.acts import Handling, MakeUp, Talk
from partyday.model.codes import Measure, Office, Part, State
from partyday.model.lives import Session
from partyday.model.offices import Officer
from partyday.rules.case import Case
from partyday.rules.policy.reader import load

TODAY = date(2026, 9, 4)


def case(**others: object) -> Case:
    """张三 of a branch whose secretary is 李四."""
    branch = replace(ONE_BRANCH, secretary="李四")
    facts: dict[str, object] = {"branch": branch, "policy": load("hebei"), "as_of": TODAY, "sessions": []}
    return Case(life=ONE_LIFE, **(facts | others))  # type: ignore[arg-type]


def handling(decided_on: date | None, *, carried: bool | None = None) -> Handling:
    return Handling(
        id=1,
        member_id=1,
        measure=Measure.CORRECT,
        proposed_on=date(2026, 1, 9),
        grounds="",
        filed_on=date(2026, 1, 5),
        inquired_on=date(2026, 1, 6),
        inquiry="",
        decided_on=decided_on,
        carried=carried,
    )


MARCH, MAY = date(2026, 3, 6), date(2026, 5, 8)


@pytest.mark.parametrize(
    ("handlings", "until"),
    [
        pytest.param([], date.min, id="no handling"),
        pytest.param([handling(None)], date.min, id="proposed and not yet decided on"),
        pytest.param([handling(MARCH, carried=True)], MARCH, id="decided on"),
        pytest.param([handling(MARCH)], MARCH, id="an older book does not say that it was carried"),
        pytest.param([handling(MARCH, carried=False)], date.min, id="a vote that failed settles nothing"),
        pytest.param([handling(MAY), handling(MARCH), handling(None)], MAY, id="the last of several"),
        pytest.param([handling(MAY, carried=False), handling(MARCH)], MARCH, id="the last one that was carried"),
    ],
)
def test_a_handling_is_settled_to_the_date_of_the_last_decision(handlings: list[Handling], until: date) -> None:
    assert case(handlings=handlings).decided_until() == until


@pytest.mark.parametrize(
    ("secretary", "talks", "handles"),
    [
        pytest.param(None, Office.SECRETARY, Office.BRANCH, id="李四, as the branch names them"),
        pytest.param(Officer("张三"), Office.SUPERIOR, Office.BRANCH, id="the member concerned, by name"),
        pytest.param(Officer("张三", 1, known=True), Office.SUPERIOR, Office.BRANCH, id="the member concerned"),
        pytest.param(Officer("张三", 2, known=True), Office.SECRETARY, Office.BRANCH, id="a namesake"),
    ],
)
def test_where_the_secretary_is_the_member_concerned_the_superior_acts_for_the_secretary_alone(
    secretary: Officer | None, talks: Office, handles: Office
) -> None:
    """domain.md 7: held by the 支部书记; where the secretary is the member concerned, by the superior."""
    of = case(secretary=secretary)
    assert (of.office(Office.SECRETARY), of.office(Office.BRANCH)) == (talks, handles)


def test_as_a_member_stood_earlier_is_after_so_many_sessions_and_the_acts_until_then() -> None:
    sessions = [
        Session(on, Part.FULL, day_id, 1, state)
        for day_id, (on, state) in enumerate(
            [(date(2026, 2, 6), State.EXCUSED), (MARCH, State.ABSENT), (MAY, State.PRESENT)], 1
        )
    ]
    talk = Talk(id=1, member_id=1, held_on=MARCH, held_by="李四")
    made_up = MakeUp(member_id=1, day_id=1, held_on=date(2026, 2, 20))
    now = case(sessions=sessions, make_ups=[made_up])
    then = now.until(MARCH, 2, [made_up, talk, handling(MARCH)])
    assert (then.as_of, then.talks, then.handlings) == (MARCH, [talk], [handling(MARCH)])
    assert then.make_ups == [made_up], "no counter looks at these"
    assert [then.having(state) for state in (State.EXCUSED, State.ABSENT, State.PRESENT)] == [
        sessions[:1],
        sessions[1:2],
        [],
    ]
