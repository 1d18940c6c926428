"""`partyday checkin`: attendance, from names, a sheet, a pasted list, or the roll-call."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.command import choice, command, verb
from partyday.cli.counts import close_asking, tell, tell_or_leave
from partyday.cli.run import Run, at_terminal
from partyday.errors import WrongUsage
from partyday.i18n import _, listed
from partyday.model.codes import Excuse, State
from partyday.words.terms import term

if TYPE_CHECKING:
    from partyday.services.checkin import Order, Outcome

app = verb()

Handles = list[str] | None


@command(
    app,
    _("Record attendance. Without names at a terminal: an interactive roll-call."),
    "partyday checkin --all --excuse 3:病假,7:公差 --online 8 --close",
)
def checkin(
    ctx: typer.Context,
    who: Annotated[
        Handles,
        typer.Argument(metavar="[WHO]...", help=_("Who is present: names, pinyin, initials or numbers.")),
    ] = None,
    day: Annotated[str | None, typer.Option(metavar="DATE[:am|pm]", help=_("Which day; by default today's."))] = None,
    everybody: Annotated[bool, typer.Option("--all", help=_("Everybody still unmarked is present."))] = False,
    besides: Annotated[Handles, typer.Option("--except", metavar="WHO,…", help=_("But for these, with --all."))] = None,
    online: Annotated[Handles, typer.Option(metavar="WHO,…", help=_("Who took part online (线上)."))] = None,
    visited: Annotated[Handles, typer.Option(metavar="WHO,…", help=_("To whom the day was brought (送学)."))] = None,
    excuse: Annotated[
        Handles,
        typer.Option(metavar="WHO:CATEGORY[:DETAIL]", help=_("Who is excused: sick, personal, duty, other (病假…).")),
    ] = None,
    absent: Annotated[Handles, typer.Option(metavar="WHO,…", help=_("Who was absent without proper reason."))] = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("Why a mark is corrected."))] = "",
    close: Annotated[bool, typer.Option("--close", help=_("Close the day afterwards."))] = False,
    sheet: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help=_("Take the filled-in sign-in sheet."))
    ] = None,
    paste: Annotated[bool, typer.Option("--paste", help=_("Take a WeChat list (接龙) from standard input."))] = False,
) -> None:
    """Record marks, all together or none."""
    from partyday.services import checkin as service

    run = Run(ctx)
    if everybody and who:
        raise WrongUsage(
            _("With --all nobody is named beside the options: {who}.").format(who=" ".join(who)),
            _("To leave people out, write --except {who}; lists have no blank after the comma.").format(
                who=",".join(who)
            ),
        )
    if besides and not everybody:
        raise WrongUsage(_("--except goes with --all."))
    orders = _orders(who, online, visited, excuse, absent)
    if sheet is not None:
        day, more = _from_sheet(sheet, day)
        orders += more
    if paste:
        orders += _from_paste()
    nothing = not (orders or everybody or close or sheet or paste)
    with run.book() as store:
        branch = run.branch(store)
        if nothing and at_terminal() and not run.json:
            from partyday.cli.rollcall import call_the_roll

            return call_the_roll(run, store, branch, day)
        if nothing:
            return tell(run, service.look(store, branch, day, run.today))

        def attempt(keep_unknown: bool) -> "Outcome":
            return service.check_in(
                store,
                run.act,
                branch,
                day,
                orders,
                everybody=everybody,
                besides=_split(besides),
                reason=reason,
                close=close,
                keep_unknown=keep_unknown,
            )

        tell_or_leave(run, close_asking(run, attempt))
    return None


def _split(handles: Handles) -> list[str]:
    from partyday.services.lookup import split_list

    return split_list(handles or ())


def _orders(who: Handles, online: Handles, visited: Handles, excuse: Handles, absent: Handles) -> "list[Order]":
    from partyday.services.checkin import Order

    named = {State.PRESENT: who, State.ONLINE: online, State.VISITED: visited, State.ABSENT: absent}
    orders = [Order(handle, state) for state, handles in named.items() for handle in _split(handles)]
    return orders + [_excuse(text) for value in excuse or () for text in _excuses(value)]


def _excuses(value: str) -> list[str]:
    """`3:病假,4:事假` is two excuses; a comma inside a detail belongs to the detail."""
    pieces = _split([value])
    return pieces if all(":" in piece or "：" in piece for piece in pieces) else [value]


def _excuse(text: str) -> "Order":
    from partyday.services.checkin import Order

    handle, category, detail = (*(piece.strip() for piece in text.replace("：", ":").split(":", 2)), "", "")[:3]
    if not handle or not category:
        known = listed(f"{each.value} ({term(each)})" for each in Excuse)
        raise WrongUsage(
            _("An excuse needs its category: {text}.").format(text=text),
            _("Write WHO:CATEGORY[:DETAIL] with one of {known}.").format(known=known),
        )
    return Order(handle, State.EXCUSED, choice(Excuse, category, "--excuse"), detail)


def _from_sheet(path: Path, day: str | None) -> "tuple[str | None, list[Order]]":
    """The marks of a filled-in sign-in sheet, and the day it says it is of. Raises Exit(10) after telling problems."""
    from partyday.errors import Conflict
    from partyday.services.checkin import Order
    from partyday.sheets.sign_in import read_sign_in

    filled, problems = read_sign_in(path)
    output.refuse(problems)
    if day and filled.day_ref and day.replace("：", ":") != filled.day_ref:
        raise Conflict(
            _("The sheet is of {sheet}, not of {day}.").format(sheet=filled.day_ref, day=day),
            _("Leave --day out, or take the sheet of that day."),
        )
    return day or filled.day_ref, [
        Order(said.who, said.state, said.category, said.detail, said.number) for said in filled.said
    ]


def _from_paste() -> "list[Order]":
    from partyday.services.checkin import Order
    from partyday.sheets.sign_in import read_paste

    if sys.stdin.isatty():
        output.talk(_("Paste the list, then end it with Ctrl-D (Ctrl-Z and Enter on Windows):"))
    if hasattr(sys.stdin, "reconfigure") and not sys.stdin.isatty():
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
    said, problems = read_paste(sys.stdin.read())
    output.refuse(problems)
    return [Order(each.who, each.state, each.category, each.detail, each.number) for each in said]
