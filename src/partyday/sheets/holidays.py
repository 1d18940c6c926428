"""A holiday notice (放假通知) as a list: a date and 休 or 班 in each row, with or without a header.

Like the other readers it tells all bad rows at once. Imports no rules, store, services or cli.
"""

from datetime import date
from pathlib import Path

from partyday.errors import BadInput
from partyday.i18n import _, listed
from partyday.sheets.cells import Cell, Unreadable, read_date, shown
from partyday.sheets.table import read_rows

#: What stands in the second column → whether the day is worked.
_KINDS = {
    **dict.fromkeys(("休", "休息", "放假", "放假休息", "节假日", "off", "holiday"), False),
    **dict.fromkeys(("班", "上班", "补班", "调休上班", "工作日", "work", "workday"), True),
}
_COLUMNS = 8


def read_notice(path: Path) -> dict[date, bool]:
    """Date → True for 班 (a working day), False for 休 (a day off).

    A row without a date above the first date is a title or header. Raises NotFound, and BadInput for a file that
    cannot be read, holds no such row, or says something else in any.
    """
    notice: dict[date, bool] = {}
    problems = []
    for number, row in read_rows(path, _COLUMNS):
        cells = [cell for cell in row if shown(cell)]
        days = [day for cell in cells if (day := _date(cell)) is not None]
        kinds = [_KINDS[shown(cell).strip().casefold()] for cell in cells if shown(cell).strip().casefold() in _KINDS]
        if len(days) == 1 and len(kinds) == 1 and notice.get(days[0], kinds[0]) is kinds[0]:
            notice[days[0]] = kinds[0]
        elif notice or days:
            problems.append(_("row {row} “{text}”").format(row=number, text=" ".join(map(shown, cells))))
    if problems:
        raise BadInput(
            _("{file} is not understood in {problems}.").format(file=path.name, problems=listed(problems[:10])),
            _("Each row holds one date and 休 or 班, such as 2027-10-01,休; nothing was written."),
        )
    if not notice:
        raise BadInput(
            _("{file} holds no holiday.").format(file=path.name),
            _("Each row holds one date and 休 or 班, such as 2027-10-01,休."),
        )
    return notice


def _date(cell: Cell) -> date | None:
    try:
        found = read_date(cell)
    except Unreadable:
        return None
    return None if found.month_only else found.on
