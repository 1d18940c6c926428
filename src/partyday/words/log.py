"""What the log calls the records, their columns and the values in them."""

from datetime import date
from enum import StrEnum

from partyday import i18n
from partyday.i18n import _
from partyday.model.codes import (
    BranchOffice,
    Circumstance,
    ClaimAnswer,
    DuesKind,
    Excuse,
    Looked,
    Measure,
    MembershipEnd,
    Method,
    Proxy,
    Standing,
    State,
    VisitKind,
)
from partyday.model.money import yuan
from partyday.words.terms import official, read_term, term
from partyday.words.vocabulary import vocabulary

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
    "receipt": ("receipt of dues", "党费收据"),
    "remittance": ("remittance of dues", "党费上交"),
    "theme": ("theme", "主题"),
    "filing": ("filing", "报送"),
    "settled": ("column of a paper", "表头对照"),
    "former_name": ("former name", "曾用名"),
    "tenure": ("office", "党内职务"),
    "policy": ("policy", "制度"),
    "dispute": ("dispute", "异议"),
    "inspection": ("inspection", "督查"),
    "commendation": ("commendation", "表彰"),
    "visit": ("visit", "送学"),
    "attachment": ("attachment", "附件"),
    "meeting": ("meeting", "会议"),
    "claim": ("claim", "自报"),
    "token": ("token of the check-in page", "签到凭证"),
    "attendee": ("attendance at a meeting", "会议到会"),
    "forgotten": ("entry without particulars", "已隐去内容的记录"),
}

#: What the log calls the columns of the records: column → Chinese. In English the column's own name is plain enough. A
#: column that is not here is called as the roster calls it.
COLUMNS = {
    "about": "说明",
    "added_on": "附上日期",
    "amount": "金额",
    "answer": "答复",
    "answered_by": "批复单位",
    "answered_on": "批复日期",
    "approved": "批准",
    "approved_by": "批准单位",
    "approved_on": "批准日期",
    "below": "所依据的制度",
    "blocks": "内容类别",
    "carried": "表决通过",
    "category": "请假类别",
    "claimed_at": "自报时间",
    "claimed_on": "自报日期",
    "collector": "收款人",
    "commended_by": "表彰单位",
    "commended_on": "表彰日期",
    "content": "内容",
    "corrected_on": "更正为请假的日期",
    "day_ids": "针对的缺席",
    "decided_measure": "决定的措施",
    "decided_on": "决定日期",
    "detail": "详情",
    "device": "设备标记",
    "digest": "凭证摘要",
    "due_on": "整改期限",
    "ended_by": "结束方式",
    "ends": "结束时间",
    "entitled": "应到会",
    "explained": "本人说明",
    "filed_on": "报备（送）日期",
    "for_month": "所属月份",
    "form": "表名",
    "found": "发现的问题",
    "full_on": "转正日期",
    "grounds": "事由",
    "guests": "列席人员",
    "guide": "计划到会指导的上级",
    "header": "表头",
    "headers": "整行表头",
    "held_by": "谈话人",
    "held_by_office": "谈话人职务",
    "held_on": "日期",
    "host": "主持人",
    "how": "方式",
    "hows": "送学方式",
    "in_favour": "赞成",
    "income": "收入",
    "inquired_on": "调查日期",
    "inquiry": "调查核实",
    "inspected_by": "督查人",
    "inspected_on": "督查日期",
    "issued_on": "开具日期",
    "joined_on": "加入党组织日期",
    "kept": "其他栏目",
    "kind": "类型",
    "made_on": "建立日期",
    "means": "对应栏目",
    "measure": "措施",
    "mended": "整改情况",
    "mended_on": "整改日期",
    "merit": "表彰事由",
    "method": "方式",
    "name": "姓名",
    "note": "备注",
    "notes_by": "记录人",
    "notes_by_office": "记录人职务",
    "number": "序号",
    "of_member": "所涉党员",
    "office": "职务",
    "outcome": "核实结果",
    "paid_on": "交纳日期",
    "paper": "表格",
    "payer": "交款人",
    "period": "期间",
    "place": "地点",
    "policy": "制度",
    "present": "到会",
    "proposed_on": "提出日期",
    "proven": "已核对",
    "proxy": "代交人",
    "proxy_is": "与本人关系",
    "raised_on": "提出日期",
    "reason": "原因",
    "receipt": "收据号",
    "received_on": "收到日期",
    "recorded_by": "登记人",
    "recorded_on": "登记日期",
    "recorder": "记录人",
    "remitted_on": "上交日期",
    "resolutions": "决议事项",
    "responsible": "负责人",
    "said": "谈话内容",
    "sent_to": "上交单位",
    "set_on": "录入日期",
    "settled_by": "核实人",
    "settled_on": "核实日期",
    "sha256": "校验值",
    "since": "起",
    "size": "字节数",
    "stage": "措施",
    "standing": "人员类别",
    "starts": "开始时间",
    "state": "出勤",
    "statement": "本人陈述",
    "text": "内容",
    "theme": "主题",
    "time": "时间",
    "until": "止",
    "usual": "通常参加方式",
    "visited_by": "送学人",
    "waived": "不谈话",
    "way": "方式",
}


def is_known(value: object) -> bool:
    """Whether a column says anything: an office that was held since nobody knows when has the first day of all."""
    return value not in (None, "", date.min, date.min.isoformat())


def official_record(table: str) -> str:
    """What a record of that table is called on a paper."""
    return RECORDS[table][1]


def official_column(column: str) -> str:
    """What a column of a record is called on a paper."""
    return COLUMNS.get(column) or _header(column)


def official_value(column: str, value: object) -> str:
    """The value of a column as a paper has it."""
    if isinstance(value, bool):
        return _YES_NO[value][1]
    if column in ("amount", "income") and isinstance(value, int):
        return yuan(value)
    if column == "hows":
        return "、".join(official(VisitKind(code)) for code in str(value).split())
    kinds = (Circumstance, DuesKind) if column == "kind" else (_CODES[column],) if column in _CODES else ()
    codes = [code for kind in kinds if (code := read_term(kind, str(value)))]
    return official(codes[0]) if codes else str(value)


def record_name(table: str) -> str:
    """What a record of that table is called in the language of the screen."""
    return RECORDS[table][i18n.language == "zh"]


def column_name(column: str) -> str:
    """What a column of a record is called in the language of the screen."""
    if i18n.language != "zh":
        return column.replace("_", " ")
    return COLUMNS.get(column) or _header(column)


def _header(column: str) -> str:
    """What the official roster calls the column of a member; one that no roster has keeps its own name."""
    words = vocabulary("roster")
    return words.official(column) if column in words.columns else column


#: Which columns of the log hold a code, and of what kind.
_CODES: dict[str, type[StrEnum]] = {
    "answer": ClaimAnswer,
    "state": State,
    "standing": Standing,
    "category": Excuse,
    "kind": Circumstance,
    "office": BranchOffice,
    "ended_by": MembershipEnd,
    "measure": Measure,
    "method": Method,
    "proxy_is": Proxy,
    "way": Looked,
    "usual": State,
}


#: A text with more line ends than this is told by the number of its lines: a policy is a whole file.
_SHORT = 9

_YES_NO = {True: ("yes", "是"), False: ("no", "否")}


def column_value(column: str, value: object) -> str:
    """The value of a column in words: a code by its term, yes or no, money in yuan, else as it stands."""
    if isinstance(value, bool):
        return _YES_NO[value][i18n.language == "zh"]
    if column == "amount" and isinstance(value, int):
        return yuan(value)
    if isinstance(value, str) and value.count("\n") > _SHORT:
        return _("{count} lines").format(count=len(value.splitlines()))
    if column == "hows":
        return i18n.listed(term(VisitKind(code)) for code in str(value).split())
    kind = _CODES.get(column)
    code = read_term(kind, str(value)) if kind else None
    return str(value) if code is None else term(code)
