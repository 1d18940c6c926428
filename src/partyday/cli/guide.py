"""`partyday help`: short pages on what runs through many commands, and the help of a command.

A page is a text of `topics/LANGUAGE/`; its first line is the name it is asked for by in that language, and what it
is about. Opens no book.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from partyday import i18n
from partyday.cli import output
from partyday.cli.command import command, verb
from partyday.cli.wrapping import beside
from partyday.errors import NotFound
from partyday.i18n import _

app = verb()

TOPICS = Path(__file__).with_name("topics")


class Topic(NamedTuple):
    """A page: the name of its file, the name it is called by, what it is about, its text."""

    name: str
    called: str
    about: str
    text: str


def topics(language: str) -> Iterator[Topic]:
    """The pages of a language, `en` or `zh`, by their names."""
    for path in sorted((TOPICS / language).glob("*.txt")):
        first, _end, text = path.read_text("utf-8").partition("\n")
        called, _colon, about = first.replace("：", ":", 1).partition(":")
        yield Topic(path.stem, called, about.strip(), text)


@command(app, _("How something is done, a page each: dates, people, dues."), "partyday help dates")
def help_on(
    ctx: typer.Context,
    topic: Annotated[
        list[str] | None, typer.Argument(metavar="[TOPIC]...", help=_("A page of those listed, or a command."))
    ] = None,
) -> None:
    """Show a page; the list of them where none is named."""
    known = list(topics(i18n.language))
    asked = " ".join(topic or ())
    if not asked:
        if ctx.meta.get("json"):
            output.emit([{"topic": page.name, "called": page.called, "about": page.about} for page in known])
            return
        output.say(_("Pages, each shown by `partyday help` and its name; a command is explained behind its own -h."))
        names = [(page.name if page.name == page.called else f"{page.name} {page.called}") for page in known]
        for line in beside([(name, page.about) for name, page in zip(names, known, strict=True)]):
            output.say(line)
        return
    every = [page for language in i18n.LANGUAGES for page in topics(language) if asked in (page.name, page.called)]
    found = next((page for page in known if every and page.name == every[0].name), None)
    if found is None:
        _help_of(ctx, topic or [])
    elif ctx.meta.get("json"):
        output.emit({"topic": found.name, "called": found.called, "about": found.about, "text": found.text})
    else:
        output.say(f"{found.called}: {found.about}" if i18n.language == "en" else f"{found.called}：{found.about}")
        output.say(found.text.rstrip())


def _help_of(ctx: typer.Context, words: list[str]) -> None:
    """The help of the command that is named. Raises NotFound."""
    from partyday.cli.app import COMMANDS, load

    at: Any = load(words[0]) if words[0] in COMMANDS else None
    context = ctx.find_root()
    for place, word in enumerate(words):
        if place:
            at = at.get_command(context, word) if hasattr(at, "get_command") else None
        if at is None:
            raise NotFound(
                _("There is no page and no command “{name}”.").format(name=" ".join(words)),
                _("`partyday help` lists the pages, `partyday -h` the commands."),
            )
        context = type(ctx)(at, info_name=word, parent=context)
    output.say(at.get_help(context))
