"""docs/privacy.md says which paper shows what; here every form is printed and held against it."""

import re
from pathlib import Path

import pytest

from commands import Partyday
from partyday.__main__ import run
from partyday.model.forms import FORMS

DOCUMENT = Path(__file__).parents[2] / "docs" / "privacy.md"
PHONE, NUMBER, INCOME = "13812345678", "110101199001011237", "6543"


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
def test_no_paper_shows_a_number_or_an_income_that_it_does_not_say_it_shows(branch: Partyday, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    rows = ("姓名,人员类别,加入党组织日期,身份证号,联系电话", f"钱八,正式党员,2010-07-01,{NUMBER},{PHONE}")
    (tmp_path / "ids.csv").write_text("\n".join(rows), "utf-8")
    branch("member", "import", "ids.csv")
    branch("dues", "assess", "钱八", "--kind", "wage", "--amount", INCOME, "--from", "2026-01")
    branch("dues", "pay", "钱八", "--months", "2026-01")
    branch("checkin", "--day", "2026-01-09", "--absent", "钱八")
    branch("checkin", "--day", "2026-02-06", "--excuse", "钱八:sick:住院")
    branch("meeting", "add", "党课", "--on", "2026-03-05", "--all")
    branch("commend", "add", "钱八", "--on", "2026-03-05", "--for", "优秀党员", "--by", "学院党总支")
    before = ("--filed-on", "2026-03-01", "--inquired-on", "2026-03-02", "--inquiry", "属实", "--early")
    branch("handling", "propose", "钱八", "--measure", "限期改正", *before)
    printed = 0
    for form, told in promised().items():
        for words in ((), ("--member", "钱八")):
            path = tmp_path / f"{form}{len(words)}.xlsx"
            if run(["report", form, *words, "-o", str(path)]) != 0:
                continue  # of everybody, or of one alone
            printed += 1
            cells = [cell for sheet in load_workbook(path).worksheets for row in sheet.iter_rows() for cell in row]
            text = "\n".join(str(cell.value) for cell in cells if cell.value is not None)
            for column, secret in (("telephone", PHONE), ("ID number", NUMBER), ("income", INCOME)):
                assert (secret in text.replace(",", "")) <= (told[column] == "yes"), (form, column)
            if form in ("my-record", "roster"):
                assert PHONE in text
    assert printed >= sum(form.of_branch and form.workbook for form in FORMS.values())
