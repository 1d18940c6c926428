"""Reading sheets of assessments: what kind of income, from whichever column tells it, and how much."""

from pathlib import Path

import pytest

from partyday.errors import BadInput
from partyday.model.codes import DuesKind
from partyday.model.dues_said import AssessmentRow
from partyday.model.period import Month
from partyday.model.reading import Reading
from partyday.sheets.assessments import read_assessments


def read(tmp_path: Path, *lines: str, kind: DuesKind | None = None) -> Reading[AssessmentRow]:
    (tmp_path / "a.csv").write_text("\n".join(lines), "utf-8")
    return read_assessments(tmp_path / "a.csv", kind)


@pytest.mark.parametrize("header", ["收入类别", "人员类别", "身份类型", "教工类别", "类别", "在职情况", "学生类别"])
@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("在职教职工", DuesKind.WAGE),
        ("在编", DuesKind.WAGE),
        ("离退休教职工", DuesKind.RETIRED),
        ("博士研究生", DuesKind.STUDENT),
    ],
)
def test_the_kind_comes_from_whichever_column_holds_it(tmp_path: Path, header: str, word: str, kind: DuesKind) -> None:
    reading = read(tmp_path, f"姓名,{header},党费基数", f"林晓岚,{word},")

    assert [(row.name, row.kind) for row in reading.rows] == [("林晓岚", kind)]


@pytest.mark.parametrize(
    "header", ["党费基数", "党费计算基数", "月计费基数（元）", "缴纳基数", "月收入（税后）", "养老金"]
)
def test_what_it_is_reckoned_from_goes_by_many_names(tmp_path: Path, header: str) -> None:
    reading = read(tmp_path, f"姓名,人员类别,{header}", '林晓岚,在职,"8,200.00"')

    assert reading.rows == [AssessmentRow(row=2, name="林晓岚", kind=DuesKind.WAGE, income=820000)]


def test_the_column_of_standings_is_not_taken_for_kinds(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "姓名,人员类别,教工类别,月收入", "林晓岚,正式党员,在职教职工,8200", "单田,正式党员,离退休,5000"
    )

    assert [row.kind for row in reading.rows] == [DuesKind.WAGE, DuesKind.RETIRED]
    with pytest.raises(BadInput, match="no column 收入类别"):
        read(tmp_path, "姓名,人员类别,党费基数", "林晓岚,正式党员,8200")


def test_the_kind_may_be_everybodys(tmp_path: Path) -> None:
    reading = read(tmp_path, "姓名,党费计算基数", "林晓岚,8200", "何建业,6500", kind=DuesKind.WAGE)

    assert [(row.name, row.kind, row.income) for row in reading.rows] == [
        ("林晓岚", DuesKind.WAGE, 820000),
        ("何建业", DuesKind.WAGE, 650000),
    ]
    assert reading.notes == ("Everybody was taken as monthly wage.",)


def test_the_kind_may_stand_above_the_rows(tmp_path: Path) -> None:
    reading = read(tmp_path, "姓名,收入类别,党费基数", "离退休党员（1人）,,", "单田,,5200", "学生党员,,", "范予,,")

    assert [(row.name, row.kind) for row in reading.rows] == [("单田", DuesKind.RETIRED), ("范予", DuesKind.STUDENT)]


def test_an_amount_beside_a_student_is_left_aside_and_told(tmp_path: Path) -> None:
    reading = read(tmp_path, "姓名,人员类别,党费基数", "曾可心,学生,3000")

    assert reading.rows == [AssessmentRow(row=2, name="曾可心", kind=DuesKind.STUDENT)]
    assert reading.notes == ("Row 2 (曾可心): student: the amount beside it was left aside.",)


def test_bad_cells_are_told_and_no_income_is_shown(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "姓名,收入类别,月收入,起始月份",
        "林晓岚,在职,八千,2026-01",
        "何建业,总裁,1,2026-01",
        "范予,学生,,一月",
    )

    assert reading.rows == []
    assert [(each.row, each.column) for each in reading.rejected] == [(2, "月收入"), (3, "收入类别"), (4, "起始月份")]
    assert "八千" not in str(reading.rejected)


def test_the_month_it_holds_from(tmp_path: Path) -> None:
    for written in ("2026-03", "2026年3月", "2026.3", "202603"):
        assert read(tmp_path, "姓名,收入类别,起始月份", f"范予,学生,{written}").rows[0].since == Month("2026-03")


def test_remarks_and_what_was_not_read_are_told(tmp_path: Path) -> None:
    reading = read(tmp_path, "姓名,收入类别,手机,备注", "范予,学生,139,一月调整")

    assert reading.unread == ("手机",)
    assert reading.notes == ("Row 2 (范予): 备注: 一月调整",)
