"""Meetings, visits, pictures, a day finished, how somebody usually takes part: as they are typed and answered."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from commands import Partyday


def test_a_month_in_five_commands(branch: Partyday, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    branch("member", "set", "3", "--usual", "线上")
    assert branch("member", "set", "4", "--usual", "visited", "--json").json["usual"] == "visited"
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-03-02")
    branch(
        "day", "plan", "2026-03-06", "--theme", "学习", "--host", "张三", "--responsible", "李四", "--guide", "李处长"
    )
    assert "负责人：李四\n到会指导：李处长" in branch("day", "announce", "2026-03-06").out
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-03-06")
    told = branch("checkin", "--all", "--excuse", "5:病假", "--json").json
    assert (told["present"], told["online"], told["visited"], told["excused"], told["left_out"]) == (2, 1, 1, 1, [])
    done = branch("day", "finish", "--text", "好", "--opinions", "参观", "-o", "三月", "--json").json
    assert (done["closed"], done["summary"], done["opinions"]) == (True, "好", "参观")
    assert [Path(file).name for file in done["files"]] == [
        "第一党支部-活动记录-2026-03-06.xlsx",
        "第一党支部-出勤公示-2026-03-06.xlsx",
        "第一党支部-补课记录-2026-03-06.xlsx",
    ]
    assert sorted(path.name for path in (tmp_path / "三月").iterdir()) == sorted(
        Path(file).name for file in done["files"]
    )
    assert done["follows"][0]["kind"] == "make-up"
    branch("report", "quarter-plan", "--mark-filed", "-o", "plan.xlsx")
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-03-30")
    planned = branch("day", "plan", "2026-04-03", "--theme", "参观")
    assert "Opinions of 2026-03-06: 参观" in planned.err
    before = branch("day", "plan", "2026-04-03", "--theme", "参观", "--json").json["opinions_before"]
    assert before == {"day": "2026-03-06", "opinions": "参观"}
    branch("verify")


def test_a_day_is_not_finished_without_a_summary_or_over_a_paper_that_is_there(
    branch: Partyday, tmp_path: Path
) -> None:
    branch("checkin", "--all", "--online", "3")
    assert "--text" in branch("day", "finish", code=2).err
    (tmp_path / "第一党支部-出勤公示-2026-03-06.xlsx").write_text("mine")
    branch("day", "finish", "--text", "好", code=13)
    assert branch("day", "show", "2026-03-06", "--json").json["closed_on"] is None, "nothing was written"
    told = branch("day", "finish", "--text", "好", "--yes")
    assert "Closed and summed up." in told.out
    assert "reach out" not in told.err


def test_unmarked_people_are_asked_about_before_a_day_is_finished(branch: Partyday) -> None:
    branch("checkin", "张三")
    assert "not marked yet" in branch("day", "finish", "--text", "好", code=13).err
    assert branch("day", "finish", "--text", "好", "--yes", "--json").json["unmarked"] == 3


def test_a_visit_of_somebody_well_is_a_question(branch: Partyday) -> None:
    said = branch("checkin", "--visited", "张三", code=13)
    assert "1 张三 are not" in said.err
    assert "--yes" in said.err
    told = branch("checkin", "--visited", "张三,王五", "--yes")
    assert "though neither infirm nor long-term ill: 1 张三" in told.err
    branch("visit", "add", "2", "--for", "2026-03-06", "--on", "2026-03-06", "--how", "送学", "--by", "张三", code=13)
    branch("member", "set", "2", "--usual", "visited", code=13)


def test_a_visit_is_told_listed_and_taken_back(branch: Partyday) -> None:
    words = (
        "visit",
        "add",
        "王五",
        "--for",
        "2026-03-06",
        "--on",
        "2026-03-06",
        "--how",
        "送学,征求意见",
        "--by",
        "张三",
    )
    told = branch(*words, "--said", "多听时事", "--json").json
    assert (told["hows"], told["state"], told["changed"]) == (["study", "consult"], "visited", True)
    assert branch(*words, "--said", "多听时事", "--json").json["changed"] is False
    [listed] = branch("visit", "list", "--json").json
    assert (listed["name"], listed["by"], listed["said"]) == ("王五", "张三", "多听时事")
    assert "help with study, asking for opinions" in branch("log", "王五").out
    branch("undo")
    assert "No visit is recorded." in branch("visit", "list").out
    branch("visit", "add", "王五", "--for", "2026-03-06", "--on", "2026-03-06", "--how", "喝茶", "--by", "张三", code=2)


def test_a_meeting_is_recorded_changed_and_listed(branch: Partyday) -> None:
    told = branch("meeting", "add", "党课", "--on", "2026-03-05", "--theme", "专题党课", "--all", "--except", "5")
    assert "2 there, 5 expected" in told.out
    assert "Not there: 3 单雄信, 4 王五, 5 赵六" in told.err
    assert "partyday meeting set 1 --block 党性观念教育" in told.err
    met = branch("meeting", "set", "1", "--present", "5,6", "--absent", "1", "--block", "party-spirit", "--json").json
    assert [person["number"] for person in met["present"]] == [2, 5, 6]
    assert (met["kind"], met["expected"], met["blocks"]) == ("党课", 5, ["party-spirit"])
    assert [met["number"] for met in branch("meeting", "list", "2026-03", "--json").json] == [1]
    assert branch("meeting", "list", "2026-02", "--json").json == []
    assert "committee meeting" in branch("meeting", "add", "支委会", "--on", "2026-03-05", "--present", "1").out
    branch("meeting", "add", "开会", "--on", "2026-03-05", code=11)
    branch("meeting", "set", "9", code=11)
    branch("meeting", "add", "党课", "--on", "2026-03-05", "--except", "5", code=2)
    branch("report", "meetings", "--period", "2026-03", "-o", "m.xlsx")


def test_pictures_travel_in_the_bundle_and_stand_beside_the_book_that_is_taken_up(
    branch: Partyday, tmp_path: Path
) -> None:
    (tmp_path / "现场.jpg").write_bytes(b"picture")
    (tmp_path / "扫描.pdf").write_bytes(b"scan")
    [one, two] = branch("day", "attach", "2026-03-06", "现场.jpg", "扫描.pdf", "--about", "现场照片", "--json").json
    assert (one["name"], one["size"], one["whole"], len(one["sha256"])) == ("现场.jpg", 7, True, 64)
    assert [file["name"] for file in branch("day", "show", "2026-03-06", "--json").json["files"]] == [
        "现场.jpg",
        "扫描.pdf",
    ]
    Path(two["path"]).unlink()
    assert "Not in the bundle" in branch("handover", "bundle.zip").err
    with ZipFile(tmp_path / "bundle.zip") as bundle:
        assert [name for name in bundle.namelist() if name.startswith("影像资料/")] == ["影像资料/0001-现场.jpg"]
    new = ("--book", "new/book.partyday")
    branch("takeover", "bundle.zip", *new)
    files = branch("day", "show", "2026-03-06", "--json", *new).json["files"]
    assert [file["whole"] for file in files] == [True, None]
    assert Path(files[0]["path"]).read_bytes() == b"picture"
    assert "not on this computer: 扫描.pdf" in branch("verify", *new).err
    Path(files[0]["path"]).write_bytes(b"touched up")
    assert "现场.jpg is not what it was" in branch("verify", *new, code=14).out
    branch("day", "attach", "2026-03-06", "--remove", "现场.jpg")
    branch("day", "attach", "2026-03-06", code=2)
    branch("day", "attach", "2026-03-06", "没有.jpg", code=11)


def test_people_are_listed_by_standing(branch: Partyday) -> None:
    assert [one["name"] for one in branch("member", "list", "--standing", "预备党员,activist", "--json").json] == [
        "单雄信",
        "孙七",
    ]
    branch("member", "list", "--standing", "群众", code=2)
    assert branch("report", "candidates", "-o", "c.xlsx", "--json").json["form"] == "candidates"
    assert "nothing" not in branch("report", "handling", "--member", "1", "-o", "h.xlsx", code=11).out
