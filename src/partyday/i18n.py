"""The language people are spoken to in: chosen once, before anything is worded.

Messages are written in English and translated through gettext (`locale/zh/LC_MESSAGES/partyday.po`). Printed forms
are in Chinese whatever the screen speaks. Imports nothing of partyday.
"""

import gettext as _gettext
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from struct import unpack_from

DOMAIN = "partyday"
LANGUAGES = ("en", "zh")
LOCALE_DIR = Path(__file__).parent / "locale"


def preferred_language(environ: Mapping[str, str] = os.environ) -> str:
    """`zh` or `en`: what `PARTYDAY_LANG` asks for, else the language of the locale."""
    for variable in ("PARTYDAY_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(variable, "").lower()
        if value and value.split(".")[0] not in ("c", "posix"):
            return "zh" if value.startswith("zh") else "en"
    if sys.platform == "win32":
        import ctypes
        import locale

        code = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return "zh" if locale.windows_locale.get(code, "").startswith("zh") else "en"
    return "en"


def _load(language: str) -> dict[bytes, bytes]:
    """English → `language`, from the compiled catalogue; empty for English, or where nothing was compiled.

    The format (.mo) is that of GNU gettext, "The Format of GNU MO Files". Python's reader decodes every message, and a
    command says a few dozen: with it a check-in is no longer the cheapest of its peers (docs/decisions/0001).
    """
    if language == "en":
        return {}
    try:
        data = (LOCALE_DIR / language / "LC_MESSAGES" / f"{DOMAIN}.mo").read_bytes()
    except FileNotFoundError:
        return {}
    count, *tables = unpack_from("<3I", data, 8)
    originals, translations = (
        [data[start : start + length] for length, start in _pairs(data, table, count)] for table in tables
    )
    return dict(zip(originals, translations, strict=True))


def _pairs(data: bytes, table: int, count: int) -> Iterable[tuple[int, int]]:
    """The length and the place of each of `count` texts, as a table of a catalogue has them."""
    numbers = unpack_from(f"<{2 * count}I", data, table)
    return zip(numbers[::2], numbers[1::2], strict=True)


language = preferred_language()
_current = _load(language)


def use(chosen: str) -> None:
    """Speak `chosen` (`zh` or `en`) from now on. Help texts already built keep the language they were built in."""
    global language, _current  # one process speaks one language; this is the switch
    language, _current = chosen, _load(chosen)


def _(message: str) -> str:
    translated = _current.get(message.encode()) if message else None
    return translated.decode() if translated else message


def _n(one: str, several: str, count: int) -> str:
    """The sentence about one, or the one about `count` of them. Chinese has one form for both."""
    translated = _current.get(f"{one}\0{several}".encode())
    return translated.decode() if translated else one if count == 1 else several


def listed(words: Iterable[str]) -> str:
    """Words as one list, separated as the chosen language separates them."""
    return _(", ").join(words)


def N_(message: str) -> str:  # noqa: N802  # gettext's own name for a message that is translated later
    """Mark `message` for translation where it is defined; `_` translates it where it is shown."""
    return message


def speak_through_libraries() -> None:
    """Let the command-line library find its own phrases (Usage, Options, …) in our catalogue too."""
    _gettext.bindtextdomain(DOMAIN, LOCALE_DIR)
    _gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language
