"""The way in: settle streams and language, run the command, turn an error into its sentence and exit code."""

import gc
import os
import stat
import sys
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import TYPE_CHECKING, Any, TextIO, cast

if TYPE_CHECKING:
    from importlib.abc import Loader

#: What the command-line library and modules of Python import, and hardly a command uses: a sixth of a check-in.
PUT_OFF = frozenset({"bz2", "ipaddress", "linecache", "lzma", "subprocess", "textwrap", "tokenize"})


def main() -> None:
    """Run partyday on the arguments of this process, and exit; without a word where Ctrl-C comes before any command."""
    try:
        _main()
    except KeyboardInterrupt:
        from partyday.errors import INTERRUPTED

        sys.exit(INTERRUPTED)


def _main() -> None:
    # A short command ends before the collector would pay off; long ones switch it on again (`Run.long`).
    gc.disable()
    sys.meta_path.insert(0, PuttingOff)
    from partyday import i18n

    for stream in (sys.stdout, sys.stderr):
        _prepare(stream)
    if "_PARTYDAY_COMPLETE" in os.environ:
        from partyday.cli.asking_shell import answered

        if answered():
            sys.exit()
    i18n.speak_through_libraries()
    code = run([_as_utf8(word) for word in sys.argv[1:]])
    try:
        sys.stdout.flush()
    except OSError:
        # Whoever read our output has enough of it; Python would complain again on its own flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    gc.freeze()
    sys.exit(code)


class PuttingOff(PathFinder):
    """Finds the modules that are put off: one is loaded when a name in it is first asked for, not at its import.

    Python's own `LazyLoader` loads a module at the second import already.
    """

    @classmethod
    def find_spec(cls, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Where a module is that is put off; None for every other, which the next finder finds."""
        spec = super().find_spec(fullname) if fullname in PUT_OFF else None
        if spec and spec.loader:
            spec.loader = cast("Loader", Later(spec.loader))
        return spec


class Later:
    """The loader of a module that is put off; `behind` is the one that loads it in the end."""

    def __init__(self, behind: Any) -> None:
        self.behind = behind

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The module, still empty."""
        return Unloaded(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Leave it empty."""


class Unloaded(ModuleType):
    """A module that loads itself when a name is not there."""

    def __getattr__(self, name: str) -> Any:
        if name in ("__cached__", "__file__", "__path__"):  # the import itself asks for these
            raise AttributeError(name)
        loader = cast("Later", self.__spec__ and self.__spec__.loader)
        object.__setattr__(self, "__class__", ModuleType)
        loader.behind.exec_module(self)
        return getattr(self, name)


def run(arguments: list[str] | None = None) -> int:
    """Run one command and tell its error, if it has one; the exit code."""
    from partyday import i18n
    from partyday.cli.app import run as run_command
    from partyday.cli.seen import keep_back
    from partyday.errors import PartydayError

    keep_back(sys.argv[1:] if arguments is None else arguments)
    try:
        return run_command(arguments)
    except PartydayError as error:
        _tell(str(error))
        if error.hint:
            _tell(error.hint)
        return error.exit_code
    except BrokenPipeError:
        return 0
    except Exception as error:
        if os.environ.get("PARTYDAY_DEBUG"):
            raise
        from partyday.cli.last_words import ordinary

        if (known := ordinary(error)) is not None:
            _tell(str(known))
            _tell(known.hint)
            return known.exit_code
        _tell(i18n._("partyday has a defect: {kind}: {error}").format(kind=type(error).__name__, error=error))
        _tell(i18n._("Nothing was half-written. With PARTYDAY_DEBUG=1 the command shows where it happened."))
        return 1


def _as_utf8(word: str) -> str:
    """An argument as it was typed, where the locale (such as C) could not read it."""
    try:
        return os.fsencode(word).decode("utf-8") if any("\udc80" <= char <= "\udcff" for char in word) else word
    except UnicodeDecodeError:
        return word


def _tell(sentence: str) -> None:
    from partyday.cli.seen import seen

    print(seen(sentence), file=sys.stderr)  # noqa: T201  # the last words, when nothing else may work


def _prepare(stream: TextIO | None) -> None:
    """UTF-8 where a file or pipe takes the output; on a terminal of another encoding, never a crash.

    On Windows what reads a pipe (`clip`, `findstr`, PowerShell) takes it for text of the console's code page.
    """
    reconfigure = getattr(stream, "reconfigure", None)
    if stream is None or reconfigure is None:
        return
    if stream.isatty() or os.environ.get("PYTHONIOENCODING"):
        reconfigure(errors="replace")
    else:
        page = _code_page() if _is_pipe(stream) else 0
        reconfigure(encoding="utf-8" if page in (0, _UTF_8) else f"cp{page}", errors="replace")


#: The code page that is UTF-8.
_UTF_8 = 65001


def _code_page() -> int:
    """The code page of the console's output on Windows, 936 on a Chinese one; 0 elsewhere, and without a console."""
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetConsoleOutputCP())
    return 0


def _is_pipe(stream: TextIO) -> bool:
    try:
        return stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False


if __name__ == "__main__":
    main()
