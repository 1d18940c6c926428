"""A month of a branch with the one-folder program that is to be shipped: `python tools/smoke.py FOLDER`.

The folder is copied to another place and runs there with no Python in PATH, no configuration, and nothing of this
checkout but the roster of the example. Fails where a command fails, or where a paper is not as large as a workbook is.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

ROSTER = Path(__file__).parents[1] / "examples" / "one-branch" / "roster.csv"

#: A month, from nothing to a filed paper and the check of the book; what loads a library of its own is among them.
COMMANDS = (
    "--version",
    "init --branch 计算机学院教工党支部 --superior 计算机学院党总支",
    "member import 花名册.csv",
    "member import --template 空白花名册.xlsx",
    "schedule 2026",
    "day plan 2026-03-06 --theme 学习全国两会精神 --form 党课",
    "day announce 2026-03-06",
    "checkin zjg --day 2026-03-06",
    "checkin --all --online 8 --visited 4 --day 2026-03-06 --close",
    "dues assess 张建国 --kind 离退休 --amount 5200 --from 2026-01",
    "report sign-in --period 2026-03-06 -o 签到表.xlsx",
    "report year-plan --period 2026 -o 方案.docx",
    "report quarter-plan --period 2026Q2 --mark-filed -o 季度活动计划.xlsx",
    "day export 2026 -o 日历.ics",
    "overview --picture 全年.png",
    "handover 交接.zip --passphrase",
    "help dates",
    "review",
    "agenda",
    "verify",
)

_PAPERS = ("签到表.xlsx", "季度活动计划.xlsx", "方案.docx", "空白花名册.xlsx", "日历.ics", "全年.png", "交接.zip")

#: The check-in page of a day that nobody has closed.
_PAGE = "--today 2026-04-03 page --port 0 --json"


def main() -> None:
    """Run the month with the program in the folder that is named."""
    with tempfile.TemporaryDirectory() as elsewhere:
        moved = Path(elsewhere, "程序", "partyday")
        shutil.copytree(sys.argv[1], moved)
        folder = Path(elsewhere, "支部")
        folder.mkdir()
        shutil.copy(ROSTER, folder / "花名册.csv")
        (folder / "config.toml").touch()
        program = str(moved / ("partyday.exe" if os.name == "nt" else "partyday"))
        environment = _environment()
        for line in COMMANDS:
            begun = time.monotonic()
            done = subprocess.run(
                [program, *line.split()],
                check=False,
                cwd=folder,
                env=environment,
                capture_output=True,
                stdin=subprocess.DEVNULL,
            )
            print(f"{time.monotonic() - begun:5.2f} s  {line}")
            if done.returncode:
                sys.exit(f"{line}: {done.returncode}\n{done.stdout.decode()}{done.stderr.decode()}")
        for paper in _PAPERS:
            if (folder / paper).stat().st_size < _LEAST:
                sys.exit(f"{paper} is empty")
        _open_page([program, *_PAGE.split()], folder, environment)


def _environment() -> dict[str, str]:
    """No setting of ours, no Python's, and of the programs only what Windows itself needs."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PARTYDAY", "PYTHON"))}
    return environment | {
        "PATH": str(Path(os.environ["SYSTEMROOT"], "System32")) if os.name == "nt" else "",
        "PARTYDAY_BOOK": "book.partyday",
        "PARTYDAY_CONFIG": "config.toml",
        "PARTYDAY_LANG": "zh",
        "PARTYDAY_PASSPHRASE": "only for this",
        "PARTYDAY_TODAY": "2026-03-06",
    }


def _open_page(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    """What a phone gets that scans the code."""
    begun = time.monotonic()
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE) as served:
        assert served.stdout is not None
        try:
            url = json.loads(served.stdout.readline())["url"]
            with urlopen(url, timeout=20) as answer:
                if "<form" not in answer.read().decode():
                    sys.exit(f"{url} has no form")
        finally:
            served.terminate()
    print(f"{time.monotonic() - begun:5.2f} s  {_PAGE}")


#: Bytes: the smallest workbook with a page in it is larger, and so is every other of these files.
_LEAST = 4000

if __name__ == "__main__":
    main()
