"""`partyday member`: the roster. Each part is loaded when it is called."""

from partyday.cli.command import noun
from partyday.i18n import _

app = noun(
    _("The roster of a branch."),
    "partyday member list",
    parts={
        "add": "member_changes",
        "list": "member_rosters",
        "show": "member_changes",
        "set": "member_changes",
        "transfer": "member_changes",
        "merge": "member_ends",
        "remove": "member_ends",
        "forget": "member_ends",
        "import": "member_rosters",
    },
)
