"""Power cut at random moments: a disk that forgets what was not synced, and keeps some of it torn.

SQLite tests itself in this way. Commands run one after the other while the shim writes down every call that reaches the
disk. The disk at a moment is then made from that record: what was synced is there, of the rest each sector of 512 bytes
may be there or not, and names come in their order up to a random point.
"""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from faults.scene import Stage, Told, state_of

_SECTOR = 512

#: What runs before the power is cut, in this order.
SERIES = (
    "checkin 张三",
    "member set 李四 --phone 13812345678",
    "checkin --all",
    "report quarter-plan --period 2026Q3 --mark-filed -o filed.xlsx",
    "dues pay 张三 --months 2026-02",
    "backup fresh.bak",
    "undo",
    "restore copy.bak --yes",
    "checkin 李四",
    "member import more.csv",
    "checkin 王五",
)


class Step(NamedTuple):
    """One call: what it did to which file (or to which other), where in it, with which bytes."""

    what: str
    one: str
    two: str
    offset: int
    data: bytes


@dataclass
class _File:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[Step] = field(default_factory=list)


def _steps(record: bytes) -> Iterator[tuple[int, Step]]:
    """Every call of the record, each with the place in the record behind it."""
    at = 0
    while at < len(record):
        end = record.index(b"\n", at)
        what, one, two, offset, length = record[at:end].decode().split("\t")
        at = end + 1
        carried = int(length) if what == "write" else 0
        yield at + carried, Step(what, one, two, int(offset), record[at : at + carried])
        at += carried


class _Disk:
    """A disk that was told to sync some of what it was given. `names` are durable, `coming` are not yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, _File] = {}
        self.seen: dict[str, _File] = {}
        self.coming: list[tuple[str, str, _File | None]] = []
        for path in folder.rglob("*"):
            if path.is_file():
                self.names[str(path)] = self.seen[str(path)] = _File(bytearray(path.read_bytes()))

    def take(self, step: Step) -> None:
        """One call more."""
        if step.what == "create":
            self.seen[step.one] = made = _File()
            self.coming.append((step.one, "", made))
        elif step.what in ("rename", "link"):
            file = self.seen[step.one]
            self.seen[step.two] = file
            self.coming.append((step.two, step.one if step.what == "rename" else "", file))
            if step.what == "rename":
                del self.seen[step.one]
        elif step.what == "unlink":
            self.seen.pop(step.one, None)
            self.coming.append(("", step.one, None))
        elif step.what == "sync":
            if step.one in self.seen:
                _settle(self.seen[step.one], 1.0, random.Random(0))
            else:  # a folder: every name so far
                self._name(len(self.coming))
        elif step.what in ("write", "truncate") and step.one in self.seen:
            self.seen[step.one].pending.append(step)

    def _name(self, many: int) -> None:
        for new, old, file in self.coming[:many]:
            if old:
                self.names.pop(old, None)
            if new and file is not None:
                self.names[new] = file
        del self.coming[:many]

    def cut(self, chance: random.Random, into: Path) -> None:
        """The power is gone: lay down what the disk holds now."""
        self._name(chance.randint(0, len(self.coming)))
        share = chance.choice((0.0, 0.3, 0.7, 1.0))
        for name, file in self.names.items():
            if name.endswith("-shm"):  # memory that was shared, which nobody syncs
                continue
            _settle(file, share, chance)
            path = into / Path(name).relative_to(self.folder)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.durable)


def _settle(file: _File, share: float, chance: random.Random) -> None:
    """Let a share of what is pending be on the disk, sector by sector."""
    for step in file.pending:
        if step.what == "truncate":
            if share == 1.0 or chance.random() < share:
                del file.durable[step.offset :]
                file.durable.extend(bytes(step.offset - len(file.durable)))
            continue
        for begin in range(0, len(step.data), _SECTOR):
            if share == 1.0 or chance.random() < share:
                piece = step.data[begin : begin + _SECTOR]
                place = step.offset + begin
                file.durable.extend(bytes(max(0, place + len(piece) - len(file.durable))))
                file.durable[place : place + len(piece)] = piece
    file.pending.clear()


def cuts(stage: Stage, rounds: int, seed: int = 1) -> list[Told]:
    """Cut the power so many times; no acknowledged entry may be missing, and every acknowledged paper is whole."""
    chance = random.Random(seed)  # not for secrets
    record, disk_folder = stage.work.with_name("record"), stage.work.with_name("after-cut")
    record.unlink(missing_ok=True)
    stage.reset()
    answered: list[tuple[int, int, str]] = []  # place in the record, entries then, command
    entries = [state_of(stage.work / "book.partyday")[0]]
    shutil.rmtree(stage.work)
    shutil.copytree(stage.base, stage.work)
    for line in SERIES:
        ran = stage.run(line, trace=record)
        assert ran.code == 0, (line, ran)
        place = record.stat().st_size
        copy = stage.work.with_name("looked-at")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(stage.work, copy)  # looking at the book itself would write beside the record
        entries.append(state_of(copy / "book.partyday")[0])
        answered.append((place, entries[-1], line))
    steps = list(_steps(record.read_bytes()))
    wrong = []
    for _round in range(rounds):
        last = chance.randint(1, len(steps))
        disk = _Disk(stage.base)
        for _place, step in steps[:last]:
            disk.take(_moved(step, stage))
        shutil.rmtree(disk_folder, ignore_errors=True)
        disk_folder.mkdir()
        disk.cut(chance, disk_folder)
        done = sum(place <= steps[last - 1][0] for place, _entries, _line in answered)
        found, faults = state_of(disk_folder / "book.partyday")
        allowed = {entries[done], *entries[done + 1 : done + 2]}
        if faults or found not in allowed:
            wrong.append(f"cut at step {last}, {done} answered: {found} entries, not {allowed}; {faults[:2]}")
        wrong += _papers(disk_folder, {line for _place, _entries, line in answered[:done]}, last)
    told = f"{len(steps)} calls of {len(SERIES)} commands: {len(wrong) or 'none'} wrong"
    return [Told("power cut at a random call, unsynced sectors lost or torn", rounds, told, tuple(wrong))]


def _moved(step: Step, stage: Stage) -> Step:
    """The call as if it had been made in the base, which the disk begins as."""
    work, base = str(stage.work), str(stage.base)
    return step._replace(one=step.one.replace(work, base, 1), two=step.two.replace(work, base, 1))


def _papers(folder: Path, answered: set[str], last: int) -> Iterator[str]:
    if SERIES[3] in answered:
        try:
            whole = ZipFile(folder / "filed.xlsx").testzip() is None
        except (BadZipFile, OSError):
            whole = False
        if not whole:
            yield f"cut at step {last}: an acknowledged paper is not whole"
    if SERIES[5] in answered and state_of(folder / "fresh.bak")[1]:
        yield f"cut at step {last}: an acknowledged copy is not sound"
