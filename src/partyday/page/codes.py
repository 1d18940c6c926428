"""The codes that a page gives out and knows again: on the wall, of a session, of the secretary.

All are HMAC-SHA256 under a key of this run. What time it is comes from a clock that is handed in: the server's.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable

Clock = Callable[[], float]

#: The code on the wall turns after so many seconds; the one before is still good.
TURNS_AFTER = 20

#: Who scanned it has so many seconds to type.
SESSION = 5 * 60

#: The letters of the secretary's key: none that looks like another. Twelve of them are 60 bits.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GROUPS, _IN_A_GROUP = 3, 4


class Codes:
    """The codes for one day, on the clock of the server (seconds since 1970)."""

    def __init__(self, day_id: int, clock: Clock, key: bytes | None = None) -> None:
        self._day_id = day_id
        self._clock = clock
        self._key = key or secrets.token_bytes(32)
        groups = ("".join(secrets.choice(_LETTERS) for _at in range(_IN_A_GROUP)) for _group in range(_GROUPS))
        self.secretary = "-".join(groups)

    def on_the_wall(self) -> str:
        """The code of this slice of time."""
        return self._sealed("wall", str(self._slice()))

    def is_on_the_wall(self, code: str) -> bool:
        """Whether a code is the one of now, or the one before."""
        now = self._slice()
        good = [_same(code, self._sealed("wall", str(slice_))) for slice_ in (now, now - 1)]
        return any(good)

    def turns_in(self) -> float:
        """Seconds until the code on the wall turns."""
        return TURNS_AFTER - self._clock() % TURNS_AFTER

    def session(self) -> str:
        """What a scan is given: until when it may type, sealed."""
        until = f"{int(self._clock()) + SESSION:x}"
        return f"{until}.{self._sealed('session', until)}"

    def is_session(self, session: str) -> bool:
        """Whether a session is ours and not over."""
        until, _dot, seal = session.partition(".")
        return _same(seal, self._sealed("session", until)) and int(until, 16) > self._clock()

    def is_key(self, typed: str) -> bool:
        """Whether somebody typed the secretary's key; small letters and missing lines are the same."""
        plain = "".join(char for char in typed.upper() if char.isalnum())
        return _same(plain, self.secretary.replace("-", ""))

    def pass_of_secretary(self) -> str:
        """The cookie of who typed the key, and what is in the forms of their page."""
        return self._sealed("secretary", self.secretary)

    def is_secretary(self, sealed: str) -> bool:
        """Whether that is the cookie of who typed the key."""
        return _same(sealed, self.pass_of_secretary())

    def _slice(self) -> int:
        return int(self._clock() // TURNS_AFTER)

    def _sealed(self, what: str, text: str) -> str:
        told = f"{what}|{self._day_id}|{text}".encode()
        return base64.urlsafe_b64encode(hmac.digest(self._key, told, hashlib.sha256)[:16]).decode().rstrip("=")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
