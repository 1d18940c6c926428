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


def like_url(text: str) -> bool:
    """Whether a text is, or was meant as, a database URL: there may be a password in it."""
    return re.search(_LIKE_URL, text.translate(_NARROW)) is not None and not re.match(_DRIVE, text)


def names_password(place: str) -> bool:
    """Whether a place that is no URL has a password in it: no file is made by that name."""
    narrow = place.translate(_NARROW)
    return not is_url(narrow) and re.search(_PASSWORD, narrow) is not None and not re.match(_DRIVE, place)


def shown(place: str) -> str:
    """The book's place as it may be printed: without a password, wherever it stands and however the URL is mistyped.

    Nothing is shown but what is known to be no password: of what cannot be read as a URL, its beginning.
    """
    if not like_url(place):
        return place
    found = re.fullmatch(_KNOWN, place, re.DOTALL)
    if found is None:
        begin = re.match(_SCHEME, place)
        return f"{begin[0] if begin else ''}…"
    user = found["user"]
    if user is not None:
        name, colon, _password = user.partition(":")
        user = f"{name}:***@" if colon and re.fullmatch(r"[A-Za-z0-9_.-]+", name) else "…@"
    query = found["query"]
    if query is not None:
        query = "?" + "&".join(map(_shown_setting, re.split("[&;]", query)))
    return "".join((found["scheme"], user or "", found["rest"], query or ""))


def _shown_setting(setting: str) -> str:
    name, sign, _value = setting.partition("=")
    return setting if name.lower() in _OPEN else f"{name}=***" if sign else "***"


# Patterns stay texts until one is needed: every command imports this.
#: An @ behind a colon, or behind what stands on the same key; a stroke may be between them where none is before them.
_PASSWORD = r"(?i)[:;][^/\\]*@|^[^/\\~.:;][^/\\:;]*[:;].*@|(?:passw|pwd|secret|token)[^=]*="
#: What is, or was meant as, a database URL: a scheme, a database's name before a sign of a URL, a password, a host
#: behind an @ and a database behind that.
_LIKE_URL = rf"{_PASSWORD}|^[\w+.-]*:/?/|^[\w+]*(?:sql|postgres|psycopg)[\w+]*\W|@[\w.-]+(?::\d+)?/[\w-]+$"
_ALMOST_URL = r"^[\w+.-]{2,}:/?|^[\w+.-]+//|:[^/\\]*@"
_DRIVE = r"[A-Za-z]:(?:/[^@=]*|\\[^=]*)$"
#: The full-width signs of an input method that was left on.
_NARROW = str.maketrans("：；＠／＝？", ":;@/=?")
_SCHEME = r"(?i)[A-Z][A-Z0-9+.-]*:?/+|[A-Z0-9+]*(?:sql|postgres|psycopg)[A-Z0-9]*:"
_KNOWN = (
    r"(?P<scheme>(?:[A-Za-z][A-Za-z0-9+.-]*:/{1,3})?)(?:(?P<user>.*)@)?"
    r"(?P<rest>(?:\[[0-9A-Fa-f:.]*\]|[\w.-]*)(?::\d*)?(?:/[^:@?#=;&]*)?)(?:\?(?P<query>.*))?"
)
#: What stands behind these in a URL is no secret.
_OPEN = ("application_name", "connect_timeout", "dbname", "host", "port", "sslmode", "user")


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
