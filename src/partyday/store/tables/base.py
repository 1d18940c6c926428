"""What every table is made with: the metadata, and the columns that most have."""

from sqlalchemy import Column, Integer, MetaData, Text

#: The newest migration. A book at another one is refused; a test holds this equal to Alembic's head.
SCHEMA = "0021"

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def key(name: str = "id") -> Column[int]:
    """The primary key: the unit of work gives it out."""
    return Column(name, Integer, primary_key=True, autoincrement=False)


def text_of(name: str) -> Column[str]:
    """A text that is empty where nothing was said."""
    return Column(name, Text, nullable=False, server_default="")
