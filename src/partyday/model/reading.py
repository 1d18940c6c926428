"""What came of reading a paper that people sent: a value, the same for every kind of paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from partyday.model.problems import Problem

T = TypeVar("T")


@dataclass(frozen=True)
class Settled:
    """Which column somebody said a header is (blank: left unread), and all headers of the paper it was said of."""

    headers: tuple[str, ...] = ()
    means: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Reading(Generic[T]):
    """The rows of a paper, and all that is to be told of it.

    `rejected` is every problem of the rows that cannot be taken, `unread` the headers nobody asked for, `notes` the
    sentences on what was understood of the rest: a remark beside a name, a merge, a hidden row, a sheet not read.
    `above` are the lines above the header; `settled` what was said of its headers now.
    """

    rows: list[T]
    rejected: list[Problem] = field(default_factory=list)
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    settled: Settled = field(default_factory=Settled)


@dataclass(frozen=True, kw_only=True)
class SettledHeader:
    """Which column somebody said a header is (blank: left unread), for papers of a kind with the same headers.

    `headers` is what those have in common: a signature of all headers in their order.
    """

    paper: str
    headers: str
    header: str
    means: str = ""
