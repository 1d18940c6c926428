"""`partyday member`: the roster."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from partyday.cli import output
from partyday.cli.command import choice, command, noun
from partyday.cli.run import Run
from partyday.errors import WrongUsage
from partyday.i18n import _, listed
from partyday.model.codes import Circumstance, MembershipEnd, Standing
from partyday.model.members import PLAIN
from partyday.model.people import Branch, Person
from partyday.model.problems import Problem
from partyday.words.terms import term

if TYPE_CHECKING:
    from partyday.model.members import Record
    from partyday.services.importing import RosterImport
    from partyday.services.members import Card

app = noun(_("The roster of a branch."), "partyday member list")

Who = Annotated[
    str, typer.Argument(metavar="WHO", help=_("Name, pinyin, initials, roster number, or staff/student number."))
]
Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--circumstance",
        metavar="KIND",
        help=_("mobile, infirm, ill, away, leave, suspended or leader; may be repeated."),
    ),
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help=_("From this day on; by default today."))]
Text = Annotated[str | None, typer.Option()]


def _details_json(branch: Branch, person: Person, record: "Record") -> dict[str, Any]:
    """All that is known of somebody, but for what was before."""
    return {
        **_listed_json(branch, person, record),
        "pinyin": person.pinyin,
        "initials": person.initials,
        **{name: getattr(record.member, name) for name in _SHOWN},
        "id_number": _masked(record.member.id_number),
        "kept": record.member.kept,
    }


def _card_json(card: "Card", run: Run) -> dict[str, Any]:
    return {
        **_details_json(card.branch, card.person, card.record),
        "memberships": [
            {
                "branch": card.branch_names[membership.branch_id],
                **{name: getattr(membership, name) for name in ("number", "since", "until", "ended_by", "note")},
            }
            for membership in card.record.memberships
        ],
        "standings": [{"standing": dated.standing, "since": dated.since} for dated in card.record.standings],
        "periods": [
            {"circumstance": dated.kind, "since": dated.since, "until": dated.until}
            for dated in card.record.circumstances
        ],
    }


#: What a card shows of the member beside the names and numbers.
_SHOWN = (*PLAIN[:4], "full_on", *PLAIN[4:])


def _listed_json(branch: Branch, person: Person, record: "Record") -> dict[str, Any]:
    return {
        "number": person.number,
        "name": person.name,
        "standing": person.standing,
        "circumstances": sorted(person.circumstances),
        "joined": record.member.joined_on,
        "branch": branch.name,
    }


def _masked(number: str) -> str:
    return number[:3] + "*" * (len(number) - 5) + number[-2:] if number else ""


def _tell(run: Run, card: "Card", **more: tuple[str, Any]) -> None:
    """One member's card; `more` are further JSON keys, each with its label on the screen and its value."""
    if run.json:
        output.emit({**_card_json(card, run), **{key: value for key, (_label, value) in more.items()}})
        return
    person, member = card.person, card.record.member
    circumstances = listed(term(kind) for kind in sorted(person.circumstances))
    output.fields(
        {
            _("number"): person.number,
            _("name"): person.name,
            _("branch"): card.branch.name,
            _("standing"): term(person.standing),
            _("circumstances"): circumstances,
            _("joined"): member.joined_on,
            _("full member since"): member.full_on,
            _("pinyin"): f"{person.pinyin} ({person.initials})" if person.pinyin else "",
            _("staff/student number"): person.staff_number,
            _("Party group"): member.party_group,
            _("gender"): member.gender,
            _("ethnicity"): member.ethnicity,
            _("born"): member.born_on,
            _("post"): member.post,
            _("telephone"): member.phone,
            _("education"): member.education,
            _("ID number"): _masked(member.id_number),
            **card.record.member.kept,
            **dict(more.values()),
        }
    )
    for membership in card.record.memberships:
        end = f"{membership.until} {term(membership.ended_by)} {membership.note}" if membership.ended_by else ""
        branch_name = card.branch_names[membership.branch_id]
        output.say(f"  {branch_name} №{membership.number}: {membership.since} → {end}")
    for standing in card.record.standings:
        output.say(f"  {term(standing.standing)}: {standing.since} →")
    for circumstance in card.record.circumstances:
        output.say(f"  {term(circumstance.kind)}: {circumstance.since} → {circumstance.until or ''}")


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
            store,
            run.act,
            run.branch_name,
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

    with run.book() as store:
        try:
            card = attempt(twice=run.yes)
        except NeedsAnswer as question:
            if not run.confirmed(str(question)):
                raise typer.Exit from None
            card = attempt(twice=True)
    if len(card.person.initials) < sum(not char.isascii() and char.isalpha() for char in card.person.name):
        output.talk(
            _("No reading is known for this name: give it with `member set {number} --pinyin …`.").format(
                number=card.person.number
            )
        )
    _tell(run, card)


@command(app, _("The roster, by number."), "partyday member list --csv > 花名册.csv", name="list")
def roster(
    ctx: typer.Context,
    everybody: Annotated[bool, typer.Option("--all", help=_("Also who has left the branch."))] = False,
    columns: Annotated[
        str, typer.Option(metavar="WHICH", help=_("usual, or all: every column of the roster, kept ones too."))
    ] = "usual",
) -> None:
    """List people; of all branches under the one named."""
    if columns not in ("usual", "all"):
        raise WrongUsage(_("--columns is usual or all, not {given}.").format(given=columns))
    from partyday.services import members
    from partyday.services.branches import below
    from partyday.services.lookup import choose_branch

    run = Run(ctx)
    run.long()
    with run.book() as store:
        branches = run.branches(store)
        chosen = choose_branch(branches, run.branch_name, any_kind=run.branch_name is not None)
        found = members.listed(store, below(branches, chosen), run.today, ended=everybody)
    if columns == "all":
        return _list_all(run, found)
    if run.json:
        output.emit([_listed_json(branch, person, record) for branch, person, record in found])
        return None
    headers = [_("number"), _("name"), _("standing"), _("circumstances"), _("joined"), _("Party group"), _("branch")]
    rows = [
        (
            person.number,
            person.name,
            term(person.standing),
            listed(term(kind) for kind in sorted(person.circumstances)),
            record.member.joined_on,
            person.group,
            branch.name,
        )
        for branch, person, record in found
    ]
    output.listing(headers, rows, as_csv=run.csv)
    return None


def _list_all(run: Run, found: "list[tuple[Branch, Person, Record]]") -> None:
    from partyday.services.rosters import full_roster

    if run.json:
        return output.emit([_details_json(branch, person, record) for branch, person, record in found])
    table = full_roster(found)
    return output.listing(table.headers, table.rows, as_csv=run.csv)


@command(
    app,
    _("One member's card: data, memberships, standings and circumstances with their dates."),
    "partyday member show zs",
)
def show(ctx: typer.Context, who: Who) -> None:
    """Show one member."""
    from partyday.services import members

    run = Run(ctx)
    with run.book() as store:
        card = members.show(store, run.branch_name, who, run.today)
    _tell(run, card)


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
    joined: Annotated[str | None, typer.Option(metavar="DATE", help=_("The date of joining, corrected."))] = None,
    full_on: Annotated[str | None, typer.Option(metavar="DATE", help=_("When they became a full member."))] = None,
    staff_number: Annotated[str | None, typer.Option(help=_("Staff or student number (工号/学号)."))] = None,
    group: Annotated[str | None, typer.Option(help=_("Party group (党小组)."))] = None,
    gender: Annotated[str | None, typer.Option(help=_("Gender (性别)."))] = None,
    phone: Annotated[str | None, typer.Option(help=_("Telephone (联系电话)."))] = None,
    post: Annotated[str | None, typer.Option(help=_("Post (工作岗位)."))] = None,
) -> None:
    """Change one member."""
    from partyday.services import members

    run = Run(ctx)
    values: dict[str, Any] = {
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
    with run.book() as store:
        card = members.change(
            store,
            run.act,
            run.branch_name,
            who,
            values={key: value for key, value in values.items() if value is not None},
            standing=choice(Standing, standing, "--standing") if standing else None,
            circumstances=_kinds(circumstance, "--circumstance"),
            ended=_kinds(end, "--end"),
            since=run.date(since) if since else None,
            until=run.date(until) if until else None,
        )
    _tell(run, card)


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
    from partyday.services.dues.ledgers import paid_until_of

    run = Run(ctx)
    with run.book() as store:
        card = members.transfer(store, run.act, run.branch_name, who, to, run.date(on), outside=outside)
        until = paid_until_of(store, card.person.id, card.branch, run.today)
    _tell(run, card, dues_paid_until=(_("dues paid until"), until))


@command(
    app,
    _("End a membership by death or removal from the Party; the records stay."),
    "partyday member remove 张三 --because died --on 2026-05-01",
)
def remove(
    ctx: typer.Context,
    who: Who,
    because: Annotated[str, typer.Option(metavar="WHY", help=_("died, or removed (from the Party)."))] = "removed",
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("The first day no longer a member; by default today."))
    ] = None,
    reason: Annotated[str, typer.Option(help=_("What the log shall say."))] = "",
) -> None:
    """End one membership."""
    from partyday.services import members

    run = Run(ctx)
    how = choice(MembershipEnd, because, "--because", but=MembershipEnd.TRANSFERRED)
    with run.book() as store:
        card = members.remove(store, run.act, run.branch_name, who, run.date(on), how, reason)
    _tell(run, card)


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
    settled: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="HEADER=COLUMN",
            help=_("Which column a header is, as 身份=人员类别; nothing behind = leaves it unread. May be repeated."),
        ),
    ] = None,
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
            _("Which file shall be imported?"), _("Name it, or write a sample sheet with --template FILE.")
        )
    from partyday.services.importing import RosterFile, import_roster

    roster = RosterFile(
        path=file,
        sheets=sheet or (),
        standing=choice(Standing, standing, "--standing") if standing else None,
        settled=dict(_header_and_column(each) for each in settled or ()),
    )
    with run.book() as store:
        outcome = import_roster(
            store,
            run.act,
            run.branch_name,
            roster,
            since=run.date(since) if since else None,
            partial=partial,
            create_branches=create_branches,
            dry_run=dry_run,
        )
    _tell_import(run, outcome, dry_run=dry_run)
    if outcome.rejected:
        raise typer.Exit(10)
    return None


def _header_and_column(text: str) -> tuple[str, str]:
    header, equals, column = text.replace("＝", "=").partition("=")
    if not equals or not header.strip():
        raise WrongUsage(_("--map takes a header and a column, as 身份=人员类别, not “{text}”.").format(text=text))
    return header.strip(), column.strip()


def _write_template(run: Run, template: Path) -> None:
    from partyday.forms import roster_template, xlsx

    xlsx.write(roster_template.build(), output.target(template, yes=run.yes, ending=".xlsx"))
    if run.json:
        output.emit({"file": template})
    else:
        output.say(_("A sheet to fill in: {file}").format(file=template))


def _tell_import(run: Run, outcome: "RosterImport", *, dry_run: bool) -> None:
    from dataclasses import asdict

    from partyday.services.importing import Verdict

    counts = {verdict.value: outcome.count(verdict) for verdict in Verdict}
    if run.json:
        output.emit(
            {
                **counts,
                "rejected": [asdict(problem) for problem in outcome.rejected],
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
    _tell_rejected(outcome.rejected)
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


def _tell_rejected(problems: list[Problem]) -> None:
    for problem in problems:
        output.say(
            _("row {row}, {column}: “{value}” {problem}").format(
                row=problem.row, column=problem.column, value=problem.value, problem=problem.problem
            )
        )
