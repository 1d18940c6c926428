"""The questions of a review put to polars, duckdb or pandas: `python answers.py PROGRAM FILE`, in `.venv-peers`.

The file is the marks of a school as CSV: member_id, held_on, state, made_up. Asked is who has an excuse that was not
made up, five absences in a row, two within a year, or was not seen for four months; how many they are is printed. That
is what `benchmarks.school.fold_all_marks` asks of SQLite, and less than `partyday review` tells.
"""

import sys

#: Who was last seen before this day was not seen for four months.
LAST_SEEN = "2026-08-20"


def in_polars(file: str) -> int:
    """By polars, eagerly read."""
    import polars as pl

    marks = pl.read_csv(file).sort("member_id", "held_on")
    absent = pl.col("state") == "absent"
    runs = (
        marks.with_columns((~absent).cum_sum().over("member_id").alias("stretch"))
        .filter(absent)
        .group_by("member_id", "stretch")
        .len()
        .filter(pl.col("len") >= 5)
    )
    years = (
        marks.filter(absent).group_by("member_id", pl.col("held_on").str.slice(0, 4)).len().filter(pl.col("len") >= 2)
    )
    seen = (
        marks.filter(~absent).group_by("member_id").agg(pl.col("held_on").max()).filter(pl.col("held_on") < LAST_SEEN)
    )
    excused = marks.filter((pl.col("state") == "excused") & (pl.col("made_up") == 0))
    found = pl.concat([one.select("member_id") for one in (runs, years, seen, excused)])
    return int(found.unique().height)


def in_pandas(file: str) -> int:
    """By pandas."""
    import pandas as pd

    marks = pd.read_csv(file).sort_values(["member_id", "held_on"])
    absent = marks["state"] == "absent"
    marks["stretch"] = (~absent).groupby(marks["member_id"]).cumsum()
    marks["year"] = marks["held_on"].str[:4]
    away = marks[absent]
    runs = away.groupby(["member_id", "stretch"]).size()
    years = away.groupby(["member_id", "year"]).size()
    seen = marks[~absent].groupby("member_id")["held_on"].max()
    excused = marks[(marks["state"] == "excused") & (marks["made_up"] == 0)]["member_id"]
    found = set(runs[runs >= 5].index.get_level_values(0)) | set(years[years >= 2].index.get_level_values(0))
    return len(found | set(seen[seen < LAST_SEEN].index) | set(excused))


def in_duckdb(file: str) -> int:
    """By duckdb, in SQL over the file."""
    import duckdb

    asked = f"""
        WITH every AS (
            SELECT *, sum((state <> 'absent')::int) OVER (PARTITION BY member_id ORDER BY held_on) AS stretch
            FROM read_csv('{file}', types = {{'held_on': 'VARCHAR'}})
        )
        SELECT count(*) FROM (
            SELECT member_id FROM every WHERE state = 'absent' GROUP BY member_id, stretch HAVING count(*) >= 5
            UNION SELECT member_id FROM every WHERE state = 'absent'
                GROUP BY member_id, substr(held_on, 1, 4) HAVING count(*) >= 2
            UNION SELECT member_id FROM every WHERE state <> 'absent'
                GROUP BY member_id HAVING max(held_on) < '{LAST_SEEN}'
            UNION SELECT member_id FROM every WHERE state = 'excused' AND made_up = 0)
    """  # noqa: S608  # a file of our own
    [(count,)] = duckdb.execute(asked).fetchall()
    return int(count)


PROGRAMS = {"polars": in_polars, "duckdb": in_duckdb, "pandas": in_pandas}

if __name__ == "__main__":
    print(PROGRAMS[sys.argv[1]](sys.argv[2]))
