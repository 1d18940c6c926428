"""A branch's life, whatever happens in it and in whatever order it is entered: every roll, finding, ledger and paper is
what the life comes to on paper, and undoing everything gives the empty book.

`pytest --lives=2000 tests/services/test_life.py` plays so many of them; with `tests/with-postgres` on PostgreSQL too,
`--postgres-lives=300`. `--life=17` plays one alone.
"""

import copy
import random
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from factories import branch_of, contents, copy_of, desk
from partyday.errors import NotFound, PartydayError
from partyday.services import branches, logs
from partyday.services.schedule import make_year
from partyday.store.book import Store
from profiles import examples
from services.life import FIRST, MADE, NAMES, SIDE, TOP, CannotBe, Life
from services.life_acts import KINDS, Act, acts, steps
from services.life_checks import check

TWO_HALVES = ["FREQ=MONTHLY;BYDAY=2WE:am", "FREQ=MONTHLY;BYDAY=4WE:pm"]


def begun(store: Store, seed: int) -> Life:
    """A book with a superior and two branches, of which the second goes by the other system and has half-days."""
    dice = random.Random(-seed)
    since = dice.choice((None, None, date(2026, 2, 1), date(2026, 4, 1)))
    life = Life(halves=dice.random() < 0.5)
    of_side = dice.choice((since, since, date(2026, 1, 2), date(2026, 5, 14)))
    life.begins = {key: on for key, on in ((FIRST, since), (SIDE, of_side)) if on}
    life.plan()
    on_first = desk(store, today=MADE, command="init", stand_in=True)
    branches.start(on_first, NAMES[FIRST], NAMES[TOP], "hebei", [], since)
    recurrence = TWO_HALVES if life.halves else TWO_HALVES[1:]
    own = of_side if of_side != since else None
    branches.add(desk(store, today=MADE), NAMES[SIDE], None, policy="zhongzhou", recurrence=recurrence, since=own)
    make_year(desk(store, today=MADE), [branch_of(store, NAMES[key]) for key in (FIRST, SIDE)], 2026)
    return life


def entries(store: Store) -> int:
    with store.reading() as connection:
        driver: Any = getattr(connection, "behind", connection)
        [number] = driver.driver.execute("SELECT max(id) FROM log_entry").fetchone()
    return int(number)


class Playing:
    """A life that is played: the book, what it should be, and how it was after each entry that stands."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store = store
        self.life = begun(store, seed)
        self.before: list[Life] = []
        self.told: Counter[tuple[str, str]] = Counter()

    def play(self, act: Act) -> None:
        """Do an act; what the program makes of it must be what the paper does."""
        if act.kind == "undo":
            self.undo(act.today)
            return
        step = steps(self.life, act)
        if step is None:
            self.told[act.kind, "nobody"] += 1
            return
        after = copy.deepcopy(self.life)
        why = ""
        try:
            step.effect(after)
        except CannotBe as error:
            why = str(error)
        number = entries(self.store)
        refused = None
        try:
            step.call(self.store)
        except PartydayError as error:
            refused = str(error)
        if refused is not None:
            assert entries(self.store) == number, f"{act} was refused and wrote something"
            assert why or not step.sure, f"{act} is refused: {refused}"
            self.told[act.kind, "refused"] += 1
            return
        assert not why, f"{act} is taken, though {why}"
        if entries(self.store) == number:
            after.keys = self.life.keys
            assert after == self.life, f"{act} changed nothing"
            self.told[act.kind, "nothing"] += 1
            return
        self.before.append(self.life)
        self.life = after
        self.told[act.kind, "done"] += 1

    def undo(self, today: date) -> None:
        if not self.before:
            return
        taken_back = logs.to_undo(desk(self.store), None)
        logs.undo(desk(self.store, today=today, command="undo"), taken_back, "撤销")
        self.life = self.before.pop()
        self.told["undo", "done"] += 1

    def undo_everything(self) -> None:
        while True:
            try:
                entry = logs.to_undo(desk(self.store), None)
            except NotFound:
                break
            logs.undo(desk(self.store, today=date(2026, 12, 31), command="undo"), entry, "撤销")
        assert {name: rows for name, rows in contents(self.store).items() if rows} == {}


def live(store: Store, seed: int) -> Counter[tuple[str, str]]:
    """One life from the first act to the empty book."""
    playing = Playing(store, seed)
    life = acts(seed)
    for act in life:
        playing.play(act)
    today = life[-1].today
    dice = random.Random(seed)
    looked_at = [date.fromordinal(dice.randrange(date(2026, 2, 1).toordinal(), date(2027, 3, 1).toordinal()))]
    check(store, playing.life, today, looked_at)
    assert logs.verify(desk(store)) == []
    playing.undo_everything()
    return playing.told


def seeds(config: pytest.Config, option: str, usually: int) -> list[int]:
    """The lives that were asked for, else as many as the profile wants of the usual number."""
    one, number = config.getoption("--life"), config.getoption(option)
    return [int(one)] if one else list(range(examples(usually) if number is None else number))


def test_whatever_happens_the_book_is_what_it_comes_to(
    sqlite_book: Store, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    told: Counter[tuple[str, str]] = Counter()
    for seed in seeds(pytestconfig, "--lives", 15):
        with copy_of(sqlite_book, tmp_path / "life.partyday") as store:
            told += played(store, seed)
    report(told)


def played(store: Store, seed: int) -> Counter[tuple[str, str]]:
    try:
        return live(store, seed)
    except Exception as error:
        error.add_note(f"pytest tests/services/test_life.py --life={seed}")
        raise


def report(told: Counter[tuple[str, str]]) -> None:
    """Of each kind of act some are done: nothing is left out because it is always refused."""
    lines = [
        f"{kind}: " + ", ".join(f"{how} {told[kind, how]}" for how in ("done", "nothing", "refused", "nobody"))
        for kind in KINDS
    ]
    print("\n".join(lines))  # noqa: T201
    if sum(told.values()) > 10_000:
        assert [kind for kind in KINDS if told[kind, "done"] < 20] == []


@pytest.fixture(scope="module")
def template(shared_postgres_url: str) -> str:
    """A database with an empty book, of which each life has a copy."""
    from partyday.store.making import create

    create(shared_postgres_url).close()
    return shared_postgres_url


def test_whatever_happens_it_is_so_on_postgresql(template: str, pytestconfig: pytest.Config) -> None:
    from sqlalchemy import create_engine
    from sqlalchemy.engine import make_url

    url = make_url(template)
    admin = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    name = f"{url.database}_life"
    told: Counter[tuple[str, str]] = Counter()
    for seed in seeds(pytestconfig, "--postgres-lives", 2):
        with admin.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{url.database}"')
        store = Store(url.set(database=name).render_as_string(hide_password=False))
        try:
            told += played(store, seed)
        finally:
            store.close()
            with admin.connect() as connection:
                connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.dispose()
    report(told)
