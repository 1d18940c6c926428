"""A superior takes in whatever papers its branches filed; what is wrong with one is said, and stops none."""

import base64
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from factories import add_member, branch_of, contents, desk, empty_book, log_length, start_branch
from partyday.errors import Ambiguous, BadInput, NotFound, PartydayError
from partyday.forms import xlsx
from partyday.model import digest
from partyday.model.archive import pack
from partyday.model.codes import DuesKind, State
from partyday.model.filings import Filing
from partyday.model.paper import Sheet, sha256
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.model.seal import Sealed, seal, unseal
from partyday.services import branches, checkin, days, filings, intake, logs
from partyday.services.dues import assessing, paying
from partyday.services.intake import Intake, Received
from partyday.services.papers.ask import Ask
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.sheets.sealed import read_filed
from partyday.store import copies
from partyday.store import filings as store_filings
from partyday.store.book import Store
from store.lively import live

SUPERIOR, FIRST, SECOND = "计算机学院党总支", "教工第一党支部", "教工第二党支部"
ON = date(2026, 4, 10)

#: What the first branch files, each by hand from what `branch_book` holds.
PAPERS: tuple[tuple[str, str, str | None], ...] = (
    ("year-plan", "2026", None),
    ("year-schedule", "2026", None),
    ("half-year-plan", "2026H2", None),
    ("quarter-plan", "2026Q2", None),
    ("month-plan", "2026-05", None),
    ("sign-in", "2026-03-06", None),
    ("record", "2026-03-06", None),
    ("record", "2026", None),
    ("attendance", "2026Q1", None),
    ("appraisal", "2026", None),
    ("appraisal", "2026", "张三"),
    ("appraisal", "2026", "李四"),
    ("make-ups", "2026", None),
    ("roster", "2026-04-10", None),
    ("my-record", "2026-04-10", "张三"),
    ("dues-ledger", "2026", None),
    ("dues-publication", "2026", None),
    ("dues-receipt", "2026-03-06", None),
)


@pytest.fixture(scope="module")
def branch_book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A branch of three with the first quarter held and a payment of dues."""
    store = empty_book(tmp_path_factory.mktemp("branch") / "branch.partyday")
    branch = start_branch(store, FIRST, superior=SUPERIOR)
    for name in ("张三", "李四", "王五"):
        add_member(store, name)
    make_year(desk(store, today=date(2026, 1, 5)), [branch], 2026)
    days.plan(desk(store, branch), "2026-05-08", {"theme": "学党章\n守纪律", "place": "三楼", "host": "王五"})
    for ref, state in (
        ("2026-01-09", State.PRESENT),
        ("2026-02-06", State.ABSENT),
        ("2026-03-06", State.ONLINE),
        ("2026-04-03", State.PRESENT),
    ):
        here = desk(store, branch, ON)
        checkin.check_in(here, ref, [Order("张三", state)], everybody=True, reason="补登", close=True)
    assessing.assess(desk(store, branch, ON), "张三", DuesKind.WAGE, 650_000, Month("2026-01"))
    paying.pay(desk(store, branch, ON), "张三", [Month("2026-01"), Month("2026-02")], paying.How(on=date(2026, 3, 6)))
    yield store
    store.close()


@pytest.fixture(scope="module")
def files(branch_book: Store) -> list[Path]:
    """Each of the papers, as the branch filed it."""
    branch, made = branch_of(branch_book, FIRST), []
    for number, (form, period, member) in enumerate(PAPERS):
        path = Path(branch_book.place).with_name(f"{number:02}-{form}.xlsx")
        ask = Ask(branch, Period(period), ON, member)
        filings.file_paper(desk(branch_book, branch, ON), form, ask, printer(path))
        made.append(path)
    return made


def printer(path: Path) -> Callable[[Sealed], None]:
    def write(sealed: Sealed) -> None:
        xlsx.write(sealed.sheets, path, sealed=seal(sealed))

    return write


@pytest.fixture
def superior(sqlite_book: Store) -> Branch:
    """The superior's book: two branches under it, and nothing of theirs."""
    branches.start(desk(sqlite_book), SUPERIOR, None, "hebei", [])
    for name in (FIRST, SECOND):
        branches.add(desk(sqlite_book), name)
    return branch_of(sqlite_book, SUPERIOR)


def take(store: Store, superior: Branch, sealed: Sealed, *, replace_other: bool = False) -> Received:
    here = desk(store, superior, ON)
    return intake.receive(here, superior, "报送.xlsx", sealed, replace_other=replace_other)


def taken_in(store: Store) -> list[Filing]:
    with store.reading() as connection:
        return store_filings.filed(connection, [branch_of(store, FIRST).id])


def test_every_paper_a_branch_files_is_taken_in_and_printed_again_as_it_was(
    sqlite_book: Store, superior: Branch, branch_book: Store, files: list[Path]
) -> None:
    for path in files:
        assert take(sqlite_book, superior, read_filed(path)).intake is Intake.TAKEN, path.name
    kept = taken_in(sqlite_book)
    assert [(one.form, str(one.period), one.of_whom.name or None) for one in kept] == list(PAPERS)
    assert {one.received_on for one in kept} == {ON}
    for form, period, member in PAPERS:
        there, sealed = filings.as_filed(
            desk(branch_book, FIRST, ON), form, Ask(branch_of(branch_book, FIRST), Period(period), ON, member)
        )
        here, again = filings.as_filed(
            desk(sqlite_book, FIRST, ON), form, Ask(branch_of(sqlite_book, FIRST), Period(period), ON, member)
        )
        assert (again.sheets, here.sha256, again.member) == (sealed.sheets, there.sha256, member or "")
    before = contents(sqlite_book)
    for path in files:
        assert take(sqlite_book, superior, read_filed(path)).intake is Intake.SAME
    assert contents(sqlite_book) == before
    assert logs.verify(desk(sqlite_book)) == []
    listed = filings.what_was_filed(desk(sqlite_book, FIRST))
    assert [str(one.whose) for one in listed if one.filing.form == "appraisal"] == ["", "1 张三", "2 李四"]
    assert all(one.latest for one in listed)


def test_a_record_corrected_and_filed_again_is_a_conflict_until_somebody_decides(
    sqlite_book: Store, superior: Branch, branch_book: Store, files: list[Path], tmp_path: Path
) -> None:
    first = read_filed(files[6])
    take(sqlite_book, superior, first)
    copies.copy(branch_book.place, tmp_path / "copy.partyday")
    there = Store(str(tmp_path / "copy.partyday"))
    branch = branch_of(there, FIRST)
    checkin.check_in(desk(there, branch, ON), "2026-03-06", [Order("张三", State.PRESENT)], reason="签到表漏登")
    filings.file_paper(
        desk(there, branch, ON), "record", Ask(branch, Period("2026-03-06"), ON), printer(tmp_path / "again.xlsx")
    )
    there.close()
    second = read_filed(tmp_path / "again.xlsx")
    told = take(sqlite_book, superior, second)
    assert told.intake is Intake.CONFLICT
    assert told.other
    assert told.other.sha256 == first.sha256
    assert take(sqlite_book, superior, second, replace_other=True).intake is Intake.REPLACED
    assert [one.sha256 for one in taken_in(sqlite_book)] == [first.sha256, second.sha256], "what came first is kept"


@pytest.fixture
def of_namesakes(tmp_path: Path) -> dict[int, Sealed]:
    """Roster number → the make-ups of the year of one of two 张三, which say the same, as their branch filed them."""
    store = empty_book(tmp_path / "namesakes.partyday")
    branch = start_branch(store, FIRST, superior=SUPERIOR)
    for joined in (date(2010, 7, 1), date(2012, 7, 1)):
        add_member(store, "张三", joined=joined)
    make_year(desk(store, today=date(2026, 1, 5)), [branch], 2026)
    checkin.check_in(desk(store, branch, ON), "2026-03-06", (), everybody=True, reason="补登", close=True)
    made = {}
    for number in (1, 2):
        path = tmp_path / f"{number}.xlsx"
        ask = Ask(branch, Period("2026-03"), ON, str(number))
        filings.file_paper(desk(store, branch, ON), "make-ups", ask, printer(path))
        made[number] = read_filed(path)
    store.close()
    return made


def unnumbered(sealed: Sealed) -> Sealed:
    """The same as an earlier version sealed it."""
    return _resealed({name: word for name, word in _words(sealed).items() if name != "number"})


def test_papers_of_namesakes_are_both_taken_in_though_they_say_the_same(
    sqlite_book: Store, superior: Branch, of_namesakes: dict[int, Sealed]
) -> None:
    first, second = of_namesakes.values()
    assert (first.member, first.number, second.member, second.number) == ("张三", "1", "张三", "2")
    assert first.sha256 == second.sha256
    for sealed in (first, second):
        assert take(sqlite_book, superior, sealed).intake is Intake.TAKEN
    for sealed in (first, second):
        assert take(sqlite_book, superior, sealed).intake is Intake.SAME
    here = desk(sqlite_book, FIRST, ON)
    listed = filings.what_was_filed(here)
    assert [(str(one.whose), one.latest) for one in listed] == [("1 张三", True), ("2 张三", True)]
    for number, sealed in of_namesakes.items():
        ask = Ask(here.branch, Period("2026-03"), ON, str(number))
        again = filings.as_filed(here, "make-ups", ask)[1]
        assert (again.member, again.number, again.sheets) == (sealed.member, sealed.number, sealed.sheets)
    with pytest.raises(Ambiguous, match="1 张三, 2 张三"):
        filings.as_filed(here, "make-ups", Ask(here.branch, Period("2026-03"), ON, "张三"))
    with pytest.raises(NotFound):
        filings.as_filed(here, "make-ups", Ask(here.branch, Period("2026-03"), ON))


def test_a_paper_sealed_without_a_number_is_of_whoever_has_that_name(
    sqlite_book: Store, superior: Branch, of_namesakes: dict[int, Sealed]
) -> None:
    older, newer = unnumbered(of_namesakes[1]), of_namesakes[1]
    assert older.whose == ("张三", None)
    assert take(sqlite_book, superior, older).intake is Intake.TAKEN
    assert take(sqlite_book, superior, newer).intake is Intake.SAME
    corrected = forged(newer, **with_sheets(replace(newer.sheets[0], notes=("更正。",))))
    assert take(sqlite_book, superior, corrected).intake is Intake.CONFLICT
    assert take(sqlite_book, superior, corrected, replace_other=True).intake is Intake.REPLACED
    here = desk(sqlite_book, FIRST, ON)
    listed = filings.what_was_filed(here)
    assert [(str(one.whose), one.latest) for one in listed] == [("张三", False), ("1 张三", True)]
    _filing, sealed = filings.as_filed(here, "make-ups", Ask(here.branch, Period("2026-03"), ON, "张三"))
    assert sealed.sheets == corrected.sheets


def test_what_the_superior_filed_itself_is_left_aside(
    sqlite_book: Store, superior: Branch, files: list[Path], tmp_path: Path
) -> None:
    take(sqlite_book, superior, read_filed(files[3]))
    path = tmp_path / "汇总表.xlsx"
    filings.file_paper(desk(sqlite_book, superior, ON), "rollup", Ask(superior, Period("2026Q2"), ON), printer(path))
    before = contents(sqlite_book)
    assert take(sqlite_book, superior, read_filed(path)).intake is Intake.OWN
    assert contents(sqlite_book) == before


# ---- files that nobody filed so


def forged(sealed: Sealed, **over: Any) -> Sealed:
    """The seal read again with other words in it, its hashes worked out anew: what no hash can tell."""
    return _resealed(_words(sealed) | over)


def _words(sealed: Sealed) -> dict[str, Any]:
    return {name: str(getattr(sealed, name)) for name in (*_WORDS, "filed_on")}


def _resealed(told: dict[str, Any]) -> Sealed:
    text = json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")
    letters = base64.b64encode(zlib.compress(text)).decode()
    return unseal("报送.xlsx", ["partyday", "1", digest.sha256(text).hexdigest(), letters])


_WORDS = ("form", "branch", "superior", "period", "policy", "sha256", "content", "member", "anchor", "number")


def with_sheets(*sheets: Sheet) -> dict[str, str]:
    return {"content": pack(sheets), "sha256": sha256(*sheets)}


def with_raw(sealed: Sealed, change: Callable[[dict[str, Any]], None]) -> dict[str, str]:
    """The content with something in its JSON changed that no form would build."""
    packed = json.loads(sealed.content)
    change(packed)
    return {"content": json.dumps(packed, ensure_ascii=False)}


def put(place: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(packed: dict[str, Any]) -> None:
        packed["sheets"][0][place] = value

    return change


def set_width(packed: dict[str, Any]) -> None:
    packed["sheets"][0]["columns"][0]["width"] = float("nan")


def cell(sheet: Sheet, column: int, value: Any) -> Sheet:
    first, *others = sheet.body
    cells = list(first.cells)
    cells[column] = value
    return replace(sheet, body=(replace(first, cells=tuple(cells)), *others))


def spoilt(word: str) -> Callable[[Sealed], dict[str, Any]]:
    return lambda sealed: {word: getattr(sealed, word) + "\x1b[2J\x00"}


#: What no partyday seals: the seal is damaged.
DAMAGED: Mapping[str, Callable[[Sealed], dict[str, Any]]] = {
    "no sheets": lambda _sealed: with_sheets(),
    "a period that is a path": lambda _sealed: {"period": "../../x"},
    "a quarter that does not exist": lambda _sealed: {"period": "9999Q9"},
    "a year beyond the calendar": lambda _sealed: {"period": "9999Q4"},
    "a year before the calendar": lambda _sealed: {"period": "0000Q1"},
    "a day of filing that is none": lambda _sealed: {"filed_on": "2026-02-30"},
    **{f"a control character in {word}": spoilt(word) for word in ("form", "branch", "superior", "period", "policy")},
    **{f"a control character in {word}": spoilt(word) for word in ("member", "anchor")},
    "half a character in a name": lambda _sealed: {"policy": "\ud800"},
    "half a character in a cell": lambda sealed: with_sheets(cell(sealed.sheets[0], 5, "\ud800")),
    "an endless name": lambda _sealed: {"policy": "x" * 100_000},
    "no columns": lambda sealed: with_sheets(replace(sealed.sheets[0], columns=(), body=())),
    "a title that is no text": lambda sealed: with_raw(sealed, put("title", ["x"])),
    "a height that is none": lambda sealed: with_raw(sealed, put("row_height", 0)),
    "a width that is no number": lambda sealed: with_raw(sealed, set_width),
    "an endless amount": lambda sealed: with_raw(
        sealed, put("body", [["data", None, [{"yuan": "1e999999"}] * len(sealed.sheets[0].columns)]])
    ),
}

#: What is sealed well, but is not what it says, or does not belong here.
REFUSED: Mapping[str, tuple[Callable[[Sealed], dict[str, Any]], str]] = {
    "a form of a later version": (lambda _sealed: {"form": "star-map"}, "does not know: star-map"),
    "a quarter's plan of a day": (lambda _sealed: {"period": "2026-05-08"}, "is not of 2026-05-08"),
    "another quarter than the page": (lambda _sealed: {"period": "2026Q3"}, "its page says: .*第二季度"),
    "another branch than the page": (lambda _sealed: {"branch": SECOND}, f"its page says: .*{FIRST}"),
    "another branch in the title": (
        lambda sealed: with_sheets(replace(sealed.sheets[0], title=sealed.sheets[0].title.replace("一", "二", 1))),
        f"its page says: {SECOND}",
    ),
    "a branch whose name begins like the page's": (
        lambda sealed: with_sheets(replace(sealed.sheets[0], title=FIRST + "筹备组2026年第二季度党员活动日活动计划")),
        "its page says: .*筹备组",
    ),
    "a row of another quarter": (lambda sealed: with_sheets(cell(sealed.sheets[0], 2, "2026-07-01")), "2026-07-01"),
    "a row of no month": (lambda sealed: with_sheets(cell(sealed.sheets[0], 1, 7)), "its page says: 7"),
    "a sum by one who has nobody to sum up": (lambda _sealed: {"form": "rollup"}, "has nobody under it"),
    "a branch elsewhere": (lambda _sealed: {"superior": "文学院党总支"}, "does not stand under"),
}


@pytest.fixture
def plan(files: list[Path]) -> Sealed:
    """The first branch's plan of the second quarter."""
    return read_filed(files[3])


@pytest.mark.parametrize("what", DAMAGED)
def test_what_no_partyday_seals_is_told_as_damaged(what: str, plan: Sealed) -> None:
    with pytest.raises(BadInput, match="is damaged"):
        forged(plan, **DAMAGED[what](plan))


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_what_it_says_is_refused(sqlite_book: Store, superior: Branch, plan: Sealed, what: str) -> None:
    change, told = REFUSED[what]
    before = contents(sqlite_book)
    with pytest.raises(BadInput, match=told):
        take(sqlite_book, superior, forged(plan, **change(plan)))
    assert contents(sqlite_book) == before


def test_the_forgery_of_these_tests_is_taken_in_where_nothing_is_changed(
    sqlite_book: Store, superior: Branch, plan: Sealed
) -> None:
    assert take(sqlite_book, superior, forged(plan)).intake is Intake.TAKEN


@pytest.mark.parametrize("number", [5, 6])
def test_the_page_of_another_day_is_refused(
    sqlite_book: Store, superior: Branch, files: list[Path], number: int
) -> None:
    with pytest.raises(BadInput, match="its page says"):
        take(sqlite_book, superior, forged(read_filed(files[number]), period="2026-03-07"))


def test_a_page_goes_by_a_name_that_the_branch_bore_before(
    sqlite_book: Store, superior: Branch, files: list[Path]
) -> None:
    branches.change(desk(sqlite_book, today=ON), FIRST, rename="计算机系教工党支部", on=date(2026, 4, 1))
    renamed = replace(read_filed(files[8]), branch="计算机系教工党支部")
    assert take(sqlite_book, superior, renamed).intake is Intake.TAKEN


def test_whatever_stands_in_a_seal_only_a_sentence_comes_of_it(
    sqlite_book: Store, superior: Branch, plan: Sealed
) -> None:
    """Every word of the seal, and every part of the page, replaced by nonsense of another kind."""
    nonsense: tuple[Any, ...] = ("", "\n", "../..", "0", "２０２６", 7, None, [], {"yuan": "NaN"}, True, "x" * 5000)
    before, refused = log_length(sqlite_book), 0
    changes: list[dict[str, Any]] = [{word: value} for word in _WORDS for value in nonsense]
    for place in json.loads(plan.content)["sheets"][0]:
        for value in nonsense:
            raw = with_raw(plan, put(place, value))
            changes.append(raw)
            try:
                changes.append(raw | {"sha256": sha256(*replace(plan, content=raw["content"]).sheets)})
            except (ValueError, TypeError):
                continue
    for change in changes:
        try:
            take(sqlite_book, superior, forged(plan, **change))
        except PartydayError:
            refused += 1
    assert refused > len(changes) // 2
    assert log_length(sqlite_book) - before <= len(changes) - refused
    assert logs.verify(desk(sqlite_book)) == []


# ---- every form there is

#: Form → of which period, and whether it is of one member; the forms that only a superior has stand below.
ASKED = {
    "year-plan": ("2026", None),
    "year-schedule": ("2026", None),
    "half-year-plan": ("2026H1", None),
    "quarter-plan": ("2026Q2", None),
    "month-plan": ("2026-05", None),
    "sign-in": ("2026-06-05", None),
    "make-ups": ("2026", None),
    "talk": (None, "王五"),
    "handling": (None, "王五"),
    "roster": (None, None),
    "my-record": (None, "王五"),
    "dues-ledger": ("2026", None),
    "dues-publication": ("2026", None),
    "dues-receipt": ("2026-03-06", None),
    "inspection": ("2026", None),
    "commendations": ("2026", None),
}
OF_SUPERIOR = {"rollup": "2026Q2", "overview": "2026", "inspection": "2026", "commendations": "2026"} | dict.fromkeys(
    ("year-plan", "year-schedule", "dues-ledger", "dues-publication"), "2026"
)


def test_every_form_that_can_be_filed_is_taken_in(
    sqlite_book: Store, books: Callable[[str], Store], tmp_path: Path
) -> None:
    """A book with something in every table files; the book of the 党委 above takes in the branch's and the 党总支's."""
    there = live(books("lively"))
    names = [branch.name for branch in desk(there).branches]
    general, branch = names[0], names[1]
    top = branches.start(desk(sqlite_book), "中州大学党委", None, "hebei", [])
    branches.add(desk(sqlite_book), general)
    branches.add(desk(sqlite_book), branch, general)
    asked = [(branch, form, period, member) for form, (period, member) in ASKED.items()]
    asked += [(general, form, period, None) for form, period in OF_SUPERIOR.items()]
    for name, form, period, member in asked:
        path = tmp_path / "paper.xlsx"
        ask = Ask(branch_of(there, name), Period(period) if period else None, ON, member)
        filings.file_paper(desk(there, name, ON), form, ask, printer(path))
        assert take(sqlite_book, top, read_filed(path)).intake is Intake.TAKEN, (name, form)
    assert logs.verify(desk(sqlite_book)) == []
