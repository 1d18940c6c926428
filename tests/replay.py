"""Running command lines on a copy of a kept book, and telling all they said: what `test_kept` and its tool share.

A case is a few commands on one fresh copy. Everything goes through `partyday.__main__.run`: no other module of
partyday may be imported here, since they move about and the books and their prints may not.
"""

import atexit
import base64
import functools
import gzip
import hashlib
import io
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import time
import tomllib
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

KEPT = Path(__file__).parent / "kept"
FILES = KEPT / "files"
TABLE = KEPT / "said.toml"

#: A case as it stands in the table: name, book, today, lang, and its steps.
Case = dict[str, Any]

#: A file in the working folder that is never told: the book itself and what SQLite keeps beside it.
_BOOK = re.compile(r".*\.partyday(-wal|-shm)?$")

#: What the system and the terminal would say otherwise.
_SETTLED = {
    "COLUMNS": "100",
    "TERMINAL_WIDTH": "100",
    "NO_COLOR": "1",
    "LOGNAME": "王秀芳",
    "TZ": "UTC",
    "PARTYDAY_CONFIG": os.devnull,
}
_UNSET = ("PARTYDAY_DEBUG", "PARTYDAY_BOOK", "FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS", "LANGUAGE")


def read_table() -> tuple[str, list[Case]]:
    """The UTC time up to which stamps are of the kept books themselves, and every case."""
    table = tomllib.loads(TABLE.read_text("utf-8"))
    return table["made"], table["case"]


def lay_out(case: Case, folder: Path) -> None:
    """Put the book and every file that commands take in into an empty folder.

    The book is brought up to date first, as its keeper would, unless the case is about a book that was not (`older`).
    """
    for path in FILES.iterdir():
        shutil.copyfile(path, folder / path.name)
    if name := case.get("book"):
        (folder / "book.partyday").write_bytes(_unpacked(name) if name == _OLDER else _upgraded(name))


#: The kept book that is of an older version on purpose: its case upgrades it step by step.
_OLDER = "older"


def _unpacked(name: str) -> bytes:
    with gzip.open(KEPT / f"{name}.partyday.gz") as packed:
        return packed.read()


@functools.cache
def _upgraded(name: str) -> bytes:
    with TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "book.partyday").write_bytes(_unpacked(name))
        with standing_in(folder, environment({})):
            told = call(["upgrade"])
        if told["code"]:
            raise RuntimeError(f"the kept book {name} could not be upgraded: {told}")
        with closing(sqlite3.connect(folder / "book.partyday")) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return (folder / "book.partyday").read_bytes()


def replay(case: Case, folder: Path, made: str) -> list[Mapping[str, Any]]:
    """Run every step of a case in `folder`; each with what it said: `code`, `out`, `err`, `files`.

    A case in Chinese, or one that shows help, runs in another process: one process speaks one language.
    """
    lay_out(case, folder)
    return play(case, folder, made)


def play(case: Case, folder: Path, made: str) -> list[Mapping[str, Any]]:
    """The same in a folder that is laid out; the book is at the `place` of the case, where it tells one."""
    language = case.get("lang", "en")
    if language == "en" and not case.get("apart"):
        return run_steps(case, folder, made)
    process = _beside(language)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps([case, str(folder), made]) + "\n")
    process.stdin.flush()
    said: list[Mapping[str, Any]] = json.loads(process.stdout.readline())
    return said


@functools.cache
def _beside(language: str) -> "subprocess.Popen[str]":
    """A process that speaks this language and runs one case after the other, until this one ends."""
    settings = {**environment({"lang": language}), "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        [sys.executable, __file__], env=settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    atexit.register(process.communicate)
    return process


def environment(case: Case) -> dict[str, str]:
    """The environment a case runs in: the settings of this machine are not in it."""
    kept = {name: value for name, value in os.environ.items() if name not in _UNSET}
    place = case.get("place", "book.partyday")
    return {**kept, **_SETTLED, "PARTYDAY_BOOK": place, "PARTYDAY_LANG": case.get("lang", "en")}


def run_steps(case: Case, folder: Path, made: str) -> list[Mapping[str, Any]]:
    """The same, in this process."""
    said: list[Mapping[str, Any]] = []
    with standing_in(folder, environment(case)):
        for step in case["step"]:
            os.environ["PARTYDAY_TODAY"] = step.get("today") or case["today"]
            os.environ.update(step.get("env", {}))
            before = _stamps(folder)
            told = call(shlex.split(step["line"]), step.get("stdin", ""))
            written = [name for name, stamp in _stamps(folder).items() if before.get(name) != stamp]
            told["files"] = {_steady(name, folder, made): _contents(folder / name, folder, made) for name in written}
            told |= {stream: _steady(told[stream], folder, made) for stream in ("out", "err")}
            said.append(told)
    return said


def call(words: list[str], stdin: str = "") -> dict[str, Any]:
    """Run one command line in this process: its `code`, `out` and `err`."""
    from partyday.__main__ import run

    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _stream in range(2))
    kept, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = run(words)
    finally:
        sys.stdin = kept
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode())
    return {"code": code, "out": texts[0], "err": texts[1]}


@contextmanager
def standing_in(folder: Path, settings: Mapping[str, str]) -> Iterator[None]:
    """Work in this folder, with these settings."""
    place, kept = Path.cwd(), dict(os.environ)
    _put(settings)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(place)
        _put(kept)


def _put(settings: Mapping[str, str]) -> None:
    """Make these the environment, the time zone among them: the log is told in local time."""
    os.environ.clear()
    os.environ.update(settings)
    if sys.platform != "win32":
        time.tzset()


# ---- what cannot be the same twice

_STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?Z?| UTC)|\b\d{8}T\d{6}Z|(?<=-)\d{8}-\d{6}(?=\.bak)")


def _steady(text: str, folder: Path, made: str) -> str:
    """The text with zeros for every real time after `made`, and without the name of the folder."""

    def without_new_times(found: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", found[0])
        known = re.sub(r"\D", "", made)[: len(digits)]
        return re.sub(r"\d", "0", found[0]) if digits[:14] > known[:14] else found[0]

    text = _LOGIN.sub(r'\1"{login}"', text.replace(str(folder), "{folder}"))
    return _HEAD.sub("{head}", _STAMP.sub(without_new_times, text))


#: Who runs the tests, and where the log stands: over the real time.
_LOGIN = re.compile(r'("login": )"[^"]+"')
_HEAD = re.compile(r'(?<="head": ")[0-9a-f]{64}')


# ---- files that a command wrote


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not _BOOK.match(path.name))
    return {str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.stat().st_size) for path in files}


def _contents(path: Path, folder: Path, made: str) -> str:
    """A workbook by the digests of what its cells say and of how they look, text by its own, a book by its kind."""
    if path.suffix == ".xlsx":
        return "says {}, looks {}".format(*(_digest(json.dumps(each, ensure_ascii=False)) for each in _workbook(path)))
    if path.suffix == ".bak":
        return "a book"
    return f"text {_digest(_steady(path.read_bytes().decode('utf-8', 'replace'), folder, made))}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _workbook(path: Path) -> tuple[list[Any], list[Any]]:
    from openpyxl import load_workbook

    book = load_workbook(path)
    styles: dict[Any, str] = {}  # a sheet has a few styles and thousands of cells
    says: list[Any] = []
    looks: list[Any] = []
    for sheet in book.worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None or cell.has_style]
        if sheet.title == _SEAL:
            _without_anchor(sheet)
        sheet.oddFooter.right.text = None  # type: ignore[union-attr]  # where the log stood, which is another every time
        says.append([sheet.title, sorted(map(str, sheet.merged_cells.ranges))])
        says[-1] += [[cell.coordinate, str(cell.value)] for cell in cells if cell.value is not None]
        looks.append([[name, size.width, size.hidden] for name, size in sorted(sheet.column_dimensions.items())])
        looks.append([[row, size.height] for row, size in sorted(sheet.row_dimensions.items())])
        looks.append([str(each) for each in (sheet.page_setup, sheet.page_margins, sheet.print_options)])
        looks.append([str(each) for each in (sheet.oddFooter, sheet.oddHeader, sheet.protection.sheet)])
        looks.append([sheet.sheet_state, sheet.freeze_panes, sheet.print_title_rows, str(sheet.print_area)])
        looks.append(sorted(f"{rule.sqref} {rule.formula1}" for rule in sheet.data_validations.dataValidation))
        looks.append([[cell.coordinate, _style(cell, styles)] for cell in cells])
    return says, looks


_SEAL = "partyday"


def _without_anchor(sheet: Any) -> None:
    """The seal as it would be without where the log stood: that is over the real time."""
    lines = [str(sheet.cell(row, 1).value) for row in range(1, sheet.max_row + 1)]
    text = zlib.decompress(base64.b64decode("".join(lines[3:])))
    told = json.loads(text.decode("utf-8", "surrogatepass"))
    told.pop("anchor", None)
    bare = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")
    letters = base64.b64encode(zlib.compress(bare, 9)).decode()
    chunks = [letters[at : at + 30_000] for at in range(0, len(letters), 30_000)]
    for row, line in enumerate([*lines[:2], hashlib.sha256(bare).hexdigest(), *chunks], 1):
        sheet.cell(row, 1).value = line


def _style(cell: Any, known: dict[Any, str]) -> str:
    key = (cell.font, cell.alignment, cell.border, cell.fill, cell.protection, cell.number_format)
    which = tuple(cell._style)
    if which not in known:
        known[which] = _digest(" ".join(map(str, key)))
    return known[which]


if __name__ == "__main__":
    for line in sys.stdin:
        case, folder, made = json.loads(line)
        sys.stdout.write(json.dumps(run_steps(case, Path(folder), made)) + "\n")
        sys.stdout.flush()
