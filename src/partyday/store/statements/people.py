"""Branches, members and what is dated of them."""

from typing import Any

from sqlalchemy import CTE, CompoundSelect, Date, Select, String, and_, case, exists, func, or_, select, union_all
from sqlalchemy import literal_column as word

from partyday.model.codes import Standing
from partyday.store import tables as t
from partyday.store.among import among
from partyday.store.statements.parameters import (
    as_of,
    branch_name,
    circumstance,
    code,
    covers,
    id_number,
    member,
    membership,
    name,
    staff_number,
    standing,
    words,
)

_branch = t.branch.c


def _and_above(start: "Select[Any]", name: str) -> CTE:
    """The keys of these branches (`id`, `parent_id`) and of all above them."""
    line = start.cte(name, recursive=True)
    return line.union(select(_branch.id, _branch.parent_id).join_from(t.branch, line, _branch.id == line.c.parent_id))


BRANCHES = select(t.branch).order_by(_branch.id)
BRANCH_COUNT = select(func.count().label("branches")).select_from(t.branch)
#: The branch of a name with all above and below it, in the same order.
_named = select(_branch.id, _branch.parent_id).where(_branch.name == branch_name)
_line, _start = _and_above(_named, "line"), _named.cte("below", recursive=True)
_below = _start.union(
    select(_branch.id, _branch.parent_id).join_from(t.branch, _start, _branch.parent_id == _start.c.id)
)
BRANCHES_ABOUT = BRANCHES.where(_branch.id.in_(union_all(select(_line.c.id), select(_below.c.id))))
#: These branches with all above them.
_lines = _and_above(select(_branch.id, _branch.parent_id).where(among(_branch.id, "branch_ids")), "lines")
LINES = BRANCHES.where(_branch.id.in_(select(_lines.c.id)))
POLICIES_OF = select(t.policy).where(among(t.policy.c.branch_id, "branch_ids")).order_by(t.policy.c.id)
#: With the name of the member who holds the office.
TENURES = (
    select(t.tenure, member.name.label("member_name"))
    .join_from(t.tenure, t.member, isouter=True)
    .where(among(t.tenure.c.branch_id, "branch_ids"))
    .order_by(t.tenure.c.since, t.tenure.c.office.desc())
)
FORMER_NAMES = select(t.former_name).order_by(t.former_name.c.until)

#: Every membership of these branches, ended ones too: who of them is meant, the day decides.
ROSTER = (
    select(
        *(member.id, membership.branch_id, membership.number, member.name, member.pinyin, member.initials),
        *(member.staff_number, member.party_group, member.usual, membership.since, membership.until),
    )
    .join_from(t.membership, t.member)
    .where(among(membership.branch_id, "branch_ids"))
)

_later = t.standing.alias("later")
#: The standing that somebody has on a day.
_STANDS = and_(
    standing.member_id == membership.member_id,
    standing.since <= as_of,
    ~exists().where(_later.c.member_id == standing.member_id, _later.c.since <= as_of, _later.c.since > standing.since),
)

#: How many full members each of these branches has on a day, and whether a member belongs to a Party group.
SIZES = (
    select(
        membership.branch_id,
        func.sum(case((standing.standing == code(Standing.FULL), word("1")), else_=word("0"))).label("full"),
        func.max(case((member.party_group != word("''"), word("1")), else_=word("0"))).label("grouped"),
    )
    .join_from(t.membership, t.member)
    .join(t.standing, _STANDS)
    .where(among(membership.branch_id, "branch_ids"), covers(t.membership, as_of))
    .where(standing.standing.bool_op("IN")(words(tuple(each for each in Standing if each.is_member))))
    .group_by(membership.branch_id)
)

#: Whoever has belonged to these branches; what follows is theirs, of other branches too.
_ON_ROSTER = select(membership.member_id).where(among(membership.branch_id, "branch_ids"))

MEMBERS = select(t.member).order_by(member.id)
ROSTER_MEMBERS = MEMBERS.where(member.id.in_(_ON_ROSTER))
MEMBERS_OF = MEMBERS.where(among(member.id, "member_ids"))

#: Who has that name, or one of these numbers (NULL: none is asked for).
ALIKE = MEMBERS.where(or_(member.name == name, member.staff_number == staff_number, member.id_number == id_number))

MEMBERSHIPS = select(t.membership).order_by(membership.since, membership.id)
ROSTER_MEMBERSHIPS = MEMBERSHIPS.where(membership.member_id.in_(_ON_ROSTER))
MEMBERSHIPS_OF = MEMBERSHIPS.where(among(membership.member_id, "member_ids"))

MEMBERSHIPS_IN = (
    select(t.membership)
    .where(among(membership.branch_id, "branch_ids"))
    .order_by(membership.branch_id, membership.number, membership.since)
)

_STANDINGS = select(
    *(standing.member_id, standing.since, word("NULL", Date()).label("until")),
    *(standing.standing, word("NULL", String()).label("kind")),
)
_CIRCUMSTANCES = select(
    *(circumstance.member_id, circumstance.since, circumstance.until),
    *(word("NULL", String()).label("standing"), circumstance.kind),
)


def _in_order(standings: Select[Any], circumstances: Select[Any]) -> CompoundSelect[Any]:
    return union_all(standings, circumstances).order_by("since", "kind")


#: Standings and circumstances of members, which go together wherever a person is told as of a day.
DATED = _in_order(_STANDINGS, _CIRCUMSTANCES)
ROSTER_DATED = _in_order(
    _STANDINGS.where(standing.member_id.in_(_ON_ROSTER)), _CIRCUMSTANCES.where(circumstance.member_id.in_(_ON_ROSTER))
)
DATED_OF = _in_order(
    _STANDINGS.where(among(standing.member_id, "member_ids")),
    _CIRCUMSTANCES.where(among(circumstance.member_id, "member_ids")),
)

NAMES = select(member.id, member.name).where(among(member.id, "member_ids"))

#: The branches that anybody ever belonged to.
PEOPLED = select(membership.branch_id).where(among(membership.branch_id, "branch_ids")).distinct()
TAKEN_NUMBERS = select(membership.branch_id, membership.number).where(among(membership.branch_id, "branch_ids"))
