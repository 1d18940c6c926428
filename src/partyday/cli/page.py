"""`partyday page`: the check-in page, for phones in the room and for members elsewhere."""

import json
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.claims import CLAIM
from partyday.cli.command import command, verb
from partyday.cli.nouns import PERSON
from partyday.cli.run import Run, at_terminal
from partyday.errors import BadInput, PartydayError
from partyday.i18n import N_, _, listed
from partyday.words.claims import remarks
from partyday.words.terms import term

if TYPE_CHECKING:
    import socket

    from partyday.model.people import Person
    from partyday.page.pages import CheckInPage
    from partyday.services.claims import ClaimSeen
    from partyday.services.desk import Desk

app = verb()

_PORT = 8617

LINK: "Answer[tuple[Person, str]]" = Answer(
    PERSON.within(lambda link: link[0]), Field("url", lambda link: link[1], N_("personal link"))
)


class NotInstalled(PartydayError):
    """The extra `page` is not there."""

    exit_code = 2


@command(
    app,
    _("Open the check-in page until the day is closed. What comes in are claims (自报): a person confirms them."),
    "partyday page --host 192.168.1.20 --link 7,12",
)
def page(
    ctx: typer.Context,
    day: Annotated[str | None, typer.Option(metavar="DATE[:am|pm]", help=_("Which day; by default today's."))] = None,
    host: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help=_(
                "Where it listens: by default this computer alone. With an address of this computer in the room's "
                "network everybody there reaches it, unencrypted."
            ),
        ),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", help=_("The port; 0: any that is free."))] = _PORT,
    url: Annotated[
        str | None,
        typer.Option(metavar="URL", help=_("What phones open, where a proxy with TLS stands before it: https://…")),
    ] = None,
    link: Annotated[
        list[str] | None,
        typer.Option(metavar="WHO,…", help=_("Who gets a personal link beside the mobile and away members.")),
    ] = None,
) -> None:
    """Serve the page."""
    run = Run(ctx)
    run.long()
    try:
        from partyday.page.codes import Codes
        from partyday.page.pages import CheckInPage
        from partyday.page.serving import Serving, address_of
    except ImportError as missing:
        raise NotInstalled(
            _("The check-in page needs more than partyday itself: {error}").format(error=missing),
            _("Install it with its extra: pip install 'partyday[page]'"),
        ) from None
    from partyday.services import claims
    from partyday.services.lookup import split_list

    base = _base(url)
    with run.desk() as desk:
        session = claims.day_of_page(desk, day)
        listening = _listen(host, port)
        with listening:
            links = claims.make_links(desk, session.ref, split_list(link or ()))
            served = CheckInPage(
                _desks(run, desk),
                session,
                base or address_of(listening),
                Codes(session.id, time.time),
                time.time,
                links,
            )
            show = _Shown(run, served)
            serving = Serving(served, listening, show.claim, show.turned, behind_proxy=base is not None)
            is_over = False
            with suppress(KeyboardInterrupt):  # before it serves, too: Ctrl-C is how it ends
                show.opened(host, is_behind_proxy=base is not None)
                is_over = serving.run()
    output.talk(_("The day is closed, and so is the page.") if is_over else _("The page is closed."))
    output.talk(_("What waits: `partyday checkin --claims --day {day}`").format(day=session.ref))


def _desks(run: Run, desk: "Desk") -> "Callable[[], Desk]":
    """A desk for each question: a page is open for hours, and another day may begin meanwhile."""
    from partyday.services.desk import Desk

    def fresh() -> Desk:
        today = run.today if run.stand_in else date.today()  # noqa: DTZ011  # the day on the user's calendar
        return Desk(desk.store, replace(desk.act, today=today), desk.branch.name)

    return fresh


def _base(url: str | None) -> str | None:
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise BadInput(
            _("“{url}” is no address that a phone opens.").format(url=url),
            _("Write it as https://host or with a path."),
        )
    return url.rstrip("/")


def _listen(host: str, port: int) -> "socket.socket":
    from partyday.page.serving import listen

    try:
        return listen(host, port)
    except (OSError, OverflowError) as error:
        said = getattr(error, "strerror", None) or error
        raise BadInput(
            _("The page cannot listen at {host}, port {port}: {error}").format(host=host, port=port, error=said),
            _("Another page may be open there: name another --port, or 0; --host takes an address of this computer."),
        ) from None


class _Shown:
    """What the terminal, or a script, is told while the page is open."""

    def __init__(self, run: Run, page: "CheckInPage") -> None:
        self._run, self._page = run, page
        self._is_drawn = at_terminal() and not run.json
        self._last: list[str] = []

    def opened(self, host: str, *, is_behind_proxy: bool) -> None:
        """Where the page is, for whom, and what that means."""
        page = self._page
        if self._run.json:
            _line({"url": page.room(), "links": [LINK.json(link) for link in page.links]})
        else:
            output.say(_("The check-in page of {day} is at {url}").format(day=page.day.ref, url=page.pages.base))
            if page.links:
                LINK.table(self._run, page.links)
        for line in self._beside(host, is_behind_proxy=is_behind_proxy):
            output.talk(line)

    def _beside(self, host: str, *, is_behind_proxy: bool) -> list[str]:
        lines = [_("The secretary's page, for you alone: {url}").format(url=self._page.of_secretary())]
        if self._page.links:
            lines.append(_("Send each link to its member alone: whoever has it can claim for them."))
        if is_behind_proxy:
            lines.append(_("Phones come through the proxy at {url}.").format(url=self._page.pages.base))
        elif host in ("127.0.0.1", "::1", "localhost"):
            lines.append(_("This computer alone reaches the page. For phones in the room: --host with its address."))
        else:
            lines.append(
                _(
                    "Everybody in this network reaches the page, and what is typed goes unencrypted: "
                    "a network of your own, or a proxy with TLS (docs/page.md)."
                )
            )
        return [*lines, _("Ctrl-C ends it, and so does closing the day.")]

    def turned(self) -> None:
        """The code turned."""
        if self._is_drawn:
            self._draw()

    def claim(self, seen: "ClaimSeen") -> None:
        """A claim came in."""
        if self._run.json:
            _line(CLAIM.json(seen))
            return
        beside = listed(remarks(seen))
        told = f"{seen.person.called} {term(seen.claim.state)}"
        line = _("Claim: {claim}").format(claim=f"{told}  {beside}".rstrip())
        self._last = [*self._last, line][-_LINES:]
        if self._is_drawn:
            self._draw()
        else:
            output.say(line)
            sys.stdout.flush()

    def _draw(self) -> None:
        from partyday.page.answers import for_terminal

        page = self._page
        output.screen(
            for_terminal(page.room()),
            [
                f"{page.pages.branch} {page.pages.day}  {page.pages.base}",
                _("The code turns every 20 seconds. On the wall it is larger: the secretary's page has it."),
                _("The secretary's page, for you alone: {url}").format(url=page.of_secretary()),
                *self._last,
            ],
        )


#: So many of the last claims stand below the code.
_LINES = 6


def _line(value: Any) -> None:
    """One JSON value on one line, at once: a script reads it while the page is open."""
    output.say(json.dumps(value))
    sys.stdout.flush()
