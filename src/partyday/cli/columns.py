"""`--map`: what somebody says a header of a paper is, on every command that takes in a sheet."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.errors import WrongUsage
from partyday.i18n import _

if TYPE_CHECKING:
    from partyday.services.desk import Desk

Mapped = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="HEADER=COLUMN",
        help=_("Which column a header is, as 身份=人员类别; nothing behind = leaves it unread. May be repeated."),
    ),
]


def columns_of(pairs: list[str] | None) -> Mapping[str, str]:
    """Header → the column it is said to be, blank for one that is left unread. Raises WrongUsage for another text."""
    return dict(map(_header_and_column, pairs or ()))


def tell_unkept(desk: "Desk", settled: Mapping[str, str]) -> None:
    """Where something was said of headers and this login cannot have it remembered: that it cannot."""
    from partyday.services.columns import are_kept

    if settled and not are_kept(desk):
        output.talk(
            _("What --map says is not remembered, since this login may not write for all branches: say it each time.")
        )


def _header_and_column(text: str) -> tuple[str, str]:
    header, equals, column = text.replace("＝", "=").partition("=")
    if not equals or not header.strip():
        raise WrongUsage(_("--map takes a header and a column, as 身份=人员类别, not “{text}”.").format(text=text))
    return header.strip(), column.strip()
