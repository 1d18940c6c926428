"""`partyday review`: who needs what next, and why; of one member, the whole story day by day."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.command import command, verb
from partyday.cli.nouns import SOURCE, where
from partyday.cli.run import Run
from partyday.cli.seen import seen
from partyday.errors import FOUND_SOMETHING
from partyday.i18n import N_, _
from partyday.model.acts import Handling, MakeUp, Talk
from partyday.model.codes import BranchKind, Level, Rule, State
from partyday.model.findings import Finding, Source
from partyday.model.people import Branch
from partyday.model.period import in_few_words
from partyday.words.findings import by_whom, remedy, sentence
from partyday.words.terms import term

if TYPE_CHECKING:
    from partyday.services.desk import Desk
    from partyday.services.story import Step, Story

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
    with run.desk() as desk:
        chosen = _chosen(desk)
        if who is None:
            with output.bar(_("reviewing")):
                findings: Sequence[Finding] = service.review(desk, chosen, on)
            _tell_all(run, findings, chosen, on)
        else:
            from partyday.services.story import story

            told = story(desk, chosen, who, on)
            findings = told.findings
            _tell_member(run, told, on)
    if on != run.today and not run.json:
        output.talk(
            _("As of {date}, as the records stand now: later corrections are in it, later acts are not.").format(
                date=on
            )
        )
    if check and any(finding.level is not Level.NOTICE for finding in findings):
        raise typer.Exit(FOUND_SOMETHING)


def _chosen(desk: "Desk") -> list[Branch]:
    """The branch named, with all below it; without a name every branch of the book."""
    from partyday.services.branches import all_below, under

    top = desk.node if desk.branch_name else None
    superiors = [branch for branch in under(desk.tree, top) if branch.kind is not BranchKind.BRANCH] if top else []
    return [*all_below(desk.tree, top), *superiors]


FINDING: Answer[Finding] = Answer(
    Field("rule", lambda finding: finding.rule, N_("rule"), lambda finding: term(finding.rule)),
    Field("stage", lambda finding: finding.stage, optional=True),
    Field("level", lambda finding: finding.level, N_("level"), lambda finding: term(finding.level)),
    Field("number", lambda finding: finding.person.number if finding.person else None, N_("no.")),
    Field("name", lambda finding: finding.person.name if finding.person else None, N_("name")),
    Field("branch", lambda finding: finding.branch.name, N_("branch"), once=True),
    Field(
        "days",
        lambda finding: sorted(
            {session.on for session in finding.days} | {month.first_day for month in finding.months}
        ),
        N_("days"),
        lambda finding: " ".join([*(session.ref for session in finding.days), *in_few_words(finding.months)]),
    ),
    Field("disputed", lambda finding: [session.ref for session in finding.disputed]),
    Field("sessions", lambda finding: [session.ref for session in finding.days]),
    Field("since", lambda finding: finding.since, N_("since")),
    Field("due", lambda finding: finding.due, N_("due")),
    Field("by", by_whom, N_("by")),
    Field("office", lambda finding: finding.by),
    Field("clause", lambda finding: finding.clause, N_("clause")),
    Field("source", lambda finding: SOURCE.json(finding.source), N_("source"), lambda finding: where(finding.source)),
    Field("text", sentence, N_("what")),
    Field("settle", remedy),
    columns=("rule", "level", "branch", "number", "name", "days", "since", "due", "by", "clause", "source", "text"),
    loud=lambda finding: finding.level is Level.OVERDUE,
)


def _tell_all(run: Run, findings: Sequence[Finding], chosen: Sequence[Branch], on: date) -> None:
    if run.json or run.csv:
        FINDING.listing(run, findings)
        return
    counted = sum(branch.kind is BranchKind.BRANCH for branch in chosen)
    place = chosen[0].name if len(chosen) == 1 else _("{count} branches").format(count=counted)
    output.show(
        [
            seen(_("{branch}, {date}").format(branch=place, date=on)),
            *told_findings(findings, several=len(chosen) > 1, named=_is_named(run, len(chosen) > 1)),
            *([] if findings else [_("Nothing is due.")]),
        ]
    )


def _alike(finding: Finding) -> tuple[Rule, str, Source]:
    return finding.rule, finding.clause, finding.source


def tell_findings(findings: Sequence[Finding], *, several: bool, named: bool = False) -> None:
    """Say the findings, as `told_findings` words them."""
    for line in told_findings(findings, several=several, named=named):
        output.say_clean(line)


def _is_named(run: Run, several: bool) -> bool:
    """Whether a command must say its branch to be taken as it stands: several are told, or this one had to be named."""
    return several or (run.branch_name is not None and not run.branch_settled)


def told_findings(findings: Sequence[Finding], *, several: bool, named: bool = False) -> Iterator[str]:
    """The findings grouped by rule and by where it stands, finding with who acts and what settles it. Clean lines.

    With `named` each command that settles one says of which branch.
    """
    for (rule, _clause, _of), group in groupby(findings, key=_alike):
        alike = list(group)
        clause = _(": {clause}").format(clause=alike[0].clause) if alike[0].clause else ""
        heading = _("{rule} ({count}) — {source}{clause}").format(
            rule=term(rule), count=len(alike), source=where(alike[0].source), clause=clause
        )
        yield ""
        yield from output.hanging("", heading, "")
        for finding in alike:
            who = f"{finding.person.called}  " if finding.person else ""
            branch = f"{finding.branch.name}  " if several else ""
            sign = {Level.NOTICE: " ", Level.DUE: "·", Level.OVERDUE: "!"}[finding.level]
            lines = output.hanging(f"{sign} ", f"{branch}{who}{sentence(finding)}", "  ")
            yield from map(output.loud, lines) if finding.level is Level.OVERDUE else lines
            settled_by = remedy(finding, naming_branch=named)
            yield from output.hanging(
                "    ", _("by {whom}; {remedy}").format(whom=by_whom(finding), remedy=settled_by), "    "
            )


def _tell_member(run: Run, story: "Story", on: date) -> None:
    if run.json:
        FINDING.listing(run, story.findings)
        return
    title = _("{number} {name}, {branch}, {date}").format(
        number=story.person.number, name=story.person.name, branch=story.branch.name, date=on
    )
    STEP.table(run, [(step, story) for step in story.steps], title=title)
    if run.csv:
        return
    tell_findings(story.findings, several=False, named=_is_named(run, False))
    if not story.findings:
        output.say(_("Nothing is due."))


#: A step of a member's story, with the story it belongs to.
STEP: "Answer[tuple[Step, Story]]" = Answer(
    Field("", lambda told: told[0].session.ref if told[0].session else told[0].on, N_("date")),
    Field("", lambda told: _what(*told), N_("what")),
    Field("", lambda told: _recorded(told[0]), N_("recorded")),
    Field("", lambda told: f"{told[0].counted:g}", N_("unexcused, counted")),
    Field("", lambda told: f"{told[0].in_a_row:g}", N_("in a row")),
)


def _what(step: "Step", story: "Story") -> str:
    match step.act:
        case Talk(waived=True, grounds=why):
            return _("{talk}: not held, {why}").format(talk=step.act.stage or term(Rule.TALK), why=why)
        case Talk(held_by=whom):
            return _("{talk}, held by {whom}").format(talk=step.act.stage or term(Rule.TALK), whom=whom)
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
    measure = term(handling.outcome)
    if handling.answered_on:
        answer = _("{measure}: approved by {whom}") if handling.approved else _("{measure}: refused by {whom}")
        return answer.format(measure=measure, whom=handling.answered_by)
    if handling.has_failed:
        return _("{measure}: not carried, {in_favour} of {entitled} in favour").format(
            measure=measure, in_favour=handling.in_favour, entitled=handling.entitled
        )
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
