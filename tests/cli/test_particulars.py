"""What becomes of a member's particulars: shown to them, disputed, and gone when they are forgotten."""

import shutil
from pathlib import Path

import pytest

from commands import Partyday
from partyday.services.papers.mine import NOT_TOLD
from partyday.store.compiled import SQLITE
from partyday.words.log import official_column

PHONE, POST = "13812345678", "计算机系讲师"


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("book.partyday*"))


@pytest.fixture
def lived(branch: Partyday) -> Partyday:
    """李四 was here, was marked, paid, was talked about, and left."""
    branch("member", "set", "李四", "--phone", PHONE, "--post", POST)
    branch("member", "set", "李四", "--name", "李斯")
    branch("member", "show", "李斯", "--full")
    branch("member", "set", "李斯", "--name", "李四")
    branch("checkin", "李四")
    branch("checkin", "--day", "2026-01-09", "--excuse", "李四:sick:住院手术")
    branch("dues", "assess", "李四", "--kind", "wage", "--amount", "6500", "--from", "2026-01", "--reason", "因病调整")
    branch("dues", "pay", "李四", "--months", "2026-01..2026-03")
    branch("dues", "pay", "李四", "--amount", "5", "--voluntary")
    branch("undo")  # its receipt is void, and still known to the log
    branch("member", "remove", "李四", "--on", "2026-03-06", "--reason", "李四退党")
    return branch


def test_who_is_forgotten_is_gone_from_tables_log_and_free_pages_and_the_chain_still_holds(
    lived: Partyday, tmp_path: Path
) -> None:
    before = lived("dues", "ledger", "--json").json
    day = lived("day", "show", "2026-03-06", "--json").json
    assert PHONE.encode() in bytes_of(tmp_path)
    told = lived("member", "forget", "李四", "--yes", "--json").json
    assert told["entries"] >= 6
    left = bytes_of(tmp_path)
    for gone in ("李四", "李斯", "因病调整", PHONE, POST, "lisi", "住院手术", "00124"):
        assert gone.encode() not in left, gone
    lived("verify")
    after = lived("dues", "ledger", "--json").json
    assert (after["collected"], after.get("remitted")) == (before["collected"], before.get("remitted"))
    assert lived("day", "show", "2026-03-06", "--json").json.keys() == day.keys()
    assert "李四" not in lived("log", "--json", "--last", "1000").out
    lived("undo", "2", code=13)
    assert "member forget" in lived("log", "--last", "1").out


def test_copies_that_somebody_made_beside_the_book_are_listed_whatever_they_are_called(
    lived: Partyday, tmp_path: Path
) -> None:
    lived("backup", str(tmp_path / "二月.bak"))
    shutil.copy(tmp_path / "二月.bak", tmp_path / "旧的记录")
    lived("init", "--branch", "别的党支部", "--book", str(tmp_path / "another.partyday"))
    (tmp_path / "empty").touch()
    told = lived("member", "forget", "李四", "--yes", "--json").json
    assert [Path(file).name for file in told["copies"]] == ["二月.bak", "旧的记录"]


def test_a_log_that_lost_particulars_cannot_be_changed_unseen_either(lived: Partyday, tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    lived("member", "forget", "李四", "--yes")
    for change in (
        "UPDATE log_entry SET command = 'x' WHERE id = 4",
        "UPDATE log_change SET after = '{}' WHERE entry_id = 4",
        "UPDATE forgotten SET digest = 'x'",
        "DELETE FROM forgotten",
    ):
        book = tmp_path / "book.partyday"
        kept = book.read_bytes()
        with closing(sqlite3.connect(book)) as connection, connection:
            assert connection.execute(change).rowcount
        lived("verify", code=14)
        for tail in ("-wal", "-shm"):
            Path(f"{book}{tail}").unlink(missing_ok=True)
        book.write_bytes(kept)
    lived("verify")


def test_what_still_holds_it_is_listed(lived: Partyday, tmp_path: Path) -> None:
    lived("report", "attendance", "--period", "2026-03", "--mark-filed", "-o", "a.xlsx", "--yes", code=13)
    lived("backup", "copy.bak")
    lived("restore", "copy.bak", "--yes")
    told = lived("member", "forget", "李四", "--yes", "--json").json
    assert [Path(path).name.startswith("book-replaced-") for path in told["copies"]] == [True, False]


def test_who_belongs_to_a_branch_is_not_forgotten(branch: Partyday) -> None:
    assert "only who has left" in branch("member", "forget", "张三", "--yes", code=13).err
    branch("member", "forget", "张三", code=13)
    assert branch("member", "show", "张三", "--json").json["name"] == "张三"


def test_arrears_keep_somebody_from_being_forgotten(lived: Partyday) -> None:
    lived("undo")
    lived("dues", "assess", "张三", "--kind", "wage", "--amount", "6500", "--from", "2026-01")
    lived("member", "remove", "张三", "--on", "2026-03-06")
    assert "arrears" in lived("member", "forget", "张三", "--yes", code=13).err


def test_a_member_gets_everything_the_book_holds_of_them(lived: Partyday, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    assert "of one member" in lived("report", "my-record", "-o", "mine.xlsx", code=10).err
    lived("report", "my-record", "--member", "李四", "-o", "mine.xlsx")
    sheet = load_workbook(tmp_path / "mine.xlsx").worksheets[0]
    text = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    for held in (PHONE, POST, "2026-03-06", "住院手术", "病假", "6500", "党费交纳", "2011-07-01", "00124", "正式党员"):
        assert held in text, held


def test_every_column_that_a_member_is_told_of_has_a_name_in_chinese() -> None:
    told = {
        name: columns for name, (_text, _parameters, columns, *_rest) in SQLITE.items() if name[:10] == "OF_MEMBER_"
    }
    columns = {column for of_table in (*told.values(), SQLITE["GET_MEMBER"][2]) for column in of_table} - {*NOT_TOLD}
    assert {"recorded_by", "stage", "policy"} < columns
    assert [column for column in sorted(columns) if official_column(column).isascii()] == []


def test_an_office_held_since_nobody_knows_when_has_no_first_day_of_all(branch: Partyday, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    branch("branch", "set", "--secretary", "1")
    branch("report", "my-record", "--member", "1", "-o", "mine.xlsx")
    sheet = load_workbook(tmp_path / "mine.xlsx").worksheets[0]
    [office] = [row for row in sheet.iter_rows(values_only=True) if row[0] == "党内职务"]
    assert office[2] == "职务：书记"
    assert "0001" not in branch("log", "1").out


def test_a_disputed_day_is_told_in_every_finding_and_paper_that_rests_on_it(branch: Partyday, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    def page(form: str, *words: str) -> str:
        branch("report", form, *words, "-o", f"{form}.xlsx", "--yes")
        sheets = load_workbook(tmp_path / f"{form}.xlsx").worksheets
        return "\n".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value)

    branch("checkin", "--day", "2026-02-06", "--absent", "张三")
    branch("checkin", "--day", "2026-01-09", "--absent", "张三,李四")
    papers = (
        ("attendance", ("--period", "2026-01")),
        ("sign-in", ("--period", "2026-01-09")),
        ("record", ("--period", "2026-01-09")),
        ("appraisal", ("--period", "2026")),
    )
    before = {form: page(form, *words) for form, words in papers}
    assert not any("异议" in text for text in before.values())
    branch("dispute", "add", "张三", "--for", "2026-01-09", "--said", "当日已请假")
    branch("dispute", "add", "张三", "--for", "2026-01-09", "--said", "又", code=13)
    findings = [finding for finding in branch("review", "--json").json if finding["disputed"]]
    assert findings
    assert {finding["name"] for finding in findings} == {"张三"}
    assert all("disputed by the member: 2026-01-09" in finding["text"] for finding in findings)
    assert "disputed" in branch("review", "张三").out
    for form, words in papers:
        assert "异议，尚未核实：张三 2026-01-09" in page(form, *words), form
    assert "异议" not in page("attendance", "--period", "2026-02")
    settled = ("--for", "2026-01-09", "--outcome", "查实未请假", "--by", "王秀芳")
    branch("dispute", "settle", "张三", *settled)
    branch("dispute", "settle", "张三", *settled, code=11)
    assert [finding for finding in branch("review", "--json").json if finding["disputed"]] == []
    assert {form: page(form, *words) for form, words in papers} == before
    assert branch("dispute", "list", "--json").json == []
    [told] = branch("dispute", "list", "--all", "--json").json
    assert (told["day"], told["said"], told["outcome"]) == ("2026-01-09", "当日已请假", "查实未请假")
    branch("verify")


def test_a_superiors_paper_tells_of_the_days_disputed_in_its_branches(branch: Partyday, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    branch("checkin", "--day", "2026-01-09", "--absent", "张三")
    branch("dispute", "add", "张三", "--for", "2026-01-09", "--said", "当日已请假")
    branch("report", "attendance", "--branch", "学院党总支", "--period", "2026Q1", "-o", "all.xlsx", "--yes")
    [sheet] = load_workbook(tmp_path / "all.xlsx").worksheets
    assert "本人对所记有异议，尚未核实：张三 2026-01-09" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_who_proposes_or_decides_a_handling_is_told_of_disputed_days(branch: Partyday) -> None:
    branch("checkin", "--day", "2026-01-09", "--absent", "张三")
    branch("dispute", "add", "张三", "--for", "2026-01-09", "--said", "当日已请假")
    words = ("--early", "--filed-on", "2026-03-06", "--inquired-on", "2026-03-06", "--inquiry", "情况属实")
    told = "Disputed by the member and not settled yet: 2026-01-09."
    assert told in branch("handling", "propose", "张三", "--measure", "限期改正", *words).err
    votes = ("--present", "5", "--in-favour", "5", "--entitled", "5", "--no-statement", "--months", "6")
    assert told in branch("handling", "decide", "张三", *votes).err
    branch("dispute", "settle", "张三", "--for", "2026-01-09", "--outcome", "查实未请假", "--by", "王秀芳")
    assert told not in branch("handling", "propose", "李四", "--measure", "限期改正", *words).err


def test_a_members_record_holds_nobody_elses_particulars(branch: Partyday, tmp_path: Path) -> None:
    """Every member of a branch has particulars of their own everywhere; each record holds all of its member's alone."""
    from openpyxl import load_workbook

    names = ("张三", "李四")
    words_of_records = ("岗位", "假因", "补课", "谈话", "说明", "调查", "陈述", "减免", "附言")
    own: dict[str, tuple[str, ...]] = {}
    for place, name in enumerate(names, start=1):
        texts = {word: f"{word}丙{place}丁" for word in words_of_records}
        texts |= {"dispute": f"异议丙{place}丁", "phone": f"1381234560{place}", "income": f"65{place}3"}
        branch("member", "set", name, "--post", texts["岗位"], "--phone", texts["phone"])
        branch("checkin", "--day", "2026-01-09", "--excuse", f"{name}:sick:{texts['假因']}")
        branch("makeup", "add", name, "--for", "2026-01-09", "--on", "2026-01-12", "--how", texts["补课"])
        branch("checkin", "--day", "2026-02-06", "--absent", name)
        branch("dispute", "add", name, "--for", "2026-02-06", "--said", texts["dispute"])
        talk = ("--on", "2026-02-20", "--by", "李华", "--early", "--said", texts["谈话"], "--explained", texts["说明"])
        branch("talk", "add", name, *talk)
        words = ("--early", "--filed-on", "2026-03-02", "--inquired-on", "2026-03-03", "--inquiry", texts["调查"])
        branch("handling", "propose", name, "--measure", "限期改正", *words)
        votes = ("--present", "5", "--in-favour", "5", "--entitled", "5", "--months", "6")
        branch("handling", "decide", name, *votes, "--statement", texts["陈述"])
        branch("dues", "assess", name, "--kind", "wage", "--amount", texts["income"], "--from", "2026-01")
        reduced = ("--months", "2026-03", "--amount", "10", "--by", "党委", "--reason", texts["减免"])
        branch("dues", "waive", name, *reduced)
        branch("dues", "pay", name, "--months", "2026-01", "--note", texts["附言"])
        own[name] = tuple(texts.values())
    for name in names:
        path = tmp_path / f"{name}.xlsx"
        branch("report", "my-record", "--member", name, "-o", str(path))
        sheets = load_workbook(path).worksheets
        text = "\n".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)
        assert [told for told in own[name] if told not in text] == []
        others = [other for other in names if other != name]
        assert [told for other in others for told in (other, *own[other]) if told in text] == []
