import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from factories import TODAY, act, add_member, branch_of, contents, desk, empty_book, log_length, start_branch
from partyday.errors import BadInput, Conflict, NotFound
from partyday.forms import xlsx
from partyday.model.codes import BranchKind, Circumstance, State
from partyday.model.filings import Filing
from partyday.model.paper import Sheet, Value
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.model.seal import Sealed, seal
from partyday.services import branches, checkin, days, filings, intake, logs, members, planning
from partyday.services.agenda import agenda
from partyday.services.intake import Intake, Received
from partyday.services.papers.ask import Ask
from partyday.services.reports import make
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.sheets.sealed import Altered, read_filed
from partyday.store import days as store_days
from partyday.store.book import Store

FILED_ON = date(2026, 3, 18)
SUPERIOR = "计算机学院党委"


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    """A branch of three under its superior, with its year 2026 and the day of 6 March closed."""
    start_branch(sqlite_book, superior=SUPERIOR)
    for name in ("张三", "李四", "王五"):
        add_member(sqlite_book, name)
    branch = branch_of(sqlite_book)
    make_year(desk(sqlite_book, today=date(2026, 1, 5)), [branch], 2026)
    checkin.check_in(desk(sqlite_book, branch), "2026-03-06", [Order("张三", State.ABSENT)], everybody=True, close=True)
    return branch


def file_paper(
    store: Store, branch: Branch, form: str, period: str, on: date = FILED_ON
) -> tuple[Filing, Filing | None]:
    done = filings.file_paper(desk(store, today=on), form, Ask(branch, Period(period), on), lambda _sealed: None)
    return done.filing, done.before


def correct(store: Store, branch: Branch) -> None:
    orders = [Order("张三", State.PRESENT)]
    checkin.check_in(desk(store, branch, date(2026, 4, 1)), "2026-03-06", orders, reason="签到表漏登")


def cells(sheet: Sheet) -> list[tuple[Value, ...]]:
    return [row.cells for row in sheet.body]


def test_a_filed_paper_stays_as_it_was_whatever_is_corrected_later(sqlite_book: Store, branch: Branch) -> None:
    filing, before = file_paper(sqlite_book, branch, "attendance", "2026-03")
    assert before is None
    assert filing.policy.startswith("hebei@")
    printed = make(desk(sqlite_book), "attendance", Ask(branch, Period("2026-03"), FILED_ON)).sheets
    (listed,) = filings.what_was_filed(desk(sqlite_book))
    assert (listed.latest, listed.changed) == (True, False)
    correct(sqlite_book, branch)
    (listed,) = filings.what_was_filed(desk(sqlite_book))
    assert listed.changed is True
    again, sealed = filings.as_filed(desk(sqlite_book), "attendance", Ask(branch, Period("2026-03"), date(2026, 5, 1)))
    assert again == filing
    assert (
        sealed.sheets
        == printed
        != make(desk(sqlite_book), "attendance", Ask(branch, Period("2026-03"), FILED_ON)).sheets
    )


def test_the_snapshot_gives_the_same_workbook_for_ever(sqlite_book: Store, branch: Branch, tmp_path: Path) -> None:
    first: list[Sealed] = []
    filings.file_paper(
        desk(sqlite_book, today=FILED_ON), "attendance", Ask(branch, Period("2026-03"), FILED_ON), first.append
    )
    xlsx.write(first[0].sheets, tmp_path / "first.xlsx", sealed=seal(first[0]))
    correct(sqlite_book, branch)
    days.plan(desk(sqlite_book, branch), "2026-03-06", {"theme": "另一个主题"})
    _filing, later = filings.as_filed(desk(sqlite_book), "attendance", Ask(branch, Period("2026-03"), TODAY))
    xlsx.write(later.sheets, tmp_path / "later.xlsx", sealed=seal(later))
    assert (tmp_path / "first.xlsx").read_bytes() == (tmp_path / "later.xlsx").read_bytes()


def test_the_same_content_is_not_filed_twice(sqlite_book: Store, branch: Branch) -> None:
    first, _before = file_paper(sqlite_book, branch, "attendance", "2026-03")
    entries = log_length(sqlite_book)
    again, before = file_paper(sqlite_book, branch, "attendance", "2026-03", date(2026, 3, 20))
    assert (again, before) == (first, first)
    assert log_length(sqlite_book) == entries


def test_a_correction_shows_before_and_after_also_once_it_is_filed_again(sqlite_book: Store, branch: Branch) -> None:
    first, _none = file_paper(sqlite_book, branch, "attendance", "2026-03")
    later = Ask(branch, Period("2026-03"), date(2026, 4, 2))
    with pytest.raises(Conflict, match="still say"):
        filings.correction(desk(sqlite_book), "attendance", later)
    correct(sqlite_book, branch)
    (sheet,) = filings.correction(desk(sqlite_book), "attendance", later).sheets
    assert sheet.title == "关于“计算机学院教工第一党支部2026年3月党员活动日出勤公示”的更正说明"
    assert "2026-03-18" in sheet.lines[0][1]
    changes = {row[1:] for row in cells(sheet)}
    assert ("张三", "活动日期 3月6日", "×", "√") in changes
    assert ("合计 到会", "活动日期 3月6日", "2", "3") in changes
    assert not any("李四" in str(row) for row in changes), "what did not change is not told"
    second, before = file_paper(sqlite_book, branch, "attendance", "2026-03", date(2026, 4, 2))
    assert before == first
    assert second.sha256 != first.sha256
    assert cells(filings.correction(desk(sqlite_book), "attendance", later).sheets[0]) == cells(sheet)
    assert [each.latest for each in filings.what_was_filed(desk(sqlite_book, branch))] == [False, True]


def test_a_draft_and_a_day_to_come_cannot_be_filed(sqlite_book: Store, branch: Branch) -> None:
    with pytest.raises(BadInput, match="not come"):
        filings.file_paper(
            desk(sqlite_book), "quarter-plan", Ask(branch, Period("2026Q2"), date(2026, 3, 7)), lambda _s: None
        )
    checkin.check_in(desk(sqlite_book, branch, date(2026, 4, 3)), "2026-04-03", [Order("张三", State.PRESENT)])
    with pytest.raises(Conflict, match="draft"):
        file_paper(sqlite_book, branch, "attendance", "2026-04", date(2026, 4, 4))


def test_a_workbook_that_cannot_be_written_is_not_filed(sqlite_book: Store, branch: Branch) -> None:
    def fail(_sealed: Sealed) -> None:
        raise BadInput("the disk is full")

    before = contents(sqlite_book)
    with pytest.raises(BadInput):
        filings.file_paper(
            desk(sqlite_book, today=FILED_ON), "attendance", Ask(branch, Period("2026-03"), FILED_ON), fail
        )
    assert contents(sqlite_book) == before


def test_a_filing_is_undone_as_one(sqlite_book: Store, branch: Branch) -> None:
    before = contents(sqlite_book)
    file_paper(sqlite_book, branch, "quarter-plan", "2026Q2")
    logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), None))
    assert contents(sqlite_book) == before
    assert logs.verify(desk(sqlite_book)) == []


def test_what_was_never_filed_cannot_be_printed_as_filed(sqlite_book: Store, branch: Branch) -> None:
    with pytest.raises(NotFound):
        filings.as_filed(desk(sqlite_book), "quarter-plan", Ask(branch, Period("2026Q2"), TODAY))
    with pytest.raises(NotFound):
        filings.correction(desk(sqlite_book), "quarter-plan", Ask(branch, Period("2026Q2"), TODAY))


def test_an_illness_known_later_is_no_absence_on_any_paper(sqlite_book: Store, branch: Branch) -> None:
    members.change(desk(sqlite_book), "张三", values={}, circumstances=[Circumstance.ILL], since=date(2026, 1, 1))
    page = make(desk(sqlite_book), "attendance", Ask(branch, Period("2026-03"), FILED_ON)).sheets[0]
    assert page.body[0].cells[:3] == (1, "张三", "◇")
    whole = make(
        desk(sqlite_book), "attendance", Ask(branch_of(sqlite_book, SUPERIOR), Period("2026-03"), FILED_ON)
    ).sheets[0]
    assert whole.body[1].cells[:3] == (1, "张三", "◇")
    page = make(desk(sqlite_book), "record", Ask(branch, Period("2026-03-06"), FILED_ON)).sheets[0]
    record = {row.cells[0]: row.cells[1] for row in page.body}
    assert (record["缺席人员"], record["待送学"]) == ("无", "张三")


def test_one_members_paper_is_found_again_by_the_member_whatever_numbers_are_given_later(
    sqlite_book: Store, branch: Branch
) -> None:
    ask = Ask(branch, Period("2026"), FILED_ON, "张三")
    for on in ("2026-01-09", "2026-02-06"):
        checkin.close_day(desk(sqlite_book, branch), on, keep_unknown=True)
    filings.file_paper(desk(sqlite_book, today=FILED_ON), "appraisal", ask, lambda _sealed: None)
    members.change(desk(sqlite_book), "李四", values={"staff_number": "1"})
    (listed,) = filings.what_was_filed(desk(sqlite_book))
    assert (str(listed.whose), listed.changed) == ("1 张三", False)


def test_where_nothing_is_left_of_what_was_filed_the_explanation_says_so(sqlite_book: Store, branch: Branch) -> None:
    days.plan(desk(sqlite_book, branch), "2026-04-03", {"theme": "学习"})
    file_paper(sqlite_book, branch, "quarter-plan", "2026Q2")
    with sqlite_book.writing(act()) as unit:
        for day in store_days.days_between(unit.connection, branch.id, "2026-04", "2026-06"):
            unit.delete(day)
    (listed,) = filings.what_was_filed(desk(sqlite_book))
    assert listed.changed is True
    (sheet,) = filings.correction(
        desk(sqlite_book), "quarter-plan", Ask(branch, Period("2026Q2"), date(2026, 4, 1))
    ).sheets
    assert [row[1:] for row in cells(sheet)] == [("活动计划", "整页", "有", "—")]


# ---- a superior takes in what its branches filed

NAMES = ("教工第一党支部", "教工第二党支部", "学生党支部")


def plan(store: Store, branch: Branch) -> None:
    """Something of its own for each branch."""
    text = {"theme": f"{branch.name}学习", "host": "李华", "starts": "14:30", "ends": "16:00"}
    days.plan(desk(store, branch), "2026-04-03", text, ["党性观念教育"])
    days.move(desk(store, branch), "2026-05-08", "2026-05-09", "运动会")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """The quarterly plan of each branch, filed from a book of its own."""
    found = {}
    for name in NAMES:
        store = empty_book(tmp_path / f"{name}.partyday")
        branch = start_branch(store, name, superior=SUPERIOR)
        make_year(desk(store), [branch], 2026)
        plan(store, branch)
        found[name] = tmp_path / f"{name}.xlsx"
        filings.file_paper(
            desk(store, today=FILED_ON), "quarter-plan", Ask(branch, Period("2026Q2"), FILED_ON), printer(found[name])
        )
        store.close()
    return found


def printer(path: Path):  # type: ignore[no-untyped-def]  # a writer as the command has it
    def write(sealed: Sealed) -> None:
        xlsx.write(sealed.sheets, path, sealed=seal(sealed))

    return write


@pytest.fixture
def superior(sqlite_book: Store) -> Branch:
    """A superior's book with its three branches and nothing else."""
    start_branch(sqlite_book, NAMES[0], superior=SUPERIOR)
    for name in NAMES[1:]:
        branches.add(desk(sqlite_book), name, SUPERIOR)
    return branch_of(sqlite_book, SUPERIOR)


def take(store: Store, superior: Branch, path: Path, *, replace_other: bool = False) -> Received:
    here = desk(store, today=date(2026, 3, 23))
    return intake.receive(here, superior, path.name, read_filed(path), replace_other=replace_other)


def roll_up(store: Store, superior: Branch) -> Sheet:
    return make(desk(store), "rollup", Ask(superior, Period("2026Q2"), date(2026, 3, 23))).sheets[0]


def test_files_are_taken_in_once_and_who_is_missing_is_told(
    sqlite_book: Store, superior: Branch, files: dict[str, Path]
) -> None:
    assert take(sqlite_book, superior, files[NAMES[0]]).intake is Intake.TAKEN
    before = contents(sqlite_book)
    assert take(sqlite_book, superior, files[NAMES[0]]).intake is Intake.SAME
    assert contents(sqlite_book) == before
    paper = make(desk(sqlite_book), "rollup", Ask(superior, Period("2026Q2"), TODAY))
    assert paper.missing == NAMES[1:]
    assert paper.sheets[0].notes == ("未报送：教工第二党支部、学生党支部。",)
    assert "应报 3 个党支部，已报 1 个，未报 2 个" in str(paper.sheets[0].body[-1].cells[0])


def test_a_file_per_branch_and_one_book_for_all_give_the_same_to_the_cell(
    sqlite_book: Store, superior: Branch, files: dict[str, Path], tmp_path: Path
) -> None:
    for path in files.values():
        take(sqlite_book, superior, path)
    whole = empty_book(tmp_path / "whole.partyday")
    start_branch(whole, NAMES[0], superior=SUPERIOR)
    for name in NAMES[1:]:
        branches.add(desk(whole), name, SUPERIOR)
    own = [branch_of(whole, name) for name in NAMES]
    make_year(desk(whole), own, 2026)
    for branch in own:
        plan(whole, branch)
    of = Ask(branch_of(whole, SUPERIOR), Period("2026Q2"), date(2026, 3, 23))
    live = make(desk(whole), "rollup", of)
    filed = roll_up(sqlite_book, superior)
    assert [row[:-1] for row in cells(live.sheets[0])[:-1]] == [row[:-1] for row in cells(filed)[:-1]]
    assert live.sheets[0].notes == ("未报送，按记录填列：教工第一党支部、教工第二党支部、学生党支部。",)
    assert live.remarks, "the screen says that these were taken from the records"
    for branch in own:
        filings.file_paper(
            desk(whole, today=FILED_ON), "quarter-plan", Ask(branch, Period("2026Q2"), FILED_ON), lambda _sealed: None
        )
    assert make(desk(whole), "rollup", of).sheets[0] == filed
    assert len(filed.body) == 3 * len(NAMES) + 1
    whole.close()


def test_a_changed_plan_is_a_conflict_until_somebody_decides(
    sqlite_book: Store, superior: Branch, files: dict[str, Path], tmp_path: Path
) -> None:
    first = take(sqlite_book, superior, files[NAMES[0]])
    store = Store(str(tmp_path / f"{NAMES[0]}.partyday"))
    branch = branch_of(store, NAMES[0])
    days.plan(desk(store, branch), "2026-04-03", {"theme": "改了的主题"})
    other = tmp_path / "other.xlsx"
    filings.file_paper(
        desk(store, today=date(2026, 3, 22)),
        "quarter-plan",
        Ask(branch, Period("2026Q2"), date(2026, 3, 22)),
        printer(other),
    )
    store.close()
    told = take(sqlite_book, superior, other)
    assert told.intake is Intake.CONFLICT
    assert told.other
    assert told.other.sha256 == first.sealed.sha256
    assert "改了的主题" not in str(roll_up(sqlite_book, superior))
    assert take(sqlite_book, superior, other, replace_other=True).intake is Intake.REPLACED
    assert "改了的主题" in str(roll_up(sqlite_book, superior))
    assert take(sqlite_book, superior, other).intake is Intake.SAME


def test_an_altered_file_is_told_cell_by_cell_and_not_taken_in(
    sqlite_book: Store, superior: Branch, files: dict[str, Path]
) -> None:
    book = load_workbook(files[NAMES[0]])
    book.worksheets[0]["F4"] = "礼堂"
    book.save(files[NAMES[0]])
    with pytest.raises(Altered) as told:
        take(sqlite_book, superior, files[NAMES[0]])
    assert [(each.cell, each.filed, each.found) for each in told.value.differences] == [("F4", "", "礼堂")]
    assert make(desk(sqlite_book), "rollup", Ask(superior, Period("2026Q2"), TODAY)).missing == NAMES


def test_a_file_of_a_branch_elsewhere_is_refused(sqlite_book: Store, superior: Branch, files: dict[str, Path]) -> None:
    strange = branches.add(desk(sqlite_book), "体育学院党委", None, kind=BranchKind.COMMITTEE)
    with pytest.raises(BadInput, match="does not stand under"):
        take(sqlite_book, strange, files[NAMES[0]])
    branches.change(desk(sqlite_book), NAMES[0], rename="教工党支部")
    with pytest.raises(BadInput, match="does not stand under"):
        take(sqlite_book, superior, files[NAMES[0]])


def other_plan(tmp_path: Path, name: str, theme: str, on: date) -> Path:
    """What a branch filed again after it had changed its plan."""
    store = Store(str(tmp_path / f"{name}.partyday"))
    branch = branch_of(store, name)
    days.plan(desk(store, branch), "2026-04-03", {"theme": theme})
    path = tmp_path / f"{theme}.xlsx"
    filings.file_paper(desk(store, today=on), "quarter-plan", Ask(branch, Period("2026Q2"), on), printer(path))
    store.close()
    return path


def test_the_same_name_under_another_superior_is_foreign(
    sqlite_book: Store, superior: Branch, files: dict[str, Path]
) -> None:
    branches.change(desk(sqlite_book), SUPERIOR, rename="数学学院党委")
    with pytest.raises(BadInput, match="under 计算机学院党委, which does not stand under"):
        take(sqlite_book, branch_of(sqlite_book, "数学学院党委"), files[NAMES[0]])


def test_an_older_version_that_was_replaced_changes_nothing_when_it_comes_again(
    sqlite_book: Store, superior: Branch, files: dict[str, Path], tmp_path: Path
) -> None:
    take(sqlite_book, superior, files[NAMES[0]])
    newer = other_plan(tmp_path, NAMES[0], "新的主题", date(2026, 3, 22))
    take(sqlite_book, superior, newer, replace_other=True)
    before = contents(sqlite_book)
    for path in (files[NAMES[0]], newer):
        assert take(sqlite_book, superior, path, replace_other=True).intake is Intake.SAME
    assert contents(sqlite_book) == before


def test_a_book_that_takes_in_files_does_not_take_a_bare_schedule_for_a_plan(
    sqlite_book: Store, superior: Branch, files: dict[str, Path]
) -> None:
    make_year(desk(sqlite_book), [branch_of(sqlite_book, name) for name in NAMES], 2026)
    assert make(desk(sqlite_book), "rollup", Ask(superior, Period("2026Q2"), TODAY)).missing == ()
    take(sqlite_book, superior, files[NAMES[0]])
    assert make(desk(sqlite_book), "rollup", Ask(superior, Period("2026Q2"), TODAY)).missing == NAMES[1:]


@pytest.fixture
def summed(sqlite_book: Store, superior: Branch, files: dict[str, Path], tmp_path: Path) -> Path:
    """The superior's own 汇总表 of its three branches, as it filed it."""
    for path in files.values():
        take(sqlite_book, superior, path)
    summed, on = tmp_path / "汇总表.xlsx", date(2026, 3, 25)
    filings.file_paper(desk(sqlite_book, today=on), "rollup", Ask(superior, Period("2026Q2"), on), printer(summed))
    return summed


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Store]:
    """The school's book: the superior stands under it, with its three branches."""
    store = empty_book(tmp_path / "school.partyday")
    start_branch(store, NAMES[0], superior="中州大学党委", made=date(2026, 1, 1))
    branches.add(desk(store), SUPERIOR, "中州大学党委", kind=BranchKind.COMMITTEE)
    branches.change(desk(store), NAMES[0], under=SUPERIOR)
    for name in NAMES[1:]:
        branches.add(desk(store), name, SUPERIOR)
    yield store
    store.close()


def test_what_a_superior_summed_up_is_taken_in_further_up(
    sqlite_book: Store, superior: Branch, summed: Path, school: Store
) -> None:
    top = branch_of(school, "中州大学党委")
    assert take(school, top, summed).intake is Intake.TAKEN
    sheet = roll_up(school, top)
    assert [row[1:] for row in cells(sheet)[:-1]] == [row[1:] for row in cells(roll_up(sqlite_book, superior))[:-1]]
    assert sheet.notes == ()
    items = [each for each in agenda(desk(school, top, date(2026, 3, 26))) if each.kind == "missing"]
    assert items == [], "neither the branches nor the superior in between have anything to file any more"


def test_two_levels_that_say_different_things_are_a_conflict(
    summed: Path, files: dict[str, Path], tmp_path: Path, school: Store
) -> None:
    top = branch_of(school, "中州大学党委")
    assert take(school, top, files[NAMES[0]]).intake is Intake.TAKEN
    assert take(school, top, summed).intake is Intake.TAKEN, "it says the same of that branch"
    newer = other_plan(tmp_path, NAMES[0], "新的主题", date(2026, 3, 26))
    told = take(school, top, newer)
    assert told.intake is Intake.CONFLICT
    assert take(school, top, newer, replace_other=True).intake is Intake.REPLACED
    assert "新的主题" in str(roll_up(school, top)), "what came last stands in the sum"


def test_a_sum_that_names_a_branch_nobody_knows_is_refused(summed: Path, school: Store) -> None:
    branches.change(desk(school), NAMES[2], rename="研究生党支部")
    with pytest.raises(BadInput, match=NAMES[2]):
        take(school, branch_of(school, "中州大学党委"), summed)


def test_the_agenda_above_names_who_in_between_has_not_summed_up(school: Store) -> None:
    top = branch_of(school, "中州大学党委")
    make_year(desk(school), [branch_of(school, name) for name in NAMES], 2026)
    told = [
        each.text
        for each in agenda(desk(school, top, date(2026, 3, 30)))
        if each.kind == "missing" and "2026Q2" in each.text
    ]
    assert told == [
        "2026Q2 季度活动计划: 3 of 3 have not filed: 教工第一党支部, 教工第二党支部, 学生党支部; "
        "partyday rollup FOLDER --branch 中州大学党委",
        "2026Q2 活动计划汇总表: 1 of 1 has not filed: 计算机学院党委; partyday rollup FOLDER --branch 中州大学党委",
    ]


@pytest.fixture
def saved_again(files: dict[str, Path], tmp_path: Path) -> Path:
    """A file that LibreOffice opened and saved, where LibreOffice is installed."""
    program = shutil.which("soffice")
    if not program:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path / "again"
    words = [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*words, "--outdir", str(folder), str(files[NAMES[0]])], check=True, capture_output=True, timeout=120
    )
    return folder / files[NAMES[0]].name


def test_what_libreoffice_saved_again_still_goes_in(sqlite_book: Store, superior: Branch, saved_again: Path) -> None:
    assert take(sqlite_book, superior, saved_again).intake is Intake.TAKEN


def test_the_themes_of_quarters_are_on_the_plan_and_are_inherited(sqlite_book: Store, branch: Branch) -> None:
    planning.set_theme(desk(sqlite_book, branch_of(sqlite_book, SUPERIOR)), Period("2026Q2"), "学党章")
    assert ("季度主题：学党章", "") in make(
        desk(sqlite_book), "quarter-plan", Ask(branch, Period("2026Q2"), TODAY)
    ).sheets[0].lines
    planning.set_theme(desk(sqlite_book, branch), Period("2026Q2"), "讲担当")
    plan_of = make(desk(sqlite_book), "year-plan", Ask(branch, Period("2026"), TODAY))
    assert "讲担当" in {row[1] for row in cells(plan_of.sheets[0]) if len(row) > 1}
    assert plan_of.remarks[0].startswith("No theme yet: 2026Q1, 2026Q3, 2026Q4")
    planning.set_theme(desk(sqlite_book, branch), Period("2026Q2"), "")
    assert ("季度主题：学党章", "") in make(
        desk(sqlite_book), "quarter-plan", Ask(branch, Period("2026Q2"), TODAY)
    ).sheets[0].lines
    with pytest.raises(BadInput):
        planning.set_theme(desk(sqlite_book, branch), Period("2026-03"), "月")
