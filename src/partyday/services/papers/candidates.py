"""Who is on the way to full membership (预备党员、发展对象、入党积极分子), of a branch or of all under a superior."""

from collections.abc import Iterator, Sequence
from datetime import date

from partyday.errors import NothingToPrint
from partyday.forms import candidates as form
from partyday.i18n import _
from partyday.model.codes import Standing
from partyday.model.members import Record
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.rules.foreseen import end_of_probation
from partyday.services.branches import below, policy_of
from partyday.services.papers.ask import Ask, Paper, has_come
from partyday.store import days, histories, people
from partyday.store.connection import Connection


def candidates(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """Everybody of these standings today, by branch and number. Raises NothingToPrint where there is nobody."""
    found = [
        one for branch in below(branches, ask.branch) for one in _of_branch(connection, branches, branch, ask.today)
    ]
    if not found:
        raise NothingToPrint(
            _("In {branch} nobody is probationary, a prospect or an activist.").format(branch=ask.branch.name)
        )
    return Paper(Period.of_day(ask.today), (form.build(ask.branch, found, ask.today),))


def _of_branch(
    connection: Connection, branches: Sequence[Branch], branch: Branch, today: date
) -> Iterator[form.Candidate]:
    wanted = [person for person in people.people_on(connection, branch.id, today) if person.standing in form.STANDINGS]
    if not wanted:
        return
    keys = [person.id for person in wanted]
    records = people.records(connection, keys)
    handled = histories.handlings(connection, today, keys)
    year = Period.at(today, 12)
    of_year = days.days_between(connection, branch.id, year.first, year.last)
    held = {day.id: day.held_on for day in of_year if has_come(day, today) and day.held_on}
    states = days.states_of_days(connection, held)
    policy = policy_of(branches, branch)
    for person in wanted:
        record = records[person.id]
        own = [key for key, on in held.items() if record.belonged_to(branch.id, on)]
        on_probation = person.standing is Standing.PROBATIONARY
        of_them = [states.get(key, {}).get(person.id) for key in own]
        yield form.Candidate(
            branch=branch.name,
            person=person,
            facts={
                name: str(getattr(record.member, name) or "")
                for name in ("gender", "ethnicity", "born_on", "education", "post")
            },
            since=_since(record, today),
            until=end_of_probation(record, handled.get(person.id, ()), policy, today).on if on_probation else None,
            contact=next((record.member.kept[name] for name in _CONTACTS if record.member.kept.get(name)), ""),
            took_part=sum(state is not None and state.took_part for state in of_them),
            held=len(own),
        )


#: The columns of a roster that name who looks after somebody.
_CONTACTS = ("入党介绍人", "培养联系人", "联系人")


def _since(record: Record, today: date) -> date:
    """From when on they are of their standing."""
    return max(dated.since for dated in record.standings if dated.since <= today or dated is record.standings[0])
