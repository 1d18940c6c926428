"""Columns of a roster that matter elsewhere: dues paid before, who is out of touch; and columns settled by hand."""

from pathlib import Path

import pytest

from commands import Partyday


def write(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    return path.name


@pytest.fixture
def empty(partyday: Partyday) -> Partyday:
    """A book without a member."""
    partyday("init", "--branch", "教工党支部")
    return partyday


def test_no_dues_are_owed_for_the_months_that_a_roster_says_were_paid(empty: Partyday, tmp_path: Path) -> None:
    people = "郝一,正式党员,2008-06-20,2026年1月,\n郝二,正式党员,2008-06-20,全部,是\n郝三,正式党员,2008-06-20,,\n"
    roster = write(tmp_path / "a.csv", f"姓名,人员类别,入党时间,党费缴纳至年月,是否失联\n{people}")
    notes = empty("member", "import", roster, "--json").json["notes"]
    assert notes == [
        "Row 3 (郝二): 党费缴纳至年月: “全部” is no month; it is only kept.",
        "党费缴纳至年月: no dues are owed up to these months (rows 2).",
        "Said to be out of touch: 郝二",
    ]
    sheet = write(tmp_path / "b.csv", "姓名,收入类别,月收入\n郝一,工资,8200\n郝二,工资,8200\n郝三,工资,8200\n")
    empty("dues", "assess", "--sheet", sheet, "--from", "2026-01")
    owed = {one["name"]: one["months"] for one in empty("dues", "owed", "--today", "2026-03-06", "--json").json}
    assert owed == {
        "郝一": ["2026-02", "2026-03"],
        "郝二": ["2026-01", "2026-02", "2026-03"],
        "郝三": ["2026-01", "2026-02", "2026-03"],
    }
    assert empty("member", "show", "1", "--json").json["kept"]["党费缴纳至年月"] == "2026-01"


def test_a_month_that_the_book_took_dues_for_is_the_books(empty: Partyday, tmp_path: Path) -> None:
    first = write(tmp_path / "a.csv", "姓名,人员类别,入党时间\n郝一,正式党员,2008-06-20\n")
    empty("member", "import", first)
    empty("dues", "assess", "1", "--kind", "wage", "--amount", "8200", "--from", "2026-01")
    empty("dues", "pay", "1", "--months", "2026-01", "--on", "2026-03-06", "--today", "2026-03-06")
    later = write(tmp_path / "b.csv", "姓名,人员类别,入党时间,党费缴纳至年月\n郝一,正式党员,2008-06-20,2026-02\n")
    empty("member", "import", later)
    [owing] = empty("dues", "owed", "--today", "2026-03-06", "--json").json
    assert owing["months"] == ["2026-02", "2026-03"]


def test_columns_are_settled_for_every_kind_of_sheet_and_remembered(branch: Partyday, tmp_path: Path) -> None:
    sheet = write(tmp_path / "a.csv", "同志,会上表现,哪一组\n张三,出勤,一组\n")
    assert "--map HEADER=姓名" in branch("checkin", "--from", sheet, code=10).err
    settled = ("--map", "同志=姓名", "--map", "会上表现=出勤情况")
    assert branch("checkin", "--from", sheet, "--json", *settled).json["present"] == 1
    again = write(tmp_path / "b.csv", "同志,会上表现,哪一组\n李四,线上,一组\n")
    got = branch("checkin", "--from", again, "--json").json
    assert got["online"] == 1
    assert any("同志=姓名" in note for note in got["notes"])
    plan = write(tmp_path / "c.csv", "哪天,说些啥\n2026-04-03,学党章\n")
    branch("day", "plan", "--from", plan, code=10)
    branch("day", "plan", "--from", plan, "--map", "哪天=日期", "--map", "说些啥=主题")
    plan = write(tmp_path / "d.csv", "哪天,说些啥\n2026-04-03,学准则\n")
    branch("day", "plan", "--from", plan)
    assert branch("day", "show", "2026-04-03", "--json").json["theme"] == "学准则"
    branch("undo", "--yes")
    branch("undo", "--yes")
    branch("day", "plan", "--from", plan, code=10)
    for words in (("checkin",), ("day", "plan", "2026-04-03"), ("dues", "collect"), ("dues", "assess", "张三")):
        branch(*words, "--map", "同志=姓名", code=2)
