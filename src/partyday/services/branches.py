"""The tree of branches: what each inherits, adding one, changing one."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from functools import cache
from pathlib import Path

from partyday.errors import BadInput, Conflict, NotFound
from partyday.i18n import _, listed
from partyday.model.codes import BranchKind, BranchOffice
from partyday.model.days import ActivityDay
from partyday.model.offices import FormerName
from partyday.model.people import Branch
from partyday.rules.policy import reader as policies
from partyday.rules.policy.reader import Policy
from partyday.rules.policy.shipped import shipped_as
from partyday.rules.recurrence import fullest_month
from partyday.services.desk import Desk
from partyday.services.lookup import refuse_future
from partyday.services.names import choose_branch
from partyday.services.offices import put_in_office
from partyday.store import days, people
from partyday.store.book import Unit, shown

DEFAULT_POLICY = "hebei"

#: A Party group (党小组) is no branch of its own: its members carry its name.
_GROUP = "党小组"

_KINDS = (("党总支", BranchKind.GENERAL), ("总支", BranchKind.GENERAL), ("支部", BranchKind.BRANCH))


def kind_of(name: str) -> BranchKind:
    """What a branch is by its name: …党总支, …支部, else a committee (党委)."""
    return next((kind for ending, kind in _KINDS if name.endswith(ending)), BranchKind.COMMITTEE)


def lineage(branches: Sequence[Branch], branch: Branch) -> list[Branch]:
    """The branch and its superiors, nearest first."""
    branch_by_id = {node.id: node for node in branches}
    line = [branch]
    while line[-1].parent_id is not None:
        line.append(branch_by_id[line[-1].parent_id])
    return line


def sinces(branches: Sequence[Branch]) -> dict[int, date]:
    """Branch → the day on which its records begin, set for it or above it; the others are left out."""
    by_id = {branch.id: branch for branch in branches}

    @cache
    def nearest(key: int | None) -> date | None:
        return None if key is None else by_id[key].since or nearest(by_id[key].parent_id)

    return {key: since for key in by_id if (since := nearest(key))}


def superior_of(branches: Sequence[Branch], branch: Branch) -> str:
    """The name of whom a branch reports to, empty where there is nobody."""
    return next((above.name for above in branches if above.id == branch.parent_id), "")


def under(branches: Sequence[Branch], branch: Branch) -> list[Branch]:
    """The branch and everything under it."""
    parents = {node.id: node.parent_id for node in branches}

    def stands_under(key: int | None) -> bool:
        while key is not None and key != branch.id:
            key = parents[key]
        return key is not None

    return [node for node in branches if stands_under(node.id)]


def below(branches: Sequence[Branch], branch: Branch) -> list[Branch]:
    """Every 党支部 from a branch down: the branch itself where it is one, and all under it."""
    return [node for node in under(branches, branch) if node.kind is BranchKind.BRANCH]


def top_of(branches: Sequence[Branch]) -> Branch:
    """The superior at the top of the tree. Raises NotFound or Ambiguous where there is none, or several."""
    tops = [node for node in branches if node.parent_id is None and node.kind is not BranchKind.BRANCH]
    if not tops:
        raise NotFound(_("This book holds no superior."), _("Add it: partyday branch add NAME."))
    return choose_branch(tops, None, any_kind=True)


def all_below(branches: Sequence[Branch], top: Branch | None) -> list[Branch]:
    """Every 党支部 from a branch down, or of the whole book where `top` is None. Raises NotFound for none."""
    chosen = [node for node in branches if node.kind is BranchKind.BRANCH] if top is None else below(branches, top)
    if not chosen:
        choose_branch([], None)
    return chosen


def policy_name(branches: Sequence[Branch], branch: Branch) -> str:
    """The policy in force for a branch, by name or path: its own, else its nearest superior's."""
    return next((node.policy for node in lineage(branches, branch) if node.policy), DEFAULT_POLICY)


def policy_of(branches: Sequence[Branch], branch: Branch) -> Policy:
    """The policy in force for a branch. Raises NotFound or BadInput for a file that is gone or wrong."""
    return policies.load(policy_name(branches, branch))


def policies_of(branches: Sequence[Branch], chosen: Sequence[Branch]) -> dict[int, Policy]:
    """The policies in force: branch id → policy, each policy read once. Raises NotFound or BadInput as `policy_of`."""
    by_id = {branch.id: branch for branch in branches}
    loaded = cache(policies.load)

    @cache
    def name_of(key: int | None) -> str:
        if key is None:
            return DEFAULT_POLICY
        return by_id[key].policy or name_of(by_id[key].parent_id)

    return {branch.id: loaded(name_of(branch.id)) for branch in chosen}


def recurrence_of(branches: Sequence[Branch], branch: Branch) -> tuple[str, ...] | None:
    """The recurrence a branch or its nearest superior fixed, or None: the policy's holds."""
    return next((node.recurrence for node in lineage(branches, branch) if node.recurrence), None)


def checked_recurrence(rules: Sequence[str]) -> tuple[str, ...] | None:
    """Recurrences as the book keeps them, None for none. Raises BadInput unless they make one day or two halves."""
    if not rules:
        return None
    if fullest_month(rules) > 2:  # in half-days: one day, or two half-days, a month
        raise BadInput(
            _("That is more than one day a month: {rules}.").format(rules=" ".join(rules)),
            _("Give one full day, or two half-days ending in :am or :pm."),
        )
    return tuple(rule.strip() for rule in rules)


def add_branch(
    unit: Unit,
    name: str,
    kind: BranchKind,
    parent: Branch | None = None,
    policy: str | None = None,
    recurrence: Sequence[str] = (),
    secretary: str = "",
    organiser: str = "",
    since: date | None = None,
) -> Branch:
    """Put one branch into the tree."""
    branch = Branch(
        id=unit.next_id(Branch),
        name=name,
        kind=kind,
        parent_id=parent.id if parent else None,
        policy=policy,
        recurrence=checked_recurrence(recurrence),
        secretary=secretary,
        organiser=organiser,
        since=since,
    )
    unit.insert(branch)
    return branch


def _kept(policy: str) -> str:
    """A policy as the book names it: a file by its whole path, since commands come from any folder."""
    path = Path(policy)
    return (None if path.is_file() else shipped_as(policy)) or str(path.resolve())


def _clean(name: str) -> str:
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise BadInput(_("A branch needs a name."))
    return name


def checked_tree(name: str, superior: str | None) -> None:
    """Raises BadInput or Conflict for names that cannot be a branch and its superior."""
    if _clean(name) == (_clean(superior) if superior else None):
        raise Conflict(_("A branch cannot be its own superior."))


def start(
    desk: Desk, name: str, superior: str | None, policy: str, recurrence: Sequence[str], since: date | None = None
) -> None:
    """The first branches of a new book. The policy and recurrence stand at the top, for all below to inherit; so does
    the day on which the records begin.
    """
    policies.load(policy)
    policy = _kept(policy)
    with desk.writing() as unit:
        if desk.branches:  # two who make the same book at the same time
            raise Conflict(_("There is already a book at {place}.").format(place=shown(desk.store.place)))
        top = None
        if superior:
            kind = kind_of(superior)
            kind = BranchKind.GENERAL if kind is BranchKind.BRANCH else kind
            top = add_branch(unit, _clean(superior), kind, None, policy, recurrence, since=since)
        settled: tuple[str | None, Sequence[str]] = (None, ()) if top else (policy, recurrence)
        add_branch(unit, _clean(name), BranchKind.BRANCH, top, *settled, since=None if top else since)


def add(
    desk: Desk,
    name: str,
    under: str | None = None,
    *,
    kind: BranchKind | None = None,
    policy: str | None = None,
    recurrence: Sequence[str] = (),
    secretary: str = "",
    organiser: str = "",
    since: date | None = None,
    within: Unit | None = None,
) -> Branch:
    """Add a branch under a superior (by default the only one there is at the top). Raises Conflict for a known name.

    It is an act of its own, or part of one that does more: that is the unit it is done `within`.
    """
    with nullcontext(within) if within else desk.writing() as unit:
        if name.strip().endswith(_GROUP):
            raise Conflict(
                _("“{name}” is a Party group within a branch.").format(name=name),
                _("Its members carry its name: partyday member set WHO --group NAME."),
            )
        if policy:
            policies.load(policy)
            policy = _kept(policy)
        branches = desk.branches
        if any(branch.name == _clean(name) for branch in branches):
            raise Conflict(_("There is already a branch “{name}”.").format(name=name))
        able = [branch for branch in branches if branch.kind is not BranchKind.BRANCH]
        parent = None
        if under or len(able) == 1:
            parent = choose_branch(able, desk.called(under) if under else None, any_kind=True)
        made_kind = kind or kind_of(name)
        return add_branch(unit, _clean(name), made_kind, parent, policy, recurrence, secretary, organiser, since)


def change(
    desk: Desk,
    name: str | None,
    *,
    rename: str | None = None,
    under: str | None = None,
    policy: str | None = None,
    recurrence: Sequence[str] = (),
    secretary: str | None = None,
    organiser: str | None = None,
    since: date | None = None,
    on: date | None = None,
) -> tuple[Branch, list[ActivityDay]]:
    """Change a branch's offices, name, place in the tree, policy, recurrence, or where its records begin.

    A new name is borne from the day `on`; without one it is the old name corrected, which never was another. Officers
    hold their office from that day on (`offices.put_in_office`). The days
    that were only planned and lie before `since` go; they are given back beside the branch. Raises Conflict for a loop,
    and where something is recorded of a day before the records would begin.
    """
    if policy:
        policies.load(policy)
        policy = _kept(policy)
    with desk.writing() as unit:
        branches = desk.branches
        branch = choose_branch(branches, desk.called(name), any_kind=True) if name else desk.node
        values: dict[str, object] = {
            "name": _clean(rename) if rename else None,
            "policy": policy,
            "recurrence": checked_recurrence(recurrence),
            "since": since,
        }
        if rename and any(other.name == _clean(rename) and other != branch for other in branches):
            raise Conflict(_("There is already a branch “{name}”.").format(name=rename))
        if under:
            parent = choose_branch(branches, desk.called(under), any_kind=True)
            if branch in lineage(branches, parent) or parent.kind is BranchKind.BRANCH:
                raise Conflict(
                    _("“{branch}” cannot stand under “{parent}”.").format(branch=branch.name, parent=parent.name)
                )
            values["parent_id"] = parent.id
        if rename and on:
            _keep_name(unit, desk, branch, on)
        changed = unit.update(branch, **{key: value for key, value in values.items() if value is not None})
        officers = {BranchOffice.SECRETARY: secretary, BranchOffice.ORGANISER: organiser}
        put_in_office(unit, desk, changed, {office: who for office, who in officers.items() if who is not None}, on)
        changed = unit.expect(Branch, changed.id)
        gone = _clear_before(unit, [changed if node == branch else node for node in branches], changed, since)
        return changed, gone


def _keep_name(unit: Unit, desk: Desk, branch: Branch, until: date) -> None:
    """Keep the name that a branch bears until a day. Raises Conflict where it was renamed on a later day."""
    refuse_future(until, desk.today)
    earlier = [one for one in people.former_names(unit.connection) if one.branch_id == branch.id]
    if any(one.until > until for one in earlier):
        raise Conflict(
            _("{branch} bears its name since {date}.").format(branch=branch.name, date=earlier[-1].until),
            _("A later name cannot begin before that; take the renaming back with undo first."),
        )
    if all(one.until != until for one in earlier):  # else it is that renaming, corrected
        unit.insert(FormerName(branch_id=branch.id, until=until, name=branch.name))


def _clear_before(unit: Unit, branches: Sequence[Branch], branch: Branch, since: date | None) -> list[ActivityDay]:
    """Take away what was planned before the records of a branch, and of those below it, begin. Raises Conflict."""
    if since is None:
        return []
    inherit = [node for node in below(branches, branch) if _inherits(branches, node, branch)]
    gone: list[ActivityDay] = []
    for node in inherit:
        before = [day for day in days.all_days(unit.connection, node.id) if (day.held_on or day.month.last_day) < since]
        marked = days.marks_of_days(unit.connection, [day.id for day in before])
        recorded = [day for day in before if day.is_recorded or day.id in marked]
        if recorded:
            raise Conflict(
                _("The records of {branch} already hold {days}.").format(
                    branch=node.name, days=listed(day.ref for day in recorded)
                ),
                _("They cannot begin after that."),
            )
        for day in before:
            unit.delete(day)
        gone += before
    return gone


def _inherits(branches: Sequence[Branch], node: Branch, above: Branch) -> bool:
    """Whether a branch has from `above` the day on which its records begin, or is that one itself."""
    return next((one for one in lineage(branches, node) if one.since), None) == above
