"""Papers that are easily misread: what would be booked falsely, or vanish, if a reader guessed."""

from datetime import date

from corpus.paper import Marks, No, Paper, Roster, attended, full, imported, pasted, probationary
from corpus.structure import File, Sheet, csv, grid, sheet, text, xlsx


def signed(drawn: str, *more: Sheet) -> File:
    """A workbook whose first sheet is drawn as text."""
    return xlsx(sheet(*grid(drawn)), *more)


def months(**drawn: str) -> File:
    """A sheet for each month, named after it."""
    return xlsx(*(sheet(*grid(rows), name=f"{name.removeprefix('m')}月") for name, rows in drawn.items()))


def chain(name: str, lines: str, expected: Marks, *options: str) -> Paper:
    return pasted(f"pasted-{name}", text(lines), expected, *options)


SHEETS = [
    attended(
        "signin-a-sheet-for-each-month",
        (1, 12),
        months(
            m1="姓名 | 签到\n林晓岚 | √\n覃若溪 | √",
            m2="姓名 | 签到\n林晓岚 | √\n何建业 | 病假",
            m3="姓名 | 签到\n林晓岚 | √\n范予 | 线上",
        ),
        Marks(
            days={
                "2026-01-09": {"林晓岚": "present", "覃若溪": "present"},
                "2026-02-06": {"林晓岚": "present", "何建业": "excused:病假"},
                "2026-03-06": {"林晓岚": "present", "范予": "online"},
            },
            notes=("1月",),
        ),
    ),
    attended(
        "signin-two-sheets-with-the-same-people",
        (1, 4),
        signed("姓名 | 签到\n林晓岚 | √\n覃若溪 | √", sheet(*grid("姓名 | 签到\n林晓岚 | 病假\n范予 | √"), name="改")),
        Marks(code=10, rejected=None),
    ),
    attended(
        "signin-ticks-of-every-hand",
        (11,),
        signed("姓名 | 签到\n林晓岚 | V\n何建业 | v\n覃若溪 | ☑\n范予 | ☐\n尹璐 | ／\n单田 | —\n曾可心 | 到（后补签）"),
        Marks(
            marks=dict.fromkeys(("林晓岚", "何建业", "覃若溪", "曾可心"), "present"),
            asked=("范予", "尹璐", "单田"),
        ),
    ),
    attended(
        "signin-single-letters-say-nothing",
        (11,),
        signed("姓名 | 签到\n林晓岚 | A\n何建业 | O\n覃若溪 | E\n范予 | P\n尹璐 | √"),
        Marks(code=10, rejected=tuple(map(No, "AOEP"))),
    ),
    attended(
        "signin-grid-with-sums-below",
        (3, 12),
        signed("""
姓名 | 1月9日 | 2月6日 | 3月6日
林晓岚 | √ | √ | √
何建业 | × | 病假 | √
实到 | #1 | #1 | #2
应到 | #2 | #2 | #2
出勤率 | 50% | 50% | 100%
"""),
        Marks(
            days={
                "2026-01-09": {"林晓岚": "present"},
                "2026-02-06": {"林晓岚": "present", "何建业": "excused:病假"},
                "2026-03-06": {"林晓岚": "present", "何建业": "present"},
            },
            asked=(),
            may=("何建业",),
            told=("实到", "应到", "出勤率"),
        ),
    ),
    attended(
        "signin-sums-under-the-signature",
        (3,),
        signed("签到 | 序号 | 姓名\n到 | 1 | 何建业\n第一党小组\n√ | 2 | 尹璐\n小计 | 2人\n合计 | 2人"),
        Marks(marks={"何建业": "present", "尹璐": "present"}, told=("小计", "合计", "第一党小组")),
    ),
    attended(
        "signin-who-left-a-meeting-at-once",
        (12,),
        signed("""
会议主题 | 3月主题党日
会议时间 | 2026-03-06 14:00-16:00
用户昵称（入会昵称） | 首次入会时间 | 最后退会时间 | 累计参会时长
林晓岚 | 2026-03-06 14:00:00 | 2026-03-06 16:00:00 | 02:00:00
小业(何建业) | 2026-03-06 14:01:00 | 2026-03-06 14:03:00 | 00:02:00
iPhone 12 | 2026-03-06 14:01:00 | 2026-03-06 16:00:00 | 01:59:00
"""),
        Marks(code=10, rejected=(No("iPhone 12"),), told=("小业(何建业)", "0:02:00")),
    ),
    attended(
        "signin-list-of-a-meeting-with-states",
        (12,),
        signed("""
参会人员 | 部门 | 入会时间 | 离会时间 | 参会时长（分钟） | 参会状态
林晓岚 | 计算机学院 | 2026-03-06 14:25 | 2026-03-06 16:30 | #125 | 已参会
何建业 | 计算机学院 | 2026-03-06 14:45 | 2026-03-06 16:30 | #105 | 迟到
覃若溪 | 计算机学院 | - | - | - | 未参会
范予 | 计算机学院 | - | - | - | 请假
"""),
        Marks(
            marks={"林晓岚": "online", "何建业": "online", "范予": "excused"},
            asked=("覃若溪",),
            unread=("部门",),
            told=("迟到",),
        ),
    ),
    attended(
        "signin-kinds-of-leave-in-one-letter",
        (11,),
        signed("""
姓名 | 本人签字 | 到会情况 | 请假事由 | 请假类别
林晓岚 | 林晓岚 | 到 | |
何建业 | | 假 | 父亲住院 | 事
覃若溪 | | 假 | 会议 | 公
范予 | | 假 | 发热 | 病
"""),
        Marks(
            marks={
                "林晓岚": "present",
                "何建业": "excused:事假",
                "覃若溪": "excused:公差",
                "范予": "excused:病假",
            }
        ),
    ),
    attended(
        "signin-a-bare-list-under-its-title",
        (12,),
        signed("参会名单\n林晓岚\n何建业（书记）\n范予"),
        Marks(marks=dict.fromkeys(("林晓岚", "何建业", "范予"), "present"), told=("书记",)),
        "--listed",
        "present",
    ),
]

LISTS = [
    chain(
        "two-lists-under-headings",
        "#接龙\n现场参加\n1. 林晓岚\n2. 何建业\n线上参加\n1. 范予\n2. 尹璐",
        Marks(marks={"林晓岚": "present", "何建业": "present", "范予": "online", "尹璐": "online"}),
    ),
    chain(
        "a-word-alone-in-the-midst",
        "1. 林晓岚\n请假\n2. 何建业",
        # Whose word is it: the heading of those below, or a remark of who wrote it?
        Marks(code=10, rejected=(No("请假"),)),
    ),
    chain(
        "senders-of-a-chat",
        "2026-03-05 20:11:02 单田\n1. 林晓岚 参加\n尹璐 20:30\n1. 林晓岚 参加\n2. 何建业 请假 出差",
        Marks(marks={"林晓岚": "present", "何建业": "excused:公差"}, told=("20:11:02 单田", "尹璐 20:30")),
    ),
    chain(
        "answers-before-the-word",
        "1. 林晓岚 收到，参加\n2. 何建业 已阅 因公出差请假\n补：范予 到\n补充：尹璐请假",
        Marks(
            marks={"林晓岚": "present", "何建业": "excused:公差", "范予": "present", "尹璐": "excused"},
            told=("补", "补充"),
        ),
    ),
    chain(
        "changed-in-a-later-line",
        "1. 林晓岚 参加\n2. 何建业 参加\n3. 何建业 改为请假，临时有事",
        Marks(code=10, marks={"林晓岚": "present"}, rejected=(No("何建业 参加"), No("改为请假"))),
        "--partial",
    ),
    chain(
        "single-letters",
        "1. 林晓岚 a\n2. 何建业 p\n3. 范予 o\n4. 尹璐 缺席",
        Marks(code=10, rejected=(No("林晓岚 a"), No("何建业 p"), No("范予 o"))),
    ),
    chain(
        "reason-with-its-place",
        "1. 林晓岚 请假 出差北京\n2. 何建业 请假：感冒发烧",
        Marks(marks={"林晓岚": "excused:公差", "何建业": "excused:病假"}),
    ),
]

ROSTERS = [
    imported(
        "roster-standings-as-headings",
        (3, 6),
        xlsx(
            sheet(
                *grid("""
序号 | 姓名 | 学号 | 入党时间
一、正式党员（2名） | < | < | <
1 | 林晓岚 | 202201010101 | 2024-06-15
2 | 何建业 | 202201010102 | 2024-06-15
小计 | 2
二、预备党员（1名） | < | < | <
3 | 范予 | 202301010203 | 2025-11-28
三、发展对象 | < | < | <
4 | 尹璐 | 202301010204 |
四、入党积极分子（1名） | < | < | <
5 | 单田 | 202401010301 | /
总计 | 5
""")
            )
        ),
        Roster(
            people={
                "林晓岚": full("2024-06-15"),
                "何建业": full("2024-06-15"),
                "范予": probationary("2025-11-28"),
                "尹璐": {"standing": "prospect"},
                "单田": {"standing": "activist"},
            },
            told=("一、正式党员", "小计", "总计"),
        ),
    ),
    imported(
        "roster-two-editions-in-one-workbook",
        (4,),
        xlsx(
            sheet(["姓名", "人员类别", "入党时间"], ["林晓岚", "预备党员", "2024-03-01"], name="2024年"),
            sheet(
                ["姓名", "人员类别", "入党时间", "转正时间"],
                ["林晓岚", "正式党员", "2024-03-01", "2025-03-01"],
                ["范予", "预备党员", "2025-10-01", ""],
                name="2026年",
            ),
        ),
        Roster(code=10, rejected=None),
    ),
    imported(
        "roster-examples-below-the-header",
        (3,),
        csv(
            ["序号", "姓名", "人员类别", "入党时间"],
            ["例", "张三", "正式党员", "2008-06-20"],
            ["", "（例）李四", "正式党员", "2008-06-20"],
            ["", "王五（示例）", "正式党员", "2008-06-20"],
            ["", "XXX", "预备党员", "2025-06-20"],
            ["1", "林晓岚", "正式党员", "2008-06-20"],
        ),
        Roster(people={"林晓岚": full("2008-06-20")}, told=("例", "李四", "王五", "XXX")),
    ),
    imported(
        "roster-who-has-left",
        (1, 9),
        csv(
            ["姓名", "人员类别", "入党时间", "党籍状态", "组织关系转出时间", "备注"],
            ["林晓岚", "正式党员", "2008-06-20", "正常", "", ""],
            ["何建业", "正式党员", "2003-07-01", "已转出", "", ""],
            ["范予", "正式党员", "2013-12-05", "正常", "2025.6", ""],
            ["尹璐", "正式党员", "2013-12-05", "正常", "", "2025年6月转出"],
        ),
        Roster(
            code=10,
            new=2,
            people={"林晓岚": full("2008-06-20"), "尹璐": full("2013-12-05")},
            rejected=(No("已转出"), No("2025.6")),
            notes=("2025年6月转出",),
        ),
        "--partial",
    ),
    imported(
        "roster-months-alone-of-people-known",
        (6, 8),
        csv(
            ["姓名", "人员类别", "入党时间", "转正时间"],
            ["林晓岚", "正式党员", "2008.6", "2009年6月"],
            ["尹璐", "预备党员", "2025.06", ""],
        ),
        Roster(
            people={
                name: {}
                for name in (
                    *(
                        "林晓岚",
                        "何建业",
                        "覃若溪",
                        "买买提江·吐尔逊",
                        "范予",
                        "尹璐",
                        "单田",
                        "曾可心",
                        "欧阳靖远",
                        "何建国",
                    ),
                    *("祁小禾", "温书同"),
                )
            }
            | {"林晓岚": full("2008-06-20", full_on="2009-06-20"), "尹璐": probationary("2025-06-10")},
            new=0,
            same=2,
            notes=("入党时间", "转正时间"),
        ),
        book="branch",
    ),
    imported(
        "roster-confirmed-in-a-year-to-come",
        (6,),
        csv(["姓名", "人员类别", "入党时间", "转正时间"], ["林晓岚", "正式党员", "2025-12-01", "2026-12-01"]),
        Roster(code=10, new=0, rejected=(No("2026-12-01"),)),
    ),
    imported(
        "roster-dates-and-headers-of-other-hands",
        (2, 6),
        csv(
            ["姓名\nName", "类别\nCategory", "加入组织时间\nDate", "成为正式党员时间", "备注", "备注2"],
            ["林晓岚", "正式", "〇八年六月二十日", "2009-06-20", "借调", "校聘专家"],
        ),
        Roster(
            people={"林晓岚": full("2008-06-20", full_on="2009-06-20", kept=("借调", "校聘专家"))},
            notes=("〇八年六月二十日",),
        ),
    ),
    imported(
        "roster-names-that-are-no-names",
        (7,),
        csv(
            ["姓名", "人员类别", "入党时间"],
            ["Anna李", "正式党员", "2010-01-05"],
            ["古力·", "正式党员", "2010-01-07"],
            ["扎西．次仁", "正式党员", "2010-01-03"],
        ),
        Roster(
            code=10,
            new=1,
            people={"扎西·次仁": full("2010-01-03")},
            rejected=(No("Anna李"), No("古力·")),
        ),
        "--partial",
    ),
    imported(
        "roster-long-on-probation",
        (6,),
        csv(["姓名", "人员类别", "入党时间"], ["林晓岚", "预备党员", date(2019, 6, 1).isoformat()]),
        Roster(people={"林晓岚": probationary("2019-06-01")}, notes=("2019-06-01",)),
    ),
]

PAPERS = [*SHEETS, *LISTS, *ROSTERS]
