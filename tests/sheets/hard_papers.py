"""Files that ask for more than any list of people needs: each kind once small and, by `part`, up to 200 MB.

`python -m sheets.hard_papers` (with `tests` on the path) writes each in full, takes it in with the command line,
and prints size, seconds, megabytes and what was said.
"""

import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Maker = Callable[[Path, float], None]

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEADER = '<row r="1">' + "".join(
    f'<c r="{letter}1" t="inlineStr"><is><t>{text}</t></is></c>'
    for letter, text in zip("ABC", ("姓名", "人员类别", "入党时间"), strict=True)
)


def _book(path: Path, parts: dict[str, Iterator[str]], sheets: int = 1, *, stored: bool = False) -> None:
    """A workbook of so many sheets, whose parts are written piece by piece."""
    kind = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    names = "".join(f'<sheet name="s{number}" sheetId="{number}" r:id="r{number}"/>' for number in range(1, sheets + 1))
    links = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, sheets + 1)
    )
    fixed = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns:r="{_RELATIONS}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}"
        f'<Relationship Id="s" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    }
    with zipfile.ZipFile(path, "w", kind, compresslevel=1) as archive:
        for name, part in fixed.items():
            archive.writestr(name, part)
        for name, pieces in parts.items():
            with archive.open(name, "w", force_zip64=True) as file:
                for piece in pieces:
                    file.write(piece.encode())


def _many(count: float, piece: Callable[[int], str], before: str = "", after: str = "") -> Iterator[str]:
    yield before
    number, step = 0, 1_000
    while number < count:
        until = min(number + step, int(count))
        yield "".join(map(piece, range(number, until)))
        if until == number:
            break
        number = until
    yield after


def _sheet(rows: Iterator[str]) -> Iterator[str]:
    yield f"<worksheet><sheetData>{_HEADER}</row>"
    yield from rows
    yield "</sheetData></worksheet>"


def _person(number: int, before: int = 0) -> str:
    row = number + 2
    return (
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{_name(number + before)}</t></is></c>'
        f'<c r="B{row}" t="inlineStr"><is><t>正式党员</t></is></c>'
        f'<c r="C{row}" t="inlineStr"><is><t>2008-06-20</t></is></c></row>'
    )


def _name(number: int) -> str:
    return (
        "林何覃范尹单曾祁温冉"[number % 10]
        + chr(0x4E00 + number // 10 % 6_000)
        + chr(0x5000 + number // 60_000 % 6_000)
    )


_ASKS = '<row r="2"><c r="A2" t="s"><v>0</v></c></row>'


def empty_strings(path: Path, part: float) -> None:
    """Millions of empty shared strings."""
    strings = _many(16_000_000 * part, lambda _n: "<si/>", "<sst>", "</sst>")
    _book(path, {"xl/worksheets/sheet1.xml": _sheet(iter([_ASKS])), "xl/sharedStrings.xml": strings})


def string_of_runs(path: Path, part: float) -> None:
    """One string of millions of runs."""
    strings = _many(6_000_000 * part, lambda _n: "<r><t>a</t></r>", "<sst><si>", "</si></sst>")
    _book(path, {"xl/worksheets/sheet1.xml": _sheet(iter([_ASKS])), "xl/sharedStrings.xml": strings})


def long_string(path: Path, part: float) -> None:
    """One text of a hundred million letters, and a sign that makes each take four bytes."""
    strings = _many(97_000 * part, lambda _n: "a" * 1_000, "<sst><si><t>𠮷", "</t></si></sst>")
    _book(path, {"xl/worksheets/sheet1.xml": _sheet(iter([_ASKS])), "xl/sharedStrings.xml": strings})


def hundreds_of_sheets(path: Path, part: float) -> None:
    """Hundreds of sheets with thousands of people each; of a part there are fewer people, and nearly as many sheets."""
    sheets = min(250, int(30_000 * part))
    parts = {
        f"xl/worksheets/sheet{number}.xml": _sheet(_many(2_000 * part, lambda n, k=number: _person(n, k * 2_000)))  # type: ignore[misc]
        for number in range(1, sheets + 1)
    }
    _book(path, parts | {"xl/sharedStrings.xml": iter(["<sst/>"])}, sheets)


def many_people(path: Path, part: float) -> None:
    """A sheet of as many people as are read."""
    rows = _many(49_990 * part, _person)
    _book(path, {"xl/worksheets/sheet1.xml": _sheet(rows), "xl/sharedStrings.xml": iter(["<sst/>"])})


def people_stored(path: Path, part: float) -> None:
    """The same and more without any packing, up to the size of a file."""
    rows = _many(850_000 * part, _person)
    parts = {"xl/worksheets/sheet1.xml": _sheet(rows), "xl/sharedStrings.xml": iter(["<sst/>"])}
    _book(path, parts, stored=True)


def wide_rows(path: Path, part: float) -> None:
    """A million and a half cells, each with a text of its own."""

    def row(number: int) -> str:
        cells = "".join(f'<c t="inlineStr"><is><t>格{number}-{place}</t></is></c>' for place in range(497))
        return _person(number).removesuffix("</row>") + cells + "</row>"

    rows = _many(2_990 * part, row)
    _book(path, {"xl/worksheets/sheet1.xml": _sheet(rows), "xl/sharedStrings.xml": iter(["<sst/>"])})


def blank_rows(path: Path, part: float) -> None:
    """A million formatted rows without a value."""
    rows = _many(
        1_000_000 * part, lambda n: f'<row r="{n + 3}" s="1"><c r="A{n + 3}" s="1"/><c r="B{n + 3}" s="1"/></row>'
    )
    parts = {"xl/worksheets/sheet1.xml": _sheet(piece for some in ([_person(0)], rows) for piece in some)}
    _book(path, parts | {"xl/sharedStrings.xml": iter(["<sst/>"])})


def many_merges(path: Path, part: float) -> None:
    """A million merged cells."""
    merges = _many(
        1_300_000 * part, lambda n: f'<mergeCell ref="A{n * 2 + 2}:A{n * 2 + 3}"/>', "</sheetData><mergeCells>"
    )

    def sheet() -> Iterator[str]:
        yield f"<worksheet><sheetData>{_HEADER}</row>{_person(0)}"
        yield from merges
        yield "</mergeCells></worksheet>"

    _book(path, {"xl/worksheets/sheet1.xml": sheet(), "xl/sharedStrings.xml": iter(["<sst/>"])})


def _text(path: Path, lines: Iterator[str], encoding: str = "utf-8") -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        file.writelines(lines)


def csv_million(path: Path, part: float) -> None:
    """A CSV of millions of rows."""
    _text(path, _many(5_000_000 * part, lambda n: f"{_name(n)},正式党员,2008-06-20\n", "姓名,人员类别,入党时间\n"))


def csv_most_rows(path: Path, part: float) -> None:
    """A CSV of as many people as are read, and wide."""
    more = "," + ",".join(f"列{number}" for number in range(8)) + "\n"
    _text(
        path,
        _many(
            49_990 * part,
            lambda n: f"{_name(n)},正式党员,2008-06-20,{n},a{n},b{n},c{n},d{n},e{n},f{n},g{n}\n",
            "姓名,人员类别,入党时间" + more,
        ),
    )


def csv_one_line(path: Path, part: float) -> None:
    """Two hundred million signs without the end of a line."""
    _text(path, _many(190_000 * part, lambda _n: "a" * 1_000))


def csv_one_cell(path: Path, part: float) -> None:
    """A quotation mark that is never closed, over a hundred million signs."""
    _text(path, _many(95_000 * part, lambda _n: "好" * 330 + "\n", '姓名,人员类别,入党时间\n"'), "utf-8")


def csv_commas(path: Path, part: float) -> None:
    """Lines of nothing but commas."""
    _text(
        path, _many(950 * part, lambda _n: "," * 100_000 + "\n", "姓名,人员类别,入党时间\n林晓岚,正式党员,2008-06-20\n")
    )


def web_page(path: Path, part: float) -> None:
    """A web page of millions of cells."""
    _text(
        path, _many(1_400_000 * part, lambda n: f"<tr><td>{_name(n)}<td>正式党员<td>2008-06-20", "<table><tr><td>姓名")
    )


def pasted(path: Path, part: float) -> None:
    """A text of a hundred megabytes of names."""
    _text(path, _many(6_000_000 * part, lambda n: f"{n + 1}. {_name(n)} 参加\n"))


def _free(path: Path, rows: Iterator[str]) -> None:
    namespaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        with archive.open("content.xml", "w", force_zip64=True) as file:
            file.write(
                f"<office:document-content{namespaces}><office:body><office:spreadsheet>"
                '<table:table table:name="a">'.encode()
            )
            for piece in rows:
                file.write(piece.encode())
            file.write(b"</table:table></office:spreadsheet></office:body></office:document-content>")


def free_table(path: Path, part: float) -> None:
    """A table of the free kind with 600,000 people."""

    def row(number: int) -> str:
        cells = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
            for text in ((_name(number), "正式党员", "2008-06-20") if number else ("姓名", "人员类别", "入党时间"))
        )
        return f"<table:table-row>{cells}</table:table-row>"

    _free(path, _many(600_000 * part, row))


def free_repeated(path: Path, part: float) -> None:
    """A table of the free kind that repeats a cell and a row a million times each."""
    times = int(1_000_000 * part)
    cell = (
        f'<table:table-cell table:number-columns-repeated="{times}" office:value-type="string">'
        "<text:p>姓名</text:p></table:table-cell>"
    )
    _free(path, iter([f'<table:table-row table:number-rows-repeated="{times}">{cell}</table:table-row>']))


def old_workbook(path: Path, part: float) -> None:
    """An old workbook (.xls) full to its last row."""
    import xlwt

    book = xlwt.Workbook()
    for tab in range(max(1, int(6 * part))):
        sheet = book.add_sheet(f"s{tab}")
        for column, text in enumerate(("姓名", "人员类别", "入党时间")):
            sheet.write(0, column, text)
        for number in range(int(min(65_000, 65_000 * part * 6))):
            for column, text in enumerate((_name(number + tab * 65_000), "正式党员", "2008-06-20")):
                sheet.write(number + 1, column, text)
    book.save(str(path))


def noise(path: Path, part: float) -> None:
    """Bytes of nothing."""
    with path.open("wb") as file:
        for _step in range(int(195 * part)):
            file.write(os.urandom(1_000_000))


def compound_noise(path: Path, part: float) -> None:
    """What begins like an old workbook, and is nothing."""
    with path.open("wb") as file:
        file.write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
        for _step in range(int(195 * part)):
            file.write(os.urandom(1_000_000))


HARD: dict[str, tuple[str, Maker]] = {
    "empty shared strings": ("xlsx", empty_strings),
    "one string of millions of runs": ("xlsx", string_of_runs),
    "one text of a hundred million letters": ("xlsx", long_string),
    "hundreds of sheets": ("xlsx", hundreds_of_sheets),
    "50,000 people": ("xlsx", many_people),
    "850,000 people, unpacked": ("xlsx", people_stored),
    "1.5 million cells": ("xlsx", wide_rows),
    "a million blank rows": ("xlsx", blank_rows),
    "a million merged cells": ("xlsx", many_merges),
    "CSV of 5 million rows": ("csv", csv_million),
    "CSV of 50,000 people in 11 columns": ("csv", csv_most_rows),
    "CSV in one line": ("csv", csv_one_line),
    "CSV with an open quotation mark": ("csv", csv_one_cell),
    "CSV of commas": ("csv", csv_commas),
    "web page": ("xls", web_page),
    "free table of 600,000 people": ("ods", free_table),
    "free table of repeated cells": ("ods", free_repeated),
    "old workbook": ("xls", old_workbook),
    "noise": ("xlsx", noise),
    "noise like an old workbook": ("xls", compound_noise),
}


@dataclass(frozen=True)
class Taken:
    """What `member import` did with a file: exit code, seconds on the clock and of processor, megabytes at most, the
    first words. Memory is that of the process or of the one it started, whichever was larger."""

    code: int
    seconds: float
    processor: float
    megabytes: int
    said: str


_MEASURED = """
import resource, sys
from partyday.__main__ import run
code = run(sys.argv[1:])
ours, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
with open("/proc/self/status") as status:  # what getrusage tells of ourselves counts what our parent held too
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(sum(one.ru_utime + one.ru_stime for one in (ours, theirs)), max(peak, theirs.ru_maxrss) // 1024, file=sys.stderr)
sys.exit(code)
"""


def taken_in(path: Path, folder: Path, line: str = "member import {file} --dry-run --json") -> Taken:
    """What the command line does with the file, in a process of its own."""
    where = ["--book", str(folder / "book.partyday")]
    if not (folder / "book.partyday").exists():
        make = [sys.executable, "-m", "partyday", "init", "--branch", "教工党支部", *where]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    begun = time.monotonic()
    words = [*(str(path) if word == "{file}" else word for word in line.split()), *where]
    done = subprocess.run([sys.executable, "-c", _MEASURED, *words], capture_output=True, text=True, check=False)
    seconds = time.monotonic() - begun
    *said, used = done.stderr.strip().splitlines()
    processor, megabytes = used.split()
    told = said[0] if said else " ".join(done.stdout[:300].split())[:70]
    return Taken(done.returncode, seconds, float(processor), int(megabytes), told)


def main(folder: Path, names: list[str]) -> None:
    """Write each file in full, take it in and tell how it went, as rows of a table."""
    for name, (ending, make) in HARD.items():
        if names and not any(word in name for word in names):
            continue
        path = folder / f"hard.{ending}"
        make(path, 1.0)
        took = taken_in(path, folder)
        size = path.stat().st_size / 1e6
        path.unlink()
        sys.stdout.write(
            f"| {name} | .{ending} | {size:.0f} | {took.processor:.1f} | {took.megabytes} | {took.code} {took.said} |"
            f" {took.seconds:.0f}\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        main(Path(made), sys.argv[1:])
