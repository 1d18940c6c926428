"""`partyday checkin`: attendance, from names, a sheet, a pasted list, or the roll-call."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from partyday.cli import output
from partyday.cli.command import choice, command, verb
from partyday.cli.run import Run, at_terminal
from partyday.errors import WrongUsage
from partyday.i18n import _, listed
from partyday.model import Excuse, Person, Problem, State, Tally
from partyday.wording import term

if TYPE_CHECKING:
    from partyday.services.checkin import Order, Outcome

app = verb()

Handles = list[str] | None

#: Counts of a tally in the order they are told; they add up to `expected`.
COUNTS = (
    State.PRESENT,
    State.ONLINE,
    State.VISITED,
    State.EXCUSED,
    State.ABSENT,
    State.UNREACHED,
)


@command(
    app,
    _("Record attendance. Without names at a terminal: an interactive roll-call."),
    "partyday checkin --all --except 3,7 --excuse 3:病假 --close",
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
    from partyday.services.finding import split_list

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
    from partyday.forms.filled import read_sign_in
    from partyday.services.checkin import Order

    filled, problems = read_sign_in(path)
    _refuse(problems)
    if day and filled.day_ref and day.replace("：", ":") != filled.day_ref:
        raise Conflict(
            _("The sheet is of {sheet}, not of {day}.").format(sheet=filled.day_ref, day=day),
            _("Leave --day out, or take the sheet of that day."),
        )
    return day or filled.day_ref, [
        Order(said.who, said.state, said.category, said.detail, said.number) for said in filled.said
    ]


def _from_paste() -> "list[Order]":
    from partyday.forms.filled import read_paste
    from partyday.services.checkin import Order

    if sys.stdin.isatty():
        output.talk(_("Paste the list, then end it with Ctrl-D (Ctrl-Z and Enter on Windows):"))
    if hasattr(sys.stdin, "reconfigure") and not sys.stdin.isatty():
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
    said, problems = read_paste(sys.stdin.read())
    _refuse(problems)
    return [Order(each.who, each.state, each.category, each.detail, each.number) for each in said]


def _refuse(problems: Sequence[Problem]) -> None:
    for problem in problems:
        output.talk(
            _("row {row}, {column}: “{value}” {problem}").format(
                row=problem.row, column=problem.column, value=problem.value, problem=problem.problem
            )
        )
    if problems:
        output.talk(_("Nothing was written: mend these rows and repeat."))
        raise typer.Exit(10)


def close_asking(run: Run, attempt: "Callable[[bool], Outcome]") -> "Outcome | None":
    """Run a check-in that may close the day; where people are unmarked, ask before they are kept as unknown.

    None where the answer is no: nothing is written then.
    """
    from partyday.services.checkin import Unmarked

    try:
        return attempt(run.yes)
    except Unmarked as unmarked:
        if not at_terminal():
            raise
        output.talk(str(unmarked))
        if not run.confirmed(_("Close all the same, and keep them as unknown?")):
            return None
        return attempt(True)


def tell_or_leave(run: Run, outcome: "Outcome | None") -> None:
    """Tell what was done, or that nothing was."""
    if outcome is None:
        output.talk(_("Nothing was written."))
    else:
        tell(run, outcome)


def tell(run: Run, outcome: "Outcome") -> None:
    """What a check-in did and how the day stands now."""
    if run.json:
        output.emit(_json(outcome))
        return
    for state in State:
        for changed, sign in ((True, "√"), (False, "=")):
            people = [person for person, stored, did in outcome.marks if (stored, did) == (state, changed)]
            if people:
                output.say(f"{sign} {term(state)}: {_list(people)}")
    output.say(f"{outcome.roll.day.ref}  {balance(outcome.tally)}")
    if outcome.left_out:
        output.talk(
            _(
                "Not marked by --all, since they attend online or are visited: {people}. Name them with their option."
            ).format(people=_list(outcome.left_out))
        )
    if outcome.late:
        output.talk(_("Entered after the day: the marks are flagged as late."))
    missing = [person for person in outcome.roll.expected if person.id not in outcome.roll.marks]
    if missing and outcome.roll.day.held_on and outcome.roll.day.held_on <= run.today:
        output.talk(_("Not marked yet: {people}").format(people=_list(missing)))
    if outcome.roll.day.closed_on:
        output.talk(_("The day is closed."))


def balance(tally: Tally) -> str:
    """`应到 20 = 到会 15 + 线上 2 + …`: the counts that are not zero, with the invited beside them."""
    counts = [(term(state), getattr(tally, state.value)) for state in COUNTS]
    counts.append((_("unmarked"), tally.unmarked))
    told = " + ".join(f"{word} {count}" for word, count in counts if count) or "0"
    invited = _(", invited {count}").format(count=tally.invited) if tally.invited else ""
    return _("expected {expected} = {counts}").format(expected=tally.expected, counts=told) + invited


def _named(person: Person) -> str:
    return f"{person.number} {person.name}"


def _list(people: Sequence[Person]) -> str:
    return listed(_named(person) for person in people)


def _json(outcome: "Outcome") -> dict[str, Any]:
    day, tally = outcome.roll.day, outcome.tally
    return {
        "day": day.held_on,
        "part": day.part,
        "expected": tally.expected,
        **{state.value: getattr(tally, state.value) for state in COUNTS},
        "unmarked": tally.unmarked,
        "invited": tally.invited,
        "closed": day.closed_on is not None,
        "late": outcome.late,
        "left_out": [{"number": person.number, "name": person.name} for person in outcome.left_out],
        "marks": [
            {"number": person.number, "name": person.name, "state": state, "changed": changed}
            for person, state, changed in outcome.marks
        ],
    }
