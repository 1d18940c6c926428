"""The printed forms: which there are, and what each is made of."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from partyday.errors import NotFound, WrongUsage
from partyday.i18n import N_, _, listed
from partyday.services.papers import attendance, dues, plans, talks
from partyday.services.papers.ask import Ask, Paper
from partyday.store.book import Store
from partyday.words.papers import PAPERS


@dataclass(frozen=True)
class Form:
    """A form: what it is, and how its sheets come out of the book.

    `personal`: it can be asked for one member's. `of_superior`: for a superior too, over its branches.
    """

    about: str
    make: Callable[[Connection, Ask], Paper]
    personal: bool = False
    of_superior: bool = False


def form_named(text: str) -> str:
    """The form called so, by its name or its official one (出勤公示). Raises NotFound."""
    found = next((name for name in FORMS if text.strip() in (name, PAPERS[name])), None)
    if found is None:
        raise NotFound(
            _("There is no form “{form}”.").format(form=text), _("There are {forms}.").format(forms=listed(FORMS))
        )
    return found


def make(store: Store, form: str, ask: Ask) -> Paper:
    """The sheets of a form. Raises NotFound for an unknown form or where there is nothing to print."""
    with store.reading() as connection:
        return make_on(connection, form, ask)


def make_on(connection: Connection, form: str, ask: Ask) -> Paper:
    """The same, on an open connection."""
    found = FORMS[form_named(form)]
    if ask.of_one and not found.personal:
        raise WrongUsage(_("The form “{form}” is of everybody.").format(form=form), _("Leave --member out."))
    return found.make(connection, ask)


#: form → how it is made. To add one: a file in `forms/`, a function in `services/papers/`, its name in `words.papers`
#: and a line in this table.
FORMS: dict[str, Form] = {
    "year-plan": Form(N_("the year's plan, with a theme for each quarter"), plans.plan_of_year, of_superior=True),
    "year-schedule": Form(N_("the year's days for the superior"), plans.schedule_of_year, of_superior=True),
    "half-year-plan": Form(N_("the next half-year's plan"), plans.half_year),
    "quarter-plan": Form(N_("the next quarter's plan for the superior"), plans.quarter),
    "rollup": Form(N_("a superior's summing up of its branches' plans"), plans.summed_up, of_superior=True),
    "sign-in": Form(N_("numbered, for the meeting; filled in, it is read by checkin --from"), attendance.sign_in),
    "record": Form(N_("the page of a day in the 《党支部工作手册》, or of a year its handbook"), attendance.record),
    "attendance": Form(N_("who took part, made public without reasons"), attendance.attendance, of_superior=True),
    "appraisal": Form(N_("each member's year for 民主评议"), attendance.appraisal, personal=True),
    "make-ups": Form(N_("who made up for which day, and who has still to"), attendance.make_ups, personal=True),
    "talk": Form(N_("one talk, or its sheet before it is held (--member)"), talks.talk, personal=True),
    "dues-collect": Form(
        N_("what everybody owes at a meeting; filled in, it is read by dues collect --from"), dues.collection
    ),
    "dues-ledger": Form(N_("who paid what for which month; not posted"), dues.ledger, personal=True),
    "dues-receipt": Form(N_("one payment's receipt and counterfoil (--member)"), dues.receipt, personal=True),
    "dues-publication": Form(N_("the year's publication to the members"), dues.publication),
}
