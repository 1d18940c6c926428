"""Headings of a pasted list: how those below them were there, or that nobody stands below them.

Imports no rules, store, services or cli.
"""

import re

from partyday.i18n import _
from partyday.sheets.attendance_words import Meaning, label_word, stays_away

#: A heading with nobody below it: 缺席人员：无.
_OF_NOBODY = re.compile(r"\s*([^:：]{1,14})[:：]\s*(?:[0０零]\s+)?(?:无|没有|[0０零]\s*人?)\s*[。.]?\s*")
#: What is said of everybody else, without a name: 其余同志全部到会.
_OTHERS = r"(?:其余|其他|其它|剩余|余下|剩下)的?(?:同志|党员|人员|人|老师|同学|大家)?\D{0,6}(?:到|参加|出席|参会|签)"
_OF_THE_OTHERS = re.compile(rf"\s*{_OTHERS}")
_REST_OF_OTHERS = re.compile(rf"[，,。；;、\s]+({_OTHERS}[^，,。；;]*)[，,。；;]?")
#: A heading that asks who stays away to sign up, and nobody else: 不能参加的同志请接龙.
_OF_WHO_STAYS_AWAY = re.compile(
    r"(?:不能|无法|不|未能|没法)(?:按时|准时)?(?:参加|到会|来|出席|参会|到场)|(?:需要|要|有)?请假(?=的|者|人员)"
)
_SIGN_UP = re.compile("接龙|登记|说明|写明|注明|统计|填写|报")
_COMES = re.compile("参加|到会|出席|参会|到场")
#: What no heading over some of the people holds: a sentence, an admonition, the title of the list.
_NO_HEADING = re.compile(r"[，,。；;！!]|.{15}|请|勿|不要|不得|注意|通知|接龙")
_COUNTED = re.compile(r"[(（]\s*\d+\s*[人名位票]\s*[)）]\s*[:：]?$")
_OFFICE = re.compile(r"(?:组长|负责人|联系人|召集人|发起人|发布人|统计人|通知人|填表人)\s*[:：]\s*$")
_LABEL_BEHIND = re.compile(r"(?:^|(?<=[；;。，,\s)）]))([^；;。，,\s:：]{1,12})\s*[:：]\s*$")


def without_others(line: str) -> tuple[str, str]:
    """A line that names people without what it says of all the others, and that: 其余同志全部到会."""
    found = _REST_OF_OTHERS.search(line)
    return (line[: found.start()] + line[found.end() :], found[1]) if found else (line, "")


def says_no_entry(line: str) -> tuple[str] | None:
    """Of a line without a name that is no heading either: the sentence to ask with, blank for nothing. Else None."""
    if _OF_THE_OTHERS.match(line):
        return (_("This speaks of all the others: leave the line out, and take them with --all."),)
    nobody = _OF_NOBODY.fullmatch(line)
    return ("",) if nobody and label_word(nobody[1]) else None


def is_of_who_stays_away(line: str) -> bool:
    """Whether a line asks those to sign up who cannot come, and nobody else."""
    rest = _OF_WHO_STAYS_AWAY.sub("", line)
    return rest != line and _SIGN_UP.search(rest) is not None and _COMES.search(rest) is None


def as_label(line: str) -> Meaning | None:
    """The state that a line of its own announces for those below it: 请假：, 线上参加人员（2人）：."""
    return label_word(line) if line.rstrip()[-1:] in (":", "：") else None


OF_PEOPLE = re.compile("(?:人员|名单|党员|同志)")


def as_heading(line: str) -> Meaning | None:
    """The state that a line without a colon is, and nothing else: 线上参加, 请假人员（2人）."""
    return label_word(line) or label_word(line.replace("参加现场", "现场参加"))


def label_behind(words: str) -> tuple[str, Meaning | None]:
    """Words between two names, without the label at their end that is of the names to come."""
    found = _LABEL_BEHIND.search(words)
    label = label_word(found[1]) if found else None
    return (words[: found.start()], label) if found and label else (words, None)


def speaks_of_not_coming(line: str) -> bool:
    """Whether a line that ends in a colon heads people who did not come, in words nobody knows: 暂不能确定的：."""
    return is_heading(line) and stays_away(line)


def is_heading(line: str) -> bool:
    """Whether a line ends in a colon or a number of people, and may be the heading of those below it."""
    return (line[-1:] in (":", "：") or counts_people(line)) and not _NO_HEADING.search(line)


def names_an_office(before: str) -> bool:
    """Whether the words before a name say which part it has in the list, and nothing of the day: （组长：, 发起人：."""
    return _OFFICE.search(before) is not None


def counts_people(line: str) -> bool:
    """Whether a line ends in a number of people, as the headings of a vote do: 不参加（1票）."""
    return _COUNTED.search(line) is not None
