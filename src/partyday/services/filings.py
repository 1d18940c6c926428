"""Filing a paper (报送), and finding out what was changed since. What others filed is taken in by `services.intake`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import timedelta

from partyday.errors import Ambiguous, BadInput, Conflict, NotFound, NothingToPrint
from partyday.forms import correction as correction_form
from partyday.forms import handling as handling_form
from partyday.forms.plan import FILED, THEME, taken_from
from partyday.i18n import _, listed
from partyday.model.archive import pack, unpack
from partyday.model.codes import BranchKind, State
from partyday.model.filings import Filing, Whose
from partyday.model.forms import FORMS
from partyday.model.frozen import frozen
from partyday.model.paper import Sheet, sha256
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.model.seal import Sealed
from partyday.services.branches import policy_of, superior_of, under
from partyday.services.desk import Desk
from partyday.services.lookup import refuse_future
from partyday.services.names import named_on
from partyday.services.papers.ask import Ask, Paper, member_of
from partyday.services.papers.attendance import IS_OLDER_FORM
from partyday.services.reports import ON_DAYS, make_on
from partyday.services.why_corrected import reasons_since
from partyday.store import filings, log, people
from partyday.store.connection import Connection
from partyday.words.terms import official


@frozen
class Filed:
    """A paper just filed, what was filed of it `before` (the same where nothing changed), what it lacks."""

    filing: Filing
    before: Filing | None = None
    remarks: tuple[str, ...] = ()


#: Writes the workbook of a filing; it takes its place when what was entered is left without an error.
Write = Callable[[Sealed], AbstractContextManager[None] | None]


def file_paper(desk: Desk, form: str, ask: Ask, write: Write) -> Filed:
    """Freeze a paper as filed on `ask.today`, and let `write` write its workbook.

    The workbook is written before the filing is kept, and takes its place afterwards: where it cannot be written
    nothing is filed, and where the program is stopped between the two it is printed again from the book.

    The same content is not filed twice: then that earlier filing is given back and written again. Raises Conflict for a
    draft, BadInput for a day to come.
    """
    with ExitStack() as papers, desk.writing() as unit:

        def begin(sealed: Sealed) -> None:
            if paper := write(sealed):
                papers.enter_context(paper)

        refuse_future(ask.today, desk.today)
        _refuse_long_before(ask)
        branches = desk.branches
        paper = make_on(unit.connection, branches, form, ask)
        if paper.draft:
            raise Conflict(
                _("This is a draft: a day is not closed, or somebody is not marked."),
                _("Close the day first; `partyday agenda` names it."),
            )
        before = _of_paper(unit.connection, ask.branch, form, paper)
        digest = sha256(*paper.sheets)
        if before and before[-1].sha256 == digest:
            begin(_sealed(unit.connection, branches, ask.branch, before[-1]))
            return Filed(before[-1], before[-1], paper.remarks)
        filing = Filing(
            id=unit.next_id(Filing),
            branch_id=ask.branch.id,
            member_id=paper.member_id,
            form=form,
            period=paper.period,
            filed_on=ask.today,
            policy=policy_of(branches, ask.branch).edition,
            sha256=digest,
            content=pack(paper.sheets),
        )
        unit.insert(filing)
        sealed = _sealed(unit.connection, branches, ask.branch, filing)
        unit.then(lambda anchor: begin(replace(sealed, anchor=str(anchor))))
    return Filed(filing, before[-1] if before else None, paper.remarks)


def _refuse_long_before(ask: Ask) -> None:
    """Raises BadInput for a day of filing that lies years before what is filed: a slip."""
    if ask.period is None:
        return
    begins = ask.period.start
    if ask.today < begins - _LONGEST_AHEAD:
        raise BadInput(
            _("{date} is long before {period}.").format(date=ask.today, period=ask.period),
            _("Say when it was filed, such as: --on {date}").format(date=begins),
        )


_LONGEST_AHEAD = timedelta(days=400)  # a year's plan, filed early


def _of_paper(connection: Connection, branch: Branch, form: str, paper: Paper) -> list[Filing]:
    """What was filed of a paper, oldest first."""
    kept = filings.filed(connection, [branch.id], [form], paper.period)
    return [filing for filing in kept if filing.member_id == paper.member_id]


def _sealed(connection: Connection, branches: Sequence[Branch], branch: Branch, filing: Filing) -> Sealed:
    """A filing as it goes out, by the names of the day on which it was filed."""
    then = named_on(branches, people.former_names(connection), filing.filed_on)
    branch = next(one for one in then if one.id == branch.id)
    whose = filings.about(connection, filing)
    return Sealed(
        form=filing.form,
        branch=branch.name,
        superior=superior_of(then, branch),
        period=filing.period,
        filed_on=filing.filed_on,
        policy=filing.policy,
        sha256=filing.sha256,
        content=filing.content,
        member=whose.name,
        number=str(whose.number or ""),
        anchor=filing.anchor or str(log.anchor_of(connection, filing.id) or ""),
    )


def as_filed(desk: Desk, form: str, ask: Ask) -> tuple[Filing, Sealed]:
    """A paper as it was filed last. Raises NotFound."""
    with desk.reading() as connection:
        branches = desk.branches
        kept = filings.filed(connection, [ask.branch.id], [form], ask.period)
        own = _taken_in(kept, ask.member or "")
        if ask.member and not own:
            member_id = member_of(connection, branches, ask)[1].id
            own = [filing for filing in kept if filing.member_id == member_id]
        if not own:
            raise _nothing_filed(form, ask.period)
        return own[-1], _sealed(connection, branches, ask.branch, own[-1])


def _taken_in(kept: Sequence[Filing], who: str) -> list[Filing]:
    """Of these filings the papers taken in about `who`, by name or roster number, and where that is empty all that are
    about nobody alone. Raises Ambiguous for the name of namesakes.
    """
    own = [filing for filing in kept if filing.member_id is None and filing.of_whom.is_called(who)]
    found = sorted({filing.of_whom for filing in own if filing.of_whom.number})
    if len(found) > 1:
        raise Ambiguous(
            _("“{who}” fits several: {candidates}.").format(who=who, candidates=listed(map(str, found))),
            _("Use the roster number."),
        )
    return own


def every_sealed(desk: Desk) -> Iterator[tuple[int, Sealed]]:
    """Every paper that was filed in the book or taken in, with its key, as it was sealed."""
    by_id = {branch.id: branch for branch in desk.branches}
    with desk.reading() as connection:
        for filing in filings.filed(connection, by_id):
            yield filing.id, _sealed(connection, desk.branches, by_id[filing.branch_id], filing)


def _nothing_filed(form: str, period: Period | None) -> NotFound:
    return NotFound(
        _("Nothing was filed of {paper}.").format(paper=" ".join(filter(None, (FORMS[form].title, period)))),
        _("`partyday report --list` shows what was."),
    )


@frozen
class Listed:
    """A filing, of which branch, and whether the records say something else now.

    `latest`: nothing was filed of the same paper afterwards. `changed` is None where the paper came from elsewhere, or
    where the form has other columns than it had then, so that the two cannot be held against each other.
    """

    filing: Filing
    branch: Branch
    whose: Whose
    latest: bool
    changed: bool | None


def what_was_filed(desk: Desk, form: str | None = None, period: Period | None = None) -> list[Listed]:
    """Everything that was filed in the book, or by the branch named and those under it, as it came; of a form and a
    period.
    """
    with desk.reading() as connection:
        branches = desk.branches
        chosen = {one.id: one for one in (under(branches, desk.node) if desk.branch_name else branches)}
        kept = filings.filed(connection, chosen, [form] if form else None, period)
        latest = _latest(kept)
        return [
            _listed(connection, branches, chosen[filing.branch_id], filing, latest=filing.id in latest)
            for filing in kept
        ]


def _latest(kept: Sequence[Filing]) -> set[int]:
    """Of these filings, the oldest first, the keys of those after which nothing was filed of the same paper."""
    latest: set[int] = set()
    after: dict[tuple[int, str, str, int | None], list[Whose]] = {}
    for filing in reversed(kept):
        others = after.setdefault((filing.branch_id, filing.form, filing.period, filing.member_id), [])
        if not any(filing.of_whom.may_be(other) for other in others):
            latest.add(filing.id)
        others.append(filing.of_whom)
    return latest


def _listed(
    connection: Connection, branches: Sequence[Branch], branch: Branch, filing: Filing, *, latest: bool
) -> Listed:
    whose = filings.about(connection, filing)
    changed = None
    if filing.received_on is None and latest:
        now = _as_records_stand(connection, branches, branch, filing)
        if now is None:
            changed = True
        elif _says(filing, now.sheets) or _none_touched(connection, filing):
            changed = False
        else:
            changed = True if _columns(now.sheets) == _columns(unpack(filing.content)) else None
    return Listed(filing, branch, whose, latest, changed)


#: What the papers of dues rest on. Their forms changed from one version to the next, and a book in which none of this
#: was touched since a paper was filed says what it said.
_DUES = (
    *("branch", "member", "membership", "standing", "circumstance"),
    *("assessment", "waiver", "payment", "receipt", "remittance"),
)


def _none_touched(connection: Connection, filing: Filing) -> bool:
    """Whether nothing that a paper of dues rests on was entered or changed since it was filed."""
    if not filing.form.startswith("dues-"):
        return False
    anchor = log.anchor_of(connection, filing.id)
    return anchor is not None and not log.changed_since(connection, anchor, _DUES)


def _columns(sheets: Iterable[Sheet]) -> set[tuple[tuple[str, str], ...]]:
    """The headings of each kind of sheet in a paper, without what the records tell: of how many sheets a handbook has,
    whether a line is drawn, and which columns stand there for what was recorded.
    """
    return {
        tuple(
            (column.group, column.heading)
            for column in sheet.columns
            if not {column.group, column.heading} & _FOR_WHAT_WAS_RECORDED
        )
        for sheet in sheets
        if not sheet.drawn
    }


#: A column for each day that was held, for who is not marked yet, for themes of branches other than their superior's.
_FOR_WHAT_WAS_RECORDED = {"活动日期", official(State.UNKNOWN), THEME}


def _says(filing: Filing, sheets: Sequence[Sheet]) -> bool:
    """Whether a filing says the same as these sheets.

    A sum filed by an earlier version has no column for the day of filing: it says the same where its plans do.
    """
    if sha256(*sheets) == filing.sha256:
        return True
    if filing.form != "rollup" or not sheets:
        return False
    before = unpack(filing.content)[0]
    if any(column.heading == FILED for column in before.columns):
        return False
    return taken_from(before, "") == taken_from(sheets[0], "") and before.notes == sheets[0].notes


def _as_records_stand(
    connection: Connection, branches: Sequence[Branch], branch: Branch, filing: Filing
) -> Paper | None:
    """The same paper as the records say it now of the day it was filed; None where they have none any more."""
    return _made_as(
        connection, branches, Ask(branch, filing.period, filing.filed_on, member_id=filing.member_id), filing
    )


_IS_OLDER_FORM = {**IS_OLDER_FORM, "handling": handling_form.is_older_form}

#: What is raised where the records have no such paper any more: a day may be gone, or be two half-days now.
_NONE_ANY_MORE = (NothingToPrint, Ambiguous)


def _made_as(connection: Connection, branches: Sequence[Branch], ask: Ask, like: Filing) -> Paper | None:
    """A paper as its form was printed when another was filed; None where the records have none any more."""
    if ask.branch.kind is BranchKind.BRANCH and not FORMS[like.form].of_branch:
        return None  # it was filed by a superior, which the branch is no more
    try:
        paper = make_on(connection, branches, like.form, ask)
        is_older_form = _IS_OLDER_FORM.get(like.form)
        if is_older_form and sha256(*paper.sheets) != like.sha256 and all(map(is_older_form, unpack(like.content))):
            return make_on(connection, branches, like.form, replace(ask, older_form=True))
    except _NONE_ANY_MORE:
        return None
    return paper


def correction(desk: Desk, form: str, ask: Ask) -> Paper:
    """更正说明: what was filed of a paper last with another content, beside what the records say now.

    Raises NotFound where nothing was filed, Conflict where the records still say the same.
    """
    with desk.reading() as connection:
        try:
            now: Paper | None = make_on(connection, desk.branches, form, ask)
        except _NONE_ANY_MORE:
            now = None
            if ask.period is None:
                raise
        if now is None:
            kept = filings.filed(connection, [ask.branch.id], [form], ask.period)
            member_id = member_of(connection, desk.branches, ask)[1].id if ask.of_one else None
            before = [filing for filing in kept if filing.member_id == member_id]
        else:
            before = _of_paper(connection, ask.branch, form, now)
        period = now.period if now else ask.period
        if not before:
            raise _nothing_filed(form, period)
        then = _as_records_stand(connection, desk.branches, ask.branch, before[-1])
        sheets = then.sheets if then else ()
        other = [filing for filing in before if not _says(filing, sheets)]
        if not other:
            raise Conflict(_("The records still say what was filed on {date}.").format(date=before[-1].filed_on))
        if then and other[-1] is not before[-1]:
            last = Ask(ask.branch, before[-1].period, before[-1].filed_on, member_id=before[-1].member_id)
            then = _made_as(connection, desk.branches, last, other[-1])
            sheets = then.sheets if then else ()
        filed = unpack(other[-1].content)
        is_older_form = IS_OLDER_FORM.get(form)
        sheet = correction_form.build(
            ask.branch,
            filed,
            sheets,
            other[-1].filed_on,
            ask.today,
            reasons=reasons_since(connection, other[-1], other[-1].period, of_days=form in ON_DAYS),
            counted=is_older_form is not None and not any(map(is_older_form, filed)),
        )
    return Paper(before[-1].period, (sheet,), before[-1].member_id)
