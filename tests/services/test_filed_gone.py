"""Filed papers that cannot be made again: because the records have none any more, or for what is in the way."""

from dataclasses import replace
from pathlib import Path

import pytest

from factories import act, branch_of, days_of, desk
from partyday.errors import NotFound
from partyday.model.codes import Part
from partyday.model.days import ActivityDay
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.services import days, filings
from partyday.services.papers.ask import Ask
from partyday.store.book import Store
from services.test_filings import FILED_ON, branch, cells, file_paper

__all__ = ["branch"]  # the fixture


def test_what_keeps_a_paper_from_being_made_is_told_and_is_no_change_of_the_records(
    sqlite_book: Store, branch: Branch, tmp_path: Path
) -> None:
    """A policy file that is gone says nothing of what was filed."""
    store, gone = sqlite_book, tmp_path / "gone.toml"
    file_paper(store, branch, "year-schedule", "2026")
    with store.writing(act()) as unit:
        unit.update(branch, policy=str(gone))
    with pytest.raises(NotFound, match="is in a file that is gone"):
        filings.what_was_filed(desk(store))
    with pytest.raises(NotFound, match="is in a file that is gone"):
        filings.correction(desk(store), "year-schedule", Ask(branch_of(store), Period("2026"), FILED_ON))


def test_a_paper_of_which_the_records_have_nothing_any_more_has_changed(sqlite_book: Store, branch: Branch) -> None:
    """Of a day that was moved, and of one that is two half-days now."""
    store = sqlite_book
    for period in ("2026-05-08", "2026-06-05"):
        file_paper(store, branch, "sign-in", period)
    days.move(desk(store, branch), "2026-05-08", "2026-05-15", "停电")
    [whole] = [day for day in days_of(store, branch, 2026) if day.ref == "2026-06-05"]
    with store.writing(act()) as unit:
        unit.update(whole, part=Part.AM)
        unit.insert(replace(whole, id=unit.next_id(ActivityDay), slot=whole.slot + 1, part=Part.PM))
    changed = {each.filing.period: each.changed for each in filings.what_was_filed(desk(store))}
    assert changed == {"2026-05-08": True, "2026-06-05": True}
    for period in ("2026-05-08", "2026-06-05"):
        [sheet] = filings.correction(desk(store), "sign-in", Ask(branch, Period(period), FILED_ON)).sheets
        assert [row[1:] for row in cells(sheet)] == [("签到表", "整页", "有", "—")]
