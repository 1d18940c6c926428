from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from partyday.model.codes import Part
from partyday.model.findings import Source
from partyday.model.lives import Content, Session
from partyday.model.period import Month
from partyday.rules.parameters import BLOCKS, CADENCES, MEETINGS
from partyday.rules.policy import reader as policies
from partyday.rules.policy.reader import Dated, Policy
from partyday.rules.suggestion import Plan, Suggestion, suggest
from partyday.rules.values import Every, Often

HEBEI = policies.load("hebei")
ZHONGZHOU = policies.load("zhongzhou")

NEW_YEAR = date(2026, 1, 1)

#: The first Fridays of 2026, moved and merged as the Hebei notice has it.
DAYS = ("01-09", "02-06", "03-06", "04-03", "05-08", "06-05", "07-01", "08-07", "09-04", "10-09", "11-06", "12-04")

MONTHLY = ("支委会", "党小组会")
HEBEI_BLOCKS = ("party-spirit", "members-standing", "ability", "deliberation", "work")
QUARTERLY = ("party-spirit", "ability", "deliberation")


def session(day: str, part: Part = Part.FULL) -> Session:
    on = date.fromisoformat(f"2026-{day}")
    return Session(on, part, on.toordinal() * 10 + list(Part).index(part), 1)


def content(day: str, *blocks: str, words: str = "", held: bool = False, part: Part = Part.FULL) -> Content:
    return Content(Month(f"2026-{day[:2]}"), session(day, part), blocks, words, held)


def year_of(*known: Content, without: Iterable[str] = ()) -> list[Content]:
    """The Hebei days of 2026, empty but for those given; `without` names months that were cancelled."""
    given_months = {each.month[5:] for each in known} | set(without)
    return sorted([*known, *(content(day) for day in DAYS if day[:2] not in given_months)], key=lambda c: c.session)


def example(*values: str) -> Policy:
    """A policy on the Hebei one, with values of the section `content` as TOML."""
    return policies.parse("\n".join(['[policy]\nname = "x"\ntitle = "x"\nbase = "hebei"', *values]), "x.toml")


def value(key: str, table: str, since: str = "") -> str:
    begins = f"since = {since}\n" if since else ""
    return f'[[content.{key}]]\n{begins}source = "house"\nvalue = {{ {table} }}'


#: Nothing but what a test adds to it.
NO_MEETINGS = value("meetings", "")


def blocks_of(plan: Plan) -> dict[str, tuple[str, ...]]:
    return {f"{each.session.on:%m-%d}": each.blocks for each in plan.suggestions if each.blocks}


def meetings_of(plan: Plan) -> dict[str, tuple[str, ...]]:
    return {f"{each.session.on:%m-%d}": each.meetings for each in plan.suggestions if each.meetings}


def unplaced(plan: Plan) -> list[tuple[str, date, date]]:
    return [(one.so_often, one.first, one.last) for one in plan.impossible]


def days_with(plan: Plan, what: str) -> list[str]:
    return [f"{each.session.on:%m-%d}" for each in plan.suggestions if what in each.blocks + each.meetings]


# ---- worked cases


def test_an_empty_hebei_year_gets_each_kind_of_content_as_often_as_the_notice_asks() -> None:
    plan = suggest(HEBEI, year_of(), 2026, NEW_YEAR)
    assert not plan.impossible
    assert [each.session for each in plan.suggestions] == [session(day) for day in DAYS]
    assert blocks_of(plan) == {
        "01-09": ("work", "ability"),
        "02-06": ("party-spirit", "deliberation"),
        "03-06": ("work", "members-standing"),
        "04-03": ("party-spirit", "deliberation"),
        "05-08": ("work",),
        "06-05": ("ability",),
        "07-01": ("work", "deliberation"),
        "08-07": ("party-spirit", "ability"),
        "09-04": ("work", "members-standing"),
        "10-09": ("party-spirit", "deliberation"),
        "11-06": ("work",),
        "12-04": ("ability",),
    }
    assert all(meetings[:2] == MONTHLY for meetings in meetings_of(plan).values())
    # The notice holds 能力素质教育 and 议政议事 in a 党员大会: of their days the one that carries least.
    assert days_with(plan, "党员大会") == ["01-09", "06-05", "08-07", "12-04"]
    assert days_with(plan, "组织生活会") == ["05-08"]
    assert days_with(plan, "民主评议") == ["11-06"]


def test_no_day_of_an_empty_hebei_year_carries_two_things_more_than_another() -> None:
    plan = suggest(HEBEI, year_of(), 2026, NEW_YEAR)
    loads = {len(each.blocks) + len(each.meetings) for each in plan.suggestions}
    assert loads == {4, 5}


def test_no_kind_of_content_comes_in_two_months_next_to_each_other_in_an_empty_hebei_year() -> None:
    plan = suggest(HEBEI, year_of(), 2026, NEW_YEAR)
    for block in HEBEI_BLOCKS:
        months = [int(day[:2]) for day in days_with(plan, block)]
        assert all(later - earlier > 1 for earlier, later in pairwise(months))


def test_a_zhongzhou_year_is_given_meetings_only_for_its_notice_numbers_no_content() -> None:
    plan = suggest(ZHONGZHOU, year_of(), 2026, NEW_YEAR)
    assert not plan.impossible
    assert blocks_of(plan) == {}
    others = {
        "01-09": ("党员大会",),
        "02-06": ("组织生活会",),
        "03-06": ("民主评议",),
        "04-03": ("党员大会",),
        "07-01": ("党员大会",),
        "10-09": ("党员大会",),
    }
    assert meetings_of(plan) == {day: (*MONTHLY, *others.get(day, ())) for day in DAYS}


def test_what_is_planned_stays_and_is_not_proposed_again() -> None:
    planned = content("06-05", "party-spirit", words="党课\n支部委员会扩大会议")
    plan = suggest(HEBEI, year_of(planned), 2026, NEW_YEAR)
    assert not {"04-03", "05-08", "06-05"} & set(days_with(plan, "party-spirit"))
    assert "06-05" not in days_with(plan, "支委会")
    assert "06-05" in days_with(plan, "党小组会")


def test_a_year_that_has_everything_is_given_nothing() -> None:
    words = "党员大会 支委会 党小组会 组织生活会 民主评议"
    assert suggest(HEBEI, [content(d, *HEBEI_BLOCKS, words=words) for d in DAYS], 2026, NEW_YEAR) == Plan((), ())


def test_a_year_without_sessions_lacks_nothing() -> None:
    assert suggest(HEBEI, [], 2026, NEW_YEAR) == Plan((), ())


def test_the_policy_in_force_when_a_period_begins_decides_what_it_asks_for() -> None:
    policy = example(
        NO_MEETINGS,
        value("cadences", 'ability = "quarter"'),
        value("cadences", 'service = "two-months"', since="2026-07-01"),
    )
    plan = suggest(policy, year_of(), 2026, NEW_YEAR)
    assert blocks_of(plan) == {
        **dict.fromkeys(("01-09", "04-03"), ("ability",)),
        # asked for from July on; the first half-year keeps what it began with
        **dict.fromkeys(("07-01", "09-04", "11-06"), ("service",)),
    }
    assert not plan.impossible


def test_a_value_that_begins_within_a_quarter_asks_from_the_next_quarter_on() -> None:
    policy = example(NO_MEETINGS, value("cadences", ""), value("cadences", 'ability = "quarter"', since="2026-04-02"))
    assert days_with(suggest(policy, year_of(), 2026, NEW_YEAR), "ability") == ["07-01", "10-09"]


def test_one_day_serves_two_overlapping_periods_where_the_cadence_changed_between_them() -> None:
    policy = example(
        NO_MEETINGS,
        value("cadences", 'work = "two-months"'),
        value("cadences", 'work = "quarter"', since="2026-04-01"),
    )
    # March and April began under the old value, the second quarter under the new one: April is in both
    year = year_of(without=["02", "05", "06"])
    assert days_with(suggest(policy, year, 2026, NEW_YEAR), "work") == ["01-09", "04-03", "07-01", "10-09"]
    late = suggest(policy, year, 2026, date(2026, 2, 1))
    assert days_with(late, "work") == ["04-03", "07-01", "10-09"]
    assert unplaced(late) == [("推进工作", date(2026, 1, 1), date(2026, 2, 28))]


def test_in_the_middle_of_the_year_what_was_held_counts_and_what_was_let_slip_does_not() -> None:
    policy = example(
        value("meetings", '"党员大会" = "quarter"'), value("cadences", 'ability = "quarter", work = "half-year"')
    )
    year = year_of(
        content("01-09", "ability", held=True),
        content("02-06", "work", words="党员大会"),  # planned, never held
        content("04-03", "ability", held=True),
        content("05-08", held=True),
        content("06-05"),  # that very day: still ahead
    )
    plan = suggest(policy, year, 2026, date(2026, 6, 5))
    assert unplaced(plan) == [("党员大会", date(2026, 1, 1), date(2026, 3, 31))]
    assert plan.suggestions == (
        Suggestion(session("06-05"), ("work",), ("党员大会",)),
        Suggestion(session("07-01"), ("ability",), ("党员大会",)),
        Suggestion(session("08-07"), ("work",), ()),
        Suggestion(session("10-09"), ("ability",), ("党员大会",)),
    )


def test_a_session_held_ahead_of_the_day_asked_about_is_given_nothing() -> None:
    policy = example(NO_MEETINGS, value("cadences", 'ability = "quarter"'))
    year = year_of(content("01-09", held=True), content("02-06", held=True))
    assert days_with(suggest(policy, year, 2026, date(2026, 1, 5)), "ability")[0] == "03-06"


def test_the_only_free_day_of_a_quarter_takes_all_that_the_quarter_lacks() -> None:
    year = year_of(content("01-09", held=True), content("02-06", held=True))
    plan = suggest(HEBEI, year, 2026, date(2026, 2, 20))
    march = plan.suggestions[0]
    assert march.session == session("03-06")
    assert set(march.blocks) == {"work", *QUARTERLY}
    assert march.meetings == (*MONTHLY, "党员大会")
    assert {name for name, _first, last in unplaced(plan) if last > date(2026, 2, 28)} == set()


def test_a_quarter_all_past_is_told_to_be_impossible_with_its_days() -> None:
    policy = example(NO_MEETINGS, value("cadences", 'ability = "quarter", deliberation = "quarter"'))
    year = year_of(content("02-06", "ability", held=True), content("03-06", "deliberation"))
    plan = suggest(policy, year, 2026, date(2026, 4, 1))
    assert unplaced(plan) == [("议政议事", date(2026, 1, 1), date(2026, 3, 31))]
    assert min(blocks_of(plan)) == "04-03"


def test_a_quarter_held_to_the_last_day_is_impossible_before_it_ends() -> None:
    policy = example(NO_MEETINGS, value("cadences", 'ability = "quarter"'))
    year = year_of(*(content(day, held=True) for day in DAYS[:3]))
    plan = suggest(policy, year, 2026, date(2026, 3, 6))
    assert unplaced(plan) == [("能力素质教育", date(2026, 1, 1), date(2026, 3, 31))]


def test_what_is_impossible_is_told_in_order_of_time() -> None:
    year = year_of(*(content(day, held=True) for day in DAYS))
    times = [(first, last) for _name, first, last in unplaced(suggest(HEBEI, year, 2026, date(2026, 12, 31)))]
    assert times == sorted(times)
    assert len(times) == 12 * 2 + 6 + 4 * 4 + 2 + 2


def test_cancelled_months_are_asked_for_nothing_and_their_quarter_makes_do_with_the_others() -> None:
    plan = suggest(HEBEI, year_of(without=["02", "07", "08", "09"]), 2026, NEW_YEAR)
    assert not plan.impossible
    assert [f"{each.session.on:%m}" for each in plan.suggestions] == ["01", "03", "04", "05", "06", "10", "11", "12"]
    for block in QUARTERLY:
        assert len(days_with(plan, block)) == 3
    assert days_with(plan, "work") == ["01-09", "03-06", "05-08", "10-09", "12-04"]  # not November, beside October


def test_the_day_that_carries_least_already_is_taken_and_meetings_count_too() -> None:
    policy = example(value("meetings", '"民主评议" = "year"'), value("cadences", 'ability = "quarter"'))
    quarter = [content("01-09", "service"), content("02-06", words="评议党员"), content("03-06")]
    assert blocks_of(suggest(policy, quarter, 2026, NEW_YEAR)) == {"03-06": ("ability",)}
    assert blocks_of(suggest(policy, quarter[:2], 2026, NEW_YEAR)) == {"01-09": ("ability",)}
    busier = [content("01-09", "service", words="民主评议"), quarter[1]]
    assert blocks_of(suggest(policy, busier, 2026, NEW_YEAR)) == {"02-06": ("ability",)}


def test_a_month_beside_one_with_the_same_is_left_out_where_another_carries_as_little() -> None:
    policy = example(NO_MEETINGS, value("cadences", 'ability = "quarter", work = "quarter"'))
    year = [content("03-06", "ability"), *map(content, DAYS[3:6]), content("07-01", "ability")]
    plan = suggest(policy, year, 2026, NEW_YEAR)
    assert days_with(plan, "ability") == ["05-08"]
    assert days_with(plan, "work") == ["03-06", "06-05", "07-01"]


def test_a_lighter_day_is_taken_though_a_month_beside_it_has_the_same() -> None:
    policy = example(NO_MEETINGS, value("cadences", 'ability = "quarter"'))
    year = [content("03-06", "ability"), content("04-03"), content("05-08", "service")]
    assert days_with(suggest(policy, year, 2026, NEW_YEAR), "ability") == ["04-03"]


def test_the_earliest_day_is_taken_where_every_one_has_the_same_beside_it() -> None:
    policy = example(NO_MEETINGS, value("cadences", 'ability = "two-months"'))
    year = [content("02-06", "ability"), content("03-06"), content("04-03"), content("05-08", "ability")]
    assert days_with(suggest(policy, year, 2026, NEW_YEAR), "ability") == ["03-06"]


def test_what_was_planned_beside_and_never_held_does_not_keep_a_month_from_being_taken() -> None:
    policy = example(NO_MEETINGS, value("cadences", 'ability = "quarter"'))
    year = [content("03-06", "ability"), *map(content, DAYS[3:6])]
    assert days_with(suggest(policy, year, 2026, date(2026, 4, 1)), "ability") == ["04-03"]


def test_both_halves_of_a_day_are_sessions_of_their_own() -> None:
    policy = example(
        value("meetings", '"支委会" = "month", "党小组会" = "month"'), value("cadences", 'ability = "month"')
    )
    halves = [content("03-06", part=Part.PM), content("03-06", part=Part.AM)]
    assert suggest(policy, halves, 2026, NEW_YEAR).suggestions == (
        Suggestion(session("03-06", Part.AM), ("ability",), ("党小组会",)),
        Suggestion(session("03-06", Part.PM), (), ("支委会",)),
    )


def test_a_meeting_whose_name_holds_that_of_another_does_for_both() -> None:
    policy = example(value("cadences", ""), value("meetings", '"组织生活会" = "half-year", "专题组织生活会" = "year"'))
    assert meetings_of(suggest(policy, [content("03-06"), content("05-08")], 2026, NEW_YEAR)) == {
        "05-08": ("专题组织生活会",)
    }


def test_a_meeting_goes_to_the_day_whose_content_is_held_in_it_by_the_policy_of_that_day() -> None:
    """Until June 能力素质教育 is held in a 党员大会, from July on 推进工作 is."""
    policy = example(
        value("meetings", '"党员大会" = "quarter"'),
        value("cadences", ""),
        value("forms", 'ability = ["党员大会"]'),
        value("forms", 'work = ["党员大会"]', since="2026-07-01"),
    )
    year = [content(day, "work" if day[:2] in ("04", "09") else "ability") for day in DAYS[3:9]]
    assert meetings_of(suggest(policy, year, 2026, NEW_YEAR)) == {"05-08": ("党员大会",), "09-04": ("党员大会",)}


def test_a_kind_of_content_that_is_called_as_its_meeting_comes_on_as_many_days_as_it_must() -> None:
    policy = example(
        NO_MEETINGS,
        value("blocks", '"党课" = "党课"'),
        value("forms", '"党课" = ["党课"]'),
        value("cadences", '"党课" = { every = "quarter", times = 2 }'),
    )
    year = [content("01-09", "党课"), content("02-06"), content("03-06")]
    assert days_with(suggest(policy, year, 2026, NEW_YEAR), "党课") == ["03-06"]


def test_what_must_come_more_often_than_days_are_left_comes_once_on_each_and_the_rest_is_told() -> None:
    policy = example(value("cadences", ""), value("meetings", '"党课" = { every = "quarter", times = 4 }'))
    plan = suggest(policy, [content("01-09", held=True), *map(content, DAYS[1:3])], 2026, date(2026, 1, 20))
    assert meetings_of(plan) == {"02-06": ("党课",), "03-06": ("党课",)}
    assert [name for name, _first, _last in unplaced(plan)] == ["党课 2/4"]


def test_a_day_that_was_moved_into_another_month_counts_for_the_month_it_was_planned_for() -> None:
    policy = example(
        value("meetings", '"组织生活会" = "year", "民主评议" = "year"'), value("cadences", 'ability = "quarter"')
    )
    late_march = Content(Month("2026-03"), session("04-02"), (), "", False)
    year = [content("02-06", "service"), late_march, content("05-08", "ability")]
    assert blocks_of(suggest(policy, year, 2026, NEW_YEAR)) == {"04-02": ("ability",)}


# ---- the oracle: the calendar written out, and every period looked at in the plainest way

PERIODS = {
    "month": [{1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9}, {10}, {11}, {12}],
    "two-months": [{1, 2}, {3, 4}, {5, 6}, {7, 8}, {9, 10}, {11, 12}],
    "quarter": [{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}],
    "half-year": [{1, 2, 3, 4, 5, 6}, {7, 8, 9, 10, 11, 12}],
    "year": [{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}],
}
LAST_DAY = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
CALLED = {
    "支委会": ["支委会", "支部委员会"],
    "党员大会": ["党员大会", "支部大会"],
    "民主评议": ["民主评议", "评议党员"],
}


def lacking(policy: Policy, contents: Sequence[Content], as_of: date) -> set[tuple[str, date, date]]:
    """What the periods of 2026 are without: name, first and last day."""
    found = set()
    for often, periods in PERIODS.items():
        for months in periods:
            first, last = date(2026, min(months), 1), date(2026, max(months), LAST_DAY[max(months)])
            inside = of_months(contents, months)
            counted = [each for each in inside if each.took_place or each.session.on >= as_of]
            names = policy.at(BLOCKS, first).value
            for code, every in policy.at(CADENCES, first).value.items():
                if every.every == often and inside and not any(code in each.blocks for each in counted):
                    found.add((names[code], first, last))
            for name, every in policy.at(MEETINGS, first).value.items():
                words = "\n".join(each.words for each in counted)
                if every.every == often and inside and not any(called in words for called in CALLED.get(name, [name])):
                    found.add((name, first, last))
    return found


def of_months(contents: Iterable[Content], months: set[int]) -> list[Content]:
    return [each for each in contents if each.month.startswith("2026-") and int(each.month[5:]) in months]


def items(plan: Plan) -> list[tuple[Session, str, str]]:
    """Every single thing that is proposed: a session with a kind of content or a meeting."""
    return [
        *((each.session, block, "") for each in plan.suggestions for block in each.blocks),
        *((each.session, "", meeting) for each in plan.suggestions for meeting in each.meetings),
    ]


def applied(contents: Sequence[Content], proposed: Sequence[tuple[Session, str, str]]) -> list[Content]:
    """The plan if the branch took these over."""
    found = []
    for each in contents:
        blocks, words = list(each.blocks), each.words
        for on, block, meeting in proposed:
            if on == each.session:
                blocks += [block] if block else []
                words += f"\n{meeting}"
        found.append(Content(each.month, each.session, tuple(blocks), words, each.took_place))
    return found


# A term is none of the calendar's periods: `test_interpreter` has it.
EVERY = st.sampled_from([Often(every) for every in Every if every is not Every.TERM])
# Few, so that they often meet; one name stands in another.
CODES = ("ability", "work")
NAMES = ("党员大会", "组织生活会", "专题组织生活会")
WORDS = st.sampled_from(["", "", "", "", "党课", "支部委员会", "支部大会", "评议党员", *NAMES, "党员大会、组织生活会"])
HELD = st.sampled_from([False, False, True])
ANY_DAY = st.dates(date(2025, 12, 20), date(2027, 1, 10))
AS_OF = st.one_of(st.just(NEW_YEAR), ANY_DAY)


@st.composite
def policies_of_two_times(draw: st.DrawFn) -> Policy:
    """A policy with any cadences, which may change on any day of the year."""
    since = draw(st.one_of(st.sampled_from([date(2026, month, 1) for month in range(2, 13)]), ANY_DAY))
    values = {
        parameter.key: tuple(
            Dated(draw(st.dictionaries(st.sampled_from(codes), EVERY, min_size=1)), Source("x"), begins)
            for begins in (None, since)
        )
        for parameter, codes in ((CADENCES, CODES), (MEETINGS, NAMES))
    }
    return Policy("x", "x", values, HEBEI)


@st.composite
def years(draw: st.DrawFn) -> list[Content]:
    """Up to three sessions a month, some held, some put off into another month."""
    found = []
    for number, month in enumerate(draw(st.lists(st.integers(1, 12), max_size=20).filter(at_most_three_of_each))):
        on = date(2026, month, draw(st.integers(1, 28))) + timedelta(days=draw(st.sampled_from([0, 0, 0, 9])))
        own = Session(on, draw(st.sampled_from(list(Part))), number, 1)
        blocks = tuple(draw(st.lists(st.sampled_from([*HEBEI_BLOCKS, "service"]), max_size=2, unique=True)))
        found.append(Content(Month(f"2026-{month:02}"), own, blocks, draw(WORDS), draw(HELD)))
    return found


def at_most_three_of_each(months: list[int]) -> bool:
    return all(months.count(month) <= 3 for month in months)


POLICIES = st.one_of(policies_of_two_times(), st.sampled_from([HEBEI, ZHONGZHOU]))


@given(policy=POLICIES, contents=years(), as_of=AS_OF)
def test_with_the_proposals_no_period_lacks_anything_but_what_is_told_to_be_impossible(
    policy: Policy, contents: list[Content], as_of: date
) -> None:
    plan = suggest(policy, contents, 2026, as_of)
    assert len(set(plan.impossible)) == len(plan.impossible)
    assert lacking(policy, applied(contents, items(plan)), as_of) == set(unplaced(plan))
    for _name, first, last in unplaced(plan):
        inside = of_months(contents, set(range(first.month, last.month + 1)))
        assert inside
        assert all(each.took_place or each.session.on < as_of for each in inside)


@given(policy=POLICIES, contents=years(), as_of=AS_OF)
def test_only_sessions_still_ahead_are_given_anything_each_once_and_in_order(
    policy: Policy, contents: list[Content], as_of: date
) -> None:
    plan = suggest(policy, contents, 2026, as_of)
    ahead = {each.session for each in contents if not each.took_place and each.session.on >= as_of}
    sessions = [each.session for each in plan.suggestions]
    assert set(sessions) <= ahead
    assert sessions == sorted(set(sessions))
    assert all(each.blocks or each.meetings for each in plan.suggestions)


@given(policy=POLICIES, contents=years(), as_of=AS_OF)
def test_none_of_the_proposals_could_be_left_out(policy: Policy, contents: list[Content], as_of: date) -> None:
    proposed = items(suggest(policy, contents, 2026, as_of))
    enough = lacking(policy, applied(contents, proposed), as_of)
    for fewer in combinations(proposed, max(len(proposed) - 1, 0)):
        if proposed:
            assert lacking(policy, applied(contents, fewer), as_of) > enough


@given(data=st.data(), policy=POLICIES, contents=years(), as_of=AS_OF)
def test_the_order_in_which_the_sessions_are_given_makes_no_difference(
    data: st.DataObject, policy: Policy, contents: list[Content], as_of: date
) -> None:
    shuffled = data.draw(st.permutations(contents))
    assert suggest(policy, shuffled, 2026, as_of) == suggest(policy, contents, 2026, as_of)


@given(policy=POLICIES, contents=years(), as_of=AS_OF)
def test_a_plan_that_took_the_proposals_over_is_given_no_more(
    policy: Policy, contents: list[Content], as_of: date
) -> None:
    plan = suggest(policy, contents, 2026, as_of)
    assert suggest(policy, applied(contents, items(plan)), 2026, as_of) == Plan((), plan.impossible)
