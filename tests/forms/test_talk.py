from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from factories import person
from partyday.forms import talk, xlsx
from partyday.model.acts import Talk
from partyday.model.codes import BranchKind, Part, State
from partyday.model.findings import Source
from partyday.model.lives import Session
from partyday.model.paper import Sheet
from partyday.model.people import Branch

BRANCH = Branch(id=1, name="数学系党支部", kind=BranchKind.BRANCH, secretary="李四")
ZHANG = person(1, "张三")
ABSENCES = [
    Session(date(2026, 1, 9), Part.FULL, 1, 1, State.ABSENT),
    Session(date(2026, 2, 6), Part.AM, 2, 1, State.ABSENT),
    Session(date(2026, 3, 6), Part.FULL, 3, 1, State.ABSENT),
]
NOTICE = Source("示例通知", "示字〔2026〕1号", "四、（三）")
HELD = Talk(
    id=1,
    member_id=ZHANG.id,
    held_on=date(2026, 3, 20),
    held_by="李四",
    held_by_office="支部书记",
    notes_by="王五",
    time="15:00",
    place="支部办公室",
    said="指出问题，提出要求",
    explained="今后按时参加",
)


def form(held: Talk | None = HELD) -> Sheet:
    return talk.build(BRANCH, ZHANG, ABSENCES, "3次以上的，由党支部书记对其进行诫勉谈话", NOTICE, held)


def fields(sheet: Sheet) -> dict[object, object]:
    return dict(row.cells for row in sheet.body)  # type: ignore[misc]  # two columns


def test_a_talk_that_was_held_is_told_in_full() -> None:
    assert fields(form()) == {
        "谈话对象": "张三（正式党员）",
        "所在支部": "数学系党支部",
        "谈话时间": "2026-03-20 15:00",
        "谈话地点": "支部办公室",
        "谈话人及职务": "李四（支部书记）",
        "记录人及职务": "王五",
        "谈话事由": "2026-01-09、2026-02-06（上午）、2026-03-06 无正当理由未参加党员活动日，计 3 次（计 2.5 天）。\n"
        "依据：3次以上的，由党支部书记对其进行诫勉谈话（示例通知 示字〔2026〕1号 四、（三））",
        "谈话内容": "指出问题，提出要求",
        "本人说明": "今后按时参加",
    }


def test_before_it_is_held_the_grounds_stand_there_and_the_rest_is_free_to_write_in() -> None:
    told = fields(form(None))
    assert "2026-03-06" in str(told["谈话事由"])
    assert [name for name, text in told.items() if not str(text or "").strip()] == [
        *("谈话时间", "谈话地点", "谈话人及职务", "记录人及职务", "谈话内容", "本人说明")
    ]


def test_it_has_room_to_write_and_lines_to_sign(tmp_path: Path) -> None:
    xlsx.write(form(None), tmp_path / "form.xlsx")
    page = load_workbook(tmp_path / "form.xlsx").active
    assert page is not None
    heights = {row[0].value: page.row_dimensions[number].height for number, row in enumerate(page.iter_rows(), 1)}
    assert heights["谈话内容"] > 4 * heights["谈话地点"]
    assert any("谈话对象签名" in str(cell.value) for row in page.iter_rows() for cell in row)
    assert page.page_setup.paperSize == 9  # A4
