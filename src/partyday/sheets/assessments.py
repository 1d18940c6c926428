"""A branch's assessment of dues as a sheet: who, what kind of income, how much. Tells all bad cells at once.

Imports no rules, store, services or cli.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.codes import DuesKind
from partyday.model.dues import AssessmentRow
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
from partyday.sheets.headers import Header
from partyday.sheets.names import read_person
from partyday.words.terms import read_term, term
from partyday.words.vocabulary import vocabulary

_WORDS = vocabulary("assessment")
#: Whose dues are an amount by themselves: an income beside it says nothing.
_WITHOUT_INCOME = (DuesKind.STUDENT, DuesKind.HARDSHIP)
_COUNT = re.compile(r"[(（【\[]?\s*(?:共|计)?\s*\d+\s*[人名].*|[:：\s]")


def _kind_of(text: str) -> DuesKind | None:
    word = _WORDS.word("kind", text)
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
        return Month.read(shown(cell)) if isinstance(cell, str) else Month.of(read_date(cell).on)
    except BadInput as error:
        raise Unreadable(str(error)) from None


class Assessments(SentSheet[AssessmentRow]):
    """A sheet of assessments. `kind` is everybody's where no column says it."""

    vocabulary = "assessment"

    name = Column(read=required(read_person), needed=True)
    number = Column(read=optional(read_count))
    staff_number = Column(read=optional(read_code))
    kind = Column(read=optional(_read_kind), telling=True, fills=True)
    income = Column(read=optional(_read_income), telling=True, secret=True)
    since = Column(read=optional(_read_month), telling=True)
    remark = Column(read=optional(read_text), many=True)

    def __init__(self, kind: DuesKind | None = None) -> None:
        self.everybody_is = kind

    def lacking(self, fields: frozenset[str]) -> str:
        """A kind of income, from a column or from the caller; or what it is reckoned from."""
        if "kind" in fields or (self.everybody_is and "income" in fields):
            return ""
        return self.words.official("income" if self.everybody_is else "kind")

    def prepare(self, header: Header) -> list[str]:
        """Say whose kind everybody's is, where the caller says it."""
        if self.everybody_is is None or "kind" in header.fields:
            return []
        return [_("Everybody was taken as {kind}.").format(kind=term(self.everybody_is))]

    def row(self, line: Line) -> AssessmentRow | None:
        """The assessment of one person. A kind that takes no amount leaves one aside, and says so."""
        found = dict(line.values)
        kind = found.get("kind") or _kind_of(_COUNT.sub("", line.section)) or self.everybody_is
        if remark := found.pop("remark", None):
            line.note(f"{line.titles['remark']}: {remark}")
        if kind is None:
            if "kind" in line.cells and "kind" in line.values:
                line.reject("kind", _("This cell must be filled in."))
            return None
        if kind in _WITHOUT_INCOME and found.get("income") is not None:
            line.note(_("{kind}: the amount beside it was left aside.").format(kind=term(kind)))
            found["income"] = None
        if line.problems:
            return None
        return AssessmentRow(row=line.number, **{**found, "kind": kind})


def read_assessments(
    path: Path,
    kind: DuesKind | None = None,
    *,
    sheets: Sequence[str] = (),
    settled: Mapping[str, str] | None = None,
    recall: Recall | None = None,
) -> Reading[AssessmentRow]:
    """The good rows of the sheet at `path`, and every problem of the others; `kind` is everybody's where no column
    says it. For the others see `SentSheet.read`. Raises NotFound, and BadInput for a file that is no such sheet."""
    return Assessments(kind).read(path, sheets=sheets, settled=settled, recall=recall)
