"""A school's book to measure on: 1,500 branches of 20 members, five years of monthly days, 1.8 million marks.

partyday makes the book; the sqlite3 module fills it, from a fixed seed. For anybody to try things on,
`python -m benchmarks.school BOOK MEMBERS YEARS` makes one of any size, with its log, a year of dues, talks, handlings.
"""

import argparse
import random
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

SCHOOL = "校党委"
BRANCHES, MEMBERS, YEARS = 1_500, 20, 5
LAST_YEAR = 2026
AS_OF = date(LAST_YEAR, 12, 20)

PRESENT, EXCUSED, ABSENT, MADE_UP = 0.92, 0.05, 0.03, 0.95

#: Which part of the members came within the years, and at most how many days before them the others did.
CAME_LATER, LONGEST = 0.05, 16 * 365

_DAY = """
    INSERT INTO day (id, branch_id, month, slot, part, nominal, held_on, occasions, provisional, by_hand, form, blocks,
                     announced_on, closed_on, summarised_on)
    VALUES (?, ?, ?, 0, 'full', ?, ?, 'activity-day', 0, 0, ?, ?, ?, ?, ?)
"""
_BLOCKS = "party-spirit members-standing ability deliberation work"
_FORM = "党员大会、支委会、党小组会、组织生活会、民主评议"


def write_school(
    path: Path,
    partyday: Callable[..., object],
    *,
    branches: int = BRANCHES,
    each: int = MEMBERS,
    years: int = YEARS,
    quiet_years: int = 0,
    whole: bool = False,
) -> None:
    """The school's book at `path`; before its `years` so many more in which everybody was present every time.

    `partyday` runs one command. `each`: the members of a branch. `whole`: with dues and acts. Members came on different
    days, some within the years; everybody is marked from then on.
    """
    partyday("init", "--branch", "第1党支部", "--superior", SCHOOL, "--policy", "hebei", "--book", path)
    chance, came = random.Random(20260701), random.Random(20050701)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        keys = _write_branches(connection, branches)
        day_id = 0
        for place, branch in enumerate(keys):
            members = {
                key: _begins(came, years, quiet_years) for key in range(place * each + 1, (place + 1) * each + 1)
            }
            _write_people(connection, branch, members)
            for on in _days(years + quiet_years):
                day_id += 1
                quiet = on.year <= LAST_YEAR - years
                there = [key for key, since in members.items() if since <= on]
                _write_day(connection, chance, branch, day_id, on, there, quiet=quiet)
            if whole:
                _write_dues(connection, branch, members)
        if whole:
            _write_acts(connection)
        connection.commit()


def _write_branches(connection: sqlite3.Connection, branches: int) -> list[int]:
    """The keys of all branches under the school: the first was made by partyday, the others are like it."""
    first, top = connection.execute("SELECT id, parent_id FROM branch WHERE parent_id IS NOT NULL").fetchone()
    others = range(max(first, top) + 1, max(first, top) + branches)
    connection.executemany(
        "INSERT INTO branch (id, name, kind, parent_id) VALUES (?, ?, 'branch', ?)",
        [(key, f"第{number}党支部", top) for number, key in enumerate(others, 2)],
    )
    return [first, *others]


def _days(years: int) -> Iterator[date]:
    for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1):
        for month in range(1, 13):
            yield date(year, month, 5)


def _begins(came: random.Random, years: int, quiet_years: int) -> date:
    """When somebody came to their branch: before its days, or in the first half of a month of its years up to June of
    the last.
    """
    if came.random() < CAME_LATER:
        month = came.randrange(12 * years - 6)
        return date(LAST_YEAR - years + 1 + month // 12, month % 12 + 1, came.randint(1, 15))
    return date(LAST_YEAR - years - quiet_years + 1, 1, 1) - timedelta(days=came.randrange(1, LONGEST))


def _write_people(connection: sqlite3.Connection, branch: int, members: Mapping[int, date]) -> None:
    connection.executemany("INSERT INTO member (id, name) VALUES (?, ?)", [(key, f"党员{key}") for key in members])
    connection.executemany(
        "INSERT INTO membership (id, member_id, branch_id, number, since) VALUES (?, ?, ?, ?, ?)",
        [(key, key, branch, number, since.isoformat()) for number, (key, since) in enumerate(members.items(), 1)],
    )
    connection.executemany(
        "INSERT INTO standing (member_id, since, standing) VALUES (?, ?, 'full')",
        [(key, since.isoformat()) for key, since in members.items()],
    )


def _write_day(
    connection: sqlite3.Connection,
    chance: random.Random,
    branch: int,
    day_id: int,
    on: date,
    members: Sequence[int],
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


def _write_dues(connection: sqlite3.Connection, branch: int, members: Mapping[int, date]) -> None:
    """What everybody's dues are reckoned from, and all months of the last year but the one that runs, paid."""
    begun = {key: max(since, date(LAST_YEAR, 1, 1)) for key, since in members.items()}
    months = [date(LAST_YEAR, month, 5) for month in range(1, 12)]
    paid = {on: [key for key, since in begun.items() if since.replace(day=1) <= on] for on in months}
    connection.executemany(
        "INSERT INTO assessment (member_id, since, kind, income) VALUES (?, ?, 'wage', ?)",
        [(key, f"{since:%Y-%m}", INCOME) for key, since in begun.items()],
    )
    connection.executemany(
        "INSERT INTO payment (member_id, branch_id, for_month, amount, paid_on, method) VALUES (?, ?, ?, ?, ?, 'cash')",
        [
            (key, branch, f"{on:%Y-%m}", DUES, max(on, begun[key]).isoformat())
            for on, payers in paid.items()
            for key in payers
        ],
    )
    connection.executemany(
        "INSERT INTO remittance (branch_id, remitted_on, amount) VALUES (?, ?, ?)",
        [(branch, f"{on:%Y-%m}-20", DUES * len(payers)) for on, payers in paid.items() if payers],
    )


#: In fen: a month's income, and the dues of it (1 % of 4,500 yuan).
INCOME, DUES = 450_000, 4_500


def _write_acts(connection: sqlite3.Connection) -> None:
    """A talk with everybody who was absent five times, and a handling of those absent six times."""
    connection.execute(
        """
        INSERT INTO talk (member_id, held_on, waived)
        SELECT member_id, max(recorded_on), 0 FROM mark WHERE state = 'absent' GROUP BY member_id HAVING count(*) >= 5
        """
    )
    connection.execute(
        """
        INSERT INTO handling (member_id, measure, proposed_on, filed_on, inquired_on, decided_on, carried)
        SELECT member_id, 'correct', max(recorded_on), max(recorded_on), max(recorded_on), max(recorded_on), 1
        FROM mark WHERE state = 'absent' GROUP BY member_id HAVING count(*) >= 6
        """
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


def main() -> None:
    """Make the book of a school, whole with its log."""
    from benchmarks.logged import write_log
    from partyday.__main__ import run

    parser = argparse.ArgumentParser(prog="python -m benchmarks.school", description=main.__doc__)
    parser.add_argument("book", type=Path)
    parser.add_argument("members", type=int, help=f"in branches of {MEMBERS}")
    parser.add_argument("years", type=int, help=f"up to {LAST_YEAR}")
    asked = parser.parse_args()

    def partyday(*words: str | Path) -> None:
        if code := run([str(word) for word in words]):
            raise SystemExit(code)

    write_school(asked.book, partyday, branches=max(1, asked.members // MEMBERS), years=asked.years, whole=True)
    print(f"{asked.book}: {write_log(asked.book)} entries")


if __name__ == "__main__":
    main()
