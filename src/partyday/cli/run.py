"""What one run of a command stands on: the book, the day it is, who records, and how to answer."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from partyday import config
from partyday.cli import output
from partyday.cli.seen import seen
from partyday.errors import NeedsAnswer, PartydayError, WrongUsage
from partyday.i18n import _
from partyday.model.dates import read_date

if TYPE_CHECKING:
    from partyday.model.period import Period
    from partyday.services.desk import Desk
    from partyday.store.book import Store


class Run:
    """The common options, settled against the environment and the configuration."""

    #: That of the command that runs, for the last words of one that failed.
    latest: ClassVar["Run | None"] = None

    def __init__(self, context: Any) -> None:
        given = context.meta
        #: The branches whose gates this command was found to need.
        self.gates: frozenset[int] = context.obj["gates"] if context.obj else frozenset()
        self.opened = False
        _refuse_blank(context)
        self.command = context.command_path.removeprefix("partyday ")
        self.config = config.load()
        self.place = self.place_of(given.get("shared_book") or self.config.book)
        Run.latest = self
        self.branch_name: str | None = given.get("shared_branch") or self.config.branch
        #: Whether the branch was chosen once for all commands, and not in this one.
        self.branch_settled = bool(self.config.branch) and not given.get("shared_branch")
        stand_in = given.get("shared_today") or os.environ.get("PARTYDAY_TODAY")
        self.today = read_date(stand_in, _on_the_wall()) if stand_in else _on_the_wall()
        self.stand_in = bool(stand_in)
        self.named: str | None = given.get("shared_as")
        #: Who records, where a person named themselves: a login is no name on a receipt.
        self.signed: str = self.named or self.config.by or ""
        self.by: str = self.signed or _system_user()
        self.json: bool = given.get("json", False)
        self.csv: bool = given.get("csv", False)
        self.yes: bool = given.get("yes", False)

    @staticmethod
    def place_of(text: str) -> str:
        """A book's file or URL as it was typed: a file of SQLite is named by its path."""
        return _at_home(text.removeprefix("sqlite:///"))

    def date(self, text: str | None) -> date:
        """The date that was typed, or today where none was. Raises BadInput."""
        return self.today if text is None else read_date(text, self.today)

    def period(self, text: str | None) -> "Period | None":
        """The period that was typed, if one was. Raises BadInput."""
        from partyday.model.period import Period

        if text and self.config.terms:
            from partyday.services.schedule import terms_of

            return Period.read(text, self.today, terms_of(self.config.terms))
        return Period.read(text, self.today) if text else None

    @contextmanager
    def desk(self, store: "Store | None" = None) -> Iterator["Desk"]:
        """The desk of this command: at the book that is named, or a new one. Raises BookUnusable."""
        from partyday.services.desk import Desk
        from partyday.store.book import Act, open_book

        self.opened = True
        store = store or open_book(self.place, self.waits)
        known = store.database.login()  # on a server nobody is who they say they are
        by, login = (known, known) if known else (self.by, config.login())
        if known and self.named and self.named != known:
            output.talk(_("On a server the login records: {login}.").format(login=known))
        act = Act(command=self.command, by=by, today=self.today, stand_in=self.stand_in, login=login)
        try:
            yield Desk(store, act, self.branch_name, self.gates)
        except PartydayError as error:
            if self.branch_settled and error.branch == self.branch_name:
                error.hint += " " + _("It was named by PARTYDAY_BRANCH, or in the configuration.")
            raise
        finally:
            store.close()

    def waits(self, who: str) -> None:
        """Say that the command waits until somebody else has written."""
        output.talk(_("Waiting: {who} is writing to the book.").format(who=who))

    def confirmed(self, question: str) -> bool:
        """Whether the user says yes. Raises NeedsAnswer where nobody can be asked."""
        if self.yes:
            return True
        if not at_terminal():
            raise NeedsAnswer(question)
        return ask_yes(question)

    def long(self) -> None:
        """This command handles much data: collect garbage again, but not what was loaded to begin with."""
        gc.freeze()
        gc.set_threshold(200_000)
        gc.enable()


#: What nobody can leave blank where they name it at all: a blank text takes something away, a blank date is a slip.
_NEVER_BLANK = ("DATE", "MONTH", "PERIOD", "YEAR", "YUAN", "AMOUNT", "WHO")


def _refuse_blank(context: Any) -> None:
    """Raises WrongUsage for a date, an amount or a person that was named and is blank, as from an empty variable."""
    for param in context.command.params:
        named = (param.metavar or "").lstrip("[").startswith(_NEVER_BLANK)
        values = context.params.get(param.name or "")
        if named and any(not value.strip() for value in ([values] if isinstance(values, str) else values or ())):
            option = param.opts[0] if param.opts[0].startswith("-") else param.metavar
            raise WrongUsage(
                _("{option} is blank.").format(option=option), _("Write a value behind it, or leave it out.")
            )


def ask_yes(question: str, *, usual: bool = False) -> bool:
    """Whether who sits at the terminal says yes; Enter is the usual answer, and any other is asked anew."""
    import typer

    prompt = f"{seen(question)} {'[Y/n]' if usual else '[y/N]'}"
    while True:
        answer = str(typer.prompt(prompt, default="", show_default=False, err=True)).strip().lower()
        if answer in _ANSWERS or not answer:
            return _ANSWERS.get(answer, usual)
        output.talk(_("Type y for yes or n for no."))


_ANSWERS = {"y": True, "yes": True, "n": False, "no": False}


def at_terminal() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _on_the_wall() -> date:
    return date.today()  # noqa: DTZ011  # the day on the user's calendar


def _at_home(place: str) -> str:
    """A place that begins with `~`: in the user's home, where no shell has put it there already."""
    return os.path.expanduser(place) if place.startswith("~") else place  # noqa: PTH111  # the rest stays as typed


def _system_user() -> str:
    # As getpass.getuser does, without loading what it needs to ask for passwords.
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if os.environ.get(variable):
            return os.environ[variable]
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return _("unknown")
