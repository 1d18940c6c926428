"""Sheets of dues: collected at the meeting, by month, and what the dues are reckoned from.

In the book `dues` three months are owed on 2026-03-06: 林晓岚, 覃若溪 and 曾可心 123.00 a month, 何建业 97.50, 买买提江·吐尔逊
48.00, 范予 and 尹璐 0.20, 单田 52.00, 欧阳靖远 210.00, 何建国 20.00.
"""

from dataclasses import replace

from corpus.paper import Assessed, No, Paid, Paper
from corpus.structure import File, csv, grid, sheet, xlsx


def collected(what: str, file: File, expected: Paid, *options: str) -> Paper:
    """A sheet for `dues collect --from`."""
    return Paper(f"dues-{what}", (14,), file, ("dues", "collect", "--from", "{}", "--json", *options), expected, "dues")


def reckoned(what: str, file: File, expected: Assessed, *options: str) -> Paper:
    """A sheet for `dues assess --sheet`."""
    words = ("dues", "assess", "--sheet", "{}", "--from", "2026-01", "--json", *options)
    return Paper(f"assess-{what}", (14,), file, words, expected, "branch")


TWO = {"林晓岚": "369.00", "何建业": "292.50"}
JANUARY_TO_MARCH = {"2026-01": "123.00", "2026-02": "123.00", "2026-03": "123.00"}


def under(owed: str, paid: str) -> File:
    """Two people's three months under these two headers."""
    return xlsx(sheet(["序号", "姓名", owed, paid], [1, "林晓岚", 369, 369], [2, "何建业", 292.5, 292.5]))


COLLECTED = [
    collected(  # of the kind dues-headers
        "headers-yingjiao-shijiao",
        xlsx(sheet(["序号", "姓名", "应缴党费", "实缴党费"], [1, "林晓岚", 369, 369])),
        Paid(paid={"林晓岚": "369.00"}),
    ),
    collected("headers-amounts", under("应缴金额", "缴纳金额"), Paid(paid=TWO)),
    collected("headers-short", under("应缴额", "已交金额"), Paid(paid=TWO)),
    collected("headers-with-units", under("应交党费（元）", "实交党费（元）"), Paid(paid=TWO)),
    collected("headers-standard", under("缴纳标准", "实收"), Paid(paid=TWO)),
    collected(
        "headed-by-members",
        csv(*grid("""
计算机学院教工党支部党费收缴明细表
日期：2026年3月6日
序号 | 党员 | 应缴金额 | 实缴金额 | 签字
1 | 林晓岚 | 369.00 | 369.00 |
2 | 何建业 | ¥292.50 | 292.50元 |
3 | 欧阳靖远 | 630 | 630.00 |
4 | 单田 | 156 | |
合计 | | 1,447.50 | 1,291.50 |
收缴人：覃若溪
""")),
        Paid(paid={**TWO, "欧阳靖远": "630.00"}),
    ),
    collected(
        "tick-beside-another-sum",  # of the kind tick-应缴党费
        xlsx(sheet(*grid("""
序号 | 姓名 | 应缴党费 | 实交
#1 | 林晓岚 | #123 | √
#2 | 何建业 | #123 | √
#3 | 覃若溪 | #123 | √
"""))),
        # 369 is owed and 123 printed: the tick would book money that nobody gave.
        Paid(code=10, rejected=(No("√|123|林晓岚", row=2), No("√|123|何建业", row=3), No("√|123|覃若溪", row=4))),
    ),
    collected(
        "tick-beside-what-is-owed",
        xlsx(sheet(*grid("""
序号 | 姓名 | 应缴党费 | 实交
#1 | 林晓岚 | #369 | √
#2 | 何建业 | #292.5 | √
#3 | 范予 | #0.6 | 已交
#4 | 单田 | #156 |
"""))),
        Paid(paid={**TWO, "范予": "0.60"}),
    ),
    collected(
        "tick-without-any-sum",
        csv(*grid("""
姓名 | 是否交纳
林晓岚 | √
何建业 | √
""")),
        # No sum beside the tick: how much was given is not on the paper.
        Paid(code=10, rejected=None),
    ),
    collected(
        "paid-in-part",
        csv(*grid("""
姓名 | 应缴党费 | 实缴党费
林晓岚 | 369 | 123
""")),
        Paid(paid={"林晓岚": "123.00"}, months={"林晓岚": {"2026-01": "123.00"}}),
    ),
    collected(
        "paid-more-than-owed",
        csv(*grid("""
姓名 | 应缴党费 | 实缴党费
林晓岚 | 369 | 500
何建业 | 292.5 | 292.5
""")),
        # Ahead or voluntary is for the member to say.
        Paid(code=10, rejected=(No("500|林晓岚", row=2),)),
    ),
    collected(
        "not-paid-in-words",
        csv(*grid("""
姓名 | 应缴金额（元） | 缴纳情况
林晓岚 | 369 | 已缴
何建业 | 292.5 | 未缴
覃若溪 | 369 | 缓交
""")),
        Paid(code=10, rejected=(No("缓交|覃若溪", row=4),)),
    ),
    collected(
        "strangers-and-sums-that-are-none",
        csv(*grid("""
姓名 | 应交 | 实交
王不识 | 100 | 100
林晓岚 | 369 | 三百
何建业 | 292.5 | -292.5
范予 | 0.6 | 0.6
""")),
        Paid(code=10, rejected=(No("王不识"), No("三百"), No("-292.5"))),
    ),
    collected(
        "of-one-month",
        xlsx(sheet(*grid("""
月份 | 姓名 | 应缴党费 | 实缴党费
2026年3月 | 林晓岚 | #123 | #123
2026年3月 | 何建业 | #97.5 | #97.5
"""))),
        Paid(
            paid={"林晓岚": "123.00", "何建业": "97.50"},
            months={"林晓岚": {"2026-03": "123.00"}, "何建业": {"2026-03": "97.50"}},
        ),
    ),
    collected(
        "of-several-months-a-row-each",
        xlsx(sheet(*grid("""
姓名 | 缴费月份 | 应缴金额 | 实缴金额
林晓岚 | 1月 | #123 | #123
林晓岚 | 2月 | #123 | #123
林晓岚 | 3月 | #123 |
范予 | 1-3月 | #0.6 | #0.6
"""))),
        Paid(
            paid={"林晓岚": "246.00", "范予": "0.60"},
            months={"林晓岚": {"2026-01": "123.00", "2026-02": "123.00"}},
        ),
    ),
    collected(
        "of-twelve-months",
        xlsx(sheet(*grid("""
2026年党费缴纳登记表
序号 | 姓名 | 1月 | 2月 | 3月 | 4月 | 5月 | 6月 | 7月 | 8月 | 9月 | 10月 | 11月 | 12月 | 合计
#1 | 林晓岚 | #123 | #123 | #123 | | | | | | | | | | #369
#2 | 何建业 | #97.5 | | | | | | | | | | | | #97.5
#3 | 范予 | #0.2 | #0.2 | | | | | | | | | | | #0.4
"""))),
        Paid(
            paid={"林晓岚": "369.00", "何建业": "97.50", "范予": "0.40"},
            months={"林晓岚": JANUARY_TO_MARCH, "何建业": {"2026-01": "97.50"}},
            may=("合计",),
        ),
    ),
    collected(
        "of-twelve-months-ticked",
        xlsx(sheet(*grid("""
姓名 | 月缴党费 | 1月 | 2月 | 3月 | 4月
林晓岚 | #123 | √ | √ | √ |
何建业 | #97.5 | √ | | |
"""))),
        # The monthly sum stands beside, and is what a month owes.
        Paid(
            paid={"林晓岚": "369.00", "何建业": "97.50"},
            months={"林晓岚": JANUARY_TO_MARCH, "何建业": {"2026-01": "97.50"}},
        ),
    ),
    collected(
        "of-twelve-months-that-do-not-add-up",
        xlsx(sheet(*grid("""
姓名 | 1月 | 2月 | 3月 | 合计
林晓岚 | #123 | #123 | | #369
"""))),
        # Either a month is missing or the total is wrong.
        Paid(code=10, rejected=(No("369|林晓岚", row=2),)),
    ),
]  # fmt: skip

RECKONED = [
    reckoned(
        "renyuanleibie",  # of the kind assess-renyuanleibie
        xlsx(sheet(*grid("""
序号 | 姓名 | 人员类别 | 党费基数 | 缴纳比例 | 月缴党费
#1 | 林晓岚 | 在职教职工 | #8200 | 1.5% | #12
#2 | 何建业 | 在职 | #9100.5 | 1.5% | #12
#3 | 覃若溪 | 教职工 | #7300 | 1.5% | #12
#4 | 买买提江·吐尔逊 | 在编 | #8800 | 1.5% | #12
#5 | 范予 | 本科生 | | 1.5% | #12
#6 | 尹璐 | 研究生 | | 1.5% | #12
#7 | 单田 | 离退休教职工 | #5200 | 1.5% | #12
#8 | 曾可心 | 学生 | #3000 | 1.5% | #12
"""))),
        Assessed(
            assessed={
                "林晓岚": ("wage", "123.00"),
                "何建业": ("wage", "136.51"),
                "覃若溪": ("wage", "109.50"),
                "买买提江·吐尔逊": ("wage", "132.00"),
                "范予": ("student", "0.20"),
                "尹璐": ("student", "0.20"),
                "单田": ("retired", "52.00"),
                "曾可心": ("student", "0.20"),
            },
            told=("缴纳比例", "月缴党费"),
        ),
    ),
    reckoned(
        "kind-by-option",
        csv(*grid("""
姓名 | 党费计算基数
林晓岚 | 8200
何建业 | 6,500.00
覃若溪 | 10000.01
""")),
        Assessed(
            assessed={"林晓岚": ("wage", "123.00"), "何建业": ("wage", "97.50"), "覃若溪": ("wage", "200.00")}
        ),
        "--kind",
        "wage",
    ),
    replace(
        reckoned(
        "kind-not-said",
        csv(*grid("""
姓名 | 党费基数
林晓岚 | 8200
""")),
        Assessed(code=10, rejected=None),
    ),
        # Whether the sheet lacks something or the command line does is a matter of view.
        otherwise=Assessed(code=2, rejected=None),
    ),
    reckoned(
        "base-by-other-names",
        xlsx(sheet(*grid("""
2026年党费核定表
序号 | 姓名 | 身份类型 | 月计费基数（元） | 备注
#1 | 林晓岚 | 在职 | #8200 |
#2 | 单田 | 退休 | #4800 | 一月调整
#3 | 范予 | 本科 | |
#4 | 尹璐 | 博士研究生 | |
制表：何建业
"""))),
        Assessed(
            assessed={
                "林晓岚": ("wage", "123.00"),
                "单田": ("retired", "24.00"),
                "范予": ("student", "0.20"),
                "尹璐": ("student", "0.20"),
            },
            told=("一月调整",),
        ),
    ),
    reckoned(
        "base-missing-for-one",
        csv(*grid("""
姓名 | 人员类别 | 党费基数
林晓岚 | 在职 | 8200
何建业 | 在职 |
""")),
        Assessed(code=10, rejected=(No(row=3),)),
    ),
    reckoned(
        "standing-is-no-kind",
        csv(*grid("""
姓名 | 人员类别 | 党费基数
林晓岚 | 正式党员 | 8200
""")),
        # 人员类别 holds standings here, and a full member may be anything.
        Assessed(code=10, rejected=None),
    ),
    reckoned(
        "standing-beside-staff-kind",
        csv(*grid("""
姓名 | 人员类别 | 教工类别 | 月收入（税后）
林晓岚 | 正式党员 | 在职教职工 | 8200
单田 | 正式党员 | 离退休 | 5000
""")),
        Assessed(assessed={"林晓岚": ("wage", "123.00"), "单田": ("retired", "25.00")}, may=("人员类别",)),
    ),
]  # fmt: skip

PAPERS = [*COLLECTED, *RECKONED]
