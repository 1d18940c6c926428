"""The interactive roll-call: type initials or a number, see the count grow and who is still missing.

Each mark is committed as it is made, so leaving at any time loses nothing.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import typer

from partyday.cli import output
from partyday.cli.counts import balance, close_asking, tell
from partyday.cli.run import Run
from partyday.errors import PartydayError, WrongUsage
from partyday.i18n import _, listed
from partyday.model.codes import Excuse, State
from partyday.model.people import Person
from partyday.words.terms import read_term, term

if TYPE_CHECKING:
    from partyday.model.days import Mark
    from partyday.services.checkin import Outcome
    from partyday.services.desk import Desk
    from partyday.services.whom import Order

#: Who is still missing is listed by name up to here, then only counted.
_SHOWN = 12

#: Behind a name: the member hands in dues, all that is owed or the amount that follows.
_DUES = ("dues", "党费", "交", "交费")

_UNDO, _LIST, _CLOSE, _LEAVE = ("-", "undo", "撤"), ("?", "？", "list"), ("close", "结束"), ("q", "quit", "exit", "退")


def call_the_roll(run: Run, desk: "Desk", ref: str | None) -> None:
    """Ask for people until the user leaves or closes the day."""
    from partyday.services import checkin as service

    outcome = service.look(desk, ref)
    day_ref = outcome.roll.day.ref
    done: list[int] = []
    output.say(f"{desk.branch.name} {day_ref}  {balance(outcome.tally)}")
    output.say(_("Type initials, a name or a number; add online, visited, absent, or excused with its category."))
    output.say(_("Behind a name or a state, dues marks and takes in what the member owes, or the amount that follows."))
    output.say(_("- takes the last mark back · ? lists who is missing · close ends the day · q leaves"))
    for line in _lines(lambda: _prompt(service.look(desk, day_ref))):
        try:
            if line in _LEAVE:
                break
            if line in _CLOSE:
                closed = close_asking(run, lambda keep: service.close_day(desk, day_ref, keep_unknown=keep))
                if closed:
                    break
                continue
            if line in _UNDO:
                _take_back(desk, done)
            elif line in _LIST:
                _list_missing(service.look(desk, day_ref))
            else:
                _mark_line(run, desk, day_ref, line, done)
        except PartydayError as error:
            output.say(f"× {error} {error.hint}".rstrip())
    tell(run, service.look(desk, day_ref))


def _lines(prompt: object) -> Iterator[str]:
    """What is typed, line by line, until the end of input or Ctrl-C."""
    while True:
        try:
            line = input(prompt() if callable(prompt) else "")
        except (EOFError, KeyboardInterrupt):
            output.say()
            return
        if line.strip():
            yield line.strip()


def _prompt(outcome: "Outcome") -> str:
    tally = outcome.tally
    return f"{tally.expected - tally.unmarked}/{tally.expected} > "


def _missing(outcome: "Outcome") -> list[Person]:
    return [person for person in outcome.roll.expected if person.id not in outcome.roll.marks]


def _list_missing(outcome: "Outcome") -> None:
    for person in _missing(outcome):
        output.say(f"  {person.number:>3} {person.name} {person.initials}")


class _Dues(NamedTuple):
    """That dues are handed in: `amount` fen of them, None for all that is owed."""

    amount: int | None


def _split_dues(words: list[str]) -> tuple[list[str], _Dues | None]:
    """`zs 请假 党费 20` → what stands before the dues, and the dues."""
    from partyday.model.money import fen

    at = next((at for at, word in enumerate(words) if at and word in _DUES), None)
    if at is None:
        return words, None
    amount, *more = [*words[at + 1 :], ""]
    if len(more) > 1:
        raise WrongUsage(_("Not understood behind {state}: {words}").format(state=words[at], words=" ".join(more[:-1])))
    return words[:at], _Dues(fen(amount) if amount else None)


def _mark_line(run: Run, desk: "Desk", ref: str, line: str, done: list[int]) -> None:
    """Mark everybody a line names, and take in their dues where it says so; without a state they are present."""
    from partyday.services import checkin as service

    outcome = service.look(desk, ref)
    words, dues = _split_dues(line.split())
    handles, order = _read(words)
    chosen = _named_by(outcome, handles)
    if order and not _sure(run, outcome, [(person, order) for person in chosen]):
        return
    for person in chosen:
        before = outcome.roll.marks.get(person.id)
        why = _why_changed(person, before, order)
        kept = before is not None and not why
        if dues is not None:
            done += _take(run, desk, outcome, person, None if kept else order or _present(), dues, why)
        elif before is not None and kept:
            output.say(f"= {person.number} {person.name} {term(before.state)}")
        else:
            state, entry = service.mark_one(desk, outcome.roll.day, person, order or _present(), why)
            done += [entry] if entry is not None else []
            output.say(f"{'=' if entry is None else '√'} {person.number} {person.name} {term(state)}")
    if not chosen:
        return
    left = _missing(service.look(desk, ref))
    if left:
        from partyday.services.lookup import named

        more = _(" and {count} more").format(count=len(left) - _SHOWN) if len(left) > _SHOWN else ""
        output.say(_("  missing: {people}").format(people=named(left[:_SHOWN])) + more)
    else:
        output.say(_("  Everybody is marked: `close` ends the day."))


def _sure(run: Run, outcome: "Outcome", chosen: "list[tuple[Person, Order]]") -> bool:
    """Whether all of it is meant: who is neither infirm nor ill is asked about before they are visited."""
    from partyday.services.whom import NotToBeReached, refuse_well

    try:
        refuse_well(outcome.roll, chosen)
    except NotToBeReached as well:
        return run.confirmed(str(well))
    return True


def _present() -> "Order":
    from partyday.services.whom import Order

    return Order("", State.PRESENT)


def _named_by(outcome: "Outcome", handles: list[str]) -> list[Person]:
    """Whom a line names; nobody, and a word on it, where a piece of a name fits several."""
    from partyday.services.lookup import find, named, split_list

    on_roll = [*outcome.roll.expected, *outcome.roll.invited]
    chosen = []
    for who in split_list(handles):
        try:
            chosen.append(find(on_roll, who, _("on the roll")))
        except PartydayError:
            fitting = [person for person in on_roll if person.pinyin.startswith(who.lower()) or who in person.name]
            if not fitting or (who.isascii() and len(who) < 2):
                raise
            if len(fitting) > 1:
                output.say(_("“{who}” fits several: {people}.").format(who=who, people=named(fitting)))
                return []
            chosen += fitting
    return chosen


def _why_changed(person: Person, before: "Mark | None", order: "Order | None") -> str:
    """Why a mark is changed, asked where it would be."""
    if before is None or order is None or before.what == order.what:
        return ""
    asked = _("{name} is recorded as {state}. Why is that changed? (Enter leaves it)").format(
        name=person.name, state=term(before.state)
    )
    return str(typer.prompt(asked, default="", show_default=False)).strip()


def _take(
    run: Run, desk: "Desk", outcome: "Outcome", person: Person, order: "Order | None", dues: _Dues, why: str
) -> list[int]:
    """Take in dues, and mark where `order` says what, as one entry; gives its number. Raises why nothing was done."""
    from partyday.model.money import yuan
    from partyday.model.period import in_few_words
    from partyday.services.dues.collecting import collect_one, mark_and_take
    from partyday.services.dues.paying import How

    day = outcome.roll.day
    how = How(on=min(day.held_on or run.today, run.today), collector=run.signed)
    refused: PartydayError | None = None
    if order is None:
        payments, entry = collect_one(desk, person, how, dues.amount)
        made = [entry]
    else:
        both = mark_and_take(desk, day, person, order, how, dues.amount, why)
        payments, refused = both.payments, both.refused
        made = [both.entry] if both.entry is not None else []
        output.say(f"{'√' if both.marked else '='} {person.number} {person.name} {term(both.state)}")
    if refused is not None:
        output.say(f"× {refused} {refused.hint}".rstrip())
    else:
        months = listed(in_few_words([payment.for_month for payment in payments if payment.for_month]))
        amount = yuan(sum(payment.amount for payment in payments))
        output.say(
            _("√ {number} {name} dues {amount} yuan ({months})").format(
                number=person.number, name=person.name, amount=amount, months=months
            )
        )
    return made


def _read(words: list[str]) -> "tuple[list[str], Order | None]":
    """`zs 请假 病假 发烧` → the handles before the state word, and what to record; None where no state is said."""
    from partyday.services.whom import Order

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


def _take_back(desk: "Desk", done: list[int]) -> None:
    """Undo the last entry made here; what stood before it stands again."""
    from partyday.services import logs

    if not done:
        output.say(_("Nothing to take back."))
        return
    logs.undo(desk, logs.to_undo(desk, done.pop()))
    output.say(_("The last mark is taken back."))
