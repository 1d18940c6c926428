"""Reading sheets of dues as offices keep them: columns by other names, months, ticks."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import TODAY
from partyday.errors import BadInput
from partyday.model.codes import Method
from partyday.model.dues_said import Handed
from partyday.model.period import Month
from partyday.sheets.collection import FilledCollection, read_collection
from profiles import examples


def read(tmp_path: Path, *lines: str) -> FilledCollection:
    (tmp_path / "a.csv").write_text("\n".join(lines), "utf-8")
    return read_collection(tmp_path / "a.csv", TODAY)


def months(*names: str) -> tuple[Month, ...]:
    return tuple(map(Month, names))


@pytest.mark.parametrize(
    ("owed", "handed"),
    [
        ("应缴党费", "实缴党费"),
        ("应缴金额", "缴纳金额"),
        ("应缴额", "已交金额"),
        ("缴纳标准", "实收"),
        ("应交党费（元）", "实交党费（元）"),
        ("应收", "交款金额"),
    ],
)
def test_the_sums_are_known_by_their_usual_names(tmp_path: Path, owed: str, handed: str) -> None:
    filled = read(tmp_path, f"序号,党员,{owed},{handed}", "1,林晓岚,369,¥369.00")

    assert filled.handed == (Handed(row=2, who="林晓岚", number=1, owed=36900, amount=36900),)
    assert (filled.rejected, filled.unread) == ((), ())


def test_a_tick_without_a_sum_beside_it_is_told(tmp_path: Path) -> None:
    for lines in (["姓名,是否交纳", "林晓岚,√"], ["姓名,应缴党费,实交", "林晓岚,,√"]):
        filled = read(tmp_path, *lines)
        assert filled.handed == ()
        assert [(each.row, each.value) for each in filled.rejected] == [(2, "√")]


def test_a_tick_beside_a_sum_that_is_not_understood_books_nothing(tmp_path: Path) -> None:
    filled = read(tmp_path, "姓名,应缴党费,实交", "林晓岚,三百,√", "何建业,1,√")

    assert [(each.row, each.value) for each in filled.rejected] == [(2, "三百")]
    assert filled.handed == (Handed(row=3, who="何建业", owed=100, amount=None),)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026年3月", months("2026-03")),
        ("1月", months("2026-01")),
        ("1-3月", months("2026-01", "2026-02", "2026-03")),
        ("2026-01至2026-02、2026-05", months("2026-01", "2026-02", "2026-05")),
        ("", ()),
    ],
)
def test_the_months_a_sum_is_for(tmp_path: Path, written: str, meant: tuple[Month, ...]) -> None:
    filled = read(tmp_path, "姓名,缴费月份,实缴金额", f"林晓岚,{written},123")

    assert filled.handed == (Handed(row=2, who="林晓岚", amount=12300, months=meant),)


def test_months_that_are_none_are_told(tmp_path: Path) -> None:
    filled = read(tmp_path, "姓名,缴费月份,实缴金额", "林晓岚,春天,123")

    assert [(each.row, each.column, each.value) for each in filled.rejected] == [(2, "缴费月份", "春天")]


def test_each_month_may_have_a_column(tmp_path: Path) -> None:
    filled = read(
        tmp_path,
        "2025年党费登记表",
        "姓名,月缴党费,1月,2月,12月,合计",
        "林晓岚,123,123,√,,",
        "何建业,97.5,97.5,97.5,,195",
        "范予,0.2,,,,",
    )

    assert filled.rejected == ()
    assert filled.handed == (
        Handed(row=3, who="林晓岚", owed=12300, amount=12300, months=months("2025-01")),
        Handed(row=3, who="林晓岚", owed=12300, amount=None, months=months("2025-02")),
        Handed(row=4, who="何建业", owed=9750, amount=9750, months=months("2025-01")),
        Handed(row=4, who="何建业", owed=9750, amount=9750, months=months("2025-02")),
    )


def test_months_that_do_not_add_up_are_told(tmp_path: Path) -> None:
    filled = read(tmp_path, "姓名,1月,2月,合计", "林晓岚,123,,369")

    assert [(each.row, each.column, each.value) for each in filled.rejected] == [(2, "合计", "369")]
    assert filled.handed == ()


def test_who_did_not_pay_is_not_in_it_and_words_of_their_own_are_told(tmp_path: Path) -> None:
    filled = read(
        tmp_path, "姓名,应缴金额（元）,缴纳情况", "林晓岚,369,已缴", "何建业,1,未缴", "范予,1,缓交", "合计,371,"
    )

    assert [each.who for each in filled.handed] == ["林晓岚"]
    assert [(each.row, each.value) for each in filled.rejected] == [(4, "缓交")]


def test_remarks_and_columns_not_read_are_told(tmp_path: Path) -> None:
    filled = read(tmp_path, "姓名,实缴,签字,备注", "林晓岚,1,林晓岚,代交")

    assert filled.unread == ("签字",)
    assert filled.notes == ("Row 2 (林晓岚): 备注: 代交",)


@pytest.mark.parametrize("lines", [["姓名,部门", "林晓岚,系办"], ["姓名,应缴,实缴", "林晓岚,1,"]])
def test_a_sheet_on_which_nobody_paid_is_refused(tmp_path: Path, lines: Sequence[str]) -> None:
    with pytest.raises(BadInput):
        read(tmp_path, *lines)


# ---- whether it was paid


@pytest.mark.parametrize(
    ("header", "amount", "state", "booked", "said"),
    [
        ("金额", "81", "已缴", 8100, ""),
        ("金额", "81", "未缴", None, "note"),
        ("金额", "81", "", None, "note"),
        ("缴纳金额", "81", "待支付", None, "note"),
        ("实缴金额", "81", "", 8100, ""),
        ("实缴金额", "81", "否", None, "rejected"),
        ("实缴金额", "", "未缴", None, "note"),
        ("实缴金额", "0", "已缴", None, "rejected"),
        ("金额", "81", "缓交", None, "rejected"),
        ("金额", "81", "90", None, "rejected"),
        ("金额", "81", "已缴（微信）", 8100, "note"),
        ("金额", "81（未缴）", "", None, "rejected"),
        ("金额", "81（代交）", "√", 8100, "note"),
    ],
)
def test_a_column_of_words_decides_whether_a_sum_was_given(
    tmp_path: Path, header: str, amount: str, state: str, booked: int | None, said: str
) -> None:
    filled = read(tmp_path, f"姓名,{header},缴纳状态", f"林晓岚,{amount},{state}", "何建业,1,是")

    assert {each.who: each.amount for each in filled.handed} == {"何建业": 100} | ({"林晓岚": booked} if booked else {})
    told = [note for note in filled.notes if "林晓岚" in note]
    assert (len(told) > 0, len(filled.rejected)) == (said == "note", int(said == "rejected"))


def test_day_way_and_collector_are_those_of_the_row(tmp_path: Path) -> None:
    filled = read(
        tmp_path,
        "姓名,实缴,缴费日期,缴费方式,经办人",
        "林晓岚,1,2月28日,微信,何建业",
        "何建业,1,2026/3/6,,",
        "范予,1,,,",
    )

    ways = [(each.paid_on, each.method, each.collector) for each in filled.handed]
    assert ways == [(date(2026, 2, 28), Method.ONLINE, "何建业"), (date(2026, 3, 6), None, ""), (None, None, "")]
    assert filled.unread == ()


def test_complaints_say_whose_row_it_is(tmp_path: Path) -> None:
    filled = read(tmp_path, "姓名,实缴,缴费方式", "林晓岚,一百,现金", "何建业,1,托人", "张三李四王五赵六1,1,现金")

    assert [problem.name for problem in filled.rejected][:2] == ["林晓岚", "何建业"]


@dataclass(frozen=True)
class Drawn:
    """A sheet by chance: its headers, its rows, and what each person paid (None: nothing, and a word of why)."""

    lines: list[str]
    paid: dict[str, int | None]
    words: dict[str, str]


_PEOPLE = ("林晓岚", "何建业", "覃若溪", "范予", "尹璐", "单田", "欧阳靖远", "买买提江·吐尔逊")
_UNPAID = ("未缴", "×", "欠", "否", "待缴费")


@st.composite
def sheets(draw: st.DrawFn) -> Drawn:
    """People with a sum, or a word that they did not pay, under headers of everyday."""
    in_two = draw(st.booleans())
    header = draw(
        st.sampled_from(["金额", "缴纳金额", "党费（元）"] if in_two else ["实缴党费", "已缴额", "实收（元）", "金额"])
    )
    state = draw(st.sampled_from(["缴纳状态", "是否缴费", "支付状态"]))
    columns = ["姓名", header, *([state] if in_two else []), *draw(st.sampled_from([[], ["签名"], ["部门", "电话"]]))]
    order = draw(st.permutations(columns))
    lines, paid, words = (
        [draw(st.sampled_from(["党费收缴表", "2026年3月党费收缴表", "收缴明细"])), ",".join(order)],
        {},
        {},
    )
    for who in draw(st.lists(st.sampled_from(_PEOPLE), min_size=1, unique=True)):
        sum_ = draw(st.integers(1, 100_000))
        word = draw(st.none() | st.sampled_from(_UNPAID))
        paid[who] = None if word else sum_
        words[who] = word or ""
        cells = {"姓名": who, header: f"{sum_ / 100:.2f}" if in_two or not word else word, state: word or "已缴"}
        lines.append(",".join(cells.get(column, "x") for column in order))
    lines.insert(draw(st.integers(3, len(lines))), "合计" + "," * (len(order) - 1))
    return Drawn(lines, paid, words)


@settings(max_examples=examples(60))
@given(sheets())
def test_nothing_is_booked_that_the_sheet_says_was_not_paid(drawn: Drawn) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if not any(drawn.paid.values()):
            with pytest.raises(BadInput):
                read(Path(folder), *drawn.lines)
            return
        filled = read(Path(folder), *drawn.lines)

    assert filled.rejected == ()
    assert {each.who: each.amount for each in filled.handed} == {who: sum_ for who, sum_ in drawn.paid.items() if sum_}
    for who, word in drawn.words.items():
        assert not word or any(who in note and word in note for note in filled.notes), who
