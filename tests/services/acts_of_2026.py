"""A year of absences as tests of acts begin with it, and what is then due."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from factories import add_member, branch_of, desk, start_branch
from partyday.model.codes import Excuse, Measure, Rule, Standing, State
from partyday.model.findings import Finding
from partyday.model.people import Branch
from partyday.services import branches, handlings
from partyday.services.checkin import check_in
from partyday.services.review import review
from partyday.services.schedule import make_year
from partyday.services.story import Story, story
from partyday.services.whom import Order
from partyday.store import people
from partyday.store.book import Store

#: The first Fridays of 2026, moved and merged as the Hebei notice has it.
DAYS = [
    *("2026-01-09", "2026-02-06", "2026-03-06", "2026-04-03", "2026-05-08", "2026-06-05"),
    *("2026-07-01", "2026-08-07", "2026-09-04", "2026-10-09", "2026-11-06", "2026-12-04"),
]
LATER = date(2026, 12, 31)


def begun(sqlite_book: Store) -> Branch:
    """张三 is a member and 李四 the secretary; 王五 is probationary; the year is planned."""
    branch = start_branch(sqlite_book)
    branches.change(desk(sqlite_book), None, secretary="李四", organiser=None)
    for name in ("张三", "李四"):
        add_member(sqlite_book, name)
    add_member(sqlite_book, "王五", standing=Standing.PROBATIONARY, joined=date(2025, 12, 1))
    make_year(desk(sqlite_book, today=date(2026, 1, 5)), [branch], 2026)
    return branch_of(sqlite_book)


def mark(store: Store, branch: Branch, who: str, state: State, days: Iterable[str], **others: Any) -> None:
    for day in days:
        category = Excuse.SICK if state is State.EXCUSED else None
        check_in(desk(store, branch, date.fromisoformat(day[:10])), day, [Order(who, state, category)], **others)


def due(store: Store, as_of: date = LATER, rule: Rule | None = None) -> list[tuple[str, str, str]]:
    """Rule, level and name of what is due to members."""
    with store.reading() as connection:
        tree = people.branches(connection)
    found = review(desk(store), [each for each in tree if each.kind == "branch"], as_of)
    return [(each.rule, each.level, each.person.name) for each in found if each.person and rule in (None, each.rule)]


def found_of(store: Store, branch: Branch, as_of: date) -> list[Finding]:
    """Everything that is due in the branch."""
    return review(desk(store), [branch], as_of)


def told(store: Store, branch: Branch, who: str, as_of: date = LATER) -> Story:
    return story(desk(store), [branch], who, as_of)


# ---- handling


def propose(store: Store, who: str = "张三", measure: Measure = Measure.CORRECT, **others: Any) -> None:
    facts: dict[str, Any] = {
        "on": date(2026, 7, 20),
        "filed_on": date(2026, 7, 3),
        "inquired_on": date(2026, 7, 10),
        "inquiry": "情况属实",
    }
    handlings.propose(desk(store, today=LATER), who, measure, **{**facts, **others})
