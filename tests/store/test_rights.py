"""Trying to get in as another: what a branch's login can do with SQL of its own, past partyday (design: rights by row).

Two sister branches below one superior on a server, each with a member, a year and a mark. Everything is tried as the
login of the first; afterwards the book is as it was.
"""

import functools
import json
import os
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from partyday.__main__ import run
from partyday.store import moving, rights
from store.schools import School, url_of, whole

MINE, SISTER, ABOVE = "第一党支部", "第二党支部", "学院党总支"

Said = Callable[..., int]


@pytest.fixture(scope="module")
def school(shared_postgres_url: str) -> Iterator[School]:
    if "://partyday@" not in shared_postgres_url:
        pytest.skip("the server of the tests is not the one of tests/with-postgres: no logins are made on it")
    made = School(shared_postgres_url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARTYDAY_CONFIG", os.devnull)
        _fill(made)
        yield made
    with closing(made.connect()) as owner:
        for login in (made.clerk, made.reader, made.head):
            owner.execute(f"DROP ROLE {login}".encode())
        owner.commit()


def _fill(school: School) -> None:
    assert school.partyday("server", "init") == 0
    assert school.partyday("init", "--branch", MINE, "--superior", ABOVE) == 0
    assert school.partyday("branch", "add", SISTER, "--superior", ABOVE) == 0
    for branch, name in ((MINE, "张三"), (SISTER, "李四")):
        where = ("--branch", branch)
        assert school.partyday("member", "add", name, "--standing", "full", "--joined", "2010-07-01", *where) == 0
        assert school.partyday("schedule", "2026", *where) == 0
        assert school.partyday("checkin", name, "--day", "2026-03-06", *where) == 0
        assert school.partyday("meeting", "add", "党课", "--on", "2026-03-05", "--theme", "x", *where) == 0
    with closing(school.connect()) as owner:
        for login in (school.clerk, school.reader, school.head):
            owner.execute(f"CREATE ROLE {login} LOGIN".encode())
        for name, branch in (("mine", MINE), ("sister", SISTER), ("above", ABOVE)):
            [(school.keys[name],)] = owner.execute("SELECT id FROM branch WHERE name = %s", (branch,)).fetchall()
        for name in ("mine", "sister"):
            key = school.keys[name]
            for what, of in (
                ("day", "SELECT id FROM day WHERE branch_id = %s AND held_on = '2026-03-06'"),
                ("later", "SELECT id FROM day WHERE branch_id = %s AND held_on = '2026-04-03'"),
                ("meeting", "SELECT id FROM meeting WHERE branch_id = %s"),
                ("member", "SELECT member_id FROM membership WHERE branch_id = %s"),
                ("chain", "SELECT id FROM chain WHERE branch_id = %s"),
                ("last", "SELECT max(number) FROM log_entry JOIN chain c ON c.id = chain_id WHERE branch_id = %s"),
                ("entry", "SELECT max(e.id) FROM log_entry e JOIN chain c ON c.id = chain_id WHERE branch_id = %s"),
            ):
                [(school.keys[f"{name}_{what}"],)] = owner.execute(of.encode(), (key,)).fetchall()
        owner.commit()
    assert school.partyday("server", "grant", school.clerk, "--branch", MINE) == 0
    assert school.partyday("server", "grant", school.reader, "--branch", MINE, "--read") == 0
    assert school.partyday("server", "grant", school.head, "--branch", ABOVE) == 0


_MARK = (
    "INSERT INTO mark (day_id, member_id, state, recorded_on, recorded_at, recorded_by)"
    " VALUES ({day}, {member}, 'present', '2026-04-03', '2026-04-03T08:00:00.000Z', 'x')"
)
_ENTRY = (
    "INSERT INTO log_entry (id, at, by, command, login, hash, chain_id, number)"
    " VALUES ({key}, '2026-03-06T08:00:00.000Z', 'x', 'x', {login}, 'x', {chain}, {number})"
)
_CHANGE = (
    "INSERT INTO log_change (entry_id, seq, table_name, row_key, chain_id) VALUES ({entry}, 99, 'day', '1', {chain})"
)


def entry(chain: str, number: str, login: str = "session_user", key: str = "nextval('log_entry_id_seq')") -> str:
    said = {"{login}": login, "{chain}": chain, "{number}": number, "{key}": key}
    return functools.reduce(lambda text, name: text.replace(name, said[name]), said, _ENTRY)


#: What is tried → the statements, the last of which must be refused.
REFUSED = {
    "move a day of mine to a sister": "UPDATE day SET branch_id = {sister} WHERE id = {mine_later}",
    "a day for a sister": "INSERT INTO day (id, branch_id, month, slot, nominal, held_on, part)"
    " VALUES (9999, {sister}, '2026-04', 5, '2026-04-03', '2026-04-03', 'full')",
    "my member at a sister's day": _MARK.replace("{day}", "{sister_later}").replace("{member}", "{mine_member}"),
    "a sister's member at my day": _MARK.replace("{day}", "{mine_later}").replace("{member}", "{sister_member}"),
    "nobody at my day, told apart by nothing": _MARK.replace("{day}", "{mine_later}").replace("{member}", "424242"),
    "take a sister's member": "INSERT INTO membership (id, member_id, branch_id, number, since)"
    " VALUES (9999, {sister_member}, {mine}, 9, '2026-01-01')",
    "make my membership hers": "UPDATE membership SET member_id = {sister_member} WHERE branch_id = {mine}",
    "a standing for a sister's member": "INSERT INTO standing (member_id, since, standing)"
    " VALUES ({sister_member}, '2026-01-01', 'probationary')",
    "leave the superior": "UPDATE branch SET parent_id = NULL WHERE id = {mine}",
    "go below a sister": "UPDATE branch SET parent_id = {sister} WHERE id = {mine}",
    "take the superior below me": "INSERT INTO branch (id, name, kind, parent_id) VALUES (999, 'x', 'branch', {above})",
    "a top of my own": "INSERT INTO branch (id, name, kind) VALUES (999, 'x', 'branch')",
    "my member at a sister's meeting": "INSERT INTO attendee (id, branch_id, meeting_id, member_id)"
    " VALUES (nextval('attendee_id_seq'), {mine}, {sister_meeting}, {mine_member})",
    "a link to a sister's day": "INSERT INTO token (id, branch_id, member_id, day_id, digest, made_on)"
    " VALUES (nextval('token_id_seq'), {mine}, {mine_member}, {sister_day}, 'x', '2026-03-06')",
    "a sister's member as my secretary": "INSERT INTO tenure (branch_id, office, since, member_id)"
    " VALUES ({mine}, 'secretary', '2026-03-06', {sister_member})",
    "a paper about a sister's member": "INSERT INTO filing (id, branch_id, form, period, filed_on, sha256, member_id)"
    " VALUES (nextval('filing_id_seq'), {mine}, 'record', '2026', '2026-03-06', 'x', {sister_member})",
    "a past for a sister": "INSERT INTO branch (id, name, kind, parent_id)"
    " VALUES (nextval('branch_id_seq'), 'x', 'branch', {mine}); INSERT INTO chain (id, uid, branch_id, entries, was_of)"
    " SELECT nextval('chain_id_seq'), 'x', id, 0, {sister} FROM branch WHERE name = 'x'",
    "the keys of the next members": "INSERT INTO member (id, name, pinyin, initials) VALUES (1000000, 'x', 'x', 'x')",
    "the keys of the next branches": "INSERT INTO branch (id, name, kind, parent_id)"
    " VALUES (1000000, 'x', 'branch', {mine})",
    "another key for my day": "UPDATE day SET id = 1000000 WHERE id = {mine_later}",
    "the keys of the next entries": entry("{mine_chain}", "{mine_last} + 1", key="1000000"),
    "a key that a sequence gave, given again": "SELECT setval('member_id_seq', 1)",
    "a holiday for all": "INSERT INTO holiday (day, working, notice) VALUES ('2026-04-03', false, 'x')",
    "a paper as if my superior had it": "INSERT INTO filing"
    " (id, branch_id, form, period, filed_on, sha256, received_on)"
    " VALUES (9999, {mine}, 'record', '2026', '2026-03-06', 'x', '2026-03-06')",
    "an entry in a sister's chain": entry("{sister_chain}", "{sister_last} + 1"),
    "an entry as another": entry("{mine_chain}", "{mine_last} + 1", "'partyday'"),
    "an entry out of its turn": entry("{mine_chain}", "{mine_last} + 2"),
    "an entry twice": entry("{mine_chain}", "{mine_last}"),
    "a change without an entry": _CHANGE.replace("{entry}", "999999").replace("{chain}", "{mine_chain}"),
    "a change in a closed entry": _CHANGE.replace("{entry}", "{mine_entry}").replace("{chain}", "{mine_chain}"),
    "a change under another's chain": _CHANGE.replace("{entry}", "{sister_entry}").replace("{chain}", "{mine_chain}"),
    "an entry that no chain ends in": entry("{mine_chain}", "{mine_last} + 1") + "; SET CONSTRAINTS ALL IMMEDIATE",
    "change the log": "UPDATE log_entry SET reason = 'x' WHERE id = {mine_entry}",
    "change what the log tells": "UPDATE log_change SET after = 'x' WHERE entry_id = {mine_entry}",
    "shorten the log": "DELETE FROM log_entry WHERE id = {mine_entry}",
    "shorten what it tells": "DELETE FROM log_change WHERE entry_id = {mine_entry}",
    "empty the log": "TRUNCATE log_entry, log_change",
    "change the log by a conflict": entry("{mine_chain}", "{mine_last}", key="{mine_entry}")
    + " ON CONFLICT (id) DO UPDATE SET reason = 'x'",
    "move the chain without an entry": "UPDATE chain SET entries = entries + 1, head = 'x' WHERE id = {mine_chain}",
    "set the chain back": "UPDATE chain SET entries = entries - 1 WHERE id = {mine_chain}",
    "another name for the chain": "UPDATE chain SET uid = 'x' WHERE id = {mine_chain}",
    "take the chain away": "DELETE FROM chain WHERE id = {mine_chain}",
    "see who may what": "SELECT * FROM access",
    "give oneself a right": "INSERT INTO access VALUES (session_user, {sister}, true)",
    "another name for the book": "UPDATE book SET uid = 'x'",
    "be the owner": "SET ROLE partyday",
    "be the owner anew": "SET SESSION AUTHORIZATION partyday",
    "be without policies": "SET row_security = off; SELECT * FROM member",
    "be a replica": "SET session_replication_role = replica",
    "switch the triggers off": "ALTER TABLE log_entry DISABLE TRIGGER ALL",
    "drop a policy": "DROP POLICY see ON member",
    "another function": "CREATE OR REPLACE FUNCTION public.partyday_given(writing boolean) RETURNS SETOF integer"
    " LANGUAGE sql AS 'SELECT id FROM branch'",
    "a function in the schema": "CREATE FUNCTION public.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "let another in": "GRANT partyday_clerk TO partyday",
}

#: What is tried → a statement that finds or changes no row.
IN_VAIN = {
    "ask who is a sister's member": "SELECT m FROM generate_series(1, 99) m WHERE partyday_belongs(m, {sister})",
    "ask who is marked at a sister's day": "SELECT m FROM generate_series(1, 99) m"
    " WHERE partyday_attends(m, {sister_day})",
    "say that a sister's member is between two branches": "SET partyday.passing = '{sister_member}';"
    " SELECT * FROM member WHERE id = {sister_member}",
    "change a sister's day": "UPDATE day SET held_on = '2026-03-07' WHERE branch_id = {sister}",
    "take a sister's day": "UPDATE day SET branch_id = {mine} WHERE branch_id = {sister}",
    "take away a sister's mark": "DELETE FROM mark WHERE day_id = {sister_day}",
    "change a sister's member": "UPDATE member SET name = 'x' WHERE id = {sister_member}",
    "change the superior": "UPDATE branch SET secretary = 'x' WHERE id = {above}",
    "hold a sister's gate": "SELECT * FROM chain WHERE id = {sister_chain} FOR NO KEY UPDATE",
    "move a sister's chain": "UPDATE chain SET entries = entries + 1 WHERE id = {sister_chain}",
    "a sister's statistics": "SELECT * FROM pg_stats WHERE tablename IN ('member', 'membership', 'mark', 'log_change')",
    "divide by a sister": "SELECT 1 / (id - {sister_member}) FROM member WHERE id = {sister_member}",
    "a table of my own for the rights": "CREATE TEMP TABLE access (login text, branch_id integer, may_write boolean);"
    " INSERT INTO access VALUES (session_user, {sister}, true); SELECT * FROM day WHERE branch_id = {sister}",
}

#: Table → which of its rows are a sister's. Those that name neither branch, day nor member are everybody's.
SISTERS = {
    "branch": "id = {sister}",
    "member": "id = {sister_member}",
    "chain": "branch_id = {sister}",
    "log_entry": "chain_id = {sister_chain}",
    "log_change": "chain_id = {sister_chain}",
    **{table.name: "branch_id = {sister}" for table in moving.TABLES if "branch_id" in table.columns},
    **{table.name: "day_id = {sister_day}" for table in moving.TABLES if table.columns[:1] == ("day_id",)},
    **{
        table.name: "member_id = {sister_member}"
        for table in moving.TABLES
        if "member_id" in table.columns and "branch_id" not in table.columns and table.name != "log_change"
    },
}


def attempt(school: School, statements: str, login: str = "") -> list[Any] | int:
    """Run statements as a login and take back what they did: the rows of the last, or how many it touched."""
    with closing(school.connect(login or school.clerk)) as connection, connection.cursor() as cursor:
        for statement in statements.format(**school.keys).split("; "):
            cursor.execute(statement.encode())
        return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.mark.parametrize("what", REFUSED)
def test_a_clerk_is_refused(school: School, what: str) -> None:
    with pytest.raises(psycopg.Error) as told:
        attempt(school, REFUSED[what])
    known = (psycopg.errors.InsufficientPrivilege, psycopg.errors.UniqueViolation)
    assert isinstance(told.value, known), told.value
    if isinstance(told.value, psycopg.errors.UniqueViolation):
        assert what == "an entry twice"


@pytest.mark.parametrize("what", IN_VAIN)
def test_a_clerk_touches_nothing(school: School, what: str) -> None:
    assert attempt(school, IN_VAIN[what]) in ([], 0)


@pytest.mark.parametrize("table", SISTERS)
def test_a_clerk_sees_no_row_of_a_sister_and_the_superior_each(school: School, table: str) -> None:
    asked = f"SELECT * FROM {table} WHERE {SISTERS[table]}"  # noqa: S608  # names of our own
    assert attempt(school, asked) == []
    assert attempt(school, asked, school.head) == attempt(school, asked, "partyday")


def test_every_table_has_its_rules() -> None:
    ruled = {told.split()[1] for told in rights.OBJECTS if told.startswith("rights ")} | {"last_key"}
    assert {table.name for table in moving.TABLES} <= ruled


def test_the_sisters_rows_that_are_not_seen_are_there(school: School) -> None:
    """Guards the test above: most of the tables hold something of the sister."""
    there = [t for t in SISTERS if attempt(school, f"SELECT * FROM {t} WHERE {SISTERS[t]}", "partyday")]  # noqa: S608
    assert {"branch", "member", "chain", "log_entry", "log_change", "day", "mark", "membership", "standing"} <= {*there}


def test_a_clerk_sees_the_names_above_and_none_beside(school: School) -> None:
    assert attempt(school, "SELECT name FROM branch ORDER BY id") == [(ABOVE,), (MINE,)]


def test_a_function_that_tells_what_it_is_asked_is_asked_of_ones_own_alone(school: School) -> None:
    heard: list[str] = []
    with closing(school.connect(school.clerk)) as connection:
        connection.add_notice_handler(lambda notice: heard.append(str(notice.message_primary)))
        connection.execute(
            "CREATE FUNCTION pg_temp.leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001"
            " AS $$ BEGIN RAISE NOTICE '%', $1; RETURN true; END $$"
        )
        connection.execute("SELECT * FROM member WHERE pg_temp.leak(name)")
    assert heard == ["张三"]


@pytest.mark.parametrize("what", ["UPDATE log_entry SET reason = ''", "DELETE FROM log_change", "TRUNCATE log_change"])
def test_not_even_the_owner_changes_the_log(school: School, what: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        attempt(school, what, "partyday")


def test_who_may_read_may_not_write(school: School) -> None:
    assert attempt(school, REFUSED["move a day of mine to a sister"], school.reader) == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        attempt(school, entry("{mine_chain}", "{mine_last} + 1"), school.reader)


@pytest.mark.skipif(not shutil.which("psql"), reason="psql is not installed")
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE log_entry SET reason = 'x'", "permission denied"),
        ("SELECT name FROM member ORDER BY 1", "张三"),
        ("DELETE FROM mark WHERE day_id = {sister_day}", "DELETE 0"),
    ],
)
def test_psql_gets_no_further(school: School, statement: str, said: str) -> None:
    place = url_of(school.url, school.clerk).replace("+psycopg", "")
    done = subprocess.run(
        ["psql", place, "-X", "-A", "-t", "-c", statement.format(**school.keys)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert said in done.stdout + done.stderr
    assert "李四" not in done.stdout + done.stderr


# ---- through partyday


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("day", "show", "2026-03-06", "--branch", SISTER), 11),
        (("member", "list", "--branch", SISTER), 11),
        (("checkin", "李四", "--day", "2026-03-06"), 11),
        (("member", "transfer", "张三", "--to", SISTER, "--on", "2026-03-07"), 11),
        (("review", "--branch", SISTER), 11),
        (("log", "李四"), 11),
        (("branch", "set", ABOVE, "--secretary", "x"), 13),
        (("branch", "add", "第三党支部", "--superior", ABOVE), 13),
        (("server", "grant", "partyday", "--branch", MINE), 13),
        (("server", "list"), 13),
        (("verify",), 0),
        (("member", "list"), 0),
    ],
)
def test_another_branch_is_as_if_it_were_not_there(
    school: School, words: tuple[str, ...], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert school.partyday(*words, login=school.clerk) == code
    told = capsys.readouterr()
    assert "李四" not in told.out.replace("“李四”", "")
    assert "defect" not in told.err


def test_a_reader_reads_and_is_told_when_it_would_write(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    assert school.partyday("member", "list", login=school.reader) == 0
    assert school.partyday("checkin", "--absent", "张三", "--reason", "x", login=school.reader) == 13
    assert school.partyday("day", "plan", "2026-04-03", "--theme", "x", login=school.reader) == 13
    assert "may not" in capsys.readouterr().err


def test_the_owner_alone_forgets_a_member(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    here = ("--branch", MINE)
    assert school.partyday("member", "add", "郑十", "--standing", "full", "--joined", "2010-07-01", *here) == 0
    assert school.partyday("member", "remove", "郑十", "--because", "died", *here) == 0
    before = whole(school)
    capsys.readouterr()
    for login in (school.clerk, school.head):
        assert school.partyday("member", "forget", "郑十", "--yes", *here, login=login) == 13
        assert "its owner alone" in capsys.readouterr().err
    assert whole(school) == before
    assert school.partyday("member", "forget", "郑十", "--yes", *here) == 0
    assert "郑十" not in str(whole(school))
    for login in (school.clerk, school.head, "partyday"):
        assert school.partyday("verify", login=login) == 0
    with closing(school.connect()) as owner:  # the guards are on again
        for statement in ("UPDATE log_entry SET reason = 'x'", "UPDATE log_change SET after = 'x'"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
                owner.execute(statement.encode())
            owner.rollback()


def test_who_sees_a_part_of_the_book_does_not_copy_it(school: School, tmp_path: Path) -> None:
    place, target = url_of(school.url, school.clerk), tmp_path / "copy.partyday"
    assert run(["copy", place, str(target)]) == 13
    assert run(["copy", school.url, str(target)]) == 0
    assert run(["verify", "--book", str(target)]) == 0


@pytest.mark.parametrize(("who", "kept"), [("clerk", 0), ("head", 1)])
def test_a_clerk_imports_with_columns_named_and_is_told_that_they_are_not_remembered(
    school: School, tmp_path: Path, capsys: pytest.CaptureFixture[str], who: str, kept: int
) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("姓名,身份,入党日期\n张三,正式党员,2010-07-01\n钱七,正式党员,2011-07-01\n", "utf-8")
    words = ("member", "import", str(roster), "--map", "身份=人员类别", "--branch", MINE)
    assert school.partyday(*words, login=getattr(school, who)) == 0
    assert ("is not remembered" in capsys.readouterr().err) == (not kept)
    assert len(attempt(school, "SELECT * FROM settled", "partyday")) == kept  # type: ignore[arg-type]
    assert len(attempt(school, "SELECT * FROM member WHERE name = '钱七'")) == 1  # type: ignore[arg-type]
    assert school.partyday("undo", "--branch", MINE) == 0
    assert school.partyday("verify") == 0


def test_on_a_server_the_login_is_who_records(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    before = whole(school)
    words = ("day", "plan", "2026-05-08", "--theme", "x", "--as", "王秀芳")
    assert school.partyday(*words, login=school.clerk) == 0
    assert f"the login records: {school.clerk}" in capsys.readouterr().err
    [(by, login)] = attempt(
        school, "SELECT by, login FROM log_entry WHERE chain_id = {mine_chain} ORDER BY id DESC LIMIT 1"
    )  # type: ignore[misc]
    assert by == login == school.clerk
    assert school.partyday("undo", login=school.clerk) == 0
    after = whole(school)
    assert {table: rows for table, rows in after.items() if table not in ("chain", "log_entry", "log_change")} == {
        table: rows for table, rows in before.items() if table not in ("chain", "log_entry", "log_change")
    }


def test_the_book_agrees_with_its_log_after_all_of_it_and_a_login_can_be_taken_away(
    school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    assert school.partyday("verify") == 0
    assert school.partyday("server", "init") == 0  # laid anew
    assert school.partyday("server", "revoke", school.reader) == 0
    assert school.partyday("server", "revoke", school.reader) == 11
    assert attempt(school, "SELECT * FROM member", school.reader) == []
    for words in (("member", "list"), ("branch", "list"), ("log",), ("agenda",), ("verify",), ("checkin", "张三")):
        capsys.readouterr()
        assert school.partyday(*words, login=school.reader) == 11, words
        told = capsys.readouterr().err
        assert "This login was given no branch of the book." in told
        assert f"partyday server grant {school.reader} --branch" in told
    assert school.partyday("verify") == 0


def test_the_owner_joins_a_branchs_file_and_its_clerk_sees_all_of_its_past(
    school: School, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    third, file = "第三党支部", str(tmp_path / "own.partyday")
    day = ("--today", "2026-03-06")
    for words in (
        ("init", "--branch", "自己的党支部", "--superior", ABOVE),
        ("member", "add", "周九", "--standing", "full", "--joined", "2010-07-01"),
        ("schedule", "2026"),
    ):
        assert run([*words, *day, "--book", file]) == 0
    assert school.partyday("branch", "add", third, "--superior", ABOVE) == 0
    before = whole(school)
    join = ("copy", file, school.url, "--branch", third)
    assert school.partyday("copy", file, url_of(school.url, school.head), "--branch", third) == 13
    assert whole(school) == before
    assert school.partyday(*join) == 0
    clerk = f"clerk_{uuid.uuid4().hex}"
    with closing(school.connect()) as owner:
        owner.execute(f"CREATE ROLE {clerk} LOGIN".encode())
        owner.commit()
    try:
        assert school.partyday("server", "grant", clerk, "--branch", third) == 0
        assert school.partyday("checkin", "周九", "--day", "2026-03-06", login=clerk) == 0
        capsys.readouterr()
        assert school.partyday("log", "--json", login=clerk) == 0
        numbers = [entry["id"] for entry in json.loads(capsys.readouterr().out)]
        assert numbers == [5, 4, 3, 2, 1]
        for login in (clerk, school.head, school.clerk, "partyday"):
            assert school.partyday("verify", login=login) == 0
        capsys.readouterr()
        assert school.partyday("log", "周九", "--json", login=school.clerk) == 11
        assert school.partyday("undo", "5", "--branch", third, login=clerk) == 0
        assert school.partyday("undo", "4", "--branch", third) == 0
        assert school.partyday("verify") == 0
        assert school.partyday("server", "revoke", clerk) == 0
    finally:
        with closing(school.connect()) as owner:
            owner.execute(f"DROP ROLE {clerk}".encode())
            owner.commit()
