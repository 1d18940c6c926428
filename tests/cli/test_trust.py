"""What is in the book is shown to whom it concerns, and a log that was written anew is told by what others hold."""

import gzip
import json
import os
import re
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from commands import Partyday
from faults.tampering import chain_anew, overwritten
from partyday.__main__ import run
from partyday.cli.last_words import ordinary
from partyday.cli.past import told_by
from partyday.cli.run import Run
from partyday.model.anchors import read_anchor


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# ---- anchors


@pytest.fixture
def filed(branch: Partyday, tmp_path: Path) -> Partyday:
    """A branch that filed a plan, and went on."""
    branch("checkin", "张三")
    branch("report", "quarter-plan", "--period", "2026Q2", "--mark-filed", "-o", "plan.xlsx")
    branch("checkin", "李四")
    branch("backup", "copy.bak")
    branch("log", "--export", "log.txt")
    branch("report", "year-plan", "--period", "2026", "--mark-filed", "-o", "year.docx")
    branch("checkin", "王五")
    return branch


def rewritten(path: Path, number: int) -> None:
    """Who holds the file changes an entry, and works every hash behind it out anew."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE log_entry SET reason = 'forged' WHERE id = ?", (number,))
        chain_anew(connection)


@pytest.mark.parametrize("witness", ["plan.xlsx", "copy.bak", "log.txt", "year.docx", "printed"])
def test_a_log_that_was_written_anew_is_sound_by_itself_and_told_by_what_others_hold(
    filed: Partyday, tmp_path: Path, witness: str
) -> None:
    if witness == "printed":
        from partyday.sheets.sealed import read_filed

        anchor = read_anchor(read_filed(tmp_path / "plan.xlsx").anchor)
        assert anchor is not None
        witness = anchor.short
    agreed = filed("verify", "--against", witness, "--json").json
    assert agreed["ok"]
    assert agreed["since"] is None
    assert agreed["checked"] > 0
    rewritten(tmp_path / "book.partyday", 2)
    assert filed("verify", "--json").json["ok"]
    told = filed("verify", "--against", witness, "--json", code=14).json
    assert told["since"] == {"copy.bak": 2, "log.txt": 2, "year.docx": 7}.get(witness, 5)
    assert "written anew" in told["problems"][0]


def test_a_filed_document_has_the_head_at_its_foot(filed: Partyday, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "year.docx") as document:
        footers = [document.read(name).decode() for name in document.namelist() if "footer" in name]
        remark = re.search("<dc:description>(.*)</dc:description>", document.read("docProps/core.xml").decode())
    assert remark is not None
    anchor = read_anchor(remark[1])
    assert anchor is not None
    assert anchor.entry == 7
    assert len(footers) == 2
    assert all(anchor.short in footer for footer in footers)
    filed("report", "year-plan", "--period", "2026", "-o", "draft.docx")
    filed("verify", "--against", "draft.docx", code=10)


def test_a_copy_of_an_older_version_tells_of_the_past_as_well(tmp_path: Path) -> None:
    older = gzip.decompress((Path(__file__).parents[1] / "kept" / "older.partyday.gz").read_bytes())
    (tmp_path / "older.bak").write_bytes(older)
    with told_by(tmp_path / "older.bak") as told:
        anchors = list(told)
    assert [anchor.entry for anchor in anchors] == list(range(1, len(anchors) + 1))
    assert len(anchors) > 20


def test_what_was_rewritten_after_a_paper_is_not_told_by_it(filed: Partyday, tmp_path: Path) -> None:
    rewritten(tmp_path / "book.partyday", 6)
    filed("verify", "--against", "plan.xlsx")
    assert "from there on" in filed("verify", "--against", "log.txt", code=14).out


def test_a_book_put_back_behind_a_filing_lacks_what_the_paper_knows(branch: Partyday, tmp_path: Path) -> None:
    branch("backup", "copy.bak")
    branch("report", "quarter-plan", "--period", "2026Q2", "--mark-filed", "-o", "plan.xlsx")
    branch("restore", "copy.bak", "--yes")
    assert "is gone" in branch("verify", "--against", "plan.xlsx", code=14).out


def test_a_superiors_book_keeps_the_heads_it_took_in(filed: Partyday, tmp_path: Path) -> None:
    above = ("--book", "above.partyday")
    filed("init", "--branch", "第一党支部", "--superior", "学院党总支", *above)
    filed("rollup", "plan.xlsx", "-o", "sum.xlsx", *above)
    filed("verify", *above)
    assert filed("verify", "--against", "above.partyday", "--json").json["checked"] == 1
    rewritten(tmp_path / "book.partyday", 1)
    assert filed("verify", "--against", "above.partyday", "--json", code=14).json["since"] == 5


def test_a_filed_paper_has_the_head_at_its_foot_and_the_same_content(filed: Partyday, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    from partyday.sheets.sealed import read_filed

    sealed = read_filed(tmp_path / "plan.xlsx")
    number, head = sealed.anchor.split(":")[1:]
    foot = load_workbook(tmp_path / "plan.xlsx").worksheets[0].oddFooter
    assert foot is not None
    assert foot.right.text == f"记录 {number} · {head[:12]}"
    listed = filed("report", "--list", "--json").json
    assert listed[0]["sha256"] == sealed.sha256
    filed("report", "quarter-plan", "--period", "2026Q2", "--filed", "-o", "again.xlsx")
    assert read_filed(tmp_path / "again.xlsx").anchor == sealed.anchor


def test_what_is_of_no_book_or_of_another_is_refused(filed: Partyday, tmp_path: Path) -> None:
    filed("init", "--branch", "第二党支部", "--book", "other.partyday")
    for witness in ("other.partyday", "roster.csv"):
        assert f"{witness} tells nothing of this book." in filed("verify", "--against", witness, code=10).err
    assert "There is no file nowhere.xlsx." in filed("verify", "--against", "nowhere.xlsx", code=11).err


def test_a_name_that_was_only_claimed_is_shown_as_such(branch: Partyday) -> None:
    from partyday import config

    branch("checkin", "张三", "--as", "王秀芳")
    branch("checkin", "李四", "--as", config.login())
    newest, claimed = branch("log", "--json", "--last", "2").json
    assert (claimed["by"], claimed["login"]) == ("王秀芳", config.login())
    assert "王秀芳 (claimed)" in branch("log").out
    assert f"{newest['by']} (claimed)" not in branch("log", "--last", "1").out


def test_a_copy_is_put_back_without_a_question_where_the_book_is_lost(branch: Partyday, tmp_path: Path) -> None:
    branch("backup", "copy.bak")
    lost = ("--book", "lost.partyday")
    assert branch("restore", "copy.bak", "--json", *lost).json["kept"] is None
    branch("verify", *lost)
    assert [path.name for path in tmp_path.glob("lost*.bak")] == []


def test_a_book_that_the_system_refuses_is_out_of_reach(branch: Partyday) -> None:
    branch("agenda")
    assert Run.latest is not None
    Run.latest.place = "/far/book.partyday"
    for place, code in (("/far/book.partyday", 14), ("/far/paper.xlsx", 10)):
        told = ordinary(PermissionError(13, "Permission denied", place))
        assert told is not None
        assert (told.exit_code, place in str(told)) == (code, True)


# ---- a filing and its workbook


def test_where_the_workbook_cannot_be_written_nothing_is_filed(branch: Partyday, tmp_path: Path) -> None:
    entries = len(branch("log", "--json").json)
    branch("report", "quarter-plan", "--period", "2026Q2", "--mark-filed", "-o", "no/folder/plan.xlsx", code=10)
    assert branch("report", "--list", "--json").json == []
    assert len(branch("log", "--json").json) == entries


STOPPED = """
import os, sys
from partyday import disk
real = disk.put
def stop(finished, place):
    os._exit(9)
disk.put = stop
import partyday.forms.whole_file as whole_file
whole_file.put = stop
from partyday.__main__ import run
run(sys.argv[1:])
"""


def test_a_paper_whose_command_was_stopped_is_printed_again_from_the_book(branch: Partyday, tmp_path: Path) -> None:
    words = ["report", "quarter-plan", "--period", "2026Q2", "--mark-filed", "-o", "plan.xlsx"]
    done = subprocess.run([sys.executable, "-c", STOPPED, *words], capture_output=True, check=False)
    assert done.returncode == 9
    assert not (tmp_path / "plan.xlsx").exists()
    assert len(branch("report", "--list", "--json").json) == 1
    branch("report", "quarter-plan", "--period", "2026Q2", "--filed", "-o", "plan.xlsx")
    branch("verify", "--against", "plan.xlsx")
    assert not (tmp_path / ".partyday-unfinished").exists()


# ---- what is masked


def test_numbers_are_masked_everywhere_but_on_a_card_that_the_log_knows_of(branch: Partyday, tmp_path: Path) -> None:
    phone, number = "13812345678", "110101199001011237"
    branch("member", "set", "张三", "--phone", phone)
    (tmp_path / "ids.csv").write_text(
        f"姓名,人员类别,加入党组织日期,身份证号\n钱八,正式党员,2010-07-01,{number}\n", "utf-8"
    )
    branch("member", "import", "ids.csv")
    for words in (
        ("member", "list", "--json"),
        ("member", "list", "--columns", "all", "--csv"),
        ("member", "list", "--columns", "all", "--json"),
        ("member", "show", "张三"),
        ("member", "show", "张三", "--json"),
        ("member", "show", "钱八", "--json"),
        ("log", "张三"),
        ("log", "张三", "--json"),
        ("log", "钱八"),
        ("log", "--export", "log.txt", "--yes"),
    ):
        said = branch(*words)
        assert phone not in said.out + said.err, words
        assert number not in said.out + said.err, words
    text = (tmp_path / "log.txt").read_text("utf-8")
    assert phone not in text
    assert number not in text
    assert branch("member", "show", "张三", "--full", "--json").json["phone"] == phone
    assert number in branch("member", "show", "钱八", "--full").out
    newest = branch("log", "--json", "--last", "2").json
    assert [entry["command"] for entry in newest] == ["member show", "member show"]
    assert "张三" in newest[1]["reason"]
    assert branch("undo", "--json").json["command"] == "member import"
    branch("verify")


def test_the_log_tells_that_a_masked_number_was_changed(branch: Partyday) -> None:
    branch("member", "set", "张三", "--phone", "13812345678")
    branch("member", "set", "张三", "--phone", "13912345678")
    assert "phone was changed" in branch("log", "张三").out
    assert branch("log", "张三", "--json").json[-1]["changes"][0]["changed"] == ["phone"]


def test_a_masked_roster_read_back_changes_no_number(branch: Partyday, tmp_path: Path) -> None:
    branch("member", "set", "张三", "--phone", "13812345678")
    (tmp_path / "all.csv").write_text(branch("member", "list", "--columns", "all", "--csv").out, "utf-8")
    assert branch("member", "import", "all.csv", "--json").json["changed"] == 0
    assert branch("member", "show", "张三", "--full", "--json").json["phone"] == "13812345678"


def test_papers_and_copies_are_their_owners_alone(filed: Partyday, tmp_path: Path) -> None:
    filed("day", "export", "-o", "year.ics")
    for name in ("book.partyday", "plan.xlsx", "copy.bak", "log.txt", "year.ics"):
        assert mode(tmp_path / name) == 0o600, name


# ---- no defect for ordinary conditions


def run_in(folder: Path, *words: str, before: Callable[[], Any] | None = None, **environment: str | None) -> Any:
    settings = {**os.environ, **{name: value for name, value in environment.items() if value is not None}}
    for name in [name for name, value in environment.items() if value is None]:
        settings.pop(name, None)
    return subprocess.run(
        [sys.executable, "-m", "partyday", *words],
        env=settings,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=before,
    )


def vanish() -> None:
    folder = Path.cwd()
    folder.rmdir()


UNKNOWN = """
import os, pwd, sys
def unknown(number):
    raise KeyError(f"getpwuid(): uid not found: {number}")
pwd.getpwuid = unknown
for name in ("HOME", "LOGNAME", "USER", "LNAME", "USERNAME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "PARTYDAY_CONFIG"):
    os.environ.pop(name, None)
from partyday.__main__ import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows names every user")
def test_without_a_home_or_a_known_user_the_book_is_looked_for_and_told(tmp_path: Path) -> None:
    def unknown(*words: str, **book: str) -> Any:
        return subprocess.run(
            [sys.executable, "-c", UNKNOWN, *words],
            env=os.environ | book,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    told = unknown("agenda")
    assert told.returncode == 14, told
    assert len(told.stderr.strip().splitlines()) == 2
    assert unknown("init", "--branch", "一支部").returncode == 14
    assert unknown("init", "--branch", "一支部", PARTYDAY_BOOK="b.partyday").returncode == 0
    listed = unknown("log", "--json", PARTYDAY_BOOK="b.partyday")
    assert json.loads(listed.stdout)[0]["login"] == f"uid {os.getuid()}"


def test_a_working_folder_that_vanished_is_told(branch: Partyday, tmp_path: Path) -> None:
    for words, code in ((("agenda",), 0), (("report", "sign-in"), 10), (("backup", "x.bak"), 14), (("verify",), 0)):
        folder = tmp_path / "vanishing"
        folder.mkdir()
        told = run_in(folder, *words, before=vanish)
        assert told.returncode == code, told
        assert "defect" not in told.stderr


def test_names_longer_than_a_file_system_takes_are_told(branch: Partyday) -> None:
    long = "长" * 200
    for words in (
        ("backup", f"{long}.bak"),
        ("report", "sign-in", "-o", f"{long}.xlsx"),
        ("restore", f"{long}.bak", "--yes"),
        ("member", "import", f"{long}.csv"),
        ("verify", "--against", f"{long}.xlsx"),
        ("init", "--branch", "一支部", "--book", f"{long}.partyday"),
        ("agenda", "--book", f"{long}.partyday"),
    ):
        told = subprocess.run([sys.executable, "-m", "partyday", *words], capture_output=True, text=True, check=False)
        assert told.returncode in (10, 11, 14), told
        assert len(told.stderr.strip().splitlines()) == 2
        assert "defect" not in told.stderr, words


@pytest.mark.parametrize("name", ["../../上级党支部", "/etc/党支部", "..", "𠮷" * 90 + "支部", "a\\b支部"])
def test_a_branch_with_signs_of_a_path_in_its_name_writes_beside_nothing_else(
    partyday: Partyday, tmp_path: Path, name: str
) -> None:
    partyday("init", "--branch", name)
    partyday("schedule", "2026")
    before = set(tmp_path.parent.rglob("*"))
    partyday("day", "export")
    partyday("report", "year-schedule", "--period", "2026")
    made = set(tmp_path.parent.rglob("*")) - before
    assert {path.parent for path in made} == {tmp_path}
    assert sorted(path.suffix for path in made) == [".ics", ".xlsx"]


def test_a_damaged_page_is_damaged_whatever_met_it(branch: Partyday, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "book.partyday")) as connection, connection:
        connection.execute("UPDATE standing SET standing = 'nonsense'")
        connection.execute("UPDATE day SET held_on = 'soon'")
    for words in (("member", "list"), ("agenda",), ("review",), ("checkin", "张三")):
        told = branch(*words, code=14)
        assert re.search("is damaged", told.err), told


@pytest.mark.parametrize(
    "column",
    [
        "member.usual",
        "branch.kind",
        "standing.standing",
        "day.occasions",
        "day.month",
        "membership.until",
        "day.provisional",
        "membership.number",
    ],
)
def test_a_value_no_version_writes_is_damage_also_where_the_chain_was_worked_out_anew(
    branch: Partyday, tmp_path: Path, column: str
) -> None:
    table, name = column.split(".")
    with closing(sqlite3.connect(tmp_path / "book.partyday")) as connection, connection:
        assert overwritten(connection, table, name, "nonsense")
    assert "does not know" in branch("verify", code=14).out
    for words in (("agenda",), ("member", "list"), ("checkin", "张三"), ("report", "attendance", "-o", "a.xlsx")):
        told = run([*words])
        assert told in (0, 14), words


def test_before_a_large_import_a_copy_is_made_and_listed(branch: Partyday, tmp_path: Path) -> None:
    rows = "\n".join(f"党{chr(0x5000 + n)},正式党员,2012-07-01" for n in range(200))
    (tmp_path / "many.csv").write_text(f"姓名,人员类别,加入党组织日期\n{rows}\n", "utf-8")
    branch("member", "import", "many.csv", "--dry-run")
    assert branch("backup", "--list", "--json").json == []
    before = len(branch("log", "--json").json)
    branch("member", "import", "many.csv")
    [copy] = branch("backup", "--list", "--json").json
    assert (copy["why"], copy["entries"], copy["sound"]) == ("import", before, True)
