"""What the meetings of a branch are called on the screen, and which one a text means."""

from collections.abc import Iterable

from partyday import i18n
from partyday.model.meetings import MEETING_NAMES


def meeting_term(kind: str) -> str:
    """What a meeting is called in the language of the screen."""
    return MEETING_NAMES[kind].english if i18n.language != "zh" and kind in MEETING_NAMES else kind


def read_meeting(text: str, others: Iterable[str] = ()) -> str | None:
    """Which meeting a text means, of those of the regulations and of the `others` a policy names; None for another."""
    wanted = "".join(text.split())
    for kind, names in MEETING_NAMES.items():
        if wanted in (kind, *names.also, *names.alone) or " ".join(text.split()).casefold() == names.english:
            return kind
    return wanted if wanted in others else None
