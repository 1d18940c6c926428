"""From one cell of a sign-in sheet to what it says: a state, an answer, a tick, a signature as it is.

Imports the words and the cells only; no rules, store, services or cli.
"""

import re
from dataclasses import replace
from datetime import datetime, time

from partyday.i18n import _
from partyday.model.codes import State
from partyday.model.dates import half_width
from partyday.sheets.attendance_words import (
    WORDS,
    Meaning,
    NotUnderstood,
    first_word,
    read_words,
    signs_for_another,
    together,
)
from partyday.sheets.cells import (
    NOTHING,
    Cell,
    Spoiled,
    Unreadable,
    in_one_line,
    is_blank,
    optional,
    read_count,
    read_text,
    required,
    shown,
)

#: A column for each state, ticked → what a tick there means.
UNDER = {
    "on_site": Meaning(State.PRESENT),
    "online": Meaning(State.ONLINE),
    "visited": Meaning(State.VISITED),
    "excused": Meaning(State.EXCUSED),
    "not_there": Meaning(None),
    "absent": Meaning(State.ABSENT),
}
SAYS_WHO_CAME = ("state", "signature", "came", "leave", "reason", "arrived", "late", "early", *UNDER)
OF_A_MEETING = ("left", "length")
OF_LEAVE = ("leave_kind", "leave_reason")
#: Columns that say of one day how somebody was there, and count nothing.
OF_ONE_DAY = frozenset({"state", "signature", "came", "arrived", "on"})

#: Headers that count over several days: 应参加次数, 出勤率.
OF_SEVERAL_DAYS = re.compile(
    "(?:参加|参会|到会|出勤|出席|签到|请假|缺席|缺勤|活动|会议)(?:总|合计)?(?:次数|率)|次数[)）]?$|(?:出勤|参加|缺勤)天数"
)
#: What stands between the words of a remark.
AMONG = re.compile("[、，,;；]")
TICK = re.compile("[√✓✔☑✅●1yYvV是]+|有")
CROSS = re.compile("[×✗✘✖xXnN0否/\\\\—-]+|无|不是")
#: The letter of an answer that a form put in front of it: B. 请假.
_LETTER = re.compile(r"^[A-Ha-h]\s*[.．、:：]\s*(?=\S)")
#: A stroke through the place of a mark: nobody signed.
STROKE = re.compile(r"[/\\—–-]+")
#: The time somebody came, behind what they wrote.
CLOCK_BEHIND = re.compile(r"(?<=[^\d\s:：.])\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?\s*$")
ARRIVED = re.compile(r"\d{1,2}[:：.]?\d{2}(?:[:：]\d{2})?")

_NOTHING = NOTHING | set(WORDS.words("nothing"))


#: Boxes to tick, printed and left empty.
_BOXES = frozenset("☐□")


def read_plain(cell: Cell) -> str | None:
    """The text of a cell; None where it says that there is nothing to say."""
    text = optional(read_text, _NOTHING)(cell)
    return None if text is None or WORDS.word("nothing", text) else text


def read_state(cell: Cell) -> Meaning | None:
    """How somebody was there, as a cell says it; a stroke through it says that they were not."""
    if _is_sign(cell, STROKE):
        return Meaning(None)
    text = _without_letter(read_plain(cell))
    if text is None:
        return None
    if signs_for_another(text):
        raise NotUnderstood(_("Somebody else signed here. Ask whether the person was there."))
    reading = read_words(text)
    if reading is None:
        raise NotUnderstood
    return None if reading.state is State.UNKNOWN else reading


def read_signature(cell: Cell) -> str | None:
    """What stands under 签名 as it is: whose it is, is for the row to say."""
    if isinstance(cell, Spoiled):
        raise Unreadable(cell.problem)
    text = in_one_line(cell)
    return None if not text or (text in NOTHING and not STROKE.fullmatch(half_width(text))) else text


def read_answer(cell: Cell) -> Meaning | bool | None:
    """What somebody answered to a question: yes, no, or how they were there."""
    text = _without_letter(read_plain(cell)) if not _is_sign(cell, CROSS) else shown(cell)
    if text is None:
        return None
    if TICK.fullmatch(text):
        return True
    head, rest = first_word(text)
    if answered := WORDS.word("answered", head):
        further = read_state(rest) if rest else None
        if further is None:
            return answered == "yes"
        both = together(Meaning(State.PRESENT if answered == "yes" else None), further)
        if both is None:
            raise NotUnderstood
        return both
    return False if CROSS.fullmatch(text) else read_state(text)


def _without_letter(text: str | None) -> str | None:
    return text and _LETTER.sub("", text)


def _is_sign(cell: Cell, signs: re.Pattern[str]) -> bool:
    return signs.fullmatch(half_width(shown(cell)).strip()) is not None


def read_tick(cell: Cell) -> str | bool | None:
    """A tick under a state, nothing, or the words that stand there instead."""
    text = read_signature(cell)
    if text is None or CROSS.fullmatch(half_width(text)) or text in _BOXES:
        return None
    return True if TICK.fullmatch(text) else text


def read_moment(cell: Cell) -> Cell:
    """A time somebody came or left, as it is; None for a blank cell."""
    return None if is_blank(cell) or shown(cell) in NOTHING else cell


def read_written_name(cell: Cell) -> str:
    """A name as it is written; what stands beside it is for the row to tell."""
    if isinstance(cell, str) and cell.strip():
        return cell.strip()
    return read_text(cell) if not is_blank(cell) else required(read_text)(cell)


def read_number(cell: Cell) -> int | None:
    """The number beside a name; None for what is none, since it only counts."""
    try:
        return optional(read_count)(cell)
    except Unreadable:
        return None


#: A staff or student number right behind a name.
GLUED_CODE = re.compile(r"[A-Za-z]{0,3}\d{5,}[A-Za-z]?")


def is_moment(cell: Cell) -> bool:
    """Whether a cell holds a time of Excel."""
    return isinstance(cell, time | datetime)


def words_or_none(text: str) -> Meaning | None:
    """What words say, None where that is not clear."""
    try:
        return read_words(text)
    except NotUnderstood:
        return None


def more_of_an_excuse(found: Meaning, text: str, excuse: Meaning | None, more: Meaning | None) -> Meaning:
    """An excuse with what a further column says of it: its kind, else its detail."""
    if more and not excuse:
        return found if more.came or more.state is None else replace(found, detail=f"{found.detail} {text}".strip())
    if is_usual(text):
        return found
    if excuse and found.category in (None, excuse.category):
        details = dict.fromkeys(filter(None, (found.detail, excuse.detail)))
        return Meaning(State.EXCUSED, excuse.category or found.category, " ".join(details))
    return replace(found, detail=" ".join(filter(None, (found.detail, text))))


def is_usual(text: str) -> bool:
    """How a member usually attends, as the printed sheet has it under 备注: 线上签到、送学."""
    pieces = [words_or_none(piece) for piece in AMONG.split(text)]
    return all(piece is not None and piece.came and not piece.late for piece in pieces)
