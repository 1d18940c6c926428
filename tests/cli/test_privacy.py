"""docs/privacy.md says which paper shows what; here every form is printed and held against it."""

import re
from pathlib import Path

import pytest

from commands import Partyday
from partyday.__main__ import run
from partyday.model.codes import Circumstance, Excuse, Standing
from partyday.model.forms import FORMS
from partyday.words.terms import official

DOCUMENT = Path(__file__).parents[2] / "docs" / "privacy.md"
PHONE, NUMBER, INCOME, DETAIL = "13812345678", "110101199001011237", "6543", "住院"
WHO_THEY_ARE = [official(code) for code in (*Standing, *Circumstance)]
#: Papers in which a heading names the person or their standing, for the lines below it.
UNDER_A_HEADING = ("candidates", "my-record")


def promised() -> dict[str, dict[str, str]]:
    """Form → column → what the document says."""
    lines = [line for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("|")]
    heads = [cell.strip() for cell in lines[0].strip("|").split("|")]
    found = {}
    for line in lines[2:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        for form in re.findall(r"`([a-z-]+)`", cells[0]):
            found[form] = dict(zip(heads, cells, strict=True))
    return found


def test_the_document_tells_of_every_form() -> None:
    assert set(promised()) == set(FORMS)


@pytest.mark.slow
def test_every_paper_shows_of_a_person_what_the_document_says_and_no_more(branch: Partyday, tmp_path: Path) -> None:
    """Of a member on leave who leads others, was excused once and absent once; 孙七, an activist, came as a guest."""
    from openpyxl import load_workbook

    rows = ("姓名,人员类别,加入党组织日期,身份证号,联系电话", f"钱八,正式党员,2010-07-01,{NUMBER},{PHONE}")
    (tmp_path / "ids.csv").write_text("\n".join(rows), "utf-8")
    branch("member", "import", "ids.csv")
    branch("member", "set", "钱八", "--circumstance", "leader", "--since", "2026-01-01")
    branch("dues", "assess", "钱八", "--kind", "wage", "--amount", INCOME, "--from", "2026-01")
    branch("dues", "pay", "钱八", "--months", "2026-01")
    branch("checkin", "孙七", "--day", "2026-01-09", "--absent", "钱八")
    branch("checkin", "--day", "2026-02-06", "--excuse", f"钱八:sick:{DETAIL}")
    branch("member", "set", "钱八", "--circumstance", "leave", "--since", "2026-02-20")
    branch("meeting", "add", "党课", "--on", "2026-02-10", "--all")
    branch("commend", "add", "钱八", "--on", "2026-03-05", "--for", "优秀党员", "--by", "学院党总支")
    before = ("--filed-on", "2026-03-01", "--inquired-on", "2026-03-02", "--inquiry", "属实", "--early")
    branch("handling", "propose", "钱八", "--measure", "限期改正", *before)
    branch("talk", "add", "钱八", "--on", "2026-03-06", "--by", "书记", "--early")
    printed, wrong = set(), set()
    for form, told in promised().items():
        lines: list[str] = []
        for words in ((), ("--member", "钱八"), ("--period", "2026")):
            path = tmp_path / f"{form}{len(words)}{words[:1]}.xlsx"
            if run(["report", form, *words, "-o", str(path)]) != 0:
                continue  # of everybody, or of one alone
            printed.add(form)
            rows_of = (row for sheet in load_workbook(path).worksheets for row in sheet.iter_rows(values_only=True))
            lines += [" ".join(str(value) for value in row if value is not None) for row in rows_of]
        if form not in printed:
            continue
        text = "\n".join(lines)
        of_persons = [line for line in lines if any(name in line for name in ("钱八", "孙七"))]
        shown = {
            "names": bool(of_persons),
            "standing or circumstances": any(
                word in line for line in (lines if form in UNDER_A_HEADING else of_persons) for word in WHO_THEY_ARE
            ),
            "why absent": official(Excuse.SICK) in text,
            "telephone": PHONE in text,
            "ID number": NUMBER in text,
            "income": INCOME in text.replace(",", ""),
        }
        wrong |= {(form, column) for column in shown if shown[column] != (told[column] != "no")}
        assert (DETAIL in text) == (told["why absent"] == "yes"), form
    assert wrong == set()
    assert {form.name for form in FORMS.values() if form.of_branch and form.workbook} <= printed | {"reminder"}
