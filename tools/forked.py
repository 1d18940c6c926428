"""Command lines of partyday, each in a process that is forked from one which has read the program already.

A command says what `python -m partyday` says, at a fifth of the cost: documents and tests run hundreds of them. That a
fresh process starts is what `tests/cli/test_process.py` tries.
"""

import atexit
import functools
import gc
import importlib
import io
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

#: What is read beforehand beside the program: what its papers are made with.
LIBRARIES = ("docx", "openpyxl", "pypinyin", "rich.table")
#: Never part of a command but of making and upgrading books.
LEFT_OUT = ("partyday.migrations", "partyday.store.compiling", "partyday.store.statements", "partyday.store.tables")


def said(words: Sequence[str], folder: Path, environment: Mapping[str, str], source: bytes = b"") -> tuple[int, str]:
    """The exit code of a command in a folder, and what it said on both streams in order; `source` is its input."""
    ready = _ready(environment.get("PARTYDAY_LANG", ""))
    assert ready.stdin
    assert ready.stdout
    with tempfile.TemporaryDirectory() as place:
        given, told = Path(place) / "in", Path(place) / "out"
        given.write_bytes(source)
        asked = [list(words), str(folder), dict(environment), str(given), str(told)]
        ready.stdin.write(json.dumps(asked) + "\n")
        ready.stdin.flush()
        return int(ready.stdout.readline()), told.read_text("utf-8")


@functools.cache
def _ready(language: str) -> "subprocess.Popen[str]":
    """The process that others are forked from: the program settles its language as it is read."""
    process = subprocess.Popen(
        [sys.executable, __file__],
        env={**os.environ, "PARTYDAY_LANG": language},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    atexit.register(process.communicate)
    return process


def _read_all() -> None:
    import partyday

    for module in pkgutil.walk_packages(partyday.__path__, "partyday.", onerror=lambda _name: None):
        if not module.name.startswith(LEFT_OUT) and not module.ispkg:
            importlib.import_module(module.name)
    for name in LIBRARIES:
        importlib.import_module(name)


def _become(words: list[str], folder: str, environment: dict[str, str], given: str, told: str) -> None:
    """Be the process of this command."""
    from partyday.__main__ import main as partyday

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    os.dup2(os.open(given, os.O_RDONLY), 0)
    os.dup2(os.open(told, os.O_WRONLY | os.O_CREAT), 1)
    os.dup2(1, 2)
    sys.stdin = os.fdopen(0, encoding="utf-8")
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(os.fdopen(stream, "wb", 0), encoding="utf-8", write_through=True) for stream in (1, 2)
    )
    sys.argv = ["partyday", *words]
    code: object = 1
    try:
        partyday()
    except SystemExit as end:
        code = end.code
    finally:  # not through Python's own end, which would take every module apart
        os._exit(code if isinstance(code, int) else 0)


def main() -> None:
    """Fork for every line of the input; answer with the exit code."""
    _read_all()
    gc.freeze()
    asked, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    for line in asked:
        if not (child := os.fork()):
            _become(*json.loads(line))
        _child, status = os.waitpid(child, 0)
        answers.write(f"{os.waitstatus_to_exitcode(status)}\n")
        answers.flush()


if __name__ == "__main__":
    main()
