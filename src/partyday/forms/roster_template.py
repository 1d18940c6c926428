"""What a member roster (党员名册) looks like: its columns, the names people give them, and an empty one to fill in.

`roster` reads by the same table, so what is offered here is understood there. Imports no rules, store, services, cli.
"""

import math
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.sheets.roster_columns import COLUMNS, Column

TITLE = "党员名册"
GUIDE = "填写说明"
ROWS = 500

_FIRST_ROW = 4
_MARK = "＊"
_TEXT_FORMAT = "@"
_GUIDE_WIDTHS = (18, 10, 76, 16)
_LINE_HEIGHT = 18
_A4 = "9"
_FONT = "宋体"
_SIDE = Side(style="thin")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WRAPPED = Alignment(vertical="center", wrap_text=True)
_REQUIRED_FILL = PatternFill("solid", fgColor="FFF2CC")
_OPTIONAL_FILL = PatternFill("solid", fgColor="EDEDED")


def write_template(path: Path) -> None:
    """Write an empty roster (.xlsx, A4 landscape) to fill in and import, replacing what is at `path`.

    It holds no example person: that one would be imported. Raises BadInput where it cannot be written.
    """
    workbook = Workbook()
    roster = workbook.worksheets[0]
    roster.title = TITLE
    _lay_out_roster(roster, [column for column in COLUMNS if column.offered])
    _lay_out_guide(workbook.create_sheet(GUIDE))
    written = BytesIO()
    workbook.save(written)
    try:
        path.write_bytes(written.getvalue())
    except OSError as error:
        raise BadInput(
            _("{file} cannot be written: {why}.").format(file=path, why=error.strerror or error),
            _("Close it where it is open, or choose another folder."),
        ) from None


def _lay_out_roster(sheet: Worksheet, columns: list[Column]) -> None:
    header_row = _FIRST_ROW - 1
    last_row = header_row + ROWS
    _write_title(sheet, TITLE, len(columns))
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=len(columns))
    sheet.cell(2, 1, f"带{_MARK}的栏目必填，其余可不填，也可删去整栏；各栏写法见“{GUIDE}”。").alignment = _WRAPPED
    for place, column in enumerate(columns, start=1):
        head = sheet.cell(header_row, place, column.header + (_MARK if column.required else ""))
        head.font, head.alignment, head.border = Font(name=_FONT, bold=True), _CENTRED, _BORDER
        head.fill = _REQUIRED_FILL if column.required else _OPTIONAL_FILL
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width
        if column.text:
            for row in range(_FIRST_ROW, last_row + 1):
                sheet.cell(row, place).number_format = _TEXT_FORMAT
        if column.choices:
            sheet.add_data_validation(_choice(column, f"{letter}{_FIRST_ROW}:{letter}{last_row}"))
    sheet.row_dimensions[header_row].height = 30
    sheet.freeze_panes = f"C{_FIRST_ROW}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    _set_page(sheet)


def _choice(column: Column, cells: str) -> DataValidation:
    listed = DataValidation(
        type="list",
        formula1='"' + ",".join(column.choices) + '"',
        allow_blank=True,
        showErrorMessage=column.only_choices,
        errorTitle=column.header,
        error=f"请填写：{'、'.join(column.choices)}" if column.only_choices else None,
    )
    listed.add(cells)
    return listed


def _lay_out_guide(sheet: Worksheet) -> None:
    _write_title(sheet, GUIDE, 4)
    lines = [
        ("栏目", "是否必填", "怎样填写", "示例"),
        *(
            (column.header, "必填" if column.required else "选填", column.how, column.example)
            for column in COLUMNS
            if column.offered
        ),
        (
            "",
            "",
            "不需要公民身份号码，本表因此没有这一栏；自行增加这一栏也可以导入，会核对校验码，不会出现在任何表格中。",
            "",
        ),
        ("", "", "各栏次序可以变动；表头之下不要合并单元格，每人一行，每格都要填在自己的行里。", ""),
    ]
    for row, line in enumerate(lines, start=2):
        sheet.row_dimensions[row].height = _LINE_HEIGHT * max(1, math.ceil(2 * len(line[2]) / _GUIDE_WIDTHS[2]))
        for place, text in enumerate(line, start=1):
            cell = sheet.cell(row, place, text or None)
            cell.alignment, cell.border, cell.number_format = _WRAPPED, _BORDER, _TEXT_FORMAT
            cell.font = Font(name=_FONT, bold=row == 2)
    for letter, width in zip("ABCD", _GUIDE_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    _set_page(sheet)


def _write_title(sheet: Worksheet, title: str, columns: int) -> None:
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=columns)
    cell = sheet.cell(1, 1, title)
    cell.font, cell.alignment = Font(name=_FONT, size=18, bold=True), _CENTRED
    sheet.row_dimensions[1].height = 32


def _set_page(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
