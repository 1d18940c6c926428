"""`python -m benchmarks [NAME...]`: run the comparisons named, or all, and print a line for each."""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.cases import CASES, Bench


def main() -> None:
    """Print the table. A ratio above its limit is told, and nothing fails: machines differ."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(CASES))
    names = parser.parse_args().names or list(CASES)
    if unknown := set(names) - set(CASES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    print(f"{'':15}{'ours':>12}{'theirs':>12}{'ratio':>8}{'limit':>8}")
    for name in names:
        with TemporaryDirectory(prefix="partyday-bench-") as folder:
            it = CASES[name](Bench(Path(folder)))
        over = "  over the limit" if it.limit is not None and it.ratio > it.limit else ""
        limit = "" if it.limit is None else f"{it.limit:.2f}"
        times = f"{it.ours * 1000:9.2f} ms{it.theirs * 1000:9.2f} ms"
        print(f"{it.name:15}{times}{it.ratio:8.2f}{limit:>8}{over}  {it.note}".rstrip(), flush=True)


main()
