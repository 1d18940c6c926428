"""Every paper of the corpus is taken in by the command line, on a book of its own, and compared with what is right."""

import io
import shutil
import sys
from pathlib import Path

import pytest

from commands import Said
from corpus.books import BOOKS, TODAY
from corpus.judge import Run, judge
from corpus.paper import Paper
from corpus.papers import PAPERS
from corpus.writers import written
from partyday.__main__ import run


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the prepared books lie until they are copied."""
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a folder of its own; `file` is written there and its name stands for `{}`."""
    monkeypatch.setenv("PARTYDAY_BOOK", str(tmp_path / "book.partyday"))
    monkeypatch.setenv("PARTYDAY_TODAY", TODAY)
    monkeypatch.setenv("PARTYDAY_LANG", "zh")
    monkeypatch.chdir(tmp_path)

    def call(*words: str, file: bytes | None = None, stdin: bytes = b"") -> Said:
        if file is not None:
            (tmp_path / "given.csv").write_bytes(file)
            words = tuple("given.csv" if word == "{}" else word for word in words)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        return Said(run(list(words)), *capsys.readouterr())

    return call


def opened(name: str, shelf: Path, folder: Path, office: Run) -> None:
    """Put the book of this name into the folder; it is made once and copied from then on."""
    kept = shelf / name
    if not kept.exists():
        BOOKS[name](office)
        for part in folder.iterdir():
            if part.name != "book.partyday":
                part.unlink()
        shutil.copytree(folder, kept)
    else:
        shutil.copytree(kept, folder, dirs_exist_ok=True)


@pytest.mark.parametrize("paper", PAPERS, ids=[paper.id for paper in PAPERS])
def test_paper_comes_in(paper: Paper, shelf: Path, tmp_path: Path, office: Run) -> None:
    opened(paper.book, shelf, tmp_path, office)
    path = written(paper.file, tmp_path)

    for words in paper.before:
        office(*(word.replace("{}", path.name) for word in words))
    stdin = path.read_bytes() if paper.pasted else b""
    said = office(*(word.replace("{}", path.name) for word in paper.words), stdin=stdin)

    wrong = judge(paper, said, office)
    if wrong:
        pytest.fail("\n".join([f"{paper.id} (clauses {paper.clauses})", *wrong]), pytrace=False)
