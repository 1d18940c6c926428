"""What can go wrong, each with its sentence, what to do next, and its exit code.

Raised anywhere, caught once in `cli`. Problems in imported data are values (`model.problems`), not exceptions, so that
all of them can be told at once. Imports only the translation seam.
"""

from collections.abc import Iterable

from partyday.i18n import _

#: The exit code after Ctrl-C.
INTERRUPTED = 130
#: The exit code of a command that did what it was asked to do, and found what somebody has to see to.
FOUND_SOMETHING = 3


class PartydayError(Exception):
    """Anything partyday refuses to do. `str()` is the sentence, `hint` what to do next (may be empty).

    `branch`: the name by which a branch was asked for, where it means none or several.
    """

    exit_code = 1

    def __init__(self, sentence: str, hint: str = "", *, branch: str = "") -> None:
        super().__init__(sentence)
        self.hint = hint
        self.branch = branch

    @property
    def whole(self) -> str:
        """The sentence with what to do next, in one line."""
        return f"{self} {self.hint}".rstrip()


class WrongUsage(PartydayError):
    """The command was put together wrongly: options that contradict each other, a missing one."""

    exit_code = 2


class BadInput(PartydayError):
    """A value or a file that cannot be what it is meant to be."""

    exit_code = 10


class NotFound(PartydayError):
    """No such member, branch, day, file or entry."""

    exit_code = 11


class NothingToPrint(NotFound):
    """The records have nothing of what a paper is asked for."""


class Ambiguous(PartydayError):
    """A handle that fits several; the sentence names the candidates."""

    exit_code = 12


class Conflict(PartydayError):
    """The records as they stand do not allow it."""

    exit_code = 13


class BookUnusable(PartydayError):
    """The book is missing, outdated, newer than the program, damaged or out of reach."""

    exit_code = 14


class NeedsAnswer(Conflict):
    """A question that cannot be asked, because nobody sits at a terminal."""

    def __init__(self, question: str) -> None:
        super().__init__(question, _("Answer it with --yes, or run the command at a terminal."))


class Again(Exception):  # no error: what was tried is tried once more
    """Nothing was written, and the same is to be done anew, holding the gates of these branches from its beginning.

    The whole command is begun anew, since what it read may have changed. Without branches the database asked for it.
    """

    def __init__(self, branches: Iterable[int] = ()) -> None:
        super().__init__()
        self.branches = frozenset(branches)
