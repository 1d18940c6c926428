"""The cells of a sheet of dues: sums and ticks, days and ways of paying.

Imports no rules, store, services or cli.
"""

import re
from datetime import date

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.codes import Method
from partyday.model.dates import half_width
from partyday.model.dates import read_day as day_written
from partyday.sheets.cells import (
    Cell,
    Told,
    Unreadable,
    is_blank,
    read_amount,
    read_date,
    read_text,
    shown,
    unknown_term,
)
from partyday.words.terms import read_term
from partyday.words.vocabulary import bare, vocabulary

_WORDS = vocabulary("collection")

#: What stands for an amount where a tick says that all that is owed was handed in.
ALL = "all"
#: Words that say nothing was handed in, and nothing more: they need not be told.
_SILENT = frozenset(map(bare, ("0", "0.0", "0.00", "/", "-", "—", "——", "无", "暂无")))
_REMARKED = re.compile(r"([^()（）]+)[(（]([^()（）\d]+)[)）]\s*")


def read_handed(cell: Cell) -> int | str | Told[int | str | None] | None:
    """An amount in fen, a tick for all that is owed (ALL), or None where nothing was handed in.

    A remark behind it, 24（老伴代交）, 已缴（微信）, is told. Raises Unreadable for what is neither, and where the
    remark says that nothing was handed in.
    """
    word = _WORDS.word("handed", shown(cell))
    if word or is_blank(cell):
        return ALL if word == "all" else None
    found = _REMARKED.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if found is None:
        return read_amount(cell)
    if _WORDS.word("handed", found[2]) == "nothing":
        raise Unreadable(_("This says two things: how much, and that it was not paid."))
    word = _WORDS.word("handed", found[1])
    return Told((ALL if word == "all" else None) if word else read_amount(found[1]), found[2].strip())


def says_unpaid(cell: Cell) -> str:
    """The word by which a cell says that nothing was handed in: 未缴, ×. Blank for a blank cell, a nought, a stroke."""
    return shown(cell) if says_nothing_was_given(cell) and bare(shown(cell)) not in _SILENT else ""


def says_nothing_was_given(cell: Cell) -> bool:
    """Whether a cell says by word or number that nothing was handed in: 未缴, 未缴（出差）, 0."""
    text = shown(cell)
    found = _REMARKED.fullmatch(text)
    return "nothing" in (_WORDS.word("handed", text), found and _WORDS.word("handed", found[1]))


def comes_in(cell: Cell) -> bool:
    """Whether a line of a bill or an account says that money came in: 收入, 贷."""
    return _WORDS.word("flow", shown(cell)) is not None


def read_method(cell: Cell) -> Method:
    """How somebody paid, by its everyday words."""
    method = method_named(read_text(cell))
    if method is None:
        raise Unreadable(unknown_term(Method))
    return method


def method_named(text: str) -> Method | None:
    """The way of paying that a text names, or None."""
    word = _WORDS.word("method", text)
    return Method(word) if word else read_term(Method, text)


def read_paid_on(cell: Cell, today: date) -> date | Told[date]:
    """The day somebody paid: any date; 2月28日 is of the year that makes it no day to come, the last one is told."""
    if isinstance(cell, str):
        try:
            day = day_written(cell, today)
        except BadInput:
            day = read_date(cell)
        names_year = re.search(r"\d{4}", half_width(cell)) is not None
        if not names_year and day.on > today and not day.month_only:
            on = _in_year(day.on, today.year - 1)
            return Told(on, _("“{text}” was read as {date}.").format(text=cell.strip(), date=on))
    else:
        day = read_date(cell)
    if day.month_only:
        raise Unreadable(_("This is not a date; write it as 2019-07-01."))
    if day.on > today:
        raise Unreadable(_("This day is still to come."))
    return day.on


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        raise Unreadable(_("No calendar has this day.")) from None
