"""How a name is typed on a keyboard: full pinyin and initials, with surnames read as surnames.

The library reads characters. A surname often has a reading of its own, so those stand in a table here; the words in
which a character is read otherwise stand in `readings.txt`, made by `tools/readings.py`. Slow to import: used when a
member is written, never at check-in.
"""

import os
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

# Without its own 47,000 words the library loads in a third of the time, and in a quarter of the room.
os.environ["PYPINYIN_NO_PHRASES"] = "1"

from pypinyin import lazy_pinyin

#: Surnames whose reading as a surname is not the common one of the character.
SURNAMES = {
    "区": "ou", "单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "查": "zha", "翟": "zhai", "任": "ren",
    "盖": "ge", "朴": "piao", "覃": "qin", "冼": "xian", "洗": "xian", "员": "yun", "贠": "yun", "乐": "yue",
    "缪": "miao", "黑": "he", "秘": "bi", "折": "she", "繁": "po", "种": "chong", "逄": "pang", "隗": "wei",
    "召": "shao", "么": "yao", "幺": "yao", "谌": "chen", "佴": "nai", "於": "yu", "都": "du", "乜": "nie",
    "句": "gou", "祭": "zhai", "眭": "sui", "藏": "zang", "车": "che", "尉": "wei", "晁": "chao", "应": "ying",
    "宁": "ning", "华": "hua", "纪": "ji", "燕": "yan", "令": "ling", "柏": "bai", "葛": "ge", "阚": "kan",
    "盛": "sheng", "瞿": "qu", "臧": "zang", "褚": "chu", "沈": "shen", "石": "shi", "万": "wan", "强": "qiang",
    "过": "guo", "费": "fei", "卜": "bu", "郗": "xi", "郇": "xun", "訾": "zi", "牟": "mou", "宓": "mi",
    "鲜": "xian", "曲": "qu", "撒": "sa", "载": "zai", "那": "na", "能": "nai", "哈": "ha", "吾": "wu",
    "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "单于": "chan yu", "澹台": "tan tai", "令狐": "ling hu",
    "鲜于": "xian yu", "闾丘": "lv qiu", "宰父": "zai fu", "呼延": "hu yan", "欧阳": "ou yang", "司马": "si ma",
    "诸葛": "zhu ge", "夏侯": "xia hou", "皇甫": "huang fu", "上官": "shang guan", "东方": "dong fang",
    "公孙": "gong sun", "慕容": "mu rong", "宇文": "yu wen", "司徒": "si tu", "轩辕": "xuan yuan",
    "南宫": "nan gong", "独孤": "du gu", "拓跋": "tuo ba", "赫连": "he lian", "濮阳": "pu yang", "端木": "duan mu",
    "淳于": "chun yu", "申屠": "shen tu", "钟离": "zhong li", "东郭": "dong guo", "百里": "bai li",
    "西门": "xi men", "太史": "tai shi", "公羊": "gong yang", "亓官": "qi guan", "乐正": "yue zheng",
}  # fmt: skip


#: Characters of names that the library does not read.
RARE = {"𠮷": "ji"}


def _syllables(text: str) -> tuple[str, ...]:
    """The syllables of a text, in lower-case letters alone."""
    return _words().get(text) or tuple(chain.from_iterable(map(_read, text)))


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    """The words whose characters are read otherwise in them than alone: a given name may be one."""
    lines = Path(__file__).with_name("readings.txt").read_text(encoding="utf-8").splitlines()
    return {word: tuple(syllables) for word, *syllables in map(str.split, lines)}


@lru_cache(maxsize=8192)
def _read(character: str) -> tuple[str, ...]:
    """The syllables of a character: none or one, or what the library makes of a sign."""
    return (RARE[character],) if character in RARE else plain(lazy_pinyin(character))


def plain(syllables: Iterable[str]) -> tuple[str, ...]:
    """Syllables as they are typed; what is no letter is left out."""
    read = (syllable for syllable in syllables if syllable.isascii() and syllable.strip())
    return tuple("".join(filter(str.isalnum, syllable.lower())) for syllable in read)


def read_name(name: str) -> tuple[str, str]:
    """Full pinyin and initials, lower case without spaces: 张三 → (`zhangsan`, `zs`); ü is v.

    A character without a known reading is left out; the reading can be corrected by hand.
    """
    for length in (2, 1):
        surname, given = name[:length], name[length:]
        if surname in SURNAMES and (given or length == 1):
            syllables = (*SURNAMES[surname].split(), *_syllables(given))
            break
    else:
        syllables = (*_syllables(name[:1]), *_syllables(name[1:])) if name.isalpha() else _syllables(name)
    return "".join(syllables), "".join([syllable[:1] for syllable in syllables])
