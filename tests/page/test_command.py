"""`partyday page` as a program of its own: what a script reads, what is there after it was killed, when it ends."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from factories import desk
from partyday.services import checkin
from partyday.store.book import Store
from phones import Phone

pytestmark = pytest.mark.slow  # it starts the program, several times


def command(store: Store, *words: str) -> list[str]:
    return [sys.executable, "-m", "partyday", *words, "--book", store.place, "--today", "2026-03-06"]


def claims_of(store: Store) -> Any:
    asked = subprocess.run(command(store, "checkin", "--claims", "--json"), capture_output=True, check=True)
    return json.loads(asked.stdout)


@contextmanager
def opened(store: Store) -> Iterator[tuple["subprocess.Popen[str]", Any]]:
    """The page as a script opens it, and the first line it reads."""
    page = subprocess.Popen(
        command(store, "page", "--json", "--port", "0", "--link", "张三"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    assert page.stdout is not None
    try:
        yield page, json.loads(page.stdout.readline())
    finally:
        page.kill()
        page.communicate()


def test_a_claim_that_was_acknowledged_is_there_after_the_server_was_killed(book: Store) -> None:
    with opened(book) as (page, first):
        assert [link["name"] for link in first["links"]] == ["张三", "李四", "赵六"]
        phone = Phone(first["url"])
        assert phone.post(first["url"], who="张三", proof="1234").status == 200  # what a script sends, and no more
        page.send_signal(signal.SIGKILL)
        page.wait(10)
    (claim,) = claims_of(book)
    wanted = {"number": 1, "name": "张三", "state": "present", "said": "", "same_device": False, "late": False}
    assert {name: claim[name] for name in wanted} == wanted
    with opened(book) as (_page, again):  # links of before stay good
        assert Phone(again["url"]).get(first["links"][1]["url"]).status == 200


def test_each_claim_is_a_line_and_the_page_ends_with_the_day(book: Store) -> None:
    with opened(book) as (page, first):
        assert page.stdout is not None
        shown = Phone(first["url"]).get(first["links"][1]["url"])
        assert Phone(first["url"]).post(shown.url, said="深受教育").status == 200
        line = json.loads(page.stdout.readline())
        assert (line["name"], line["state"], line["said"]) == ("李四", "online", "深受教育")
        checkin.check_in(desk(book), None, (), close=True, keep_unknown=True)
        out, err = page.communicate(timeout=20)
        assert (page.returncode, out) == (0, "")
        assert "The secretary's page, for you alone" in err
        assert err.count("/desk?key=") == 1
        assert "The day is closed" in err


def test_ctrl_c_ends_it_well(book: Store) -> None:
    with opened(book) as (page, _first):
        page.send_signal(signal.SIGINT)
        _out, err = page.communicate(timeout=20)
        assert (page.returncode, "Traceback" in err) == (0, False)
        assert "The page is closed." in err
