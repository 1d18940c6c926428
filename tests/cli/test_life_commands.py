"""Corrections, merges, names, offices and the log, as they are typed."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands import Partyday

AUGUST = ("--today", "2026-08-15")


@pytest.fixture
def in_shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clocks of this computer stand eight hours before UTC."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


# ---- corrected dates


def test_a_corrected_joining_is_on_the_card_with_what_began_on_it(branch: Partyday) -> None:
    branch("member", "add", "周九", "--joined", "2024-03-10", "--full-on", "2025-03-10")
    card = branch("member", "set", "周九", "--joined", "2024-05-20", "--full-on", "2025-05-20", "--json").json
    assert [one["since"] for one in card["memberships"]] == ["2024-05-20"]
    assert [(one["standing"], one["since"]) for one in card["standings"]] == [
        ("probationary", "2024-05-20"),
        ("full", "2025-05-20"),
    ]
    assert branch("verify", "--json").json == {"ok": True, "problems": []}


@pytest.mark.parametrize("option", ["--since", "--until"])
def test_a_day_of_nothing_is_wrong_usage(branch: Partyday, option: str) -> None:
    assert "but not what" in branch("member", "set", "张三", option, "2026-01-01", code=2).err
    assert "but not what" in branch("member", "set", "张三", "--phone", "1", option, "2026-01-01", code=2).err


def test_a_date_that_contradicts_another_is_bad_input(branch: Partyday) -> None:
    branch("member", "add", "周九", "--joined", "2024-03-10", "--full-on", "2025-03-10")
    assert "2025-03-10" in branch("member", "set", "周九", "--joined", "2025-06-01", code=10).err


# ---- twice, or by mistake


def test_a_merge_tells_what_differs_before_anything_is_written(branch: Partyday) -> None:
    for phone in ("13900001111", "13900002222"):
        branch("member", "add", "周九", "--joined", "2024-03-10", "--phone", phone, "--yes")
    first, second = [str(one["number"]) for one in branch("member", "list", "--json").json if one["name"] == "周九"]
    said = branch("member", "merge", second, first, "--reason", "重复录入", code=13)
    assert "139******11 stays, 139******22 goes" in said.err
    card = branch("member", "merge", second, first, "--reason", "重复录入", "--yes", "--json").json
    assert (card["number"], card["phone"]) == (int(first), "139******11")
    assert card["differences"] == ["phone: 139******11 stays, 139******22 goes."]
    assert [one["name"] for one in branch("member", "list", "--json").json].count("周九") == 1


def test_who_was_entered_by_mistake_needs_a_reason_and_is_on_no_list(branch: Partyday) -> None:
    branch("member", "add", "周九", "--joined", "2024-03-10")
    assert "--reason" in branch("member", "remove", "周九", "--because", "mistake", code=2).err
    said = branch("member", "remove", "周九", "--because", "误录", "--reason", "不是本支部党员", "--json").json
    assert said["marks"] == 0
    assert "周九" not in branch("member", "list", "--all").out
    branch("undo")
    assert "周九" in branch("member", "list").out


# ---- names and offices


def test_a_renamed_branch_is_found_by_both_names_and_its_list_tells_them(branch: Partyday) -> None:
    old = branch("branch", "list", "--json").json[-1]["name"]
    branch("branch", "set", "--rename", "信息学院党支部", "--on", "2026-08-01", *AUGUST)
    for name in (old, "信息学院党支部"):
        assert branch("member", "list", "--branch", name, "--json", *AUGUST).json
    [told] = [one for one in branch("branch", "list", "--json", *AUGUST).json if one["name"] == "信息学院党支部"]
    assert told["formerly"] == [{"name": old, "until": "2026-08-01"}]


def test_a_day_from_which_nothing_changes_is_wrong_usage(branch: Partyday) -> None:
    assert "but not what" in branch("branch", "set", "--on", "2026-03-01", code=2).err


def test_the_second_on_the_roster_is_the_secretary_by_number(branch: Partyday) -> None:
    name = next(one["name"] for one in branch("member", "list", "--json").json if one["number"] == 2)
    told = branch("branch", "set", "--secretary", "2", "--organiser", "王秀芳", "--json").json
    assert (told["secretary"], told["organiser"]) == (name, "王秀芳")
    assert told["officers"] == [
        {"office": "secretary", "since": None, "name": name, "number": 2},
        {"office": "organiser", "since": None, "name": "王秀芳", "number": None},
    ]
    said = branch("member", "transfer", "2", "--to", "外校党支部", "--outside", "--on", "2026-08-01", *AUGUST)
    assert f"{name} is still the secretary" in said.err


def test_a_branch_is_divided_and_dissolved(branch: Partyday) -> None:
    old = branch("branch", "list", "--json").json[-1]["name"]
    assert "--take" in branch("branch", "add", "新党支部", "--from", old, code=2).err
    who = branch("member", "list", "--json").json[0]["name"]
    branch("branch", "set", "--organiser", "1")
    branch("dues", "assess", "1", "--kind", "wage", "--amount", "6500", "--from", "2026-07", *AUGUST)
    taken = ("branch", "add", "新党支部", "--from", old, "--take", "1", "--since", "2026-08-01", "--secretary", "1")
    told = branch(*taken, *AUGUST).err
    assert f"Taken in by 新党支部: 1 {who}." in told
    assert f"1 {who} owes dues for 2026-07..2026-08: 195.00 yuan" in told
    assert f"{who} is still the organiser of {old}" in told
    assert "still the secretary" not in told
    there = branch("member", "list", "--branch", "新党支部", "--json", *AUGUST).json
    assert len(there) == 1
    assert "still belong" in branch("branch", "set", "新党支部", "--dissolved", "2026-08-10", code=13).err
    words = ("branch", "set", "新党支部", "--dissolved", "2026-08-10", "--into", old, "--json")
    assert branch(*words, *AUGUST).json["until"] == "2026-08-10"
    branch("undo", "--yes", *AUGUST)
    assert f"Taken in by {old}: 1 {who}." in branch(*words[:-1], *AUGUST).err
    assert branch("member", "list", "--branch", "新党支部", "--json", *AUGUST).json == []
    assert "branch, dissolved on 2026-08-10" in branch("branch", "list").out


# ---- the log, the book, the branch


def test_the_last_of_one_member_are_given_and_how_many_are_not(branch: Partyday) -> None:
    for phone in ("1", "2", "3"):
        branch("member", "set", "张三", "--phone", phone)
    ids = [entry["id"] for entry in branch("log", "张三", "--json").json]
    assert [entry["id"] for entry in branch("log", "张三", "--last", "2", "--json").json] == ids[-2:]
    said = branch("log", "张三", "--last", "2")
    assert said.out.count("#") == 2
    assert f"{len(ids) - 2} earlier" in said.err


def test_a_changed_number_says_that_it_was_changed_and_not_what_it_is(branch: Partyday) -> None:
    branch("member", "set", "张三", "--phone", "13911112222")
    branch("member", "set", "张三", "--phone", "13933334444")
    said = branch("log", "张三", "--last", "1")
    assert "phone was changed" in said.out
    assert "139" not in said.out
    entry = branch("log", "张三", "--last", "1", "--json").json[0]
    assert [change["changed"] for change in entry["changes"]] == [["phone"]]


@pytest.mark.usefixtures("in_shanghai")
def test_times_are_those_of_this_computer_with_utc_beside_them_where_programs_read(branch: Partyday) -> None:
    entry = branch("log", "--json").json[0]
    assert entry["at"].endswith("Z")
    assert entry["local"].endswith("+08:00")
    hour = (int(entry["at"][11:13]) + 8) % 24
    assert int(entry["local"][11:13]) == hour
    line = next(line for line in branch("log", "张三", "--last", "1").out.splitlines() if line.startswith("#"))
    assert " UTC)" in line
    assert branch("log").out.split()[:4] == ["no.", "time", "as", "of"]
    assert branch("log", "--csv").out.lstrip("\ufeff").splitlines()[0].split(",")[:3] == ["no.", "time", "time (UTC)"]


def test_a_book_in_the_home_folder(branch: Partyday, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    branch("init", "--branch", "另一个党支部", "--book", "~/other.partyday")
    assert (tmp_path / "home" / "other.partyday").is_file()
    monkeypatch.setenv("PARTYDAY_BOOK", "~/other.partyday")
    assert branch("branch", "list", "--json").json[0]["name"] == "另一个党支部"


def test_a_branch_is_chosen_once(branch: Partyday, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = branch("branch", "list", "--json").json[-1]["name"]
    branch("branch", "add", "新党支部")
    hint = branch("checkin", "张三", code=12).err
    assert f"--branch {old}" in hint
    assert f"partyday branch use {old}" in hint
    monkeypatch.setenv("PARTYDAY_BRANCH", old)
    branch("checkin", "张三")
    monkeypatch.setenv("PARTYDAY_BRANCH", "新党支部")
    assert branch("member", "list", "--json").json == []
    assert branch("member", "list", "--branch", old, "--json").json
    monkeypatch.setenv("PARTYDAY_BRANCH", "")
    (tmp_path / "config.toml").write_text(f'branch = "{old}"\n', "utf-8")
    monkeypatch.setenv("PARTYDAY_CONFIG", str(tmp_path / "config.toml"))
    assert branch("member", "list", "--json").json
    assert branch("branch", "use", "新党", "--json").json == {
        "branch": "新党支部",
        "config": str(tmp_path / "config.toml"),
    }
    assert branch("member", "list", "--json").json == []
    assert "goes before it" not in branch("branch", "use", old).err
    assert branch("member", "list", "--json").json
    branch("branch", "use", "没有", code=11)
    monkeypatch.setenv("PARTYDAY_BRANCH", "新党支部")
    assert "goes before it: 新党支部" in branch("branch", "use").err
    monkeypatch.delenv("PARTYDAY_BRANCH")
    branch("checkin", "张三", code=12)


def test_where_a_branch_that_is_not_there_was_named_is_told_of_it_alone(
    branch: Partyday, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "It was named by PARTYDAY_BRANCH"
    monkeypatch.setenv("PARTYDAY_BRANCH", "没有党支部")
    assert told in branch("member", "list", code=11).err
    assert told not in branch("member", "list", "--branch", "没有党支部", code=11).err
    monkeypatch.setenv("PARTYDAY_BRANCH", "支部")
    branch("branch", "add", "第二党支部")
    assert told in branch("member", "list", code=12).err, "of a name that fits several too"
    monkeypatch.setenv("PARTYDAY_BRANCH", "第一党支部")
    other = branch("day", "plan", "2026-03-06", "--block", "第一党支部", code=11).err
    assert other.startswith("“第一党支部” is not a kind of content")
    assert told not in other


def test_the_table_of_branches_tells_who_held_office_and_former_names(branch: Partyday) -> None:
    branch("branch", "set", "--secretary", "李四", "--on", "2026-01-01", *AUGUST)
    branch("branch", "set", "--secretary", "王芳", "--on", "2026-03-01", *AUGUST)
    branch("branch", "set", "--rename", "信息学院党支部", "--on", "2026-08-01", *AUGUST)
    shown = branch("branch", "list").out
    assert "secretary 李四 2026-01-01, secretary 王芳 2026-03-01" in shown
    assert "第一党支部 (until 2026-08-01)" in shown


def test_who_was_entered_twice_is_merged_with_the_namesake_and_the_log_says_what_came_along(branch: Partyday) -> None:
    branch("member", "add", "张三", "--joined", "2011-07-01")
    number = str(branch("member", "list", "--json").json[-1]["number"])
    branch("dues", "assess", number, "--kind", "student", "--from", "2026-01", *AUGUST)
    branch("dues", "pay", number, "--months", "2026-01", *AUGUST)
    refused = branch("member", "remove", "1", "--because", "mistake", "--reason", "误录", *AUGUST)
    branch("undo", "--yes", *AUGUST)
    assert "张三" in refused.out
    told = branch("member", "remove", number, "--because", "mistake", "--reason", "误录", *AUGUST, code=13).err
    assert f"partyday member merge {number} 1 --reason" in told
    branch("member", "merge", number, "1", "--reason", "重复录入", "--yes", *AUGUST)
    assert "payment of dues: it was another entry's before" in branch("log", "1", "--last", "1").out
