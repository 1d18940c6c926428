"""`python -m benchmarks [ROW...]`: measure the rows named, or all; with `--peers` partyday beside other programs."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import document
from benchmarks.bench import Bench
from benchmarks.cases import CASES, Case
from benchmarks.measure import SkippedError
from benchmarks.peers import OURS, PEERS, beside_others, cheaper


def main() -> int:
    """Print ratios of CPU time, and write them into the document if asked; 1 where a limit is passed."""
    known = {case.name: case for case in CASES}
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(known))
    parser.add_argument("--peers", action="store_true", help="beside other programs that add one record")
    parser.add_argument("--write", choices=document.COLUMNS, help="the column of docs/performance.md to write")
    asked = parser.parse_args()
    if unknown := set(asked.rows) - set(known):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    with TemporaryDirectory(prefix="partyday-bench-") as folder:
        if asked.peers:
            return peers(Path(folder), asked.write)
        return rows(Bench(Path(folder)), [known[name] for name in asked.rows or known], asked.write)


def rows(bench: Bench, cases: Iterable[Case], column: str | None) -> int:
    """Print each ratio beside its limit as soon as it is measured, and in the end what was skipped or is too high."""
    measured: dict[str, float] = {}
    over_limit: list[str] = []
    notes: list[str] = []
    print(f"{'CPU time, ours / theirs':24}{'measured':>10}{'limit':>8}{'peak':>9}")
    for case in cases:
        try:
            result = case.measure(bench)
        except SkippedError as reason:
            notes.append(f"SKIPPED: {case.name}: {reason}")
            continue
        measured[case.name] = result.ratio
        limit = "" if case.limit is None else document.ratio(case.limit)
        peak = f"{result.peak} MB" if result.peak else ""
        over = ""
        if document.is_over(case, result.ratio):
            over = "  OVER THE LIMIT"
            over_limit.append(case.name)
        print(f"{case.name:24}{document.ratio(result.ratio):>10}{limit:>8}{peak:>9}{over}", flush=True)
    if column:
        document.write_bench(column, measured)
    if over_limit:
        notes.append(f"OVER THE LIMIT: {', '.join(over_limit)}")
    print("\n".join(notes), file=sys.stderr)
    return 1 if over_limit else 0


def peers(folder: Path, column: str | None) -> int:
    """Print the programs from the cheapest to the dearest; 1 where a Python program is cheaper than partyday."""
    ratios, missing = beside_others(folder)
    print("CPU time of one record added, cold, in empty Pythons")
    for peer in sorted((peer for peer in PEERS if peer.name in ratios), key=lambda peer: ratios[peer.name]):
        print(f"{peer.name:16}{document.ratio(ratios[peer.name]):>8}  {'Python' if peer.python else '':8}{peer.record}")
    if column:
        document.write_peers(column, ratios)
    notes = [f"SKIPPED: {what}" for what in missing]
    if ahead := cheaper(ratios):
        notes.append(f"CHEAPER THAN {OURS}: {', '.join(ahead)}")
    print("\n".join(notes), file=sys.stderr)
    return 1 if ahead else 0


if __name__ == "__main__":
    sys.exit(main())
