"""Rates in words and colours."""

import pytest

from partyday.words.rates import SCALE, percent, shade


@pytest.mark.parametrize(
    ("rate", "told"), [(0.9125, "91.3%"), (0.9124, "91.2%"), (0.0005, "0.1%"), (1, "100.0%"), (0.0, "0.0%")]
)
def test_a_rate_is_told_as_a_workbook_shows_it(rate: float, told: str) -> None:
    assert percent(rate) == told


def test_the_colour_of_a_rate_lies_between_those_of_the_scale() -> None:
    for rate, colour in SCALE:
        assert shade(rate) == "".join(f"{part:02x}" for part in colour)
    assert shade(0) == shade(0.5), "below the scale nothing is redder"
    greens = [int(shade(step / 100)[2:4], 16) for step in range(50, 76)]
    assert greens == sorted(greens)
