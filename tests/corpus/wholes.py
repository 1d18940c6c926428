"""Papers with everything at once, as a college office, a personnel office or a part-time secretary hands them over."""

from datetime import date

from corpus.paper import Assessed, Marks, Paid, Paper, Roster, attended, full, imported, probationary
from corpus.structure import Hidden, Sheet, csv, grid, renamed, sheet, xlsx

COLLEGE = grid("""
计算机学院教工党支部党员信息统计表（2026年3月） | < | < | < | < | < | < | < | < | <
填报单位：计算机学院教工党支部 | < | < | < | < | 填报时间：2026.3.2 | < | < | < | <
填表说明：日期按“2019-07-01”填写；没有的写“无”。 | < | < | < | < | < | < | < | < | <
序号 | 党小组 | 姓名 | 基本情况 | < | < | 党内情况 | < | < | 备注
^ | ^ | ^ | 性别 | 出生年月 | 职称 | 政治面貌 | 入党时间 | 转正时间 | ^
一、在职教工 | < | < | < | < | < | < | < | < | <
1 | 第一党小组 | 林晓岚（书记） | 女 | 1986.03 | 副教授 | 正式党员 | 2008.6.20 | 2009.6.20 |
2 | ^ | 何建业 | 男 | 1979.11 | 高级实验师 | 正式党员 | 2003.7 | 2004.7 | 借调教育厅
3 | 第二党小组 | 单　田 | 男 | 1968.11 | 教授 | 正式党员 | 1990年6月30日 | 1991年6月30日 |
小计 | | 3人 | | | | | | |
二、学生 | < | < | < | < | < | < | < | < | <
4 | 第三党小组 | 范予 | 男 | 2003.01 | 无 | 正式党员 | 2023-12-3 | 2024-12-3 | 计科2101
5 | ^ | 尹璐 | 女 | 2004.08 | 无 | 预备党员 | 2025-6-10 | 未转正 | 软工2302
小计 | | 2人 | | | | | | |
合计 | | 5人 | | | | | | |
填表人：郎晓北 | < | < | < | < | 支部书记（签字）： | < | < | < | <
""")
COLLEGE_PEOPLE = {
    "林晓岚": full("2008-06-20", full_on="2009-06-20", party_group="第一党小组", number=1, kept=("副教授",)),
    "何建业": full("2003-07-01", full_on="2004-07-01", party_group="第一党小组", number=2, kept=("借调教育厅",)),
    "单田": full("1990-06-30", full_on="1991-06-30", party_group="第二党小组", number=3, kept=("教授",)),
    "范予": full("2023-12-03", full_on="2024-12-03", party_group="第三党小组", number=4, kept=("计科2101",)),
    "尹璐": probationary("2025-06-10", full_on=None, party_group="第三党小组", number=5, kept=("软工2302",)),
}
WHOLE = Roster(people=COLLEGE_PEOPLE, notes=("书记", "党小组"))

PAPERS = [
    imported("roster-of-a-college-office", (1, 2, 3, 6, 7, 9), xlsx(sheet(*COLLEGE)), WHOLE),
    imported("roster-of-a-college-office-as-xls", (3, 4), xlsx(sheet(*COLLEGE), name="统计表.xls"), WHOLE),
    imported("roster-of-a-college-office-as-ods", (3, 4), xlsx(sheet(*COLLEGE), name="统计表.ods"), WHOLE),
    imported("roster-of-a-college-office-as-web-page", (3, 4), renamed(xlsx(sheet(*COLLEGE)), "统计表.xls", "html"), WHOLE),
    imported(
        "roster-of-a-personnel-office-filtered",
        (1, 2, 3, 4, 9),
        xlsx(
            Sheet(
                (
                    ["工号", "姓名", "部门", "人员类别", "人员状态", "政治面貌", "入党时间", "最高学历", "最高学位", "手机", "办公电话"],
                    ["0012008", "林晓岚", "软件系", "专任教师", "在职", "中共党员", date(2008, 6, 20), "研究生", "博士", "13900000101", "5000101"],
                    Hidden(["0003007", "何建业", "实验中心", "教辅", "在职", "中共党员", date(2003, 7, 1), "大学", "学士", "13900000102", "5000102"]),
                    ["0009017", "单田", "软件系", "专任教师", "退休", "中共党员", date(1990, 6, 30), "大学", "学士", "13900000107", None],
                ),
                name="人员信息",
                filter="A1:K4",
            ),
            sheet(["代码", "含义"], ["01", "在职"], ["02", "退休"], name="代码表"),
        ),
        Roster(
            people={
                "林晓岚": full("2008-06-20", staff_number="0012008", phone="13900000101", education="研究生", seen=("软件系|部门", "博士|最高学位", "5000101|办公电话")),
                "何建业": full("2003-07-01", staff_number="0003007", phone="13900000102"),
                "单田": full("1990-06-30", staff_number="0009017", seen=("退休|人员状态",)),
            },
            told=("代码表",),
            notes=("3",),
            may=("部门", "人员类别", "人员状态", "最高学位", "办公电话"),
        ),
    ),
    attended(
        "signin-of-a-hurried-secretary",
        (3, 7, 11, 12),
        xlsx(
            sheet(
                *grid("""
计算机学院教工党支部主题党日活动签到表 | < | < | < | < | < | <
活动主题：学习文件 | < | < | < | 时间：2026年3月6日（周五）14:30 | < | <
序号 | 姓名 | 签到 | | 序号 | 姓名 | 签到
#1 | 林晓岚（书记） | 林晓岚 | | #6 | 尹璐 | 线上
#2 | 何建业 | 病假 | | #7 | 单　田 | 单田
#3 | 覃若溪 | 迟到 | | #8 | 曾可心 |
#4 | 买买提江·吐尔逊 | 买买提江·吐尔逊 | | #9 | 欧阳靖远 | 腾讯会议
#5 | 范予 | √ | | #10 | 何建国 | 送学
应到10人，实到5人，线上2人，请假1人 | < | < | < | < | < | <
记录人：何建业 | < | < | < | 支部书记： | < | <
""")
            )
        ),
        Marks(
            marks={
                "林晓岚": "present",
                "何建业": "excused:病假",
                "覃若溪": "present",
                "买买提江·吐尔逊": "present",
                "范予": "present",
                "尹璐": "online",
                "单田": "present",
                "欧阳靖远": "online",
                "何建国": "visited",
            },
            told=("书记", "迟到"),
            may=("曾可心",),
        ),
    ),
    attended(
        "signin-meeting-of-another-maker",
        (12,),
        csv(
            *grid("""
会议名称：3月主题党日
开始时间：2026-03-06 14:30
参会人 | 手机号 | 加入时间 | 离开时间 | 参会时长（分钟）
范予-计科2101 | 139****0105 | 2026-03-06 14:28 | 2026-03-06 16:01 | 93
林晓岚 | 139****0101 | 2026-03-06 14:25 | 2026-03-06 16:02 | 97
""")
        ),
        Marks(marks={"范予": "online", "林晓岚": "online"}, may=("手机号", "加入时间", "离开时间", "参会时长")),
    ),
    Paper(
        "dues-with-everything-around-it",
        (3, 14),
        xlsx(
            sheet(
                *grid("""
计算机学院教工党支部2026年第一季度党费收缴表 | < | < | < | <
收缴时间：2026年3月6日 | < | < | 单位：元 | <
序号 | 姓名 | 党费 | < | 签名
^ | ^ | 应缴 | 实缴 | ^
在职教工 | < | < | < | <
#1 | 林晓岚（书记） | #369.00 | #369.00 | 林晓岚
#2 | 何建业 | #292.50 | #292.50 |
学生党员 | < | < | < | <
#3 | 范予 | #0.60 | #0.60 |
合计 | < | #662.10 | #662.10 |
收缴人：覃若溪 | < | 支部书记： | < | <
""")
            )
        ),
        ("dues", "collect", "--from", "{}", "--json"),
        Paid(paid={"林晓岚": "369.00", "何建业": "292.50", "范予": "0.60"}),
        "dues",
    ),
    Paper(
        "dues-with-a-hidden-row",
        (1, 14),
        xlsx(Sheet((["姓名", "应缴党费", "实缴党费"], ["林晓岚", 369, 369], Hidden(["何建业", 292.5, 292.5])))),
        ("dues", "collect", "--from", "{}", "--json"),
        # Money that is booked from a row nobody sees has to be told.
        Paid(paid={"林晓岚": "369.00", "何建业": "292.50"}, notes=("3",)),
        "dues",
    ),
    Paper(
        "assess-with-everything-around-it",
        (3, 14),
        xlsx(
            sheet(
                *grid("""
2026年党费核定表 | < | < | < | < | <
注：党费基数为税后固定收入。 | < | < | < | < | <
序号 | 姓名 | 在岗情况 | 党费计算基数（元/月） | 比例 | 月应缴（元）
#1 | 林晓岚 | 在职 | #8200 | 1.5% | #123
#2 | 单田 | 离退休 | #5200 | 1% | #52
#3 | 范予 | 硕士研究生 | | | #0.2
合计 | | | | | #175.2
""")
            )
        ),
        ("dues", "assess", "--sheet", "{}", "--from", "2026-01", "--json"),
        Assessed(
            assessed={"林晓岚": ("wage", "123.00"), "单田": ("retired", "52.00"), "范予": ("student", "0.20")},
            may=("比例", "月应缴"),
        ),
        "branch",
    ),
]  # fmt: skip
