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


# ---- a branch's own file, joined to a school's book


@pytest.fixture
def school(branch: Partyday, tmp_path: Path) -> str:
    """A school's book in which the branch is, without records; its own file stands beside it."""
    place = str(tmp_path / "school.partyday")
    branch("init", "--branch", "第二党支部", "--superior", "计算机学院党总支", "--book", place)
    branch("branch", "add", "教工支部", "--superior", "计算机学院党总支", "--book", place)
    return place


def test_a_branchs_file_is_joined_and_goes_on_in_the_schools_book(branch: Partyday, school: str) -> None:
    members = branch("member", "list", "--json").json
    last = branch("log", "--json").json[0]["id"]
    said = branch("copy", "book.partyday", school, "--branch", "教工支部", "--json").json
    assert (said["new"], said["entries"], said["joined_by"]) == (True, last, last + 1)
    assert said["rows"]["member"] == len(members)
    here = ("--book", school, "--branch", "教工支部")
    assert branch("member", "list", *here, "--json").json == [{**one, "branch": "教工支部"} for one in members]
    branch("checkin", "张三", "--day", "2026-03-06", *here)
    told = branch("log", "张三", *here, "--json").json
    assert [entry["command"] for entry in told][-1] == "checkin"
    assert branch("verify", "--book", school, "--json").json == {"ok": True, "problems": []}
    assert branch("verify", "--book", school, "--against", "book.partyday", "--json").json["ok"]
    again = branch("copy", "book.partyday", school, "--branch", "教工支部")
    assert f"by entry {last + 1}; nothing was written" in again.out
    branch("undo", *here)
    branch("undo", *here)
    assert branch("member", "list", *here, "--json").json == []


@pytest.mark.parametrize(("name", "code", "words"), [("教工支部", 13, "open"), ("不存在", 11, "no branch")])
def test_what_stands_against_joining_is_told(branch: Partyday, school: str, name: str, code: int, words: str) -> None:
    branch("checkin", "张三", "--day", "2026-03-06")
    assert words in branch("copy", "book.partyday", school, "--branch", name, code=code).err
    branch("member", "list", "--book", school, "--branch", "教工支部")
    assert len(branch("log", "--book", school, "--json").json) == 2
