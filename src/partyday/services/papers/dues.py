"""The papers of dues: what is collected at a meeting, the ledger, a receipt, the year's publication."""

from collections.abc import Sequence
from datetime import date

from partyday.errors import BadInput, NotFound
from partyday.forms import collection as collection_form
from partyday.forms import dues as dues_forms
from partyday.i18n import _
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.rules.account import lines_of
from partyday.services.branches import policy_of
from partyday.services.dues import remitting
from partyday.services.dues.accounts import accounts
from partyday.services.dues.ledgers import owing_on
from partyday.services.papers.ask import Ask, Paper, member_of
from partyday.store import people
from partyday.store.connection import Connection


def _years(connection: Connection, branches: Sequence[Branch], ask: Ask, year: int) -> list[dues_forms.MemberYear]:
    """Everybody of the branch at the end of a year, or now, who has an account, with its months of that year."""
    on = min(ask.today, date(year, 12, 31))
    policy = policy_of(branches, ask.branch)
    members = {
        person.id: person for person in people.people_on(connection, ask.branch.id, on) if person.standing.is_member
    }
    if ask.of_one:
        _branch, person = member_of(connection, branches, ask)
        members = {person.id: person}
    years = []
    for key, kept in accounts(connection, list(members), ask.today).items():
        account = kept.until(ask.today)
        through = max([Month.of(on), *(payment.for_month for payment in account.payments if payment.for_month)])
        lines = [
            line
            for line in lines_of(account, policy, through)
            if line.month.year == year and (line.month <= Month.of(on) or line.paid)
        ]
        voluntary = [
            payment for payment in account.payments if payment.for_month is None and payment.paid_on.year == year
        ]
        if lines or voluntary:
            years.append(
                dues_forms.MemberYear(members[key], tuple(lines), sum(payment.amount for payment in voluntary))
            )
    if not years:
        raise NotFound(
            _("No dues are assessed in {year}.").format(year=year),
            _("Assess them: partyday dues assess WHO --kind KIND --from MONTH."),
        )
    return years


def _year_of(ask: Ask) -> int:
    return ask.of_length(12, Period.at(ask.today, 12)).first.year


def ledger(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """What everybody paid for which month of a year."""
    year = _year_of(ask)
    return Paper(Period(year), (dues_forms.ledger(ask.branch, year, _years(connection, branches, ask, year)),))


def publication(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """Who has paid up, and what the branch collected and forwarded in a year."""
    year = _year_of(ask)
    till = remitting.till(connection, ask.branch)
    received = [entry.amount for entry in till.collected if entry.paid_on.year == year and entry.paid_on <= ask.today]
    sent = [
        entry.amount for entry in till.remitted if entry.remitted_on.year == year and entry.remitted_on <= ask.today
    ]
    members = _years(connection, branches, ask, year)
    return Paper(Period(year), (dues_forms.publication(ask.branch, year, members, sum(received), sum(sent)),))


def receipt(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The receipt of a member's last payment, or of the one of a day."""
    if not ask.of_one:
        raise BadInput(_("A receipt is of one member."), _("Name them with --member WHO."))
    branch, person = member_of(connection, branches, ask)
    account = accounts(connection, [person.id], ask.today)[person.id]
    paid = [payment for payment in account.payments if payment.amount > 0 and ask.covers(payment.paid_on)]
    if not paid:
        raise NotFound(_("{name} has not paid any dues then.").format(name=person.name))
    together = [payment for payment in paid if payment.receipt == paid[-1].receipt]
    return Paper(Period.of_day(paid[-1].paid_on), (dues_forms.receipt(branch, person, together),), person.id)


def collection(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The sheet for collecting dues on a day, today unless told: who owes what up to its month."""
    on = ask.period.start if ask.period else ask.today
    owing = owing_on(connection, branches, ask.branch, on, Month.of(on))
    if not owing:
        raise NotFound(_("Nobody owes dues up to {month}.").format(month=Month.of(on)))
    rows = [(owed.person, owed.lines or ()) for owed in owing]
    return Paper(Period.of_day(on), (collection_form.build(ask.branch, on.isoformat(), rows),))
