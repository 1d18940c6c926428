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

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar, cast

from partyday.errors import BadInput, NotFound
from partyday.i18n import N_, _, listed

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
    """One thing a policy may set. `read` turns the TOML value into a typed one and raises ValueError if it cannot.

    `about` says what it is, in English; it is translated where it is shown.
    """

    key: str
    read: Callable[[Any], T]
    about: str


class Window(NamedTuple):
    """Days of the month, first and last included."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


class DayOfYear(NamedTuple):
    """A day that comes every year."""

    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(item, str) and item for item in value):
        raise ValueError(_("a list of texts is needed"))
    return tuple(value)


def _window(value: Any) -> Window:
    if value == "month":
        return Window(1, 31)
    first, dash, last = str(value).partition("-")
    if not (dash and first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last) <= 31):
        raise ValueError(_("days of the month such as “1-10” are needed, or “month”"))
    return Window(int(first), int(last))


def _one_of(*choices: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in choices:
            raise ValueError(_("one of {choices} is needed").format(choices=listed(choices)))
        return cast(str, value)

    return read


def _some_of(*choices: str) -> Callable[[Any], tuple[str, ...]]:
    each = _one_of(*choices)

    def read(value: Any) -> tuple[str, ...]:
        return tuple(each(item) for item in _texts(value))

    return read


def _day_of_year(value: Any) -> DayOfYear:
    written = re.fullmatch(r"(\d\d)-(\d\d)", str(value))
    try:
        day = date(2023, int(written[1]), int(written[2])) if written else None  # a year without 29 February
    except ValueError:
        day = None
    if day is None:
        raise ValueError(_("a day of the year such as “07-01” is needed"))
    return DayOfYear(day.month, day.day)


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

RECURRENCE = Parameter("schedule.recurrence", _texts, N_("when the day is held (RFC 5545)"))
WINDOW = Parameter("schedule.window", _window, N_("the days of the month it may be moved within"))
SHIFT_ORDER = Parameter("schedule.shift-order", _some_of(*SHIFTS), N_("where another date is looked for, in order"))
CONSTITUTION_MERGE = Parameter(
    "schedule.constitution-merge",
    _one_of("constitution", "nominal", "off"),
    N_("whether July's day is merged with 党章学习日: on that day, on the nominal one, or not"),
)
CONSTITUTION_DAY = Parameter("schedule.constitution-day", _day_of_year, N_("the date of 党章学习日"))
BLOCKS = Parameter("content.blocks", _names, N_("the kinds of content of a day"))
ANNOUNCE_DAYS = Parameter("duties.announce-days", _whole_number, N_("how many days ahead it is announced"))
SUMMARY_DAYS = Parameter("duties.summary-days", _whole_number, N_("within how many days it is summed up"))

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


def in_force(policy: Policy, on: date) -> list[tuple[Parameter[Any], Dated[Any], Policy]]:
    """Every parameter with its value on a day and the policy (this one or a base) that it stands in."""
    found = []
    for parameter in PARAMETERS.values():
        layer = policy
        while not any(d.since is None or d.since <= on for d in layer.values.get(parameter.key, ())) and layer.base:
            layer = layer.base
        found.append((parameter, policy.at(parameter, on), layer))
    return found


def as_text(value: Any) -> str:
    """A value of a policy in one line, as its file writes it."""
    match value:
        case dict():
            return ", ".join(f"{code} {name}" for code, name in value.items())
        case Window() | DayOfYear():
            return str(value)
        case tuple():
            return ", ".join(map(str, value))
    return str(value)


def load(name_or_path: str, above: tuple[str, ...] = ()) -> Policy:
    """The policy of that name from the package, or from a file; raises NotFound or BadInput (told with the line).

    `above` names the policies that stand on this one: it may not stand on them again.
    """
    if name_or_path in PACKAGED:
        text = resources.files("partyday.rules").joinpath("policies", f"{name_or_path}.toml").read_text("utf-8")
        return parse(text, name_or_path, above)
    path = Path(name_or_path)
    if not path.is_file():
        raise NotFound(
            _("There is no policy “{name}”.").format(name=name_or_path),
            _("Give one of {names}, or the path of a policy file.").format(names=listed(PACKAGED)),
        )
    try:
        return parse(path.read_text("utf-8-sig"), name_or_path, above)
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(_("The policy file {path} cannot be read: {error}").format(path=path, error=error)) from None


def parse(text: str, where: str, above: tuple[str, ...] = ()) -> Policy:
    """A policy from its TOML text; `where` names the file in what is told, `above` as in `load`. Raises BadInput."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(_("{where} is not a policy file: {error}").format(where=where, error=error)) from None
    reader = _Reader(text, where)
    head = reader.table(data.pop("policy", None), "policy", required=("name", "title"), allowed=("base",), texts=True)
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
    if head.get("base") in (*above, where):
        raise reader.fault("base", _("a policy cannot stand on itself"), table="policy")
    base = load(head["base"], (*above, where)) if "base" in head else None
    return Policy(head["name"], head["title"], values, base)


_HEADER = re.compile(r"\s*\[\[?([^\[\]]+)\]\]?\s*(?:#.*)?")


class _Reader:
    """Checks tables strictly and finds the line that a complaint is about."""

    def __init__(self, text: str, where: str) -> None:
        self.lines = text.splitlines()
        self.where = where
        found = [(number, _HEADER.fullmatch(line)) for number, line in enumerate(self.lines, 1)]
        self.headers = [(number, re.sub(r"[\s\"']", "", header[1])) for number, header in found if header]

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
            if texts and not isinstance(value, str):
                raise self.fault(key, _("{name}: {key} is not a text").format(name=name, key=key), table=name, nth=nth)
        return entry

    def sources(self, entries: Any) -> dict[str, Source]:
        """What the values may cite, by key."""
        if not isinstance(entries, dict):
            raise self.fault("sources", _("the table {name} is missing").format(name="sources"))
        wanted: dict[str, Any] = {"required": ("document",), "allowed": ("number",), "texts": True}
        return {key: Source(**self.table(entry, f"sources.{key}", **wanted)) for key, entry in entries.items()}

    def dated(self, parameter: Parameter[T], entry: Any, nth: int, sources: Mapping[str, Source]) -> Dated[T]:
        """One value of a parameter, the `nth` of its list."""
        key = parameter.key
        checked = self.table(entry, key, required=("value", "source"), allowed=("since", "article"), nth=nth)
        since = checked.get("since")
        if since is not None and type(since) is not date:
            raise self.fault("since", _("{key}: `since` is not a date").format(key=key), table=key, nth=nth)
        named = checked["source"]
        if named == "house":
            source = Source("partyday", house=True)
        elif isinstance(named, str) and named in sources:
            source = Source(sources[named].document, sources[named].number, str(checked.get("article", "")))
        else:
            raise self.fault(
                "source", _("{key}: there is no source {name}").format(key=key, name=named), table=key, nth=nth
            )
        try:
            return Dated(parameter.read(checked["value"]), source, since)
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
