"""The mutation run of tools/mutants.py: what is changed, how it is put into the program, what is told of it."""

import ast
import os
import signal
import types
from pathlib import Path

import pytest

from mutant_changes import SOURCE, changed, function_with, function_with_probes, functions, mutants
from mutants import MODULES, forked, known_reasons, put_in

MODULE = '''
class Till:
    """One."""

    def __init__(self, *, open_at: int = 9) -> None:
        super().__init__()
        self.open_at = open_at

    @property
    def late(self) -> bool:
        return self.open_at >= 10 and not self.open_at == 12


def sums(amounts: list[int], least: int = 3) -> int:
    """Two."""
    found = 0
    for amount in amounts:
        if amount < least:
            continue
        found += amount
    return max(found, 0)


def bound(least: int, most: int):
    """Three."""
    def within(number: int) -> bool:
        return least < number and number < most
    return within


FIVE = bound(0, 5)
'''


@pytest.fixture
def module(tmp_path: Path) -> types.ModuleType:
    (tmp_path / "till.py").write_text(MODULE, "utf-8")
    made = types.ModuleType("till")
    exec(compile(MODULE, "till.py", "exec"), vars(made))
    return made


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a < b", {"a <= b"}),
        ("a is None", {"a is not None"}),
        ("a < b <= c", {"a <= b <= c", "a < b < c"}),
        ("a and b", {"a", "b", "a or b"}),
        ("not a", {"a"}),
        ("a + 1", {"a - 1"}),
        ("f'{a}' + b", set()),
        ("a += 1", {"a -= 1"}),
        ("7", {"8", "6"}),
        ("True", {"False"}),
        ("'text'", set()),
        ("min(a, b)", {"max(a, b)"}),
        ("a if b else c", {"a", "c"}),
    ],
)
def test_a_place_becomes_what_a_slip_would_make_of_it(before: str, after: set[str]) -> None:
    [statement] = ast.parse(before).body
    place = statement.value if isinstance(statement, ast.Expr) else statement
    assert {ast.unparse(node) for node in changed(place)} == after


def test_every_change_is_one_place_of_one_function_and_can_be_put_in(module: types.ModuleType, tmp_path: Path) -> None:
    every = {each.place: each for each in mutants(tmp_path / "till.py", tmp_path)}
    assert len(every) == len(list(mutants(tmp_path / "till.py", tmp_path))), "no two are called alike"
    told = {name.removeprefix("till.py::") for name in every}
    assert {"sums: amount < least → amount <= least", "sums: 3 → 4", "Till.__init__: 9 → 8"} <= told
    assert (module.Till().late, module.sums([2, 3, 4])) == (False, 7)
    for name, place in (("sums", "3 → 4"), ("Till.__init__", "9 → 10"), ("Till.late", "10 → 11")):
        put_in(module, name, function_with(every[f"till.py::{name}: {place}"], vars(module), tmp_path))
    assert module.sums([2, 3, 4]) == 4, "a default is changed too"
    assert module.Till().late is False, "opens at 10, and late is from 11 on"
    assert module.Till(open_at=11).late is True
    with pytest.raises(LookupError):
        put_in(module, "gone", module.sums)


def test_what_a_function_made_already_is_changed_with_it(module: types.ModuleType, tmp_path: Path) -> None:
    [change] = [each for each in mutants(tmp_path / "till.py", tmp_path) if each.before == "number < most"]
    assert not module.FIVE(5)
    put_in(module, "bound", function_with(change, vars(module), tmp_path))
    assert (module.FIVE(5), module.bound(0, 7)(7)) == (True, True)


def test_what_was_made_is_changed_too_where_less_of_what_was_around_it_is_needed(
    module: types.ModuleType, tmp_path: Path
) -> None:
    [change] = [each for each in mutants(tmp_path / "till.py", tmp_path) if each.after == "least < number"]
    assert not module.FIVE(9)
    put_in(module, "bound", function_with(change, vars(module), tmp_path))
    assert (module.FIVE(9), module.FIVE(0), module.bound(8, 9)(8)) == (True, False, False)


def test_probes_tell_the_lines_at_which_a_statement_was_reached(module: types.ModuleType, tmp_path: Path) -> None:
    lines: set[str] = set()
    vars(module)["__reached__"] = lines.add
    for name, function in functions(ast.parse(MODULE)):
        put_in(module, name, function_with_probes(function, Path("till.py"), vars(module), name))
    assert module.sums([1]) == 0
    begins = MODULE.splitlines().index("    found = 0") + 1
    assert {int(line.rpartition(":")[2]) for line in lines} == {begins - 1, *range(begins, begins + 4), begins + 5}
    lines.clear()
    assert module.Till(open_at=13).late
    assert len(lines) == 3
    statements = {each.statement for each in mutants(tmp_path / "till.py", tmp_path) if each.function == "sums"}
    assert statements == {begins - 1, begins, *range(begins + 2, begins + 6)}, (
        "where probes are; a default is at the first"
    )


def test_a_fork_tells_what_came_of_it() -> None:
    assert forked(lambda: "survives", 5) == "survives"
    assert forked(lambda: str(1 // 0), 5) == "noticed"

    def stopped() -> str:
        os.kill(os.getpid(), signal.SIGTERM)
        return "survives"

    assert forked(stopped, 5) == "hangs"


@pytest.mark.slow  # a second of CPU time is what it takes
def test_what_goes_on_for_ever_is_stopped() -> None:
    def for_ever() -> str:
        while True:
            pass

    assert forked(for_ever, 0) == "hangs"


def test_what_nobody_can_notice_is_a_place_there_is_and_has_a_reason() -> None:
    reasons = known_reasons()
    paths = {place.split("::")[0] for place in reasons}
    chosen = [path for path in MODULES if path.relative_to(SOURCE).as_posix() in paths]
    there = {each.place for path in chosen for each in mutants(path)}
    assert set(reasons) - there == set()
    assert [place for place, reason in reasons.items() if len(reason) < 20] == []
