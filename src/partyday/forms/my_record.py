"""党员本人记录: every record about one member in a row of its own. Knows no workbook."""

from collections.abc import Sequence
from datetime import date

from partyday.model.paper import Align, PrintedColumn, Row, Sheet, file_stem
from partyday.model.people import Branch, Person

_COLUMNS = (
    PrintedColumn(heading="记录", width=14),
    PrintedColumn(heading="日期或支部", width=24),
    PrintedColumn(heading="内容", width=60, align=Align.LEFT),
)


def build(branch: Branch, person: Person, rows: Sequence[tuple[str, str, str]], entries: int, today: date) -> Sheet:
    """`rows`: what kind of record, about which day or branch, what it says; `entries` of the log concern them."""
    return Sheet(
        title=f"{person.name}同志本人记录",
        tab="本人记录",
        stem=file_stem(branch.name, "党员本人记录", person.in_file_names, today.isoformat()),
        lines=((f"单位：{branch.name}", f"截至：{today.isoformat()}"),),
        columns=_COLUMNS,
        body=tuple(Row((kind, about or None, told or None)) for kind, about, told in rows),
        notes=(
            f"操作日志中与本人有关的记录共 {entries} 条。",
            "仅供本人查阅核对，含个人信息，请妥善保管。如有异议，请向党支部提出。",
        ),
    )
