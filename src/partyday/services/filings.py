"""Filing a paper, finding out what was changed since, and taking in what branches filed (报送、汇总)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection

from partyday.errors import BadInput, Conflict, NotFound, PartydayError
from partyday.filings import Filing
from partyday.forms import correction as correction_form
from partyday.forms.archive import pack, unpack
from partyday.forms.filed import read_filed
from partyday.forms.seal import Difference, Sealed
from partyday.forms.sheet import sha256
from partyday.i18n import _
from partyday.model import Branch
from partyday.services.branches import lineage, policy_of
from partyday.services.finding import find_person, refuse_future
from partyday.services.papers.ask import Ask, Paper
from partyday.services.papers.plans import superior_of
from partyday.services.reports import make_on
from partyday.store import filings, people
from partyday.store import tables as t
from partyday.store.book import Act, Store
from partyday.wording import PAPERS


@dataclass(frozen=True)
class Filed:
    """A paper just filed, what was filed of it `before` (the same where nothing changed), what it lacks."""

    filing: Filing
    before: Filing | None = None
    remarks: tuple[str, ...] = ()


def file_paper(store: Store, act: Act, form: str, ask: Ask, write: Callable[[Sealed], None]) -> Filed:
    """Freeze a paper as filed on `ask.today`, once `write` has written its workbook.

    The same content is not filed twice: then that earlier filing is given back and written again. Raises Conflict for a
    draft, BadInput for a day to come.
    """
    with store.writing(act) as unit:
        refuse_future(ask.today, act.today)
        branches = people.branches(unit.connection)
        paper = make_on(unit.connection, form, ask)
        if paper.draft:
            raise Conflict(
                _("This is a draft: a day is not closed, or somebody is not marked."),
                _("Close the day first: partyday day close DATE."),
            )
        before = _of_paper(unit.connection, ask.branch, form, paper)
        digest = sha256(*paper.sheets)
        if before and before[-1].sha256 == digest:
            write(_sealed(branches, ask.branch, before[-1]))
            return Filed(before[-1], before[-1], paper.remarks)
        filing = Filing(
            id=unit.next_id(t.filing),
            branch_id=ask.branch.id,
            member_id=paper.member_id,
            form=form,
            period=paper.period,
            filed_on=ask.today,
            policy=policy_of(branches, ask.branch).edition,
            sha256=digest,
            content=pack(paper.sheets),
        )
        unit.insert(t.filing, vars(filing))
        write(_sealed(branches, ask.branch, filing))
    return Filed(filing, before[-1] if before else None, paper.remarks)


def _of_paper(connection: Connection, branch: Branch, form: str, paper: Paper) -> list[Filing]:
    """What was filed of a paper, oldest first."""
    every = filings.filed(connection, [branch.id], [form], paper.period)
    return [each for each in every if each.member_id == paper.member_id]


def _sealed(branches: Sequence[Branch], branch: Branch, filing: Filing) -> Sealed:
    return Sealed(
        form=filing.form,
        branch=branch.name,
        superior=superior_of(branches, branch),
        period=filing.period,
        filed_on=filing.filed_on,
        policy=filing.policy,
        sha256=filing.sha256,
        content=filing.content,
    )


def as_filed(store: Store, form: str, ask: Ask) -> tuple[Filing, Sealed]:
    """A paper as it was filed last. Raises NotFound."""
    with store.reading() as connection:
        branches = people.branches(connection)
        found = filings.filed(connection, [ask.branch.id], [form], ask.period)
        if ask.member:
            _branch, person = find_person(connection, branches, ask.branch.name, ask.member, ask.today)
            found = [each for each in found if each.member_id == person.id]
        if not found:
            raise _nothing_filed(form, ask.period)
        return found[-1], _sealed(branches, ask.branch, found[-1])


def _nothing_filed(form: str, period: str | None) -> NotFound:
    return NotFound(
        _("Nothing was filed of {paper}.").format(paper=" ".join(filter(None, (PAPERS[form], period)))),
        _("`partyday report --list` shows what was."),
    )


@dataclass(frozen=True)
class Listed:
    """A filing, of which branch, and whether the records say something else now (None: it came from elsewhere).

    `latest`: nothing was filed of the same paper afterwards.
    """

    filing: Filing
    branch: Branch
    member: str
    latest: bool
    changed: bool | None


def listed(store: Store, branch: Branch | None) -> list[Listed]:
    """Everything that was filed in the book, or by a branch and those under it, as it came."""
    with store.reading() as connection:
        branches = people.branches(connection)
        chosen = {each.id: each for each in branches if branch is None or branch in lineage(branches, each)}
        every = filings.filed(connection, chosen)
        last = {_key(each): each.id for each in every}
        return [_listed(connection, chosen[each.branch_id], each, latest=last[_key(each)] == each.id) for each in every]


def _key(filing: Filing) -> tuple[int, str, str, int | None]:
    return filing.branch_id, filing.form, filing.period, filing.member_id


def _listed(connection: Connection, branch: Branch, filing: Filing, *, latest: bool) -> Listed:
    name = people.names(connection, [filing.member_id]).get(filing.member_id, "") if filing.member_id else ""
    changed = None
    if filing.received_on is None and latest:
        now = _as_records_stand(connection, branch, filing)
        changed = now is None or sha256(*now.sheets) != filing.sha256
    return Listed(filing, branch, name, latest, changed)


def _as_records_stand(connection: Connection, branch: Branch, filing: Filing) -> Paper | None:
    """The same paper as the records say it now of the day it was filed; None where they have none any more."""
    member = None
    if filing.member_id:
        numbers = {
            person.id: person.number
            for _b, person in people.rosters(connection, [branch.id], filing.filed_on, ended=True)
        }
        member = str(numbers.get(filing.member_id, ""))
    try:
        return make_on(connection, filing.form, Ask(branch, filing.period, filing.filed_on, member))
    except PartydayError:
        return None


def correction(store: Store, form: str, ask: Ask) -> Paper:
    """更正说明: what was filed of a paper last with another content, beside what the records say now.

    Raises NotFound where nothing was filed, Conflict where the records still say the same.
    """
    with store.reading() as connection:
        now = make_on(connection, form, ask)
        before = _of_paper(connection, ask.branch, form, now)
        if not before:
            raise _nothing_filed(form, now.period)
        at_filing = _as_records_stand(connection, ask.branch, before[-1]) or now
        other = [each for each in before if each.sha256 != sha256(*at_filing.sheets)]
        if not other:
            raise Conflict(_("The records still say what was filed on {date}.").format(date=before[-1].filed_on))
        sheet = correction_form.build(
            ask.branch, unpack(other[-1].content), at_filing.sheets, other[-1].filed_on, ask.today
        )
    return now._replace(sheets=(sheet,), remarks=())


class Intake(StrEnum):
    """What became of a branch's file."""

    TAKEN = "taken"
    SAME = "same"
    REPLACED = "replaced"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Received:
    """What a file was: who filed which paper, and what became of it; `other` is what stands against it."""

    branch: Branch
    sealed: Sealed
    intake: Intake
    other: Filing | None = None


class Altered(BadInput):
    """A filed workbook whose printed page was changed afterwards; `differences` are its cells."""

    def __init__(self, file: str, differences: Sequence[Difference]) -> None:
        super().__init__(
            _("{file} has been changed since it was filed.").format(file=file),
            _("Ask the branch for the workbook as it was filed (partyday report FORM --filed)."),
        )
        self.differences = tuple(differences)


def receive(
    store: Store, act: Act, branches: Sequence[Branch], superior: Branch, path: Path, *, replace_other: bool = False
) -> Received:
    """Take in one branch's filed workbook, as a unit of its own; the same one again changes nothing.

    Another content of the same paper is a conflict, and what came first stays unless `replace_other`. Raises BadInput
    for a file that is damaged or foreign, `Altered` where its page was changed.
    """
    sealed, differences = read_filed(path)
    if differences:
        raise Altered(path.name, differences)
    branch = next((each for each in branches if each.name == sealed.branch), None)
    if branch is None or branch == superior or superior not in lineage(branches, branch):
        raise BadInput(
            _("{file} is of {branch}, which does not stand under {superior}.").format(
                file=path.name, branch=sealed.branch, superior=superior.name
            ),
            _("If it should: partyday branch add {branch} --superior {superior}.").format(
                branch=sealed.branch, superior=superior.name
            ),
        )
    with store.writing(act) as unit:
        known = [
            each
            for each in filings.filed(unit.connection, [branch.id], [sealed.form], sealed.period)
            if each.member_id is None
        ]
        if any(each.sha256 == sealed.sha256 for each in known[-1:]):
            return Received(branch, sealed, Intake.SAME, known[-1])
        if known and not replace_other:
            return Received(branch, sealed, Intake.CONFLICT, known[-1])
        filing = Filing(
            id=unit.next_id(t.filing),
            branch_id=branch.id,
            form=sealed.form,
            period=sealed.period,
            filed_on=sealed.filed_on,
            policy=sealed.policy,
            sha256=sealed.sha256,
            content=sealed.content,
            received_on=act.today,
        )
        unit.insert(t.filing, vars(filing))
    return Received(branch, sealed, Intake.REPLACED if known else Intake.TAKEN, known[-1] if known else None)
