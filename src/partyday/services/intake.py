"""Taking in what branches filed (汇总): every sealed paper, each by itself, with what speaks against one said.

The seal tells damage and edits; it holds no key, so that who made a file is not proven by it. What can be checked is:
that the branch stands under the superior here, that the page is the one that the seal names, that it can be read.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import field
from enum import StrEnum
from pathlib import Path

from partyday.errors import BadInput, BookUnusable, PartydayError
from partyday.forms.page_told import other_told
from partyday.forms.plan import Planned, taken_from
from partyday.i18n import _, listed
from partyday.model.codes import BranchKind
from partyday.model.filings import Filing, of_member
from partyday.model.forms import FORMS, SUMMED_UP, Form
from partyday.model.frozen import frozen
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.model.seal import Sealed
from partyday.model.watching import Watch, unwatched
from partyday.services.branches import under
from partyday.services.desk import Desk, repeated
from partyday.services.filed_plans import against
from partyday.store import filings
from partyday.words.typed import as_typed


class Intake(StrEnum):
    """What became of a branch's file."""

    TAKEN = "taken"
    SAME = "same"
    REPLACED = "replaced"
    CONFLICT = "conflict"
    OWN = "own"


@frozen
class Received:
    """What a file was: who filed which paper, and what became of it; `other` is what stands against it."""

    branch: Branch
    sealed: Sealed
    intake: Intake
    other: Filing | None = None


@frozen
class TakenIn:
    """What became of files: taken in or in conflict (`received`), refused, or the superior's `own` and left aside."""

    received: list[tuple[Path, Received]] = field(default_factory=list)
    refused: list[tuple[Path, PartydayError]] = field(default_factory=list)
    own: list[Path] = field(default_factory=list)

    def having(self, *intakes: Intake) -> list[tuple[Path, Received]]:
        """Those with which it came to that."""
        return [one for one in self.received if one[1].intake in intakes]


#: So many files are taken in with one commit: few enough that nobody else waits for it.
_AT_ONCE = 20


def take_in(
    desk: Desk,
    superior: Branch,
    files: Sequence[Path],
    read: Callable[[Path], Sealed],
    *,
    replace_other: bool = False,
    watch: Watch = unwatched,
) -> TakenIn:
    """Take in each file, as `read` reads it; some of them reach the disk at once. A bad file stops no other."""
    done = TakenIn()
    for at in range(0, len(files), _AT_ONCE):
        watch(at, len(files))
        papers = [(path, _read(path, read)) for path in files[at : at + _AT_ONCE]]
        any_good = any(isinstance(paper, Sealed) for _path, paper in papers)
        with desk.store.at_once() if any_good else nullcontext():
            for path, paper in papers:
                if isinstance(paper, Sealed):
                    received = _receive(desk, superior, path, paper, replace_other=replace_other)
                else:
                    received = paper
                _sort(done, desk, superior, path, received)
    return done


def _read(path: Path, read: Callable[[Path], Sealed]) -> Sealed | PartydayError:
    """What a file was filed as, or what is wrong with it."""
    try:
        return read(path)
    except PartydayError as error:
        return error


def _receive(
    desk: Desk, superior: Branch, path: Path, sealed: Sealed, *, replace_other: bool
) -> Received | PartydayError:
    """Take in one file, anew where it needs more gates. Not the whole command: it would find what it took in itself."""
    try:
        return repeated(
            lambda gates: receive(desk.holding(gates), superior, path.name, sealed, replace_other=replace_other)
        )
    except BookUnusable:
        raise
    except PartydayError as error:
        return error


def _sort(done: TakenIn, desk: Desk, superior: Branch, path: Path, received: Received | PartydayError) -> None:
    """Put a file where it belongs: taken in, refused, or the superior's own."""
    if isinstance(received, PartydayError):
        if any(desk.called(unit) == superior.name for unit in getattr(received, "units", ())):
            done.own.append(path)
        else:
            done.refused.append((path, received))
    elif received.intake is Intake.OWN:
        done.own.append(path)
    else:
        done.received.append((path, received))


def to_sum_up(received: Iterable[Received]) -> list[Period]:
    """The periods of the plans, and of their sums, among what was taken in."""
    forms = ((one.sealed, FORMS[one.sealed.form]) for one in received)
    return sorted({sealed.period for sealed, form in forms if form.summed_up or form.name == "rollup"})


def receive(desk: Desk, superior: Branch, file: str, sealed: Sealed, *, replace_other: bool = False) -> Received:
    """Take in what one branch filed in a workbook (`file`), as a unit of its own; the same again changes nothing.

    Another content of the same paper is a conflict, and what came first stays unless `replace_other`. What the superior
    filed itself is left aside. Raises BadInput for what it does not take in.
    """
    form = _form_of(file, sealed)
    names = desk.known_names
    if names.get(sealed.branch) == superior.name:
        return Received(superior, sealed, Intake.OWN)
    line = _line_of_sender(file, sealed, desk.lines, superior, names)
    branch = line[0]
    if branch.kind is BranchKind.BRANCH and not form.of_branch:
        raise BadInput(
            _("{file} is a {paper}, but {branch} has nobody under it.").format(
                file=file, paper=form.title, branch=branch.name
            ),
            ask_again(sealed),
        )
    beneath = _beneath(desk.branches, branch)
    _refuse_other_page(file, sealed, branch, beneath, desk.names_of)
    plans: list[Planned] = []
    if form.summed_up or form.name == "rollup":
        plans = taken_from(sealed.sheets[0], sealed.branch)
        _refuse_strange(file, branch, beneath, plans, names)
    with desk.writing() as unit:
        known = [
            filing
            for filing in filings.filed(unit.connection, [branch.id], [sealed.form], sealed.period)
            if filings.about(unit.connection, filing).may_be(sealed.whose)
        ]
        same = [filing for filing in known if filing.sha256 == sealed.sha256]
        if same:
            return Received(branch, sealed, Intake.SAME, same[-1])
        other = known[-1] if known else None
        if other is None and plans:
            other = against(unit.connection, desk.branches, superior, line, plans, sealed.period)
        if other and not replace_other:
            return Received(branch, sealed, Intake.CONFLICT, other)
        filing = Filing(
            id=unit.next_id(Filing),
            branch_id=branch.id,
            form=sealed.form,
            period=sealed.period,
            filed_on=sealed.filed_on,
            policy=sealed.policy,
            sha256=sealed.sha256,
            content=sealed.content,
            received_on=desk.today,
            anchor=sealed.anchor,
            of_member=of_member(sealed.whose),
        )
        unit.insert(filing)
    return Received(branch, sealed, Intake.REPLACED if other else Intake.TAKEN, other)


def _form_of(file: str, sealed: Sealed) -> Form:
    """The form of a paper, whose periods are as long as this one. Raises BadInput."""
    form = FORMS.get(sealed.form)
    if form is None:
        raise BadInput(
            _("{file} is a paper that this partyday does not know: {form}.").format(file=file, form=sealed.form),
            _("Install the newest partyday on this computer; nothing was changed."),
        )
    lengths = SUMMED_UP if form.name == "rollup" else (sealed.period.length,) if form.months is None else (form.months,)
    if sealed.period.length not in lengths:
        raise BadInput(
            _("{file} is damaged: a {paper} is not of {period}.").format(
                file=file, paper=form.title, period=sealed.period
            ),
            ask_again(sealed),
        )
    return form


def ask_again(sealed: Sealed) -> str:
    """What to do about a file that is not as it was filed."""
    again = _("Ask the branch for the workbook as it was filed: partyday report {form} --period {period} --filed")
    return again.format(form=sealed.form, period=sealed.period)


def _refuse_other_page(
    file: str, sealed: Sealed, branch: Branch, beneath: Collection[str], names: Mapping[str, Collection[str]]
) -> None:
    """Raises BadInput where a page is of another branch or period than the seal says, or is not such a page at all.

    A page of before goes by the name that the branch bore then, and pages behind the first may be of those beneath it:
    `names` are all of each branch.
    """
    told = other_told(sealed, names[branch.name], [name for one in beneath for name in names[one]])
    if told:
        raise BadInput(
            _("{file} is of {branch} and {period} by its seal, but its page says: {told}.").format(
                file=file, branch=sealed.branch, period=sealed.period, told=told
            ),
            ask_again(sealed),
        )


def _beneath(branches: Sequence[Branch], branch: Branch) -> set[str]:
    """The names of a branch and of all under it; nobody stands under a 党支部."""
    return {branch.name} if branch.kind is BranchKind.BRANCH else {one.name for one in under(branches, branch)}


def _refuse_strange(
    file: str, branch: Branch, beneath: Collection[str], plans: Sequence[Planned], names: Mapping[str, str]
) -> None:
    """Raises BadInput where a sum lists branches that do not stand under its sender (`beneath` it) here."""
    strange = {plan.branch for plan in plans if names.get(plan.branch) not in beneath}
    if strange:
        raise BadInput(
            _("{file} sums up branches that do not stand under {branch} here: {names}.").format(
                file=file, branch=branch.name, names=listed(sorted(strange))
            ),
            _("Add them: partyday branch add {name} --superior {branch}").format(
                name=as_typed(min(strange)), branch=as_typed(branch.name)
            ),
        )


def _line_of_sender(
    file: str, sealed: Sealed, lines: Mapping[str, Sequence[Branch]], superior: Branch, known: Mapping[str, str]
) -> Sequence[Branch]:
    """The branch of this tree that filed it, with its superiors: of that name, now or before, and under whom it says.

    `lines` are those of all branches by the names they have now, to which `known` leads from every name. Raises
    BadInput.
    """
    line = lines.get(known.get(sealed.branch, ""), ())
    above = [one.name for one in line[1:]]
    if superior.name in above and known.get(sealed.superior, sealed.superior) in ("", *above):
        return line
    under_whom = _(" under {superior}").format(superior=sealed.superior) if sealed.superior else ""
    raise BadInput(
        _("{file} is of {branch}{under}, which does not stand under {superior} here.").format(
            file=file, branch=sealed.branch, under=under_whom, superior=superior.name
        ),
        _(
            "If it should: partyday branch add {branch} --superior {superior}; a changed name is set by --rename."
        ).format(branch=as_typed(sealed.branch), superior=as_typed(superior.name)),
    )
