"""Claims of a day, and the tokens by which the check-in page knows somebody."""

from sqlalchemy import String, bindparam, select

from partyday.store import tables as t
from partyday.store.among import among

_claim, _token, _member = t.claim.c, t.token.c, t.member.c

digest = bindparam("digest", type_=String())

CLAIMS_OF_DAYS = select(t.claim).where(among(_claim.day_id, "day_ids")).order_by(_claim.id)
CLAIMS_WAITING = (
    select(t.claim).where(among(_claim.day_id, "day_ids"), _claim.answer.is_(None)).order_by(_claim.day_id, _claim.id)
)
TOKENS = select(t.token).where(_token.digest == digest).order_by(_token.id)
PHONES = select(_member.id, _member.phone).where(among(_member.id, "member_ids"))
