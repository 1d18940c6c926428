"""A school's book on the server of the tests, with logins of its own."""

import uuid
from typing import Any

import psycopg

from partyday.__main__ import run
from partyday.store import moving
from partyday.store.book import Store
from partyday.store.places import address


def url_of(url: str, login: str) -> str:
    return url.replace("://partyday@", f"://{login}@")


class School:
    """The book's URL, and what the attacks name: keys of rows, and the logins."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.clerk, self.reader, self.head = (f"clerk_{uuid.uuid4().hex}" for _each in range(3))
        self.keys: dict[str, Any] = {}

    def connect(self, login: str = "partyday") -> psycopg.Connection[Any]:
        where: Any = address(url_of(self.url, login))
        return psycopg.connect(**where.for_postgresql)

    def partyday(self, *words: str, login: str = "partyday") -> int:
        return run([*words, "--today", "2026-03-06", "--book", url_of(self.url, login)])


def whole(school: School) -> dict[str, list[Any]]:
    store = Store(school.url)
    with store.database.transaction(writing=False) as connection:
        rows = {table.name: list(connection.rows_of(table)) for table in moving.TABLES}
    store.close()
    return rows
