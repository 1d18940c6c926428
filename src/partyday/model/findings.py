"""What the rules find: what is due, for whom, by whom, and under which clause."""

from datetime import date
from typing import NamedTuple

from partyday.model.codes import Level, Office, Rule
from partyday.model.forms import FORMS
from partyday.model.frozen import frozen
from partyday.model.lives import Session
from partyday.model.people import Branch, Person
from partyday.model.period import Month, Period


@frozen
class Source:
    """Where a value stands. `house` marks partyday's own default, where no regulation gives one."""

    document: str
    number: str = ""
    article: str = ""
    house: bool = False


class Finding(NamedTuple):
    """What is due, for whom, by whom, because of which days, under which clause. Computed each time, never stored.

    `code` chooses the sentence (`words.findings`); dues rest on `months`. `since` is the day it fell due, `due` the day
    by which it is to be done (None: no date is set). `person` is None for a branch's own duty. `stage` is the name of a
    stage that the policy gives it, but for the talk and the handling. `disputed`: the sessions among `days` of which
    the member says that the record is wrong.

    What it names beside the days is a paper (`form` of a `period`), `people`, or anything else as a text (`about`);
    `kinds` are the codes of the content or the meetings that lack.
    """

    rule: Rule
    level: Level
    code: str
    branch: Branch
    by: Office
    clause: str
    source: Source
    days: tuple[Session, ...] = ()
    person: Person | None = None
    since: date | None = None
    due: date | None = None
    about: str = ""
    stage: str = ""
    months: tuple[Month, ...] = ()
    disputed: tuple[Session, ...] = ()
    form: str = ""
    period: Period | None = None
    people: tuple[Person, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """What it names beside the days, in one line."""
        if self.form:
            return f"{self.period} {FORMS[self.form].title}"
        return self.about or "、".join(person.called for person in self.people)
