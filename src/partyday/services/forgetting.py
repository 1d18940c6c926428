"""Taking the particulars of somebody who has left out of the book. Counts and amounts stay; the log still verifies."""

from dataclasses import dataclass
from pathlib import Path

from partyday.errors import BookUnusable, Conflict
from partyday.i18n import _
from partyday.model.filings import Filing
from partyday.model.people import Person
from partyday.model.period import Month
from partyday.rules.account import owed
from partyday.services.branches import policy_of
from partyday.services.desk import Desk
from partyday.services.dues.accounts import accounts_of
from partyday.services.lookup import find_person
from partyday.store import copies, filings, mine, people


@dataclass(frozen=True)
class ForgottenMember:
    """Who was forgotten, how many entries of the log lost particulars, and what still holds them.

    `papers` are filed papers that name them, `held_by` copies beside the book that do.
    """

    person: Person
    entries: int
    papers: tuple[Filing, ...]
    held_by: tuple[Path, ...]


def forget(desk: Desk, who: str) -> ForgottenMember:
    """Forget a member. Raises Conflict while they belong to a branch or owe dues, or where the log is not sound."""
    with desk.writing() as unit:
        connection = unit.connection
        branch, person = find_person(connection, desk, who)
        record = people.records(connection, [person.id])[person.id]
        if record.membership_from(desk.today) is not None:
            raise Conflict(
                _("{name} belongs to a branch: only who has left is forgotten.").format(name=person.name),
                _("End the membership first: partyday member remove or transfer."),
            )
        account = accounts_of(connection, desk.tree, {person.id: record}, desk.today)[person.id]
        if owed(account, policy_of(desk.tree, branch), Month.of(desk.today)):
            raise Conflict(
                _("{name} left with arrears of dues: what is owed could not be worked out any more.").format(
                    name=person.name
                ),
                _("Settle or waive them first: partyday dues owed."),
            )
        names = mine.names_of(connection, person.id)
        entries = mine.forget(unit, person.id)
        kept = filings.filed(connection, [one.id for one in desk.branches])
        papers = tuple(
            filing for filing in kept if filing.member_id == person.id or any(name in filing.content for name in names)
        )
        unit.note()
    desk.store.database.scrub()
    held_by = tuple(path for path in copies.beside(desk.store.place) if _holds(path, person.id))
    return ForgottenMember(person, entries, papers, held_by)


def _holds(path: Path, member_id: int) -> bool:
    """Whether a copy still names the member; one that cannot be read may."""
    try:
        return copies.name_in(path, member_id) not in (None, mine.NAME)
    except BookUnusable:
        return True
