"""The way in: settle streams and language, run the command, turn an error into its sentence and exit code."""

import gc
import os
import sys
from typing import TextIO

from partyday import i18n
from partyday.errors import PartydayError


def main() -> None:
    """Run partyday on the arguments of this process, and exit."""
    # A short command ends before the collector would pay off; long ones switch it on again (`Run.long`).
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        _prepare(stream)
    i18n.speak_through_libraries()
    code = run([_as_utf8(word) for word in sys.argv[1:]])
    try:
        sys.stdout.flush()
    except OSError:
        # Whoever read our output has enough of it; Python would complain again on its own flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    gc.freeze()
    sys.exit(code)


def run(arguments: list[str] | None = None) -> int:
    """Run one command and tell its error, if it has one; the exit code."""
    from partyday.cli.app import run as run_command

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
    """UTF-8 where a file or pipe takes the output; on a terminal of another encoding, never a crash."""
    reconfigure = getattr(stream, "reconfigure", None)
    if stream is None or reconfigure is None:
        return
    if stream.isatty() or os.environ.get("PYTHONIOENCODING"):
        reconfigure(errors="replace")
    else:
        reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
