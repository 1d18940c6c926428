"""Who needs what next, over random histories against a plain reading of the regulations (`review_oracle`)."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import BRANCH, branch_of, copy_of, desk, people_of, tree
from partyday.model.codes import Level, Part, Rule, State
from partyday.services import branches
from partyday.services.story import story
from partyday.store import people
from partyday.store.book import Store
from profiles import examples
from services.review_facts import (
    DATES,
    EVER,
    SIDE,
    During,
    Facts,
    Handled,
    Sitting,
    Someone,
    Spoken,
    found,
    memberships,
    of_members,
    put,
    write,
)
from services.review_oracle import SHIPPED, Numbers, plainly

# ---- whole histories against it

MONTHS = [(2025 + (number + 2) // 12, (number + 2) % 12 + 1) for number in range(16)]  # 2025-03 to 2026-06
LETTERS = {
    " ": None,
    "A": State.ABSENT,
    "P": State.PRESENT,
    "E": State.EXCUSED,
    "O": State.ONLINE,
    "V": State.VISITED,
    "?": State.UNKNOWN,
    "U": State.UNREACHED,
}
CUSTOM = st.builds(
    Numbers,
    st.sampled_from([3, 0, 2]),
    st.sampled_from(["rolling-12-months", "all-time", "calendar-year"]),
    st.sampled_from([6, 0, 3]),
    st.booleans(),
    st.booleans(),
    st.sampled_from([30, 0, 10]),
    st.booleans(),
    st.just(("", "hebei", "national")),
)


@st.composite
def sittings_of(draw: st.DrawFn, branch: str) -> list[Sitting]:
    """Up to 16 months with a day, two half-days or nothing; some cancelled, some not closed."""
    found = []
    for year, month in MONTHS:
        on = date(year, month, draw(st.integers(1, monthrange(year, month)[1])))
        parts = draw(st.sampled_from([[Part.FULL], [Part.FULL], [Part.FULL], [Part.AM, Part.PM], [Part.AM], []]))
        for part in parts:
            fate = draw(st.sampled_from(["closed", "closed", "late", "open", "cancelled"]))
            after = on + timedelta(days=draw(st.sampled_from([0, 40, -3])))
            found.append(
                Sitting(
                    on,
                    part,
                    branch,
                    closed_on={"closed": on, "late": max(on, after)}.get(fate),
                    cancelled_on=after if fate == "cancelled" else None,
                )
            )
    return found


def spells(kinds: Iterable[str]) -> st.SearchStrategy[tuple[During, ...]]:
    """Up to two times, one after the other, the last perhaps open."""

    def cut(what: tuple[str, str], on: list[date], is_open: bool) -> tuple[During, ...]:
        bounds = sorted(set(on))
        found = [During(kind, since, until) for kind, (since, until) in zip(what, pairs(bounds), strict=False)]
        if is_open and found:
            found[-1] = found[-1]._replace(until=None)
        return tuple(found)

    some = st.sampled_from(list(kinds))
    return st.builds(cut, st.tuples(some, some), st.lists(DATES, max_size=4), st.booleans())


def pairs(bounds: Sequence[date]) -> list[tuple[date, date]]:
    return list(zip(bounds[::2], bounds[1::2], strict=False))


#: Proposed; decided on the day or later; voted down.
HANDLED = st.builds(
    lambda on, ahead, carried, voted: Handled(on - timedelta(days=ahead), on if voted else None, carried),
    DATES,
    st.sampled_from([0, 45]),
    st.sampled_from([True, True, False]),
    st.sampled_from([True, True, False]),
)


@st.composite
def someone(draw: st.DrawFn, number: int, sittings: Sequence[Sitting]) -> Someone:
    one = Someone(
        number=number,
        memberships=draw(memberships()),
        standings=draw(
            st.one_of(
                st.just((During("full", EVER),)),
                st.just((During("probationary", date(2025, 3, 1)), During("full", date(2026, 3, 1)))),
                st.builds(
                    lambda before, since: (During(before, EVER), During("probationary", since)),
                    st.sampled_from(["prospect", "activist"]),
                    DATES,
                ),
            )
        ),
        circumstances=draw(st.one_of(st.just(()), spells(["leave", "ill", "suspended", "infirm", "mobile"]))),
    )
    habit = draw(st.sampled_from(["A ", "AAAAAAAAP", "AAAAE?", "AAAAAAU?OV", " AAPPE", "AAAAPEOV?U", "?A"]))
    letters = draw(st.lists(st.sampled_from(habit), min_size=len(sittings), max_size=len(sittings)))
    marks = []
    for sitting, letter in zip(sittings, letters, strict=True):
        state = LETTERS[letter]
        elsewhere = not any(each.what == sitting.branch and each.covers(sitting.on) for each in one.memberships)
        if state is None or (elsewhere and draw(st.integers(0, 9)) < 8):
            continue
        # Only an excuse, entered ahead, can stand on a day that was cancelled.
        if sitting.cancelled_on is None or state is State.EXCUSED:
            marks.append((sitting, state))
    away = [sitting for sitting, state in marks if state in (State.EXCUSED, State.ABSENT)]
    chosen = draw(st.lists(st.sampled_from(away), max_size=3, unique=True)) if away else []
    later = st.integers(0, 60).map(lambda number: timedelta(days=number))
    absent = [sitting for sitting, state in marks if state is State.ABSENT]
    said = []
    for on in draw(st.lists(DATES, max_size=2, unique=True)):
        before = [each for each in absent if each.on <= on]
        names = draw(st.lists(st.sampled_from(before), max_size=3, unique=True)) if before else []
        said.append(Spoken(on, tuple(names), draw(st.booleans())))
    return replace(
        one,
        marks=tuple(marks),
        make_ups=tuple((sitting, sitting.on + draw(later)) for sitting in chosen),
        talks=tuple(said),
        handled=tuple(draw(st.one_of(st.just([]), st.lists(HANDLED, max_size=4)))),
    )


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    sittings = draw(sittings_of(BRANCH)) + draw(sittings_of(SIDE))
    count = draw(st.integers(1, 4))
    secretary = draw(st.sampled_from(["", "党员1"]))
    members = tuple(draw(someone(number, sittings)) for number in range(1, count + 1))
    return Facts(tuple(sittings), members, secretary=secretary)


ANY_POLICY = st.one_of(st.sampled_from(sorted(SHIPPED)), CUSTOM)
OFTEN = settings(
    max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def in_book(facts: Facts, policy: str | Numbers, folder: Path) -> tuple[Facts, Numbers]:
    """The facts under that policy, written to a file where it is not one that is shipped."""
    if isinstance(policy, str):
        return replace(facts, policy=policy), SHIPPED[policy]
    path = folder / "school.toml"
    path.write_text(policy.as_toml(), "utf-8")
    return replace(facts, policy=str(path)), policy


@OFTEN
@given(facts=any_facts(), policy=ANY_POLICY, as_of=DATES)
def test_any_history_needs_what_the_plain_reading_says(
    sqlite_book: Store, tmp_path: Path, facts: Facts, policy: str | Numbers, as_of: date
) -> None:
    facts, numbers = in_book(facts, policy, tmp_path)
    with copy_of(sqlite_book, tmp_path / "example.partyday") as store:
        write(store, facts)
        said = sorted(map(put, of_members(found(store, as_of))), key=str)
    assert said == sorted(
        (each for one in facts.members for each in plainly(one, facts.sittings, numbers, as_of, facts.secretary)),
        key=str,
    )


@pytest.mark.slow
@OFTEN
@given(facts=any_facts(), policy=ANY_POLICY, as_of=DATES)
def test_a_branch_reviewed_alone_is_told_what_it_is_told_among_all(
    sqlite_book: Store, tmp_path: Path, facts: Facts, policy: str | Numbers, as_of: date
) -> None:
    """Of one branch everything is read, of several only whom some rule may find something of."""
    facts, _numbers = in_book(facts, policy, tmp_path)
    with copy_of(sqlite_book, tmp_path / "example.partyday") as store:
        write(store, facts)
        of_all = found(store, as_of)
        for branch in branches.all_below(tree(store), None):
            alone = found(store, as_of, branch.name)
            assert alone == [finding for finding in of_all if finding.branch.id == branch.id]


@pytest.mark.slow
@OFTEN
@given(facts=any_facts(), policy=ANY_POLICY, as_of=DATES)
def test_a_part_of_a_large_book_is_told_what_it_is_told_where_everybody_is_read(
    sqlite_book: Store, tmp_path: Path, facts: Facts, policy: str | Numbers, as_of: date
) -> None:
    facts, _numbers = in_book(facts, policy, tmp_path)
    with copy_of(sqlite_book, tmp_path / "example.partyday") as store:
        write(store, facts)
        of_all = found(store, as_of)
        with patch.object(people, "are_most", lambda connection, branch_ids: False):
            assert found(store, as_of) == of_all


@pytest.mark.slow
@OFTEN
@given(facts=any_facts(), policy=ANY_POLICY, as_of=DATES)
def test_the_story_of_a_member_ends_in_their_part_of_the_review(
    sqlite_book: Store, tmp_path: Path, facts: Facts, policy: str | Numbers, as_of: date
) -> None:
    facts, _numbers = in_book(facts, policy, tmp_path)
    with copy_of(sqlite_book, tmp_path / "example.partyday") as store:
        write(store, facts)
        of_all = of_members(found(store, as_of))
        with store.reading() as connection:
            tree = people.branches(connection)
        for branch in tree:
            for person in people_of(store, branch, as_of).values():
                theirs = [each for each in of_all if each.person and each.person.id == person.id]
                assert list(map(put, story(desk(store), [branch], str(person.number), as_of).findings)) == list(
                    map(put, theirs)
                )


def same_in_story_and_review(store: Store, as_of: date) -> None:
    branch = branch_of(store)
    [person] = people_of(store, branch, as_of).values()
    assert list(map(put, story(desk(store), [branch], str(person.number), as_of).findings)) == list(
        map(put, of_members(found(store, as_of)))
    )


def test_a_visit_not_made_is_told_alike_where_a_make_up_was_recorded_before_the_illness_was(sqlite_book: Store) -> None:
    day = Sitting(date(2026, 3, 6), announced_on=EVER, closed_on=date(2026, 3, 6), summarised_on=date(2026, 3, 6))
    ill = During("ill", date(2026, 3, 1))
    one = Someone(circumstances=(ill,), marks=((day, State.EXCUSED),), make_ups=((day, date(2026, 3, 10)),))
    write(sqlite_book, Facts((day,), (one,), "zhongzhou"))
    same_in_story_and_review(sqlite_book, date(2026, 3, 31))


def test_before_somebody_came_back_under_a_new_number_the_old_one_is_told(sqlite_book: Store) -> None:
    day = Sitting(date(2026, 3, 6), announced_on=EVER, closed_on=date(2026, 3, 6), summarised_on=date(2026, 3, 6))
    back = (During(BRANCH, EVER, date(2026, 5, 1)), During(BRANCH, date(2026, 7, 1)))
    write(sqlite_book, Facts((day,), (Someone(memberships=back, marks=((day, State.EXCUSED),)),)))
    same_in_story_and_review(sqlite_book, date(2026, 3, 31))


@pytest.mark.slow
@settings(OFTEN, max_examples=examples(30))
@given(facts=any_facts(), as_of=DATES)
def test_the_order_in_which_days_and_marks_came_in_is_irrelevant(
    sqlite_book: Store, tmp_path: Path, facts: Facts, as_of: date
) -> None:
    said = []
    for backwards in (False, True):
        with copy_of(sqlite_book, tmp_path / "example.partyday") as store:
            write(store, facts, backwards=backwards)
            said.append(sorted(map(put, of_members(found(store, as_of))), key=str))
    assert said[0] == said[1]


@pytest.mark.slow
@settings(OFTEN, max_examples=examples(30))
@given(facts=any_facts(), as_of=DATES, data=st.data())
def test_an_added_make_up_never_raises_what_is_owed(
    sqlite_book: Store, tmp_path: Path, facts: Facts, as_of: date, data: st.DataObject
) -> None:
    done = [replace(one, make_ups=one.make_ups + _another(one, data)) for one in facts.members]
    owed = []
    for each in (facts, replace(facts, members=tuple(done))):
        with copy_of(sqlite_book, tmp_path / "example.partyday") as store:
            write(store, each)
            findings = of_members(found(store, as_of))
            owed.append(Counter(put(one)[0:3:2] for one in findings if one.level is not Level.NOTICE))
    assert owed[1] <= owed[0]


def _another(one: Someone, data: st.DataObject) -> tuple[tuple[Sitting, date], ...]:
    known = {sitting for sitting, _on in one.make_ups}
    away = [sitting for sitting, state in one.marks if state is State.EXCUSED and sitting not in known]
    if not away:
        return ()
    sitting = data.draw(st.sampled_from(away))
    return ((sitting, sitting.on + timedelta(days=data.draw(st.integers(0, 40)))),)


@pytest.mark.slow
@settings(OFTEN, max_examples=examples(30))
@given(facts=any_facts(), as_of=DATES)
def test_an_excused_absence_never_counts_as_unexcused(
    sqlite_book: Store, tmp_path: Path, facts: Facts, as_of: date
) -> None:
    counting = (Rule.TALK, Rule.HANDLING, Rule.EARLY_NOTICE)
    excused = replace(facts, members=tuple(replace(one, marks=_all_excused(one)) for one in facts.members))
    for each in (facts, excused):
        marked = {one.number: {(s.branch, s.ref): state for s, state in one.marks} for one in each.members}
        with copy_of(sqlite_book, tmp_path / "example.partyday") as store:
            write(store, each)
            for finding in of_members(found(store, as_of)):
                if finding.rule in counting and finding.person:
                    assert each is not excused
                    for session in finding.days:
                        where = {1: BRANCH, 2: SIDE}[session.branch_id]
                        assert marked[finding.person.id][where, session.ref] is State.ABSENT


def _all_excused(one: Someone) -> tuple[tuple[Sitting, State], ...]:
    return tuple((sitting, State.EXCUSED if state is State.ABSENT else state) for sitting, state in one.marks)
