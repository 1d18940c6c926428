"""Wrong usage in our own words: the command-line library tells it in English only."""

import re
from typing import Any

from partyday.cli.seen import holds_back
from partyday.errors import WrongUsage
from partyday.i18n import N_, _, listed

_TOO_MUCH = r"Got unexpected extra argument\(s\) \((.+)\)"

#: How alike an option must be to be meant; the library itself takes 0.6, and with it `--json` for `--onlin`.
_LIKE = 0.75

#: What the library says → what we say; the groups of the pattern fill the braces in order.
_SENTENCES = (
    (r"Missing command\.", N_("Which command?")),
    (r"No such option: (\S+)", N_("There is no option {0}.")),
    (r"Missing (?:option|argument|parameter) '(.+?)'\.?", N_("{0} is missing.")),
    (_TOO_MUCH, N_("This is too much: {0}.")),
    (r"Option '(.+)' requires (?:an argument|\d+ arguments)\.?", N_("{0} needs a value behind it.")),
    (r"Option '(.+)' does not take a value\.", N_("{0} takes no value.")),
    (r"Invalid value for '(.+?)': '(.*)' is not a valid int(?:eger)?\.?", N_("{0} is a whole number, not “{1}”.")),
    (r"Invalid value for '(.+?)': (.+) is not in the range (.+)\.", N_("{0} is {1}, which is not in {2}.")),
)


def no_such_command(name: str, known: list[str], path: str) -> WrongUsage:
    """That there is no command `name` below `path`, with those of the known ones that look like it."""
    from difflib import get_close_matches

    near = get_close_matches(name, known)
    hint = _("Did you mean {names}?").format(names=listed(near)) if near else ""
    return WrongUsage(
        _("There is no command “{name}”.").format(name=name), hint or _("See `{command} --help`.").format(command=path)
    )


def in_our_words(error: Any) -> WrongUsage:
    """The library's usage error as ours, with the possibilities it names, or where to look."""
    said = error.format_message() if hasattr(error, "format_message") else str(error)
    sentence = said
    for pattern, ours in _SENTENCES:
        if found := re.match(pattern, said, re.DOTALL):
            hidden = pattern == _TOO_MUCH and holds_back()  # a blank in a password divides it between words
            sentence = _(ours).format(*(["…"] if hidden else found.groups()))
            break
    if possible := getattr(error, "possibilities", None):
        from difflib import get_close_matches

        near = get_close_matches(str(getattr(error, "option_name", "")), possible, cutoff=_LIKE) or sorted(possible)
        return WrongUsage(sentence, _("Did you mean {names}?").format(names=listed(near)))
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "partyday"
    return WrongUsage(sentence, _("See `{command} --help`.").format(command=command))
