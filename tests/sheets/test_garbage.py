"""Files cut short, with flipped bytes or full of nonsense: none of them does harm."""

import random
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from files_of_people import DAY, PEOPLE, read
from partyday.errors import PartydayError


def styled(path: Path) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["名册"])
    sheet.merge_cells("A1:C1")
    for row in [*PEOPLE, ("王五", 123, DAY), ("赵六", 1.5, True)]:
        sheet.append(list(row))
    sheet["B5"].number_format = "00000"
    sheet["A2"].fill = PatternFill("solid", fgColor="FFF2CC")
    sheet.merge_cells("C3:C4")
    book.save(path)
    return path


def survives(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with suppress(PartydayError):
        read(path)


def test_nothing_but_our_own_errors_leaves_a_file_cut_short(tmp_path: Path) -> None:
    data = styled(tmp_path / "a.xlsx").read_bytes()
    for length in range(1, len(data), 23):
        survives(tmp_path / "a.xlsx", data[:length])


@pytest.mark.slow
def test_nothing_but_our_own_errors_leaves_a_file_with_flipped_bytes(tmp_path: Path) -> None:
    chance = random.Random(20260306)
    data = styled(tmp_path / "a.xlsx").read_bytes()
    for _round in range(150):
        flipped = bytearray(data)
        for _byte in range(chance.choice((1, 1, 3, 30))):
            flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
        survives(tmp_path / "a.xlsx", bytes(flipped))


@pytest.mark.slow
def test_nothing_but_our_own_errors_leaves_parts_that_hold_nonsense(tmp_path: Path) -> None:
    chance = random.Random(20260403)
    path = styled(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    digits_and_marks = b'0123456789<>"=/&ABs '
    for _round in range(150):
        damaged = dict(parts)
        name = chance.choice([*parts, *["xl/worksheets/sheet1.xml"] * len(parts)])
        part = bytearray(parts[name])
        for _byte in range(chance.choice((1, 1, 5))):
            part[chance.randrange(len(part))] = chance.choice(digits_and_marks)
        damaged[name] = bytes(part)
        with zipfile.ZipFile(path, "w") as archive:
            for each, held in damaged.items():
                archive.writestr(each, held)
        survives(path, path.read_bytes())


def test_nothing_but_our_own_errors_leaves_text_that_is_noise(tmp_path: Path) -> None:
    chance = random.Random(20260508)
    header = "姓名,工号\n".encode()
    for _round in range(150):
        survives(tmp_path / "a.csv", header + chance.randbytes(chance.randrange(400)))
        survives(tmp_path / "a.csv", header + bytes(chance.choices(b"\n\r,;\"'=\t1E+", k=300)))
