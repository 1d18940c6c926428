"""A policy file as a school writes it: which file is read, what it may leave out, and what is told of its faults."""

import re
from datetime import date
from pathlib import Path

import pytest

from partyday.errors import BadInput
from partyday.rules import parameters as has
from partyday.rules.policy import reader
from partyday.rules.policy.reader import beginnings, in_force, is_shipped, load, parse
from partyday.rules.policy.strict import PolicyFaults

ON = date(2026, 3, 6)
#: Four lines; what is said behind them begins in line 5.
OWN = '[policy]\nname = "own"\ntitle = "own"\nbase = "hebei"\n'
#: A policy of its own, which says nothing but what is put behind it.
ALONE = '[policy]\nname = "alone"\ntitle = "alone"\n'
STAGES = """\
[[escalation.stages]]
value = [{ name = "批评教育", at = 1, counts = "in-a-row", by = "secretary" }]
source = "house"
"""


def said(key: str, value: str, *, since: str = "") -> str:
    """A house value of a parameter, as its file writes it; three lines, with `since` four."""
    begins = f"since = {since}\n" if since else ""
    return f'[[{key}]]\nvalue = {value}\nsource = "house"\n{begins}'


def told_of(text: str) -> list[tuple[int, str]]:
    """The complaints about a policy, each with its line counted behind OWN."""
    with pytest.raises(PolicyFaults) as told:
        parse(OWN + text, "own")
    return [(line - len(OWN.splitlines()), problem) for line, problem in told.value.complaints]


def test_a_value_that_cannot_be_read_does_not_shift_the_line_of_those_behind_it() -> None:
    values = (('"x"', 2026), ('"1-5"', 2028), ('"1-6"', 2027))
    text = "".join(
        f'[[schedule.window]]\nvalue = {value}\nsource = "house"\nsince = {year}-01-01\n' for value, year in values
    )
    [(first, _cannot_be), (second, order)] = told_of(text)
    assert (first, second) == (2, 12)
    assert order == "the values of schedule.window must stand in order of `since`"


def test_of_a_number_that_cannot_be_read_it_is_not_told_that_the_stages_say_it() -> None:
    later = '[[talk.absences]]\nsince = 2027-01-01\nvalue = 4\nsource = "house"\n'
    unread = '[[talk.absences]]\nvalue = "x"\nsource = "house"\n'
    assert ["stages" in problem for _line, problem in told_of(STAGES + later)] == [True]
    assert ["stages" in problem for _line, problem in told_of(STAGES + unread + later)] == [False]


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("dues.farmer", '"1.00-0.20"', "dues.farmer: 1.00 comes after 0.20"),
        ("dues.monthly-limit", '"x"', "dues.monthly-limit: “x” is not an amount"),
        ("schedule.recurrence", '["x"]', "schedule.recurrence: “x” is not a recurrence that a year can be planned by"),
    ],
)
def test_what_is_told_of_a_value_ends_with_one_full_stop(key: str, value: str, problem: str) -> None:
    assert told_of(f'[[{key}]]\nvalue = {value}\nsource = "house"\n') == [(2, problem)]


# ---- the line that is told


def test_what_the_first_of_two_values_has_not_is_told_at_the_first() -> None:
    text = '[[schedule.window]]\nvalue = "1-10"\n' + said("schedule.window", '"1-5"', since="2027-01-01")
    assert told_of(text) == [(1, "schedule.window has no source")]


def test_a_key_that_has_no_place_is_told_where_it_has_none_and_not_where_it_has_one() -> None:
    text = said("schedule.window", '"1-10"') + 'clause = "x"\n[sources.law]\ndocument = "x"\nclause = "y"\n'
    assert told_of(text) == [(7, "sources.law has no place for clause")]


def test_of_a_key_that_has_no_place_nothing_more_is_told() -> None:
    assert told_of("[sources.law]\ndocument = 'x'\ncolour = 3\n") == [(3, "sources.law has no place for colour")]


def test_what_is_wrong_twice_in_one_line_is_told_once() -> None:
    line = (
        "[content]\nblocks = [{ value = 3, source = 'house' }, { since = 2027-01-01, value = 3, source = 'house' }]\n"
    )
    assert [problem for _line, problem in told_of(line)] == ["content.blocks: a table of code = name is needed"]


def test_every_key_that_belongs_to_no_table_is_told() -> None:
    with pytest.raises(PolicyFaults) as told:
        parse("first = 1\nsecond = 2\n" + OWN, "own")
    assert told.value.sentences == [f"own, line {line}: this key is not known." for line in (1, 2)]


# ---- what may stand, and what may not stand beside it


@pytest.mark.parametrize(
    "text",
    [
        ALONE + said("early-notice.short", "1"),  # of the number it gives notice of nothing is said
        ALONE + said("talk.absences", "1"),
        ALONE + said("content.cadences", "{ anything = 'year' }"),  # it names no kinds of content
        OWN + said("escalation.stages", "[]") + said("talk.absences", "4"),
        OWN + STAGES + said("talk.absences", "0") + said("handling.run", "0"),
        OWN + said("handling.correction-months", "12"),  # the longest there is
        OWN + said("charter.notice-months", "5"),
        OWN + "region = ''\n[sources.law]\ndocument = 'x'\nnumber = ''\n",  # what may be left out may be empty
    ],
)
def test_what_does_not_contradict_itself_may_stand(text: str) -> None:
    assert parse(text, "own").text == text


def test_a_value_is_held_against_what_its_base_says_later_too() -> None:
    """A warning at five months is before six, but the base's six become five in 2027."""
    base = OWN.replace("own", "low") + said("charter.months", "6") + said("charter.months", "5", since="2027-01-01")
    high = OWN.replace("hebei", "low") + said("charter.notice-months", "5")
    assert beginnings(parse(base, "low")) == [date.min, date(2027, 1, 1)]
    assert beginnings(parse(OWN.replace("hebei", "low"), "high", kept=(base,))) == [date.min, date(2027, 1, 1)]
    with pytest.raises(PolicyFaults, match=r"line 6: .*the warning comes before"):
        parse(high, "high", kept=(base,))


# ---- which policy it is


def test_an_edition_is_marked_by_its_wording_and_that_of_what_it_stands_on() -> None:
    low = OWN.replace("own", "low")
    editions = [parse(OWN.replace("hebei", "low"), "own", kept=(base,)).edition for base in (low, low + "# x\n")]
    assert all(re.fullmatch(r"own@[0-9a-f]{12}", edition) for edition in editions)
    assert len({*editions, parse(OWN, "own").edition}) == 3


def test_a_parameter_is_ever_said_where_any_value_of_it_is_not_empty() -> None:
    """国家 has no number of absences, 河北 three."""
    assert [load(name).ever_says(has.TALK) for name in ("national", "hebei")] == [False, True]
    assert parse(OWN + said("talk.absences", "0"), "own").ever_says(has.TALK)


def test_a_value_stands_in_the_layer_that_has_one_in_force() -> None:
    own = parse(OWN + said("schedule.window", '"1-12"') + said("schedule.window", '"1-15"', since="2027-01-01"), "own")
    layers = {parameter.key: layer.name for parameter, _dated, layer in in_force(own, ON)}
    assert [layers[key] for key in ("schedule.window", "talk.absences", "talk.window")] == ["own", "hebei", "national"]
    with pytest.raises(BadInput, match=r"says nothing of schedule\.recurrence"):
        in_force(parse(ALONE, "alone"), ON)


def test_a_file_of_the_name_of_a_shipped_policy_is_not_that_policy() -> None:
    assert is_shipped(load("hebei"))
    assert not is_shipped(parse(OWN.replace('"own"', '"hebei"').replace('base = "hebei"\n', ""), "hebei.toml"))
    assert not is_shipped(parse(OWN, "own"))


def test_what_people_call_a_policy_finds_it_unless_a_file_is_called_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load("中州大学").name == "zhongzhou"
    Path("中州大学").write_text(OWN, "utf-8")
    assert load("中州大学").name == "own"


def test_a_base_may_be_what_people_call_it(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN.replace("hebei", "广西艺术"), "utf-8")
    base = load(str(tmp_path / "own.toml")).base
    assert base
    assert base.name == "guangxi-yishu-xueyuan"


def test_a_file_that_is_too_large_to_be_a_policy_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.toml"
    monkeypatch.setattr(reader, "_LONGEST", 100)
    path.write_text(OWN.ljust(100, "#"), "utf-8")
    assert load(str(path)).name == "own"
    path.write_text(OWN.ljust(101, "#"), "utf-8")
    with pytest.raises(BadInput, match="too large to be a policy"):
        load(str(path))
