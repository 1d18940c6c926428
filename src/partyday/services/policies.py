"""Giving a branch a policy of its own, its editions, and what another policy would find in this book."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from partyday.errors import BadInput, PartydayError
from partyday.model.codes import BranchKind
from partyday.model.findings import Finding
from partyday.model.people import Branch
from partyday.model.period import Month, Term
from partyday.model.policies import IN_BOOK, PolicyEdition, counting, edition_on
from partyday.rules.calendar import Calendar
from partyday.rules.parameters import PARAMETERS
from partyday.rules.policy.editions import edition, together
from partyday.rules.policy.reader import Policy
from partyday.rules.policy.strict import PolicyFaults
from partyday.rules.schedule import plan_year
from partyday.services.branches import (
    DEFAULT_POLICY,
    lineage,
    policy_node,
    policy_of,
    recurrence_of,
    under,
)
from partyday.services.desk import Desk
from partyday.services.names import choose_branch
from partyday.services.own_policies import before, give, given, in_book, with_edition
from partyday.services.review import review_on
from partyday.store import people
from partyday.store.connection import Connection


class Compared(NamedTuple):
    """The findings that only one of two policies has, in the order of a review."""

    only_one: list[Finding]
    only_other: list[Finding]


def compared(desk: Desk, chosen: Sequence[Branch], one: Policy, other: Policy, on: date) -> Compared:
    """What the review of these branches would say under each of two policies, without what both say."""
    with desk.reading() as connection:
        branches = people.with_lines(connection, desk.tree, [branch.id for branch in chosen])
        found, found_too = (review_on(connection, branches, chosen, on, policy) for policy in (one, other))
    return _apart(found, found_too)


def _apart(found: Iterable[Finding], found_too: Iterable[Finding]) -> Compared:
    by_what, by_what_too = ({_what(finding): finding for finding in some} for some in (found, found_too))
    return Compared(
        [finding for what, finding in by_what.items() if what not in by_what_too],
        [finding for what, finding in by_what_too.items() if what not in by_what],
    )


def _what(finding: Finding) -> tuple[object, ...]:
    """What a finding says, whatever clause it stands under."""
    person = finding.person.id if finding.person else None
    days = tuple(session.day_id for session in finding.days)
    about = (finding.what, finding.months, finding.due)
    return finding.rule, finding.level, finding.code, finding.stage, finding.branch.id, person, days, about


def whose(desk: Desk) -> Branch:
    """Whose policy is meant: the branch that was named; else, of a single 党支部, whoever has the one it goes by; else
    the top of the tree. Raises NotFound or Ambiguous.
    """
    if desk.branch_name is not None:
        return desk.node
    of_people = [branch for branch in desk.tree if branch.kind is BranchKind.BRANCH]
    if len(of_people) == 1 and (node := policy_node(desk.tree, of_people[0])):
        return node
    tops = [branch for branch in desk.tree if branch.parent_id is None]
    return choose_branch(tops, None, any_kind=True)


def _held(desk: Desk, branch: Branch, on: date | None) -> tuple[PolicyEdition, ...]:
    """The editions a branch has so far, with what held before `on` where it has none in the book."""
    if in_book(branch):
        return branch.editions
    return () if on is None else before(branch, policy_node(desk.tree, branch), DEFAULT_POLICY, on)


class SetPolicy(NamedTuple):
    """A branch that was given a policy, which edition it is, and who keeps another one of their own below it."""

    branch: Branch
    edition: PolicyEdition
    policy: Policy
    others: list[Branch]


def set_policy(desk: Desk, policy: str, on: date | None, terms: Sequence[Term] = ()) -> SetPolicy:
    """Give a branch (`whose`) a policy, a file or one that ships, from the day `on` or in place of the one it has.

    Raises NotFound or BadInput for what is no policy.
    """
    own = given(policy)
    with desk.writing() as unit:
        branch = whose(desk)
        after = give(unit, branch, _held(desk, branch, on), own, on)
        made = after.editions or with_edition(branch, (), own, on, desk.today)
        complaints = lacks(together(made), desk.today, terms)
        if complaints:
            raise BadInput(complaints[0])
        others = [node for node in under(desk.tree, branch) if node.policy and node.id != branch.id]
        newest = max(made, key=lambda one: one.id)
        return SetPolicy(after, newest, edition(newest), others)


def lacks(policy: Policy, today: date, terms: Sequence[Term] = ()) -> list[str]:
    """What a policy says nothing of, and why no year can be planned by it: what is accepted, a schedule takes."""
    complaints = []
    for parameter in PARAMETERS.values():
        try:
            policy.at(parameter, today)
        except BadInput as error:
            complaints.append(str(error))
    if not complaints:
        try:
            for year in (today.year, today.year + 1):
                plan_year(year, None, policy, Calendar(), terms=terms)
        except PartydayError as error:
            complaints.append(str(error))
    return complaints


def complaints_of(policy: str, today: date, terms: Sequence[Term] = ()) -> list[str]:
    """Everything that is wrong with a policy file, by line; what it lacks only where nothing else is wrong."""
    try:
        own = given(policy)
    except PolicyFaults as faults:
        return faults.sentences
    fresh = PolicyEdition(id=1, branch_id=0, set_on=today, **own._asdict())
    return lacks(edition(fresh), today, terms)


def of_the_year(desk: Desk, policy: str, on: date | None) -> tuple[Compared, list[Branch]]:
    """What a policy would alter in the findings of the year, and of which branches: the first are only found now.

    Those of the year are what a review finds today or found at the end of one of its months, as the records stand now.
    """
    branch = whose(desk)
    editions = with_edition(branch, _held(desk, branch, on), given(policy), on, desk.today)
    after = replace(branch, policy=f"{IN_BOOK}{editions[-1].name}", editions=editions)
    tree = [after if node.id == branch.id else node for node in desk.tree]
    chosen = [node for node in under(tree, after) if policy_node(tree, node) is after]
    with desk.reading() as connection:
        found = _in_year(connection, desk.tree, chosen, desk.today)
        found_then = _in_year(connection, tree, chosen, desk.today)
    return _apart(found, found_then), chosen


def _in_year(
    connection: Connection, branches: Sequence[Branch], chosen: Sequence[Branch], today: date
) -> list[Finding]:
    ends = [Month(f"{today.year}-{month:02}").last_day for month in range(1, today.month)]
    found = [finding for on in (*ends, today) for finding in review_on(connection, branches, chosen, on)]
    last = {_what(finding): finding for finding in found}
    return list(last.values())


class Shown(NamedTuple):
    """The policy in force for a branch on a day, and what it says of each parameter.

    `own`: the recurrence that the branch or a superior fixed, and who it was.
    """

    policy: Policy
    branch: Branch
    own: tuple[tuple[str, ...], Branch] | None


def shown(desk: Desk, on: date) -> Shown:
    """The policy of the branch that was named, or of the only one, on a day."""
    branch = desk.node
    node = policy_node(desk.tree, branch)
    policy = edition(edition_on(node.editions, on)) if node and in_book(node) else policy_of(desk.tree, branch)
    fixed = recurrence_of(desk.tree, branch)
    whose_own = next((above for above in lineage(desk.tree, branch) if above.recurrence), None)
    return Shown(policy, branch, (fixed, whose_own) if fixed and whose_own else None)


class Edition(NamedTuple):
    """An edition as it is listed; `until` is the first day on which the next holds, `counts` whether it still does."""

    edition: PolicyEdition
    policy: Policy
    branch: Branch
    until: date | None
    counts: bool


def editions(desk: Desk) -> list[Edition]:
    """The editions of the policy in force for the branch that was named, in the order they were set."""
    node = policy_node(desk.tree, desk.node)
    if node is None or not in_book(node):
        return []
    of_day = counting(node.editions)
    begins = [one.since for one in of_day[1:]]
    until_of = {one.id: until for one, until in zip(of_day, [*begins, None], strict=True)}
    return [
        Edition(one, edition(one), node, until_of.get(one.id), one in of_day)
        for one in sorted(node.editions, key=lambda one: one.id)
    ]
