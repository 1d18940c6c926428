"""Titles too long for their line, divided behind a word. Pure text; knows no file format."""

import re

#: A line of a title may end behind these,
_BEHIND = (
    *("党支部", "党总支", "党委", "委员会", "大学", "学院", "研究院", "学校", "机关", "中心", "公司"),
    *("学年", "学期", "季度", "半年", "年度", "年", "月", "日", "”", "》", "）", "：", "的", "关于"),
    *("党员活动日", "活动计划", "民主评议", "参加活动"),
)
#: and before these,
_BEFORE = ("“", "《", "（", "党员活动日", "民主评议", "民主评议党员")
#: but not where the next one would begin with one of these, or it would end with one of those.
_NO_BEGINNING = ("”", "》", "）", "：", "、", "，", "。", "年", "月", "日", "委员会", "度", "的", "员活动日")
_NO_END = ("《党支部", "“", "《", "（")

_LEAST = 0.3  # of the room: a shorter line looks like a slip


def divided(text: str, room: float) -> list[str]:
    """A title in as few lines as it needs, `room` Chinese characters in each, divided where a word ends if one does."""
    lines = []
    while (rest := wide(text)) > room:
        longest = max((length for length in range(1, len(text)) if wide(text[:length]) <= room), default=1)
        # Two lines of like length look better than a full one and a word.
        best = rest / 2 if rest <= 2 * room else room
        ends = [end for end in _ends(text, longest) if wide(text[:end]) >= _LEAST * room]
        fitting = [end for end in ends if rest - wide(text[:end]) <= room] or ends
        end = min(fitting, key=lambda at: (abs(wide(text[:at]) - best), at), default=longest)
        lines.append(text[:end])
        text = text[end:]
    return [*lines, text]


def _ends(text: str, longest: int) -> list[int]:
    """The places up to `longest` where a line of the text may end."""
    return [
        end
        for end in range(1, longest + 1)
        if (text[:end].endswith(_BEHIND) or text.startswith(_BEFORE, end))
        and not text.startswith(_NO_BEGINNING, end)
        and not text[:end].endswith(_NO_END)
    ]


def wide(text: str) -> float:
    """How many Chinese characters wide a text is: others take half."""
    return sum(0.5 if char < "\u2000" else 1 for char in text)


def longest_part(text: str) -> int:
    """How many half-width characters the longest part of a text takes that is not broken: a figure, a date, a name."""
    return max((sum(1 if char < "\u2000" else 2 for char in part) for part in _PARTS.split(text)), default=0)


_PARTS = re.compile("[\\s、，；。：（]+")
