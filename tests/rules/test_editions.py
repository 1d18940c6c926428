"""What a branch's policy says where the book holds several editions of it, and what two policies differ in."""

from datetime import date

import pytest

from partyday.model.policies import PolicyEdition
from partyday.rules import parameters as has
from partyday.rules.parameters import Parameter
from partyday.rules.policy.editions import together
from partyday.rules.policy.reader import load, parse
from partyday.rules.policy.shown import as_json, differences
from partyday.rules.stages import stages

OWN = """[policy]
name = "own"
title = "本校制度"
base = "low"

[[schedule.window]]
value = "1-15"
source = "house"

[[schedule.window]]
since = 2027-06-01
value = "1-20"
source = "house"
"""
LOW = """[policy]
name = "low"
title = "本市制度"
base = "hebei"

[[talk.absences]]
value = 4
source = "house"
"""
#: Says nothing of anything before 2020, and of nothing but the window then.
ALONE = """[policy]
name = "alone"
title = "只有一条"

[[schedule.window]]
since = 2020-01-01
value = "1-9"
source = "house"
"""
#: What was written of each: its name, its text, the texts below it.
FILES = {"own": (OWN, (LOW,)), "alone": (ALONE, ())}


def editions(*told: tuple[str, str]) -> tuple[PolicyEdition, ...]:
    """The editions of a book, in the order in which they were set: the first day ("": ever since) and the name."""
    made = []
    for key, (since, name) in enumerate(told, 1):
        text, below = FILES.get(name, ("", ()))
        first = date.fromisoformat(since) if since else None
        set_on = date(2026, 3, 6)
        edition = PolicyEdition(id=key, branch_id=1, since=first, set_on=set_on, name=name, text=text, below=below)
        made.append(edition)
    return tuple(made)


@pytest.mark.parametrize(
    ("told", "parameter", "values"),
    [
        # each holds from its day on, with all that begins within it
        (
            [("", "hebei"), ("2027-01-01", "own")],
            has.WINDOW,
            [("", "1-10"), ("2027-01-01", "1-15"), ("2027-06-01", "1-20")],
        ),
        # what would begin with the next edition's first day does not
        ([("", "own"), ("2027-06-01", "hebei")], has.WINDOW, [("", "1-15"), ("2027-06-01", "1-10")]),
        # before the first of them the first holds
        ([("2026-01-01", "hebei"), ("2027-06-01", "own")], has.WINDOW, [("", "1-10"), ("2027-06-01", "1-20")]),
        # of two from one day the later one counts
        ([("", "hebei"), ("2027-01-01", "own"), ("2027-01-01", "national")], has.RUN, [("", "6"), ("2027-01-01", "0")]),
        # what an edition stands on is what was kept with it
        ([("", "hebei"), ("2027-01-01", "own")], has.TALK, [("", "3"), ("2027-01-01", "4")]),
        # what does not change is told once
        ([("", "own"), ("2026-01-01", "own"), ("2027-01-01", "own")], has.TALK, [("", "4")]),
        ([("", "hebei"), ("2027-01-01", "own"), ("2028-01-01", "hebei")], has.RUN, [("", "6")]),
        # the same number by another source is another value
        ([("", "hebei"), ("2027-01-01", "zhongzhou")], has.RUN, [("", "6"), ("2027-01-01", "6")]),
        # where an edition is silent, nothing is told
        ([("", "alone"), ("2027-01-01", "hebei")], has.WINDOW, [("2020-01-01", "1-9"), ("2027-01-01", "1-10")]),
    ],
)  # fmt: skip
def test_each_edition_holds_until_the_next_begins(
    told: list[tuple[str, str]], parameter: Parameter[object], values: list[tuple[str, str]]
) -> None:
    dated = together(editions(*told)).values[parameter.key]
    assert [(value.since.isoformat() if value.since else "", str(value.value)) for value in dated] == values


def test_two_policies_differ_in_what_they_do_not_say_alike_and_silence_is_not_none() -> None:
    hebei, alone = load("hebei"), parse(ALONE, "alone")
    shorter = parse(LOW, "low", kept=())
    assert differences(hebei, hebei, date(2026, 3, 6)) == []
    [talk] = differences(hebei, shorter, date(2026, 3, 6))
    assert talk.one
    assert talk.other
    assert (talk.parameter.key, talk.one.value, talk.other.value) == ("talk.absences", 3, 4)
    told = {one.parameter.key: one for one in differences(alone, hebei, date(2026, 3, 6))}
    assert list(told) == list(has.PARAMETERS)
    assert (told["filings.year-plan"].one, told["talk.absences"].one) == (None, None)
    assert [value and value.value for value in told["schedule.window"][1:]] == [(1, 9), (1, 10)]
    assert {one.parameter.key: one.other for one in differences(hebei, alone, date(2026, 3, 6))}[
        "talk.absences"
    ] is None
    assert differences(alone, alone, date(2019, 12, 31)) == []


def test_a_clause_alone_makes_no_difference() -> None:
    worded = parse(LOW + 'clause = "四次以上的"\n', "worded", kept=())
    assert differences(parse(LOW, "low", kept=()), worded, date(2026, 3, 6)) == []


def test_a_stage_is_told_to_scripts_with_what_it_has() -> None:
    talk = {"name": "谈话", "at": 3, "counts": "cumulative", "by": "secretary", "kind": "talk"}
    shown = as_json(stages([talk, talk | {"name": "警示", "window": "all-time", "clause": "三次以上的"}]))
    assert shown == [talk, talk | {"name": "警示", "window": "all-time", "clause": "三次以上的"}]
