"""Which row of a page is its header, and which column is what: by the names of the columns and by their values.

A header is matched against a vocabulary; a column that may be several things is the one its values are, and of two
columns for one thing the better named, better filled one is read. Imports the nouns of reading and the vocabulary; no
rules, store, services or cli.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import pairwise

from partyday.errors import BadInput
from partyday.sheets.cells import Cell, Unreadable, in_one_line, is_blank
from partyday.sheets.pages import HEADER_ROWS, Row, squared
from partyday.words.vocabulary import Known, Vocabulary, plain

#: How far to the right columns are looked for.
MAX_COLUMNS = 512


class NoSuchSheet(BadInput):
    """A file without the header that such a sheet has."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A field that is looked for: how its cells are read, and how much they tell.

    `telling`: only few values can stand in it, so values decide. `anywhere`: whatever column holds such values may be
    it, under any header. `many`: all columns of that name are read. `fills`: its values hold for several people.
    """

    read: Callable[[Cell], object]
    required: bool = False
    telling: bool = False
    anywhere: bool = False
    many: bool = False
    fills: bool = False


@dataclass(frozen=True)
class Found:
    """A column found: its place from 0, its header as the file writes it, whether that or only the values tell it."""

    place: int
    title: str
    named: bool = True


@dataclass(frozen=True)
class Header:
    """A header found: its rows from 1, the titles of all columns (blank where there is none), the columns of each
    block for each field, the columns that lost against a like one (title → title of the better one)."""

    first: int
    last: int
    titles: tuple[str, ...]
    blocks: tuple[Mapping[str, tuple[Found, ...]], ...]
    beaten: Mapping[str, str] = field(default_factory=dict)

    def moved(self, down: int) -> "Header":
        """The same header so many rows further down."""
        return replace(self, first=self.first + down, last=self.last + down)

    @property
    def fields(self) -> frozenset[str]:
        """The fields found in any block."""
        return frozenset().union(*self.blocks)

    @property
    def shared(self) -> frozenset[int]:
        """The places of the columns that stand before the first of several blocks, and hold for each."""
        places = [{found.place for columns in block.values() for found in columns} for block in self.blocks]
        return frozenset(places[0].intersection(*places[1:])) if len(places) > 1 else frozenset()

    @property
    def read(self) -> frozenset[int]:
        """The places of all columns that are read."""
        return frozenset(found.place for block in self.blocks for columns in block.values() for found in columns)


#: A label with what was filled in behind it, as it stands above tables: 课程：党员活动日.
_FILLED_IN = re.compile(r"[\u4e00-\u9fff]{2,8}\s*[:：]\s*\S")

#: What a header is: the rows it takes (first, last, from 1) and the title of each column.
_Titles = tuple[int, int, tuple[str, ...]]


def find_header(
    sample: Sequence[Row],
    wanted: Mapping[str, Wanted],
    words: Vocabulary,
    *,
    key: str,
    settled: Mapping[str, str] | None = None,
) -> Header | None:
    """The header among the first rows of a page that names most of what is wanted; None where none names anything.

    `key` is the field whose repetition shows blocks side by side. `settled` tells for plain headers which field they
    are, whatever the vocabulary says; an empty field leaves the column unread.
    """
    top = squared(row[:MAX_COLUMNS] for row in sample)
    known = _Meanings(wanted, words, settled or {})
    singles = [(number, number, titles_of(row)) for number, row in enumerate(top[:HEADER_ROWS], start=1)]
    doubles = [
        (number, number + 1, _stacked(*pair, known))
        for number, pair in enumerate(pairwise(top[: HEADER_ROWS + 1]), start=1)
        if _divides(*pair, known, key)
    ]
    best = max([*singles, *doubles], key=lambda titles: _fit(titles, known), default=None)
    if best is None or not any(map(known.of, best[2])):
        return None
    # A row that only divides the header above it would else be read as somebody's.
    for double in doubles:
        first, last, _names = double
        divided = sum(map(bool, titles_of(top[last - 1]))) > 1
        if divided and best[:2] == (first, first) and _fit(double, known) >= _fit(best, known):
            best = double
    return _settled(best, top[best[1] :], known, key)


class _Meanings:
    """What each header may mean among the fields that are wanted."""

    def __init__(self, wanted: Mapping[str, Wanted], words: Vocabulary, settled: Mapping[str, str]) -> None:
        self.wanted, self._words, self._settled = wanted, words, settled
        self._seen: dict[str, list[Known]] = {}

    def of(self, title: str) -> list[Known]:
        if not title:
            return []
        if title not in self._seen:
            self._seen[title] = self._look_up(title)
        return self._seen[title]

    def _look_up(self, title: str) -> list[Known]:
        if (decided := self._settled.get(plain(title))) is not None:
            return [Known(decided, -1, 0, True)] if decided in self.wanted else []
        return [known for known in self._words.meanings(title) if known.field in self.wanted]

    def is_settled(self, title: str) -> bool:
        return plain(title) in self._settled


def titles_of(row: Row) -> tuple[str, ...]:
    """The texts of a row, each on one line, as titles of columns."""
    return tuple(in_one_line(cell) for cell in row)


def _fit(titles: _Titles, known: _Meanings) -> tuple[bool, int, int]:
    """How well a header answers what is wanted; the larger, the better."""
    _first, _last, names = titles
    meant = [found for name in names if (found := known.of(name))]
    sure = {found[0].field for found in meant if found[0].sure}
    perhaps = {meaning.field for meanings in meant for meaning in meanings}
    required = {field for field, wanted in known.wanted.items() if wanted.required}
    return required <= perhaps, len(sure), len(meant)


def _divides(upper: Row, lower: Row, known: _Meanings, key: str) -> bool:
    """Whether `lower` only divides columns of `upper`: nothing stands below a header that is already understood.

    A title in front of the header divides nothing, nor do filled-in labels (签到类型：手势签到), nor a row with
    something under the header of the people.
    """
    uppers, lowers = titles_of(upper), titles_of(lower)
    heads = [(above, below) for above, below in zip(uppers, lowers, strict=True) if above]
    if any(map(_FILLED_IN.match, uppers)) or (len(heads) == 1 and known.of(heads[0][1])):
        return False
    if any(below and (meant := known.of(above)) and meant[0].field == key for above, below in heads):
        return False
    stacked = _stacked(upper, lower, known)
    under_known = any(
        known.of(above) and below and not known.of(title)
        for above, below, title in zip(uppers, lowers, stacked, strict=True)
    )
    divided = any(below and known.of(title) for below, title in zip(lowers, stacked, strict=True))
    return any(map(known.of, uppers)) and not under_known and divided


def _stacked(upper: Row, lower: Row, known: _Meanings) -> tuple[str, ...]:
    """The title of each column of a header of two rows: the lower one, with its group where that alone is known."""
    titles = []
    group = ""
    for above, below in zip(titles_of(upper), titles_of(lower), strict=True):
        group = above or (group if below else "")
        if not below:
            titles.append(above)
            continue
        shapes = (group + below, below, below + group)
        titles.append(next((shape for shape in shapes if known.of(shape)), below))
    return tuple(titles)


# ---- from titles to columns


def _settled(titles: _Titles, below: Sequence[Row], known: _Meanings, key: str) -> Header:
    first, last, names = titles
    blocks = []
    beaten: dict[str, str] = {}
    places = _blocks(names, known, key)
    before = range(places[0][0])
    for start, end in places:
        block, lost = _assigned(names, [*before, *range(start, end)], below, known)
        block = {
            field_name: columns
            for field_name, columns in block.items()
            if known.wanted[field_name].fills or all(column.place not in before for column in columns)
        }
        blocks.append(block)
        beaten |= lost
    return Header(first, last, names, tuple(blocks), beaten)


def _blocks(names: tuple[str, ...], known: _Meanings, key: str) -> list[tuple[int, int]]:
    """From where to where each block of columns goes: one, or several side by side that begin with the same header."""
    keys = [place for place, name in enumerate(names) if (means := known.of(name)) and means[0].field == key]
    same = {plain(names[place]) for place in keys}
    if len(keys) < 2 or len(same) > 1:
        return [(0, len(names))]
    first = next(place for place, name in enumerate(names) if name)
    starts = [place for place, name in enumerate(names) if plain(name) == plain(names[first])]
    if len(starts) != len(keys):
        starts = keys
    return list(zip(starts, [*starts[1:], len(names)], strict=True))


@dataclass(frozen=True)
class _Candidate:
    score: float
    field: str
    place: int
    named: bool


_SURE, _PERHAPS, _ANYWHERE = 6.0, 3.0, 0.0
_BY_RANK = (0.0, 0.1, 0.3)
_VALUES_RIGHT, _VALUES_WRONG, _VALUES_ANYWHERE = 6.0, -3.0, 5.0
_BY_PLACE = 0.01
_CERTAIN = 0.8
#: A column that is a little fuller than a like one is not better for it.
_STEPS = 5


def _assigned(
    names: tuple[str, ...], places: Sequence[int], below: Sequence[Row], known: _Meanings
) -> tuple[dict[str, tuple[Found, ...]], dict[str, str]]:
    """The column of each field, the best first; and which columns lost against which."""
    candidates = [
        candidate
        for place in places
        for candidate in _candidates(place, names[place], [row[place] for row in below], known)
    ]
    candidates.sort(key=lambda candidate: (-candidate.score, candidate.place))
    taken: set[int] = set()
    block: dict[str, tuple[Found, ...]] = {}
    for candidate in candidates:
        if candidate.place in taken or (candidate.field in block and not known.wanted[candidate.field].many):
            continue
        column = Found(candidate.place, names[candidate.place], candidate.named)
        block[candidate.field] = (*block.get(candidate.field, ()), column)
        taken.add(candidate.place)
    lost: dict[str, str] = {}
    for candidate in candidates:
        if candidate.named and candidate.place not in taken and candidate.field in block:
            lost.setdefault(names[candidate.place], block[candidate.field][0].title)
    in_order = {field: tuple(sorted(found, key=lambda one: one.place)) for field, found in block.items()}
    return dict(sorted(in_order.items(), key=lambda item: item[1][0].place)), lost


def _candidates(place: int, name: str, cells: Sequence[Cell], known: _Meanings) -> list[_Candidate]:
    """What a column may be, each with its score; below nought it is rather nothing."""
    filled = [cell for cell in cells if not is_blank(cell)]
    found = []
    for meant in known.of(name):
        wanted = known.wanted[meant.field]
        score = (_SURE if meant.sure else _PERHAPS) - _BY_RANK[max(meant.rank, 0)] - _BY_PLACE * meant.place
        if meant.rank < 0:
            found.append(_Candidate(3 * _SURE, meant.field, place, True))
            continue
        if wanted.telling and filled:
            right = _share(wanted.read, filled)
            score += _VALUES_RIGHT * right + _VALUES_WRONG * (1 - right)
            if not (right or meant.sure):
                continue
        elif cells:
            score += round(_STEPS * len(filled) / len(cells)) / _STEPS
        if score > 0:
            found.append(_Candidate(score, meant.field, place, True))
    if filled and not known.is_settled(name):
        named = {candidate.field for candidate in found}
        for field_name, wanted in known.wanted.items():
            if wanted.anywhere and field_name not in named and _share(wanted.read, filled) >= _CERTAIN:
                found.append(_Candidate(_ANYWHERE + _VALUES_ANYWHERE, field_name, place, False))
    return found


def _share(read: Callable[[Cell], object], cells: Sequence[Cell]) -> float:
    """Which share of the cells are read without complaint as something."""
    right = 0
    for cell in cells:
        with suppress(Unreadable):
            right += read(cell) is not None
    return right / len(cells)
