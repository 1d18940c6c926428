"""What stands beside a claim of the check-in page (自报), for a person to look at: one sentence each.

The terminal tells it in its own language, the page in that of the browser.
"""

from collections.abc import Sequence
from typing import Protocol

from partyday import i18n
from partyday.model.claims import Claim
from partyday.model.codes import State
from partyday.model.people import Person
from partyday.words.terms import term


class Remarkable(Protocol):
    """A claim with what is known beside it; `services.claims` says what each means."""

    @property
    def claim(self) -> Claim:
        """The claim itself."""

    @property
    def late(self) -> bool:
        """Whether it came after the session began."""

    @property
    def twice(self) -> bool:
        """Whether the member has another of that day."""

    @property
    def shared_with(self) -> Sequence[Person]:
        """Who else claimed from the same browser."""

    @property
    def mark(self) -> State | None:
        """What is recorded of them already."""

    @property
    def expected(self) -> bool:
        """Whether they are on the roll of the day still."""


#: What a remark says: (English, Chinese).
REMARKS: dict[str, tuple[str, str]] = {
    "late": ("late", "晚于开始时间"),
    "twice": ("claimed twice", "重复自报"),
    "unproven": ("no telephone number in the roster", "名册中没有手机号，未核对"),
    "shared": ("same phone as {names}", "与{names}同一设备"),
    "marked": ("recorded as {state}", "已登记为：{state}"),
    "off-roll": ("not expected any more", "已不在应到名单中"),
}


def remarks(seen: Remarkable, *, chinese: bool | None = None) -> list[str]:
    """The remarks on a claim, in Chinese or English; None: in the language of the screen."""
    spoken = i18n.language == "zh" if chinese is None else chinese
    stands = {
        "late": seen.late,
        "twice": seen.twice,
        "unproven": not seen.claim.proven,
        "shared": bool(seen.shared_with),
        "marked": seen.mark not in (None, seen.claim.state),
        "off-roll": not seen.expected,
    }
    names = ("、" if spoken else ", ").join(person.called for person in seen.shared_with)
    state = term(seen.mark, chinese=spoken) if seen.mark else ""
    return [REMARKS[name][spoken].format(names=names, state=state) for name, is_there in stands.items() if is_there]
