"""Write `words/readings.txt`: the words of two characters that pypinyin reads otherwise than each alone.

Only these are needed to read a name; all of its 47,000 words take 40 MB and a third of the time of an import.
"""

from itertools import chain
from pathlib import Path

from pypinyin import lazy_pinyin  # before the names, which load it without its words
from pypinyin.constants import PHRASES_DICT

from partyday.words import pinyin

#: So many characters has a given name that may be a word.
_GIVEN = 2

TABLE = Path(pinyin.__file__).with_name("readings.txt")


def table() -> str:
    """A line for each word: it and its syllables."""
    lines = []
    for word in sorted(word for word in PHRASES_DICT if len(word) == _GIVEN):
        whole = pinyin.plain(lazy_pinyin(word))
        if whole != tuple(chain.from_iterable(pinyin.plain(lazy_pinyin(character)) for character in word)):
            lines.append(" ".join((word, *whole)))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
