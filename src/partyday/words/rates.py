"""An attendance rate in words and in a colour: on the screen, in the heat map of a workbook, in a picture.

The colours are a scale for the eye without a limit in it: what is too little a policy says (`attendance.least`).
"""

from decimal import ROUND_HALF_UP, Decimal

#: Rate → red, green and blue, from pale red by pale yellow to green; between these the colours run into each other.
SCALE = ((0.5, (0xF8, 0x9A, 0x8B)), (0.75, (0xFF, 0xEB, 0x84)), (1.0, (0x7B, 0xC8, 0x8A)))


def shade(rate: float) -> str:
    """The colour of a rate from 0 to 1, as `f89a8b`."""
    (low, first), (high, last) = SCALE[:2] if rate < SCALE[1][0] else SCALE[1:]
    share = min(max((rate - low) / (high - low), 0), 1)
    return "".join(f"{round(one + (other - one) * share):02x}" for one, other in zip(first, last, strict=True))


def percent(rate: float) -> str:
    """A rate from 0 to 1 as a workbook shows it, halves rounded up: 0.9125 is 91.3%."""
    return f"{(Decimal(str(rate)) * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
