"""Invented numbers of identity cards, right and wrong, by GB 11643-1999 (ISO 7064 MOD 11-2)."""

WEIGHTS = [pow(2, 17 - place, 11) for place in range(17)]


def id_number(region: str, born: str, order: int) -> str:
    """A number of eighteen with its check character; `born` is eight digits."""
    digits = f"{region}{born}{order:03d}"
    left = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11
    return digits + "10X98765432"[left]


def old_id_number(rest: str) -> str:
    """A number of fifteen, as they were given until 1999: region, six digits of birth, three of order."""
    return "110101" + rest[2:8] + rest[8:].zfill(3)
