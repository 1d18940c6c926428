"""`partyday handling`: organisational handling (组织处理), step by step. The tool keeps the order; people decide."""

from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field, attributes
from partyday.cli.command import choice, command, noun
from partyday.cli.nouns import PERSON
from partyday.cli.run import Run, at_terminal
from partyday.errors import WrongUsage
from partyday.i18n import _, listed
from partyday.model.codes import Measure
from partyday.words.terms import term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partyday.model.period import Period
    from partyday.services.handlings import Handled

app = noun(
    _("Organisational handling (组织处理): proposed, decided by the branch, answered by the superior."),
    "partyday handling propose 16 --measure 限期改正 --filed-on 2026-10-12 --inquired-on 2026-10-20 --inquiry 情况属实",
)

HANDLED: "Answer[Handled]" = Answer(
    PERSON.within(lambda handled: handled[1]),
    Field("measure", lambda handled: handled[2].outcome, text=lambda handled: term(handled[2].outcome)),
    Field("proposed_measure", lambda handled: handled[2].measure),
    Field("carried", lambda handled: handled[2].is_carried if handled[2].decided_on else None),
    attributes(
        "grounds filed_on inquired_on inquiry proposed_on decided_on entitled present in_favour statement until "
        "approved answered_on answered_by note"
    ).within(lambda handled: handled[2]),
)

Who = Annotated[str, typer.Argument(metavar="WHO", help=_("The member."))]
On = Annotated[str | None, typer.Option(metavar="DATE", help=_("When; by default today."))]
WHAT = _("correct, dissuade, remove, educate (full members); extend, cancel, educate (probationary); or in Chinese.")


@command(
    app,
    _("Record a proposal, after the filing with the superior beforehand and the inquiry into the facts."),
    "partyday handling propose 16 --measure 限期改正 --filed-on 2026-10-12 --inquired-on 2026-10-20 --inquiry 情况属实",
)
def propose(
    ctx: typer.Context,
    who: Who,
    measure: Annotated[str, typer.Option(metavar="MEASURE", help=WHAT)],
    filed_on: Annotated[str, typer.Option(metavar="DATE", help=_("When it was filed with the superior beforehand."))],
    inquired_on: Annotated[str, typer.Option(metavar="DATE", help=_("When the inquiry was done (调查核实)."))],
    inquiry: Annotated[str, typer.Option(metavar="TEXT", help=_("What the inquiry found."))],
    on: On = None,
    grounds: Annotated[str, typer.Option(metavar="TEXT", help=_("Why."))] = "",
    early: Annotated[bool, typer.Option("--early", help=_("Though no rule calls for it."))] = False,
) -> None:
    """Record one proposal."""
    from partyday.services import disputes, handlings

    run = Run(ctx)
    with run.desk() as desk:
        handled = handlings.propose(
            desk,
            who,
            choice(Measure, measure, "--measure"),
            on=run.date(on),
            filed_on=run.date(filed_on),
            inquired_on=run.date(inquired_on),
            inquiry=inquiry,
            grounds=grounds,
            early=early,
        )
        disputed = disputes.open_days(desk, handled[1].id)
    _tell(run, handled, _("{measure} of {number} {name} is proposed; the branch meeting decides."), disputed)


@command(
    app,
    _("Record the decision of the branch meeting. Counts are of members with a vote, not of the probationary."),
    "partyday handling decide 16 --present 17 --in-favour 15 --statement 承认错误，愿意改正",
)
def decide(
    ctx: typer.Context,
    who: Who,
    present: Annotated[int, typer.Option(min=0, max=99_999, help=_("How many were there (到会)."))],
    in_favour: Annotated[int, typer.Option(min=0, max=99_999, help=_("How many were in favour (赞成)."))],
    entitled: Annotated[
        int | None, typer.Option(min=0, max=99_999, help=_("How many have a vote (应到会); by default the roster's."))
    ] = None,
    statement: Annotated[str | None, typer.Option(metavar="TEXT", help=_("The member's own statement."))] = None,
    no_statement: Annotated[bool, typer.Option("--no-statement", help=_("They were asked and made none."))] = False,
    measure: Annotated[
        str | None, typer.Option(metavar="MEASURE", help=_("Where the meeting chose another than was proposed."))
    ] = None,
    months: Annotated[int | None, typer.Option(help=_("The term of 限期改正 or 延长预备期, in months."))] = None,
    on: On = None,
) -> None:
    """Record one decision."""
    from partyday.services import disputes, handlings

    run = Run(ctx)
    if statement is not None and no_statement:
        raise WrongUsage(_("--statement and --no-statement exclude each other."))
    if statement is None and no_statement:
        statement = ""
    if statement is None and at_terminal() and not run.json:
        statement = typer.prompt(
            _("The member's own statement (empty: none was made)"), default="", show_default=False, err=True
        )
    with run.desk() as desk:
        handled = handlings.decide(
            desk,
            who,
            on=run.date(on),
            present=present,
            in_favour=in_favour,
            statement=statement,
            entitled=entitled,
            measure=choice(Measure, measure, "--measure") if measure else None,
            months=months,
        )
        disputed = disputes.open_days(desk, handled[1].id)
    if handled[2].has_failed:
        _tell(run, handled, _("{measure} of {number} {name} is not carried: recorded as failed, it settles nothing."))
        if not run.json:
            sentence = _("If the branch stays with criticism: partyday handling propose {number} --measure educate -h")
            output.talk(sentence.format(number=handled[1].number))
        return
    _tell(run, handled, _("{measure} of {number} {name} is decided."), disputed)


@command(app, _("Record the superior's answer to a decision."), "partyday handling approve 16 --by 计算机学院党委")
def approve(
    ctx: typer.Context,
    who: Who,
    by: Annotated[str, typer.Option(metavar="NAME", help=_("Which superior organisation."))],
    refused: Annotated[bool, typer.Option("--refused", help=_("It did not approve."))] = False,
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("What it said."))] = "",
    on: On = None,
) -> None:
    """Record one answer."""
    from partyday.services import handlings

    run = Run(ctx)
    with run.desk() as desk:
        handled = handlings.approve(
            desk,
            who,
            on=run.date(on),
            by=by,
            refused=refused,
            note=note,
        )
    sentence = (
        _("{measure} of {number} {name} is refused.") if refused else _("{measure} of {number} {name} is approved.")
    )
    _tell(run, handled, sentence)


def _tell(run: Run, handled: "Handled", sentence: str, disputed: "Sequence[Period]" = ()) -> None:
    HANDLED.tell(run, handled, sentence)
    if disputed and not run.json:
        output.talk(
            _("Disputed by the member and not settled yet: {days}. They are listed by: partyday dispute list").format(
                days=listed(map(str, disputed))
            )
        )
    _branch, _person, handling = handled
    if handling.until and handling.approved is not False and not run.json:
        output.say(_("It runs until {date}.").format(date=handling.until))
    if handling.approved and not run.json:
        from partyday.services.handlings import ends_membership

        if ends_membership(handling):
            output.say(_("The membership ends on {date}.").format(date=handling.answered_on))
