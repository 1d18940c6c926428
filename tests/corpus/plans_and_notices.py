"""Plans of the days to come, and notices of holidays.

The days of 2026 in the book are 01-09, 02-06, 03-06, 04-03, 05-08, 06-05, 07-01, 08-07, 09-04, 10-09, 11-06 and 12-04.
"""

import json
from dataclasses import replace
from datetime import date, datetime

from corpus.paper import Holidays, No, Paper, Plans
from corpus.structure import LEFT, File, csv, grid, sheet, text, titled, xlsx


def planned(what: str, file: File, expected: Plans) -> Paper:
    """A sheet for `day plan --from`."""
    return Paper(f"plan-{what}", (15,), file, ("day", "plan", "--from", "{}", "--json"), expected, "branch")


PLANS = [
    planned(
        "date-without-year",  # of the kind plan-date-without-year
        xlsx(sheet(*grid("""
时间 | 主题 | 地点 | 组织者 | 参加对象
3月6日下午2:30 | 主题0 | 101 | 林晓岚 | 全体党员
4月3日14:30 | 主题1 | 101 | 何建业 | 全体党员
5月8日 | 主题2 | 101 | 覃若溪 | 全体党员
"""))),
        Plans(
            days={
                "2026-03-06": {"theme": "主题0", "place": "101", "responsible": "林晓岚", "starts": "14:30"},
                "2026-04-03": {"theme": "主题1", "place": "101", "responsible": "何建业", "starts": "14:30"},
                "2026-05-08": {"theme": "主题2", "place": "101", "responsible": "覃若溪", "starts": ""},
            },
            told=("参加对象",),
        ),
    ),
    planned(
        "planned-time-from-to",
        xlsx(sheet(*grid("""
二〇二六年第二季度活动计划
序号 | 计划时间 | 活动主题 | 活动内容 | 活动形式 | 活动地点 | 负责人
#1 | 2026年4月3日（星期五）15:00-16:30 | 学党章 | 逐章研读 | 党课 | 三楼会议室 | 林晓岚
#2 | 2026年5月8日上午9：00 | 志愿服务 | 清扫校园 | 实践活动 | 南门 | 何建业
#3 | 2026-06-05 下午 | 谈心谈话 | | 党小组会 | 各小组 | 覃若溪
"""))),
        Plans(
            days={
                "2026-04-03": {"theme": "学党章", "content": "逐章研读", "form": "党课", "starts": "15:00", "ends": "16:30", "responsible": "林晓岚"},
                "2026-05-08": {"theme": "志愿服务", "place": "南门", "starts": "09:00", "responsible": "何建业"},
                "2026-06-05": {"theme": "谈心谈话", "form": "党小组会", "starts": ""},
            },
            told=("下午",),
        ),
    ),
    planned(
        "months-alone",
        csv(*grid("""
月份 | 活动主题 | 形式 | 主持人
4月 | 学党章 | 党课 | 林晓岚
五月份 | 志愿服务 | 实践 | 何建业
2026年6月 | 谈心谈话 | 党小组会 | 覃若溪
"""), encoding="gb18030"),
        Plans(
            days={
                "2026-04-03": {"theme": "学党章", "form": "党课", "host": "林晓岚"},
                "2026-05-08": {"theme": "志愿服务", "host": "何建业"},
                "2026-06-05": {"theme": "谈心谈话", "host": "覃若溪"},
            }
        ),
    ),
    planned(
        "quarters-merged-before-the-months",
        xlsx(sheet(*grid("""
季度 | 时间 | 主题 | 责任人
第二季度 | 4月 | 学党章 | 林晓岚
^ | 5月 | 志愿服务 | 何建业
^ | 6月 | 谈心谈话 | 覃若溪
第三季度 | 7月 | 重温誓词 | 林晓岚
^ | 8月 | 自学 | 何建业
"""))),
        Plans(
            days={
                "2026-04-03": {"theme": "学党章", "responsible": "林晓岚"},
                "2026-06-05": {"theme": "谈心谈话", "responsible": "覃若溪"},
                "2026-07-01": {"theme": "重温誓词", "responsible": "林晓岚"},
                "2026-08-07": {"theme": "自学", "responsible": "何建业"},
            },
            may=("季度",),
        ),
    ),
    planned(
        "real-dates-and-times-in-columns",
        xlsx(sheet(
            titled("活动安排", 6),
            ["日期", "开始时间", "结束时间", "主题", "地点", "备注"],
            [date(2026, 4, 3), "14:30", "16:00", "学党章", "三楼会议室", "带党章"],
            [datetime(2026, 5, 8, 9, 30), None, None, "志愿服务", "南门", None],  # noqa: DTZ001
            ["以上安排如有变动另行通知", LEFT, LEFT, LEFT, LEFT, LEFT],
        )),
        Plans(
            days={
                "2026-04-03": {"theme": "学党章", "starts": "14:30", "ends": "16:00"},
                "2026-05-08": {"theme": "志愿服务", "starts": "09:30"},
            },
            told=("带党章|备注",),
        ),
    ),
    planned(
        "half-year-with-its-stages",
        xlsx(sheet(*grid("""
2026年上半年活动计划
时间 | 阶段性活动重点 | 活动主题 | 活动方式 | 负责人
1月 | 学习教育阶段：通读原文 | 学党章 | 党课 | 林晓岚
2月 | ^ | 学准则 | 自学 | 何建业
4月 | 查摆整改阶段：对照检查 | 民主评议 | 党员大会 | 林晓岚
"""))),
        Plans(
            days={
                "2026-01-09": {"theme": "学党章"},
                "2026-02-06": {"theme": "学准则"},
                "2026-04-03": {"theme": "民主评议", "responsible": "林晓岚"},
            },
            printed=("学习教育阶段：通读原文", "查摆整改阶段：对照检查"),
            may=("阶段性活动重点",),
        ),
    ),
    planned(
        "of-a-day-that-is-none",
        csv(*grid("""
日期 | 主题
4月3日 | 学党章
4月10日 | 志愿服务
""")),
        # No activity day on the tenth: told, and the good row not booked without the other.
        Plans(code=10, rejected=(No("4月10日|2026-04-10", row=3),), days={"2026-04-03": {"theme": ""}}),
    ),
    planned(
        "in-two-columns-of-the-same-kind",
        csv(*grid("""
时间 | 活动主题 | 活动内容 | 主讲人 | 主持人 | 参加范围
2026.4.3 14:30 | 学党章 | 专题党课 | 钮怀瑾 | 林晓岚 | 全体党员
""")),
        Plans(
            days={"2026-04-03": {"theme": "学党章", "content": "专题党课", "host": "林晓岚", "starts": "14:30"}},
            told=("主讲人", "参加范围"),
        ),
    ),
    planned(
        "nobody-knows-which-year",
        csv(*grid("""
日期 | 主题
2027年4月2日 | 学党章
""")),
        # The year 2027 is not made yet: asked for, not laid on another day.
        Plans(code=10, rejected=(No("2027年4月2日|2027-04-02", row=2),), days={}),
    ),
    planned(
        "months-by-meetings",
        xlsx(sheet(*grid("""
2026年“三会一课”及主题党日计划 |
月份 | 支委会 | 党员大会 | 党小组会 | 党课 | 主题党日
4月 | 研究发展党员 | | 学习条例 | | 清明祭扫
5月 | 研究经费 | 讨论转正 | 学习讲话 | 书记讲课 | 五四主题
6月 | 研究评议 | | | |
"""))),
        Plans(
            days={
                "2026-04-03": {"theme": "清明祭扫"},
                "2026-05-08": {"theme": "五四主题"},
                "2026-06-05": {"theme": ""},
            },
            told=("支委会", "党员大会", "党小组会", "党课"),
        ),
    ),
    planned(
        "stages-of-several-months",
        csv(*grid("""
2026年上半年党员活动计划 | | |
阶段 | 时间 | 阶段性活动重点 | 责任人
第一阶段 | 1-2月 | 总结与谋划 | 林晓岚
第二阶段 | 3月至4月 | 学习全会精神 | 何建业
第三阶段 | 5、6月 | 迎接七一 | 林晓岚
""")),
        Plans(printed=("总结与谋划", "学习全会精神", "迎接七一"), told=("责任人",), may=("阶段",)),
    ),
    planned(
        "quarters-and-what-they-stress",
        csv(*grid("""
季度 | 重点工作
第一季度 | 通读原文
二季度 | 查摆整改
""")),
        Plans(printed=("通读原文", "查摆整改")),
    ),
    planned(
        "days-of-several-months-in-a-row",
        csv(*grid("""
时间 | 主题
3-4月 | 学党章
5月上旬 | 志愿服务
""")),
        # Two days in one row: each is planned in its own.
        Plans(code=10, rejected=(No("3-4月", row=2),), days={"2026-05-08": {"theme": ""}}),
    ),
    planned(
        "parts-of-a-month",
        csv(*grid("""
时间 | 主题
4月上旬 | 学党章
5月底 | 志愿服务
""")),
        Plans(
            days={"2026-04-03": {"theme": "学党章"}, "2026-05-08": {"theme": "志愿服务"}},
            told=("4月上旬", "5月底"),
        ),
    ),
]  # fmt: skip


def noticed(what: str, file: File, expected: Holidays) -> Paper:
    """A notice for `schedule 2027 --holidays`."""
    return Paper(
        f"holidays-{what}", (16,), file, ("schedule", "2027", "--holidays", "{}", "--json"), expected, "branch"
    )


# An arrangement that nobody published. It moves the first Fridays of January, February, April and June: by the calendar
# alone they would be 01-08, 02-09, 04-02 and 06-04, by the notice 01-08, 02-04, 04-09 and 06-11 or an earlier day.
MOVED = Holidays(
    dates=("2027-01-08", "2027-02-04", "2027-04-09"), never=("2027-01-01", "2027-02-09", "2027-04-02"), kept=18
)
DAYS_OFF = {
    "元旦": ("2027-01-01", "2027-01-03"),
    "春节": ("2027-02-05", "2027-02-12"),
    "清明节": ("2027-04-02", "2027-04-05"),
}
WORKED = {"元旦": "2027-01-09", "春节": "2027-02-14", "清明节": "2027-04-11"}


def span(first: str, last: str) -> list[str]:
    """All days from the first to the last."""
    start, end = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
    return [date.fromordinal(day).isoformat() for day in range(start, end + 1)]


def as_json() -> str:
    """The arrangement in the fields of holiday-cn (github.com/NateScarlet/holiday-cn, schema.json)."""
    days = [
        {"name": name, "date": day, "isOffDay": True}
        for name, (first, last) in DAYS_OFF.items()
        for day in span(first, last)
    ]
    days += [{"name": name, "date": day, "isOffDay": False} for name, day in WORKED.items()]
    return json.dumps(
        {"year": 2027, "papers": [], "days": sorted(days, key=lambda day: str(day["date"]))}, ensure_ascii=False
    )


def as_ics() -> str:
    """The arrangement as a calendar, with the summaries of holiday-cn: 元旦假期, 上班(补元旦假期)."""
    events = [(f"{name}假期", first, last) for name, (first, last) in DAYS_OFF.items()]
    events += [(f"上班(补{name}假期)", day, day) for name, day in WORKED.items()]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//corpus//", "X-WR-CALNAME:中国法定节假日"]
    for summary, first, last in events:
        after = date.fromordinal(date.fromisoformat(last).toordinal() + 1)
        lines += [
            "BEGIN:VEVENT",
            f"SUMMARY:{summary}",
            f"DTSTART;VALUE=DATE:{first.replace('-', '')}",
            f"DTEND;VALUE=DATE:{after:%Y%m%d}",
            f"DTSTAMP;VALUE=DATE:{first.replace('-', '')}",
            f"UID:{first}/{last}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


NOTICE = """关于2027年部分节假日安排的通知

各单位：
现将2027年元旦、春节、清明节放假调休日期通知如下。
一、元旦：1月1日（周五）至3日（周日）放假，共3天。1月9日（周六）上班。
二、春节：2月5日至12日放假调休，共8天。2月14日（星期日）上班。
三、清明节：4月2日至5日放假，共4天。4月11日（星期日）上班。
节假日期间，请妥善安排值班。
"""
NOTICES = [
    noticed(
        "range-in-the-first-row",  # of the kind holiday-range-first-row
        csv(["2027-01-01至2027-01-03", "休"], ["2027-01-31", "班"], encoding="utf-8"),
        Holidays(dates=("2027-01-08",), never=("2027-01-01",), kept=4),
    ),
    noticed(
        "ranges-in-chinese",
        csv(*grid("""
2027年1月1日—3日 | 休
2027年2月5日—12日 | 休
4月2日至5日 | 休
2027年1月9日 | 班
2027年2月14日 | 班
4月11日 | 班
""")),
        MOVED,
    ),
    noticed(
        "sheet-with-names-and-headers",
        xlsx(sheet(*grid("""
2027年放假安排
节日 | 放假时间 | 天数 | 调休上班
元旦 | 1月1日至3日 | #3 | 1月9日
春节 | 2月5日至2月12日 | #8 | 2月14日
清明节 | 4月2日-5日 | #4 | 4月11日
"""))),
        MOVED,
    ),
    noticed(
        "a-day-a-row",
        xlsx(sheet(*grid("""
日期 | 类型 | 说明
@2027-01-01 | 休 | 元旦
@2027-04-02 | 放假 | 清明节
@2027-04-11 | 上班 | 补清明节
"""))),
        Holidays(dates=("2027-01-08", "2027-04-09"), never=("2027-01-01", "2027-04-02"), kept=3, may=("说明",)),
    ),
    noticed(
        "from-day-to-day-in-columns",
        csv(*grid("""
节日 | 开始日期 | 结束日期 | 类型
元旦 | 2027/1/1 | 2027/1/3 | 休
清明节 | 2027/4/2 | 2027/4/5 | 休
""")),
        Holidays(dates=("2027-01-08", "2027-04-09"), never=("2027-04-02",), kept=7, may=("节日",)),
    ),
    noticed("of-holiday-cn-json", text(as_json(), name="2027.json"), MOVED),
    noticed("of-holiday-cn-ics", text(as_ics(), name="2027.ics"), MOVED),
    noticed("as-text", text(NOTICE, name="通知.txt"), MOVED),
    noticed("as-text-gb18030", text(NOTICE, "gb18030", name="通知.txt"), MOVED),
    noticed(
        "as-a-web-page",
        text(
            '<!DOCTYPE html><html><head><meta charset="utf-8"><title>通知</title><style>p{margin:0}</style></head><body>'
            + "".join(f"<p>{line}</p>" for line in NOTICE.splitlines())
            + "<p>2026年11月2日</p></body></html>",
            name="通知.html",
        ),
        MOVED,
    ),
    noticed(
        "with-the-vacation-of-a-school",
        text(NOTICE + "八、寒假：2027年1月16日至2月21日放假，2月22日上班。\n", name="校历.txt"),
        # A month of closed doors is no public holiday: told, and not kept.
        replace(MOVED, told=("寒假",)),
    ),
    noticed(
        "of-a-vacation-alone",
        text("关于暑假放假的通知\n各学院：\n2027年7月10日至8月5日放假。\n", name="通知.txt"),
        Holidays(code=10, rejected=None),
    ),
    noticed(
        "days-that-are-none",
        csv(*grid("""
日期 | 类型
2027-02-30 | 休
2027-04-02 | 也许
""")),
        Holidays(code=10, rejected=(No("2027-02-30|2月30日"), No("也许"))),
    ),
]  # fmt: skip

PAPERS = [*PLANS, *NOTICES]
