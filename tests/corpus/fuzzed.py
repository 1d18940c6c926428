"""Papers drawn by chance from the same parts as the declared ones: columns shuffled, renamed, framed; lists as typed.

Each part alone is in the corpus, so what is drawn has a right result as well: who is on it, and as what.
"""

from dataclasses import dataclass

from hypothesis import strategies as st

from corpus.structure import LEFT, Cell, File, Hidden, Row, Sheet, titled

HEADERS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "党员姓名", "姓  名", "名字"),
    "standing": ("人员类别", "政治面貌", "党员类型", "党员类别", "党员性质"),
    "joined": (
        "入党时间",
        "入党日期",
        "加入党组织日期",
        "加入中国共产党时间",
        "何时入党",
        "参加党组织时间",
        "何时加入中国共产党",
    ),
    "number": ("序号", "编号"),
    "full_on": ("转正时间", "转正日期", "转为正式党员时间", "转为正式党员日期"),
    "staff_number": ("教职工编号", "工号", "学号/工号", "职工号", "教工号"),
    "gender": ("性别",),
    "ethnicity": ("民族",),
    "phone": ("手机号", "联系电话", "手机号码", "联系方式"),
    "party_group": ("党小组", "所属党小组", "所在党小组"),
    "education": ("学历", "最高学历", "文化程度"),
    "origin": ("籍贯",),
    "title": ("职称",),
    "mail": ("邮箱", "电子邮箱"),
    "remark": ("备注", "说明", "备注说明"),
    "unknown": ("衣服尺码", "是否乘车", "午餐口味"),
}
ALWAYS = ("name", "standing", "joined")
PEOPLE: tuple[dict[str, str], ...] = tuple(
    dict(zip(HEADERS, line.split(), strict=True))
    for line in (
        "林晓岚 正式党员 2008-06-20 1 2009-06-20 0012008 女 满族 13900000101 第一党小组 博士研究生 河北清苑 副教授 lin@example.org 校聘专家 中号",
        "何建业 正式党员 2003-07-01 2 2004-07-01 0003007 男 汉族 13900000102 第一党小组 本科 山西代县 实验师 he@example.org 借调 大号",
        "买买提江·吐尔逊 正式党员 2011-05-13 3 2012-05-13 0011045 男 维吾尔族 13900000103 第二党小组 本科 新疆疏勒 讲师 mm@example.org 值班 特大号",
        "范予 正式党员 2023-12-03 4 2024-12-03 0021105 男 汉族 13900000104 第二党小组 研究生 江西婺源 助教 fan@example.org 驻村 小号",
        "尹璐 预备党员 2025-06-10 5 / 0023233 女 苗族 13900000105 第三党小组 专科 湖北竹山 见习 yin@example.org 待查 均码",
        "司徒云起 正式党员 2001-06-29 6 2002-06-29 0009017 男 壮族 13900000106 第三党小组 硕士 广西靖西 教授 st@example.org 外聘 加大号",
    )
)
DATES = ("{0}-{1}-{2}", "{0}.{1}.{2}", "{0}/{1}/{2}", "{0}年{1}月{2}日", "{0}{1}{2}", "{0}、{1}、{2}")
DRESSED = ("{}", "*{}", "{}*", "{}（必填）", "{} ", "{}：", "{}(选填)")
ABOVE: tuple[Row, ...] = (
    ["党支部党员花名册"],
    ["填报单位：计算机学院教工党支部", None, "填报日期：2026年3月1日"],
    ["填写说明：姓名与身份证一致，日期写到日。"],
    ["注意：本表不得外传。"],
    [],
)
BETWEEN: tuple[Row, ...] = ([], ["教工党员"], ["学生党员（2人）"], ["一、在职"], ["小计", "2人"])
BELOW: tuple[Row, ...] = (
    [],
    ["合计", "6人"],
    ["填表人：", None, "审核人："],
    ["注：有变动请及时告知组织委员"],
    ["温馨提示：交一式两份"],
)
FILES = ("paper.xlsx", "paper.xlsm", "paper.csv")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")


@dataclass(frozen=True)
class Drawn:
    """A paper by chance: the people on it, and which header each field has."""

    file: File
    people: tuple[dict[str, str], ...]
    headers: dict[str, str]


@st.composite
def rosters(draw: st.DrawFn) -> Drawn:
    """A roster of some of the six, in some of the columns, in any order, with something around it."""
    people = tuple(draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=6, unique_by=lambda one: one["name"])))
    extra = draw(
        st.lists(st.sampled_from([field for field in HEADERS if field not in ALWAYS]), unique=True, max_size=7)
    )
    fields = draw(st.permutations([*ALWAYS, *extra]))
    headers = {field: draw(st.sampled_from(HEADERS[field])) for field in fields}
    dressed = [draw(st.sampled_from(DRESSED)).format(headers[field]) for field in fields]
    style = draw(st.sampled_from(DATES))
    rows: list[Row] = []
    for person in people:
        rows.append([_written(field, person[field], style) for field in fields])
        if draw(st.integers(0, 5)) == 0:
            rows.append(draw(st.sampled_from(BETWEEN)))
    name = draw(st.sampled_from(FILES))
    return Drawn(_framed(draw, name, dressed, rows), people, headers)


def _written(field: str, value: str, style: str) -> str:
    if field in ("joined", "full_on") and "-" in value:
        return style.format(*value.split("-"))
    return value


def _framed(draw: st.DrawFn, name: str, headers: list[str], rows: list[Row]) -> File:
    above = draw(st.lists(st.sampled_from(ABOVE), max_size=3))
    below = draw(st.lists(st.sampled_from(BELOW), max_size=3))
    if draw(st.booleans()):
        above = [titled("2026年登记表", max(len(headers), 2)), *above]
    lines: list[Row | Hidden] = [*above, headers, *rows, *below]
    gap, margin = draw(st.integers(0, len(headers))), draw(st.integers(0, 2))
    if draw(st.integers(0, 3)) == 0:  # an empty column in the midst of the table
        lines = [_parted(line, gap) for line in lines]
    if draw(st.integers(0, 3)) == 0:  # the table does not begin in the corner
        lines = [[None] * margin + list(line) if not isinstance(line, Hidden) else line for line in lines]
    if name != "paper.csv" and draw(st.integers(0, 3)) == 0:
        at = len(above) + 1
        row = lines[at]
        lines[at] = row if isinstance(row, Hidden) else Hidden(row)
    return File(name, (Sheet(tuple(lines)),), encoding=draw(st.sampled_from(ENCODINGS)))


def _parted(line: Row | Hidden, gap: int) -> Row | Hidden:
    if isinstance(line, Hidden):
        return line
    cells = list(line)
    filler: Cell = LEFT if gap < len(cells) and cells[gap] is LEFT else None
    return [*cells[:gap], filler, *cells[gap:]] if gap < len(cells) else cells


# Words and what they make of somebody: a state, or "asked" where they say that somebody did not come.
STATES: tuple[tuple[str, str], ...] = (
    ("√", "present"),
    ("到", "present"),
    ("已签到", "present"),
    ("出勤", "present"),
    ("参会", "present"),
    ("迟到", "present"),
    ("线上", "online"),
    ("线上参加", "online"),
    ("视频参会", "online"),
    ("请假（出差）", "excused"),
    ("病假", "excused"),
    ("公假", "excused"),
    ("已请假", "excused"),
    ("未到", "asked"),
    ("缺勤", "asked"),
    ("未签到", "asked"),
    ("×", "asked"),
    ("缺席", "absent"),
    ("", ""),
)
BRANCH = ("林晓岚", "何建业", "覃若溪", "买买提江·吐尔逊", "范予", "尹璐", "单田", "曾可心", "何建国")
STATE_HEADERS = ("签到", "出勤情况", "签到情况", "到会情况", "签到状态", "考勤", "出席情况")


@dataclass(frozen=True)
class Attended:
    """A sheet or list by chance, and what it makes of each person on it."""

    file: File
    states: dict[str, str]
    words: dict[str, str]


@st.composite
def sign_ins(draw: st.DrawFn) -> Attended:
    """A sign-in sheet of some of the branch."""
    names = draw(st.lists(st.sampled_from(BRANCH), min_size=1, unique=True))
    marks = {name: draw(st.sampled_from(STATES)) for name in names}
    fields = draw(
        st.permutations(
            ["序号", "姓名", draw(st.sampled_from(STATE_HEADERS)), *draw(st.sampled_from(([], ["性别"], ["单位"])))]
        )
    )
    rows: list[Row] = []
    for number, name in enumerate(names, 1):
        cells = {"序号": str(number), "姓名": name, "性别": "女", "单位": "计算机学院"}
        rows.append([cells.get(field, marks[name][0]) for field in fields])
        if draw(st.integers(0, 5)) == 0:
            rows.append(draw(st.sampled_from(([], ["第一党小组"], ["二、学生"]))))
    file = _framed(
        draw, draw(st.sampled_from(FILES)), [draw(st.sampled_from(DRESSED)).format(field) for field in fields], rows
    )
    return Attended(
        file, {name: state for name, (_, state) in marks.items()}, {name: word for name, (word, _) in marks.items()}
    )


NUMBERED = ("{n}. {line}", "{n}、{line}", "{n}．{line}", "({n}) {line}", "{line}")
BETWEEN_NAME_AND_STATE = (" ", "+", "-", "：", "，", "  ")
NAMED = ("{name}", "小某（{name}）", "计科2101 {name}")


@st.composite
def lists(draw: st.DrawFn) -> Attended:
    """A list from a chat, each line by another hand, numbered in one way."""
    names = draw(st.lists(st.sampled_from(BRANCH), min_size=1, unique=True))
    words = [mark for mark in STATES if mark[0] not in ("√", "×")]
    marks = {name: draw(st.sampled_from(words)) for name in names}
    numbered = draw(st.sampled_from(NUMBERED))
    # Without numbers nothing but the names tells a line of the list from its title.
    lines = [] if numbered == "{line}" else ["#接龙", "3月主题党日", ""]
    for number, name in enumerate(names, 1):
        said = draw(st.sampled_from(NAMED)).format(name=name)
        word = marks[name][0]
        lines.append(
            numbered.format(
                n=number, line=said + (draw(st.sampled_from(BETWEEN_NAME_AND_STATE)) + word if word else "")
            )
        )
    file = File("paper.txt", text="\n".join(lines) + "\n", encoding=draw(st.sampled_from(ENCODINGS)))
    states = {name: state or "present" for name, (_, state) in marks.items()}
    return Attended(file, states, {name: word for name, (word, _) in marks.items()})
