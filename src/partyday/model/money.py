"""Money is integer fen (分). Here it meets text: yuan as people write it, and back."""

import re

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.dates import squeezed

#: Digits, or groups of three with commas between; then up to two decimals.
_YUAN = r"(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,2}))?"
#: What people write around an amount.
_AROUND = str.maketrans("", "", " ￥¥元")
#: 405元整: and nothing more.
_WHOLE = re.compile("(?<=元)[整正]$")


def fen(text: str) -> int:
    """`6500`, `6,500.5`, `６５００` or `97.50 元` in fen.

    Raises BadInput for anything else: fractions of a fen, a sign, words, a comma that is not between groups of three.
    """
    written = re.fullmatch(_YUAN, _WHOLE.sub("", squeezed(text)).translate(_AROUND))
    if not written:
        raise BadInput(
            _("“{text}” is not an amount.").format(text=text), _("Write yuan with up to two decimals, such as 97.50.")
        )
    return int(written[1].replace(",", "")) * 100 + int((written[2] or "").ljust(2, "0"))


def yuan(amount: int) -> str:
    """Fen as yuan with two decimals: 9750 → `97.50`."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02}"


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def in_capitals(amount: int) -> str:
    """Fen as a receipt writes them out (大写): 140950 → `壹仟肆佰零玖元伍角整`.

    By 支付结算办法 (1997), 附一《正确填写票据和结算凭证的基本规定》: 整 behind 元 and 角, none behind 分, one 零 for
    the noughts between.
    """
    yuan_, rest = divmod(abs(amount), 100)
    jiao, fen_ = divmod(rest, 10)
    whole = _whole_in_capitals(yuan_)
    text = f"{whole}元" if whole else ""
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif fen_ and whole:
        text += "零"
    if fen_:
        text += f"{_DIGITS[fen_]}分"
    return ("负" if amount < 0 else "") + (text or "零元") + ("" if fen_ else "整")


def _whole_in_capitals(number: int) -> str:
    """A whole number of yuan; nothing for 0."""
    text, nought = "", False
    for place in reversed(range(len(str(number)))):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if nought else "") + _DIGITS[digit] + _PLACES[place % 4]
        nought = not digit
        if place % 4 == 0 and number // 10**place % 10_000:
            text += _GROUPS[place // 4]
    return text
