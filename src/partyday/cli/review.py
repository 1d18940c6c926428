"""`partyday review`: who needs what next, and why; of one member, the whole story day by day."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from partyday.cli import output
from partyday.cli.command import command, verb
from partyday.cli.run import Run
from partyday.i18n import _
from partyday.model.acts import Handling, MakeUp, Talk
from partyday.model.codes import BranchKind, Level, Rule, State
from partyday.model.findings import Finding
from partyday.model.people import Branch
from partyday.model.period import in_few_words
from partyday.words.findings import by_whom, cited, finding, remedy
from partyday.words.terms import term

if TYPE_CHECKING:
    from partyday.services.story import Step, Story
    from partyday.store.book import Store

app = verb()


@command(
    app,
    _("Who needs what next, and why. Of one member: the whole story, day by day, with the counters beside it."),
    "partyday review",
)
def review(
    ctx: typer.Context,
    who: Annotated[str | None, typer.Argument(metavar="[WHO]", help=_("One member's story."))] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("On which day, as the records stand now; by default today."))
    ] = None,
    check: Annotated[bool, typer.Option("--check", help=_("Exit 3 where something is due."))] = False,
) -> None:
    """List what is due, grouped, or tell one member's story."""
    from partyday.services import review as service

    run = Run(ctx)
    run.long()
    on = run.date(as_of)
    with run.book() as store:
        branches = run.branches(store)
        if who is None:
            chosen = _chosen(run, branches)
            found: Sequence[Finding] = service.review(store, branches, chosen, on)
            _tell_all(run, found, chosen, on)
        else:
            told = _story(run, store, branches, who, on)
            found = told.findings
            _tell_member(run, told, on)
    if on != run.today and not run.json:
        output.talk(
            _("As of {date}, as the records stand now: later corrections are in it, later acts are not.").format(
                date=on
            )
        )
    if check and any(each.level is not Level.NOTICE for each in found):
        raise typer.Exit(3)


def _chosen(run: Run, branches: list[Branch]) -> list[Branch]:
    """The branch named, with all below it; without a name every branch of the book."""
    from partyday.services.branches import all_below, under
    from partyday.services.lookup import choose_branch

    top = choose_branch(branches, run.branch_name, any_kind=True) if run.branch_name else None
    superiors = [each for each in under(branches, top) if each.kind is not BranchKind.BRANCH] if top else []
    return [*all_below(branches, top), *superiors]


def _story(run: Run, store: "Store", branches: list[Branch], who: str, on: date) -> "Story":
    from partyday.services.lookup import find_person
    from partyday.services.story import story

    with store.reading() as connection:
        branch, person = find_person(connection, _chosen(run, branches), None, who, on)
    return story(store, branches, branch, person, on)


def as_json(each: Finding) -> dict[str, Any]:
    """A finding as scripts get it."""
    return {
        "rule": each.rule,
        "level": each.level,
        "number": each.person.number if each.person else None,
        "name": each.person.name if each.person else None,
        "branch": each.branch.name,
        "days": sorted({session.on for session in each.days} | {month.first_day for month in each.months}),
        "sessions": [session.ref for session in each.days],
        "since": each.since,
        "due": each.due,
        "by": by_whom(each),
        "office": each.by,
        "clause": each.clause,
        "source": {
            "document": each.source.document,
            "number": each.source.number,
            "article": each.source.article,
            "house": each.source.house,
        },
        "text": finding(each),
        "settle": remedy(each),
    }


def _tell_all(run: Run, found: Sequence[Finding], chosen: Sequence[Branch], on: date) -> None:
    if run.json:
        output.emit([as_json(each) for each in found])
        return
    if run.csv:
        _csv(found)
        return
    where = chosen[0].name if len(chosen) == 1 else _("{count} branches").format(count=len(chosen))
    output.say(_("{branch}, {date}").format(branch=where, date=on))
    _tell(found, several=len(chosen) > 1)
    if not found:
        output.say(_("Nothing is due."))


def _csv(found: Iterable[Finding]) -> None:
    columns = [
        *(_("rule"), _("level"), _("branch"), _("no."), _("name"), _("days"), _("since"), _("due")),
        *(_("by"), _("clause"), _("source"), _("what")),
    ]
    rows = [
        (
            *(term(each.rule), term(each.level), each.branch.name),
            *((each.person.number, each.person.name) if each.person else ("", "")),
            " ".join([*(session.ref for session in each.days), *in_few_words(each.months)]),
            *(each.since, each.due, by_whom(each), each.clause, _source(each), finding(each)),
        )
        for each in found
    ]
    output.listing(columns, rows, as_csv=True)


def _source(each: Finding) -> str:
    return _("house value of partyday") if each.source.house else cited(each.source)


def _tell(found: Sequence[Finding], *, several: bool) -> None:
    """The findings grouped by rule and by where it stands, each with who acts and what settles it."""
    for (rule, _clause, _of), group in groupby(found, key=lambda each: (each.rule, each.clause, each.source)):
        alike = list(group)
        clause = _(": {clause}").format(clause=alike[0].clause) if alike[0].clause else ""
        output.say()
        output.say(
            _("{rule} ({count}) — {source}{clause}").format(
                rule=term(rule), count=len(alike), source=_source(alike[0]), clause=clause
            )
        )
        for each in alike:
            who = f"{each.person.number} {each.person.name}  " if each.person else ""
            branch = f"{each.branch.name}  " if several else ""
            sign = {Level.NOTICE: " ", Level.DUE: "·", Level.OVERDUE: "!"}[each.level]
            output.say(f"{sign} {branch}{who}{finding(each)}")
            output.say("    " + _("by {whom}; {remedy}").format(whom=by_whom(each), remedy=remedy(each)))


def _tell_member(run: Run, story: "Story", on: date) -> None:
    if run.json:
        output.emit([as_json(each) for each in story.findings])
        return
    columns = [_("date"), _("what"), _("recorded"), _("unexcused, counted"), _("in a row")]
    rows = [
        (_day(step), _what(step, story), _recorded(step), f"{step.counted:g}", f"{step.in_a_row:g}")
        for step in story.steps
    ]
    title = _("{number} {name}, {branch}, {date}").format(
        number=story.person.number, name=story.person.name, branch=story.branch.name, date=on
    )
    output.listing(columns, rows, as_csv=run.csv, title=title)
    if run.csv:
        return
    _tell(story.findings, several=False)
    if not story.findings:
        output.say(_("Nothing is due."))


def _day(step: "Step") -> str:
    return step.session.ref if step.session else step.on.isoformat()


def _what(step: "Step", story: "Story") -> str:
    match step.act:
        case Talk(waived=True, grounds=why):
            return _("{talk}: not held, {why}").format(talk=term(Rule.TALK), why=why)
        case Talk(held_by=whom):
            return _("{talk}, held by {whom}").format(talk=term(Rule.TALK), whom=whom)
        case MakeUp(day_id=key, how=how):
            about = _("made up for {day}").format(day=story.refs.get(key, ""))
            return f"{about} {how}".rstrip()
        case Handling() as handling:
            return _handled(handling)
    if step.session is None or not step.expected:
        return _("not expected")
    state = step.session.state or State.UNKNOWN
    category = step.mark.category if step.mark and state is State.EXCUSED else None
    return f"{term(state)} {term(category)}" if category else term(state)


def _handled(handling: Handling) -> str:
    measure = term(handling.measure)
    if handling.answered_on:
        answer = _("{measure}: approved by {whom}") if handling.approved else _("{measure}: refused by {whom}")
        return answer.format(measure=measure, whom=handling.answered_by)
    if handling.decided_on:
        return _("{measure}: decided, {in_favour} of {entitled} in favour").format(
            measure=measure, in_favour=handling.in_favour, entitled=handling.entitled
        )
    return _("{measure}: proposed").format(measure=measure)


def _recorded(step: "Step") -> str:
    """When and by whom a mark was made; a late one says so."""
    if step.mark is None or step.session is None:
        return ""
    late = _(", afterwards") if step.mark.recorded_on > step.session.on else ""
    return f"{step.mark.recorded_on} {step.mark.recorded_by}{late}"
