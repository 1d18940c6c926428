"""A school's own policy in the book: given, changed from a day on, shown, checked, packed and taken back."""

import zipfile
from pathlib import Path

import pytest

from commands import Partyday

HEAD = """\
[policy]
name = "our-school"
title = "某学院党员活动日制度"
base = "hebei"

[sources.notice]
document = "某学院党员活动日制度"
number = "某院党〔2026〕1号"
"""

TALK = """
[[talk.absences]]
value = {talk}
source = "notice"
article = "第五条"
"""


def text_of(talk: int) -> str:
    """A school's policy with a talk at so many absences."""
    return HEAD + TALK.format(talk=talk)


@pytest.fixture
def school(partyday: Partyday, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Partyday:
    """A branch under a policy of its own whose file is gone since; 张三 was absent in January, March and April."""
    file = tmp_path / "school.toml"
    file.write_text(text_of(4), "utf-8")
    monkeypatch.setenv("PARTYDAY_TODAY", "2025-12-20")
    partyday("init", "--branch", "第一党支部", "--superior", "学院党总支", "--policy", "school.toml")
    file.unlink()
    for name in ("张三", "李四"):
        partyday("member", "add", name, "--joined", "2010-07-01")
    partyday("schedule", "2026")
    for day in ("2026-01-09", "2026-03-06", "2026-04-03"):
        monkeypatch.setenv("PARTYDAY_TODAY", day)
        partyday("checkin", "--all", "--absent", "张三", "--close")
    (tmp_path / "new.toml").write_text(text_of(3), "utf-8")
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-05-20")
    return partyday


def talks(partyday: Partyday, *words: str) -> list[str]:
    """What a review says of talks."""
    return [told["level"] for told in partyday("review", "--json", *words).json if told["rule"] == "talk"]


def value_of(partyday: Partyday, key: str, *words: str) -> object:
    """The value of a parameter in force for the branch."""
    [told] = [told for told in partyday("policy", "show", "--json", *words).json if told["key"] == key]
    return told["value"]


def test_the_book_needs_no_file(school: Partyday) -> None:
    assert value_of(school, "talk.absences") == 4
    assert talks(school) == []
    assert [branch["policy"] for branch in school("branch", "list", "--json").json] == ["our-school", None]
    assert school("verify", "--json").json["ok"]


def test_without_a_day_it_stands_in_for_the_policy_of_today_and_undo_takes_it_back_whole(school: Partyday) -> None:
    before = school("policy", "show", "--editions", "--json").json
    told = school("policy", "set", "new.toml", "--json").json
    assert (told["branch"], told["name"], told["since"], told["others"]) == ("学院党总支", "our-school", None, [])
    assert talks(school) == ["due"]
    editions = school("policy", "show", "--editions", "--json").json
    assert [(one["since"], one["set_on"], one["counts"]) for one in editions] == [
        (None, "2025-12-20", False),
        (None, "2026-05-20", True),
    ]
    school("undo")
    assert talks(school) == []
    assert school("policy", "show", "--editions", "--json").json == before
    assert school("verify", "--json").json["ok"]


def test_from_a_day_on_it_leaves_the_days_before_as_they_were(
    school: Partyday, monkeypatch: pytest.MonkeyPatch
) -> None:
    school("policy", "set", "new.toml", "--on", "2026年9月1日")
    assert [value_of(school, "talk.absences", "--on", on) for on in ("2026-08-31", "2026-09-01")] == [4, 3]
    assert talks(school) == []
    assert talks(school, "--as-of", "2026-09-02") == []  # the third absence was in April
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-09-04")
    school("checkin", "--all", "--absent", "张三", "--close")
    assert talks(school) == ["due"]
    editions = school("policy", "show", "--editions", "--json").json
    assert [(one["since"], one["until"], one["counts"]) for one in editions] == [
        (None, "2026-09-01", True),
        ("2026-09-01", None, True),
    ]


def test_the_same_policy_again_is_no_new_edition(school: Partyday) -> None:
    school("policy", "set", "new.toml")
    school("policy", "set", "new.toml")
    assert len(school("policy", "show", "--editions", "--json").json) == 2


def test_a_policy_that_ships_can_follow_from_a_day_on(school: Partyday) -> None:
    school("policy", "set", "zhongzhou", "--on", "2027-01-01")
    assert [value_of(school, "talk.absences", "--on", on) for on in ("2026-12-31", "2027-01-01")] == [4, 0]
    assert value_of(school, "handling.run", "--on", "2027-01-01") == 6


def test_a_book_that_goes_by_what_ships_keeps_that_for_the_days_before(partyday: Partyday, tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text(text_of(5), "utf-8")
    partyday("init", "--branch", "第一党支部")
    partyday("policy", "set", "new.toml", "--on", "2026-09-01")
    assert [value_of(partyday, "talk.absences", "--on", on) for on in ("2026-08-31", "2026-09-01")] == [3, 5]
    (tmp_path / "new.toml").unlink()
    partyday("branch", "set", "--policy", "zhongzhou")  # in place of the one of today
    assert [value_of(partyday, "talk.absences", "--on", on) for on in ("2026-03-01", "2026-09-01")] == [0, 5]


def test_a_file_that_stands_on_another_takes_it_along(partyday: Partyday, tmp_path: Path) -> None:
    (tmp_path / "school.toml").write_text(text_of(5), "utf-8")
    college = '[policy]\nname = "college"\ntitle = "某学院"\nbase = "school.toml"\n'
    (tmp_path / "college.toml").write_text(college, "utf-8")
    partyday("init", "--branch", "第一党支部", "--policy", "college.toml")
    edition = partyday("policy", "show", "--editions", "--json").json[0]["edition"]
    for name in ("school.toml", "college.toml"):
        (tmp_path / name).unlink()
    assert value_of(partyday, "talk.absences") == 5
    assert partyday("policy", "show", "--editions", "--json").json[0]["edition"] == edition


def test_who_has_another_policy_of_their_own_is_named(school: Partyday) -> None:
    school("branch", "add", "第二党支部", "--policy", "zhongzhou")
    assert school("policy", "set", "new.toml", "--json").json["others"] == ["第二党支部"]
    assert value_of(school, "talk.absences", "--branch", "第二党支部") == 0
    assert school("policy", "set", "new.toml", "--branch", "第二党支部", "--json").json["branch"] == "第二党支部"
    assert value_of(school, "talk.absences", "--branch", "第二党支部") == 3


def test_the_log_tells_a_change_and_a_copy_has_it(school: Partyday, tmp_path: Path) -> None:
    school("policy", "set", "new.toml")
    newest = school("log", "--json", "--last", "1").json[0]
    assert (newest["command"], newest["rows"]) == ("policy set", 1)
    school("log", "--export", "log.txt")
    [told] = [
        line for line in Path("log.txt").read_text("utf-8-sig").splitlines() if "+ policy" in line or "+ 制度" in line
    ][1:]
    assert "name our-school" in told
    assert "13 lines" in told
    school("backup", "copy.partyday")
    assert value_of(school, "talk.absences", "--book", "copy.partyday") == 3
    school("handover", "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as bundle:
        texts = [bundle.read(name).decode() for name in bundle.namelist() if name.startswith("制度/")]
    assert texts == [text_of(4), text_of(3)]


def test_show_writes_the_file_again(school: Partyday, tmp_path: Path) -> None:
    school("policy", "show", "-o", "back.toml")
    assert (tmp_path / "back.toml").read_text("utf-8") == text_of(4)
    school("policy", "show", "--editions", "-o", "back.toml", code=2)


def test_show_gives_the_recurrence_that_the_branch_fixed(school: Partyday) -> None:
    school("branch", "set", "--recurrence", "FREQ=MONTHLY;BYDAY=2TU:pm")
    [told] = [told for told in school("policy", "show", "--json").json if told["key"] == "schedule.recurrence"]
    assert (told["value"], told["policy"]) == (["FREQ=MONTHLY;BYDAY=2TU:pm"], "第一党支部")
    assert told["source"] == {"document": "第一党支部", "number": "", "article": "", "house": False}


# ---- a book of the version before has the path of a file


def with_a_path(book: str, path: Path) -> None:
    """Let the branches of a book name a file, as books did before."""
    from contextlib import closing
    from sqlite3 import connect

    with closing(connect(book)) as connection, connection:
        connection.execute("UPDATE branch SET policy = ? WHERE policy IS NOT NULL", (str(path),))


def test_a_book_with_a_path_opens_and_says_where_the_file_is_gone(
    partyday: Partyday, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "school.toml"
    file.write_text(text_of(5), "utf-8")
    monkeypatch.setenv("PARTYDAY_BOOK", str(tmp_path / "old.partyday"))
    partyday("init", "--branch", "第一党支部")
    with_a_path(str(tmp_path / "old.partyday"), file)
    assert value_of(partyday, "talk.absences") == 5
    file.unlink()
    said = partyday("review", code=11).err
    assert str(file) in said
    assert "partyday policy set 学校制度.toml" in said
    partyday("member", "list")
    file.write_text(text_of(6), "utf-8")
    new = file.rename(tmp_path / "elsewhere.toml")
    partyday("policy", "set", new.name)
    assert value_of(partyday, "talk.absences") == 6


# ---- checking a file


def test_every_complaint_is_told_at_once(school: Partyday, tmp_path: Path) -> None:
    wrong = text_of(4).replace('document = "某学院党员活动日制度"\n', "") + (
        '\n[[schedule.window]]\nvalue = "10-1"\nsource = "notise"\n\n[[talk.abscences]]\nvalue = 1\nsource = "house"\n'
    )
    (tmp_path / "wrong.toml").write_text(wrong, "utf-8")
    told = school("policy", "check", "wrong.toml", "--json", code=10).json
    assert told["ok"] is False
    lines = [problem.split(":")[0] for problem in told["problems"]]
    assert lines == [f"wrong.toml, line {line}" for line in (6, 15, 16, 18)]
    refused = school("policy", "set", "wrong.toml", code=10).err
    assert "line 6" in refused
    assert "3" in refused.splitlines()[-1]


def test_a_check_tells_what_the_change_would_alter_in_the_year(school: Partyday) -> None:
    told = school("policy", "check", "new.toml", "--json").json
    assert (told["ok"], told["problems"]) == (True, [])
    new = [(one["rule"], one["level"]) for one in told["findings"]["new"]]
    assert ("talk", "due") in new
    assert {rule for rule, _level in new} == {"talk", "early-notice"}
    gone = {one["rule"] for one in told["findings"]["gone"]}
    assert gone == {"early-notice"}
    assert school("policy", "check", "new.toml", "--on", "2026-09-01", "--json").json["findings"] == {
        "gone": [],
        "new": [],
    }
    shown = school("policy", "check", "new.toml").out
    assert "张三" in shown
    assert talks(school) == []  # nothing was changed
