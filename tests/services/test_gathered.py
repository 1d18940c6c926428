"""What a superior makes of its branches' plans: the quarterly sum, and the two papers of December."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from factories import add_member, branch_of, desk, empty_book, start_branch
from partyday.errors import NotFound
from partyday.forms import xlsx
from partyday.forms.plan import taken_from
from partyday.model.archive import pack, unpack
from partyday.model.paper import Sheet, Value
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.model.seal import Sealed, seal
from partyday.services import branches, days, filings, intake, planning
from partyday.services.papers.ask import Ask, Incomplete, Paper
from partyday.services.papers.gathered import told as incomplete_told
from partyday.services.reports import make
from partyday.services.schedule import make_year
from partyday.sheets.sealed import read_filed
from partyday.store.book import Store

GENERAL = "计算机学院党总支"
FIRST, SECOND, THIRD = "教工一支部", "教工二支部", "学生支部"
Q2, YEAR = Period("2026Q2"), Period("2026")
TODAY = date(2026, 3, 26)

#: What each branch plans in April, May and June: theme, place, person; and the theme of its quarter.
PLANS: dict[str, tuple[str, dict[str, tuple[str, str, str]]]] = {
    FIRST: (
        "学党章",
        {
            "2026-04-03": ("学习党章", "301", "李华"),
            "2026-05-08": ("参观校史馆", "校史馆", "王芳"),
            "2026-06-05": ("重温誓词", "礼堂", "李华"),
        },
    ),
    SECOND: ("", {"2026-04-03": ("谈心", "", ""), "2026-05-08": ("", "302", "赵敏"), "2026-06-05": ("交流", "", "")}),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What two branches filed: the first in time, the second three days late; both their year."""
    folder = tmp_path_factory.mktemp("filed")
    for name, (theme, planned) in PLANS.items():
        store = empty_book(folder / f"{name}.partyday")
        branch = start_branch(store, name, superior=GENERAL, policy="hebei")
        for number in range(3 if name == FIRST else 2):
            add_member(store, f"党员{number}")
        make_year(desk(store), [branch], 2026)
        if theme:
            planning.set_theme(desk(store, branch), Q2, theme)
        for ref, (about, place, person) in planned.items():
            days.plan(desk(store, branch), ref, {"theme": about, "place": place, "host": person})
        on = date(2026, 3, 20) if name == FIRST else date(2026, 3, 23)
        for form, period in (("quarter-plan", Q2), ("year-schedule", YEAR), ("year-plan", YEAR)):
            path = folder / f"{name}-{form}.xlsx"
            filings.file_paper(desk(store, branch, on), form, Ask(branch, period, on), printer(path))
        store.close()
    return folder


def printer(path: Path) -> Callable[[Sealed], None]:
    def write(sealed: Sealed) -> None:
        xlsx.write(sealed.sheets, path, sealed=seal(sealed))

    return write


@pytest.fixture
def above(sqlite_book: Store) -> Branch:
    """The 党总支's own book with three branches, of whom the third files nothing."""
    branches.start(desk(sqlite_book), GENERAL, None, "hebei", [])
    for name in (FIRST, SECOND, THIRD):
        branches.add(desk(sqlite_book), name)
    return branch_of(sqlite_book, GENERAL)


def take_all(store: Store, above: Branch, folder: Path, form: str) -> None:
    for path in sorted(folder.glob(f"*-{form}.xlsx")):
        intake.receive(desk(store, above, TODAY), above, path.name, read_filed(path))


def paper(store: Store, branch: Branch, form: str, period: Period) -> Paper:
    return make(desk(store, branch, TODAY), form, Ask(branch, period, TODAY))


def column(sheet: Sheet, heading: str) -> list[Value]:
    at = [one.heading for one in sheet.columns].index(heading)
    return [row.cells[at] for row in sheet.body[:-1]]


def test_the_quarterly_sum_has_the_theme_the_day_of_filing_and_who_was_late(
    sqlite_book: Store, above: Branch, folder: Path
) -> None:
    take_all(sqlite_book, above, folder, "quarter-plan")
    planning.set_theme(desk(sqlite_book, above), Q2, "守初心")
    sheet = paper(sqlite_book, above, "rollup", Q2).sheets[0]
    assert sheet.lines == ((f"汇总单位：{GENERAL}", ""), ("季度主题：守初心", ""))
    assert column(sheet, "党支部") == [FIRST, None, None, SECOND, None, None]
    assert column(sheet, "季度主题") == ["学党章", None, None, "—", None, None]
    assert column(sheet, "报送日期") == ["2026-03-20", None, None, "2026-03-23\n（迟报）", None, None]
    assert column(sheet, "日期") == ["2026-04-03", "2026-05-08", "2026-06-05"] * 2
    assert sheet.body[-1].cells[0] == ("合计：应报 3 个党支部，已报 2 个（其中迟报 1 个），未报 1 个；活动 6 场")
    assert sheet.notes == (f"未报送：{THIRD}。",)


def test_a_branchs_name_stands_over_its_rows(sqlite_book: Store, above: Branch, folder: Path, tmp_path: Path) -> None:
    take_all(sqlite_book, above, folder, "quarter-plan")
    sheet = paper(sqlite_book, above, "rollup", Q2).sheets[0]
    xlsx.write(sheet, tmp_path / "sum.xlsx")
    page = load_workbook(tmp_path / "sum.xlsx").worksheets[0]
    merged = {str(one) for one in page.merged_cells.ranges}
    # The title, one line and the header stand above; the branch, its theme and the day of filing are columns B, C, O.
    assert {"B4:B6", "C4:C6", "O4:O6", "B7:B9", "C7:C9", "O7:O9"} <= merged
    assert (page["B4"].value, page["B7"].value) == (FIRST, SECOND)
    assert unpack(pack((sheet,))) == (sheet,), "and it is printed so again as it was filed"


def test_a_plan_without_theme_place_or_person_is_told_to_both(
    sqlite_book: Store, above: Branch, folder: Path, tmp_path: Path
) -> None:
    take_all(sqlite_book, above, folder, "quarter-plan")
    told = paper(sqlite_book, above, "rollup", Q2)
    # Counted by hand from PLANS: the second branch has no place and person on two days, no theme on one.
    expected = (
        Incomplete(SECOND, ("2026-04-03", "2026-06-05"), ("地点", "负责人")),
        Incomplete(SECOND, ("2026-05-08",), ("主题",)),
    )
    assert told.incomplete == expected
    assert f"Incomplete: {SECOND} 2026-04-03, 2026-06-05: no place or person responsible" in told.remarks[1]
    own = Store(str(folder / f"{SECOND}.partyday"))
    to_branch = paper(own, branch_of(own, SECOND), "quarter-plan", Q2)
    assert to_branch.incomplete == expected
    assert to_branch.remarks[-1] == (
        "Incomplete: 2026-04-03, 2026-06-05: no place or person responsible; 2026-05-08: no theme"
    )
    own.close()


def test_branches_whose_plans_lack_the_same_are_told_together() -> None:
    days, place = ("2026-04-03", "2026-05-08"), ("地点",)
    every = [Incomplete("甲", days, place), Incomplete("乙", days[:1], place), Incomplete("丙", days, place)]
    assert incomplete_told(every, branches=True) == ("甲, 丙 2026-04-03, 2026-05-08: no place; 乙 2026-04-03: no place")


def test_what_is_read_back_of_a_sum_is_what_stood_in_it(sqlite_book: Store, above: Branch, folder: Path) -> None:
    take_all(sqlite_book, above, folder, "quarter-plan")
    first, second = taken_from(paper(sqlite_book, above, "rollup", Q2).sheets[0], GENERAL)
    assert (first.branch, first.theme, first.filed, len(first.rows)) == (FIRST, "学党章", "2026-03-20", 3)
    assert (second.branch, second.theme, second.filed) == (SECOND, "", "2026-03-23\n（迟报）")


def test_the_two_papers_of_december_come_out_of_what_the_branches_filed(
    sqlite_book: Store, above: Branch, folder: Path
) -> None:
    take_all(sqlite_book, above, folder, "year-schedule")
    schedule = paper(sqlite_book, above, "year-schedule", YEAR)
    (sheet,) = schedule.sheets
    # Twelve days each; nothing of either branch is in this book.
    assert [row.cells[1] for row in sheet.body] == [FIRST] * 12 + [SECOND] * 12
    assert [row.cells[0] for row in sheet.body] == list(range(1, 25))
    assert [row.cells[6:8] for row in sheet.body[3:5]] == [("301", "学习党章"), ("校史馆", "参观校史馆")]
    assert sheet.notes == (f"未报送：{THIRD}。",)
    assert schedule.missing == (THIRD,)
    plan = paper(sqlite_book, above, "year-plan", YEAR).sheets[0]
    whom = next(str(row.cells[0]) for row in plan.body if "参加对象" in str(row.cells[0]))
    assert "全体党员，" in whom, "how many is not known before the branches have filed their 活动方案"
    take_all(sqlite_book, above, folder, "year-plan")
    plan = paper(sqlite_book, above, "year-plan", YEAR).sheets[0]
    whom = next(str(row.cells[0]) for row in plan.body if "参加对象" in str(row.cells[0]))
    assert "全体党员（5 名）" in whom, "three and two, as they filed"
    rows = [row.cells for row in plan.body if len(row.cells) > 1]
    second_quarter = [row for row in rows if str(row[3]) in ("2026-04-03", "2026-05-08", "2026-06-05")]
    assert second_quarter[0][:4] == ("第二季度", "学党章", FIRST, "2026-04-03"), "the one theme that was filed"
    assert [row[2] for row in second_quarter] == [FIRST, SECOND] * 3
    assert len([row for row in rows if row[3]]) == 24


def test_without_any_filing_the_papers_of_december_say_what_to_do(sqlite_book: Store, above: Branch) -> None:
    with pytest.raises(NotFound, match="None of the branches has filed") as said:
        paper(sqlite_book, above, "year-schedule", YEAR)
    assert "rollup 报送" in said.value.hint
