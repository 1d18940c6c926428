"""What comes next and what is open: the days ahead, days to close or announce or sum up, months to decide."""

from dataclasses import dataclass
from datetime import date, timedelta

from partyday.i18n import _
from partyday.model import ActivityDay, Branch, DayStatus
from partyday.rules.policy import ANNOUNCE_DAYS, SUMMARY_DAYS, Policy
from partyday.services.branches import policy_of
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
        policy = policy_of(people.branches(connection), branch)
        every = days.all_days(connection, branch.id)
    dated = [(day.held_on, day) for day in every if day.held_on and day.status is not DayStatus.CANCELLED]
    items = [
        *(_undecided(day, today) for day in every if day.status is DayStatus.UNDECIDED),
        *_upcoming([(on, day) for on, day in dated if on >= today][:ahead], policy, today),
        *_behind([(on, day) for on, day in dated if on <= today], policy, today),
    ]
    this_year = [day for day in every if day.month[:4] == str(today.year)]
    if not this_year:
        items.append(
            Item(today, "schedule", _("{year} has no days yet: partyday schedule").format(year=today.year), True)
        )
    return sorted(items, key=lambda item: (item.on, item.kind))


def _undecided(day: ActivityDay, today: date) -> Item:
    month = date.fromisoformat(day.month + "-01")
    text = _("{month} needs a date: {why}").format(month=day.month, why=reasons(day.reasons))
    return Item(month, "decision", text, overdue=month <= today)


def _upcoming(ahead: list[tuple[date, ActivityDay]], policy: Policy, today: date) -> list[Item]:
    items = []
    for on, day in ahead:
        about = _("activity day: {theme}").format(theme=day.theme) if day.theme else _("activity day, no theme yet")
        why = _(" ({why})").format(why=reasons(day.reasons)) if day.reasons else ""
        items.append(Item(on, "day", f"{day.ref} {about}{why}"))
        if not day.announced_on:
            by = on - timedelta(days=policy.at(ANNOUNCE_DAYS, on).value)
            items.append(Item(by, "announce", _("announce {day} to all members").format(day=day.ref), by < today))
    return items


def _behind(behind: list[tuple[date, ActivityDay]], policy: Policy, today: date) -> list[Item]:
    items = []
    for on, day in behind:
        if not day.closed_on and (on < today or day.marked):
            items.append(Item(on, "close", _("{day} is not closed").format(day=day.ref), on < today))
        if day.closed_on and not day.summarised_on:
            by = on + timedelta(days=policy.at(SUMMARY_DAYS, on).value)
            items.append(Item(by, "summary", _("{day} has no summary").format(day=day.ref), by < today))
    return items
