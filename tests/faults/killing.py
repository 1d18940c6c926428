"""Commands that are killed, whose disk is full or broken, and that write all at one time."""

import errno
import os
import random
from collections import Counter
from functools import cache, partial
from zipfile import BadZipFile, ZipFile

from faults.scene import COMMANDS, FAIL_FROM, FAIL_ONCE, KILL, Ran, Stage, Told, state_of
from partyday.disk import UNFINISHED

#: The file of a command that must be whole or absent, beside the book.
_FILES = {
    "report": "report.xlsx",
    "report --mark-filed": "filed.xlsx",
    "rollup": "sum.xlsx",
    "backup": "copy.bak",
    "handover": "bundle.zip",
    "day export": "year.ics",
    "log --export": "log.txt",
}
_BOOKS = {"rollup": "above.partyday", "upgrade": "older.partyday", "init": "new.partyday"}


def kills(stage: Stage, rounds: int, seed: int = 1) -> list[Told]:
    """Kill every command at its steps on the disk, and at random moments; half of the rounds each.

    Of fewer rounds than there are commands, some from all over the table.
    """
    chance = random.Random(seed)  # not for secrets
    at_steps, at_random, came, wrong = 0, 0, Counter[str](), []
    plain = cache(partial(_plain, stage))
    for turn in range(rounds):
        name = list(COMMANDS)[turn * max(1, len(COMMANDS) // rounds) % len(COMMANDS)]
        before, after, steps, seconds = plain(name)
        stage.reset()
        if turn % 2 and steps:
            ran = stage.run(COMMANDS[name], kind=KILL, at=chance.randint(1, steps))
            at_steps += 1
        else:
            ran = stage.run(COMMANDS[name], kill_after=chance.uniform(0, seconds * 1.2))
            at_random += 1
        came["acknowledged" if ran.code == 0 else "killed"] += 1
        wrong += [f"{name}: {told}" for told in _judged(stage, name, ran, before, after)]
    told = f"{came['killed']} killed on the way, {came['acknowledged']} had answered: {_count(wrong)}"
    return [Told(f"kills: {at_steps} at calls to the disk, {at_random} at random moments", rounds, told, tuple(wrong))]


def _plain(stage: Stage, name: str) -> tuple[int, int, int, float]:
    """A command undisturbed: entries before and after, its steps on the disk, and its time in seconds."""
    import time

    stage.reset()
    book = stage.work / _BOOKS.get(name, "book.partyday")
    before = state_of(book)[0]
    began = time.monotonic()
    ran = stage.run(COMMANDS[name])
    seconds = time.monotonic() - began
    assert ran.code == 0, (name, ran)
    return before, state_of(book)[0], ran.steps, seconds


def _judged(stage: Stage, name: str, ran: Ran, before: int, after: int) -> list[str]:
    """What is wrong after a command was disturbed."""
    wrong = []
    book = stage.work / _BOOKS.get(name, "book.partyday")
    if name == "init" and not book.exists():
        return [] if ran.code != 0 else ["acknowledged, and there is no book"]
    entries, faults = state_of(book)
    if name == "upgrade" and entries == -1 and "older version" in faults[0]:
        return [] if ran.code != 0 else ["acknowledged, and the book is old"]
    if faults:
        wrong.append(f"the book is not sound: {faults[:2]}")
    if entries not in (before, after) or (ran.code == 0 and entries != after):
        wrong.append(f"{entries} entries, not {before} or {after}; code {ran.code}")
    if name in ("restore", "takeover") and entries == after != before:
        kept = list(stage.work.glob("book-replaced-*.bak"))
        if not kept or state_of(kept[0]) != (before, []):
            wrong.append("the book that was replaced is not kept whole")
    if (stage.work / UNFINISHED).exists():
        wrong.append("leftovers stay after the next start")
    if name in _FILES:
        wrong += _file(stage, name, ran)
    return wrong


def _file(stage: Stage, name: str, ran: Ran) -> list[str]:
    path = stage.work / _FILES[name]
    if not path.exists():
        return [f"acknowledged, and there is no {path.name}"] if ran.code == 0 else []
    try:
        whole = {
            ".xlsx": lambda: ZipFile(path).testzip() is None,
            ".zip": lambda: ZipFile(path).testzip() is None,
            ".bak": lambda: state_of(path)[1] == [],
            ".ics": lambda: path.read_bytes().rstrip().endswith(b"END:VCALENDAR"),
            ".txt": lambda: "核对人" in path.read_text("utf-8-sig").splitlines()[-1],
        }[path.suffix]()
    except (BadZipFile, OSError, ValueError, IndexError):
        whole = False
    wrong = [] if whole else [f"{path.name} is not whole"]
    if whole and name == "report --mark-filed":
        told = stage.run(f"verify --against {path.name}")
        wrong += [] if told.code == 0 else [f"a paper without its filing: {told.said[-300:]}"]
    return wrong


def errors(stage: Stage, every: int = 1) -> list[Told]:
    """A full disk, and an I/O error, at every call of a check-in that reaches the disk (at each `every`th)."""
    rows = []
    before, after, steps, _seconds = _plain(stage, "checkin")
    for what, kind, number in (
        ("disk full from there on", FAIL_FROM, errno.ENOSPC),
        ("disk full once", FAIL_ONCE, errno.ENOSPC),
        ("I/O error from there on", FAIL_FROM, errno.EIO),
        ("I/O error once", FAIL_ONCE, errno.EIO),
    ):
        codes, wrong = Counter[str](), []
        for at in range(1, steps + 1, every):
            stage.reset()
            ran = stage.run(COMMANDS["checkin"], kind=kind, at=at, error=number)
            codes[f"exit {ran.code}"] += 1
            if ran.code not in (0, 14):
                wrong.append(f"call {at}: {ran}")
            if ran.code == 14 and len(ran.said.strip().splitlines()) != 2:
                wrong.append(f"call {at} is not told in a sentence and a hint: {ran.said}")
            wrong += [f"call {at}: {told}" for told in _judged(stage, "checkin", ran, before, after)]
        told = ", ".join(f"{count} × {code}" for code, count in sorted(codes.items()))
        rows.append(Told(f"check-in: {what}", sum(codes.values()), f"{told}: {_count(wrong)}", tuple(wrong)))
    return rows


def writers(stage: Stage, many: int = 20, turns: int = 10) -> list[Told]:
    """Many processes that write to one book at one time: every acknowledged entry is there, and the chain holds."""
    stage.reset()
    before = state_of(stage.work / "book.partyday")[0]
    children, acknowledged = [], 0
    read, write = os.pipe()
    for writer in range(many):
        child = os.fork()
        if child == 0:
            done = sum(
                stage.run(f"member add 写手{chr(0x4E00 + writer)}{chr(0x5000 + turn)} --joined 2015-07-01").code == 0
                for turn in range(turns)
            )
            os.write(write, bytes([done]))
            os._exit(0)
        children.append(child)
    os.close(write)
    for child in children:
        os.waitpid(child, 0)
    while piece := os.read(read, 4096):
        acknowledged += sum(piece)
    os.close(read)
    entries, faults = state_of(stage.work / "book.partyday")
    wrong = [*faults] + ([] if entries == before + acknowledged else [f"{entries} entries, {acknowledged} answered"])
    wrong += [] if acknowledged == many * turns else [f"only {acknowledged} of {many * turns} were written"]
    told = f"{acknowledged} acknowledged, all there: {_count(wrong)}"
    return [Told(f"{many} writers at one time, {turns} entries each", many * turns, told, tuple(wrong))]


def _count(wrong: list[str]) -> str:
    return f"{len(wrong)} wrong" if wrong else "none wrong"
