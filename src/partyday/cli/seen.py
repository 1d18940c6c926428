"""What may reach a screen: stored text can move the cursor, change colours or turn the order in which it is read."""

import re

from partyday.store.places import shown

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
#: lines in a password; so does what is quoted.
_URL = (
    r"[\w+]*(?i:sql|postgres|psycopg)[\w+]*[:：][/／][^“”]*[@＠][^\s“”'\"]*|"
    r"(?<=“)[^“”@]*:[^“”]*@[^“”]*(?=”)|"
    r"[^\s“”'\"]*(?::/|：/|(?i:sql|postgres|psycopg)\w*：|:[^\s@/]*@|[^\s“”'\"]*(?i:passw|pwd|secret|token)\w*=)[^\s“”'\"]*"
)
_SETTING = r"(?i)((?:passw|pwd|secret|token)\w*\s*=\s*)[^\s“”]+"


def seen(text: str) -> str:
    """The text as it may be shown: commands to the terminal stand in it as signs of their own, passwords do not."""
    told = text.translate(_SIGNS)
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
