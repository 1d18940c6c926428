"""Which stages (措施) are in force on a day.

A policy names any number of them under `escalation.stages`. One written with `talk.absences` and `handling.run` says
the same in fewer words: a warning talk (诫勉谈话) and organisational handling (组织处理), two lines of such a list.
Whether a stage is reached, and by which absences, `escalation` tells. No number stands here.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from partyday.model.codes import Office
from partyday.rules.parameters import RUN, STAGES, TALK, TALK_WINDOW
from partyday.rules.policy.reader import Dated, Policy, beginnings
from partyday.rules.stages import Counts, Key, Stage, StageKind

#: The stages of a policy that gives only `talk.absences` and `handling.run`.
TALK_STAGE = Stage("诫勉谈话", 0, Counts.CUMULATIVE, Office.SECRETARY, StageKind.TALK)
HANDLING_STAGE = Stage("组织处理", 0, Counts.IN_A_ROW, Office.MEETING, StageKind.HANDLING)


def stages_on(policy: Policy, on: date) -> tuple[Dated[Stage], ...]:
    """The stages in force on a day, each with its source and clause. Raises BadInput where the policy is silent."""
    known = policy.derived.get(("stages", on))
    if known is None:
        known = policy.derived["stages", on] = tuple(_stages_on(policy, on))
    return known


def stage_on(policy: Policy, key: Key, on: date) -> Dated[Stage] | None:
    """That stage as it is in force on a day; None where the policy has none such then."""
    known = policy.derived.get(("by key", on))
    if known is None:
        known = policy.derived["by key", on] = {dated.value.key: dated for dated in reversed(stages_on(policy, on))}
    return known.get(key)


def stages_ever(policy: Policy) -> tuple[Stage, ...]:
    """Every stage the policy has at any time, each reading of it once."""
    known = policy.derived.get("stages")
    if known is None:
        ever = (dated.value for on in beginnings(policy) for dated in stages_on(policy, on))
        known = policy.derived["stages"] = tuple(dict.fromkeys(ever))
    return known


def keys_ever(policy: Policy) -> tuple[Key, ...]:
    """Every stage the policy has at any time, whatever its number."""
    known = policy.derived.get("keys")
    if known is None:
        known = policy.derived["keys"] = tuple(dict.fromkeys(stage.key for stage in stages_ever(policy)))
    return known


def least_of(policy: Policy, key: Key) -> int | None:
    """The lowest number that a stage has at any time; None where the policy has no such stage."""
    known = policy.derived.get("least")
    if known is None:
        known = policy.derived["least"] = {}
        for stage in stages_ever(policy):
            known[stage.key] = min(stage.at, known.get(stage.key, stage.at))
    return known.get(key)


def _stages_on(policy: Policy, on: date) -> Iterator[Dated[Stage]]:
    """What the list says, and what the short way says where it stands nearer than the list, or the list is empty."""
    listed_at = policy.depth(STAGES, on)
    lines = policy.at(STAGES, on).value if listed_at is not None else ()
    short = {}
    for parameter, stage in ((TALK, TALK_STAGE), (RUN, HANDLING_STAGE)):
        depth = policy.depth(parameter, on)
        if not lines or (depth is not None and listed_at is not None and depth < listed_at):
            short[stage.kind] = policy.at(parameter, on), stage
    for stage in lines:
        if stage.kind not in short:
            whole = policy.at(STAGES, on)
            source = replace(whole.source, article=stage.article) if stage.article else whole.source
            yield Dated(_in_window(policy, stage, on), source, whole.since, stage.clause or whole.clause)
    for limit, stage in short.values():
        if limit.value:
            window = policy.at(TALK_WINDOW, on).value if stage.counts is Counts.CUMULATIVE else ""
            yield Dated(stage._replace(at=limit.value, window=window), limit.source, limit.since, limit.clause)


def _in_window(policy: Policy, stage: Stage, on: date) -> Stage:
    if stage.window or stage.counts is not Counts.CUMULATIVE:
        return stage
    return stage._replace(window=policy.at(TALK_WINDOW, on).value)
