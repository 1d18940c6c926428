"""What comes next and what is open: the days ahead, what each day still needs, months to decide, the review."""

from dataclasses import dataclass
from datetime import date

from partyday import wording
from partyday.findings import Finding
from partyday.i18n import N_, _
from partyday.model import ActivityDay, Branch, DayStatus, Level, Rule
from partyday.rules.duties import Duty, open_duties
from partyday.services.branches import policy_of
from partyday.services.review import review
from partyday.store import days, people
from partyday.store.book import Store
from partyday.wording import reasons


@dataclass(frozen=True)
class Item:
    """One line of the agenda. `on` is the day it is due, or happens; `kind` a stable code."""

    on: date
    kind: str
    text: str
    overdue: bool = False


def agenda(store: Store, branch: Branch, today: date, *, ahead: int = 2) -> list[Item]:
    """Everything open on a day and the next `ahead` activity days, by date."""
    with store.reading() as connection:
        branches = people.branches(connection)
        every = days.all_days(connection, branch.id)
    policy = policy_of(branches, branch)
    dated = [(day.held_on, day) for day in every if day.held_on and day.status is not DayStatus.CANCELLED]
    upcoming = [day for on, day in dated if on >= today][:ahead]
    items = [
        *(_undecided(day, today) for day in every if day.status is DayStatus.UNDECIDED),
        *(_upcoming(day) for day in upcoming),
        *(
            _duty(day, duty, today)
            for day in {day.id: day for day in (*upcoming, *(day for on, day in dated if on <= today))}.values()
            for duty in open_duties(day, policy, today)
        ),
        *(_found(finding) for finding in review(store, branches, [branch], today) if finding.code not in _DUTIES),
    ]
    this_year = [day for day in every if day.month[:4] == str(today.year)]
    if not this_year:
        items.append(
            Item(today, "schedule", _("{year} has no days yet: partyday schedule").format(year=today.year), True)
        )
    return sorted(items, key=lambda item: (item.on, item.kind))


#: What is still to be done for a day, in words; these come ahead of time here, and so not from the review.
_DUTIES = {
    "announce": N_("announce {day} to all members"),
    "close": N_("{day} is not closed"),
    "summary": N_("{day} has no summary"),
}


def _duty(day: ActivityDay, duty: Duty, today: date) -> Item:
    return Item(duty.by, duty.kind, _(_DUTIES[duty.kind]).format(day=day.ref), duty.by < today)


def _found(finding: Finding) -> Item:
    """What the review found: at the day it is to be done by, else at the day it fell due."""
    text = wording.finding(finding)
    if finding.person:
        text = _("{number} {name}: {text}").format(number=finding.person.number, name=finding.person.name, text=text)
    kind = "cadence" if finding.rule is Rule.BRANCH_DUTY else finding.rule.value
    on = finding.due or finding.since
    assert on is not None
    return Item(on, kind, text, finding.level is not Level.NOTICE and _is_late(finding))


def _is_late(finding: Finding) -> bool:
    """Past its day, or, where no day is set, due at all."""
    return finding.due is None or finding.level is Level.OVERDUE


def _undecided(day: ActivityDay, today: date) -> Item:
    month = date.fromisoformat(day.month + "-01")
    text = _("{month} needs a date: {why}").format(month=day.month, why=reasons(day.reasons))
    return Item(month, "decision", text, overdue=month <= today)


def _upcoming(day: ActivityDay) -> Item:
    assert day.held_on is not None
    about = _("activity day: {theme}").format(theme=day.theme) if day.theme else _("activity day, no theme yet")
    why = _(" ({why})").format(why=reasons(day.reasons)) if day.reasons else ""
    return Item(day.held_on, "day", f"{day.ref} {about}{why}")
