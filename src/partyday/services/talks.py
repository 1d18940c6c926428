"""Recording a warning talk (诫勉谈话), or why none is held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from partyday import i18n
from partyday.errors import Ambiguous, BadInput, Conflict, NotFound
from partyday.i18n import _, _n, listed
from partyday.model.acts import Talk
from partyday.model.codes import Office
from partyday.model.lives import Session
from partyday.model.offices import Officer
from partyday.model.people import Branch, Person, same_name
from partyday.model.period import read_session
from partyday.rules.case import Case
from partyday.rules.escalation import reached, unsettled
from partyday.rules.ladder import TALK_STAGE, stages_on
from partyday.rules.stages import Key, StageKind
from partyday.services.cases import case_of
from partyday.services.days import clock
from partyday.services.desk import Desk
from partyday.services.lookup import find_person, name_of, one_line, only_one, refuse_future, refuse_outsider
from partyday.store import people
from partyday.store.book import Unit
from partyday.words.findings import weighed, what_happened
from partyday.words.terms import official
from partyday.words.typed import as_typed

#: What may be written down of a talk, beside when it was and what it was about.
FIELDS = ("held_by", "held_by_office", "notes_by", "notes_by_office", "time", "place", "grounds", "said", "explained")


@dataclass(frozen=True)
class Talked:
    """A talk that was recorded, with whom, and the absences it settles; the `secretary` of the branch on that day."""

    branch: Branch
    person: Person
    talk: Talk
    absences: tuple[Session, ...]
    secretary: Officer | None = None


def add(
    desk: Desk,
    who: str,
    on: date,
    texts: Mapping[str, str],
    refs: Sequence[str] = (),
    *,
    early: bool = False,
    stage: str | None = None,
) -> Talked:
    """Record a talk held on `on`; `texts` by the names in FIELDS, `refs` the absences it is about (none: all so far).

    `stage` names what the policy calls it, where it has several; by default the one that is due. What it is about is
    kept in words as it was then. Raises Conflict where no talk is due by then (unless `early`, and
    there is an absence to talk about), where the member would hold it with themselves, or where it is recorded
    already; BadInput for a date to come or where nobody held it.
    """
    said = {name: one_line(texts.get(name, "")) for name in FIELDS}
    if not said["held_by"]:
        raise BadInput(_("Who held the talk must be said."), _("Give it, such as: --by 王秀芳"))
    if said["time"]:
        said["time"] = clock(said["time"])
    with desk.writing() as unit:
        branch, case = _case(unit, desk, who, on)
        person, secretary = case.life.person, case.secretary
        here = people.people_on(unit.connection, branch.id, on)
        holder = only_one(here, said["held_by"])
        by_handle = holder is not None and not same_name(said["held_by"], holder.name)
        said |= {role: name_of(here, said[role]) for role in ("held_by", "notes_by") if said[role]}
        by_secretary = (
            secretary is not None
            and same_name(said["held_by"], secretary.name)
            and not secretary.is_person(person.id, person.name)
        )
        by_namesake = by_handle or by_secretary or bool(said["held_by_office"])
        by_themselves = (
            holder.id == person.id
            if holder and by_handle
            else (same_name(said["held_by"], person.name) and not by_namesake)
        )
        if by_themselves:
            raise Conflict(
                _("{name} cannot hold the talk with themselves.").format(name=person.name),
                _("Where the secretary is the member concerned, the superior holds it; a namesake has --by-office."),
            )
        key = _stage(case, stage)
        open_absences = unsettled(case, key)
        if not open_absences or not (early or any(reached(case, key))):
            shows = _("`partyday review {number}` shows how they count.")
            early_too = _("`partyday review {number}` shows how they count; to talk before it is due, say --early.")
            raise Conflict(
                _n(
                    "No talk with {name} is due on {date}: {count} unexcused absence is open.",
                    "No talk with {name} is due on {date}: {count} unexcused absences are open.",
                    len(open_absences),
                ).format(name=person.name, date=on, count=f"{len(open_absences)}{_weighed(open_absences)}"),
                (early_too if open_absences else shows).format(number=person.number),
            )
        if not said["held_by_office"] and by_secretary:
            said["held_by_office"] = official(Office.SECRETARY)
        return _write(unit, branch, case, key, on, refs, said, waived=False)


def waive(desk: Desk, who: str, on: date, reason: str, refs: Sequence[str] = (), *, stage: str | None = None) -> Talked:
    """Record that the talk that is due on `on` is not held, and why. Raises Conflict where none is due."""
    reason = one_line(reason)
    if not reason:
        raise BadInput(_("Why no talk is held must be said."), _("Give it, such as: --reason 登记有误"))
    with desk.writing(reason) as unit:
        branch, case = _case(unit, desk, who, on)
        key = _stage(case, stage)
        if not any(reached(case, key)):
            raise Conflict(
                _("No talk with {name} is due on {date}.").format(name=case.life.person.name, date=on),
                _("`partyday review {number}` shows how they count.").format(number=case.life.person.number),
            )
        return _write(unit, branch, case, key, on, refs, {"grounds": reason}, waived=True)


def _stage(case: Case, named: str | None) -> Key:
    """Which stage of the policy is meant: the one named, else the only one that is due, else the only one there is.

    Raises NotFound for a name the policy does not have on that day, Ambiguous where several are due.
    """
    keys = [
        dated.value.key for dated in stages_on(case.policy, case.as_of) if dated.value.kind is not StageKind.HANDLING
    ]
    if named is not None:
        wanted = "".join(named.split())
        fitting = [key for key in keys if key.name == wanted] or [key for key in keys if wanted and wanted in key.name]
        if not fitting:
            raise NotFound(
                _("The policy has no stage “{stage}” that a talk is recorded for.").format(stage=named),
                _("It has {stages}.").format(stages=listed(key.name for key in keys) or "–"),
            )
    else:
        fitting = [key for key in keys if any(reached(case, key))] or keys or [TALK_STAGE.key]
    if len(fitting) > 1:
        raise Ambiguous(
            _("Several stages are meant: {stages}.").format(stages=listed(key.name for key in fitting)),
            _("Say which, such as: --stage {name}").format(name=as_typed(fitting[0].name)),
        )
    return fitting[0]


def _weighed(absences: Sequence[Session]) -> str:
    return weighed(absences, chinese=i18n.language == "zh")


def _case(unit: Unit, desk: Desk, who: str, on: date) -> tuple[Branch, Case]:
    refuse_future(on, desk.today)
    branch, person = find_person(unit.connection, desk, who)
    refuse_outsider(unit.connection, person, on)
    return branch, case_of(unit.connection, desk.tree, branch, person.id, on)


def _write(
    unit: Unit,
    branch: Branch,
    case: Case,
    key: Key,
    on: date,
    refs: Sequence[str],
    said: Mapping[str, str],
    *,
    waived: bool,
) -> Talked:
    person = case.life.person
    open_absences = unsettled(case, key)
    stage = "" if key == TALK_STAGE.key else key.name
    named = sorted({_absence(case, open_absences, ref, unit.act.today) for ref in refs})
    about = named or open_absences
    if any(
        talk.held_on == on and talk.waived == waived and talk.stage == stage and not (talk.day_ids and named)
        for talk in case.talks
    ):
        raise Conflict(
            _("A talk with {name} on {date} is recorded already.").format(name=person.name, date=on),
            _("If it is wrong, find its entry with `partyday log {number}` and take it back with undo.").format(
                number=person.number
            ),
        )
    talk = Talk(
        id=unit.next_id(Talk),
        member_id=person.id,
        held_on=on,
        waived=waived,
        day_ids=tuple(session.day_id for session in named),
        stage=stage,
        branch_id=branch.id,
        **{**said, "grounds": said.get("grounds") or what_happened(about)},
    )
    unit.insert(talk)
    return Talked(branch, person, talk, tuple(about), case.secretary)


def _absence(case: Case, open_absences: Sequence[Session], ref: str, today: date) -> Session:
    """The open unexcused absence that a day's ref names; a date alone means its only one. Raises BadInput, Conflict."""
    on, part = read_session(ref, today)
    fitting = [each for each in open_absences if each.on == on and part in (None, each.part)]
    if len(fitting) == 1:
        return fitting[0]
    raise Conflict(
        _("{name} has no single open unexcused absence on {day}.").format(name=case.life.person.name, day=ref),
        _n("Theirs is {days}.", "Theirs are {days}.", len(open_absences)).format(
            days=listed(each.ref for each in open_absences) or "–"
        ),
    )
