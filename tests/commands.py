"""What the tests of the command line share: the answer of a command, and a roster."""

import io
import json
import os
from dataclasses import dataclass
from typing import Any, Protocol

import pytest


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


def alone(patch: pytest.MonkeyPatch) -> None:
    """No setting of the machine is seen, and sentences are in English."""
    for name in list(os.environ):
        if name.startswith("PARTYDAY_") and name != "PARTYDAY_TEST_POSTGRES":
            patch.delenv(name)
    patch.setenv("PARTYDAY_CONFIG", os.devnull)
    patch.setenv("PARTYDAY_LANG", "en")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """Always."""
        return True


ROSTER = """序号,姓名,人员类别,加入党组织日期,转为正式党员日期,工号,是否为流动党员,情况
1,张三,正式党员,2010-07-01,2011-07-01,00123,否,
2,李四,正式党员,2011.7.1,,00124,否,
3,单雄信,预备党员,2025年12月1日,,00125,是,
4,王五,正式党员,20050601,,00126,否,年老体弱
5,赵六,正式党员,200506,,00127,否,
6,孙七,入党积极分子,2025-06-01,,00128,否,
"""
