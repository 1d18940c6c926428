"""Rolls, findings, ledgers and papers of a book beside the life that was written down on paper, cell by cell."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from factories import branch_of, desk, till_of
from partyday.errors import NotFound
from partyday.model.codes import Part, State
from partyday.model.findings import Finding
from partyday.model.paper import RowKind
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.services.checkin import look
from partyday.services.dues import ledgers, receipts
from partyday.services.papers.ask import Ask
from partyday.services.reports import make
from partyday.services.review import review
from partyday.store.book import Store
from services import dues_checks, dues_oracle, review_facts, review_oracle
from services import paper_oracle as oracle
from services.life import FIRST, MADE, NAMES, SIDE, TOP, Life, Someone
from services.life_dues import took_in
from services.paper_histories import cells
from services.paper_signs import dead, in_signs

POLICIES = {FIRST: "hebei", SIDE: "zhongzhou"}
PERIODS = {"2026": range(1, 13), "2026H1": range(1, 7), "2026Q2": range(4, 7), "2026Q3": range(7, 10)}


def check(store: Store, life: Life, today: date, looked_at: list[date]) -> None:
    """Everything that can be asked of the book, as of today, and what is due on some other days too."""
    check_rolls(store, life, today)
    for as_of in (today, *looked_at):
        check_findings(store, life, as_of)
    check_papers(store, life, today)
    check_accounts(store, life, today)
    check_receipts(store, life, today)


# ---- rolls


def check_rolls(store: Store, life: Life, today: date) -> None:
    """Who is expected on each day, what is recorded of them, and that the day balances."""
    book = life.book()
    for day in life.days:
        branch, on = day["branch_id"], day["held_on"]
        outcome = look(desk(store, life.names[branch], today), oracle.ref_of(day))
        here = oracle.expected(book, branch, on)
        told = [(person.number, person.name) for person in outcome.roll.expected]
        in_order(told, [(each.number, each.name) for each in here], day)
        guests = [(person.number, person.name) for person in outcome.roll.invited]
        assert guests == [(each.number, each.name) for each in oracle.invited(book, branch, on)]
        states = {
            person.number: outcome.roll.marks[person.id].state.value
            for person in outcome.roll.expected
            if person.id in outcome.roll.marks
        }
        marked = {
            each.number: book.marks[day["id"], each.key]["state"]
            for each in here
            if (day["id"], each.key) in book.marks
        }
        assert states == marked, f"marks of {day}"
        counted = [oracle.state_of(book, day, each.key) for each in here]
        tally = outcome.tally
        assert (tally.expected, tally.present, tally.online, tally.visited) == (
            len(here),
            *(counted.count(state) for state in ("present", "online", "visited")),
        )
        assert (tally.excused, tally.absent, tally.unreached, tally.unmarked) == tuple(
            counted.count(state) for state in ("excused", "absent", "unreached", "unknown")
        )
        assert (outcome.roll.day.closed_on, outcome.roll.day.cancelled_on) == (day["closed_on"], day["cancelled_on"])


# ---- findings


def sittings(life: Life) -> dict[int, review_facts.Sitting]:
    return {
        day["id"]: review_facts.Sitting(
            day["held_on"],
            Part(day["part"]),
            NAMES[day["branch_id"]],
            closed_on=day["closed_on"],
            cancelled_on=day["cancelled_on"],
        )
        for day in life.days
    }


def as_someone(one: Someone, by_day: dict[int, review_facts.Sitting]) -> review_facts.Someone:
    """A person of the life as the plain reading of the rules takes one; branches by their first names."""
    during = review_facts.During
    return review_facts.Someone(
        number=one.key,
        memberships=tuple(during(NAMES[row["branch_id"]], row["since"], row["until"]) for row in one.memberships),
        standings=tuple(during(what, since) for since, what in sorted(one.standings.items())),
        circumstances=tuple(during(row["kind"], row["since"], row["until"]) for row in one.circumstances),
        marks=tuple((by_day[day], State(mark["state"])) for day, mark in one.marks.items()),
        talks=tuple(review_facts.Spoken(on) for on in one.talks),
        make_ups=tuple((by_day[day], on) for day, on in one.make_ups.items()),
        handled=tuple(review_facts.Handled(row["begun"], row["on"], row["carried"]) for row in one.handlings),
        corrected=tuple((by_day[day], mark["corrected_on"]) for day, mark in one.marks.items() if mark["corrected_on"]),
    )


def check_findings(store: Store, life: Life, as_of: date) -> None:
    book, by_day = life.book(), sittings(life)
    branches = {key: branch_of(store, life.names[key]) for key in POLICIES}
    every = list(by_day.values())
    wanted: list[Any] = []
    for one in life.people.values():
        spell = one.spell(as_of)
        if spell is None:
            continue
        held = life.secretary(spell["branch_id"], as_of)
        secretary = f"党员{one.key}" if held == one.key else ""
        numbers = review_oracle.SHIPPED[POLICIES[spell["branch_id"]]]
        someone = as_someone(one, by_day)
        said = review_oracle.plainly(someone, every, numbers, as_of, secretary, spell["number"])
        wanted += [(spell["branch_id"], one.name, each) for each in said]
    behind = [each._replace(branch_id=branches[each.branch_id].id) for each in dues_oracle.behind(book, as_of)]
    for chosen in ([*branches.values()], [branches[FIRST]], [branches[SIDE]]):
        keys = {branch.id: key for key, branch in branches.items() if branch in chosen}
        found = review(desk(store, today=as_of), chosen, as_of)
        of_members = [each for each in found if each.person and not each.months]
        told = [(keys[each.branch.id], each.person.name, review_facts.put(each)) for each in of_members if each.person]
        same(told, (each for each in wanted if each[0] in keys.values()), as_of)
        owed = [dues_checks.put_behind(each) for each in found if each.months]
        same(owed, (each for each in behind if each.branch_id in keys), as_of)
        of_days = [duty_of(each, keys) for each in found if each.code in ("close", "announce", "summary", "unmarked")]
        same(of_days, (each for each in duties(life, as_of) if each[0] in keys.values()), as_of)


def same(told: Iterable[Any], wanted: Iterable[Any], about: object) -> None:
    """Both hold the same, in whatever order; what only one of them holds is told."""
    mine, theirs = Counter(told), Counter(wanted)
    assert mine == theirs, f"{about}: told {list(mine - theirs)}, wanted {list(theirs - mine)}"


def in_order(told: Sequence[Any], wanted: Sequence[Any], about: object) -> None:
    """Both hold the same rows in the same order."""
    same(told, wanted, about)
    assert list(told) == list(wanted), f"{about}: in another order"


Duty = tuple[int, str, str, str, str, str]


def duty_of(finding: Finding, keys: dict[int, int]) -> Duty:
    [session] = finding.days
    return (
        keys[finding.branch.id],
        finding.code,
        finding.level.value,
        session.ref,
        str(finding.due or ""),
        finding.what,
    )


def duties(life: Life, as_of: date) -> list[Duty]:
    """domain.md 7, rule 7: announced three days ahead, closed on the day, summed up within seven; the unmarked."""
    found = []
    book = life.book()
    for day in life.days:
        on, branch, ref = day["held_on"], day["branch_id"], oracle.ref_of(day)
        marked = any(mark["recorded_on"] >= on for (key, _one), mark in book.marks.items() if key == day["id"])
        if day["cancelled_on"] and day["cancelled_on"] <= as_of:
            continue

        def done(act: str) -> bool:
            return day[act] is not None and day[act] <= as_of  # noqa: B023

        def owe(code: str, by: date) -> None:
            if by <= as_of:
                found.append((branch, code, "due" if by == as_of else "overdue", ref, str(by), ""))  # noqa: B023

        if as_of <= on:
            owe("announce", max(on - timedelta(days=3), min(MADE, on)))
        if as_of >= on and not done("closed_on") and (as_of > on or marked):
            owe("close", on)
        if as_of >= on and (done("closed_on") or marked) and not done("summarised_on"):
            owe("summary", on + timedelta(days=7))
        if done("closed_on"):
            late = [each for each in oracle.expected(book, branch, on) if (day["id"], each.key) not in book.marks]
            if late:
                told = "、".join(f"{each.number} {each.name}" for each in late)
                found.append((branch, "unmarked", "due", ref, "", told))
    return found


# ---- papers


def check_papers(store: Store, life: Life, today: date) -> None:
    book = life.book()
    for key in POLICIES:
        branch = branch_of(store, life.names[key])
        asked = {period: [f"2026-{month:02}" for month in months] for period, months in PERIODS.items()}
        held = {period: oracle.held(book, key, months, today) for period, months in asked.items()}
        held |= {oracle.ref_of(day): [day] for day in oracle.held(book, key, asked["2026"], today)[-4:]}
        for period, days in held.items():
            if not days:
                with pytest.raises(NotFound):
                    make(desk(store), "attendance", Ask(branch, Period(period), today))
                continue
            ask, in_words = (Ask(branch, Period(period), today, older_form=older) for older in (False, True))
            [sheet] = make(desk(store), "attendance", in_words).sheets
            in_order(cells(sheet, RowKind.DATA), oracle.attendance(book, key, days, today), ask)
            in_order(cells(sheet, RowKind.TOTAL), oracle.totals(book, [[(key, day)] for day in days], today), ask)
            assert sheet.draft == oracle.is_draft(book, key, days)
            [signed] = make(desk(store), "attendance", ask).sheets
            wanted = in_signs(oracle.attendance(book, key, days, today), dead(book, key, today))
            in_order(cells(signed, RowKind.DATA), wanted, ask)
            [sheet] = make(desk(store), "appraisal", in_words).sheets
            in_order(cells(sheet), oracle.appraisal(book, key, days, today), ask)
            if len(days) == 1 and period not in PERIODS:
                check_record(store, life, ask, days[0])
    months = [f"2026-{month:02}" for month in range(1, 13)]
    under = book._replace(
        branches=[{"id": TOP, "name": NAMES[TOP], "kind": "committee", "parent_id": None}, *under_top(life)]
    )
    if any(oracle.held(book, key, months, today) for key in POLICIES):
        [sheet] = make(
            desk(store), "attendance", Ask(branch_of(store, NAMES[TOP]), Period("2026"), today, older_form=True)
        ).sheets
        in_order(cells(sheet), oracle.attendance_of_all(under, TOP, months, today), "a superior's year")


def under_top(life: Life) -> list[dict[str, Any]]:
    """The branches as the form of a whole year names them: by the name at its end."""
    end = date(2026, 12, 31)
    return [{"id": key, "name": life.name_on(key, end), "kind": "branch", "parent_id": TOP} for key in POLICIES]


def check_record(store: Store, life: Life, ask: Ask, day: oracle.Row) -> None:
    book, key = life.book(), day["branch_id"]
    [page] = make(desk(store), "record", ask).sheets
    said = {str(name): text for name, text in cells(page)}
    told = oracle.record(book, key, day, ask.today)
    assert {name: said.get(name) for name in told} == told
    assert page.draft == oracle.is_draft(book, key, [day])
    assert life.name_on(key, day["held_on"]) in str((page.title, page.lines)), "by the name of that day"


# ---- money


def check_accounts(store: Store, life: Life, today: date) -> None:
    book = life.book()
    for one in life.people.values():
        branch = life.home(one, today)
        number = [row["number"] for row in one.memberships if row["branch_id"] == branch][-1]
        _person, account, lines = ledgers.ledger(desk(store, life.names[branch], today), str(number))
        wanted = oracle.account(book, one.key, date.max, f"{today:%Y-%m}")
        assert [(line.month, line.assessed, line.assessed - line.waived, line.paid) for line in lines] == [
            tuple(line) for line in wanted
        ]
        assert sum(payment.amount for payment in account.payments) == sum(row["amount"] for row in one.payments)
    for key in POLICIES:
        branch_now = branch_of(store, life.names[key])
        till = till_of(store, branch_now, today)
        assert till.in_hand == took_in(life, key)
        check_dues_papers(store, life, branch_now, key, today)


def check_dues_papers(store: Store, life: Life, branch: Branch, key: int, today: date) -> None:
    book = life.book()
    for year in (2025, 2026):
        found = dues_checks.members_of_year(book, key, year, today)
        ask = Ask(branch, Period(year), today)
        sent = [
            row["amount"] for row in book.remittances if row["branch_id"] == key and dues_checks.at(row, year, today)
        ]
        dues_checks.check_year(store, book, ask, key, year, found, sum(sent), today)
    dues_checks.check_collection(store, book, branch, today, today, key=key)


def check_receipts(store: Store, life: Life, today: date) -> None:
    """By branch and year without gaps, each payment one, a void one still in the list."""
    for key in POLICIES:
        listed = receipts.receipts(desk(store, life.names[key], today))
        by_year: dict[str, list[int]] = defaultdict(list)
        for receipt in listed:
            year, number = receipt.number.split("-")
            by_year[year].append(int(number))
        for numbers in by_year.values():
            assert sorted(numbers) == list(range(1, len(numbers) + 1)), "without gaps, none twice"
        valid = sum(receipt.amount for receipt in listed if not receipt.void)
        paid = [
            row["amount"]
            for one in life.people.values()
            for row in one.payments
            if row["branch_id"] == key and row["amount"] > 0 and not row["carried"]
        ]
        assert valid == sum(paid), "each payment has its receipt; where no money moved there is none"
