"""A branch's assessment of dues as a sheet: who, what kind of income, how much. Tells all bad cells at once.

Imports no rules, store, services or cli.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.codes import DuesKind
from partyday.model.dates import half_width
from partyday.model.dues_said import AssessmentRow, Stated
from partyday.model.period import Month
from partyday.model.reading import Reading
from partyday.sheets.cells import (
    Cell,
    Unreadable,
    optional,
    read_amount,
    read_code,
    read_count,
    read_date,
    read_text,
    required,
    shown,
    unknown_term,
)
from partyday.sheets.declared import Column, Line, Recall, SentSheet
from partyday.sheets.frame import says_nothing
from partyday.sheets.headers import Header
from partyday.sheets.names import read_person
from partyday.words.terms import read_term, term
from partyday.words.vocabulary import vocabulary, without_asides

_WORDS = vocabulary("assessment")
_COUNT = re.compile(r"[(（【\[]?\s*(?:共|计)?\s*\d+\s*[人名].*|[:：\s]")


def _kind_of(text: str) -> DuesKind | None:
    """The kind of income that a word says; 党员 behind it and a bracket say no more: 在职教职工党员, 学生（硕士）."""
    without = without_asides(half_width(text))
    shapes = (text, without, without.removesuffix("党员"))
    word = next(filter(None, (_WORDS.word("kind", shape) for shape in shapes)), None)
    return DuesKind(word) if word else read_term(DuesKind, text)


def _read_kind(cell: Cell) -> DuesKind:
    kind = _kind_of(read_text(cell))
    if kind is None:
        raise Unreadable(unknown_term(DuesKind))
    return kind


def _read_income(cell: Cell) -> int:
    """An amount in fen; a problem does not repeat what an income is."""
    try:
        return read_amount(cell)
    except Unreadable:
        raise Unreadable(_("This is not an amount; write it in yuan, such as 6500.")) from None


def _read_month(cell: Cell) -> Month:
    try:
        return Month.read(shown(cell).removesuffix("起")) if isinstance(cell, str) else Month.of(read_date(cell).on)
    except BadInput as error:
        raise Unreadable(str(error)) from None


def _read_number(cell: Cell) -> int | None:
    """The number beside the name; what is none tells nothing."""
    try:
        return optional(read_count)(cell)
    except Unreadable:
        return None


class Assessments(SentSheet[AssessmentRow]):
    """A sheet of assessments. `kind` is everybody's where no column says it; `known` tells that the book may say it."""

    vocabulary = "assessment"

    name = Column(read=required(read_person), needed=True)
    number = Column(read=_read_number)
    staff_number = Column(read=optional(read_code))
    kind = Column(read=optional(_read_kind), telling=True, anywhere=True, fills=True)
    income = Column(read=optional(_read_income), telling=True, secret=True)
    since = Column(read=optional(_read_month), telling=True)
    stated = Column(read=shown)
    rate = Column(read=shown)
    remark = Column(read=optional(read_text), many=True)

    def __init__(self, kind: DuesKind | None = None, *, known: bool = False) -> None:
        self.everybody_is, self.known = kind, known

    def lacking(self, fields: frozenset[str]) -> str:
        """A kind of income, from a column or from the caller; or what it is reckoned from."""
        if "kind" in fields or ((self.everybody_is or self.known) and "income" in fields):
            return ""
        return self.words.official("income" if self.everybody_is or self.known else "kind")

    def hint(self, missing: str) -> str:
        """A kind may be everybody's."""
        if missing == self.words.official("kind"):
            return _(
                "Say it of everybody with --kind, as --kind wage; or add the column, or --map HEADER={column}."
            ).format(column=missing)
        return super().hint(missing)

    def prepare(self, header: Header) -> list[str]:
        """Say whose kind everybody's is, where the caller says it, and which pay the dues are reckoned from."""
        block = header.blocks[0]
        notes = []
        if self.everybody_is and "kind" not in block:
            notes.append(_("Everybody was taken as {kind}.").format(kind=term(self.everybody_is)))
        if not self.everybody_is and "kind" not in block:
            notes.append(_("No column tells the kind: each was taken as the book has it."))
        if "income" in block and _OF_A_PAYROLL.search(title := block["income"][0].title):
            notes.append(_("“{title}” was taken for the income that dues are reckoned from.").format(title=title))
        return notes

    def row(self, line: Line) -> AssessmentRow | None:
        """The assessment of one person. A kind that takes no amount leaves one aside, and says so."""
        row = self._row(line)
        return row if not line.problems else None

    def _row(self, line: Line) -> AssessmentRow | None:
        found = dict(line.values)
        kind = found.get("kind") or _kind_of(_COUNT.sub("", line.section)) or self.everybody_is
        if remark := found.pop("remark", None):
            line.note(f"{line.titles['remark']}: {remark}")
        if kind is None and not self.known:
            if "kind" in line.cells and "kind" in line.values:
                line.reject("kind", _("Which kind? Fill it in, or say with --kind what all are who have none."))
            return None
        found["stated"] = _stated(line, "stated", read_amount)
        found["rate"] = _stated(line, "rate", _read_rate)
        if kind and not kind.needs_amount and found.get("income") is not None:
            line.note(_("{kind}: the amount beside it was left aside.").format(kind=term(kind)))
            found["income"] = None
        if kind is DuesKind.FARMER and found.get("income") is None and found["stated"]:
            found["income"] = found["stated"].number
        return None if line.problems else AssessmentRow(row=line.number, **{**found, "kind": kind})


#: Headers of a payroll, whose sums need not be what dues are reckoned from.
_OF_A_PAYROLL = re.compile("[实应]发|到手")


def _stated(line: Line, field: str, read: Callable[[Cell], int]) -> Stated | None:
    """What the sheet itself says of the dues; what is not understood of it is told, and counts for nothing."""
    cell = line.cells.get(field)
    if says_nothing(cell):
        return None
    try:
        return Stated(read(cell), line.titles[field], shown(cell))
    except Unreadable:
        line.note(
            _("{column}: “{text}” was not understood and not read.").format(column=line.titles[field], text=shown(cell))
        )
        return None


_RATE = re.compile(r"(\d{1,2}(?:\.\d{1,4})?)\s*([%‰]?)")
#: A rate below this is a share, 0.015; others are per cent, 1.5.
_LEAST_PER_CENT = Decimal("0.1")


def _read_rate(cell: Cell) -> int:
    """A rate in hundredths of a per cent: 1.5%, 1.5, 0.015 and 15‰ are 150."""
    found = _RATE.fullmatch(half_width(shown(cell)).strip())
    if found is None:
        raise Unreadable(_("This is not a rate."))
    number, sign = Decimal(found[1]), found[2]
    per = 10 if sign == "‰" else 10_000 if not sign and number < _LEAST_PER_CENT else 100
    if (number * per) % 1:
        raise Unreadable(_("This is not a rate."))
    return int(number * per)


def read_assessments(
    path: Path,
    kind: DuesKind | None = None,
    *,
    known: bool = False,
    sheets: Sequence[str] = (),
    settled: Mapping[str, str] | None = None,
    recall: Recall | None = None,
) -> Reading[AssessmentRow]:
    """The good rows of the sheet at `path`, and every problem of the others.

    `kind` is everybody's where no column says it, and `known` tells that the book may say it of each. For the others
    see `SentSheet.read`. Raises NotFound, and BadInput for a file that is no such sheet.
    """
    return Assessments(kind, known=known).read(path, sheets=sheets, settled=settled, recall=recall)
