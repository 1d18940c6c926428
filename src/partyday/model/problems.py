"""What is wrong with imported data: a value, so that everything wrong is told at once."""

from dataclasses import dataclass, field

from partyday.i18n import _


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing wrong with one cell of imported data. `row` is the row of the file, from 1.

    `name` is whose row it is, as it is written there: a clerk looks for a name, not for a number. It is no part of
    what is wrong, so two problems are the same without it.
    """

    row: int
    column: str
    value: str
    problem: str
    name: str = field(default="", compare=False)

    @property
    def of_whom(self) -> str:
        """What is wrong, behind the name of whose row it is; not where the value shows the name already."""
        named = self.name and self.name not in self.value
        return _("{name}: {problem}").format(name=self.name, problem=self.problem) if named else self.problem

    def __str__(self) -> str:
        """`row 3, 姓名: “张三” is not on the roll`."""
        if not self.column:
            place = _("row {row}").format(row=self.row)
            if not self.value:
                return _("{place}: {problem}").format(place=place, problem=self.of_whom)
        else:
            place = _("row {row}, {column}").format(row=self.row, column=self.column)
        return _("{place}: “{value}” {problem}").format(place=place, value=self.value, problem=self.of_whom)
