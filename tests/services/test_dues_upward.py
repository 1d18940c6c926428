"""Dues upward: what each branch remitted and when, what a superior forwarded and has in hand, its yearly publication.

Two branches under a 党总支, a third right under the 党委; every sum below is added up by hand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from factories import add_member, branch_of, desk
from partyday.errors import Conflict
from partyday.forms import xlsx
from partyday.model.codes import DuesKind
from partyday.model.paper import Row, RowKind
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.model.seal import Sealed, seal
from partyday.services import branches, filings, intake, logs
from partyday.services.dues import assessing, paying, remitting
from partyday.services.dues.below import Below, money_below, money_of_branch
from partyday.services.papers.ask import Ask
from partyday.services.reports import make
from partyday.sheets.sealed import read_filed
from partyday.store.book import Store
from partyday.store.log import LogEntry

COMMITTEE, GENERAL = "中州大学党委", "计算机学院党总支"
FIRST, SECOND, OFFICE = "教工一支部", "教工二支部", "机关党支部"
TODAY = date(2026, 7, 10)

#: Branch → whom it stands under; the monthly wage of its one member; what was paid for which months, and when.
TREE = {FIRST: GENERAL, SECOND: GENERAL, OFFICE: COMMITTEE}
WAGES = {FIRST: 650_000, SECOND: 300_000, OFFICE: 500_000}  # 97.50, 15.00 and 50.00 yuan a month
PAID = {
    FIRST: [("2025-11..2025-12", date(2025, 12, 5)), ("2026-01..2026-03", date(2026, 3, 6))],
    SECOND: [("2026-01..2026-06", date(2026, 6, 5))],
    OFFICE: [("2026-01..2026-02", date(2026, 2, 6))],
}
#: When each forwarded what it had in hand. The first has then still nothing of April; the office keeps its money.
REMITTED = {FIRST: [date(2025, 12, 8), date(2026, 3, 9)], SECOND: [date(2026, 6, 8)], OFFICE: []}


def keep(store: Store, name: str) -> None:
    """The dues of one branch, as it would enter them."""
    branch = branch_of(store, name)
    add_member(store, f"{name}党员", branch=name)
    here = desk(store, branch, TODAY)
    assessing.assess(here, f"{name}党员", DuesKind.WAGE, WAGES[name], Month("2025-11"))
    for span, on in PAID[name]:
        first, last = map(Month, span.split(".."))
        paying.pay(desk(store, branch, TODAY), f"{name}党员", first.until(last), paying.How(on=on))
        if on_remitted := [day for day in REMITTED[name] if day >= on][:1]:
            remitting.remit(desk(store, branch, TODAY), on_remitted[0], None, TREE[name])


@pytest.fixture
def school(sqlite_book: Store) -> Store:
    """One book for all."""
    branches.start(desk(sqlite_book), COMMITTEE, None, "hebei", [])
    branches.add(desk(sqlite_book), GENERAL)
    for name, above in TREE.items():
        branches.add(desk(sqlite_book), name, above)
        keep(sqlite_book, name)
    return sqlite_book


def below(store: Store, name: str, year: int | None = None) -> Below:
    superior = branch_of(store, name)
    with store.reading() as connection:
        return money_below(connection, desk(store).branches, superior, TODAY, year)


@dataclass(frozen=True)
class Sums:
    """What somebody took in, forwarded, has in hand, in yuan, and when it forwarded last."""

    took_in: str
    remitted: str
    in_hand: str
    last_on: date | None


#: By hand. First: 2 × 97.50 + 3 × 97.50 = 487.50, all forwarded. Second: 6 × 15 = 90. Office: 2 × 50, kept.
BY_BRANCH = {
    FIRST: Sums("487.50", "487.50", "0.00", date(2026, 3, 9)),
    SECOND: Sums("90.00", "90.00", "0.00", date(2026, 6, 8)),
    OFFICE: Sums("100.00", "0.00", "100.00", None),
}


def sums(of: Below) -> dict[str, Sums]:
    def told(amount: int) -> str:
        return f"{Decimal(amount) / 100:.2f}"

    return {
        one.branch.name: Sums(
            told(one.money.took_in), told(one.money.remitted), told(one.money.in_hand), one.money.last_on
        )
        for one in of.every
        if one.money
    }


def test_what_each_branch_remitted_and_when_by_the_records(school: Store) -> None:
    general = below(school, GENERAL)
    assert sums(general) == {name: BY_BRANCH[name] for name in (FIRST, SECOND)}
    # 195.00 in December, 292.50 in March, 90.00 in June.
    assert [(one.on, one.amount) for one in general.every[0].received] == [
        (date(2025, 12, 8), 19_500),
        (date(2026, 3, 9), 29_250),
    ]
    assert (general.own.took_in, general.own.remitted, general.own.in_hand) == (57_750, 0, 57_750)
    committee = below(school, COMMITTEE)
    assert sums(committee) == {
        **BY_BRANCH,
        GENERAL: Sums("577.50", "0.00", "577.50", None),
    }
    assert committee.own.took_in == 0, "nothing has come so far up"


def test_what_came_in_on_the_last_day_of_a_year_is_of_that_year(school: Store) -> None:
    """The office takes in 100.00 on 31 December for March and April, 50.00 on 1 January; then 100.00 as above."""
    here = desk(school, OFFICE, TODAY)
    for months, on in (("2026-03..2026-04", date(2025, 12, 31)), ("2026-05..2026-05", date(2026, 1, 1))):
        first, last = map(Month, months.split(".."))
        paying.pay(here, f"{OFFICE}党员", first.until(last), paying.How(on=on))
    office = branch_of(school, OFFICE)
    by_year = {}
    for year in (2025, 2026):
        [above] = [one.money for one in below(school, COMMITTEE, year).every if one.branch == office]
        with school.reading() as connection:
            own = money_of_branch(connection, office, TODAY, year)
        assert above == own
        by_year[year] = (own.carried, own.took_in, own.in_hand)
    assert by_year == {2025: (0, 10_000, 10_000), 2026: (10_000, 15_000, 25_000)}


def test_what_was_forwarded_on_the_first_day_of_a_year_is_of_that_year(school: Store) -> None:
    remitting.remit(desk(school, OFFICE, TODAY), date(2026, 1, 1), 100, COMMITTEE)
    for year, amounts in ((2025, []), (2026, [100])):
        told = below(school, COMMITTEE, year)
        [office] = [one for one in told.every if one.branch.name == OFFICE]
        assert [sent.amount for sent in (office.money.forwarded if office.money else ())] == amounts
        assert [sent.amount for sent in office.received] == amounts


def remittance_of(store: Store, name: str, amount: int) -> LogEntry:
    """The entry by which a branch forwarded so much."""
    parts = (f'"branch_id":{branch_of(store, name).id}', f'"amount":{amount}')
    entries = (logs.to_undo(desk(store), entry.id) for entry, _rows in logs.newest(desk(store), 50))
    return next(
        entry
        for entry in entries
        for change in entry.changes
        if change.table == "remittance" and all(part in str(change.after) for part in parts)
    )


def test_a_gift_is_not_forwarded_beyond_what_is_in_hand(school: Store) -> None:
    """577.50 came up and was forwarded, then a gift of 1000.00; 292.50 of the first turn out never to have come."""
    remitting.remit(desk(school, GENERAL, TODAY), date(2026, 6, 10), None, COMMITTEE)
    second = desk(school, SECOND, TODAY)
    paying.pay(second, f"{SECOND}党员", [], paying.How(on=TODAY), amount=100_000, voluntary=True)
    remitting.remit(second, TODAY, None, GENERAL)
    logs.undo(desk(school), remittance_of(school, FIRST, 29_250), "未曾上交")
    assert below(school, GENERAL).own.in_hand == 100_000 - 29_250
    with pytest.raises(Conflict, match="in hand"):
        remitting.remit(desk(school, GENERAL, TODAY), TODAY, None, COMMITTEE)


def test_a_superior_forwards_what_it_has_and_no_more(school: Store) -> None:
    with pytest.raises(Conflict, match=r"577\.50 yuan are in hand"):
        remitting.remit(desk(school, GENERAL, TODAY), date(2026, 6, 10), 60_000, COMMITTEE)
    remitting.remit(desk(school, GENERAL, TODAY), date(2026, 6, 10), 50_000, COMMITTEE)
    assert below(school, GENERAL).own.in_hand == 7_750
    committee = below(school, COMMITTEE)
    assert (committee.own.took_in, committee.own.in_hand) == (50_000, 50_000)
    remitting.remit(desk(school, COMMITTEE, TODAY), date(2026, 6, 12), None, "市委组织部")
    assert below(school, COMMITTEE).own.in_hand == 0
    with pytest.raises(Conflict):
        remitting.remit(desk(school, COMMITTEE, TODAY), date(2026, 6, 12), None, "市委组织部")


def test_a_branchs_remittance_is_not_taken_back_under_what_was_forwarded_of_it(school: Store) -> None:
    remitting.remit(desk(school, GENERAL, TODAY), date(2026, 6, 10), None, COMMITTEE)
    with pytest.raises(Conflict, match=r"-90\.00 yuan in hand"):
        logs.undo(desk(school), remittance_of(school, SECOND, 9_000))


def test_a_remittance_past_the_nearest_superior_came_to_whom_it_names(school: Store) -> None:
    office, second = branch_of(school, OFFICE), branch_of(school, SECOND)
    paying.pay(desk(school, second, TODAY), f"{SECOND}党员", [Month("2026-07")], paying.How(on=date(2026, 7, 3)))
    remitting.remit(desk(school, second, TODAY), date(2026, 7, 6), None, COMMITTEE)
    remitting.remit(desk(school, office, TODAY), date(2026, 7, 6), None, "校党委组织部")
    assert below(school, GENERAL).own.took_in == 57_750
    assert below(school, COMMITTEE).own.took_in == 1_500 + 10_000
    assert [one.branch.name for one in below(school, COMMITTEE).remitting] == [GENERAL, SECOND, OFFICE]


def printer(path: Path) -> Callable[[Sealed], None]:
    def write(sealed: Sealed) -> None:
        xlsx.write(sealed.sheets, path, sealed=seal(sealed))

    return write


@pytest.fixture
def general_book(books: Callable[[str], Store], tmp_path: Path) -> Store:
    """The 党总支's own book, which took in the ledgers that its two branches filed from their own."""
    above = books("general")
    branches.start(desk(above), GENERAL, COMMITTEE, "hebei", [])
    superior = branch_of(above, GENERAL)
    for name in (FIRST, SECOND):
        branches.add(desk(above), name, GENERAL)
        store = books(name)
        branches.start(desk(store), name, GENERAL, "hebei", [])
        keep(store, name)
        for year in ("2025", "2026") if name == FIRST else ("2026",):
            path = tmp_path / f"{name}-{year}.xlsx"
            ask = Ask(branch_of(store, name), Period(year), TODAY)
            filings.file_paper(desk(store, name, TODAY), "dues-ledger", ask, printer(path))
            intake.receive(desk(above, superior, TODAY), superior, path.name, read_filed(path))
    return above


def test_filed_ledgers_tell_the_same_as_the_records(general_book: Store, school: Store) -> None:
    by_ledger, by_records = below(general_book, GENERAL), below(school, GENERAL)
    assert sums(by_ledger) == sums(by_records)
    assert [one.received for one in by_ledger.every] == [one.received for one in by_records.every]
    assert by_ledger.own == by_records.own
    assert [(one.by_ledger, other.by_ledger) for one, other in zip(by_ledger.every, by_records.every, strict=True)] == [
        (True, False),
        (True, False),
    ]
    for year in (2025, 2026):
        assert below(general_book, GENERAL, year).own == below(school, GENERAL, year).own
    (first, last) = (
        make(desk(store, GENERAL, TODAY), "dues-publication", Ask(branch_of(store, GENERAL), Period("2026"), TODAY))
        for store in (general_book, school)
    )
    assert first.sheets[0].body == last.sheets[0].body, "both ways give the same publication to the cell"


def cells(rows: tuple[Row, ...]) -> list[tuple[object, ...]]:
    return [row.cells for row in rows]


def test_the_yearly_publication_of_a_level_is_added_up_by_hand_and_names_nobody(school: Store) -> None:
    remitting.remit(desk(school, GENERAL, TODAY), date(2026, 6, 10), 50_000, COMMITTEE)
    general = branch_of(school, GENERAL)
    (sheet,) = make(desk(school, general, TODAY), "dues-publication", Ask(general, Period("2026"), TODAY)).sheets
    yuan = Decimal
    assert cells(sheet.body) == [
        (1, FIRST, yuan("292.5"), yuan("292.5"), "2026-03-09", yuan(0)),
        (2, SECOND, yuan(90), yuan(90), "2026-06-08", yuan(0)),
        ("合计", None, yuan("382.5"), yuan("382.5"), None, yuan(0)),
    ]
    # 195.00 came in December 2025 and lay in hand when the year began.
    assert sheet.notes[0] == "本级收到 382.50 元，向上级上交 500.00 元，结余 77.50 元。"
    assert "党员" not in str(cells(sheet.body))


def test_the_ledger_of_a_level_has_the_months_and_what_was_forwarded(school: Store) -> None:
    remitting.remit(desk(school, GENERAL, TODAY), date(2026, 6, 10), 50_000, COMMITTEE)
    general = branch_of(school, GENERAL)
    came, went = make(desk(school, general, TODAY), "dues-ledger", Ask(general, Period("2026"), TODAY)).sheets
    assert came.body[0].cells[:2] == (1, FIRST)
    assert [cell for cell in came.body[0].cells[2:14] if cell] == [Decimal("292.5")]
    assert came.body[0].cells[4] == Decimal("292.5"), "it came in March"
    assert came.body[-1].cells[14] == Decimal("382.5")
    assert cells(went.body) == [
        (1, "2026-06-10", Decimal(500), COMMITTEE, None, None),
        ("上年结余", None, Decimal(195), None, None, None),
        ("本年收入", None, Decimal("382.5"), None, None, None),
        ("本年上交", None, Decimal(500), None, None, None),
        ("结余", None, Decimal("77.5"), None, None, None),
    ]
    assert {row.kind for row in went.body} == {RowKind.DATA, RowKind.TOTAL}


def test_a_committee_reads_the_ledger_of_a_general_branch(
    general_book: Store, books: Callable[[str], Store], tmp_path: Path
) -> None:
    remitting.remit(desk(general_book, GENERAL, TODAY), date(2026, 6, 10), 50_000, COMMITTEE)
    path = tmp_path / "党总支.xlsx"
    ask = Ask(branch_of(general_book, GENERAL), Period("2026"), TODAY)
    filings.file_paper(desk(general_book, GENERAL, TODAY), "dues-ledger", ask, printer(path))
    top = books("top")
    branches.start(desk(top), COMMITTEE, None, "hebei", [])
    branches.add(desk(top), GENERAL)
    branches.add(desk(top), FIRST, GENERAL)
    committee: Branch = branch_of(top, COMMITTEE)
    assert sums(below(top, COMMITTEE)) == {}, "nothing is known of either"
    intake.receive(desk(top, committee, TODAY), committee, path.name, read_filed(path))
    told = below(top, COMMITTEE)
    of_general = Sums("382.50", "500.00", "77.50", date(2026, 6, 10))
    assert sums(told) == {GENERAL: of_general}
    assert told.own.took_in == 50_000
    of_first = tmp_path / f"{FIRST}-2026.xlsx"
    intake.receive(desk(top, committee, TODAY), committee, of_first.name, read_filed(of_first))
    assert sums(below(top, COMMITTEE)) == {
        GENERAL: of_general,  # what it filed of itself goes before what a branch says that it sent
        FIRST: Sums("292.50", "292.50", "0.00", date(2026, 3, 9)),
    }
    for today, came in ((date(2026, 6, 9), 0), (date(2026, 6, 10), 50_000)):
        with top.reading() as connection:
            assert money_below(connection, desk(top).branches, committee, today).own.took_in == came


def test_only_ledgers_of_a_whole_branch_that_were_taken_in_tell_of_its_money(
    school: Store, general_book: Store, tmp_path: Path
) -> None:
    """Neither what a branch files in the superior's own book, nor what it files of one member."""
    branches.add(desk(school), "教工三支部", GENERAL)
    add_member(school, "孙七", branch="教工三支部")
    third = desk(school, "教工三支部", TODAY)
    assessing.assess(third, "孙七", DuesKind.WAGE, 300_000, Month("2026-01"))
    filings.file_paper(third, "dues-ledger", Ask(third.branch, Period("2026"), TODAY), printer(tmp_path / "3.xlsx"))
    assert [one.branch.name for one in below(school, GENERAL).every if one.money is None] == ["教工三支部"]
    superior, path = branch_of(general_book, GENERAL), tmp_path / "孙七.xlsx"
    branches.add(desk(general_book), "教工三支部", GENERAL)
    filings.file_paper(third, "dues-ledger", Ask(third.branch, Period("2026"), TODAY, "孙七"), printer(path))
    intake.receive(desk(general_book, superior, TODAY), superior, path.name, read_filed(path))
    assert [one.branch.name for one in below(general_book, GENERAL).every if one.money is None] == ["教工三支部"]


def test_a_branch_that_never_remitted_has_the_ledger_it_had_before(school: Store) -> None:
    office = branch_of(school, OFFICE)
    paper = make(desk(school, office, TODAY), "dues-ledger", Ask(office, Period("2026"), TODAY))
    assert [sheet.tab for sheet in paper.sheets] == ["党费台账"]
    first = branch_of(school, FIRST)
    paper = make(desk(school, first, TODAY), "dues-ledger", Ask(first, Period("2026"), TODAY))
    assert [sheet.tab for sheet in paper.sheets] == ["党费台账", "党费上交"]
    of_one = make(desk(school, first, TODAY), "dues-ledger", Ask(first, Period("2026"), TODAY, f"{FIRST}党员"))
    assert len(of_one.sheets) == 1, "one member's account says nothing of the branch's money"


def test_of_the_ledgers_of_several_years_the_first_tells_what_was_in_hand_before(
    books: Callable[[str], Store], tmp_path: Path
) -> None:
    """195.00 came in 2025 and were forwarded in 2026: in hand when 2026 began, and not when 2025 did."""
    above, store = books("general"), books(FIRST)
    branches.start(desk(above), GENERAL, COMMITTEE, "hebei", [])
    branches.add(desk(above), FIRST, GENERAL)
    branches.start(desk(store), FIRST, GENERAL, "hebei", [])
    add_member(store, "张三", branch=FIRST)
    here = desk(store, FIRST, TODAY)
    assessing.assess(here, "张三", DuesKind.WAGE, 650_000, Month("2025-11"))
    paying.pay(here, "张三", Month("2025-11").until(Month("2025-12")), paying.How(on=date(2025, 12, 5)))
    remitting.remit(desk(store, FIRST, TODAY), date(2026, 1, 6), None, GENERAL)
    superior = branch_of(above, GENERAL)
    for year in ("2025", "2026"):
        path = tmp_path / f"{year}.xlsx"
        filings.file_paper(here, "dues-ledger", Ask(branch_of(store, FIRST), Period(year), TODAY), printer(path))
        intake.receive(desk(above, superior, TODAY), superior, path.name, read_filed(path))
    [one] = below(above, GENERAL).every
    assert one.money
    assert (one.by_ledger, one.money.carried, one.money.took_in) == (True, 0, 19_500)
    assert [sent.amount for sent in one.money.forwarded] == [19_500]
