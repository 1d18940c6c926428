"""`partyday policy`: what the policies say, since when, and where it stands."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field, tell
from partyday.cli.command import command, noun
from partyday.cli.nouns import SOURCE, where
from partyday.cli.run import Run
from partyday.errors import BadInput, WrongUsage
from partyday.i18n import N_, _
from partyday.i18n import listed as listed_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from partyday.model.findings import Finding
    from partyday.model.people import Branch
    from partyday.rules.parameters import Parameter
    from partyday.rules.policy.reader import Dated, Policy
    from partyday.rules.policy.shown import PolicyDifference
    from partyday.services.policies import Compared, Edition, SetPolicy, Shown

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

#: A parameter, its value and the name of whoever says so: a policy, or the branch itself.
VALUE: "Answer[tuple[Parameter[Any], Dated[Any], str]]" = Answer(
    Field("key", lambda told: told[0].key, N_("parameter")),
    Field("", lambda told: _(told[0].about), N_("what it is")),
    Field("value", lambda told: _plain(told[1].value), N_("value"), lambda told: _in_one_line(told[0], told[1].value)),
    Field("since", lambda told: told[1].since, N_("since")),
    Field("policy", lambda told: told[2]),
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
    editions: Annotated[
        bool, typer.Option("--editions", help=_("Which policies the branch was given in this book, and when."))
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help=_("Write the policy as a file, to change and set again.")),
    ] = None,
) -> None:
    """Show one policy, the editions in the book, or write one as a file."""
    from partyday.rules.policy import reader as policies

    run = Run(ctx)
    if editions:
        if name or out:
            raise WrongUsage(_("--editions is of the policy in the book: without NAME and -o."))
        return _editions(run)
    day = run.date(on)
    told = None if name else _of_branch(run, day)
    policy = told.policy if told else policies.load(name or "")
    if out is not None:
        path = output.target(out, yes=run.yes)
        output.write_bytes(path, policy.text.encode())
        tell(run, {"file": path, "name": policy.name, "edition": policy.edition}, _("Written: {file}"))
        return None
    VALUE.listing(run, _values(policy, told, day), title=policy.title)
    if policy.about.get("limitations") and not (run.json or run.csv):
        output.say()
        output.flow(_("What is not known of it: {limitations}").format(limitations=policy.about["limitations"]))
    return None


def _of_branch(run: Run, day: date) -> "Shown":
    from partyday.services.policies import shown

    with run.desk() as desk:
        return shown(desk, day)


def _values(policy: "Policy", told: "Shown | None", day: date) -> "list[tuple[Parameter[Any], Dated[Any], str]]":
    """What a policy says on a day; where the branch fixed its own recurrence, that stands in its place."""
    from partyday.model.findings import Source
    from partyday.rules.parameters import RECURRENCE
    from partyday.rules.policy.reader import Dated, in_force

    values = [(parameter, dated, layer.name) for parameter, dated, layer in in_force(policy, day)]
    if told is None or told.own is None:
        return values
    rules, branch = told.own
    fixed: Dated[Any] = Dated(rules, Source(branch.name))
    return [(RECURRENCE, fixed, branch.name) if value[0] is RECURRENCE else value for value in values]


def _editions(run: Run) -> None:
    from partyday.services.policies import editions

    with run.desk() as desk:
        EDITION.listing(
            run, editions(desk), nothing=_("The book holds no policy of its own: partyday policy set 学校制度.toml")
        )


EDITION: "Answer[Edition]" = Answer(
    Field("branch", lambda told: told.branch.name, N_("branch")),
    Field("name", lambda told: told.edition.name, N_("policy")),
    Field("title", lambda told: told.policy.title, N_("title")),
    Field("since", lambda told: told.edition.since, N_("since")),
    Field("until", lambda told: told.until, N_("until")),
    Field("set_on", lambda told: told.edition.set_on, N_("set on")),
    Field("counts", lambda told: told.counts, N_("counts"), lambda told: _("yes") if told.counts else _("no")),
    Field("edition", lambda told: told.policy.edition),
)


@command(
    app,
    _("Give the book a policy of your own, or one that ships: for the branch named, else for all of the book."),
    "partyday policy set 学校制度.toml --on 2026-09-01",
    name="set",
)
def set_policy(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|NAME", help=_("A policy file, or a policy that ships."))],
    on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help=_("It holds from this day on; without it, in place of the policy of today.")),
    ] = None,
) -> None:
    """Put a policy into the book."""
    from partyday.services import policies
    from partyday.services.schedule import terms_of

    run = Run(ctx)
    with run.desk() as desk:
        told = policies.set_policy(desk, file, run.date(on) if on else None, terms_of(run.config.terms))
    if run.json:
        output.emit(SET.json(told))
        return
    since = told.edition.since
    sentence = (
        _("{branch} goes by {title} from {since} on.") if since else _("{branch} goes by {title}, for all its days.")
    )
    output.say(sentence.format(branch=told.branch.name, title=told.policy.title, since=since))
    if told.others:
        names = listed_words(branch.name for branch in told.others)
        output.talk(_("These keep a policy of their own: {names}.").format(names=names))
    output.talk(_("Next: partyday schedule {year} --dry-run shows which days it moves.").format(year=run.today.year))


SET: "Answer[SetPolicy]" = Answer(
    Field("branch", lambda told: told.branch.name),
    Field("name", lambda told: told.policy.name),
    Field("title", lambda told: told.policy.title),
    Field("since", lambda told: told.edition.since),
    Field("set_on", lambda told: told.edition.set_on),
    Field("edition", lambda told: told.policy.edition),
    Field("others", lambda told: [branch.name for branch in told.others]),
)


@command(
    app,
    _("Check a policy file of your own: every complaint with its line, and what it would alter in this book."),
    "partyday policy check 学校制度.toml",
)
def check(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=_("The policy file."))],
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("As if it held from this day on; else in place of today's."))
    ] = None,
) -> None:
    """Read a policy file strictly; exit 10 where something is wrong with it."""
    from partyday.rules.policy import reader as policies
    from partyday.services.policies import complaints_of
    from partyday.services.schedule import terms_of

    run = Run(ctx)
    day = run.date(on) if on else None
    complaints = complaints_of(file, run.today, terms_of(run.config.terms))
    if complaints:
        if run.json:
            output.emit({"ok": False, "problems": complaints})
        for complaint in () if run.json else complaints:
            output.talk(complaint)
        output.talk(_("Mend the policy file; nothing was changed."))
        raise typer.Exit(BadInput.exit_code)
    policy = policies.load(file)
    altered = _altered(run, file, day)
    if run.json:
        from partyday.cli.review import FINDING

        told = {"ok": True, "name": policy.name, "title": policy.title, "problems": []}
        gone, new = altered[0] if altered else ((), ())
        findings = {"gone": list(map(FINDING.json, gone)), "new": list(map(FINDING.json, new))}
        output.emit(told | {"findings": findings if altered else None})
        return
    output.say(_("{name}: every value has its source.").format(name=policy.name))
    if altered is not None:
        _tell_altered(*altered[0], several=len(altered[1]) > 1)


def _tell_altered(gone: "Sequence[Finding]", new: "Sequence[Finding]", *, several: bool) -> None:
    """What a policy would alter in the findings of the year in this book."""
    from partyday.cli.review import tell_findings

    if not gone and not new:
        output.say(_("It alters nothing in the findings of this year."))
    for heading, findings in (
        (_("No longer found in this year ({count}):"), gone),
        (_("Newly found in this year ({count}):"), new),
    ):
        if findings:
            output.say()
            output.say(heading.format(count=len(findings)))
            tell_findings(findings, several=several)


def _altered(run: Run, file: str, on: "date | None") -> "tuple[Compared, list[Branch]] | None":
    """The same, where there is a book that has a branch; None where there is none to compare with."""
    from partyday.services.policies import of_the_year

    if not _has_book(run):
        return None
    run.long()
    with run.desk() as desk:
        return of_the_year(desk, file, on) if desk.branches else None


def _has_book(run: Run) -> bool:
    from partyday.store.places import is_url

    return is_url(run.place) or Path(run.place).exists()


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

    run = Run(ctx)
    day = run.date(on)
    first, second = policies.load(one), policies.load(other)
    values = differences(first, second, day)
    found = None
    if _has_book(run):
        with run.desk() as desk:
            chosen = under(desk.tree, desk.node) if run.branch_name else desk.branches
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
