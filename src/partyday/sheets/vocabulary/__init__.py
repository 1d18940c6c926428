"""What offices call things, as data: one TOML file for each kind of sheet. Imports nothing of the program."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words_of(kind: str) -> dict[str, Any]:
    """The words of one kind of sheet, by the heading they stand under in its file."""
    return tomllib.loads((files(__name__) / f"{kind}.toml").read_text(encoding="utf-8"))
