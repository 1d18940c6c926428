"""`partyday member merge|remove|forget`: who is entered twice, who has died or was removed, who was never a member."""

from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.command import choice, command
from partyday.cli.member import app
from partyday.cli.member_answers import tell_card, tell_leaver, tell_offices
from partyday.cli.run import Run, at_terminal
from partyday.errors import WrongUsage
from partyday.i18n import _
from partyday.model.codes import MembershipEnd

if TYPE_CHECKING:
    from partyday.services.forgetting import ForgottenMember
    from partyday.services.merging import MergedMember

#: How `--because` is typed for somebody who was entered by mistake: that is no end of a membership.
_MISTAKE = ("mistake", "误录")

Reason = Annotated[str, typer.Option(metavar="TEXT", help=_("What the log shall say."))]


@command(
    app,
    _("Two entries of one person become one: all that is recorded of WHO is of INTO then. What differs is told first."),
    "partyday member merge 24 7 --reason 导入时重复录入",
)
def merge(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", help=_("The entry that goes."))],
    into: Annotated[str, typer.Argument(metavar="INTO", help=_("The entry that stays, with its number."))],
    reason: Reason,
) -> None:
    """Merge two entries of one person."""
    from partyday.services import merging

    run = Run(ctx)

    def merged(*, settled: bool) -> "MergedMember":
        with run.desk() as desk:
            return merging.merge(desk, who, into, reason, settled=settled)

    try:
        done = merged(settled=run.yes)
    except merging.Differs as differs:
        if run.json or not at_terminal():
            raise
        for difference in differs.differences:
            output.talk(difference)
        if not run.confirmed(_("Merge them all the same?")):
            raise typer.Exit from None
        done = merged(settled=True)
    differences = list(done.differences)
    tell_card(run, done.card, differences=(_("differed"), " ".join(differences)) if not run.json else ("", differences))


@command(
    app,
    _("End a membership by death or removal from the Party, the records stay; or take out who was entered by mistake."),
    "partyday member remove 张三 --because died --on 2026-05-01",
)
def remove(
    ctx: typer.Context,
    who: Annotated[
        str, typer.Argument(metavar="WHO", help=_("Name, pinyin, initials, roster number, or staff/student number."))
    ],
    because: Annotated[
        str, typer.Option(metavar="WHY", help=_("died, removed (from the Party), or mistake."))
    ] = "removed",
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("The first day no longer a member; by default today."))
    ] = None,
    reason: Reason = "",
) -> None:
    """End one membership, or take one person out."""
    from partyday.services import members, merging
    from partyday.services.dues.ledgers import standings_of

    run = Run(ctx)
    if because.strip() in _MISTAKE:
        if not reason.strip() or on:
            raise WrongUsage(
                _("Who was entered by mistake is taken out of every roll: say why, and no date."),
                _("Give it, such as: --reason 登记有误"),
            )
        with run.desk() as desk:
            branch, person, marks = merging.remove_mistaken(desk, who, reason)
        told = {"number": person.number, "name": person.name, "branch": branch.name, "marks": marks}
        if run.json:
            output.emit(told)
        else:
            output.say(_("{number} {name} is taken out of {branch}; marks that went: {marks}.").format(**told))
        return
    how = choice(MembershipEnd, because, "--because", but=MembershipEnd.TRANSFERRED)
    with run.desk() as desk:
        card = members.remove(desk, who, run.date(on), how, reason)
        [standing] = standings_of(desk, [card.person.id], card.branch, run.date(on)).values()
        tell_offices(run, desk, card.person)
    tell_leaver(run, card, standing)


FORGOTTEN: "Answer[ForgottenMember]" = Answer(
    Field("number", lambda done: done.person.number),
    Field("entries", lambda done: done.entries),
    Field(
        "papers",
        lambda done: [
            {"form": paper.form, "period": paper.period, "filed_on": paper.filed_on} for paper in done.papers
        ],
    ),
    Field("copies", lambda done: list(done.held_by)),
)


@command(
    app,
    _("Take the particulars of somebody who has left out of the book and its log; counts and dues totals stay."),
    "partyday member forget 12",
)
def forget(ctx: typer.Context, who: Annotated[str, typer.Argument(metavar="WHO", help=_("The member."))]) -> None:
    """Forget one member; it cannot be undone."""
    from partyday.services import forgetting

    run = Run(ctx)
    run.long()
    with run.desk() as desk:
        if not run.confirmed(_("Forget {who} for good? No undo brings it back.").format(who=who)):
            raise typer.Exit
        done = forgetting.forget(desk, who)
    FORGOTTEN.tell(run, done, _("What the book held of number {number} is gone; {entries} log entries lost words."))
    if run.json:
        return
    for paper in done.papers:
        output.talk(
            _("A filed paper still names them: {form} {period}, filed on {date}.").format(
                form=paper.form, period=paper.period, date=paper.filed_on
            )
        )
    for path in done.held_by:
        output.talk(_("A copy still holds it: {file}").format(file=path))
    output.talk(_("Copies that were taken elsewhere hold it too."))
