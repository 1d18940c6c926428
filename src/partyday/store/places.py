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


def mistyped(place: str) -> bool:
    """Whether a place was meant as a database URL and is none: `postgresql:/…`, `user:password@host`."""
    return not is_url(place) and re.search(_ALMOST_URL, place) is not None


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
    """The book's place as it may be printed: without a password, wherever it stands and however the URL is mistyped."""
    if not re.search(_LIKE_URL, place):
        return place
    if "://" in place and not place.partition("://")[0]:
        return "://…"
    hidden = re.sub(_IN_QUERY, r"\g<1>***", place)
    scheme = re.match(_SCHEME, hidden)
    begin = scheme.end() if scheme else 0
    last = hidden.rfind("@")
    if last > begin:
        user, colon, _password = hidden[begin:last].partition(":")
        return f"{hidden[:begin]}{user}:***{hidden[last:]}" if colon else hidden
    if ":" in hidden[begin:] and not re.fullmatch(_HOST_AND_PORT, hidden[begin:]):
        return f"{hidden[:begin]}…"  # nothing but a scheme can be told apart from a password
    return hidden


# Patterns stay texts until one is needed: every command imports this.
#: What is, or was meant as, a database URL: a scheme, a database's name before a sign of a URL, an @ behind a colon.
_LIKE_URL = r"(?i)^[\w+.-]*:/?/|^[\w+]*(?:sql|postgres|psycopg)[\w+]*\W|:[^/\\]*@|(?:passw|pwd)[^=]*="
_ALMOST_URL = r"^[\w+.-]{2,}:/?|^[\w+.-]+//|:[^/\\]*@"
_SCHEME = r"(?i)[A-Z][\w+.-]*:?/+|[\w+]*(?:sql|postgres|psycopg)\w*:"
_HOST_AND_PORT = r"(?:\[[^]]*\]|[^:/@]*)(?::\d+)?(?:/[^:@]*)?"
_IN_QUERY = r"(?i)((?:passw(?:or)?d|passphrase|passfile|pwd|pass|secret|token|sslpassword)\s*=\s*)[^&\s]*"


def without_secrets(said: str, place: str) -> str:
    """The words of a driver about a place, without what `shown` keeps back of it."""
    visible = shown(place)
    for part in sorted(re.split(r"[:/@?&=]+", place), key=len, reverse=True):
        if len(part) > 1 and part not in visible:
            said = said.replace(part, "***").replace(unquote(part), "***")
    return said


def path_of(place: str) -> str | None:
    """The file of a book, named by its path or by an SQLite URL; None for a book on a server."""
    if not is_url(place):
        return place
    found = address(place)
    if found is None or found.kind.partition("+")[0] != "sqlite":
        return None
    return found.name or ""
