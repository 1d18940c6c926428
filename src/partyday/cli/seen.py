"""What may reach a screen: stored text can move the cursor, change colours or turn the order in which it is read."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from partyday.model.dates import half_width
from partyday.store.places import like_url, shown

#: Signs that command a terminal, and those that let text be read in another order than it is stored: each with what is
#: shown in its place. A table and no regular expression: every command passes here, and few have one of them.
_SIGNS = {
    **{number: 0x2400 + number for number in range(0x20) if number not in (0x09, 0x0A)},
    **dict.fromkeys([*range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F)], 0xFFFD),
    **dict.fromkeys([*range(0x2066, 0x206A), 0xFEFF], 0xFFFD),
}

#: In the text of JSON such signs are escapes already where they are below a blank.
_IN_JSON = {number: f"\\u{number:04x}" for number in _SIGNS if number >= 0x20}

#: A word that may be a database URL, whose password must not be seen: with one or more strokes (a path has one), or
#: with a colon before an @. Of a database's own kind it goes on to the last @, for there may be blanks and ends of
#: lines in a password; so does what is quoted. A label with its full-width colon is no part of it, nor a path
#: behind one.
_URL = (
    r"[\w+]*(?i:sql|postgres|psycopg)[\w+]*[:：][/／][^“”]*[@＠][^\s“”'\"]*|"
    r"(?<=“)[^“”@]*:[^“”]*@[^“”]*(?=”)|"
    r"(?:(?!：[A-Za-z][\w+.-]*://)[^\s“”'\"])*(?::/|(?<=[A-Za-z])：/(?=/|[^\s“”]*[@＠])|(?i:sql|postgres|psycopg)\w*：|:[^\s@/]*@|[^\s“”'\"]*(?i:passw|pwd|secret|token)\w*=)[^\s“”'\"]*"
)
_AT = frozenset("@＠")
_SETTING = r"(?i)((?:passw|pwd|secret|token)\w*\s*=\s*)[^\s“”]+"


class _Held(NamedTuple):
    """What is held back of a command line: the words that hold, or may hold, a password, each as it may stand in a
    sentence, with what is shown; and whether a blank may have divided one between words.
    """

    instead: dict[str, str]
    divided: bool


#: Of the command that runs, for all its threads: a bar is drawn in one of its own, and a page answers in others.
_held = _Held({}, divided=False)


def keep_back(words: Sequence[str]) -> None:
    """Let no sentence of this command show the passwords in these words of the command line, wherever they stand."""
    global _held  # noqa: PLW0603  # one process runs one command
    instead_of: dict[str, str] = {}
    for word in words:
        value = word.partition("=")[2] if word.startswith("--") else word
        if (_AT.intersection(value) or "=" in value or ":/" in value) and like_url(value):
            instead = shown(value)
            path = Path(value)
            for form in (value, value.strip(), half_width(value), str(path), path.name if "@" in path.name else ""):
                instead_of |= {form: instead, form.translate(_SIGNS): instead}
    instead_of.pop("", None)
    _held = _Held(instead_of, bool(instead_of) or any(_AT.intersection(word) for word in words))


def holds_back() -> bool:
    """Whether there may be a password in the command line, which a blank divided between words."""
    return _held.divided


def seen(text: str) -> str:
    """The text as it may be shown: commands to the terminal stand in it as signs of their own, passwords do not."""
    told = text.translate(_SIGNS)
    for word, instead in _held.instead.items():
        told = told.replace(word, instead)
    if ":/" in told or "@" in told or ("：" in told and _may_be_url(told)):
        told = re.sub(_URL, lambda found: shown(found[0]), told)
    if "=" in told and any(word in told.lower() for word in ("passw", "pwd", "secret", "token")):
        told = re.sub(_SETTING, r"\g<1>***", told)
    return told


def _may_be_url(told: str) -> bool:
    """Whether a full-width colon, which is in many a sentence, may be that of a URL."""
    return "：/" in told or "=" in told or any(kind in told.lower() for kind in ("sql", "postgres", "psycopg"))


def seen_in_json(text: str) -> str:
    """JSON with the same signs as its escapes: what a script reads stays what is stored."""
    return text if text.isascii() and "\x7f" not in text else text.translate(_IN_JSON)
