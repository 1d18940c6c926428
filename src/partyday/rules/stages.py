"""A stage (措施): one measure a policy takes at so many unexcused absences, and how it is read from TOML.

Knows no policy and no parameter; which stages are in force on a day, `ladder` tells.
"""

from enum import StrEnum
from typing import Any, NamedTuple

from partyday.i18n import _, listed
from partyday.model.codes import Office


class Counts(StrEnum):
    """How absences count towards a stage."""

    CUMULATIVE = "cumulative"  # together within a window
    IN_A_ROW = "in-a-row"  # without taking part in between
    MONTHS = "months"  # calendar months since the last part taken in anything, as the charter's clock has it


class StageKind(StrEnum):
    """What a stage is recorded with: a talk, a handling, or, where it is only told the member, a notice."""

    TALK = "talk"
    HANDLING = "handling"
    NOTICE = "notice"


class CountingWindow(StrEnum):
    """Within which time absences count together."""

    CALENDAR_YEAR = "calendar-year"
    ROLLING_YEAR = "rolling-12-months"
    ALL_TIME = "all-time"


class Stage(NamedTuple):
    """One measure of a policy: what it is called, at how many (days or months), who takes it.

    `window`, a CountingWindow, is for cumulative counting alone; "" stands for the policy's `talk.window`. `clause` and
    `article` are the stage's own, where they differ from those of the whole list.
    """

    name: str
    at: int
    counts: Counts
    by: Office
    kind: StageKind = StageKind.NOTICE
    window: str = ""
    clause: str = ""
    article: str = ""

    @property
    def key(self) -> "Key":
        """What makes it the same stage in another year, whatever its number is then."""
        return Key(self.name, self.counts, self.kind)


class Key(NamedTuple):
    """A stage through the years."""

    name: str
    counts: Counts
    kind: StageKind


_CHOICES: dict[str, type[StrEnum]] = {"counts": Counts, "by": Office, "kind": StageKind}
_MOST = 3660  # absences, or months: no number is larger


def stages(value: Any) -> tuple[Stage, ...]:
    """A list of stages, each a table of name, at, counts and by, with kind, window, clause and article as needed."""
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise ValueError(_("a list of stages is needed, each with name, at, counts and by"))
    read = tuple(_stage(entry) for entry in value)
    if len({stage.name for stage in read}) < len(read):
        raise ValueError(_("two stages have one name"))
    return read


def _stage(entry: dict[str, Any]) -> Stage:
    fields = {"kind": StageKind.NOTICE, **entry}
    name = fields.get("name")
    if not isinstance(name, str) or not name.strip():
        raise ValueError(_("a stage has no name"))
    for field in fields:
        if field not in Stage._fields:
            raise ValueError(_("{stage} has no place for {key}").format(stage=name, key=field))
    at = fields.get("at")
    if not isinstance(at, int) or isinstance(at, bool) or not 1 <= at <= _MOST:
        raise ValueError(_("{stage}: `at` is a whole number from 1 on").format(stage=name))
    for field, codes in _CHOICES.items():
        chosen = fields.get(field)
        if chosen not in list(codes):
            raise ValueError(
                _("{stage}: {key} is one of {choices}").format(stage=name, key=field, choices=listed(list(codes)))
            )
        fields[field] = codes(chosen)
    window = fields.get("window", "")
    if window and (fields["counts"] is not Counts.CUMULATIVE or window not in list(CountingWindow)):
        raise ValueError(
            _("{stage}: only what counts as cumulative has a window, one of {choices}").format(
                stage=name, choices=listed(list(CountingWindow))
            )
        )
    for field in ("clause", "article"):
        if not isinstance(fields.get(field, ""), str):
            raise ValueError(_("{stage}: {key} is not a text").format(stage=name, key=field))
    return Stage(**{**fields, "name": name.strip()})
