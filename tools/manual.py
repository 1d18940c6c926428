"""The manual page, made from the commands: docs/man/partyday.1 in English and docs/man/zh_CN/partyday.1 in Chinese.

`make docs` writes both. Help is worded when a command is built, so each language has a process of its own. The page is
of the macros of man(7); a wheel puts it into share/man, where pipx and distributions look for it.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from every_command import all_commands

ROOT = Path(__file__).parents[1]
PAGES = {"en": ROOT / "docs" / "man" / "partyday.1", "zh": ROOT / "docs" / "man" / "zh_CN" / "partyday.1"}

_HEADINGS = {
    "en": ("NAME", "SYNOPSIS", "COMMANDS", "ENVIRONMENT", "EXIT STATUS"),
    "zh": ("名称", "用法", "命令", "环境变量", "退出码"),
}
_ENVIRONMENT = {
    "PARTYDAY_BOOK": ("The book: a file or a database URL.", "记录本：文件或数据库地址。"),
    "PARTYDAY_BRANCH": ("The branch, where the book holds several.", "党组织；记录本里有几个时须写明。"),
    "PARTYDAY_LANG": ("The language of the screen: zh or en.", "屏幕上的语言：zh 或 en。"),
    "PARTYDAY_CONFIG": ("The configuration file.", "设置文件。"),
    "PARTYDAY_TODAY": ("Stands in for today's date.", "代替当天日期。"),
    "NO_COLOR": ("No colours.", "不用颜色。"),
    "PAGER": ("Shows long output at a terminal.", "在终端里分页显示较长的结果。"),
}
_EXITS = {
    "0": ("Done.", "完成。"),
    "1": ("A defect of the program.", "程序有缺陷。"),
    "2": ("Wrong usage.", "用法不对。"),
    "3": ("Something is due, or needs a decision.", "有到期的事，或需要作出决定。"),
    "10": ("Bad input.", "输入有误。"),
    "11": ("Not found.", "没有找到。"),
    "12": ("Fits several.", "不止一个符合。"),
    "13": ("The records do not allow it.", "与现有记录冲突。"),
    "14": ("The book is missing, outdated, damaged or out of reach.", "记录本不存在、版本旧、损坏或打不开。"),
}


def page(language: str) -> str:
    """The page in a language, from a process that speaks it."""
    environment = {**os.environ, "PARTYDAY_LANG": language, "PYTHONIOENCODING": "utf-8"}
    made = subprocess.run([sys.executable, __file__, language], env=environment, capture_output=True, check=True)
    return made.stdout.decode()


def main() -> None:
    """The page in the language that is named, on stdout; the process must speak it already."""
    from partyday.i18n import speak_through_libraries

    speak_through_libraries()
    sys.stdout.write("\n".join(_lines(sys.argv[1])) + "\n")


def _lines(language: str) -> Iterator[str]:
    from partyday import __version__
    from partyday.cli.app import app
    from partyday.cli.command import built

    name, synopsis, commands, environment, exits = _HEADINGS[language]
    nth = list(_HEADINGS).index(language)
    top = built(app)
    yield from (f'.TH PARTYDAY 1 "" "partyday {__version__}"', ".ad l")
    yield from (f".SH {name}", f"partyday \\- {_text(top.help)}")
    yield from (f".SH {synopsis}", ".B partyday", "COMMAND [OPTIONS]", f".SH {commands}")
    for full, command in all_commands():
        yield from (f".SS {_text(full)}", _text(command.help))
        for param in command.params:
            if param.name != "help" and not _shared(param):
                yield from _option(param)
        yield from (".PP", _text(command.epilog))
    yield f".SH {_text(next(param.rich_help_panel for param in top.params if _shared(param)))}"
    for param in top.params:
        if _shared(param):
            yield from _option(param)
    for heading, told in ((environment, _ENVIRONMENT), (exits, _EXITS)):
        yield f".SH {heading}"
        for key, about in told.items():
            yield from (".TP", f".B {key}", _text(about[nth]))


def _shared(param: Any) -> bool:
    return getattr(param, "rich_help_panel", None) in ("Common options", "通用选项")


def _option(param: Any) -> Iterator[str]:
    names = ", ".join(param.opts) if param.param_type_name == "option" else param.metavar or param.name
    value = "" if param.param_type_name != "option" or getattr(param, "is_flag", False) else param.metavar or "TEXT"
    yield from (".TP", f".B {_text(f'{names} {value}'.strip())}", _text(param.help))


def _text(text: str) -> str:
    """Text as roff takes it: a backslash, a hyphen and a sign at the beginning of a line mean themselves."""
    text = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text[:1] in (".", "'") else text


if __name__ == "__main__":
    main()
