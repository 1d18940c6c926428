"""`partyday policy`: what the policies say, since when, and where it stands."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field, tell
from partyday.cli.command import command, noun
from partyday.cli.nouns import SOURCE, where
from partyday.cli.run import Run
from partyday.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from partyday.rules.parameters import Parameter
    from partyday.rules.policy.reader import Dated, Policy
    from partyday.rules.policy.shown import PolicyDifference

app = noun(_("The policies: cited, dated values."), "partyday policy show hebei")


def _about(name: str) -> "Callable[[Policy], str]":
    """What a policy says of itself under a name."""
    return lambda policy: policy.about.get(name, "")


POLICY: "Answer[Policy]" = Answer(
    Field("name", lambda policy: policy.name, N_("policy")),
    Field("title", lambda policy: policy.title, N_("title")),
    Field("base", lambda policy: policy.base.name if policy.base else None, N_("stands on")),
    Field("region", lambda policy: policy.about.get("region", ""), N_("region")),
    Field("kind", lambda policy: policy.about.get("kind", ""), N_("kind")),
    *(Field(name, _about(name)) for name in ("issued", "address", "seen", "limitations")),
)

#: A parameter, its value and the policy that the value stands in.
VALUE: "Answer[tuple[Parameter[Any], Dated[Any], Policy]]" = Answer(
    Field("key", lambda told: told[0].key, N_("parameter")),
    Field("", lambda told: _(told[0].about), N_("what it is")),
    Field("value", lambda told: _plain(told[1].value), N_("value"), lambda told: _in_one_line(told[0], told[1].value)),
    Field("since", lambda told: told[1].since, N_("since")),
    Field("policy", lambda told: told[2].name),
    Field("source", lambda told: SOURCE.json(told[1].source), N_("source"), lambda told: where(told[1].source)),
    columns=("key", "what it is", "since", "value", "source"),
)


def _in_one_line(parameter: "Parameter[Any]", value: Any) -> str:
    from partyday.rules.policy.shown import as_text

    return as_text(parameter, value)


def _plain(value: Any) -> Any:
    from partyday.rules.policy.shown import as_json

    return as_json(value)


@command(app, _("The policies that ship with partyday."), "partyday policy list", name="list")
def listed_policies(ctx: typer.Context) -> None:
    """List them by name."""
    from partyday.rules.policy import reader as policies
    from partyday.rules.policy.shipped import PACKAGED

    run = Run(ctx)
    loaded = [policies.load(name) for name in PACKAGED]
    POLICY.listing(run, loaded)


@command(
    app,
    _("Every value in force on a day, with its source. Without NAME, the policy of the branch."),
    "partyday policy show hebei",
)
def show(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME|FILE]", help=_("A policy that ships, or a policy file."))
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
    if policy.about.get("limitations") and not (run.json or run.csv):
        output.say()
        output.say(_("What is not known of it: {limitations}").format(limitations=policy.about["limitations"]))


@command(
    app, _("Check a policy file of your own: every complaint names its line."), "partyday policy check 学校制度.toml"
)
def check(ctx: typer.Context, file: Annotated[str, typer.Argument(metavar="FILE", help=_("The policy file."))]) -> None:
    """Read a policy file strictly; exit 10 where something is wrong with it."""
    from partyday.rules.calendar import Calendar
    from partyday.rules.policy import reader as policies
    from partyday.rules.schedule import plan_year
    from partyday.services.schedule import terms_of

    run = Run(ctx)
    policy = policies.load(file)
    policies.in_force(policy, run.today)
    for year in (run.today.year, run.today.year + 1):  # what is accepted here, a schedule takes
        plan_year(year, None, policy, Calendar(), terms=terms_of(run.config.terms))
    told = {"ok": True, "name": policy.name, "title": policy.title}
    tell(run, told, _("{name}: every value has its source."))


#: What two policies say of one parameter.
DIFFERENCE: "Answer[PolicyDifference]" = Answer(
    Field("key", lambda told: told.parameter.key, N_("parameter")),
    Field("", lambda told: _(told.parameter.about), N_("what it is")),
    Field("one", lambda told: _side(told.one), N_("the first"), lambda told: _side_in_words(told, told.one)),
    Field("other", lambda told: _side(told.other), N_("the second"), lambda told: _side_in_words(told, told.other)),
)


def _side(dated: "Dated[Any] | None") -> Any:
    if dated is None:
        return None
    return {"value": _plain(dated.value), "source": SOURCE.json(dated.source)}


def _side_in_words(told: "PolicyDifference", dated: "Dated[Any] | None") -> str:
    return "" if dated is None else _in_one_line(told.parameter, dated.value)


@command(
    app,
    _("Say what two policies differ in, and what that changes in the findings of this book."),
    "partyday policy diff hebei 学校制度.toml",
)
def diff(
    ctx: typer.Context,
    one: Annotated[str, typer.Argument(metavar="A", help=_("A policy that ships, or a policy file."))],
    other: Annotated[str, typer.Argument(metavar="B", help=_("Another."))],
    on: Annotated[str | None, typer.Option(metavar="DATE", help=_("On which day; by default today."))] = None,
) -> None:
    """Compare two policies. Without a book the values alone are compared."""
    from partyday.cli.review import FINDING, tell_findings
    from partyday.rules.policy import reader as policies
    from partyday.rules.policy.shown import differences
    from partyday.services.branches import under
    from partyday.services.policies import compared
    from partyday.store.places import is_url

    run = Run(ctx)
    day = run.date(on)
    first, second = policies.load(one), policies.load(other)
    values = differences(first, second, day)
    found = None
    if is_url(run.place) or Path(run.place).exists():
        with run.desk() as desk:
            chosen = under(desk.branches, desk.node) if run.branch_name else desk.branches
            found = compared(desk, chosen, first, second, day)
    if run.json:
        sides = found or ((), ())
        told = {"one": first.name, "other": second.name, "values": [DIFFERENCE.json(value) for value in values]}
        findings = {side: list(map(FINDING.json, only)) for side, only in zip(("one", "other"), sides, strict=True)}
        output.emit(told | {"findings": findings if found else None})
        return
    DIFFERENCE.listing(run, values, title=_("{one} and {other}").format(one=first.title, other=second.title))
    if run.csv or found is None:
        return
    for policy, only in ((first, found.only_one), (second, found.only_other)):
        output.say()
        output.say(_("Only {policy} finds in this book ({count}):").format(policy=policy.title, count=len(only)))
        tell_findings(only, several=len(chosen) > 1)
