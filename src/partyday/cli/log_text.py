"""The whole log as a text: to be printed, signed and kept where nobody can change it, and to be compared later.

It is in Chinese, as every paper is. `services.anchors` reads the hashes in it again.
"""

from pathlib import Path

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.changes import told
from partyday.cli.run import Run
from partyday.forms.whole_file import replacing
from partyday.i18n import _
from partyday.model.anchors import Anchor
from partyday.services import logs
from partyday.services.anchors import BOOK
from partyday.services.desk import Desk

#: The file, and where the log stood.
WRITTEN: Answer[tuple[Path, Anchor]] = Answer(
    Field("file", lambda written: written[0]),
    Field("entries", lambda written: written[1].entry),
    Field("head", lambda written: written[1].head),
)


def write_log(run: Run, desk: Desk, file: Path) -> None:
    """Write every entry with its hash and what it changed, values that are not shown masked, and the head."""
    path = output.target(file, yes=run.yes)
    with replacing(path) as opened:

        def line(*words: object) -> None:
            opened.write(("\t".join(map(str, words)) + "\n").encode("utf-8", "surrogatepass"))

        opened.write(b"\xef\xbb\xbf")
        with logs.whole(desk) as log:
            line("党员活动日操作日志")
            line(BOOK, log.head.book)
            line("条数", log.head.entry)
            line("末条", log.head.head)
            line()
            for entry in log.entries:
                who = f"{entry.by}（系统用户 {entry.login}）" if entry.claimed else entry.by
                day = f"（按 {entry.stand_in}）" if entry.stand_in else ""
                line(entry.id, f"{entry.at}{day}", who, entry.command, entry.reason, entry.hash)
                for change in entry.changes:
                    line("", told(change, log.days).replace("\t", " ").replace("\n", " "))
            line()
            line("核对人：", "", "日期：")
    written = (path, log.head)
    WRITTEN.tell(run, written, _("Written: {file}"))
    if not run.json:
        output.talk(_("{entries} entries; the newest is {head}").format(**WRITTEN.texts(written)))
