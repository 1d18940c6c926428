"""The policies that ship with partyday: their names, and finding one by what people call it.

`PLACES` are the rules of single regions, schools and offices, a file each in `places/`; a test holds both together.
"""

from pathlib import Path

from partyday.errors import Ambiguous
from partyday.i18n import _, listed

_FOLDER = Path(__file__).parent

PLACES = (
    "chongqing-shi",
    "daxue-zuzhibu-dangfei",
    "foshan-gongjijin-zhongxin",
    "gansu-tiyu-kexue-yanjiusuo",
    "gaoxiao-jiaogong-xuesheng",
    "gaozhi-xueqi-jihua",
    "guangxi-yishu-xueyuan",
    "guilin-hangtian-mayuan",
    "ju-dangzongzhi-20-ri",
    "panan-yaochuan-xiang",
    "pingxiang-dangjian",
    "qiye-dangwei-zhoumo",
    "shanghai-xuhui-xuexiao",
    "suzhou-gongyuanlu-youeryuan",
    "tianshui-shi",
    "tongguan-xian",
    "wenzhou-ligong-xueyuan",
    "xian-jiaotong-danzhou",
    "xuexiao-tixing-tongzhishu",
    "xueyuan-lianxu-liangci",
    "yishui-xujiahu-zhen",
    "yongzhou-linye-ju",
    "zhengzhou-qinggong",
    "zhongguo-yaowenhua-yanjiuhui",
    "zhuhai-chengshi-zhiye",
    "zhuti-dangri-jia",
)

#: Every policy that ships: the two source systems and what holds in general, then the places.
PACKAGED = ("hebei", "national", "zhongzhou", *PLACES)


def path_of(name: str) -> Path:
    """The file of a policy that ships."""
    return (_FOLDER / "places" if name in PLACES else _FOLDER) / f"{name}.toml"


def shipped_as(called: str) -> str | None:
    """The policy that people call so, by its name, its pinyin with or without hyphens, or Chinese words of its title.

    `guangxiyishu`, `gxysxy` and 广西艺术 find `guangxi-yishu-xueyuan`. None where there is none; Ambiguous for several.
    """
    if called in PACKAGED:
        return called
    wanted = "".join(called.split()).casefold().replace("-", "")
    if not wanted or "/" in called or "\\" in called or called.endswith(".toml"):
        return None
    fitting = [name for name in PACKAGED if wanted in name.replace("-", "")]
    if not fitting:
        fitting = [name for name in PACKAGED if _is_called(name, wanted)]
    if len(fitting) > 1:
        raise Ambiguous(
            _("Several policies are called so: {names}.").format(names=listed(fitting)),
            _("Name one of them in full."),
        )
    return next(iter(fitting), None)


def _is_called(name: str, wanted: str) -> bool:
    """Whether the words stand in its title, or are the initials of what the title begins with."""
    title = next(line for line in path_of(name).read_text("utf-8").splitlines() if line.startswith("title = "))
    title = "".join(title.removeprefix("title = ").strip('"').split())
    if not wanted.isascii():
        return wanted in title
    from partyday.words.pinyin import read_name

    return any(reading.startswith(wanted) for reading in read_name(title))
