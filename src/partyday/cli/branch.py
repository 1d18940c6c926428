"""`partyday branch`: the tree, its offices and recurrence."""

import os
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field, attributes
from partyday.cli.command import choice, command, noun
from partyday.cli.run import Run
from partyday.errors import WrongUsage
from partyday.i18n import N_, _
from partyday.i18n import listed as listed_words
from partyday.model.codes import BranchKind
from partyday.model.policies import IN_BOOK
from partyday.words.terms import term
from partyday.words.typed import as_typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partyday.model.offices import FormerName
    from partyday.model.people import Branch, Person
    from partyday.services.desk import Desk
    from partyday.services.offices import Held, History

app = noun(_("The tree of branches, their offices and recurrence."), "partyday branch list")

Secretary = Annotated[str | None, typer.Option(help=_("The secretary (支部书记)."))]
Organiser = Annotated[str | None, typer.Option(help=_("The organiser (组织委员)."))]
PolicyName = Annotated[str | None, typer.Option(help=_("A policy of its own: hebei, zhongzhou or a file."))]
Recurrence = Annotated[list[str] | None, typer.Option(help=_("A recurrence of its own: RRULE[:full|am|pm]."))]
Since = Annotated[
    str | None, typer.Option(metavar="DATE", help=_("The records begin here: before it no day, nothing due."))
]
Superior = Annotated[str | None, typer.Option(metavar="NAME", help=_("Its superior."))]
Above = Annotated[
    list[str] | None, typer.Option(metavar="NAME,…", help=_("Over whom it is put: they stand under it from now on."))
]


class InTree(NamedTuple):
    """A branch among all of the book."""

    branch: "Branch"
    branches: "Sequence[Branch]"
    history: "History | None" = None

    @property
    def superior(self) -> "Branch | None":
        """The one above it."""
        return next((above for above in self.branches if above.id == self.branch.parent_id), None)

    @property
    def depth(self) -> int:
        """How many are above it."""
        return 1 + InTree(self.superior, self.branches).depth if self.superior else 0


#: Who holds an office from when on (None: nobody knows since when), by name and, a member, by number.
OFFICER: "Answer[Held]" = attributes("office since name number")
FORMER: "Answer[FormerName]" = attributes("name until")

BRANCH: Answer[InTree] = Answer(
    Field("name", lambda told: told.branch.name, N_("branch"), lambda told: "  " * told.depth + told.branch.name),
    Field("kind", lambda told: told.branch.kind, N_("kind"), lambda told: _kind(told.branch)),
    Field("superior", lambda told: told.superior.name if told.superior else None),
    Field("policy", lambda told: told.branch.policy and told.branch.policy.removeprefix(IN_BOOK), N_("policy")),
    Field(
        "recurrence",
        lambda told: list(told.branch.recurrence or ()),
        N_("recurrence"),
        lambda told: " ".join(told.branch.recurrence or ()),
    ),
    Field("secretary", lambda told: told.branch.secretary, N_("secretary")),
    Field("organiser", lambda told: told.branch.organiser, N_("organiser")),
    Field("since", lambda told: told.branch.since),
    Field("until", lambda told: told.branch.until),
    Field(
        "officers",
        lambda told: [OFFICER.json(held) for held in told.history.tenures] if told.history else [],
        N_("officers, since when"),
        lambda told: listed_words(map(_held, told.history.tenures)) if told.history else "",
    ),
    Field(
        "formerly",
        lambda told: [FORMER.json(one) for one in told.history.names] if told.history else [],
        N_("formerly"),
        lambda told: listed_words(map(_formerly, told.history.names)) if told.history else "",
    ),
    columns=("name", "kind", "secretary", "organiser", "policy", "recurrence", "officers", "formerly"),
)


def _kind(branch: "Branch") -> str:
    """What it is, and since when no more."""
    kind = term(branch.kind)
    return _("{kind}, dissolved on {date}").format(kind=kind, date=branch.until) if branch.until else kind


def _held(held: "Held") -> str:
    """Who held an office from when on; where nobody did, a dash."""
    return " ".join(filter(None, [term(held.office), held.name or "–", str(held.since or "")]))


def _formerly(one: "FormerName") -> str:
    return _("{name} (until {date})").format(name=one.name, date=one.until)


def _tell(run: Run, desk: "Desk", branch: "Branch", sentence: str) -> None:
    if run.json:
        from partyday.services.offices import histories

        output.emit(BRANCH.json(InTree(branch, desk.branches, histories(desk, [branch])[branch.id])))
    else:
        output.say(sentence.format(name=branch.name))


@command(app, _("Add a branch under its superior."), "partyday branch add 学生第二党支部 --superior 计算机学院党总支")
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("Its official name."))],
    superior: Superior = None,
    above: Above = None,
    kind: Annotated[str | None, typer.Option(help=_("committee, general or branch; by default from its name."))] = None,
    policy: PolicyName = None,
    recurrence: Recurrence = None,
    secretary: Secretary = None,
    organiser: Organiser = None,
    since: Since = None,
    out_of: Annotated[
        str | None, typer.Option("--from", metavar="BRANCH", help=_("The branch it is divided from, on --since."))
    ] = None,
    take: Annotated[
        list[str] | None, typer.Option(metavar="WHO,…", help=_("Who of that branch belongs to it from then on."))
    ] = None,
) -> None:
    """Add one branch."""
    from partyday.cli.member_answers import tell_moved
    from partyday.services import branches
    from partyday.services.lookup import split_list
    from partyday.services.reorganising import divide

    run = Run(ctx)
    if (out_of is None) is not (take is None):
        raise WrongUsage(_("--from and --take belong together: which branch is divided, and who goes."))
    with run.desk() as desk:
        begins = run.date(since) if since else None
        placing: branches.Placing = {
            "above": split_list(above or ()),
            "kind": choice(BranchKind, kind, "--kind") if kind else None,
            "policy": policy,
            "recurrence": recurrence or (),
            "secretary": secretary or "",
            "organiser": organiser or "",
            "since": begins,
        }
        moved: Sequence[Person] = ()
        if out_of is None:
            made = branches.add(desk, name, superior, **placing)
        else:
            made, moved = divide(desk, name, out_of, split_list(take or ()), under=superior, **placing)
        _tell(run, desk, made, _("Added: {name}."))
        tell_moved(run, desk, moved, made, begins or run.today)
        apart = [one.name for one in desk.branches if one.parent_id is None and one.kind is BranchKind.BRANCH]
    if apart and made.parent_id is None and made.kind is not BranchKind.BRANCH and not above and not run.json:
        output.talk(
            _("Not under it yet: {names}. Put them there: partyday branch set {name} --superior {superior}").format(
                names=listed_words(apart), name=as_typed(apart[0]), superior=as_typed(made.name)
            )
        )


@command(app, _("The tree of branches."), "partyday branch list", name="list")
def listed(ctx: typer.Context) -> None:
    """List branches, superiors before their subordinates."""
    from partyday.services.branches import lineage

    run = Run(ctx)
    from partyday.services.offices import histories

    run.long()
    with run.desk() as desk:
        branches = desk.branches
        told = histories(desk, branches)
    ordered = sorted(branches, key=lambda branch: [above.id for above in reversed(lineage(branches, branch))])
    BRANCH.listing(
        run, [InTree(branch, branches, told.get(branch.id)) for branch in (branches if run.json else ordered)]
    )


@command(
    app,
    _("Change a branch: its offices, name, superior, policy or recurrence. Without NAME, the only one."),
    "partyday branch set --secretary 李华 --organiser 王芳",
    name="set",
)
def change(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help=_("Which branch."))] = None,
    secretary: Secretary = None,
    organiser: Organiser = None,
    rename: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=_("Its new name, borne from --on; without --on the name corrected.")),
    ] = None,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("From this day on it has the new name or officers."))
    ] = None,
    superior: Superior = None,
    above: Above = None,
    kind: Annotated[str | None, typer.Option(help=_("committee, general or branch."))] = None,
    policy: PolicyName = None,
    recurrence: Recurrence = None,
    since: Since = None,
    dissolved: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("The first day on which it is no branch any more."))
    ] = None,
    into: Annotated[
        str | None, typer.Option(metavar="BRANCH", help=_("With --dissolved: which branch takes its members in."))
    ] = None,
) -> None:
    """Change one branch, or dissolve it."""
    from partyday.services import branches
    from partyday.services.lookup import split_list

    run = Run(ctx)
    changes = (secretary, organiser, rename, superior, above, kind, policy, recurrence, since)
    if dissolved or into:
        return _dissolve(run, name, dissolved, into, alone=not any(changes))
    if on and rename is None and secretary is None and organiser is None:
        raise WrongUsage(
            _("--on says from which day on, but not what."), _("Add --rename, --secretary or --organiser.")
        )
    with run.desk() as desk:
        made, gone = branches.change(
            desk,
            name,
            rename=rename,
            on=run.date(on) if on else None,
            under=superior,
            above=split_list(above or ()),
            kind=choice(BranchKind, kind, "--kind") if kind else None,
            policy=policy,
            recurrence=recurrence or (),
            secretary=secretary,
            organiser=organiser,
            since=run.date(since) if since else None,
        )
        _tell(run, desk, made, _("Changed: {name}."))
    if gone:
        told = listed_words(day.ref for day in gone)
        output.talk(_("Taken out, since the records begin later: {days}.").format(days=told))
    return None


def _dissolve(run: Run, name: str | None, on: str | None, into: str | None, *, alone: bool) -> None:
    from partyday.cli.member_answers import tell_moved
    from partyday.services.names import choose_branch
    from partyday.services.reorganising import dissolve

    if on is None or not alone:
        raise WrongUsage(_("A branch is dissolved with --dissolved DATE, perhaps --into BRANCH, and nothing else."))
    with run.desk() as desk:
        branch, moved = dissolve(desk, name, run.date(on), into)
        _tell(run, desk, branch, _("Dissolved: {name}."))
        if moved and into:
            tell_moved(run, desk, moved, choose_branch(desk.branches, desk.called(into)), run.date(on))


@command(
    app,
    _("Choose once which branch is meant where none is named; without NAME, none is."),
    "partyday branch use 学生第二党支部",
)
def use(
    ctx: typer.Context, name: Annotated[str | None, typer.Argument(metavar="NAME", help=_("Which branch."))] = None
) -> None:
    """Write the branch into the configuration: the book and its log are not touched."""
    from partyday import config
    from partyday.services.names import choose_branch

    run = Run(ctx)
    chosen = None
    if name:
        with run.desk() as desk:
            chosen = choose_branch(desk.branches, desk.called(name), any_kind=True).name
    path = config.keep_branch(chosen)
    if run.json:
        output.emit({"branch": chosen, "config": str(path)})
    elif chosen:
        output.say(_("Where no branch is named, {name} is meant from now on: {path}").format(name=chosen, path=path))
    else:
        output.say(_("No branch is meant any more where none is named: {path}").format(path=path))
    if os.environ.get("PARTYDAY_BRANCH", "").strip():
        output.talk(_("PARTYDAY_BRANCH goes before it: {name}.").format(name=os.environ["PARTYDAY_BRANCH"]))
