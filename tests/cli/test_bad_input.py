"""What a hurried secretary gets wrong: one clear sentence, its exit code, nothing half-written."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from zipfile import ZipFile

import pytest
from alembic import command
from alembic.config import Config
from openpyxl import Workbook

from commands import Partyday
from partyday.sheets import workbook as sheets
from partyday.store import schema
from partyday.store.tables import SCHEMA


def book_bytes(folder: Path) -> bytes:
    """The book's content, from the write-ahead log too."""
    with closing(sqlite3.connect(folder / "book.partyday")) as connection:
        return "\n".join(connection.iterdump()).encode()


def roster(path: Path) -> Path:
    """A small, right roster as a workbook."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (
        ("姓名", "人员类别", "加入党组织日期"),
        ("周一", "正式党员", "2010-07-01"),
        ("吴二", "正式党员", "2011-07-01"),
    ):
        sheet.append(row)
    workbook.save(path)
    return path


@pytest.mark.parametrize(
    "words",
    [
        ("checkin", "张三", "--day", "2026-02-30"),
        ("checkin", "张三", "--day", "前年"),
        ("checkin", "张三", "--today", "2026/13/6"),
        ("day", "show", "2026-3-66"),
        ("member", "add", "周一", "--joined", "2019.13.01"),
        ("schedule", "20266"),
        ("report", "attendance", "--period", "2026Q5"),
        ("report", "quarter-plan", "--period", "2026"),
        ("day", "plan", "2026-03-06", "--start", "25:00"),
    ],
)
def test_a_wrong_date_or_period_is_told(branch: Partyday, words: tuple[str, ...]) -> None:
    assert branch(*words, code=10).err.strip()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("checkin", "--excuse", "张三"), 2),
        (("checkin", "--excuse", "张三:玩"), 2),
        (("checkin", "--except", "3"), 2),
        (("checkin", "--online", "张三", "--absent", "张三"), 2),
        (("checkin", "周杰伦"), 11),
        (("member", "show", "周杰伦"), 11),
        (("member", "transfer", "张三", "--to", "没有的支部"), 11),
        (("branch", "set", "没有的支部", "--secretary", "李四"), 11),
        (("report", "no-such-form"), 11),
        (("undo", "999", "--yes"), 11),
        (("branch", "add", "第一党支部"), 13),
        (("day", "move", "2026-04-03", "--to", "2026-05-08", "--reason", "x"), 13),
        (("member", "import"), 2),
        (("member", "import", "没有.xlsx"), 11),
        (("checkin", "--from", "没有.xlsx"), 11),
        (("schedule", "2027", "--holidays", "没有.csv"), 11),
        (("member", "add", "周一", "--standing", "同志", "--joined", "2010-07-01"), 2),
        (("member", "add", "周一"), 2),
        (("member", "add", "周一", "--joined", "2010-07-01", "--number", "1"), 13),
    ],
)
def test_a_wrong_name_or_word_is_told(branch: Partyday, words: tuple[str, ...], code: int) -> None:
    said = branch(*words, code=code)
    assert 1 <= len(said.err.strip().splitlines()) <= 2
    assert "Traceback" not in said.err


def test_every_unknown_name_is_told_at_once_and_nothing_is_written(branch: Partyday, tmp_path: Path) -> None:
    before = book_bytes(tmp_path)
    said = branch("checkin", "张三", "周一", "吴二", code=11)
    assert "周一" in said.err
    assert "吴二" in said.err
    assert book_bytes(tmp_path) == before


def spoil(path: Path, how: str) -> None:
    """Make a good workbook bad in one of the ways that happen."""
    good = path.read_bytes()
    if how == "empty":
        path.write_bytes(b"")
    elif how == "cut":
        path.write_bytes(good[: len(good) // 2])
    elif how == "picture":
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + good)
    elif how == "password":
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"))
    elif how == "old":
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le"))
    elif how == "bomb":
        with ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        with ZipFile(path, "w", compression=8) as archive:
            for name, content in parts.items():
                more = b" " * (sheets.MAX_SHEET_XML + 1) if name.endswith("sheet1.xml") else b""
                archive.writestr(name, content + more)


#: What takes a workbook in.
TAKING = ("member import", "checkin --from", "schedule 2027 --holidays")


@pytest.mark.parametrize("how", ["empty", "cut", "picture", "password", "old"])
@pytest.mark.parametrize("command", TAKING)
def test_a_workbook_that_is_none_is_told(branch: Partyday, tmp_path: Path, how: str, command: str) -> None:
    spoil(roster(tmp_path / "bad.xlsx"), how)
    refused(branch, tmp_path, command, how)


def test_a_workbook_that_unpacks_to_too_much_is_told(
    branch: Partyday, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MAX_SHEET_XML", 4_000_000)
    spoil(roster(tmp_path / "bad.xlsx"), "bomb")
    for words in TAKING:
        refused(branch, tmp_path, words, "bomb")


def refused(branch: Partyday, folder: Path, command: str, how: str) -> None:
    """The command refuses the workbook in a sentence and a hint, and writes nothing."""
    before = book_bytes(folder)
    said = branch(*command.split(), "bad.xlsx", code=10)
    assert "bad.xlsx" in said.err
    assert len(said.err.strip().splitlines()) == 2
    assert ("password" in said.err) == (how == "password")
    assert book_bytes(folder) == before


def test_merged_cells_among_the_rows_are_told(branch: Partyday, tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (
        ("党员花名册", None, None),
        ("姓名", "人员类别", "加入党组织日期"),
        ("周一", "正式党员", "2010-07-01"),
        (None, "正式党员", "2011-07-01"),
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A3:A4")
    workbook.save(tmp_path / "merged.xlsx")
    rejected = branch("member", "import", "merged.xlsx", "--json", code=10).json["rejected"]
    assert (rejected[0]["row"], rejected[0]["column"], rejected[0]["value"]) == (3, "姓名", "周一")


def test_a_book_that_is_not_there_says_how_to_make_one(partyday: Partyday) -> None:
    assert "partyday init" in partyday("agenda", code=14).err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "never finished"),
        (b"just text, no database at all, of some length" * 20, "not a partyday book"),
        (b"PK\x03\x04" + bytes(2000), "not a partyday book"),
    ],
)
def test_a_book_that_is_no_database_is_told(partyday: Partyday, tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "book.partyday").write_bytes(content)
    said = partyday("agenda", code=14)
    assert told in said.err
    assert (tmp_path / "book.partyday").read_bytes() == content


def test_somebody_elses_database_is_told(partyday: Partyday, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "book.partyday")) as connection, connection:
        connection.execute("CREATE TABLE song (title TEXT)")
    assert "not a partyday book" in partyday("agenda", code=14).err
    assert "not a partyday book" in partyday("upgrade", code=14).err


def test_a_newer_or_older_book_is_refused_with_what_to_do(branch: Partyday, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "book.partyday")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newest partyday" in branch("checkin", "张三", code=14).err
    with closing(sqlite3.connect(tmp_path / "book.partyday")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (SCHEMA,))
    config = Config()
    config.set_main_option("script_location", str(schema.migrations_dir()))
    config.set_main_option("path_separator", "os")
    engine = schema.engine_of(str(tmp_path / "book.partyday"))
    with engine.begin() as alchemy:
        config.attributes["connection"] = alchemy
        command.downgrade(config, "0001")
    engine.dispose()
    assert "partyday upgrade" in branch("checkin", "张三", code=14).err
    upgraded = branch("upgrade", "--json").json
    assert (upgraded["before"], upgraded["now"]) == ("0001", SCHEMA)
    assert Path(upgraded["copy"]).is_file()
    branch("checkin", "张三")
    assert branch("upgrade", "--json").json["copy"] is None


def test_a_wrong_database_url_is_told(partyday: Partyday) -> None:
    for url in ("nosuch://x/y", "postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=2"):
        said = partyday("agenda", "--book", url, code=14)
        assert len(said.err.strip().splitlines()) <= 2
    said = partyday("agenda", "--book", "postgresql+psycopg://u:geheim@127.0.0.1:1/n?connect_timeout=2", code=14)
    assert "geheim" not in said.err


@pytest.mark.slow
def test_a_full_disk_is_told_and_nothing_is_half_written(branch: Partyday, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="needs a limit on the size of files")
    before = book_bytes(tmp_path)
    size = (tmp_path / "book.partyday").stat().st_size
    for words, code in (
        (("member", "import", "many.csv"), 14),
        (("report", "sign-in", "-o", "form.xlsx"), 10),
        (("backup", "copy.partyday"), 14),
    ):
        rows = "".join(f"党员{chr(0x4E00 + n)},正式党员,2010-07-01\n" for n in range(2000))
        (tmp_path / "many.csv").write_text("姓名,人员类别,加入党组织日期\n" + rows, "utf-8")
        limit = 2000 if words[0] == "report" else size // 2 if words[0] == "backup" else size + 50_000
        # Somebody else reads the book: what SQLite keeps beside it while it is open is there already.
        with closing(sqlite3.connect(tmp_path / "book.partyday")) as reader:
            reader.execute("SELECT * FROM book").fetchone()
            done = subprocess.run(
                [sys.executable, "-m", "partyday", *words],
                env=os.environ | {"PARTYDAY_BOOK": str(tmp_path / "book.partyday")},
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=False,
                preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (limit, limit)),
            )
        assert done.returncode == code, done
        assert len(done.stderr.strip().splitlines()) == 2, done.stderr
        assert book_bytes(tmp_path) == before
        assert sorted(path.suffix for path in tmp_path.iterdir() if not path.name.startswith("book")) == [".csv"] * 2


@pytest.mark.skipif(not shutil.which("setpriv") or os.getuid() != 0, reason="needs root, who lays a right down")
def test_a_read_only_folder_is_told(branch: Partyday, tmp_path: Path) -> None:
    branch("checkin", "张三")
    shutil.copytree(tmp_path, place := tmp_path.parent / f"{tmp_path.name}-locked")
    place.chmod(0o555)
    for path in place.iterdir():
        path.chmod(0o444)
    for words, code in ((("checkin", "李四"), 14), (("report", "sign-in", "-o", "x.xlsx"), 10)):
        done = subprocess.run(
            ["setpriv", "--bounding-set=-dac_override", sys.executable, "-m", "partyday", *words],
            env=os.environ | {"PARTYDAY_BOOK": str(place / "book.partyday"), "PARTYDAY_CONFIG": os.devnull},
            cwd=place,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done
        assert len(done.stderr.strip().splitlines()) == 2, done.stderr


def test_a_missing_folder_and_a_folder_for_a_file_are_told(branch: Partyday, tmp_path: Path) -> None:
    for words in (("report", "sign-in", "-o", "nowhere/form.xlsx"), ("day", "export", "-o", "nowhere/year.ics")):
        assert "There is no folder “nowhere”." in branch(*words, code=10).err
    assert (
        f"{tmp_path} would be a file of another kind." in branch("report", "sign-in", "-o", str(tmp_path), code=10).err
    )
    assert f"{tmp_path} is a folder." in branch("member", "import", str(tmp_path), code=10).err


def test_a_row_without_the_column_that_it_lacks_is_told_with_its_name(partyday: Partyday, tmp_path: Path) -> None:
    """Where no column tells who is a full member there is no cell to show: the row and the name are."""
    (tmp_path / "roster.csv").write_text("姓名,加入党组织日期,是否转正\n张三,2010-07-01,\n,2010-07-01,是\n", "utf-8")
    partyday("init", "--branch", "第一党支部")
    said = partyday("member", "import", "roster.csv", code=10)
    told, nameless, *_counts = said.out.splitlines()
    assert told.startswith("row 2: 张三: It is not told whether this is a full or a probationary member")
    assert nameless.startswith("row 3, 姓名: “” ")
    from_json = partyday("member", "import", "roster.csv", "--json", code=10).json["rejected"][0]
    assert from_json["problem"] in told


def test_a_wrong_configuration_is_told(branch: Partyday, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.toml").write_text('bok = "x"\n', "utf-8")
    monkeypatch.setenv("PARTYDAY_CONFIG", str(tmp_path / "config.toml"))
    assert "bok" in branch("agenda", code=10).err
    (tmp_path / "config.toml").write_text("book = \n", "utf-8")
    branch("agenda", code=10)


def test_a_wrong_policy_file_is_told_with_its_line(partyday: Partyday, tmp_path: Path) -> None:
    head = '[policy]\nname = "x"\ntitle = "x"\nbase = "national"\n\n'
    policy = head + '[[schedule.window]]\nvalue = "10-1"\nsource = "house"\n'
    (tmp_path / "own.toml").write_text(policy, "utf-8")
    assert "line 7" in partyday("init", "--branch", "一支部", "--policy", "own.toml", code=10).err
    assert not (tmp_path / "book.partyday").exists()
    partyday("init", "--branch", "一支部", "--policy", "nosuch", code=11)
    partyday("init", "--branch", "一支部", "--recurrence", "每月第一个星期五", code=10)
    partyday("init", "--branch", " ", code=10)
    assert not (tmp_path / "book.partyday").exists()
