"""Every row of a workbook's first sheet through openpyxl's read-only reader, and nothing done with it."""

import sys

from openpyxl import load_workbook


def main() -> None:
    """Read the workbook named on the command line and say how many rows it has."""
    workbook = load_workbook(sys.argv[1], read_only=True)
    rows = 0
    for _row in workbook.worksheets[0].iter_rows(values_only=True):
        rows += 1
    workbook.close()
    print(rows)


if __name__ == "__main__":
    main()
