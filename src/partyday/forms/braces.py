"""What may stand in the braces of a letterhead: names, parts that are repeated or left out, and no reckoning.

A template comes from anywhere. An expression in it (`9**9**9`, a text times a billion, a long range) could keep the
program busy for ever, and so could the patterns with which docxtpl looks for commands of its own. So braces are
compared with the few forms below before anything else reads them. Knows neither docxtpl nor jinja2.
"""

import re

#: More braces stand in no letterhead; nor are more parts within one another.
MOST, DEEPEST = 200, 4

_TEXT = r"""(?:["“”][^"“”]*["“”]|['‘’][^'‘’]*['‘’])"""
_NAME = r"[^\W\d]\w*"
_PATH = rf"{_NAME}(?:\.\w+|\[(?:\d{{1,4}}|{_TEXT})\])*"
_SHOWN = rf"{_PATH}(?: ?\| ?(?:length|(?:join|default) ?\( ?{_TEXT} ?\)))?"
_ASKED = rf"(?:not )?{_PATH}(?: ?[!=]= ?{_TEXT})?"
_EACH = rf"for (?P<one>{_NAME})(?: ?, ?(?P<other>{_NAME}))? in (?P<all>{_PATH})(?:\.(?:items|keys|values)\(\))?"
_OF_WORD = r"(?:(?:p|tr|tc|r)(?= ))?"  # `{{p`, `{%tr`: instead of the paragraph, the row, the cell, the run
#: The forms, each blank in them one blank.
_FORMS = re.compile(
    rf"\{{\{{{_OF_WORD}-? ?{_SHOWN} ?-?\}}\}}"
    rf"|\{{%{_OF_WORD}-? ?(?:(?P<begin>if {_ASKED}|{_EACH})|elif {_ASKED}|else|(?P<end>endfor|endif)) ?-?%\}}"
    r"|\{#.*#\}"
)
_OPENED = re.compile(r"\{[{%#]")
_WHOLE = re.compile(r"\{(?:\{[^{}%#]{1,300}\}|%[^{}%#]{1,300}%|#[^{}%#]{0,300}#)\}")
_TOLD = 60  # characters of what is not understood


class Strange(Exception):
    """Braces with something else in them; `str()` is what."""


def refuse_strange(text: str) -> None:
    """Raises Strange where braces in a text or its markup are not closed, hold no such form, or are too many.

    A part that is repeated within another goes through what that one gives it: rows times rows have no end.
    """
    bare = re.sub(r"<[^<>]*>", lambda tag: tag[0] if _OPENED.search(tag[0]) else "", text)
    whole = {found.start(): " ".join(found[0].split()) for found in _WHOLE.finditer(bare)}
    parts: list[set[str]] = []  # those that are open, each with the names that its inside may go through
    for place, opened in enumerate(_OPENED.finditer(bare)):
        form = _FORMS.fullmatch(whole.get(opened.start(), ""))
        if form is None or place >= MOST or not _fits(form, parts):
            raise Strange(" ".join(bare[opened.start() :][:_TOLD].split()))
        if form["end"]:
            del parts[-1:]
        elif form["begin"]:
            given = {name for name in (form["one"], form["other"]) if name}
            parts.append(given or (parts[-1] if parts else set()))


def _fits(form: re.Match[str], parts: list[set[str]]) -> bool:
    """Whether a part may begin within the open ones; what is none fits everywhere."""
    if not form["begin"]:
        return True
    root = re.match(_NAME, form["all"] or "")
    return len(parts) < DEEPEST and (root is None or not parts or not parts[-1] or root[0] in parts[-1])
