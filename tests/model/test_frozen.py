"""`@frozen` makes what `@dataclass(frozen=True)` makes: held beside each other, property by property."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from partyday.model.days import Reason, Tally
from partyday.model.frozen import frozen


def _written() -> type:
    class Both:
        name: str
        count: int = 0
        listed: list[int] = dataclasses.field(default_factory=list)
        told: str = dataclasses.field(default="", compare=False)
        hidden: str = dataclasses.field(default="", repr=False)

    return Both


def _twice(**how: Any) -> tuple[Any, Any]:
    return frozen(**how)(_written()), dataclasses.dataclass(frozen=True, **how)(_written())


def _outcome(question: Callable[[Any], object], cls: Any) -> object:
    try:
        answer = question(cls)
    except (TypeError, AttributeError) as error:
        return type(error)
    return vars(answer) if isinstance(answer, cls) else answer


@pytest.mark.parametrize("kw_only", [False, True])
def test_a_value_does_what_a_frozen_dataclass_does(kw_only: bool) -> None:
    ours, theirs = _twice(kw_only=kw_only)
    questions: list[Callable[[Any], object]] = [
        lambda cls: vars(cls(name="a")),
        lambda cls: list(vars(cls(hidden="x", name="a"))),
        lambda cls: vars(cls("a", 3)),
        lambda cls: vars(cls("a", 3, [1], "t", "h")),
        lambda cls: cls("a", 3, [1], "t", "h", "one too many"),
        lambda cls: cls("a", name="b"),
        lambda cls: cls(),
        lambda cls: cls(name="a", unknown=1),
        lambda cls: cls(unknown=1),
        lambda cls: repr(cls(name="a", count=2, hidden="h")),
        lambda cls: cls(name="a") == cls(name="a"),
        lambda cls: cls(name="a") == cls(name="b"),
        lambda cls: cls(name="a", told="x") == cls(name="a", told="y"),
        lambda cls: cls(name="a") == "a",
        lambda cls: hash(cls(name="a", listed=())) == hash(cls(name="a", listed=(), told="y")),
        lambda cls: hash(cls(name="a")),
        lambda cls: setattr(cls(name="a"), "count", 3),
        lambda cls: setattr(cls(name="a"), "other", 3),
        lambda cls: delattr(cls(name="a"), "count"),
        lambda cls: vars(dataclasses.replace(cls(name="a"), count=5)),
        lambda cls: dataclasses.replace(cls(name="a"), other=5),
        lambda cls: dataclasses.asdict(cls(name="a")),
        lambda cls: [(one.name, one.default, one.kw_only) for one in dataclasses.fields(cls)],
        lambda cls: cls.__match_args__,
        lambda cls: vars(copy.deepcopy(cls(name="a", listed=[[1]]))),
        lambda cls: cls.count,
    ]
    for question in questions:
        assert _outcome(question, ours) == _outcome(question, theirs)


def test_a_default_is_made_anew_for_each() -> None:
    ours, _theirs = _twice()
    assert ours("a").listed is not ours("b").listed


def test_a_method_of_its_own_stays_and_one_of_a_base_is_shared() -> None:
    @frozen
    class Base:
        name: str

        def __repr__(self) -> str:
            return f"<{self.name}>"

    @frozen
    class Longer(Base):
        length: int = 1

    assert repr(Base("a")) == "<a>"
    assert repr(Longer("a", 2)).endswith("Longer(name='a', length=2)")
    assert Longer("a") != Base("a")


def test_what_comes_after_the_making_is_called() -> None:
    @frozen
    class Checked:
        name: str

        def __post_init__(self) -> None:
            if not self.name:
                raise ValueError("no name")

    with pytest.raises(ValueError, match="no name"):
        Checked("")


def test_a_value_is_written_and_read_again() -> None:
    assert pickle.loads(pickle.dumps(Reason("holiday"))) == Reason("holiday")
    assert {Tally(expected=1): "one"}[Tally(expected=1)] == "one"
