"""`@frozen`: a frozen dataclass that costs next to nothing to define.

`@dataclass(frozen=True)` writes and compiles six methods for every class; with the nouns of a review that is a quarter
of its time, and most of them are never called. Here all values share the same six. Type checkers and `dataclasses`
(`replace`, `fields`, `asdict`) see a frozen dataclass. Imports nothing of partyday.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar, dataclass_transform, overload

T = TypeVar("T")


class _Shape(NamedTuple):
    """What the shared methods know of a class. `blank` has all names in order, with the defaults.

    `compared` gives what two values are told apart by, out of their names and contents. `finished`: nothing of the
    class's own is to be done when all is set.
    """

    blank: dict[str, Any]
    positional: tuple[str, ...]
    required: frozenset[str]
    made: tuple[tuple[str, Callable[[], Any]], ...]
    compared: Callable[[Mapping[str, Any]], Any]
    finished: bool
    shown: tuple[str, ...]


def _shape(cls: Any) -> _Shape:
    known = fields(cls)
    named = [one.name for one in known if one.compare]
    return _Shape(
        blank={one.name: None if one.default is MISSING else one.default for one in known},
        positional=tuple(one.name for one in known if not one.kw_only),
        required=frozenset(one.name for one in known if one.default is MISSING and one.default_factory is MISSING),
        made=tuple((one.name, one.default_factory) for one in known if one.default_factory is not MISSING),
        compared=itemgetter(*named) if named else lambda kept: (),
        finished=not hasattr(cls, "__post_init__"),
        shown=tuple(one.name for one in known if one.repr),
    )


def _init(self: Any, /, *positional: Any, **named: Any) -> None:
    shape: _Shape = self.__shape__
    if positional:
        taken = dict(zip(shape.positional, positional, strict=False))
        if len(taken) < len(positional) or not named.keys().isdisjoint(taken):
            raise TypeError(f"{type(self).__name__}: {len(positional)} values without a name are too many")
        named |= taken
    kept = self.__dict__
    kept.update(shape.blank)
    kept.update(named)
    if len(kept) != len(shape.blank) or not named.keys() >= shape.required:
        wrong = sorted((shape.required - named.keys()) | (named.keys() - shape.blank.keys()))
        raise TypeError(f"{type(self).__name__}: missing, or not known: {', '.join(wrong)}")
    for name, make in shape.made:
        if name not in named:
            kept[name] = make()
    if not shape.finished:
        self.__post_init__()


def _is_equal(self: Any, other: Any) -> Any:
    if type(self) is not type(other):
        return NotImplemented
    compared = self.__shape__.compared
    return compared(self.__dict__) == compared(other.__dict__)


def _hash(self: Any) -> int:
    return hash(self.__shape__.compared(self.__dict__))


def _as_text(self: Any) -> str:
    told = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__shape__.shown)
    return f"{type(self).__qualname__}({told})"


def _refuse(self: Any, name: str, *_value: Any) -> None:
    raise FrozenInstanceError(f"{type(self).__name__} is frozen: {name}")


_SHARED: dict[str, Callable[..., Any]] = {
    "__init__": _init,
    "__eq__": _is_equal,
    "__hash__": _hash,
    "__repr__": _as_text,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
}


@overload
def frozen(cls: type[T], /) -> type[T]: ...
@overload
def frozen(*, kw_only: bool) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T] | None = None, /, *, kw_only: bool = False) -> type[T] | Callable[[type[T]], type[T]]:
    """Make a class a frozen dataclass; a method it defines itself stays its own."""

    def make(of: type[T]) -> type[T]:
        own = vars(of)
        for name, method in _SHARED.items():
            # A class that defines only how it is compared has `None` as its hash.
            if own.get(name) is None:
                setattr(of, name, method)
        made = dataclass(init=False, repr=False, eq=False, kw_only=kw_only)(of)
        setattr(made, "__shape__", _shape(made))  # noqa: B010  # no attribute of the values themselves
        return made

    return make if cls is None else make(cls)
