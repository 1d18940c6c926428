"""The interactive roll-call: type initials or a number, see the count grow and who is still missing.

Each mark is committed as it is made, so leaving at any time loses nothing. How a line is read is in `rollcall_line`,
where lines come from in `rollcall_terminal`.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import typer

from partyday.cli import output
from partyday.cli.counts import balance, close_asking, tell, tell_claims
from partyday.cli.rollcall_line import (
    CLOSE,
    LEAVE,
    LIST,
    UNDO,
    Dues,
    is_listed,
    may_be_a_reason,
    present,
    read_line,
)
from partyday.cli.rollcall_terminal import Asks, Plain, RollSoFar
from partyday.cli.run import Run
from partyday.cli.seen import seen
from partyday.cli.wrapping import on_screen
from partyday.errors import PartydayError
from partyday.i18n import _, listed
from partyday.model.people import Person
from partyday.services import checkin as service
from partyday.words.terms import term

if TYPE_CHECKING:
    from partyday.model.days import Mark
    from partyday.services.checkin import Outcome
    from partyday.services.desk import Desk
    from partyday.services.whom import Order

#: Who is still missing is listed by name up to here, then only counted.
_SHOWN = 12


class Made(NamedTuple):
    """An entry made here, and whom it was about."""

    entry: int
    what: str


class RollCall:
    """One sitting: where lines come from, which day it is, and what was made so far."""

    def __init__(self, run: Run, desk: "Desk", ref: str, asks: Asks) -> None:
        self.run, self.desk, self.ref, self.asks = run, desk, ref, asks
        self.made: list[Made] = []
        #: Lines that came and are not worked on yet.
        self.waiting: list[str] = []

    def look(self) -> "Outcome":
        """The roll as it stands now."""
        return service.look(self.desk, self.ref)


def call_the_roll(run: Run, desk: "Desk", ref: str | None) -> None:
    """Ask for people until the user leaves or closes the day."""
    outcome = service.look(desk, ref)
    roll_call = RollCall(run, desk, outcome.roll.day.ref, _terminal())
    _say(f"{desk.branch.name} {roll_call.ref}  {balance(outcome.tally)}")
    _say(_("Initials, a name or a number; then online, visited, absent, or why excused."))
    _say(_("Behind it, dues takes in what the member owes, or the amount that follows."))
    _say(_("- takes the last mark back · ? who is missing · close ends the day · q leaves"))
    for line in _lines(roll_call):
        try:
            if line in LEAVE:
                break
            if line in CLOSE:
                if _closed(roll_call):
                    break
            elif line in UNDO:
                _take_back(roll_call)
            elif line in LIST:
                _list_missing(roll_call.look())
            else:
                _mark_line(roll_call, line)
        except PartydayError as error:
            _say(f"× {error.whole}")
        except (EOFError, KeyboardInterrupt, typer.Abort):
            _say()
            break
    tell(run, roll_call.look())


def _say(text: str = "") -> None:
    for line in on_screen(seen(text)):
        output.say_clean(line)


def _terminal() -> Asks:
    """The terminal that somebody sits at: the completing one, or the plain one where it can do no more."""
    if os.environ.get("TERM", "" if sys.platform != "win32" else "windows") in ("", "dumb", "unknown"):
        return Plain()
    from partyday.cli.rollcall_screen import Completing, Unable

    try:
        return Completing()
    except Unable:
        return Plain()


def _lines(roll_call: RollCall) -> Iterator[str]:
    """What is typed or pasted, line by line, until the end of input or Ctrl-C."""
    while True:
        while roll_call.waiting:
            if line := roll_call.waiting.pop(0).strip():
                yield line
        try:
            lines = roll_call.asks.lines(_standing(roll_call.look()))
        except (EOFError, KeyboardInterrupt):
            _say()
            return
        if len(lines) > 1 and any(map(is_listed, lines)):
            _take_list(roll_call, "\n".join(lines))
        else:
            roll_call.waiting += lines


def _standing(outcome: "Outcome") -> RollSoFar:
    states = {person_id: mark.state for person_id, mark in outcome.roll.marks.items()}
    return RollSoFar(outcome.roll.expected, outcome.roll.invited, states, balance(outcome.tally))


def _closed(roll_call: RollCall) -> bool:
    outcome = close_asking(
        roll_call.run, lambda keep: service.close_day(roll_call.desk, roll_call.ref, keep_unknown=keep)
    )
    if outcome:
        tell_claims(outcome)
    return outcome is not None


def _on_roll(outcome: "Outcome") -> list[Person]:
    return [*outcome.roll.expected, *outcome.roll.invited]


def _missing(outcome: "Outcome") -> list[Person]:
    return [person for person in outcome.roll.expected if person.id not in outcome.roll.marks]


def _list_missing(outcome: "Outcome") -> None:
    for person in _missing(outcome):
        _say(f"  {person.number:>3} {person.name} {person.initials}")


def _take_list(roll_call: RollCall, text: str) -> None:
    """A pasted list (接龙): its good lines as one entry, the others told."""
    from partyday.cli.rejected import refuse, tell_reading
    from partyday.services.lookup import known_people
    from partyday.sheets.pasted import read_paste

    try:
        paper = read_paste(text, known_people(roll_call.desk))
        outcome = service.check_in(roll_call.desk, roll_call.ref, (), paper=paper, partial=True)
    except PartydayError as error:
        _say(f"× {error.whole}")
        return
    tell_reading(paper.notes, paper.unread)
    tell(roll_call.run, outcome)
    if outcome.entry is not None:
        roll_call.made.append(Made(outcome.entry, _("the pasted list")))
    with suppress(typer.Exit):
        refuse(outcome.rejected, partial=True)


def _mark_line(roll_call: RollCall, text: str) -> None:
    """Mark everybody a line names, and take in their dues where it says so; without a state they are present."""
    outcome = roll_call.look()
    line = read_line(text, _on_roll(outcome))
    chosen = _named_by(outcome, line.handles)
    if line.order and not _sure(roll_call.run, outcome, [(person, line.order) for person in chosen]):
        return
    for person in chosen:
        before = outcome.roll.marks.get(person.id)
        why = _why_changed(roll_call, outcome, person, before, line.order)
        kept = before is not None and not why
        if line.dues is not None:
            _take(roll_call, outcome, person, None if kept else line.order or present(), line.dues, why)
        elif before is not None and kept:
            _say(f"= {person.called} {term(before.state)}")
        else:
            state, entry = service.mark_one(roll_call.desk, outcome.roll.day, person, line.order or present(), why)
            if entry is not None:
                roll_call.made.append(Made(entry, f"{person.called} {term(state)}"))
            _say(f"{'=' if entry is None else '√'} {person.called} {term(state)}")
    if chosen:
        _tell_missing(roll_call)


def _tell_missing(roll_call: RollCall) -> None:
    left = _missing(roll_call.look())
    if not left:
        _say(_("  Everybody is marked: `close` ends the day."))
    elif not roll_call.asks.shows_missing:
        from partyday.services.lookup import named

        more = _(" and {count} more").format(count=len(left) - _SHOWN) if len(left) > _SHOWN else ""
        _say(_("  missing: {people}").format(people=named(left[:_SHOWN])) + more)


def _sure(run: Run, outcome: "Outcome", chosen: "list[tuple[Person, Order]]") -> bool:
    """Whether all of it is meant: who is neither infirm nor ill is asked about before they are visited."""
    from partyday.services.whom import NotToBeReached, refuse_well

    try:
        refuse_well(outcome.roll, chosen)
    except NotToBeReached as well:
        return run.confirmed(str(well))
    return True


def _named_by(outcome: "Outcome", handles: list[str]) -> list[Person]:
    """Whom a line names; nobody, and a word on it, where a piece of a name fits several."""
    from partyday.services.lookup import begun, find, named, split_list

    on_roll = _on_roll(outcome)
    chosen = []
    for who in split_list(handles):
        try:
            chosen.append(find(on_roll, who, _("on the roll")))
        except PartydayError:
            fitting = [] if any(map(str.isdigit, who)) else begun(on_roll, who)
            if not fitting or (who.isascii() and len(who) + len(fitting) == 2):  # one letter marks nobody
                raise
            if len(fitting) > 1:
                _say(_("“{who}” fits several: {people}.").format(who=who, people=named(fitting)))
                return []
            chosen += fitting
    return chosen


def _why_changed(
    roll_call: RollCall, outcome: "Outcome", person: Person, before: "Mark | None", order: "Order | None"
) -> str:
    """Why a mark is changed, asked where it would be; empty where nothing is to change.

    An answer that is rather the next line is worked on as that: it never becomes the reason of a correction.
    """
    if before is None or order is None or before.what == order.what:
        return ""
    question = _("{name} is recorded as {state}. Why is that changed? (Enter leaves it)").format(
        name=person.name, state=term(before.state)
    )
    if roll_call.waiting:
        _say(
            _("{name} stays as recorded, {state}: correct it by itself.").format(
                name=person.name, state=term(before.state)
            )
        )
        return ""
    answer = roll_call.asks.answer(question).strip()
    if not answer or may_be_a_reason(answer, _on_roll(outcome)):
        return answer
    _say(_("“{text}” is no reason: {name} stays as recorded.").format(text=answer, name=person.name))
    roll_call.waiting.append(answer)
    return ""


def _take(roll_call: RollCall, outcome: "Outcome", person: Person, order: "Order | None", dues: Dues, why: str) -> None:
    """Take in dues, and mark where `order` says what, as one entry. Raises why nothing was done."""
    from partyday.model.money import yuan
    from partyday.model.period import in_few_words
    from partyday.services.dues.collecting import collect_one, mark_and_take
    from partyday.services.dues.paying import How

    day = outcome.roll.day
    desk, today = roll_call.desk, roll_call.run.today
    how = How(on=min(day.held_on or today, today), collector=roll_call.run.signed)
    refused: PartydayError | None = None
    if order is None:
        payments, entry = collect_one(desk, person, how, dues.amount)
        made: int | None = entry
    else:
        both = mark_and_take(desk, day, person, order, how, dues.amount, why)
        payments, refused = both.payments, both.refused
        made = both.entry
        _say(f"{'√' if both.marked else '='} {person.called} {term(both.state)}")
    if refused is not None:
        _say(f"× {refused.whole}")
    else:
        months = listed(in_few_words([payment.for_month for payment in payments if payment.for_month]))
        amount = yuan(sum(payment.amount for payment in payments))
        _say(
            _("√ {number} {name} dues {amount} yuan ({months})").format(
                number=person.number, name=person.name, amount=amount, months=months
            )
        )
    if made is not None:
        roll_call.made.append(Made(made, person.called))


def _take_back(roll_call: RollCall) -> None:
    """Undo the last entry made here; what stood before it stands again."""
    from partyday.services import logs

    if not roll_call.made:
        _say(_("Nothing to take back."))
        return
    last = roll_call.made[-1]
    logs.undo(roll_call.desk, logs.to_undo(roll_call.desk, last.entry))
    roll_call.made.pop()
    _say(_("Taken back: {what}.").format(what=last.what))
