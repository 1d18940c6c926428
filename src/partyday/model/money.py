"""Money is integer fen (分). Here it meets text: yuan as people write it, and back."""

import re

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.dates import squeezed

#: Digits, or groups of three with commas between; then up to two decimals.
_YUAN = r"(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,2}))?"
#: What people write around an amount.
_AROUND = str.maketrans("", "", " ￥¥元")


def fen(text: str) -> int:
    """`6500`, `6,500.5`, `６５００` or `97.50 元` in fen.

    Raises BadInput for anything else: fractions of a fen, a sign, words, a comma that is not between groups of three.
    """
    found = re.fullmatch(_YUAN, squeezed(text).translate(_AROUND))
    if not found:
        raise BadInput(
            _("“{text}” is not an amount.").format(text=text), _("Write yuan with up to two decimals, such as 97.50.")
        )
    return int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0"))


def yuan(amount: int) -> str:
    """Fen as yuan with two decimals: 9750 → `97.50`."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02}"
