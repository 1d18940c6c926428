"""Every paper of the corpus is taken in by the command line, on a book of its own, and compared with what is right."""

from pathlib import Path
from typing import Any

import pytest

from commands import Said
from corpus.desk import Run, Shelf, desk
from corpus.judge import judge
from corpus.paper import Paper
from corpus.papers import PAPERS
from corpus.writers import written

# What is known of a person, in as many columns as rosters have: these go out as a roster and come back.
ROUND = [
    paper
    for paper in PAPERS
    if paper.id
    in (
        "roster-as-xlsx",
        "roster-columns-of-record",
        "roster-dates-of-every-style",
        "roster-mobile-and-lost",
        "roster-of-students-in-a-college",
        "roster-offices-by-person",
        "roster-staff-kinds",
        "roster-transferred-in",
        "roster-two-remarks",
    )
]


def test_corpus_has_papers_for_every_clause() -> None:
    names = [paper.id for paper in PAPERS]
    assert len(names) == len(set(names)) >= 120
    # Clause 5 is about size and 10 about the roster that goes out, below.
    assert {clause for paper in PAPERS for clause in paper.clauses} == set(range(1, 17)) - {5, 10}


def taken(paper: Paper, folder: Path, office: Run) -> Said:
    """What the command said that takes the paper in."""
    path = written(paper.file, folder)
    for words in paper.before:
        office(*(word.replace("{}", path.name) for word in words))
    stdin = path.read_bytes() if paper.pasted else b""
    return office(*(word.replace("{}", path.name) for word in paper.words), stdin=stdin)


@pytest.mark.parametrize("paper", PAPERS, ids=[paper.id for paper in PAPERS])
def test_paper_comes_in(paper: Paper, shelf: Shelf, tmp_path: Path) -> None:
    shelf.lay(paper.book, tmp_path)
    with desk(tmp_path) as office:
        wrong = judge(paper, taken(paper, tmp_path, office), office)
    if wrong:
        pytest.fail("\n".join([f"{paper.id} (clauses {paper.clauses})", *wrong]), pytrace=False)


def cards(office: Run) -> dict[str, Any]:
    """All that is known of everybody, by name."""
    people = office("member", "list", "--json").json
    return {person["name"]: office("member", "show", str(person["number"]), "--json").json for person in people}


@pytest.mark.parametrize("paper", ROUND, ids=[paper.id for paper in ROUND])
def test_roster_goes_out_and_comes_back(paper: Paper, shelf: Shelf, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
        shelf.lay("empty", folder)
    with desk(here) as office:
        taken(paper, here, office)
        before = cards(office)
        assert before, "nobody came in, so nobody goes out"
        said = office("report", "roster", "-o", str(there / "roster.xlsx"), "--json")
        assert said.code == 0, said
        again = office("member", "import", str(there / "roster.xlsx"), "--json")
        assert again.code == 0, again
        assert (again.json["new"], again.json["changed"], again.json["same"]) == (0, 0, len(before)), again
        assert cards(office) == before
    with desk(there) as office:
        anew = office("member", "import", "roster.xlsx", "--json")
        assert anew.code == 0, anew
        assert cards(office) == before


def test_grid_of_several_days_is_one_act(shelf: Shelf, tmp_path: Path) -> None:
    paper = next(paper for paper in PAPERS if paper.id == "signin-grid-of-a-quarter")
    shelf.lay(paper.book, tmp_path)
    with desk(tmp_path) as office:
        assert taken(paper, tmp_path, office).code == 0
        assert office("undo", "--yes").code == 0
        for day in ("2026-01-09", "2026-02-06", "2026-03-06"):
            assert office("day", "show", day, "--json").json["status"] == "planned", day


def test_headings_of_branches_put_everybody_into_theirs(shelf: Shelf, tmp_path: Path) -> None:
    paper = next(paper for paper in PAPERS if paper.id == "roster-branches-as-headings")
    shelf.lay(paper.book, tmp_path)
    with desk(tmp_path) as office:
        written(paper.file, tmp_path)
        assert office("member", "import", paper.file.name, "--create-branches", "--json").code == 0
        of = {
            branch: [member["name"] for member in office("member", "list", "--branch", branch, "--json").json]
            for branch in ("教工第一党支部", "学生第一党支部")
        }
    assert of == {"教工第一党支部": ["贺知秋", "卞之桓"], "学生第一党支部": ["戚无双"]}
