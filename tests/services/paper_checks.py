"""Each paper beside a plain count of the rows of the book (`paper_oracle`), and what no paper may tell."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from factories import desk
from partyday.errors import NotFound, PartydayError
from partyday.model.archive import pack
from partyday.model.forms import FORMS
from partyday.model.paper import NOT_APPLICABLE, RowKind, Sheet
from partyday.model.period import Period
from partyday.services.papers.ask import Ask, Paper
from partyday.services.reports import make
from partyday.store.book import Store
from services import paper_oracle as oracle
from services.paper_histories import ID_NUMBER, INCOMES, KEYS, MONTHS, NAMES, PERIODS, SECRET, TOP, branch_at, cells
from services.paper_oracle import Book, Cells
from services.paper_signs import dead, in_signs, of_all_in_signs, with_remarks, with_unreached


def asked(book: Book, key: int, today: date) -> list[tuple[str, list[oracle.Row]]]:
    """Every period a branch may be asked for, with its sessions that count; each day is one."""
    found = [(period, oracle.held(book, key, months, today)) for period, months in PERIODS.items()]
    found += [(oracle.ref_of(day), [day]) for day in oracle.held(book, key, MONTHS, today)]
    return found


def check_attendance(store: Store, book: Book, today: date) -> None:
    for key in KEYS:
        branch = branch_at(store, key)
        for period, held in asked(book, key, today):
            if not held:
                with pytest.raises(NotFound):
                    make(desk(store), "attendance", Ask(branch, Period(period), today))
                continue
            paper = make(desk(store), "attendance", Ask(branch, Period(period), today, older_form=True))
            [sheet] = paper.sheets
            assert paper.period == period
            assert [each.heading for each in sheet.columns if each.group] == list(map(oracle.short, held))
            assert cells(sheet, RowKind.DATA) == oracle.attendance(book, key, held, today)
            assert cells(sheet, RowKind.TOTAL) == oracle.totals(book, [[(key, day)] for day in held], today)
            assert sheet.draft == oracle.is_draft(book, key, held)
            [signed] = make(desk(store), "attendance", Ask(branch, Period(period), today)).sheets
            wanted = oracle.attendance(book, key, held, today)
            assert cells(signed, RowKind.DATA) == in_signs(wanted, dead(book, key, today))
            assert cells(signed, RowKind.TOTAL) == with_unreached(cells(sheet, RowKind.TOTAL))


def check_attendance_of_all(store: Store, book: Book, today: date) -> None:
    top = branch_at(store, TOP)
    for period, months in PERIODS.items():
        wanted = oracle.attendance_of_all(book, TOP, months, today)
        if not any(oracle.held(book, key, months, today) for key in KEYS):
            with pytest.raises(NotFound):
                make(desk(store), "attendance", Ask(top, Period(period), today))
            continue
        ask = Ask(top, Period(period), today, older_form=True)
        [sheet] = make(desk(store), "attendance", ask).sheets
        assert cells(sheet) == wanted
        own_forms = [
            make(desk(store), "attendance", replace(ask, branch=branch_at(store, key))).sheets[0]
            for key in KEYS
            if oracle.held(book, key, months, today)
        ]
        assert in_short(sheet) == [row for form in own_forms for row in in_short(form)], "as the branches' own forms"
        assert of_all_days(sheet) == sum(map(of_all_days, own_forms), Counter())
        assert sheet.draft == any(form.draft for form in own_forms)
        [signed] = make(desk(store), "attendance", Ask(top, Period(period), today)).sheets
        assert cells(signed, RowKind.TOTAL) == with_unreached(cells(sheet, RowKind.TOTAL))
        in_words = [row for row in cells(sheet) if len(row) == 1 or isinstance(row[0], int)]
        in_them = [row for row in cells(signed) if len(row) == 1 or isinstance(row[0], int)]
        assert [row for row in in_them if len(row) == 1] == [row for row in in_words if len(row) == 1]
        names = {row["id"]: row["name"] for row in book.branches}
        gone = {(names[key], number) for key in KEYS for number in dead(book, key, today)}
        assert in_them == of_all_in_signs(in_words, gone)


def in_short(sheet: Sheet) -> list[Cells]:
    """Each member's row with nothing but the days they were expected on."""
    return [tuple(cell for cell in row[:-6] if cell != NOT_APPLICABLE) + row[-6:] for row in cells(sheet, RowKind.DATA)]


def of_all_days(sheet: Sheet) -> Counter[str]:
    """What the totals of the days come to: 应到 and how often each state, and the make-ups."""
    rows = [row for row in cells(sheet, RowKind.TOTAL) if row[1] != "出勤率"]
    return Counter({row[1]: sum(row[2:-6]) for row in rows})


def check_appraisal(store: Store, book: Book, today: date) -> None:
    for key in KEYS:
        branch = branch_at(store, key)
        for period, held in asked(book, key, today):
            if not held:
                continue
            [sheet] = make(desk(store), "appraisal", Ask(branch, Period(period), today, older_form=True)).sheets
            assert cells(sheet) == oracle.appraisal(book, key, held, today)
            [told] = make(desk(store), "appraisal", Ask(branch, Period(period), today)).sheets
            assert cells(told) == with_remarks(book, key, Period(period), cells(sheet), today)
            assert sheet.draft == any(
                oracle.unfinished(book, day, year.seen.key)
                for year in oracle.years(book, key, held, today)
                for day, _state in year.days
            )
            for row in cells(sheet):
                whole, present, online, visited, took_part, *others = row[3:12]
                assert took_part == present + online + visited
                assert whole == took_part + sum(others)
            for year in oracle.years(book, key, held, today):
                check_appraisal_of_one(store, book, Ask(branch, Period(period), today), year)


def check_appraisal_of_one(store: Store, book: Book, ask: Ask, year: oracle.Year) -> None:
    numbers = [
        (row["since"] <= ask.today, row["since"], row["number"])
        for row in book.memberships
        if row["member_id"] == year.seen.key and row["branch_id"] == ask.branch.id
    ]
    who = str(max(numbers)[-1])
    paper = make(desk(store), "appraisal", Ask(ask.branch, ask.period, ask.today, who, older_form=True))
    [sheet] = paper.sheets
    assert paper.member_id == year.seen.key
    rows = cells(sheet, RowKind.DATA)
    assert [row[0] for row in rows] == list(range(1, len(year.days) + 1))
    for row, (day, state) in zip(rows, year.days, strict=True):
        lasted = oracle.hours(day) if state in oracle.TOOK_PART else None
        mended = "是" if oracle.made_up(book, day, year.seen.key, ask.today) else "—"
        assert row[1] == oracle.ref_of(day).replace(":am", "（上午）").replace(":pm", "（下午）")
        assert row[4:] == (oracle.STATES[state], mended, "—" if lasted is None else lasted)
    counts = dict(zip(oracle.STATES.values(), year.counts(), strict=True))
    balance = f"应到次数 {len(year.days)} = " + " + ".join(f"{word} {count}" for word, count in counts.items())
    took_part = sum(year.counts()[:3])
    whole, percent = cells(sheet, RowKind.TOTAL)
    assert whole == ("合计", None, None, balance, f"参加 {took_part} 次", year.made_up, year.hours())
    assert percent[4] == oracle.rate(took_part, len(year.days))
    assert sheet.draft == any(oracle.unfinished(book, day, year.seen.key) for day, _state in year.days)


def check_records(store: Store, book: Book, today: date) -> None:
    for key in KEYS:
        branch = branch_at(store, key)
        pages: dict[int, Sheet] = {}
        for day in oracle.held(book, key, MONTHS, today):
            [page] = make(desk(store), "record", Ask(branch, Period(oracle.ref_of(day)), today)).sheets
            said = {str(name): text for name, text in cells(page)}
            told = oracle.record(book, key, day, today)
            assert {name: said.get(name) for name in told} == told
            assert ("未登记" in said) == ("未登记" in told)
            assert page.draft == oracle.is_draft(book, key, [day])
            pages[day["id"]] = page
        for period in ("2025", "2026"):
            held = oracle.held(book, key, PERIODS[period], today)
            if held:
                check_handbook(
                    store, book, Ask(branch, Period(period), today), held, [pages[day["id"]] for day in held]
                )


def check_handbook(store: Store, book: Book, ask: Ask, held: Sequence[oracle.Row], pages: Sequence[Sheet]) -> None:
    index, *others = make(desk(store), "record", ask).sheets
    own = [page for page in others if not page.drawn]
    drawn = [page for page in others if page.drawn]
    assert [[row.cells for row in page.body] for page in drawn] == rate_line(book, ask.branch.id, held, ask.today), (
        "the line of the rate"
    )
    assert [page.body for page in own] == [page.body for page in pages]
    assert [page.tab for page in own] == list(map(oracle.short, held))
    counted = oracle.index(book, ask.branch.id, held, ask.today)
    counted.append([sum(counts[place] for counts in counted) for place in range(6)])
    printed = [row[5:] for row in cells(index)]
    gaps = any(counts[-1] for counts in counted) or any(day["closed_on"] is None for day in held)
    assert printed == [(*counts[: 6 if gaps else 5], oracle.rate(counts[1], counts[0])) for counts in counted], (
        "应到, 实到, 请假, 缺席, 待送学 and 未登记 of each day, and the sums"
    )
    assert all(counts[0] == sum(counts[1:]) for counts in counted)
    assert index.draft == oracle.is_draft(book, ask.branch.id, held)


# ---- what no paper tells


def printed(store: Store, book: Book, key: int, today: date) -> Iterator[tuple[str, Paper]]:
    """Every form of a branch or their superior, for periods of every length and some members, where there is one."""
    branch = branch_at(store, key)
    refs = [oracle.ref_of(day) for day in book.days if day["branch_id"] == key and day["held_on"]][:2]
    numbers = [str(row["number"]) for row in book.memberships if row["branch_id"] == key][:2]
    for form, kind in FORMS.items():
        for period in (None, "2026", "2026H1", "2026Q1", *refs):
            for member in (None, *numbers) if kind.personal else (None,):
                with suppress(PartydayError):
                    yield form, make(desk(store), form, Ask(branch, Period(period) if period else None, today, member))


def shown_on(paper: Paper) -> str:
    """All the words and figures on it; what a cell offers to choose from is not among them."""
    return " ".join(
        [str(cell) for sheet in paper.sheets for row in sheet.body for cell in row.cells]
        + [str((sheet.title, sheet.lines, sheet.notes, sheet.signatures)) for sheet in paper.sheets]
    )


#: Made for one member alone, to see and check all that is held of them: their own particulars stand in it by purpose.
TOLD_TO_THEMSELVES = ("my-record",)


def check_secrets(form: str, paper: Paper) -> None:
    if form in TOLD_TO_THEMSELVES:
        assert paper.member_id is not None, "it is one member's"
        return
    packed = pack(paper.sheets)
    for secret in (SECRET, ID_NUMBER, *map(str, INCOMES)):
        assert secret not in packed, f"{form} {paper.period}"
    for income in INCOMES:
        for written in (f"{Decimal(income) / 100:,.2f}", f"{Decimal(income) / 100:.2f}"):
            assert written not in packed, f"{form} {paper.period}"
    if form in ("attendance", "appraisal", "sign-in"):
        for category in oracle.CATEGORIES.values():
            assert category not in shown_on(paper), f"{form} {paper.period}"


# ---- plans summed up


def check_rollup(store: Store, book: Book, today: date) -> None:
    top = branch_at(store, TOP)
    periods = {"2025Q4": ("quarter-plan", MONTHS[:1]), "2026Q1": ("quarter-plan", MONTHS[1:4])}
    periods |= {"2026H1": ("half-year-plan", MONTHS[1:]), "2026": ("year-schedule", MONTHS[1:])}
    for period, (form, months) in periods.items():
        paper = make(desk(store), "rollup", Ask(top, Period(period), today))
        headings = [column.heading for column in paper.sheets[0].columns]
        assert (headings[:2], headings[-1]) == (["序号", "党支部"], "报送日期")
        wanted: list[Cells] = []
        missing, unfiled, standing = [], [], 0
        for key, name in zip(KEYS, NAMES, strict=True):
            planned = [day for day in book.days if day["branch_id"] == key and day["month"] in months]
            planned.sort(key=lambda day: (day["month"], day["held_on"] or date.max, day["slot"]))
            if not planned:
                missing.append(name)
                with pytest.raises(NotFound):
                    make(desk(store), form, Ask(branch_at(store, key), Period(period), today))
                continue
            [own] = make(desk(store), form, Ask(branch_at(store, key), Period(period), today)).sheets
            own_headings = [column.heading for column in own.columns][-len(headings) + 3 :]
            assert own_headings == headings[2:-1], "a plan has the same columns, without the branch and its filing"
            own_rows = [row[-len(own_headings) :] for row in cells(own, RowKind.DATA)]
            assert [row[1] for row in own_rows] == [str(day["held_on"] or "待定") for day in planned]
            for day, row in zip(planned, own_rows, strict=True):
                assert ("取消" in str(row[-1])) == (day["cancelled_on"] is not None)
            unfiled.append(name)
            # The branch stands once over its rows, and so does when it filed: of nothing here anything was filed.
            beside = [(name, "—"), *[(None, None)] * (len(own_rows) - 1)]
            wanted += [(of, *row, filed) for (of, filed), row in zip(beside, own_rows, strict=True)]
            standing += len([day for day in planned if day["held_on"] and not day["cancelled_on"]])
        assert cells(paper.sheets[0], RowKind.DATA) == [(number, *row) for number, row in enumerate(wanted, 1)]
        assert paper.missing == tuple(missing)
        told = {"未报送": missing, "未报送，按记录填列": unfiled}
        assert paper.sheets[0].notes == tuple(f"{word}：{'、'.join(those)}。" for word, those in told.items() if those)
        said = f"应报 3 个党支部，已报 0 个，未报 3 个；活动 {standing} 场"
        assert cells(paper.sheets[0], RowKind.TOTAL) == [(f"合计：{said}", *[None] * (len(headings) - 1))]


def rate_line(book: oracle.Book, branch_id: int, days: Sequence[oracle.Row], today: date) -> list[list[oracle.Cells]]:
    """The sheet that draws the rate of the months with their sums; none where there is one month alone."""
    sums: dict[str, list[int]] = {}
    for day, (whole, took_part, *_others) in zip(days, oracle.index(book, branch_id, days, today), strict=True):
        of_month = sums.setdefault(day["month"], [0, 0])
        of_month[0] += whole
        of_month[1] += took_part
    rows = [
        (f"{int(month[5:])}月", whole, took_part, oracle.rate(took_part, whole))
        for month, (whole, took_part) in sorted(sums.items())
    ]
    return [rows] if len(rows) > 1 else []
