"""Papers that were filed before their form changed: the 公示 in words, before it had signs; dues with fewer columns."""

from dataclasses import replace
from datetime import date

import pytest

from factories import act, desk
from partyday.errors import Conflict
from partyday.model.archive import pack, unpack
from partyday.model.codes import DuesKind
from partyday.model.paper import sha256
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.services import filings
from partyday.services.dues import assessing, paying
from partyday.services.papers.ask import Ask
from partyday.store.book import Store
from services.test_filings import FILED_ON, branch, cells, correct, file_paper

__all__ = ["branch"]  # the fixture


def test_a_paper_filed_in_words_is_unchanged_printed_so_and_corrected_so(sqlite_book: Store, branch: Branch) -> None:
    """Papers that were filed before the 公示 had signs."""
    ask = Ask(branch, Period("2026-03"), FILED_ON, older_form=True)
    filed = filings.file_paper(desk(sqlite_book, branch, FILED_ON), "attendance", ask, lambda _sealed: None).filing
    assert [each.changed for each in filings.what_was_filed(desk(sqlite_book, branch))] == [False]
    later = Ask(branch, Period("2026-03"), date(2026, 4, 2))
    again, sealed = filings.as_filed(desk(sqlite_book), "attendance", later)
    assert again == filed
    assert any("缺席" in row.cells for row in sealed.sheets[0].body)
    assert sha256(*sealed.sheets) == filed.sha256
    with pytest.raises(Conflict, match="still say"):
        filings.correction(desk(sqlite_book), "attendance", later)
    correct(sqlite_book, branch)
    assert [each.changed for each in filings.what_was_filed(desk(sqlite_book, branch))] == [True]
    (sheet,) = filings.correction(desk(sqlite_book), "attendance", later).sheets
    changes = {row[1:] for row in cells(sheet)}
    assert ("1 张三", "活动日期 3-6", "缺席", "到会") in changes
    assert not any("√" in str(row) or "李四" in str(row) for row in changes)
    assert sheet.notes[0] == "更正原因：签到表漏登"


def test_a_paper_of_dues_whose_form_alone_changed_since_it_was_filed_is_unchanged(
    sqlite_book: Store, branch: Branch
) -> None:
    store = sqlite_book
    assessing.assess(desk(store, branch), "张三", DuesKind.WAGE, 650_000, Month("2026-01"), "")
    filing, _before = file_paper(store, branch, "dues-ledger", "2026")
    [sheet] = unpack(filing.content)
    columns, body = sheet.columns[:-1], tuple(replace(row, cells=row.cells[:-1]) for row in sheet.body)
    older = replace(sheet, columns=columns, body=body)
    with store.writing(act(command="as the version before printed it")) as unit:
        unit.update(filing, content=pack((older,)), sha256=sha256(older))

    def changed() -> bool | None:
        [listed] = filings.what_was_filed(desk(store))
        return listed.changed

    assert changed() is False
    correct(store, branch)
    assert changed() is False, "attendance is nothing that a paper of dues rests on"
    paying.pay(desk(store, branch, FILED_ON), "张三", [Month("2026-01")], paying.How(on=FILED_ON))
    assert changed() is None, "with other columns it cannot be told what the records change in it"
