"""`partyday policy`: what the policies say, since when, and where it stands."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from partyday.cli.answers import Answer, Field, tell
from partyday.cli.command import command, noun
from partyday.cli.nouns import SOURCE, where
from partyday.cli.run import Run
from partyday.i18n import N_, _

if TYPE_CHECKING:
    from partyday.rules.parameters import Parameter
    from partyday.rules.policy.reader import Dated, Policy

app = noun(_("The policies: cited, dated values."), "partyday policy show hebei")


POLICY: "Answer[Policy]" = Answer(
    Field("name", lambda policy: policy.name, N_("policy")),
    Field("title", lambda policy: policy.title, N_("title")),
    Field("base", lambda policy: policy.base.name if policy.base else None, N_("stands on")),
)

#: A parameter, its value and the policy that the value stands in.
VALUE: "Answer[tuple[Parameter[Any], Dated[Any], Policy]]" = Answer(
    Field("key", lambda told: told[0].key, N_("parameter")),
    Field("", lambda told: _(told[0].about), N_("what it is")),
    Field("value", lambda told: told[1].value, N_("value"), lambda told: _in_one_line(told[1].value)),
    Field("since", lambda told: told[1].since, N_("since")),
    Field("policy", lambda told: told[2].name),
    Field("source", lambda told: SOURCE.json(told[1].source), N_("source"), lambda told: where(told[1].source)),
    columns=("key", "what it is", "since", "value", "source"),
)


def _in_one_line(value: Any) -> str:
    from partyday.rules.policy.reader import as_text

    return as_text(value)


@command(app, _("The policies that ship with partyday."), "partyday policy list", name="list")
def listed_policies(ctx: typer.Context) -> None:
    """List them by name."""
    from partyday.rules.policy import reader as policies

    run = Run(ctx)
    loaded = [policies.load(name) for name in policies.PACKAGED]
    POLICY.listing(run, loaded)


@command(
    app,
    _("Every value in force on a day, with its source. Without NAME, the policy of the branch."),
    "partyday policy show hebei",
)
def show(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME|FILE]", help=_("hebei, national, zhongzhou, or a policy file."))
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help=_("On which day; by default today."))] = None,
) -> None:
    """Show one policy."""
    from partyday.rules.policy import reader as policies
    from partyday.services.branches import policy_of

    run = Run(ctx)
    if name is None:
        with run.desk() as desk:
            policy = policy_of(desk.branches, desk.branch)
    else:
        policy = policies.load(name)
    values = policies.in_force(policy, run.date(on))
    VALUE.listing(run, values, title=policy.title)


@command(
    app, _("Check a policy file of your own: every complaint names its line."), "partyday policy check 学校制度.toml"
)
def check(ctx: typer.Context, file: Annotated[str, typer.Argument(metavar="FILE", help=_("The policy file."))]) -> None:
    """Read a policy file strictly; exit 10 where something is wrong with it."""
    from partyday.rules.policy import reader as policies

    run = Run(ctx)
    policy = policies.load(file)
    policies.in_force(policy, run.today)
    told = {"ok": True, "name": policy.name, "title": policy.title}
    tell(run, told, _("{name}: every value has its source."))
