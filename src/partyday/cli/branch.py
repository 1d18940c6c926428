"""`partyday branch`: the tree, its offices and recurrence."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.command import choice, command, noun
from partyday.cli.run import Run
from partyday.i18n import N_, _
from partyday.i18n import listed as listed_words
from partyday.model.codes import BranchKind
from partyday.words.terms import term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partyday.model.people import Branch

app = noun(_("The tree of branches, their offices and recurrence."), "partyday branch list")

Secretary = Annotated[str | None, typer.Option(help=_("The secretary (支部书记)."))]
Organiser = Annotated[str | None, typer.Option(help=_("The organiser (组织委员)."))]
PolicyName = Annotated[str | None, typer.Option(help=_("A policy of its own: hebei, zhongzhou or a file."))]
Recurrence = Annotated[list[str] | None, typer.Option(help=_("A recurrence of its own: RRULE[:full|am|pm]."))]
Since = Annotated[
    str | None, typer.Option(metavar="DATE", help=_("The records begin here: before it no day, nothing due."))
]
Superior = Annotated[str | None, typer.Option(metavar="NAME", help=_("Its superior."))]


class InTree(NamedTuple):
    """A branch among all of the book."""

    branch: "Branch"
    branches: "Sequence[Branch]"

    @property
    def superior(self) -> "Branch | None":
        """The one above it."""
        return next((above for above in self.branches if above.id == self.branch.parent_id), None)

    @property
    def depth(self) -> int:
        """How many are above it."""
        return 1 + InTree(self.superior, self.branches).depth if self.superior else 0


BRANCH: Answer[InTree] = Answer(
    Field("name", lambda told: told.branch.name, N_("branch"), lambda told: "  " * told.depth + told.branch.name),
    Field("kind", lambda told: told.branch.kind, N_("kind"), lambda told: term(told.branch.kind)),
    Field("superior", lambda told: told.superior.name if told.superior else None),
    Field("policy", lambda told: told.branch.policy, N_("policy")),
    Field(
        "recurrence",
        lambda told: list(told.branch.recurrence or ()),
        N_("recurrence"),
        lambda told: " ".join(told.branch.recurrence or ()),
    ),
    Field("secretary", lambda told: told.branch.secretary, N_("secretary")),
    Field("organiser", lambda told: told.branch.organiser, N_("organiser")),
    Field("since", lambda told: told.branch.since),
    columns=("name", "kind", "secretary", "organiser", "policy", "recurrence"),
)


def _tell(run: Run, branch: "Branch", branches: "Sequence[Branch]", sentence: str) -> None:
    if run.json:
        output.emit(BRANCH.json(InTree(branch, branches)))
    else:
        output.say(sentence.format(name=branch.name))


@command(app, _("Add a branch under its superior."), "partyday branch add 学生第二党支部 --superior 计算机学院党总支")
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("Its official name."))],
    superior: Superior = None,
    kind: Annotated[str | None, typer.Option(help=_("committee, general or branch; by default from its name."))] = None,
    policy: PolicyName = None,
    recurrence: Recurrence = None,
    secretary: Secretary = None,
    organiser: Organiser = None,
    since: Since = None,
) -> None:
    """Add one branch."""
    from partyday.services import branches

    run = Run(ctx)
    with run.desk() as desk:
        made = branches.add(
            desk,
            name,
            superior,
            kind=choice(BranchKind, kind, "--kind") if kind else None,
            policy=policy,
            recurrence=recurrence or (),
            secretary=secretary or "",
            organiser=organiser or "",
            since=run.date(since) if since else None,
        )
        _tell(run, made, desk.branches, _("Added: {name}."))


@command(app, _("The tree of branches."), "partyday branch list", name="list")
def listed(ctx: typer.Context) -> None:
    """List branches, superiors before their subordinates."""
    from partyday.services.branches import lineage

    run = Run(ctx)
    with run.desk() as desk:
        branches = desk.branches
    ordered = sorted(branches, key=lambda branch: [above.id for above in reversed(lineage(branches, branch))])
    BRANCH.listing(run, [InTree(branch, branches) for branch in (branches if run.json else ordered)])


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
    rename: Annotated[str | None, typer.Option(metavar="NAME", help=_("Its new name."))] = None,
    superior: Superior = None,
    policy: PolicyName = None,
    recurrence: Recurrence = None,
    since: Since = None,
) -> None:
    """Change one branch."""
    from partyday.services import branches

    run = Run(ctx)
    with run.desk() as desk:
        made, gone = branches.change(
            desk,
            name,
            rename=rename,
            under=superior,
            policy=policy,
            recurrence=recurrence or (),
            secretary=secretary,
            organiser=organiser,
            since=run.date(since) if since else None,
        )
        _tell(run, made, desk.branches, _("Changed: {name}."))
    if gone:
        told = listed_words(day.ref for day in gone)
        output.talk(_("Taken out, since the records begin later: {days}.").format(days=told))
