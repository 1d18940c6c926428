"""What a shell is told when it asks how a begun word goes on: commands, options, and what stands behind them.

A shell asks while a person types, so nothing of the command-line library is loaded: commands and options are read from
`offered.txt`, which `make docs` makes from them, and people, days and branches from the book. What a place may hold is
told by its metavar: `WHO` is a person, `DATE[:am|pm]` a day of the branch, `a|b` one of these words.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple

from partyday.errors import PartydayError
from partyday.i18n import _

if TYPE_CHECKING:
    from partyday.cli.run import Run

#: What the shell sets when it asks: `complete_` and its name.
VARIABLE = "_PARTYDAY_COMPLETE"

OFFERED = Path(__file__).with_name("offered.txt")

#: A word to go on with, and what is shown beside it.
Offers = Iterator[tuple[str, str]]

#: Between the pieces of a list.
_SEPARATORS = ",，、;；"


class Slot(NamedTuple):
    """An option, an argument or a command below, as a line of `offered.txt` tells it.

    `names` are empty for an argument. `kind` is what its value is: the metavar, `-` for none (a flag, a command).
    """

    names: tuple[str, ...]
    kind: str
    repeated: bool
    about: str

    @property
    def is_option(self) -> bool:
        """Whether it begins with a dash."""
        return bool(self.names) and self.names[0].startswith("-")


def answered(environ: Mapping[str, str] = os.environ) -> bool:
    """Answer the shell that asks, on stdout; False where none does, or one that is not known here."""
    form = _SHELLS.get(environ.get(VARIABLE, "").removeprefix("complete_"))
    if form is None:
        return False
    words, begun = form.asked(environ)
    # A shell has no place for an error: where nothing can be known, nothing is offered.
    found: list[tuple[str, str]] = []
    with suppress(PartydayError):
        found = list(offers(words, begun))
    text = form.told(found, environ)
    if text:
        sys.stdout.write(text + "\n")
    return True


def offers(words: Sequence[str], begun: str) -> Offers:
    """How the last word, `begun`, goes on behind `words` (without the program's name). Raises PartydayError."""
    name, equals, value = begun.partition("=")
    if begun.startswith("-") and equals:
        words, begun = [*words, name], value
    path, places, arguments = "", below(""), 0
    waiting: Slot | None = None
    given: dict[str, str] = {}
    for word in words:
        if word == "=":
            continue
        if waiting is not None:
            given[waiting.names[0]], waiting = word, None
        elif word.startswith("-"):
            option, equals, value = word.partition("=")
            found = next((place for place in places if option in place.names), None)
            if found and found.kind != "-" and not equals:
                waiting = found
            elif found:
                given[found.names[0]] = value
        elif any(place.names and not place.is_option for place in places):
            path = f"{path} {word}".strip()
            places = below(path)
        else:
            arguments += 1
    if waiting is not None:
        yield from _values(waiting.kind, path, given, begun)
    elif begun.startswith("-"):
        for place in places:
            if place.is_option and (place.repeated or place.names[0] not in given):
                yield from ((each, _(place.about)) for each in place.names if each.startswith(begun))
    elif positions := [place for place in places if not place.names]:
        place = positions[min(arguments, len(positions) - 1)]
        if arguments < len(positions) or place.repeated:
            yield from _values(place.kind, path, given, begun)
    else:
        for place in places:
            if not place.is_option and place.names[0].startswith(begun):
                yield place.names[0], _(place.about)


def below(command: str) -> list[Slot]:
    """What stands behind a command in `offered.txt`: its options, arguments and commands; none for an unknown one."""
    text = OFFERED.read_text("utf-8")
    __, __, rest = text.partition(f"\n[{command}]\n")
    lines = rest.partition("\n[")[0].splitlines()
    return [
        Slot(tuple(names.split()), kind, repeated == "*", about)
        for names, kind, repeated, about in (line.split("\t") for line in lines)
    ]


def kind_of(metavar: str) -> str:
    """`WHO` of `[WHO]...` and of `WHO,…`: what one piece of a place is."""
    metavar = metavar.removesuffix("...").removesuffix(",…")
    if metavar.startswith("["):
        metavar = metavar[1:-1]
    return _SAME.get(metavar, metavar)


def _values(kind: str, path: str, given: Mapping[str, str], begun: str) -> Offers:
    kind = kind_of(kind)
    if "|" in kind and kind.islower():
        yield from ((word, "") for word in kind.split("|") if word.startswith(begun))
    elif kind in _OFFERS:
        from partyday.cli.run import Run

        meta = {"shared_" + name[2:]: given[name] for name in ("--book", "--branch", "--today") if name in given}
        bare = SimpleNamespace(params=())
        asking = SimpleNamespace(meta=meta, command_path=f"partyday {path}", command=bare, params={})
        yield from _OFFERS[kind](Run(asking), begun)


def _people(run: "Run", typed: str) -> Offers:
    """Who is on the roster and fits the last piece of a list; the pieces before stay."""
    from partyday.services.lookup import begun, known_people

    start = max(typed.rfind(sign) for sign in _SEPARATORS) + 1
    before, piece = typed[:start], typed[start:]
    with run.desk() as desk:
        people = known_people(desk)
    times: dict[str, int] = {}
    for person in people:
        times[person.name] = times.get(person.name, 0) + 1
    for person in begun(people, piece) if piece else people:
        word = str(person.number) if times[person.name] > 1 else person.name
        yield before + word, f"{person.number} {person.name}"


def _days(run: "Run", typed: str) -> Offers:
    """The days of the branch."""
    from partyday.services.days import dated
    from partyday.words.terms import term

    with run.desk() as desk:
        for day in dated(desk):
            if day.ref.startswith(typed):
                yield day.ref, term(day.status)


def _branches(run: "Run", typed: str) -> Offers:
    with run.desk() as desk:
        yield from ((branch.name, "") for branch in desk.branches if typed in branch.name)


def _forms(_run: "Run", typed: str) -> Offers:
    from partyday.model.forms import FORMS

    yield from ((name, form.title) for name, form in FORMS.items() if name.startswith(typed) or typed in form.title)


def _periods(run: "Run", typed: str) -> Offers:
    """Periods of last year, this one and the next."""
    for year in range(run.today.year - 1, run.today.year + 2):
        parts = ["", "H1", "H2", *(f"Q{quarter}" for quarter in range(1, 5))]
        for period in [f"{year}{part}" for part in parts] + _months(year):
            if period.startswith(typed):
                yield period, ""


def _months(year: int) -> list[str]:
    return [f"{date(year, month, 1):%Y-%m}" for month in range(1, 13)]


def _year(run: "Run", typed: str) -> Offers:
    years = map(str, range(run.today.year - 1, run.today.year + 2))
    yield from ((year, "") for year in years if year.startswith(typed))


def _month(run: "Run", typed: str) -> Offers:
    months: Sequence[str] = [month for year in (run.today.year, run.today.year + 1) for month in _months(year)]
    yield from ((month, "") for month in months if month.startswith(typed))


#: What is told by another word, and is the same.
_SAME = {"INTO": "WHO", "YEAR|DATE": "YEAR", "MONTH[..MONTH]": "MONTH"}

_OFFERS: dict[str, Callable[["Run", str], Offers]] = {
    "WHO": _people,
    "DATE[:am|pm]": _days,
    "BRANCH": _branches,
    "FORM": _forms,
    "PERIOD": _periods,
    "YEAR": _year,
    "MONTH": _month,
}


class Shell(NamedTuple):
    """How one shell asks (the words, and the one that is begun) and how it is told."""

    asked: Callable[[Mapping[str, str]], tuple[list[str], str]]
    told: Callable[[Sequence[tuple[str, str]], Mapping[str, str]], str]


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


def _zsh_told(found: Sequence[tuple[str, str]], _environ: Mapping[str, str]) -> str:
    if not found:
        return "_files"
    each = (f'"{_zsh(word)}":"{_zsh(about)}"' if about else f'"{_zsh(word)}"' for word, about in found)
    return "_arguments '*: :(({}))'".format("\n".join(each))


def _zsh(text: str) -> str:
    for sign, written in (('"', '""'), ("'", "''"), ("$", "\\$"), ("`", "\\`"), (":", r"\\:")):
        text = text.replace(sign, written)
    return text


def _fish_told(found: Sequence[tuple[str, str]], environ: Mapping[str, str]) -> str:
    if environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":  # fish offers files where the exit code is 1
        sys.exit(0 if found else 1)
    return "\n".join(f"{word}\t{' '.join(about.split())}" if about else word for word, about in found)


_SHELLS = {
    "bash": Shell(_bash_asked, lambda found, _environ: "\n".join(word for word, _about in found)),
    "zsh": Shell(_line_asked, _zsh_told),
    "fish": Shell(_line_asked, _fish_told),
    "powershell": Shell(
        _powershell_asked, lambda found, _environ: "\n".join(f"{word}:::{about or ' '}" for word, about in found)
    ),
}
_SHELLS["pwsh"] = _SHELLS["powershell"]
