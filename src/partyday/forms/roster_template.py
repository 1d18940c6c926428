"""党员名册: an empty roster to fill in and import, with a page that says how. Knows no workbook.

It holds no example person: that one would be imported.
"""

from partyday.model.paper import Align, Asked, Number, Orientation, PrintedColumn, Row, Sheet
from partyday.words.roster_sheet import COLUMNS, Offered

_TITLE = "党员名册"
_GUIDE = "填写说明"
_MARK = "＊"
_ROWS = 500
_NUMBER_AND_NAME = 2  # columns

_GUIDE_COLUMNS = (
    PrintedColumn(heading="栏目", width=18, align=Align.LEFT, number=Number.TEXT),
    PrintedColumn(heading="是否必填", width=10, number=Number.TEXT),
    PrintedColumn(heading="怎样填写", width=76, align=Align.LEFT, number=Number.TEXT),
    PrintedColumn(heading="示例", width=16, align=Align.LEFT, number=Number.TEXT),
)
_GUIDE_NOTES = (
    "不需要公民身份号码，本表因此没有这一栏；自行增加这一栏也可以导入，会核对校验码，不会出现在任何表格中。",
    "各栏次序可以变动；表头之下不要合并单元格，每人一行，每格都要填在自己的行里。",
)


def build() -> tuple[Sheet, Sheet]:
    """The empty roster, and its guide."""
    roster = Sheet(
        title=_TITLE,
        tab=_TITLE,
        stem=_TITLE,
        lines=((f"带{_MARK}的栏目必填，其余可不填，也可删去整栏；各栏写法见“{_GUIDE}”。", ""),),
        columns=tuple(map(_to_fill, COLUMNS)),
        body=(),
        orientation=Orientation.LANDSCAPE,
        blank_rows=_ROWS,
        frozen_columns=_NUMBER_AND_NAME,
    )
    guide = Sheet(
        title=_GUIDE,
        tab=_GUIDE,
        stem=_GUIDE,
        columns=_GUIDE_COLUMNS,
        body=tuple(
            Row((column.header, "必填" if column.required else "选填", column.how or None, column.example or None))
            for column in COLUMNS
        ),
        notes=_GUIDE_NOTES,
        orientation=Orientation.LANDSCAPE,
    )
    return roster, guide


def _to_fill(column: Offered) -> PrintedColumn:
    return PrintedColumn(
        heading=column.header + (_MARK if column.required else ""),
        width=column.width,
        align=Align.LEFT,
        number=Number.TEXT if column.text else Number.PLAIN,
        choices=column.choices,
        only_choices=column.only_choices,
        asked=Asked.REQUIRED if column.required else Asked.OPTIONAL,
    )
