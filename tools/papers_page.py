"""docs/papers.md: what comes in of the papers offices have, with three of the tests' papers and what was answered.

The words of the columns come from the vocabularies, the papers and their number from tests/corpus, the answers from
the command line itself.
"""

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "papers.md"
PICTURES = ROOT / "docs" / "pictures"

sys.path.append(str(ROOT / "tests"))

#: Papers that are shown: the name of the picture, the paper of the corpus, what it is.
SHOWN = (
    ("roster", "roster-of-a-college-office", "A roster: a frame, a header of two rows, headings, sums, merged groups"),
    ("sign-in", "signin-of-a-hurried-secretary", "A sign-in sheet of two blocks, filled in by hand"),
    ("dues", "dues-with-everything-around-it", "A sheet of dues"),
)
_SHEETS = (
    ("roster", "Rosters", "`partyday member import FILE`"),
    ("attendance", "Sign-in sheets, exports of forms and meetings, grids of a year", "`partyday checkin --from FILE`"),
    ("collection", "Sheets of dues", "`partyday dues collect --from FILE`"),
    ("assessment", "Assessments of dues", "`partyday dues assess --sheet FILE`"),
    ("plan", "Plans", "`partyday day plan --from FILE`"),
)
_SAMPLE = 6
_COUNTS = ("new", "changed", "same", "present", "online", "excused", "unmarked")
_ADMITTED = (*_COUNTS, "unread", "notes", "rejected", "asked")


def pictures() -> dict[Path, str]:
    """Path → SVG of each paper that is shown."""
    from paper_pictures import picture

    return {PICTURES / f"{name}.svg": picture(_paper(paper).file.sheets[0]) for name, paper, _about in SHOWN}


def page() -> str:
    """The text of docs/papers.md."""
    text = _TEXT.read_text("utf-8")
    for mark, lines in (("count", _counted()), ("columns", _columns()), ("shown", _shown())):
        text = text.replace(f"<!-- {mark} -->", "\n".join(lines))
    return text


_TEXT = Path(__file__).with_name("papers_page.md")


def _paper(name: str) -> Any:
    from corpus.papers import PAPERS

    return next(paper for paper in PAPERS if paper.id == name)


def _counted() -> Iterator[str]:
    from corpus.papers import PAPERS

    kinds = Counter(type(paper.expected).__name__ for paper in PAPERS)
    names = {
        "Roster": "rosters",
        "Marks": "sign-in sheets and pasted lists",
        "Paid": "sheets of dues",
        "Assessed": "assessments",
        "Plans": "plans",
        "Holidays": "holiday lists",
    }
    told = ", ".join(f"{kinds[kind]} {name}" for kind, name in names.items())
    yield f"`tests/corpus` holds {len(PAPERS)} invented papers, each with the right result beside it: {told}."


def _columns() -> Iterator[str]:
    from partyday.words.vocabulary import vocabulary

    for name, title, command in _SHEETS:
        words = vocabulary(name)
        yield from (f"### {title}", "", f"{command}. Words: `src/partyday/words/vocabulary/{name}.toml`.", "")
        yield from ("| column | also called | names known |", "|---|---|---|")
        for field, names in words.columns.items():
            others = [each for each in names if each != words.official(field)]
            yield f"| {words.official(field)} | {'、'.join(others[:_SAMPLE])} | {len(names)} |"
        if words.kept:
            yield from ("", f"Kept as they came, and given back: {'、'.join(words.kept)}.")
        yield ""


def _shown() -> Iterator[str]:
    for name, paper, about in SHOWN:
        command = "partyday " + " ".join(_paper(paper).words).replace("{}", "FILE")
        yield from (f"### {about}", "", f"![{about}](pictures/{name}.svg)", "", f"`{command}` answers:", "")
        yield from ("```", *_answer(paper), "```", "")


def _answer(name: str) -> Iterator[str]:
    """What the command line says of a paper: the counts and what is told of a JSON object, all of a listing."""
    from corpus.desk import Shelf, desk
    from corpus.writers import written

    paper = _paper(name)
    with tempfile.TemporaryDirectory() as shelf, tempfile.TemporaryDirectory() as folder:
        Shelf(Path(shelf)).lay(paper.book, Path(folder))
        path = written(paper.file, Path(folder))
        with desk(Path(folder)) as office:
            os.environ["PARTYDAY_LANG"] = "en"
            said = office(*(word.replace("{}", path.name) for word in paper.words))
    answer = json.loads(said.out)
    if isinstance(answer, list):
        yield from (json.dumps(row, ensure_ascii=False) for row in answer if row.get("taken") != "0.00")
        yield from said.err.strip().splitlines()
        return
    for key in _ADMITTED:
        if key in answer and answer[key] not in ([], 0):
            value = answer[key]
            lines = value if isinstance(value, list) else [value]
            yield from (f"{key}: {_line(line)}" for line in lines)


def _line(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
