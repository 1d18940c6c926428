"""Recording a warning talk (诫勉谈话), or why none is held."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from partyday.errors import BadInput, Conflict
from partyday.findings import Session, Talk
from partyday.i18n import _, listed
from partyday.model import Branch, Office, Person, State
from partyday.rules.case import Case
from partyday.rules.escalation import talks as due_talks
from partyday.rules.escalation import unsettled
from partyday.services.finding import find_person
from partyday.services.review import case_of
from partyday.store import people
from partyday.store import tables as t
from partyday.store.book import Act, Store, Unit
from partyday.wording import official

#: What may be written down of a talk, beside when it was and what it was about.
FIELDS = ("held_by", "held_by_office", "notes_by", "notes_by_office", "time", "place", "grounds", "said", "explained")


def add(
    store: Store,
    act: Act,
    branch_name: str | None,
    who: str,
    on: date,
    texts: Mapping[str, str],
    refs: Sequence[str] = (),
    *,
    early: bool = False,
) -> tuple[Branch, Person, Talk]:
    """Record a talk held on `on`; `texts` by the names in FIELDS, `refs` the absences it is about (none: all so far).

    Raises Conflict where no talk is due by then (unless `early`, and there is an absence to talk about), where the
    member would hold it with themselves, or where that day has one; BadInput for a date to come.
    """
    with store.writing(act) as unit:
        branch, case = _case(unit, act, branch_name, who, on)
        person = case.life.person
        if _same(texts.get("held_by", ""), person.name):
            raise Conflict(
                _("{name} cannot hold the talk with themselves.").format(name=person.name),
                _("Where the secretary is the member concerned, the superior holds it."),
            )
        absences = unsettled(case)
        if not absences or not (early or list(due_talks(case))):
            raise Conflict(
                _("No talk with {name} is due on {date}: {count} unexcused absences are open.").format(
                    name=person.name, date=on, count=len(absences)
                ),
                _("`partyday review {number}` shows how they count.").format(number=person.number)
                + (" " + _("To talk before it is due, say --early.") if absences else ""),
            )
        if not texts.get("held_by_office") and _same(texts.get("held_by", ""), branch.secretary):
            texts = {**texts, "held_by_office": official(Office.SECRETARY)}
        return branch, person, _write(unit, case, on, refs, waived=False, **texts)


def waive(
    store: Store, act: Act, branch_name: str | None, who: str, on: date, reason: str, refs: Sequence[str] = ()
) -> tuple[Branch, Person, Talk]:
    """Record that the talk that is due on `on` is not held, and why. Raises Conflict where none is due."""
    if not reason.strip():
        raise BadInput(_("Why no talk is held must be said."), _("Give --reason TEXT."))
    with store.writing(act, reason) as unit:
        branch, case = _case(unit, act, branch_name, who, on)
        if not list(due_talks(case)):
            raise Conflict(
                _("No talk with {name} is due on {date}.").format(name=case.life.person.name, date=on),
                _("`partyday review {number}` shows how they count.").format(number=case.life.person.number),
            )
        return branch, case.life.person, _write(unit, case, on, refs, waived=True, grounds=reason)


def _case(unit: Unit, act: Act, branch_name: str | None, who: str, on: date) -> tuple[Branch, Case]:
    if on > act.today:
        raise BadInput(_("{date} has not come yet.").format(date=on), _("Record it once it was held."))
    branches = people.branches(unit.connection)
    branch, person = find_person(unit.connection, branches, branch_name, who, act.today)
    return branch, case_of(unit.connection, branches, branch, person.id, on)


def _write(unit: Unit, case: Case, on: date, refs: Sequence[str], **values: object) -> Talk:
    person = case.life.person
    known = [talk for talk in case.talks if talk.held_on == on]
    if known:
        raise Conflict(
            _("A talk with {name} on {date} is recorded already.").format(name=person.name, date=on),
            _("If it is wrong, find its entry with `partyday log {number}` and take it back with undo.").format(
                number=person.number
            ),
        )
    named = [_absence(case, ref) for ref in refs]
    row: dict[str, Any] = {
        **dict.fromkeys(FIELDS, ""),
        **values,
        "id": unit.next_id(t.talk),
        "member_id": person.id,
        "held_on": on,
        "day_ids": " ".join(str(session.day_id) for session in sorted(named)),
    }
    unit.insert(t.talk, row)
    return Talk(**{**row, "day_ids": frozenset(session.day_id for session in named)})


def _absence(case: Case, ref: str) -> Session:
    """The unexcused absence that a day's ref names; a date alone means its only one."""
    absences = case.having(State.ABSENT)
    wanted = ref.strip().replace("：", ":")
    fitting = [each for each in absences if wanted in (each.ref, each.on.isoformat())]
    if len(fitting) == 1:
        return fitting[0]
    raise Conflict(
        _("{name} has no single unexcused absence on {day}.").format(name=case.life.person.name, day=ref),
        _("Theirs are {days}.").format(days=listed(each.ref for each in absences) or "–"),
    )


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())
