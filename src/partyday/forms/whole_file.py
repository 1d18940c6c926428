"""A file written whole or not at all, with what can go wrong told in words. Knows no file format."""

import errno
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from partyday.disk import put, unfinished
from partyday.errors import BadInput, Conflict, PartydayError
from partyday.i18n import _

_DISK_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A new file that takes the place of `path` when everything was written; before that `path` is not touched.

    It is its owner's alone, and on the disk with its name. Raises BadInput where the folder or the disk does not allow
    it, Conflict where `path` is open elsewhere.
    """
    with ExitStack() as stack:
        try:
            _refuse(path)
            temporary = stack.enter_context(unfinished(path))
            with temporary.open("wb") as file:
                yield file
        except OSError as error:
            raise _not_written(path, error) from error
        try:
            put(temporary, path)
        except PermissionError as error:
            raise _is_open(path) from error
        except OSError as error:
            raise _not_written(path, error) from error


def write_bytes(path: Path, content: bytes) -> None:
    """Write a small file whole or not at all. Raises as `replacing` does."""
    with replacing(path) as file:
        file.write(content)


def _refuse(path: Path) -> None:
    if path.is_dir():
        raise BadInput(_("“{path}” is a folder.").format(path=path), _("Give the name of a file in it."))
    # Outside Windows nothing stops a file from being replaced under LibreOffice, which only leaves this note.
    if path.exists() and path.with_name(f".~lock.{path.name}#").exists():
        raise _is_open(path)


def _not_written(path: Path, error: OSError) -> PartydayError:
    if error.errno in _DISK_FULL:
        return BadInput(
            _("“{path}” could not be written: the disk is full.").format(path=path),
            _("Make room (in the folder for temporary files too) and try again, or choose another disk with -o."),
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return BadInput(
            _("There is no folder “{folder}”.").format(folder=path.parent),
            _("Make the folder first, or choose another file with -o."),
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return BadInput(
            _("Files may not be written to “{folder}”.").format(folder=path.parent),
            _("Choose a file in another folder with -o."),
        )
    return BadInput(
        _("“{path}” could not be written: {reason}.").format(path=path, reason=error.strerror or error),
        _("Choose another file with -o."),
    )


def _is_open(path: Path) -> Conflict:
    return Conflict(
        _("“{path}” is open in another program, or protected.").format(path=path),
        _("Close it there and try again, or choose another file with -o."),
    )
