"""The books that papers are taken into, each made by the command line, from a roster in the plainest columns."""

from collections.abc import Callable

from corpus.structure import File, csv
from corpus.writers import content

TODAY = "2026-03-06"
BRANCH = "计算机学院教工党支部"
SUPERIOR = "计算机学院党总支"

# A branch of twelve: ten members, of whom one is away and one is mobile, and two who are not yet in the Party.
MEMBERS: File = csv(
    ["序号", "姓名", "人员类别", "加入党组织日期", "转为正式党员日期", "工号", "是否为流动党员", "情况"],
    [1, "林晓岚", "正式党员", "2008-06-20", "2009-06-20", "2008012", "否", ""],
    [2, "何建业", "正式党员", "2003-07-01", "2004-07-01", "2003007", "否", ""],
    [3, "覃若溪", "正式党员", "2013-12-05", "2014-12-05", "2013031", "否", ""],
    [4, "买买提江·吐尔逊", "正式党员", "2011-05-13", "2012-05-13", "2011045", "否", ""],
    [5, "范予", "正式党员", "2023-12-03", "2024-12-03", "202111020105", "否", ""],
    [6, "尹璐", "预备党员", "2025-06-10", "", "202311010233", "否", ""],
    [7, "单田", "正式党员", "1990-06-30", "1991-06-30", "00197", "否", ""],
    [8, "曾可心", "正式党员", "2022-12-01", "2023-12-01", "2022118", "否", ""],
    [9, "欧阳靖远", "正式党员", "2016-11-18", "2017-11-18", "2016090", "是", ""],
    [10, "何建国", "正式党员", "1999-06-25", "2000-06-25", "00264", "否", "年老体弱"],
    [11, "祁小禾", "入党积极分子", "2025-03-20", "", "202411030117", "否", ""],
    [12, "温书同", "发展对象", "2024-09-10", "", "202311040208", "否", ""],
    encoding="utf-8",
)
DUES: File = csv(
    ["姓名", "收入类别", "月收入"],
    ["林晓岚", "工资", 8200],  # 123.00 a month
    ["何建业", "工资", 6500],  # 97.50
    ["覃若溪", "工资", 8200],
    ["买买提江·吐尔逊", "工资", 4800],  # 48.00
    ["范予", "学生", None],  # 0.20
    ["尹璐", "学生", None],
    ["单田", "离退休", 5200],  # 52.00
    ["曾可心", "工资", 8200],
    ["欧阳靖远", "工资", 10500],  # 210.00
    ["何建国", "离退休", 4000],  # 20.00
    encoding="utf-8",
)

Partyday = Callable[..., object]


def empty(partyday: Partyday) -> None:
    """A book without a member."""
    partyday("init", "--branch", BRANCH, "--superior", SUPERIOR)


def branch(partyday: Partyday) -> None:
    """The branch of twelve with its year 2026, on the day 2026-03-06."""
    empty(partyday)
    _taken_in(partyday, MEMBERS, "member", "import")
    partyday("schedule", "2026")


def dues(partyday: Partyday) -> None:
    """The same branch, its dues assessed from January 2026 and nothing paid."""
    branch(partyday)
    _taken_in(partyday, DUES, "dues", "assess", "--from", "2026-01", "--sheet")


def _taken_in(partyday: Partyday, file: File, *words: str) -> None:
    partyday(*words, "{}", file=content(file))


BOOKS: dict[str, Callable[[Partyday], None]] = {"empty": empty, "branch": branch, "dues": dues}
