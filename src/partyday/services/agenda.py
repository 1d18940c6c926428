"""What comes next and what is open: the days ahead, what each day still needs, months to decide, the review."""

from collections.abc import Iterator, Sequence
from datetime import date

from partyday.i18n import N_, _, _n, listed
from partyday.model.codes import BranchKind, DayStatus, Level, Rule
from partyday.model.days import ActivityDay
from partyday.model.findings import Finding
from partyday.model.forms import FORMS
from partyday.model.frozen import frozen
from partyday.model.members import present
from partyday.model.money import yuan
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.rules.asked_ahead import AskedAhead, asked_ahead
from partyday.rules.branch_duties import Duty, open_duties
from partyday.rules.foreseen import foreseen
from partyday.rules.parameters import COLLECT_ON, INSPECT_EVERY, MEETINGS
from partyday.rules.values import Every
from partyday.services.beginnings import asks_for_something, beginnings
from partyday.services.branches import policies_of, policy_of, under
from partyday.services.desk import Desk
from partyday.services.dues.ledgers import not_yet_assessed, owing_on
from partyday.services.papers_due import current_papers, unfiled_papers
from partyday.services.plan_lacks import lacks_of_plan, not_held
from partyday.services.review import review_on
from partyday.store import claims, days, histories, log, oversight, people
from partyday.store.connection import Connection
from partyday.words.findings import sentence
from partyday.words.reasons import reasons
from partyday.words.terms import term
from partyday.words.typed import as_typed


@frozen
class Item:
    """One line of the agenda. `on` is the day it is due, or happens; `kind` a stable code."""

    on: date
    kind: str
    text: str
    overdue: bool = False


def agenda(desk: Desk, *, ahead: int = 2) -> list[Item]:
    """Everything open on a day and the next `ahead` activity days, by date; of a superior, what it and its branches
    have still to file.
    """
    with desk.reading() as connection:
        items = [
            *_days(connection, desk, ahead),
            *_plans(connection, desk),
            *_without(connection, desk),
            *_dues(connection, desk),
            *_assessment(connection, desk),
            *_foreseen(connection, desk),
            *_inspected(connection, desk),
        ]
        findings = review_on(connection, desk.tree, [desk.node], desk.today)
    items += [item_of(finding) for finding in findings if finding.code not in _DUTIES]
    return sorted(items, key=lambda item: (item.on, item.kind))


def _days(connection: Connection, desk: Desk, ahead: int) -> Iterator[Item]:
    """The days to come, what each day still needs, and the months to decide."""
    branch, today = desk.node, desk.today
    if branch.kind is not BranchKind.BRANCH:
        return
    policy = policy_of(desk.tree, branch)
    begun = beginnings(connection, desk.tree, [branch], today)[branch.id]
    book = log.book_began(connection)
    known = days.all_days(connection, branch.id)
    every = [day for day in known if asks_for_something(day, begun.made)]
    dated = [(day.held_on, day) for day in every if day.held_on and day.status is not DayStatus.CANCELLED]
    upcoming = [day for on, day in dated if on >= today][:ahead]
    yield from (_undecided(day, today) for day in every if day.status is DayStatus.UNDECIDED)
    yield from map(_upcoming, upcoming)
    for day in upcoming:
        assert day.held_on is not None
        yield from (_asked(day, asked) for asked in asked_ahead(policy, day.held_on) if asked.by >= today)
    for day in {day.id: day for day in (*upcoming, *(day for on, day in dated if on <= today))}.values():
        yield from (_duty(day, duty, today) for duty in open_duties(day, policy, today, begun.made, book))
    yield from _claimed(connection, known, today)
    years = {day.month.year for day in known}
    # A book opened when the year is nearly over may well begin with the next.
    if branch.is_dissolved(today):
        return
    if today.year not in years and min(begun) <= today and not (years and begun.made.year == today.year):
        text = _("{year} has no days yet: partyday schedule {year}").format(year=today.year)
        yield Item(today, "schedule", text, begun.made.year < today.year)


def _claimed(connection: Connection, known: Sequence[ActivityDay], today: date) -> Iterator[Item]:
    """Whose claims of the check-in page nobody has answered yet, of every day: a closed one keeps them too."""
    waiting = claims.waiting(connection, [day.id for day in known])
    names = people.names(connection, {member for members in waiting.values() for member in members}) if waiting else {}
    for day in known:
        if day.id in waiting and day.held_on:
            text = _("claims of {day} wait for an answer, of {names}; {command}").format(
                day=day.ref,
                names=_some([names[member] for member in waiting[day.id]]),
                command=f"partyday checkin --day {day.ref} --claims",
            )
            yield Item(day.held_on, "claims", text, day.held_on < today)


#: The papers that plan ahead, and so may lack something.
_PLANS = ("quarter-plan", "half-year-plan", "month-plan")


def _plans(connection: Connection, desk: Desk) -> Iterator[Item]:
    """What the plan that is due next lacks; of a superior, who has not filed theirs."""
    branches, branch, today = desk.tree, desk.node, desk.today
    if branch.kind is BranchKind.BRANCH:
        for due in unfiled_papers(connection, branches, [branch], policies_of(branches, [branch]), today)[branch.id]:
            begins = due.period.start
            lacks = lacks_of_plan(connection, branches, branch, due.period, today) if due.form in _PLANS else []
            if lacks and begins > today:
                text = _("the plan of {period} lacks: {lacks}").format(period=due.period, lacks=listed(lacks))
                yield Item(due.by or begins, "plan", text)
        return
    branches = desk.branches
    beneath = {below.id: below for below in under(branches, branch) if below != branch}
    chosen = list(beneath.values())
    every, filed = current_papers(connection, branches, chosen, policies_of(branches, chosen), today)
    owing: dict[tuple[str, Period, date], list[Branch]] = {}
    for key, dues_of in every.items():
        for due in dues_of:
            if due.by and FORMS[due.form].upward:
                owing.setdefault((due.form, due.period, due.by), []).append(beneath[key])
    from partyday.services.filed_plans import filed_plans

    for (form, period, by), filers in owing.items():
        summed = filed_plans(connection, branches, branch, form, period) if FORMS[form].summed_up else {}
        missing = [filer.name for filer in filers if (filer.id, form, period) not in filed and filer.name not in summed]
        if missing:
            text = _n(
                "{period} {paper}: {count} of {all} has not filed: {names}",
                "{period} {paper}: {count} of {all} have not filed: {names}",
                len(missing),
            ).format(period=period, paper=FORMS[form].title, count=len(missing), all=len(filers), names=_some(missing))
            command = f"partyday rollup FOLDER --branch {as_typed(branch.name)}"
            yield Item(by, "missing", _("{text}; {command}").format(text=text, command=command), by < today)


def _without(connection: Connection, desk: Desk) -> Iterator[Item]:
    """Which of the meetings a branch of its size does not have: once a year, in January or when its records begin."""
    branch, today = desk.node, desk.today
    if branch.kind is not BranchKind.BRANCH or branch.is_dissolved(today):
        return
    begun = Month.of(beginnings(connection, desk.tree, [branch], today)[branch.id].made)
    if Month.of(today) not in (begun, f"{today.year}-01"):
        return
    policy = policy_of(desk.tree, branch)
    asked = policy.at(MEETINGS, today).value
    told = [why for name, why in not_held(connection, branch, policy, today).items() if name in asked]
    if told:
        yield Item(today, "meetings", " ".join(told))


def _some(names: Sequence[str]) -> str:
    return listed(names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")


_SHOWN = 10


def _dues(connection: Connection, desk: Desk) -> Iterator[Item]:
    """The month's dues, by the day on which the policy has them collected."""
    branches, branch, today = desk.tree, desk.node, desk.today
    if branch.kind is not BranchKind.BRANCH:
        return
    month = Month.of(today)
    owing = [
        line
        for debtor in owing_on(connection, branches, branch, today, month)
        for line in debtor.lines or ()
        if line.month == month
    ]
    if not owing:
        return
    when = policy_of(branches, branch).at(COLLECT_ON, today).value
    held = [day.held_on for day in days.all_days(connection, branch.id) if day.month == month and day.held_on]
    on = max(held) if held and when == "activity-day" else month.last_day
    text = _n(
        "dues of {month}: {count} member owes {amount} yuan",
        "dues of {month}: {count} members owe {amount} yuan",
        len(owing),
    ).format(month=month, count=len(owing), amount=yuan(sum(line.balance for line in owing)))
    yield Item(on, "dues-collection", text, on < today)


def _assessment(connection: Connection, desk: Desk) -> Iterator[Item]:
    """In January: that the year's dues are to be assessed, and of how many members they are not yet."""
    if desk.node.kind is not BranchKind.BRANCH or desk.today.month != _JANUARY:
        return
    missing = not_yet_assessed(connection, desk.tree, desk.node, desk.today)
    if missing:
        text = _n(
            "dues of {year}: {count} member is still to be assessed: partyday dues assess --template 核定表.xlsx",
            "dues of {year}: {count} members are still to be assessed: partyday dues assess --template 核定表.xlsx",
            len(missing),
        ).format(year=desk.today.year, count=len(missing))
        yield Item(Month.of(desk.today).last_day, "dues-assessment", text)


_JANUARY = 1


#: What comes for a member, in words.
_FORESEEN = {
    "probation": N_("{number} {name}: the probation ends; becoming a full member (转正) is to be discussed"),
    "extension": N_("{number} {name}: the extended probation ends; becoming a full member (转正) is to be discussed"),
    "correction": N_("{number} {name}: the term of 限期改正 ends; what came of it is to be discussed"),
    "answer": N_("{number} {name}: the superior's answer (上级批复) to {measure}, decided on {date}, is awaited"),
    "party-birthday": N_("{number} {name}: political birthday (政治生日), year {years}"),
}


def _foreseen(connection: Connection, desk: Desk) -> Iterator[Item]:
    """What comes for the members of a branch on a day that is known long before."""
    branch, today = desk.node, desk.today
    if branch.kind is not BranchKind.BRANCH:
        return
    policy = policy_of(desk.tree, branch)
    records = people.records_in(connection, [branch.id])
    handled = histories.handlings(connection, today, set(records))
    for person in present(records.values(), branch.id, today):
        for one in foreseen(records[person.id], handled.get(person.id, ()), policy, today):
            measure = term(one.measure) if one.measure else ""
            text = _(_FORESEEN[one.kind]).format(
                number=person.number, name=person.name, years=one.years, measure=measure, date=one.on
            )
            yield Item(one.on, one.kind, text, one.late)


def _inspected(connection: Connection, desk: Desk) -> Iterator[Item]:
    """What inspections found and is still to be mended: in the branch's agenda, and in that of those above it. And
    whom a superior has not inspected yet in the time that the policy gives.
    """
    node, today = desk.node, desk.today
    chosen = {one.id: one for one in under(desk.tree, node)}
    known = oversight.inspections(connection, chosen)
    for inspection in known:
        if not inspection.is_open(today):
            continue
        assert inspection.due_on is not None
        text = _(
            "what {by} found on {date} is to be mended: {found}; partyday inspect settle {number} --on {today}"
        ).format(
            by=inspection.inspected_by,
            date=inspection.inspected_on,
            found=inspection.found,
            number=inspection.id,
            today=today,
        )
        branch = chosen[inspection.branch_id]
        if branch != node:
            text = _("{branch}: {text}").format(branch=branch.name, text=text)
        yield Item(inspection.due_on, "inspection", text, inspection.due_on < today)
    every = policy_of(desk.tree, node).at(INSPECT_EVERY, today).value
    own = [
        one
        for one in chosen.values()
        if one.parent_id == node.id and one.kind is BranchKind.BRANCH and not one.is_dissolved(today)
    ]
    if every == "none" or not own:
        return
    period = Period.at(today, Every(every).months)
    looked_at = {one.branch_id for one in known if period.contains(one.inspected_on) and one.inspected_on <= today}
    missing = [one.name for one in own if one.id not in looked_at]
    if missing:
        text = _n(
            "{period}: {count} of {all} is still to be inspected: {names}; partyday inspect add -h",
            "{period}: {count} of {all} are still to be inspected: {names}; partyday inspect add -h",
            len(missing),
        ).format(period=period, count=len(missing), all=len(own), names=_some(missing))
        yield Item(period.end, "inspection", text)


#: What is still to be done for a day, in words; these come ahead of time here, and so not from the review.
_DUTIES = {
    "announce": N_("announce {day} to all members"),
    "close": N_("{day} is not closed"),
    "summary": N_("{day} has no summary"),
}


def _duty(day: ActivityDay, duty: Duty, today: date) -> Item:
    return Item(duty.by, duty.kind, _(_DUTIES[duty.kind]).format(day=day.ref), duty.by < today)


def item_of(finding: Finding) -> Item:
    """A finding of the review, on the day by which it is to be done; where none is set, on the day it fell due."""
    text = sentence(finding)
    if finding.person:
        text = _("{number} {name}: {text}").format(number=finding.person.number, name=finding.person.name, text=text)
    elif finding.form and finding.branch.kind is not BranchKind.BRANCH:
        text = _("{text}: {command}").format(text=text, command=_filing_command(finding))
    kind = _KINDS.get(finding.code, "cadence") if finding.rule is Rule.BRANCH_DUTY else finding.rule.value
    on = finding.due or finding.since
    assert on is not None
    return Item(on, kind, text, finding.level is not Level.NOTICE and _is_late(finding))


def _filing_command(finding: Finding) -> str:
    """What a superior types to file a paper: with its name, since its book holds others too."""
    form, period = finding.form, finding.period
    return f"partyday report {form} --period {period} --branch {as_typed(finding.branch.name)} --mark-filed"


_KINDS = {
    "filing": "filing",
    "filing-undated": "filing",
    "unmarked": "unmarked",
    "no-day": "no-day",
    "remit": "dues-forwarding",
    "attendance-day": "attendance",
    "attendance-year": "attendance",
    "too-short": "length",
    "mobile": "members",
    "abroad": "members",
    "learning": "learning",
}

#: What the policy has asked for before a day, in words.
_ASKED = {
    "excuse": N_("excuses for {day} are asked for by then"),
    "excuse-of": N_("excuses for {day} are asked for by then, of {whom}"),
    "move": N_("a move of {day} is asked for by then, of the superior"),
}


def _asked(day: ActivityDay, asked: AskedAhead) -> Item:
    assert day.held_on is not None
    text = _(_ASKED[f"{asked.kind}-of" if asked.whom else asked.kind])
    return Item(asked.by, asked.kind, text.format(day=day.ref, whom=asked.whom))


def _is_late(finding: Finding) -> bool:
    """Past its day, or, where no day is set, due at all."""
    return finding.due is None or finding.level is Level.OVERDUE


def _undecided(day: ActivityDay, today: date) -> Item:
    month = day.month.first_day
    text = _("{month} needs a date: {why}").format(month=day.month, why=reasons(day.reasons))
    return Item(month, "decision", text, overdue=month <= today)


def _upcoming(day: ActivityDay) -> Item:
    assert day.held_on is not None
    about = _("activity day: {theme}").format(theme=day.theme) if day.theme else _("activity day, no theme yet")
    why = _(" ({why})").format(why=reasons(day.reasons)) if day.reasons else ""
    return Item(day.held_on, "day", f"{day.ref} {about}{why}")
