"""`make faults`: every fault on purpose, and the table of what came of it, written into docs/reliability.md.

    python -m faults ROUNDS [SECTION …]

With 1000 rounds: a thousand kills, 200 power cuts, 240 damaged books, a million mutated texts. Without sections all of
them run; with some, their rows alone are written anew.
"""

import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from faults.scene import Told

DOCUMENT = Path(__file__).parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- faults -->", "<!-- /faults -->"


def main() -> int:
    """Run the sections, write the table; 1 where something came out wrong."""
    os.environ["PARTYDAY_LANG"] = "en"
    from faults import guided, inputs, killing, power, scene, tampering

    if not scene.with_shim():
        with tempfile.TemporaryDirectory(prefix="partyday-shim-") as folder:
            shim = scene.build_shim(Path(folder))
            if shim is None:
                print("It needs Linux and a C compiler.")
                return 2
            settings = {**os.environ, "LD_PRELOAD": str(shim)}
            words = [sys.executable, "-m", "faults", *sys.argv[1:]]
            return os.spawnve(os.P_WAIT, sys.executable, words, settings)
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    full = rounds >= 1000
    wanted = sys.argv[2:]
    wrong = 0
    with scene.stage() as stage:
        sections: dict[str, Callable[[], list[scene.Told]]] = {
            "kills": lambda: killing.kills(stage, rounds),
            "power": lambda: power.cuts(stage, rounds // 5),
            "errors": lambda: killing.errors(stage, 1 if full else 4),
            "writers": lambda: killing.writers(stage),
            "damaged": lambda: tampering.damaged(stage, rounds * 24 // 100),
            "edited": lambda: tampering.edited(stage),
            "texts": lambda: inputs.fuzzed(rounds * 1000),
            "guided": lambda: guided.guided(rounds * 10),
            "files": lambda: inputs.files(stage, rounds // 2),
            "bombs": lambda: inputs.bombs(stage),
        }
        for name, run in sections.items():
            if wanted and name not in wanted:
                continue
            began = time.monotonic()
            for told in run():
                wrong += len(told.wrong)
                print(f"{told.what}: {told.times}: {told.result} ({time.monotonic() - began:.0f} s)", flush=True)
                for problem in told.wrong[:20]:
                    print(f"    {problem}", flush=True)
                _write(told)
    return 1 if wrong else 0


def _write(told: "Told") -> None:
    """Put one row into the table of the document, in the place of the one that said the same before."""
    text = DOCUMENT.read_text("utf-8")
    begin, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    kind = _kind(told.what)
    rows = [line for line in text[begin:end].strip().splitlines() if _kind(_first(line)) != kind]
    rows.append(f"| {told.what} | {told.times:,} | {told.result} |")
    DOCUMENT.write_text(text[:begin] + "\n" + "\n".join(rows) + "\n" + text[end:], "utf-8")


def _kind(what: str) -> str:
    return re.sub(r"[0-9,]+", "#", what)


def _first(line: str) -> str:
    return line.split("|")[1].strip() if line.count("|") > 2 else ""


if __name__ == "__main__":
    sys.exit(main())
