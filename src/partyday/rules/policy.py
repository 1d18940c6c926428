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

Reading is strict: an unknown key, a missing source or an impossible value is told with its line. The TOML reader and
the packaged files are all this module touches.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from partyday.errors import BadInput, NotFound
from partyday.i18n import _

T = TypeVar("T")

PACKAGED = ("hebei", "national", "zhongzhou")


@dataclass(frozen=True)
class Source:
    """Where a value stands. `house` marks partyday's own default, where no regulation gives one."""

    document: str
    number: str = ""
    article: str = ""
    house: bool = False


@dataclass(frozen=True)
class Dated(Generic[T]):
    """A value with the first day it holds (None: ever since) and its source."""

    value: T
    source: Source
    since: date | None = None


@dataclass(frozen=True)
class Parameter(Generic[T]):
    """One thing a policy may set. `read` turns the TOML value into a typed one and raises ValueError if it cannot."""

    key: str
    read: Callable[[Any], T]


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(item, str) and item for item in value):
        raise ValueError(_("a list of texts is needed"))
    return tuple(value)


def _window(value: Any) -> tuple[int, int]:
    if value == "month":
        return 1, 31
    first, dash, last = str(value).partition("-")
    if not (dash and first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last) <= 31):
        raise ValueError(_("days of the month such as “1-10” are needed, or “month”"))
    return int(first), int(last)


def _one_of(*choices: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in choices:
            raise ValueError(_("one of {choices} is needed").format(choices=", ".join(choices)))
        return cast(str, value)

    return read


def _some_of(*choices: str) -> Callable[[Any], tuple[str, ...]]:
    each = _one_of(*choices)

    def read(value: Any) -> tuple[str, ...]:
        return tuple(each(item) for item in _texts(value))

    return read


def _day_of_year(value: Any) -> tuple[int, int]:
    try:
        day = date.fromisoformat(f"2024-{value}")
    except ValueError:
        raise ValueError(_("a day of the year such as “07-01” is needed")) from None
    return day.month, day.day


def _whole_number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(_("a whole number is needed"))
    return value


def _names(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not value or not all(isinstance(name, str) for name in value.values()):
        raise ValueError(_("a table of code = name is needed"))
    return value


#: The order in which another date is looked for; the names are the codes of the printed reasons.
SHIFTS = ("same-weekday-later", "later", "earlier", "working-weekend-later", "working-weekend-earlier")

RECURRENCE = Parameter("schedule.recurrence", _texts)
WINDOW = Parameter("schedule.window", _window)
SHIFT_ORDER = Parameter("schedule.shift-order", _some_of(*SHIFTS))
CONSTITUTION_MERGE = Parameter("schedule.constitution-merge", _one_of("constitution", "nominal", "off"))
CONSTITUTION_DAY = Parameter("schedule.constitution-day", _day_of_year)
BLOCKS = Parameter("content.blocks", _names)
ANNOUNCE_DAYS = Parameter("duties.announce-days", _whole_number)
SUMMARY_DAYS = Parameter("duties.summary-days", _whole_number)

PARAMETERS: dict[str, Parameter[Any]] = {
    parameter.key: parameter
    for parameter in (
        RECURRENCE,
        WINDOW,
        SHIFT_ORDER,
        CONSTITUTION_MERGE,
        CONSTITUTION_DAY,
        BLOCKS,
        ANNOUNCE_DAYS,
        SUMMARY_DAYS,
    )
}


@dataclass(frozen=True)
class Policy:
    """A named set of dated values over its base. `values` maps a parameter's key to its values, oldest first."""

    name: str
    title: str
    values: Mapping[str, tuple[Dated[Any], ...]]
    base: "Policy | None" = None

    def at(self, parameter: Parameter[T], on: date) -> Dated[T]:
        """The value in force on a day, with its source; raises BadInput where neither policy nor base has one."""
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


def load(name_or_path: str) -> Policy:
    """The policy of that name from the package, or from a file; raises NotFound or BadInput (told with the line)."""
    if name_or_path in PACKAGED:
        text = resources.files("partyday.rules").joinpath("policies", f"{name_or_path}.toml").read_text("utf-8")
        return parse(text, name_or_path)
    path = Path(name_or_path)
    if not path.is_file():
        raise NotFound(
            _("There is no policy “{name}”.").format(name=name_or_path),
            _("Give one of {names}, or the path of a policy file.").format(names=", ".join(PACKAGED)),
        )
    try:
        return parse(path.read_text("utf-8-sig"), name_or_path)
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(_("The policy file {path} cannot be read: {error}").format(path=path, error=error)) from None


def parse(text: str, where: str) -> Policy:
    """A policy from its TOML text; `where` names the file in what is told. Raises BadInput."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(_("{where} is not a policy file: {error}").format(where=where, error=error)) from None
    reader = _Reader(text, where)
    head = reader.table(data.pop("policy", None), "policy", required=("name", "title"), allowed=("base",))
    sources = {
        key: Source(**reader.table(entry, key, required=("document",), allowed=("number",)))
        for key, entry in data.pop("sources", {}).items()
    }
    values: dict[str, tuple[Dated[Any], ...]] = {}
    for section, parameters in data.items():
        if not isinstance(parameters, dict):
            raise reader.fault(section, _("this key is not known"))
        for name, entries in parameters.items():
            key = f"{section}.{name}"
            if key not in PARAMETERS:
                raise reader.fault(name, _("the parameter {key} is not known").format(key=key))
            if not isinstance(entries, list):
                raise reader.fault(name, _("write [[{key}]], once for each value").format(key=key))
            values[key] = tuple(reader.dated(PARAMETERS[key], entry, sources) for entry in entries)
            beginnings = [dated.since or date.min for dated in values[key]]
            if beginnings != sorted(set(beginnings)):
                raise reader.fault(name, _("the values of {key} must stand in order of `since`").format(key=key))
    base = load(head["base"]) if "base" in head else None
    return Policy(head["name"], head["title"], values, base)


class _Reader:
    """Checks tables strictly and finds the line that a complaint is about."""

    def __init__(self, text: str, where: str) -> None:
        self.lines = text.splitlines()
        self.where = where

    def fault(self, word: str, problem: str, *, after: str = "") -> BadInput:
        start = next((n for n, line in enumerate(self.lines) if after and f"[[{after}]]" in line), 0)
        line = next((n for n, line in enumerate(self.lines[start:], start + 1) if word in line), start + 1)
        return BadInput(
            _("{where}, line {line}: {problem}.").format(where=self.where, line=line, problem=problem),
            _("Mend the policy file; nothing was changed."),
        )

    def table(
        self, entry: Any, name: str, *, required: tuple[str, ...], allowed: tuple[str, ...], after: str = ""
    ) -> dict[str, Any]:
        if not isinstance(entry, dict):
            raise self.fault(name, _("the table {name} is missing").format(name=name), after=after)
        for key in required:
            if key not in entry:
                raise self.fault(name, _("{name} has no {key}").format(name=name, key=key), after=after)
        for key in entry:
            if key not in required + allowed:
                raise self.fault(key, _("{name} has no place for {key}").format(name=name, key=key), after=after)
        return entry

    def dated(self, parameter: Parameter[T], entry: Any, sources: Mapping[str, Source]) -> Dated[T]:
        key = parameter.key
        checked = self.table(entry, key, required=("value", "source"), allowed=("since", "article"), after=key)
        since = checked.get("since")
        if since is not None and type(since) is not date:
            raise self.fault("since", _("{key}: `since` is not a date").format(key=key), after=key)
        named = checked["source"]
        if named == "house":
            source = Source("partyday", house=True)
        elif named in sources:
            source = Source(sources[named].document, sources[named].number, str(checked.get("article", "")))
        else:
            raise self.fault("source", _("{key}: there is no source {name}").format(key=key, name=named), after=key)
        try:
            return Dated(parameter.read(checked["value"]), source, since)
        except ValueError as error:
            raise self.fault("value", _("{key}: {error}").format(key=key, error=error), after=key) from None
