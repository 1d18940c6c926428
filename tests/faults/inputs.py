"""Nonsense given to every reader, and files made to burst: an answer or a sentence, never a crash, a hang or no memory.

The inputs are mutations of what offices write, with signs of all kinds put in; `guided` has inputs found by coverage.
"""

import base64
import io
import random
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from openpyxl import Workbook

from faults.scene import Stage, Told
from partyday.errors import PartydayError
from partyday.model.archive import unpack
from partyday.model.codes import Standing
from partyday.model.dates import read_date, read_day
from partyday.model.money import fen
from partyday.model.people import Person
from partyday.model.period import Period, read_months, read_session, read_span
from partyday.model.seal import unseal
from partyday.rules.policy.reader import parse
from partyday.rules.policy.shipped import PACKAGED
from partyday.services.anchors import told_by_log
from partyday.services.lookup import find, split_list
from partyday.sheets import cells
from partyday.sheets.pasted import decoded, read_paste
from sheets.hard_papers import taken_in

_TODAY = date(2026, 3, 6)
_PEOPLE = [
    Person(id=n, number=n, name=name, standing=Standing.FULL, circumstances=frozenset(), pinyin=spelled, initials=short)
    for n, (name, spelled, short) in enumerate(
        (
            ("张三", "zhangsan", "zs"),
            ("李四", "lisi", "ls"),
            ("欧阳娜娜", "ouyangnana", "oynn"),
            ("买买提·艾力", "", ""),
        ),
        1,
    )
]
_DATES = (
    "2026-03-06",
    "2026年3月6日",
    "20260306",
    "3/6",
    "２０２６．３．６",
    "昨天",
    "44000",
    "2026.3",
    "201907",
    "3月6日上午",
)
_PERIODS = (
    "2026H1",
    "2026年上半年",
    "2026Q2",
    "2026年第二季度",
    "2026-03:am",
    "2026-01..2026-06",
    "3月至5月",
    "2026、2027",
)
_AMOUNTS = ("6500", "6,500.00", "６５００元", "¥6500.5", "97,5", "1e5", "-3", "一百")
_LINES = (
    "1. 张三 到\n2、李四 请假（病假）\n3 欧阳娜娜 线上\n#接龙\n党员活动日接龙 3月6日",
    "张三、李四、买买提·艾力\n未到：欧阳娜娜 出差",
    "@所有人\n张三：收到\n李四:[OK]\n以上",
)
_IDS = ("110101199001011237", "11010119900101123X", "00123", "4.4E+17", "'00123")
_POLICY = (Path(__file__).parents[2] / "src" / "partyday" / "rules" / "policy" / f"{PACKAGED[0]}.toml").read_text(
    "utf-8"
)

#: What each reader may raise for what it cannot read.
REFUSALS: tuple[type[Exception], ...] = (PartydayError, cells.Unreadable)

#: Reader → what it reads, what it may raise beside, the texts that are mutated, how often it is chosen.
READERS: dict[str, tuple[Callable[[str], Any], tuple[type[Exception], ...], tuple[str, ...], int]] = {
    "dates": (lambda text: read_date(text, _TODAY), (), _DATES, 20),
    "days of sheets": (lambda text: read_day(text, _TODAY, short_years=True), (), _DATES, 10),
    "dates of cells": (cells.read_date, (), _DATES, 10),
    "periods": (lambda text: Period.read(text, _TODAY), (), (*_PERIODS, *_DATES), 15),
    "sessions": (lambda text: read_session(text, _TODAY), (), (*_DATES, *_PERIODS), 10),
    "months": (lambda text: read_months(text, _TODAY), (), _PERIODS, 10),
    "spans of months": (lambda text: read_span(text, _TODAY), (), _PERIODS, 10),
    "amounts": (fen, (), _AMOUNTS, 15),
    "amounts of cells": (cells.read_amount, (), _AMOUNTS, 8),
    "counts": (cells.read_count, (), _AMOUNTS, 8),
    "names": (cells.read_name, (), ("张三", "买买提·艾力", "欧阳 娜娜", "张三（党员）"), 8),
    "codes": (cells.read_code, (), _IDS, 8),
    "ID numbers": (cells.read_id_number, (), _IDS, 8),
    "yes and no": (cells.read_yes_no, (), ("是", "否", "√", "×", "Y"), 5),
    "lists of people": (lambda text: split_list([text]), (), ("张三,李四", "1、2；3", "13-15", "zs ls"), 8),
    "people": (lambda text: find(_PEOPLE, text, "here"), (), ("张三", "zs", "1号", "欧阳", "oynn"), 6),
    "pasted lists": (lambda text: read_paste(text, _PEOPLE), (), _LINES, 5),
    "bytes pasted": (lambda text: decoded(text.encode("utf-16", "surrogatepass")[:60]), (), _LINES, 5),
    "exported logs": (lambda text: list(told_by_log(text.splitlines())), (), ("记录本\tab\n1\tx\t" + "0" * 64,), 5),
    "seals": (lambda text: unseal("x", text.split("\n")), (), ("says\n1\n" + "0" * 64 + "\neJwrSS0uAQAEXQHB",), 5),
    "filed content": (unpack, (ValueError,), ('{"format":1,"sheets":[{"title":"x","columns":[],"body":[]}]}',), 5),
    "policies": (lambda text: parse(text, "x.toml"), (), (_POLICY[:1500],), 1),
}

_SIGNS = (
    *"0123456789-/.:,;，。、；：（）()年月日至号元￥¥ \t\n\r\x00\x1b\u202e\u3000\ufeff\ud800𠮷é٣½",
    *(
        "上午",
        "请假",
        "am",
        "Q",
        "H",
        "..",
        "%s",
        "{}",
        "'",
        '"',
        "=1+1",
        "9" * 40,
        "张三",
        "到",
        "🙂",
        "\\",
        "[",
        "*" * 20,
    ),
)


def _mutated(text: str, chance: random.Random) -> str:
    for _turn in range(chance.randint(1, 4)):
        at = chance.randint(0, len(text))
        kind = chance.randrange(6)
        if kind == 0:
            text = text[:at] + chance.choice(_SIGNS) + text[at:]
        elif kind == 1:
            text = text[:at] + text[at + chance.randint(1, 5) :]
        elif kind == 2:
            text = text[:at] + text[max(0, at - chance.randint(1, 12)) :]
        elif kind == 3:
            text = text[:at] + chr(chance.choice((chance.randrange(0x80), chance.randrange(0x11000)))) + text[at + 1 :]
        elif kind == 4:
            text = text[at:] + text[:at]
        else:
            text = text.translate({chance.choice(range(0x30, 0x3A)): chance.choice(_SIGNS)})
    return text


def fuzzed(rounds: int, seed: int = 1) -> list[Told]:
    """So many mutated texts, over all readers of text."""
    chance = random.Random(seed)  # not for secrets
    names = list(READERS)
    chosen = chance.choices(names, [READERS[name][3] for name in names], k=rounds)
    read, refused, wrong = 0, 0, []
    for name in chosen:
        reader, may_raise, seeds, _weight = READERS[name]
        text = _mutated(chance.choice(seeds), chance)
        try:
            reader(text)
            read += 1
        except REFUSALS + may_raise:
            refused += 1
        except Exception as error:  # what a reader must not raise
            wrong.append(f"{name}: {text[:200]!r}: {type(error).__name__}: {error}")
    told = f"{read} read, {refused} refused in a sentence: {len(wrong) or 'none'} wrong"
    return [Told(f"mutated texts over {len(READERS)} readers", rounds, told, tuple(wrong))]


_TAKEN = {
    "roster.csv": "member import {file} --dry-run",
    "plan.xlsx": "rollup {file} --book above.partyday",
    "list.txt": "checkin --from {file}",
    "bundle.zip": "takeover {file} --book other.partyday",
    "copy.bak": "verify --against {file}",
}


def files(stage: Stage, rounds: int, seed: int = 1) -> list[Told]:
    """Files of every kind with bytes changed, given to the commands that read them."""
    chance = random.Random(seed)  # not for secrets
    (stage.base / "list.txt").write_text(_LINES[0], "utf-8")
    codes: dict[int | None, int] = {}
    wrong = []
    for turn in range(rounds):
        name, line = list(_TAKEN.items())[turn % len(_TAKEN)]
        stage.reset()
        content = bytearray((stage.base / name).read_bytes())
        for _change in range(chance.randint(1, 30)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if chance.random() < 0.2:
            del content[chance.randrange(len(content)) :]
        made = stage.work / f"changed{Path(name).suffix}"
        made.write_bytes(content)
        ran = stage.run(line.format(file=made.name), limit=60)
        codes[ran.code] = codes.get(ran.code, 0) + 1
        if ran.code in (None, 1) or "Traceback" in ran.said:
            wrong.append(f"{name}: {ran.code} {ran.said[-300:]}")
    told = ", ".join(f"{count} × exit {code}" for code, count in sorted(codes.items(), key=str))
    return [Told("files with bytes changed, over the commands that read them", rounds, told, tuple(wrong))]


# ---- bombs


def _zip(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def workbook(sheet: bytes) -> bytes:
    """A workbook whose one sheet is these bytes."""
    made, out = io.BytesIO(), io.BytesIO()
    Workbook().save(made)
    with ZipFile(made) as usual, ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name in usual.namelist():
            archive.writestr(name, sheet if name.startswith("xl/worksheets/") else usual.read(name))
    return out.getvalue()


def cells_of(inside: bytes) -> bytes:
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="' + main + b'"><sheetData>' + inside + b"</sheetData></worksheet>"


def document(body: bytes, comments: bytes = b"") -> bytes:
    """A document of Word with this body."""
    word = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return _zip(
        {
            "word/document.xml": b"<w:document " + word + b"><w:body>" + body + b"</w:body></w:document>",
            "word/comments.xml": b"<w:comments " + word + b">" + comments + b"</w:comments>",
        }
    )


def free_table(body: bytes) -> bytes:
    """A table of the free kind with this body."""
    spaces = b" ".join(b'xmlns:%s="urn:%s"' % (name, name) for name in (b"office", b"table", b"text"))
    content = b"<office:document-content " + spaces + b">" + body + b"</office:document-content>"
    return _zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def _bundle(book: bytes, sums: bytes) -> bytes:
    return _zip({"book.partyday": book, "SHA256SUMS.txt": sums})


def _bombs() -> dict[str, Callable[[], bytes]]:
    """Files that are small and would become huge, or never end."""
    entity = (
        b'<!DOCTYPE a [<!ENTITY a "'
        + b"x" * 100
        + b'">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        + b"]>"
    )
    row = b'<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row>'
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    wide = b'<w:tc><w:tcPr><w:gridSpan w:val="1000"/></w:tcPr></w:tc>'
    note = b'<w:comment w:id="%d"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:comment>'
    noted = b'<w:tbl><w:tr><w:tc><w:p><w:r><w:commentReference w:id="1"/><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
    table = b'<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell><text:p>x</text:p>'
    table += b"</table:table-cell></table:table-row></table:table>"
    blanks = (
        b"<table:table><table:table-row><table:table-cell><text:p>x%s</text:p></table:table-cell></table:table-row>"
    )
    xml = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>'
    merged = (
        b'<Row ss:Index="%d"><Cell><Data ss:Type="String">x</Data></Cell></Row></Table></Worksheet><Worksheet><Table>'
    )
    return {
        "zeros.xlsx": lambda: workbook(bytes(400 << 20)),
        "one cell.xlsx": lambda: workbook(cells_of(row % (b"x" * (200 << 20)))),
        "one cell of tags.xlsx": lambda: workbook(cells_of(row % (b"<![CDATA[" + b"<>" * (100 << 20) + b"]]>"))),
        "entities.xlsx": lambda: workbook(entity + cells_of(row % b"&j;")),
        "deep.xlsx": lambda: workbook(cells_of(deep)),
        "far cell.xlsx": lambda: workbook(cells_of(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
        "rows.xlsx": lambda: workbook(cells_of(b"".join(b'<row r="%d"/>' % n for n in range(1, 1_048_577)))),
        "nested.xlsx": lambda: _zip({"a.zip": _zip({"b.zip": _zip({"c": bytes(100 << 20)})})}),
        "spans.docx": lambda: document(b"<w:tbl><w:tr>" + wide * 500_000 + b"</w:tr></w:tbl>"),
        "tables.docx": lambda: document((b"<w:tbl><w:tr>" + wide * 16 + b"</w:tr></w:tbl>") * 30_000),
        "notes.docx": lambda: document(noted, b"".join(note % n for n in range(400_000))),
        "rows.ods": lambda: free_table(table * 1_000),
        "blanks.ods": lambda: free_table(blanks % (b'<text:s text:c="1000"/>' * 1_000_000) + b"</table:table>"),
        "spans.xls": lambda: b"<html><table><tr>" + b"<td colspan=1000>" * 500_000,
        "rows down.xls": lambda: b"<html><table>" + (b"<tr>" + b"<td colspan=999 rowspan=999>x" * 16) * 30_000,
        "sheets.xls": lambda: (
            xml + b"".join(merged % 1_000_000 for _sheet in range(200)) + b"</Table></Worksheet></Workbook>"
        ),
        "line.csv": lambda: b"x" * (100 << 20),
        "commas.csv": lambda: b"," * (30 << 20),
        "quoted commas.csv": lambda: b'"\n",' * (16 << 20),
        "quotes.csv": lambda: b'"' * (30 << 20),
        "breaks.csv": lambda: b"\n" * (30 << 20),
        "pasted.txt": lambda: "1. 张三 到 ".encode() * (4 << 20),
        "policy.toml": lambda: b'x = "' + b"x" * (200 << 20) + b'"',
        "log.txt": lambda: "记录本\tab\t".encode() + b"0" * (300 << 20),
        "book.zip": lambda: _bundle(bytes(600 << 20), b"x"),
        "sums.zip": lambda: _bundle(b"x", b"0" * (600 << 20)),
        "powers.template.docx": lambda: letterhead("{{ 9**9**9 }}"),
        "texts.template.docx": lambda: letterhead("{{ 'x' * 10**10 }}"),
        "rounds.template.docx": lambda: letterhead("{% for n in range(10**12) %}{% endfor %}"),
        "blanks.template.docx": lambda: letterhead("{% colspan " + " " * 1_000_000 + "x"),
        "braces.template.docx": lambda: letterhead("{{ title }}" * 500_000),
        "picture.template.docx": lambda: letterhead("{{ title }}", b"\x89PNG" + bytes(900 << 20)),
    }


def letterhead(text: str, picture: bytes = b"") -> bytes:
    """A document to print on with this text, and a picture in it."""
    made, page = io.BytesIO(), Document()
    page.add_paragraph(text)
    page.save(made)
    with ZipFile(made, "a", ZIP_DEFLATED) as archive:
        archive.writestr("word/media/picture.png", picture)
    return made.getvalue()


#: What reads a bomb by its name, or by what stands before the ending of its name; else `member import`.
_OPENED_BY = {
    ".template": "report circular --period 2026 -o circular.docx --yes --template {file}",
    "pasted.txt": "checkin --from {file}",
    "policy.toml": "policy check {file}",
    "log.txt": "verify --against {file}",
    "book.zip": "verify --against {file}",
    "sums.zip": "takeover {file}",
}


def _opened_by(name: str) -> str:
    usual = "member import {file} --dry-run --json"
    return _OPENED_BY.get(name) or _OPENED_BY.get(Path(Path(name).stem).suffix, usual)


#: A bomb may take so many seconds of the processor, and so many megabytes.
_SECONDS, _MEGABYTES = 60, 400


def bombs(stage: Stage) -> list[Told]:
    """Each bomb given to a command that reads it, in a process of its own; the most memory any took is told."""
    stage.reset()
    wrong, peak = [], 0
    made = _bombs()
    for name, content in made.items():
        path = stage.work / name.replace(" ", "-")
        path.write_bytes(content())
        took = taken_in(path, stage.work, _opened_by(name))
        path.unlink()
        peak = max(peak, took.megabytes)
        if took.code not in (0, 10, 14) or took.processor > _SECONDS or took.megabytes > _MEGABYTES:
            wrong.append(f"{name}: {took}")
    packed = zlib.compress(bytes(200 << 20), 9)
    try:
        unseal("bomb", ["", "1", "0" * 64, base64.b64encode(packed).decode()])
        wrong.append("a seal that is a bomb was read")
    except PartydayError:
        pass
    told = f"each refused or read, {peak} MB at most: {len(wrong) or 'none'} wrong"
    return [Told("bombs: small files that would become huge", len(made) + 1, told, tuple(wrong))]
