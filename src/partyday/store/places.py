"""Where a book is: a file's path, or a database URL with what a driver needs of it."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

_URL = (
    r"(?P<kind>[\w+]+)://"
    r"(?:(?P<user>[^:/]*)(?::(?P<password>[^@]*))?@)?"
    r"(?:\[(?P<address>[^/?]+)\]|(?P<host>[^/:?]+))?(?::(?P<port>\d*))?"
    r"(?:/(?P<name>[^?]*))?(?:\?(?P<query>.*))?"
)


class Address(NamedTuple):
    """The parts of a database URL. `kind` is what stands before `://`."""

    kind: str
    user: str | None
    password: str | None
    host: str | None
    port: int | None
    name: str | None
    query: tuple[tuple[str, str], ...]

    @property
    def for_postgresql(self) -> dict[str, str | int]:
        """The parts by the names that PostgreSQL's driver gives them."""
        parts = {"host": self.host, "port": self.port, "dbname": self.name, "user": self.user}
        given = {**parts, "password": self.password, **dict(self.query)}
        return {name: value for name, value in given.items() if value}


def is_url(place: str) -> bool:
    """Whether the book is named by a database URL rather than by a file's path."""
    return "://" in place


def address(url: str) -> Address | None:
    """The parts of a database URL; None where it cannot be read."""
    found = re.fullmatch(_URL, url)
    if found is None:
        return None
    return Address(
        kind=found["kind"],
        user=_unquoted(found["user"]),
        password=_unquoted(found["password"]),
        host=found["address"] or found["host"],
        port=int(found["port"]) if found["port"] else None,
        name=found["name"],
        query=tuple(parse_qsl(found["query"] or "")),
    )


def _unquoted(text: str | None) -> str | None:
    return None if text is None else unquote(text)


def shown(place: str) -> str:
    """The book's place as it may be printed: a URL without its password."""
    if not is_url(place):
        return place
    found = re.fullmatch(_URL, place)
    if found is None:  # nothing but a scheme can be told apart from a password
        return place.partition("://")[0] + "://…"
    if found["password"] is None:
        return place
    begin, end = found.span("password")
    return f"{place[:begin]}***{place[end:]}"


def path_of(place: str) -> str | None:
    """The file of a book, named by its path or by an SQLite URL; None for a book on a server."""
    if not is_url(place):
        return place
    found = address(place)
    if found is None or found.kind.partition("+")[0] != "sqlite":
        return None
    return found.name or ""
