"""A lively book for every test of a module that leaves it as it found it."""

from collections.abc import Iterator

import pytest

from factories import desk
from partyday.services import logs
from partyday.store import making
from partyday.store.book import Store
from store.lively import live


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def lively(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A book with something in every table, for tests that take back what they do."""
    if request.param == "sqlite":
        store = making.create(str(tmp_path_factory.mktemp("lively") / "book.partyday"))
    else:
        store = making.create(request.getfixturevalue("shared_postgres_url"))
    assert logs.verify(desk(live(store))) == []
    yield store
    assert logs.verify(desk(store)) == []
    store.close()
