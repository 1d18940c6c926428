"""Inspections and commendations: recorded once, undone whole, in the agendas and on the papers they belong to."""

from datetime import date
from typing import Any

import pytest

from factories import TODAY, add_member, contents, desk, start_branch
from partyday.errors import BadInput, Conflict, NotFound, WrongUsage
from partyday.model.codes import Looked, MembershipEnd
from partyday.model.paper import Sheet
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.services import branches, commendations, inspections, logs, members, merging
from partyday.services.agenda import agenda
from partyday.services.desk import Desk
from partyday.services.papers.ask import Ask
from partyday.services.reports import make
from partyday.store.book import Store

SUPERIOR, OTHER = "计算机学院党总支", "计算机学院学生党支部"
MARCH, APRIL = date(2026, 3, 2), date(2026, 4, 10)


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    """A branch of two under a superior that has another branch."""
    branch = start_branch(sqlite_book, superior=SUPERIOR)
    branches.add(desk(sqlite_book), OTHER, SUPERIOR)
    for name in ("张三", "李四"):
        add_member(sqlite_book, name, branch=branch.name)
    return branch


def inspect(store: Store, branch: Branch, **how: Any) -> inspections.Inspected:
    told: dict[str, Any] = {
        "on": MARCH,
        "way": Looked.RECORDS,
        "by": "王秀芳",
        "found": "2月未作小结",
        "due_on": APRIL,
    } | how
    return inspections.add(desk(store), branch.name, **told)


def of_inspections(store: Store, branch: str, today: date) -> list[tuple[date, bool]]:
    """What is to be mended, by whom it was found."""
    items = agenda(desk(store, branch, today))
    return [(item.on, item.overdue) for item in items if item.kind == "inspection" and "王秀芳" in item.text]


def texts(*sheets: Sheet) -> str:
    cells = [str(value) for sheet in sheets for row in sheet.body for value in row.cells if value is not None]
    return "\n".join([*cells, *(note for sheet in sheets for note in sheet.notes)])


def test_what_was_found_stands_in_the_agendas_of_both_until_it_is_mended(sqlite_book: Store, branch: Branch) -> None:
    done = inspect(sqlite_book, branch)
    assert (done.branch, done.inspection.id, done.changed) == (branch, 1, True)
    for whose in (branch.name, SUPERIOR):
        assert of_inspections(sqlite_book, whose, TODAY) == [(APRIL, False)]
        assert of_inspections(sqlite_book, whose, date(2026, 4, 11)) == [(APRIL, True)]
    assert of_inspections(sqlite_book, OTHER, TODAY) == []
    inspections.settle(desk(sqlite_book, today=date(2026, 4, 11)), 1, date(2026, 4, 3), "已补")
    for whose in (branch.name, SUPERIOR):
        assert of_inspections(sqlite_book, whose, date(2026, 4, 11)) == []
        assert of_inspections(sqlite_book, whose, date(2026, 4, 2)) == [(APRIL, False)], "as it stood on that day"


def test_an_inspection_that_asks_for_nothing_is_nobodys_task(sqlite_book: Store, branch: Branch) -> None:
    inspect(sqlite_book, branch, due_on=None, found="无问题")
    assert of_inspections(sqlite_book, branch.name, TODAY) == []
    with pytest.raises(Conflict):
        inspections.settle(desk(sqlite_book), 1, TODAY)


def test_the_same_inspection_twice_is_one_and_is_undone_whole(sqlite_book: Store, branch: Branch) -> None:
    before = contents(sqlite_book)
    inspect(sqlite_book, branch)
    assert inspect(sqlite_book, branch).changed is False
    assert len(inspections.listed(desk(sqlite_book))) == 1
    inspections.settle(desk(sqlite_book), 1, TODAY, "已补")
    with pytest.raises(Conflict):
        inspections.settle(desk(sqlite_book), 1, TODAY, "已补")
    assert logs.verify(desk(sqlite_book)) == []
    for _entry in range(2):
        logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), None))
    assert contents(sqlite_book) == before
    assert logs.verify(desk(sqlite_book)) == []


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ({"on": date(2026, 3, 7)}, BadInput),
        ({"by": " "}, BadInput),
        ({"found": "\n"}, BadInput),
        ({"due_on": date(2026, 3, 1)}, BadInput),
    ],
)
def test_what_cannot_be_is_refused(
    sqlite_book: Store, branch: Branch, how: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        inspect(sqlite_book, branch, **how)
    assert inspections.listed(desk(sqlite_book)) == []


def test_who_mends_needs_a_number_that_is_there_and_a_day_behind(sqlite_book: Store, branch: Branch) -> None:
    inspect(sqlite_book, branch)
    with pytest.raises(NotFound):
        inspections.settle(desk(sqlite_book), 2, TODAY)
    with pytest.raises(BadInput):
        inspections.settle(desk(sqlite_book), 1, date(2026, 3, 1))
    with pytest.raises(BadInput):
        inspections.settle(desk(sqlite_book), 1, date(2026, 3, 7))
    with pytest.raises(NotFound):
        inspections.add(desk(sqlite_book), "没有党支部", MARCH, Looked.VISIT, "王秀芳", "无")


def test_the_list_is_of_the_branch_named_and_those_below_it(sqlite_book: Store, branch: Branch) -> None:
    inspect(sqlite_book, branch)
    inspections.add(desk(sqlite_book), OTHER, TODAY, Looked.CALL, "王秀芳", "无问题")

    def of(desk: Desk, **how: Any) -> list[str]:
        return [one.branch.name for one in inspections.listed(desk, **how)]

    assert of(desk(sqlite_book)) == of(desk(sqlite_book, SUPERIOR)) == [branch.name, OTHER]
    assert of(desk(sqlite_book, OTHER)) == [OTHER]
    assert of(desk(sqlite_book), only_open=True) == [branch.name]
    assert of(desk(sqlite_book), period=Period("2026-02")) == []


def test_the_papers_of_inspections_say_what_was_found_and_who_was_not_looked_at(
    sqlite_book: Store, branch: Branch
) -> None:
    inspect(sqlite_book, branch)
    own = make(desk(sqlite_book), "inspection", Ask(branch, None, TODAY))
    assert "2月未作小结" in texts(own.sheets[0])
    assert "待整改 1 项" in texts(own.sheets[0])
    assert own.sheets[1].title.endswith("督查核查表")
    superior = next(one for one in desk(sqlite_book).branches if one.name == SUPERIOR)
    of_all = make(desk(sqlite_book), "inspection", Ask(superior, None, TODAY))
    assert f"本期尚未督查：{OTHER}。" in of_all.sheets[0].notes


def still_to_look_at(store: Store, today: date, whose: str = SUPERIOR) -> list[tuple[date, str]]:
    items = agenda(desk(store, whose, today))
    return [(item.on, item.text) for item in items if item.kind == "inspection" and "王秀芳" not in item.text]


def test_a_superior_is_told_whom_it_has_not_inspected_in_the_month_where_the_policy_asks_for_it(
    sqlite_book: Store, branch: Branch
) -> None:
    [(on, text)] = still_to_look_at(sqlite_book, TODAY)
    assert on == date(2026, 3, 31)
    assert "2 of 2" in text
    inspect(sqlite_book, branch)
    [(on, text)] = still_to_look_at(sqlite_book, TODAY)
    assert OTHER in text
    assert branch.name not in text
    inspections.add(desk(sqlite_book), OTHER, TODAY, Looked.CALL, "王秀芳", "无问题")
    assert still_to_look_at(sqlite_book, TODAY) == []
    assert [on for on, _text in still_to_look_at(sqlite_book, date(2026, 4, 1))] == [date(2026, 4, 30)]
    assert still_to_look_at(sqlite_book, TODAY, branch.name) == [], "a branch inspects nobody"


def test_where_the_policy_does_not_say_how_often_nobody_is_reminded(sqlite_book: Store) -> None:
    start_branch(sqlite_book, policy="zhongzhou", superior=SUPERIOR)
    assert still_to_look_at(sqlite_book, TODAY) == []


# ---- commendations

MERIT, BY = "优秀共产党员", "学校党委"


def test_members_and_branches_are_commended_and_listed(sqlite_book: Store, branch: Branch) -> None:
    done = commendations.add(desk(sqlite_book, branch), ["1，李四"], TODAY, MERIT, BY)
    assert [one.person.name for one in done if one.person] == ["张三", "李四"]
    [own] = commendations.add(desk(sqlite_book, branch), [], TODAY, "先进党支部", BY)
    assert own.person is None
    listed = commendations.listed(desk(sqlite_book), Period("2026"))
    assert [(one.person and one.person.name, one.commendation.merit) for one in listed] == [
        ("张三", MERIT),
        ("李四", MERIT),
        (None, "先进党支部"),
    ]
    assert commendations.listed(desk(sqlite_book), Period("2025")) == []
    assert commendations.listed(desk(sqlite_book, OTHER)) == []
    again = commendations.add(desk(sqlite_book, branch), ["张三"], TODAY, MERIT, BY)
    assert [one.changed for one in again] == [False]
    assert len(commendations.listed(desk(sqlite_book))) == 3


def test_a_list_with_somebody_unknown_commends_nobody(sqlite_book: Store, branch: Branch) -> None:
    with pytest.raises(NotFound):
        commendations.add(desk(sqlite_book, branch), ["张三", "王五"], TODAY, MERIT, BY)
    with pytest.raises(WrongUsage):
        commendations.add(desk(sqlite_book), [], TODAY, MERIT, BY)
    with pytest.raises(BadInput):
        commendations.add(desk(sqlite_book, branch), ["张三"], date(2026, 3, 7), MERIT, BY)
    with pytest.raises(BadInput):
        commendations.add(desk(sqlite_book, branch), ["张三"], TODAY, " ", BY)
    with pytest.raises(Conflict):
        commendations.add(desk(sqlite_book, branch), ["张三"], date(2009, 7, 1), MERIT, BY)
    assert commendations.listed(desk(sqlite_book)) == []


def test_who_moved_since_was_commended_in_the_branch_of_that_day(sqlite_book: Store, branch: Branch) -> None:
    members.transfer(desk(sqlite_book, branch), "张三", OTHER, date(2026, 3, 4))
    before = commendations.add(desk(sqlite_book), ["张三"], MARCH, MERIT, BY)
    after = commendations.add(desk(sqlite_book), ["张三"], TODAY, MERIT, BY)
    assert [one.branch.name for one in (*before, *after)] == [branch.name, OTHER]


def test_a_commendation_goes_with_the_person_in_a_merge_and_is_no_mistake(sqlite_book: Store, branch: Branch) -> None:
    commendations.add(desk(sqlite_book, branch), ["李四"], TODAY, MERIT, BY)
    with pytest.raises(Conflict, match="commendation"):
        merging.remove_mistaken(desk(sqlite_book), "李四", "误录")
    merging.merge(desk(sqlite_book), "李四", "张三", "同一人", settled=True)
    [one] = commendations.listed(desk(sqlite_book))
    assert one.person is not None
    assert one.person.name == "张三"
    logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), None))
    [one] = commendations.listed(desk(sqlite_book))
    assert one.person is not None
    assert one.person.name == "李四"


def test_the_list_of_a_year_keeps_who_has_left(sqlite_book: Store, branch: Branch) -> None:
    commendations.add(desk(sqlite_book, branch), ["李四"], MARCH, MERIT, BY)
    members.remove(desk(sqlite_book), "李四", TODAY, MembershipEnd.DIED, "")
    paper = make(desk(sqlite_book), "commendations", Ask(branch, None, TODAY))
    assert "李四" in texts(*paper.sheets)
    assert "党员 1 人次" in texts(*paper.sheets)
    with pytest.raises(NotFound):
        make(desk(sqlite_book), "commendations", Ask(branch, Period("2025"), TODAY))
