"""One file with all that a successor needs (交接): the book, filed papers, open items, the policy, checksums.

Packing it, and unpacking one with every file in it checked. Who is asked what, and a passphrase, are the caller's.
"""

import shutil
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from partyday.disk import OWN_FOLDER, own
from partyday.errors import BadInput, BookUnusable
from partyday.forms import xlsx
from partyday.i18n import _
from partyday.model import digest
from partyday.model.anchors import read_anchor
from partyday.model.codes import BranchKind
from partyday.model.paper import file_stem
from partyday.model.seal import seal
from partyday.services import attachments
from partyday.services.agenda import agenda
from partyday.services.branches import policy_name
from partyday.services.desk import Desk
from partyday.services.filings import every_sealed
from partyday.store import copies, files
from partyday.store.book import open_book
from partyday.store.checking import faults
from partyday.store.connection import Waits

#: The book in a bundle, and what stands beside it.
BOOK = "book.partyday"
_SUMS, _READ_FIRST, _OPEN, _PAPERS, _POLICY = "SHA256SUMS.txt", "请先阅读.txt", "待办事项.txt", "报送材料", "制度"
_FILES = "影像资料"

#: A bundle that unpacks to more bytes than that is none.
LARGEST = 8 << 30

_AT_ONCE = 1 << 20
#: A list of checksums is no longer, in bytes.
_LONGEST_SUMS = 16 << 20


@dataclass(frozen=True)
class Packing:
    """A bundle to be written: `book` is the copy of the book that goes into it, `about` what that is.

    `missing` are the pictures and scans that were left out, since they are not here as they were.
    """

    desk: Desk
    book: Path
    about: copies.About
    missing: list[str] = field(default_factory=list)

    def write(self, opened: IO[bytes]) -> list[str]:
        """Write the bundle; the names of what is in it."""
        sums = []
        with ZipFile(opened, "w", ZIP_DEFLATED) as bundle:
            for name, path in ((BOOK, self.book), *self._files()):
                bundle.write(path, name)
                sums.append(f"{files.hashed(path)}  {name}")
            for name, content in self._parts():
                bundle.writestr(name, content)
                sums.append(f"{digest.sha256(content).hexdigest()}  {name}")
            bundle.writestr(_SUMS, "\n".join(sums) + "\n")
        return [*(line.split("  ", 1)[1] for line in sums), _SUMS]

    def _files(self) -> Iterator[tuple[str, Path]]:
        """The pictures and scans of days, by name."""
        there: set[str] = set()
        for attached in attachments.every(self.desk):
            one = attached.attachment
            if not attached.whole:
                self.missing.append(one.name)
                continue
            name = f"{_FILES}/{one.id:04}-{file_stem(Path(one.name).stem)}{attached.path.suffix}"
            if name not in there:
                there.add(name)
                yield name, attached.path

    def _parts(self) -> Iterator[tuple[str, bytes]]:
        """Everything else beside the book, by name."""
        papers = list(_papers(self.desk))
        yield from papers
        yield _OPEN, _open_items(self.desk).encode("utf-8-sig")
        branches = self.desk.branches
        policies = sorted({policy_name(branches, branch) for branch in branches})
        for path in (Path(name) for name in policies):
            if path.is_absolute() and path.is_file():
                yield f"{_POLICY}/{path.name}", path.read_bytes()
        for edition in (edition for branch in branches for edition in branch.editions if edition.text):
            since = f"-{edition.since}" if edition.since else ""
            yield f"{_POLICY}/{edition.id:02}-{file_stem(edition.name)}{since}.toml", edition.text.encode()
        yield _READ_FIRST, _page(self.desk, self.about, len(papers), policies).encode("utf-8-sig")


@contextmanager
def packing(desk: Desk) -> Iterator[Packing]:
    """A bundle of the book as it is now. Raises BadInput or BookUnusable where the book is not to be copied."""
    with tempfile.TemporaryDirectory(prefix="partyday-") as folder:
        book = Path(folder, BOOK)
        copies.copy(desk.store.place, book)
        yield Packing(desk, book, _about(book))


def _about(book: Path) -> copies.About:
    about = copies.about(str(book))
    assert about is not None
    return about


def _papers(desk: Desk) -> Iterator[tuple[str, bytes]]:
    """Every paper as it was filed, as a sealed workbook."""
    with tempfile.TemporaryDirectory(prefix="partyday-") as folder:
        for number, sealed in every_sealed(desk):
            made = Path(folder, "paper.xlsx")
            anchor = read_anchor(sealed.anchor)
            xlsx.write(sealed.sheets, made, sealed=seal(sealed), foot=anchor.short if anchor else "")
            yield f"{_PAPERS}/{number:04}-{file_stem(sealed.sheets[0].stem)}.xlsx", made.read_bytes()


def _open_items(desk: Desk) -> str:
    """What is open in each branch, as its agenda tells it."""
    lines = [f"待办事项（截至 {desk.today}）"]
    for branch in desk.branches:
        if branch.kind is BranchKind.BRANCH:
            lines += ["", branch.name]
            items = agenda(Desk(desk.store, desk.act, branch.name))
            lines += [f"{'!' if item.overdue else ' '} {item.on}  {item.text}" for item in items] or ["  无"]
    return "\n".join(lines) + "\n"


def _page(desk: Desk, about: copies.About, papers: int, policies: Sequence[str]) -> str:
    """What a successor reads first."""
    names = "、".join(branch.name for branch in desk.branches)
    return f"""党员活动日记录 交接材料

交出：{desk.act.by}（系统用户 {desk.act.login}）  日期：{desk.today}
党组织：{names}
记录本：{BOOK}，书号 {about.uid}
操作日志：{about.entries} 条，末条时间 {about.at}
末条校验值：{about.head}
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


@dataclass(frozen=True)
class Unpacked:
    """A bundle in a folder, every file in it as it was packed: their names, and what its book is."""

    folder: Path
    names: list[str]
    about: copies.About

    def take_up(self, place: str, waits: Waits | None) -> Path | None:
        """Put its book, and the pictures and scans of days, in place; where the book that it replaces is kept."""
        Path(place).parent.mkdir(parents=True, exist_ok=True)
        kept = copies.restore(self.folder / BOOK, place, waits=waits)
        store = open_book(place)
        try:
            beside = files.folder_of(store)
        finally:
            store.close()
        for name in self.names:
            if name.startswith(f"{_FILES}/"):
                files.keep(beside, self.folder / name, files.hashed(self.folder / name), name)
        return kept

    def lay_out(self, folder: Path) -> None:
        """Write everything but the book into a new folder."""
        folder.mkdir(OWN_FOLDER)
        for name in self.names:
            if name != BOOK:
                target = folder / name
                target.parent.mkdir(OWN_FOLDER, parents=True, exist_ok=True)
                target.write_bytes((self.folder / name).read_bytes())
                own(target)


def unpacked(source: Path | IO[bytes], file: str, folder: Path) -> Unpacked:
    """Unpack the bundle of a `file` into a folder, and check every file in it and its book.

    Raises BadInput for what is none or was changed, BookUnusable for a book that does not agree with its log.
    """
    no_bundle = BadInput(
        _("{file} is no bundle, or it is damaged.").format(file=file),
        _("`partyday handover 交接.zip` makes one; ask for it again."),
    )
    try:
        with ZipFile(source) as bundle:
            with bundle.open(_SUMS) as listed:
                sums = _sums(listed.read(_LONGEST_SUMS).decode())
            inside = {entry.filename: entry for entry in bundle.infolist()}
            if set(inside) != {*sums, _SUMS} or sum(entry.file_size for entry in inside.values()) > LARGEST:
                raise no_bundle
            for name, wanted in sums.items():
                if ".." in PurePosixPath(name).parts or PurePosixPath(name).is_absolute() or "\\" in name:
                    raise no_bundle
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with bundle.open(name) as part, target.open("wb") as made:
                    while piece := part.read(_AT_ONCE):
                        made.write(piece)
                if files.hashed(target) != wanted:
                    raise BadInput(_("{name} in {file} was changed.").format(name=name, file=file))
    except (BadZipFile, KeyError, ValueError, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise no_bundle from error
    if BOOK not in sums:
        raise no_bundle
    book = folder / BOOK
    _sound(book)
    return Unpacked(folder, list(sums), _about(book))


def _sums(text: str) -> dict[str, str]:
    """Name → SHA-256, as a list of checksums has them. Raises ValueError."""
    pairs = (line.split("  ", 1) for line in text.splitlines())
    return {name: wanted for wanted, name in pairs}


def _sound(book: Path) -> None:
    """Raises BookUnusable where the book in a bundle does not agree with its log."""
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


def book_in(source: Path | IO[bytes], target: Path) -> bool:
    """Write the book of a bundle to a file, if there is one."""
    try:
        with ZipFile(source) as bundle:
            if BOOK not in bundle.namelist() or bundle.getinfo(BOOK).file_size > LARGEST:
                return False
            with bundle.open(BOOK) as book, target.open("wb") as made:
                shutil.copyfileobj(book, made)
    except (BadZipFile, OSError, RuntimeError, EOFError, NotImplementedError, zlib.error):
        return False
    return True
