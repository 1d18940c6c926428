"""How claims of the check-in page (自报) are told, and `checkin --claims`, `--confirm` and `--refuse`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.counts import tell
from partyday.cli.nouns import PERSON
from partyday.cli.run import Run
from partyday.i18n import N_, _, listed
from partyday.words.claims import remarks
from partyday.words.terms import term

if TYPE_CHECKING:
    from partyday.services.claims import ClaimSeen
    from partyday.services.desk import Desk

#: A claim as scripts get it and people read it.
CLAIM: "Answer[ClaimSeen]" = Answer(
    PERSON.within(lambda seen: seen.person),
    Field("state", lambda seen: seen.claim.state, N_("state"), lambda seen: term(seen.claim.state)),
    Field("at", lambda seen: seen.claim.claimed_at, N_("claimed at"), lambda seen: _hour(seen.claim.claimed_at)),
    Field("said", lambda seen: seen.claim.said, N_("what they learnt")),
    Field("same_device", lambda seen: bool(seen.shared_with)),
    Field("late", lambda seen: seen.late),
    Field("twice", lambda seen: seen.twice),
    Field("proven", lambda seen: seen.claim.proven),
    Field("shared_with", lambda seen: [PERSON.json(person) for person in seen.shared_with]),
    Field("mark", lambda seen: seen.mark),
    Field("", lambda seen: "", N_("to look at"), lambda seen: listed(remarks(seen))),
)


def _hour(at: str) -> str:
    from datetime import datetime

    return f"{datetime.fromisoformat(at).astimezone():%m-%d %H:%M}"


def list_claims(run: Run, desk: "Desk", day: str | None) -> None:
    """`--claims`: what waits."""
    from partyday.services import claims

    CLAIM.listing(run, claims.waiting(desk, day), nothing=_("No claim waits."))


def answer(run: Run, desk: "Desk", day: str | None, yes: Sequence[str], no: Sequence[str], reason: str) -> None:
    """`--confirm` or `--refuse`."""
    from partyday.services import claims

    settled = claims.confirm(desk, day, yes, reason) if yes else claims.refuse(desk, day, no)
    tell(run, settled.outcome)
    if no:
        output.talk(_("Refused: {people}").format(people=_named(settled.answered)))
    if settled.left:
        output.talk(
            _("Left for you to look at, and to name: {people}").format(
                people=listed(f"{seen.person.called} ({listed(remarks(seen))})" for seen in settled.left)
            )
        )


def _named(seen_ones: "Sequence[ClaimSeen]") -> str:
    return listed(dict.fromkeys(seen.person.called for seen in seen_ones)) or "–"
