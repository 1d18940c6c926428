"""`partyday meeting`: meetings held beside the activity day (三会一课 and others), and who was there."""

from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field, attributes
from partyday.cli.command import command, noun
from partyday.cli.nouns import PERSON
from partyday.cli.run import Run
from partyday.errors import WrongUsage
from partyday.i18n import N_, _, listed
from partyday.words.meetings import meeting_term
from partyday.words.typed import as_typed

if TYPE_CHECKING:
    from partyday.model.people import Person
    from partyday.services.meetings import Met

app = noun(
    _("Meetings held beside the activity day."),
    "partyday meeting add 支委会 --on 2026-03-10 --theme 研究发展党员 --present 1,2,5",
)

Handles = list[str] | None


def _called(met: "Met") -> str:
    group = met.meeting.party_group
    return f"{meeting_term(met.meeting.kind)} {group}".rstrip()


MET: "Answer[Met]" = Answer(
    Field("number", lambda met: met.meeting.id, N_("no.")),
    Field("held_on", lambda met: met.meeting.held_on, N_("date")),
    Field("kind", lambda met: met.meeting.kind, N_("meeting"), _called),
    Field("group", lambda met: met.meeting.party_group),
    attributes("starts ends").within(lambda met: met.meeting),
    Field("theme", lambda met: met.meeting.theme, N_("theme")),
    attributes("content place").within(lambda met: met.meeting),
    Field("host", lambda met: met.meeting.host, N_("host")),
    attributes("recorder guests resolutions").within(lambda met: met.meeting),
    Field("blocks", lambda met: list(met.meeting.blocks)),
    Field("expected", lambda met: None if met.expected is None else len(met.expected), N_("expected")),
    Field(
        "present",
        lambda met: [PERSON.json(person) for person in met.present],
        N_("there"),
        lambda met: len(met.present),
    ),
    Field("missing", lambda met: [PERSON.json(person) for person in met.missing] if met.present else []),
    Field("left_out", lambda met: [PERSON.json(person) for person in met.left_out]),
    columns=("number", "held_on", "kind", "theme", "host", "expected", "present"),
)


On = Annotated[str, typer.Option(metavar="DATE", help=_("When it was held."))]
Theme = Annotated[str | None, typer.Option(metavar="TEXT", help=_("The theme (主题)."))]
Content = Annotated[str | None, typer.Option(metavar="TEXT", help=_("What was discussed (会议内容)."))]
Place = Annotated[str | None, typer.Option(help=_("The place (地点)."))]
Host = Annotated[str | None, typer.Option(help=_("Who led it (主持人)."))]
Recorder = Annotated[str | None, typer.Option(help=_("Who took the record (记录人)."))]
Starts = Annotated[str | None, typer.Option("--start", metavar="HH:MM", help=_("When it began."))]
Ends = Annotated[str | None, typer.Option("--end", metavar="HH:MM", help=_("When it ended."))]
Guests = Annotated[
    str | None, typer.Option(metavar="TEXT", help=_("Who was there beside the branch's own people (列席)."))
]
Resolutions = Annotated[str | None, typer.Option(metavar="TEXT", help=_("Resolutions (决议)."))]
Block = Annotated[
    Handles,
    typer.Option(metavar="KIND", help=_("A kind of content of the policy that it counts for; may be repeated.")),
]
Present = Annotated[Handles, typer.Option(metavar="WHO,…", help=_("Who was there."))]


def _texts(**told: str | None) -> dict[str, str]:
    return {name: text for name, text in told.items() if text is not None}


def _split(handles: Handles) -> list[str]:
    from partyday.services.lookup import split_list

    return split_list(handles or ())


@command(
    app,
    _("Record a meeting: 党员大会, 支委会, 党小组会, 党课, 组织生活会, 民主评议, or another that the policy names."),
    "partyday meeting add 党课 --on 2026-03-20 --theme 专题党课 --all --except 7 --block party-spirit",
)
def add(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=_("Which meeting."))],
    on: On,
    theme: Theme = None,
    content: Content = None,
    place: Place = None,
    host: Host = None,
    recorder: Recorder = None,
    starts: Starts = None,
    ends: Ends = None,
    guests: Guests = None,
    resolutions: Resolutions = None,
    group: Annotated[str, typer.Option(help=_("Which Party group (党小组) met."))] = "",
    block: Block = None,
    present: Present = None,
    everybody: Annotated[bool, typer.Option("--all", help=_("Everybody who belongs to it was there."))] = False,
    besides: Annotated[Handles, typer.Option("--except", metavar="WHO,…", help=_("But for these, with --all."))] = None,
) -> None:
    """Record one meeting."""
    from partyday.services import meetings

    if besides and not everybody:
        raise WrongUsage(_("--except goes with --all."))
    run = Run(ctx)
    texts = _texts(
        theme=theme,
        content=content,
        place=place,
        host=host,
        recorder=recorder,
        starts=starts,
        ends=ends,
        guests=guests,
        resolutions=resolutions,
    )
    who = meetings.Who(_split(present), everybody, _split(besides))
    with run.desk() as desk:
        met = meetings.add(desk, kind, run.date(on), texts, who, group=group, blocks=_split(block))
    _tell(run, met)


@command(
    app,
    _("Put down more of a meeting, or something else, by its number in the list."),
    "partyday meeting set 3 --resolutions 同意吸收为入党积极分子 --present 6",
    name="set",
)
def change(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(metavar="NUMBER", min=1, max=2**31 - 1, help=_("The meeting's number."))],
    theme: Theme = None,
    content: Content = None,
    place: Place = None,
    host: Host = None,
    recorder: Recorder = None,
    starts: Starts = None,
    ends: Ends = None,
    guests: Guests = None,
    resolutions: Resolutions = None,
    block: Block = None,
    present: Present = None,
    absent: Annotated[Handles, typer.Option(metavar="WHO,…", help=_("Who was not there after all."))] = None,
) -> None:
    """Change one meeting."""
    from partyday.services import meetings

    run = Run(ctx)
    texts = _texts(
        theme=theme,
        content=content,
        place=place,
        host=host,
        recorder=recorder,
        starts=starts,
        ends=ends,
        guests=guests,
        resolutions=resolutions,
    )
    with run.desk() as desk:
        met = meetings.change(
            desk,
            number,
            texts,
            present=_split(present),
            absent=_split(absent),
            blocks=None if block is None else _split(block),
        )
    _tell(run, met)


@command(app, _("The meetings of a period, by date."), "partyday meeting list 2026Q1", name="list")
def listing(
    ctx: typer.Context,
    period: Annotated[
        str | None, typer.Argument(metavar="[PERIOD]", help=_("A year, a quarter, a month; by default this year."))
    ] = None,
) -> None:
    """List meetings."""
    from partyday.model.period import Period
    from partyday.services import meetings

    run = Run(ctx)
    with run.desk() as desk:
        found = meetings.recorded(desk, run.period(period) or Period.at(run.today, 12))
    MET.listing(run, found, nothing=_("No meeting is recorded."))


def _tell(run: Run, met: "Met") -> None:
    if run.json:
        output.emit(MET.json(met))
        return
    there = {"number": met.meeting.id, "date": met.meeting.held_on, "kind": _called(met), "present": len(met.present)}
    if met.expected is None:
        output.say(_("{number}: {kind} of {date}, {present} there.").format(**there))
    else:
        output.say(
            _("{number}: {kind} of {date}, {present} there, {expected} expected.").format(
                **there, expected=len(met.expected)
            )
        )
    if met.present and met.missing:
        output.talk(_("Not there: {people}").format(people=_list(met.missing)))
    if met.left_out:
        output.talk(
            _(
                "Not put down by --all, since they attend online or are visited: {people}. Name them with --present."
            ).format(people=_list(met.left_out))
        )
    if met.counted_as:
        output.talk(
            _("If it counts for {names}: partyday meeting set {number} --block {name}").format(
                names=listed(met.counted_as), number=met.meeting.id, name=as_typed(next(iter(met.counted_as)))
            )
        )


def _list(people: "tuple[Person, ...]") -> str:
    from partyday.services.lookup import named

    return named(people)
