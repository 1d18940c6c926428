"""From a code to the words people read: the official Chinese term, and the English one beside it.

The tables are the project's glossary (docs/glossary.md is generated from them) and what imports recognise. Printed
forms use `official`; the screen uses `term`, which follows the chosen language.
"""

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from partyday import i18n
from partyday.model import (
    BranchKind,
    Circumstance,
    DayStatus,
    DuesKind,
    Excuse,
    Level,
    Measure,
    MembershipEnd,
    Method,
    Occasion,
    Office,
    Part,
    Proxy,
    Reason,
    Rule,
    Standing,
    State,
)
from partyday.money import yuan
from partyday.months import spans

if TYPE_CHECKING:
    from partyday.findings import Finding, Source

E = TypeVar("E", bound=StrEnum)

#: kind → code → (English, official Chinese)
TERMS: dict[type[StrEnum], dict[StrEnum, tuple[str, str]]] = {
    BranchKind: {
        BranchKind.COMMITTEE: ("Party committee", "党委"),
        BranchKind.GENERAL: ("general branch", "党总支"),
        BranchKind.BRANCH: ("branch", "党支部"),
    },
    Standing: {
        Standing.FULL: ("full member", "正式党员"),
        Standing.PROBATIONARY: ("probationary member", "预备党员"),
        Standing.PROSPECT: ("prospect", "发展对象"),
        Standing.ACTIVIST: ("activist", "入党积极分子"),
    },
    Circumstance: {
        Circumstance.MOBILE: ("mobile", "流动党员"),
        Circumstance.INFIRM: ("infirm", "年老体弱"),
        Circumstance.ILL: ("long-term ill", "长期患病"),
        Circumstance.AWAY: ("away", "长期在外"),
        Circumstance.LEAVE: ("on leave", "长假"),
        Circumstance.SUSPENDED: ("suspended", "停止党籍"),
        Circumstance.LEADER: ("leader", "党员领导干部"),
    },
    MembershipEnd: {
        MembershipEnd.TRANSFERRED: ("transferred", "转出"),
        MembershipEnd.DIED: ("died", "去世"),
        MembershipEnd.REMOVED: ("removed", "出党"),
    },
    State: {
        State.PRESENT: ("present", "到会"),
        State.ONLINE: ("online", "线上"),
        State.VISITED: ("visited", "送学"),
        State.EXCUSED: ("excused", "请假"),
        State.ABSENT: ("absent", "缺席"),
        State.UNREACHED: ("unreached", "待送学"),
        State.UNKNOWN: ("unknown", "未登记"),
    },
    Excuse: {
        Excuse.SICK: ("sick leave", "病假"),
        Excuse.PERSONAL: ("personal leave", "事假"),
        Excuse.DUTY: ("on duty", "公差"),
        Excuse.OTHER: ("other", "其他"),
    },
    Part: {
        Part.FULL: ("full day", "全天"),
        Part.AM: ("morning", "上午"),
        Part.PM: ("afternoon", "下午"),
    },
    Occasion: {
        Occasion.ACTIVITY_DAY: ("activity day", "党员活动日"),
        Occasion.CONSTITUTION: ("Constitution study day", "党章学习日"),
    },
    DayStatus: {
        DayStatus.PLANNED: ("planned", "计划"),
        DayStatus.HELD: ("held", "已开展"),
        DayStatus.CLOSED: ("closed", "已结束登记"),
        DayStatus.CANCELLED: ("cancelled", "已取消"),
        DayStatus.UNDECIDED: ("undecided", "待定"),
    },
    Rule: {
        Rule.HANDLING: ("organisational handling", "组织处理"),
        Rule.TALK: ("warning talk", "诫勉谈话"),
        Rule.CHARTER_CLOCK: ("charter clock", "党章时限"),
        Rule.MAKE_UP: ("make-up session", "补课"),
        Rule.DUES: ("dues", "党费"),
        Rule.REACH_OUT: ("reach out", "送学"),
        Rule.EARLY_NOTICE: ("early notice", "提前提醒"),
        Rule.BRANCH_DUTY: ("branch duty", "支部事项"),
    },
    Level: {
        Level.NOTICE: ("notice", "提醒"),
        Level.DUE: ("due", "应办"),
        Level.OVERDUE: ("overdue", "逾期"),
    },
    Office: {
        Office.BRANCH: ("the branch", "党支部"),
        Office.SECRETARY: ("the branch secretary", "支部书记"),
        Office.SUPERIOR: ("the superior", "上级党组织"),
        Office.MEETING: ("the branch meeting", "支部党员大会"),
    },
    DuesKind: {
        DuesKind.WAGE: ("monthly wage", "按月领取工资"),
        DuesKind.SALARY: ("yearly salary", "年薪制"),
        DuesKind.SELF_EMPLOYED: ("self-employed", "个体经营"),
        DuesKind.RETIRED: ("retired", "离退休"),
        DuesKind.STUDENT: ("student", "学生"),
        DuesKind.HARDSHIP: ("out of work or on relief", "下岗失业、抚恤救济、最低生活保障"),
        DuesKind.FARMER: ("farmer", "农民"),
    },
    Method: {
        Method.CASH: ("cash", "现金"),
        Method.BANK: ("bank transfer", "转账"),
        Method.ONLINE: ("online payment", "线上支付"),
    },
    Proxy: {
        Proxy.RELATIVE: ("a relative", "亲属"),
        Proxy.MEMBER: ("another member", "其他党员"),
    },
    Measure: {
        Measure.CORRECT: ("correction within a time limit", "限期改正"),
        Measure.DISSUADE: ("persuasion to leave the Party", "劝其退党"),
        Measure.REMOVE: ("removal from the Party", "除名"),
        Measure.EXTEND: ("longer probation", "延长预备期"),
        Measure.CANCEL: ("end of probationary membership", "取消预备党员资格"),
        Measure.EDUCATE: ("criticism and education (no handling)", "批评教育"),
    },
}

#: What people also write for a code, beside the official term and the code itself.
SYNONYMS: dict[type[StrEnum], dict[StrEnum, tuple[str, ...]]] = {
    Standing: {
        Standing.FULL: ("正式", "中共党员", "党员", "中共正式党员"),
        Standing.PROBATIONARY: ("预备", "中共预备党员"),
        Standing.PROSPECT: ("党员发展对象", "发展"),
        Standing.ACTIVIST: ("积极分子",),
    },
    Circumstance: {
        Circumstance.MOBILE: ("流动",),
        Circumstance.INFIRM: ("年老", "体弱"),
        Circumstance.ILL: ("患病", "长期病"),
        Circumstance.AWAY: ("在外", "外出"),
        Circumstance.LEAVE: ("产假", "病休", "休假", "on-leave"),
        Circumstance.SUSPENDED: ("停止",),
        Circumstance.LEADER: ("领导干部", "领导"),
    },
    State: {
        State.PRESENT: ("到", "已签", "已到", "出席", "参加", "签到", "已签到", "实到", "√", "✓", "✔", "☑", "✅", "p"),
        State.ONLINE: ("网上", "线上参加", "线上到会", "线上签到", "网上签到", "网络", "腾讯会议", "o"),
        State.VISITED: ("送学上门", "上门", "已送学", "v"),
        State.EXCUSED: ("假", "请", "e"),
        State.ABSENT: ("旷会", "无故缺席", "无故", "a"),
        State.UNREACHED: ("未送学",),
        State.UNKNOWN: (),
    },
    DuesKind: {
        DuesKind.WAGE: ("工资", "月薪", "在职"),
        DuesKind.SALARY: ("年薪",),
        DuesKind.SELF_EMPLOYED: ("个体", "个体工商户"),
        DuesKind.RETIRED: ("退休", "离休"),
        DuesKind.STUDENT: ("学生党员",),
        DuesKind.HARDSHIP: ("下岗", "失业", "低保", "抚恤", "救济"),
        DuesKind.FARMER: ("农民党员",),
    },
    Excuse: {
        Excuse.SICK: ("病", "生病", "住院", "就医"),
        Excuse.PERSONAL: ("事", "有事", "私事"),
        Excuse.DUTY: ("出差", "公出", "公务", "上课", "值班", "开会", "外出开会"),
        Excuse.OTHER: ("其它",),
    },
}

#: What the log calls the records: table → (English, Chinese).
RECORDS = {
    "branch": ("branch", "党组织"),
    "member": ("member", "党员"),
    "membership": ("membership", "组织关系"),
    "standing": ("standing", "人员类别"),
    "circumstance": ("circumstance", "情况"),
    "day": ("day", "活动日"),
    "mark": ("attendance", "出勤"),
    "holiday": ("holiday", "放假安排"),
    "make_up": ("make-up session", "补课"),
    "talk": ("warning talk", "诫勉谈话"),
    "handling": ("organisational handling", "组织处理"),
    "assessment": ("assessment of dues", "党费核定"),
    "waiver": ("reduced dues", "党费减免"),
    "payment": ("payment of dues", "党费交纳"),
    "remittance": ("remittance of dues", "党费上交"),
    "theme": ("theme", "主题"),
    "filing": ("filing", "报送"),
}

#: What the log calls the columns of the records: column → Chinese. In English the column's own name is plain enough.
COLUMNS = {
    "amount": "金额",
    "answered_by": "批复单位",
    "answered_on": "批复日期",
    "approved": "批准",
    "approved_by": "批准单位",
    "approved_on": "批准日期",
    "born_on": "出生日期",
    "category": "请假类别",
    "collector": "收款人",
    "day_ids": "针对的缺席",
    "decided_on": "决定日期",
    "detail": "详情",
    "education": "学历",
    "ended_by": "结束方式",
    "entitled": "应到会",
    "ethnicity": "民族",
    "explained": "本人说明",
    "filed_on": "报备（送）日期",
    "for_month": "所属月份",
    "form": "表名",
    "full_on": "转正日期",
    "gender": "性别",
    "grounds": "事由",
    "held_by": "谈话人",
    "held_by_office": "谈话人职务",
    "held_on": "日期",
    "how": "方式",
    "id_number": "公民身份号码",
    "in_favour": "赞成",
    "income": "收入",
    "inquired_on": "调查日期",
    "inquiry": "调查核实",
    "joined_on": "加入党组织日期",
    "kind": "类型",
    "measure": "措施",
    "method": "方式",
    "name": "姓名",
    "note": "备注",
    "notes_by": "记录人",
    "notes_by_office": "记录人职务",
    "number": "序号",
    "paid_on": "交纳日期",
    "party_group": "党小组",
    "period": "期间",
    "phone": "联系电话",
    "place": "地点",
    "post": "工作岗位",
    "present": "到会",
    "proposed_on": "提出日期",
    "proxy": "代交人",
    "proxy_is": "与本人关系",
    "reason": "原因",
    "receipt": "收据号",
    "received_on": "收到日期",
    "recorded_on": "登记日期",
    "remitted_on": "上交日期",
    "said": "谈话内容",
    "sent_to": "上交单位",
    "since": "起",
    "sha256": "校验值",
    "staff_number": "工号/学号",
    "standing": "人员类别",
    "state": "出勤",
    "statement": "本人陈述",
    "text": "内容",
    "time": "时间",
    "until": "止",
    "waived": "不谈话",
}

WEEKDAYS = (
    ("Mon", "一"),
    ("Tue", "二"),
    ("Wed", "三"),
    ("Thu", "四"),
    ("Fri", "五"),
    ("Sat", "六"),
    ("Sun", "日"),
)


def official(code: StrEnum) -> str:
    """The official Chinese term, as the forms print it."""
    return TERMS[type(code)][code][1]


def term(code: StrEnum) -> str:
    """The term in the language of the screen."""
    return TERMS[type(code)][code][i18n.language == "zh"]


def record_name(table: str) -> str:
    """What a record of that table is called in the language of the screen."""
    return RECORDS[table][i18n.language == "zh"]


def column_name(column: str) -> str:
    """What a column of a record is called in the language of the screen."""
    return COLUMNS.get(column, column) if i18n.language == "zh" else column.replace("_", " ")


#: Which columns of the log hold a code, and of what kind.
_CODES: dict[str, type[StrEnum]] = {
    "state": State,
    "standing": Standing,
    "category": Excuse,
    "kind": Circumstance,
    "ended_by": MembershipEnd,
    "measure": Measure,
    "method": Method,
    "proxy_is": Proxy,
}


_YES_NO = {True: ("yes", "是"), False: ("no", "否")}


def column_value(column: str, value: object) -> str:
    """The value of a column in words: a code by its term, yes or no, money in yuan, else as it stands."""
    if isinstance(value, bool):
        return _YES_NO[value][i18n.language == "zh"]
    if column == "amount" and isinstance(value, int):
        return yuan(value)
    kind = _CODES.get(column)
    code = read_term(kind, str(value)) if kind else None
    return str(value) if code is None else term(code)


def read_term(kind: type[E], text: str) -> E | None:
    """The code that `text` means (a code, a term in either language, or a synonym), or None."""
    wanted = text.strip().casefold()
    for code in kind:
        terms = (code.value, *(name.casefold() for name in TERMS[kind][code]))
        if wanted in terms or wanted in SYNONYMS.get(kind, {}).get(code, ()):
            return code
    return None


#: Holidays by the English name the calendars use.
HOLIDAYS: dict[str, str] = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
    "Chinese New Year's Eve": "除夕",
    "Chinese New Year (Spring Festival)": "春节",
    "Tomb-Sweeping Day": "清明节",
    "Labor Day": "劳动节",
    "Mid-Autumn Festival": "中秋节",
    "National Day week": "国庆假期（预计）",
    "weekend": "周末",
    "notice": "放假通知",
}

#: Why a day is where it is: code → (English, Chinese), with the values of the `Reason` filled in.
REASONS: dict[str, tuple[str, str]] = {
    "off": ("{nominal} is a day off ({holiday})", "{nominal} 逢{holiday}休息"),
    "taken": ("{nominal} is taken by another session", "{nominal} 已有另一场活动"),
    "same-weekday-later": ("moved to the same weekday later in the window", "顺延至期限内下一个相同星期"),
    "later": ("moved to the nearest later working day in the window", "顺延至期限内最近的工作日"),
    "earlier": ("moved to the nearest earlier working day in the window", "提前至期限内最近的工作日"),
    "working-weekend-later": ("moved to a later working weekend in the window", "顺延至期限内调休上班日"),
    "working-weekend-earlier": ("moved to an earlier working weekend in the window", "提前至期限内调休上班日"),
    "no-day": (
        "no working day is left between {first} and {last}: decide the date",
        "{first} 至 {last} 无可用工作日，请研究确定日期",
    ),
    "no-nominal": (
        "the recurrence gives no day in this month: decide the date",
        "周期规则在本月无对应日期，请研究确定日期",
    ),
    "constitution": ("merged with the Constitution study day, 1 July", "与“七一”党章学习日合并开展"),
    "constitution-nominal": (
        "merged with the Constitution study day; {day} is not a working day",
        "与党章学习日合并开展；{day} 不是工作日",
    ),
    "provisional": (
        "provisional: the {year} holiday arrangement is not published yet",
        "暂定：{year} 年放假安排尚未公布",
    ),
    "before-calendar": (
        "provisional: the installed calendar does not know {year}",
        "暂定：所装日历不含 {year} 年",
    ),
    "closure-online": ("school closure ({name}): held online", "{name}期间，线上开展"),
    "closure-skip": ("school closure ({name}): not held", "{name}期间不开展"),
    "by-hand": ("decided by the branch: {why}", "由支部确定：{why}"),
    "moved": ("moved from {nominal}: {why}", "由 {nominal} 调整：{why}"),
    "cancelled": ("cancelled: {why}", "取消：{why}"),
}


def reason(why: Reason, *, chinese: bool) -> str:
    """One reason in words, in Chinese or English; dates stay as ISO."""
    values = dict(why.values)
    if chinese and "holiday" in values:
        values["holiday"] = HOLIDAYS.get(values["holiday"], values["holiday"])
    return REASONS[why.code][chinese].format_map(values)


def reasons(whys: tuple[Reason, ...], *, chinese: bool | None = None) -> str:
    """All reasons of a day in one line; in the language of the screen unless told."""
    spoken = i18n.language == "zh" if chinese is None else chinese
    return ("；" if spoken else "; ").join(reason(why, chinese=spoken) for why in whys)


#: The papers, by the names they are filed under: form → official name.
PAPERS = {
    "year-plan": "党员活动日活动方案",
    "year-schedule": "党员活动日计划日程表",
    "half-year-plan": "半年活动计划",
    "quarter-plan": "季度活动计划",
    "rollup": "活动计划汇总表",
    "sign-in": "签到表",
    "record": "活动记录",
    "attendance": "出勤公示",
    "appraisal": "民主评议党员参加活动情况",
    "make-ups": "补课记录",
    "talk": "诫勉谈话记录",
    "dues-collect": "党费收缴登记表",
    "dues-ledger": "党费收缴台账",
    "dues-receipt": "党费收据",
    "dues-publication": "党费收缴情况公布",
}

#: What a finding says: its code → (English, Chinese). Forms print the Chinese, so these stand here like the reasons.
FINDINGS: dict[str, tuple[str, str]] = {
    "handling": (
        "{count} unexcused absences in a row ({days}): handling is considered as circumstances warrant",
        "{days} 无正当理由连续缺席 {count} 次，应研究并视情况给予组织处理",
    ),
    "handling-proposed": (
        "{count} unexcused absences in a row ({days}): proposed, the branch meeting has still to decide",
        "{days} 无正当理由连续缺席 {count} 次，已提出处理意见，待支部党员大会讨论决定",
    ),
    "talk": (
        "{count} unexcused absences ({days}): a warning talk is due",
        "{days} 无正当理由缺席，计 {count} 次，应进行诫勉谈话",
    ),
    "charter": (
        "no organisation life on record since {what}: the facts are to be established; missed days alone prove "
        "nothing, and assigned work is not recorded here",
        "自 {what} 起无参加党的组织生活的记录，应调查核实；缺席本身不构成结论，“不做党所分配的工作”一项本系统不作记录",
    ),
    "charter-notice": (
        "no organisation life on record since {what}: from {due} on the facts are to be established; assigned work "
        "is not recorded here",
        "自 {what} 起无参加党的组织生活的记录，至 {due} 仍无的应调查核实；“不做党所分配的工作”一项本系统不作记录",
    ),
    "arrears": ("dues are owed for {months}: {what} yuan", "{months} 党费未交，计 {what} 元"),
    "charter-dues": (
        "no dues paid for {months}: the facts are to be established; that alone proves nothing, and assigned work is "
        "not recorded here",
        "{months} 未交纳党费，应调查核实；未交本身不构成结论，“不做党所分配的工作”一项本系统不作记录",
    ),
    "charter-dues-notice": (
        "no dues paid for {months}: from {due} on the facts are to be established",
        "{months} 未交纳党费，至 {due} 仍未交的应调查核实",
    ),
    "make-up": ("excused on {days}: to be made up by {due}", "{days} 请假，应于 {due} 前补课"),
    "reach-out": ("the day of {days} is not yet brought to the member", "{days} 的活动尚未送学"),
    "early-talk": (
        "{count} unexcused absences ({days}): close to a warning talk",
        "{days} 无正当理由缺席，计 {count} 次，再缺席即达到诫勉谈话的次数",
    ),
    "early-handling": (
        "{count} unexcused absences in a row ({days}): close to handling",
        "{days} 无正当理由连续缺席 {count} 次，再缺席即达到组织处理的次数",
    ),
    "announce": ("{days} is not announced; to be announced by {due}", "{days} 活动尚未公告，应于 {due} 前公告"),
    "close": ("{days} is not closed", "{days} 活动的出勤登记尚未结束"),
    "summary": ("{days} has no summary; it was due by {due}", "{days} 活动尚未总结评估，应于 {due} 前完成"),
    "filing": ("to be filed by {due}: {what}", "应于 {due} 前报送：{what}"),
    "filing-undated": ("to be filed, without a fixed date: {what}", "应报送（未规定日期）：{what}"),
    "cadence-missed": ("nothing was held by {due} of: {what}", "截至 {due} 未开展：{what}"),
    "cadence-open": ("neither held nor planned by {due}: {what}", "至 {due} 尚未安排：{what}"),
    "meeting-open": (
        "not on record by {due}: {what}; where it is held apart from the activity day, nothing is needed",
        "至 {due} 活动日中未见：{what}；另行召开的可不处理",
    ),
}

#: What settles a finding, likewise, with the command to type.
REMEDIES: dict[str, tuple[str, str]] = {
    "handling": (
        "the branch's decision: partyday handling propose {number} …",
        "由党支部作出决定：partyday handling propose {number} …",
    ),
    "handling-proposed": (
        "the branch's decision: partyday handling decide {number} …",
        "由党支部作出决定：partyday handling decide {number} …",
    ),
    "talk": (
        "partyday talk add {number} --on DATE --by NAME, or talk waive {number} --reason TEXT",
        "partyday talk add {number} --on 日期 --by 谈话人，或 talk waive {number} --reason 原因",
    ),
    "charter": (
        "an inquiry; if it comes to handling: partyday handling propose {number} …",
        "调查核实；需要处理的：partyday handling propose {number} …",
    ),
    "charter-notice": ("taking part, or a proper excuse", "参加活动，或履行请假手续"),
    "arrears": ("partyday dues pay {number} --months {months}", "partyday dues pay {number} --months {months}"),
    "charter-dues": (
        "an inquiry; paying: partyday dues pay {number} --months {months}",
        "调查核实；补交：partyday dues pay {number} --months {months}",
    ),
    "charter-dues-notice": (
        "partyday dues pay {number} --months {months}",
        "partyday dues pay {number} --months {months}",
    ),
    "make-up": (
        "partyday makeup add {number} --for {day} --on DATE",
        "partyday makeup add {number} --for {day} --on 日期",
    ),
    "reach-out": (
        "a visit: partyday checkin --day {day} --visited {number} --reason TEXT",
        "送学上门：partyday checkin --day {day} --visited {number} --reason 原因",
    ),
    "early-talk": ("a word in good time", "及时提醒本人"),
    "early-handling": ("a word in good time", "及时提醒本人"),
    "announce": ("partyday day announce {day}", "partyday day announce {day}"),
    "close": ("partyday day close {day}", "partyday day close {day}"),
    "summary": ("partyday day summary {day} --text TEXT", "partyday day summary {day} --text 总结"),
    "filing": (
        "partyday report FORM --mark-filed, or, where it was filed on paper, with --on DATE",
        "partyday report 表名 --mark-filed；已另行报送的加 --on 日期",
    ),
    "filing-undated": ("partyday report FORM --mark-filed", "partyday report 表名 --mark-filed"),
    "cadence-missed": (
        "if it was held: partyday day plan DATE --block KIND",
        "如已开展，补记：partyday day plan 日期 --block 类别",
    ),
    "cadence-open": ("partyday day plan DATE --block KIND", "partyday day plan 日期 --block 类别"),
    "meeting-open": ("partyday day plan DATE --form MEETING", "partyday day plan 日期 --form 会议"),
}


def finding(found: "Finding", *, chinese: bool | None = None) -> str:
    """What a finding says, in one sentence; in the language of the screen unless told."""
    return _told(FINDINGS, found, chinese)


def remedy(found: "Finding", *, chinese: bool | None = None) -> str:
    """What would settle a finding."""
    return _told(REMEDIES, found, chinese)


def _told(table: dict[str, tuple[str, str]], found: "Finding", chinese: bool | None) -> str:
    spoken = i18n.language == "zh" if chinese is None else chinese
    refs = [session.ref for session in found.days]
    return table[found.code][spoken].format(
        count=f"{found.days_missed:g}",
        days=("、" if spoken else ", ").join(refs),
        day=refs[0] if refs else "",
        due=found.due,
        what=found.what,
        months=("、" if spoken else ", ").join(spans(found.months)),
        number=found.person.number if found.person else "",
    )


def by_whom(found: "Finding") -> str:
    """Who must act on a finding: the office, with the secretary's name where the branch has one."""
    name = found.branch.secretary if found.by is Office.SECRETARY else ""
    return f"{term(found.by)} {name}".rstrip()


def cited(source: "Source") -> str:
    """Where something stands, in one line; a house value is nobody's rule, and the caller says so."""
    return " ".join(filter(None, (source.document, source.number, source.article)))
