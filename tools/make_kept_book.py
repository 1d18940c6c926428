"""The kept books: make one from its story, and record what commands say about it.

    python tools/make_kept_book.py --book NAME [--program FOLDER]    tests/kept/NAME.story → NAME.partyday.gz
    python tools/make_kept_book.py --record CASE … | --record all    what the cases say now, into their table
    python tools/make_kept_book.py --list                            the cases

A book is made once and then kept: the point of it is that an earlier version made it. `--program` names the checkout
of that version, where it is not this one. A case is recorded anew only where a fault was mended on purpose: the
difference then shows in the table.

A story is a text: `@ DATE NAME` sets the day and who records, `! CODE` before a line the exit code it must have,
`< FILE` before it what it reads; `fill FILE WHO COLUMN=VALUE …` writes into a printed sheet, `keep FILE …` takes files
over into tests/kept/files, where later commands find them. Every other line is a command of partyday.
"""

import argparse
import gzip
import shlex
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import replay  # noqa: E402  # it stands beside the tests


def main() -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--book", metavar="NAME", help="make this book from its story")
    parser.add_argument("--program", metavar="FOLDER", type=Path, help="the checkout of the version that makes it")
    parser.add_argument("--record", metavar="CASE", nargs="+", help="record these cases, or all")
    parser.add_argument("--list", action="store_true", help="list the cases")
    asked = parser.parse_args()
    if asked.program:
        sys.path.insert(0, str(asked.program / "src"))
    if asked.book:
        _make(asked.book)
    if asked.record:
        _record(asked.record)
    if asked.list:
        for case in replay.read_table()[1]:
            print(f"{case['name']:32} {len(case['step'])}")


# ---- a book from its story


def _make(name: str) -> None:
    folder = Path(tempfile.mkdtemp(prefix="kept-"))
    replay.lay_out({}, folder)
    with replay.standing_in(folder, replay.environment({})):
        for number, line in enumerate((replay.KEPT / f"{name}.story").read_text("utf-8").splitlines(), start=1):
            if line and not line.startswith("#"):
                _tell(f"{name}.story:{number}", line, folder)
    _pack(folder / "book.partyday", replay.KEPT / f"{name}.partyday.gz")
    shutil.rmtree(folder)
    print(f"{name}: {(replay.KEPT / f'{name}.partyday.gz').stat().st_size / 1024:.0f} KiB")


_now: dict[str, str] = {}


def _tell(place: str, line: str, folder: Path) -> None:
    """Do what one line of a story says; end where a command does not go as the story says."""
    first, *words = shlex.split(line)
    if first == "@":
        _now.update(today=words[0], by=words[1])
    elif first == "fill":
        _fill(folder / words[0], words[1], dict(word.split("=", 1) for word in words[2:]))
    elif first == "keep":
        for file in words:
            shutil.copyfile(folder / file, replay.FILES / file)
    else:
        expected, stdin = 0, ""
        words = [first, *words]
        while words[0] in ("!", "<"):
            if words[0] == "!":
                expected = int(words[1])
            else:
                stdin = (folder / words[1]).read_text("utf-8")
            words = words[2:]
        told = replay.call(["--today", _now["today"], "--as", _now["by"], *words], stdin)
        if told["code"] != expected:
            sys.exit(f"{place}: {line}\nexit code {told['code']}\n{told['out']}{told['err']}")


def _fill(path: Path, who: str, values: dict[str, str]) -> None:
    """Write values under the headings of a printed sheet, in the row that has `who` in one of its cells."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows())
    heads = next(row for row in rows if set(values) <= {str(cell.value) for cell in row})
    row = next(row for row in rows if who in {str(cell.value) for cell in row})
    for head, cell in zip(heads, row, strict=True):
        if str(head.value) in values:
            cell.value = values[str(head.value)]
    book.save(path)


def _pack(book: Path, target: Path) -> None:
    """The book as one file, without the journal beside it, packed so that the same book gives the same bytes."""
    with closing(sqlite3.connect(book)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("VACUUM")
    target.write_bytes(gzip.compress(book.read_bytes(), 9, mtime=0))


# ---- what is said about it


def _record(names: list[str]) -> None:
    made, cases = replay.read_table()
    unknown = set(names) - {case["name"] for case in cases} - {"all"}
    if unknown:
        sys.exit(f"no such case: {', '.join(sorted(unknown))}")
    for case in cases:
        if names == ["all"] or case["name"] in names:
            folder = Path(tempfile.mkdtemp(prefix="kept-"))
            for step, said in zip(case["step"], replay.replay(case, folder, made), strict=True):
                for key in ("code", "out", "err", "files"):
                    step.pop(key, None)
                step.update({key: value for key, value in said.items() if value})
            shutil.rmtree(folder)
    head = replay.TABLE.read_text("utf-8").split("[[case]]", 1)[0].rstrip()
    replay.TABLE.write_text("\n".join([head, "", *_written(cases)]).rstrip() + "\n", "utf-8")


def _written(cases: list[replay.Case]) -> Iterator[str]:
    """The table in TOML, a line of output on a line of its own."""
    for case in cases:
        yield "[[case]]"
        yield from (f"{key} = {_value(value)}" for key, value in case.items() if key != "step")
        for step in case["step"]:
            yield ""
            yield "[[case.step]]"
            yield from (f"{key} = {_value(value)}" for key, value in step.items())
        yield ""
        yield ""


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {_value(each)}' for key, each in value.items()) + " }"
    if "\n" in value:
        return '"""\n' + "\n".join(map(_escaped, value.split("\n"))) + '"""'
    if "'" not in value and value.isprintable():
        return f"'{value}'"
    return f'"{_escaped(value)}"' if '"' not in value else f'"""\n{_escaped(value)}"""'


def _escaped(line: str) -> str:
    """One line between three quotation marks: only what TOML cannot hold there is written as its number."""
    line = line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    line = line[:-1] + '\\"' if line.endswith('"') else line
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in line)


if __name__ == "__main__":
    main()
