"""`partyday member list|import`: a whole roster, told or brought in."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import tell
from partyday.cli.columns import Mapped, columns_of, tell_unkept
from partyday.cli.command import choice, command
from partyday.cli.member import app
from partyday.cli.member_answers import DETAILS, LISTED
from partyday.cli.rejected import PROBLEM
from partyday.cli.run import Run
from partyday.errors import BadInput, WrongUsage
from partyday.i18n import _, listed
from partyday.model.codes import Standing
from partyday.words.masks import masked

if TYPE_CHECKING:
    from partyday.model.members import RosterRow
    from partyday.model.reading import Reading
    from partyday.services.desk import Desk
    from partyday.services.importing import RosterImport


@command(app, _("The roster, by number."), "partyday member list --csv > 花名册.csv", name="list")
def roster(
    ctx: typer.Context,
    who: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help=_("Only whom this fits: part of a name, pinyin, initials, a number.")),
    ] = None,
    everybody: Annotated[bool, typer.Option("--all", help=_("Also who has left the branch."))] = False,
    columns: Annotated[
        str, typer.Option(metavar="WHICH", help=_("usual, or all: every column of the roster, kept ones too."))
    ] = "usual",
    standing: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STANDING", help=_("Only these: full, probationary, prospect, activist (or 预备党员, …).")
        ),
    ] = None,
) -> None:
    """List people; of all branches under the one named."""
    if columns not in ("usual", "all"):
        raise WrongUsage(_("--columns is usual or all, not {given}.").format(given=columns))
    from partyday.services import members
    from partyday.services.branches import below
    from partyday.services.lookup import begun, split_list

    run = Run(ctx)
    run.long()
    with run.desk() as desk:
        chosen = below(desk.tree, desk.node)
        people = members.listed(desk, chosen, ended=everybody)
        if standing:
            wanted = {choice(Standing, name, "--standing") for name in split_list(standing)}
            people = [row for row in people if row.person.standing in wanted]
        if who:
            fitting = begun([row.person for row in people], who)
            people = [row for row in people if row.person in fitting]
        if columns != "all" and who:
            return LISTED.listing(run, people, nothing=_("Nobody is called so."))
        if columns != "all":
            return LISTED.listing(run, people)
        if run.json:
            return DETAILS.listing(run, people)
        from partyday.services.offices import officers_of
        from partyday.services.rosters import full_roster

        table = full_roster(people, officers_of(desk, chosen), masked)
    return output.listing(table.headers, table.rows, as_csv=run.csv)


@command(
    app,
    _("Bring in a roster from .xlsx or .csv; the same file again changes nothing."),
    "partyday member import 花名册.xlsx --dry-run",
    name="import",
)
def bring_in(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help=_("The roster."))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Show what would happen; write nothing."))] = False,
    partial: Annotated[
        bool, typer.Option("--partial", help=_("Take the good rows although others are rejected."))
    ] = False,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("When memberships begin; by default on the joining dates."))
    ] = None,
    create_branches: Annotated[
        bool, typer.Option("--create-branches", help=_("Add branches only the roster knows."))
    ] = False,
    sheet: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=_("Which sheet of the workbook; may be repeated."))
    ] = None,
    standing: Annotated[
        str | None, typer.Option(metavar="STANDING", help=_("What everybody is, where no column says (正式党员, …)."))
    ] = None,
    settled: Mapped = None,
    template: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("Write a sample sheet to fill in, instead of importing."))
    ] = None,
) -> None:
    """Import a roster, or write the sample sheet. Exit 10 where rows are rejected."""
    run = Run(ctx)
    if template is not None:
        return _write_template(run, template)
    if file is None:
        raise WrongUsage(
            _("Which file shall be imported?"), _("Name it, or write a sample sheet: --template 空白花名册.xlsx")
        )
    from partyday.services.columns import ROSTER, recalled
    from partyday.services.importing import import_roster
    from partyday.sheets.roster import read_roster

    standing_of_all = choice(Standing, standing, "--standing") if standing else None
    settled_as = columns_of(settled)
    with run.desk() as desk:
        with output.bar(_("reading")):
            roster = read_roster(
                file,
                today=run.today,
                standing=standing_of_all,
                sheets=sheet or (),
                settled=settled_as,
                recall=recalled(desk, ROSTER),
            )
        if len(roster.rows) >= _MANY and not dry_run:
            from partyday.store.copies import keep

            keep(run.place, "import")
        begins = run.date(since) if since else None
        with output.bar(_("bringing in")) as watch:
            outcome = import_roster(
                desk,
                roster,
                since=begins,
                partial=partial,
                create_branches=create_branches,
                dry_run=dry_run,
                watch=watch,
            )
        tell_unkept(desk, settled_as)
        outcome.notes += _of_another_branch(desk, roster)
    _tell_import(run, outcome, dry_run=dry_run)
    if outcome.rejected:
        raise typer.Exit(BadInput.exit_code)
    return None


def _of_another_branch(desk: "Desk", roster: "Reading[RosterRow]") -> list[str]:
    """The sentence on a roster whose title names another branch than its rows were taken in for; none else."""
    from partyday.sheets.above import branch_spoken_of

    spoken_of = branch_spoken_of(roster.above)
    if not spoken_of or any(row.branch for row in roster.rows):
        return []
    own = desk.branch.name
    if spoken_of in own or own in spoken_of:
        return []
    return [_("The paper speaks of {other}; it was taken in for {branch}.").format(other=spoken_of, branch=own)]


def _write_template(run: Run, template: Path) -> None:
    from partyday.forms import roster_template, xlsx

    xlsx.write(roster_template.build(), output.target(template, yes=run.yes, ending=".xlsx"))
    tell(run, {"file": template}, _("A sheet to fill in: {file}"))


#: From so many rows on a copy is made first.
_MANY = 200


def _tell_import(run: Run, outcome: "RosterImport", *, dry_run: bool) -> None:
    from partyday.services.importing import Verdict

    counts = {verdict.value: outcome.count(verdict) for verdict in Verdict}
    if run.json:
        output.emit(
            {
                **counts,
                "rejected": [PROBLEM.json(problem) for problem in outcome.rejected],
                "unread": outcome.unread,
                "notes": outcome.notes,
                "absent": [{"number": number, "name": name} for number, name in outcome.absent],
            }
        )
        return
    if dry_run:
        for row, verdict, what in outcome.verdicts:
            if verdict is not Verdict.SAME:
                word = _("new") if verdict is Verdict.NEW else _("changed")
                output.say(f"{row.row:>6}  {word}  {row.name}  {what}".rstrip())
    for problem in outcome.rejected:
        output.say(str(problem))
    output.say(
        _("new {new}, changed {changed}, same {same}, rejected {rejected}").format(
            **counts, rejected=len({problem.row for problem in outcome.rejected})
        )
    )
    for note in outcome.notes:
        output.talk(note)
    if outcome.unread:
        output.talk(_("Columns that were not read: {names}").format(names=listed(outcome.unread)))
    if outcome.absent:
        output.talk(
            _("In the branch and not in this file: {people}").format(
                people=listed(f"{number} {name}" for number, name in outcome.absent)
            )
        )
    if dry_run:
        output.talk(_("Nothing was written."))
    elif not outcome.written:
        output.talk(_("Nothing was written: mend the rows above, or take the others with --partial."))
