"""`partyday member add|show|set|transfer`: one member at a time."""

from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.command import choice, command
from partyday.cli.counts import sure_of_visits
from partyday.cli.member import app
from partyday.cli.member_answers import tell_card, tell_leaver, tell_offices, told_of_commendations
from partyday.cli.run import Run
from partyday.errors import WrongUsage
from partyday.i18n import _
from partyday.model.codes import Circumstance, Standing, State

if TYPE_CHECKING:
    from partyday.services.members import Card

Who = Annotated[
    str, typer.Argument(metavar="WHO", help=_("Name, pinyin, initials, roster number, or staff/student number."))
]
Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--circumstance",
        metavar="KIND",
        help=_("mobile, infirm, ill, away, abroad, leave, suspended or leader; may be repeated."),
    ),
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help=_("From this day on; by default today."))]


def _kinds(names: list[str] | None, option: str) -> list[Circumstance]:
    from partyday.services.lookup import split_list

    return [choice(Circumstance, name, option) for name in split_list(names or ())]


@command(app, _("Put one person on the roster."), "partyday member add 张三 --standing full --joined 2019-07-01")
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("The person's name."))],
    standing: Annotated[
        str, typer.Option(metavar="STANDING", help=_("full, probationary, prospect or activist (or 正式党员, …)."))
    ] = "full",
    joined: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("When they joined the Party (加入党组织日期)."))
    ] = None,
    full_on: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("When they became a full member (转正日期)."))
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("When they came to the branch; by default when they joined."))
    ] = None,
    number: Annotated[
        int | None, typer.Option(min=1, max=999_999_999, help=_("Roster number; by default the next free one."))
    ] = None,
    circumstance: Kinds = None,
    staff_number: Annotated[str, typer.Option(help=_("Staff or student number (工号/学号)."))] = "",
    group: Annotated[str, typer.Option(help=_("Party group (党小组)."))] = "",
    gender: Annotated[str, typer.Option(help=_("Gender (性别)."))] = "",
    phone: Annotated[str, typer.Option(help=_("Telephone (联系电话)."))] = "",
    post: Annotated[str, typer.Option(help=_("Post (工作岗位)."))] = "",
) -> None:
    """Add one person."""
    from partyday.errors import NeedsAnswer
    from partyday.services import members

    run = Run(ctx)
    texts = {
        "staff_number": staff_number,
        "party_group": group,
        "gender": gender,
        "phone": phone,
        "post": post,
    }

    def attempt(*, twice: bool) -> "Card":
        return members.add(
            desk,
            name,
            choice(Standing, standing, "--standing"),
            run.date(joined) if joined else None,
            since=run.date(since) if since else None,
            full_on=run.date(full_on) if full_on else None,
            number=number,
            circumstances=_kinds(circumstance, "--circumstance"),
            texts={key: value for key, value in texts.items() if value},
            twice=twice,
        )

    with run.desk() as desk:
        try:
            card = attempt(twice=run.yes)
        except NeedsAnswer as question:
            if not run.confirmed(str(question)):
                raise typer.Exit from None
            card = attempt(twice=True)
    if len(card.person.initials) < sum(not char.isascii() and char.isalpha() for char in card.person.name):
        output.talk(
            _(
                "No reading is known for this name: give it with `partyday member set {number} --pinyin 'shan dan'`."
            ).format(number=card.person.number)
        )
    tell_card(run, card)


@command(
    app,
    _("One member's card: data, memberships, standings and circumstances with their dates."),
    "partyday member show zs",
)
def show(
    ctx: typer.Context,
    who: Who,
    full: Annotated[
        bool, typer.Option("--full", help=_("The telephone and ID number in full; the log keeps who looked."))
    ] = False,
) -> None:
    """Show one member."""
    from partyday.services import commendations, members

    run = Run(ctx)
    with run.desk() as desk:
        card = members.show_full(desk, who) if full else members.show(desk, who)
        praised = commendations.of_member(desk, card.person.id)
    more = {"commendations": (_("commended"), told_of_commendations(run, praised))} if praised else {}
    tell_card(run, card, full=full, **more)


@command(
    app,
    _("Change what is known of a member; standing and circumstances are dated."),
    "partyday member set 张三 --circumstance mobile --since 2026-03-01",
    name="set",
)
def change(
    ctx: typer.Context,
    who: Who,
    standing: Annotated[
        str | None, typer.Option(metavar="STANDING", help=_("A new standing, from --since on."))
    ] = None,
    circumstance: Kinds = None,
    end: Annotated[
        list[str] | None, typer.Option("--end", metavar="KIND", help=_("A circumstance that ends on --since."))
    ] = None,
    since: Since = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("The first day the circumstance no longer holds."))
    ] = None,
    name: Annotated[str | None, typer.Option(help=_("The name, corrected."))] = None,
    pinyin: Annotated[str | None, typer.Option(help=_("The reading, corrected, syllables apart: “shan dan”."))] = None,
    joined: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("The date of joining, corrected; what began with it moves."))
    ] = None,
    full_on: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("When they became a full member; the standing follows."))
    ] = None,
    arrived: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("When they came to the branch, corrected (组织关系转入时间)."))
    ] = None,
    staff_number: Annotated[str | None, typer.Option(help=_("Staff or student number (工号/学号)."))] = None,
    group: Annotated[str | None, typer.Option(help=_("Party group (党小组)."))] = None,
    gender: Annotated[str | None, typer.Option(help=_("Gender (性别)."))] = None,
    phone: Annotated[str | None, typer.Option(help=_("Telephone (联系电话)."))] = None,
    post: Annotated[str | None, typer.Option(help=_("Post (工作岗位)."))] = None,
    usual: Annotated[
        str | None,
        typer.Option(
            metavar="online|visited|present",
            help=_("How they take part where checkin --all says nothing else; present: in the room again."),
        ),
    ] = None,
) -> None:
    """Change one member."""
    from partyday.services import members

    run = Run(ctx)
    values: dict[str, object] = {
        "name": name,
        "joined_on": run.date(joined) if joined else None,
        "full_on": run.date(full_on) if full_on else None,
        "staff_number": staff_number,
        "party_group": group,
        "gender": gender,
        "phone": phone,
        "post": post,
    }
    if pinyin is not None:
        syllables = pinyin.lower().replace("ü", "v").split()
        values |= {"pinyin": "".join(syllables), "initials": "".join(syllable[0] for syllable in syllables)}
    told = {key: value for key, value in values.items() if value is not None}
    if usual is not None:
        told["usual"] = _usual(usual)

    def attempt(well_too: bool) -> "Card":
        return members.change(
            desk,
            who,
            values=told,
            standing=choice(Standing, standing, "--standing") if standing else None,
            circumstances=_kinds(circumstance, "--circumstance"),
            ended=_kinds(end, "--end"),
            since=run.date(since) if since else None,
            until=run.date(until) if until else None,
            arrived=run.date(arrived) if arrived else None,
            well_too=well_too,
        )

    with run.desk() as desk:
        card = sure_of_visits(run, attempt)
    if card is None:
        output.talk(_("Nothing was written."))
        return
    tell_card(run, card)


def _usual(text: str) -> State | None:
    """The usual way somebody takes part; None for in the room. Raises WrongUsage."""
    state = choice(State, text, "--usual")
    if state not in (State.ONLINE, State.VISITED, State.PRESENT):
        raise WrongUsage(_("--usual takes online, visited or present."))
    return None if state is State.PRESENT else state


@command(
    app,
    _("Move a member to another branch from a day on."),
    "partyday member transfer 张三 --to 学生第二党支部 --on 2026-09-01",
)
def transfer(
    ctx: typer.Context,
    who: Who,
    to: Annotated[str, typer.Option(metavar="BRANCH", help=_("The branch that takes the member in."))],
    on: Annotated[str | None, typer.Option(metavar="DATE", help=_("The first day there; by default today."))] = None,
    outside: Annotated[bool, typer.Option("--outside", help=_("That branch is not in this book."))] = False,
) -> None:
    """Transfer one member."""
    from partyday.services import members
    from partyday.services.dues.ledgers import standings_of

    run = Run(ctx)
    with run.desk() as desk:
        card = members.transfer(desk, who, to, run.date(on), outside=outside)
        [standing] = standings_of(desk, [card.person.id], card.branch, run.date(on)).values()
        tell_offices(run, desk, card.person)
    tell_leaver(run, card, standing)
