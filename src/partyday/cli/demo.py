"""`partyday demo`: a year of a branch of 23, through the very commands a secretary types, in a temporary book."""

import contextlib
import io
import os
import shlex
import tempfile
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.command import command, verb
from partyday.cli.run import Run
from partyday.i18n import N_, _

app = verb()

#: The folder that the demo wrote to, and what it wrote.
DONE: Answer[tuple[Path, Sequence[Path]]] = Answer(
    Field("folder", lambda done: done[0]),
    Field("files", lambda done: [path.name for path in done[1]]),
    Field("steps", lambda done: len(STEPS)),
)

BRANCH, SUPERIOR = "计算机学院教工党支部", "计算机学院党总支"

#: The usual evening: everybody present, 黄晓东 online, the two at home visited.
_USUAL = "checkin --all --online 8 --visited 3,4 --close"

#: The day it is, what a person would say, what they type. `{folder}` is where the demo writes.
STEPS: tuple[tuple[str, str, str], ...] = (
    (
        "2025-12-22",
        N_("A new book, the branch under its superior. The roster comes from the secretary's own sheet."),
        f"init --branch {BRANCH} --superior {SUPERIOR}",
    ),
    ("2025-12-22", "", "branch set --secretary 王秀芳 --organiser 陈志强"),
    ("2025-12-22", "", "member import {folder}/花名册.csv"),
    (
        "2025-12-22",
        N_("The year: the first Friday of each month, moved where a holiday is in the way, and why."),
        "schedule 2026",
    ),
    (
        "2025-12-22",
        N_("Which day could carry which content, so that every cadence holds: proposed, and here accepted."),
        "schedule 2026 --suggest --yes",
    ),
    ("2025-12-22", "", "day plan 2026Q1 --theme 学党章、强党性"),
    (
        "2025-12-22",
        N_("Dues are assessed at the start of the year; an income stays with who asks for that member."),
        "dues assess 李文华 --kind 工资 --amount 6500 --from 2026-01",
    ),
    ("2025-12-22", "", "dues assess 张建国 --kind 离退休 --amount 5200 --from 2026-01"),
    ("2026-01-09", N_("January and February go by."), f"{_USUAL} --absent 16"),
    ("2026-02-06", "", f"{_USUAL} --excuse 7:病假"),
    (
        "2026-03-02",
        N_("March: planned, then announced. The text goes into the group chat."),
        "day plan 2026-03-06 --theme 学习全国两会精神 --content 专题党课与交流发言 --form 党课 "
        "--place 三楼会议室 --host 王秀芳 --start 14:30 --end 16:30",
    ),
    ("2026-03-02", "", "day announce 2026-03-06"),
    (
        "2026-03-05",
        N_("One member asks for leave beforehand."),
        "checkin --day 2026-03-06 --excuse 周丽娟:公差:外出开会",
    ),
    (
        "2026-03-06",
        N_("The meeting: everybody but the few. Initials, numbers and names all do."),
        "checkin --all --except 7,oym --absent 16 --online 8 --visited 3,4",
    ),
    (
        "2026-03-06",
        N_("欧阳明 comes in late; 赵立新 sends word that he is ill."),
        "checkin oym --excuse zlx:病假 --close",
    ),
    (
        "2026-03-06",
        N_("The two who are invited were there too; one slip is put right, with its reason."),
        "checkin 24 25 --online 16 --reason 实为线上参加",
    ),
    (
        "2026-03-06",
        N_("Dues are collected at the meeting: from those who are there, then forwarded."),
        "dues collect --day 2026-03-06 --all",
    ),
    ("2026-03-06", "", "dues remit"),
    (
        "2026-03-10",
        N_("Afterwards: a summary, and what the members wish for."),
        "day summary 2026-03-06 --text 全体党员认真学习，交流充分 --opinions 希望增加实地参观 --recorder 徐静怡",
    ),
    ("2026-04-03", N_("And so through the year."), f"{_USUAL} --excuse 9:事假"),
    ("2026-05-08", "", "checkin --all --online 8 --visited 3 --absent 16 --close"),
    ("2026-06-05", "", f"{_USUAL} --excuse 12:公差"),
    ("2026-07-01", N_("1 July: the activity day and the Constitution study day are one."), _USUAL),
    ("2026-08-03", N_("August: the day has to move."), "day move 2026-08-07 --to 2026-08-10 --reason 防汛值守"),
    ("2026-08-10", "", f"{_USUAL} --absent 16 --excuse 5:病假"),
    ("2026-09-04", "", _USUAL),
    (
        "2026-09-14",
        N_("The next quarter is planned."),
        "day plan 2026-10-09 --theme 迎国庆、话初心 --content 重温入党誓词，交流思想汇报 --form 党员大会 "
        "--place 三楼会议室 --host 王秀芳 --start 14:30 --end 16:00",
    ),
    (
        "2026-09-14",
        "",
        "day plan 2026-11-06 --theme 教学改革大家谈 --content 围绕本科教学改革议政议事 --form 党员大会 "
        "--place 三楼会议室 --host 李文华 --start 14:30 --end 16:00 --block 议政议事,推进工作",
    ),
    (
        "2026-09-14",
        "",
        "day plan 2026-12-04 --theme 社区信息咨询服务 --content 为社区居民提供信息技术咨询 --form 志愿服务 "
        "--place 朝阳社区 --host 陈志强 --start 14:00 --end 17:00 --block 为民服务,能力素质教育,党性观念教育",
    ),
    (
        "2026-09-15",
        N_("Before the 20th: the plan of the next quarter for the superior, kept as it was filed."),
        "report quarter-plan --mark-filed -o {folder}/季度活动计划.xlsx",
    ),
    (
        "2026-09-21",
        N_("The superior sums up its branches' plans within five working days."),
        "rollup {folder}/季度活动计划.xlsx -o {folder}/汇总表.xlsx",
    ),
    ("2026-10-09", "", f"{_USUAL} --absent 16"),
    ("2026-11-06", "", f"{_USUAL} --excuse 21:病假"),
    ("2026-11-06", "", "dues collect --day 2026-11-06 --all --handed-in 张建国"),
    (
        "2026-11-09",
        N_("The year's attendance, to be made public: names and states, no reasons."),
        "report attendance --period 2026 -o {folder}/出勤公示.xlsx",
    ),
    (
        "2026-11-09",
        N_("The handbook of the year, a page for each day; and the extract for 民主评议."),
        "report record --period 2026 -o {folder}/党支部工作手册.xlsx",
    ),
    ("2026-11-09", "", "report appraisal --period 2026 -o {folder}/民主评议.xlsx"),
    (
        "2026-11-09",
        N_("The sign-in sheet for December."),
        "report sign-in --period 2026-12-04 -o {folder}/签到表.xlsx",
    ),
    (
        "2026-11-09",
        N_("Who needs what next, and why: the tool proposes, people decide."),
        "review",
    ),
    (
        "2026-11-09",
        N_("One member's whole story, to check together before the talk; and the sheet for it."),
        "review 郭子轩",
    ),
    ("2026-11-09", "", "report talk --member 郭子轩 -o {folder}/诫勉谈话记录.xlsx"),
    (
        "2026-11-12",
        N_("The talk was held, and one who had asked for leave has made up for the day."),
        "talk add 郭子轩 --on 2026-11-12 --by 王秀芳 --notes-by 徐静怡 --place 支部办公室 "
        "--said 指出四次无故缺席，提出要求 --explained 今后按时参加",
    ),
    ("2026-11-12", "", "makeup add 周丽娟 --for 2026-03-06 --on 2026-11-11 --how 自学并交流心得"),
    ("2026-11-12", N_("What comes next, and what is open."), "agenda"),
    ("2026-11-12", N_("Who recorded what of one member: everything is in the log."), "log 郭子轩"),
)


@command(app, _("Watch a year of a branch of 23, in a temporary book."), "partyday demo")
def demo(
    ctx: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FOLDER", help=_("Where to write; by default a temporary folder.")),
    ] = None,
) -> None:
    """Run every step as its own command."""
    run = Run(ctx)
    run.long()
    folder = folder or Path(tempfile.mkdtemp(prefix="partyday-"))
    folder.mkdir(parents=True, exist_ok=True)
    roster = resources.files("partyday.cli").joinpath("demo.csv").read_bytes()
    output.write_bytes(output.target(folder / "花名册.csv", yes=run.yes), roster)
    quiet = contextlib.redirect_stdout(io.StringIO()) if run.json else contextlib.nullcontext()
    with _own_book(folder / "demo.partyday"), quiet, _talk_in_line():
        for today, narration, line in STEPS:
            _step(today, _(narration) if narration else "", line, folder)
    files = sorted(path for path in folder.iterdir() if path.suffix in (".xlsx", ".csv", ".partyday"))
    if not run.json:
        output.say()
    told = _("The forms and the book are in {folder}: open them, and delete the folder when you like.")
    DONE.tell(run, (folder, files), told)


def _step(today: str, narration: str, line: str, folder: Path) -> None:
    from partyday.cli.app import run as partyday

    if narration:
        output.say()
        output.say(f"── {narration}")
    output.say(f"{today} $ partyday {line.replace('{folder}/', '')}")
    os.environ["PARTYDAY_TODAY"] = today
    arguments = [word.replace("{folder}", str(folder)) for word in shlex.split(line)]
    partyday(arguments)


@contextlib.contextmanager
def _own_book(place: Path) -> Iterator[None]:
    """Let the steps see this book alone, whatever the user's settings say."""
    kept = dict(os.environ)
    os.environ |= {"PARTYDAY_BOOK": str(place), "PARTYDAY_BRANCH": "", "PARTYDAY_CONFIG": os.devnull}
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)


@contextlib.contextmanager
def _talk_in_line() -> Iterator[None]:
    """Show what commands say beside their results in its place in the story."""
    import sys

    with contextlib.redirect_stderr(sys.stdout):
        yield
