"""Running commands as a user does, in this process."""

import io
import sys
from pathlib import Path

import pytest

from commands import ROSTER, Partyday, Said, alone
from partyday.__main__ import run
from partyday.disk import OWN_FILE
from partyday.store.sqlite import PRAGMAS


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written in this process does not wait for the disk; tests that start a process wait as users do."""
    monkeypatch.setitem(PRAGMAS, "synchronous", "OFF")


@pytest.fixture
def partyday(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Partyday:
    """`partyday("checkin", "张三")` on a book in a temporary folder, which is the current one."""
    monkeypatch.setenv("PARTYDAY_BOOK", str(tmp_path / "book.partyday"))
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-03-06")
    monkeypatch.chdir(tmp_path)

    def call(*words: str, code: int = 0, stdin: bytes = b"") -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        got = run(list(words))
        said = Said(got, *capsys.readouterr())
        assert said.code == code, said
        return said

    return call


@pytest.fixture(scope="session")
def _branch_book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The book of `branch`, made once by its commands; each test has a copy."""
    folder = tmp_path_factory.mktemp("branch")
    with pytest.MonkeyPatch.context() as patch:
        alone(patch)
        patch.setenv("PARTYDAY_BOOK", str(folder / "book.partyday"))
        patch.setenv("PARTYDAY_TODAY", "2026-03-06")
        (folder / "roster.csv").write_text(ROSTER, "utf-8")
        for words in (
            ("init", "--branch", "第一党支部", "--superior", "学院党总支"),
            ("member", "import", str(folder / "roster.csv")),
            ("schedule", "2026"),
        ):
            assert run(list(words)) == 0
    return (folder / "book.partyday").read_bytes()


@pytest.fixture
def branch(partyday: Partyday, tmp_path: Path, _branch_book: bytes) -> Partyday:
    """A branch of five members and one activist, with its year 2026."""
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    book = tmp_path / "book.partyday"
    book.touch(OWN_FILE)
    book.write_bytes(_branch_book)
    return partyday
