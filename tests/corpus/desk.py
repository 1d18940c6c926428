"""Run the command line as a user does, in this process, in a folder with a book of its own."""

import contextlib
import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commands import Said
from corpus.books import BOOKS, TODAY
from partyday.__main__ import run
from partyday.store.sqlite import PRAGMAS

Run = Callable[..., Said]


@contextlib.contextmanager
def desk(folder: Path) -> Iterator[Run]:
    """A function that runs a command in the folder, whose book is `book.partyday`.

    `file` is written there first and its name stands for `{}` among the words. No book waits for the disk.
    """

    def call(*words: str, file: bytes | None = None, stdin: bytes = b"") -> Said:
        if file is not None:
            (folder / "given.csv").write_bytes(file)
            words = tuple("given.csv" if word == "{}" else word for word in words)
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            code = run(list(words))
        return Said(code, out.getvalue(), err.getvalue())

    with pytest.MonkeyPatch.context() as patch, contextlib.chdir(folder):
        for name in list(os.environ):
            if name.startswith("PARTYDAY_"):
                patch.delenv(name)
        patch.setenv("PARTYDAY_CONFIG", os.devnull)
        patch.setenv("PARTYDAY_BOOK", str(folder / "book.partyday"))
        patch.setenv("PARTYDAY_TODAY", TODAY)
        patch.setitem(PRAGMAS, "synchronous", "OFF")
        yield call


class Shelf:
    """The prepared books: each is made once, and copied for whoever needs it."""

    def __init__(self, folder: Path):
        self.folder = folder

    def lay(self, name: str, folder: Path) -> None:
        """Put a copy of the book of this name into the folder."""
        kept = self.folder / name
        if not kept.exists():
            kept.mkdir()
            with desk(kept) as office:
                BOOKS[name](office)
            (kept / "given.csv").unlink(missing_ok=True)
        shutil.copytree(kept, folder, dirs_exist_ok=True)
