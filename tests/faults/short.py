"""A short profile of the faults, for the ordinary tests: what came of it, as JSON. Run with the shim before libc."""

import json
import os
import sys


def main() -> None:
    """Run the sections that are named, on one stage."""
    os.environ["PARTYDAY_LANG"] = "en"
    from faults import inputs, killing, power, scene, tampering
    from partyday.store.sqlite import PRAGMAS

    if sys.argv[1:] == ["unsynced"]:  # the tests of the test: a book that does not wait for the disk loses entries
        PRAGMAS["synchronous"] = "OFF"
    with scene.stage() as stage:
        sections = {
            "kills": lambda: killing.kills(stage, len(scene.COMMANDS)),
            "power": lambda: power.cuts(stage, 25),
            "unsynced": lambda: power.cuts(stage, 60),
            "errors": lambda: killing.errors(stage, 12),
            "writers": lambda: killing.writers(stage, 20, 2),
            "damaged": lambda: tampering.damaged(stage, 16),
            "edited": lambda: tampering.edited(stage, 40),
            "texts": lambda: inputs.fuzzed(10_000),
            "files": lambda: inputs.files(stage, 10),
        }
        told = [row for name in sys.argv[1:] for row in sections[name]()]
    print(json.dumps([row._asdict() for row in told]))


if __name__ == "__main__":
    main()
