"""The forms there are (表): the identity of each in one row of one table. Standard library only.

A *form* is the kind, a *paper* is one printed, a *filing* (报送) is one frozen as it was filed. The papers are made in
`services.reports`; by when they are filed, and by whom, stands in the policies (`filings.NAME`).
"""

from collections.abc import Mapping

from partyday.errors import NotFound
from partyday.i18n import N_, _, listed
from partyday.model.frozen import frozen


@frozen(kw_only=True)
class Form:
    """A form. `name` is what commands, books and filings call it, and stays for good; `title` the official Chinese one.

    `about` says what it is, in English; it is translated where it is shown. `months` is the length of the period that a
    paper is of: 12, 6, 3, 1, 0 for a day, None for any. `of_branch`: a 党支部 has it; `of_superior`: a superior has it,
    over its branches. `personal`: it can be asked for one member's. `upward`: it plans for the superior, who waits for
    it; `summed_up`: and sums it up with those of its other branches. `document`: it is printed as a document (.docx)
    too, and where `workbook` does not hold, only so. `filed_every`: so many months, where there is a day by which it is
    filed; `deadline` then says what that day is, in English too. `dated`: its page of a day names that day.
    """

    name: str
    title: str
    about: str
    months: int | None = None
    of_branch: bool = True
    of_superior: bool = False
    personal: bool = False
    upward: bool = False
    summed_up: bool = False
    document: bool = False
    workbook: bool = True
    filed_every: int | None = None
    deadline: str = ""
    dated: bool = False


_FORMS = (
    Form(
        name="year-plan",
        title="党员活动日活动方案",
        about=N_("the year's plan, with a theme for each quarter"),
        months=12,
        of_superior=True,
        upward=True,
        filed_every=12,
        deadline=N_("when 活动方案 of a year is filed"),
        document=True,
    ),
    Form(
        name="year-schedule",
        title="党员活动日计划日程表",
        about=N_("the year's days for the superior"),
        months=12,
        of_superior=True,
        upward=True,
        summed_up=True,
        filed_every=12,
        deadline=N_("when 计划日程表 of a year is filed"),
    ),
    Form(
        name="half-year-plan",
        title="半年活动计划",
        about=N_("the next half-year's plan"),
        months=6,
        upward=True,
        summed_up=True,
        filed_every=6,
        deadline=N_("when the plan of a half-year is filed"),
    ),
    Form(
        name="quarter-plan",
        title="季度活动计划",
        about=N_("the next quarter's plan for the superior"),
        months=3,
        upward=True,
        summed_up=True,
        filed_every=3,
        deadline=N_("when the plan of a quarter is filed"),
    ),
    Form(
        name="month-plan",
        title="月活动计划",
        about=N_("the next month's plan"),
        months=1,
        upward=True,
        filed_every=1,
        deadline=N_("when the plan of a month is filed"),
    ),
    Form(
        name="rollup",
        title="活动计划汇总表",
        about=N_("a superior's summing up of its branches' plans"),
        of_branch=False,
        of_superior=True,
        upward=True,
        filed_every=3,
        deadline=N_("when a superior's 汇总表 of a quarter is filed"),
    ),
    Form(
        name="sign-in",
        title="签到表",
        about=N_("numbered, for the meeting; filled in, it is read by checkin --from"),
        months=0,
        dated=True,
    ),
    Form(
        name="record",
        title="活动记录",
        about=N_("the page of a day in the 《党支部工作手册》, or of a year its handbook"),
        document=True,
        dated=True,
    ),
    Form(
        name="meetings",
        title="会议记录",
        about=N_("the pages of meetings held beside the activity day, and the list of a year's"),
    ),
    Form(
        name="attendance",
        title="出勤公示",
        about=N_("who took part, made public without reasons"),
        of_superior=True,
        filed_every=3,
        deadline=N_("when attendance is made public"),
    ),
    Form(
        name="appraisal",
        title="民主评议党员参加活动情况",
        about=N_("each member's year for 民主评议"),
        personal=True,
    ),
    Form(
        name="make-ups",
        title="补课记录",
        about=N_("who made up for which day, and who has still to"),
        personal=True,
    ),
    Form(
        name="talk",
        title="诫勉谈话记录",
        about=N_("one talk, or its sheet before it is held (--member)"),
        months=0,
        personal=True,
        document=True,
    ),
    Form(
        name="handling",
        title="组织处理记录",
        about=N_("one handling, step by step, or its sheet before it is proposed (--member)"),
        months=0,
        personal=True,
        document=True,
    ),
    Form(
        name="reminder",
        title="提醒通知书",
        about=N_("a stage of the policy told the member in writing (--member)"),
        months=0,
        personal=True,
    ),
    Form(
        name="roster",
        title="党员名册",
        about=N_("everybody of the branch, column by column; member import reads it back"),
        months=0,
    ),
    Form(
        name="candidates",
        title="预备党员和积极分子名册",
        about=N_("who is on the way to full membership: since when, until when, how often they took part"),
        months=0,
        of_superior=True,
    ),
    Form(
        name="my-record",
        title="党员本人记录",
        about=N_("everything the book holds of one member, for them"),
        personal=True,
    ),
    Form(
        name="dues-collect",
        title="党费收缴登记表",
        about=N_("what everybody owes at a meeting; filled in, it is read by dues collect --from"),
        months=0,
    ),
    Form(
        name="dues-ledger",
        title="党费收缴台账",
        about=N_("who paid what for which month; not posted"),
        months=12,
        of_superior=True,
        personal=True,
    ),
    Form(
        name="dues-receipt",
        title="党费收据",
        about=N_("the receipts of a day with their counterfoils, or one member's"),
        personal=True,
    ),
    Form(
        name="dues-publication",
        title="党费收缴情况公布",
        about=N_("the year's publication to the members"),
        months=12,
        of_superior=True,
        filed_every=12,
        deadline=N_("when a year's dues are made public"),
    ),
    Form(
        name="inspection",
        title="督查登记表",
        about=N_("what inspections found, and the sheet to take along to a branch"),
        of_superior=True,
    ),
    Form(
        name="commendations",
        title="表彰名册",
        about=N_("who was commended in a year, for what and by whom"),
        of_superior=True,
    ),
    Form(
        name="overview",
        title="活动开展情况概览",
        about=N_("a superior's branches side by side, with a heat map and a line of the year"),
        of_branch=False,
        of_superior=True,
    ),
    Form(
        name="circular",
        title="活动开展情况通报",
        about=N_("a superior's circular: the facts, good things by name, shortcomings by branch"),
        of_branch=False,
        of_superior=True,
        document=True,
        workbook=False,
    ),
)

#: name → form, in the order in which they are listed.
FORMS: Mapping[str, Form] = {form.name: form for form in _FORMS}

#: The forms of plans that a superior sums up: the months they are of → the form.
SUMMED_UP = {form.months: form.name for form in _FORMS if form.summed_up}


def form_named(text: str) -> Form:
    """The form called so: its name, its title (季度活动计划), or signs of one title alone in their order (季度计划).

    Raises NotFound.
    """
    wanted = text.strip()
    exact = [form for form in _FORMS if wanted in (form.name, form.title)]
    within = exact or [form for form in _FORMS if len(wanted) > 1 and wanted in form.title]
    fitting = within or [form for form in _FORMS if len(wanted) > 1 and _in_order(wanted, form.title)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting and (near := _near(wanted)):
        raise NotFound(
            _("There is no form “{form}”.").format(form=text),
            _("Did you mean {names}?").format(names=listed(f"{form.title} {form.name}" for form in near)),
        )
    raise NotFound(
        _("There is no form “{form}”.").format(form=text),
        _("There are {forms}.").format(forms=listed(f"{form.title} {form.name}" for form in fitting or _FORMS)),
    )


def _near(wanted: str) -> list[Form]:
    """The forms whose name or title looks like it."""
    from difflib import get_close_matches

    by_name = {name: form for form in _FORMS for name in (form.name, form.title)}
    return list({by_name[name].name: by_name[name] for name in get_close_matches(wanted, by_name, cutoff=0.7)}.values())


def _in_order(signs: str, title: str) -> bool:
    rest = iter(title)
    return all(sign in rest for sign in signs)
