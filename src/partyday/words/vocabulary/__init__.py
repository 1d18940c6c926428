"""What offices call the columns of a paper and the words in them: one TOML file for each kind of paper, read once.

A new synonym is a line there. `[columns]` gives for each field the names its column goes by, the better one first;
the first is the official one, unless `[official]` names another. `[perhaps]` are names that mean the field only where
the values under them do, `[kept]` the columns that are only kept, by the header they are given back under,
`[patterns]` regular expressions for headers that no list holds, `[perhaps_patterns]` such that mean the field only
where the values do, `[words.KIND]` for each code the words that mean it. Imports the standard library only.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from partyday.model.frozen import frozen

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>")
_DECORATION = re.compile(
    r"[\s*:✱※★_“”\"'?√✓✔☑]|\((?:必填|选填|可选|必选|单选|多选|填空)题?\)|【(?:必填|选填|单选|多选)题?】|[\u200b\ufeff]"
)
_NUMBERED = re.compile(
    r"^(?:第(?:\d{1,2}|[一二三四五六七八九十]{1,3})[题项]|[(（]?[Qq]?\d{1,2}[)）]?[、.．)）]|[一二三四五六七八九十]{1,3}[、.．])(?=\D)"
)
_ASKED = re.compile(r"^(?:请(?:填写|输入|选择|问)?)?(?:您|你|本人)?的?(?=.{2})")
_WHEN = re.compile("^何时(.{3,})$")
_A_MONTH = re.compile(r"\((?:元/)?每?月\)")
_UNIT = re.compile(r"[/,，](?:人民币)?(?:元|万元)$")
_SAME = (("缴", "交"), ("时间", "日期"), ("年月日", "日期"), ("年月", "日期"), ("號", "号"))


def plain(header: str) -> str:
    """A header as it is compared first: without blanks, stars, （必填） or a number; full width made ordinary."""
    bare = _DECORATION.sub("", unicodedata.normalize("NFKC", header)).casefold()
    return _NUMBERED.sub("", _A_MONTH.sub("/月", bare))


def without_asides(header: str) -> str:
    """A plain header without what stands in brackets, and without its unit."""
    return _UNIT.sub("", _ASIDE.sub("", header)) or header


def loose(header: str) -> str:
    """A plain header as it is compared last: 缴 is 交, 时间 and 年月 are 日期, 请填写您的 says nothing."""
    text = _ASKED.sub("", without_asides(header))
    text = text.removesuffix("是什么").removesuffix("是")
    text = _WHEN.sub(r"\1日期", text)
    for one, other in _SAME:
        text = text.replace(one, other)
    return text


_LAST_RANK = 2
#: The same in another language, behind or below.
_LATIN = re.compile(
    r"(?<=[\u3400-\u9fff])[/\-_]?(?!(?:ip|id|url|gps|mac|wifi)$)[a-z][a-z .'’&/-]*$"
    r"|^[a-z][a-z .'’&/-]*(?=[\u3400-\u9fff])"
)


@frozen
class Known:
    """A field that a header may mean: `rank` is 0 for its own name and grows with the doubt, `place` its place among
    the names. `sure` is False where only the values can tell."""

    field: str
    rank: int
    place: int
    sure: bool


class Vocabulary:
    """The names of the columns of one kind of paper, and the words in them."""

    def __init__(
        self, told: Mapping[str, Mapping[str, list[str]]], words: Mapping[str, Mapping[str, list[str]]]
    ) -> None:
        self.columns = {field: tuple(names) for field, names in told.get("columns", {}).items()}
        self._official = told.get("official", {})
        self.kept = {header: (header, *names) for header, names in told.get("kept", {}).items()}
        self._words = {
            kind: {bare(word): code for code, several in codes.items() for word in several}
            for kind, codes in words.items()
        }
        self._patterns = [
            (re.compile(pattern), field, sure)
            for table, sure in (("patterns", True), ("perhaps_patterns", False))
            for field, patterns in told.get(table, {}).items()
            for pattern in patterns
        ]
        self._known: dict[str, list[Known]] = {}
        named = self.columns | {KEPT + header: names for header, names in self.kept.items()}
        for sure, table in ((True, named), (False, told.get("perhaps", {}))):
            for field, names in table.items():
                for place, name in enumerate(names):
                    self._learn(field, name, place, sure=sure)

    def _learn(self, field: str, name: str, place: int, *, sure: bool) -> None:
        shapes = (plain(name), without_asides(plain(name)), loose(plain(name)))
        for rank, shape in enumerate(shapes):
            known = self._known.setdefault(shape, [])
            if all(other.field != field for other in known):
                known.append(Known(field, rank, place, sure))

    def official(self, field: str) -> str:
        """The official header of a field, as forms print it and problems name it."""
        if field.startswith(KEPT):
            return field.removeprefix(KEPT)
        return self._official.get(field, self.columns[field][:1])[0]

    def meanings(self, header: str) -> list[Known]:
        """The fields a header may mean, the likeliest first; none where nobody calls a column so."""
        bare = plain(header)
        for doubt, shape in enumerate((bare, without_asides(bare), loose(bare), _LATIN.sub("", loose(bare)))):
            # A name of its own, not another's shape, decides at the first look: 时间 is not 日期 where both are known.
            found = [known for known in self._known.get(shape, ()) if known.rank <= doubt]
            if found:
                return sorted(
                    (
                        Known(known.field, min(max(known.rank, doubt), _LAST_RANK), known.place, known.sure)
                        for known in found
                    ),
                    key=lambda known: (not known.sure, known.rank, known.place),
                )
        asked: dict[str, bool] = {}
        for pattern, field, sure in self._patterns:
            if pattern.search(bare):
                asked.setdefault(field, sure)
        return [Known(field, _LAST_RANK, 0, sure) for field, sure in asked.items()]

    def field_named(self, header: str) -> str | None:
        """The field that an official header, another name or the field's own name means for certain, or None."""
        if header in self.columns:
            return header
        return next((known.field for known in self.meanings(header) if known.sure), None)

    def word(self, kind: str, text: str) -> str | None:
        """The code that a word of that kind means, or None."""
        return self._words.get(kind, {}).get(bare(text))

    def words(self, kind: str) -> tuple[str, ...]:
        """Every word of that kind, as it is compared."""
        return tuple(self._words.get(kind, ()))

    def codes(self, kind: str) -> Mapping[str, str]:
        """The code of every word of that kind, as it is compared."""
        return self._words.get(kind, {})


#: How the field of a column begins that is only kept.
KEPT = "kept:"


#: The letter of an answer in a questionnaire: A.中共党员.
_OPTION = re.compile(r"^[a-h][.、:)](?=[\u4e00-\u9fff])")


def bare(text: str) -> str:
    """A word as it is compared: no blanks, full width made ordinary, no stop behind, no letter of an answer before."""
    word = "".join(unicodedata.normalize("NFKC", text).split()).casefold().strip("。.,;、")
    return word if word[:1] not in _OPTIONS else _OPTION.sub("", word)


_OPTIONS = frozenset("abcdefgh")


@cache
def vocabulary(name: str) -> Vocabulary:
    """The vocabulary of that kind of paper: `words/vocabulary/NAME.toml`."""
    told = tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))
    words = told.pop("words", {})
    return Vocabulary(told, words)
