"""How members are told: in a list, with all that is known of them, and as one card with its dates."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from partyday.cli import output
from partyday.cli.answers import Answer, Field, attributes
from partyday.cli.run import Run
from partyday.i18n import N_, _, listed
from partyday.model.codes import Circumstance
from partyday.model.members import PLAIN, OnRoster
from partyday.model.money import yuan
from partyday.model.period import in_few_words
from partyday.words.masks import MASKED, masked
from partyday.words.terms import term

if TYPE_CHECKING:
    from partyday.model.members import Membership
    from partyday.model.oversight import Commendation
    from partyday.model.people import Branch, Person
    from partyday.services.desk import Desk
    from partyday.services.dues.ledgers import DuesStanding
    from partyday.services.members import Card

#: Somebody as a roster lists them.
LISTED: "Answer[OnRoster]" = Answer(
    Field("number", lambda row: row.person.number, N_("number")),
    Field("name", lambda row: row.person.name, N_("name")),
    Field("standing", lambda row: row.person.standing, N_("standing"), lambda row: term(row.person.standing)),
    Field(
        "circumstances",
        lambda row: sorted(row.person.circumstances),
        N_("circumstances"),
        lambda row: in_words(row.person.circumstances),
    ),
    Field("joined", lambda row: row.record.member.joined_on, N_("joined")),
    Field("branch", lambda row: row.branch.name, N_("branch"), once=True),
    Field("", lambda row: row.person.group, N_("Party group")),
    columns=("number", "name", "standing", "circumstances", "joined", "Party group", "branch"),
)

#: What a card calls what is known of a member under the same name; what is not here goes by its header in a roster.
_LABELS = {
    "full_on": N_("full member since"),
    "staff_number": N_("staff/student number"),
    "party_group": N_("Party group"),
    "gender": N_("gender"),
    "ethnicity": N_("ethnicity"),
    "born_on": N_("born"),
    "post": N_("post"),
    "phone": N_("telephone"),
    "education": N_("education"),
    "id_number": N_("ID number"),
}


def _of_member(name: str) -> "Field[OnRoster]":
    """What the book holds of a member under one name; of a number that is masked, enough to tell it from another."""
    shown = masked if name in MASKED else lambda value: value
    return Field(name, lambda row: shown(getattr(row.record.member, name)), _LABELS.get(name) or _header(name))


def _header(name: str) -> str:
    """What the official roster calls it."""
    from partyday.words.vocabulary import vocabulary

    return vocabulary("roster").official(name)


def _spelled(person: "Person") -> str:
    return f"{person.pinyin} ({person.initials})" if person.pinyin else ""


#: All that is known of them now.
DETAILS: "Answer[OnRoster]" = Answer(
    LISTED,
    Field("pinyin", lambda row: row.person.pinyin, N_("pinyin"), lambda row: _spelled(row.person)),
    Field("initials", lambda row: row.person.initials),
    Field(
        "usual",
        lambda row: row.record.member.usual,
        N_("usually takes part"),
        lambda row: term(row.record.member.usual) if row.record.member.usual else None,
    ),
    *(_of_member(name) for name in ("full_on", *PLAIN)),
    Field("kept", lambda row: row.record.member.kept),
    columns=(
        "number",
        "name",
        "branch",
        "standing",
        "circumstances",
        "joined",
        "full_on",
        "usual",
        "pinyin",
        *dict.fromkeys([*list(_LABELS)[1:], *PLAIN]),
    ),
)

MEMBERSHIP: "Answer[tuple[Card, Membership]]" = Answer(
    Field("branch", lambda told: told[0].branch_names[told[1].branch_id]),
    attributes("number since until ended_by note").within(lambda told: told[1]),
)

CARD: "Answer[Card]" = Answer(
    DETAILS.within(lambda card: OnRoster(card.branch, card.person, card.record)),
    Field("memberships", lambda card: [MEMBERSHIP.json((card, dated)) for dated in card.record.memberships]),
    Field("standings", lambda card: [attributes("standing since").json(dated) for dated in card.record.standings]),
    Field(
        "periods",
        lambda card: [
            {"circumstance": dated.kind, "since": dated.since, "until": dated.until}
            for dated in card.record.circumstances
        ],
    ),
)


def in_words(circumstances: Iterable[Circumstance]) -> str:
    """Circumstances as a list of their terms."""
    return listed(term(kind) for kind in sorted(circumstances))


def tell_offices(run: Run, desk: "Desk", person: "Person", *, now_in: "Branch | None" = None) -> None:
    """Say which office somebody who has left still holds; one of the branch that they are in now is theirs by right."""
    from partyday.services.offices import held_now

    if run.json:
        return
    for branch, office in held_now(desk, person.id):
        if now_in is None or branch.id != now_in.id:
            output.talk(
                _(
                    "{name} is still the {office} of {branch}; name who is now, as: partyday branch set --{option} 1"
                ).format(name=person.name, office=term(office), branch=branch.name, option=office.value)
            )


def tell_moved(run: Run, desk: "Desk", people: "Sequence[Person]", branch: "Branch", on: date) -> None:
    """Who came into a branch together on a day, what they owe, and which office of another they still hold."""
    from partyday.services.dues.ledgers import standings_of

    if run.json or not people:
        return
    told = listed(person.called for person in people)
    output.talk(_("Taken in by {branch}: {people}.").format(branch=branch.name, people=told))
    standings = standings_of(desk, [person.id for person in people], branch, on)
    for person in people:
        tell_offices(run, desk, person, now_in=branch)
        _tell_standing(person, standings[person.id])


def tell_card(run: Run, card: "Card", *, full: bool = False, **more: tuple[str, Any]) -> None:
    """One member's card; `more` are further JSON keys, each with its label on the screen and its value.

    `full`: nothing is masked.
    """
    bare = {name: getattr(card.record.member, name) for name in MASKED} if full else {}
    if run.json:
        output.emit(CARD.json(card) | bare | {key: value for key, (_label, value) in more.items()})
        return
    labelled = CARD.labelled(card) | {_(_LABELS[name]): number for name, number in bare.items()}
    output.fields({**labelled, **card.record.member.kept, **dict(more.values())})
    for membership in card.record.memberships:
        end = f"{membership.until} {term(membership.ended_by)} {membership.note}" if membership.ended_by else ""
        branch_name = card.branch_names[membership.branch_id]
        output.flow(f"  {branch_name} №{membership.number}: {membership.since} → {end}")
    for standing in card.record.standings:
        output.flow(f"  {term(standing.standing)}: {standing.since} →")
    for circumstance in card.record.circumstances:
        output.flow(f"  {term(circumstance.kind)}: {circumstance.since} → {circumstance.until or ''}")


def told_of_commendations(run: Run, praised: "Sequence[Commendation]") -> Any:
    """What a member was commended for: a list for scripts, a line for people."""
    if run.json:
        return [{"on": one.commended_on, "for": one.merit, "by": one.commended_by} for one in praised]
    return listed(f"{one.commended_on} {one.merit} ({one.commended_by})" for one in praised)


def tell_leaver(run: Run, card: "Card", standing: "DuesStanding") -> None:
    """The card of who leaves a branch, until which month dues are paid, what is owed, and what is overpaid."""
    owed = sum(line.owed for line in standing.owed)
    overpaid = sum(line.overpaid for line in standing.overpaid)
    tell_card(
        run,
        card,
        dues_paid_until=(_("dues paid until"), standing.paid_until),
        dues_owed=(_("dues still owed"), yuan(owed)),
        dues_overpaid=(_("dues overpaid"), yuan(overpaid)),
    )
    if not run.json:
        _tell_standing(card.person, standing)


def _tell_standing(person: "Person", standing: "DuesStanding") -> None:
    """What somebody who leaves a branch owes, and what is overpaid."""
    owed = sum(line.owed for line in standing.owed)
    overpaid = sum(line.overpaid for line in standing.overpaid)
    told = {"number": person.number, "name": person.name}
    if owed:
        months = listed(in_few_words([line.month for line in standing.owed]))
        output.talk(
            _("{number} {name} owes dues for {months}: {amount} yuan. They stay in `partyday dues owed`.").format(
                **told, months=months, amount=yuan(owed)
            )
        )
    if overpaid:
        output.talk(
            _("{amount} yuan are overpaid: partyday dues refund {number} --reason 多交退还").format(
                **told, amount=yuan(overpaid)
            )
        )
