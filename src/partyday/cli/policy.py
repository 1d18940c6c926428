"""`partyday policy`: what the policies say, since when, and where it stands."""

from typing import Annotated, Any

import typer

from partyday.cli import output
from partyday.cli.command import command, noun
from partyday.cli.run import Run
from partyday.i18n import _
from partyday.words.findings import cited

app = noun(_("The policies: cited, dated values."), "partyday policy show hebei")


@command(app, _("The policies that ship with partyday."), "partyday policy list", name="list")
def listed_policies(ctx: typer.Context) -> None:
    """List them by name."""
    from partyday.rules.policy import reader as policies

    run = Run(ctx)
    loaded = [policies.load(name) for name in policies.PACKAGED]
    if run.json:
        output.emit([{"name": each.name, "title": each.title, "base": _base(each)} for each in loaded])
        return
    rows = [(each.name, each.title, _base(each)) for each in loaded]
    output.listing([_("policy"), _("title"), _("stands on")], rows, as_csv=run.csv)


def _base(policy: Any) -> str | None:
    return policy.base.name if policy.base else None


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
        with run.book() as store:
            policy = policy_of(run.branches(store), run.branch(store))
    else:
        policy = policies.load(name)
    values = policies.in_force(policy, run.date(on))
    if run.json:
        output.emit(
            [
                {
                    "key": parameter.key,
                    "value": dated.value,
                    "since": dated.since,
                    "policy": layer.name,
                    "source": {
                        "document": dated.source.document,
                        "number": dated.source.number,
                        "article": dated.source.article,
                        "house": dated.source.house,
                    },
                }
                for parameter, dated, layer in values
            ]
        )
        return
    rows = [
        (parameter.key, _(parameter.about), dated.since, policies.as_text(dated.value), where(dated.source))
        for parameter, dated, _layer in values
    ]
    columns = [_("parameter"), _("what it is"), _("since"), _("value"), _("source")]
    output.listing(columns, rows, as_csv=run.csv, title=policy.title)


def where(source: Any) -> str:
    """A source in one line; a house value says that it is one."""
    if source.house:
        return _("house value of partyday")
    return cited(source)


@command(
    app, _("Check a policy file of your own: every complaint names its line."), "partyday policy check 学校制度.toml"
)
def check(ctx: typer.Context, file: Annotated[str, typer.Argument(metavar="FILE", help=_("The policy file."))]) -> None:
    """Read a policy file strictly; exit 10 where something is wrong with it."""
    from partyday.rules.policy import reader as policies

    run = Run(ctx)
    policy = policies.load(file)
    policies.in_force(policy, run.today)
    if run.json:
        output.emit({"ok": True, "name": policy.name, "title": policy.title})
    else:
        output.say(_("{name}: every value has its source.").format(name=policy.name))
