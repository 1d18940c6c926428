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

    def unsynced() -> list[scene.Told]:
        """The tests of the test, to be the last: a book that does not wait for the disk loses entries."""
        PRAGMAS["synchronous"] = "OFF"
        return power.cuts(stage, 15)

    with scene.stage() as stage:
        sections = {
            "kills": lambda: killing.kills(stage, of(len(scene.COMMANDS))),
            "power": lambda: power.cuts(stage, of(25)),
            "errors": lambda: killing.errors(stage, 12),
            "writers": lambda: killing.writers(stage, of(20), 2),
            "damaged": lambda: tampering.damaged(stage, of(16)),
            "edited": lambda: tampering.edited(stage, max(1, 640 // int(percent))),
            "texts": lambda: inputs.fuzzed(of(10_000)),
            "files": lambda: inputs.files(stage, of(10)),
            "unsynced": unsynced,
        }
        told = {name: [row._asdict() for row in sections[name]()] for name in names}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
