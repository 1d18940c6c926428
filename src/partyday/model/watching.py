"""Long work tells whoever watches how far it is. A service takes a `Watch`, and shows nothing."""

from collections.abc import Callable

#: Is told how many steps of how many are done.
Watch = Callable[[int, int], None]


def unwatched(_done: int, _of: int) -> None:
    """Nobody watches."""
