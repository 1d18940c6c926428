"""A province on one server: each school a book in its own schema, and a partition of the province's tables.

The document's SQL attaches them. The size is small; `python -m benchmarks.province` does the same at 100,000 branches.
"""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from benchmarks import province
from benchmarks.growth import COMMANDS
from benchmarks.school import AS_OF

from partyday.__main__ import run

SCHOOLS, MINE = 2, 2


@pytest.fixture(scope="module")
def url(shared_postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if "://partyday@" not in shared_postgres_url:
        pytest.skip("the server of the tests is not the one of tests/with-postgres: no logins are made on it")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARTYDAY_CONFIG", os.devnull)
        province.build(shared_postgres_url, tmp_path_factory.mktemp("province"), SCHOOLS, branches=2)
        yield shared_postgres_url
    province.forget_login(shared_postgres_url)


@pytest.mark.slow  # two schools are set up on the server, with their logs
def test_every_command_of_a_branch_touches_the_partition_of_its_school_alone(url: str, tmp_path: Path) -> None:
    plans, touched = province.commands(url, tmp_path, MINE)
    assert plans.keys() == COMMANDS.keys()
    assert all(any(one.schemas for one in sent) for sent in plans.values())
    assert province.strays(plans, MINE) == []
    assert touched == {province.schema(MINE)}


@pytest.mark.slow  # as above
def test_the_province_reads_one_partition_by_the_key_and_all_without(url: str) -> None:
    assert [partitions for _name, partitions, *_times in province.reads(url, MINE)] == [1, 1, 1, SCHOOLS]
    with closing(province.connect(url)) as server:
        counts = server.execute(
            b"SELECT top_id, count(*) FROM province.mark GROUP BY top_id ORDER BY top_id"
        ).fetchall()
        expected = server.execute(
            b"SELECT count(*) FROM top_1.day JOIN top_1.membership USING (branch_id) WHERE held_on >= since"
        ).fetchall()
    assert counts == [(top, marks) for top in (1, 2) for (marks,) in expected]
    assert counts[0][1] > 1.5 * province.EACH * 12


@pytest.mark.slow  # as above
def test_a_school_is_a_whole_book_attached_or_not(url: str) -> None:
    where = ("--book", province.url_of(url, 1), "--today", AS_OF.isoformat())
    with closing(province.connect(url)) as server:
        for change in ("SELECT", "SELECT province.detach('top_1')", "SELECT province.attach('top_1', 1)"):
            server.execute(change.encode())
            assert run(["verify", *where]) == 0
            assert run(["upgrade", "--yes", *where]) == 0
