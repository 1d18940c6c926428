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


def waiting(connection: Connection, day_ids: Collection[int]) -> dict[int, list[int]]:
    """Day → the members of whom a claim waits for an answer, as they came in; without the days of which none does."""
    told: dict[int, list[int]] = {}
    for claim in read(Claim, connection.run("CLAIMS_WAITING", day_ids=list(day_ids))):
        of_day = told.setdefault(claim.day_id, [])
        if claim.member_id not in of_day:
            of_day.append(claim.member_id)
    return told


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
