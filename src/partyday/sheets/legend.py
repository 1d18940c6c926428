"""The signs that a sheet explains itself: 注：√出勤 △请假 ○线上 ×缺席. What they mean there, they mean in that sheet.

Imports the words and the cells only; no rules, store, services or cli.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from partyday.i18n import _, listed
from partyday.sheets.attendance_words import Meaning
from partyday.sheets.cells import is_blank, shown
from partyday.sheets.pages import Row
from partyday.sheets.sign_in_cells import words_or_none
from partyday.words.terms import term

_SIGN = r"[√✓✔△▲▽▼○◯〇●◎×✗✘□■☆★◇◆※＃#＊*]"
#: A sign with what it means: √：出勤, △表示请假, 请假△.
_BEFORE = re.compile(rf"({_SIGN})\s*(?:[:：=＝—-]|代?表示?|为)*\s*([\u4e00-\u9fff]{{1,4}})")
_BEHIND = re.compile(rf"([\u4e00-\u9fff]{{1,4}}?)\s*(?:[:：=＝—-]|用|打|画|为)*\s*[“\"(（]?({_SIGN})")
#: So many signs with their meaning make a legend: one may be a remark on anything.
_FEWEST = 2
_EXPLAINS = re.compile(r"\s*[(（]?(?:注|说明|图例|符号|备注|标记)[^\n]{0,4}[:：]")


def legend_in(samples: Iterable[Sequence[Row]]) -> dict[str, Meaning]:
    """Sign → what the sheet says it means; empty where nothing explains several, and all in words that are known."""
    for sample in samples:
        for row in sample:
            cells = [shown(cell) for cell in row if not is_blank(cell)]
            # Signs and words in several cells are somebody's, unless the first says that it explains.
            texts = [" ".join(cells)] if cells and _EXPLAINS.match(cells[0]) else cells
            if found := next(filter(None, map(_explained, texts)), None):
                return found
    return {}


def _explained(text: str) -> dict[str, Meaning]:
    pairs = _BEFORE.findall(text)
    if re.search(rf"{_SIGN}\W*$", text):
        pairs = [(sign, word) for word, sign in _BEHIND.findall(text)]
    meanings = {sign: reading for sign, word in pairs if (reading := words_or_none(word))}
    return meanings if _FEWEST <= len(meanings) == len(pairs) else {}


def told_legend(legend: Mapping[str, Meaning]) -> list[str]:
    """The sentence on the signs that were read as the sheet explains them; none where it explains none."""
    if not legend:
        return []
    signs = listed(
        f"{sign} {term(reading.category or reading.state) if reading.state else _('not there')}"
        for sign, reading in legend.items()
    )
    return [_("The signs were read as the sheet explains them: {signs}.").format(signs=signs)]
