"""Setting completion up at the shell. What a shell is told when it asks: `offers`."""

from typer._completion_shared import get_completion_script, install

from partyday.cli import output
from partyday.cli.offers import VARIABLE
from partyday.errors import Conflict
from partyday.i18n import _


def set_up(shell: str | None) -> None:
    """Write the completion of a shell (None: the one that runs) where it finds it. Raises Conflict where it cannot."""
    try:
        name, path = install(shell=shell, prog_name="partyday", complete_var=VARIABLE)
    except Exception as unable:
        raise Conflict(
            _("Completion could not be set up: {error}").format(error=unable or type(unable).__name__),
            _("`partyday --show-completion` prints it: put it where your shell looks for it."),
        ) from unable
    output.say(_("Completion for {shell} is in {path}; it works in a new window.").format(shell=name, path=path))


def script(shell: str) -> str:
    """The completion of a shell, as it is set up."""
    return get_completion_script(prog_name="partyday", complete_var=VARIABLE, shell=shell)
