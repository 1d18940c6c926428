"""Why a day is where it is, in words."""

from partyday import i18n
from partyday.model.days import Reason

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
    "next-working-day": ("moved to the next working day", "顺延至下一个工作日"),
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
    "branch-decides": (
        "no day is fixed: the branch decides, between {first} and {last}",
        "未规定固定日期，由支部在 {first} 至 {last} 之间确定",
    ),
    "no-term": (
        "the term's dates are not known: decide the date, or give school.terms in the policy",
        "学期起止日期未知，请确定日期，或在制度文件中写明 school.terms",
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
    "before": ("the records begin on {since}", "记录自 {since} 起"),
    "by-hand": ("decided by the branch: {why}", "由支部确定：{why}"),
    "moved": ("moved from {nominal}: {why}", "由 {nominal} 调整：{why}"),
    "cancelled": ("cancelled: {why}", "取消：{why}"),
}

#: Likewise where a working weekend lay nearer, which the policy does not look at first.
PASSED: dict[str, tuple[str, str]] = {
    "later": (
        "moved to the nearest later working day that is no working weekend ({passed}) in the window",
        "顺延至期限内最近的非调休上班日（{passed} 为调休上班）",
    ),
    "earlier": (
        "moved to the nearest earlier working day that is no working weekend ({passed}) in the window",
        "提前至期限内最近的非调休上班日（{passed} 为调休上班）",
    ),
}


def reason(why: Reason, *, chinese: bool) -> str:
    """One reason in words, in Chinese or English; dates stay as ISO."""
    values = dict(why.values)
    if chinese and "holiday" in values:
        values["holiday"] = HOLIDAYS.get(values["holiday"], values["holiday"])
    told = PASSED if "passed" in values else REASONS
    return told[why.code][chinese].format_map(values)


def reasons(whys: tuple[Reason, ...], *, chinese: bool | None = None) -> str:
    """All reasons of a day in one line; in the language of the screen unless told."""
    spoken = i18n.language == "zh" if chinese is None else chinese
    return ("；" if spoken else "; ").join(reason(why, chinese=spoken) for why in whys)
