"""Rosters as a hurried office has them: what tells a standing without a column, in Word, with strokes and comments."""

from corpus.paper import No, Roster, full, imported, probationary
from corpus.structure import LEFT, UP, Commented, File, Row, Struck, csv, grid, renamed, sheet, titled, xlsx


def drawn(rows: str, name: str = "paper.xlsx") -> File:
    """A workbook of one sheet, or another kind of file by its name."""
    return xlsx(sheet(*grid(rows)), name=name)


BY_TICKS = """
党员及发展对象统计表 | < | < | < | < | < | <
姓名 | 正式党员 | 预备党员 | 发展对象 | 积极分子 | 入党时间 | 转正时间
伍举 | √ | | | | 2001-06-01 | 2002-06-01
申包胥 | | √ | | | 2025-06-01 |
百里奚 | | | √ | | |
蹇叔 | | | | √ | |
"""
OF_FOUR = {
    "伍举": full("2001-06-01", full_on="2002-06-01"),
    "申包胥": probationary("2025-06-01"),
    "百里奚": {"standing": "prospect"},
    "蹇叔": {"standing": "activist"},
}
BY_SECTIONS: list[Row] = [
    titled("第二党支部党员名单", 4),
    ["姓名", "性别", "入党时间", "转正时间"],
    ["一、正式党员", LEFT, LEFT, LEFT],
    ["孟尝君", "男", "2001-06-01", "2002-06-01"],
    ["春申君", "男", "2008-06-01", "2009-06-01"],
    ["二、预备党员（1名）", LEFT, LEFT, LEFT],
    ["信陵君", "女", "2025-06-01", None],
]
OF_THREE = {"孟尝君": full("2001-06-01"), "春申君": full("2008-06-01"), "信陵君": probationary("2025-06-01")}
GROUPED = """
序号 | 姓名 | 人员类别 | 入党时间 | 转正时间
第一党小组（组长：邹忌） | < | < | < | <
#1 | 邹忌 | 正式党员 | 2001-07-01 | 2002-07-01
#2 | 淳于髡 | 正式党员 | 2001-07-01 | 2002-07-01
第二党小组 | < | < | < | <
#3 | 孙膑 | 正式党员 | 2001-07-01 | 2002-07-01
"""

STANDINGS = [
    imported("roster-standing-by-ticks", (2, 6), drawn(BY_TICKS), Roster(people=OF_FOUR)),
    imported("roster-standing-by-ticks-in-a-csv", (2, 4, 6), drawn(BY_TICKS, "paper.csv"), Roster(people=OF_FOUR)),
    imported(
        "roster-standing-ticked-twice-or-never",
        (2, 6),
        drawn("""
姓名 | 正式党员 | 预备党员 | 入党时间
伍举 | √ | √ | 2001-06-01
申包胥 | | | 2025-06-01
蹇叔 | √ | × | 2001-06-01
"""),
        Roster(
            code=10,
            people={"蹇叔": full("2001-06-01")},
            rejected=(No("√", "预备党员", 2), No("", "正式党员", 3)),
            new=1,
        ),
        "--partial",
    ),
    imported(
        "roster-a-sheet-for-each-standing",
        (3, 4, 6),
        xlsx(
            sheet(
                *grid("姓名 | 入党时间 | 转正时间\n子产 | 2001-07-01 | 2002-07-01\n子皮 | 2005-07-01 |"),
                name="正式党员",
            ),
            sheet(*grid("姓名 | 入党时间\n子大叔 | 2025-07-01"), name="预备党员名单"),
            sheet(*grid("姓名 | 学号\n然明 | 2024001"), name="入党积极分子"),
        ),
        Roster(
            people={
                "子产": full("2001-07-01"),
                "子皮": full("2005-07-01"),
                "子大叔": probationary("2025-07-01"),
                "然明": {"standing": "activist", "staff_number": "2024001"},
            },
            notes=("正式党员", "入党积极分子"),
        ),
    ),
    imported(
        "roster-a-sheet-of-members-and-one-of-activists",
        (3, 4, 6),
        xlsx(
            sheet(
                *grid("姓名 | 类别 | 入党时间\n子产 | 正式党员 | 2001-07-01\n子皮 | 预备党员 | 2025-07-01"), name="党员"
            ),
            sheet(*grid("姓名 | 确定时间\n然明 | 2024-07-01"), name="发展对象"),
        ),
        Roster(
            people={
                "子产": full("2001-07-01"),
                "子皮": probationary("2025-07-01"),
                "然明": {"standing": "prospect"},
            },
            unread=("确定时间",),
        ),
    ),
    imported(
        "roster-one-person-in-two-sheets-of-standings",
        (1, 4),
        xlsx(
            sheet(*grid("姓名 | 入党时间 | 转正时间\n子产 | 2001-07-01 | 2002-07-01"), name="正式党员"),
            sheet(*grid("姓名 | 入党时间\n子产 | 2025-07-01"), name="预备党员"),
        ),
        Roster(code=10, rejected=None, new=None),
    ),
    imported(
        "roster-all-staff-of-an-office",
        (2, 6),
        csv(
            *grid("""
人员编号 | 姓名 | 部门 | 政治面貌 | 加入时间 | 职称
10021 | 左丘明 | 数学学院 | 中共党员 | 2001-06-01 | 教授
10022 | 东方朔 | 数学学院 | 群众 | | 讲师
10023 | 西门豹 | 数学学院 | 民革党员 | 2010-01-01 | 副教授
10024 | 南宫适 | 数学学院 | 中共预备党员 | 2025-11-20 | 助教
"""),
            encoding="gb18030",
        ),
        Roster(
            code=10,
            people={"左丘明": full("2001-06-01", staff_number="10021"), "南宫适": probationary("2025-11-20")},
            rejected=(No("群众", "政治面貌", 3, "roster"), No("民革党员", "政治面貌", 4, "roster")),
            told=("东方朔", "西门豹"),
            new=2,
        ),
        "--partial",
    ),
]

FRAMES = [
    imported(
        "roster-groups-by-headings",
        (3, 9),
        drawn(GROUPED),
        Roster(
            people={
                "邹忌": full("2001-07-01", party_group="第一党小组"),
                "淳于髡": full("2001-07-01", party_group="第一党小组"),
                "孙膑": full("2001-07-01", party_group="第二党小组"),
            },
            told=("组长：邹忌",),
        ),
    ),
    imported(
        "roster-in-word",
        (3, 4),
        renamed(xlsx(sheet(*BY_SECTIONS)), "paper.docx"),
        Roster(people=OF_THREE, may=("性别",)),
    ),
    imported(
        "roster-in-word-with-merged-cells",
        (3, 4),
        renamed(
            xlsx(
                sheet(
                    ["党支部党员信息"],
                    ["姓名", "党籍", LEFT, "联系", LEFT],
                    [UP, "人员类别", "入党时间", "手机", "党小组"],
                    ["季札", "正式党员", "2001-06-01", "13812340001", "第一党小组"],
                    ["专诸", UP, "2003-06-01", "13812340002", UP],
                    ["要离", "预备党员", "2025-06-01", None, "第二党小组"],
                )
            ),
            "paper.docx",
        ),
        Roster(
            people={
                "季札": full("2001-06-01", party_group="第一党小组", phone="13812340001"),
                "专诸": full("2003-06-01", party_group="第一党小组"),
                "要离": probationary("2025-06-01", party_group="第二党小组"),
            },
            notes=("正式党员", "第一党小组"),
        ),
    ),
    imported(
        "roster-card-of-one-person",
        (1, 3),
        drawn("党员信息采集卡 | < | < | <\n姓名 | 李时珍 | 性别 | 男\n人员类别 | 正式党员 | 入党时间 | 1998-07-01"),
        Roster(code=10, rejected=None, new=None),
    ),
    imported(
        "roster-struck-out-and-commented",
        (1,),
        xlsx(
            sheet(
                ["姓名", "人员类别", "入党时间", "转正时间"],
                ["弦高", "正式党员", "2001-07-01", "2002-07-01"],
                [Struck("烛之武"), Struck("正式党员"), "2001-07-01", "2002-07-01"],
                [Commented("佚之狐", "干事:\n2026年2月已转出到北京"), "正式党员", "2001-07-01", "2002-07-01"],
            )
        ),
        Roster(
            people=dict.fromkeys(("弦高", "烛之武", "佚之狐"), full("2001-07-01")),
            notes=("3 烛之武", "4 佚之狐 “2026年2月已转出到北京”"),
        ),
    ),
    imported(
        "roster-sum-right-below-the-header",
        (3,),
        drawn("""
序号 | 姓名 | 人员类别 | 入党日期 | 转正日期
合计 | 3人 | | |
#1 | 田单 | 正式党员 | 2001-07-01 | 2002-07-01
#2 | 荆轲 | 预备党员 | 2025-07-01 |
"""),
        Roster(
            people={"田单": full("2001-07-01", number=1), "荆轲": probationary("2025-07-01", number=2)}, told=("合计",)
        ),
    ),
    imported(
        "roster-questions-about-circumstances",
        (2, 9),
        drawn("""
姓名 | 人员类别 | 入党时间 | 是否党员领导干部 | 是否长期患病 | 是否出国（境） | 是否残疾
伯乐 | 正式党员 | 2001-07-01 | 是 | 否 | 否 | 否
九方皋 | 正式党员 | 1961-07-01 | 否 | √ | / | 是
造父 | 正式党员 | 1991-07-01 | 否 | 否 | 是 | 否
"""),
        Roster(
            people={
                "伯乐": full("2001-07-01", circumstances=["leader"]),
                "九方皋": full("1961-07-01", circumstances=["ill"]),
                "造父": full("1991-07-01", circumstances=["abroad"]),
            },
            unread=("是否残疾",),
        ),
    ),
]

PAPERS = [*STANDINGS, *FRAMES]
