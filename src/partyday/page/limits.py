"""How often somebody may ask, and how often be wrong. Counts in memory, and no more of it than is needed."""

from collections import OrderedDict
from typing import NamedTuple

from partyday.page.codes import Clock

#: So many names, addresses and browsers are kept in mind.
_MOST_KEPT = 10_000


class Limit(NamedTuple):
    """So many at once, and as many again in so many seconds."""

    most: int
    seconds: int


#: A school's phones may all come from one address: so it is much for one address, and little for one name.
REQUESTS_OF_ADDRESS = Limit(2400, 60)
WRONG_OF_ADDRESS = Limit(60, 60)
WRONG_OF_NAME = Limit(5, 600)
WRONG_KEYS = Limit(5, 60)


class Limits:
    """What each key has left. A key is what is counted and of whom, such as `name 张三`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def is_spent(self, key: str, limit: Limit) -> bool:
        """Whether nothing is left of it."""
        return self.left(key, limit) < 1

    def spend(self, key: str, limit: Limit) -> bool:
        """Take one; False where nothing was left."""
        left = self.left(key, limit)
        if left < 1:
            return False
        self._left[key] = (left - 1, self._clock())
        self._left.move_to_end(key)
        while len(self._left) > _MOST_KEPT:
            self._left.popitem(last=False)
        return True

    def left(self, key: str, limit: Limit) -> float:
        """How many are left now."""
        if key not in self._left:
            return limit.most
        left, at = self._left[key]
        return min(limit.most, left + max(0.0, self._clock() - at) * limit.most / limit.seconds)
