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
                _("The branch prints it with: partyday report … --mark-filed."),
            )
        sealed = unseal(path.name, (row[0] for row in sheets.pop(SEAL_TAB)(1)))
        if len(sheets) < len(sealed.sheets):
            raise BadInput(
                _("{file} has lost a sheet of what was filed.").format(file=path.name),
                _("Ask the branch for the workbook as it was filed (partyday report … --filed)."),
            )
        # A sheet is known by its name, and where that was changed, by its place among the others.
        renamed = iter([tab for tab in sheets if tab not in {sheet.tab for sheet in sealed.sheets}])
        differences: list[Difference] = []
        for sheet in sealed.sheets:
            tab = sheet.tab if sheet.tab in sheets else next(renamed)
            differences += altered(sheet, tab, sheets.pop(tab)(len(sheet.columns) + _BESIDE))
    return sealed, differences
