"""A mutation run over rules, money, dues and check-in: one place is changed at a time, and the tests should notice.

`make mutants` takes the same sample each time (SAMPLE=, SEED=). The tests are collected once and run once, while probes
in the modules below tell which test reaches which line. Then each change is made in a fork: the changed function takes
the place of the one there is, and only the tests that reach its line run, until one fails: those first that are quick
and reach little else, for they are about it. So a change costs no start-up. Of these tests as many run as take `BUDGET`
seconds: what only a later one would notice counts as unnoticed. A fork may use a few times the CPU time that they took;
what takes longer hangs, and is noticed.

What is made while a module is read (tables, constants) is there before any change: a place to which nothing comes later
is told and not counted. A change that nobody can notice is named in `mutants.toml`, by its place and with its reason.
"""

import argparse
import ast
import bisect
import contextlib
import gc
import hashlib
import importlib
import itertools
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
import types
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mutant_changes import (
    REACHED,
    ROOT,
    SOURCE,
    Mutant,
    codes_within,
    function_with,
    function_with_probes,
    functions,
    mutants,
)

#: Reasons for which a change cannot be noticed.
EQUIVALENT = Path(__file__).with_name("mutants.toml")
#: What is changed.
MODULES = (
    *sorted((SOURCE / "rules").rglob("*.py")),
    SOURCE / "model" / "money.py",
    *sorted((SOURCE / "services" / "dues").glob("*.py")),
    SOURCE / "services" / "checkin.py",
)
#: The tests that may notice: those that run in the process itself.
TESTS = (
    "tests/rules",
    "tests/model",
    "tests/services",
    *(f"tests/forms/test_{name}.py" for name in ("collection", "dues", "receipt")),
    *(
        f"tests/cli/test_{name}.py"
        for name in (
            *("branch_wants", "checkin_papers", "dues_commands", "dues_upward_commands", "life_commands"),
            *("policy_in_book", "review_commands", "rollcall", "stage_commands", "superior_dues"),
        )
    ),
)
#: How pytest runs them: few examples of each property, always the same, and nothing kept.
HOW = (
    *("-q", "-s", "-n", "0", "-m", "not slow", "--lives=6", "--hypothesis-seed=0", "--hypothesis-profile=mutants"),
    *("-p", "no:cacheprovider", "--tb=no", "--assert=plain", "-o", "tmp_path_retention_policy=failed"),
)
#: What comes of a change that says nothing of the tests.
NOT_COUNTED = ("equivalent", "at import", "not begun")
#: CPU seconds that the tests of one change may have taken before it.
BUDGET = 15
#: CPU seconds a change may take beside a few times what its tests took, and bytes of memory.
SPARE, TIMES, MEMORY = 10, 4, 8 << 30


class Reaches(NamedTuple):
    """A test: the lines it comes to (path:line), and the CPU seconds it takes."""

    lines: set[str]
    seconds: float


def name_of(path: Path, source: Path = SOURCE) -> str:
    """The name under which Python knows a module of the program."""
    name = path.relative_to(source.parent).with_suffix("").as_posix().replace("/", ".")
    return name.removesuffix(".__init__")


def put_in(module: types.ModuleType, name: str, new: types.FunctionType) -> None:
    """Let a function of a module, or a method, do what another does, and so the functions that it made already.

    Raises LookupError where it is not found.
    """
    target: Any = module
    for piece in name.split("."):
        target = vars(target).get(piece)
        if target is None:
            raise LookupError(f"{module.__name__}: {name}")
    target = getattr(target, "fget", None) or getattr(target, "func", None) or target
    target = getattr(target, "__func__", target)
    while hasattr(target, "__wrapped__"):
        target = target.__wrapped__
    before, after = codes_within(target.__code__), codes_within(new.__code__)
    if before and [code.co_qualname for code in before] == [code.co_qualname for code in after]:
        made = dict(zip(map(id, before), after, strict=True))
        gc.unfreeze()  # a command that ran in this process froze all there was, and what is frozen is not listed
        for function in [each for each in gc.get_objects() if isinstance(each, types.FunctionType)]:
            function.__code__ = made.get(id(function.__code__), function.__code__)
    target.__code__ = new.__code__
    target.__defaults__, target.__kwdefaults__ = new.__defaults__, new.__kwdefaults__


def forget_all() -> None:
    """Empty each thing that the program remembers: what was read before must not hide what is changed."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "partyday":
            for value in list(vars(module).values()):
                getattr(value, "cache_clear", lambda: None)()


class Session:
    """The tests that pytest collected, to be run one by one."""

    def __init__(self, work: Callable[["Session"], None]) -> None:
        self.work = work
        self.items: dict[str, Any] = {}
        self.session: Any = None

    def pytest_runtestloop(self, session: Any) -> bool:
        """Instead of running them all in one go."""
        self.session, self.items = session, {item.nodeid: item for item in session.items}
        # A fork that made the folder of the tests itself would first remove it, and with it what other forks use.
        session.config._tmp_path_factory.getbasetemp()
        self.work(self)
        return True

    def passes(self, node: str) -> bool:
        """Run a test. What is set up for all of them stays as it is."""
        from _pytest.runner import runtestprotocol

        reports = runtestprotocol(self.items[node], log=False, nextitem=self.session)
        return not any(report.failed for report in reports)


def put_probes_in(modules: Sequence[Path], lines: set[str], source: Path = SOURCE) -> None:
    """Let every function of the modules tell in `lines` where it comes."""
    for path in modules:
        module = importlib.import_module(name_of(path, source))
        namespace = vars(module)
        namespace[REACHED] = lines.add
        for name, function in functions(ast.parse(path.read_text("utf-8"))):
            put_in(module, name, function_with_probes(function, path.relative_to(source), namespace, name))


def reached(session: Session, modules: Sequence[Path], kept: Path | None = None) -> dict[str, Reaches]:
    """Run every test once, with probes in the modules, and see what it reaches. Raises SystemExit if one fails.

    What is `kept` of an earlier run holds for a test while its file and the modules are the same.
    """
    lines: set[str] = set()
    put_probes_in(modules, lines)
    now = hashlib.sha256(b"".join(path.read_bytes() for path in modules)).hexdigest()
    read = json.loads(kept.read_text("utf-8")) if kept and kept.exists() else {}
    before = read.get("tests", {}) if read.get("modules") == now else {}
    told = {}
    for node, item in session.items.items():
        file = hashlib.sha256(item.path.read_bytes()).hexdigest()
        if before.get(node, [""])[0] != file:
            forget_all()
            lines.clear()
            begun = time.process_time()
            if not session.passes(node):
                raise SystemExit(f"{node} fails as it is")
            before[node] = [file, sorted(lines), time.process_time() - begun]
        told[node] = Reaches(set(before[node][1]), before[node][2])
    if kept:
        kept.write_text(json.dumps({"modules": now, "tests": before}), "utf-8")
    return told


def forked(work: Callable[[], str], seconds: float) -> str:
    """What a piece of work tells, done in a fork: "hangs" after so many CPU seconds, "noticed" where it dies of it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1)
            os.dup2(silent, 2)
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
            signal.alarm(20 * int(seconds))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            os.write(writing, work().encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        text = told.read().decode()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "hangs"
    return text or "noticed"


def judged(session: Session, mutant: Mutant, tests: dict[str, Reaches], at_import: set[str]) -> str:
    """Whether the tests notice a change: "noticed", "hangs", "survives", or "not run" where no test comes there, "at
    import" where it is one of those functions.

    "cannot be made" is told with the reason, where the program has no such function.
    """
    line = f"{mutant.path}:{mutant.statement}"
    reach_it = sorted((test.seconds * len(test.lines), node) for node, test in tests.items() if line in test.lines)
    there = [(tests[node].seconds, node) for _cost, node in reach_it]
    until = list(itertools.accumulate(seconds for seconds, _node in there))
    chosen = there[: max(1, bisect.bisect(until, BUDGET))]
    if not chosen:
        return "at import" if f"{mutant.path}::{mutant.function}" in at_import else "not run"

    def work() -> str:
        try:
            module = sys.modules[name_of(SOURCE / mutant.path)]
            put_in(module, mutant.function, function_with(mutant, vars(module)))
        except Exception as error:  # whatever it is, it is told
            return f"cannot be made: {error!r}"
        forget_all()
        return "survives" if all(session.passes(node) for _seconds, node in chosen) else "noticed"

    return forked(work, SPARE + TIMES * sum(seconds for seconds, _node in chosen))


def called_at_import() -> set[str]:
    """The functions (path::name) that the modules call while they are read: what they made is there already."""
    code = f"""
import importlib, json, sys
called = set()
def look(frame, event, _argument):
    if event == "call":
        called.add((frame.f_code.co_filename, frame.f_code.co_qualname))
sys.setprofile(look)
for name in {[name_of(path) for path in MODULES]!r}:
    importlib.import_module(name)
sys.setprofile(None)
print(json.dumps(sorted(called)))
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    paths = {str(path): path.relative_to(SOURCE).as_posix() for path in MODULES}
    return {f"{paths[path]}::{name}" for path, name in json.loads(told) if path in paths}


def known_reasons() -> dict[str, str]:
    """Place → why nobody can notice it."""
    told = tomllib.loads(EQUIVALENT.read_text("utf-8"))
    return {entry["place"]: entry["reason"] for entry in told["equivalent"]}


def sampled(number: int, seed: int, only: str, again: str | None) -> list[Mutant]:
    """So many changes of all the modules, the same for the same seed, whatever else is written into the modules;
    `only` those with this in their place, and of what an earlier run said (`again`), those that it named.
    """
    every = [each for path in MODULES for each in mutants(path) if only in each.place]
    if again is not None:
        named = set(re.findall(r"^[a-z ]+: [^ ]+:\d+ (.*)$", again, re.MULTILINE))
        every = [each for each in every if each.place in named]
    every.sort(key=lambda each: hashlib.sha256(f"{seed} {each.place}".encode()).digest())
    print(f"{len(every)} changes can be made, {min(number, len(every))} are", flush=True)
    return every[:number]


def in_workers(work: Callable[[Mutant], str], chosen: Sequence[Mutant], workers: int) -> Iterator[tuple[Mutant, str]]:
    """Each change with what came of it, as it comes, from so many processes."""
    pipes = []
    for worker in range(workers):
        reading, writing = os.pipe()
        if os.fork() == 0:
            with contextlib.suppress(BaseException), os.fdopen(writing, "w", encoding="utf-8") as told:
                for number in range(worker, len(chosen), workers):
                    print(json.dumps([number, work(chosen[number])]), file=told, flush=True)
            os._exit(0)
        os.close(writing)
        pipes.append(os.fdopen(reading, encoding="utf-8"))
    while pipes:
        for pipe in list(pipes):
            line = pipe.readline()
            if line:
                number, how = json.loads(line)
                yield chosen[number], how
            else:
                pipe.close()
                pipes.remove(pipe)
    for _ in range(workers):
        os.wait()


def run(
    session: Session, chosen: Sequence[Mutant], minutes: float, workers: int, kept: Path | None
) -> list[tuple[Mutant, str]]:
    """Judge the changes one after the other, and tell those that no test noticed, or that hung."""
    begun = time.monotonic()
    tests = reached(session, MODULES, kept)
    print(f"{len(tests)} tests in {time.monotonic() - begun:.0f} s", flush=True)
    reasons, at_import = known_reasons(), called_at_import()

    def work(mutant: Mutant) -> str:
        if time.monotonic() - begun > 60 * minutes:
            return "not begun"
        if mutant.place in reasons:
            return "equivalent"
        return judged(session, mutant, tests, at_import)

    told = []
    for mutant, how in in_workers(work, chosen, workers):
        told.append((mutant, how))
        if how not in ("noticed", *NOT_COUNTED):
            print(f"{how}: {mutant.path}:{mutant.line} {mutant.place}", flush=True)
    print(f"{time.monotonic() - begun:.0f} s")
    return told


def main() -> int:
    """Make the changes and tell which of them nobody noticed; 1 where too many survive, 2 where time ran out."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--sample", type=int, default=400, help="how many changes")
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--only", default="", help="with this in their place (file::function: before → after)")
    reader.add_argument("--minutes", type=float, default=60, help="after so long no further change is begun")
    reader.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    reader.add_argument("--kept", type=Path, help="a file that keeps what the tests reach, for the next run")
    reader.add_argument("--again", type=Path, help="those alone that an earlier run named, from what it printed")
    asked = reader.parse_args()
    import pytest

    told: list[tuple[Mutant, str]] = []
    again = asked.again.read_text("utf-8") if asked.again else None
    chosen = sampled(asked.sample, asked.seed, asked.only, again)
    session = Session(lambda session: told.extend(run(session, chosen, asked.minutes, asked.workers, asked.kept)))
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory(prefix="partyday-mutants-") as folder:
        failed = pytest.main([*HOW, "--basetemp", f"{folder}/tests", *TESTS], plugins=[session])
    if failed or len(told) < len(chosen):
        return 2
    counts = {how: sum(told_how == how for _mutant, told_how in told) for how in {how for _mutant, how in told}}
    print(", ".join(f"{how} {number}" for how, number in sorted(counts.items())))
    counted = len(told) - sum(counts.get(how, 0) for how in NOT_COUNTED)
    share = 100 * (counts.get("noticed", 0) + counts.get("hangs", 0)) / max(counted, 1)
    print(f"{share:.1f} % of {counted} are noticed")
    return 2 if counts.get("not begun") else int(share < 98)


if __name__ == "__main__":
    raise SystemExit(main())
