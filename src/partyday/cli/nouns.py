"""How the nouns are told that many commands answer with: a person, and the source of a value. Described here alone."""

from typing import TYPE_CHECKING

from partyday.cli.answers import Answer, Field
from partyday.i18n import N_, _

if TYPE_CHECKING:
    from partyday.model.findings import Source
    from partyday.model.people import Person

PERSON: "Answer[Person]" = Answer(
    Field("number", lambda person: person.number, N_("no.")),
    Field("name", lambda person: person.name, N_("name")),
)

SOURCE: "Answer[Source]" = Answer(
    Field("document", lambda source: source.document),
    Field("number", lambda source: source.number),
    Field("article", lambda source: source.article),
    Field("house", lambda source: source.house),
)


def where(source: "Source") -> str:
    """A source in one line; a house value says that it is one."""
    from partyday.words.findings import cited

    return _("house value of partyday") if source.house else cited(source)
