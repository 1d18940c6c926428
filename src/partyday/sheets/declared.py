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

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from partyday.errors import BadInput
from partyday.i18n import _, listed
from partyday.model.problems import Problem
from partyday.model.reading import Reading, Settled
from partyday.sheets import files
from partyday.sheets.cells import Cell, Told, Unreadable, shown, without_errors
from partyday.sheets.headers import Header, NoSuchSheet, Wanted, find_header, titles_of
from partyday.sheets.pages import HEADER_ROWS, Page, PageSource, Row
from partyday.sheets.parts import column_letter
from partyday.sheets.several import about_settled, about_sheets, ask_which, asked_for, bare_name
from partyday.sheets.walk import Manner, Seen, Walk
from partyday.sheets.workbook import MAX_CELLS
from partyday.words.masks import masked
from partyday.words.vocabulary import KEPT, Vocabulary, plain, vocabulary

T = TypeVar("T")

#: Beyond so many complaints a file is the wrong one: nobody reads them, and each costs as much as a good row.
MOST_REJECTED = 20_000
#: Beyond so many people a paper is no roster: half again the largest school known; so many are taken in within bounds.
MAX_PEOPLE = 50_000
#: From the headers of a paper to what was settled for an earlier one: header → the column it means.
Recall = Callable[[tuple[str, ...]], Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a sheet. `read` makes of a cell what it means, or raises Unreadable.

    `needed`: a file without the column is no such sheet. `telling`: its values are few, so they tell the column where
    names do not; a row in which it is filled in is a person's. `anywhere`: it may be any column that holds such
    values. `many`: all columns of the name are read, their texts joined. `fills`: a value over merged rows holds for
    each of them. `secret`: a problem shows its value masked. `code`: its numbers are names, and zeros in front count.
    """

    read: Callable[[Cell], Any]
    needed: bool = False
    telling: bool = False
    anywhere: bool = False
    many: bool = False
    fills: bool = False
    secret: bool = False
    code: bool = False


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
    key: str = "name"

    def reject(self, field_name: str, sentence: str) -> None:
        """Tell what is wrong with a cell; the row is not taken. An empty sentence was told at another cell."""
        value = shown(self.cells.get(field_name))
        self.problems.append(
            Problem(
                row=self.number,
                column=self.prefix + self.titles.get(field_name, ""),
                value=masked(value) if field_name in self.secret else value,
                problem=sentence,
                name=" ".join(shown(self.cells.get(self.key)).split()) if self.key == "name" else "",
            )
        )

    def note(self, sentence: str) -> None:
        """Tell what was understood of something; the row is taken."""
        self.notes.append(self.told(sentence))

    def told(self, sentence: str) -> str:
        """A sentence behind the row and whose it is."""
        row, who = f"{self.prefix}{self.number}", shown(self.cells.get(self.key))
        if not who:
            return _("Row {row}: {sentence}").format(row=row, sentence=sentence)
        return _("Row {row} ({who}): {sentence}").format(row=row, who=who, sentence=sentence)


class ColumnLacking(Exception):
    """A row needs a column that the file does not have, so all of the file does."""

    def __init__(self, field_name: str) -> None:
        super().__init__(field_name)
        self.field_name = field_name


class SentSheet(Generic[T]):
    """A kind of sheet. Subclasses name their `vocabulary`, declare their columns, and make a row of a line."""

    vocabulary: ClassVar[str]
    #: The field of the person, and the field that only counts.
    key: ClassVar[str] = "name"
    counter: ClassVar[str] = "number"
    #: Whether visible pages with the same headers are one sheet in parts.
    in_parts: ClassVar[bool] = False
    columns: Mapping[str, Column] = {}
    _secret: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        """Collect the columns the class declares."""
        own = {name: column for name, column in vars(cls).items() if isinstance(column, Column)}
        cls.columns = {**cls.columns, **own}
        cls._secret = frozenset(name for name, column in cls.columns.items() if column.secret)

    # ---- what a kind of sheet says for itself

    def row(self, line: Line) -> T | None:
        """What the line means; None where it says nothing. May reject cells and note what was understood."""
        raise NotImplementedError

    def lacking(self, fields: frozenset[str]) -> str:
        """What is missing where these fields were found, beside the needed ones; blank where nothing is."""
        del fields
        return ""

    def told_by_name(self, page: str) -> frozenset[str]:
        """The fields that the name of a sheet tells, where no column does."""
        del page
        return frozenset()

    def belongs_together(self, one: str, other: str) -> bool:
        """Whether sheets of these names are one in parts, whatever their headers are."""
        del one, other
        return False

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

    def hint(self, missing: str) -> str:
        """What to do about a column that is missing."""
        return _("Add the column, give it its usual header, or say which one it is with --map HEADER={column}.").format(
            column=missing
        )

    def part_of(self) -> str:
        """What the page just begun is of; sheets that are of the same may not hold the same people."""
        return ""

    def told(self) -> list[str]:
        """What is to be told of a page when all its rows were read."""
        return []

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
            asked = asked_for(path, sources, sheets)
            samples = [source.sample() for source in asked]
            self.look_ahead(samples)
            earlier: dict[str, str] = {}
            found = [
                (source, self._find(sample, settled or {}, recall, earlier))
                for source, sample in zip(asked, samples, strict=True)
            ]
            good = [(source, header) for source, header in found if header and not self._missing(header, source.name)]
            if not good or (sheets and len(good) < len(found)):
                raise self._refusal(path, found)
            chosen = good if sheets else self._first_and_like(good)
            try:
                parts = self._read_pages(path, chosen)
            except ColumnLacking as lack:
                raise self._refusal(path, chosen, [self.words.official(lack.field_name)]) from None
            read = [source for source, _header in chosen]
            if not sheets:
                held = [
                    (source.name, part.of, part.people) for (source, _header), part in zip(chosen, parts, strict=True)
                ]
                ask_which(held, [(source, self._names_in(source, header)) for source, header in good])
            notes = [
                *about_settled(earlier),
                *(note for part in parts for note in part.notes),
                *about_sheets(sources, read, [source for source, _header in good]),
            ]
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
            settled=Settled(parts[0].headers, settled or {}),
        )

    def _names_in(self, source: PageSource, header: Header) -> frozenset[str]:
        """Who stands in the first rows of a sheet."""
        places = [found.place for block in header.blocks for found in block.get(self.key, ())]
        rows = source.sample()[header.last :]
        return frozenset(name for row in rows for place in places if (name := bare_name(row[place])))

    def _first_and_like(self, good: Sequence[tuple[PageSource, Header]]) -> list[tuple[PageSource, Header]]:
        """The first such page, and with it those that continue it."""
        first, header = good[0]
        like = [
            (source, other)
            for source, other in good[1:]
            if self.in_parts
            and not first.hidden
            and not source.hidden
            and (other.titles == header.titles or self.belongs_together(first.name, source.name))
        ]
        return [good[0], *like]

    def _find(
        self, sample: list[Row], settled: Mapping[str, str], recall: Recall | None, earlier: dict[str, str]
    ) -> Header | None:
        """The header of a page; what was settled for an earlier paper and is used goes into `earlier`."""
        wanted = self.wanted()
        header = find_header(sample, wanted, self.words, key=self.key, settled=self._decisions(settled))
        if recall is None or settled:
            return header
        # What was settled may be all that tells the header, so any of the first rows may be it.
        rows = [header.titles] if header else []
        rows += map(titles_of, sample[:HEADER_ROWS])
        recalled = next(filter(None, (recall(tuple(filter(None, row))) for row in rows if any(row))), {})
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
                read=column.read,
                required=column.needed,
                telling=column.telling,
                anywhere=column.anywhere,
                many=column.many,
                fills=column.fills,
            )
            for name, column in self.columns.items()
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
                    columns="、".join([*(self.words.official(name) for name in self.columns), *self.words.kept])
                ),
            )
        return found

    def _missing(self, header: Header, page: str = "") -> list[str]:
        fields = header.fields | self.told_by_name(page)
        needed = [name for name, column in self.columns.items() if column.needed and name not in fields]
        return [self.words.official(name) for name in needed] or list(filter(None, [self.lacking(fields)]))

    def _refusal(
        self, path: Path, found: Sequence[tuple[PageSource, Header | None]], missing: Sequence[str] = ()
    ) -> BadInput:
        """What is wrong with the page that comes nearest: which columns are `missing`, by default the needed ones."""
        headers = [header for _source, header in found if header]
        if not headers:
            return NoSuchSheet(
                _("{file} has no header row that is understood in its first {count} rows.").format(
                    file=path.name, count=HEADER_ROWS
                ),
                _("One row must name the columns: {columns}.").format(
                    columns="、".join(
                        self.words.official(name)
                        for name, column in self.columns.items()
                        if column.needed or name == self.key
                    )
                ),
            )
        nearest = max(headers, key=lambda header: len(header.fields))
        return NoSuchSheet(
            _("{file} has no column {missing}; row {row} has {seen}.").format(
                file=path.name,
                missing="、".join(missing or self._missing(nearest)),
                row=nearest.last,
                seen="、".join(filter(None, nearest.titles)),
            ),
            self.hint((missing or self._missing(nearest))[0]),
        )

    # ---- one page

    def _read_pages(self, path: Path, chosen: Sequence[tuple[PageSource, Header]]) -> "list[_Part[T]]":
        parts, cells, people = [], 0, 0
        for source, header in chosen:
            page = source.read()
            cells += sum(map(len, page.rows))
            if cells > MAX_CELLS:
                raise files.too_large(path)
            parts.append(self._read_page(path, page, header, several=len(chosen) > 1))
            people += parts[-1].count
            if people > MAX_PEOPLE:
                raise files.too_large(path)
        return parts

    def _read_page(self, path: Path, page: Page, header: Header, *, several: bool) -> "_Part[T]":
        part: _Part[T] = _Part(name=page.name, headers=tuple(filter(None, header.titles)))
        part.above = tuple(filter(None, (_text(row) for row in page.rows[: header.first - 1])))
        self.begin(page, part.above)
        part.of = self.part_of()
        part.notes += self.prepare(header)
        walk = Walk(page, header, self._manner())
        codes = [name for name, column in self.columns.items() if column.code]
        bare: set[str] = set()
        for count, seen in enumerate(walk.people(), start=1):
            if count > MAX_PEOPLE:
                raise files.too_large(path)
            part.count = count
            self._take(part, seen, page.name if several else "")
            if who := bare_name(seen.cells.get(self.key)):
                part.people.add(who)
            if len(part.rejected) > MOST_REJECTED:
                raise BadInput(
                    _("More than {count} cells of {file} are not understood.").format(
                        count=MOST_REJECTED, file=path.name
                    ),
                    _("See whether it is the right sheet; the first: {problem}").format(problem=part.rejected[0]),
                )
            if page.lost_zeros:
                bare |= {seen.titles[name] for name in codes if type(seen.cells.get(name)) in (int, float)}
        part.unread = self._unread(header, part.notes)
        part.notes += [*walk.told(), *self.told()]
        if bare:
            part.notes.append(
                _(
                    "This kind of file keeps no zeros in front of numbers: check {columns} where they begin with 0."
                ).format(columns=listed(sorted(bare)))
            )
        return part

    def _manner(self) -> Manner:
        return Manner(
            key=self.key,
            counter=self.counter,
            telling={name: column.read for name, column in self.columns.items() if column.telling},
            fills=frozenset(name for name, column in self.columns.items() if column.fills),
            header_of=lambda rows: find_header(rows, self.wanted(), self.words, key=self.key),
        )

    def _take(self, part: "_Part[T]", seen: Seen, page: str) -> None:
        """Make of a row what it means, and collect what is to be told of it."""
        line = Line(
            number=seen.number,
            cells=seen.cells,
            titles=seen.titles,
            values={},
            section=seen.section,
            page=page,
            secret=self._secret,
            prefix=f"{page}!" if page else "",
            key=self.key,
        )
        columns, values = self.columns, line.values
        for name, cell in seen.cells.items():
            try:
                if column := columns.get(name):
                    value = column.read(without_errors(cell) if type(cell) is str else cell)
                    if type(value) is Told:
                        line.note(f"{line.titles[name]}: {value.sentence}")
                        value = value.value
                    values[name] = value
                elif text := _said(cell):
                    line.kept[name.removeprefix(KEPT)] = text
            except Unreadable as fault:
                line.reject(name, str(fault))
        for name, cells in seen.several.items():
            try:
                if name in columns:
                    values[name] = _joined(columns[name].read, cells)
                elif text := "；".join(filter(None, map(_said, cells))):
                    line.kept[name.removeprefix(KEPT)] = text
            except Unreadable as fault:
                line.reject(name, str(fault))
        row = self.row(line)
        if line.problems:
            part.rejected += [problem for problem in line.problems if problem.problem]
        if row is not None and not line.problems:
            part.rows.append(row)
            part.notes += line.notes

    def _unread(self, header: Header, notes: list[str]) -> tuple[str, ...]:
        read = header.read
        for title, better in header.beaten.items():
            notes.append(
                _("“{title}” was not read: “{better}” says the same and was read.").format(title=title, better=better)
            )
        for name, found in header.blocks[0].items():
            if not found[0].named:
                notes.append(
                    _("“{title}” was taken for {column} by its values.").format(
                        title=found[0].title or column_letter(found[0].place), column=self.words.official(name)
                    )
                )
        return tuple(dict.fromkeys(title for place, title in enumerate(header.titles) if title and place not in read))


@dataclass
class _Part(Generic[T]):
    """What came of one page."""

    headers: tuple[str, ...] = ()
    rows: list[T] = field(default_factory=list)
    rejected: list[Problem] = field(default_factory=list)
    unread: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    above: tuple[str, ...] = ()
    name: str = ""
    count: int = 0
    of: str = ""
    people: set[str] = field(default_factory=set)


def _joined(read: Callable[[Cell], Any], cells: Iterable[Cell]) -> str | None:
    """The texts of several columns of one name as one text; None where all are blank."""
    texts = [text for cell in cells if (text := read(without_errors(cell)))]
    return "；".join(map(str, dict.fromkeys(texts))) or None


def _said(cell: Cell) -> str:
    return " ".join(shown(cell).split())


def _text(row: Row) -> str:
    return " ".join(filter(None, map(shown, row)))
