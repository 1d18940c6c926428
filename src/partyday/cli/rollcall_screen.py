"""The roll-call's line at a terminal that can move its cursor: who fits drops down, the roll stands in a bar.

Alone in the program it knows prompt_toolkit.
"""

from collections.abc import Iterator

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.output.defaults import create_output

from partyday.cli.rollcall_terminal import RollSoFar, asked, bar, offers
from partyday.cli.seen import seen

_MENU_LINES = 6


class Unable(Exception):
    """This terminal cannot be drawn on."""


class Completing:
    """Lines of a terminal that completes what is begun."""

    shows_missing = True

    def __init__(self) -> None:
        try:
            self._screen = create_output()
            # Names stay in memory: a history file would keep them outside of the book.
            self._session: PromptSession[str] = PromptSession(history=InMemoryHistory(), output=self._screen)
            self._questions: PromptSession[str] = PromptSession(output=self._screen)
        except Exception as unable:  # what a terminal lacks is told by each system in an error of its own
            raise Unable from unable

    def lines(self, standing: RollSoFar) -> list[str]:
        """One line, or those of a paste."""
        typed = self._session.prompt(
            standing.prompt,
            completer=_Fitting(standing),
            complete_while_typing=True,
            reserve_space_for_menu=_MENU_LINES,
            bottom_toolbar=lambda: bar(standing, self._screen.get_size().columns),
        )
        return typed.splitlines()

    def answer(self, question: str) -> str:
        """One line behind the question."""
        return " ".join(self._questions.prompt(asked(question)).splitlines())


class _Fitting(Completer):
    def __init__(self, standing: RollSoFar) -> None:
        self._standing = standing

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """What may go on at the cursor."""
        for offer in offers(self._standing, document.text_before_cursor):
            yield Completion(
                offer.text,
                start_position=-offer.replaces,
                display=seen(offer.shown),
                display_meta=seen(offer.beside),
            )
