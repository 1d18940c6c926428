"""Importing a roster: who is new, the same or changed, who is recognised, and what cannot be taken."""

from datetime import date
from pathlib import Path

import pytest

from factories import (
    BRANCH,
    TODAY,
    branch_of,
    bring_in,
    contents,
    desk,
    log_length,
    people_of,
    start_branch,
)
from partyday.errors import Ambiguous, BadInput
from partyday.model.codes import Circumstance, MembershipEnd, Standing
from partyday.services import logs, members
from partyday.services.importing import Verdict
from partyday.store.book import Store
from partyday.words.masks import masked
from services.imported_rosters import (
    ID_NUMBERS,
    SIDE,
    UPPER,
    Office,
    Row,
    counts,
    member_of,
    one,
    one_branch,
    told,
    two_branches,
    write,
)


@pytest.fixture
def school(sqlite_book: Store, tmp_path: Path) -> Office:
    return two_branches(sqlite_book, tmp_path)


@pytest.fixture
def office(sqlite_book: Store, tmp_path: Path) -> Office:
    return one_branch(sqlite_book, tmp_path)


# ---- new, same, changed


def test_everybody_of_a_first_roster_is_new_and_it_is_one_entry(book: Store, tmp_path: Path) -> None:
    start_branch(book)
    entries = log_length(book)
    rows = [one("张三", 工号="0012", 联系电话="013800000000"), one("李四", standing="预备党员", joined="2025-12-01")]
    assert counts(Office(book, tmp_path).take(*rows)) == (2, 0, 0, 0)
    assert log_length(book) == entries + 1
    zhang = member_of(book, "张三")
    assert (zhang.person.number, zhang.record.member.staff_number, zhang.record.member.phone) == (
        *(1, "0012"),
        "013800000000",
    )
    assert zhang.record.memberships[0].since == date(2010, 7, 1)
    assert people_of(book, branch_of(book))["李四"].standing is Standing.PROBATIONARY
    assert logs.verify(desk(book)) == []


def test_the_same_file_again_is_the_same_everywhere_and_writes_nothing(book: Store, tmp_path: Path) -> None:
    start_branch(book)
    office = Office(book, tmp_path)
    rows = [
        one("张三", 工号="0012", 转正日期="2011-07-01", 是否为流动党员="是", 序号="7"),
        one("李四", standing="预备党员", joined="2025-12-01", 情况="长期患病", 党籍状态="正常"),
        one("王五", standing="入党积极分子", joined=""),
        one("赵六", 公民身份号码=ID_NUMBERS[0], 出生日期="1949-12-31", 性别="女", 民族="汉族"),
    ]
    office.take(*rows)
    before, entries = contents(book), log_length(book)
    for on in (TODAY, date(2026, 9, 1)):
        assert counts(office.take(*rows, on=on)) == (0, 0, 4, 0)
    assert (contents(book), log_length(book)) == (before, entries)


def test_what_a_roster_does_not_say_is_left_as_the_book_has_it(office: Office) -> None:
    office.take(one("张三", 工号="0012", 联系电话="138", 是否为流动党员="是"))
    assert counts(office.take(one("张三"))) == (0, 0, 1, 0)
    assert counts(office.take(one("张三", 工号="", 联系电话="", 是否为流动党员=""))) == (0, 0, 1, 0)
    zhang = member_of(office.store, "张三")
    assert zhang.record.member.phone == "138"
    assert zhang.person.circumstances == {Circumstance.MOBILE}


def test_a_changed_cell_is_told_by_its_name(office: Office) -> None:
    office.take(one("张三", 工号="0012", 联系电话="138"), one("李四"))
    outcome = office.take(one("张三", 工号="0012", 联系电话="139"), one("李四"))
    assert counts(outcome) == (0, 1, 1, 0)
    assert [what for _row, verdict, what in outcome.verdicts if verdict is Verdict.CHANGED] == ["phone"]
    assert member_of(office.store, "张三").record.member.phone == "139"


@pytest.mark.parametrize("code", ["0012", "00000", "T0012", "012345678901234567"])
def test_leading_zeros_of_codes_stay(office: Office, code: str) -> None:
    office.take(one("张三", 学号=code, 手机号=code))
    member = member_of(office.store, "张三").record.member
    assert (member.staff_number, member.phone) == (code, code)
    assert counts(office.take(one("张三", 学号=code, 手机号=code))) == (0, 0, 1, 0)


def test_rare_characters_come_in_as_they_are(office: Office) -> None:
    office.take(one("𠮷㛃"), one("阿依古丽·买买提"))
    assert {row[1] for row in contents(office.store)["member"]} == {"𠮷㛃", "阿依古丽·买买提"}


# ---- recognised


def test_a_staff_number_recognises_somebody_whose_name_and_dates_changed(office: Office) -> None:
    office.take(one("张三", 工号="0012"))
    assert counts(office.take(one("张叁", "2010-06-01", 工号="0012"))) == (0, 1, 0, 0)
    card = member_of(office.store, "zhangsan")
    assert (card.person.name, card.record.member.joined_on) == ("张叁", date(2010, 6, 1))
    assert len(contents(office.store)["member"]) == 1


def test_an_id_number_recognises_somebody_without_a_staff_number(office: Office) -> None:
    office.take(one("张三", 公民身份号码=ID_NUMBERS[0]))
    assert counts(office.take(one("张叁", 公民身份号码=ID_NUMBERS[0].lower(), 工号="0012"))) == (0, 1, 0, 0)
    assert member_of(office.store, "0012").person.name == "张叁"


def test_name_and_date_of_joining_recognise_somebody_without_numbers(office: Office) -> None:
    office.take(one("张三"))
    assert counts(office.take(one("张三", 工号="0012"))) == (0, 1, 0, 0)
    assert counts(office.take(one("张三", "2012-07-01", 工号="0013"))) == (1, 0, 0, 0)


def test_another_staff_number_of_one_with_the_same_name_and_day_is_asked_about(office: Office) -> None:
    """A slip in the number would make a second person of them."""
    office.take(one("张伟", 工号="0012"))
    [(row, column, problem)] = told(office.take(one("张伟", 工号="0013")))
    assert (row, column) == (2, "工号/学号")
    assert f"1 张伟 ({BRANCH}) joined on the same day and has the number 0012" in problem
    assert len(contents(office.store)["member"]) == 1


@pytest.mark.parametrize(("known", "written"), [("0012", "12"), ("0012A", "12a")])
def test_a_staff_number_without_its_zeros_or_capitals_makes_no_second_person(
    office: Office, known: str, written: str
) -> None:
    office.take(one("张伟", 工号=known))
    outcome = office.take(one("张伟", 工号=written))
    assert counts(outcome) == (0, 0, 1, 0)
    assert outcome.notes == [
        f"Row 2: 张伟: “{written}” is {known} in the book, zeros in front and case aside; that stays."
    ]
    assert member_of(office.store, "张伟").record.member.staff_number == known


def test_a_number_of_somebody_with_another_name_and_day_is_asked_about(office: Office) -> None:
    office.take(one("张伟", 工号="0012"))
    [(row, column, problem)] = told(office.take(one("李娜", "2015-07-01", 工号="0012")))
    assert (row, column) == (2, "工号/学号")
    assert "张伟's in the book" in problem


def test_a_namesake_is_told(office: Office) -> None:
    office.take(one("张伟", 工号="0012"))
    outcome = office.take(one("张伟", "2019-07-01", 工号="0013"), dry_run=True)
    assert counts(outcome) == (1, 0, 0, 0)
    assert outcome.notes == [f"Row 2: 张伟 is new; somebody of that name is there already: 1 张伟 ({BRANCH})."]


def test_who_is_in_the_branch_and_not_in_the_file_is_told(office: Office) -> None:
    office.take(one("张三"), one("李四"), one("王五", standing="发展对象", joined=""))
    assert office.take(one("张三")).absent == [(2, "李四")]
    assert office.take(one("张三"), one("李四")).absent == []


def test_a_row_without_a_number_is_not_who_another_row_means_by_one(office: Office) -> None:
    """After the first import both are called 张三 and joined on one day; the file still says which is which."""
    office.take(one("张三"), one("张伟", 工号="0012"))
    rows = [one("张三"), one("张三", "", "发展对象", 工号="0012")]
    assert counts(office.take(*rows)) == (0, 1, 1, 0)
    assert counts(office.take(*rows)) == (0, 0, 2, 0)


# ---- columns that do something


def test_the_day_of_the_transfer_begins_the_membership(office: Office) -> None:
    office.take(one("张三", 组织关系转入时间="2020-09-15"), one("李四"))
    assert [member_of(office.store, who).record.memberships[0].since for who in ("张三", "李四")] == [
        date(2020, 9, 15),
        date(2010, 7, 1),
    ]
    rows = [one("张三", 组织关系转入时间="2021-09-15"), one("李四", 组织关系转入时间="2019.3")]
    assert counts(office.take(*rows)) == (0, 2, 0, 0)
    assert counts(office.take(*rows)) == (0, 0, 2, 0)
    assert member_of(office.store, "李四").record.memberships[0].since == date(2019, 3, 1)


def test_a_transfer_before_the_last_branch_was_left_is_a_problem_of_its_row(school: Office) -> None:
    school.take(one("张三", 工号="0012", 所在党支部=BRANCH))
    members.transfer(desk(school.store), "张三", SIDE, date(2020, 1, 1))
    row = one("张三", 工号="0012", 所在党支部=SIDE, 组织关系转入时间="2019-01-01")
    assert [column for _row, column, _problem in told(school.take(row))] == ["组织关系转入时间"]


def test_offices_of_the_party_are_set_by_person(office: Office) -> None:
    rows = [one("张三", 党内职务="支部书记"), one("李四", 党内职务="组织委员、纪检委员"), one("王五", 党内职务="无")]
    office.take(*rows)
    branch = branch_of(office.store)
    assert (branch.secretary, branch.organiser) == ("张三", "李四")
    assert member_of(office.store, "李四").record.member.kept == {"党内职务": "纪检委员"}
    assert counts(office.take(*rows)) == (0, 0, 3, 0)


def test_two_secretaries_are_asked_about(office: Office) -> None:
    outcome = office.take(one("张三", 党内职务="书记"), one("李四", 党内职务="党支部书记"))
    assert told(outcome) == [(3, "党内职务", "row 2 (张三) has that office too")]


def test_columns_of_record_are_kept_as_they_came(office: Office) -> None:
    office.take(one("张三", 籍贯="河北清苑", 职称="副教授"))
    assert counts(office.take(one("张三", 籍贯="", 职称="教授", 邮箱="z@example.org"))) == (0, 1, 0, 0)
    assert member_of(office.store, "张三").record.member.kept == {
        "籍贯": "河北清苑",
        "职称": "教授",
        "邮箱": "z@example.org",
    }


def test_what_was_settled_of_a_column_holds_for_the_next_roster_with_these_headers(office: Office) -> None:
    rows = [{"姓名": "张三", "甲": "正式党员", "乙": "2010-07-01"}]
    with pytest.raises(BadInput, match="加入党组织日期"):
        office.take(*rows)
    path = write(office.file, rows)
    bring_in(desk(office.store, command="member import"), path, settled={"乙": "入党时间"})
    assert counts(office.take(*rows)) == (0, 0, 1, 0)
    logs.undo(desk(office.store), logs.to_undo(desk(office.store), None))
    with pytest.raises(BadInput, match="加入党组织日期"):
        office.take(*rows)


def test_a_row_that_fits_two_is_rejected_with_both(office: Office) -> None:
    office.take(one("张伟", 工号="0012"), one("张伟", 工号="0013"))
    outcome = office.take(one("张伟"))
    assert told(outcome) == [(2, "姓名", f"fits two members: 1 张伟 ({BRANCH}), 2 张伟 ({BRANCH})")]
    assert not outcome.written


def test_a_staff_number_of_one_with_the_id_number_of_another_fits_two(office: Office) -> None:
    office.take(one("张三", 工号="0012"), one("李四", 公民身份号码=ID_NUMBERS[0]))
    before = contents(office.store)
    outcome = office.take(one("张三", 工号="0012", 公民身份号码=ID_NUMBERS[0]))
    assert told(outcome) == [(2, "姓名", f"fits two members: 1 张三 ({BRANCH}), 2 李四 ({BRANCH})")]
    assert contents(office.store) == before


def test_somebody_of_another_branch_is_rejected_with_where_they_are(school: Office) -> None:
    school.take(one("张三", 工号="0012", 所在党支部=BRANCH))
    outcome = school.take(one("张三", 工号="0012", 所在党支部=SIDE))
    [(row, column, problem)] = told(outcome)
    assert (row, column) == (2, "姓名")
    assert f"1 张三 ({BRANCH})" in problem
    assert "partyday member transfer" in problem


def test_the_same_name_in_two_branches_is_two_people(school: Office) -> None:
    rows = [one("张伟", 所在党支部=BRANCH), one("张伟", 所在党支部=SIDE)]
    assert counts(school.take(*rows)) == (2, 0, 0, 0)
    assert counts(school.take(*rows)) == (0, 0, 2, 0)


def test_who_has_left_is_rejected_and_not_added_a_second_time(office: Office) -> None:
    office.take(one("张三", 工号="0012"))
    members.remove(desk(office.store), "张三", TODAY, MembershipEnd.REMOVED, "")
    [(_row, _column, problem)] = told(office.take(one("张三", 工号="0012")))
    assert "has left" in problem
    assert len(contents(office.store)["member"]) == 1


# ---- twice in one file


@pytest.mark.parametrize(
    ("first", "second", "column", "value"),
    [
        ({"工号": "0012"}, {"工号": "0012"}, "工号/学号", "0012"),
        ({"公民身份号码": ID_NUMBERS[0]}, {"公民身份号码": ID_NUMBERS[0]}, "公民身份号码", masked(ID_NUMBERS[0])),
        ({}, {}, "姓名", "张三"),
        ({"工号": "0012"}, {}, "姓名", "张三"),
        ({}, {"工号": "0012"}, "姓名", "张三"),
    ],
)
def test_one_person_in_two_rows_is_told_with_the_first_row(
    office: Office, first: Row, second: Row, column: str, value: str
) -> None:
    outcome = office.take(one("张三", **first), one("李四"), one("张三", **second), partial=True)
    assert [(row, where) for row, where, _problem in told(outcome)] == [(4, column)]
    assert "row 2 (张三)" in outcome.rejected[0].problem
    assert outcome.rejected[0].value == value
    assert counts(outcome) == (2, 0, 0, 1)
    again = office.take(one("张三", **first), one("李四"), one("张三", **second), partial=True)
    assert counts(again) == (0, 0, 2, 1)


def test_two_rows_for_one_member_of_the_book_are_told(office: Office) -> None:
    """Each would be taken for the 张三 that is there, and the second would overwrite the first."""
    office.take(one("张三"))
    outcome = office.take(one("张三", 工号="0012"), one("张三", 公民身份号码=ID_NUMBERS[0]), partial=True)
    assert counts(outcome) == (0, 1, 0, 1)
    assert "row 2 (张三)" in outcome.rejected[0].problem
    assert member_of(office.store, "张三").record.member.id_number == ""


def test_a_row_is_compared_with_what_an_earlier_row_made_of_the_book(office: Office) -> None:
    """张三 with the number joined in 2011, the roster now says; so who joined in 2010 is another one."""
    office.take(one("张三", "2010-07-01", 工号="0012"))
    rows = [one("张三", "2011-07-01", 工号="0012"), one("张三", "2010-07-01")]
    assert counts(office.take(*rows)) == (1, 1, 0, 0)
    assert counts(office.take(*rows)) == (0, 0, 2, 0)


# ---- rejected, partial, dry run


def test_with_any_problem_nothing_is_written(book: Store, tmp_path: Path) -> None:
    start_branch(book)
    office = Office(book, tmp_path)
    office.take(one("张三", 工号="0012"))
    before, entries = contents(book), log_length(book)
    outcome = office.take(one("张三丰", 工号="0012"), one("李四"), one("王五", "not a date"), one("", "2019-07-01"))
    assert not outcome.written
    assert [(row, column) for row, column, _problem in told(outcome)] == [(4, "加入党组织日期"), (5, "姓名")]
    assert (contents(book), log_length(book)) == (before, entries)


def test_partial_takes_the_good_rows_as_one_entry(office: Office) -> None:
    entries = log_length(office.store)
    outcome = office.take(one("张三"), one("王五", "not a date"), one("李四"), partial=True)
    assert outcome.written
    assert counts(outcome) == (2, 0, 0, 1)
    assert {row[1] for row in contents(office.store)["member"]} == {"张三", "李四"}
    assert log_length(office.store) == entries + 1


def test_a_dry_run_tells_the_same_and_writes_nothing(book: Store, tmp_path: Path) -> None:
    start_branch(book)
    office = Office(book, tmp_path)
    office.take(one("张三", 工号="0012"))
    before, entries = contents(book), log_length(book)
    rows = [one("张三", 工号="0012", 联系电话="138"), one("李四"), one("王五", "")]
    shown = office.take(*rows, dry_run=True, partial=True)
    assert not shown.written
    assert (contents(book), log_length(book)) == (before, entries)
    done = office.take(*rows, partial=True)
    assert (counts(shown), told(shown)) == (counts(done), told(done)) == ((1, 1, 0, 1), told(done))


def test_problems_are_told_in_the_order_of_the_file_whatever_found_them(office: Office) -> None:
    outcome = office.take(one("张三"), one("张三"), one("王五", "not a date"), one("赵六", 所在党支部="不存在的党支部"))
    assert [row for row, _column, _problem in told(outcome)] == [3, 4, 5]


# ---- branches


def test_rows_go_to_the_branches_they_name(school: Office) -> None:
    school.take(one("张三", 所在党支部=BRANCH), one("李四", 所在党支部="学生第一"))
    assert list(people_of(school.store, branch_of(school.store, BRANCH))) == ["张三"]
    assert list(people_of(school.store, branch_of(school.store, SIDE))) == ["李四"]


def test_rows_that_name_no_branch_go_to_the_one_of_the_command(school: Office) -> None:
    school.take(one("张三"), branch=SIDE)
    assert list(people_of(school.store, branch_of(school.store, SIDE))) == ["张三"]
    with pytest.raises(Ambiguous, match="several branches"):
        school.take(one("李四"))


def test_an_unknown_branch_is_a_problem_of_its_row(school: Office) -> None:
    outcome = school.take(one("张三", 所在党支部="学生第九党支部"), one("李四", 所在党支部=SIDE))
    [(row, column, problem)] = told(outcome)
    assert (row, column) == (2, "所在党支部")
    assert SIDE in problem


def test_unknown_branches_are_added_where_that_is_asked_for(school: Office) -> None:
    rows = [one("张三", 所在党支部="学生第九党支部"), one("李四", 所在党支部="学生第九党支部")]
    assert counts(school.take(*rows, create_branches=True)) == (2, 0, 0, 0)
    ninth = branch_of(school.store, "学生第九党支部")
    assert ninth.parent_id == branch_of(school.store, UPPER).id
    assert list(people_of(school.store, ninth)) == ["张三", "李四"]
    assert counts(school.take(*rows, create_branches=True)) == (0, 0, 2, 0)


@pytest.mark.parametrize("name", [UPPER, "党支部"])
def test_a_superior_or_a_name_that_fits_several_is_not_added_as_a_branch(school: Office, name: str) -> None:
    before = contents(school.store)["branch"]
    outcome = school.take(one("张三", 所在党支部=name), create_branches=True)
    assert [(row, column) for row, column, _problem in told(outcome)] == [(2, "所在党支部")]
    assert contents(school.store)["branch"] == before


def test_a_rejected_roster_adds_no_branches(school: Office) -> None:
    before = contents(school.store)
    school.take(one("张三", 所在党支部="学生第九党支部"), one("李四", "not a date"), create_branches=True)
    assert contents(school.store) == before
