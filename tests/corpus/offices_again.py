"""Papers as further offices would send them: headers nobody listed, records without a table, dues that are signed for.

Each holds several of the kinds that a stranger's papers showed to be misread.
"""

from corpus.dues_sheets import collected, reckoned
from corpus.easily_misread import chain
from corpus.paper import (
    Assessed,
    Holidays,
    Marks,
    No,
    Paid,
    Paper,
    Plans,
    Roster,
    attended,
    full,
    imported,
    probationary,
)
from corpus.plans_and_notices import noticed, planned
from corpus.structure import Commented, File, Struck, csv, grid, renamed, sheet, xlsx


def drawn(rows: str, name: str = "paper.xlsx") -> File:
    """A workbook of one sheet, or another kind of file by its name."""
    return xlsx(sheet(*grid(rows)), name=name)


ROSTERS = [
    imported(
        "roster-headers-by-what-is-in-them",
        (2, 3),
        drawn("""
党员名册 | < | < | < | < | < | < | <
序号 | 姓名 | 参加党组织时间 | 预备党员按期转正日期 | 现政治面貌情况 | 职工类别 | 教职工编号 | 本人手机号
#1 | 贺知秋 | 99.6.18 | 00.6.18 | 中共党员 | 在编在岗 | 00123 | 13900001111
#2 | 卞之桓 | 2025.06.20 | 期满 | 中共预备党员 | 博士后 | 00124 | 13900002222
书记签字： | < | < | 审核： | < | < | 日期：   年  月  日 | <
"""),
        Roster(
            code=10,
            new=1,
            people={},
            rejected=(No("期满", row=4, word="卞之桓"),),
            told=("书记签字",),
        ),
    ),
    imported(
        "roster-kinds-of-staff-nobody-knows",
        (8, 9),
        drawn("""
姓名 | 何时加入中国共产党 | 何时转为正式党员 | 党内身份 | 用工类别 | 职工编号 | 现任党内职务
贺知秋 | 2004/11/8 | 2005/11/8 | 正式党员 | 在编 | 00123（一卡通） | 支部书记
卞之桓 | 2010/5/4 | 2011/5/4 | 正式党员 | 博士后 | 00124 | 组织、宣传委员
"""),
        Roster(
            people={
                "贺知秋": full("2004-11-08", full_on="2005-11-08", staff_number="00123", kept=("在编",)),
                "卞之桓": full("2010-05-04", staff_number="00124", kept=("博士后", "宣传委员")),
            },
            offices={"secretary": "贺知秋", "organiser": "卞之桓"},
            notes=("博士后", "00123（一卡通）"),
        ),
    ),
    imported(
        "roster-answers-with-letters",
        (2,),
        drawn("""
1、您的姓名 | 2、您的政治面貌是？ | 3、入党时间（格式如2008-06-20） | 4、转正时间（预备党员可不填） | 5、是否流动
贺知秋 | A.中共党员 | 2013-06-20 | 2014-06-20 | A.是（上海）
卞之桓 | B.中共预备党员 | 2025-06-20 | (空) | B.否
戚无双 | C.入党积极分子 | (跳过) | (跳过) | B.否
"""),
        Roster(
            people={
                "贺知秋": full("2013-06-20", circumstances=["mobile"]),
                "卞之桓": probationary("2025-06-20"),
                "戚无双": {"standing": "activist"},
            },
            notes=("是（上海）",),
        ),
    ),
    imported(
        "roster-headings-above-headers",
        (3, 6),
        drawn("""
正式党员名单（2人）
姓名 | 入党时间 | 转正时间
贺知秋 | 2001.7.1 | 2002.7.1
卞之桓 | 2002.7.1 | 2003.7.1
 | |
预备党员名单（1人）
姓名 | 入党时间 | 转正时间
戚无双 | 2025.7.1 |
"""),
        Roster(
            people={"贺知秋": full("2001-07-01"), "卞之桓": full("2002-07-01"), "戚无双": probationary("2025-07-01")},
            told=("预备党员名单",),
        ),
    ),
    imported(
        "roster-whether-confirmed",
        (6,),
        drawn("""
姓名 | 入党时间 | 转正时间 | 是否转正 | 政治面貌
贺知秋 | 2024.12.1 | 2025.12.1 | 是 | 中共党员
卞之桓 | 2025.12.1 | | 否 | 中共党员
戚无双 | 2025.11.1 | | | 正式党员
"""),
        Roster(
            people={
                "贺知秋": full("2024-12-01"),
                "卞之桓": probationary("2025-12-01"),
                "戚无双": full("2025-11-01"),
            },
            notes=("戚无双", "2025-11-01"),
        ),
    ),
    imported(
        "roster-remark-tells-who-is-on-probation",
        (6,),
        drawn("""
姓名 | 入党时间 | 备注
贺知秋 | 2001.6.1 | 书记
卞之桓 | 2025.10.1 | 预备
戚无双（2025.12调离） | 2015.6.1 |
…… | |
"""),
        Roster(
            people={
                "贺知秋": full("2001-06-01"),
                "卞之桓": probationary("2025-10-01"),
                "戚无双": full("2015-06-01"),
            },
            notes=("调离",),
            told=("……",),
        ),
        "--standing",
        "正式党员",
    ),
    imported(
        "roster-group-before-two-blocks",
        (3,),
        drawn("""
党小组 | 姓名 | 党员类别 | 入党时间 | 姓名 | 党员类别 | 入党时间
第一组 | 贺知秋 | 正式 | 2001.7.1 | 卞之桓 | 正式 | 2003.7.1
^ | 戚无双 | 正式 | 2005.7.1 | 喻行舟 | 正式 | 2007.7.1
第二组 | 水清浅 | 正式 | 2009.7.1 | | |
"""),
        Roster(
            people={
                "贺知秋": full("2001-07-01", party_group="第一组"),
                "戚无双": full("2005-07-01", party_group="第一组"),
                "卞之桓": full("2003-07-01", party_group="第一组"),
                "喻行舟": full("2007-07-01", party_group="第一组"),
                "水清浅": full("2009-07-01", party_group="第二组"),
            },
            notes=("第一组",),
        ),
    ),
    imported(
        "roster-names-with-an-address",
        (7,),
        drawn("""
姓名 | 人员类别 | 入党时间
贺知秋老师 | 正式党员 | 2001.7.1
雷雨亭［副书记］ | 正式党员 | 2001.7.1
薛涛等 | 正式党员 | 2001.7.1
王主任 | 正式党员 | 2001.7.1
"""),
        Roster(
            code=10,
            new=2,
            people={"贺知秋": full("2001-07-01"), "雷雨亭": full("2001-07-01")},
            rejected=(No("薛涛等", row=4), No("王主任", row=5)),
            notes=("老师", "副书记"),
        ),
        "--partial",
    ),
    *(
        imported(
            f"roster-struck-out-and-commented-in-{kind}",
            (1, 4),
            renamed(
                xlsx(
                    sheet(
                        *([f"第{number}段说明。"] for number in range(lines)),
                        ["姓名", "人员类别", "入党时间"],
                        [Struck("贺知秋"), "正式党员", "2001-07-01"],
                        [Commented("卞之桓", "2026年2月已转出"), "正式党员", "2001-07-01"],
                    )
                ),
                f"paper.{kind}",
            ),
            Roster(
                people=dict.fromkeys(("贺知秋", "卞之桓"), full("2001-07-01")),
                notes=("贺知秋", "卞之桓 “2026年2月已转出”", *(["第0段"] if lines else [])),
                told=("说明",) if lines else (),
            ),
        )
        for kind, lines in (("ods", 0), ("docx", 12))
    ),
]

CAME = {"林晓岚": "present", "何建业": "present"}
SIGN_IN = [
    attended(
        "signin-record-with-names-in-its-cells",
        (12,),
        drawn("""
主题党日活动记录 | < | < | <
时间 | 2026年3月6日 | 地点 | 301
主持人 | 林晓岚 | 记录人 | 何建业
应到人数 | 10 | 实到人数 | 2
实到人员 | 林晓岚、何建业 | < | <
请假人员及事由 | 单田（住院）、曾可心（出差） | < | <
活动内容 | 覃若溪同志领学，范予同志交流发言。 | < | <
"""),
        Marks(marks=CAME | {"单田": "excused:病假", "曾可心": "excused:公差"}, told=("主持人", "覃若溪同志领学")),
    ),
    attended(
        "signin-table-of-states-and-names",
        (12,),
        drawn("""
类别 | 人数 | 名单 | 备注
参加 | 2 | 林晓岚、何建业 |
请假 | 2 | 范予（病）、尹璐（事） |
缺席 | 0 | 无 |
"""),
        Marks(marks=CAME | {"范予": "excused:病假", "尹璐": "excused:事假"}, told=("缺席",)),
    ),
    attended(
        "signin-names-alone-below-a-heading",
        (12,),
        drawn("""
参加人员签名： | < | <
林晓岚 | 何建业 | 覃若溪
单田 √ | |
"""),
        Marks(marks=CAME | {"覃若溪": "present", "单田": "present"}),
    ),
    attended(
        "signin-question-in-many-words",
        (2, 12),
        csv(
            *grid("""
1、姓名 | 2、3月主题党日您是否能参加（必填） | 3、如不能参加，请说明原因 | 4、方式
林晓岚 | A.能 | (跳过) | 线下
何建业 | 能参加 | (跳过) | 线下
覃若溪 | 能 | 身体不适 | 线上
范予 | B.不能 | 上课 |
单田 | 不能，住院 | |
尹璐 | 不能 | |
"""),
            encoding="gb18030",
        ),
        Marks(
            marks=CAME | {"覃若溪": "online", "范予": "excused:公差", "单田": "excused:病假"},
            asked=("尹璐",),
        ),
    ),
    attended(
        "signin-columns-in-one-letter",
        (11, 12),
        drawn("""
姓名 | 到 | 假 | 缺 | 迟到分钟 | 早退
林晓岚 | √ | | | |
何建业 | √（迟到） | | | 10 |
覃若溪 | | √ | | |
范予 | | | √ | |
尹璐 | √ | | | | √
曾可心 | | | 外地出差，请假 | |
"""),
        Marks(
            marks=CAME | {"覃若溪": "excused", "尹璐": "present", "曾可心": "excused:公差"},
            asked=("范予",),
            notes=("何建业 迟到", "尹璐 早退"),
        ),
    ),
    attended(
        "signin-days-above-signatures",
        (12,),
        drawn("""
序号 | | 1月9日 | 2月6日 | 3月6日
 | 姓名 | 签到 | 签到 | 签到
1 | 林晓岚 | √ | √ | √
2 | 何建业 | √ | 请假 |
"""),
        Marks(
            days={
                "2026-01-09": CAME,
                "2026-02-06": {"林晓岚": "present", "何建业": "excused"},
                "2026-03-06": {"林晓岚": "present"},
            }
        ),
    ),
    attended(
        "signin-several-columns-of-one-name",
        (2, 12),
        drawn("""
时间 | 2026.1.9 | 2026.2.6
主题 | 学习 | 慰问
姓名 | 签到 | 签到
林晓岚 | √ | √
何建业 | √ | 请假
"""),
        Marks(code=10, rejected=None),
    ),
]

LISTS = [
    chain(
        "in-signs-of-every-kind",
        """
【接龙】3月主题党日（请写明参加/请假）
⑴林晓岚｜参加
⑵「何建业」参加
⑶覃若溪 ⭕
⑷范予：🚗出差
⑸尹璐-计科2101-13900001111 参加
⑹单田 身体不好，不来了
⑺曾可心 不在学校，请假
""",
        Marks(
            code=10,
            marks=CAME | {"范予": "excused:公差", "尹璐": "present", "单田": "excused:病假", "曾可心": "excused"},
            rejected=(No("覃若溪 ⭕"),),
            told=("13900001111", "3月主题党日"),
        ),
        "--partial",
    ),
]

DUES = [
    collected(
        "whether-paid-beside-one-month",
        drawn("""
姓名 | 性别 | 3月份党费 | 是否缴纳 | 缴费方式 | 日期
林晓岚 | 女 | 123 | √ | 微信 | 3.5
何建业 | 男 | 97.5 | × | |
"""),
        Paid(
            paid={"林晓岚": "123.00"},
            months={"林晓岚": {"2026-03": "123.00"}},
            payments={"林晓岚": {("2026-03-05", "online")}},
            told=("×", "性别"),
        ),
    ),
    collected(
        "signed-for-by-some",
        drawn("""
姓名 | 党费 | 签字
林晓岚 | 369 | 林晓岚
何建业 | 292.5 |
"""),
        Paid(paid={"林晓岚": "369.00"}, told=("何建业", "签字")),
    ),
    collected(
        "so-many-months",
        drawn("""
姓名 | 应缴党费（元/月） | 缴费月数 | 已交√
林晓岚 | 123元/月 | 3 | √
何建业 | 97.5 | 3 | √
"""),
        Paid(paid={"林晓岚": "369.00", "何建业": "292.50"}),
    ),
    collected(
        "months-of-a-quarter-owed-and-paid",
        drawn("""
姓名 | 党费（月） | 1-3月应缴 | 1-3月实缴
林晓岚 | 123 | 369 | 369
何建业 | 97.5 | | √
单田 | 52 | 150 | √
"""),
        Paid(code=10, paid={"林晓岚": "369.00", "何建业": "292.50"}, rejected=(No(row=4, value="单田"),)),
        "--partial",
    ),
    reckoned(
        "headers-by-what-is-in-them",
        drawn("""
教职工编号 | 姓名 | 类别 | 岗位工资 | 计税后基数 | 核定月党费
2008012 | 林晓岚 | 在职教职工党员 | 5000 | 8200 | 123
00197 | 单田 | 离退休教职工党员 | | 5200 | 52
202111020105 | 范予 | 学生党员（硕士） | | | 0.2
"""),
        Assessed(
            assessed={"林晓岚": ("wage", "123.00"), "单田": ("retired", "52.00"), "范予": ("student", "0.20")},
            unread=("岗位工资",),
        ),
    ),
]

PLANS = [
    planned(
        "months-in-bare-numbers",
        drawn("""
月份 | 支委会 | 主题党日 | 活动内容及形式
1 | 研究 | 学习规划 | 座谈
2 | 研究 | 慰问 | 走访
3月第一周 | 研究 | 学雷锋 | 志愿
"""),
        Plans(
            days={
                "2026-01-09": {"theme": "学习规划", "content": "座谈"},
                "2026-02-06": {"theme": "慰问"},
                "2026-03-06": {"theme": "学雷锋"},
            },
            unread=("支委会",),
            told=("3月第一周",),
        ),
    ),
]

FURTHER = [
    imported(
        "roster-many-dates-on-the-way-in",
        (2, 6),
        drawn("""
姓名 | 入党申请时间 | 列为发展对象时间 | 预备党员接收时间 | 转正公示时间 | 转正时间 | 党员类型 | 党员所在支部 | 转入时间 | 转入前支部
贺知秋 | 2005.9 | 2007.3 | 2008.6.1 | 2009.5.20 | 2009.6.1 | 正式党员 | 计算机学院教工党支部 | 2024年9月 | 软件学院学生支部
卞之桓 | 2006.9 | 2008.3 | 2009.6.1 | 2010.5.20 | 2010.6.1 | 正式党员 | 计算机学院教工党支部 | 本支部入党 |
"""),
        Roster(
            people={
                "贺知秋": full("2008-06-01", full_on="2009-06-01", kept=("软件学院学生支部",)),
                "卞之桓": full("2009-06-01", full_on="2010-06-01"),
            },
            unread=("转正公示时间",),
        ),
    ),
    attended(
        "signin-a-day-in-each-row",
        (12,),
        drawn("""
姓名 | 部门 | 日期 | 状态
林晓岚 | 计科 | 2026-02-06 | 正常
何建业 | 计科 | 2026-03-06 | 正常
"""),
        Marks(days={"2026-02-06": {"林晓岚": "present"}, "2026-03-06": {"何建业": "present"}}, unread=("部门",)),
    ),
    chain(
        "groups-and-leave-in-lines",
        """接龙如下：林晓岚、何建业
一组：覃若溪到、范予假
请假：单田（住院）；曾可心（外出）
""",
        Marks(
            marks=CAME | {"覃若溪": "present", "范予": "excused", "单田": "excused:病假", "曾可心": "excused"},
            told=("接龙如下", "一组"),
        ),
    ),
    collected(
        "way-of-paying-for-all-months",
        drawn("""
姓名 | 缴费方式 | 1月 | 2月 | 3月 | 合计（元）
林晓岚 | 微信 | 123 | 123 | 123 | 369
"""),
        Paid(paid={"林晓岚": "369.00"}, payments={"林晓岚": {("2026-03-06", "online")}}),
    ),
    planned(
        "among-meetings-and-beside-a-merged-cell",
        drawn("""
月份 | 会议类型 | 内容 | 备注
1月 | 主题党日 | 学习 | ^
1月 | 支委会 | 研究 |
2月 | 主题党日 | 慰问 |
"""),
        Plans(days={"2026-01-09": {"content": "学习"}, "2026-02-06": {"content": "慰问"}}, told=("支委会",)),
    ),
]

NOTICES = [
    noticed(
        "named-under-a-header-of-its-own",
        drawn("""
2027年节假日安排 | < | <
假期 | 时间 | 备注
元旦 | 2027.1.1-1.3 | 放假3天
春节 | 2027.2.5-2027.2.12 | 放假8天
补班 | 2027.1.31、2027.2.13 | 上班
"""),
        Holidays(dates=("2027-01-08",), never=("2027-01-01", "2027-02-05"), kept=13),
    ),
]

PAPERS: list[Paper] = [*ROSTERS, *SIGN_IN, *LISTS, *DUES, *PLANS, *FURTHER, *NOTICES]
