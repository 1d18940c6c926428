"""The papers of dues: what is collected at a meeting, the ledger, a receipt, the year's publication."""

from collections.abc import Sequence
from datetime import date

from partyday.errors import NothingToPrint
from partyday.forms import collection as collection_form
from partyday.forms import dues as dues_forms
from partyday.forms import dues_of_superior as of_superior
from partyday.forms import receipt as receipt_form
from partyday.forms import remittances
from partyday.forms.dues import MemberYear
from partyday.forms.receipt import Slip
from partyday.i18n import _
from partyday.model.codes import BranchKind
from partyday.model.dues import Payment
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.services.dues import remitting
from partyday.services.dues.below import Below, money_below, money_of_branch
from partyday.services.dues.ledgers import ledgers_of, owing_on
from partyday.services.papers.ask import Ask, Paper, member_of
from partyday.store import dues, people
from partyday.store.connection import Connection


def _years(
    connection: Connection,
    branches: Sequence[Branch],
    ask: Ask,
    year: int,
    only: int | None = None,
    *,
    elsewhere: bool = False,
) -> list[MemberYear]:
    """Everybody who owed or paid the branch something in a year, up to its end or now, who has left too; or that
    member alone (`only`).

    With `elsewhere` also whose dues of that time are another branch's: paid to it before, or owed to it now.
    """
    on = min(ask.today, date(year, 12, 31))
    years = []
    for member in ledgers_of(connection, branches, ask.branch, on, ask.today):
        lines = tuple(line for line in member.lines if line.month.year == year)
        payments = tuple(
            payment
            for payment in member.payments
            if payment.paid_on.year == year or (payment.for_month and payment.for_month.year == year)
        )
        whole = tuple(line for line in member.whole if line.month.year == year)
        if (lines or payments or (whole and elsewhere)) and only in (None, member.person.id):
            years.append(MemberYear(member.person, year, lines, payments, member.left, whole))
    if not years:
        raise NothingToPrint(
            _("No dues are assessed in {year}.").format(year=year),
            _("Assess them, such as: partyday dues assess 1 --kind wage --amount 6500 --from {year}-01").format(
                year=year
            ),
        )
    return years


def _year_of(ask: Ask) -> int:
    return ask.of_length(12, Period.at(ask.today, 12)).first.year


def ledger(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """What everybody paid for which month of a year, and what was forwarded; of a superior what came from each under
    it.
    """
    year = _year_of(ask)
    only = member_of(connection, branches, ask)[1] if ask.of_one else None
    if ask.branch.kind is not BranchKind.BRANCH:
        below = money_below(connection, branches, ask.branch, ask.today, year)
        sheet = of_superior.ledger(ask.branch, year, _below(below))
        return Paper(Period(year), (sheet, remittances.build(ask.branch, year, below.own)))
    sheet = dues_forms.ledger(
        ask.branch, year, _years(connection, branches, ask, year, only.id if only else None), only
    )
    money = money_of_branch(connection, ask.branch, ask.today, year)
    if only or not (money.forwarded or money.carried):
        return Paper(Period(year), (sheet,), only.id if only else None)
    return Paper(Period(year), (sheet, remittances.build(ask.branch, year, money)))


def _below(below: Below) -> list[of_superior.YearBelow]:
    """Those who remit to a superior, as its papers list them."""
    return [
        of_superior.YearBelow(
            one.branch.name,
            one.money,
            tuple(sum(sent.amount for sent in one.received if sent.on.month == month) for month in range(1, 13)),
            one.by_ledger,
        )
        for one in below.remitting
    ]


def publication(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """Who has paid up, and what the branch collected and forwarded in a year; of a superior what each under it did."""
    year = _year_of(ask)
    if ask.branch.kind is not BranchKind.BRANCH:
        below = money_below(connection, branches, ask.branch, ask.today, year)
        return Paper(Period(year), (of_superior.publication(ask.branch, year, _below(below), below.own),))
    till = remitting.till(connection, branches, ask.branch)
    sent = [
        entry.amount for entry in till.remitted if entry.remitted_on.year == year and entry.remitted_on <= ask.today
    ]
    members = _years(connection, branches, ask, year, elsewhere=True)
    return Paper(Period(year), (dues_forms.publication(ask.branch, year, members, sum(sent)),))


def receipt(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The receipts of a day, or of the period asked for; of one member, those of the last day they paid on in it."""
    branch = ask.branch
    if ask.of_one:
        _branch, person = member_of(connection, branches, ask)
        of_member = dues.payments(connection, [person.id]).get(person.id, [])
        covered = [payment for payment in of_member if _has_receipt(payment) and ask.covers(payment.paid_on)]
        known = people.with_lines(connection, branches, {payment.branch_id for payment in covered})
        branch_by_id = {branch.id: branch for branch in known}
        # Who came from a branch that this login does not see has the receipts of that time from there.
        paid = [payment for payment in covered if payment.branch_id in branch_by_id]
        if not paid:
            raise NothingToPrint(_("{name} has not paid any dues then.").format(name=person.name))
        branch = branch_by_id[paid[-1].branch_id]
        paid = [payment for payment in paid if (payment.paid_on, payment.branch_id) == (paid[-1].paid_on, branch.id)]
    else:
        period = ask.period or Period.of_day(ask.today)
        collected = dues.collected(connection, branch.id)
        paid = [payment for payment in collected if _has_receipt(payment) and period.contains(payment.paid_on)]
        if not paid:
            raise NothingToPrint(
                _("No dues were taken in then: {period}.").format(period=period),
                _("Name the day, such as --period {day}, or a member: --member 1").format(day=ask.today),
            )
    # By name, not off the roster: who paid here may have no membership of this branch any more.
    payers = people.names(connection, {payment.member_id for payment in paid})
    together: dict[tuple[str, int], list[Payment]] = {}
    for payment in paid:
        together.setdefault((payment.receipt, payment.member_id), []).append(payment)
    receipts = [Slip(payers[key[1]], tuple(together[key])) for key in sorted(together)]
    of = ask.period if ask.period and not ask.of_one else Period.of_day(paid[-1].paid_on)
    sheets = receipt_form.build(branch, receipts, receipts[0].payments[0].receipt if len(receipts) == 1 else of)
    return Paper(of, sheets, person.id if ask.of_one else None)


def _has_receipt(payment: Payment) -> bool:
    """Whether somebody was given a receipt for it: not for what was given back or laid over other months."""
    return payment.amount > 0 and bool(payment.receipt)


def collection(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The sheet for collecting dues on a day, today unless told: who owes what up to its month."""
    on = ask.period.start if ask.period else ask.today
    owing = owing_on(connection, branches, ask.branch, on, Month.of(on))
    if not owing:
        raise NothingToPrint(_("Nobody owes dues up to {month}.").format(month=Month.of(on)))
    rows = [(owed.person, owed.lines or ()) for owed in owing]
    return Paper(Period.of_day(on), (collection_form.build(ask.branch, on.isoformat(), rows),))
