"""`partyday checkin`: attendance, from names, a sheet, a pasted list, or the roll-call."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.columns import Mapped, columns_of, tell_unkept
from partyday.cli.command import choice, command, refuse_options, verb
from partyday.cli.counts import close_asking, sure_of_visits, tell, tell_or_leave
from partyday.cli.run import Run, at_terminal
from partyday.errors import WrongUsage
from partyday.i18n import _, listed
from partyday.model.codes import Excuse, Part, State
from partyday.model.frozen import frozen
from partyday.words.terms import term
from partyday.words.typed import as_typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from partyday.model.people import Person
    from partyday.model.said import Attendance
    from partyday.services.checkin import Outcome
    from partyday.services.desk import Desk
    from partyday.services.whom import Order

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
    pages: Annotated[
        list[str] | None,
        typer.Option("--sheet", metavar="NAME", help=_("Which sheet of the workbook; may be repeated.")),
    ] = None,
    settled: Mapped = None,
    paste: Annotated[bool, typer.Option("--paste", help=_("Take a WeChat list (接龙) from standard input."))] = False,
    listed_as: Annotated[
        str | None,
        typer.Option("--listed", metavar="present|online", help=_("How those were there who are only named.")),
    ] = None,
    claims: Annotated[
        bool, typer.Option("--claims", help=_("List the claims (自报) of the check-in page that wait."))
    ] = False,
    confirm: Annotated[
        Handles,
        typer.Option(metavar="WHO,…|all", help=_("Make marks of these claims; all: whom nothing speaks against.")),
    ] = None,
    refuse: Annotated[Handles, typer.Option(metavar="WHO,…|all", help=_("Answer these claims with no."))] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help=_("Take the good lines of a sheet or a list, though others are not."))
    ] = False,
) -> None:
    """Record marks, all together or none."""
    run = Run(ctx)
    if everybody and who:
        raise WrongUsage(
            _("With --all nobody is named beside the options: {who}.").format(who=" ".join(who)),
            _("To leave people out, write --except {who}; lists have no blank after the comma.").format(
                who=as_typed(",".join(who))
            ),
        )
    refuse_options(
        (besides and not everybody, _("--except goes with --all.")),
        (sheet and paste, _("One thing at a time: --from or --paste.")),
        ((pages or settled) and not sheet, _("--sheet and --map go with --from.")),
        ((partial or listed_as) and not (sheet or paste), _("--partial and --listed go with --from or --paste.")),
    )
    if claims or confirm or refuse:
        others = (who, online, visited, excuse, absent, everybody, close, sheet, paste)
        several = sum(map(bool, (claims, confirm, refuse))) > 1
        refuse_options((any(others) or several, _("--claims, --confirm and --refuse stand alone.")))
        from partyday.cli.claims import answer, list_claims

        with run.desk() as desk:
            if claims:
                return list_claims(run, desk, day)
            return answer(run, desk, day, _split(confirm), _split(refuse), reason)
    bare = choice(State, listed_as, "--listed") if listed_as else None
    refuse_options((bare not in (None, State.PRESENT, State.ONLINE), _("--listed takes present or online.")))
    orders = _orders(who, online, visited, excuse, absent)
    typed = TypedMarks(orders, everybody, _split(besides), close, reason, partial)
    pasted = _pasted() if paste else ""
    with run.desk() as desk:
        if sheet is not None:
            paper = _from_sheet(desk, sheet, bare, day, pages or (), columns_of(settled))
            return _take_sheet(run, desk, day, typed, paper)
        if paste:
            from partyday.services.lookup import known_people

            return _record(run, desk, day, typed, _read_paste(pasted, known_people(desk), bare))
        if orders or everybody or close:
            return _record(run, desk, day, typed)
        if at_terminal() and not run.json:
            from partyday.cli.rollcall import call_the_roll

            return call_the_roll(run, desk, day)
        from partyday.services.checkin import look

        return tell(run, look(desk, day))


@frozen
class TypedMarks:
    """What the options of a check-in say, beside a sheet or a list or without one."""

    orders: "Sequence[Order]"
    everybody: bool
    besides: "Sequence[str]"
    close: bool
    reason: str
    partial: bool


def _take_sheet(run: Run, desk: "Desk", day: str | None, typed: TypedMarks, paper: "Attendance") -> None:
    """Record what a sheet says: of the one day it is of or that is asked for, or of all its days."""
    if len(paper.days) <= 1 or day:
        ref, paper = _of_day(paper, _plain(day, run.today))
        return _record(run, desk, ref, typed, paper)
    if typed.orders or typed.everybody or typed.besides or typed.close:
        raise WrongUsage(_("A sheet of several days stands alone."), _("Or name one of them with --day."))
    from partyday.cli.counts_of_papers import tell_days
    from partyday.services.checkin import check_in_days

    days, rejected = check_in_days(desk, paper, partial=typed.partial, reason=typed.reason)
    return tell_days(run, days, replace(paper, rejected=rejected), partial=typed.partial)


def _record(run: Run, desk: "Desk", day: str | None, typed: TypedMarks, paper: "Attendance | None" = None) -> None:
    """Record what was typed of one day, and what a paper says of it, asking where that is needed."""
    from partyday.services.checkin import check_in

    def attempt(*, keep_unknown: bool, well_too: bool) -> "Outcome":
        return check_in(
            desk,
            day,
            typed.orders,
            paper=paper,
            partial=typed.partial,
            everybody=typed.everybody,
            besides=typed.besides,
            reason=typed.reason,
            close=typed.close,
            keep_unknown=keep_unknown,
            well_too=well_too,
        )

    outcome = sure_of_visits(
        run, lambda well: close_asking(run, lambda keep: attempt(keep_unknown=keep, well_too=well))
    )
    if outcome and paper:
        from partyday.cli.counts_of_papers import tell_paper, with_its_own_day

        paper = with_its_own_day(paper, outcome.roll.day, run.today)
        return tell_paper(run, outcome, paper, partial=typed.partial)
    return tell_or_leave(run, outcome)


def _split(handles: Handles) -> list[str]:
    from partyday.services.lookup import split_list

    return split_list(handles or ())


def _orders(who: Handles, online: Handles, visited: Handles, excuse: Handles, absent: Handles) -> "list[Order]":
    from partyday.services.whom import Order

    named = {State.PRESENT: who, State.ONLINE: online, State.VISITED: visited, State.ABSENT: absent}
    orders = [Order(handle, state) for state, handles in named.items() for handle in _split(handles)]
    return orders + [order for value in excuse or () for text in _excuses(value) for order in _excuse(text)]


def _excuses(value: str) -> list[str]:
    """`3:病假,4:事假` is two excuses, `3,4:病假` one of two; a comma inside a detail belongs to the detail."""
    pieces = _split([value])
    return pieces if all(":" in piece or "：" in piece for piece in pieces) else [value]


def _excuse(text: str) -> "list[Order]":
    from partyday.services.whom import Order

    whom, category, detail = (*(piece.strip() for piece in text.replace("：", ":").split(":", 2)), "", "")[:3]
    handles = _split([whom])
    if not handles or not category:
        known = listed(f"{category.value} ({term(category)})" for category in Excuse)
        raise WrongUsage(
            _("An excuse needs its category: {text}.").format(text=text),
            _("Write WHO:CATEGORY[:DETAIL] with one of {known}.").format(known=known),
        )
    code = choice(Excuse, category, "--excuse")
    return [Order(handle, State.EXCUSED, code, detail) for handle in handles]


def _from_sheet(
    desk: "Desk",
    path: Path,
    bare: State | None,
    day: str | None,
    pages: "Sequence[str]",
    settled: "Mapping[str, str]",
) -> "Attendance":
    from partyday.model.period import read_session
    from partyday.services.columns import ATTENDANCE, recalled
    from partyday.services.lookup import known_people
    from partyday.sheets.sign_in import read_sign_in

    tell_unkept(desk, settled)
    return read_sign_in(
        path,
        known_people(desk),
        desk.today,
        bare,
        of=read_session(day, desk.today)[0] if day else None,
        sheets=pages,
        settled=settled,
        recall=recalled(desk, ATTENDANCE),
    )


def _plain(day: str | None, today: date) -> str | None:
    """A day that was typed in any of its forms, as a sheet's days are called. Raises BadInput."""
    from partyday.model.period import Period, read_session

    if day is None:
        return None
    on, part = read_session(day, today)
    return Period.of_day(on, part or Part.FULL)


def _of_day(paper: "Attendance", day: str | None) -> "tuple[str | None, Attendance]":
    """What a sheet says of one day, and which: the one it is of. Raises Conflict where another is asked for."""
    from partyday.errors import Conflict

    if day in paper.days:
        return day, replace(paper, days={day: paper.days[day]})
    if len(paper.days) > 1:
        raise Conflict(
            _("The sheet is of {sheet}, not of {day}.").format(sheet=listed(map(str, paper.days)), day=day),
            _("Leave --day out, or take the sheet of that day."),
        )
    (ref,) = paper.days
    if day and ref:
        raise Conflict(
            _("The sheet is of {sheet}, not of {day}.").format(sheet=ref, day=day),
            _("Leave --day out, or take the sheet of that day."),
        )
    return day or ref, paper


def _pasted() -> str:
    """The list, from standard input."""
    from partyday.sheets.pasted import decoded

    if sys.stdin.isatty():
        output.talk(_("Paste the list, then end it with Ctrl-D (Ctrl-Z and Enter on Windows):"))
        return sys.stdin.read()
    return decoded(sys.stdin.buffer.read(_LONGEST_PASTED))


#: So many bytes are read: a list that long is refused.
_LONGEST_PASTED = 8_000_000


def _read_paste(text: str, people: "Sequence[Person]", bare: State | None) -> "Attendance":
    from partyday.sheets.pasted import read_paste

    return read_paste(text, people, bare or State.PRESENT)
