"""Sheets of dues that say for which month, when and how something was paid, or that it was not; payrolls.

For who owes what in the book `dues` see `dues_sheets`; it is 2026-03-06.
"""

from corpus.dues_sheets import JANUARY_TO_MARCH, collected, reckoned
from corpus.paper import Assessed, No, Paid
from corpus.structure import csv, grid, sheet, xlsx

NOT_PAID = [
    collected(
        "state-beside-a-neutral-amount",
        csv(*grid("""
月份 | 姓名 | 缴纳金额 | 缴纳状态
2026年1月 | 林晓岚 | 123 | 已缴
2026年2月 | 林晓岚 | 123 | 未缴
2026年1月 | 何建业 | 97.5 | 已缴费
2026年2月 | 何建业 | 97.5 | 待缴费
"""), encoding="gb18030"),
        Paid(
            paid={"林晓岚": "123.00", "何建业": "97.50"},
            months={"林晓岚": {"2026-01": "123.00"}, "何建业": {"2026-01": "97.50"}},
            told=("未缴", "待缴费"),
        ),
    ),
    collected(
        "state-against-what-was-given",
        csv(*grid("""
姓名 | 实缴金额 | 是否缴费
林晓岚 | 369 | 是
何建业 | 292.5 | 否
范予 | 0 | 已缴
单田 | 156 | 欠费
""")),
        # The sum says that it was given, the word that it was not: one of them is wrong.
        Paid(code=10, rejected=(No("否", row=3, word="何建业"), No("已缴", row=4), No("欠费", row=5, word="单田"))),
    ),
    collected(
        "state-left-blank",
        xlsx(sheet(*grid("""
姓名 | 金额 | 是否缴纳
林晓岚 | #369 | √
何建业 | #292.5 |
覃若溪 | #369 | ×
"""))),
        Paid(paid={"林晓岚": "369.00"}, told=("何建业", "覃若溪")),
    ),
    collected(
        "state-with-the-sum-owed",
        csv(*grid("""
姓名 | 应缴党费 | 缴费情况 | 备注
林晓岚 | 369 | 缴费成功 | 扫码
何建业 | 292.5 | 待支付 | 已提醒
""")),
        Paid(paid={"林晓岚": "369.00"}, told=("待支付", "已提醒")),
    ),
    collected(
        "words-in-months",
        xlsx(sheet(*grid("""
姓名 | 月缴党费 | 1月 | 2月 | 3月 | 备注
林晓岚 | #123 | √ | × | 欠 | 出差
何建业 | #97.5 | | | | 下月一并交
"""))),
        Paid(
            paid={"林晓岚": "123.00"},
            months={"林晓岚": {"2026-01": "123.00"}},
            told=("“×”|2月", "“欠”|3月", "出差", "下月一并交"),
        ),
    ),
    collected(
        "remark-says-unpaid",
        csv(*grid("""
姓名 | 金额 | 备注
林晓岚 | 369 | 扫码支付
何建业 | 292.5 | 未缴
""")),
        Paid(paid={"林晓岚": "369.00"}, payments={"林晓岚": {("2026-03-06", "online")}}, told=("未缴",)),
    ),
    collected(
        "remark-against-what-was-given",
        csv(*grid("""
姓名 | 实缴金额 | 备注
林晓岚 | 369 | 欠缴
""")),
        Paid(code=10, rejected=(No("欠缴", row=2, word="林晓岚"),)),
    ),
    collected(
        "words-with-something-behind",
        csv(*grid("""
姓名 | 应缴 | 缴费情况
林晓岚 | 369 | 已缴（微信）
何建业 | 292.5 | 未缴（出差）
单田 | 156 | 156（未缴）
""")),
        Paid(code=10, rejected=(No("156（未缴）", row=4, word="单田"),)),
    ),
    collected(
        "a-list-of-what-is-owed",
        csv(*grid("""
2026年3月应缴党费明细 |
姓名 | 金额
林晓岚 | 123
何建业 | 97.5
""")),
        # Nothing on this paper says that anybody paid.
        Paid(code=10, rejected=None),
    ),
]  # fmt: skip

OF_MONTHS = [
    collected(
        "a-column-for-each-quarter",
        xlsx(sheet(*grid("""
2026年党费缴纳登记表 |
姓名 | 一季度 | 二季度
林晓岚 | #369 | 未缴
范予 | #0.6 | #0.6
"""))),
        Paid(
            paid={"林晓岚": "369.00", "范予": "1.20"},
            months={"林晓岚": JANUARY_TO_MARCH},
            told=("未缴", "2026-04..2026-06"),
        ),
    ),
    collected(
        "months-and-the-sum-of-their-quarter",
        xlsx(sheet(*grid("""
姓名 | 1月 | 2月 | 3月 | 一季度 | 合计
林晓岚 | #123 | #123 | #123 | #369 | #369
"""))),
        Paid(paid={"林晓岚": "369.00"}, months={"林晓岚": JANUARY_TO_MARCH}, may=("一季度",)),
    ),
    collected(
        "of-the-month-of-its-title",
        xlsx(sheet(*grid("""
计算机学院教工党支部2026年3月党费收缴登记表
单位：元 |
序号 | 姓名 | 应交党费 | 实交党费 | 签名 | 备注
#1 | 林晓岚 | #123 | #123 | 林晓岚 |
#2 | 何建业 | #97.5 | √ | | 微信
#3 | 覃若溪 | #123 | | | 下月补
合计 | | #343.5 | #220.5 | |
"""))),
        Paid(
            paid={"林晓岚": "123.00", "何建业": "97.50"},
            months={"林晓岚": {"2026-03": "123.00"}, "何建业": {"2026-03": "97.50"}},
            payments={"何建业": {("2026-03-06", "online")}},
            told=("2026-03", "下月补"),
        ),
    ),
    collected(
        "of-a-quarter-by-its-title",
        csv(*grid("""
2026年第一季度党费收缴表 | |
姓名 | 应缴金额 | 实缴金额
林晓岚 | 369 | 369
何建业 | 292.5 | 97.5
""")),
        Paid(
            paid={"林晓岚": "369.00", "何建业": "97.50"},
            months={"林晓岚": JANUARY_TO_MARCH, "何建业": {"2026-01": "97.50"}},
            told=("何建业",),
        ),
    ),
    collected(
        "with-what-was-owed-before",
        csv(*grid("""
3月份党费收缴明细 | |
姓名 | 应缴 | 实缴
林晓岚 | 369 | 369
何建业 | 97.5 | 97.5
覃若溪 | 123 | 223
""")),
        # A hundred more than the sheet says is owed: nobody says for what.
        Paid(code=10, rejected=(No("覃若溪"),)),
    ),
    collected(
        "of-months-to-come-by-its-title",
        csv(*grid("""
学生党员2026年上半年党费收缴表 | | |
姓名 | 每月 | 月数 | 金额
范予 | 0.2 | 6 | 1.2
尹璐 | 0.2 | 6 | 1.2
""")),
        Paid(paid={"范予": "1.20", "尹璐": "1.20"}, told=("2026-04..2026-06",)),
    ),
    collected(
        "a-tab-for-each-month",
        xlsx(
            sheet(["姓名", "应缴党费", "实缴党费"], ["林晓岚", 123, 123], ["何建业", 97.5, 97.5], name="1月"),
            sheet(["姓名", "应缴党费", "实缴党费"], ["林晓岚", 123, 123], ["何建业", 97.5, None], name="2月"),
            sheet(["姓名", "应缴党费", "实缴党费"], ["林晓岚", 123, 123], ["何建业", 97.5, 97.5], name="3月"),
        ),
        Paid(
            paid={"林晓岚": "369.00", "何建业": "195.00"},
            months={"林晓岚": JANUARY_TO_MARCH, "何建业": {"2026-01": "97.50", "2026-03": "97.50"}},
        ),
    ),
    collected(
        "tabs-of-no-month",
        xlsx(
            sheet(["姓名", "实缴党费"], ["林晓岚", 123], name="初稿"),
            sheet(["姓名", "实缴党费"], ["林晓岚", 369], ["何建业", 97.5], name="定稿"),
        ),
        # Two editions of one sheet: which of them is right is not for the program to say.
        Paid(code=10, rejected=None),
    ),
    collected(
        "months-counted-from-1-to-12",
        xlsx(sheet(*grid("""
2026年度党费缴纳登记表 |
序号 | 姓名 | 月交 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 全年合计
#1 | 林晓岚 | #123 | #123 | #123 | #123 | | | | | | | | | | #369
#2 | 单田 | #52 | #52 | #52 | #52 | #52 | #52 | #52 | | | | | | | #312
"""))),
        # Three months ahead that the paper names are a named prepayment.
        Paid(paid={"林晓岚": "369.00", "单田": "312.00"}, months={"林晓岚": JANUARY_TO_MARCH}, told=("2026-04..2026-06",)),
    ),
    collected(
        "too-far-ahead",
        xlsx(sheet(*grid("""
姓名 | 缴费月份 | 金额
林晓岚 | 1-3月 | #369
范予 | 1月至12月 | #2.4
"""))),
        Paid(code=10, rejected=(No("范予", row=3, word="2026-09"),)),
    ),
    collected(
        "owed-and-paid-under-each-month",
        xlsx(sheet(*grid("""
序号 | 姓名 | 一月 | < | 二月 | < | 三月 | <
^ | ^ | 应缴 | 实缴 | 应缴 | 实缴 | 应缴 | 实缴
#1 | 林晓岚 | #123 | #123 | #123 | #123 | #123 | √
#2 | 何建业 | #97.5 | #97.5 | #97.5 | | #97.5 | 未缴
"""))),
        Paid(
            paid={"林晓岚": "369.00", "何建业": "97.50"},
            months={"林晓岚": JANUARY_TO_MARCH, "何建业": {"2026-01": "97.50"}},
            told=("未缴",),
        ),
    ),
    collected(
        "months-in-every-style",
        csv(*grid("""
交纳人 | 金额 | 缴费月份
林晓岚 | 369 | 第一季度
何建业 | 195 | 1、2月
覃若溪 | 246 | 2026.2—2026.3
范予 | 0.2 | 三月
欧阳靖远 | 210 | 2
""")),
        Paid(
            paid={"林晓岚": "369.00", "何建业": "195.00", "覃若溪": "246.00", "范予": "0.20", "欧阳靖远": "210.00"},
            months={
                "林晓岚": JANUARY_TO_MARCH,
                "何建业": {"2026-01": "97.50", "2026-02": "97.50"},
                "覃若溪": {"2026-02": "123.00", "2026-03": "123.00"},
                "范予": {"2026-03": "0.20"},
                "欧阳靖远": {"2026-02": "210.00"},
            },
            told=("金额",),
        ),
    ),
    collected(
        "a-part-is-told",
        csv(*grid("""
党员姓名 | 应缴额 | 已缴额
林晓岚 | 369 | 300
何建业 | 292.5 | 292.5
""")),
        Paid(paid={"林晓岚": "300.00", "何建业": "292.50"}, told=("林晓岚",)),
    ),
]  # fmt: skip

DAYS_AND_WAYS = [
    collected(
        "day-and-way-of-each",
        xlsx(sheet(*grid("""
姓名 | 应缴 | 实缴 | 缴费日期 | 缴费方式 | 经办人
林晓岚 | 369元 | 369元 | 2026.3.6 | 现金 | 覃若溪
何建业 | ￥292.50 | ￥292.50 | 2026-03-05 10:22:33 | 微信支付 | 覃若溪
单田 | #156 | #156 | 2月28日 | 银行转账 |
欧阳靖远 | #630 | #630 | | |
"""))),
        Paid(
            paid={"林晓岚": "369.00", "何建业": "292.50", "单田": "156.00", "欧阳靖远": "630.00"},
            payments={
                "林晓岚": {("2026-03-06", "cash")},
                "何建业": {("2026-03-05", "online")},
                "单田": {("2026-02-28", "bank")},
                "欧阳靖远": {("2026-03-06", "cash")},
            },
        ),
    ),
    collected(
        "day-to-come-and-unknown-way",
        csv(*grid("""
姓名 | 实缴 | 缴费时间 | 支付方式
林晓岚 | 369 | 2026年4月1日 | 现金
何建业 | 292.5 | 2026-03-06 | 托人
""")),
        Paid(code=10, rejected=(No("2026年4月1日", word="林晓岚"), No("托人", word="何建业"))),
    ),
    collected(
        "day-under-each-month-is-told",
        xlsx(sheet(*grid("""
姓名 | 1月 | 2月 | 交费日期
林晓岚 | #123 | #123 | 2026-02-10
"""))),
        # One day and two months: of which of them it is, the paper does not say.
        Paid(paid={"林晓岚": "246.00"}, told=("2026-02-10",)),
    ),
    collected(
        "good-rows-alone",
        csv(*grid("""
姓名 | 实缴
林晓岚 | 369
何建业 | 二百九
王不识 | 100
范予 | 0.6
""")),
        Paid(code=10, paid={"林晓岚": "369.00", "范予": "0.60"}, rejected=(No("二百九", word="何建业"), No("王不识"))),
        "--partial",
    ),
    collected(
        "remark-behind-a-sum",
        csv(*grid("""
姓名 | 实缴金额
单田 | 156（老伴代交）
范予 | 0.6（含1-3月）
""")),
        # Months behind a sum might be others than those it is booked for.
        Paid(code=10, rejected=(No("0.6（含1-3月）", word="范予"),)),
    ),
]  # fmt: skip

PAYROLLS = [
    reckoned(
        "kind-of-pay-beside-a-remark",
        csv(*grid("""
姓名 | 工资类别 | 税后月收入 | 备注
林晓岚 | 月薪制 | 8,200.00 |
何建业 | 年薪制 | 12000 |
单田 | 退休 | 4800元 |
范予 | 脱产博士生 | — |
曾可心 | 下岗 | | 低保
""")),
        Assessed(
            assessed={
                "林晓岚": ("wage", "123.00"),
                "何建业": ("salary", "240.00"),
                "单田": ("retired", "24.00"),
                "范予": ("student", "0.20"),
                "曾可心": ("hardship", "0.20"),
            },
            told=("低保",),
        ),
    ),
    reckoned(
        "payroll",
        xlsx(sheet(*grid("""
工资发放表 |
部门 | 工号 | 姓名 | 岗位工资 | 应发合计 | 实发工资
计算机系 | 2008012 | 林晓岚 | #6000 | #9800 | #8200
计算机系 | 2003007 | 何建业 | #5000 | #7300 | #6500.5
计算机系 | 2022118 | 曾可心 | #7000 | #12000 | #10000.01
 | | 合计 | #18000 | #29100 | #24700.51
"""))),
        Assessed(
            assessed={"林晓岚": ("wage", "123.00"), "何建业": ("wage", "97.51"), "曾可心": ("wage", "200.00")},
            told=("实发工资",),
            may=("部门", "岗位工资", "应发合计"),
        ),
        "--kind",
        "wage",
    ),
    reckoned(
        "own-sums-and-rates",
        xlsx(sheet(*grid("""
姓名 | 人员类别 | 党费基数 | 缴纳比例 | 月缴党费
林晓岚 | 在职 | #8200 | 1.5% | #123
何建业 | 在职 | #6500 | #0.02 | #130
单田 | 退休 | #5200 | 10‰ | #50
范予 | 本科生 | | | #0.2
"""))),
        Assessed(
            assessed={
                "林晓岚": ("wage", "123.00"),
                "何建业": ("wage", "97.50"),
                "单田": ("retired", "52.00"),
                "范予": ("student", "0.20"),
            },
            told=("130", "0.02", "“50”|50"),
        ),
    ),
    reckoned(
        "no-kind-names-the-option",
        csv(*grid("""
姓名 | 月工资收入（元） | 党费比例（%） | 月缴（元）
林晓岚 | 8200 | 1.5 | 123
""")),
        Assessed(code=10, rejected=None, told=("--kind",)),
    ),
    reckoned(
        "all-complaints-at-once",
        csv(*grid("""
姓名 | 收入类别 | 月收入
林晓岚 | 工资 | 八千
王不识 | 工资 | 6000
何建业 | 打工 | 6500
范予 | 学生 |
""")),
        Assessed(code=10, rejected=(No(row=2, word="林晓岚"), No("王不识", row=3), No("打工", row=4, word="何建业"))),
    ),
    reckoned(
        "kind-by-its-values",
        csv(*grid("""
姓名 | 用工形式 | 养老金或工资
林晓岚 | 事业编 | 8200
单田 | 离休 | 5200
""")),
        # Whatever the column is called: no other holds kinds of income. What the sums are has to be said.
        Assessed(assessed={"林晓岚": ("wage", "123.00"), "单田": ("retired", "52.00")}, told=("用工形式",)),
        "--map",
        "养老金或工资=月收入",
    ),
]  # fmt: skip

PAPERS = [*NOT_PAID, *OF_MONTHS, *DAYS_AND_WAYS, *PAYROLLS]
