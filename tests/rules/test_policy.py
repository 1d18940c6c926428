import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyday.errors import Ambiguous, BadInput, NotFound
from partyday.model.findings import Source
from partyday.model.period import Month
from partyday.rules import parameters as has
from partyday.rules.calendar import Calendar
from partyday.rules.parameters import PARAMETERS
from partyday.rules.policy import reader as p
from partyday.rules.policy.reader import Policy, load, parse
from partyday.rules.policy.shipped import PACKAGED
from partyday.rules.policy.shown import as_text
from partyday.rules.policy.strict import PolicyFaults
from partyday.rules.schedule import plan_year

HEAD = """\
[policy]
name = "example"
title = "示例"
base = "hebei"

[sources.notice]
document = "关于示例的通知"
number = "示字〔2026〕1号"
"""


def with_values(text: str) -> p.Policy:
    return parse(HEAD + text, "example.toml")


def complaint(text: str) -> tuple[int, str]:
    """The line and the sentence with which a policy is refused."""
    with pytest.raises(BadInput) as refused:
        parse(text, "example.toml")
    told = re.fullmatch(r"example\.toml, line (\d+): (.*)\.", str(refused.value))
    assert told, str(refused.value)
    return int(told[1]), told[2]


# ---- what is shipped


@pytest.mark.parametrize("name", PACKAGED)
def test_every_shipped_value_is_cited(name: str) -> None:
    policy = load(name)
    assert policy.title
    for values in policy.values.values():
        for dated in values:
            assert dated.source.document
            assert dated.source.house or dated.source.document != "partyday"


@pytest.mark.parametrize("name", PACKAGED)
def test_a_shipped_policy_answers_every_parameter_for_2014_and_for_the_year_1921(name: str) -> None:
    policy = load(name)
    for parameter in PARAMETERS.values():
        for on in (date(1921, 7, 1), date(2014, 7, 1), date(2026, 7, 1)):
            assert policy.at(parameter, on).source.document


def test_the_second_system_is_the_first_friday_within_ten_days_by_its_own_notice() -> None:
    hebei = load("hebei")
    today = date(2026, 3, 6)
    assert hebei.at(has.RECURRENCE, today).value == ("FREQ=MONTHLY;BYDAY=1FR",)
    assert hebei.at(has.WINDOW, today).value == (1, 10)
    assert not hebei.at(has.WINDOW, today).source.house
    assert hebei.at(has.WINDOW, today).source.number == "冀办发〔2014〕21号"
    assert list(hebei.at(has.BLOCKS, today).value.values()) == [
        *("党性观念教育", "主体地位教育", "能力素质教育", "议政议事", "推进工作", "为民服务")
    ]


def test_what_the_first_system_leaves_open_is_shown_as_a_house_value() -> None:
    zhongzhou = load("zhongzhou")
    today = date(2026, 3, 6)
    assert zhongzhou.at(has.RECURRENCE, today).value == load("hebei").at(has.RECURRENCE, today).value
    assert zhongzhou.at(has.RECURRENCE, today).source.house
    assert zhongzhou.at(has.WINDOW, today).value == (1, 31)
    assert zhongzhou.at(has.CONSTITUTION_MERGE, today).value == "off"


def test_deadlines_no_regulation_gives_are_house_values() -> None:
    for name in ("hebei", "national", "zhongzhou"):
        for parameter, days in ((has.ANNOUNCE_DAYS, 3), (has.SUMMARY_DAYS, 7)):
            dated = load(name).at(parameter, date(2026, 3, 6))
            assert (dated.value, dated.source.house) == (days, True)


# ---- layers and dates


def test_a_policy_replaces_its_base_where_it_has_a_value_and_leaves_it_elsewhere() -> None:
    policy = with_values('[[schedule.window]]\nvalue = "1-15"\nsource = "notice"\narticle = "二"\n')
    on = date(2026, 3, 6)
    assert policy.at(has.WINDOW, on).value == (1, 15)
    assert policy.at(has.WINDOW, on).source == Source("关于示例的通知", "示字〔2026〕1号", "二")
    assert policy.at(has.CONSTITUTION_MERGE, on) == load("hebei").at(has.CONSTITUTION_MERGE, on)
    assert policy.at(has.SHIFT_ORDER, on) == load("national").at(has.SHIFT_ORDER, on)


def test_a_value_that_begins_later_leaves_the_days_before_to_the_base() -> None:
    policy = with_values('[[schedule.window]]\nsince = 2027-01-01\nvalue = "1-15"\nsource = "notice"\n')
    assert policy.at(has.WINDOW, date(2026, 12, 31)).value == (1, 10)
    assert policy.at(has.WINDOW, date(2027, 1, 1)).value == (1, 15)


def test_days_before_a_dated_line_are_judged_by_the_old_value_and_days_after_by_the_new() -> None:
    """From August 2026 it is the second Monday, from 2027 July is no longer merged; nothing before moves."""
    changed = with_values(
        '[[schedule.recurrence]]\nsince = 2026-08-01\nvalue = ["FREQ=MONTHLY;BYDAY=2MO"]\nsource = "notice"\n'
        '[[schedule.constitution-merge]]\nsince = 2027-01-01\nvalue = "off"\nsource = "notice"\n'
    )
    calendar = Calendar()
    before = {each.month: each.held_on for each in plan_year(2026, None, load("hebei"), calendar)}
    after = {each.month: each.held_on for each in plan_year(2026, None, changed, calendar)}
    assert [month for month in before if before[month] != after[month]] == [
        *("2026-08", "2026-09", "2026-10", "2026-11", "2026-12")
    ]
    assert after[Month("2026-07")] == date(2026, 7, 1)
    assert after[Month("2026-08")] == date(2026, 8, 10)
    assert next(each.held_on for each in plan_year(2027, None, changed, calendar) if each.month == "2027-07") == date(
        2027, 7, 12
    )


def test_a_policy_alone_that_begins_some_day_says_that_it_has_nothing_before() -> None:
    alone = parse(
        '[policy]\nname = "a"\ntitle = "a"\n[[schedule.window]]\nsince = 2020-01-01\nvalue = "1-9"\nsource = "house"\n',
        "a.toml",
    )
    assert alone.at(has.WINDOW, date(2020, 1, 1)).value == (1, 9)
    with pytest.raises(BadInput, match=r"schedule\.window on 2019-12-31"):
        alone.at(has.WINDOW, date(2019, 12, 31))


def test_every_value_in_force_is_told_with_the_layer_it_stands_in() -> None:
    policy = with_values('[[schedule.window]]\nsince = 2027-01-01\nvalue = "1-15"\nsource = "notice"\n')
    for on, layer, text in ((date(2026, 12, 31), "hebei", "1-10"), (date(2027, 1, 1), "example", "1-15")):
        [(dated, stands_in)] = [
            (dated, stands_in) for parameter, dated, stands_in in p.in_force(policy, on) if parameter is has.WINDOW
        ]
        assert (stands_in.name, as_text(has.WINDOW, dated.value)) == (layer, text)
    told = {
        parameter.key: as_text(parameter, dated.value)
        for parameter, dated, _layer in p.in_force(policy, date(2026, 3, 6))
    }
    assert told["schedule.constitution-day"] == "07-01"
    assert told["duties.announce-days"] == "3"
    assert told["schedule.shift-order"].startswith("same-weekday-later, later")
    assert told["content.blocks"].startswith("party-spirit 党性观念教育, ")
    assert told["dues.monthly-limit"] == "1000.00 yuan"
    assert (told["dues.student"], told["dues.farmer"]) == ("0.20 yuan", "0.20-1.00 yuan")
    assert told["dues.retired-rates"] == "up to 5000.00 yuan: 0.5%, above: 1%"


VALUES = st.lists(
    st.tuples(st.dates(date(2010, 1, 1), date(2030, 12, 31)), st.integers(1, 31)),
    unique_by=lambda pair: pair[0],
    max_size=6,
).map(sorted)


@given(values=VALUES, on=st.dates(date(2009, 1, 1), date(2031, 12, 31)))
def test_the_value_in_force_is_the_last_that_has_begun(values: list[tuple[date, int]], on: date) -> None:
    text = "".join(
        f'[[schedule.window]]\nsince = {since}\nvalue = "1-{last}"\nsource = "house"\n' for since, last in values
    )
    wanted = 10  # the base's
    for since, last in values:
        if since <= on:
            wanted = last
    assert with_values(text).at(has.WINDOW, on).value == (1, wanted)


def test_a_regional_value_replaces_the_national_one_only_while_it_is_in_force() -> None:
    policy = with_values('[[talk.absences]]\nsince = 2026-07-01\nvalue = 5\nsource = "notice"\narticle = "三"\n')
    before, after = (policy.at(has.TALK, on) for on in (date(2026, 6, 30), date(2026, 7, 1)))
    assert (before.value, before.source.number) == (3, "冀办发〔2014〕21号")
    assert (after.value, after.source, after.since) == (
        5,
        Source("关于示例的通知", "示字〔2026〕1号", "三"),
        date(2026, 7, 1),
    )
    assert sorted(policy.ever(has.TALK)) == [0, 3, 5]


def test_a_value_may_carry_the_wording_it_rests_on() -> None:
    policy = with_values('[[talk.absences]]\nvalue = 4\nsource = "notice"\narticle = "三"\nclause = "四次以上的"\n')
    assert policy.at(has.TALK, date(2026, 1, 1)).clause == "四次以上的"
    assert "3次以上" in load("hebei").at(has.TALK, date(2026, 1, 1)).clause


@pytest.mark.parametrize(
    ("name", "talk", "run", "make_up"), [("hebei", 3, 6, True), ("zhongzhou", 0, 6, False), ("national", 0, 0, False)]
)
def test_each_system_has_its_own_rules(name: str, talk: int, run: int, make_up: bool) -> None:
    policy, on = load(name), date(2026, 3, 6)
    assert (policy.at(has.TALK, on).value, policy.at(has.RUN, on).value) == (talk, run)
    assert policy.at(has.MAKE_UP, on).value is make_up
    assert policy.at(has.RUN, on).source.house is (name != "hebei")


# ---- strictness, with the line


STAGES = """\
[[escalation.stages]]
value = [{ name = "批评教育", at = 1, counts = "in-a-row", by = "secretary" }]
source = "house"
"""

GOOD = """\
[[schedule.window]]
value = "1-10"
source = "house"
"""


@pytest.mark.parametrize(
    ("text", "line", "about"),
    [
        # an unknown key, in each kind of table
        ('[policy]\nname = "x"\ntitle = "x"\ncolour = "red"\n', 4, "policy has no place for colour"),
        (HEAD + 'page = "3"\n', 9, "sources.notice has no place for page"),
        (HEAD + GOOD + "sinc = 2026-01-01\n", 12, "schedule.window has no place for sinc"),
        (HEAD + '[[schedule.windows]]\nvalue = "1-10"\nsource = "house"\n', 9, "schedule.windows is not known"),
        (HEAD + '[[calendar.window]]\nvalue = "1-10"\nsource = "house"\n', 9, "calendar.window is not known"),
        ("wrong = 1\n" + HEAD, 1, "this key is not known"),
        (HEAD + '[schedule.window]\nvalue = "1-10"\nsource = "house"\n', 9, r"write \[\[schedule.window\]\]"),
        # something missing
        ("# nothing but a comment\n", 1, "the table policy is missing"),
        ('# first\n[policy]\nname = "x"\n', 2, "policy has no title"),
        (HEAD + '[[schedule.window]]\nvalue = "1-10"\n', 9, "schedule.window has no source"),
        (HEAD + GOOD + '[[schedule.window]]\nsince = 2027-01-01\nsource = "house"\n', 12, "window has no value"),
        (HEAD + '[sources.law]\nnumber = "1"\n', 9, "sources.law has no document"),
        # a value that cannot be
        (HEAD + '[[talk.absences]]\nvalue = -3\nsource = "house"\n', 10, "a whole number is needed"),
        (HEAD + '[[talk.absences]]\nvalue = true\nsource = "house"\n', 10, "a whole number is needed"),
        (HEAD + '[[talk.window]]\nvalue = "month"\nsource = "house"\n', 10, "one of calendar-year, rolling-12-months"),
        (HEAD + '[[make-up.required]]\nvalue = 1\nsource = "house"\n', 10, "true or false is needed"),
        (HEAD + '[[charter.months]]\nvalue = 0\nsource = "house"\n', 10, "a number of months is needed"),
        (HEAD + '[[handling.quorum]]\nvalue = "3/2"\nsource = "house"\n', 10, "a fraction such as"),
        (HEAD + '[[handling.majority]]\nvalue = 0.5\nsource = "house"\n', 10, "a fraction such as"),
        (
            HEAD + '[[content.cadences]]\nsource = "house"\n[content.cadences.value]\nability = "week"\n',
            11,
            "one of month, two-months, quarter, half-year, year, term",
        ),
        (
            HEAD + '[[content.cadences]]\nsource = "house"\n[content.cadences.value]\nabilities = "month"\n',
            12,
            "abilities is not a kind of content",
        ),
        (HEAD + '[[talk.absences]]\nvalue = 99999\nsource = "house"\n', 10, "3660 at most"),
        (HEAD + '[[early-notice.short]]\nvalue = 3\nsource = "house"\n', 10, "must be less than the number"),
        (HEAD + '[[talk.absences]]\nvalue = 1\nsource = "house"\n', 10, "1 is too low beside early-notice.short, 1"),
        (
            HEAD + '[[talk.absences]]\nvalue = 4\nsource = "house"\n'
            '[[talk.absences]]\nsince = 2027-01-01\nvalue = 1\nsource = "house"\n',
            14,
            "too low beside early-notice.short",
        ),
        (HEAD + '[[schedule.recurrence]]\nvalue = ["FREQ=YEARLY;BYMONTH=3"]\nsource = "house"\n', 10, "be planned by"),
        (HEAD + STAGES + '[[talk.absences]]\nvalue = 4\nsource = "house"\n', 13, "stages already say this"),
        (HEAD + STAGES.replace("at = 1", "at = 0"), 10, "批评教育: `at` is a whole number"),
        (HEAD + STAGES.replace("in-a-row", "days"), 10, "counts is one of cumulative, in-a-row, months"),
        (HEAD + STAGES.replace("secretary", "dean"), 10, "by is one of branch, secretary"),
        (HEAD + STAGES.replace("at = 1", "at = 1, colour = 3"), 10, "批评教育 has no place for colour"),
        (HEAD + STAGES.replace("at = 1", 'at = 1, window = "all-time"'), 10, "only what counts as cumulative"),
        (HEAD + STAGES.replace("}]", '}, {name="批评教育", at=2, counts="months", by="branch"}]'), 10, "one name"),
        (HEAD + '[[charter.notice-months]]\nvalue = 6\nsource = "house"\n', 10, "the warning comes before"),
        (HEAD + '[[handling.correction-months]]\nvalue = 13\nsource = "house"\n', 10, "longer than the longest"),
        (HEAD + '[[schedule.recurrence]]\nvalue = ["FREQ=NONSENSE"]\nsource = "house"\n', 10, "not a recurrence"),
        (HEAD + '[sources.law]\ndocument = " "\n', 10, "document is empty"),
        (HEAD + GOOD + 'article = "二"\n', 12, "a house value has no article"),
        (HEAD + GOOD + "article = 3\n", 12, "article is not a text"),
        (HEAD + GOOD + 'clause = ["x"]\n', 12, "clause is not a text"),
        (HEAD + '[[schedule.window]]\nvalue = "10-1"\nsource = "house"\n', 10, "schedule.window: days of the month"),
        (HEAD + '[[schedule.window]]\nvalue = "1-32"\nsource = "house"\n', 10, "schedule.window: days of the month"),
        (HEAD + "[[schedule.window]]\nvalue = 10\nsource = 'house'\n", 10, "schedule.window: days of the month"),
        (HEAD + GOOD + "since = '2026-01-01'\n", 12, "`since` is not a date"),
        (HEAD + GOOD + "since = 2026-01-01T00:00:00\n", 12, "`since` is not a date"),
        (HEAD + '[[schedule.window]]\nvalue = "1-10"\nsource = "law"\n', 11, "there is no source law"),
        (HEAD + '[[schedule.window]]\nvalue = "1-10"\nsource = ["notice"]\n', 11, "there is no source"),
        (HEAD + '[[schedule.shift-order]]\nvalue = ["sooner"]\nsource = "house"\n', 10, "one of same-weekday-later"),
        (HEAD + '[[schedule.shift-order]]\nvalue = []\nsource = "house"\n', 10, "a list of texts"),
        (HEAD + '[[schedule.recurrence]]\nvalue = "FREQ=MONTHLY"\nsource = "house"\n', 10, "a list of texts"),
        (HEAD + '[[schedule.constitution-day]]\nvalue = "02-29"\nsource = "house"\n', 10, "a day of the year"),
        (HEAD + '[[schedule.constitution-day]]\nvalue = "W27"\nsource = "house"\n', 10, "a day of the year"),
        (HEAD + '[[schedule.constitution-merge]]\nvalue = "on"\nsource = "house"\n', 10, "one of constitution"),
        (HEAD + "[[duties.announce-days]]\nvalue = -1\nsource = 'house'\n", 10, "a whole number"),
        (HEAD + "[[duties.announce-days]]\nvalue = true\nsource = 'house'\n", 10, "a whole number"),
        (HEAD + "[[content.blocks]]\nvalue = 'x'\nsource = 'house'\n", 10, "a table of code = name"),
        ("[policy]\nname = 5\ntitle = 'x'\n", 2, "policy: name is not a text"),
        (HEAD + "[sources.law]\ndocument = 5\n", 10, "sources.law: document is not a text"),
        # values out of order
        (HEAD + GOOD + "since = 2027-01-01\n" + GOOD + "since = 2026-01-01\n", 16, "in order of `since`"),
        (HEAD + GOOD + "since = 2027-01-01\n" + GOOD + "since = 2027-01-01\n", 16, "in order of `since`"),
        (HEAD + GOOD + GOOD, 12, "in order of `since`"),
        # the second of two values is meant, not the first
        (HEAD + GOOD + '[[schedule.window]]\nsince = 2027-01-01\nvalue = "x"\nsource = "house"\n', 14, "window: days"),
        (HEAD + GOOD + '[[schedule.window]]\nsince = 2027-01-01\nvalue = "1-5"\n', 12, "window has no source"),
        (HEAD + GOOD + '[[schedule.window]]\nsince = 2027-01-01\nvalue = "1-5"\nsource = "no"\n', 15, "no source no"),
        # a comment that speaks of the key is not the line
        ("# value, source and since of schedule.window\n" + HEAD + "[[schedule.window]]\n# value =\nvalue = 0\n"
         'source = "house"\n', 12, "schedule.window: days"),
    ],
)  # fmt: skip
def test_a_policy_that_cannot_be_is_refused_with_its_line(text: str, line: int, about: str) -> None:
    told_line, told = complaint(text)
    assert re.search(about, told), told
    assert told_line == line


def test_what_is_not_toml_is_refused_with_its_line() -> None:
    with pytest.raises(BadInput, match=r"example\.toml is not a policy file: .*line 3"):
        parse('[policy]\nname = "x"\ntitle = \n', "example.toml")


@pytest.mark.parametrize("text", ["sources = 3\n" + HEAD.replace("[sources.notice]", "[policy.x]"), "policy = 3\n", ""])
def test_a_wrong_shape_at_the_top_is_refused_too(text: str) -> None:
    with pytest.raises(BadInput):
        parse(text, "example.toml")


def test_there_is_no_policy_of_an_unknown_name() -> None:
    with pytest.raises(NotFound, match="hebi") as told:
        load("hebi")
    assert "hebei" in told.value.hint


def test_a_file_that_stands_on_itself_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "loop.toml"
    path.write_text(f"[policy]\nname = 'loop'\ntitle = 'x'\nbase = {str(path)!r}\n", "utf-8")
    with pytest.raises(BadInput, match="line 4: a policy cannot stand on itself"):
        load(str(path))


def test_a_policy_file_may_stand_on_another_file(tmp_path: Path) -> None:
    below = tmp_path / "below.toml"
    below.write_text("[policy]\nname = 'below'\ntitle = 'x'\nbase = 'hebei'\n" + GOOD.replace("1-10", "1-12"), "utf-8")
    above = tmp_path / "above.toml"
    above.write_text(f"\ufeff[policy]\nname = 'above'\ntitle = 'x'\nbase = {str(below)!r}\n", "utf-8")
    assert load(str(above)).at(has.WINDOW, date(2026, 3, 6)).value == (1, 12)


def test_a_base_that_is_a_file_is_looked_for_beside_the_policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "region.toml").write_text("[policy]\nname = 'r'\ntitle = 'x'\nbase = 'hebei'\n", "utf-8")
    (tmp_path / "school.toml").write_text("[policy]\nname = 's'\ntitle = 'x'\nbase = 'region.toml'\n", "utf-8")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    base = load("../school.toml").base
    assert base
    assert base.name == "r"
    (tmp_path / "region.toml").write_text("[policy]\nname = 'r'\ntitle = 'x'\nbase = 'school.toml'\n", "utf-8")
    with pytest.raises(BadInput, match="cannot stand on itself"):
        load(str(tmp_path / "school.toml"))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "\u4e2d".encode("gb18030")])
def test_a_file_in_another_encoding_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.toml"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"cannot be read|not a policy file"):
        load(str(path))


JUNK = st.sampled_from(['"x"', "[]", "{}", "3", "-1", "2026-01-01", "true", '["x"]', "[[1]]", "{a = 1}", '""', "1.5"])
WORDS = st.sampled_from(
    ["policy", "sources", "schedule", "schedule.window", "schedule.recurrence", "content.blocks", "content", "x"]
)


@given(
    st.lists(
        st.one_of(
            st.builds("[{}]\n".format, WORDS),
            st.builds("[[{}]]\n".format, WORDS),
            st.builds(
                "{} = {}\n".format,
                st.sampled_from(["value", "source", "since", "name", "title", "base", "window"]),
                JUNK,
            ),
        ),
        max_size=12,
    )
)
def test_no_text_does_more_than_be_refused(lines: list[str]) -> None:
    for text in ("".join(lines), HEAD + "".join(lines)):
        with suppress(Ambiguous, BadInput, NotFound):
            parse(text, "example.toml")


def test_the_name_of_a_shipped_policy_is_never_a_file_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hebei").write_text("[policy]\nname = 'other'\ntitle = 'x'\n", "utf-8")
    (tmp_path / "school.toml").write_text("[policy]\nname = 's'\ntitle = 'x'\nbase = 'hebei'\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert load("hebei").name == "hebei"
    for path in ("school.toml", str(tmp_path / "school.toml")):
        base = load(path).base
        assert base
        assert base.name == "hebei"


def test_a_policy_kept_with_those_below_it_stands_on_the_nearest() -> None:
    below = (("middle", "low"), ("low", "hebei"))
    texts = [f"[policy]\nname = '{name}'\ntitle = 'x'\nbase = '{base}'\n" for name, base in below]
    read: Policy | None = parse("[policy]\nname = 'high'\ntitle = 'x'\nbase = 'middle'\n", "high", kept=texts)
    names: list[str] = []
    while read:
        names.append(read.name)
        read = read.base
    assert names[:4] == ["high", "middle", "low", "hebei"]


def test_a_value_written_as_no_list_is_told_at_the_line_where_it_stands() -> None:
    text = HEAD + "[talk]\nwindow = 'all-time'\nabsences = 3\n"
    line = text.splitlines().index("absences = 3") + 1
    with pytest.raises(PolicyFaults) as told:
        parse(text, "own")
    assert any(one.line == line and "[[talk.absences]]" in one.problem for one in told.value.complaints)
