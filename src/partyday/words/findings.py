"""What a finding says and what settles it, in one sentence each."""

from typing import TYPE_CHECKING

from partyday import i18n
from partyday.i18n import _
from partyday.model.codes import BranchKind, Office
from partyday.model.period import in_few_words
from partyday.words.terms import term
from partyday.words.typed import as_typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partyday.model.findings import Finding, Source
    from partyday.model.lives import Session


#: What a finding says: its code → (English, Chinese). Forms print the Chinese, so these stand here like the reasons.
FINDINGS: dict[str, tuple[str, str]] = {
    "handling": (
        "{count} unexcused absence{s}{weighed} in a row ({days}): handling is considered as circumstances warrant",
        "{days} 无正当理由连续缺席 {count} 次{weighed}，应研究并视情况给予组织处理",
    ),
    "handling-proposed": (
        "{count} unexcused absence{s}{weighed} in a row ({days}): proposed, the branch meeting has still to decide",
        "{days} 无正当理由连续缺席 {count} 次{weighed}，已提出处理意见，待支部党员大会讨论决定",
    ),
    "talk": (
        "{count} unexcused absence{s}{weighed} ({days}): a warning talk is due",
        "{days} 无正当理由缺席，计 {count} 次{weighed}，应进行诫勉谈话",
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
    "arrears-left": (
        "has left, and dues are owed for {months}: {what} yuan",
        "已离开本支部，{months} 党费未交，计 {what} 元",
    ),
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
        "{count} unexcused absence{s}{weighed} ({days}): close to a warning talk",
        "{days} 无正当理由缺席，计 {count} 次{weighed}，{near}诫勉谈话的次数",
    ),
    "early-handling": (
        "{count} unexcused absence{s}{weighed} in a row ({days}): close to handling",
        "{days} 无正当理由连续缺席 {count} 次{weighed}，{near}组织处理的次数",
    ),
    "announce": ("{days} is not announced; to be announced by {due}", "{days} 活动尚未公告，应于 {due} 前公告"),
    "close": ("{days} is not closed", "{days} 活动的出勤登记尚未结束"),
    "no-day": (
        "every session of {what} is cancelled: the month has no activity day",
        "{what} 的活动均已取消，当月未开展党员活动日",
    ),
    "unmarked": (
        "{days} was closed before {what} came into it: say what was",
        "{days} 结束登记后补录：{what}，尚未说明当日出勤情况",
    ),
    "summary": ("{days} has no summary; it was due by {due}", "{days} 活动尚未总结评估，应于 {due} 前完成"),
    "filing": ("to be filed by {due}: {what}", "应于 {due} 前报送：{what}"),
    "filing-undated": ("to be filed, without a fixed date: {what}", "应报送（未规定日期）：{what}"),
    "mobile": (
        "away for long, to be told to register as mobile members: {what}",
        "长期在外，应告知办理流动党员登记：{what}",
    ),
    "abroad": ("abroad, to be contacted: {what}", "出国出境，应与其联系：{what}"),
    "learning": (
        "hours of learning on this year's activity days, of what is wanted (of officers): {what}; other learning is "
        "not recorded here",
        "本年党员活动日学时（已计/一般要求，括号内为书记、班子成员）：{what}；其他学习本系统不作记录",
    ),
    "remit": ("dues of {what} are to be forwarded by {due}", "{what} 的党费应于 {due} 前上交"),
    "attendance-day": ("attendance on {days}: {what}", "{days} 出勤率 {what}，未达到规定"),
    "attendance-year": ("attendance of the year so far: {what}", "本年累计出勤率 {what}，未达到规定"),
    "too-short": ("{days} was too short: {what} h", "{days} 活动时长 {what} 小时，未达到规定"),
    "cadence-missed": ("nothing was held by {due} of: {what}", "截至 {due} 未开展：{what}"),
    "cadence-open": ("neither held nor planned by {due}: {what}", "至 {due} 尚未安排：{what}"),
    "meeting-open": (
        "not on record by {due}: {what}",
        "至 {due} 未见记录：{what}",
    ),
}

#: What is said of a stage by the way it counts, and when it is nearly reached.
_STAGES = {
    "cumulative": (
        "{count} unexcused absence{s}{weighed} ({days}): {stage} is due",
        "{days} 无正当理由缺席，计 {count} 次{weighed}，应予“{stage}”",
    ),
    "in-a-row": (
        "{count} unexcused absence{s}{weighed} in a row ({days}): {stage} is due",
        "{days} 无正当理由连续缺席 {count} 次{weighed}，应予“{stage}”",
    ),
    "months": (
        "nothing attended since {what}, {count} unexcused absence{s}{weighed} ({days}): {stage} is due",
        "自 {what} 起未参加组织生活，其间无正当理由缺席 {count} 次{weighed}（{days}），应予“{stage}”",
    ),
}
FINDINGS |= {f"{kind}-{counts}": told for kind in ("notice", "talk") for counts, told in _STAGES.items()}
#: What people decide on is only considered.
FINDINGS |= {
    f"handling-{counts}": (
        english.replace("{stage} is due", "{stage} is considered as circumstances warrant"),
        chinese.replace("应予“{stage}”", "应研究并视情况给予“{stage}”"),
    )
    for counts, (english, chinese) in _STAGES.items()
}
FINDINGS |= {
    "stage-proposed": (
        "{count} unexcused absence{s}{weighed} ({days}): proposed, the branch meeting has still to decide on {stage}",
        "{days} 无正当理由缺席，计 {count} 次{weighed}，“{stage}”已提出处理意见，待支部党员大会讨论决定",
    ),
    "early-cumulative": (
        "{count} unexcused absence{s}{weighed} ({days}): close to {stage}",
        "{days} 无正当理由缺席，计 {count} 次{weighed}，{near}“{stage}”的次数",
    ),
    "early-in-a-row": (
        "{count} unexcused absence{s}{weighed} in a row ({days}): close to {stage}",
        "{days} 无正当理由连续缺席 {count} 次{weighed}，{near}“{stage}”的次数",
    ),
    "early-months": (
        "nothing attended since {what} ({days}): close to {stage}",
        "自 {what} 起未参加组织生活（{days} 缺席），即将达到“{stage}”的期限",
    ),
}

#: What settles a finding, likewise, with the command to type.
REMEDIES: dict[str, tuple[str, str]] = {
    "handling": (
        "the branch's decision: partyday handling propose {number} -h",
        "由党支部作出决定：partyday handling propose {number} -h",
    ),
    "handling-proposed": (
        "the branch's decision: partyday handling decide {number} -h",
        "由党支部作出决定：partyday handling decide {number} -h",
    ),
    "talk": (
        "partyday talk add {number} --on today --by {by}; if none is to be held: partyday talk waive {number} -h",
        "partyday talk add {number} --on 今天 --by {by}；不谈的：partyday talk waive {number} -h",
    ),
    "charter": (
        "an inquiry; if it comes to handling: partyday handling propose {number} -h",
        "调查核实；需要处理的：partyday handling propose {number} -h",
    ),
    "charter-notice": ("taking part, or a proper excuse", "参加活动，或履行请假手续"),
    "arrears": ("partyday dues pay {number} --months {months}", "partyday dues pay {number} --months {months}"),
    "arrears-left": (
        "partyday dues pay {number} --months {months}, or partyday dues waive -h",
        "partyday dues pay {number} --months {months}，或 partyday dues waive -h",
    ),
    "charter-dues": (
        "an inquiry; paying: partyday dues pay {number} --months {months}",
        "调查核实；补交：partyday dues pay {number} --months {months}",
    ),
    "charter-dues-notice": (
        "partyday dues pay {number} --months {months}",
        "partyday dues pay {number} --months {months}",
    ),
    "make-up": (
        "partyday makeup add {number} --for {day} --on today",
        "partyday makeup add {number} --for {day} --on 今天",
    ),
    "reach-out": (
        "a visit: partyday visit add {number} --for {day} --on today --how study --by {by}",
        "送学上门：partyday visit add {number} --for {day} --on 今天 --how 送学 --by {by}",
    ),
    "early-talk": ("a word in good time", "及时提醒本人"),
    "early-handling": ("a word in good time", "及时提醒本人"),
    "announce": ("partyday day announce {day}", "partyday day announce {day}"),
    "close": ("partyday day close {day}", "partyday day close {day}"),
    "no-day": ("partyday day reopen {day} --reason 恢复开展", "partyday day reopen {day} --reason 恢复开展"),
    "unmarked": (
        "partyday checkin --day {day}; if nobody knows: partyday checkin --day {day} --close --yes",
        "partyday checkin --day {day}；无从查考的，partyday checkin --day {day} --close --yes",
    ),
    "summary": ("partyday day finish {day}", "partyday day finish {day}"),
    "filing": (
        "partyday report {form} --period {period} --mark-filed; where it was filed on paper, add --on {due}",
        "partyday report {form} --period {period} --mark-filed；已另行报送的，加 --on {due}",
    ),
    "filing-undated": (
        "partyday report {form} --period {period} --mark-filed",
        "partyday report {form} --period {period} --mark-filed",
    ),
    "mobile": (
        "partyday member set {first} --circumstance mobile, once it is registered",
        "登记后：partyday member set {first} --circumstance 流动党员",
    ),
    "abroad": (
        "taking part online counts: partyday checkin --online {first}",
        "线上参加即可：partyday checkin --online {first}",
    ),
    "learning": (
        "hours that are wrong: partyday day plan -h",
        "时间有误的：partyday day plan -h",
    ),
    "remit": ("partyday dues remit --on today", "partyday dues remit --on 今天"),
    "attendance-day": ("to be looked into with the branch", "由支部研究改进"),
    "attendance-year": ("to be looked into with the branch", "由支部研究改进"),
    "too-short": (
        "if the hours are wrong: partyday day plan {day} --start 14:30 --end 16:30",
        "时间有误的：partyday day plan {day} --start 14:30 --end 16:30",
    ),
    "cadence-missed": (
        "if it was held: partyday day plan -h, or beside the day: partyday meeting add -h",
        "如已开展，补记：partyday day plan -h；另行召开的：partyday meeting add -h",
    ),
    "cadence-open": ("partyday schedule {year} --suggest", "partyday schedule {year} --suggest"),
    "meeting-open": (
        "on an activity day: partyday day plan -h; beside it: partyday meeting add {first} --on today --all",
        "安排在活动日的：partyday day plan -h；另行召开的：partyday meeting add {first} --on 今天 --all",
    ),
}


#: What settles a stage, by what it is recorded with.
_RECORDED = {
    "notice": (
        "partyday report reminder --member {number}; once it is done: partyday talk add {number} --stage {stage} "
        "--on today --by {by}; if none is to be held: partyday talk waive {number} -h",
        "partyday report reminder --member {number}；办理后：partyday talk add {number} --stage {stage} --on 今天 "
        "--by {by}；不办理的：partyday talk waive {number} -h",
    ),
    "talk": (
        "partyday talk add {number} --stage {stage} --on today --by {by}; if none is to be held: partyday talk waive "
        "{number} -h",
        "partyday talk add {number} --stage {stage} --on 今天 --by {by}；不谈的：partyday talk waive {number} -h",
    ),
    "handling": REMEDIES["handling"],
}
REMEDIES |= {f"{kind}-{counts}": told for kind, told in _RECORDED.items() for counts in _STAGES}
REMEDIES |= {f"early-{counts}": REMEDIES["early-talk"] for counts in _STAGES}
REMEDIES["stage-proposed"] = REMEDIES["handling-proposed"]


def sentence(finding: "Finding") -> str:
    """What a finding says, in one sentence."""
    return _told(FINDINGS, finding)


def remedy(finding: "Finding", *, naming_branch: bool = False) -> str:
    """What would settle a finding. `naming_branch`: the commands name its branch, where it is one of several."""
    return _told(REMEDIES, finding, naming_branch=naming_branch)


def _told(table: dict[str, tuple[str, str]], finding: "Finding", *, naming_branch: bool = False) -> str:
    spoken = i18n.language == "zh"
    refs = [session.ref for session in finding.days]
    words, typed = table[finding.code][spoken], table is REMEDIES
    if naming_branch:
        words = words.replace("partyday ", "partyday --branch {branch} ")
    told = words.format(
        branch=as_typed(finding.branch.name),
        count=len(refs),
        s=plural(len(refs)),
        weighed=weighed(finding.days, chinese=spoken),
        near="已接近" if weighed(finding.days, chinese=True) else "再缺席即达到",
        days=("、" if spoken else ", ").join(refs),
        day=refs[0] if refs else "",
        due=finding.due,
        what=finding.what,
        stage=as_typed(finding.stage) if typed else finding.stage,
        months=("," if typed else "、" if spoken else ", ").join(in_few_words(finding.months)),
        number=finding.person.number if finding.person else "",
        by=as_typed(_who(finding)),
        first=as_typed(str(finding.people[0].number) if finding.people else next(iter(finding.kinds), "")),
        period=finding.period,
        form=finding.form,
        year=finding.due.year if finding.due else "",
    )
    if finding.disputed and not typed:
        told += _DISPUTED[spoken].format(
            days=("、" if spoken else ", ").join(session.ref for session in finding.disputed)
        )
    return told


def _who(finding: "Finding") -> str:
    """Who settles a finding: the secretary by name, but the superior where it is for them."""
    if finding.by is Office.SUPERIOR:
        return term(Office.SUPERIOR)
    return finding.branch.secretary or term(Office.SECRETARY)


#: What is told behind a finding whose days are disputed.
_DISPUTED = (" (disputed by the member: {days})", "（本人对 {days} 的记录有异议）")


def weighed(sessions: "Sequence[Session]", *, chinese: bool) -> str:
    """What sessions come to in days, to stand behind how many they are; nothing where each is a day."""
    days = sum(session.half_days for session in sessions) / 2
    if days == len(sessions):
        return ""
    return f"（计 {days:g} 天）" if chinese else f" that make {days:g} day{plural(days)}"


def what_happened(absences: "Sequence[Session]") -> str:
    """The absences in one sentence, as a talk's record keeps them."""
    days = "、".join(session.ref.replace(":am", "（上午）").replace(":pm", "（下午）") for session in absences)
    return f"{days} 无正当理由未参加党员活动日，计 {len(absences)} 次{weighed(absences, chinese=True)}。"


def plural(count: float) -> str:
    """What English puts behind a word for so many."""
    return "" if count == 1 else "s"


def by_whom(finding: "Finding") -> str:
    """Who must act on a finding: the office, with the secretary's name where the branch has one.

    What a superior itself has to do is done by it, not by the one above.
    """
    if finding.by is Office.SUPERIOR and finding.branch.kind is not BranchKind.BRANCH:
        return _("the {kind}").format(kind=term(finding.branch.kind))
    name = finding.branch.secretary if finding.by is Office.SECRETARY else ""
    return f"{term(finding.by)} {name}".rstrip()


def cited(source: "Source") -> str:
    """Where something stands, in one line; a house value is nobody's rule, and the caller says so."""
    return " ".join(filter(None, (source.document, source.number, source.article)))
