"""What a branch's secretary does by a login of their own, and takes back: in a school where people come and go.

Two general branches; the secretary's branch stands below the first. Somebody came to it from below the other, which the
login does not see.
"""

import json
import os
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from partyday.__main__ import run
from partyday.store.book import Store
from partyday.store.connection import NotAllowed
from postgres import database
from store.schools import School, url_of, whole

MINE, NEXT, FAR = "教工第一党支部", "教工第二党支部", "学生第一党支部"
ABOVE, BEYOND, TOP = "教工党总支", "学生党总支", "学院党委"
CAME = "钱七"

#: What the owner does first: the tree, three rosters, a year, and all that may hang on somebody.
STORY = (
    f"init --branch {TOP} --kind committee",
    *(f"branch add {name} --superior {TOP}" for name in (ABOVE, BEYOND)),
    *(f"branch add {name} --superior {ABOVE}" for name in (MINE, NEXT)),
    f"branch add {FAR} --superior {BEYOND}",
    *(f"member add {name} --standing full --joined 2010-07-01 --branch {MINE}" for name in ("张三", "王五", "王伍")),
    f"member add 李四 --standing full --joined 2010-07-01 --branch {NEXT}",
    f"member add {CAME} --standing full --joined 2010-07-01 --branch {FAR}",
    *(f"schedule 2026 --branch {name}" for name in (MINE, NEXT, FAR)),
    f"checkin 王五 --excuse 王伍:病假 --day 2026-01-09 --branch {MINE}",
    f"checkin 王伍 --day 2026-02-06 --branch {MINE}",
    f"checkin --absent {CAME} --day 2026-01-09 --branch {FAR}",
    f"dues assess 王伍 --kind wage --amount 6500 --from 2026-01 --branch {MINE}",
    f"dues pay 王伍 --months 2026-01 --on 2026-02-06 --branch {MINE}",
    f"dues waive 王伍 --months 2026-02 --by {TOP} --reason 困难 --branch {MINE}",
    f"makeup add 王伍 --for 2026-01-09 --on 2026-01-12 --branch {MINE}",
    f"dispute add 王伍 --for 2026-01-09 --said 到了 --branch {MINE}",
    f"commend add 王伍 --on 2026-02-06 --for 优秀 --by {TOP} --branch {MINE}",
    f"meeting add 党课 --on 2026-02-10 --theme x --present 王伍 --branch {MINE}",
    f"branch set {MINE} --organiser 王伍",
    f"member transfer {CAME} --to {MINE} --on 2026-02-20 --branch {FAR}",
)


@pytest.fixture(scope="module")
def school(shared_postgres_url: str) -> Iterator[School]:
    if "://partyday@" not in shared_postgres_url:
        pytest.skip("the server of the tests is not the one of tests/with-postgres: no logins are made on it")
    made = School(shared_postgres_url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARTYDAY_CONFIG", os.devnull)
        for words in ("server init", *STORY):
            assert made.partyday(*words.split()) == 0, words
        with closing(made.connect()) as owner:
            for login in (made.clerk, made.head):
                owner.execute(f"CREATE ROLE {login} LOGIN".encode())
            owner.commit()
        for login, branch in ((made.clerk, MINE), (made.head, ABOVE)):
            assert made.partyday("server", "grant", login, "--branch", branch) == 0
        yield made
    with closing(made.connect()) as owner:
        for login in (made.clerk, made.head):
            owner.execute(f"DROP ROLE {login}".encode())
        owner.commit()


def records(school: School) -> dict[str, list[object]]:
    """Every row of the book but those of the log, and the keys that were given."""
    log = ("chain", "log_entry", "log_change")
    return {table: rows for table, rows in whole(school).items() if table not in log}


@pytest.mark.parametrize("who", ["clerk", "head"])
@pytest.mark.parametrize(
    "words",
    [
        "member add 新人 --standing full --joined 2019-07-01",
        "member import {roster}",
        "member remove 张三 --because mistake --reason 登记有误",
        "member remove 张三 --because died",
        "member merge 王伍 王五 --reason 重复 --yes",
        "member merge 王五 王伍 --reason 重复 --yes",
        f"member set {CAME} --phone 13900000000",
        f"member set {CAME} --circumstance mobile --since 2026-03-01",
        f"member transfer {CAME} --to 外校 --outside --on 2026-03-02",
        f"member remove {CAME} --because died",
        f"branch set {MINE} --secretary {CAME}",
    ],
)
def test_what_a_login_writes_it_takes_back_whole(school: School, tmp_path: Path, words: str, who: str) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("姓名,人员类别,入党日期\n张三,正式党员,2010-07-01\n孙八,正式党员,2011-07-01\n", "utf-8")
    login, before = getattr(school, who), records(school)
    assert school.partyday(*words.format(roster=roster).split(), "--branch", MINE, login=login) == 0
    assert records(school) != before
    assert school.partyday("verify") == 0
    assert school.partyday("undo", "--branch", MINE, login=login) == 0
    assert records(school) == before
    for reader in (school.clerk, school.head, "partyday"):
        assert school.partyday("verify", login=reader) == 0


def test_a_superiors_login_takes_back_the_branch_it_made(school: School) -> None:
    before, made = records(school), "教工第八党支部"
    assert school.partyday("branch", "add", made, "--superior", ABOVE, login=school.head) == 0
    assert made in str(records(school)["branch"])
    assert school.partyday("undo", "--branch", made, login=school.clerk) == 11
    assert school.partyday("undo", "--branch", made, login=school.head) == 0
    assert records(school) == before
    for reader in (school.clerk, school.head, "partyday"):
        assert school.partyday("verify", login=reader) == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (f"member show {CAME}", 0, "another branch"),
        (f"dues ledger {CAME}", 0, ""),
        (f"report dues-receipt --member {CAME} -o {{folder}}/r.xlsx", 11, "has not paid"),
        (f"review {CAME}", 0, ""),
        ("verify", 0, ""),
        (f"makeup add {CAME} --for 2026-01-09 --on 2026-03-06", 11, "belonged to another branch on 2026-01-09"),
        (f"dispute add {CAME} --for 2026-01-09 --said x", 11, "belonged to another branch on 2026-01-09"),
        (f"visit add {CAME} --for 2026-01-09 --on 2026-01-09 --how 送学 --by x --yes", 11, "belonged to another"),
        (f"member transfer 张三 --to {FAR}", 11, "the superior of both transfers them"),
        (f"member merge {CAME} 张三 --reason x --yes", 13, "may not"),
        (f"log --branch {ABOVE}", 11, f"does not see the log of {ABOVE}"),
        (f"undo --branch {TOP}", 11, f"does not see the log of {TOP}"),
        (f"branch set {MINE} --rename {FAR} --on 2026-03-06", 13, "Another branch of the book has that name"),
    ],
)
def test_of_a_branch_that_is_not_seen_plain_words_are_said(
    school: School, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str, code: int, said: str
) -> None:
    before = whole(school)
    capsys.readouterr()
    assert school.partyday(*words.format(folder=tmp_path).split(), login=school.clerk) == code
    told = capsys.readouterr()
    assert said in told.out + told.err
    assert not [hidden for hidden in (FAR, BEYOND) if hidden in told.out + told.err and hidden not in words]
    assert whole(school) == before


def test_nobody_takes_back_one_half_of_what_stands_in_two_branches(
    school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    before = whole(school)
    for login in (school.clerk, school.head):
        capsys.readouterr()
        assert school.partyday("log", "--branch", MINE, "--last", "999", "--json", login=login) == 0
        transfers = [one["id"] for one in json.loads(capsys.readouterr().out) if one["command"] == "member transfer"]
        assert school.partyday("undo", str(transfers[-1]), "--branch", MINE, login=login) == 13
        assert "stands in another branch too" in capsys.readouterr().err
        assert whole(school) == before


def test_a_row_that_a_policy_hides_is_not_taken_for_written(school: School) -> None:
    store = Store(url_of(school.url, school.clerk))
    with closing(school.connect()) as owner:
        [(day, member)] = owner.execute("SELECT day_id, member_id FROM mark WHERE state = 'absent'").fetchall()
    with (
        store.database.transaction(writing=True) as connection,
        pytest.raises(NotAllowed),
    ):
        connection.run("DELETE_MARK", day_id=day, member_id=member)
    store.close()


def test_an_owner_who_may_not_give_the_group_is_told_what_the_administrator_does(
    shared_postgres_url: str, school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = f"owner_{uuid.uuid4().hex}"
    with closing(school.connect()) as administrator:
        administrator.execute(f"CREATE ROLE {owner} LOGIN".encode())
        administrator.commit()
    with database() as url, closing(psycopg.connect(url.replace("+psycopg", ""), autocommit=True)) as administrator:
        place = url_of(url, owner)
        assert run(["init", "--branch", MINE, "--book", place]) == 13
        assert "CREATE DATABASE school OWNER" in capsys.readouterr().err
        administrator.execute(f"GRANT CREATE ON SCHEMA public TO {owner}".encode())
        assert run(["init", "--branch", MINE, "--superior", TOP, "--book", place]) == 0
        assert run(["server", "init", "--book", place]) == 0
        capsys.readouterr()
        assert run(["server", "grant", school.clerk, "--branch", MINE, "--book", place]) == 13
        assert "GRANT partyday_clerk TO school_owner WITH ADMIN OPTION" in capsys.readouterr().err
        administrator.execute(f"GRANT partyday_clerk TO {owner} WITH ADMIN OPTION".encode())
        assert run(["server", "grant", school.clerk, "--branch", MINE, "--book", place]) == 0
        assert run(["member", "list", "--book", url_of(url, school.clerk)]) == 0
    with closing(school.connect()) as administrator:
        administrator.execute(f"DROP ROLE {owner}".encode())
        administrator.commit()


def test_who_is_not_the_owner_upgrades_nothing(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(school.connect()) as owner:
        [(now,)] = owner.execute("SELECT version_num FROM alembic_version").fetchall()
        for version in ("0019", now):
            owner.execute("UPDATE alembic_version SET version_num = %s", (version,))
            owner.commit()
            if version != now:
                capsys.readouterr()
                assert school.partyday("upgrade", "--yes", login=school.clerk) == 13
                assert "Ask the keeper of the book" in capsys.readouterr().err
                assert school.partyday("member", "list", login=school.clerk) == 14


def test_a_book_copied_to_where_the_rights_are_laid_is_shared_at_once(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTYDAY_CONFIG", os.devnull)
    file, day = str(tmp_path / "own.partyday"), ("--today", "2026-03-06")
    for words in (f"init --branch {MINE} --superior {ABOVE}", "member add 张三 --standing full --joined 2010-07-01"):
        assert run([*words.split(), "--book", file, *day]) == 0
    with database() as url:
        assert run(["server", "init", "--book", url]) == 0
        assert run(["copy", file, url]) == 0
        assert run(["server", "grant", school.clerk, "--branch", MINE, "--book", url]) == 0
        place = url_of(url, school.clerk)
        for words in ("schedule 2026", "checkin 张三", "undo", "verify"):
            assert run([*words.split(), "--book", place, *day]) == 0, words
        assert run(["verify", "--book", url]) == 0


def test_rights_laid_anew_wait_for_who_writes_and_stand_in_nobodys_way(school: School) -> None:
    waiting = (
        "SELECT count(*) FROM pg_locks WHERE NOT granted"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    with closing(school.connect()) as writer, closing(school.connect()) as watcher, ThreadPoolExecutor(1) as pool:
        watcher.autocommit = True
        writer.execute("SET lock_timeout = '20s'")
        writer.execute("SELECT id FROM chain FOR NO KEY UPDATE")
        laid = pool.submit(school.partyday, "server", "init")
        while watcher.execute(waiting).fetchall() == [(0,)]:
            assert not laid.done()
            time.sleep(0.02)
        for table in ("log_entry", "log_change", "member", "membership", "branch", "chain"):
            writer.execute(f"LOCK TABLE {table} IN ROW EXCLUSIVE MODE".encode())
        writer.commit()
        assert laid.result() == 0
    assert school.partyday("verify") == 0
