"""Whether a book still has the past that something outside it tells of: a filed paper, a copy, an exported log.

The chain of the log has no key: whoever holds the file can change an entry and work out every hash behind it. What
others hold does not change with it. This compares the two; it reads no file.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.anchors import Anchor, read_anchor
from partyday.services.desk import Desk
from partyday.store import log
from partyday.store.book import Store
from partyday.store.connection import Row


class Past(NamedTuple):
    """Whether the book has the past that was told of; `checked` anchors say so, or `problems` that it has not.

    `since` is the first entry known to be another, `until` the last one known to be the same (0: none).
    """

    checked: int
    since: int | None
    until: int
    problems: tuple[str, ...] = ()


def compare(desk: Desk, file: str, told: Iterable[Anchor]) -> Past:
    """The book against what `file` tells of it, oldest first. Raises BadInput where that is nothing of this book."""
    with desk.reading() as connection:
        chains, joined = log.chains(connection), log.joined_until(connection)
        told_of: dict[str, list[Anchor]] = {}
        for anchor in told:
            book = anchor.book or log.book_uid(connection)  # what is printed on a paper has no room for a name
            if anchor.entry > joined.get(book, anchor.entry):
                continue  # what a branch's file wrote after it was joined
            if book in chains:
                told_of.setdefault(book, []).append(anchor)
        checked, until = 0, 0
        for uid, anchors in told_of.items():
            past = _of_chain(log.hashes(connection, chains[uid]), file, anchors)
            if past.problems:
                return past._replace(checked=checked + past.checked)
            checked, until = checked + past.checked, past.until
    if not checked:
        raise BadInput(
            _("{file} tells nothing of this book.").format(file=file),
            _("It takes a paper filed from it, a copy or a bundle of it, its exported log, or the superior's book."),
        )
    return Past(checked, None, until)


def _of_chain(entries: Iterator[Row], file: str, anchors: Sequence[Anchor]) -> Past:
    """One chain against what is told of it."""
    checked, until = 0, 0
    number, at, digest = 0, "", ""
    for anchor in sorted(anchors, key=lambda anchor: anchor.entry):
        checked += 1
        while number < anchor.entry and (entry := next(entries, None)):
            number, at, digest = entry
        if number != anchor.entry:
            return Past(checked, anchor.entry, until, (_cut_off(file, anchor, number),))
        if not (digest.startswith(anchor.head) if anchor.book == "" else digest == anchor.head):
            return Past(checked, number, until, (_rewritten(file, number, at, until),))
        until = number
    return Past(checked, None, until)


def _rewritten(file: str, number: int, at: str, until: int) -> str:
    sentence = _("Entry {number} of {at} UTC is another than in {file}: the log was written anew from there on.")
    if until == 0 < number - 1:
        sentence = _("Entry {number} of {at} UTC is another than in {file}: the log was written anew, there or before.")
    elif until < number - 1:
        sentence = _(
            "Entry {number} of {at} UTC is another than in {file}: the log was written anew somewhere behind entry "
            "{until}."
        )
    return sentence.format(number=number, at=at[:19].replace("T", " "), file=file, until=until)


def _cut_off(file: str, anchor: Anchor, last: int) -> str:
    return _("{file} knows entry {number}, but this book ends at entry {last}: what came behind is gone.").format(
        file=file, number=anchor.entry, last=last
    )


def told_by_book(store: Store, version: str) -> Iterator[Anchor]:
    """What another book, of whatever version, tells: each of its entries, and the anchors of papers it took in."""
    with store.reading() as connection:
        if version >= log.CHAINS_SINCE:
            for uid, chain_id in log.chains(connection).items():
                for number, _at, digest in log.hashes(connection, chain_id):
                    yield Anchor(uid, number, digest)
        else:
            uid = log.old_uid(connection)
            for number, _at, digest in log.old_hashes(connection):
                yield Anchor(uid, number, digest)
        if version >= log.ANCHORS_SINCE:
            yield from filter(None, map(read_anchor, log.anchors_taken_in(connection)))


def told_by_log(lines: Iterable[str]) -> Iterator[Anchor]:
    """What an exported log tells: every entry it lists."""
    uid = ""
    for line in lines:
        words = line.rstrip("\n").split("\t")
        if words[0] == BOOK and len(words) > 1:
            uid = words[1]
        elif uid and words[0].isdecimal() and len(words[-1]) == _HASH:
            yield Anchor(uid, int(words[0]), words[-1])


#: What stands before the name of the book in an exported log.
BOOK = "记录本"

_HASH = 64
