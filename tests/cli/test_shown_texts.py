"""What is stored reaches a screen without commanding it, and a password reaches none."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from commands import Partyday
from partyday.__main__ import run
from partyday.cli.seen import seen, seen_in_json
from partyday.store.compiled import NUMBERS, SQLITE, TABLES
from partyday.store.making import create
from partyday.store.places import shown
from partyday.store.records import NOUNS
from store.lively import live

# ---- signs that command a terminal


EVIL = "\x1b[2J\x1b]0;x\x07\x9b31m\u202e\u2066李\u200f"


@pytest.mark.parametrize(
    "words", [("member", "list"), ("member", "list", "--csv"), ("member", "show", "1"), ("log", "1")]
)
def test_no_stored_text_commands_the_terminal(branch: Partyday, tmp_path: Path, words: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(tmp_path / "book.partyday")) as connection, connection:
        connection.execute("UPDATE member SET name = ?, post = ?", (EVIL, EVIL))
        connection.execute("UPDATE log_entry SET reason = ?, command = ?", (EVIL, EVIL))
    for more in ((), ("--json",)):
        said = branch(*words, *more) if "--csv" not in words or not more else branch(*words)
        assert not set(said.out + said.err) & set("\x1b\x07\x9b\u202e\u2066\u200f")
    if "list" in words and "--csv" not in words:
        assert branch(*words, "--json").json[0]["name"] == EVIL


#: Columns of text that a command reads as more than text: it would refuse what stands there.
READ = {
    *("branch.policy", "filing.sha256", "filing.content", "filing.anchor", "filing.policy", "filing.form"),
    *("policy.name", "policy.text", "forgotten.digest", "attachment.sha256", "mark.recorded_at"),
    *("meeting.kind", "meeting.starts", "meeting.ends", "settled.paper"),
}


def free_texts() -> list[tuple[str, str]]:
    """Every column that holds a text as somebody typed it."""
    found = []
    for table, (_key, blank) in TABLES.items():
        special = next(special for of, special in NOUNS.values() if of == table)
        _text, _places, columns, letters = SQLITE[f"GET_{table.upper()}"]
        converted = {column for column, letter in zip(columns, letters, strict=False) if letter != "."}
        others = READ | {f"{table}.{name}" for name in (*special, *NUMBERS[table], *converted)}
        found += [(table, name) for name in blank if f"{table}.{name}" not in others]
    return found


SHOWN = """
member list --columns all|member show 3 --full|member show 1|agenda|review|review --all|report --list|dues owed|log
dues ledger|dues receipts|log 3|log --entry 20|verify|meeting list|dispute list|commend list|inspect list|visit list
branch list|policy show|day show|day show 2026-01-09|checkin 3|checkin nobody|overview|schedule 2026|undo|backup --list
""".replace("\n", "|").strip("|")


@pytest.mark.slow  # a book with rows in every table, and every listing of it
def test_no_text_of_any_table_commands_the_terminal(
    partyday: Partyday, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "book.partyday"
    live(create(str(book))).close()
    columns = free_texts()
    assert len(columns) > 80
    with closing(sqlite3.connect(book)) as connection, connection:
        for table, column in columns:
            connection.execute(f"UPDATE {table} SET {column} = ? || rowid", (EVIL,))  # noqa: S608  # names of our own
        connection.execute('UPDATE log_entry SET reason = ?, command = ?, "by" = ?, login = ?', (EVIL,) * 4)
    shows = 0
    for line in SHOWN.split("|"):
        for more in ((), ("--json",), ("--csv",)):
            capsys.readouterr()
            code = run([*line.split(), *more, "--yes"])
            out, err = capsys.readouterr()
            assert code != 1, (line, more, err)
            assert not set(out + err) & set("\x1b\x07\x9b\u202e\u2066\u200f"), (line, more)
            shows += "李" in out + err
    assert shows > len(SHOWN.split("|"))


def test_an_error_that_repeats_what_was_typed_commands_nothing(branch: Partyday) -> None:
    said = branch("member", "show", EVIL, code=11)
    assert "\x1b" not in said.err
    assert "\u202e" not in said.err


def test_text_without_such_signs_is_shown_as_it_is() -> None:
    text = "𠮷田 👩‍👩‍👧 é\t二\n三　full width"
    assert seen(text) == text
    assert json.loads(seen_in_json(json.dumps(EVIL, ensure_ascii=False))) == EVIL


# ---- passwords


MISTYPED = [
    "postgresql+psycopg://li:P@127.0.0.1:1/b",
    "postgresql://li:ge@heim@host/b",
    "postgresql:/li:P@host/b",
    "postgresql//li:P@host/b",
    "postgresql://:P@127.0.0.1:1/b",
    "postgresql://P@127.0.0.1:1/b",
    "postgresql://li:P@127.0.0.1:99999/b",
    "postgres:li:P@host",
    "postgresql://host/b?user=li&password=P",
    "postgresql://li@host/b?sslpassword=P&x=1",
    "postgresql:///b;password=P",
    "://li:P@h/b",
    "li:P@host/b",
    "//li:P@h/b",
    "postgresql://li:P",
    "postgresql://li:P/b",
    "postgresql://li:a/P@host/b",
    "POSTGRESQL://li:P#x@host",
    "mysql://li:P@host/b",
    "postgresql://li：P@h/b",
    "postgresql：//li:P@h/b",
    "postgresql：／／li：P＠h／b",
    "postgresql://li/P@h/b",
    "postgresql://li.P@h/b",
    "postgresql://li|P@h/b",
    "postgresql://h/b#password=P",
    "postgresql://h/b?PASSWORD=P",
    "\\\\li:P@h\\b",
    "postgresql://li:P@h:P/b",
    "'postgresql://li:P@h/b'",
    "PGPASSWORD=P",
    "postgresql:\\\\li:P@h\\b",
    "postgresql://li:P@h/b?options=-c%20x=P",
]
MISTYPED += [
    "host=h password=P user=x",
    "password = P",
    "postgresql://li:x P@h/b",
    " postgresql://li:P@h/b",
    "sql://li:P\n@h",
]


@pytest.mark.parametrize("place", MISTYPED)
def test_a_password_in_a_url_is_never_printed_however_it_is_mistyped(partyday: Partyday, place: str) -> None:
    place = re.sub(r"P(?!OST|GP|ASS)", "geheim", place)
    assert "heim" not in shown(place)
    assert "heim" not in seen(f"There is no file {place}.")
    assert "heim" not in seen(f"There is no file {Path(place)}.")
    said = partyday("agenda", "--book", place, code=14)
    assert "heim" not in said.out + said.err


#: Without a scheme, and with what a password and a hand at an input method may put in the way.
SCHEMELESS = (
    *("li:ge heim@h/b", "li：geheim@h/b", "li:geheim＠h/b", "li：ge heim＠h", "li;ge heim@h/b", "li:ge/heim@h/b"),
    *("li:ge\\heim@h/b", "li: ge heim@h/b", "li:ge heim @ h/b", "li/geheim@h/b", "geheim@h/b", "ge heim@h:5432/b"),
    *("us er:ge heim@h/b", ":ge heim@h/b", "li:ge“heim”@h/b", "li:ge@heim@h/b", "li:ge\theim@h/b", "li:ge，heim@h/b"),
    *("host=h password=ge heim", "host=h password='ge heim' dbname=b", "postgresql://h/b?password=ge heim"),
    "postgresql://li:ge heim",
)


@pytest.mark.parametrize("place", SCHEMELESS)
def test_a_password_is_not_printed_where_the_url_has_no_scheme_and_a_blank(
    partyday: Partyday, tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    lines = ["agenda --book {}", "--book {} agenda", "agenda {}", "{}", "agenda --json --book={}", "agenda --today {}"]
    for line in (*lines, "copy {} x.partyday", "copy x.partyday {}", "restore {}", "init --branch 甲 --book {}"):
        code = run([word.replace("{}", place) for word in line.split()])
        told = capsys.readouterr()
        assert told.err or code == 0, line
        assert not re.search(r"\bge\b|heim", told.out + told.err), line
    run(["agenda", "--book", *place.split(" ")])  # as the shell divides it where nobody quoted it
    assert "heim" not in capsys.readouterr().err
    assert not re.search("[:;：=]", place.partition("@")[0]) or not list(tmp_path.glob("*[:;：=]*"))


#: What takes names, dates or a list, each given a URL in their place.
TAKING = (
    *(
        "checkin {}",
        "checkin 张三 {}",
        "checkin 张三 --day {}",
        "member show {}",
        "member list --standing {}",
        "log {}",
    ),
    *("agenda --branch {}", "page --link {}", "dispute add {} --for 2026-03 --said x", "schedule {}", "policy show {}"),
    *("report attendance --period {}", "verify --against {}", "member import {}", "dues pay 张三 45 --for {}", "{}"),
)


@pytest.mark.parametrize("sign", ["；", ";", "，", ",", "、", " ", "\n", "/", "：", "-"])
def test_a_url_where_a_name_or_a_list_is_expected_is_not_shown_in_pieces(
    branch: Partyday, capsys: pytest.CaptureFixture[str], sign: str
) -> None:
    for line in TAKING:
        for url in (f"postgresql://li:ge{sign}heim@h/b", f"postgresql：//li:ge{sign}heim@h/b"):
            run([word.replace("{}", url) for word in line.split()])
            told = capsys.readouterr()
            assert told.err, line
            assert "heim" not in told.out + told.err, line


@pytest.mark.parametrize(
    "place",
    [
        "/home/li/book.partyday",
        "C:/Users/li/book.partyday",
        "C:\\Users\\li\\book.partyday",
        "postgresql+psycopg://host:5432/book",
        "postgresql://[::1]:5432/book?sslmode=require",
        "sqlite:////home/li/记录.partyday",
        "li@host.cn",
        "C:\\Users\\li@host.cn\\book.partyday",
        "/home/li:x/a@host.cn/book.partyday",
        "会议 10:30 开始",
    ],
)
def test_what_holds_no_password_is_shown_as_it_is(place: str) -> None:
    assert shown(place) == seen(place) == place


def test_of_a_url_that_is_right_the_user_and_the_place_are_shown() -> None:
    assert shown("postgresql://li:geheim@host:5432/book?sslmode=require&password=x") == (
        "postgresql://li:***@host:5432/book?sslmode=require&password=***"
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "已为教工第一党支部新建记录本：/home/li/党建/支部.partyday",
        "已写入：/home/li/党建/签到表.xlsx。",
        "PDF：/home/li/表.pdf",
        "记录本：D:\\党建\\支部.partyday",
        "记录本：D:/党建/支部.partyday",
        "Written: /home/li@school/sheet.xlsx",
    ],
)
def test_a_path_behind_a_label_is_shown_whole(sentence: str) -> None:
    assert seen(sentence) == sentence


@pytest.mark.parametrize(
    "address", ["postgresql://li:secret@h/b", "postgresql：//li：secret@h/b", "postgres：/li：secret@h"]
)
def test_an_address_behind_a_label_is_shown_without_its_password(address: str) -> None:
    assert "secret" not in seen(f"记录本：{address}")
