"""Sign-in sheets that differ in the words for who came, who did not, and why."""

from corpus.paper import Marks, No, attended
from corpus.structure import File, csv, grid, sheet, xlsx


def under(header: str, drawn: str) -> File:
    """A sheet of names and what stands under this header."""
    return xlsx(sheet(*grid(f"序号 | 姓名 | {header}\n{drawn.strip()}")))


PAPERS = [
    attended(
        "signin-chuqin",  # of the kind signin-chuqin
        (11,),
        under("出勤情况", """
#1 | 林晓岚 | 出勤
#2 | 何建业 | 缺勤
#3 | 覃若溪 | 迟到
#4 | 范予 | 公假
#5 | 尹璐 | 已请假
"""),
        Marks(
            marks={"林晓岚": "present", "覃若溪": "present", "范予": "excused:公差", "尹璐": "excused"},
            asked=("何建业",),
            told=("迟到",),
        ),
    ),
    attended(
        "signin-words-for-there",
        (11,),
        under("到会情况", """
#1 | 林晓岚 | 出勤
#2 | 何建业 | 已签到
#3 | 覃若溪 | 已参加
#4 | 买买提江·吐尔逊 | 参会
#5 | 范予 | 到场
#6 | 尹璐 | 是
#7 | 单田 | #1
#8 | 曾可心 | √
#9 | 欧阳靖远 | 实到
#10 | 何建国 | 到
"""),
        Marks(
            marks=dict.fromkeys(
                ("林晓岚", "何建业", "覃若溪", "买买提江·吐尔逊", "范予", "尹璐", "单田", "曾可心", "欧阳靖远", "何建国"), "present"
            )
        ),
    ),
    attended(
        "signin-more-words-for-there",
        (11,),
        under("签到状态", """
#1 | 林晓岚 | 已到
#2 | 何建业 | 正常
#3 | 覃若溪 | 参加
#4 | 范予 | 线下参加
#5 | 尹璐 | 现场参会
#6 | 单田 | ✓
#7 | 曾可心 | 到会√
"""),
        Marks(marks=dict.fromkeys(("林晓岚", "何建业", "覃若溪", "范予", "尹璐", "单田", "曾可心"), "present")),
    ),
    attended(
        "signin-words-for-online",
        (11,),
        under("参会方式", """
#1 | 林晓岚 | 现场
#2 | 何建业 | 线上参加
#3 | 覃若溪 | 视频参会
#4 | 范予 | 线上
#5 | 尹璐 | 腾讯会议
#6 | 单田 | 网上签到
#7 | 欧阳靖远 | 线上参会
"""),
        Marks(marks={"林晓岚": "present"} | dict.fromkeys(("何建业", "覃若溪", "范予", "尹璐", "单田", "欧阳靖远"), "online")),
    ),
    attended(
        "signin-words-for-leave",
        (11,),
        under("出席情况", """
#1 | 林晓岚 | 公假
#2 | 何建业 | 因公
#3 | 覃若溪 | 因病
#4 | 买买提江·吐尔逊 | 因事
#5 | 范予 | 培训
#6 | 尹璐 | 住院
#7 | 单田 | 出差
#8 | 曾可心 | 产假
#9 | 欧阳靖远 | 年假
#10 | 何建国 | 病假
"""),
        # Leave for a birth or the year's leave is neither illness nor duty; which of the rest it is, is left open.
        Marks(
            marks={
                "林晓岚": "excused:公差",
                "何建业": "excused:公差",
                "覃若溪": "excused:病假",
                "买买提江·吐尔逊": "excused:事假",
                "范予": "excused:公差",
                "尹璐": "excused:病假",
                "单田": "excused:公差",
                "曾可心": "excused",
                "欧阳靖远": "excused",
                "何建国": "unreached",
            }
        ),
    ),
    attended(
        "signin-leave-with-its-reason-in-brackets",
        (11,),
        under("出勤", """
#1 | 林晓岚 | 请假（出差）
#2 | 何建业 | 请假：住院
#3 | 覃若溪 | 请假-事假
#4 | 范予 | 病假（发烧）
#5 | 尹璐 | 已请假（公差）
#6 | 单田 | 请公假
"""),
        Marks(
            marks={
                "林晓岚": "excused:公差",
                "何建业": "excused:病假",
                "覃若溪": "excused:事假",
                "范予": "excused:病假",
                "尹璐": "excused:公差",
                "单田": "excused:公差",
            }
        ),
    ),
    attended(
        "signin-words-for-not-there",
        (11,),
        under("签到情况", """
#1 | 林晓岚 | 未到
#2 | 何建业 | 未签到
#3 | 覃若溪 | 缺勤
#4 | 范予 | ×
#5 | 尹璐 | 否
#6 | 单田 | 未参加
#7 | 曾可心 | 没来
#8 | 欧阳靖远 | 缺席
#9 | 何建国 | 无故缺席
"""),
        Marks(
            marks={"欧阳靖远": "absent", "何建国": "unreached"},
            asked=("林晓岚", "何建业", "覃若溪", "范予", "尹璐", "单田", "曾可心"),
        ),
    ),
    attended(
        "signin-nobody-is-made-absent",
        (11,),
        under("是否到会", """
#1 | 林晓岚 | 否
#2 | 何建业 | ×
#3 | 覃若溪 |
"""),
        Marks(asked=("林晓岚", "何建业"), may=("覃若溪",)),
    ),
    attended(
        "signin-late-and-left-early",
        (11,),
        under("考勤", """
#1 | 林晓岚 | 迟到10分钟
#2 | 何建业 | 早退
#3 | 覃若溪 | 迟到、早退
#4 | 范予 | 正常
"""),
        Marks(
            marks=dict.fromkeys(("林晓岚", "何建业", "覃若溪", "范予"), "present"), told=("林晓岚", "何建业", "覃若溪")
        ),
    ),
    attended(
        "signin-signed-by-another",
        (11,),
        under("签名", """
#1 | 林晓岚 | 林晓岚
#2 | 何建业 | 何建业（代）
#3 | 覃若溪 | 何建业代
#4 | 范予 | 尹璐
#5 | 单田 | 单　田
"""),
        Marks(
            code=10,
            rejected=(No("何建业（代）", "签名", 3), No("何建业代", "签名", 4), No("尹璐", "签名", 5)),
            marks={"林晓岚": "present", "单田": "present"},
        ),
        "--partial",
    ),
    attended(
        "signin-signs-that-say-nothing",
        (11,),
        under("签到", """
#1 | 林晓岚 | √
#2 | 何建业 | ○
#3 | 覃若溪 | △
#4 | 范予 | ？
"""),
        Marks(code=10, rejected=(No("○", "签到", 3), No("△", "签到", 4), No("？", "签到", 5))),
    ),
    attended(
        "signin-numbers-one-and-nought",
        (11,),
        under("是否参加（1是0否）", """
#1 | 林晓岚 | #1
#2 | 何建业 | #0
#3 | 覃若溪 | #1
"""),
        Marks(marks={"林晓岚": "present", "覃若溪": "present"}, asked=("何建业",)),
    ),
    attended(
        "signin-reason-in-a-column-of-its-own",  # of the kind signin-leave-col
        (11, 12),
        xlsx(sheet(*grid("""
序号 | 姓名 | 签到 | 未到原因
#1 | 林晓岚 | √ |
#2 | 覃若溪 | | 生病住院
#3 | 范予 | | 外出培训
"""))),
        Marks(marks={"林晓岚": "present", "覃若溪": "excused:病假", "范予": "excused:公差"}),
    ),
    attended(
        "signin-reason-of-leave-and-remark",
        (2, 11),
        csv(*grid("""
姓名 | 签到 | 请假事由 | 备注
林晓岚 | 到 | | 主持
何建业 | 请假 | 住院 | 已向书记报告
覃若溪 | 请假 | 出差 |
""")),
        # Of two columns that could say why, the better one is read; what the other says is not lost.
        Marks(marks={"林晓岚": "present", "何建业": "excused:病假", "覃若溪": "excused:公差"}, told=("备注",)),
    ),
    attended(
        "signin-asked-whether-there-and-whether-on-leave",
        (11, 12),
        csv(*grid("""
姓名 | 是否到会 | 是否请假 | 请假原因
林晓岚 | 是 | 否 |
何建业 | 否 | 是 | 因病
覃若溪 | 否 | 否 |
""")),
        # 是 under 是否请假 is no attendance, 否 there no absence.
        Marks(marks={"林晓岚": "present", "何建业": "excused:病假"}, asked=("覃若溪",)),
    ),
    attended(
        "signin-a-column-for-each-state",
        (12,),
        xlsx(sheet(*grid("""
序号 | 姓名 | 到会 | 线上 | 请假 | 缺席
#1 | 林晓岚 | √ | | |
#2 | 何建业 | | √ | |
#3 | 覃若溪 | | | √ |
#4 | 范予 | | | | √
#5 | 尹璐 | | | |
"""))),
        # Ticked under 缺席 by a person's own hand: that is an absence.
        Marks(marks={"林晓岚": "present", "何建业": "online", "覃若溪": "excused", "范予": "absent"}, may=("尹璐",)),
    ),
    attended(
        "signin-two-states-in-one-row",
        (1, 12),
        xlsx(sheet(*grid("""
序号 | 姓名 | 到会 | 请假
#1 | 林晓岚 | √ |
#2 | 何建业 | √ | √
"""))),
        Marks(code=10, rejected=(No(row=3),)),
    ),
    attended(
        "signin-one-person-twice-and-differently",
        (1, 12),
        csv(*grid("""
姓名 | 签到
林晓岚 | 到
何建业 | 到
林晓岚 | 病假
""")),
        Marks(code=10, rejected=(No(row=4),)),
    ),
    attended(
        "signin-strangers",
        (1, 12),
        csv(*grid("""
姓名 | 单位 | 签到
林晓岚 | 计算机学院 | √
王不识 | 组织部 | √
贺不识 | 宣传部 | 线上
""")),
        Marks(
            code=10,
            rejected=(No("王不识", "姓名", 3), No("贺不识", "姓名", 4)),
            marks={"林晓岚": "present"},
            may=("单位",),
        ),
        "--partial",
    ),
    attended(
        "signin-name-and-staff-number-disagree",
        (1, 12),
        csv(*grid("""
工号 | 姓名 | 签到
2008012 | 林晓岚 | √
2003007 | 覃若溪 | √
""")),
        Marks(code=10, rejected=(No(row=3),)),
    ),
]  # fmt: skip
