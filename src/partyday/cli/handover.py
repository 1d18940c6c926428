"""`partyday handover` and `takeover`: one file with all that a successor needs, and taking it up."""

import io
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Annotated
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import typer

from partyday.cli import output
from partyday.cli.answers import tell
from partyday.cli.command import command, verb
from partyday.cli.passphrase import AGE, decrypted, encrypted
from partyday.cli.past import BOOK_IN_BUNDLE, LARGEST_BUNDLE
from partyday.cli.run import Run
from partyday.errors import BadInput, BookUnusable, NotFound
from partyday.i18n import _
from partyday.model import digest

if TYPE_CHECKING:
    from partyday.services.desk import Desk

handover_app, takeover_app = verb(), verb()

_SUMS, _READ_FIRST, _OPEN, _PAPERS, _POLICY = "SHA256SUMS.txt", "请先阅读.txt", "待办事项.txt", "报送材料", "制度"
_FILES = "影像资料"

_AT_ONCE = 1 << 20
#: A list of checksums is no longer, in bytes.
_LONGEST_SUMS = 16 << 20


@command(
    handover_app,
    _("Pack what a successor needs into one file: the book, filed papers, open items, the policy, checksums."),
    "partyday handover 交接.zip --passphrase",
)
def handover(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("Where to."))],
    passphrase: Annotated[
        bool,
        typer.Option(
            "--passphrase", help=_("Encrypt it (age); the passphrase is asked for, or stands in PARTYDAY_PASSPHRASE.")
        ),
    ] = False,
) -> None:
    """Make the bundle."""
    from partyday.forms.whole_file import replacing
    from partyday.store import copies

    run = Run(ctx)
    run.long()
    path = output.target(file, yes=run.yes)
    encrypt = encrypted() if passphrase else None
    with run.desk() as desk, tempfile.TemporaryDirectory(prefix="partyday-") as folder:
        book = Path(folder, BOOK_IN_BUNDLE)
        copies.copy(run.place, book)
        with replacing(path) as opened:
            if encrypt is None:
                names = _pack(run, desk, book, opened)
            else:
                whole = io.BytesIO()
                names = _pack(run, desk, book, whole)
                opened.write(encrypt(whole.getvalue()))
        about = copies.about(str(book))
    assert about is not None
    told = {"file": path, "entries": about.entries, "head": about.head, "files": names, "encrypted": passphrase}
    tell(run, told, _("Packed into {file}: the book up to entry {entries}."))


def _pack(run: Run, desk: "Desk", book: Path, opened: IO[bytes]) -> list[str]:
    """Write the bundle; the names of what is in it."""
    sums = []
    with ZipFile(opened, "w", ZIP_DEFLATED) as bundle:
        bundle.write(book, BOOK_IN_BUNDLE)
        sums.append(f"{_digest(book)}  {BOOK_IN_BUNDLE}")
        for name, path in _files(desk):
            bundle.write(path, name)
            sums.append(f"{_digest(path)}  {name}")
        for name, content in _parts(run, desk, book):
            bundle.writestr(name, content)
            sums.append(f"{digest.sha256(content).hexdigest()}  {name}")
        bundle.writestr(_SUMS, "\n".join(sums) + "\n")
    return [*(line.split("  ", 1)[1] for line in sums), _SUMS]


def _parts(run: Run, desk: "Desk", book: Path) -> Iterator[tuple[str, bytes]]:
    """Everything beside the book, by name."""
    from partyday.model.paper import file_stem
    from partyday.services.branches import policy_name

    papers = list(_papers(desk))
    yield from papers
    yield _OPEN, _open_items(desk).encode("utf-8-sig")
    own = {policy_name(desk.branches, branch) for branch in desk.branches}
    for name in sorted(name for name in own if Path(name).is_absolute() and Path(name).is_file()):
        yield f"{_POLICY}/{Path(name).name}", Path(name).read_bytes()
    for edition in (edition for branch in desk.branches for edition in branch.editions if edition.text):
        since = f"-{edition.since}" if edition.since else ""
        yield f"{_POLICY}/{edition.id:02}-{file_stem(edition.name)}{since}.toml", edition.text.encode()
    yield _READ_FIRST, _page(run, desk, book, len(papers), sorted(own)).encode("utf-8-sig")


def _files(desk: "Desk") -> Iterator[tuple[str, Path]]:
    """The pictures and scans of days, by name; what is not as it was, or not here, is told and left out."""
    from partyday.model.paper import file_stem
    from partyday.services.attachments import every

    there: set[str] = set()
    for attached in every(desk):
        one = attached.attachment
        if not attached.whole:
            output.talk(_("Not in the bundle, since it is not here as it was: {name}").format(name=one.name))
            continue
        name = f"{_FILES}/{one.id:04}-{file_stem(Path(one.name).stem)}{attached.path.suffix}"
        if name not in there:
            there.add(name)
            yield name, attached.path


def _papers(desk: "Desk") -> Iterator[tuple[str, bytes]]:
    """Every paper as it was filed, as a sealed workbook."""
    from partyday.forms import xlsx
    from partyday.model.anchors import read_anchor
    from partyday.model.paper import file_stem
    from partyday.model.seal import seal
    from partyday.services.filings import every_sealed

    with tempfile.TemporaryDirectory(prefix="partyday-") as folder:
        for number, sealed in every_sealed(desk):
            made = Path(folder, "paper.xlsx")
            anchor = read_anchor(sealed.anchor)
            xlsx.write(sealed.sheets, made, sealed=seal(sealed), foot=anchor.short if anchor else "")
            yield f"{_PAPERS}/{number:04}-{file_stem(sealed.sheets[0].stem)}.xlsx", made.read_bytes()


def _open_items(desk: "Desk") -> str:
    """What is open in each branch, as its agenda tells it."""
    from partyday.model.codes import BranchKind
    from partyday.services.agenda import agenda
    from partyday.services.desk import Desk as Of

    lines = [f"待办事项（截至 {desk.today}）"]
    for branch in desk.branches:
        if branch.kind is BranchKind.BRANCH:
            lines += ["", branch.name]
            items = agenda(Of(desk.store, desk.act, branch.name))
            lines += [f"{'!' if item.overdue else ' '} {item.on}  {item.text}" for item in items] or ["  无"]
    return "\n".join(lines) + "\n"


def _page(run: Run, desk: "Desk", book: Path, papers: int, policies: list[str]) -> str:
    from partyday.store.copies import about

    known = about(str(book))
    assert known is not None
    names = "、".join(branch.name for branch in desk.branches)
    return f"""党员活动日记录 交接材料

交出：{desk.act.by}（系统用户 {desk.act.login}）  日期：{desk.today}
党组织：{names}
记录本：{BOOK_IN_BUNDLE}，书号 {known.uid}
操作日志：{known.entries} 条，末条时间 {known.at}
末条校验值：{known.head}
已报送材料：{papers} 份，见“{_PAPERS}”
影像资料：随附的见“{_FILES}”，接收时放回记录本旁
执行制度：{"、".join(policies)}
待办事项：见“{_OPEN}”

接收：
1. 安装 partyday，运行 partyday takeover 本文件；它核对每个文件的校验值和记录本的操作日志，再放到你的记录本位置。
2. 运行 partyday verify --against 本文件，可随时核对记录本仍含交接时的全部历史。
3. 记录本含个人信息，请勿转发；交接完成后请双方在纸上签字，并写下末条校验值。

交出人（签字）：            接收人（签字）：            监交人（签字）：
"""


@command(
    takeover_app,
    _("Take up a bundle: check everything in it, and put its book where the book is to be."),
    "partyday takeover 交接.zip",
)
def takeover(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The bundle."))],
    papers: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help=_("Also unpack the papers and lists into this new folder."))
    ] = None,
) -> None:
    """Check the bundle, then put its book in place."""
    from partyday.store import copies
    from partyday.store.places import is_url

    run = Run(ctx)
    run.long()
    if is_url(run.place):
        raise BadInput(_("A bundle is taken up into a file: name one with --book."))
    if papers is not None and papers.exists():
        raise BadInput(_("{path} is already there.").format(path=papers), _("Name a new folder."))
    with tempfile.TemporaryDirectory(prefix="partyday-") as folder:
        names = _unpacked(file, Path(folder))
        book = Path(folder, BOOK_IN_BUNDLE)
        _sound(book)
        about = copies.about(str(book))
        assert about is not None
        question = _("Replace the book {place} by that of {branch}, {entries} entries?").format(
            place=run.place, branch=about.branch, entries=about.entries
        )
        if Path(run.place).exists() and not run.confirmed(question):
            raise typer.Exit
        Path(run.place).parent.mkdir(parents=True, exist_ok=True)
        kept = copies.restore(book, run.place, waits=run.waits)
        _put_back(run, Path(folder), names)
        if papers is not None:
            _lay_out(Path(folder), names, papers)
    told = {"book": run.place, "branch": about.branch, "entries": about.entries, "head": about.head}
    tell(run, told | {"kept": kept, "files": names}, _("The book of {branch} is taken up, {entries} entries: {book}"))
    if kept and not run.json:
        output.talk(_("The one it replaces is kept as {kept}.").format(kept=kept))


def _put_back(run: Run, folder: Path, names: list[str]) -> None:
    """Let the pictures and scans of a bundle be beside the book that was taken up."""
    from partyday.store import files
    from partyday.store.book import open_book

    store = open_book(run.place)
    try:
        beside = files.folder_of(store)
    finally:
        store.close()
    for name in names:
        if name.startswith(f"{_FILES}/"):
            files.keep(beside, folder / name, _digest(folder / name), name)


def _unpacked(file: Path, folder: Path) -> list[str]:
    """Unpack a bundle into a folder and check every file in it; their names. Raises BadInput, NotFound."""
    if not file.is_file():
        raise NotFound(_("There is no file {file}.").format(file=file))
    with file.open("rb") as opened:
        locked = opened.read(len(AGE)) == AGE
    source: Path | IO[bytes] = io.BytesIO(decrypted(file)) if locked else file
    no_bundle = BadInput(
        _("{file} is no bundle, or it is damaged.").format(file=file.name),
        _("`partyday handover 交接.zip` makes one; ask for it again."),
    )
    try:
        with ZipFile(source) as bundle:
            with bundle.open(_SUMS) as listed:
                sums = _sums(listed.read(_LONGEST_SUMS).decode())
            inside = {entry.filename: entry for entry in bundle.infolist()}
            if set(inside) != {*sums, _SUMS} or sum(entry.file_size for entry in inside.values()) > LARGEST_BUNDLE:
                raise no_bundle
            for name, wanted in sums.items():
                if ".." in PurePosixPath(name).parts or PurePosixPath(name).is_absolute() or "\\" in name:
                    raise no_bundle
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with bundle.open(name) as part, target.open("wb") as made:
                    while piece := part.read(_AT_ONCE):
                        made.write(piece)
                if _digest(target) != wanted:
                    raise BadInput(_("{name} in {file} was changed.").format(name=name, file=file.name))
    except (BadZipFile, KeyError, ValueError, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise no_bundle from error
    if BOOK_IN_BUNDLE not in sums:
        raise no_bundle
    return list(sums)


def _sums(text: str) -> dict[str, str]:
    """Name → SHA-256, as a list of checksums has them. Raises ValueError."""
    pairs = (line.split("  ", 1) for line in text.splitlines())
    return {name: wanted for wanted, name in pairs}


def _sound(book: Path) -> None:
    """Raises BookUnusable where the book in a bundle does not agree with its log."""
    from partyday.store.book import open_book
    from partyday.store.checking import faults

    store = open_book(str(book))
    try:
        with store.reading() as connection:
            if any(faults(connection)):
                raise BookUnusable(
                    _("The book in the bundle does not agree with its log."),
                    _("Ask for it again; nothing was changed."),
                )
    finally:
        store.close()


def _lay_out(folder: Path, names: list[str], papers: Path) -> None:
    from partyday.disk import OWN_FOLDER, own

    papers.mkdir(OWN_FOLDER)
    for name in names:
        if name != BOOK_IN_BUNDLE:
            target = papers / name
            target.parent.mkdir(OWN_FOLDER, parents=True, exist_ok=True)
            target.write_bytes((folder / name).read_bytes())
            own(target)


def _digest(path: Path) -> str:
    found = digest.sha256()
    with path.open("rb") as opened:
        while piece := opened.read(_AT_ONCE):
            found.update(piece)
    return found.hexdigest()
