"""Papers by chance: no traceback, nobody lost or made up, no cell of a person's row dropped without a word."""

import csv
import io
import os
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from commands import Said
from corpus.desk import Run, Shelf, desk
from corpus.fuzzed import Attended, Drawn, lists, rosters, sign_ins
from corpus.writers import written
from partyday.words.masks import MASKED, masked

# Papers are small as they are drawn: to make a failing one smaller takes minutes and shows no more. The same few are
# drawn each time; FUZZ=3000 in the environment draws so many, others each time.
SEEN = settings(
    max_examples=int(os.environ.get("FUZZ", "20")),
    deadline=None,
    derandomize="FUZZ" not in os.environ,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def words(value: Any) -> str:
    """All words of an answer."""
    if isinstance(value, dict):
        return "\n".join(map(words, value.values()))
    return "\n".join(map(words, value)) if isinstance(value, list) else str(value)


def told(said: Said) -> str:
    """What was said beside the result."""
    return "\n".join(words(said.json.get(key, [])) for key in ("unread", "notes", "rejected", "asked"))


@SEEN
@given(drawn=rosters())
def test_no_cell_of_a_roster_is_lost_unsaid(shelf: Shelf, drawn: Drawn) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        shelf.lay("empty", path)
        written(drawn.file, path)
        with desk(path) as office:
            said = office("member", "import", drawn.file.name, "--json")
            assert said.code == 0, said
            assert said.json["new"] == len(drawn.people), said.json
            listed = {one["name"]: one for one in office("member", "list", "--json").json}
            assert set(listed) == {person["name"] for person in drawn.people}
            rows = list(csv.reader(io.StringIO(office("member", "list", "--columns", "all", "--csv").out)))
    lost = []
    for person in drawn.people:
        assert listed[person["name"]]["joined"] == person["joined"]
        assert listed[person["name"]]["standing"] == ("full" if person["standing"] == "正式党员" else "probationary")
        row = "\n".join(next(row for row in rows if person["name"] in row))
        lost += [
            f"{person['name']}: {header} {person[field]}"
            for field, header in drawn.headers.items()
            if field not in ("standing", "joined")
            and (masked(person[field]) if field in MASKED else person[field]) not in ("/", *row.split("\n"))
            and header not in told(said)
        ]
    assert not lost, (lost, rows, said.json)


#: The member of the branch who is 年老体弱.
INFIRM = "何建国"


def outcome(office: Run, attended: Attended, *words_: str, stdin: bytes = b"") -> None:
    """Everybody is what their word makes of them, and nobody else is anything."""
    said = office("checkin", *words_, "--json", stdin=stdin)
    assert said.code == 0, said
    got = {mark["name"]: mark["state"] for mark in said.json["marks"] if mark["state"] not in (None, "unmarked")}
    wanted = {name: state for name, state in attended.states.items() if state not in ("", "asked")}
    if wanted.get(INFIRM) in ("excused", "absent"):  # whoever is infirm is to be reached, whatever kept them away
        wanted[INFIRM] = "unreached"
    assert got == wanted, said.json
    asked = words(said.json["asked"])
    for name, state in attended.states.items():
        assert state != "asked" or name in asked, said.json
    late = [name for name, word in attended.words.items() if word == "迟到"]
    assert all(name in told(said) for name in late), said.json


@SEEN
@given(attended=sign_ins())
def test_nobody_on_a_sign_in_sheet_becomes_something_else(shelf: Shelf, attended: Attended) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        shelf.lay("branch", path)
        written(attended.file, path)
        with desk(path) as office:
            outcome(office, attended, "--from", attended.file.name)


@SEEN
@given(attended=lists())
def test_nobody_in_a_list_becomes_something_else(shelf: Shelf, attended: Attended) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        shelf.lay("branch", path)
        with desk(path) as office:
            outcome(office, attended, "--paste", stdin=written(attended.file, path).read_bytes())
