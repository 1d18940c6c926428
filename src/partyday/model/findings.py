"""What the rules find: what is due, for whom, by whom, and under which clause."""

from datetime import date
from typing import NamedTuple

from partyday.model.codes import Level, Office, Rule
from partyday.model.frozen import frozen
from partyday.model.lives import Session
from partyday.model.people import Branch, Person
from partyday.model.period import Month


@frozen
class Source:
    """Where a value stands. `house` marks partyday's own default, where no regulation gives one."""

    document: str
    number: str = ""
    article: str = ""
    house: bool = False


class Finding(NamedTuple):
    """What is due, for whom, by whom, because of which days, under which clause. Computed each time, never stored.

    `code` chooses the sentence (`words.findings`), `what` is what it names beside the days; dues rest on `months`.
    `since` is the day it fell due, `due` the day by which it is to be done (None: no date is set). `person` is None
    for a branch's own duty. `stage` is the name of a stage that the policy gives it, but for the talk and the handling.
    `disputed`: the sessions among `days` of which the member says that the record is wrong.
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
    what: str = ""
    stage: str = ""
    months: tuple[Month, ...] = ()
    disputed: tuple[Session, ...] = ()
