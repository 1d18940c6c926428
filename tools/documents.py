"""The documents made from the program: commands, glossary, rules, what papers come in, the walkthrough's output.

`python tools/documents.py` (or `make docs`) writes them anew; `tests/test_docs.py` holds them to what is made here.
"""

import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import forked
import manual
import papers_page
from every_command import all_commands

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "one-branch"
WALKTHROUGHS = (EXAMPLE / "README.md", ROOT / "examples" / "one-superior" / "README.md")
COMMANDS = ROOT / "docs" / "commands.md"
GLOSSARY = ROOT / "docs" / "glossary.md"
RULES = ROOT / "docs" / "rules.md"
OFFERED = ROOT / "src" / "partyday" / "cli" / "offered.txt"

_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
_LOGGED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \(\d{4}-\d\d-\d\d \d\d:\d\d UTC\)")


def command_reference() -> str:
    """docs/commands.md: every command with its help, arguments, options and example."""
    lines = [
        "# Commands",
        "",
        "Made from the program by `make docs`. Every command also takes the common options: `--book`, `--branch`,",
        "`--today`, `--as`, `--json`, `--csv`, `--yes`, before or behind its name.",
    ]
    for name, command in all_commands():
        lines += ["", f"## {name}", "", command.help, ""]
        for param in command.params:
            if param.name == "help" or getattr(param, "rich_help_panel", None) == "Common options":
                continue
            metavar = f" {param.metavar}" if param.metavar and param.param_type_name == "option" else ""
            shown = ", ".join(param.opts) if param.param_type_name == "option" else param.metavar or param.name
            lines.append(f"- `{shown}{metavar}`: {param.help}")
        lines += ["", f"```sh\n{command.epilog.removeprefix('Example: ')}\n```"]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def offered() -> str:
    """`offered.txt`: what stands behind each command, a line each, as `cli.offers` reads it when a shell asks."""
    from partyday.cli.app import COMMANDS as TOP
    from partyday.cli.app import app
    from partyday.cli.command import built

    top = built(app)
    lines = [
        "Made from the commands by `make docs`: names, kind of value (- for none), * where repeated, what it is.",
        "",
    ]
    commands = dict(all_commands())
    lines += ["[]", *(f"{name}\t-\t\t{about}" for name, (_module, _panel, about) in TOP.items()), *_places(top)]
    for name in dict.fromkeys(name.split()[0] for name in commands if " " in name):
        parts = {full: command for full, command in commands.items() if full.startswith(name + " ")}
        lines += ["", f"[{name}]"]
        lines += [f"{full.split()[1]}\t-\t\t{_line(command.help)}" for full, command in parts.items()]
    for name, command in commands.items():
        lines += ["", f"[{name}]", *_places(command)]
    return "\n".join(lines) + "\n"


def _places(command: Any) -> Iterator[str]:
    for param in command.params:
        names = [*param.opts, *param.secondary_opts] if param.param_type_name == "option" else []
        kind = "BRANCH" if "--branch" in names else (param.metavar or "") if not _is_flag(param) else "-"
        repeated = "*" if getattr(param, "multiple", False) or param.nargs == -1 else ""
        yield "\t".join((" ".join(names), kind, repeated, _line(param.help)))


def _is_flag(param: Any) -> bool:
    return bool(getattr(param, "is_flag", False)) or param.name == "help"


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def glossary() -> str:
    """docs/glossary.md: the forms, and every code with its English and its official Chinese term."""
    from partyday.words.terms import TERMS

    lines = [
        "# Glossary",
        "",
        "Made from `model.forms` and `words.terms` by `make docs`. The name or code is what the book and JSON hold.",
    ]
    lines += _forms()
    for kind, terms in TERMS.items():
        lines += ["", f"## {kind.__name__}", "", "| code | English | 中文 |", "|---|---|---|"]
        lines += [f"| `{code.value}` | {english} | {chinese} |" for code, (english, chinese) in terms.items()]
    return "\n".join(lines) + "\n"


def _forms() -> Iterator[str]:
    """What a form is, and a line for each."""
    from partyday.model.forms import FORMS

    yield from ("", "## Forms", "")
    yield "A *form* 表 is the kind; a *paper* is one printed; a *filing* 报送 is one frozen as it was filed."
    yield "`upward`: the superior takes it in. `one member's`: with `--member WHO` it is of that member alone."
    yield from ("", "| form | 中文 | what it is | of | filed |", "|---|---|---|---|---|")
    for form in FORMS.values():
        bodies = [name for name, has in (("branch", form.of_branch), ("superior", form.of_superior)) if has]
        of = ", ".join([_LENGTHS[form.months], *bodies, *(["one member's"] if form.personal else [])])
        filed = ", ".join([_EVERY[form.filed_every], *(["upward"] if form.upward else [])])
        yield f"| `{form.name}` | {form.title} | {form.about} | {of} | {filed.removeprefix(', ')} |"


_LENGTHS = {None: "any period", 0: "a day", 1: "a month", 3: "a quarter", 6: "a half-year or term", 12: "a year"}
_EVERY = {None: "", 1: "every month", 3: "every quarter", 6: "every half-year", 12: "every year"}


def rules() -> str:
    """docs/rules.md: every value of every policy, since when, and where it stands."""
    from partyday.rules.parameters import PARAMETERS
    from partyday.rules.policy import reader as p
    from partyday.rules.policy.shipped import PACKAGED
    from partyday.rules.policy.shown import as_text

    lines = ["# What the policies say", "", "Made from `src/partyday/rules/policy/` by `make docs`."]
    for name in PACKAGED:
        policy = p.load(name)
        base = f" What it does not say, `{policy.base.name}` says." if policy.base else ""
        lines += ["", f"## {name}: {policy.title}", ""]
        lines += [f"{base.strip()}", ""] if base else []
        seen = [policy.about[key] for key in ("region", "kind", "issued", "address", "seen") if key in policy.about]
        about = "；".join(seen)
        lines += [about, ""] if about else []
        lines += [f"*{policy.about['limitations']}*", ""] if "limitations" in policy.about else []
        lines += ["| parameter | what it is | since | value | source |", "|---|---|---|---|---|"]
        for key, values in policy.values.items():
            for dated in values:
                source = dated.source
                cited = " ".join(filter(None, (source.document, source.number, source.article)))
                where = "**house value**" if source.house else cited
                where += f"：“{dated.clause}”" if dated.clause else ""
                parameter = PARAMETERS[key]
                value = as_text(parameter, dated.value)
                cells = (f"`{key}`", parameter.about, dated.since or "ever", value, where)
                lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines) + "\n"


def walkthrough(page: Path) -> str:
    """A walkthrough with each command's output as it is now, run in a copy of its folder."""
    text = page.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / page.parent.name
        shutil.copytree(page.parent, place)
        return _BLOCK.sub(lambda block: f"```console\n{_run_block(block[1], place)}```", text)


def _run_block(block: str, place: Path) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{_run(command[2:], place)}" for command in commands)


def _run(line: str, place: Path) -> str:
    words = shlex.split(line)
    source = None
    if "<" in words:
        source = place / words[words.index("<") + 1]
        words = words[: words.index("<")]
    assert words[0] == "partyday", line
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PARTYDAY_")}
    environment |= {"PYTHONUNBUFFERED": "1", "PARTYDAY_CONFIG": "config.toml", "PARTYDAY_LANG": "zh"}
    code, said = forked.said(words[1:], place, environment, source.read_bytes() if source else b"")
    assert code == 0, f"{line}\n{said}"
    # The log keeps the real time, here and in UTC: it stands in the example as two rows of dots.
    return _LOGGED.sub("…… (…… UTC)", said)


def main() -> None:
    """Write them all."""
    os.environ["PARTYDAY_LANG"] = "en"
    OFFERED.write_text(offered(), "utf-8")
    for language, path in manual.PAGES.items():
        path.write_text(manual.page(language), "utf-8")
    COMMANDS.write_text(command_reference(), "utf-8")
    GLOSSARY.write_text(glossary(), "utf-8")
    RULES.write_text(rules(), "utf-8")
    papers_page.PAGE.write_text(papers_page.page(), "utf-8")
    papers_page.PICTURES.mkdir(exist_ok=True)
    for path, picture in papers_page.pictures().items():
        path.write_text(picture, "utf-8")
    for page in WALKTHROUGHS:
        page.write_text(walkthrough(page), "utf-8")


if __name__ == "__main__":
    main()
