"""The roster of a branch (党员名册) as a paper: the empty one that is filled in, and everybody on it.

What is asked for and printed there is what the import understands.
"""

from partyday.errors import NotFound
from partyday.forms import roster as roster_form
from partyday.forms.roster_template import ColumnToFill, build
from partyday.i18n import _
from partyday.model.paper import Sheet
from partyday.model.period import Period
from partyday.services.papers.ask import Ask, Paper
from partyday.services.rosters import full_roster
from partyday.store import people
from partyday.store.connection import Connection
from partyday.words.roster_sheet import COLUMNS


def blank_roster() -> tuple[Sheet, Sheet]:
    """The sheet to fill in, and its guide."""
    return build(
        [
            ColumnToFill(
                heading=column.header,
                required=column.required,
                text=column.text,
                width=column.width,
                choices=column.choices,
                only_choices=column.only_choices,
                how=column.how,
                example=column.example,
            )
            for column in COLUMNS
        ]
    )


def roster(connection: Connection, ask: Ask) -> Paper:
    """Everybody on the roster today, by number. Raises NotFound where there is nobody."""
    found = people.rosters(connection, [ask.branch.id], ask.today)
    if not found:
        raise NotFound(_("There is nobody on the roster of {branch}.").format(branch=ask.branch.name))
    records = people.records(connection, [person.id for _branch_id, person in found])
    table = full_roster([(ask.branch, person, records[person.id]) for _branch_id, person in found])
    return Paper(Period.of_day(ask.today), (roster_form.build(ask.branch, table.headers, table.rows, ask.today),))
