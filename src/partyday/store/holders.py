"""Who is writing to a book that is a file: what a waiting command says. Loaded only when one waits.

SQLite's lock for writing is one byte of a file beside the book, and POSIX systems tell which process holds it. On
others, and on network folders, it stays unknown.
"""

import os
import struct
import sys
from contextlib import suppress
from pathlib import Path

from partyday.config import login_of
from partyday.i18n import _

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

#: SQLite's byte: of a book with a -wal file in the -shm file, else in the book itself.
_BYTES = (("-shm", 120), ("", 0x40000001))

#: A file that is closed drops the locks that SQLite has on it in the same process, so that these stay open.
_opened: list[int] = []


def holder(book: str) -> str:
    """Who holds the lock for writing, as a sentence can name them."""
    for tail, place in _BYTES:
        with suppress(OSError, struct.error):
            if process := _process(f"{book}{tail}", place):
                return _named(process)
    return _("another program")


def _process(path: str, place: int) -> int | None:
    if fcntl is None or sys.platform != "linux":  # what is asked for below has another shape elsewhere
        return None
    opened = os.open(path, os.O_RDWR)
    _opened.append(opened)
    # struct flock of 64-bit Linux: type, whence, start, length, process.
    layout = "hhqqi4x"
    asked = struct.pack(layout, fcntl.F_WRLCK, os.SEEK_SET, place, 1, 0)
    kind, _whence, _start, _length, process = struct.unpack(layout, fcntl.fcntl(opened, fcntl.F_GETLK, asked))
    return process if kind != fcntl.F_UNLCK and process > 0 else None


def _named(process: int) -> str:
    folder = Path("/proc", str(process))
    try:
        words = folder.joinpath("cmdline").read_bytes().decode(errors="replace").split("\0")
        names = [Path(word).name for word in words]
        said = " ".join(words[names.index("partyday") + 1 :]).strip() if "partyday" in names else ""
        user = login_of(folder.stat().st_uid)
    except OSError:
        return _("process {number}").format(number=process)
    if said:
        return _("{user}, who runs `partyday {command}`").format(user=user, command=" ".join(said.split()[:2]))
    return _("{user} (process {number})").format(user=user, number=process)
