"""Running commands as a user does, in this process: what was said, and the exit code."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from partyday.__main__ import run


@dataclass(frozen=True)
class Said:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The JSON on stdout."""
        return json.loads(self.out)


class Partyday(Protocol):
    """Run one command line; `code` is the exit code it must have."""

    def __call__(self, *words: str, code: int = 0, stdin: bytes = b"") -> Said: ...


@pytest.fixture
def partyday(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Partyday:
    """`partyday("checkin", "张三")` on a book in a temporary folder, which is the current one."""
    monkeypatch.setenv("PARTYDAY_BOOK", str(tmp_path / "book.partyday"))
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-03-06")
    monkeypatch.chdir(tmp_path)

    def call(*words: str, code: int = 0, stdin: bytes = b"") -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        got = run(list(words))
        said = Said(got, *capsys.readouterr())
        assert said.code == code, said
        return said

    return call


ROSTER = """序号,姓名,人员类别,加入党组织日期,转为正式党员日期,工号,是否为流动党员,情况
1,张三,正式党员,2010-07-01,2011-07-01,00123,否,
2,李四,正式党员,2011.7.1,,00124,否,
3,单雄信,预备党员,2025年12月1日,,00125,是,
4,王五,正式党员,20050601,,00126,否,年老体弱
5,赵六,正式党员,200506,,00127,否,
6,孙七,入党积极分子,2025-06-01,,00128,否,
"""

Branch = Callable[[], None]


@pytest.fixture
def branch(partyday: Partyday, tmp_path: Path) -> Partyday:
    """A branch of five members and one activist, with its year 2026."""
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    partyday("init", "--branch", "第一党支部", "--superior", "学院党总支")
    partyday("member", "import", "roster.csv")
    partyday("schedule", "2026")
    return partyday
