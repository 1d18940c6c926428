"""Attendance as further offices send it: lists of leave, counts, exports of forms and meetings, votes, lists with headings."""

from corpus.further_offices import drawn
from corpus.paper import Marks, No, attended, pasted
from corpus.structure import csv, grid, text

SIGN_IN = [
    attended(
        "signin-counts-over-a-quarter",
        (12,),
        drawn("""
姓名 | 应参加次数 | 实际参加 | 请假 | 缺席
林晓岚 | #3 | #3 | #0 | #0
何建业 | #3 | #2 | #1 | #0
"""),
        Marks(code=10, rejected=None),
        "--partial",
    ),
    attended(
        "signin-days-counted",
        (12,),
        drawn("姓名 | 出勤天数 | 请假天数 | 请假类别\n何建业 | #0 | #1 | 病假\n覃若溪 | #0.5 | #0.5 | 事假"),
        Marks(code=10, rejected=None),
        "--partial",
    ),
    attended(
        "signin-arrived-on-another-day",
        (12,),
        drawn("""
姓名 | 签到时间
林晓岚 | 2026-03-06 14:20:11
何建业 | 2026-03-05 09:00:00
覃若溪 | 2026-03-06 14:22:11
"""),
        Marks(
            code=10,
            marks={"林晓岚": "present", "覃若溪": "present"},
            rejected=(No("何建业", row=3, word="2026-03-05"),),
        ),
        "--partial",
    ),
    attended(
        "signin-a-number-under-a-state",
        (12,),
        drawn("姓名 | 出勤 | 请假\n林晓岚 | #1 | \n何建业 | | #2"),
        Marks(code=10, marks={"林晓岚": "present"}, rejected=(No("2", row=3, word="counts"),)),
        "--partial",
    ),
    attended(
        "signin-list-of-leave",
        (12,),
        drawn("""
申请人 | 请假类型 | 开始时间 | 结束时间 | 请假事由 | 审批结果
林晓岚 | 公假 | 2026-03-05 | 2026-03-07 | 赴京开会 | 同意
何建业 | 事假 | 2026-03-10 | 2026-03-12 | 家中有事 | 同意
覃若溪 | 病假 | 2026-03-06 | 2026-03-06 | 感冒 | 拒绝
范予 | 事假 | 2026-03-06 | 2026-03-06 | 面试 | 审批中
"""),
        Marks(
            code=10,
            marks={"林晓岚": "excused:公差"},
            rejected=(No("2026-03-10", row=3, word="2026-03-06"), No("拒绝", row=4), No("审批中", row=5)),
        ),
        "--partial",
    ),
    attended(
        "signin-list-of-leave-for-another-day",
        (12,),
        drawn("申请人 | 请假类型 | 开始时间 | 结束时间\n林晓岚 | 病假 | 2026-02-05 | 2026-02-07"),
        Marks(days={"2026-02-06": {"林晓岚": "excused:病假"}}),
        "--day",
        "2026-02-06",
    ),
    attended(
        "signin-remark-against-a-tick",
        (12,),
        drawn("""
姓名 | 签到 | 备注
林晓岚 | √ | 线上
欧阳靖远 | √ | 线上签到
何建业 | √ | 现场
"""),
        # The printed sheet has 线上签到 beside whoever is mobile.
        Marks(marks=dict.fromkeys(("林晓岚", "欧阳靖远", "何建业"), "present"), notes=("row 2 (林晓岚) 备注 “线上”",)),
    ),
    attended(
        "signin-leave-beside-a-remark-of-coming",
        (12,),
        drawn("姓名 | 出勤情况 | 备注\n林晓岚 | 请假 | 线上"),
        Marks(marks={"林晓岚": "excused"}, notes=("“线上”",)),
    ),
    attended(
        "signin-sent-in-twice-and-once-unclear",
        (12,),
        csv(
            *grid("""
序号 | 提交答卷时间 | 1、您的姓名： | 2、您能否参加主题党日？ | 3、不能参加的原因
1 | 2026/3/4 10:00:11 | 林晓岚 | A. 能参加 |
2 | 2026/3/4 10:00:51 | 何建业 | D. 再说吧 | 出差
3 | 2026/3/4 10:01:51 | 覃若溪 | C. 线上参加 |
4 | 2026/3/4 10:02:51 | 范予 | B. 不能参加，请假 | (空)
5 | 2026/3/4 11:02:51 | 何建业 | A. 能参加 |
""")
        ),
        Marks(
            code=10,
            marks={"林晓岚": "present", "覃若溪": "online", "范予": "excused"},
            rejected=(No("D. 再说吧", row=3), No("何建业", row=6, word="Another line")),
            unread=("提交答卷时间",),
        ),
        "--partial",
    ),
    attended(
        "signin-real-name-beside-a-nickname",
        (11, 12),
        drawn("""
昵称 | 真实姓名 | 打卡时间 | 打卡状态
晓岚 | 林晓岚 | 2026-03-06 14:20:11 | 已打卡
老何 | 何建业 | 2026-03-06 14:35:11 | 已打卡（迟到）
小范 | 范予 | 2026-03-07 09:00:00 | 补卡
"""),
        Marks(
            code=10,
            marks={"林晓岚": "present", "何建业": "present"},
            rejected=(No("补卡", row=4, word="范予"),),
            notes=("何建业 迟到",),
            unread=("昵称",),
        ),
        "--partial",
    ),
    attended(
        "signin-meeting-with-times-and-no-length",
        (11,),
        csv(
            *grid("""
成员 | 入会时间 | 离会时间 | 参会状态
林晓岚 | 2026/3/6 14:25 | 2026/3/6 15:00 | 已参会
林晓岚 | 2026/3/6 15:01 | 2026/3/6 16:00 | 已参会
单田 | 2026/3/6 14:25 | 2026/3/6 14:26 | 已参会
""")
        ),
        Marks(marks={"林晓岚": "online", "单田": "online"}, notes=("单田 0:01:00",)),
    ),
    attended(
        "signin-why-somebody-left-early",
        (12,),
        drawn("姓名 | 出勤情况\n林晓岚 | 早退（上课）\n何建业 | 请假未批\n覃若溪 | 请假（审批中）"),
        Marks(
            code=10,
            marks={"林晓岚": "present"},
            rejected=(No("请假未批", row=3), No("请假（审批中）", row=4)),
            notes=("早退 上课",),
        ),
        "--partial",
    ),
    attended(
        "signin-signs-that-the-sheet-explains",
        (12,),
        drawn("""
2026年一季度考勤表 | < | < | <
姓名 | 1月9日 | 2月6日 | 3月6日
林晓岚 | √ | √ | √
何建业 | √ | △ | ○
覃若溪 | ○ | √ | ×
范予 | √ | □ | √
注：√出勤；△请假；○线上；×未到；□迟到 | < | < | <
"""),
        Marks(
            days={
                "2026-01-09": {"林晓岚": "present", "何建业": "present", "覃若溪": "online", "范予": "present"},
                "2026-02-06": {"林晓岚": "present", "何建业": "excused", "覃若溪": "present", "范予": "present"},
                "2026-03-06": {"林晓岚": "present", "何建业": "online", "范予": "present"},
            },
            asked=("覃若溪",),
            told=("注：√出勤",),
            notes=("△ excused", "迟到"),
        ),
    ),
    attended(
        "signin-signs-explained-behind-their-words",
        (12,),
        drawn("姓名 | 签到\n林晓岚 | √\n何建业 | △\n覃若溪 | ○\n说明：出勤√ 事假△ 病假○ | <"),
        Marks(
            marks={"林晓岚": "present", "何建业": "excused:事假", "覃若溪": "excused:病假"},
            told=("说明",),
        ),
    ),
    attended(
        "signin-sign-explained-by-no-known-word",
        (12,),
        drawn("姓名 | 签到\n林晓岚 | √\n何建业 | △\n注：√到会 △见附件 | <"),
        Marks(code=10, marks={"林晓岚": "present"}, rejected=(No("△", row=3),), told=("见附件",)),
        "--partial",
    ),
    attended(
        "signin-record-with-latecomers",
        (12,),
        drawn("出席 | 林晓岚、何建业、覃若溪\n迟到 | 何建业\n请假 | 范予 病假"),
        Marks(
            marks={**dict.fromkeys(("林晓岚", "何建业", "覃若溪"), "present"), "范予": "excused:病假"},
            notes=("迟到",),
        ),
    ),
]

LISTS = [
    pasted(
        "pasted-who-has-not-signed-up",
        text("""【群接龙】3月主题党日报名
已接龙(2)：
1 林晓岚
2 何建业
未接龙(2)：
尹璐、单田
请假(1)：欧阳靖远（外地）
"""),
        Marks(
            marks={"林晓岚": "present", "何建业": "present", "欧阳靖远": "excused"},
            asked=("尹璐", "单田"),
            told=("群接龙",),
        ),
    ),
    pasted(
        "pasted-heading-that-speaks-of-not-coming",
        text("暂不能确定的：\n林晓岚\n何建业\n确定参加：\n范予\n尹璐\n"),
        Marks(
            code=10,
            marks={"范予": "present", "尹璐": "present"},
            rejected=(No("林晓岚", row=2, word="暂不能确定的"), No("何建业", row=3, word="暂不能确定的")),
            told=("暂不能确定的",),
        ),
        "--partial",
    ),
    pasted(
        "pasted-of-a-vote",
        text("""【投票】3月主题党日参加方式
线下参加（2票）
林晓岚 何建业
线上参加（1票）
范予
不参加（1票）
尹璐
未投票（2人）
单田 曾可心
"""),
        Marks(
            code=10,
            marks={"林晓岚": "present", "何建业": "present", "范予": "online"},
            asked=("尹璐",),
            rejected=(No("单田 曾可心", row=9, word="未投票"),),
            told=("未投票",),
        ),
        "--partial",
    ),
    pasted(
        "pasted-and-all-the-others",
        text("林晓岚、何建业因公出差请假，覃若溪病假，其余同志全部到会。"),
        Marks(
            marks={"林晓岚": "excused:公差", "何建业": "excused:公差", "覃若溪": "excused:病假"},
            notes=("其余同志全部到会", "--all"),
        ),
    ),
    pasted(
        "pasted-numbers-behind-a-label",
        text("线下：1、林晓岚 2、何建业\n线上：3、覃若溪 4、范予\n请假：5、单田（病）"),
        Marks(
            marks={
                "林晓岚": "present",
                "何建业": "present",
                "覃若溪": "online",
                "范予": "online",
                "单田": "excused:病假",
            }
        ),
    ),
    pasted(
        "pasted-heading-with-its-leader",
        text("第一党小组（组长：林晓岚）\n何建业 到\n第二党小组（组长：单田）\n单田 请假\n范予 早退15:00"),
        Marks(
            code=10,
            marks={"何建业": "present", "单田": "excused"},
            rejected=(No("早退15:00", row=5),),
            told=("第一党小组",),
        ),
        "--partial",
    ),
    pasted(
        "pasted-of-another-day",
        text("#接龙 2月6日主题党日，请于2月5日前接龙\n2月6日下午，三楼\n1. 林晓岚\n2. 何建业"),
        Marks(
            marks={"林晓岚": "present", "何建业": "present"},
            notes=("speaks of 2026-02-06",),
        ),
    ),
    pasted(
        "pasted-out-of-a-chat",
        text("""林晓岚@计算机学院 2026/3/6 8:15:22
参加

何建业@计算机学院 2026/3/6 8:16:02
请假，去医院

范予 2026/3/6 8:18:00
我线上
尹璐 2026/3/6 8:19:00
收到
"""),
        Marks(
            code=10,
            marks={"林晓岚": "present", "何建业": "excused", "范予": "online"},
            rejected=None,
            told=("尹璐",),
        ),
        "--partial",
    ),
    pasted(
        "pasted-taken-back",
        text("1. 林晓岚 参加（已取消）\n2. 何建业 现场+线上\n3. 尹璐 参加 线下\n4. 范予 请假（待批）"),
        Marks(
            code=10,
            marks={"尹璐": "present"},
            rejected=(No("林晓岚", row=1), No("何建业", row=2, word="which"), No("范予", row=4)),
        ),
        "--partial",
    ),
    pasted(
        "pasted-received-and-coming",
        text("1. 林晓岚 收到！线上参加\n2. 何建业 收到，届时到会\n3. 尹璐 参加，4点早退\nNo.4 范予 参加"),
        Marks(
            marks={"林晓岚": "online", "何建业": "present", "尹璐": "present", "范予": "present"}, notes=("4点早退",)
        ),
    ),
]

PAPERS = [*SIGN_IN, *LISTS]
