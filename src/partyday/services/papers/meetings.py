"""The records of meetings held beside the activity day (会议记录)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from partyday.errors import NothingToPrint
from partyday.forms import meeting as form
from partyday.i18n import _
from partyday.model.paper import Sheet
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.rules.parameters import BLOCKS
from partyday.services.branches import policy_of
from partyday.services.meetings import met_in
from partyday.services.names import named_on
from partyday.services.papers.ask import Ask, Paper
from partyday.store import people
from partyday.store.connection import Connection


def meetings(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The pages of a day's meetings; of a longer period (this year unless told) the list of them and the pages."""
    period = ask.period or Period.at(ask.today, 12)
    pages = pages_of(connection, ask.branch, period.start, min(period.end, ask.today))
    if not pages:
        raise NothingToPrint(
            _("No meeting is recorded in {period}.").format(period=period),
            _("Record it, such as: partyday meeting add 党课 --on {day} --all").format(day=ask.today),
        )
    if period.is_day:
        names = _block_names(branches, ask.branch)
        return Paper(period, tuple(form.build(ask.branch, page, names(page.meeting.held_on)) for page in pages))
    return Paper(period, sheets_of(connection, branches, ask.branch, period, pages))


def pages_of(connection: Connection, branch: Branch, first: date, last: date) -> list[form.MeetingPage]:
    """The meetings of a branch between two days, both included, each with who was there."""
    return [form.MeetingPage(met.meeting, met.present, met.expected) for met in met_in(connection, branch, first, last)]


def sheets_of(
    connection: Connection,
    branches: Sequence[Branch],
    branch: Branch,
    period: Period,
    pages: Sequence[form.MeetingPage],
) -> tuple[Sheet, ...]:
    """The list of meetings and their pages, each by the name the branch bore then."""
    former = people.former_names(connection)
    return form.of_period(
        branch, period, pages, _block_names(branches, branch), lambda on: named_on([branch], former, on)[0]
    )


def _block_names(branches: Sequence[Branch], branch: Branch) -> Callable[[date], Mapping[str, str]]:
    policy = policy_of(branches, branch)
    return lambda on: policy.at(BLOCKS, on).value
