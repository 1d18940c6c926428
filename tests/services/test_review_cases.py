"""Who needs what next: worked cases with their sources, contents that did not come in time, and acts of people."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from factories import BRANCH, TODAY, add_member, branch_of, desk, start_branch, tree
from partyday.errors import BadInput
from partyday.model.codes import (
    Circumstance,
    DuesKind,
    Excuse,
    Level,
    Measure,
    MembershipEnd,
    Office,
    Part,
    Rule,
    State,
)
from partyday.model.people import Branch
from partyday.model.period import Month
from partyday.rules.policy.shipped import path_of
from partyday.services import branches, handlings, makeups, members, talks
from partyday.services.checkin import check_in
from partyday.services.dues.assessing import assess
from partyday.services.review import review
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store.book import Store
from services.review_facts import EVER, SIDE, During, Facts, Handled, Sitting, Someone, Spoken, found, of_members, write

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "review.toml").read_text("utf-8"))


# ---- worked cases


def from_case(case: Mapping[str, Any], folder: Path) -> Facts:
    """The facts of a case. Days are closed on their date; `open` leaves them so, `closed_late` closes them after."""
    side = {"side": SIDE}

    def sitting(ref: str, branch: str) -> Sitting:
        on, _colon, part = ref.partition(":")
        day = date.fromisoformat(on)
        off = ref in case.get("cancelled", ())
        closed_on = None if off or case.get("open") else case["as_of"] if case.get("closed_late") else day
        return Sitting(day, Part(part or "full"), branch, closed_on=closed_on, cancelled_on=day if off else None)

    marks = {
        (branch, ref): (sitting(ref, branch), state)
        for branch, key in ((BRANCH, "marks"), (SIDE, "elsewhere"))
        for ref, state in case.get(key, {}).items()
    }
    of_ref = {ref: one for (_branch, ref), (one, _state) in marks.items()}
    here = [
        During(side.get(each.get("branch"), BRANCH), each["since"], each.get("until"))
        for each in case.get("memberships", [{"since": EVER}])
    ]
    one = Someone(
        memberships=tuple(here),
        standings=tuple(
            During(each["standing"], each["since"])
            for each in case.get("standings", [{"standing": "full", "since": EVER}])
        ),
        circumstances=tuple(
            During(each["kind"], each["since"], each.get("until")) for each in case.get("circumstances", ())
        ),
        marks=tuple((sitting, State(state)) for sitting, state in marks.values() if state != "unmarked"),
        talks=tuple(
            Spoken(each["on"], tuple(of_ref[ref] for ref in each.get("days", ())), each.get("waived", False))
            for each in case.get("talks", ())
        ),
        make_ups=tuple((of_ref[ref], on) for ref, on in case.get("make_ups", {}).items()),
        handled=(
            *(Handled(on, on) for on in case.get("decided", ())),
            *(Handled(on, on, carried=False) for on in case.get("failed", ())),
            *(Handled(on) for on in case.get("proposed", ())),
        ),
    )
    sittings = tuple(sitting for sitting, _state in marks.values())
    return Facts(sittings, (one,), policy_of_case(case, folder), case.get("secretary", ""))


def policy_of_case(case: Mapping[str, Any], folder: Path) -> str:
    """The shipped policy; with `values` a school's own file on it. A list gives the old value, then dated new ones."""
    base = str(case.get("policy", "hebei"))
    if "values" not in case:
        return base
    lines = [
        f'[policy]\nname = "school"\ntitle = "学校"\nbase = "{base}"',
        '[sources.own]\ndocument = "校发〔2026〕1号"',
    ]
    for key, value in case["values"].items():
        old, *new = value if isinstance(value, list) else [value]
        for since, each in [(None, old), *new]:
            shown = f'"{each}"' if isinstance(each, str) else str(each).lower()
            lines.append(f'[[{key}]]\nvalue = {shown}\nsource = "own"' + (f"\nsince = {since}" if since else ""))
    path = folder / "school.toml"
    path.write_text("\n".join(lines), "utf-8")
    return str(path)


def check(case: Mapping[str, Any], store: Store, folder: Path) -> None:
    write(store, from_case(case, folder))
    said = of_members(found(store, case["as_of"]))
    assert [(each.rule, each.code, each.level, [session.ref for session in each.days]) for each in said] == [
        (each["rule"], each["code"], each["level"], each["days"]) for each in case["findings"]
    ]
    for each, wanted in zip(said, case["findings"], strict=True):
        assert each.due == wanted.get("due")
        assert each.since == wanted.get("since", each.since)
        assert each.by == wanted.get("by", each.by)
        assert each.source.house == wanted.get("house", each.source.house)
        assert each.source.document


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: str(case["name"]))
def test_worked_case(sqlite_book: Store, tmp_path: Path, case: dict[str, Any]) -> None:
    assert case["source"]
    check(case, sqlite_book, tmp_path)


@pytest.mark.parametrize("case", CASES["case"][::7], ids=lambda case: str(case["name"]))
def test_worked_case_on_either_database(book: Store, tmp_path: Path, case: dict[str, Any]) -> None:
    check(case, book, tmp_path)


@pytest.mark.parametrize("case", CASES["duty"], ids=lambda case: str(case["name"]))
def test_worked_duty_of_a_branch(book: Store, case: dict[str, Any]) -> None:
    """The one day is 2026-03-06; somebody was marked on it, but for a case that says `unmarked`."""
    acts = {key: value for key, value in case.items() if key.endswith("_on")}
    day = Sitting(date(2026, 3, 6), **acts)
    marks = () if case.get("unmarked") or case["as_of"] < day.on else ((day, State.PRESENT),)
    write(book, Facts((day,), (Someone(marks=marks),), "zhongzhou"))
    due = [each for each in found(book, case["as_of"], BRANCH) if each.level is not Level.NOTICE]
    said = [each for each in due if each.days]  # what the branch owes its days, not its papers
    assert [f"{each.code} {each.level} {each.due}" for each in said] == case["findings"]
    assert all(each.rule is Rule.BRANCH_DUTY and each.source.document and each.source.house for each in said)


# ---- content that did not come in time

SPIRIT = Sitting(date(2026, 2, 6), closed_on=date(2026, 2, 6), blocks="party-spirit")
OTHER = Sitting(date(2026, 3, 6), closed_on=date(2026, 3, 6), blocks="service")


def cadences(store: Store, as_of: date, *sittings: Sitting) -> dict[tuple[str, str], str]:
    """What is missed or still open: code and last day → the kinds of content."""
    marks = tuple((each, State.PRESENT) for each in sittings if each.closed_on)
    write(store, Facts(sittings, (Someone(marks=marks),)))
    said = [each for each in found(store, as_of, BRANCH) if each.code.startswith("cadence")]
    assert all(each.level is (Level.OVERDUE if each.code == "cadence-missed" else Level.NOTICE) for each in said)
    assert all(not each.source.house for each in said)
    return {(each.code, str(each.due)): each.what for each in said}


def test_what_a_quarter_that_is_over_went_without_is_missed(sqlite_book: Store) -> None:
    said = cadences(sqlite_book, date(2026, 4, 1), SPIRIT, OTHER)
    assert said["cadence-missed", "2026-03-31"] == "能力素质教育、议政议事"


def test_what_the_quarter_in_progress_still_lacks_is_only_told(sqlite_book: Store) -> None:
    said = cadences(sqlite_book, date(2026, 3, 31), SPIRIT, OTHER)
    assert said["cadence-open", "2026-03-31"] == "能力素质教育、议政议事"
    assert ("cadence-missed", "2025-12-31") not in said


def test_a_day_only_planned_carries_its_content_until_it_is_past_and_not_held(sqlite_book: Store) -> None:
    planned = Sitting(date(2026, 3, 6), blocks="ability deliberation party-spirit")
    said = cadences(sqlite_book, date(2026, 3, 6), planned)
    assert ("cadence-open", "2026-03-31") not in said
    [missed] = [
        each for each in found(sqlite_book, date(2026, 4, 1), BRANCH) if str(each.due) == "2026-03-31" and each.what
    ]
    assert (missed.code, missed.what) == ("cadence-missed", "党性观念教育、能力素质教育、议政议事")


def test_as_of_a_day_before_it_was_cancelled_a_day_carried_what_it_was_planned_for(sqlite_book: Store) -> None:
    gone = Sitting(date(2026, 3, 6), blocks="ability deliberation party-spirit", cancelled_on=date(2026, 3, 5))
    assert ("cadence-open", "2026-03-31") not in cadences(sqlite_book, date(2026, 3, 2), gone, SPIRIT)


# ---- through the commands' own way

DAYS_2026 = ("2026-01-09", "2026-02-06", "2026-03-06", "2026-04-03", "2026-05-08", "2026-06-05")
END = date(2026, 12, 31)


def missing(store: Store, refs: Sequence[str], *, state: State = State.ABSENT, on: date | None = None) -> Branch:
    """A branch with its year, in which 张三 was marked so on these days."""
    branch = start_branch(store)
    add_member(store, "张三")
    make_year(desk(store, today=date(2026, 1, 4)), [branch], 2026)
    for ref in refs:
        check_in(desk(store, branch, on or date.fromisoformat(ref)), ref, [Order("张三", state, None)])
    return branch


def rules(store: Store, as_of: date) -> list[str]:
    return [each.rule.value for each in of_members(found(store, as_of))]


def test_a_correction_changes_what_is_found_from_then_on(book: Store) -> None:
    branch = missing(book, DAYS_2026[:3])
    assert rules(book, date(2026, 3, 6)) == ["talk"]
    corrected = Order("张三", State.EXCUSED, Excuse.SICK)
    check_in(desk(book, branch, date(2026, 3, 20)), "2026-02-06", [corrected], reason="补交假条")
    assert rules(book, date(2026, 3, 6)) == ["make-up", "early-notice"]


def test_a_mark_made_long_after_the_day_counts_from_its_day(sqlite_book: Store) -> None:
    missing(sqlite_book, DAYS_2026[:3], on=date(2026, 9, 1))
    [talk] = of_members(found(sqlite_book, date(2026, 3, 6)))
    assert (talk.rule, talk.since) == (Rule.TALK, date(2026, 3, 6))


def test_a_talk_held_or_waived_settles_what_was_due(book: Store) -> None:
    missing(book, DAYS_2026[:3])
    add_member(book, "李四")
    talks.add(desk(book, today=END), "张三", date(2026, 3, 10), {"held_by": "书记"})
    assert rules(book, date(2026, 3, 9)) == ["talk"]
    assert rules(book, date(2026, 3, 10)) == []


def test_a_make_up_settles_its_day(book: Store) -> None:
    missing(book, DAYS_2026[:1], state=State.EXCUSED)
    makeups.add(desk(book, today=END), "张三", "2026-01-09", date(2026, 1, 20))
    assert rules(book, date(2026, 1, 19)) == ["make-up"]
    assert rules(book, date(2026, 1, 20)) == []


def test_a_proposal_alone_settles_nothing_and_the_decision_does(book: Store) -> None:
    missing(book, DAYS_2026)
    on = date(2026, 6, 10)
    talks.waive(desk(book, today=END), "张三", on, "已进入组织处理程序")
    told: dict[str, Any] = {"filed_on": on, "inquired_on": on, "inquiry": "属实"}
    handlings.propose(desk(book, today=END), "张三", Measure.CORRECT, on=on, **told)
    [due] = [each for each in found(book, on) if each.rule is Rule.HANDLING]
    assert (due.by, due.code) == (Office.MEETING, "handling-proposed")
    handlings.decide(
        desk(book, today=END), "张三", on=date(2026, 6, 12), entitled=3, present=3, in_favour=2, statement="知错"
    )
    assert Rule.HANDLING in [each.rule for each in found(book, date(2026, 6, 11))]
    assert rules(book, date(2026, 6, 12)) == []


def test_who_died_or_moved_away_is_found_nothing_of(sqlite_book: Store) -> None:
    missing(sqlite_book, DAYS_2026[:3])
    members.remove(desk(sqlite_book, today=END), "张三", date(2026, 3, 31), MembershipEnd.DIED, "")
    assert rules(sqlite_book, date(2026, 3, 30)) == ["talk"]
    assert rules(sqlite_book, date(2026, 3, 31)) == []


def test_an_illness_entered_afterwards_turns_absences_into_visits_to_make(book: Store) -> None:
    missing(book, DAYS_2026[:3])
    since = date(2026, 1, 1)
    members.change(desk(book, today=END), "张三", values={}, circumstances=[Circumstance.ILL], since=since)
    assert rules(book, date(2026, 3, 31)) == ["reach-out", "reach-out", "reach-out"]


def test_a_transfer_within_the_book_takes_the_absences_along(book: Store) -> None:
    missing(book, DAYS_2026[:3])
    branches.add(desk(book), SIDE, None)
    members.transfer(desk(book, BRANCH, END), "张三", SIDE, date(2026, 4, 1))
    [there] = of_members(found(book, date(2026, 4, 30), SIDE))
    assert (there.rule, there.branch.name) == (Rule.TALK, SIDE)
    assert of_members(found(book, date(2026, 4, 30), BRANCH)) == []
    assert branch_of(book).name == BRANCH


def test_a_school_whose_policy_is_silent_is_told_so(sqlite_book: Store, tmp_path: Path) -> None:
    """As a branch alone is, also where dues are kept and it says all but one thing."""
    policy = tmp_path / "own.toml"
    whole = path_of("national").read_text("utf-8")
    silent = re.sub(r"\[\[charter\.notice-months\]\]\n(?:(?!\[).*\n)+", "", whole)
    policy.write_text(re.sub(r'(?m)^name = "national"', 'name = "own"', silent), "utf-8")
    start_branch(sqlite_book, policy=str(policy), superior="文学院党总支")
    branches.add(desk(sqlite_book), SIDE, "文学院党总支")
    add_member(sqlite_book, "张三", branch=BRANCH)
    assess(desk(sqlite_book, BRANCH), "张三", DuesKind.STUDENT, None, Month("2026-01"))
    for who in (BRANCH, "文学院党总支"):
        with pytest.raises(BadInput, match=r"says nothing of charter\.notice-months"):
            review(desk(sqlite_book, who), branches.all_below(tree(sqlite_book), branch_of(sqlite_book, who)), TODAY)
