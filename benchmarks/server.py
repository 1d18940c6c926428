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


@contextmanager
def server(settings: Mapping[str, str]) -> Iterator[str]:
    """The URL of an empty database on a new server, which is gone afterwards."""
    bin_folder = programs()
    assert bin_folder is not None, "PostgreSQL is not installed"
    home = mkdtemp(prefix="partyday-server-")
    user = _NOBODY if os.getuid() == 0 else []
    if user:
        shutil.chown(home, "nobody")

    def run(program: str, *words: str) -> None:
        said = Path(home).with_suffix(".log")
        with said.open("wb") as log:
            command = [*user, str(bin_folder / program), "-D", f"{home}/data", *words]
            subprocess.run(command, cwd=home, env={**os.environ, "HOME": home}, check=True, stdout=log, stderr=log)
        said.unlink()

    run("initdb", "-U", "partyday", "-A", "trust", "-E", "UTF8", "--no-locale")
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    try:
        run("pg_ctl", "-w", "-l", f"{home}/log", "-o", f"-k {home} -p 54330 -c listen_addresses='' {options}", "start")
        yield f"postgresql+psycopg://partyday@/postgres?host={home}&port=54330"
    finally:
        run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)
