"""The shelf of prepared books, one for a run of the tests."""

import pytest

from corpus.desk import Shelf


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The prepared books, in a temporary folder."""
    return Shelf(tmp_path_factory.mktemp("shelf"))
