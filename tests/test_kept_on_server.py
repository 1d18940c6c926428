"""The same commands give the same answers on a server: kept books are copied there and asked again.

Cases without a book have nothing to ask a server, and a book of an older version is upgraded where it is.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from partyday.store import moving
from partyday.store.places import shown
from replay import Case, lay_out, play, read_table

BOOK = "book.partyday"

MADE, CASES = read_table()

#: Who keeps the books: on a server it is the login that stands in the log.
KEEPER = "王秀芳"

#: A file is copied and put back by partyday, a server's book by the server's own means.
OF_FILES = ("keeping", "keeping-chinese")

ASKED = [case for case in CASES if case.get("book") not in (None, "older") and case["name"] not in OF_FILES]

_VOUCHED = re.compile(r" \(claimed\)|（自称）")
_NARROWED = re.compile(r"[ ─━-]+")

#: One of each kind of answer, reading and writing, each under a second; the others are more of the same, and slow.
FAST = (
    "hebei-calendar",
    "hebei-cards",
    "hebei-days",
    "hebei-days-chinese",
    "hebei-forms-listed",
    "hebei-policies-chinese",
    "hebei-roster",
    "writing-days-chinese",
    "writing-dues-then",
)


@pytest.fixture(scope="module")
def on_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """The URL of a database with a kept book, by its name; copied to the server once, and there for each case."""
    server = os.environ.get("PARTYDAY_TEST_POSTGRES")
    if not server:
        pytest.skip("no PostgreSQL: run the tests with tests/with-postgres")
    url = make_url(server).set(username=KEEPER)
    copied: set[str] = set()
    made: list[str] = []

    def address(name: str) -> str:
        return url.set(database=name).render_as_string(hide_password=False)

    def of_book(book: str) -> str:
        template = f"kept_{book}"
        if book not in copied:
            admin.execute(f"CREATE DATABASE {template}".encode())
            copied.add(book)
            folder = tmp_path_factory.mktemp(book)
            lay_out({"book": book}, folder)
            moving.copy(str(folder / BOOK), address(template), lambda _done, _of: None)
        made.append(f"kept_case_{len(made)}")
        admin.execute(f"CREATE DATABASE {made[-1]} TEMPLATE {template}".encode())
        return address(made[-1])

    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute(f'CREATE ROLE "{KEEPER}" LOGIN SUPERUSER'.encode())
        yield of_book
        for name in (*made, *(f"kept_{book}" for book in copied)):
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
        admin.execute(f'DROP ROLE "{KEEPER}"'.encode())


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, marks=[] if case["name"] in FAST else [pytest.mark.slow, pytest.mark.long]) for case in ASKED],
    ids=lambda case: case["name"],
)
def test_a_kept_book_says_on_a_server_what_it_said_in_a_file(
    case: Case, on_server: Callable[[str], str], tmp_path: Path
) -> None:
    url = on_server(case["book"])
    lay_out(case, tmp_path)
    (tmp_path / BOOK).unlink()
    for step, said in zip(case["step"], play({**case, "place": url}, tmp_path, MADE), strict=True):
        assert told(said, url) == told(step, url), step["line"]


def told(said: Mapping[str, Any], url: str) -> dict[str, Any]:
    """What was said, but for where the book is, for the mark of a name that nobody vouches for (a server does), and
    for how wide a column of names is with it.
    """
    texts = {
        stream: _NARROWED.sub(" ", _VOUCHED.sub("", said.get(stream, "").replace(url, BOOK).replace(shown(url), BOOK)))
        for stream in ("out", "err")
    }
    texts = {stream: text.strip() for stream, text in texts.items()}
    return {**texts, "code": said.get("code", 0), "files": said.get("files", {})}
