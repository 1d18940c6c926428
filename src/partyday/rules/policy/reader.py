"""A policy: every number and name a regulation gives, as dated and cited data.

A policy file is TOML. Each parameter is a list of values; each value says since when it holds (the first is open
towards the past) and where it stands, or that it is a house value. A regional policy names its `base`: where it has
a value in force, that one replaces the base's.

    [policy]
    name = "example"
    title = "…"
    base = "national"

    [sources.notice]
    document = "…"
    number = "…"

    [[schedule.window]]
    since = 2027-01-01
    value = "1-10"
    source = "notice"
    article = "二"
    clause = "…"

`clause` (it may be left out) is the wording that a finding quotes. Reading is strict: every unknown key, missing source
and impossible value is told with its line, all at once. The TOML reader and the packaged files are all this module
touches; how a table is checked is in `strict`.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from partyday.errors import BadInput, NotFound
from partyday.i18n import N_, _, listed
from partyday.model.digest import sha256
from partyday.model.findings import Source
from partyday.model.frozen import frozen
from partyday.rules.parameters import (
    BLOCKS,
    CADENCES,
    CHARTER_MONTHS,
    CHARTER_NOTICE,
    CORRECTION,
    CORRECTION_LIMIT,
    PARAMETERS,
    RUN,
    SHORT,
    STAGES,
    TALK,
    Parameter,
)
from partyday.rules.policy.shipped import PACKAGED, path_of, shipped_as
from partyday.rules.policy.strict import Strict

T = TypeVar("T")


#: The policies an error names; `policy list` has them all.
_FIRST = ("hebei", "national", "zhongzhou")

#: What a policy may say of itself beside its name, title and base: where and for what kind of school or office it
#: holds, when it was issued, at what address it was read, how sure that is, and what of it is not known.
ABOUT = ("region", "kind", "issued", "address", "seen", "limitations")


@frozen
class Dated(Generic[T]):
    """A value with the first day it holds (None: ever since), its source, and the wording it rests on."""

    value: T
    source: Source
    since: date | None = None
    clause: str = ""


@frozen
class Policy:
    """A named set of dated values over its base. `values` maps a parameter's key to its values, oldest first.

    `about` says where it comes from, by the names in ABOUT, as far as that is known. Each one read is a policy of its
    own, equal to no other: a school's branches share one or two.
    """

    name: str
    title: str
    values: Mapping[str, tuple[Dated[Any], ...]]
    base: "Policy | None" = None
    text: str = field(default="", repr=False)
    about: Mapping[str, str] = field(default_factory=dict)
    #: What rules have worked out of it, by keys of their own: it never changes.
    derived: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)
    _known: dict[tuple[str, date], Dated[Any]] = field(default_factory=dict, init=False, repr=False)

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def edition(self) -> str:
        """Its name and a mark of its wording and that of what it stands on: `hebei@3f0a51c2e9d4`."""
        digest = sha256()
        layer: Policy | None = self
        while layer:
            digest.update(layer.text.encode())
            layer = layer.base
        return f"{self.name}@{digest.hexdigest()[:12]}"

    def at(self, parameter: Parameter[T], on: date) -> Dated[T]:
        """The value in force on a day, with its source; raises BadInput where neither policy nor base has one."""
        known = self._known.get((parameter.key, on))
        if known is None:
            known = self._known[parameter.key, on] = self._find(parameter, on)
        return known

    def depth(self, parameter: Parameter[T], on: date) -> int | None:
        """In which layer the value in force on a day stands: 0 for this one, 1 for its base …; None: in none."""
        if any(dated.since is None or dated.since <= on for dated in self.values.get(parameter.key, ())):
            return 0
        below = self.base.depth(parameter, on) if self.base else None
        return None if below is None else below + 1

    def ever(self, parameter: Parameter[T]) -> list[T]:
        """Every value it has for a parameter at any time, its base's too."""
        own = [cast("T", dated.value) for dated in self.values.get(parameter.key, ())]
        return own + (self.base.ever(parameter) if self.base else [])

    def ever_says(self, parameter: Parameter[Any]) -> bool:
        """Whether it has a value at any time that is not empty: a number, a table, a rule."""
        return any(bool(value) for value in self.ever(parameter))

    def _find(self, parameter: Parameter[T], on: date) -> Dated[T]:
        for dated in reversed(self.values.get(parameter.key, ())):
            if dated.since is None or dated.since <= on:
                return cast("Dated[T]", dated)
        if self.base is None:
            raise BadInput(
                _("The policy “{name}” says nothing of {key} on {day}.").format(
                    name=self.name, key=parameter.key, day=on
                ),
                _("Add a value for it to the policy file."),
            )
        return self.base.at(parameter, on)


def in_force(policy: Policy, on: date) -> list[tuple[Parameter[Any], Dated[Any], Policy]]:
    """Every parameter with its value on a day and the policy (this one or a base) that it stands in."""
    values = []
    for parameter in PARAMETERS.values():
        layer = policy
        while not any(d.since is None or d.since <= on for d in layer.values.get(parameter.key, ())) and layer.base:
            layer = layer.base
        values.append((parameter, policy.at(parameter, on), layer))
    return values


def load(name_or_path: str, above: tuple[str, ...] = ()) -> Policy:
    """The policy of that name from the package, or from a file; raises NotFound or BadInput (told with the line).

    `above` names the policies that stand on this one: it may not stand on them again.
    """
    path = Path(name_or_path)
    name = name_or_path if name_or_path in PACKAGED else None if path.is_file() else shipped_as(name_or_path)
    if name is not None:
        return _shipped(name)
    if not path.is_file():
        raise NotFound(
            _("There is no policy “{name}”.").format(name=name_or_path),
            _("Give one of {names} or another of `partyday policy list`, or the path of a policy file.").format(
                names=listed(_FIRST)
            ),
        )
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(_LONGEST + 1)
        if len(text) > _LONGEST:
            raise BadInput(_("The policy file {path} is too large to be a policy.").format(path=path))
        return parse(text, name_or_path, above)
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(_("The policy file {path} cannot be read: {error}").format(path=path, error=error)) from None


#: No policy has so many letters: the longest that ships has a hundredth of them.
_LONGEST = 2_000_000


@cache
def _shipped(name: str) -> Policy:
    """A policy of the package; none of them stands on itself."""
    return parse(path_of(name).read_text("utf-8"), name)


def is_shipped(policy: Policy) -> bool:
    """Whether a policy is one of the package, and not a file of the same name."""
    return policy.name in PACKAGED and policy.text == _shipped(policy.name).text


def parse(text: str, where: str, above: tuple[str, ...] = (), kept: Sequence[str] | None = None) -> Policy:
    """A policy from its TOML text; `where` names the file in what is told, `above` as in `load`.

    With `kept` no other file is read: these are the texts of what it stands on, the nearest first, up to one that
    ships. Raises `PolicyFaults`, or BadInput for what is no TOML.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(_("{where} is not a policy file: {error}").format(where=where, error=error)) from None
    reader = Strict(text, where)
    head = reader.head(data.pop("policy", None), optional=("base", *ABOUT))
    sources = reader.sources(data.pop("sources", {}))
    values: dict[str, tuple[Dated[Any], ...]] = {}
    for section, parameters in data.items():
        if not isinstance(parameters, dict):
            reader.complain(section, _("this key is not known"))
            continue
        for name, entries in parameters.items():
            if dated := _values(reader, section, name, entries, sources):
                values[f"{section}.{name}"] = dated
    base = _base(reader, head.get("base"), where, above, kept)
    about = {name: head[name].strip() for name in ABOUT if isinstance(head.get(name), str)}
    policy = Policy(head.get("name", where), head.get("title", ""), values, base, text, about)
    known = {code for names in policy.ever(BLOCKS) for code in names}
    for nth, wanted in enumerate(values.get(CADENCES.key, ()) if CADENCES.key not in reader.faulty else ()):
        for code in wanted.value:
            if known and code not in known:
                problem = _("{code} is not a kind of content: {known}").format(code=code, known=listed(sorted(known)))
                reader.complain(code, problem, table=CADENCES.key, nth=nth)
    for parameter, on, problem in _contradictions(policy, reader.faulty):
        nth = _nth(values, parameter, on)
        reader.complain("value", f"{parameter.key}: {problem}", table=parameter.key, nth=nth)
    reader.refuse()
    return policy


def _values(
    reader: Strict, section: str, name: str, entries: Any, sources: Mapping[str, Source]
) -> tuple[Dated[Any], ...]:
    """The values of one parameter, those that can be read, in order."""
    key = f"{section}.{name}"
    if key not in PARAMETERS:
        reader.complain(name, _("the parameter {key} is not known").format(key=key), table=key)
        return ()
    if not isinstance(entries, list):
        reader.complain(name, _("write [[{key}]], once for each value").format(key=key), table=key)
        return ()
    dated = {}
    for nth, entry in enumerate(entries):
        told = reader.dated(PARAMETERS[key], entry, nth, sources)
        if told is not None:
            dated[nth] = Dated(told.value, told.source, told.since, told.clause)
    reader.in_order(key, {nth: one.since for nth, one in dated.items()})
    return tuple(dated.values())


def _base(reader: Strict, named: Any, where: str, above: tuple[str, ...], kept: Sequence[str] | None) -> Policy | None:
    """What a policy stands on; None where it names nothing, or nothing that can be read."""
    if not isinstance(named, str):
        return None
    if kept is not None:
        return parse(kept[0], named, (*above, where), kept[1:]) if kept else load(named)
    below = _beside(named, where)
    if below in (*above, where):
        reader.complain("base", _("a policy cannot stand on itself"), table="policy")
        return None
    return load(below, (*above, where))


def _beside(base: str, where: str) -> str:
    """The base of a policy file: a packaged one by its name, else a file, looked for beside it first."""
    beside = Path(where).parent / base
    return str(beside) if base not in PACKAGED and beside.is_file() else base


def _nth(values: Mapping[str, tuple[Dated[Any], ...]], parameter: Parameter[Any], on: date) -> int:
    """Which of the values of a parameter is in force on a day, from 0."""
    return sum(dated.since is None or dated.since <= on for dated in values[parameter.key]) - 1


#: A number that must stay under another: the lesser, the greater, whether they may be equal, and what is told of it.
_UNDER = (
    (SHORT, TALK, False, N_("it must be less than the number it gives notice of")),
    (SHORT, RUN, False, N_("it must be less than the number it gives notice of")),
    (CHARTER_NOTICE, CHARTER_MONTHS, False, N_("the warning comes before the facts are established")),
    (CORRECTION, CORRECTION_LIMIT, True, N_("the usual term is longer than the longest")),
)


def _contradictions(policy: Policy, faulty: Collection[str]) -> Iterator[tuple[Parameter[Any], date, str]]:
    """Values of this layer that cannot stand beside each other, or beside those it inherits; each with the day.

    Of parameters with a fault of their own (`faulty`) nothing more is told.
    """
    for on in beginnings(policy):
        for less, more, equal, problem in _UNDER:
            if less.key in faulty or more.key in faulty:
                continue
            depths = policy.depth(less, on), policy.depth(more, on)
            if (
                0 not in depths or None in depths
            ):  # a policy without a base may be silent; what a base says, it answers for
                continue
            low, high = policy.at(less, on).value, policy.at(more, on).value
            if not high or low < high or (equal and low == high):
                continue
            if depths[0] == 0:
                yield less, on, _("{problem}: {key} is {value}").format(problem=_(problem), key=more.key, value=high)
            else:
                told = _("{value} is too low beside {key}, {other} as inherited: give {key} a value of its own")
                yield more, on, told.format(value=high, key=less.key, other=low)
        if policy.depth(STAGES, on) == 0 and policy.at(STAGES, on).value:
            for short in (TALK, RUN):
                if short.key not in faulty and policy.depth(short, on) == 0 and policy.at(short, on).value:
                    yield short, on, _("the stages of {key} already say this: leave it out").format(key=STAGES.key)


def beginnings(policy: Policy) -> list[date]:
    """Every day on which some value begins, its base's too, and a day before all of them."""
    own = {dated.since for values in policy.values.values() for dated in values if dated.since}
    return sorted({date.min, *own, *(beginnings(policy.base) if policy.base else ())})
