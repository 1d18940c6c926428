"""Every form of a branch of 23 and of 60, through LibreOffice, read as PDF: no page with a header alone, nothing cut.

A year of the branch is played by the commands of the demo, with what makes papers hard: a summary of 1,200
characters, somebody who died, somebody who moved, a name of nine characters. Where pages end is told by the workbook;
a page more than it says is a page that LibreOffice had to break itself.
"""

import csv
import os
import re
import shlex
import shutil
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from partyday.__main__ import run
from partyday.cli.demo import STEPS
from printed.pdf import PrintedPage, pages, to_pdf, writes_documents
from printed.workbooks import missing_on_pages, with_pages

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice: the pages are not looked at"),
]

SUMMARY = (
    "全体党员围绕会议精神展开了认真而热烈的讨论，大家一致认为应当把学习成果转化为推动教学科研工作的实际行动。" * 24
)
OPINIONS = "希望增加实地参观；" * 60
CONTENT = "围绕主题开展讨论，交流学习体会，提出改进工作的意见建议；" * 15
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许", ("子涵", "晓燕", "建军", "志远", "思宇", "玉兰", "海涛")

FORMS = {
    "year-plan": "2026",
    "year-schedule": "2026",
    "half-year-plan": "2026H2",
    "quarter-plan": "2026Q4",
    "sign-in": "2026-12-04",
    "record": "2026-03-06",
    "attendance": "2026",
    "appraisal": "2026",
    "make-ups": "2026",
    "talk": "",
    "roster": "",
    "my-record": "",
    "dues-collect": "2026-12-04",
    "dues-ledger": "2026",
    "dues-receipt": "2026-03-06",
    "dues-publication": "2026",
}
OF_ONE = ("talk", "my-record")
#: What was looked at: so many pages for 23 and for 60.
PAGES = {"attendance": (1, 2), "appraisal": (2, 3), "sign-in": (1, 3), "make-ups": (1, 1), "quarter-plan": (1, 1)}
AFTER = (
    "day plan 2026-12-04 --content {content}",
    "member transfer 22 --to 外单位党委 --outside --on 2026-09-10",
    "member remove 19 --because died --on 2026-06-20",
)


def roster(size: int) -> list[dict[str, str]]:
    """The demo's roster, with so many members; two more are invited."""
    demo = Path(__file__).parents[2] / "src" / "partyday" / "cli" / "demo.csv"
    rows = list(csv.DictReader(demo.read_text("utf-8-sig").splitlines()))
    names = (f"{surname}{given}" for given in GIVEN for surname in SURNAMES)
    while len(rows) < size + 2:
        name = "阿卜杜热合曼·买买提" if len(rows) == 30 else next(names)
        if name not in {row["姓名"] for row in rows}:
            place = len(rows)
            rows.append({**rows[9], "序号": str(place + 1), "姓名": name, "工号": str(10_000 + place), "情况": ""})
    return rows


def play(folder: Path, size: int) -> None:
    """A year of a branch of so many members, in `b.partyday`."""
    with (folder / "花名册.csv").open("w", encoding="utf-8", newline="") as file:
        rows = roster(size)
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    for today, _told, line in STEPS:
        if line.split()[0] not in ("report", "review", "log", "rollup", "agenda"):
            said(today, line.format(folder=folder))
    said("2026-11-10", f"day summary 2026-03-06 --text {SUMMARY} --opinions {OPINIONS} --yes")
    for line in AFTER:
        said("2026-11-10", line.format(content=CONTENT) + " --yes")


def said(today: str, line: str) -> None:
    os.environ["PARTYDAY_TODAY"] = today
    heard = StringIO()
    with redirect_stdout(heard), redirect_stderr(heard):
        code = run(shlex.split(line))
    assert code in (0, 3), f"{line[:100]}: {heard.getvalue()[-500:]}"


#: The papers of a branch on one page, as most are for 23, are looked at in `tests/cli/test_school_year.py` too.
SIZES = [pytest.param(23, marks=pytest.mark.long), 60]


@pytest.fixture(scope="module", params=SIZES)
def papers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Path]:
    """A folder with every paper of a branch as workbook and PDF, and how many its members are."""
    folder = tmp_path_factory.mktemp(f"papers{request.param}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARTYDAY_BOOK", str(folder / "b.partyday"))
        patch.setenv("PARTYDAY_LANG", "en")
        patch.setenv("PARTYDAY_TODAY", "2026-11-12")
        patch.chdir(folder)
        play(folder, request.param)
        for form, period in FORMS.items():
            words = (f" --period {period}" if period else "") + (" --member 郭子轩" if form in OF_ONE else "")
            said("2026-11-12", f"report {form}{words} -o {form}.xlsx")
        for form in ("year-plan", "record", "talk"):
            words = " --member 郭子轩" if form in OF_ONE else f" --period {FORMS[form]}"
            said("2026-11-12", f"report {form}{words} -o {form}-document.docx")
    to_pdf(
        sorted(path for kind in ("*.xlsx", "*.docx")[: 1 + writes_documents()] for path in folder.glob(kind)), folder
    )
    return request.param, folder


def header_rows(sheet: Worksheet) -> int:
    first, last = map(int, re.findall(r"\d+", sheet.print_title_rows or ""))
    return last - first + 1


@pytest.mark.parametrize("form", FORMS)
def test_no_page_is_a_header_alone_and_none_is_broken_by_the_program(papers: tuple[int, Path], form: str) -> None:
    size, folder = papers
    told = with_pages(folder, form)
    for sheet, printed in told:
        for page in printed:
            rows = len(page.bands()) - header_rows(sheet)
            assert rows >= min(2, sheet.max_row - header_rows(sheet) - 1), page.text[:80]
    if form in PAGES:
        assert sum(len(printed) for _sheet, printed in told) == PAGES[form][size == 60]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_cut_and_text_keeps_off_the_rules(papers: tuple[int, Path], form: str) -> None:
    _size, folder = papers
    for page in pages(folder / f"{form}.pdf"):
        assert page.touched() == []
        assert "##" not in page.text  # what stands for a figure that is too wide


@pytest.mark.parametrize("form", FORMS)
def test_all_that_the_workbook_says_is_on_its_pages(papers: tuple[int, Path], form: str) -> None:
    _size, folder = papers
    assert missing_on_pages(folder, form) == {}


@pytest.mark.parametrize("form", [form for form in FORMS if form not in ("my-record", "roster", "dues-receipt")])
def test_what_is_signed_stands_under_two_rows_of_the_table(papers: tuple[int, Path], form: str) -> None:
    _size, folder = papers
    for sheet, printed in with_pages(folder, form):
        signed = [page for page in printed if re.search("填表人|签名|收缴人", _under(page))]
        assert signed == printed[-1:]
        assert len(printed[-1].bands()) - header_rows(sheet) >= min(2, sheet.max_row - header_rows(sheet) - 2)


def _under(page: PrintedPage) -> str:
    """What stands under the table of a page."""
    lowest = page.bands()[-1][1]
    return "".join(glyph.text for glyph in page.glyphs if glyph.box.top < lowest)


def test_rows_are_high_enough_to_sign_in(papers: tuple[int, Path]) -> None:
    _size, folder = papers
    for page in pages(folder / "sign-in.pdf"):
        rows = page.bands()[1:]
        assert min(top - bottom for top, bottom in rows) > 6.5 / 25.4 * 72  # 6.5 mm


def test_an_absence_is_seen(papers: tuple[int, Path]) -> None:
    _size, folder = papers
    text = "".join(page.text for page in pages(folder / "attendance.pdf"))
    assert text.count("×") >= 4 + 1  # four of 郭子轩, and what the sign means
    assert "缺席" in text


@pytest.mark.skipif(not writes_documents(), reason="this LibreOffice opens no documents")
def test_documents_are_numbered_and_whole(papers: tuple[int, Path]) -> None:
    _size, folder = papers
    for form in ("year-plan", "record", "talk"):
        printed = pages(folder / f"{form}-document.pdf")
        for number, page in enumerate(printed, 1):
            assert f"—{number}—" in page.text
            assert page.touched() == []
        whole = "".join(page.text for page in printed)
        assert re.search("填表人|谈话人签名", printed[-1].text)
        assert len(printed[-1].bands()) >= 2 or len(printed[-1].text) > 300
        if form == "record":
            assert whole.count("全体党员围绕会议精神") == 24
            assert whole.count("希望增加实地参观") == 60
