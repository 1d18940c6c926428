"""What the tests of files share: the smallest sheet of people, and files that hold one."""

from datetime import datetime
from pathlib import Path
from typing import Any

from partyday.model.reading import Reading
from partyday.sheets.cells import Cell, Coded, Spoiled, Unreadable, required
from partyday.sheets.declared import Column, Line, SentSheet

DAY = datetime(2019, 7, 1)  # noqa: DTZ001  # as a cell holds a date: no zone

PEOPLE: tuple[tuple[Any, ...], ...] = (("姓名", "工号", "党小组"), ("张三", "00123", "一组"), ("李四", "00456", "二组"))

Person = tuple[int, tuple[Cell, ...]]


def as_it_is(cell: Cell) -> Cell:
    if isinstance(cell, Spoiled):
        raise Unreadable(cell.problem)
    return cell


def with_zeros(cell: Cell) -> Cell:
    return cell.code if isinstance(cell, Coded) else as_it_is(cell)


class People(SentSheet[Person]):
    """The smallest sheet of people: its cells as the file holds them."""

    vocabulary = "roster"

    name = Column(read=required(as_it_is), needed=True)
    staff_number = Column(read=with_zeros, needed=True)
    party_group = Column(read=as_it_is, fills=True)
    born_on = Column(read=as_it_is)

    def row(self, line: Line) -> Person:
        return line.number, tuple(line.values.values())


def read(path: Path) -> Reading[Person]:
    return People().read(path)
