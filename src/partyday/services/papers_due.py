"""Which papers a branch or a superior has still to file, and by when."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache

from sqlalchemy import Connection

from partyday.model.codes import BranchKind
from partyday.model.people import Branch
from partyday.rules.calendar import Calendar
from partyday.rules.deadlines import Due, open_filings
from partyday.rules.parameters import Filer
from partyday.rules.policy.reader import Policy
from partyday.store import days, dues, filings


def open_papers(
    connection: Connection,
    branches: Sequence[Branch],
    chosen: Sequence[Branch],
    policies: Mapping[int, Policy],
    as_of: date,
) -> dict[int, list[Due]]:
    """Branch (or superior) → the papers it has not filed by a day, by when they are due."""
    every, filed = papers_due(connection, branches, chosen, policies, as_of)
    return {key: [each for each in due if (key, each.form, each.period) not in filed] for key, due in every.items()}


def papers_due(
    connection: Connection,
    branches: Sequence[Branch],
    chosen: Sequence[Branch],
    policies: Mapping[int, Policy],
    as_of: date,
) -> tuple[dict[int, list[Due]], set[tuple[int, str, str]]]:
    """Branch (or superior) → the papers of that time, filed or not; and which were filed: branch, form, period."""
    calendar = Calendar(days.notices(connection))
    filed = filings.papers_filed(connection, [each.id for each in chosen], as_of)
    began = filings.book_began(connection)
    begins = days.begins(connection, [each.id for each in branches])
    first = min(begins.values(), default=None)
    filers_of = _filers_of(branches)
    known = {id(policy): policy for policy in policies.values()}
    keeping = dues.keeping(connection)

    @cache
    def of(policy: int, filers: frozenset[Filer], since: date) -> list[Due]:
        # A school's branches share a policy or two: each is asked once.
        return list(open_filings(known[policy], filers, min(began, since), since, as_of, calendar))

    found = {}
    for branch in chosen:
        # Of who has no days here, a superior or a branch that keeps a book of its own, those of the others count.
        month = begins.get(branch.id, first)
        due = of(id(policies[branch.id]), filers_of(branch), month.first_day if month else began)
        found[branch.id] = [each for each in due if each.form != "dues-publication" or branch.id in keeping]
    return found, filed


def _filers_of(branches: Sequence[Branch]) -> Callable[[Branch], frozenset[Filer]]:
    """As what a branch files: for itself, as the 党总支 or a 直属党支部, as a superior of branches."""
    by_id = {each.id: each for each in branches}
    over = {each.parent_id for each in branches if each.kind is BranchKind.BRANCH}

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

    return lambda each: of(each.kind, direct=not under_general(each.parent_id), superior=each.id in over)
