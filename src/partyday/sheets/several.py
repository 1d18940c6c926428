"""Which of several sheets of a workbook are meant, and what is told of the others.

Imports the nouns of reading only; no rules, store, services or cli.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from partyday.errors import BadInput, NotFound
from partyday.i18n import _, listed
from partyday.sheets.cells import Cell, shown
from partyday.sheets.pages import PageSource
from partyday.words.typed import as_typed


def bare_name(cell: Cell) -> str:
    """A name as two sheets are compared: without blanks."""
    return "".join(shown(cell).split())


def ask_which(
    read: Sequence[tuple[str, str, AbstractSet[str]]], good: Sequence[tuple[PageSource, AbstractSet[str]]]
) -> None:
    """Raise BadInput where it is not clear which of several sheets are meant: they hold the same people.

    `read` are those that were read together, each with its name, what it is of (a day, a month) and its people: of one
    day they may not hold the same. `good` are all that could be read: one that was not may not hold these people and
    others besides.
    """
    first: dict[tuple[str, str], str] = {}
    for sheet, of, people in read:
        for who in people:
            other = first.setdefault((of, who), sheet)
            if other != sheet:
                raise _same_people(who, [other, sheet])
    names = {sheet for sheet, _of, _people in read}
    taken = frozenset[str]().union(*(people for _sheet, _of, people in read))
    for source, people in good:
        if source.name not in names and not source.hidden and people & taken and people - taken:
            raise _same_people(min(people & taken), [read[0][0], source.name])


def _same_people(who: str, sheets: Sequence[str]) -> BadInput:
    return BadInput(
        _("{name} stands in the sheets {sheets}: it is not clear which of them is meant.").format(
            name=who, sheets=listed(sheets)
        ),
        _("Choose with --sheet {sheet}; it may be repeated.").format(sheet=as_typed(sheets[-1])),
    )


def about_sheets(
    sources: Sequence[PageSource], read: Sequence[PageSource], good: Sequence[PageSource]
) -> Iterator[str]:
    """What is to be told of the sheets that were `read` and of those that were not; `good` are all that could be."""
    hidden = [source.name for source in read if source.hidden]
    if hidden:
        yield _("The sheet {names} is hidden; it was read all the same.").format(names=listed(hidden))
    if len(read) > 1:
        yield _("The sheets {names} were read together.").format(names=listed(source.name for source in read))
    alike = [source.name for source in good if source not in read]
    if alike:
        yield _("The sheets {names} hold such a table too and were not read: choose with --sheet.").format(
            names=listed(alike)
        )
    others = [source.name for source in sources if source not in read and source not in good and source.sample()]
    if others:
        yield _("Sheets that were not read: {names}.").format(names=listed(others))


def asked_for(path: Path, sources: Sequence[PageSource], sheets: Sequence[str]) -> list[PageSource]:
    """The pages of these names, or all that may be chosen from."""
    if not sheets:
        return list(sources)
    by_name = {source.name: source for source in sources}
    for name in sheets:
        if name not in by_name:
            raise NotFound(
                _("{file} has no sheet “{name}”.").format(file=path.name, name=name),
                _("It has {names}.").format(names=listed(by_name)),
            )
    return [by_name[name] for name in sheets]


def about_settled(earlier: Mapping[str, str]) -> Iterator[str]:
    """What is to be told of the columns that were settled for an earlier paper."""
    if earlier:
        columns = listed(f"{header}={name}" for header, name in earlier.items())
        yield _("Columns as they were settled before: {columns}.").format(columns=columns)
