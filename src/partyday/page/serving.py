"""Serving the pages until the day is closed, or somebody stops it; telling of each claim as it comes in."""

import asyncio
import ipaddress
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from urllib.parse import urlsplit

import uvicorn
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from partyday.errors import BookUnusable
from partyday.page.pages import BEAT, Busy, CheckInPage
from partyday.services import claims
from partyday.services.claims import ClaimSeen

Tell = Callable[[ClaimSeen], None]

#: So many browsers at once; the next is told to come again.
_MOST_AT_ONCE = 1000

#: In bytes, the line of a request with its headers.
_LARGEST_HEAD = 16_384


class Serving:
    """The server of a page on a socket that listens. `tell` hears of each claim, `turned` when the code turns."""

    def __init__(
        self,
        page: CheckInPage,
        listening: socket.socket,
        tell: Tell,
        turned: Callable[[], None] = lambda: None,
        *,
        behind_proxy: bool = False,
    ) -> None:
        self.page, self.tell, self.turned = page, tell, turned
        self._listening = listening
        self._told = {seen.claim.id for seen in claims.of_day(page.desks(), page.day.id).claims}
        config = uvicorn.Config(
            OwnHosts(page.app(), page.pages.base, listening.getsockname()[0]),
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            http="h11",
            loop="asyncio",
            limit_concurrency=_MOST_AT_ONCE,
            h11_max_incomplete_event_size=_LARGEST_HEAD,
            timeout_keep_alive=10,
            timeout_graceful_shutdown=5,
            proxy_headers=behind_proxy,
            forwarded_allow_ips="127.0.0.1,::1",
        )
        self.server = uvicorn.Server(config)

    def run(self) -> bool:
        """Serve; whether it was the day's end that ended it. Ctrl-C ends it too."""
        is_over = False
        try:
            with suppress(KeyboardInterrupt):
                is_over = asyncio.run(self._serve())
        finally:
            self.page.close()
        self._tell_of(claims.of_day(self.page.desks(), self.page.day.id).claims)
        return is_over

    def stop(self) -> None:
        """Let it end, from another thread."""
        self.server.should_exit = True

    async def _serve(self) -> bool:
        watching = asyncio.create_task(self._watch())
        try:
            await self.server.serve(sockets=[self._listening])
        finally:
            watching.cancel()
        return watching.done() and not watching.cancelled() and watching.result()

    async def _watch(self) -> bool:
        """Tell of what is new, and let the server end with the day."""
        shown = ""
        while True:
            if shown != (shown := self.page.codes.on_the_wall()):
                self.turned()
            with suppress(Busy, BookUnusable):
                claimed = await self.page.ask(lambda desk: claims.of_day(desk, self.page.day.id))
                self._tell_of(claimed.claims)
                if claimed.is_over:
                    self.server.should_exit = True
                    return True
            await asyncio.sleep(2 * BEAT)

    def _tell_of(self, seen_ones: Iterable[ClaimSeen]) -> None:
        for seen in seen_ones:
            if seen.claim.id not in self._told:
                self._told.add(seen.claim.id)
                self.tell(seen)


class OwnHosts:
    """Serves who asks for this page by its own name or by an address: no other site's name may lead a browser here."""

    def __init__(self, app: ASGIApp, base: str, bound: str) -> None:
        self._app = app
        self._names = {urlsplit(base).hostname, bound, "localhost"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        host = urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname
        if host in self._names or _is_address(host or ""):
            await self._app(scope, receive, send)
        else:
            await PlainTextResponse("not this host", 421)(scope, receive, send)


def _is_address(host: str) -> bool:
    with suppress(ValueError):
        return bool(ipaddress.ip_address(host))
    return False


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises OSError where it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=512)


def address_of(listening: socket.socket) -> str:
    """The address under which a browser reaches it; of one on all networks, that of the network it would go out by."""
    host, port = listening.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = _own_address(host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _own_address(host: str) -> str:
    """What this computer is called where it would go out; nothing is sent for that."""
    outside = ("2001:db8::1", 9) if ":" in host else ("192.0.2.1", 9)
    with suppress(OSError), socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.connect(outside)
        return str(out.getsockname()[0])
    return socket.gethostname()
