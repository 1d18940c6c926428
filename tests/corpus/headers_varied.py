"""The same plain papers under one set of headers after another: what a column is called makes no difference."""

from collections.abc import Mapping, Sequence

from corpus.ids import id_number
from corpus.paper import Marks, No, Paid, Paper, Plans, Roster, attended, full, imported, probationary
from corpus.structure import Row, csv, sheet, xlsx

# Six names for each column of a roster; the first paper takes the first of each, and so on.
ROSTER: Mapping[str, Sequence[str]] = {
    "name": ("姓名", "党员姓名", "名字", "人员姓名", "姓　名", "学生姓名"),
    "standing": ("人员类别", "政治面貌", "党员类别", "党员身份", "类别", "党员状态"),
    "joined": ("入党时间", "入党日期", "入党年月日", "加入中国共产党时间", "加入党组织时间", "何时入党"),
    "full_on": ("转正时间", "转正日期", "转正年月日", "转为正式党员时间", "成为正式党员日期", "何时转正"),
    "staff_number": ("工号", "学号", "职工号", "教职工号", "学/工号", "职工编号"),
    "party_group": ("党小组", "所属党小组", "所在党小组", "党小组名称", "所在小组", "小组"),
    "phone": ("联系电话", "手机号", "手机号码", "移动电话", "电话号码", "联系方式"),
    "education": ("学历", "文化程度", "最高学历", "最后学历", "学历层次", "全日制学历"),
    "born_on": ("出生日期", "出生年月", "出生年月日", "生日", "出生时间", "出生日期（公历）"),
    "post": ("工作岗位", "职务", "现任职务", "岗位", "行政职务", "工作单位及职务"),
    "id_number": ("身份证号", "身份证号码", "公民身份号码", "身份证", "身份证件号码", "居民身份证号"),
    "branch": ("所在党支部", "党支部", "支部名称", "所属党支部", "支部", "所在支部"),
    "since": ("组织关系转入时间", "转入时间", "转入日期", "转入本支部时间", "转入党支部日期", "组织关系转入日期"),
}
LIN = {
    "name": "林晓岚",
    "standing": "正式党员",
    "joined": "2008-06-20",
    "full_on": "2009-06-20",
    "staff_number": "0012008",
    "party_group": "第一党小组",
    "phone": "13900000101",
    "education": "博士研究生",
    "born_on": "1986-03-17",
    "post": "教师",
    "id_number": id_number("130102", "19860317", 21),
    "branch": "计算机学院教工党支部",
    "since": "2012-09-01",
}
YIN = {
    "name": "尹璐",
    "standing": "预备党员",
    "joined": "2025-06-10",
    "full_on": "",
    "staff_number": "0023233",
    "party_group": "第二党小组",
    "phone": "13900000102",
    "education": "本科",
    "born_on": "2004-08-02",
    "post": "学生",
    "id_number": id_number("420302", "20040802", 46),
    "branch": "计算机学院教工党支部",
    "since": "2025-09-12",
}
READ = ("full_on", "staff_number", "party_group", "phone", "education", "born_on", "post", "branch", "since")


def roster(turn: int) -> Paper:
    """The two people under one name for each column, in an order of its own."""
    fields = list(ROSTER)
    fields = fields[turn * 2 :] + fields[: turn * 2]
    rows: list[Row] = [[person[field] for field in fields] for person in (LIN, YIN)]
    return imported(
        f"roster-headers-varied-{turn + 1}",
        (2,),
        csv([ROSTER[field][turn] for field in fields], *rows),
        Roster(
            people={
                "林晓岚": full("2008-06-20", **{field: LIN[field] for field in READ}),
                "尹璐": probationary("2025-06-10", **{field: YIN[field] or None for field in READ}),
            }
        ),
    )


def dressed(turn: int, dress: str) -> Paper:
    """The necessary columns with the same decoration on each header."""
    headers = [
        dress.format(n=number, header=header) for number, header in enumerate(("姓名", "人员类别", "入党时间"), 1)
    ]
    return imported(
        f"roster-headers-dressed-{turn}",
        (2,),
        xlsx(sheet(headers, ["林晓岚", "正式党员", "2008-06-20"], ["尹璐", "预备党员", "2025-06-10"])),
        Roster(people={"林晓岚": full("2008-06-20"), "尹璐": probationary("2025-06-10")}),
    )


DRESSES = (
    "{n}、{header}",
    "{n}.{header}（必填）",
    "第{n}题：{header}",
    "*{header}",
    "{header}\n(必填项)",
    "“{header}”",
    "{header}：",
    "{n}、您的{header}是？",
    "（{n}）{header}",
    "{header}[单选题]",
)
STANDINGS = (
    "政治面貌",
    "党籍状态",
    "身份类型",
    "当前发展阶段",
    "党员类型",
    "党员性质",
    "发展阶段",
    "是否正式党员/预备党员",
    "党员情况",
    "目前身份",
)


def standing(turn: int, header: str) -> Paper:
    """人员类别 holds staff kinds, and the standings are under this header."""
    return imported(
        f"roster-standing-varied-{turn}",
        (2,),
        xlsx(sheet(
            ["姓名", "人员类别", header, "入党时间"],
            ["林晓岚", "教师", "正式党员", "2008-06-20"],
            ["单田", "退休", "正式党员", "1990-06-30"],
            ["尹璐", "本科", "预备党员", "2025-06-10"],
        )),
        Roster(
            people={"林晓岚": full("2008-06-20"), "单田": full("1990-06-30"), "尹璐": probationary("2025-06-10")},
            may=("人员类别", header),
        ),
    )  # fmt: skip


# Two names of one thing; the second is the better one, the first has to be told.
DOUBLES: tuple[tuple[str, str, str, str, str], ...] = (
    ("branch", "所属党委", "所在党支部", "计算机学院党委", "计算机学院教工党支部"),
    ("branch", "所在党组织", "党支部名称", "计算机学院党总支", "计算机学院教工党支部"),
    ("phone", "固定电话", "手机", "0312-5000101", "13900000101"),
    ("phone", "办公电话", "移动电话", "5000101", "13900000101"),
    ("education", "第一学历", "最高学历", "专科", "硕士研究生"),
    ("staff_number", "考勤号", "工号", "77", "0012008"),
)


def doubled(turn: int, field: str, other: str, better: str, told: str, read: str) -> Paper:
    """One person with two columns of one kind."""
    return imported(
        f"roster-doubled-{turn}",
        (2,),
        csv(["姓名", "人员类别", "入党时间", other, better], ["林晓岚", "正式党员", "2008-06-20", told, read]),
        Roster(people={"林晓岚": full("2008-06-20", **{field: read}, seen=(f"{told}|{other}",))}, may=(other,)),
    )


STATES = (
    "签到",
    "签到情况",
    "出勤",
    "出勤情况",
    "到会情况",
    "考勤情况",
    "参会情况",
    "是否到会",
    "是否参加",
    "出席情况",
    "签名",
    "签字",
    "本人签名",
)


def sign_in(turn: int, header: str) -> Paper:
    """Who was there, under this header."""
    signed = "林晓岚" if header in ("签名", "签字", "本人签名") else "√"
    return attended(
        f"signin-header-varied-{turn}",
        (2, 12),
        xlsx(
            sheet(
                ["序号", "姓名", header, "备注"],
                [1, "林晓岚", signed, None],
                [2, "何建业", None, "病假"],
                [3, "范予", "线上", None],
            )
        ),
        Marks(marks={"林晓岚": "present", "何建业": "excused:病假", "范予": "online"}),
    )


REASONS = ("未到原因", "请假原因", "请假事由", "缺勤原因", "未参加原因", "缺席事由", "不能参加的原因", "请假类型")


def reason(turn: int, header: str) -> Paper:
    """Why somebody was not there, under this header."""
    return attended(
        f"signin-reason-varied-{turn}",
        (11, 12),
        csv(
            ["姓名", "签到", header],
            ["林晓岚", "√", ""],
            ["何建业", "", "住院"],
            ["覃若溪", "", "出差"],
            ["范予", "", "事假"],
        ),
        Marks(marks={"林晓岚": "present", "何建业": "excused:病假", "覃若溪": "excused:公差", "范予": "excused:事假"}),
    )


SUMS = (
    ("应缴党费", "实缴党费"),
    ("应交党费", "实交党费"),
    ("应缴金额", "实缴金额"),
    ("应缴数额（元）", "实缴数额（元）"),
    ("应收", "实收"),
    ("应收党费", "已收党费"),
    ("应纳党费", "已缴党费"),
    ("应缴额", "实缴额"),
    ("缴纳标准（元）", "缴纳金额（元）"),
    ("党费金额", "已交金额"),
)


def paid(turn: int, owed: str, given: str) -> Paper:
    """Two people pay all they owe, under these headers."""
    file = xlsx(sheet(["序号", "姓名", owed, given], [1, "林晓岚", 369, 369], [2, "何建业", 292.5, 292.5]))
    words = ("dues", "collect", "--from", "{}", "--json")
    return Paper(
        f"dues-headers-varied-{turn}", (14,), file, words, Paid(paid={"林晓岚": "369.00", "何建业": "292.50"}), "dues"
    )


def ticked(turn: int, owed: str) -> Paper:
    """A tick beside a sum that is not what is owed, under this header; the second row is in order."""
    file = xlsx(sheet(["姓名", owed, "是否缴纳"], ["林晓岚", 123, "√"], ["何建业", 292.5, "√"]))
    words = ("dues", "collect", "--from", "{}", "--json")
    return Paper(
        f"dues-tick-varied-{turn}", (14,), file, words, Paid(code=10, rejected=(No("√|123|林晓岚", row=2),)), "dues"
    )


PLANS = (
    ("时间", "主题", "地点", "组织者", "形式"),
    ("日期", "活动主题", "活动地点", "负责人", "活动形式"),
    ("活动时间", "活动名称", "场所", "主持人", "活动方式"),
    ("计划时间", "主题党日主题", "活动场地", "责任人", "开展形式"),
    ("拟开展时间", "活动主题（内容）", "地点（线上/线下）", "牵头人", "组织形式"),
)


def plan(turn: int, when: str, theme: str, place: str, who: str, form: str) -> Paper:
    """A day's plan under these headers."""
    file = csv([when, theme, place, who, form], ["2026年4月3日14:30", "学党章", "三楼会议室", "林晓岚", "党课"])
    expected = Plans(
        days={
            "2026-04-03": {
                "theme": "学党章",
                "place": "三楼会议室",
                "host" if who == "主持人" else "responsible": "林晓岚",
                "form": "党课",
                "starts": "14:30",
            }
        }
    )
    return Paper(
        f"plan-headers-varied-{turn}", (15,), file, ("day", "plan", "--from", "{}", "--json"), expected, "branch"
    )


PAPERS = [
    *(roster(turn) for turn in range(6)),
    *(dressed(turn, dress) for turn, dress in enumerate(DRESSES, 1)),
    *(standing(turn, header) for turn, header in enumerate(STANDINGS, 1)),
    *(doubled(turn, *columns) for turn, columns in enumerate(DOUBLES, 1)),
    *(sign_in(turn, header) for turn, header in enumerate(STATES, 1)),
    *(reason(turn, header) for turn, header in enumerate(REASONS, 1)),
    *(paid(turn, *headers) for turn, headers in enumerate(SUMS, 1)),
    *(ticked(turn, owed) for turn, (owed, _) in enumerate(SUMS, 1)),
    *(plan(turn, *headers) for turn, headers in enumerate(PLANS, 1)),
]
