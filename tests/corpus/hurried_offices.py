"""Sign-in sheets, pasted lists, dues and plans as a hurried office has them: labels above, headings in lines, Word."""

from corpus.dues_sheets import collected, reckoned
from corpus.easily_misread import chain
from corpus.paper import Assessed, Marks, No, Paid, Paper, Plans, attended
from corpus.plans_and_notices import planned
from corpus.structure import File, csv, grid, renamed, sheet, titled, xlsx

CAME = {"林晓岚": "present", "何建业": "present"}


def drawn(rows: str, name: str = "paper.xlsx") -> File:
    """A workbook of one sheet, or another kind of file by its name."""
    return xlsx(sheet(*grid(rows)), name=name)


SIGN_IN = [
    attended(
        "signin-labels-right-above-the-header",
        (3, 12),
        drawn("""
签到详情
课程：党员活动日 | 班级：教工支部
发布时间：2026-03-06 14:20 | 签到类型：手势签到
学号/工号 | 姓名 | 院系 | 签到状态 | 签到时间 | 签到IP
2008012 | 林晓岚 | 计算机 | 已签到 | 2026-03-06 14:21:00 | 10.1.1.1
2003007 | 何建业 | 计算机 | 已签 | 2026-03-06 14:22:00 | 10.1.1.2
2013031 | 覃若溪 | 计算机 | 未签到 | -- |
2118001 | 范予 | 计算机 | 教师代签 | 2026-03-06 15:00:00 |
2022118 | 曾可心 | 计算机 | 事假 | -- |
"""),
        Marks(
            code=10,
            marks=CAME | {"曾可心": "excused:事假"},
            asked=("覃若溪",),
            rejected=(No("教师代签", "签到状态", 8),),
            unread=("院系", "签到IP"),
        ),
        "--partial",
    ),
    attended(
        "signin-title-in-one-cell-above-the-header",
        (3, 12),
        drawn("""
党员大会表决签到
姓名 | 是否到会 | 表决意见
林晓岚 | 是 | 同意
何建业 | 是 | 弃权
覃若溪 | 委托林晓岚 | 同意
"""),
        Marks(code=10, marks=CAME, rejected=(No("委托林晓岚", "是否到会", 5),), unread=("表决意见",)),
        "--partial",
    ),
    attended(
        "signin-sum-right-below-the-header",
        (3, 12),
        drawn("""
序号 | 姓名 | 现场参会 | 线上参会 | 请假
合计 | | #2 | #1 | #1
#1 | 林晓岚 | √ | |
#2 | 何建业 | √ | |
#3 | 覃若溪 | | √ |
#5 | 范予 | | | 病假
"""),
        Marks(marks=CAME | {"覃若溪": "online", "范予": "excused:病假"}, told=("合计",)),
    ),
    attended(
        "signin-only-who-asked-for-leave",
        (11, 12),
        drawn("""
3月6日主题党日请假人员名单
序号 | 姓名 | 请假事由 | 批准人
#1 | 林晓岚 | 发烧住院 | 单田
#2 | 何建业 | 家中有事 | 单田
#3 | 覃若溪 | |
"""),
        Marks(marks={"林晓岚": "excused:病假", "何建业": "excused:事假"}, unread=("批准人",)),
    ),
    attended(
        "signin-only-the-leaving-is-signed",
        (1, 12),
        drawn("""
姓名 | 3月6日 签到 | 3月6日 签退
林晓岚 | √ | √
何建业 | √ |
覃若溪 | | √
范予 | |
"""),
        Marks(code=10, marks=CAME, rejected=(No("√", "签退", 4),), told=("覃若溪",)),
        "--partial",
    ),
    attended(
        "signin-only-the-time-of-leaving",
        (1, 12),
        drawn("姓名 | 签到时间 | 签退时间\n林晓岚 | 14:20 | 16:30\n何建业 | 14:25 |\n覃若溪 | | 16:30"),
        Marks(code=10, marks=CAME, rejected=(No("16:30", "签退时间", 4),), told=("覃若溪",)),
        "--partial",
    ),
    attended(
        "signin-grid-of-numbered-days",
        (12,),
        drawn("序号 | 姓名 | 第一次 1月9日 | 第二次 2月6日\n#1 | 林晓岚 | √ | √\n#2 | 何建业 | √ | 公差"),
        Marks(days={"2026-01-09": CAME, "2026-02-06": {"林晓岚": "present", "何建业": "excused:公差"}}),
    ),
    attended(
        "signin-halves-of-a-whole-day",
        (1, 12),
        drawn("姓名 | 上午 | 下午\n林晓岚 | √ | √\n何建业 | √ |"),
        Marks(code=10, rejected=(No("上午", "上午"), No("下午", "下午"))),
        "--partial",
    ),
    attended(
        "signin-signed-with-the-time",
        (11, 12),
        drawn("姓名 | 签名\n林晓岚 | 林晓岚 14:30\n何建业 | 14:25\n覃若溪 | 林晓岚 14:31"),
        Marks(code=10, marks=CAME, rejected=(No("林晓岚 14:31", "签名", 4),), told=("覃若溪",)),
        "--partial",
    ),
    attended(
        "signin-name-as-it-is-written-is-told",
        (1, 7),
        drawn("姓名 | 签到\n何建业 | √\n林小岚（书记） | √\n林晓岚 | √"),
        Marks(code=10, marks=CAME, rejected=(No("林小岚（书记）", "姓名", 3),), told=("书记",)),
        "--partial",
    ),
    attended(
        "signin-in-word",
        (4, 12),
        renamed(
            xlsx(
                sheet(
                    ["主题党日签到表"],
                    ["时间：2026年3月6日  地点：三楼会议室"],
                    *grid("""
序号 | 姓名 | 签名 | 序号 | 姓名 | 签名
1 | 林晓岚 | 林晓岚 | 2 | 何建业 | 何建业
3 | 覃若溪 | | 5 | 范予 | 请假（公差）
"""),
                )
            ),
            "paper.docx",
        ),
        Marks(marks=CAME | {"范予": "excused:公差"}),
    ),
    attended(
        "signin-whose-remark-is-left-aside",
        (1, 12),
        drawn("姓名 | 到会 | 备注\n林晓岚 | 到 |\n何建业 | 到 |\n覃若溪 | | 下乡扶贫"),
        Marks(marks=CAME, notes=("覃若溪", "下乡扶贫")),
    ),
]

LISTS = [
    chain(
        "headings-with-a-number-of-people",
        "已签到（2人）：林晓岚、何建业\n未签到（1人）：覃若溪\n请假1人：范予\n",
        Marks(marks=CAME | {"范予": "excused"}, asked=("覃若溪",)),
    ),
    chain(
        "of-those-who-cannot-come",
        "#接龙\n本次活动不能参加的同志请接龙，并说明原因\n1. 林晓岚 发烧\n2. 何建业\n",
        Marks(code=10, marks={"林晓岚": "excused:病假"}, rejected=(No("何建业", row=4),), told=("不能参加",)),
        "--partial",
        "--listed",
        "present",
    ),
    chain(
        "of-those-who-come-and-those-who-cannot",
        "参加请写姓名，不能参加请注明原因\n1. 林晓岚\n2. 何建业\n3. 范予 病假\n",
        Marks(marks=CAME | {"范予": "excused:病假"}, told=("不能参加",)),
    ),
    chain(
        "all-the-others",
        "病假：范予\n公差：覃若溪、曾可心\n其余同志全部到会\n",
        Marks(
            code=10,
            marks={"范予": "excused:病假", "覃若溪": "excused:公差", "曾可心": "excused:公差"},
            rejected=(No("其余同志全部到会", row=3, word="--all"),),
        ),
        "--partial",
    ),
    chain(
        "heading-with-how-many-should-come",
        "应到10人，实到2人：林晓岚、何建业\n请假：范予（病假）\n",
        Marks(marks=CAME | {"范予": "excused:病假"}),
    ),
    chain(
        "copied-from-a-table",
        "姓名\t签到\t备注\n林晓岚\t√\t\n何建业\t√\t\n范予\t\t病假\n",
        Marks(marks=CAME | {"范予": "excused:病假"}, told=("姓名",)),
    ),
    chain(
        "with-the-time-before-the-word",
        "@林晓岚 收到，准时参加\n@何建业 14:25签到\n@范予 已请假\n",
        Marks(marks=CAME | {"范予": "excused"}, notes=("14:25",)),
    ),
    chain(
        "headings-over-lines-and-nobody-absent",
        "到会人员：\n林晓岚 何建业\n请假人员：\n范予（出差）\n缺席人员：无\n",
        Marks(marks=CAME | {"范予": "excused:公差"}, told=("缺席人员",)),
    ),
    chain(
        "everyday-words-of-coming",
        "1. 林晓岚 一定到\n2. 何建业 报名\n3. 祁小禾 列席\n4. 范予 我去北京\n",
        Marks(code=10, marks=CAME | {"祁小禾": "present"}, rejected=(No("范予", row=4),)),
        "--partial",
    ),
]

DUES = [
    collected(
        "sums-as-they-are-spelt",
        drawn("姓名 | 实缴金额\n林晓岚 | ￥369.00元\n何建业 | 292.5元整\n单田 | 156 元"),
        Paid(paid={"林晓岚": "369.00", "何建业": "292.50", "单田": "156.00"}),
    ),
    collected(
        "in-word",
        renamed(
            xlsx(
                sheet(
                    ["党费收缴表（2026年3月）"],
                    *grid("姓名 | 应缴 | 实缴 | 签字\n林晓岚 | 123.00 | 123.00 | 林\n何建业 | 97.50 | |"),
                )
            ),
            "paper.docx",
        ),
        Paid(paid={"林晓岚": "123.00"}, months={"林晓岚": {"2026-03": "123.00"}}, unread=("签字",)),
    ),
    collected(
        "a-range-of-months-above-is-no-day",
        drawn(
            "党费收缴公示 | < | <\n（2026年1-3月） | < | <\n姓名 | 缴纳总额 | 是否已缴\n林晓岚 | 369 | 是\n何建业 | 292.5 | 否"
        ),
        Paid(paid={"林晓岚": "369.00"}, told=("何建业",)),
    ),
    collected(
        "with-notes-in-json",
        drawn("党费收缴表（2026年3月） | <\n姓名 | 实缴\n林晓岚 | 123.00\n何建业 | 未缴"),
        Paid(paid={"林晓岚": "123.00"}, rejected=(), notes=("何建业",)),
        "--with-notes",
    ),
]
ASSESSED = [
    Paper(
        "assess-kinds-of-the-roster",
        (9, 14),
        xlsx(
            sheet(
                *grid(
                    "姓名 | 人员类别 | 入党时间 | 身份类别 | 月收入\n林晓岚 | 正式党员 | 2008-06-20 | 专任教师 | 8200\n单田 | 正式党员 | 1990-06-30 | 退休 | 5200\n范予 | 正式党员 | 2023-12-03 | 博士研究生 |"
                ),
                name="全",
            ),
            sheet(*grid("姓名 | 月收入\n林晓岚 | 8200\n单田 | 5200\n范予 |"), name="收入"),
        ),
        ("dues", "assess", "--sheet", "{}", "--page", "收入", "--from", "2026-01", "--json"),
        Assessed(
            assessed={"林晓岚": ("wage", "123.00"), "单田": ("retired", "52.00"), "范予": ("student", "0.20")},
            notes=("单田",),
        ),
        "empty",
        (("member", "import", "{}", "--sheet", "全"),),
    ),
    reckoned(
        "kind-told-nowhere",
        drawn("姓名 | 月收入\n林晓岚 | 8200"),
        Assessed(code=10, rejected=None),
    ),
]

PLANS = [
    planned(
        "in-word",
        renamed(
            xlsx(
                sheet(
                    ["2026年主题党日计划"],
                    *grid(
                        "时间 | 主题 | 形式 | 责任人\n4月3日 | 祭英烈 | 现场 | 林晓岚\n5月8日 | 学党史 | 讲座 | 何建业"
                    ),
                )
            ),
            "paper.docx",
        ),
        Plans(
            days={
                "2026-04-03": {"theme": "祭英烈", "form": "现场"},
                "2026-05-08": {"theme": "学党史", "form": "讲座"},
            }
        ),
    ),
    planned(
        "months-merged-over-their-contents",
        xlsx(
            sheet(
                titled("2026年度学习计划", 3),
                *grid("""
月份 | 活动主题 | 学习内容
4月 | 祭英烈 | 重温誓词
^ | ^ | 讲英烈故事
5月 | 爱劳动 | 义务劳动
"""),
            )
        ),
        Plans(
            days={
                "2026-04-03": {"theme": "祭英烈", "content": "重温誓词；讲英烈故事"},
                "2026-05-08": {"theme": "爱劳动", "content": "义务劳动"},
            }
        ),
    ),
    planned(
        "days-in-numbers",
        csv(*grid("日期 | 主题\n4.3 | 祭扫\n5.8(周五) | 劳动\n6.5 14:30 | 安全"), encoding="gb18030"),
        Plans(
            days={
                "2026-04-03": {"theme": "祭扫"},
                "2026-05-08": {"theme": "劳动"},
                "2026-06-05": {"theme": "安全", "starts": "14:30"},
            }
        ),
    ),
    planned(
        "an-end-in-the-afternoon",
        drawn("日期 | 开始时间 | 结束时间 | 主题\n4月3日 | 下午2点半 | 4点 | 祭扫"),
        Plans(days={"2026-04-03": {"theme": "祭扫", "starts": "14:30", "ends": "16:00"}}),
    ),
]

PAPERS = [*SIGN_IN, *LISTS, *DUES, *ASSESSED, *PLANS]
