"""Reading what came in by the check-in page."""

from collections.abc import Collection

from partyday.model.claims import Claim, Token
from partyday.model.codes import ClaimAnswer
from partyday.model.days import ActivityDay
from partyday.store.connection import Connection
from partyday.store.records import read


def day_of(connection: Connection, day_id: int) -> ActivityDay | None:
    """The day with a key; None where it was taken away."""
    return next(iter(read(ActivityDay, connection.run("GET_DAY", id=day_id))), None)


def claims_of(connection: Connection, day_id: int) -> list[Claim]:
    """The claims of a day, as they came in."""
    return read(Claim, connection.run("CLAIMS_OF_DAYS", day_ids=[day_id]))


def learnt(connection: Connection, day_id: int) -> dict[int, list[str]]:
    """Member → what they said they learnt on a day, of claims that were confirmed."""
    told: dict[int, list[str]] = {}
    for claim in claims_of(connection, day_id):
        if claim.answer is ClaimAnswer.CONFIRMED and claim.said:
            told.setdefault(claim.member_id, []).append(claim.said)
    return told


def tokens(connection: Connection, digest: str) -> list[Token]:
    """Whom the secret with that SHA-256 stands for, oldest first."""
    return read(Token, connection.run("TOKENS", digest=digest))


def phones(connection: Connection, member_ids: Collection[int]) -> dict[int, str]:
    """Member → the telephone number as the roster has it, maybe empty."""
    return dict(connection.run("PHONES", member_ids=list(member_ids)))
