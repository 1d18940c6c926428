"""A school's book to measure a review on: 1,500 branches of 20 members, five years of monthly days, 1.8 million marks.

partyday makes the book; the sqlite3 module fills it, past the log, because only its size matters here.
"""

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

SCHOOL = "校党委"
BRANCHES, MEMBERS, YEARS = 1_500, 20, 5
LAST_YEAR = 2026
AS_OF = date(LAST_YEAR, 12, 20)

PRESENT, EXCUSED, ABSENT, MADE_UP = 0.92, 0.05, 0.03, 0.95

_DAY = """
    INSERT INTO day (id, branch_id, month, slot, part, nominal, held_on, occasions, provisional, by_hand, form, blocks,
                     announced_on, closed_on, summarised_on)
    VALUES (?, ?, ?, 0, 'full', ?, ?, 'activity-day', 0, 0, ?, ?, ?, ?, ?)
"""
_BLOCKS = "party-spirit members-standing ability deliberation work"
_FORM = "党员大会、支委会、党小组会、组织生活会、民主评议"


def write_school(path: Path, partyday: Callable[..., object], *, quiet_years: int = 0) -> None:
    """The school's book at `path`; before its five years so many more in which everybody was present every time.

    `partyday` runs one command.
    """
    partyday("init", "--branch", "第1党支部", "--superior", SCHOOL, "--policy", "hebei", "--book", path)
    chance = random.Random(20260701)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        keys = _write_branches(connection)
        day_id = 0
        for place, branch in enumerate(keys):
            members = range(place * MEMBERS + 1, (place + 1) * MEMBERS + 1)
            _write_people(connection, branch, members)
            for on in _days(YEARS + quiet_years):
                day_id += 1
                quiet = on.year <= LAST_YEAR - YEARS
                _write_day(connection, chance, branch, day_id, on, members, quiet=quiet)
        connection.commit()


def _write_branches(connection: sqlite3.Connection) -> list[int]:
    """The keys of all branches under the school: the first was made by partyday, the others are like it."""
    first, top = connection.execute("SELECT id, parent_id FROM branch WHERE parent_id IS NOT NULL").fetchone()
    others = range(max(first, top) + 1, max(first, top) + BRANCHES)
    connection.executemany(
        "INSERT INTO branch (id, name, kind, parent_id) VALUES (?, ?, 'branch', ?)",
        [(key, f"第{number}党支部", top) for number, key in enumerate(others, 2)],
    )
    return [first, *others]


def _days(years: int) -> Iterator[date]:
    for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1):
        for month in range(1, 13):
            yield date(year, month, 5)


def _write_people(connection: sqlite3.Connection, branch: int, members: range) -> None:
    connection.executemany("INSERT INTO member (id, name) VALUES (?, ?)", [(key, f"党员{key}") for key in members])
    connection.executemany(
        "INSERT INTO membership (id, member_id, branch_id, number, since) VALUES (?, ?, ?, ?, '2010-07-01')",
        [(key, key, branch, number) for number, key in enumerate(members, 1)],
    )
    connection.executemany(
        "INSERT INTO standing (member_id, since, standing) VALUES (?, '2010-07-01', 'full')",
        [(key,) for key in members],
    )


def _write_day(
    connection: sqlite3.Connection,
    chance: random.Random,
    branch: int,
    day_id: int,
    on: date,
    members: range,
    *,
    quiet: bool,
) -> None:
    iso = on.isoformat()
    connection.execute(_DAY, (day_id, branch, iso[:7], iso, iso, _FORM, _BLOCKS, iso, iso, iso))
    states = [
        "present" if quiet else chance.choices(("present", "excused", "absent"), (PRESENT, EXCUSED, ABSENT))[0]
        for _ in members
    ]
    connection.executemany(
        "INSERT INTO mark (day_id, member_id, state, recorded_on, recorded_at) VALUES (?, ?, ?, ?, '')",
        [(day_id, member, state, iso) for member, state in zip(members, states, strict=True)],
    )
    connection.executemany(
        "INSERT INTO make_up (day_id, member_id, held_on) VALUES (?, ?, ?)",
        [
            (day_id, member, iso)
            for member, state in zip(members, states, strict=True)
            if state == "excused" and chance.random() < MADE_UP
        ],
    )


def fetch_exceptions(path: Path) -> int:
    """The bare scan: every absence and excuse with its date, by member and date; how many there are."""
    wanted = """
        SELECT mark.member_id, day.held_on, mark.state FROM mark JOIN day ON day.id = mark.day_id
        WHERE state IN ('absent', 'excused', 'unreached', 'unknown') ORDER BY mark.member_id, day.held_on
    """
    with closing(sqlite3.connect(path)) as connection:
        return len(connection.execute(wanted).fetchall())


def fold_all_marks(path: Path) -> int:
    """The same questions put to the database over all marks with window functions; how many answers there are.

    Excuses not made up, absences in a row and within a year, and when each member was last seen.
    """
    wanted = """
        WITH every AS (
            SELECT mark.member_id, mark.day_id, day.held_on, mark.state,
                   sum(state <> 'absent') OVER (PARTITION BY mark.member_id ORDER BY day.held_on) AS stretch,
                   max(CASE WHEN state <> 'absent' THEN day.held_on END)
                       OVER (PARTITION BY mark.member_id) AS last_seen
            FROM mark JOIN day ON day.id = mark.day_id
        ),
        runs AS (
            SELECT member_id, stretch, count(*) AS length FROM every WHERE state = 'absent' GROUP BY 1, 2
        ),
        years AS (
            SELECT member_id, substr(held_on, 1, 4) AS year, count(*) AS times FROM every
            WHERE state = 'absent' GROUP BY 1, 2
        )
        SELECT member_id FROM runs WHERE length >= 5
        UNION ALL SELECT member_id FROM years WHERE times >= 2
        UNION ALL SELECT member_id FROM (SELECT DISTINCT member_id, last_seen FROM every) WHERE last_seen < '2026-08-20'
        UNION ALL SELECT member_id FROM every WHERE state = 'excused' AND NOT EXISTS (
            SELECT 1 FROM make_up WHERE make_up.day_id = every.day_id AND make_up.member_id = every.member_id)
    """
    with closing(sqlite3.connect(path)) as connection:
        return len(connection.execute(wanted).fetchall())
