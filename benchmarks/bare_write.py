"""A workbook's cells written again through openpyxl's write-only mode, plain values and nothing else.

`cells PRINTED CELLS` keeps the values of a workbook in a file, `write CELLS WORKBOOK` makes a workbook of them.
"""

import pickle
import sys
from pathlib import Path

from openpyxl import Workbook, load_workbook


def cells(printed: str, kept: str) -> None:
    """Keep the values of the first sheet, row by row."""
    workbook = load_workbook(printed, read_only=True)
    Path(kept).write_bytes(pickle.dumps(list(workbook.worksheets[0].iter_rows(values_only=True))))
    workbook.close()


def write(kept: str, written: str) -> None:
    """Those rows as a workbook."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for row in pickle.loads(Path(kept).read_bytes()):
        sheet.append(row)
    workbook.save(written)


def main() -> None:
    """Do what the first word says with the two files."""
    what, source, target = sys.argv[1:]
    {"cells": cells, "write": write}[what](source, target)


if __name__ == "__main__":
    main()
