"""通报: a superior's circular on a period: the facts, good things by name, shortcomings by branch. Knows no workbook.

A letter: a sheet of one column, whose rows are headings and paragraphs. It names members for what is good alone, gives
no points, and lists branches in the order of the tree.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from partyday.model.money import yuan
from partyday.model.oversight import Commendation, Inspection
from partyday.model.overview import Drawn, Overview, OverviewLine, rate
from partyday.model.paper import Align, PrintedColumn, Row, RowKind, Sheet, file_stem
from partyday.model.people import Branch
from partyday.words.periods import period_name
from partyday.words.rates import percent

#: Characters of a line, so that the sheet can be looked at as a workbook too.
_WIDTH = 72

_NUMBERS = "一二三四五六七八九十"

#: What is good of a branch → how it is told of those of whom it is so.
_GOOD: tuple[tuple[Callable[[OverviewLine], bool], str], ...] = (
    (
        lambda line: bool(line.held) and line.closed == line.announced == line.summarised == line.held,
        "活动均提前公布、按时结束登记并作总结",
    ),
    (lambda line: line.rate == 1, "应到党员全部参加"),
    (lambda line: line.plans_due > 0 and line.plans_filed == line.plans_due and not line.plans_late, "计划按时报送"),
    (lambda line: line.keeps_dues and line.dues_owed == 0, "党费按月收齐"),
)

#: What is short of a branch, how often → how it is told.
_SHORT: tuple[tuple[Callable[[OverviewLine], int], str], ...] = (
    (lambda line: _missing(line.held, line.announced), "{} 次活动没有提前公布"),
    (lambda line: line.overdue.get("close", 0), "{} 次活动逾期没有结束登记"),
    (lambda line: line.overdue.get("summary", 0), "{} 次活动逾期没有总结"),
    (lambda line: line.overdue.get("make-up", 0), "{} 人次逾期没有补课"),
    (lambda line: line.overdue.get("reach-out", 0), "{} 人次没有送学"),
    (lambda line: line.plans_due - line.plans_filed, "{} 份计划没有报送"),
    (lambda line: line.plans_late, "{} 份计划迟报"),
)


def _missing(of: int | None, done: int | None) -> int:
    return 0 if of is None or done is None else of - done


def build(
    overview: Overview,
    inspections: Sequence[tuple[Branch, Inspection]],
    commended: Sequence[tuple[str, Commendation]],
    on: date,
) -> Sheet:
    """The circular on the period of an overview, as of a day.

    `inspections` are those of the period; `commended` the commendations of it, each with the name of whom.
    """
    unit = overview.superior.name if overview.superior else "各党支部"
    period = period_name(overview.period)
    parts = (
        ("总体情况", [_facts(overview, len(inspections))]),
        ("好的方面", list(_good(overview.lines, inspections, commended))),
        ("存在的问题", list(_shortcomings(overview.lines))),
        ("整改要求", list(_to_mend(inspections, on))),
    )
    told = [(heading, paragraphs) for heading, paragraphs in parts if paragraphs]
    rows = [Row((f"现将{period}党员活动日开展情况通报如下。",))]
    for number, (heading, paragraphs) in zip(_NUMBERS, told, strict=False):
        rows.append(Row((f"{number}、{heading}",), RowKind.SECTION))
        rows += [Row((paragraph,)) for paragraph in paragraphs]
    return Sheet(
        title=f"{unit}关于{period}党员活动日开展情况的通报",
        tab="通报",
        stem=file_stem(unit, "活动开展情况通报", overview.period),
        lines=(("各党支部：", ""),),
        columns=(PrintedColumn(heading="通报", width=_WIDTH, align=Align.LEFT),),
        body=tuple(rows),
        signatures=(unit, f"{on.year}年{on.month}月{on.day}日"),
    )


def _facts(overview: Overview, inspected: int) -> str:
    """The sums of all branches."""
    lines = overview.lines
    telling = [line for line in lines if line.drawn is not Drawn.NOTHING]
    filed = sum(line.drawn is Drawn.FILED for line in lines)
    nothing = len(lines) - len(telling)

    def told(words: str, *names: str) -> str:
        """The sums in their words; nothing where no branch tells them, and how many do not where some do not."""
        silent = sum(getattr(line, names[0]) is None for line in telling)
        if silent == len(telling):
            return ""
        sums = (sum(getattr(line, name) or 0 for line in telling) for name in names)
        return words.format(*sums) + (f"（{silent} 个党支部未反映）" if silent else "")

    share = rate(*(sum(getattr(line, name) or 0 for line in telling) for name in ("took_part", "expected")))
    of_held = [
        told("结束登记 {} 次", "closed"),
        told("提前公布 {} 次", "announced"),
        told("总结 {} 次", "summarised"),
    ]
    owed = [line.dues_owed for line in telling if line.dues_owed is not None]
    parts = [
        f"共 {len(lines)} 个党支部"
        + (f"，其中 {filed} 个按报送材料统计" if filed else "")
        + (f"，{nothing} 个没有记录和报送材料" if nothing else ""),
        told("计划活动 {} 次", "days"),
        told(f"截至{overview.as_of.isoformat()}已开展 {{}} 次", "held"),
        "其中" + "、".join(filter(None, of_held)) if any(of_held) else "",
        told("应到 {} 人次，参加 {} 人次", "expected", "took_part")
        + ("" if share is None else f"，出勤率 {percent(share)}"),
        told("待补课 {} 人次", "open_make_ups"),
        told("待送学 {} 人次", "unreached"),
        told("应报计划 {} 份，已报 {} 份，其中迟报 {} 份", "plans_due", "plans_filed", "plans_late"),
        f"尚欠党费 {yuan(sum(owed))} 元" if any(owed) or any(line.keeps_dues for line in lines) else "",
        f"开展督查 {inspected} 次" if inspected else "",
    ]
    return "；".join(filter(None, parts)) + "。"


def _good(
    lines: Sequence[OverviewLine],
    inspections: Sequence[tuple[Branch, Inspection]],
    commended: Sequence[tuple[str, Commendation]],
) -> Iterator[str]:
    """Good things by name."""
    for holds, words in _GOOD:
        names = [line.branch.name for line in lines if holds(line)]
        if names:
            yield f"{words}：{'、'.join(names)}。"
    looked_at = dict.fromkeys(branch.name for branch, _one in inspections)
    clean = [
        name for name in looked_at if all(one.due_on is None for branch, one in inspections if branch.name == name)
    ]
    if clean:
        yield f"督查中没有需要整改的问题：{'、'.join(clean)}。"
    mended = dict.fromkeys(
        branch.name for branch, one in inspections if one.mended_on and one.due_on and one.mended_on <= one.due_on
    )
    if mended:
        yield f"督查发现的问题按期整改：{'、'.join(mended)}。"
    by_merit: dict[tuple[str, str], list[str]] = {}
    for name, one in commended:
        by_merit.setdefault((one.commended_by, one.merit), []).append(name)
    for (by, merit), names in by_merit.items():
        yield f"受{by}表彰（{merit}）：{'、'.join(names)}。"


def _shortcomings(lines: Sequence[OverviewLine]) -> Iterator[str]:
    """What each branch is short of, the branches in the order of the tree."""
    for line in lines:
        told = [words.format(count) for counted, words in _SHORT if (count := counted(line)) > 0]
        if line.dues_owed:
            told.append(f"尚欠党费 {yuan(line.dues_owed)} 元")
        if line.drawn is Drawn.NOTHING:
            told.append("没有报送材料，无从统计")
        if told:
            yield f"{line.branch.name}：{'；'.join(told)}。"


def _to_mend(inspections: Sequence[tuple[Branch, Inspection]], on: date) -> Iterator[str]:
    """What inspections found and is not mended, with its day."""
    for branch, one in inspections:
        if one.is_open(on) and one.due_on:
            late = "，已逾期" if one.due_on < on else ""
            yield f"{branch.name}：{one.found}（{one.due_on.isoformat()}前整改{late}）。"
