"""The rows of `make bench`: what is compared with what, and the ratio that each comparison is held to."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import cold, inside, large
from benchmarks.bench import Bench
from benchmarks.measure import Result

PYTHON = "an empty `python -I -c pass`"


@dataclass(frozen=True)
class Case:
    """One row: `what` beside `beside`, and the highest `limit` the ratio may have.

    `limit` None: the ratio is told for its own sake. `measure` raises SkippedError where this machine cannot.
    """

    name: str
    what: str
    beside: str
    limit: float | None
    measure: Callable[[Bench], Result]


CASES: tuple[Case, ...] = (
    Case("checkin", "a check-in, cold", PYTHON, 8.5, cold.check_in),
    Case("member-list", "`member list`, cold", PYTHON, 13, cold.command("member", "list")),
    Case("agenda", "`agenda`, cold", PYTHON, 14, cold.command("agenda")),
    Case("review", "`review`, cold", PYTHON, 12, cold.command("review")),
    Case("dues-owed", "`dues owed`, cold", PYTHON, 13, cold.command("dues", "owed")),
    Case("completion", "Tab behind `checkin z`, cold", PYTHON, 7, cold.complete),
    Case("checkin-postgresql", "a check-in on PostgreSQL, cold", PYTHON, 17, cold.check_in_on_postgresql),
    Case(
        "rollcall",
        "a mark of the roll-call with its log entry",
        "one row committed by sqlite3",
        5,
        inside.call_the_roll,
    ),
    Case(
        "checkin-least", "a check-in, cold", "the least Typer and sqlite3 can do", None, cold.check_in_beside_the_least
    ),
    Case("help", "`partyday --help`", "the help of three Typer commands", 1.25, cold.show_help),
    Case("import", "a roster of 30,000", "openpyxl reading it", 1.2, large.bring_in),
    Case("publish", "a year's attendance of 30,000 as its form", "openpyxl writing the cells", 0.7, large.publish),
    Case("rollup", "the plans of 200 branches summed up", "openpyxl reading the files", 0.55, large.roll_up),
    Case(
        "school", "a review of 30,000 members, 1.8 million marks", "a query for the exceptions", 6, inside.review_school
    ),
    Case("school-longer", "the same among twice the marks", "the first half alone", 1.1, inside.review_longer),
    Case("verify", "`verify` of that school and its log", "SQLite's own check of the file", 6, large.verify),
    Case("school-windows", "the same review", "window functions over all marks", None, inside.review_windows),
)
