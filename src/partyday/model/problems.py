"""What is wrong with imported data: a value, so that everything wrong is told at once."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing wrong with one cell of imported data. `row` is the row of the file, from 1.

    `name` is whose row it is, as it is written there: a clerk looks for a name, not for a number. It is no part of
    what is wrong, so two problems are the same without it.
    """

    row: int
    column: str
    value: str
    problem: str
    name: str = field(default="", compare=False)
