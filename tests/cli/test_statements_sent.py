"""How often a command asks the database: its work is done in few statements, and none of them twice."""

from collections.abc import Callable
from typing import Any

import pytest

from commands import Partyday
from partyday.store.sqlite import SQLiteConnection

NAMES = ("张伟", "王芳", "李娜", "刘洋", "陈静", "杨磊", "赵敏", "黄强", "周婷", "吴军", "徐丽", "孙浩")

#: What one command sends at most. A branch of twelve, in its year, with marks, dues and papers open.
MOST = {
    "agenda": 25,
    "review": 22,
    "dues owed": 12,
    "checkin 3": 14,
    "dues collect --all --except 11,12 --day 2026-03-06": 40,
}


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the statements that were sent since it was last cleared."""
    names: list[str] = []

    def noting(method: Callable[..., Any]) -> Callable[..., Any]:
        def note(self: SQLiteConnection, name: str, /, *rest: Any, **values: Any) -> Any:
            names.append(name)
            return method(self, name, *rest, **values)

        return note

    for method in ("run", "run_many", "stream"):
        monkeypatch.setattr(SQLiteConnection, method, noting(getattr(SQLiteConnection, method)))
    return names


@pytest.fixture
def year(partyday: Partyday, monkeypatch: pytest.MonkeyPatch) -> Partyday:
    """A branch of twelve with dues, in its year: a secretary, somebody ill, away, absent, a dispute, a paper filed."""

    def on(day: str, *words: str) -> None:
        monkeypatch.setenv("PARTYDAY_TODAY", day)
        partyday(*words)

    on("2025-12-20", "init", "--branch", "第一党支部", "--superior", "学院党总支")
    for name in NAMES:
        on("2025-12-20", "member", "add", name, "--joined", "2010-07-01")
    on("2025-12-20", "member", "set", "5", "--circumstance", "ill")
    on("2025-12-20", "branch", "set", "--secretary", "王芳")
    on("2025-12-20", "schedule", "2026")
    for number in range(1, len(NAMES) + 1):
        on("2026-01-05", "dues", "assess", str(number), "--kind", "工资", "--amount", "6500", "--from", "2026-01")
    on("2026-01-09", "checkin", "--all", "--absent", "3", "--visited", "5", "--close")
    on("2026-02-06", "checkin", "--all", "--absent", "3", "--excuse", "4:病假", "--close", "--yes")
    on("2026-02-10", "dispute", "add", "3", "--for", "2026-02-06", "--said", "在会场")
    on("2026-02-10", "member", "set", "6", "--circumstance", "away")
    on("2026-03-02", "report", "quarter-plan", "--mark-filed", "-o", "计划.xlsx")
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-03-06")
    return partyday


def test_a_command_sends_few_statements(year: Partyday, sent: list[str]) -> None:
    for command, most in MOST.items():
        sent.clear()
        year(*command.split())
        assert len(sent) <= most, (command, sent)
        assert sent.count("VERSION") == 1


def test_a_reader_asks_nothing_twice(year: Partyday, sent: list[str]) -> None:
    for command in ("agenda", "review", "dues owed", "member list"):
        sent.clear()
        year(*command.split())
        assert len(sent) == len(set(sent)), command


#: A command of every kind: what reads, what writes, what prints, what changes the tree itself.
ONE_TREE = (
    "agenda",
    "review",
    "review 3",
    "dues owed",
    "dues ledger",
    "dues pay 1 --months 2026-01",
    "dues collect --all --except 11,12 --day 2026-03-06",
    "member list",
    "member show 3",
    "member set 3 --post 讲师",
    "day show 2026-03-06",
    "day plan 2026-03-06 --theme 学党章",
    "day announce 2026-03-06",
    "checkin 3",
    "schedule 2026",
    "schedule 2026 --suggest",
    "report quarter-plan -o 季度.xlsx",
    "report record --period 2026-02-06 -o 记录.xlsx",
    "report roster -o 名册.xlsx",
    "report --list",
    "log 3",
    "branch set --secretary 王芳",
    "branch add 第二党支部 --superior 学院党总支",
)


def test_the_tree_is_read_once(year: Partyday, sent: list[str]) -> None:
    for command in ONE_TREE:
        sent.clear()
        year(*command.split())
        assert sent.count("BRANCHES") == 1, command
