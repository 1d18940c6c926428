"""The log: who changed what and when, and taking an entry back."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.changes import CHANGE, told
from partyday.cli.command import command, verb
from partyday.cli.run import Run
from partyday.cli.seen import seen
from partyday.errors import WrongUsage
from partyday.i18n import N_, _, _n, listed
from partyday.model.money import yuan

if TYPE_CHECKING:
    from partyday.services.logs import EnteredIn, MemberLog
    from partyday.store.log import Entered, LogEntry

log_app, undo_app = verb(), verb()

#: An entry, with the number of its rows.
ENTRY: "Answer[Entered | EnteredIn]" = Answer(
    Field("id", lambda told: told.entry.id, N_("no.")),
    Field(
        "at",
        lambda told: told.entry.at,
        N_("time (UTC)"),
        lambda told: told.entry.at[:19].replace("T", " "),
        aside=True,
    ),
    Field("local", lambda told: _local(told.entry.at).isoformat("T"), N_("time"), lambda told: _plain(told.entry.at)),
    Field("stand_in", lambda told: told.entry.stand_in, N_("as of")),
    Field("by", lambda told: told.entry.by, N_("by"), lambda told: _who(told.entry)),
    Field("login", lambda told: told.entry.login or None),
    Field("command", lambda told: told.entry.command, N_("command")),
    Field("reason", lambda told: told.entry.reason, N_("reason"), lambda told: _why(told.entry)),
    Field("undoes", lambda told: told.entry.undoes),
    Field("rows", lambda told: told.rows, N_("rows")),
    Field("changes", lambda told: [CHANGE.json(change) for change in told.entry.changes]),
    columns=("id", "local", "at", "stand_in", "by", "command", "rows", "reason"),
)

#: The same where each branch has numbers of its own: with the branches of an act.
OF_ALL: "Answer[EnteredIn]" = Answer(
    Field("branches", lambda told: told.branches, N_("branch"), lambda told: listed(told.branches)),
    ENTRY.within(lambda told: told),
)

#: An entry that was taken back, with the number of the entry that did it.
UNDONE: "Answer[tuple[LogEntry, int]]" = Answer(
    Field("undone", lambda told: told[0].id),
    Field("command", lambda told: told[0].command),
    Field("entry", lambda told: told[1]),
)


@command(log_app, _("Who changed what and when; of one member, with the values before and after."), "partyday log 张三")
def log(
    ctx: typer.Context,
    who: Annotated[str | None, typer.Argument(metavar="[WHO]", help=_("Only what concerns this member."))] = None,
    last: Annotated[
        int | None,
        typer.Option(min=1, max=1_000_000, help=_("The last so many entries; 20 unless told, of a member all.")),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option("--export", metavar="FILE", help=_("The whole log as a text to be signed and kept elsewhere.")),
    ] = None,
) -> None:
    """List entries, or one member's changes, or write the whole log down."""
    from partyday.services import logs
    from partyday.store.log import Entered

    run = Run(ctx)
    if export is not None:
        if who is not None:
            raise WrongUsage(_("--export writes the whole log: leave WHO out."))
        run.long()
        with run.desk() as desk:
            from partyday.cli.log_text import write_log

            return write_log(run, desk, export)
    with run.desk() as desk:
        if who is None:
            everywhere = logs.newest_of_all(desk, last or _USUAL)
            if everywhere is not None:
                return OF_ALL.listing(run, everywhere)
            entries = logs.newest(desk, last or _USUAL)
        else:
            story = logs.of_member(desk, who, last)
            if not (run.json or run.csv):
                return _tell_member(story)
            entries = [Entered(entry, len(entry.changes)) for entry in story.entries]
    ENTRY.listing(run, entries)
    return None


def _who(entry: "LogEntry") -> str:
    """Who recorded an entry; a name that is not the system's user's was only claimed."""
    return _("{name} (claimed)").format(name=entry.by) if entry.claimed else entry.by


#: How many entries are listed where nobody says.
_USUAL = 20


def _local(at: str) -> datetime:
    """A time of the log on the clocks of this computer."""
    return datetime.fromisoformat(at).astimezone().replace(microsecond=0)


def _plain(at: str) -> str:
    return f"{_local(at):%Y-%m-%d %H:%M:%S}"


def _why(entry: "LogEntry") -> str:
    if not entry.undoes:
        return entry.reason
    told = _("takes back {number}").format(number=entry.undoes)
    return _("{what}: {values}").format(what=told, values=entry.reason) if entry.reason else told


def _tell_member(story: "MemberLog") -> None:
    lines = [seen(story.name)]
    if story.earlier:
        output.talk(
            _n("{count} earlier entry is not shown.", "{count} earlier entries are not shown.", story.earlier).format(
                count=story.earlier
            )
        )
    for entry in story.entries:
        as_of = _(" (as of {date})").format(date=entry.stand_in) if entry.stand_in else ""
        utc = entry.at[:16].replace("T", " ")
        heading = f"#{entry.id} {_plain(entry.at)} ({utc} UTC){as_of} {_who(entry)} · {entry.command} {_why(entry)}"
        lines += output.hanging("", heading.rstrip(), "  ")
        for change in entry.changes:
            lines += output.hanging("    ", told(change, story.days), "      ")
    output.show(lines)


@command(undo_app, _("Take back the newest entry of the log, or the one with this number, whole."), "partyday undo")
def undo(
    ctx: typer.Context,
    number: Annotated[
        int | None, typer.Argument(metavar="[NUMBER]", min=1, max=999_999_999, help=_("The entry's number in the log."))
    ] = None,
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help=_("Why; asked for where more would have been paid out than is in hand."))
    ] = "",
) -> None:
    """Undo an entry; that is an entry of the log itself, and can be undone. So nothing is asked."""
    from partyday.services import logs

    run = Run(ctx)
    with run.desk() as desk:
        entry = logs.to_undo(desk, number)
        made, overdrawn = logs.undo(desk, entry, reason)
    told = (entry, made)
    if run.json:
        output.emit(UNDONE.json(told))
    else:
        output.say(_("Entry {undone} is taken back: {command} by {by}.").format(**UNDONE.texts(told), by=entry.by))
        for branch, in_hand in overdrawn.items():
            short = _("In hand are now {amount} yuan.").format(amount=yuan(in_hand))
            output.talk(_("{branch}: {text}").format(branch=branch.name, text=short))
        output.talk(_("`partyday undo {entry}` puts it in again.").format(**UNDONE.texts(told)))
