"""The policy that several editions in the book make together: each holds from its day on, until the next begins."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from partyday.errors import BadInput
from partyday.model.policies import PolicyEdition, counting
from partyday.rules.parameters import PARAMETERS, Parameter
from partyday.rules.policy.reader import Dated, Policy, beginnings, load, parse


@cache
def edition(of: PolicyEdition) -> Policy:
    """One edition as a policy: its text read again, or the policy that ships."""
    return parse(of.text, of.name, kept=of.below) if of.text else load(of.name)


@cache
def together(editions: tuple[PolicyEdition, ...]) -> Policy:
    """The policy of a branch. What the newest edition is called, the whole is called."""
    in_turn = counting(editions)
    policies = [edition(one) for one in in_turn]
    if len(policies) == 1:
        return policies[0]
    starts = [date.min, *(one.since or date.min for one in in_turn[1:])]
    ends = [*starts[1:], date.max]
    values = {
        key: dated
        for key, parameter in PARAMETERS.items()
        if (dated := tuple(_values(parameter, policies, starts, ends)))
    }
    text = "".join(f"# {one.since}\n{policy.edition}\n" for one, policy in zip(in_turn, policies, strict=True))
    newest = policies[-1]
    return Policy(newest.name, newest.title, values, None, text, newest.about)


def _values(
    parameter: Parameter[Any], policies: list[Policy], starts: list[date], ends: list[date]
) -> Iterator[Dated[Any]]:
    """The values of a parameter, each as long as its edition holds; what did not change is told once."""
    last: Dated[Any] | None = None
    for policy, start, end in zip(policies, starts, ends, strict=True):
        for on in sorted(day for day in {start, *beginnings(policy)} if start <= day < end):
            try:
                told = policy.at(parameter, on)
            except BadInput:  # silent on that day: whoever asks is told so
                continue
            since = None if on == date.min else on
            fresh = Dated(told.value, told.source, since, told.clause)
            if last is None or (last.value, last.source, last.clause) != (fresh.value, fresh.source, fresh.clause):
                yield fresh
                last = fresh
