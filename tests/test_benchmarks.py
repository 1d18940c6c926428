"""The measuring itself: that it counts CPU time, by turns, tells what passes its limit, and believes no idle program.

How fast partyday is, is not tested here: `make bench` measures it.
"""

import os
import resource
import sqlite3
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from benchmarks import document
from benchmarks.__main__ import rows
from benchmarks.bench import Bench
from benchmarks.cases import CASES, Case
from benchmarks.measure import Cost, FailedError, Go, Result, SkippedError, compare, process, told_apart, within
from benchmarks.peers import OURS, PEERS, Peer, Running, cheaper
from benchmarks.school import AS_OF, LAST_YEAR, write_school

from partyday.__main__ import run
from partyday.services.branches import all_below
from partyday.services.desk import Desk
from partyday.services.review import review
from partyday.store.book import Act, open_book


def python(code: str, folder: Path) -> Cost:
    return process([sys.executable, "-c", code], os.environ, folder)


def test_a_process_that_sleeps_costs_little(tmp_path: Path) -> None:
    assert python("import time; time.sleep(0.8)", tmp_path).seconds < 0.6


def test_a_process_that_computes_costs_what_it_used(tmp_path: Path) -> None:
    spin = "import time\nwhile time.process_time() < 0.4: pass"
    assert 0.4 <= python(spin, tmp_path).seconds < 0.8


def test_time_spent_in_the_system_counts(tmp_path: Path) -> None:
    ask = "import os, time\nwhile os.times().system < 0.3: os.stat('.')"
    assert python(ask, tmp_path).seconds >= 0.3


def test_the_most_memory_of_a_process_is_told_in_megabytes(tmp_path: Path) -> None:
    beyond_ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 + 50
    peak = python(f"bytes(1) * {beyond_ours * 1024 * 1024}", tmp_path).peak
    assert beyond_ours <= peak < beyond_ours + 50


def test_a_peak_that_may_be_ours_is_not_told() -> None:
    assert told_apart(300 * 1024, own=200 * 1024) == 300
    assert told_apart(200 * 1024, own=200 * 1024) == 0


def test_a_process_that_fails_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="nobody is there"):
        python("import sys; sys.exit('nobody is there')", tmp_path)


def test_a_function_costs_what_it_used() -> None:
    assert within(lambda: sum(range(3_000_000))).seconds > within(lambda: None).seconds


def test_two_things_are_done_by_turns_and_the_first_turn_does_not_count() -> None:
    done: list[str] = []

    def going(name: str, seconds: float, peak: int) -> Go:
        def go() -> Cost:
            done.append(name)
            return Cost(seconds, peak)

        return go

    ours, theirs = ((99, 10), (6, 30), (8, 20), (90, 10)), (1, 2, 4, 3)
    turns = [
        (going("ours", seconds, peak), going("theirs", their, 0))
        for (seconds, peak), their in zip(ours, theirs, strict=True)
    ]
    # The ratios of the turns that count are 3, 2 and 30.
    assert compare(turns) == Result(ours=8, theirs=3, ratio=3, peak=30)
    assert done == ["ours", "theirs"] * 4


def case(name: str, limit: float | None, ratio: float | None) -> Case:
    def measure(_bench: Bench) -> Result:
        if ratio is None:
            raise SkippedError("no server here")
        return Result(ratio, 1, ratio, 40)

    return Case(name, "ours", "theirs", limit, measure)


@pytest.mark.parametrize(
    ("cases", "code"),
    [
        ([case("quick", 8.5, 8.5), case("free", None, 99)], 0),
        ([case("quick", 8.5, 8.51), case("other", 2, 1)], 1),
        ([case("other", 2, 1), case("absent", 2, None)], 0),
    ],
)
def test_a_passed_limit_is_an_error(
    cases: list[Case], code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rows(Bench(tmp_path), cases, None) == code
    assert ("OVER THE LIMIT: quick" in capsys.readouterr().err) == bool(code)


def test_what_this_machine_cannot_measure_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows(Bench(tmp_path), [case("absent", 2, None)], None)
    assert "SKIPPED: absent: no server here" in capsys.readouterr().err


def test_the_tables_of_the_document_are_those_of_the_program() -> None:
    text = document.DOCUMENT.read_text("utf-8")
    assert document.bench_table(text, document.read(text, "bench")) == text, "run `make bench WRITE=1`"
    assert document.peers_table(text, document.read(text, "peers")) == text, "run `make bench-peers WRITE=1`"


PAGE = "before\n<!-- bench: x -->\n<!-- end of bench -->\nbetween\n<!-- peers: x -->\n<!-- end of peers -->\nafter\n"


def test_a_figure_that_passes_its_limit_stands_out_and_is_read_back() -> None:
    first = CASES[0]
    assert first.limit is not None
    figures = document.Figures()
    figures.columns["before"][first.name] = "23.1"
    figures.columns["now"][first.name] = document.ratio(first.limit + 0.1)
    figures.machines["now"] = "a machine"
    page = document.bench_table(PAGE, figures)
    assert f"| 23.1 | **{first.limit + 0.1:.2f} over** | ≤ {first.limit:.2f} |" in page
    assert page.startswith("before\n<!-- bench: x -->\n\n| row")
    assert page.endswith("-->\nbetween\n<!-- peers: x -->\n<!-- end of peers -->\nafter\n")
    assert document.read(page, "bench") == figures


def test_programs_stand_in_the_order_of_what_they_cost() -> None:
    figures = document.Figures()
    figures.columns["now"] = {peer.name: str(cost) for cost, peer in enumerate(reversed(PEERS), 1)}
    page = document.peers_table(PAGE, figures)
    assert [page.index(f"`{peer.name}`") for peer in reversed(PEERS)] == sorted(
        page.index(f"`{peer.name}`") for peer in PEERS
    )
    assert document.read(page, "peers") == figures


KEEPS = "import pathlib, sys; pathlib.Path(sys.argv[1], sys.argv[2]).write_text(sys.stdin.read())"


def peer(code: str) -> Peer:
    command = f"{sys.executable} {{given}}/program.py {{home}}/notes {{word}}"
    return Peer(
        "x", "a note", command, python=False, folders=("notes",), files={"program.py": code}, stdin="kept {word}"
    )


def test_a_program_is_measured_once_its_records_are_found(tmp_path: Path) -> None:
    running = Running(peer(KEEPS), tmp_path / "x")
    for turn in range(3):
        running.add(turn)
    assert 0.5 < running.ratio() < 20
    assert len(list((tmp_path / "x" / "home" / "notes").iterdir())) == 3


def test_a_program_that_keeps_nothing_is_not_believed(tmp_path: Path) -> None:
    running = Running(peer("pass"), tmp_path / "x")
    running.add(0)
    with pytest.raises(FailedError, match="x did not keep record0000"):
        running.ratio()


def test_a_program_that_is_not_here_is_skipped(tmp_path: Path) -> None:
    with pytest.raises(SkippedError, match="no-such-program is not installed"):
        Running(Peer("x", "a note", "no-such-program add"), tmp_path / "x")


def test_partyday_is_to_be_ahead_of_every_python_program() -> None:
    ratios = {OURS: 8.0, "watson": 7.9, "khal": 25.0, "hledger": 1.2}
    assert cheaper(ratios) == ["watson"]
    assert cheaper(ratios | {OURS: 7.9}) == []


def test_the_members_of_a_school_came_on_different_days_and_are_marked_from_then_on(tmp_path: Path) -> None:
    book = tmp_path / "school.partyday"

    def partyday(*words: str | Path) -> None:
        assert run([str(word) for word in words]) == 0

    write_school(book, partyday, branches=10, years=2, quiet_years=1, whole=True)
    asked = """
        SELECT count(*), count(mark.member_id), (SELECT count(*) FROM mark)
        FROM day JOIN membership USING (branch_id)
        LEFT JOIN mark ON mark.day_id = day.id AND mark.member_id = membership.member_id
        WHERE held_on >= since
    """
    with closing(sqlite3.connect(book)) as connection:
        came = [date.fromisoformat(since) for (since,) in connection.execute("SELECT since FROM membership")]
        expected, marked, marks = connection.execute(asked).fetchone()
    assert expected == marked == marks
    assert len(set(came)) > 150
    within = [on for on in came if on.year > LAST_YEAR - 2]
    assert 0 < len(within) < len(came) // 5
    assert any(on.month > 2 for on in within)
    assert all(on.year != LAST_YEAR - 2 for on in came), "in the quiet year nobody comes"
    with closing(open_book(str(book))) as store:
        desk = Desk(store, Act(command="review", by="李华", today=AS_OF))
        found = review(desk, all_below(desk.branches, None), AS_OF)
    assert {"unmarked", "arrears"}.isdisjoint(finding.code for finding in found)
    assert found
