"""What a shell is told when it asks how a begun word goes on: commands, options, and what stands behind them.

A shell asks while a person types, so nothing of the command-line library is loaded: commands and options are read from
`offered.txt`, which `make docs` makes from them, and people, days and branches from the book. What a place may hold is
told by its metavar: `WHO` is a person, `DATE[:am|pm]` a day of the branch, `a|b` one of these words. How a shell asks
and is told is in `asking_shell`.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple

from partyday.i18n import _

if TYPE_CHECKING:
    from partyday.cli.run import Run

OFFERED = Path(__file__).with_name("offered.txt")

#: Between the pieces of a list.
_SEPARATORS = ",，、;；"


class GoesOn(NamedTuple):
    """A word to go on with, `about` shown beside it.

    `before` is what stays of the word that is begun: the pieces of a list, an option and its `=`. `handle` begins as it
    is typed and means the same where the word does not: initials, pinyin, a number.
    """

    word: str
    about: str = ""
    before: str = ""
    handle: str = ""


Offers = Iterator[GoesOn]


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


def offers(words: Sequence[str], begun: str) -> Offers:
    """How the last word, `begun`, goes on behind `words` (without the program's name). Raises PartydayError."""
    name, equals, value = begun.partition("=")
    if begun.startswith("-") and equals:
        for offer in offers([*words, name], value):
            yield offer._replace(before=name + equals + offer.before)
        return
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
                yield from (GoesOn(each, _(place.about)) for each in place.names if each.startswith(begun))
    elif positions := [place for place in places if not place.names]:
        place = positions[min(arguments, len(positions) - 1)]
        if arguments < len(positions) or place.repeated:
            yield from _values(place.kind, path, given, begun)
    else:
        for place in places:
            if not place.is_option and place.names[0].startswith(begun):
                yield GoesOn(place.names[0], _(place.about))


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
        yield from (GoesOn(word) for word in kind.split("|") if word.startswith(begun))
    elif kind in _OFFERS:
        from partyday.cli.run import Run

        meta = {"shared_" + name[2:]: given[name] for name in ("--book", "--branch", "--today") if name in given}
        bare = SimpleNamespace(params=())
        asking = SimpleNamespace(meta=meta, command_path=f"partyday {path}", command=bare, params={}, obj=None)
        yield from _OFFERS[kind](Run(asking), begun)


def _people(run: "Run", typed: str) -> Offers:
    """Who is on the roster and fits the last piece of a list; the pieces before stay."""
    from partyday.services.lookup import begun, known_people

    start = max(typed.rfind(sign) for sign in _SEPARATORS) + 1
    before, piece = typed[:start], typed[start:]
    with run.desk() as desk:
        people = known_people(desk)
    names = Counter(person.name for person in people)
    fitting = begun(people, piece) if piece else people
    handles = Counter(handle for person in fitting for handle in (person.initials, person.pinyin))
    for person in fitting:
        spelled = [part for part in (person.initials, person.pinyin) if part.startswith(piece) and handles[part] == 1]
        numbers = [part for part in (str(person.number), person.staff_number) if part.startswith(piece)]
        word = str(person.number) if names[person.name] > 1 else person.name
        handle = next(iter(spelled + numbers), person.pinyin)
        yield GoesOn(word, person.called, before, handle)


def _days(run: "Run", typed: str) -> Offers:
    """The days of the branch."""
    from partyday.services.days import dated
    from partyday.words.terms import term

    with run.desk() as desk:
        for day in dated(desk):
            if day.ref.startswith(typed):
                yield GoesOn(day.ref, term(day.status))


def _branches(run: "Run", typed: str) -> Offers:
    with run.desk() as desk:
        yield from (GoesOn(branch.name) for branch in desk.branches if typed in branch.name)


def _forms(_run: "Run", typed: str) -> Offers:
    from partyday.model.forms import FORMS

    yield from (
        GoesOn(name, form.title) for name, form in FORMS.items() if name.startswith(typed) or typed in form.title
    )


def _periods(run: "Run", typed: str) -> Offers:
    """Periods of last year, this one and the next."""
    for year in range(run.today.year - 1, run.today.year + 2):
        parts = ["", "H1", "H2", *(f"Q{quarter}" for quarter in range(1, 5))]
        for period in [f"{year}{part}" for part in parts] + _months(year):
            if period.startswith(typed):
                yield GoesOn(period)


def _months(year: int) -> list[str]:
    return [f"{date(year, month, 1):%Y-%m}" for month in range(1, 13)]


def _year(run: "Run", typed: str) -> Offers:
    years = map(str, range(run.today.year - 1, run.today.year + 2))
    yield from (GoesOn(year) for year in years if year.startswith(typed))


def _month(run: "Run", typed: str) -> Offers:
    months: Sequence[str] = [month for year in (run.today.year, run.today.year + 1) for month in _months(year)]
    yield from (GoesOn(month) for month in months if month.startswith(typed))


#: What is told by another word, and is the same.
_SAME = {
    "INTO": "WHO",
    "WHO ...": "WHO",
    "WHO,…|all": "WHO",
    "WHO:CATEGORY[:DETAIL]": "WHO",
    "YEAR|DATE": "YEAR",
    "MONTH[..MONTH]": "MONTH",
}

_OFFERS: dict[str, Callable[["Run", str], Offers]] = {
    "WHO": _people,
    "DATE[:am|pm]": _days,
    "BRANCH": _branches,
    "FORM": _forms,
    "PERIOD": _periods,
    "YEAR": _year,
    "MONTH": _month,
}
