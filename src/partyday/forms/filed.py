"""Reading a filed workbook: its seal, and whether what is printed is still what was filed.

Imports no rules, store, services or cli.
"""

from pathlib import Path

from partyday.errors import BadInput
from partyday.forms.seal import SEAL_TAB, Difference, Sealed, altered, unseal
from partyday.forms.table import read_sheets
from partyday.i18n import _

#: A column more than was printed, so that what somebody wrote beside the table is seen too.
_BESIDE = 8


def read_filed(path: Path) -> tuple[Sealed, list[Difference]]:
    """What the workbook at `path` was filed as, and every cell that has been changed since.

    Saved again by Excel or LibreOffice it is the same. Raises NotFound, and BadInput for a file that is not a filed
    workbook, is damaged, or was filed with a newer partyday.
    """
    with read_sheets(path) as sheets:
        if SEAL_TAB not in sheets:
            raise BadInput(
                _("{file} is not a workbook that was filed with partyday.").format(file=path.name),
                _("The branch prints it with: partyday report FORM --mark-filed."),
            )
        sealed = unseal(path.name, (row[0] for row in sheets.pop(SEAL_TAB)(1)))
        differences: list[Difference] = []
        for sheet, (tab, rows) in zip(sealed.sheets, sheets.items(), strict=False):
            differences += altered(sheet, tab, rows(len(sheet.columns) + _BESIDE))
        if len(sheets) < len(sealed.sheets):
            raise BadInput(
                _("{file} has lost a sheet of what was filed.").format(file=path.name),
                _("Ask the branch for the workbook as it was filed (partyday report FORM --filed)."),
            )
    return sealed, differences
