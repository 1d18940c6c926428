"""`checkin --claims`, `--confirm` and `--refuse`, and what `partyday page` refuses."""

import socket
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from commands import Partyday
from factories import desk, unhurried
from partyday.services import claims
from partyday.store.book import Store

PHONE, OTHER = "ab" * 16, "cd" * 16


@pytest.fixture
def book(branch: Partyday, tmp_path: Path) -> Store:
    """The branch's book; 张三 and 李四 have telephones, 李四 a personal link, 赵六 no number."""
    branch("member", "set", "1", "--phone", "13800001234")
    branch("member", "set", "2", "--phone", "13800005678", "--circumstance", "mobile")
    return unhurried(Store(str(tmp_path / "book.partyday")))


def claim(book: Store, *by_name: tuple[str, str, str], said: str = "") -> None:
    """Claims by name, digits and phone; then, with `said`, one of 李四 by the personal link."""
    day = claims.day_of_page(desk(book), None)
    for who, proof, phone in by_name:
        claims.claim_by_name(desk(book), day.id, who, proof, phone)
    if said:
        link = next(one for one in claims.make_links(desk(book), None) if one.person.name == "李四")
        claims.claim_by_link(desk(book), day.id, link.secret, said, OTHER)
    book.close()


def printed(path: str) -> list[tuple[Any, ...]]:
    """The rows of a paper."""
    sheet = load_workbook(path).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def test_claims_are_listed_and_are_no_marks(branch: Partyday, book: Store) -> None:
    assert branch("checkin", "--claims", "--json").json == []
    claim(book, ("张三", "1234", PHONE), ("赵六", "0000", PHONE), said="深受教育")
    listed = branch("checkin", "--claims", "--json").json
    keys = ["number", "name", "state", "at", "said", "same_device", "late"]
    assert [{key: one[key] for key in keys if key != "at"} for one in listed] == [
        {"number": 1, "name": "张三", "state": "present", "said": "", "same_device": True, "late": False},
        {"number": 5, "name": "赵六", "state": "present", "said": "", "same_device": True, "late": False},
        {"number": 2, "name": "李四", "state": "online", "said": "深受教育", "same_device": False, "late": False},
    ]
    assert list(listed[0])[: len(keys)] == keys
    assert branch("checkin", "--json").json["unmarked"] == 5
    told = branch("checkin", "--claims").out
    assert "no telephone number in the roster, same phone as 1 张三" in told
    assert branch("checkin", "--claims", "--csv").out.startswith("\ufeffno.,name,state")


def test_who_is_confirmed_is_marked_and_what_they_learnt_stands_in_the_record(branch: Partyday, book: Store) -> None:
    claim(book, ("张三", "1234", PHONE), ("赵六", "0000", ""), said="深受教育")
    said = branch("checkin", "--confirm", "all", "--json")
    assert [(mark["name"], mark["state"]) for mark in said.json["marks"]] == [("张三", "present"), ("李四", "online")]
    assert "Left for you to look at, and to name: 5 赵六 (no telephone number in the roster)" in said.err
    assert [one["name"] for one in branch("checkin", "--claims", "--json").json] == ["赵六"]
    assert branch("checkin", "--confirm", "赵六", "--json").json["present"] == 2
    assert branch("checkin", "--claims").out == "No claim waits.\n"
    branch("report", "record", "--period", "2026-03-06", "-o", "记录.xlsx")
    cells = printed("记录.xlsx")
    assert ("学习体会", "李四：深受教育") in [row[:2] for row in cells]
    branch("undo", "--yes")
    assert [one["name"] for one in branch("checkin", "--claims", "--json").json] == ["赵六"]
    assert branch("verify", "--json").json["ok"]


def test_who_is_refused_has_no_mark(branch: Partyday, book: Store) -> None:
    claim(book, ("张三", "1234", PHONE))
    said = branch("checkin", "--refuse", "1", "--json")
    assert (said.json["present"], said.json["marks"]) == (0, [])
    assert "Refused: 1 张三" in said.err
    assert branch("checkin", "--refuse", "1", code=11).err.startswith("No claim of 1 张三 waits.")


def test_a_claim_does_not_change_a_mark_without_a_reason(branch: Partyday, book: Store) -> None:
    claim(book, ("张三", "1234", PHONE))
    branch("checkin", "--excuse", "1:病假")
    left = branch("checkin", "--confirm", "all")
    assert "recorded as excused" in left.err
    assert "--reason 登记有误" in branch("checkin", "--confirm", "1", code=13).err
    branch("checkin", "--confirm", "1", "--reason", "后到会")
    assert branch("checkin", "--json").json["present"] == 1


def test_in_the_room_and_online_both_is_for_a_person_to_say(branch: Partyday, book: Store) -> None:
    claim(book, ("李四", "5678", PHONE), said="好")
    assert "In two ways" in branch("checkin", "--confirm", "2", code=13).err
    assert branch("checkin", "--confirm", "all", "--json").json["marks"] == []
    branch("checkin", "--online", "2")
    branch("checkin", "--refuse", "2")
    assert branch("checkin", "--json").json["online"] == 1


def test_who_is_off_the_roll_by_now_is_not_marked_and_can_be_refused(branch: Partyday, book: Store) -> None:
    claim(book, ("张三", "1234", PHONE))
    branch("member", "remove", "1", "--on", "2026-03-01")
    assert "not expected any more" in branch("checkin", "--claims").out
    for who in ("all", "1"):
        said = branch("checkin", "--confirm", who, code=13).err
        assert "张三 is not expected on 2026-03-06: did not belong to 第一党支部 that day." in said
        assert "partyday checkin --day 2026-03-06 --refuse 1" in said
    branch("checkin", "--refuse", "1")
    assert branch("checkin", "--claims", "--json").json == []
    assert branch("verify", "--json").json["ok"]


@pytest.mark.parametrize("words", ["--claims 张三", "--confirm 1 --refuse 2", "--claims --close", "--confirm 1 --all"])
def test_they_stand_alone(branch: Partyday, words: str) -> None:
    assert "stand alone" in branch("checkin", *words.split(), code=2).err


def test_what_a_member_claimed_is_theirs_to_see_and_is_forgotten_with_them(branch: Partyday, book: Store) -> None:
    claim(book, said="深受教育")
    branch("checkin", "--confirm", "2")
    branch("report", "my-record", "--member", "2", "-o", "本人.xlsx")
    kinds = {row[0]: row[2] for row in printed("本人.xlsx")}
    assert "深受教育" in str(kinds["自报"])
    assert "digest" not in str(kinds)
    branch("member", "remove", "2", "--because", "removed", "--reason", "除名", "--on", "2026-03-06", "--yes")
    branch("member", "forget", "2", "--yes")
    assert "深受教育".encode() not in b"".join(path.read_bytes() for path in Path().glob("book.partyday*"))
    assert branch("verify", "--json").json["ok"]


def test_a_closed_day_says_whose_claims_wait_and_takes_them_still(branch: Partyday, book: Store) -> None:
    claim(book, ("张三", "1234", PHONE), ("赵六", "0000", ""))
    [item] = [one for one in branch("agenda", "--json").json if one["kind"] == "claims"]
    assert (item["date"], item["overdue"]) == ("2026-03-06", False)
    assert item["text"].endswith("of 张三, 赵六; partyday checkin --day 2026-03-06 --claims")
    said = branch("checkin", "--all", "--visited", "4", "--online", "2,3", "--absent", "1", "--close", "--json")
    assert [one["name"] for one in said.json["claimed"]] == ["张三", "赵六"]
    assert "wait for your answer: 1 张三, 5 赵六." in said.err
    closed = branch("day", "close", "2026-03-06")
    assert "partyday checkin --day 2026-03-06 --confirm 1 --reason 后到会" in closed.err
    assert "recorded as absent" in branch("checkin", "--day", "2026-03-06", "--claims").out
    branch("checkin", "--day", "2026-03-06", "--confirm", "赵六")
    assert "--reason 登记有误" in branch("checkin", "--confirm", "1", code=13).err
    branch("checkin", "--day", "2026-03-06", "--confirm", "1", "--reason", "后到会")
    finished = branch("day", "finish", "2026-03-06", "--text", "好", "-o", "三月", "--json")
    assert (finished.json["present"], finished.json["claimed"]) == (2, [])
    assert "wait for your answer" not in finished.err
    assert all(one["kind"] != "claims" for one in branch("agenda", "--json").json)


def test_finishing_a_day_says_whose_claims_wait(branch: Partyday, book: Store) -> None:
    claim(book, ("张三", "1234", PHONE))
    said = branch("day", "finish", "2026-03-06", "--text", "好", "-o", "三月", "--yes")
    assert "wait for your answer: 1 张三." in said.err
    [late] = [one for one in branch("agenda", "--today", "2026-03-07", "--json").json if one["kind"] == "claims"]
    assert late["overdue"]


def test_what_a_page_needs(branch: Partyday, book: Store) -> None:
    book.close()
    assert "2026-03-06" in branch("page", "--today", "2026-03-05", code=11).err
    assert "has not come yet" in branch("page", "--day", "2026-04-03", code=13).err
    branch("checkin", "--all", "--visited", "4", "--online", "2,3", "--close")
    assert "nobody signs in any more" in branch("page", code=13).err


def test_where_a_page_cannot_listen(branch: Partyday, book: Store) -> None:
    book.close()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"port {port}" in branch("page", "--port", port, code=10).err
    assert "cannot listen" in branch("page", "--host", "203.0.113.1", "--port", "0", code=10).err
    assert "no address that a phone opens" in branch("page", "--url", "qiandao", code=10).err
    assert branch("page", "--link", "无此人", "--port", "0", code=11).err
