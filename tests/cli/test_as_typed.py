"""Dates, months, periods, amounts and people are read alike wherever they are typed: every form on every option."""

import contextlib
import io
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from commands import ROSTER
from every_command import all_commands
from partyday.__main__ import run
from profiles import LONG
from typed_forms import FORMS, REFUSED, TODAY, TYPED, TYPED_METAVARS, Place, Typed

NO_DAY = """\
[policy]
name = "none"
title = "none"
base = "hebei"
[[schedule.recurrence]]
value = "none"
source = "house"
"""
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)
LATE = "姓名,人员类别,加入党组织日期\n周九,正式党员,2010-07-01\n"


def told(words: list[str]) -> tuple[int, str, str]:
    """What a command line says: exit code, stdout and stderr."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(words)
    return code, out.getvalue(), err.getvalue()


def words_of(line: str, form: str = "") -> list[str]:
    """A command line as its words, the form in the gap."""
    return [word.replace("{}", form) for word in line.split()]


BEGUN = (
    "init --branch 第一党支部 --superior 学院党总支 --today 2025-12-01",
    "member import roster.csv --today 2025-12-01",
    "schedule 2026",
)


def stand_in(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Work in a folder, on its book, on the day that the forms are of."""
    patch.setenv("PARTYDAY_BOOK", str(folder / "book.partyday"))
    patch.setenv("PARTYDAY_TODAY", TODAY)
    patch.chdir(folder)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that are typed of, and the book of a branch of five."""
    folder = tmp_path_factory.mktemp("typed")
    (folder / "roster.csv").write_text(ROSTER, "utf-8")
    (folder / "late.csv").write_text(LATE, "utf-8")
    (folder / "none.toml").write_text(NO_DAY, "utf-8")
    (folder / "现场.png").write_bytes(PICTURE)
    with pytest.MonkeyPatch.context() as patch:
        stand_in(patch, folder)
        for line in BEGUN:
            code, _out, err = told(line.split())
            assert code == 0, err
    shutil.copyfile(folder / "book.partyday", folder / "begun.partyday")
    return folder


@pytest.fixture
def folder(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, as the current folder."""
    stand_in(monkeypatch, made)
    return made


def begin(folder: Path, before: tuple[str, ...]) -> None:
    """Let the book be that of the branch, after these command lines."""
    put_back(folder, "begun.partyday")
    for line in before:
        code, _out, err = told(line.split())
        assert code in (0, 3), (line, err)
    with contextlib.closing(sqlite3.connect(folder / "book.partyday")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(folder / "book.partyday", folder / "before.partyday")


def put_back(folder: Path, name: str) -> None:
    for tail in ("", "-wal", "-shm"):
        (folder / f"book.partyday{tail}").unlink(missing_ok=True)
        (folder / f"fresh.partyday{tail}").unlink(missing_ok=True)
    shutil.copyfile(folder / name, folder / "book.partyday")


def rows(book: Path) -> dict[str, set[tuple[object, ...]]]:
    """Every row of a book, without its log and the times at which something was recorded."""
    if not book.exists():
        return {}
    with contextlib.closing(sqlite3.connect(book)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {}
        for name in names:
            columns = [column for _n, column, *_rest in connection.execute(f"PRAGMA table_info({name})")]
            kept = [
                column
                for column in columns
                if column not in ("recorded_at", "head", "uid", "at", "hash", "sha256", "content")
            ]
            if not name.startswith("log_"):
                found[name] = set(connection.execute(f"SELECT {', '.join(kept)} FROM {name}"))  # noqa: S608
        return found


def came_of(folder: Path, line: str, form: str) -> tuple[int, object, str]:
    """What a command line makes of a form: its code, the rows of the books afterwards, and what it said."""
    put_back(folder, "before.partyday")
    code, out, err = told([*words_of(line, form), "--json", "--yes"])
    return code, (rows(folder / "book.partyday"), rows(folder / "fresh.partyday")), out if not err else f"{out}{err}"


def places() -> Iterator[tuple[str, str, str]]:
    """Command, name and metavar of everything that is typed."""
    for name, command in all_commands():
        if name == "page":  # it serves until the day is closed; tests/page types its options
            continue
        for param in command.params:
            if getattr(param, "rich_help_panel", None) != "Common options" and param.metavar in TYPED_METAVARS:
                own = param.opts[0] if param.param_type_name == "option" else param.name.upper()
                yield name, own, param.metavar


def test_every_option_that_takes_one_of_these_is_in_the_table() -> None:
    known = {(place.command, place.name) for place in TYPED}
    found = {(name, own) for name, own, _metavar in places()}
    assert found == known


def share(place: Place, forms: tuple[str, ...]) -> tuple[str, ...]:
    """What an option tries: each twelfth form, another twelfth than the next option, so that all are tried by some.

    Each fourth in the long run, all of them with `--hypothesis-profile=full`.
    """
    alike = [other for other in TYPED if other.kind == place.kind]
    tried = settings().max_examples
    shares = min(len(alike), 1 if tried >= 1000 else 4 if tried >= LONG else 12)
    return forms[alike.index(place) % shares :: shares]


@pytest.mark.parametrize(("place", "typed"), TYPED.items(), ids=[f"{p.command} {p.name} {p.kind}" for p in TYPED])
def test_every_form_means_the_same_and_nothing_else_is_taken(folder: Path, place: Place, typed: Typed) -> None:
    plain, others = FORMS[place.kind]
    begin(folder, typed.before)
    wanted = came_of(folder, typed.line, plain)
    assert wanted[0] in (0, 3), wanted[2]
    differing = {}
    for form in share(place, others):
        code, after, said = came_of(folder, typed.line, form)
        if (code, after) != wanted[:2] or said != wanted[2]:
            differing[form] = (code, said)
    assert differing == {}
    for wrong in share(place, REFUSED[place.kind]):
        code, after, said = came_of(folder, typed.line, wrong)
        if code not in (2, 10, 11):
            differing[wrong] = (code, said)
    assert differing == {}
