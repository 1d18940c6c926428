"""What people say of themselves on the check-in page (自报): taken in, shown, and confirmed or refused by a person.

A claim is no mark. Nothing here judges one: late, twice, two people on one phone, no telephone number in the roster is
shown beside it, and a person decides. Who may be on the page is settled here, how it looks is the room `page`.
"""

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from partyday.errors import Conflict, NotFound, WrongUsage
from partyday.i18n import _
from partyday.model.claims import Claim, Token
from partyday.model.codes import ClaimAnswer, State
from partyday.model.dates import half_width
from partyday.model.days import ActivityDay, Roll
from partyday.model.frozen import frozen
from partyday.model.people import Branch, Person, same_name
from partyday.rules import attendance
from partyday.services import checkin
from partyday.services.desk import Desk
from partyday.services.lookup import find_all, find_day, named, one_line
from partyday.services.rolls import roll_of
from partyday.services.whom import Order, off_roll, on_roll, where
from partyday.store import claims, people
from partyday.store.book import Unit
from partyday.store.connection import Connection
from partyday.words.terms import term

#: A phone is known again for so long [house].
_KNOWN_FOR = timedelta(days=180)

#: So many claims of one member on one day are kept; after them the waiting one stands.
_MOST_OF_ONE = 5

#: A sentence of what was learnt has at most so many characters.
LONGEST_SAID = 500

_DIGITS = 4


@frozen(kw_only=True)
class ClaimSeen:
    """A claim with what is known beside it, for a person to decide.

    `late`: after the session began, for who says they are in the room; after the day, for anybody. `shared_with`: who
    else claimed from the same browser that day. `twice`: the member has another claim of that day. `mark`: what is
    recorded of them already. `expected`: they are still on the roll of the day, as when they claimed.
    """

    claim: Claim
    person: Person
    late: bool
    shared_with: tuple[Person, ...] = ()
    twice: bool = False
    mark: State | None = None
    expected: bool = True


@frozen
class ClaimedDay:
    """A day as its page stands: the day and its roll (None: taken away), and all claims as they came in."""

    day: ActivityDay | None
    roll: Roll | None
    claims: tuple[ClaimSeen, ...]

    @property
    def is_over(self) -> bool:
        """Whether it takes no more claims."""
        return self.day is None or bool(self.day.closed_on or self.day.cancelled_on)


@frozen
class PersonalLink:
    """A link made for somebody: `secret` is told once and not kept."""

    person: Person
    secret: str


@frozen
class ClaimsAnswered:
    """What became of claims: the roll now with the marks made, who was answered, and which `--confirm all` left."""

    outcome: checkin.Outcome
    answered: tuple[ClaimSeen, ...]
    left: tuple[ClaimSeen, ...] = ()


# ---- the day of a page


def day_of_page(desk: Desk, ref: str | None) -> ActivityDay:
    """The session a page is for. Raises NotFound, Conflict for one that is closed, cancelled or has not come."""
    with desk.reading() as connection:
        day = find_day(connection, desk.branch, ref, desk.today)
    refuse_over(day)
    if day.held_on is None or day.held_on > desk.today:
        raise Conflict(
            _("{day} has not come yet: nobody can say that they take part.").format(day=day.ref),
            _("An announcement goes out beforehand: partyday day announce {day}.").format(day=day.ref),
        )
    return day


def refuse_over(day: ActivityDay) -> None:
    """Raises Conflict where a day takes no more claims."""
    if day.closed_on or day.cancelled_on:
        raise Conflict(
            _("{day} is {status}: nobody signs in any more.").format(day=day.ref, status=term(day.status)),
            _("`partyday day reopen` takes that back."),
        )


def day_now(desk: Desk, day_id: int) -> ActivityDay | None:
    """The day as it stands; None where it was taken away."""
    with desk.reading() as connection:
        return claims.day_of(connection, day_id)


# ---- taking in


def fingerprint(secret: str) -> str:
    """What the book keeps of a secret: its SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make_links(desk: Desk, ref: str | None, named_too: Sequence[str] = ()) -> list[PersonalLink]:
    """Personal links for who takes part elsewhere and has no mark yet, and for whom the secretary names.

    Links that were made before stay good. Raises NotFound or Ambiguous for a name.
    """
    with desk.writing() as unit:
        day = find_day(unit.connection, desk.branch, ref, desk.today)
        roll = roll_of(unit.connection, day)
        wanted = {person.id for person in find_all(on_roll(roll), list(named_too), where(day))}
        wanted |= {person.id for person in roll.unmarked if attends_elsewhere(person)}
        links = []
        for person in on_roll(roll):
            if person.id in wanted:
                secret = secrets.token_urlsafe(16)
                _keep_token(unit, day, person, fingerprint(secret), day.id)
                links.append(PersonalLink(person, secret))
        return links


def attends_elsewhere(person: Person) -> bool:
    """Whether somebody usually takes part from elsewhere."""
    return bool(person.circumstances & attendance.ATTENDING_ONLINE) or person.usual is State.ONLINE


def linked(desk: Desk, day_id: int, secret: str) -> Person | None:
    """Whose personal link of this day a secret is."""
    with desk.reading() as connection:
        # Most of what is not known has no row at all: the roll is read for those that have.
        roll = _roll(connection, day_id) if claims.tokens(connection, fingerprint(secret)) else None
        return _linked(connection, roll, secret) if roll else None


def known(desk: Desk, day_id: int, device: str) -> Person | None:
    """Who proved themselves on this phone last and is on the roll of the day."""
    with desk.reading() as connection:
        roll = _roll(connection, day_id) if claims.tokens(connection, fingerprint(device)) else None
        return _known(connection, roll, device, desk.today) if roll else None


def claim_by_name(desk: Desk, day_id: int, who: str, proof: str, device: str) -> ClaimSeen | None:
    """Somebody in the room says that they are here: by name or staff number and the last four of the telephone.

    None where that is not proven. Of who has no telephone number in the roster the claim is kept all the same, shown as
    not proven: the secretary knows their face. Raises Conflict where the day is over.
    """
    digits = _last_four(proof)
    with desk.writing() as unit:
        roll = _open_roll(unit, day_id)
        fitting = [person for person in on_roll(roll) if _is_called(person, who)]
        numbers = claims.phones(unit.connection, [person.id for person in fitting])
        last = {person.id: _last_four(numbers.get(person.id, "")) for person in fitting}
        proven = [person for person in fitting if digits and hmac.compare_digest(last[person.id], digits)]
        if len(proven) == 1:
            if not _known(unit.connection, roll, device, desk.today, proven[0]):
                _keep_token(unit, roll.day, proven[0], fingerprint(device), None)
            return _claimed(unit, roll, proven[0], State.PRESENT, device)
        nameless = [person for person in fitting if not last[person.id]]
        if len(nameless) == 1 and not proven:
            _claimed(unit, roll, nameless[0], State.PRESENT, device, proven=False)
        return None


def claim_by_phone(desk: Desk, day_id: int, device: str) -> ClaimSeen | None:
    """The same by the cookie of a phone that proved itself; None where it did not."""
    with desk.writing() as unit:
        roll = _open_roll(unit, day_id)
        person = _known(unit.connection, roll, device, desk.today)
        return _claimed(unit, roll, person, State.PRESENT, device) if person else None


def claim_by_link(desk: Desk, day_id: int, secret: str, said: str, device: str) -> ClaimSeen | None:
    """Somebody elsewhere says by their personal link that they take part, and what they learnt."""
    with desk.writing() as unit:
        roll = _open_roll(unit, day_id)
        person = _linked(unit.connection, roll, secret)
        said = one_line(said)[:LONGEST_SAID]
        return _claimed(unit, roll, person, State.ONLINE, device, said=said) if person else None


def _roll(connection: Connection, day_id: int) -> Roll | None:
    day = claims.day_of(connection, day_id)
    return roll_of(connection, day) if day and day.held_on else None


def _open_roll(unit: Unit, day_id: int) -> Roll:
    day = unit.expect(ActivityDay, day_id)
    refuse_over(day)
    return roll_of(unit.connection, day)


def _linked(connection: Connection, roll: Roll, secret: str) -> Person | None:
    keys = {token.member_id for token in claims.tokens(connection, fingerprint(secret)) if token.day_id == roll.day.id}
    return next((person for person in on_roll(roll) if person.id in keys), None)


def _known(connection: Connection, roll: Roll, device: str, today: date, who: Person | None = None) -> Person | None:
    """Who proved themselves on a phone last; with `who`, them alone."""
    people_by_id = {person.id: person for person in on_roll(roll) if who is None or person.id == who.id}
    for token in reversed(claims.tokens(connection, fingerprint(device)) if device else []):
        if token.day_id is None and token.member_id in people_by_id and today - token.made_on <= _KNOWN_FOR:
            return people_by_id[token.member_id]
    return None


def _keep_token(unit: Unit, day: ActivityDay, person: Person, digest: str, day_id: int | None) -> None:
    unit.insert(
        Token(
            id=unit.next_id(Token),
            branch_id=day.branch_id,
            member_id=person.id,
            day_id=day_id,
            digest=digest,
            made_on=unit.act.today,
        )
    )


def _claimed(
    unit: Unit, roll: Roll, person: Person, state: State, device: str, *, said: str = "", proven: bool = True
) -> ClaimSeen | None:
    """The claim written, or the one that stands where the same was said already. None where there were too many."""
    mark = fingerprint(device)[:16] if device else ""
    before = claims.claims_of(unit.connection, roll.day.id)
    own = [claim for claim in before if claim.member_id == person.id]
    same = next(
        (one for one in own if one.waits and (one.state, one.device, one.proven) == (state, mark, proven)), None
    )
    if same is not None:
        made = unit.update(same, said=said) if said else same
    elif len(own) >= _MOST_OF_ONE:
        waiting = [claim for claim in own if claim.waits and claim.proven]
        if not waiting:
            return None
        made = waiting[-1]
    else:
        made = Claim(
            id=unit.next_id(Claim),
            branch_id=roll.day.branch_id,
            day_id=roll.day.id,
            member_id=person.id,
            state=state,
            claimed_on=unit.act.today,
            claimed_at=unit.at,
            said=said,
            device=mark,
            proven=proven,
        )
        unit.insert(made)
    return next(seen for seen in _seen(unit.connection, roll) if seen.claim.id == made.id)


def _is_called(person: Person, who: str) -> bool:
    """Whether a name or a staff number is this person's, whole: initials would tell who is on the roll."""
    who = half_width(who).strip()
    number = person.staff_number.casefold()
    return bool(who) and (same_name(person.name, who) or (bool(number) and number == who.casefold()))


def _last_four(text: str) -> str:
    """The last four digits of a telephone number; blank where there are fewer."""
    digits = "".join(char for char in half_width(text) if char.isascii() and char.isdigit())
    return digits[-_DIGITS:] if len(digits) >= _DIGITS else ""


# ---- showing


def of_day(desk: Desk, day_id: int) -> ClaimedDay:
    """A day with its roll and all its claims, answered ones too."""
    with desk.reading() as connection:
        day = claims.day_of(connection, day_id)
        roll = roll_of(connection, day) if day and day.held_on else None
        return ClaimedDay(day, roll, tuple(_seen(connection, roll)) if roll else ())


def waiting(desk: Desk, ref: str | None) -> list[ClaimSeen]:
    """The claims of a day that nobody has answered yet. Raises NotFound or Ambiguous for the day."""
    with desk.reading() as connection:
        roll = roll_of(connection, find_day(connection, desk.branch, ref, desk.today))
        return [seen for seen in _seen(connection, roll) if seen.claim.waits]


def _seen(connection: Connection, roll: Roll) -> list[ClaimSeen]:
    """The claims of a day with what is known beside each; a member who left the roll since is read from the roster."""
    of_roll = claims.claims_of(connection, roll.day.id)
    expected = {person.id: person for person in on_roll(roll)}
    persons = expected
    if any(claim.member_id not in expected for claim in of_roll):
        assert roll.day.held_on is not None
        roster = people.rosters(connection, [roll.day.branch_id], roll.day.held_on, ended=True)
        persons = {**{person.id: person for _branch, person in roster}, **expected}
    of_roll = [claim for claim in of_roll if claim.member_id in persons]
    counts = Counter(claim.member_id for claim in of_roll)
    of_device: dict[str, dict[int, Person]] = {}
    for claim in of_roll:
        of_device.setdefault(claim.device, {})[claim.member_id] = persons[claim.member_id]
    return [
        ClaimSeen(
            claim=claim,
            person=persons[claim.member_id],
            late=is_late(claim, roll.day),
            shared_with=tuple(
                person for key, person in of_device[claim.device].items() if claim.device and key != claim.member_id
            ),
            twice=counts[claim.member_id] > 1,
            mark=roll.marks[claim.member_id].state if claim.member_id in roll.marks else None,
            expected=claim.member_id in expected,
        )
        for claim in of_roll
    ]


def is_late(claim: Claim, day: ActivityDay) -> bool:
    """Whether it was made after the day, or, of who says they are in the room, after the session began."""
    assert day.held_on is not None
    if claim.claimed_on > day.held_on:
        return True
    told_at = datetime.fromisoformat(claim.claimed_at).astimezone()
    return claim.state is State.PRESENT and bool(day.starts) and f"{told_at:%H:%M}" > day.starts


# ---- answering


def confirm(desk: Desk, ref: str | None, handles: Sequence[str], reason: str = "") -> ClaimsAnswered:
    """Make marks of the claims of whom is named, or of `all` that nothing speaks against, as one entry.

    `all` leaves what is not proven, what is claimed in two ways, and what would change a mark. Raises NotFound for who
    claims nothing, Conflict where somebody claims two things or is not on the roll any more, NeedsReason where a mark
    would change without a reason.
    """
    with desk.writing(reason) as unit:
        roll = roll_of(unit.connection, find_day(unit.connection, desk.branch, ref, desk.today))
        chosen = _chosen(unit, roll, handles)
        left: list[ClaimSeen] = []
        if _is_all(handles):
            two_ways = _two_ways(chosen)
            for seen in chosen:
                changes = seen.mark not in (None, seen.claim.state)
                if not seen.claim.proven or seen.person.id in two_ways or changes:
                    left.append(seen)
            chosen = [seen for seen in chosen if seen not in left]
        return _confirmed(unit, desk.branch, roll, chosen, tuple(left), reason)


def confirm_these(desk: Desk, day_id: int, claim_ids: Sequence[int]) -> ClaimsAnswered:
    """Make marks of claims that stand on the secretary's page, as one entry. Raises NotFound where none waits more."""
    with desk.writing() as unit:
        roll = roll_of(unit.connection, unit.expect(ActivityDay, day_id))
        return _confirmed(unit, desk.branch, roll, _these(unit, roll, claim_ids), (), "")


def refuse(desk: Desk, ref: str | None, handles: Sequence[str]) -> ClaimsAnswered:
    """Answer the claims of whom is named, or all, with no; a phone that was known by one is known no more."""
    with desk.writing() as unit:
        roll = roll_of(unit.connection, find_day(unit.connection, desk.branch, ref, desk.today))
        return _refused(unit, roll, _chosen(unit, roll, handles))


def refuse_these(desk: Desk, day_id: int, claim_ids: Sequence[int]) -> ClaimsAnswered:
    """The same, with no."""
    with desk.writing() as unit:
        roll = roll_of(unit.connection, unit.expect(ActivityDay, day_id))
        return _refused(unit, roll, _these(unit, roll, claim_ids))


def _confirmed(
    unit: Unit, branch: Branch, roll: Roll, chosen: Sequence[ClaimSeen], left: tuple[ClaimSeen, ...], reason: str
) -> ClaimsAnswered:
    if gone := next((seen.person for seen in chosen if not seen.expected), None):
        refused = off_roll(unit.connection, branch, roll.day, gone)
        refused.hint = _("Refuse the claim: partyday checkin --day {day} --refuse {number}").format(
            day=roll.day.ref, number=gone.number
        )
        raise refused
    if two := _two_ways(chosen):
        twice = [person for person in on_roll(roll) if person.id in two]
        raise Conflict(
            _("In two ways, in the room and online: {people}.").format(people=named(twice)),
            _("Mark what is true: partyday checkin {number}, or --online {number}; then --refuse {number}.").format(
                number=twice[0].number
            ),
        )
    marks = []
    for person, state in dict.fromkeys((seen.person, seen.claim.state) for seen in chosen):
        before = roll.marks.get(person.id)
        took, changed = checkin.mark_in(unit, roll.day, person, Order(person.name, state), reason)
        marks.append(checkin.Marked(person, took, changed and (before is None or before.state is not took)))
    _answer(unit, chosen, ClaimAnswer.CONFIRMED)
    return ClaimsAnswered(_outcome(unit, roll, tuple(marks)), tuple(chosen), left)


def _refused(unit: Unit, roll: Roll, chosen: Sequence[ClaimSeen]) -> ClaimsAnswered:
    for seen in chosen:
        for token in people.held_by(unit.connection, Token, seen.person.id):
            if token.day_id is None and seen.claim.device and token.digest.startswith(seen.claim.device):
                unit.delete(token)
    _answer(unit, chosen, ClaimAnswer.REFUSED)
    return ClaimsAnswered(_outcome(unit, roll, ()), tuple(chosen))


def _answer(unit: Unit, chosen: Sequence[ClaimSeen], answer: ClaimAnswer) -> None:
    for seen in chosen:
        unit.update(seen.claim, answer=answer, settled_on=unit.act.today, settled_by=unit.act.by)


def _outcome(unit: Unit, roll: Roll, marks: tuple[checkin.Marked, ...]) -> checkin.Outcome:
    now = roll_of(unit.connection, roll.day)
    late = roll.day.held_on is not None and unit.act.today > roll.day.held_on and bool(marks)
    return checkin.Outcome(now, attendance.tally(now), marks, late=late, entry=unit.entry_id)


def _is_all(handles: Sequence[str]) -> bool:
    return [handle.casefold() for handle in handles] in (["all"], ["全部"])


def _two_ways(chosen: Sequence[ClaimSeen]) -> set[int]:
    """Who claims to be in the room and online both."""
    ways = {(seen.person.id, seen.claim.state) for seen in chosen}
    return {key for key, count in Counter(key for key, _state in ways).items() if count > 1}


def _chosen(unit: Unit, roll: Roll, handles: Sequence[str]) -> list[ClaimSeen]:
    """The waiting claims of whom is named, or all. Raises NotFound for who has none."""
    if not handles:
        raise WrongUsage(_("Name whose claims, or all of them: all."))
    seen_ones = [seen for seen in _seen(unit.connection, roll) if seen.claim.waits]
    if _is_all(handles):
        return seen_ones
    gone = {seen.person.id: seen.person for seen in seen_ones if not seen.expected}
    wanted = find_all([*on_roll(roll), *gone.values()], handles, where(roll.day))
    if without := [person for person in wanted if all(seen.person.id != person.id for seen in seen_ones)]:
        raise NotFound(
            _("No claim of {people} waits.").format(people=named(without)),
            _("`partyday checkin --claims` shows those that do."),
        )
    keys = {person.id for person in wanted}
    return [seen for seen in seen_ones if seen.person.id in keys]


def _these(unit: Unit, roll: Roll, claim_ids: Sequence[int]) -> list[ClaimSeen]:
    chosen = [seen for seen in _seen(unit.connection, roll) if seen.claim.waits and seen.claim.id in claim_ids]
    if not chosen:
        raise NotFound(_("That claim waits no more: somebody answered it."))
    return chosen
