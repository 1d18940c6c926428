"""Checking the tables of a policy file: every complaint about it, each with the line where it stands.

It knows what a table may hold and where it stands in the text; what a policy is, `reader` says, which this may not
import.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Generic, NamedTuple, TypeVar

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.findings import Source
from partyday.rules.parameters import Parameter
from partyday.words.typed import as_typed

T = TypeVar("T")

_HEADER = re.compile(r"\s*\[\[?([^\[\]]+)\]\]?\s*(?:#.*)?")


class Complaint(NamedTuple):
    """What is wrong in a policy file, and in which line (from 1)."""

    line: int
    problem: str


class PolicyFaults(BadInput):
    """A policy file that cannot be used; `complaints` is all that is wrong with it, by line."""

    def __init__(self, where: str, complaints: Sequence[Complaint]) -> None:
        self.where = where
        self.complaints = complaints
        first, *others = self.sentences
        if others:
            hint = _("There is more ({count}): partyday policy check {where} tells all of it.").format(
                count=len(others), where=as_typed(where)
            )
        else:
            hint = _("Mend the policy file; nothing was changed.")
        super().__init__(first, hint)

    @property
    def sentences(self) -> list[str]:
        """Each complaint with the name of the file and the line."""
        return [
            _("{where}, line {line}: {problem}.").format(
                where=self.where, line=complaint.line, problem=complaint.problem
            )
            for complaint in self.complaints
        ]


class Value(NamedTuple, Generic[T]):
    """One value of a parameter as the file tells it."""

    value: T
    source: Source
    since: date | None
    clause: str


class Strict:
    """Checks tables strictly; what is wrong is noted, and the rest is read on.

    `faulty` has the keys of the parameters with a complaint.
    """

    def __init__(self, text: str, where: str) -> None:
        self.lines = text.splitlines()
        self.where = where
        headers = [(number, _HEADER.fullmatch(line)) for number, line in enumerate(self.lines, 1)]
        self.headers = [(number, re.sub(r"[\s\"']", "", header[1])) for number, header in headers if header]
        self.complaints: list[Complaint] = []
        self.faulty: set[str] = set()

    def complain(self, key: str, problem: str, *, table: str = "", nth: int = 0) -> None:
        """Note what is wrong with `key` in the `nth` table of that name (from 0)."""
        self.complaints.append(Complaint(self._line(key, table, nth), problem))
        self.faulty.add(table)

    def refuse(self) -> None:
        """Raises PolicyFaults where something is wrong; what is wrong twice in one line is told once."""
        if self.complaints:
            raise PolicyFaults(self.where, sorted(set(self.complaints)))

    def _line(self, key: str, table: str, nth: int) -> int:
        own = [number for number, name in self.headers if name == table]
        start = own[nth] if nth < len(own) else 0
        others = (number for number, name in self.headers if number > start and not name.startswith(f"{table}."))
        end = next(others, len(self.lines) + 1) if start else len(self.lines) + 1
        sets_key = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=|\s*\[\[?(?:.*\.)?{re.escape(key)}[.\]]")
        return next((n for n in range(start + 1, end) if sets_key.match(self.lines[n - 1])), start or 1)

    def table(
        self, entry: Any, name: str, *, required: tuple[str, ...], allowed: tuple[str, ...], nth: int = 0
    ) -> dict[str, Any]:
        """The keys of a table that it may have; complains of the others, and of those it has not."""
        if not isinstance(entry, dict):
            self.complain(name, _("the table {name} is missing").format(name=name), table=name, nth=nth)
            return {}
        for key in required:
            if key not in entry:
                self.complain(name, _("{name} has no {key}").format(name=name, key=key), table=name, nth=nth)
        for key in entry:
            if key not in required + allowed:
                self.complain(key, _("{name} has no place for {key}").format(name=name, key=key), table=name, nth=nth)
        return {key: value for key, value in entry.items() if key in required + allowed}

    def texts(self, entry: Any, name: str, *, required: tuple[str, ...], allowed: tuple[str, ...]) -> dict[str, str]:
        """The same of a table that holds texts alone; those that must be there may not be empty."""
        texts = {}
        for key, value in self.table(entry, name, required=required, allowed=allowed).items():
            if not isinstance(value, str):
                self.complain(key, _("{name}: {key} is not a text").format(name=name, key=key), table=name)
            elif key in required and not value.strip():
                self.complain(key, _("{name}: {key} is empty").format(name=name, key=key), table=name)
            else:
                texts[key] = value
        return texts

    def head(self, entry: Any, optional: tuple[str, ...]) -> dict[str, str]:
        """What a policy says of itself."""
        return self.texts(entry, "policy", required=("name", "title"), allowed=optional)

    def sources(self, entries: Any) -> dict[str, Source]:
        """What the values may cite, by key; a source with a fault is still one that a value may name."""
        if not isinstance(entries, dict):
            self.complain("sources", _("the table {name} is missing").format(name="sources"))
            return {}
        told = {
            key: self.texts(entry, f"sources.{key}", required=("document",), allowed=("number",))
            for key, entry in entries.items()
        }
        return {key: Source(texts.get("document", ""), texts.get("number", "")) for key, texts in told.items()}

    def dated(self, parameter: Parameter[T], entry: Any, nth: int, sources: Mapping[str, Source]) -> Value[T] | None:
        """One value of a parameter, the `nth` of its list; None where it cannot be read."""
        key, known = parameter.key, len(self.complaints)
        optional = ("since", "article", "clause")
        checked = self.table(entry, key, required=("value", "source"), allowed=optional, nth=nth)
        since = checked.get("since")
        if since is not None and type(since) is not date:
            self.complain("since", _("{key}: `since` is not a date").format(key=key), table=key, nth=nth)
        for name in ("article", "clause"):
            if not isinstance(checked.get(name, ""), str):
                self.complain(name, _("{name}: {key} is not a text").format(name=key, key=name), table=key, nth=nth)
        source = self._source(checked, key, nth, sources)
        value: T | None = None
        if "value" in checked:
            try:
                value = parameter.read(checked["value"])
            except ValueError as error:
                self.complain("value", _("{key}: {error}").format(key=key, error=error), table=key, nth=nth)
        if len(self.complaints) > known or source is None:
            return None
        return Value(value, source, since, checked.get("clause", ""))  # type: ignore[arg-type]  # read without a fault

    def _source(self, checked: Mapping[str, Any], key: str, nth: int, sources: Mapping[str, Source]) -> Source | None:
        named = checked.get("source")
        if named == "house":
            if isinstance(checked.get("article"), str):
                problem = _("{key}: a house value has no article").format(key=key)
                self.complain("article", problem, table=key, nth=nth)
            return Source("partyday", house=True)
        if isinstance(named, str) and named in sources:
            return Source(sources[named].document, sources[named].number, checked.get("article", ""))
        if "source" in checked:
            problem = _("{key}: there is no source {name}").format(key=key, name=named)
            self.complain("source", problem, table=key, nth=nth)
        return None

    def in_order(self, key: str, sinces: Mapping[int, date | None]) -> None:
        """Complains of values of a parameter that do not stand by the day they begin, each by its place in the list."""
        beginnings = [(since or date.min, nth) for nth, since in sinces.items()]
        for (one, _before), (next_one, nth) in pairwise(beginnings):
            if next_one <= one:
                problem = _("the values of {key} must stand in order of `since`").format(key=key)
                self.complain("since", problem, table=key, nth=nth)
