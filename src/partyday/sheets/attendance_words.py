"""The words with which people say how somebody was there: 到会, 请假（病假）, 线上参加, 未签到, 迟到.

The words stand in words/vocabulary/attendance.toml; this module says how they go together. A word that somebody did not
come makes no absence: it is told, and the person stays unmarked. Imports no rules, store, services or cli.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from partyday.i18n import _
from partyday.model.codes import Excuse, State
from partyday.sheets.cells import Unreadable
from partyday.words.headings import CHOICES
from partyday.words.terms import official
from partyday.words.vocabulary import bare, vocabulary

WORDS = vocabulary("attendance")
_BETWEEN_WORDS = frozenset(WORDS.words("between"))


@dataclass(frozen=True)
class Meaning:
    """What a few words say of somebody. `state` None: they did not come, by no word that makes an absence.

    `late` holds the words for coming late or leaving early.
    """

    state: State | None
    category: Excuse | None = None
    detail: str = ""
    late: str = ""

    @property
    def came(self) -> bool:
        """Whether it says that somebody took part."""
        return self.state is not None and self.state.took_part


BREAK = r"\s:：()（）【】\[\]「」『』《》〔〕［］<>＜＞、,，;；/／|｜—–\-+＋_~～=＝→"
TICKS = "√✓✔☑✅"
_EDGES = re.compile(f"^[{BREAK}]+|[{BREAK}。.!！~～]+$")
_BETWEEN = re.compile(f"[{BREAK}。!！]+")
_QUANTITY = re.compile(
    r"[约共]?[\d一二两三四五六七八九十半]+(?:[.．]\d+)?[个多余]?(?:分钟|分|小时|天|日|周|个?月|节课?|学时)半?"
)
#: 代 that is no signature for somebody else.
_OTHER_DAI = re.compile("代[表课数码理沟]|[现当时年近古世历换]代")
_FOR_ANOTHER = re.compile(r"代|替.{0,6}签|请人签|[帮由].{0,6}签")
_DOUBT = re.compile("[不没未无非缺]|取消|撤[销回]|作废|待定")
_NOT_GRANTED = re.compile("[未没不](?:获?批|准|同意|请假)|待[审批准]|审批中|拒绝|驳回|撤[销回]")
#: 现场+线上 says neither.
_BOTH_WAYS = re.compile(
    r"(?:线下|现场)(?:参加|参会|到会)?\s*[+＋/／、和&]\s*(?:线上|网上)|(?:线上|网上)(?:参加|参会|到会)?\s*[+＋/／、和&]\s*(?:线下|现场)"
)
_UNCLEAR = frozenset("○〇◯△▲●◎☆★□■?？")


class NotUnderstood(Unreadable):
    """Words that say nothing certain of how somebody was there."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or _("Not understood. Write one of: {choices}.").format(choices="、".join(CHOICES)))


def read_words(text: str) -> Meaning | None:
    """What a few words say: 到会, 病假, 请假（病假）, 请假:病假:发烧, 线上 腾讯会议. None where that is not clear.

    Raises NotUnderstood with a sentence of its own for another's signature, and for words that only answer a message.
    """
    if signs_for_another(text):
        raise NotUnderstood(_("Somebody else signed here. Ask whether the person was there."))
    if _BOTH_WAYS.search(text):
        raise NotUnderstood(_("In the room and online: which of them was it?"))
    text = _EDGES.sub("", text)
    text = _EDGES.sub("", text.strip(TICKS + " ")) or text[:1]
    if WORDS.word("answer", text):
        raise NotUnderstood(_("This answers a message and says nothing of coming."))
    if known := _word(text):
        return known
    head, rest = first_word(text)
    if rest and WORDS.word("answer", head):
        return read_words(rest)
    first = _word(head) or _compound(head)
    if rest and (first is None or _is_why(first)) and (online := _online_because(head, rest)):
        return online
    if rest and first is None:
        return _leave_because(head, rest)
    return _refined(first, rest) if first and rest else first


def signs_for_another(text: str) -> bool:
    """何建业代, 代签, 替他签到: a signature that is not the person's own."""
    return _FOR_ANOTHER.search(_OTHER_DAI.sub("", text)) is not None


def says_state(text: str) -> bool:
    """Whether these words say how somebody was there."""
    try:
        return read_words(text) is not None
    except NotUnderstood:
        return False


def stays_away(text: str) -> bool:
    """Whether a word in the text may say that somebody did not come, or why."""
    return _DOUBT.search(text) is not None or any(word in bare(text) for word in _words_of_absence())


_OF_LABEL = re.compile(
    r"(?:的?(?:人员|名单|党员|同志|同学|老师|情况|签名|签字)|[及和、与](?:其|请假)?(?:事由|原因|理由))+$|^(?:本次|今日)"
)
_COUNT = re.compile(r"(?:[(（]\s*\d+\s*[人名位票]?\s*[)）]|\d+\s*[人名位票])?\s*[:：]?\s*$")


def label_word(text: str) -> Meaning | None:
    """The state that a heading announces for those below it: 请假人员, 线上参加（2人）：. None for other headings."""
    word = without_people(text)
    return read_words(word) if len(word) > 1 and says_state(word) else None


def without_people(label: str) -> str:
    """A heading without its people and their number: 请假人员（2人） is 请假."""
    return _OF_LABEL.sub("", _COUNT.sub("", label.strip()))


def first_word(text: str) -> tuple[str, str]:
    """The first of several words, and the others without what stands between."""
    head, *rest = _BETWEEN.split(text, maxsplit=1)
    return head, _EDGES.sub("", rest[0]) if rest else ""


# ---- single words


@cache
def _lexicon() -> dict[str, Meaning]:
    """Word, as the vocabulary compares words → what it says."""
    known = {bare(official(state)): Meaning(state) for state in State}
    known |= {bare(state.value): Meaning(state) for state in State}
    for word, code in WORDS.codes("state").items():
        known[word] = Meaning(_NO_STATE[code] if code in _NO_STATE else State(code))
    known |= {word: Meaning(State.PRESENT, detail=word, late=word) for word in WORDS.words("late")}
    for category in Excuse:
        known |= dict.fromkeys((bare(official(category)), category.value), Meaning(State.EXCUSED, category))
    for word, code in WORDS.codes("excuse").items():
        known[word] = Meaning(State.EXCUSED, Excuse(code))
    for word, code in WORDS.codes("reason").items():
        known[word] = Meaning(State.EXCUSED, Excuse(code), word)
    return known


_NO_STATE = {"not-there": None, "no-entry": State.UNKNOWN}


@cache
def _words_of_absence() -> tuple[str, ...]:
    return tuple(word for word, reading in _lexicon().items() if len(word) > 1 and not reading.came)


def _word(text: str) -> Meaning | None:
    return _lexicon().get(bare(text))


def _compound(text: str) -> Meaning | None:
    """Several words in one, with nothing left over: 请病假, 因病请假, 外出培训住院, 迟到10分钟. None for others."""
    plain = bare(text)
    if not 2 < len(plain) <= _LONGEST_COMPOUND:
        return None
    parts = _parts(plain)
    if not parts:
        return None
    whole = parts[0]
    for part in parts[1:]:
        both = together(whole, part)
        if both is None:
            return None
        whole = both
    if whole.detail not in ("", plain) and whole.state is State.EXCUSED:
        return replace(whole, detail=text)
    if quantity := _QUANTITY.search(plain):
        if whole.late:
            return replace(whole, detail=text, late=text)
        whole = replace(whole, detail=f"{whole.detail} {quantity[0]}".strip())
    return whole


_LONGEST_COMPOUND = 16


def _parts(text: str) -> list[Meaning] | None:
    """The readings of the words that make up `text` without a gap, the longest words first; None where none do."""
    if not text:
        return []
    for length in range(min(len(text), 8), 0, -1):
        word, rest = text[:length], text[length:]
        reading = _lexicon().get(word) if length > 1 or word in _SHORT else None
        if reading is None and word not in _BETWEEN_WORDS:
            continue
        further = _parts(rest)
        if further is not None:
            return [reading, *further] if reading else further
    if quantity := _QUANTITY.match(text):
        return _parts(text[quantity.end() :])
    return None


#: Single characters that make part of a longer word.
_SHORT = frozenset("请假病事到")


def together(one: Meaning, other: Meaning) -> Meaning | None:
    """What two words say of one person; None where they speak against each other."""
    detail = " ".join(dict.fromkeys(filter(None, (one.detail, other.detail))))
    if one.came and other.came:
        state = other.state if one.state is State.PRESENT else one.state
        if other.state not in (State.PRESENT, state):
            return None
        late = " ".join(dict.fromkeys(filter(None, (one.late, other.late))))
        return Meaning(state, detail=detail, late=late)
    if one.state is None or other.state is None:
        stronger = other if one.state is None else one
        return None if stronger.came else stronger
    if one.state is not other.state or (one.category and other.category and one.category is not other.category):
        return None
    return Meaning(one.state, one.category or other.category, detail)


# ---- a word with others behind it


def _refined(first: Meaning, rest: str) -> Meaning | None:
    """A word with the words after it: the category of an excuse, how somebody took part, else a detail."""
    if first.state is State.EXCUSED:
        return _excused(first, rest)
    further = read_words(rest)
    if first.late and further and _is_why(further) and "假" not in rest:
        return replace(first, detail=f"{first.late} {rest}", late=f"{first.late} {rest}")
    if further and (further.state is not first.state or first.state is State.PRESENT):
        return together(first, further)
    if first.came and (stays_away(rest) or not _UNCLEAR.isdisjoint(rest)):
        return None
    late = any(word in rest for word in WORDS.words("late"))
    return replace(first, detail=rest, late=rest if first.came and late else first.late)


def _is_why(meaning: Meaning) -> bool:
    """Whether a word only says what kept somebody (出差), and not that leave was asked for (请假, 病假)."""
    return meaning.state is State.EXCUSED and meaning.category is not None


def _online_because(reason: str, rest: str) -> Meaning | None:
    """Online, with the reason in front: 外地，线上参加; 出差，线上. None where the words do not say so."""
    if "假" in reason or _DOUBT.search(reason) or not _UNCLEAR.isdisjoint(reason):
        return None
    further = read_words(rest)
    if further is None or further.state is not State.ONLINE:
        return None
    return replace(further, detail=" ".join(filter(None, (reason, further.detail))))


#: How a reason begins that no list of words holds: 在外地，请假; 不在学校，请假.
_REASON = re.compile("(?:不|没|在|有|要|去|因|外|家|回|带|参加|临时)(?!.*(?:请假|准假|需请|用请))")


def _leave_because(reason: str, rest: str) -> Meaning | None:
    """Leave, with the reason in front: 在外地，请假. None where the words do not say so."""
    if not _REASON.match(reason) or not _UNCLEAR.isdisjoint(reason):
        return None
    further = read_words(rest)
    if further is None or further.state is not State.EXCUSED or "假" not in rest:
        return None
    kind = begun_with(reason)
    return replace(
        further,
        category=further.category or (kind.category if kind else None),
        detail=" ".join(filter(None, (reason, further.detail))),
    )


def _excused(first: Meaning, rest: str) -> Meaning | None:
    """An excuse: the first word behind it may name its kind, what is left is its detail."""
    if _NOT_GRANTED.search(rest) or any(said.came or said.state is State.ABSENT for said in _said_in(rest)):
        return None
    word, detail = first_word(rest)
    kind = _word(word) or _compound(word) or begun_with(word)
    if first.category is None and kind and kind.state is State.EXCUSED and kind.category:
        return replace(kind, detail=" ".join(filter(None, (kind.detail, detail))))
    return replace(first, detail=" ".join(filter(None, (first.detail, rest))))


def begun_with(text: str) -> Meaning | None:
    """The kind of leave that the beginning of a detail tells: 出差北京, 感冒发烧. None where it tells none."""
    for length in range(min(len(text), 6), 1, -1):
        found = _lexicon().get(bare(text[:length]))
        if found and found.category and found.state is State.EXCUSED:
            return replace(found, detail=text)
    return None


def _said_in(text: str) -> list[Meaning]:
    return [reading for word in _BETWEEN.split(text) if len(word) > 1 and (reading := _word(word))]
