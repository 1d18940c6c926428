"""Files that are whole or absent, and their owner's alone: what every room that writes a file stands on.

A file is made in a folder of unfinished ones beside its place, synced, and moved there in one step. What a killed
command left in that folder is cleared away by the next one that meets it. Standard library alone.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows refuses to remove a file that is open, which serves as well
    fcntl = None  # type: ignore[assignment]

#: The owner alone reads and writes. Windows has no such bits: there the rights of the folder hold for its files.
OWN_FILE, OWN_FOLDER = 0o600, 0o700

#: The folder of files that are not finished, beside the file they are to be.
UNFINISHED = ".partyday-unfinished"


@contextmanager
def unfinished(place: Path) -> Iterator[Path]:
    """A new, empty file on the disk of `place`, for its owner alone; gone when this ends, unless it was moved away.

    Raises OSError.
    """
    folder = place.parent / UNFINISHED
    clear(folder)
    path = folder / f"{os.urandom(8).hex()}.tmp"
    held = _claimed(path)
    try:
        yield path
    finally:
        for tail in ("", "-journal", "-wal", "-shm"):  # a book that is being made has files beside it
            with suppress(OSError):
                Path(f"{path}{tail}").unlink()
        if held is not None:
            os.close(held)
        with suppress(OSError):
            folder.rmdir()  # another command may have one there


def _claimed(path: Path) -> int | None:
    """Make the file and hold it, so that `clear` knows it from one whose command was killed."""
    while True:
        with suppress(FileExistsError):
            path.parent.mkdir(OWN_FOLDER)
        try:
            made = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWN_FILE)
        except FileNotFoundError:  # the last one to leave took the folder with it
            continue
        if fcntl is None:
            os.close(made)
            return None
        with suppress(OSError):  # not every file system knows such locks
            fcntl.flock(made, fcntl.LOCK_EX)
        if path.exists():
            return made
        os.close(made)  # another's `clear` was quicker than the lock


def clear(folder: Path) -> None:
    """Remove what killed commands left in a folder of unfinished files; what a running one makes there stays."""
    try:
        left = list(folder.iterdir())
    except OSError:
        return
    for path in left:
        with suppress(OSError):
            if fcntl is None:
                path.unlink()  # refused where it is open
                continue
            main = path.with_name(path.name.partition(".tmp")[0] + ".tmp")
            found = os.open(main if main.exists() else path, os.O_RDWR)
            try:
                fcntl.flock(found, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
            finally:
                os.close(found)
    with suppress(OSError):
        folder.rmdir()


def clear_beside(place: str) -> None:
    """The same for the folder that a file is in. One look at the disk where nothing was left."""
    folder = Path(place).parent / UNFINISHED
    with suppress(OSError):  # a name that no file can have
        if folder.is_dir():
            clear(folder)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else who asks for the same folder runs what is inside at the same time, where the system knows how."""
    if fcntl is None:
        yield
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def put(finished: Path, place: Path) -> None:
    """Let a finished file take a place in one step, whatever stood there. Raises OSError."""
    sync(finished)
    finished.replace(place)
    sync_folder(place.parent)


def put_new(finished: Path, place: Path) -> None:
    """The same where nothing stands yet. Raises FileExistsError where something does, OSError."""
    sync(finished)
    try:
        os.link(finished, place)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _reserve_and_put(finished, place)
    else:
        finished.unlink()
    sync_folder(place.parent)


#: What file systems say that know no second name of a file.
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EACCES}


def _reserve_and_put(finished: Path, place: Path) -> None:
    os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN_FILE))
    finished.replace(place)


def sync(path: Path) -> None:
    """Let what was written to a file be on the disk. Raises OSError."""
    opened = os.open(path, os.O_RDWR)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def sync_folder(folder: Path) -> None:
    """Let the names in a folder be on the disk, where the system knows how (Windows does it of itself)."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network folders refuse it
            os.fsync(opened)
    finally:
        os.close(opened)


def own(path: Path) -> None:
    """Let a file be its owner's alone, where it is ours to say."""
    with suppress(OSError):
        path.chmod(OWN_FILE)
