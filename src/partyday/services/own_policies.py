"""A policy that the book itself holds: taking a file in, and which editions a branch has after that.

It knows nothing of the tree: which policy a branch inherits is for `branches`, which this may not import.
"""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from partyday.model.people import Branch
from partyday.model.policies import IN_BOOK, PolicyEdition, counting, edition_on
from partyday.rules.policy.reader import is_shipped, load
from partyday.store.book import Unit


class PolicyGiven(NamedTuple):
    """A policy as the book takes it in: its name, and of a file its text and those of the files it stands on."""

    name: str
    text: str = ""
    below: tuple[str, ...] = ()

    @property
    def column(self) -> str:
        """How a branch names it."""
        return f"{IN_BOOK}{self.name}" if self.text else self.name


def given(policy: str) -> PolicyGiven:
    """A policy that ships, by what people call it, or a file. Raises NotFound or BadInput."""
    loaded = load(policy)
    if is_shipped(loaded):
        return PolicyGiven(loaded.name)
    below, layer = [], loaded.base
    while layer is not None and not is_shipped(layer):
        below.append(layer.text)
        layer = layer.base
    return PolicyGiven(loaded.name, loaded.text, tuple(below))


def in_book(branch: Branch) -> bool:
    """Whether the book holds the policy that a branch has of its own."""
    return bool(branch.policy and branch.policy.startswith(IN_BOOK))


def before(branch: Branch, inherited: Branch | None, usual: str, on: date) -> tuple[PolicyEdition, ...]:
    """What held for a branch until a day, as editions of its own; `inherited` is whoever has the policy in force.

    Nobody has one: it is the `usual`. Raises NotFound for a file that is gone.
    """
    if inherited is not None and in_book(inherited):
        held = [one for one in counting(inherited.editions) if one.since is None or one.since < on]
    else:
        was = given((inherited and inherited.policy) or usual)
        held = [PolicyEdition(id=0, branch_id=0, set_on=on, **was._asdict())]
    return tuple(replace(one, id=place, branch_id=branch.id) for place, one in enumerate(held, 1))


def with_edition(
    branch: Branch, held: tuple[PolicyEdition, ...], policy: PolicyGiven, on: date | None, today: date
) -> tuple[PolicyEdition, ...]:
    """The editions of a branch after it was given a policy, the new one last. Pure.

    It holds from the day `on`; without one it stands in for the edition in force today. The same policy that holds
    there already makes no edition.
    """
    since = on if on is not None else (edition_on(held, today).since if held else None)
    if held:
        current = edition_on(held, since or date.min)
        if current.since == since and policy == (current.name, current.text, current.below):
            return held
    key = max((one.id for one in held), default=0) + 1
    fresh = PolicyEdition(id=key, branch_id=branch.id, since=since, set_on=today, **policy._asdict())
    return (*held, fresh)


def give(
    unit: Unit, branch: Branch, held: tuple[PolicyEdition, ...], policy: PolicyGiven, on: date | None = None
) -> Branch:
    """Let a branch have a policy of its own from now on, or from the day `on`; gives the branch as it is then.

    `held` are its editions so far: those of the book, or `before` where something else held until that day. A policy
    that ships, for a branch that never had another in the book, is its name and nothing more.
    """
    known = branch.editions if in_book(branch) else ()
    if not held and not policy.text and on is None:
        return unit.update(branch, policy=policy.column)
    editions = with_edition(branch, held, policy, on, unit.act.today)
    kept = []
    for edition in editions:
        fresh = edition if edition in known else replace(edition, id=unit.next_id(PolicyEdition))
        if fresh is not edition:
            unit.insert(fresh)
        kept.append(fresh)
    newest = counting(tuple(kept))[-1]
    return replace(unit.update(branch, policy=f"{IN_BOOK}{newest.name}"), editions=tuple(kept))


def copied(unit: Unit, branch: Branch, other: Branch) -> Branch:
    """Let a branch have the policy of its own that another has, editions included; gives the branch as it is then."""
    editions = []
    for edition in counting(other.editions) if in_book(other) else ():
        editions.append(replace(edition, id=unit.next_id(PolicyEdition), branch_id=branch.id))
        unit.insert(editions[-1])
    return replace(unit.update(branch, policy=other.policy), editions=tuple(editions))
