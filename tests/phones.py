"""A check-in page that is served in this process, and browsers without a screen that open it."""

import re
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from http.client import HTTPConnection, HTTPSConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from factories import TODAY, act
from partyday.model.days import ActivityDay
from partyday.page.codes import Codes
from partyday.page.pages import CheckInPage
from partyday.page.serving import Serving, address_of, listen
from partyday.services import claims
from partyday.services.claims import ClaimSeen
from partyday.services.desk import Desk
from partyday.store.book import Store


class Clock:
    """A server's clock that stands until it is told to go on; seconds since 1970."""

    def __init__(self) -> None:
        self.now = 1_772_762_400.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Served:
    """A page that is open, with what it told of."""

    page: CheckInPage
    serving: Serving
    clock: Clock
    told: list[ClaimSeen]
    links: Mapping[str, str]
    thread: threading.Thread
    #: Where it listens, before any proxy.
    listens: str

    @property
    def base(self) -> str:
        """Its address."""
        return self.page.pages.base


@contextmanager
def serve(
    store: Store, link: tuple[str, ...] = (), today: date = TODAY, ref: str | None = None, base: str | None = None
) -> Iterator[Served]:
    """Serve the page of a day until the block ends; `base`: what phones open of a proxy before it."""
    clock, told = Clock(), list[ClaimSeen]()

    def desks() -> Desk:
        return Desk(store, act(today, command="page"))

    day: ActivityDay = claims.day_of_page(desks(), ref)
    links = claims.make_links(desks(), day.ref, link)
    with listen("127.0.0.1", 0) as listening:
        page = CheckInPage(desks, day, base or address_of(listening), Codes(day.id, clock), clock, links)
        serving = Serving(page, listening, told.append, behind_proxy=base is not None)
        thread = threading.Thread(target=serving.run)
        thread.start()
        try:
            made = {person.name: address for person, address in page.links}
            yield Served(page, serving, clock, told, made, thread, address_of(listening))
        finally:
            serving.stop()
            thread.join(20)
            assert not thread.is_alive()


@dataclass
class Got:
    """An answer."""

    status: int
    text: str
    headers: Mapping[str, str]
    url: str

    @property
    def action(self) -> str:
        """Where its form goes."""
        return str(re.findall(r'action="([^"]+)"', self.text)[-1])

    def hidden(self, name: str) -> str:
        """A hidden field of its form."""
        return str(re.findall(rf'name="{name}" value="([^"]*)"', self.text)[-1])


@dataclass
class Phone:
    """A browser that keeps cookies and runs no script."""

    base: str
    language: str = "zh-CN,zh;q=0.9"
    cookies: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    trusts: ssl.SSLContext | None = None

    def get(self, url: str) -> Got:
        """Open an address, a redirect too."""
        return self._ask("GET", url, None)

    def post(self, url: str, **fields: str) -> Got:
        """Send a form."""
        return self.send(url, urlencode(fields).encode())

    def send(self, url: str, body: bytes) -> Got:
        """Send what may be no form at all."""
        return self._ask("POST", url, body)

    def sign_in(self, url: str, who: str, proof: str) -> Got:
        """Scan the code, type, send."""
        room = self.get(url)
        assert room.status == 200, room.text
        return self.post(room.action, session=room.hidden("session"), who=who, proof=proof)

    def _ask(self, method: str, url: str, body: bytes | None) -> Got:
        parts = urlsplit(url)
        netloc = urlsplit(self.base).netloc
        over = HTTPConnection if self.trusts is None else partial(HTTPSConnection, context=self.trusts)
        connection = over(netloc, timeout=30)
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Accept-Language": self.language, **({"Cookie": kept} if kept else {}), **self.extra}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, headers)
        answer = connection.getresponse()
        got = Got(answer.status, answer.read().decode(), dict(answer.getheaders()), url)
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        connection.close()
        if got.status == 303:
            return self.get(got.headers["location"])
        return got


def until(what: Callable[[], bool]) -> None:
    """Wait a little for what another thread does."""
    waited = threading.Event()
    for _attempt in range(100):
        if what():
            return
        waited.wait(0.05)
    raise AssertionError("it did not happen in five seconds")
