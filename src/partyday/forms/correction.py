"""更正说明: what a filed paper said, and what the records say now. Knows no workbook."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest

from partyday.model.paper import (
    NOT_APPLICABLE,
    SIGNATURES,
    Align,
    Number,
    PrintedColumn,
    Row,
    RowKind,
    Sheet,
    Value,
    file_stem,
)
from partyday.model.people import Branch

_COLUMNS = (
    PrintedColumn(heading="序号", width=5),
    PrintedColumn(heading="位置", width=22, align=Align.LEFT),
    PrintedColumn(heading="栏目", width=16),
    PrintedColumn(heading="原报送内容", width=26, align=Align.LEFT),
    PrintedColumn(heading="更正后内容", width=26, align=Align.LEFT),
)


def build(
    branch: Branch,
    filed: Sequence[Sheet],
    now: Sequence[Sheet],
    filed_on: date,
    today: date,
    *,
    reasons: Sequence[str] = (),
    counted: bool = False,
) -> Sheet:
    """The differences between the sheets as they were filed and as the records stand, a row for each cell.

    `reasons` are those given for what was corrected since, each once; without any there is room to write them.
    `counted`: 序号 of the sheets counts their rows, so that it says nothing of who somebody is.
    """
    changes = [
        change
        for before, after in zip_longest(_told(filed), _told(now))
        for change in differences(before, after, counted=counted)
    ]
    of = (filed or now)[0]
    return Sheet(
        title=f"关于“{of.title}”的更正说明",
        tab="更正说明",
        stem=file_stem(of.stem, "更正说明"),
        lines=((f"单位：{branch.name}", f"原报送日期：{filed_on.isoformat()}　更正日期：{today.isoformat()}"),),
        columns=_COLUMNS,
        body=tuple(Row((number, *change)) for number, change in enumerate(changes, 1)),
        notes=("更正原因：" + ("；".join(dict.fromkeys(reasons)) or "_" * 60), "原报送件存档不变。"),
        signatures=SIGNATURES,
    )


def _told(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets that say something, without those that only draw it."""
    return [sheet for sheet in sheets if not sheet.drawn]


def differences(
    before: Sheet | None, after: Sheet | None, *, counted: bool = False
) -> Iterator[tuple[str, str, str, str]]:
    """Where two states of a sheet differ: place, heading, what stood there, what stands there now.

    Rows belong together by what their first two cells say (序号 and 姓名), or in a sheet of two columns the first;
    columns by their headings. Where 序号 only counts the rows (`counted`), by 姓名 and, where there is one, 缺课日期.
    """
    if before is None or after is None:
        there = before or after
        assert there is not None
        yield there.tab, "整页", "有" if before else NOT_APPLICABLE, "有" if after else NOT_APPLICABLE
        return
    for name in ("title", "lines", "notes"):
        old, new = _words(getattr(before, name)), _words(getattr(after, name))
        if old != new:
            yield before.tab, _OUTSIDE[name], old, new
    was, now = _table(before, counted=counted), _table(after, counted=counted)
    for key in [*was, *(key for key in now if key not in was)]:
        old_cells, new_cells = was.get(key), now.get(key)
        if old_cells is None or new_cells is None:
            present = new_cells if old_cells is None else old_cells
            assert present is not None  # a key is in one of the two
            whole = "；".join(f"{heading}：{text}" for heading, text in present.items() if text)
            yield key[0], "整行", whole if old_cells else NOT_APPLICABLE, whole if new_cells else NOT_APPLICABLE
            continue
        for heading in [*old_cells, *(heading for heading in new_cells if heading not in old_cells)]:
            old, new = (cells.get(heading, "") for cells in (old_cells, new_cells))
            if old != new:
                yield key[0], heading, old or NOT_APPLICABLE, new or NOT_APPLICABLE


_OUTSIDE = {"title": "标题", "lines": "表头", "notes": "说明"}


def _words(value: str | Sequence[object]) -> str:
    return (
        value
        if isinstance(value, str)
        else "；".join("　".join(part) if isinstance(part, tuple) else str(part) for part in value)
    )


def _table(sheet: Sheet, *, counted: bool) -> dict[tuple[str, int], Mapping[str, str]]:
    """Row → heading → text. A row goes by its first two cells, and by how often these came before."""
    names = [column.heading for column in sheet.columns]
    by = [names.index(name) for name in _WHO_AND_WHEN if name in names] if counted else []
    headings = [f"{column.group} {column.heading}".strip() for column in sheet.columns]
    rows: dict[tuple[str, int], Mapping[str, str]] = {}
    for row in sheet.body:
        texts = [
            _shown(cell, row.number or column.number) for cell, column in zip(row.cells, sheet.columns, strict=False)
        ]
        keys = texts[:2] if len(texts) > 2 else texts[:1]
        if by and row.kind is RowKind.DATA:
            keys = [texts[at] for at in by]
            texts[0] = ""
        label = " ".join(filter(None, keys)) or NOT_APPLICABLE
        if row.kind is RowKind.TOTAL:
            label = f"合计 {texts[1] if len(texts) > 1 else ''}".strip()
        nth = 0
        while (label, nth) in rows:
            nth += 1
        rows[label, nth] = dict(zip(headings, texts, strict=False))
    return rows


_WHO_AND_WHEN = ("姓名", "缺课日期")


def _shown(cell: Value, number: Number) -> str:
    if cell is None or isinstance(cell, str):
        return cell or ""
    if number in (Number.PERCENT, Number.ROUND):
        return f"{cell:.1%}"
    return f"{cell:,.2f}" if number is Number.MONEY else f"{cell:g}"
