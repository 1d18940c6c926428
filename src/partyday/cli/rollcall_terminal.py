"""Where the lines of the roll-call come from, and what a terminal that can do more shows beside them.

A terminal that cannot is asked line by line; `rollcall_screen` is the one that can, loaded where it serves.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple, Protocol

from partyday.cli.rollcall_line import words_behind
from partyday.cli.seen import seen
from partyday.cli.wrapping import on_screen, width_of, wrapped
from partyday.i18n import _, listed
from partyday.model.codes import State
from partyday.model.people import Person
from partyday.services.lookup import begun
from partyday.words.terms import term

#: Between two handles of one line.
_SEPARATORS = ",，、;；"


class RollSoFar(NamedTuple):
    """How the roll stands while a line is typed: who is on it, what is marked by the person's id, and the tally."""

    expected: Sequence[Person]
    invited: Sequence[Person]
    states: dict[int, State]
    tally: str

    @property
    def missing(self) -> list[Person]:
        """Who is expected and has no mark yet."""
        return [person for person in self.expected if person.id not in self.states]

    @property
    def prompt(self) -> str:
        """`3/23 > `."""
        return f"{len(self.expected) - len(self.missing)}/{len(self.expected)} > "


class Ending(NamedTuple):
    """What may stand at the end of a line: it replaces so many characters, and is shown so."""

    text: str
    replaces: int
    shown: str
    beside: str


class Asks(Protocol):
    """A place that lines come from. Both raise EOFError or KeyboardInterrupt where the user leaves.

    `shows_missing`: who has no mark yet stands before the user's eyes already.
    """

    shows_missing: bool

    def lines(self, standing: RollSoFar) -> list[str]:
        """What is typed next: one line, or as many as were pasted."""

    def answer(self, question: str) -> str:
        """What is answered to a question: one line, maybe empty."""


class Plain:
    """Line by line, as any terminal can."""

    shows_missing = False

    def __init__(self) -> None:
        # With it a backspace takes a whole character, and the line can be edited; Windows has that by itself.
        with suppress(ImportError):
            import readline  # noqa: F401

    def lines(self, standing: RollSoFar) -> list[str]:
        """One line."""
        return [input(standing.prompt)]

    def answer(self, question: str) -> str:
        """One line behind the question."""
        return input(asked(question))


def asked(question: str) -> str:
    """A question as it stands before its answer, with no word cut."""
    return "\n".join(on_screen(seen(f"{question}:"))) + " "


def offers(standing: RollSoFar, before: str) -> Iterator[Ending]:
    """What may go on where a line begins with `before`: people not yet marked, behind a name what may be recorded.

    Who is marked is offered where nobody else fits, with the mark.
    """
    start = max(before.rfind(sign) for sign in _SEPARATORS) + 1
    piece = before[start:].lstrip()
    if not piece:
        return
    if " " in piece:
        last = piece.rsplit(" ", 1)[1]
        yield from (Ending(word, len(last), word, meaning) for word, meaning in words_behind() if word.startswith(last))
        return
    on_roll = [*standing.expected, *standing.invited]
    unmarked = [person for person in on_roll if person.id not in standing.states]
    for person in begun(unmarked, piece) or begun(on_roll, piece):
        twice = sum(one.name == person.name for one in on_roll) > 1
        state = standing.states.get(person.id)
        yield Ending(
            str(person.number) if twice else person.name,
            len(piece),
            f"{person.number:>3} {person.name}",
            term(state) if state else person.initials,
        )


def bar(standing: RollSoFar, columns: int) -> str:
    """The bar below the line: the tally and who is missing, as many as the width holds, and how many more.

    One line where they all fit, else one for the missing above that of the tally, which is never cut.
    """
    missing = [person.called for person in standing.missing]
    if not missing:
        said = _("  Everybody is marked: `close` ends the day.")
    else:
        said = _("  missing: {people}").format(people=listed(missing))
    whole = f" {standing.tally}{said}"
    if width_of(whole) <= columns:
        return seen(whole)
    for shown in range(len(missing), 0, -1):
        more = _(" and {count} more").format(count=len(missing) - shown) if shown < len(missing) else ""
        said = _("  missing: {people}").format(people=listed(missing[:shown])) + more
        if width_of(said) < columns:
            break
    lines = [f" {line}" for text in (said.strip(), standing.tally) for line in wrapped(text, columns - 1)]
    return "\n".join(map(seen, lines))
