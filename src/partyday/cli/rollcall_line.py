"""One line of the roll-call: whom it names, what is to be recorded, what is handed in.

Imports no screen and no database: the loop around it is `rollcall`, the terminal is `rollcall_terminal`.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from partyday.errors import Ambiguous, WrongUsage
from partyday.i18n import _
from partyday.model.codes import Excuse, State
from partyday.model.dates import half_width
from partyday.model.money import fen
from partyday.model.people import Person
from partyday.services.lookup import begun, matches, split_list
from partyday.services.whom import Order
from partyday.words.terms import read_term, term

UNDO, LIST, CLOSE = ("-", "undo", "撤"), ("?", "？", "list"), ("close", "结束")
LEAVE = ("q", "quit", "exit", "退")

#: Behind a name: the member hands in dues, all that is owed or the amount that follows.
_DUES = ("dues", "党费", "交", "交费")

#: `3. 张三` and `3、张三`: a line of a list, with its place in it.
_LISTED = re.compile(r"\s*(\d{1,3})\s*([.)、])\s*(?=[^\d\s])(.+)")


class Dues(NamedTuple):
    """That dues are handed in: `amount` fen of them, None for all that is owed."""

    amount: int | None


class Typed(NamedTuple):
    """What a line says: `handles` of people, what to record (None where no state is said), and dues."""

    handles: list[str]
    order: Order | None
    dues: Dues | None


def read_line(text: str, people: Sequence[Person]) -> Typed:
    """`zs 请假 病假 发烧 党费 20` → its people, the order and the dues.

    `people` are they on the roll. Raises WrongUsage for words that are not understood, Ambiguous for `1、张三` where
    number 1 is somebody else, BadInput for an amount that is none.
    """
    words, dues = _split_dues(_without_place(text, people).split())
    handles, order = _split_state(words)
    return Typed(handles, order, dues)


def present() -> Order:
    """What is recorded of who is only named."""
    return Order("", State.PRESENT)


def is_listed(line: str) -> bool:
    """Whether a line is one of a numbered list, as WeChat's 接龙 makes it."""
    return line.lstrip().startswith("#") or _LISTED.match(half_width(line)) is not None


def may_be_a_reason(text: str, people: Sequence[Person]) -> bool:
    """Whether an answer may be why a mark is changed, rather than the next line of the roll-call.

    No reason is: a command, a number, one word of Latin letters, and what names or may name somebody.
    """
    from partyday.sheets.pasted_line import may_be_a_name

    words = half_width(text).split()
    first = words[0] if words else ""
    if not words or text.strip() in (*UNDO, *LIST, *CLOSE, *LEAVE) or first[0].isdigit():
        return False
    if any(begun(people, handle) for handle in split_list([first])) or is_listed(text):
        return False
    if len(words) > 1 and read_term(State, words[1]):
        return False
    return not (len(words) == 1 and (first.isascii() or may_be_a_name(first)))


def _without_place(text: str, people: Sequence[Person]) -> str:
    """A line without its place in a list. Raises Ambiguous where the place may as well be somebody's number."""
    listed = _LISTED.match(half_width(text))
    if not listed:
        return text
    place, sign, rest = listed.groups()
    other = next((person for person in people if person.number == int(place)), None)
    if sign == "、" and other and not matches(other, rest.split()[0]):
        raise Ambiguous(
            _("“{text}”: is {number} the place in a list, or {person}?").format(
                text=text, number=place, person=other.called
            ),
            _("Write the name alone, or the numbers alone."),
        )
    return rest


def _split_dues(words: list[str]) -> tuple[list[str], Dues | None]:
    """`zs 请假 党费 20` → what stands before the dues, and the dues."""
    at = next((at for at, word in enumerate(words) if at and word in _DUES), None)
    if at is None:
        return words, None
    amount, *more = [*words[at + 1 :], ""]
    if len(more) > 1:
        raise WrongUsage(_("Not understood behind {state}: {words}").format(state=words[at], words=" ".join(more[:-1])))
    return words[:at], Dues(fen(amount) if amount else None)


def _split_state(words: list[str]) -> tuple[list[str], Order | None]:
    """`zs 请假 病假 发烧` → the handles before the state word, and what to record; None where no state is said."""
    for at, word in enumerate(words[1:], 1):
        category = read_term(Excuse, word)
        state = State.EXCUSED if category else read_term(State, word)
        if state is None:
            continue
        rest = words[at + 1 :]
        if state is not State.EXCUSED:
            if rest:
                raise WrongUsage(_("Not understood behind {state}: {words}").format(state=word, words=" ".join(rest)))
            return words[:at], Order("", state)
        if category is None and rest:
            category = read_term(Excuse, rest[0])
            rest = rest[1:] if category else rest
        return words[:at], Order("", state, category or Excuse.OTHER, " ".join(rest))
    return words, None


def words_behind() -> list[tuple[str, str]]:
    """What may stand behind a name, each with what it means: states, kinds of excuse, dues."""
    states = [state for state in State if state not in (State.UNREACHED, State.UNKNOWN)]
    said = [(term(state), "") for state in states] + [(term(excuse), term(State.EXCUSED)) for excuse in Excuse]
    return [*said, (_("dues"), _("what is owed, or an amount"))]
