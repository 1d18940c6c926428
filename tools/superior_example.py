"""Makes the papers of `examples/one-superior`: what four of its five branches filed, each from a book of its own.

`python tools/superior_example.py` writes the folder 报送 anew. The workbooks in the repository are papers as they were
filed then: later versions go on reading them, so they are only made again where the example is to tell something else.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "examples" / "one-superior"
SUPERIOR = "计算机学院党总支"

#: Branch → what it enters, one command a line, before it files its papers.
BOOKS: dict[str, tuple[str, ...]] = {
    "教工第一党支部": (
        "day plan 2026Q2 --theme 学党章、强党性",
        "day plan 2026-04-03 --theme 学习党章 --place 三楼会议室 --host 林建平 --form 党课 --block 党性观念教育",
        "day plan 2026-05-08 --theme 走进校史馆 --place 校史馆 --host 许文静 --form 党员大会",
        "day plan 2026-06-05 --theme 重温入党誓词 --place 礼堂 --host 林建平 --form 党员大会",
        "checkin --day 2026-01-09 --all --reason 补登 --close --yes",
        "checkin --day 2026-02-06 --all --excuse 4:公差 --reason 补登 --close --yes",
        "checkin --day 2026-03-06 --all --absent 5 --reason 补登 --close --yes",
        "dues assess 1 --kind 工资 --amount 6500 --from 2026-01",
        "dues assess 2 --kind 工资 --amount 5000 --from 2026-01",
        "dues pay 1 --months 2026-01..2026-03 --on 2026-03-06",
        "dues pay 2 --months 2026-01..2026-03 --on 2026-03-06",
        "dues remit --on 2026-03-09",
    ),
    "教工第二党支部": (
        "day plan 2026-04-03 --theme 学习教育法规 --host 蒋海波",
        "day plan 2026-05-08 --theme 联系服务学生 --place 学生社区 --host 蒋海波",
        "day plan 2026-06-05 --theme 政治生日 --place 二楼会议室",
    ),
    "本科生第一党支部": (
        "day plan 2026-04-03 --theme 清明祭英烈 --place 烈士陵园 --host 郑晓彤",
        "day plan 2026-05-08 --theme 青年与时代 --place 报告厅 --host 郑晓彤",
        "day plan 2026-06-05 --theme 毕业生党员座谈 --place 三楼会议室 --host 唐立言",
        "dues assess 1 --kind 学生 --from 2026-01",
        "dues assess 2 --kind 学生 --from 2026-01",
        "dues pay 1 --months 2026-01..2026-06 --on 2026-03-06",
        "dues pay 2 --months 2026-01..2026-03 --on 2026-03-06",
        "dues remit --on 2026-03-13 --amount 1.20",
    ),
    "本科生第二党支部": (
        "day plan 2026-04-03 --theme 劳动实践 --place 校园农场 --host 顾明远",
        "day plan 2026-05-08 --theme 读书分享 --place 图书馆 --host 顾明远",
        "day plan 2026-06-05 --theme 志愿服务 --place 社区 --host 沈若兰",
    ),
}

#: Branch → the papers it files: form, period, day.
PAPERS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "教工第一党支部": (
        ("quarter-plan", "2026Q2", "2026-03-18"),
        ("record", "2026-03-06", "2026-03-18"),
        ("attendance", "2026Q1", "2026-03-18"),
        ("dues-ledger", "2026", "2026-03-18"),
    ),
    "教工第二党支部": (("quarter-plan", "2026Q2", "2026-03-20"),),
    "本科生第一党支部": (("quarter-plan", "2026Q2", "2026-03-23"), ("dues-ledger", "2026", "2026-03-23")),
    "本科生第二党支部": (("quarter-plan", "2026Q2", "2026-03-19"), ("year-schedule", "2026", "2026-03-19")),
}

#: Branch → its members, all invented: name, and since when they belong to the Party.
MEMBERS: dict[str, tuple[tuple[str, str], ...]] = {
    "教工第一党支部": (
        *(("林建平", "1998-06-20"), ("许文静", "2006-07-01"), ("方志国", "2010-05-18")),
        *(("罗雅琴", "2012-06-30"), ("石磊", "2015-12-08")),
    ),
    "教工第二党支部": (("蒋海波", "2001-07-01"), ("邱淑芬", "2009-06-12"), ("戴长青", "2018-11-20")),
    "本科生第一党支部": (("郑晓彤", "2024-05-20"), ("唐立言", "2024-11-15"), ("温婧", "2025-05-16")),
    "本科生第二党支部": (("顾明远", "2024-06-01"), ("沈若兰", "2024-12-01"), ("龙飞", "2025-06-01")),
}


def run(place: Path, today: str, words: Sequence[str]) -> None:
    """One command on one branch's book, which is named after it. Raises CalledProcessError."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARTYDAY_")}
    told = {"PARTYDAY_BOOK": str(place), "PARTYDAY_CONFIG": str(FOLDER / "config.toml"), "PARTYDAY_TODAY": today}
    told["PARTYDAY_BRANCH"] = place.stem
    command = [sys.executable, "-m", "partyday", *words]
    subprocess.run(command, env=kept | told, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def main() -> None:
    """Make every paper."""
    filed = FOLDER / "报送"
    filed.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for branch, entries in BOOKS.items():
            book = Path(folder, f"{branch}.partyday")
            run(book, "2025-12-22", ["init", "--branch", branch, "--superior", SUPERIOR])
            for name, joined in MEMBERS[branch]:
                run(book, "2025-12-22", ["member", "add", name, "--standing", "正式党员", "--joined", joined])
            run(book, "2025-12-22", ["schedule", "2026"])
            for entry in entries:
                run(book, "2026-03-18", entry.split())
            for form, period, day in PAPERS[branch]:
                words = ["report", form, "--period", period, "--mark-filed", "-o", str(filed / f"{branch}-{form}.xlsx")]
                run(book, day, [*words, "--yes"])


if __name__ == "__main__":
    main()
