"""One kind of frame, remark or word after another, each on a paper of its own, so that a failure names it."""

from corpus.paper import Marks, No, Paper, Roster, attended, full, imported, probationary
from corpus.structure import LEFT, Row, csv, sheet, xlsx

HEAD: Row = ["姓名", "人员类别", "入党时间"]
LIN: Row = ["林晓岚", "正式党员", "2008-06-20"]
YIN: Row = ["尹璐", "预备党员", "2025-06-10"]
BOTH = Roster(people={"林晓岚": full("2008-06-20"), "尹璐": probationary("2025-06-10")})

NOTES = (
    "注意：姓名与身份证一致",
    "填写注意事项：入党时间以志愿书为准",
    "导入说明：请勿改动表头",
    "温馨提示：请于周五前交回",
    "填表说明：日期写到日",
    "备注：本表一式两份",
    "说明：本表由支部保存",
    "注：入党时间指支部大会通过之日",
    "※ 请勿外传",
    "1.姓名须填全名；\n2.日期写到日。",
    "注意事项\n（1）本表不得涂改",
    "以上信息经本人核对无误",
)
SECTIONS = (
    "教工党员",
    "学生党员（2人）",
    "一、正式党员",
    "【第一党小组】",
    "第二党小组（共1人）",
    "2021级",
    "在职教师",
    "离退休党员 1人",
    "博士生党员：",
    "软件教研室",
    "（一）机关",
)
ENDS: tuple[Row, ...] = (
    ["小计", "2"],
    ["合计", None, "2人"],
    ["共计2人"],
    ["总人数：2"],
    ["合计（人）", 2],
    ["正式党员1人，预备党员1人"],
    ["填表人：郎晓北"],
    ["审核人（签字）：", None, "日期：2026年3月1日"],
    ["支部书记签字：", "何建业"],
    ["单位负责人：何建业", "填报人：郎晓北"],
    ["制表日期：2026-03-01"],
    ["（盖章）"],
    ["第 1 页 共 1 页"],
    ["党支部书记：", "", "2026年3月1日"],
)


def note(turn: int, words: str) -> list[Paper]:
    """A note above the table, merged over it, and the same below, in one cell."""
    return [
        imported(f"roster-note-above-{turn}", (3,), xlsx(sheet([words, LEFT, LEFT], HEAD, LIN, YIN)), BOTH),
        imported(f"roster-note-below-{turn}", (3,), xlsx(sheet(HEAD, LIN, YIN, [], [words])), BOTH),
    ]


def section(turn: int, words: str) -> Paper:
    """A row between the people that heads those below it."""
    merged: Row = [words, LEFT, LEFT] if turn % 2 else [words]
    return imported(f"roster-section-{turn}", (3,), xlsx(sheet(HEAD, merged, LIN, merged, YIN)), BOTH)


def end(turn: int, row: Row) -> Paper:
    """A row below the people that is nobody."""
    return imported(f"roster-end-{turn}", (3,), csv(HEAD, LIN, YIN, row), BOTH)


REMARKS = (
    ("林晓岚（书记）", "书记"),
    ("林晓岚(女)", "女"),
    ("林晓岚*", "*"),
    ("林晓岚（预备）", "预备"),
    ("林晓岚 （流动党员）", "流动党员"),
    ("林晓岚【外聘】", "外聘"),
    ("林晓岚（2025.9转入）", "2025.9转入"),
    ("▲林晓岚", "▲"),
    ("林晓岚#", "#"),
    ("林晓岚（退休）（返聘）", "返聘"),
    ("（书记）林晓岚", "书记"),
    ("林晓岚\n（书记）", "书记"),
    ("林晓岚※", "※"),
)
NO_NAMES = (
    "何建业A",
    "何建业b",
    "何建业1",
    "何建业①",
    "张小川/李小河",
    "张小川、李小河",
    "张小川 李小河",
    "合计8人",
    "共8名",
    "待定",
    "同上",
    "13900000101",
    "林",
    "林晓岚?",
)


def remark(turn: int, written: str, word: str) -> Paper:
    """A name with something that is no part of it."""
    return imported(
        f"roster-remark-at-name-{turn}",
        (1, 7),
        csv(HEAD, [written, "正式党员", "2008-06-20"]),
        Roster(people={"林晓岚": full("2008-06-20")}, notes=(word,)),
    )


def no_name(turn: int, written: str) -> Paper:
    """What stands where a name should, with a standing and a date beside it."""
    return imported(
        f"roster-no-name-{turn}",
        (1, 7),
        csv(HEAD, LIN, [written, "正式党员", "2003-07-01"]),
        Roster(code=10, rejected=(No(written, "姓名", 3),), people={"林晓岚": full("2008-06-20")}, new=1),
        "--partial",
    )


NOT_YET = (
    "未转正",
    "预备期",
    "待转正",
    "尚未转正",
    "——",
    "无",
    "(跳过)",
    "（空）",
    "/",
    "未满一年",
    "预备",
    "暂无",
    "N/A",
    "待定",
    "－",
)


def not_yet(turn: int, word: str) -> Paper:
    """A word for none where the day of becoming full should stand."""
    return imported(
        f"roster-not-yet-full-{turn}",
        (6,),
        csv([*HEAD, "转正时间"], [*YIN, word]),
        Roster(people={"尹璐": probationary("2025-06-10", full_on=None)}),
    )


# What a word in a sign-in sheet makes of somebody: a state, "asked" or "rejected".
WORDS = (
    ("出席", "present"),
    ("已到", "present"),
    ("参加", "present"),
    ("Y", "present"),
    ("✔", "present"),
    ("●", "rejected"),
    ("⊙", "rejected"),
    ("△", "rejected"),
    ("○", "rejected"),
    ("代", "rejected"),
    ("何建业代", "rejected"),
    ("代签：何建业", "rejected"),
    ("线上参会", "online"),
    ("网络参会", "online"),
    ("视频", "online"),
    ("送学", "visited"),
    ("事假", "excused:事假"),
    ("因私请假", "excused:事假"),
    ("家中有事", "excused:事假"),
    ("病假", "excused:病假"),
    ("生病", "excused:病假"),
    ("就医", "excused:病假"),
    ("公出", "excused:公差"),
    ("公务", "excused:公差"),
    ("开会", "excused:公差"),
    ("外出培训", "excused:公差"),
    ("产假", "excused"),
    ("婚假", "excused"),
    ("探亲假", "excused"),
    ("休假", "excused"),
    ("请假", "excused"),
    ("未出席", "asked"),
    ("未参会", "asked"),
    ("没到", "asked"),
    ("X", "asked"),
    ("N", "asked"),
    ("✗", "asked"),
    ("缺席", "absent"),
    ("无故缺席", "absent"),
)


def word_of(turn: int, word: str, means: str) -> Paper:
    """One word beside one name; somebody else was there."""
    marks = {"林晓岚": "present"}
    if means not in ("asked", "rejected"):
        marks["覃若溪"] = means
    expected = Marks(marks=marks, asked=("覃若溪",) if means == "asked" else ())
    if means == "rejected":
        expected = Marks(code=10, rejected=(No(word, row=3),))
    file = csv(["姓名", "签到"], ["林晓岚", "√"], ["覃若溪", word])
    return attended(f"signin-word-{turn}", (11,), file, expected)


PAPERS = [
    *(paper for turn, words in enumerate(NOTES, 1) for paper in note(turn, words)),
    *(section(turn, words) for turn, words in enumerate(SECTIONS, 1)),
    *(end(turn, row) for turn, row in enumerate(ENDS, 1)),
    *(remark(turn, *written) for turn, written in enumerate(REMARKS, 1)),
    *(no_name(turn, written) for turn, written in enumerate(NO_NAMES, 1)),
    *(not_yet(turn, word) for turn, word in enumerate(NOT_YET, 1)),
    *(word_of(turn, *word) for turn, word in enumerate(WORDS, 1)),
]
