"""Documents as the habits of official papers want them, and on a school's own letterhead."""

import re
from io import BytesIO
from pathlib import Path
from time import process_time
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from partyday.errors import BadInput
from partyday.forms import letterhead
from partyday.forms.docx import document
from partyday.model.paper import SIGNATURES, Align, Number, PrintedColumn, Row, RowKind, Sheet

CIRCULAR = Sheet(
    title="关于2026年第四季度党员活动日开展情况的通报",
    tab="通报",
    stem="通报",
    lines=(("各党支部：", ""),),
    columns=(PrintedColumn(heading="正文", width=88),),
    body=(
        Row(("2026-10-09 以来，各党支部开展活动12次。",)),
        Row(("一、做得好的",), RowKind.SECTION),
        Row(("（一）机械系党支部：按时报送",), RowKind.SECTION),
        Row(("主题 <明确> & 内容{{ 充实 }}。\n全员参加。",)),
    ),
    signatures=("中共某某学院总支部委员会", "2026年12月31日"),
)
RECORD = Sheet(
    title="数学系党支部党员活动日活动记录",
    tab="活动记录",
    stem="活动记录",
    lines=(("单位：数学系党支部", ""),),
    columns=(PrintedColumn(heading="项目", width=20), PrintedColumn(heading="内容", width=68, align=Align.LEFT)),
    body=(
        Row(("活动主题", "学习<两会>精神 {{ title }}")),
        Row(("应到/实到", "应到 23 人")),
        Row(("总结评估", "甲" * 480)),
        Row(("总结评估（续）", "乙" * 20)),
        Row(("意见建议", "\n" * 4)),
    ),
    notes=("日期说明：顺延",),
    signatures=SIGNATURES,
)


def opened(content: bytes) -> list[Paragraph | Table]:
    return list(Document(BytesIO(content)).iter_inner_content())


def texts(content: bytes) -> list[str]:
    return [part.text for part in opened(content) if isinstance(part, Paragraph)]


def look(paragraph: Paragraph, run: int = 0) -> tuple[str | None, float | None]:
    """Font and size in points of a run."""
    properties = paragraph.runs[run]._r.rPr
    assert properties is not None
    fonts = properties.find(qn("w:rFonts"))
    assert fonts is not None
    size = paragraph.runs[run].font.size
    return fonts.get(qn("w:eastAsia")), size.pt if size else None


def test_a_letter_has_the_page_and_the_looks_of_an_official_paper() -> None:
    content = document([CIRCULAR], "circular")
    paragraphs = [part for part in opened(content) if isinstance(part, Paragraph)]
    page = Document(BytesIO(content)).sections[0]
    sides = (page.page_width, page.page_height, page.top_margin, page.left_margin)
    assert [round(side.mm) for side in sides if side] == [210, 297, 37, 28]
    assert page.right_margin is not None
    assert page.bottom_margin is not None
    assert [round(side.mm) for side in (page.right_margin, page.bottom_margin)] == [26, 35]
    said = [paragraph.text for paragraph in paragraphs]
    assert said == [
        "关于2026年第四季度",
        "党员活动日开展情况的通报",
        "各党支部：",
        "2026年10月9日 以来，各党支部开展活动12次。",
        "一、做得好的",
        "（一）机械系党支部：按时报送",
        "主题 <明确> & 内容{{ 充实 }}。",
        "全员参加。",
        "",
        "",
        "中共某某学院总支部委员会",
        "2026年12月31日",
    ]
    assert look(paragraphs[0]) == ("方正小标宋简体", 22)
    assert look(paragraphs[3]) == ("仿宋_GB2312", 16)
    assert look(paragraphs[4]) == ("黑体", 16)
    assert [look(paragraphs[5], run) for run in (0, 1)] == [("楷体_GB2312", 16), ("仿宋_GB2312", 16)]
    assert paragraphs[2].paragraph_format.first_line_indent is None
    indent = paragraphs[3].paragraph_format.first_line_indent
    assert indent is not None
    assert indent.pt == pytest.approx(2 * 15.75)


def test_pages_are_numbered_between_dashes_at_the_outer_side() -> None:
    page = Document(BytesIO(document([CIRCULAR]))).sections[0]
    for footer, side in ((page.footer, "right"), (page.even_page_footer, "left")):
        xml = footer.paragraphs[0]._p.xml
        assert re.findall(r"<w:t[^>]*>([^<]*)</w:t>", xml) == ["— ", "1", " —"]
        assert ' PAGE "' in xml
        assert f'<w:jc w:val="{side}"/>' in xml


def test_a_table_of_names_and_texts_has_no_heading_and_goes_on_in_one_row() -> None:
    (table,) = (part for part in opened(document([RECORD], "record")) if isinstance(part, Table))
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells == [
        ["活动主题", "学习<两会>精神 {{ title }}"],
        ["应到/实到", "应到 23 人"],
        ["总结评估", "甲" * 480 + "\n" + "乙" * 20],
        ["意见建议", ""],
    ]
    xml = [row._tr.xml for row in table.rows]
    # A row with much text may be divided between two pages, the others may not.
    assert ["<w:cantSplit/>" in row for row in xml] == [True, True, False, True]
    heights = [int(found) for row in xml for found in re.findall(r'<w:trHeight w:val="(\d+)"', row)]
    assert heights[3] == 5 * 360 + 100
    # The last two rows stay on the page of what is signed.
    assert ["<w:keepNext/>" in row for row in xml] == [False, False, True, True]


def test_what_stands_in_a_table_is_shown_as_the_sheet_shows_it() -> None:
    sheet = Sheet(
        title="表",
        tab="表",
        stem="表",
        columns=(
            PrintedColumn(heading="姓名", width=10),
            PrintedColumn(heading="金额", width=10, number=Number.MONEY, group="党费"),
        ),
        body=(
            Row(("一、说明：甲",), RowKind.SECTION),
            Row(("张三", 1234.5)),
            Row(("列席人员",), RowKind.SECTION),
            Row(("出勤率", 0.913), RowKind.TOTAL, Number.PERCENT),
        ),
    )
    first, second = document([sheet]), document([sheet, sheet])
    (table,) = (part for part in opened(first) if isinstance(part, Table))
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["姓名", "党费：金额"],
        ["张三", "1,234.50"],
        ["列席人员", "列席人员"],
        ["出勤率", "91.3%"],
    ]
    assert "<w:tblHeader/>" in table.rows[0]._tr.xml
    assert texts(first) == ["表", "一、说明：甲"]
    assert sum("<w:pageBreakBefore/>" in part._p.xml for part in opened(second) if isinstance(part, Paragraph)) == 1


def test_the_plan_of_a_year_has_a_heading_and_a_table_for_each_quarter() -> None:
    headings = ("季度", "季度主题", "日期", "活动主题", "备注")
    days = [
        ("第一季度", "学党章", "2026-01-09", "甲", None),
        (None, None, "2026-02-06", "乙", None),
        ("第二季度", None, None, None, None),
        ("第三季度", "强党性", "2026-07-03", "丙", None),
        ("第四季度", None, "2026-12-04", "丁", None),
    ]
    sheet = Sheet(
        title="方案",
        tab="方案",
        stem="方案",
        columns=tuple(PrintedColumn(heading=heading, width=12) for heading in headings),
        body=(Row(("一、活动时间：2026-01-09、2026-02-06、2027-01-08",), RowKind.SECTION), *map(Row, days)),
    )
    content = document([sheet], "year-plan")
    assert texts(content) == [
        "方案",
        "一、活动时间：2026年1月9日、2月6日、2027年1月8日",
        "（一）第一季度：学党章",
        "（二）第二季度",
        "本季度尚未排定活动日。",
        "（三）第三季度：强党性",
        "（四）第四季度",
    ]
    tables = [part for part in opened(content) if isinstance(part, Table)]
    assert [[cell.text for cell in row.cells] for row in tables[0].rows] == [
        ["日期", "活动主题"],
        ["2026-01-09", "甲"],
        ["2026-02-06", "乙"],
    ]
    assert len(tables) == 3
    widths = {tuple(cell.width for cell in table.rows[0].cells) for table in tables}
    assert len(widths) == 1


def test_the_same_sheets_give_the_same_bytes_and_do_not_say_when() -> None:
    content = document([RECORD], "record")
    assert content == document([RECORD], "record")
    with ZipFile(BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        fonts = archive.read("word/fontTable.xml").decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,' in fonts


def letterhead_of(path: Path, *paragraphs: str) -> Path:
    made = Document()
    made.sections[0].footer.paragraphs[0].text = "某某路1号 {{ title }}"
    for text in paragraphs:
        made.add_paragraph(text)
    made.save(str(path))
    return path


def test_a_letterhead_without_names_has_the_whole_paper_after_it(tmp_path: Path) -> None:
    path = letterhead_of(tmp_path / "a.docx", "中共某某大学委员会")
    content = letterhead.document(path, [RECORD], "record")
    assert texts(content)[:3] == ["中共某某大学委员会", RECORD.title, "单位：数学系党支部"]
    assert Document(BytesIO(content)).sections[0].footer.paragraphs[0].text == f"某某路1号 {RECORD.title}"


def test_names_in_braces_are_filled_in_as_text(tmp_path: Path) -> None:
    path = letterhead_of(
        tmp_path / "a.docx", "{{ 标题 }}/{{ title }}", "{{ 活动主题 }}｜{{ 应到实到 }}", "{{p body }}", "{{ 落款[1] }}"
    )
    content = letterhead.document(path, [RECORD], "record")
    said = texts(content)
    # What a paper says is never read as a name in braces, nor as markup.
    assert said[:2] == [f"{RECORD.title}/{RECORD.title}", "学习<两会>精神 {{ title }}｜应到 23 人"]
    assert said[-1] == "支部书记："
    tables = [part for part in opened(content) if isinstance(part, Table)]
    assert tables[0].rows[0].cells[1].text == "学习<两会>精神 {{ title }}"


def test_a_template_may_make_a_table_of_its_own_of_the_rows(tmp_path: Path) -> None:
    path = letterhead_of(
        tmp_path / "a.docx", "{%p for row in rows %}", "{{ row.项目 }}：{{ row['内容'] }}", "{%p endfor %}"
    )
    assert texts(letterhead.document(path, [RECORD], "record"))[1] == "应到/实到：应到 23 人"


@pytest.mark.parametrize(
    ("paragraph", "told"),
    [
        ("{{ 主题词 }}", "主题词"),
        ("{{ body }}", "inside another paragraph"),
        ("{{ title", "not understood"),
        ("{{ title.__class__.__mro__ }}", "unsafe"),
    ],
)
def test_a_template_that_cannot_be_filled_in_is_refused_with_what_is_wrong(
    tmp_path: Path, paragraph: str, told: str
) -> None:
    path = letterhead_of(tmp_path / "a.docx", paragraph)
    with pytest.raises(BadInput, match=told):
        letterhead.document(path, [RECORD], "record")


@pytest.mark.parametrize(
    "paragraph",
    [
        "{{ 9**9**9 }}",
        "{{ 'x' * 10**9 }}",
        "{{ title * 1000000000 }}",
        "{{ range(10**9)|join }}",
        "{% for n in range(10**12) %}{% endfor %}",
        "{% for a in rows %}{% for b in rows %}{{ a }}{% endfor %}{% endfor %}",
        "{% for a in rows %}{% if title %}{% for b in rows %}{{ a }}{% endfor %}{% endif %}{% endfor %}",
        "{% for a in rows %}{% for b in a.内容 %}{% for c in a.内容 %}{% endfor %}{% endfor %}{% endfor %}",
        "{% set x = title ~ title %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ notes|join('；')|join(title) }}",
        "{{ " + "(" * 250 + "1" + ")" * 250 + " }}",
        "{{ " + "(" * 100_000 + " }}",
        "{% if title %}" * 150,
        "{{ title }}" * 300,
        "{% colspan " + " " * 20_000 + "x",
        "{% vm %}",
        "{{ title < 3 }}",
        "{{ 1 // 0 }}",
        "{% for n in 5 %}{% endfor %}",
        "{{ title|safe }}",
    ],
)
def test_nothing_is_reckoned_in_braces_so_that_no_template_keeps_the_program_busy(
    tmp_path: Path, paragraph: str
) -> None:
    before = process_time()
    with pytest.raises(BadInput, match="in its braces that is not understood"):
        letterhead.document(letterhead_of(tmp_path / "a.docx", paragraph), [RECORD], "record")
    assert process_time() - before < 2


def test_the_properties_of_a_template_are_held_to_the_same_forms(tmp_path: Path) -> None:
    made = Document()
    made.core_properties.subject = "{{ 9**9**9 }}"
    made.save(str(tmp_path / "a.docx"))
    with pytest.raises(BadInput, match=r"9\*\*9"):
        letterhead.document(tmp_path / "a.docx", [RECORD], "record")


def test_a_template_may_join_leave_out_and_repeat(tmp_path: Path) -> None:
    path = letterhead_of(
        tmp_path / "a.docx",
        "{{ signatures|join(“、”) }}｜{{ notes | length }}｜{{ title|default('无') }}",
        "{%p if not notes %}",
        "无说明",
        "{%p elif title == '别的' %}",
        "{%p else %}",
        "有说明",
        "{%p endif %}",
        "{% for row in rows %}{% for name, text in row.items() %}{{ loop.index }}{{ name }}{% endfor %}{% endfor %}",
        "{# 说明 #}",
    )
    said = texts(letterhead.document(path, [RECORD], "record"))
    assert said[0] == f"{'、'.join(RECORD.signatures)}｜{len(RECORD.notes)}｜{RECORD.title}"
    assert said[1] == ("有说明" if RECORD.notes else "无说明")
    assert said[2].startswith("1项目2内容")


def test_what_a_template_becomes_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = letterhead_of(tmp_path / "a.docx", "{% for row in rows %}{{ rows }}{% endfor %}")
    assert len(texts(letterhead.document(path, [RECORD], "record"))[0]) > 2_500
    monkeypatch.setattr(letterhead, "_LONGEST", 2_500)
    with pytest.raises(BadInput, match="longer than any paper"):
        letterhead.document(path, [RECORD], "record")


@pytest.mark.parametrize(
    ("name", "content"), [("word/media/a.png", b"\x89PNG" + bytes(60 << 20)), ("b.png", b" " * (21 << 20))]
)
def test_a_template_that_becomes_huge_unpacked_is_refused_unread(tmp_path: Path, name: str, content: bytes) -> None:
    path = letterhead_of(tmp_path / "a.docx", "{{ title }}")
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    with pytest.raises(BadInput, match="no document of Word"):
        letterhead.document(path, [RECORD])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a document", None])
def test_what_is_no_document_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.docx"
    if content is None:
        with ZipFile(path, "w") as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
    else:
        path.write_bytes(content)
    with pytest.raises(BadInput, match="no document of Word"):
        letterhead.document(path, [RECORD])


def test_a_template_that_is_not_there_is_said() -> None:
    with pytest.raises(BadInput, match="could not be read"):
        letterhead.document(Path("nowhere.docx"), [RECORD])
