"""The empty roster that a branch fills in: what is asked for there is what the import understands."""

from partyday.forms.roster_template import ColumnToFill, build
from partyday.model.paper import Sheet
from partyday.sheets.roster_columns import COLUMNS


def blank_roster() -> tuple[Sheet, Sheet]:
    """The sheet to fill in, and its guide."""
    return build(
        [
            ColumnToFill(
                heading=column.header,
                required=column.required,
                text=column.text,
                width=column.width,
                choices=column.choices,
                only_choices=column.only_choices,
                how=column.how,
                example=column.example,
            )
            for column in COLUMNS
            if column.offered
        ]
    )
