"""The roster of a branch (党员名册) as a paper."""

from collections.abc import Sequence

from partyday.errors import NothingToPrint
from partyday.forms import roster as roster_form
from partyday.i18n import _
from partyday.model.members import OnRoster
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.services.offices import officers_on
from partyday.services.papers.ask import Ask, Paper
from partyday.services.rosters import full_roster
from partyday.store import people
from partyday.store.connection import Connection


def roster(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """Everybody on the roster today, by number. Raises NothingToPrint where there is nobody."""
    on_roster = people.rosters(connection, [ask.branch.id], ask.today)
    if not on_roster:
        raise NothingToPrint(_("There is nobody on the roster of {branch}.").format(branch=ask.branch.name))
    records = people.records(connection, [person.id for _branch_id, person in on_roster])
    officers = officers_on(connection, [ask.branch], ask.today)
    table = full_roster(
        [OnRoster(ask.branch, person, records[person.id]) for _branch_id, person in on_roster], officers
    )
    return Paper(Period.of_day(ask.today), (roster_form.build(ask.branch, table.headers, table.rows, ask.today),))
