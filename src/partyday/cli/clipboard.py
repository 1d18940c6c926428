"""Text put on the clipboard: by the system's own program, else by the terminal itself.

No library: each of these is one program that the system has, and a terminal over a network has none but its own way.
"""

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple

from partyday.errors import Conflict
from partyday.i18n import _


class Way(NamedTuple):
    """A program that takes a text on its input: where it is used (a variable that is set, a platform), its encoding."""

    words: Sequence[str]
    platform: str = ""
    variable: str = ""
    encoding: str = "utf-8"


#: In the order they are tried. `clip` of Windows reads UTF-16 by its mark; the others take UTF-8.
_WAYS = (
    Way(("clip",), platform="win32", encoding="utf-16"),
    Way(("pbcopy",), platform="darwin"),
    Way(("wl-copy",), variable="WAYLAND_DISPLAY"),
    Way(("xclip", "-selection", "clipboard"), variable="DISPLAY"),
    Way(("xsel", "--clipboard", "--input"), variable="DISPLAY"),
    Way(("clip.exe",), variable="WSL_DISTRO_NAME", encoding="utf-16"),
)


def copy(text: str) -> str:
    """Put a text on the clipboard; what to tell about it. Raises Conflict where there is no way to one."""
    for way in _WAYS:
        here = (not way.platform or sys.platform == way.platform) and (not way.variable or os.environ.get(way.variable))
        program = shutil.which(way.words[0]) if here else None
        if program:
            try:
                subprocess.run([program, *way.words[1:]], input=text.encode(way.encoding), check=True, timeout=5)
            except (OSError, subprocess.SubprocessError):
                continue
            return _("It is on the clipboard.")
    if sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb":
        # OSC 52, of xterm's "Control Sequences": the terminal puts it on the clipboard of the screen people look at.
        sys.stdout.write(f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07")
        return _("The terminal was asked to put it on the clipboard; if it does not, select the text above.")
    raise Conflict(
        _("There is no clipboard here."), _("Select the text above, or install wl-clipboard, xclip or xsel.")
    )
