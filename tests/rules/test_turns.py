"""Kinds of content in turn where no number is asked for, their forms, and meetings that a branch does not have."""

from collections.abc import Sequence
from datetime import date

import pytest

from partyday.errors import BadInput
from partyday.model.codes import Part
from partyday.model.findings import Source
from partyday.model.lives import Content, Session
from partyday.model.period import Month
from partyday.rules.parameters import CADENCES
from partyday.rules.policy.reader import Dated, Policy, load
from partyday.rules.suggestion import form_of, suggest, turns
from partyday.rules.values import Every, Often
from rules.histories import own

HEBEI, ZHONGZHOU = load("hebei"), load("zhongzhou")
NEW_YEAR = date(2026, 1, 1)
DAYS = ("01-09", "02-06", "03-06", "04-03", "05-08", "06-05", "07-01", "08-07", "09-04", "10-09", "11-06", "12-04")


def session(day: str) -> Session:
    on = date.fromisoformat(f"2026-{day}")
    return Session(on, Part.FULL, on.toordinal(), 1)


def content(day: str, *blocks: str, held: bool = False) -> Content:
    return Content(Month(f"2026-{day[:2]}"), session(day), blocks, "", held)


def year_of(*known: Content) -> list[Content]:
    """The days of 2026, empty but for those given."""
    given = {one.month for one in known}
    return [*known, *(content(day) for day in DAYS if Month(f"2026-{day[:2]}") not in given)]


def test_a_meeting_the_branch_does_not_have_is_not_proposed() -> None:
    plan = suggest(HEBEI, year_of(), 2026, NEW_YEAR, {"支委会"})
    assert all("支委会" not in one.meetings for one in plan.suggestions)
    assert sum("党小组会" in one.meetings for one in plan.suggestions) == 12
    assert not plan.impossible


def test_a_policy_without_cadences_gives_each_kind_its_turn() -> None:
    """S1 names six kinds and no number: twice each in a year of twelve days, in the order of the notice."""
    given_turns = turns(ZHONGZHOU, year_of(), 2026, NEW_YEAR)
    kinds = ["party-spirit", "ideology", "ability", "integrity", "service", "meetings"]
    assert [given_turns[session(day)] for day in DAYS] == [*kinds, *kinds]


def test_what_came_already_has_had_its_turn_and_days_gone_by_are_given_none() -> None:
    year = year_of(
        content("01-09", "party-spirit", held=True),
        content("02-06"),  # let slip
        content("03-06", "ideology"),  # planned
        content("04-03", held=True),
    )
    given_turns = turns(ZHONGZHOU, year, 2026, date(2026, 3, 1))
    assert [f"{one.on:%m-%d}" for one in given_turns] == list(DAYS[4:])
    assert list(given_turns.values())[:5] == ["ability", "integrity", "service", "meetings", "party-spirit"]


def test_the_kind_that_came_least_is_next_and_of_those_the_first_that_the_policy_names() -> None:
    """Two kinds; service was held twice: study comes twice before either, and then they take turns."""
    two = own('content.blocks = { study = "学习", service = "服务" }', base="zhongzhou")
    year = year_of(content("01-09", "service", held=True), content("02-06", "service", held=True))
    given_turns = list(turns(two, year, 2026, date(2026, 3, 1)).values())
    assert given_turns[:6] == ["study", "study", "study", "service", "study", "service"]


def test_a_day_is_ahead_on_that_very_day_and_counts_in_the_year_it_was_planned_for() -> None:
    """The day of December 2025 was put off to 9 January, and that of 6 March is today."""
    put_off = Content(Month("2025-12"), session("01-09"), (), "", False)
    march, april = content("03-06"), content("04-03", "party-spirit")
    given_turns = turns(ZHONGZHOU, [put_off, march, april], 2026, date(2026, 3, 6))
    assert given_turns == {march.session: "ideology"}
    planned = content("03-06", "party-spirit"), content("04-03")
    assert turns(ZHONGZHOU, planned, 2026, date(2026, 3, 6)) == {planned[1].session: "ideology"}
    before = Content(Month("2025-12"), session("01-09"), ("party-spirit",), "", True)
    assert turns(ZHONGZHOU, [before, march], 2026, date(2026, 3, 6)) == {march.session: "party-spirit"}


def test_a_policy_with_cadences_gives_no_turns() -> None:
    assert turns(HEBEI, year_of(), 2026, NEW_YEAR) == {}


@pytest.mark.parametrize(
    ("block", "words", "without", "form"),
    [
        ("deliberation", "", (), "党员大会"),
        ("party-spirit", "", (), "党课"),
        ("deliberation", "支部大会", (), ""),
        ("members-standing", "党小组会", (), ""),
        ("work", "", (), "支委会"),
        ("work", "", ("支委会",), "党小组会"),
        ("work", "", ("支委会", "党小组会"), ""),
        ("unknown", "", (), ""),
    ],
)
def test_a_kind_of_content_is_paired_with_the_form_its_policy_names(
    block: str, words: str, without: Sequence[str], form: str
) -> None:
    assert form_of(HEBEI, block, NEW_YEAR, words, without) == form


def test_the_first_day_of_a_period_that_the_policy_says_nothing_of_is_refused() -> None:
    silent = Policy("x", "x", {CADENCES.key: (Dated({"ability": Often(Every.YEAR)}, Source("x"), NEW_YEAR),)})
    with pytest.raises(BadInput, match="says nothing of"):
        suggest(silent, year_of(), 2026, NEW_YEAR)
