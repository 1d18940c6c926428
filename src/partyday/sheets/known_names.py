"""Finding people's names in a line of text, where who can be meant is known: a roll tells a name from a remark.

Knows nothing of what else the line says. Imports no rules, store, services or cli.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from partyday.model.people import Person

_BLANKS = r"[ \u3000\xa0]*"
_DOT = r"[·・•●．.‧∙･⋅]?"


class NameFound(NamedTuple):
    """A name in a text: as the roll has it, and where it stands."""

    name: str
    start: int
    end: int


class KnownNames:
    """The names of a roll."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self.people: Sequence[Person] = tuple(people)

    def __bool__(self) -> bool:
        return bool(self.people)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # The longest first: 张三丰 is not 张三.
        names = sorted({person.name for person in self.people}, key=len, reverse=True)
        return re.compile("|".join(f"({_loosely(name)})" for name in names) or r"(?!)")

    @cached_property
    def _names(self) -> list[str]:
        return sorted({person.name for person in self.people}, key=len, reverse=True)

    def within(self, text: str) -> list[NameFound]:
        """The names in `text`, from left to right."""
        return [
            NameFound(self._names[(match.lastindex or 1) - 1], match.start(), match.end())
            for match in self._pattern.finditer(text)
        ]

    def meant(self, text: str) -> str | None:
        """The one name that stands in `text`, perhaps more than once; None for none or several."""
        names = {found.name for found in self.within(text)}
        return names.pop() if len(names) == 1 else None


def _loosely(name: str) -> str:
    """A name as it may be spaced, and with any kind of dot between its parts."""
    if name.isascii():
        return rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])"
    return _BLANKS.join(_DOT if char == "·" else re.escape(char) for char in name if not char.isspace())
