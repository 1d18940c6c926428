"""A sheet that people send, declared: a class of columns, and one way to read any of them.

A new kind of sheet is a vocabulary (`words/vocabulary/NAME.toml`) and a class with its columns and one function, from a
line to a row:

    class Guests(SentSheet[Guest]):
        vocabulary = "guests"
        name = Column(read=required(read_name), needed=True)
        born_on = Column(read=optional(read_date), telling=True)

        def row(self, line: Line) -> Guest | None:
            return Guest(row=line.number, **line.values)

    reading = Guests().read(path)

Nothing is dropped unsaid: what a reading does not hold in its rows stands in its `rejected`, `unread` or `notes`.
Imports no rules, store, services or cli.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from partyday.errors import BadInput, NotFound
from partyday.i18n import _, listed
from partyday.model.problems import Problem
from partyday.model.reading import Reading
from partyday.sheets import files
from partyday.sheets.cells import Cell, Spoiled, Told, Unreadable, is_blank, masked, shown
from partyday.sheets.frame import Aside, Merges, is_line, ranges, section_named, told_lines
from partyday.sheets.headers import Found, Header, Wanted, find_header
from partyday.sheets.pages import HEADER_ROWS, Page, Row, Source
from partyday.words.vocabulary import KEPT, Vocabulary, plain, vocabulary

T = TypeVar("T")


#: From the headers of a paper to what was settled for an earlier one: header → the column it means.
Recall = Callable[[tuple[str, ...]], Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a sheet. `read` makes of a cell what it means, or raises Unreadable.

    `needed`: a file without the column is no such sheet. `telling`: its values are few, so they tell the column where
    names do not; a row in which it is filled in is a person's. `anywhere`: it may be any column that holds such
    values. `many`: all columns of the name are read, their texts joined. `fills`: a value over merged rows holds for
    each of them. `secret`: a problem shows its value masked.
    """

    read: Callable[[Cell], Any]
    needed: bool = False
    telling: bool = False
    anywhere: bool = False
    many: bool = False
    fills: bool = False
    secret: bool = False


@dataclass
class Line:
    """One row of a sheet on its way to become something: what its cells say, and what is to be told of it.

    `values` holds for each column of the file what its cell means; a cell that is not understood is missing there and
    told already. `kept` are the texts of the columns that are only kept, by their official header. `section` is the
    heading that stands above the row, `page` the sheet's name.
    """

    number: int
    cells: Mapping[str, Cell]
    titles: Mapping[str, str]
    values: dict[str, Any]
    kept: dict[str, str] = field(default_factory=dict)
    section: str = ""
    page: str = ""
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    secret: frozenset[str] = frozenset()
    prefix: str = ""

    def reject(self, field_name: str, sentence: str) -> None:
        """Tell what is wrong with a cell; the row is not taken. An empty sentence was told at another cell."""
        value = shown(self.cells.get(field_name))
        self.problems.append(
            Problem(
                row=self.number,
                column=self.prefix + self.titles.get(field_name, ""),
                value=masked(value) if field_name in self.secret else value,
                problem=sentence,
            )
        )

    def note(self, sentence: str) -> None:
        """Tell what was understood of something; the row is taken."""
        self.notes.append(_("Row {row}: {sentence}").format(row=f"{self.prefix}{self.number}", sentence=sentence))


class SentSheet(Generic[T]):
    """A kind of sheet. Subclasses name their `vocabulary`, declare their columns, and make a row of a line."""

    vocabulary: ClassVar[str]
    #: The field of the person, and the field that only counts.
    key: ClassVar[str] = "name"
    counter: ClassVar[str] = "number"
    #: Whether all pages that hold such a table are read, or only the first.
    takes_all: ClassVar[bool] = False
    columns: Mapping[str, Column] = {}

    def __init_subclass__(cls) -> None:
        """Collect the columns the class declares."""
        own = {name: each for name, each in vars(cls).items() if isinstance(each, Column)}
        cls.columns = {**cls.columns, **own}

    # ---- what a kind of sheet says for itself

    def row(self, line: Line) -> T | None:
        """What the line means; None where it says nothing. May reject cells and note what was understood."""
        raise NotImplementedError

    def lacking(self, fields: frozenset[str]) -> str:
        """What is missing where these fields were found, beside the needed ones; blank where nothing is."""
        del fields
        return ""

    def prepare(self, header: Header) -> list[str]:
        """Look at the columns of a page before its rows are read; gives what is to be told of it."""
        del header
        return []

    def look_ahead(self, samples: Sequence[Sequence[Row]]) -> None:
        """See the first rows of the pages before their headers are looked for: some columns are named by no word."""
        del samples

    def begin(self, page: Page, above: Sequence[str]) -> None:
        """Take note of the page that is read from now on, and of the lines above its header."""
        del page, above

    # ---- reading

    @property
    def words(self) -> Vocabulary:
        """What offices call the columns."""
        return vocabulary(self.vocabulary)

    def read(
        self,
        path: Path,
        *,
        sheets: Sequence[str] = (),
        settled: Mapping[str, str] | None = None,
        recall: Recall | None = None,
    ) -> Reading[T]:
        """What the sheet at `path` says. `sheets` names the pages to read, by default the first such one.

        `settled` tells for headers which column they are (any of its names), whatever is usual; a blank one leaves the
        column unread. `recall` gives what was settled for an earlier paper with these headers. Raises NotFound for a
        file or sheet that is not there, BadInput for one that is no such sheet.
        """
        with files.opened(path) as sources:
            asked = _asked_for(path, sources, sheets)
            self.look_ahead([source.sample() for source in asked])
            earlier: dict[str, str] = {}
            found = [(source, self._find(source, settled or {}, recall, earlier)) for source in asked]
            good = [(source, header) for source, header in found if header and not self._missing(header)]
            if not good or (sheets and len(good) < len(found)):
                raise self._refusal(path, found)
            chosen = good if sheets or self.takes_all else good[:1]
            parts = [self._read_page(path, source.read(), header, several=len(chosen) > 1) for source, header in chosen]
            notes = (
                [
                    _("Columns as they were settled before: {columns}.").format(
                        columns=listed(f"{header}={name}" for header, name in earlier.items())
                    )
                ]
                if earlier
                else []
            )
            notes += [note for part in parts for note in part.notes]
            notes += _about_sheets(
                sources, [source for source, _header in chosen], [source for source, _header in good]
            )
        rows = [row for part in parts for row in part.rows]
        rejected = [problem for part in parts for problem in part.rejected]
        if not rows and not rejected:
            self.nobody_there(path)
        return Reading(
            rows=rows,
            rejected=rejected,
            unread=tuple(dict.fromkeys(title for part in parts for title in part.unread)),
            notes=tuple(dict.fromkeys(notes)),
            above=parts[0].above,
            headers=parts[0].headers,
        )

    def _find(
        self, source: Source, settled: Mapping[str, str], recall: Recall | None, earlier: dict[str, str]
    ) -> Header | None:
        """The header of a page; what was settled for an earlier paper and is used goes into `earlier`."""
        wanted, sample = self.wanted(), source.sample()
        header = find_header(sample, wanted, self.words, key=self.key, settled=self._decisions(settled))
        recalled = recall(tuple(filter(None, header.titles))) if recall and header and not settled else {}
        if not recalled:
            return header
        earlier |= recalled
        return find_header(sample, wanted, self.words, key=self.key, settled=self._decisions(recalled))

    def _decisions(self, settled: Mapping[str, str]) -> dict[str, str]:
        return {plain(header): self._decided(name) for header, name in settled.items()}

    def nobody_there(self, path: Path) -> None:
        """Raise what is said of a sheet without a single person."""
        del path
        raise BadInput(_("There is no person below the header."), _("Fill in a row for each person."))

    def wanted(self) -> dict[str, Wanted]:
        """What is looked for in a header."""
        wanted = {
            name: Wanted(
                read=each.read, required=each.needed, telling=each.telling, anywhere=each.anywhere, many=each.many
            )
            for name, each in self.columns.items()
        }
        return wanted | {KEPT + header: Wanted(read=shown, many=True) for header in self.words.kept}

    def _decided(self, name: str) -> str:
        """The field that somebody named, by its own name or any of its column's."""
        if not name:
            return ""
        found = self.words.field_named(name)
        if found is None or (found not in self.columns and not found.startswith(KEPT)):
            raise BadInput(
                _("There is no column “{name}” in this kind of sheet.").format(name=name),
                _("Columns: {columns}.").format(
                    columns="、".join([*(self.words.official(each) for each in self.columns), *self.words.kept])
                ),
            )
        return found

    def _missing(self, header: Header) -> list[str]:
        needed = [name for name, each in self.columns.items() if each.needed and name not in header.fields]
        return [self.words.official(name) for name in needed] or list(filter(None, [self.lacking(header.fields)]))

    def _refusal(self, path: Path, found: Sequence[tuple[Source, Header | None]]) -> BadInput:
        """What is wrong with the page that comes nearest."""
        headers = [header for _source, header in found if header]
        if not headers:
            return BadInput(
                _("{file} has no header row that is understood in its first {count} rows.").format(
                    file=path.name, count=HEADER_ROWS
                ),
                _("One row must name the columns: {columns}.").format(
                    columns="、".join(self.words.official(name) for name, each in self.columns.items() if each.needed)
                ),
            )
        nearest = max(headers, key=lambda header: len(header.fields))
        return BadInput(
            _("{file} has no column {missing}; row {row} has {seen}.").format(
                file=path.name,
                missing="、".join(self._missing(nearest)),
                row=nearest.last,
                seen="、".join(filter(None, nearest.titles)),
            ),
            _("Add the column, or give it its usual header."),
        )

    # ---- one page

    def _read_page(self, path: Path, page: Page, header: Header, *, several: bool) -> "_Part[T]":
        part: _Part[T] = _Part(headers=tuple(filter(None, header.titles)))
        part.above = tuple(filter(None, (_text(row) for row in page.rows[: header.first - 1])))
        self.begin(page, part.above)
        part.notes += self.prepare(header)
        lines: list[Aside] = []
        unnamed: set[int] = set()
        for block in header.blocks:
            people = self._people(path, page, header, block, lines, part.notes)
            for number, cells, section, rest in people:
                unnamed |= rest
                self._take(part, number, cells, block, section, page.name if several else "")
        part.unread = self._unread(header, unnamed, part.notes)
        part.notes += told_lines(sorted(set(lines)))
        hidden = [number for number in sorted(page.hidden_rows) if header.last < number <= len(page.rows)]
        filled = [number for number in hidden if _text(page.rows[number - 1])]
        if filled:
            part.notes.append(_("Rows hidden in the sheet were read all the same: {rows}.").format(rows=ranges(filled)))
        if page.lost_zeros:
            part.notes.append(
                _("This kind of file keeps no zeros in front of numbers: check numbers that begin with 0.")
            )
        return part

    def _people(
        self,
        path: Path,
        page: Page,
        header: Header,
        block: Mapping[str, tuple[Found, ...]],
        lines: list[Aside],
        notes: list[str],
    ) -> Iterator[tuple[int, dict[str, Cell | tuple[Cell, ...]], str, set[int]]]:
        """The rows of persons: number, cells by field, the heading above, the places of filled cells without header."""
        single = {name: found[0].place for name, found in block.items() if len(found) == 1}
        several = {name: [each.place for each in found] for name, found in block.items() if len(found) > 1}
        places = frozenset(found.place for each in block.values() for found in each)
        start, end = (min(places), max(places) + 1) if len(header.blocks) > 1 else (0, len(header.titles))
        filled = {
            found[0].place: found[0].title
            for name, found in block.items()
            if (declared := self.columns.get(name)) and declared.fills
        }
        merges = Merges(page.merges, places, filled)
        telling = [name for name, each in self.columns.items() if each.telling and name in block]
        first = 1 + max([header.last, *(each.last_row for each in page.merges if each.hangs_from(header.last, places))])
        titles = {name: found[0].title for name, found in block.items()}
        without_header = [place for place in range(start, end) if not header.titles[place]]
        section = ""
        count = 0
        for number, whole in enumerate(page.rows[first - 1 :], start=first):
            row = [*whole, *(None,) * (len(header.titles) - len(whole))] if len(whole) < end else list(whole)
            seen = row[start:end]
            if all(map(is_blank, seen)) or all(shown(row[place]) == titles[name] for name, place in single.items()):
                merges.apply(number, row, person=False)
                continue
            cells: dict[str, Cell | tuple[Cell, ...]] = {name: row[place] for name, place in single.items()}
            if self._counts_only(cells, seen):
                merges.apply(number, row, person=False)
                continue
            plain_cells = {name: cell for name, cell in cells.items() if not isinstance(cell, tuple)}
            if is_line(plain_cells, tuple(seen), key=self.key, number=self.counter, telling=telling):
                merges.apply(number, row, person=False)
                section = section_named(tuple(seen)) or section
                lines.append(Aside(number, _text(tuple(seen))))
                continue
            if page.merges:
                merges.apply(number, row, person=True)
                cells = {name: row[place] for name, place in single.items()}
            for name, each in several.items():
                cells[name] = tuple(row[place] for place in each)
            count += 1
            if count > files.MAX_ROWS:
                raise files.too_large(path)
            yield number, cells, section, {place for place in without_header if not is_blank(row[place])}
        notes += merges.notes

    def _counts_only(self, cells: Mapping[str, Any], seen: Iterable[Cell]) -> bool:
        """A row prepared with nothing but its number."""
        filled = [cell for cell in seen if not is_blank(cell)]
        return len(filled) == 1 and not is_blank(cells.get(self.counter))

    def _take(
        self,
        part: "_Part[T]",
        number: int,
        cells: Mapping[str, Cell | tuple[Cell, ...]],
        block: Mapping[str, tuple[Found, ...]],
        section: str,
        page: str,
    ) -> None:
        line = Line(
            number=number,
            cells={name: cell for name, cell in cells.items() if not isinstance(cell, tuple)},
            titles={name: found[0].title for name, found in block.items()},
            values={},
            section=section,
            page=page,
            secret=self._secret,
            prefix=f"{page}!" if page else "",
        )
        for name, cell in cells.items():
            try:
                if name.startswith(KEPT):
                    if text := "；".join(filter(None, map(_said, cell if isinstance(cell, tuple) else (cell,)))):
                        line.kept[name.removeprefix(KEPT)] = text
                elif isinstance(cell, tuple):
                    line.values[name] = _joined(self.columns[name].read, cell)
                else:
                    value = self.columns[name].read(_without_errors(cell))
                    if isinstance(value, Told):
                        line.note(f"{line.titles[name]}: {value.sentence}")
                        value = value.value
                    line.values[name] = value
            except Unreadable as fault:
                line.reject(name, str(fault))
        row = self.row(line)
        part.rejected += [problem for problem in line.problems if problem.problem]
        if row is not None and not line.problems:
            part.rows.append(row)
            part.notes += line.notes

    @property
    def _secret(self) -> frozenset[str]:
        return frozenset(name for name, each in self.columns.items() if each.secret)

    def _unread(self, header: Header, unnamed: set[int], notes: list[str]) -> tuple[str, ...]:
        read = header.read
        unread = [title for place, title in enumerate(header.titles) if title and place not in read]
        for title, better in header.beaten.items():
            notes.append(
                _("“{title}” was not read: “{better}” says the same and was read.").format(title=title, better=better)
            )
        unread += [_("column {letter}").format(letter=column_letter(place)) for place in sorted(unnamed)]
        return tuple(dict.fromkeys(unread))


@dataclass
class _Part(Generic[T]):
    """What came of one page."""

    headers: tuple[str, ...] = ()
    rows: list[T] = field(default_factory=list)
    rejected: list[Problem] = field(default_factory=list)
    unread: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    above: tuple[str, ...] = ()


_EXCEL_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!"}
    | {"#GETTING_DATA", "#UNKNOWN!", "#CONNECT!", "#BUSY!", "#PYTHON!"}
)


def _without_errors(cell: Cell) -> Cell:
    if type(cell) is str and cell.startswith("#") and cell in _EXCEL_ERRORS:
        return Spoiled(cell, _("The cell holds an error of Excel; write the value itself."))
    return cell


def _joined(read: Callable[[Cell], Any], cells: Iterable[Cell]) -> str | None:
    """The texts of several columns of one name as one text; None where all are blank."""
    texts = [text for cell in cells if (text := read(_without_errors(cell)))]
    return "；".join(map(str, dict.fromkeys(texts))) or None


def _said(cell: Cell) -> str:
    return " ".join(shown(cell).split())


def _text(row: Row) -> str:
    return " ".join(filter(None, map(shown, row)))


def _about_sheets(sources: Sequence[Source], read: Sequence[Source], good: Sequence[Source]) -> Iterator[str]:
    if len(read) > 1:
        yield _("The sheets {names} were read together.").format(names=listed(source.name for source in read))
    hidden = [source.name for source in read if source.hidden]
    if hidden:
        yield _("The sheet {names} is hidden; it was read all the same.").format(names=listed(hidden))
    alike = [source.name for source in good if source not in read]
    if alike:
        yield _("The sheets {names} hold such a table too and were not read: choose with --sheet.").format(
            names=listed(alike)
        )
    others = [source.name for source in sources if source not in read and source not in good and source.sample()]
    if others:
        yield _("Sheets that were not read: {names}.").format(names=listed(others))


def _asked_for(path: Path, sources: Sequence[Source], sheets: Sequence[str]) -> list[Source]:
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


def column_letter(place: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
