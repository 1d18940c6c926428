"""A year of a school of three levels, told as facts, and played through the commands.

The facts are counted here, with nothing of the program: who was how on which day, what was announced and summed up,
what was planned and filed when, who paid. `play` gives the commands that put one branch's facts into a book.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import settings

from profiles import LONG

YEAR = 2026
COMMITTEE = "云岭大学党委"
FACULTIES = ("理学院党总支", "文学院党总支", "机关党总支")
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯", "伟芳娜敏静磊洋艳勇"

#: The first Friday of each month; moved behind a holiday in January, May and October, and to 1 July.
DAYS = tuple(date(YEAR, month, day) for month, day in enumerate((9, 6, 6, 3, 8, 5, 1, 7, 4, 9, 6, 4), 1))

Words = tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """One of twelve branches, `at` from 0 to 11."""

    at: int

    @property
    def name(self) -> str:
        return f"{self.superior[:2]}第{'一二三四'[self.at % 4]}党支部"

    @property
    def superior(self) -> str:
        return FACULTIES[self.at // 4]

    @property
    def size(self) -> int:
        return 5 + self.at % 3

    @property
    def people(self) -> list[str]:
        return [f"{SURNAMES[number]}{GIVEN[(number + self.at) % 9]}" for number in range(self.size)]

    def state(self, number: int, month: int) -> str:
        """How the member of a roster number was in a month."""
        code = (7 * self.at + 3 * number + 5 * month) % 13
        return {0: "absent", 1: "excused", 2: "online", 3: "online"}.get(code, "present")

    def who_was(self, state: str, month: int) -> list[int]:
        return [number for number in range(1, self.size + 1) if self.state(number, month) == state]

    def announced(self, month: int) -> bool:
        return (self.at + month) % 5 != 0

    def summed_up(self, month: int) -> bool:
        return (self.at + month) % 7 != 0

    def filed_on(self, quarter: int) -> date | None:
        """When it filed the plan of a quarter, due on the 20th of the month before; None where it never did."""
        due = date(YEAR, 3 * quarter - 3, 20) if quarter > 1 else date(YEAR - 1, 12, 20)
        return None if (self.at, quarter) == (5, 3) else due + timedelta(days=(self.at + quarter) % 4 - 2)

    def monthly_dues(self, number: int) -> int:
        """In fen: 0.5 % of 3,000 yuan, 1 % of 4,000."""
        return 15_00 if number % 2 else 40_00

    def pays(self, number: int) -> int:
        """For how many months of the year a member has paid."""
        return 12 if (self.at + number) % 6 else 9

    def taken(self) -> int:
        """What came in over the year, in fen."""
        return sum(self.monthly_dues(number) * self.pays(number) for number in range(1, self.size + 1))

    def owed(self) -> int:
        """What is still owed at its end, in fen."""
        return sum(self.monthly_dues(number) * (12 - self.pays(number)) for number in range(1, self.size + 1))


#: In the ordinary tests two of each faculty, in the long run all four.
BRANCHES = tuple(Facts(at) for at in range(12) if at % 4 < (4 if settings().max_examples >= LONG else 2))


def expected_line(branch: Facts) -> dict[str, object]:
    """What an overview of the year says of a branch, counted from the facts."""
    months = range(1, 13)
    took_part = sum(
        branch.state(number, month) in ("present", "online") for number in range(1, branch.size + 1) for month in months
    )
    expected = 12 * branch.size
    filed = [branch.filed_on(quarter) for quarter in (2, 3, 4)]
    due = [date(YEAR, month, 20) for month in (3, 6, 9)]
    return {
        "branch": branch.name,
        "days": 12,
        "held": 12,
        "closed": 12,
        "announced": sum(map(branch.announced, months)),
        "summarised": sum(map(branch.summed_up, months)),
        "expected": expected,
        "took_part": took_part,
        "rate": round(took_part / expected, 4),
        "unreached": 0,
        "dues_owed": f"{branch.owed() / 100:.2f}",
        "late": sum(on is not None and on > last for on, last in zip(filed, due, strict=True)),
    }


def roster(branch: Facts) -> str:
    """The roster that is imported, as CSV."""
    lines = [f"{number},{name},正式党员,2015-07-01,2016-07-01" for number, name in enumerate(branch.people, 1)]
    return "\n".join(["序号,姓名,人员类别,加入党组织日期,转为正式党员日期", *lines]) + "\n"


def play(branch: Facts, roster_file: str, file: Callable[[str, str], str]) -> Iterator[tuple[date, Words]]:
    """The branch's year as commands, each with the day it is given on, in order of time.

    `file(form, period)` is where a filed paper goes.
    """
    yield date(YEAR - 1, 12, 1), ("member", "import", roster_file)
    yield date(YEAR - 1, 12, 1), ("schedule", str(YEAR))
    for number in range(1, branch.size + 1):
        income = "3000" if number % 2 else "4000"
        yield (
            date(YEAR - 1, 12, 2),
            ("dues", "assess", str(number), "--kind", "wage", "--amount", income, "--from", f"{YEAR}-01"),
        )
    acts = [*_plans(branch, file), *_days(branch), *_papers(branch, file)]
    yield from sorted(acts, key=lambda act: act[0])


def _plans(branch: Facts, file: Callable[[str, str], str]) -> Iterator[tuple[date, Words]]:
    for month, on in enumerate(DAYS, 1):
        yield (
            date(YEAR - 1, 12, 3),
            (
                *(
                    "day",
                    "plan",
                    str(on),
                    "--theme",
                    f"第{month}次主题党日",
                    "--content",
                    "学习讨论",
                    "--form",
                    "集中学习",
                ),
                *("--place", f"{branch.at + 101}室", "--host", branch.people[0], "--responsible", branch.people[1]),
            ),
        )
    for quarter in range(1, 5):
        if on_day := branch.filed_on(quarter):
            period = f"{YEAR}Q{quarter}"
            yield (
                on_day,
                ("report", "quarter-plan", "--period", period, "--mark-filed", "-o", file("quarter-plan", period)),
            )


def _days(branch: Facts) -> Iterator[tuple[date, Words]]:
    for month, on in enumerate(DAYS, 1):
        if branch.announced(month):
            yield on - timedelta(days=5), ("day", "announce", str(on))
        words: Words = ("checkin", "--day", str(on), "--all")
        for state, option in (("online", "--online"), ("absent", "--absent")):
            if numbers := branch.who_was(state, month):
                words += (option, ",".join(map(str, numbers)))
        if excused := branch.who_was("excused", month):
            words += ("--excuse", ",".join(f"{number}:病假" for number in excused))
        yield on, (*words, "--close")
        if branch.summed_up(month):
            yield on + timedelta(days=1), ("day", "summary", str(on), "--text", f"第{month}次学有所得。")
    for number in range(1, branch.size + 1):
        paid = branch.pays(number)
        yield (
            DAYS[11] + timedelta(days=2),
            (
                *("dues", "pay", str(number), "--months", f"{YEAR}-01..{YEAR}-{paid:02}"),
                *("--on", str(DAYS[11]), "--by", branch.people[0]),
            ),
        )
    yield DAYS[11] + timedelta(days=3), ("dues", "remit", "--to", branch.superior)


def _papers(branch: Facts, file: Callable[[str, str], str]) -> Iterator[tuple[date, Words]]:
    """What it files at the end of the year."""
    on = date(YEAR, 12, 31)
    for form in ("attendance", "record", "make-ups", "dues-ledger"):
        yield on, ("report", form, "--period", str(YEAR), "--mark-filed", "-o", file(form, str(YEAR)))
