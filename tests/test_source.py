"""What holds of the whole source: one name for one thing, and files that can be read at one sitting."""

import ast
from collections import defaultdict
from pathlib import Path

import partyday

PACKAGE = Path(partyday.__file__).parent
TESTS = Path(__file__).parent
MOST_LINES = 500
ANYTHING = "dict[str, Any]"


def classes() -> dict[str, list[str]]:
    """Class → the modules that define one of that name, at their top."""
    found = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                found[node.name].append(path.relative_to(PACKAGE).as_posix())
    return found


def test_few_dicts_hold_anything() -> None:
    """Records are dataclasses: a dict of anything stands only where JSON, TOML or a sheet comes in or goes out."""
    sources = {path: path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
    found = [(path.name, line) for path, text in sources.items() for line in text.splitlines() if ANYTHING in line]
    assert 0 < len(found) <= 20, found


def test_a_class_has_a_name_of_its_own() -> None:
    assert len(classes()) > 100
    assert {name: where for name, where in classes().items() if len(where) > 1 and not name.startswith("_")} == {}


def test_no_file_has_more_lines_than_are_read_at_one_sitting() -> None:
    written = {PACKAGE / "store" / "compiled.py"}  # by `make statements`, for nobody to read
    files = [path for folder in (PACKAGE, TESTS) for path in folder.rglob("*.py") if path not in written]
    assert len(files) > 200
    lines = {path.relative_to(path.parents[2]).as_posix(): len(path.read_text("utf-8").splitlines()) for path in files}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}
