"""Which papers a branch or a superior has still to file, and by when."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache

from partyday.model.codes import BranchKind
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.rules.calendar import Calendar
from partyday.rules.deadlines import Due, due_between, due_on, open_filings
from partyday.rules.parameters import FILINGS
from partyday.rules.policy.reader import Policy
from partyday.rules.values import Filer
from partyday.services.beginnings import Beginning, beginnings
from partyday.store import days, dues, filings
from partyday.store.connection import Connection


def open_papers(
    connection: Connection,
    branches: Sequence[Branch],
    chosen: Sequence[Branch],
    policies: Mapping[int, Policy],
    as_of: date,
) -> dict[int, list[Due]]:
    """Branch (or superior) → the papers it has not filed by a day, by when they are due."""
    due_by_branch, filed = papers_due(connection, branches, chosen, policies, as_of)
    if not filed:
        return due_by_branch
    return {
        key: [paper for paper in due if (key, paper.form, paper.period) not in filed]
        for key, due in due_by_branch.items()
    }


def papers_due(
    connection: Connection,
    branches: Sequence[Branch],
    chosen: Sequence[Branch],
    policies: Mapping[int, Policy],
    as_of: date,
) -> tuple[dict[int, list[Due]], set[tuple[int, str, str]]]:
    """Branch (or superior) → the papers of that time, filed or not; and which were filed: branch, form, period."""
    calendar = Calendar(days.notices(connection))
    filed = filings.papers_filed(connection, [branch.id for branch in chosen], as_of)
    begun = beginnings(connection, branches, chosen, as_of)
    filers_of = _filers_of(branches)
    known = {id(policy): policy for policy in policies.values()}

    @cache
    def of(policy: int, filers: frozenset[Filer], since: Beginning) -> list[Due]:
        # A school's branches share a policy or two: each is asked once.
        return list(open_filings(known[policy], filers, min(since), since.first, as_of, calendar))

    due_by_branch = {branch.id: of(id(policies[branch.id]), filers_of(branch), begun[branch.id]) for branch in chosen}
    for branch in chosen:
        if branch.until:  # a branch that is no more files nothing, and before its end nothing about later
            of_branch = [] if branch.is_dissolved(as_of) else due_by_branch[branch.id]
            due_by_branch[branch.id] = [due for due in of_branch if due.period.start < branch.until]
    publishing = {key for key, due in due_by_branch.items() if any(map(_publishes_dues, due))}
    if publishing:
        for key in publishing - dues.keeping(connection, publishing):
            due_by_branch[key] = [due for due in due_by_branch[key] if not _publishes_dues(due)]
    return due_by_branch, filed


def due_papers(
    connection: Connection,
    branches: Sequence[Branch],
    chosen: Sequence[Branch],
    policies: Mapping[int, Policy],
    start: date,
    end: date,
    as_of: date,
) -> dict[int, list[Due]]:
    """Branch (or superior) → the papers whose last day of filing lay between two days, both included, filed or not."""
    calendar = Calendar(days.notices(connection))
    begun = beginnings(connection, branches, chosen, as_of)
    filers_of = _filers_of(branches)
    known = {id(policy): policy for policy in policies.values()}

    @cache
    def of(policy: int, filers: frozenset[Filer], since: Beginning) -> list[Due]:
        return list(due_between(known[policy], filers, min(since), since.first, start, end, calendar))

    return {
        branch.id: [
            due
            for due in of(id(policies[branch.id]), filers_of(branch), begun[branch.id])
            if not branch.until or due.period.start < branch.until
        ]
        for branch in chosen
    }


def last_days(
    connection: Connection,
    branches: Sequence[Branch],
    chosen: Sequence[Branch],
    policies: Mapping[int, Policy],
    form: str,
    period: Period,
) -> dict[int, date]:
    """Branch → the last day for its paper of a form and a period; who has none to file, or no day for it, is left
    out.
    """
    calendar = Calendar(days.notices(connection))
    filers_of = _filers_of(branches)

    known = {id(policy): policy for policy in policies.values()}
    deadlines = {key: policy.at(FILINGS[form], period.start).value for key, policy in known.items()}
    last = {key: one and due_on(one, period.start, calendar) for key, one in deadlines.items()}
    found = {}
    for branch in chosen:
        key = id(policies[branch.id])
        deadline, by = deadlines[key], last[key]
        if deadline and by and deadline.by in filers_of(branch):
            found[branch.id] = by
    return found


def _publishes_dues(due: Due) -> bool:
    """Whether it is the paper that only a branch with dues has to publish."""
    return due.form == "dues-publication"


def _filers_of(branches: Sequence[Branch]) -> Callable[[Branch], frozenset[Filer]]:
    """As what a branch files: for itself, as the 党总支 or a 直属党支部, as a superior of branches."""
    by_id = {branch.id: branch for branch in branches}
    over = {branch.parent_id for branch in branches if branch.kind is BranchKind.BRANCH}

    @cache
    def under_general(key: int | None) -> bool:
        return key is not None and (by_id[key].kind is BranchKind.GENERAL or under_general(by_id[key].parent_id))

    @cache
    def of(kind: BranchKind, *, direct: bool, superior: bool) -> frozenset[Filer]:
        as_what = {
            Filer.BRANCH: kind is BranchKind.BRANCH,
            Filer.TOP: kind is BranchKind.GENERAL or (kind is BranchKind.BRANCH and direct),
            Filer.SUPERIOR: superior,
        }
        return frozenset(filer for filer, files in as_what.items() if files)

    return lambda branch: of(branch.kind, direct=not under_general(branch.parent_id), superior=branch.id in over)
