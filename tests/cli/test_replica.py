"""A superior reads on a server that follows the book's: the same answers at once, and nothing can be written there."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from benchmarks.server import followed_server, programs

from commands import Said
from partyday.__main__ import run
from partyday.store.places import address

ABOVE, BRANCH = "学院党总支", "第一党支部"

READING = (
    ("agenda", "--branch", BRANCH),
    ("review",),
    ("review", "--json"),
    ("member", "list", "--branch", BRANCH),
    ("member", "show", "张三", "--branch", BRANCH),
    ("day", "show", "2026-03-06", "--branch", BRANCH),
    ("log",),
    ("log", "张三", "--branch", BRANCH),
    ("dues", "owed", "--branch", BRANCH),
    ("overview",),
    ("verify",),
)
WRITING = (
    ("checkin", "李四", "--day", "2026-03-06", "--branch", BRANCH),
    ("member", "set", "张三", "--phone", "13800000000", "--branch", BRANCH),
    ("undo", "--branch", BRANCH),
    ("report", "attendance", "--period", "2026Q1", "--branch", BRANCH, "--mark-filed", "-o", "filed.xlsx"),
)

pytestmark = [
    pytest.mark.slow,  # two servers are made
    pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed"),
]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The URLs of a small school's book on a server and on the one that follows it, as its head sees it."""
    with followed_server() as (first, second), pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("replica"))
        patch.setenv("PARTYDAY_CONFIG", os.devnull)
        where: Any = address(first)
        with psycopg.connect(**where.for_postgresql, autocommit=True) as owner:
            owner.execute("CREATE ROLE head LOGIN")
        for words in (
            ("init", "--branch", BRANCH, "--superior", ABOVE),
            ("branch", "add", "第二党支部", "--superior", ABOVE),
            ("member", "add", "张三", "--standing", "full", "--joined", "2010-07-01", "--branch", BRANCH),
            ("member", "add", "李四", "--standing", "full", "--joined", "2011-07-01", "--branch", BRANCH),
            ("schedule", "2026", "--branch", BRANCH),
            ("checkin", "张三", "--day", "2026-03-06", "--branch", BRANCH),
            ("server", "init"),
            ("server", "grant", "head", "--branch", ABOVE),
        ):
            assert run([*words, "--today", "2026-03-06", "--book", first]) == 0, words
        yield first.replace("partyday@", "head@"), second.replace("partyday@", "head@")


def said(capsys: pytest.CaptureFixture[str], url: str, words: tuple[str, ...]) -> Said:
    capsys.readouterr()
    code = run([*words, "--today", "2026-03-20", "--book", url])
    told = capsys.readouterr()
    return Said(code, told.out, told.err)


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_what_is_read_there_is_what_the_server_says(
    both: tuple[str, str], words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = (said(capsys, url, words) for url in both)
    assert first.code in (0, 3), first.err
    assert (second.code, second.out) == (first.code, first.out), second.err


def test_a_mark_is_seen_there_at_once(both: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    server, follower = both
    asked = ("day", "show", "2026-01-09", "--branch", BRANCH)
    before = said(capsys, follower, asked)
    assert said(capsys, server, ("checkin", "李四", "--day", "2026-01-09", "--branch", BRANCH)).code == 0
    after = said(capsys, follower, asked)
    assert after.out == said(capsys, server, asked).out
    assert after.out != before.out


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_nothing_is_written_there_and_where_to_is_told(
    both: tuple[str, str], words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    entries = said(capsys, both[0], ("log", "--json")).out
    refused = said(capsys, both[1], words)
    assert refused.code == 14
    assert "is a replica, where nothing is written.\nName the server itself with --book." in refused.err
    assert not list(Path().glob("*.xlsx")), "and no paper is left that was not filed"
    assert said(capsys, both[0], ("log", "--json")).out == entries
