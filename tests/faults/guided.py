"""The readers of text given inputs that a library finds by coverage: it keeps what reached new lines, and changes it.

The library is atheris (libFuzzer for Python), which is nothing that partyday or its tests need: `pip install atheris`
beside them, where there is one for this Python. Each reader runs in a process of its own, for libFuzzer ends it.
"""

import json
import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from faults.scene import Told

#: What a reader is given at most, in bytes.
_LONGEST = 400
#: So many refusals that a reader must not make are kept of one.
_KEPT = 20


def guided(runs: int) -> list[Told]:
    """So many inputs for each reader; nothing where the library is not installed."""
    if find_spec("atheris") is None:
        print("atheris is not installed: no inputs guided by coverage", flush=True)
        return []
    from faults.inputs import READERS

    wrong: list[str] = []
    read, refused, reached = 0, 0, 0
    environ = {name: text for name, text in os.environ.items() if name != "LD_PRELOAD"}
    with tempfile.TemporaryDirectory(prefix="partyday-guided-") as folder:
        for place, name in enumerate(READERS):
            told = Path(folder, f"{place}.json")
            command = [sys.executable, "-m", "faults.guided", name, str(runs), str(told), folder]
            done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
            if not told.exists():
                wrong.append(f"{name}: ended with {done.returncode}: {done.stderr[-300:]}")
                continue
            found = json.loads(told.read_text("utf-8"))
            read, refused, reached = read + found["read"], refused + found["refused"], reached + found["kept"]
            wrong += found["wrong"]
    told_of = f"{read} read, {refused} refused in a sentence, {reached} reached new code: {len(wrong) or 'none'} wrong"
    return [Told(f"texts guided by coverage over {len(READERS)} readers", read + refused, told_of, tuple(wrong))]


def fuzz(name: str, runs: int, told: Path, folder: Path) -> None:
    """Let the library find inputs for one reader, write what came of them to `told`, and end the process."""
    import atheris

    with atheris.instrument_imports(include=["partyday"]):
        from faults import inputs

    reader, may_raise, seeds, _weight = inputs.READERS[name]
    corpus = folder / f"corpus-{told.stem}"
    corpus.mkdir()
    for place, seed in enumerate(seeds):
        (corpus / str(place)).write_bytes(seed.encode("utf-8", "surrogatepass"))
    counts = {"read": 0, "refused": 0}
    wrong: list[str] = []

    def give(content: bytes) -> None:
        text = content.decode("utf-8", "replace")
        try:
            reader(text)
            counts["read"] += 1
        except inputs.REFUSALS + may_raise:
            counts["refused"] += 1
        except Exception as error:  # what a reader must not raise
            counts["refused"] += 1
            if len(wrong) < _KEPT:
                wrong.append(f"{name}: {text[:200]!r}: {type(error).__name__}: {error}")
        if counts["read"] + counts["refused"] == runs:
            kept = len(list(corpus.iterdir())) - len(seeds)
            told.write_text(json.dumps({**counts, "kept": kept, "wrong": wrong}), "utf-8")
            os._exit(0)

    options = [f"-max_len={_LONGEST}", "-seed=1", "-verbosity=0", "-timeout=30", "-rss_limit_mb=1000"]
    atheris.Setup([name, *options, str(corpus)], give)
    atheris.Fuzz()


if __name__ == "__main__":
    fuzz(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]))
