"""Sign-in sheets of other offices, exports of forms and of online meetings, bare lists, and grids of several days."""

from dataclasses import replace
from datetime import date

from corpus.paper import Marks, No, attended
from corpus.structure import LEFT, UP, Hidden, Sheet, csv, grid, sheet, titled, xlsx

ALL_BUT_YIN = dict.fromkeys(("林晓岚", "何建业", "覃若溪", "买买提江·吐尔逊", "范予", "单田", "曾可心"), "present")

SHEETS = [
    attended(
        "signin-two-blocks",  # of the kind signin-two-blocks
        (3, 12),
        xlsx(sheet(*grid("""
党员签到表
时间：2026年3月6日  地点：三楼会议室
序号 | 姓名 | 签名 | 序号 | 姓名 | 签名
#1 | 林晓岚 | 林晓岚 | #5 | 范予 | 范予
#2 | 何建业 | 何建业 | #6 | 尹璐 |
#3 | 覃若溪 | 覃若溪 | #7 | 单田 | 单田
#4 | 买买提江·吐尔逊 | 买买提江·吐尔逊 | #8 | 曾可心 | 曾可心
"""))),
        Marks(marks=ALL_BUT_YIN, may=("尹璐",)),
    ),
    attended(
        "signin-three-blocks-with-gaps",
        (3, 12),
        xlsx(sheet(*grid("""
姓名 | 签到 | | 姓名 | 签到 | | 姓名 | 签到
林晓岚 | √ | | 买买提江·吐尔逊 | √ | | 单田 | √
何建业 | √ | | 范予 | √ | | 曾可心 | √
覃若溪 | √ | | 尹璐 | |
"""))),
        Marks(marks=ALL_BUT_YIN, may=("尹璐",)),
    ),
    attended(
        "signin-with-everything-around-it",
        (3, 12),
        xlsx(sheet(
            titled("计算机学院教工党支部3月主题党日签到表", 5),
            ["时间：2026年3月6日14:30", LEFT, "地点：三楼会议室", LEFT, "主持人：林晓岚"],
            ["应到：10人", LEFT, "实到：2人", LEFT, "请假：1人"],
            ["序号", "姓名", "所属党小组", "签到", "备注"],
            [1, "林晓岚", "第一党小组", "√", None],
            [2, "何建业", UP, "√", None],
            [3, "覃若溪", "第二党小组", "请假", "因公出差"],
            ["列席人员", LEFT, LEFT, LEFT, LEFT],
            [1, "祁小禾", "学生", "√", None],
            ["缺席人员及原因：无", LEFT, LEFT, LEFT, LEFT],
            ["记录人：何建业", LEFT, LEFT, "支部书记（签字）：", LEFT],
        )),
        Marks(
            marks={"林晓岚": "present", "何建业": "present", "覃若溪": "excused:公差", "祁小禾": "present"},
            may=("所属党小组",),
        ),
    ),
    attended(
        "signin-header-of-two-rows",
        (3, 12),
        xlsx(sheet(*grid("""
序号 | 姓名 | 签到情况 | < | 请假情况 | <
^ | ^ | 签名 | 时间 | 类别 | 事由
#1 | 林晓岚 | 林晓岚 | 14:25 | |
#2 | 何建业 | | | 病假 | 住院
#3 | 覃若溪 | | | 公差 | 赴京开会
"""))),
        Marks(marks={"林晓岚": "present", "何建业": "excused:病假", "覃若溪": "excused:公差"}, may=("时间",)),
    ),
    attended(
        "signin-sections-and-notes-between",
        (3, 12),
        csv(*grid("""
温馨提示：请本人签到，不得代签。
序号 | 姓名 | 签到
第一党小组
1 | 林晓岚 | √
2 | 何建业 | √
第二党小组（2人）
3 | 覃若溪 | 线上
4 | 范予 | 未到
合计 | 4人 | 实到3人
注：因事不能参加者须事先请假。
""")),
        Marks(marks={"林晓岚": "present", "何建业": "present", "覃若溪": "online"}, asked=("范予",)),
    ),
    attended(
        "signin-row-hidden-by-a-filter",
        (1, 3, 12),
        xlsx(Sheet((["姓名", "签到"], ["林晓岚", "√"], Hidden(["何建业", "√"]), ["覃若溪", "√"]), filter="A1:B4")),
        Marks(marks={"林晓岚": "present", "何建业": "present", "覃若溪": "present"}, notes=("3",)),
    ),
    attended(
        "signin-recognised-by-staff-number",
        (12,),
        csv(*grid("""
学号/工号 | 姓名 | 签到
2008012 | 林晓岚 | 已签
197 | 单田 | 已签
202311010233 | 尹璐 | 未签
""")),
        Marks(marks={"林晓岚": "present", "单田": "present"}, asked=("尹璐",)),
    ),
    attended(
        "signin-names-written-otherwise",
        (7, 12),
        xlsx(sheet(
            ["姓 名", "签 到"],
            ["林晓岚（书记）", "√"],
            ["单　田", "√"],
            ["买买提江•吐尔逊", "√"],
            ["范予*", "√"],
        )),
        Marks(
            marks=dict.fromkeys(("林晓岚", "单田", "买买提江·吐尔逊", "范予"), "present"),
            told=("书记", "*"),
        ),
    ),
    attended(
        "signin-as-xls",
        (4, 12),
        xlsx(sheet(*grid("""
序号 | 姓名 | 签到
#1 | 林晓岚 | √
#2 | 何建业 | 病假
""")), name="签到.xls"),
        Marks(marks={"林晓岚": "present", "何建业": "excused:病假"}),
    ),
    attended(
        "signin-as-csv-gb18030",
        (4, 12),
        csv(*grid("""
序号 | 姓名 | 签到
1 | 林晓岚 | √
2 | 何建业 | 线上
"""), encoding="gb18030"),
        Marks(marks={"林晓岚": "present", "何建业": "online"}),
    ),
    attended(
        "signin-second-sheet-with-the-rest",
        (1, 4, 12),
        xlsx(
            sheet(*grid("序号 | 姓名 | 签到\n#1 | 林晓岚 | √\n#2 | 何建业 | √"), name="教工"),
            sheet(*grid("序号 | 姓名 | 签到\n#1 | 范予 | √\n#2 | 尹璐 | 线上"), name="学生"),
        ),
        Marks(marks={"林晓岚": "present", "何建业": "present", "范予": "present", "尹璐": "online"}, notes=("学生",)),
    ),
]  # fmt: skip

EXPORTS = [
    attended(
        "signin-meeting-export",  # of the kind signin-meeting-export
        (12,),
        xlsx(sheet(*grid("""
会议主题 | 支部活动
 |
用户昵称（入会昵称） | 首次入会时间 | 累计参会时长
小岚(林晓岚) | 2026-03-06 14:01:00 | 01:50:00
"""))),
        Marks(marks={"林晓岚": "online"}, may=("累计参会时长", "首次入会时间")),
    ),
    attended(
        "signin-meeting-export-in-full",
        (1, 12),
        csv(*grid("""
会议主题 | 3月主题党日
会议号 | 000-000-000
会议时间 | 2026/03/06 14:30:00-16:00:00
参会人数 | 5
 |
用户昵称（入会昵称） | 手机号码 | 首次入会时间 | 最后退会时间 | 累计参会时长 | 会中身份
林晓岚(林晓岚) | 139****0101 | 2026-03-06 14:21:10 | 2026-03-06 16:00:12 | 01:39:02 | 主持人
老何(何建业) | | 2026-03-06 14:29:00 | 2026-03-06 15:10:41 | 00:41:41 | 成员
老何(何建业) | | 2026-03-06 15:12:00 | 2026-03-06 16:00:10 | 00:48:10 | 成员
范予 | | 2026-03-06 14:33:00 | 2026-03-06 16:00:08 | 01:27:08 | 成员
三楼会议室投影 | | 2026-03-06 14:20:00 | 2026-03-06 16:00:01 | 01:40:01 | 成员
""")),
        # A machine took part as well: nobody of the branch, asked about. Who came back in is one person.
        Marks(
            code=10,
            rejected=(No("三楼会议室投影", row=11),),
            marks={"林晓岚": "online", "何建业": "online", "范予": "online"},
            may=("手机号码", "首次入会时间", "最后退会时间", "累计参会时长", "会中身份"),
        ),
        "--partial",
    ),
    attended(
        "signin-meeting-export-of-another-day",
        (12,),
        csv(*grid("""
会议主题 | 2月主题党日
会议时间 | 2026/02/06 14:30:00-16:00:00
用户昵称（入会昵称） | 首次入会时间 | 累计参会时长
小岚(林晓岚) | 2026-02-06 14:31:00 | 01:28:00
曾可心(曾可心) | 2026-02-06 14:28:00 | 01:31:00
"""), encoding="gb18030"),
        # The day stands in the head of the file: February's, not today's.
        Marks(
            days={"2026-02-06": {"林晓岚": "online", "曾可心": "online"}},
            may=("首次入会时间", "累计参会时长"),
        ),
    ),
    attended(
        "signin-questionnaire-whether-taking-part",
        (2, 12),
        xlsx(sheet(*grid("""
序号 | 提交答卷时间 | 所用时间 | 来源 | 1、姓名（必填） | 2、是否参加3月6日活动 | 3、不能参加的原因
#1 | 2026/3/5 9:14:05 | 26秒 | 微信 | 林晓岚 | 是 | (跳过)
#2 | 2026/3/5 9:20:41 | 31秒 | 微信 | 何建业 | 否 | 出差
#3 | 2026/3/5 9:33:02 | 12秒 | 微信 | 范予 | 否 | (空)
#4 | 2026/3/5 9:35:55 | 18秒 | 微信 | 尹璐 | 线上参加 | (跳过)
""")), name="291034_按文本_活动报名.xlsx"),
        Marks(
            marks={"林晓岚": "present", "何建业": "excused:公差", "尹璐": "online"},
            asked=("范予",),
            unread=("提交答卷时间", "所用时间", "来源"),
        ),
    ),
    attended(
        "signin-form-of-a-shared-document",
        (2, 12),
        csv(*grid("""
提交者（自动） | 提交时间（自动） | 姓名（必填） | 是否参加（必填） | 备注（选填）
小岚 | 2026年3月5日 10:02 | 林晓岚 | 参加 |
建业 | 2026年3月5日 10:15 | 何建业 | 不参加 |
若溪 | 2026年3月5日 11:40 | 覃若溪 | 请假 | 病假
""")),
        Marks(
            marks={"林晓岚": "present", "覃若溪": "excused:病假"},
            asked=("何建业",),
            unread=("提交者", "提交时间"),
        ),
    ),
    attended(
        "signin-export-of-an-app",
        (12,),
        xlsx(sheet(*grid("""
签到名称：主题党日
发起时间：2026-03-06 14:25
姓名 | 学号/工号 | 签到状态 | 签到时间 | 签到位置
林晓岚 | 2008012 | 已签到 | 2026-03-06 14:28:01 | 第三教学楼
何建业 | 2003007 | 迟到 | 2026-03-06 14:51:22 | 第三教学楼
尹璐 | 202311010233 | 未签到 | |
范予 | 202111020105 | 已请假 | |
"""))),
        Marks(
            marks={"林晓岚": "present", "何建业": "present", "范予": "excused"},
            asked=("尹璐",),
            told=("迟到",),
            may=("签到时间", "签到位置"),
        ),
    ),
    attended(
        "signin-bare-list-of-who-came",
        (12,),
        csv(*grid("""
姓名
林晓岚
何建业
覃若溪
""")),
        Marks(marks=dict.fromkeys(("林晓岚", "何建业", "覃若溪"), "present")),
        "--listed",
        "present",
    ),
    attended(
        "signin-bare-list-with-other-columns-online",
        (12,),
        xlsx(sheet(*grid("""
参会人员名单
序号 | 姓名 | 职称 | 联系电话
#1 | 林晓岚 | 副教授 | 13900000101
#2 | 范予 | | 13900000105
"""))),
        Marks(marks={"林晓岚": "online", "范予": "online"}, may=("职称", "联系电话")),
        "--listed",
        "online",
    ),
    replace(
        attended(
        "signin-bare-list-not-said-what-it-is",
        (12,),
        csv(*grid("""
姓名
林晓岚
何建业
""")),
        # It may be a list of who is invited, of who is missing, of anybody: nobody is marked by it.
        Marks(code=10, rejected=None),
    ),
        # Whether the list lacks something or the command line does is a matter of view.
        otherwise=Marks(code=2, rejected=None),
    ),
]  # fmt: skip

GRIDS = [
    attended(
        "signin-grid-of-a-quarter",
        (12,),
        xlsx(sheet(*grid("""
2026年第一季度党员活动考勤表
序号 | 姓名 | 1月9日 | 2月6日 | 3月6日
#1 | 林晓岚 | √ | √ | √
#2 | 何建业 | √ | 病假 | 未到
#3 | 覃若溪 | 线上 | √ |
"""))),
        Marks(
            days={
                "2026-01-09": {"林晓岚": "present", "何建业": "present", "覃若溪": "online"},
                "2026-02-06": {"林晓岚": "present", "何建业": "excused:病假", "覃若溪": "present"},
                "2026-03-06": {"林晓岚": "present"},
            },
            asked=("何建业",),
            may=("覃若溪",),
        ),
    ),
    attended(
        "signin-grid-with-real-dates",
        (12,),
        xlsx(sheet(
            ["姓名", date(2026, 1, 9), date(2026, 2, 6)],
            ["林晓岚", "到", "到"],
            ["范予", "请假", "线上"],
        )),
        Marks(
            days={
                "2026-01-09": {"林晓岚": "present", "范予": "excused"},
                "2026-02-06": {"林晓岚": "present", "范予": "online"},
            }
        ),
    ),
    attended(
        "signin-grid-of-months",
        (12,),
        csv(*grid("""
姓名 | 1月 | 2月 | 3月 | 4月 | 5月 | 6月 | 7月 | 8月 | 9月 | 10月 | 11月 | 12月
林晓岚 | √ | √ | √ | | | | | | | | |
单田 | √ | 事假 | √ | | | | | | | | |
""")),
        # One activity day a month: the month says which.
        Marks(
            days={
                "2026-01-09": {"林晓岚": "present", "单田": "present"},
                "2026-02-06": {"林晓岚": "present", "单田": "excused:事假"},
                "2026-03-06": {"林晓岚": "present", "单田": "present"},
            },
            may=tuple(f"{month}月" for month in range(4, 13)),
        ),
    ),
    attended(
        "signin-grid-under-one-heading",
        (3, 12),
        xlsx(sheet(*grid("""
序号 | 姓名 | 参加活动情况 | < | < | 备注
^ | ^ | 2026.1.9 | 2026.2.6 | 2026.3.6 | ^
#1 | 林晓岚 | √ | √ | √ |
#2 | 何建业 | √ | × | 公差 | 二月值班
"""))),
        Marks(
            days={
                "2026-01-09": {"林晓岚": "present", "何建业": "present"},
                "2026-02-06": {"林晓岚": "present"},
                "2026-03-06": {"林晓岚": "present", "何建业": "excused:公差"},
            },
            asked=("何建业",),
            told=("二月值班",),
        ),
    ),
    attended(
        "signin-grid-with-a-fault-in-one-day",
        (12,),
        csv(*grid("""
姓名 | 2026-01-09 | 2026-02-06
林晓岚 | √ | √
何建业 | √ | 何建国代
""")),
        # One act or none: the good day is not booked without the other.
        Marks(code=10, rejected=(No("何建国代", "2026-02-06", 3),)),
    ),
]  # fmt: skip

PAPERS = [*SHEETS, *EXPORTS, *GRIDS]
