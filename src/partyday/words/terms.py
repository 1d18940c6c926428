"""The official Chinese term of each code, and the English one beside it.

The tables are the project's glossary (docs/glossary.md is generated from them) and what imports recognise. Printed
forms use `official`; the screen uses `term`, which follows the chosen language."""

from enum import StrEnum
from typing import TypeVar

from partyday import i18n
from partyday.model.codes import (
    BranchKind,
    BranchOffice,
    Circumstance,
    ClaimAnswer,
    DayStatus,
    DuesKind,
    Excuse,
    Level,
    Looked,
    Measure,
    MembershipEnd,
    Method,
    Occasion,
    Office,
    Part,
    Proxy,
    Rule,
    Standing,
    State,
    VisitKind,
)

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
        Circumstance.ABROAD: ("abroad", "出国出境"),
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
    ClaimAnswer: {
        ClaimAnswer.CONFIRMED: ("confirmed", "已确认"),
        ClaimAnswer.REFUSED: ("refused", "未予确认"),
    },
    VisitKind: {
        VisitKind.STUDY: ("help with study", "送学帮学"),
        VisitKind.INFORM: ("telling what was decided", "通报情况"),
        VisitKind.CONSULT: ("asking for opinions", "征求意见"),
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
        DayStatus.BEFORE: ("before the records", "尚未建档"),
    },
    Looked: {
        Looked.RECORDS: ("records looked at", "查阅记录"),
        Looked.CALL: ("members called", "电话抽查"),
        Looked.VISIT: ("visit", "实地走访"),
    },
    Rule: {
        Rule.HANDLING: ("organisational handling", "组织处理"),
        Rule.TALK: ("warning talk", "诫勉谈话"),
        Rule.STAGE: ("stage", "规定措施"),
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
    BranchOffice: {
        BranchOffice.SECRETARY: ("secretary", "书记"),
        BranchOffice.ORGANISER: ("organiser", "组织委员"),
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
    Measure: {
        Measure.DISSUADE: ("劝退",),
    },
    Looked: {
        Looked.RECORDS: ("查阅", "查记录", "查看记录", "资料"),
        Looked.CALL: ("电话", "抽查", "打电话"),
        Looked.VISIT: ("走访", "实地", "实地督查", "到场"),
    },
    Circumstance: {
        Circumstance.MOBILE: ("流动",),
        Circumstance.INFIRM: ("年老", "体弱"),
        Circumstance.ILL: ("患病", "长期病"),
        Circumstance.AWAY: ("在外", "外出"),
        Circumstance.ABROAD: ("出国（境）",),
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
        DuesKind.HARDSHIP: (
            *("下岗", "失业", "低保", "抚恤", "救济", "下岗失业", "抚恤救济", "最低生活保障", "下岗失业人员"),
        ),
        DuesKind.FARMER: ("农民党员",),
    },
    VisitKind: {
        VisitKind.STUDY: ("送学", "帮学", "送学上门"),
        VisitKind.INFORM: ("通报",),
        VisitKind.CONSULT: ("听取意见", "征求意见建议"),
    },
    Excuse: {
        Excuse.SICK: ("病", "生病", "住院", "就医"),
        Excuse.PERSONAL: ("事", "有事", "私事"),
        Excuse.DUTY: ("出差", "公出", "公务", "上课", "值班", "开会", "外出开会"),
        Excuse.OTHER: ("其它",),
    },
}


def official(code: StrEnum) -> str:
    """The official Chinese term, as the forms print it."""
    return TERMS[type(code)][code][1]


def term(code: StrEnum, *, chinese: bool | None = None) -> str:
    """The term in Chinese or English; None: in the language of the screen."""
    return TERMS[type(code)][code][i18n.language == "zh" if chinese is None else chinese]


def read_term(kind: type[E], text: str) -> E | None:
    """The code that `text` means (a code, a term in either language, or a synonym), or None."""
    wanted = text.strip().casefold()
    for code in kind:
        terms = (code.value, *(name.casefold() for name in TERMS[kind][code]))
        if wanted in terms or wanted in SYNONYMS.get(kind, {}).get(code, ()):
            return code
    return None
