"""A workbook's cells written again through openpyxl's write-only mode, plain values and nothing else."""

from collections.abc import Sequence

from openpyxl import Workbook, load_workbook


def read(path: str) -> list[tuple[object, ...]]:
    """The values of the first sheet, row by row."""
    workbook = load_workbook(path, read_only=True)
    rows: list[tuple[object, ...]] = list(workbook.worksheets[0].iter_rows(values_only=True))
    workbook.close()
    return rows


def write(path: str, rows: Sequence[Sequence[object]]) -> None:
    """Those rows as a workbook."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for row in rows:
        sheet.append(row)
    workbook.save(path)
