"""Write the papers into a folder to look at them, each with its right result beside it: `python -m corpus FOLDER` in tests."""

import dataclasses
import json
import sys
from pathlib import Path

from corpus.papers import PAPERS
from corpus.writers import written


def main(folder: Path) -> None:
    """A folder for each paper, with the file and `expected.json`."""
    for paper in PAPERS:
        place = folder / paper.id
        place.mkdir(parents=True, exist_ok=True)
        written(paper.file, place)
        right = {
            "book": paper.book,
            "before": paper.before,
            "command": ["partyday", *paper.words],
            "kind": type(paper.expected).__name__,
            "expected": dataclasses.asdict(paper.expected),
        }
        (place / "expected.json").write_text(json.dumps(right, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
