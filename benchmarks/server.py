"""A PostgreSQL server of its own for as long as something is measured, with the settings that are asked for.

The tests' server does not flush its files; here a commit does, and `commit_delay` makes the flush slow.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

#: A commit is on the disk when it is told, and each flush takes at least so many microseconds.
SLOW_FLUSH = {"fsync": "on", "commit_delay": "5000", "commit_siblings": "0"}

_NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


def programs() -> Path | None:
    """The folder with PostgreSQL's own programs, the newest there is; None where it is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent  # where the others are too
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return folders[-1].parent if folders else None


#: What a server writes down for another that follows it. A commit on it is told once it can be read on the other.
FOLLOWED = {
    "fsync": "off",
    "wal_level": "replica",
    "max_wal_senders": "4",
    "synchronous_commit": "remote_apply",
    "synchronous_standby_names": "*",
}


@contextmanager
def server(settings: Mapping[str, str]) -> Iterator[str]:
    """The URL of an empty database on a new server, which is gone afterwards."""
    with _place() as home:
        _run(home, "initdb", "-D", f"{home}/data", "-U", "partyday", "-A", "trust", "-E", "UTF8", "--no-locale")
        with _started(home, 54330, settings):
            yield _url(home, 54330)


@contextmanager
def followed_server() -> Iterator[tuple[str, str]]:
    """The URLs of an empty database on a new server, and of the same on a second one that follows it and is only read.

    Both are gone afterwards.
    """
    with _place() as home, _place() as second:
        _run(home, "initdb", "-D", f"{home}/data", "-U", "partyday", "-A", "trust", "-E", "UTF8", "--no-locale")
        with _started(home, 54330, FOLLOWED):
            first = ["-h", str(home), "-p", "54330", "-U", "partyday"]
            _run(second, "pg_basebackup", "-D", f"{second}/data", *first, "--write-recovery-conf", "--checkpoint=fast")
            with _started(second, 54331, {"fsync": "off"}):
                yield _url(home, 54330), _url(second, 54331)


def _url(home: Path, port: int) -> str:
    return f"postgresql+psycopg://partyday@/postgres?host={home}&port={port}"


@contextmanager
def _place() -> Iterator[Path]:
    """A folder for a server, of the user it runs as; it is gone afterwards."""
    home = Path(mkdtemp(prefix="partyday-server-"))
    if os.getuid() == 0:
        shutil.chown(home, "nobody")
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _started(home: Path, port: int, settings: Mapping[str, str]) -> Iterator[None]:
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    listens = f"-k {home} -p {port} -c listen_addresses='' {options}"
    _run(home, "pg_ctl", "-D", f"{home}/data", "-w", "-l", f"{home}/log", "-o", listens, "start")
    try:
        yield
    finally:
        _run(home, "pg_ctl", "-D", f"{home}/data", "-m", "immediate", "stop")


def _run(home: Path, program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs in the folder of a server; what it said is left beside it where it failed."""
    bin_folder = programs()
    assert bin_folder is not None, "PostgreSQL is not installed"
    user = _NOBODY if os.getuid() == 0 else []
    said = home.with_suffix(".log")
    with said.open("wb") as log:
        command = [*user, str(bin_folder / program), *words]
        subprocess.run(command, cwd=home, env={**os.environ, "HOME": str(home)}, check=True, stdout=log, stderr=log)
    said.unlink()
