"""`partyday copy`, as it is typed."""

from pathlib import Path

import pytest

from commands import Partyday


def test_a_book_is_copied_with_its_pictures_and_both_answer_alike(branch: Partyday, tmp_path: Path) -> None:
    (tmp_path / "照片.jpg").write_bytes(b"\xff\xd8 a picture")
    (tmp_path / "签到.png").write_bytes(b"\x89PNG a scan")
    branch("day", "attach", "2026-03-06", "照片.jpg")
    branch("day", "attach", "2026-03-06", "签到.png")
    [scan] = (tmp_path / "book.partyday.files").glob("*.png")
    scan.unlink()
    said = branch("copy", "book.partyday", "copy.partyday", "--json").json
    assert said["from"] == "book.partyday"
    assert said["to"] == "copy.partyday"
    assert said["entries"] == said["rows"]["log_entry"] == 5
    assert said["files"] == 1
    assert said["absent"] == ["签到.png"]
    assert [path.read_bytes() for path in (tmp_path / "copy.partyday.files").iterdir()] == [b"\xff\xd8 a picture"]
    for line in ("member list", "log", "day show 2026-03-06", "verify", "schedule 2026 --dry-run"):
        words = [*line.split(), "--json"]
        one, other = branch(*words, "--book", "book.partyday").out, branch(*words, "--book", "copy.partyday").out
        assert one.replace("book.partyday", "copy.partyday") == other


def test_a_copy_says_what_was_copied_and_what_is_missing(branch: Partyday, tmp_path: Path) -> None:
    (tmp_path / "照片.jpg").write_bytes(b"x")
    branch("day", "attach", "2026-03-06", "照片.jpg")
    (next((tmp_path / "book.partyday.files").iterdir())).unlink()
    said = branch("copy", "book.partyday", "copy.partyday")
    assert "4 entries of the log" in said.out
    assert "not on this computer: 照片.jpg" in said.err


def test_a_copy_goes_over_nothing(branch: Partyday, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert "already a file" in branch("copy", "book.partyday", "notes.txt", code=13).err
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert "already" in branch("copy", "book.partyday", "book.partyday", code=13).err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("nothing.partyday", "copy.partyday"), 14),
        (("book.partyday", "postgres//clerk:geheim@localhost/school"), 14),
        (("book.partyday", "postgresql://clerk:geheim@127.0.0.1:1/school"), 14),
        (("book.partyday", ""), 2),
        (("book.partyday",), 2),
    ],
)
def test_a_slip_is_told_and_writes_nothing(branch: Partyday, tmp_path: Path, words: tuple[str, ...], code: int) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    said = branch("copy", *words, code=code)
    assert said.err
    assert "geheim" not in said.err + said.out
    assert {path.name for path in tmp_path.iterdir()} == before
