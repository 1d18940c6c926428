"""Many partyday commands in one process, to make a book ready without paying for as many starts. Not measured.

Each line of stdin is a command as a JSON list of words, without `partyday`.
"""

import json
import sys

from partyday.__main__ import run


def main() -> None:
    """Run the commands in turn; stop at the first that fails."""
    for line in sys.stdin:
        if code := run(json.loads(line)):
            sys.exit(code)


if __name__ == "__main__":
    main()
