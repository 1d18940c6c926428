"""The pictures and scans of days, kept beside the book under their hashes: the book itself holds what they are called.

A book in a file has them in a folder of its name; one on a server leaves them on this computer, in the user's folder of
data. Imports `config`, `disk` and the connection alone.
"""

import shutil
from pathlib import Path

from partyday import config
from partyday.disk import OWN_FOLDER, own, put, unfinished
from partyday.errors import BadInput, NotFound
from partyday.i18n import _
from partyday.model import digest
from partyday.store.book import Store
from partyday.store.connection import Connection
from partyday.store.places import path_of

#: What stands behind the name of a book in that of the folder of its files.
ENDING = ".files"

_AT_ONCE = 1 << 20

#: In bytes: a film is not kept here.
LARGEST = 256 << 20


def folder_of(store: Store) -> Path:
    """The folder of the files of a book, which may not be there yet."""
    if path_of(store.place) is not None:
        return folder_at(store.place, "")
    with store.reading() as connection:
        return folder_at(store.place, str(connection.run("BOOKS")[0][1]))


def folder_at(place: str, uid: str) -> Path:
    """The same of the book with that name of its own (`uid`) at a path or URL."""
    path = path_of(place)
    return config.folder("data") / (uid + ENDING) if path is None else Path(path + ENDING)


def place_of(folder: Path, sha256: str, name: str) -> Path:
    """Where a file with this hash is kept; its ending is that of its name."""
    return folder / f"{sha256}{Path(name).suffix.lower()}"


def measured(path: Path) -> tuple[str, int]:
    """The hash of a file and its size in bytes. Raises NotFound, BadInput."""
    if not path.is_file():
        raise NotFound(_("There is no file {file}.").format(file=path))
    try:
        size = path.stat().st_size
        if not 0 < size <= LARGEST:
            raise BadInput(
                _("{file} is empty, or larger than {size} MB.").format(file=path.name, size=LARGEST >> 20),
                _("Pictures and scans are kept here, no films."),
            )
        return hashed(path), size
    except OSError as error:
        raise BadInput(_("{file} cannot be read: {error}").format(file=path, error=error.strerror)) from None


def keep(folder: Path, path: Path, sha256: str, name: str) -> None:
    """Copy a file into the folder, whole; one that is there is left as it is. Raises BadInput."""
    target = place_of(folder, sha256, name)
    try:
        if target.exists() and hashed(target) == sha256:
            return
        folder.mkdir(OWN_FOLDER, parents=True, exist_ok=True)
        with unfinished(target) as made:
            shutil.copyfile(path, made)
            own(made)
            put(made, target)
    except OSError as error:
        raise BadInput(
            _("{file} cannot be kept in {folder}: {error}").format(
                file=path.name, folder=folder, error=error.strerror or error
            )
        ) from None


def bring(reader: Connection, source: Path, target: Path, brought: list[Path]) -> tuple[int, tuple[str, ...]]:
    """Copy the pictures and scans of a book that are on this computer into another folder: how many there are, and the
    names of the others. Which are new there is told in `brought`.
    """
    absent = []
    count = 0
    for name, sha256 in reader.run("FILES"):
        path = place_of(source, sha256, name)
        if not is_whole(source, sha256, name):
            absent.append(name)
            continue
        count += 1
        if source != target:
            made = place_of(target, sha256, name)
            if not made.exists():
                brought.append(made)
            keep(target, path, sha256, name)
    return count, tuple(absent)


def is_whole(folder: Path, sha256: str, name: str) -> bool | None:
    """Whether the file that is kept is still what it was; None where it is not there."""
    path = place_of(folder, sha256, name)
    try:
        return hashed(path) == sha256 if path.is_file() else None
    except OSError:
        return None


def drop(folder: Path, sha256: str, name: str) -> None:
    """Remove a file that no day names any more."""
    place_of(folder, sha256, name).unlink(missing_ok=True)


def hashed(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    found = digest.sha256()
    with path.open("rb") as opened:
        while piece := opened.read(_AT_ONCE):
            found.update(piece)
    return found.hexdigest()
