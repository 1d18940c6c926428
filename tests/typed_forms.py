"""What is typed where: every option and argument that takes a date, a month, a period, an amount or people.

For each a command line that does something with it, `{}` where it stands, and what must have happened before. The forms
are those of the interface: all of one kind mean the same.
"""

from typing import NamedTuple


class Place(NamedTuple):
    """Where something is typed: the command, the option or argument, and its kind (a key of FORMS)."""

    command: str
    name: str
    kind: str


class Typed(NamedTuple):
    """A command line with a gap, and the command lines before it."""

    line: str
    before: tuple[str, ...] = ()


#: Kind → the plainest form and all others that mean the same on 7 March 2026 (`TODAY`).
TODAY = "2026-03-07"
_DAY = (
    *("2026-3-6", "2026/3/6", "2026/03/06", "2026.3.6", "2026.03.06", "20260306", "2026年3月6日", "2026年03月06日"),
    *(
        "3月6日",
        "３月６日",
        "3月6号",
        "3/6",
        "３／６",
        "昨天",
        " 2026-03-06 ",
        "２０２６－０３－０６",
        "２０２６年３月６日",
    ),
)
_HALF_DAY = tuple(f"{form}:full" for form in _DAY[:3])
FORMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "DATE": ("2026-03-06", _DAY),
    "DATE[:am|pm]": ("2026-03-06", (*_DAY, *_HALF_DAY, "2026-03-06：full", "3月6日全天")),
    "MONTH": (
        "2026-03",
        ("2026-3", "202603", "2026.3", "2026.03", "2026年3月", "3月", "３月", "２０２６年３月", "2026/3"),
    ),
    "A MONTH": ("2026-03", ("2026-3", "202603", "2026.3", "2026年3月", "3月", "３月", "２０２６年３月", "2026/3")),
    "MONTHS": (
        "2026-01..2026-03",
        (
            *(
                "2026-1..2026-3",
                "202601..202603",
                "2026.1..2026.3",
                "2026年1月至2026年3月",
                "2026年1月至3月",
                "1月至3月",
            ),
            *("1-3月", "1月-3月", "2026-01-2026-03", "2026年1-3月", "2026-01至2026-03", "１月－３月", "1月..3月"),
            *(
                "1月,2月,3月",
                "2026-01、2026-02、2026-03",
                "1月；2月；3月",
                "1月到3月",
                "1月~3月",
                "1月～3月",
                "1月—3月",
            ),
        ),
    ),
    "QUARTER": (
        "2026Q1",
        ("2026q1", "2026年第一季度", "2026年一季度", "2026年1季度", "２０２６Ｑ１", "2026 Q1", "2026年第1季度"),
    ),
    "HALF": ("2026H1", ("2026h1", "2026年上半年", "２０２６Ｈ１", "2026上半年")),
    "YEAR": ("2026", ("2026年", "２０２６", "２０２６年", " 2026 ")),
    "YUAN": (
        "6500",
        (
            *(
                "6500.00",
                "6,500.00",
                "6,500",
                "６５００",
                "６，５００．００",
                "6500元",
                "¥6500",
                "￥6500",
                "￥６，５００元",
            ),
            *("6500.0", " 6500 ", "6 500"),
        ),
    ),
    "LITTLE": ("50", ("50.00", "５０", "５０．００", "50元", "¥50", "￥50.0", "５０元")),
    "WHO": ("1", ("１", "1号", "１号", "1.", "1 ", "张三", " 张三", "张 三", "zhangsan", "zs", "ZS", "00123", "ｚｓ")),
    "WHO,…": (
        "1,2,3",
        (
            *(
                "1，2，3",
                "1、2、3",
                "1;2;3",
                "1；2；3",
                "1-3",
                "1至3",
                "1—3",
                "1~3",
                "１－３",
                "1号-3号",
                "1号、2号、3号",
            ),
            *("1.,2.,3.", "张三,李四,单雄信", "张三 李四 单雄信", "zs、ls、sxx", "1 2 3", "1-2,3", "张三、2-3", "1到3"),
        ),
    ),
}

#: What is refused for each kind, whatever the command: exit 2, 10 or 11.
REFUSED = {
    "DATE": ("2026-13-01", "2026-02-30", "2026-03", "3月", "03/06/2026", "gestern", "2026Q1", "1726"),
    "DATE[:am|pm]": ("2026-13-01", "2026-02-30", "03/06/2026", "gestern", "2026-03-06:noon"),
    "MONTH": ("2026-13", "2026-00", "13月", "2026-03-06", "März", "26-03"),
    "A MONTH": ("2026-13", "2026-00", "13月", "März", "26-03"),
    "MONTHS": ("2026-13", "2026-03..2026-01", "2026-03-06", "1月..", "..3月", "1-3-5月"),
    "QUARTER": ("2026Q5", "2026年第五季度", "Q", "2026年一季"),
    "HALF": ("2026H3", "2026年中"),
    "YEAR": ("26", "20266", "二〇二六"),
    "YUAN": ("97,5", "6,50,0", "1,2345", "-5", "6500.123", "abc", "6.500,00", "1e3", "6,500,0.00", ""),
    "LITTLE": ("5,0", "-50", "50.001", "五十"),
    "WHO": ("99", "99号", "赵钱孙", "1-3", ""),
    "WHO,…": ("1,99", "3-1", "1-99", "赵钱孙"),
}

_TWIN = "member add 周九 --joined 2010-07-01 --full-on 2011-07-01"
_SECOND = "branch add 第二党支部"
_ABSENT = ("checkin --day 2026-03-06 --all --absent 1,2 --close --yes",)
_THRICE = tuple(
    f"checkin --day {day} --all --absent 1 --close --yes" for day in ("2026-01-09", "2026-02-06", "2026-03-06")
)
_EXCUSED = ("checkin --day 2026-03-06 --all --excuse 1:病假,2:事假 --close --yes",)
_TWICE = ("checkin --day 2026-02-06 --all --excuse 1:病假 --close --yes", *_EXCUSED)
_ASSESSED = (
    "dues assess 1 --kind 工资 --amount 6500 --from 2026-01",
    "dues assess 2 --kind 工资 --amount 6500 --from 2026-01",
)
_PAID = (*_ASSESSED, "dues pay 1 --months 2026-01..2026-03 --on 2026-03-01")
_GIVEN = ("dues pay 1 --amount 9000 --voluntary --on 2026-03-01",)
_IN_HAND = ("dues pay 1 --amount 930 --voluntary --on 2026-03-01",) * 7
_OVER = (*_PAID, "dues assess 1 --kind 工资 --amount 3500 --from 2026-01 --reason 更正")
_PROPOSED = (
    *_ABSENT,
    "handling propose 1 --measure 限期改正 --filed-on 2026-03-06 --inquired-on 2026-03-06 --inquiry 属实"
    " --on 2026-03-06 --early",
)
_DECIDED = (
    *_PROPOSED,
    "handling decide 1 --present 4 --in-favour 4 --entitled 4 --statement 认识到错误 --on 2026-03-06",
)
_PRESENT = ("checkin --day 2026-03-06 --all --close --yes",)
_INSPECTED = ("inspect add 第一党支部 --on 2026-03-01 --how visit --by 王秀芳 --found 未作小结 --due 2026-03-20",)
_LESSON = "meeting add 党课 --on 2026-03-06 --theme 专题党课"
_UNDECIDED = ("policy set none.toml", "schedule 2026")
_PROPOSE = (
    "handling propose {who} --measure 限期改正 --filed-on {filed} --inquired-on {inquired} --inquiry 属实"
    " --on {on} --early"
)


def _propose(**given: str) -> str:
    usual = {"who": "1", "filed": "2026-03-06", "inquired": "2026-03-06", "on": "2026-03-07"}
    return _PROPOSE.format(**usual | given)


_D, _R, _M, _MM, _Y, _W, _WW = "DATE", "DATE[:am|pm]", "MONTH", "MONTHS", "YUAN", "WHO", "WHO,…"

TYPED: dict[Place, Typed] = {
    # dates
    Place("init", "--since", _D): Typed("init --branch 一支部 --since {} --book fresh.partyday"),
    Place("branch add", "--since", _D): Typed("branch add 第二党支部 --since {}"),
    Place("branch set", "--on", _D): Typed("branch set 第一党支部 --rename 信息党支部 --on {}"),
    Place("branch set", "--since", _D): Typed("branch set 第一党支部 --since {}"),
    Place("branch set", "--dissolved", _D): Typed("branch set 第二党支部 --dissolved {}", (_SECOND,)),
    Place("member add", "--joined", _D): Typed("member add 周九 --standing 预备党员 --joined {}"),
    Place("member add", "--full-on", _D): Typed("member add 周九 --joined 2025-03-01 --full-on {}"),
    Place("member add", "--since", _D): Typed("member add 周九 --joined 2010-07-01 --since {}"),
    Place("member set", "--since", _D): Typed("member set 2 --circumstance 患病 --since {}"),
    Place("member set", "--until", _D): Typed("member set 4 --end 年老体弱 --until {}"),
    Place("member set", "--joined", _D): Typed("member set 3 --joined {}"),
    Place("member set", "--full-on", _D): Typed("member set 3 --standing full --full-on {}"),
    Place("member set", "--arrived", _D): Typed("member set 2 --arrived {}"),
    Place("member transfer", "--on", _D): Typed("member transfer 2 --to 第二党支部 --on {}", (_SECOND,)),
    Place("member remove", "--on", _D): Typed("member remove 2 --because died --on {}"),
    Place("member import", "--since", _D): Typed("member import late.csv --since {}"),
    Place("policy show", "--on", _D): Typed("policy show --on {}"),
    Place("policy set", "--on", _D): Typed("policy set zhongzhou --on {}"),
    Place("policy check", "--on", _D): Typed("policy check zhongzhou --on {}"),
    Place("policy diff", "--on", _D): Typed("policy diff hebei zhongzhou --on {}"),
    Place("day move", "--to", _D): Typed(
        "day move 2026-03-09 --to {} --reason 改回", ("day move 2026-03-06 --to 2026-03-09 --reason 停电",)
    ),
    Place("day announce", "--on", _D): Typed(
        "day announce 2026-04-03 --on {}", ("day plan 2026-04-03 --theme 学党章",)
    ),
    Place("review", "--as-of", _D): Typed("review --as-of {}", _ABSENT),
    Place("makeup add", "--on", _D): Typed("makeup add 1 --for 2026-02-06 --on {}", _TWICE),
    Place("talk add", "--on", _D): Typed("talk add 1 --on {} --by 王书记 --early", _ABSENT),
    Place("talk add", "--days", _D): Typed("talk add 1 --on 2026-03-07 --days {} --by 王书记 --early", _ABSENT),
    Place("talk waive", "--on", _D): Typed("talk waive 1 --on {} --reason 已谈", _THRICE),
    Place("talk waive", "--days", _D): Typed("talk waive 1 --days {} --reason 已谈", _THRICE),
    Place("dispute settle", "--on", _D): Typed(
        "dispute settle 1 --for 2026-03-06 --outcome 查实 --by 王书记 --on {}",
        (*_ABSENT, "dispute add 1 --for 2026-03-06 --said 到会 --today 2026-03-06"),
    ),
    Place("handling propose", "--filed-on", _D): Typed(_propose(filed="{}"), _ABSENT),
    Place("handling propose", "--inquired-on", _D): Typed(_propose(inquired="{}"), _ABSENT),
    Place("handling propose", "--on", _D): Typed(_propose(on="{}"), _ABSENT),
    Place("handling decide", "--on", _D): Typed(
        "handling decide 1 --present 4 --in-favour 4 --entitled 4 --statement 认识到错误 --on {}", _PROPOSED
    ),
    Place("handling approve", "--on", _D): Typed("handling approve 1 --by 学院党总支 --on {}", _DECIDED),
    Place("dues rate", "--on", _D): Typed("dues rate wage 6500 --on {}"),
    Place("dues waive", "--on", _D): Typed(
        "dues waive 1 --months 2026-03 --by 学院党总支 --reason 困难 --on {}", _ASSESSED
    ),
    Place("dues pay", "--on", _D): Typed("dues pay 1 --months 2026-01 --on {}", _ASSESSED),
    Place("dues collect", "--day", _D): Typed("dues collect --all --day {}", (*_ASSESSED, *_EXCUSED)),
    Place("dues refund", "--on", _D): Typed("dues refund 1 --month 2026-03 --amount 10 --reason 多收 --on {}", _PAID),
    Place("dues carry", "--on", _D): Typed("dues carry 1 --on {}", _OVER),
    Place("dues remit", "--on", _D): Typed("dues remit --on {}", _PAID),
    Place("report", "--on", _D): Typed("report year-plan --period 2026 -o 纸.xlsx --mark-filed --on {}"),
    Place("meeting add", "--on", _D): Typed("meeting add 党课 --on {} --theme 专题党课"),
    Place("visit add", "--on", _D): Typed("visit add 4 --for 2026-03-06 --on {} --how 送学 --by 王秀芳"),
    Place("commend add", "--on", _D): Typed("commend add 1 --on {} --for 优秀共产党员 --by 学校党委"),
    Place("inspect add", "--on", _D): Typed("inspect add 第一党支部 --on {} --how visit --by 王秀芳 --found 未作小结"),
    Place("inspect add", "--due", _D): Typed(
        "inspect add 第一党支部 --on 2026-03-01 --how visit --by 王秀芳 --found 未作小结 --due {}"
    ),
    Place("inspect settle", "--on", _D): Typed("inspect settle 1 --on {} --how 已补", _INSPECTED),
    # days, with their half
    Place("day finish", "REF", _R): Typed("day finish {} --text 学习党章 --yes -o 三月", _PRESENT),
    Place("day attach", "REF", _R): Typed("day attach {} 现场.png --about 现场照片"),
    Place("visit add", "--for", _R): Typed("visit add 4 --for {} --on 2026-03-07 --how 送学 --by 王秀芳"),
    Place("day show", "REF", _R): Typed("day show {}"),
    Place("day plan", "REF", _R): Typed("day plan {} --theme 学党章"),
    Place("day set", "REF", _R): Typed("day set {} --reason 支委会决定", _UNDECIDED),
    Place("day move", "REF", _R): Typed("day move {} --to 2026-03-09 --reason 停电"),
    Place("day cancel", "REF", _R): Typed("day cancel {} --reason 停电"),
    Place("day announce", "REF", _R): Typed("day announce {} --on 2026-03-01", ("day plan 2026-03-06 --theme 学党章",)),
    Place("day close", "REF", _R): Typed("day close {} --yes"),
    Place("day reopen", "REF", _R): Typed("day reopen {} --reason 记错", _ABSENT),
    Place("day summary", "REF", _R): Typed("day summary {} --text 学习党章", _ABSENT),
    Place("day export", "PERIOD", _R): Typed("day export {} -o 日.ics"),
    Place("checkin", "--day", _R): Typed("checkin 1 --day {}"),
    Place("makeup add", "--for", _R): Typed("makeup add 1 --for {} --on 2026-03-07", _EXCUSED),
    Place("dispute add", "--for", _R): Typed("dispute add 1 --for {} --said 到会", _ABSENT),
    Place("dispute settle", "--for", _R): Typed(
        "dispute settle 1 --for {} --outcome 查实 --by 王书记", (*_ABSENT, "dispute add 1 --for 2026-03-06 --said 到会")
    ),
    # months
    Place("dues assess", "--from", _M): Typed("dues assess 1 --kind 工资 --amount 6500 --from {}"),
    Place("dues refund", "--month", _M): Typed("dues refund 1 --month {} --amount 10 --reason 多收", _PAID),
    Place("dues owed", "--through", _M): Typed("dues owed --through {}", _ASSESSED),
    Place("dues waive", "--months", _MM): Typed("dues waive 1 --months {} --by 学院党总支 --reason 困难", _ASSESSED),
    Place("dues pay", "--months", _MM): Typed("dues pay 1 --months {} --on 2026-03-06", _ASSESSED),
    # periods
    Place("dues receipts", "--period", "YEAR"): Typed("dues receipts --period {}", _PAID),
    Place("dues receipts", "--period", "QUARTER"): Typed("dues receipts --period {}", _PAID),
    Place("report", "--period", "QUARTER"): Typed("report quarter-plan --period {} -o 纸.xlsx"),
    Place("report", "--period", "HALF"): Typed("report half-year-plan --period {} -o 纸.xlsx"),
    Place("report", "--period", "YEAR"): Typed("report year-plan --period {} -o 纸.xlsx"),
    Place("report", "--period", "A MONTH"): Typed("report attendance --period {} -o 纸.xlsx"),
    Place("report", "--period", _R): Typed("report sign-in --period {} -o 纸.xlsx"),
    Place("commend list", "--period", "YEAR"): Typed(
        "commend list --period {}", ("commend add 1 --on 2026-03-06 --for 优秀共产党员 --by 学校党委",)
    ),
    Place("inspect list", "--period", "QUARTER"): Typed("inspect list --period {}", _INSPECTED),
    Place("overview", "--period", "QUARTER"): Typed("overview --period {}", _PRESENT),
    Place("rollup", "--period", "QUARTER"): Typed(
        "rollup 季度计划.xlsx --branch 学院党总支 --period {}",
        ("report quarter-plan --period 2026Q1 -o 季度计划.xlsx --mark-filed --yes",),
    ),
    Place("day export", "PERIOD", "YEAR"): Typed("day export {} -o 年.ics"),
    Place("day plan", "REF", "QUARTER"): Typed("day plan {} --theme 学党章"),
    Place("day plan", "REF", "YEAR"): Typed("day plan {} --theme 学党章"),
    Place("schedule", "YEAR", "YEAR"): Typed("schedule {}"),
    # amounts
    Place("dues rate", "AMOUNT", _Y): Typed("dues rate wage {}"),
    Place("dues assess", "--amount", _Y): Typed("dues assess 1 --kind 工资 --amount {} --from 2026-01"),
    Place("dues waive", "--amount", "LITTLE"): Typed(
        "dues waive 1 --months 2026-03 --by 学院党总支 --reason 困难 --amount {}",
        ("dues assess 1 --kind 工资 --amount 90000000 --from 2026-01",),
    ),
    Place("dues pay", "--amount", _Y): Typed("dues pay 1 --amount {} --voluntary", _ASSESSED),
    Place("dues refund", "--amount", _Y): Typed("dues refund 1 --amount {} --reason 误收", _GIVEN),
    Place("dues remit", "--amount", _Y): Typed("dues remit --amount {}", _IN_HAND),
    # people
    Place("member show", "WHO", _W): Typed("member show {}"),
    Place("member set", "WHO", _W): Typed("member set {} --group 第一党小组"),
    Place("member transfer", "WHO", _W): Typed("member transfer {} --to 第二党支部", (_SECOND,)),
    Place("member merge", "WHO", _W): Typed("member merge {} 7 --reason 重复 --yes", (_TWIN,)),
    Place("member merge", "INTO", _W): Typed("member merge 7 {} --reason 重复 --yes", (_TWIN,)),
    Place("member remove", "WHO", _W): Typed("member remove {} --because died"),
    Place("member forget", "WHO", _W): Typed(
        "member forget {} --yes", ("member remove 1 --because removed --reason 除名",)
    ),
    Place("review", "WHO", _W): Typed("review {}", _ABSENT),
    Place("makeup add", "WHO", _W): Typed("makeup add {} --for 2026-03-06 --on 2026-03-07", _EXCUSED),
    Place("talk add", "WHO", _W): Typed("talk add {} --on 2026-03-07 --by 王书记 --early", _ABSENT),
    Place("talk waive", "WHO", _W): Typed("talk waive {} --reason 已谈", _THRICE),
    Place("dispute add", "WHO", _W): Typed("dispute add {} --for 2026-03-06 --said 到会", _ABSENT),
    Place("dispute settle", "WHO", _W): Typed(
        "dispute settle {} --for 2026-03-06 --outcome 查实 --by 王书记",
        (*_ABSENT, "dispute add 1 --for 2026-03-06 --said 到会"),
    ),
    Place("handling propose", "WHO", _W): Typed(_propose(who="{}"), _ABSENT),
    Place("handling decide", "WHO", _W): Typed(
        "handling decide {} --present 4 --in-favour 4 --entitled 4 --statement 认识到错误", _PROPOSED
    ),
    Place("handling approve", "WHO", _W): Typed("handling approve {} --by 学院党总支", _DECIDED),
    Place("dues assess", "WHO", _W): Typed("dues assess {} --kind 工资 --amount 6500 --from 2026-01"),
    Place("dues waive", "WHO", _W): Typed("dues waive {} --months 2026-03 --by 学院党总支 --reason 困难", _ASSESSED),
    Place("dues pay", "WHO", _W): Typed("dues pay {} --months 2026-01", _ASSESSED),
    Place("dues refund", "WHO", _W): Typed("dues refund {} --month 2026-03 --amount 10 --reason 多收", _PAID),
    Place("dues carry", "WHO", _W): Typed("dues carry {}", _OVER),
    Place("dues ledger", "WHO", _W): Typed("dues ledger {}", _PAID),
    Place("report", "--member", _W): Typed("report make-ups --member {} --period 2026 -o 纸.xlsx", _EXCUSED),
    Place("log", "WHO", _W): Typed("log {}", _ABSENT),
    Place("checkin", "WHO", _WW): Typed("checkin {} --day 2026-03-06"),
    Place("checkin", "--except", _WW): Typed("checkin --all --except {} --day 2026-03-06"),
    Place("checkin", "--online", _WW): Typed("checkin --online {} --day 2026-03-06"),
    Place("checkin", "--visited", _WW): Typed("checkin --visited {} --day 2026-03-06"),
    Place("checkin", "--absent", _WW): Typed("checkin --absent {} --day 2026-03-06"),
    Place("visit add", "WHO", _W): Typed(
        "visit add {} --for 2026-03-06 --on 2026-03-07 --how 送学 --by 王秀芳",
        ("member set 1 --circumstance 患病 --since 2026-01-01",),
    ),
    Place("meeting add", "--present", _WW): Typed("meeting add 党课 --on 2026-03-06 --theme 专题党课 --present {}"),
    Place("meeting add", "--except", _WW): Typed("meeting add 党课 --on 2026-03-06 --theme 专题党课 --all --except {}"),
    Place("meeting set", "--present", _WW): Typed("meeting set 1 --present {}", (_LESSON,)),
    Place("meeting set", "--absent", _WW): Typed("meeting set 1 --absent {}", (f"{_LESSON} --all",)),
    Place("checkin", "--excuse", _WW): Typed("checkin --excuse {}:病假 --day 2026-03-06"),
    Place("branch add", "--take", _WW): Typed("branch add 第二党支部 --from 第一党支部 --take {} --since 2026-03-07"),
    Place("dues collect", "--handed-in", _WW): Typed("dues collect --all --day 2026-03-06 --handed-in {}", _ASSESSED),
    Place("dues collect", "--except", _WW): Typed(
        "dues collect --all --day 2026-03-06 --except {}", (*_ASSESSED, "checkin --day 2026-03-06 --all")
    ),
}

#: Metavars that say a date, a month, a period, an amount or people is typed there.
TYPED_METAVARS = (
    *("DATE", "DATE,…", "DATE[:am|pm]", "[DATE[:am|pm]]", "MONTH", "MONTH[..MONTH]", "PERIOD", "[YEAR|DATE]", "[YEAR]"),
    *("YUAN", "[AMOUNT]", "WHO", "[WHO]", "[WHO]...", "INTO", "WHO,…", "WHO:CATEGORY[:DETAIL]"),
)
