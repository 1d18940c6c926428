"""What was filed stays, and what the records say otherwise now is told, whatever is done in between."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factories import branch_of, copy_of, desk
from partyday.errors import Conflict, PartydayError
from partyday.model.archive import pack, unpack
from partyday.model.codes import Circumstance, DuesKind, Excuse, Standing, State
from partyday.model.filings import Filing
from partyday.model.forms import FORMS
from partyday.model.paper import NOT_APPLICABLE, Number, RowKind, Sheet, Value, sha256
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.services import (
    branches,
    checkin,
    commendations,
    days,
    disputes,
    filings,
    logs,
    makeups,
    members,
    planning,
)
from partyday.services.dues import assessing, paying
from partyday.services.papers.ask import Ask
from partyday.services.reports import MAKERS, make, maker
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store.book import Store
from profiles import examples
from services import paper_oracle as oracle
from services.paper_checks import check_secrets
from services.paper_histories import EVER, INCOMES, NAMES, OFTEN, SECRET, SUPERIOR, cells
from services.paper_oracle import Book, Cells

# ---- what was filed

FILED_ON = date(2026, 4, 1)
LATER = date(2026, 6, 30)
FILED: tuple[tuple[str, int, str, str | None], ...] = (
    ("attendance", 1, "2026-03", None),
    ("attendance", 1, "2026Q1", None),
    ("attendance", 0, "2026Q1", None),
    ("appraisal", 1, "2026Q1", None),
    ("appraisal", 1, "2026Q1", "李四"),
    ("record", 1, "2026-03-06", None),
    ("record", 1, "2026", None),
    ("sign-in", 1, "2026-03-06", None),
    ("make-ups", 1, "2026", None),
    ("quarter-plan", 1, "2026Q2", None),
    ("quarter-plan", 2, "2026Q2", None),
    ("rollup", 0, "2026Q2", None),
    ("dues-ledger", 1, "2026", None),
    ("dues-publication", 1, "2026", None),
)
BRANCHES = (SUPERIOR, NAMES[0], NAMES[1])

Do = Callable[[Store], object]


@pytest.fixture
def filed(sqlite_book: Store) -> Store:
    """Two branches with their year; all of the first quarter is closed, and every paper of `FILED` is filed."""
    store = sqlite_book
    branches.start(desk(store), NAMES[0], SUPERIOR, "hebei", [])
    branches.add(desk(store), NAMES[1], None)
    for name, place in (("张三", 0), ("李四", 0), ("王五", 0), ("赵六", 1)):
        members.add(desk(store, NAMES[place]), name, Standing.FULL, EVER)
    one, other = (branch_of(store, name) for name in NAMES[:2])
    make_year(desk(store, today=date(2026, 1, 2)), [one, other], 2026)
    for branch in (one, other):
        for day in ("2026-01-09", "2026-02-06", "2026-03-06"):
            excused = [
                Order("李四", State.EXCUSED, Excuse.SICK, SECRET),
                Order("王五", State.EXCUSED, None, SECRET),
            ]
            absent = excused if branch == one else []
            checkin.check_in(desk(store, branch, FILED_ON), day, absent, everybody=True, close=True)
    assessing.assess(desk(store, NAMES[0], FILED_ON), "张三", DuesKind.WAGE, INCOMES[0], Month("2026-01"))
    paying.pay(desk(store, NAMES[0], FILED_ON), "张三", [Month("2026-01")], paying.How(FILED_ON))
    for form, place, period, member in FILED:
        ask = Ask(branch_of(store, BRANCHES[place]), Period(period) if period else None, FILED_ON, member)
        filings.file_paper(desk(store, today=FILED_ON, command="file"), form, ask, lambda _sealed: None)
    return store


def correcting(day: str, who: str, state: State) -> Do:
    order = Order(who, state, Excuse.DUTY if state is State.EXCUSED else None)
    return lambda store: checkin.check_in(
        desk(store, branch_of(store, NAMES[0]), LATER), day, [order], reason="签到表漏登"
    )


def planning_anew(branch: str, day: str, theme: str) -> Do:
    return lambda store: days.plan(desk(store, branch_of(store, branch), LATER), day, {"theme": theme, "place": "301"})


def settling(branch: str, day: str, what: str) -> Do:
    def settle(store: Store) -> object:
        where = branch_of(store, branch)
        if what == "move":
            return days.move(desk(store, where, FILED_ON), day, f"{day[:7]}-10", "场地")
        return (days.cancel if what == "cancel" else days.reopen)(desk(store, where, LATER), day, "停电")

    return settle


def transferring(who: str, to: str, on: date) -> Do:
    return lambda store: members.transfer(desk(store, today=LATER), who, to, on)


def changing(who: str, kind: Circumstance, since: date, name: str) -> Do:
    return lambda store: members.change(
        desk(store, today=LATER), who, values={"name": name} if name else {}, circumstances=[kind], since=since
    )


def making_up(who: str, day: str, on: date) -> Do:
    return lambda store: makeups.add(desk(store, today=LATER), who, day, on, "自学")


def a_payment(who: str, month: str, on: date) -> Do:
    return lambda store: paying.pay(desk(store, today=LATER), who, [Month(month)], paying.How(on))


def theming(text: str) -> Do:
    return lambda store: planning.set_theme(desk(store, branch_of(store, SUPERIOR), LATER), Period("2026Q2"), text)


def filing_again(which: int) -> Do:
    form, place, period, member = FILED[which]
    return lambda store: filings.file_paper(
        desk(store, today=LATER, command="file"),
        form,
        Ask(branch_of(store, BRANCHES[place]), Period(period) if period else None, LATER, member),
        lambda _sealed: None,
    )


def undoing(number: int) -> Do:
    def undo(store: Store) -> None:
        entry = logs.to_undo(desk(store), number)
        if entry.command != "file":
            logs.undo(desk(store, today=LATER), entry)

    return undo


WHO = st.sampled_from(["张三", "李四", "王五", "赵六"])
HELD = st.sampled_from(["2026-01-09", "2026-02-06", "2026-03-06"])
AHEAD = st.sampled_from(["2026-04-03", "2026-05-08", "2026-06-05"])
WHEN = st.sampled_from([date(2026, 2, 7), date(2026, 3, 6), FILED_ON, date(2026, 4, 20)])
WHERE = st.sampled_from(NAMES[:2])
ACTS = st.one_of(
    st.builds(correcting, HELD, WHO, st.sampled_from([State.PRESENT, State.EXCUSED, State.ABSENT, State.VISITED])),
    st.builds(planning_anew, WHERE, st.one_of(HELD, AHEAD), st.sampled_from(["学党章", "义务劳动"])),
    st.builds(settling, WHERE, st.one_of(HELD, AHEAD), st.sampled_from(["move", "cancel", "reopen"])),
    st.builds(transferring, WHO, WHERE, WHEN),
    st.builds(changing, WHO, st.sampled_from(Circumstance), WHEN, st.sampled_from(["", "", "李思"])),
    st.builds(making_up, WHO, HELD, WHEN),
    st.builds(a_payment, WHO, st.sampled_from(["2026-02", "2026-03", "2026-04"]), WHEN),
    st.builds(theming, st.sampled_from(["", "作风建设"])),
    st.builds(filing_again, st.integers(0, len(FILED) - 1)),
    st.builds(undoing, st.integers(1, 40)),
)


def told_of(sheets: Sequence[Sheet]) -> list[Any]:
    """What people read on it."""
    return [
        (
            *(sheet.title, sheet.draft, sheet.lines, sheet.notes, sheet.signatures),
            [(column.group, column.heading) for column in sheet.columns],
            [(row.kind, *row.cells) for row in sheet.body],
        )
        for sheet in sheets
    ]


def number_on(book: Book, branch: Branch, each: Filing, on: date) -> str | None:
    """The number in a branch, by a day, of whom a paper is about; None where it is about nobody."""
    if each.member_id is None:
        return None
    spells = [row for row in book.memberships if (row["member_id"], row["branch_id"]) == (each.member_id, branch.id)]
    return str(max((row["since"] <= on, row["since"], row["number"]) for row in spells)[-1])


def as_records_stand(store: Store, branch: Branch, each: Filing, book: Book) -> tuple[Sheet, ...] | None:
    """The paper as it would be made today of the day it was filed on; None where it cannot be."""
    try:
        return make(
            desk(store),
            each.form,
            Ask(branch, each.period, each.filed_on, number_on(book, branch, each, each.filed_on)),
        ).sheets
    except PartydayError:
        return None


@pytest.mark.slow
@settings(OFTEN, max_examples=examples(6))
@example(acts=[settling(NAMES[0], "2026-01-09", "reopen")])
@example(acts=[settling(NAMES[0], "2026-03-06", "reopen"), settling(NAMES[0], "2026-03-06", "cancel")])
@given(acts=st.lists(ACTS, min_size=1, max_size=8))
def test_what_was_filed_stays_and_what_the_records_say_otherwise_now_is_told_cell_by_cell(
    filed: Store, tmp_path: Path, acts: list[Do]
) -> None:
    with copy_of(filed, tmp_path / "example.partyday") as store:
        first = [each.filing for each in filings.what_was_filed(desk(store))]
        assert len(first) == len(FILED)
        for do in acts:
            with suppress(PartydayError):
                do(store)
        with store.reading() as connection:
            book = oracle.read(connection)
        listed = filings.what_was_filed(desk(store))
        assert [each.filing for each in listed[: len(first)]] == first, "nothing that was filed is ever changed"
        for each in listed:
            sheets = unpack(each.filing.content)
            assert sha256(*sheets) == each.filing.sha256
            assert pack(sheets) == each.filing.content
            if not each.latest:
                assert each.changed is None
                continue
            who = number_on(book, each.branch, each.filing, LATER)
            ask = Ask(each.branch, each.filing.period, LATER, who)
            again, sealed = filings.as_filed(desk(store), each.filing.form, ask)
            assert (again, sealed.sheets, sealed.sha256) == (each.filing, sheets, each.filing.sha256)
            now = as_records_stand(store, each.branch, each.filing, book)
            assert each.changed == (now is None or told_of(now) != told_of(sheets)), each.filing.form
            of_paper = [
                other.filing
                for other in listed
                if other.filing.form == each.filing.form
                and other.filing.member_id == each.filing.member_id
                and (other.branch, other.filing.period) == (each.branch, each.filing.period)
            ]
            check_correction(store, ask, of_paper, now)


def check_correction(store: Store, ask: Ask, filed: list[Filing], now: tuple[Sheet, ...] | None) -> None:
    """The cells in which the last filing with other content and the records as of the last filing differ."""
    form, now = filed[-1].form, now or ()  # of what was filed the records may have nothing left
    others = [each for each in filed if told_of(unpack(each.content)) != told_of(now)]
    if not others:
        with pytest.raises(Conflict):
            filings.correction(desk(store), form, ask)
        return
    before = unpack(others[-1].content)
    [sheet] = filings.correction(desk(store), form, ask).sheets
    assert [row[0] for row in cells(sheet)] == list(range(1, len(sheet.body) + 1))
    assert str(others[-1].filed_on) in sheet.lines[0][1]
    changes: list[Cells] = []
    was, told = ([one for one in sheets if not one.drawn] for sheets in (before, now))  # a line drawn says it again
    for place in range(max(len(was), len(told))):
        changes += differing(was[place : place + 1], told[place : place + 1], counted=form in COUNTED)
    assert Counter(row[1:] for row in cells(sheet)) == Counter(changes)


#: Where 序号 counts the rows and says nothing of who somebody is: a row goes by the name, and the day that was missed.
COUNTED = ("attendance", "appraisal", "make-ups")


def differing(before: Sequence[Sheet], after: Sequence[Sheet], *, counted: bool) -> Iterator[Cells]:
    """Every cell that reads otherwise, found by looking at each row of the one beside each row of the other."""
    if not (before and after):
        [there] = [*before, *after]
        yield there.tab, "整页", "有" if before else NOT_APPLICABLE, "有" if after else NOT_APPLICABLE
        return
    [one], [other] = before, after
    if one.title != other.title:
        yield one.tab, "标题", one.title, other.title
    if one.lines != other.lines:
        yield one.tab, "表头", *("；".join("　".join(pair) for pair in sheet.lines) for sheet in (one, other))
    if one.notes != other.notes:
        yield one.tab, "说明", *("；".join(sheet.notes) for sheet in (one, other))
    was, now = reading(one, counted=counted), reading(other, counted=counted)
    for place, texts in was:
        beside = [each for key, each in now if key == place]
        if not beside:
            yield place[0], "整行", "；".join(f"{name}：{text}" for name, text in texts if text), NOT_APPLICABLE
            continue
        headings = [name for name, _text in texts]
        headings += [name for name, _text in beside[0] if name not in headings]
        for heading in headings:
            said, says = ("".join(text for name, text in row if name == heading) for row in (texts, beside[0]))
            if said != says:
                yield place[0], heading, said or NOT_APPLICABLE, says or NOT_APPLICABLE
    for place, texts in now:
        if place not in [key for key, _texts in was]:
            yield place[0], "整行", NOT_APPLICABLE, "；".join(f"{name}：{text}" for name, text in texts if text)


def reading(sheet: Sheet, *, counted: bool) -> list[tuple[tuple[str, int], list[tuple[str, str]]]]:
    """Each row by its first cells (and by how many such stand above it), with its headings and texts.

    Where the rows are `counted`, that of a member goes by 姓名 and 缺课日期 instead, and its 序号 is no matter.
    """
    found: list[tuple[tuple[str, int], list[tuple[str, str]]]] = []
    for row in sheet.body:
        texts = [
            (f"{column.group} {column.heading}".strip(), as_printed(cell, row.number or column.number))
            for cell, column in zip(row.cells, sheet.columns, strict=False)
        ]
        words = [text for _heading, text in texts[: 2 if len(texts) > 2 else 1]]
        named = [text for heading, text in texts if heading in ("姓名", "缺课日期")]
        if counted and named and row.kind is RowKind.DATA:
            words = named
            texts[0] = (texts[0][0], "")
        label = " ".join(word for word in words if word) or NOT_APPLICABLE
        if row.kind is RowKind.TOTAL:
            label = " ".join(["合计", *[word for word in words[1:] if word]])
        above = len([key for key, _texts in found if key[0] == label])
        found.append(((label, above), texts))
    return found


def as_printed(cell: Value, number: Number) -> str:
    if cell is None or isinstance(cell, str):
        return cell or ""
    if number in (Number.PERCENT, Number.ROUND):
        return f"{cell:.1%}"
    return f"{cell:,.2f}" if number is Number.MONEY else f"{cell:g}"


def test_every_form_there_is_can_be_made() -> None:
    assert list(MAKERS) == list(FORMS)
    for form in FORMS:
        assert callable(maker(form)), form


@pytest.mark.slow
def test_every_form_can_be_printed_of_the_book_that_is_filed_and_none_tells_a_secret(filed: Store) -> None:
    """So that what no paper tells is asked of every one of them."""
    one = branch_of(filed, NAMES[0])
    commendations.add(desk(filed, one, FILED_ON), ["张三"], FILED_ON, "优秀共产党员", SUPERIOR)
    with filed.reading() as connection:
        book = oracle.read(connection)
    found = set()
    for branch in BRANCHES:
        for form in FORMS:
            for member in (None, "张三", "李四"):
                for period in (None, "2026-03-06", "2026Q1", "2026"):
                    with suppress(PartydayError):
                        paper = make(
                            desk(filed),
                            form,
                            Ask(branch_of(filed, branch), Period(period) if period else None, LATER, member),
                        )
                        check_secrets(form, paper)
                        assert FORMS[form].months in (None, paper.period.length) or form == "rollup", paper.period
                        found.add(form)
    assert book.marks
    assert any(mark["detail"] == SECRET for mark in book.marks.values())
    nobody = {"talk", "reminder", "handling", "meetings", "candidates"}
    assert set(FORMS) - found == nobody, "nobody is due a talk or a handling, or on the way, and no meeting was held"


@pytest.mark.parametrize(("form", "who"), [("appraisal", "王五"), ("make-ups", "李四"), ("dues-ledger", "张三")])
def test_a_paper_of_one_member_is_filed_beside_that_of_the_branch_and_not_in_its_place(
    filed: Store, form: str, who: str
) -> None:
    period = next(period for name, _place, period, _member in FILED if name == form)
    here = desk(filed, NAMES[0], FILED_ON)
    of_all, of_one = (Ask(here.branch, Period(period), FILED_ON, member) for member in (None, who))
    whole, _sealed = filings.as_filed(here, form, of_all)
    alone = filings.file_paper(here, form, of_one, lambda _sealed: None)
    assert (alone.before, alone.filing.member_id is None) == (None, False)
    assert filings.as_filed(here, form, of_all)[0] == whole
    kept, sealed = filings.as_filed(here, form, of_one)
    assert (kept.sha256, sealed.member) == (alone.filing.sha256, who)


@pytest.mark.parametrize("form", ["appraisal", "make-ups"])
def test_a_paper_of_one_member_tells_what_that_member_disputes_and_nobody_else(filed: Store, form: str) -> None:
    here = desk(filed, NAMES[0], FILED_ON)
    for who in ("李四", "王五"):
        disputes.add(here, who, "2026-02-06", "到了")
    period = next(period for name, _place, period, _member in FILED if name == form)

    def notes(member: str | None) -> str:
        return "；".join(make(here, form, Ask(here.branch, Period(period), FILED_ON, member)).sheets[-1].notes)

    assert all(f"{who} 2026-02-06" in notes(None) for who in ("李四", "王五"))
    assert "李四 2026-02-06" in notes("李四")
    assert "王五" not in notes("李四")
