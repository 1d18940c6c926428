"""What stands around the rows of people on a page, and between them: section headings, sums, notes, merged cells.

Imports the nouns of reading only; no rules, store, services or cli.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from partyday.i18n import _, listed
from partyday.model.dates import half_width
from partyday.sheets.cells import NOTHING, Cell, Spoiled, Unreadable, is_blank, opens_footer, shown
from partyday.sheets.pages import Merge, Row
from partyday.words.masks import masked

#: A heading over some of the people: 教工党员, 学生党员（2人）, 一、在职党员, 第一党小组, 预备党员：
#: It is compiled when the first row asks for it, as `_PLAIN_NAME`: classes of so many letters take milliseconds.
_SECTION = (
    r"(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．\s]*)?"
    r"[\u4e00-\u9fff/、—-]{0,16}(?:党员|教工|教师|职工|学生|人员|干部|对象|分子|支部|小组|党总支|年级|班级|班|组|本科|研究生|离退休|退休)"
    r"\s*(?:名单|名册|部分)?\s*[:：]?\s*(?:[(（【\[]?\s*(?:共|计|合计)?\s*\d+\s*[人名]\s*[)）】\]]?)?"
    r"\s*(?:[(（]?\s*(?:党小)?(?:组长|负责人)\s*[:：]?\s*[\u4e00-\u9fff·]{2,8}\s*[)）]?)?\s*[:：]?"
)
_TOTAL = re.compile(
    r"\s*[（(【\[]?\s*(?:[实应]到|(?:实际|应该)?(?:到会|出勤|参会|参加|签到|出席|缺勤|缺席|请假|未到|线上)(?:人数|率)"
    r"|人\s*数|合\s*计|总\s*计|共\s*计|小\s*计|总\s*数|总\s*人\s*数|共\s*\d+\s*[人名])"
)
_NOTE = re.compile(
    r"[\s*＊※★▲（(【\[]*(?:填写|填表|填报|导入|使用|温馨|重要|特别|友情)?\s*"
    r"(?:注\s*意|注\s*[:：\d（(]|须\s*知|提\s*示|说\s*明|要\s*求|备\s*注\s*[:：]|附\s*注|示\s*例|样\s*例|数据来源|制表日期|填表日期|更新)"
)
#: What stands alone in a row and is nobody's name: a sentence, a heading, the foot of a page.
_NO_NAME = re.compile(
    r"[:：。；;！!？?]|.{21}|^\s*※|^\s*[(（]?\d{1,2}\s*[.、)）]|第\s*\d+\s*页|共\s*\d+\s*页|以\s*下\s*空\s*白|续\s*表"
    r"|(?:党员|教工|教师|职工|人员|干部|分子|支部|小组|党总支|名册|名单|花名册|情况表|登记表|统计表|一览表)$"
    r"|[(（].*\d+\s*[人名]",
    re.DOTALL,
)
#: A label to be signed or filled in beside, 支部书记签字：: nobody's name ends so.
_LABEL = re.compile(r"[:：]\s*$")
#: What can be the name of somebody of whom nothing else is told.
_PLAIN_NAME = (
    r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}|[^\d:：。；;！!？?（）()]*·[^\d:：。；;！!？?（）()]*|[A-Za-z .]+"
)
#: A row that only shows how to fill in the others: 例 under 序号, （例）张三.
_EXAMPLE = re.compile(
    r"\s*[（(【\[]?(?:填写)?(?:例|示例|样例|范例|举例|例子|例如)(?:[)）】\]:：]|$)"
    r"|.{1,6}[（(【\[](?:例|示例|样例|范例|举例|例子)[)）】\]]$|(?:[XxＸ×✕]{2,4}|某{2,4}|[张李王]某某?|张三[、,，]?李四)$"
)
#: And so on, below the last of the people: …….
_DOTS = re.compile(r"[….。·．]{2,}|…")
_COUNT = re.compile(r"\d{1,4}(?:\.\d+)?\s*[人名个次%％]?")
_BESIDE_NAME = re.compile(r"\s*[(（][^()（）\d]{1,6}[)）]\s*$")
#: How a row may begin that looks at more than the name.
_SUSPICIOUS = re.compile(r"\s*[（(【\[]?\s*(?:合|总|共|小)\s*[计共数人\d]|[/\\—－-]+$|无$")

#: All that a name can be taken for by `is_line`, asked at one time: a counted row with any other is a person's.
_PECULIAR = re.compile(
    rf".*[:：]|(?:{_EXAMPLE.pattern})|(?:{_DOTS.pattern})$|(?:{_SUSPICIOUS.pattern})|(?:{_TOTAL.pattern})", re.DOTALL
)

_SHOWN, _LONGEST = 12, 40


class Aside(NamedTuple):
    """A row that is no person: its number and text."""

    number: int
    text: str


def is_usual(cells: Mapping[str, Cell], row: Row, *, key: str, counter: str, telling: Iterable[str]) -> bool:
    """Whether a row is a person's at the first sight: counted at its beginning, and filled in as nobody else's is.

    `cells` are those of the known columns, `row` all of them; `counter` is the field that only counts, `telling` are
    the fields that nobody fills in but for a person.
    """
    count = cells.get(counter)
    if not isinstance(count, int) or count != row[0]:
        return False
    for field_name in telling:
        if not says_nothing(cells[field_name]):
            who = shown(cells.get(key))
            return who != "" and not _PECULIAR.match(who)
    return False


def is_line(
    cells: Mapping[str, Cell],
    row: Row,
    *,
    key: str,
    counter: str,
    telling: Mapping[str, Callable[[Cell], object]],
) -> bool:
    """Whether a row that is not a usual one says something of the paper and not of a person.

    `telling` are the readers of the fields that nobody fills in but for a person.
    """
    who = shown(cells.get(key))
    if _EXAMPLE.match(who) or _EXAMPLE.fullmatch(shown(cells.get(counter))):
        return True
    told = [field_name for field_name in telling if not says_nothing(cells.get(field_name))]
    first = shown(next(cell for cell in row if not is_blank(cell)))
    if _DOTS.fullmatch(who):
        return True

    def reads() -> bool:
        return any(_tells_somebody(telling[field_name], cells[field_name]) for field_name in told)

    if _LABEL.search(who) or (":" in half_width(who) and told and not reads()):
        return True
    if told and who and not any(map(_SUSPICIOUS.match, (who, first))) and not any(map(_TOTAL.match, (who, first))):
        return False
    texts = [shown(cell) for cell in row if not is_blank(cell)]
    if any(_TOTAL.match(text) for text in texts[:2]):
        if first != who and _TOTAL.match(first) and any(map(str.isdigit, who)):
            return True
        # A sum reads like anybody's number; a standing or a date under 合计8人 does not, and is asked about.
        return not reads()
    if not who and len(texts) == 1 and not reads():
        return True
    if not who or who in NOTHING:
        opens_note = _NOTE.match(texts[0]) or _LABEL.search(texts[0])
        return not told or opens_footer(row) or opens_note is not None
    alone = all(says_nothing(cell) for field_name, cell in cells.items() if field_name not in (key, counter))
    if told:
        return False
    return (
        _NOTE.match(who) is not None
        or opens_footer(row)
        or opens_footer([who])
        or (alone and _NO_NAME.search(who) is not None)
        or (len(set(texts)) == 1 and re.fullmatch(_PLAIN_NAME, _BESIDE_NAME.sub("", who)) is None)
    )


def says_nothing(cell: Cell) -> bool:
    """Whether a cell is blank, or says that there is nothing to say."""
    return is_blank(cell) or (isinstance(cell, str) and cell.strip() in NOTHING)


def _tells_somebody(read: Callable[[Cell], object], cell: Cell) -> bool:
    """Whether a cell is read as something that is no number, and is no heading or sum under a column of any text."""
    text = shown(cell)
    if _TOTAL.match(text) or re.fullmatch(_SECTION, text) or _COUNT.fullmatch(text):
        return False
    try:
        value = read(cell)
    except Unreadable:
        return False
    return value is not None and not isinstance(value, int | float)


def section_named(row: Row) -> str:
    """The heading over the rows below it, where the row is one; blank where it is not."""
    texts = list(dict.fromkeys(shown(cell) for cell in row if not is_blank(cell)))
    return texts[0] if len(texts) == 1 and re.fullmatch(_SECTION, texts[0]) else ""


def told_lines(asides: Sequence[Aside]) -> list[str]:
    """The sentence on the rows that were taken for no person; none where there are none."""
    if not asides:
        return []
    lines = [f"{aside.number} “{shortened(_ID_NUMBER.sub(_masked, aside.text))}”" for aside in asides[:_SHOWN]]
    more = len(asides) - _SHOWN
    if more > 0:
        lines.append(_("{count} more").format(count=more))
    return [_("Rows that are no person: {rows}.").format(rows=listed(lines))]


_ID_NUMBER = re.compile(r"\d{15,17}[\dXx]?")


def _masked(found: re.Match[str]) -> str:
    return masked(found[0])


def shortened(text: str) -> str:
    """The text, cut where it is long."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def ranges(numbers: Iterable[int]) -> str:
    """3, 5–9: row numbers as a person reads them."""
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return listed(str(first) if first == last else f"{first}–{last}" for first, last in spans)


@dataclass
class Merges:
    """The merged cells of a page, row by row: filled down where a column allows it, spoiled where not.

    `places` are the columns that are read, `filled` those of them whose value holds for every row of a merge.
    """

    merges: Sequence[Merge]
    places: frozenset[int]
    filled: Mapping[int, str]
    notes: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._starting: dict[int, list[Merge]] = {}
        for merge in self.merges:
            if any(map(merge.covers, self.places)):
                self._starting.setdefault(merge.first_row, []).append(merge)
        self._covering: dict[int, tuple[Merge, Cell]] = {}

    def apply(self, number: int, row: Row, *, person: bool) -> Row:
        """The row with the cells that merges touch changed; a row that is no person only has its merges passed."""
        if not self.merges:
            return row
        cells = list(row)
        self._covering = {place: held for place, held in self._covering.items() if held[0].last_row >= number}
        if person:
            for place, (_merge, value) in self._covering.items():
                cells[place] = value
        for merge in self._starting.get(number, ()):
            covered = sorted(filter(merge.covers, self.places))
            if merge.first_row == merge.last_row and covered == [merge.first_place]:
                continue
            value = cells[merge.first_place] if merge.first_place < len(cells) else None
            if is_blank(value):
                continue
            if merge.first_place == merge.last_place and merge.first_place in self.filled:
                self._covering[merge.first_place] = (merge, value)
                note = _("The cells of rows {first} to {last} are merged under {column}: “{value}” was taken for each.")
                told = note.format(
                    first=merge.first_row,
                    last=merge.last_row,
                    column=self.filled[merge.first_place],
                    value=shown(value),
                )
                self.notes[told] = None
                continue
            self._covering |= dict.fromkeys(covered, (merge, Spoiled("")))
            if person:
                for place in covered:
                    cells[place] = Spoiled("")
                cells[covered[0]] = Spoiled(shown(value), merged_sentence(merge))
        return tuple(cells)


def merged_sentence(merge: Merge) -> str:
    """What is told of a cell whose merge cannot be filled down."""
    if merge.first_row == merge.last_row:
        return _("Cells are merged here. Unmerge them and fill in each.")
    return _("The cells of rows {first} to {last} are merged. Unmerge them and fill in every row.").format(
        first=merge.first_row, last=merge.last_row
    )
