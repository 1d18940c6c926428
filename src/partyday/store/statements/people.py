"""Branches, members and what is dated of them."""

from sqlalchemy import select

from partyday.store import tables as t
from partyday.store.among import among
from partyday.store.statements.parameters import circumstance, member, membership, standing

BRANCHES = select(t.branch).order_by(t.branch.c.id)

#: Every membership of these branches, ended ones too: who of them is meant, the day decides.
ROSTER = (
    select(
        *(member.id, membership.branch_id, membership.number, member.name, member.pinyin, member.initials),
        *(member.staff_number, member.party_group, membership.since, membership.until),
    )
    .join_from(t.membership, t.member)
    .where(among(membership.branch_id, "branch_ids"))
)

_ON_ROSTER = select(membership.member_id).where(among(membership.branch_id, "branch_ids"))

ROSTER_STANDINGS = (
    select(standing.member_id, standing.since, standing.standing)
    .where(standing.member_id.in_(_ON_ROSTER))
    .order_by(standing.since)
)

ROSTER_CIRCUMSTANCES = select(circumstance.member_id, circumstance.kind, circumstance.since, circumstance.until).where(
    circumstance.member_id.in_(_ON_ROSTER)
)

MEMBERS = select(t.member).order_by(member.id)
MEMBERS_OF = MEMBERS.where(among(member.id, "member_ids"))

MEMBERSHIPS = select(t.membership).order_by(membership.since, membership.id)
MEMBERSHIPS_OF = MEMBERSHIPS.where(among(membership.member_id, "member_ids"))

STANDINGS = select(t.standing).order_by(standing.since)
STANDINGS_OF = STANDINGS.where(among(standing.member_id, "member_ids"))

CIRCUMSTANCES = select(t.circumstance).order_by(circumstance.since, circumstance.kind)
CIRCUMSTANCES_OF = CIRCUMSTANCES.where(among(circumstance.member_id, "member_ids"))

LAST_BRANCHES = select(membership.member_id, membership.branch_id, membership.since).where(
    among(membership.member_id, "member_ids"), among(membership.branch_id, "branch_ids")
)

NAMES = select(member.id, member.name).where(among(member.id, "member_ids"))

TAKEN_NUMBERS = select(membership.branch_id, membership.number).where(among(membership.branch_id, "branch_ids"))
