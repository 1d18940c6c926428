"""The tree of branches: what each inherits, adding one, changing one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypedDict, Unpack

from partyday.errors import Ambiguous, BadInput, Conflict, NotFound
from partyday.i18n import _, listed
from partyday.model.codes import BranchKind, BranchOffice
from partyday.model.days import ActivityDay
from partyday.model.offices import FormerName
from partyday.model.people import Branch
from partyday.model.policies import IN_BOOK
from partyday.rules.policy import reader as policies
from partyday.rules.policy.editions import together
from partyday.rules.policy.reader import Policy
from partyday.rules.recurrence import fullest_month
from partyday.services.desk import Desk
from partyday.services.lookup import refuse_future
from partyday.services.names import choose_branch
from partyday.services.offices import outsider, put_in_office
from partyday.services.own_policies import PolicyGiven, copied, give, given, in_book
from partyday.store import days, people
from partyday.store.book import Unit, shown
from partyday.store.connection import Connection
from partyday.words.typed import as_typed

DEFAULT_POLICY = "hebei"

#: A Party group (党小组) is no branch of its own: its members carry its name.
_GROUP = "党小组"

#: How the names of each kind end; the longer endings first, since 党总支部 ends as 党支部 does.
_KINDS = (
    (("总支部委员会", "总支委员会", "总支部", "总支"), BranchKind.GENERAL),
    (("支部委员会", "支部"), BranchKind.BRANCH),
    (("党委", "工委", "委员会"), BranchKind.COMMITTEE),
)


def kind_of(name: str, otherwise: BranchKind = BranchKind.COMMITTEE) -> BranchKind:
    """What a branch is by the ending of its name: …党总支, …支部, …党委; `otherwise` where it ends in none of them."""
    return next((kind for endings, kind in _KINDS if name.strip().endswith(endings)), otherwise)


def lineage(branches: Sequence[Branch], branch: Branch) -> list[Branch]:
    """The branch and its superiors, nearest first."""
    branch_by_id = {node.id: node for node in branches}
    line = [branch]
    while line[-1].parent_id is not None:
        line.append(branch_by_id[line[-1].parent_id])
    return line


def sinces(branches: Sequence[Branch]) -> dict[int, date]:
    """Branch → the day on which its records begin, set for it or above it; the others are left out."""
    if not any(branch.since for branch in branches):
        return {}
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
    """The superior at the top of the tree. Raises NotFound where there is none, Ambiguous where two could be meant.

    Two could be: several tops, or a top that stands in the book over one other superior alone, as the 党委 of a 党总支
    that keeps a book of its own.
    """
    tops = [node for node in branches if node.parent_id is None and node.kind is not BranchKind.BRANCH]
    if not tops:
        raise NotFound(_("This book holds no superior."), _("Add it, such as: partyday branch add 计算机学院党总支"))
    if len(tops) == 1:
        beneath = [node for node in branches if node.parent_id == tops[0].id and node.until is None]
        tops += [node for node in beneath if len(beneath) == 1 and node.kind is not BranchKind.BRANCH]
    return choose_branch(tops, None, any_kind=True)


def superiors(branches: Sequence[Branch]) -> list[Branch]:
    """Everybody in the book who can have others under them, and was not dissolved."""
    return [node for node in branches if node.kind is not BranchKind.BRANCH and node.until is None]


_RANKS = (BranchKind.BRANCH, BranchKind.GENERAL, BranchKind.COMMITTEE)


def usual_superior(branches: Sequence[Branch], name: str, kind: BranchKind) -> Branch | None:
    """Under whom a new branch stands where nobody is named: the only one who could be meant, nobody where the book has
    no superior yet.

    A committee may stand under another, a 党总支 under a committee, a 党支部 under either. Raises Ambiguous where
    several could be meant, or where it would stand at a second top, beside those that the book has.
    """
    known = superiors(branches)
    able = [one for one in known if _RANKS.index(one.kind) > _RANKS.index(kind) or one.kind is kind is _RANKS[-1]]
    if len(able) == 1 or not known:
        return able[0] if able else None
    if able:
        raise Ambiguous(
            _("“{name}” could stand under several: {names}.").format(name=name, names=listed(one.name for one in able)),
            _("Say under whom, such as: --superior {name}").format(name=as_typed(able[0].name)),
        )
    tops = [one for one in known if one.parent_id is None]
    if kind is BranchKind.COMMITTEE:
        hint = _("If it stands over {top}: --above {top}").format(top=as_typed(tops[0].name))
    else:
        hint = _("First add who stands over both, such as: partyday branch add 学校党委 --above {top}").format(
            top=as_typed(tops[0].name)
        )
    names = listed([name, *(one.name for one in tops)])
    raise Ambiguous(_("The book would have several tops: {names}.").format(names=names), hint)


def all_below(branches: Sequence[Branch], top: Branch | None) -> list[Branch]:
    """Every 党支部 from a branch down, or of the whole book where `top` is None. Raises NotFound for none."""
    chosen = [node for node in branches if node.kind is BranchKind.BRANCH] if top is None else below(branches, top)
    if not chosen:
        choose_branch([], None)
    return chosen


def policy_node(branches: Sequence[Branch], branch: Branch) -> Branch | None:
    """Whoever has the policy that is in force for a branch: itself, else its nearest superior; None: nobody."""
    known = {node.id: node for node in branches}
    return next((known.get(node.id, node) for node in lineage(branches, branch) if node.policy), None)


def policy_name(branches: Sequence[Branch], branch: Branch) -> str:
    """The policy in force for a branch, by name or path: its own, else its nearest superior's."""
    node = policy_node(branches, branch)
    return node.policy.removeprefix(IN_BOOK) if node and node.policy else DEFAULT_POLICY


def policy_of(branches: Sequence[Branch], branch: Branch) -> Policy:
    """The policy in force for a branch. Raises NotFound or BadInput for a file that is gone or wrong."""
    return _policy_at(policy_node(branches, branch))


def _policy_at(node: Branch | None) -> Policy:
    """The policy a branch has of its own: out of the book, one that ships, or a file as books kept it before."""
    if node is None or not node.policy:
        return policies.load(DEFAULT_POLICY)
    if in_book(node):
        return together(node.editions)
    if (gone := Path(node.policy)).is_absolute() and not gone.is_file():
        raise NotFound(
            _("The policy of {branch} is in a file that is gone: {path}.").format(branch=node.name, path=gone),
            _("Put it back, or give the policy to the book itself: partyday policy set 学校制度.toml"),
        )
    return policies.load(node.policy)


def policies_of(branches: Sequence[Branch], chosen: Sequence[Branch]) -> dict[int, Policy]:
    """The policies in force: branch id → policy, each policy read once. Raises NotFound or BadInput as `policy_of`."""
    known = {branch.id: branch for branch in branches}

    @cache
    def policy_at(key: int | None) -> Policy:
        if key is None:
            return _policy_at(None)
        return read_at(key) if known[key].policy else policy_at(known[key].parent_id)

    read: dict[str, Policy] = {}

    def read_at(key: int) -> Policy:
        node = known[key]
        if in_book(node):
            return _policy_at(node)
        assert node.policy is not None
        if node.policy not in read:
            read[node.policy] = _policy_at(node)
        return read[node.policy]

    return {branch.id: policy_at(branch.id) for branch in chosen}


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
    policy: PolicyGiven | None = None,
    recurrence: Sequence[str] = (),
    secretary: str = "",
    organiser: str = "",
    since: date | None = None,
) -> Branch:
    """Put one branch into the tree; a policy that is a file is kept in the book."""
    branch = Branch(
        id=unit.next_id(Branch),
        name=name,
        kind=kind,
        parent_id=parent.id if parent else None,
        recurrence=checked_recurrence(recurrence),
        secretary=secretary,
        organiser=organiser,
        since=since,
    )
    if policy is None:
        unit.insert(branch)
        return branch
    branch = replace(branch, policy=policy.column)
    unit.insert(branch)
    return give(unit, branch, (), policy)


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
    desk: Desk,
    name: str,
    superior: str | None,
    policy: str,
    recurrence: Sequence[str],
    since: date | None = None,
    kind: BranchKind | None = None,
) -> Branch:
    """The first branches of a new book: one, of a `kind` (by its name's ending unless told), and its superior.

    The policy and recurrence stand at the top, for all below to inherit; so does the day on which the records begin.
    """
    own = given(policy)
    with desk.writing() as unit:
        if desk.branches:  # two who make the same book at the same time
            raise Conflict(_("There is already a book at {place}.").format(place=shown(desk.store.place)))
        top = None
        if superior:
            above = kind_of(superior)
            above = BranchKind.GENERAL if above is BranchKind.BRANCH else above
            top = add_branch(unit, _clean(superior), above, None, own, recurrence, since=since)
        settled: tuple[PolicyGiven | None, Sequence[str]] = (None, ()) if top else (own, recurrence)
        kind = kind or kind_of(name, otherwise=BranchKind.BRANCH)
        return add_branch(unit, _clean(name), kind, top, *settled, since=None if top else since)


class Placing(TypedDict, total=False):
    """How a branch is added: `above` whom it is put in the tree; the others as `Branch` has them."""

    above: Sequence[str]
    kind: BranchKind | None
    policy: str | None
    recurrence: Sequence[str]
    secretary: str
    organiser: str
    since: date | None


def add(desk: Desk, name: str, under: str | None = None, **how: Unpack[Placing]) -> Branch:
    """Add a branch under a superior: the one named, else the only one who could be meant.

    Raises Conflict for a known name, Ambiguous where several superiors could be meant.
    """
    with desk.writing() as unit:
        return add_to(unit, desk, name, under, **how)


def add_to(unit: Unit, desk: Desk, name: str, under: str | None = None, **how: Unpack[Placing]) -> Branch:
    """The same within a unit of work that does more."""
    if name.strip().endswith(_GROUP):
        raise Conflict(
            _("“{name}” is a Party group within a branch.").format(name=name),
            _("Its members carry its name: partyday member set 1 --group {name}").format(name=as_typed(name.strip())),
        )
    named, since = how.get("policy"), how.get("since")
    own = given(named) if named else None
    branches = desk.branches
    if any(branch.name == _clean(name) for branch in branches):
        raise Conflict(_("There is already a branch “{name}”.").format(name=name))
    kind = how.get("kind") or kind_of(name)
    lower = [choose_branch(branches, desk.called(one), any_kind=True) for one in how.get("above", ())]
    parent: Branch | None
    if under:
        parent = choose_branch(superiors(branches), desk.called(under), any_kind=True)
    elif lower:
        parent = _superior_of_all(branches, lower)
    else:
        parent = usual_superior(branches, _clean(name), kind)
    at_top = bool(lower) and parent is None  # who comes to stand there has what all below inherit
    if at_top:
        since = since or lower[0].since
    made = add_branch(
        unit,
        _clean(name),
        kind,
        parent,
        own,
        how.get("recurrence", ()),
        outsider(name, how.get("secretary", "")),
        outsider(name, how.get("organiser", "")),
        since,
    )
    if at_top and own is None:
        made = copied(unit, made, lower[0])
    _hang_under(unit, branches, made, lower)
    return made


def _superior_of_all(branches: Sequence[Branch], lower: Sequence[Branch]) -> Branch | None:
    """Under whom these branches stand now, None for nobody. Raises Ambiguous where that is not the same of all."""
    parents = {one.parent_id for one in lower}
    if len(parents) > 1:
        raise Ambiguous(
            _("{names} do not stand under the same superior.").format(names=listed(one.name for one in lower)),
            _("Say under whom, such as: --superior {name}").format(
                name=as_typed(next((one.name for one in branches if one.id in parents), lower[0].name))
            ),
        )
    return next((one for one in branches if one.id in parents), None)


def _hang_under(unit: Unit, branches: Sequence[Branch], above: Branch, lower: Sequence[Branch]) -> None:
    """Put branches under another. Raises Conflict where that one is a 党支部, or stands under one of them."""
    line = {one.id for one in lineage([*branches, above], above)} if lower else set()
    for one in lower:
        if above.kind is BranchKind.BRANCH or one.id in line:
            raise _cannot_stand(one, above)
        unit.update(one, parent_id=above.id)


def _cannot_stand(branch: Branch, parent: Branch) -> Conflict:
    return Conflict(_("“{branch}” cannot stand under “{parent}”.").format(branch=branch.name, parent=parent.name))


def _refuse_other_kind(connection: Connection, branches: Sequence[Branch], branch: Branch, kind: BranchKind) -> None:
    """Raises Conflict where a branch with members or days would become a superior, or one with others under it a
    党支部.
    """
    if branch.kind is BranchKind.BRANCH:
        if people.taken_numbers(connection, [branch.id]):
            raise Conflict(_("{branch} has members: it is a 党支部.").format(branch=branch.name))
        if days.all_days(connection, branch.id):
            raise Conflict(
                _("{branch} has activity days: it is a 党支部.").format(branch=branch.name),
                _("Take the schedule back first: partyday undo."),
            )
    elif kind is BranchKind.BRANCH and (beneath := [one.name for one in branches if one.parent_id == branch.id]):
        raise Conflict(
            _("There are branches under {branch}: {names}.").format(branch=branch.name, names=listed(beneath))
        )


def change(
    desk: Desk,
    name: str | None,
    *,
    rename: str | None = None,
    under: str | None = None,
    above: Sequence[str] = (),
    kind: BranchKind | None = None,
    policy: str | None = None,
    recurrence: Sequence[str] = (),
    secretary: str | None = None,
    organiser: str | None = None,
    since: date | None = None,
    on: date | None = None,
) -> tuple[Branch, list[ActivityDay]]:
    """Change a branch's offices, name, kind, place in the tree, policy, recurrence, or where its records begin.

    Put `above` others, it stands under whom they stood under, unless a superior is named.
    A new name is borne from the day `on`; without one it is the old name corrected, which never was another. Officers
    hold their office from that day on (`offices.put_in_office`). The days
    that were only planned and lie before `since` go; they are given back beside the branch. Raises Conflict for a loop,
    and where something is recorded of a day before the records would begin.
    """
    own = given(policy) if policy else None
    with desk.writing() as unit:
        branches = desk.branches
        branch = choose_branch(branches, desk.called(name), any_kind=True) if name else desk.node
        values: dict[str, object] = {
            "name": _clean(rename) if rename else None,
            "recurrence": checked_recurrence(recurrence),
            "since": since,
        }
        if rename and any(other.name == _clean(rename) and other != branch for other in branches):
            raise Conflict(_("There is already a branch “{name}”.").format(name=rename))
        if kind and kind is not branch.kind:
            _refuse_other_kind(unit.connection, branches, branch, kind)
            values["kind"] = kind
        lower = [choose_branch(branches, desk.called(one), any_kind=True) for one in above]
        parent = choose_branch(branches, desk.called(under), any_kind=True) if under else None
        if lower and not under:
            parent = _superior_of_all(branches, lower)
        if parent and parent != branch:
            if branch in lineage(branches, parent) or parent.kind is BranchKind.BRANCH:
                raise _cannot_stand(branch, parent)
            values["parent_id"] = parent.id
        elif under:
            raise _cannot_stand(branch, branch)
        if rename and on:
            _keep_name(unit, desk, branch, on)
        changed = unit.update(branch, **{key: value for key, value in values.items() if value is not None})
        if own is not None:
            changed = give(unit, changed, changed.editions if in_book(changed) else (), own)
        if lower:
            if parent is None:
                changed = unit.update(changed, parent_id=None)
            _hang_under(unit, [node for node in branches if node != branch], changed, lower)
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
