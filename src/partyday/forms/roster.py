"""党员名册: everybody of a branch with all that is known of them, but for the ID number. Knows no workbook.

What is printed here is read again by `member import`, and changes nothing.
"""

from collections.abc import Sequence
from datetime import date

from partyday.model.paper import Align, Orientation, PrintedColumn, Row, Sheet, Value, file_stem
from partyday.model.people import Branch
from partyday.words.roster_sheet import COLUMNS

_WIDTH = 14


def build(branch: Branch, headers: Sequence[str], rows: Sequence[Sequence[Value]], today: date) -> Sheet:
    """A row for each person, under the headers of a roster."""
    widths = {column.header: column.width for column in COLUMNS}
    return Sheet(
        title=f"{branch.name}党员名册",
        tab="党员名册",
        stem=file_stem(branch.name, "党员名册", today.isoformat()),
        lines=((f"单位：{branch.name}", f"截至：{today.isoformat()}"),),
        columns=tuple(
            PrintedColumn(
                heading=header,
                width=widths.get(header, _WIDTH),
                align=Align.CENTER if header in widths else Align.LEFT,
            )
            for header in headers
        ),
        body=tuple(Row(tuple(cell if cell != "" else None for cell in row)) for row in rows),
        orientation=Orientation.LANDSCAPE,
    )
