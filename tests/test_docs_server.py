"""Every command of docs/server.md runs as written, on a server of the tests."""

import re
import shlex
import uuid
from pathlib import Path
from typing import Any

import psycopg
import pytest

from documents import ROOT
from partyday.__main__ import run
from partyday.store.places import address

PAGE = (ROOT / "docs" / "server.md").read_text("utf-8")

ON_THE_PAGE = "db.school.example/school"


@pytest.mark.slow  # a school's server is set up
def test_a_school_is_set_up_as_the_page_says(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    administrator: Any = address(postgres_url)
    if administrator.user != "partyday":
        pytest.skip("the server of the tests is not the one of tests/with-postgres: no logins are made on it")
    own = uuid.uuid4().hex[:8]
    names = {name: f"{name}_{own}" for name in ("school_owner", "wangxf", "lijw")}
    database = f"school_{own}"
    query = dict(administrator.query)
    place = f"/{database}?host={query['host']}&port={query['port']}"

    def here(text: str) -> str:
        for name, mine in names.items():
            text = text.replace(name, mine)
        return text.replace(ON_THE_PAGE, place).replace("DATABASE school ", f"DATABASE {database} ")

    monkeypatch.chdir(tmp_path)
    for name, value in {"PARTYDAY_TODAY": "2026-03-06", "PARTYDAY_BOOK": "学院.partyday"}.items():
        monkeypatch.setenv(name, value)
    for line in (
        "init --branch 教工第一党支部 --superior 计算机学院党总支",
        "branch add 教工第二党支部 --superior 计算机学院党总支",
        "member add 张三 --standing full --joined 2010-07-01 --branch 教工第一党支部",
        "schedule 2026 --branch 教工第一党支部",
        "member add 李四 --standing full --joined 2010-07-01 --branch 教工第二党支部",
    ):
        assert run(shlex.split(line)) == 0
    for line in (
        "init --branch 第四党支部 --superior 计算机学院党总支",
        "member add 王五 --standing full --joined 2010-07-01",
    ):
        assert run([*shlex.split(line), "--book", "第四支部.partyday"]) == 0
    with psycopg.connect(**{**administrator.for_postgresql, "dbname": "postgres"}, autocommit=True) as connection:
        try:
            [statements] = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
            for statement in statements.splitlines():
                connection.execute(here(statement).encode())
            lines = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
            assert len(lines) > 15
            for line in lines:
                capsys.readouterr()
                command, *words = shlex.split(here(line))
                if command == "export":
                    monkeypatch.setenv(*words[0].split("=", 1))
                    continue
                assert run(words) == 0, line
                said = capsys.readouterr()
                if words[:2] == ["member", "list"]:
                    assert "张三" in said.out
                    assert "李四" not in said.out
        finally:
            connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)".encode())
            for name in names.values():
                connection.execute(f"DROP ROLE IF EXISTS {name}".encode())
