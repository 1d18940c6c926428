"""The pictures of the READMEs, made by the program itself: the roll-call, a finding, a printed form.

`python tools/pictures.py` writes docs/pictures/: two screens of a terminal in each language as SVG, drawn cell by cell
without a font from elsewhere, and the sign-in sheet as PNG, which LibreOffice prints. `tests/test_pictures.py` makes
the screens again and compares them; of the form it makes the workbook again, and the picture says of which one it is.
"""

import hashlib
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from html import escape
from io import StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "pictures"
LANGUAGES = ("en", "zh")

sys.path.insert(0, str(ROOT / "tests"))

_ROSTER = ROOT / "examples" / "one-branch" / "roster.csv"
_MARCH = "2026-03-06"
_BOOK = (
    "init --branch 计算机学院教工党支部 --superior 计算机学院党总支",
    "branch set --secretary 王秀芳 --organiser 陈志强",
    f"member import {_ROSTER}",
    "schedule 2026",
    f"day plan {_MARCH} --theme 学习全国两会精神 --form 党课 --place 三楼会议室 --host 王秀芳",
)
#: Three absences later 郭子轩 is to be talked with.
_ABSENCES = tuple(
    f"--today {day} checkin --all --online 8 --visited 3,4 --absent 16 --close --day {day}"
    for day in ("2026-01-09", "2026-02-06", _MARCH)
)


def screens(folder: Path) -> dict[str, str]:
    """Name of the file → SVG, of the roll-call and of a finding, in each language. Needs a pseudo-terminal.

    `folder` is an empty one: the book is made in it.
    """
    drawn: dict[str, str] = {}
    with _settings(folder):
        _do(_BOOK)
        shutil.copy(folder / "book.partyday", folder / "after.partyday")
        os.environ["PARTYDAY_BOOK"] = str(folder / "after.partyday")
        _do(_ABSENCES)
        for language in LANGUAGES:
            drawn[f"finding.{language}.svg"] = _shown("review", "16", "--today", "2026-03-10", language=language)
            os.environ["PARTYDAY_BOOK"] = str(folder / f"{language}.partyday")
            shutil.copy(folder / "book.partyday", os.environ["PARTYDAY_BOOK"])
            drawn[f"roll-call.{language}.svg"] = _roll_call(language)
            os.environ["PARTYDAY_BOOK"] = str(folder / "after.partyday")
    return drawn


@contextmanager
def _settings(folder: Path) -> Iterator[None]:
    """The day and the book of the pictures, and nothing of the machine they are made on."""
    before = dict(os.environ)
    (folder / "config.toml").touch()
    os.environ |= {
        "PARTYDAY_BOOK": str(folder / "book.partyday"),
        "PARTYDAY_TODAY": _MARCH,
        "PARTYDAY_CONFIG": str(folder / "config.toml"),
        "LOGNAME": "chen",
        "PAGER": "",
    }
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _do(lines: Iterable[str]) -> None:
    from partyday.__main__ import run

    for line in lines:
        said = StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            code = run(line.split())
        assert code == 0, said.getvalue()


def _roll_call(language: str) -> str:
    from at_terminal import Screen

    screen = Screen("checkin", rows=20, language=language)
    for typed, shown in (("lwh", "李文华"), ("wxf", "王秀芳"), ("zjg 送学", "张建国"), ("zlx 病假", "赵立新")):
        screen.until(_ready)
        screen.type(typed + "\r")
        screen.until(lambda lines, name=shown: any("√" in line and name in line for line in lines))  # type: ignore[misc]
    screen.until(_ready)
    screen.type("z")
    screen.until(lambda lines: any("曾雨桐" in line for line in lines) and _ready(lines))
    drawn = drawing(screen.screen)
    screen.type("\x7f")
    screen.type("q\r")
    screen.leave()
    return drawn


def _ready(lines: list[str]) -> bool:
    """Whether the bar with the tally stands below a prompt with nothing being drawn over it."""
    if not lines:
        return False
    prompts = [line for line in lines if line.split(" ")[0].endswith("/23")]
    return lines[-1].startswith((" expected", " 应到")) and len(prompts) == sum("√" in line for line in lines) + 1


def _shown(*words: str, language: str) -> str:
    from at_terminal import Screen

    screen = Screen(*words, rows=24, language=language)
    screen.leave()
    return drawing(screen.screen)


_WIDE, _HIGH, _SIZE = 9, 20, 15
_INK = {"default": "#e6e6e6", "red": "#ff7b72", "green": "#7ee787", "blue": "#79c0ff", "black": "#111111"}


def drawing(screen: Any) -> str:
    """The SVG of what stands on a screen of pyte, without the empty lines below."""
    rows = [row for row in range(screen.lines) if screen.display[row].strip()]
    last = max(rows, default=0) + 1
    width, height = screen.columns * _WIDE + 24, last * _HIGH + 24
    lines = [line for row in range(last) for line in _row(screen, row)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'font-family="monospace" font-size="{_SIZE}">',
            '<rect width="100%" height="100%" rx="6" fill="#1b1f24"/>',
            *lines,
            "</svg>",
            "",
        ]
    )


def _row(screen: Any, row: int) -> Iterator[str]:
    """The grounds of a row's cells, then its signs: a wide one reaches over two cells."""
    base, signs = row * _HIGH + 12, []
    for column in range(screen.columns):
        cell = screen.buffer[row][column]
        ink, paper = _INK.get(cell.fg, "#e6e6e6"), _INK.get(cell.bg, "none") if cell.bg != "default" else "none"
        if cell.reverse:
            ink, paper = "#1b1f24", "#9da7b3"
        left = column * _WIDE + 12
        if paper != "none":
            yield f'<rect x="{left}" y="{base}" width="{_WIDE}" height="{_HIGH}" fill="{paper}"/>'
        if cell.data.strip():
            signs.append(f'<text x="{left}" y="{base + _SIZE}" fill="{ink}">{escape(cell.data)}</text>')
    yield from signs


def workbook(folder: Path) -> Path:
    """The sign-in sheet that the picture is of, in an empty folder."""
    with _settings(folder):
        _do([*_BOOK, f"report sign-in --period {_MARCH} -o {folder}/sheet.xlsx"])
    return folder / "sheet.xlsx"


def fingerprint(path: Path) -> str:
    """SHA-256 of all parts of a workbook, as they are before they are compressed."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(path) as parts:
        for name in sorted(parts.namelist()):
            digest.update(f"{name}\n".encode() + parts.read(name))
    return digest.hexdigest()


def form(folder: Path) -> bytes:
    """The PNG of the sign-in sheet's first page, as LibreOffice prints it; it says of which workbook it is."""
    import pypdfium2

    path = workbook(folder)
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(
        [*command, f"-env:UserInstallation={(folder / 'profile').as_uri()}"], check=True, capture_output=True
    )
    page = pypdfium2.PdfDocument(path.with_suffix(".pdf"))[0]
    bitmap = page.render(scale=1.2, grayscale=True)
    return _png(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer), fingerprint(path))


def _png(width: int, height: int, stride: int, grey: bytes, of: str) -> bytes:
    """A picture of a byte a pixel as PNG (W3C, Portable Network Graphics, 2003), with its source as a text."""
    raw = b"".join(b"\0" + grey[row * stride : row * stride + width] for row in range(height))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"tEXt", _SOURCE + of.encode()),
        (b"IDAT", zlib.compress(raw, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


#: What stands before the fingerprint of the workbook in the picture of the form.
_SOURCE = b"Source\0"


def source_of(picture: bytes) -> str:
    """The fingerprint of the workbook that a picture is of."""
    begin = picture.index(_SOURCE) + len(_SOURCE)
    return picture[begin : begin + 2 * hashlib.sha256().digest_size].decode()


def main() -> None:
    """Write them all; without LibreOffice the form stays as it is."""
    with tempfile.TemporaryDirectory() as folder:
        for name, picture in screens(Path(folder)).items():
            (FOLDER / name).write_text(picture, "utf-8")
    if shutil.which("soffice"):
        with tempfile.TemporaryDirectory() as folder:
            (FOLDER / "sign-in.png").write_bytes(form(Path(folder)))


if __name__ == "__main__":
    main()
