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

`clause` (it may be left out) is the wording that a finding quotes. Reading is strict: an unknown key, a missing source
or an impossible value is told with its line. The TOML reader and the packaged files are all this module touches.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import cache
from itertools import pairwise
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

    `about` says where it comes from, by the names in ABOUT, as far as that is known.
    """

    name: str
    title: str
    values: Mapping[str, tuple[Dated[Any], ...]]
    base: "Policy | None" = None
    text: str = field(default="", repr=False, compare=False)
    about: Mapping[str, str] = field(default_factory=dict)
    #: What rules have worked out of it, by keys of their own: it never changes.
    derived: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    _known: dict[tuple[str, date], Dated[Any]] = field(default_factory=dict, init=False, repr=False, compare=False)

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
        return parse(path.read_text("utf-8-sig"), name_or_path, above)
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(_("The policy file {path} cannot be read: {error}").format(path=path, error=error)) from None


@cache
def _shipped(name: str) -> Policy:
    """A policy of the package; none of them stands on itself."""
    return parse(path_of(name).read_text("utf-8"), name)


def parse(text: str, where: str, above: tuple[str, ...] = ()) -> Policy:
    """A policy from its TOML text; `where` names the file in what is told, `above` as in `load`. Raises BadInput."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(_("{where} is not a policy file: {error}").format(where=where, error=error)) from None
    reader = _Reader(text, where)
    head = reader.table(
        data.pop("policy", None), "policy", required=("name", "title"), allowed=("base", *ABOUT), texts=True
    )
    sources = reader.sources(data.pop("sources", {}))
    values: dict[str, tuple[Dated[Any], ...]] = {}
    for section, parameters in data.items():
        if not isinstance(parameters, dict):
            raise reader.fault(section, _("this key is not known"))
        for name, entries in parameters.items():
            key = f"{section}.{name}"
            if key not in PARAMETERS:
                raise reader.fault(name, _("the parameter {key} is not known").format(key=key), table=key)
            if not isinstance(entries, list):
                raise reader.fault(name, _("write [[{key}]], once for each value").format(key=key), table=key)
            dated = [reader.dated(PARAMETERS[key], entry, nth, sources) for nth, entry in enumerate(entries)]
            values[key] = reader.in_order(key, dated)
    below = _beside(head["base"], where) if "base" in head else None
    if below in (*above, where):
        raise reader.fault("base", _("a policy cannot stand on itself"), table="policy")
    base = load(below, (*above, where)) if below else None
    about = {name: head[name].strip() for name in ABOUT if name in head}
    policy = Policy(head["name"], head["title"], values, base, text, about)
    known = {code for names in policy.ever(BLOCKS) for code in names}
    for nth, wanted in enumerate(values.get(CADENCES.key, ())):
        for code in wanted.value:
            if known and code not in known:
                problem = _("{code} is not a kind of content: {known}").format(code=code, known=listed(sorted(known)))
                raise reader.fault(code, problem, table=CADENCES.key, nth=nth)
    for parameter, on, problem in _contradictions(policy):
        raise reader.fault("value", f"{parameter.key}: {problem}", table=parameter.key, nth=_nth(values, parameter, on))
    return policy


def _beside(base: str, where: str) -> str:
    """The base of a policy file: a packaged one by its name, else a file, looked for beside it first."""
    beside = Path(where).parent / base
    return str(beside) if base not in PACKAGED and beside.is_file() else base


def _nth(values: Mapping[str, tuple[Dated[Any], ...]], parameter: Parameter[Any], on: date) -> int:
    """Which of the values of a parameter is in force on a day, from 0."""
    return max(sum(dated.since is None or dated.since <= on for dated in values[parameter.key]) - 1, 0)


#: A number that must stay under another: the lesser, the greater, whether they may be equal, and what is told of it.
_UNDER = (
    (SHORT, TALK, False, N_("it must be less than the number it gives notice of")),
    (SHORT, RUN, False, N_("it must be less than the number it gives notice of")),
    (CHARTER_NOTICE, CHARTER_MONTHS, False, N_("the warning comes before the facts are established")),
    (CORRECTION, CORRECTION_LIMIT, True, N_("the usual term is longer than the longest")),
)


def _contradictions(policy: Policy) -> Iterator[tuple[Parameter[Any], date, str]]:
    """Values of this layer that cannot stand beside each other, or beside those it inherits; each with the day."""
    for on in beginnings(policy):
        for less, more, equal, problem in _UNDER:
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
            yield (
                more,
                on,
                _("{value} is too low beside {key}, {other} as inherited: give {key} a value of its own").format(
                    value=high, key=less.key, other=low
                ),
            )
        if policy.depth(STAGES, on) == 0 and policy.at(STAGES, on).value:
            for short in (TALK, RUN):
                if policy.depth(short, on) == 0 and policy.at(short, on).value:
                    yield short, on, _("the stages of {key} already say this: leave it out").format(key=STAGES.key)


def beginnings(policy: Policy) -> list[date]:
    """Every day on which some value begins, its base's too, and a day before all of them."""
    own = {dated.since for values in policy.values.values() for dated in values if dated.since}
    return sorted({date.min, *own, *(beginnings(policy.base) if policy.base else ())})


_HEADER = re.compile(r"\s*\[\[?([^\[\]]+)\]\]?\s*(?:#.*)?")


class _Reader:
    """Checks tables strictly and finds the line that a complaint is about."""

    def __init__(self, text: str, where: str) -> None:
        self.lines = text.splitlines()
        self.where = where
        headers = [(number, _HEADER.fullmatch(line)) for number, line in enumerate(self.lines, 1)]
        self.headers = [(number, re.sub(r"[\s\"']", "", header[1])) for number, header in headers if header]

    def fault(self, key: str, problem: str, *, table: str = "", nth: int = 0) -> BadInput:
        """The complaint about `key` in the `nth` table of that name (from 0), with the line where it stands."""
        return BadInput(
            _("{where}, line {line}: {problem}.").format(
                where=self.where, line=self._line(key, table, nth), problem=problem
            ),
            _("Mend the policy file; nothing was changed."),
        )

    def _line(self, key: str, table: str, nth: int) -> int:
        own = [number for number, name in self.headers if name == table]
        start = own[nth] if nth < len(own) else 0
        others = (number for number, name in self.headers if number > start and not name.startswith(f"{table}."))
        end = next(others, len(self.lines) + 1) if start else len(self.lines) + 1
        sets_key = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=|\s*\[\[?(?:.*\.)?{re.escape(key)}[.\]]")
        return next((n for n in range(start + 1, end) if sets_key.match(self.lines[n - 1])), start or 1)

    def table(
        self,
        entry: Any,
        name: str,
        *,
        required: tuple[str, ...],
        allowed: tuple[str, ...],
        nth: int = 0,
        texts: bool = False,
    ) -> dict[str, Any]:
        """The entry, if it is a table with these keys and no others; with `texts` each must hold a text."""
        if not isinstance(entry, dict):
            raise self.fault(name, _("the table {name} is missing").format(name=name), table=name, nth=nth)
        for key in required:
            if key not in entry:
                raise self.fault(name, _("{name} has no {key}").format(name=name, key=key), table=name, nth=nth)
        for key, value in entry.items():
            if key not in required + allowed:
                raise self.fault(
                    key, _("{name} has no place for {key}").format(name=name, key=key), table=name, nth=nth
                )
            if texts and isinstance(value, str) and key in required and not value.strip():
                raise self.fault(key, _("{name}: {key} is empty").format(name=name, key=key), table=name, nth=nth)
            if texts and not isinstance(value, str):
                raise self.fault(key, _("{name}: {key} is not a text").format(name=name, key=key), table=name, nth=nth)
        return entry

    def sources(self, entries: Any) -> dict[str, Source]:
        """What the values may cite, by key."""
        if not isinstance(entries, dict):
            raise self.fault("sources", _("the table {name} is missing").format(name="sources"))
        return {
            key: Source(**self.table(entry, f"sources.{key}", required=("document",), allowed=("number",), texts=True))
            for key, entry in entries.items()
        }

    def dated(self, parameter: Parameter[T], entry: Any, nth: int, sources: Mapping[str, Source]) -> Dated[T]:
        """One value of a parameter, the `nth` of its list."""
        key = parameter.key
        checked = self.table(entry, key, required=("value", "source"), allowed=("since", "article", "clause"), nth=nth)
        since = checked.get("since")
        if since is not None and type(since) is not date:
            raise self.fault("since", _("{key}: `since` is not a date").format(key=key), table=key, nth=nth)
        for name in ("article", "clause"):
            if not isinstance(checked.get(name, ""), str):
                raise self.fault(name, _("{name}: {key} is not a text").format(name=key, key=name), table=key, nth=nth)
        named = checked["source"]
        if named == "house" and "article" in checked:
            raise self.fault("article", _("{key}: a house value has no article").format(key=key), table=key, nth=nth)
        if named == "house":
            source = Source("partyday", house=True)
        elif isinstance(named, str) and named in sources:
            source = Source(sources[named].document, sources[named].number, checked.get("article", ""))
        else:
            raise self.fault(
                "source", _("{key}: there is no source {name}").format(key=key, name=named), table=key, nth=nth
            )
        try:
            return Dated(parameter.read(checked["value"]), source, since, checked.get("clause", ""))
        except ValueError as error:
            raise self.fault("value", _("{key}: {error}").format(key=key, error=error), table=key, nth=nth) from None

    def in_order(self, key: str, values: Sequence[Dated[Any]]) -> tuple[Dated[Any], ...]:
        """The values of a parameter, which must stand by the day they begin."""
        beginnings = [dated.since or date.min for dated in values]
        for nth, (one, next_one) in enumerate(pairwise(beginnings), 1):
            if next_one <= one:
                raise self.fault(
                    "since", _("the values of {key} must stand in order of `since`").format(key=key), table=key, nth=nth
                )
        return tuple(values)
