"""A sheet that is declared: how its columns are found, what its rows are, and that nothing is dropped unsaid."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from partyday.errors import BadInput, NotFound
from partyday.model.codes import Standing
from partyday.model.problems import Problem
from partyday.model.reading import Reading
from partyday.sheets import declared
from partyday.sheets.cells import Cell, Told, Unreadable, optional, read_code, read_count, read_text, required
from partyday.sheets.declared import Column, ColumnLacking, Line, SentSheet
from partyday.sheets.names import read_person
from partyday.words.vocabulary import vocabulary

WORDS = vocabulary("roster")


@dataclass(frozen=True)
class Guest:
    row: int
    name: str
    standing: str | None = None
    group: str | None = None
    code: str | None = None
    kept: tuple[tuple[str, str], ...] = ()
    section: str = ""


def read_standing(cell: Cell) -> str | Told[str]:
    text = read_text(cell)
    if text == "老党员":
        return Told("full", "an old word.")
    if code := WORDS.word("standing", text):
        return code
    raise Unreadable("no standing")


class Guests(SentSheet[Guest]):
    """A small sheet in the words of a roster."""

    vocabulary = "roster"

    name = Column(read=required(read_person), needed=True)
    number = Column(read=optional(read_count))
    standing = Column(read=optional(read_standing), telling=True, anywhere=True, fills=True)
    party_group = Column(read=optional(read_text), fills=True)
    staff_number = Column(read=optional(read_code), code=True, secret=True)

    def row(self, line: Line) -> Guest | None:
        found = line.values
        if found.get("name") == "不来":
            return None
        return Guest(
            line.number,
            found.get("name", ""),
            found.get("standing"),
            found.get("party_group"),
            found.get("staff_number"),
            tuple(sorted(line.kept.items())),
            line.section,
        )


def book(path: Path, *sheets: Sequence[Sequence[Any]], merge: Sequence[str] = (), hide: Sequence[int] = ()) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    for rows in sheets:
        sheet = made.create_sheet()
        for row in rows:
            sheet.append(list(row))
    first = made.worksheets[0]
    for each in merge:
        first.merge_cells(each)
    for number in hide:
        first.row_dimensions[number].hidden = True
    made.save(path)
    return path


def read(tmp_path: Path, *rows: Sequence[Any], **how: Any) -> Reading[Guest]:
    return Guests().read(book(tmp_path / "a.xlsx", rows, **how))


def people(reading: Reading[Guest]) -> list[tuple[str, str | None]]:
    return [(guest.name, guest.standing) for guest in reading.rows]


# ---- which column is what


@pytest.mark.parametrize(
    "header",
    [
        "姓名",
        "1、姓名",
        "3.姓名（必填）",
        "您的姓名：",
        "*姓 名",
        "请填写您的姓名",
        "姓名【单选题】",
        "党员姓名（与身份证一致）",
    ],
)
def test_a_column_is_known_in_the_shapes_that_questionnaires_give_it(tmp_path: Path, header: str) -> None:
    assert people(read(tmp_path, (header, "人员类别"), ("张三", "正式"))) == [("张三", "full")]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("党费交至", "党费缴纳至年月"),
        ("党费缴至", "党费缴纳至年月"),
        ("参加工作日期", "参加工作时间"),
        ("E-MAIL", "邮箱"),
    ],
)
def test_words_that_make_no_difference_make_none(tmp_path: Path, header: str, field: str) -> None:
    found = read(tmp_path, ("姓名", header), ("张三", "x"))
    assert found.rows[0].kept == ((field, "x"),)
    assert found.unread == ()


def test_the_column_of_standings_is_whichever_holds_them(tmp_path: Path) -> None:
    for header in ("政治面貌", "党籍状态", "身份类型", "当前发展阶段", "甲"):
        found = read(tmp_path, ("姓名", header), ("张三", "正式党员"), ("李四", "预备党员"))
        assert people(found) == [("张三", "full"), ("李四", "probationary")], header
    assert found.notes == ("“甲” was taken for 人员类别 by its values.",)


def test_a_column_of_the_name_gives_way_to_one_with_the_values(tmp_path: Path) -> None:
    found = read(tmp_path, ("姓名", "人员类别", "政治面貌"), ("张三", "在职", "正式党员"), ("李四", "退休", "预备党员"))
    assert people(found) == [("张三", "full"), ("李四", "probationary")]
    assert found.unread == ("人员类别",)


def test_a_name_that_fits_only_perhaps_needs_a_value_that_fits(tmp_path: Path) -> None:
    found = read(tmp_path, ("姓名", "政治面貌"), ("张三", "群众"), ("李四", "团员"))
    assert people(found) == [("张三", None), ("李四", None)]
    assert found.unread == ("政治面貌",)


def test_of_two_like_columns_the_better_is_read_and_the_other_told(tmp_path: Path) -> None:
    named = read(tmp_path, ("姓名", "小组", "党小组"), ("张三", "a", "一组"))
    fuller = read(tmp_path, ("姓名", "党小组", "所属党小组"), ("张三", None, "一组"), ("李四", None, "二组"))
    assert [guest.group for guest in (*named.rows, *fuller.rows)] == ["一组", "一组", "二组"]
    assert (named.unread, fuller.unread) == (("小组",), ("党小组",))
    assert named.notes == ("“小组” was not read: “党小组” is of the same kind and was read.",)


def test_two_remarks_are_both_kept(tmp_path: Path) -> None:
    found = read(
        tmp_path, ("姓名", "备注", "人员类别", "备注"), ("张三", "甲", "正式", "乙"), ("李四", None, None, "丙")
    )
    assert [guest.kept for guest in found.rows] == [(("备注", "甲；乙"),), (("备注", "丙"),)]


def test_what_somebody_settled_decides(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [("名称", "党小组", "代码"), ("张三", "一组", "7")])
    with pytest.raises(BadInput, match="no column 姓名"):
        Guests().read(path)
    found = Guests().read(path, settled={"名称": "姓名", "党小组": "", "代码": "工号"})
    assert found.rows == [Guest(2, "张三", code="7")]
    assert found.unread == ("党小组",)
    with pytest.raises(BadInput, match="no column “丙”"):
        Guests().read(path, settled={"名称": "丙"})


def test_what_was_settled_before_is_recalled_by_the_headers_and_told(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [("姓名", "代码"), ("张三", "7")])
    asked = []

    def recall(headers: tuple[str, ...]) -> dict[str, str]:
        asked.append(headers)
        return {"代码": "工号"}

    found = Guests().read(path, recall=recall)
    assert asked == [("姓名", "代码")]
    assert found.rows == [Guest(2, "张三", code="7")]
    assert found.notes == ("Columns as they were settled before: 代码=工号.",)
    assert Guests().read(path, settled={"代码": ""}, recall=recall).rows == [Guest(2, "张三")]


# ---- frames


def test_lines_around_and_between_people_are_told(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("党员名册", None, None),
        ("单位：一支部", None, "2026年3月"),
        ("序号", "姓名", "人员类别"),
        ("教工党员", None, None),
        (1, "张三", "正式"),
        (None, "学生党员（2人）", None),
        (2, "李四", "正式"),
        ("小计", 2, None),
        (3, None, None),
        ("填写注意事项：略", None, None),
        (None, "第1页，共1页", None),
        ("支部书记：", None, "（盖章）"),
    )
    assert [(guest.name, guest.section) for guest in found.rows] == [("张三", "教工党员"), ("李四", "学生党员（2人）")]
    assert found.above == ("党员名册", "单位：一支部 2026年3月")
    assert found.notes == (
        "Rows that are no person: 4 “教工党员”, 6 “学生党员（2人）”, 8 “小计 2”, 10 “填写注意事项：略”, "
        "11 “第1页，共1页”, 12 “支部书记： （盖章）”.",
    )


def test_a_person_named_like_a_line_is_a_person_where_the_row_is_one(tmp_path: Path) -> None:
    assert people(read(tmp_path, ("姓名", "人员类别"), ("单位元", "正式"), ("合欢", "预备"))) == [
        ("单位元", "full"),
        ("合欢", "probationary"),
    ]


def test_blocks_side_by_side_are_read_one_after_the_other(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("序号", "姓名", "人员类别", "序号", "姓名", "人员类别"),
        (1, "张三", "正式", 3, "王五", "预备"),
        (2, "李四", "正式", 4, None, None),
    )
    assert people(found) == [("张三", "full"), ("李四", "full"), ("王五", "probationary")]


def test_a_header_of_two_rows_is_read_with_its_groups(tmp_path: Path) -> None:
    rows = [("姓名", "人员", None, "党小组"), (None, "类别", "备注", None), ("张三", "正式", "甲", "一组")]
    found = read(tmp_path, *rows, merge=["A1:A2", "B1:C1", "D1:D2"])
    assert found.rows == [Guest(3, "张三", "full", "一组", kept=(("备注", "甲"),))]


def test_a_second_table_with_its_columns_in_another_order_is_read_by_its_own_header(tmp_path: Path) -> None:
    found = read(
        tmp_path, ("姓名", "人员类别"), ("张三", "正式"), ("学生党员",), ("人员类别", "姓名"), ("预备", "李四")
    )
    assert people(found) == [("张三", "full"), ("李四", "probationary")]
    assert found.rows[1].row == 5


def test_a_header_repeated_on_the_next_page_is_nobody(tmp_path: Path) -> None:
    rows = [("姓名", "人员类别"), ("张三", "正式"), ("党员名册",), ("姓名", "人员类别"), ("李四", "正式")]
    assert people(read(tmp_path, *rows)) == [("张三", "full"), ("李四", "full")]


def test_merges_are_filled_down_where_the_column_allows_it(tmp_path: Path) -> None:
    rows = [("党小组", "姓名", "工号"), ("一组", "张三", "1"), (None, "李四", None), ("二组", "王五", "3")]
    found = read(tmp_path, *rows, merge=["A2:A3", "C2:C3"])
    assert [(guest.name, guest.group) for guest in found.rows] == [("王五", "二组")]
    assert [problem.row for problem in found.rejected] == [2]
    assert "一组" in "".join(found.notes)
    allowed = read(tmp_path, *rows, merge=["A2:A3"])
    assert [guest.group for guest in allowed.rows] == ["一组", "一组", "二组"]


def test_a_name_merged_over_two_columns_is_a_name(tmp_path: Path) -> None:
    rows = [("姓名", None, "人员类别"), ("张三", None, "正式")]
    assert people(read(tmp_path, *rows, merge=["A1:B1", "A2:B2"])) == [("张三", "full")]


def test_hidden_rows_and_cells_without_a_header_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, ("姓名", "人员类别"), ("张三", "正式", "甲"), ("李四", "正式"), hide=[3])
    assert len(found.rows) == 2
    assert found.notes == (
        "Column C has no header and was not read: 2 “甲”.",
        "Rows hidden in the sheet were read all the same: 3.",
    )


# ---- rows


def test_everything_wrong_is_told_under_the_header_of_the_file_and_secrets_are_masked(tmp_path: Path) -> None:
    found = read(tmp_path, ("名字", "党员类别", "学号"), ("张三", "群众", 12345678901234570), ("李四", "正式", "1"))
    assert [guest.name for guest in found.rows] == ["李四"]
    assert found.rejected == [
        Problem(row=2, column="党员类别", value="群众", problem="no standing"),
        Problem(
            row=2,
            column="学号",
            value="123************70",
            problem="Stored as a number, it has lost digits. Give the column the format Text and write it again.",
        ),
    ]


def test_what_a_reader_tells_is_a_note_of_its_row(tmp_path: Path) -> None:
    found = read(tmp_path, ("姓名", "人员类别"), ("张三（书记）", "老党员"))
    assert found.rows == [Guest(2, "张三", "full")]
    assert found.notes == (
        "Row 2 (张三（书记）): 姓名: “张三（书记）” is 张三; “书记” was left aside.",
        "Row 2 (张三（书记）): 人员类别: an old word.",
    )


def test_a_row_that_says_nothing_is_left_out(tmp_path: Path) -> None:
    assert people(read(tmp_path, ("姓名", "人员类别"), ("不来", "正式"), ("张三", "正式"))) == [("张三", "full")]


def test_a_sheet_of_nobody_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no person below the header"):
        read(tmp_path, ("姓名", "人员类别"), ("合计：0人",))


def test_a_fault_of_the_program_is_not_told_as_damage(tmp_path: Path) -> None:
    class Faulty(Guests):
        def row(self, line: Line) -> Guest | None:
            raise KeyError(line.number)

    with pytest.raises(KeyError):
        Faulty().read(book(tmp_path / "a.xlsx", [("姓名",), ("张三",)]))


def test_a_column_that_a_row_needs_is_told_as_lacking(tmp_path: Path) -> None:
    class Needing(Guests):
        def row(self, line: Line) -> Guest | None:
            raise ColumnLacking("party_group")

    with pytest.raises(BadInput, match="has no column 党小组; row 1 has 姓名"):
        Needing().read(book(tmp_path / "a.xlsx", [("姓名",), ("张三",)]))


def test_too_many_complaints_are_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declared, "MOST_REJECTED", 2)
    rows = [("姓名", "人员类别"), *[("张三", "群众")] * 3]
    with pytest.raises(BadInput, match=r"More than 2 cells of a\.xlsx are not understood"):
        read(tmp_path, *rows)


# ---- sheets of a workbook

ONE = [("姓名", "人员类别"), ("张三", "正式")]
OTHER = [("姓名", "人员类别"), ("李四", "预备")]


def test_the_first_sheet_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    found = Guests().read(book(tmp_path / "a.xlsx", [("说明",)], ONE, OTHER))
    assert people(found) == [("张三", "full")]
    assert found.notes == (
        "The sheets Sheet2 hold such a table too and were not read: choose with --sheet.",
        "Sheets that were not read: Sheet.",
    )


def test_sheets_are_read_by_name_and_their_rows_told_apart(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ONE, [*OTHER, ("王五", "群众")])
    assert people(Guests().read(path, sheets=["Sheet1"]))[:1] == [("李四", "probationary")]
    both = Guests().read(path, sheets=["Sheet", "Sheet1"])
    assert people(both) == [("张三", "full"), ("李四", "probationary")]
    assert [problem.column for problem in both.rejected] == ["Sheet1!人员类别"]
    with pytest.raises(NotFound, match="has no sheet “丙”"):
        Guests().read(path, sheets=["丙"])


def test_like_sheets_are_read_together_where_the_kind_of_sheet_comes_in_parts(tmp_path: Path) -> None:
    class InParts(Guests):
        in_parts = True

    path = book(tmp_path / "a.xlsx", ONE, OTHER, [("姓名", "党小组"), ("王五", "一组")])
    found = InParts().read(path)
    assert people(found) == [("张三", "full"), ("李四", "probationary")]
    assert found.notes[0] == "The sheets Sheet, Sheet1 were read together."


# ---- names


@pytest.mark.parametrize(
    ("cell", "name", "remark"),
    [
        ("林晓岚（书记）", "林晓岚", "书记"),
        ("单田*", "单田", "*"),
        ("尹璐(预备", "尹璐", "预备"),
        ("何建业-组织委员", "何建业", "组织委员"),
        ("★曾可心（女）", "曾可心", "女、★"),
    ],
)
def test_a_remark_beside_a_name_is_told(cell: str, name: str, remark: str) -> None:
    told = read_person(cell)
    assert isinstance(told, Told)
    assert told.value == name
    assert told.sentence == f"“{cell}” is {name}; “{remark}” was left aside."


@pytest.mark.parametrize("name", ["张三", "欧阳 修文", "买买提江·吐尔逊", "和平", "Mary Smith", "张 三"])
def test_a_name_alone_is_a_name(name: str) -> None:
    assert isinstance(read_person(name), str)


@pytest.mark.parametrize(
    "cell", ["何建业A", "何建业Ｂ", "张三/李四", "张三、李四", "张三 李四", "合计8人", "张三2", "3", "20人", "***"]
)
def test_what_may_be_another_or_several_is_asked_about(cell: str) -> None:
    with pytest.raises(Unreadable):
        read_person(cell)


# ---- nothing is dropped unsaid

WORD = st.sampled_from(["甲", "乙", "丙丁", "正式党员", "一组", "2026-03-06", "7", "备考"])
EXTRA = st.sampled_from(["血型", "党小组", "备注", "邮箱", "", "所属党小组", "甲乙"])


@settings(max_examples=60, deadline=None)
@given(extra=st.lists(EXTRA, min_size=1, max_size=5), data=st.data())
def test_every_cell_of_a_person_is_read_kept_or_told(
    extra: list[str], data: st.DataObject, tmp_path_factory: Any
) -> None:
    words = [data.draw(st.lists(WORD, min_size=len(extra), max_size=len(extra))) for _row in range(2)]
    rows = [["姓名", "人员类别", *extra], ["张三", "正式党员", *words[0]], ["李四", "预备党员", *words[1]]]
    order = data.draw(st.permutations(range(len(rows[0]))))
    path = book(tmp_path_factory.mktemp("fuzz") / "a.xlsx", [[row[place] for place in order] for row in rows])
    found = Guests().read(path)
    assert people(found) == [("张三", Standing.FULL), ("李四", Standing.PROBATIONARY)]
    for guest, said in zip(found.rows, words, strict=True):
        everything = " ".join([*(text for _header, text in guest.kept), guest.group or "", *found.notes])
        for header, word in zip(extra, said, strict=True):
            assert word in everything or header in found.unread, (header, word, found)
