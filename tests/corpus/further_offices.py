"""Papers of further offices: rosters of several branches and out of apps, bills and accounts, plans and notices."""

from dataclasses import replace

from corpus.dues_sheets import collected, reckoned
from corpus.paper import (
    Assessed,
    Holidays,
    No,
    Paid,
    Plans,
    Roster,
    full,
    imported,
    probationary,
)
from corpus.plans_and_notices import noticed, planned
from corpus.structure import File, csv, grid, sheet, text, xlsx


def drawn(rows: str, name: str = "paper.xlsx") -> File:
    """A workbook of one sheet, or another kind of file by its name."""
    return xlsx(sheet(*grid(rows)), name=name)


TWO_BRANCHES = drawn("""
计算机学院党员名册 | < | < | <
序号 | 姓名 | 人员类别 | 入党时间
一、教工第一党支部（2人） | < | < | <
#1 | 贺知秋 | 正式党员 | 2008.6.20
#2 | 卞之桓 | 正式党员 | 2009.6.20
二、学生第一党支部（1人） | < | < | <
#1 | 戚无双 | 预备党员 | 2025.6.20
""")

ROSTERS = [
    imported(
        "roster-branches-as-headings",
        (6,),
        TWO_BRANCHES,
        Roster(
            code=10,
            people={},
            new=0,
            rejected=(No("教工第一党支部"), No("教工第一党支部"), No("学生第一党支部")),
            notes=("教工第一党支部 4–5, 学生第一党支部 7",),
            told=("一、教工第一党支部",),
        ),
    ),
    imported(
        "roster-one-branch-as-heading-is-a-title",
        (6,),
        drawn("""
姓名 | 人员类别 | 入党时间
软件系教工党支部（1人） | < | <
贺知秋 | 正式党员 | 2008.6.20
"""),
        Roster(people={"贺知秋": full("2008-06-20")}, told=("软件系教工党支部",)),
    ),
    imported(
        "roster-a-sheet-for-each-branch",
        (1, 6),
        xlsx(
            sheet(*grid("姓名 | 类别 | 入党时间\n贺知秋 | 正式 | 2008.6.20"), name="教工一支部"),
            sheet(*grid("姓名 | 类别 | 入党时间\n戚无双 | 预备 | 2025.6.20"), name="学生一支部"),
        ),
        Roster(code=10, new=0, people={}, rejected=(No("教工一支部"), No("学生一支部")), notes=("教工一支部 2",)),
    ),
    imported(
        "roster-joining-with-a-time-of-day",
        (3,),
        csv(
            ["姓名", "手机号", "加入时间", "总积分"],
            ["贺知秋", "13900001111", "2019-03-01 10:12:11", "23011"],
            ["卞之桓", "13900001112", "2019-03-02 00:00:00", "45012"],
        ),
        Roster(
            code=10,
            new=1,
            people={"卞之桓": full("2019-03-02")},
            rejected=(No("2019-03-01 10:12:11", row=2, word="time of day"),),
            unread=("总积分",),
        ),
        "--partial",
        "--standing",
        "正式党员",
    ),
    imported(
        "roster-sent-in-twice-with-another-date",
        (8,),
        drawn("""
提交时间（自动） | 姓名（必填） | 您的身份是（必填） | 入党时间（必填） | 联系电话（必填）
2026-03-01 10:00:00 | 贺知秋 | 正式党员 | 2008/6/20 | 13900001111
2026-03-01 10:03:00 | 卞之桓 | 预备党员 | 2025/6/20 | 13900001112
2026-03-02 09:03:00 | 贺知秋 | 正式党员 | 2008/6/26 | 13900001111
"""),
        Roster(code=10, new=2, people={}, rejected=(No("贺知秋", row=4),), unread=("提交时间（自动）",)),
    ),
    imported(
        "roster-namesakes-whom-no-number-tells-apart",
        (8,),
        drawn("姓名 | 人员类别 | 入党时间\n贺知秋 | 正式 | 2008.6.20\n贺知秋 | 正式 | 2018.6.20"),
        Roster(people={"贺知秋": {"standing": "full"}}, new=2, notes=("Row 3: 贺知秋 stands in row 2 as well",)),
    ),
    imported(
        "roster-remarks-of-expulsion-and-suspension",
        (7,),
        drawn("""
姓名 | 人员类别 | 入党时间 | 备注
贺知秋 | 正式 | 2008.6.20 | 停止党籍
卞之桓 | 正式 | 2008.6.20 | 自行脱党
戚无双 | 正式 | 2008.6.20 | 退休返聘
"""),
        Roster(
            people=dict.fromkeys(("贺知秋", "卞之桓", "戚无双"), full("2008-06-20")), notes=("停止党籍", "自行脱党")
        ),
    ),
    imported(
        "roster-codes-before-the-standing",
        (2, 6),
        drawn("""
姓名 | 人员类别 | 入党日期
贺知秋 | 1 正式党员 | 2008-06-20
卞之桓 | 02-预备党员 | 2025-06-20
"""),
        Roster(people={"贺知秋": full("2008-06-20"), "卞之桓": probationary("2025-06-20")}),
    ),
    imported(
        "roster-telephones-that-are-none",
        (4,),
        drawn("""
姓名 | 人员类别 | 入党时间 | 手机
贺知秋 | 正式 | 2008.6.20 | 同上
卞之桓 | 正式 | 2008.6.20 | 1390000111
戚无双 | 正式 | 2008.6.20 | 13900001113（微信同号）
"""),
        Roster(
            people={
                "贺知秋": full("2008-06-20", phone=""),
                "卞之桓": full("2008-06-20", phone="1390000111"),
                "戚无双": full("2008-06-20"),
            },
            notes=("同上", "10 digits"),
        ),
    ),
    imported(
        "roster-signs-for-the-cell-above",
        (4,),
        drawn("""
姓名 | 人员类别 | 入党时间 | 党小组
贺知秋 | 正式 | 2008.6.20 | 第一组
卞之桓 | 正式 | 2008.6.20 | 〃
"""),
        Roster(code=10, new=1, people={}, rejected=(No("〃", row=3, word="above"),)),
    ),
    imported(
        "roster-of-another-branch-by-its-title",
        (6,),
        drawn("支部：软件系教工党支部 | < | <\n姓名 | 人员类别 | 入党时间\n贺知秋 | 正式 | 2008.6.20"),
        Roster(people={"贺知秋": full("2008-06-20")}, notes=("软件系教工党支部",)),
    ),
    imported(
        "roster-of-its-own-branch-by-its-title",
        (6,),
        drawn(
            "教工党支部党员名册 | < | <\n姓名 | 人员类别 | 入党时间 | 党籍情况\n贺知秋 | 正式 | 2008.6.20 | 停止党籍"
        ),
        Roster(people={"贺知秋": full("2008-06-20", circumstances=["suspended"])}),
    ),
    imported(
        "roster-names-with-a-round-mark-or-a-blank",
        (7,),
        drawn("""
姓名 | 人员类别 | 入党时间
吐尔逊江●买买提 | 正式 | 2008.6.20
迪丽娜尔 阿不都热合曼 | 正式 | 2008.6.20
"""),
        Roster(
            people=dict.fromkeys(("吐尔逊江·买买提", "迪丽娜尔阿不都热合曼"), full("2008-06-20")),
            notes=("迪丽娜尔 阿不都热合曼",),
        ),
    ),
    replace(
        imported(
            "roster-who-is-rejected-is-not-absent",
            (8,),
            drawn("""
姓名 | 人员类别 | 入党时间 | 转正时间
贺知秋 | 正式 | 2008.6.20 | 2009.6.20
卞之桓 | 正式 | 2025.6.20 | 2026.6.20
"""),
            Roster(
                code=10,
                new=0,
                same=1,
                people={"贺知秋": full("2008-06-20"), "卞之桓": probationary("2025-06-20")},
                rejected=(No("2026.6.20", row=3),),
                absent=(),
            ),
        ),
        before=(
            ("member", "add", "贺知秋", "--standing", "full", "--joined", "2008-06-20", "--full-on", "2009-06-20"),
            ("member", "add", "卞之桓", "--standing", "probationary", "--joined", "2025-06-20"),
        ),
    ),
]

BILL = """微信支付账单明细,,,,,,
起始时间：[2026-03-01 00:00:00] 终止时间：[2026-03-06 23:59:59],,,,,,
交易时间,交易类型,交易对方,收/支,金额(元),支付方式,当前状态
2026-03-05 10:00:01,转账,林晓岚,收入,¥369.00,/,已存入零钱
2026-03-05 11:10:01,商户消费,食堂,支出,¥25.00,零钱,支付成功
2026-03-05 12:10:01,转账,覃若溪,收入,¥369.00,/,已全额退款
2026-03-05 13:10:01,转账,单田,支出,¥156.00,零钱,对方已收钱
"""
DUES = [
    collected(
        "bill-of-an-app",
        text(BILL, name="paper.csv"),
        Paid(
            paid={"林晓岚": "369.00"},
            payments={"林晓岚": {("2026-03-05", "online")}},
            told=("食堂", "覃若溪", "单田"),
            unread=("交易类型",),
        ),
    ),
    collected(
        "account-of-a-bank",
        drawn("""
交易日期 | 借方发生额 | 贷方发生额 | 账户余额 | 对方户名
20260305 | 0.00 | 369.00 | 5369.00 | 林晓岚
20260306 | 369.00 | 0.00 | 5000.00 | 计算机学院党总支
20260306 | 156.00 | 0.00 | 4844.00 | 单田
"""),
        Paid(
            paid={"林晓岚": "369.00"},
            payments={"林晓岚": {("2026-03-05", "bank")}},
            told=("计算机学院党总支", "单田"),
            unread=("账户余额",),
        ),
    ),
    collected(
        "given-back",
        drawn(
            "姓名 | 应缴金额 | 实缴金额 | 备注\n林晓岚 | #369 | #369 |\n单田 | #156 | #156 | 退回\n范予 | #0.6 | #0.6 | 已退"
        ),
        Paid(code=10, paid={"林晓岚": "369.00"}, rejected=(No("退回", row=3), No("已退", row=4))),
        "--partial",
    ),
    collected(
        "day-of-the-last-year",
        drawn("姓名 | 实缴 | 缴费日期\n林晓岚 | 369 | 12.25"),
        Paid(paid={"林晓岚": "369.00"}, payments={"林晓岚": {("2025-12-25", "cash")}}, notes=("2025-12-25",)),
    ),
    collected(
        "signed-for-no-sum",
        drawn("姓名 | 应缴 | 实缴 | 签名\n林晓岚 | #369 | #369 | 林晓岚\n覃若溪 | #369 | | 覃若溪"),
        Paid(paid={"林晓岚": "369.00"}, notes=("覃若溪",), unread=("签名",)),
    ),
    collected(
        "months-ticked-and-not",
        drawn("姓名 | 月缴额 | 1月 | 2月 | 3月\n林晓岚 | #123 | √ | √ | 未\n何建业 | #97.5 | √ | × | √"),
        Paid(
            paid={"林晓岚": "246.00", "何建业": "195.00"},
            months={"何建业": {"2026-01": "97.50", "2026-03": "97.50"}},
            told=("未",),
        ),
    ),
]

ASSESSED = [
    reckoned(
        "base-of-a-month",
        drawn("姓名 | 人员类别 | 计算基数（元/月）\n林晓岚 | 在职 | 8,200.00\n单田 | 退休 | 5200"),
        Assessed(assessed={"林晓岚": ("wage", "123.00"), "单田": ("retired", "52.00")}),
    ),
]

PLANS = [
    planned(
        "second-term-of-a-school-year",
        drawn("""
2025-2026学年第二学期主题党日安排 | < | <
日期 | 主题 | 地点
4月3日（周五） | 祭英烈 | 陵园
6月5日（周六） | 端午 | 301
"""),
        Plans(
            days={"2026-04-03": {"theme": "祭英烈"}, "2026-06-05": {"theme": "端午"}},
            notes=("2026-06-05 is 星期五",),
        ),
    ),
    planned(
        "days-called-off-in-brackets",
        drawn("日期 | 主题\n2026-04-03（雨天顺延） | 祭英烈\n2026-06-05（取消） | 端午"),
        Plans(code=10, rejected=(No("2026-06-05（取消）", row=3, word="called off"),), notes=("雨天顺延",)),
    ),
]

NOTICES = [
    noticed(
        "with-the-weekdays-of-another-year",
        text("国庆节：10月1日（星期四）至7日（星期三）放假，共7天。10月10日（星期六）上班。", name="paper.txt"),
        Holidays(code=10, rejected=(No("2027-10-01 is 星期五"),)),
    ),
    noticed(
        "with-a-count-that-is-wrong",
        text("国庆节：10月1日至7日放假，共8天。", name="paper.txt"),
        Holidays(code=10, rejected=(No("7 days are named"),)),
    ),
]

PAPERS = [*ROSTERS, *DUES, *ASSESSED, *PLANS, *NOTICES]
