"""A short profile of the faults, for the ordinary tests: what came of it, as JSON. Run with the shim before libc."""

import json
import os
import sys


def main() -> None:
    """Run the sections that are named, on one stage, so many per cent of their rounds."""
    percent, *names = sys.argv[1:]

    def of(rounds: int) -> int:
        return max(1, rounds * int(percent) // 100)

    os.environ["PARTYDAY_LANG"] = "en"
    from faults import inputs, killing, power, scene, tampering
    from partyday.store.sqlite import PRAGMAS

    if names == ["unsynced"]:  # the tests of the test: a book that does not wait for the disk loses entries
        PRAGMAS["synchronous"] = "OFF"
    with scene.stage() as stage:
        sections = {
            "kills": lambda: killing.kills(stage, len(scene.COMMANDS)),
            "power": lambda: power.cuts(stage, of(25)),
            "unsynced": lambda: power.cuts(stage, 60),
            "errors": lambda: killing.errors(stage, 12),
            "writers": lambda: killing.writers(stage, of(20), 2),
            "damaged": lambda: tampering.damaged(stage, of(16)),
            "edited": lambda: tampering.edited(stage, of(40)),
            "texts": lambda: inputs.fuzzed(of(10_000)),
            "files": lambda: inputs.files(stage, of(10)),
        }
        told = [row for name in names for row in sections[name]()]
    print(json.dumps([row._asdict() for row in told]))


if __name__ == "__main__":
    main()
