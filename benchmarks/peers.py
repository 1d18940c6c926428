"""A check-in beside other programs that add one record, each from a cold start.

They do different things; what is alike is a person who types one line to have one fact kept. Every program gets its
settings and its data in a folder of its own, and each record carries a word that must be found in that folder
afterwards: a program that kept nothing would be fast. The Python programs are installed into `.venv-peers`
(`peers.txt`), hledger and taskwarrior are used where the machine has them.
"""

import io
import shutil
import sys
import wave
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from math import inf
from pathlib import Path

from benchmarks.bench import Bench, marks
from benchmarks.cold import MEMBERS
from benchmarks.measure import EMPTY, ROOT, Cost, FailedError, SkippedError, environment, process, summed_up

#: Where the Python programs are.
INSTALLED = ROOT / ".venv-peers" / "bin"
OURS = "partyday"
TURNS = 1 + 15


def _silence() -> bytes:
    """A tenth of a second of sound to be catalogued."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(1600))
    return sound.getvalue()


@dataclass(frozen=True)
class Peer:
    """A program that keeps records. Its texts may name `{home}`, where its data are, and `{given}`, what it is given.

    `folders` are made in home. `files` are given before the first record, `each` anew for every record, which has a
    `{word}` of its own. `environ` and `stdin` are what the program is started with. `record` says what one record is,
    `python` that partyday is to be ahead of the program.
    """

    name: str
    record: str
    command: str
    python: bool = True
    folders: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    each: Mapping[str, str | bytes] = field(default_factory=dict)
    environ: Mapping[str, str] = field(default_factory=dict)
    stdin: str = ""


PEERS: tuple[Peer, ...] = (
    Peer(
        OURS,
        "a mark on the roll of a branch of 23",
        f"{sys.executable} -m partyday checkin {{who}} --day {{day}} --as {{word}} --book {{home}}/book.partyday",
    ),
    Peer(
        "watson",
        "a frame of a project",
        "watson add --from 2026-03-06T14:30 --to 2026-03-06T16:30 branch +{word}",
        environ={"WATSON_DIR": "{home}"},
    ),
    Peer(
        "jrnl",
        "an entry of a journal",
        "jrnl --config-file {given}/jrnl.yaml 2026-03-06 14:30: present {word}",
        files={"jrnl.yaml": "journals:\n  default:\n    journal: {home}/journal.txt\nversion: v4.6\n"},
    ),
    Peer(
        "todoman",
        "a to-do of a list",
        "todo new --list branch {word}",
        folders=("lists/branch",),
        files={"todoman.py": 'path = "{home}/lists/*"\n'},
        environ={"TODOMAN_CONFIG": "{given}/todoman.py"},
    ),
    Peer(
        "sqlite-utils",
        "a row of a table",
        "sqlite-utils insert {home}/marks.db mark {given}/row.json",
        each={"row.json": '{{"day": "2026-03-06", "who": "{word}", "state": "present"}}'},
    ),
    Peer(
        "khal",
        "an event of a calendar",
        "khal -c {given}/khal.conf new -a branch 2026-03-06 14:30 16:30 {word}",
        folders=("calendar",),
        files={
            "khal.conf": "[calendars]\n[[branch]]\npath={home}/calendar\n[sqlite]\npath={home}/khal.db\n"
            "[locale]\ndateformat=%Y-%m-%d\ntimeformat=%H:%M\nlocal_timezone=Asia/Shanghai\n"
        },
    ),
    Peer(
        "beets",
        "a sound file of a catalogue, without looking it up",
        "beet -c {given}/beets.yaml import -q -A -s {given}/{word}.wav",
        files={
            "beets.yaml": "directory: {home}\nlibrary: {home}/library.db\nplugins: []\n"
            "import:\n  copy: no\n  write: no\n  duplicate_action: keep\n"
        },
        each={"{word}.wav": _silence()},
    ),
    Peer(
        "hledger",
        "a transaction of a journal",
        "hledger -f {home}/main.journal add",
        python=False,
        stdin="2026-03-06\n{word}\nassets:cash\n97.50\nincome:dues\n\n.\ny\n",
    ),
    Peer(
        "taskwarrior",
        "a task",
        "task add {word}",
        python=False,
        files={"taskrc": "data.location={home}\nconfirmation=off\n"},
        environ={"TASKRC": "{given}/taskrc"},
    ),
)


class Running:
    """A program made ready in its folders, to add one record after another. Raises SkippedError where it is missing."""

    def __init__(self, peer: Peer, folder: Path) -> None:
        program = peer.command.split()[0]
        found = shutil.which(INSTALLED / program if peer.python and peer.name != OURS else program)
        if found is None:
            raise SkippedError(f"{program} is not installed")
        self.peer, self.program = peer, found
        self.home, self.given = folder / "home", folder / "given"
        for place in (self.home, self.given, *(self.home / name for name in peer.folders)):
            place.mkdir(parents=True)
        self.words: list[str] = []
        self.costs: list[tuple[Cost, Cost]] = []
        self.environ = environment(self.home) | self._texts(peer.environ)
        self._give(peer.files)
        self.unmarked: Iterator[tuple[str, str]] = repeat(("", ""))
        if peer.name == OURS:
            book = self.home / "book.partyday"
            Bench(self.given).branch(book, MEMBERS)
            self.unmarked = iter(marks(book))

    def add(self, turn: int) -> None:
        """Add the record of a turn; what it cost is kept beside what an empty Python cost just before."""
        word = f"record{turn:04}"
        day, who = next(self.unmarked)
        self._give(self.peer.each, word=word)
        words = [self._text(text, word=word, day=day, who=who) for text in self.peer.command.split()[1:]]
        empty = process(EMPTY, self.environ, self.home)
        cost = process([self.program, *words], self.environ, self.home, self._text(self.peer.stdin, word=word))
        self.words.append(word)
        self.costs.append((cost, empty))

    def ratio(self) -> float:
        """What a record costs in empty Pythons. Raises FailedError where a record was not kept."""
        kept = b"".join(path.read_bytes() for path in self.home.rglob("*") if path.is_file())
        if lost := [word for word in self.words if word.encode() not in kept]:
            raise FailedError(f"{self.peer.name} did not keep {', '.join(lost)}")
        return summed_up(self.costs[1:]).ratio

    def _text(self, text: str, **values: str) -> str:
        return text.format(home=self.home, given=self.given, **values)

    def _texts(self, texts: Mapping[str, str]) -> dict[str, str]:
        return {name: self._text(text) for name, text in texts.items()}

    def _give(self, files: Mapping[str, str | bytes], **values: str) -> None:
        for name, content in files.items():
            written = content if isinstance(content, bytes) else self._text(content, **values).encode()
            (self.given / self._text(name, **values)).write_bytes(written)


def beside_others(folder: Path) -> tuple[dict[str, float], list[str]]:
    """Add records by turns with every program there is; what each costs in empty Pythons, and what is missing."""
    running: list[Running] = []
    missing: list[str] = []
    for peer in PEERS:
        try:
            running.append(Running(peer, folder / peer.name))
        except SkippedError as reason:
            missing.append(str(reason))
    for turn in range(TURNS):
        for each in running:
            each.add(turn)
    return {each.peer.name: each.ratio() for each in running}, missing


def cheaper(ratios: Mapping[str, float]) -> list[str]:
    """The Python programs that partyday is not ahead of."""
    return [peer.name for peer in PEERS if peer.python and ratios.get(peer.name, inf) < ratios[OURS]]
