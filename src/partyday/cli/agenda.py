"""`partyday agenda`: what comes next, and what is open."""

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.command import command, verb
from partyday.cli.run import Run
from partyday.cli.seen import seen
from partyday.errors import FOUND_SOMETHING
from partyday.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from partyday.services.agenda import Item

app = verb()

ITEM: "Answer[Item]" = Answer(
    Field("date", lambda item: item.on, N_("date")),
    Field("kind", lambda item: item.kind, N_("kind")),
    Field("text", lambda item: item.text, N_("what")),
    Field("overdue", lambda item: item.overdue, N_("overdue"), lambda item: _("overdue") if item.overdue else ""),
)


@command(app, _("What comes next, and what is open."), "partyday agenda")
def agenda(
    ctx: typer.Context,
    check: Annotated[bool, typer.Option("--check", help=_("Exit 3 where something is overdue."))] = False,
    ahead: Annotated[int, typer.Option(min=0, help=_("How many activity days ahead."))] = 2,
    each: Annotated[
        bool, typer.Option("--each", help=_("A line for each that is overdue, not one for all of a kind."))
    ] = False,
) -> None:
    """List what is due and what is coming, by date."""
    from partyday.services.agenda import agenda as items_of
    from partyday.store.book import shown

    run = Run(ctx)
    with run.desk() as desk:
        branch = desk.node
        items = items_of(desk, ahead=ahead)
    if run.json or run.csv:
        ITEM.listing(run, items)
    else:
        lines = [seen(_("{branch}, {date}").format(branch=branch.name, date=run.today))]
        lines += [line for item in (items if each else in_few_lines(items)) for line in _lines(item)]
        output.show(lines if items else [*lines, _("Nothing is open.")])
        output.talk(_("Book: {place}").format(place=shown(run.place)))
    if check and any(item.overdue for item in items):
        raise typer.Exit(FOUND_SOMETHING)


def in_few_lines(items: "Sequence[Item]") -> "Iterator[Item]":
    """The items with what is overdue of one kind as one, in the place of the first, which tells how many they are."""
    alike = Counter(item.kind for item in items if item.overdue)
    told: set[str] = set()
    for item in items:
        if not item.overdue or alike[item.kind] == 1:
            yield item
        elif item.kind not in told:
            told.add(item.kind)
            text = _("{count} of this kind, first: {text}").format(count=alike[item.kind], text=item.text)
            yield replace(item, text=text)


def _lines(item: "Item") -> list[str]:
    """An item as it is read, an exclamation mark before what is overdue."""
    begun = f"{'!' if item.overdue else ' '} {item.on}  "
    lines = output.hanging(begun, item.text, " " * len(begun))
    return [output.loud(line) for line in lines] if item.overdue else lines
