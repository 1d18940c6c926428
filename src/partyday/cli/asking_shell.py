"""How each shell asks what a begun word goes on with, and how it is told. What it is told is in `offers`.

A shell asks while a person types: nothing of the command-line library is loaded. What a shell runs at Tab stands in
the folder `shells`.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from partyday.cli.offers import GoesOn, offers
from partyday.errors import PartydayError

#: What the shell sets when it asks: `complete_` and its name.
VARIABLE = "_PARTYDAY_COMPLETE"


class Shell(NamedTuple):
    """How one shell asks (the words, and the one that is begun) and how it is told."""

    asked: Callable[[Mapping[str, str]], tuple[list[str], str]]
    told: Callable[[Sequence[GoesOn], str], str]


def answered(environ: Mapping[str, str] = os.environ) -> bool:
    """Answer the shell that asks, on stdout; False where none does, or one that is not known here."""
    shell = _SHELLS.get(environ.get(VARIABLE, "").removeprefix("complete_"))
    if shell is None:
        return False
    words, begun = shell.asked(environ)
    # A shell has no place for an error: where nothing can be known, nothing is offered.
    found: list[GoesOn] = []
    with suppress(PartydayError):
        found = list(offers(words, begun))
    text = shell.told(found, begun)
    if text:
        sys.stdout.write(text + "\n")
    return True


def _split(line: str) -> list[str]:
    """The words of a line; a quotation that is not closed yet goes to its end."""
    import shlex

    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    words: list[str] = []
    try:
        words.extend(iter(lexer.get_token, None))
    except ValueError:
        words.append(lexer.token or "")
    return words


def _bash_asked(environ: Mapping[str, str]) -> tuple[list[str], str]:
    words, at = _split(environ.get("COMP_WORDS", "")), int(environ.get("COMP_CWORD", "1"))
    return words[1:at], words[at] if at < len(words) else ""


def _line_asked(environ: Mapping[str, str]) -> tuple[list[str], str]:
    line = environ.get("_TYPER_COMPLETE_ARGS", "")
    words = _split(line)[1:]
    return (words, "") if line.endswith(" ") or not words else (words[:-1], words[-1])


def _powershell_asked(environ: Mapping[str, str]) -> tuple[list[str], str]:
    begun = environ.get("_TYPER_COMPLETE_WORD_TO_COMPLETE", "")
    words = _split(environ.get("_TYPER_COMPLETE_ARGS", ""))[1:]
    return words[:-1] if begun else words, begun


def _bash_told(found: Sequence[GoesOn], _begun: str) -> str:
    """Whole words; the pieces of a list alone where they begin differently: bash would take back what is typed."""
    whole = [offer.before + offer.word for offer in found]
    if len({offer.word[:1] for offer in found}) > 1:
        whole = [offer.word for offer in found]
    return "\n".join(whole)


def _zsh_told(found: Sequence[GoesOn], begun: str) -> str:
    """Commands for zsh. `-U`: it does not hold the words against what is typed, which may be pinyin."""
    if not found:
        return "_files"
    words = [offer.before + offer.word for offer in found]
    shown = [offer.word.replace(":", r"\:") + (f":{offer.about}" if offer.about else "") for offer in found]
    each_in_turn = "" if all(word.startswith(begun) for word in words) else "compstate[insert]=menu; "
    return f"local -a shown=({_zsh(shown)}) words=({_zsh(words)}); {each_in_turn}_describe -V '' shown words -U"


def _zsh(texts: Sequence[str]) -> str:
    return " ".join("'" + text.replace("'", r"'\''") + "'" for text in texts)


def _fish_told(found: Sequence[GoesOn], begun: str) -> str:
    """A line each. fish drops what does not begin as typed: there the handle stands, and the name beside it."""
    lines = []
    for offer in found:
        word = offer.before + offer.word
        if not word.startswith(begun) and offer.handle:
            word = offer.before + offer.handle
        lines.append(f"{word}\t{' '.join(offer.about.split())}" if offer.about else word)
    return "\n".join(lines)


def _powershell_told(found: Sequence[GoesOn], _begun: str) -> str:
    return "\n".join(f"{offer.before}{offer.word}:::{offer.about or ' '}" for offer in found)


_SHELLS = {
    "bash": Shell(_bash_asked, _bash_told),
    "zsh": Shell(_line_asked, _zsh_told),
    "fish": Shell(_line_asked, _fish_told),
    "powershell": Shell(_powershell_asked, _powershell_told),
}
_SHELLS["pwsh"] = _SHELLS["powershell"]
