"""Whose row a complaint is of: a clerk looks for a name, not for the number of a row.

Imports no rules, store, services or cli.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from partyday.model.problems import Problem
from partyday.sheets.cells import shown

if TYPE_CHECKING:
    from partyday.sheets.declared import Line


def name_the_person(line: "Line") -> None:
    """Put the name that stands in the row before each complaint of it, but those of the name itself."""
    who = " ".join(shown(line.cells.get(line.key)).split())
    of_names = line.prefix + line.titles.get(line.key, "")
    line.problems = [_of(problem, who, of_names) for problem in line.problems]


def _of(problem: Problem, who: str, of_names: str) -> Problem:
    if not who or not problem.problem or problem.column == of_names:
        return problem
    return replace(problem, problem=f"{who}: {problem.problem}")
