"""Completion at the shell: commands and options by the library, what stands behind them from the book.

What a place may hold is told by its metavar: `WHO` is a person, `DATE[:am|pm]` a day of the branch. Loaded only where
a shell asks, or where completion is set up.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from typer._click.shell_completion import CompletionItem
from typer._completion_classes import completion_init
from typer._completion_shared import get_completion_script, install

from partyday.cli import output
from partyday.cli.run import Run
from partyday.errors import Conflict, PartydayError
from partyday.i18n import _

if TYPE_CHECKING:
    pass

#: What the shell sets when it asks.
VARIABLE = "_PARTYDAY_COMPLETE"

Offers = Iterator[tuple[str, str]]

#: Between the pieces of a list.
_SEPARATORS = ",，、;；"


def arm(params: Iterable[Any]) -> None:
    """Let these parameters of a command offer what they may hold."""
    completion_init()
    for param in params:
        kind = _kind(param)
        if kind in _OFFERS:
            param._custom_shell_complete = _completer(kind)


def set_up(shell: str | None) -> None:
    """Write the completion of a shell (None: the one that runs) where it finds it. Raises Conflict where it cannot."""
    try:
        name, path = install(shell=shell, prog_name="partyday", complete_var=VARIABLE)
    except Exception as unable:
        raise Conflict(
            _("Completion could not be set up: {error}").format(error=unable or type(unable).__name__),
            _("`partyday --show-completion` prints it: put it where your shell looks for it."),
        ) from unable
    output.say(_("Completion for {shell} is in {path}; it works in a new window.").format(shell=name, path=path))


def script(shell: str) -> str:
    """The completion of a shell, as it is set up."""
    return get_completion_script(prog_name="partyday", complete_var=VARIABLE, shell=shell)


def _kind(param: Any) -> str:
    """`WHO` of `[WHO]...` and of `WHO,…`: what one piece of a parameter is."""
    metavar = (param.metavar or "").removesuffix("...").removesuffix(",…")
    if metavar.startswith("["):
        metavar = metavar[1:-1]
    return "BRANCH" if "--branch" in param.opts else _SAME.get(metavar, metavar)


def _completer(kind: str) -> Callable[[Any, Any, str], list[CompletionItem]]:
    def complete(context: Any, _param: Any, incomplete: str) -> list[CompletionItem]:
        # A shell has no place for an error: where nothing can be known, nothing is offered.
        with suppress(PartydayError):
            return [CompletionItem(text, help=beside) for text, beside in _OFFERS[kind](Run(context), incomplete)]
        return []

    return complete


def _people(run: Run, typed: str) -> Offers:
    """Who is on the roster and fits the last piece of a list; the pieces before stay."""
    from partyday.services.checkin import known_people
    from partyday.services.lookup import begun

    start = max(typed.rfind(sign) for sign in _SEPARATORS) + 1
    before, piece = typed[:start], typed[start:]
    with run.desk() as desk:
        people = known_people(desk)
    for person in begun(people, piece) if piece else people:
        twice = sum(one.name == person.name for one in people) > 1
        yield before + (str(person.number) if twice else person.name), f"{person.number} {person.name}"


def _days(run: Run, typed: str) -> Offers:
    """The days of the branch."""
    from partyday.services.days import dated
    from partyday.words.terms import term

    with run.desk() as desk:
        for day in dated(desk):
            if day.ref.startswith(typed):
                yield day.ref, term(day.status)


def _branches(run: Run, typed: str) -> Offers:
    with run.desk() as desk:
        yield from ((branch.name, "") for branch in desk.branches if typed in branch.name)


def _forms(_run: Run, typed: str) -> Offers:
    from partyday.model.forms import FORMS

    yield from ((name, form.title) for name, form in FORMS.items() if name.startswith(typed) or typed in form.title)


def _periods(run: Run, typed: str) -> Offers:
    """Periods of last year, this one and the next."""
    for year in range(run.today.year - 1, run.today.year + 2):
        parts = ["", "H1", "H2", *(f"Q{quarter}" for quarter in range(1, 5))]
        for period in [f"{year}{part}" for part in parts] + _months(year):
            if period.startswith(typed):
                yield period, ""


def _months(year: int) -> list[str]:
    return [f"{date(year, month, 1):%Y-%m}" for month in range(1, 13)]


def _year(run: Run, typed: str) -> Offers:
    years = map(str, range(run.today.year - 1, run.today.year + 2))
    yield from ((year, "") for year in years if year.startswith(typed))


def _month(run: Run, typed: str) -> Offers:
    months: Sequence[str] = [month for year in (run.today.year, run.today.year + 1) for month in _months(year)]
    yield from ((month, "") for month in months if month.startswith(typed))


#: What is told by another word, and is the same.
_SAME = {"INTO": "WHO", "YEAR|DATE": "YEAR", "MONTH[..MONTH]": "MONTH"}

_OFFERS: dict[str, Callable[[Run, str], Offers]] = {
    "WHO": _people,
    "DATE[:am|pm]": _days,
    "BRANCH": _branches,
    "FORM": _forms,
    "PERIOD": _periods,
    "YEAR": _year,
    "MONTH": _month,
}
