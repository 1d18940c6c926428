"""What stands around a pasted list that was copied out of a chat: who wrote, and who has which part in the list.

Imports no rules, store, services or cli.
"""

import re
from collections.abc import Sequence

from partyday.sheets.known_names import NameFound
from partyday.sheets.pasted_headings import names_an_office

#: The unit behind a name, as some programs add it: 周瑾瑜@计算机学院.
_UNIT_BEHIND = re.compile(r"^@\S+")
#: How somebody begins who writes of themselves.
MYSELF = re.compile(r"^\s*(?:我|本人)")
#: When somebody wrote, as it is copied above what they wrote.
_WHEN = re.compile(r"[\d\s年月日./:：-]*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?\s*(?:[AaPp][Mm])?")


def is_of_an_office(line: str, found: Sequence[NameFound]) -> bool:
    """Whether a line names one person by their part in the list and says no more: 第一党小组（组长：周瑾瑜）."""
    behind = line[found[0].end :].strip(")）]】 ：:")
    return len(found) == 1 and not behind and names_an_office(line[: found[0].start])


def of_a_chat(line: str, found: Sequence[NameFound]) -> bool:
    """Whether a line holds one name and a time, and nothing else: 周瑾瑜 20:30, 2026-03-05 20:11:02 周瑾瑜."""
    if len(found) > 1:
        return False
    rest = _UNIT_BEHIND.sub("", line[: found[0].start] + line[found[0].end :]).strip(" :：@")
    return _WHEN.fullmatch(rest) is not None
