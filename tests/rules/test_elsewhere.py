"""Members who live elsewhere: whom the branch is told of, to the day."""

from dataclasses import replace
from datetime import date

import pytest

from factories import ONE_BRANCH, ONE_LIFE
from partyday.model.codes import Circumstance
from partyday.model.lives import Life
from partyday.model.members import DatedCircumstance
from partyday.rules.elsewhere import elsewhere, lives_elsewhere
from partyday.rules.policy.reader import load, parse

AWAY, ABROAD, MOBILE, LEADER = Circumstance.AWAY, Circumstance.ABROAD, Circumstance.MOBILE, Circumstance.LEADER
HEBEI = load("hebei")
#: A school that wants neither of the two.
NEITHER = parse(
    '[policy]\nname = "own"\ntitle = "own"\nbase = "hebei"\n'
    '[[mobile.months]]\nvalue = 0\nsource = "house"\n[[mobile.contact-months]]\nvalue = 0\nsource = "house"\n',
    "own",
)


def living(number: int, *spells: tuple[Circumstance, date, date | None]) -> Life:
    """Member `number` in these circumstances, each from its first day to the first no longer in it."""
    dated = tuple(
        DatedCircumstance(member_id=number, kind=kind, since=since, until=until) for kind, since, until in spells
    )
    person = replace(ONE_LIFE.person, id=number, number=number, name=f"党员{number}")
    return ONE_LIFE._replace(person=person, record=replace(ONE_LIFE.record, circumstances=dated))


JANUARY, MARCH, JULY = date(2026, 1, 10), date(2026, 3, 6), date(2026, 7, 10)
AWAY_SINCE_JANUARY, ABROAD_SINCE_JANUARY = living(1, (AWAY, JANUARY, None)), living(1, (ABROAD, JANUARY, None))


@pytest.mark.parametrize(
    ("life", "contact", "as_of", "told"),
    [
        pytest.param(AWAY_SINCE_JANUARY, None, date(2026, 7, 9), [], id="away for a day less than six months"),
        pytest.param(AWAY_SINCE_JANUARY, None, JULY, [("mobile", JULY)], id="away for six months"),
        pytest.param(
            AWAY_SINCE_JANUARY,
            MARCH,
            JULY,
            [("mobile", JULY)],
            id="who came home once is to be registered all the same",
        ),
        pytest.param(living(1, (AWAY, JANUARY, JULY)), None, JULY, [], id="back since today"),
        pytest.param(
            living(1, (AWAY, JANUARY, None), (MOBILE, MARCH, None)), None, JULY, [], id="registered as mobile already"
        ),
        pytest.param(
            living(1, (AWAY, JANUARY, None), (MOBILE, JANUARY, MARCH)),
            None,
            JULY,
            [("mobile", JULY)],
            id="once mobile and not now",
        ),
        pytest.param(ABROAD_SINCE_JANUARY, None, date(2026, 7, 9), [], id="left the country less than half a year ago"),
        pytest.param(ABROAD_SINCE_JANUARY, None, JULY, [("abroad", JULY)], id="no contact since they left"),
        pytest.param(
            ABROAD_SINCE_JANUARY, date(2025, 12, 5), JULY, [("abroad", JULY)], id="a contact before they left is none"
        ),
        pytest.param(ABROAD_SINCE_JANUARY, MARCH, JULY, [], id="a contact in March is good until September"),
        pytest.param(ABROAD_SINCE_JANUARY, MARCH, date(2026, 9, 6), [("abroad", date(2026, 9, 6))], id="and no longer"),
        pytest.param(living(1, (ABROAD, JANUARY, JULY)), None, JULY, [], id="back from abroad"),
        pytest.param(living(1, (LEADER, JANUARY, None)), None, JULY, [], id="neither away nor abroad"),
    ],
)
def test_who_is_away_is_to_be_registered_and_who_is_abroad_to_be_contacted_after_six_months(
    life: Life, contact: date | None, as_of: date, told: list[tuple[str, date]]
) -> None:
    contacts = {1: contact} if contact else {}
    found = list(elsewhere([life], contacts, ONE_BRANCH, HEBEI, as_of))
    assert [(one.code, one.since) for one in found] == told
    assert {one.what for one in found} <= {"1 党员1"}
    assert not list(elsewhere([life], contacts, ONE_BRANCH, NEITHER, as_of)), "a school may want neither"


def test_all_of_a_kind_are_named_together_since_the_first_of_them() -> None:
    lives = [living(2, (AWAY, date(2025, 12, 1), None)), living(1, (AWAY, date(2025, 11, 1), None))]
    [found] = elsewhere(lives, {}, ONE_BRANCH, HEBEI, JULY)
    assert (found.what, found.since) == ("2 党员2、1 党员1", date(2026, 5, 1))


def test_one_time_away_or_abroad_is_enough_to_look_at_somebody() -> None:
    lives = [
        living(1, (LEADER, JANUARY, None)),
        living(2, (LEADER, JANUARY, None), (ABROAD, MARCH, JULY)),
        living(3, (AWAY, MARCH, None)),
        living(4),
    ]
    assert [lives_elsewhere(life.record) for life in lives] == [False, True, True, False]
