"""What a command answers, described once: its JSON, CSV, table and sentences all come from one list of fields.

A command makes a record, `Answer` says what its values are called and how people read them, and the functions here
write it in the way that was asked for. Knows no service and no form.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from partyday.cli import output
from partyday.i18n import _

if TYPE_CHECKING:
    from partyday.cli.run import Run

R = TypeVar("R")
W = TypeVar("W")


class Field(NamedTuple, Generic[R]):
    """One value of an answer: its key in JSON, how it is got from the record, its heading in a table.

    Without a key it is not in JSON, without a heading (English, `N_`) not in a table. `text` is what people read, where
    that is not the value itself. `optional`: it is in JSON only where there is a value. `once`: where all records of a
    table have the same, it stands above them and not in each row. `aside`: it is in JSON and CSV alone, for scripts.
    """

    key: str
    value: Callable[[R], Any]
    heading: str = ""
    text: Callable[[R], Any] | None = None
    optional: bool = False
    once: bool = False
    aside: bool = False

    @property
    def name(self) -> str:
        """What `columns` call it."""
        return self.key or self.heading

    def read(self, record: R) -> Any:
        """What people read."""
        return (self.text or self.value)(record)


class Answer(Generic[R]):
    """The fields of one kind of record, in the order of JSON. `columns` names those of a table in another order.

    `loud` says of a record whether its row stands out in colour.
    """

    def __init__(
        self,
        *fields: "Field[R] | Answer[R]",
        columns: Sequence[str] = (),
        loud: Callable[[R], bool] | None = None,
    ) -> None:
        self.loud = loud
        self.fields: list[Field[R]] = []
        shown: list[Field[R]] = []
        for field in fields:
            self.fields += field.fields if isinstance(field, Answer) else [field]
            shown += field.columns if isinstance(field, Answer) else [field]
        if columns:
            by_name = {field.name: field for field in self.fields}
            shown = [by_name[name] for name in columns]
        self.columns: list[Field[R]] = [field for field in shown if field.heading]

    def within(self, part: Callable[[W], R]) -> "Answer[W]":
        """The same fields for a record that holds one of these."""
        return Answer(*(_within(field, part) for field in self.fields), columns=[field.name for field in self.columns])

    def json(self, record: R) -> dict[str, Any]:
        """The record as scripts get it."""
        values = {field.key: field.value(record) for field in self.fields if field.key}
        left_out = [field.key for field in self.fields if field.optional and not values[field.key]]
        return {key: value for key, value in values.items() if key not in left_out} if left_out else values

    def texts(self, record: R) -> dict[str, Any]:
        """The record as sentences name its values: by their keys in JSON."""
        return {field.key: field.read(record) for field in self.fields if field.key}

    def tell(self, run: "Run", record: R, sentence: str) -> None:
        """One record: as JSON where that is asked for, else in a sentence that names its keys."""
        if run.json:
            output.emit(self.json(record))
        else:
            output.say(sentence.format(**self.texts(record)))

    def labelled(self, record: R) -> dict[str, Any]:
        """The record as people read it on a card: heading → what they read."""
        return {_(field.heading): field.read(record) for field in self.columns}

    def listing(self, run: "Run", records: Iterable[R], *, title: str = "", nothing: str | None = None) -> None:
        """Records as JSON, CSV or a table. Where there are none, people read `nothing`; None: the headings alone."""
        records = list(records)
        if run.json:
            output.emit([self.json(record) for record in records])
        elif records or run.csv or nothing is None:
            self.table(run, records, title=title)
        elif nothing:
            output.say(nothing)

    def table(self, run: "Run", records: Iterable[R], *, title: str = "", total: Sequence[Any] | None = None) -> None:
        """Records as CSV or a table, with a last row of sums where one is given."""
        records = list(records)
        columns = [field for field in self.columns if run.csv or not field.aside]
        if not run.csv and total is None:
            for field in self.columns:
                if field.once and len({field.read(record) for record in records}) == 1:
                    columns.remove(field)
                    title = title or str(field.read(records[0]))
        rows = [[field.read(record) for field in columns] for record in records]
        if total is not None:
            rows.append(list(total))
        loud = [place for place, record in enumerate(records) if self.loud is not None and self.loud(record)]
        output.listing([_(field.heading) for field in columns], rows, as_csv=run.csv, title=title, loud=loud)


def _within(field: Field[R], part: Callable[[W], R]) -> Field[W]:
    text = field.text
    return Field(
        field.key,
        lambda whole: field.value(part(whole)),
        field.heading,
        None if text is None else lambda whole: text(part(whole)),
        field.optional,
        field.once,
        field.aside,
    )


def attributes(names: str) -> Answer[Any]:
    """Fields of JSON alone, each called as the attribute of the record is that holds it."""
    return Answer(*(Field(name, attrgetter(name)) for name in names.split()))


def tell(run: "Run", values: Mapping[str, Any], sentence: str) -> None:
    """What was done, where that is no record: as JSON, or in a sentence that names the same values."""
    if run.json:
        output.emit(values)
    else:
        output.say(sentence.format(**values))
