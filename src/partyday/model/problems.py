"""What is wrong with imported data: a value, so that everything wrong is told at once."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing wrong with one cell of imported data. `row` is the row of the file, from 1."""

    row: int
    column: str
    value: str
    problem: str
