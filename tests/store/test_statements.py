"""The statements by name: what was compiled is what SQLAlchemy makes, and every call gives what its statement takes."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import ClauseElement

import partyday
from partyday.store import compiling
from partyday.store.book import Store
from partyday.store.compiled import POSTGRESQL, SQLITE, TABLES
from partyday.store.sqlite import SQLiteConnection

SOURCE = Path(partyday.__file__).parent

#: What a unit of work sends for any table, by its first word.
OF_ROWS = ("GET", "INSERT", "UPDATE", "DELETE", "CHECKED", "NEXT", "OF_MEMBER")


def of_rows(name: str) -> bool:
    found = next((first for first in OF_ROWS if name.startswith(f"{first}_")), None)
    return found is not None and name[len(found) + 1 :].lower() in TABLES


def test_what_is_committed_is_what_the_statements_compile_to() -> None:
    """If this fails: `make statements`."""
    assert (SOURCE / "store" / "compiled.py").read_text(encoding="utf-8") == compiling.source()


def test_a_new_file_is_laid_out_as_the_migrations_make_it() -> None:
    """If this fails: `make statements`."""
    assert (SOURCE / "store" / "schema.sql").read_text(encoding="utf-8") == compiling.tables()


@pytest.mark.parametrize("name", SQLITE)
def test_nothing_in_a_statement_is_nameless_or_expands(name: str) -> None:
    for text, places, columns, _letters in (SQLITE[name], POSTGRESQL[name]):
        assert "POSTCOMPILE" not in text
        assert not re.search(r"\b(anon|param|count|max|min|sum|coalesce|lag)_\d", f"{text} {places} {columns}")
        assert not re.search(r"\) = 1\b", text), "the index is lost"
        assert not any(re.search(r"_\d+$", name) for name in (*places, *columns) if isinstance(name, str))
        assert all(isinstance(place, str) or place == (0,) for place in places)


def test_a_parameter_means_one_thing_in_every_statement() -> None:
    meanings: dict[str, set[str]] = {}
    for name, statement in compiling.statements().items():
        if of_rows(name) or name in ("INSERT_LOG_ENTRY", "INSERT_LOG_CHANGE", "INSERT_CHAIN"):
            continue  # there a parameter is called like its column
        assert isinstance(statement, ClauseElement)
        for bind in statement.compile(dialect=compiling.DIALECTS["POSTGRESQL"]).binds.values():  # type: ignore[attr-defined]
            meanings.setdefault(bind.key, set()).add(repr(bind.type))
    assert {name: types for name, types in meanings.items() if len(types) > 1} == {}


# ---- the calls


class Call(NamedTuple):
    where: str
    name: str
    given: frozenset[str] | None


@cache
def calls() -> tuple[Call, ...]:
    """Every call of a statement in the source, read once for all that is asked of them."""
    return tuple(_calls())


def _calls() -> Iterator[Call]:
    """With the names of the parameters that each gives (None: as a mapping)."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
                continue
            if node.func.attr not in ("run", "run_many", "stream"):
                continue
            if not isinstance(node.args[0], (ast.Constant, ast.JoinedStr, ast.Name)):
                continue  # a program is run with its arguments
            if path.name == "remembering.py":
                continue  # it hands on what it is asked
            where = f"{path.relative_to(SOURCE)}:{node.lineno}"
            given = [keyword.arg for keyword in node.keywords]
            mapping = None in given or node.func.attr == "run_many"
            names = None if mapping else frozenset(name for name in given if name)
            yield Call(where, ast.unparse(node.args[0]).strip("'"), names)


def test_every_call_names_a_statement_and_gives_exactly_its_parameters() -> None:
    wrong = []
    for where, name, given in calls():
        if found := re.fullmatch(r"f'([A-Z_]+)_\{table(?:_of\(noun\))?\.upper\(\)\}", name):
            if found[1] not in OF_ROWS or not where.startswith("store/"):
                wrong.append(f"{where}: {name}")
        elif name not in SQLITE:
            wrong.append(f"{where}: {name} is no statement")
        elif given is not None and given != {
            place for place in (*SQLITE[name][1], *POSTGRESQL[name][1]) if isinstance(place, str)
        }:
            wrong.append(f"{where}: {name} takes {SQLITE[name][1]}")
    assert wrong == []


def test_no_statement_is_unused() -> None:
    used = {call.name for call in calls()}
    assert [name for name in SQLITE if name not in used and not of_rows(name)] == []


def test_both_databases_take_the_same_parameters_and_give_the_same_columns() -> None:
    assert SQLITE.keys() == POSTGRESQL.keys()
    for name, (_text, places, columns, _letters) in SQLITE.items():
        _text, others, same, _none = POSTGRESQL[name]
        if not name.startswith("NEXT_"):  # a server is told how many keys to give
            assert {place for place in places if isinstance(place, str)} == set(others), name
        assert columns == same, name


# ---- how SQLite finds the rows

#: The statements that read a whole table, and why they may. `json_each` reads the list that was given.
SCANS = {
    "BRANCHES": "the tree, once a command; a school has a few hundred",
    "BRANCH_COUNT": "the same, of its index alone, where several branches are reviewed",
    "NOTICES": "the holiday notices that were kept, a few dozen a year",
    "MEMBERS": "a roster is compared with everybody, or a whole school is listed",
    "MEMBERSHIPS": "the same",
    "DATED": "the same",
    "VERSION": "one row",
    "CHAIN_OF": "one row, of the book",
    "GATES": "one row, or where each branch has a gate the one that is asked for",
    "CHAINS": "verify and undo alone: as many as there are branches",
    "CHAIN_NAMES": "the same",
    "JOINED_UNTIL": "the same",
    "CHANGES_OF_TABLE": "verify alone, of a table in which something is wrong",
    "NEWEST_OF_ALL": "from the end of the log, and no further than asked",
    "NEW_EACH_CHAIN": "one row, once in the life of a book",
    "STAMP": "one row, and the times of the log for a calendar file",
    "FIRST_ENTRY": "the first row of the log",
    "CHANGES": "verify reads all of the log",
    "RAW_ENTRIES": "the same",
    **{f"CHECKED_{table.upper()}": "verify reads all of the book" for table in TABLES},
    "BOOKS": "one row",
    "FILES": "a whole book is copied: each picture and scan once",
    "FORGOTTEN": "a row for each entry that lost particulars",
    "PAPERS": "verify hashes every paper that was filed",
    "CONTRADICTIONS": "the same",
    "OLD_HASHES": "a book of an older version is compared whole",
    "OLD_NAME": "one row",
    "CHANGES_OF_CHAIN": "the log is written down whole",
    "ANCHORS": "the papers a superior took in, to be compared",
    "REASONS_WITH": "forgetting somebody: one pass over the reasons of the log",
    "OPEN_DISPUTES": "a row for each dispute",
    "FORMER_NAMES": "a row for each renaming of a branch",
    "MARKED_OUTSIDE": "verify alone: every mark beside who belonged then",
    "CLOSED_OUT_OF_ORDER": "a school's review: which days were closed late, few of which are looked at further",
    "PERHAPS_UNMARKED": "who was ever on leave or suspended: few, gone through once",
    "CIRCUMSTANCED": "those in a circumstance are few beside the members of the branches it is asked of",
}


#: The indexes of a few rows: what reads one of them whole reads little.
SMALL = ("ix_mark_exception", "ix_log_entry_undoes")


def plan_of(connection: SQLiteConnection, name: str) -> list[str]:
    text, places, _columns, _letters = SQLITE[name]
    arguments = [place[0] if isinstance(place, tuple) else None for place in places]
    return [row[3] for row in connection.driver.execute(f"EXPLAIN QUERY PLAN {text}", arguments)]


@pytest.fixture
def planning(sqlite_book: Store) -> Iterator[SQLiteConnection]:
    with sqlite_book.database.transaction(writing=False) as connection:
        assert isinstance(connection, SQLiteConnection)
        yield connection


@pytest.mark.parametrize("name", SQLITE)
def test_no_statement_reads_a_whole_table_but_for_a_reason(planning: SQLiteConnection, name: str) -> None:
    steps = plan_of(planning, name)
    tables = {
        *TABLES,
        "log_entry",
        "log_change",
        "book",
        "chain",
        "last_key",
        "alembic_version",
        "between_day",
        "between_mark",
    }
    scanned = [step for step in steps if step.startswith("SCAN ") and step.split()[1] in tables]
    scanned = [step for step in scanned if not any(index in step for index in SMALL)]
    assert bool(scanned) == (name in SCANS), steps
