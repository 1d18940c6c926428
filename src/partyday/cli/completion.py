"""Setting completion up at the shell. What a shell is told when it asks: `offers` and `asking_shell`.

What the shells run at Tab stands in the folder `shells`, plain ASCII: PowerShell 5 reads its settings in the code page.
"""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from partyday.cli import output
from partyday.errors import Conflict, WrongUsage
from partyday.i18n import _, listed

_SCRIPTS = Path(__file__).with_name("shells")

_ZSH_BEGINS = "fpath+=~/.zfunc; autoload -Uz compinit; compinit"
_ZSH_MENU = "zstyle ':completion:*:*:partyday:*' menu select"


def set_up(shell: str | None) -> None:
    """Write the completion of a shell (None: the one that runs) where it finds it. Raises Conflict where it cannot."""
    try:
        name = shell or _running()
        path = _WRITES[name](script(name))
    except (OSError, ValueError, subprocess.SubprocessError) as unable:
        raise Conflict(
            _("Completion could not be set up: {error}").format(error=unable or type(unable).__name__),
            _("`partyday --show-completion bash` prints it: put it where your shell looks for it."),
        ) from unable
    output.say(_("Completion for {shell} is in {path}; it works in a new window.").format(shell=name, path=path))


def script(shell: str) -> str:
    """The completion of a shell, as it is set up. Raises WrongUsage for one that is not known."""
    if shell not in _WRITES:
        raise WrongUsage(
            _("There is no completion for {shell}.").format(shell=shell),
            _("Possible are {shells}.").format(shells=listed(_SUFFIXES)),
        )
    suffix = _SUFFIXES.get(shell, "ps1")
    return (_SCRIPTS / f"partyday.{suffix}").read_text("ascii").strip()


def _running() -> str:
    from shellingham import ShellDetectionFailure, detect_shell

    try:
        return str(detect_shell()[0])
    except ShellDetectionFailure as unknown:
        raise ValueError(_("which shell runs is not known")) from unknown


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", "ascii")
    return path


def _add(settings: Path, *lines: str) -> None:
    """Put lines at the end of the settings of a shell, where they are not there yet; their encoding stays."""
    held = settings.read_bytes() if settings.exists() else b""
    encoding = "utf-16-le" if held.startswith(b"\xff\xfe") else "ascii"
    new = "".join(f"{line}\n" for line in lines if line.encode(encoding) not in held)
    if new:
        settings.parent.mkdir(parents=True, exist_ok=True)
        gap = "\n" if held and not held.endswith("\n".encode(encoding)) else ""
        settings.write_bytes(held + (gap + new).encode(encoding))


def _for_bash(text: str) -> Path:
    path = _write(Path.home() / ".bash_completions" / "partyday.sh", text)
    _add(Path.home() / ".bashrc", "source ~/.bash_completions/partyday.sh")
    return path


def _for_zsh(text: str) -> Path:
    path = _write(Path.home() / ".zfunc" / "_partyday", text)
    _add(Path(os.environ.get("ZDOTDIR") or Path.home()) / ".zshrc", _ZSH_BEGINS, _ZSH_MENU)
    return path


def _for_fish(text: str) -> Path:
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return _write(settings / "fish" / "completions" / "partyday.fish", text)


def _for_powershell(shell: str) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        # The path has the user's name, on a Chinese Windows `文档` too: it comes as UTF-8, whatever the code page.
        asks = "[Console]::OutputEncoding = [Text.Encoding]::UTF8; Get-ExecutionPolicy; $PROFILE"
        done = subprocess.run([shell, "-NoProfile", "-Command", asks], check=True, capture_output=True)
        policy, profile = done.stdout.decode("utf-8-sig").split("\n")[:2]
        if policy.strip() in ("Restricted", "AllSigned"):
            raise Conflict(
                _("PowerShell may run no scripts here ({policy}), its own settings neither.").format(
                    policy=policy.strip()
                ),
                _("`Set-ExecutionPolicy RemoteSigned -Scope CurrentUser` allows your own; then again."),
            )
        path = _write(Path(profile.strip()).with_name("partyday.ps1"), text)
        _add(Path(profile.strip()), '. "$PSScriptRoot/partyday.ps1"')
        return path

    return write


#: What the file of a shell's completion ends with.
_SUFFIXES = {"bash": "bash", "zsh": "zsh", "fish": "fish", "powershell": "ps1"}

_WRITES: dict[str, Callable[[str], Path]] = {
    "bash": _for_bash,
    "zsh": _for_zsh,
    "fish": _for_fish,
    "powershell": _for_powershell("powershell"),
    "pwsh": _for_powershell("pwsh"),
}
