"""Bundles behind a passphrase: age encrypts them, and whoever opens one is asked."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

from partyday.cli import output
from partyday.cli.run import at_terminal
from partyday.errors import BadInput, Conflict
from partyday.i18n import _

#: How a file begins that age encrypted.
AGE = b"age-encryption.org/v1"


def encrypted() -> Callable[[bytes], bytes]:
    """What encrypts, once the passphrase was asked for. Raises BadInput without the library, Conflict."""
    age, secret = _age(), _passphrase(twice=True)
    return lambda content: bytes(age.passphrase.encrypt(content, secret))


def decrypted(file: Path) -> bytes:
    """What is in an encrypted file. Raises BadInput for another passphrase or a damaged file, Conflict."""
    age = _age()
    try:
        content: bytes = age.passphrase.decrypt(file.read_bytes(), _passphrase(twice=False))
    except age.DecryptError:
        raise BadInput(_("That is not the passphrase of {file}, or it is damaged.").format(file=file.name)) from None
    return content


def _age() -> Any:
    try:
        import pyrage
    except ImportError:
        raise BadInput(
            _("Encryption needs a library that is not installed."), _("Install it: pip install partyday[passphrase].")
        ) from None
    return pyrage


def _passphrase(*, twice: bool) -> str:
    """The passphrase, from the environment or asked for. Raises Conflict where nobody can be asked."""
    given = os.environ.get("PARTYDAY_PASSPHRASE")
    if given:
        return given
    if not at_terminal():
        raise Conflict(
            _("There is nobody to ask for the passphrase."),
            _("Put it into PARTYDAY_PASSPHRASE, or run the command at a terminal."),
        )
    while True:
        secret = _hidden(_("Passphrase"))
        if not twice or secret == _hidden(_("The passphrase once more")):
            return secret
        output.talk(_("The two are not the same. Type both again."))


def _hidden(question: str) -> str:
    """What is typed while the terminal shows nothing of it. It is hidden before the question is seen: who types at once
    would read their passphrase on the screen. Raises Abort where the input ends.
    """
    from getpass import getpass

    typed = ""
    while not typed:
        try:
            typed = getpass(f"{question}: ", sys.stderr)
        except EOFError:
            raise typer.Abort from None
    return typed
