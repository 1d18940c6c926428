"""A mutation run over rules, money, dues and check-in: one place is changed at a time, and the tests should notice.

`make mutants` takes the same sample each time (SAMPLE=, SEED=). The tests are collected once. A first pass, in a
process of its own, records which of them call which function of the modules below. Then each change is made in a fork:
the changed function gets its new code, and only the tests that call it run, the quick ones first, until one fails. So a
change costs no start-up. What is written at the top of a module (tables, constants) is not changed: others may have
copied it already.

A change that nobody can notice is named in `mutants.toml`, by its place and with its reason.
"""

import argparse
import ast
import copy
import json
import os
import random
import signal
import sys
import tempfile
import time
import tomllib
import types
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "partyday"
#: Reasons for which a change cannot be noticed.
EQUIVALENT = Path(__file__).with_name("mutants.toml")
#: What is changed.
MODULES = (
    *sorted((SOURCE / "rules").glob("*.py")),
    SOURCE / "model" / "money.py",
    *sorted((SOURCE / "services" / "dues").glob("*.py")),
    SOURCE / "services" / "checkin.py",
)
#: The tests that may notice.
TESTS = (
    "tests/rules",
    "tests/model",
    *(
        f"tests/services/test_{name}.py"
        for name in (
            *("acts", "agenda", "beginnings", "checkin", "checkin_papers", "closing", "corrections", "days", "dues"),
            *("dues_by_sheet", "dues_cases", "dues_changes", "every_fen", "filings", "halves", "handlings"),
            *("late_entries", "life", "members", "names", "offices", "papers", "planning", "receipts", "review"),
            *("review_cases", "schedule", "undo"),
        )
    ),
    "tests/forms/test_dues.py",
    "tests/forms/test_receipt.py",
    "tests/forms/test_collection.py",
)
#: Seconds after which the tests of one change are stopped: it hangs, which is noticed.
LONGEST = 90


class Mutant(NamedTuple):
    """A change: in which file and function, and of what it makes what; `at` the place, `which` of its changes."""

    path: str
    function: str
    line: int
    before: str
    after: str
    at: int
    which: int

    @property
    def place(self) -> str:
        """How the change is named: it stays the same while the function does."""
        return f"{self.path}::{self.function}: {self.before} → {self.after}"


# ---- the changes

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}


def changed(node: ast.AST) -> Iterator[ast.AST]:
    """What one node may become, each a change of one place."""
    match node:
        case ast.Compare(ops=ops):
            for nth, operator in enumerate(ops):
                other: Any = copy.deepcopy(node)
                other.ops[nth] = COMPARED[type(operator)]()
                yield other
        case ast.BoolOp(values=values):
            for nth in range(len(values)):
                rest = [copy.deepcopy(value) for place, value in enumerate(values) if place != nth]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(copy.deepcopy(node.op), rest)
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), copy.deepcopy(values))
        case ast.UnaryOp(op=ast.Not()):
            yield copy.deepcopy(node.operand)
        case ast.BinOp(op=operator) if type(operator) in RECKONED and not _is_text(node):
            other = copy.deepcopy(node)
            other.op = RECKONED[type(operator)]()
            yield other
        case ast.Constant(value=bool() as truth):
            yield ast.Constant(not truth)
        case ast.Constant(value=int() as number):
            yield ast.Constant(number + 1)
            yield ast.Constant(number - 1)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1)):
            yield ast.Constant(0)
        case ast.Call(func=ast.Name(id=name)) if name in CALLED:
            other = copy.deepcopy(node)
            other.func = ast.Name(CALLED[name], ast.Load())
            yield other
        case ast.IfExp():
            yield copy.deepcopy(node.body)
            yield copy.deepcopy(node.orelse)
        case ast.comprehension(ifs=ifs) if ifs:
            for nth in range(len(ifs)):
                other = copy.deepcopy(node)
                del other.ifs[nth]
                yield other
        case ast.Continue():
            yield ast.Break()


def _is_text(node: ast.BinOp) -> bool:
    """Whether texts or lists are put together: taking one from the other is no change but an error."""
    return any(isinstance(side, (ast.JoinedStr, ast.List, ast.Tuple)) for side in (node.left, node.right)) or any(
        isinstance(side, ast.Constant) and isinstance(side.value, str) for side in (node.left, node.right)
    )


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function at the top of a module and every method, by its qualified name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    yield f"{node.name}.{inner.name}", inner


def places(function: ast.FunctionDef) -> Iterator[tuple[ast.AST, str, int | None]]:
    """Every place of a body where a node stands: its parent, the field, and where in a list. No annotations."""
    left: list[ast.AST] = [*function.body, function.args]
    while left:
        parent = left.pop(0)
        for name, value in ast.iter_fields(parent):
            if name in ("annotation", "returns", "decorator_list", "type_comment"):
                continue
            for nth, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(child, ast.AST):
                    yield parent, name, nth
                    left.append(child)


def mutants(path: Path) -> Iterator[Mutant]:
    """Every change of a module."""
    where = path.relative_to(SOURCE).as_posix()
    for name, function in functions(ast.parse(path.read_text("utf-8"))):
        for place, (parent, field, nth) in enumerate(places(function)):
            node = _at(parent, field, nth)
            for which, other in enumerate(changed(node)):
                line = getattr(node, "lineno", function.lineno)
                yield Mutant(where, name, line, ast.unparse(node), ast.unparse(other), place, which)


def with_change(mutant: Mutant) -> ast.Module:
    """The whole module as it is after a change."""
    tree = ast.parse((SOURCE / mutant.path).read_text("utf-8"))
    [function] = [found for name, found in functions(tree) if name == mutant.function]
    parent, field, nth = list(places(function))[mutant.at]
    other = list(changed(_at(parent, field, nth)))[mutant.which]
    if nth is None:
        setattr(parent, field, other)
    else:
        getattr(parent, field)[nth] = other
    return ast.fix_missing_locations(tree)


def _at(parent: ast.AST, field: str, nth: int | None) -> ast.AST:
    value: Any = getattr(parent, field)
    found: ast.AST = value if nth is None else value[nth]
    return found


# ---- into the running program


def codes_of(path: Path, code: types.CodeType) -> dict[str, types.CodeType]:
    """The code of every function of a module, by qualified name."""
    found = {}
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            found[constant.co_qualname] = constant
            found |= codes_of(path, constant)
    return found


def put_in(module: types.ModuleType, name: str, new: types.CodeType) -> bool:
    """Give a function of a module its changed code; False where it cannot be found."""
    target: Any = module
    for piece in name.split("."):
        target = vars(target).get(piece)
        if target is None:
            return False
    target = getattr(target, "fget", None) or getattr(target, "func", None) or target
    target = getattr(target, "__func__", target)
    while hasattr(target, "__wrapped__"):
        target = target.__wrapped__
    target.__code__ = new
    return True


# ---- the tests


class Session:
    """The tests collected by pytest, to be run in forks."""

    def __init__(self) -> None:
        self.items: list[Any] = []
        self.session: Any = None
        self.work: Callable[[], int] = lambda: 0

    def pytest_collection_finish(self, session: Any) -> None:
        """What was collected."""
        self.session, self.items = session, list(session.items)

    def pytest_runtestloop(self, session: Any) -> bool:
        """Instead of running them all in one go."""
        self.work()
        return True

    def run(self, items: Sequence[Any]) -> bool:
        """Run these tests one after the other; whether all passed."""
        from _pytest.runner import runtestprotocol

        for place, item in enumerate(items):
            following = items[place + 1] if place + 1 < len(items) else None
            if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
                return False
        return True


class Called(NamedTuple):
    """A test: which functions it calls (file::qualified name), and how long it takes."""

    functions: set[str]
    seconds: float


def forked(work: Callable[[], Any], seconds: float) -> tuple[str, Any]:
    """Do something in a fork: "done" and what it gave, "died", or "hangs"."""
    handle, name = tempfile.mkstemp()
    os.close(handle)
    child = os.fork()
    if child == 0:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        try:
            Path(name).write_text(json.dumps(work()), "utf-8")
            os._exit(0)
        except BaseException:  # whatever it is, the change was noticed
            os._exit(1)
    until = time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                text = Path(name).read_text("utf-8")
                return ("done", json.loads(text)) if status == 0 and text else ("died", None)
            time.sleep(0.02)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return "hangs", None
    finally:
        Path(name).unlink()


def first_pass(session: Session) -> dict[str, Called]:
    """Run every test once, in a fork, and see what it calls. A test that fails here is left out."""
    files = {str(path): path.relative_to(SOURCE).as_posix() for path in MODULES}

    def work() -> dict[str, Any]:
        told = {}
        for item in session.items:
            seen: set[tuple[str, str]] = set()

            def look(frame: Any, event: str, _arg: Any) -> None:
                if event == "call" and frame.f_code.co_filename in files:
                    seen.add((frame.f_code.co_filename, frame.f_code.co_qualname))  # noqa: B023

            begun = time.monotonic()
            sys.setprofile(look)
            try:
                passed = session.run([item])
            finally:
                sys.setprofile(None)
            if passed:
                called = [f"{files[path]}::{name.split('.<locals>')[0]}" for path, name in seen]
                told[item.nodeid] = [sorted(set(called)), time.monotonic() - begun]
        return told

    how, found = forked(work, 3600)
    if how != "done":
        raise SystemExit("the tests do not run as they are")
    return {node: Called(set(functions), seconds) for node, (functions, seconds) in found.items()}


def keep(path: Path, tests: dict[str, Called]) -> None:
    """Write down what the first pass found."""
    path.write_text(json.dumps({node: [sorted(each.functions), each.seconds] for node, each in tests.items()}), "utf-8")


def kept(path: Path) -> dict[str, Called]:
    """Read what an earlier first pass found."""
    told = json.loads(path.read_text("utf-8"))
    return {node: Called(set(functions), seconds) for node, (functions, seconds) in told.items()}


def noticed(session: Session, mutant: Mutant, tests: dict[str, Called]) -> str:
    """Whether the tests notice a change: "noticed", "hangs", "survives", or "not run" where no test calls it."""
    path = SOURCE / mutant.path
    of = f"{mutant.path}::{mutant.function}"
    chosen = sorted((test.seconds, node) for node, test in tests.items() if of in test.functions)
    if not chosen:
        return "not run"
    by_node = {item.nodeid: item for item in session.items}
    code = codes_of(path, compile(with_change(mutant), str(path), "exec"))[mutant.function]
    name = f"partyday.{mutant.path.removesuffix('.py').replace('/', '.')}".removesuffix(".__init__")

    def work() -> bool:
        if not put_in(sys.modules[name], mutant.function, code):
            raise LookupError(mutant.function)
        return session.run([by_node[node] for _seconds, node in chosen])

    how, passed = forked(work, LONGEST)
    return "survives" if how == "done" and passed else "hangs" if how == "hangs" else "noticed"


# ---- the run


def known_reasons() -> dict[str, str]:
    """Place → why nobody can notice it."""
    if not EQUIVALENT.exists():
        return {}
    told = tomllib.loads(EQUIVALENT.read_text("utf-8"))
    return {entry["place"]: entry["reason"] for entry in told.get("equivalent", ())}


def sampled(number: int, seed: int, only: str) -> list[Mutant]:
    """So many changes of all the modules, the same for the same seed."""
    every = [each for path in MODULES if only in path.as_posix() for each in mutants(path)]
    random.Random(seed).shuffle(every)
    chosen = every[:number]
    print(f"{len(every)} places, {len(chosen)} of them changed")
    return chosen


def main() -> int:
    """Make the changes one after the other and tell which of them nobody noticed; 1 where too many survive."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--sample", type=int, default=250, help="how many changes")
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--only", default="", help="of modules with this in their path")
    reader.add_argument("--calls", type=Path, help="a file that keeps which test calls what, for the next run")
    reader.add_argument("--minutes", type=float, default=30, help="after so long no further change is begun")
    asked = reader.parse_args()
    import pytest

    session, reasons, told = Session(), known_reasons(), {}
    chosen = sampled(asked.sample, asked.seed, asked.only)
    begun = time.monotonic()

    def work() -> int:
        tests = kept(asked.calls) if asked.calls and asked.calls.exists() else first_pass(session)
        if asked.calls:
            keep(asked.calls, tests)
        left_out = [item.nodeid for item in session.items if item.nodeid not in tests]
        print(f"{len(tests)} tests in {time.monotonic() - begun:.0f} s; {len(left_out)} left out", flush=True)
        for mutant in chosen:
            if time.monotonic() - begun > 60 * asked.minutes:
                break
            how = noticed(session, mutant, tests)
            told[mutant] = how
            if how in ("survives", "not run"):
                why = reasons.get(mutant.place, "")
                print(f"{how}: {mutant.path}:{mutant.line} {mutant.place}" + (f" ({why})" if why else ""), flush=True)
        return 0

    session.work = work
    hypothesis = ["--hypothesis-seed=0", "--hypothesis-profile=quick", "-p", "no:cacheprovider"]
    os.chdir(ROOT)
    pytest.main(["-q", "-s", "-n", "0", "--lives=6", "-m", "not slow", *hypothesis, *TESTS], plugins=[session])
    equal = [mutant for mutant, how in told.items() if how == "survives" and mutant.place in reasons]
    alive = [mutant for mutant, how in told.items() if how in ("survives", "not run") and mutant not in equal]
    counted = len(told) - len(equal)
    share = 100 * (counted - len(alive)) / max(counted, 1)
    print(f"{len(told)} changes, {len(equal)} of them equivalent; {len(alive)} unnoticed: {share:.1f} %")
    print(f"{time.monotonic() - begun:.0f} s")
    return int(share < 98)


if __name__ == "__main__":
    raise SystemExit(main())
