"""One file with all that a successor needs, and taking it up."""

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pyrage
import pytest

from at_terminal import Screen
from commands import Partyday

NEW = ("--book", "new/book.partyday")


@pytest.fixture
def packed(branch: Partyday) -> Partyday:
    branch("checkin", "张三")
    branch("report", "quarter-plan", "--period", "2026Q2", "--mark-filed", "-o", "plan.xlsx")
    branch("handover", "bundle.zip")
    return branch


def test_a_bundle_holds_all_and_is_taken_up_as_it_was(packed: Partyday, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "bundle.zip") as bundle:
        names = set(bundle.namelist())
        page, items = (bundle.read(name).decode("utf-8-sig") for name in ("请先阅读.txt", "待办事项.txt"))
    assert {"book.partyday", "请先阅读.txt", "待办事项.txt", "SHA256SUMS.txt"} < names
    assert any(name.startswith("报送材料/") and name.endswith(".xlsx") for name in names)
    assert "第一党支部" in page
    assert "第一党支部" in items
    told = packed("takeover", "bundle.zip", "--papers", "papers", "--json", *NEW).json
    assert told["kept"] is None
    assert told["head"] in page
    packed("verify", *NEW)
    assert packed("log", "--json", *NEW).json == packed("log", "--json").json
    [paper] = (tmp_path / "papers" / "报送材料").iterdir()
    packed("verify", "--against", str(paper), *NEW)
    packed("checkin", "李四", *NEW)
    packed("verify", "--against", "bundle.zip", *NEW)
    packed("verify", "--against", "bundle.zip")


def test_a_successor_who_has_a_book_is_asked_and_it_is_kept(packed: Partyday, tmp_path: Path) -> None:
    packed("init", "--branch", "第二党支部", *NEW)
    packed("takeover", "bundle.zip", *NEW, code=13)
    kept = packed("takeover", "bundle.zip", "--yes", "--json", *NEW).json["kept"]
    assert packed("branch", "list", "--json", "--book", kept).json[0]["name"] == "第二党支部"


def opened_once(patch: pytest.MonkeyPatch) -> None:
    """The same content is not opened again with the same passphrase: each time takes a second, on purpose."""
    really = pyrage.passphrase.decrypt
    came: dict[tuple[bytes, str], bytes | Exception] = {}

    def decrypt(content: bytes, phrase: str) -> bytes:
        if (content, phrase) not in came:
            try:
                came[content, phrase] = really(content, phrase)
            except pyrage.DecryptError as error:
                came[content, phrase] = error
        told = came[content, phrase]
        if isinstance(told, Exception):
            raise told
        return told

    patch.setattr(pyrage.passphrase, "decrypt", decrypt)


@pytest.mark.slow
def test_with_a_passphrase_nothing_can_be_read_without_it(
    packed: Partyday, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_once(monkeypatch)
    packed("handover", "secret.zip", "--passphrase", code=13)
    monkeypatch.setenv("PARTYDAY_PASSPHRASE", "入党誓词")
    packed("handover", "secret.zip", "--passphrase")
    content = (tmp_path / "secret.zip").read_bytes()
    assert content.startswith(b"age-encryption.org/v1")
    assert "张三".encode() not in content
    packed("takeover", "secret.zip", *NEW)
    packed("verify", "--against", "secret.zip", *NEW)
    monkeypatch.setenv("PARTYDAY_PASSPHRASE", "另一句")
    packed("verify", "--against", "secret.zip", code=10)
    assert "passphrase" in packed("takeover", "secret.zip", "--book", "other.partyday", code=10).err
    assert not (tmp_path / "other.partyday").exists()


def test_a_passphrase_is_asked_for_twice_in_the_language_of_the_screen(packed: Partyday, tmp_path: Path) -> None:
    screen = Screen("handover", "secret.zip", "--passphrase", language="zh")
    for question, typed in (("口令:", "入党\r"), ("再输一次口令:", "入档\r"), ("口令:", "\x03")):
        screen.until(lambda lines, question=question: bool(lines) and lines[-1] == question)  # type: ignore[misc]
        screen.type(typed)
    assert screen.leave() == 130
    assert "两次输入的口令不一样" in screen.text
    assert "入党" not in screen.text
    assert not any(sign in screen.text for sign in ("Error", "Repeat"))
    assert not (tmp_path / "secret.zip").exists()


def with_changes(source: Path, target: Path, changes: dict[str, bytes], also: dict[str, bytes]) -> None:
    with ZipFile(source) as bundle, ZipFile(target, "w") as made:
        for name in bundle.namelist():
            made.writestr(name, changes.get(name, bundle.read(name)))
        for name, content in also.items():
            made.writestr(name, content)


def compressed_places(bundle: Path) -> Iterator[int]:
    """Places in what the files of a bundle are compressed to; a change of their headers' times would change nothing."""
    whole = bundle.read_bytes()
    with ZipFile(bundle) as archive:
        for info in archive.infolist():
            lengths = struct.unpack_from("<HH", whole, info.header_offset + 26)
            begin = info.header_offset + 30 + sum(lengths)
            yield from {begin + info.compress_size * quarter // 4 for quarter in (1, 2, 3) if info.compress_size > 40}


def test_a_bundle_that_was_changed_is_refused_and_changes_nothing(packed: Partyday, tmp_path: Path) -> None:
    bundle, forged = tmp_path / "bundle.zip", tmp_path / "forged.zip"
    for changes, also in (
        ({"请先阅读.txt": b"x"}, {}),
        ({"book.partyday": b"x" * 5000}, {}),
        ({"SHA256SUMS.txt": b""}, {}),
        ({}, {"../evil.txt": b"x"}),
        ({}, {"more.txt": b"x"}),
    ):
        with_changes(bundle, forged, changes, also)
        packed("takeover", "forged.zip", *NEW, code=10)
        assert not (tmp_path / "new" / "book.partyday").exists()
    whole = bundle.read_bytes()
    forged.write_bytes(whole[:3000])
    packed("takeover", "forged.zip", *NEW, code=10)
    for place in compressed_places(bundle):
        forged.write_bytes(whole[:place] + bytes(255 - byte for byte in whole[place : place + 8]) + whole[place + 8 :])
        packed("takeover", "forged.zip", *NEW, code=10)
    packed("takeover", "roster.csv", *NEW, code=10)
    packed("takeover", "nowhere.zip", *NEW, code=11)


def test_a_book_that_does_not_agree_with_its_log_is_not_taken_up(packed: Partyday, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "book.partyday")) as connection, connection:
        connection.execute("UPDATE member SET name = 'x' WHERE id = 1")
    packed("handover", "bad.zip")
    packed("takeover", "bad.zip", *NEW, code=14)
