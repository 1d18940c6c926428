"""What the meetings of a branch are called: by the regulations, in English, and otherwise. Imports nothing but `i18n`.

A policy may ask for others, by whatever name: these need no entry here.
"""

from collections.abc import Iterable

from partyday import i18n

#: What policies call a meeting → (English, what people also write for it).
MEETINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "党员大会": ("branch meeting", ("支部党员大会", "支部大会", "党员会")),
    "支委会": ("committee meeting", ("支部委员会", "支部委员会会议", "支委会议")),
    "党小组会": ("group meeting", ("党小组会议", "小组会")),
    "党课": ("lecture", ("上党课", "讲党课", "专题党课")),
    "组织生活会": ("organisation life meeting", ("专题组织生活会",)),
    "民主评议": ("appraisal", ("民主评议党员", "评议党员")),
}

COMMITTEE, GROUP = "支委会", "党小组会"


def meeting_term(kind: str) -> str:
    """What a meeting is called in the language of the screen."""
    return MEETINGS[kind][0] if i18n.language != "zh" and kind in MEETINGS else kind


def read_meeting(text: str, others: Iterable[str] = ()) -> str | None:
    """Which meeting a text means, of those above and of the `others` a policy names; None for another."""
    wanted = "".join(text.split())
    for kind, (english, synonyms) in MEETINGS.items():
        if wanted in (kind, *synonyms) or " ".join(text.split()).casefold() == english:
            return kind
    return wanted if wanted in others else None
