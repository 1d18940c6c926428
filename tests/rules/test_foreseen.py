"""What comes for a member on a known day: told a month before, by the house value of thirty days."""

from datetime import date

import pytest

from partyday.model.acts import Handling
from partyday.model.codes import Measure, Standing
from partyday.model.members import DatedStanding, Member, Membership, Record
from partyday.rules.foreseen import Foreseen, end_of_probation, foreseen
from partyday.rules.policy.reader import load

HEBEI = load("hebei")
JOINED = date(2025, 7, 1)


def record(*standings: tuple[date, Standing], joined: date | None = JOINED) -> Record:
    return Record(
        member=Member(id=1, name="张三", joined_on=joined),
        memberships=(Membership(id=1, member_id=1, branch_id=1, number=1, since=standings[0][0]),),
        standings=tuple(DatedStanding(member_id=1, since=since, standing=what) for since, what in standings),
    )


PROBATIONER = record((JOINED, Standing.PROBATIONARY))


def handled(measure: Measure, term: date, **others: object) -> Handling:
    on = date(2026, 6, 20)
    plain = Handling(
        id=1,
        member_id=1,
        measure=Measure.EDUCATE,
        decided_measure=measure,
        proposed_on=on,
        grounds="",
        filed_on=on,
        inquired_on=on,
        inquiry="属实",
        decided_on=on,
        carried=True,
        until=term,
    )
    return Handling(**{**vars(plain), **others})


def of(whose: Record, as_of: date, *handlings: Handling) -> list[Foreseen]:
    return [one for one in foreseen(whose, handlings, HEBEI, as_of) if one.kind not in ("party-birthday", "answer")]


def birthdays(whose: Record, as_of: date) -> list[tuple[date, int]]:
    return [(one.on, one.years) for one in foreseen(whose, (), HEBEI, as_of) if one.kind == "party-birthday"]


def test_a_probation_is_over_after_a_year_and_told_thirty_days_before() -> None:
    assert of(PROBATIONER, date(2026, 5, 31)) == []
    assert of(PROBATIONER, date(2026, 6, 1)) == [Foreseen(date(2026, 7, 1), "probation")]
    assert of(PROBATIONER, date(2026, 7, 1)) == [Foreseen(date(2026, 7, 1), "probation")]
    assert of(PROBATIONER, date(2027, 3, 1)) == [Foreseen(date(2026, 7, 1), "probation", late=True)]


def test_a_probation_runs_from_its_own_beginning_whatever_somebody_was_before() -> None:
    accepted = date(2026, 2, 10)
    whose = record((JOINED, Standing.ACTIVIST), (accepted, Standing.PROBATIONARY), joined=accepted)
    assert of(whose, date(2027, 2, 1)) == [Foreseen(date(2027, 2, 10), "probation")]


def test_it_is_told_no_more_once_they_are_full_members() -> None:
    full = record((JOINED, Standing.PROBATIONARY), (date(2026, 7, 1), Standing.FULL))
    assert of(full, date(2026, 6, 30)) == [Foreseen(date(2026, 7, 1), "probation")]
    assert of(full, date(2026, 7, 1)) == []


def test_an_extended_probation_ends_when_its_term_does() -> None:
    extended = handled(Measure.EXTEND, date(2027, 1, 1))
    assert of(PROBATIONER, date(2026, 7, 2), extended) == []
    assert of(PROBATIONER, date(2026, 12, 2), extended) == [Foreseen(date(2027, 1, 1), "extension")]
    no_longer = handled(Measure.EXTEND, date(2026, 7, 1))
    assert of(PROBATIONER, date(2026, 6, 20), no_longer) == [Foreseen(date(2026, 7, 1), "probation")]


@pytest.mark.parametrize("how", [{"approved": False}, {"carried": False}, {"until": None}])
def test_what_was_refused_or_voted_down_or_has_no_term_extends_nothing(how: dict[str, object]) -> None:
    refused = handled(Measure.EXTEND, date(2027, 1, 1), **how)
    assert of(PROBATIONER, date(2026, 7, 2), refused) == [Foreseen(date(2026, 7, 1), "probation", late=True)]


def test_the_end_of_a_correction_is_told_a_month_before_and_as_long_after() -> None:
    full = record((JOINED, Standing.FULL))
    correction = handled(Measure.CORRECT, date(2026, 12, 31))
    assert of(full, date(2026, 11, 30), correction) == []
    assert of(full, date(2026, 12, 1), correction) == [Foreseen(date(2026, 12, 31), "correction")]
    assert of(full, date(2026, 12, 31), correction) == [Foreseen(date(2026, 12, 31), "correction")]
    assert of(full, date(2027, 1, 30), correction) == [Foreseen(date(2026, 12, 31), "correction", late=True)]
    assert of(full, date(2027, 1, 31), correction) == []
    assert of(full, date(2026, 12, 31), handled(Measure.CORRECT, date(2026, 12, 31), until=None)) == []


@pytest.mark.parametrize(
    ("joined", "as_of", "told"),
    [
        (date(1996, 7, 1), date(2026, 6, 1), [(date(2026, 7, 1), 30)]),
        (date(1996, 7, 1), date(2026, 7, 1), [(date(2026, 7, 1), 30)]),
        (date(1996, 7, 1), date(2026, 5, 31), []),
        (date(1996, 7, 1), date(2026, 7, 2), []),
        (date(2001, 1, 5), date(2026, 12, 20), [(date(2027, 1, 5), 26)]),
        (date(2024, 2, 29), date(2026, 2, 20), [(date(2026, 2, 28), 2)]),
        (date(2025, 7, 1), date(2026, 6, 1), [(date(2026, 7, 1), 1)]),
        (date(2026, 6, 10), date(2026, 6, 1), []),
        (None, date(2026, 6, 1), []),
    ],
)
def test_a_political_birthday_is_told_before_it_comes(
    joined: date | None, as_of: date, told: list[tuple[date, int]]
) -> None:
    assert birthdays(record((joined or JOINED, Standing.FULL), joined=joined), as_of) == told


def test_who_is_no_member_has_none_of_it() -> None:
    activist = record((date(2025, 7, 1), Standing.ACTIVIST))
    assert list(foreseen(activist, (), HEBEI, date(2026, 6, 20))) == []


@pytest.mark.parametrize(
    ("measure", "told", "later"),
    [
        (Measure.REMOVE, {}, True),
        (Measure.CORRECT, {}, True),
        (Measure.REMOVE, {"carried": None}, True),  # as an older book holds it
        (Measure.EDUCATE, {}, False),
        (Measure.REMOVE, {"carried": False}, False),
        (Measure.REMOVE, {"decided_on": None, "carried": None}, False),
        (Measure.REMOVE, {"approved": True, "answered_on": date(2026, 6, 25)}, False),
        (Measure.REMOVE, {"approved": False, "answered_on": date(2026, 6, 25)}, False),
    ],
)
def test_a_decision_is_told_until_the_superior_has_answered(
    measure: Measure, told: dict[str, object], later: bool
) -> None:
    full = record((date(2024, 7, 1), Standing.FULL), joined=None)
    awaited = Foreseen(date(2026, 6, 20), "answer", measure=measure)
    decision = handled(measure, date(2026, 12, 20), **told)
    found = [one for one in foreseen(full, [decision], HEBEI, date(2027, 3, 1)) if one.kind == "answer"]
    assert found == ([awaited] if later else [])


def test_of_two_extensions_the_longer_holds_and_a_correction_is_none() -> None:
    shorter, longer = (handled(Measure.EXTEND, date(2026, month, 1)) for month in (7, 10))
    correction = handled(Measure.CORRECT, date(2027, 3, 1))
    ends = end_of_probation(PROBATIONER, [shorter, longer, correction], HEBEI, date(2026, 6, 20))
    assert ends == Foreseen(date(2026, 10, 1), "extension")


@pytest.mark.parametrize(("as_of", "ends"), [("2026-02-09", "2026-07-01"), ("2026-02-10", "2027-02-10")])
def test_a_probation_runs_a_year_from_its_first_day_on(as_of: str, ends: str) -> None:
    whose = record((JOINED, Standing.PROBATIONARY), (date(2026, 2, 10), Standing.PROBATIONARY))
    assert str(end_of_probation(whose, (), HEBEI, date.fromisoformat(as_of)).on) == ends


def test_before_anything_is_known_of_somebody_it_is_the_first_that_counts() -> None:
    """As `Record.standing_on` has it: before the first date their first standing."""
    whose = record((JOINED, Standing.PROBATIONARY), (date(2026, 7, 1), Standing.FULL))
    assert end_of_probation(whose, (), HEBEI, date(2025, 6, 1)).on == date(2026, 7, 1)
