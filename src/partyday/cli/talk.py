"""`partyday talk`: warning talks (诫勉谈话), held or waived."""

from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field, attributes
from partyday.cli.command import command, noun
from partyday.cli.nouns import PERSON
from partyday.cli.run import Run
from partyday.i18n import _
from partyday.model.people import same_name

if TYPE_CHECKING:
    from partyday.services.talks import Talked

app = noun(_("Warning talks (诫勉谈话)."), "partyday talk add 16 --on 2026-09-10 --by 王秀芳")

TALKED: "Answer[Talked]" = Answer(
    PERSON.within(lambda done: done.person),
    attributes("held_on waived").within(lambda done: done.talk),
    Field("stage", lambda done: done.talk.stage, optional=True),
    Field("days", lambda done: sorted({session.on for session in done.absences})),
    Field("sessions", lambda done: [session.ref for session in done.absences]),
    attributes("held_by held_by_office notes_by notes_by_office time place grounds said explained").within(
        lambda done: done.talk
    ),
)

Who = Annotated[str, typer.Argument(metavar="WHO", help=_("The member."))]
Days = Annotated[
    list[str] | None,
    typer.Option("--days", metavar="DATE,…", help=_("Which absences it is about; by default all so far.")),
]

Stage = Annotated[
    str | None,
    typer.Option(metavar="NAME", help=_("Which stage of the policy, where it has several; by default the one due.")),
]


@command(
    app,
    _("Record a talk: who held it, who took notes, what was said. It settles the absences up to its date."),
    "partyday talk add 16 --on 2026-09-10 --by 王秀芳 --notes-by 徐静怡 --said 指出问题，提出要求",
)
def add(
    ctx: typer.Context,
    who: Who,
    on: Annotated[str, typer.Option(metavar="DATE", help=_("When it was held."))],
    by: Annotated[str, typer.Option(metavar="NAME", help=_("Who held it."))],
    by_office: Annotated[str, typer.Option(metavar="TEXT", help=_("Their office."))] = "",
    notes_by: Annotated[str, typer.Option(metavar="NAME", help=_("Who took notes."))] = "",
    notes_by_office: Annotated[str, typer.Option(metavar="TEXT", help=_("Their office."))] = "",
    time: Annotated[str, typer.Option(metavar="HH:MM", help=_("At what time."))] = "",
    place: Annotated[str, typer.Option(metavar="TEXT", help=_("Where."))] = "",
    grounds: Annotated[str, typer.Option(metavar="TEXT", help=_("Why; by default the absences."))] = "",
    said: Annotated[str, typer.Option(metavar="TEXT", help=_("What was said."))] = "",
    explained: Annotated[str, typer.Option(metavar="TEXT", help=_("How the member explained it."))] = "",
    days: Days = None,
    early: Annotated[bool, typer.Option("--early", help=_("Before it is due."))] = False,
    stage: Stage = None,
) -> None:
    """Record one talk."""
    from partyday.services import talks
    from partyday.services.lookup import split_dates

    run = Run(ctx)
    texts = {
        "held_by": by,
        "held_by_office": by_office,
        "notes_by": notes_by,
        "notes_by_office": notes_by_office,
        "time": time,
        "place": place,
        "grounds": grounds,
        "said": said,
        "explained": explained,
    }
    with run.desk() as desk:
        refs = split_dates(days or ())
        done = talks.add(desk, who, run.date(on), texts, refs, early=early, stage=stage)
    TALKED.tell(run, done, _("The talk with {number} {name} on {held_on} is recorded."))
    _remark_on_who_held_it(run, done)


def _remark_on_who_held_it(run: Run, done: "Talked") -> None:
    secretary = done.secretary
    if run.json or secretary is None:
        return
    if secretary.is_person(done.person.id, done.person.name):
        output.talk(_("{name} is the secretary: the superior holds this talk.").format(name=done.person.name))
    elif not same_name(done.talk.held_by, secretary.name):
        output.talk(_("The secretary holds it, and that is {name}: check who held it.").format(name=secretary.name))


@command(
    app,
    _("Record why a talk that is due is not held."),
    "partyday talk waive 16 --reason 经核实三次均因公外出，补办请假手续",
)
def waive(
    ctx: typer.Context,
    who: Who,
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("Why."))],
    on: Annotated[str | None, typer.Option(metavar="DATE", help=_("When that was settled; by default today."))] = None,
    days: Days = None,
    stage: Stage = None,
) -> None:
    """Record one waiver."""
    from partyday.services import talks
    from partyday.services.lookup import split_dates

    run = Run(ctx)
    with run.desk() as desk:
        done = talks.waive(desk, who, run.date(on), reason, split_dates(days or ()), stage=stage)
    TALKED.tell(run, done, _("No talk is held with {number} {name}, as of {held_on}."))
