"""What a finding says and what settles it, in one sentence each."""

from typing import TYPE_CHECKING

from partyday import i18n
from partyday.model.codes import Office
from partyday.model.period import in_few_words
from partyday.words.terms import term

if TYPE_CHECKING:
    from partyday.model.findings import Finding, Source


#: What a finding says: its code → (English, Chinese). Forms print the Chinese, so these stand here like the reasons.
FINDINGS: dict[str, tuple[str, str]] = {
    "handling": (
        "{count} unexcused absence{s} in a row ({days}): handling is considered as circumstances warrant",
        "{days} 无正当理由连续缺席 {count} 次，应研究并视情况给予组织处理",
    ),
    "handling-proposed": (
        "{count} unexcused absence{s} in a row ({days}): proposed, the branch meeting has still to decide",
        "{days} 无正当理由连续缺席 {count} 次，已提出处理意见，待支部党员大会讨论决定",
    ),
    "talk": (
        "{count} unexcused absence{s} ({days}): a warning talk is due",
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
        "{count} unexcused absence{s} ({days}): close to a warning talk",
        "{days} 无正当理由缺席，计 {count} 次，再缺席即达到诫勉谈话的次数",
    ),
    "early-handling": (
        "{count} unexcused absence{s} in a row ({days}): close to handling",
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


def sentence(finding: "Finding", *, chinese: bool | None = None) -> str:
    """What a finding says, in one sentence; in the language of the screen unless finding."""
    return _told(FINDINGS, finding, chinese)


def remedy(finding: "Finding", *, chinese: bool | None = None) -> str:
    """What would settle a finding."""
    return _told(REMEDIES, finding, chinese)


def _told(table: dict[str, tuple[str, str]], finding: "Finding", chinese: bool | None) -> str:
    spoken = i18n.language == "zh" if chinese is None else chinese
    refs = [session.ref for session in finding.days]
    told = table[finding.code][spoken].format(
        count=f"{finding.days_missed:g}",
        s=plural(finding.days_missed),
        days=("、" if spoken else ", ").join(refs),
        day=refs[0] if refs else "",
        due=finding.due,
        what=finding.what,
        months=("、" if spoken else ", ").join(in_few_words(finding.months)),
        number=finding.person.number if finding.person else "",
    )
    if finding.disputed and table is FINDINGS:
        told += _DISPUTED[spoken].format(
            days=("、" if spoken else ", ").join(session.ref for session in finding.disputed)
        )
    return told


#: What is told behind a finding whose days are disputed.
_DISPUTED = (" (disputed by the member: {days})", "（本人对 {days} 的记录有异议）")


def plural(count: float) -> str:
    """What English puts behind a word for so many."""
    return "" if count == 1 else "s"


def by_whom(finding: "Finding") -> str:
    """Who must act on a finding: the office, with the secretary's name where the branch has one."""
    name = finding.branch.secretary if finding.by is Office.SECRETARY else ""
    return f"{term(finding.by)} {name}".rstrip()


def cited(source: "Source") -> str:
    """Where something stands, in one line; a house value is nobody's rule, and the caller says so."""
    return " ".join(filter(None, (source.document, source.number, source.article)))
