"""Names, paths and reasons as they are typed at the command line, for the sentences that say what to type."""

import os

#: What a shell reads as something else than itself, blanks apart.
_SIGNS = frozenset("!\"#$&'()*;<>?[]^`{|}~\\")
#: PowerShell takes curly quotation marks for straight ones and makes a list at a comma; cmd looks up what is in `%`. A
#: backslash is in most paths there, and means itself.
_SIGNS_ON_WINDOWS = _SIGNS - {"\\", "~"} | frozenset("%,=@‘’‚‛“”„")

#: What means something between double quotes too; between single ones nothing does but their like.
_IN_QUOTES = frozenset('!"$\\`')
_IN_QUOTES_ON_WINDOWS = frozenset('"$`“”„')

#: How a single quotation mark stands between single ones.
_SINGLE = str.maketrans({"'": "'\\''"})
_SINGLE_ON_WINDOWS = str.maketrans({sign: sign * 2 for sign in "'‘’‚‛"})


def as_typed(text: str, *, windows: bool = os.name == "nt") -> str:
    """A text as one word of a command line: in quotes where a shell would end it or read something else.

    Double quotes, which every shell knows, wherever nothing between them is read. On Windows only PowerShell knows
    single quotes: they stand where it would read something between double ones, and cmd has none for it.
    """
    signs, in_quotes = (_SIGNS_ON_WINDOWS, _IN_QUOTES_ON_WINDOWS) if windows else (_SIGNS, _IN_QUOTES)
    if text and signs.isdisjoint(text) and not any(map(str.isspace, text)):
        return text
    if in_quotes.isdisjoint(text):
        return f'"{text}"'
    single = _SINGLE_ON_WINDOWS if windows else _SINGLE
    return f"'{text.translate(single)}'"
