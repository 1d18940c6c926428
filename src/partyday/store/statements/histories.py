"""What happened to members over time: their sessions, the acts about them, and who is worth reading whole."""

from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Integer,
    String,
    and_,
    case,
    exists,
    false,
    func,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy import literal_column as word

from partyday.model.codes import Circumstance, Part, Standing, State
from partyday.store import tables as t
from partyday.store.among import among
from partyday.store.statements.days import MARKED
from partyday.store.statements.parameters import (
    as_of,
    back,
    circumstance,
    code,
    covers,
    day,
    first,
    make_up,
    mark,
    membership,
    since,
    words,
)

_other = t.day.alias("other")

#: A half-day that is the only session of its branch's month, cancelled ones and those without a date counted too.
#: Said by CASE: SQLite works out both sides of an AND among the columns, and whole days would be looked up too.
_ALONE = case(
    (day.part == code(Part.FULL), false()),
    else_=~exists().where(_other.c.branch_id == day.branch_id, _other.c.month == day.month, _other.c.id != day.id),
).label("alone")
_SESSION = (day.held_on, day.part, day.id.label("day_id"), day.branch_id, _ALONE)
_CLOSED = (day.closed_on <= as_of).label("closed")
_ABSENT = and_(t.EXCEPTION, mark.state == code(State.ABSENT))

#: The memberships of these branches that hold on a day.
_HERE = and_(covers(t.membership, as_of), among(membership.branch_id, "branch_ids"))
_MEMBERS_HERE = select(membership.member_id).where(_HERE)

#: The days that were not cancelled by then (what is cancelled later still stood), and of those the ones that had come.
_STOOD = or_(day.cancelled_on.is_(None), day.cancelled_on > as_of)
_COUNTS = and_(day.held_on <= as_of, _STOOD)


def _marked_as(states: tuple[State, ...]) -> ColumnElement[bool]:
    return mark.state.bool_op("IN")(words(states))


_MEMBERS = tuple(standing for standing in Standing if standing.is_member)
_TOOK_PART = tuple(state for state in State if state.took_part)
#: Taking part, or an excuse: what may end a run of absences or set back the charter's clock.
_KEPT_UP = tuple(state for state in State if state.took_part or state is State.EXCUSED)

_MADE_UP = exists().where(make_up.member_id == mark.member_id, make_up.day_id == mark.day_id, make_up.held_on <= as_of)

#: When who was absent, of whatever branch. Of most of a school it comes to nothing, so that no more of it is read.
ABSENCES = select(mark.member_id, day.held_on).join_from(t.mark, t.day).where(_ABSENT, _COUNTS)

_session_of = select(mark.member_id, *_SESSION, mark.state).join_from(t.mark, t.day)
_exceptions = (
    _session_of.where(_ABSENT, among(mark.member_id, "member_ids"), _COUNTS),
    _session_of.where(
        t.EXCEPTION,
        or_(and_(mark.state == code(State.EXCUSED), ~_MADE_UP), _marked_as((State.UNREACHED, State.UNKNOWN))),
        _COUNTS,
    ),
)
#: The sessions that some rule may count: the absences of some members, the excuses not made up and visits not made of
#: all.
EXCEPTIONS = union_all(*_exceptions)
#: The same of the members of some branches, in other branches too: looked up for each of them.
_OF_MEMBERS_HERE = mark.member_id.in_(_MEMBERS_HERE)
ABSENCES_OF = ABSENCES.where(_OF_MEMBERS_HERE)
EXCEPTIONS_OF = union_all(*(part.where(_OF_MEMBERS_HERE) for part in _exceptions))

_HAS_MARK = exists().where(mark.day_id == day.id, mark.member_id == membership.member_id)

_meeting, _attendee = t.meeting.c, t.attendee.c

#: Every session of some members with a mark of theirs, and the meetings they were at beside them, which have no day;
#: and of some the closed sessions of their branches without a mark.
HISTORIES = union_all(
    select(mark.member_id, *_SESSION, mark.state, _CLOSED)
    .join_from(t.mark, t.day)
    .where(_COUNTS, among(mark.member_id, "member_ids")),
    select(membership.member_id, *_SESSION, code(State.UNKNOWN).label("state"), _CLOSED)
    .join_from(t.membership, t.day, day.branch_id == membership.branch_id)
    .where(_COUNTS, day.closed_on <= as_of, ~_HAS_MARK)
    .where(day.held_on >= membership.since, or_(membership.until.is_(None), day.held_on < membership.until))
    .where(among(membership.member_id, "blank_ids")),
    select(
        *(_attendee.member_id, _meeting.held_on, code(Part.FULL).label("part")),
        *(word("NULL", Integer()).label("day_id"), _meeting.branch_id, word("NULL", Boolean()).label("alone")),
        *(code(State.PRESENT).label("state"), word("NULL", Boolean()).label("closed")),
    )
    .join_from(t.attendee, t.meeting)
    .where(among(_attendee.member_id, "member_ids"), _meeting.held_on <= as_of),
)

_standing = t.standing.c
_NOT_EXPECTED = exists().where(
    circumstance.member_id == membership.member_id,
    circumstance.kind.bool_op("IN")(words((Circumstance.LEAVE, Circumstance.SUSPENDED))),
    covers(t.circumstance, day.held_on),
)
_EVER_A_MEMBER = exists().where(
    _standing.member_id == membership.member_id, _standing.standing.bool_op("IN")(words(_MEMBERS))
)

#: The closed sessions of these branches without a mark of somebody who may have been expected on them.
_IN_MEMBERSHIP = and_(day.held_on >= membership.since, or_(membership.until.is_(None), day.held_on < membership.until))
_UNMARKED = (
    select(membership.member_id, membership.number, *_SESSION, code(State.UNKNOWN).label("state"), _CLOSED)
    .join_from(t.day, t.membership, day.branch_id == membership.branch_id)
    .where(_COUNTS, day.closed_on <= as_of, ~_HAS_MARK, _IN_MEMBERSHIP)
    .where(_EVER_A_MEMBER, ~_NOT_EXPECTED)
)
UNMARKED = _UNMARKED.where(among(day.branch_id, "branch_ids"))
#: The same of these members.
UNMARKED_OF = _UNMARKED.where(among(membership.member_id, "member_ids"))

_half = t.day.alias("half")


def _not_in_time(session: Any) -> ColumnElement[bool]:
    """Whether a member was not marked at a session before it was closed."""
    marked = exists().where(mark.day_id == session.id, mark.member_id == membership.member_id)
    return ~marked.where(mark.recorded_on <= session.closed_on).correlate_except(t.mark)


#: The same of a session or of the other half of its date: either may have been closed first. Said by CASE, so that of
#: whole days no other session is looked up.
_LATE = case(
    (day.part == code(Part.FULL), _not_in_time(day)),
    else_=exists()
    .where(_half.c.branch_id == day.branch_id, _half.c.held_on == day.held_on, _half.c.closed_on <= as_of)
    .where(or_(_half.c.cancelled_on.is_(None), _half.c.cancelled_on > as_of), _not_in_time(_half.c))
    .correlate_except(_half),
).label("late")


def _late_at(end: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether somebody was not marked in time on the closed date at one end of a membership; NULL without one.

    Looked up for every membership: hardly two members of a branch began on the same day. By date alone, so that one
    look into the index of days tells it.
    """
    return (
        select(_LATE)
        .where(day.branch_id == membership.branch_id, _COUNTS, day.closed_on <= as_of, _IN_MEMBERSHIP)
        .order_by(end)
        .limit(word("1"))
        .correlate(t.membership)
        .scalar_subquery()
    )


_AWAY = select(circumstance.member_id).where(
    circumstance.kind.bool_op("IN")(words((Circumstance.LEAVE, Circumstance.SUSPENDED)))
)

#: Of whom something may be unmarked in these branches. Who was entered, moved or corrected late was not marked in time
#: at an end of a membership; who was on leave or suspended may lack a mark in its midst. A school is asked this, and
#: not about every mark.
PERHAPS_UNMARKED = select(membership.member_id).where(
    among(membership.branch_id, "branch_ids"),
    or_(_late_at(day.held_on), _late_at(day.held_on.desc()), membership.member_id.in_(_AWAY)),
    _EVER_A_MEMBER,
)

#: Which branches closed a session not before those of the next date, so that the marks at both ends do not tell of what
#: is between. No session is closed before it is held: the look at the next date is for those that were closed late.
_NEXT_CLOSED = (
    select(_other.c.closed_on)
    .where(_other.c.branch_id == day.branch_id, _other.c.held_on > day.held_on, _other.c.closed_on <= as_of)
    .order_by(_other.c.held_on, _other.c.closed_on)
    .limit(word("1"))
    .correlate(t.day)
    .scalar_subquery()
)
CLOSED_OUT_OF_ORDER = (
    select(day.branch_id)
    .where(day.closed_on <= as_of, day.closed_on > day.held_on, day.closed_on >= _NEXT_CLOSED)
    .distinct()
)

#: Who is marked as there, or as absent, on a day on which they did not belong to its branch.
MARKED_OUTSIDE = (
    select(mark.member_id, day.branch_id, day.held_on, mark.state)
    .join_from(t.mark, t.day)
    .where(
        _marked_as((*_TOOK_PART, State.ABSENT)),
        ~exists().where(
            membership.member_id == mark.member_id,
            membership.branch_id == day.branch_id,
            membership.since <= day.held_on,
            or_(membership.until.is_(None), day.held_on <= membership.until),
        ),
    )
    .order_by(mark.member_id, day.held_on, day.part)
)

_absences = (
    select(
        *(mark.member_id, day.branch_id, day.held_on),
        func.lag(day.held_on, back).over(partition_by=mark.member_id, order_by=(day.held_on, day.part)).label("first"),
    )
    .join_from(t.mark, t.day)
    .where(_ABSENT, among(mark.member_id, "member_ids"), _COUNTS)
    .subquery("absence")
)
_between, _day_between = t.mark.alias("between_mark"), t.day.alias("between_day")
_TOOK_PART_BETWEEN = exists().where(
    _day_between.c.branch_id == _absences.c.branch_id,
    _day_between.c.held_on > _absences.c.first,
    _day_between.c.held_on < _absences.c.held_on,
    _between.c.day_id == _day_between.c.id,
    _between.c.member_id == _absences.c.member_id,
    _between.c.state.bool_op("IN")(words(_TOOK_PART)),
)

#: Which of these members were absent without having taken part since the absence so many (`back`) before.
LONG_RUNS = select(_absences.c.member_id).where(_absences.c.first.is_not(None), ~_TOOK_PART_BETWEEN).distinct()
_node, _recent = t.branch.alias("node"), t.day.alias("recent")
#: The latest day of each branch since then.
_LATEST = select(
    select(_recent.c.id)
    .where(_recent.c.branch_id == _node.c.id, _recent.c.held_on >= since, _recent.c.held_on <= as_of)
    .where(or_(_recent.c.cancelled_on.is_(None), _recent.c.cancelled_on > as_of))
    .order_by(_recent.c.held_on.desc())
    .limit(word("1"))
    .correlate(_node)
    .scalar_subquery()
    .label("day_id")
).where(among(_node.c.id, "branch_ids"))
#: Who neither took part nor was excused on it, in their branch: few, told by going through the marks of that day.
_NOT_LATELY = (
    select(membership.branch_id, membership.member_id)
    .where(_HERE)
    .except_(
        select(day.branch_id, mark.member_id).join_from(t.day, t.mark).where(day.id.in_(_LATEST), _marked_as(_KEPT_UP))
    )
    .subquery("not_lately")
)
#: Who neither took part nor was excused from a day on, in their branch.
QUIET = select(_NOT_LATELY.c.member_id).where(
    ~exists().where(
        day.branch_id == _NOT_LATELY.c.branch_id,
        day.held_on >= since,
        _COUNTS,
        mark.day_id == day.id,
        mark.member_id == _NOT_LATELY.c.member_id,
        _marked_as(_KEPT_UP),
    ),
)

#: A line's end, so that what stands in one column is never read on in the next.
_LINE = word("'\n'", String())

#: `held`: the day was closed by then, or somebody was marked on it.
CONTENTS_SINCE = select(
    *(day.branch_id, day.month, day.held_on, day.part, day.id, day.blocks),
    (day.form + _LINE + day.theme + _LINE + day.content).label("words"),
    case((day.closed_on <= as_of, true()), else_=MARKED.element).label("held"),
).where(among(day.branch_id, "branch_ids"), day.month >= first, day.held_on.is_not(None), _STOOD)

#: Who was infirm, ill, away or abroad at some time: few, so that they are gone through, and not the members.
CIRCUMSTANCED = select(circumstance.member_id, circumstance.kind).where(
    circumstance.kind.bool_op("IN")(
        words((Circumstance.INFIRM, Circumstance.ILL, Circumstance.AWAY, Circumstance.ABROAD))
    ),
    exists().where(membership.member_id == circumstance.member_id, _HERE),
)

_talk, _handling = t.talk.c, t.handling.c

TALKS_OF = (
    select(t.talk).where(_talk.held_on <= as_of, among(_talk.member_id, "member_ids")).order_by(_talk.held_on, _talk.id)
)
HANDLINGS_OF = (
    select(t.handling)
    .where(_handling.proposed_on <= as_of, among(_handling.member_id, "member_ids"))
    .order_by(_handling.proposed_on, _handling.id)
)
#: What came of missed days: the make-up sessions of these members, and the absences corrected into excuses.
AFTERWARDS = union_all(
    select(
        *(make_up.day_id, make_up.member_id, make_up.held_on, make_up.how),
        word("NULL", Date()).label("corrected_on"),
    ).where(make_up.held_on <= as_of, among(make_up.member_id, "member_ids")),
    select(
        *(mark.day_id, mark.member_id, word("NULL", Date()).label("held_on"), word("NULL", String()).label("how")),
        mark.corrected_on,
    ).where(t.CORRECTED, among(mark.member_id, "corrected_ids")),
).order_by("held_on", "day_id")
MAKE_UPS_FOR = select(t.make_up).where(among(make_up.day_id, "day_ids"), make_up.held_on <= as_of)
