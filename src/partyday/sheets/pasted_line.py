"""What one line of a pasted list says, of whom: one person or several, with what stands beside their names.

Imports no rules, store, services or cli.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from partyday.i18n import _
from partyday.model.codes import State
from partyday.model.problems import Problem
from partyday.model.said import Said
from partyday.sheets.attendance_words import (
    BREAK,
    TICKS,
    WORDS,
    Meaning,
    NotUnderstood,
    label_word,
    read_words,
    says_state,
    signs_for_another,
    stays_away,
    without_people,
)
from partyday.sheets.cells import Unreadable, read_name
from partyday.sheets.known_names import KnownNames, NameFound
from partyday.sheets.pasted_chat import MYSELF, is_of_an_office, of_a_chat
from partyday.sheets.pasted_headings import (
    OF_PEOPLE,
    as_heading,
    as_label,
    counts_people,
    is_heading,
    is_of_who_stays_away,
    label_behind,
    says_no_entry,
    speaks_of_not_coming,
    without_others,
)

#: The column of a list, as problems name it.
COLUMN = "接龙"
#: What stands for a name once it is found.
_SOMEBODY = "某"


class Entry(NamedTuple):
    """One entry of the list: its line from 1, its number if it has one, what follows, and the line as it came."""

    row: int
    number: int | None
    body: str
    glued: bool = False


class Kind(Enum):
    """What a line turned out to be."""

    NAMED = "names people of the roll, and is understood"
    UNCLEAR = "names people of the roll, and is not understood"
    STRANGER = "looks like an entry of somebody the roll does not know"
    NAMELESS = "is nothing of these, and begins like a name"
    TEXT = "is nothing of these"
    LABEL = "says how those below it were there"


@dataclass(frozen=True)
class ListedLine:
    """A line of the list, as far as it is understood by itself."""

    row: int
    number: int | None
    text: str
    kind: Kind
    said: tuple[Said, ...] = ()
    problem: str = ""
    bare: bool = False

    @property
    def rejected(self) -> Problem:
        """What is wrong with it."""
        return Problem(row=self.row, column=COLUMN, value=self.text, problem=self.problem)


# ---- what one line says

#: A line that is no entry: a mark of the app, an example, the header of a table that was copied with it.
_NO_ENTRY = re.compile(r"\s*(?:#|例|示例|(?:序号[\s,，|]+)?(?:党员)?姓名(?:[\s,，|]|$))")
#: The number of people behind a heading: 已签到（4人）：.
_HEADS = re.compile(
    r"应到\s*(?:人数)?\s*[:：]?\s*\d+\s*[人名]?\s*[,，、;；]?|[(（]\s*(?:共|计)?\s*\d+\s*[人名位]\s*[)）]|(?:共|计)?\s*\d+\s*[人名位](?=\s*[:：])"
)
_CLOCK_BEFORE = re.compile(r"[\s:：]*(\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)\s*(?=[^\s\d:：])")
_PLUS_ONE = re.compile(r"\s*(?:[+＋加]\s*[1１一]\s*)+(?![\d天日周])|^\s*[1１一]\s*人(?=参加|到|来|\s*$)")
_FACES = re.compile(
    r"\[(?:强|握手|抱拳|OK|Ok|玫瑰|微笑|鼓掌|加油|加油加油|爱心|合十|庆祝|好的|耶|拳头|太阳|呲牙|愉快|憨笑|奋斗|胜利|爱你|拥抱|旺柴|哇)\]"
)
_EMOJI_PARTS = frozenset("\ufe0e\ufe0f\u200d\u20e3")
#: Pictures that may say more than good humour: they stay, and are told as not understood.
_SPEAKING = frozenset("✗✘✖✕❌❎🚫🙅👎😷🤒🤕🤧🏥🤮💊✈🚄🚗🏠💻📱⭕🔴🟠🟡🟢🔵🔺🔻❓❔❗")
#: Such that go with leave: 感冒😷请假, 🚗出差.
_OF_LEAVE = re.compile("[😷🤒🤕🤧🏥🤮💊✈🚄🚗🏠]")
_OPEN, _CLOSE = "(（【[「『《〔［", ")）】]」』》〕］"
_PIECES = re.compile(rf"[^{BREAK}@。.]+")
_JOINED = re.compile(rf"^[{BREAK}@]*[、和与及跟&][{BREAK}@]*$")
_JOINING = re.compile(rf"^[{BREAK}@和与及跟&。.!！]*$")
_NAME_LIKE = re.compile(r"[\u3400-\u9fff·]{2,4}|[A-Za-z]{2,20}")
_NO_NAME = re.compile("党日|活动|会议|学习|通知|接龙|签到|统计|名单|报名|继续|各位|大家|请|时间|地点|主题|日期|加油")


class LineReader:
    """Reads line by line; keeps the label the lines stand under, and what it left aside."""

    def __init__(self, names: KnownNames, bare: State | None) -> None:
        self.names, self._bare = names, None if bare is None else Meaning(bare)
        #: Whether the heading asked those to sign up who stay away.
        self.of_who_stays_away = False
        #: Whether a heading has said how those below it were there.
        self.headed = False
        #: A heading that speaks of not coming in words nobody knows.
        self._dark = ""
        #: Who wrote the line that follows, where the list was copied out of a chat.
        self._speaker = ""
        self.notes: list[str] = []
        self.beside: dict[str, None] = {}

    @property
    def bare(self) -> Meaning:
        """What a name alone says. Raises NotUnderstood where only they stand here who cannot come."""
        if self._dark:
            raise NotUnderstood(
                _("“{heading}” stands above this and is not understood: say how this person was there.").format(
                    heading=self._dark
                )
            )
        if self.of_who_stays_away:
            raise NotUnderstood(_("The list is of those who cannot come: say what kept this person."))
        if self._bare is None:
            raise NotUnderstood(
                _("It is not said how those were there who are only named: say --listed present or online.")
            )
        return self._bare

    def _head(self, label: Meaning) -> None:
        """Take a heading for what those below it say who say no more."""
        self._bare, self.of_who_stays_away, self._dark = label, False, ""

    def line(self, entry: Entry) -> ListedLine:
        """What one entry says."""
        text = entry.body.strip()
        plain = _without_ornament(text).strip()
        row, number = entry.row, entry.number
        if _NO_ENTRY.match(text):
            return ListedLine(row, None, text, Kind.TEXT)
        found = self.names.within(plain)
        if found:
            plain, of_others = without_others(plain)
            found = self.names.within(plain)
            if of_others:
                self.notes.append(
                    _("“{words}” speaks of all the others, and was not read: take them with --all.").format(
                        words=of_others
                    )
                )
        speaker, self._speaker = self._speaker, ""
        if number is None and found and of_a_chat(plain, found):
            self._speaker = found[0].name
            return ListedLine(row, None, text, Kind.TEXT)
        if number is None and found and is_of_an_office(plain, found):
            return ListedLine(row, None, text, Kind.TEXT)
        if speaker and number is None and not found and (answer := self._answer(row, speaker, plain)):
            return ListedLine(row, None, text, Kind.NAMED, (answer,))
        if number is None and not found and (text_only := says_no_entry(plain)):
            return ListedLine(row, None, text, Kind.UNCLEAR if text_only[0] else Kind.TEXT, problem=text_only[0])
        if number is None and not found and is_of_who_stays_away(plain):
            self.of_who_stays_away = True
            return ListedLine(row, None, text, Kind.TEXT)
        if number is None and not found and (label := as_label(plain)):
            self._head(label)
            return ListedLine(row, None, text, Kind.LABEL)
        if number is None and not found and (label := as_heading(plain)):
            if not label.came and not OF_PEOPLE.search(plain) and not counts_people(plain):
                ask = _("Is this the heading of those below it? Write a colon behind it.")
                return ListedLine(row, None, text, Kind.UNCLEAR, problem=ask)
            if label.state is not State.PRESENT or self.headed:
                self._head(label)
                self.headed = True
                return ListedLine(row, None, text, Kind.LABEL)
        if number is None and not found and is_heading(plain):
            self._dark = text.rstrip(" :：") if speaks_of_not_coming(plain) else ""
            if self._dark:
                return ListedLine(row, None, text, Kind.TEXT)
        try:
            if found:
                said = tuple(self._known(row, plain, found))
                return ListedLine(row, number, text, Kind.NAMED, said)
            who, reading = _stranger(plain)
            said = (_said(row, who, reading or self.bare),)
        except Unreadable as fault:
            kind = Kind.UNCLEAR if found else Kind.NAMELESS if _begins_like_a_name(plain) else Kind.TEXT
            if entry.glued and not found:
                return ListedLine(row, None, f"{number}{text}", Kind.TEXT)
            return ListedLine(row, number, text, kind, problem=str(fault))
        like = _NAME_LIKE.fullmatch(who) and not _NO_NAME.search(who) and not says_state(who)
        if not like and (number is None or entry.glued):
            return ListedLine(row, None, entry.glued * str(number) + text, Kind.TEXT)
        return ListedLine(row, number, text, Kind.STRANGER, said, bare=reading is None)

    def _answer(self, row: int, speaker: str, text: str) -> Said | None:
        """What somebody wrote of themselves in a chat: 参加; 我请假，去医院. None for what says nothing certain."""
        words = MYSELF.sub("", text)
        if not any(map(str.isalnum, words)):
            return None
        try:
            reading = self._reading(words)
        except NotUnderstood:
            return None
        self._tell(speaker, reading)
        return _said(row, speaker, reading)

    def _known(self, row: int, text: str, found: Sequence[NameFound]) -> Iterator[Said]:
        """What a line says of the people it names. Raises Unreadable where it is not clear whom its words mean."""
        before = _HEADS.sub(" ", text[: found[0].start])
        ends = [*(name.start for name in found[1:]), len(text)]
        behind = [text[name.end : end] for name, end in zip(found, ends, strict=True)]
        if signs_for_another(_SOMEBODY.join((before, *behind))):
            raise NotUnderstood(_("Somebody signs for somebody else here. Ask who was there."))
        if len({name.name for name in found}) == 1:
            reading, code = self._alone(before, "：".join(filter(None, behind)))
            self._tell(found[0].name, reading)
            yield _said(row, found[0].name, reading, code)
            return
        for name, reading in self._several(text, before, found, behind):
            self._tell(name, reading)
            yield _said(row, name, reading)

    def _tell(self, who: str, reading: Meaning) -> None:
        """Tell what else was said of who came: how late, or a remark that is kept beside the mark."""
        if reading.late:
            self.notes.append(_("{name}: {words}; taken as present").format(name=who, words=reading.late))
        elif reading.came and reading.detail:
            self.notes.append(_("{name}: “{words}” is kept beside the mark").format(name=who, words=reading.detail))

    # ---- one person

    def _alone(self, before: str, behind: str) -> tuple[Meaning, str]:
        """What the words around one name say, and the staff or student number among them."""
        alias = before.rstrip()[-1:] in tuple(_OPEN) and behind.lstrip()[:1] in tuple(_CLOSE)
        label, code = "", ""
        for piece in _PIECES.findall(before):
            if _is_code(piece):
                code = self._code(piece) or code
            elif label_word(piece):
                label = without_people(piece)
            elif piece.isdecimal():
                continue
            elif _is_beside(piece) or (alias and not stays_away(piece)):
                self._leave(piece)
            else:
                raise NotUnderstood
        words, number = self._words(behind)
        if label and words.strip(TICKS + " "):
            words = f"{label}：{words}"
        return self._reading(words or label), code or number

    def _words(self, behind: str) -> tuple[str, str]:
        """The words behind a name, and a number among them, without what only stands beside names."""
        rest, code = _PLUS_ONE.sub("", behind), ""
        if clock := _CLOCK_BEFORE.match(rest):
            rest = f"{rest[clock.end() :]} {clock[1]}"
        while (piece := _PIECES.search(rest)) is not None:
            word = piece[0]
            if _is_code(word):
                code = self._code(word) or code
            elif says_state(word):
                break
            elif (aside := _ASIDE.match(rest)) and says_state(rest[aside.end() :]) and not stays_away(aside[1]):
                word = aside[1]
                self._leave(word)
                rest = rest[aside.end() :]
                continue
            elif not (_is_beside(word) or (title := _title_before(word))):
                break
            elif not _is_beside(word):
                self._leave(title)
                return rest[piece.start() + len(title) :], code
            else:
                self._leave(word)
            rest = rest[piece.end() :]
        return rest, code

    def _code(self, piece: str) -> str:
        """A staff or student number; a mobile number that is nobody's code is only left aside."""
        if _MOBILE.fullmatch(piece) and piece not in {person.staff_number for person in self.names.people}:
            self._leave(piece)
            return ""
        return piece

    def _leave(self, word: str) -> None:
        if word.strip():
            self.beside[word.strip()] = None

    def _reading(self, words: str) -> Meaning:
        if not words.strip(TICKS + "".join(_OPEN + _CLOSE) + " @。.!！~～、，,;；:：+＋"):
            ticked = self._bare is None and any(tick in words for tick in TICKS)
            return Meaning(State.PRESENT) if ticked else self.bare
        reading = read_words(words)
        if reading is None and (unpictured := _OF_LEAVE.sub("", words)) != words:
            reading = excuse if (excuse := read_words(unpictured)) and excuse.state is State.EXCUSED else None
            words = unpictured
        if reading is None or reading.state is State.UNKNOWN:
            raise NotUnderstood
        pieces = _PIECES.findall(_IN_BRACKETS.sub("", words))
        if any(map(_speaks_of_another, pieces)):
            raise NotUnderstood(_("A second person stands in a remark. Give each a line."))
        if reading.came and any(map(may_be_a_name, pieces)):
            raise NotUnderstood
        return reading

    # ---- several people on one line

    def _several(
        self, text: str, before: str, found: Sequence[NameFound], behind: Sequence[str]
    ) -> Iterator[tuple[str, Meaning]]:
        label = self._label(before)
        waiting: list[tuple[str, bool]] = []
        for at, (name, words) in enumerate(zip(found, behind, strict=True)):
            if at and _opened(text[found[at - 1].end : name.start]):
                raise NotUnderstood(_("A second person stands in a remark. Give each a line."))
            own, next_label = label_behind(words) if at + 1 < len(found) else (words, None)
            if _JOINING.fullmatch(own):
                reading = label
                if label is None and at + 1 < len(found) and next_label is None:
                    waiting.append((name.name, bool(_JOINED.fullmatch(words))))
                    continue
            else:
                reading = self._of_several(own, label, last=at + 1 == len(found))
            reading = reading or self.bare
            yield from ((one, self._shared(reading, joined)) for one, joined in waiting)
            waiting = []
            yield name.name, reading
            label = next_label or label

    def _label(self, before: str) -> Meaning | None:
        """What stands before the first name: how all of them were there, or nothing."""
        label = None
        for piece in _PIECES.findall(before):
            if announced := label_word(piece):
                label = announced
            elif _is_beside(piece) or _OF_A_LIST.fullmatch(piece):
                self._leave(piece)
            elif not piece.isdecimal():
                raise NotUnderstood
        return label

    def _of_several(self, own: str, label: Meaning | None, *, last: bool) -> Meaning | None:
        words, _code = self._words(own)
        if _JOINING.fullmatch(words.strip("".join(_OPEN + _CLOSE))):
            return label
        if not last and not (words.rstrip(" ，,；;。、")[-1:] in tuple(_CLOSE) or _ends_understood(words)):
            raise NotUnderstood
        if label and label.state is State.EXCUSED and not says_state(words):
            words = f"请假：{words}"
        reading = self._reading(words)
        if label is None or reading.state is label.state:
            return reading
        raise NotUnderstood

    def _shared(self, reading: Meaning, joined: bool) -> Meaning:
        """The words behind the last of several names, said of one before it. Raises where that is a guess."""
        if joined or (self._bare and reading.state is self._bare.state) or reading == self._bare:
            return reading
        raise NotUnderstood(_("Is this said of all the names before it? Say it of each, or give each a line."))


def _said(row: int, who: str, reading: Meaning, code: str = "") -> Said:
    return Said(row=row, who=who, code=code, state=reading.state, category=reading.category, detail=reading.detail)


def _without_ornament(line: str) -> str:
    """The line without emoji that only decorate it."""
    return "".join(char for char in _FACES.sub("", line) if not _is_ornament(char))


def _is_ornament(char: str) -> bool:
    if char in _SPEAKING or char in TICKS:
        return False
    # Circles, triangles and squares are marks of some meaning, and signs of writing are no pictures.
    sign = "\u25a0" <= char < "\u2600" or "\u2e80" <= char < "\u3000"
    return char in _EMOJI_PARTS or (unicodedata.category(char) in ("So", "Sk") and not sign)


def _opened(text: str) -> bool:
    """Whether a bracket is opened here that is not closed."""
    return sum(text.count(char) for char in _OPEN) > sum(text.count(char) for char in _CLOSE)


def _ends_understood(words: str) -> bool:
    pieces = _PIECES.findall(words)
    return bool(pieces) and says_state(pieces[-1])


# ---- somebody the roll does not know

_STRANGER = re.compile(rf"\s*@?\s*([^{BREAK}@×✗✘❌{TICKS}]+)")
_ASIDE = re.compile(r"\s*[(（【\[「『《〔［]([^()（）【】\[\]「」『』《》〔〕［］]*)[)）】\]」』》〕］]")
_IN_BRACKETS = re.compile(r"[(（【\[「『《〔［][^()（）【】\[\]「」『』《》〔〕［］]*[)）】\]」』》〕］]")
_KIN = re.compile("孩|妻|夫|父|母|爸|妈|老人|家人|家属|家中|家里|岳|公婆|爷|奶|外公|外婆|儿|女|宝宝|爱人|亲")
_SPACED_NAME = re.compile(r"\s*([\u3400-\u9fff])[ \u3000]+([\u3400-\u9fff])(?![\u3400-\u9fff])")


def _stranger(line: str) -> tuple[str, Meaning | None]:
    """The name and the words of an entry whose name nobody knows, None for no words. Raises Unreadable."""
    spaced = _SPACED_NAME.match(line)
    if spaced and not says_state(spaced[2]):
        who, behind = spaced[1] + spaced[2], line[spaced.end() :]
    elif found := _STRANGER.match(line):
        who, behind = _parted(found[1].strip(), line[found.end() :])
    else:
        raise Unreadable(_("There is no name at the beginning of the line."))
    words = _PLUS_ONE.sub("", behind).strip(TICKS + " ")
    name = read_name(who)
    if not words:
        return name, None
    reading = read_words(words)
    if reading is None:
        raise NotUnderstood
    return name, reading


def _parted(who: str, behind: str) -> tuple[str, str]:
    """A name with a word for a state right behind it: 李四请假; but not 张三不能参加."""
    if who.isascii():
        return who, behind
    for length in (2, 3, 4):
        if length < len(who) and who[length - 1] not in "不没未能法" and says_state(who[length:]):
            return who[:length], who[length:] + behind
    return who, behind


def _speaks_of_another(piece: str) -> bool:
    """Whether a piece behind an entry is an entry of its own, of somebody the roll does not know: 王五线上."""
    who, words = _parted(piece, "")
    if not words or says_state(piece) or _KIN.search(who) or not _NAME_LIKE.fullmatch(who):
        return False
    reading = read_words(words)
    return reading is not None and (reading.came or not reading.detail)


def may_be_a_name(piece: str) -> bool:
    """Whether a piece without any meaning looks like the name of somebody: a surname and one to three characters."""
    return bool(_NAME_LIKE.fullmatch(piece)) and piece[0] in _SURNAMES and not says_state(piece)


def _begins_like_a_name(line: str) -> bool:
    found = _STRANGER.match(line)
    return bool(found and _NAME_LIKE.fullmatch(found[1]) and not _NO_NAME.search(found[1]) and not says_state(found[1]))


# ---- what stands beside a name

_CODE = re.compile(r"[A-Za-z]{0,3}\d{5,}[A-Za-z]?")
_MOBILE = re.compile(r"1[3-9]\d{9}")
#: What stands before the names of a list, and says nothing of the day: 接龙如下：.
_OF_A_LIST = re.compile(
    "(?:接龙|名单|人员|如下|统计|汇总|目前|截止|本次|党员|第?[一二三四五六七八九十\\d]{1,2}党?小?组)+"
)
_CLASS = re.compile(r"[\u3400-\u9fffA-Za-z]{0,8}\d{2,6}(?:[-—]\d+)?(?:级|班|级\d*班)?|\d{2,4}级[\u3400-\u9fff]{0,8}")
_SURNAMES = frozenset("".join(WORDS.words("surname")))
_TITLES = sorted((word for word, kind in WORDS.codes("beside").items() if kind == "title"), key=len, reverse=True)
_ROOMS = tuple(word for word, kind in WORDS.codes("beside").items() if kind == "room")
_LATE = re.compile("|".join(WORDS.words("late")))
_ELSEWHERE = re.compile("^[去在到回赴往]|医|诊|病|车|机场|酒店|家")


def _is_code(piece: str) -> bool:
    return _CODE.fullmatch(piece) is not None


def _is_beside(piece: str) -> bool:
    """Whether a piece names a room, a class, an office or a title, and says nothing of the day."""
    if piece in _TITLES:
        return True
    if stays_away(piece) or _ELSEWHERE.search(piece) or says_state(piece) or _LATE.search(piece):
        return False
    return bool(_CLASS.fullmatch(piece)) or any(piece.endswith(end) and len(piece) > max(2, len(end)) for end in _ROOMS)


def _title_before(piece: str) -> str:
    """The title a piece begins with: 同志 of 同志请假."""
    return next((title for title in _TITLES if piece.startswith(title)), "")
