"""The printed forms: which there are, what each is made of, and the period it is for."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Connection

from partyday.errors import BadInput, NotFound, WrongUsage
from partyday.findings import MakeUp, Session
from partyday.forms import attendance as attendance_form
from partyday.forms import dues as dues_forms
from partyday.forms import make_ups, quarter_plan, sign_in
from partyday.forms import talk as talk_form
from partyday.forms.sheet import Sheet
from partyday.i18n import N_, _, listed
from partyday.model import ActivityDay, Branch, BranchKind, DayStatus, Person, Roll, State, valid_month
from partyday.months import month_of
from partyday.rules import attendance
from partyday.rules.account import lines_of
from partyday.rules.escalation import talks as due_talks
from partyday.rules.escalation import unsettled
from partyday.rules.parameters import BLOCKS, MAKE_UP, MAKE_UP_DAYS, TALK
from partyday.rules.policy import Policy
from partyday.services import dues as dues_service
from partyday.services.branches import policy_of
from partyday.services.checkin import roll_of
from partyday.services.finding import find_day, find_person, read_ref
from partyday.services.review import case_of
from partyday.store import days, histories, people
from partyday.store.book import Store

_PERIOD = re.compile(r"(\d{4})(?:H([12])|Q([1-4])|-(\d{2}))?")


@dataclass(frozen=True)
class Ask:
    """What a form is asked for: the branch, the period (`2026Q2`, a month, a day's ref; None: the usual one), today.

    `member` names the person a form is about, where it is about one.
    """

    branch: Branch
    period: str | None
    today: date
    member: str | None = None


@dataclass(frozen=True)
class Form:
    """A form: its official name, and how its sheet comes out of the book, with the period it turned out to be of.

    `personal`: it can be asked for one member's.
    """

    title: str
    about: str
    make: Callable[[Connection, Ask], tuple[str, Sheet]]
    personal: bool = False


def make(store: Store, form: str, ask: Ask) -> tuple[str, Sheet]:
    """The period and sheet of a form. Raises NotFound for an unknown form or where there is nothing to print."""
    if form not in FORMS:
        raise NotFound(
            _("There is no form “{form}”.").format(form=form),
            _("There are {forms}.").format(forms=listed(FORMS)),
        )
    if ask.member and not FORMS[form].personal:
        raise WrongUsage(_("The form “{form}” is of everybody.").format(form=form), _("Leave --member out."))
    with store.reading() as connection:
        return FORMS[form].make(connection, ask)


def months(period: str) -> tuple[str, str]:
    """The first and last month of a year, half, quarter or month. Raises BadInput."""
    found = _PERIOD.fullmatch(period)
    if not found:
        raise BadInput(
            _("“{period}” is not a period.").format(period=period),
            _("Write it as 2026, 2026H1, 2026Q4, 2026-03 or 2026-03-06."),
        )
    year, half, quarter, month = found.groups()
    if month:
        return valid_month(period), period
    length = 6 if half else 3 if quarter else 12
    first = (int(half or quarter or 1) - 1) * length + 1
    return f"{year}-{first:02}", f"{year}-{first + length - 1:02}"


def quarter_of(day: date, ahead: int = 0) -> str:
    """The quarter of a day, or one that many quarters ahead: `2026Q4`."""
    count = day.year * 4 + (day.month - 1) // 3 + ahead
    return f"{count // 4}Q{count % 4 + 1}"


def _is_day(period: str | None) -> bool:
    return period is not None and len(period.partition(":")[0]) == len("2026-03-06") and period.count("-") == 2


def _sign_in(connection: Connection, ask: Ask) -> tuple[str, Sheet]:
    if ask.period is None or _is_day(ask.period):
        day = find_day(connection, ask.branch, ask.period or _next_ref(connection, ask), ask.today)
    else:
        first, last = months(ask.period)
        found = [day for day in days.days_between(connection, ask.branch.id, first, last) if day.held_on]
        if len(found) != 1:
            raise BadInput(_("A sign-in sheet is of one day."), _("Name it with --period 2026-03-06."))
        day = found[0]
    roll = roll_of(connection, day)
    return day.ref, sign_in.build(ask.branch, roll, attendance.tally(roll))


def _next_ref(connection: Connection, ask: Ask) -> str | None:
    """Today's day, else the next one."""
    standing = (DayStatus.PLANNED, DayStatus.HELD, DayStatus.CLOSED)
    ahead = [
        day
        for day in days.all_days(connection, ask.branch.id)
        if day.held_on and day.held_on >= ask.today and day.status in standing
    ]
    return ahead[0].ref if ahead else None


def _quarter_plan(connection: Connection, ask: Ask) -> tuple[str, Sheet]:
    period = ask.period or quarter_of(ask.today, ahead=1)
    if "Q" not in period:
        raise BadInput(_("A quarterly plan is of a quarter."), _("Name it with --period 2026Q2."))
    first, last = months(period)
    found = days.days_between(connection, ask.branch.id, first, last)
    branches = people.branches(connection)
    superior = next((each.name for each in branches if each.id == ask.branch.parent_id), "")
    names = policy_of(branches, ask.branch).at(BLOCKS, date.fromisoformat(first + "-01")).value
    if not found:
        raise NotFound(
            _("{period} has no days yet.").format(period=period),
            _("`partyday schedule {year}` makes them.").format(year=first[:4]),
        )
    return period, quarter_plan.build(ask.branch, superior, period, found, names)


def _attendance(connection: Connection, ask: Ask) -> tuple[str, Sheet]:
    period = ask.period or quarter_of(_last_held(connection, ask))
    if _is_day(period):
        chosen = [find_day(connection, ask.branch, period, ask.today)]
    else:
        chosen = days.days_between(connection, ask.branch.id, *months(period))
    held = [day for day in chosen if _counts(day, ask.today)]
    if not held:
        raise NotFound(
            _("Nothing has been held in {period} yet.").format(period=period),
            _("Name another period with --period."),
        )
    rolls = [roll_of(connection, day) for day in held]
    tallies = [attendance.tally(roll) for roll in rolls]
    made_up = histories.make_ups_for(connection, [day.id for day in held], ask.today)
    return period, attendance_form.build(ask.branch, period, rolls, tallies, made_up)


def _make_ups(connection: Connection, ask: Ask) -> tuple[str, Sheet]:
    """What the present members have made up or still to make up, in whichever branch they missed it.

    Of those who have left since, only what they made up while they were here.
    """
    period = ask.period or str(ask.today.year)
    branches = people.branches(connection)
    here = {each.id: each for each in people.people_on(connection, ask.branch.id, ask.today)}
    missed = _missed(connection, branches, ask.branch, ask)
    missed = [each for each in missed if each.person.id in here or each.make_up]
    for other in branches:
        if other.id != ask.branch.id and other.kind is BranchKind.BRANCH:
            elsewhere = _missed(connection, branches, other, ask) if _came_from(connection, here, other) else []
            missed += [replace(each, person=here[each.person.id]) for each in elsewhere if each.person.id in here]
    if ask.member:
        _branch, person = find_person(connection, branches, ask.branch.name, ask.member, ask.today)
        missed = [each for each in missed if each.person.id == person.id]
    return period, make_ups.build(ask.branch, period, missed, ask.today)


def _came_from(connection: Connection, here: Collection[int], branch: Branch) -> bool:
    """Whether any of these members once belonged to that branch."""
    return any(person.id in here for _id, person in people.rosters(connection, [branch.id], date.min, ended=True))


def _missed(connection: Connection, branches: Sequence[Branch], branch: Branch, ask: Ask) -> list[make_ups.Missed]:
    """What was made up, or is to be, for the days of one branch in the period."""
    period = ask.period or str(ask.today.year)
    if _is_day(period):
        on, _part = read_ref(period)
        chosen = [day for day in days.days_on(connection, branch.id, on) if period in (day.ref, on.isoformat())]
    else:
        chosen = days.days_between(connection, branch.id, *months(period))
    policy = policy_of(branches, branch)
    found = []
    for day in (day for day in chosen if _counts(day, ask.today)):
        roll = roll_of(connection, day)
        held = {each.member_id: each for each in histories.make_ups_for(connection, [day.id], ask.today)}
        for person in roll.expected:
            missed = _of_member(person, roll, held.get(person.id), policy)
            found += [missed] if missed else []
    return found


def _of_member(person: Person, roll: Roll, held: MakeUp | None, policy: Policy) -> make_ups.Missed | None:
    """What a member has to make up, or has made up, for a day; None where there is nothing."""
    mark, on = roll.marks.get(person.id), roll.day.held_on
    assert on is not None
    excused = mark is not None and attendance.counted_state(person, mark.state) is State.EXCUSED
    required = excused and policy.at(MAKE_UP, on).value
    if not required and held is None:
        return None
    due = on + timedelta(days=policy.at(MAKE_UP_DAYS, on).value) if required else None
    return make_ups.Missed(person, roll.day, held, due)


def _talk(connection: Connection, ask: Ask) -> tuple[str, Sheet]:
    """The talk of a day, else the sheet of the one that is due, else the last that was held."""
    if not ask.member:
        raise BadInput(_("A talk's record is of one member."), _("Name them with --member WHO."))
    branches = people.branches(connection)
    branch, person = find_person(connection, branches, ask.branch.name, ask.member, ask.today)
    case = case_of(connection, branches, branch, person.id, ask.today)
    held = [talk for talk in case.talks if not talk.waived and _within(talk.held_on, ask.period)]
    due = [] if ask.period else list(due_talks(case))
    if not held and not due:
        raise NotFound(
            _("No talk with {name} is due, and none was held.").format(name=person.name),
            _("`partyday review {number}` shows how it stands.").format(number=person.number),
        )
    if due:
        absences: Sequence[Session] = [session for finding in due for session in finding.days]
        return ask.today.isoformat(), talk_form.build(
            branch, case.life.person, absences, due[0].clause, due[0].source, None
        )
    talk = held[-1]
    earlier = replace(case, talks=[each for each in case.talks if (each.held_on, each.id) < (talk.held_on, talk.id)])
    absences = [session for session in unsettled(earlier) if talk.settles(session)]
    value = case.policy.at(TALK, talk.held_on)
    return talk.held_on.isoformat(), talk_form.build(
        branch, case.life.person, absences, value.clause, value.source, talk
    )


def _year_of(ask: Ask) -> int:
    """The year a form of dues is for. Raises BadInput for another period."""
    period = ask.period or str(ask.today.year)
    if not period.isdecimal():
        raise BadInput(_("This form is of a year."), _("Name it with --period 2026."))
    return int(months(period)[0][:4])


def _dues_years(connection: Connection, ask: Ask, year: int) -> list[dues_forms.Year]:
    """Everybody of the branch at the end of a year, or now, who has an account, with its months of that year."""
    on = min(ask.today, date(year, 12, 31))
    policy = policy_of(people.branches(connection), ask.branch)
    members = {each.id: each for each in people.people_on(connection, ask.branch.id, on) if each.standing.is_member}
    if ask.member:
        _branch, person = find_person(connection, people.branches(connection), ask.branch.name, ask.member, ask.today)
        members = {person.id: person}
    found = []
    for key, account in dues_service.accounts(connection, list(members), ask.today).items():
        through = max(month_of(on), *(each.for_month or "" for each in account.payments), "")
        lines = [each for each in lines_of(account, policy, through) if each.month[:4] == str(year)]
        voluntary = [each for each in account.payments if each.for_month is None and each.paid_on.year == year]
        if lines or voluntary:
            found.append(dues_forms.Year(members[key], tuple(lines), sum(each.amount for each in voluntary)))
    if not found:
        raise NotFound(
            _("No dues are assessed in {year}.").format(year=year),
            _("Assess them: partyday dues assess WHO --kind KIND --from MONTH."),
        )
    return found


def _dues_ledger(connection: Connection, ask: Ask) -> tuple[str, Sheet]:
    year = _year_of(ask)
    return str(year), dues_forms.ledger(ask.branch, year, _dues_years(connection, ask, year))


def _dues_publication(connection: Connection, ask: Ask) -> tuple[str, Sheet]:
    year = _year_of(ask)
    sent = dues_service.till(connection, ask.branch).remitted
    remitted = sum(each.amount for each in sent if each.remitted_on.year == year)
    return str(year), dues_forms.publication(ask.branch, year, _dues_years(connection, ask, year), remitted)


def _dues_receipt(connection: Connection, ask: Ask) -> tuple[str, Sheet]:
    """The receipt of a member's last payment, or of the one of a day."""
    if not ask.member:
        raise BadInput(_("A receipt is of one member."), _("Name them with --member WHO."))
    branch, person = find_person(connection, people.branches(connection), ask.branch.name, ask.member, ask.today)
    account = dues_service.accounts(connection, [person.id], ask.today)[person.id]
    paid = [each for each in account.payments if each.amount > 0 and _within(each.paid_on, ask.period)]
    if not paid:
        raise NotFound(_("{name} has not paid any dues then.").format(name=person.name))
    together = [each for each in paid if each.receipt == paid[-1].receipt]
    return paid[-1].paid_on.isoformat(), dues_forms.receipt(branch, person, together)


def _within(on: date, period: str | None) -> bool:
    """Whether a day lies in a period (None: any)."""
    if period is None or _is_day(period):
        return period is None or on == read_ref(period)[0]
    first, last = months(period)
    return first <= month_of(on) <= last


def _last_held(connection: Connection, ask: Ask) -> date:
    """The last day that counts, or today where there is none."""
    held = [day.held_on for day in days.all_days(connection, ask.branch.id) if day.held_on and _counts(day, ask.today)]
    return max(held, default=ask.today)


def _counts(day: ActivityDay, today: date) -> bool:
    return day.held_on is not None and day.held_on <= today and day.status is not DayStatus.CANCELLED


#: form → how it is made. To add one: a file in `forms/`, a function here, a line in this table.
FORMS: dict[str, Form] = {
    "sign-in": Form("签到表", N_("numbered, for the meeting; filled in, it is read by checkin --from"), _sign_in),
    "quarter-plan": Form("季度活动计划", N_("the next quarter's plan for the superior"), _quarter_plan),
    "attendance": Form("出勤公示", N_("who took part, made public without reasons"), _attendance),
    "make-ups": Form("补课记录", N_("who made up for which day, and who has still to"), _make_ups, personal=True),
    "talk": Form("诫勉谈话记录", N_("one talk, or its sheet before it is held (--member)"), _talk, personal=True),
    "dues-ledger": Form("党费收缴台账", N_("who paid what for which month; not posted"), _dues_ledger, personal=True),
    "dues-receipt": Form(
        "党费收据", N_("one payment's receipt and counterfoil (--member)"), _dues_receipt, personal=True
    ),
    "dues-publication": Form("党费收缴情况公布", N_("the year's publication to the members"), _dues_publication),
}
