"""Every row of every sheet of many workbooks through openpyxl's read-only reader, and nothing done with it."""

import sys

from openpyxl import load_workbook


def main() -> None:
    """Read the workbooks named on the command line and say how many rows they have."""
    rows = 0
    for path in sys.argv[1:]:
        workbook = load_workbook(path, read_only=True)
        for worksheet in workbook.worksheets:
            for _row in worksheet.iter_rows(values_only=True):
                rows += 1
        workbook.close()
    print(rows)


if __name__ == "__main__":
    main()
