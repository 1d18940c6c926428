"""What a user settled once: a small TOML file and the environment, as one frozen value.

# config.toml, in the user's configuration folder (or where PARTYDAY_CONFIG points)
book = "D:/党建/book.partyday"
branch = "计算机学院教工第一党支部"
by = "李华"

[[closures]]
name = "寒假"
first = 2027-01-18
last = 2027-02-26
online = true

[[terms]]
name = "2026秋"
first = 2026-08-31
last = 2027-01-17
"""

import os
import re
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from partyday.errors import BadInput, NotFound
from partyday.i18n import _, listed

KEYS = {"book": str, "branch": str, "by": str, "closures": list, "terms": list}
CLOSURE_KEYS = {"name": str, "first": date, "last": date, "online": bool}
TERM_KEYS = {"name": str, "first": date, "last": date}


class Config(NamedTuple):
    """Settings with their defaults. `closures` and `terms` are tables of `CLOSURE_KEYS` and `TERM_KEYS`, checked."""

    book: str
    branch: str | None = None
    by: str = ""
    closures: tuple[Mapping[str, Any], ...] = ()
    terms: tuple[Mapping[str, Any], ...] = ()


def path_of(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the file is, or would be."""
    named = environ.get("PARTYDAY_CONFIG")
    return Path(named) if named else folder("config") / "config.toml"


def keep_branch(name: str | None, environ: Mapping[str, str] = os.environ) -> Path:
    """Write into the file which branch is meant where none is named; None: none. The rest of the file stays.

    Raises BadInput for a file that cannot be read or written.
    """
    path = path_of(environ)
    _read(path)
    try:
        text = path.read_text("utf-8-sig") if path.exists() else ""
        tables = re.search(r"^\s*\[", text, re.MULTILINE)
        begins = tables.start() if tables else len(text)
        kept = re.sub(r"^[ \t]*branch[ \t]*=.*\n?", "", text[:begins], flags=re.MULTILINE)
        written = "" if name is None else 'branch = "' + name.replace("\\", r"\\").replace('"', r"\"") + '"\n'
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written + kept + text[begins:], "utf-8")
    except OSError as error:
        raise BadInput(
            _("The configuration {path} cannot be written: {error}").format(path=path, error=error)
        ) from None
    return path


def load(environ: Mapping[str, str] = os.environ) -> Config:
    """Read the file, if there is one, and the environment. Raises BadInput for a key it does not know."""
    named = environ.get("PARTYDAY_CONFIG")
    settings = _read(path_of(environ))
    if named and settings is None:
        raise NotFound(_("There is no configuration {path}.").format(path=named), _("Mend or unset PARTYDAY_CONFIG."))
    settings = settings or {}
    return Config(
        book=environ.get("PARTYDAY_BOOK") or settings.get("book") or str(folder("data") / "book.partyday"),
        branch=environ.get("PARTYDAY_BRANCH", "").strip() or settings.get("branch"),
        by=settings.get("by", ""),
        closures=tuple(settings.get("closures", ())),
        terms=tuple(settings.get("terms", ())),
    )


def login() -> str:
    """The system's user who runs this process, as the system knows them and not as the environment says."""
    if os.name == "nt":
        try:
            return os.getlogin()
        except OSError:
            return "?"
    return login_of(os.getuid())


def login_of(number: int) -> str:
    """The name of a user of the system, or their number where they have none."""
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"uid {number}"


def folder(kind: str) -> Path:
    """Where programs keep their `config` or `data` on this system."""
    if sys.platform == "linux":
        # As platformdirs has it (the XDG Base Directory Specification), without the cost of loading it.
        named = os.environ.get(f"XDG_{kind.upper()}_HOME", "").strip()
        return (Path(named) if named else _home() / _USUAL[kind]) / "partyday"
    from platformdirs import PlatformDirs

    folders = PlatformDirs("partyday", appauthor=False)
    return folders.user_config_path if kind == "config" else folders.user_data_path


_USUAL = {"config": ".config", "data": ".local/share"}


def _home() -> Path:
    """The user's own folder; where the system knows none (no HOME, a user id without a name), one that cannot be."""
    try:
        return Path.home()
    except RuntimeError:
        return Path(os.devnull)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        text = path.read_text("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    import tomllib

    try:
        settings = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(path, error) from None
    _check(settings, KEYS, path)
    for closure in settings.get("closures", ()):
        _check(closure, CLOSURE_KEYS, path)
        if missing := [key for key in CLOSURE_KEYS if key not in closure]:
            raise BadInput(
                _("The configuration {path}: a closure has no {keys}.").format(path=path, keys=listed(missing))
            )
    for term in settings.get("terms", ()):
        _check(term, TERM_KEYS, path)
        if missing := [key for key in TERM_KEYS if key not in term]:
            raise BadInput(_("The configuration {path}: a term has no {keys}.").format(path=path, keys=listed(missing)))
    return settings


def _unreadable(path: Path, error: Exception) -> BadInput:
    return BadInput(_("The configuration {path} cannot be read: {error}").format(path=path, error=error))


def _check(table: Any, known: Mapping[str, type], path: Path) -> None:
    if not isinstance(table, dict):
        raise BadInput(_("The configuration {path}: `closures` and `terms` must be tables.").format(path=path))
    for key, value in table.items():
        if key not in known or not isinstance(value, known[key]):
            raise BadInput(
                _("The configuration {path} has a wrong entry: {key}.").format(path=path, key=key),
                _("It knows {keys}.").format(keys=listed(known)),
            )
