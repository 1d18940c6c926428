"""A month of a branch with a program that is to be shipped: `python tools/smoke.py PROGRAM [WORD ...]`.

Everything runs in a temporary folder, with no configuration and nothing of this checkout but the roster of the example.
Fails where a command fails, or where a paper is not as large as a workbook is.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROSTER = Path(__file__).parents[1] / "examples" / "one-branch" / "roster.csv"

#: A month, from nothing to a filed paper and the check of the book.
COMMANDS = (
    "--version",
    "init --branch 计算机学院教工党支部 --superior 计算机学院党总支",
    "member import 花名册.csv",
    "schedule 2026",
    "day plan 2026-03-06 --theme 学习全国两会精神 --form 党课",
    "day announce 2026-03-06",
    "checkin zjg --day 2026-03-06",
    "checkin --all --online 8 --visited 4 --day 2026-03-06 --close",
    "dues assess 张建国 --kind 离退休 --amount 5200 --from 2026-01",
    "report sign-in --period 2026-03-06 -o 签到表.xlsx",
    "report year-plan --period 2026 -o 方案.docx",
    "report quarter-plan --period 2026Q2 --mark-filed -o 季度活动计划.xlsx",
    "help dates",
    "review",
    "agenda",
    "verify",
)


def main() -> None:
    """Run the month with the program that is named."""
    program = [str(Path(sys.argv[1]).absolute()), *sys.argv[2:]]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROSTER, Path(folder) / "花名册.csv")
        (Path(folder) / "config.toml").touch()
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PARTYDAY", "PYTHON"))}
        environment |= {"PARTYDAY_BOOK": "book.partyday", "PARTYDAY_TODAY": "2026-03-06", "PARTYDAY_LANG": "zh"}
        environment |= {"PARTYDAY_CONFIG": "config.toml"}
        for line in COMMANDS:
            begun = time.monotonic()
            done = subprocess.run(
                [*program, *line.split()],
                check=False,
                cwd=folder,
                env=environment,
                capture_output=True,
                stdin=subprocess.DEVNULL,
            )
            print(f"{time.monotonic() - begun:5.2f} s  {line}")
            if done.returncode:
                sys.exit(f"{line}: {done.returncode}\n{done.stdout.decode()}{done.stderr.decode()}")
        for paper in ("签到表.xlsx", "季度活动计划.xlsx", "方案.docx"):
            if (Path(folder) / paper).stat().st_size < _LEAST:
                sys.exit(f"{paper} is empty")


#: Bytes: the smallest workbook with a page in it is larger.
_LEAST = 4000

if __name__ == "__main__":
    main()
