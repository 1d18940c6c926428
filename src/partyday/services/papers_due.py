"""Which papers a branch or a superior has still to file, and by when."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial

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


def unfiled_papers(
    connection: Connection,
    branches: Sequence[Branch],
    chosen: Sequence[Branch],
    policies: Mapping[int, Policy],
    as_of: date,
) -> dict[int, list[Due]]:
    """Branch (or superior) → the papers it has not filed by a day, by when they are due."""
    current, filed = current_papers(connection, branches, chosen, policies, as_of)
    if not filed:
        return current
    return {
        key: [paper for paper in due if (key, paper.form, paper.period) not in filed] for key, due in current.items()
    }


def current_papers(
    connection: Connection,
    branches: Sequence[Branch],
    chosen: Sequence[Branch],
    policies: Mapping[int, Policy],
    as_of: date,
) -> tuple[dict[int, list[Due]], set[tuple[int, str, str]]]:
    """Branch (or superior) → the papers of that time, filed or not; and which were filed: branch, form, period."""
    asked = partial(open_filings, as_of=as_of, calendar=Calendar(days.notices(connection)))
    filed = filings.papers_filed(connection, [branch.id for branch in chosen], as_of)
    due_by_branch = _by_branch(connection, branches, chosen, policies, as_of, asked)
    due_by_branch |= {branch.id: [] for branch in chosen if branch.is_dissolved(as_of)}
    publishing = {key for key, due in due_by_branch.items() if any(map(_publishes_dues, due))}
    if publishing:
        for key in publishing - dues.keeping(connection, publishing):
            due_by_branch[key] = [due for due in due_by_branch[key] if not _publishes_dues(due)]
    return due_by_branch, filed


def papers_due_between(
    connection: Connection,
    branches: Sequence[Branch],
    chosen: Sequence[Branch],
    policies: Mapping[int, Policy],
    start: date,
    end: date,
    as_of: date,
) -> dict[int, list[Due]]:
    """Branch (or superior) → the papers whose last day of filing lay between two days, both included, filed or not."""
    asked = partial(due_between, start=start, end=end, calendar=Calendar(days.notices(connection)))
    return _by_branch(connection, branches, chosen, policies, as_of, asked)


def _by_branch(
    connection: Connection,
    branches: Sequence[Branch],
    chosen: Sequence[Branch],
    policies: Mapping[int, Policy],
    as_of: date,
    asked: Callable[[Policy, frozenset[Filer], date, date], Iterator[Due]],
) -> dict[int, list[Due]]:
    """Branch (or superior) → what is `asked` of a policy, of those who file and of where their records begin.

    A branch that is no more files nothing about a time after its end.
    """
    begun = beginnings(connection, branches, chosen, as_of)
    filers_of = _filers_of(branches)

    @cache
    def of(policy: Policy, filers: frozenset[Filer], since: Beginning) -> list[Due]:
        # A school's branches share a policy or two: each is asked once.
        return list(asked(policy, filers, min(since), since.first))

    due_by_branch = {branch.id: of(policies[branch.id], filers_of(branch), begun[branch.id]) for branch in chosen}
    for branch in chosen:
        if branch.until:
            due_by_branch[branch.id] = [due for due in due_by_branch[branch.id] if due.period.start < branch.until]
    return due_by_branch


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
    deadlines = {policy: policy.at(FILINGS[form], period.start).value for policy in dict.fromkeys(policies.values())}
    last = {policy: one and due_on(one, period.start, calendar) for policy, one in deadlines.items()}
    found = {}
    for branch in chosen:
        policy = policies[branch.id]
        deadline, by = deadlines[policy], last[policy]
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
